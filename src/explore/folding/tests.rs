//! Folding: what is counted, what is named, and that nothing is doubled or lost whatever is folded.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample;

use super::*;
use crate::dossier::document::{EXAMPLES, open_example};
use crate::dossier::model::{Date, FieldValue, Vocabulary};

fn fold(dossier: &Dossier, filter: &Filter, texts: &[&str]) -> Option<Folded> {
    let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    let drawn = filter.apply(dossier);
    let folding = Folding { dossier, revision: 0, drawn: &drawn, texts: &texts };
    Folded::new(folding, &mut Evaluator::default(), &Progress::new()).unwrap()
}

fn folded(dossier: &Dossier, texts: &[&str]) -> Option<Folded> {
    fold(dossier, &Filter::default(), texts)
}

fn told(folded: &Folded) -> Vec<String> {
    folded.folds.iter().map(|fold| format!("{} = {}", fold.name, fold.text)).collect()
}

/// Two blocs of two states each, and meetings that tie them.
fn blocs() -> Dossier {
    let mut dossier = Dossier::new(Vocabulary::default());
    for (id, kind, bloc) in [
        ("a1", "state", "north"),
        ("a2", "state", "north"),
        ("b1", "state", "south sea"),
        ("b2", "state", "south sea"),
        ("m1", "meeting", ""),
        ("m2", "meeting", ""),
        ("alone", "topic", "east"),
    ] {
        let mut entity = Entity::new(id, kind, id.to_uppercase());
        if !bloc.is_empty() {
            entity.fields = vec![("bloc".to_owned(), FieldValue::Text(bloc.to_owned()))];
        }
        dossier.add_entity(entity).unwrap();
    }
    for (from, to) in [
        ("a1", "a2"),
        ("a1", "b1"),
        ("b2", "a2"),
        ("a1", "m1"),
        ("m1", "a1"),
        ("b1", "m1"),
        ("b1", "m2"),
        ("m1", "m2"),
        ("m1", "m1"),
        ("alone", "b2"),
    ] {
        dossier.add_relation(Relation::new(from, "knows", to)).unwrap();
    }
    dossier
}

#[test]
fn a_kind_becomes_one_node_and_its_relations_are_counted_once() {
    let dossier = blocs();
    let folded = folded(&dossier, &["kind:meeting"]).unwrap();
    assert_eq!(told(&folded), ["Meeting (2) = kind:meeting"]);
    assert_eq!(folded.entities().len(), 6);
    assert_eq!(folded.inside, 2, "between both, and one to itself");
    let lines: Vec<(String, String, usize)> = folded
        .bundles
        .iter()
        .map(|bundle| (bundle.ends.0.to_string(), bundle.ends.1.to_string(), bundle.relations.len()))
        .collect();
    let node = "fold kind:meeting".to_owned();
    assert_eq!(lines, [("a1".into(), node.clone(), 2), ("b1".into(), node.clone(), 2)]);
    assert_eq!(folded.relations().len(), 4 + 2);
    let line = folded.dossier().relation_by_id(folded.bundles[0].id.as_str()).unwrap();
    assert_eq!(folded.dossier().vocabulary.relation_kind_or_neutral(&line.kind).label, "2 relations");
    assert_eq!(line.weight, Some(2.0));
    let at = folded.dossier().entity_index(&node).unwrap();
    assert_eq!(folded.degree(&dossier, at), 4, "what runs inside is not its");
    assert_eq!(folded.degree(&dossier, dossier.entity_index("a1").unwrap()), 4);
    assert!(folded.dossier().entity_by_id(&node).is_some_and(|entity| is_fold(&entity.kind)));
    assert!(dossier.entity_by_id(&node).is_none(), "the dossier itself is not touched");
}

#[test]
fn each_way_of_folding_names_its_nodes() {
    let dossier = blocs();
    let of = |texts: &[&str]| folded(&dossier, texts).map(|folded| told(&folded)).unwrap_or_default();
    assert_eq!(of(&["field.bloc"]), ["north (2) = field.bloc:north", "south sea (2) = field.bloc:\"south sea\""]);
    assert_eq!(of(&["field.bloc:\"south sea\""]), ["south sea (2) = field.bloc:\"south sea\""]);
    let several = "field.bloc:north,\"south sea\"";
    assert_eq!(of(&[several]), [format!("A1 … (4) = {several}")], "of several values none is the name");
    assert_eq!(of(&["kind"]), ["Meeting (2) = kind:meeting", "State (4) = kind:state"]);
    assert_eq!(of(&["id:a1,m2,nobody"]), ["A1 … (2) = id:a1,m2,nobody"]);
    assert_eq!(of(&["id:a1,m2,b1"]), ["A1 … (3) = id:a1,m2,b1"]);
    assert_eq!(of(&["component"]), ["M1 … (7) = component:m1"]);
    assert_eq!(of(&["component:m1"]), ["M1 … (7) = component:m1"]);
    for nothing in ["", "kind:nothing", "kind:topic", "component:2", "field.", "field.nothing", "degree", "(", "id:a1"]
    {
        assert_eq!(of(&[nothing]), [""; 0], "{nothing}");
    }
    // The first has what several would have.
    assert_eq!(of(&["id:a1,a2", "kind:state"]), ["A1 … (2) = id:a1,a2", "State (2) = kind:state"]);
    assert_eq!(of(&["kind:state", "kind:state", "id:a1,a2"]), ["State (4) = kind:state"]);
}

#[test]
fn only_what_is_drawn_is_folded() {
    let dossier = blocs();
    let without = Filter { hidden: ["a1".into()].into(), ..Filter::default() };
    let folded = fold(&dossier, &without, &["field.bloc"]).unwrap();
    assert_eq!(told(&folded), ["south sea (2) = field.bloc:\"south sea\""]);
    let asked = Filter { query: "kind:meeting".into(), ..Filter::default() };
    let folded = fold(&dossier, &asked, &["kind:meeting"]).unwrap();
    assert_eq!((folded.entities().len(), folded.bundles.len(), folded.inside), (1, 0, 2));
}

#[test]
fn one_of_several_is_unfolded_and_the_others_stay() {
    let dossier = blocs();
    let texts = ["kind".to_owned(), "component".to_owned()];
    let folded = folded(&dossier, &["kind", "component"]).unwrap();
    let states = fold_id("kind:state");
    assert_eq!(folded.without(&texts, std::slice::from_ref(&states)), ["kind:meeting", "component"]);
    assert_eq!(folded.without(&texts, &[states, fold_id("kind:meeting")]), ["component"]);
    assert_eq!(folded.without(&texts, &[fold_id("nothing")]), texts);
}

#[test]
fn a_fold_is_as_present_as_the_most_present_of_it() {
    let mut dossier = blocs();
    for (id, date) in [("late", "2015"), ("some-time", "2010~")] {
        let mut entity = Entity::new(id, "talk", id);
        entity.when = Some(crate::dossier::model::When { date: Date::read(date), inferred: None });
        dossier.add_entity(entity).unwrap();
    }
    let folded = folded(&dossier, &["kind:talk"]).unwrap();
    let presence = |as_of: &str| {
        let mut presences = Presences::at(&dossier, Some(&Date::read(as_of)));
        folded.add_presences(&mut presences);
        presences.entity(folded.members()[0].0)
    };
    let members = |as_of: &str| {
        let presences = Presences::at(&dossier, Some(&Date::read(as_of)));
        let members = ["late", "some-time"].map(|id| presences.entity(dossier.entity_index(id).unwrap()));
        members.into_iter().max().unwrap()
    };
    for as_of in ["1990", "2009", "2010", "2013", "2016"] {
        assert_eq!(presence(as_of), members(as_of), "{as_of}");
    }
    assert_ne!(presence("1990"), presence("2016"));
}

#[test]
fn the_example_is_folded_by_kind_and_community() {
    let dossier = open_example(&EXAMPLES[0]).dossier;
    let by_kind = folded(&dossier, &["kind:meeting"]).unwrap();
    let meetings = dossier.entities().filter(|(_, entity)| entity.kind == "meeting").count();
    assert_eq!(by_kind.folds[0].name, format!("Meetings ({meetings})"));
    let communities = folded(&dossier, &["community"]).unwrap();
    assert!(communities.folds.len() > 1);
    let members: usize = communities.folds.iter().map(|fold| fold.members.len()).sum();
    assert_eq!(members + communities.entities().len() - communities.folds.len(), dossier.entity_count());
    let single = folded(&dossier, &[&communities.folds[1].text]).unwrap();
    assert_eq!(single.folds[0].members, communities.folds[1].members, "its number stays what it is");
}

/// Ends, kinds and blocs of a network.
type Plan = (Vec<(usize, usize)>, Vec<(usize, usize)>);

fn network() -> impl Strategy<Value = Plan> {
    (vec((0_usize..4, 0_usize..3), 1..14), vec((0_usize..14, 0_usize..14), 0..40))
}

fn planned((entities, relations): &Plan) -> Dossier {
    let mut dossier = Dossier::new(Vocabulary::default());
    for (number, (kind, bloc)) in entities.iter().enumerate() {
        let mut entity = Entity::new(format!("e{number}"), format!("k{kind}"), format!("E{number}"));
        entity.fields = vec![("bloc".to_owned(), FieldValue::Text(format!("b{bloc}")))];
        dossier.add_entity(entity).unwrap();
    }
    for (from, to) in relations {
        let id = |number: usize| format!("e{}", number % entities.len());
        dossier.add_relation(Relation::new(id(*from), "knows", id(*to))).unwrap();
    }
    dossier
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Counted relations, those inside of folds and those that stay as they are: together all that are drawn, each once.
    #[test]
    fn nothing_is_doubled_or_lost(
        plan in network(),
        texts in vec(sample::select(&[
            "kind:k0", "kind:k1", "kind", "field.bloc", "field.bloc:b1", "community", "component", "id:e0,e1,e5", "to:e2", "(",
        ][..]), 1..4),
        hidden in vec(0_usize..14, 0..4),
    ) {
        let dossier = planned(&plan);
        let hidden = hidden.iter().map(|number| format!("e{number}").as_str().into()).collect();
        let filter = Filter { hidden, ..Filter::default() };
        let drawn = filter.apply(&dossier);
        let Some(folded) = fold(&dossier, &filter, &texts) else { return Ok(()) };
        let plain: Vec<EdgeIndex> = folded.relations().iter().filter(|at| dossier.relation(**at).is_some()).copied().collect();
        let counted: usize = folded.bundles.iter().map(|bundle| bundle.relations.len()).sum();
        prop_assert_eq!(plain.len() + counted + folded.inside, drawn.relations.len());
        let mut ids: Vec<&RelationId> = folded.bundles.iter().flat_map(|bundle| &bundle.relations).collect();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), counted, "each once");
        prop_assert!(plain.iter().all(|at| !ids.contains(&&dossier.relation(*at).unwrap().id)));
        // One line for each pair of nodes, and never one to itself.
        let pair = |bundle: &Bundle| {
            let (a, b) = bundle.ends.clone();
            (a.clone().min(b.clone()), a.max(b))
        };
        let mut pairs: Vec<(EntityId, EntityId)> = folded.bundles.iter().map(pair).collect();
        pairs.sort();
        pairs.dedup();
        prop_assert_eq!(pairs.len(), folded.bundles.len());
        prop_assert!(pairs.iter().all(|(a, b)| a != b));
        let members: usize = folded.folds.iter().map(|fold| fold.members.len()).sum();
        prop_assert_eq!(members + folded.entities().len() - folded.folds.len(), drawn.entities.len());
        prop_assert!(folded.folds.iter().all(|fold| fold.members.len() > 1));
        for (line, relations) in folded.counted() {
            prop_assert_eq!(folded.count_of(*line), relations.len());
        }
        prop_assert!(plain.iter().all(|at| folded.count_of(*at) == 1));
        prop_assert!(folded.dossier().check_indices().is_ok());
    }
}
