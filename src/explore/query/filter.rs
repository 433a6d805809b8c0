//! What is shown and what is hidden: by kind, by file, by hand, or by distance from a focus.

use std::collections::BTreeSet;

use super::neighbourhood;
use crate::dossier::model::{Dossier, EdgeIndex, Entity, EntityId, FileIndex, NodeIndex};

/// What to leave out. The default leaves out nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Entities hidden by hand.
    pub hidden: BTreeSet<EntityId>,
    /// Kinds of entity that are hidden.
    pub hidden_kinds: BTreeSet<String>,
    /// Files whose records are hidden, by path; this is how background is switched off as one.
    pub hidden_files: BTreeSet<String>,
    /// Only what lies within so many steps of an entity.
    pub(crate) focus: Option<(EntityId, u32)>,
}

/// What a filter lets through, in the author's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Entities that are shown.
    pub(crate) entities: Vec<NodeIndex>,
    /// Relations that are shown: both ends are.
    pub(crate) relations: Vec<EdgeIndex>,
    /// How many entities are hidden.
    pub(crate) hidden_entities: usize,
    /// How many relations are hidden.
    pub(crate) hidden_relations: usize,
}

impl Filter {
    /// Applies the filter. Steps around the focus are counted over what is not hidden otherwise;
    /// the focus itself always shows. A focus that is not in the dossier is ignored.
    pub fn apply(&self, dossier: &Dossier) -> Shown {
        let focus = self.focus.as_ref().and_then(|(id, hops)| Some((dossier.entity_index(id.as_str())?, *hops)));
        let open = |index: NodeIndex, entity: &Entity| {
            focus.is_some_and(|(focus, _)| focus == index)
                || !(self.hidden.contains(&entity.id)
                    || self.hidden_kinds.contains(&entity.kind)
                    || self.hides_file(dossier, entity.file))
        };
        let near = focus.map(|(focus, hops)| {
            neighbourhood::within_where(dossier, &[focus], hops, |relation, other| {
                dossier.relation(relation).is_some_and(|r| !self.hides_file(dossier, r.file))
                    && dossier.entity(other).is_some_and(|e| open(other, e))
            })
        });
        let mut shown = Shown::default();
        let mut is_shown = Vec::new();
        for (index, entity) in dossier.entities() {
            let passes = near.as_ref().map_or_else(|| open(index, entity), |near| near.contains_key(&index));
            // After changes the author's order is not that of the indices.
            if is_shown.len() <= index.index() {
                is_shown.resize(index.index() + 1, false);
            }
            is_shown[index.index()] = passes;
            if passes {
                shown.entities.push(index);
            }
        }
        for (index, from, to, relation) in dossier.relations() {
            if is_shown[from.index()] && is_shown[to.index()] && !self.hides_file(dossier, relation.file) {
                shown.relations.push(index);
            }
        }
        shown.hidden_entities = dossier.entity_count() - shown.entities.len();
        shown.hidden_relations = dossier.relation_count() - shown.relations.len();
        shown
    }

    fn hides_file(&self, dossier: &Dossier, file: FileIndex) -> bool {
        !self.hidden_files.is_empty()
            && dossier.files.get(usize::from(file.0)).is_some_and(|f| self.hidden_files.contains(&f.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{DossierFile, Relation, Vocabulary};

    fn dossier() -> Dossier {
        let mut dossier = Dossier::new(Vocabulary::default());
        dossier.files =
            ["main.ron", "background.ron"].map(|path| DossierFile { path: path.into(), title: None }).to_vec();
        for (id, kind, file) in
            [("japan", "state", 0), ("meeting", "meeting", 0), ("laos", "state", 0), ("mekong", "place", 1)]
        {
            let mut entity = Entity::new(id, kind, id);
            entity.file = FileIndex(file);
            dossier.add_entity(entity).unwrap();
        }
        for (from, to, file) in
            [("japan", "meeting", 0), ("meeting", "laos", 0), ("laos", "mekong", 1), ("japan", "laos", 1)]
        {
            let mut relation = Relation::new(from, "knows", to);
            relation.file = FileIndex(file);
            dossier.add_relation(relation).unwrap();
        }
        dossier
    }

    fn check(filter: &Filter, entities: &[&str], relations: usize) {
        let dossier = dossier();
        let shown = filter.apply(&dossier);
        let ids: Vec<&str> = shown.entities.iter().map(|&i| dossier.entity(i).unwrap().id.as_str()).collect();
        assert_eq!(ids, entities);
        assert_eq!(shown.relations.len(), relations);
        assert_eq!(shown.hidden_entities, 4 - entities.len());
        assert_eq!(shown.hidden_relations, 4 - relations);
    }

    #[test]
    fn each_way_of_hiding_hides_relations_with_their_ends() {
        let all = ["japan", "meeting", "laos", "mekong"];
        check(&Filter::default(), &all, 4);
        check(&Filter { hidden: ["laos".into()].into(), ..Filter::default() }, &["japan", "meeting", "mekong"], 1);
        check(&Filter { hidden_kinds: ["state".into()].into(), ..Filter::default() }, &["meeting", "mekong"], 0);
        // A file's relations go with it, even between entities of other files.
        check(&Filter { hidden_files: ["background.ron".into()].into(), ..Filter::default() }, &all[..3], 2);
    }

    #[test]
    fn the_focus_counts_steps_over_what_is_open() {
        let focus = |id: &str, hops| Filter { focus: Some((id.into(), hops)), ..Filter::default() };
        check(&focus("mekong", 0), &["mekong"], 0);
        check(&focus("mekong", 1), &["laos", "mekong"], 1);
        check(&focus("nowhere", 1), &["japan", "meeting", "laos", "mekong"], 4);
        // Without the background the meeting is the only way from Japan to Laos.
        let mut filter = Filter { hidden_files: ["background.ron".into()].into(), ..focus("japan", 1) };
        check(&filter, &["japan", "meeting"], 1);
        filter.hidden_kinds.insert("meeting".into());
        filter.hidden_kinds.insert("state".into());
        check(&filter, &["japan"], 0);
    }
}
