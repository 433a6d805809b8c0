//! What of a dossier is held by a format, as a dossier: to compare what comes back with.

use super::vocabulary;
use crate::dossier::model::{
    Claim, Dossier, Entity, FieldValue, FileIndex, NameRole, Pin, Relation, Source, View, ViewLayout, When,
};

/// Data of the author's own come back in the order of their columns.
pub(super) fn in_order(fields: &mut [(String, FieldValue)]) {
    fields.sort_by(|a, b| a.0.cmp(&b.0));
}

/// A dossier with records changed: as far as a format holds it.
pub(super) fn changed(
    dossier: &Dossier,
    entity: impl Fn(&mut Entity),
    relation: impl Fn(&mut Relation),
    rest: impl Fn(&mut Dossier),
) -> Dossier {
    let mut out = Dossier::new(vocabulary());
    out.title = dossier.title.clone();
    out.subtitle = dossier.subtitle.clone();
    out.note = dossier.note.clone();
    out.format = dossier.format;
    out.sources = dossier.sources.clone();
    out.views = dossier.views.clone();
    for (_, kind) in dossier.own_entity_kinds() {
        out.declare_entity_kind(FileIndex(0), kind.clone());
    }
    for (_, kind) in dossier.own_relation_kinds() {
        out.declare_relation_kind(FileIndex(0), kind.clone());
    }
    rest(&mut out);
    // One file has no files beside it.
    out.sources.iter_mut().for_each(|source| source.file = FileIndex(0));
    out.views.iter_mut().for_each(|view| view.file = FileIndex(0));
    for (_, record) in dossier.entities() {
        let mut record = record.clone();
        record.file = FileIndex(0);
        in_order(&mut record.fields);
        entity(&mut record);
        out.add_entity(record).unwrap();
    }
    for (_, _, _, record) in dossier.relations() {
        let mut record = record.clone();
        record.file = FileIndex(0);
        in_order(&mut record.fields);
        relation(&mut record);
        out.add_relation(record).unwrap();
    }
    out
}

/// A dossier as it is, but for the order of data of the author's own.
pub(super) fn whole(dossier: &Dossier) -> Dossier {
    changed(dossier, |_| {}, |_| {}, |_| {})
}

/// What formats hold that have claims and names, but no sources, kinds and views.
pub(super) fn without_head(dossier: &Dossier) -> Dossier {
    changed(dossier, |_| {}, |_| {}, |out| forget_head(out, dossier))
}

pub(super) fn forget_head(out: &mut Dossier, dossier: &Dossier) {
    // Readers of XML take blanks around it away.
    let title = dossier.given_title().trim().to_owned();
    *out = Dossier::new(vocabulary());
    out.title = title;
    let mut ids: Vec<_> = Vec::new();
    let claims = dossier.entities().map(|(_, e)| &e.claims).chain(dossier.relations().map(|(_, _, _, r)| &r.claims));
    for claim in claims.flatten() {
        if !claim.source.as_str().is_empty() && !ids.contains(&claim.source) {
            ids.push(claim.source.clone());
        }
    }
    out.sources = ids.into_iter().map(Source::new).collect();
    let pins = dossier.views.iter().map(|view| &view.placing.pins).find(|pins| !pins.is_empty());
    if let Some(pins) = pins {
        let has = |pin: &&Pin| dossier.entity_by_id(pin.id.as_str()).is_some();
        let mut last: Vec<Pin> = Vec::new();
        // In the order of entities, the last place of each.
        for (_, entity) in dossier.entities() {
            last.extend(pins.iter().filter(has).rfind(|pin| pin.id == entity.id).cloned());
        }
        if !last.is_empty() {
            let placing = ViewLayout { pins: last, ..ViewLayout::default() };
            out.views.push(View { name: "as drawn".to_owned(), placing, ..View::default() });
        }
    }
}

/// What a pair of tables holds: sources as plain claims, further names without language and role.
pub(super) fn in_tables(dossier: &Dossier) -> Dossier {
    let claims = |claims: &mut Vec<Claim>| {
        let mut ids: Vec<_> = Vec::new();
        for claim in claims.iter().filter(|claim| !claim.source.as_str().is_empty()) {
            if !ids.contains(&claim.source) {
                ids.push(claim.source.clone());
            }
        }
        *claims = ids.into_iter().map(Claim::stated).collect();
    };
    let entity = |entity: &mut Entity| {
        claims(&mut entity.claims);
        for name in &mut entity.names {
            (name.lang, name.role) = (None, NameRole::Alias);
        }
    };
    changed(
        dossier,
        entity,
        |relation| claims(&mut relation.claims),
        |out| {
            forget_head(out, dossier);
            out.title = String::new();
        },
    )
}

/// XML has no characters such as NUL; in what comes back they are another.
pub(super) fn in_xml(dossier: &Dossier) -> Dossier {
    fn legal(text: &mut String) {
        *text = text
            .chars()
            .map(|c| {
                if (c < ' ' && !"\t\n\r".contains(c)) || matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c }
            })
            .collect();
    }
    fn legal_some(text: &mut Option<String>) {
        text.iter_mut().for_each(legal);
    }
    fn when(when: &mut Option<When>) {
        when.iter_mut().for_each(|when| legal_some(&mut when.inferred));
    }
    fn own(fields: &mut [(String, FieldValue)]) {
        for (key, value) in fields {
            legal(key);
            match value {
                FieldValue::Text(text) => legal(text),
                // As JSON they have escapes.
                FieldValue::List(_) | FieldValue::Number(_) | FieldValue::Flag(_) => {}
            }
        }
    }
    let entity = |entity: &mut Entity| {
        legal(&mut entity.name);
        legal_some(&mut entity.summary);
        legal_some(&mut entity.note);
        when(&mut entity.when);
        own(&mut entity.fields);
    };
    let relation = |relation: &mut Relation| {
        legal_some(&mut relation.summary);
        legal_some(&mut relation.note);
        when(&mut relation.when);
        own(&mut relation.fields);
    };
    changed(dossier, entity, relation, |_| {})
}
