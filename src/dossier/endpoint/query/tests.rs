//! What we build is one query, with exactly the terms that were put in.

use proptest::prelude::*;
use spargebra::{Query, SparqlParser};

use super::*;

const S: Var = Var("s");
const P: Var = Var("p");
const N: Var = Var("n");

/// A query with a place for each kind of term and pattern.
fn built(names: &[(String, String)], things: &[NamedNode], part: &str) -> Select {
    let property = iri("http://example.org/p").unwrap();
    let counted = Select {
        columns: vec![Column::Var(S), Column::Count(P, N)],
        group: vec![S],
        ..Select::rows(&[], 1_001, vec![triple(S, P, N)])
    };
    let pattern = vec![
        values(N, names.iter().map(|(name, language)| text_in(name, language))),
        values(S, things),
        triple(S, Path::Either(vec![property.clone(), property.clone()]), N),
        Pattern::Union(vec![
            vec![triple(S, Path::Upwards(property.clone()), P), Pattern::Bind(property.clone().into(), Var("a"))],
            vec![Pattern::Sub(Box::new(counted))],
        ]),
        Pattern::Optional(vec![triple(S, property.clone(), Var("b"))]),
        Pattern::Without(vec![triple(S, property.clone(), Var("c"))]),
        Pattern::Graph(Var("g"), vec![triple(S, P, N)]),
        in_languages(N, &["en".to_owned(), part.to_owned()]),
        Pattern::Filter(Test::All(vec![
            Test::IsIri(S),
            Test::Contains(N, part.to_owned()),
            Test::After(S, part.to_owned()),
        ])),
    ];
    Select { order: Some(S), ..Select::rows(&[S, P], 101, pattern).once() }
}

/// All quoted texts and all IRIs of a query, as another parser reads them.
fn terms(query: &Query) -> (Vec<String>, Vec<String>) {
    // The form for machines: each term stands there by itself.
    let form = query.to_sse();
    let (mut texts, mut iris) = (Vec::new(), Vec::new());
    let mut chars = form.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                let mut text = String::new();
                while let Some(c) = chars.next() {
                    match c {
                        '\\' => {
                            let escaped = chars.next().unwrap();
                            match escaped {
                                'u' | 'U' => {
                                    let length = if escaped == 'u' { 4 } else { 8 };
                                    let digits: String = chars.by_ref().take(length).collect();
                                    text.push(char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap());
                                }
                                't' => text.push('\t'),
                                'n' => text.push('\n'),
                                'r' => text.push('\r'),
                                'b' => text.push('\u{8}'),
                                'f' => text.push('\u{c}'),
                                other => text.push(other),
                            }
                        }
                        '"' => break,
                        other => text.push(other),
                    }
                }
                texts.push(text);
            }
            '<' if chars.peek().is_some_and(|next| next.is_alphabetic()) => {
                iris.push(chars.by_ref().take_while(|c| *c != '>').collect());
            }
            _ => {}
        }
    }
    (texts, iris)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_built_is_one_query_with_the_same_terms(
        names in proptest::collection::vec(("\\PC{0,12}|[\"'\\\\{}<>?$@^#\n\r\t ;.]{0,12}|(\\\\){1,3}[uU]0{2,6}22.{0,4}|\" \\} (UNION|FILTER|DROP) .{0,9}", "[a-z]{2}(-[A-Z]{2})?|[\"<>{} ]{0,3}"), 1..6),
        ends in proptest::collection::vec("[a-zA-Z0-9/#?'()*;.,-]{0,16}|.{0,12}", 0..6),
        part in ".{0,12}|[\"'\\\\{}<>?$@^#\n\r]{0,12}",
    ) {
        let things: Vec<NamedNode> = ends.iter().filter_map(|end| iri(&format!("http://example.org/{end}")).ok()).collect();
        let select = built(&names, &things, &part);
        let text = select.to_string();
        let query = SparqlParser::new().parse_query(&text);
        prop_assert!(query.is_ok(), "{text}\n{query:?}");
        let (texts, iris) = terms(&query.unwrap());
        for (name, _) in &names {
            prop_assert!(texts.contains(name), "{name:?} in {texts:?}\n{text}");
        }
        prop_assert!(texts.iter().filter(|text| **text == part).count() >= 2, "{part:?} in {texts:?}");
        for text in &texts {
            let is_ours = text.is_empty() || text == "en" || *text == part || names.iter().any(|(name, _)| name == text);
            prop_assert!(is_ours, "{text:?} came in from nowhere\n{texts:?}");
        }
        for thing in &things {
            prop_assert!(iris.iter().any(|iri| iri == thing.as_str()), "{thing} in {iris:?}");
        }
        for iri in &iris {
            let is_ours = iri.starts_with("http://example.org/") || iri.starts_with("http://www.w3.org/");
            prop_assert!(is_ours, "{iri:?} came in from nowhere");
        }
    }
}

#[test]
fn what_is_no_iri_is_refused() {
    for text in [
        "",
        "a",
        "http://a.org/> <http://b.org/",
        "http://a.org/\"",
        "http://a.org/{x}",
        "http://a.org/a b",
        "http://a.org/\\u003e",
        "http://a.org/\n",
        "_:b0",
    ] {
        let problem = iri(text).unwrap_err();
        assert!(problem.message.contains("was not sent"), "{text}");
    }
    assert!(iri("http://a.org/(x)'%22?a=b#c").is_ok());
    assert_eq!(text_in("x", "no tag").language(), None);
}

#[test]
fn a_query_reads_as_people_write_it() {
    let property = iri("http://a.org/p").unwrap();
    let select = Select::rows(
        &[S],
        101,
        vec![
            triple(S, &property, text_in("say \"hi\"", "en")),
            Pattern::Filter(Test::Not(Box::new(Test::IsLiteral(S)))),
        ],
    );
    let expected = "SELECT ?s WHERE { ?s <http://a.org/p> \"say \\\"hi\\\"\"@en . FILTER((!isLiteral(?s))) } LIMIT 101";
    assert_eq!(select.to_string(), expected);
}

#[test]
fn a_backslash_before_a_u_is_read_the_same_by_all_servers() {
    let written = Node::from(text_in("\\u0022 \\\\U00000022 \u{7}", "")).to_string();
    assert!(!written.contains("\\u0022") && !written.contains("\\U0000"), "{written}");
    let query = format!("SELECT * WHERE {{ ?s ?p {written} }}");
    let read = SparqlParser::new().parse_query(&query).unwrap();
    assert_eq!(terms(&read).0, ["\\u0022 \\\\U00000022 \u{7}"]);
}
