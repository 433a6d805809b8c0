//! Networks of formats that know nodes, edges and columns, as the dossiers that they were written from.

use super::super::format::{Pace, Read};
use super::super::graph::{Graph, Records as Columns};
use super::super::report::Report;
use super::super::value::Value;
use super::super::writing::CREATOR;
use super::super::writing::derived::Recorded;
use super::held::{Head, MARK, Records};
use super::plan::{Heads, Plan, of_column};
use crate::dossier::model::{Entity, EntityId, Pin, Relation};
use crate::progress::{Cancelled, Progress};

/// Columns that repeat an id for other programs.
const AGAIN: [&str; 3] = ["key", "value", NAME];
/// The column of names where the label is the id.
const NAME: &str = "name";

/// The records of a file that says it is a dossier; `None` for those of others.
///
/// # Errors
/// [`Cancelled`] if a person asked to stop.
pub(super) fn records(read: &mut Read, progress: &Progress) -> Result<Option<Records>, Cancelled> {
    let Read { graphs, report, .. } = read;
    let [graph] = graphs.as_slice() else { return Ok(None) };
    let mark = graph.meta.others.iter().find(|(name, _)| name == MARK);
    let (head, has_head) = match mark {
        Some((_, json)) => match serde_json::from_str(json) {
            Ok(head) => (head, true),
            Err(_) => return Ok(None),
        },
        // GEXF has no place for a head.
        None if is_gexf(graph, report) => (Head { title: graph.meta.description.clone(), ..Head::default() }, false),
        None => return Ok(None),
    };
    let mut pace = Pace::new(progress, graph.nodes.len() + graph.edges.len());
    let mut out = Records { head, has_head, ..Records::default() };
    let name = graph.nodes.columns.iter().find(|column| column.name == NAME);
    let mut ids = Vec::with_capacity(graph.nodes.len());
    let plan = plan_of::<Entity>(&graph.nodes, has_head);
    for node in 0..graph.nodes.len() as u32 {
        pace.another()?;
        let label = graph.nodes.label(node).unwrap_or_default();
        let called = name.and_then(|column| column.get(node)).map(|value| value.shown().into_owned());
        let (id, called) = match called {
            Some(called) => (label, called),
            None => (graph.id(node).to_owned(), label),
        };
        let at = graph.nodes.at(node);
        let kind = graph.node_kind(node).unwrap_or_default();
        let elsewhere =
            [("id", id.as_str()), (NAME, &called), ("kind", kind)].map(|(name, text)| (name, Value::text(text)));
        let made = plan.record(cells(&graph.nodes, node), &elsewhere, report, at);
        // An entity that only relations name comes back with them.
        if !made.is_missing && graph.is_told(node) {
            out.entities.push(made.record);
        }
        ids.push(id);
    }
    let plan = plan_of::<Relation>(&graph.edges, has_head);
    for (edge, (from, to)) in (0..).zip(graph.ends()) {
        pace.another()?;
        let end = |node: &u32| ids.get(*node as usize).map_or("", String::as_str);
        let id = graph.edge_id(edge).unwrap_or_default();
        let kind = graph.edge_kind(edge).unwrap_or_default();
        let ends = [("from", end(from)), ("kind", kind), ("to", end(to))].map(|(name, text)| (name, Value::text(text)));
        let mut elsewhere = Vec::from(ends);
        elsewhere.extend(graph.weight(edge).map(|weight| ("weight", Value::Real(weight))));
        let made = plan.record(cells(&graph.edges, edge), &elsewhere, report, graph.edges.at(edge));
        out.relations.push(Relation { id: id.as_str().into(), ..made.record });
    }
    if !has_head {
        let turn = if graph.y_down { 1.0 } else { -1.0 };
        let places = (0..).zip(&ids).filter_map(|(node, id)| Some((id, graph.position(node)?)));
        out.pins = places.map(|(id, at)| Pin { id: EntityId::new(id.as_str()), x: at.x, y: at.y * turn }).collect();
    }
    Ok(Some(out))
}

fn is_gexf(graph: &Graph, report: &Report) -> bool {
    let has = |name: &str| {
        let records = [&graph.nodes, &graph.edges];
        records.iter().all(|records| records.columns.iter().any(|column| column.name == name))
    };
    report.format == "gexf" && graph.meta.creator == CREATOR && ["certainty", "status", "claims"].into_iter().all(has)
}

fn plan_of<R: Recorded>(records: &Columns, whole: bool) -> Plan<R> {
    let heads = Heads { instead: &[], ignored: &AGAIN, places: &[], whole, own_value: of_column };
    let names: Vec<&str> = records.columns.iter().map(|column| column.name.as_str()).collect();
    Plan::of(&names, &heads)
}

fn cells(records: &Columns, row: u32) -> impl Iterator<Item = (usize, Value<'_>)> {
    records.columns.iter().enumerate().filter_map(move |(number, column)| Some((number, column.get(row)?)))
}
