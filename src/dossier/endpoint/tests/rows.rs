//! What listed ties would become as records, before any of them is picked.

use super::*;

/// ASEAN, the property of its members, and the first page of them.
fn members(client: &Client<'_>) -> (Thing, Page) {
    let profile = client.endpoint.profile;
    let asean = first(client, "ASEAN");
    let properties = profile.properties(client, &asean.iri).unwrap();
    let members = properties.iter().find(|p| p.label == "member of" && p.direction == Direction::In).unwrap();
    let page = profile.neighbours(client, &asean.iri, members, &Paging::default()).unwrap();
    (asean, page)
}

#[test]
fn each_tie_finds_the_relations_that_it_became() {
    with_kept("rows", "good", "wikibase", |client| {
        let (asean, page) = members(client);
        let picks = Picks { things: [asean.iri.clone()].into(), ties: page.ties.iter().cloned().collect() };
        let read = offered(client, &picks, TakeOptions { with_deprecated: true }).unwrap();
        let found = relations_of_ties(&read.dossier, &page.ties);
        assert_eq!(found.len(), 14);
        assert!(found.iter().all(|relations| !relations.is_empty()), "{found:?}");
        let hub = entity_of(&read.dossier, &asean.iri).unwrap();
        for (tie, relations) in page.ties.iter().zip(&found) {
            for relation in relations {
                let (from, to) = read.dossier.ends(*relation).unwrap();
                assert_eq!(entity_of(&read.dossier, &tie.from), Some(from), "{tie:?}");
                assert_eq!(to, hub);
            }
        }
        let all: usize = found.iter().map(Vec::len).sum();
        assert_eq!(all, read.dossier.relation_count(), "each is of one tie alone");
        // What two of them say of their time.
        let of = |item: &str| -> Vec<&str> {
            let number = page.ties.iter().position(|tie| tie.from.ends_with(item)).unwrap();
            let relations = found[number].iter().filter_map(|relation| read.dossier.relation(*relation));
            relations.filter_map(|relation| Some(relation.when.as_ref()?.date.written())).collect()
        };
        assert_eq!((of("/Q833"), of("/Q881")), (vec!["1967-08-08"], vec!["1995-07-28"]));
    });
}

#[test]
fn things_that_a_dossier_has_are_known_by_their_identifiers() {
    let dossier = read(
        "Dossier(format: 1, title: \"T\", sources: [(id: \"s\", title: \"S\")], entities: [
         (id: \"a\", kind: \"state\", name: \"Japan\", fields: {\"wikidata\": \"q17\"}, claims: [(source: \"s\")]),
         (id: \"b\", kind: \"state\", name: \"B\", fields: {\"iri\": \"http://a.org/b\"}, claims: [(source: \"s\")]),
         (id: \"c\", kind: \"state\", name: \"C\", claims: [(source: \"s\")])])",
    );
    let known = known_things(&dossier);
    let known: Vec<(&str, &str)> = known.iter().map(|(iri, id)| (iri.as_str(), id.as_str())).collect();
    assert_eq!(known, [("http://a.org/b", "b"), (JAPAN, "a")]);
}

/// A hub whose neighbours are given in another order at each question, as some servers do.
struct Unsteady {
    neighbours: usize,
    asked: std::sync::Mutex<Vec<String>>,
}

impl Transport for Unsteady {
    fn send(&self, request: &Request, _asking: Asking<'_>) -> Result<Answer, Failure> {
        let query = request.query.clone().unwrap_or_default();
        let mut rows: Vec<String> = Vec::new();
        if query.starts_with("SELECT DISTINCT ?o WHERE { ?o <http://a.org/member> <http://a.org/hub>") {
            let turn = self.asked.lock().unwrap().len() * 37 % self.neighbours;
            let number = |place: usize| (place + turn) * 7 % self.neighbours;
            rows = (0..self.neighbours).map(|place| format!("http://a.org/{:05}", number(place))).collect();
            if let Some((_, rest)) = query.split_once("(STR(?o) > \"") {
                let after = rest.split('"').next().unwrap();
                assert!(query.contains("ORDER BY STR(?o)"));
                rows.retain(|iri| iri.as_str() > after);
                rows.sort();
            }
            let limit: usize = query.rsplit(' ').next().unwrap().parse().unwrap();
            rows.truncate(limit);
            self.asked.lock().unwrap().push(query);
        }
        let row = |iri: &String| format!(r#"{{"o":{{"type":"uri","value":"{iri}"}}}}"#);
        let rows = rows.iter().map(row).collect::<Vec<_>>().join(",");
        let text = format!(r#"{{"head":{{"vars":["o"]}},"results":{{"bindings":[{rows}]}}}}"#);
        let media = "application/sparql-results+json".to_owned();
        Ok(Answer { media, text, day: day(), is_kept: false, cut: None })
    }
}

#[test]
fn all_neighbours_of_a_hub_are_given_once_in_whatever_order_they_come() {
    for (neighbours, sorts) in [(100, false), (450, false), (2_501, true)] {
        let server = Unsteady { neighbours, asked: std::sync::Mutex::default() };
        let (endpoint, progress) = (endpoint("rdf"), Progress::new());
        let client = Client::new(&endpoint, &server, Asking { progress: &progress, tell: &|_| {} });
        let by = Property {
            iri: "http://a.org/member".to_owned(),
            label: String::new(),
            direction: Direction::In,
            count: None,
        };
        let (mut found, mut next) = (Vec::new(), Some(Paging::default()));
        while let Some(paging) = next {
            let page = endpoint.profile.neighbours(&client, "http://a.org/hub", &by, &paging).unwrap();
            assert!(page.ties.len() <= 100);
            found.extend(page.ties.into_iter().map(|tie| tie.from));
            next = page.next;
        }
        assert_eq!(found.len(), neighbours, "none twice");
        found.sort();
        found.dedup();
        assert_eq!(found.len(), neighbours, "and all");
        let asked = server.asked.lock().unwrap();
        assert_eq!(asked.iter().any(|query| query.contains("ORDER BY")), sorts);
        assert!(asked.iter().take(20).all(|query| !query.contains("ORDER BY")), "what is near costs no sorting");
    }
}
