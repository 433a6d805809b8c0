//! What of a scene is worked out on demand: outlines, curves cut where they meet them, arrowheads,
//! shaped names. For figures, which draw all of it, and for what is near in the window.

use std::cell::RefCell;
use std::sync::Arc;

use kurbo::{BezPath, Point, Rect};

use super::bodies::{Body, Outlines, ShapeOutline, name_style, shape_name, shape_row_name};
use super::icons;
use super::item::{Course, Dash, Label, Scene};
use super::labels::at_side;
use super::lines::{Standing, curve, free};
use super::paint::RIM;
use crate::explore::query::presence::Presence;
use crate::picture::lettering::TextBlock;
use crate::picture::pictures::Thumbnail;
use crate::picture::theme::Colour;

/// A node with all that is drawn of it.
#[derive(Clone, Debug)]
pub struct NodeItem {
    pub(crate) id: Arc<str>,
    /// Id of its kind.
    pub(crate) kind: Arc<str>,
    pub(crate) centre: Point,
    /// The outline, around the centre as origin: add `centre` to draw it.
    pub(crate) outline: Arc<BezPath>,
    /// Box of the outline, around the centre as origin.
    pub(crate) reach: Rect,
    /// Paint inside; `None` is hollow (planned) or a ring's hole.
    pub(crate) fill: Option<Colour>,
    /// Paint of the outline and its width; `None` has none.
    pub(crate) stroke: Option<(Colour, f64)>,
    /// Sign inside, around the centre as origin, and its colour.
    pub(crate) icon: Option<(BezPath, Colour)>,
    /// Picture that fills the shape, in place of an icon.
    pub(crate) picture: Option<Arc<Thumbnail>>,
    /// Dashed outline: planned, hoped for, requested.
    pub(crate) dashed: bool,
    /// Presence at the as-of date.
    pub(crate) presence: Presence,
    /// Overall opacity from 0.0 to 1.0, by presence.
    pub(crate) opacity: f32,
    /// What assistive technology and tooltips say: name, kind, number of relations.
    pub(crate) description: String,
}

impl NodeItem {
    /// Lengths of marks and gaps of its outline, at so many units of the page a scene unit; empty for solid.
    pub(crate) fn dash(&self, scale: f64) -> Vec<f64> {
        if self.dashed { vec![3.2 * scale, 2.2 * scale] } else { Vec::new() }
    }

    /// The square, around the centre as origin, that a picture fills before it is cut to the outline.
    pub(crate) fn picture_square(&self) -> Rect {
        let half = [self.reach.x1, -self.reach.x0, self.reach.y1, -self.reach.y0].into_iter().fold(0.0, f64::max);
        Rect::new(-half, -half, half, half)
    }

    /// The line around a picture: the outline, or a rim in the colour of the shape.
    pub(crate) fn rim(&self) -> Option<(Colour, f64)> {
        self.stroke.or(self.fill.map(|fill| (fill, RIM)))
    }

    /// Box of the shape alone.
    pub fn bounds(&self) -> Rect {
        self.reach + self.centre.to_vec2()
    }
}

/// Arrowhead.
#[derive(Clone, Debug)]
pub struct Tip {
    /// Closed outline in scene coordinates.
    pub(crate) outline: BezPath,
    /// Hollow: planned, hoped for, requested.
    pub(crate) hollow: bool,
}

/// A relation with all that is drawn of it.
#[derive(Clone, Debug)]
pub struct LineItem {
    pub(crate) id: Arc<str>,
    /// Id of its kind.
    pub(crate) kind: Arc<str>,
    /// Ids of start and end.
    pub(crate) from: Arc<str>,
    /// Id of the end.
    pub(crate) to: Arc<str>,
    /// The curve, from outline to outline, stopping short of the arrowhead's point.
    pub(crate) path: BezPath,
    /// Arrowhead; `None` for undirected kinds.
    pub(crate) tip: Option<Tip>,
    pub(crate) dash: Dash,
    /// Width.
    pub width: f64,
    /// Wide at its start, narrow at its end: fill [`taper::outline`](super::taper::outline).
    pub(crate) tapered: bool,
    pub(crate) colour: Colour,
    /// Word for the basis: stated, reported, inferred, judgement; `none` without a claim.
    pub(crate) basis: &'static str,
    /// Word for the status: actual, planned …
    pub(crate) status: &'static str,
    /// Presence at the as-of date.
    pub(crate) presence: Presence,
    /// Overall opacity from 0.0 to 1.0, by presence.
    pub(crate) opacity: f32,
    /// `ASEAN takes part in Second AMMTC + Japan`, for tooltips and assistive technology.
    pub(crate) description: String,
}

/// Works out the details of a scene, and keeps the outlines that it has made.
pub struct Detail<'a> {
    scene: &'a Scene,
    outlines: RefCell<Outlines>,
}

impl<'a> Detail<'a> {
    /// For a scene.
    pub fn new(scene: &'a Scene) -> Self {
        Detail { scene, outlines: RefCell::default() }
    }

    fn body(&self, number: usize) -> Body {
        let (node, look) = (&self.scene.nodes[number], self.scene.node_look(number));
        let ShapeOutline { path: outline, bounds, ring } =
            self.outlines.borrow_mut().of(look.shape, f64::from(node.radius)).clone();
        Body {
            entity: node.entity,
            radius: f64::from(node.radius),
            outline,
            bounds,
            ring,
            name: node.name,
            degree: node.degree as usize,
        }
    }

    /// Box of a node's shape.
    pub fn node_bounds(&self, number: usize) -> Rect {
        let node = &self.scene.nodes[number];
        let reach = self.outlines.borrow_mut().of(self.scene.node_look(number).shape, f64::from(node.radius)).bounds;
        reach + node.centre().to_vec2()
    }

    /// Box of a node's name.
    pub fn name_bounds(&self, number: usize) -> Rect {
        let (body, node) = (self.body(number), &self.scene.nodes[number]);
        let size = (f64::from(body.name.0), f64::from(body.name.1));
        Rect::from_origin_size(at_side(&body, node.centre(), node.side).0, size)
    }

    /// Outline of a node around its centre.
    pub(crate) fn outline(&self, number: usize) -> Arc<BezPath> {
        let node = &self.scene.nodes[number];
        Arc::clone(&self.outlines.borrow_mut().of(self.scene.node_look(number).shape, f64::from(node.radius)).path)
    }

    pub(crate) fn node(&self, number: usize) -> NodeItem {
        let (node, look) = (&self.scene.nodes[number], self.scene.node_look(number));
        let body = self.body(number);
        NodeItem {
            id: Arc::clone(&node.id),
            kind: Arc::clone(&look.kind),
            centre: node.centre(),
            outline: Arc::clone(&body.outline),
            reach: body.bounds,
            fill: look.fill,
            stroke: look.stroke.map(|s| (s.colour, s.width_at(body.radius))),
            icon: look.icon.map(|(icon, colour)| (icons::placed(icon, look.shape, body.radius), colour)),
            picture: self.scene.pictures.of(&node.id).map(Arc::clone),
            dashed: look.dashed,
            presence: look.presence,
            opacity: look.opacity,
            description: self.scene.describe_node(number),
        }
    }

    /// A name as it stands beside a node, or in one line in front of a row.
    fn shaped(&self, name: &str, strong: bool) -> TextBlock {
        if self.scene.chart.is_some() {
            shape_row_name(name, strong, self.scene.fonts)
        } else {
            shape_name(name, name_style(strong, self.scene.fonts), self.scene.medium)
        }
    }

    /// The name of a node, shaped.
    pub fn label(&self, number: usize) -> Label {
        let (node, look) = (&self.scene.nodes[number], self.scene.node_look(number));
        let text = self.shaped(self.scene.label(number), look.strong);
        let body = Body { name: (text.width, text.height), ..self.body(number) };
        let (origin, align) = at_side(&body, node.centre(), node.side);
        Label { text, origin, align, colour: look.ink }
    }

    /// The curve of a line, from outline to outline, and its arrowhead.
    pub(crate) fn curve(&self, number: usize) -> (BezPath, Option<BezPath>) {
        self.curve_on(number, self.scene.lines[number].course)
    }

    /// The same on another course.
    pub(super) fn curve_on(&self, number: usize, course: Course) -> (BezPath, Option<BezPath>) {
        let line = &self.scene.lines[number];
        let look = self.scene.line_look(number);
        let directed = look.directed && !self.scene.is_tapered(look);
        if self.scene.chart.is_some() {
            let [a, b] = self.scene.run(number).map(|at| Point::new(f64::from(at.0), f64::from(at.1)));
            let drawn = free(a, b, f64::from(course.bend), directed);
            return (drawn.path, drawn.tip);
        }
        let (from, to) = (line.ends.0 as usize, line.ends.1 as usize);
        let (start, end) = (self.body(from), self.body(to));
        let start = Standing { body: &start, at: self.scene.nodes[from].centre() };
        let end = Standing { body: &end, at: self.scene.nodes[to].centre() };
        let drawn = curve(&start, &end, course, directed);
        (drawn.path, drawn.tip)
    }

    /// A line.
    pub fn line(&self, number: usize) -> LineItem {
        let (line, look) = (&self.scene.lines[number], self.scene.line_look(number));
        let paint = self.scene.line_paint(number);
        let ends = (line.ends.0 as usize, line.ends.1 as usize);
        let (path, tip) = self.curve(number);
        LineItem {
            id: Arc::clone(&line.id),
            kind: Arc::clone(&look.kind),
            from: Arc::clone(&self.scene.nodes[ends.0].id),
            to: Arc::clone(&self.scene.nodes[ends.1].id),
            path,
            tip: tip.map(|outline| Tip { outline, hollow: look.hollow }),
            dash: look.dash,
            width: f64::from(line.width),
            tapered: self.scene.is_tapered(look),
            colour: paint.colour,
            basis: look.basis,
            status: look.status,
            presence: look.presence,
            opacity: paint.opacity,
            description: self.scene.describe_line(number),
        }
    }

    /// All nodes.
    pub fn nodes(&self) -> impl Iterator<Item = NodeItem> + '_ {
        (0..self.scene.nodes.len()).map(|n| self.node(n))
    }

    /// All lines.
    pub fn lines(&self) -> impl Iterator<Item = LineItem> + '_ {
        (0..self.scene.lines.len()).map(|n| self.line(n))
    }
}

/// Pairs of node numbers whose names lie on each other, or the name of the first on the shape of
/// the second. A printable scene has none.
pub fn overlaps(scene: &Scene) -> Vec<(usize, usize)> {
    let fine = Detail::new(scene);
    let names: Vec<Rect> = (0..scene.nodes.len()).map(|n| fine.label(n).bounds().inset(0.05)).collect();
    let shapes: Vec<Rect> = (0..scene.nodes.len()).map(|n| fine.node_bounds(n).inset(0.05)).collect();
    let mut out = Vec::new();
    for (i, name) in names.iter().enumerate() {
        for (j, other) in names.iter().enumerate() {
            if (i < j && name.overlaps(*other)) || (i != j && name.overlaps(shapes[j])) {
                out.push((i, j));
            }
        }
    }
    out
}
