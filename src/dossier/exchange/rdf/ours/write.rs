//! A dossier as Turtle.

use std::collections::{HashMap, HashSet};

use oxrdf::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, TripleRef};
use oxttl::TurtleSerializer;
use oxttl::turtle::WriterTurtleSerializer;

use super::super::super::failure::Failure;
use super::super::super::writing::{Lost, WriteOptions, Writer, Written, WrittenFile};
use super::super::TURTLE_NAME;
use super::super::properties::{owl, prov, rdf, rdfs};
use super::words::{
    DOSSIER, EDTF, KEY, LISTS, OWN, PREFIXES, Place, TERMS, VALUE, encoded, inside, property, refers, schema, skos,
    space, type_word,
};
use crate::dossier::model::{Date, Dossier, List, Record};
use crate::dossier::ron_text::{RecordValue as Value, of_record};
use crate::problem::{Problem, codes};
use crate::progress::Progress;

/// RDF as Turtle.
pub(crate) struct Turtle;

impl Writer for Turtle {
    fn name(&self) -> &'static str {
        TURTLE_NAME
    }

    fn title(&self) -> &'static str {
        "Turtle"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ttl"]
    }

    fn write(&self, dossier: &Dossier, _: &WriteOptions, progress: &Progress) -> Result<Written, Failure> {
        let mut serializer = TurtleSerializer::new();
        for (prefix, space) in PREFIXES {
            serializer = serializer.with_prefix(*prefix, *space).map_err(|error| unwritable(&error.to_string()))?;
        }
        let mut out = Out { out: serializer.for_writer(Vec::new()), blanks: 0, said: Vec::new() };
        out.dossier(dossier, progress)?;
        let bytes = out.out.finish().map_err(|error| unwritable(&error.to_string()))?;
        let mut lost = Vec::new();
        if dossier.files.len() > 1 {
            let first = dossier.files.iter().skip(1).take(5).map(|file| file.path.clone());
            let what = "included files: all records are written to one".to_owned();
            lost.push(Lost { what, count: dossier.files.len() - 1, first: first.collect() });
        }
        Ok(Written { files: vec![WrittenFile { suffix: "", bytes }], lost })
    }
}

fn unwritable(why: &str) -> Problem {
    Problem::error(codes::NOT_THE_FORMAT, format!("this dossier cannot be written as Turtle: {why}"))
}

fn iri(text: impl Into<String>) -> NamedNode {
    NamedNode::new_unchecked(text)
}

fn term(name: &str) -> NamedNode {
    iri(format!("{TERMS}{name}"))
}

fn record(list: List, id: &str) -> NamedNode {
    iri(format!("{}{}", space(list), encoded(id)))
}

fn literal(text: &str) -> Term {
    Literal::new_simple_literal(text).into()
}

struct Out {
    out: WriterTurtleSerializer<Vec<u8>>,
    blanks: u64,
    /// Statements about a record and what is inside it, which are written record by record.
    said: Vec<(NamedOrBlankNode, NamedNode, Term)>,
}

impl Out {
    fn say(&mut self, subject: &NamedOrBlankNode, predicate: &NamedNode, object: &Term) {
        self.said.push((subject.clone(), predicate.clone(), object.clone()));
    }

    /// Writes what was said, so that all about one resource stands together.
    fn flush(&mut self) -> Result<(), Problem> {
        let said = std::mem::take(&mut self.said);
        let mut order: HashMap<&NamedOrBlankNode, usize> = HashMap::new();
        for (subject, ..) in &said {
            let next = order.len();
            order.entry(subject).or_insert(next);
        }
        let mut sorted: Vec<&(NamedOrBlankNode, NamedNode, Term)> = said.iter().collect();
        sorted.sort_by_key(|(subject, ..)| order.get(subject).copied());
        // The same again says nothing.
        let mut known = HashSet::new();
        for triple in sorted.into_iter().filter(|triple| known.insert(*triple)) {
            let (subject, predicate, object) = triple;
            let triple =
                TripleRef { subject: subject.as_ref(), predicate: predicate.as_ref(), object: object.as_ref() };
            self.out.serialize_triple(triple).map_err(|error| unwritable(&error.to_string()))?;
        }
        Ok(())
    }

    fn blank(&mut self) -> BlankNode {
        self.blanks += 1;
        BlankNode::new_unchecked(format!("b{}", self.blanks))
    }

    fn dossier(&mut self, dossier: &Dossier, progress: &Progress) -> Result<(), Failure> {
        let head: NamedOrBlankNode = iri(DOSSIER).into();
        self.say(&head, &iri(rdf("type")), &term("Dossier").into());
        let title = Some(dossier.given_title()).filter(|title| !title.is_empty());
        let texts = [("title", title), ("subtitle", dossier.subtitle.as_deref()), ("note", dossier.note.as_deref())];
        for (name, text) in texts {
            if let Some(text) = text {
                self.say(&head, &iri(property(Place::Dossier, name)), &literal(text));
            }
        }
        self.flush()?;
        let total = dossier.entity_count() + dossier.relation_count() + 1;
        for kind in dossier.needed_entity_kinds() {
            self.record(&Record::EntityKind(kind.clone()))?;
        }
        for kind in dossier.needed_relation_kinds() {
            self.record(&Record::RelationKind(kind.clone()))?;
        }
        self.labels_of_kinds(dossier);
        self.flush()?;
        for source in &dossier.sources {
            self.record(&Record::Source(source.clone()))?;
        }
        let mut done = 0;
        for (_, entity) in dossier.entities().filter(|(_, entity)| !entity.ghost) {
            done += 1;
            if done % 256 == 0 {
                progress.report(done as f32 / total as f32)?;
            }
            self.record(&Record::from(entity.clone()))?;
        }
        for (.., relation) in dossier.relations() {
            done += 1;
            if done % 256 == 0 {
                progress.report(done as f32 / total as f32)?;
            }
            self.record(&Record::from(relation.clone()))?;
        }
        for view in &dossier.views {
            self.record(&Record::View(view.clone()))?;
        }
        Ok(())
    }

    /// What kinds that are not declared are called, for other programs.
    fn labels_of_kinds(&mut self, dossier: &Dossier) {
        let label = iri(rdfs("label"));
        let built_in = dossier.built_in_vocabulary();
        let mut entities: Vec<&str> = dossier.entities().map(|(_, entity)| entity.kind.as_str()).collect();
        entities.sort_unstable();
        entities.dedup();
        for kind in entities.into_iter().filter_map(|id| built_in.entity_kind(id)) {
            let of: NamedOrBlankNode = record(List::EntityKinds, &kind.id).into();
            if dossier.vocabulary.entity_kind(&kind.id) == Some(kind) {
                self.say(&of, &label, &literal(&kind.label));
            }
        }
        let mut relations: Vec<&str> = dossier.relations().map(|(.., relation)| relation.kind.as_str()).collect();
        relations.sort_unstable();
        relations.dedup();
        for kind in relations.into_iter().filter_map(|id| built_in.relation_kind(id)) {
            let of: NamedOrBlankNode = record(List::RelationKinds, &kind.id).into();
            if dossier.vocabulary.relation_kind(&kind.id) == Some(kind) {
                self.say(&of, &label, &literal(&kind.label));
            }
        }
    }

    fn record(&mut self, of: &Record) -> Result<(), Problem> {
        let list = of.list();
        let subject: NamedOrBlankNode = record(list, of.id()).into();
        let kind = iri(rdf("type"));
        self.say(&subject, &kind, &term(type_word(list)).into());
        if let Record::Relation(_) = of {
            self.say(&subject, &kind, &iri(rdf("Statement")).into());
        }
        if let Value::Group(_, fields) = of_record(of) {
            for (name, value) in &fields {
                // The resource says it; an id of a relation's own does not follow from it.
                if *name == "id" && list != List::Relations || *name == "name" && list == List::Views {
                    continue;
                }
                self.field(Place::Record(list), &subject, name, value)?;
            }
        }
        self.again(of, &subject);
        self.flush()
    }

    /// What other programs understand, said once more.
    fn again(&mut self, of: &Record, subject: &NamedOrBlankNode) {
        let (claims, when) = match of {
            Record::Entity(entity) => {
                for name in &entity.names {
                    let text = match &name.lang {
                        Some(lang) => Literal::new_language_tagged_literal(name.text.as_str(), lang.as_str()).ok(),
                        None => None,
                    };
                    let text = text.map_or_else(|| literal(&name.text), Term::from);
                    self.say(subject, &iri(skos("altLabel")), &text);
                }
                let known = entity.fields.iter().find(|(key, _)| key == "iri").map(|(_, value)| value.text());
                if let Some(same) = known.and_then(|text| NamedNode::new(text).ok()) {
                    self.say(subject, &iri(owl("sameAs")), &same.into());
                }
                (&entity.claims, &entity.when)
            }
            Record::Relation(relation) => {
                let [from, to] = [&relation.from, &relation.to].map(|id| record(List::Entities, id.as_str()));
                let kind = record(List::RelationKinds, &relation.kind);
                self.say(&from.into(), &kind, &to.into());
                (&relation.claims, &relation.when)
            }
            Record::Source(_) | Record::EntityKind(_) | Record::RelationKind(_) | Record::View(_) => return,
        };
        for claim in claims.iter().filter(|claim| claim.supports()) {
            self.say(subject, &iri(prov("wasDerivedFrom")), &record(List::Sources, claim.source.as_str()).into());
        }
        let Some(date) = when.as_ref().map(|when| &when.date).filter(|date| date.is_parsed()) else { return };
        let ends = [("startDate", date.earliest()), ("endDate", date.latest())];
        for (name, day) in ends {
            let day = day.and_then(|day| plain_day(&day.to_string()));
            if let Some(day) = day.filter(|_| name == "startDate" || date.is_interval()) {
                self.say(subject, &iri(schema(name)), &day);
            }
        }
    }

    fn field(&mut self, place: Place, subject: &NamedOrBlankNode, name: &str, value: &Value) -> Result<(), Problem> {
        let predicate = iri(property(place, name));
        match value {
            Value::List(items) if LISTS.contains(&name) => {
                for item in items {
                    self.group(inside(name), subject, &predicate, item)?;
                }
                Ok(())
            }
            Value::Map(entries) => {
                for (key, value) in entries {
                    let entry: NamedOrBlankNode = self.blank().into();
                    self.say(subject, &term(OWN), &entry.clone().into());
                    self.say(&entry, &term(KEY), &literal(key));
                    self.field(Place::Inside, &entry, VALUE, value)?;
                }
                Ok(())
            }
            Value::Group(..) => self.group(inside(name), subject, &predicate, value),
            Value::Text(text) => {
                let object = match refers(place, name) {
                    Some(list) => record(list, text).into(),
                    None if is_date(place, name) => Literal::new_typed_literal(text.as_str(), iri(EDTF)).into(),
                    None => literal(text),
                };
                self.say(subject, &predicate, &object);
                Ok(())
            }
            Value::Word(_) | Value::Number(_) | Value::List(_) => {
                let object = self.scalar(value);
                self.say(subject, &predicate, &object);
                Ok(())
            }
        }
    }

    fn group(
        &mut self,
        place: Place,
        subject: &NamedOrBlankNode,
        predicate: &NamedNode,
        group: &Value,
    ) -> Result<(), Problem> {
        let node: NamedOrBlankNode = self.blank().into();
        self.say(subject, predicate, &node.clone().into());
        let Value::Group(word, fields) = group else { return Ok(()) };
        if place == Place::Claim {
            self.say(&node, &iri(rdf("type")), &iri(prov("Derivation")).into());
        }
        if let Some(word) = word {
            self.say(&node, &iri(rdf("type")), &term(word).into());
        }
        for (name, value) in fields {
            self.field(place, &node, name, value)?;
        }
        Ok(())
    }

    /// A value that is one term: lists are those of RDF.
    fn scalar(&mut self, value: &Value) -> Term {
        match value {
            Value::Text(text) => literal(text),
            Value::Word(word @ ("true" | "false")) => Literal::from(*word == "true").into(),
            Value::Word(word) => term(word).into(),
            Value::Number(number) => {
                Literal::new_typed_literal(format!("{number:?}"), iri("http://www.w3.org/2001/XMLSchema#double")).into()
            }
            Value::List(items) => {
                let (first, rest, nil) = (iri(rdf("first")), iri(rdf("rest")), iri(rdf("nil")));
                let items: Vec<Term> = items.iter().map(|item| self.scalar(item)).collect();
                let cells: Vec<NamedOrBlankNode> = items.iter().map(|_| self.blank().into()).collect();
                for (at, (cell, item)) in cells.iter().zip(&items).enumerate() {
                    self.say(cell, &first, item);
                    let next = cells.get(at + 1).map_or_else(|| nil.clone().into(), |next| Term::from(next.clone()));
                    self.say(cell, &rest, &next);
                }
                cells.into_iter().next().map_or_else(|| nil.into(), Term::from)
            }
            // No list of the format has these inside.
            Value::Group(..) | Value::Map(_) => iri(rdf("nil")).into(),
        }
    }
}

/// Whether a field is a date.
fn is_date(place: Place, name: &str) -> bool {
    matches!((place, name), (Place::Record(_), "when" | "published" | "retrieved" | "as_of" | "since"))
        || matches!((place, name), (Place::Claim, "seen"))
}

/// A day of four digits as other programs take it.
fn plain_day(day: &str) -> Option<Term> {
    let is_plain = day.len() == 10 && Date::parse(day).is_ok();
    is_plain.then(|| Literal::new_typed_literal(day, iri("http://www.w3.org/2001/XMLSchema#date")).into())
}
