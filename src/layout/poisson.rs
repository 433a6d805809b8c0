//! The flow that evens out a density: its potential solves Poisson's equation on a square of cells from which nothing leaves,
//! found by multigrid (Brandt 1977) in time linear in the cells.

/// Cells along each side of the coarsest square.
const COARSEST: usize = 4;
/// Times that all levels are gone through, and sweeps over each on the way down and up.
const CYCLES: usize = 2;
const SWEEPS: usize = 2;

/// A potential whose slope is the flow.
pub(super) struct Potential {
    side: usize,
    values: Vec<f64>,
}

impl Potential {
    /// The potential of the flow out of cells with an `excess`, which sums to nought; `side` cells a side, a power of two.
    pub(super) fn solve(excess: Vec<f64>, side: usize) -> Self {
        let mut values = vec![0.0; side * side];
        // From coarse to fine: each begins with what the coarser has found.
        if side > COARSEST {
            let coarse = Self::solve(halved(&excess, side), side / 2);
            add_doubled(&mut values, &coarse.values, side);
        }
        for _ in 0..CYCLES {
            cycle(&mut values, &excess, side);
        }
        Potential { side, values }
    }

    /// The flow at a place, in cells: between faces of cells it goes over evenly.
    pub(super) fn flux(&self, x: f64, y: f64) -> (f64, f64) {
        let last = self.side - 1;
        let at = |i: usize, j: usize| self.values[j * self.side + i];
        // Faces between i − 1 and i lie at x = i; nothing flows through the outermost.
        let across = |i: usize, j: usize| if i == 0 || i > last { 0.0 } else { at(i, j) - at(i - 1, j) };
        let along = |i: usize, j: usize| if j == 0 || j > last { 0.0 } else { at(i, j) - at(i, j - 1) };
        let face = |v: f64| ((v as usize).min(last), v - (v as usize).min(last) as f64);
        let middle = |v: f64| {
            let v = (v - 0.5).clamp(0.0, last as f64);
            let low = (v as usize).min(last.saturating_sub(1));
            (low, v - low as f64)
        };
        let mix = |a: f64, b: f64, share: f64| a + (b - a) * share;
        let ((i, fx), (j, fy)) = (face(x), middle(y));
        let to_right =
            mix(mix(across(i, j), across(i + 1, j), fx), mix(across(i, j + 1), across(i + 1, j + 1), fx), fy);
        let ((i, fx), (j, fy)) = (middle(x), face(y));
        let down = mix(mix(along(i, j), along(i, j + 1), fy), mix(along(i + 1, j), along(i + 1, j + 1), fy), fx);
        (to_right, down)
    }
}

/// One way from the finest level to the coarsest and back.
fn cycle(values: &mut [f64], excess: &[f64], side: usize) {
    if side <= COARSEST {
        (0..32).for_each(|_| sweep(values, excess, side));
        return;
    }
    (0..SWEEPS).for_each(|_| sweep(values, excess, side));
    let left = halved(&residual(values, excess, side), side);
    let mut coarse = vec![0.0; left.len()];
    cycle(&mut coarse, &left, side / 2);
    add_doubled(values, &coarse, side);
    (0..SWEEPS).for_each(|_| sweep(values, excess, side));
}

/// Sum of the neighbours of a cell, and their number.
#[inline(always)]
fn around(values: &[f64], side: usize, i: usize, j: usize) -> (f64, f64) {
    let at = j * side + i;
    let (mut sum, mut count) = (0.0, 0.0);
    let mut add = |inside: bool, other: usize| {
        if inside {
            sum += values[other];
            count += 1.0;
        }
    };
    add(i > 0, at.wrapping_sub(1));
    add(i + 1 < side, at + 1);
    add(j > 0, at.wrapping_sub(side));
    add(j + 1 < side, at + side);
    (sum, count)
}

/// Each cell is set right by its neighbours, as on a chessboard: first the black ones, then the white ones.
fn sweep(values: &mut [f64], excess: &[f64], side: usize) {
    for colour in 0..2 {
        for j in 0..side {
            let mut i = (j + colour) % 2;
            while i < side {
                let (sum, count) = around(values, side, i, j);
                values[j * side + i] = (sum - excess[j * side + i]) / count;
                i += 2;
            }
        }
    }
}

fn residual(values: &[f64], excess: &[f64], side: usize) -> Vec<f64> {
    let cell = |at: usize| {
        let (sum, count) = around(values, side, at % side, at / side);
        excess[at] - (sum - count * values[at])
    };
    (0..side * side).map(cell).collect()
}

/// Sums over two by two cells: a coarser cell is four times as large.
fn halved(cells: &[f64], side: usize) -> Vec<f64> {
    let half = side / 2;
    let sum = |at: usize| {
        let first = at / half * 2 * side + at % half * 2;
        cells[first] + cells[first + 1] + cells[first + side] + cells[first + side + 1]
    };
    (0..half * half).map(sum).collect()
}

/// Adds what a coarser level has found, evened out between the middles of its cells.
fn add_doubled(values: &mut [f64], coarse: &[f64], side: usize) {
    let half = side / 2;
    // Of a fine cell the coarse one that it lies in counts for three quarters in each direction, the next for one.
    let near = |v: usize| {
        let own = v / 2;
        let next = if v.is_multiple_of(2) { own.saturating_sub(1) } else { (own + 1).min(half - 1) };
        (own, next)
    };
    for j in 0..side {
        let (j0, j1) = near(j);
        for i in 0..side {
            let (i0, i1) = near(i);
            let row = |j: usize| 0.75 * coarse[j * half + i0] + 0.25 * coarse[j * half + i1];
            values[j * side + i] += 0.75 * row(j0) + 0.25 * row(j1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_much_flows_out_of_a_cell_as_it_has_too_much() {
        let side = 64;
        let mut excess: Vec<f64> =
            (0..side * side).map(|i| if i % side < 9 && i / side < 20 { 7.0 } else { 0.0 }).collect();
        let mean = excess.iter().sum::<f64>() / excess.len() as f64;
        excess.iter_mut().for_each(|e| *e -= mean);
        let potential = Potential::solve(excess.clone(), side);
        let left = residual(&potential.values, &excess, side);
        let worst = left.iter().fold(0.0, |worst: f64, r| worst.max(r.abs()));
        assert!(worst < 0.02, "{worst}");
        // Away from the crowd, and not through the edge.
        let (x, y) = potential.flux(9.5, 5.5);
        assert!(x > y.abs() && x > 1.0, "{x} {y}");
        assert_eq!(potential.flux(0.0, 30.0).0, 0.0);
    }
}
