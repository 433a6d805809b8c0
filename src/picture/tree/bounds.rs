//! What a branch knows of where its items are: a box, and for lines a slab across their direction.
//! All bounds are safe: rounding only makes them larger.

use super::Rect;

/// Sanitises a coordinate: non-finite values become 0.
pub(super) fn sane(value: f32) -> f32 {
    if value.is_finite() { value } else { 0.0 }
}

/// A point of an array; what is not there or not finite counts as nought.
pub(super) fn point(points: &[[f32; 2]], at: u32) -> [f32; 2] {
    points.get(at as usize).map_or([0.0; 2], |p| p.map(sane))
}

/// A line as it is drawn: a quadratic Bezier curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Curve {
    pub(crate) from: [f32; 2],
    pub(crate) to: [f32; 2],
    /// How far its middle is from the straight line's; positive is towards `(-dy, dx)`.
    pub(crate) bend: f32,
}

impl Curve {
    /// Line `item` of arrays: ends are numbers of points. What is missing or not finite counts as
    /// nought.
    pub(crate) fn new(points: &[[f32; 2]], ends: [u32; 2], bend: f32) -> Self {
        Self { from: point(points, ends[0]), to: point(points, ends[1]), bend: sane(bend) }
    }

    /// The control point: twice the bend beside the middle. A line without length bends upwards
    /// (towards y).
    pub(crate) fn control(&self) -> [f64; 2] {
        let ([ax, ay], [bx, by]) = (self.from.map(f64::from), self.to.map(f64::from));
        let (dx, dy) = (bx - ax, by - ay);
        // Not `hypot`: it is slow, and squares of what an `f32` holds fit.
        let length = (dx * dx + dy * dy).sqrt();
        let (nx, ny) = if length > 0.0 { (-dy / length, dx / length) } else { (0.0, 1.0) };
        let out = 2.0 * f64::from(self.bend);
        [(ax + bx) / 2.0 + out * nx, (ay + by) / 2.0 + out * ny]
    }
}

/// A curve made ready for bounds: its three points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bent {
    from: [f64; 2],
    control: [f64; 2],
    to: [f64; 2],
    /// Of a loop (no length), which may be drawn in any manner within this far of where it is.
    reach: Option<f64>,
}

impl Bent {
    pub(crate) fn new(curve: Curve) -> Self {
        let (from, to) = (curve.from.map(f64::from), curve.to.map(f64::from));
        let reach = (curve.from == curve.to).then(|| 2.0 * f64::from(curve.bend.abs()) * 1.000_001);
        let control = if curve.bend == 0.0 || reach.is_some() { from } else { curve.control() };
        Self { from, control, to, reach }
    }

    /// Where it is least and largest, measured along a direction.
    fn span(&self, [nx, ny]: [f64; 2]) -> (f64, f64) {
        let along = |[x, y]: [f64; 2]| x * nx + y * ny;
        let (a, b, c) = (along(self.from), along(self.to), along(self.control));
        if let Some(reach) = self.reach {
            return (a - reach, a + reach);
        }
        let (low, high) = (a.min(b), a.max(b));
        // The curve turns back between its ends, where its derivative is nought, if the control point
        // is outside. Worked out for all: to choose is faster than to jump.
        let turn = a - (a - c) * (a - c) / (a - 2.0 * c + b);
        let turn = if c < low || c > high { turn } else { a };
        (low.min(turn), high.max(turn))
    }
}

/// A box that can grow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds(pub Rect);

impl Default for Bounds {
    fn default() -> Self {
        Self([f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY])
    }
}

impl Bounds {
    /// Of a disc.
    pub(crate) fn of_point([x, y]: [f32; 2], reach: f32) -> Self {
        let reach = sane(reach).max(0.0);
        if reach == 0.0 {
            return Self([x, y, x, y]);
        }
        Self([(x - reach).next_down(), (y - reach).next_down(), (x + reach).next_up(), (y + reach).next_up()])
    }

    pub(crate) fn of_line(line: &Bent) -> Self {
        let (x, y) = (line.span([1.0, 0.0]), line.span([0.0, 1.0]));
        Self([below(x.0), below(y.0), above(x.1), above(y.1)])
    }

    /// Around both.
    pub(crate) fn with(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self([a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
    }

    /// Whether they have a point in common. Not a number in the rectangle: yes, to be safe.
    pub(crate) fn touches(&self, rect: Rect) -> bool {
        let b = self.0;
        let apart = b[0] > rect[2] || b[1] > rect[3] || b[2] < rect[0] || b[3] < rect[1];
        !apart
    }

    /// Whether all of it lies in the rectangle.
    pub(crate) fn inside(&self, rect: Rect) -> bool {
        let b = self.0;
        b[0] >= rect[0] && b[1] >= rect[1] && b[2] <= rect[2] && b[3] <= rect[3]
    }

    /// Width and height together.
    pub(super) fn size(&self) -> f64 {
        let [x0, y0, x1, y1] = self.0.map(f64::from);
        (x1 - x0 + y1 - y0).max(0.0)
    }
}

/// All between two parallel lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slab {
    /// Across the lines of the branch; nought for a slab that is everywhere.
    pub(crate) normal: [f32; 2],
    pub(crate) low: f32,
    pub(crate) high: f32,
}

impl Slab {
    /// Without bounds.
    pub(crate) const EVERYWHERE: Self = Self { normal: [0.0; 2], low: f32::NEG_INFINITY, high: f32::INFINITY };

    /// Empty, across a direction.
    pub(crate) fn across([ux, uy]: [f64; 2]) -> Self {
        Self { normal: [-uy as f32, ux as f32], low: f32::INFINITY, high: f32::NEG_INFINITY }
    }

    /// Whether it is bounded at all.
    pub(crate) fn is_bounded(&self) -> bool {
        self.normal != [0.0; 2]
    }

    /// In the same direction, around these lines.
    pub(crate) fn around(self, lines: &[Bent]) -> Self {
        let normal = self.normal.map(f64::from);
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for line in lines {
            let span = line.span(normal);
            (low, high) = (low.min(span.0), high.max(span.1));
        }
        Self { low: below(low), high: above(high), ..self }
    }

    /// Whether the rectangle reaches into it.
    pub(crate) fn touches(&self, rect: Rect) -> bool {
        if !self.is_bounded() {
            return true;
        }
        let [x0, y0, x1, y1] = rect.map(f64::from);
        let [nx, ny] = self.normal.map(f64::from);
        let least = nx * (if nx > 0.0 { x0 } else { x1 }) + ny * (if ny > 0.0 { y0 } else { y1 });
        let most = nx * (if nx > 0.0 { x1 } else { x0 }) + ny * (if ny > 0.0 { y1 } else { y0 });
        let apart = least > f64::from(self.high) || most < f64::from(self.low);
        !apart
    }

    /// From side to side.
    pub(super) fn width(&self) -> f64 {
        (f64::from(self.high) - f64::from(self.low)).max(0.0)
    }
}

/// The next number down that fits.
fn below(value: f64) -> f32 {
    (value as f32).next_down()
}

/// The next number up that fits.
fn above(value: f64) -> f32 {
    (value as f32).next_up()
}
