//! Lines as people type them.

use super::*;
use crate::dossier::edit::apply;
use crate::dossier::model::{EntityKind, Name, NameRole, Shape, Vocabulary};

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
        });
    }
    let mut dossier = Dossier::new(vocabulary);
    let mut japan = Entity::new("japan", "state", "Japan");
    japan.names.push(Name { text: "Tokyo".to_owned(), lang: None, role: NameRole::Alias });
    dossier.add_entity(japan).unwrap();
    dossier.add_entity(Entity::new("asean", "organisation", "ASEAN")).unwrap();
    dossier.sources.push(Source::new("beat-2015"));
    dossier
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
    assert_eq!(kind("KNOWS").as_deref(), Some("“KNOWS” may be “Knows” (a) or “knows” (b); write the id"));
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
