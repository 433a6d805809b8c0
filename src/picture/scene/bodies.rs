//! What of a node does not depend on where it stands or on the theme: its outline, its size and
//! its shaped name. Made once a revision; the layout takes the boxes from here.

use std::sync::Arc;

use kurbo::{BezPath, Shape as _};

use super::shapes::outline;
use crate::dossier::model::{Dossier, NodeIndex, Shape};
use crate::layout::NodeBox;
use crate::picture::lettering::{TextBlock, TextStyle, Weight, estimate_block, shape_block};

/// Letters of ordinary names, in scene units.
pub(crate) const NAME_SIZE: f32 = 9.0;
/// Letters of strong names.
const STRONG_SIZE: f32 = 10.0;
/// Names are broken into lines at about this width.
const NAME_WIDTH: f32 = 84.0;
/// Lines of a name at most.
const NAME_LINES: usize = 3;
/// Names in front of rows are cut at this width.
pub(crate) const ROW_NAME_WIDTH: f32 = 170.0;
/// Space between a shape and its name.
pub(crate) const NAME_GAP: f64 = 2.5;
/// Radius of a node without relations, and the most that relations can make of it.
const RADII: (f64, f64) = (6.5, 12.5);

/// Above so many entities the room of names is estimated rather than measured by shaping each.
const MEASURED: usize = 4_000;

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
    /// Width and height of the name.
    pub(crate) name: (f32, f32),
    /// How important: the number of relations.
    pub(crate) degree: usize,
}

impl Body {
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
pub(crate) fn name_style(strong: bool) -> TextStyle {
    if strong {
        TextStyle { size: STRONG_SIZE, weight: Weight::SemiBold }
    } else {
        TextStyle { size: NAME_SIZE, weight: Weight::Regular }
    }
}

/// A name, shaped as it stands beside a node.
pub(crate) fn shape_name(name: &str, style: TextStyle) -> TextBlock {
    shape_block(name, style, NAME_WIDTH, NAME_LINES)
}

/// A name in one line in front of a row, cut where it is longer.
pub(crate) fn shape_row_name(name: &str, strong: bool) -> TextBlock {
    let weight = if strong { Weight::SemiBold } else { Weight::Regular };
    shape_block(name, TextStyle { size: NAME_SIZE, weight }, ROW_NAME_WIDTH, 1)
}

/// Makes bodies what stands in front of rows: of one size, with the name in one line.
pub(crate) fn in_rows(dossier: &Dossier, bodies: &mut [Body], radius: f64) {
    resize(dossier, bodies, |_| Some(radius));
    let measured = bodies.len() <= MEASURED;
    for body in bodies {
        let Some(entity) = dossier.entity(body.entity) else { continue };
        let strong = dossier.vocabulary.entity_kind_or_neutral(&entity.kind).strong;
        body.name = if measured {
            let block = shape_row_name(entity.label(), strong);
            (block.width, block.height)
        } else {
            let style = TextStyle { size: NAME_SIZE, ..name_style(strong) };
            estimate_block(entity.label(), style, ROW_NAME_WIDTH, 1)
        };
    }
}

/// Outlines with their boxes, each made once.
#[derive(Default)]
pub(crate) struct Outlines(std::collections::HashMap<(Shape, u64), (Arc<BezPath>, kurbo::Rect)>);

impl Outlines {
    /// The outline of a shape around the origin, and its box.
    pub(crate) fn of(&mut self, shape: Shape, radius: f64) -> (Arc<BezPath>, kurbo::Rect) {
        let made = self.0.entry((shape, radius.to_bits())).or_insert_with(|| {
            let path = outline(shape, radius);
            let bounds = path.bounding_box();
            (Arc::new(path), bounds)
        });
        (Arc::clone(&made.0), made.1)
    }
}

/// Gives bodies other radii where `radius` has one for their entity.
pub(crate) fn resize(dossier: &Dossier, bodies: &mut [Body], radius: impl Fn(NodeIndex) -> Option<f64>) {
    let mut outlines = Outlines::default();
    for body in bodies {
        let Some((radius, entity)) = radius(body.entity).zip(dossier.entity(body.entity)) else { continue };
        // Kept as the scene keeps it, so that both make the same outline.
        body.radius = f64::from(radius as f32);
        let shape = dossier.vocabulary.entity_kind_or_neutral(&entity.kind).shape;
        (body.outline, body.bounds) = outlines.of(shape, body.radius);
    }
}

/// Bodies of entities, in the order given. Size grows with the square root of the number of
/// relations, which `degree` tells.
pub(crate) fn bodies(dossier: &Dossier, entities: &[NodeIndex], degree: impl Fn(NodeIndex) -> usize) -> Vec<Body> {
    let mut outlines = Outlines::default();
    let measured = entities.len() <= MEASURED;
    let body = |&index: &NodeIndex| {
        let entity = dossier.entity(index)?;
        let kind = dossier.vocabulary.entity_kind(&entity.kind);
        let (shape, strong) = kind.map_or_else(
            || {
                let neutral = dossier.vocabulary.entity_kind_or_neutral(&entity.kind);
                (neutral.shape, neutral.strong)
            },
            |k| (k.shape, k.strong),
        );
        let degree = degree(index);
        // Kept as the scene keeps it, so that both make the same outline.
        let radius = f64::from((RADII.0 + (degree as f64).sqrt() * 0.95).min(RADII.1) as f32);
        let (outline, bounds) = outlines.of(shape, radius);
        let style = name_style(strong);
        let name = if measured {
            let block = shape_name(entity.label(), style);
            (block.width, block.height)
        } else {
            estimate_block(entity.label(), style, NAME_WIDTH, NAME_LINES)
        };
        Some(Body { entity: index, radius, outline, bounds, name, degree })
    };
    entities.iter().filter_map(body).collect()
}
