//! Search over names, aliases, other scripts and ids, forgiving of accents and small slips.
//! Nothing here knows a text field.
//!
//! All folded names lie in one text, one a line. One pass finds the longest word typed anywhere
//! in it and judges the lines it stands in; only where that finds too little a second pass looks
//! for words that are a slip or two away.

use std::collections::HashSet;
use std::ops::Range;

use memchr::memmem;

use super::galloping::next_place;
use super::slips::{MAX_SLIP_WORD, slips, slips_allowed};
use crate::dossier::model::fold::{search_form, search_form_into};
use crate::dossier::model::{Dossier, Entity, NodeIndex};

/// One entity found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Which.
    pub entity: NodeIndex,
    /// How well it fits; larger is better, only for comparing.
    pub(crate) score: f32,
    /// The name that matched, where it is not the main name.
    pub(crate) by: Option<String>,
}

/// Folded names of a dossier, made once and searched often.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Every folded name and a line break, in the order of `lines`.
    folded: String,
    /// Names as written, for [`Hit::by`].
    written: String,
    lines: Vec<Line>,
}

/// One name of one entity. Lines of an entity stand together.
#[derive(Clone, Debug)]
struct Line {
    entity: NodeIndex,
    folded: Range<usize>,
    written: Range<usize>,
    sort: Sort,
}

/// Where a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Main,
    Other,
    Id,
    /// First letters of the words of the main name.
    Initials,
}

/// Words that initials leave out.
const SMALL_WORDS: [&str; 11] = ["of", "on", "the", "and", "for", "in", "to", "at", "a", "an", "against"];

impl Index {
    /// Folds every name of a dossier.
    pub fn new(dossier: &Dossier) -> Self {
        let mut index = Index::default();
        for (at, entity) in dossier.entities() {
            index.add_entity(at, entity);
        }
        index
    }

    fn add_entity(&mut self, at: NodeIndex, entity: &Entity) {
        let main = self.add(at, Sort::Main, &entity.name);
        let words = self.folded[main].split(' ').filter(|word| !SMALL_WORDS.contains(word));
        let initials: String = words.filter_map(|word| word.chars().next()).collect();
        for name in &entity.names {
            self.add(at, Sort::Other, &name.text);
        }
        self.add(at, Sort::Id, entity.id.as_str());
        if initials.chars().count() >= 3 {
            self.add(at, Sort::Initials, &initials);
        }
    }

    fn add(&mut self, entity: NodeIndex, sort: Sort, text: &str) -> Range<usize> {
        let (start, written_start) = (self.folded.len(), self.written.len());
        search_form_into(text, &mut self.folded);
        let folded = start..self.folded.len();
        if folded.is_empty() {
            return folded;
        }
        self.folded.push('\n');
        if sort == Sort::Other {
            self.written.push_str(text);
        }
        self.lines.push(Line { entity, folded: folded.clone(), written: written_start..self.written.len(), sort });
        folded
    }

    /// Entities that fit the words typed, best first, at most `limit`. A name that begins with
    /// them comes before one with a word that does, then names that have them inside, then those
    /// a slip away: one in words of 4 to 7 characters, two in longer ones.
    ///
    /// ```
    /// use chancery::dossier::document::{EXAMPLES, open_example};
    /// use chancery::explore::query::search::Index;
    /// let dossier = open_example(&EXAMPLES[0]).dossier;
    /// let hits = Index::new(&dossier).find("tokyo", 5);
    /// assert_eq!(dossier.entity(hits[0].entity).unwrap().name, "Japan");
    /// ```
    pub fn find(&self, typed: &str, limit: usize) -> Vec<Hit> {
        let typed = search_form(typed);
        let words: Vec<&str> = typed.split(' ').collect();
        let Some(longest) = words.iter().copied().max_by_key(|w| w.len()).filter(|w| !w.is_empty()) else {
            return Vec::new();
        };
        let begun = self.find_beginnings(&typed, &words);
        // Whatever begins with what was typed is better than all else.
        let mut found = if begun.entities() < limit { self.find_anywhere(longest, &typed, &words) } else { begun };
        if found.entities() < limit {
            self.find_slips(&words, &mut found);
        }
        found.best(limit).iter().map(|f| Hit { entity: f.entity, score: f.score, by: self.by(f.line) }).collect()
    }

    /// Lines that begin with what was typed, with how well each fits.
    fn find_beginnings(&self, typed: &str, words: &[&str]) -> Found {
        let mut found = Found::default();
        let mut next = 0;
        let mut look = |start: usize| {
            next = next_place(&self.lines, next, |line| line.folded.start < start);
            if let Some(line) = self.lines.get(next).filter(|line| line.folded.start == start)
                && let Some(score) = score(&self.folded[line.folded.clone()], line.sort, typed, words)
            {
                found.add(next, line.entity, score);
            }
        };
        if self.folded.starts_with(typed) {
            look(0);
        }
        let wanted = format!("\n{typed}");
        memmem::find_iter(self.folded.as_bytes(), wanted.as_bytes()).for_each(|at| look(at + 1));
        found
    }

    /// Lines that have all words anywhere, the longest of which is told.
    fn find_anywhere(&self, longest: &str, typed: &str, words: &[&str]) -> Found {
        let mut found = Found::default();
        let mut line = 0;
        for at in memmem::find_iter(self.folded.as_bytes(), longest.as_bytes()) {
            // Places come in order, and so do the lines.
            if line > 0 && self.lines[line - 1].folded.contains(&at) {
                continue;
            }
            line = next_place(&self.lines, line, |l| l.folded.end <= at);
            let Some(here) = self.lines.get(line) else { break };
            if let Some(score) = score(&self.folded[here.folded.clone()], here.sort, typed, words) {
                found.add(line, here.entity, score);
            }
            line += 1;
        }
        found
    }

    /// Entities that bear a name, or have an id, which a search holds for the same as the text: all that it may
    /// tie to are among them.
    pub(crate) fn same(&self, text: &str) -> Vec<NodeIndex> {
        let mut out = Vec::new();
        self.lines_with(&search_form(text), false, &mut |at| {
            if out.last() != Some(&at) {
                out.push(at);
            }
        });
        out
    }

    /// Shows entities of which a name begins with the words, folded as for search; some several times.
    pub(crate) fn beginning(&self, text: &str, mut see: impl FnMut(NodeIndex)) {
        self.lines_with(&search_form(text), true, &mut see);
    }

    /// Shows entities of which a whole line is this text, or begins with it.
    fn lines_with(&self, folded: &str, begins: bool, see: &mut dyn FnMut(NodeIndex)) {
        if folded.is_empty() {
            return;
        }
        let mut next = 0;
        let mut look = |start: usize| {
            next = next_place(&self.lines, next, |line| line.folded.start < start);
            if let Some(line) = self.lines.get(next).filter(|line| line.folded.start == start)
                && (begins || line.folded.len() == folded.len())
                && line.sort != Sort::Initials
                && !(begins && line.sort == Sort::Id)
            {
                see(line.entity);
            }
        };
        // Lines are looked for with the breaks around them, so that a short text does not stop in every name.
        if self.folded.starts_with(folded) {
            look(0);
        }
        let wanted = if begins { format!("\n{folded}") } else { format!("\n{folded}\n") };
        memmem::find_iter(self.folded.as_bytes(), wanted.as_bytes()).for_each(|at| look(at + 1));
    }

    /// Second pass: every typed word begins a word of the name, give or take a slip.
    fn find_slips(&self, words: &[&str], found: &mut Found) {
        let typed: Vec<Typed> = words.iter().map(|word| Typed::new(word)).collect();
        if typed.iter().all(|t| t.most == 0) {
            return;
        }
        for (at, line) in self.lines.iter().enumerate().filter(|(_, l)| l.sort != Sort::Initials) {
            let name = &self.folded[line.folded.clone()];
            let total: Option<usize> =
                typed.iter().map(|t| name.split(' ').filter_map(|word| t.slips(word)).min()).sum();
            if let Some(total) = total.filter(|total| *total > 0) {
                found.add(
                    at,
                    line.entity,
                    400.0 - 60.0 * total as f32 + finish(name, line.sort, typed[0].letters.len()),
                );
            }
        }
    }

    fn by(&self, line: usize) -> Option<String> {
        let line = &self.lines[line];
        match line.sort {
            Sort::Other => Some(self.written[line.written.clone()].to_owned()),
            Sort::Main | Sort::Id | Sort::Initials => None,
        }
    }
}

/// What was found so far: the best line of each entity within a pass.
#[derive(Default)]
struct Found {
    best: Vec<FoundLine>,
}

struct FoundLine {
    entity: NodeIndex,
    line: usize,
    score: f32,
}

impl Found {
    fn add(&mut self, line: usize, entity: NodeIndex, score: f32) {
        match self.best.last_mut() {
            Some(last) if last.entity == entity => {
                if score > last.score {
                    *last = FoundLine { entity, line, score };
                }
            }
            _ => self.best.push(FoundLine { entity, line, score }),
        }
    }

    fn entities(&self) -> usize {
        self.best.len()
    }

    /// The best line of each of the best entities, at most so many.
    fn best(mut self, limit: usize) -> Vec<FoundLine> {
        let better = |a: &FoundLine, b: &FoundLine| b.score.total_cmp(&a.score).then(a.line.cmp(&b.line));
        // An entity may have been found in both passes.
        let most = limit * 2;
        if most < self.best.len() {
            self.best.select_nth_unstable_by(most, better);
            self.best.truncate(most);
        }
        self.best.sort_unstable_by(better);
        let mut seen = HashSet::new();
        self.best.retain(|found| seen.insert(found.entity));
        self.best.truncate(limit);
        self.best
    }
}

/// A typed word, made ready for counting slips.
struct Typed {
    letters: Vec<char>,
    bits: u64,
    most: usize,
}

impl Typed {
    fn new(word: &str) -> Self {
        let letters: Vec<char> = word.chars().collect();
        let most = if letters.len() > MAX_SLIP_WORD { 0 } else { slips_allowed(letters.len()) };
        Typed { bits: bits(word), letters, most }
    }

    fn slips(&self, word: &str) -> Option<usize> {
        // A letter that the word does not have costs a slip each; most words fall out here.
        if (self.bits & !bits(word)).count_ones() as usize > self.most {
            return None;
        }
        slips(&self.letters, word, self.most)
    }
}

/// Which bytes, modulo 64, a word has.
fn bits(word: &str) -> u64 {
    word.bytes().fold(0, |bits, b| bits | 1 << (b % 64))
}

/// How well a name fits words that all stand in it; `None` if one does not.
fn score(name: &str, sort: Sort, typed: &str, words: &[&str]) -> Option<f32> {
    let starts_word = |word: &str| name.split(' ').any(|w| w.starts_with(word));
    let tier = if name == typed {
        1000.0
    } else if sort == Sort::Initials {
        // Initials are our own guess: whole, or nothing.
        return None;
    } else if name.starts_with(typed) {
        900.0
    } else if words.len() > 1 && name.contains(&format!(" {typed}")) || words.len() == 1 && starts_word(typed) {
        800.0
    } else if words.iter().all(|word| starts_word(word)) {
        750.0
    } else if words.iter().all(|word| name.contains(word)) {
        600.0
    } else {
        return None;
    };
    Some(tier + finish(name, sort, typed.chars().count()))
}

/// Among equals: more of the name typed is better, and the main name, then other names.
fn finish(name: &str, sort: Sort, typed: usize) -> f32 {
    let share = typed as f32 / name.chars().count().max(1) as f32;
    let origin = match sort {
        Sort::Main => 10.0,
        Sort::Other => 8.0,
        Sort::Id => 2.0,
        Sort::Initials => 0.0,
    };
    40.0 * share.min(1.0) + origin
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Name, NameRole, Vocabulary};

    fn dossier() -> Dossier {
        let mut dossier = Dossier::new(Vocabulary::default());
        for (id, name, others) in [
            ("tokyo-conference", "Tokyo Conference on Crime", &[][..]),
            ("japan", "Japan", &["日本", "Tokyo"][..]),
            ("malaysia", "Malaysia", &["Putrajaya"][..]),
            ("viet-nam", "Việt Nam", &["Vietnam"][..]),
            ("ammtc", "ASEAN Ministerial Meeting on Transnational Crime", &[][..]),
            ("cybercrime-dialogue", "ASEAN–Japan Cybercrime Dialogue", &["犯罪対話"][..]),
            ("nur-jazlan", "Nur Jazlan Mohamed", &[][..]),
            ("thailand", "Thailand", &["ประเทศไทย"][..]),
        ] {
            let mut entity = Entity::new(id, "state", name);
            let name = |text: &&str| Name { text: (*text).into(), lang: None, role: NameRole::Alias };
            entity.names = others.iter().map(name).collect();
            dossier.add_entity(entity).unwrap();
        }
        dossier
    }

    fn found(typed: &str) -> Vec<String> {
        let dossier = dossier();
        let hits = Index::new(&dossier).find(typed, 5);
        assert!(hits.is_sorted_by(|a, b| a.score >= b.score));
        hits.iter().map(|hit| dossier.entity(hit.entity).unwrap().id.to_string()).collect()
    }

    #[test]
    fn the_capital_finds_its_state_first() {
        assert_eq!(found("Tokyo"), ["japan", "tokyo-conference"]);
        let dossier = dossier();
        let hits = Index::new(&dossier).find("tokyo", 9);
        assert_eq!(hits[0].by.as_deref(), Some("Tokyo"));
        assert_eq!(hits[1].by, None);
    }

    #[test]
    fn other_scripts_accents_ids_and_word_beginnings_find() {
        for (typed, first) in [
            ("日本", "japan"),
            ("日", "japan"),
            ("viet nam", "viet-nam"),
            ("Viêt-Nam", "viet-nam"),
            ("ไทย", "thailand"),
            ("dialog", "cybercrime-dialogue"),
            ("dialogue japan", "cybercrime-dialogue"),
            ("jazlan", "nur-jazlan"),
            ("crime transnational", "ammtc"),
            ("AMMTC", "ammtc"),
            ("jap", "japan"),
            ("aysia", "malaysia"),
        ] {
            assert_eq!(found(typed).first().map(String::as_str), Some(first), "{typed}");
        }
    }

    #[test]
    fn what_people_leave_out_or_write_otherwise_is_found() {
        let names = ["שָׁלוֹם", "علي", "كريم", "Saʿd", "Əli", "Łódź", "ＮＨＫ", "🐻 Bärenfreunde", "🦊", "C++"];
        let mut dossier = Dossier::new(Vocabulary::default());
        for (number, name) in names.into_iter().enumerate() {
            dossier.add_entity(Entity::new(format!("n{number}").as_str(), "person", name)).unwrap();
        }
        let index = Index::new(&dossier);
        let first = |typed: &str| {
            let hit = index.find(typed, 1).into_iter().next()?;
            Some(dossier.entity(hit.entity)?.name.clone())
        };
        for (typed, name) in [
            ("שלום", "שָׁלוֹם"),
            ("علی", "علي"),
            ("کریم", "كريم"),
            ("كَرِيم", "كريم"),
            ("كـــريم", "كريم"),
            ("Sad", "Saʿd"),
            ("sa'd", "Saʿd"),
            ("Eli", "Əli"),
            ("əLİ", "Əli"),
            ("lodz", "Łódź"),
            ("nhk", "ＮＨＫ"),
            ("🐻", "🐻 Bärenfreunde"),
            ("🦊", "🦊"),
            ("c++", "C++"),
        ] {
            assert_eq!(first(typed).as_deref(), Some(name), "{typed}");
        }
        assert_eq!(first("🐼"), None, "one sign is not another");
        for name in names {
            assert_eq!(index.same(&name.to_uppercase()).len(), 1, "{name}");
        }
        assert_eq!(index.same("Bärenfreunde").len() + index.same("").len() + index.same("\u{200b}").len(), 0);
    }

    #[test]
    fn small_slips_are_forgiven_and_large_ones_are_not() {
        for (typed, first) in [
            ("jpaan", "japan"),
            ("Malasia", "malaysia"),
            ("cybercirme dialouge", "cybercrime-dialogue"),
            ("putrjaya", "malaysia"),
            ("Tailand", "thailand"),
        ] {
            assert_eq!(found(typed).first().map(String::as_str), Some(first), "{typed}");
        }
        for typed in ["jxp", "zzzzzz", "", "   ", "…", "jaypxn", "mlysa"] {
            assert_eq!(found(typed), [""; 0], "{typed}");
        }
    }

    #[test]
    fn few_hits_are_the_first_of_many() {
        let dossier = crate::dossier::document::open_example(&crate::dossier::document::EXAMPLES[0]).dossier;
        let index = Index::new(&dossier);
        for typed in ["a", "s", "se", "asean", "m", "first", "j", "o", "of", "crime", "cyber c", "xyzzy", "taank"] {
            let all = index.find(typed, usize::MAX / 4);
            for limit in [1, 2, 5, 8] {
                assert_eq!(index.find(typed, limit), all[..limit.min(all.len())], "{typed}, {limit}");
            }
        }
    }

    #[test]
    fn a_limit_is_kept_and_an_entity_comes_once() {
        let dossier = dossier();
        let index = Index::new(&dossier);
        assert_eq!(index.find("a", 3).len(), 3);
        let hits = index.find("asean japan", 50);
        let mut entities: Vec<_> = hits.iter().map(|h| h.entity).collect();
        entities.dedup();
        assert_eq!(entities.len(), hits.len());
        assert_eq!(Index::default().find("a", 3), []);
    }

    /// Run with `--ignored --nocapture` to see the times.
    #[test]
    #[ignore = "measures"]
    fn a_hundred_thousand_names() {
        let mut dossier = Dossier::new(Vocabulary::default());
        for n in 0..50_000 {
            let name = format!("Ministry {} of {} Affairs", n * 7919 % 50_000, ["Home", "Foreign", "Rural"][n % 3]);
            dossier.add_entity(Entity::new(format!("e-{n}").as_str(), "ministry", name)).unwrap();
        }
        let start = std::time::Instant::now();
        let index = Index::new(&dossier);
        println!("index of {} names: {:?}", index.lines.len(), start.elapsed());
        for typed in ["ministry 499", "foreign", "m", "minsitry foriegn", "zzzzzzzzzz"] {
            let start = std::time::Instant::now();
            let hits = index.find(typed, 20).len();
            println!("{typed}: {hits} hits in {:?}", start.elapsed());
            assert_eq!(hits == 0, typed == "zzzzzzzzzz", "{typed}");
        }
    }
}
