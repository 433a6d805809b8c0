//! STIX 2.0 and 2.1 bundles: objects as nodes, relationships as edges, sightings (which have many ends) as hyperedges,
//! and what else names other objects as edges of that name.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json};

use super::encoding::{Rule, Text};
use super::fault::{Fault, MetAt as _};
use super::format::{Failure, Format, Head, Input, Options, Pace, Read, Sure};
use super::graph::{Added, Direction, Graph, HyperEnd, NameRole, OtherName, Records, When};
use super::report::{At, NoteKind, Report, Unit};
use super::value::{Purpose, Value};
use crate::progress::Progress;

/// Bundles of threat intelligence.
pub(crate) struct Stix;

impl Format for Stix {
    fn name(&self) -> &'static str {
        "stix"
    }

    fn about(&self) -> &'static str {
        "STIX 2.1 bundles"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["stix", "json"]
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        let is_bundle = || {
            let dense: String = head.text.chars().filter(|c| !c.is_whitespace()).collect();
            dense.contains("\"type\":\"bundle\"")
        };
        if head.starts_with("{") && head.contains("\"bundle\"") && is_bundle() { Sure::Certain } else { Sure::No }
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        let text = input.text(Rule::Utf8, options)?;
        let mut report = Report::new(self.name());
        text.tell(&mut report);
        let objects = objects(&text)?;
        let part = report.part("", Unit::Element, "object");
        let mut pace = Pace::new(progress, text.as_str().len());
        let latest = latest_versions(&objects);
        let mut reader = Reader { report: &mut report, graph: Graph::new(Direction::Directed) };
        for (number, object) in objects.iter().enumerate() {
            let at = offset(text.as_str(), object.get());
            pace.reached(at)?;
            let place = At { part, number: number as u32 + 1, offset: at as u32 };
            let fields: Map<String, Json> = match serde_json::from_str(object.get()) {
                Ok(fields) => fields,
                Err(_) => {
                    let record = reader.report.open(place);
                    reader.report.refused(record, "the object is not valid or is nested too deeply");
                    continue;
                }
            };
            let known = self::text(&fields, "id").and_then(|id| latest.get(id)).copied().unwrap_or(number);
            if let Some(other) = objects.get(known).filter(|_| known != number) {
                let record = reader.report.open(place);
                let offset = offset(text.as_str(), other.get()) as u32;
                reader.report.merged(record, At { part, number: known as u32 + 1, offset });
                let message = "another version of a relationship or sighting; the latest one was kept";
                reader.report.note(NoteKind::LeftOut, message, Some(place));
                continue;
            }
            reader.object(&fields, place).map_err(|fault| fault.placed(&text))?;
        }
        let graph = reader.graph;
        Read::finish(vec![graph], report, options)
    }
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

/// Of each relationship and sighting that comes in several versions, the number of the latest.
fn latest_versions(objects: &[&RawValue]) -> HashMap<String, usize> {
    #[derive(Deserialize)]
    struct Version<'a> {
        #[serde(borrow)]
        id: Cow<'a, str>,
        #[serde(borrow, default)]
        modified: Cow<'a, str>,
    }

    let mut latest: HashMap<String, (usize, Cow<'_, str>, bool)> = HashMap::new();
    for (number, object) in objects.iter().enumerate() {
        let Ok(version) = serde_json::from_str::<Version<'_>>(object.get()) else { continue };
        if !is_edge(&version.id) {
            continue;
        }
        match latest.get_mut(&*version.id) {
            None => drop(latest.insert(version.id.into_owned(), (number, version.modified, false))),
            Some((known, modified, several)) => {
                *several = true;
                // All are written in one form, in which later is greater.
                if version.modified >= *modified {
                    (*known, *modified) = (number, version.modified);
                }
            }
        }
    }
    latest.into_iter().filter(|(_, (.., several))| *several).map(|(id, (number, ..))| (id, number)).collect()
}

/// The objects of a bundle, not yet read.
fn objects<'t>(text: &'t Text<'_>) -> Result<Vec<&'t RawValue>, Failure> {
    struct Bundle;

    impl<'de> Visitor<'de> for Bundle {
        type Value = Option<Vec<&'de RawValue>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a bundle with `objects`")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut objects: Option<Vec<&'de RawValue>> = None;
            while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                if key == "objects" {
                    objects.get_or_insert_default().extend(map.next_value::<Vec<&'de RawValue>>()?);
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            Ok(objects)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut objects = Vec::new();
            while let Some(object) = seq.next_element()? {
                objects.push(object);
            }
            Ok(Some(objects))
        }
    }

    let mut json = serde_json::Deserializer::from_str(text.as_str());
    let found = json.deserialize_any(Bundle).and_then(|found| json.end().map(|()| found));
    match found {
        Ok(Some(objects)) => Ok(objects),
        Ok(None) => {
            let fault = Fault::not_the_format(
                0,
                "this JSON is not in a known format: it has no nodes, edges or STIX `objects`",
                "give --from FORMAT if you know the format",
            );
            Err(fault.placed(text))
        }
        Err(error) => {
            let at = byte_of(text.as_str(), error.line(), error.column());
            let fault = if error.is_eof() {
                Fault::cut_off(
                    at,
                    "the file ends before its JSON is complete",
                    "the file is cut off: save or copy it again",
                )
            } else {
                Fault::not_the_format(
                    at,
                    format!("the JSON is not valid: {error}"),
                    "look for a missing comma, quotation mark or bracket",
                )
            };
            Err(fault.placed(text))
        }
    }
}

/// The byte offset of a line and column, both from 1, the column in bytes.
fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (start + column.saturating_sub(1)).min(text.len())
}

struct Reader<'r> {
    report: &'r mut Report,
    graph: Graph,
}

/// Properties whose text is the name of an object, the best first.
const NAMES: [&str; 8] = ["name", "value", "display_name", "path", "subject", "key", "user_id", "command_line"];
/// References that say where an object comes from and how it may be used, not what it is tied to.
const NOT_TIES: [&str; 3] = ["created_by_ref", "object_marking_refs", "granular_markings"];

impl Reader<'_> {
    fn object(&mut self, fields: &Map<String, Json>, place: At) -> Result<(), Fault> {
        let record = self.report.open(place);
        let (Some(id), Some(kind)) = (text(fields, "id"), text(fields, "type")) else {
            self.report.refused(record, "the object has no `id` or no `type`");
            return Ok(());
        };
        let at = place.offset as usize;
        match kind {
            "relationship" => {
                let (Some(from), Some(to)) = (text(fields, "source_ref"), text(fields, "target_ref")) else {
                    self.report.refused(record, "the relationship has no `source_ref` or no `target_ref`");
                    return Ok(());
                };
                let (from, to) = (self.graph.end(from, place).met_at(at)?, self.graph.end(to, place).met_at(at)?);
                let edge = self.graph.add_edge(from, to, place).met_at(at)?;
                self.report.taken(record);
                self.graph.set_edge_id(edge, id).met_at(at)?;
                let kind = text(fields, "relationship_type").unwrap_or(kind);
                self.graph.set_edge_kind(edge, kind).met_at(at)?;
                let known = ["id", "type", "source_ref", "target_ref", "relationship_type", "start_time", "stop_time"];
                let spell = ["start_time", "stop_time"].map(|name| text(fields, name).unwrap_or_default());
                take(&mut self.graph.edges, edge, fields, &known, spell, at)
            }
            "sighting" => {
                let hyperedge = self.graph.add_hyperedge(id, place).met_at(at)?;
                self.report.taken(record);
                self.graph.set_hyperedge_kind(hyperedge, kind).met_at(at)?;
                for (name, ids) in references(fields) {
                    for id in ids {
                        let node = self.graph.end(id, place).met_at(at)?;
                        self.graph.add_hyper_end(hyperedge, HyperEnd { node, role: tie(name), port: "" }).met_at(at)?;
                    }
                }
                let spell = ["first_seen", "last_seen"].map(|name| text(fields, name).unwrap_or_default());
                let mut known = vec!["id", "type", "first_seen", "last_seen"];
                known.extend(references(fields).map(|(name, _)| name));
                take(&mut self.graph.hyperedges, hyperedge, fields, &known, spell, at)
            }
            _ => {
                let node = match self.graph.add_node(id, place).met_at(at)? {
                    Added::New(node) | Added::Implied(node) => {
                        self.report.taken(record);
                        node
                    }
                    Added::Again(node) => {
                        self.report.merged(record, self.graph.nodes.at(node));
                        let message = "the file has several versions of this object; they were merged";
                        self.report.note(NoteKind::Doubtful, message, Some(place));
                        node
                    }
                };
                self.node(node, kind, fields, place)
            }
        }
    }

    fn node(&mut self, node: u32, kind: &str, fields: &Map<String, Json>, place: At) -> Result<(), Fault> {
        let at = place.offset as usize;
        self.graph.set_node_kind(node, kind).met_at(at)?;
        let name = NAMES.iter().find(|name| text(fields, name).is_some()).copied().unwrap_or("name");
        if let Some(label) = text(fields, name) {
            self.graph.nodes.set_label(node, label).met_at(at)?;
        }
        for property in ["aliases", "x_mitre_aliases"] {
            for alias in fields.get(property).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str) {
                let name = OtherName { node, text: alias, language: "", role: NameRole::Alias };
                self.graph.add_name(name).met_at(at)?;
            }
        }
        let mut known = vec!["id", "type", "aliases", "x_mitre_aliases", name];
        for (property, ids) in references(fields) {
            // Relationships are edges here, and no edge ends at one.
            let (edges, nodes): (Vec<&str>, _) = ids.into_iter().partition(|id| is_edge(id));
            for id in nodes {
                let to = self.graph.end(id, place).met_at(at)?;
                let edge = self.graph.add_edge(node, to, place).met_at(at)?;
                self.graph.set_edge_kind(edge, tie(property)).met_at(at)?;
            }
            if !edges.is_empty() {
                let column = self.graph.nodes.columns.named(property, Purpose::Own).met_at(at)?;
                let ids = edges.into_iter().map(Cow::Borrowed).collect();
                self.graph.nodes.columns.put(column, node, &Value::List(ids)).met_at(at)?;
            }
            known.push(property);
        }
        let pair = |names: [&'static str; 2]| names.iter().any(|name| fields.contains_key(*name)).then_some(names);
        let spans = [["first_seen", "last_seen"], ["valid_from", "valid_until"], ["first_observed", "last_observed"]];
        let span = spans.into_iter().find_map(pair);
        let spell = span.map_or([""; 2], |names| names.map(|name| text(fields, name).unwrap_or_default()));
        known.extend(span.into_iter().flatten());
        take(&mut self.graph.nodes, node, fields, &known, spell, at)
    }
}

fn text<'f>(fields: &'f Map<String, Json>, name: &str) -> Option<&'f str> {
    fields.get(name).and_then(Json::as_str).filter(|text| !text.is_empty())
}

/// Properties that name other objects, with the ids that they name.
fn references(fields: &Map<String, Json>) -> impl Iterator<Item = (&str, Vec<&str>)> + '_ {
    let named = |(name, value): (&'_ String, &'_ Json)| -> bool {
        !NOT_TIES.contains(&name.as_str())
            && (name.ends_with("_ref") && value.is_string() || name.ends_with("_refs") && value.is_array())
    };
    fields.iter().filter(move |field| named(*field)).map(|(name, value)| {
        let ids = match value {
            Json::Array(ids) => ids.iter().filter_map(Json::as_str).filter(|id| !id.is_empty()).collect(),
            other => other.as_str().into_iter().filter(|id| !id.is_empty()).collect(),
        };
        (name.as_str(), ids)
    })
}

/// Whether an id is of an object that is an edge or hyperedge here.
fn is_edge(id: &str) -> bool {
    id.starts_with("relationship--") || id.starts_with("sighting--")
}

/// The kind of tie that a property says.
fn tie(property: &str) -> &str {
    property.trim_end_matches("_refs").trim_end_matches("_ref")
}

/// Sets what all objects have in common: times and all properties that have no place of their own.
fn take(
    records: &mut Records,
    row: u32,
    fields: &Map<String, Json>,
    known: &[&str],
    [start, end]: [&str; 2],
    at: usize,
) -> Result<(), Fault> {
    records.times.put(row, When::Spell(start, end)).met_at(at)?;
    for (name, value) in fields.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
        let purpose = match name.as_str() {
            "created_by_ref" | "external_references" => Purpose::Source,
            "description" | "abstract" | "content" | "explanation" => Purpose::Note,
            "spec_version" => Purpose::Look,
            _ => Purpose::Own,
        };
        if let Some(value) = value_of(name, value) {
            let column = records.columns.named(name, purpose).met_at(at)?;
            records.columns.put(column, row, &value).met_at(at)?;
        }
    }
    Ok(())
}

fn value_of<'f>(name: &str, value: &'f Json) -> Option<Value<'f>> {
    Some(match value {
        Json::Null => return None,
        Json::Bool(yes) => Value::Boolean(*yes),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Integer(whole),
            None => Value::Real(number.as_f64()?),
        },
        Json::String(text) if matches!(name, "created" | "modified" | "published") => Value::Date(Cow::Borrowed(text)),
        Json::String(text) => Value::text(text),
        Json::Array(items) => Value::List(items.iter().map(item).collect()),
        Json::Object(_) => Value::Text(Cow::Owned(value.to_string())),
    })
}

/// One item of a list: a reference to another source in words, else as it is.
fn item(item: &Json) -> Cow<'_, str> {
    match item {
        Json::String(text) => Cow::Borrowed(text),
        Json::Object(fields) if fields.contains_key("source_name") => {
            let parts =
                ["source_name", "external_id", "url", "description"].iter().filter_map(|name| text(fields, name));
            Cow::Owned(parts.collect::<Vec<_>>().join(", "))
        }
        other => Cow::Owned(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{fixture, read_as, read_named};
    use super::*;
    use crate::problem::codes;

    #[test]
    fn objects_relationships_and_sightings_are_read() {
        let read = read_as("stix", "stix2.json", &fixture("graphs/stix/stix2.json")).unwrap();
        let graph = &read.graphs[0];
        let by_name = |name: &str| {
            (0..graph.nodes.len() as u32).find(|node| graph.nodes.label(*node).as_deref() == Some(name)).unwrap()
        };
        let (actor, malware, report) = (by_name("Bear & Söhne"), by_name("日本"), by_name("Report 1"));
        assert_eq!((graph.nodes.len(), graph.implied(), graph.node_kind(actor)), (4, 0, Some("threat-actor")));
        assert_eq!((graph.ends()[0], graph.edge_kind(0)), ((actor, malware), Some("uses")));
        assert_eq!(graph.edges.times.of(0), [When::Spell("2024-01-15T08:30:00Z", "2024-06-01T00:00:00Z")]);
        assert_eq!(graph.edges.columns.shown("confidence", 0).as_deref(), Some("85"));
        assert_eq!(graph.nodes.columns.get("revoked").unwrap().own(malware), Some(Value::Boolean(true)));
        assert_eq!(graph.names().map(|name| name.text).collect::<Vec<_>>(), ["Ursus"]);
        let ends: Vec<_> =
            graph.hyper_ends().map(|(_, end)| (graph.nodes.label(end.node).unwrap(), end.role)).collect();
        assert_eq!(ends.len(), 2);
        assert!(
            ends.contains(&("日本".to_owned(), "sighting_of"))
                && ends.contains(&("Office of X".to_owned(), "where_sighted"))
        );
        assert_eq!(
            graph.nodes.columns.shown("external_references", report).as_deref(),
            Some("ACME, https://example.org/1")
        );
        let objects = graph.ends().iter().filter(|ends| ends.0 == report).count();
        assert_eq!((objects, read.report.records_in(), read.report.taken_count()), (2, 6, 6));
        assert!(graph.nodes.columns.shown("object_refs", report).unwrap().starts_with("relationship--"));
    }

    #[test]
    fn extensions_stay_fields() {
        let text = "{\"objects\":[{\"type\":\"tool\",\"id\":\"t\",\"extensions\":{\"x\":{\"rank\":5}}}]}";
        let read = read_named("stix", "x", text.as_bytes()).unwrap();
        let column = read.graphs[0].nodes.columns.get("extensions").unwrap();
        assert_eq!((column.purpose, column.get(0)), (Purpose::Own, Some(Value::text("{\"x\":{\"rank\":5}}"))));
    }

    #[test]
    fn of_several_versions_of_a_relationship_the_latest_stands() {
        let version = |id: &str, year: &str, kind: &str| {
            format!(
                "{{\"type\":\"relationship\",\"id\":\"relationship--{id}\",\"modified\":\"{year}-01-01T00:00:00Z\",\
                 \"relationship_type\":\"{kind}\",\"source_ref\":\"a--1\",\"target_ref\":\"b--1\"}}"
            )
        };
        let objects = [version("1", "2020", "uses"), version("1", "2022", "targets"), version("1", "2021", "uses")];
        let text =
            format!("{{\"type\":\"bundle\",\"objects\":[{},{}]}}", objects.join(","), version("2", "2020", "uses"));
        let read = read_named("stix", "x", text.as_bytes()).unwrap();
        let kinds: Vec<_> = (0..2).map(|edge| read.graphs[0].edge_kind(edge).unwrap()).collect();
        assert_eq!((kinds, read.graphs[0].ends().len()), (vec!["targets", "uses"], 2));
        assert_eq!((read.report.taken_count(), read.report.merged_list().len()), (2, 2));
        assert_eq!(read.report.merged_list()[0].1.number, 2);
        assert!(read.report.notes().iter().any(|note| note.message.contains("the latest one was kept")));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, place, code) in [
            ("{\"type\":\"bundle\",\n\"objects\":[", (2, 11), codes::CUT_OFF),
            ("{\"type\":\"bundle\",\n\"objects\":[{]}", (2, 13), codes::NOT_THE_FORMAT),
            ("{\"type\":\"bundle\"}", (1, 1), codes::NOT_THE_FORMAT),
            ("{\"objects\":[]} x", (1, 16), codes::NOT_THE_FORMAT),
        ] {
            let problem = read_named("stix", "x", text.as_bytes()).unwrap_err();
            assert_eq!(
                (problem.place.as_ref().map(|p| (p.line, p.column)), problem.code),
                (Some(place), code),
                "{text}"
            );
        }
        let text = "{\"objects\":[1, {}, {\"type\":\"relationship\",\"id\":\"r\"}, {\"type\":\"tool\",\"id\":\"t\"}, {\"type\":\"tool\",\"id\":\"t\"}]}";
        let report = read_named("stix", "x", text.as_bytes()).unwrap().report;
        assert_eq!((report.refused_count(), report.taken_count(), report.merged_list().len()), (3, 1, 1));
    }
}
