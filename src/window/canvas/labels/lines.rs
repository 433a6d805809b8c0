//! Words along relations: what they are, or how many are drawn as one. Placed after the names of
//! nodes, in the room that these have left, where a line is long enough to be seen beside its word.

use std::collections::HashMap;
use std::sync::Arc;

use kurbo::{ParamCurve as _, ParamCurveDeriv as _, Point, QuadBez};

use super::shapes::Shapes;
use super::{LabelView, Nodes};
use crate::picture::lettering::{TextLine, TextStyle, Weight, shape_line};
use crate::picture::scene::box_grid::{BoxGrid, PointBox};

/// Words a frame at most.
const MOST: usize = 80;
/// Lines a frame that are looked at.
const LOOKED_AT: usize = 400;
/// Letters in scene units, and in points at least and at most.
const LETTERS: (f32, f32, f32) = (8.0, 8.5, 13.0);
/// How much longer than its word a line must be, in points.
const LONGER: f32 = 24.0;
/// Where along a line a word may stand, as liked.
const PLACES: &[f64] = &[0.5, 0.4, 0.6, 0.32, 0.68];
/// How much more a word counts that is shown already.
const STAYING: f32 = 1.6;
/// How boxes of words are known in the grid.
const WORD: u32 = u32::MAX;
/// Shaped words that are kept: kinds of relations are few.
const KEPT: usize = 512;

/// A line as far as its word is concerned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LabelledLine<'a> {
    pub(crate) line: u32,
    /// Its course in the scene.
    pub(crate) curve: QuadBez,
    /// What it is; empty where only the count is to be said.
    pub(crate) word: &'a str,
    /// How many relations are drawn as this line; from 2 on it is said.
    pub(crate) count: u32,
    /// How important it is.
    pub(crate) importance: f32,
}

#[derive(Clone, Debug)]
pub(crate) struct ShownWord {
    pub(crate) line: u32,
    /// The shaped text, at size 1: draw it `size` times as large.
    pub(crate) text: Arc<TextLine>,
    /// Size of letters in points.
    pub size: f32,
    /// Where the middle of the word stands, in the scene; its middle height is half the height of
    /// capitals above the baseline.
    pub(crate) centre: Point,
    /// Radians clockwise on the screen, from -π/2 to π/2: never upside down.
    pub(crate) angle: f32,
    place: f64,
}

/// Chooses words, frame after frame.
#[derive(Default)]
pub(crate) struct Words {
    shown: Vec<ShownWord>,
    /// Shaped words, by word and count.
    known: HashMap<(String, u32), Arc<TextLine>>,
    pieces: Vec<PointBox>,
}

impl Words {
    /// Forgets what was shown.
    pub(crate) fn clear(&mut self) {
        self.shown.clear();
    }

    /// What is shown.
    pub(crate) fn shown(&self) -> &[ShownWord] {
        &self.shown
    }

    /// Chooses the words for a frame, in the room that `grid` has left after names were chosen for
    /// the same view. Returns whether they differ from those of the frame before.
    pub(crate) fn choose(
        &mut self,
        view: &LabelView<'_>,
        nodes: &dyn Nodes,
        lines: &[LabelledLine<'_>],
        grid: &mut BoxGrid,
        shapes: &mut Shapes,
    ) -> bool {
        let before = std::mem::take(&mut self.shown);
        let was = |number: u32| before.binary_search_by_key(&number, |w| w.line).ok().map(|i| &before[i]);
        let rank = |(i, line): (usize, &LabelledLine<'_>)| {
            (line.importance * if was(line.line).is_some() { STAYING } else { 1.0 }, i)
        };
        let mut ranked: Vec<(f32, usize)> = lines.iter().enumerate().map(rank).collect();
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (_, i) in ranked.into_iter().take(LOOKED_AT) {
            if self.shown.len() >= MOST {
                break;
            }
            let line = &lines[i];
            let wished = was(line.line).map(|w| w.place);
            if let Some(word) = self.place(view, nodes, line, wished, grid, shapes) {
                self.shown.push(word);
            }
        }
        self.shown.sort_by_key(|w| w.line);
        let same = |(a, b): (&ShownWord, &ShownWord)| {
            a.line == b.line
                && a.centre == b.centre
                && a.angle == b.angle
                && a.size == b.size
                && Arc::ptr_eq(&a.text, &b.text)
        };
        before.len() != self.shown.len() || !before.iter().zip(&self.shown).all(same)
    }

    // Its parameters are borrowed apart: the line is looked at while grid and shapes change.
    fn place(
        &mut self,
        view: &LabelView<'_>,
        nodes: &dyn Nodes,
        line: &LabelledLine<'_>,
        wished: Option<f64>,
        grid: &mut BoxGrid,
        shapes: &mut Shapes,
    ) -> Option<ShownWord> {
        let length = ((line.curve.p2 - line.curve.p0).hypot() * view.zoom) as f32;
        let quarters = 4.0 * view.pixels_per_point.max(0.25);
        let size = (LETTERS.0 * view.zoom as f32).clamp(LETTERS.1, LETTERS.2);
        let size = (size * quarters).round() / quarters;
        // Most lines are too short for any word.
        if length < LONGER + size || (line.word.is_empty() && line.count < 2) {
            return None;
        }
        let text = self.text(line);
        let width = text.width * size;
        if length < width + LONGER {
            return None;
        }
        let whole = PointBox::new(0.0, 0.0, view.size.0, view.size.1);
        let slope = line.curve.deriv();
        let places = wished.into_iter().chain(PLACES.iter().copied().filter(|p| Some(*p) != wished));
        for place in places {
            let centre = line.curve.eval(place);
            let way = slope.eval(place).to_vec2();
            // A count alone stands upright: it is short, and read at a glance.
            let angle = if line.word.is_empty() { 0.0 } else { readable(way.y.atan2(way.x)) as f32 };
            let at = view.to_screen(centre);
            pieces(at, width, size, angle, &mut self.pieces);
            // A word that is shown may leave the view by parts.
            let stays = wished == Some(place);
            let seen = |area: &PointBox| if stays { whole.overlaps(area) } else { whole.holds(area) };
            let mut free = |area: &PointBox| {
                seen(area)
                    && grid.is_free(&area.grown(1.0))
                    && shapes.is_clear(view, nodes, &area.grown(2.0), &|_| false)
            };
            if self.pieces.iter().all(&mut free) {
                self.pieces.iter().for_each(|area| grid.take(*area, WORD));
                return Some(ShownWord { line: line.line, text, size, centre, angle, place });
            }
        }
        None
    }

    fn text(&mut self, line: &LabelledLine<'_>) -> Arc<TextLine> {
        let count = if line.count < 2 { 0 } else { line.count };
        if self.known.len() >= KEPT {
            self.known.clear();
        }
        let shaped = || {
            let text = match (line.word, count) {
                (word, 0) => word.to_owned(),
                ("", count) => format!("×{count}"),
                (word, count) => format!("{word} ×{count}"),
            };
            Arc::new(shape_line(&text, TextStyle::bundled(1.0, Weight::Regular)))
        };
        Arc::clone(self.known.entry((line.word.to_owned(), count)).or_insert_with(shaped))
    }
}

/// The same slope, turned so that letters never stand on their heads.
fn readable(angle: f64) -> f64 {
    use std::f64::consts::{FRAC_PI_2, PI};
    if angle > FRAC_PI_2 {
        angle - PI
    } else if angle <= -FRAC_PI_2 {
        angle + PI
    } else {
        angle
    }
}

/// Boxes that together cover a slanted word: squares along it, as many as it is long.
fn pieces(at: (f32, f32), width: f32, height: f32, angle: f32, out: &mut Vec<PointBox>) {
    out.clear();
    let (sin, cos) = angle.sin_cos();
    if sin.abs() < 0.02 {
        out.push(PointBox::new(at.0 - width / 2.0, at.1 - height / 2.0, width, height).grown(width * sin.abs() / 2.0));
        return;
    }
    let count = (width / height).ceil().max(1.0);
    let step = width / count;
    let half = ((step * cos.abs() + height * sin.abs()) / 2.0, (step * sin.abs() + height * cos.abs()) / 2.0);
    for i in 0..count as usize {
        let along = (i as f32 + 0.5) * step - width / 2.0;
        let (x, y) = (at.0 + along * cos, at.1 + along * sin);
        out.push(PointBox { x0: x - half.0, y0: y - half.1, x1: x + half.0, y1: y + half.1 });
    }
}
