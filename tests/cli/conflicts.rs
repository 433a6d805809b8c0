//! Unsolved conflicts that git left in a file: one problem each, whatever reads it.

use super::{chancery, run};

const CONFLICT: &str = "Dossier(format: 1, title: \"T\", entities: [
<<<<<<< ours
    (id: \"a\", kind: \"state\", name: \"A\"),
=======
    (id: \"a\", kind: \"state\", name: \"B\"),
>>>>>>> theirs
])
";

fn files(texts: &[(&str, &str)]) -> (tempfile::TempDir, impl Fn(&str) -> String + use<>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in texts {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let path = folder.path().to_owned();
    (folder, move |name: &str| path.join(name).display().to_string())
}

/// Line and message of the errors that `check` finds.
fn errors(path: &str) -> Vec<(u64, String)> {
    let rows = chancery(&["check", "--json", path]).json(1);
    let errors = rows.as_array().unwrap().iter().filter(|row| row["severity"] == "error");
    errors.map(|row| (row["line"].as_u64().unwrap(), row["message"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn a_conflict_is_one_problem_and_the_rest_is_read() {
    let wide =
        CONFLICT.replace("<<<<<<<", "<<<<<<<<<<<").replace("=======", "===========").replace(">>>>>>>", ">>>>>>>>>>>");
    let base = CONFLICT.replace("=======", "||||||| base\n    (id: \"a\", kind: \"state\", name: \"0\"),\n=======");
    let windows = CONFLICT.replace('\n', "\r\n");
    for (text, last) in [(CONFLICT, 6), (&wide, 6), (&base, 8), (&windows, 6)] {
        let (_folder, at) = files(&[("notes.ron", text)]);
        let found = errors(&at("notes.ron"));
        let [(2, message)] = &found[..] else { panic!("{found:?}") };
        assert!(
            message.starts_with(&format!("unresolved merge conflict in lines 2 to {last}: `ours`: line 3")),
            "{message}"
        );
    }
    let second = CONFLICT.replace(
        "])",
        "],\nrelations: [\n<<<<<<< x\n=======\n(from: \"a\", kind: \"borders\", to: \"a\")\n>>>>>>> y\n])",
    );
    let (_folder, at) = files(&[("notes.ron", &second)]);
    assert_eq!(errors(&at("notes.ron")).iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 9]);
    // What else is wrong is told as well.
    let (_folder, at) = files(&[("notes.ron", &CONFLICT.replace("])", "] oops: )"))]);
    assert!(errors(&at("notes.ron")).len() > 1);
    // A mark that was overlooked.
    let (_folder, at) = files(&[("notes.ron", &CONFLICT.replace("<<<<<<< ours\n", ""))]);
    let found = errors(&at("notes.ron"));
    assert!(found[0].0 == 3 && found[0].1.contains("merge conflict markers"), "{found:?}");
}

#[test]
fn every_reader_tells_of_it_and_nothing_is_written() {
    let main = "Dossier(format: 1, title: \"M\", include: [\"notes.ron\"])";
    let changes = "[\n<<<<<<< ours\nset_title(\"A\"),\n=======\nset_title(\"B\"),\n>>>>>>> theirs\n]";
    let edges = "source,target\n<<<<<<< ours\na,b\n=======\na,c\n>>>>>>> theirs\n";
    let graph = "<graphml>\n<<<<<<< ours\n<graph/>\n=======\n<graph id=\"a\"/>\n>>>>>>> theirs\n</graphml>";
    let small = "Dossier(format: 1, title: \"T\")";
    let (_folder, at) = files(&[
        ("notes.ron", CONFLICT),
        ("main.ron", main),
        ("changes.ron", changes),
        ("edges.csv", edges),
        ("graph.graphml", graph),
        ("small.ron", small),
    ]);
    let out = at("out.svg");
    for (arguments, status) in [
        (vec!["check", "notes.ron"], 1),
        (vec!["check", "main.ron"], 1),
        (vec!["info", "notes.ron"], 1),
        (vec!["fmt", "notes.ron"], 1),
        (vec!["fmt", "--check", "main.ron"], 1),
        (vec!["edit", "notes.ron", "set", "a", "name=C"], 1),
        (vec!["edit", "small.ron", "--apply", "changes.ron"], 1),
        (vec!["figure", "notes.ron", "-o", &out], 1),
        (vec!["layout", "notes.ron", "-o", &out], 1),
        (vec!["check", "edges.csv"], 1),
        (vec!["layout", "edges.csv", "-o", &out], 1),
        (vec!["check", "graph.graphml"], 1),
    ] {
        let full: Vec<String> = arguments
            .iter()
            .map(|a| if std::path::Path::new(&at(a)).exists() { at(a) } else { (*a).to_owned() })
            .collect();
        let ran = chancery(&full.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(ran.status, status, "{arguments:?}: {}", ran.err);
        let said = format!("{}{}", ran.out, ran.err);
        assert_eq!(said.matches("unresolved merge conflict in lines 2 to 6").count(), 1, "{arguments:?}: {said}");
    }
    assert!(!std::path::Path::new(&out).exists());
    assert_eq!(std::fs::read_to_string(at("notes.ron")).unwrap(), CONFLICT);
    // Between two versions of which one is not solved, git's own merge by lines goes on.
    let mut merge = std::process::Command::new(env!("CARGO_BIN_EXE_chancery"));
    let ran = run(merge.args(["merge-driver", &at("small.ron"), &at("small.ron"), &at("notes.ron")]));
    assert!(ran.err.contains("merged by lines"), "{}", ran.err);
}
