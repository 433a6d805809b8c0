//! How legible the names and lines of a figure come out, as numbers and lists that a reader of the page can act
//! upon. How they are arranged is not known here.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::wording::{counted, listed};

/// Letters of names, and of words on lines, are no smaller, in points.
pub(super) const LEAST_PT: f64 = 6.0;
/// Names fill at most this share of the network's area.
const MOST_INK: f64 = 0.25;
/// So many names are listed in words.
const LISTED: usize = 3;

/// What came of the names and lines of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Legibility {
    /// Nodes with a name to be shown.
    pub(crate) nodes: usize,
    /// How large ordinary names are on the page, in points.
    pub(crate) letters_pt: f64,
    /// How large they would be if they shrank with the network.
    pub(crate) natural_pt: f64,
    /// Ids and names of the nodes whose names have no room.
    pub(crate) left_out: Vec<(Arc<str>, String)>,
    /// The same of those whose names are shortened.
    pub(crate) shortened: Vec<(Arc<str>, String)>,
    /// How many names are hidden because somebody wants it so.
    pub(crate) hidden: usize,
    /// How many lines run through nodes that they do not join.
    pub(crate) through: usize,
    /// The share of the network's area that names fill.
    pub(crate) ink: f64,
    /// How many notes are about entities that are not shown.
    pub(crate) notes_left_out: usize,
    /// Whether the page leaves the network room enough.
    pub(crate) fits: bool,
    /// Parts of the page that are left out for want of room.
    pub(crate) parts_left_out: Vec<&'static str>,
    /// What is written on lines.
    pub(crate) labels: LabelsLegibility,
}

/// What came of words or numbers on lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct LabelsLegibility {
    /// How many were to be written.
    pub(crate) wanted: usize,
    /// Ids and descriptions of the lines whose words have no room.
    pub(crate) left_out: Vec<(Arc<str>, String)>,
    /// They are numbers rather than words.
    pub(crate) are_numbers: bool,
    /// Why none is written, though they are asked for.
    pub(crate) refused: Option<&'static str>,
    /// What of the key is on some line.
    pub(crate) used: BTreeSet<Arc<str>>,
    /// What of the key each of those would have that have no room.
    pub(crate) labels_left_out: Vec<Arc<str>>,
}

impl LabelsLegibility {
    /// What is missing, in words.
    pub(crate) fn says(&self) -> Option<String> {
        if let Some(refused) = self.refused {
            return Some(refused.to_owned());
        }
        if self.left_out.is_empty() {
            return None;
        }
        let (one, many) = if self.are_numbers { ("number", "numbers") } else { ("word", "words") };
        let (all, count) = (counted(self.wanted, one, many), self.left_out.len());
        let has = if count == 1 { "has" } else { "have" };
        Some(format!("{count} of {all} on lines {has} no room on this page: {}", some_of(&self.left_out)))
    }

    /// The same with those that had no room before, and are no longer asked for, because their key is on no line at all.
    pub(super) fn with_unused(mut self, before: &LabelsLegibility) -> LabelsLegibility {
        let of_before = before.left_out.iter().zip(&before.labels_left_out);
        let unused: Vec<_> = of_before.filter(|(_, label)| !before.used.contains(*label)).collect();
        self.wanted += unused.len();
        // That their key was all there was to explain is no reason.
        self.refused = self.refused.filter(|_| before.refused.is_some());
        for (line, label) in unused {
            self.left_out.push(line.clone());
            self.labels_left_out.push(Arc::clone(label));
        }
        self
    }

    fn and(mut self, other: LabelsLegibility) -> LabelsLegibility {
        self.wanted += other.wanted;
        self.left_out.extend(other.left_out);
        self.used.extend(other.used);
        self.labels_left_out.extend(other.labels_left_out);
        LabelsLegibility {
            are_numbers: self.are_numbers || other.are_numbers,
            refused: self.refused.or(other.refused),
            ..self
        }
    }
}

impl Legibility {
    /// The same of several pictures on one page: the least legible counts.
    pub(super) fn and(mut self, other: Legibility) -> Legibility {
        self.nodes = self.nodes.max(other.nodes);
        self.letters_pt = self.letters_pt.min(other.letters_pt);
        self.natural_pt = self.natural_pt.min(other.natural_pt);
        self.through += other.through;
        self.ink = self.ink.max(other.ink);
        self.hidden = self.hidden.max(other.hidden);
        self.labels = self.labels.and(other.labels);
        for (all, more) in [(&mut self.left_out, other.left_out), (&mut self.shortened, other.shortened)] {
            let new: Vec<_> = more.into_iter().filter(|name| !all.contains(name)).collect();
            all.extend(new);
        }
        self
    }

    /// Whether every name is there, with room between them.
    pub(crate) fn is_complete(&self) -> bool {
        self.left_out.is_empty() && self.ink <= MOST_INK
    }

    /// What is hidden on purpose, in words.
    pub(crate) fn says_hidden(&self) -> Option<String> {
        let is = if self.hidden == 1 { "is" } else { "are" };
        (self.hidden > 0).then(|| format!("{} {is} hidden", counted(self.hidden, "name", "names")))
    }

    /// What is missing on the page, in words.
    pub(crate) fn says(&self) -> Vec<String> {
        let mut out = Vec::new();
        if !self.left_out.is_empty() {
            let names = counted(self.nodes, "name", "names");
            let has = if self.left_out.len() == 1 { "has" } else { "have" };
            let count = self.left_out.len();
            out.push(format!("{count} of {names} {has} no room on this page: {}", some_of(&self.left_out)));
        }
        if !self.shortened.is_empty() {
            let are = if self.shortened.len() == 1 { "is" } else { "are" };
            let names = counted(self.shortened.len(), "name", "names");
            out.push(format!("{names} {are} shortened: {}", some_of(&self.shortened)));
        }
        if self.through > 0 {
            let run = if self.through == 1 { "runs" } else { "run" };
            let lines = counted(self.through, "line", "lines");
            out.push(format!("{lines} {run} through entities that they do not join"));
        }
        if !self.parts_left_out.is_empty() {
            let have = if self.parts_left_out.len() == 1 { "has" } else { "have" };
            let parts: Vec<String> = self.parts_left_out.iter().map(|part| (*part).to_owned()).collect();
            out.push(format!("{} {have} no room on this page", listed(&parts)));
        }
        out.extend(self.says_notes());
        out.extend(self.labels.says());
        out
    }

    /// Which notes are not on the page, in words.
    pub(crate) fn says_notes(&self) -> Option<String> {
        let is = if self.notes_left_out == 1 { "is about an entity" } else { "are about entities" };
        let not = if self.notes_left_out == 1 { "is" } else { "are" };
        let notes = counted(self.notes_left_out, "note", "notes");
        (self.notes_left_out > 0).then(|| format!("{notes} {is} that {not} not shown"))
    }
}

/// The first of some names, in words.
fn some_of(names: &[(Arc<str>, String)]) -> String {
    let mut words: Vec<String> = names.iter().take(LISTED).map(|(_, name)| name.clone()).collect();
    if names.len() > LISTED {
        words.push(counted(names.len() - LISTED, "other", "others"));
    }
    listed(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_said_with_the_first_names() {
        let names = |count: usize| (0..count).map(|n| (Arc::from(format!("e{n}")), format!("Name {n}"))).collect();
        let parts_left_out = vec!["the legend", "the list of sources"];
        let lists = Legibility { left_out: names(5), shortened: names(1), parts_left_out, ..Default::default() };
        let some = Legibility { nodes: 90, through: 2, ..lists };
        assert_eq!(
            some.says(),
            [
                "5 of 90 names have no room on this page: Name 0, Name 1, Name 2 and 2 others",
                "1 name is shortened: Name 0",
                "2 lines run through entities that they do not join",
                "the legend and the list of sources have no room on this page",
            ]
        );
        assert!(!some.is_complete() && Legibility::default().is_complete() && Legibility::default().says().is_empty());
        let labels = LabelsLegibility { wanted: 30, left_out: names(1), ..Default::default() };
        assert_eq!(labels.says().unwrap(), "1 of 30 words on lines has no room on this page: Name 0");
        let numbers = LabelsLegibility { left_out: names(2), are_numbers: true, ..labels };
        assert_eq!(numbers.says().unwrap(), "2 of 30 numbers on lines have no room on this page: Name 0 and Name 1");
        let both = some.clone().and(Legibility { left_out: names(6), letters_pt: 6.0, ..Default::default() });
        assert_eq!((both.left_out.len(), both.nodes, both.through), (6, 90, 2));
    }
}
