//! A vault that lies in a folder: its notes by their paths in it, and what of it was not read. Opens no folder.

use std::path::Path;

use super::super::failure::Failure;
use super::super::format::{Input, Options, Read};
use super::super::records::InputFile;
use super::super::report::{At, Report, Unit};
use super::{VAULT, notes};
use crate::problem::{Problem, codes};
use crate::progress::{Cancelled, Progress};

/// The notes of a folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct VaultFolder {
    /// Path in the folder and content of each.
    pub(crate) notes: Vec<(String, Vec<u8>)>,
    /// Those that were not read, each with why.
    pub(crate) left_out: Vec<(String, String)>,
}

impl VaultFolder {
    /// The one source that it is, by the path of the folder.
    ///
    /// # Errors
    /// [`Cancelled`] if a person asked to stop.
    pub(crate) fn file(&self, path: &Path, progress: &Progress) -> Result<InputFile, Cancelled> {
        let notes = self.notes.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        InputFile::of_folder(path, notes, progress)
    }

    /// Reads its notes. Those that are not there to be read are refused records.
    ///
    /// # Errors
    /// A limit, no note at all, or that a person asked to stop.
    pub(crate) fn read(&self, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        let mut report = Report::new(VAULT);
        if !self.left_out.is_empty() {
            let part = report.part("", Unit::Element, "file");
            for (number, (path, why)) in (1..).zip(&self.left_out) {
                let record = report.open(At { part, number, offset: 0 });
                report.refused(record, &format!("{path}: {why}"));
            }
        }
        if self.notes.is_empty() {
            let problem = Problem::error(codes::EMPTY, "there are no notes in this folder");
            return Err(problem.with_help("a note is a file whose name ends in `.md`").into());
        }
        let inputs: Vec<Input<'_>> = self.notes.iter().map(|(name, bytes)| Input { name, bytes }).collect();
        notes(&inputs, true, report, options, progress)
    }
}
