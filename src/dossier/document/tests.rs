//! What a user relies on: what was written stays as it was written.

use super::*;
use crate::dossier::edit::{Change, ClaimOwner, EntityField, InsertAt, RelationField};
use crate::dossier::model::{
    Claim, Date, Entity, FieldValue, List, Name, NameRole, Relation, Source, Status, View, ViewLayout, When,
};
use crate::problem::Severity;

/// Opens a text as the only file of a dossier.
fn open_text(text: &str) -> Document {
    let document = open_texts(&[("main.ron", text)]);
    assert!(!document.read_only, "{:?}", document.problems);
    assert_eq!(document.text(0).as_deref(), Some(text));
    document.check().unwrap();
    document
}

/// The text after changes; undone it is the old one again, done again the new one.
fn changed(text: &str, changes: Vec<Change>) -> String {
    let mut document = open_text(text);
    document.apply(changes).unwrap_or_else(|why| panic!("{why}"));
    document.check().unwrap();
    let after = document.text(0).unwrap();
    document.undo().unwrap();
    document.check().unwrap();
    assert_eq!(document.text(0).as_deref(), Some(text));
    assert!(!document.is_changed());
    document.redo().unwrap();
    assert_eq!(document.text(0).as_deref(), Some(after.as_str()));
    after
}

const TEXT: &str = r##"#![enable(implicit_some)]
// The head.
Dossier(
    format: 1,
    title: "Small", // a title
    entities: [ // everybody
        // far off

        // about a
        (id: "a", kind: "state", name: r#"The "A""#, wieght: 0x1F), // of a
        (id: "b", kind: "state", name: "Bee",
         names: [(text: "B")], /* odd */
         claims: [
            (source: "s", at: "P1"), // first
            // second
            (source: "s", at: "P2"),
         ]),
        // the last
        (
            id: "c",
            kind: "state",
            name: "Sea",
            when: Some("2014"),
            note: None,
        ),
        // nobody else
    ],
    relations: [(from: "a", kind: "meets", to: "b", weight: 1.50), (from: "b", kind: "meets", to: "c")],
    sources: [(id: "s")],
)
"##;

fn set(id: &str, field: EntityField) -> Change {
    Change::SetEntity { id: id.into(), set: vec![field] }
}

/// Lines that are gone and that have come, told by themselves.
fn diff(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let (a, b): (Vec<&str>, Vec<&str>) = (before.split('\n').collect(), after.split('\n').collect());
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let own = |lines: &[&str]| lines[head..lines.len() - tail].iter().map(|l| (*l).to_owned()).collect();
    (own(&a), own(&b))
}

fn differs(change: Change, gone: &[&str], come: &[&str]) {
    let after = changed(TEXT, vec![change]);
    let (a, b) = diff(TEXT, &after);
    assert_eq!(a, gone, "{after}");
    assert_eq!(b, come, "{after}");
}

#[test]
fn a_value_changes_in_its_place_and_manner() {
    differs(
        set("a", EntityField::Name("An \"other\"#".to_owned())),
        &[r##"        (id: "a", kind: "state", name: r#"The "A""#, wieght: 0x1F), // of a"##],
        &[r###"        (id: "a", kind: "state", name: r##"An "other"#"##, wieght: 0x1F), // of a"###],
    );
    differs(
        set("c", EntityField::When(Some(When::given(Date::read("2015"))))),
        &[r#"            when: Some("2014"),"#],
        &[r#"            when: Some("2015"),"#],
    );
    differs(
        set("c", EntityField::Note(Some("new".to_owned()))),
        &["            note: None,"],
        &[r#"            note: Some("new"),"#],
    );
    let weight = RelationField::Weight(Some(2.0));
    differs(
        Change::SetRelation { id: "a--meets--b".into(), set: vec![weight] },
        &[
            r#"    relations: [(from: "a", kind: "meets", to: "b", weight: 1.50), (from: "b", kind: "meets", to: "c")],"#,
        ],
        &[r#"    relations: [(from: "a", kind: "meets", to: "b", weight: 2.0), (from: "b", kind: "meets", to: "c")],"#],
    );
    differs(
        Change::SetTitle("Smaller".to_owned()),
        &[r#"    title: "Small", // a title"#],
        &[r#"    title: "Smaller", // a title"#],
    );
}

#[test]
fn a_field_is_added_where_the_format_has_it() {
    differs(
        set("a", EntityField::Status(Status::Planned)),
        &[r##"        (id: "a", kind: "state", name: r#"The "A""#, wieght: 0x1F), // of a"##],
        &[r##"        (id: "a", kind: "state", name: r#"The "A""#, status: planned, wieght: 0x1F), // of a"##],
    );
    differs(set("b", EntityField::Summary(Some("Busy".to_owned()))), &[], &[r#"         summary: "Busy","#]);
    differs(set("c", EntityField::Status(Status::Ended)), &[], &["            status: ended,"]);
    differs(Change::SetSubtitle(Some("sub".to_owned())), &[], &[r#"    subtitle: "sub","#]);
}

#[test]
fn a_field_written_twice_goes_as_a_whole_and_comes_back() {
    let text = "Dossier(\n    format: 1,\n    title: \"T\",\n    note: \"one\",\n    entities: [\n        \
                (id: \"a\", kind: \"state\", note: \"x\", name: \"A\", note: \"y\"),\n    ],\n    note: \"two\",\n)\n";
    let mut document = open_texts(&[("main.ron", text)]);
    for change in [Change::SetNote(None), set("a", EntityField::Note(None))] {
        document.apply(change).unwrap();
        document.check().unwrap();
    }
    assert!(!document.text(0).unwrap().contains("note"));
    document.undo();
    document.undo();
    assert_eq!(document.text(0).unwrap(), text);
}

#[test]
fn claims_come_change_and_go_one_by_one() {
    let claim = |at: &str| Claim { at: Some(at.to_owned()), ..Claim::stated("s") };
    let of = || ClaimOwner::Entity("b".into());
    differs(
        Change::AddClaim { of: of(), claim: claim("P3"), at: None },
        &[],
        &[r#"            (source: "s", at: "P3"),"#],
    );
    differs(
        Change::SetClaim { of: of(), at: 0, claim: claim("P9") },
        &[r#"            (source: "s", at: "P1"), // first"#],
        &[r#"            (source: "s", at: "P9"), // first"#],
    );
    differs(
        Change::RemoveClaim { of: of(), at: 1 },
        &["            // second", r#"            (source: "s", at: "P2"),"#],
        &[],
    );
    differs(
        Change::AddClaim { of: ClaimOwner::Entity("c".into()), claim: claim("P1"), at: None },
        &[],
        &[r#"            claims: [(source: "s", at: "P1")],"#],
    );
}

#[test]
fn records_come_in_the_manner_of_their_siblings() {
    let add = |after: Option<&str>| Change::AddEntity {
        entity: Entity { status: Status::Hoped, ..Entity::new("d", "state", "Dee") },
        place: InsertAt { file: None, after: after.map(str::to_owned) },
    };
    differs(
        add(None),
        &[],
        &[
            "        (",
            r#"            id: "d","#,
            r#"            kind: "state","#,
            r#"            name: "Dee","#,
            "            status: hoped,",
            "        ),",
        ],
    );
    differs(add(Some("a")), &[], &[r#"        (id: "d", kind: "state", name: "Dee", status: hoped),"#]);
    differs(
        Change::AddRelation { relation: Relation::new("c", "meets", "a"), place: InsertAt::default() },
        &[
            r#"    relations: [(from: "a", kind: "meets", to: "b", weight: 1.50), (from: "b", kind: "meets", to: "c")],"#,
        ],
        &[
            r#"    relations: [(from: "a", kind: "meets", to: "b", weight: 1.50), (from: "b", kind: "meets", to: "c"), (from: "c", kind: "meets", to: "a")],"#,
        ],
    );
    let view = View { name: "v".to_owned(), ..View::default() };
    differs(
        Change::AddView { view, place: InsertAt::default() },
        &[],
        &["    views: [", r#"        (name: "v"),"#, "    ],"],
    );
}

#[test]
fn records_go_with_their_comments() {
    let after = changed(TEXT, vec![Change::RemoveEntity { id: "a".into() }]);
    let (gone, come) = diff(TEXT, &after);
    assert_eq!(gone[0], "        // about a");
    assert!(after.contains("        // far off\n\n        (id: \"b\""), "{after}");
    assert!(after.contains("    relations: [(from: \"b\", kind: \"meets\", to: \"c\")],"), "{after}");
    assert!(come.len() < gone.len());
    let after = changed(TEXT, vec![Change::RemoveEntity { id: "c".into() }]);
    assert!(
        !after.contains("// the last") && after.contains("         ]),\n        // nobody else\n    ],"),
        "{after}"
    );
}

#[test]
fn another_id_is_written_in_every_reference() {
    let after = changed(
        TEXT,
        vec![
            Change::RenameEntity { id: "b".into(), to: "bee".into(), keep_as_alias: true },
            Change::RenameSource { id: "s".into(), to: "source".into() },
        ],
    );
    assert!(after.contains(r#"(id: "bee", kind: "state", name: "Bee","#), "{after}");
    assert!(after.contains(r#"names: [(text: "B"), (text: "b")], /* odd */"#), "{after}");
    assert!(after.contains(r#"to: "bee", weight: 1.50), (from: "bee""#), "{after}");
    assert!(after.contains(r#"sources: [(id: "source")]"#) && after.contains(r#"(source: "source", at: "P2")"#));
}

#[test]
fn byte_order_marks_and_line_ends_stay() {
    let text = format!("\u{feff}{}", TEXT.replace('\n', "\r\n"));
    let after = changed(
        &text,
        vec![
            Change::AddEntity { entity: Entity::new("d", "state", "Dee"), place: InsertAt::default() },
            Change::RemoveEntity { id: "a".into() },
            set("b", EntityField::Note(Some("n".to_owned()))),
            Change::AddSource { source: Source::new("t"), place: InsertAt::default() },
        ],
    );
    assert!(after.starts_with('\u{feff}'));
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count(), "{after:?}");
}

#[test]
fn a_record_that_is_not_read_stays_and_gets_its_comma() {
    let unread = "(format: 1, title: \"t\", entities: [(id: \"a\", kind: \"state\", name: \"A\")], relations: [\n    (from: \"a\")\n])";
    let after = changed(
        unread,
        vec![Change::AddRelation { relation: Relation::new("a", "meets", "a"), place: InsertAt::default() }],
    );
    assert!(after.contains("(from: \"a\"),\n    (from: \"a\", kind: \"meets\", to: \"a\"),"), "{after}");
}

#[test]
fn own_data_changes_key_by_key() {
    let text = "(format: 1, title: \"t\", entities: [(id: \"a\", kind: \"state\", name: \"A\", fields: {\"x\": 1.5, /* y */ \"y\": [true]})])";
    let after = changed(text, vec![set("a", EntityField::Own("x".to_owned(), Some(FieldValue::Number(2.0))))]);
    assert!(after.contains("{\"x\": 2.0, /* y */ \"y\": [true]}"), "{after}");
    let after = changed(text, vec![set("a", EntityField::Own("z".to_owned(), Some(FieldValue::Flag(false))))]);
    assert!(after.contains("\"y\": [true], \"z\": false}"), "{after}");
    let after = changed(text, vec![set("a", EntityField::Own("x".to_owned(), None))]);
    assert!(after.contains("fields: {/* y */ \"y\": [true]}"), "{after}");
    let after = changed(text, vec![set("a", EntityField::Fields(vec![]))]);
    assert!(after.contains("name: \"A\")]"), "{after}");
    let name = Name { text: "日本".to_owned(), lang: Some("ja".to_owned()), role: NameRole::Native };
    let after = changed(text, vec![set("a", EntityField::Names(vec![name]))]);
    assert!(after.contains("name: \"A\", names: [(text: \"日本\", lang: \"ja\")], fields"), "{after}");
}

#[test]
fn a_dossier_can_be_written_from_nothing() {
    let mut document = empty();
    for (id, name) in [("japan", "Japan"), ("asean", "ASEAN")] {
        let entity = Entity::new(id, "state", name);
        document.apply(Change::AddEntity { entity, place: InsertAt::default() }).unwrap();
    }
    document.apply(Change::AddSource { source: Source::new("beat"), place: InsertAt::default() }).unwrap();
    let mut relation = Relation::new("japan", "meets", "asean");
    relation.claims.push(Claim::stated("beat"));
    document.apply(Change::AddRelation { relation, place: InsertAt::default() }).unwrap();
    assert_eq!(
        document.text(0).unwrap(),
        "#![enable(implicit_some)]\nDossier(\n    format: 1,\n    title: \"Untitled dossier\",\n    sources: [\n        \
         (id: \"beat\"),\n    ],\n    entities: [\n        (id: \"japan\", kind: \"state\", name: \"Japan\"),\n        \
         (id: \"asean\", kind: \"state\", name: \"ASEAN\"),\n    ],\n    relations: [\n        (from: \"japan\", kind: \
         \"meets\", to: \"asean\", claims: [(source: \"beat\")]),\n    ],\n)\n"
    );
    assert_eq!(document.history().0, ["add Japan", "add ASEAN", "add the source beat", "add “Japan meets ASEAN”"]);
    document.jump_to(1);
    assert_eq!(document.dossier.entity_count(), 1);
    let (steps, done) = document.history();
    assert_eq!(steps[done], "add ASEAN");
    document.jump_to(0);
    assert!(!document.is_changed());
}

#[test]
fn saving_is_remembered() {
    let mut document = open_text(TEXT);
    document.apply(set("c", EntityField::Name("Seb".to_owned()))).unwrap();
    assert_eq!(document.history().0.len(), 1);
    assert_eq!(document.files_to_save().len(), 1);
    document.mark_saved();
    assert!(!document.is_changed() && document.files_to_save().is_empty());
    document.undo();
    assert!(document.is_changed());
    assert_eq!(document.files_to_save()[0].text, TEXT);
}

#[test]
fn edits_go_to_the_file_that_a_record_lives_in() {
    let mut document = open_example(&EXAMPLES[0]);
    document.check().unwrap();
    let background = document.dossier.entities().find(|(_, e)| e.file.0 == 1).map(|(_, e)| e.id.clone()).unwrap();
    document.apply(set(background.as_str(), EntityField::Note(Some("changed".to_owned())))).unwrap();
    let files: Vec<usize> = document.files_to_save().iter().map(|f| f.number).collect();
    assert_eq!(files, [1]);
    let (file, (start, end)) = document.span(List::Entities, background.as_str(), Some("note")).unwrap();
    assert_eq!(&document.text(file).unwrap()[start..end], "\"changed\"");
    document.undo();
    for (number, (_, text)) in EXAMPLES[0].files.iter().enumerate() {
        assert_eq!(document.text(number).as_deref(), Some(*text));
    }
}

#[test]
fn every_built_in_example_is_read_without_an_error_or_a_warning() {
    for example in EXAMPLES {
        let document = open_example(example);
        let bad: Vec<String> =
            document.problems.iter().filter(|p| p.severity > Severity::Note).map(Problem::to_text).collect();
        assert!(bad.is_empty(), "{}:\n{}", example.name, bad.join("\n"));
        assert!(document.dossier.entity_count() >= 40, "{}", example.name);
        assert!(!document.dossier.title.is_empty());
    }
}

#[test]
fn what_cannot_be_opened_says_why() {
    let document = open(Path::new("/nowhere/at/all.ron"));
    assert!(document.read_only);
    assert_eq!(document.problems[0].code, codes::IO);
    let document = open(Path::new("example:none"));
    assert!(document.problems[0].help.as_ref().unwrap().contains("asean-japan"));
}

#[test]
fn a_field_under_its_former_name_is_renamed_where_its_record_is_changed() {
    let text = r#"Dossier(format: 1, title: "T", entities: [(id: "a", kind: "state", name: "A")], relations: [],
    views: [(name: "v", hulls: kind, /* why */ seed: 2), (name: "w", hulls : community)])"#;
    let view = |document: &Document, name: &str| {
        document.dossier.views.iter().find(|v| v.name == name).cloned().expect("the view is there")
    };
    let document = open_texts(&[("main.ron", text)]);
    assert_eq!((view(&document, "v").areas, view(&document, "w").areas), (Some("kind"), Some("community")));
    assert!(document.problems.iter().all(|p| p.severity == Severity::Note), "{:?}", document.problems);
    let set = |view: View| Change::SetView { name: view.name.clone(), view };
    let other = changed(text, vec![Change::SetTitle("U".to_owned())]);
    assert!(other.contains("hulls: kind") && other.contains("hulls : community"), "{other}");
    let seed = View { placing: ViewLayout { seed: Some(3), ..view(&document, "v").placing }, ..view(&document, "v") };
    let after = changed(text, vec![set(seed)]);
    assert!(
        after.contains(r#"(name: "v", areas: kind, /* why */ seed: 3), (name: "w", hulls : community)"#),
        "{after}"
    );
    let after = changed(text, vec![set(View { areas: Some("country"), ..view(&document, "w") })]);
    assert!(after.contains(r#"hulls: kind"#) && after.contains(r#"(name: "w", areas : country)"#), "{after}");
    let after = changed(text, vec![set(View { areas: None, ..view(&document, "v") })]);
    assert!(after.contains(r#"(name: "v", /* why */ seed: 2)"#), "{after}");
}
