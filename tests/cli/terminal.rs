//! What a terminal and a spreadsheet are spared: unseen characters, formulas, endless lines.

use super::{chancery, run};

fn folder(name: &str, text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    (folder, path.display().to_string())
}

/// Characters that are not seen or turn what is.
const UNSEEN: &str = "\u{61c}\u{2028}\u{2029}\u{2060}\u{ad}\u{e0041}\u{200b}\u{200d}\u{202e}\u{2066}\u{feff}\u{1b}[2J\u{9b}\u{7f}\u{3164}";

#[test]
fn what_is_not_seen_is_printed_as_escapes_by_every_command() {
    let text = |name: &str| {
        format!(
            "Dossier(format: 1, title: \"T{UNSEEN}t\", sources: [(id: \"s\", title: \"S{UNSEEN}\")], entities: [(id: \"a\", kind: \"k{UNSEEN}\", \
             name: \"{name}{UNSEEN}\", claims: [(source: \"{UNSEEN}\")])], views: [(name: \"v{UNSEEN}\")], unknown{UNSEEN}: 1)"
        )
    };
    let (folder, path) = folder("notes.ron", &text("A"));
    let good = text("A").replace(&format!(", unknown{UNSEEN}: 1"), "");
    let other = good.replace("name: \"A", "name: \"B");
    for (name, text) in [("good.ron", &good), ("other.ron", &other)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let at = |name: &str| folder.path().join(name).display().to_string();
    let odd = at(&format!("no{UNSEEN}file.ron"));
    let flag = format!("--no{UNSEEN}flag");
    for arguments in [
        vec!["check", &path],
        vec!["check", "--json", &path],
        vec!["info", &at("good.ron")],
        vec!["info", "--json", &at("good.ron")],
        vec!["diff", &at("good.ron"), &at("other.ron")],
        vec!["diff", "--json", &at("good.ron"), &at("other.ron")],
        vec!["diff", "--textconv", &at("good.ron")],
        vec!["edit", &at("good.ron"), "set", "a", "name=C", "--dry-run"],
        vec!["edit", &at("good.ron"), "set", UNSEEN, "name=C"],
        vec!["edit", &at("good.ron"), "set", "a", &format!("{UNSEEN}=C")],
        vec!["edit", &at("good.ron"), "add", "entity", &format!("({UNSEEN})")],
        vec!["fmt", "--check", &at("good.ron")],
        vec!["figure", &at("good.ron"), "-o", "x.svg", "--view", UNSEEN, "--despite-errors"],
        vec!["figure", &at("good.ron"), "-o", &format!("x.{UNSEEN}")],
        vec!["layout", &at("good.ron"), "-o", "-", "--layout", UNSEEN],
        vec!["check", &odd],
        vec!["info", &odd],
        vec!["check", &flag],
        vec![&flag],
    ] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_chancery"));
        let ran = run(command.args(&arguments).current_dir(folder.path()));
        for printed in [&ran.out, &ran.err] {
            let unseen = |c: char| c != '\n' && (c.is_control() || UNSEEN.replace(['[', '2', 'J'], "").contains(c));
            assert!(!printed.contains(unseen), "{arguments:?}: {printed:?}");
        }
    }
    let said = chancery(&["check", &path]).out;
    assert!(said.contains("\\u{202e}") && said.contains("\\u{e0041}"), "{said}");
    // What scripts are spelt with stays.
    let persian = good.replace("name: \"A", "name: \"می\u{200c}خواهم");
    std::fs::write(folder.path().join("other.ron"), persian).unwrap();
    let said = chancery(&["diff", &at("good.ron"), &at("other.ron")]).out;
    assert!(said.contains("می\u{200c}خواهم"), "{said}");
}

#[test]
fn a_formula_in_a_table_is_text_unless_raw() {
    let graph = "<graphml><graph edgedefault=\"directed\"><node id=\"=cmd|&apos;/c calc&apos;!A1\"/><node id=\"+1+1\"/>\
                 <node id=\"@SUM(1)\"/><node id=\"-2\"/><node id=\"a,b\"/><node id=\"plain\"/></graph></graphml>";
    let (_folder, path) = folder("graph.graphml", graph);
    let names = |arguments: &[&str]| -> Vec<String> {
        let ran = chancery(&[&["layout", &path, "-o", "-"], arguments].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
        let mut rows = csv::Reader::from_reader(ran.out.as_bytes());
        rows.records().map(|row| row.unwrap()[0].to_owned()).collect()
    };
    assert_eq!(names(&[]), ["'=cmd|'/c calc'!A1", "'+1+1", "'@SUM(1)", "'-2", "a,b", "plain"]);
    assert_eq!(names(&["--boxes", "--raw"]), ["=cmd|'/c calc'!A1", "+1+1", "@SUM(1)", "-2", "a,b", "plain"]);
    let (_folder, path) = folder(
        "notes.ron",
        "Dossier(format: 1, title: \"T\", entities: [(id: \"=1+1\", kind: \"state\", name: \"A\")])",
    );
    let ran = chancery(&["layout", &path, "-o", "-"]);
    assert!(ran.out.contains("\n'=1+1,"), "{} {}", ran.out, ran.err);
}

#[test]
fn a_line_of_megabytes_is_cut_around_its_problem() {
    let long = "x".repeat(3 << 20);
    for text in [
        format!(
            "Dossier(format: 1, title: \"{long}\", entities: [(id: \"a\", kind: \"nope\", name: \"A\", note: \"{long}\")])"
        ),
        format!(
            "Dossier(format: 1, title: \"T\", entities: [(id: \"a\", kind: \"state\", name: \"A\", when: \"{long}\")])"
        ),
        format!("Dossier(format: 1, title: \"T\", {long}: 1)"),
        format!("Dossier(format: 1, title: \"T\", entities: [(id: \"{long}\", kind: \"{long}\", name: \"A\")])"),
    ] {
        let (_folder, path) = folder("notes.ron", &text);
        let ran = chancery(&["check", &path]);
        assert!(ran.out.len() < 20_000, "{} bytes", ran.out.len());
        assert!(ran.out.contains("…"), "{}", ran.out);
        assert!(chancery(&["check", "--json", &path]).out.len() < 20_000);
    }
}
