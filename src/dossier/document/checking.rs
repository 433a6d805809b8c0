//! The last look before a save: does the text that is about to be written say what is meant? A
//! dossier of usual size is read again whole. In a large one every byte is parsed again too, so
//! that it is sound RON with as many records as there should be; what the records say is read
//! again where they were touched since the last save, as the others' text is what was read.

use std::collections::BTreeSet;

use super::Document;
use super::content::{FileContent, contents, read_texts, record_text};
use super::step::Step;
use crate::dossier::edit::Op;
use crate::dossier::model::{Dossier, FileIndex, List, Record, Relation, RelationId};
use crate::dossier::ron_text::{self, TextFile, tree::Tree};
use crate::problem::{Problem, codes};
use crate::wording::counted;

/// Up to how many bytes all is read again.
const ALL: usize = 4 << 20;

/// What a save is judged by, gathered at the revision that is saved.
#[derive(Clone, Debug)]
pub(super) struct ContentCheck {
    /// Files, by number, whose text is not what was saved.
    files: Vec<usize>,
    /// The records that were touched since the last save, as they are now; `None` if that cannot be
    /// told, or if more than entities, relations and sources were touched.
    records: Option<BTreeSet<(List, String)>>,
}

impl Document {
    /// Whether the texts that would be saved say what the dossier says.
    ///
    /// # Errors
    /// The first difference.
    pub fn check_before_saving(&self) -> Result<(), String> {
        self.content_check().run(&self.dossier, &self.texts)
    }

    /// Whether text and model say the same, for tests and debug builds.
    ///
    /// # Errors
    /// The first difference.
    pub fn check(&self) -> Result<(), String> {
        check(&self.dossier, &contents(&self.texts))
    }

    /// What the present state would be judged by, if it were saved.
    pub(super) fn content_check(&self) -> ContentCheck {
        let steps = self.history.since_saved();
        let records = steps.and_then(|steps| touched(&self.dossier, steps.flat_map(Step::ops)));
        ContentCheck { files: self.touched_files.iter().map(|number| usize::from(*number)).collect(), records }
    }
}

impl ContentCheck {
    /// Whether the texts say what the dossier says.
    ///
    /// # Errors
    /// The first difference.
    pub(super) fn run(&self, dossier: &Dossier, texts: &[TextFile]) -> Result<(), String> {
        self.run_unless_larger(ALL, dossier, texts)
    }

    /// The same; all is read again unless the texts are larger than `all` bytes.
    fn run_unless_larger(&self, all: usize, dossier: &Dossier, texts: &[TextFile]) -> Result<(), String> {
        let contents = contents(texts);
        let large = contents.iter().map(|f| f.text.len()).sum::<usize>() > all;
        let Some(records) = self.records.as_ref().filter(|_| large) else { return check(dossier, &contents) };
        for file in contents.iter().filter(|f| self.files.contains(&f.number)) {
            let (tree, errors) = ron_text::parse(&file.text);
            if let Some(error) = errors.list.first() {
                return Err(format!("{}: {}", file.name, error.message));
            }
            check_counts(dossier, &tree, file)?;
        }
        check_records(dossier, texts, records)
    }
}

/// Whether texts and dossier say the same, read again whole.
fn check(dossier: &Dossier, files: &[FileContent]) -> Result<(), String> {
    let Some(main) = files.first() else { return Ok(()) };
    let again = read_texts(files, ron_text::read_quietly);
    if again.read_only {
        let again = read_texts(files, ron_text::read);
        let problems: Vec<String> = again.problems.iter().map(Problem::to_text).collect();
        return Err(format!("the text is broken:\n{}\n{}", problems.join("\n"), main.text));
    }
    dossier.check_indices()?;
    dossier.same_as(&again.dossier).map_err(|why| format!("model and text differ: {why}"))
}

/// The records that steps touched, as they are now.
fn touched<'o>(dossier: &Dossier, ops: impl Iterator<Item = &'o Op>) -> Option<BTreeSet<(List, String)>> {
    let mut touched = BTreeSet::new();
    for op in ops {
        match op {
            Op::Insert(_, record) | Op::Remove(_, record) => enter(dossier, record, &mut touched)?,
            Op::Rewrite(_, old, new) => {
                enter(dossier, old, &mut touched)?;
                enter(dossier, new, &mut touched)?;
            }
            // What is said of the order of records is said of all of them.
            Op::Rename { .. } | Op::MoveView(..) | Op::Head(..) => return None,
        }
    }
    Some(touched)
}

fn enter(dossier: &Dossier, record: &Record, touched: &mut BTreeSet<(List, String)>) -> Option<()> {
    match record {
        Record::Entity(_) | Record::Source(_) => drop(touched.insert((record.list(), record.id().to_owned()))),
        // Its derived id may be another one by now: all between its ends are looked at.
        Record::Relation(relation) => {
            let start = dossier.entity_index(relation.from.as_str());
            for (edge, _, _) in start.into_iter().flat_map(|index| dossier.relations_of(index)) {
                let here = dossier.relation(edge)?;
                if here.to == relation.to || here.from == relation.to {
                    touched.insert((List::Relations, here.id.to_string()));
                }
            }
        }
        Record::EntityKind(_) | Record::RelationKind(_) | Record::View(_) => return None,
    }
    Some(())
}

/// Whether a text has as many records as the dossier has in that file.
fn check_counts(dossier: &Dossier, tree: &Tree, file: &FileContent) -> Result<(), String> {
    let root = tree.root().ok_or("the file is empty")?;
    for (field, list) in List::ALL {
        let there = tree.field(root, field, &file.text).map_or(0, |node| tree.children(node).count());
        let meant = dossier.records_in(list, FileIndex(file.number as u16));
        if there != meant {
            return Err(format!("{} instead of {meant}", counted(there, list.one(), field)));
        }
    }
    Ok(())
}

/// Whether the text of records says what they say.
fn check_records(dossier: &Dossier, texts: &[TextFile], touched: &BTreeSet<(List, String)>) -> Result<(), String> {
    let part = |list: List| -> String {
        let ids = touched.iter().filter(|(of, _)| *of == list);
        ids.filter_map(|(_, id)| record_text(dossier, texts, list, id)).map(|text| format!("{text},\n")).collect()
    };
    let [sources, entities, relations] = [List::Sources, List::Entities, List::Relations].map(part);
    let text = format!(
        "Dossier(format: 1, title: \"\",\nsources: [\n{sources}],\nentities: [\n{entities}],\nrelations: [\n{relations}])"
    );
    let alone = |_: &str| Err(Problem::error(codes::IO, "nothing is included"));
    let again: Dossier = ron_text::read_quietly("records", text.as_bytes(), &alone).dossier;
    let differs = |list: List, id: &str| Err(format!("the {} `{id}` reads differently", list.one()));
    for (list, id) in touched {
        let same = match list {
            List::Sources | List::Entities => same(dossier.record_of(*list, id), again.record_of(*list, id)),
            List::Relations | List::EntityKinds | List::RelationKinds | List::Views => true,
        };
        if !same {
            return differs(*list, id);
        }
    }
    let meant = touched.iter().filter(|(list, _)| *list == List::Relations);
    let meant: Vec<&Relation> = meant.filter_map(|(_, id)| dossier.relation_by_id(id)).collect();
    let read: Vec<&Relation> = again.relations().map(|(_, _, _, relation)| relation).collect();
    if meant.len() != read.len() {
        return Err(format!("{} instead of {}", counted(read.len(), "relation", "relations"), meant.len()));
    }
    match meant.iter().zip(read).find(|(meant, read)| bare(meant) != bare(read)) {
        Some((meant, _)) => differs(List::Relations, meant.id.as_str()),
        None => Ok(()),
    }
}

/// A relation without what follows from where it stands.
pub(super) fn bare(relation: &Relation) -> Relation {
    let id = if relation.id_given { relation.id.clone() } else { RelationId::new("") };
    Relation { id, file: FileIndex(0), ..relation.clone() }
}

/// Whether two records say the same, or there is neither.
fn same(meant: Option<Record>, read: Option<Record>) -> bool {
    let bare = |record: Option<Record>| {
        record.map(|mut record| {
            record.set_file(FileIndex(0));
            record
        })
    };
    bare(meant) == bare(read)
}

impl Dossier {
    /// The record of a list that has an id.
    fn record_of(&self, list: List, id: &str) -> Option<Record> {
        self.record(self.spot(list, id)?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Document, EXAMPLES, open_example};
    use crate::dossier::edit::{self, Change, EntityField, RelationField};

    fn quick(document: &Document) -> Result<(), String> {
        document.content_check().run_unless_larger(0, &document.dossier, &document.texts)
    }

    #[test]
    fn the_quick_look_sees_what_the_text_does_not_say() {
        let mut document = open_example(&EXAMPLES[0]);
        let tie = document.dossier.relations().next().unwrap().3.clone();
        let name = |name: &str| Change::SetEntity { id: tie.from.clone(), set: vec![EntityField::Name(name.into())] };
        let note =
            |note: &str| Change::SetRelation { id: tie.id.clone(), set: vec![RelationField::Note(Some(note.into()))] };
        document.apply(vec![name("Another"), note("seen")]).unwrap();
        document.apply(Change::ReverseRelation { id: tie.id.clone() }).unwrap();
        assert!(document.content_check().records.is_some_and(|touched| touched.len() >= 2));
        quick(&document).unwrap();
        document.undo();
        quick(&document).unwrap();
        for unwritten in [name("Not in the text"), note("nor this"), Change::RemoveRelation { id: tie.id.clone() }] {
            let mut document = document.clone();
            edit::apply(&mut document.dossier, &unwritten).unwrap();
            assert!(quick(&document).is_err(), "{unwritten:?}");
            assert!(document.check_before_saving().is_err());
        }
    }
}
