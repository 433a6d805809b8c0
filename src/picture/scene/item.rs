//! The drawable kinds, compact: what a scene keeps of a million things. What is worked out of them
//! on demand (outlines, curves, shaped names) is in `fine.rs`.

use std::sync::Arc;

use kurbo::{BezPath, Point, Rect};

use super::bodies::Medium;
use super::chart::{Chart, TilePaint, TileShape};
use super::icons::IconNumber;
use super::name_list::Names;
use super::sides::Side;
use crate::dossier::compare::ChangeMark;
use crate::dossier::model::{Dossier, EdgeIndex, NodeIndex, Shape};
use crate::explore::folding::is_fold;
use crate::explore::query::between::Between;
use crate::explore::query::presence::Presence;
use crate::picture::encoding::ColourCode;
use crate::picture::lettering::{Fonts, TextBlock};
use crate::picture::pictures::Pictures;
use crate::picture::theme::Colour;
use crate::problem::printable;
use crate::wording::counted;

/// A name beside a node, or the words along a line. Drawn with a halo in the canvas colour.
#[derive(Clone, Debug)]
pub struct Label {
    /// The shaped text.
    pub(crate) text: TextBlock,
    /// Top left corner of the text block.
    pub(crate) origin: Point,
    /// How lines stand in the block: 0.0 left, 0.5 centred, 1.0 right.
    pub(crate) align: f32,
    pub(crate) colour: Colour,
}

impl Label {
    /// The box that the letters fill.
    pub fn bounds(&self) -> Rect {
        Rect::from_origin_size(self.origin, (f64::from(self.text.width), f64::from(self.text.height)))
    }
}

/// How nodes of one kind and standing look.
#[derive(Clone, Debug)]
pub struct NodeLook {
    /// Id of the kind.
    pub(crate) kind: Arc<str>,
    /// The kind in words.
    pub(crate) kind_label: Arc<str>,
    pub(crate) shape: Shape,
    /// Paint inside; `None` is hollow (planned) or a ring's hole.
    pub(crate) fill: Option<Colour>,
    /// Paint of the outline; `None` has none.
    pub(crate) stroke: Option<Outline>,
    /// Sign inside the shape and its colour; `None` where the kind has none.
    pub(crate) icon: Option<(IconNumber, Colour)>,
    /// Dashed outline: planned, hoped for, requested.
    pub(crate) dashed: bool,
    /// Semi-bold name.
    pub(crate) strong: bool,
    /// Ink of the name.
    pub(crate) ink: Colour,
    /// Presence at the as-of date.
    pub presence: Presence,
    /// Overall opacity from 0.0 to 1.0, by presence.
    pub(crate) opacity: f32,
    /// Word for the status where it is not actual.
    pub(crate) status: Option<&'static str>,
    /// It has no date, and nobody knows whether it is there.
    pub(crate) unknown: bool,
    /// What became of it, where two dates are compared.
    pub(crate) change: Option<Between>,
    /// What its colour says, where that is not its kind.
    pub(crate) code: Option<ColourCode>,
    /// Looks of the same class differ by time alone.
    pub(super) class: u16,
}

impl NodeLook {
    /// What became of it, where two dates are compared.
    pub fn change(&self) -> Option<Between> {
        self.change
    }
}

/// Paint of an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outline {
    pub(crate) colour: Colour,
    /// Its width at any radius, in scene units.
    pub width: f64,
    /// What the radius adds to it: a ring is as thick as it is large.
    pub(crate) per_radius: f64,
}

/// Around smaller nodes outlines are narrower: a dot must not be hidden by its rim.
const OUTLINED_FROM: f64 = 5.0;

impl Outline {
    /// Width around a node of this radius.
    pub(crate) fn width_at(&self, radius: f64) -> f64 {
        self.width * (radius / OUTLINED_FROM).clamp(0.0, 1.0) + self.per_radius * radius
    }
}

/// A node where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// Which entity, within the dossier's revision.
    pub(crate) entity: NodeIndex,
    /// Its id.
    pub id: Arc<str>,
    /// Centre.
    pub at: (f32, f32),
    /// Half the height of a disc of the same weight; shapes scale with it.
    pub radius: f32,
    /// Width and height of its name.
    pub(crate) name: (f32, f32),
    /// How many relations the entity has in the whole dossier.
    pub(crate) degree: u32,
    /// How many of its neighbours are left out of the scene.
    pub(crate) unseen: u32,
    /// Its look, a place in [`Scene::node_looks`].
    pub(crate) look: u16,
    /// Where the name stands.
    pub(crate) side: Side,
}

impl Node {
    /// The centre.
    pub fn centre(&self) -> Point {
        Point::new(f64::from(self.at.0), f64::from(self.at.1))
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
    pub(crate) fn pattern(self, width: f64) -> Vec<f64> {
        match self {
            Dash::Solid => Vec::new(),
            Dash::Dashed => vec![5.0 * width, 3.5 * width],
            Dash::Dotted => vec![0.01, 3.0 * width],
            Dash::DashDot => vec![6.0 * width, 3.0 * width, 0.01, 3.0 * width],
        }
    }
}

/// How lines of one kind and standing look.
#[derive(Clone, Debug)]
pub struct LineLook {
    /// Id of the kind.
    pub(crate) kind: Arc<str>,
    /// The kind in words, from start to end.
    pub(crate) kind_label: Arc<str>,
    /// Whether it has an arrowhead.
    pub(crate) directed: bool,
    /// Hollow arrowhead: planned, hoped for, requested.
    pub(crate) hollow: bool,
    pub(crate) dash: Dash,
    pub(crate) colour: Colour,
    /// Word for the basis: stated, reported, inferred, judgement; `none` without a claim.
    pub(crate) basis: &'static str,
    /// Word for the status: actual, planned …
    pub(crate) status: &'static str,
    /// Presence at the as-of date.
    pub(crate) presence: Presence,
    /// Overall opacity from 0.0 to 1.0, by presence.
    pub(crate) opacity: f32,
    /// It has no date, and nobody knows whether it is there.
    pub(crate) unknown: bool,
    /// What became of it, where two dates are compared.
    pub(crate) change: Option<Between>,
    /// Its colour says nothing, so that it may have that of its ends.
    pub(crate) is_neutral: bool,
    /// Looks of the same class differ by time alone.
    pub(super) class: u16,
}

impl LineLook {
    /// Whether its width can say which way it runs. What is only meant to be keeps its hollow arrowhead.
    pub(crate) fn can_taper(&self) -> bool {
        self.directed && !self.hollow
    }
}

/// The way a line takes between its ends.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Course {
    /// How far the middle lies beside the straight line, to the right of who looks from start to
    /// end (y down).
    pub(crate) bend: f32,
    /// 0, or the number of a loop at one node: the first is 1, each further one is larger.
    pub(crate) turn: u16,
    /// How many lines join the same two nodes, this one included.
    pub(crate) parallel: u16,
}

/// A relation where it runs.
#[derive(Clone, Debug)]
pub struct Line {
    /// Which relation, within the dossier's revision.
    pub(crate) relation: EdgeIndex,
    pub(crate) id: Arc<str>,
    /// Node numbers (places in [`Scene::nodes`]) of start and end.
    pub(crate) ends: (u32, u32),
    /// The way it takes.
    pub(crate) course: Course,
    /// Width.
    pub width: f32,
    /// Its look, a place in [`Scene::line_looks`].
    pub(crate) look: u16,
}

/// What a colour of nodes says.
#[derive(Clone, Debug, PartialEq)]
pub struct ColourRow {
    /// What it is the colour of.
    pub(crate) code: ColourCode,
    /// Paint inside.
    pub(crate) fill: Colour,
    /// Paint of the outline.
    pub(crate) edge: Colour,
    /// `over 1 to 4`, `ASEAN and Japan`.
    pub(crate) name: String,
    /// How many have it, where that is counted.
    pub(crate) count: Option<usize>,
    /// Both in one: `ASEAN and Japan (13)`.
    pub(crate) word: String,
}

/// One entry of the legend; only what occurs is listed.
#[derive(Clone, Debug)]
pub enum LegendEntry {
    /// A kind of entity: outline around the origin, paint as in [`NodeItem`](super::NodeItem), its word.
    Kind {
        /// Shape's outline around the origin, at legend size (radius 6).
        outline: Arc<BezPath>,
        /// Paint inside.
        fill: Option<Colour>,
        /// Paint of the outline.
        stroke: Option<(Colour, f64)>,
        /// Sign inside, around the origin, and its colour.
        icon: Option<(BezPath, Colour)>,
        /// `state`.
        word: String,
    },
    /// What the entries after it are about.
    Heading {
        /// `Colour: Betweenness`.
        word: String,
    },
    /// What a colour of nodes says, where it does not say their kind.
    Swatch(ColourRow),
    /// What an area of nodes says.
    Size {
        /// Radius of a node with this value, in scene units.
        radius: f64,
        /// The value.
        word: String,
    },
    /// A pattern of lines.
    Line {
        /// The pattern.
        dash: Dash,
        /// `stated in a source`.
        word: &'static str,
    },
    /// A number that stands on lines.
    Number {
        /// The number.
        number: String,
        /// `takes part in`.
        word: String,
    },
    /// Hollow and dashed: planned, hoped for or requested.
    Planned {
        /// `planned, hoped for or requested`.
        word: &'static str,
    },
    /// Fainter: only possible at the as-of date.
    Possible {
        /// `possibly there by then`.
        word: &'static str,
    },
    /// Pale: drawn, but not what the filter finds.
    Dimmed {
        /// `not found by the filter`.
        word: &'static str,
    },
    /// A sign in place of the kind's, and thin lines: without a date.
    Unknown {
        /// `no date: possibly present`.
        word: &'static str,
    },
    /// What became of something between two dates.
    Between {
        /// What.
        change: Between,
        /// `may have come`.
        word: &'static str,
    },
    /// The area of a group.
    Area {
        /// Its ground.
        fill: Colour,
        /// Its outline.
        edge: Colour,
        /// What the group is called.
        word: String,
    },
    /// A bar of a timeline or a cell of a matrix.
    Tile {
        /// Its outline.
        shape: TileShape,
        /// How it is filled.
        paint: TilePaint,
        /// Its one colour.
        colour: Colour,
        /// Its size as a share of that of the sign: cells differ in it.
        share: f64,
        /// `certainly there`.
        word: &'static str,
    },
    /// Lines that taper.
    Taper {
        /// `from the wide end to the narrow one`.
        word: &'static str,
    },
    /// What became of something between two dossiers; `None` is as it was.
    Change {
        /// What.
        mark: Option<ChangeMark>,
        /// `added`.
        word: &'static str,
    },
}

/// A quiet line behind everything, that tells what positions mean, or a mark over it.
#[derive(Clone, Debug)]
pub struct BackItem {
    pub(crate) path: BezPath,
    /// Width.
    pub width: f64,
    pub(crate) colour: Colour,
}

/// The area of a group, behind everything.
#[derive(Clone, Debug)]
pub struct GroupArea {
    /// Its outline: one closed piece or several, and holes around what is not in the group, which run
    /// the other way round.
    pub(crate) path: BezPath,
    /// Its ground; areas may lie over each other.
    pub(crate) fill: Colour,
    /// Its outline's colour, opaque.
    pub(crate) edge: Colour,
    /// What the group is called; may be empty.
    pub name: String,
}

impl GroupArea {
    /// Width of outlines, in scene units.
    pub(crate) const EDGE: f64 = 1.0;
}

/// Everything that is drawn of a dossier, apart from the page around it.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// Areas of groups; drawn before all else.
    pub areas: Vec<GroupArea>,
    /// Coasts, years, spans; drawn first.
    pub(crate) behind: Vec<BackItem>,
    /// Words that belong to what lies behind.
    pub captions: Vec<Label>,
    /// Captions stand over everything: they name parts of a network of which nobody sees single nodes.
    pub(crate) captions_over: bool,
    /// Which captions say the names of which nodes, by numbers: where such a caption is shown the name need not be.
    pub(crate) told: Vec<(u32, u32)>,
    /// Marks over everything; drawn last.
    pub(crate) over: Vec<BackItem>,
    /// Nodes in the author's order.
    pub nodes: Vec<Node>,
    /// The looks that occur among nodes.
    pub(crate) node_looks: Vec<NodeLook>,
    /// Lines in the author's order; drawn before nodes.
    pub lines: Vec<Line>,
    /// The looks that occur among lines.
    pub(crate) line_looks: Vec<LineLook>,
    /// Legend, in the vocabulary's order.
    pub(crate) legend: Vec<LegendEntry>,
    /// Box around all of it, labels and curves included.
    pub bounds: Rect,
    /// Ground behind all of it.
    pub(crate) ground: Option<Colour>,
    /// Lines that run one way say so by their width, instead of by an arrowhead.
    pub(crate) tapered: bool,
    /// The size of nodes says a measure, and not how many relations they have.
    pub(crate) sized: bool,
    /// Lines have the colour of the group within which they run.
    pub(crate) coloured_lines: bool,
    /// Pictures of nodes.
    pub(crate) pictures: Arc<Pictures>,
    /// Where it is read.
    pub(crate) medium: Medium,
    /// Where letters may come from that no bundled font has.
    pub(crate) fonts: Fonts,
    /// Whether some nodes stand for several entities.
    pub(crate) is_folded: bool,
    /// Its rows, where it is made of rows: then node numbers are row numbers.
    pub(crate) chart: Option<Arc<Chart>>,
    /// Where lines run, where that is not from node to node; else empty.
    pub(super) runs: Vec<[(f32, f32); 2]>,
    /// Names of nodes, one after the other.
    pub(super) names: Names,
    /// Which node an entity is, by its index; `u32::MAX` is none.
    pub(super) node_of: Vec<u32>,
    /// Which line a relation is, by its index; `u32::MAX` is none.
    pub(super) line_of: Vec<u32>,
}

impl Scene {
    /// What stands beside a node.
    pub fn label(&self, node: usize) -> &str {
        self.names.label(node)
    }

    /// The full name of a node.
    pub fn name(&self, node: usize) -> &str {
        self.names.name(node)
    }

    /// What its colours say.
    pub(crate) fn colour_rows(&self) -> Vec<ColourRow> {
        let row = |entry: &LegendEntry| if let LegendEntry::Swatch(row) = entry { Some(row.clone()) } else { None };
        self.legend.iter().filter_map(row).collect()
    }

    /// The look of a node.
    pub fn node_look(&self, node: usize) -> &NodeLook {
        &self.node_looks[usize::from(self.nodes[node].look)]
    }

    /// Whether lines of a look taper.
    pub(crate) fn is_tapered(&self, look: &LineLook) -> bool {
        self.tapered && look.can_taper()
    }

    pub(crate) fn line_look(&self, line: usize) -> &LineLook {
        &self.line_looks[usize::from(self.lines[line].look)]
    }

    /// Where a line begins and where it ends.
    pub(crate) fn run(&self, line: usize) -> [(f32, f32); 2] {
        let of_nodes = || {
            let (from, to) = self.lines[line].ends;
            [self.nodes[from as usize].at, self.nodes[to as usize].at]
        };
        self.runs.get(line).copied().unwrap_or_else(of_nodes)
    }

    /// The row at a height, if there is one: node numbers are row numbers.
    pub(crate) fn row_at(&self, y: f64) -> Option<usize> {
        let height = self.chart.as_ref()?.row;
        let after = self.nodes.partition_point(|node| f64::from(node.at.1) <= y);
        let near = |row: usize| {
            let away = self.nodes.get(row).map(|node| (f64::from(node.at.1) - y).abs())?;
            (away <= height / 2.0).then_some((away, row))
        };
        let found = [after.checked_sub(1).and_then(near), near(after)];
        found.into_iter().flatten().min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, row)| row)
    }

    /// Where an entity stands, by its index in the revision that the scene was made of; `None` where it is not drawn.
    pub(crate) fn place_of(&self, entity: NodeIndex) -> Option<(f32, f32)> {
        let number = self.node_of.get(entity.index())?;
        self.nodes.get(*number as usize).map(|node| node.at)
    }

    /// The number of the node that an entity is, if it is in the scene. The dossier may have changed since
    /// the scene was made, and indices are handed out again: the id decides.
    pub(crate) fn node_of(&self, dossier: &Dossier, entity: NodeIndex) -> Option<usize> {
        let number = self.node_of.get(entity.index()).filter(|n| **n != u32::MAX).map(|n| *n as usize)?;
        (*self.nodes.get(number)?.id == *dossier.entity(entity)?.id.as_str()).then_some(number)
    }

    /// The number of the line that a relation is, if it is in the scene; by its id, as above.
    pub(crate) fn line_of(&self, dossier: &Dossier, relation: EdgeIndex) -> Option<usize> {
        let number = self.line_of.get(relation.index()).filter(|n| **n != u32::MAX).map(|n| *n as usize)?;
        (*self.lines.get(number)?.id == *dossier.relation(relation)?.id.as_str()).then_some(number)
    }

    /// The number of the node with an id: that of an entity, or of a fold.
    pub(crate) fn node_called(&self, dossier: &Dossier, id: &str) -> Option<usize> {
        match is_fold(id) {
            // No index of the dossier leads there.
            true => self.nodes.iter().rposition(|node| *node.id == *id),
            false => self.node_of(dossier, dossier.entity_index(id)?),
        }
    }

    /// The number of the line with an id: that of a relation, or of several that are counted.
    pub(crate) fn line_called(&self, dossier: &Dossier, id: &str) -> Option<usize> {
        match is_fold(id) {
            true => self.lines.iter().rposition(|line| *line.id == *id),
            false => self.line_of(dossier, dossier.relation_index(id)?),
        }
    }

    /// The lines that touch a node.
    pub(crate) fn lines_at(&self, dossier: &Dossier, node: usize) -> Vec<usize> {
        let touches = |line: &&Line| line.ends.0 as usize == node || line.ends.1 as usize == node;
        if self.is_folded {
            // Counted lines are none of the dossier's relations.
            let lines = self.lines.iter().enumerate();
            return lines.filter(|(_, line)| touches(line)).map(|(number, _)| number).collect();
        }
        let Some(index) = dossier.entity_index(&self.nodes[node].id) else { return Vec::new() };
        let lines: std::collections::BTreeSet<usize> =
            dossier.relations_of(index).filter_map(|(relation, ..)| self.line_of(dossier, relation)).collect();
        lines.into_iter().collect()
    }

    /// About how many bytes nodes and lines take, ids not counted: the dossier holds these.
    pub fn bytes(&self) -> (usize, usize) {
        let nodes = self.nodes.len() * size_of::<Node>() + self.names.bytes();
        let lines = self.lines.len() * size_of::<Line>();
        (nodes + self.node_of.len() * 4, lines + self.line_of.len() * 4)
    }

    /// `Japan, state, 12 relations`: what assistive technology and tooltips say of a node.
    pub fn describe_node(&self, node: usize) -> String {
        let look = self.node_look(node);
        let relations = counted(self.nodes[node].degree as usize, "relation", "relations");
        let mut out = format!("{}, {}, {relations}", printable(self.name(node)), look.kind_label);
        if let Some(status) = look.status {
            out = format!("{out}, {status}");
        }
        if look.unknown {
            out += ", no date";
        }
        match look.change {
            Some(change) => format!("{out}, {}", change.in_words()),
            None => out,
        }
    }

    /// `ASEAN takes part in Second AMMTC + Japan`: what assistive technology and tooltips say of a
    /// line.
    pub fn describe_line(&self, line: usize) -> String {
        let (look, ends) = (self.line_look(line), self.lines[line].ends);
        let (from, to) = (self.name(ends.0 as usize), self.name(ends.1 as usize));
        let words = if is_fold(&self.lines[line].id) {
            format!("{} between {from} and {to}", look.kind_label)
        } else {
            format!("{from} {} {to}", look.kind_label)
        };
        let words = printable(&words);
        let status = Some(look.status).filter(|status| *status != "actual");
        let more: Vec<&str> = status.into_iter().chain(look.change.map(Between::in_words)).collect();
        if more.is_empty() { words } else { format!("{words} ({})", more.join(", ")) }
    }
}
