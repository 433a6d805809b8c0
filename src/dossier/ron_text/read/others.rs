//! Sources, kinds and views: the small records.

use super::fields;
use super::reader::Reader;
use super::record::{Record, id};
use crate::dossier::model::{
    EntityId, EntityKind, FileIndex, ICON_WORDS, Pin, RelationKind, Shape, Source, SourceId, View, ViewLayout, path,
    view,
};
use crate::dossier::ron_text::file_text::FileText;
use crate::dossier::ron_text::tree::NodeId;
use crate::problem::{Problem, Subject, codes};

/// Places are no farther from the origin than this.
const FARTHEST: f64 = 1e6;

/// Reads a source.
pub(super) fn source<'a>(reader: &mut Reader<'_>, node: NodeId, file: &'a FileText) -> Option<(Source, Record<'a>)> {
    let mut record = Record::open(reader, file, node, "source", &["Source"], fields::SOURCE)?;
    let id = id(reader, &record)?;
    record.subject = Some(Subject::Source(std::sync::Arc::clone(&id)));
    let mut source = Source::new(SourceId::new(id));
    source.title = record.text(reader, "title");
    source.author = record.text(reader, "author");
    source.publisher = record.text(reader, "publisher");
    source.section = record.text(reader, "section");
    source.published = record.date(reader, "published");
    source.published_inferred = record.text(reader, "published_inferred");
    source.url = record.text(reader, "url");
    source.retrieved = record.date(reader, "retrieved");
    source.text = record.text(reader, "text").filter(|written| {
        // What leads elsewhere is told and kept in the text, and nobody looks there.
        let found = path::inside(None, written);
        if let Err(why) = &found {
            let problem = Problem::error(codes::BAD_VALUE, format!("`text` is not a usable file path: {why}"))
                .with_help("name a text file in the dossier's own folder, as in \"article.txt\"");
            record.blame(reader, "text", problem);
        }
        found.is_ok()
    });
    source.licence = record.text(reader, "licence");
    source.note = record.text(reader, "note");
    source.file = FileIndex(file.number as u16);
    Some((source, record))
}

/// Reads a kind of entity.
pub(crate) fn entity_kind(reader: &mut Reader<'_>, node: NodeId, file: &FileText) -> Option<EntityKind> {
    let record = Record::open(reader, file, node, "kind of entity", &["EntityKind"], fields::ENTITY_KIND)?;
    let id = id(reader, &record)?;
    let label = record.text(reader, "label").unwrap_or_else(|| EntityKind::usual_label(&id));
    let colour = record.text(reader, "colour").filter(|text| {
        let good = text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit());
        if !good {
            let problem = Problem::error(codes::BAD_VALUE, format!("`{text}` is not a colour"))
                .with_help("write \"#RRGGBB\", two hexadecimal digits each for red, green and blue");
            record.blame(reader, "colour", problem);
        }
        good
    });
    let icon = record.text(reader, "icon").filter(|text| {
        let good = ICON_WORDS.contains(&text.as_str());
        if !good {
            let near = reader.nearest.help(text, ICON_WORDS.iter().copied());
            let help = near.unwrap_or_else(|| format!("there are {}", ICON_WORDS.join(", ")));
            let problem = Problem::error(codes::BAD_VALUE, format!("there is no icon `{text}`")).with_help(help);
            record.blame(reader, "icon", problem);
        }
        good
    });
    Some(EntityKind {
        plural: record.text(reader, "plural").unwrap_or_else(|| EntityKind::usual_plural(&label)),
        label,
        colour: colour.unwrap_or_else(|| EntityKind::NEUTRAL_COLOUR.to_owned()),
        shape: record.word(reader, "shape", Shape::ALL).unwrap_or_default(),
        icon,
        strong: record.flag(reader, "strong").unwrap_or(false),
        enduring: record.flag(reader, "enduring").unwrap_or(false),
        id: id.as_ref().to_owned(),
    })
}

/// Reads a kind of relation.
pub(crate) fn relation_kind(reader: &mut Reader<'_>, node: NodeId, file: &FileText) -> Option<RelationKind> {
    let record = Record::open(reader, file, node, "kind of relation", &["RelationKind"], fields::RELATION_KIND)?;
    let id = id(reader, &record)?;
    let label = record.text(reader, "label").unwrap_or_else(|| EntityKind::usual_label(&id));
    let directed = record.flag(reader, "directed").unwrap_or(true);
    let inverse = record.text(reader, "inverse");
    Some(RelationKind {
        inverse: inverse.unwrap_or_else(|| RelationKind::usual_inverse(&label, directed)),
        label,
        directed,
        from: record.texts(reader, "from"),
        to: record.texts(reader, "to"),
        enduring: record.flag(reader, "enduring").unwrap_or(false),
        id: id.as_ref().to_owned(),
    })
}

/// Reads a view.
pub(crate) fn read_view<'a>(reader: &mut Reader<'_>, node: NodeId, file: &'a FileText) -> Option<(View, Record<'a>)> {
    let record = Record::open(reader, file, node, "view", &["View"], fields::VIEW)?;
    let view = View {
        name: record.needed_text(reader, "name")?,
        title: record.text(reader, "title"),
        subtitle: record.text(reader, "subtitle"),
        as_of: record.date(reader, "as_of"),
        focus: record.text(reader, "focus").map(EntityId::new),
        hops: record.whole(reader, "hops"),
        hide_kinds: record.texts(reader, "hide_kinds"),
        hide_files: record.texts(reader, "hide_files"),
        tapered: record.flag(reader, "tapered").unwrap_or(false),
        hulls: one_of(reader, &record, "hulls", view::GROUP_WORDS),
        placing: placing(reader, &record),
        file: FileIndex(file.number as u16),
    };
    Some((view, record))
}

/// One of a few words of the format.
fn one_of(reader: &mut Reader<'_>, record: &Record<'_>, name: &str, words: &[&'static str]) -> view::Word {
    let words: Vec<(&str, &'static str)> = words.iter().map(|word| (*word, *word)).collect();
    record.word(reader, name, &words)
}

/// How a view places things.
fn placing(reader: &mut Reader<'_>, record: &Record<'_>) -> ViewLayout {
    let mut one_of = |name: &str, words: &[&'static str]| one_of(reader, record, name, words);
    ViewLayout {
        layout: one_of("layout", view::LAYOUT_WORDS),
        effort: one_of("effort", view::EFFORT_WORDS),
        style: one_of("style", view::STYLE_WORDS),
        direction: one_of("direction", view::DIRECTION_WORDS),
        group: one_of("group", view::GROUP_WORDS),
        by: one_of("by", view::MEASURE_WORDS),
        together: record.flag(reader, "together"),
        seed: record.whole(reader, "seed"),
        pins: record.list(reader, "pins").into_iter().filter_map(|node| pin(reader, node, record)).collect(),
    }
}

/// One entity at a place of its own.
fn pin(reader: &mut Reader<'_>, node: NodeId, of: &Record<'_>) -> Option<Pin> {
    let record = Record::open(reader, of.file, node, "pin", &["Pin"], fields::PIN)?;
    for name in ["x", "y"].into_iter().filter(|name| record.node_of(name).is_none()) {
        record.missing(reader, name);
    }
    let mut place = |name: &str| {
        let value = record.number(reader, name)?;
        if value.abs() > FARTHEST {
            let problem = Problem::error(codes::BAD_VALUE, format!("`{name}` is too large"))
                .with_help(format!("write a number from -{FARTHEST} to {FARTHEST}; letters are about 9 high"));
            record.blame(reader, name, problem);
            return None;
        }
        Some(value)
    };
    let (x, y) = (place("x"), place("y"));
    Some(Pin { id: EntityId::new(record.needed_text(reader, "id")?), x: x?, y: y? })
}
