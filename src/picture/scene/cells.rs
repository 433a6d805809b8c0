//! Boxes and strokes by cells, to find what lies near. Knows no node, name or line: only numbers.

use kurbo::{Point, Rect, Vec2};

/// Cells along the longer side of a room at most.
const MOST_CELLS: f64 = 200.0;

/// Numbers of things by the cells that their boxes touch. What lies outside the room counts to its rim.
pub(super) struct Cells {
    origin: Point,
    size: f64,
    columns: usize,
    rows: usize,
    lists: Vec<Vec<u32>>,
}

impl Cells {
    /// For a room, with cells of about a size.
    pub(super) fn new(room: Rect, size: f64) -> Self {
        let size = size.max(room.width().max(room.height()) / MOST_CELLS).max(1e-6);
        let count = |length: f64| (length / size).ceil().clamp(1.0, MOST_CELLS + 1.0) as usize;
        let (columns, rows) = (count(room.width()), count(room.height()));
        Cells { origin: room.origin(), size, columns, rows, lists: vec![Vec::new(); columns * rows] }
    }

    fn touched(&self, area: Rect) -> impl Iterator<Item = usize> + use<> {
        let cell = |v: f64, most: usize| ((v / self.size).max(0.0) as usize).min(most - 1);
        let (x0, x1) = (cell(area.x0 - self.origin.x, self.columns), cell(area.x1 - self.origin.x, self.columns));
        let (y0, y1) = (cell(area.y0 - self.origin.y, self.rows), cell(area.y1 - self.origin.y, self.rows));
        let columns = self.columns;
        (y0..=y1).flat_map(move |y| (x0..=x1).map(move |x| y * columns + x))
    }

    pub(super) fn add(&mut self, area: Rect, number: u32) {
        for cell in self.touched(area) {
            self.lists[cell].push(number);
        }
    }

    /// What may lie there; some of it more than once.
    pub(super) fn near(&self, area: Rect) -> impl Iterator<Item = u32> + '_ {
        self.touched(area).flat_map(|cell| self.lists[cell].iter().copied())
    }
}

/// Boxes by their numbers.
pub(super) struct Boxes {
    cells: Cells,
    boxes: Vec<(u32, Rect)>,
}

impl Boxes {
    pub(super) fn new(room: Rect, size: f64) -> Self {
        Boxes { cells: Cells::new(room, size), boxes: Vec::new() }
    }

    pub(super) fn add(&mut self, number: u32, area: Rect) {
        self.cells.add(area, self.boxes.len() as u32);
        self.boxes.push((number, area));
    }

    /// Whether some box that `counts` lies there.
    pub(super) fn any(&self, area: Rect, counts: impl Fn(u32) -> bool) -> bool {
        self.cells.near(area).any(|at| {
            let (number, other) = self.boxes[at as usize];
            counts(number) && overlap(other, area)
        })
    }

    /// Whether a stroke runs through some box that `counts`.
    pub(super) fn any_on(&self, (a, b): (Point, Point), counts: impl Fn(u32) -> bool) -> bool {
        self.cells.near(Rect::from_points(a, b)).any(|at| {
            let (number, area) = self.boxes[at as usize];
            counts(number) && crosses(area, a, b)
        })
    }

    /// Adds to `found` the number of every box that has the point in it, each once.
    pub(super) fn around(&self, point: Point, found: &mut Vec<u32>) {
        for at in self.cells.near(Rect::from_points(point, point)) {
            let (number, area) = self.boxes[at as usize];
            if area.contains(point) && !found.contains(&number) {
                found.push(number);
            }
        }
    }

    /// Adds to `found` the number of every box that the stroke touches, each once.
    pub(super) fn touched_by(&self, (a, b): (Point, Point), found: &mut Vec<u32>) {
        for at in self.cells.near(Rect::from_points(a, b)) {
            let (number, area) = self.boxes[at as usize];
            if !found.contains(&number) && crosses(area, a, b) {
                found.push(number);
            }
        }
    }
}

/// Strokes of lines, by the lines' numbers.
pub(super) struct Strokes {
    cells: Cells,
    strokes: Vec<(u32, Point, Point)>,
}

impl Strokes {
    pub(super) fn new(room: Rect, size: f64) -> Self {
        Strokes { cells: Cells::new(room, size), strokes: Vec::new() }
    }

    /// Adds a line through points.
    pub(super) fn add(&mut self, line: u32, points: &[Point]) {
        for ends in points.windows(2) {
            self.cells.add(Rect::from_points(ends[0], ends[1]), self.strokes.len() as u32);
            self.strokes.push((line, ends[0], ends[1]));
        }
    }

    /// How many lines run through a box.
    pub(super) fn lines_under(&self, area: Rect) -> usize {
        let mut found: Vec<u32> = Vec::new();
        for at in self.cells.near(area) {
            let (line, a, b) = self.strokes[at as usize];
            if !found.contains(&line) && crosses(area, a, b) {
                found.push(line);
            }
        }
        found.len()
    }
}

impl Strokes {
    /// How many lines that `counts` run through a box, and over which length at most.
    pub(super) fn hidden_by(&self, area: Rect, counts: impl Fn(u32) -> bool) -> (usize, f64) {
        let mut seen: Vec<u32> = Vec::new();
        let mut lengths: Vec<(u32, f64)> = Vec::new();
        for at in self.cells.near(area) {
            let (line, a, b) = self.strokes[at as usize];
            // A stroke is in the list of each cell that it touches.
            if seen.contains(&at) || !counts(line) {
                continue;
            }
            seen.push(at);
            let Some((enters, leaves)) = inside(area, a, b) else { continue };
            let length = (leaves - enters) * (b - a).hypot();
            match lengths.iter_mut().find(|(other, _)| *other == line) {
                Some((_, all)) => *all += length,
                None => lengths.push((line, length)),
            }
        }
        (lengths.len(), lengths.iter().map(|(_, length)| *length).fold(0.0, f64::max))
    }
}

/// A box moved into a room as far as it has to be.
pub(crate) fn within(room: Rect, area: Rect) -> Rect {
    let shift = |from: f64, to: f64, a: f64, b: f64| {
        if a < from {
            from - a
        } else if b > to {
            (to - b).max(from - a)
        } else {
            0.0
        }
    };
    area + Vec2::new(shift(room.x0, room.x1, area.x0, area.x1), shift(room.y0, room.y1, area.y0, area.y1))
}

/// Whether two boxes share an area.
pub(crate) fn overlap(a: Rect, b: Rect) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}

/// Whether a stroke runs through a box.
pub(crate) fn crosses(area: Rect, a: Point, b: Point) -> bool {
    inside(area, a, b).is_some()
}

/// Between which shares of its length a stroke runs through a box (Liang and Barsky 1984).
pub(super) fn inside(area: Rect, a: Point, b: Point) -> Option<(f64, f64)> {
    // Most strokes lie beside.
    if a.x.max(b.x) < area.x0 || a.x.min(b.x) > area.x1 || a.y.max(b.y) < area.y0 || a.y.min(b.y) > area.y1 {
        return None;
    }
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    let along = b - a;
    for (step, from, low, high) in [(along.x, a.x, area.x0, area.x1), (along.y, a.y, area.y0, area.y1)] {
        if step == 0.0 {
            if from < low || from > high {
                return None;
            }
            continue;
        }
        let (first, second) = ((low - from) / step, (high - from) / step);
        enters = enters.max(first.min(second));
        leaves = leaves.min(first.max(second));
    }
    (enters <= leaves).then_some((enters, leaves))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stroke_crosses_a_box_where_it_runs_through_it() {
        let area = Rect::new(0.0, 0.0, 10.0, 4.0);
        for (a, b, through) in [
            ((-5.0, 2.0), (15.0, 2.0), true),
            ((2.0, 1.0), (3.0, 2.0), true),
            ((-5.0, 5.0), (15.0, 5.0), false),
            ((-4.0, 2.0), (4.0, 10.0), false),
            ((-2.0, 3.0), (3.0, 8.0), false),
            ((-1.0, 2.0), (4.0, 7.0), true),
            ((-1.0, 1.0), (4.0, 6.0), true),
            ((12.0, 2.0), (12.0, 2.0), false),
        ] {
            assert_eq!(crosses(area, a.into(), b.into()), through, "{a:?} to {b:?}");
            assert_eq!(crosses(area, b.into(), a.into()), through, "{b:?} to {a:?}");
        }
    }

    #[test]
    fn what_lies_near_is_found_wherever_it_is() {
        let room = Rect::new(-50.0, -50.0, 150.0, 90.0);
        let mut strokes = Strokes::new(room, 20.0);
        strokes.add(0, &[(-60.0, 0.0).into(), (170.0, 0.0).into()]);
        strokes.add(1, &[(0.0, -70.0).into(), (0.0, 50.0).into(), (80.0, 50.0).into()]);
        assert_eq!(strokes.lines_under(Rect::new(-5.0, -5.0, 5.0, 5.0)), 2);
        assert_eq!(strokes.lines_under(Rect::new(60.0, 40.0, 90.0, 60.0)), 1);
        assert_eq!(strokes.lines_under(Rect::new(160.0, -1.0, 165.0, 1.0)), 1, "outside the room, too");
        assert_eq!(strokes.lines_under(Rect::new(20.0, 10.0, 30.0, 20.0)), 0);
        let mut boxes = Boxes::new(room, 20.0);
        boxes.add(7, Rect::new(10.0, 10.0, 90.0, 20.0));
        assert!(boxes.any(Rect::new(80.0, 15.0, 100.0, 30.0), |_| true));
        assert!(!boxes.any(Rect::new(80.0, 15.0, 100.0, 30.0), |number| number != 7));
        let mut found = Vec::new();
        boxes.touched_by(((0.0, 15.0).into(), (100.0, 15.0).into()), &mut found);
        assert_eq!(found, [7]);
    }
}
