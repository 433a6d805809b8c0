//! Walking along relations by keys, and nudging nodes: what a mouse does by pointing.

use egui::Vec2;

use super::CanvasView;
use crate::dossier::model::{EntityId, NodeIndex, RelationId};
use crate::picture::scene::{Node, Scene};
use crate::window::action::{Action, Command, ItemId, Towards};
use crate::window::session::Session;

/// The neighbour of the last selected entity that lies best in a direction: near the direction
/// first, then near at hand. With nothing selected, the node with most relations.
pub(crate) fn next(view: CanvasView<'_>, way: Vec2) -> Option<ItemId> {
    let scene = &view.stock.scene;
    let Some((index, start)) = current(view) else {
        let all = [f32::MIN, f32::MIN, f32::MAX, f32::MAX];
        let mut first = None;
        view.stock.node_tree.best(all, &mut Default::default(), |node| {
            first = Some(node);
            false
        });
        return Some(ItemId::Entity(EntityId::new(scene.nodes[first? as usize].id.clone())));
    };
    if scene.chart.is_some() && way.y != 0.0 {
        // The row above or below.
        let row = scene.node_of(view.session.dossier(), index)?;
        let next = if way.y > 0.0 { row + 1 } else { row.checked_sub(1)? };
        return Some(ItemId::Entity(EntityId::new(scene.nodes.get(next)?.id.clone())));
    }
    let way = kurbo::Vec2::new(f64::from(way.x), f64::from(way.y));
    let dossier = view.session.dossier();
    let others = dossier.relations_of(index).filter(|(relation, _, _)| scene.line_of(dossier, *relation).is_some());
    let others = others.filter_map(|(_, other, _)| scene.node_of(dossier, other)).map(|n| &scene.nodes[n]);
    let judged = others.filter(|n| n.id != start.id).filter_map(|node| {
        let offset = node.centre() - start.centre();
        let along = offset.dot(way) / offset.hypot().max(1e-9);
        // Within 60° of the arrow.
        (along > 0.5).then(|| (node, offset.hypot() * (2.5 - along)))
    });
    let best = judged.min_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(ItemId::Entity(EntityId::new(best.0.id.clone())))
}

/// Down and up go to the next chain and the one before, right and left along the chain.
pub(crate) fn chain(session: &Session, way: Vec2) -> Vec<Action> {
    let forward = way.x + way.y > 0.0;
    if way.y != 0.0 {
        return vec![Action::Run(if forward { Command::NextChain } else { Command::PreviousChain })];
    }
    let towards = if forward { Towards::Next } else { Towards::Previous };
    let Some((link, item)) = session.along_chain(towards) else { return Vec::new() };
    let shown = Action::ShowChain(session.chain_shown().0, Some(link));
    [shown].into_iter().chain(item.map(Action::GoTo)).collect()
}

/// The relation after (or before) the one that is selected, around the entity that one came from:
/// the way of `Tab` through all that a node is tied to, in the order of their directions.
pub(crate) fn next_relation(view: CanvasView<'_>, forward: bool) -> Option<ItemId> {
    let scene = &view.stock.scene;
    let (entity, relation) = around(view.session)?;
    let dossier = view.session.dossier();
    let index = dossier.entity_index(entity.as_str())?;
    let heart = scene.nodes[scene.node_of(dossier, index)?].centre();
    let mut ties: Vec<(f64, usize)> = dossier
        .relations_of(index)
        .filter_map(|(relation, other, _)| {
            let to = scene.nodes[scene.node_of(dossier, other)?].centre() - heart;
            Some((to.atan2(), scene.line_of(dossier, relation)?))
        })
        .collect();
    ties.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let at = relation.and_then(|id| ties.iter().position(|(_, line)| *scene.lines[*line].id == *id.as_str()));
    let next = match (at, forward) {
        (None, true) => 0,
        (None, false) => ties.len().checked_sub(1)?,
        (Some(at), true) => (at + 1) % ties.len(),
        (Some(at), false) => (at + ties.len() - 1) % ties.len(),
    };
    let line = &scene.lines[ties.get(next)?.1];
    Some(ItemId::Relation(RelationId::new(line.id.clone())))
}

/// The entity whose relations are walked, and the relation reached so far.
fn around(session: &Session) -> Option<(EntityId, Option<RelationId>)> {
    match session.selection().last()? {
        ItemId::Entity(id) => Some((id.clone(), None)),
        ItemId::Relation(id) => {
            let relation = session.dossier().relation_by_id(id.as_str())?;
            // Round the end that was selected before, else round the start.
            let before = session.came_from().filter(|e| **e == relation.from || **e == relation.to);
            Some((before.cloned().unwrap_or_else(|| relation.from.clone()), Some(id.clone())))
        }
    }
}

/// The other end of the relation that is selected: the way of `Enter` along it.
pub(crate) fn far_end(view: CanvasView<'_>) -> Option<ItemId> {
    let (entity, relation) = around(view.session)?;
    let relation = view.session.dossier().relation_by_id(relation?.as_str())?;
    let far = if relation.from == entity { &relation.to } else { &relation.from };
    Some(ItemId::Entity(far.clone()))
}

/// The selected nodes, moved by `by` scene units.
pub(crate) fn nudged(view: CanvasView<'_>, by: Vec2) -> Vec<(EntityId, (f32, f32))> {
    let moved = |id: EntityId| {
        let at = find(view, id.as_str())?.1.at;
        Some((id, (at.0 + by.x, at.1 + by.y)))
    };
    view.session.selected_entities().into_iter().filter_map(moved).collect()
}

fn current(view: CanvasView<'_>) -> Option<(NodeIndex, &Node)> {
    find(view, view.session.selected_entities().pop()?.as_str())
}

fn find<'a>(view: CanvasView<'a>, id: &str) -> Option<(NodeIndex, &'a Node)> {
    let index = view.session.dossier().entity_index(id)?;
    let scene: &'a Scene = &view.stock.scene;
    Some((index, &scene.nodes[scene.node_of(view.session.dossier(), index)?]))
}
