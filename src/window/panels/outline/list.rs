//! The rows of the outline as a flat list, made anew only when the dossier or the folding changed.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::dossier::model::fold::search_form;

use crate::dossier::model::{Dossier, EntityId, EntityKind, NodeIndex, Truth};
use crate::explore::query::filter::Shown;
use crate::explore::query::language::Drawn;
use crate::window::session::Session;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutlineRow {
    /// A kind, by its place in the list of groups.
    Kind(usize),
    /// An entity under its kind.
    Entity(NodeIndex),
}

/// A kind that occurs, with its entities by name.
#[derive(Clone, Debug)]
pub(crate) struct KindGroup {
    pub(crate) kind: EntityKind,
    /// Its entities, sorted by name.
    pub(crate) members: Vec<NodeIndex>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct OutlineList {
    /// Kinds that occur, in the vocabulary's order, unknown ones last.
    pub(crate) groups: Vec<KindGroup>,
    /// What is shown, from top to bottom.
    pub(crate) rows: Vec<OutlineRow>,
    revision: Option<u64>,
    found: Option<Arc<Shown>>,
    unfolded: BTreeSet<String>,
}

impl OutlineList {
    /// Brings the list up to date; does nothing where it is.
    pub(crate) fn update(&mut self, session: &Session, unfolded: &BTreeSet<String>) {
        let same_found = self.found.as_ref().map(Arc::as_ptr) == session.found.as_ref().map(Arc::as_ptr);
        let same_dossier = self.revision == Some(session.revision) && same_found;
        // The set of unfolded kinds has a few dozen members at most.
        if same_dossier && self.unfolded == *unfolded {
            return;
        }
        if !same_dossier {
            self.groups = groups(session.dossier(), session.found.as_deref().and_then(|shown| shown.drawn.as_ref()));
            self.found.clone_from(&session.found);
            self.revision = Some(session.revision);
        }
        self.unfolded.clone_from(unfolded);
        self.rows.clear();
        for (place, group) in self.groups.iter().enumerate() {
            self.rows.push(OutlineRow::Kind(place));
            if unfolded.contains(&group.kind.id) {
                self.rows.extend(group.members.iter().copied().map(OutlineRow::Entity));
            }
        }
    }

    /// The row that an entity stands in, if its kind is unfolded.
    pub(crate) fn row_of(&self, session: &Session, id: &EntityId) -> Option<usize> {
        let index = session.dossier().entity_index(id.as_str())?;
        self.rows.iter().position(|row| *row == OutlineRow::Entity(index))
    }
}

fn groups(dossier: &Dossier, found: Option<&Drawn>) -> Vec<KindGroup> {
    let mut by_kind: HashMap<&str, Vec<NodeIndex>> = HashMap::new();
    let mut unknown: Vec<&str> = Vec::new();
    let is_found = |index| found.is_none_or(|found| found.entity(index) != Truth::No);
    for (index, entity) in dossier.entities().filter(|(index, _)| is_found(*index)) {
        let members = by_kind.entry(&entity.kind).or_default();
        if members.is_empty() && dossier.vocabulary.entity_kind(&entity.kind).is_none() {
            unknown.push(&entity.kind);
        }
        members.push(index);
    }
    let known = dossier.vocabulary.entity_kinds.iter().map(|kind| kind.id.as_str());
    known
        .chain(unknown)
        .filter_map(|id| {
            let mut members = by_kind.remove(id)?;
            let name = |index: &NodeIndex| dossier.entity(*index).map_or("", |entity| entity.label());
            members.sort_by_cached_key(|index| (sorting_key(name(index)), *index));
            Some(KindGroup { kind: dossier.vocabulary.entity_kind_or_neutral(id), members })
        })
        .collect()
}

/// What names are sorted by: folded, numbers by their value.
fn sorting_key(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut number = String::new();
    let flush = |number: &mut String, out: &mut String| {
        if !number.is_empty() {
            let digits = number.trim_start_matches('0');
            // The count of digits before them puts 9 before 10.
            out.push(char::from_u32(0x30 + digits.len().min(0x1000) as u32).unwrap_or('0'));
            out.push_str(digits);
            number.clear();
        }
    };
    for c in search_form(name).chars() {
        if c.is_ascii_digit() {
            number.push(c);
        } else {
            flush(&mut number, &mut out);
            out.push(c);
        }
    }
    flush(&mut number, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Entity, Vocabulary};

    #[test]
    fn names_are_sorted_as_a_person_would() {
        let mut names = ["Zaire", "Émirats", "meeting 10", "Łódź", "Meeting 9", "estonia", "Ägypten"];
        names.sort_by_key(|name| sorting_key(name));
        assert_eq!(names, ["Ägypten", "Émirats", "estonia", "Łódź", "Meeting 9", "meeting 10", "Zaire"]);
    }

    #[test]
    fn kinds_that_occur_are_listed_unknown_ones_too() {
        let mut words = Vocabulary::default();
        for id in ["place", "state"] {
            let kind = Vocabulary::default().entity_kind_or_neutral(id);
            words.set_entity_kind(kind);
        }
        let mut dossier = Dossier::new(words);
        for (id, kind) in [("x", "never_heard"), ("b", "state"), ("a", "state")] {
            dossier.add_entity(Entity::new(id, kind, id)).unwrap();
        }
        let groups = groups(&dossier, None);
        let shape: Vec<(&str, usize)> = groups.iter().map(|g| (g.kind.id.as_str(), g.members.len())).collect();
        assert_eq!(shape, [("state", 2), ("never_heard", 1)]);
        assert_eq!(dossier.entity(groups[0].members[0]).unwrap().name, "a");
    }
}
