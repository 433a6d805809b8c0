//! Merging what two people did at the same time: independent edits come together without a word,
//! overlapping ones are shown with both values, and plain git gets along with what we save.
//!
//! `CHANCERY_MERGES=2000` sets how many pairs are tried; by default it is fewer.

use std::process::Command;

use chancery::dossier::compare;
use chancery::dossier::document::{self, Document};
use chancery::dossier::edit::{Change, ClaimOwner, EntityField, InsertAt, RelationField, SourceField};
use chancery::dossier::model::{Claim, Date, Entity, FieldValue, Name, NameRole, Relation, Status, When};

use super::random::Random;

/// How many entities the dossier has; of relations there are as many.
const SIZE: usize = 60;

fn cases(few: usize) -> usize {
    std::env::var("CHANCERY_MERGES").ok().and_then(|n| n.parse().ok()).unwrap_or(few)
}

/// The text of a dossier: records of several lines, some in one, with comments everywhere.
fn text(size: usize) -> String {
    let mut out = String::from(
        "// Kept by hand.\n#![enable(implicit_some)]\nDossier(\n    format: 1,\n    title: \"Both\",\n    sources: [\n",
    );
    for n in 0..4 {
        out += &format!("        (id: \"s{n}\", title: \"Source {n}\"),\n");
    }
    out += "    ],\n    entities: [\n";
    for n in 0..size {
        if n % 5 == 0 {
            out += &format!("        // Group {n}.\n");
        }
        out += &format!(
            "        (\n            id: \"e{n}\", kind: \"state\",\n            name: \"Name {n}\", // called so\n            note: \"n{n}\",\n            claims: [(source: \"s{}\", at: \"P{n}\")],\n        ),\n",
            n % 4
        );
    }
    out += "    ],\n    relations: [\n";
    for n in 0..size {
        let to = (n * 7 + 1) % size;
        out += &format!(
            "        (from: \"e{n}\", kind: \"supports\", to: \"e{to}\", when: \"20{:02}\"), // tie {n}\n",
            n % 25
        );
        if n % 6 == 0 {
            out += &format!(
                "        (from: \"e{n}\", kind: \"supports\", to: \"e{to}\", when: \"19{:02}\"), // parallel\n",
                n % 25
            );
        }
    }
    out + "    ],\n)\n"
}

fn open(text: &str) -> Document {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("both.ron");
    std::fs::write(&path, text).unwrap();
    let document = document::open_alone(&path);
    assert!(!document.read_only, "{:?}", document.problems);
    document
}

/// One edit of what has the number `n`. Edits of different numbers are independent, and so are
/// edits of one number with different `part`.
fn edit(random: &mut Random, document: &Document, n: usize, part: usize) -> Vec<Change> {
    let id = format!("e{n}");
    let set = |field| vec![Change::SetEntity { id: (&*id).into(), set: vec![field] }];
    let mark = random.next() % 1000;
    let tie = document.dossier.relations().map(|(_, _, _, r)| r).find(|r| r.from.as_str() == id).cloned();
    match (part, random.below(5)) {
        (0, 0) => set(EntityField::Name(format!("Name {n} {mark}"))),
        (0, 1) => set(EntityField::When(Date::parse("2015-10").ok().map(|date| When { date, inferred: None }))),
        (0, 2) => {
            set(EntityField::Names(vec![Name { text: format!("Alias {mark}"), lang: None, role: NameRole::Alias }]))
        }
        (0, 3) => set(EntityField::Own("budget".into(), Some(FieldValue::Number(mark as f64)))),
        (0, _) => set(EntityField::Status(Status::Planned)),
        (1, 0) => {
            let mut claim = Claim::stated("s0");
            claim.at = Some(format!("p. {mark}"));
            vec![Change::AddClaim { of: ClaimOwner::Entity((&*id).into()), claim, at: None }]
        }
        (1, 1) => set(EntityField::Summary(Some(format!("Summary {mark}")))),
        (1, 2) => set(EntityField::Note(None)),
        (1, 3) => set(EntityField::Own("staff".into(), Some(FieldValue::Number(mark as f64)))),
        (1, _) => set(EntityField::Implied(true)),
        (2, 0) => vec![Change::SetRelation {
            id: tie.unwrap().id,
            set: vec![RelationField::Note(Some(format!("tie {mark}")))],
        }],
        (2, 1) => vec![Change::RemoveRelation { id: tie.unwrap().id }],
        (2, 2) => {
            vec![Change::AddRelation { relation: Relation::new(&*id, "opposes", &*id), place: InsertAt::default() }]
        }
        (2, 3) => vec![Change::AddEntity {
            entity: Entity::new(&*format!("new{n}"), "topic", format!("New {n}")),
            place: InsertAt { file: None, after: Some(id.clone()) },
        }],
        (2, _) => vec![Change::SetRelation { id: tie.unwrap().id, set: vec![RelationField::Status(Status::Ended)] }],
        // What touches more than itself: only where the other side leaves all around alone.
        (_, 0) => {
            vec![Change::RenameEntity { id: (&*id).into(), to: (&*format!("other{n}")).into(), keep_as_alias: false }]
        }
        (_, 1) => vec![Change::SetSource {
            id: (&*format!("s{}", n % 4)).into(),
            set: vec![SourceField::Licence(Some(format!("L{mark}")))],
        }],
        (_, 2) => vec![Change::SetRelation { id: tie.unwrap().id, set: vec![RelationField::Kind("opposes".into())] }],
        (_, 3) => vec![Change::RemoveEntity { id: (&*id).into() }],
        (_, _) => vec![Change::SetTitle(format!("Title {mark}"))],
    }
}

fn edited(base: &str, changes: &[Change]) -> Document {
    let mut document = open(base);
    for change in changes {
        document.apply(change.clone()).unwrap_or_else(|why| panic!("{change:?}: {why}"));
    }
    document
}

#[test]
fn independent_edits_merge_without_conflict_to_the_same_in_both_orders() {
    let base_text = text(SIZE);
    let base = open(&base_text);
    for case in 0..cases(150) {
        let mut random = Random(case as u64);
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        // Parts of what both edit, and things that only one of them edits.
        let mut numbers: Vec<usize> = (0..SIZE).collect();
        for at in (1..SIZE).rev() {
            numbers.swap(at, random.below(at + 1));
        }
        for _ in 0..1 + random.below(4) {
            let shared = numbers.pop().unwrap();
            ours.extend(edit(&mut random, &base, shared, 0));
            theirs.extend(edit(&mut random, &base, shared, 1));
            let own = numbers.pop().unwrap();
            ours.extend(edit(&mut random, &base, own, 2));
            let other = numbers.pop().unwrap();
            theirs.extend(edit(&mut random, &base, other, 2));
        }
        if case % 3 == 0 {
            let part = edit(&mut random, &base, numbers.pop().unwrap(), 3);
            // What removing takes along, the other side must leave alone.
            let alone = !matches!(part[0], Change::RemoveEntity { .. } | Change::SetRelation { .. });
            if alone {
                ours.extend(part)
            } else {
                ours = part;
                theirs.truncate(1)
            }
        }
        let mut one = edited(&base_text, &ours);
        let mut two = edited(&base_text, &theirs);
        let (first, second) = (one.dossier.clone(), two.dossier.clone());
        let before = one.text(0).unwrap();
        let a = one.merge(&base.dossier, &second, "merge");
        let b = two.merge(&base.dossier, &first, "merge");
        assert!(
            a.conflicts.is_empty() && b.conflicts.is_empty(),
            "case {case}: {:?} {:?}\n{ours:?}\n{theirs:?}",
            a.conflicts,
            b.conflicts
        );
        let difference = compare::diff(&one.dossier, &two.dossier);
        assert!(difference.is_empty(), "case {case}:\n{}\n{ours:?}\n{theirs:?}", difference.to_text());
        // Everything that either side did is there.
        assert!(compare::merge(&base.dossier, &one.dossier, &second).changes.is_empty(), "case {case}");
        one.check().unwrap();
        let merged = one.text(0).unwrap();
        for comment in before.lines().filter(|l| l.trim_start().starts_with("// Group")) {
            assert!(merged.contains(comment), "case {case}: {comment} is gone");
        }
        one.undo();
        assert_eq!(one.text(0).unwrap(), before, "a merge is one step");
    }
}

#[test]
fn overlapping_edits_are_shown_with_both_values() {
    let base_text = text(SIZE);
    let base = open(&base_text);
    for case in 0..cases(100) {
        let mut random = Random(case as u64 + 99);
        let id = format!("e{}", random.below(SIZE));
        let kind = random.below(4);
        let side = |mark: &str| {
            let field = match kind {
                0 => EntityField::Name(format!("Called {mark}")),
                1 => EntityField::Note(Some(format!("Noted {mark}"))),
                2 => EntityField::Own("budget".into(), Some(FieldValue::Text(format!("Much {mark}")))),
                _ => EntityField::Claims(vec![Claim {
                    at: Some(format!("At {mark}")),
                    ..base.dossier.entity_by_id(&id).unwrap().claims[0].clone()
                }]),
            };
            edited(&base_text, &[Change::SetEntity { id: (&*id).into(), set: vec![field] }])
        };
        let (mut ours, theirs) = (side("ours"), side("theirs"));
        let merged = ours.merge(&base.dossier, &theirs.dossier, "merge");
        assert_eq!(merged.conflicts.len(), 1, "case {case}: {:?}", merged.conflicts);
        let conflict = &merged.conflicts[0];
        assert!(
            conflict.ours.as_ref().unwrap().contains("ours") && conflict.theirs.as_ref().unwrap().contains("theirs"),
            "{conflict:?}"
        );
        // Theirs is taken where the person chooses so.
        ours.apply(conflict.take_theirs.clone()).unwrap();
        assert!(compare::diff(&ours.dossier, &theirs.dossier).is_empty(), "case {case}");
    }
}

#[test]
fn what_two_programs_save_merges_in_plain_git() {
    let base_text = text(300);
    let base = open(&base_text);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (cases, mut clean) = (cases(60), 0);
    for case in 0..cases {
        let mut random = Random(case as u64 + 7);
        let n = random.below(300);
        let m = (n + 1 + random.below(299)) % 300;
        let (a, b) = (random.below(3), random.below(3));
        let one = edited(&base_text, &edit(&mut random, &base, n, a));
        let two = edited(&base_text, &edit(&mut random, &base, m, b));
        for (name, text) in
            [("base", base_text.clone()), ("ours", one.text(0).unwrap()), ("theirs", two.text(0).unwrap())]
        {
            std::fs::write(path(name), text).unwrap();
        }
        let ran = Command::new("git")
            .args(["merge-file", "-p"])
            .args([path("ours"), path("base"), path("theirs")])
            .output()
            .expect("git is installed");
        if ran.status.success() {
            clean += 1;
            let merged = open(std::str::from_utf8(&ran.stdout).unwrap());
            let mut by_records = one;
            by_records.merge(&base.dossier, &two.dossier, "merge");
            assert!(compare::diff(&merged.dossier, &by_records.dossier).is_empty(), "case {case}");
        }
    }
    println!("{clean} of {cases} merged by plain git");
    assert!(clean * 100 >= cases * 95, "{clean} of {cases}");
}
