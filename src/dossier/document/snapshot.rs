//! What other threads read of an open dossier: immutable snapshots, each of one revision.
//!
//! The session changes a dossier that nobody else sees, so a change never waits for a reader and
//! never copies anything. What was done is also noted in a log that costs a pointer a change.
//! Whoever first looks at a snapshot brings the readers' copy up to its revision, on the thread
//! that looks and by the same steps; where somebody still reads an earlier revision, a further copy
//! is made there. Records are shared by all copies: one costs what points to them.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::step::Step;
use crate::dossier::model::Dossier;

/// One revision of a dossier. Making one costs nothing; the first look at its
/// dossier may take as long as copying it, and is for a thread that may wait.
#[derive(Debug)]
pub struct Snapshot {
    revision: u64,
    copies: Arc<Copies>,
    dossier: OnceLock<Arc<Dossier>>,
}

impl Snapshot {
    /// The dossier as it was at this revision.
    pub fn dossier(&self) -> &Dossier {
        self.dossier.get_or_init(|| self.copies.at(self.revision))
    }

    /// Whether its dossier can be had: a step that panicked halfway leaves a copy that is no longer to
    /// be trusted.
    fn is_sound(&self) -> bool {
        self.dossier.get().is_some() || !self.copies.list.is_poisoned()
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        if self.dossier.get().is_none() {
            self.copies.log().forget(self.revision);
        }
    }
}

/// A step that was done, or undone.
#[derive(Clone, Debug)]
pub(super) enum Run {
    Done(Step),
    Undone(Step),
}

impl Run {
    fn follow(&self, dossier: &mut Dossier) {
        match self {
            Run::Done(step) => drop(step.redo(dossier)),
            Run::Undone(step) => drop(step.undo(dossier)),
        }
    }
}

/// What a document keeps for its readers; nothing before the first of them. A clone of a document
/// goes its own way and has none.
#[derive(Debug, Default)]
pub(super) struct Readers(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    copies: Option<Arc<Copies>>,
    /// The snapshot of the present revision, if one was asked for.
    latest: Option<Arc<Snapshot>>,
}

impl Clone for Readers {
    fn clone(&self) -> Self {
        Readers::default()
    }
}

impl Readers {
    /// Makes the readers' copy, if there is none yet.
    pub(super) fn prepare(&self, dossier: &Dossier, revision: u64) {
        self.kept().copies(dossier, revision);
    }

    /// A snapshot of the present revision.
    pub(super) fn snapshot(&self, dossier: &Dossier, revision: u64) -> Arc<Snapshot> {
        let mut kept = self.kept();
        if let Some(latest) = kept.latest.as_ref().filter(|latest| latest.is_sound()) {
            return Arc::clone(latest);
        }
        let copies = kept.copies(dossier, revision);
        copies.log().want(revision);
        let snapshot = Snapshot { revision, copies, dossier: OnceLock::new() };
        Arc::clone(kept.latest.insert(Arc::new(snapshot)))
    }

    /// The document has gone from one revision to the next.
    pub(super) fn note(&mut self, run: impl FnOnce() -> Run) {
        let mut kept = self.kept();
        kept.latest = None;
        if let Some(copies) = &kept.copies {
            copies.log().runs.push_back(run());
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn copies(&mut self, dossier: &Dossier, revision: u64) -> Arc<Copies> {
        if self.copies.as_ref().is_some_and(|copies| copies.list.is_poisoned()) {
            self.copies = None;
        }
        Arc::clone(self.copies.get_or_insert_with(|| Arc::new(Copies::new(dossier.clone(), revision))))
    }
}

/// Copies of a dossier, and how they are brought up to date.
#[derive(Debug)]
pub(super) struct Copies {
    /// Held for moments only: the session enters what it did.
    log: Mutex<Log>,
    /// Held while a copy is brought up to date.
    list: Mutex<Vec<Copy>>,
}

#[derive(Debug)]
struct Copy {
    revision: u64,
    dossier: Arc<Dossier>,
}

impl Copy {
    fn is_held(&self) -> bool {
        Arc::strong_count(&self.dossier) > 1
    }
}

#[derive(Debug)]
struct Log {
    /// The revision from which the first run leads to the next.
    first: u64,
    runs: VecDeque<Run>,
    /// Revisions of snapshots that nobody has looked at yet, and of how many.
    wanted: BTreeMap<u64, usize>,
}

impl Log {
    fn want(&mut self, revision: u64) {
        *self.wanted.entry(revision).or_default() += 1;
    }

    fn forget(&mut self, revision: u64) {
        if let Some(count) = self.wanted.get_mut(&revision) {
            *count -= 1;
            if *count == 0 {
                self.wanted.remove(&revision);
            }
        }
    }

    fn between(&self, from: u64, to: u64) -> Vec<Run> {
        let at = |revision: u64| usize::try_from(revision - self.first).unwrap_or(usize::MAX);
        self.runs.range(at(from)..at(to)).cloned().collect()
    }

    fn trim(&mut self, to: u64) {
        while self.first < to && self.runs.pop_front().is_some() {
            self.first += 1;
        }
    }
}

impl Copies {
    fn new(dossier: Dossier, revision: u64) -> Self {
        Copies {
            log: Mutex::new(Log { first: revision, runs: VecDeque::new(), wanted: BTreeMap::new() }),
            list: Mutex::new(vec![Copy { revision, dossier: Arc::new(dossier) }]),
        }
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The dossier at a revision that a snapshot was taken of.
    fn at(&self, revision: u64) -> Arc<Dossier> {
        let mut list = self.list.lock().expect("no step panicked on a copy");
        let at = match list.iter().position(|copy| copy.revision == revision) {
            Some(at) => at,
            None => self.bring_up(&mut list, revision),
        };
        let dossier = Arc::clone(&list[at].dossier);
        self.log().forget(revision);
        let idle = self.tidy(&mut list);
        // To drop a copy takes as long as to make one: nobody is to wait for that.
        drop(list);
        drop(idle);
        dossier
    }

    /// Brings a copy up to a revision, or makes one. Yields its number in the list.
    fn bring_up(&self, list: &mut Vec<Copy>, revision: u64) -> usize {
        let wanted: Vec<u64> = self.log().wanted.range(..revision).map(|(wanted, _)| *wanted).collect();
        let behind = |copy: &&Copy| copy.revision < revision;
        let nearest = |free: bool| {
            let may = |copy: &&Copy| !free || !(copy.is_held() || wanted.iter().any(|w| *w >= copy.revision));
            let copies = list.iter().enumerate().filter(|(_, copy)| behind(copy) && may(copy));
            copies.max_by_key(|(_, copy)| copy.revision).map(|(at, _)| at)
        };
        let at = match nearest(true) {
            Some(at) => at,
            None => {
                let from = nearest(false).expect("a copy is kept for each snapshot that nobody has looked at");
                list.push(Copy {
                    revision: list[from].revision,
                    dossier: Arc::new(Dossier::clone(&list[from].dossier)),
                });
                list.len() - 1
            }
        };
        let copy = &mut list[at];
        let runs = self.log().between(copy.revision, revision);
        let dossier = Arc::get_mut(&mut copy.dossier).expect("nobody holds this copy");
        runs.iter().for_each(|run| run.follow(dossier));
        copy.revision = revision;
        at
    }

    /// Lets go of copies that nobody needs any more, and of what all others have done.
    fn tidy(&self, list: &mut Vec<Copy>) -> Vec<Copy> {
        let mut log = self.log();
        list.sort_by_key(|copy| copy.revision);
        let newest = list.last().map_or(0, |copy| copy.revision);
        let revisions: Vec<u64> = list.iter().map(|copy| copy.revision).collect();
        // The snapshots that nobody has looked at begin from the nearest copy before them.
        let base = |wanted: &u64| revisions.iter().copied().filter(|r| r <= wanted).max();
        let bases: Vec<u64> = log.wanted.keys().filter_map(base).collect();
        let needed = |copy: &Copy| copy.revision == newest || copy.is_held() || bases.contains(&copy.revision);
        let (kept, idle) = std::mem::take(list).into_iter().partition(needed);
        *list = kept;
        log.trim(list.first().map_or(newest, |copy| copy.revision));
        idle
    }
}
