//! How far a long task is, and the wish to stop it: one small argument that every long task takes.
//! Nothing here knows what the task does or who is watching.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// The task was asked to stop and did; not an error to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

/// A handle shared between a task and whoever watches it. Clones are the same handle.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    /// Done share in parts per million, so that it fits an atomic.
    done_ppm: AtomicU32,
    cancelled: AtomicBool,
}

impl Progress {
    /// A handle at nought, not cancelled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says how much is done, from 0.0 to 1.0, and whether to go on.
    ///
    /// # Errors
    /// [`Cancelled`] if the person asked to stop; pass it on with `?`.
    pub fn report(&self, done: f32) -> Result<(), Cancelled> {
        let ppm = (f64::from(done.clamp(0.0, 1.0)) * 1e6) as u32;
        self.shared.done_ppm.store(ppm, Ordering::Relaxed);
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }

    /// The share that was last reported, from 0.0 to 1.0.
    pub fn done(&self) -> f32 {
        (f64::from(self.shared.done_ppm.load(Ordering::Relaxed)) / 1e6) as f32
    }

    /// Asks the task to stop at its next report.
    pub fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether someone asked the task to stop.
    pub fn is_cancelled(&self) -> bool {
        self.shared.cancelled.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cancelled_task_hears_of_it_at_its_next_report() {
        let task = Progress::new();
        let watcher = task.clone();
        assert_eq!(task.report(0.25), Ok(()));
        assert!((watcher.done() - 0.25).abs() < 1e-6);
        watcher.cancel();
        assert_eq!(task.report(0.5), Err(Cancelled));
    }
}
