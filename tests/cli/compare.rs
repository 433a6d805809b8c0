//! `chancery diff` and `chancery merge-driver`, by themselves and as git calls them.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{chancery, run};

const BASE: &str = r#"// By hand.
Dossier(
    format: 1, title: "Merge",
    entities: [
        // The first.
        (id: "a", kind: "state", name: "A", note: "old"),
        (id: "b", kind: "state", name: "B"),
    ],
)
"#;

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_difference_is_told_in_words_and_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let old = write(folder.path(), "old.ron", BASE);
    let new = write(
        folder.path(),
        "new.ron",
        &BASE.replace("\"old\"", "\"new\"").replace("\"B\"),", "\"B\"), (id: \"c\", kind: \"topic\", name: \"C\"),"),
    );
    let (old, new) = (old.display().to_string(), new.display().to_string());
    let ran = chancery(&["diff", &old, &new]);
    assert_eq!(
        (ran.status, ran.out.as_str()),
        (0, "entities: 1 added, 1 changed\n+ C [c]\n~ A [a]\n    note: old → new\n"),
        "{}",
        ran.err
    );
    let json = chancery(&["diff", "--json", &old, &new]).json(0);
    assert_eq!(json["entities"]["added"][0]["id"], "c");
    assert_eq!(
        json["entities"]["changed"][0]["fields"][0],
        serde_json::json!({"field": "note", "old": "old", "new": "new"})
    );
    assert_eq!(chancery(&["diff", &old, &old]).out, "");
    let facts = chancery(&["diff", "--textconv", &old]).out;
    assert!(facts.contains("entity a\n    kind: state\n    name: A\n    note: old\n"), "{facts}");
    let none = folder.path().join("none.ron").display().to_string();
    assert_eq!(chancery(&["diff", &old, &none]).status, 1);
    assert_eq!(chancery(&["diff", &old]).status, 2);
}

#[test]
fn a_conflict_is_marked_where_it_is_and_the_file_stays_readable() {
    let folder = tempfile::tempdir().unwrap();
    let base = write(folder.path(), "base", BASE);
    let ours = write(folder.path(), "ours", &BASE.replace("\"old\"", "\"ours\""));
    let theirs = write(folder.path(), "theirs", &BASE.replace("\"old\"", "\"theirs\"").replace("\"B\"", "\"Bee\""));
    let paths = [&base, &ours, &theirs].map(|p| p.display().to_string());
    let ran = chancery(&["merge-driver", &paths[0], &paths[1], &paths[2], "notes.ron"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(
        ran.err.contains(
            "notes.ron:6: A: CONFLICT in note of entity a: ours says `ours`, theirs says `theirs` (it was `old`)"
        ),
        "{}",
        ran.err
    );
    let merged = std::fs::read_to_string(&ours).unwrap();
    assert!(merged.contains("        // The first.\n        // CONFLICT in note of entity a"), "{merged}");
    assert!(
        merged.contains("\"Bee\"") && merged.contains("note: \"ours\"") && merged.starts_with("// By hand."),
        "{merged}"
    );
    assert_eq!(chancery(&["check", &paths[1]]).status, 0);
}

#[test]
fn git_merges_and_shows_dossiers_through_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let git = |arguments: &[&str]| {
        let ran = run(Command::new("git")
            .current_dir(folder.path())
            .envs([("GIT_CONFIG_NOSYSTEM", "1"), ("HOME", "/nonexistent"), ("GIT_PAGER", "cat")])
            .args(["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"])
            .args(arguments));
        assert!(ran.status == 0, "{arguments:?}: {}{}", ran.out, ran.err);
        ran.out
    };
    let program = env!("CARGO_BIN_EXE_chancery");
    let commit = |text: &str| {
        write(folder.path(), "notes.ron", text);
        git(&["add", "."]);
        git(&["commit", "-qm", "x"]);
    };
    git(&["init", "-q"]);
    write(folder.path(), ".gitattributes", "*.ron diff=chancery merge=chancery\n");
    git(&["config", "merge.chancery.driver", &format!("'{program}' merge-driver %O %A %B %P")]);
    git(&["config", "diff.chancery.command", &format!("'{program}' diff --git")]);
    commit(BASE);
    git(&["checkout", "-qb", "theirs"]);
    commit(&BASE.replace("kind: \"state\", name: \"A\"", "kind: \"topic\", name: \"A\""));
    git(&["checkout", "-q", "main"]);
    commit(&BASE.replace("name: \"A\"", "name: \"Aa\""));
    assert!(git(&["diff", "HEAD~1"]).contains("~ Aa [a]\n    name: A → Aa"));
    // The same line on both sides: lines clash, records do not.
    git(&["merge", "-q", "--no-edit", "theirs"]);
    let merged = std::fs::read_to_string(folder.path().join("notes.ron")).unwrap();
    assert!(merged.contains("(id: \"a\", kind: \"topic\", name: \"Aa\", note: \"old\")"), "{merged}");
    git(&["config", "--unset", "diff.chancery.command"]);
    git(&["config", "diff.chancery.textconv", &format!("'{program}' diff --textconv")]);
    assert!(git(&["diff", "HEAD~1"]).contains("+    kind: topic"));
}

#[test]
fn a_difference_is_drawn_with_what_came_went_and_changed_marked() {
    let folder = tempfile::tempdir().unwrap();
    let tie = |from: &str, to: &str| format!("(from: \"{from}\", kind: \"supports\", to: \"{to}\"),");
    let with = |entities: &str, relations: &str| {
        BASE.replace("\"B\"),", &format!("\"B\"), {entities}"))
            .replace("    ],\n)", &format!("    ],\n    relations: [{relations}],\n)"))
    };
    let gone = "(id: \"gone\", kind: \"state\", name: \"Gone\"),";
    let come = "(id: \"come\", kind: \"topic\", name: \"Come\"),";
    let old = write(folder.path(), "old.ron", &with(gone, &(tie("a", "b") + &tie("a", "gone"))));
    let new = with(come, &(tie("a", "b") + &tie("come", "b"))).replace("\"old\"", "\"new\"");
    let new = write(folder.path(), "new.ron", &new);
    let draw = |name: &str| {
        let out = folder.path().join(name);
        let paths = [&old, &new, &out].map(|p| p.display().to_string());
        let ran = chancery(&["diff", &paths[0], &paths[1], "--figure", &paths[2]]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(
            ran.err.contains("Entities: 1 added, 1 removed, 1 changed. Relations: 1 added, 1 removed"),
            "{}",
            ran.err
        );
        std::fs::read(out).unwrap()
    };
    let svg = String::from_utf8(draw("changes.svg")).unwrap();
    for words in ["What changed: Merge", "+ Come", "− Gone", "~ A", ">added<", ">removed<", ">changed<", ">unchanged<"]
    {
        assert!(svg.contains(words), "{words}");
    }
    assert!(svg.contains("data-id=\"a--supports--gone\"") && svg.contains("<g class=\"marks\">"));
    assert_eq!(svg, String::from_utf8(draw("again.svg")).unwrap(), "the same bytes each time");
    assert!(draw("changes.png").starts_with(b"\x89PNG"));
    let paths = [&old, &new].map(|p| p.display().to_string());
    assert_eq!(chancery(&["diff", &paths[0], &paths[1], "--figure", "changes.doc"]).status, 2);
}

const PORTS: &str = r#"Dossier(
    format: 1, title: "Ports",
    sources: [(id: "gazette", title: "The Gazette")],
    entities: [
        (id: "north", kind: "organisation", name: "North Port", claims: [(source: "gazette", at: "p. 1")]),
        (id: "south", kind: "organisation", name: "South Port"),
        (id: "east", kind: "organisation", name: "East Port"),
    ],
    relations: [
        (from: "north", kind: "proposed", to: "south", when: "2015"),
    ],
)
"#;

/// Merges and yields status, messages and the result.
fn merge(base: &str, ours: &str, theirs: &str) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let files = [("base", base), ("ours", ours), ("theirs", theirs)];
    let paths = files.map(|(name, text)| write(folder.path(), name, text).display().to_string());
    let ran = chancery(&["merge-driver", &paths[0], &paths[1], &paths[2], "notes.ron"]);
    (ran.status, ran.err, std::fs::read_to_string(&paths[1]).unwrap())
}

fn differs(old: &str, new: &str) -> (String, serde_json::Value) {
    let folder = tempfile::tempdir().unwrap();
    let paths = [("old.ron", old), ("new.ron", new)].map(|(n, t)| write(folder.path(), n, t).display().to_string());
    let json = chancery(&["diff", "--json", &paths[0], &paths[1]]).json(0);
    (chancery(&["diff", &paths[0], &paths[1]]).out, json)
}

#[test]
fn what_only_they_changed_is_taken_whatever_it_is_and_told_by_diff() {
    let ours = PORTS.replace("North Port", "North Harbour");
    for (from, to, told) in [
        ("title: \"Ports\",", "title: \"Ports\", include: [\"b.ron\"],", "~ included file added: b.ron\n"),
        ("\"East Port\"", "\"East Port\", shapex: /* odd */ \"y\"", "    shapex: \"y\" (was empty)\n"),
        ("when: \"2015\"", "when: \"2015\", strength: 3", "    strength: 3 (was empty)\n"),
        ("title: \"The Gazette\"", "title: \"The Gazette\", shelf: A3", "    shelf: A3 (was empty)\n"),
        ("at: \"p. 1\"", "at: \"p. 1\", page: 1", "    claim: gazette p. 1 → gazette p. 1, page: 1\n"),
        (
            "    relations:",
            "    // Who is there.\n    people: [(id: \"x\", age:  3)], // one\n    relations:",
            "~ people: [(id: \"x\", age: 3)] (was empty)\n",
        ),
        ("format: 1, ", "", "~ format: empty (was 1)\n"),
    ] {
        let theirs = PORTS.replace(from, to);
        let meant = ours.replace(from, to);
        assert_eq!(merge(PORTS, &ours, &theirs), (0, String::new(), meant.clone()), "{to}");
        assert_eq!(merge(PORTS, &theirs, &ours), (0, String::new(), meant), "{to}");
        let (text, json) = differs(PORTS, &theirs);
        assert!(text.contains(told), "{to}: {text}");
        assert_ne!(json, differs(PORTS, PORTS).1, "{to}");
        // And what they took away is gone.
        assert_eq!(merge(&theirs, &theirs.replace("South Port", "S"), PORTS).2, PORTS.replace("South Port", "S"));
    }
}

#[test]
fn what_both_changed_otherwise_is_a_conflict_with_both_values() {
    for (from, ours, theirs, told) in [
        (
            "\"East Port\"",
            "\"East Port\", shapex: 1",
            "\"East Port\", shapex: 2",
            "shapex of entity east: ours says `1`, theirs says `2`",
        ),
        (
            "    relations:",
            "    people: [1],\n    relations:",
            "    people: [2],\n    relations:",
            "people of dossier: ours says `[1]`, theirs says `[2]`",
        ),
        ("at: \"p. 1\"", "at: \"p. 1\", page: 1", "at: \"p. 1\", page: 2", "theirs says `gazette p. 1, page: 2`"),
        (
            "        (id: \"east\", kind: \"organisation\", name: \"East Port\"),\n",
            "",
            "        (id: \"east\", kind: \"organisation\", name: \"East Port\", shapex: 2),\n",
            "shapex: 2",
        ),
    ] {
        let (ours, theirs) = (PORTS.replace(from, ours), PORTS.replace(from, theirs));
        let (status, told_of, text) = merge(PORTS, &ours, &theirs);
        assert_eq!(status, 1, "{told_of}");
        assert!(told_of.contains(told) && text.contains("CONFLICT"), "{told_of}\n{text}");
        assert_eq!(merge(PORTS, &theirs, &ours).0, 1);
    }
}

#[test]
fn includes_of_both_sides_come_together_in_an_order_that_one_of_them_gave() {
    let with = |list: &str| PORTS.replace("title: \"Ports\",", &format!("title: \"Ports\", include: [{list}],"));
    let base = with("\"a.ron\", \"b.ron\"");
    let merged = |ours: &str, theirs: &str| {
        let (status, told, text) = merge(&base, &with(ours), &with(theirs));
        let list = text.split_once("include: [").unwrap().1.split_once(']').unwrap().0.replace('"', "");
        (status, told, list)
    };
    let clean = |list: &str| (0, String::new(), list.to_owned());
    let (one, two) = ("\"a.ron\", \"x.ron\", \"b.ron\"", "\"a.ron\", \"b.ron\", \"y.ron\"");
    assert_eq!(merged(one, two), clean("a.ron, x.ron, b.ron, y.ron"));
    assert_eq!(merged(two, one), clean("a.ron, x.ron, b.ron, y.ron"));
    assert_eq!(merged("\"b.ron\", \"a.ron\"", two), clean("b.ron, y.ron, a.ron"));
    assert_eq!(merged(two, "\"b.ron\", \"a.ron\""), clean("b.ron, y.ron, a.ron"));
    assert_eq!(merged("\"b.ron\"", two), clean("b.ron, y.ron"));
    let (text, _) = differs(&base, &with("\"b.ron\", \"a.ron\""));
    assert!(text.contains("included file: a.ron, b.ron → b.ron, a.ron"), "{text}");
    let three = |list: &str| with(list);
    let base = three("\"a.ron\", \"b.ron\", \"c.ron\"");
    let (ours, theirs) = (three("\"b.ron\", \"a.ron\", \"c.ron\""), three("\"a.ron\", \"c.ron\", \"b.ron\""));
    let (status, told, _) = merge(&base, &ours, &theirs);
    assert!(status == 1 && told.contains("include of dossier"), "{told}");
}

#[test]
fn what_stands_in_the_result_cites_what_is_there() {
    let cited = "claims: [(source: \"gazette\", at: \"p. 1\")]";
    let without = PORTS.replace(&format!(", {cited}"), "").replace("(id: \"gazette\", title: \"The Gazette\")", "");
    let quoted = PORTS.replace("at: \"p. 1\"", "at: \"p. 1\", quote: \"so\"");
    let view = |id: &str| PORTS.replace("\n)\n", &format!("\n    views: [(name: \"v\", focus: \"{id}\")],\n)\n"));
    let no_east = PORTS.replace("        (id: \"east\", kind: \"organisation\", name: \"East Port\"),\n", "");
    for (ours, theirs, what) in [
        (&without, &quoted, "we removed it, but the entity north cites it"),
        (&quoted, &without, "they removed it, but the entity north cites it"),
        (&no_east, &view("east"), "we removed it, but the view v cites it"),
        (&view("east"), &no_east, "they removed it, but the view v cites it"),
    ] {
        let (status, told, text) = merge(PORTS, ours, theirs);
        assert!(status == 1 && told.contains(what), "{what}: {told}\n{text}");
        let folder = tempfile::tempdir().unwrap();
        let result = write(folder.path(), "result.ron", &text).display().to_string();
        let checked = chancery(&["check", &result]);
        assert!(checked.status == 0 && !checked.out.contains("there is no entity"), "{}\n{text}", checked.out);
    }
}

#[test]
fn comments_of_theirs_come_along_or_are_a_conflict() {
    let ours = PORTS.replace("North Port", "North Harbour");
    let theirs = PORTS
        .replace("        (id: \"south\"", "        // The oldest.\n        (id: \"south\"")
        .replace("name: \"East Port\"),", "name: \"East Port\"), // far away")
        .replace("Dossier(", "// Of the ports.\nDossier(");
    let meant = theirs.replace("North Port", "North Harbour");
    assert_eq!(merge(PORTS, &ours, &theirs), (0, String::new(), meant));
    let added = PORTS.replace(
        "    ],\n    relations",
        "        // New.\n        (id: \"west\", kind: \"organisation\", name: \"West\", odd:  [1,\n            2]), // so\n    ],\n    relations",
    );
    let meant = added.replace("North Port", "North Harbour");
    assert_eq!(merge(PORTS, &ours, &added), (0, String::new(), meant));
    let both = PORTS.replace("name: \"North Port\",", "name: \"North Port\", // why\n            note: \"n\",");
    let (status, told, text) = merge(PORTS, &ours, &both);
    assert!(text.contains("// why") || (status == 1 && told.contains("// why")), "{told}\n{text}");
}
