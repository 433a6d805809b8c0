//! Wikibase, the program behind Wikidata: statements are nodes of their own with qualifiers, ranks and references. They
//! become edges with dates at their precision, or fields. See <https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format>.

mod parts;
mod property;
mod statement;
mod time;

use super::super::fault::Fault;
use super::super::report::NoteKind;
use super::super::value::{Purpose, Value};
use super::names::namespace;
use super::reader::{Reader, Role};
use super::store::{ByTerm, ONTOLOGY, Statement, Term, TermId};
use super::subject::Gathered;
use parts::Part;

pub(super) use parts::Wikibase;

/// About what an article is.
const ABOUT: [&str; 2] = ["http://schema.org/about", "https://schema.org/about"];
/// What Wikibase counts and dates of an item.
const HOUSEKEEPING: [&str; 5] = ["sitelinks", "statements", "identifiers", "timestamp", "badge"];
const SCHEMA_HOUSEKEEPING: [&str; 3] =
    ["http://schema.org/version", "http://schema.org/dateModified", "http://schema.org/softwareVersion"];

impl Wikibase {
    /// The name of a property: that of our vocabulary, else the one that the file gives it.
    fn name(&self, reader: &mut Reader<'_>, property: &str) -> String {
        let label = self.names.get(property).and_then(|id| reader.label_of(*id));
        label.unwrap_or_else(|| property.to_owned())
    }

    /// Says which resources are no nodes: statements, values, references, articles, and items that only say what
    /// others are.
    pub(super) fn classify(&self, reader: &mut Reader<'_>) {
        let store = reader.store;
        let mut spoken: ByTerm<bool> = ByTerm::default();
        let mut words: Vec<TermId> = Vec::new();
        let derived = store.find_iri(&super::properties::prov("wasDerivedFrom"));
        for statement in &store.statements {
            let Statement { subject, predicate, object, .. } = *statement;
            match self.part(predicate) {
                Some((Part::Claim, property)) => {
                    reader.set_role(object, Role::Helper);
                    if !property::is_class(property) {
                        spoken.insert(subject, true);
                    }
                }
                Some((Part::Direct, property)) if !property::is_class(property) => {
                    spoken.insert(subject, true);
                    spoken.insert(object, true);
                }
                Some((Part::Main, property)) if !property::is_class(property) => {
                    spoken.insert(object, true);
                }
                Some((Part::MainValue | Part::QualifierValue, _)) => reader.set_role(object, Role::Helper),
                Some((Part::Qualifier | Part::Reference | Part::Direct | Part::Main | Part::None, _)) | None => {}
            }
            let iri = store.iri(predicate);
            if Some(predicate) == derived && namespace(store.iri(object)).ends_with("/reference/") {
                reader.set_role(object, Role::Helper);
            }
            if ABOUT.contains(&iri) {
                reader.set_role(subject, Role::Helper);
            }
            let values = namespace(store.iri(subject)).ends_with("/value/")
                || namespace(store.iri(subject)).ends_with("/reference/");
            if values && Some(predicate) == self.kind {
                reader.set_role(subject, Role::Helper);
            }
            if Some(predicate) == self.kind
                && matches!(store.iri(object).strip_prefix(ONTOLOGY), Some("Item" | "Property"))
            {
                words.push(subject);
            }
        }
        let words: Vec<TermId> = words.into_iter().filter(|id| !spoken.contains_key(id)).collect();
        if let Some(first) = words.first() {
            let at = reader.about(*first).first().and_then(|number| reader.statement(*number)).map(|s| s.at);
            let message = "items without statements, which are only named: as kinds, in qualifiers or as sources";
            reader.report.note(NoteKind::LeftOut, message, at);
        }
        for id in words {
            reader.set_role(id, Role::Word);
            for number in reader.about(id) {
                let claim =
                    reader.statement(number).filter(|s| matches!(self.part(s.predicate), Some((Part::Claim, _))));
                if let Some(claim) = claim {
                    reader.take_about(claim.object);
                }
            }
        }
        // Articles about an item are addresses of it.
        for statement in &store.statements {
            if ABOUT.contains(&store.iri(statement.predicate)) {
                reader.take_about(statement.subject);
            }
        }
    }

    /// What a statement about an item says; `false` leaves it to be read as any other.
    ///
    /// # Errors
    /// A limit.
    pub(super) fn said<'s>(
        &self,
        reader: &mut Reader<'s>,
        id: TermId,
        number: u32,
        statement: &Statement,
        gathered: &mut Gathered<'s>,
    ) -> Result<bool, Fault> {
        let store = reader.store;
        let iri = store.iri(statement.predicate);
        let is_housekeeping = iri.strip_prefix(ONTOLOGY).is_some_and(|name| HOUSEKEEPING.contains(&name))
            || SCHEMA_HOUSEKEEPING.contains(&iri);
        if is_housekeeping {
            reader.report.note(NoteKind::LeftOut, "counts, versions and dates of Wikibase records", Some(statement.at));
            return Ok(true);
        }
        match self.part(statement.predicate) {
            Some((Part::Claim, property)) => {
                self.statement(reader, id, property, statement, gathered)?;
                Ok(true)
            }
            Some((Part::Direct, property)) => {
                // What a statement of its own says, it says better.
                let whole = reader.about(id).into_iter().find(|other| {
                    let predicate = reader.statement(*other).map(|other| other.predicate);
                    predicate.and_then(|predicate| self.part(predicate)) == Some((Part::Claim, property))
                });
                match whole {
                    Some(whole) => reader.merge(number, whole),
                    None => self.direct(reader, id, property, statement, gathered)?,
                }
                Ok(true)
            }
            Some(_) => Ok(true),
            None => Ok(false),
        }
    }

    /// A value without a statement of its own.
    fn direct<'s>(
        &self,
        reader: &mut Reader<'s>,
        id: TermId,
        property: &str,
        statement: &Statement,
        gathered: &mut Gathered<'s>,
    ) -> Result<(), Fault> {
        if property::is_kind(property) {
            gathered.kind(statement.object);
            return Ok(());
        }
        match reader.store.term(statement.object) {
            Term::Literal(text, kind) => {
                let name = self.name(reader, property);
                match time::padded(text, kind) {
                    // Only a statement tells how exact the date is.
                    Some(date) => {
                        let message = "dates without a precision were read as years; their days may be padding";
                        reader.report.note(NoteKind::Doubtful, message, Some(statement.at));
                        gathered.date(property, &name, time::edtf(date, 9));
                    }
                    None => gathered.field(&name, Purpose::Own, super::literals::value(text, kind)),
                }
                Ok(())
            }
            Term::Iri(_) | Term::Blank(_) => self.tie(reader, id, property, statement.object, statement.at).map(drop),
            Term::Quoted(..) => Ok(()),
        }
    }

    /// An edge of a property.
    fn tie(
        &self,
        reader: &mut Reader<'_>,
        from: TermId,
        property: &str,
        to: TermId,
        at: super::super::report::At,
    ) -> Result<u32, Fault> {
        let (kind, turned) = match property::kind(property) {
            Some((kind, turned)) => (kind.to_owned(), turned),
            None => (self.name(reader, property), false),
        };
        let (from, to) = if turned { (to, from) } else { (from, to) };
        reader.edge(from, &kind, to, at)
    }
}

impl<'s> Gathered<'s> {
    /// A date of an item: when it is where the property says so, else a field.
    fn date(&mut self, property: &str, name: &str, date: String) {
        match property::bound(property) {
            Some(bound) => self.bound(bound, date),
            None => self.field(name, Purpose::Own, Value::Date(date.into())),
        }
    }
}
