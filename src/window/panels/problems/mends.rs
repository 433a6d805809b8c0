//! What mends a problem at a click: changes of the dossier, or the card that asks for what is missing.

use super::plain::{culprit, entity_of, relation_of, unforeseen_end};
use crate::dossier::edit::{Change, ClaimOwner, EntityField, InsertAt, RelationField};
use crate::dossier::model::schema::{Field, FieldType, Lens, Schema};
use crate::dossier::model::{Claim, Date, Dossier, Entity, EntityId, Source, SourceId, When};
use crate::dossier::ron_text::Nearest;
use crate::problem::{Problem, Subject, printable, unseen};
use crate::window::action::{Action, Edits, Prompt};
use crate::window::session::Session;

/// One way to mend a problem.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mend {
    /// What the button says.
    pub(super) label: String,
    pub(super) action: Action,
}

impl Mend {
    fn new(label: impl Into<String>, changes: Vec<Change>) -> Mend {
        Mend { label: printable(&label.into()), action: Action::Edit(Box::new(Edits::of(changes))) }
    }

    fn ask(label: &str, prompt: Prompt) -> Mend {
        Mend { label: label.to_owned(), action: Action::Ask(prompt) }
    }
}

/// Only a person can mend it, in the file or by what the words say.
pub(super) fn none(_: &Problem, _: &Session) -> Vec<Mend> {
    Vec::new()
}

/// A dossier without a title is given one by its card.
pub(super) fn title(problem: &Problem, session: &Session) -> Vec<Mend> {
    let is_missing = problem.subject.is_none() && session.dossier().title.is_empty();
    is_missing.then(|| Mend::ask("Add a title…", Prompt::Details)).into_iter().collect()
}

/// The record that bears the claims to blame.
fn owner(problem: &Problem, dossier: &Dossier) -> Option<(ClaimOwner, Vec<Claim>)> {
    let entity = entity_of(problem, dossier).filter(|entity| !entity.ghost);
    let of_entity = entity.map(|entity| (ClaimOwner::Entity(entity.id.clone()), entity.claims.clone()));
    of_entity.or_else(|| {
        let relation = relation_of(problem, dossier)?;
        Some((ClaimOwner::Relation(relation.id.clone()), relation.claims.clone()))
    })
}

pub(super) fn cite(problem: &Problem, session: &Session) -> Vec<Mend> {
    let owner = owner(problem, session.dossier()).filter(|(_, claims)| claims.is_empty());
    owner.map(|(of, _)| Mend::ask("Cite…", Prompt::Claim(of, None))).into_iter().collect()
}

/// Turns a relation round whose ends fit then.
pub(super) fn reverse(problem: &Problem, session: &Session) -> Vec<Mend> {
    let dossier = session.dossier();
    let turned = || {
        let (relation, _) = (relation_of(problem, dossier)?, unforeseen_end(problem, dossier)?);
        let kind = dossier.vocabulary.relation_kind_or_neutral(&relation.kind);
        let fits = |end: &EntityId, foreseen: &[String]| {
            foreseen.is_empty() || dossier.entity_by_id(end.as_str()).is_some_and(|e| foreseen.contains(&e.kind))
        };
        let fits = fits(&relation.to, &kind.from) && fits(&relation.from, &kind.to);
        fits.then(|| Mend::new("Reverse direction", vec![Change::ReverseRelation { id: relation.id.clone() }]))
    };
    turned().into_iter().collect()
}

pub(super) fn remove_unseen(problem: &Problem, session: &Session) -> Vec<Mend> {
    let Some(entity) = entity_of(problem, session.dossier()) else { return Vec::new() };
    let clean = |text: &str| {
        let mut clean = text.to_owned();
        let found: Vec<usize> = unseen(text).map(|(at, _)| at).collect();
        for at in found.into_iter().rev() {
            clean.remove(at);
        }
        clean
    };
    let mut names = entity.names.clone();
    names.iter_mut().for_each(|name| name.text = clean(&name.text));
    let mut set = vec![EntityField::Name(clean(&entity.name))];
    if names != entity.names {
        set.push(EntityField::Names(names));
    }
    if clean(&entity.name).trim().is_empty() {
        return Vec::new();
    }
    vec![Mend::new("Remove them", vec![Change::SetEntity { id: entity.id.clone(), set }])]
}

/// The dates that may have been meant, each in the place of the one that a record has.
pub(super) fn dates(problem: &Problem, session: &Session) -> Vec<Mend> {
    let dossier = session.dossier();
    let is_it = |date: &Date| problem.message.contains(&format!("`{}`", date.written()));
    match &problem.subject {
        Some(Subject::Entity(id)) => {
            let Some(entity) = dossier.entity_by_id(id) else { return Vec::new() };
            let set = |field| Change::SetEntity { id: entity.id.clone(), set: vec![field] };
            let own = dated(entity, is_it, set);
            own.into_iter().chain(claim_dates(problem, dossier, is_it)).collect()
        }
        Some(Subject::Relation(id)) => {
            let Some(relation) = dossier.relation_by_id(id) else { return Vec::new() };
            let set = |field| Change::SetRelation { id: relation.id.clone(), set: vec![field] };
            let own = dated(relation, is_it, set);
            own.into_iter().chain(claim_dates(problem, dossier, is_it)).collect()
        }
        Some(Subject::Source(id)) => {
            let Some(source) = dossier.source(&SourceId::new(id.clone())) else { return Vec::new() };
            dated(source, is_it, |field| Change::SetSource { id: source.id.clone(), set: vec![field] })
        }
        None => Vec::new(),
    }
}

/// What may have been meant by a date.
fn meant(date: &Date) -> Vec<String> {
    match Date::parse(date.written()) {
        Ok(date) => date.perhaps_years().into_iter().collect(),
        Err(error) => error.meant,
    }
}

/// A field that holds a date.
enum DateField<'f, R> {
    Date(&'f Lens<R, Option<Date>>),
    When(&'f Lens<R, Option<When>>),
}

impl<R: Schema> DateField<'_, R> {
    /// The date, as it is.
    fn of<'r>(&self, record: &'r R) -> Option<&'r Date> {
        match self {
            DateField::Date(lens) => (lens.get)(record).as_ref(),
            DateField::When(lens) => (lens.get)(record).as_ref().map(|when| &when.date),
        }
    }

    /// The record with another date there; how it was worked out stays.
    fn set(&self, record: &R, text: &str) -> R {
        let (mut record, date) = (record.clone(), Date::read(text));
        match self {
            DateField::Date(lens) => *(lens.put)(&mut record) = Some(date),
            DateField::When(lens) => match (lens.put)(&mut record) {
                Some(when) => when.date = date,
                none => *none = Some(When::given(date)),
            },
        }
        record
    }
}

fn date_field<R: Schema>(field: &Field<R>) -> Option<DateField<'_, R>> {
    match &field.kind {
        FieldType::Date(lens) => Some(DateField::Date(lens)),
        FieldType::When(lens, _) => Some(DateField::When(lens)),
        FieldType::Id(_)
        | FieldType::OwnId(_)
        | FieldType::Reference(_)
        | FieldType::MaybeReference(_)
        | FieldType::Needed(_)
        | FieldType::Text(_)
        | FieldType::Implied(..)
        | FieldType::Texts(_)
        | FieldType::Word(_)
        | FieldType::Choice(_)
        | FieldType::Flag(..)
        | FieldType::MaybeFlag(_)
        | FieldType::Number(_)
        | FieldType::Whole(_)
        | FieldType::Coordinate(_)
        | FieldType::Rating(_)
        | FieldType::Basis(_)
        | FieldType::Names(_)
        | FieldType::Claims(_)
        | FieldType::Pins(_)
        | FieldType::Notes(_)
        | FieldType::OwnFields(..)
        | FieldType::Group(..) => None,
    }
}

/// The field with the date that is meant.
fn dated_field<R: Schema>(
    record: &R,
    is_it: impl Fn(&Date) -> bool,
) -> Option<(&'static Field<R>, DateField<'static, R>)> {
    let mut fields = R::FIELDS.iter().filter_map(|field| Some((field, date_field(field)?)));
    fields.find(|(_, dates)| dates.of(record).is_some_and(&is_it))
}

fn dated<R: Schema>(record: &R, is_it: impl Fn(&Date) -> bool, set: impl Fn(R::Change) -> Change) -> Vec<Mend> {
    let Some((field, dates)) = dated_field(record, is_it) else { return Vec::new() };
    let mend = |text: String| {
        let change = field.change?(&dates.set(record, &text));
        Some(Mend::new(format!("Use {text}"), vec![set(change)]))
    };
    dates.of(record).map(meant).unwrap_or_default().into_iter().filter_map(mend).collect()
}

/// The same for the dates of a record's claims.
fn claim_dates(problem: &Problem, dossier: &Dossier, is_it: impl Fn(&Date) -> bool) -> Vec<Mend> {
    let Some((of, claims)) = owner(problem, dossier) else { return Vec::new() };
    let mut out = Vec::new();
    for (at, claim) in claims.iter().enumerate() {
        let Some((_, dates)) = dated_field(claim, &is_it) else { continue };
        out.extend(dates.of(claim).map(meant).unwrap_or_default().into_iter().map(|text| {
            let claim = dates.set(claim, &text);
            Mend::new(format!("Use {text}"), vec![Change::SetClaim { of: of.clone(), at, claim }])
        }));
    }
    out
}

/// The kind that was likely meant, or the card of kinds.
pub(super) fn kinds(problem: &Problem, session: &Session) -> Vec<Mend> {
    let dossier = session.dossier();
    let vocabulary = &dossier.vocabulary;
    let mut near = Nearest::default();
    let mut out = Vec::new();
    if let Some(entity) = entity_of(problem, dossier) {
        let meant = near.find(&entity.kind, vocabulary.entity_kinds.iter().map(|kind| kind.id.as_str()));
        out.extend(meant.map(|kind| {
            let set = vec![EntityField::Kind(kind.to_owned())];
            let label = vocabulary.entity_kind_or_neutral(kind).label;
            Mend::new(format!("Use “{label}”"), vec![Change::SetEntity { id: entity.id.clone(), set }])
        }));
    } else if let Some(relation) = relation_of(problem, dossier) {
        let meant = near.find(&relation.kind, vocabulary.relation_kinds.iter().map(|kind| kind.id.as_str()));
        out.extend(meant.map(|kind| {
            let set = vec![RelationField::Kind(kind.to_owned())];
            let label = vocabulary.relation_kind_or_neutral(kind).label;
            Mend::new(format!("Use “{label}”"), vec![Change::SetRelation { id: relation.id.clone(), set }])
        }));
    }
    out.push(Mend::ask("Edit kinds…", Prompt::Kinds));
    out
}

/// The source that was likely meant, or the one that is cited, added.
pub(super) fn sources(problem: &Problem, session: &Session) -> Vec<Mend> {
    let dossier = session.dossier();
    let id = culprit(problem);
    let Some((of, claims)) = owner(problem, dossier) else { return Vec::new() };
    if id.is_empty() || dossier.source(&id.as_str().into()).is_some() {
        return Vec::new();
    }
    let mut out = Vec::new();
    let near =
        Nearest::default().find(&id, dossier.sources.iter().map(|source| source.id.as_str())).map(SourceId::from);
    if let Some(near) = near {
        let label = dossier.source(&near).map_or_else(|| near.to_string(), Source::short_label);
        let citing = claims.iter().enumerate().filter(|(_, claim)| claim.source.as_str() == id);
        let set = citing.map(|(at, claim)| {
            let claim = Claim { source: near.clone(), ..claim.clone() };
            Change::SetClaim { of: of.clone(), at, claim }
        });
        out.push(Mend::new(format!("Cite {label}"), set.collect()));
    }
    let add = Change::AddSource { source: Source::new(id.as_str()), place: InsertAt::default() };
    out.push(Mend::new(format!("Add the source “{id}”"), vec![add]));
    out
}

/// The entity that was likely meant, or the one that is named, added.
pub(super) fn entities(problem: &Problem, session: &Session) -> Vec<Mend> {
    let dossier = session.dossier();
    let id = culprit(problem);
    if id.is_empty() || dossier.entity_by_id(&id).is_some_and(|entity| !entity.ghost) {
        return Vec::new();
    }
    let names = dossier.entities().filter(|(_, e)| !e.ghost).map(|(_, e)| e.id.as_str());
    let near = Nearest::default().find(&id, names).and_then(|near| dossier.entity_by_id(near));
    let named = naming_instead(problem, dossier, &id);
    if named(&EntityId::new("")).is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    out.extend(near.map(|near| Mend::new(format!("Use {}", near.label()), named(&near.id))));
    let entity = Entity::new(id.as_str(), session.kind_for_new(id.as_str()), id.as_str());
    let add = Change::AddEntity { entity, place: InsertAt::default() };
    out.push(Mend::new(format!("Add “{id}” as an entity"), vec![add]));
    out
}

/// Changes by which what names an id names another: relations of a ghost, or the claims of a record.
fn naming_instead<'d>(
    problem: &'d Problem,
    dossier: &'d Dossier,
    id: &'d str,
) -> impl Fn(&EntityId) -> Vec<Change> + use<'d> {
    move |to: &EntityId| {
        let mut out = Vec::new();
        if let Some((of, claims)) = owner(problem, dossier) {
            for (at, mut claim) in claims.into_iter().enumerate() {
                let mut changed = false;
                for (_, part) in claim.basis.parts_mut().filter(|(part, text)| !part.refers.is_empty() && **text == id)
                {
                    to.as_str().clone_into(part);
                    changed = true;
                }
                if changed {
                    out.push(Change::SetClaim { of: of.clone(), at, claim });
                }
            }
            return out;
        }
        for (.., relation) in dossier.relations() {
            let mut set = Vec::new();
            if relation.from.as_str() == id {
                set.push(RelationField::From(to.clone()));
            }
            if relation.to.as_str() == id {
                set.push(RelationField::To(to.clone()));
            }
            if !set.is_empty() {
                out.push(Change::SetRelation { id: relation.id.clone(), set });
            }
        }
        out
    }
}
