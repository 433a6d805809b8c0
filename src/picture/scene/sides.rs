//! The eight places beside a node where its name may stand, and how much each is liked. Shared by
//! the scene, which places every name, and by the canvas, which chooses names for the screen.

use kurbo::{Rect, Vec2};

/// Where a name stands, seen from its node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    /// Centred under the shape, where the layout has left room.
    #[default]
    Below,
    /// Beginning right of it.
    Right,
    /// Ending left of it.
    Left,
    /// Centred above it.
    Above,
    /// Beginning at its lower right.
    RightBelow,
    /// Beginning at its upper right.
    RightAbove,
    /// Ending at its lower left.
    LeftBelow,
    /// Ending at its upper left.
    LeftAbove,
}

/// What a place costs beyond what lies under it: the order after Imhof (1975), adapted to names
/// that stand under their shapes by custom.
pub(crate) const PLACES: &[(Side, f64)] = &[
    (Side::Below, 0.0),
    (Side::Right, 0.6),
    (Side::Left, 0.9),
    (Side::Above, 1.0),
    (Side::RightBelow, 1.4),
    (Side::RightAbove, 1.5),
    (Side::LeftBelow, 1.6),
    (Side::LeftAbove, 1.7),
];

impl Side {
    /// The top left corner of a name of `size` (width, height), from the centre of its node, and how
    /// its lines stand in the block (0.0 left, 0.5 centred, 1.0 right). `bounds` is the box of the
    /// shape around its centre, `gap` the space between shape and name.
    pub(crate) fn offset(self, (w, h): (f64, f64), bounds: Rect, gap: f64) -> (Vec2, f32) {
        let b = bounds;
        let beside = gap + 1.5;
        match self {
            Side::Below => (Vec2::new(-w / 2.0, b.y1 + gap), 0.5),
            Side::Above => (Vec2::new(-w / 2.0, b.y0 - gap - h), 0.5),
            Side::Right => (Vec2::new(b.x1 + beside, -h / 2.0), 0.0),
            Side::Left => (Vec2::new(b.x0 - beside - w, -h / 2.0), 1.0),
            Side::RightBelow => (Vec2::new(b.x1 * 0.6, b.y1 * 0.8 + gap), 0.0),
            Side::RightAbove => (Vec2::new(b.x1 * 0.6, b.y0 * 0.8 - gap - h), 0.0),
            Side::LeftBelow => (Vec2::new(b.x0 * 0.6 - w, b.y1 * 0.8 + gap), 1.0),
            Side::LeftAbove => (Vec2::new(b.x0 * 0.6 - w, b.y0 * 0.8 - gap - h), 1.0),
        }
    }
}
