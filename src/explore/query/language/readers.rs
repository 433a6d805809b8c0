//! What a record or a claim says to each field of the language: plain functions that show every value, one after the other.
//! Which field is called what, and what its values are compared with, is not known here.

use crate::dossier::model::{Claim, Date, Dossier, Entity, FieldValue, Level, NodeIndex, Relation, When};
use petgraph::Direction;

/// What is asked.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) of: Of<'a>,
}

/// The record, or one claim of it.
#[derive(Clone, Copy)]
pub(super) enum Of<'a> {
    Entity(NodeIndex, &'a Entity),
    Relation(&'a Relation),
    Claim(&'a Claim),
}

/// One value that it has.
pub(super) enum Datum<'a> {
    Text(&'a str),
    Number(f64),
    Date(&'a Date),
    /// It is said that nobody can tell.
    Unknown,
}

/// Is shown values.
pub(super) type See<'s> = &'s mut dyn FnMut(Datum<'_>);

/// Shows the values of one field.
pub(super) type Reader = fn(Subject<'_>, See<'_>);

impl<'a> Subject<'a> {
    fn claims(self) -> &'a [Claim] {
        match self.of {
            Of::Entity(_, entity) => &entity.claims,
            Of::Relation(relation) => &relation.claims,
            Of::Claim(claim) => std::slice::from_ref(claim),
        }
    }

    fn when(self) -> Option<&'a When> {
        match self.of {
            Of::Entity(_, entity) => entity.when.as_ref(),
            Of::Relation(relation) => relation.when.as_ref(),
            Of::Claim(_) => None,
        }
    }

    /// The author's own data.
    pub(super) fn own(self) -> &'a [(String, FieldValue)] {
        match self.of {
            Of::Entity(_, entity) => &entity.fields,
            Of::Relation(relation) => &relation.fields,
            Of::Claim(_) => &[],
        }
    }
}

fn text(of: Option<&str>, see: See<'_>) {
    if let Some(text) = of {
        see(Datum::Text(text));
    }
}

pub(super) fn id(of: Subject<'_>, see: See<'_>) {
    match of.of {
        Of::Entity(_, entity) => see(Datum::Text(entity.id.as_str())),
        Of::Relation(relation) => see(Datum::Text(relation.id.as_str())),
        Of::Claim(_) => {}
    }
}

/// The kind of an entity, or of a relation. What is missing has none.
pub(super) fn kind(of: Subject<'_>, see: See<'_>) {
    let kind = match of.of {
        Of::Entity(_, entity) => &entity.kind,
        Of::Relation(relation) => &relation.kind,
        Of::Claim(_) => return,
    };
    text(Some(kind.as_str()).filter(|kind| !kind.is_empty()), see);
}

pub(super) fn name(of: Subject<'_>, see: See<'_>) {
    if let Of::Entity(_, entity) = of.of {
        see(Datum::Text(&entity.name));
        entity.names.iter().for_each(|name| see(Datum::Text(&name.text)));
    }
}

pub(super) fn summary(of: Subject<'_>, see: See<'_>) {
    match of.of {
        Of::Entity(_, entity) => text(entity.summary.as_deref(), see),
        Of::Relation(relation) => text(relation.summary.as_deref(), see),
        Of::Claim(_) => {}
    }
}

pub(super) fn note(of: Subject<'_>, see: See<'_>) {
    match of.of {
        Of::Entity(_, entity) => text(entity.note.as_deref(), see),
        Of::Relation(relation) => text(relation.note.as_deref(), see),
        Of::Claim(claim) => text(claim.note.as_deref(), see),
    }
}

pub(super) fn file(of: Subject<'_>, see: See<'_>) {
    let file = match of.of {
        Of::Entity(_, entity) => entity.file,
        Of::Relation(relation) => relation.file,
        Of::Claim(_) => return,
    };
    text(of.dossier.files.get(usize::from(file.0)).map(|file| file.path.as_str()), see);
}

pub(super) fn status(of: Subject<'_>, see: See<'_>) {
    match of.of {
        Of::Entity(_, entity) => see(Datum::Text(entity.status.word())),
        Of::Relation(relation) => see(Datum::Text(relation.status.word())),
        Of::Claim(_) => {}
    }
}

pub(super) fn when(of: Subject<'_>, see: See<'_>) {
    if let Some(when) = of.when() {
        see(Datum::Date(&when.date));
    }
}

/// Words for where a date is from.
pub(super) const DATE_WORDS: &[&str] = &["given", "inferred"];

pub(super) fn date_is_from(of: Subject<'_>, see: See<'_>) {
    if let Some(when) = of.when() {
        see(Datum::Text(DATE_WORDS[usize::from(when.inferred.is_some())]));
    }
}

/// How many sources the claims name that it rests on.
pub(super) fn sources(of: Subject<'_>, see: See<'_>) {
    let mut named: Vec<&str> = Claim::carrying(of.claims()).map(|(_, claim)| claim.source.as_str()).collect();
    named.sort_unstable();
    named.dedup();
    see(Datum::Number(named.len() as f64));
}

/// How many claims it rests on.
pub(super) fn claims(of: Subject<'_>, see: See<'_>) {
    see(Datum::Number(Claim::carrying(of.claims()).count() as f64));
}

pub(super) fn degree(of: Subject<'_>, see: See<'_>) {
    if let Of::Entity(index, _) = of.of {
        see(Datum::Number(of.dossier.degree(index) as f64));
    }
}

fn degree_one_way(of: Subject<'_>, way: Direction, see: See<'_>) {
    if let Of::Entity(index, _) = of.of {
        see(Datum::Number(of.dossier.graph().edges_directed(index, way).count() as f64));
    }
}

pub(super) fn degree_in(of: Subject<'_>, see: See<'_>) {
    degree_one_way(of, Direction::Incoming, see);
}

pub(super) fn degree_out(of: Subject<'_>, see: See<'_>) {
    degree_one_way(of, Direction::Outgoing, see);
}

/// No record says it: it is worked out of all of them at once.
pub(super) fn of_the_whole(_: Subject<'_>, _: See<'_>) {}

/// A relation that does not say how strong it is counts as 1.
pub(super) fn weight(of: Subject<'_>, see: See<'_>) {
    if let Of::Relation(relation) = of.of {
        see(Datum::Number(relation.weight.unwrap_or(1.0)));
    }
}

pub(super) fn ordinal(of: Subject<'_>, see: See<'_>) {
    if let Of::Relation(Relation { ordinal: Some(number), .. }) = of.of {
        see(Datum::Number(f64::from(*number)));
    }
}

/// Makes a reader of a field of claims.
macro_rules! of_claims {
    ($($name:ident = |$claim:ident, $see:ident| $body:expr;)*) => { $(
        pub(super) fn $name(of: Subject<'_>, $see: See<'_>) {
            if let Of::Claim($claim) = of.of {
                $body;
            }
        }
    )* };
}

of_claims! {
    source = |claim, see| see(Datum::Text(claim.source.as_str()));
    basis = |claim, see| see(Datum::Text(claim.basis.word()));
    said_by = |claim, see| text(claim.basis.said_by(), see);
    said_to = |claim, see| text(claim.basis.said_to(), see);
    place = |claim, see| text(claim.at.as_deref(), see);
    about = |claim, see| text(claim.about.as_deref(), see);
    quote = |claim, see| text(claim.quote.as_deref(), see);
    rating = |claim, see| if let Some(rating) = claim.rating { see(Datum::Text(&rating.text())) };
    certainty = |claim, see| if let Some(rating) = claim.rating {
        see(rating.level().map_or(Datum::Unknown, |level| Datum::Number(rank(level))));
    };
    seen = |claim, see| if let Some(date) = &claim.seen { see(Datum::Date(date)) };
}

/// A level as a number, to be compared by.
pub(super) fn rank(level: Level) -> f64 {
    match level {
        Level::Low => 0.0,
        Level::Medium => 1.0,
        Level::High => 2.0,
    }
}
