//! How nodes are painted: by kind, by whether they are there or only meant to be, by whether they
//! are named.

use super::item::Outline;
use crate::dossier::model::{Entity, EntityKind, Shape};
use crate::explore::query::presence::Presence;
use crate::picture::encoding::ColourCode;
use crate::picture::theme::{Colour, OFF_CONTRAST, TEXT_CONTRAST, Theme};

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

impl Look {
    /// The same with a colour that says something else than the kind. Hollow ones have it in their outline.
    pub(crate) fn recoloured(self, code: ColourCode, theme: &Theme) -> Look {
        let colour = code.colour(theme);
        match (self.fill, self.stroke) {
            (Some(_), _) => {
                Look { fill: Some(colour), stroke: thin(theme.ink_second).filter(|_| code.needs_rim()), ..self }
            }
            (None, Some(stroke)) => Look { stroke: Some(Outline { colour, ..stroke }), ..self },
            (None, None) => self,
        }
    }
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

/// How wide the band of a fold is, and how pale.
const BAND: (f64, f32) = (5.0, 0.55);

/// The look of a node that stands for several entities: the same shape with a broad pale band around it.
pub(crate) fn banded(look: Look, theme: &Theme) -> Look {
    let Some(core) = look.fill.or(look.stroke.map(|stroke| stroke.colour)) else { return look };
    let band = Outline { colour: core.mix(theme.canvas, BAND.1), width: BAND.0, per_radius: 0.0 };
    match (look.fill, look.stroke) {
        // Pale kinds and rings are as full as the others.
        (Some(_), Some(stroke)) => Look { fill: Some(stroke.colour), stroke: Some(band), ..look },
        (Some(_), None) => Look { stroke: Some(band), ..look },
        (None, Some(stroke)) if stroke.per_radius > 0.0 => Look { fill: Some(core), stroke: Some(band), ..look },
        (None, _) => Look { stroke: look.stroke.map(|stroke| Outline { width: BAND.0 / 2.0, ..stroke }), ..look },
    }
}

/// The look of one entity.
pub(crate) fn paint_entity(entity: &Entity, kind: &EntityKind, presence: Presence, theme: &Theme) -> Look {
    let given = Colour::parse(&kind.colour).unwrap_or(theme.ink_third);
    let colour = theme.kind_colour(given);
    if presence == Presence::Absent {
        // Its shape stands where it would stand.
        return Look { fill: None, stroke: thin(theme.ink), dashed: false };
    }
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

/// Opacity of a node that is certainly, possibly, only prospectively or not there. One that is not
/// there is an outline, which is still seen.
pub(crate) fn node_opacity(presence: Presence) -> f32 {
    match presence {
        Presence::Certain | Presence::Planned => 1.0,
        Presence::Possible | Presence::Absent => 0.5,
    }
}

/// The same of a line: one that is not there has no outline and is pale.
pub(crate) fn line_opacity(presence: Presence) -> f32 {
    match presence {
        Presence::Certain | Presence::Planned => 1.0,
        Presence::Possible => 0.5,
        Presence::Absent => 0.3,
    }
}

/// The least contrast of a name.
pub(crate) fn name_contrast(presence: Presence) -> f32 {
    match presence {
        Presence::Certain | Presence::Planned | Presence::Possible => TEXT_CONTRAST,
        Presence::Absent => OFF_CONTRAST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_an_outline_that_is_seen() {
        let vocabulary = crate::dossier::document::empty().dossier.vocabulary;
        for theme in Theme::ALL {
            for kind in &vocabulary.entity_kinds {
                let entity = Entity::new("a", kind.id.clone(), "A");
                let look = paint_entity(&entity, kind, Presence::Absent, theme);
                let outline = look.stroke.expect("an outline").colour;
                let seen = theme.canvas.mix(outline, node_opacity(Presence::Absent));
                assert!(
                    look.fill.is_none() && seen.contrast(theme.canvas) >= OFF_CONTRAST,
                    "{}: {}",
                    theme.name,
                    kind.id
                );
            }
        }
    }
}
