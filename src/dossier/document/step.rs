//! A step of a document's history: what happened to records and texts, both ways. Steps are shared
//! with those who bring copies of the dossier up to date, so what is in them never changes.

use std::sync::Arc;

use crate::dossier::edit::{self, Op, Touched};
use crate::dossier::model::Dossier;
use crate::dossier::ron_text::{Patch, TextFile};

/// What one edit came to.
#[derive(Debug, Default)]
pub(super) struct Effects {
    pub(super) ops: Vec<Op>,
    /// What happened to the texts, each with the number of its file.
    pub(super) patches: Vec<(u16, Patch)>,
}

/// One edit, or several that were joined.
#[derive(Clone, Debug, Default)]
pub(super) struct Step(Vec<Arc<Effects>>);

impl From<Effects> for Step {
    fn from(effects: Effects) -> Self {
        Step(vec![Arc::new(effects)])
    }
}

impl Step {
    /// Adds what happened next.
    pub(super) fn add(&mut self, more: Step) {
        self.0.extend(more.0);
    }

    pub(super) fn ops(&self) -> impl Iterator<Item = &Op> {
        self.0.iter().flat_map(|effects| &effects.ops)
    }

    /// The numbers of the files whose texts it changes.
    pub(super) fn files(&self) -> impl Iterator<Item = u16> + '_ {
        self.0.iter().flat_map(|effects| &effects.patches).map(|(file, _)| *file)
    }

    /// Takes it back in a dossier in which it was done last.
    pub(super) fn undo(&self, dossier: &mut Dossier) -> Touched {
        self.0.iter().rev().fold(Touched::default(), |mut touched, effects| {
            touched.add(edit::undo(dossier, &effects.ops));
            touched
        })
    }

    /// Does it in a dossier in which it was taken back last, or not done yet.
    pub(super) fn redo(&self, dossier: &mut Dossier) -> Touched {
        self.0.iter().fold(Touched::default(), |mut touched, effects| {
            touched.add(edit::redo(dossier, &effects.ops));
            touched
        })
    }

    /// Takes it back in the texts.
    pub(super) fn undo_in(&self, texts: &mut [TextFile]) {
        for (file, patch) in self.0.iter().rev().flat_map(|effects| effects.patches.iter().rev()) {
            texts[usize::from(*file)].run(&patch.clone().inverse());
        }
    }

    /// Does it in the texts.
    pub(super) fn redo_in(&self, texts: &mut [TextFile]) {
        for (file, patch) in self.0.iter().flat_map(|effects| &effects.patches) {
            texts[usize::from(*file)].run(patch);
        }
    }
}
