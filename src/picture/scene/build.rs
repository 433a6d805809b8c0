//! Puts a scene together: bodies at their places, ways between them, names beside them, and the few
//! looks that all of them share.

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;
use kurbo::{BezPath, ParamCurve, Point, Rect, Shape as _};

use super::bodies::Body;
use super::compared;
use super::icons::{self, Sign};
use super::item::{Course, Dash, LegendEntry, Line, LineLook, Node, NodeLook, Outline, Scene};
use super::labels::{self, at_side};
use super::legend::legend;
use super::lines::{RelationToDraw, Standing, bent, courses, curve, loop_around};
use super::name_list::Names;
use super::paint::{banded, line_opacity, node_opacity, paint_entity};
use super::sides::Side;
use crate::dossier::model::{Basis, Claim, Dossier, EdgeIndex, Entity, NodeIndex, Relation, Status};
use crate::explore::folding::is_fold;
use crate::explore::query::between::{Between, TwoDates};
use crate::explore::query::presence::{Presence, Presences};
use crate::picture::encoding::{ColourCode, Encoded};
use crate::picture::network::DrawnNetwork;
use crate::picture::theme::{Colour, Theme};

/// Width of lines.
const LINE: f64 = 1.1;
/// How wide a line without a date is, as a multiple of others.
const UNKNOWN: f64 = 0.6;
/// Distance of the points along lines that names avoid.
const SAMPLE: f64 = 4.0;
/// Space around everything.
const MARGIN: f64 = 4.0;
/// Above so many nodes names stand below their nodes unseen: a window shows few of them anyhow.
pub(super) const NAMES_PLACED: usize = 4_000;

/// What a scene is built of.
pub(crate) struct Parts<'a> {
    pub(crate) dossier: &'a Dossier,
    pub(crate) bodies: &'a [Body],
    /// Where each body is, in their order.
    pub(crate) positions: &'a [(f32, f32)],
    /// Relations to be drawn; those that do not join two of the bodies are not.
    pub(crate) relations: &'a [EdgeIndex],
    pub(crate) presences: &'a Presences,
    /// The two dates that are compared, if that is what is drawn.
    pub(crate) compared: Option<&'a TwoDates>,
    pub(crate) theme: &'a Theme,
    /// Whether lines say by their width which way they run.
    pub(crate) tapered: bool,
    /// What colours say, where they do not say kinds.
    pub(crate) encoded: &'a Encoded,
    /// What of it is dimmed, and what folds count.
    pub(crate) drawn: &'a DrawnNetwork,
    /// Where relations run, one entry each, where that is not from node to node; all of them are drawn then.
    pub(crate) runs: Option<&'a [Runs]>,
}

/// Where a relation runs that does not run from node to node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Runs {
    pub(crate) ends: [(f32, f32); 2],
    /// How far its middle lies beside the straight line, as in [`Course`].
    pub(crate) bend: f32,
}

impl Parts<'_> {
    pub(super) fn entity(&self, at: NodeIndex) -> Stand {
        let (presence, unknown) = (self.presences.entity(at), self.presences.is_unknown_entity(at));
        Stand { presence, unknown, change: self.compared.map(|two| two.entity(self.dossier, at).change) }
    }

    pub(super) fn relation(&self, at: EdgeIndex) -> Stand {
        let (presence, unknown) = (self.presences.relation(at), self.presences.is_unknown_relation(at));
        Stand { presence, unknown, change: self.compared.map(|two| two.relation(self.dossier, at).change) }
    }
}

/// How a record stands at the time that is seen.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Stand {
    pub(super) presence: Presence,
    /// It has no date, and nobody knows whether it is there.
    pub(super) unknown: bool,
    /// What became of it, where two dates are compared; at neither date nothing did.
    change: Option<Option<Between>>,
}

impl Stand {
    /// Whether colours may tell something else than its kind.
    fn is_painted(self) -> bool {
        self.presence != Presence::Absent && self.change.is_none()
    }

    fn widened(self, theme: &Theme) -> f64 {
        match self.change {
            Some(change) => compared::widened(change, theme),
            None if self.unknown => UNKNOWN,
            None => 1.0,
        }
    }

    /// As what it is painted: what came or went is seen as it is while it is there.
    fn painted(self) -> Presence {
        match self.change {
            None => self.presence,
            Some(None) => Presence::Absent,
            Some(Some(Between::Planned)) => Presence::Planned,
            Some(Some(
                Between::Came
                | Between::Went
                | Between::MayHaveCome
                | Between::MayHaveGone
                | Between::Stays
                | Between::Unclear
                | Between::Undated,
            )) => Presence::Certain,
        }
    }
}

/// Builds the scene of bodies at positions and of the relations among them.
pub(crate) fn build(parts: &Parts<'_>) -> Scene {
    let Parts { dossier, bodies, theme, tapered, .. } = *parts;
    let standing: Vec<Standing<'_>> = bodies
        .iter()
        .zip(parts.positions)
        .map(|(body, at)| Standing { body, at: Point::new(f64::from(at.0), f64::from(at.1)) })
        .collect();
    let node_of = places(dossier.graph().node_indices().map(NodeIndex::index), bodies.iter().map(|b| b.entity.index()));
    let (lines, line_looks, wishes) = lines(parts, &standing, &node_of);
    let sides = match parts.runs {
        Some(_) => vec![Side::Left; standing.len()],
        None => sides(&standing, &lines, &line_looks, tapered),
    };
    let (nodes, node_looks, names) = nodes(parts, &standing, &sides, &lines);
    let bounds = bounds(&standing, &sides, &lines, &wishes);
    let line_of =
        places(dossier.graph().edge_indices().map(EdgeIndex::index), lines.iter().map(|l| l.relation.index()));
    let legend = legend_of(parts, &node_looks, &line_looks);
    let mut scene = Scene {
        nodes,
        node_looks,
        lines,
        line_looks,
        legend,
        bounds,
        ground: Some(theme.canvas),
        tapered,
        sized: parts.encoded.is_sized(),
        runs: parts.runs.unwrap_or_default().iter().map(|run| run.ends).collect(),
        names,
        node_of,
        line_of,
        ..Scene::default()
    };
    scene.settle_lines();
    scene
}

/// The legend of looks that occur.
pub(super) fn legend_of(parts: &Parts<'_>, nodes: &[NodeLook], lines: &[LineLook]) -> Vec<LegendEntry> {
    let mut legend = legend(parts.dossier, nodes, lines, parts.encoded, parts.compared.is_some(), parts.theme);
    if parts.drawn.dims() {
        legend.push(LegendEntry::Dimmed { word: "not found by the filter" });
    }
    if parts.tapered && lines.iter().any(LineLook::can_taper) {
        legend.push(LegendEntry::Taper { word: "direction: wide end to narrow end" });
    }
    legend
}

/// The lines in the order of the relations, their looks, and which nodes each joins.
fn lines(
    parts: &Parts<'_>,
    standing: &[Standing<'_>],
    node_of: &[u32],
) -> (Vec<Line>, Vec<LineLook>, Vec<RelationToDraw>) {
    let Parts { dossier, relations, theme, .. } = *parts;
    let node_at = |index: NodeIndex| node_of.get(index.index()).copied().filter(|n| *n != u32::MAX);
    let mut wishes = Vec::with_capacity(relations.len());
    let mut drawn: Vec<(EdgeIndex, &Relation)> = Vec::with_capacity(relations.len());
    for &index in relations {
        let Some((relation, ends)) = dossier.relation(index).zip(dossier.ends(index)) else { continue };
        let (Some(from), Some(to)) = (node_at(ends.0), node_at(ends.1)) else { continue };
        wishes.push(RelationToDraw { from: from as usize, to: to as usize });
        drawn.push((index, relation));
    }
    let courses = match parts.runs {
        Some(runs) => runs.iter().map(|run| Course { bend: run.bend, turn: 0, parallel: 1 }).collect(),
        None => courses(standing, &wishes),
    };
    let (mut looks, mut classes) = (Looks::default(), Looks::default());
    let lines = drawn
        .iter()
        .zip(wishes.iter().zip(&courses))
        .map(|((index, relation), (wish, course))| {
            let stand = parts.relation(*index);
            let dimmed = parts.drawn.is_line_dimmed(*index);
            Line {
                relation: *index,
                id: relation.id.shared(),
                ends: (wish.from as u32, wish.to as u32),
                course: *course,
                width: width(relation, stand, theme),
                look: looks.of((LineClass::new(relation), stand, dimmed), || {
                    let class = classes.of(LineClass::new(relation), || ());
                    let look = LineLook { class, ..line_look(dossier, relation, stand, theme) };
                    if dimmed { dim_line(look, theme) } else { look }
                }),
            }
        })
        .collect();
    (lines, looks.made, wishes)
}

/// How wide the line of a relation is.
pub(super) fn width(relation: &Relation, stand: Stand, theme: &Theme) -> f32 {
    let weight = relation.weight.filter(|w| w.is_finite() && *w > 0.0).unwrap_or(1.0);
    (LINE * weight.sqrt().clamp(0.7, 2.5) * stand.widened(theme)) as f32
}

/// Where each name is, seen from its node.
fn sides(standing: &[Standing<'_>], lines: &[Line], looks: &[LineLook], tapered: bool) -> Vec<Side> {
    if standing.len() > NAMES_PLACED {
        return vec![Side::Below; standing.len()];
    }
    let samples: Vec<Point> = lines
        .iter()
        .flat_map(|line| {
            let look = &looks[usize::from(line.look)];
            let directed = look.directed && !(tapered && look.can_taper());
            let (from, to) = (&standing[line.ends.0 as usize], &standing[line.ends.1 as usize]);
            let curve = curve(from, to, line.course, directed);
            sampled(&curve.path, curve.tip.as_ref())
        })
        .collect();
    labels::place(standing, &samples)
}

/// The nodes in the order of the bodies, their looks and names.
fn nodes(
    parts: &Parts<'_>,
    standing: &[Standing<'_>],
    sides: &[Side],
    lines: &[Line],
) -> (Vec<Node>, Vec<NodeLook>, Names) {
    let Parts { dossier, theme, .. } = *parts;
    let (mut looks, mut classes) = (Looks::default(), Looks::default());
    let mut names = Names::default();
    let mut seen = vec![0u32; standing.len()];
    for line in lines {
        let count = parts.drawn.count_of(line.relation) as u32;
        seen[line.ends.0 as usize] += count;
        if line.ends.1 != line.ends.0 {
            seen[line.ends.1 as usize] += count;
        }
    }
    let mut nodes = Vec::with_capacity(standing.len());
    for (number, (s, side)) in standing.iter().zip(sides).enumerate() {
        let Some(entity) = dossier.entity(s.body.entity) else { continue };
        names.push(entity.label(), &entity.name);
        let stand = parts.entity(s.body.entity);
        let code = parts.encoded.colour(s.body.entity);
        let degree = s.body.degree as u32;
        let dimmed = parts.drawn.is_dimmed(s.body.entity);
        nodes.push(Node {
            entity: s.body.entity,
            id: entity.id.shared(),
            at: (s.at.x as f32, s.at.y as f32),
            radius: s.body.radius as f32,
            name: s.body.name,
            degree,
            unseen: degree.saturating_sub(seen[number]),
            look: looks.of((NodeClass::new(entity, code), stand, dimmed), || {
                let class = classes.of(NodeClass::new(entity, code), || ());
                let look = NodeLook { class, ..node_look(dossier, entity, stand, code, theme) };
                if dimmed { dim_node(look, theme) } else { look }
            }),
            side: *side,
        });
    }
    (nodes, looks.made, names)
}

/// The box around all shapes, names and lines, and some space.
fn bounds(standing: &[Standing<'_>], sides: &[Side], lines: &[Line], wishes: &[RelationToDraw]) -> Rect {
    let boxes = standing.iter().zip(sides).map(|(s, side)| box_of(s, *side));
    let ways =
        lines.iter().zip(wishes).map(|(line, wish)| way_box(&standing[wish.from], &standing[wish.to], line.course));
    with_margin(boxes.chain(ways).reduce(|a, b| a.union(b)))
}

/// The box around a shape and its name.
pub(super) fn box_of(node: &Standing<'_>, side: Side) -> Rect {
    let size = (f64::from(node.body.name.0), f64::from(node.body.name.1));
    let name = Rect::from_origin_size(at_side(node.body, node.at, side).0, size);
    (node.body.bounds + node.at.to_vec2()).union(name)
}

/// The box around the way that a line takes.
pub(super) fn way_box(from: &Standing<'_>, to: &Standing<'_>, course: Course) -> Rect {
    match course.turn {
        0 => bent(from.at, to.at, f64::from(course.bend)).bounding_box(),
        turn => loop_around(from.at, from.body.radius, usize::from(turn) - 1).bounding_box(),
    }
}

/// What all of it fills, and some space around it.
pub(super) fn with_margin(all: Option<Rect>) -> Rect {
    all.unwrap_or(Rect::ZERO).inflate(MARGIN, MARGIN)
}

/// From indices to places in a list; `u32::MAX` is none.
pub(super) fn places(all: impl Iterator<Item = usize>, listed: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut out = vec![u32::MAX; all.max().map_or(0, |most| most + 1)];
    for (number, index) in listed.enumerate() {
        if let Some(place) = out.get_mut(index) {
            *place = number as u32;
        }
    }
    out
}

/// Looks by what makes them differ.
pub(super) struct Looks<K, L> {
    numbers: HashMap<K, u16, RandomState>,
    pub(super) made: Vec<L>,
}

impl<K, L> Default for Looks<K, L> {
    fn default() -> Self {
        Looks { numbers: HashMap::default(), made: Vec::new() }
    }
}

impl<K: Hash + Eq, L> Looks<K, L> {
    /// The number of a look. Beyond what a number can say, all further ones share the last.
    pub(super) fn of(&mut self, key: K, make: impl FnOnce() -> L) -> u16 {
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.made.len().min(usize::from(u16::MAX)) as u16;
        if self.made.len() <= usize::from(u16::MAX) {
            self.made.push(make());
        }
        self.numbers.insert(key, number);
        number
    }
}

/// What makes nodes look differently at the same time.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct NodeClass<'a> {
    kind: &'a str,
    status: &'static str,
    flags: [bool; 3],
    code: Option<ColourCode>,
}

impl<'a> NodeClass<'a> {
    pub(super) fn new(entity: &'a Entity, code: Option<ColourCode>) -> Self {
        let flags = [entity.ghost, entity.unnamed, entity.implied];
        NodeClass { kind: &entity.kind, status: entity.status.word(), flags, code }
    }
}

pub(super) fn node_look(
    dossier: &Dossier,
    entity: &Entity,
    stand: Stand,
    code: Option<ColourCode>,
    theme: &Theme,
) -> NodeLook {
    let code = code.filter(|_| stand.is_painted());
    let kind = dossier.vocabulary.entity_kind_or_neutral(&entity.kind);
    let plain = paint_entity(entity, &kind, stand.painted(), theme);
    let look = code.map_or(plain, |code| plain.recoloured(code, theme));
    let look = if is_fold(&entity.kind) { banded(look, theme) } else { look };
    // A coded shape has an outline for contrast alone.
    let outline = look.stroke.filter(|_| code.is_none() || look.fill.is_none());
    let quiet = look.dashed || entity.unnamed;
    let icon = match stand.unknown && stand.change.is_none() {
        true => icons::sign(Sign::Query),
        false => kind.icon.as_deref().and_then(icons::number),
    };
    let look = NodeLook {
        kind: entity.kind.as_str().into(),
        kind_label: kind.label.as_str().into(),
        shape: kind.shape,
        fill: look.fill,
        stroke: look.stroke,
        icon: icon.map(|i| (i, icons::colour(look.fill, outline.map(|s| s.colour), theme))),
        dashed: look.dashed,
        strong: kind.strong,
        ink: if quiet { theme.ink_second } else { theme.ink },
        presence: stand.presence,
        opacity: node_opacity(stand.painted()),
        status: (entity.status != Status::Actual).then(|| entity.status.word()),
        unknown: stand.unknown,
        change: None,
        code,
        class: 0,
    };
    match stand.change {
        Some(change) => compared::node(look, change, theme),
        None => look,
    }
}

/// The same of lines.
#[derive(PartialEq, Eq, Hash)]
struct LineClass<'a> {
    kind: &'a str,
    status: &'static str,
    basis: &'static str,
}

impl<'a> LineClass<'a> {
    fn new(relation: &'a Relation) -> Self {
        LineClass { kind: &relation.kind, status: relation.status.word(), basis: basis(relation) }
    }
}

fn basis(relation: &Relation) -> &'static str {
    Claim::strongest(&relation.claims).map_or("none", |c| c.basis.word())
}

/// How a relation looks at a time.
pub(super) fn line_look(dossier: &Dossier, relation: &Relation, stand: Stand, theme: &Theme) -> LineLook {
    let dash = match Claim::strongest(&relation.claims).map(|c| &c.basis) {
        Some(Basis::Stated) | None => Dash::Solid,
        Some(Basis::Reported { .. }) => Dash::Dashed,
        Some(Basis::Inferred { .. }) => Dash::Dotted,
        Some(Basis::Judgement { .. }) => Dash::DashDot,
    };
    let kind = dossier.vocabulary.relation_kind_or_neutral(&relation.kind);
    let look = LineLook {
        kind: relation.kind.as_str().into(),
        kind_label: kind.label.as_str().into(),
        directed: dossier.vocabulary.relation_kind(&relation.kind).is_none_or(|k| k.directed),
        hollow: relation.status.is_prospective() || stand.painted() == Presence::Planned,
        dash,
        colour: theme.line,
        basis: basis(relation),
        status: relation.status.word(),
        presence: stand.presence,
        opacity: line_opacity(stand.painted()),
        unknown: stand.unknown,
        change: None,
        is_neutral: stand.change.is_none(),
        class: 0,
    };
    match stand.change {
        Some(change) => compared::line(look, change, theme),
        None => look,
    }
}

/// How much of its colour is left of what is dimmed.
const DIM: f32 = 0.3;

/// A look that steps back: the same shape, hardly any colour.
pub(super) fn dim_node(look: NodeLook, theme: &Theme) -> NodeLook {
    let dim = |colour: Colour| theme.canvas.mix(colour, DIM);
    NodeLook {
        fill: look.fill.map(dim),
        stroke: look.stroke.map(|stroke| Outline { colour: dim(stroke.colour), ..stroke }),
        icon: look.icon.map(|(icon, colour)| (icon, theme.canvas.mix(colour, 0.6))),
        ink: theme.ink_third,
        strong: false,
        ..look
    }
}

pub(super) fn dim_line(look: LineLook, theme: &Theme) -> LineLook {
    LineLook { colour: theme.canvas.mix(look.colour, DIM), is_neutral: false, ..look }
}

/// Points along a curve and at its arrowhead.
pub(super) fn sampled(path: &BezPath, tip: Option<&BezPath>) -> Vec<Point> {
    let mut out = Vec::new();
    for segment in path.segments() {
        let (start, end) = (segment.start(), segment.end());
        let steps = (((end - start).hypot() * 1.1 / SAMPLE).ceil()).clamp(2.0, 400.0) as usize;
        out.extend((0..=steps).map(|s| segment.eval(s as f64 / steps as f64)));
    }
    out.extend(tip.map(|t| t.bounding_box().center()));
    out
}
