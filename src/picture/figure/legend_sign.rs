//! Signs of the legend as pixels, for the window: the same signs, words and sizes as on a page. Knows no page.

use kurbo::Point;
use tiny_skia::Pixmap;

use super::legend::signs;
use super::paint::{Path, sign_path};
use super::png;
use crate::picture::scene::LegendEntry;
use crate::picture::theme::Theme;

/// Width of the signs of nodes and of lines, and height of all, in points.
pub(crate) const NODE_WIDTH: f64 = 17.0;
pub(crate) const LINE_WIDTH: f64 = 34.0;
pub(crate) const HEIGHT: f64 = 16.0;

/// How wide the sign of an entry is; 0 for one without. Sizes are drawn by who knows the scale.
pub(crate) fn width(entry: &LegendEntry) -> f64 {
    match entry {
        LegendEntry::Kind { .. } | LegendEntry::Area { .. } | LegendEntry::Swatch { .. } | LegendEntry::Tile { .. } => {
            NODE_WIDTH
        }
        LegendEntry::Line { .. }
        | LegendEntry::Planned { .. }
        | LegendEntry::Possible { .. }
        | LegendEntry::Dimmed { .. }
        | LegendEntry::Unknown { .. }
        | LegendEntry::Between { .. }
        | LegendEntry::Taper { .. }
        | LegendEntry::Change { .. } => LINE_WIDTH,
        LegendEntry::Heading { .. } | LegendEntry::Size { .. } | LegendEntry::Number { .. } => 0.0,
    }
}

/// The sign of an entry at so many pixels a point, on a clear ground; `None` for one without.
pub(crate) fn pixels(entry: &LegendEntry, theme: &Theme, scale: f32) -> Option<Pixmap> {
    let width = width(entry);
    let signs = signs(theme, entry, Point::new(1.0, HEIGHT / 2.0), width);
    let paths: Vec<Path> = signs.into_iter().map(sign_path).collect();
    png::paths(&paths, (width, HEIGHT), scale)
}
