//! A merge as differences to choose from: each is a record that comes or goes, or a field of one that changes, in words, with
//! those that it cannot be without. What is chosen comes out as changes; nothing here makes them.

use std::collections::{BTreeMap, HashMap};

use super::diff::field_changes;
use super::merge::Merge;
use super::record_fields::content;
use super::{text, words};
use crate::dossier::edit::Change;
use crate::dossier::model::schema::{FieldChange as _, Schema, mentions};
use crate::dossier::model::{Dossier, Entity, List, Relation, Source};

/// What a difference is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Sort {
    /// A record says something else.
    Changes,
    /// A record is new.
    Comes,
    /// A record is gone.
    Goes,
    /// Both sides changed it; ours stands unless it is chosen.
    Both,
}

/// A difference to choose.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice {
    pub(crate) sort: Sort,
    /// The record, for display; of one that changes also how: `Laos, name: Laos → Lao PDR`.
    pub(crate) words: String,
    /// What is done if it is chosen.
    does: Does,
    /// Numbers of those that must be chosen with it.
    needs: Vec<usize>,
}

/// What a choice stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    /// A change of the merge, by its number.
    Change(usize),
    /// One of the fields that a change of the merge sets, by both numbers.
    Field(usize, usize),
    /// Theirs in place of ours, by the number of the conflict.
    Theirs(usize),
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Picking {
    pub(crate) choices: Vec<Choice>,
    /// What both sides changed and cannot be taken over by a tick: ours stands.
    pub(crate) settled: Vec<String>,
    merge: Merge,
}

/// What one knows of a choice while all are gathered.
#[derive(Default)]
struct Known {
    /// Records that come by it.
    brings: Vec<(List, String)>,
    /// Records that are named afterwards and were not before.
    begins: Vec<(List, String)>,
    /// Records that were named and are not afterwards, each with the number of times.
    ends: Vec<(List, String)>,
    /// The record that goes by it.
    removes: Option<(List, String)>,
    /// The record and the word of the field that it sets.
    field: Option<(List, String, String)>,
}

impl Picking {
    /// What a merge would change in a dossier.
    pub(crate) fn of(open: &Dossier, merge: Merge) -> Self {
        let mut choices = Vec::new();
        let mut known: Vec<Known> = Vec::new();
        let mut add = |sort, words: String, does, about: Known| {
            choices.push(Choice { sort, words, does, needs: Vec::new() });
            known.push(about);
        };
        let coming = merge.changes.iter().filter_map(|change| match change {
            Change::AddEntity { entity, .. } => Some((entity.id.as_str(), entity)),
            _ => None,
        });
        let of = Of { open, coming: coming.collect() };
        for (number, change) in merge.changes.iter().enumerate() {
            each_of(&of, number, change, &mut add);
        }
        let mut settled = Vec::new();
        for (number, conflict) in merge.conflicts.iter().enumerate() {
            let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "(nothing)".to_owned());
            let field = conflict.field.as_ref().map_or_else(String::new, |field| format!(", {field}"));
            let words =
                format!("{}{field}: {} here, {} there", conflict.label, side(&conflict.ours), side(&conflict.theirs));
            if conflict.take_theirs.is_empty() {
                settled.push(words);
                continue;
            }
            let mut about = Known::default();
            for change in &conflict.take_theirs {
                each_of(&of, number, change, &mut |_, _, _, more: Known| {
                    about.brings.extend(more.brings);
                    about.begins.extend(more.begins);
                    about.ends.extend(more.ends);
                    about.removes = about.removes.take().or(more.removes);
                    about.field = about.field.take().or(more.field);
                });
            }
            add(Sort::Both, words, Does::Theirs(number), about);
        }
        link(&mut choices, &known);
        Picking { choices, settled, merge }
    }

    /// Those that are chosen at first: all but what both sides changed.
    pub(crate) fn at_first(&self) -> Vec<bool> {
        self.choices.iter().map(|choice| choice.sort != Sort::Both).collect()
    }

    /// Chooses one or leaves it, and with it those that it needs or that need it.
    pub(crate) fn flip(&self, chosen: &mut [bool], number: usize) {
        let Some(now) = chosen.get(number).copied() else { return };
        let mut open = vec![number];
        while let Some(number) = open.pop() {
            let Some(one) = chosen.get_mut(number).filter(|one| **one == now) else { continue };
            *one = !now;
            if now {
                let needing = self.choices.iter().enumerate().filter(|(_, choice)| choice.needs.contains(&number));
                open.extend(needing.map(|(needing, _)| needing));
            } else if let Some(choice) = self.choices.get(number) {
                open.extend(&choice.needs);
            }
        }
    }

    /// What is to be changed where these are chosen, in an order in which it can be.
    pub(crate) fn changes(&self, chosen: &[bool]) -> Vec<Change> {
        let does = self.choices.iter().zip(chosen).filter(|(_, chosen)| **chosen).map(|(choice, _)| choice.does);
        let (mut whole, mut fields, mut theirs): (_, BTreeMap<usize, Vec<usize>>, _) =
            (Vec::new(), BTreeMap::new(), Vec::new());
        for does in does {
            match does {
                Does::Change(number) => whole.push(number),
                Does::Field(number, field) => fields.entry(number).or_default().push(field),
                Does::Theirs(number) => theirs.push(number),
            }
        }
        let mut out = Vec::new();
        for (number, change) in self.merge.changes.iter().enumerate() {
            if whole.contains(&number) {
                out.push(change.clone());
            } else if let Some(fields) = fields.get(&number) {
                out.extend(with_fields(change, fields));
            }
        }
        let theirs = theirs.into_iter().filter_map(|number| self.merge.conflicts.get(number));
        out.extend(theirs.flat_map(|conflict| conflict.take_theirs.clone()));
        out
    }
}

/// What the choices are about.
struct Of<'a> {
    open: &'a Dossier,
    /// Entities that come, by id.
    coming: HashMap<&'a str, &'a Entity>,
}

impl Of<'_> {
    /// A relation that comes, as a sentence: its ends may come, too.
    fn sentence(&self, relation: &Relation) -> String {
        let mut around = Dossier::new(self.open.vocabulary.clone());
        for end in [&relation.from, &relation.to] {
            let there = self.open.entity_by_id(end.as_str()).or_else(|| self.coming.get(end.as_str()).copied());
            if let Some(entity) = there {
                // A relation from an entity to itself has it twice.
                let _ = around.add_entity(entity.clone());
            }
        }
        words::relation(&around, relation)
    }
}

/// A change that sets some of the fields that another sets.
fn with_fields(change: &Change, fields: &[usize]) -> Option<Change> {
    fn some<T: Clone>(set: &[T], fields: &[usize]) -> Vec<T> {
        fields.iter().filter_map(|field| set.get(*field).cloned()).collect()
    }
    match change {
        Change::SetEntity { id, set } => Some(Change::SetEntity { id: id.clone(), set: some(set, fields) }),
        Change::SetRelation { id, set } => Some(Change::SetRelation { id: id.clone(), set: some(set, fields) }),
        Change::SetSource { id, set } => Some(Change::SetSource { id: id.clone(), set: some(set, fields) }),
        _ => None,
    }
}

/// The choices that a change is, each with what is known of it.
fn each_of(of: &Of<'_>, number: usize, change: &Change, add: &mut dyn FnMut(Sort, String, Does, Known)) {
    let open = of.open;
    let whole = Does::Change(number);
    let new = |brings: (List, &str), begins| {
        let brings = vec![(brings.0, brings.1.to_owned())];
        Known { brings, begins, ..Known::default() }
    };
    let gone = |removes: (List, &str), ends| Known {
        removes: Some((removes.0, removes.1.to_owned())),
        ends,
        ..Known::default()
    };
    match change {
        Change::SetEntity { id, set } => {
            let Some(entity) = open.entity_by_id(id.as_str()) else { return };
            fields::<Entity>((List::Entities, id.as_str(), entity.label()), entity, set, number, add);
        }
        Change::SetRelation { id, set } => {
            let Some(relation) = open.relation_by_id(id.as_str()) else { return };
            let label = words::relation(open, relation);
            fields::<Relation>((List::Relations, id.as_str(), &label), relation, set, number, add);
        }
        Change::SetSource { id, set } => {
            let Some(source) = open.sources.iter().find(|source| source.id == *id) else { return };
            fields::<Source>((List::Sources, id.as_str(), &source.short_label()), source, set, number, add);
        }
        Change::AddEntity { entity, .. } => {
            let about = new((List::Entities, entity.id.as_str()), named(entity));
            add(Sort::Comes, entity.label().to_owned(), whole, about);
        }
        Change::AddRelation { relation, .. } => {
            let about = new((List::Relations, relation.id.as_str()), named(relation));
            add(Sort::Comes, of.sentence(relation), whole, about);
        }
        Change::AddSource { source, .. } => {
            let about = new((List::Sources, source.id.as_str()), named(source));
            add(Sort::Comes, format!("source: {}", source.short_label()), whole, about);
        }
        Change::SetEntityKind { kind, .. } => {
            let about = new((List::EntityKinds, &*kind.id), named(kind));
            add(Sort::Comes, format!("kind of entity: {}", kind.label), whole, about);
        }
        Change::SetRelationKind { kind, .. } => {
            let about = new((List::RelationKinds, &*kind.id), named(kind));
            add(Sort::Comes, format!("kind of relation: {}", kind.label), whole, about);
        }
        Change::RemoveEntity { id } => {
            let ends = open.entity_by_id(id.as_str()).map(named).unwrap_or_default();
            add(Sort::Goes, open.label_of(id.as_str()), whole, gone((List::Entities, id.as_str()), ends));
        }
        Change::RemoveRelation { id } => {
            let relation = open.relation_by_id(id.as_str());
            let label = relation.map_or_else(|| id.to_string(), |relation| words::relation(open, relation));
            let ends = relation.map(named).unwrap_or_default();
            add(Sort::Goes, label, whole, gone((List::Relations, id.as_str()), ends));
        }
        Change::RemoveSource { id, .. } => {
            let source = open.sources.iter().find(|source| source.id == *id);
            let label = source.map_or_else(|| id.to_string(), |source| source.short_label().to_string());
            add(Sort::Goes, format!("source: {label}"), whole, gone((List::Sources, id.as_str()), Vec::new()));
        }
        Change::RemoveEntityKind { id } => {
            add(Sort::Goes, format!("kind of entity: {id}"), whole, gone((List::EntityKinds, id.as_str()), Vec::new()));
        }
        Change::RemoveRelationKind { id } => {
            add(
                Sort::Goes,
                format!("kind of relation: {id}"),
                whole,
                gone((List::RelationKinds, id.as_str()), Vec::new()),
            );
        }
        Change::SetTitle(_)
        | Change::SetSubtitle(_)
        | Change::SetNote(_)
        | Change::RenameEntity { .. }
        | Change::MergeEntities { .. }
        | Change::SplitEntity { .. }
        | Change::ReverseRelation { .. }
        | Change::AddClaim { .. }
        | Change::SetClaim { .. }
        | Change::RemoveClaim { .. }
        | Change::RenameSource { .. }
        | Change::RenameEntityKind { .. }
        | Change::RenameRelationKind { .. }
        | Change::AddView { .. }
        | Change::SetView { .. }
        | Change::RemoveView { .. }
        | Change::MoveView { .. } => add(Sort::Changes, change.name(open), whole, Known::default()),
    }
}

/// Each field that is set, by itself. `of` is the list, the id and the name for display.
fn fields<R: Schema>(
    of: (List, &str, &str),
    record: &R,
    set: &[R::Change],
    number: usize,
    add: &mut dyn FnMut(Sort, String, Does, Known),
) where
    R::Change: crate::dossier::model::schema::FieldChange<R> + Clone,
{
    let (list, id, label) = of;
    for (at, field) in set.iter().enumerate() {
        let word = field.word().to_owned();
        let mut new = record.clone();
        field.clone().set(&mut new);
        let lines: Vec<String> = field_changes(&content(record), &content(&new)).iter().map(text::field).collect();
        let what = if lines.is_empty() { word.clone() } else { lines.join("; ") };
        let (before, after) = (named(record), named(&new));
        let lost = |this: &[(List, String)], that: &[(List, String)]| {
            let times = |all: &[(List, String)], one: &(List, String)| all.iter().filter(|other| *other == one).count();
            this.iter().filter(|one| times(this, one) > times(that, one)).cloned().collect::<Vec<_>>()
        };
        let about = Known {
            begins: lost(&after, &before),
            ends: lost(&before, &after),
            field: Some((list, id.to_owned(), word)),
            ..Known::default()
        };
        add(Sort::Changes, format!("{label}, {what}"), Does::Field(number, at), about);
    }
}

/// The records that a record names.
fn named<R: Schema>(record: &R) -> Vec<(List, String)> {
    let mut out = Vec::new();
    mentions(record, R::FIELDS, &mut |mention| out.push((mention.list, mention.id.to_owned())));
    out
}

/// Tells each choice which others it needs: the records that it names and that come; where a record goes, all that ceases
/// to name it; where theirs is taken, what else changes in the same field.
fn link(choices: &mut [Choice], known: &[Known]) {
    let (mut comes, mut ceases, mut same): (HashMap<_, usize>, HashMap<_, Vec<usize>>, HashMap<_, Vec<usize>>) =
        Default::default();
    for (number, about) in known.iter().enumerate() {
        for record in &about.brings {
            comes.insert(record, number);
        }
        for record in &about.ends {
            ceases.entry(record).or_default().push(number);
        }
        if let Some(field) = &about.field {
            same.entry(field).or_default().push(number);
        }
    }
    for (number, (choice, about)) in choices.iter_mut().zip(known).enumerate() {
        let mut needs: Vec<usize> = about.begins.iter().filter_map(|record| comes.get(record).copied()).collect();
        needs.extend(about.removes.iter().filter_map(|record| ceases.get(record)).flatten());
        if choice.sort == Sort::Both {
            needs.extend(about.field.iter().filter_map(|field| same.get(field)).flatten());
        }
        needs.retain(|other| *other != number);
        needs.sort_unstable();
        needs.dedup();
        choice.needs = needs;
    }
    // What both changed in one field is chosen one by one.
    let both: Vec<bool> = choices.iter().map(|choice| choice.sort == Sort::Both).collect();
    for choice in choices.iter_mut().filter(|choice| choice.sort == Sort::Both) {
        choice.needs.retain(|other| !both.get(*other).copied().unwrap_or(false));
    }
}
