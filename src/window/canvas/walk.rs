//! Walking along relations by keys, and nudging nodes: what a mouse does by pointing.

use egui::Vec2;

use super::CanvasView;
use crate::dossier::model::{EntityId, RelationId};
use crate::window::action::{Action, Command, ItemId, Towards};
use crate::window::session::Session;

/// The neighbour of the last selected entity that lies best in a direction: near the direction
/// first, then near at hand. With nothing selected, the node with most relations.
pub(crate) fn next(view: CanvasView<'_>, way: Vec2) -> Option<ItemId> {
    let scene = &view.stock.scene;
    let Some(number) = current(view) else {
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
        let next = if way.y > 0.0 { number + 1 } else { number.checked_sub(1)? };
        return Some(ItemId::Entity(EntityId::new(scene.nodes.get(next)?.id.clone())));
    }
    let way = kurbo::Vec2::new(f64::from(way.x), f64::from(way.y));
    let start = &scene.nodes[number];
    let ends = scene.lines_at(view.session.dossier(), number).into_iter().map(|line| scene.lines[line].ends);
    let others = ends.flat_map(|(from, to)| [from, to]).map(|other| &scene.nodes[other as usize]);
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
    let node = scene.node_called(dossier, entity.as_str())?;
    let heart = scene.nodes[node].centre();
    let towards = |line: usize| {
        let ends = scene.lines[line].ends;
        let other = if ends.0 as usize == node { ends.1 } else { ends.0 };
        (scene.nodes[other as usize].centre() - heart).atan2()
    };
    let mut ties: Vec<(f64, usize)> =
        scene.lines_at(dossier, node).into_iter().map(|line| (towards(line), line)).collect();
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
            let (from, to) = ends(session, id)?;
            // Round the end that was selected before, else round the start.
            let before = session.came_from().filter(|e| **e == from || **e == to).cloned();
            Some((before.unwrap_or(from), Some(id.clone())))
        }
    }
}

/// The ends of a relation, or of several that are counted.
fn ends(session: &Session, id: &RelationId) -> Option<(EntityId, EntityId)> {
    match session.bundle(&ItemId::Relation(id.clone())) {
        Some(bundle) => Some(bundle.ends.clone()),
        None => session.dossier().relation_by_id(id.as_str()).map(|r| (r.from.clone(), r.to.clone())),
    }
}

/// The other end of the relation that is selected: the way of `Enter` along it.
pub(crate) fn far_end(view: CanvasView<'_>) -> Option<ItemId> {
    let (entity, relation) = around(view.session)?;
    let (from, to) = ends(view.session, &relation?)?;
    Some(ItemId::Entity(if from == entity { to } else { from }))
}

/// The selected nodes, moved by `by` scene units.
pub(crate) fn nudged(view: CanvasView<'_>, by: Vec2) -> Vec<(EntityId, (f32, f32))> {
    let moved = |id: EntityId| {
        let at = view.stock.scene.nodes[find(view, &id)?].at;
        Some((id, (at.0 + by.x, at.1 + by.y)))
    };
    selected_nodes(view).filter_map(moved).collect()
}

fn current(view: CanvasView<'_>) -> Option<usize> {
    find(view, &selected_nodes(view).last()?)
}

/// The ids of selected entities and folds.
fn selected_nodes(view: CanvasView<'_>) -> impl Iterator<Item = EntityId> {
    view.session.selection().iter().filter_map(|item| match item {
        ItemId::Entity(id) => Some(id.clone()),
        ItemId::Relation(_) => None,
    })
}

fn find(view: CanvasView<'_>, id: &EntityId) -> Option<usize> {
    view.stock.scene.node_called(view.session.dossier(), id.as_str())
}
