//! Keys of GraphML: which columns there are, of which type, and what they say in the dialects of other programs.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::super::fault::{Fault, MetAt as _};
use super::super::graph::{Graph, Records, purpose_of};
use super::super::limits::Limit;
use super::super::report::{NoteKind, Report};
use super::super::value::{Purpose, Value, declared_boolean, declared_real, number};
use super::super::xml::{Piece, Tag, Xml};
use crate::problem::Problem;

/// What a value is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum On {
    Graph,
    Node,
    Edge,
    Hyperedge,
}

impl On {
    /// The records of a graph that it is.
    pub(super) fn records(self, graph: &mut Graph) -> Option<&mut Records> {
        match self {
            On::Graph => None,
            On::Node => Some(&mut graph.nodes),
            On::Edge => Some(&mut graph.edges),
            On::Hyperedge => Some(&mut graph.hyperedges),
        }
    }

    fn number(self) -> usize {
        self as usize
    }

    const ALL: [On; 4] = [On::Graph, On::Node, On::Edge, On::Hyperedge];
}

/// What the values of a key say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    /// A column of its own.
    #[default]
    Own,
    /// The name that is shown.
    Label,
    /// The kind.
    Kind,
    /// Kinds as Neo4j writes labels.
    Labels,
    /// x, y or z.
    Coordinate(usize),
    /// The weight of an edge.
    Weight,
    /// The title of the graph.
    Title,
}

/// Names whose values are the name that is shown, the best first.
const LABELS: [&str; 4] = ["label", "name", "shared name", "title"];
/// The same for edges: Gephi writes the second one.
const EDGE_LABELS: [&str; 2] = ["label", "Edge Label"];
/// Names whose values are the kind of a node, the best first.
const NODE_KINDS: [&str; 4] = ["labels", "labelV", "kind", "type"];
/// Names whose values are the kind of an edge, the best first.
const EDGE_KINDS: [&str; 6] = ["interaction", "shared interaction", "labelE", "kind", "type", "relation"];
/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Text,
    Integer,
    Real,
    Boolean,
    List,
}

/// A declared key.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) name: String,
    /// Whether its values are drawings of yFiles.
    pub(super) graphics: bool,
    on: [bool; 4],
    of_type: Type,
    pub(super) default: Option<String>,
    roles: [Role; 4],
    columns: [Option<usize>; 4],
    /// Columns of values beside those that a record has under another key of the name.
    beside: [Option<usize>; 4],
    /// The first key of those with this name, itself among them; none where it is the only one.
    first: [Option<usize>; 4],
}

impl Key {
    fn new(name: String, on: [bool; 4], of_type: Type) -> Self {
        Key {
            name,
            graphics: false,
            on,
            of_type,
            default: None,
            roles: [Role::Own; 4],
            columns: [None; 4],
            beside: [None; 4],
            first: [None; 4],
        }
    }

    /// What its values say of nodes, edges and so on.
    pub(super) fn role(&self, on: On) -> Role {
        self.roles[on.number()]
    }

    /// A text as a value of its type; `false` where it is of another.
    fn read<'a>(&self, text: &'a str) -> (Option<Value<'a>>, bool) {
        let bare = text.trim();
        let as_text = |fits| ((!text.is_empty()).then(|| Value::text(text)), fits);
        let found = match self.of_type {
            Type::Text => return as_text(true),
            _ if bare.is_empty() => return (None, true),
            Type::Integer => bare.parse().ok().map(Value::Integer),
            Type::Real => declared_real(bare).map(Value::Real),
            Type::Boolean => declared_boolean(bare).map(Value::Boolean),
            Type::List => list(bare),
        };
        match found {
            Some(value) => (Some(value), true),
            None => as_text(false),
        }
    }
}

/// A list as APOC writes it, in JSON.
fn list(text: &str) -> Option<Value<'static>> {
    let items: Vec<serde_json::Value> = serde_json::from_str(text).ok()?;
    let item = |item: serde_json::Value| match item {
        serde_json::Value::String(text) => Cow::Owned(text),
        other => Cow::Owned(other.to_string()),
    };
    Some(Value::List(items.into_iter().map(item).collect()))
}

/// Bytes that a column may take without its values.
const COLUMN: usize = 1 << 12;

/// All keys of a file.
#[derive(Debug, Default)]
pub(super) struct Keys {
    keys: Vec<Key>,
    numbers: HashMap<String, Vec<usize>>,
    /// The weight of edges that say nothing.
    pub(super) default_weight: Option<f64>,
    /// Keys with another default that is in no column, by what they are for; of records one for each role.
    defaults: [Vec<usize>; 4],
    /// Bytes of the columns that defaults have made, of all graphs.
    made: usize,
    /// First key, sort and number of the records that have a value under one of several keys of a name.
    told: HashSet<(usize, usize, u32)>,
}

impl Keys {
    /// The key of an id that is for this.
    pub(super) fn find(&self, id: &str, on: On) -> Option<usize> {
        let numbers = self.numbers.get(id)?;
        numbers.iter().copied().find(|n| self.get(*n).is_some_and(|key| key.on[on.number()]))
    }

    /// The key of a number.
    pub(super) fn get(&self, number: usize) -> Option<&Key> {
        self.keys.get(number)
    }

    /// `<key …>` with what lies in it.
    pub(super) fn declare<'t>(&mut self, xml: &mut Xml<'t>, tag: Tag<'t>, report: &mut Report) -> Result<(), Fault> {
        Limit::Columns.check(self.keys.len() + 1).met_at(tag.at)?;
        let (mut id, mut name, mut on, mut of_type) = (None, None, [true; 4], Type::Text);
        let (mut graphics, mut unknown, mut uri) = (false, Vec::new(), String::new());
        let mut is_typed = false;
        for (attribute, raw) in tag.attributes() {
            let value = xml.value(raw)?;
            match attribute {
                "id" => id = Some(value.into_owned()),
                "attr.name" => name = Some(value.into_owned()),
                "yfiles.type" => graphics = true,
                _ if attribute.ends_with("attr.uri") => uri = value.into_owned(),
                "attr.list" => of_type = Type::List,
                "attr.type" | "attrType" if of_type != Type::List => {
                    is_typed = true;
                    of_type = match value.to_ascii_lowercase().as_str() {
                        "int" | "integer" | "long" | "short" | "byte" => Type::Integer,
                        "float" | "double" | "real" => Type::Real,
                        "boolean" | "bool" => Type::Boolean,
                        "string" | "text" | "char" | "date" | "url" | "xml" | "" => Type::Text,
                        _ => {
                            unknown.push(("type", value));
                            Type::Text
                        }
                    };
                }
                "for" => {
                    on = match &*value {
                        "graph" | "graphml" => [true, false, false, false],
                        "node" => [false, true, false, false],
                        "edge" => [false, false, true, false],
                        "hyperedge" => [false, false, false, true],
                        "port" | "endpoint" => [false; 4],
                        "all" => [true; 4],
                        _ => {
                            unknown.push(("place", value));
                            [true; 4]
                        }
                    };
                }
                _ => {}
            }
        }
        let Some(id) = id.filter(|id| !id.is_empty()) else {
            return Err(Fault::not_the_format(tag.at, "this key has no id", "give it the attribute `id`"));
        };
        let mut default = None;
        loop {
            match xml.next()? {
                Piece::Open(inner) if inner.name == "default" => {
                    let mut text = String::new();
                    xml.content(&mut text)?;
                    // A blank one says nothing.
                    default = Some(text).filter(|text| !text.trim().is_empty());
                }
                Piece::Open(_) => xml.skip()?,
                Piece::Text(text) => xml.refuse_text(&text)?,
                Piece::Close | Piece::End => break,
            }
        }
        for (what, word) in unknown {
            let word: String = word.chars().take(40).collect();
            let message = match what {
                "type" => format!("the key `{id}` has the unknown type `{word}`; its values were read as text"),
                _ => format!("the key `{id}` is for `{word}`, which is unknown; it was read for everything"),
            };
            report.note(NoteKind::Doubtful, &message, None);
        }
        let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone());
        // yFiles for HTML says so which keys are drawings; tags are what a person wrote.
        graphics |= !is_typed && uri.contains("yworks.com/") && !uri.ends_with("/UserTags");
        if self.numbers.get(&id).is_some_and(|known| known.iter().any(|n| self.overlaps(*n, on))) {
            let message = format!("the key `{id}` is declared twice; the first one holds");
            report.note(NoteKind::Doubtful, &message, None);
        }
        self.numbers.entry(id).or_default().push(self.keys.len());
        self.keys.push(Key { graphics, default, ..Key::new(name, on, of_type) });
        Ok(())
    }

    fn overlaps(&self, number: usize, on: [bool; 4]) -> bool {
        self.get(number).is_some_and(|key| key.on.iter().zip(on).any(|(one, other)| *one && other))
    }

    /// A key that data names without a declaration.
    pub(super) fn invent(&mut self, id: &str, on: On, graph: &mut Graph) -> Result<usize, Problem> {
        Limit::Columns.check(self.keys.len() + 1)?;
        let number = self.keys.len();
        let mut key = Key::new(id.to_owned(), [false; 4], Type::Text);
        key.on[on.number()] = true;
        if on == On::Edge && id.eq_ignore_ascii_case("weight") {
            key.roles[on.number()] = Role::Weight;
        } else if let Some(records) = on.records(graph) {
            key.columns[on.number()] = Some(records.columns.named(id, Purpose::Own)?);
        }
        self.keys.push(key);
        self.numbers.entry(id.to_owned()).or_default().push(number);
        Ok(number)
    }

    /// Begins a graph: settles what each key says, and gives columns to those with a default.
    pub(super) fn begin(&mut self, graph: &mut Graph) -> Result<(), Problem> {
        self.told.clear();
        self.find_first();
        self.roles();
        self.default_weight = None;
        self.defaults.iter_mut().for_each(Vec::clear);
        for key in &mut self.keys {
            (key.columns, key.beside) = ([None; 4], [None; 4]);
        }
        for at in 0..self.keys.len() {
            let Some(key) = self.get(at).filter(|key| key.default.is_some() && !key.graphics) else { continue };
            let (key, default) = (key.clone(), key.default.clone().unwrap_or_default());
            for on in On::ALL.into_iter().filter(|on| key.on[on.number()]) {
                if key.role(on) == Role::Weight {
                    self.default_weight = self.default_weight.or(number(&default, false));
                    continue;
                }
                let is_meant = match on {
                    // What is meant for everything says nothing of the graph.
                    On::Graph => key.on == [true, false, false, false],
                    _ => key.role(on) != Role::Own && self.default_of(on, key.role(on)).is_none(),
                };
                if is_meant {
                    self.make(COLUMN + key.name.len() + default.len())?;
                    self.defaults[on.number()].push(at);
                    continue;
                }
                let Some(records) = on.records(graph) else { continue };
                // A second default of a role is a column, and so is what goes with it.
                self.set_role(at, on, Role::Own);
                // Each graph has a column for each default.
                self.make(COLUMN + key.name.len() + default.len())?;
                let value = key.read(&default).0.map(Value::into_owned);
                // Keys of one name have one column, unless they say different things of those that say nothing.
                let first = key.first[on.number()].unwrap_or(at);
                let shared = self.get(first).and_then(|key| key.columns[on.number()]);
                let same = shared.filter(|column| records.columns.at_mut(*column).is_some_and(|c| c.default == value));
                let column = match same {
                    Some(column) => column,
                    None => records.columns.apart(&key.name, purpose(&key.name))?,
                };
                if let Some(column) = records.columns.at_mut(column) {
                    column.default = value;
                }
                self.set_column(at, on, column);
                if shared.is_none() {
                    self.set_column(first, on, column);
                }
            }
        }
        Ok(())
    }

    /// The default for a role: what a record has where it gives no value.
    pub(super) fn default_of(&self, on: On, role: Role) -> Option<&str> {
        let mut keys = self.defaults[on.number()].iter().filter_map(|key| self.get(*key));
        keys.find(|key| key.role(on) == role)?.default.as_deref()
    }

    /// The keys with a default that is in no column yet, and what each is for.
    pub(super) fn defaults(&self) -> Vec<(Key, On)> {
        let of = |on: On| self.defaults[on.number()].iter().filter_map(move |key| Some((self.get(*key)?.clone(), on)));
        On::ALL.into_iter().flat_map(of).collect()
    }

    /// Counts bytes that defaults take in records.
    ///
    /// # Errors
    /// Too many of them.
    pub(super) fn make(&mut self, bytes: usize) -> Result<(), Problem> {
        self.made = self.made.saturating_add(bytes);
        Limit::Defaults.check(self.made)
    }

    fn set_column(&mut self, number: usize, on: On, column: usize) {
        if let Some(key) = self.keys.get_mut(number) {
            key.columns[on.number()] = Some(column);
        }
    }

    /// Finds the keys that have a name together: networkx declares one for each type that values of the name have.
    fn find_first(&mut self) {
        for on in On::ALL {
            let mut firsts: HashMap<&str, (usize, bool)> = HashMap::new();
            let has_values = |key: &&Key| key.on[on.number()] && !key.graphics;
            for (number, key) in self.keys.iter().enumerate().filter(|(_, key)| has_values(key)) {
                firsts.entry(&key.name).and_modify(|(_, again)| *again = true).or_insert((number, false));
            }
            let found: Vec<_> = self.keys.iter().map(|key| firsts.get(key.name.as_str()).copied()).collect();
            for (key, found) in self.keys.iter_mut().zip(found) {
                let of_several = found.filter(|(_, again)| *again && has_values(&&*key));
                key.first[on.number()] = of_several.map(|(first, _)| first);
            }
        }
    }

    /// Whether a record has no value yet under a key of the same name. To be asked once a value.
    pub(super) fn is_first(&mut self, number: usize, on: On, row: u32) -> bool {
        let first = self.get(number).and_then(|key| key.first[on.number()]);
        first.is_none_or(|first| self.told.insert((first, on.number(), row)))
    }

    /// Sets a value; gives `false` where it is not of the key's type and was taken as text. A value `beside` another one
    /// of the name has a column of its own.
    pub(super) fn put(
        &mut self,
        (number, on, beside): (usize, On, bool),
        row: u32,
        text: &str,
        graph: &mut Graph,
    ) -> Result<bool, Problem> {
        let first = self.get(number).and_then(|key| key.first[on.number()]).unwrap_or(number);
        let shared = self.get(first).and_then(|key| key.columns[on.number()]);
        let (Some(key), Some(records)) = (self.keys.get_mut(number), on.records(graph)) else { return Ok(true) };
        let known = if beside { key.beside[on.number()] } else { key.columns[on.number()].or(shared) };
        let column = match known {
            Some(column) => column,
            None => records.columns.apart(&key.name, purpose(&key.name))?,
        };
        let slots = if beside { &mut key.beside } else { &mut key.columns };
        slots[on.number()] = Some(column);
        let (value, fits) = key.read(text);
        if let Some(value) = value {
            records.columns.put(column, row, &value)?;
        }
        if !beside && shared.is_none() {
            self.set_column(first, on, column);
        }
        Ok(fits)
    }

    /// Finds out which keys say names, kinds, weights and positions.
    fn roles(&mut self) {
        for key in &mut self.keys {
            key.roles = [Role::Own; 4];
        }
        for on in [On::Node, On::Edge, On::Hyperedge] {
            let labels: &[&str] = if on == On::Node { &LABELS } else { &EDGE_LABELS };
            self.appoint(on, labels, Role::Label);
            self.appoint(on, if on == On::Node { &NODE_KINDS } else { &EDGE_KINDS }, Role::Kind);
        }
        self.appoint(On::Graph, &["name", "title", "label"], Role::Title);
        if let Some(weight) = self.best(On::Edge, &["weight"], &|_| true) {
            self.set_role(weight, On::Edge, Role::Weight);
        }
        let is_number = |key: &Key| matches!(key.of_type, Type::Integer | Type::Real);
        let axes = ["x", "y", "z"].map(|axis| self.best(On::Node, &[axis], &is_number));
        if axes[0].is_some() && axes[1].is_some() {
            for (axis, key) in axes.into_iter().enumerate() {
                if let Some(key) = key {
                    self.set_role(key, On::Node, Role::Coordinate(axis));
                }
            }
        }
        // Keys of one name say the same, whatever types they have.
        for on in [On::Node, On::Edge, On::Hyperedge] {
            let roles: HashMap<usize, Role> = (self.keys.iter())
                .filter(|key| key.role(on) != Role::Own)
                .filter_map(|key| Some((key.first[on.number()]?, key.role(on))))
                .collect();
            for key in &mut self.keys {
                if let Some(role) = key.first[on.number()].and_then(|first| roles.get(&first)).copied() {
                    key.roles[on.number()] = role;
                }
            }
        }
        for key in self.keys.iter_mut().filter(|key| key.name == "labels") {
            if key.roles[On::Node.number()] == Role::Kind {
                key.roles[On::Node.number()] = Role::Labels;
            }
        }
    }

    fn appoint(&mut self, on: On, names: &[&str], role: Role) {
        if let Some(best) = self.best(on, names, &|key| key.of_type == Type::Text) {
            self.set_role(best, on, role);
        }
    }

    fn set_role(&mut self, number: usize, on: On, role: Role) {
        if let Some(key) = self.keys.get_mut(number) {
            key.roles[on.number()] = role;
        }
    }

    /// The key whose name comes first in a list. One with a default says something of all, though perhaps only that, and
    /// comes after those without.
    fn best(&self, on: On, names: &[&str], fits: &dyn Fn(&Key) -> bool) -> Option<usize> {
        let named = |with_default: bool| {
            let is_meant = |key: &Key| key.on[on.number()] && !key.graphics && (with_default || key.default.is_none());
            // Cases of names differ: `Label` of Gephi's tables.
            let find =
                |name: &&str| self.keys.iter().position(|key| is_meant(key) && key.name.eq_ignore_ascii_case(name));
            names.iter().find_map(find).filter(|number| self.get(*number).is_some_and(fits))
        };
        named(false).or_else(|| named(true))
    }
}

fn purpose(name: &str) -> Purpose {
    match name {
        "url" | "URL" | "href" => Purpose::Url,
        "description" | "comment" | "notes" => Purpose::Note,
        _ => purpose_of(name),
    }
}
