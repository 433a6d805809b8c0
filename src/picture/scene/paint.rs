//! How nodes are painted: by kind, by whether they are there or only meant to be, by whether they
//! are named.

use super::item::Outline;
use crate::dossier::model::{Entity, EntityKind, Shape};
use crate::explore::query::presence::Presence;
use crate::picture::theme::{Colour, Theme};

/// How pale a pale fill is.
const PALE: f32 = 0.66;
/// Width of outlines.
const OUTLINE: f64 = 1.5;
/// Width of the rim that a picture leaves of a shape without an outline.
pub(crate) const RIM: f64 = 1.5;
/// How thick a ring is, as a share of its radius.
const RING: f64 = 0.42;

fn thin(colour: Colour) -> Option<Outline> {
    Some(Outline { colour, width: OUTLINE, per_radius: 0.0 })
}

/// Fill, outline and its pattern.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Look {
    /// Paint inside; `None` is hollow.
    pub(crate) fill: Option<Colour>,
    /// Paint of the outline.
    pub(crate) stroke: Option<Outline>,
    /// Dashed outline.
    pub(crate) dashed: bool,
}

/// The plain look of a kind.
pub(crate) fn paint(kind: &EntityKind, theme: &Theme) -> Look {
    let given = Colour::parse(&kind.colour).unwrap_or(theme.ink_third);
    let colour = theme.kind_colour(given);
    match kind.shape {
        Shape::SmallSquare => Look { fill: Some(colour.mix(theme.canvas, PALE)), stroke: thin(colour), dashed: false },
        Shape::Ring => {
            Look { fill: None, stroke: Some(Outline { colour, width: 0.0, per_radius: RING }), dashed: false }
        }
        Shape::RoundedSquare
        | Shape::Hexagon
        | Shape::Disc
        | Shape::TwoDiscs
        | Shape::Stadium
        | Shape::Diamond
        | Shape::Star
        | Shape::Pentagon
        | Shape::Shield
        | Shape::TagRight
        | Shape::TagLeft
        | Shape::Triangle
        | Shape::Page
        | Shape::Pin => Look { fill: Some(colour), stroke: None, dashed: false },
    }
}

/// The look of one entity.
pub(crate) fn paint_entity(entity: &Entity, kind: &EntityKind, presence: Presence, theme: &Theme) -> Look {
    let given = Colour::parse(&kind.colour).unwrap_or(theme.ink_third);
    let colour = theme.kind_colour(given);
    if entity.ghost {
        return Look { fill: None, stroke: thin(theme.ink_third), dashed: true };
    }
    if entity.status.is_prospective() || presence == Presence::Planned {
        return Look { fill: None, stroke: thin(colour), dashed: true };
    }
    let plain = paint(kind, theme);
    match plain.fill {
        Some(_) if entity.unnamed || entity.implied => {
            Look { fill: Some(colour.mix(theme.canvas, PALE)), stroke: thin(colour), dashed: false }
        }
        _ => plain,
    }
}

/// Opacity of what is certainly, possibly, only prospectively or not there.
pub(crate) fn opacity(presence: Presence) -> f32 {
    match presence {
        Presence::Certain | Presence::Planned => 1.0,
        Presence::Possible => 0.5,
        Presence::Absent => 0.12,
    }
}
