//! GraphML. Types are declared, edges keep their ids, and what the format has no element for stands in keys: claims and
//! names as JSON, and all of the head in one key of the graph.

use super::columns::Sort;
use super::derived::Recorded;
use super::lost::{self, Holds};
use super::network::{Column, Directions, Network, OwnWay, Way};
use super::xml::Escaper;
use super::{CREATOR, Failure, Lost, Steps, WriteOptions, Writer, Written, notation};
use crate::dossier::exchange::own;
use crate::dossier::exchange::value::Value;
use crate::dossier::model::Dossier;
use crate::progress::Progress;

/// Writes GraphML.
pub(crate) struct GraphMl;

const WAY: Way = Way { nested: true, own: OwnWay::Typed { lists: true, flags: true }, is_key: |_| true };

impl Writer for GraphMl {
    fn name(&self) -> &'static str {
        "graphml"
    }

    fn title(&self) -> &'static str {
        "GraphML"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["graphml"]
    }

    fn write(&self, dossier: &Dossier, _: &WriteOptions, progress: &Progress) -> Result<Written, Failure> {
        let network = Network::new(dossier, WAY);
        let mut steps = Steps::new(progress, network.len());
        let mut xml = Escaper::default();
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
             xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
        );
        let mut key = |id: &str, on: &str, name: &str, sort: Sort| {
            out.push_str("  <key");
            for (attribute, text) in [("id", id), ("for", on), ("attr.name", name), ("attr.type", type_word(sort))] {
                xml.attribute(&mut out, attribute, text);
            }
            // As APOC tells lists, which it writes as JSON.
            out.push_str(if sort == Sort::Texts { " attr.list=\"string\"/>\n" } else { "/>\n" });
        };
        for (id, name) in [("g0", "title"), ("g1", own::MARK), ("g2", "creator")] {
            key(id, "graph", name, Sort::Text);
        }
        key("label", "node", "label", Sort::Text);
        key("kind", "node", "kind", Sort::Text);
        key("x", "node", "x", Sort::Number);
        key("y", "node", "y", Sort::Number);
        for (number, column) in network.entities.iter().enumerate() {
            key(&format!("n{number}"), "node", &column.name, column.sort);
        }
        key("relation", "edge", "kind", Sort::Text);
        key("weight", "edge", "weight", Sort::Number);
        for (number, column) in network.relations.iter().enumerate() {
            key(&format!("e{number}"), "edge", &column.name, column.sort);
        }
        // Programs refuse networks of both sorts of edges: where there are both, all are written with a direction, and
        // the key `directed` tells which have none.
        let default = if network.directions == Directions::None { "undirected" } else { "directed" };
        out.push_str("  <graph id=\"G\" edgedefault=\"");
        out.push_str(default);
        out.push_str("\">\n");
        let head = own::head(dossier);
        for (id, text) in [("g0", dossier.given_title()), ("g1", &head), ("g2", CREATOR)] {
            data(&mut out, &mut xml, "    ", id, text);
        }
        for entity in network.nodes() {
            steps.step()?;
            out.push_str("    <node");
            xml.attribute(&mut out, "id", entity.id.as_str());
            out.push_str(">\n");
            data(&mut out, &mut xml, "      ", "label", &entity.name);
            data(&mut out, &mut xml, "      ", "kind", &entity.kind);
            if let Some((x, y)) = network.position(entity) {
                data(&mut out, &mut xml, "      ", "x", &notation::number(x));
                data(&mut out, &mut xml, "      ", "y", &notation::number(-y));
            }
            values(&mut out, &mut xml, dossier, 'n', &network.entities, entity);
            out.push_str("    </node>\n");
        }
        for relation in network.edges() {
            steps.step()?;
            out.push_str("    <edge");
            for (name, text) in
                [("id", relation.id.as_str()), ("source", relation.from.as_str()), ("target", relation.to.as_str())]
            {
                xml.attribute(&mut out, name, text);
            }
            out.push_str(">\n");
            data(&mut out, &mut xml, "      ", "relation", &relation.kind);
            if let Some(weight) = relation.weight {
                data(&mut out, &mut xml, "      ", "weight", &notation::number(weight));
            }
            values(&mut out, &mut xml, dossier, 'e', &network.relations, relation);
            out.push_str("    </edge>\n");
        }
        out.push_str("  </graph>\n</graphml>\n");
        let mut lost = lost::of(dossier, Holds { claims: true, whole: true });
        lost.extend(mixed(network.directions));
        lost.extend(lost::characters(xml.replaced));
        Ok(Written::one(out.into_bytes(), lost))
    }
}

/// What is lost where all edges must be of one sort.
pub(super) fn mixed(directions: Directions) -> Option<Lost> {
    let Directions::Mixed(count) = directions else { return None };
    let what =
        "relations without a direction as such: they go from start to end, and `directed` says that they have none";
    Some(Lost { what: what.to_owned(), count, first: Vec::new() })
}

fn type_word(sort: Sort) -> &'static str {
    match sort {
        Sort::Text | Sort::Date | Sort::Texts | Sort::Nested => "string",
        Sort::Number => "double",
        Sort::Whole => "int",
        Sort::Flag => "boolean",
    }
}

fn data(out: &mut String, xml: &mut Escaper, indent: &str, key: &str, text: &str) {
    // An empty text says nothing.
    if text.is_empty() {
        return;
    }
    out.push_str(indent);
    out.push_str("<data");
    xml.attribute(out, "key", key);
    out.push('>');
    xml.put(out, text);
    out.push_str("</data>\n");
}

fn values<R: Recorded>(
    out: &mut String,
    xml: &mut Escaper,
    dossier: &Dossier,
    letter: char,
    columns: &[Column<R>],
    record: &R,
) {
    for (number, column) in columns.iter().enumerate() {
        let Some(value) = column.value(dossier, record) else { continue };
        let text = match &value {
            Value::Real(real) => notation::number(*real).into(),
            Value::List(texts) => serde_json::to_string(texts).unwrap_or_default().into(),
            other => other.shown(),
        };
        data(out, xml, "      ", &format!("{letter}{number}"), &text);
    }
}
