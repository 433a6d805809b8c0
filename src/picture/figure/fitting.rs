//! How much of the words around a network a page has room for: all of them where it is large, and step by step
//! fewer and smaller ones, so that the network keeps its share. Where they stand is not known here.

/// How the words around a network are set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Setting {
    /// Lines of title, subtitle and list of sources at most; 0 leaves it out.
    pub(super) lines: [usize; 3],
    pub(super) legend: bool,
    /// Letters of title, subtitle, legend and sources, in points.
    pub(super) sizes: [f32; 4],
    /// Distance between rows of the legend.
    pub(super) row: f64,
}

/// Letters of a page that has room, and of one that has little.
pub(super) const SIZES: [f32; 4] = [12.0, 8.5, 7.5, 6.5];
const SMALL: [f32; 4] = [9.0, 6.5, 6.0, 6.0];
const ROWS: [f64; 2] = [12.5, 10.0];

const fn set(lines: [usize; 3], legend: bool, is_small: bool) -> Setting {
    if is_small {
        Setting { lines, legend, sizes: SMALL, row: ROWS[1] }
    } else {
        Setting { lines, legend, sizes: SIZES, row: ROWS[0] }
    }
}

/// From a page with room for all to one with room for hardly anything.
pub(super) const SETTINGS: [Setting; 8] = [
    set([3, 3, 6], true, false),
    set([3, 2, 3], true, true),
    set([2, 2, 3], true, true),
    set([2, 1, 1], true, true),
    set([2, 1, 0], true, true),
    set([2, 1, 1], false, true),
    set([2, 1, 0], false, true),
    set([1, 0, 0], false, true),
];

/// The share of the height inside its margins that a network keeps, and its least width and height, in points.
pub(super) const SHARE: f64 = 0.3;
pub(super) const LEAST: (f64, f64) = (60.0, 40.0);
