//! `chancery check`: every problem, with its place; what programs read; what a terminal is spared.

use super::{EXAMPLE, chancery};

/// Each wrong line says in its comment which code it earns.
const TEN: &str = r#"Dossier(
    format: 1,
    title: "Ten things wrong",
    sources: [(id: "paper", title: "Paper")],
    entities: [
        (id: "a", kind: "state", name: "A", claims: [(source: "paper")]),
        (id: "a", kind: "state", name: "A", claims: [(source: "paper")]), // duplicate-id
        (id: "b", kind: "stat", name: "B", claims: [(source: "paper")]), // unknown-kind
        (id: "c", kind: "state", name: "C", when: "2015/10/01", claims: [(source: "paper")]), // bad-date
        (id: "d", kind: "state", name: "D", colour: "red", claims: [(source: "paper")]), // unknown-field
        (id: "e", kind: "state", claims: [(source: "paper")]), // missing-field
        (id: "f g", kind: "state", name: "F", claims: [(source: "paper")]), // bad-id
        (id: "h", kind: "state", name: 7, claims: [(source: "paper")]), // wrong-type
        (id: "i", kind: "state", name: "I", status: perhaps, claims: [(source: "paper")]), // bad-value
        (id: "japan", kind: "state", name: "J", claims: [(source: "papr")]), // missing-source
    ],
    relations: [
        (from: "a", kind: "partner_of", to: "jpan", claims: [(source: "paper")]), // unknown-id
        (from: "a", kind: "partner_of", to: "japan", weight: 1e999, claims: [(source: "paper")]), // not-finite
    ],
)
"#;

fn write(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.ron");
    std::fs::write(&path, text).unwrap();
    (folder, path.display().to_string())
}

#[test]
fn a_file_with_ten_problems_lists_all_of_them() {
    let (_folder, path) = write(TEN);
    let ran = chancery(&["check", "--json", &path]);
    let found = ran.json(1);
    let expected: Vec<(u64, &str)> =
        TEN.lines().zip(1..).filter_map(|(line, number)| Some((number, line.split_once("// ")?.1))).collect();
    assert!(expected.len() >= 10);
    for (line, code) in &expected {
        let rows: Vec<_> = found.as_array().unwrap().iter().filter(|row| row["line"] == *line).collect();
        assert!(rows.iter().any(|row| row["code"] == *code), "line {line} should be {code}: {rows:?}");
        assert!(rows.iter().all(|row| row["column"].as_u64().is_some_and(|column| column >= 1)));
    }
    let text = chancery(&["check", &path]);
    assert_eq!(text.status, 1);
    for (line, code) in expected {
        assert!(text.out.contains(&format!("[{code}]")), "{code} in {}", text.out);
        assert!(text.out.contains(&format!("notes.ron:{line}:")), "line {line} in {}", text.out);
    }
    assert!(text.out.contains("did you mean `japan`"), "{}", text.out);
}

#[test]
fn json_rows_have_the_keys_that_programs_rely_on() {
    let (_folder, path) = write(TEN);
    for row in chancery(&["check", &path, "--json"]).json(1).as_array().unwrap() {
        let mut keys: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort();
        assert_eq!(keys, ["code", "column", "file", "help", "line", "message", "severity"]);
        assert!(["error", "warning", "note"].contains(&row["severity"].as_str().unwrap()));
    }
}

#[test]
fn strictness_decides_whether_warnings_count() {
    let (_folder, path) = write(
        r#"Dossier(format: 1, title: "T", sources: [(id: "s", title: "S")],
        entities: [(id: "a", kind: "state", name: "A", colour: "red", claims: [(source: "s")])])"#,
    );
    let ran = chancery(&["check", &path]);
    assert_eq!(ran.status, 0, "an unknown field is a warning: {}", ran.out);
    assert!(ran.out.contains("1 warning"), "{}", ran.out);
    assert_eq!(chancery(&["check", "--strict", &path]).status, 1);
}

#[test]
fn the_example_has_no_errors_and_several_files_are_checked_at_once() {
    let ran = chancery(&["check", EXAMPLE]);
    assert_eq!(ran.status, 0, "{}", ran.out);
    let (_folder, path) = write(TEN);
    let ran = chancery(&["check", EXAMPLE, &path]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("notes.ron: "), "{}", ran.out);
}

#[test]
fn what_cannot_be_read_is_an_error_and_no_panic() {
    let (folder, _) = write("");
    let there = |name: &str| folder.path().join(name).display().to_string();
    for path in [there("missing.ron"), there("notes.ron"), folder.path().display().to_string(), "example:none".into()] {
        let ran = chancery(&["check", "--json", &path]);
        let rows = ran.json(1);
        assert_eq!(rows.as_array().unwrap().len(), 1, "{path}: {rows}");
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
    }
}

#[test]
fn hostile_text_cannot_steer_the_terminal() {
    let (_folder, path) = write(
        "Dossier(format: 1, title: \"T\", entities: [(id: \"a\u{1b}[2J\u{202e}\", kind: \"st\u{7}ate\u{202e}\", name: \"\u{9b}31m\")])",
    );
    for arguments in [&["check", &path][..], &["check", "--json", &path], &["info", &path], &["info", "--json", &path]]
    {
        let ran = chancery(arguments);
        for text in [&ran.out, &ran.err] {
            let steering = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
            assert!(!text.contains(steering), "{arguments:?}: {text:?}");
        }
    }
}

/// Views whose filters are wrong, each in one way.
const FILTERS: &str = r#"Dossier(
    format: 1,
    title: "Filters",
    sources: [(id: "paper", title: "Paper")],
    entities: [(id: "japan", kind: "state", name: "Japan", claims: [(source: "paper")])],
    views: [
        (name: "good", filter: "ends:japan OR \"cyber crime\""),
        (name: "entity", filter: "\"cyber crime\" OR ends:jpan"),
        (name: "kind", filter: r"kind:stat"),
        (name: "field", filter: "statsu:actual"),
        (name: "bracket", filter: "has:(to:japan"),
    ],
)
"#;

#[test]
fn a_filter_that_is_wrong_is_told_as_query_tells_it() {
    let (_folder, path) = write(FILTERS);
    let ran = chancery(&["check", "--json", &path]);
    let rows = ran.json(0);
    let rows = rows.as_array().unwrap();
    let filters = ["good", "entity", "kind", "field", "bracket"].map(|name| {
        let (line, number) =
            FILTERS.lines().zip(1_u64..).find(|(line, _)| line.contains(&format!("\"{name}\""))).unwrap();
        (name, line, number)
    });
    let blamed = [("entity", "jpan"), ("kind", "stat"), ("field", "statsu"), ("bracket", "(to")];
    assert_eq!(rows.len(), blamed.len(), "{rows:?}");
    for (name, needle) in blamed {
        let (_, line, number) = filters.iter().find(|(of, ..)| *of == name).unwrap();
        let row =
            rows.iter().find(|row| row["line"] == *number).unwrap_or_else(|| panic!("nothing of {name}: {rows:?}"));
        assert_eq!((row["code"].as_str(), row["severity"].as_str()), (Some("bad-filter"), Some("warning")), "{row}");
        let column = line.rfind(needle).unwrap() as u64 + 1;
        assert_eq!(row["column"], column, "{row}");
        // Message and mend are those of `query`.
        let written = line.split_once("filter: ").unwrap().1.trim_end_matches("),").trim_start_matches('r');
        let question = written[1..written.len() - 1].replace("\\\"", "\"");
        let asked = chancery(&["query", &path, &question]);
        assert_eq!(asked.status, 2, "{}", asked.out);
        let message = row["message"].as_str().unwrap();
        let said = message.strip_prefix(&format!("the filter of the view `{name}`: ")).unwrap();
        assert!(asked.err.contains(said), "{message} in {}", asked.err);
        assert!(asked.err.contains(row["help"].as_str().unwrap()), "{row} in {}", asked.err);
    }
    assert_eq!(chancery(&["check", "--strict", &path]).status, 1);
    let told = chancery(&["check", &path]);
    assert!(
        told.out.contains("warning[bad-filter]: the filter of the view `entity`") && told.out.contains("^^^^"),
        "{}",
        told.out
    );
}
