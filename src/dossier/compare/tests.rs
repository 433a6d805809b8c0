//! Comparing and merging small dossiers, as a person would check by eye.

use super::*;
use crate::dossier::model::Dossier;
use crate::dossier::ron_text;
use crate::problem::{Problem, Severity, codes};

fn read(text: &str) -> Dossier {
    let alone = |_: &str| Err(Problem::error(codes::IO, "nothing is included"));
    let reading = ron_text::read("test.ron", format!("#![enable(implicit_some)]\n{text}").as_bytes(), &alone);
    let errors: Vec<String> =
        reading.problems.iter().filter(|p| p.severity == Severity::Error).map(Problem::to_text).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    reading.dossier
}

fn dossier(entities: &str, relations: &str) -> Dossier {
    read(&format!(
        "Dossier(format: 1, title: \"T\", sources: [(id: \"s\", title: \"S\")], entities: [{entities}], relations: [{relations}])"
    ))
}

const A: &str = "(id: \"a\", kind: \"state\", name: \"A\", when: \"2014\", claims: [(source: \"s\", at: \"P1\")])";
const B: &str = "(id: \"b\", kind: \"state\", name: \"B\")";

#[test]
fn a_difference_is_told_in_the_domains_words() {
    let old = dossier(&format!("{A}, {B}"), "(from: \"a\", kind: \"supports\", to: \"b\", when: \"2014\")");
    let new = dossier(
        "(id: \"a\", kind: \"state\", name: \"A\", when: \"2015~\", claims: [(source: \"s\", at: \"P1\", rating: \"B2\"), (source: \"s\", at: \"P2\")]),
         (id: \"bb\", kind: \"state\", name: \"B\"), (id: \"c\", kind: \"topic\", name: \"C\")",
        "(from: \"a\", kind: \"supports\", to: \"bb\", when: \"2014\", status: planned)",
    );
    let difference = diff(&old, &new);
    let text = difference.to_text();
    for line in [
        "entities: 1 added, 2 changed",
        "+ C [c]",
        "~ A [a]",
        "    when: 2014 → 2015~",
        "    claim: s P1 → s P1, rated B2",
        "    claim added: s P2",
        "~ B [bb]",
        "    id: b → bb",
        "relation: 1 changed",
        "    status: planned (was empty)",
    ] {
        assert!(text.lines().any(|l| l == line), "{line:?} in:\n{text}");
    }
    assert!(difference.relations.added.is_empty(), "the rename is no change of the relation's end\n{text}");
    assert!(diff(&new, &new).is_empty());
    assert_eq!(diff(&new, &new).to_text(), "");
}

#[test]
fn order_is_no_difference_and_parallel_relations_are_told_apart() {
    let r = |when: &str| format!("(from: \"a\", kind: \"supports\", to: \"b\", when: \"{when}\")");
    let old = dossier(&format!("{A}, {B}"), &format!("{}, {}", r("2014"), r("2015")));
    let new = dossier(&format!("{B}, {A}"), &format!("{}, {}, {}", r("2016"), r("2015"), r("2014")));
    let difference = diff(&old, &new);
    assert!(difference.entities.is_empty());
    assert_eq!((difference.relations.added.len(), difference.relations.changed.len()), (1, 0));
    assert!(difference.relations.added[0].label.contains("2016"));
}

#[test]
fn what_only_they_changed_is_taken_and_what_both_changed_is_shown() {
    let base = dossier(&format!("{A}, {B}"), "");
    let ours = dossier(&format!("{}, {B}", A.replace("2014", "2015").replace("P1", "P1.1")), "");
    let theirs = dossier(&format!("{}, {B}", A.replace("2014", "2016").replace("\"A\"", "\"Aa\"")), "");
    let merge = merge(&base, &ours, &theirs);
    assert_eq!(merge.changes.len(), 1, "{:?}", merge.changes);
    assert_eq!(merge.conflicts.len(), 1);
    let conflict = &merge.conflicts[0];
    assert_eq!((conflict.field.as_deref(), conflict.id.as_str()), (Some("when"), "a"));
    let values = [&conflict.base, &conflict.ours, &conflict.theirs].map(|v| v.clone().unwrap());
    assert_eq!(values, ["2014", "2015", "2016"]);
    assert_eq!(conflict.take_theirs.len(), 1);
}

#[test]
fn what_one_took_away_and_the_other_needs_stays() {
    let base = dossier(&format!("{A}, {B}"), "");
    let without_b = dossier(A, "");
    let with_relation = dossier(&format!("{A}, {B}"), "(from: \"a\", kind: \"supports\", to: \"b\")");
    let merged = merge(&base, &with_relation, &without_b);
    assert!(merged.changes.is_empty() && merged.conflicts.len() == 1, "{merged:?}");
    let merged = merge(&base, &without_b, &with_relation);
    assert_eq!((merged.changes.len(), merged.conflicts.len()), (2, 1), "{merged:?}");
    // Nobody needs it: it goes.
    let merged = merge(&base, &base, &without_b);
    assert_eq!((merged.changes.len(), merged.conflicts.len()), (1, 0), "{merged:?}");
}

#[test]
fn both_may_add_the_same_and_one_may_rename_what_the_other_changes() {
    let base = dossier(&format!("{A}, {B}"), "");
    let relation = "(from: \"a\", kind: \"supports\", to: \"b\")";
    let both = dossier(&format!("{A}, {B}"), relation);
    assert_eq!(merge(&base, &both, &both), Merge::default());
    let renamed = dossier(&format!("{A}, {}", B.replace("\"b\"", "\"bb\"")), "");
    let merged = merge(&base, &renamed, &both);
    let text = format!("{:?}", merged.changes);
    assert!(merged.conflicts.is_empty() && text.contains("AddRelation") && text.contains("\"bb\""), "{text}");
    let merged = merge(&base, &both, &renamed);
    assert!(format!("{:?}", merged.changes).contains("RenameEntity"), "{merged:?}");
}

#[cfg(all(feature = "window", feature = "endpoint"))]
mod picking {
    use proptest::prelude::*;

    use super::*;
    use crate::dossier::edit::apply;

    /// What changed on both sides, with records that come, go and rest on one another.
    fn three() -> [Dossier; 3] {
        let base = dossier(
            &format!("{A}, {B}, (id: \"d\", kind: \"state\", name: \"D\")"),
            "(from: \"a\", kind: \"supports\", to: \"b\", when: \"2014\"), (from: \"a\", kind: \"supports\", to: \"d\")",
        );
        let ours = dossier(
            &format!("{A}, (id: \"b\", kind: \"state\", name: \"Ours\"), (id: \"d\", kind: \"state\", name: \"D\")"),
            "(from: \"a\", kind: \"supports\", to: \"b\", when: \"2014\"), (from: \"a\", kind: \"supports\", to: \"d\")",
        );
        let theirs = read(
            "Dossier(format: 1, title: \"T\", sources: [(id: \"s\", title: \"S\"), (id: \"new\", title: \"New\")], entities: [
             (id: \"a\", kind: \"state\", name: \"AA\", when: \"2015\", claims: [(source: \"s\", at: \"P1\"), (source: \"new\")]),
             (id: \"b\", kind: \"state\", name: \"Theirs\"), (id: \"c\", kind: \"topic\", name: \"C\", claims: [(source: \"new\")])],
             relations: [(from: \"a\", kind: \"supports\", to: \"b\", when: \"2016\"), (from: \"a\", kind: \"supports\", to: \"c\")])",
        );
        [base, ours, theirs]
    }

    fn picked() -> (Dossier, Picking) {
        let [base, ours, theirs] = three();
        let picking = Picking::of(&ours, merge(&base, &ours, &theirs));
        (ours, picking)
    }

    fn number(picking: &Picking, words: &str) -> usize {
        let found = picking.choices.iter().position(|choice| choice.words.contains(words));
        found.unwrap_or_else(|| panic!("{words:?} in {:#?}", picking.choices))
    }

    #[test]
    fn each_difference_is_a_choice_in_words() {
        let (ours, picking) = picked();
        let [name, when] = ["A, name: A → AA", "A, when: 2014 → 2015"].map(|words| number(&picking, words));
        assert_ne!(name, when);
        assert_eq!(picking.choices[number(&picking, "Ours here, Theirs there")].sort, Sort::Both);
        assert!(picking.at_first().iter().zip(&picking.choices).all(|(on, choice)| *on != (choice.sort == Sort::Both)));
        // One field alone.
        let mut chosen = vec![false; picking.choices.len()];
        picking.flip(&mut chosen, name);
        let mut after = ours.clone();
        picking.changes(&chosen).iter().for_each(|change| drop(apply(&mut after, change).unwrap()));
        let text = diff(&ours, &after).to_text();
        assert_eq!(text, "entity: 1 changed\n~ AA [a]\n    name: A → AA\n");
        // All of it is what the merge is.
        let (mut all, mut merged) = (ours.clone(), ours.clone());
        picking.changes(&picking.at_first()).iter().for_each(|change| drop(apply(&mut all, change).unwrap()));
        let [base, ours, theirs] = three();
        merge(&base, &ours, &theirs).changes.iter().for_each(|change| drop(apply(&mut merged, change).unwrap()));
        assert!(diff(&all, &merged).is_empty(), "{}", diff(&all, &merged).to_text());
    }

    #[test]
    fn a_choice_brings_what_it_rests_on_and_takes_what_rests_on_it() {
        let (_, picking) = picked();
        let mut chosen = vec![false; picking.choices.len()];
        let [tie, c, source] = ["A supports C", "C", "source: "].map(|words| {
            let exact = picking.choices.iter().position(|choice| choice.words == words);
            exact.unwrap_or_else(|| number(&picking, words))
        });
        picking.flip(&mut chosen, tie);
        assert!(chosen[tie] && chosen[c] && chosen[source], "{chosen:?} {:#?}", picking.choices);
        picking.flip(&mut chosen, source);
        assert!(!chosen[tie] && !chosen[c], "{chosen:?}");
    }

    proptest! {
        #[test]
        fn whatever_is_chosen_can_be_done(flips in proptest::collection::vec(0_usize..20, 0..20)) {
            let (ours, picking) = picked();
            let mut chosen = picking.at_first();
            for flip in flips {
                picking.flip(&mut chosen, flip % picking.choices.len());
            }
            let mut after = ours.clone();
            for change in picking.changes(&chosen) {
                prop_assert!(apply(&mut after, &change).is_ok(), "{change:?}");
            }
            // The kinds of these relations are declared nowhere.
            let cited: Vec<_> = dangling(&after).into_iter().filter(|cited| cited.field != "kind").collect();
            prop_assert!(cited.is_empty(), "{cited:?}");
        }
    }
}
