//! Progress and cancellation: a small handle that every long task takes.
//! Nothing here knows what the task does or who is watching.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// The task was asked to stop and did; not an error to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

/// A handle shared between a task and whoever watches it. Clones are the same handle.
#[derive(Clone, Debug)]
pub struct Progress {
    shared: Arc<Shared>,
    /// The shares of the task at which what this handle tells of begins and ends.
    span: (f32, f32),
}

#[derive(Debug, Default)]
struct Shared {
    /// Done share in parts per million, so that it fits an atomic.
    done_ppm: AtomicU32,
    cancelled: AtomicBool,
    /// Whether less was reported after more.
    #[cfg(test)]
    went_back: AtomicBool,
    /// Whether the task is to wait; asked for by the flag, waited for by the lock.
    paused: AtomicBool,
    gate: Mutex<()>,
    resumed: Condvar,
}

impl Default for Progress {
    fn default() -> Self {
        Progress { shared: Arc::default(), span: (0.0, 1.0) }
    }
}

impl Progress {
    /// A handle at nought, not cancelled.
    pub fn new() -> Self {
        Self::default()
    }

    /// A handle for a step of the task, which begins and ends at these shares of it: the step reports from 0.0 to 1.0 as
    /// if it were all, and whoever watches sees one task that goes on.
    pub(crate) fn part(&self, from: f32, to: f32) -> Progress {
        Progress { shared: Arc::clone(&self.shared), span: (self.share(from), self.share(to)) }
    }

    /// The share of the whole task at which a share of this handle's step ends; never beyond where the next one begins.
    fn share(&self, done: f32) -> f32 {
        let (begin, end) = self.span;
        if done >= 1.0 { end } else { (begin + (end - begin) * done.max(0.0)).min(end) }
    }

    /// Says how much is done, from 0.0 to 1.0, and whether to go on. Waits here while paused.
    ///
    /// # Errors
    /// [`Cancelled`] if the person asked to stop; pass it on with `?`.
    pub(crate) fn report(&self, done: f32) -> Result<(), Cancelled> {
        let ppm = (f64::from(self.share(done)) * 1e6) as u32;
        let _before = self.shared.done_ppm.swap(ppm, Ordering::Relaxed);
        #[cfg(test)]
        if ppm < _before {
            self.shared.went_back.store(true, Ordering::Relaxed);
        }
        if self.shared.paused.load(Ordering::Relaxed) {
            self.wait();
        }
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }

    fn wait(&self) {
        let mut gate = self.shared.gate.lock().unwrap_or_else(PoisonError::into_inner);
        while self.is_paused() && !self.is_cancelled() {
            gate = self.shared.resumed.wait(gate).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Asks the task to wait at its next report, or to go on.
    pub(crate) fn pause(&self, paused: bool) {
        let _gate = self.shared.gate.lock().unwrap_or_else(PoisonError::into_inner);
        self.shared.paused.store(paused, Ordering::Relaxed);
        self.shared.resumed.notify_all();
    }

    /// Whether the task is asked to wait.
    pub(crate) fn is_paused(&self) -> bool {
        self.shared.paused.load(Ordering::Relaxed)
    }

    /// The share of the whole task that was last reported, from 0.0 to 1.0.
    pub(crate) fn done(&self) -> f32 {
        (f64::from(self.shared.done_ppm.load(Ordering::Relaxed)) / 1e6) as f32
    }

    /// Whether the task ever reported less than before.
    #[cfg(test)]
    pub(crate) fn went_back(&self) -> bool {
        self.shared.went_back.load(Ordering::Relaxed)
    }

    /// Asks the task to stop at its next report.
    pub(crate) fn cancel(&self) {
        let _gate = self.shared.gate.lock().unwrap_or_else(PoisonError::into_inner);
        self.shared.cancelled.store(true, Ordering::Relaxed);
        self.shared.resumed.notify_all();
    }

    /// Whether someone asked the task to stop.
    pub(crate) fn is_cancelled(&self) -> bool {
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

    #[test]
    fn a_step_reports_within_its_share_of_the_task() {
        let task = Progress::new();
        let mut seen = Vec::new();
        for (from, to) in [(0.0, 0.5), (0.5, 0.75)] {
            let step = task.part(from, to);
            for half in [step.part(0.0, 0.5), step.part(0.5, 1.0)] {
                half.report(1.0).unwrap();
                seen.push(task.done());
            }
        }
        assert_eq!(seen, [0.25, 0.5, 0.625, 0.75]);
        task.cancel();
        assert_eq!(task.part(0.0, 0.5).report(0.0), Err(Cancelled));
    }

    #[test]
    fn a_paused_task_waits_and_goes_on_or_stops() {
        for cancel in [false, true] {
            let task = Progress::new();
            task.pause(true);
            let worker = {
                let task = task.clone();
                std::thread::spawn(move || task.report(0.5))
            };
            std::thread::sleep(std::time::Duration::from_millis(30));
            assert!(!worker.is_finished());
            if cancel {
                task.cancel()
            } else {
                task.pause(false)
            }
            assert_eq!(worker.join().unwrap(), if cancel { Err(Cancelled) } else { Ok(()) });
        }
    }
}
