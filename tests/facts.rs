//! The built-in example against the facts it tells, row by row and in both directions: what the
//! table says is in the example, and the example says nothing else. The table is `data/facts.txt`,
//! typed by hand; nothing here is read from the example's own text.

use std::collections::{BTreeMap, BTreeSet};

use chancery::dossier::document::{EXAMPLES, open_example};
use chancery::dossier::model::{Basis, Claim, Dossier, FileIndex, Status, When};

const TABLE: &str = include_str!("data/facts.txt");
const ARTICLE: &str = "beat-2015";
/// Source of names in other languages; cited by both files.
const NAMES: &str = "names";

fn example() -> Dossier {
    let example = EXAMPLES.iter().find(|e| e.name == "asean-japan").expect("the example is built in");
    let document = open_example(example);
    let problems: Vec<String> = document.problems.iter().map(|p| p.to_text()).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    document.dossier
}

/// Lines of one section of the table, cut at the bars.
fn section(name: &str) -> Vec<Vec<&'static str>> {
    let mut inside = false;
    let mut rows = Vec::new();
    for line in TABLE.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if line.starts_with('[') {
            inside = line == format!("[{name}]");
        } else if inside {
            rows.push(line.split(" | ").map(str::trim).collect());
        }
    }
    assert!(!rows.is_empty(), "no section [{name}]");
    rows
}

/// What one claim says, with the record it stands in, as one line of text that can be compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    /// Entity id, or START > END.
    record: String,
    kind: String,
    date: String,
    found: String,
    status: String,
    source: String,
    at: String,
    basis: String,
    rating: String,
    about: String,
}

fn or_dash(text: Option<&str>) -> String {
    text.unwrap_or("-").to_owned()
}

/// The table's claims, each with the facts it stands for.
fn expected() -> Vec<(Line, String)> {
    let mut lines = Vec::new();
    for row in section("claims") {
        assert!(row.len() == 10 || row.len() == 11, "ten or eleven columns: {row:?}");
        let records: Vec<String> = match row[1].split_once(" > ") {
            Some((from, ends)) => ends.split(", ").map(|to| format!("{from} > {to}")).collect(),
            None => vec![row[1].to_owned()],
        };
        for record in records {
            for at in row[6].split(" + ") {
                let line = Line {
                    record: record.clone(),
                    kind: row[2].to_owned(),
                    date: row[3].to_owned(),
                    found: row[4].to_owned(),
                    status: row[5].to_owned(),
                    at: at.to_owned(),
                    basis: row[7].to_owned(),
                    rating: row[8].to_owned(),
                    about: row[9].to_owned(),
                    source: row.get(10).copied().unwrap_or(ARTICLE).to_owned(),
                };
                lines.push((line, row[0].to_owned()));
            }
        }
    }
    lines
}

fn basis_in_words(basis: &Basis) -> String {
    match basis {
        Basis::Stated => "stated".to_owned(),
        Basis::Reported { by, to: None } => format!("said by {by}"),
        Basis::Reported { by, to: Some(to) } => format!("said by {by} to {to}"),
        Basis::Inferred { how, .. } => {
            assert!(how.len() > 10, "whoever infers says how, not {how:?}");
            "worked out".to_owned()
        }
        Basis::Judgement { by: None } => "author's reading".to_owned(),
        Basis::Judgement { by: Some(by) } => format!("reading of {by}"),
    }
}

fn lines_of(record: &str, kind: &str, when: Option<&When>, status: Status, claims: &[Claim]) -> Vec<Line> {
    assert!(!claims.is_empty(), "{record} has no claim");
    let found = match when {
        None => "-",
        Some(When { inferred: None, .. }) => "given",
        Some(When { inferred: Some(_), .. }) => "worked out",
    };
    let line = |claim: &Claim| Line {
        record: record.to_owned(),
        kind: kind.to_owned(),
        date: or_dash(when.map(|w| w.date.written())),
        found: found.to_owned(),
        status: status.word().to_owned(),
        source: claim.source.to_string(),
        at: or_dash(claim.at.as_deref()),
        basis: basis_in_words(&claim.basis),
        rating: claim.rating.map_or("-".to_owned(), |r| r.text()),
        about: or_dash(claim.about.as_deref()),
    };
    claims.iter().map(line).collect()
}

/// The example's claims.
fn found(dossier: &Dossier) -> Vec<Line> {
    let mut lines = Vec::new();
    for (_, e) in dossier.entities() {
        lines.extend(lines_of(e.id.as_str(), &e.kind, e.when.as_ref(), e.status, &e.claims));
    }
    for (_, _, _, r) in dossier.relations() {
        let record = format!("{} > {}", r.from, r.to);
        lines.extend(lines_of(&record, &r.kind, r.when.as_ref(), r.status, &r.claims));
    }
    lines
}

#[test]
fn every_fact_has_its_row_in_the_table() {
    let mut seen = BTreeSet::new();
    for part in ["claims", "sources", "names", "marks", "numbers"] {
        seen.extend(section(part).into_iter().flat_map(|row| row[0].split(' ').collect::<Vec<_>>()));
    }
    let wanted: BTreeSet<String> =
        (1..=99).map(|n| format!("F{n:02}")).chain((1..=14).map(|n| format!("B{n:02}"))).collect();
    let seen: BTreeSet<String> = seen.into_iter().map(str::to_owned).collect();
    assert_eq!(seen, wanted);
}

#[test]
fn the_example_says_what_the_table_says_and_nothing_else() {
    let mut open: BTreeMap<Line, i32> = BTreeMap::new();
    for line in found(&example()) {
        *open.entry(line).or_default() += 1;
    }
    let mut wrong = Vec::new();
    for (line, facts) in expected() {
        match open.get_mut(&line).filter(|n| **n > 0) {
            Some(n) => *n -= 1,
            None => wrong.push(format!("{facts} is not in the example: {line:?}")),
        }
    }
    wrong.extend(open.iter().filter(|(_, n)| **n > 0).map(|(line, n)| format!("{n} × in no row: {line:?}")));
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn sessions_have_their_number_in_the_series() {
    let dossier = example();
    let numbered: BTreeSet<(String, String, u32)> = dossier
        .relations()
        .filter_map(|(_, _, _, r)| Some((format!("{} > {}", r.from, r.to), r.kind.clone(), r.ordinal?)))
        .collect();
    let wanted: BTreeSet<(String, String, u32)> = section("numbers")
        .into_iter()
        .map(|row| (row[1].to_owned(), row[2].to_owned(), row[3].parse().expect("a number")))
        .collect();
    assert_eq!(numbered, wanted);
}

#[test]
fn who_is_unnamed_or_only_implied_is_marked_so_and_nobody_else() {
    let dossier = example();
    let mut marked = BTreeSet::new();
    for (_, e) in dossier.entities() {
        marked.extend(e.unnamed.then(|| (e.id.to_string(), "unnamed".to_owned())));
        marked.extend(e.implied.then(|| (e.id.to_string(), "implied".to_owned())));
    }
    let wanted: BTreeSet<(String, String)> =
        section("marks").into_iter().map(|row| (row[1].to_owned(), row[2].to_owned())).collect();
    assert_eq!(marked, wanted);
}

#[test]
fn two_names_of_one_thing_are_one_entity() {
    let dossier = example();
    for row in section("names") {
        let (id, name) = (row[1], row[2]);
        let lang = (row[3] != "-").then_some(row[3]);
        let bears = |e: &chancery::dossier::model::Entity| {
            e.name == name || e.names.iter().any(|n| n.text == name && (lang.is_none() || n.lang.as_deref() == lang))
        };
        let bearers: Vec<&str> = dossier.entities().filter(|(_, e)| bears(e)).map(|(_, e)| e.id.as_str()).collect();
        assert_eq!(bearers, [id], "who is called {name}");
    }
}

#[test]
fn the_article_is_dated_as_far_as_can_be_worked_out() {
    let dossier = example();
    for row in section("sources") {
        let source = dossier.sources.iter().find(|s| s.id.as_str() == row[1]).expect(row[1]);
        assert_eq!(source.published.as_ref().map(|d| d.written()), Some(row[2]));
        assert_eq!(source.published_inferred.is_some(), row[3] == "worked out");
    }
}

#[test]
fn background_rests_on_sources_of_its_own_and_lies_in_its_own_file() {
    let dossier = example();
    let background = dossier.files.iter().position(|f| f.path == "background.ron").expect("the file of background");
    let check = |record: &str, file: FileIndex, claims: &[Claim]| {
        for claim in claims.iter().filter(|c| c.source.as_str() != NAMES) {
            let from_article = claim.source.as_str() == ARTICLE;
            let in_background = usize::from(file.0) == background;
            assert!(from_article != in_background, "{record} cites {} in the wrong file", claim.source);
        }
    };
    for (_, e) in dossier.entities() {
        check(e.id.as_str(), e.file, &e.claims);
    }
    for (_, _, _, r) in dossier.relations() {
        check(r.id.as_str(), r.file, &r.claims);
    }
}

#[test]
fn quotations_are_short() {
    let dossier = example();
    let claims = dossier.entities().flat_map(|(_, e)| &e.claims);
    let claims = claims.chain(dossier.relations().flat_map(|(_, _, _, r)| &r.claims));
    let quotes: Vec<&String> = claims.filter_map(|c| c.quote.as_ref()).collect();
    assert!(!quotes.is_empty());
    for quote in quotes {
        assert!(quote.split_whitespace().count() <= 6, "{quote:?} is more than a few words");
    }
}
