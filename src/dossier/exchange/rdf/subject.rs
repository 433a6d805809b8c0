//! What statements say of one node or edge: names, kind, times, fields, and the edges that begin at a node.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::super::fault::{Fault, MetAt as _};
use super::super::graph::{NameRole, OtherName, Records, When};
use super::super::report::{At, NoteKind};
use super::super::value::{Purpose, Value};
use super::literals::{is_dated, preference, value};
use super::properties::{Use, is_empty_type, rdf, use_of};
use super::reader::{Reader, Role};
use super::store::{Statement, Term, TermId};

/// What is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Node(u32),
    Edge(u32),
}

/// What is gathered of one node or edge before it is told.
#[derive(Default)]
pub(super) struct Gathered<'s> {
    /// Names with how good each is: language, property, order.
    names: Vec<((u8, u8, usize), &'s str, &'s str)>,
    aliases: Vec<(&'s str, &'s str)>,
    pub(super) types: Vec<TermId>,
    pub(super) starts: Vec<String>,
    pub(super) ends: Vec<String>,
    /// When it is, where nothing tells when it begins and ends.
    pub(super) points: Vec<String>,
    /// What begins is said to go on until its end.
    goes_on: bool,
    whens: Vec<String>,
    columns: Vec<(String, Purpose, Vec<Value<'s>>)>,
    by_name: HashMap<String, usize>,
}

/// The dates of a record, by what they say.
struct Whens {
    starts: Vec<String>,
    ends: Vec<String>,
    points: Vec<String>,
    goes_on: bool,
    whens: Vec<String>,
}

impl<'s> Gathered<'s> {
    /// Adds a value of a field; the same one again says nothing.
    pub(super) fn field(&mut self, name: &str, purpose: Purpose, value: Value<'s>) {
        let next = self.columns.len();
        let at = *self.by_name.entry(name.to_owned()).or_insert(next);
        if at == next {
            self.columns.push((name.to_owned(), purpose, Vec::new()));
        }
        if let Some((.., values)) = self.columns.get_mut(at) {
            values.push(value);
        }
    }

    /// Adds a time, as EDTF.
    pub(super) fn when(&mut self, when: String) {
        self.whens.push(when);
    }
}

impl<'s> Reader<'s> {
    /// The columns and times of a node or edge.
    pub(super) fn records(&mut self, of: Of) -> &mut Records {
        match of {
            Of::Node(_) => &mut self.graph.nodes,
            Of::Edge(_) => &mut self.graph.edges,
        }
    }

    /// Reads all that is said of a node, and the edges that begin there.
    pub(super) fn node(&mut self, id: TermId) -> Result<(), Fault> {
        let Some(node) = self.nodes.get(&id).copied() else { return Ok(()) };
        let mut gathered = Gathered::default();
        let numbers = self.about(id);
        let at = numbers.first().and_then(|number| self.statement(*number)).map_or_else(At::default, |s| s.at);
        let wikibase = self.wikibase.take();
        for number in numbers {
            let Some(statement) = self.statement(number) else { continue };
            let handled = match &wikibase {
                Some(wikibase) => wikibase.said(self, id, number, statement, &mut gathered)?,
                None => false,
            };
            if !handled {
                self.said(statement, Some(id), &mut gathered)?;
            }
            self.take(number);
            self.graph_of(statement, &mut gathered);
        }
        self.wikibase = wikibase;
        if let Term::Iri(_) = self.store.term(id) {
            self.iri_field(id, node, at)?;
        }
        self.tell(Of::Node(node), gathered, at)
    }

    /// Keeps the whole IRI of a node.
    pub(super) fn iri_field(&mut self, id: TermId, node: u32, at: At) -> Result<(), Fault> {
        let (store, offset) = (self.store, at.offset as usize);
        let columns = &mut self.graph.nodes.columns;
        let column = columns.named("iri", Purpose::Own).met_at(offset)?;
        columns.put(column, node, &Value::text(store.iri(id))).met_at(offset)
    }

    /// The named graph of a statement is where it comes from.
    pub(super) fn graph_of(&mut self, statement: &Statement, gathered: &mut Gathered<'s>) {
        let store = self.store;
        for graph in store.graphs_of(statement) {
            let name = match store.term(graph) {
                Term::Iri(iri) => iri,
                Term::Blank(_) | Term::Literal(..) | Term::Quoted(..) => "a graph without a name",
            };
            let known = gathered
                .columns
                .iter()
                .any(|(column, _, values)| column == "graph" && values.iter().any(|value| value.shown() == name));
            if !known {
                gathered.field("graph", Purpose::Source, Value::text(name));
            }
        }
    }

    /// What one statement says of a node or, without one, of an edge.
    pub(super) fn said(
        &mut self,
        statement: &Statement,
        node: Option<TermId>,
        gathered: &mut Gathered<'s>,
    ) -> Result<(), Fault> {
        if let Some(items) = self.list(statement.object)? {
            // The last cell of a list is followed by an empty one.
            if items.is_empty() && self.store.iri(statement.predicate) != rdf("rest") {
                self.report.note(NoteKind::LeftOut, "a list without items", Some(statement.at));
            }
            for item in items {
                if self.role(item) == Role::Cell {
                    let message = "a list within a list";
                    self.report.note(NoteKind::LeftOut, message, Some(statement.at));
                    self.take_lists(item)?;
                    continue;
                }
                self.one(&Statement { object: item, ..*statement }, node, gathered)?;
            }
            return Ok(());
        }
        self.one(statement, node, gathered)
    }

    fn one(&mut self, statement: &Statement, node: Option<TermId>, gathered: &mut Gathered<'s>) -> Result<(), Fault> {
        let store = self.store;
        let iri = store.iri(statement.predicate);
        match store.term(statement.object) {
            Term::Literal(text, kind) => {
                let value = value(text, kind);
                let language = kind.strip_prefix('@').unwrap_or_default();
                self.literal(statement.predicate, iri, value, language, gathered);
                Ok(())
            }
            Term::Quoted(..) => {
                let name = self.property_name(statement.predicate);
                let words = self.words(statement.object);
                gathered.field(&name, Purpose::Own, Value::Text(Cow::Owned(words)));
                Ok(())
            }
            Term::Iri(_) | Term::Blank(_) => self.resource(statement, iri, node, gathered),
        }
    }

    fn literal(
        &mut self,
        predicate: TermId,
        iri: &str,
        value: Value<'s>,
        language: &'s str,
        gathered: &mut Gathered<'s>,
    ) {
        let text = match &value {
            Value::Text(Cow::Borrowed(text)) => text.trim(),
            _ => "",
        };
        let of = use_of(iri, is_dated(&value));
        match of {
            Use::Name(rank) if !text.is_empty() => {
                gathered.names.push(((preference(language), rank, gathered.names.len()), text, language));
            }
            Use::Alias if !text.is_empty() => gathered.aliases.push((text, language)),
            Use::Start => {
                gathered.goes_on = true;
                gathered.starts.push(value.shown().into_owned());
            }
            Use::Origin => gathered.starts.push(value.shown().into_owned()),
            Use::End => gathered.ends.push(value.shown().into_owned()),
            Use::When => gathered.whens.push(value.shown().into_owned()),
            Use::Name(_) | Use::Alias | Use::Kind | Use::Part | Use::Note | Use::Source | Use::Url | Use::Other => {
                let name = self.property_name(predicate);
                let name = if preference(language) < 3 { name } else { format!("{name}@{language}") };
                let purpose = match of {
                    Use::Note if preference(language) < 3 => Purpose::Note,
                    Use::Source => Purpose::Source,
                    Use::Url => Purpose::Url,
                    _ => Purpose::Own,
                };
                gathered.field(&name, purpose, value);
            }
        }
    }

    fn resource(
        &mut self,
        statement: &Statement,
        iri: &str,
        node: Option<TermId>,
        gathered: &mut Gathered<'s>,
    ) -> Result<(), Fault> {
        let object = statement.object;
        let mut field = |reader: &mut Self, purpose| {
            let name = reader.property_name(statement.predicate);
            let words = reader.words(object);
            gathered.field(&name, purpose, Value::Text(Cow::Owned(words)));
        };
        match use_of(iri, false) {
            Use::Kind => gathered.types.push(object),
            // What the file speaks of itself is tied to it; all else stands outside.
            Use::Url if !self.is_told(object) => field(self, Purpose::Url),
            Use::Source if !self.is_told(object) || node.is_none() => field(self, Purpose::Source),
            Use::Part if node.is_none() => {}
            _ => match node {
                Some(from) if self.role(object) == Role::Node => {
                    let terms = (from, statement.predicate, object);
                    let edge = self.edge_of(terms, statement.at)?;
                    self.plain_edges.insert(terms, edge);
                    if self.store.graphs_of(statement).next().is_some() {
                        let mut of_edge = Gathered::default();
                        self.graph_of(statement, &mut of_edge);
                        self.tell(Of::Edge(edge), of_edge, statement.at)?;
                    }
                }
                // It is a node that says more of a statement, or the edge itself is what is spoken of.
                _ => field(self, Purpose::Own),
            },
        }
        Ok(())
    }

    /// Puts what was gathered into the graph.
    pub(super) fn tell(&mut self, of: Of, gathered: Gathered<'s>, at: At) -> Result<(), Fault> {
        let offset = at.offset as usize;
        let Gathered { mut names, aliases, types, starts, ends, points, goes_on, whens, mut columns, .. } = gathered;
        let row = match of {
            Of::Node(row) | Of::Edge(row) => row,
        };
        names.sort_by_key(|(score, ..)| *score);
        let label = names.first().map(|(_, text, _)| *text);
        if let Some(label) = label {
            self.records(of).set_label(row, label).met_at(offset)?;
        }
        let others = names.iter().skip(1).map(|(_, text, language)| (*text, *language)).chain(aliases);
        let mut known: HashSet<(&str, &str)> =
            names.first().map(|(_, text, language)| (*text, *language)).into_iter().collect();
        let others: Vec<(&str, &str)> = others.filter(|name| known.insert(*name)).collect();
        match of {
            Of::Node(node) => {
                for (text, language) in others {
                    let name = OtherName { node, text, language, role: NameRole::Alias };
                    self.graph.add_name(name).met_at(offset)?;
                }
            }
            Of::Edge(_) if others.is_empty() => {}
            Of::Edge(_) => {
                let texts = others.iter().map(|(text, _)| Value::Text(Cow::Borrowed(*text))).collect();
                columns.push(("other labels".to_owned(), Purpose::Own, texts));
            }
        }
        match of {
            Of::Node(node) => self.kinds(node, &types, &mut columns, offset)?,
            // Its kind is the property; what else a statement is, is a field.
            Of::Edge(_) => {
                let store = self.store;
                let types = types.iter().filter(|id| !is_empty_type(store.iri(**id)));
                let types: Vec<Value<'s>> = types.map(|id| Value::Text(Cow::Owned(self.kind_name(*id)))).collect();
                columns.push(("other types".to_owned(), Purpose::Own, types));
            }
        }
        let whens = Whens { starts, ends, points, goes_on, whens };
        self.times(of, row, whens, &mut columns, at)?;
        for (name, purpose, mut values) in columns {
            let value = match values.len() {
                0 => continue,
                1 => values.remove(0),
                _ => Value::List(values.iter().map(|value| Cow::Owned(value.shown().into_owned())).collect()),
            };
            let columns = &mut self.records(of).columns;
            let column = columns.named(&name, purpose).met_at(offset)?;
            columns.put(column, row, &value).met_at(offset)?;
        }
        Ok(())
    }

    fn kinds(
        &mut self,
        node: u32,
        types: &[TermId],
        columns: &mut Vec<(String, Purpose, Vec<Value<'s>>)>,
        offset: usize,
    ) -> Result<(), Fault> {
        let Some(best) = self.best_type(types) else { return Ok(()) };
        let kind = self.kind_name(best);
        self.graph.set_node_kind(node, &kind).met_at(offset)?;
        let store = self.store;
        let more = types.iter().filter(|id| **id != best && !is_empty_type(store.iri(**id)));
        let more: Vec<Value<'s>> = more.map(|id| Value::Text(Cow::Owned(self.kind_name(*id)))).collect();
        if !more.is_empty() {
            columns.push(("other types".to_owned(), Purpose::Own, more));
        }
        Ok(())
    }

    fn times(
        &mut self,
        of: Of,
        row: u32,
        Whens { starts, ends, points, goes_on, whens }: Whens,
        columns: &mut Vec<(String, Purpose, Vec<Value<'s>>)>,
        at: At,
    ) -> Result<(), Fault> {
        let offset = at.offset as usize;
        for when in &whens {
            self.records(of).times.put(row, When::At(when)).met_at(offset)?;
        }
        if starts.is_empty() && ends.is_empty() {
            return points.iter().try_for_each(|point| self.records(of).times.put(row, When::At(point)).met_at(offset));
        }
        if !points.is_empty() {
            let texts = points.into_iter().map(|text| Value::Date(Cow::Owned(text))).collect();
            columns.push(("other times".to_owned(), Purpose::Own, texts));
        }
        let first = |texts: &[String]| texts.first().cloned().unwrap_or_default();
        let (start, end) = (first(&starts), first(&ends));
        // Who was born in 1953 has a beginning; an interval without end would say that it still lasts.
        let when = if ends.is_empty() && !goes_on { When::At(&start) } else { When::Spell(&start, &end) };
        self.records(of).times.put(row, when).met_at(offset)?;
        for (name, texts) in [("other starts", starts), ("other ends", ends)] {
            if texts.len() > 1 {
                let message = "several dates are given for one start or end; the first was used, the others are fields";
                self.report.note(NoteKind::Doubtful, message, Some(at));
                let texts = texts.into_iter().skip(1).map(|text| Value::Date(Cow::Owned(text))).collect();
                columns.push((name.to_owned(), Purpose::Own, texts));
            }
        }
        Ok(())
    }
}
