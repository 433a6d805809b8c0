//! Other programs' formats, one file each behind [`FORMATS`]. What is read is a [`Graph`](graph::Graph) with all that
//! the file says, and a report of what became of each record. Nothing here opens a file or knows how a graph is drawn.

mod anx;
mod bare;
mod cells;
mod dl;
mod dot;
mod encoding;
mod failure;
mod fault;
mod format;
mod fuzzing;
mod gexf;
mod gml;
mod graph;
mod graphml;
mod join;
mod json;
mod limits;
mod matrix_market;
mod mtgx;
mod own;
mod pajek;
mod preview;
mod rdf;
mod records;
mod references;
mod report;
mod stix;
mod table;
mod texts;
mod told;
mod value;
mod vault;
mod workbook;
mod writers;
pub(crate) mod writing;
mod xml;

pub(crate) use bare::{Bare, Ids};
pub(crate) use cells::{cell, text_of_cell};
pub(crate) use failure::Failure;
pub(crate) use format::{Format, Head, Input, Options, Read, Sure, UnknownEnds};
pub use fuzzing::{fuzz_reader, reader_names};
pub(crate) use join::{Conflict, Differing, JoinChoices, Joined, SameAs, join};
#[cfg(all(test, feature = "endpoint"))]
pub(crate) use json::ftm_edges;
#[cfg(feature = "endpoint")]
pub(crate) use json::read_entities;
pub(crate) use preview::{Account, Choices, Extent, Preview, Table, Taken, Unfit};
#[cfg(feature = "endpoint")]
pub(crate) use rdf::{Cited, Rank, Reference, read_citing};
pub(crate) use records::{InputFile, KindChoice, KindUse, READING_AND_MAPPING, dossier};
#[cfg(feature = "endpoint")]
pub(crate) use records::{Told, Witness, witnessed};
pub(crate) use report::{At, NoteKind, Report};
pub(crate) use table::{Delimiter, Role, Shape, TableChoice};
pub(crate) use told::{conflict, nothing_taken, problems};
pub(crate) use vault::{VAULT, VaultFolder, is_note};
pub(crate) use writers::{WRITERS, writer, writer_of};
pub(crate) use writing::{Lost, WriteOptions, Writer};

use std::path::Path;

use crate::progress::Progress;

/// All formats that are read. Where two are as sure of a file, the first one has it.
pub(crate) const FORMATS: &[&dyn Format] = &[
    &graphml::GraphMl,
    &gexf::Gexf,
    &dot::Dot,
    &gml::Gml,
    &pajek::Pajek,
    &dl::Dl,
    &anx::Anx,
    &mtgx::Mtgx,
    &stix::Stix,
    &workbook::Workbook,
    #[cfg(feature = "sqlite")]
    &workbook::Database,
    &json::FollowTheMoney,
    &json::NETWORKS[1],
    &json::NETWORKS[2],
    &json::NETWORKS[3],
    &json::NETWORKS[4],
    &json::NETWORKS[5],
    &json::NETWORKS[6],
    &json::NETWORKS[7],
    &json::NETWORKS[8],
    &json::NETWORKS[0],
    &json::Popolo,
    &rdf::NOTATIONS[0],
    &rdf::NOTATIONS[1],
    &rdf::NOTATIONS[2],
    &rdf::NOTATIONS[3],
    &rdf::NOTATIONS[4],
    &rdf::NOTATIONS[5],
    &vault::Vault,
    &matrix_market::MatrixMarket,
    &table::Csv,
];

/// The name of the format of tables.
pub(crate) const TABLE: &str = "csv";

/// The format of this name.
pub(crate) fn named(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().find(|f| f.name() == name).copied()
}

/// Whether files of a format have the extension of this name.
fn has_extension(format: &dyn Format, name: &str) -> bool {
    let name = name.to_lowercase();
    format.extensions().iter().any(|e| name.strip_suffix(e).is_some_and(|rest| rest.ends_with('.')))
}

/// The first format of a file by its extension.
pub(crate) fn by_extension(path: &Path) -> Option<&'static dyn Format> {
    let name = path.file_name()?.to_string_lossy();
    FORMATS.iter().find(|format| has_extension(**format, &name)).copied()
}

/// The format that a file is read by; `None` if it is a dossier. What it holds decides, and its extension where that
/// leaves a choice.
pub(crate) fn of_file(path: &Path, bytes: &[u8]) -> Option<&'static dyn Format> {
    let is_ron = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ron"));
    if is_ron || begins_like_a_dossier(bytes) {
        return None;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let by_extension = by_extension(path);
    // Under a name of no format it must be sure: a dossier with a mistake in it is told of as a dossier.
    let least = if by_extension.is_some() { Sure::Perhaps } else { Sure::Likely };
    detect(bytes, &name, least).or(by_extension)
}

/// Whether the first word is that of a dossier, after comments.
fn begins_like_a_dossier(bytes: &[u8]) -> bool {
    let mut rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    loop {
        let comment_end = match rest {
            [b'/', b'/', ..] => memchr::memchr(b'\n', rest),
            [b'/', b'*', ..] => memchr::memmem::find(rest, b"*/").map(|at| at + 1),
            _ => return rest.starts_with(b"Dossier") || rest.starts_with(b"#!["),
        };
        let Some(end) = comment_end else { return false };
        rest = rest.get(end + 1..).unwrap_or_default().trim_ascii_start();
    }
}

/// The format of a file by its content, and by its extension where the content leaves a choice; none if no format is at
/// least so sure of it.
fn detect(bytes: &[u8], name: &str, least: Sure) -> Option<&'static dyn Format> {
    let head = Head::new(bytes);
    let mut best: Option<((Sure, bool), &'static dyn Format)> = None;
    for format in FORMATS {
        let score = (format.sniff(&head), has_extension(*format, name));
        if score.0 >= least && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, *format));
        }
    }
    let found = best.map(|(_, format)| format)?;
    // A table is what nearly any text could be, and one notation of RDF may be a part of another: there the name decides.
    let named = FORMATS.iter().filter(|format| has_extension(**format, name));
    let mut rivals = named.filter(|format| found.name() == TABLE || rdf::is_terse(**format) && rdf::is_terse(found));
    let is_named = has_extension(found, name);
    Some(rivals.next().copied().filter(|_| !is_named).unwrap_or(found))
}

/// Reads files that belong together by a format; several only as tables, or as the notes of a vault.
///
/// # Errors
/// What is wrong, with its place; or that a person asked to stop.
pub(crate) fn read(
    format: &dyn Format,
    inputs: &[Input<'_>],
    options: &Options,
    progress: &Progress,
) -> Result<Read, Failure> {
    match inputs {
        [input] => format.read(input, options, progress),
        _ if format.name() == vault::VAULT => vault::read_together(inputs, options, progress),
        _ => table::read_together(inputs, options, progress),
    }
}

#[cfg(test)]
mod graph_tests;
#[cfg(test)]
mod stopping_tests;
#[cfg(test)]
mod tests;

/// Files of other programs that the tests read.
#[cfg(test)]
mod fixtures {
    const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/exchange");

    /// A file of an example.
    pub(super) fn example(path: &str) -> std::io::Result<Vec<u8>> {
        std::fs::read(format!("{}/assets/examples/{path}", env!("CARGO_MANIFEST_DIR")))
    }

    /// Writes a file for another program to read.
    pub(super) fn put(path: &str, bytes: &[u8]) {
        std::fs::write(path, bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// What the system says of this process, where it says anything.
    pub(super) fn process_status() -> String {
        std::fs::read_to_string("/proc/self/status").unwrap_or_default()
    }

    /// A file by its path in the folder of fixtures.
    pub(super) fn file(name: &str) -> Vec<u8> {
        std::fs::read(format!("{FOLDER}/{name}")).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The paths of all files in a folder of it and below, in order; none where there is no such folder.
    pub(super) fn names(folder: &str) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(format!("{FOLDER}/{folder}")) else { return Vec::new() };
        let mut out = Vec::new();
        for entry in entries.flatten() {
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() { out.extend(names(&name)) } else { out.push(name) }
        }
        out.sort();
        out
    }
}
