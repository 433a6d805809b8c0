//! FollowTheMoney from a name to a dossier, by both services: against answers that were kept, which have the shape that
//! yente and OpenAleph document, and against the small server that gave them.

use super::super::offer::Tie;
use super::*;

fn find(client: &Client<'_>, name: &str) -> Thing {
    let found = client.endpoint.profile.find(client, name, How::Exact).unwrap();
    let things: Vec<&str> = found.candidates.iter().map(|candidate| candidate.thing.label.as_str()).collect();
    assert_eq!(things, [name], "what only has the words in its name is another");
    found.candidates[0].thing.clone()
}

/// All that is tied to Anna, and who chairs her firm: found, looked at and picked as a person does.
fn picks(client: &Client<'_>) -> Picks {
    let profile = client.endpoint.profile;
    let anna = find(client, "Anna Kübler");
    assert_eq!((anna.kind.as_deref(), anna.description.as_deref()), (Some("Person"), Some("Minister of Water")));
    let properties = profile.properties(client, &anna.iri).unwrap();
    let mut told: Vec<String> =
        properties.iter().map(|p| format!("{:?} {} {}", p.direction, p.label, p.count.unwrap())).collect();
    told.sort();
    assert_eq!(told, ["In sanctions 1", "Out address 1", "Out assets and shares 1", "Out family members 1"]);
    let mut picks = Picks::default();
    for property in &properties {
        let page = profile.neighbours(client, &anna.iri, property, &Paging::default()).unwrap();
        assert!(page.next.is_none() && page.things.len() == 2, "{:?}", page.things);
        assert!(page.ties.iter().all(|tie| page.things.contains_key(&tie.from)));
        picks.ties.extend(page.ties);
    }
    let firm = find(client, "Firm Ltd");
    let chairs = profile.properties(client, &firm.iri).unwrap().into_iter().find(|p| p.label == "directors").unwrap();
    assert_eq!(chairs.direction, Direction::In);
    picks.ties.extend(profile.neighbours(client, &firm.iri, &chairs, &Paging::default()).unwrap().ties);
    assert_eq!(picks.ties.len(), 5);
    picks
}

fn taken(client: &Client<'_>, picks: &Picks) -> Document {
    let offered = offered(client, picks, TakeOptions::default()).unwrap();
    let mut document = empty();
    let taking = take(&document.dossier, &offered, JoinChoices::default(), client.endpoint);
    document.apply(taking.edit).unwrap();
    // The same again adds nothing.
    let again = take(&document.dossier, &offered, JoinChoices::default(), client.endpoint);
    assert!(again.edit.changes.is_empty(), "{:?}", again.edit.changes);
    document
}

#[test]
fn a_sanctions_list_is_looked_up_and_taken_in_with_the_data_sets_that_say_so() {
    with_kept("yente", "yente", "yente", |client| {
        let picks = picks(client);
        let most = client.endpoint.profile.requests(&picks).unwrap();
        client.take_told();
        let offered = offered(client, &picks, TakeOptions::default()).unwrap();
        // Five things and three edges, of which each brings both its ends; who says what of each; the list of data sets.
        assert_eq!((offered.told.requests, most), (5 + 8 + 1, 14));
        let document = taken(client, &picks);
        expect("yente.ron", &text(&document));
        let dossier = read(&text(&document));
        let relation = |kind: &str| dossier.relations().map(|(_, _, _, r)| r).find(|r| r.kind == kind).unwrap();
        let owns = relation("owns");
        assert_eq!((owns.from.as_str(), owns.to.as_str()), ("anna-kubler", "firm-ltd"));
        assert_eq!(owns.when.as_ref().unwrap().date.written(), "2014-03/2019-12-31");
        let title = |claim: &crate::dossier::model::Claim| {
            let source = dossier.sources.iter().find(|source| source.id == claim.source).unwrap();
            source.title.clone().unwrap_or_default()
        };
        let said: Vec<(String, Option<&str>)> = owns.claims.iter().map(|c| (title(c), c.at.as_deref())).collect();
        let expected = [("Sample Sanctions", "own-1"), ("Register of companies of Bland", "bb-own-1")];
        assert_eq!(said, expected.map(|(title, at)| (title.to_owned(), Some(at))));
        let note = owns.claims[1].note.as_deref().unwrap();
        assert!(note.contains("as cited by Sample Sanctions, not read by us"), "{note}");
        let anna = dossier.entity_by_id("anna-kubler").unwrap();
        // Two lists give two years of birth, and which gives which is told.
        let births: Vec<(String, &str)> = anna
            .claims
            .iter()
            .filter(|claim| claim.about.as_deref() == Some("fields.birthDate"))
            .map(|claim| (title(claim), claim.note.as_deref().unwrap()))
            .collect();
        assert_eq!(births.len(), 2, "{births:?}");
        assert!(births[0].0.contains("Sanctions") && births[0].1.starts_with("“1970-02-03”"), "{births:?}");
        assert!(births[1].0.contains("Register") && births[1].1.starts_with("“1971”"), "{births:?}");
        let field = |key: &str| anna.fields.iter().find(|(known, _)| known == key).map(|(_, value)| value.text());
        assert_eq!(field("wikidata").as_deref(), Some("Q99999901"), "found again by what Wikidata calls her");
        assert_eq!(field("iri").as_deref(), Some("https://yente.example/entities/NK-anna"));
    });
}

#[test]
fn an_open_aleph_is_asked_in_its_own_terms() {
    with_kept("openaleph", "aleph", "openaleph", |client| {
        let document = taken(client, &picks(client));
        expect("openaleph.ron", &text(&document));
        let dossier = read(&text(&document));
        let sources: Vec<&str> = dossier.sources.iter().filter_map(|source| source.title.as_deref()).collect();
        assert!(sources.contains(&"Sanctions list of Aland"), "a collection is what it cites: {sources:?}");
        assert_eq!(dossier.relations().count(), 5);
    });
}

#[test]
fn a_hub_is_given_a_hundred_at_a_time_and_nobody_twice() {
    for (folder, mode, profile) in [("yente", "yente", "yente"), ("openaleph", "aleph", "openaleph")] {
        with_kept(folder, mode, profile, |client| {
            let holding = find(client, "Great Holding");
            let profile = client.endpoint.profile;
            let owned = profile.properties(client, &holding.iri).unwrap().remove(0);
            assert_eq!(owned.count, Some(Count { number: 230, more: false }));
            let (mut sizes, mut all) = (Vec::new(), std::collections::BTreeSet::<Tie>::new());
            let mut next = Some(Paging::default());
            while let Some(paging) = next {
                let page = profile.neighbours(client, &holding.iri, &owned, &paging).unwrap();
                sizes.push(page.ties.len());
                let named = page.ties.iter().filter_map(|tie| page.things.get(tie.to.as_ref()?));
                assert!(
                    named.clone().count() == page.ties.len() && named.clone().all(|t| t.label.starts_with("Part "))
                );
                all.extend(page.ties);
                next = page.next;
            }
            assert_eq!((sizes, all.len()), (vec![100, 100, 30], 230));
        });
    }
}

/// Asks the small server itself.
fn with_server<T>(mode: &'static str, work: impl FnOnce(&Client<'_>) -> T) -> Option<T> {
    let relay = relay(mode, day())?;
    let endpoint = endpoint("yente");
    let progress = Progress::new();
    Some(work(&Client::new(&endpoint, &relay, Asking { progress: &progress, tell: &|_| {} })))
}

#[test]
fn what_was_merged_or_is_gone_there_is_told() {
    with_server("yente", |client| {
        let things = ["NK-old", "NK-nobody"].map(|id| format!("https://yente.example/entities/{id}"));
        let picks = Picks { things: things.into(), ..Picks::default() };
        let offered = offered(client, &picks, TakeOptions::default()).unwrap();
        let names: Vec<&str> = offered.dossier.entities().map(|(_, entity)| entity.name.as_str()).collect();
        assert_eq!(names, ["Anna Kübler"]);
        let told = offered.told.missing.join("\n");
        assert!(told.contains("NK-old: the server calls it NK-anna now"), "{told}");
        assert!(told.contains("NK-nobody: no longer on the server"), "{told}");
    });
}

#[test]
fn asking_again_tells_what_changed_is_gone_and_is_new() {
    with_server("yente", |before| {
        let mut document = taken(before, &picks(before));
        with_server("yente-changed", |now| {
            let again = ask_again(&document.dossier, None, now, Some(before)).unwrap();
            let new: String = again.news.statements.iter().map(|new| format!("new: {}\n", new.words)).collect();
            expect("yente-changed.txt", &format!("{}\n{new}", again.difference.to_text()));
            let words = again.difference.to_text();
            assert!(words.contains("percentage: 51 → 49"), "{words}");
            assert!(
                words.lines().any(|line| line.starts_with("- Bert Kübler") && line.contains("Firm Ltd")),
                "{words}"
            );
            assert_eq!(again.news.statements.len(), 1, "{new}");
            assert!(again.news.are_new_there && new.contains("Bert Kübler owns Firm Ltd"), "{new}");
            let relations = document.dossier.relations().count();
            document.apply(again.merge.changes.clone()).unwrap();
            assert_eq!(document.dossier.relations().count(), relations - 1, "what is gone there can go here");
            let taking = again.news.take(&document.dossier, &[0].into(), now.endpoint).unwrap();
            assert_eq!((taking.joined.entities_added, taking.joined.relations_added), (0, 1));
            document.apply(taking.edit).unwrap();
            read(&text(&document));
        });
    });
}

#[test]
fn a_service_is_known_by_what_it_answers() {
    if is_recording() {
        return;
    }
    for (mode, profile) in [("yente", "yente"), ("aleph", "openaleph")] {
        let Some(relay) = relay(mode, day()) else { return };
        let endpoint = endpoint(profile);
        let progress = Progress::new();
        let client = Client::new(&endpoint, &relay, Asking { progress: &progress, tell: &|_| {} });
        assert_eq!(probe(&client).unwrap().name(), profile);
        // The server says what was kept of it.
        let document = taken(&client, &picks(&client));
        expect(&format!("{profile}.ron"), &text(&document));
    }
    let Some(relay) = relay("500", day()) else { return };
    let endpoint = endpoint("rdf");
    let progress = Progress::new();
    let client = Client::new(&endpoint, &relay, Asking { progress: &progress, tell: &|_| {} });
    let failure = probe(&client).map(|profile| profile.name()).unwrap_err();
    assert!(
        matches!(&failure, Failure::Wrong(p) if p.message.contains("failed (500")),
        "the first that went wrong: {failure:?}"
    );
}
