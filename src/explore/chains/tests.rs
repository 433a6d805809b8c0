//! Chains in dossiers: those of the example, what is left out, directions, dates, quotations, and more than two ends.

use super::*;
use crate::dossier::document::{EXAMPLES, open_example, open_texts};
use crate::explore::query::language::parse;

fn example() -> Dossier {
    open_example(&EXAMPLES[0]).dossier
}

fn question(ends: &[&str]) -> Question {
    Question::new(ends.iter().map(|id| EntityId::from(*id)).collect())
}

fn ask(dossier: &Dossier, question: &Question) -> Connection {
    Finder::default().ask(dossier, 0, question, &Progress::new()).unwrap()
}

fn ids(chain: &Chain) -> Vec<&str> {
    let first = chain.links.first().map(|link| link.from.as_str());
    first.into_iter().chain(chain.links.iter().map(|link| link.to.as_str())).collect()
}

#[test]
fn a_short_chain_may_be_inferred_and_a_longer_one_stated() {
    let dossier = example();
    let mut question = question(&["malaysia", "cyber-crime"]);
    let founded = ask(&dossier, &question).chains;
    assert_eq!(ids(&founded[0]), ["malaysia", "asean", "ammtc-japan-2", "cyber-crime"]);
    assert_eq!(grades_in_words(&dossier, &founded[0].links), "all stated");
    assert_eq!(founded.len(), 5);
    question.stop = Stop::Short;
    let short = ask(&dossier, &question).chains;
    assert_eq!(ids(&short[0]), ["malaysia", "ammtc-japan-2", "cyber-crime"]);
    assert_eq!(grades_in_words(&dossier, &short[0].links), "1 inferred");
    // The other is among the further answers.
    question.most = 50;
    assert!(ask(&dossier, &question).chains.iter().any(|chain| ids(chain) == ids(&founded[0])));
}

#[test]
fn chains_are_sequences_of_entities_with_parallels_under_their_links() {
    let dossier = example();
    let chains = ask(&dossier, &question(&["japan", "asean"])).chains;
    assert_eq!(ids(&chains[0]), ["japan", "asean"]);
    assert_eq!(chains[0].links[0].ties.len(), 5);
    let mut seen: Vec<Vec<&str>> = chains.iter().map(ids).collect();
    seen.dedup();
    assert_eq!(seen.len(), chains.len());
    assert!(chains.iter().all(|chain| !ids(chain)[1..].contains(&"japan")));
    let grades = |chain: &Chain| chain.links[0].ties.iter().map(|tie| tie.grade).collect::<Vec<_>>();
    assert!(grades(&chains[0]).is_sorted());
}

#[test]
fn whoever_is_quoted_is_tied_on_request() {
    let dossier = example();
    let mut question = question(&["nur-jazlan-mohamed", "japan"]);
    question.avoid = parse("file:background.ron OR kind:topic,place").query;
    let plain = ask(&dossier, &question);
    question.quoted = true;
    let quoted = ask(&dossier, &question);
    let is_quoted = |tie: &Tie| matches!(tie.how, How::Quoted { .. });
    assert!(!plain.chains.iter().flat_map(|chain| &chain.links).flat_map(|link| &link.ties).any(is_quoted));
    assert_eq!(ids(&quoted.chains[0]), ["nur-jazlan-mohamed", "japan"]);
    assert!(quoted.chains[0].links[0].ties.iter().all(is_quoted));
    assert!(answer_in_words(&dossier, &question, &quoted).contains("Nur Jazlan Mohamed is quoted on Japan"));
}

/// States a to e; each row is a relation with its kind and what more is said.
fn network(relations: &[(&str, &str, &str)]) -> Dossier {
    let entities = ["a", "b", "c", "d", "e"].map(|id| {
        let kind = if id == "d" { "topic" } else { "state" };
        format!("(id: \"{id}\", kind: \"{kind}\", name: \"{}\")", id.to_uppercase())
    });
    let relations: Vec<String> = relations
        .iter()
        .map(|(from, to, more)| format!("(from: \"{from}\", kind: \"asks\", to: \"{to}\", {more})"))
        .collect();
    let text = format!(
        "Dossier(format: 1, title: \"T\", sources: [(id: \"s\"), (id: \"t\")],
            relation_kinds: [(id: \"asks\")], entities: [{}], relations: [{}])",
        entities.join(", "),
        relations.join(", ")
    );
    open_texts(&[("t.ron", &text)]).dossier
}

const HIGH: &str = "claims: [(source: \"s\", rating: \"high\")]";

#[test]
fn what_is_left_out_is_not_passed_through() {
    let dossier = network(&[("a", "d", HIGH), ("d", "b", HIGH), ("a", "c", ""), ("c", "e", ""), ("e", "b", "")]);
    let mut question = question(&["a", "b"]);
    let all = |question: &Question| ask(&dossier, question).chains.iter().map(|c| ids(c).join(" ")).collect::<Vec<_>>();
    assert_eq!(all(&question), ["a c e b"]);
    question.avoid = parse("").query;
    assert_eq!(all(&question), ["a d b", "a c e b"]);
    question.avoid = parse("id:c OR kind:topic").query;
    let found = ask(&dossier, &question);
    assert_eq!((found.chains.len(), found.otherwise), (0, Some(2)));
    // An end is never left out.
    question.ends = vec!["a".into(), "d".into()];
    assert_eq!(all(&question), ["a d"]);
}

#[test]
fn relations_are_followed_along_their_direction_on_request() {
    let dossier = network(&[("a", "b", ""), ("c", "b", ""), ("c", "e", "")]);
    let mut question = question(&["a", "e"]);
    assert_eq!(ask(&dossier, &question).chains.len(), 1);
    question.directed = true;
    assert_eq!(ask(&dossier, &question).chains.len(), 0);
    question.ends = vec!["c".into(), "e".into()];
    assert_eq!(ask(&dossier, &question).chains.len(), 1);
    question.ends = vec!["e".into(), "c".into()];
    assert_eq!(ask(&dossier, &question).chains.len(), 0);
}

#[test]
fn dates_choose_chains_and_are_told() {
    let dossier = network(&[
        ("a", "b", "when: \"2013\""),
        ("b", "e", "when: \"2010\""),
        ("a", "c", "when: \"2013\""),
        ("c", "e", "when: \"2015\""),
    ]);
    let mut question = question(&["a", "e"]);
    let all = |question: &Question| ask(&dossier, question).chains.iter().map(|c| ids(c).join(" ")).collect::<Vec<_>>();
    assert_eq!(all(&question), ["a b e", "a c e"]);
    question.dates = Dates::InTurn;
    assert_eq!(all(&question), ["a c e"]);
    question.dates = Dates::Together;
    assert_eq!(all(&question), [""; 0]);
    question.dates = Dates::Any;
    question.as_of = Some(Date::read("2014"));
    assert_eq!(all(&question), ["a b e"]);
}

#[test]
fn three_are_held_together_by_what_they_have_in_common() {
    let dossier = network(&[("a", "e", HIGH), ("b", "e", HIGH), ("c", "e", HIGH), ("a", "b", ""), ("b", "c", "")]);
    let found = ask(&dossier, &question(&["a", "b", "c"]));
    assert_eq!(found.common, ["e".into()]);
    let part: Vec<(&str, &str)> = found.part.iter().map(|link| (link.from.as_str(), link.to.as_str())).collect();
    assert_eq!(part, [("a", "e"), ("b", "e"), ("c", "e")]);
    assert_eq!(found.chains, []);
    let words = answer_in_words(&dossier, &question(&["a", "b", "c"]), &found);
    assert!(words.contains("Related to each of them: E.") && words.contains("Held together by 3 links"), "{words}");
}

#[test]
fn an_answer_is_written_in_sentences() {
    let dossier = example();
    let mut question = question(&["malaysia", "cyber-crime"]);
    question.most = 1;
    let words = answer_in_words(&dossier, &question, &ask(&dossier, &question));
    for part in [
        "Why are Malaysia and Cyber crime connected?",
        "Fewest weak links first, then fewest links. Not by way of topics or places.",
        "1. 3 links, all stated",
        "Malaysia is a member of ASEAN, since 8 August 1967",
        "stated · ASEAN Secretariat · high certainty · 2 origins",
        "beside it: chairs, 2015",
        "Weakest link: ASEAN convened",
        "alone says so.",
        "All on one day: certainly, on 1 October 2015.",
    ] {
        assert!(words.contains(part), "{part} in {words}");
    }
}

#[test]
fn nothing_asked_of_wrong_or_changing_ends_panics() {
    let dossier = network(&[("a", "b", ""), ("a", "a", "")]);
    for ends in [&["a", "a"][..], &[], &["a"], &["a", "nobody"], &["a", "b", "e"]] {
        let found = ask(&dossier, &question(ends));
        assert_eq!(found.chains, [], "{ends:?}");
    }
    let found = ask(&dossier, &question(&["a", "e"]));
    assert_eq!((found.chains.len(), found.otherwise), (0, None));
    let stopped = Progress::new();
    stopped.cancel();
    assert!(Finder::default().ask(&dossier, 0, &question(&["a", "b"]), &stopped).is_err());
}
