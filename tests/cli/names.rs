//! How written names tie to records, and how they are found: `edit add line` and `figure --focus`.

use std::fs;

use super::chancery;

/// The relation that a line brings to a dossier of these entities (id and name), or what is told.
fn tied(entities: &[(&str, &str)], line: &str) -> Result<Vec<String>, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("names.ron");
    let mut text = String::from("Dossier(format: 1, title: \"T\", entities: [\n");
    for (id, name) in entities.iter().chain(&[("b", "Bert")]) {
        text += &format!("(id: \"{id}\", kind: \"person\", name: \"{name}\"),\n");
    }
    text += "],\n)\n";
    fs::write(&path, &text).unwrap();
    let ran = chancery(&["edit", path.to_str().unwrap(), "add", "line", line]);
    if ran.status != 0 {
        assert_eq!(fs::read_to_string(&path).unwrap(), text, "nothing is written");
        return Err(ran.err);
    }
    let after = fs::read_to_string(&path).unwrap();
    let ties = after.lines().filter(|line| line.contains("from: "));
    Ok(ties.map(|line| line.split('"').skip(1).step_by(2).take(3).collect::<Vec<_>>().join(" ")).collect())
}

#[test]
fn a_line_ties_to_the_exact_name_first() {
    let mullers = [("m1", "Müller"), ("m2", "Muller")];
    for (line, tie) in [
        ("Muller -> knows -> Bert", "m2 knows b"),
        ("Müller -> knows -> Bert", "m1 knows b"),
        ("Mu\u{308}ller -> knows -> BERT", "m1 knows b"),
        ("m2 -> knows -> Bert", "m2 knows b"),
    ] {
        assert_eq!(tied(&mullers, line).unwrap(), [tie], "{line}");
        let turned = [mullers[1], mullers[0]];
        assert_eq!(tied(&turned, line).unwrap(), [tie], "in the other order: {line}");
    }
    assert_eq!(tied(&mullers[..1], "MULLER -> knows -> Bert").unwrap(), ["m1 knows b"]);
}

#[test]
fn several_that_are_meant_are_told_with_their_ids() {
    for (entities, line) in [
        ([("m1", "Müller"), ("m2", "Muller")], "muller -> knows -> Bert"),
        ([("m1", "Georgia"), ("m2", "Georgia")], "Georgia -> knows -> Bert"),
        ([("m1", "Ёлка"), ("m2", "елка")], "Bert -> knows -> ЕЛКА"),
        ([("m1", "Αθήνα"), ("m2", "Αθηνα")], "Bert -> knows -> ΑΘΗΝΑ"),
    ] {
        let told = tied(&entities, line).unwrap_err();
        for says in ["m1", "m2", entities[0].1, entities[1].1, "write the id"] {
            assert!(told.contains(says), "{line}: {told}");
        }
    }
    let told = tied(&[("m1", "Müller")], "Muller: person").unwrap_err();
    assert!(told.contains("already exists, as “Müller” (m1)"), "{told}");
}

#[test]
fn vowel_signs_tone_marks_and_symbols_are_letters() {
    for (there, typed) in [
        ("भारत", "भरत"),
        ("की", "कि"),
        ("ที่", "ที"),
        ("がく", "かく"),
        ("パリ", "バリ"),
        ("🦊", "🐻"),
        ("👍🏽", "👍🏿"),
        ("★", "☆"),
        ("שָׁלוֹם", "שלום"),
        ("علي", "علی"),
        ("Saʿd", "Sad"),
        ("C++", "C"),
    ] {
        let ties = tied(&[("there", there)], &format!("\"{typed}\" -> knows -> Bert")).unwrap();
        assert!(ties.len() == 1 && !ties[0].contains("there"), "{typed} is not {there}: {ties:?}");
        let ties = tied(&[("there", there)], &format!("\"{there}\" -> knows -> Bert")).unwrap();
        assert_eq!(ties, ["there knows b"]);
    }
    let ties = tied(&[], "🐻 -> knows -> 🦊").unwrap();
    let ends: Vec<&str> = ties[0].split(' ').collect();
    assert_ne!(ends[0], ends[2], "two signs are two things: {ties:?}");
    for (there, typed) in [("Việt Nam", "viet nam"), ("Đà Nẵng", "da nang"), ("Łódź", "lodz"), ("straße", "STRASSE")]
    {
        assert_eq!(tied(&[("there", there)], &format!("{typed} -> knows -> Bert")).unwrap(), ["there knows b"]);
    }
}

#[test]
fn a_search_finds_what_people_write_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let (path, out) = (folder.path().join("search.ron"), folder.path().join("o.svg"));
    let names = ["שָׁלוֹם", "علي", "كريم", "Saʿd", "Əli", "Łódź", "Ｔｏｋｙｏ"];
    let row = |(n, name): (usize, &&str)| format!("(id: \"n{n}\", kind: \"person\", name: \"{name}\"),");
    let rows: String = names.iter().enumerate().map(row).collect();
    fs::write(&path, format!("Dossier(format: 1, title: \"T\", entities: [{rows}])")).unwrap();
    for (n, typed) in ["שלום", "علی", "کریم", "Sad", "Eli", "lodz", "tokyo"].into_iter().enumerate() {
        let ran = chancery(&["figure", path.to_str().unwrap(), "-o", out.to_str().unwrap(), "--focus", typed]);
        assert!(ran.err.contains(&format!("did you mean `n{n}`")), "{typed}: {}", ran.err);
    }
}

#[test]
fn letters_that_no_font_has_are_told_by_figure_and_check() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let text = r#"Dossier(format: 1, title: "Letters", entities: [(id: "a", kind: "state", name: "𓀀 of Egypt")])"#;
    std::fs::write(path("a.ron"), text).unwrap();
    let ran = chancery(&["figure", &path("a.ron"), "-o", &path("a.svg")]);
    assert!(ran.status == 0 && ran.err.contains("note: no built-in font has 𓀀 (U+13000)"), "{}", ran.err);
    let ran = chancery(&["check", "--strict", &path("a.ron")]);
    assert!(ran.status == 0 && ran.out.contains("no-letter") && ran.out.contains("a.ron:1:80"), "{}", ran.out);
    // All letters of the examples can be drawn.
    let ran = chancery(&["check", super::EXAMPLE]);
    assert!(!ran.out.contains("no-letter"), "{}", ran.out);
}
