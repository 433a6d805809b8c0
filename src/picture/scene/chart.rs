//! What a scene made of rows has besides nodes and lines: bars and cells, rules between rows, headings of columns. The kinds
//! are few, and each says into which plain pieces it is drawn, so that window and figure draw the same. How rows are ordered
//! and what their dates mean is not known here.

use kurbo::{Point, Rect};

use crate::layout::Form;
use crate::picture::theme::Colour;

/// Space between the stripes of a hatching at least.
const STRIPE: f64 = 4.0;
/// Width of a stripe.
const STRIPE_WIDTH: f64 = 1.0;
/// Stripes of one bar at most: of a longer one they stand further apart.
const STRIPES: f64 = 40.0;
/// Width of outlines.
const EDGE: f64 = 0.9;

/// The rows of a scene.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chart {
    /// A timeline or a matrix.
    pub(crate) form: Form,
    /// All rows, without names and headings.
    pub(crate) area: Rect,
    /// Height of a row, and width of a column of a matrix.
    pub(crate) row: f64,
    /// Rules behind everything.
    pub(crate) rules: Vec<Rule>,
    /// Bars and cells, from the top row down.
    pub(crate) tiles: Vec<Tile>,
    pub(crate) tile_looks: Vec<TileLook>,
    /// Where the tiles of each row begin, and where those of the last end.
    pub(crate) row_starts: Vec<u32>,
    /// What stands over columns.
    pub(crate) headings: Vec<Heading>,
    /// Where the last rows are apart from the others: their middle on the left, and what they are.
    pub(crate) apart: Option<(Point, String)>,
    /// Lines of the same two nodes, for each cell of a matrix.
    pub(crate) cells: Vec<Vec<u32>>,
    /// How to read it, in words: its order, and what is not drawn.
    pub(crate) says: String,
    /// Why nothing is drawn, if so.
    pub(crate) refused: Option<Refusal>,
}

/// Why nothing is drawn, and what helps; as parts of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) message: String,
    pub(crate) help: &'static str,
}

/// A straight rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rule {
    pub(crate) from: Point,
    pub(crate) to: Point,
    pub(crate) colour: Colour,
    pub(crate) width: f64,
}

/// What stands over a column.
#[derive(Clone, Debug)]
pub(crate) struct Heading {
    /// The middle of the column.
    pub(crate) x: f64,
    /// Its words; of a matrix they are turned a quarter to the left.
    pub(crate) words: String,
    /// The node that the column is.
    pub(crate) node: Option<u32>,
}

/// What a tile is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TileOf {
    /// A node, by number.
    Node(u32),
    /// The lines of a cell, by its place in [`Chart::cells`].
    Cell(u32),
    /// An end of a line, which is picked as a line.
    End,
}

/// What a tile looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TileShape {
    /// The whole rectangle.
    Bar,
    /// It goes on to the left.
    ArrowLeft,
    /// It goes on to the right.
    ArrowRight,
    /// Nobody knows how far it goes.
    Question,
    /// A place where a line begins or ends.
    Dot,
}

/// A bar of a lane or a cell of a matrix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Tile {
    pub(crate) area: Rect,
    pub(crate) shape: TileShape,
    pub(crate) of: TileOf,
    /// A place in [`Chart::tile_looks`].
    pub(crate) look: u16,
    /// A number that stands in it, from 2 on; 0 is none.
    pub(crate) count: u32,
}

/// How tiles are painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TileLook {
    pub(crate) paint: TilePaint,
    /// Opaque.
    pub(crate) colour: Colour,
    /// Colour of numbers in it.
    pub(crate) ink: Colour,
}

/// How the colour of a tile is laid on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TilePaint {
    /// Certain.
    Full,
    /// Only possible.
    Hatched,
    /// Only planned, or not there.
    Hollow,
}

/// A piece of a tile: corners of a convex area that is filled, or of a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    Area(Vec<Point>),
    Line(Vec<Point>, f64),
}

impl Tile {
    /// From this width on its number stands in it, else beside it.
    const NUMBERED: f64 = 9.0;

    /// The middle of its number, and whether that stands on its colour.
    pub(crate) fn number_place(&self) -> (Point, bool) {
        let inside = self.area.width() >= Self::NUMBERED;
        (if inside { self.area.center() } else { Point::new(self.area.x1 + 2.6, self.area.y1 + 2.2) }, inside)
    }

    /// What it is drawn of, in its one colour.
    pub(crate) fn pieces(&self, paint: TilePaint) -> Vec<Piece> {
        let Rect { x0, y0, x1, y1 } = self.area;
        let middle = f64::midpoint(y0, y1);
        let corners = vec![Point::new(x0, y0), Point::new(x1, y0), Point::new(x1, y1), Point::new(x0, y1)];
        match self.shape {
            TileShape::Bar => match paint {
                TilePaint::Full => vec![Piece::Area(corners)],
                TilePaint::Hollow => vec![closed(corners)],
                TilePaint::Hatched => {
                    let mut pieces: Vec<Piece> = stripes(self.area).collect();
                    pieces.push(closed(corners));
                    pieces
                }
            },
            TileShape::ArrowLeft => {
                vec![Piece::Area(vec![Point::new(x1, y0), Point::new(x1, y1), Point::new(x0, middle)])]
            }
            TileShape::ArrowRight => {
                vec![Piece::Area(vec![Point::new(x0, y0), Point::new(x1, middle), Point::new(x0, y1)])]
            }
            TileShape::Question => question(self.area),
            TileShape::Dot => match paint {
                TilePaint::Full => vec![Piece::Area(ring(self.area))],
                TilePaint::Hatched | TilePaint::Hollow => vec![closed(ring(self.area))],
            },
        }
    }
}

fn closed(mut corners: Vec<Point>) -> Piece {
    corners.extend(corners.first().copied());
    Piece::Line(corners, EDGE)
}

/// Eight corners are a disc at this size.
fn ring(area: Rect) -> Vec<Point> {
    const EIGHTH: f64 = std::f64::consts::FRAC_1_SQRT_2;
    const WAYS: [(f64, f64); 8] = [
        (1.0, 0.0),
        (EIGHTH, EIGHTH),
        (0.0, 1.0),
        (-EIGHTH, EIGHTH),
        (-1.0, 0.0),
        (-EIGHTH, -EIGHTH),
        (0.0, -1.0),
        (EIGHTH, -EIGHTH),
    ];
    let (at, half) = (area.center(), (area.width() / 2.0, area.height() / 2.0));
    WAYS.iter().map(|(x, y)| Point::new(at.x + x * half.0, at.y + y * half.1)).collect()
}

/// Stripes from the lower left to the upper right, inside of the area.
fn stripes(area: Rect) -> impl Iterator<Item = Piece> {
    let step = STRIPE.max((area.width() + area.height()) / STRIPES);
    let count = ((area.width() + area.height()) / step).ceil() as usize;
    let stripe = move |number: usize| {
        // A line at 45° meets the upper or right edge so far from the upper left corner, and the left or lower edge.
        let from = (number as f64 + 0.5) * step;
        let upper = Point::new(area.x0 + from.min(area.width()), area.y0 + (from - area.width()).max(0.0));
        let lower = Point::new(area.x0 + (from - area.height()).max(0.0), area.y0 + from.min(area.height()));
        (upper.x > lower.x).then(|| Piece::Line(vec![lower, upper], STRIPE_WIDTH))
    };
    (0..count).filter_map(stripe)
}

/// A question mark: a hook and a dot.
fn question(area: Rect) -> Vec<Piece> {
    const HOOK: [(f64, f64); 9] = [
        (0.12, 0.24),
        (0.22, 0.08),
        (0.5, 0.0),
        (0.78, 0.08),
        (0.88, 0.27),
        (0.78, 0.42),
        (0.58, 0.52),
        (0.5, 0.6),
        (0.5, 0.72),
    ];
    let at = |(x, y): (f64, f64)| Point::new(area.x0 + x * area.width(), area.y0 + y * area.height());
    let dot = Rect::from_center_size(at((0.5, 0.94)), (1.5, 1.5));
    vec![Piece::Line(HOOK.map(at).to_vec(), 1.1), Piece::Area(ring(dot))]
}

impl Chart {
    /// The tiles of some rows.
    pub(crate) fn tiles_of(&self, rows: std::ops::Range<usize>) -> &[Tile] {
        let start = |row: usize| self.row_starts.get(row).or(self.row_starts.last()).map_or(0, |at| *at as usize);
        self.tiles.get(start(rows.start)..start(rows.end.max(rows.start))).unwrap_or_default()
    }

    /// The tile of a row that holds a point, or is so near to it.
    pub(crate) fn tile_at(&self, row: usize, at: Point, reach: f64) -> Option<&Tile> {
        let holds = |tile: &&Tile| match tile.of {
            TileOf::Node(_) => tile.area.inflate(reach, reach).contains(at),
            TileOf::Cell(_) => {
                let half = self.row / 2.0;
                let middle = tile.area.center();
                (middle.x - at.x).abs() <= half && (middle.y - at.y).abs() <= half
            }
            TileOf::End => false,
        };
        self.tiles_of(row..row + 1).iter().find(holds)
    }

    /// The other lines of the same cell, this one among them; of a timeline only this one.
    pub(crate) fn together_with(&self, line: u32, tile: Option<&Tile>) -> Vec<u32> {
        match tile.map(|tile| tile.of) {
            Some(TileOf::Cell(cell)) => self.cells.get(cell as usize).cloned().unwrap_or_default(),
            Some(TileOf::Node(_) | TileOf::End) | None => vec![line],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stripes_stay_inside_and_are_not_too_many() {
        for (w, h) in [(100.0, 5.0), (5.0, 5.0), (2.0, 9.0), (4000.0, 5.0)] {
            let area = Rect::new(3.0, 7.0, 3.0 + w, 7.0 + h);
            let lines = stripes(area).map(|piece| match piece {
                Piece::Line(points, _) => points,
                Piece::Area(_) => panic!("a line"),
            });
            let all: Vec<Vec<Point>> = lines.collect();
            assert!(!all.is_empty() && all.len() <= STRIPES as usize + 1, "{w} {h}: {}", all.len());
            let grown = area.inflate(1e-9, 1e-9);
            for line in &all {
                let (from, to) = (line[0], line[1]);
                assert!(grown.contains(from) && grown.contains(to), "{w} {h}: {line:?}");
                assert!(((to.x - from.x) - (from.y - to.y)).abs() < 1e-9, "at 45°: {line:?}");
            }
        }
    }

    #[test]
    fn every_shape_has_pieces() {
        for shape in [TileShape::Bar, TileShape::ArrowLeft, TileShape::ArrowRight, TileShape::Question, TileShape::Dot]
        {
            let area = Rect::new(0.0, 0.0, 8.0, 8.0);
            let tile = Tile { area, shape, of: TileOf::End, look: 0, count: 0 };
            for paint in [TilePaint::Full, TilePaint::Hatched, TilePaint::Hollow] {
                assert!(!tile.pieces(paint).is_empty(), "{shape:?} {paint:?}");
            }
        }
    }
}
