//! Changing an open dossier: model, text and history in one step, or not at all.

use std::collections::HashSet;
use std::path::PathBuf;

use super::Document;
use crate::dossier::edit::{self, Applied, Change, Head, Op, Refusal, Touched};
use crate::dossier::model::{Dossier, List, Record, Spot};
use crate::dossier::ron_text::{self, HeadText, Patch, TextFile};
use crate::problem::{Problem, codes};

/// A way to make a change.
pub(super) type ApplyBy = fn(&mut Dossier, &Change) -> Result<Applied, Refusal>;

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

/// A step of the history.
#[derive(Clone, Debug, Default)]
pub(super) struct Step {
    /// What happened to the records.
    pub(super) ops: Vec<Op>,
    /// What happened to the texts, each with the number of its file.
    patches: Vec<(u16, Patch)>,
}

impl Step {
    /// Adds what happened next.
    pub(super) fn add(&mut self, more: Step) {
        self.ops.extend(more.ops);
        self.patches.extend(more.patches);
    }
}

/// A file whose text is not what was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileToSave {
    /// Its number among the dossier's files; 0 is the main one.
    pub(crate) number: usize,
    /// Where it lies; `None` where the dossier lies nowhere yet.
    pub path: Option<PathBuf>,
    /// Its path as the dossier names it.
    pub name: String,
    /// What is to be written.
    pub text: String,
}

impl Document {
    /// Makes changes as one step of the history. All of them or none: a refusal leaves the
    /// dossier, its text and its history as they were.
    ///
    /// # Errors
    /// Why not.
    pub fn apply(&mut self, edit: impl Into<Edit>) -> Result<Touched, Refusal> {
        self.apply_by(edit.into(), edit::apply)
    }

    /// Makes changes by one of the ways that [`edit`] has.
    pub(super) fn apply_by(&mut self, edit: Edit, apply: ApplyBy) -> Result<Touched, Refusal> {
        if self.texts.is_empty() {
            return Err(Refusal::new("this dossier is read-only")
                .with_help("fix the errors in its file first, or open it with a newer version of Chancery"));
        }
        let name = if edit.name.is_empty() { Change::name_all(&edit.changes, &self.dossier) } else { edit.name };
        let mut step = Step::default();
        let mut touched = Touched::default();
        for change in &edit.changes {
            let done = apply(&mut self.dossier, change).and_then(|Applied { ops, touched }| {
                let uncovered = ops.iter().find_map(|op| uncovers(&self.shadowed, op));
                let followed = match uncovered {
                    Some(refusal) => Err(refusal),
                    None => follow(&mut self.texts, &ops, &mut step.patches).map_err(Refusal::new),
                };
                step.ops.extend(ops);
                followed.map(|()| touched)
            });
            match done {
                Ok(more) => touched.add(more),
                Err(refusal) => {
                    self.take_back(&step);
                    return Err(refusal);
                }
            }
        }
        if step.ops.is_empty() {
            return Ok(touched);
        }
        self.revision += 1;
        self.touched_files.extend(step.patches.iter().map(|(file, _)| *file));
        self.history.push(name, step);
        #[cfg(debug_assertions)]
        if self.dossier.entity_count() + self.dossier.relation_count() < 200 {
            let agreed = self.check();
            debug_assert!(agreed.is_ok(), "{}", agreed.unwrap_err());
        }
        Ok(touched)
    }

    pub(super) fn take_back(&mut self, step: &Step) -> Touched {
        let touched = edit::undo(&mut self.dossier, &step.ops);
        for (file, patch) in step.patches.iter().rev() {
            self.texts[usize::from(*file)].run(&patch.clone().inverse());
        }
        touched
    }

    pub(super) fn make_again(&mut self, step: &Step) -> Touched {
        let touched = edit::redo(&mut self.dossier, &step.ops);
        for (file, patch) in &step.patches {
            self.texts[usize::from(*file)].run(patch);
        }
        touched
    }

    /// The step that [`Document::undo`] would take back, such as `delete Japan`.
    pub fn can_undo(&self) -> Option<&str> {
        self.history.to_undo()
    }

    /// Takes the last step back; `None` if there is none.
    pub fn undo(&mut self) -> Option<Touched> {
        let step = std::mem::take(self.history.undo()?);
        let touched = self.take_back(&step);
        self.moved(&step);
        // Nobody has touched the history meanwhile.
        if let Some(place) = self.history.undone() {
            *place = step;
        }
        Some(touched)
    }

    /// Does the step again that was taken back last; `None` if there is none.
    pub fn redo(&mut self) -> Option<Touched> {
        let step = std::mem::take(self.history.redo()?);
        let touched = self.make_again(&step);
        self.moved(&step);
        if let Some(place) = self.history.last_done() {
            *place = step;
        }
        Some(touched)
    }

    fn moved(&mut self, step: &Step) {
        self.revision += 1;
        self.touched_files.extend(step.patches.iter().map(|(file, _)| *file));
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
        !self.history.is_saved()
    }

    /// Grows with every change, undo and redo.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Says that what it is now has been saved.
    pub fn mark_saved(&mut self) {
        self.history.mark_saved();
        self.touched_files.clear();
    }

    /// The files that are to be saved.
    pub fn files_to_save(&self) -> Vec<FileToSave> {
        if !self.is_changed() {
            return Vec::new();
        }
        self.files().into_iter().filter(|file| self.touched_files.contains(&(file.number as u16))).collect()
    }

    /// All its files with their texts as they are now, the main one first; none where it is
    /// read-only.
    pub fn files(&self) -> Vec<FileToSave> {
        let texts = self.texts.iter().enumerate();
        texts
            .map(|(number, file)| FileToSave {
                number,
                path: self.path_of(number, &file.path),
                name: file.path.clone(),
                text: file.print(),
            })
            .collect()
    }

    /// The text of one of its files.
    pub fn text(&self, number: usize) -> Option<String> {
        self.texts.get(number).map(TextFile::print)
    }

    /// The text of a record as it stands in its file, without what stands around it.
    pub(crate) fn record_text(&self, list: List, id: &str) -> Option<&str> {
        let spot = self.dossier.spot(list, id)?;
        self.texts.get(usize::from(spot.file.0))?.record(list, spot.at)
    }

    /// File and bytes of a record in its text, or of the value of one of its fields.
    pub fn span(&self, list: List, id: &str, field: Option<&str>) -> Option<(usize, (usize, usize))> {
        let Spot { file, at, .. } = self.dossier.spot(list, id)?;
        let number = usize::from(file.0);
        let text = self.texts.get(number)?;
        let bytes = match field {
            Some(field) => text.field_span(list, at, field),
            None => text.span(list, at),
        }?;
        Some((number, bytes))
    }

    /// Work that finds all problems of the text as it is now; it takes as long as opening and may
    /// run on another thread.
    pub(crate) fn find_problems(&self) -> impl FnOnce() -> Vec<Problem> + Send + 'static {
        // The texts are put together where it runs.
        let texts = self.texts.clone();
        move || {
            let texts = texts.iter().enumerate().map(|(number, file)| FileToSave {
                number,
                path: None,
                name: file.path.clone(),
                text: file.print(),
            });
            read_texts(&texts.collect::<Vec<_>>(), ron_text::read).problems
        }
    }

    /// Whether text and model say the same, for tests and debug builds.
    ///
    /// # Errors
    /// The first difference.
    pub fn check(&self) -> Result<(), String> {
        let files = self.files();
        if files.is_empty() {
            return Ok(());
        }
        let again = read_texts(&files, ron_text::read_quietly);
        if again.read_only {
            let again = read_texts(&files, ron_text::read);
            let problems: Vec<String> = again.problems.iter().map(Problem::to_text).collect();
            return Err(format!("the text is broken:\n{}\n{}", problems.join("\n"), files[0].text));
        }
        self.dossier.check_indices()?;
        self.dossier.same_as(&again.dossier).map_err(|why| format!("model and text differ: {why}"))
    }
}

/// A way to read a text.
type Read = fn(&str, &[u8], &ron_text::Fetch<'_>) -> ron_text::Reading;

/// Reads texts as they would be read from disk.
pub(super) fn read_texts(files: &[FileToSave], read: Read) -> ron_text::Reading {
    let fetch = |path: &str| {
        let found = files.iter().find(|f| f.number > 0 && f.name == path);
        found.map(|f| f.text.clone().into_bytes()).ok_or_else(|| Problem::error(codes::IO, format!("no file {path}")))
    };
    let main = files.first();
    let (name, text) = main.map_or(("", ""), |f| (f.name.as_str(), f.text.as_str()));
    read(name, text.as_bytes(), &fetch)
}

/// Whether a step would bring a record to light that was not read because another has its id.
fn uncovers(shadowed: &HashSet<(List, String)>, op: &Op) -> Option<Refusal> {
    if shadowed.is_empty() {
        return None;
    }
    let given_up = |list: List, id: &str, now: Option<&str>| {
        (now != Some(id) && shadowed.contains(&(list, id.to_owned()))).then(|| {
            Refusal::new(format!("another {} has the same id `{id}` and was skipped", list.one()))
                .with_help("first give it a different id in the file, or remove it")
        })
    };
    match op {
        Op::Remove(spot, record) => given_up(spot.list, record.id(), None),
        // Without an id of its own a relation bears the old one until another is derived.
        Op::Rewrite(spot, old, Record::Relation(new)) if !new.id_given => given_up(spot.list, old.id(), None),
        Op::Rewrite(spot, old, new) => given_up(spot.list, old.id(), Some(new.id())),
        Op::Rename { from, to, .. } => given_up(List::Entities, from.as_str(), Some(to.as_str())),
        Op::Insert(..) | Op::Head(..) => None,
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
