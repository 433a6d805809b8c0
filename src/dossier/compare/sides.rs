//! What every part of a three-way merge needs: the ids of the same record on each side, the records
//! of all three sides matched up, and conflicts.

use std::collections::HashMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::as_written::{self, Detail, WrittenField};
use super::matching::{Pairs, Renamed, same};
use super::record_fields::{RecordFields, content, elements_of};
use super::side::{Beyond, Listed, same_beyond};
use super::three_way::{self, Clash};
use super::words;
use crate::dossier::edit::{Change, Happens, InsertAt};
use crate::dossier::model::{Dossier, FileIndex, List, Relation};

/// Something that both sides changed differently. Ours is kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Conflict {
    /// The kind of record, for display: `entity`, `relation`; `dossier` for the whole.
    pub(crate) sort: &'static str,
    /// Its id in ours; for a view, its name.
    pub(crate) id: String,
    /// Its name for display.
    pub(crate) label: String,
    /// The field; `None` where the record itself is meant.
    pub(crate) field: Option<String>,
    /// The value in BASE, for display; `None` if there was none.
    pub(crate) base: Option<String>,
    /// The value in OURS, which is kept; `None` if there is none.
    pub ours: Option<String>,
    /// The value in THEIRS; `None` if there is none.
    pub theirs: Option<String>,
    /// Changes to the merged dossier that take theirs instead, if they can be expressed.
    #[serde(skip)]
    pub take_theirs: Vec<Change>,
    /// The list it stands in, to find it in the text.
    #[serde(skip)]
    pub(crate) list: Option<List>,
}

/// The ids of records as OURS has them.
pub(super) struct Names<'a> {
    /// To the ids of OURS from those of BASE.
    pub(crate) from_base: Renamed<'a>,
    /// To the ids of OURS from those of THEIRS.
    pub(crate) from_theirs: Renamed<'a>,
    /// Entities that only they renamed: our id, theirs.
    pub(super) entity_renames: Vec<(&'a str, &'a str)>,
    /// Sources that only they renamed.
    source_renames: Vec<(&'a str, &'a str)>,
    /// What the texts of BASE, OURS and THEIRS say beyond the dossiers.
    pub(super) beyond: [Beyond; 3],
}

impl<'a> Names<'a> {
    pub(super) fn new(to_ours: &Renamed<'a>, to_theirs: &Renamed<'a>, beyond: [Beyond; 3]) -> Self {
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
        Names { from_base, from_theirs: Renamed { entities, sources }, entity_renames, source_renames, beyond }
    }

    /// The id in OURS of an entity of THEIRS.
    pub(super) fn entity<'b>(&'b self, theirs: &'b str) -> &'b str {
        self.from_theirs.entities.get(theirs).copied().unwrap_or(theirs)
    }

    /// Changes that give sources the ids that only they gave them.
    pub(super) fn source_renames(&self) -> impl Iterator<Item = Change> + '_ {
        self.source_renames.iter().map(|(id, to)| Change::RenameSource { id: (*id).into(), to: (*to).into() })
    }

    /// The content of a record of BASE.
    pub(super) fn base_content<R: Listed>(&self, record: &R) -> RecordFields {
        let mut content = self.from_base.content(record);
        self.beyond[0].add_to(record, &mut content, Detail::Bytes);
        content
    }

    /// The content of a record of OURS.
    pub(super) fn our_content<R: Listed>(&self, record: &R) -> RecordFields {
        let mut content = content(record);
        self.beyond[1].add_to(record, &mut content, Detail::Bytes);
        content
    }

    /// The content of a record of THEIRS.
    pub(super) fn their_content<R: Listed>(&self, record: &R) -> RecordFields {
        let mut content = self.from_theirs.content(record);
        self.beyond[2].add_to(record, &mut content, Detail::Bytes);
        content
    }

    /// Whether a record has the same content in OURS and BASE, apart from ids of other records.
    pub(super) fn ours_is_base<R: Listed + PartialEq>(&self, base: &R, our: &R) -> bool {
        same(base, our) && same_beyond((&self.beyond[0], base), (&self.beyond[1], our))
    }

    /// Whether a record has the same content in THEIRS and BASE, apart from ids of other records.
    pub(super) fn theirs_is_base<R: Listed + PartialEq>(&self, base: &R, their: &R) -> bool {
        same(base, their) && same_beyond((&self.beyond[0], base), (&self.beyond[2], their))
    }

    /// What a merged record shall say that the model does not hold; `None` where no side says such
    /// a thing. `id` is what OURS calls it.
    pub(super) fn wanted<R: Listed>(&self, sides: [Option<&R>; 3], id: &str, merged: &RecordFields) -> Option<Wanted> {
        let says = |(beyond, record): (&Beyond, Option<&R>)| record.is_some_and(|r| !beyond.of_record(r).is_empty());
        let any = self.beyond.iter().zip(sides).any(says);
        any.then(|| Wanted { list: R::LIST, id: id.to_owned(), fields: as_written::written(merged), relation: None })
    }
}

/// What a record of the merged dossier shall say that the model does not hold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wanted {
    pub(crate) list: List,
    /// What OURS calls it; one that comes is called as THEIRS calls it.
    pub(crate) id: String,
    pub(crate) fields: Vec<WrittenField>,
    /// A relation that comes: without an id of its own it may get another than THEIRS has for it.
    pub(crate) relation: Option<Relation>,
}

/// The records of BASE in pairs with those of OURS, and with those of THEIRS.
pub(super) type Both<'a, T> = (Pairs<'a, T>, Pairs<'a, T>);

/// For each record of BASE its partners in OURS and THEIRS.
pub(super) fn triples<'a, T>(pairs: &Both<'a, T>) -> Vec<(&'a T, Option<&'a T>, Option<&'a T>)> {
    let key = std::ptr::from_ref::<T>;
    let theirs: FxHashMap<*const T, &T> = pairs.1.both.iter().map(|(base, their)| (key(*base), *their)).collect();
    let partner = |base: &&'a T| theirs.get(&key(*base)).copied();
    let kept = pairs.0.both.iter().map(|(base, our)| (*base, Some(*our), partner(base)));
    let gone = pairs.0.only_old.iter().map(|base| (*base, None, partner(base)));
    kept.chain(gone).collect()
}

/// Where a record of THEIRS is inserted in OURS: the same file if it exists.
pub(super) fn place(ours: &Dossier, theirs: &Dossier, file: FileIndex, after: Option<String>) -> InsertAt {
    let path = theirs.files.get(usize::from(file.0)).filter(|_| file.0 > 0).map(|f| &f.path);
    let file = path.filter(|path| ours.files.iter().skip(1).any(|f| f.path == **path)).cloned();
    InsertAt { file, after }
}

/// The record that a conflict is about.
#[derive(Clone, Copy)]
pub(super) struct Subject<'s> {
    pub(super) list: List,
    /// What OURS calls it, or THEIRS where only they have it.
    pub(super) id: &'s str,
    /// Its name for display.
    pub(super) label: &'s str,
}

/// The conflict about a field of a record. `take_theirs` would set it to what THEIRS says.
pub(super) fn conflict(about: Subject<'_>, clash: &Clash, take_theirs: Vec<Change>) -> Conflict {
    let Subject { list, id, label } = about;
    let field = clash.field.as_str();
    let shown = |v: &Option<serde_json::Value>| v.as_ref().map(|v| words::value(field, &as_written::plain(v)));
    // What only a text says is no part of any change.
    let as_text = [&clash.ours, &clash.theirs].into_iter().flatten().any(as_written::is_written);
    let empty = |change: &Change| change.about().is_some_and(|(happens, ..)| happens == Happens::FieldsSet(0));
    let take_theirs = if as_text || take_theirs.iter().any(empty) { Vec::new() } else { take_theirs };
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

/// The merged fields, with theirs in place of ours where they conflict.
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
        None if elements_of(&clash.field).is_some() => {
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
