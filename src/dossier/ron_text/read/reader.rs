//! What every record reader needs at hand: where problems go, which known word is nearest to an
//! unknown one, and ids shared between the records that name them. Knows no record.

use std::collections::HashSet;
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::dossier::ron_text::file_text::FileText;
use crate::dossier::ron_text::nearest::Nearest;
use crate::dossier::ron_text::problems::Problems;
use crate::problem::{Problem, Subject};

/// Carried from record to record.
pub(crate) struct Reader<'p> {
    pub(crate) problems: &'p mut Problems,
    pub(super) nearest: Nearest,
    /// Ids of sources that were cited, and no id, each once.
    ids: HashSet<Arc<str>, RandomState>,
}

impl<'p> Reader<'p> {
    pub(super) fn new(problems: &'p mut Problems) -> Self {
        Reader { problems, nearest: Nearest::default(), ids: HashSet::default() }
    }

    /// Reports a problem at bytes of a file.
    pub(crate) fn at(&mut self, file: &FileText, bytes: (usize, usize), subject: Option<Subject>, problem: Problem) {
        self.problems.at(file, bytes, subject, problem);
    }

    /// An id, shared with those that were read before.
    pub(super) fn shared(&mut self, id: &str) -> Arc<str> {
        if let Some(known) = self.ids.get(id) {
            return Arc::clone(known);
        }
        let new: Arc<str> = id.into();
        self.ids.insert(Arc::clone(&new));
        new
    }
}
