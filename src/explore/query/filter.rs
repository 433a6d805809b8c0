//! What is shown and what is hidden: by a query, by kind, by file, by hand, by distance from foci, or from
//! nothing by bringing in.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::language::{Drawn, Evaluator, parse};
use super::neighbourhood;
use crate::dossier::model::{Dossier, EdgeIndex, Entity, EntityId, FileIndex, NodeIndex, Relation, Truth};

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
    /// Only what lies within so many steps of one of these entities; everything where there are none.
    pub foci: Vec<(EntityId, u32)>,
    /// Nothing is shown but what was brought in, and of that what the rest of the filter lets through.
    pub start_empty: bool,
    /// Entities that were brought in. Where the view does not start empty they are shown with their ties to what is shown,
    /// whatever else leaves them out.
    pub shown: BTreeSet<EntityId>,
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
    /// Applies the filter. Steps around a focus are counted over what is not hidden otherwise;
    /// the focus itself always shows. One that is not in the dossier is ignored.
    pub fn apply(&self, dossier: &Dossier) -> Shown {
        self.apply_with(dossier, 0, &mut Evaluator::default())
    }

    /// The same with what an evaluator knows of the dossier at a revision.
    pub(crate) fn apply_with(&self, dossier: &Dossier, revision: u64, evaluator: &mut Evaluator) -> Shown {
        let asked = !self.query.trim().is_empty();
        let drawn = asked.then(|| evaluator.drawn(dossier, revision, &parse(&self.query).query));
        let brought = Marked::of(dossier, self.shown.iter());
        let foci: Vec<(NodeIndex, u32)> =
            self.foci.iter().filter_map(|(id, hops)| Some((dossier.entity_index(id.as_str())?, *hops))).collect();
        let is_focus = |index: NodeIndex| foci.iter().any(|(focus, _)| *focus == index);
        // What was brought in comes with its ties to what is shown, whatever the query says of them.
        let brings = |index: EdgeIndex| {
            !self.start_empty
                && !brought.is_empty()
                && dossier.ends(index).is_some_and(|(from, to)| brought.has(from) || brought.has(to))
        };
        let is_found = |index| drawn.as_ref().is_none_or(|drawn| drawn.entity(index) != Truth::No);
        // Whoever hides no file has no record read for it.
        let hides_files = !self.hidden_files.is_empty();
        let passes = |index, relation: &Relation| {
            brings(index)
                || (!(hides_files && self.hides_file(dossier, relation.file))
                    && drawn.as_ref().is_none_or(|drawn| drawn.relation(index) != Truth::No))
        };
        let open = |index: NodeIndex, entity: &Entity| {
            let is_kept = || {
                let is_background = || hides_files && self.hides_file(dossier, entity.file);
                !self.hidden.contains(&entity.id) && !self.hidden_kinds.contains(&entity.kind) && !is_background()
            };
            is_focus(index) || ((!self.start_empty || brought.has(index)) && is_found(index) && is_kept())
        };
        let is_added = |index: NodeIndex| !self.start_empty && brought.has(index);
        let mut near: Option<HashSet<NodeIndex>> = None;
        for &(focus, hops) in &foci {
            let within = neighbourhood::within_where(dossier, &[focus], hops, |relation, other| {
                dossier.relation(relation).is_some_and(|r| passes(relation, r))
                    && dossier.entity(other).is_some_and(|e| open(other, e))
            });
            near.get_or_insert_default().extend(within.into_keys());
        }
        let mut shown = Shown::default();
        let mut is_shown = Vec::new();
        for (index, entity) in dossier.entities() {
            let is_open =
                near.as_ref().map_or_else(|| open(index, entity), |near| near.contains(&index)) || is_added(index);
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
            if is_shown[from.index()] && is_shown[to.index()] && passes(index, relation) {
                shown.relations.push(index);
            }
        }
        shown.hidden_entities = dossier.entity_count() - shown.entities.len();
        shown.hidden_relations = dossier.relation_count() - shown.relations.len();
        shown.drawn = drawn;
        shown
    }

    /// The filter without what only tells what it finds: its query and its foci. What is left out of this is hidden even where
    /// the rest is dimmed.
    pub(crate) fn without_question(&self) -> Filter {
        Filter { query: String::new(), foci: Vec::new(), ..self.clone() }
    }

    fn hides_file(&self, dossier: &Dossier, file: FileIndex) -> bool {
        dossier.files.get(usize::from(file.0)).is_some_and(|f| self.hidden_files.contains(&f.path))
    }
}

/// What the last filters of a revision let through: while a person types, most of what is asked stays the same.
#[derive(Debug, Default)]
pub struct RecentlyShown {
    revision: u64,
    /// The last one comes last.
    list: Vec<(Filter, Arc<Shown>)>,
}

/// So many are kept.
const MOST_RECENT: usize = 6;

impl RecentlyShown {
    /// What a filter lets through of a dossier at a revision.
    pub(crate) fn get(
        &mut self,
        filter: Filter,
        (dossier, revision): (&Dossier, u64),
        evaluator: &mut Evaluator,
    ) -> Arc<Shown> {
        if std::mem::replace(&mut self.revision, revision) != revision {
            self.list.clear();
        }
        let known = self.list.iter().position(|(asked, _)| *asked == filter).map(|at| self.list.remove(at));
        let found = known.unwrap_or_else(|| {
            let shown = Arc::new(filter.apply_with(dossier, revision, evaluator));
            (filter, shown)
        });
        if self.list.len() == MOST_RECENT {
            self.list.remove(0);
        }
        let shown = Arc::clone(&found.1);
        self.list.push(found);
        shown
    }
}

/// Some entities of a dossier, asked for by index.
struct Marked(Vec<bool>);

impl Marked {
    fn of<'i>(dossier: &Dossier, ids: impl Iterator<Item = &'i EntityId>) -> Self {
        let mut marked = Vec::new();
        for index in ids.filter_map(|id| dossier.entity_index(id.as_str())) {
            if marked.len() <= index.index() {
                marked.resize(index.index() + 1, false);
            }
            marked[index.index()] = true;
        }
        Marked(marked)
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn has(&self, index: NodeIndex) -> bool {
        self.0.get(index.index()).copied().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{DossierFile, Vocabulary};

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
        check(&Filter { foci: vec![("mekong".into(), 1)], ..asked("kind:state") }, &["mekong"], 0);
        check(&Filter { foci: vec![("japan".into(), 1)], ..asked("kind:state") }, &["japan", "laos"], 1);
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
        let focus = |id: &str, hops| Filter { foci: vec![(id.into(), hops)], ..Filter::default() };
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

    #[test]
    fn several_foci_each_count_their_own_steps() {
        let foci = |list: &[(&str, u32)]| Filter {
            foci: list.iter().map(|(id, hops)| ((*id).into(), *hops)).collect(),
            ..Filter::default()
        };
        check(&foci(&[("mekong", 0), ("meeting", 0)]), &["meeting", "mekong"], 0);
        check(&foci(&[("mekong", 1), ("meeting", 0)]), &["meeting", "laos", "mekong"], 2);
        check(&foci(&[("mekong", 0), ("nowhere", 3)]), &["mekong"], 0);
        check(&foci(&[("japan", 9), ("meeting", 0)]), &["japan", "meeting", "laos", "mekong"], 4);
    }

    #[test]
    fn an_empty_start_shows_only_what_is_brought_in() {
        let empty = |ids: &[&str]| Filter {
            start_empty: true,
            shown: ids.iter().map(|id| (*id).into()).collect(),
            ..Filter::default()
        };
        check(&empty(&[]), &[], 0);
        check(&empty(&["nowhere"]), &[], 0);
        check(&empty(&["japan", "laos"]), &["japan", "laos"], 1);
        // A question narrows what was brought in, and hiding hides.
        check(&Filter { query: "kind:meeting".into(), ..empty(&["japan", "meeting"]) }, &["meeting"], 0);
        check(&Filter { hidden: ["japan".into()].into(), ..empty(&["japan", "meeting"]) }, &["meeting"], 0);
        check(&Filter { hidden_kinds: ["state".into()].into(), ..empty(&["japan", "meeting"]) }, &["meeting"], 0);
        check(&Filter { foci: vec![("japan".into(), 1)], ..empty(&["laos"]) }, &["japan", "laos"], 1);
    }

    #[test]
    fn what_is_brought_in_is_shown_beside_what_is_found() {
        let with = |ids: &[&str], query: &str| Filter {
            query: query.into(),
            shown: ids.iter().map(|id| (*id).into()).collect(),
            ..Filter::default()
        };
        check(&with(&["meeting"], "kind:place"), &["meeting", "mekong"], 0);
        // It comes with its ties to what is shown, and with no other ties.
        check(&with(&["meeting"], "kind:state"), &["japan", "meeting", "laos"], 3);
        check(&with(&["meeting"], ""), &["japan", "meeting", "laos", "mekong"], 4);
        check(
            &Filter { hidden_kinds: ["state".into()].into(), ..with(&["laos"], "") },
            &["meeting", "laos", "mekong"],
            2,
        );
        check(&Filter { hidden: ["laos".into()].into(), ..with(&["laos"], "id:japan") }, &["japan", "laos"], 1);
        check(&Filter { foci: vec![("mekong".into(), 0)], ..with(&["laos"], "") }, &["laos", "mekong"], 1);
    }
}
