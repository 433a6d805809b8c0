//! What of a node does not depend on where it stands or on the theme: its outline, its size and
//! its shaped name. Made once a revision; the layout takes the boxes from here.

use std::collections::HashMap;
use std::sync::Arc;

use kurbo::{BezPath, ParamCurveNearest as _, PathSeg, Point, Shape as _};

use super::shapes::outline;
use crate::dossier::model::{Dossier, NodeIndex, Shape};
use crate::layout::NodeBox;
use crate::math::Portable as _;
use crate::picture::lettering::{
    Fonts, Shortened, TextBlock, TextStyle, Weight, estimate_block, shape_block, shape_block_shortened,
};

/// Letters of ordinary names, in scene units.
pub(crate) const NAME_SIZE: f32 = 9.0;
/// Letters of strong names.
const STRONG_SIZE: f32 = 10.0;
/// Names are broken into lines at about this width.
const NAME_WIDTH: f32 = 84.0;
/// Lines of a name at most.
const NAME_LINES: usize = 3;
/// The same in a figure, where a name is made wider before it is shortened: the first width that it fits in.
pub(crate) const PAGE_LINES: usize = 4;
const PAGE_WIDTHS: [f32; 4] = [NAME_WIDTH, 108.0, 144.0, 192.0];
/// Up to so many nodes of a figure have whole names.
const PAGE_NAMES: usize = 400;
/// Names in front of rows are cut at this width.
pub(crate) const ROW_NAME_WIDTH: f32 = 170.0;
/// Space between a shape and its name.
pub(crate) const NAME_GAP: f64 = 2.5;
/// Radius of a node without relations, and the most that relations can make of it.
const RADII: (f64, f64) = (6.5, 12.5);

/// Up to so many nodes each is large enough to be looked at by itself, and its name has room of its own. From there dots grow
/// smaller and hubs larger beside them, and names lose their room: at the second number dots are as in [`DOTS`], at the third
/// no name has room any more.
const CROWD: (f64, f64, f64) = (150.0, 1_500.0, 1_000.0);
/// Radius of a node without relations in a large network, how many times the largest hub has it, and how many times its area
/// a node with as many relations as usual has at most.
const DOTS: (f64, f64, f64) = (2.0, 10.0, 3.0);

/// Above so many entities the room of names is estimated rather than measured by shaping each.
const MEASURED: usize = 4_000;

/// Where names are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Medium {
    /// A window, in which a name can be looked up.
    #[default]
    Window,
    /// A page, on which it cannot.
    Page,
}

impl Medium {
    /// How a scene of so many nodes is read that is made for a page or not.
    pub(crate) fn of(for_page: bool, nodes: usize) -> Medium {
        if for_page && nodes <= PAGE_NAMES { Medium::Page } else { Medium::Window }
    }
}

/// A node without place and paint.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) entity: NodeIndex,
    /// Half the height of a disc of the same weight.
    pub(crate) radius: f64,
    /// Outline around the origin.
    pub(crate) outline: Arc<BezPath>,
    /// Bounding box of the outline.
    pub(crate) bounds: kurbo::Rect,
    /// All that is nearer to the origin than the first lies inside the outline, all that is farther than the second outside.
    pub(crate) ring: (f64, f64),
    /// Width and height of the name.
    pub(crate) name: (f32, f32),
    /// How important: the number of relations.
    pub(crate) degree: usize,
}

/// The room that bodies need in a layout. Of many, only some are given room for their names, the most important and the
/// shortest first; what is named beside the others is chosen while drawing.
pub(crate) fn node_boxes(bodies: &[Body]) -> Vec<NodeBox> {
    let named = (bodies.len() as f64 * (1.0 - way_to(CROWD.2, bodies.len()))).round() as usize;
    let mut boxes: Vec<NodeBox> = bodies.iter().map(Body::node_box).collect();
    if named < bodies.len() {
        let worth = |body: &Body| (body.degree as f32 + 1.0) / (body.name.0 * body.name.1).max(1.0);
        let mut order: Vec<usize> = (0..bodies.len()).collect();
        order.sort_by(|&a, &b| worth(&bodies[b]).total_cmp(&worth(&bodies[a])).then(a.cmp(&b)));
        order[named..].iter().for_each(|&at| boxes[at] = bodies[at].shape_box());
    }
    boxes
}

/// How far so many nodes are on the way from few to `many`, from 0 to 1: each doubling is as long a part of it.
fn way_to(many: f64, count: usize) -> f64 {
    ((count as f64 / CROWD.0).natural_log() / (many / CROWD.0).natural_log()).clamp(0.0, 1.0)
}

/// How large nodes are by their number of relations.
struct Radii {
    /// How far this network is on the way to a large one.
    large: f64,
    /// What a relation adds to the area of a dot, as a share of it.
    growth: f64,
}

impl Radii {
    fn new(degrees: &[usize]) -> Self {
        let most = degrees.iter().copied().max().unwrap_or(0).max(1) as f64;
        let mean = degrees.iter().sum::<usize>() as f64 / degrees.len().max(1) as f64;
        let growth = ((DOTS.1 * DOTS.1 - 1.0) / most).min((DOTS.2 - 1.0) / mean.max(1.0));
        Radii { large: way_to(CROWD.1, degrees.len()), growth }
    }

    /// The radius in a small network and that in a large one, mixed by how large this one is. Kept as the scene keeps it, so
    /// that both make the same outline.
    fn of(&self, degree: usize) -> f64 {
        let degree = degree as f64;
        let small = (RADII.0 + degree.sqrt() * 0.95).min(RADII.1);
        if self.large == 0.0 {
            return f64::from(small as f32);
        }
        let dot = DOTS.0 * (1.0 + self.growth * degree).sqrt();
        f64::from((small.power(1.0 - self.large) * dot.power(self.large)) as f32)
    }
}

impl Body {
    /// The room of the shape alone.
    fn shape_box(&self) -> NodeBox {
        let side = |v: f64| v.max(0.0) as f32;
        NodeBox {
            left: side(-self.bounds.x0),
            right: side(self.bounds.x1),
            up: side(-self.bounds.y0),
            down: side(self.bounds.y1),
        }
    }

    /// The room it needs with its name below the shape.
    pub(crate) fn node_box(&self) -> NodeBox {
        let half = f64::from(self.name.0) / 2.0;
        NodeBox {
            left: half.max(-self.bounds.x0) as f32,
            right: half.max(self.bounds.x1) as f32,
            up: -self.bounds.y0 as f32,
            down: (self.bounds.y1 + NAME_GAP + f64::from(self.name.1)) as f32,
        }
    }
}

/// How names are set.
pub(crate) fn name_style(strong: bool, fonts: Fonts) -> TextStyle {
    if strong {
        TextStyle { size: STRONG_SIZE, weight: Weight::SemiBold, fonts }
    } else {
        TextStyle { size: NAME_SIZE, weight: Weight::Regular, fonts }
    }
}

/// A name, shaped as it stands beside a node.
pub(crate) fn shape_name(name: &str, style: TextStyle, medium: Medium) -> TextBlock {
    match medium {
        Medium::Window => shape_block(name, style, NAME_WIDTH, NAME_LINES),
        Medium::Page => shape_page_name(name, style),
    }
}

/// A name on a page: shortened only where it fits in no width.
pub(crate) fn shape_page_name(name: &str, style: TextStyle) -> TextBlock {
    let blocks = PAGE_WIDTHS.iter().map(|width| shape_block(name, style, *width, PAGE_LINES));
    let is_right = |block: &TextBlock| !block.is_short;
    blocks.into_iter().find(is_right).unwrap_or_else(|| shape_short_name(name, style, Shortened::AtEnd))
}

/// A name that fits in no width, shortened at a place.
pub(crate) fn shape_short_name(name: &str, style: TextStyle, at: Shortened) -> TextBlock {
    shape_block_shortened(name, style, (PAGE_WIDTHS[2], PAGE_LINES), at)
}

/// A name in one line in front of a row, cut where it is longer.
pub(crate) fn shape_row_name(name: &str, strong: bool, fonts: Fonts) -> TextBlock {
    let weight = if strong { Weight::SemiBold } else { Weight::Regular };
    shape_block(name, TextStyle { size: NAME_SIZE, weight, fonts }, ROW_NAME_WIDTH, 1)
}

/// Makes bodies what stands in front of rows: of one size, with the name in one line.
pub(crate) fn in_rows(dossier: &Dossier, bodies: &mut [Body], radius: f64, fonts: Fonts) {
    resize(dossier, bodies, |_| Some(radius));
    let measured = bodies.len() <= MEASURED;
    for body in bodies {
        let Some(entity) = dossier.entity(body.entity) else { continue };
        let strong = dossier.vocabulary.entity_kind_or_neutral(&entity.kind).strong;
        body.name = if measured {
            let block = shape_row_name(entity.label(), strong, fonts);
            (block.width, block.height)
        } else {
            let style = TextStyle { size: NAME_SIZE, ..name_style(strong, fonts) };
            estimate_block(entity.label(), style, ROW_NAME_WIDTH, 1)
        };
    }
}

/// Outlines of shapes around the origin, each made once.
#[derive(Default)]
pub(crate) struct Outlines(HashMap<(Shape, u64), ShapeOutline>);

/// An outline with what is often asked of it; see [`Body`].
#[derive(Clone, Debug)]
pub(crate) struct ShapeOutline {
    pub(crate) path: Arc<BezPath>,
    pub(crate) bounds: kurbo::Rect,
    pub(crate) ring: (f64, f64),
}

impl Outlines {
    /// The outline of a shape.
    pub(crate) fn of(&mut self, shape: Shape, radius: f64) -> &ShapeOutline {
        self.0.entry((shape, radius.to_bits())).or_insert_with(|| {
            let path = outline(shape, radius);
            ShapeOutline { bounds: path.bounding_box(), ring: ring(&path, radius), path: Arc::new(path) }
        })
    }
}

/// The least and the greatest distance from the origin to an outline, all of which can be seen from there. To be on the safe side, the
/// least is rounded down and the greatest up.
fn ring(path: &BezPath, radius: f64) -> (f64, f64) {
    let slack = radius * 1e-3;
    let nearest = |segment: PathSeg| segment.nearest(Point::ORIGIN, slack * slack).distance_sq;
    let farthest = |segment: PathSeg| {
        let corners = segment.bounding_box();
        corners.x0.abs().max(corners.x1.abs()).hypotenuse(corners.y0.abs().max(corners.y1.abs()))
    };
    let inside = path.segments().map(nearest).fold(f64::INFINITY, f64::min);
    let outside = path.segments().map(farthest).fold(0.0, f64::max);
    ((inside.sqrt() - slack).max(0.0), outside + slack)
}

/// Gives bodies other radii where `radius` has one for their entity.
pub(crate) fn resize(dossier: &Dossier, bodies: &mut [Body], radius: impl Fn(NodeIndex) -> Option<f64>) {
    let mut outlines = Outlines::default();
    for body in bodies {
        let Some((radius, entity)) = radius(body.entity).zip(dossier.entity(body.entity)) else { continue };
        // Kept as the scene keeps it, so that both make the same outline.
        body.radius = f64::from(radius as f32);
        let shape = dossier.vocabulary.entity_kind_or_neutral(&entity.kind).shape;
        let ShapeOutline { path, bounds, ring } = outlines.of(shape, body.radius).clone();
        (body.outline, body.bounds, body.ring) = (path, bounds, ring);
    }
}

/// Bodies of entities, in the order given. Size grows with the number of relations, which `degree` tells.
pub(crate) fn bodies(
    dossier: &Dossier,
    entities: &[NodeIndex],
    (medium, fonts): (Medium, Fonts),
    degree: impl Fn(NodeIndex) -> usize,
) -> Vec<Body> {
    let mut outlines = Outlines::default();
    let measured = entities.len() <= MEASURED;
    let degrees: Vec<usize> = entities.iter().map(|at| degree(*at)).collect();
    let radii = Radii::new(&degrees);
    let body = |(&index, &degree): (&NodeIndex, &usize)| {
        let entity = dossier.entity(index)?;
        let kind = dossier.vocabulary.entity_kind(&entity.kind);
        let (shape, strong) = kind.map_or_else(
            || {
                let neutral = dossier.vocabulary.entity_kind_or_neutral(&entity.kind);
                (neutral.shape, neutral.strong)
            },
            |k| (k.shape, k.strong),
        );
        let radius = radii.of(degree);
        let ShapeOutline { path: outline, bounds, ring } = outlines.of(shape, radius).clone();
        let style = name_style(strong, fonts);
        let name = if measured {
            let block = shape_name(entity.label(), style, medium);
            (block.width, block.height)
        } else {
            estimate_block(entity.label(), style, NAME_WIDTH, NAME_LINES)
        };
        Some(Body { entity: index, radius, outline, bounds, ring, name, degree })
    };
    entities.iter().zip(&degrees).filter_map(body).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn radii(degrees: &[usize]) -> Vec<f64> {
        let radii = Radii::new(degrees);
        degrees.iter().map(|d| radii.of(*d)).collect()
    }

    #[test]
    fn few_nodes_are_as_large_as_ever() {
        let degrees: Vec<usize> = (0..150).collect();
        for (degree, radius) in degrees.iter().zip(radii(&degrees)) {
            assert_eq!(radius, f64::from((6.5 + (*degree as f64).sqrt() * 0.95).min(12.5) as f32));
        }
    }

    #[test]
    fn hubs_of_large_networks_are_ten_times_as_wide_as_leaves_and_each_relation_counts() {
        // Heavy tails: the largest of 10,000 has about a thousand.
        let degrees: Vec<usize> = (1..=10_000).map(|rank| 1 + 1_000 / rank).collect();
        let radii = radii(&degrees);
        let ratio = radii[0] / radii[9_999];
        assert!((8.0..=10.0).contains(&ratio), "{ratio}");
        for (pair, radius) in degrees.windows(2).zip(radii.windows(2)) {
            assert!((pair[0] > pair[1]) == (radius[0] > radius[1]));
        }
        // Where all have about as many, none is large.
        let even: Vec<usize> = (0..10_000).map(|i| 4 + i % 3).collect();
        assert!(super::Radii::new(&even).of(6) < 2.0 * DOTS.0);
    }

    #[test]
    fn nothing_jumps_where_a_network_becomes_large() {
        for count in [150, 151, 400, 999, 1_000, 1_499, 1_500, 1_501] {
            let (here, next) = (radii(&vec![3; count]), radii(&vec![3; count + 1]));
            assert!((here[0] / next[0] - 1.0).abs() < 0.01, "{count}");
        }
        assert_eq!([way_to(CROWD.2, 150), way_to(CROWD.2, 1_000), way_to(CROWD.2, 99_999)], [0.0, 1.0, 1.0]);
    }
}
