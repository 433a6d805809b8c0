//! Dates as the command line shows and takes them: before our era, out of range, mends and doubts.

use super::{Ran, chancery};

/// A dossier with one event a date.
fn dossier(dates: &[&str]) -> (tempfile::TempDir, String) {
    let events: String = dates
        .iter()
        .enumerate()
        .map(|(n, date)| format!("    (id: \"e{n}\", kind: \"event\", name: \"E{n}\", when: \"{date}\"),\n"))
        .collect();
    let text = format!("Dossier(format: 1, title: \"Dates\", entities: [\n{events}])\n");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dates.ron");
    std::fs::write(&path, text).unwrap();
    (folder, path.display().to_string())
}

/// The rows of a code, with the line they are about.
fn rows(ran: &Ran, code: &str) -> Vec<(u64, String, String)> {
    let rows: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    let found = rows.as_array().unwrap().iter().filter(|row| row["code"] == code);
    found.map(|row| (row["line"].as_u64().unwrap(), text(row, "message"), text(row, "help"))).collect()
}

#[test]
fn years_before_our_era_stand_at_their_place_and_are_called_so() {
    let (folder, path) = dossier(&["-0752", "-0043-03-15", "0000", "2020", "../0100", "Y-20000"]);
    let info = chancery(&["info", &path]);
    assert!(info.out.contains("dates from 1 January 20001 BC to 31 December 2020"), "{}", info.out);
    let json = chancery(&["info", &path, "--json"]).json(0);
    assert_eq!((json["earliest"].as_str(), json["latest"].as_str()), (Some("-20000-01-01"), Some("2020-12-31")));
    let out = folder.path().join("axis.svg").display().to_string();
    for as_of in ["-0043", "-0043-03-15", "0000", "Y-20000", "[2013..2015]/..", "/-0100", "-0499/-0399", "2015~"] {
        let ran = chancery(&["figure", &path, "--layout", "timeline", "-o", &out, "--as-of", as_of]);
        assert_eq!(ran.status, 0, "{as_of}: {}", ran.err);
    }
    let (folder, path) = dossier(&["-0752", "-0043-03-15", "0000", "0800", "2020"]);
    let out = folder.path().join("axis.svg").display().to_string();
    assert_eq!(chancery(&["figure", &path, "--layout", "timeline", "-o", &out]).status, 0);
    let svg = std::fs::read_to_string(&out).unwrap();
    let shown = |label: &str| svg.contains(&format!(">{label}<"));
    assert!(shown("500 BC") && !shown("0") && !shown("-500") && !shown("-499"), "labels of the axis");
}

#[test]
fn what_is_no_date_gets_a_mend() {
    let samples = [
        ("2014–", "2014/.."),
        ("44 BC", "-0043"),
        ("1914-18", "1914/1918"),
        ("1914/18", "1914/1918"),
        ("before 1500", "../1500"),
        ("after 1500", "1500/.."),
        ("between 2013 and 2015", "[2013..2015]"),
        ("first half of 2016", "[2016-33,2016-34]"),
        ("H1 2016", "[2016-33,2016-34]"),
        ("early 2014", "[2014-01..2014-04]"),
        ("19th century", "18XX"),
        ("~1500", "1500~"),
        ("1500?~", "1500%"),
        ("199u", "199X"),
        ("2014/open", "2014/.."),
        ("1. Oktober 2015", "2015-10-01"),
        ("10–12 May 2014", "2014-05-10/2014-05-12"),
    ];
    let (_folder, path) = dossier(&samples.map(|(text, _)| text));
    let found = rows(&chancery(&["check", &path, "--json"]), "bad-date");
    assert_eq!(found.len(), samples.len());
    for ((text, meant), (line, _, help)) in samples.iter().zip(&found) {
        assert_eq!(*help, format!("did you mean {meant}?"), "{text}, line {line}");
        // A mend is a date itself.
        let (_folder, path) = dossier(&[meant]);
        assert_eq!(rows(&chancery(&["check", &path, "--json"]), "bad-date"), [], "{meant}");
    }
}

#[test]
fn a_span_of_years_that_is_read_as_something_else_is_noted() {
    let (_folder, path) = dossier(&["1921-22", "1933-34", "1901-02", "2014-05", "2016-33"]);
    let ran = chancery(&["check", &path, "--json"]);
    assert_eq!(ran.status, 0, "a note is no error");
    let found = rows(&ran, "ambiguous-date");
    let said: Vec<(u64, &str, &str)> = found.iter().map(|(line, what, help)| (*line, &what[..], &help[..])).collect();
    assert_eq!(
        said,
        [
            (2, "`1921-22` is read as summer 1921", "if the years are meant, write `1921/1922`"),
            (3, "`1933-34` is read as second quarter of 1933", "if the years are meant, write `1933/1934`"),
            (4, "`1901-02` is read as February 1901", "if the years are meant, write `1901/1902`"),
        ]
    );
}

#[test]
fn years_out_of_range_are_told() {
    let (_folder, path) = dossier(&["Y-2147483648", "Y99999999999", "Y200001", "Y200000", "Y-200000"]);
    let found = rows(&chancery(&["check", &path, "--json"]), "bad-date");
    assert_eq!(found.iter().map(|(line, ..)| *line).collect::<Vec<_>>(), [2, 3, 4]);
    assert!(found.iter().all(|(_, message, _)| message.contains("years range from -200000")), "{found:?}");
    let ran = chancery(&["figure", &path, "-o", "-", "--as-of", "Y-2147483648"]);
    assert!(ran.status == 2 && ran.err.contains("200000"), "{}", ran.err);
}

#[test]
fn a_set_may_stand_at_an_end_of_an_interval() {
    let (_folder, path) = dossier(&["[2013..2015]/..", "2003/[2010,2012]", "[2013..]/2016", "[2013..2015/.."]);
    let found = rows(&chancery(&["check", &path, "--json"]), "bad-date");
    assert_eq!(found.iter().map(|(line, ..)| *line).collect::<Vec<_>>(), [4, 5]);
    assert!(found.iter().all(|(.., help)| help.contains("[2013..2015]/..")), "{found:?}");
}
