//! Formats that dossiers are written in, behind [`WRITERS`]. Each writes the columns that [`columns`] tells of the model,
//! and says in numbers what it has no place for. Nothing here opens a file.

pub(super) mod columns;
pub(super) mod csv_pair;
mod cytoscape;
pub(super) mod derived;
mod dot;
mod ftm;
mod gexf;
mod gml;
mod graphml;
mod json;
mod lost;
pub(super) mod network;
mod node_link;
pub(super) mod notation;
mod pajek;
pub(super) mod sheets;
mod xlsx;
mod xml;

use crate::dossier::model::Dossier;
use crate::progress::{Cancelled, Progress};

use super::failure::Failure;
use super::rdf;

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

/// All formats that are written, the fullest first.
pub(crate) const WRITERS: &[&dyn Writer] = &[
    &xlsx::Xlsx,
    &graphml::GraphMl,
    &gexf::Gexf,
    &csv_pair::CsvPair,
    &node_link::NodeLink,
    &cytoscape::Cytoscape,
    &gml::Gml,
    &rdf::TurtleWriter,
    &ftm::FollowTheMoney,
    &dot::Dot,
    &pajek::Pajek,
];

/// The writer of this name.
pub(crate) fn writer(name: &str) -> Option<&'static dyn Writer> {
    WRITERS.iter().find(|writer| writer.name() == name).copied()
}

/// The first writer of files with the extension of this name.
pub(crate) fn writer_of(name: &str) -> Option<&'static dyn Writer> {
    let name = name.to_lowercase();
    let has = |extension: &&str| name.strip_suffix(*extension).is_some_and(|rest| rest.ends_with('.'));
    WRITERS.iter().find(|writer| writer.extensions().iter().any(|e| has(&e))).copied()
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
