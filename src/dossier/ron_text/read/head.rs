//! What a file says beside its records: its format, its titles, and where its lists are.

use super::reader::Reader;
use super::record::{Expected, RecordNode};
use crate::dossier::model::{Dossier, List};
use crate::dossier::ron_text::file_text::{FileText, is_blank};
use crate::dossier::ron_text::tree::NodeKind;
use crate::problem::{Problem, codes};

/// The version of the file format that this program writes and reads in full.
pub(crate) const FORMAT: u32 = 1;

/// The fields of a dossier, in the order in which new ones are put in.
pub(crate) const FIELDS: &[&str] = &[
    "format",
    "title",
    "subtitle",
    "note",
    "include",
    "entity_kinds",
    "relation_kinds",
    "sources",
    "entities",
    "relations",
    "views",
];

/// Where the items of each list of a file begin.
pub(crate) fn opens(roots: &[RecordNode<'_>], file: &FileText) -> [Option<usize>; 6] {
    let root = roots.iter().find(|r| r.file.number == file.number);
    List::ALL.map(|(name, _)| {
        let node = root?.node_of(name).filter(|n| file.tree.kind(*n) == NodeKind::List)?;
        Some(file.tree.inside(node).0)
    })
}

/// The `Dossier( … )` of a file.
pub(crate) fn root<'a>(reader: &mut Reader<'_>, file: &'a FileText) -> Option<RecordNode<'a>> {
    let Some(node) = file.tree.root() else {
        if is_blank(file) && !file.broken {
            let problem = Problem::error(codes::EMPTY, "this file is empty")
                .with_code_help("a dossier begins with Dossier(format: 1, title: \"…\", entities: [], relations: [])");
            reader.at(file, (0, 0), None, problem);
        }
        return None;
    };
    let expected = Expected { what: "dossier", word: "Dossier", known: FIELDS, former: &[] };
    RecordNode::open(reader, file, node, &expected)
}

/// Whether the file was written for a newer version.
pub(crate) fn format(reader: &mut Reader<'_>, root: &RecordNode<'_>, dossier: &mut Dossier) -> bool {
    if root.node_of("format").is_none() {
        root.missing(reader, "format");
    }
    let Some(format) = root.whole(reader, "format") else { return false };
    dossier.format = dossier.format.max(format);
    if format == 0 {
        root.blame(reader, "format", Problem::error(codes::BAD_VALUE, "formats are numbered from 1"));
    }
    if format <= FORMAT {
        return false;
    }
    let message = format!("this file uses format {format}; this version of Chancery reads formats up to {FORMAT}");
    let problem = Problem::error(codes::NEWER_FORMAT, message)
        .with_help("open it with a newer version; here it is read-only and may be incomplete");
    root.blame(reader, "format", problem);
    true
}

/// Title and remarks, of the main file.
pub(crate) fn titles(reader: &mut Reader<'_>, root: &RecordNode<'_>, dossier: &mut Dossier) {
    for node in root.list(reader, "include") {
        if root.file.text_of(node).is_none() {
            let problem = Problem::error(codes::WRONG_TYPE, "an include must be the path of a file, as text in quotes");
            reader.at(root.file, root.file.bytes(node), None, problem);
        }
    }
    let (title, subtitle, note) =
        (root.text(reader, "title"), root.text(reader, "subtitle"), root.text(reader, "note"));
    if root.file.number == 0 {
        if root.node_of("title").is_none() && *root.file.name != *"vocabulary.ron" {
            let problem = Problem::warning(codes::MISSING_FIELD, "this dossier has no `title`")
                .with_code_help("add `title: \"…\"`: it is shown in the window and in figures");
            reader.at(root.file, root.file.tree.head_bytes(root.node), None, problem);
        }
        dossier.title = title.unwrap_or_else(|| Dossier::UNTITLED.to_owned());
        dossier.subtitle = subtitle;
        dossier.note = note;
    }
}
