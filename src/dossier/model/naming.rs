//! Which records a written name means: its id, then the name as written, then but for case and accents. Nothing is
//! guessed: of several that agree equally well, all are told, and whoever asked lets a person choose.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::fold::tying_form;
use super::{Entity, EntityId};

/// A name that somebody wrote, made ready for comparing.
pub(crate) struct WrittenName<'t> {
    text: &'t str,
    canonical: String,
    folded: String,
}

/// How a name agrees with what was written, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Agreement {
    /// It is the record's id, which no other has.
    Id,
    /// Its main name, as written.
    Name,
    /// The same text in other code points (composed or decomposed letters).
    SameName,
    /// One of its other names, as written.
    OtherName,
    /// The same text in other code points.
    SameOtherName,
    /// A main or other name, but for case and accents.
    Alike,
}

impl<'t> WrittenName<'t> {
    /// White space around it is no part of a name.
    pub(crate) fn new(text: &'t str) -> Self {
        let text = text.trim();
        WrittenName { text, canonical: text.nfc().collect(), folded: tying_form(text) }
    }

    fn agrees_with_name(&self, name: &str, is_main: bool) -> Option<Agreement> {
        // What has nothing to tie by ties to nothing.
        if self.folded.is_empty() {
            return None;
        }
        if name == self.text {
            return Some(if is_main { Agreement::Name } else { Agreement::OtherName });
        }
        (tying_form(name) == self.folded).then(|| match (name.nfc().eq(self.canonical.chars()), is_main) {
            (true, true) => Agreement::SameName,
            (true, false) => Agreement::SameOtherName,
            (false, _) => Agreement::Alike,
        })
    }

    /// How an entity agrees; what is only mentioned by its id has no name.
    fn agrees_with(&self, entity: &Entity) -> Option<Agreement> {
        if self.text.is_empty() {
            None
        } else if entity.id.as_str() == self.text {
            Some(Agreement::Id)
        } else if entity.ghost {
            None
        } else {
            names_of(entity).filter_map(|(name, is_main)| self.agrees_with_name(name, is_main)).min()
        }
    }
}

/// Every name of an entity, and whether it is the main one.
fn names_of(entity: &Entity) -> impl Iterator<Item = (&str, bool)> {
    std::iter::once((entity.name.as_str(), true)).chain(entity.names.iter().map(|name| (name.text.as_str(), false)))
}

/// Those of the items that agree best, in their order.
pub(crate) fn best<T, A: Ord + Copy>(ranked: impl Iterator<Item = (A, T)>) -> Vec<T> {
    let mut best: Option<A> = None;
    let mut out = Vec::new();
    for (agreement, item) in ranked {
        if best.is_none_or(|best| agreement < best) {
            best = Some(agreement);
            out.clear();
        }
        if best == Some(agreement) {
            out.push(item);
        }
    }
    out
}

/// The entities that a text means, by id or name: none, the one, or several to choose from.
pub(crate) fn called<'e>(text: &str, entities: impl Iterator<Item = &'e Entity>) -> Vec<&'e Entity> {
    let written = WrittenName::new(text);
    best(entities.filter_map(|entity| Some((written.agrees_with(entity)?, entity))))
}

/// A sentence that tells between which entities a text does not decide, without its stop.
pub(crate) fn undecided(text: &str, entities: &[&Entity]) -> String {
    const TOLD: usize = 5;
    let one = |entity: &&Entity| format!("“{}” ({})", entity.label(), entity.id);
    let mut told: Vec<String> = entities.iter().take(TOLD).map(one).collect();
    if entities.len() > TOLD {
        told.push(format!("{} more", entities.len() - TOLD));
    }
    let last = told.pop().unwrap_or_default();
    let all = if told.is_empty() { last } else { format!("{} or {last}", told.join(", ")) };
    format!("“{}” could mean {all}", text.trim())
}

/// Names of many entities, for tying many texts.
#[derive(Default)]
pub(crate) struct NameIndex {
    ids: HashMap<String, EntityId>,
    /// By tying form: whose name it is, how it is written, whether it is the main one.
    names: HashMap<String, Vec<(EntityId, String, bool)>>,
}

impl NameIndex {
    /// Of all these.
    pub(crate) fn new<'e>(entities: impl Iterator<Item = &'e Entity>) -> Self {
        let mut index = NameIndex::default();
        entities.for_each(|entity| index.add(entity));
        index
    }

    /// One more.
    pub(crate) fn add(&mut self, entity: &Entity) {
        self.ids.insert(entity.id.as_str().to_owned(), entity.id.clone());
        if entity.ghost {
            return;
        }
        for (name, is_main) in names_of(entity) {
            let row = (entity.id.clone(), name.to_owned(), is_main);
            self.names.entry(tying_form(name)).or_default().push(row);
        }
    }

    /// The same as [`called`], by ids.
    pub(crate) fn called(&self, text: &str) -> Vec<EntityId> {
        let written = WrittenName::new(text);
        if let Some(id) = self.ids.get(written.text) {
            return vec![id.clone()];
        }
        let rows = self.names.get(&written.folded).into_iter().flatten();
        let agreeing = rows.filter_map(|(id, name, main)| Some((written.agrees_with_name(name, *main)?, id.clone())));
        let mut out = best(agreeing);
        // Two names of one entity may agree equally well.
        let mut seen = std::collections::HashSet::new();
        out.retain(|id| seen.insert(id.clone()));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Name, NameRole};

    fn entities(rows: &[(&str, &str, &[&str])]) -> Vec<Entity> {
        let made = rows.iter().map(|(id, name, others)| {
            let mut entity = Entity::new(*id, "person", *name);
            let other = |text: &&str| Name { text: (*text).to_owned(), lang: None, role: NameRole::Alias };
            entity.names = others.iter().map(other).collect();
            entity
        });
        made.collect()
    }

    #[test]
    fn the_nearest_name_wins_and_several_are_told() {
        let all = entities(&[
            ("m1", "Müller", &[]),
            ("m2", "Muller", &[]),
            ("m3", "Schmidt", &["Schmitt", "SCHMIDT"]),
            ("japan", "Japan", &["Tokyo", "日本"]),
            ("tokyo", "Tokyo", &[]),
            ("fox", "🦊", &[]),
            ("g1", "Georgia", &[]),
            ("g2", "Georgia", &[]),
            ("blank", "\u{200b}", &[]),
            ("bharat", "भारत", &[]),
            ("Müller", "Somebody", &[]),
        ]);
        let index = NameIndex::new(all.iter());
        for (text, ids) in [
            ("Muller", &["m2"][..]),
            ("Mu\u{308}ller", &["m1"]),
            ("MULLER", &["m1", "m2"]),
            (" müller ", &["m1", "m2"]),
            ("Müller", &["Müller"]),
            ("m1", &["m1"]),
            ("M1", &[]),
            ("schmidt", &["m3"]),
            ("Tokyo", &["tokyo"]),
            ("TOKYO", &["japan", "tokyo"]),
            ("日本", &["japan"]),
            ("🦊", &["fox"]),
            ("🐻", &[]),
            ("Georgia", &["g1", "g2"]),
            ("", &[]),
            ("\u{200b}", &[]),
            ("\u{200e}", &[]),
            ("भरत", &[]),
        ] {
            let found: Vec<&str> = called(text, all.iter()).iter().map(|e| e.id.as_str()).collect();
            assert_eq!(found, ids, "{text}");
            let indexed = index.called(text);
            assert_eq!(indexed.iter().map(EntityId::as_str).collect::<Vec<_>>(), ids, "by index: {text}");
        }
    }

    #[test]
    fn what_is_undecided_is_told_by_name_and_id() {
        let all = entities(&[("a", "Müller", &[]), ("b", "Muller", &[]), ("c", "MULLER", &[])]);
        let all: Vec<&Entity> = all.iter().collect();
        assert_eq!(undecided("muller", &all), "“muller” could mean “Müller” (a), “Muller” (b) or “MULLER” (c)");
    }
}
