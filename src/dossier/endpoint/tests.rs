//! From a name to a dossier, by look-up alone: against answers that were kept, and against a real server where there is
//! one. `CHANCERY_RECORD=1` asks the server anew and keeps what it says; `CHANCERY_TEST_PYTHON` names a Python that has
//! pyoxigraph.

mod big;
mod ftm;
#[cfg(feature = "window")]
mod rows;

use super::offer::{Count, Thing};
use std::path::Path;

use super::transport::tests::{Server, web};
use super::transport::{Answer, Request};
use super::*;
use crate::dossier::document::{Document, with_text};
use crate::dossier::exchange::{Failure, JoinChoices};
use crate::dossier::model::{Day, Dossier, Vocabulary};
use crate::dossier::ron_text::{self, built_in_vocabulary};
use crate::dossier::storage::{Answers, read_limited, write_atomic};
use crate::problem::{Problem, Severity, codes};
use crate::progress::Progress;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/endpoint");
const JAPAN: &str = "http://www.wikidata.org/entity/Q17";
const ASEAN: &str = "http://www.wikidata.org/entity/Q7768";

/// The day of all kept answers.
fn day() -> Day {
    Day::from_ymd(2026, 11, 29).unwrap()
}

/// A server of this computer in the place of one far away.
struct Relay {
    server: Server,
    mode: &'static str,
    day: Day,
}

impl Transport for Relay {
    fn send(&self, request: &Request, asking: Asking<'_>) -> Result<Answer, Failure> {
        // What is no query is asked by its path.
        let path = request.to.as_str().splitn(4, '/').nth(3).unwrap_or_default();
        let place = if request.query.is_some() { self.mode.to_owned() } else { format!("{}/{path}", self.mode) };
        let to = self.server.address(&place);
        let answer = web(&to).send(&Request { to, ..request.clone() }, asking)?;
        Ok(Answer { day: self.day, ..answer })
    }
}

/// The server with data; `None`, with a word, where there is none.
fn relay(mode: &'static str, day: Day) -> Option<Relay> {
    let relay = Relay { server: Server::start()?, mode, day };
    if !matches!(mode, "good" | "changed") {
        return Some(relay);
    }
    let request = Request::query(endpoint("rdf").url, "SELECT * WHERE { ?s ?p ?o } LIMIT 1".into());
    let progress = Progress::new();
    match relay.send(&request, Asking { progress: &progress, tell: &|_| {} }) {
        Ok(_) => Some(relay),
        Err(Failure::Wrong(problem)) if problem.message.contains("501") => {
            eprintln!("skipped: pyoxigraph is not installed");
            None
        }
        Err(failure) => panic!("{failure:?}"),
    }
}

fn endpoint(profile: &str) -> Endpoint {
    let (url, name) = match profile {
        "yente" => ("https://yente.example", "Sample Sanctions"),
        "openaleph" => ("https://aleph.example/api/2/", "Sample Aleph"),
        _ => ("https://wikibase.example/sparql", "Sample Wikibase"),
    };
    let mut endpoint = Endpoint::parse(url, named(profile).unwrap()).unwrap();
    endpoint.name = name.to_owned();
    endpoint.languages = vec!["en".to_owned(), "ja".to_owned()];
    endpoint
}

fn is_recording() -> bool {
    std::env::var_os("CHANCERY_RECORD").is_some()
}

/// Does something with the answers that are kept in a folder; while recording, with those of a server, which are kept.
fn with_kept<T>(folder: &str, mode: &'static str, profile: &str, work: impl FnOnce(&Client<'_>) -> T) -> T {
    let answers = Answers::in_folder(std::path::Path::new(&format!("{FOLDER}/{folder}")));
    let endpoint = endpoint(profile);
    let progress = Progress::new();
    let asking = Asking { progress: &progress, tell: &|_| {} };
    if is_recording() {
        let relay = relay(mode, day()).expect("recording needs a server");
        return work(&Client::new(&endpoint, &Kept::before(&relay, answers, Mode::Anew), asking));
    }
    work(&Client::new(&endpoint, &Kept::alone(answers, Mode::Offline), asking))
}

fn first(client: &Client<'_>, name: &str) -> Thing {
    let found = client.endpoint.profile.find(client, name, How::Exact).unwrap();
    found.candidates.into_iter().next().unwrap_or_else(|| panic!("{name} was not found")).thing
}

/// Japan, ASEAN and its members, with the ties among them: found, looked at and picked as a person does.
fn seed(client: &Client<'_>) -> Picks {
    let profile = client.endpoint.profile;
    let (japan, asean) = (first(client, "Japan"), first(client, "ASEAN"));
    assert_eq!((japan.iri.as_str(), asean.iri.as_str()), (JAPAN, ASEAN));
    assert_eq!(asean.kind.as_deref(), Some("intergovernmental organization"));
    assert_eq!(asean.description.as_deref(), Some("intergovernmental organisation"));
    let properties = profile.properties(client, &asean.iri).unwrap();
    let members = properties.iter().find(|p| p.label == "member of" && p.direction == Direction::In).unwrap();
    assert_eq!(members.count, Some(Count { number: 14, more: false }), "every rank, not the best alone");
    let page = profile.neighbours(client, &asean.iri, members, &Paging::default()).unwrap();
    assert_eq!((page.ties.len(), page.next.is_none()), (14, true));
    assert_eq!(page.ties.iter().filter(|tie| tie.deprecated).count(), 1);
    // Someone whose membership is made up to try quotation marks is not picked.
    let states: Vec<String> =
        page.things.values().filter(|thing| thing.kind.as_deref() == Some("country")).map(|t| t.iri.clone()).collect();
    assert_eq!(states.len(), 12, "Japan among them, by a statement that is no longer believed");
    let mut picks = Picks::default();
    picks.things.extend([japan.iri, asean.iri]);
    picks.ties.extend(page.ties.into_iter().filter(|tie| states.contains(&tie.from)));
    let among = profile.among(client, &picks.all_things().into_iter().collect::<Vec<_>>()).unwrap();
    assert!(among.ties.len() > picks.ties.len(), "diplomatic relations, too");
    picks.ties.extend(among.ties.into_iter().filter(|tie| tie.property.ends_with("/P530")));
    picks
}

fn empty() -> Document {
    with_text(&Dossier::new(Vocabulary::clone(built_in_vocabulary()))).unwrap()
}

fn text(document: &Document) -> String {
    document.text(0).unwrap_or_default().to_string()
}

/// Reads it as `check` does. What has no known kind is no end that anyone foresaw.
fn read(text: &str) -> Dossier {
    let alone = |_: &str| Err(Problem::error(codes::IO, "nothing is included"));
    let reading = ron_text::read("seed.ron", text.as_bytes(), &alone);
    let bad: Vec<String> = reading
        .problems
        .iter()
        .filter(|p| p.severity >= Severity::Warning && p.code != codes::UNFORESEEN_ENDS)
        .map(Problem::to_text)
        .collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
    reading.dossier
}

/// Compares with a dossier that is checked in, or writes it.
fn expect(name: &str, text: &str) {
    let path = format!("{FOLDER}/{name}");
    if is_recording() {
        write_atomic(Path::new(&path), text.as_bytes()).unwrap();
    }
    let expected = read_limited(Path::new(&path)).unwrap_or_default();
    let expected = String::from_utf8(expected).unwrap();
    assert_eq!(text, expected, "{path}");
}

#[test]
fn japan_and_asean_are_taken_in_by_look_up_alone() {
    with_kept("seed", "good", "wikibase", |client| {
        let picks = seed(client);
        let offered = offered(client, &picks, TakeOptions::default()).unwrap();
        assert!(offered.told.missing.iter().any(|what| what.contains("no longer believes")), "{:?}", offered.told);
        assert!(is_recording() || offered.told.kept_from == Some(day()));
        let mut document = empty();
        let before = text(&document);
        let taking = take(&document.dossier, &offered, JoinChoices::default(), client.endpoint);
        assert_eq!((taking.joined.entities_added, taking.joined.unsure.len()), (13, 0));
        document.apply(taking.edit).unwrap();
        let after = text(&document);
        let dossier = read(&after);
        let state = dossier.entity_by_id("q17").unwrap();
        assert_eq!((state.name.as_str(), state.kind.as_str()), ("Japan", "state"));
        assert!(state.names.iter().any(|name| name.text == "日本" && name.lang.as_deref() == Some("ja")));
        let of = |from: &str| -> Vec<String> {
            let relations = dossier.relations().map(|(_, _, _, relation)| relation);
            let members = relations.filter(|r| r.kind == "member_of" && r.from.as_str() == from);
            members.filter_map(|r| Some(r.when.as_ref()?.date.written().to_owned())).collect()
        };
        assert_eq!(of("q833"), ["1967-08-08"]);
        assert_eq!(of("q928"), ["1967-08"], "a month stays a month");
        assert_eq!(of("q836"), ["1997"], "a year a year");
        assert_eq!(of("q574"), ["2002/2025-10-26", "2025-10-26"], "the observer's seat, too");
        assert_eq!(of("q17"), [""; 0]);
        expect("seed.ron", &after);
        // The same again adds nothing.
        let again = take(&document.dossier, &offered, JoinChoices::default(), client.endpoint);
        assert_eq!((again.joined.entities_added, again.joined.relations_added), (0, 0));
        assert!(again.joined.conflicts.is_empty() && again.edit.changes.is_empty(), "{:?}", again.edit.changes);
        document.undo();
        assert_eq!(text(&document), before, "one step");
    });
}

#[test]
fn what_the_server_no_longer_believes_is_superseded_where_it_is_wanted() {
    with_kept("seed", "good", "wikibase", |client| {
        let picks = seed(client);
        let offered = offered(client, &picks, TakeOptions { with_deprecated: true }).unwrap();
        let japan = offered
            .dossier
            .relations()
            .map(|(_, _, _, r)| r)
            .find(|r| r.kind == "member_of" && r.from.as_str() == "q17");
        let claims = &japan.unwrap().claims;
        assert!(claims.iter().all(|claim| claim.superseded));
        let note = claims[0].note.as_deref().unwrap();
        assert!(
            note.contains("no longer believes it: unreliable source")
                && note.contains("copied there from English Wikipedia"),
            "{note}"
        );
    });
}

#[test]
fn a_dossier_that_has_them_already_is_added_to_not_doubled() {
    with_kept("seed", "good", "wikibase", |client| {
        let picks = seed(client);
        let offered = offered(client, &picks, TakeOptions::default()).unwrap();
        let open = read(
            "Dossier(format: 1, title: \"T\", sources: [(id: \"s\", title: \"S\")], entities: [
             (id: \"japan\", kind: \"state\", name: \"Japan (our name)\", fields: {\"wikidata\": \"Q17\"}, claims: [(source: \"s\")]),
             (id: \"q833\", kind: \"person\", name: \"Quinn 833\", fields: {\"wikidata\": \"Q1\"}, claims: [(source: \"s\")])])",
        );
        let taking = take(&open, &offered, JoinChoices::default(), client.endpoint);
        assert_eq!((taking.joined.entities_matched, taking.joined.entities_added), (1, 12));
        let mut document = with_text(&open).unwrap();
        document.apply(taking.edit).unwrap();
        let japan = document.dossier.entity_by_id("japan").unwrap();
        assert_eq!(japan.name, "Japan (our name)", "a person's word stands");
        assert_eq!(japan.claims.len(), 2);
        assert_eq!(document.dossier.entity_by_id("q833").unwrap().name, "Quinn 833", "an id alone matches nothing");
        assert!(document.dossier.entity_by_id("malaysia").is_some());
        read(&text(&document));
    });
}

#[test]
fn what_is_known_to_be_there_but_not_by_name_is_unnamed() {
    with_kept("unknown", "good", "wikibase", |client| {
        let profile = client.endpoint.profile;
        let minister = first(client, "Example Minister");
        let mut picks = Picks::default();
        for property in profile.properties(client, &minister.iri).unwrap() {
            let page = profile.neighbours(client, &minister.iri, &property, &Paging::default()).unwrap();
            picks.ties.extend(page.ties);
        }
        assert!(picks.ties.iter().any(|tie| tie.to.is_none()));
        let offered = offered(client, &picks, TakeOptions::default()).unwrap();
        let mut document = empty();
        document.apply(take(&document.dossier, &offered, JoinChoices::default(), client.endpoint).edit).unwrap();
        let dossier = read(&text(&document));
        let unnamed: Vec<&str> = dossier.entities().filter(|(_, e)| e.unnamed).map(|(_, e)| e.id.as_str()).collect();
        assert_eq!(unnamed, ["unknown-q8060003-4d89d294"], "called after its statement, so that it is found again");
        let post = dossier.relations().map(|(_, _, _, r)| r).find(|r| r.kind == "holds_post").unwrap();
        assert_eq!(post.when.as_ref().unwrap().date.written(), "2009-04-10/2018-05");
        assert_eq!(dossier.entity_by_id("q8060002").unwrap().kind, "post", "what is held is a post");
        let cited: Vec<_> =
            post.claims.iter().map(|c| (c.source.as_str(), c.at.as_deref(), c.quote.is_some())).collect();
        assert!(cited.contains(&("the-guardian", Some("p. 12"), true)), "{cited:?}");
        assert!(post.claims[1].note.as_deref().is_some_and(|note| note.contains("not read by us")));
        expect("unknown.ron", &text(&document));
    });
}

#[test]
fn any_rdf_is_looked_up_and_taken_in_too() {
    with_kept("plain", "good", "rdf", |client| {
        let profile = client.endpoint.profile;
        let asean = first(client, "ASEAN");
        let containing = profile.find(client, "\"the quote\" o'neil \\", How::Containing).unwrap();
        assert_eq!(
            containing.candidates.len(),
            1,
            "quotation marks and backslashes in a name are looked for as they are"
        );
        let none = profile.find(client, "\" } DROP ALL #", How::Exact).unwrap();
        assert!(none.candidates.is_empty());
        let properties = profile.properties(client, &asean.iri).unwrap();
        let members = properties.iter().find(|p| p.iri.ends_with("direct/P463")).unwrap();
        assert_eq!((members.direction, members.count), (Direction::In, Some(Count { number: 12, more: false })));
        let page = profile.neighbours(client, &asean.iri, members, &Paging::default()).unwrap();
        let picks = Picks { ties: page.ties.into_iter().collect(), ..Picks::default() };
        let offered = offered(client, &picks, TakeOptions::default()).unwrap();
        let mut document = empty();
        document.apply(take(&document.dossier, &offered, JoinChoices::default(), client.endpoint).edit).unwrap();
        expect("plain.ron", &text(&document));
        read(&text(&document));
    });
}

#[test]
fn what_changed_there_since_is_a_difference_and_a_merge() {
    let was = with_kept("seed", "good", "wikibase", |client| {
        let picks = seed(client);
        let offered = offered(client, &picks, TakeOptions::default()).unwrap();
        let mut document = empty();
        document.apply(take(&document.dossier, &offered, JoinChoices::default(), client.endpoint).edit).unwrap();
        document
    });
    let mut document = was;
    // A person's own change stands, whatever the server says.
    use crate::dossier::edit::{Change, EntityField};
    let own = EntityField::Name("Siam".to_owned());
    document.apply(Change::SetEntity { id: "q869".into(), set: vec![own] }).unwrap();
    with_kept("again", "good", "wikibase", |before| {
        with_kept("changed", "changed", "wikibase", |now| {
            assert_eq!(asked_on(&document.dossier, now.endpoint), Some(day()));
            let again = ask_again(&document.dossier, None, now, Some(before)).unwrap();
            assert!(again.knew_before);
            let words = again.difference.to_text();
            let new: String = again.news.statements.iter().map(|new| format!("new: {}\n", new.words)).collect();
            expect("changed.txt", &format!("{words}\n{new}"));
            assert!(again.news.are_new_there, "what was there then is kept");
            let of =
                |new: &NewStatement| new.tie.statement.as_deref().map(|id| id.rsplit('/').next().unwrap().to_owned());
            let new: Vec<_> = again.news.statements.iter().filter_map(of).collect();
            assert_eq!(new, ["Q833-5E6F7A8B", "Q691-0A1B2C3D"], "and nobody who was left out before");
            for line in ["    when: 1997 → 1997-07-23", "    name: Laos → Lao PDR"] {
                assert!(words.lines().any(|found| found == line), "{line:?} in\n{words}");
            }
            assert!(words.contains("superseded"), "{words}");
            assert!(!words.contains("Siam") && !words.contains("Singapore"), "{words}");
            assert!(again.merge.conflicts.is_empty(), "{:?}", again.merge.conflicts);
            document.apply(again.merge.changes.clone()).unwrap();
            let relations = document.dossier.relations().count();
            let none = again.news.take(&document.dossier, &[].into(), now.endpoint).unwrap();
            assert!(none.edit.changes.is_empty(), "{:?}", none.edit.changes);
            let one = again.news.take(&document.dossier, &[1].into(), now.endpoint).unwrap();
            assert_eq!((one.joined.entities_added, one.joined.relations_added), (1, 1));
            assert!(one.joined.conflicts.is_empty(), "{:?}", one.joined.conflicts);
            document.apply(one.edit).unwrap();
            assert_eq!(document.dossier.relations().count(), relations + 1, "what was not chosen is not taken");
            let new = document.dossier.relations().map(|(_, _, _, r)| r).find(|r| r.from.as_str() == "q691").unwrap();
            assert_eq!(new.when.as_ref().unwrap().date.written(), "2026-11");
            assert!(new.claims.iter().any(|claim| claim.at.as_deref() == Some("Q691-0A1B2C3D")), "{:?}", new.claims);
            assert_eq!(document.dossier.entity_by_id("q869").unwrap().name, "Siam");
            assert_eq!(document.dossier.entity_by_id("q819").unwrap().name, "Lao PDR");
            read(&text(&document));
            let same = ask_again(&document.dossier, None, now, Some(now)).unwrap();
            assert!(same.difference.is_empty() && same.merge.changes.is_empty(), "{}", same.difference.to_text());
            assert_eq!(same.news.statements, [], "what was left then is not new");
            let alone = ask_again(&document.dossier, None, now, None).unwrap();
            assert!(!alone.news.are_new_there && !alone.news.statements.is_empty(), "whether it is new is not known");
        });
    });
}

#[test]
fn a_real_server_says_what_was_kept_of_it() {
    if is_recording() {
        return;
    }
    let Some(relay) = relay("good", day()) else { return };
    let endpoint = endpoint("wikibase");
    let progress = Progress::new();
    let client = Client::new(&endpoint, &relay, Asking { progress: &progress, tell: &|_| {} });
    assert_eq!(probe(&client).unwrap().name(), "wikibase");
    let picks = seed(&client);
    let offered = offered(&client, &picks, TakeOptions::default()).unwrap();
    let mut document = empty();
    document.apply(take(&document.dossier, &offered, JoinChoices::default(), client.endpoint).edit).unwrap();
    expect("seed.ron", &text(&document));
}

#[test]
fn one_entity_is_asked_about_alone() {
    if is_recording() {
        return;
    }
    let (Some(good), Some(changed)) = (relay("good", day()), relay("changed", day())) else { return };
    let seed = read_limited(Path::new(&format!("{FOLDER}/seed.ron"))).unwrap();
    let dossier = read(&String::from_utf8(seed).unwrap());
    let endpoint = endpoint("wikibase");
    let progress = Progress::new();
    let asking = Asking { progress: &progress, tell: &|_| {} };
    let (before, now) = (Client::new(&endpoint, &good, asking), Client::new(&endpoint, &changed, asking));
    let again = ask_again(&dossier, Some(&"q819".into()), &now, Some(&before)).unwrap();
    let changed: Vec<&str> = again.difference.entities.changed.iter().map(|changed| changed.id.as_str()).collect();
    assert!(again.knew_before && changed == ["q819"], "{}", again.difference.to_text());
    assert!(again.difference.relations.is_empty(), "Myanmar is not asked about: {}", again.difference.to_text());
}

#[test]
fn a_person_can_stop_it_and_nothing_is_half_taken() {
    with_kept("seed", "good", "wikibase", |client| {
        let picks = Picks { things: [JAPAN.to_owned()].into(), ..Picks::default() };
        client.asking.progress.cancel();
        assert!(matches!(offered(client, &picks, TakeOptions::default()), Err(Failure::Cancelled)));
    });
}
