//! Twelve questions that an analyst puts to the example, each answered by one command. The same questions in the window are in
//! `tests/window`. The counts are those of the example as it is now.

use super::{EXAMPLE, chancery};

/// What a command prints to the words of a question, and that it says each of these, in this order.
#[track_caller]
fn answers(words: &[&str], parts: &[&str]) -> String {
    let ran = chancery(&[&["query", EXAMPLE], words].concat());
    assert_eq!(ran.status, 0, "{}", ran.err);
    let mut rest = ran.out.as_str();
    for part in parts {
        let Some(at) = rest.find(part) else {
            panic!("nothing says “{part}” after what came before it in\n{}", ran.out)
        };
        rest = &rest[at + part.len()..];
    }
    ran.out
}

#[test]
fn which_meetings_of_a_series_in_order_when_and_where() {
    let series = "from:(kind:meeting \"AMMTC + Japan\") rel:held_in";
    let (first, second, third) = ("Vientiane, 2013", "Kuala Lumpur, 1 October 2015", "Myanmar, 2017, planned");
    answers(&[series, "--by-date"], &["4 relations of 105", first, second, third]);
}

#[test]
fn what_rests_on_one_officials_word() {
    answers(&["only:(said-by:nur-jazlan-mohamed)"], &["6 entities of 49", "18 relations of 105"]);
}

#[test]
fn which_dates_were_worked_out() {
    answers(&["date:inferred", "--claims"], &["9 entities of 49", "on when, inferred"]);
}

#[test]
fn what_existed_at_two_dates_and_what_may_have() {
    let came = ["came: 1 entity, 3 relations", "may have come: ", "went: 0 entities", "stays: "];
    answers(&["--between", "2013", "2014-06"], &came);
    answers(&["kind:dialogue as-of:2014-06"], &["3 entities of 49", "possibly 3 more entities"]);
}

#[test]
fn what_is_planned_after_a_day() {
    answers(&["after:2015-10 status:planned"], &["Next AMMTC + Japan", "7 relations of 105"]);
}

#[test]
fn how_a_person_is_tied_to_a_state_and_what_of_it_is_reported() {
    let hops = [
        "1. 5 links, 2 inferred",
        "Nur Jazlan Mohamed holds the post of",
        "stated · ASEAN Beat, 2015, P5.1",
        "ASEAN has relations with Japan",
        "is supported through dialogue by",
        "reported by Nur Jazlan Mohamed",
    ];
    answers(&["--why", "nur-jazlan-mohamed", "japan"], &hops);
}

#[test]
fn what_touches_cyber_crime() {
    answers(&["near:cyber-crime"], &["entities within 1 step of Cyber crime", "10 entities of 49"]);
}

#[test]
fn all_that_one_side_gives_or_is_asked_to_give() {
    answers(&["from:japan"], &["12 relations of 105"]);
}

#[test]
fn which_relations_have_no_place() {
    answers(&["relations no:at"], &["18 relations of 105"]);
}

#[test]
fn a_name_is_found_by_alias_other_script_and_nearly_its_spelling() {
    for name in ["日本", "Tokyo"] {
        answers(&[name], &["1 entity of 49", "Japan, state [japan]"]);
    }
    let ran = chancery(&["query", EXAMPLE, "Japn"]);
    assert!(ran.status == 0 && ran.err.starts_with("note: similar names: Japan [japan], "), "{}", ran.err);
    // A question that finds nothing is no misspelt name.
    let ran = chancery(&["query", EXAMPLE, "from:malaysia rel:convened"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
}

#[test]
fn the_passage_behind_a_relation() {
    answers(&["between:asean,japan", "--claims"], &["ASEAN has relations with Japan, 1973", "beat-2015 P2.1, stated"]);
}

#[test]
fn what_falls_without_one_source() {
    let lists = ["Falls: 3 entities, 9 relations", "Left to inference: ", "Weaker: ", "Kept only by its relations: "];
    answers(&["--without", "source:asean-secretariat"], &lists);
}

#[test]
fn lists_go_by_date_where_that_is_asked_for() {
    let dates = |more: &[&str]| {
        let answer = chancery(&[&["query", EXAMPLE, "kind:meeting", "--json"], more].concat()).json(0);
        let all = answer["entities"].as_array().unwrap().iter();
        all.map(|entity| entity["when"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let (plain, sorted) = (dates(&[]), dates(&["--by-date"]));
    assert_ne!(plain, sorted);
    let given: Vec<&String> = sorted.iter().flatten().collect();
    assert!(given.is_sorted_by(|a, b| a[..4] <= b[..4]), "{sorted:?}");
    assert!(
        sorted.iter().skip_while(|when| when.is_some()).all(Option::is_none),
        "what has no date is last: {sorted:?}"
    );
    assert_eq!(chancery(&["query", EXAMPLE, "--between", "2013", "2014", "--by-date"]).status, 2);
}
