//! Whose turn it is: one request at a time to a host, four to this computer, and none before the time that a host asked
//! to wait for. What is sent is not known here.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::super::address::Host;
use super::LOOK;
use crate::progress::{Cancelled, Progress};

/// Requests at a time to this computer.
const OWN: usize = 4;

#[derive(Default)]
struct State {
    running: usize,
    /// The host asked to be left alone until then.
    not_before: Option<Instant>,
}

static HOSTS: Mutex<Option<HashMap<Host, State>>> = Mutex::new(None);
static FREED: Condvar = Condvar::new();

fn hosts() -> MutexGuard<'static, Option<HashMap<Host, State>>> {
    HOSTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A turn at a host; given back when dropped.
pub(super) struct Turn(Host);

impl Turn {
    /// Waits for a turn.
    ///
    /// # Errors
    /// That a person asked to stop.
    pub(super) fn at(host: &Host, progress: &Progress) -> Result<Turn, Cancelled> {
        let most = if host.is_this_computer() { OWN } else { 1 };
        let mut all = hosts();
        loop {
            if progress.is_cancelled() {
                return Err(Cancelled);
            }
            let state = all.get_or_insert_default().entry(host.clone()).or_default();
            if state.running < most {
                state.running += 1;
                return Ok(Turn(host.clone()));
            }
            all = FREED.wait_timeout(all, LOOK).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(state) = hosts().get_or_insert_default().get_mut(&self.0) {
            state.running = state.running.saturating_sub(1);
        }
        FREED.notify_all();
    }
}

/// A host asked to be left alone for so long.
pub(super) fn leave_alone(host: &Host, time: Duration) {
    let until = Instant::now().checked_add(time);
    hosts().get_or_insert_default().entry(host.clone()).or_default().not_before = until;
}

/// How long a host is still to be left alone.
pub(super) fn left_alone(host: &Host) -> Option<Duration> {
    let until = hosts().as_ref()?.get(host)?.not_before?;
    until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
}

/// Waits.
///
/// # Errors
/// That a person asked to stop.
pub(super) fn pause(time: Duration, progress: &Progress) -> Result<(), Cancelled> {
    let end = Instant::now() + time;
    loop {
        if progress.is_cancelled() {
            return Err(Cancelled);
        }
        match end.checked_duration_since(Instant::now()) {
            Some(left) if !left.is_zero() => std::thread::sleep(left.min(LOOK)),
            _ => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::address::Address;
    use super::*;

    fn host(text: &str) -> Host {
        Address::parse(text).unwrap().host()
    }

    #[test]
    fn one_at_a_time_and_four_at_home() {
        let far = host("https://one-at-a-time.example/");
        let progress = Progress::new();
        let first = Turn::at(&far, &progress).unwrap();
        let waiting = {
            let (far, progress) = (far.clone(), progress.clone());
            std::thread::spawn(move || Turn::at(&far, &progress).is_ok())
        };
        std::thread::sleep(Duration::from_millis(60));
        assert!(!waiting.is_finished());
        drop(first);
        assert!(waiting.join().unwrap());
        let near = host("http://127.0.0.77:1/");
        let turns: Vec<Turn> = (0..OWN).map(|_| Turn::at(&near, &progress).unwrap()).collect();
        let stopped = Progress::new();
        let fifth = {
            let (near, stopped) = (near.clone(), stopped.clone());
            std::thread::spawn(move || Turn::at(&near, &stopped).is_err())
        };
        std::thread::sleep(Duration::from_millis(60));
        assert!(!fifth.is_finished());
        stopped.cancel();
        assert!(fifth.join().unwrap(), "who waits can be stopped");
        drop(turns);
    }

    #[test]
    fn a_host_is_left_alone_as_long_as_it_asked() {
        let shy = host("https://shy.example/");
        assert_eq!(left_alone(&shy), None);
        leave_alone(&shy, Duration::from_secs(10_000));
        assert!(left_alone(&shy).is_some_and(|left| left > Duration::from_secs(5_000)));
        leave_alone(&shy, Duration::ZERO);
        assert_eq!(left_alone(&shy), None);
    }
}
