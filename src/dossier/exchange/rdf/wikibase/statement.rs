//! One statement of Wikibase: its value, qualifiers, rank and references.

use std::borrow::Cow;

use super::super::super::fault::{Fault, MetAt as _};
use super::super::super::report::{At, NoteKind};
use super::super::super::value::{Purpose, Value};
use super::super::cited::{Cited, Rank, Reference};
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
        let of = Cited {
            at,
            subject: store.iri(item).to_owned(),
            statement: local_name(store.iri(claim.object)).to_owned(),
            ..Cited::default()
        };
        if property::is_kind(property) {
            if !said.deprecated {
                gathered.kind(object);
            }
            self.sources(reader, &said, &mut Gathered::default(), &Cited { about: Some("kind".to_owned()), ..of });
            return Ok(());
        }
        match store.term(object) {
            Term::Literal(text, kind) => {
                let date = time::padded(text, kind).map(|_| {
                    let date = precise(store, text, &said.values);
                    if self.is_circa(reader, &said) { about_then(date) } else { date }
                });
                // Of several beginnings only the best is when it began.
                let is_when = property::bound(property).is_some()
                    && said.best
                    && date.as_ref().is_some_and(|date| Date::parse(date).is_ok());
                let field = if is_when { "when".to_owned() } else { format!("fields.{name}") };
                let cites = reader.cited.is_some();
                // What is left out needs no source.
                let wanted = !(cites && said.deprecated);
                if wanted {
                    self.sources(reader, &said, &mut Gathered::default(), &Cited { about: Some(field), ..of });
                } else {
                    for id in &said.references {
                        self.reference(reader, *id);
                    }
                }
                let about = |message: &str| format!("`{name}`: {message}");
                if said.deprecated {
                    let message = about("values that are marked as deprecated");
                    reader.report.note(NoteKind::LeftOut, &message, Some(at));
                    return Ok(());
                }
                if !said.qualifiers.is_empty() || (!cites && !said.references.is_empty()) {
                    let which = if cites { "qualifiers of values" } else { "qualifiers and references of values" };
                    let message = about(which);
                    reader.report.note(NoteKind::LeftOut, &message, Some(at));
                }
                match date {
                    Some(date) if is_when => gathered.date(property, &name, date),
                    Some(date) => gathered.field(&name, Purpose::Own, Value::Date(Cow::Owned(date))),
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
                self.sources(reader, &said, &mut of_edge, &of);
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
            // The reason is told with the rank.
            if property == property::CIRCUMSTANCES && circa || property == property::REASON && reader.cited.is_some() {
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

    /// Where a statement is written: as fields, or apart from them where that is asked for.
    fn sources<'s>(&self, reader: &mut Reader<'s>, said: &Said, gathered: &mut Gathered<'s>, of: &Cited) {
        let references: Vec<Reference> = said.references.iter().map(|id| self.reference(reader, *id)).collect();
        let rank = match (said.deprecated, said.preferred) {
            (true, _) => Rank::Deprecated,
            (false, true) => Rank::Preferred,
            (false, false) => Rank::Normal,
        };
        if reader.cited.is_some() {
            let reasons = said.qualifiers.iter().filter(|(property, _)| property == property::REASON);
            let reasons = reasons.map(|(_, object)| reader.words(*object)).collect();
            let cited = Cited { rank, reasons, references, ..of.clone() };
            reader.cited.get_or_insert_default().push(cited);
            return;
        }
        let mut field =
            |name: &str, purpose, text: String| gathered.field(name, purpose, Value::Text(Cow::Owned(text)));
        for reference in references {
            let words = reference.in_words();
            if !words.is_empty() {
                field("source", Purpose::Source, words);
            }
            reference.addresses.into_iter().for_each(|text| field("source address", Purpose::Url, text));
            // A copy of another wiki is no source.
            reference.imported.into_iter().for_each(|text| field("imported from", Purpose::Own, text));
        }
        match rank {
            Rank::Normal => {}
            Rank::Preferred => field("rank", Purpose::Own, "preferred".to_owned()),
            Rank::Deprecated => field("rank", Purpose::Own, "deprecated".to_owned()),
        }
    }

    /// What a reference says.
    fn reference(&self, reader: &mut Reader<'_>, id: TermId) -> Reference {
        reader.take_about(id);
        let about: Vec<Statement> =
            reader.about(id).into_iter().filter_map(|number| reader.statement(number)).copied().collect();
        let values: Vec<TermId> = about.iter().map(|statement| statement.object).collect();
        for value in &values {
            if reader.role(*value) == Role::Helper {
                reader.take_about(*value);
            }
        }
        let mut reference = Reference::default();
        for statement in &about {
            let Some((Part::Reference, of)) = self.part(statement.predicate) else { continue };
            let part = match of {
                property::STATED_IN => &mut reference.stated_in,
                property::TITLE => &mut reference.titles,
                property::PAGE => &mut reference.pages,
                property::PUBLISHED => &mut reference.published,
                property::QUOTE => &mut reference.quotes,
                property::SEEN => &mut reference.seen,
                property::ADDRESS => &mut reference.addresses,
                property::IMPORTED => &mut reference.imported,
                _ => continue,
            };
            part.push(match reader.store.term(statement.object) {
                Term::Literal(text, kind) => match time::padded(text, kind) {
                    Some(_) => precise(reader.store, text, &values),
                    None => text.to_owned(),
                },
                _ => reader.words(statement.object),
            });
        }
        reference
    }
}

impl<'s> Gathered<'s> {
    /// One more type.
    pub(super) fn kind(&mut self, class: TermId) {
        self.types.push(class);
    }

    /// When it begins, ends or is.
    pub(super) fn bound(&mut self, bound: property::Bound, date: String) {
        match bound {
            property::Bound::Start => self.starts.push(date),
            property::Bound::End => self.ends.push(date),
            property::Bound::Point => self.points.push(date),
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
