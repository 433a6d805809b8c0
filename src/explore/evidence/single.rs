//! Two at once: relations of a kind that only one entity can have at a time, such as the post that somebody holds, which overlap
//! whatever their dates mean. Dates that may agree are left alone.

use std::collections::BTreeMap;

use super::clashes::is_meant;
use super::{Clash, RecordAt};
use crate::dossier::model::{Claim, Dossier, EdgeIndex, EntityKind, NodeIndex, Relation};

/// One relation, seen from the entity that can have it only once at a time.
#[derive(Clone, Copy)]
struct Held {
    relation: EdgeIndex,
    /// The entity at the other end.
    by: NodeIndex,
    /// The last day on which it may begin, and the first on which it may end: between them it certainly holds. Where the first
    /// is after the second, it holds on some day between them.
    begins: i32,
    ends: i32,
}

/// All relations that certainly overlap another one of their kind; each is told once, with one that began no later.
pub(super) fn two_at_once(dossier: &Dossier) -> Vec<Clash> {
    let single = |relation: &Relation| dossier.vocabulary.relation_kind(&relation.kind).filter(|kind| kind.single);
    let mut groups: BTreeMap<(&str, NodeIndex), Vec<Held>> = BTreeMap::new();
    for (at, from, to, relation) in dossier.relations() {
        let Some(kind) = single(relation).filter(|_| is_said(relation)) else { continue };
        let Some((begins, ends)) = certain_days(dossier, relation, [from, to], kind.enduring) else { continue };
        let mut put = |key, by| {
            let group = groups.entry((kind.id.as_str(), key)).or_default();
            group.push(Held { relation: at, by, begins, ends });
        };
        put(to, from);
        if !kind.directed && from != to {
            put(from, to);
        }
    }
    let mut found: Vec<(EdgeIndex, EdgeIndex)> = groups.into_values().flat_map(overlaps).collect();
    found.sort_unstable();
    // Without a direction the same two may meet at both ends.
    found.dedup_by_key(|(relation, _)| *relation);
    found.into_iter().filter_map(|(relation, other)| clash(dossier, relation, other)).collect()
}

/// Whether somebody says that it was so: what is only meant, or only denied, is not.
fn is_said(relation: &Relation) -> bool {
    let is_supported = relation.claims.is_empty() || Claim::carrying(&relation.claims).next().is_some();
    !is_meant(relation.status) && is_supported
}

/// When a relation certainly holds, as in [`Held`]; `None` where its date settles nothing.
fn certain_days(dossier: &Dossier, relation: &Relation, ends: [NodeIndex; 2], endures: bool) -> Option<(i32, i32)> {
    match &relation.when {
        Some(when) => {
            let date = &when.date;
            let extent = date.extent();
            // A date that is no interval says only when a thing begins.
            let end = if date.is_interval() { extent.end[0] } else { extent.begin[0] };
            (date.is_parsed() && extent.begin[1] < i32::MAX && end > i32::MIN).then_some((extent.begin[1], end))
        }
        // Without a date it lasts as long as both its ends.
        None if endures && relation.status == crate::dossier::model::Status::Actual => {
            let lives = ends.map(|end| life(dossier, end));
            let [a, b] = [lives[0]?, lives[1]?];
            Some((a.0.max(b.0), a.1.min(b.1)))
        }
        None => None,
    }
}

/// When an entity is certainly there: always, where it has no date and its kind endures.
fn life(dossier: &Dossier, at: NodeIndex) -> Option<(i32, i32)> {
    let entity = dossier.entity(at)?;
    let endures = |kind: &EntityKind| kind.enduring;
    match &entity.when {
        _ if is_meant(entity.status) => None,
        Some(when) if when.date.is_interval() => {
            let extent = when.date.extent();
            Some((extent.begin[1], extent.end[0]))
        }
        Some(_) => None,
        None => dossier.vocabulary.entity_kind(&entity.kind).is_some_and(endures).then_some((i32::MIN, i32::MAX)),
    }
}

/// Each relation that certainly overlaps one by another entity, with that one. What begins first is asked no more.
fn overlaps(mut group: Vec<Held>) -> Vec<(EdgeIndex, EdgeIndex)> {
    group.sort_by_key(|held| (held.begins, held.relation));
    let firm: Vec<Held> = group.iter().filter(|held| held.begins <= held.ends).copied().collect();
    // Of those before each, the two that last longest and are by different entities.
    let mut longest: Vec<[Option<Held>; 2]> = vec![[None; 2]];
    for held in &firm {
        let [first, second] = longest[longest.len() - 1];
        let lasts = |other: Option<Held>| other.is_none_or(|other| other.ends < held.ends);
        longest.push(match first {
            Some(known) if known.by == held.by => [if lasts(first) { Some(*held) } else { first }, second],
            _ if lasts(first) => [Some(*held), first],
            _ if second.is_some_and(|known| known.by == held.by) || lasts(second) => {
                [first, if lasts(second) { Some(*held) } else { second }]
            }
            _ => [first, second],
        });
    }
    let mut found = Vec::new();
    let mut before = 0;
    for held in &group {
        let is_firm = held.begins <= held.ends;
        // What is not firm needs one that holds on every day on which it may be.
        let seen = if is_firm { before } else { firm.partition_point(|other| other.begins <= held.ends) };
        let other = longest[seen].iter().flatten().find(|other| other.by != held.by && other.ends >= held.begins);
        found.extend(other.map(|other| (held.relation, other.relation)));
        before += usize::from(is_firm);
    }
    found
}

fn clash(dossier: &Dossier, relation: EdgeIndex, other: EdgeIndex) -> Option<Clash> {
    let other = dossier.relation(other)?;
    let when = other.when.as_ref().map_or_else(|| "no date".to_owned(), |when| when.date.in_words());
    let says = format!("At the same time: “{}” ({when}). Only one can hold at a time.", dossier.sentence_of(other));
    Some(Clash { record: RecordAt::Relation(relation), says })
}

#[cfg(test)]
mod tests {
    use super::super::tests::dossier;
    use super::*;

    /// What is told of two holders of a post, with what is said of each relation.
    fn told(first: &str, second: &str) -> usize {
        let records = format!(
            "entities: [(id: \"p\", kind: \"post\", name: \"Minister\"), (id: \"a\", kind: \"person\", name: \"A\"),
                (id: \"b\", kind: \"person\", name: \"B\")],
             relations: [(from: \"a\", kind: \"holds_post\", to: \"p\", {first}),
                (from: \"b\", kind: \"holds_post\", to: \"p\", {second})]"
        );
        two_at_once(&dossier(&records)).len()
    }

    #[test]
    fn two_hold_a_post_at_once_only_where_their_dates_leave_no_doubt() {
        for (first, second, expected) in [
            ("when: \"2014/2016\"", "when: \"2015/2017\"", 1),
            ("when: \"2015/2017\"", "when: \"2014/2016\"", 1),
            ("when: \"2010/..\"", "when: \"2015/2017\"", 1),
            ("when: \"2010/..\"", "when: \"2015/..\"", 1),
            ("when: \"2010/2020\"", "when: \"2015\"", 1),
            ("when: \"2010/2020\"", "when: \"[2013,2015]\"", 1),
            ("when: \"2015-10-01\"", "when: \"2015-10-01\"", 1),
            // One may have followed the other.
            ("when: \"2014/2015\"", "when: \"2015/2017\"", 0),
            ("when: \"2014\"", "when: \"2014\"", 0),
            ("when: \"2014\"", "when: \"2016\"", 0),
            ("when: \"2010/\"", "when: \"2015/2017\"", 0),
            ("when: \"2010/2015\"", "when: \"2015\"", 0),
            ("when: \"2014~/2016\"", "when: \"2013/2014\"", 0),
            ("when: \"some day\"", "when: \"2010/2020\"", 0),
            ("", "when: \"2010/2020\"", 0),
            ("", "", 0),
            // What is only meant, given up, denied or no longer believed is no holder.
            ("when: \"2014/2016\", status: planned", "when: \"2015/2017\"", 0),
            ("when: \"2014/2016\", status: cancelled", "when: \"2015/2017\"", 0),
            ("when: \"2014/2016\", claims: [(source: \"wire\", denies: true)]", "when: \"2015/2017\"", 0),
            ("when: \"2014/2016\", claims: [(source: \"wire\", superseded: true)]", "when: \"2015/2017\"", 0),
            ("when: \"2014/2016\", claims: [(source: \"wire\")]", "when: \"2015/2017\", status: ended", 1),
        ] {
            assert_eq!(told(first, second), expected, "{first} and {second}");
        }
    }

    #[test]
    fn the_same_holder_twice_is_no_clash_and_capitals_need_no_dates() {
        let with = |relations: &str| {
            let records = format!(
                "entities: [(id: \"s\", kind: \"state\", name: \"S\"), (id: \"a\", kind: \"place\", name: \"A\"),
                    (id: \"b\", kind: \"place\", name: \"B\"), (id: \"new\", kind: \"place\", name: \"N\", when: \"1960/..\")],
                 relations: [{relations}]"
            );
            let found = two_at_once(&dossier(&records));
            found.into_iter().map(|clash| clash.says).collect::<Vec<_>>()
        };
        let capital = |id: &str, more: &str| format!("(from: \"{id}\", kind: \"capital_of\", to: \"s\"{more}),");
        let both = with(&(capital("a", "") + &capital("b", "")));
        assert_eq!(both, ["At the same time: “A is the capital of S” (no date). Only one can hold at a time."]);
        assert_eq!(with(&(capital("a", "") + &capital("new", ""))).len(), 1);
        assert_eq!(with(&(capital("a", ", when: \"1900/1950\"") + &capital("new", ""))).len(), 0);
        assert_eq!(with(&(capital("a", "") + &capital("a", ", id: \"again\""))).len(), 0);
        // A place may be the capital of two states.
        assert_eq!(with(&(capital("a", "") + "(from: \"a\", kind: \"capital_of\", to: \"b\")")).len(), 0);
    }

    #[test]
    fn without_a_direction_both_ends_have_one_at_a_time() {
        let kinds = "relation_kinds: [(id: \"married\", directed: false, single: true)],
            entities: [(id: \"a\", kind: \"person\", name: \"A\"), (id: \"b\", kind: \"person\", name: \"B\"),
                (id: \"c\", kind: \"person\", name: \"C\")],";
        let married =
            |a: &str, b: &str| format!("(from: \"{a}\", kind: \"married\", to: \"{b}\", when: \"2010/2020\"),");
        let count = |ties: &str| two_at_once(&dossier(&format!("{kinds} relations: [{ties}]"))).len();
        assert_eq!(count(&(married("a", "b") + &married("c", "a"))), 1);
        assert_eq!(count(&(married("a", "b") + &married("b", "a").replace("when", "id: \"x\", when"))), 0);
        assert_eq!(count(&married("a", "b")), 0);
    }

    /// The same by comparing every relation with every other one.
    fn plainly(group: &[Held]) -> Vec<bool> {
        let overlap = |a: &Held, b: &Held| a.by != b.by && a.begins <= b.ends && b.begins <= a.ends;
        let first = |a: &Held, b: &Held| (a.begins, a.relation) < (b.begins, b.relation);
        let is_firm = |held: &Held| held.begins <= held.ends;
        let told = |held: &Held| {
            group.iter().any(|other| overlap(held, other) && is_firm(other) && (!is_firm(held) || first(other, held)))
        };
        group.iter().map(told).collect()
    }

    proptest::proptest! {
        #[test]
        fn what_overlaps_is_found(days in proptest::collection::vec((0..4_usize, 0..30, 0..30), 0..14)) {
            let held = |(number, (by, begins, ends)): (usize, &(usize, i32, i32))| Held {
                relation: EdgeIndex::new(number),
                by: NodeIndex::new(*by),
                begins: *begins,
                ends: *ends,
            };
            let group: Vec<Held> = days.iter().enumerate().map(held).collect();
            let mut found: Vec<EdgeIndex> = overlaps(group.clone()).into_iter().map(|(relation, _)| relation).collect();
            found.sort_unstable();
            let told = plainly(&group);
            let expected: Vec<EdgeIndex> =
                group.iter().zip(told).filter(|(_, told)| *told).map(|(held, _)| held.relation).collect();
            proptest::prop_assert_eq!(found, expected);
        }
    }
}
