//! A report of what is shown, written off the frame: what it is of, and the files that it goes into. What a report says is
//! `picture::brief`'s; which file is asked for elsewhere.

use std::path::Path;
use std::sync::Arc;

use super::recipe::why_undrawn;
use crate::dossier::document::Snapshot;
use crate::dossier::storage;
use crate::picture::brief::{self, Brief};
use crate::picture::figure::{FIGURES, FigureSubject, Request};
use crate::picture::pictures::Pictures;
use crate::problem::Problem;
use crate::progress::Progress;
use crate::window::session::Session;

/// A report to be written, with what it is of.
pub(crate) struct Report {
    request: Request,
    snapshot: Arc<Snapshot>,
    pictures: Arc<Pictures>,
}

impl Report {
    /// A report of what the session shows now.
    pub(super) fn new(session: &Session) -> Self {
        let request = Request { settings: session.look.clone(), ..Request::new(FIGURES[0]) };
        Report { request, snapshot: session.document.snapshot(), pictures: Arc::clone(&session.pictures) }
    }

    /// Writes it in the format that the name of the file asks for; yields what there is to say of it.
    pub(super) fn write(&self, path: &Path) -> Result<String, String> {
        let format = brief::of_file(path).map_err(|problem| problem.message)?;
        let subject = FigureSubject::new(self.snapshot.dossier(), &self.pictures);
        let brief = Brief::of(&self.request, subject, &Progress::new()).map_err(why_undrawn)?;
        let problem = |problem: Problem| problem.message;
        let files = brief.files(format, path, true).map_err(problem)?;
        files.iter().filter(|(file, _)| file != path).try_for_each(|(figure, _)| keep_others(figure))?;
        let mut notes = Vec::new();
        for (file, bytes) in files {
            notes.extend(storage::write_atomic(&file, &bytes).map_err(problem)?);
        }
        let saved = format!("Report saved to {}", path.display());
        Ok(std::iter::once(saved).chain(notes).collect::<Vec<_>>().join("\n"))
    }
}

/// Refuses to replace a picture that somebody else made: nobody was asked about it.
fn keep_others(figure: &Path) -> Result<(), String> {
    let Ok(before) = storage::read_named(figure) else { return Ok(()) };
    if String::from_utf8_lossy(&before).contains("Chancery ") {
        return Ok(());
    }
    let name = figure.file_name().unwrap_or_default().to_string_lossy();
    Err(format!("The figure would replace {name}, which Chancery did not make. Choose another name for the report."))
}
