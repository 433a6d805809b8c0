//! The three-way merge of what stands beside the network: the heads of the files, kinds, sources
//! and views.

use serde_json::Value;

use super::as_written::{self, Detail, WrittenField, is_written, plain};
use super::matching::{self, Pairs, pair_plain};
use super::record_fields::{INCLUDE, RecordFields, record};
use super::side::{Listed, MAIN};
use super::sides::{Conflict, Names, Wanted, conflict, place, taken, triples};
use super::three_way::{self, Clash};
use crate::dossier::edit::{Change, SourceField};
use crate::dossier::model::schema::changes;
use crate::dossier::model::{Dossier, EntityKind, List, RelationKind, Source, View};

pub(super) struct Lists<'a, 'n> {
    pub(crate) base: &'a Dossier,
    pub(crate) ours: &'a Dossier,
    pub(crate) theirs: &'a Dossier,
    pub(crate) names: &'n Names<'a>,
    pub(crate) conflicts: &'n mut Vec<Conflict>,
    pub(crate) wanted: &'n mut Vec<Wanted>,
}

/// A record that both have, merged.
struct Merged<T> {
    record: T,
    /// What clashes, with the record as it were with theirs.
    clashes: Vec<(Clash, Option<T>)>,
    /// What it shall say that the model does not hold.
    wanted: Option<Wanted>,
}

/// What the head of a file of the merged dossier shall say beside titles and remarks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WantedHead {
    /// Its path; empty for the main file.
    pub(crate) path: String,
    /// The files that it includes.
    pub(crate) include: Vec<String>,
    pub(crate) fields: Vec<WrittenField>,
}

/// The change that sets a title or remark.
fn set_head(name: &str, value: Option<&Value>) -> Option<Change> {
    let text = value.and_then(Value::as_str).map(str::to_owned);
    match name {
        "title" => Some(Change::SetTitle(text.unwrap_or_default())),
        "subtitle" => Some(Change::SetSubtitle(text)),
        "note" => Some(Change::SetNote(text)),
        _ => None,
    }
}

impl<'a> Lists<'a, '_> {
    /// What stands at the head of the files: changes of titles and remarks, and what else each head
    /// shall say.
    pub(crate) fn head(&mut self) -> (Vec<Change>, Vec<WantedHead>) {
        let [base, ours, theirs] = [(0, self.base), (1, self.ours), (2, self.theirs)]
            .map(|(side, dossier)| self.names.beyond[side].heads(dossier, Detail::Bytes));
        let (mut changes, mut wanted) = (Vec::new(), Vec::new());
        for (path, ours) in ours {
            let of = |heads: &[(String, RecordFields)]| heads.iter().find(|(p, _)| *p == path).map(|(_, c)| c.clone());
            let Some(theirs) = of(&theirs) else { continue };
            let mut clashes = Vec::new();
            let merged = three_way::merge(&of(&base).unwrap_or_default(), &ours, &theirs, &mut clashes);
            for clash in clashes {
                let take = [&clash.ours, &clash.theirs].into_iter().flatten().all(|v| !is_written(v));
                let take = take.then(|| set_head(&clash.field, clash.theirs.as_ref())).flatten();
                let about =
                    conflict(List::Entities, "", &self.ours.title, &clash.field, &clash, take.into_iter().collect());
                self.conflicts.push(Conflict { sort: "dossier", list: None, ..about });
            }
            let new =
                |name: &&str| merged.get(*name) != ours.get(*name) && merged.get(*name).is_none_or(|v| !is_written(v));
            let titles = ["title", "subtitle", "note"].into_iter();
            changes.extend(titles.filter(|_| path == MAIN).filter(new).filter_map(|n| set_head(n, merged.get(n))));
            if merged != ours {
                let include = three_way::elements(merged.get(INCLUDE));
                let include = include.iter().filter_map(|path| path.as_str().map(str::to_owned)).collect();
                wanted.push(WantedHead { path, include, fields: as_written::written(&merged) });
            }
        }
        (changes, wanted)
    }

    /// Sources: those to set or add, and those to remove.
    pub(super) fn sources(&mut self, pairs: &(Pairs<'a, Source>, Pairs<'a, Source>)) -> (Vec<Change>, Vec<Change>) {
        let (mut set, mut gone) = (Vec::new(), Vec::new());
        let fields = |from: &Source, to: &Source| {
            let fields: Vec<SourceField> = changes(from, to);
            (!fields.is_empty()).then(|| Change::SetSource { id: from.id.clone(), set: fields })
        };
        let mut come: Vec<&Source> = Vec::new();
        for (base, our, their) in triples(pairs) {
            match (our, their) {
                (Some(our), Some(their)) => {
                    let merged = self.both(Some(base), our, their, Some(our.id.as_str()));
                    self.settle(List::Sources, our, our.id.as_str(), &our.short_label(), merged, &mut set, fields);
                }
                (Some(our), None) => {
                    let cited = citations(self.ours, our.id.as_str()) > citations(self.base, base.id.as_str());
                    if self.names.ours_is_base(base, our) && !cited {
                        gone.push(Change::RemoveSource { id: our.id.clone(), with_claims: false });
                    } else {
                        let what =
                            if cited { "we cite it anew, they removed it" } else { "we changed it, they removed it" };
                        let take = vec![Change::RemoveSource { id: our.id.clone(), with_claims: false }];
                        self.lone(List::Sources, our.id.as_str(), &our.short_label(), what, Some(our), None, take);
                    }
                }
                (None, Some(their)) => {
                    let cited = citations(self.theirs, their.id.as_str()) > citations(self.base, base.id.as_str());
                    if !self.names.theirs_is_base(base, their) || cited {
                        let what =
                            if cited { "we removed it, they cite it anew" } else { "we removed it, they changed it" };
                        self.lone(
                            List::Sources,
                            their.id.as_str(),
                            &their.short_label(),
                            what,
                            None,
                            Some(their),
                            vec![],
                        );
                        come.push(their);
                    }
                }
                (None, None) => {}
            }
        }
        for their in &pairs.1.only_new {
            match pairs.0.only_new.iter().find(|our| our.id == their.id) {
                Some(our) => {
                    let merged = self.both(None, *our, *their, Some(our.id.as_str()));
                    self.settle(List::Sources, *our, our.id.as_str(), &our.short_label(), merged, &mut set, fields);
                }
                None => come.push(their),
            }
        }
        for their in come {
            self.comes(their);
            let place = place(self.ours, self.theirs, their.file, None);
            set.push(Change::AddSource { source: self.as_ours(their), place });
        }
        (set, gone)
    }

    /// Kinds that dossiers declare: those to set or add, and those to take back.
    pub(crate) fn kinds(&mut self) -> (Vec<Change>, Vec<Change>) {
        let (mut set, mut gone) = (Vec::new(), Vec::new());
        let kinds = |d: &Dossier| d.own_entity_kinds().map(|(_, kind)| kind.clone()).collect::<Vec<EntityKind>>();
        let (base, ours, theirs) = (kinds(self.base), kinds(self.ours), kinds(self.theirs));
        self.list(
            List::EntityKinds,
            [&base, &ours, &theirs],
            |k| &k.id,
            &mut set,
            &mut gone,
            |_, kind| Change::SetEntityKind { kind: kind.clone(), place: Default::default() },
            |id| Change::RemoveEntityKind { id: id.to_owned() },
            |kind| Change::SetEntityKind { kind: kind.clone(), place: Default::default() },
        );
        let kinds = |d: &Dossier| d.own_relation_kinds().map(|(_, kind)| kind.clone()).collect::<Vec<RelationKind>>();
        let (base, ours, theirs) = (kinds(self.base), kinds(self.ours), kinds(self.theirs));
        self.list(
            List::RelationKinds,
            [&base, &ours, &theirs],
            |k| &k.id,
            &mut set,
            &mut gone,
            |_, kind| Change::SetRelationKind { kind: kind.clone(), place: Default::default() },
            |id| Change::RemoveRelationKind { id: id.to_owned() },
            |kind| Change::SetRelationKind { kind: kind.clone(), place: Default::default() },
        );
        (set, gone)
    }

    /// Views.
    pub(super) fn views(&mut self) -> Vec<Change> {
        let (mut set, mut gone) = (Vec::new(), Vec::new());
        let (base, ours, theirs) = (&self.base.views, &self.ours.views, &self.theirs.views);
        self.list(
            List::Views,
            [base, ours, theirs],
            |v: &View| &v.name,
            &mut set,
            &mut gone,
            |name, view| Change::SetView { name: name.to_owned(), view: view.clone() },
            |name| Change::RemoveView { name: name.to_owned() },
            |view| Change::AddView { view: view.clone(), place: Default::default() },
        );
        set.into_iter().chain(gone).collect()
    }

    /// A plain list whose records are set as a whole.
    #[allow(clippy::too_many_arguments)]
    fn list<T: Listed + PartialEq + Clone>(
        &mut self,
        list: List,
        [base, ours, theirs]: [&[T]; 3],
        id: impl for<'x> Fn(&'x T) -> &'x str,
        set: &mut Vec<Change>,
        gone: &mut Vec<Change>,
        to_set: impl Fn(&str, &T) -> Change,
        to_remove: impl Fn(&str) -> Change,
        to_add: impl Fn(&T) -> Change,
    ) {
        let pairs = (pair_plain(base, ours, |r| id(r)), pair_plain(base, theirs, |r| id(r)));
        let keeps_id = list != List::Views;
        let step = |from: &T, to: &T| (from != to).then(|| to_set(id(from), to));
        for (base, our, their) in triples(&pairs) {
            match (our, their) {
                (Some(our), Some(their)) => {
                    let merged = self.both(Some(base), our, their, keeps_id.then(|| id(our)));
                    self.settle(list, our, id(our), id(our), merged, set, step);
                }
                (Some(our), None) if self.names.ours_is_base(base, our) => gone.push(to_remove(id(our))),
                (Some(our), None) => {
                    let take = vec![to_remove(id(our))];
                    self.lone(list, id(our), id(our), "we changed it, they removed it", Some(our), None, take);
                }
                (None, Some(their)) if !self.names.theirs_is_base(base, their) => {
                    self.lone(list, id(their), id(their), "we removed it, they changed it", None, Some(their), vec![]);
                    self.comes(their);
                    set.push(to_add(&self.as_ours(their)));
                }
                (None, _) => {}
            }
        }
        for their in &pairs.1.only_new {
            match pairs.0.only_new.iter().find(|our| id(our) == id(their)) {
                Some(our) => {
                    let merged = self.both(None, *our, *their, keeps_id.then(|| id(our)));
                    self.settle(list, *our, id(our), id(our), merged, set, step);
                }
                None => {
                    self.comes(*their);
                    set.push(to_add(&self.as_ours(their)));
                }
            }
        }
    }

    /// A record of THEIRS that names others as OURS does.
    fn as_ours<T: Listed>(&self, their: &T) -> T {
        let id = (T::LIST != List::Views).then(|| their.key());
        record(self.names.their_content(their), id).unwrap_or_else(|| their.clone())
    }

    /// Enters what a record of THEIRS that comes shall say that the model does not hold.
    fn comes<T: Listed>(&mut self, their: &T) {
        let content = self.names.their_content(their);
        self.wanted.extend(self.names.wanted([None, None, Some(their)], their.key(), &content));
    }

    /// Merges a record that both have; `None` if they did not change it.
    fn both<T: Listed>(&self, base: Option<&T>, our: &T, their: &T, id: Option<&str>) -> Option<Merged<T>> {
        let records = [base, Some(our), Some(their)];
        let base = base.map(|b| self.names.base_content(b)).unwrap_or_default();
        let theirs = self.names.their_content(their);
        if theirs == base {
            return None;
        }
        let mut clashes = Vec::new();
        let merged = three_way::merge(&base, &self.names.our_content(our), &theirs, &mut clashes);
        let wanted = self.names.wanted(records, our.key(), &merged);
        let read = |content: RecordFields| record::<T>(content, id);
        let clashes = clashes.into_iter().map(|clash| {
            let instead = read(taken(&merged, &theirs, &clash));
            (clash, instead)
        });
        let clashes = clashes.collect();
        Some(Merged { record: read(merged)?, clashes, wanted })
    }

    /// Enters what came out for a record that both have.
    #[allow(clippy::too_many_arguments)]
    fn settle<T>(
        &mut self,
        list: List,
        our: &T,
        id: &str,
        label: &str,
        merged: Option<Merged<T>>,
        set: &mut Vec<Change>,
        step: impl Fn(&T, &T) -> Option<Change>,
    ) {
        let Some(merged) = merged else { return };
        set.extend(step(our, &merged.record));
        self.wanted.extend(merged.wanted);
        for (clash, instead) in merged.clashes {
            let take = instead.and_then(|instead| step(&merged.record, &instead)).into_iter().collect();
            self.conflicts.push(conflict(list, id, label, &clash.field, &clash, take));
        }
    }

    /// A record that one side took away and the other needs.
    #[allow(clippy::too_many_arguments)]
    fn lone<T: Listed>(
        &mut self,
        list: List,
        id: &str,
        label: &str,
        what: &str,
        ours: Option<&T>,
        theirs: Option<&T>,
        take_theirs: Vec<Change>,
    ) {
        let shown = |r: Option<RecordFields>| r.map(|r| plain(&Value::Object(r)).to_string());
        let (ours, theirs) = (ours.map(|r| self.names.our_content(r)), theirs.map(|r| self.names.their_content(r)));
        self.conflicts.push(Conflict {
            sort: list.one(),
            id: id.to_owned(),
            label: format!("{label}: {what}"),
            field: None,
            base: None,
            ours: shown(ours),
            theirs: shown(theirs),
            take_theirs,
            list: Some(list),
        });
    }
}

/// How many claims cite a source.
fn citations(dossier: &Dossier, source: &str) -> usize {
    let entities = matching::entities(dossier).flat_map(|e| &e.claims);
    let relations = matching::relations(dossier).flat_map(|r| &r.claims);
    entities.chain(relations).filter(|claim| claim.source.as_str() == source).count()
}
