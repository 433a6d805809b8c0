//! Many texts in few pieces of memory: one after the other, by number, or each once. Knows no graph.

use std::hash::BuildHasher as _;

use foldhash::fast::RandomState;

use super::limits::Limit;
use crate::problem::Problem;

/// Many short texts in one piece of memory, by number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Number of texts.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One of them; empty if there is none of this number.
    pub(crate) fn get(&self, number: usize) -> &str {
        let start = number.checked_sub(1).and_then(|n| self.ends.get(n)).map_or(0, |e| *e as usize);
        self.ends.get(number).and_then(|end| self.text.get(start..*end as usize)).unwrap_or_default()
    }

    /// Adds one at the end and gives its number.
    ///
    /// # Errors
    /// Where all texts together are over [`Limit::Text`].
    pub(crate) fn push(&mut self, text: &str) -> Result<u32, Problem> {
        Limit::Text.check(self.text.len().saturating_add(text.len()))?;
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
        Ok(self.ends.len() as u32 - 1)
    }

    /// All in order.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &str> + Clone + '_ {
        (0..self.len()).map(|number| self.get(number))
    }

    /// The same texts in another order.
    pub(crate) fn reordered(&self, order: &[u32]) -> Self {
        let mut out = Texts { text: String::with_capacity(self.text.len()), ends: Vec::with_capacity(order.len()) };
        for &number in order {
            out.text.push_str(self.get(number as usize));
            out.ends.push(out.text.len() as u32);
        }
        out
    }
}

/// Texts that are there once each, found by what they say. The seed of the hash is new in each process, so that no
/// file can be made whose ids all collide.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    texts: Texts,
    /// A power of two of them, at most three quarters full.
    slots: Vec<Slot>,
    hasher: RandomState,
}

/// Where a text is found by its hash: most others are told apart from it without a look at what they say.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// A part of the hash.
    hash: u32,
    /// The number of the text plus one, 0 where free.
    number: u32,
}

impl Index {
    /// The texts by number.
    pub(crate) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// Number of texts.
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The text of a number; empty if there is none.
    pub(crate) fn get(&self, number: u32) -> &str {
        self.texts.get(number as usize)
    }

    /// The number of a text.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let at = self.slot(text, self.hash(text));
        self.slots.get(at).and_then(|slot| slot.number.checked_sub(1))
    }

    /// The number of a text, new if it was not there, and whether it is new.
    ///
    /// # Errors
    /// Where all texts together are over [`Limit::Text`].
    pub(crate) fn put(&mut self, text: &str) -> Result<(u32, bool), Problem> {
        if (self.len() + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let hash = self.hash(text);
        let at = self.slot(text, hash);
        match self.slots.get(at) {
            Some(known) if known.number > 0 => Ok((known.number - 1, false)),
            _ => {
                let number = self.texts.push(text)?;
                if let Some(free) = self.slots.get_mut(at) {
                    *free = Slot { hash, number: number + 1 };
                }
                Ok((number, true))
            }
        }
    }

    /// The part of a text's hash that slots keep; there are at most as many slots as it has values.
    fn hash(&self, text: &str) -> u32 {
        (self.hasher.hash_one(text) >> 32) as u32
    }

    /// Where a text of this hash is, or where it would be.
    fn slot(&self, text: &str, hash: u32) -> usize {
        let is_it = |slot: &Slot| slot.number == 0 || slot.hash == hash && self.get(slot.number - 1) == text;
        first(&self.slots, hash, is_it)
    }

    fn grow(&mut self) {
        let more = (self.slots.len() * 2).max(16);
        let before = std::mem::replace(&mut self.slots, vec![Slot::default(); more]);
        for slot in before.into_iter().filter(|slot| slot.number > 0) {
            let at = first(&self.slots, slot.hash, |slot| slot.number == 0);
            if let Some(free) = self.slots.get_mut(at) {
                *free = slot;
            }
        }
    }
}

/// The first place from that of a hash on whose slot will do; one is always free.
fn first(slots: &[Slot], hash: u32, does: impl Fn(&Slot) -> bool) -> usize {
    let mask = slots.len() - 1;
    let mut at = hash as usize & mask;
    while slots.get(at).is_some_and(|slot| !does(slot)) {
        at = (at + 1) & mask;
    }
    at
}

impl PartialEq for Index {
    fn eq(&self, other: &Self) -> bool {
        self.texts == other.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_number_and_by_what_they_say() {
        let mut index = Index::default();
        assert_eq!(index.find("0"), None);
        for round in 0..2 {
            for n in 0..1_000u32 {
                assert_eq!(index.put(&n.to_string()).unwrap(), (n, round == 0));
            }
        }
        assert_eq!((index.find("999"), index.find("1000"), index.get(17)), (Some(999), None, "17"));
        assert_eq!(index.put("").unwrap(), (1_000, true));
        assert_eq!(index.find(""), Some(1_000));
        assert_eq!(index.texts().reordered(&[3, 1]).iter().collect::<Vec<_>>(), ["3", "1"]);
    }
}
