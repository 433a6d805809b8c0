//! A scene packed for the renderer: a few words per node and line, in the order of a spatial index,
//! so that what is in view is a few ranges of them. Made beside the scene on the drawing thread; the
//! frame only looks things up. Knows no GPU.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kurbo::{Point, Shape as _};
use rayon::prelude::*;

use super::instance::{
    LinePlace, LineStyle, NodePlace, NodeStyle, Portrait, from_half, half, line_flags, node_flags, rgba, unorm16,
};
use crate::dossier::model::Shape;
use crate::picture::scene::lines::{GAP, bent, loop_around};
use crate::picture::scene::shapes::outline;
use crate::picture::scene::{Course, Dash, Line, NodeLook, Scene};
use crate::picture::theme::Colour;
use crate::picture::tree::Tree;

/// What of a stock is not as it was in the one before: ranges of places, in instances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// All of it.
    All,
    /// Only these nodes and lines.
    Some {
        /// Of nodes.
        nodes: Vec<Range<u32>>,
        /// Of lines.
        lines: Vec<Range<u32>>,
    },
}

/// Nodes and lines of a scene, ready to be drawn.
pub struct PackedScene {
    /// The scene.
    pub scene: Arc<Scene>,
    /// A number of its own.
    pub(crate) id: u64,
    /// The stock that `changed` counts from.
    pub(crate) follows: u64,
    /// What differs from that.
    pub(crate) changed: Changed,
    /// Everything stands where it did there.
    pub(crate) keeps_places: bool,
    /// Where nodes are.
    pub(crate) node_tree: Tree,
    /// Where lines are.
    pub(crate) line_tree: Tree,
    /// Nodes in the tree's order.
    pub(crate) node_places: Vec<NodePlace>,
    pub(crate) node_styles: Vec<NodeStyle>,
    /// Lines in the tree's order.
    pub(crate) line_places: Vec<LinePlace>,
    pub(crate) line_styles: Vec<LineStyle>,
    /// Nodes with a picture, by their places in the tree's order; most dossiers have none.
    pub(crate) portraits: Vec<u32>,
    /// The best-known node of each of the largest groups, largest first.
    pub(crate) heads: Vec<u32>,
    /// Largest radius of a node.
    pub(crate) largest: f32,
}

impl Default for PackedScene {
    fn default() -> Self {
        PackedScene::new(Arc::default(), None)
    }
}

impl PackedScene {
    /// The stock of a scene. With `before`, whatever kept its number keeps its place in the order,
    /// so that only what differs has to be drawn anew.
    /// In one piece: each list is made from those before it.
    pub fn new(scene: Arc<Scene>, before: Option<&PackedScene>) -> Self {
        let same = before.filter(|b| same_things(&b.scene, &scene));
        if let Some(before) = same.filter(|before| same_places(&before.scene, &scene)) {
            return PackedScene::restyled(scene, before);
        }
        let points: Vec<[f32; 2]> = scene.nodes.iter().map(|n| [n.at.0, n.at.1]).collect();
        let (line_points, ends) = line_ends(&scene);
        let line_points = line_points.as_deref().unwrap_or(&points);
        let bends: Vec<f32> = scene.lines.iter().map(|l| tree_bend(&scene, l)).collect();
        let radii = Radii::all();
        let reach: Vec<f32> = scene.nodes.iter().map(|n| n.radius * 1.6).collect();
        let kept = same.and_then(|before| {
            let (mut nodes, mut lines) = (before.node_tree.clone(), before.line_tree.clone());
            nodes.refit_points(&points, &reach);
            lines.refit_lines(line_points, &ends, &bends);
            // Boxes that have grown apart from what is in them find too much.
            (nodes.looseness() < 1.5 && lines.looseness() < 1.5).then_some((nodes, lines))
        });
        let keeps = kept.is_some();
        let (node_tree, line_tree) = kept.unwrap_or_else(|| {
            let rank: Vec<f32> = (0..scene.nodes.len()).map(|n| scene.importance(n)).collect();
            rayon::join(|| Tree::of_points(&points, &reach, &rank), || Tree::of_lines(line_points, &ends, &bends))
        });
        let node_places: Vec<NodePlace> = node_tree
            .order()
            .iter()
            .map(|&n| [points[n as usize][0].to_bits(), points[n as usize][1].to_bits()])
            .collect();
        let line_places: Vec<LinePlace> =
            line_tree.order().iter().map(|&l| line_place(&scene, radii, l as usize)).collect();
        let (node_styles, line_styles) = styles(&scene, &node_tree, &line_tree);
        let (portraits, largest) = (portraits(&scene, &node_tree), largest(&scene));
        let mut stock = PackedScene {
            heads: scene.heads(),
            scene,
            id: next_id(),
            follows: 0,
            changed: Changed::All,
            keeps_places: false,
            node_tree,
            line_tree,
            node_places,
            node_styles,
            line_places,
            line_styles,
            portraits,
            largest,
        };
        if let Some(before) = same.filter(|_| keeps) {
            stock.follow(before);
        }
        stock
    }

    /// The stock of a part of the scene of another stock: everything stands where it stands there. `None` where that is not so.
    pub(crate) fn part(scene: &Arc<Scene>, whole: &PackedScene) -> Option<Self> {
        let (node_numbers, line_numbers) = scene.numbers_in(&whole.scene)?;
        let points: Vec<[f32; 2]> = scene.nodes.iter().map(|n| [n.at.0, n.at.1]).collect();
        let ends: Vec<[u32; 2]> = scene.lines.iter().map(|l| [l.ends.0, l.ends.1]).collect();
        let bends: Vec<f32> = scene.lines.iter().map(|l| tree_bend(scene, l)).collect();
        let reach: Vec<f32> = scene.nodes.iter().map(|n| n.radius * 1.6).collect();
        let (node_tree, line_tree) = rayon::join(
            || whole.node_tree.of_some_points(&node_numbers, &points, &reach),
            || whole.line_tree.of_some_lines(&line_numbers, &points, &ends, &bends),
        );
        // Where each line of this one is in the other stock.
        let mut places = vec![0_u32; scene.lines.len()];
        for (place, line) in whole.line_tree.order().iter().enumerate() {
            if let Some(here) = places.get_mut(line_numbers[*line as usize] as usize) {
                *here = place as u32;
            }
        }
        let radii = Radii::all();
        let line_place = |line: &u32| {
            let place = places[*line as usize] as usize;
            let before = &whole.scene.lines[whole.line_tree.order()[place] as usize];
            if before.course == scene.lines[*line as usize].course {
                whole.line_places[place]
            } else {
                line_place(scene, radii, *line as usize)
            }
        };
        let node_places = node_tree.order().iter().map(|n| points[*n as usize].map(f32::to_bits)).collect();
        let (node_styles, line_styles) = styles(scene, &node_tree, &line_tree);
        Some(PackedScene {
            heads: scene.heads(),
            id: next_id(),
            follows: 0,
            changed: Changed::All,
            keeps_places: false,
            node_places,
            node_styles,
            line_places: line_tree.order().par_iter().map(line_place).collect(),
            line_styles,
            portraits: portraits(scene, &node_tree),
            largest: largest(scene),
            scene: Arc::clone(scene),
            node_tree,
            line_tree,
        })
    }

    /// The stock of a scene in which everything stands where it did, and only looks are other ones.
    fn restyled(scene: Arc<Scene>, before: &PackedScene) -> Self {
        let (node_styles, line_styles) = styles(&scene, &before.node_tree, &before.line_tree);
        let mut stock = PackedScene {
            heads: scene.heads(),
            scene,
            id: next_id(),
            follows: 0,
            changed: Changed::All,
            keeps_places: true,
            node_tree: before.node_tree.clone(),
            line_tree: before.line_tree.clone(),
            node_places: before.node_places.clone(),
            node_styles,
            line_places: before.line_places.clone(),
            line_styles,
            portraits: before.portraits.clone(),
            largest: before.largest,
        };
        stock.follow(before);
        stock
    }

    /// Notes what is not as it was in the stock before, which has the same things in the same order.
    fn follow(&mut self, before: &PackedScene) {
        self.follows = before.id;
        self.changed = Changed::Some {
            nodes: differing(self.node_places.len(), |i| {
                self.node_places[i] != before.node_places[i] || self.node_styles[i] != before.node_styles[i]
            }),
            lines: differing(self.line_places.len(), |i| {
                self.line_places[i] != before.line_places[i] || self.line_styles[i] != before.line_styles[i]
            }),
        };
    }

    /// Centre, radius (to half precision) and shape of the node at a place of the tree's order.
    pub(crate) fn body(&self, place: u32) -> (Point, f32, Shape) {
        let (at, style) = (self.node_places[place as usize], self.node_styles[place as usize]);
        let shape = Shape::ALL.get((style[3] & 0xff) as usize).map_or(Shape::ALL[0].1, |(_, shape)| *shape);
        let at = at.map(|v| f64::from(f32::from_bits(v)));
        (Point::new(at[0], at[1]), from_half(style[2] as u16), shape)
    }

    /// The node at a place of the tree's order, with its picture.
    pub(crate) fn portrait(&self, place: u32) -> Option<Portrait> {
        let node = self.node_tree.order()[place as usize] as usize;
        let picture = Arc::clone(self.scene.pictures.of(&self.scene.nodes[node].id)?);
        let (place, style) = (self.node_places[place as usize], self.node_styles[place as usize]);
        Some(Portrait { place, style, picture })
    }

    /// Centre and opacity of the node at a place of the tree's order.
    pub(crate) fn standing(&self, place: u32) -> (Point, f32) {
        let at = self.node_places[place as usize].map(|v| f64::from(f32::from_bits(v)));
        (Point::new(at[0], at[1]), (self.node_styles[place as usize][3] >> 16 & 0xff) as f32 / 255.0)
    }

    /// How many bytes of memory it takes, the scene included.
    pub fn bytes(&self) -> (usize, usize) {
        let (nodes, lines) = (self.scene.nodes.len(), self.scene.lines.len());
        let node = self.node_tree.bytes() + nodes * (size_of::<NodePlace>() + size_of::<NodeStyle>());
        let line = self.line_tree.bytes() + lines * (size_of::<LinePlace>() + size_of::<LineStyle>());
        let (scene_nodes, scene_lines) = self.scene.bytes();
        (node + scene_nodes, line + scene_lines)
    }
}

/// The looks of nodes and lines, in the order of their trees.
fn styles(scene: &Scene, nodes: &Tree, lines: &Tree) -> (Vec<NodeStyle>, Vec<LineStyle>) {
    rayon::join(
        || nodes.order().par_iter().map(|&n| node_style(scene, n as usize, 0)).collect(),
        || lines.order().par_iter().map(|&l| line_style(scene, l as usize, 0)).collect(),
    )
}

/// Nodes with a picture, by their places in the tree's order.
fn portraits(scene: &Scene, nodes: &Tree) -> Vec<u32> {
    if scene.pictures.is_empty() {
        return Vec::new();
    }
    let pictured = |place: &u32| {
        let node = nodes.order()[*place as usize] as usize;
        scene.pictures.of(&scene.nodes[node].id).is_some()
    };
    (0..nodes.order().len() as u32).filter(pictured).collect()
}

fn largest(scene: &Scene) -> f32 {
    scene.nodes.iter().map(|n| n.radius).fold(1.0, f32::max)
}

/// Where lines end, as pairs of numbers of points: nodes, unless lines have points of their own.
fn line_ends(scene: &Scene) -> (Option<Vec<[f32; 2]>>, Vec<[u32; 2]>) {
    if scene.chart.is_none() {
        return (None, scene.lines.iter().map(|l| [l.ends.0, l.ends.1]).collect());
    }
    let runs = (0..scene.lines.len()).map(|line| scene.run(line));
    let points = runs.flatten().map(|at| [at.0, at.1]).collect();
    (Some(points), (0..scene.lines.len() as u32).map(|line| [2 * line, 2 * line + 1]).collect())
}

/// A number that no other stock has.
fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Whether what is the same in two scenes also stands at the same places, as large, with the same pictures.
fn same_places(a: &Scene, b: &Scene) -> bool {
    let shape = |scene: &Scene, look: u16| scene.node_looks.get(usize::from(look)).map(|look| look.shape);
    a.chart.is_none()
        && b.chart.is_none()
        && Arc::ptr_eq(&a.pictures, &b.pictures)
        && a.nodes.iter().zip(&b.nodes).all(|(x, y)| {
            x.at == y.at && x.radius == y.radius && (x.look == y.look || shape(a, x.look) == shape(b, y.look))
        })
        && a.lines.iter().zip(&b.lines).all(|(a, b)| a.course == b.course)
}

/// Whether two scenes hold the same things under the same numbers.
fn same_things(a: &Scene, b: &Scene) -> bool {
    a.chart.is_some() == b.chart.is_some()
        && (0..a.nodes.len().min(b.nodes.len())).all(|n| a.importance(n) == b.importance(n))
        && a.nodes.len() == b.nodes.len()
        && a.lines.len() == b.lines.len()
        && a.nodes.iter().zip(&b.nodes).all(|(a, b)| a.id == b.id)
        && a.lines.iter().zip(&b.lines).all(|(a, b)| a.ends == b.ends && a.id == b.id)
}

/// Ranges in which something differs; gaps of a few are bridged.
fn differing(count: usize, differs: impl Fn(usize) -> bool) -> Vec<Range<u32>> {
    let mut out: Vec<Range<u32>> = Vec::new();
    for i in (0..count).filter(|i| differs(*i)) {
        match out.last_mut() {
            Some(last) if i as u32 <= last.end + 16 => last.end = i as u32 + 1,
            _ => out.push(i as u32..i as u32 + 1),
        }
    }
    out
}

/// The bend as the index has it: a loop reaches as far as its size.
fn tree_bend(scene: &Scene, line: &Line) -> f32 {
    match line.course.turn {
        0 => line.course.bend,
        turn => loop_size(scene.nodes[line.ends.0 as usize].radius, turn) * 1.2,
    }
}

/// As `loop_around` has it.
fn loop_size(radius: f32, turn: u16) -> f32 {
    radius * 1.9 + 14.0 + 9.0 * (f32::from(turn) - 1.0)
}

/// A node's look as words.
pub(crate) fn node_style(scene: &Scene, number: usize, flags: u32) -> NodeStyle {
    let (node, look) = (&scene.nodes[number], scene.node_look(number));
    let mut flags = flags;
    let fill = look.fill.or(scene.ground).unwrap_or(Colour { r: 255, g: 255, b: 255, a: 255 });
    let (stroke, width) = match look.stroke {
        Some(outline) => {
            flags |= node_flags::OUTLINED;
            flags |= if look.dashed { node_flags::DASHED } else { 0 };
            flags |= if outline.per_radius > 0.0 { node_flags::RING } else { 0 };
            (outline.colour, outline.width_at(f64::from(node.radius)) as f32)
        }
        None => (look.icon.map_or(fill, |(_, colour)| colour), 0.0),
    };
    let icon = look.icon.map_or(0, |(icon, _)| u32::from(icon.get()));
    let opacity = (look.opacity.clamp(0.0, 1.0) * 255.0).round() as u32;
    let traits = shape_number(look) | flags << 8 | opacity << 16 | icon << 24;
    [rgba(fill), rgba(stroke), half(node.radius) | half(width) << 16, traits]
}

fn shape_number(look: &NodeLook) -> u32 {
    Shape::ALL.iter().position(|(_, s)| *s == look.shape).unwrap_or(0) as u32
}

/// Where a line runs, as words.
pub(crate) fn line_place(scene: &Scene, radii: &Radii, number: usize) -> LinePlace {
    let line = &scene.lines[number];
    let (from, to) = (&scene.nodes[line.ends.0 as usize], &scene.nodes[line.ends.1 as usize]);
    line_between(scene, radii, number, from.at, to.at)
}

/// Where a line would run with its ends at these places.
pub(crate) fn line_between(scene: &Scene, radii: &Radii, number: usize, from: (f32, f32), to: (f32, f32)) -> LinePlace {
    let line = &scene.lines[number];
    if scene.chart.is_some() {
        let [from, to] = scene.run(number);
        let bits = [from.0, from.1, to.0, to.1, line.course.bend].map(f32::to_bits);
        return [bits[0], bits[1], bits[2], bits[3], bits[4], unorm16(1.0) << 16];
    }
    let (a, b) = (line.ends.0 as usize, line.ends.1 as usize);
    let start = Round { at: from, radius: scene.nodes[a].radius, shape: shape_number(scene.node_look(a)) as usize };
    let end = Round { at: to, radius: scene.nodes[b].radius, shape: shape_number(scene.node_look(b)) as usize };
    let (bend, cut) = match line.course.turn {
        0 => (line.course.bend, radii.cuts(start, end, line.course)),
        turn => (loop_size(start.radius, turn), radii.loop_cuts(start, line.course)),
    };
    [
        from.0.to_bits(),
        from.1.to_bits(),
        to.0.to_bits(),
        to.1.to_bits(),
        bend.to_bits(),
        unorm16(cut.0) | unorm16(cut.1) << 16,
    ]
}

/// A line's look as words.
pub(crate) fn line_style(scene: &Scene, number: usize, flags: u32) -> LineStyle {
    let (line, look) = (&scene.lines[number], scene.line_look(number));
    let mut flags = flags;
    flags |= if look.directed { line_flags::DIRECTED } else { 0 };
    flags |= if look.hollow { line_flags::HOLLOW } else { 0 };
    flags |= if line.course.parallel > 1 && line.course.turn == 0 { line_flags::FANNED } else { 0 };
    let dash = match look.dash {
        Dash::Solid => 0u32,
        Dash::Dashed => 1,
        Dash::Dotted => 2,
        Dash::DashDot => 3,
    };
    let paint = scene.line_paint(number);
    let colour = paint.colour.with_opacity(paint.opacity);
    [rgba(colour), half(line.width) | dash << 16 | flags << 24]
}

/// A node as far as lines are cut at it.
#[derive(Clone, Copy)]
struct Round {
    at: (f32, f32),
    radius: f32,
    shape: usize,
}

/// How far each shape reaches in each direction, at radius 1. All shapes can be seen whole from
/// their centres, so this says all about their outlines.
pub(crate) struct Radii {
    tables: Vec<[f32; DIRECTIONS]>,
}

const DIRECTIONS: usize = 512;

impl Radii {
    /// Of all shapes.
    pub(crate) fn all() -> &'static Radii {
        static ALL: std::sync::OnceLock<Radii> = std::sync::OnceLock::new();
        ALL.get_or_init(|| Radii { tables: Shape::ALL.iter().map(|(_, shape)| table(*shape)).collect() })
    }

    fn reach(&self, shape: usize, x: f32, y: f32) -> f32 {
        let number = (turn_of(x, y) * DIRECTIONS as f32) as usize;
        self.tables.get(shape).map_or(1.0, |t| t[number.min(DIRECTIONS - 1)])
    }

    /// Shares of a bent line where it leaves the first node and meets the second.
    fn cuts(&self, start: Round, end: Round, course: Course) -> (f32, f32) {
        let point = |r: Round| Point::new(f64::from(r.at.0), f64::from(r.at.1));
        let curve = bent(point(start), point(end), f64::from(course.bend));
        let at = |t: f32| {
            let p = kurbo::ParamCurve::eval(&curve, f64::from(t));
            (p.x as f32, p.y as f32)
        };
        let length = (end.at.0 - start.at.0).hypot(end.at.1 - start.at.1).max(1e-3);
        let first = self.leave(start, length, at);
        let last = self.leave(end, length, |t| at(1.0 - t));
        let (first, last) = (first.min(0.49), 1.0 - last.min(0.49));
        (first, last)
    }

    /// The parameter at which a curve that starts in a node's centre has left it by the gap.
    fn leave(&self, node: Round, length: f32, at: impl Fn(f32) -> (f32, f32)) -> f32 {
        let mut t = (node.radius + GAP as f32) / length;
        for _ in 0..4 {
            let point = at(t.min(0.5));
            let (x, y) = (point.0 - node.at.0, point.1 - node.at.1);
            let wanted = self.reach(node.shape, x, y) * node.radius + GAP as f32;
            let distance = x.hypot(y).max(1e-4);
            t = (t.min(0.5) * wanted / distance).min(0.5);
        }
        t
    }

    /// The same of a loop, which leaves and meets one node.
    fn loop_cuts(&self, node: Round, course: Course) -> (f32, f32) {
        let centre = Point::new(f64::from(node.at.0), f64::from(node.at.1));
        let curve = loop_around(centre, f64::from(node.radius), usize::from(course.turn) - 1);
        let inside = |t: f32| {
            let p = kurbo::ParamCurve::eval(&curve, f64::from(t)) - centre;
            p.hypot() as f32 <= self.reach(node.shape, p.x as f32, p.y as f32) * node.radius + GAP as f32
        };
        let first = (0..128).map(|i| i as f32 / 256.0).find(|t| !inside(*t)).unwrap_or(0.0);
        (first, 1.0 - first)
    }
}

/// A direction as a number from 0 to 1 that grows with the angle; cheaper than the angle itself.
fn turn_of(x: f32, y: f32) -> f32 {
    let sum = x.abs() + y.abs();
    if sum <= 0.0 {
        return 0.0;
    }
    let quarter = if x >= 0.0 { if y >= 0.0 { y / sum } else { 4.0 + y / sum } } else { 2.0 - y / sum };
    (quarter / 4.0).clamp(0.0, 1.0)
}

fn table(shape: Shape) -> [f32; DIRECTIONS] {
    let path = outline(shape, 1.0);
    let mut points = Vec::new();
    kurbo::flatten(&path, 0.002, |el| {
        if let kurbo::PathEl::MoveTo(p) | kurbo::PathEl::LineTo(p) = el {
            points.push(p);
        }
    });
    if let Some(first) = points.first().copied() {
        points.push(first);
    }
    let bounds = path.bounding_box();
    let far = bounds.width().max(bounds.height());
    std::array::from_fn(|number| {
        // The direction whose number is in the middle of this entry.
        let turn = (number as f64 + 0.5) / DIRECTIONS as f64 * 4.0;
        let share = turn.fract();
        let (x, y) = match turn as usize {
            0 => (1.0 - share, share),
            1 => (-share, 1.0 - share),
            2 => (share - 1.0, -share),
            _ => (share, share - 1.0),
        };
        let norm = f64::hypot(x, y);
        let ray = kurbo::Vec2::new(x / norm, y / norm);
        let crossing = points.windows(2).filter_map(|pair| {
            // Where the ray from the centre crosses a piece of the outline.
            let (a, side) = (pair[0].to_vec2(), pair[1] - pair[0]);
            let det = ray.cross(side);
            if det.abs() < 1e-12 {
                return None;
            }
            let along = a.cross(side) / det;
            let within = a.cross(ray) / det;
            ((-1e-9..=1.0 + 1e-9).contains(&within) && along > 0.0).then_some(along)
        });
        crossing.fold(0.0, f64::max).min(far) as f32
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_reaches_as_far_as_its_outline() {
        let radii = Radii::all();
        for (number, (name, shape)) in Shape::ALL.iter().enumerate() {
            let path = outline(*shape, 1.0);
            for step in 0..720 {
                let angle = f64::from(step) * std::f64::consts::TAU / 720.0;
                let reach = f64::from(radii.reach(number, angle.cos() as f32, angle.sin() as f32));
                let at = |r: f64| Point::new(angle.cos() * r, angle.sin() * r);
                assert!(path.contains(at(reach - 0.06)), "{name} at {step} is cut inside");
                assert!(!path.contains(at(reach + 0.06)), "{name} at {step} reaches further");
            }
        }
    }
}
