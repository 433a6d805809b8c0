//! Names as one automaton whose letters are whole words: from each word of a text it is followed as far as it goes, so
//! that no name is found within a word and the longest of several wins. Words are compared by their tying form.
//! Knows names by number, not whose they are.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::quality::RandomState;
use rustc_hash::FxHashMap;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::words::{each_word, without_particle};
use crate::dossier::model::fold::tying_form;

/// Longest name that is looked for, in words and signs. Scripts without spaces have as many as letters.
const LONGEST: usize = 96;
/// Acronyms up to so many letters are found only in capitals: `US`, `WHO` and `IT` are words, too.
const STRICT_ACRONYM: usize = 3;

const NONE: u32 = u32::MAX;
/// The number of what has nothing to compare.
const UNSEEN: u32 = u32::MAX - 1;
/// The first byte of a syllable of Hangul is no less.
const HANGUL: u8 = 0xea;

/// A word as it is compared.
#[derive(Clone, Copy)]
struct Token {
    start: u32,
    end: u32,
    /// Number of the word among those of names; none where no name has it.
    word: u32,
    capital: bool,
    small: bool,
}

/// A name at a node.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// Number of the name.
    name: u32,
    /// The next name that ends at the same node.
    next: u32,
    /// Which of its words begin with a capital; only the first 64 are told.
    capitals: u64,
    /// None of its letters may be small.
    strict: bool,
}

/// A stretch of a text that is a name: bytes, and the node it ends at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) node: u32,
}

/// All names.
#[derive(Debug, Default)]
pub(super) struct Trie {
    /// Numbers of folded words, by a hash whose key nobody outside knows: words are told apart by it alone.
    words: FxHashMap<u64, u32>,
    hasher: RandomState,
    edges: FxHashMap<(u32, u32), u32>,
    /// For each word the node that it leads to from the beginning.
    roots: Vec<u32>,
    /// For each node the first of its rows.
    heads: Vec<u32>,
    rows: Vec<Row>,
}

/// What is used again from text to text.
#[derive(Default)]
pub(super) struct Scratch<'t> {
    tokens: Vec<Token>,
    folded: String,
    /// Numbers of words with other than ASCII letters.
    seen: HashMap<&'t str, u32, foldhash::fast::RandomState>,
}

impl Trie {
    pub(super) fn new() -> Self {
        Trie { heads: vec![NONE], ..Trie::default() }
    }

    /// Adds a name under a number. Names that say too little are left out: single letters, bare numbers and signs.
    pub(super) fn add(&mut self, name: u32, text: &str) {
        let folded = tying_form(text);
        let letters = folded.chars().filter(|c| c.is_alphabetic()).count();
        let symbol = |c: char| !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Symbol;
        if letters < 2 && !(letters == 0 && folded.chars().any(symbol)) {
            return;
        }
        let mut capitals = 0_u64;
        let mut path = Vec::new();
        each_word(text, |_, word| {
            let folded = tying_form(word);
            if !folded.is_empty() {
                if path.len() < 64 && starts_capital(word) {
                    capitals |= 1 << path.len();
                }
                path.push(self.hasher.hash_one(folded.as_str()));
            }
        });
        if path.is_empty() || path.len() > LONGEST {
            return;
        }
        let mut node = 0;
        for hash in path {
            let fresh = self.roots.len() as u32;
            let word = *self.words.entry(hash).or_insert(fresh);
            if word == fresh {
                self.roots.push(NONE);
            }
            let next = self.heads.len() as u32;
            let edge =
                if node == 0 { &mut self.roots[word as usize] } else { self.edges.entry((node, word)).or_insert(NONE) };
            if *edge == NONE {
                *edge = next;
                self.heads.push(NONE);
            }
            node = *edge;
        }
        let strict = letters <= STRICT_ACRONYM && capitals != 0 && !text.chars().any(char::is_lowercase);
        let head = std::mem::replace(&mut self.heads[node as usize], self.rows.len() as u32);
        self.rows.push(Row { name, next: head, capitals, strict });
    }

    /// The number of a folded word.
    fn known(&self, folded: &str) -> u32 {
        self.words.get(&self.hasher.hash_one(folded)).copied().unwrap_or(NONE)
    }

    /// Where a word leads from a node.
    fn step(&self, node: u32, word: u32) -> Option<u32> {
        if word == NONE {
            return None;
        }
        let next = if node == 0 { self.roots.get(word as usize) } else { self.edges.get(&(node, word)) };
        next.copied().filter(|next| *next != NONE)
    }

    /// The names in a text, from left to right, the longest at each place.
    pub(super) fn find<'t>(&self, text: &'t str, scratch: &mut Scratch<'t>, mut found: impl FnMut(Hit)) {
        let Scratch { tokens, folded, seen } = scratch;
        tokens.clear();
        each_word(text, |at, word| {
            let number = if word.is_ascii() {
                folded.clear();
                folded.push_str(word);
                folded.make_ascii_lowercase();
                self.known(folded)
            } else {
                *seen.entry(word).or_insert_with(|| match tying_form(word) {
                    folded if folded.is_empty() => UNSEEN,
                    folded => self.known(&folded),
                })
            };
            if number != UNSEEN {
                let capital = starts_capital(word);
                let small = if word.is_ascii() {
                    word.bytes().any(|b| b.is_ascii_lowercase())
                } else {
                    word.chars().any(char::is_lowercase)
                };
                tokens.push(Token { start: at as u32, end: (at + word.len()) as u32, word: number, capital, small });
            }
        });
        let mut at = 0;
        while at < tokens.len() {
            let begins = tokens[at].word != NONE || text.as_bytes()[tokens[at].start as usize] >= HANGUL;
            match begins.then(|| self.longest(text, &tokens[at..])).flatten() {
                Some((hit, taken)) => {
                    found(hit);
                    at += taken;
                }
                None => at += 1,
            }
        }
    }

    /// The longest name that begins with these words, and how many of them it has.
    fn longest(&self, text: &str, tokens: &[Token]) -> Option<(Hit, usize)> {
        let mut node = 0;
        let mut best = None;
        let hit = |end: u32, node: u32| Hit { start: tokens[0].start, end, node };
        for (taken, token) in tokens.iter().enumerate().take(LONGEST) {
            match self.step(node, token.word) {
                Some(next) => {
                    node = next;
                    if self.fits(node, &tokens[..=taken]) {
                        best = Some((hit(token.end, node), taken + 1));
                    }
                }
                None => {
                    // Korean writes what follows a name together with it.
                    let (start, end) = (token.start as usize, token.end as usize);
                    if let Some(stem) = without_particle(&text[start..end])
                        && let Some(next) = self.step(node, self.known(&tying_form(stem)))
                        && self.fits(next, &tokens[..=taken])
                    {
                        best = Some((hit((start + stem.len()) as u32, next), taken + 1));
                    }
                    break;
                }
            }
        }
        best
    }

    /// Whether a name ends at the node that may be written as these words.
    fn fits(&self, node: u32, tokens: &[Token]) -> bool {
        let small_start = tokens
            .iter()
            .take(64)
            .enumerate()
            .fold(0_u64, |bits, (at, token)| bits | u64::from(token.small && !token.capital) << at);
        let has_small = tokens.iter().any(|token| token.small);
        self.rows_at(node).any(|row| row.capitals & small_start == 0 && !(row.strict && has_small))
    }

    fn rows_at(&self, node: u32) -> impl Iterator<Item = &Row> {
        let mut at = self.heads.get(node as usize).copied().unwrap_or(NONE);
        std::iter::from_fn(move || {
            let row = self.rows.get(at as usize)?;
            at = row.next;
            Some(row)
        })
    }

    /// Numbers of the names that end at a node, in the order in which they were added.
    pub(super) fn names_at(&self, node: u32) -> Vec<u32> {
        let mut out: Vec<u32> = self.rows_at(node).map(|row| row.name).collect();
        out.reverse();
        out
    }

    /// Whether a text as a whole is a name, whatever its capitals.
    pub(super) fn knows(&self, text: &str) -> bool {
        let mut node = Some(0);
        each_word(text, |_, word| {
            let folded = tying_form(word);
            if !folded.is_empty() {
                node = node.and_then(|node| self.step(node, self.known(&folded)));
            }
        });
        node.is_some_and(|node| self.rows_at(node).next().is_some())
    }
}

/// Whether the first letter of a word is a capital.
pub(super) fn starts_capital(word: &str) -> bool {
    let title = |c: char| c.is_uppercase() || !c.is_lowercase() && c.to_lowercase().ne([c]);
    word.chars().next().is_some_and(|c| if c.is_ascii() { c.is_ascii_uppercase() } else { title(c) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &[&str], text: &str) -> Vec<String> {
        let mut trie = Trie::new();
        for (number, name) in names.iter().enumerate() {
            trie.add(number as u32, name);
        }
        let mut out = Vec::new();
        trie.find(text, &mut Scratch::default(), |hit| {
            let name = names[trie.names_at(hit.node)[0] as usize];
            let words = &text[hit.start as usize..hit.end as usize];
            out.push(if words == name { words.to_owned() } else { format!("{words}={name}") });
        });
        out
    }

    #[test]
    fn the_longest_name_is_found_at_word_boundaries() {
        let names = ["Japan", "ASEAN", "ASEAN–Japan Cybercrime Dialogue", "North", "North Port", "Côte d’Ivoire"];
        assert_eq!(
            found(&names, "The ASEAN-Japan Cybercrime\n Dialogue of Japan, not Japanese nor ASEAN-Japan."),
            ["ASEAN-Japan Cybercrime\n Dialogue=ASEAN–Japan Cybercrime Dialogue", "Japan", "ASEAN", "Japan"]
        );
        assert_eq!(found(&names, "North Port, North Portal, Northern"), ["North Port", "North"]);
        assert_eq!(found(&names, "JAPAN’s and COTE D'IVOIRE"), ["JAPAN=Japan", "COTE D'IVOIRE=Côte d’Ivoire"]);
        assert_eq!(found(&names, "in japan the north"), [""; 0], "a capital of a name is not small");
    }

    #[test]
    fn short_acronyms_stay_in_capitals_and_letters_alone_are_no_names() {
        let names = ["US", "WHO", "Nato", "UNESCO", "A", "2015", "…", "topic", "3M", "🦊"];
        assert_eq!(found(&names, "Who told us? WHO, US, NATO, Unesco."), ["WHO", "US", "NATO=Nato", "Unesco=UNESCO"]);
        assert_eq!(found(&names, "A topic of 2015 … Topic 3M 🦊 🐻"), ["topic", "Topic=topic", "🦊"]);
    }

    #[test]
    fn scripts_without_spaces_are_found_too() {
        assert_eq!(found(&["日本", "日本国会", "東京"], "昨日日本国会は東京で"), ["日本国会", "東京"]);
        assert_eq!(found(&["ประเทศไทย", "ไทย"], "ชาวไทยในประเทศไทย"), ["ไทย", "ประเทศไทย"]);
        assert_eq!(found(&["일본", "도쿄"], "일본은 도쿄에서 일본어"), ["일본", "도쿄"]);
        assert_eq!(found(&["भारत"], "भारत और भरत"), ["भारत"]);
        assert_eq!(found(&["سوريا"], "في سوريا، أمس"), ["سوريا"]);
        assert_eq!(found(&["Việt Nam"], "ở Việt Nam; VIET NAM"), ["Việt Nam", "VIET NAM=Việt Nam"]);
    }

    #[test]
    fn names_that_are_alike_are_told_together() {
        let mut trie = Trie::new();
        trie.add(7, "Müller");
        trie.add(8, "Muller");
        let mut all = Vec::new();
        trie.find("Frau Müller", &mut Scratch::default(), |hit| all.extend(trie.names_at(hit.node)));
        assert_eq!(all, [7, 8]);
        assert!(trie.knows("müller") && !trie.knows("Frau") && !trie.knows(""));
    }

    #[test]
    fn a_text_of_one_word_over_and_over_takes_no_longer_than_its_length_allows() {
        let mut trie = Trie::new();
        for count in 2..LONGEST {
            trie.add(count as u32, &"aa ".repeat(count));
        }
        let text = "aa ".repeat(50_000) + "b";
        let mut hits = 0;
        trie.find(&text, &mut Scratch::default(), |_| hits += 1);
        assert_eq!(hits, 50_000_usize.div_ceil(LONGEST - 1));
    }
}
