//! Two dates of a dossier compared, as lists: what came, what went, what may have, each in the order of their dates, and how many
//! records stay. What becomes of one record is worked out in `between`.

use std::collections::HashMap;

use super::between::{Between, TwoDates};
use super::period::Period;
use crate::dossier::model::{Date, Dossier, EdgeIndex, EntityId, NodeIndex, RelationId, When};
use crate::problem::printable;
use crate::wording::counted;

/// What became of the records of a dossier from one date to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comparison {
    pub(crate) before: Date,
    pub(crate) after: Date,
    /// One for each of [`Between::ALL`], in that order.
    pub(crate) lists: Vec<Listed>,
    /// What became of those that a list has, by id.
    entities: HashMap<EntityId, Between>,
    relations: HashMap<RelationId, Between>,
}

/// The records of which the same became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) change: Between,
    /// By date; none where they are only counted.
    pub(crate) entities: Vec<EntityId>,
    /// By date; none where they are only counted.
    pub(crate) relations: Vec<RelationId>,
    /// How many entities and relations.
    pub(crate) counts: (usize, usize),
}

impl Listed {
    /// How many records.
    pub(crate) fn count(&self) -> usize {
        self.counts.0 + self.counts.1
    }
}

impl Comparison {
    /// Of these records.
    pub(crate) fn new(
        dossier: &Dossier,
        two: &TwoDates,
        (before, after): (&Date, &Date),
        entities: impl Iterator<Item = NodeIndex>,
        relations: impl Iterator<Item = EdgeIndex>,
    ) -> Self {
        let key = |when: Option<&When>| when.map_or((i32::MAX, i32::MAX), |when| when.date.sort_key());
        let mut rows: Vec<Rows<'_>> = Between::ALL.iter().map(|_| Rows::default()).collect();
        let place = |change: Between| {
            let at = Between::ALL.iter().position(|(one, ..)| *one == change)?;
            Some((at, change.sign()))
        };
        for entity in entities.filter_map(|at| Some((dossier.entity(at)?, place(two.entity(dossier, at).change?)?))) {
            let (entity, (at, sign)) = entity;
            rows[at].counts.0 += 1;
            rows[at].entities.extend(sign.map(|_| (key(entity.when.as_ref()), &entity.id)));
        }
        for relation in
            relations.filter_map(|at| Some((dossier.relation(at)?, place(two.relation(dossier, at).change?)?)))
        {
            let (relation, (at, sign)) = relation;
            rows[at].counts.1 += 1;
            rows[at].relations.extend(sign.map(|_| (key(relation.when.as_ref()), &relation.id)));
        }
        let lists: Vec<Listed> =
            Between::ALL.iter().zip(rows).map(|((change, ..), rows)| rows.listed(*change)).collect();
        Comparison {
            before: before.clone(),
            after: after.clone(),
            entities: lists.iter().flat_map(|list| list.entities.iter().map(|id| (id.clone(), list.change))).collect(),
            relations: lists
                .iter()
                .flat_map(|list| list.relations.iter().map(|id| (id.clone(), list.change)))
                .collect(),
            lists,
        }
    }

    /// What became of an entity, if a list has it: one of the changes with a sign.
    pub(crate) fn of_entity(&self, id: &EntityId) -> Option<Between> {
        self.entities.get(id).copied()
    }

    /// What became of a relation, if a list has it.
    pub(crate) fn of_relation(&self, id: &RelationId) -> Option<Between> {
        self.relations.get(id).copied()
    }

    /// What is compared: `from the end of 2013 to the end of June 2014`.
    pub(crate) fn title(&self) -> String {
        Period::Compared { before: &self.before, after: &self.after }.in_words().unwrap_or_default()
    }

    /// The lists in their order, each with its number; what stays or is unclear is only counted.
    pub(crate) fn in_words(&self, dossier: &Dossier) -> Vec<String> {
        let mut out = Vec::new();
        for list in &self.lists {
            let (entities, relations) = list.counts;
            let counts = [counted(entities, "entity", "entities"), counted(relations, "relation", "relations")];
            out.push(String::new());
            out.push(format!("{}: {}", list.change.in_words(), counts.join(", ")));
            let Some(sign) = list.change.sign() else { continue };
            let row = |says: &str, when: Option<&When>, id: &str| {
                let when = when.map(|when| format!(", {}", when.date.in_words())).unwrap_or_default();
                printable(&format!("  {sign:<2} {says}{when} [{id}]"))
            };
            for entity in list.entities.iter().filter_map(|id| dossier.entity_by_id(id.as_str())) {
                let kind = dossier.vocabulary.entity_kind_or_neutral(&entity.kind).label;
                out.push(row(&format!("{}, {kind}", entity.name), entity.when.as_ref(), entity.id.as_str()));
            }
            for relation in list.relations.iter().filter_map(|id| dossier.relation_by_id(id.as_str())) {
                out.push(row(&dossier.sentence_of(relation), relation.when.as_ref(), relation.id.as_str()));
            }
        }
        out
    }
}

/// When a record begins and ends, for sorting.
type Key = (i32, i32);

#[derive(Default)]
struct Rows<'a> {
    entities: Vec<(Key, &'a EntityId)>,
    relations: Vec<(Key, &'a RelationId)>,
    counts: (usize, usize),
}

impl Rows<'_> {
    fn listed(mut self, change: Between) -> Listed {
        // Records of the same date stay in the author's order.
        self.entities.sort_by_key(|(key, _)| *key);
        self.relations.sort_by_key(|(key, _)| *key);
        Listed {
            change,
            entities: self.entities.into_iter().map(|(_, id)| id.clone()).collect(),
            relations: self.relations.into_iter().map(|(_, id)| id.clone()).collect(),
            counts: self.counts,
        }
    }
}
