//! Three-way merge: what THEIRS changed since BASE, as changes to OURS, and what both changed each
//! in another way. Where they clash ours stands, and the conflict tells both values and how to take
//! theirs instead. Nothing is dropped: what one side took away and the other needs or changed stays.

use std::collections::{HashMap, HashSet};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::matching::{self, Pairs, Renamed, pair_entities, pair_relations};
use super::record_fields::{self, RecordFields, content, entity_changes, record, relation_changes};
use super::three_way::{self, Clash};
use super::{lists, words};
use crate::dossier::edit::{Change, EntityField, InsertAt, RelationField};
use crate::dossier::model::{Dossier, Entity, EntityId, FileIndex, List, Relation};

/// Something that both sides changed, each in another way. Ours stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Conflict {
    /// What a person calls this sort of record: `entity`, `relation`; `dossier` for the whole.
    pub(crate) sort: &'static str,
    /// Its id in ours; of a view its name.
    pub(crate) id: String,
    /// What a person calls it.
    pub(crate) label: String,
    /// The field; `None` where the record itself is meant.
    pub(crate) field: Option<String>,
    /// What it was, for a person; `None` is nothing.
    pub(crate) base: Option<String>,
    /// What ours says.
    pub ours: Option<String>,
    /// What theirs says.
    pub theirs: Option<String>,
    /// Changes to the merged dossier that take theirs instead, where that can be told.
    #[serde(skip)]
    pub take_theirs: Vec<Change>,
    /// The list it stands in, to find it in the text.
    #[serde(skip)]
    pub(crate) list: Option<List>,
}

/// What a merge comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merge {
    /// What is to be changed in OURS, in this order. Ids are those that OURS has before; derived
    /// ids of parallel relations may move on the way.
    pub changes: Vec<Change>,
    /// What the person has to look at.
    pub(crate) conflicts: Vec<Conflict>,
}

/// Merges what THEIRS changed since BASE into OURS.
pub fn merge(base: &Dossier, ours: &Dossier, theirs: &Dossier) -> Merge {
    let mut to_ours = Renamed::default();
    let mut to_theirs = Renamed::default();
    let sources =
        (matching::pair_sources(base, ours, &mut to_ours), matching::pair_sources(base, theirs, &mut to_theirs));
    let entities = (pair_entities(base, ours, &mut to_ours), pair_entities(base, theirs, &mut to_theirs));
    let names = Names::new(&to_ours, &to_theirs);
    let relations = (pair_relations(base, ours, &to_ours), pair_relations(base, theirs, &to_theirs));
    let mut work = Work { base, ours, theirs, names, steps: Steps::default(), conflicts: Vec::new() };
    let gone = work.relations(&relations);
    work.entities(&entities, &gone);
    let mut steps = std::mem::take(&mut work.steps);
    let mut conflicts = std::mem::take(&mut work.conflicts);
    let mut plain = lists::Plain { base, ours, theirs, names: &work.names, conflicts: &mut conflicts };
    let head = plain.head();
    let (set_kinds, remove_kinds) = plain.kinds();
    let (set_sources, remove_sources) = plain.sources(&sources);
    let views = plain.views();
    steps.renames.extend(work.names.source_renames());
    let changes = [
        head,
        set_kinds,
        set_sources,
        steps.set_entities,
        steps.add_entities,
        steps.set_relations,
        steps.remove_relations,
        steps.remove_entities,
        steps.add_relations,
        remove_sources,
        remove_kinds,
        views,
        steps.renames,
    ];
    Merge { changes: changes.into_iter().flatten().collect(), conflicts }
}

/// The ids of records as OURS has them.
pub(super) struct Names<'a> {
    /// From BASE's ids.
    pub(crate) from_base: Renamed<'a>,
    /// From THEIRS' ids.
    pub(crate) from_theirs: Renamed<'a>,
    /// Entities that only they renamed: our id, theirs.
    entity_renames: Vec<(&'a str, &'a str)>,
    /// Sources that only they renamed.
    source_renames: Vec<(&'a str, &'a str)>,
}

impl<'a> Names<'a> {
    fn new(to_ours: &Renamed<'a>, to_theirs: &Renamed<'a>) -> Self {
        // Of one sort: from theirs by way of the base to ours.
        fn through<'a>(
            ours: &HashMap<&'a str, &'a str>,
            theirs: &HashMap<&'a str, &'a str>,
        ) -> (HashMap<&'a str, &'a str>, Vec<(&'a str, &'a str)>) {
            let back: HashMap<&str, &str> =
                theirs.iter().map(|(base, their)| (*their, ours.get(base).copied().unwrap_or(base))).collect();
            // What they did not rename, and we did.
            let mut from_theirs: HashMap<&str, &str> =
                ours.iter().filter(|(base, _)| !theirs.contains_key(*base)).map(|(b, o)| (*b, *o)).collect();
            from_theirs.extend(back);
            let only_theirs = theirs.iter().filter(|(base, _)| !ours.contains_key(*base)).map(|(b, t)| (*b, *t));
            let mut renames: Vec<(&str, &str)> = only_theirs.collect();
            renames.sort();
            (from_theirs, renames)
        }
        let (entities, entity_renames) = through(&to_ours.entities, &to_theirs.entities);
        let (sources, source_renames) = through(&to_ours.sources, &to_theirs.sources);
        let from_base = Renamed { entities: to_ours.entities.clone(), sources: to_ours.sources.clone() };
        Names { from_base, from_theirs: Renamed { entities, sources }, entity_renames, source_renames }
    }

    /// What OURS calls an entity of THEIRS.
    pub(super) fn entity<'b>(&'b self, theirs: &'b str) -> &'b str {
        self.from_theirs.entities.get(theirs).copied().unwrap_or(theirs)
    }

    fn source_renames(&self) -> impl Iterator<Item = Change> + '_ {
        self.source_renames.iter().map(|(id, to)| Change::RenameSource { id: (*id).into(), to: (*to).into() })
    }

    pub(crate) fn base_content(&self, record: &impl Serialize) -> RecordFields {
        let mut content = content(record);
        self.from_base.follow(&mut content);
        content
    }

    pub(crate) fn their_content(&self, record: &impl Serialize) -> RecordFields {
        let mut content = content(record);
        self.from_theirs.follow(&mut content);
        content
    }
}

/// The changes by sort, each in an order in which none disturbs the next.
#[derive(Default)]
struct Steps {
    set_entities: Vec<Change>,
    add_entities: Vec<Change>,
    remove_entities: Vec<Change>,
    set_relations: Vec<Change>,
    remove_relations: Vec<Change>,
    add_relations: Vec<Change>,
    renames: Vec<Change>,
}

struct Work<'a> {
    base: &'a Dossier,
    ours: &'a Dossier,
    theirs: &'a Dossier,
    names: Names<'a>,
    steps: Steps,
    conflicts: Vec<Conflict>,
}

/// Which relations of OURS go, and which entities relations that come need.
#[derive(Default)]
struct Gone<'a> {
    relations: HashSet<&'a str>,
    needed: HashSet<String>,
}

type Both<'a, T> = (Pairs<'a, T>, Pairs<'a, T>);

/// For each record of BASE its partners in OURS and THEIRS.
pub(super) fn triples<'a, T>(pairs: &Both<'a, T>) -> Vec<(&'a T, Option<&'a T>, Option<&'a T>)> {
    let key = std::ptr::from_ref::<T>;
    let theirs: FxHashMap<*const T, &T> = pairs.1.both.iter().map(|(base, their)| (key(*base), *their)).collect();
    let partner = |base: &&'a T| theirs.get(&key(*base)).copied();
    let kept = pairs.0.both.iter().map(|(base, our)| (*base, Some(*our), partner(base)));
    let gone = pairs.0.only_old.iter().map(|base| (*base, None, partner(base)));
    kept.chain(gone).collect()
}

impl<'a> Work<'a> {
    fn relations(&mut self, pairs: &Both<'a, Relation>) -> Gone<'a> {
        let mut gone = Gone::default();
        let mut set = Vec::new();
        let mut come: Vec<&Relation> = Vec::new();
        for (base, our, their) in triples(pairs) {
            match (our, their) {
                (Some(our), Some(their)) => {
                    // What they left alone is most of it.
                    let left_alone = std::ptr::eq(base, their) || (base.claims == their.claims && base == their);
                    if !left_alone || our.id_given != their.id_given {
                        self.change_relation(Some(base), our, their, &mut set);
                    }
                }
                (Some(our), None) => {
                    if content(our) == self.names.base_content(base) {
                        gone.relations.insert(our.id.as_str());
                    } else {
                        self.relation_conflict(our, "we changed it, they removed it", Some(base), Some(our), None);
                    }
                }
                (None, Some(their)) if self.names.their_content(their) != self.names.base_content(base) => {
                    self.relation_conflict(their, "we removed it, they changed it", Some(base), None, Some(their));
                    come.push(their);
                }
                (None, _) => {}
            }
        }
        let ids: HashMap<&str, &Relation> = pairs.0.only_new.iter().map(|r| (r.id.as_str(), *r)).collect();
        let mut by_content: HashMap<String, usize> = HashMap::new();
        let written = |content: RecordFields| serde_json::Value::Object(content).to_string();
        for our in &pairs.0.only_new {
            *by_content.entry(written(content(our))).or_default() += 1;
        }
        for their in &pairs.1.only_new {
            match ids.get(their.id.as_str()).filter(|our| our.id_given && their.id_given) {
                Some(our) => self.change_relation(None, our, their, &mut set),
                None => match by_content.get_mut(&written(self.names.their_content(their))) {
                    // Both added the same.
                    Some(left) if *left > 0 => *left -= 1,
                    _ => come.push(their),
                },
            }
        }
        self.steps.set_relations = set;
        // From the last to the first, so that derived ids of those before stay.
        let mut order: Vec<&Relation> =
            matching::relations(self.ours).filter(|r| gone.relations.contains(r.id.as_str())).collect();
        order.reverse();
        self.steps.remove_relations = order.into_iter().map(|r| Change::RemoveRelation { id: r.id.clone() }).collect();
        for their in &come {
            gone.needed.insert(self.names.entity(their.from.as_str()).to_owned());
            gone.needed.insert(self.names.entity(their.to.as_str()).to_owned());
        }
        let coming: FxHashSet<*const Relation> = come.iter().map(|r| std::ptr::from_ref(*r)).collect();
        let partners: FxHashMap<*const Relation, &Relation> = if come.is_empty() {
            FxHashMap::default()
        } else {
            let of_base: FxHashMap<*const Relation, &Relation> =
                pairs.0.both.iter().map(|(b, o)| (std::ptr::from_ref(*b), *o)).collect();
            let known = pairs.1.both.iter().filter_map(|(b, t)| Some((*t, *of_base.get(&std::ptr::from_ref(*b))?)));
            known
                .filter(|(_, our)| !gone.relations.contains(our.id.as_str()))
                .map(|(t, our)| (std::ptr::from_ref(t), our))
                .collect()
        };
        let all: Vec<&Relation> = matching::relations(self.theirs).filter(|_| !come.is_empty()).collect();
        self.steps.add_relations = placed(
            &all,
            |r| coming.contains(&std::ptr::from_ref(r)),
            |r| partners.get(&std::ptr::from_ref(r)).map(|our| our.id.to_string()),
            |r| r.file,
            |r, after| {
                let relation: Relation = record(self.names.their_content(r), r.id_given.then_some(r.id.as_str()))?;
                Some(Change::AddRelation { relation, place: self.place(r.file, after) })
            },
        );
        gone
    }

    /// Merges a relation that both have.
    fn change_relation(&mut self, base: Option<&Relation>, our: &Relation, their: &Relation, set: &mut Vec<Change>) {
        let base_content = base.map(|b| self.names.base_content(b)).unwrap_or_default();
        let (our_content, their_content) = (content(our), self.names.their_content(their));
        let mut clashes = Vec::new();
        let merged = three_way::merge(&base_content, &our_content, &their_content, &mut clashes);
        let as_relation = |content: RecordFields| record::<Relation>(content, None);
        let mut fields = as_relation(merged.clone()).map(|to| relation_changes(our, &to)).unwrap_or_default();
        // An id that they gave to what had none.
        let unnamed = |r: &Relation| !r.id_given;
        if their.id_given && unnamed(our) && base.is_none_or(unnamed) {
            fields.push(RelationField::Id(Some(their.id.clone())));
        }
        let ends_now: Vec<String> = fields
            .iter()
            .filter_map(|f| match f {
                RelationField::From(id) | RelationField::To(id) => Some(id.to_string()),
                _ => None,
            })
            .collect();
        debug_assert!(ends_now.is_empty() || our.id_given || base.is_some());
        if !fields.is_empty() {
            set.push(Change::SetRelation { id: our.id.clone(), set: fields });
        }
        let label = words::relation(self.ours, our);
        for clash in clashes {
            let field = clash.field.clone();
            let theirs_instead = taken(&merged, &their_content, &clash);
            let take =
                as_relation(theirs_instead).and_then(|to| Some(relation_changes(&as_relation(merged.clone())?, &to)));
            let take_theirs = take.into_iter().map(|set| Change::SetRelation { id: our.id.clone(), set }).collect();
            self.clash(List::Relations, our.id.as_str(), &label, &field, &clash, take_theirs);
        }
    }

    fn relation_conflict(
        &mut self,
        shown: &Relation,
        what: &str,
        base: Option<&Relation>,
        our: Option<&Relation>,
        their: Option<&Relation>,
    ) {
        let side = |dossier: &Dossier, r: Option<&Relation>| r.map(|r| words::relation(dossier, r));
        let take_theirs = match (our, their) {
            (Some(our), None) => vec![Change::RemoveRelation { id: our.id.clone() }],
            _ => Vec::new(),
        };
        let dossier = if our.is_some() { self.ours } else { self.theirs };
        self.conflicts.push(Conflict {
            sort: List::Relations.one(),
            id: shown.id.to_string(),
            label: format!("{}: {what}", words::relation(dossier, shown)),
            field: None,
            base: side(self.base, base),
            ours: side(self.ours, our),
            theirs: side(self.theirs, their),
            take_theirs,
            list: Some(List::Relations),
        });
    }

    fn entities(&mut self, pairs: &Both<'a, Entity>, gone: &Gone<'a>) {
        let mut come: FxHashSet<*const Entity> = FxHashSet::default();
        let mut removed: HashSet<&str> = HashSet::new();
        for (base, our, their) in triples(pairs) {
            match (our, their) {
                (Some(our), Some(their)) => {
                    self.change_entity(Some(base), our, their);
                    self.rename(base, our, their);
                }
                (Some(our), None) => {
                    let unchanged = content(our) == self.names.base_content(base) && our.id == base.id;
                    let index = self.ours.entity_index(our.id.as_str());
                    let tied = index.into_iter().flat_map(|i| self.ours.relations_of(i)).any(|(edge, _, _)| {
                        self.ours.relation(edge).is_some_and(|r| !gone.relations.contains(r.id.as_str()))
                    });
                    if unchanged && !tied && !gone.needed.contains(our.id.as_str()) {
                        removed.insert(our.id.as_str());
                        self.steps.remove_entities.push(Change::RemoveEntity { id: our.id.clone() });
                    } else {
                        let what = if unchanged {
                            "we relate to it, they removed it"
                        } else {
                            "we changed it, they removed it"
                        };
                        self.entity_conflict(our, what, Some(base), Some(our), None);
                    }
                }
                (None, Some(their)) => {
                    let unchanged =
                        self.names.their_content(their) == self.names.base_content(base) && their.id == base.id;
                    let needed = gone.needed.contains(self.names.entity(their.id.as_str()));
                    if !unchanged || needed {
                        let what = if unchanged {
                            "we removed it, they relate to it"
                        } else {
                            "we removed it, they changed it"
                        };
                        self.entity_conflict(their, what, Some(base), None, Some(their));
                        come.insert(std::ptr::from_ref(their));
                    }
                }
                (None, None) => {}
            }
        }
        let ids: HashMap<&str, &Entity> = pairs.0.only_new.iter().map(|e| (e.id.as_str(), *e)).collect();
        for their in &pairs.1.only_new {
            match ids.get(their.id.as_str()) {
                Some(our) => self.change_entity(None, our, their),
                None => drop(come.insert(std::ptr::from_ref(*their))),
            }
        }
        let all: Vec<&Entity> = matching::entities(self.theirs).filter(|_| !come.is_empty()).collect();
        let there = |id: &str| {
            let id = self.names.entity(id);
            let found = self.ours.entity_by_id(id).is_some_and(|e| !e.ghost) && !removed.contains(id);
            found.then(|| id.to_owned())
        };
        self.steps.add_entities = placed(
            &all,
            |e| come.contains(&std::ptr::from_ref(e)),
            |e| there(e.id.as_str()),
            |e| e.file,
            |e, after| {
                let entity: Entity = record(self.names.their_content(e), Some(self.names.entity(e.id.as_str())))?;
                Some(Change::AddEntity { entity, place: self.place(e.file, after) })
            },
        );
    }

    /// Merges an entity that both have.
    fn change_entity(&mut self, base: Option<&Entity>, our: &Entity, their: &Entity) {
        // What they left alone is most of it.
        if base.is_some_and(|base| matching::same(base, their)) {
            return;
        }
        let base_content = base.map(|b| self.names.base_content(b)).unwrap_or_default();
        let their_content = self.names.their_content(their);
        if their_content == base_content {
            return;
        }
        let mut clashes = Vec::new();
        let merged = three_way::merge(&base_content, &content(our), &their_content, &mut clashes);
        let as_entity = |content: RecordFields| record::<Entity>(content, Some(our.id.as_str()));
        let fields: Vec<EntityField> = as_entity(merged.clone()).map(|to| entity_changes(our, &to)).unwrap_or_default();
        if !fields.is_empty() {
            self.steps.set_entities.push(Change::SetEntity { id: our.id.clone(), set: fields });
        }
        for clash in clashes {
            let field = clash.field.clone();
            let theirs_instead = taken(&merged, &their_content, &clash);
            let take = as_entity(theirs_instead).and_then(|to| Some(entity_changes(&as_entity(merged.clone())?, &to)));
            let take_theirs = take.into_iter().map(|set| Change::SetEntity { id: our.id.clone(), set }).collect();
            self.clash(List::Entities, our.id.as_str(), our.label(), &field, &clash, take_theirs);
        }
    }

    /// Another id: taken over where only they gave one.
    fn rename(&mut self, base: &Entity, our: &Entity, their: &Entity) {
        let rename = |to: &EntityId| Change::RenameEntity { id: our.id.clone(), to: to.clone(), keep_as_alias: false };
        if self.names.entity_renames.iter().any(|(id, to)| *id == our.id.as_str() && *to == their.id.as_str()) {
            self.steps.renames.push(rename(&their.id));
        } else if base.id != our.id && base.id != their.id && our.id != their.id {
            let [base, ours, theirs] = [base, our, their].map(|e| Some(e.id.to_string()));
            self.conflicts.push(Conflict {
                sort: List::Entities.one(),
                id: our.id.to_string(),
                label: our.label().to_owned(),
                field: Some("id".to_owned()),
                base,
                ours,
                theirs,
                take_theirs: vec![rename(&their.id)],
                list: Some(List::Entities),
            });
        }
    }

    fn entity_conflict(
        &mut self,
        shown: &Entity,
        what: &str,
        base: Option<&Entity>,
        our: Option<&Entity>,
        their: Option<&Entity>,
    ) {
        let side = |e: Option<&Entity>| e.map(|e| format!("{} ({})", e.name, e.kind));
        let take_theirs = match (our, their) {
            (Some(our), None) => vec![Change::RemoveEntity { id: our.id.clone() }],
            _ => Vec::new(),
        };
        self.conflicts.push(Conflict {
            sort: List::Entities.one(),
            id: self.names.entity(shown.id.as_str()).to_owned(),
            label: format!("{}: {what}", shown.label()),
            field: None,
            base: side(base),
            ours: side(our),
            theirs: side(their),
            take_theirs,
            list: Some(List::Entities),
        });
    }

    fn clash(&mut self, list: List, id: &str, label: &str, field: &str, clash: &Clash, take_theirs: Vec<Change>) {
        self.conflicts.push(conflict(list, id, label, field, clash, take_theirs));
    }

    /// Where a record of THEIRS goes in OURS.
    fn place(&self, file: FileIndex, after: Option<String>) -> InsertAt {
        place(self.ours, self.theirs, file, after)
    }
}

/// Where a record of THEIRS goes in OURS: the same file if there is one.
pub(super) fn place(ours: &Dossier, theirs: &Dossier, file: FileIndex, after: Option<String>) -> InsertAt {
    let path = theirs.files.get(usize::from(file.0)).filter(|_| file.0 > 0).map(|f| &f.path);
    let file = path.filter(|path| ours.files.iter().skip(1).any(|f| f.path == **path)).cloned();
    InsertAt { file, after }
}

/// The conflict about a field.
pub(super) fn conflict(
    list: List,
    id: &str,
    label: &str,
    field: &str,
    clash: &Clash,
    take_theirs: Vec<Change>,
) -> Conflict {
    let shown = |v: &Option<serde_json::Value>| v.as_ref().map(|v| words::value(field, v));
    Conflict {
        sort: list.one(),
        id: id.to_owned(),
        label: label.to_owned(),
        field: Some(field.to_owned()),
        base: shown(&clash.base),
        ours: shown(&clash.ours),
        theirs: shown(&clash.theirs),
        take_theirs,
        list: Some(list),
    }
}

/// The merged fields with theirs in the place of ours where they clash.
pub(super) fn taken(merged: &RecordFields, theirs: &RecordFields, clash: &Clash) -> RecordFields {
    let mut out = merged.clone();
    let put = |content: &mut RecordFields, key: &str, value: Option<&serde_json::Value>| match value {
        Some(value) => drop(content.insert(key.to_owned(), value.clone())),
        None => drop(content.remove(key)),
    };
    match clash.field.strip_prefix("fields.") {
        Some(key) => {
            if let Some(inner) = out.entry("fields").or_insert_with(|| RecordFields::new().into()).as_object_mut() {
                put(inner, key, clash.theirs.as_ref());
            }
        }
        None if three_way::is_list(&clash.field) => {
            let mut list = three_way::elements(out.get(&clash.field));
            let ours = clash.ours.as_ref().and_then(|ours| list.iter().position(|v| v == ours));
            match (ours, &clash.theirs) {
                (Some(at), Some(theirs)) => list[at] = theirs.clone(),
                (Some(at), None) => drop(list.remove(at)),
                (None, Some(theirs)) if !list.contains(theirs) => list.push(theirs.clone()),
                _ => {}
            }
            put(&mut out, &clash.field, (!list.is_empty()).then(|| list.into()).as_ref());
        }
        None => put(&mut out, &clash.field, theirs.get(&clash.field)),
    }
    out
}

/// Records that come, each after the nearest one before it that is there already. Those that
/// follow the same one come in the opposite order, since each goes right behind it.
fn placed<'a, T>(
    all: &[&'a T],
    comes: impl Fn(&'a T) -> bool,
    there: impl Fn(&'a T) -> Option<String>,
    file: impl Fn(&'a T) -> FileIndex,
    add: impl Fn(&'a T, Option<String>) -> Option<Change>,
) -> Vec<Change> {
    // Of each file: up to where it was looked at, and what comes there goes after.
    let mut looked: HashMap<u16, (usize, Option<String>)> = HashMap::new();
    let (mut behind, mut at_end) = (Vec::new(), Vec::new());
    for (number, record) in all.iter().enumerate().filter(|(_, record)| comes(record)) {
        let (from, last) = looked.entry(file(record).0).or_default();
        let between = all[*from..number].iter().rev().filter(|other| file(other).0 == file(record).0);
        if let Some(id) = between.filter(|other| !comes(other)).find_map(|other| there(other)) {
            *last = Some(id);
        }
        *from = number;
        let change = add(record, last.clone());
        if last.is_some() { behind.extend(change) } else { at_end.extend(change) }
    }
    behind.reverse();
    behind.into_iter().chain(at_end).collect()
}

pub(super) use record_fields::source_changes;
