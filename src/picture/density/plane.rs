//! Two kinds of squares of pixels: one that counts lines, one that holds paint.

/// How many lines each pixel sees. A pixel that the middle of a line runs through sees one.
pub(super) struct Plane {
    size: usize,
    /// Row by row, with one more before and two more behind in each direction, so that what runs
    /// along the edge needs no asking.
    cells: Vec<f32>,
}

/// Rows and columns that are outside, before and altogether.
const BEFORE: usize = 1;
const OUTSIDE: usize = 3;

/// One pixel in the whole numbers that the minor coordinate is counted in.
const ONE: f64 = 4_294_967_296.0;

impl Plane {
    pub(crate) fn new(size: usize) -> Self {
        Self { size, cells: vec![0.0; (size + OUTSIDE) * (size + OUTSIDE)] }
    }

    /// Adds a straight line, one pixel wide: at each step along the axis that it runs along most, two
    /// pixels share it (Wu, 1991). The first and last pixel get what part of them the line fills,
    /// so that pieces add up. In one piece: it clips, then walks, and the walk needs all that clipping found.
    pub(super) fn line(&mut self, from: [f32; 2], to: [f32; 2], weight: f32) {
        let stride = self.size + OUTSIDE;
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let steep = dy.abs() > dx.abs();
        // u runs along the line's main axis, v across.
        let (axis, other) = if steep { (1, 0) } else { (0, 1) };
        let (a, b) = if to[axis] < from[axis] { (to, from) } else { (from, to) };
        let (u0, v0, u1, v1) = (a[axis], a[other], b[axis], b[other]);
        let size = self.size as f32;
        if !(u1 > 0.0 && u0 < size && u1 > u0 && v0.max(v1) > -0.5 && v0.min(v1) < size + 0.5) {
            return;
        }
        let slope = (v1 - v0) / (u1 - u0);
        // Slanted lines are as wide as straight ones.
        let weight = weight * (1.0 + slope * slope).sqrt();
        let (mut low, mut high) = (u0.max(0.0), u1.min(size));
        if slope != 0.0 {
            // A little more than where v is between -0.5 and size + 0.5; what is more stays outside.
            let (p, q) = (u0 + (-0.6 - v0) / slope, u0 + (size + 0.6 - v0) / slope);
            (low, high) = (low.max(p.min(q)), high.min(p.max(q)));
        }
        if low >= high {
            return;
        }
        let (first, last) = (low as usize, (high.ceil() as usize).min(self.size));
        let (along, across) = if steep { (stride, 1) } else { (1, stride) };
        let cells = &mut self.cells;
        let mut put = |u: usize, v: i64, weight: f32| {
            let row = (v >> 32) as usize;
            let part = (v as u32 >> 8) as f32 * (weight / 16_777_216.0);
            let at = (u + BEFORE) * along + row * across;
            if let Some(cell) = cells.get_mut(at) {
                *cell += weight - part;
            }
            if let Some(cell) = cells.get_mut(at + across) {
                *cell += part;
            }
        };
        // Rows are counted between the middles of pixels, from the first outside.
        let most = ((self.size + BEFORE) as f64 * ONE) as i64;
        let row_at = |u: f32| ((f64::from(v0 + slope * (u - u0)) - 0.5 + BEFORE as f64) * ONE) as i64;
        let (head, tail) = (u0 as usize, u1 as usize);
        let mut u = first;
        let mut end = last;
        let partly = |u: usize| {
            let (p, q) = (u0.max(u as f32), u1.min(u as f32 + 1.0));
            (row_at((p + q) / 2.0).clamp(0, most), (q - p).max(0.0))
        };
        if u == head && u0 > 0.0 || u == tail {
            let (row, filled) = partly(u);
            put(u, row, weight * filled);
            u += 1;
        }
        if end > u && end - 1 == tail {
            end -= 1;
            let (row, filled) = partly(end);
            put(end, row, weight * filled);
        }
        let step = (f64::from(slope) * ONE) as i64;
        let mut row = row_at(u as f32 + 0.5);
        while u < end {
            put(u, row.clamp(0, most), weight);
            row += step;
            u += 1;
        }
    }

    /// How many lines a pixel sees.
    pub(crate) fn seen(&self, x: usize, y: usize) -> f32 {
        self.cells[(y + BEFORE) * (self.size + OUTSIDE) + x + BEFORE]
    }

    /// As premultiplied bytes of one ink, whose opacity follows from how many lines a pixel sees and
    /// how crowded it is around, which is asked for row by row.
    pub(crate) fn toned(
        &self,
        ink: [u8; 3],
        crowd: impl Fn(usize, &mut Vec<f32>),
        opacity: impl Fn(f32, f32) -> f32,
    ) -> Vec<u8> {
        let mut out = vec![0; self.size * self.size * 4];
        let mut around = Vec::new();
        for (y, row) in out.chunks_exact_mut(self.size * 4).enumerate() {
            crowd(y, &mut around);
            for (x, pixel) in row.as_chunks_mut::<4>().0.iter_mut().enumerate() {
                let seen = self.seen(x, y);
                if seen > 0.0 {
                    let alpha = opacity(seen, around[x]);
                    let [r, g, b] = ink.map(|c| byte(f32::from(c) / 255.0 * alpha));
                    *pixel = [r, g, b, byte(alpha)];
                }
            }
        }
        out
    }
}

/// Paint, laid from the front to the back: premultiplied colour and opacity.
pub(super) struct Paint {
    size: usize,
    pixels: Vec<[f32; 4]>,
}

impl Paint {
    pub(crate) fn new(size: usize) -> Self {
        Self { size, pixels: vec![[0.0; 4]; size * size] }
    }

    /// Puts a disc under all that is there; its edge is one pixel soft.
    pub(crate) fn disc(&mut self, [x, y]: [f32; 2], radius: f32, [r, g, b, a]: [u8; 4], presence: f32) {
        let size = self.size as f32;
        let reach = radius + 0.5;
        let range =
            |v: f32| (v - reach).floor().clamp(0.0, size) as usize..(v + reach).ceil().clamp(0.0, size) as usize;
        let alpha = f32::from(a) / 255.0 * presence;
        let colour = [r, g, b].map(|c| f32::from(c) / 255.0);
        for py in range(y) {
            let dy = py as f32 + 0.5 - y;
            let row = &mut self.pixels[py * self.size..(py + 1) * self.size];
            let columns = range(x);
            let start = columns.start;
            for (px, pixel) in row[columns].iter_mut().enumerate() {
                let dx = (start + px) as f32 + 0.5 - x;
                let inside = (reach - (dx * dx + dy * dy).sqrt()).clamp(0.0, 1.0);
                let left = (1.0 - pixel[3]) * alpha * inside;
                if left > 0.0 {
                    (0..3).for_each(|k| pixel[k] += left * colour[k]);
                    pixel[3] += left;
                }
            }
        }
    }

    /// As premultiplied bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.pixels.iter().flat_map(|p| p.map(byte)).collect()
    }
}

/// From 0.0 to 1.0 as a byte.
fn byte(value: f32) -> u8 {
    (value * 255.0 + 0.5) as u8
}
