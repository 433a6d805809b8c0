//! The drawable kinds.

use std::sync::Arc;

use kurbo::{BezPath, Point, Rect};

use crate::dossier::model::{EdgeIndex, NodeIndex, Shape};
use crate::explore::query::presence::Presence;
use crate::picture::lettering::TextBlock;
use crate::picture::theme::Colour;

/// A name beside a node, or the words along a line. Drawn with a halo in the canvas colour.
#[derive(Clone, Debug)]
pub struct Label {
    /// The shaped text.
    pub text: TextBlock,
    /// Top left corner of the text block.
    pub origin: Point,
    /// How lines stand in the block: 0.0 left, 0.5 centred, 1.0 right.
    pub align: f32,
    /// Ink.
    pub colour: Colour,
    /// Semi-bold names are set so at shaping; this is for readers of the scene.
    pub strong: bool,
}

impl Label {
    /// The box that the letters fill.
    pub fn bounds(&self) -> Rect {
        Rect::from_origin_size(self.origin, (f64::from(self.text.width), f64::from(self.text.height)))
    }
}

/// A node: its shape, paint and name.
#[derive(Clone, Debug)]
pub struct NodeItem {
    /// Which entity, within the dossier's revision.
    pub entity: NodeIndex,
    /// Its id.
    pub id: Arc<str>,
    /// Id of its kind.
    pub kind: Arc<str>,
    /// Shape.
    pub shape: Shape,
    /// Centre.
    pub centre: Point,
    /// Half the height of a disc of the same weight; shapes scale with it.
    pub radius: f64,
    /// The outline, around the centre as origin: add `centre` to draw it.
    pub outline: Arc<BezPath>,
    /// Paint inside; `None` is hollow (planned) or a ring's hole.
    pub fill: Option<Colour>,
    /// Paint of the outline and its width; `None` has none.
    pub stroke: Option<(Colour, f64)>,
    /// Dashed outline: planned, hoped for, requested.
    pub dashed: bool,
    /// Presence at the as-of date.
    pub presence: Presence,
    /// Overall opacity from 0.0 to 1.0, by presence.
    pub opacity: f32,
    /// Its name.
    pub label: Label,
    /// What assistive technology and tooltips say: name, kind, number of relations.
    pub description: String,
}

impl NodeItem {
    /// Box of the shape alone.
    pub fn bounds(&self) -> Rect {
        kurbo::Shape::bounding_box(&*self.outline) + self.centre.to_vec2()
    }
}

/// Pattern of a line: on what ground its strongest claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dash {
    /// Stated in a source.
    Solid,
    /// Reported by someone.
    Dashed,
    /// Inferred by us.
    Dotted,
    /// Someone's judgement.
    DashDot,
}

impl Dash {
    /// Lengths of marks and gaps for a line of this width; empty for solid. Dotted lines need
    /// round caps.
    pub fn pattern(self, width: f64) -> Vec<f64> {
        match self {
            Dash::Solid => Vec::new(),
            Dash::Dashed => vec![5.0 * width, 3.5 * width],
            Dash::Dotted => vec![0.01, 3.0 * width],
            Dash::DashDot => vec![6.0 * width, 3.0 * width, 0.01, 3.0 * width],
        }
    }
}

/// Arrowhead.
#[derive(Clone, Debug)]
pub struct Tip {
    /// Closed outline in scene coordinates.
    pub outline: BezPath,
    /// Hollow: planned, hoped for, requested.
    pub hollow: bool,
}

/// A relation: its curve, pattern and arrowhead.
#[derive(Clone, Debug)]
pub struct LineItem {
    /// Which relation, within the dossier's revision.
    pub relation: EdgeIndex,
    /// Its id.
    pub id: Arc<str>,
    /// Id of its kind.
    pub kind: Arc<str>,
    /// Node numbers (places in `Scene::nodes`) of start and end.
    pub ends: (usize, usize),
    /// Ids of start and end.
    pub from: Arc<str>,
    /// Id of the end.
    pub to: Arc<str>,
    /// The curve, from outline to outline, stopping short of the arrowhead's point.
    pub path: BezPath,
    /// Arrowhead; `None` for undirected kinds.
    pub tip: Option<Tip>,
    /// Pattern.
    pub dash: Dash,
    /// Width.
    pub width: f64,
    /// Colour.
    pub colour: Colour,
    /// Word for the basis: stated, reported, inferred, judgement; `none` without a claim.
    pub basis: &'static str,
    /// Word for the status: actual, planned …
    pub status: &'static str,
    /// Presence at the as-of date.
    pub presence: Presence,
    /// Overall opacity from 0.0 to 1.0, by presence.
    pub opacity: f32,
    /// `ASEAN — takes part in — Second AMMTC + Japan`, for tooltips and assistive technology.
    pub description: String,
}

/// One entry of the legend; only what occurs is listed.
#[derive(Clone, Debug)]
pub enum LegendEntry {
    /// A kind of entity: outline around the origin, paint as in [`NodeItem`], its word.
    Kind {
        /// Shape's outline around the origin, at legend size (radius 6).
        outline: Arc<BezPath>,
        /// Paint inside.
        fill: Option<Colour>,
        /// Paint of the outline.
        stroke: Option<(Colour, f64)>,
        /// `state`.
        word: String,
    },
    /// A pattern of lines.
    Line {
        /// The pattern.
        dash: Dash,
        /// `stated in a source`.
        word: &'static str,
    },
    /// Hollow and dashed: planned, hoped for or requested.
    Planned {
        /// `planned, hoped for or asked for`.
        word: &'static str,
    },
    /// Fainter: only possible at the as-of date.
    Possible {
        /// `possibly there by then`.
        word: &'static str,
    },
}

/// A quiet line behind everything, that tells what positions mean.
#[derive(Clone, Debug)]
pub struct BackItem {
    /// Its course.
    pub path: BezPath,
    /// Width.
    pub width: f64,
    /// Colour.
    pub colour: Colour,
}

/// Everything that is drawn of a dossier, apart from the page around it.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// Coasts, years, spans; drawn first.
    pub behind: Vec<BackItem>,
    /// Words that belong to what lies behind.
    pub captions: Vec<Label>,
    /// Nodes in the author's order.
    pub nodes: Vec<NodeItem>,
    /// Lines in the author's order; drawn before nodes.
    pub lines: Vec<LineItem>,
    /// Legend, in the vocabulary's order.
    pub legend: Vec<LegendEntry>,
    /// Box around all of it, labels and curves included.
    pub bounds: Rect,
}

impl Scene {
    /// All words of the network, names and captions.
    pub fn labels(&self) -> impl Iterator<Item = &Label> {
        self.captions.iter().chain(self.nodes.iter().map(|n| &n.label))
    }
}
