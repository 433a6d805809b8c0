//! The filter panel's numbers: of every field its values, each counted under all that is filtered but by that field itself,
//! so that a person sees what a click would bring. Worked out at once, off the window's thread.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::filter::{Filter, RecentlyShown, Shown};
use super::language::{Evaluator, Facet, Offered, Records, Rest, parts, without_field};
use crate::dossier::model::{Dossier, EntityId};

/// What a filter shows, and what else could be shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facets {
    /// Of which filter at which revision.
    pub(crate) revision: u64,
    pub(crate) filter: Filter,
    /// How many entities and relations are shown, and how many there are.
    pub(crate) entities: (usize, usize),
    pub(crate) relations: (usize, usize),
    /// The parts of the query, in words.
    pub(crate) parts: Vec<String>,
    pub(crate) list: Vec<Facet>,
    /// Entities that are shown without any relation, though they have some.
    pub(crate) left_alone: Vec<EntityId>,
}

/// The facets of a filter; `revision` tells one state of the dossier from another. Fields that take long to count wait until
/// they are wanted by name.
pub fn facets(
    filter: Filter,
    wanted: &BTreeSet<String>,
    (dossier, revision): (&Dossier, u64),
    evaluator: &mut Evaluator,
    recent: &mut RecentlyShown,
) -> Facets {
    let now = recent.get(filter.clone(), (dossier, revision), evaluator);
    // Most fields say nothing in the query, and so are counted among the same.
    let all = evaluator.offered(dossier, revision);
    let waits = |offered: &Offered| offered.is_slow && !wanted.contains(&offered.name);
    let mut asked: Vec<(&Offered, String, Arc<Shown>)> = Vec::new();
    for offered in all.iter().filter(|offered| !waits(offered)) {
        let mut others = Filter { query: without_field(&filter.query, &offered.name), ..filter.clone() };
        match offered.name.as_str() {
            "kind" => others.hidden_kinds.clear(),
            "file" => others.hidden_files.clear(),
            _ => {}
        }
        asked.push((offered, others.query.clone(), recent.get(others, (dossier, revision), evaluator)));
    }
    let rest = asked.iter().map(|(offered, query, shown)| {
        let records = Records { entities: &shown.entities, relations: &shown.relations };
        (*offered, Rest { query, records })
    });
    let asked: Vec<(&Offered, Rest<'_>)> = rest.collect();
    let mut told = evaluator.facets(&filter.query, (dossier, revision), &asked).into_iter();
    let facet = |offered: &Offered| if waits(offered) { Some(Facet::waiting(offered)) } else { told.next() };
    let list = all.iter().filter_map(facet).collect();
    let words = parts(&filter.query).iter().map(|part| evaluator.explain_part(dossier, revision, part)).collect();
    Facets {
        revision,
        entities: (now.entities.len(), dossier.entity_count()),
        relations: (now.relations.len(), dossier.relation_count()),
        parts: words,
        list,
        left_alone: left_alone(&now, dossier),
        filter,
    }
}

/// Entities that are shown without a relation, but would have one if more were shown.
fn left_alone(shown: &Shown, dossier: &Dossier) -> Vec<EntityId> {
    let mut tied = vec![false; dossier.graph().node_indices().map(|at| at.index() + 1).max().unwrap_or(0)];
    for (from, to) in shown.relations.iter().filter_map(|at| dossier.graph().edge_endpoints(*at)) {
        (tied[from.index()], tied[to.index()]) = (true, true);
    }
    let alone = shown.entities.iter().filter(|at| !tied[at.index()] && dossier.degree(**at) > 0);
    alone.filter_map(|at| dossier.entity(*at)).map(|entity| entity.id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document::{EXAMPLES, open_example};
    use crate::explore::query::language::Wish;

    fn of(query: &str) -> Facets {
        let dossier = open_example(&EXAMPLES[0]).dossier;
        let filter = Filter { query: query.to_owned(), ..Filter::default() };
        facets(
            filter,
            &BTreeSet::from(["community".to_owned()]),
            (&dossier, 1),
            &mut Evaluator::default(),
            &mut RecentlyShown::default(),
        )
    }

    fn counts<'f>(facets: &'f Facets, name: &str) -> Vec<(&'f str, usize, Option<Wish>)> {
        let facet = facets.list.iter().find(|facet| facet.name == name).unwrap();
        facet.values.iter().map(|value| (value.label.as_str(), value.records, value.wish)).collect()
    }

    #[test]
    fn each_field_is_counted_under_all_filters_but_its_own() {
        let facets = of("from:japan -status:actual");
        assert_eq!((facets.entities.0, facets.relations.0), (6, 7));
        assert_eq!(facets.parts, ["from Japan", "that are not actual"]);
        let status = counts(&facets, "status");
        assert_eq!(status[..3], [("actual", 5, Some(Wish::Hide)), ("planned", 6, None), ("hoped", 1, None)]);
        assert_eq!(counts(&facets, "basis")[..2], [("stated", 3, None), ("reported", 4, None)]);
        let kind = facets.list.iter().find(|facet| facet.name == "kind").unwrap();
        assert_eq!((kind.of, kind.asked), ("entities", 6), "entities are counted as they are drawn");
        let status = facets.list.iter().find(|facet| facet.name == "status").unwrap();
        assert_eq!((status.of, status.asked), ("relations", 12));
    }

    #[test]
    fn what_says_nothing_is_counted_as_unknown_and_dates_have_a_histogram() {
        let facets = of("relations");
        let when = facets.list.iter().find(|facet| facet.name == "when").unwrap();
        assert_eq!(when.unknown.records, 22);
        let histogram = when.histogram.as_ref().unwrap();
        assert_eq!(histogram.bars.iter().sum::<usize>() + when.unknown.records, when.asked);
        assert!(histogram.is_years && histogram.bars.len() <= 40);
        let facets = of("kind:State,meeting");
        let kind = counts(&facets, "kind");
        assert!(kind.contains(&("state", 11, Some(Wish::Only))), "a label means its kind: {kind:?}");
    }

    #[test]
    fn those_left_alone_are_told() {
        let facets = of("kind:threat");
        assert!(!facets.left_alone.is_empty());
        assert_eq!(of("").left_alone, []);
    }
}
