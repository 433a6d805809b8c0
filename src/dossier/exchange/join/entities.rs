//! What an entity of the import adds to one that is there. Blank values change nothing.

use unicode_normalization::UnicodeNormalization as _;

use super::matching::{has_kind, is_bare};
use super::{Conflict, Differing, Sources, own_fields};
use crate::dossier::edit::{Change, ClaimOwner};
use crate::dossier::model::{Entity, EntityField, FieldValue, Name, NameRole, Status};

/// Adds what the import says of an entity to the changes.
pub(super) fn merge(
    there: &Entity,
    entity: &Entity,
    sources: &Sources,
    differing: Differing,
    changes: &mut Vec<Change>,
    conflicts: &mut Vec<Conflict>,
) {
    // A row that only mentions it says nothing of it.
    if is_bare(entity)
        && !has_kind(entity)
        && entity.fields.is_empty()
        && entity.names.is_empty()
        && entity.when.is_none()
    {
        return;
    }
    let both = differing == Differing::KeepBoth;
    let mut set = Vec::new();
    let mut differ = |field: &str, open: &str, imported: &str| {
        let (record, field) = (there.label().to_owned(), field.to_owned());
        conflicts.push(Conflict { record, field, open: open.to_owned(), imported: imported.to_owned() });
        both
    };
    let beside = |field: &str, text: &str| {
        EntityField::Own(format!("{field} (imported)"), Some(FieldValue::Text(text.to_owned())))
    };
    let mut names = there.names.clone();
    // The same letters in other code points are the same name.
    let same = |one: &str, other: &str| one.trim().nfc().eq(other.trim().nfc());
    let is_known =
        |names: &[Name], text: &str| same(&there.name, text) || names.iter().any(|name| same(&name.text, text));
    if !is_bare(entity) && !is_known(&names, &entity.name) {
        if is_bare(there) {
            set.push(EntityField::Name(entity.name.clone()));
        } else if differ("name", &there.name, &entity.name) {
            names.push(Name { text: entity.name.clone(), lang: None, role: NameRole::Alias });
        }
    }
    for name in &entity.names {
        if !is_known(&names, &name.text) {
            names.push(name.clone());
        }
    }
    if names != there.names {
        set.push(EntityField::Names(names));
    }
    if has_kind(entity) && entity.kind != there.kind {
        if !has_kind(there) {
            set.push(EntityField::Kind(entity.kind.clone()));
        } else if differ("kind", &there.kind, &entity.kind) {
            set.push(beside("kind", &entity.kind));
        }
    }
    if entity.status != Status::default() && entity.status != there.status {
        if there.status == Status::default() {
            set.push(EntityField::Status(entity.status));
        } else if differ("status", there.status.word(), entity.status.word()) {
            set.push(beside("status", entity.status.word()));
        }
    }
    if let Some(when) = &entity.when {
        let text = when.date.written();
        match &there.when {
            None => set.push(EntityField::When(Some(when.clone()))),
            Some(known) if known.date.written() == text => {}
            Some(known) => {
                if differ("when", known.date.written(), text) {
                    set.push(beside("when", text));
                }
            }
        }
    }
    for (field, known, text) in [("summary", &there.summary, &entity.summary), ("note", &there.note, &entity.note)] {
        let Some(text) = text.as_ref().filter(|text| !text.trim().is_empty()) else { continue };
        let put = |text: String| {
            if field == "note" { EntityField::Note(Some(text)) } else { EntityField::Summary(Some(text)) }
        };
        match known {
            None => set.push(put(text.clone())),
            Some(known) if known.contains(text.as_str()) => {}
            Some(known) => {
                if differ(field, known, text) {
                    set.push(put(format!("{known}\n{text}")));
                }
            }
        }
    }
    let own = own_fields(there.label(), &there.fields, &entity.fields, differing, conflicts);
    set.extend(own.into_iter().map(|(key, value)| EntityField::Own(key, Some(value))));
    if !set.is_empty() {
        changes.push(Change::SetEntity { id: there.id.clone(), set });
    }
    for claim in entity.claims.iter().map(|claim| sources.cited(claim)) {
        if !there.claims.contains(&claim) {
            changes.push(Change::AddClaim { of: ClaimOwner::Entity(there.id.clone()), claim, at: None });
        }
    }
}
