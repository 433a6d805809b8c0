//! A figure that is to be drawn off the frame, with what it is of: whoever waits for a file name, or for
//! a thread, holds it meanwhile. What is asked of the person is not known here.

use std::path::Path;
use std::sync::Arc;

use crate::dossier::document::Snapshot;
use crate::dossier::storage;
use crate::picture::figure::{FigureSubject, Request, Undrawn};
use crate::picture::pictures::Pictures;
use crate::progress::Progress;
use crate::window::session::Session;

/// A figure to be drawn off the frame, with what it is of.
pub(crate) struct Recipe {
    request: Request,
    snapshot: Arc<Snapshot>,
    pictures: Arc<Pictures>,
}

impl Recipe {
    /// A figure of what the session shows now.
    pub(super) fn new(request: Request, session: &Session) -> Self {
        Recipe { request, snapshot: session.document.snapshot(), pictures: Arc::clone(&session.pictures) }
    }

    /// Whether it can be drawn at all.
    ///
    /// # Errors
    /// Why not, as a sentence.
    pub(super) fn check(&self) -> Result<(), String> {
        self.request.check().map_err(|problem| problem.message)
    }

    /// What its files end with.
    pub(super) fn extension(&self) -> &'static str {
        self.request.format.extension()
    }

    /// Draws it and writes it to a file; yields what there is to say of it.
    pub(super) fn write(&self, path: &Path) -> Result<String, String> {
        let notes = storage::write_atomic(path, &self.bytes()?).map_err(|problem| problem.message)?;
        let saved = format!("Figure saved to {}", path.display());
        Ok(std::iter::once(saved).chain(notes).collect::<Vec<_>>().join("\n"))
    }

    /// Draws it.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, String> {
        let subject = FigureSubject::new(self.snapshot.dossier(), &self.pictures);
        let drawn = self.request.draw(subject, &Progress::new());
        drawn.map(|drawn| drawn.bytes).map_err(why_undrawn)
    }
}

/// Why nothing was drawn, as a sentence.
pub(super) fn why_undrawn(undrawn: Undrawn) -> String {
    undrawn.told().unwrap_or_else(|| "The export was cancelled.".to_owned())
}
