//! Two kinds of squares of pixels: one that counts lines, one that holds paint.

/// How many lines each pixel sees. A pixel that the middle of a line runs through sees one.
pub(super) struct Plane {
    size: usize,
    /// Row by row, with one more before and two more behind in each direction, so that what runs
    /// along the edge needs no asking.
    cells: Vec<f32>,
    /// In the same places, how much of that has a colour of its own: red, green, blue as if it were
    /// wholly so, and how much. Empty until there is any.
    tints: Vec<[f32; 4]>,
}

/// Rows and columns that are outside, before and altogether.
const BEFORE: usize = 1;
const OUTSIDE: usize = 3;

/// One pixel in the whole numbers that the minor coordinate is counted in.
const ONE: f64 = 4_294_967_296.0;

impl Plane {
    pub(crate) fn new(size: usize) -> Self {
        Self { size, cells: vec![0.0; (size + OUTSIDE) * (size + OUTSIDE)], tints: Vec::new() }
    }

    /// Adds a straight line, one pixel wide, perhaps in a colour of its own.
    pub(super) fn line(&mut self, ends: [[f32; 2]; 2], weight: f32, ink: Option<[u8; 3]>) {
        let (size, cells) = (self.size, &mut self.cells);
        let mut count = |at: usize, part: f32| {
            if let Some(cell) = cells.get_mut(at) {
                *cell += part;
            }
        };
        let Some([r, g, b]) = ink.map(|ink| ink.map(|c| f32::from(c) / 255.0)) else {
            return walk(size, ends, weight, count);
        };
        self.tints.resize((size + OUTSIDE) * (size + OUTSIDE), [0.0; 4]);
        let (tints, tint) = (&mut self.tints, [r, g, b, 1.0]);
        walk(size, ends, weight, |at, part| {
            count(at, part);
            if let Some(cell) = tints.get_mut(at) {
                (0..4).for_each(|k| cell[k] += tint[k] * part);
            }
        });
    }

    /// How many lines a pixel sees.
    pub(crate) fn seen(&self, x: usize, y: usize) -> f32 {
        self.cells[self.place(x, y)]
    }

    fn place(&self, x: usize, y: usize) -> usize {
        (y + BEFORE) * (self.size + OUTSIDE) + x + BEFORE
    }

    /// The colour of what a pixel sees, of which lines without a colour of their own have `ink`.
    fn colour(&self, x: usize, y: usize, seen: f32, ink: [f32; 3]) -> [f32; 3] {
        let Some(tint) = self.tints.get(self.place(x, y)) else { return ink };
        let grey = (seen - tint[3]).max(0.0);
        std::array::from_fn(|k| ((tint[k] + ink[k] * grey) / (tint[3] + grey).max(1e-9)).min(1.0))
    }

    /// As premultiplied bytes, whose opacity follows from how many lines a pixel sees and how crowded it is
    /// around, which is asked for row by row; `ink` is the colour of most lines.
    pub(crate) fn toned(
        &self,
        ink: [u8; 3],
        crowd: impl Fn(usize, &mut Vec<f32>),
        opacity: impl Fn(f32, f32) -> f32,
    ) -> Vec<u8> {
        let mut out = vec![0; self.size * self.size * 4];
        let ink = ink.map(|c| f32::from(c) / 255.0);
        let mut around = Vec::new();
        for (y, row) in out.chunks_exact_mut(self.size * 4).enumerate() {
            crowd(y, &mut around);
            for (x, pixel) in row.as_chunks_mut::<4>().0.iter_mut().enumerate() {
                let seen = self.seen(x, y);
                if seen > 0.0 {
                    let alpha = opacity(seen, around[x]);
                    let [r, g, b] = self.colour(x, y, seen, ink).map(|c| byte(c * alpha));
                    *pixel = [r, g, b, byte(alpha)];
                }
            }
        }
        out
    }
}

/// Hands out the cells of a straight line, one pixel wide, in a square, each with how much of it is there: at each
/// step along the axis that it runs along most, two pixels share it (Wu, 1991). The first and last pixel get what
/// part of them the line fills, so that pieces add up. In one piece: it clips, then walks, and the walk needs all that
/// clipping found.
fn walk(side: usize, [from, to]: [[f32; 2]; 2], weight: f32, mut add: impl FnMut(usize, f32)) {
    let stride = side + OUTSIDE;
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let steep = dy.abs() > dx.abs();
    // u runs along the line's main axis, v across.
    let (axis, other) = if steep { (1, 0) } else { (0, 1) };
    let (a, b) = if to[axis] < from[axis] { (to, from) } else { (from, to) };
    let (u0, v0, u1, v1) = (a[axis], a[other], b[axis], b[other]);
    let size = side as f32;
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
    let (first, last) = (low as usize, (high.ceil() as usize).min(side));
    let (along, across) = if steep { (stride, 1) } else { (1, stride) };
    let mut put = |u: usize, v: i64, weight: f32| {
        let row = (v >> 32) as usize;
        let part = (v as u32 >> 8) as f32 * (weight / 16_777_216.0);
        let at = (u + BEFORE) * along + row * across;
        add(at, weight - part);
        add(at + across, part);
    };
    // Rows are counted between the middles of pixels, from the first outside.
    let most = ((side + BEFORE) as f64 * ONE) as i64;
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
