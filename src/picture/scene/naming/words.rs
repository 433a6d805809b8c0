//! What lines mean, written on them: the word of the relation flat on a plate at its middle, slid along where
//! something is in the way; or a number, which a key explains. Only where a plate covers nothing but its own
//! line. Names and lines are placed before, and not moved here.

use kurbo::{BezPath, ParamCurve, Point, Rect};

use super::index::{Boxes, Strokes};
use crate::picture::lettering::{TextBlock, TextStyle, Weight, shape_block};

/// Letters of words on lines, in scene units.
pub(crate) const WORD_SIZE: f32 = 7.0;
/// Words are broken at about this width, in scene units.
const WIDTH: f32 = 90.0;
/// Where along a line a word may stand.
const ALONG: [f64; 9] = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74];
/// Space around the letters on their plate, in scene units.
const PLATE: (f64, f64) = (1.6, 0.4);
/// A plate covers at most this share of its line.
const COVERED: f64 = 0.6;
/// Points along a line at which it is asked what covers it.
const POINTS: usize = 24;

/// A word on a line.
#[derive(Clone, Debug)]
pub(crate) struct LineWord {
    pub(crate) line: usize,
    /// Shaped at [`WORD_SIZE`], and drawn as much larger as the room says.
    pub(crate) text: TextBlock,
    /// The plate, in scene units.
    pub(crate) plate: Rect,
}

/// What words give way to.
pub(super) struct Obstacles<'a> {
    pub(super) room: Rect,
    /// Nodes, names, arrowheads and captions.
    pub(super) boxes: [&'a Boxes; 4],
    pub(super) strokes: &'a Strokes,
}

/// Places a word on each line that has room for one. `wanted` are lines in falling importance with their words, the
/// liked first; `letters` is how much larger they come out. Also how many lines have none.
pub(super) fn place_words(
    wanted: &[(usize, Vec<String>)],
    path: impl Fn(usize) -> BezPath,
    obstacles: &Obstacles<'_>,
    letters: f64,
) -> (Vec<LineWord>, usize) {
    let mut placed: Vec<LineWord> = Vec::new();
    for (line, words) in wanted {
        let path = path(*line);
        let found = words.iter().find_map(|word| {
            let text = shape_block(word, style(), WIDTH, 2);
            let size = (f64::from(text.width) * letters + 2.0 * PLATE.0, f64::from(text.height) * letters + 2.0 * PLATE.1);
            let is_free = |plate: &Rect| {
                obstacles.are_clear_of(*plate)
                    && placed.iter().all(|other| !super::index::overlap(other.plate, *plate))
            };
            let plate = plates(&path, size).into_iter().find(is_free)?;
            Some(LineWord { line: *line, text, plate })
        });
        placed.extend(found);
    }
    let without = wanted.len() - placed.len();
    (placed, without)
}

fn style() -> TextStyle {
    TextStyle { size: WORD_SIZE, weight: Weight::Regular }
}

/// Plates of a size along a line of which enough is left to be seen.
fn plates(path: &BezPath, size: (f64, f64)) -> Vec<Rect> {
    let Some(curve) = path.segments().next() else { return Vec::new() };
    let points: Vec<Point> = (0..=POINTS).map(|at| curve.eval(at as f64 / POINTS as f64)).collect();
    let plate = |along: &f64| Rect::from_center_size(curve.eval(*along), size);
    let shows = |plate: &Rect| {
        let covered = points.iter().filter(|point| plate.contains(**point)).count();
        covered as f64 <= COVERED * points.len() as f64
    };
    ALONG.iter().map(plate).filter(shows).collect()
}

impl Obstacles<'_> {
    /// Whether a plate lies in the room, on nothing, and on one line only.
    fn are_clear_of(&self, plate: Rect) -> bool {
        super::contains(self.room, plate)
            && self.boxes.iter().all(|boxes| !boxes.any(plate, |_| true))
            && self.strokes.lines_under(plate) <= 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Rect = Rect::new(-50.0, -100.0, 350.0, 100.0);

    fn straight(from: (f64, f64), to: (f64, f64)) -> BezPath {
        let mut path = BezPath::new();
        path.move_to(from);
        path.line_to(to);
        path
    }

    fn placed(paths: &[BezPath], words: &[&str], taken: &[Rect]) -> (Vec<LineWord>, usize) {
        let none = Boxes::new(ROOM, 40.0);
        let mut boxes = Boxes::new(ROOM, 40.0);
        taken.iter().for_each(|area| boxes.add(0, *area));
        let mut strokes = Strokes::new(ROOM, 40.0);
        for (line, path) in paths.iter().enumerate() {
            let points: Vec<Point> =
                path.segments().flat_map(|s| [s.start(), s.end()]).collect();
            strokes.add(line as u32, &points);
        }
        let obstacles = Obstacles { room: ROOM, boxes: [&boxes, &none, &none, &none], strokes: &strokes };
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let wanted: Vec<(usize, Vec<String>)> = (0..paths.len()).map(|line| (line, words.clone())).collect();
        place_words(&wanted, |line| paths[line].clone(), &obstacles, 1.0)
    }

    #[test]
    fn a_word_stands_at_the_middle_of_its_line_or_slides_to_where_it_is_free() {
        let line = [straight((0.0, 0.0), (300.0, 0.0))];
        let (words, without) = placed(&line, &["takes part in"], &[]);
        assert_eq!((words.len(), without), (1, 0));
        assert!((words[0].plate.center().x - 150.0).abs() < 1e-9);
        let (words, _) = placed(&line, &["takes part in"], &[Rect::new(140.0, -5.0, 160.0, 5.0)]);
        assert!((words[0].plate.center().x - 150.0).abs() > 20.0);
        let (words, without) = placed(&line, &["takes part in"], &[Rect::new(20.0, -5.0, 280.0, 5.0)]);
        assert_eq!((words.len(), without), (0, 1));
    }

    #[test]
    fn a_word_hides_no_other_line_and_not_all_of_its_own() {
        let crossing = [straight((0.0, 0.0), (300.0, 0.0)), straight((150.0, -90.0), (150.0, 90.0))];
        let (words, _) = placed(&crossing, &["supports"], &[]);
        assert!(!words[0].plate.contains(Point::new(150.0, 0.0)));
        let short = [straight((0.0, 0.0), (30.0, 0.0))];
        assert_eq!(placed(&short, &["takes part in"], &[]).1, 1);
        let (words, without) = placed(&short, &["takes part in", "1"], &[]);
        assert_eq!((words[0].text.lines[0].text.as_str(), without), ("1", 0), "a number where a word has no room");
    }
}
