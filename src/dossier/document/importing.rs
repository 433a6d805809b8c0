//! Files of other programs: opened as dossiers to look at, and made into dossiers with a text of their own, so that
//! they can be edited and saved. Reading such files is the exchange's; where they are saved is not decided here.

use std::path::Path;

use super::{Document, Edit, empty, nothing, open_texts};
use crate::dossier::compare;
use crate::dossier::edit::{Change, InsertAt};
use crate::dossier::exchange::{
    self, Failure, Format, Input, InputFile, Options, READING_AND_MAPPING, Read, VaultFolder,
};
use crate::dossier::model::{Dossier, Vocabulary};
use crate::dossier::storage::{Tree, Unread};
use crate::dossier::{ron_text, storage};
use crate::problem::{Problem, Severity, printable};
use crate::progress::{Cancelled, Progress};
use crate::wording::counted;

/// Why a dossier cannot be saved, whatever the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unsaveable(String);

impl std::fmt::Display for Unsaveable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Document {
    /// Whether it is another program's graph, which has no text to be saved before it is made into a
    /// dossier.
    pub(crate) fn is_imported(&self) -> bool {
        self.imported && self.texts.is_empty() && !self.has_errors()
    }

    /// Why it cannot be edited, if it is read-only; without a full stop.
    pub(crate) fn why_read_only(&self) -> String {
        let errors = self.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        match self.problems.first() {
            Some(first) if errors == 0 && !self.is_imported() => printable(&first.message),
            // What was guessed or left out of another program's file is told, and is not why.
            _ if errors == 0 => "save this graph as a dossier (.ron) to edit it".to_owned(),
            _ => format!("the file has {}; the rest is shown", counted(errors, "error", "errors")),
        }
    }

    /// Why it cannot be saved anywhere: it was not read whole, so that something would be lost.
    pub(crate) fn unsaveable(&self) -> Option<Unsaveable> {
        if !self.read_only || self.is_imported() {
            return None;
        }
        let why = self.problems.iter().max_by_key(|problem| problem.severity).map(|problem| match &problem.place {
            Some(place) => format!("{place}: {}", problem.message),
            None => problem.message.clone(),
        });
        let why = why.unwrap_or_else(|| "it has no text".to_owned());
        let text = format!("This file is read-only, because it could not be read completely ({why}); fix it first");
        Some(Unsaveable(printable(&text)))
    }

    fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }
}

/// How much of the work is hashing a file, or reading a folder.
const BEFORE: f32 = 0.1;

/// What was read, and what was refused, guessed and left out, with places.
type Found = Result<(Dossier, Vec<Problem>), Failure>;

/// A file of more bytes is put away while records are made of it: that costs reading it again where its report names places.
const LARGE: usize = 16 << 20;

/// The bytes of a file and, unless they come from a pipe, a way to read them again.
pub(super) struct Bytes<'a> {
    pub(super) bytes: Vec<u8>,
    pub(super) again: Option<&'a dyn Fn() -> Option<Vec<u8>>>,
}

impl Bytes<'_> {
    /// Lets go of what can be read once more: beside the records that are made of it, it would only take memory.
    fn put_away(&mut self) {
        if self.again.is_some() && self.bytes.len() > LARGE {
            self.bytes = Vec::new();
        }
    }

    /// What was put away, if the file still holds the same.
    fn fetch(self, file: &InputFile) -> Option<Vec<u8>> {
        match self.again.filter(|_| self.bytes.is_empty()) {
            Some(again) => again().filter(|bytes| InputFile::of(Path::new(&file.shown), bytes).hash == file.hash),
            None => Some(self.bytes),
        }
    }
}

/// Reads a file by a format.
fn read(path: &Path, mut bytes: Bytes<'_>, format: &dyn Format, progress: &Progress) -> Found {
    let file = InputFile::watched(path, &bytes.bytes, &progress.part(0.0, BEFORE))?;
    let [reading, mapping] = parts(&progress.part(BEFORE, 1.0));
    let input = Input { name: &file.shown, bytes: &bytes.bytes };
    if let Some(conflict) = exchange::conflict(&input) {
        return Err(conflict.into());
    }
    let mut read = format.read(&input, &Options::default(), &reading)?;
    if let Some(problem) = exchange::nothing_taken(&read.report, &[input]) {
        return Err(problem.into());
    }
    bytes.put_away();
    let dossier = exchange::dossier(&mut read, std::slice::from_ref(&file), vocabulary(), &mapping)?;
    let Read { graphs, report, .. } = read;
    drop(graphs);
    // Only problems with a place need the text to show it. Where the file was changed meanwhile, they are told without.
    let bytes = if report.has_places() { bytes.fetch(&file) } else { None };
    let input = Input { name: &file.shown, bytes: bytes.as_deref().unwrap_or_default() };
    Ok((dossier, exchange::problems(&report, &[input])))
}

/// The notes of a folder and of those in it, as they stand there.
///
/// # Errors
/// That it cannot be read, or that a person asked to stop.
pub(crate) fn notes_in(folder: &Path, progress: &Progress) -> Result<VaultFolder, Failure> {
    let Tree { files, left_out } =
        storage::read_tree(folder, &exchange::is_note, progress).map_err(|unread| match unread {
            Unread::Wrong(problem) => Failure::Wrong(problem),
            Unread::Cancelled => Failure::Cancelled,
        })?;
    Ok(VaultFolder { notes: files, left_out })
}

/// Reads a folder of notes.
fn read_folder(folder: &Path, progress: &Progress) -> Found {
    let vault = notes_in(folder, &progress.part(0.0, BEFORE))?;
    let file = vault.file(folder, &progress.part(BEFORE, 2.0 * BEFORE))?;
    let inputs: Vec<Input<'_>> = vault.notes.iter().map(|(name, bytes)| Input { name, bytes }).collect();
    let [reading, mapping] = parts(&progress.part(2.0 * BEFORE, 1.0));
    let mut read = vault.read(&Options::default(), &reading)?;
    if let Some(problem) = exchange::nothing_taken(&read.report, &inputs) {
        return Err(problem.into());
    }
    let dossier = exchange::dossier(&mut read, &[file], vocabulary(), &mapping)?;
    Ok((dossier, exchange::problems(&read.report, &inputs)))
}

/// How far reading and making records are.
fn parts(progress: &Progress) -> [Progress; 2] {
    READING_AND_MAPPING.map(|(from, to)| progress.part(from, to))
}

fn vocabulary() -> Vocabulary {
    Vocabulary::clone(ron_text::built_in_vocabulary())
}

/// A file of another program. It cannot be saved over: the format would not hold what a dossier does.
///
/// # Errors
/// [`Cancelled`] if a person asked to stop.
pub(super) fn imported(
    path: &Path,
    bytes: Bytes<'_>,
    format: &dyn Format,
    progress: &Progress,
) -> Result<Document, Cancelled> {
    document(path, read(path, bytes, format, progress))
}

/// A folder of notes, likewise.
///
/// # Errors
/// As [`imported`].
pub(super) fn imported_folder(folder: &Path, progress: &Progress) -> Result<Document, Cancelled> {
    document(folder, read_folder(folder, progress))
}

fn document(path: &Path, found: Found) -> Result<Document, Cancelled> {
    match found {
        Ok((dossier, problems)) => {
            let document = Document::without_text(dossier, problems);
            Ok(Document { path: Some(path.to_owned()), imported: true, ..document })
        }
        Err(Failure::Wrong(problem)) => Ok(nothing(Some(path), problem)),
        Err(Failure::Cancelled) => Err(Cancelled),
    }
}

/// Whether a folder has notes in it, and is read as they are.
pub(super) fn is_folder_of_notes(path: &Path) -> bool {
    storage::is_folder(path) && storage::has_in_tree(path, &exchange::is_note)
}

/// A text that says what a dossier says. Takes as long as writing every record once.
///
/// # Errors
/// What cannot be said in a text, or that it would be larger than can be opened again.
pub(crate) fn text_of(dossier: &Dossier) -> Result<String, Unsaveable> {
    ron_text::whole(dossier, storage::MAX_FILE).map_err(|why| cannot(&why))
}

/// A dossier with a text of its own that says what this one says.
///
/// # Errors
/// As [`text_of`].
pub(crate) fn with_text(dossier: &Dossier) -> Result<Document, Unsaveable> {
    Ok(open_texts(&[("untitled.ron", &text_of(dossier)?)]))
}

/// A new dossier that says what this one says, by one step of this name that can be undone and is not saved yet; and
/// the changes of that step.
///
/// # Errors
/// What cannot be said in a text.
pub(crate) fn as_new(dossier: &Dossier, step: &str) -> Result<(Document, Vec<Change>), Unsaveable> {
    let changes = changes_to(dossier);
    let made = made(changes.clone(), step)?;
    verify(dossier, &made.text(0).unwrap_or_default())?;
    Ok((made, changes))
}

/// Whether a file is another program's, by what it holds, or a folder one of notes. What cannot be read is not: whoever
/// opens it tells why.
pub(crate) fn is_foreign(path: &Path) -> bool {
    let is_foreign_file = || storage::read_limited(path).is_ok_and(|bytes| exchange::of_file(path, &bytes).is_some());
    !path.to_string_lossy().starts_with(super::EXAMPLE_PREFIX) && (is_foreign_file() || is_folder_of_notes(path))
}

fn cannot(why: &str) -> Unsaveable {
    Unsaveable(format!("this graph cannot be made into a dossier: {why}"))
}

/// The changes that make an empty dossier say what this one says.
fn changes_to(dossier: &Dossier) -> Vec<Change> {
    let nothing = empty();
    let entities = dossier.needed_entity_kinds().into_iter().cloned();
    let relations = dossier.needed_relation_kinds().into_iter().cloned();
    let entities = entities.map(|kind| Change::SetEntityKind { kind, place: InsertAt::default() });
    let relations = relations.map(|kind| Change::SetRelationKind { kind, place: InsertAt::default() });
    let mut changes: Vec<Change> = entities.chain(relations).collect();
    changes.extend(compare::merge(&nothing.dossier, &nothing.dossier, dossier).changes);
    changes
}

/// The dossier that changes make of nothing, by one step of this name.
fn made(changes: Vec<Change>, step: &str) -> Result<Document, Unsaveable> {
    let mut made = empty();
    made.apply(Edit { name: step.to_owned(), changes }).map_err(|refusal| cannot(&refusal.to_string()))?;
    Ok(made)
}

/// Whether a text says what this one says.
fn verify(dossier: &Dossier, text: &str) -> Result<(), Unsaveable> {
    let mut fresh = open_texts(&[("untitled.ron", text)]);
    if fresh.read_only {
        return Err(cannot("its text would have errors"));
    }
    // The graph has no version of our format; its text has.
    fresh.dossier.format = dossier.format;
    let difference = compare::diff(dossier, &fresh.dossier);
    let parts = [&difference.entities, &difference.relations, &difference.sources];
    if !difference.dossier.is_empty() || parts.iter().any(|part| !part.is_empty()) {
        return Err(cannot("its text would not match it"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::open;
    use super::*;
    use crate::dossier::storage::write_atomic;

    #[test]
    fn a_file_of_which_nothing_can_be_taken_in_is_an_error_and_an_empty_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let errors = |name: &str, text: &str| {
            let path = folder.path().join(name);
            write_atomic(&path, text.as_bytes()).unwrap();
            let document = open(&path);
            document.problems.iter().filter(|problem| problem.severity == Severity::Error).count()
        };
        assert_eq!(errors("a.csv", "source,target\n,\n,Bert\n"), 1);
        assert_eq!(errors("b.csv", "source,target\n,Bert\nAnna,Bert\n"), 0);
        assert_eq!(errors("c.csv", "source,target\n"), 0);
        assert_eq!(errors("d.gml", "graph [ ]"), 0);
    }

    #[test]
    fn what_was_left_out_of_another_programs_file_is_not_why_it_is_read_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let why = |text: &str| {
            write_atomic(&path, text.as_bytes()).unwrap();
            let document = open(&path);
            assert!(document.read_only && !document.problems.is_empty());
            document.why_read_only()
        };
        assert_eq!(
            why("source,target,weight\nAnna,,2\nBert,Cleo,1\n"),
            "save this graph as a dossier (.ron) to edit it"
        );
        assert_eq!(why("source,target\n\"Anna,Bert\n"), "the file has 1 error; the rest is shown");
    }

    #[test]
    fn a_large_file_is_put_away_and_read_again_only_while_it_is_the_same() {
        let fetched = |length: usize, again: Option<&dyn Fn() -> Option<Vec<u8>>>| {
            let whole = vec![b'x'; length];
            let file = InputFile::of(Path::new("x.csv"), &whole);
            let mut bytes = Bytes { bytes: whole, again };
            bytes.put_away();
            (bytes.bytes.len(), bytes.fetch(&file).map(|bytes| bytes.len()))
        };
        let same = || Some(vec![b'x'; LARGE + 1]);
        assert_eq!(fetched(LARGE + 1, Some(&same)), (0, Some(LARGE + 1)));
        assert_eq!(fetched(LARGE + 1, Some(&|| Some(b"changed".to_vec()))), (0, None));
        assert_eq!(fetched(LARGE + 1, Some(&|| None)), (0, None), "it is gone");
        assert_eq!(fetched(LARGE + 1, None), (LARGE + 1, Some(LARGE + 1)), "a pipe comes once");
        assert_eq!(fetched(3, Some(&|| None)), (3, Some(3)), "a small file is kept");
    }

    #[test]
    fn a_folder_of_notes_is_opened_as_one_source() {
        let folder = tempfile::tempdir().unwrap();
        let vault = folder.path().join("Field notes");
        for (name, text) in [
            ("People/Anna.md", "---\ntype: person\n---\n# Anna\n\nKnows [[Bert]] well.\n"),
            ("Bert.md", "Works with [[Nobody]].\n"),
            (".obsidian/app.md", "[[Anna]]"),
        ] {
            storage::create_folder(vault.join(name).parent().unwrap()).unwrap();
            write_atomic(&vault.join(name), text.as_bytes()).unwrap();
        }
        assert!(is_foreign(&vault));
        let opened = open(&vault);
        assert!(opened.is_imported() && opened.unsaveable().is_none(), "{:?}", opened.problems);
        let dossier = &opened.dossier;
        assert_eq!((dossier.entity_count(), dossier.relation_count(), dossier.sources.len()), (3, 2, 1));
        let source = &dossier.sources[0];
        assert_eq!((source.title.as_deref(), dossier.title.as_str()), (Some("Field notes"), "Field notes"));
        let claim = &dossier.entity_by_id("Anna").unwrap().claims[0];
        assert_eq!((&claim.source, claim.at.as_deref()), (&source.id, Some("“People/Anna.md”, line 1")));
        let tie = dossier.relations().find(|(.., relation)| relation.from.as_str() == "Anna").unwrap().3;
        assert_eq!(tie.claims[0].at.as_deref(), Some("“People/Anna.md”, line 6"));
        let empty = folder.path().join("empty");
        storage::create_folder(&empty).unwrap();
        assert!(!is_foreign(&empty));
        assert!(open(&empty).problems[0].message.contains("is a folder"), "{:?}", open(&empty).problems);
    }

    #[test]
    fn opening_can_be_stopped_and_says_how_far_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        write_atomic(&path, b"source,target\na,b\n").unwrap();
        let stopped = Progress::new();
        stopped.cancel();
        assert!(matches!(super::super::open_watched(&path, &stopped), Err(Cancelled)));
        let progress = Progress::new();
        let opened = super::super::open_watched(&path, &progress).unwrap();
        assert_eq!(opened.dossier.relation_count(), 1);
        assert!(progress.done() > 0.9, "{}", progress.done());
    }

    #[test]
    fn graphs_of_other_programs_become_dossiers_that_say_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let graphml = "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"><graph edgedefault=\"undirected\">\
                       <node id=\"n0\"/><node id=\"n1\"/><edge source=\"n0\" target=\"n1\"/></graph></graphml>";
        for (name, text) in
            [("a.csv", "source,target,weight\nAnna,Bert,2.5\nBert,Cleo,1\nAnna,Cleo,0.5\n"), ("b.graphml", graphml)]
        {
            let path = folder.path().join(name);
            write_atomic(&path, text.as_bytes()).unwrap();
            let imported = open(&path);
            assert!(imported.is_imported() && imported.unsaveable().is_none(), "{:?}", imported.problems);
            let made = with_text(&imported.dossier).unwrap();
            assert!(!made.is_changed() && !made.read_only, "{:?}", made.problems);
            // That nobody says so yet is a note.
            assert!(made.problems.iter().all(|p| p.severity == Severity::Note), "{:?}", made.problems);
            assert_eq!(made.dossier.entity_count(), imported.dossier.entity_count());
            assert_eq!(made.dossier.relation_count(), imported.dossier.relation_count());
        }
        let path = folder.path().join("blank.csv");
        write_atomic(&path, b"source,target\nAnna K,Bert\n").unwrap();
        let made = with_text(&open(&path).dossier).unwrap();
        let anna = made.dossier.entity_by_id("anna-k").unwrap();
        assert_eq!(anna.name, "Anna K", "what a dossier cannot have as an id is a name");
        for (name, text) in [("c.graphml", "<graphml><graph></node>"), ("d.ron", "Dossier(format: 1, entities: [(")] {
            let path = folder.path().join(name);
            write_atomic(&path, text.as_bytes()).unwrap();
            let broken = open(&path);
            assert!(!broken.is_imported());
            assert!(broken.unsaveable().unwrap().to_string().contains(name), "{:?}", broken.unsaveable());
        }
    }
}
