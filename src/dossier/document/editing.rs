//! Changing an open dossier: model, text and history in one step, or not at all.

use std::collections::{BTreeSet, HashSet};

use super::Document;
use super::snapshot::Run;
use super::step::{Effects, Step};
use crate::dossier::edit::{self, Applied, Change, EditRefusal, Head, Op, Touched};
use crate::dossier::model::{Dossier, List, Record, Spot};
use crate::dossier::ron_text::{HeadText, Patch, TextFile};

/// A way to make a change.
pub(super) type ApplyBy = fn(&mut Dossier, &Change) -> Result<Applied, EditRefusal>;

/// Changes that are one step of the history.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// What the step is called, as in "Undo: move 3 nodes"; empty for a name that says what the
    /// changes do.
    pub(crate) name: String,
    /// The changes, in order.
    pub(crate) changes: Vec<Change>,
}

impl From<Change> for Edit {
    fn from(change: Change) -> Self {
        Edit { changes: vec![change], ..Edit::default() }
    }
}

impl From<Vec<Change>> for Edit {
    fn from(changes: Vec<Change>) -> Self {
        Edit { changes, ..Edit::default() }
    }
}

impl Document {
    /// Makes changes as one step of the history. All of them or none: a refusal leaves the
    /// dossier, its text and its history as they were.
    ///
    /// # Errors
    /// Why not.
    pub fn apply(&mut self, edit: impl Into<Edit>) -> Result<Touched, EditRefusal> {
        self.apply_by(edit.into(), edit::apply)
    }

    /// Makes changes by one of the ways that [`edit`] has.
    pub(super) fn apply_by(&mut self, edit: Edit, apply: ApplyBy) -> Result<Touched, EditRefusal> {
        if self.texts.is_empty() {
            return Err(EditRefusal::new("this dossier is read-only")
                .with_help("fix the errors in its file first, or open it with a newer version of Chancery"));
        }
        let name = if edit.name.is_empty() { Change::name_all(&edit.changes, &self.dossier) } else { edit.name };
        let mut effects = Effects::default();
        let mut touched = Touched::default();
        for change in &edit.changes {
            let done = apply(&mut self.dossier, change).and_then(|Applied { ops, touched }| {
                let uncovered = ops.iter().find_map(|op| uncovers(&self.shadowed, op));
                let followed = match uncovered {
                    Some(refusal) => Err(refusal),
                    None => follow(&mut self.texts, &ops, &mut effects.patches).map_err(EditRefusal::new),
                };
                effects.ops.extend(ops);
                followed.map(|()| touched)
            });
            match done {
                Ok(more) => touched.add(more),
                Err(refusal) => {
                    self.take_back(&effects.into());
                    return Err(refusal);
                }
            }
        }
        if effects.ops.is_empty() {
            return Ok(touched);
        }
        let step = Step::from(effects);
        self.moved(&step, Run::Done);
        self.history.push(name, step);
        #[cfg(debug_assertions)]
        if self.dossier.entity_count() + self.dossier.relation_count() < 200 {
            let agreed = self.check();
            debug_assert!(agreed.is_ok(), "{}", agreed.unwrap_err());
        }
        Ok(touched)
    }

    pub(super) fn take_back(&mut self, step: &Step) -> Touched {
        step.undo_in(&mut self.texts);
        step.undo(&mut self.dossier)
    }

    pub(super) fn make_again(&mut self, step: &Step) -> Touched {
        step.redo_in(&mut self.texts);
        step.redo(&mut self.dossier)
    }

    /// The step that [`Document::undo`] would take back, such as `delete Japan`.
    pub fn can_undo(&self) -> Option<&str> {
        self.history.to_undo()
    }

    /// Takes the last step back; `None` if there is none.
    pub fn undo(&mut self) -> Option<Touched> {
        let step = self.history.undo()?.clone();
        let touched = self.take_back(&step);
        self.moved(&step, Run::Undone);
        Some(touched)
    }

    /// Does the step again that was taken back last; `None` if there is none.
    pub fn redo(&mut self) -> Option<Touched> {
        let step = self.history.redo()?.clone();
        let touched = self.make_again(&step);
        self.moved(&step, Run::Done);
        Some(touched)
    }

    /// Enters that a step was done or undone.
    pub(super) fn moved(&mut self, step: &Step, run: fn(Step) -> Run) {
        self.revision += 1;
        self.touched_files.extend(step.files());
        self.readers.note(|| run(step.clone()));
    }

    /// Goes to the state in which `done` steps of the history are done.
    pub fn jump_to(&mut self, done: usize) -> Touched {
        let mut touched = Touched::default();
        while self.history.done() != done {
            let more = if self.history.done() > done { self.undo() } else { self.redo() };
            match more {
                Some(more) => touched.add(more),
                None => break,
            }
        }
        touched
    }

    /// Names of all steps, oldest first, and how many of them are done.
    pub fn history(&self) -> (Vec<&str>, usize) {
        (self.history.names().collect(), self.history.done())
    }

    /// Whether there is something to save.
    pub fn is_changed(&self) -> bool {
        !self.history.is_saved() || !self.astray.is_empty()
    }

    /// Grows with every change, undo and redo.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Says that what it is now has been saved.
    pub fn mark_saved(&mut self) {
        self.history.mark_saved();
        self.touched_files.clear();
        self.astray.clear();
    }

    /// Numbers of the files that are not on disk as they are here: touched since they were saved,
    /// unless that was undone, or gone astray.
    pub(super) fn changed_files(&self) -> Vec<usize> {
        let touched = self.touched_files.iter().filter(|_| !self.history.is_saved());
        let astray = self.astray.iter().filter_map(|astray| self.number_of(&astray.path));
        let numbers: BTreeSet<usize> = touched.map(|number| usize::from(*number)).chain(astray).collect();
        numbers.into_iter().collect()
    }
}

/// Whether a step would bring a record to light that was not read because another has its id.
fn uncovers(shadowed: &HashSet<(List, String)>, op: &Op) -> Option<EditRefusal> {
    if shadowed.is_empty() {
        return None;
    }
    let given_up = |list: List, id: &str, now: Option<&str>| {
        (now != Some(id) && shadowed.contains(&(list, id.to_owned()))).then(|| {
            EditRefusal::new(format!("another {} has the same id `{id}` and was skipped", list.one()))
                .with_help("first give it a different id in the file, or remove it")
        })
    };
    match op {
        Op::Remove(spot, record) => given_up(spot.list, record.id(), None),
        // Without an id of its own a relation bears the old one until another is derived.
        Op::Rewrite(spot, old, Record::Relation(new)) if !new.id_given => given_up(spot.list, old.id(), None),
        Op::Rewrite(spot, old, new) => given_up(spot.list, old.id(), Some(new.id())),
        Op::Rename { from, to, .. } => given_up(List::Entities, from.as_str(), Some(to.as_str())),
        Op::Insert(..) | Op::MoveView(..) | Op::Head(..) => None,
    }
}

/// Makes texts follow what happened to the records.
fn follow(texts: &mut [TextFile], ops: &[Op], patches: &mut Vec<(u16, Patch)>) -> Result<(), String> {
    let mut enter = |file: u16, done: Result<Vec<Patch>, String>| {
        patches.extend(done?.into_iter().map(|patch| (file, patch)));
        Ok::<(), String>(())
    };
    for op in ops {
        match op {
            Op::Insert(spot, record) => enter(spot.file.0, of(texts, *spot)?.insert(spot.at, record))?,
            Op::Remove(spot, _) => enter(spot.file.0, of(texts, *spot)?.remove(spot.list, spot.at))?,
            Op::Rewrite(spot, old, new) => enter(spot.file.0, of(texts, *spot)?.rewrite(spot.at, old, new))?,
            Op::Rename { records, .. } => {
                for (spot, old, new) in records {
                    enter(spot.file.0, of(texts, *spot)?.rewrite(spot.at, old, new))?;
                }
            }
            Op::MoveView(spot, to) => enter(spot.file.0, of(texts, *spot)?.reorder(spot.list, spot.at, *to))?,
            Op::Head(old, new) => {
                let main = texts.first_mut().ok_or("there is no main file")?;
                enter(0, main.set_head(&head_text(old), &head_text(new)))?;
            }
        }
    }
    Ok(())
}

fn of(texts: &mut [TextFile], spot: Spot) -> Result<&mut TextFile, String> {
    texts.get_mut(usize::from(spot.file.0)).ok_or_else(|| "there is no such file".to_owned())
}

fn head_text(head: &Head) -> HeadText<'_> {
    HeadText { title: head.title.as_ref(), subtitle: head.subtitle.as_ref(), note: head.note.as_ref() }
}
