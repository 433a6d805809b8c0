//! Progress and cancellation: a small handle that every long task takes.
//! Nothing here knows what the task does or who is watching.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

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
    /// Whether the task is to wait; asked for by the flag, waited for by the lock.
    paused: AtomicBool,
    gate: Mutex<()>,
    resumed: Condvar,
}

impl Progress {
    /// A handle at nought, not cancelled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says how much is done, from 0.0 to 1.0, and whether to go on. Waits here while paused.
    ///
    /// # Errors
    /// [`Cancelled`] if the person asked to stop; pass it on with `?`.
    pub(crate) fn report(&self, done: f32) -> Result<(), Cancelled> {
        let ppm = (f64::from(done.clamp(0.0, 1.0)) * 1e6) as u32;
        self.shared.done_ppm.store(ppm, Ordering::Relaxed);
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

    /// The share that was last reported, from 0.0 to 1.0.
    pub(crate) fn done(&self) -> f32 {
        (f64::from(self.shared.done_ppm.load(Ordering::Relaxed)) / 1e6) as f32
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
