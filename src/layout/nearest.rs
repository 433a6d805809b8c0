//! Who stands nearest to whom in a drawing.

use crate::math::Portable as _;

/// Nodes by the cells of a grid, in one array.
pub(super) struct Nearest {
    origin: (f64, f64),
    cell: f64,
    wide: usize,
    high: usize,
    starts: Vec<u32>,
    nodes: Vec<u32>,
}

impl Nearest {
    pub(super) fn new(at: &[(f64, f64)]) -> Self {
        let low = at.iter().fold((f64::INFINITY, f64::INFINITY), |m, p| (m.0.min(p.0), m.1.min(p.1)));
        let high = at.iter().fold((f64::NEG_INFINITY, f64::NEG_INFINITY), |m, p| (m.0.max(p.0), m.1.max(p.1)));
        let (w, h) = ((high.0 - low.0).max(1e-9), (high.1 - low.1).max(1e-9));
        // About two nodes a cell, and never more cells than four a node however thin the drawing.
        let cell = (w * h * 2.0 / at.len().max(1) as f64).sqrt().max(w.max(h) / (at.len() as f64 + 1.0));
        let cell = if cell.is_finite() { cell } else { 1.0 };
        let wide = (w / cell) as usize + 1;
        let tall = (h / cell) as usize + 1;
        let mut grid =
            Self { origin: low, cell, wide, high: tall, starts: vec![0; wide * tall + 1], nodes: vec![0; at.len()] };
        for p in at {
            let cell = grid.cell_of(*p);
            grid.starts[cell.1 * wide + cell.0 + 1] += 1;
        }
        for i in 1..grid.starts.len() {
            grid.starts[i] += grid.starts[i - 1];
        }
        let mut next = grid.starts.clone();
        for (v, p) in at.iter().enumerate() {
            let cell = grid.cell_of(*p);
            let slot = &mut next[cell.1 * wide + cell.0];
            grid.nodes[*slot as usize] = v as u32;
            *slot += 1;
        }
        grid
    }

    fn cell_of(&self, p: (f64, f64)) -> (usize, usize) {
        let x = ((p.0 - self.origin.0) / self.cell) as usize;
        let y = ((p.1 - self.origin.1) / self.cell) as usize;
        (x.min(self.wide - 1), y.min(self.high - 1))
    }

    /// The `count` nodes nearest to a node, without itself.
    pub(super) fn of(&self, at: &[(f64, f64)], node: usize, count: usize) -> Vec<u32> {
        let (cx, cy) = self.cell_of(at[node]);
        let mut found: Vec<(f64, u32)> = Vec::new();
        let mut ring = 0usize;
        loop {
            let (x0, x1) = (cx as isize - ring as isize, cx as isize + ring as isize);
            let (y0, y1) = (cy as isize - ring as isize, cy as isize + ring as isize);
            for y in y0.max(0)..=y1.min(self.high as isize - 1) {
                let edge = y == y0 || y == y1;
                let mut x = x0.max(0);
                while x <= x1.min(self.wide as isize - 1) {
                    if edge || x == x0 || x == x1 {
                        let cell = y as usize * self.wide + x as usize;
                        for &v in &self.nodes[self.starts[cell] as usize..self.starts[cell + 1] as usize] {
                            if v as usize != node {
                                found.push((length(at[node], at[v as usize]), v));
                            }
                        }
                        x += 1;
                    } else {
                        x = x1;
                    }
                }
            }
            // What lies within `ring` cells for certain.
            let certain = ring as f64 * self.cell;
            if found.iter().filter(|f| f.0 <= certain).count() >= count || ring > self.wide.max(self.high) {
                break;
            }
            ring += 1;
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        found.truncate(count);
        found.into_iter().map(|f| f.1).collect()
    }
}

/// How far it is from one place to another.
pub(super) fn length(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).hypotenuse(a.1 - b.1)
}
