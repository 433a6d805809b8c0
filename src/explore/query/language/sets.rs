//! Sets that answer with yes, maybe or no: two bitsets, what is certainly in and what is possibly in. The first is part of
//! the second by construction: nothing here makes one without the other. Nothing here knows what is numbered.

use fixedbitset::FixedBitSet;

use crate::dossier::model::Truth;

/// What certainly and what possibly belongs, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sets {
    certain: FixedBitSet,
    possible: FixedBitSet,
}

impl Sets {
    /// Nothing, with room for so many.
    pub(super) fn none(room: usize) -> Self {
        Sets { certain: FixedBitSet::with_capacity(room), possible: FixedBitSet::with_capacity(room) }
    }

    /// What is known for sure: the same certainly and possibly.
    pub(super) fn exact(bits: FixedBitSet) -> Self {
        Sets { possible: bits.clone(), certain: bits }
    }

    /// What a way of widening makes of both; whatever it makes of more must hold what it makes of less.
    pub(super) fn map(&self, widen: impl Fn(&FixedBitSet) -> FixedBitSet) -> Self {
        let certain = widen(&self.certain);
        if self.is_exact() {
            return Sets::exact(certain);
        }
        let mut possible = widen(&self.possible);
        possible.union_with(&certain);
        Sets { certain, possible }
    }

    /// Adds to both what follows from others; whatever follows from more must hold what follows from less.
    pub(super) fn widen(&mut self, by: &Sets, add: impl Fn(&FixedBitSet, &mut FixedBitSet)) {
        let is_exact = self.is_exact() && by.is_exact();
        add(&by.certain, &mut self.certain);
        if is_exact {
            self.possible.clone_from(&self.certain);
        } else {
            add(&by.possible, &mut self.possible);
            self.possible.union_with(&self.certain);
        }
    }

    /// Those that belong possibly and not certainly.
    pub(crate) fn maybes(&self) -> impl Iterator<Item = usize> {
        self.possible.difference(&self.certain)
    }

    /// Puts one in as far as it belongs.
    pub(super) fn put(&mut self, at: usize, truth: Truth) {
        match truth {
            Truth::No => {}
            Truth::Maybe => self.possible.insert(at),
            Truth::Yes => {
                self.certain.insert(at);
                self.possible.insert(at);
            }
        }
    }

    /// How far one belongs.
    pub(crate) fn truth(&self, at: usize) -> Truth {
        Truth::known(self.certain.contains(at), self.possible.contains(at))
    }

    /// What possibly belongs, and with it what certainly does.
    pub(crate) fn possible(&self) -> &FixedBitSet {
        &self.possible
    }

    /// How many certainly belong, and how many more do possibly.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let certain = self.certain.count_ones(..);
        (certain, self.possible.count_ones(..) - certain)
    }

    fn is_exact(&self) -> bool {
        self.certain == self.possible
    }

    /// What belongs to both.
    pub(super) fn and(&mut self, other: &Sets) {
        self.certain.intersect_with(&other.certain);
        self.possible.intersect_with(&other.possible);
    }

    /// What belongs to either.
    pub(super) fn or(&mut self, other: &Sets) {
        self.certain.union_with(&other.certain);
        self.possible.union_with(&other.possible);
    }

    /// What of `all` does not belong: certainly what is not even possible, possibly what is not certain.
    pub(super) fn not(&self, all: &FixedBitSet) -> Sets {
        let without = |bits: &FixedBitSet| {
            let mut rest = all.clone();
            rest.difference_with(bits);
            rest
        };
        Sets { certain: without(&self.possible), possible: without(&self.certain) }
    }

    /// Only what is certain.
    pub(super) fn surely(&self) -> Sets {
        Sets::exact(self.certain.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_answers_combine_as_kleene_has_it() {
        use Truth::{Maybe, No, Yes};
        let truths = [No, Maybe, Yes];
        let (mut left, mut right) = (Sets::none(9), Sets::none(9));
        for at in 0..9 {
            left.put(at, truths[at / 3]);
            right.put(at, truths[at % 3]);
        }
        let mut all = FixedBitSet::with_capacity(9);
        all.insert_range(..);
        let (mut both, mut either) = (left.clone(), left.clone());
        both.and(&right);
        either.or(&right);
        let not = left.not(&all);
        for at in 0..9 {
            let (a, b) = (truths[at / 3], truths[at % 3]);
            assert_eq!(both.truth(at), a.min(b));
            assert_eq!(either.truth(at), a.max(b));
            assert_eq!(not.truth(at), truths[2 - at / 3]);
            assert_eq!(left.surely().truth(at), if a == Yes { Yes } else { No });
        }
        assert_eq!(left.counts(), (3, 3));
    }
}
