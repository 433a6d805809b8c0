//! Positions from plain arrays: ends, weights, boxes, pins. One file per algorithm behind
//! [`LAYOUTS`]. Nothing here knows a dossier or a screen; the dossier format takes the words for
//! layouts and their options from here. Every layout is deterministic: the same input gives the same
//! positions to the bit, for any number of threads.

pub(crate) mod align;
mod box_grid;
mod circular;
mod components;
mod concentric;
mod distances;
mod ellipse;
mod engine;
mod finish;
mod force;
pub(crate) mod form;
mod free_place;
mod grid;
mod grouped;
mod incremental;
mod isotonic;
mod layered;
mod map;
mod nearest;
pub(crate) mod options;
mod organic;
mod overlap;
mod poisson;
mod polish;
mod prism;
pub(crate) mod quality;
mod radial;
mod random;
mod rect;
mod rect_list;
pub(crate) mod rows;
mod small;
mod spread;
mod stress;
mod timeline;

pub use form::{Form, RowOrder};
pub use options::{Areas, Choice, Direction, Effort, Grouping, Options, Style};
pub(crate) use timeline::round_years;

use std::borrow::Cow;
use std::ops::Deref;

use crate::progress::{Cancelled, Progress};

/// The space a node needs around its centre: shape and label together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeBox {
    /// From the centre to the left edge; all four in scene units, not negative.
    pub left: f32,
    /// From the centre to the right edge.
    pub right: f32,
    /// From the centre up to the top edge.
    pub up: f32,
    /// From the centre down to the bottom edge.
    pub down: f32,
}

/// What a layout is asked to place. [`Input::new`] leaves all but boxes and edges empty.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// One box a node.
    pub boxes: &'a [NodeBox],
    /// Edges as pairs of node numbers; parallel edges and self-loops are allowed.
    pub edges: &'a [(u32, u32)],
    /// One weight an edge; empty means all 1. Larger pulls closer. Whatever is not finite and
    /// positive counts as 1.
    pub weights: &'a [f32],
    /// Nodes that must stay where they are; empty means none, else one entry a node.
    pub pins: &'a [Option<(f32, f32)>],
    /// Where nodes stood before; empty means nowhere, else one entry a node, `None` for a new one.
    /// Layouts that can start from there do, and the result is turned and mirrored to fit it best.
    pub before: &'a [Option<(f32, f32)>],
    /// What stood somewhere stays there even where most nodes are new.
    pub keeps_all: bool,
    /// One group number a node (kind, country, community), [`NO_GROUP`] for none; empty means none.
    pub groups: &'a [u32],
    /// What the groups are called, by number; empty means that they have no names.
    pub group_names: &'a [String],
    /// Nodes that the drawing is about: the middle of `radial`.
    pub focus: &'a [u32],
    /// One number a node, larger is nearer to the middle of `concentric`; empty means the degree.
    pub measure: &'a [f32],
    /// Earliest and latest time of a node in years, as a fraction; empty means undated.
    pub spans: &'a [Option<(f32, f32)>],
    /// Longitude and latitude of a node in degrees; empty means nowhere.
    pub places: &'a [Option<(f32, f32)>],
    /// The options of the drawing.
    pub options: Options,
    /// Wanted width divided by height of the whole.
    pub aspect: f32,
    /// Seed for what is random.
    pub seed: u64,
    /// Receives intermediate positions while the layout runs.
    pub watch: Option<&'a dyn Watch>,
}

/// Receives intermediate positions. Called from time to time, from any thread.
pub trait Watch: Sync + std::fmt::Debug {
    /// One `(x, y)` a node, all finite.
    fn see(&self, positions: &[(f32, f32)]);
}

/// The group number of a node that is in none.
pub(crate) const NO_GROUP: u32 = u32::MAX;

impl<'a> Input<'a> {
    /// Nodes and edges, everything else default.
    pub fn new(boxes: &'a [NodeBox], edges: &'a [(u32, u32)]) -> Self {
        Self {
            boxes,
            edges,
            weights: &[],
            pins: &[],
            before: &[],
            keeps_all: false,
            groups: &[],
            group_names: &[],
            focus: &[],
            measure: &[],
            spans: &[],
            places: &[],
            options: Options::default(),
            aspect: 1.0,
            seed: 0,
            watch: None,
        }
    }
}

/// The background of a drawing that explains its positions: coasts, years, spans.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backdrop {
    /// Open lines.
    pub(crate) lines: Vec<BackLine>,
    /// Words, each with the middle of its lower edge.
    pub(crate) words: Vec<(Caption, (f32, f32))>,
}

/// What the words of a [`Backdrop`] say.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Caption {
    /// A name.
    Text(String),
    /// A year, with 1 BC as 0: how people write it is not a layout's business.
    Year(i64),
}

/// One line of a [`Backdrop`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct BackLine {
    pub(crate) points: Vec<(f32, f32)>,
    /// Width in scene units.
    pub width: f32,
    /// The node that it belongs to: it is drawn only where that node is drawn, at its place.
    pub(crate) node: Option<usize>,
}

/// A layout algorithm.
pub trait Layout: Sync {
    /// What it is good for, in one sentence.
    fn good_for(&self) -> &'static str;
    /// What people may call it otherwise: a search finds it by these words, too.
    fn synonyms(&self) -> &'static [&'static str] {
        &[]
    }
    /// A figure's remark about the meaning of positions.
    fn meaning(&self, _options: &Options) -> Cow<'static, str> {
        "position has no meaning".into()
    }
    /// The options it supports.
    fn heeds(&self, _options: &Options) -> &'static [Choice] {
        &[]
    }
    /// Whether its drawings mean the same when turned or mirrored, so that one may be laid over
    /// another by [`align::align`].
    fn turns(&self) -> bool {
        false
    }
    /// Whether a node pinned elsewhere takes its surroundings along.
    fn is_live(&self) -> bool {
        false
    }
    /// What lies behind a drawing that this layout has made of `input`.
    fn backdrop(&self, _input: &Input<'_>, _positions: &[(f32, f32)]) -> Backdrop {
        Backdrop::default()
    }
    /// Places the nodes: one `(x, y)` a node, y down, scene units, all finite, no two boxes
    /// overlapping unless both nodes are pinned.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    fn place(&self, input: &Input<'_>, progress: &Progress) -> Result<Vec<(f32, f32)>, Cancelled>;
}

/// A layout under its name.
#[derive(Clone, Copy)]
pub struct NamedLayout {
    name: &'static str,
    layout: &'static dyn Layout,
}

impl NamedLayout {
    /// The word for it in dossiers and on command lines: `organic`.
    pub fn name(self) -> &'static str {
        self.name
    }
}

impl Deref for NamedLayout {
    type Target = dyn Layout;

    fn deref(&self) -> &Self::Target {
        self.layout
    }
}

const fn row(name: &'static str, layout: &'static dyn Layout) -> NamedLayout {
    NamedLayout { name, layout }
}

/// All layouts; the first is the default.
pub const LAYOUTS: &[NamedLayout] = &[
    row("organic", &organic::Organic),
    row("force", &force::Force),
    row("layered", &layered::Layered),
    row("radial", &radial::Radial),
    row("concentric", &concentric::Concentric),
    row("circular", &circular::Circular),
    row("grid", &grid::Grid),
    row("timeline", &timeline::Timeline),
    row("grouped", &grouped::Grouped),
    row("map", &map::Map),
];

/// Their names, in the same order.
pub(crate) const NAMES: &[&str] = &{
    let mut names = [""; LAYOUTS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = LAYOUTS[at].name;
        at += 1;
    }
    names
};

/// The layout with this name.
pub(crate) fn named(name: &str) -> Option<NamedLayout> {
    LAYOUTS.iter().find(|l| l.name == name).copied()
}

/// A position while it is being worked out: x right, y down, scene units.
type Point = (f64, f64);

impl NodeBox {
    /// Width of the box.
    pub fn width(&self) -> f32 {
        self.left + self.right
    }

    /// Height of the box.
    pub fn height(&self) -> f32 {
        self.up + self.down
    }

    /// Left, top, right and bottom edge when its node stands at `at`.
    fn edges(&self, at: Point) -> [f64; 4] {
        [
            at.0 - f64::from(self.left),
            at.1 - f64::from(self.up),
            at.0 + f64::from(self.right),
            at.1 + f64::from(self.down),
        ]
    }
}

impl Input<'_> {
    /// Where a node is pinned.
    fn pin(&self, node: usize) -> Option<Point> {
        let (x, y) = self.pins.get(node).copied().flatten()?;
        Some((f64::from(x), f64::from(y)))
    }

    /// Wanted width divided by height, made sane.
    fn sane_aspect(&self) -> f64 {
        let aspect = f64::from(self.aspect);
        if aspect.is_finite() { aspect.clamp(0.1, 10.0) } else { 1.0 }
    }
}

/// Final positions, finite in any case.
fn finished(points: Vec<Point>) -> Vec<(f32, f32)> {
    let sane = |v: f64| if v.is_finite() { v.clamp(-1e9, 1e9) as f32 } else { 0.0 };
    points.into_iter().map(|(x, y)| (sane(x), sane(y))).collect()
}

/// Removes overlaps after a drawing was changed, for example rotated.
pub(crate) fn clear(input: &Input<'_>, positions: &mut Vec<(f32, f32)>) {
    let mut points: Vec<Point> = positions.iter().map(|p| (f64::from(p.0), f64::from(p.1))).collect();
    if input.boxes.iter().any(|b| b.width() > 0.0) && overlap::count_overlaps(&points, input.boxes, 1) > 0 {
        overlap_with_pins(&mut points, input);
        *positions = finished(points);
    }
}

/// Removes overlaps while pinned nodes stay.
fn overlap_with_pins(points: &mut [Point], input: &Input<'_>) {
    let fixed: Vec<bool> = (0..points.len()).map(|n| input.pin(n).is_some()).collect();
    overlap::remove(points, input.boxes, &fixed, 1.0);
}

#[cfg(test)]
mod tests;
