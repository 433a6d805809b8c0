//! Dossiers of all that a dossier can hold, with names that break formats which were not written with care.

use proptest::prelude::*;

use super::vocabulary;
use crate::dossier::model::{
    Basis, Checked, Claim, Date, Dossier, Entity, EntityKind, FieldValue, FileIndex, Name, NameRole, Pin, Rating,
    Relation, RelationKind, Source, Status, View, ViewLayout, When,
};
use crate::dossier::ron_text;

/// Texts that break formats which were not written with care.
fn hostile() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "]]>",
        "<!--",
        "-->",
        "&amp;",
        "&#0;",
        "\"",
        "\"\"",
        "'",
        "\\",
        "\\\"",
        "\\N",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "\0",
        "\u{1}",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "\u{202e}",
        "\u{200f}",
        "\u{feff}",
        "\u{fffe}",
        "\u{ffff}",
        "=1+1",
        "@x",
        "+1",
        "-1",
        ";",
        ",",
        "|",
        "[",
        "]",
        "{",
        "}",
        "*Arcs",
        "#",
        "//",
        "/*",
        "_x0041_",
        "{long text 1}",
        "日本",
        "e\u{301}",
        "a",
        "b",
        " ",
        "1",
        "true",
        "null",
        "<b>",
        "%s",
        "${x}",
        "\u{10ffff}",
    ]);
    prop::collection::vec(words, 1..5).prop_map(|words| words.concat())
}

/// A name that a dossier can have: it is not blank.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[A-Za-zÀ-ž ]{1,12}", 1 => hostile()]
        .prop_filter("not blank", |name| !name.trim_matches(|c: char| c.is_whitespace() || c.is_control()).is_empty())
}

fn some_text() -> impl Strategy<Value = Option<String>> {
    prop_oneof![2 => Just(None), 1 => name().prop_map(Some)]
}

fn some_date() -> impl Strategy<Value = Option<Date>> {
    let dates = prop::sample::select(vec![
        "2013",
        "2014-05",
        "2015-10-01",
        "2015-10-01T09:30:00Z",
        "-0043",
        "Y12345",
        "201X",
        "2015-XX",
        "2015-21",
        "1973~",
        "2015?",
        "2015%",
        "2003/..",
        "/2015-10",
        "2003/2013?",
        "[2016-33,2016-34]",
        "[2013..2015]",
        "../2001",
        "last autumn",
    ]);
    prop::option::of(dates.prop_map(Date::read))
}

fn some_when() -> impl Strategy<Value = Option<When>> {
    (some_date(), some_text()).prop_map(|(date, inferred)| date.map(|date| When { date, inferred }))
}

fn status() -> impl Strategy<Value = Status> {
    prop::sample::select(Status::ALL.iter().map(|(_, status)| *status).collect::<Vec<_>>())
}

fn claims() -> impl Strategy<Value = Vec<Claim>> {
    let basis = prop_oneof![
        Just(Basis::Stated),
        some_text().prop_map(|to| Basis::Reported { by: "e0".to_owned(), to }),
        (name(), prop::collection::vec(name(), 0..3)).prop_map(|(how, on)| Basis::Inferred { how, on }),
        some_text().prop_map(|by| Basis::Judgement { by }),
    ];
    let rating =
        prop::option::of(prop::sample::select(vec!["high", "low", "B2"]).prop_map(|r| Rating::parse(r).unwrap()));
    let texts = (some_text(), some_text(), some_text(), some_text());
    let one = (0..3_u8, basis, rating, texts, some_date(), some_date(), any::<[bool; 2]>());
    let one =
        one.prop_map(|(source, basis, rating, (at, about, quote, note), seen, when, [denies, superseded])| Claim {
            source: format!("s{source}").as_str().into(),
            at,
            about: about.clone(),
            basis,
            rating,
            quote,
            seen,
            note,
            denies,
            checked: Checked { by: about, when },
            superseded,
        });
    prop::collection::vec(one, 0..3)
}

fn fields() -> impl Strategy<Value = Vec<(String, FieldValue)>> {
    let value = prop_oneof![
        name().prop_map(FieldValue::Text),
        prop::sample::select(vec!["", "5", "001", "true", " x ", "[1]", "\"x\""])
            .prop_map(|t| FieldValue::Text(t.to_owned())),
        any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(FieldValue::Number),
        any::<i16>().prop_map(|n| FieldValue::Number(f64::from(n))),
        any::<bool>().prop_map(FieldValue::Flag),
        prop::collection::vec(name(), 0..3)
            .prop_map(|texts| FieldValue::List(texts.into_iter().map(FieldValue::Text).collect())),
        Just(FieldValue::List(vec![FieldValue::Number(0.1), FieldValue::Flag(true), FieldValue::List(Vec::new())])),
    ];
    let keys = vec![
        "budget",
        "label",
        "Name",
        "type",
        "x",
        "since",
        "field.x",
        "two words",
        "claims",
        "日本",
        "weight",
        "fields",
        "key",
        "value",
        "color",
        "Weight",
        "labels",
        "id",
        "source",
        "parent",
    ];
    let key = prop_oneof![4 => prop::sample::select(keys).prop_map(str::to_owned), 1 => name()];
    prop::collection::vec((key, value), 0..4).prop_map(|mut fields| {
        fields.sort_by(|a, b| a.0.cmp(&b.0));
        fields.dedup_by(|a, b| a.0 == b.0);
        fields
    })
}

fn names() -> impl Strategy<Value = Vec<Name>> {
    let lang = prop::option::of(prop::sample::select(vec!["ja", "zh-Hans", "ar"]).prop_map(str::to_owned));
    let role = prop::sample::select(NameRole::ALL.iter().map(|(_, role)| *role).collect::<Vec<_>>());
    prop::collection::vec((name(), lang, role).prop_map(|(text, lang, role)| Name { text, lang, role }), 0..3)
}

fn entity() -> impl Strategy<Value = Entity> {
    let kind = prop::sample::select(vec!["state", "person", "own_kind", "nobody_declared_it", "odd\"<&]]>kind"]);
    let texts = (name(), some_text(), some_text());
    (kind, texts, names(), some_when(), status(), any::<[bool; 2]>(), fields(), claims()).prop_map(
        |(kind, (name, summary, note), names, when, status, [unnamed, implied], fields, claims)| {
            let mut entity = Entity::new("", kind, name);
            (entity.names, entity.when, entity.status) = (names, when, status);
            (entity.unnamed, entity.implied) = (unnamed, implied);
            (entity.summary, entity.note) = (summary, note);
            (entity.fields, entity.claims) = (fields, claims);
            entity
        },
    )
}

fn relation() -> impl Strategy<Value = (usize, usize, Relation)> {
    let kind = prop::sample::select(vec!["member_of", "knows", "own_tie", "nobody_declared_it"]);
    let texts = (some_text(), some_text(), prop::option::weighted(0.3, "[a-z]{1,3}"));
    let weight = prop::option::of(any::<f64>().prop_filter("finite", |n| n.is_finite()));
    let data = (weight, prop::option::of(any::<u32>()), fields(), claims());
    (0..6_usize, 0..6_usize, kind, texts, some_when(), status(), data).prop_map(
        |(from, to, kind, (summary, note, id), when, status, (weight, ordinal, fields, claims))| {
            let mut relation = Relation::new("", kind, "");
            if let Some(id) = id {
                (relation.id, relation.id_given) = (format!("r-{id}").as_str().into(), true);
            }
            (relation.summary, relation.note) = (summary, note);
            (relation.when, relation.status) = (when, status);
            (relation.weight, relation.ordinal) = (weight, ordinal);
            (relation.fields, relation.claims) = (fields, claims);
            (from, to, relation)
        },
    )
}

/// What ids end with: anything but blanks and control characters is allowed.
fn odd_end() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "", "", "", "\"", "<&>", "]]>", "\\x", "日本", ";,", "'", "{x}", "--", "#", "_x0041_", "\u{202e}",
    ])
}

fn id_of(number: usize, odd: &str) -> String {
    format!("e{number}{odd}")
}

pub(super) fn some_dossier() -> impl Strategy<Value = Dossier> {
    let parts = (prop::collection::vec(entity(), 1..5), prop::collection::vec(relation(), 0..6), odd_end());
    let head = (name(), some_text(), some_text(), name(), some_date(), any::<bool>());
    (parts, head, (-9e5..9e5_f64, -9e5..9e5_f64)).prop_map(
        |((entities, relations, odd), (title, subtitle, note, words, published, has_view), (x, y))| {
            let mut dossier = Dossier::new(vocabulary());
            (dossier.title, dossier.subtitle, dossier.note) = (title, subtitle, note);
            dossier.format = ron_text::FORMAT;
            dossier.declare_entity_kind(
                FileIndex(0),
                EntityKind { label: words.clone(), strong: true, ..EntityKind::new("own_kind") },
            );
            let tie = RelationKind {
                label: words.clone(),
                directed: false,
                from: vec![words.clone()],
                ..RelationKind::new("own_tie")
            };
            dossier.declare_relation_kind(FileIndex(0), tie);
            let mut source = Source::new("s0");
            (source.title, source.published) = (Some(words.clone()), published);
            source.draws_on = vec!["s1".to_owned(), words.clone()];
            dossier.sources = vec![source, Source::new("s1")];
            let count = entities.len();
            for (number, mut entity) in entities.into_iter().enumerate() {
                entity.id = id_of(number, odd).as_str().into();
                dossier.add_entity(entity).unwrap();
            }
            for (from, to, mut relation) in relations {
                let end = |end: usize| id_of(end % (count + 1), odd);
                (relation.from, relation.to) = (end(from).as_str().into(), end(to).as_str().into());
                // An id that another has is none: then nothing names its ends either.
                if relation.id_given && dossier.relation_by_id(relation.id.as_str()).is_some() {
                    continue;
                }
                for id in [&relation.from, &relation.to] {
                    if dossier.entity_index(id.as_str()).is_none() {
                        dossier.add_entity(Entity::ghost(id.clone(), FileIndex(0))).unwrap();
                    }
                }
                dossier.add_relation(relation).unwrap();
            }
            if has_view {
                let pins = vec![Pin { id: id_of(0, odd).as_str().into(), x, y }];
                let placing = ViewLayout { pins, layout: Some("force"), ..ViewLayout::default() };
                dossier.views = vec![View { name: "v".to_owned(), title: Some(words), placing, ..View::default() }];
            }
            dossier
        },
    )
}
