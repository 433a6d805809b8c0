//! What is found in texts, with a dossier and its claims.

use super::*;
use crate::dossier::edit::{Change, ClaimOwner, apply};
use crate::dossier::model::{Claim, EntityField, Name, NameRole, Source, SourceId, Vocabulary};

fn dossier(rows: &[(&str, &str, &[&str])]) -> Dossier {
    let mut dossier = Dossier::new(Vocabulary::default());
    for (id, name, others) in rows {
        let mut entity = Entity::new(*id, "state", *name);
        let other = |text: &&str| Name { text: (*text).to_owned(), lang: None, role: NameRole::Alias };
        entity.names = others.iter().map(other).collect();
        dossier.add_entity(entity).unwrap();
    }
    dossier
}

fn ports() -> Dossier {
    dossier(&[
        ("japan", "Japan", &["Tokyo", "日本"]),
        ("asean", "ASEAN", &["Association of Southeast Asian Nations"]),
        ("m1", "Müller", &[]),
        ("m2", "Muller", &[]),
    ])
}

fn names_in(text: &Arc<Passages>, dossier: &Dossier) -> TextNames {
    let marks = Marks::new(text, dossier, &SourceId::from("post"));
    TextNames::new(text, dossier, &marks, None, &Progress::new()).unwrap()
}

fn passages(text: &str) -> Arc<Passages> {
    Arc::new(Passages::new(text, true))
}

#[test]
fn mentions_lead_to_those_that_are_called_so() {
    let (dossier, text) = (ports(), passages("# Tokyo\n\nJapan’s Muller met MÜLLER of ASEAN in Tokyo. 日本で。\n"));
    let names = names_in(&text, &dossier);
    let told: Vec<(String, Vec<&str>)> = names
        .mentions
        .iter()
        .map(|mention| {
            let Span { block, start, end } = mention.span;
            let ids = names.called(mention, &dossier).into_iter().map(|e| e.id.as_str()).collect();
            (text.words((block, start), (block, end)), ids)
        })
        .collect();
    let told: Vec<(&str, &[&str])> = told.iter().map(|(words, ids)| (words.as_str(), &ids[..])).collect();
    let expected: [(&str, &[&str]); 7] = [
        ("Tokyo", &["japan"]),
        ("Japan", &["japan"]),
        ("Muller", &["m2"]),
        ("MÜLLER", &["m1", "m2"]),
        ("ASEAN", &["asean"]),
        ("Tokyo", &["japan"]),
        ("日本", &["japan"]),
    ];
    assert_eq!(told, expected);
    assert_eq!(names.in_block(0).len(), 1);
    assert_eq!(names.at((1, 2)).map(|m| m.span), Some(Span { block: 1, start: 0, end: 5 }));
    assert_eq!(names.at((1, 5)), None, "the genitive is no part of the name");
}

#[test]
fn sentences_with_two_names_and_no_claim_are_told() {
    let mut dossier = ports();
    let text = passages(
        "# Japan and ASEAN\n\nJapan met ASEAN. ASEAN met Tokyo in Japan. Japan is Tokyo. Müller met Japan. ASEAN slept.\n",
    );
    let told = |dossier: &Dossier| {
        let names = names_in(&text, dossier);
        let told = names.uncited().iter().map(|s| {
            let words = text.words((s.span.block, s.span.start), (s.span.block, s.span.end));
            format!("{words} {} {}", s.ends.0, s.ends.1)
        });
        told.collect::<Vec<_>>()
    };
    let all = ["Japan met ASEAN. japan asean", "ASEAN met Tokyo in Japan. asean japan", "Müller met Japan. m1 japan"];
    assert_eq!(told(&dossier), all, "a title is no sentence, and one entity under two names is one");
    dossier.sources.push(Source::new("post"));
    let claim = Claim { at: Some("P1.2".to_owned()), ..Claim::stated(SourceId::from("post")) };
    apply(&mut dossier, &Change::AddClaim { of: ClaimOwner::Entity("japan".into()), claim, at: None }).unwrap();
    assert_eq!(told(&dossier), [all[0], all[2]]);
}

fn unknown(text: &str) -> Vec<String> {
    let names = names_in(&passages(text), &ports());
    names.unknown().iter().map(|name| format!("{} {}", name.text, name.count)).collect()
}

#[test]
fn runs_of_capitals_and_acronyms_are_likely_names() {
    assert_eq!(
        unknown(
            "# A Title With Capitals\n\nThe Bank of Malaya met Nur Jazlan in Kuala Lumpur. Talks with the bank failed. \
             Later Nur Jazlan left for UNODC, the ASEAN Secretariat and Japan. However, he came back in October.\n\n\
             INTERPOL said so. Talks were held on Monday by J. R. Lee. However it was. It is II.\n"
        ),
        [
            "Nur Jazlan 2",
            "Bank of Malaya 1",
            "Kuala Lumpur 1",
            "UNODC 1",
            "ASEAN Secretariat 1",
            "INTERPOL 1",
            "J. R. Lee 1"
        ]
    );
    assert_eq!(unknown("Talks failed. The talks went on. Malaya spoke. People of Malaya listened."), ["Malaya 2"]);
    assert_eq!(unknown("EVERYTHING IN CAPITALS SAYS NOTHING.\n"), [""; 0]);
    assert_eq!(unknown("Die Gespräche mit der Republik Österreich.\n").len(), 2, "nouns of German are offered, too");
}

#[test]
fn other_scripts_have_their_own_signs_or_none() {
    assert_eq!(unknown("昨日ジョン・スミスはパンを買った。"), ["ジョン・スミス 1"]);
    assert_eq!(
        unknown("Вчера Иван Петров был в Москве. Там Иван Петров жил. Он видел, как Иван Петров ушёл."),
        ["Иван Петров 3", "Москве 1"]
    );
    assert_eq!(unknown("นายสมชายไปประเทศลาว في سوريا भारत में"), [""; 0]);
}

#[test]
fn what_has_not_changed_is_not_looked_for_again() {
    let (mut dossier, text) = (ports(), passages("Malaya met Japan.\n"));
    let marks = Marks::default();
    let find = |dossier: &Dossier, text: &Arc<Passages>, before: Option<&TextNames>| {
        TextNames::new(text, dossier, &marks, before, &Progress::new()).unwrap()
    };
    let first = find(&dossier, &text, None);
    let mut set = |field: EntityField| {
        apply(&mut dossier, &Change::SetEntity { id: "japan".into(), set: vec![field] }).unwrap();
        dossier.clone()
    };
    let dossier = set(EntityField::Summary(Some("Another summary".to_owned())));
    let second = find(&dossier, &text, Some(&first));
    assert!(Arc::ptr_eq(&first.finder, &second.finder) && Arc::ptr_eq(&first.mentions, &second.mentions));
    let third = find(&dossier, &passages("Japan met Malaya.\n"), Some(&second));
    assert!(Arc::ptr_eq(&second.finder, &third.finder) && !Arc::ptr_eq(&second.mentions, &third.mentions));
    let dossier = set(EntityField::Name("Malaya".to_owned()));
    let last = find(&dossier, &text, Some(&third));
    assert!(!Arc::ptr_eq(&third.finder, &last.finder));
    assert_eq!((last.mentions.len(), last.unknown().len()), (1, 1), "Malaya is known, Japan is not");
    let stopped = Progress::new();
    stopped.cancel();
    assert!(TextNames::new(&text, &dossier, &marks, None, &stopped).is_err());
}

/// Run with `--release --ignored --nocapture` to see the times.
#[test]
#[ignore = "measures"]
fn two_hundred_thousand_names_in_eight_mebibytes() {
    const SYLLABLES: [&str; 12] = ["ka", "ro", "mi", "ten", "sa", "bel", "nor", "du", "vik", "lan", "pe", "os"];
    let word = |mut number: usize, capital: bool| {
        let mut out = String::new();
        for _ in 0..4 {
            out += SYLLABLES[number % 12];
            number /= 12;
        }
        if capital { out[..1].to_uppercase() + &out[1..] } else { out }
    };
    let mut dossier = Dossier::new(Vocabulary::default());
    for n in 0..200_000_usize {
        let name = match n % 3 {
            0 => word(n * 7919, true),
            1 => format!("{} {}", word(n * 31, true), word(n * 17 + 5, true)),
            _ => format!("Ministry of {} and {}", word(n * 13, true), word(n * 3 + 1, true)),
        };
        dossier.add_entity(Entity::new(format!("e-{n}").as_str(), "ministry", name)).unwrap();
    }
    let mut seed = 1_usize;
    let mut text = String::new();
    while text.len() < 8 << 20 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let random = seed >> 33;
        text += &word(random / 7, random.is_multiple_of(7));
        text += match random % 97 {
            0 => ".\n\n",
            1..9 => ". ",
            _ => " ",
        };
    }
    let text = passages(&text);
    let progress = Progress::new();
    let timed = |what: &str, started: std::time::Instant| {
        println!("{what}: {:?}", started.elapsed());
        started.elapsed()
    };
    let started = std::time::Instant::now();
    let finder = NameFinder::new(&dossier, &progress).unwrap();
    timed("automaton", started);
    let started = std::time::Instant::now();
    let mentions = finder.find(&text, &progress).unwrap();
    let finding = timed("finding", started);
    assert!(mentions.len() > 20_000, "{}", mentions.len());
    let started = std::time::Instant::now();
    let likely = unknown::names(&text, &mentions, &finder.trie, &progress).unwrap();
    timed("likely names", started);
    let started = std::time::Instant::now();
    let open = uncited::sentences(&text, &mentions, &finder, &Marks::default(), &progress).unwrap();
    timed("uncited sentences", started);
    println!("{} mentions, {} likely names, {} sentences", mentions.len(), likely.len(), open.len());
    assert!(finding.as_secs_f32() <= 0.3, "{finding:?}");
}
