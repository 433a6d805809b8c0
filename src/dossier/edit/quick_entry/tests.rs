//! Lines as people type them.

use super::*;
use crate::dossier::edit::apply;
use crate::dossier::model::{Basis, EntityKind, Name, NameRole, Shape, Source, Vocabulary};

fn dossier() -> Dossier {
    let mut vocabulary = Vocabulary::default();
    for id in ["state", "meeting", "organisation"] {
        vocabulary.set_entity_kind(EntityKind {
            id: id.to_owned(),
            label: id.to_owned(),
            plural: format!("{id}s"),
            colour: "#000000".to_owned(),
            shape: Shape::Disc,
            icon: None,
            strong: false,
            enduring: false,
        });
    }
    for (id, label, inverse, to) in [
        ("hosts", "hosts", "is hosted by", "meeting"),
        ("takes_part_in", "takes part in", "has as participant", "meeting"),
    ] {
        vocabulary.set_relation_kind(RelationKind {
            id: id.to_owned(),
            label: label.to_owned(),
            inverse: inverse.to_owned(),
            directed: true,
            from: vec!["state".to_owned()],
            to: vec![to.to_owned()],
            enduring: false,
            single: false,
        });
    }
    let mut dossier = Dossier::new(vocabulary);
    let mut japan = Entity::new("japan", "state", "Japan");
    japan.names.push(Name { text: "Tokyo".to_owned(), lang: None, role: NameRole::Alias });
    dossier.add_entity(japan).unwrap();
    dossier.add_entity(Entity::new("asean", "organisation", "ASEAN")).unwrap();
    let mut nur = Entity::new("nur-jazlan", "organisation", "Nur Jazlan Mohamed");
    nur.names.push(Name { text: "the minister".to_owned(), lang: None, role: NameRole::Alias });
    nur.claims.push(Claim::stated("beat-2015"));
    dossier.add_entity(nur).unwrap();
    dossier.sources.push(Source::new("beat-2015"));
    dossier
}

/// The relation that a line brings, and the dossier with it.
fn relation(line: &str) -> Relation {
    let entry = parse(line, &dossier()).unwrap_or_else(|e| panic!("{line}: {} at {}", e.message, e.column));
    let relation = entry.changes.into_iter().find_map(|change| match change {
        Change::AddRelation { relation, .. } => Some(relation),
        _ => None,
    });
    relation.unwrap_or_else(|| panic!("{line} brings no relation"))
}

#[test]
fn brackets_say_who_is_quoted_and_that_a_source_denies() {
    let by = |id: &str| Basis::Reported { by: id.to_owned(), to: None };
    for (brackets, at, basis, quote, denies) in [
        ("[beat-2015 P5.1 by nur-jazlan]", Some("P5.1"), by("nur-jazlan"), None, false),
        (
            "[beat-2015 P5.1 by Nur Jazlan Mohamed \"so it is\"]",
            Some("P5.1"),
            by("nur-jazlan"),
            Some("so it is"),
            false,
        ),
        ("[beat-2015 by the minister]", None, by("nur-jazlan"), None, false),
        ("[beat-2015 p. 12 by \"the minister\" \"q\"]", Some("p. 12"), by("nur-jazlan"), Some("q"), false),
        ("[not beat-2015 P5.1]", Some("P5.1"), Basis::Stated, None, true),
        ("[not beat-2015 P5.1 by tokyo \"no\"]", Some("P5.1"), by("japan"), Some("no"), true),
        ("[beat-2015 \"Foreword by Smith\" \"\"]", Some("Foreword by Smith"), Basis::Stated, None, false),
        ("[beat-2015 Foreword by Smith by tokyo]", Some("Foreword by Smith"), by("japan"), None, false),
        ("[beat-2015 P2 by X]", Some("P2"), by("x"), None, false),
    ] {
        let claims = relation(&format!("Japan -> hosts -> X {brackets}")).claims;
        let wanted =
            Claim { at: at.map(Into::into), basis, quote: quote.map(Into::into), denies, ..Claim::stated("beat-2015") };
        assert_eq!(claims, [wanted], "{brackets}");
    }
    let last = SourceId::from("beat-2015");
    for line in [
        "[by tokyo]",
        "[P3 by tokyo]",
        "[not P3]",
        "[p. 4]",
        "[pp. 3-4 by tokyo]",
        "[§ 3]",
        "[¶5.1]",
        "[not Chapter 2]",
    ] {
        let entry = parse_after(&format!("Japan -> hosts -> X {line}"), &dossier(), Some(&last)).unwrap();
        assert!(entry.preview.iter().any(|p| matches!(p, Preview::Cites(claim) if claim.source == last)), "{line}");
    }
}

#[test]
fn ends_without_a_claim_are_offered_what_the_line_cites() {
    let offered = |line: &str| {
        let mut dossier = dossier();
        let entry = parse(line, &dossier).unwrap();
        let names: Vec<String> = entry.uncited_ends().map(str::to_owned).collect();
        for change in &entry.citing_ends().changes {
            apply(&mut dossier, change).unwrap_or_else(|why| panic!("{line}: {why}"));
        }
        (names, dossier)
    };
    let (names, cited) = offered("Japan -> hosts -> X + Nur Jazlan Mohamed [not beat-2015 P1 by tokyo] [beat-2015 P2]");
    assert_eq!(names, ["Japan", "X"], "new ones, and known ones that nobody has claimed");
    let x = &cited.entity_by_id("x").unwrap().claims;
    assert_eq!(x.len(), 2);
    assert!(x.iter().all(|claim| !claim.denies), "who denies the relation does not deny its ends");
    assert_eq!(x[0].basis, Basis::Reported { by: "japan".to_owned(), to: None });
    assert_eq!(cited.entity_by_id("japan").unwrap().claims, *x);
    assert_eq!(cited.entity_by_id("nur-jazlan").unwrap().claims.len(), 1, "it had one");
    for line in ["Japan -> hosts -> X", "X: meeting [beat-2015 P1]", "nur-jazlan -> hosts -> nur-jazlan [beat-2015]"] {
        assert!(offered(line).0.is_empty(), "{line}");
    }
    let (names, cited) = offered("A: state -> hosts -> B: meeting <- takes part in <- A [beat-2015 P1]");
    assert_eq!(names, ["A", "B"]);
    assert!(["a", "b"].iter().all(|id| cited.entity_by_id(id).unwrap().claims.len() == 1), "once each");
}

proptest::proptest! {
    /// A claim written as brackets, with names, dates and status around it, is read as it was.
    #[test]
    fn a_written_line_parses_back(
        source in "[a-z][a-z0-9-]{0,8}",
        at in proptest::option::of("[Pp§¶]?[a-z0-9.,:;@!+ \\[\\]\"]{0,12}( by | not | -> )?[A-Za-z0-9]{0,4}"),
        quote in proptest::option::of("[\\PC&&[^\"]]{0,20}"),
        speaker in proptest::option::of(proptest::sample::select(vec!["japan", "asean", "nur-jazlan", "+"])),
        denies: bool,
        (from, to) in ("[\\PC&&[^\"]]{1,12}", "[\\PC&&[^\"]]{1,12}"),
        status in proptest::sample::select(Status::ALL),
    ) {
        let mut dossier = dossier();
        dossier.add_entity(Entity::new("+", "state", "Plus")).unwrap();
        let known = |name: &str| naming::called(name, dossier.entities().map(|(_, e)| e)).is_empty();
        proptest::prop_assume!(known(&from) && known(&to) && !from.trim().is_empty() && !to.trim().is_empty());
        let tidy = |text: Option<String>| {
            let text = text.unwrap_or_default().replace('"', "'");
            Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
        };
        let basis = speaker.map_or(Basis::Stated, |by| Basis::Reported { by: by.to_owned(), to: None });
        let claim = Claim { at, quote, basis, denies, ..Claim::stated(source.as_str()) };
        proptest::prop_assume!(!["not", "by"].contains(&source.as_str()));
        let cited = written_claim(&claim, &dossier).expect("brackets can say all of that");
        let line = format!(
            "{}: state -> hosts -> {}: meeting @2017 !{} {cited}",
            written(&from), written(&to), status.0
        );
        let entry = parse(&line, &dossier).map_err(|e| {
            proptest::test_runner::TestCaseError::fail(format!("{line}: {} at {}", e.message, e.column))
        })?;
        let made = entry.changes.iter().find_map(|change| match change {
            Change::AddRelation { relation, .. } => Some(relation.clone()),
            _ => None,
        });
        let made = made.expect("a relation");
        let wanted = Claim { at: tidy(claim.at.clone()), quote: tidy(claim.quote.clone()), ..claim };
        proptest::prop_assert_eq!(&made.claims, &vec![wanted], "{}", line);
        proptest::prop_assert_eq!(made.status, status.1);
        for change in &entry.citing_ends().changes {
            apply(&mut dossier, change).map_err(|why| proptest::test_runner::TestCaseError::fail(why.to_string()))?;
        }
    }
}

/// The relations that a line brings, as `from kind to`.
fn ties(line: &str) -> Vec<String> {
    let mut dossier = dossier();
    let entry = parse(line, &dossier).unwrap_or_else(|e| panic!("{line}: {} at {}", e.message, e.column));
    for change in &entry.changes {
        apply(&mut dossier, change).unwrap_or_else(|why| panic!("{line}: {why}"));
    }
    dossier.relations().map(|(.., r)| format!("{} {} {}", r.from, r.kind, r.to)).collect()
}

#[test]
fn a_line_is_taken_apart() {
    let entry = parse("tokyo -> hosts -> Third AMMTC + Japan @2017 [beat-2015 P8.1] !planned", &dossier()).unwrap();
    let Some(Change::AddRelation { relation, .. }) =
        entry.changes.iter().find(|c| matches!(c, Change::AddRelation { .. }))
    else {
        panic!("{entry:?}")
    };
    assert_eq!((relation.from.as_str(), relation.to.as_str()), ("japan", "third-ammtc"));
    assert_eq!(relation.when.as_ref().unwrap().date.written(), "2017");
    assert_eq!(relation.status, Status::Planned);
    assert_eq!(relation.claims[0].at.as_deref(), Some("P8.1"));
    let new = Preview::New {
        id: "third-ammtc".into(),
        name: "Third AMMTC".to_owned(),
        kind: "meeting".to_owned(),
        guessed: true,
    };
    assert!(entry.preview.contains(&new), "{:?}", entry.preview);
    assert_eq!(ties("Japan -> hosts -> X + Y"), ["japan hosts x", "japan hosts y"]);
    assert_eq!(ties("Meeting 1 -> is hosted by -> Japan"), ["japan hosts meeting-1"]);
    assert_eq!(ties("Meeting 1 <- hosts <- Japan"), ["japan hosts meeting-1"]);
    assert_eq!(ties("Japan → takes part in → M: meeting ← hosts ← ASEAN"), ["japan takes_part_in m", "asean hosts m"]);
    assert_eq!(ties("\"A + B -> C\": meeting @2017"), [""; 0]);
    assert_eq!(ties("Japan -> hosts -> Talks (2+2): meeting"), ["japan hosts talks-2-2"]);
    assert_eq!(ties("Japan -> hosts -> 日本会議"), ["japan hosts 日本会議"]);
}

#[test]
fn sources_are_cited_anew_or_again() {
    let mut dossier = dossier();
    let entry = parse("Japan -> hosts -> X [wire-2016 p. 3 \"they [will] host\"] [P2]", &dossier).unwrap();
    assert!(entry.preview.contains(&Preview::NewSource("wire-2016".into())));
    for change in &entry.changes {
        apply(&mut dossier, change).unwrap();
    }
    let claims = &dossier.relations().next().unwrap().3.claims;
    assert_eq!(claims[0].quote.as_deref(), Some("they [will] host"));
    assert_eq!((claims[1].source.as_str(), claims[1].at.as_deref()), ("wire-2016", Some("P2")));
    let again = parse_after("Japan -> hosts -> Y [P3]", &dossier, entry.source.as_ref()).unwrap();
    assert_eq!(again.changes.len(), 2, "no new source: {again:?}");
}

#[test]
fn what_is_wrong_is_told_at_its_place() {
    for (line, column, says) in [
        ("", 0, "write a relation"),
        ("Japan -> hosts", 8, "two arrows are needed"),
        ("Japan -> hots -> X", 9, "did you mean “hosts”"),
        ("Japan -> hosts -> X @Oct 2015", 20, "four-digit year"),
        ("Japan -> hosts -> X !soon", 20, "is not a status"),
        ("Japan -> hosts -> ", 17, "a name is missing"),
        ("Japan -> hosts -> X [", 20, "never closed"),
        ("Jpan", 4, "give its kind"),
        ("日本 -> hosts -> X: metting", 18, "did you mean “meeting”"),
        ("Japan -> hosts <- X", 15, "the same way"),
        ("Japan -> hosts -> X [beat-2015 P1 by Nur Jaslan]", 37, "did you mean “nur-jazlan”"),
        ("Japan -> hosts -> X [beat-2015 P1 by Smith]", 37, "add it first, by the line “Smith: KIND”"),
        ("Japan -> hosts -> X [not beat-2015 by]", 37, "name whoever is quoted"),
        ("Japan -> hosts -> X [not]", 20, "a source is missing"),
    ] {
        let error = parse(line, &dossier()).unwrap_err();
        assert!(error.message.contains(says), "{line}: {}", error.message);
        assert_eq!(error.column, column, "{line}: {}", error.message);
    }
    assert!(parse(&"x".repeat(MOST + 1), &dossier()).is_err());
}

#[test]
fn completions_fit_where_the_cursor_is() {
    let dossier = dossier();
    let texts = |line: &str| complete(line, line.len(), &dossier).into_iter().map(|c| c.text).collect::<Vec<_>>();
    assert_eq!(texts("tok"), ["Japan"]);
    assert_eq!(texts("Japan -> ho"), ["hosts"]);
    assert_eq!(texts("Japan -> "), ["hosts", "takes part in"]);
    assert_eq!(texts("Japan -> hosts -> as"), ["ASEAN"]);
    assert_eq!(texts("Japan -> hosts -> X: me"), ["meeting"]);
    assert_eq!(texts("Japan -> hosts -> X [be"), ["beat-2015"]);
    assert_eq!(texts("Japan -> hosts -> X !pl"), ["planned"]);
    assert_eq!(texts("Japan -> hosts -> X [not be"), ["beat-2015"]);
    assert_eq!(texts("Japan -> hosts -> X [beat-2015 P1 by jaz"), ["Nur Jazlan Mohamed"]);
    assert_eq!(texts("Japan -> hosts -> X [not beat-2015 by \"the mini"), ["Nur Jazlan Mohamed"]);
    assert_eq!(texts("Japan -> hosts -> X [beat-2015 P1 by tokyo \"the mini"), [""; 0], "a quotation is typed");
    assert_eq!(texts("Japan -> hosts -> X [beat-2015 by "), ["ASEAN", "Japan", "Nur Jazlan Mohamed"]);
    let cut = "Japan -> hosts -> X [beat-2015 P1 by jaz";
    assert_eq!(complete(cut, cut.len(), &dossier)[0].range, 37..40);
    assert_eq!(complete("Japan -> ho", 11, &dossier)[0].range, 9..11);
}

#[test]
fn a_name_of_nothing_but_blanks_is_no_name() {
    for line in ["japan -> hosts -> \" \"", "\"\" -> hosts -> x", "japan -> hosts -> a + \"\t\""] {
        let error = parse(line, &dossier()).unwrap_err();
        assert!(error.message.contains("missing"), "{line}: {}", error.message);
    }
}

#[test]
fn an_entity_is_found_however_its_name_is_typed() {
    let mut dossier = dossier();
    let named =
        [("city", "Łódź"), ("port", "Đà Nẵng"), ("road", "straße"), ("strait", "İstanbul"), ("greek", "Αθήνας")];
    for (id, name) in named.into_iter().chain([("thai", "ที่")]) {
        dossier.add_entity(Entity::new(id, "state", name)).unwrap();
    }
    let from = |typed: &str| {
        let entry = parse(&format!("{typed} -> hosts -> ASEAN"), &dossier).unwrap();
        entry.changes.iter().find_map(|change| match change {
            Change::AddRelation { relation, .. } => Some(relation.from.as_str().to_owned()),
            _ => None,
        })
    };
    for (typed, id) in [
        ("lodz", "city"),
        ("da nang", "port"),
        ("STRASSE", "road"),
        ("ıstanbul", "strait"),
        ("αθηνασ", "greek"),
        ("ที่", "thai"),
    ] {
        assert_eq!(from(typed).as_deref(), Some(id), "{typed}");
    }
    assert_ne!(from("ท").as_deref(), Some("thai"), "vowel signs belong to the word");
}

#[test]
fn a_name_that_several_bear_is_a_choice() {
    let mut dossier = dossier();
    for (id, name) in [("m1", "Müller"), ("m2", "Muller"), ("+", "MÜLLER")] {
        dossier.add_entity(Entity::new(id, "state", name)).unwrap();
    }
    let error = parse("Japan -> hosts -> muller + X", &dossier).unwrap_err();
    assert_eq!(error.column, 18);
    let texts: Vec<&str> = error.choices.iter().map(|c| c.text.as_str()).collect();
    assert_eq!(texts, ["m1", "m2", "\"+\""]);
    for choice in &error.choices {
        let mut line = "Japan -> hosts -> muller + X".to_owned();
        line.replace_range(choice.range.clone(), &choice.text);
        assert!(parse(&line, &dossier).is_ok(), "{line}");
    }
}

#[test]
fn words_for_kinds_tie_exactly_first_too() {
    let mut dossier = dossier();
    let mut vocabulary = (*dossier.vocabulary).clone();
    for (id, label) in [("a", "Knows"), ("b", "knows"), ("c", "🐻")] {
        vocabulary.set_relation_kind(RelationKind {
            id: id.to_owned(),
            label: label.to_owned(),
            inverse: String::new(),
            directed: true,
            from: Vec::new(),
            to: Vec::new(),
            enduring: false,
            single: false,
        });
    }
    dossier.vocabulary = vocabulary.into();
    let kind = |word: &str| match parse(&format!("Japan -> {word} -> ASEAN"), &dossier) {
        Ok(entry) => entry.changes.iter().find_map(|change| match change {
            Change::AddRelation { relation, .. } => Some(relation.kind.clone()),
            _ => None,
        }),
        Err(error) => Some(error.message),
    };
    assert_eq!(kind("knows").as_deref(), Some("b"));
    assert_eq!(kind("Knows").as_deref(), Some("a"));
    assert_eq!(kind("🐻").as_deref(), Some("c"));
    assert_eq!(kind("KNOWS").as_deref(), Some("“KNOWS” could mean “Knows” (a) or “knows” (b); write the id"));
    assert!(kind("🦊").unwrap().contains("no kind of relation"));
    assert_eq!(kind("takes_part_in").as_deref(), Some("takes_part_in"));
    assert_eq!(kind("Takes Part In").as_deref(), Some("takes_part_in"));
}

#[test]
fn ids_are_made_of_what_a_name_has() {
    let made = |name: &str| free_id(name, |_| false);
    for (name, id) in [
        ("Côte d’Ivoire", "cote-divoire"),
        ("Łódź / Ærø", "lodz-aero"),
        ("🐻", "thing"),
        ("🐻 Bears", "bears"),
        ("日本 会議", "日本-会議"),
        ("علی", "علی"),
        ("ประเทศไทย", "ประเทศไทย"),
    ] {
        assert_eq!(made(name), id, "{name}");
    }
}
