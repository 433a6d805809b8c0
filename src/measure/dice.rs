//! Numbers that look random and follow from a seed alone (SplitMix64: Steele, Lea and Flood 2014).

/// A sequence of numbers.
pub(super) struct Dice(u64);

impl Dice {
    /// The sequence of a seed.
    pub(super) fn new(seed: u64) -> Self {
        Dice(seed)
    }

    /// One of many sequences of a seed.
    pub(super) fn numbered(seed: u64, number: u64) -> Self {
        let mut seeds = Dice(seed ^ number.wrapping_mul(0xd6e8_feb8_6659_fd93));
        Dice(seeds.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to `end`, which is not reached; 0 where `end` is.
    pub(super) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// A number from 0 up to 1, which is not reached.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// One of several, each as likely as its weight says.
    pub(super) fn pick<T>(&mut self, of: impl Iterator<Item = (T, f64)>) -> Option<T> {
        let (mut picked, mut total) = (None, 0.0);
        for (one, weight) in of {
            total += weight;
            if picked.is_none() || self.share() * total < weight {
                picked = Some(one);
            }
        }
        picked
    }

    /// Mixes a list.
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}
