//! What nodes and edges become in a dossier.

use super::super::tests::read_named;
use super::super::{InputFile, Read};
use super::*;
use crate::dossier::ron_text::built_in_vocabulary;

fn made(format: &str, name: &str, text: &str) -> (Dossier, Read) {
    let mut read = read_named(format, name, text.as_bytes()).unwrap();
    let file = InputFile { shown: name.to_owned(), name: name.to_owned(), hash: "0".to_owned() };
    let dossier = dossier(&mut read, &[file], Vocabulary::clone(built_in_vocabulary()), &Progress::new()).unwrap();
    (dossier, read)
}

fn notes(read: &Read) -> String {
    read.report.notes().iter().map(|note| format!("{}\n", note.message)).collect()
}

#[test]
fn kinds_dates_weights_and_places_are_taken_over() {
    let text = "source,target,relation,since,weight,remark\na,b,member of,2003,2.5,x\na,b,member of,1999-05,,\nb,c,borders,,,\n";
    let (dossier, _) = made("csv", "ties.csv", text);
    assert_eq!((dossier.entity_count(), dossier.relation_count()), (3, 3), "parallel edges stay apart");
    let first = dossier.relation_by_id("a--member_of--b").unwrap();
    assert_eq!(first.when.as_ref().map(|when| when.date.written()), Some("2003/.."));
    assert_eq!((first.weight, first.claims[0].at.as_deref()), (Some(2.5), Some("row 2")));
    let second = dossier.relation_by_id("a--member_of--b--2").unwrap();
    assert_eq!(second.when.as_ref().map(|when| when.date.written()), Some("1999-05/.."));
    assert_eq!(second.weight, None, "a blank is no weight");
    assert!(dossier.vocabulary.relation_kind("borders").is_some(), "a kind of its own");
    assert_eq!(dossier.sources.len(), 1);
    assert_eq!(dossier.sources[0].title.as_deref(), Some("ties.csv"));
}

#[test]
fn ids_that_a_dossier_cannot_have_are_kept_as_fields() {
    let (dossier, read) = made("csv", "x.csv", "source,target\nAnna K,Bert\nBert,anna-k\n");
    let anna = dossier.entities().find(|(_, entity)| entity.name == "Anna K").unwrap().1;
    assert_eq!(anna.id.as_str(), "anna-k-2");
    assert_eq!(anna.fields, [("id".to_owned(), fields::text("Anna K"))]);
    let other = dossier.entities().find(|(_, entity)| entity.name == "anna-k").unwrap().1;
    assert_eq!(other.id.as_str(), "anna-k", "what a dossier can have stays as it is");
    assert!(notes(&read).contains("in the field `id`"));
    let graphs = r#"<graphml><graph id="A" edgedefault="directed"><node id="a"/><edge id="b" source="a" target="a"/></graph>
        <graph id="B" edgedefault="directed"><node id="b"/></graph></graphml>"#;
    let (dossier, _) = made("graphml", "x.graphml", graphs);
    assert!(dossier.entity_by_id("b").is_some() && dossier.relation_by_id("b").is_none());
}

#[test]
fn spells_nesting_and_hyperedges_have_relations_of_their_own() {
    let gexf = r#"<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"><graph defaultedgetype="directed">
        <nodes><node id="p" label="Parent"><nodes><node id="a" label="A"/></nodes></node><node id="b" label="B"/></nodes>
        <edges><edge id="e" source="a" target="b"><spells><spell start="2001" end="2003"/><spell start="2010"/></spells></edge>
        <edge source="b" target="a" type="mutual"/></edges></graph></gexf>"#;
    let (dossier, _) = made("gexf", "x.gexf", gexf);
    let dates: Vec<_> =
        dossier.relations().filter_map(|(_, _, _, r)| r.when.as_ref()).map(|w| w.date.written()).collect();
    assert_eq!(dates, ["2001/2003", "2010/.."]);
    assert!(dossier.relation_by_id("a--part_of--p").is_some());
    assert!(dossier.relation_by_id("e").is_some(), "an edge keeps its id");
    let links = dossier.relations().filter(|(_, _, _, r)| r.kind == "links_to").count();
    assert_eq!(links, 4, "two spells, and an edge that goes both ways");
    let graphml = r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">
        <node id="a"/><node id="b"/><node id="c"/>
        <hyperedge id="h"><endpoint node="a"/><endpoint node="b"/><endpoint node="c"/></hyperedge></graph></graphml>"#;
    let (dossier, _) = made("graphml", "x.graphml", graphml);
    assert_eq!(dossier.entity_by_id("h").map(|event| event.kind.as_str()), Some("event"));
    assert!(dossier.relation_by_id("b--takes_part_in--h").is_some());
}

#[test]
fn positions_become_a_view_and_colours_are_told() {
    let gexf = r##"<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2"><graph>
        <nodes><node id="a"><viz:position x="0" y="10"/><viz:color r="1" g="2" b="3"/></node>
        <node id="b"><viz:position x="100" y="0"/></node></nodes></graph></gexf>"##;
    let (dossier, read) = made("gexf", "drawn.gexf", gexf);
    let view = &dossier.views[0];
    assert_eq!((view.name.as_str(), view.placing.pins.len()), ("drawn.gexf", 2));
    let [a, b] = &view.placing.pins[..] else { panic!() };
    assert!(a.x < b.x && a.y < b.y, "upwards in the file is upwards in the view");
    assert!(notes(&read).contains("drawing or file settings"), "{}", notes(&read));
    let (dossier, _) = made("csv", "x.csv", "source,target\na,b\n");
    assert!(dossier.views.is_empty());
}

#[test]
fn few_labels_of_edges_are_kinds_and_many_are_not() {
    let dot = |labels: &dyn Fn(usize) -> String| {
        let edges: String = (0..40).map(|n| format!("a{n} -> b{n} [label=\"{}\"];", labels(n))).collect();
        made("dot", "x.dot", &format!("digraph {{ {edges} }}")).0
    };
    let few = dot(&|n| ["owns", "visits"][n % 2].to_owned());
    assert!(few.relations().all(|(_, _, _, r)| ["owns", "visits"].contains(&r.kind.as_str())));
    let many = dot(&|n| format!("label {n}"));
    assert!(many.relations().all(|(_, _, _, r)| r.kind == "links_to" && r.fields[0].0 == "label"));
}

#[test]
fn many_defaults_and_many_names_are_taken_over_soon() {
    let keys: String = (0..2_000)
        .map(|n| format!("<key id='d{n}' for='node' attr.name='n{n}' attr.type='string'><default>x</default></key>"))
        .collect();
    let nodes: String = (0..100).map(|n| format!("<node id='p{n}'/>")).collect();
    let aliases: Vec<String> = (0..20_000).map(|n| format!("another name {n}")).collect();
    let start = std::time::Instant::now();
    let (defaults, _) = made("graphml", "x", &format!("<graphml>{keys}<graph>{nodes}</graph></graphml>"));
    let (names, _) = made("csv", "x", &format!("id,name,aliases\n1,Anna,{}\n2,Bert,\n", aliases.join(";")));
    assert!(start.elapsed().as_millis() < 4_000);
    assert!(defaults.entities().all(|(_, entity)| entity.fields.len() == 2_000));
    let most = names.entities().map(|(_, entity)| entity.names.len()).max();
    assert_eq!(most, Some(20_000));
}

#[test]
fn fields_of_one_name_get_numbers() {
    let mut all = vec![("a".to_owned(), fields::text("1"))];
    let more = ["a", " a", "a (2)", "", "b", "a"].map(|name| (name.to_owned(), fields::text("2")));
    fields::add(&mut all, more.into());
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["a", "a (2)", "a (3)", "a (2) (2)", "column", "b", "a (4)"]);
}

#[test]
fn a_node_that_is_told_again_keeps_all_its_names_and_parents() {
    let text = "graph [\n node [ id 1 label \"Anna\" ]\n node [ id 1 label \"Bert\" ]\n]";
    let (dossier, read) = made("gml", "x.gml", text);
    let anna = dossier.entity_by_id("1").unwrap();
    assert_eq!((anna.name.as_str(), anna.names[0].text.as_str()), ("Bert", "Anna"));
    assert!(notes(&read).contains("more than once"), "{}", notes(&read));
    let gexf = r#"<gexf><graph><nodes><node id="a"><parents><parent for="b"/><parent for="c"/></parents></node>
        <node id="b"/><node id="c"/></nodes></graph></gexf>"#;
    let (dossier, _) = made("gexf", "x.gexf", gexf);
    assert!(["a--part_of--b", "a--part_of--c"].iter().all(|id| dossier.relation_by_id(id).is_some()));
}

#[test]
fn what_a_node_is_to_an_event_is_said_from_the_event() {
    let stix = r#"{"type":"bundle","objects":[{"type":"sighting","id":"sighting--1","sighting_of_ref":"a--1",
        "where_sighted_refs":["b--1"]}]}"#;
    let (dossier, _) = made("stix", "x.json", stix);
    let told: Vec<_> = dossier.relations().map(|(_, _, _, r)| format!("{} {} {}", r.from, r.kind, r.to)).collect();
    assert_eq!(told, ["sighting--1 sighting_of a--1", "sighting--1 where_sighted b--1"]);
}

#[test]
fn a_kind_without_direction_gives_one_relation_and_tells_of_it() {
    let text = "source,target,relation,direction\na,b,related to,both\nc,d,related to,directed\n";
    let (dossier, read) = made("csv", "x.csv", text);
    assert_eq!((dossier.relation_count(), read.report.taken_count()), (2, 2));
    let note = read.report.notes().iter().find(|note| note.message.contains("`related_to` has no direction")).unwrap();
    assert_eq!((note.count, read.report.words(note.places[0])), (1, "row 3".to_owned()));
}

#[test]
fn facts_and_places_that_have_none_in_a_dossier_are_told() {
    let facts: String = (0..30).map(|n| format!("\"fact{n}\": {n},")).collect();
    let text = format!(
        "{{\"directed\": true, \"graph\": {{{facts} \"name\": \"X\"}}, \"nodes\": [{{\"id\": \"a\"}}], \"links\": []}}"
    );
    let (dossier, read) = made("node-link", "x.json", &text);
    assert!(dossier.sources[0].note.as_deref().unwrap().contains("fact19: 19"));
    assert!(notes(&read).contains("`fact29`: 29"), "{}", notes(&read));
    let text = r#"<graphml><graph id="A" edgedefault="directed"><node id="1"/></graph><graph id="B" edgedefault="directed">
        <desc>second</desc><node id="2"/></graph><graph id="C" edgedefault="directed"><desc>third</desc></graph></graphml>"#;
    let (dossier, read) = made("graphml", "x.graphml", text);
    assert_eq!(dossier.subtitle.as_deref(), Some("second"));
    assert!(notes(&read).contains("graph 3, `description`: third") && !notes(&read).contains("graph 2"));
    let gexf =
        r#"<gexf><graph><nodes><node id="a"><x:position xmlns:x="v" x="1" y="2" z="9"/></node></nodes></graph></gexf>"#;
    let told = notes(&made("gexf", "x.gexf", gexf).1);
    assert!(told.contains("depth (z) of 1 node") && told.contains("the position of `a`"), "{told}");
}

#[test]
fn times_that_an_interval_cannot_hold_are_fields() {
    let text = r#"{"type":"bundle","id":"bundle--1","objects":[
        {"type":"malware","id":"malware--1","name":"M","first_seen":"2014-06-29T13:49:37Z"},
        {"type":"malware","id":"malware--2","name":"N","first_seen":"2014-06-29T00:00:00Z","last_seen":"2015-01-02T03:04:05Z"}]}"#;
    let (dossier, read) = made("stix", "x.json", text);
    let entity = |name: &str| dossier.entities().find(|(_, entity)| entity.name == name).unwrap().1;
    let when =
        |name: &str| entity(name).when.as_ref().map(|when| (when.date.written().to_owned(), when.date.is_parsed()));
    let time = |name: &str, field: &str| {
        entity(name).fields.iter().find(|(of, _)| of == field).map(|(_, value)| value.clone())
    };
    assert_eq!(when("M"), Some(("2014-06-29/..".to_owned(), true)));
    assert_eq!(time("M", "start time"), Some(fields::text("2014-06-29T13:49:37Z")));
    assert_eq!(when("N"), Some(("2014-06-29/2015-01-02".to_owned(), true)));
    assert_eq!((time("N", "start time"), time("N", "end time")), (None, Some(fields::text("2015-01-02T03:04:05Z"))));
    assert!(notes(&read).contains("kept as a field"), "{}", notes(&read));
    let gexf = r#"<gexf version="1.2"><graph defaultedgetype="directed" timeformat="dateTime"><nodes><node id="a"/></nodes>
        <edges><edge source="a" target="a"><spells><spell start="2001-02-03T04:05:06" end="2002"/><spell start="2010"/>
        </spells></edge></edges></graph></gexf>"#;
    let (dossier, _) = made("gexf", "x.gexf", gexf);
    let told: Vec<_> = dossier.relations().map(|(_, _, _, relation)| relation.fields.len()).collect();
    assert_eq!(told, [1, 0], "each spell has its own times");
}
