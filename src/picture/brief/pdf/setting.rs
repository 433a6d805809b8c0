//! Lines of a brief set for a page: broken to a width, with the places, weights and colours of their letters. Pages are not
//! known here.

use kurbo::Point;

use super::super::{Line, Run, reads_rtl};
use crate::picture::figure::{Item, set_line};
use crate::picture::lettering::{Fonts, Piece, TextLine, Weight, fill};
use crate::picture::theme::{Colour, Theme};

/// The colours of a page.
pub(super) const THEME: &Theme = &Theme::PRINT;
/// Distance of baselines, and reach above them, in ems; more where the letters of a script need it.
const LEADING: f32 = 1.38;
const RISE: f32 = 1.0;

/// How words are set.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    /// Points.
    pub(super) size: f32,
    /// Whether all of them are heavy.
    pub(super) is_strong: bool,
    pub(super) colour: Colour,
}

/// One line, set.
#[derive(Clone)]
pub(super) struct SetLine {
    /// Its pieces with their left ends and colours.
    pieces: Vec<(f64, TextLine, Colour)>,
    size: f32,
    /// Where it begins in its column.
    indent: f64,
    rise: f64,
    /// How much of the column it takes.
    pub(super) height: f64,
}

/// Sets a line in a column of this width.
pub(super) fn set(line: &Line, (manner, fonts): (Manner, Fonts), width: f64) -> Vec<SetLine> {
    let words: Vec<(String, bool, Colour)> = line.iter().map(|run| look(run, manner)).collect();
    let weight = |strong: bool| if strong { Weight::SemiBold } else { Weight::Regular };
    let pieces: Vec<Piece<'_>> =
        words.iter().map(|(text, strong, _)| Piece { text, weight: weight(*strong) }).collect();
    let rtl = reads_rtl(line);
    let lines = fill(&pieces, (manner.size, fonts), width as f32).into_iter().map(|placed| {
        let faces = placed.iter().flat_map(|piece| piece.line.runs.iter().map(|run| run.face.reach()));
        let (up, down) = faces.fold((RISE, 0.0), |most, one| (f32::max(most.0, one.0), f32::max(most.1, one.1)));
        let wide = placed.last().map_or(0.0, |last| f64::from(last.x + last.line.width));
        let colour = |piece: usize| words.get(piece).map_or(manner.colour, |(_, _, colour)| *colour);
        SetLine {
            pieces: placed.into_iter().map(|one| (f64::from(one.x), one.line, colour(one.piece))).collect(),
            size: manner.size,
            indent: if rtl { width - wide } else { 0.0 },
            rise: f64::from(up * manner.size),
            height: f64::from(LEADING.max(up + down) * manner.size),
        }
    });
    lines.collect()
}

/// Words of a run, whether they are heavy, and their colour.
fn look(run: &Run, manner: Manner) -> (String, bool, Colour) {
    let Manner { is_strong, colour, .. } = manner;
    match run {
        Run::Plain(words) => (words.clone(), is_strong, colour),
        Run::Strong(words) => (words.clone(), true, colour),
        Run::Faint(words) => (words.clone(), is_strong, THEME.ink_second),
        Run::Quote(words) => (format!("“{words}”"), is_strong, colour),
        Run::Source(number) => (format!("[{number}]"), is_strong, THEME.accent),
    }
}

impl SetLine {
    /// From the beginning of its column to the end of its letters.
    pub(super) fn width(&self) -> f64 {
        self.indent + self.pieces.last().map_or(0.0, |(x, line, _)| x + f64::from(line.width))
    }

    /// What is drawn of it where its column begins at `at`, at its upper edge.
    pub(super) fn items(self, at: Point) -> Vec<Item> {
        let baseline = |x: f64| Point::new(at.x + self.indent + x, at.y + self.rise);
        let size = self.size;
        self.pieces.into_iter().map(|(x, line, colour)| set_line(line, size, colour, baseline(x))).collect()
    }
}
