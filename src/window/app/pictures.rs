//! The pictures of nodes: read off the frame when a dossier is opened or read again, and when what
//! entities name has changed.

use std::sync::Arc;

use egui::Context;

use super::App;
use super::tasks::TaskResult;
use crate::dossier::document::{MissingPicture, PictureFiles};
use crate::picture::pictures::Pictures;
use crate::problem::Problem;

/// How long after a change it is looked for other pictures, in seconds.
const LOOK_AFTER_SECS: f64 = 0.8;

/// What is known of the pictures of the open dossier.
#[derive(Default)]
pub(crate) struct PictureWatch {
    /// The opened document and revision that was looked through.
    seen: Option<(u64, u64)>,
    /// What was named then.
    files: PictureFiles,
    /// What could not be shown.
    problems: Vec<Problem>,
}

impl App {
    /// Has pictures read that are named and not there. Looks through the entities once a change.
    pub(super) fn keep_pictures(&mut self, ctx: &Context) {
        let now = (self.session.opened, self.session.document.revision());
        if self.drawing.pictured.seen == Some(now) {
            return;
        }
        let is_edited = self.drawing.pictured.seen.is_some_and(|(opened, _)| opened == now.0);
        let rested = ctx.input(|i| i.time) - self.files.changed_at;
        if is_edited && rested < LOOK_AFTER_SECS {
            ctx.request_repaint_after_secs((LOOK_AFTER_SECS - rested) as f32 + 0.01);
            return;
        }
        self.drawing.pictured.seen = Some(now);
        let files = self.session.document.picture_files();
        // Not even a task where there is nothing to do.
        let nothing = files.is_empty() && self.session.pictures.is_empty() && self.drawing.pictured.problems.is_empty();
        if nothing || (is_edited && files == self.drawing.pictured.files) {
            self.drawing.pictured.files = files;
            return;
        }
        self.drawing.pictured.files = files.clone();
        let before = Arc::clone(&self.session.pictures);
        self.tasks.start("Reading pictures", move || {
            let (pictures, missing) = Pictures::read(&files, &before);
            TaskResult::Pictures(now.0, pictures, missing)
        });
    }

    /// The files are to be looked at again, whatever is known of them.
    pub(super) fn read_pictures_again(&mut self) {
        self.drawing.pictured = PictureWatch::default();
    }

    /// Pictures of an opened document have been read.
    pub(super) fn pictures_have_come(&mut self, opened: u64, pictures: Pictures, missing: Vec<MissingPicture>) {
        if opened != self.session.opened {
            return;
        }
        let problems = self.session.document.at_their_fields(missing);
        let told = std::mem::replace(&mut self.drawing.pictured.problems, problems);
        if self.session.pictures.is_empty() && pictures.is_empty() && told == self.drawing.pictured.problems {
            return;
        }
        self.session.pictures = Arc::new(pictures);
        let document = &mut self.session.document;
        document.problems.retain(|problem| !told.contains(problem));
        document.problems.extend(self.drawing.pictured.problems.iter().cloned());
        self.drawing.ordered = None;
    }

    /// Problems of a text with those of its pictures.
    pub(super) fn with_pictures(&self, mut problems: Vec<Problem>) -> Vec<Problem> {
        problems.extend(self.drawing.pictured.problems.iter().cloned());
        problems
    }
}
