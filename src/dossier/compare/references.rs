//! What records cite, and what a merge has to keep because of it: sources, ends, premises, and the
//! records that views name. If a merge would leave a record citing something removed, it is repeated
//! with that record kept and a conflict that says so.

use std::collections::HashSet;

use serde_json::Value;

use super::as_written::{self, Detail, plain};
use super::merge::Merge;
use super::record_fields::{RecordFields, content};
use super::side::{Beyond, Listed, Side};
use super::sides::{Conflict, Wanted};
use super::words;
use crate::dossier::edit::{Change, Happens, InsertAt};
use crate::dossier::model::schema::mentions;
use crate::dossier::model::{Dossier, Entity, EntityKind, List, Relation, RelationKind, Source, View};

/// A record that cites something that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Dangling {
    list: List,
    id: String,
    pub(super) field: &'static str,
    /// The missing id, and the lists in which it might be.
    target: String,
    lists: Vec<List>,
}

/// All records of a dossier that cite something that does not exist.
pub(crate) fn dangling(dossier: &Dossier) -> Vec<Dangling> {
    let sources: HashSet<&str> = dossier.sources.iter().map(|source| source.id.as_str()).collect();
    let there = |list: List, id: &str| match list {
        List::Sources => sources.contains(id),
        List::Entities => dossier.entity_by_id(id).is_some_and(|entity| !entity.ghost),
        List::EntityKinds | List::RelationKinds | List::Relations | List::Views => dossier.has(list, id),
    };
    let mut out = Vec::new();
    fn look<R: Listed>(record: &R, there: &dyn Fn(List, &str) -> bool, out: &mut Vec<Dangling>) {
        let mut cited: Vec<Dangling> = Vec::new();
        // An id that may be in several lists is mentioned once for each, one after the other.
        let mut found: Option<*const u8> = None;
        mentions(record, R::FIELDS, &mut |mention| {
            let known = cited.iter_mut().find(|c| c.field == mention.field && c.target == mention.id);
            if let Some(known) = known {
                known.lists.push(mention.list);
            } else if there(mention.list, mention.id) {
                found = Some(mention.id.as_ptr());
            } else if found != Some(mention.id.as_ptr()) {
                cited.push(Dangling {
                    list: R::LIST,
                    id: record.key().to_owned(),
                    field: mention.field,
                    target: mention.id.to_owned(),
                    lists: vec![mention.list],
                });
            }
        });
        cited.retain(|c| !c.target.is_empty() && !c.lists.iter().any(|list| there(*list, &c.target)));
        out.extend(cited);
    }
    dossier.sources.iter().for_each(|source| look(source, &there, &mut out));
    dossier.entities().filter(|(_, e)| !e.ghost).for_each(|(_, entity)| look(entity, &there, &mut out));
    dossier.relations().for_each(|(.., relation)| look(relation, &there, &mut out));
    dossier.views.iter().for_each(|view| look(view, &there, &mut out));
    out
}

impl Merge {
    /// Keeps what records of the result cite and what it would have lost: what they took away and
    /// OURS cites stays, what we took away and THEIRS cites comes again. Whether anything is
    /// another than before.
    pub(crate) fn keep_cited(&mut self, lost: &[Dangling], ours: &Dossier, theirs: Side<'_>) -> bool {
        let before = self.conflicts.len();
        let mut seen: HashSet<(List, &str)> = HashSet::new();
        for lost in lost {
            for &list in &lost.lists {
                if !seen.insert((list, &lost.target)) {
                    continue;
                }
                let removes = self
                    .changes
                    .iter()
                    .position(|change| change.about() == Some((Happens::Removed, list, lost.target.as_str())));
                let citing = format!("{} {}", lost.list.one(), lost.id);
                if let Some(at) = removes {
                    self.changes.remove(at);
                    let what = format!("they removed it, but the {citing} cites it");
                    self.conflicts.extend(about(list, &lost.target, &what, [Some(ours), None]));
                } else if let Some(change) = addition(theirs.dossier, list, &lost.target) {
                    self.changes.insert(0, change);
                    let what = format!("we removed it, but the {citing} cites it");
                    self.conflicts.extend(about(list, &lost.target, &what, [None, Some(theirs.dossier)]));
                    self.wanted.extend(wanted(theirs, list, &lost.target));
                }
            }
        }
        self.conflicts.len() > before
    }

    /// Reports records that cite something no side has.
    pub(crate) fn cite_nothing(lost: &[Dangling]) -> impl Iterator<Item = Conflict> + '_ {
        lost.iter().map(|lost| Conflict {
            sort: lost.list.one(),
            id: lost.id.clone(),
            label: format!("{}: cites `{}`, which is gone", lost.id, lost.target),
            field: Some(lost.field.to_owned()),
            base: None,
            ours: Some(lost.target.clone()),
            theirs: None,
            take_theirs: Vec::new(),
            list: Some(lost.list),
        })
    }
}

/// The change that puts a record of a dossier into another.
fn addition(dossier: &Dossier, list: List, id: &str) -> Option<Change> {
    let place = InsertAt::default();
    Some(match list {
        List::Entities => Change::AddEntity { entity: dossier.entity_by_id(id).filter(|e| !e.ghost)?.clone(), place },
        List::Relations => Change::AddRelation { relation: dossier.relation_by_id(id)?.clone(), place },
        List::Sources => Change::AddSource { source: source(dossier, id)?.clone(), place },
        List::EntityKinds => Change::SetEntityKind { kind: entity_kind(dossier, id)?.clone(), place },
        List::RelationKinds => Change::SetRelationKind { kind: relation_kind(dossier, id)?.clone(), place },
        List::Views => Change::AddView { view: view(dossier, id)?.clone(), place },
    })
}

fn source<'d>(dossier: &'d Dossier, id: &str) -> Option<&'d Source> {
    dossier.sources.iter().find(|source| source.id.as_str() == id)
}

fn entity_kind<'d>(dossier: &'d Dossier, id: &str) -> Option<&'d EntityKind> {
    dossier.own_entity_kinds().map(|(_, kind)| kind).find(|kind| kind.id == id)
}

fn relation_kind<'d>(dossier: &'d Dossier, id: &str) -> Option<&'d RelationKind> {
    dossier.own_relation_kinds().map(|(_, kind)| kind).find(|kind| kind.id == id)
}

fn view<'d>(dossier: &'d Dossier, name: &str) -> Option<&'d View> {
    dossier.views.iter().find(|view| view.name == name)
}

/// The content of a record and its name for display.
fn told(dossier: &Dossier, list: List, id: &str) -> Option<(RecordFields, String)> {
    let plain = |content: RecordFields| Some((content, id.to_owned()));
    match list {
        List::Entities => dossier.entity_by_id(id).map(|e| (content(e), e.label().to_owned())),
        List::Relations => dossier.relation_by_id(id).map(|r| (content(r), words::relation(dossier, r))),
        List::Sources => source(dossier, id).map(|s| (content(s), s.short_label())),
        List::EntityKinds => plain(content(entity_kind(dossier, id)?)),
        List::RelationKinds => plain(content(relation_kind(dossier, id)?)),
        List::Views => plain(content(view(dossier, id)?)),
    }
}

/// The conflict about a record that one side has and the other removed.
fn about(list: List, id: &str, what: &str, sides: [Option<&Dossier>; 2]) -> Option<Conflict> {
    let [ours, theirs] = sides.map(|dossier| dossier.and_then(|dossier| told(dossier, list, id)));
    let label = ours.as_ref().or(theirs.as_ref()).map(|(_, label)| label.clone())?;
    let shown =
        |side: Option<(RecordFields, String)>| side.map(|(content, _)| plain(&Value::Object(content)).to_string());
    Some(Conflict {
        sort: list.one(),
        id: id.to_owned(),
        label: format!("{label}: {what}"),
        field: None,
        base: None,
        ours: shown(ours),
        theirs: shown(theirs),
        take_theirs: Vec::new(),
        list: Some(list),
    })
}

/// What the text of a record of THEIRS contains beyond the model.
fn wanted(theirs: Side<'_>, list: List, id: &str) -> Option<Wanted> {
    fn of<R: Listed>(record: Option<&R>, beyond: &Beyond) -> Option<Wanted> {
        let record = record.filter(|record| !beyond.of_record(*record).is_empty())?;
        let mut content = content(record);
        beyond.add_to(record, &mut content, Detail::Bytes);
        let (id, fields) = (record.key().to_owned(), as_written::written(&content));
        Some(Wanted { list: R::LIST, id, fields, relation: None })
    }
    let [beyond] = Beyond::of([theirs]);
    let dossier = theirs.dossier;
    match list {
        List::Entities => of::<Entity>(dossier.entity_by_id(id), &beyond),
        List::Relations => of::<Relation>(dossier.relation_by_id(id), &beyond),
        List::Sources => of(source(dossier, id), &beyond),
        List::EntityKinds => of(entity_kind(dossier, id), &beyond),
        List::RelationKinds => of(relation_kind(dossier, id), &beyond),
        List::Views => of(view(dossier, id), &beyond),
    }
}
