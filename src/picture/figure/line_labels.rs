//! What a figure writes on its lines: the word of each kind of relation, or a number that its legend explains. Here is
//! what is written, and whether it is worth writing; where it stands is told in `scene::naming`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::legibility::{LEAST_PT, LabelsLegibility};
use super::levels::{self, Lines, ManyLines, is_arranged};
use crate::dossier::model::RelationLabels;
use crate::explore::folding::is_fold;
use crate::explore::query::presence::Presence;
use crate::picture::scene::naming::{LineText, LineTexts, LineWords, WORD_SIZE};
use crate::picture::scene::{LegendEntry, Scene};

/// Where nobody asks for words they are written if their plates fill at most this share of the network, and at least
/// this share of them has room.
const MOST_INK: f64 = 0.08;
const LEAST_ROOM: f64 = 0.9;
/// Of more lines that all mean the same the legend says once what that is.
const FEW: usize = 8;

/// How lines are labelled, with the key of their numbers.
#[derive(Clone, Debug, Default)]
pub struct LineLabels {
    how: RelationLabels,
    /// Labels in the order of their numbers, from 1 on; where nobody asks, the only one that many lines have; else none.
    key: Vec<Arc<str>>,
    /// There is no legend for the key.
    is_unexplained: bool,
}

/// Whether the lines of a scene can be labelled.
fn is_labelled(scene: &Scene, lines: ManyLines) -> bool {
    is_arranged(scene) && levels::lines(scene, lines) == Lines::All
}

impl LineLabels {
    /// The labels of some scenes that share one key: what is on most lines comes first.
    pub(super) fn of<'a>(how: RelationLabels, scenes: impl IntoIterator<Item = &'a Scene>) -> LineLabels {
        let mut counts: BTreeMap<Arc<str>, usize> = BTreeMap::new();
        for scene in scenes.into_iter().filter(|scene| is_arranged(scene)) {
            for line in 0..scene.lines.len() {
                let look = scene.line_look(line);
                // On what is not there at the time that is seen nothing is written.
                if look.presence == Presence::Absent {
                    continue;
                }
                let label = if is_fold(&look.kind) { "".into() } else { Arc::clone(&look.kind_label) };
                *counts.entry(label).or_default() += 1;
            }
        }
        let lines: usize = counts.values().sum();
        let mut key: Vec<(Arc<str>, usize)> =
            counts.into_iter().filter(|(label, _)| !label.trim().is_empty()).collect();
        // Of as many the first by alphabet.
        key.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let is_wanted = match how {
            RelationLabels::Numbers => true,
            RelationLabels::Auto => lines > FEW && key.len() == 1 && key[0].1 == lines,
            RelationLabels::Words | RelationLabels::None => false,
        };
        let key = if is_wanted { key.into_iter().map(|(label, _)| label).collect() } else { Vec::new() };
        LineLabels { how, key, is_unexplained: false }
    }

    /// What the legend says of lines: what their numbers mean, or what all of them do.
    pub(super) fn legend(&self) -> impl Iterator<Item = LegendEntry> + '_ {
        (1..).zip(&self.key).map(|(number, label): (usize, _)| match self.how {
            RelationLabels::Numbers => LegendEntry::Number { number: number.to_string(), word: label.to_string() },
            RelationLabels::Auto | RelationLabels::Words | RelationLabels::None => {
                LegendEntry::Heading { word: format!("Each line: {label}") }
            }
        })
    }

    /// The same on a page with or without a legend: numbers that nothing explains are not written.
    pub(super) fn explained(&self, has_legend: bool) -> LineLabels {
        let is_explained = has_legend || self.how != RelationLabels::Numbers;
        LineLabels { is_unexplained: !is_explained, ..self.clone() }
    }

    /// The same with a key of those numbers alone that are on some line; `None` where all of them are.
    pub(super) fn of_used(&self, legibility: &LabelsLegibility) -> Option<LineLabels> {
        let is_used = |label: &&Arc<str>| legibility.used.contains(*label);
        if !self.are_numbers() || self.key.iter().all(|label| is_used(&label)) {
            return None;
        }
        Some(LineLabels { key: self.key.iter().filter(is_used).cloned().collect(), ..self.clone() })
    }

    /// Whether the lines of a scene may be labelled.
    pub(super) fn may_label(&self, scene: &Scene, lines: ManyLines) -> bool {
        let is_said_once = self.how == RelationLabels::Auto && !self.key.is_empty();
        self.how != RelationLabels::None && !is_said_once && !scene.lines.is_empty() && is_labelled(scene, lines)
    }

    /// Whether somebody asks for labels, whatever room they have.
    pub(super) fn are_asked_for(&self) -> bool {
        matches!(self.how, RelationLabels::Words | RelationLabels::Numbers)
    }

    /// Whether numbers are written.
    pub(super) fn are_numbers(&self) -> bool {
        self.how == RelationLabels::Numbers
    }

    /// Why nothing is written on the lines of a scene, though somebody asks for it.
    pub(super) fn refused(&self, scene: &Scene, lines: ManyLines) -> Option<&'static str> {
        if !self.are_asked_for() || scene.lines.is_empty() {
            None
        } else if scene.chart.is_some() {
            Some("relations are labelled in networks, not in a timeline or matrix")
        } else if !is_labelled(scene, lines) {
            Some("relations are not labelled: the network is too large")
        } else if self.is_unexplained {
            Some("relations have no numbers: there is no legend to explain them")
        } else {
            None
        }
    }

    /// What came of texts on the lines of a scene.
    pub(super) fn legibility(&self, scene: &Scene, texts: &LineTexts, words: &LineWords) -> LabelsLegibility {
        let known = |text: &usize| {
            let line = texts.texts[*text].lines[0] as usize;
            (Arc::clone(&scene.lines[line].id), scene.describe_line(line))
        };
        let label = |text: usize| Arc::clone(&scene.line_look(texts.texts[text].lines[0] as usize).kind_label);
        let left_out: BTreeSet<usize> = words.left_out.iter().copied().collect();
        LabelsLegibility {
            wanted: texts.texts.len(),
            left_out: words.left_out.iter().map(known).collect(),
            are_numbers: self.are_numbers(),
            refused: None,
            used: (0..texts.texts.len()).filter(|text| !left_out.contains(text)).map(label).collect(),
            labels_left_out: words.left_out.iter().map(|text| label(*text)).collect(),
        }
    }

    /// What is to be written on the lines of a scene that is drawn at a scale; `None` for nothing.
    pub(super) fn texts(&self, scene: &Scene, scale: f64, lines: ManyLines) -> Option<LineTexts> {
        if self.is_unexplained || !self.may_label(scene, lines) {
            return None;
        }
        let most_ink = if self.are_asked_for() { f64::INFINITY } else { MOST_INK };
        let letters = (LEAST_PT / f64::from(WORD_SIZE) / scale.max(1e-9)).max(1.0);
        let texts = self.grouped(scene);
        (!texts.is_empty()).then_some(LineTexts { texts, letters, most_ink, fonts: scene.fonts })
    }

    /// Whether what was placed is kept: where nobody asks for words, nearly all of them or none.
    pub(super) fn keeps(&self, words: &LineWords) -> bool {
        let all = (words.words.len() + words.left_out.len()) as f64;
        match self.how {
            RelationLabels::Auto => words.words.len() as f64 >= LEAST_ROOM * all,
            RelationLabels::Words | RelationLabels::Numbers => true,
            RelationLabels::None => false,
        }
    }

    /// One text for all lines that join the same two nodes and mean the same, those between important nodes first.
    fn grouped(&self, scene: &Scene) -> Vec<LineText> {
        let mut numbers: HashMap<(u32, u32, &str), usize> = HashMap::new();
        let mut groups: Vec<(&str, Vec<u32>)> = Vec::new();
        for (number, line) in (0_u32..).zip(&scene.lines) {
            let look = scene.line_look(number as usize);
            if look.presence == Presence::Absent {
                continue;
            }
            let (from, to) = line.ends;
            // Those that run one way mean the same only where they run the same way.
            let (from, to) = if look.directed { (from, to) } else { (from.min(to), from.max(to)) };
            let label = if is_fold(&look.kind) { &look.kind } else { &look.kind_label };
            let group = *numbers.entry((from, to, label)).or_insert(groups.len());
            if group == groups.len() {
                groups.push((label, Vec::new()));
            }
            groups[group].1.push(number);
        }
        let mut texts: Vec<(f32, LineText)> = Vec::new();
        for (label, mut lines) in groups {
            let Some(text) = self.text(scene, lines[0] as usize, label) else { continue };
            let text = if lines.len() > 1 { format!("{text} ×{}", lines.len()) } else { text };
            // In the middle of those that lie beside each other.
            let middle = lines.len() / 2;
            lines.rotate_left(middle);
            let (from, to) = scene.lines[lines[0] as usize].ends;
            let importance = scene.importance(from as usize) + scene.importance(to as usize);
            texts.push((importance, LineText { lines, text }));
        }
        texts.sort_by(|a, b| b.0.total_cmp(&a.0));
        texts.into_iter().map(|(_, text)| text).collect()
    }

    /// What is written on a line.
    fn text(&self, scene: &Scene, line: usize, label: &str) -> Option<String> {
        let look = scene.line_look(line);
        if is_fold(&look.kind) {
            // `3 relations` of folded nodes are drawn as one line.
            let count = look.kind_label.split_whitespace().next()?;
            return Some(format!("×{count}")).filter(|_| count != "1");
        }
        match self.how {
            RelationLabels::Words | RelationLabels::Auto => {
                Some(label.trim().to_owned()).filter(|text| !text.is_empty())
            }
            RelationLabels::Numbers => {
                let at = self.key.iter().position(|known| **known == *label)?;
                Some((at + 1).to_string())
            }
            RelationLabels::None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::scene::sample::planted;

    /// Two groups, of which the ties within the second mean something else; each first is tied to its first neighbour twice.
    fn scene() -> Scene {
        let mut scene = planted(&[6, 4]);
        scene.line_looks[0].directed = false;
        let mut other = scene.line_looks[0].clone();
        (other.kind_label, other.directed) = ("pays".into(), true);
        scene.line_looks.push(other);
        let look = scene.line_looks.len() as u16 - 1;
        for line in &mut scene.lines {
            if line.ends.0 >= 6 {
                line.look = look;
            }
        }
        let again = scene.lines[0].clone();
        scene.lines.push(again);
        scene
    }

    fn texts(how: RelationLabels, scene: &Scene) -> Vec<String> {
        let texts = LineLabels::of(how, [scene]).texts(scene, 1.0, ManyLines::default());
        texts.map_or_else(Vec::new, |texts| texts.texts.into_iter().map(|text| text.text).collect())
    }

    #[test]
    fn lines_that_join_the_same_two_and_mean_the_same_have_one_text() {
        let scene = scene();
        let words = texts(RelationLabels::Words, &scene);
        assert_eq!(words.len(), scene.lines.len() - 1);
        assert_eq!(words.iter().filter(|word| *word == "knows ×2").count(), 1);
        assert_eq!(words.iter().filter(|word| *word == "pays").count(), 3);
        let mut turned = scene.clone();
        let (from, to) = turned.lines[0].ends;
        turned.lines[0].ends = (to, from);
        assert_eq!(texts(RelationLabels::Words, &turned).len(), words.len(), "those without a direction are the same");
        let pays = turned.lines.iter().position(|line| line.ends.0 >= 6).unwrap();
        let mut back = turned.lines[pays].clone();
        back.ends = (back.ends.1, back.ends.0);
        turned.lines.push(back);
        assert_eq!(texts(RelationLabels::Words, &turned).len(), words.len() + 1, "back and forth are two");
    }

    #[test]
    fn numbers_have_a_key_whose_first_is_on_most_lines() {
        let scene = scene();
        let labels = LineLabels::of(RelationLabels::Numbers, [&scene]);
        let key: Vec<(String, String)> = labels
            .legend()
            .map(|entry| match entry {
                LegendEntry::Number { number, word } => (number, word),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(key, [("1".to_owned(), "knows".to_owned()), ("2".to_owned(), "pays".to_owned())]);
        let numbers = texts(RelationLabels::Numbers, &scene);
        assert!(numbers.contains(&"1 ×2".to_owned()) && numbers.contains(&"2".to_owned()));
        let bare = labels.explained(false);
        assert!(bare.texts(&scene, 1.0, ManyLines::default()).is_none(), "what nothing explains is not written");
        assert!(bare.refused(&scene, ManyLines::default()).unwrap().contains("no legend"));
        assert!(LineLabels::of(RelationLabels::Words, [&scene]).legend().next().is_none());
    }

    #[test]
    fn the_key_has_no_number_that_is_on_no_line() {
        let mut scene = scene();
        let labels = LineLabels::of(RelationLabels::Numbers, [&scene]);
        let written = |texts: &LineTexts, left_out: Vec<usize>| {
            let words = LineWords { words: Vec::new(), left_out };
            labels.legibility(&scene, texts, &words)
        };
        let texts = labels.texts(&scene, 1.0, ManyLines::default()).unwrap();
        let of_pays = |text: &usize| scene.line_look(texts.texts[*text].lines[0] as usize).kind_label == "pays".into();
        let all: Vec<usize> = (0..texts.texts.len()).collect();
        let pays: Vec<usize> = all.iter().copied().filter(of_pays).collect();
        assert!(labels.of_used(&written(&texts, Vec::new())).is_none(), "all have room");
        assert!(labels.of_used(&written(&texts, pays[1..].to_vec())).is_none(), "one of each is enough");
        let first = written(&texts, pays.clone());
        let fewer = labels.of_used(&first).unwrap();
        assert_eq!(fewer.legend().count(), 1);
        // What has no number is still told.
        let again = fewer.texts(&scene, 1.0, ManyLines::default()).unwrap();
        assert_eq!(again.texts.len(), all.len() - pays.len());
        let words = LineWords { words: Vec::new(), left_out: Vec::new() };
        let told = fewer.legibility(&scene, &again, &words).with_unused(&first);
        assert_eq!((told.wanted, told.left_out.len()), (all.len(), pays.len()));
        assert_eq!(labels.of_used(&written(&texts, all)).unwrap().legend().count(), 0);
        // Neither has it one of lines that are not there at the time.
        let last = scene.line_looks.len() - 1;
        scene.line_looks[last].presence = Presence::Absent;
        assert_eq!(LineLabels::of(RelationLabels::Numbers, [&scene]).legend().count(), 1);
    }

    #[test]
    fn of_many_lines_that_mean_the_same_the_legend_says_it_once() {
        let scene = planted(&[20, 9]);
        let auto = LineLabels::of(RelationLabels::Auto, [&scene]);
        let says: Vec<LegendEntry> = auto.legend().collect();
        assert!(matches!(&says[..], [LegendEntry::Heading { word }] if word == "Each line: knows"), "{says:?}");
        assert!(auto.texts(&scene, 1.0, ManyLines::default()).is_none());
        assert!(LineLabels::of(RelationLabels::Auto, [&super::tests::scene()]).legend().next().is_none());
        assert!(LineLabels::of(RelationLabels::None, [&scene]).legend().next().is_none());
    }

    #[test]
    fn letters_on_lines_are_never_under_six_points() {
        let scene = scene();
        let labels = LineLabels::of(RelationLabels::Words, [&scene]);
        for scale in [0.3, 0.7, 1.0] {
            let texts = labels.texts(&scene, scale, ManyLines::default()).unwrap();
            assert!(texts.letters * scale * f64::from(WORD_SIZE) >= LEAST_PT - 1e-9, "{scale}");
        }
    }

    #[test]
    fn where_nobody_asks_nearly_all_words_are_written_or_none() {
        let auto = LineLabels::of(RelationLabels::Auto, []);
        let words = |missing: usize| LineWords { words: Vec::new(), left_out: (0..missing).collect() };
        assert!(!auto.keeps(&words(1)) && auto.keeps(&words(0)));
        assert!(LineLabels::of(RelationLabels::Words, []).keeps(&words(9)));
        let crowd = planted(&[300, 300]);
        let asked = LineLabels::of(RelationLabels::Words, [&crowd]);
        assert!(asked.texts(&crowd, 1.0, ManyLines::default()).is_none());
        assert!(asked.refused(&crowd, ManyLines::default()).unwrap().contains("too large"));
        assert!(auto.refused(&crowd, ManyLines::default()).is_none());
    }
}
