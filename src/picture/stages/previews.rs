//! A drawing is seen while it is still being laid out: how often, and how much of it. How a scene is made of positions
//! is told by who asks.

use std::borrow::Cow;
use std::fmt;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::layout::Watch;
use crate::picture::scene::Scene;
use crate::wording::counted;

/// So many relations are drawn at most: the picture is ready sooner, and its tone is that of all of them.
const RELATIONS: usize = 40_000;
/// At most so often, and for so large a part of the time that a picture takes.
const EVERY: Duration = Duration::from_millis(66);
const SHARE: u32 = 8;

/// Is shown scenes while a layout works.
pub(crate) type See<'a> = &'a (dyn Fn(Scene) + Sync);

/// Makes a scene of positions in the order of the bodies.
pub(super) type Compose<'a> = &'a (dyn Fn(&[(f32, f32)]) -> Scene + Sync);

/// Makes scenes of unfinished positions, no more of them than can be looked at.
pub(super) struct ProgressPreviews<'a> {
    compose: Compose<'a>,
    see: See<'a>,
    /// When the last one was ready, and how long it took.
    last: Mutex<Option<(Instant, Duration)>>,
}

impl<'a> ProgressPreviews<'a> {
    /// None seen yet.
    pub(super) fn new(compose: Compose<'a>, see: See<'a>) -> Self {
        ProgressPreviews { compose, see, last: Mutex::new(None) }
    }
}

impl fmt::Debug for ProgressPreviews<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProgressPreviews")
    }
}

impl Watch for ProgressPreviews<'_> {
    fn see(&self, positions: &[(f32, f32)]) {
        // Another thread that is at it already will do.
        let Ok(mut last) = self.last.try_lock() else { return };
        if last.is_some_and(|(at, took)| at.elapsed() < EVERY.max(took * SHARE)) {
            return;
        }
        let begun = Instant::now();
        (self.see)((self.compose)(positions));
        let took = begun.elapsed();
        log::debug!("preview: {} in {} ms", counted(positions.len(), "node", "nodes"), took.as_millis());
        *last = Some((Instant::now(), took));
    }
}

/// At most so many of a list of relations as a preview shows, evenly spread over it.
pub(super) fn some_of<T: Copy>(relations: &[T]) -> Cow<'_, [T]> {
    if relations.len() <= RELATIONS {
        return Cow::Borrowed(relations);
    }
    (0..RELATIONS).map(|number| relations[number * relations.len() / RELATIONS]).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn few_relations_are_all_drawn_and_many_evenly() {
        let few: Vec<usize> = (0..RELATIONS).collect();
        assert_eq!(some_of(&few), few);
        let many: Vec<usize> = (0..10 * RELATIONS + 3).collect();
        let some = some_of(&many);
        assert_eq!(some.len(), RELATIONS);
        assert!(some.windows(2).all(|pair| (10..=11).contains(&(pair[1] - pair[0]))));
    }

    #[test]
    fn the_first_is_seen_at_once_and_the_next_not_before_its_time() {
        let (made, seen) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let compose = |_: &[(f32, f32)]| {
            made.fetch_add(1, Ordering::Relaxed);
            Scene::default()
        };
        let see = |_: Scene| {
            seen.fetch_add(1, Ordering::Relaxed);
        };
        let previews = ProgressPreviews::new(&compose, &see);
        let begun = Instant::now();
        while begun.elapsed() < EVERY * 3 {
            previews.see(&[(0.0, 0.0)]);
            assert!(made.load(Ordering::Relaxed) > 0);
        }
        assert_eq!(made.load(Ordering::Relaxed), seen.load(Ordering::Relaxed));
        let most = begun.elapsed().as_millis() / EVERY.as_millis() + 1;
        assert!((2..=most).contains(&(seen.load(Ordering::Relaxed) as u128)));
    }
}
