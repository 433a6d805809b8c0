//! A field of numbers over a part of the plane, and the curves along which it is nought: how the
//! outlines of areas are found. Knows no group and no node.

use std::collections::HashMap;

use kurbo::{BezPath, Point, Rect};

/// Cells a field has at most; a larger part of the plane has larger cells.
const MOST: f64 = 250_000.0;
/// Cells are no smaller than this, in scene units.
const LEAST_CELL: f64 = 2.5;

/// Numbers at the corners of a grid.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    left: f64,
    top: f64,
    /// Distance of neighbouring corners, in scene units.
    pub(crate) cell: f64,
    columns: usize,
    rows: usize,
    /// Row by row.
    pub(crate) values: Vec<f32>,
}

impl Field {
    /// Over a part of the plane, with this number everywhere.
    pub(crate) fn over(area: Rect, value: f32) -> Field {
        let (width, height) = (area.width().max(1.0), area.height().max(1.0));
        let cell = (width * height / MOST).sqrt().max(LEAST_CELL).max(width.max(height) / MOST.sqrt() / 4.0);
        let columns = (width / cell).ceil() as usize + 1;
        let rows = (height / cell).ceil() as usize + 1;
        Field { left: area.x0, top: area.y0, cell, columns, rows, values: vec![value; columns * rows] }
    }

    /// The same grid with another number everywhere.
    pub(crate) fn like(&self, value: f32) -> Field {
        Field { values: vec![value; self.values.len()], ..*self }
    }

    /// Lowers every number within `reach` of the piece from `a` to `b` to the distance from a stroke of
    /// that half width along it, where that is less.
    pub(crate) fn near(&mut self, a: Point, b: Point, half_width: f64, reach: f64) {
        let out = half_width.max(0.0) + reach;
        let spot = |v: f64, start: f64, most: usize| (((v - start) / self.cell).clamp(0.0, most as f64 - 1.0)) as usize;
        let (x0, x1) =
            (spot(a.x.min(b.x) - out, self.left, self.columns), spot(a.x.max(b.x) + out, self.left, self.columns));
        let (y0, y1) = (spot(a.y.min(b.y) - out, self.top, self.rows), spot(a.y.max(b.y) + out, self.top, self.rows));
        let way = b - a;
        let length = way.hypot2().max(1e-12);
        for row in y0..=(y1 + 1).min(self.rows - 1) {
            for column in x0..=(x1 + 1).min(self.columns - 1) {
                let from = self.corner(column, row) - a;
                let along = (from.dot(way) / length).clamp(0.0, 1.0);
                let distance = ((from - way * along).hypot() - half_width) as f32;
                let value = &mut self.values[row * self.columns + column];
                *value = value.min(distance);
            }
        }
    }

    /// Adds to the number nearest to a point.
    pub(crate) fn add(&mut self, at: Point, value: f32) {
        if let Some(place) = self.place(at) {
            self.values[place] += value;
        }
    }

    /// The place of the number nearest to a point; `None` beyond the grid.
    pub(super) fn place(&self, at: Point) -> Option<usize> {
        let (x, y) = (((at.x - self.left) / self.cell).round(), ((at.y - self.top) / self.cell).round());
        let is_on = x >= 0.0 && y >= 0.0 && (x as usize) < self.columns && (y as usize) < self.rows;
        is_on.then(|| y as usize * self.columns + x as usize)
    }

    /// Makes every number the sum of those so many corners around it.
    pub(crate) fn spread(&mut self, by: usize) {
        let (columns, rows) = (self.columns, self.rows);
        let mut sums = vec![0.0f32; columns.max(rows)];
        let mut line = |values: &mut [f32], start: usize, step: usize, count: usize| {
            let mut sum: f32 = (0..by.min(count)).map(|i| values[start + i * step]).sum();
            for i in 0..count {
                sum += if i + by < count { values[start + (i + by) * step] } else { 0.0 };
                sums[i] = sum;
                sum -= if i >= by { values[start + (i - by) * step] } else { 0.0 };
            }
            (0..count).for_each(|i| values[start + i * step] = sums[i].max(0.0));
        };
        (0..rows).for_each(|row| line(&mut self.values, row * columns, 1, columns));
        (0..columns).for_each(|column| line(&mut self.values, column, columns, rows));
    }

    fn corner(&self, column: usize, row: usize) -> Point {
        Point::new(self.left + column as f64 * self.cell, self.top + row as f64 * self.cell)
    }

    /// The closed lines between what is above nought and what is not (marching squares; Lorensen and
    /// Cline 1987 in the plane). What lies beyond the grid counts as below.
    pub(crate) fn rings(&self) -> Vec<Vec<Point>> {
        let value = |column: usize, row: usize| {
            let rim = column == 0 || row == 0 || column + 1 == self.columns || row + 1 == self.rows;
            let value = self.values[row * self.columns + column];
            if rim { value.min(-1e-3) } else { value }
        };
        // An edge of a cell by its number: from a corner to the right, or down.
        let right = |column: usize, row: usize| (row * self.columns + column) * 2;
        let down = |column: usize, row: usize| (row * self.columns + column) * 2 + 1;
        let mut next: HashMap<usize, usize, foldhash::fast::FixedState> = HashMap::default();
        let mut starts: Vec<usize> = Vec::new();
        for row in 0..self.rows - 1 {
            for column in 0..self.columns - 1 {
                let corners =
                    [value(column, row), value(column + 1, row), value(column + 1, row + 1), value(column, row + 1)];
                let case = corners.iter().enumerate().map(|(bit, v)| usize::from(*v > 0.0) << bit).sum::<usize>();
                let sides = [right(column, row), down(column + 1, row), right(column, row + 1), down(column, row)];
                let joined = corners.iter().sum::<f32>() > 0.0;
                for &(from, to) in pieces(case, joined) {
                    next.insert(sides[from], sides[to]);
                    starts.push(sides[from]);
                }
            }
        }
        let crossing = |edge: usize| {
            let (column, row) = (edge / 2 % self.columns, edge / 2 / self.columns);
            let (other_column, other_row) = if edge.is_multiple_of(2) { (column + 1, row) } else { (column, row + 1) };
            let (a, b) = (value(column, row), value(other_column, other_row));
            let share = f64::from(a / (a - b)).clamp(0.0, 1.0);
            self.corner(column, row).lerp(self.corner(other_column, other_row), share)
        };
        let mut rings = Vec::new();
        for start in starts {
            let mut ring = Vec::new();
            let mut at = start;
            while let Some(to) = next.remove(&at) {
                ring.push(crossing(at));
                at = to;
            }
            if ring.len() > 2 {
                rings.push(ring);
            }
        }
        rings
    }
}

/// How outlines run through a cell of which these corners are inside (bits from the top left, clockwise):
/// from one side to another, with the inside to the left of who goes along. Where two opposite corners are
/// inside, `joined` says whether the middle is, too.
fn pieces(case: usize, joined: bool) -> &'static [(usize, usize)] {
    const TOP: usize = 0;
    const RIGHT: usize = 1;
    const BOTTOM: usize = 2;
    const LEFT: usize = 3;
    match case {
        1 => &[(LEFT, TOP)],
        2 => &[(TOP, RIGHT)],
        4 => &[(RIGHT, BOTTOM)],
        8 => &[(BOTTOM, LEFT)],
        3 => &[(LEFT, RIGHT)],
        6 => &[(TOP, BOTTOM)],
        12 => &[(RIGHT, LEFT)],
        9 => &[(BOTTOM, TOP)],
        14 => &[(TOP, LEFT)],
        13 => &[(RIGHT, TOP)],
        11 => &[(BOTTOM, RIGHT)],
        7 => &[(LEFT, BOTTOM)],
        5 if joined => &[(LEFT, BOTTOM), (RIGHT, TOP)],
        5 => &[(LEFT, TOP), (RIGHT, BOTTOM)],
        10 if joined => &[(TOP, LEFT), (BOTTOM, RIGHT)],
        10 => &[(TOP, RIGHT), (BOTTOM, LEFT)],
        // All inside, or none.
        _ => &[],
    }
}

/// A closed line with fewer corners, none farther from it than `tolerance` (Douglas and Peucker 1973).
pub(crate) fn thinned(ring: &[Point], tolerance: f64) -> Vec<Point> {
    // Two corners far apart stay; between them what is needed.
    let Some(first) = ring.first() else { return Vec::new() };
    let far =
        (0..ring.len()).max_by(|a, b| first.distance_squared(ring[*a]).total_cmp(&first.distance_squared(ring[*b])));
    let far = far.unwrap_or(0);
    let closed: Vec<Point> = ring.iter().copied().chain([*first]).collect();
    let mut keep = vec![false; closed.len()];
    keep[0] = true;
    keep[far] = true;
    let mut parts = vec![(0, far), (far, ring.len())];
    while let Some((from, to)) = parts.pop() {
        let piece = kurbo::Line::new(closed[from], closed[to]);
        let off = |i: usize| kurbo::ParamCurveNearest::nearest(&piece, closed[i], 1e-3).distance_sq;
        let farthest = (from + 1..to).max_by(|a, b| off(*a).total_cmp(&off(*b)));
        if let Some(at) = farthest.filter(|at| off(*at) > tolerance * tolerance) {
            keep[at] = true;
            parts.extend([(from, at), (at, to)]);
        }
    }
    (0..ring.len()).filter(|i| keep[*i]).map(|i| ring[i]).collect()
}

/// A closed line that bends evenly along its corners: a uniform quadratic B-spline.
pub(crate) fn rounded(ring: &[Point], path: &mut BezPath) {
    let count = ring.len();
    if count < 3 {
        return;
    }
    path.move_to(ring[count - 1].midpoint(ring[0]));
    for i in 0..count {
        path.quad_to(ring[i], ring[i].midpoint(ring[(i + 1) % count]));
    }
    path.close_path();
}

#[cfg(test)]
mod tests {
    use kurbo::Shape as _;

    use super::*;

    #[test]
    fn the_line_around_a_stroke_lies_at_its_distance() {
        let mut field = Field::over(Rect::new(-60.0, -40.0, 60.0, 40.0), 1e9);
        let (a, b) = (Point::new(-20.0, 0.0), Point::new(20.0, 5.0));
        field.near(a, b, 4.0, 30.0);
        field.values.iter_mut().for_each(|v| *v = 10.0 - *v);
        let rings = field.rings();
        assert_eq!(rings.len(), 1);
        let piece = kurbo::Line::new(a, b);
        for p in &rings[0] {
            let distance = kurbo::ParamCurveNearest::nearest(&piece, *p, 1e-6).distance_sq.sqrt();
            assert!((distance - 14.0).abs() < 0.2, "{distance}");
        }
        let mut path = BezPath::new();
        rounded(&thinned(&rings[0], 0.4), &mut path);
        let wanted = std::f64::consts::PI * 14.0 * 14.0 + (b - a).hypot() * 28.0;
        assert!((path.area().abs() - wanted).abs() < wanted * 0.03, "{} {wanted}", path.area());
    }

    #[test]
    fn a_hole_is_a_ring_of_its_own_and_what_touches_the_rim_is_closed() {
        let mut field = Field::over(Rect::new(0.0, 0.0, 100.0, 100.0), -1.0);
        field.near(Point::new(50.0, 50.0), Point::new(50.0, 50.0), 12.0, 5.0);
        let mut hole = field.like(1.0);
        hole.near(Point::new(50.0, 50.0), Point::new(50.0, 50.0), 12.0, 20.0);
        hole.values.iter_mut().for_each(|v| *v = v.clamp(-1.0, 1.0));
        assert_eq!(hole.rings().len(), 2, "the rim and the hole");
        assert!(field.like(-1.0).rings().is_empty());
    }

    #[test]
    fn spreading_keeps_what_there_is() {
        let mut field = Field::over(Rect::new(0.0, 0.0, 100.0, 60.0), 0.0);
        field.add(Point::new(50.0, 30.0), 2.0);
        field.spread(2);
        let sum: f32 = field.values.iter().sum();
        assert!((sum - 50.0).abs() < 1e-3, "{sum}: once for each of 25 corners");
    }
}
