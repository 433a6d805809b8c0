//! One statement of Wikibase: its value, qualifiers, rank and references.

use std::borrow::Cow;

use super::super::super::fault::{Fault, MetAt as _};
use super::super::super::report::{At, NoteKind};
use super::super::super::value::{Purpose, Value};
use super::super::names::local_name;
use super::super::properties::prov;
use super::super::reader::{Reader, Role};
use super::super::store::{ONTOLOGY, Statement, Store, Term, TermId};
use super::super::subject::{Gathered, Of};
use super::parts::Part;
use super::{Wikibase, property, time};
use crate::dossier::model::Date;

/// What a statement node says.
#[derive(Default)]
struct Said {
    value: Option<TermId>,
    /// The property says that there is none.
    none: bool,
    /// Qualifiers that say that there is none.
    none_of: Vec<String>,
    qualifiers: Vec<(String, TermId)>,
    /// Values with their precision, of the statement and of its qualifiers.
    values: Vec<TermId>,
    references: Vec<TermId>,
    deprecated: bool,
    preferred: bool,
    best: bool,
}

impl Wikibase {
    /// A statement about an item: an edge where it names another, else a field.
    ///
    /// # Errors
    /// A limit.
    pub(super) fn statement<'s>(
        &self,
        reader: &mut Reader<'s>,
        item: TermId,
        property: &str,
        claim: &Statement,
        gathered: &mut Gathered<'s>,
    ) -> Result<(), Fault> {
        let (store, at) = (reader.store, claim.at);
        let said = self.look(reader, claim.object, property);
        reader.take_about(claim.object);
        for id in &said.values {
            reader.take_about(*id);
        }
        let name = self.name(reader, property);
        let Some(object) = said.value else {
            let what = if said.none { "say that there is none" } else { "have no value" };
            let message = format!("statements with `{name}` that {what}");
            reader.report.note(NoteKind::LeftOut, &message, Some(at));
            return Ok(());
        };
        if property::is_kind(property) {
            if !said.deprecated {
                gathered.kind(object);
            }
            self.sources(reader, &said, &mut Gathered::default());
            return Ok(());
        }
        match store.term(object) {
            Term::Literal(text, kind) => {
                self.sources(reader, &said, &mut Gathered::default());
                let about = |message: &str| format!("`{name}`: {message}");
                if said.deprecated {
                    let message = about("values that are marked as deprecated");
                    reader.report.note(NoteKind::LeftOut, &message, Some(at));
                    return Ok(());
                }
                if !said.qualifiers.is_empty() || !said.references.is_empty() {
                    let message = about("qualifiers and references of values");
                    reader.report.note(NoteKind::LeftOut, &message, Some(at));
                }
                match time::padded(text, kind) {
                    Some(_) => {
                        let date = precise(store, text, &said.values);
                        let date = if self.is_circa(reader, &said) { about_then(date) } else { date };
                        // Of several beginnings only the best is when it began.
                        if said.best || property::bound(property).is_none() {
                            gathered.date(property, &name, date);
                        } else {
                            gathered.field(&name, Purpose::Own, Value::Date(Cow::Owned(date)));
                        }
                    }
                    None => gathered.field(&name, Purpose::Own, super::super::literals::value(text, kind)),
                }
                Ok(())
            }
            Term::Iri(_) | Term::Blank(_) if property::is_class(property) => {
                let words = reader.words(object);
                gathered.field(&name, Purpose::Own, Value::Text(Cow::Owned(words)));
                Ok(())
            }
            Term::Iri(_) | Term::Blank(_) => {
                let edge = self.tie(reader, item, property, object, at)?;
                self.unknown(reader, object, &name, at)?;
                let id = local_name(store.iri(claim.object));
                reader.graph.set_edge_id(edge, id).met_at(at.offset as usize)?;
                let mut of_edge = Gathered::default();
                self.qualifiers(reader, &said, &mut of_edge);
                self.sources(reader, &said, &mut of_edge);
                if said.deprecated || said.preferred {
                    let rank = if said.deprecated { "deprecated" } else { "preferred" };
                    of_edge.field("rank", Purpose::Own, Value::text(rank));
                }
                reader.tell(Of::Edge(edge), of_edge, at)
            }
            Term::Quoted(..) => Ok(()),
        }
    }

    /// Gathers what stands at a statement node.
    fn look(&self, reader: &Reader<'_>, node: TermId, property: &str) -> Said {
        let store = reader.store;
        let derived = store.find_iri(&prov("wasDerivedFrom"));
        let mut said = Said::default();
        for statement in reader.about(node).into_iter().filter_map(|number| reader.statement(number)) {
            let object = statement.object;
            if Some(statement.predicate) == self.kind {
                match self.part(object) {
                    Some((Part::None, of)) if of == property => said.none = true,
                    Some((Part::None, of)) => said.none_of.push(of.to_owned()),
                    _ => said.best |= store.iri(object).strip_prefix(ONTOLOGY) == Some("BestRank"),
                }
                continue;
            }
            if Some(statement.predicate) == derived {
                said.references.push(object);
                continue;
            }
            if store.iri(statement.predicate).strip_prefix(ONTOLOGY) == Some("rank") {
                let rank = store.iri(object).strip_prefix(ONTOLOGY);
                said.deprecated |= rank == Some("DeprecatedRank");
                said.preferred |= rank == Some("PreferredRank");
                continue;
            }
            match self.part(statement.predicate) {
                Some((Part::Main, of)) if of == property => said.value = said.value.or(Some(object)),
                Some((Part::Qualifier, of)) => said.qualifiers.push((of.to_owned(), object)),
                Some((Part::MainValue | Part::QualifierValue, _)) => said.values.push(object),
                _ => {}
            }
        }
        said
    }

    fn is_circa(&self, reader: &Reader<'_>, said: &Said) -> bool {
        let is_circa = |object: TermId| local_name(reader.store.iri(object)) == property::CIRCA;
        said.qualifiers.iter().any(|(of, object)| of == property::CIRCUMSTANCES && is_circa(*object))
    }

    /// When a statement holds, and what else is said of it.
    fn qualifiers<'s>(&self, reader: &mut Reader<'s>, said: &Said, gathered: &mut Gathered<'s>) {
        let store = reader.store;
        let dates = |of: &str| -> (Vec<String>, bool) {
            let mut unknown = false;
            let objects = said.qualifiers.iter().filter(|(property, _)| property == of);
            let dates = objects.filter_map(|(_, object)| match store.term(*object) {
                Term::Literal(text, _) => Some(precise(store, text, &said.values)),
                _ => {
                    unknown = true;
                    None
                }
            });
            (dates.collect(), unknown)
        };
        let (starts, no_start) = dates(property::START);
        let (ends, no_end) = dates(property::END);
        let (points, _) = dates(property::POINT);
        let (earliest, _) = dates(property::EARLIEST);
        let (latest, _) = dates(property::LATEST);
        let goes_on = said.none_of.iter().any(|of| of == property::END);
        let circa = self.is_circa(reader, said);
        let first = |texts: &[String]| texts.first().cloned();
        let soften = |date: String| if circa { about_then(date) } else { date };
        let (start, end) = (first(&starts).map(soften), first(&ends).map(soften));
        let mut wanted = match (start, end) {
            (Some(start), Some(end)) => vec![format!("{start}/{end}")],
            (Some(start), None) if goes_on => vec![format!("{start}/..")],
            (Some(start), None) if no_end => vec![format!("{start}/")],
            (Some(start), None) => vec![start],
            (None, Some(end)) => vec![format!("/{end}")],
            (None, None) => Vec::new(),
        };
        let _ = no_start;
        wanted.extend(points.iter().cloned().map(soften));
        let mut kept = vec![property::START, property::END, property::POINT];
        if wanted.is_empty() && (!earliest.is_empty() || !latest.is_empty()) {
            let range = |texts: &[String]| first(texts).unwrap_or_default();
            wanted.push(format!("[{}..{}]", range(&earliest), range(&latest)));
            kept.extend([property::EARLIEST, property::LATEST]);
        }
        for date in wanted {
            if Date::parse(&date).is_ok() {
                gathered.when(date);
            } else {
                gathered.field("when", Purpose::Own, Value::Text(Cow::Owned(date)));
            }
        }
        for (name, more) in [("other starts", &starts), ("other ends", &ends)] {
            for date in more.iter().skip(1) {
                gathered.field(name, Purpose::Own, Value::Date(Cow::Owned(date.clone())));
            }
        }
        for (property, object) in said.qualifiers.iter().filter(|(property, _)| !kept.contains(&property.as_str())) {
            if property == property::CIRCUMSTANCES && circa {
                continue;
            }
            let name = self.name(reader, property);
            let value = match store.term(*object) {
                Term::Literal(text, kind) => match time::padded(text, kind) {
                    Some(_) => Value::Date(Cow::Owned(precise(store, text, &said.values))),
                    None => super::super::literals::value(text, kind),
                },
                _ if self.is_unknown(store, *object) => Value::text("unknown"),
                _ => Value::Text(Cow::Owned(reader.words(*object))),
            };
            gathered.field(&name, Purpose::Own, value);
        }
    }

    /// A value that is known to be there, but not which it is: a blank node, or an IRI that stands for one.
    fn is_unknown(&self, store: &Store, id: TermId) -> bool {
        match store.term(id) {
            Term::Blank(_) => true,
            Term::Iri(iri) => iri.contains("/.well-known/genid/"),
            Term::Literal(..) | Term::Quoted(..) => false,
        }
    }

    /// Names the node of an unknown value.
    fn unknown(&self, reader: &mut Reader<'_>, object: TermId, name: &str, at: At) -> Result<(), Fault> {
        if !self.is_unknown(reader.store, object) {
            return Ok(());
        }
        let node = reader.end(object, at)?;
        reader.report.note(NoteKind::Doubtful, "a value is marked as unknown; a node was added for it", Some(at));
        reader.graph.nodes.set_label(node, &format!("unknown ({name})")).met_at(at.offset as usize)
    }

    /// Where a statement is written.
    fn sources<'s>(&self, reader: &mut Reader<'s>, said: &Said, gathered: &mut Gathered<'s>) {
        for reference in &said.references {
            reader.take_about(*reference);
            let (mut words, mut addresses, mut imported) = (Vec::new(), Vec::new(), Vec::new());
            let about: Vec<Statement> =
                reader.about(*reference).into_iter().filter_map(|number| reader.statement(number)).copied().collect();
            let values: Vec<TermId> = about.iter().map(|statement| statement.object).collect();
            for value in &values {
                if reader.role(*value) == Role::Helper {
                    reader.take_about(*value);
                }
            }
            let order = [
                (property::STATED_IN, ""),
                (property::TITLE, "“"),
                (property::PAGE, "p. "),
                (property::PUBLISHED, ""),
                (property::QUOTE, "“"),
                (property::SEEN, "seen "),
                (property::ADDRESS, ""),
                (property::IMPORTED, ""),
            ];
            for (wanted, before) in order {
                for statement in &about {
                    if self.part(statement.predicate) != Some((Part::Reference, wanted)) {
                        continue;
                    }
                    let text = match reader.store.term(statement.object) {
                        Term::Literal(text, kind) => match time::padded(text, kind) {
                            Some(_) => precise(reader.store, text, &values),
                            None => text.to_owned(),
                        },
                        _ => reader.words(statement.object),
                    };
                    match wanted {
                        property::ADDRESS => addresses.push(text),
                        property::IMPORTED => imported.push(text),
                        _ if before == "“" => words.push(format!("“{text}”")),
                        _ => words.push(format!("{before}{text}")),
                    }
                }
            }
            let mut field =
                |name: &str, purpose, text: String| gathered.field(name, purpose, Value::Text(Cow::Owned(text)));
            if !words.is_empty() {
                field("source", Purpose::Source, words.join(", "));
            }
            addresses.into_iter().for_each(|text| field("source address", Purpose::Url, text));
            // A copy of another wiki is no source.
            imported.into_iter().for_each(|text| field("imported from", Purpose::Own, text));
        }
    }
}

impl<'s> Gathered<'s> {
    /// One more type.
    pub(super) fn kind(&mut self, class: TermId) {
        self.types.push(class);
    }

    /// When it begins or ends.
    pub(super) fn bound(&mut self, bound: property::Bound, date: String) {
        match bound {
            property::Bound::Start => self.starts.push(date),
            property::Bound::End => self.ends.push(date),
        }
    }
}

/// A date with `~` behind it, where EDTF allows that.
fn about_then(date: String) -> String {
    let softened = format!("{date}~");
    if Date::parse(&softened).is_ok() { softened } else { date }
}

/// A date at the precision that one of the values tells which is of the same date; a year where none is.
fn precise(store: &Store, text: &str, values: &[TermId]) -> String {
    let find = |name: &str| store.find_iri(&format!("{ONTOLOGY}{name}"));
    let (time, precision) = (find("timeValue"), find("timePrecision"));
    let of = |id: TermId, predicate: Option<TermId>| store.value_of(id, predicate);
    let found = values.iter().find_map(|id| {
        let same = of(*id, time).is_some_and(|value| value == text);
        same.then(|| of(*id, precision)?.parse::<u32>().ok()).flatten()
    });
    time::edtf(text, found.unwrap_or(9))
}
