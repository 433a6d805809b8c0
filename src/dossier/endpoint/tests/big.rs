//! A store of two million statements with a hub of 60,000 neighbours: how long a person waits. It is made anew for each run,
//! which takes minutes, so it is asked for by name: `cargo test --release --lib big_store -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use super::*;

/// What the program takes of its own beside the store, and what a person waits altogether.
struct Took {
    whole: Duration,
    ours: Duration,
}

fn took<T>(server: &Server, what: &str, work: impl FnOnce() -> T) -> (T, Took) {
    let progress = Progress::new();
    let asking = Asking { progress: &progress, tell: &|_| {} };
    let to = server.address("took");
    let store = || {
        let answer = web(&to).send(&Request::get(to.clone()), asking).unwrap();
        let value: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
        Duration::from_secs_f64(value["ms"].as_f64().unwrap() / 1e3)
    };
    store();
    let begun = Instant::now();
    let done = work();
    let whole = begun.elapsed();
    let ours = whole.saturating_sub(store());
    eprintln!("{what}: {whole:.1?} altogether, {ours:.1?} of it ours");
    (done, Took { whole, ours })
}

#[test]
#[ignore = "measures: a store of two million statements, for a quiet machine"]
fn a_hub_of_a_big_store_is_looked_at_without_waiting() {
    let Some(server) = Server::run("big.py", &[]) else { return };
    let mut endpoint = endpoint("wikibase");
    endpoint.url = server.address("sparql");
    let http = web(&endpoint.url);
    let progress = Progress::new();
    let client = Client::new(&endpoint, &http, Asking { progress: &progress, tell: &|_| {} });
    let profile = endpoint.profile;
    let (hub, _) = took(&server, "look up by name", || first(&client, "Great Hub"));
    let (properties, first_properties) =
        took(&server, "first properties", || profile.properties(&client, &hub.iri).unwrap());
    let members = properties.iter().find(|p| p.label == "member of" && p.direction == Direction::In).unwrap();
    assert_eq!(members.count, Some(Count { number: 1_000, more: true }));
    let (page, first_rows) =
        took(&server, "first 100 rows", || profile.neighbours(&client, &hub.iri, members, &Paging::default()).unwrap());
    assert_eq!(page.ties.len(), 100);
    let paging = page.next.unwrap();
    let (next, _) = took(&server, "next 100 rows", || profile.neighbours(&client, &hub.iri, members, &paging).unwrap());
    assert_eq!(next.ties.len(), 100);
    let picks = Picks { ties: page.ties.into_iter().collect(), ..Picks::default() };
    took(&server, "taking 100 rows", || offered(&client, &picks, TakeOptions::default()).unwrap());
    assert!(first_properties.whole <= Duration::from_millis(500), "first properties");
    assert!(first_rows.ours <= Duration::from_millis(300), "first 100 rows");
}
