//! What of a node does not depend on where it stands or on the theme: its outline, its size and
//! its shaped name. Made once a revision; the layout takes the boxes from here.

use std::sync::Arc;

use kurbo::{BezPath, Shape as _};

use super::shapes::outline;
use crate::dossier::model::{Dossier, NodeIndex, Shape};
use crate::picture::layout::NodeBox;
use crate::picture::lettering::{TextBlock, TextStyle, Weight, shape_block};

/// Letters of ordinary names, in scene units.
pub const NAME_SIZE: f32 = 9.0;
/// Letters of strong names.
const STRONG_SIZE: f32 = 10.0;
/// Names are broken into lines at about this width.
const NAME_WIDTH: f32 = 84.0;
/// Lines of a name at most.
const NAME_LINES: usize = 3;
/// Space between a shape and its name.
pub const NAME_GAP: f64 = 2.5;
/// Radius of a node without relations, and the most that relations can make of it.
const RADII: (f64, f64) = (6.5, 12.5);

/// A node without place and paint.
#[derive(Clone, Debug)]
pub struct Body {
    /// Which entity.
    pub entity: NodeIndex,
    /// Shape.
    pub shape: Shape,
    /// Half the height of a disc of the same weight.
    pub radius: f64,
    /// Outline around the origin.
    pub outline: Arc<BezPath>,
    /// Bounding box of the outline.
    pub bounds: kurbo::Rect,
    /// The name.
    pub name: TextBlock,
    /// Semi-bold name.
    pub strong: bool,
    /// How important: the number of relations.
    pub degree: usize,
}

impl Body {
    /// The room it needs with its name below the shape.
    pub fn node_box(&self) -> NodeBox {
        let half = f64::from(self.name.width) / 2.0;
        NodeBox {
            left: half.max(-self.bounds.x0) as f32,
            right: half.max(self.bounds.x1) as f32,
            up: -self.bounds.y0 as f32,
            down: (self.bounds.y1 + NAME_GAP + f64::from(self.name.height)) as f32,
        }
    }
}

/// Bodies of entities, in the order given. Size grows with the square root of the number of
/// relations in the whole dossier.
pub fn bodies(dossier: &Dossier, entities: &[NodeIndex]) -> Vec<Body> {
    let mut shapes: std::collections::HashMap<(Shape, u64), (Arc<BezPath>, kurbo::Rect)> = Default::default();
    let body = |&index: &NodeIndex| {
        let entity = dossier.entity(index)?;
        let kind = dossier.vocabulary.entity_kind_or_neutral(&entity.kind);
        let degree = dossier.degree(index);
        let radius = (RADII.0 + (degree as f64).sqrt() * 0.95).min(RADII.1);
        let made = shapes.entry((kind.shape, radius.to_bits())).or_insert_with(|| {
            let path = outline(kind.shape, radius);
            let bounds = path.bounding_box();
            (Arc::new(path), bounds)
        });
        let style = if kind.strong {
            TextStyle { size: STRONG_SIZE, weight: Weight::SemiBold }
        } else {
            TextStyle { size: NAME_SIZE, weight: Weight::Regular }
        };
        let name = shape_block(entity.label(), style, NAME_WIDTH, NAME_LINES);
        Some(Body {
            entity: index,
            shape: kind.shape,
            radius,
            outline: Arc::clone(&made.0),
            bounds: made.1,
            name,
            strong: kind.strong,
            degree,
        })
    };
    entities.iter().filter_map(body).collect()
}
