//! Reading a text of which most was read before, as after a change from outside: a record whose
//! text is the same to the byte says the same, so it is taken over as it is. What follows from
//! other records (derived ids, ends that are not there) is worked out anew by whoever reads.

use std::collections::HashMap;
use std::sync::Arc;

use super::read::ReusedRecord;
use super::texts::{Stretch, TextFile};
use crate::dossier::model::{Dossier, Entity, FileIndex, List, Relation};

/// How many records further on one is looked for first.
const NEAR: usize = 8;
/// How many bytes of a record's text it is looked up by, where it is not near.
const START: usize = 48;
/// How many records that start alike are looked at.
const MOST_ALIKE: usize = 16;

/// A dossier with the texts that say the same.
pub(crate) struct Before<'a> {
    dossier: &'a Dossier,
    texts: &'a [TextFile],
}

/// The records of one file, in the order of the text.
pub(crate) struct Known<'a> {
    entities: Records<'a, Entity>,
    relations: Records<'a, Relation>,
}

/// A record with its text.
type KnownRecord<'a, T> = (Stretch<'a>, &'a Arc<T>);

struct Records<'a, T> {
    list: Vec<KnownRecord<'a, T>>,
    /// Where the next one is expected.
    next: usize,
    /// The records by how their text starts; put together when one is not where it was expected.
    by_start: Option<HashMap<&'a [u8], Vec<u32>>>,
}

impl<'a> Before<'a> {
    /// A dossier and its texts.
    pub(crate) fn new(dossier: &'a Dossier, texts: &'a [TextFile]) -> Self {
        Before { dossier, texts }
    }

    /// What is known of the file with this number and name.
    pub(super) fn file(&self, number: usize, name: &str) -> Option<Known<'a>> {
        let text = self.texts.get(number).filter(|text| text.path == name)?;
        let file = FileIndex(number as u16);
        let entities = self.dossier.entities_in(file).zip(text.stretches(List::Entities));
        let relations = self.dossier.relations_in(file).zip(text.stretches(List::Relations));
        Some(Known {
            entities: Records::new(entities.map(|(record, stretch)| (stretch, record)).collect()),
            relations: Records::new(relations.map(|(record, stretch)| (stretch, record)).collect()),
        })
    }
}

impl Known<'_> {
    /// Takes over the records of a list that stand in the text from a byte on, one after another,
    /// each with its bytes. Where the last of them ends; `None` if there is none.
    pub(crate) fn run(
        &mut self,
        list: List,
        text: &str,
        at: usize,
        take: &mut dyn FnMut(ReusedRecord, (u32, u32)),
    ) -> Option<usize> {
        match list {
            List::Entities => self.entities.run(text, at, |e, span| take(ReusedRecord::Entity(Arc::clone(e)), span)),
            List::Relations => {
                self.relations.run(text, at, |r, span| take(ReusedRecord::Relation(Arc::clone(r)), span))
            }
            // They are few.
            List::EntityKinds | List::RelationKinds | List::Sources | List::Views => None,
        }
    }
}

impl<'a, T> Records<'a, T> {
    fn new(list: Vec<KnownRecord<'a, T>>) -> Self {
        Records { list, next: 0, by_start: None }
    }

    fn run(&mut self, text: &str, at: usize, mut take: impl FnMut(&Arc<T>, (u32, u32))) -> Option<usize> {
        let mut number = self.find(text, at)?;
        let mut start = at;
        loop {
            let (stretch, record) = &self.list[number];
            let end = start + stretch.body().len();
            take(record, (start as u32, end as u32));
            self.next = number + 1;
            // The next one, if nothing else stands between the two than before.
            let Some((after, _)) = self.list.get(number + 1).filter(|(after, _)| !after.troubled) else {
                return Some(end);
            };
            let rest = text.as_bytes().get(end..).and_then(|rest| rest.strip_prefix(stretch.trail().as_bytes()));
            let Some(rest) = rest.and_then(|rest| rest.strip_prefix(after.lead().as_bytes())) else { return Some(end) };
            if !rest.starts_with(after.body().as_bytes()) {
                return Some(end);
            }
            start = text.len() - rest.len();
            number += 1;
        }
    }

    /// The record that stands at a byte.
    fn find(&mut self, text: &str, at: usize) -> Option<usize> {
        let rest = text.get(at..)?;
        let is_it = |(stretch, _): &&KnownRecord<'_, T>| !stretch.troubled && rest.starts_with(stretch.body());
        let near = self.list.iter().skip(self.next).take(NEAR);
        if let Some(found) = near.clone().position(|known| is_it(&known)) {
            return Some(self.next + found);
        }
        let list = &self.list;
        let by_start = self.by_start.get_or_insert_with(|| {
            let mut by_start: HashMap<&[u8], Vec<u32>> = HashMap::new();
            for (number, (stretch, _)) in list.iter().enumerate().filter(|(_, (stretch, _))| !stretch.troubled) {
                if let Some(start) = stretch.body().as_bytes().get(..START) {
                    by_start.entry(start).or_default().push(number as u32);
                }
            }
            by_start
        });
        let alike = by_start.get(rest.as_bytes().get(..START)?)?.iter().take(MOST_ALIKE);
        alike.map(|number| *number as usize).find(|number| is_it(&&list[*number]))
    }
}
