//! How a crowd of points pushes each of them away: near ones one by one, far ones as heaps (Barnes and Hut, "A hierarchical
//! O(N log N) force-calculation algorithm", 1986). Knows neither edges nor what the pushes are for.

/// Points in a heap that is not divided any further.
const HEAP: usize = 6;
/// A heap is taken as a whole from so many times its width away on.
const FAR: f32 = 1.1;
/// Halvings of the page that places are sorted by.
const BITS: u32 = 16;

/// Heaps, each followed by those that it is divided into.
pub(super) struct Crowd {
    heaps: Vec<Heap>,
    /// Points in the order of the heaps.
    points: Vec<[f32; 2]>,
}

struct Heap {
    /// Mean of its points, and how many there are.
    at: [f32; 2],
    count: f32,
    /// The square of how near it is still taken as a whole.
    far: f32,
    /// The heap after all that it is divided into.
    next: u32,
    /// Its points, where it is not divided.
    points: (u32, u32),
}

impl Crowd {
    pub(super) fn new(points: &[[f32; 2]]) -> Self {
        let mut low = [f32::INFINITY; 2];
        let mut high = [f32::NEG_INFINITY; 2];
        for p in points {
            for k in 0..2 {
                (low[k], high[k]) = (low[k].min(p[k]), high[k].max(p[k]));
            }
        }
        let side = (high[0] - low[0]).max(high[1] - low[1]).max(1e-9);
        let cells = (1u32 << BITS) as f32;
        let cell = |v: f32, low: f32| ((v - low) / side * cells).clamp(0.0, cells - 1.0) as u32;
        let mut order: Vec<(u32, u32)> = points
            .iter()
            .enumerate()
            .map(|(i, p)| (spread(cell(p[0], low[0])) | (spread(cell(p[1], low[1])) << 1), i as u32))
            .collect();
        order.sort_unstable();
        let mut crowd = Crowd { heaps: Vec::new(), points: order.iter().map(|o| points[o.1 as usize]).collect() };
        if !order.is_empty() {
            crowd.divide(&order, (0, order.len()), BITS, side);
        }
        crowd
    }

    /// Adds the heap of a run of points that lie in one square of this side.
    fn divide(&mut self, order: &[(u32, u32)], (begin, end): (usize, usize), bits: u32, side: f32) {
        let run = &self.points[begin..end];
        let sum = run.iter().fold([0f64; 2], |s, p| [s[0] + f64::from(p[0]), s[1] + f64::from(p[1])]);
        let count = run.len() as f64;
        let at = [(sum[0] / count) as f32, (sum[1] / count) as f32];
        let own = self.heaps.len();
        // Many on one point push as one.
        let is_point = bits == 0 && end - begin > HEAP;
        let far = if is_point { 0.0 } else { (side * FAR).powi(2) };
        self.heaps.push(Heap { at, count: count as f32, far, next: 0, points: (begin as u32, begin as u32) });
        if end - begin <= HEAP {
            self.heaps[own].points = (begin as u32, end as u32);
        } else if !is_point {
            let mut from = begin;
            while from < end {
                let quarter = order[from].0 >> (2 * bits - 2);
                let to = from + order[from..end].partition_point(|o| o.0 >> (2 * bits - 2) == quarter);
                self.divide(order, (from, to), bits - 1, side / 2.0);
                from = to;
            }
        }
        self.heaps[own].next = self.heaps.len() as u32;
    }

    /// Sum of the pushes on a place: each along the way from the other to it, by `strength` of the squared distance.
    pub(super) fn push(&self, at: [f32; 2], strength: impl Fn(f32) -> f32) -> [f32; 2] {
        let mut sum = [0f32; 2];
        let mut add = |from: [f32; 2], count: f32| {
            let (dx, dy) = (at[0] - from[0], at[1] - from[1]);
            let by = count * strength(dx * dx + dy * dy);
            sum = [sum[0] + dx * by, sum[1] + dy * by];
        };
        let mut number = 0;
        while let Some(heap) = self.heaps.get(number) {
            let (dx, dy) = (at[0] - heap.at[0], at[1] - heap.at[1]);
            if dx * dx + dy * dy > heap.far {
                add(heap.at, heap.count);
                number = heap.next as usize;
                continue;
            }
            for p in &self.points[heap.points.0 as usize..heap.points.1 as usize] {
                add(*p, 1.0);
            }
            number += 1;
        }
        sum
    }
}

/// The bits of a number with a free one after each.
fn spread(v: u32) -> u32 {
    let mut v = v & 0xffff;
    v = (v | (v << 8)) & 0x00ff_00ff;
    v = (v | (v << 4)) & 0x0f0f_0f0f;
    v = (v | (v << 2)) & 0x3333_3333;
    (v | (v << 1)) & 0x5555_5555
}

#[cfg(test)]
mod tests {
    use super::super::super::random::Random;
    use super::*;
    use crate::math::Portable as _;

    #[test]
    fn heaps_push_about_as_their_points_do() {
        let mut random = Random::new(3);
        let mut points: Vec<[f32; 2]> =
            (0..2_000).map(|_| [random.unit() as f32 * 40.0, (random.unit() * random.unit()) as f32 * 30.0]).collect();
        // Some on one point.
        points.extend([[7.0, 7.0]; 50]);
        let crowd = Crowd::new(&points);
        let strength = |square: f32| 1.0 / (square + 0.01);
        for at in points.iter().step_by(97) {
            let one_by_one = points.iter().fold([0f32; 2], |s, p| {
                let (dx, dy) = (at[0] - p[0], at[1] - p[1]);
                let by = strength(dx * dx + dy * dy);
                [s[0] + dx * by, s[1] + dy * by]
            });
            let by_heaps = crowd.push(*at, strength);
            let off = (by_heaps[0] - one_by_one[0]).hypotenuse(by_heaps[1] - one_by_one[1]);
            assert!(off < 0.04 * one_by_one[0].hypotenuse(one_by_one[1]) + 1.0, "{off} {one_by_one:?}");
        }
        assert_eq!(Crowd::new(&[]).push([0.0, 0.0], strength), [0.0, 0.0]);
    }
}
