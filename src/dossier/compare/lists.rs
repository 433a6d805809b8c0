//! The three-way merge of everything outside the network: the heads of the files, kinds, sources and
//! views.

use serde_json::Value;

use super::as_written::{self, Detail, WrittenField, is_written, plain};
use super::matching::{self, Pairs, pair_plain};
use super::record_fields::{INCLUDE, RecordFields, record};
use super::side::{Listed, MAIN};
use super::sides::{Conflict, Names, Subject, Wanted, conflict, place, taken, triples};
use super::three_way;
use crate::dossier::edit::{Change, InsertAt, SourceField};
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

/// What the head of a file of the merged dossier must contain besides titles and remarks.
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

/// A record that a change sets as a whole, not field by field.
trait SetWhole: Listed + PartialEq {
    /// All such records of a dossier's own.
    fn all(dossier: &Dossier) -> Vec<Self>;
    /// Replaces the record with this `key` by it.
    fn set(&self, key: &str) -> Change;
    fn add(&self) -> Change;
    fn remove(key: &str) -> Change;
}

impl SetWhole for EntityKind {
    fn all(dossier: &Dossier) -> Vec<Self> {
        dossier.own_entity_kinds().map(|(_, kind)| kind.clone()).collect()
    }

    fn set(&self, _key: &str) -> Change {
        self.add()
    }

    fn add(&self) -> Change {
        Change::SetEntityKind { kind: self.clone(), place: InsertAt::default() }
    }

    fn remove(key: &str) -> Change {
        Change::RemoveEntityKind { id: key.to_owned() }
    }
}

impl SetWhole for RelationKind {
    fn all(dossier: &Dossier) -> Vec<Self> {
        dossier.own_relation_kinds().map(|(_, kind)| kind.clone()).collect()
    }

    fn set(&self, _key: &str) -> Change {
        self.add()
    }

    fn add(&self) -> Change {
        Change::SetRelationKind { kind: self.clone(), place: InsertAt::default() }
    }

    fn remove(key: &str) -> Change {
        Change::RemoveRelationKind { id: key.to_owned() }
    }
}

impl SetWhole for View {
    fn all(dossier: &Dossier) -> Vec<Self> {
        dossier.views.clone()
    }

    fn set(&self, key: &str) -> Change {
        Change::SetView { name: key.to_owned(), view: self.clone() }
    }

    fn add(&self) -> Change {
        Change::AddView { view: self.clone(), place: InsertAt::default() }
    }

    fn remove(key: &str) -> Change {
        Change::RemoveView { name: key.to_owned() }
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
                let about = Subject { list: List::Entities, id: "", label: &self.ours.title };
                let conflict = conflict(about, &clash, take.into_iter().collect());
                self.conflicts.push(Conflict { sort: "dossier", list: None, ..conflict });
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

    /// Sources to set or add, and to remove.
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
                    set.extend(self.both(Some(base), our, their, &our.short_label(), fields));
                }
                (Some(our), None) => {
                    let cited = citations(self.ours, our.id.as_str()) > citations(self.base, base.id.as_str());
                    let remove = Change::RemoveSource { id: our.id.clone(), with_claims: false };
                    if self.names.ours_is_base(base, our) && !cited {
                        gone.push(remove);
                    } else {
                        let what = if cited {
                            "we added a citation of it, they removed it"
                        } else {
                            "we changed it, they removed it"
                        };
                        self.lone(&our.short_label(), what, [Some(our), None], vec![remove]);
                    }
                }
                (None, Some(their)) => {
                    let cited = citations(self.theirs, their.id.as_str()) > citations(self.base, base.id.as_str());
                    if !self.names.theirs_is_base(base, their) || cited {
                        let what = if cited {
                            "we removed it, they added a citation of it"
                        } else {
                            "we removed it, they changed it"
                        };
                        self.lone(&their.short_label(), what, [None, Some(their)], vec![]);
                        come.push(their);
                    }
                }
                (None, None) => {}
            }
        }
        for their in &pairs.1.only_new {
            match pairs.0.only_new.iter().find(|our| our.id == their.id) {
                Some(our) => set.extend(self.both(None, *our, *their, &our.short_label(), fields)),
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

    /// Kinds declared by the dossiers: to set or add, and to remove.
    pub(crate) fn kinds(&mut self) -> (Vec<Change>, Vec<Change>) {
        let (mut set, mut gone) = self.whole::<EntityKind>();
        let (set_relation_kinds, gone_relation_kinds) = self.whole::<RelationKind>();
        set.extend(set_relation_kinds);
        gone.extend(gone_relation_kinds);
        (set, gone)
    }

    /// Views to set, add and remove.
    pub(super) fn views(&mut self) -> Vec<Change> {
        let (set, gone) = self.whole::<View>();
        set.into_iter().chain(gone).collect()
    }

    /// A list whose records are set as a whole: records to set or add, and to remove.
    fn whole<T: SetWhole>(&mut self) -> (Vec<Change>, Vec<Change>) {
        let (mut set, mut gone) = (Vec::new(), Vec::new());
        let [base, ours, theirs] = [self.base, self.ours, self.theirs].map(T::all);
        let pairs = (pair_plain(&base, &ours, T::key), pair_plain(&base, &theirs, T::key));
        let step = |from: &T, to: &T| (from != to).then(|| to.set(from.key()));
        for (base, our, their) in triples(&pairs) {
            match (our, their) {
                (Some(our), Some(their)) => set.extend(self.both(Some(base), our, their, our.key(), step)),
                (Some(our), None) if self.names.ours_is_base(base, our) => gone.push(T::remove(our.key())),
                (Some(our), None) => {
                    let take = vec![T::remove(our.key())];
                    self.lone(our.key(), "we changed it, they removed it", [Some(our), None], take);
                }
                (None, Some(their)) if !self.names.theirs_is_base(base, their) => {
                    self.lone(their.key(), "we removed it, they changed it", [None, Some(their)], vec![]);
                    self.comes(their);
                    set.push(self.as_ours(their).add());
                }
                (None, _) => {}
            }
        }
        for their in &pairs.1.only_new {
            match pairs.0.only_new.iter().find(|our| our.key() == their.key()) {
                Some(our) => set.extend(self.both(None, *our, *their, our.key(), step)),
                None => {
                    self.comes(*their);
                    set.push(self.as_ours(*their).add());
                }
            }
        }
        (set, gone)
    }

    /// A record of THEIRS, with other records named as in OURS.
    fn as_ours<T: Listed>(&self, their: &T) -> T {
        record(self.names.their_content(their), given_id(their)).unwrap_or_else(|| their.clone())
    }

    /// Enters what an added record of THEIRS contains beyond the model.
    fn comes<T: Listed>(&mut self, their: &T) {
        let content = self.names.their_content(their);
        self.wanted.extend(self.names.wanted([None, None, Some(their)], their.key(), &content));
    }

    /// Merges a record that both have, and enters what clashes. Yields the change to OURS, as `step`
    /// makes it from two states of the record; `None` if they did not change it.
    fn both<T: Listed>(
        &mut self,
        base: Option<&T>,
        our: &T,
        their: &T,
        label: &str,
        step: impl Fn(&T, &T) -> Option<Change>,
    ) -> Option<Change> {
        let base_content = base.map(|b| self.names.base_content(b)).unwrap_or_default();
        let theirs = self.names.their_content(their);
        if theirs == base_content {
            return None;
        }
        let mut clashes = Vec::new();
        let merged = three_way::merge(&base_content, &self.names.our_content(our), &theirs, &mut clashes);
        let read = |content: RecordFields| record::<T>(content, given_id(our));
        let new = read(merged.clone())?;
        self.wanted.extend(self.names.wanted([base, Some(our), Some(their)], our.key(), &merged));
        let about = Subject { list: T::LIST, id: our.key(), label };
        for clash in clashes {
            let instead = read(taken(&merged, &theirs, &clash));
            let take = instead.and_then(|instead| step(&new, &instead)).into_iter().collect();
            self.conflicts.push(conflict(about, &clash, take));
        }
        step(our, &new)
    }

    /// A record that one side removed and the other needs.
    fn lone<T: Listed>(&mut self, label: &str, what: &str, [ours, theirs]: [Option<&T>; 2], take_theirs: Vec<Change>) {
        let Some(there) = ours.or(theirs) else { return };
        let shown = |r: Option<RecordFields>| r.map(|r| plain(&Value::Object(r)).to_string());
        let id = there.key().to_owned();
        let (ours, theirs) = (ours.map(|r| self.names.our_content(r)), theirs.map(|r| self.names.their_content(r)));
        self.conflicts.push(Conflict {
            sort: T::LIST.one(),
            id,
            label: format!("{label}: {what}"),
            field: None,
            base: None,
            ours: shown(ours),
            theirs: shown(theirs),
            take_theirs,
            list: Some(T::LIST),
        });
    }
}

/// The id a record gets when it is read back from its fields; a view's name is itself a field.
fn given_id<T: Listed>(record: &T) -> Option<&str> {
    match T::LIST {
        List::Views => None,
        List::EntityKinds | List::RelationKinds | List::Sources | List::Entities | List::Relations => {
            Some(record.key())
        }
    }
}

/// How many claims cite a source.
fn citations(dossier: &Dossier, source: &str) -> usize {
    let entities = matching::entities(dossier).flat_map(|e| &e.claims);
    let relations = matching::relations(dossier).flat_map(|r| &r.claims);
    entities.chain(relations).filter(|claim| claim.source.as_str() == source).count()
}
