//! Where ghosts stand around what they would be tied to: at numbered places on rings, none of which touch each other, the nearest
//! that is free first. A ghost keeps its place as long as that is free. Knows no screen and no network.

use std::collections::{BTreeMap, BTreeSet};
use std::f32::consts::TAU;

/// How far rings are apart, across and down, in scene units: names go across.
const RING: (f32, f32) = (128.0, 58.0);
/// Rings at most.
const RINGS: usize = 24;
/// So many places are kept for things that are not shown now, and those that are.
const KEPT: usize = 800;

/// What a ghost fills, from its middle, in scene units: to the left and right, above, and below, where its name is.
pub(super) const FILLS: (f32, f32, f32) = (45.0, 12.0, 28.0);

/// Where a place is, from the middle of the rings.
pub(super) fn offset(number: usize) -> Option<(f32, f32)> {
    let (mut ring, mut first) = (1, 0);
    while number - first >= 6 * ring {
        first += 6 * ring;
        ring += 1;
        if ring > RINGS {
            return None;
        }
    }
    // Every other ring is turned by half a place, so that lines pass between ghosts.
    let turn = if ring % 2 == 0 { 0.5 } else { 0.0 };
    let angle = TAU * ((number - first) as f32 + turn) / (6 * ring) as f32;
    Some((angle.cos() * RING.0 * ring as f32, angle.sin() * RING.1 * ring as f32))
}

/// The box that a ghost fills: least x and y, largest x and y.
pub(super) fn fills((x, y): (f32, f32)) -> [f32; 4] {
    [x - FILLS.0, y - FILLS.1, x + FILLS.0, y + FILLS.2]
}

/// Which place each ghost has.
#[derive(Debug, Default)]
pub(super) struct Slots {
    of: BTreeMap<String, usize>,
}

impl Slots {
    /// Gives ghosts their places, each as far from the middle of the rings as `is_free` is asked with; `None` where no place
    /// is left. Who had one keeps it, if it is free still, also for when it is not wanted for a while.
    pub(super) fn place(
        &mut self,
        wanted: &[&str],
        mut is_free: impl FnMut((f32, f32)) -> bool,
    ) -> Vec<Option<(f32, f32)>> {
        if self.of.len() + wanted.len() > KEPT {
            let wanted: BTreeSet<&str> = wanted.iter().copied().collect();
            self.of.retain(|key, _| wanted.contains(key.as_str()));
        }
        // Who wants a place that is no longer free looks for another like those that are new.
        for key in wanted {
            let place = self.of.get(*key).and_then(|number| offset(*number));
            if place.is_some_and(|place| !is_free(place)) {
                self.of.remove(*key);
            }
        }
        let taken: BTreeSet<usize> = self.of.values().copied().collect();
        let mut free = (0..).map_while(|number| Some((number, offset(number)?)));
        let mut next = || free.find(|(number, place)| !taken.contains(number) && is_free(*place));
        let place = |key: &&str| {
            if let Some(number) = self.of.get(*key) {
                return offset(*number);
            }
            let (number, place) = next()?;
            self.of.insert((*key).to_owned(), number);
            Some(place)
        };
        wanted.iter().map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlap(a: [f32; 4], b: [f32; 4]) -> bool {
        a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
    }

    fn keys(numbers: std::ops::Range<usize>) -> Vec<String> {
        numbers.map(|number| format!("http://a.org/{number}")).collect()
    }

    fn place(slots: &mut Slots, keys: &[String], is_free: impl FnMut((f32, f32)) -> bool) -> Vec<Option<(f32, f32)>> {
        slots.place(&keys.iter().map(String::as_str).collect::<Vec<_>>(), is_free)
    }

    #[test]
    fn no_two_places_touch_and_they_end() {
        let places: Vec<(f32, f32)> = (0..).map_while(offset).collect();
        assert_eq!(places.len(), 3 * RINGS * (RINGS + 1));
        for (number, a) in places.iter().enumerate() {
            for b in places.iter().skip(number + 1) {
                assert!(!overlap(fills(*a), fills(*b)), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn ghosts_cover_no_node_and_the_nearest_places_come_first() {
        let nodes = [[-200.0, -40.0, 10.0, 40.0], [60.0, 100.0, 300.0, 140.0]];
        let is_free = |at| nodes.iter().all(|node| !overlap(*node, fills(at)));
        let found = place(&mut Slots::default(), &keys(0..50), is_free);
        let found: Vec<(f32, f32)> = found.into_iter().map(Option::unwrap).collect();
        assert!(found.iter().all(|at| is_free(*at)));
        let away = |(x, y): &(f32, f32)| ((x / RING.0).powi(2) + (y / RING.1).powi(2)).sqrt().round() as i32;
        assert!(found.is_sorted_by_key(away));
    }

    #[test]
    fn a_ghost_keeps_its_place_while_others_come_and_go() {
        let mut slots = Slots::default();
        let first = place(&mut slots, &keys(0..30), |_| true);
        let more = place(&mut slots, &keys(0..90), |_| true);
        assert_eq!(first, more[..30]);
        // Some are filtered out and come back.
        let some = place(&mut slots, &keys(20..30), |_| true);
        assert_eq!(some, first[20..]);
        assert_eq!(place(&mut slots, &keys(0..90), |_| true), more);
        // A node moves onto one: that one alone moves.
        let onto = more[7].unwrap();
        let moved = place(&mut slots, &keys(0..90), |at| at != onto);
        let other: Vec<usize> = (0..90).filter(|number| moved[*number] != more[*number]).collect();
        assert_eq!(other, [7]);
        let mut all: Vec<String> = moved.iter().map(|at| format!("{at:?}")).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 90, "each has a place of its own");
    }

    #[test]
    fn where_nothing_is_free_the_rest_has_no_place_and_what_is_kept_is_bounded() {
        let mut slots = Slots::default();
        let mut left = 5;
        let found = place(&mut slots, &keys(0..9), |_| {
            left -= 1;
            left >= 0
        });
        assert_eq!(found.iter().flatten().count(), 5);
        for page in 0..40 {
            place(&mut slots, &keys(page * 100..page * 100 + 100), |_| true);
        }
        assert!(slots.of.len() <= KEPT);
    }
}
