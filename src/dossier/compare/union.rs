//! Two dossiers combined for a picture of what changed: the new one, with what was removed from the
//! old one added back, each record marked. Large dossiers are reduced to what changed and its
//! neighbours.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::diff::Difference;
use crate::dossier::model::{Dossier, EdgeIndex, Entity, EntityId, FileIndex, NameRole, NodeIndex, RelationId};

/// The state of a record in a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeMark {
    /// Only the new dossier has it.
    Added,
    /// Only the old one has it.
    Removed,
    /// Both have it, with different content.
    Changed,
}

impl ChangeMark {
    /// In the order of legends.
    pub(crate) const ALL: [ChangeMark; 3] = [ChangeMark::Added, ChangeMark::Removed, ChangeMark::Changed];

    /// The word for it in legends and in the names that assistive technology reads.
    pub(crate) fn word(self) -> &'static str {
        ["added", "removed", "changed"][self as usize]
    }

    /// The sign before a name.
    pub(crate) fn sign(self) -> &'static str {
        ["+", "−", "~"][self as usize]
    }
}

/// Up to this many entities, all are shown, changed or not.
const ALL: usize = 150;
/// Up to this many, changed entities are shown with their neighbours.
const WITH_NEIGHBOURS: usize = 300;

/// What is to be drawn of two dossiers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Union {
    /// Everything that is shown; names of what changed begin with its sign.
    pub(crate) dossier: Dossier,
    /// The states of its entities; those not listed are unchanged.
    pub(crate) entities: HashMap<NodeIndex, ChangeMark>,
    /// The states of its relations.
    pub(crate) relations: HashMap<EdgeIndex, ChangeMark>,
    /// Unchanged entities that are not shown.
    pub(crate) left_out: usize,
}

/// Combines two dossiers and their difference.
pub(crate) fn union(old: &Dossier, new: &Dossier, difference: &Difference) -> Union {
    let marks = Marks::new(difference);
    let mut out = Union { dossier: Dossier::new(new.vocabulary.clone()), ..Union::default() };
    out.dossier.title.clone_from(&new.title);
    out.dossier.sources.clone_from(&new.sources);
    let known: HashSet<_> = new.sources.iter().map(|s| s.id.clone()).collect();
    out.dossier.sources.extend(old.sources.iter().filter(|s| !known.contains(&s.id)).cloned());
    for kind in &old.vocabulary.entity_kinds {
        if new.vocabulary.entity_kind(&kind.id).is_none() {
            Arc::make_mut(&mut out.dossier.vocabulary).set_entity_kind(kind.clone());
        }
    }
    for kind in &old.vocabulary.relation_kinds {
        if new.vocabulary.relation_kind(&kind.id).is_none() {
            Arc::make_mut(&mut out.dossier.vocabulary).set_relation_kind(kind.clone());
        }
    }
    let shown = marks.shown(old, new);
    out.left_out = new.entities().filter(|(_, e)| !shown.contains(&e.id)).count();
    let gone = old.entities().map(|(_, e)| e).filter(|e| marks.of_entity(e) == Some(ChangeMark::Removed));
    for entity in new.entities().map(|(_, e)| e).chain(gone).filter(|e| shown.contains(&e.id)) {
        let mark = marks.of_entity(entity);
        let mut entity = Entity { file: FileIndex(0), ..entity.clone() };
        if let Some(mark) = mark {
            let signed = |name: &str| format!("{} {name}", mark.sign());
            entity.name = signed(&entity.name);
            let short = |n: &&mut crate::dossier::model::Name| n.role == NameRole::Short && n.lang.is_none();
            entity.names.iter_mut().filter(short).for_each(|n| n.text = signed(&n.text));
        }
        let id = entity.id.clone();
        // One that relations of the new dossier still name is there as a ghost.
        let index = out.dossier.add_entity(entity).ok().or_else(|| out.dossier.entity_index(id.as_str()));
        out.entities.extend(index.zip(mark));
    }
    let gone = old.relations().map(|(.., r)| r).filter(|r| marks.removed_relations.contains(r.id.as_str()));
    let there = new.relations().map(|(.., r)| (r, marks.relations.get(r.id.as_str()).copied()));
    for (relation, mark) in there.chain(gone.map(|r| (r, Some(ChangeMark::Removed)))) {
        let mut relation = relation.clone();
        relation.file = FileIndex(0);
        if mark == Some(ChangeMark::Removed) {
            relation.from = marks.now(&relation.from);
            relation.to = marks.now(&relation.to);
        }
        if !relation.id_given || out.dossier.relation_index(relation.id.as_str()).is_some() {
            relation.id = RelationId::new("");
            relation.id_given = false;
        }
        // Between what is not shown there is nothing to draw.
        if let Ok(index) = out.dossier.add_relation(relation) {
            out.relations.extend(mark.map(|mark| (index, mark)));
        }
    }
    out
}

struct Marks<'a> {
    entities: HashMap<&'a str, ChangeMark>,
    removed_entities: HashSet<&'a str>,
    relations: HashMap<&'a str, ChangeMark>,
    removed_relations: HashSet<&'a str>,
    renamed: HashMap<&'a str, &'a str>,
}

impl<'a> Marks<'a> {
    fn new(difference: &'a Difference) -> Self {
        let of = |changes: &'a super::Changes| {
            let added = changes.added.iter().map(|item| (item.id.as_str(), ChangeMark::Added));
            let changed = changes.changed.iter().map(|item| (item.id.as_str(), ChangeMark::Changed));
            let removed: HashSet<&str> = changes.removed.iter().map(|item| item.id.as_str()).collect();
            (added.chain(changed).collect(), removed)
        };
        let (entities, removed_entities) = of(&difference.entities);
        let (relations, removed_relations) = of(&difference.relations);
        let renamed = difference.entities.changed.iter();
        let renamed = renamed.filter_map(|c| Some((c.was.as_deref()?, c.id.as_str()))).collect();
        Marks { entities, removed_entities, relations, removed_relations, renamed }
    }

    fn of_entity(&self, entity: &Entity) -> Option<ChangeMark> {
        let id = entity.id.as_str();
        self.entities.get(id).copied().or_else(|| self.removed_entities.contains(id).then_some(ChangeMark::Removed))
    }

    /// The id that an entity of the old dossier has now.
    fn now(&self, id: &EntityId) -> EntityId {
        self.renamed.get(id.as_str()).map_or_else(|| id.clone(), |now| EntityId::from(*now))
    }

    /// What is shown: everything, the changes with their neighbours, or the changes alone.
    fn shown(&self, old: &Dossier, new: &Dossier) -> BTreeSet<EntityId> {
        let ids = |dossier: &Dossier| dossier.entities().map(|(_, e)| e.id.clone()).collect::<Vec<_>>();
        let gone = self.removed_entities.iter().map(|id| EntityId::from(*id));
        let all: BTreeSet<EntityId> = ids(new).into_iter().chain(gone.clone()).collect();
        if all.len() <= ALL {
            return all;
        }
        let mut changed: BTreeSet<EntityId> = self.entities.keys().map(|id| EntityId::from(*id)).chain(gone).collect();
        for (.., relation) in new.relations().filter(|(.., r)| self.relations.contains_key(r.id.as_str())) {
            changed.extend([relation.from.clone(), relation.to.clone()]);
        }
        for (.., relation) in old.relations().filter(|(.., r)| self.removed_relations.contains(r.id.as_str())) {
            changed.extend([self.now(&relation.from), self.now(&relation.to)]);
        }
        let mut around = changed.clone();
        for (.., relation) in new.relations() {
            if changed.contains(&relation.from) || changed.contains(&relation.to) {
                around.extend([relation.from.clone(), relation.to.clone()]);
            }
        }
        if around.len() <= WITH_NEIGHBOURS { around } else { changed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::compare::diff;
    use crate::dossier::ron_text;
    use crate::problem::{Problem, codes};

    fn read(entities: &str, relations: &str) -> Dossier {
        let text = format!("(format: 1, title: \"T\", entities: [{entities}], relations: [{relations}])");
        ron_text::read("t.ron", text.as_bytes(), &|_| Err(Problem::error(codes::IO, "there is none"))).dossier
    }

    #[test]
    fn what_went_is_there_again_and_everything_is_marked() {
        let old = read(
            "(id: \"a\", kind: \"state\", name: \"A\"), (id: \"b\", kind: \"state\", name: \"B\"), (id: \"c\", kind: \"state\", name: \"C\")",
            "(from: \"a\", kind: \"meets\", to: \"b\"), (from: \"c\", kind: \"meets\", to: \"a\")",
        );
        let new = read(
            "(id: \"a\", kind: \"state\", name: \"Alpha\"), (id: \"c2\", kind: \"state\", name: \"C\"), (id: \"d\", kind: \"state\", name: \"D\")",
            "(from: \"c2\", kind: \"meets\", to: \"a\", when: \"2015\"), (from: \"d\", kind: \"meets\", to: \"a\")",
        );
        let both = union(&old, &new, &diff(&old, &new));
        let name = |id: &str| both.dossier.entity_by_id(id).map(|e| e.name.clone()).unwrap_or_default();
        assert_eq!([name("a"), name("b"), name("c2"), name("d")], ["~ Alpha", "− B", "~ C", "+ D"]);
        let mark = |id: &str| both.relations.get(&both.dossier.relation_index(id).unwrap()).copied();
        assert_eq!(mark("a--meets--b"), Some(ChangeMark::Removed));
        assert_eq!(mark("c2--meets--a"), Some(ChangeMark::Changed));
        assert_eq!(mark("d--meets--a"), Some(ChangeMark::Added));
        assert_eq!((both.dossier.entity_count(), both.dossier.relation_count(), both.left_out), (4, 3, 0));
        both.dossier.check_indices().unwrap();
    }
}
