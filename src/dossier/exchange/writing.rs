//! Formats that dossiers are written in, behind [`WRITERS`](super::WRITERS). Each writes the columns that [`columns`] tells of the model,
//! and says in numbers what it has no place for. Nothing here opens a file.

pub(super) mod columns;
pub(super) mod csv_pair;
pub(super) mod cytoscape;
pub(super) mod derived;
pub(super) mod dot;
pub(super) mod ftm;
pub(super) mod gexf;
pub(super) mod gml;
pub(super) mod graphml;
mod json;
mod lost;
pub(super) mod network;
pub(super) mod node_link;
pub(super) mod notation;
pub(super) mod pajek;
pub(super) mod sheets;
pub(super) mod xlsx;
mod xml;

use crate::dossier::model::Dossier;
use crate::progress::{Cancelled, Progress};

use super::failure::Failure;

/// What stands in the dossier and has no place in a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lost {
    /// A sentence without a full stop.
    pub(crate) what: String,
    /// How often.
    pub(crate) count: usize,
    /// The first few, by id.
    pub(crate) first: Vec<String>,
}

/// A file that is written; most formats have one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrittenFile {
    /// What stands before the extension after the name that was asked for: empty or `-edges`.
    pub(crate) suffix: &'static str,
    /// All of it.
    pub(crate) bytes: Vec<u8>,
}

/// What became of a dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// The files, the main one first.
    pub(crate) files: Vec<WrittenFile>,
    /// What is not in them.
    pub(crate) lost: Vec<Lost>,
}

impl Written {
    /// One file.
    fn one(bytes: Vec<u8>, lost: Vec<Lost>) -> Self {
        Written { files: vec![WrittenFile { suffix: "", bytes }], lost }
    }
}

/// What a person can say of how a dossier is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct WriteOptions {
    /// Spreadsheet formulas are not defused.
    pub(crate) raw: bool,
}

/// A format that dossiers are written in.
pub(crate) trait Writer: Sync {
    /// Name as `--to` takes it; the same as the reader's.
    fn name(&self) -> &'static str;
    /// Name for people: `GraphML`.
    fn title(&self) -> &'static str;
    /// Extensions of its files, in lower case, without the dot; the first is the usual one.
    fn extensions(&self) -> &'static [&'static str];
    /// Writes a dossier. The same dossier gives the same bytes.
    ///
    /// # Errors
    /// That a person asked to stop, or that the dossier is larger than the format allows.
    fn write(&self, dossier: &Dossier, options: &WriteOptions, progress: &Progress) -> Result<Written, Failure>;
}

/// What writers call themselves in files that ask for a creator.
pub(super) const CREATOR: &str = "Chancery";

/// Says how far a writer is, not too often.
struct Steps<'a> {
    progress: &'a Progress,
    total: usize,
    done: usize,
}

impl<'a> Steps<'a> {
    /// How many records lie between two reports.
    const EVERY: usize = 512;

    /// Over so many records.
    fn new(progress: &'a Progress, total: usize) -> Self {
        Steps { progress, total: total.max(1), done: 0 }
    }

    /// One more record is written.
    fn step(&mut self) -> Result<(), Cancelled> {
        self.done += 1;
        if !self.done.is_multiple_of(Self::EVERY) {
            return Ok(());
        }
        self.progress.report((self.done as f32 / self.total as f32).min(1.0))
    }
}

#[cfg(test)]
mod tests;
