//! Files that were read as sources of a dossier, so that each record says where it comes from.

use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::super::graph::Graph;
use super::super::report::{NoteKind, Report};
use super::ids::FreshIds;
use crate::dossier::model::{Date, Source, SourceId};
use crate::progress::{Cancelled, Progress};

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InputFile {
    /// Its path as the report's parts and places call it.
    pub(crate) shown: String,
    /// Its name.
    pub(crate) name: String,
    /// SHA-256 of its bytes, in hexadecimal. Of a folder, that of the list of its files that `sha256sum` writes.
    pub(crate) hash: String,
}

/// How many bytes are hashed at once.
const PIECE: usize = 1 << 20;

impl InputFile {
    /// A file by its path and bytes.
    pub(crate) fn of(path: &Path, bytes: &[u8]) -> Self {
        Self::with_hash(path, format!("{:x}", Sha256::digest(bytes)))
    }

    /// The same for a file that may be large.
    ///
    /// # Errors
    /// [`Cancelled`] if a person asked to stop.
    pub(crate) fn watched(path: &Path, bytes: &[u8], progress: &Progress) -> Result<Self, Cancelled> {
        let mut hash = Sha256::new();
        for (number, piece) in bytes.chunks(PIECE).enumerate() {
            progress.report((number * PIECE) as f32 / bytes.len() as f32)?;
            hash.update(piece);
        }
        Ok(Self::with_hash(path, format!("{:x}", hash.finalize())))
    }

    /// A folder by its path, and the paths in it and bytes of its files.
    ///
    /// # Errors
    /// [`Cancelled`] if a person asked to stop.
    pub(crate) fn of_folder<'f>(
        path: &Path,
        files: impl ExactSizeIterator<Item = (&'f str, &'f [u8])>,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let (mut list, count) = (Sha256::new(), files.len());
        for (number, (name, bytes)) in files.enumerate() {
            progress.report(number as f32 / count as f32)?;
            list.update(format!("{:x}  {name}\n", Sha256::digest(bytes)));
        }
        let folder = Self::with_hash(path, format!("{:x}", list.finalize()));
        let name = if folder.name.is_empty() { "notes".to_owned() } else { folder.name };
        Ok(InputFile { name, ..folder })
    }

    fn with_hash(path: &Path, hash: String) -> Self {
        // A path such as `..` has no name.
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        InputFile { shown: path.to_string_lossy().into_owned(), name, hash }
    }
}

/// Most of what a file says of itself that is kept beside title, creator, licence and date.
const MOST_OTHERS: usize = 20;

/// The sources of an import.
#[derive(Debug)]
pub(super) struct Sources {
    records: Vec<Source>,
    /// Path and name of each file.
    files: Vec<[String; 2]>,
    /// For each part of the input, the number of the file that it is of.
    parts: Vec<usize>,
}

impl Sources {
    /// One a file. What the file says of itself is told with the first.
    pub(super) fn of(files: &[InputFile], graphs: &[Graph], report: &mut Report) -> Self {
        let mut ids = FreshIds::default();
        let mut records: Vec<Source> = files.iter().map(|file| source(file, &mut ids, report.format)).collect();
        for (number, graph) in graphs.iter().enumerate() {
            match records.first_mut() {
                Some(first) if number == 0 => tell(first, graph, report),
                Some(_) | None => left_out(number, graphs, report),
            }
        }
        let files_named = files.iter().map(|file| [file.shown.clone(), file.name.clone()]).collect();
        let parts = report.parts().iter().map(|part| usize::from(part.file)).collect();
        Sources { records, files: files_named, parts }
    }

    /// The source of what stands in a part of the input: its file, or the one for all of them.
    pub(super) fn of_part(&self, part: u16) -> SourceId {
        let file = self.parts.get(usize::from(part)).copied().filter(|_| self.records.len() > 1).unwrap_or(0);
        self.records.get(file).map(|source| source.id.clone()).unwrap_or_default()
    }

    /// The name of a part of the input, where that is the name of its file.
    pub(super) fn place_in_file<'r>(&self, part: u16, report: &'r Report) -> Option<&'r str> {
        let name = report.parts().get(usize::from(part)).map(|part| part.name.as_str())?;
        let file = self.parts.get(usize::from(part)).and_then(|file| self.files.get(*file))?;
        // A sheet of one of several files is called after both.
        file.iter().find_map(|file| name.strip_prefix(file.as_str()).map(|_| &name[..file.len()]))
    }

    /// The records.
    pub(super) fn into_records(self) -> Vec<Source> {
        self.records
    }
}

fn source(file: &InputFile, ids: &mut FreshIds, format: &str) -> Source {
    let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
    let mut source = Source::new(ids.give("", if stem.is_empty() { "import" } else { stem }).as_str());
    source.title = Some(file.name.clone());
    source.note = Some(format!("Read as {format}; SHA-256 {}", file.hash));
    source
}

/// What a file says of itself.
fn tell(source: &mut Source, graph: &Graph, report: &mut Report) {
    let meta = &graph.meta;
    let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    if let Some(title) = said(&meta.title) {
        source.section = source.title.replace(title);
    }
    source.author = said(&meta.creator);
    source.licence = said(&meta.licence);
    source.published = Date::parse(meta.date.trim()).ok();
    for (key, value) in meta.others.iter().skip(MOST_OTHERS) {
        note_fact(report, "", key, value);
    }
    let others = meta.others.iter().take(MOST_OTHERS).map(|(key, value)| format!("{key}: {value}"));
    let date = said(&meta.date).filter(|_| source.published.is_none()).map(|date| format!("date: {date}"));
    for line in date.into_iter().chain(others) {
        source.note = Some(format!("{}\n{line}", source.note.as_deref().unwrap_or_default()));
    }
}

/// What another graph of the file says of itself has no source of its own: it is noted.
fn left_out(number: usize, graphs: &[Graph], report: &mut Report) {
    let (Some(Graph { meta, .. }), Some(Graph { meta: first, .. })) = (graphs.get(number), graphs.first()) else {
        return;
    };
    // The first title and the first description are those of the dossier.
    let is_first = |text: fn(&Graph) -> &str| {
        graphs.iter().position(|graph| !text(graph).trim().is_empty()).is_none_or(|at| at == number)
    };
    let blank = String::new();
    let title = if is_first(|graph| &graph.meta.title) { &blank } else { &meta.title };
    let description = if is_first(|graph| &graph.meta.description) { &blank } else { &meta.description };
    let of = format!("graph {}, ", number + 1);
    let facts = [
        ("title", title, &first.title),
        ("description", description, &first.description),
        ("author", &meta.creator, &first.creator),
        ("licence", &meta.licence, &first.licence),
        ("date", &meta.date, &first.date),
    ];
    // Some formats tell of all graphs of a file at once.
    let facts = facts.into_iter().filter(|(_, value, first)| value != first).map(|(key, value, _)| (key, value));
    let others = meta.others.iter().map(|(key, value)| (key.as_str(), value));
    for (key, value) in facts.chain(others).filter(|(_, value)| !value.trim().is_empty()) {
        note_fact(report, &of, key, value);
    }
}

/// Notes a fact that is not kept.
fn note_fact(report: &mut Report, of: &str, key: &str, value: &str) {
    let cut = |text: &str| text.chars().take(100).collect::<String>();
    report.note(NoteKind::LeftOut, &format!("{of}`{}`: {}", cut(key), cut(value)), None);
}
