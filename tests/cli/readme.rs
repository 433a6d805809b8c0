//! What the README promises.

use std::fs;

use super::chancery;

fn readme() -> String {
    fs::read_to_string("README.md").unwrap()
}

#[test]
fn the_dossier_to_start_from_has_ten_lines_and_no_problem() {
    let readme = readme();
    let block = readme
        .split("```ron\n")
        .find(|block| block.starts_with("Dossier("))
        .and_then(|rest| rest.split("```").next())
        .expect("a dossier");
    assert_eq!(block.lines().count(), 10);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.ron");
    fs::write(&path, block).unwrap();
    let ran = chancery(&["check", "--json", &path.display().to_string()]);
    assert_eq!(ran.json(0), serde_json::json!([]), "{}", ran.out);
}

#[test]
fn every_date_in_the_table_means_what_it_says() {
    use chancery::dossier::model::Date;
    let readme = readme();
    let mut seen = 0;
    for row in readme.lines().filter(|line| line.starts_with("| `\"")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        for (written, means) in [(cells[1], cells[2]), (cells[3], cells[4])] {
            let written = written.trim_matches(['`', '"']);
            let words = Date::parse(written).unwrap_or_else(|e| panic!("{written}: {e}")).in_words();
            let means = means.split(" (").next().unwrap_or_default().trim_start_matches("the year ");
            assert_eq!(words, means, "{written}");
            seen += 1;
        }
    }
    assert_eq!(seen, 20);
}

#[test]
fn the_words_of_the_grammar_are_the_words_of_the_model() {
    use chancery::dossier::model::{NameRole, Shape, Status};
    let readme = readme();
    let grammar = readme.split("```text\n").find(|block| block.contains("STATUS     ")).expect("a grammar");
    let words = Status::ALL.iter().map(|(w, _)| *w).chain(NameRole::ALL.iter().map(|(w, _)| *w));
    for word in words.chain(Shape::ALL.iter().map(|(w, _)| *w)) {
        let there = grammar.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == word);
        assert!(there, "{word} is missing from the README's grammar");
    }
}

/// What a link calls a heading.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    words.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect()
}

#[test]
fn links_within_the_repository_lead_somewhere() {
    let readme = readme();
    for link in readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        if let Some(heading) = link.strip_prefix('#') {
            let is_it = |line: &str| line.starts_with('#') && anchor(line) == heading;
            assert!(readme.lines().any(is_it), "no heading for {link}");
        } else if !link.contains("://") {
            assert!(std::path::Path::new(link).exists(), "{link}");
        }
    }
}
