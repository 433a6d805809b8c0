//! Changes applied and taken back, on the built-in examples' own text elsewhere; here on a small
//! network by hand.

use super::*;
use crate::dossier::model::{Basis, Claim, Dossier, Entity, List, Relation, Vocabulary};

fn small() -> Dossier {
    let mut dossier = Dossier::new(Vocabulary::default());
    for id in ["a", "b", "c"] {
        dossier.add_entity(Entity::new(id, "state", id.to_uppercase())).unwrap();
    }
    for (from, to) in [("a", "b"), ("a", "b"), ("b", "c"), ("c", "c")] {
        dossier.add_relation(Relation::new(from, "meets", to)).unwrap();
    }
    dossier
}

fn ids(dossier: &Dossier) -> Vec<String> {
    dossier.relations().map(|(_, _, _, r)| r.id.to_string()).collect()
}

fn do_and_undo(change: Change) -> (Dossier, Applied) {
    let before = small();
    let mut dossier = before.clone();
    let applied = apply(&mut dossier, &change).unwrap();
    dossier.check_indices().unwrap();
    let after = dossier.clone();
    undo(&mut dossier, &applied.ops);
    dossier.check_indices().unwrap();
    dossier.same_as(&before).unwrap();
    redo(&mut dossier, &applied.ops);
    dossier.check_indices().unwrap();
    dossier.same_as(&after).unwrap();
    (after, applied)
}

#[test]
fn removing_an_entity_takes_its_relations_along() {
    let (after, applied) = do_and_undo(Change::RemoveEntity { id: "b".into() });
    assert_eq!(ids(&after), ["c--meets--c"]);
    assert_eq!(applied.touched.relations.len(), 3);
    assert!(applied.touched.structure);
}

#[test]
fn ids_that_are_derived_follow_from_what_is_there() {
    let (after, applied) = do_and_undo(Change::RemoveRelation { id: "a--meets--b".into() });
    assert_eq!(ids(&after), ["a--meets--b", "b--meets--c", "c--meets--c"]);
    assert_eq!(applied.touched.relation_now(&"a--meets--b--2".into()).as_str(), "a--meets--b");
    let (after, _) = do_and_undo(Change::SetRelation {
        id: "b--meets--c".into(),
        set: vec![RelationField::From("a".into()), RelationField::To("b".into())],
    });
    assert_eq!(ids(&after), ["a--meets--b", "a--meets--b--2", "a--meets--b--3", "c--meets--c"]);
    let (after, _) = do_and_undo(Change::SetRelation {
        id: "c--meets--c".into(),
        set: vec![RelationField::Id(Some("a--meets--b--2".into()))],
    });
    assert_eq!(ids(&after), ["a--meets--b", "a--meets--b--3", "b--meets--c", "a--meets--b--2"]);
}

#[test]
fn another_id_is_another_id_everywhere() {
    let change = Change::RenameEntity { id: "b".into(), to: "x".into(), keep_as_alias: true };
    let (after, applied) = do_and_undo(change);
    assert_eq!(ids(&after), ["a--meets--x", "a--meets--x--2", "x--meets--c", "c--meets--c"]);
    assert_eq!(after.entity_by_id("x").unwrap().names[0].text, "b");
    assert_eq!(applied.touched.entity_now(&"b".into()).as_str(), "x");
    let taken = Change::RenameEntity { id: "b".into(), to: "c".into(), keep_as_alias: false };
    assert!(apply(&mut small(), &taken).unwrap_err().message.contains("taken"));
}

#[test]
fn merging_joins_what_says_the_same_and_drops_no_claim() {
    let mut dossier = small();
    let claim = |of: ClaimOwner, source: &str| Change::AddClaim { of, claim: Claim::stated(source), at: None };
    for change in [
        Change::AddEntity { entity: Entity::new("b2", "state", "Bee"), place: InsertAt::default() },
        Change::AddRelation { relation: Relation::new("b2", "meets", "c"), place: InsertAt::default() },
        Change::AddRelation { relation: Relation::new("a", "helps", "b2"), place: InsertAt::default() },
        claim(ClaimOwner::Relation("b--meets--c".into()), "one"),
        claim(ClaimOwner::Relation("b2--meets--c".into()), "two"),
        claim(ClaimOwner::Entity("b2".into()), "three"),
    ] {
        apply(&mut dossier, &change).unwrap();
    }
    let before = dossier.clone();
    let merge = Change::MergeEntities { keep: "b".into(), lose: "b2".into(), set: vec![] };
    let applied = apply(&mut dossier, &merge).unwrap();
    dossier.check_indices().unwrap();
    assert_eq!(ids(&dossier), ["a--meets--b", "a--meets--b--2", "b--meets--c", "c--meets--c", "a--helps--b"]);
    let joined = dossier.relation_by_id("b--meets--c").unwrap();
    assert_eq!(joined.claims.len(), 2);
    let kept = dossier.entity_by_id("b").unwrap();
    assert_eq!(kept.names.iter().map(|n| n.text.as_str()).collect::<Vec<_>>(), ["Bee", "b2"]);
    assert_eq!(kept.claims.len(), 1);
    undo(&mut dossier, &applied.ops);
    dossier.same_as(&before).unwrap();
}

#[test]
fn splitting_hands_over_relations() {
    let (after, _) = do_and_undo(Change::SplitEntity {
        id: "b".into(),
        entity: Entity::new("b2", "state", "Bee"),
        relations: vec!["a--meets--b--2".into(), "b--meets--c".into()],
        claims: vec![],
    });
    assert_eq!(ids(&after), ["a--meets--b", "a--meets--b2", "b2--meets--c", "c--meets--c"]);
    let order: Vec<&str> = after.entities().map(|(_, e)| e.id.as_str()).collect();
    assert_eq!(order, ["a", "b", "b2", "c"]);
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let before = small();
    let mut dossier = before.clone();
    let place = InsertAt::default;
    for change in [
        Change::AddEntity { entity: Entity::new("a", "state", "Again"), place: place() },
        Change::AddEntity { entity: Entity::new("a b", "state", "Blank"), place: place() },
        Change::AddEntity { entity: Entity::new("d", "state", " "), place: place() },
        Change::AddRelation { relation: Relation::new("a", "meets", "nobody"), place: place() },
        Change::SetRelation { id: "a--meets--b".into(), set: vec![RelationField::Weight(Some(f64::NAN))] },
        Change::RemoveRelation { id: "none".into() },
        Change::MergeEntities { keep: "a".into(), lose: "a".into(), set: vec![] },
        Change::SplitEntity {
            id: "a".into(),
            entity: Entity::new("a2", "state", "A2"),
            relations: vec!["b--meets--c".into()],
            claims: vec![],
        },
        Change::RemoveClaim { of: ClaimOwner::Entity("a".into()), at: 0 },
    ] {
        let refused = apply(&mut dossier, &change);
        assert!(refused.is_err(), "{change:?}");
        dossier.same_as(&before).unwrap();
        dossier.check_indices().unwrap();
    }
    assert_eq!(dossier.spot(List::Entities, "b").unwrap().at, 1);
}

#[test]
fn what_an_inference_rests_on_follows_other_ids_and_merges() {
    let before = || {
        let mut dossier = small();
        let on = ["a--meets--b--2", "b", "b--meets--c"].map(str::to_owned).to_vec();
        let claim = Claim { basis: Basis::Inferred { how: "so".into(), on }, ..Claim::stated("s") };
        let change = Change::AddClaim { of: ClaimOwner::Entity("c".into()), claim, at: None };
        apply(&mut dossier, &change).unwrap();
        dossier
    };
    let premises = |dossier: &Dossier| match &dossier.entity_by_id("c").unwrap().claims[0].basis {
        Basis::Inferred { on, .. } => on.clone(),
        other => panic!("{other:?}"),
    };
    let after = |change: Change| {
        let mut dossier = before();
        let applied = apply(&mut dossier, &change).unwrap();
        dossier.check_indices().unwrap();
        let on = premises(&dossier);
        undo(&mut dossier, &applied.ops);
        dossier.same_as(&before()).unwrap();
        on
    };
    // The second of two becomes the first, and bears its id.
    let removed = after(Change::RemoveRelation { id: "a--meets--b".into() });
    assert_eq!(removed, ["a--meets--b", "b", "b--meets--c"]);
    let set = vec![RelationField::Id(Some("talks".into()))];
    assert_eq!(after(Change::SetRelation { id: "b--meets--c".into(), set })[2], "talks");
    let renamed = after(Change::RenameEntity { id: "b".into(), to: "x".into(), keep_as_alias: false });
    assert_eq!(renamed, ["a--meets--x--2", "x", "x--meets--c"]);
    let merged = after(Change::MergeEntities { keep: "a".into(), lose: "b".into(), set: Vec::new() });
    assert_eq!(merged[1..], ["a", "a--meets--c"]);
}
