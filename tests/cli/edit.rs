//! `chancery edit` and `chancery fmt` as scripts meet them.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use chancery::dossier::document;
use chancery::dossier::edit::{Change, EntityField, InsertAt};
use chancery::dossier::model::Entity;
use chancery::dossier::storage::{RealDisk, Storage};

use super::chancery;

const NOTES: &str = r#"// Notes of mine.
Dossier(
    format: 1,
    title: "Notes",
    sources: [(id: "gazette")],
    entities: [
        // The first.
        (id: "north", kind: "state",   name: "North"), // spaced by hand
        (id: "south", kind: "state", name: r"South"),
    ],
    relations: [
        (from: "north", kind: "meets", to: "south", when: "2015"),
    ],
)
"#;

struct Notes {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl Notes {
    fn new() -> Notes {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.ron");
        fs::write(&path, NOTES).unwrap();
        Notes { _folder: folder, path }
    }

    fn run(&self, arguments: &[&str]) -> super::Ran {
        let path = self.path.display().to_string();
        let all: Vec<&str> = [arguments[0], &path].into_iter().chain(arguments[1..].iter().copied()).collect();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_chancery"));
        super::run(command.args(all).env(chancery::dossier::storage::STATE_VARIABLE, self.state()))
    }

    /// Where the program keeps what belongs to no dossier's folder.
    fn state(&self) -> PathBuf {
        self.path.with_file_name("state")
    }

    /// The versions of the file that are kept.
    fn versions(&self) -> Vec<String> {
        let kept = Storage::new(Arc::new(RealDisk), self.state()).versions_of(&fs::canonicalize(&self.path).unwrap());
        kept.iter().map(|version| fs::read_to_string(&version.path).unwrap()).collect()
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.path).unwrap()
    }

    /// Lines that are new in the file.
    fn come(&self) -> Vec<String> {
        self.text().lines().filter(|line| !NOTES.lines().any(|old| old == *line)).map(str::to_owned).collect()
    }
}

#[test]
fn a_line_cites_its_ends_when_asked_and_says_who_is_quoted_or_that_it_is_denied() {
    let notes = Notes::new();
    let line = "South -> hosts -> Talks: meeting [gazette P5.1 by north \"we will\"]";
    let ran = notes.run(&["edit", "add", "line", line]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("note: South and Talks have no claim; add --cite-ends"), "{}", ran.err);
    assert!(!notes.come()[0].contains("claims"), "{:?}", notes.come());
    fs::write(&notes.path, NOTES).unwrap();
    let ran = notes.run(&["edit", "add", "line", "--cite-ends", line]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(!ran.err.contains("no claim"), "{}", ran.err);
    let claims = "claims: [(source: \"gazette\", at: \"P5.1\", basis: reported(by: \"north\"), quote: \"we will\")]";
    assert_eq!(notes.text().matches(claims).count(), 3, "{}", notes.text());
    let denied = "North -> hosts -> Talks [not gazette P6]";
    let ran = notes.run(&["edit", "add", "line", denied]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(notes.text().contains("claims: [(source: \"gazette\", at: \"P6\", denies: true)]"), "{}", notes.text());
    let ran = notes.run(&["edit", "add", "line", "North -> hosts -> Talks [gazette P6 by norht]"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("did you mean “North”?"), "{}", ran.err);
    let ran = notes.run(&["edit", "add", "entity", "(id: \"x\", kind: \"state\", name: \"X\")", "--cite-ends"]);
    assert_eq!(ran.status, 2, "{}", ran.err);
    let help = notes.run(&["edit", "add", "--help"]);
    for told in ["--cite-ends", "[SOURCE PLACE by SPEAKER]", "[not SOURCE PLACE]"] {
        assert!(help.out.contains(told), "{}", help.out);
    }
}

#[test]
fn set_changes_one_line_and_a_dry_run_none() {
    let notes = Notes::new();
    let ran = notes.run(&["edit", "set", "south", "name=The \"South\"", "--dry-run"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.contains("-        (id: \"south\", kind: \"state\", name: r\"South\"),"), "{}", ran.out);
    assert!(ran.out.contains("+        (id: \"south\", kind: \"state\", name: r#\"The \"South\"\"#),"), "{}", ran.out);
    assert_eq!(notes.text(), NOTES);
    let ran = notes.run(&["edit", "set", "south", "name=Southland", "status=planned", "fields.area=12.5"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(
        notes.come(),
        ["        (id: \"south\", kind: \"state\", name: r\"Southland\", status: planned, fields: {\"area\": 12.5}),"]
    );
    let ran = notes.run(&["edit", "set", "north--meets--south", "when="]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(notes.text().contains("(from: \"north\", kind: \"meets\", to: \"south\"),"));
}

#[test]
fn records_come_go_and_become_one() {
    let notes = Notes::new();
    let entity = "(id: \"west\", kind: \"state\", name: \"West\", when: \"2010/..\")";
    assert_eq!(notes.run(&["edit", "add", "entity", entity, "--after", "north"]).status, 0);
    assert_eq!(notes.come(), ["        (id: \"west\", kind: \"state\", name: \"West\", when: \"2010/..\"),"]);
    assert_eq!(notes.run(&["edit", "remove", "west"]).status, 0);
    assert_eq!(notes.text(), NOTES);
    let ran = notes.run(&["edit", "add", "line", "South -> member of -> League: organisation @2011 [gazette p. 2]"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(notes.text().contains("to: \"league\", when: \"2011\", claims: [(source: \"gazette\", at: \"p. 2\")]),"));
    let ran = notes.run(&["edit", "merge", "north", "south"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        notes.text().contains("names: [(text: \"South\"), (text: \"south\")]), // spaced by hand"),
        "{}",
        notes.text()
    );
    assert!(notes.run(&["edit", "rename", "north", "both", "--keep-as-alias"]).status == 0);
    assert!(notes.text().contains("(id: \"both\", kind: \"state\",   name: \"North\","), "{}", notes.text());
    let ran = notes.run(&["check"]);
    assert_eq!(ran.status, 0, "{}", ran.out);
}

#[test]
fn a_list_of_changes_is_made_whole_or_not_at_all() {
    let notes = Notes::new();
    let list = notes.path.with_file_name("changes.ron");
    let apply = |changes: &str| {
        fs::write(&list, changes).unwrap();
        notes.run(&["edit", "--apply", &list.display().to_string()])
    };
    let ran = apply("[set_title(\"New\"), remove_entity(id: \"nobody\")]");
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("there is no entity `nobody`"), "{}", ran.err);
    assert_eq!(notes.text(), NOTES);
    let ran = apply(
        "[\n  add_entity(entity: (id: \"laos\", kind: \"state\", name: \"Laos\")),\n  \
         set_entity(id: \"north\", set: [name(\"Norden\"), when((date: \"2015-10\")), note(None)]),\n  \
         add_claim(of: entity(\"laos\"), claim: (source: \"gazette\", at: \"P2\")),\n  \
         rename_entity(id: \"south\", to: \"deep-south\", keep_as_alias: true),\n]",
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(
        notes.come(),
        [
            "        (id: \"north\", kind: \"state\",   name: \"Norden\", when: \"2015-10\"), // spaced by hand",
            "        (id: \"deep-south\", kind: \"state\", name: r\"South\", names: [(text: \"south\")]),",
            "        (id: \"laos\", kind: \"state\", name: \"Laos\", claims: [(source: \"gazette\", at: \"P2\")]),",
            "        (from: \"north\", kind: \"meets\", to: \"deep-south\", when: \"2015\"),",
        ]
    );
    let ran = apply("[set_titel(\"New\")]");
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("changes.ron:1:"), "{}", ran.err);
}

#[test]
fn what_cannot_be_is_refused_with_a_reason() {
    let notes = Notes::new();
    for (arguments, status, says) in [
        (&["edit", "set", "nroth", "name=x"][..], 1, "did you mean `north`"),
        (&["edit", "set", "north", "nmae=x"], 1, "did you mean `name`"),
        (&["edit", "set", "north", "name"], 2, "FIELD=VALUE"),
        (&["edit", "set", "north", "status=soon"], 1, "planned"),
        (&["edit"], 2, "nothing to do"),
        (&["edit", "add", "line", "North -> metes -> South"], 1, "there is no kind of relation"),
    ] {
        let ran = notes.run(arguments);
        assert_eq!(ran.status, status, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(says), "{arguments:?}: {}", ran.err);
        assert_eq!(notes.text(), NOTES);
    }
    let ran = chancery(&["edit", "example:asean-japan", "set", "japan", "name=Nippon"]);
    assert_eq!(ran.status, 1);
    fs::write(&notes.path, "Dossier(format: 1, entities: [(id: \"a\"").unwrap();
    let ran = notes.run(&["edit", "set", "a", "name=x"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("cannot be edited") && ran.err.contains("never closed"), "{}", ran.err);
}

#[test]
fn formatting_is_asked_for_and_done_once() {
    let notes = Notes::new();
    let ran = notes.run(&["fmt", "--check"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.out.contains("+        (id: \"north\", kind: \"state\", name: \"North\"), // spaced by hand"),
        "{}",
        ran.out
    );
    assert_eq!(notes.text(), NOTES);
    assert_eq!(notes.run(&["fmt"]).status, 0);
    assert_eq!(notes.run(&["fmt", "--check"]).status, 0);
    assert!(notes.text().contains("        // The first.\n        (id: \"north\","));
}

#[test]
fn what_was_there_before_is_kept_and_a_much_shorter_file_is_asked_about() {
    let notes = Notes::new();
    let long = format!("note={}", "A long remark. ".repeat(200));
    assert_eq!(notes.run(&["edit", "set", "north", &long]).status, 0);
    assert_eq!(notes.versions(), [NOTES]);
    let with_remark = notes.text();
    let ran = notes.run(&["edit", "set", "north", "note="]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("would shrink") && ran.err.contains("--may-shrink"), "{}", ran.err);
    assert_eq!(notes.text(), with_remark);
    assert_eq!(notes.run(&["edit", "set", "north", "note=", "--may-shrink"]).status, 0);
    assert_eq!(notes.text(), NOTES);
    assert_eq!(notes.run(&["fmt"]).status, 0);
    assert_eq!(notes.versions(), [NOTES.to_owned(), with_remark, NOTES.to_owned()][..]);
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay_as_they_are() {
    use std::os::unix::fs::PermissionsExt as _;
    let notes = Notes::new();
    let real = notes.path.with_file_name("real.ron");
    fs::rename(&notes.path, &real).unwrap();
    std::os::unix::fs::symlink(&real, &notes.path).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    for arguments in [&["edit", "set", "north", "name=Norden"][..], &["fmt"]] {
        assert_eq!(notes.run(arguments).status, 0);
        assert!(fs::symlink_metadata(&notes.path).unwrap().is_symlink());
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    }
    assert!(fs::read_to_string(&real).unwrap().contains("kind: \"state\", name: \"Norden\""));
}

#[test]
fn what_another_program_wrote_is_not_saved_over_and_files_are_saved_as_a_set() {
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::new(Arc::new(RealDisk), folder.path().join("state"));
    let (main, part) = (folder.path().join("main.ron"), folder.path().join("part.ron"));
    fs::write(&main, "Dossier(format: 1, title: \"M\", include: [\"part.ron\"], entities: [])").unwrap();
    fs::write(&part, "Dossier(format: 1, title: \"P\", entities: [(id: \"a\", kind: \"state\", name: \"A\")])")
        .unwrap();
    let mut document = document::open(&main);
    assert_eq!(document.on_disk().len(), 2);
    let name = |name: &str| Change::SetEntity { id: "a".into(), set: vec![EntityField::Name(name.to_owned())] };
    let add = Change::AddEntity { entity: Entity::new("b", "state", "B"), place: InsertAt::default() };
    document.apply(add).unwrap();
    document.apply(name("Alpha")).unwrap();
    let theirs = fs::read_to_string(&part).unwrap() + "// theirs\n";
    fs::write(&part, &theirs).unwrap();
    let before = fs::read_to_string(&main).unwrap();
    let refused = document.save(&storage, false).unwrap_err();
    assert_eq!(refused.path, part);
    assert!(refused.message().contains("changed by another program"), "{refused}");
    assert!(document.is_changed());
    assert_eq!(fs::read_to_string(&main).unwrap(), before, "all of a set or none");
    assert_eq!(fs::read_to_string(&part).unwrap(), theirs);
    fs::write(&part, theirs.trim_end_matches("// theirs\n")).unwrap();
    assert_eq!(document.save(&storage, false).unwrap().files.len(), 2);
    assert!(!document.is_changed());
    document.apply(name("Beta")).unwrap();
    assert_eq!(document.save(&storage, false).unwrap().files.len(), 1);
    assert!(fs::read_to_string(&part).unwrap().contains("Beta"));
}

#[test]
fn filters_of_views_follow_new_ids_and_nothing_else_of_their_text_changes() {
    const VIEWS: &str = r#"    views: [
        // What is asked.
        (name: "a", filter: "from:north  OR near:north/2", focus: "north" /* here */), // stays
        (name: "b", odd: 7, filter: "source:gazette -said-by:north"),
        (name: "c", filter: "North north kind:north \"from:north\""),
    ],
)
"#;
    let notes = Notes::new();
    let text = format!("{}{VIEWS}", NOTES.strip_suffix(")\n").unwrap());
    fs::write(&notes.path, &text).unwrap();
    assert_eq!(notes.run(&["edit", "rename", "north", "nord"]).status, 0);
    let now = notes.text();
    for line in [
        r#"        (name: "a", filter: "from:nord  OR near:nord/2", focus: "nord" /* here */), // stays"#,
        r#"        (name: "b", odd: 7, filter: "source:gazette -said-by:nord"),"#,
        r#"        (name: "c", filter: "North north kind:north \"from:north\""),"#,
    ] {
        assert!(now.contains(line), "{line}\n{now}");
    }
    assert_eq!(notes.run(&["edit", "rename", "gazette", "paper"]).status, 0);
    assert!(notes.text().contains(r#"(name: "b", odd: 7, filter: "source:paper -said-by:nord"),"#), "{}", notes.text());
    // An id that a relation is given.
    let asked = text.replace("filter: \"from:north  OR near:north/2\"", "filter: \"id:north--meets--south\"");
    fs::write(&notes.path, &asked).unwrap();
    assert_eq!(notes.run(&["edit", "rename", "north--meets--south", "meeting"]).status, 0);
    assert!(notes.text().contains(r#"filter: "id:meeting", focus: "north" /* here */"#), "{}", notes.text());
    // Of two that become one, and several changes in a row.
    fs::write(&notes.path, &text).unwrap();
    assert_eq!(notes.run(&["edit", "merge", "south", "north"]).status, 0);
    assert!(
        notes.text().contains(r#"filter: "from:south  OR near:south/2", focus: "south" /* here */"#),
        "{}",
        notes.text()
    );
    fs::write(&notes.path, &text).unwrap();
    let changes = notes.path.with_file_name("changes.ron");
    let list = r#"[rename_entity(id: "north", to: "x"), rename_entity(id: "south", to: "north"),
        set_view(name: "c", view: (name: "d", filter: "ends:x,north")), rename_entity(id: "x", to: "y")]"#;
    fs::write(&changes, list).unwrap();
    assert_eq!(notes.run(&["edit", "--apply", &changes.display().to_string()]).status, 0);
    let now = notes.text();
    assert!(now.contains(r#"filter: "from:y  OR near:y/2", focus: "y" /* here */"#), "{now}");
    assert!(now.contains(r#"(name: "d", filter: "ends:y,north")"#), "{now}");
}
