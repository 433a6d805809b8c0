//! Puts a scene together: bodies at their places, curves between them, names beside them.

use std::collections::HashMap;
use std::sync::Arc;

use kurbo::{BezPath, ParamCurve, Point, Rect, Shape as _};

use super::bodies::Body;
use super::item::{Dash, Label, LineItem, NodeItem, Scene, Tip};
use super::labels;
use super::legend::legend;
use super::lines::{Standing, Wish, curves};
use super::paint::{opacity, paint_entity};
use crate::dossier::model::{Basis, Claim, Dossier, EdgeIndex, Entity, NodeIndex, Relation, Status};
use crate::explore::query::presence::{Presence, Presences};
use crate::picture::theme::Theme;
use crate::problem::printable;

/// Width of lines.
const LINE: f64 = 1.1;
/// Distance of the points along lines that names avoid.
const SAMPLE: f64 = 4.0;
/// Space around everything.
const MARGIN: f64 = 4.0;

/// Builds the scene of bodies at positions (by place in the list) and of the relations among them.
pub fn build(
    dossier: &Dossier,
    bodies: &[Body],
    positions: &[(f32, f32)],
    relations: &[EdgeIndex],
    presences: &Presences,
    theme: &Theme,
) -> Scene {
    let standing: Vec<Standing<'_>> = bodies
        .iter()
        .zip(positions)
        .map(|(body, at)| Standing { body, at: Point::new(f64::from(at.0), f64::from(at.1)) })
        .collect();
    let place: HashMap<NodeIndex, usize> = standing.iter().enumerate().map(|(i, s)| (s.body.entity, i)).collect();
    let mut wishes = Vec::with_capacity(relations.len());
    let mut drawn: Vec<(EdgeIndex, &Relation)> = Vec::with_capacity(relations.len());
    for &index in relations {
        let Some((relation, ends)) = dossier.relation(index).zip(dossier.ends(index)) else { continue };
        let (Some(&from), Some(&to)) = (place.get(&ends.0), place.get(&ends.1)) else { continue };
        let directed = dossier.vocabulary.relation_kind(&relation.kind).is_none_or(|k| k.directed);
        wishes.push(Wish { from, to, directed });
        drawn.push((index, relation));
    }
    let curves = curves(&standing, &wishes);
    let samples: Vec<Point> = curves.iter().flat_map(|c| sampled(&c.path, c.tip.as_ref())).collect();
    let names = labels::place(&standing, &samples);

    let nodes: Vec<NodeItem> = standing
        .iter()
        .zip(names)
        .filter_map(|(s, (origin, align))| {
            let entity = dossier.entity(s.body.entity)?;
            Some(node(dossier, entity, s, origin, align, presences.entity(s.body.entity), theme))
        })
        .collect();
    let lines: Vec<LineItem> = drawn
        .into_iter()
        .zip(wishes.iter().zip(curves))
        .map(|((index, relation), (wish, curve))| {
            let presence = presences.relation(index);
            line(dossier, index, relation, wish, curve.path, curve.tip, presence, theme)
        })
        .collect();
    let legend = legend(dossier, &nodes, &lines, theme);
    let boxes = nodes.iter().map(|n| n.bounds().union(n.label.bounds()));
    let boxes = boxes.chain(lines.iter().map(|l| l.path.bounding_box()));
    let bounds = boxes.reduce(|a, b| a.union(b)).unwrap_or(Rect::ZERO).inflate(MARGIN, MARGIN);
    Scene { nodes, lines, legend, bounds, ..Scene::default() }
}

/// Points along a curve and at its arrowhead.
fn sampled(path: &BezPath, tip: Option<&BezPath>) -> Vec<Point> {
    let mut out = Vec::new();
    for segment in path.segments() {
        let (start, end) = (segment.start(), segment.end());
        let steps = (((end - start).hypot() * 1.1 / SAMPLE).ceil()).clamp(2.0, 400.0) as usize;
        out.extend((0..=steps).map(|s| segment.eval(s as f64 / steps as f64)));
    }
    out.extend(tip.map(|t| t.bounding_box().center()));
    out
}

fn node(
    dossier: &Dossier,
    entity: &Entity,
    standing: &Standing<'_>,
    origin: Point,
    align: f32,
    presence: Presence,
    theme: &Theme,
) -> NodeItem {
    let body = standing.body;
    let kind = dossier.vocabulary.entity_kind_or_neutral(&entity.kind);
    let look = paint_entity(entity, &kind, presence, theme, body.radius);
    let count = body.degree;
    let mut description = format!(
        "{}, {}, {count} {}",
        printable(&entity.name),
        kind.label,
        if count == 1 { "relation" } else { "relations" }
    );
    if entity.status != Status::Actual {
        description = format!("{description}, {}", entity.status.word());
    }
    let quiet = look.dashed || entity.unnamed;
    NodeItem {
        entity: body.entity,
        id: entity.id.shared(),
        kind: entity.kind.as_str().into(),
        shape: body.shape,
        centre: standing.at,
        radius: body.radius,
        outline: Arc::clone(&body.outline),
        fill: look.fill,
        stroke: look.stroke,
        dashed: look.dashed,
        presence,
        opacity: opacity(presence),
        label: Label {
            text: body.name.clone(),
            origin,
            align,
            colour: if quiet { theme.ink_second } else { theme.ink },
            strong: body.strong,
        },
        description,
    }
}

#[expect(clippy::too_many_arguments, reason = "each is one fact of the line")]
fn line(
    dossier: &Dossier,
    index: EdgeIndex,
    relation: &Relation,
    wish: &Wish,
    path: BezPath,
    tip: Option<BezPath>,
    presence: Presence,
    theme: &Theme,
) -> LineItem {
    let strongest = Claim::strongest(&relation.claims).map(|c| &c.basis);
    let dash = match strongest {
        Some(Basis::Stated) | None => Dash::Solid,
        Some(Basis::Reported { .. }) => Dash::Dashed,
        Some(Basis::Inferred { .. }) => Dash::Dotted,
        Some(Basis::Judgement { .. }) => Dash::DashDot,
    };
    let hollow = relation.status.is_prospective() || presence == Presence::Planned;
    let kind = dossier.vocabulary.relation_kind_or_neutral(&relation.kind);
    let name = |id: &str| dossier.entity_by_id(id).map_or_else(|| id.to_owned(), |e| e.name.clone());
    let words = format!("{} {} {}", name(relation.from.as_str()), kind.label, name(relation.to.as_str()));
    let mut description = printable(&words);
    if relation.status != Status::Actual {
        description = format!("{description} ({})", relation.status.word());
    }
    let weight = relation.weight.filter(|w| w.is_finite() && *w > 0.0).unwrap_or(1.0);
    LineItem {
        relation: index,
        id: relation.id.shared(),
        kind: relation.kind.as_str().into(),
        ends: (wish.from, wish.to),
        from: relation.from.shared(),
        to: relation.to.shared(),
        path,
        tip: tip.map(|outline| Tip { outline, hollow }),
        dash,
        width: LINE * weight.sqrt().clamp(0.7, 2.5),
        colour: theme.line,
        basis: strongest.map_or("none", Basis::word),
        status: relation.status.word(),
        presence,
        opacity: opacity(presence),
        description,
    }
}
