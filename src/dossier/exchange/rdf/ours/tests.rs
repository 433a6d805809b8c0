//! What is written as Turtle is read back as it was.

use proptest::prelude::*;

use super::super::super::format::{Format as _, Input, Options, Read};
use super::super::super::tests::{read_as, sound};
use super::super::super::writing::{WriteOptions, Writer as _};
use super::super::super::{InputFile, dossier as dossier_of};
use super::*;
use crate::dossier::model::{
    Basis, Checked, Claim, Date, Dossier, Entity, EntityKind, FieldValue, Name, NameRole, Pin, Rating, Relation,
    RelationId, RelationKind, Source, Status, View, ViewLayout, Vocabulary, When,
};
use crate::dossier::ron_text::{self, built_in_vocabulary};
use crate::problem::codes;
use crate::progress::Progress;

fn written(dossier: &Dossier) -> Vec<u8> {
    let mut written = Turtle.write(dossier, &WriteOptions::default(), &Progress::new()).unwrap();
    written.files.remove(0).bytes
}

fn back(bytes: &[u8]) -> (Dossier, Read) {
    let mut read = read_as("turtle", "x.ttl", bytes).unwrap_or_else(|problem| {
        panic!("{problem:?}\n{}", String::from_utf8_lossy(bytes));
    });
    sound(&read);
    let file = InputFile { shown: "x.ttl".to_owned(), name: "x.ttl".to_owned(), hash: String::new() };
    let dossier = dossier_of(&mut read, &[file], Vocabulary::clone(built_in_vocabulary()), &Progress::new()).unwrap();
    (dossier, read)
}

/// Whether all is as it was, but for the files that records stand in.
fn same(one: &Dossier, other: &Dossier) -> Result<(), String> {
    let plain = |dossier: &Dossier| {
        let mut dossier = dossier.clone();
        dossier.files.clear();
        dossier
    };
    plain(one).same_as(&plain(other))
}

#[test]
fn examples_are_read_back_as_they_were() {
    for (name, text) in [
        ("merrow-port.ron", include_bytes!("../../../../../assets/examples/merrow-port/merrow-port.ron").as_slice()),
        ("asean-japan.ron", include_bytes!("../../../../../assets/examples/asean-japan/asean-japan.ron").as_slice()),
    ] {
        let fetch = |path: &str| match path {
            "background.ron" => {
                // Records of another file would be of another file.
                Ok(b"Dossier(format: 1)".to_vec())
            }
            other => panic!("{other}"),
        };
        let reading = ron_text::read(name, text, &fetch);
        let dossier = reading.dossier;
        assert!(dossier.entity_count() > 10, "{name}");
        let bytes = written(&dossier);
        assert_eq!(bytes, written(&dossier), "the same dossier is the same file");
        let (again, read) = back(&bytes);
        same(&dossier, &again).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(read.report.refused_count(), 0);
        assert_eq!(read.graphs[0].ends().len(), dossier.relation_count());
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let texts = prop_oneof![
        "[a-z]{1,8}",
        "\\PC{1,12}",
        Just("\"quoted\" \\ back\nline\r\n\ttab".to_owned()),
        Just("a\u{0}b\u{1}\u{7f}\u{202e}\u{fffe}\u{10ffff}".to_owned()),
        Just("'''\"\"\"<urn:x>{}[]#@%".to_owned()),
        Just("日本 العربية 👩‍👩‍👧".to_owned()),
    ];
    // A file of a dossier takes no blank text where one is needed.
    texts.prop_filter("blank", |text| !text.trim().is_empty())
}

fn maybe<S: Strategy>(of: S) -> impl Strategy<Value = Option<S::Value>> {
    prop::option::of(of)
}

fn any_date() -> impl Strategy<Value = Date> {
    let texts = [
        "2014",
        "2014-05",
        "2015-10-01",
        "2003/..",
        "/2010",
        "201X",
        "1973~",
        "[2001..2003]",
        "-0043",
        "2015-21",
        "../2003",
        "2003-05/2004?",
    ];
    prop::sample::select(texts.to_vec()).prop_map(Date::read)
}

fn any_when() -> impl Strategy<Value = When> {
    (any_date(), maybe(any_text())).prop_map(|(date, inferred)| When { inferred, ..When::given(date) })
}

fn any_value() -> impl Strategy<Value = FieldValue> {
    let leaf = prop_oneof![
        any_text().prop_map(FieldValue::Text),
        prop_oneof![any::<f64>(), Just(3.0), Just(-0.0), Just(1e300)]
            .prop_filter("finite", |n| n.is_finite())
            .prop_map(FieldValue::Number),
        any::<bool>().prop_map(FieldValue::Flag),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| prop::collection::vec(inner, 0..3).prop_map(FieldValue::List))
}

fn any_fields() -> impl Strategy<Value = Vec<(String, FieldValue)>> {
    prop::collection::vec((any_text(), any_value()), 0..3).prop_map(|mut fields| {
        let mut seen = std::collections::HashSet::new();
        fields.retain(|(key, _)| seen.insert(key.clone()));
        fields
    })
}

fn any_basis() -> impl Strategy<Value = Basis> {
    prop_oneof![
        Just(Basis::Stated),
        (any_text(), maybe(any_text())).prop_map(|(by, to)| Basis::Reported { by, to }),
        (any_text(), prop::collection::vec(any_text(), 0..3)).prop_map(|(how, on)| Basis::Inferred { how, on }),
        maybe(any_text()).prop_map(|by| Basis::Judgement { by }),
    ]
}

fn any_claims() -> impl Strategy<Value = Vec<Claim>> {
    let rating = prop::sample::select(vec!["high", "low", "B2"]).prop_map(|word| Rating::parse(word).unwrap());
    let claim = (
        (0..3usize, maybe(any_text()), prop::sample::select(vec![None, Some("when"), Some("name")]), any_basis()),
        (maybe(rating), maybe(any_text()), maybe(any_date()), maybe(any_text())),
        (any::<bool>(), any::<bool>(), maybe(any_text()), maybe(any_date())),
    );
    let claim =
        claim.prop_map(|((source, at, about, basis), (rating, quote, seen, note), (denies, superseded, by, when))| {
            Claim {
                source: format!("s{source}").into(),
                at,
                about: about.map(str::to_owned),
                basis,
                rating,
                quote,
                seen,
                note,
                denies,
                superseded,
                checked: Checked { by, when },
            }
        });
    prop::collection::vec(claim, 0..3)
}

fn any_names() -> impl Strategy<Value = Vec<Name>> {
    let lang = prop::sample::select(vec![None, Some("ja"), Some("zh-Hans"), Some("DE")]);
    let role = prop::sample::select(NameRole::ALL.to_vec());
    let name =
        (any_text(), lang, role).prop_map(|(text, lang, (_, role))| Name { text, lang: lang.map(str::to_owned), role });
    prop::collection::vec(name, 0..3)
}

fn any_entity(number: usize) -> impl Strategy<Value = Entity> {
    let status = prop::sample::select(Status::ALL.to_vec());
    let kind = prop::sample::select(vec!["state", "person", "own", "nowhere"]);
    let ids = ["a", "b.c", "日本", "x%20y", "c/d#e", "é-1"];
    (
        (kind, any_text(), any_names(), maybe(any_when()), status),
        (any::<bool>(), any::<bool>(), maybe(any_text()), any_fields(), any_claims(), maybe(any_text())),
    )
        .prop_map(
            move |((kind, name, names, when, (_, status)), (unnamed, implied, summary, fields, claims, note))| Entity {
                names,
                when,
                status,
                unnamed,
                implied,
                summary,
                fields,
                claims,
                note,
                ..Entity::new(ids[number], kind, name)
            },
        )
}

fn any_relation() -> impl Strategy<Value = Relation> {
    let ids = ["a", "b.c", "日本", "x%20y"];
    let kind = prop::sample::select(vec!["member_of", "knows", "own", "nowhere"]);
    (
        (0..4usize, kind, 0..4usize, maybe(any_when()), prop::sample::select(Status::ALL.to_vec())),
        (maybe(-5.0..5.0f64), maybe(any::<u32>()), maybe(any_text()), any_fields(), any_claims(), maybe(any_text())),
    )
        .prop_map(
            move |((from, kind, to, when, (_, status)), (weight, ordinal, summary, fields, claims, note))| Relation {
                when,
                status,
                weight,
                ordinal,
                summary,
                fields,
                claims,
                note,
                ..Relation::new(ids[from], kind, ids[to])
            },
        )
}

prop_compose! {
    fn any_dossier()(
        (title, subtitle, note) in (any_text(), maybe(any_text()), maybe(any_text())),
        (a, b, c, d) in (any_entity(0), any_entity(1), any_entity(2), any_entity(3)),
        relations in prop::collection::vec(any_relation(), 0..5),
        given in prop::collection::vec(any::<bool>(), 5),
        (label, directed, title_of_source, published, url) in (any_text(), any::<bool>(), maybe(any_text()), maybe(any_date()), any::<bool>()),
        (view, pin) in (any_text(), -900.0..900.0f64),
    ) -> Dossier {
        // As a file would be read: what cannot be in a file is not in a dossier.
        let mut dossier = Dossier::new(std::sync::Arc::clone(built_in_vocabulary()));
        dossier.title = title;
        dossier.subtitle = subtitle;
        dossier.note = note;
        let mut vocabulary = Vocabulary::clone(built_in_vocabulary());
        vocabulary.set_entity_kind(EntityKind { label: label.clone(), ..EntityKind::new("own") });
        vocabulary.set_relation_kind(RelationKind { directed, ..RelationKind::named("own", &label) });
        dossier.vocabulary = std::sync::Arc::new(vocabulary);
        for number in 0..3 {
            let mut source = Source::new(format!("s{number}").as_str());
            source.title.clone_from(&title_of_source);
            source.published.clone_from(&published);
            source.url = url.then(|| "https://example.org/?a=b&c".to_owned());
            if number > 0 { source.draws_on.push("s0".to_owned()); }
            dossier.sources.push(source);
        }
        for entity in [a, b, c, d] { dossier.add_entity(entity).unwrap(); }
        for (number, mut relation) in relations.into_iter().enumerate() {
            if given[number] {
                relation.id = RelationId::new(format!("r-{number}"));
                relation.id_given = true;
            }
            dossier.add_relation(relation).unwrap();
        }
        let placing = ViewLayout { pins: vec![Pin { id: "a".into(), x: pin, y: -pin }], seed: Some(7), ..ViewLayout::default() };
        dossier.views.push(View { name: view, focus: Some("日本".into()), placing, ..View::default() });
        dossier
    }
}

/// The records in the order of the dossier, without what is not in any file.
fn records(dossier: &Dossier) -> Vec<String> {
    let entities = dossier.entities().filter(|(_, e)| !e.ghost).map(|(_, entity)| format!("{entity:?}"));
    let relations = dossier.relations().map(|(.., relation)| format!("{relation:?}"));
    let rest = dossier.sources.iter().map(|s| format!("{s:?}")).chain(dossier.views.iter().map(|v| format!("{v:?}")));
    let head = format!("{:?} {:?} {:?}", dossier.title, dossier.subtitle, dossier.note);
    entities.chain(relations).chain(rest).chain([head]).collect()
}

proptest! {
    #[test]
    fn every_dossier_is_read_back_as_it_was(dossier in any_dossier()) {
        let bytes = written(&dossier);
        let (again, read) = back(&bytes);
        for (one, other) in records(&dossier).iter().zip(records(&again)) {
            prop_assert_eq!(one, &other);
        }
        prop_assert_eq!(records(&dossier).len(), records(&again).len());
        let used = |id: &str| dossier.entities().any(|(_, entity)| entity.kind == id);
        prop_assert!(!used("own") || again.vocabulary.entity_kind("own") == dossier.vocabulary.entity_kind("own"));
        let used = |id: &str| dossier.relations().any(|(.., relation)| relation.kind == id);
        prop_assert!(!used("own") || again.vocabulary.relation_kind("own") == dossier.vocabulary.relation_kind("own"));
        prop_assert_eq!(read.report.refused_count(), 0);
        // A second time it is the same to the byte.
        let twice = written(&again);
        let (third, _) = back(&twice);
        prop_assert_eq!(same(&again, &third), Ok(()));
    }
}

#[test]
fn lists_of_records_are_those_of_the_model() {
    use super::words::LISTS;
    use crate::dossier::model::schema::{FieldType, Schema};
    fn lists<R: Schema>() -> Vec<&'static str> {
        let is_list = |kind: &FieldType<R>| {
            matches!(kind, FieldType::Names(_) | FieldType::Claims(_) | FieldType::Pins(_) | FieldType::Notes(_))
        };
        R::FIELDS.iter().filter(|field| is_list(&field.kind)).map(|field| field.name).collect()
    }
    for name in lists::<Entity>().into_iter().chain(lists::<Relation>()).chain(lists::<View>()) {
        assert!(LISTS.contains(&name), "{name}");
    }
}

#[test]
fn what_somebody_else_adds_is_said_and_what_is_no_dossier_is_refused() {
    let mut dossier = Dossier::new(std::sync::Arc::clone(built_in_vocabulary()));
    dossier.add_entity(Entity::new("a", "state", "A")).unwrap();
    let mut text = String::from_utf8(written(&dossier)).unwrap();
    text.push_str("<http://other.org/x> <http://other.org/p> \"y\" .\n");
    let (again, read) = back(text.as_bytes());
    assert_eq!(again.entity_count(), 1);
    assert!(read.report.notes().iter().any(|note| note.message.contains("not about records")));
    let options = Options::default();
    let with = |more: &str| format!("{text}\n@prefix c: <urn:chancery:terms#> . <urn:chancery:entity:a> {more} .");
    for more in [
        "c:claims 1",
        "c:status c:nonsense",
        "c:fields [ c:key \"k\" ; c:value [ c:x 1 ] ]",
        "c:when _:w . _:w c:when _:w",
    ] {
        let bytes = with(more).into_bytes();
        let read = super::super::TURTLE.read(&Input { name: "x", bytes: &bytes }, &options, &Progress::new());
        if let Err(super::super::super::Failure::Wrong(problem)) = read {
            assert_ne!(problem.code, codes::CUT_OFF, "{problem:?}");
        }
    }
}
