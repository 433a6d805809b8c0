//! Turtle of our own as the dossier that it was: records are put together again as text of a dossier and read as such.

use std::collections::HashSet;

use super::super::super::failure::Failure;
use super::super::super::format::{Options, Read};
use super::super::super::graph::{Direction, Graph};
use super::super::super::limits::Limit;
use super::super::super::report::{At, NoteKind, Report};
use super::super::properties::rdf;
use super::super::store::{Statement, Store, Term, TermId};
use super::words::{
    DOSSIER, KEY, LISTS, OWN, Place, TERMS, VALUE, decoded, field, inside, is_word, refers, space, type_word,
};
use crate::dossier::model::{Dossier, List};
use crate::dossier::ron_text::{self, FORMAT, number_text, quoted};
use crate::problem::{Problem, Severity, codes};
use crate::progress::Progress;

/// Whether a program of ours wrote these statements.
pub(in super::super) fn is_ours(store: &Store) -> bool {
    store.find_iri(DOSSIER).is_some() && store.find_iri(&format!("{TERMS}Dossier")).is_some()
}

/// Reads a dossier.
///
/// # Errors
/// What no dossier can say; or that a person asked to stop.
pub(in super::super) fn read(
    store: &Store,
    mut report: Report,
    options: &Options,
    progress: &Progress,
) -> Result<Read, Failure> {
    let mut reader = Reader::new(store);
    let text = reader.text(&mut report, progress)?;
    let fetch = |path: &str| Err(Problem::error(codes::NOT_THE_FORMAT, format!("{path} is not in this file")));
    let reading = ron_text::read("", text.as_bytes(), &fetch);
    let error = reading.problems.iter().find(|problem| problem.severity == Severity::Error);
    let read_in = reading.dossier.sources.len()
        + reading.dossier.views.len()
        + reading.dossier.own_entity_kinds().count()
        + reading.dossier.own_relation_kinds().count()
        + reading.dossier.entities().filter(|(_, entity)| !entity.ghost).count()
        + reading.dossier.relation_count();
    if let Some(error) = error.filter(|_| reading.read_only || read_in < report.taken_count()) {
        // The place is one of a text that nobody sees.
        let message = format!("this is not a valid dossier: {}", error.message);
        return Err(Problem::error(error.code, message)
            .with_help("correct the record, or write the file again")
            .into());
    }
    for problem in reading.problems.iter().filter(|problem| problem.severity != Severity::Note) {
        report.note(NoteKind::Doubtful, &problem.message, None);
    }
    let mut dossier = reading.dossier;
    dossier.files.clear();
    let graph = outline(&dossier)?;
    let mut read = Read::finish(vec![graph], report, options)?;
    read.whole = Some(Box::new(dossier));
    Ok(read)
}

/// The dossier as a network without details, to be looked at before it is taken in.
fn outline(dossier: &Dossier) -> Result<Graph, Problem> {
    let mut graph = Graph::new(Direction::Directed);
    for (_, entity) in dossier.entities().filter(|(_, entity)| !entity.ghost) {
        let node = graph.add_node(entity.id.as_str(), At::default())?.number();
        graph.nodes.set_label(node, &entity.name)?;
        graph.set_node_kind(node, &entity.kind)?;
    }
    for (.., relation) in dossier.relations() {
        let from = graph.end(relation.from.as_str(), At::default())?;
        let to = graph.end(relation.to.as_str(), At::default())?;
        let edge = graph.add_edge(from, to, At::default())?;
        graph.set_edge_kind(edge, &relation.kind)?;
        let kind = dossier.vocabulary.relation_kind(&relation.kind);
        if kind.is_some_and(|kind| !kind.directed) {
            graph.set_direction(edge, Direction::Undirected);
        }
    }
    Ok(graph)
}

struct Reader<'s> {
    store: &'s Store,
    /// Statements by subject, in the order of the file.
    order: Vec<u32>,
    /// Where those of a term begin and end.
    starts: Vec<(u32, u32)>,
    kind: Option<TermId>,
    /// Resources inside others that have been told: each stands in one place.
    used: HashSet<TermId>,
}

impl<'s> Reader<'s> {
    fn new(store: &'s Store) -> Self {
        let mut order: Vec<u32> = (0..store.statements.len() as u32).collect();
        let subject = |number: &u32| store.statements.get(*number as usize).map_or(0, |statement| statement.subject);
        order.sort_by_key(subject);
        let mut starts = vec![(0, 0); store.len()];
        for (at, number) in (0..).zip(&order) {
            if let Some((start, end)) = starts.get_mut(subject(number) as usize) {
                if *end == 0 {
                    *start = at;
                }
                *end = at + 1;
            }
        }
        Reader { store, order, starts, kind: store.find_iri(&rdf("type")), used: HashSet::new() }
    }

    fn about(&self, id: TermId) -> impl Iterator<Item = &'s Statement> + '_ {
        let (start, end) = self.starts.get(id as usize).copied().unwrap_or_default();
        let numbers = self.order.get(start as usize..end as usize).unwrap_or_default();
        numbers.iter().filter_map(|number| self.store.statements.get(*number as usize))
    }

    /// The text of the whole dossier.
    fn text(&mut self, report: &mut Report, progress: &Progress) -> Result<String, Failure> {
        let store = self.store;
        let mut lists: [String; 6] = Default::default();
        let mut head = format!("Dossier(format: {FORMAT}");
        let mut seen = HashSet::new();
        let types = List::ALL.map(|(_, list)| store.find_iri(&format!("{TERMS}{}", type_word(list))));
        for (done, statement) in store.statements.iter().enumerate() {
            if done % 1_024 == 0 {
                let share = super::super::parse::SHARE;
                progress.report(share + (1.0 - share) * done as f32 / store.statements.len() as f32)?;
            }
            let id = statement.subject;
            if !seen.insert(id) {
                continue;
            }
            let iri = store.iri(id);
            if iri == DOSSIER {
                let mut fields = Vec::new();
                self.fields(Place::Dossier, id, &mut fields, 0)?;
                for (name, value) in fields.iter().filter(|(name, _)| name != "format") {
                    head.push_str(&format!(", {name}: {value}"));
                }
                continue;
            }
            let is_of = |(_, list): &&(&str, List)| {
                let wanted = types.get(*list as usize).copied().flatten();
                wanted.is_some() && self.about(id).any(|s| Some(s.predicate) == self.kind && Some(s.object) == wanted)
            };
            let Some((_, list)) = List::ALL.iter().find(is_of) else { continue };
            let record = report.open(statement.at);
            let Some(own) = iri.strip_prefix(space(*list)).and_then(decoded) else {
                report.refused(record, "the resource is not part of a dossier");
                continue;
            };
            let mut fields = Vec::new();
            match list {
                List::Relations => {}
                List::Views => fields.push(("name".to_owned(), quoted(&own))),
                List::EntityKinds | List::RelationKinds | List::Sources | List::Entities => {
                    fields.push(("id".to_owned(), quoted(&own)));
                }
            }
            self.fields(Place::Record(*list), id, &mut fields, 0)?;
            let fields: Vec<String> = fields.into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
            if let Some(text) = lists.get_mut(*list as usize) {
                text.push_str(&format!("({}),\n", fields.join(", ")));
            }
            report.taken(record);
        }
        for ((name, _), records) in List::ALL.iter().zip(&lists) {
            if !records.is_empty() {
                head.push_str(&format!(", {name}: [\n{records}]"));
            }
        }
        head.push(')');
        self.strangers(report);
        Ok(head)
    }

    /// Says what somebody else wrote into the file.
    fn strangers(&self, report: &mut Report) {
        for statement in &self.store.statements {
            let iri = self.store.iri(statement.subject);
            let is_ours = iri.starts_with("urn:chancery:") || self.used.contains(&statement.subject);
            if !is_ours {
                report.note(
                    NoteKind::LeftOut,
                    "statements that are not about records of the dossier",
                    Some(statement.at),
                );
            }
        }
    }

    /// What is said of a record, or of what is inside one, as fields.
    fn fields(
        &mut self,
        place: Place,
        id: TermId,
        out: &mut Vec<(String, String)>,
        depth: usize,
    ) -> Result<(), Problem> {
        Limit::Depth.check(depth)?;
        let store = self.store;
        let said: Vec<&Statement> = self.about(id).collect();
        let mut own: Vec<String> = Vec::new();
        let mut lists: Vec<(&str, Vec<String>)> = LISTS.iter().map(|name| (*name, Vec::new())).collect();
        for statement in said {
            let Some(name) = field(place, store.iri(statement.predicate)) else { continue };
            let is_kind = Some(statement.predicate) == self.kind;
            // Types say what a record is beside its kind.
            if is_kind && !refers(place, name).is_some_and(|list| store.iri(statement.object).starts_with(space(list)))
            {
                continue;
            }
            if name == OWN {
                own.extend(self.entry(statement.object, depth + 1)?);
            } else if let Some((_, items)) = lists.iter_mut().find(|(list, _)| *list == name) {
                if let Some(group) = self.group(inside(name), statement.object, depth + 1)? {
                    items.push(group);
                }
            } else if let Some(value) = self.value(inside(name), statement.object, depth + 1)? {
                out.push((name.to_owned(), value));
            }
        }
        for (name, items) in lists.into_iter().filter(|(_, items)| !items.is_empty()) {
            out.push((name.to_owned(), format!("[{}]", items.join(", "))));
        }
        if !own.is_empty() {
            out.push((OWN.to_owned(), format!("{{{}}}", own.join(", "))));
        }
        Ok(())
    }

    /// One datum of the author's own.
    fn entry(&mut self, node: TermId, depth: usize) -> Result<Option<String>, Problem> {
        if !self.used.insert(node) {
            return Ok(None);
        }
        let store = self.store;
        let of = |name: &str| {
            let wanted = store.find_iri(&format!("{TERMS}{name}"));
            self.about(node).find(|statement| Some(statement.predicate) == wanted).map(|statement| statement.object)
        };
        let (Some(key), Some(value)) = (of(KEY), of(VALUE)) else { return Ok(None) };
        let Term::Literal(key, _) = store.term(key) else { return Ok(None) };
        let value = self.value(Place::Inside, value, depth)?;
        Ok(value.map(|value| format!("{}: {value}", quoted(key))))
    }

    fn group(&mut self, place: Place, node: TermId, depth: usize) -> Result<Option<String>, Problem> {
        if !matches!(self.store.term(node), Term::Blank(_)) || !self.used.insert(node) {
            return Ok(None);
        }
        let store = self.store;
        let types = self.about(node).filter(|statement| Some(statement.predicate) == self.kind);
        let word = types.filter_map(|s| store.iri(s.object).strip_prefix(TERMS)).find(|word| is_word(word));
        let mut fields = Vec::new();
        self.fields(place, node, &mut fields, depth)?;
        let fields: Vec<String> = fields.into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let word = word.unwrap_or_default();
        if fields.is_empty() && !word.is_empty() {
            return Ok(Some(word.to_owned()));
        }
        Ok(Some(format!("{word}({})", fields.join(", "))))
    }

    /// A value as text of a dossier.
    fn value(&mut self, place: Place, id: TermId, depth: usize) -> Result<Option<String>, Problem> {
        Limit::Depth.check(depth)?;
        let store = self.store;
        Ok(match store.term(id) {
            Term::Literal(text, kind) => Some(match kind.strip_prefix("http://www.w3.org/2001/XMLSchema#") {
                Some("boolean") if matches!(text, "true" | "false") => text.to_owned(),
                Some("double" | "decimal" | "integer" | "float") => text
                    .parse()
                    .ok()
                    .filter(|number: &f64| number.is_finite())
                    .map_or_else(|| quoted(text), number_text),
                _ => quoted(text),
            }),
            Term::Iri(iri) if iri == rdf("nil") => Some("[]".to_owned()),
            Term::Iri(iri) => {
                let word = iri.strip_prefix(TERMS).filter(|word| is_word(word)).map(str::to_owned);
                let of_record = || List::ALL.iter().find_map(|(_, list)| iri.strip_prefix(space(*list)));
                word.or_else(|| of_record().and_then(decoded).map(|id| quoted(&id)))
            }
            Term::Blank(_) => {
                let (first, rest) = (store.find_iri(&rdf("first")), store.find_iri(&rdf("rest")));
                let is_list = |reader: &Self, id| reader.about(id).any(|statement| Some(statement.predicate) == first);
                if !is_list(self, id) {
                    return self.group(place, id, depth);
                }
                let (mut items, mut cell) = (Vec::new(), id);
                while is_list(self, cell) && self.used.insert(cell) {
                    let of = |reader: &Self, wanted| {
                        reader.about(cell).find(|s| Some(s.predicate) == wanted).map(|statement| statement.object)
                    };
                    let (item, next) = (of(self, first), of(self, rest));
                    if let Some(item) = item {
                        items.extend(self.value(place, item, depth + 1)?);
                    }
                    let Some(next) = next else { break };
                    cell = next;
                }
                Some(format!("[{}]", items.join(", ")))
            }
            Term::Quoted(..) => None,
        })
    }
}
