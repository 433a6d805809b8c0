//! Where nodes were drawn, as a view with pins. Without positions in the file there is none.

use super::super::graph::Graph;
use crate::dossier::model::{EntityId, Pin, View, ViewLayout};
use crate::wording::counted;

/// How far apart neighbours are on average, in units of a dossier: room for a node and its name.
const APART: f64 = 110.0;

/// Nodes of a graph that have a place, in the file's units, y downwards.
pub(super) fn pins(graph: &Graph, ids: &[EntityId]) -> Vec<Pin> {
    let turn = if graph.y_down { 1.0 } else { -1.0 };
    let pin = |(node, id): (u32, &EntityId)| {
        let position = graph.position(node)?;
        Some(Pin { id: id.clone(), x: position.x, y: position.y * turn })
    };
    (0..).zip(ids).filter_map(pin).collect()
}

/// What of the places of nodes a view cannot hold, in words: depths, and a place without another.
pub(super) fn lost(graphs: &[Graph], pins: &[Pin]) -> Vec<String> {
    let positions = graphs.iter().flat_map(|graph| (0..graph.nodes.len() as u32).filter_map(|n| graph.position(n)));
    let depths = positions.filter(|position| position.z.is_some_and(|z| z != 0.0)).count();
    let mut out = Vec::new();
    if depths > 0 {
        out.push(format!("depth (z) of {}", counted(depths, "node", "nodes")));
    }
    if let [only] = pins {
        out.push(format!("the position of `{}`: no other node has one to be placed by", only.id));
    }
    out
}

/// A view with all pins, brought to the dossier's scale; none where everything stands in one point.
pub(super) fn view(name: &str, pins: Vec<Pin>) -> Option<View> {
    let bounds = |of: fn(&Pin) -> f64| {
        let values = pins.iter().map(of);
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    };
    let ((left, right), (top, bottom)) = (bounds(|pin| pin.x), bounds(|pin| pin.y));
    let extent = (right - left).max(bottom - top);
    if pins.len() < 2 || !extent.is_finite() || extent <= 0.0 {
        return None;
    }
    let scale = APART * (pins.len() as f64).sqrt() / extent;
    let round = |value: f64| (value * 10.0).round() / 10.0;
    let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
    let pins = pins.into_iter().map(|pin| Pin { x: round((pin.x - x) * scale), y: round((pin.y - y) * scale), ..pin });
    let placing = ViewLayout { pins: pins.collect(), ..ViewLayout::default() };
    let name = if name.trim().is_empty() { "as drawn" } else { name };
    Some(View { name: name.to_owned(), placing, ..View::default() })
}
