//! What is asked of the network is found out off the frame, one question at a time; one that is asked no more is stopped.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::App;
use super::tasks::TaskResult;
use crate::progress::{Cancelled, Progress};
use crate::window::session::exploring::{ExploreKey, Found};

/// The task that finds communities.
const FINDING_COMMUNITIES: &str = "Finding communities";

impl App {
    /// How far the search for communities is, while one is at work.
    pub(super) fn finding_communities(&self) -> Option<f32> {
        let (_, progress) =
            self.files.exploration.as_ref().filter(|(key, _)| matches!(key, ExploreKey::Communities(..)))?;
        Some(progress.done())
    }

    /// Has found out what is asked and not known.
    pub(super) fn keep_exploring(&mut self) {
        let wanted = self.session.explorations_wanted();
        if let Some((key, progress)) = &self.files.exploration {
            // What is more urgent does not wait: what was begun is begun anew after it.
            if wanted.first().is_none_or(|first| first.key != *key) {
                progress.cancel();
            }
            return;
        }
        let Some(exploration) = wanted.into_iter().next() else { return };
        let progress = Progress::new();
        let key = exploration.key;
        self.files.exploration = Some((key, progress.clone()));
        let name = match key {
            ExploreKey::Chains(..) => "Looking for chains",
            ExploreKey::Evidence(..) => "Looking through the evidence",
            ExploreKey::Ranking(..) | ExploreKey::Course(..) => "Measuring",
            ExploreKey::Communities(..) => FINDING_COMMUNITIES,
        };
        self.tasks.start(name, move || {
            // What fails must neither keep others from beginning nor begin again itself.
            let found = catch_unwind(AssertUnwindSafe(|| exploration.run(&progress))).unwrap_or_else(|_| {
                log::error!("{name} panicked");
                Err(Cancelled)
            });
            TaskResult::Explored(key, found.ok().map(Box::new))
        });
    }

    /// Something has been found out, unless that was stopped.
    pub(super) fn explored(&mut self, key: ExploreKey, found: Option<Box<Found>>) {
        let was_stopped = self.files.exploration.take().is_some_and(|(_, progress)| progress.is_cancelled());
        match found {
            Some(found) => {
                self.session.explored(key, *found);
                self.drawing.redraw_for(self.session.communities());
            }
            None if was_stopped => {}
            None => self.session.exploration_failed(key),
        }
    }
}
