//! Ids that a dossier can have, made from those of a file.

use foldhash::{HashMap, HashSet};

use crate::dossier::edit::quick_entry::free_id;

/// Longest id that a dossier has, in characters.
const LONGEST: usize = 128;

/// Whether a dossier can have it as it is.
pub(in super::super) fn is_legal(id: &str) -> bool {
    let fits = id.len() <= LONGEST || id.chars().count() <= LONGEST;
    !id.is_empty() && fits && !id.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Gives ids, each once.
#[derive(Debug, Default)]
pub(in super::super) struct FreshIds {
    taken: HashSet<String>,
    /// Ids of the file that are legal: none that is made may be one of them.
    reserved: HashSet<String>,
    /// The last number that was put behind a word.
    numbers: HashMap<String, usize>,
}

impl FreshIds {
    /// Keeps ids of the file from being given to others.
    pub(super) fn reserve<'a>(&mut self, ids: impl Iterator<Item = &'a str>) {
        self.reserved.extend(ids.filter(|id| is_legal(id)).map(str::to_owned));
    }

    /// The id itself where it is legal and free, else one that is made of the words.
    pub(in super::super) fn give(&mut self, id: &str, words: &str) -> String {
        if is_legal(id) && self.taken.insert(id.to_owned()) {
            return id.to_owned();
        }
        let base = free_id(words, |_| false);
        let number = self.numbers.entry(base.clone()).or_insert(1);
        let mut fresh = base.clone();
        while self.taken.contains(&fresh) || self.reserved.contains(&fresh) {
            *number += 1;
            fresh = format!("{base}-{number}");
        }
        self.taken.insert(fresh.clone());
        fresh
    }

    /// Takes an id as it is; `false` if it is not legal or not free.
    pub(in super::super) fn take(&mut self, id: &str) -> bool {
        is_legal(id) && self.taken.insert(id.to_owned())
    }

    /// Whether it was given, or will be.
    pub(super) fn has(&self, id: &str) -> bool {
        self.taken.contains(id) || self.reserved.contains(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stay_as_they_are_where_a_dossier_can_have_them() {
        let mut ids = FreshIds::default();
        assert_eq!(ids.give("n0", "Anna"), "n0");
        assert_eq!(ids.give("http://example.org/Q1", ""), "http://example.org/Q1");
        assert_eq!(ids.give("Anna K", "Anna K"), "anna-k");
        assert_eq!(ids.give("anna k", "anna k"), "anna-k-2");
        assert_eq!(ids.give("n0", "Bert"), "bert", "that of another graph");
        assert_eq!(ids.give(&"x".repeat(200), &"x".repeat(200)).len(), 60);
        assert!(!ids.take("n0") && ids.take("n1") && ids.has("n1"));
    }

    #[test]
    fn an_id_of_the_file_is_made_of_no_words() {
        let mut ids = FreshIds::default();
        ids.reserve(["anna-k", "Anna K"].into_iter());
        assert_eq!(ids.give("Anna K", "Anna K"), "anna-k-2");
        assert_eq!(ids.give("anna-k", "anna-k"), "anna-k");
        assert!(ids.has("anna-k") && !ids.has("Anna K"));
    }

    #[test]
    fn many_of_one_word_do_not_take_long() {
        let mut ids = FreshIds::default();
        for number in 0..20_000 {
            ids.give("a b", "a b");
            assert!(ids.taken.len() == number + 1);
        }
    }
}
