//! The last look before a save: does the text that is about to be written say what is meant? A
//! dossier of usual size is read again whole. In a large one every byte is parsed again too, so
//! that it is sound RON with as many records as there should be; what the records say is read
//! again where they were touched since the last save, as the others' text is what was read.

use std::collections::BTreeSet;

use super::Document;
use crate::dossier::edit::Op;
use crate::dossier::model::{Dossier, FileIndex, List, Record, Relation, RelationId};
use crate::dossier::ron_text::{self, tree::Tree};
use crate::problem::{Problem, codes};

/// Up to how many bytes all is read again.
const ALL: usize = 4 << 20;

impl Document {
    /// Whether the texts that would be saved say what the dossier says.
    ///
    /// # Errors
    /// The first difference.
    pub fn check_before_saving(&self) -> Result<(), String> {
        self.check_unless_larger(ALL)
    }

    /// The same; all is read again unless the texts are larger than `all` bytes.
    fn check_unless_larger(&self, all: usize) -> Result<(), String> {
        let files = self.files();
        let touched = if files.iter().map(|f| f.text.len()).sum::<usize>() > all { self.touched() } else { None };
        let Some(touched) = touched else { return self.check() };
        for file in files.iter().filter(|f| self.touched_files.contains(&(f.number as u16))) {
            let (tree, errors) = ron_text::parse(&file.text);
            if let Some(error) = errors.list.first() {
                return Err(format!("{}: {}", file.name, error.message));
            }
            self.check_counts(&tree, &file.text, file.number)?;
        }
        self.check_records(&touched)
    }

    /// The records that were touched since the last save, as they are now; `None` if that cannot be
    /// told, or if more than entities, relations and sources were touched.
    fn touched(&self) -> Option<BTreeSet<(List, String)>> {
        let mut touched = BTreeSet::new();
        for op in self.history.since_saved()?.flat_map(|step| &step.ops) {
            match op {
                Op::Insert(_, record) | Op::Remove(_, record) => self.enter(record, &mut touched)?,
                Op::Rewrite(_, old, new) => {
                    self.enter(old, &mut touched)?;
                    self.enter(new, &mut touched)?;
                }
                Op::Rename { .. } | Op::Head(..) => return None,
            }
        }
        Some(touched)
    }

    fn enter(&self, record: &Record, touched: &mut BTreeSet<(List, String)>) -> Option<()> {
        match record {
            Record::Entity(_) | Record::Source(_) => drop(touched.insert((record.list(), record.id().to_owned()))),
            // Its derived id may be another one by now: all between its ends are looked at.
            Record::Relation(relation) => {
                let start = self.dossier.entity_index(relation.from.as_str());
                for (edge, _, _) in start.into_iter().flat_map(|index| self.dossier.relations_of(index)) {
                    let here = self.dossier.relation(edge)?;
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
    fn check_counts(&self, tree: &Tree, text: &str, file: usize) -> Result<(), String> {
        let root = tree.root().ok_or("the file is empty")?;
        for (field, list) in List::ALL {
            let there = tree.field(root, field, text).map_or(0, |node| tree.children(node).count());
            let meant = self.dossier.records_in(list, FileIndex(file as u16));
            if there != meant {
                return Err(format!("{there} {field} instead of {meant}"));
            }
        }
        Ok(())
    }

    /// Whether the text of records says what they say.
    fn check_records(&self, touched: &BTreeSet<(List, String)>) -> Result<(), String> {
        let part = |list: List| -> String {
            let ids = touched.iter().filter(|(of, _)| *of == list);
            ids.filter_map(|(_, id)| self.record_text(list, id)).map(|text| format!("{text},\n")).collect()
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
                List::Sources => same(self.dossier.record_of(*list, id), again.record_of(*list, id)),
                List::Entities => same(self.dossier.record_of(*list, id), again.record_of(*list, id)),
                _ => true,
            };
            if !same {
                return differs(*list, id);
            }
        }
        let meant = touched.iter().filter(|(list, _)| *list == List::Relations);
        let meant: Vec<&Relation> = meant.filter_map(|(_, id)| self.dossier.relation_by_id(id)).collect();
        let read: Vec<&Relation> = again.relations().map(|(_, _, _, relation)| relation).collect();
        if meant.len() != read.len() {
            return Err(format!("{} relations instead of {}", read.len(), meant.len()));
        }
        match meant.iter().zip(read).find(|(meant, read)| bare(meant) != bare(read)) {
            Some((meant, _)) => differs(List::Relations, meant.id.as_str()),
            None => Ok(()),
        }
    }
}

/// A relation without what follows from where it stands.
fn bare(relation: &Relation) -> Relation {
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
    use super::super::{EXAMPLES, open_example};
    use crate::dossier::edit::{self, Change, EntityField, RelationField};

    #[test]
    fn the_quick_look_sees_what_the_text_does_not_say() {
        let mut document = open_example(&EXAMPLES[0]);
        let tie = document.dossier.relations().next().unwrap().3.clone();
        let name = |name: &str| Change::SetEntity { id: tie.from.clone(), set: vec![EntityField::Name(name.into())] };
        let note =
            |note: &str| Change::SetRelation { id: tie.id.clone(), set: vec![RelationField::Note(Some(note.into()))] };
        document.apply(vec![name("Another"), note("seen")]).unwrap();
        document.apply(Change::ReverseRelation { id: tie.id.clone() }).unwrap();
        assert!(document.touched().is_some_and(|touched| touched.len() >= 2));
        document.check_unless_larger(0).unwrap();
        document.undo();
        document.check_unless_larger(0).unwrap();
        for unwritten in [name("Not in the text"), note("nor this"), Change::RemoveRelation { id: tie.id.clone() }] {
            let mut document = document.clone();
            edit::apply(&mut document.dossier, &unwritten).unwrap();
            assert!(document.check_unless_larger(0).is_err(), "{unwritten:?}");
            assert!(document.check_before_saving().is_err());
        }
    }
}
