//! A dossier as nodes and edges with typed columns: what all writers of networks write. Knows no format.

use std::collections::{HashMap, HashSet};

use super::super::value::Value;
use super::columns::{FieldColumn, Sort, field_columns};
use super::derived::{CLAIMS, Derived, NAMES, Recorded, is_directed};
use super::notation;
use crate::dossier::model::{Dossier, Entity, FieldValue, Relation};

/// The column of the author's own data that have no column of their own, as JSON: a list of pairs of key and value.
pub(in super::super) const REST: &str = "fields";
/// What stands before the key of a datum whose column would be taken for another.
const PREFIX: &str = "field.";
/// More different keys than this go into [`REST`].
const MOST_KEYS: usize = 256;

/// Heads of columns that programs which read networks take for something else, in lower case.
const TAKEN: &[&str] = &[
    "",
    "_id",
    "attributes",
    "b",
    "begin",
    "caption",
    "categories",
    "category",
    "classes",
    "color",
    "colour",
    "data",
    "default",
    "dir",
    "direction",
    "edge label",
    "end_date",
    "enddate",
    "from",
    "g",
    "gid",
    "grabbable",
    "graphics",
    "headport",
    "height",
    "hidden",
    "icon",
    "image",
    "interaction",
    "key",
    "labele",
    "labelgraphics",
    "labels",
    "labelv",
    "locked",
    "opacity",
    "parent",
    "pid",
    "port",
    "pos",
    "position",
    "predicate",
    "r",
    "rank",
    "relation",
    "scale",
    "selected",
    "shape",
    "shared interaction",
    "shared name",
    "shared_interaction",
    "shared_name",
    "since",
    "size",
    "source",
    "start_date",
    "startdate",
    "style",
    "tailport",
    "target",
    "timeset",
    "title",
    "to",
    "type",
    "until",
    "value",
    "viz",
    "width",
    "x",
    "y",
    "z",
    "a",
    REST,
];

/// How a format holds the columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    /// Whether names and claims are held whole, as JSON.
    pub(super) nested: bool,
    /// How the author's own data are held.
    pub(super) own: OwnWay,
    /// Whether a key may head a column.
    pub(super) is_key: fn(&str) -> bool,
}

/// How a format holds the author's own data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OwnWay {
    /// In columns of one type each; the rest as JSON. Whether a column may have lists, and
    /// yes and no.
    Typed { lists: bool, flags: bool },
    /// In cells that hold anything by a notation. Whether cells know numbers by themselves.
    Cells { typed: bool },
}

/// One column.
pub(super) struct Column<R: Recorded> {
    pub(super) name: String,
    pub(super) sort: Sort,
    says: Says<R>,
}

enum Says<R: Recorded> {
    Field(FieldColumn<R>),
    Derived(for<'r> fn(&'r Dossier, &'r R) -> Option<Value<'r>>),
    /// One datum of the author's own, as it is.
    Own(String),
    /// The same by the notation of cells.
    Cell(String, bool),
    /// The data of these keys, as JSON.
    Rest(HashSet<String>),
}

impl<R: Recorded> Column<R> {
    /// Whether it is a datum of the author's own.
    pub(super) fn is_own(&self) -> bool {
        match self.says {
            Says::Own(_) | Says::Cell(..) | Says::Rest(_) => true,
            Says::Field(_) | Says::Derived(_) => false,
        }
    }

    /// What a record says here.
    pub(super) fn value<'r>(&self, dossier: &'r Dossier, record: &'r R) -> Option<Value<'r>> {
        match &self.says {
            Says::Field(column) => column.get(record),
            Says::Derived(get) => get(dossier, record),
            Says::Own(key) => own(record, key).map(plain),
            Says::Cell(key, typed) => own(record, key).map(|value| match value {
                FieldValue::Number(number) if *typed => Value::Real(*number),
                FieldValue::Flag(yes) if *typed => Value::Boolean(*yes),
                other => Value::Text(notation::own_cell(other, *typed)),
            }),
            Says::Rest(keys) => {
                let pairs: Vec<&(String, FieldValue)> =
                    record.own().iter().filter(|(key, _)| keys.contains(key)).collect();
                if pairs.is_empty() {
                    return None;
                }
                serde_json::to_string(&pairs).ok().map(|json| Value::Text(json.into()))
            }
        }
    }
}

fn own<'r, R: Recorded>(record: &'r R, key: &str) -> Option<&'r FieldValue> {
    record.own().iter().find(|(known, _)| known == key).map(|(_, value)| value)
}

fn plain(value: &FieldValue) -> Value<'_> {
    match value {
        FieldValue::Text(text) => Value::text(text),
        FieldValue::Number(number) => Value::Real(*number),
        FieldValue::Flag(yes) => Value::Boolean(*yes),
        FieldValue::List(values) => Value::List(values.iter().map(|value| value.text().into()).collect()),
    }
}

/// The head of the column of a datum of the author's own.
pub(in super::super) fn own_name(key: &str) -> String {
    let lower = key.to_lowercase();
    let is_taken = TAKEN.contains(&lower.as_str()) || lower.starts_with(PREFIX) || is_known(&lower);
    if is_taken { format!("{PREFIX}{key}") } else { key.to_owned() }
}

/// The key of the datum whose column has this head.
pub(in super::super) fn own_key(name: &str) -> &str {
    name.strip_prefix(PREFIX).unwrap_or(name)
}

/// Whether a head is that of a column of entities or relations.
fn is_known(name: &str) -> bool {
    static KNOWN: std::sync::OnceLock<HashSet<String>> = std::sync::OnceLock::new();
    fn names<R: Recorded>() -> impl Iterator<Item = String> {
        let derived = R::DERIVED.iter().map(|derived| derived.name.to_owned());
        field_columns::<R>().into_iter().map(|column| column.name).chain(derived)
    }
    KNOWN.get_or_init(|| names::<Entity>().chain(names::<Relation>()).collect()).contains(name)
}

/// Whether and how relations have a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Directions {
    /// All have one.
    All,
    /// None has one, and there is a relation.
    None,
    /// So many have none, others have.
    Mixed(usize),
}

/// A dossier as a network.
pub(super) struct Network<'d> {
    pub(super) dossier: &'d Dossier,
    pub(super) entities: Vec<Column<Entity>>,
    pub(super) relations: Vec<Column<Relation>>,
    pub(super) directions: Directions,
    positions: HashMap<&'d str, (f64, f64)>,
}

impl<'d> Network<'d> {
    /// The columns as a format holds them.
    pub(super) fn new(dossier: &'d Dossier, way: Way) -> Self {
        let entities = columns(dossier.entities().map(|(_, entity)| entity), way);
        let relations = columns(dossier.relations().map(|(_, _, _, relation)| relation), way);
        let total = dossier.relation_count();
        let undirected = dossier.relations().filter(|(_, _, _, relation)| !is_directed(dossier, relation)).count();
        let directions = match undirected {
            0 => Directions::All,
            all if all == total => Directions::None,
            some => Directions::Mixed(some),
        };
        let pins = dossier.views.iter().map(|view| &view.placing.pins).find(|pins| !pins.is_empty());
        let positions = pins.into_iter().flatten().map(|pin| (pin.id.as_str(), (pin.x, pin.y))).collect();
        Network { dossier, entities, relations, directions, positions }
    }

    /// All entities, those that only relations name last.
    pub(super) fn nodes(&self) -> impl Iterator<Item = &'d Entity> + use<'d> {
        self.dossier.entities().map(|(_, entity)| entity)
    }

    /// All relations.
    pub(super) fn edges(&self) -> impl Iterator<Item = &'d Relation> + use<'d> {
        self.dossier.relations().map(|(_, _, _, relation)| relation)
    }

    /// Entities and relations together.
    pub(super) fn len(&self) -> usize {
        self.dossier.entity_count() + self.dossier.relation_count()
    }

    /// Where an entity stands in the first view that has places, y downwards.
    pub(super) fn position(&self, entity: &Entity) -> Option<(f64, f64)> {
        self.positions.get(entity.id.as_str()).copied()
    }

    /// Whether a relation has a direction.
    pub(super) fn is_directed(&self, relation: &Relation) -> bool {
        is_directed(self.dossier, relation)
    }
}

/// What is told by a place of its own in every network: id, name, kind, ends, weight.
const PLACED: [&str; 6] = ["id", "name", "kind", "from", "to", "weight"];

fn columns<'r, R: Recorded>(records: impl Iterator<Item = &'r R>, way: Way) -> Vec<Column<R>> {
    let mut out = fixed_columns(way.nested);
    out.extend(own_columns(records, way));
    out
}

/// The columns that a table has whatever the records say.
fn fixed_columns<R: Recorded>(nested: bool) -> Vec<Column<R>> {
    let mut out: Vec<Column<R>> = Vec::new();
    for column in field_columns::<R>() {
        let is_nested = [NAMES, CLAIMS].contains(&column.name.as_str());
        if !PLACED.contains(&column.name.as_str()) && (nested || !is_nested) {
            out.push(Column { name: column.name.clone(), sort: column.sort, says: Says::Field(column) });
        }
    }
    for Derived { name, sort, get, .. } in R::DERIVED {
        out.push(Column { name: (*name).to_owned(), sort: *sort, says: Says::Derived(*get) });
    }
    out
}

/// Their heads, in a format that holds names and claims not whole.
pub(in super::super) fn fixed_heads<R: Recorded>() -> Vec<String> {
    fixed_columns::<R>(false).into_iter().map(|column| column.name).collect()
}

/// The columns of the author's own data, in the order in which keys are met.
fn own_columns<'r, R: Recorded>(records: impl Iterator<Item = &'r R>, way: Way) -> Vec<Column<R>> {
    let mut keys: Vec<(&str, Option<Sort>)> = Vec::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut rest: HashSet<String> = HashSet::new();
    for (key, value) in records.flat_map(Recorded::own) {
        let sort = sort_of(value, way.own);
        if let Some(known) = numbers.get(key.as_str()).and_then(|number| keys.get_mut(*number)) {
            known.1 = known.1.filter(|known| Some(*known) == sort);
        } else if keys.len() < MOST_KEYS && (way.is_key)(&own_name(key)) {
            numbers.insert(key, keys.len());
            keys.push((key, sort));
        } else if !rest.contains(key) {
            rest.insert(key.clone());
        }
    }
    let mut out = Vec::new();
    for (key, sort) in keys {
        let Some(sort) = sort else {
            rest.insert(key.to_owned());
            continue;
        };
        let says = match way.own {
            OwnWay::Typed { .. } => Says::Own(key.to_owned()),
            OwnWay::Cells { typed } => Says::Cell(key.to_owned(), typed),
        };
        out.push(Column { name: own_name(key), sort, says });
    }
    if !rest.is_empty() {
        out.push(Column { name: REST.to_owned(), sort: Sort::Nested, says: Says::Rest(rest) });
    }
    out
}

/// What a column must be to hold a value; `None` where none can.
fn sort_of(value: &FieldValue, way: OwnWay) -> Option<Sort> {
    let OwnWay::Typed { lists, flags } = way else { return Some(Sort::Text) };
    match value {
        FieldValue::Text(text) => (!text.is_empty()).then_some(Sort::Text),
        FieldValue::Number(_) => Some(Sort::Number),
        FieldValue::Flag(_) => flags.then_some(Sort::Flag),
        FieldValue::List(values) => {
            let is_texts = values.iter().all(|value| matches!(value, FieldValue::Text(text) if !text.is_empty()));
            (lists && is_texts && !values.is_empty()).then_some(Sort::Texts)
        }
    }
}
