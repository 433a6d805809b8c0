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
