//! The text of a dossier that has none yet, written from top to bottom. What stands in a file already is changed by
//! [`TextFile`](super::TextFile) instead, which knows its comments and its manner.

use super::FORMAT;
use super::texts::agrees;
use super::value::{Value, of_head, of_record};
use super::write::{Style, inline};
use crate::dossier::model::{Dossier, FileIndex, List, Record, Spot};
use crate::problem::{Problem, codes};

/// The indentation of a list, and of its records.
const LIST: &str = "    ";
const RECORD: &str = "        ";

/// One text that says what a dossier says, of at most so many bytes. Each record is read back as it is written.
///
/// # Errors
/// Why there is none, as the end of a sentence.
pub(crate) fn whole(dossier: &Dossier, most: u64) -> Result<String, String> {
    let style = Style::usual("\n", RECORD, LIST);
    let mut text = head(dossier)?;
    for (field, list) in List::ALL {
        let mut records = records(dossier, list).peekable();
        if records.peek().is_none() {
            // Those that nearly every dossier has show where they go.
            if matches!(list, List::Sources | List::Entities | List::Relations) {
                text.push_str(&format!("{LIST}{field}: [],\n"));
            }
            continue;
        }
        text.push_str(&format!("{LIST}{field}: [\n"));
        for record in records {
            let Value::Group(_, fields) = of_record(&record) else { continue };
            let body = style.record(&fields, RECORD.len());
            agrees(list, &body, &record)
                .map_err(|_| format!("the text of the {} “{}” would not match it", list.one(), record.id()))?;
            text.push_str(RECORD);
            text.push_str(&body);
            text.push_str(",\n");
            if text.len() as u64 > most {
                return Err(format!("its text would be larger than {} MiB, the limit for one file", most >> 20));
            }
        }
        text.push_str(LIST);
        text.push_str("],\n");
    }
    text.push_str(")\n");
    Ok(text)
}

/// The text before the lists, which reads back as what it was.
fn head(dossier: &Dossier) -> Result<String, String> {
    let mut text = format!("#![enable(implicit_some)]\nDossier(\n{LIST}format: {FORMAT},\n");
    let untitled = Dossier::UNTITLED.to_owned();
    let title = if dossier.title.is_empty() { &untitled } else { &dossier.title };
    let fields = of_head(Some(title), dossier.subtitle.as_ref(), dossier.note.as_ref());
    let Value::Group(_, fields) = fields else { return Ok(text) };
    for (name, value) in fields {
        text.push_str(&format!("{LIST}{name}: {},\n", inline(&value, ": ")));
    }
    let nothing = |_: &str| Err(Problem::error(codes::IO, "a new dossier includes nothing"));
    let alone = format!("{text}{LIST}entities: [],\n)\n");
    let read = super::read("untitled.ron", alone.as_bytes(), &nothing);
    let said = |of: &Dossier| (of.given_title().to_owned(), of.subtitle.clone(), of.note.clone());
    if read.read_only || said(&read.dossier) != said(dossier) {
        return Err("its title and remarks would not match it".to_owned());
    }
    Ok(text)
}

/// The records of a list, file after file, with the kinds that came along with others.
fn records(dossier: &Dossier, list: List) -> Box<dyn Iterator<Item = Record> + '_> {
    let files = (0..dossier.files.len().max(1) as u16).map(FileIndex);
    match list {
        List::EntityKinds => Box::new(dossier.needed_entity_kinds().into_iter().cloned().map(Record::EntityKind)),
        List::RelationKinds => Box::new(dossier.needed_relation_kinds().into_iter().cloned().map(Record::RelationKind)),
        List::Sources => Box::new(dossier.sources.iter().cloned().map(Record::Source)),
        List::Views => Box::new(dossier.views.iter().cloned().map(Record::View)),
        List::Entities | List::Relations => Box::new(files.flat_map(move |file| {
            let spots = (0..dossier.records_in(list, file)).map(move |at| Spot { list, file, at });
            spots.filter_map(|spot| dossier.record(spot))
        })),
    }
}
