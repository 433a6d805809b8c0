//! What we read and what plain `ron` with serde reads is the same: the built-in examples through a
//! mirror of the format, and syntax over generated and damaged values.
//!
//! Known differences, each a refusal of ours that is told with its place: brackets nested deeper
//! than 64 (`ron` counts otherwise), byte order marks, which `ron` refuses and we skip, and `Some x`
//! without brackets, which `ron` takes where `Some` may be left out.

use std::collections::BTreeMap;

use chancery::dossier::document::{EXAMPLES, open_example};
use chancery::dossier::ron_text::parse;
use proptest::prelude::*;
use ron::extensions::Extensions;
use serde::Deserialize;

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES)
}

#[derive(Deserialize)]
#[serde(rename = "Dossier", default)]
#[derive(Default)]
struct Mirror {
    sources: Vec<BTreeMap<String, String>>,
    entities: Vec<Record>,
    relations: Vec<Record>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Record {
    claims: Vec<Claim>,
    status: Status,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Claim {
    source: String,
    basis: Basis,
}

#[derive(Deserialize, Default)]
#[allow(non_camel_case_types, dead_code, reason = "they are the words of the format")]
enum Basis {
    #[default]
    stated,
    reported {
        by: String,
        #[serde(default)]
        to: Option<String>,
    },
    inferred {
        how: String,
    },
    judgement {
        #[serde(default)]
        by: Option<String>,
    },
}

#[derive(Deserialize, Default, PartialEq)]
#[allow(non_camel_case_types, reason = "they are the words of the format")]
enum Status {
    #[default]
    actual,
    planned,
    hoped,
    requested,
    cancelled,
    ended,
}

#[test]
fn plain_ron_and_serde_read_the_examples_as_we_do() {
    for example in EXAMPLES {
        let ours = open_example(example).dossier;
        let mut sums = (0, 0, 0, 0);
        let (mut relayed, mut planned) = (0, 0);
        for (name, text) in example.files {
            let text = sources_as_maps(text);
            let mirror: Mirror = options().from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
            let records = || mirror.entities.iter().chain(&mirror.relations);
            let claims = || records().flat_map(|r| &r.claims);
            sums.0 += mirror.sources.len();
            sums.1 += mirror.entities.len();
            sums.2 += mirror.relations.len();
            sums.3 += claims().count();
            relayed += claims().filter(|c| matches!(c.basis, Basis::reported { .. })).count();
            assert!(claims().all(|c| !c.source.is_empty()));
            planned += records().filter(|r| r.status == Status::planned).count();
        }
        let entities = || ours.entities().flat_map(|(_, e)| &e.claims);
        let relations = || ours.relations().flat_map(|(_, _, _, r)| &r.claims);
        let claims = || entities().chain(relations());
        assert_eq!(
            sums,
            (ours.sources.len(), ours.entity_count(), ours.relation_count(), claims().count()),
            "{}",
            example.name
        );
        assert_eq!(relayed, claims().filter(|c| c.basis.word() == "reported").count());
        let statuses = ours.entities().map(|(_, e)| e.status).chain(ours.relations().map(|(_, _, _, r)| r.status));
        assert_eq!(planned, statuses.filter(|status| status.word() == "planned").count());
        assert!(relayed > 0 && planned > 0, "{} has both", example.name);
    }
}

/// The mirror reads sources as maps of texts, which they are but for their brackets.
fn sources_as_maps(text: &str) -> String {
    let Some((before, rest)) = text.split_once("sources: [") else { return text.to_owned() };
    let end = rest.find("\n    ],").unwrap_or(rest.len());
    // Counting is all that is asked of them here.
    let count = rest[..end].lines().filter(|l| l.trim_start().starts_with("(id:")).count();
    format!("{before}sources: [{}{}", "{},".repeat(count), &rest[end..])
}

/// Whether plain `ron` accepts a text as a value of any sort.
fn ron_accepts(text: &str) -> bool {
    options().from_str::<ron::Value>(text).is_ok()
}

fn we_accept(text: &str) -> bool {
    parse(text).1.is_empty()
}

fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("true".to_owned()),
        "[a-z]{1,6}".prop_map(|w| format!("\"{w}\"")),
        Just("\"a \\\"quote\\\" \\u{e9} \\n\"".to_owned()),
        Just("r#\"raw \"text\"\"#".to_owned()),
        (-1000_i32..1000).prop_map(|n| n.to_string()),
        Just("1.5e3".to_owned()),
        Just("0x1F".to_owned()),
        Just("1_000".to_owned()),
        Just("'c'".to_owned()),
        Just("\"日本\"".to_owned()),
    ];
    let blank =
        prop_oneof![Just(" "), Just("\n"), Just("/* a /* nested */ comment */"), Just("// to the end\n"), Just("")];
    leaf.prop_recursive(4, 40, 5, move |inner| {
        let items = prop::collection::vec((inner.clone(), blank.clone()), 0..5);
        (items, 0..3_u8, any::<bool>()).prop_map(|(items, kind, comma)| {
            let entry = |i: usize, v: &str, b: &str| match kind {
                0 => format!("{b}{v}"),
                1 => format!("{b}field_{i}: {v}{b}"),
                _ => format!("{b}\"key {i}\": {v}"),
            };
            let inside: Vec<String> = items.iter().enumerate().map(|(i, (v, b))| entry(i, v, b)).collect();
            let tail = if comma && !inside.is_empty() { "," } else { "" };
            let (open, close) = [("[", "]"), ("(", ")"), ("{", "}")][usize::from(kind)];
            format!("{open}{}{tail}{close}", inside.join(","))
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn generated_values_are_accepted_by_both_and_printed_as_they_were(text in value()) {
        prop_assert!(ron_accepts(&text), "ron refuses {text}");
        prop_assert!(we_accept(&text), "we refuse {text}: {:?}", parse(&text).1.list);
        prop_assert_eq!(parse(&text).0.print(&text), text);
    }

    #[test]
    fn whatever_ron_accepts_of_damaged_values_we_accept(
        text in value(),
        at in any::<prop::sample::Index>(),
        sign in prop::sample::select(vec!["(", ")", "[", "]", "{", "}", ",", ":", "\"", "'", "/*", "#", "a", "1", " "]),
        cut in any::<bool>(),
    ) {
        let mut damaged = text;
        let mut place = at.index(damaged.len().max(1)).min(damaged.len());
        while !damaged.is_char_boundary(place) {
            place -= 1;
        }
        if cut {
            damaged.truncate(place);
        } else {
            damaged.insert_str(place, sign);
        }
        let ours = parse(&damaged);
        prop_assert_eq!(ours.0.print(&damaged), damaged.clone());
        // One way only: whatever `ron` accepts we accept. What we take and it refuses is judged by the
        // reader, which knows what a dossier may hold.
        if ron_accepts(&damaged) {
            prop_assert!(ours.1.is_empty(), "we refuse {damaged}: {:?}", ours.1.list);
        }
    }
}

#[test]
fn some_without_brackets_is_refused_with_a_mend() {
    let text = "(a: Some \"x\")";
    assert!(options().from_str::<ron::Value>(text).is_ok(), "should `ron` refuse it one day, so much the better");
    let (tree, errors) = parse(text);
    assert_eq!(tree.print(text), text);
    let error = &errors.list[0];
    assert_eq!((error.bytes, error.help.as_deref()), ((4, 8), Some("leave out `Some`")));
}

#[test]
fn ranges_end_in_any_number() {
    for text in ["..NaN", "1..inf", "-inf..=NaN", "..=inff32", "(a: [1.., ..2, inf..])", "..x", "..b'('", "b'a'..=3"] {
        let theirs = options().from_str::<ron::Value>(text).is_ok();
        assert_eq!(parse(text).1.is_empty(), theirs, "{text}");
    }
}
