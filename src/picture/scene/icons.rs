//! Icons: one set of solid signs that a kind of entity may have inside its shape, how large they sit in
//! each shape, and in which colour. Paths alone: who draws them where is no matter of this file.

use std::sync::{Arc, OnceLock};

use kurbo::{Affine, BezPath, PathEl, Point};

use crate::dossier::model::Shape;
use crate::picture::theme::{Colour, Theme};

/// Side of the square that paths are drawn in, its first corner at the origin.
const BOX: f64 = 24.0;

/// Every icon by name, as SVG path text within a square of 24 units. Filled by winding number: holes run
/// against the clock; pieces do not lie on each other, and what parts them is at least 1.5 wide, so
/// that it is still seen at ten pixels.
pub(crate) const ICONS: &[(&str, &str)] = &[
    ("flag", "M4 2h2.4v20H4zM7.8 3.2c2.8-1.2 5-1 7 0s3.8 1.1 6 .5v9.6c-2.2.6-4 .5-6-.5s-4.2-1.2-7 0z"),
    (
        "person",
        "M12 2a4.8 4.8 0 0 1 0 9.6a4.8 4.8 0 0 1 0-9.6z\
         M12 13.3c5.4 0 9 2.9 9 6.6v.9a1.2 1.2 0 0 1-1.2 1.2H4.2A1.2 1.2 0 0 1 3 20.8v-.9c0-3.7 3.6-6.6 9-6.6z",
    ),
    (
        "people",
        "M8.4 4.2a3.9 3.9 0 0 1 0 7.8a3.9 3.9 0 0 1 0-7.8z\
         M8.4 13.6c4.2 0 7 2.4 7 5.4v1a.9.9 0 0 1-.9.9H2.3a.9.9 0 0 1-.9-.9v-1c0-3 2.8-5.4 7-5.4z\
         M16.8 4.6a3.2 3.2 0 0 1 0 6.4a3.2 3.2 0 0 1 0-6.4z\
         M16.8 12.4c3.5 0 5.8 2.1 5.8 4.8v1.3a.8.8 0 0 1-.8.8h-4.6c0-2.8-1-4.9-2.8-6.5c.7-.3 1.5-.4 2.4-.4z",
    ),
    (
        "building",
        "M4.5 3.2A1.2 1.2 0 0 1 5.7 2h12.6a1.2 1.2 0 0 1 1.2 1.2V22h-5.4v-4.6H9.9V22H4.5zM7.8 5v2.8h3V5z\
         M13.2 5v2.8h3V5zM7.8 10.4v2.8h3v-2.8zM13.2 10.4v2.8h3v-2.8z",
    ),
    ("bank", "M12 1.8l10 5v2.9h-2.6v8.1H22V22H2v-4.2h2.6V9.7H2V6.8zM7.4 9.7v8.1h3.1V9.7zM13.5 9.7v8.1h3.1V9.7z"),
    ("home", "M12 2.2L22.6 11.8h-3.2v9.8h-5.2v-6.4H9.8v6.4H4.6v-9.8H1.4z"),
    ("factory", "M2.2 21.8L3.4 2.4h3.9l.6 9.2 5.2-3.8v3.8l5.2-3.8h3.5v14zM6.8 14.6v3.4h3v-3.4zM14 14.6v3.4h3v-3.4z"),
    (
        "globe",
        "M12 2a10 10 0 0 1 0 20a10 10 0 0 1 0-20zM4.06 11H6.83A5.2 10 0 0 1 8.35 4.88A8 8 0 0 0 4.06 11z\
         M8.92 11h6.16A3.1 10 0 0 0 13.95 4.24A8 8 0 0 0 10.05 4.24A3.1 10 0 0 0 8.92 11z\
         M19.94 11A8 8 0 0 0 15.65 4.88A5.2 10 0 0 1 17.17 11zM4.06 13A8 8 0 0 0 8.35 19.12A5.2 10 0 0 1 6.83 13z\
         M15.08 13H8.92A3.1 10 0 0 0 10.05 19.76A8 8 0 0 0 13.95 19.76A3.1 10 0 0 0 15.08 13z\
         M19.94 13h-2.77A5.2 10 0 0 1 15.65 19.12A8 8 0 0 0 19.94 13z",
    ),
    (
        "pin",
        "M12 1.8a7.6 7.6 0 0 1 7.6 7.6c0 4.6-3.6 8-7.6 12.9C8 17.4 4.4 14 4.4 9.4A7.6 7.6 0 0 1 12 1.8z\
         M12 6.4a3 3 0 1 0 0 6a3 3 0 0 0 0-6z",
    ),
    (
        "document",
        "M4.6 2.8a.8.8 0 0 1 .8-.8h8.4l5.6 5.6v13.6a.8.8 0 0 1-.8.8H5.4a.8.8 0 0 1-.8-.8zM12.9 4.2v4.3h4.3z\
         M7.6 11.4v2h8.8v-2zM7.6 15.8v2h8.8v-2z",
    ),
    (
        "book",
        "M11 5.6C8.6 4.1 5.6 3.6 1.8 4v14.6c3.8-.4 6.8.1 9.2 1.6z\
         M13 5.6v14.6c2.4-1.5 5.4-2 9.2-1.6V4c-3.8-.4-6.8.1-9.2 1.6z",
    ),
    (
        "mail",
        "M2 6.6v11.9A1.5 1.5 0 0 0 3.5 20h17a1.5 1.5 0 0 0 1.5-1.5V6.6l-10 7z\
         M2.2 4.5C2.5 4.2 3 4 3.5 4h17c.5 0 1 .2 1.3.5L12 11.3z",
    ),
    (
        "speech",
        "M4.5 2.8h15A2.5 2.5 0 0 1 22 5.3v9.2a2.5 2.5 0 0 1-2.5 2.5h-7.3l-5.8 5v-5H4.5A2.5 2.5 0 0 1 2 14.5V5.3\
         a2.5 2.5 0 0 1 2.5-2.5zM6 6.7v2.1h12V6.7zM6 11v2.1h8V11z",
    ),
    (
        "phone",
        "M5.2 2.6h3.4c.6 0 1.1.4 1.3 1l1.2 4.3c.1.5 0 1-.4 1.4L8.4 11.4c1.1 1.9 2.5 3.3 4.3 4.3l2-2.2c.4-.4.9\
         -.5 1.4-.4l4.3 1.2c.6.2 1 .7 1 1.3v3.3c0 1.4-1.1 2.5-2.5 2.5C10.6 21.4 2.6 13.4 2.6 5.2c0-1.4 1.2-2.6 \
         2.6-2.6z",
    ),
    (
        "handshake",
        "M1 4.8h2.8v10.4H1zM20.2 4.8H23v10.4h-2.8z\
         M5.4 6l3.4-1 2.4 1-2.8 3.6a1.7 1.7 0 0 0 2.3 2.4l2.7-1.7 5.2 5-5.4 4.6c-.7.6-1.6.6-2.2 0L6.6 14.8l-1.2\
         -.4zM13.4 5.2l1.9-.5 3.3.9v7.8L13.8 8.4 9.9 10.7z",
    ),
    (
        "calendar",
        "M6 1.8h2.6V4h6.8V1.8H18V4h2a1.6 1.6 0 0 1 1.6 1.6v14.6a1.6 1.6 0 0 1-1.6 1.6H4a1.6 1.6 0 0 1-1.6-1.6\
         V5.6A1.6 1.6 0 0 1 4 4h2zM4.8 9.4v10h14.4v-10zM12.4 12.8h4.4v4.4h-4.4z",
    ),
    (
        "key",
        "M7.4 6.4a5.6 5.6 0 0 1 5.3 3.9H22.4v3.4h-2v3.3h-3.2v-3.3h-4.5A5.6 5.6 0 1 1 7.4 6.4z\
         M7.4 9.7a2.3 2.3 0 1 0 0 4.6a2.3 2.3 0 0 0 0-4.6z",
    ),
    ("shield", "M12 1.8l8.6 3v6.4c0 5-3.5 8.9-8.6 11-5.1-2.1-8.6-6-8.6-11V4.8zM12 5v13.8c3.4-1.7 5.5-4.3 5.5-7.6V6.9z"),
    (
        "lock",
        "M6.8 10.2V7.2a5.2 5.2 0 0 1 10.4 0v3h1.3a1.5 1.5 0 0 1 1.5 1.5v8.8a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 \
         0 1 4 20.5v-8.8a1.5 1.5 0 0 1 1.5-1.5zM9.4 10.2h5.2v-3a2.6 2.6 0 0 0-5.2 0z\
         M12 13.2a1.9 1.9 0 0 0-1.1 3.4V19h2.2v-2.4A1.9 1.9 0 0 0 12 13.2z",
    ),
    (
        "eye",
        "M12 4.6c5 0 8.7 3.4 10.8 7.4-2.1 4-5.8 7.4-10.8 7.4S3.3 16 1.2 12C3.3 8 7 4.6 12 4.6z\
         M12 7.4a4.6 4.6 0 1 0 0 9.2a4.6 4.6 0 0 0 0-9.2zM12 9.6a2.4 2.4 0 0 1 0 4.8a2.4 2.4 0 0 1 0-4.8z",
    ),
    (
        "coin",
        "M12 2.2c5.2 0 9.2 1.6 9.2 3.8s-4 3.8-9.2 3.8S2.8 8.2 2.8 6s4-3.8 9.2-3.8z\
         M2.8 8.9c1.7 1.7 5.2 2.7 9.2 2.7s7.5-1 9.2-2.7v2.8c0 2.2-4 3.8-9.2 3.8s-9.2-1.6-9.2-3.8z\
         M2.8 14.8c1.7 1.7 5.2 2.7 9.2 2.7s7.5-1 9.2-2.7v2.8c0 2.2-4 3.8-9.2 3.8s-9.2-1.6-9.2-3.8z",
    ),
    ("chart", "M2.4 12.4h4.8V21.6H2.4zM9.6 7.4h4.8V21.6H9.6zM16.8 2.4h4.8V21.6h-4.8z"),
    (
        "ship",
        "M1.8 14h20.4l-2.6 6.4c-.3.7-.9 1.1-1.7 1.1H6.1c-.8 0-1.4-.4-1.7-1.1zM5.6 8.2h12.8v4.2H5.6z\
         M9.6 2.4h4.8v4.2H9.6z",
    ),
    (
        "plane",
        "M12 1.5c1.1 0 1.8 1.4 1.8 3v4.6l8.4 5.2v2.6l-8.4-2.6v4.3l2.6 1.9v2L12 21.5l-4.4 1v-2l2.6-1.9v-4.3l-8.4 \
         2.6v-2.6l8.4-5.2V4.5c0-1.6.7-3 1.8-3z",
    ),
    ("star", "M12 2.1l2.59 6.94 7.4.32-5.8 4.6 1.98 7.13L12 17l-6.17 4.09 1.98-7.13-5.8-4.6 7.4-.32z"),
    (
        "heart",
        "M12 21.4C5 16.3 1.8 12.7 1.8 8.5c0-3.2 2.4-5.6 5.5-5.6 1.9 0 3.6 1 4.7 2.6 1.1-1.6 2.8-2.6 4.7-2.6 3.1 \
         0 5.5 2.4 5.5 5.6 0 4.2-3.2 7.8-10.2 12.9z",
    ),
    ("bolt", "M14.8 1.4L3.2 14h6.4L7 22.6 20.8 9.2h-6.9l3.7-7.8z"),
    ("drop", "M12 1.8C16 7 19.2 10.8 19.2 14.9a7.2 7.2 0 0 1-14.4 0C4.8 10.8 8 7 12 1.8z"),
    (
        "leaf",
        "M21.4 2.6C9.6 2.6 3.4 7 3.4 13.4c0 1.6.4 3 1.2 4.2C7.4 12.8 10.8 9.8 15.6 8 11.4 11 8.6 14.4 6.6 19.4\
         c1.3.8 2.8 1.2 4.4 1.2 7 0 10.6-6.4 10.4-18zM4 19l1.9 1.1-.9 2H2.9z",
    ),
    (
        "warning",
        "M12 2.2c.7 0 1.2.3 1.5.9l8.8 16.2c.6 1.2-.2 2.5-1.5 2.5H3.2c-1.3 0-2.1-1.3-1.5-2.5L10.5 3.1c.3-.6.8-.9 \
         1.5-.9zM10.6 8.4l.5 6.6h1.8l.5-6.6zM12 16.3a1.4 1.4 0 1 0 0 2.8a1.4 1.4 0 0 0 0-2.8z",
    ),
    (
        "gear",
        "M9.7 4.6L10.1 2L13.9 2L14.3 4.6L15.6 5.2L17.7 3.6L20.4 6.3L18.8 8.4L19.4 9.7L22 10.1L22 13.9L19.4 14.3\
         L18.8 15.6L20.4 17.7L17.7 20.4L15.6 18.8L14.3 19.4L13.9 22L10.1 22L9.7 19.4L8.4 18.8L6.3 20.4L3.6 17.7\
         L5.2 15.6L4.6 14.3L2 13.9L2 10.1L4.6 9.7L5.2 8.4L3.6 6.3L6.3 3.6L8.4 5.2z\
         M12 8.6a3.4 3.4 0 1 0 0 6.8a3.4 3.4 0 0 0 0-6.8z",
    ),
    (
        "link",
        "M10.6 6.8H7a5.2 5.2 0 0 0 0 10.4h3.6v-2.7H7a2.5 2.5 0 0 1 0-5h3.6z\
         M13.4 6.8H17a5.2 5.2 0 0 1 0 10.4h-3.6v-2.7H17a2.5 2.5 0 0 0 0-5h-3.6zM8 10.7h8v2.6H8z",
    ),
];

/// What stands in a shape in place of its kind's icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// It came.
    Plus,
    /// It went.
    Minus,
    /// Nobody knows when.
    Query,
    /// It falls with evidence that is struck.
    Cross,
}

/// The paths of signs, as those of icons; no dossier names them.
const SIGNS: &[(Sign, &str)] = &[
    (Sign::Plus, "M9.2 1.8h5.6v7.4h7.4v5.6h-7.4v7.4H9.2v-7.4H1.8V9.2h7.4z"),
    (Sign::Minus, "M1.8 9h20.4v6H1.8z"),
    (
        Sign::Query,
        "M12 1.6c4.5 0 7.6 2.5 7.6 6.2 0 2.7-1.4 4.1-3.2 5.4-1.5 1.1-2 1.7-2 2.9v.5H9.7v-1c0-2.8 1.3-4.1 3.1-5.4 1.3-.9 1.8\
         -1.4 1.8-2.3 0-1.1-.9-1.8-2.5-1.8-1.7 0-2.7.9-2.9 2.6L4.4 8.1C4.8 4.2 7.7 1.6 12 1.6zM9.6 18h5v4.4h-5z",
    ),
    (Sign::Cross, "M5.2 2.2L12 9l6.8-6.8 3 3L15 12l6.8 6.8-3 3L12 15l-6.8 6.8-3-3L9 12 2.2 5.2z"),
];

/// How many paths there are: of icons, then of signs.
pub(crate) const PATHS: usize = ICONS.len() + SIGNS.len();

/// An icon: its place in [`ICONS`], counted from 1; signs follow.
pub(crate) type IconNumber = std::num::NonZeroU8;

/// The number of a sign.
pub(crate) fn sign(sign: Sign) -> Option<IconNumber> {
    let place = SIGNS.iter().position(|(known, _)| *known == sign)?;
    IconNumber::new(u8::try_from(ICONS.len() + place + 1).ok()?)
}

/// The number of the icon with this name.
pub(crate) fn number(name: &str) -> Option<IconNumber> {
    let place = ICONS.iter().position(|(known, _)| *known == name)?;
    IconNumber::new(u8::try_from(place + 1).ok()?)
}

/// The points of a path on a fine grid: the arcs of the texts become curves with the mathematics of the system, whose
/// last bits differ from one to the next.
fn on_grid(mut path: BezPath) -> BezPath {
    const LINES: f64 = 65_536.0;
    let near = |p: Point| Point::new((p.x * LINES).round() / LINES, (p.y * LINES).round() / LINES);
    for element in path.elements_mut() {
        *element = match *element {
            PathEl::MoveTo(p) => PathEl::MoveTo(near(p)),
            PathEl::LineTo(p) => PathEl::LineTo(near(p)),
            PathEl::QuadTo(a, p) => PathEl::QuadTo(near(a), near(p)),
            PathEl::CurveTo(a, b, p) => PathEl::CurveTo(near(a), near(b), near(p)),
            PathEl::ClosePath => PathEl::ClosePath,
        };
    }
    path
}

/// The path of an icon in a square from -1 to 1.
pub(crate) fn path(icon: IconNumber) -> Arc<BezPath> {
    static ALL: OnceLock<Vec<Arc<BezPath>>> = OnceLock::new();
    let read = |text: &str| {
        // The texts are part of the program, and a test reads them all.
        let path = BezPath::from_svg(text).unwrap_or_default();
        Arc::new(on_grid(Affine::translate((-1.0, -1.0)) * Affine::scale(2.0 / BOX) * path))
    };
    let all = ALL.get_or_init(|| {
        let texts = ICONS.iter().map(|(_, text)| *text).chain(SIGNS.iter().map(|(_, text)| *text));
        texts.map(read).collect()
    });
    all.get(usize::from(icon.get()) - 1).map(Arc::clone).unwrap_or_default()
}

/// Where an icon sits in a shape of radius 1: how far below the centre, and half the side of its
/// square. About three fifths of the shape, so that the shape is told first.
pub(crate) fn seat(shape: Shape) -> (f64, f64) {
    match shape {
        Shape::RoundedSquare => (0.0, 0.62),
        Shape::SmallSquare => (0.0, 0.5),
        Shape::Hexagon | Shape::Disc => (0.0, 0.6),
        // Within the hole that the stroke leaves.
        Shape::Ring => (0.0, 0.38),
        Shape::TwoDiscs => (0.0, 0.48),
        Shape::Stadium => (0.0, 0.53),
        Shape::Diamond => (0.0, 0.5),
        Shape::Star => (0.06, 0.44),
        Shape::Pentagon => (0.07, 0.55),
        Shape::Shield => (-0.08, 0.56),
        Shape::TagRight | Shape::TagLeft => (0.0, 0.55),
        Shape::Triangle => (0.3, 0.42),
        Shape::Page => (0.16, 0.56),
        Shape::Pin => (-0.25, 0.5),
    }
}

/// The path of an icon within a shape of this radius around the origin.
pub(crate) fn placed(icon: IconNumber, shape: Shape, radius: f64) -> BezPath {
    let (down, half) = seat(shape);
    Affine::translate((0.0, down * radius)) * Affine::scale(half * radius) * (*path(icon)).clone()
}

/// The colour of icons on a shape of these paints: that of its outline where the shape is hollow or
/// pale, else whichever of ground and ink stands out more.
pub(crate) fn colour(fill: Option<Colour>, outline: Option<Colour>, theme: &Theme) -> Colour {
    match (outline, fill) {
        (Some(outline), _) => outline,
        (None, Some(fill)) if fill.contrast(theme.canvas) < fill.contrast(theme.ink) => theme.ink,
        (None, _) => theme.canvas,
    }
}

#[cfg(test)]
mod tests {
    use kurbo::{Point, Shape as _};

    use super::super::shapes::outline;
    use super::*;
    use crate::dossier::model::ICON_WORDS;

    fn all() -> impl Iterator<Item = (String, IconNumber)> {
        let icons = ICONS.iter().map(|(name, _)| ((*name).to_owned(), number(name).unwrap()));
        icons.chain(SIGNS.iter().map(|(of, _)| (format!("{of:?}"), sign(*of).unwrap())))
    }

    #[test]
    fn every_path_has_a_number_of_its_own() {
        let numbers: Vec<usize> = all().map(|(_, number)| usize::from(number.get())).collect();
        assert_eq!(numbers, (1..=PATHS).collect::<Vec<_>>());
    }

    #[test]
    fn every_name_that_a_dossier_may_say_is_drawn_and_the_other_way_round() {
        assert_eq!(ICON_WORDS, ICONS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        assert_eq!(number("flog"), None);
    }

    #[test]
    fn every_icon_fills_its_box_and_stays_within() {
        for (name, icon) in all() {
            let path = path(icon);
            let b = path.bounding_box();
            assert!(b.x0 >= -1.0 && b.y0 >= -1.0 && b.x1 <= 1.0 && b.y1 <= 1.0, "{name}: {b:?}");
            assert!(b.width().max(b.height()) > 1.5, "{name} is small: {b:?}");
            assert!(b.center().to_vec2().hypot() < 0.12, "{name} stands aside: {b:?}");
            // About as much ink as the others have.
            let inked = (0..4096).filter(|n| {
                let at = |n: usize| (n as f64 + 0.5) / 32.0 - 1.0;
                path.contains(Point::new(at(n % 64), at(n / 64)))
            });
            let share = inked.count() as f64 / 4096.0;
            assert!((0.18..0.68).contains(&share), "{name} covers {share:.2}");
        }
    }

    #[test]
    fn no_piece_of_an_icon_lies_on_another() {
        // Distances to outlines, by which the window draws, would show the seams.
        for (name, icon) in all() {
            let path = path(icon);
            for n in 0..160 * 160 {
                let at = |n: usize| (n as f64 + 0.5) / 80.0 - 1.0;
                let winding = path.winding(Point::new(at(n % 160), at(n / 160)));
                assert!((-1..=1).contains(&winding), "{name} has {winding}");
            }
        }
    }

    #[test]
    fn icons_sit_within_every_shape() {
        for &(word, shape) in Shape::ALL {
            let path = outline(shape, 1.0);
            let (down, half) = seat(shape);
            // Hardly any icon has ink in the corners of its square.
            for (x, y) in [(0.8, 0.8), (0.8, -0.8), (0.95, 0.0), (0.0, 0.95), (0.0, -0.95)] {
                for x in [-x, x] {
                    let corner = Point::new(x * half, down + y * half);
                    assert!(path.contains(corner), "{word} has no room at {corner:?}");
                }
            }
        }
    }
}
