//! Many rectangles of which hardly any is near a given one, laid out so that the processor rules out eight
//! at a time. It may name one too many, never one too few: whoever asks looks again with full precision.

/// How many are compared at once.
const LANES: usize = 8;

/// Rectangles in single precision, rounded outwards, side by side.
pub(super) struct RectList {
    groups: Vec<Group>,
}

/// Eight rectangles. Where there is none its sides are not numbers, which are near nothing.
#[derive(Clone)]
struct Group {
    left: [f32; LANES],
    top: [f32; LANES],
    right: [f32; LANES],
    bottom: [f32; LANES],
}

impl RectList {
    /// Room for this many, none of which is anywhere yet.
    pub(super) fn new(count: usize) -> Self {
        let nowhere = [f32::NAN; LANES];
        let group = Group { left: nowhere, top: nowhere, right: nowhere, bottom: nowhere };
        RectList { groups: vec![group; count.div_ceil(LANES)] }
    }

    /// Sets one; left, top, right and bottom.
    pub(super) fn set(&mut self, number: usize, rect: [f64; 4]) {
        let (group, lane) = (&mut self.groups[number / LANES], number % LANES);
        let [left, top, right, bottom] = outwards(rect);
        group.left[lane] = left;
        group.top[lane] = top;
        group.right[lane] = right;
        group.bottom[lane] = bottom;
    }

    /// Calls `found` with each that may touch `rect`, in order.
    pub(super) fn near(&self, rect: [f64; 4], mut found: impl FnMut(usize)) {
        let [left, top, right, bottom] = outwards(rect);
        for (number, group) in self.groups.iter().enumerate() {
            let mut near = [0u8; LANES];
            for (lane, near) in near.iter_mut().enumerate() {
                let is_near = (group.left[lane] <= right)
                    & (group.right[lane] >= left)
                    & (group.top[lane] <= bottom)
                    & (group.bottom[lane] >= top);
                *near = u8::from(is_near);
            }
            let mut left_over = u64::from_le_bytes(near);
            while left_over != 0 {
                found(number * LANES + left_over.trailing_zeros() as usize / 8);
                left_over &= left_over - 1;
            }
        }
    }
}

/// A rectangle in single precision that holds this one with a hair's breadth around it.
fn outwards([left, top, right, bottom]: [f64; 4]) -> [f32; 4] {
    // Rounding moves a number by at most half of this share of it.
    let hair = |v: f64| 1e-6 + v.abs() * f64::from(f32::EPSILON);
    let (down, up) = (|v: f64| (v - hair(v)) as f32, |v: f64| (v + hair(v)) as f32);
    [down(left), down(top), up(right), up(bottom)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rect() -> impl Strategy<Value = [f64; 4]> {
        // Few different numbers, so that sides often meet.
        (-20i32..20, -20i32..20, 0i32..8, 0i32..8)
            .prop_map(|(x, y, w, h)| [x, y, x + w, y + h].map(|v| f64::from(v) * 0.1 + 1000.0))
    }

    proptest! {
        #[test]
        fn all_that_touch_are_found_in_order(
            rects in prop::collection::vec(rect(), 0..40),
            around in rect(),
        ) {
            let mut list = RectList::new(rects.len());
            rects.iter().enumerate().for_each(|(i, r)| list.set(i, *r));
            let mut found = Vec::new();
            list.near(around, |i| found.push(i));
            prop_assert!(found.is_sorted());
            for (i, r) in rects.iter().enumerate() {
                let apart = |by: f64| {
                    r[0] > around[2] + by || around[0] > r[2] + by || r[1] > around[3] + by || around[1] > r[3] + by
                };
                // What touches is found; what is clearly elsewhere is not.
                prop_assert!(found.contains(&i) || apart(0.0));
                prop_assert!(!found.contains(&i) || !apart(0.01));
            }
        }
    }
}
