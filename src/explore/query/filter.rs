//! What is shown and what is hidden: by a query, by kind, by file, by hand, or by distance from a focus.

use std::collections::BTreeSet;

use super::language::{Drawn, Evaluator, parse};
use super::neighbourhood;
use crate::dossier::model::{Dossier, EdgeIndex, Entity, EntityId, FileIndex, NodeIndex, Truth};

/// What to leave out. The default leaves out nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// A query: only what it finds is shown, with ends and ties. Empty shows everything; of one that is not all
    /// understood counts what is.
    pub query: String,
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
    /// How certainly everything is found, where a query is asked.
    pub(crate) drawn: Option<Drawn>,
}

impl Filter {
    /// Applies the filter. Steps around the focus are counted over what is not hidden otherwise;
    /// the focus itself always shows. A focus that is not in the dossier is ignored.
    pub fn apply(&self, dossier: &Dossier) -> Shown {
        self.apply_with(dossier, 0, &mut Evaluator::default())
    }

    /// The same with what an evaluator knows of the dossier at a revision.
    pub(crate) fn apply_with(&self, dossier: &Dossier, revision: u64, evaluator: &mut Evaluator) -> Shown {
        let asked = !self.query.trim().is_empty();
        let drawn = asked.then(|| evaluator.drawn(dossier, revision, &parse(&self.query).query));
        let is_found = |index| drawn.as_ref().is_none_or(|drawn| drawn.entity(index) != Truth::No);
        let passes = |index, file| {
            !self.hides_file(dossier, file) && drawn.as_ref().is_none_or(|drawn| drawn.relation(index) != Truth::No)
        };
        let focus = self.focus.as_ref().and_then(|(id, hops)| Some((dossier.entity_index(id.as_str())?, *hops)));
        let open = |index: NodeIndex, entity: &Entity| {
            focus.is_some_and(|(focus, _)| focus == index)
                || !(!is_found(index)
                    || self.hidden.contains(&entity.id)
                    || self.hidden_kinds.contains(&entity.kind)
                    || self.hides_file(dossier, entity.file))
        };
        let near = focus.map(|(focus, hops)| {
            neighbourhood::within_where(dossier, &[focus], hops, |relation, other| {
                dossier.relation(relation).is_some_and(|r| passes(relation, r.file))
                    && dossier.entity(other).is_some_and(|e| open(other, e))
            })
        });
        let mut shown = Shown::default();
        let mut is_shown = Vec::new();
        for (index, entity) in dossier.entities() {
            let is_open = near.as_ref().map_or_else(|| open(index, entity), |near| near.contains_key(&index));
            // After changes the author's order is not that of the indices.
            if is_shown.len() <= index.index() {
                is_shown.resize(index.index() + 1, false);
            }
            is_shown[index.index()] = is_open;
            if is_open {
                shown.entities.push(index);
            }
        }
        for (index, from, to, relation) in dossier.relations() {
            if is_shown[from.index()] && is_shown[to.index()] && passes(index, relation.file) {
                shown.relations.push(index);
            }
        }
        shown.hidden_entities = dossier.entity_count() - shown.entities.len();
        shown.hidden_relations = dossier.relation_count() - shown.relations.len();
        shown.drawn = drawn;
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
    fn a_query_shows_what_it_finds_with_ends_and_ties() {
        let asked = |query: &str| Filter { query: query.into(), ..Filter::default() };
        check(&asked(" "), &["japan", "meeting", "laos", "mekong"], 4);
        // Entities bring the ties among them, relations their ends and nothing more.
        check(&asked("kind:state"), &["japan", "laos"], 1);
        check(&asked("from:meeting"), &["meeting", "laos"], 1);
        check(&asked("from:meeting OR kind:place"), &["meeting", "laos", "mekong"], 1);
        check(&asked("kind:document"), &[], 0);
        // What else is hidden stays hidden, and the focus shows whatever is asked.
        check(&Filter { hidden: ["laos".into()].into(), ..asked("kind:state") }, &["japan"], 0);
        check(&Filter { focus: Some(("mekong".into(), 1)), ..asked("kind:state") }, &["mekong"], 0);
        check(&Filter { focus: Some(("japan".into(), 1)), ..asked("kind:state") }, &["japan", "laos"], 1);
    }

    #[test]
    fn what_is_possibly_found_brings_what_is_possible() {
        let dossier = dossier();
        let shown = Filter { query: "kind:state when:2014".into(), ..Filter::default() }.apply(&dossier);
        let drawn = shown.drawn.unwrap();
        assert!(shown.entities.iter().all(|&at| drawn.entity(at) == Truth::Maybe), "nobody dates them");
        assert!(shown.relations.iter().all(|&at| drawn.relation(at) == Truth::Maybe));
        assert_eq!((shown.entities.len(), shown.relations.len()), (2, 1));
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
