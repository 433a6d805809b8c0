//! Walking along relations with the arrow keys, and nudging nodes: what a mouse does by pointing.

use egui::Vec2;

use super::View;
use crate::dossier::model::EntityId;
use crate::picture::scene::NodeItem;
use crate::window::action::Thing;

/// The neighbour of the last selected entity that lies best in a direction: near the direction
/// first, then near at hand. With nothing selected, the node with most relations.
pub fn next(view: View<'_>, way: Vec2) -> Option<Thing> {
    let nodes = &view.scene.nodes;
    let start = view.session.selected_entities().pop().and_then(|id| find(view, id.as_str()));
    let Some(start) = start else {
        let dossier = view.session.dossier();
        let first = nodes.iter().max_by_key(|n| dossier.degree(n.entity))?;
        return Some(Thing::Entity(EntityId::new(first.id.clone())));
    };
    let way = kurbo::Vec2::new(f64::from(way.x), f64::from(way.y));
    let others = view.scene.lines.iter().filter_map(|line| match line.ends {
        (a, b) if nodes[a].id == start.id => Some(&nodes[b]),
        (a, b) if nodes[b].id == start.id => Some(&nodes[a]),
        _ => None,
    });
    let judged = others.filter(|n| n.id != start.id).filter_map(|node| {
        let offset = node.centre - start.centre;
        let along = offset.dot(way) / offset.hypot().max(1e-9);
        // Within 60° of the arrow.
        (along > 0.5).then(|| (node, offset.hypot() * (2.5 - along)))
    });
    let best = judged.min_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(Thing::Entity(EntityId::new(best.0.id.clone())))
}

/// The selected nodes, moved by `by` scene units.
pub fn nudged(view: View<'_>, by: Vec2) -> Vec<(EntityId, (f32, f32))> {
    let moved = |id: EntityId| {
        let centre = find(view, id.as_str())?.centre;
        Some((id, (centre.x as f32 + by.x, centre.y as f32 + by.y)))
    };
    view.session.selected_entities().into_iter().filter_map(moved).collect()
}

fn find<'a>(view: View<'a>, id: &str) -> Option<&'a NodeItem> {
    view.scene.nodes.iter().find(|n| &*n.id == id)
}
