//! What the index promises, against looking at everything.

use proptest::prelude::*;

use super::*;
use crate::math::Portable as _;

/// Random numbers without a dependency: SplitMix64 (Steele, Lea and Flood, 2014).
struct Dice(u64);

impl Dice {
    fn unit(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 40) as f32 / (1 << 24) as f32
    }
}

/// Where a curve is at `t` from 0 to 1.
fn at(curve: &Curve, t: f64) -> [f64; 2] {
    let control = curve.control();
    std::array::from_fn(|k| {
        let (a, b) = (f64::from(curve.from[k]), f64::from(curve.to[k]));
        (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * control[k] + t * t * b
    })
}

fn holds(rect: Rect, [x, y]: [f64; 2]) -> bool {
    let [x0, y0, x1, y1] = rect.map(f64::from);
    (x0..=x1).contains(&x) && (y0..=y1).contains(&y)
}

fn crosses(curve: &Curve, rect: Rect, steps: u32) -> bool {
    (0..=steps).any(|i| holds(rect, at(curve, f64::from(i) / f64::from(steps))))
}

fn found(tree: &Tree, rect: Rect) -> Vec<u32> {
    let mut out = Vec::new();
    tree.each(rect, |item| out.push(item));
    out
}

/// That every way to ask gives the same, and ranges are as they are said to be.
fn check_ways(tree: &Tree, rect: Rect) {
    let each = found(tree, rect);
    assert_eq!(tree.count(rect, usize::MAX), each.len());
    let mut ranges = Vec::new();
    ranges.push(7..8);
    tree.ranges(rect, &mut ranges);
    assert!(ranges.windows(2).all(|w| w[1].start > w[0].end + GAP));
    let drawn: Vec<u32> =
        ranges.iter().flat_map(|r| &tree.order()[r.start as usize..r.end as usize]).copied().collect();
    let mut sorted = drawn.clone();
    sorted.sort_unstable();
    assert!(each.iter().all(|item| sorted.binary_search(item).is_ok()));
    let some = each.len() / 2;
    assert!(each.is_empty() || tree.count(rect, some) > some);
}

fn rect_of(x: f32, y: f32, w: f32, h: f32) -> Rect {
    [x, y, x + w, y + h]
}

/// Coordinates as they come, and now and then as they should not.
fn coordinate() -> impl Strategy<Value = f32> {
    prop_oneof![8 => -100.0f32..100.0, 1 => Just(f32::NAN), 1 => (-3i8..3).prop_map(f32::from)]
}

fn point_strategy() -> impl Strategy<Value = [f32; 2]> {
    [coordinate(), coordinate()]
}

fn a_rect() -> impl Strategy<Value = Rect> {
    (-120.0f32..120.0, -120.0f32..120.0, 0.0f32..80.0, 0.0f32..80.0).prop_map(|(x, y, w, h)| rect_of(x, y, w, h))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_point_is_missed_and_the_best_come_first(
        points in prop::collection::vec((point_strategy(), 0.0f32..9.0, 0u8..9), 0..700),
        moved in prop::collection::vec((any::<prop::sample::Index>(), point_strategy()), 0..9),
        rects in prop::collection::vec(a_rect(), 1..6),
    ) {
        let mut middles: Vec<[f32; 2]> = points.iter().map(|p| p.0).collect();
        let reach: Vec<f32> = points.iter().map(|p| p.1).collect();
        let rank: Vec<f32> = points.iter().map(|p| f32::from(p.2)).collect();
        let mut tree = Tree::of_points(&middles, &reach, &rank);
        for (index, to) in moved.iter().filter(|_| !points.is_empty()) {
            middles[index.index(points.len())] = *to;
        }
        if !moved.is_empty() {
            tree.refit_points(&middles, &reach);
        }
        let mut all: Vec<u32> = tree.order().to_vec();
        all.sort_unstable();
        prop_assert!(all.iter().copied().eq(0..points.len() as u32));
        let mut scratch = Best::default();
        for rect in rects {
            let candidates = found(&tree, rect);
            for (item, middle) in middles.iter().enumerate() {
                let [x, y] = middle.map(|v| f64::from(if v.is_finite() { v } else { 0.0 }));
                let r = f64::from(reach[item]);
                let [x0, y0, x1, y1] = rect.map(f64::from);
                if x + r >= x0 && x - r <= x1 && y + r >= y0 && y - r <= y1 {
                    prop_assert!(candidates.contains(&(item as u32)));
                }
            }
            check_ways(&tree, rect);
            let mut best = Vec::new();
            tree.best(rect, &mut scratch, |item| { best.push(item); true });
            let mut wanted = candidates;
            wanted.sort_by(|a, b| rank[*b as usize].total_cmp(&rank[*a as usize]).then(a.cmp(b)));
            prop_assert_eq!(&best, &wanted);
            let mut first = Vec::new();
            tree.best(rect, &mut scratch, |item| { first.push(item); first.len() < 3 });
            prop_assert_eq!(&first[..], &wanted[..wanted.len().min(3)]);
        }
    }

    #[test]
    fn no_line_is_missed(
        points in prop::collection::vec(point_strategy(), 1..40),
        lines in prop::collection::vec(([0u32..44, 0u32..44], -30.0f32..30.0), 0..500),
        straight in any::<bool>(),
        moved in prop::collection::vec((any::<prop::sample::Index>(), point_strategy()), 0..9),
        rects in prop::collection::vec(a_rect(), 1..6),
    ) {
        let mut points = points;
        let ends: Vec<[u32; 2]> = lines.iter().map(|l| l.0).collect();
        let bend: Vec<f32> = lines.iter().map(|l| if straight { 0.0 } else { l.1 }).collect();
        let mut tree = Tree::of_lines(&points, &ends, &bend);
        for (index, to) in &moved {
            let point = index.index(points.len());
            points[point] = *to;
        }
        if !moved.is_empty() {
            tree.refit_lines(&points, &ends, &bend);
        }
        for rect in rects {
            let candidates = found(&tree, rect);
            for item in 0..ends.len() {
                if crosses(&Curve::new(&points, ends[item], bend[item]), rect, 60) {
                    prop_assert!(candidates.contains(&(item as u32)));
                }
            }
            check_ways(&tree, rect);
        }
    }
}

/// Lines about 0.15 long in a drawing of 1 by 1, in all directions.
fn small_world(count: usize, bent: f32) -> (Vec<[f32; 2]>, Vec<[u32; 2]>, Vec<f32>) {
    let mut dice = Dice(5);
    let mut points = Vec::new();
    let mut ends = Vec::new();
    let mut bend = Vec::new();
    for i in 0..count as u32 {
        let (x, y, angle) = (dice.unit(), dice.unit(), dice.unit() * std::f32::consts::TAU);
        let length = 0.1 + 0.1 * dice.unit();
        points.push([x, y]);
        points.push([x + length * angle.cosine(), y + length * angle.sine()]);
        ends.push([2 * i, 2 * i + 1]);
        bend.push((dice.unit() - 0.5) * 2.0 * bent * length);
    }
    (points, ends, bend)
}

#[test]
fn few_lines_are_looked_at_that_do_not_cross_a_small_view() {
    for (bent, most) in [(0.0, 3.2), (0.1, 3.8)] {
        let (points, ends, bend) = small_world(190_000, bent);
        let tree = Tree::of_lines(&points, &ends, &bend);
        let curves: Vec<Curve> = ends.iter().zip(&bend).map(|(e, b)| Curve::new(&points, *e, *b)).collect();
        let (mut looked, mut crossing) = (0, 0);
        for i in 0..6 {
            let rect = rect_of(0.2 + 0.1 * i as f32, 0.75 - 0.1 * i as f32, 1.0 / 30.0, 1.0 / 30.0);
            let candidates = found(&tree, rect);
            looked += candidates.len();
            crossing += candidates.iter().filter(|c| crosses(&curves[**c as usize], rect, 64)).count();
        }
        let ratio = looked as f32 / crossing as f32;
        assert!(ratio < most, "{looked} looked at for {crossing} that cross");
    }
}

#[test]
fn the_result_does_not_depend_on_the_number_of_threads() {
    let (points, ends, bend) = small_world(80_000, 0.1);
    let build = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| (Tree::of_lines(&points, &ends, &bend), Tree::of_points(&points, &[], &bend)))
    };
    let (one, three) = (build(1), build(3));
    assert_eq!(one.0.order(), three.0.order());
    assert_eq!(one.1.order(), three.1.order());
}

#[test]
fn a_tree_of_some_finds_what_a_tree_of_them_alone_finds() {
    let (points, ends, bend) = small_world(20_000, 0.1);
    let lines = Tree::of_lines(&points, &ends, &bend);
    let dots = Tree::of_points(&points, &[], &bend);
    for every in [1, 2, 7, 900, 19_000, 50_000] {
        let (mut point_numbers, mut line_numbers) = (vec![u32::MAX; points.len()], vec![u32::MAX; ends.len()]);
        let lines_left: Vec<usize> = (0..ends.len()).filter(|line| line % every == every / 2).collect();
        let mut some_points = Vec::new();
        for (new, line) in lines_left.iter().enumerate() {
            line_numbers[*line] = new as u32;
            for end in ends[*line] {
                point_numbers[end as usize] = some_points.len() as u32;
                some_points.push(points[end as usize]);
            }
        }
        let some_ends: Vec<[u32; 2]> = (0..lines_left.len() as u32).map(|n| [2 * n, 2 * n + 1]).collect();
        let some_bends: Vec<f32> = lines_left.iter().map(|line| bend[*line]).collect();
        let rank: Vec<f32> = (0..points.len()).map(|n| bend.get(n).copied().unwrap_or(0.0)).collect();
        let kept: Vec<f32> = (0..points.len()).filter(|n| point_numbers[*n] != u32::MAX).map(|n| rank[n]).collect();
        let few_lines = lines.of_some_lines(&line_numbers, &some_points, &some_ends, &some_bends);
        let few_dots = dots.of_some_points(&point_numbers, &some_points, &[]);
        let (own_lines, own_dots) =
            (Tree::of_lines(&some_points, &some_ends, &some_bends), Tree::of_points(&some_points, &[], &kept));
        assert_eq!((few_lines.bounds(), few_dots.bounds()), (own_lines.bounds(), own_dots.bounds()));
        let mut counts = [0, 0];
        for step in 0..20 {
            let rect = rect_of(0.05 * step as f32, 0.9 - 0.04 * step as f32, 0.1, 0.1);
            check_ways(&few_lines, rect);
            check_ways(&few_dots, rect);
            let curve = |line: &u32| Curve::new(&some_points, some_ends[*line as usize], some_bends[*line as usize]);
            let candidates = found(&few_lines, rect);
            let all = (0..some_ends.len() as u32).filter(|line| crosses(&curve(line), rect, 64));
            assert!(all.into_iter().all(|line| candidates.contains(&line)), "{every}");
            counts = [counts[0] + candidates.len(), counts[1] + found(&own_lines, rect).len()];
            let best = |tree: &Tree| {
                let mut best = Vec::new();
                tree.best(rect, &mut Best::default(), |item| {
                    best.push(item);
                    true
                });
                best.retain(|item| holds(rect, some_points[*item as usize].map(f64::from)));
                best
            };
            assert_eq!(best(&few_dots), best(&own_dots), "the best come first, and all of them");
        }
        assert!(counts[0] <= counts[1] * 3 + 200, "{counts:?}: {every}");
    }
}

#[test]
fn looseness_grows_as_items_stray_and_not_as_the_whole_grows() {
    let (mut points, ends, bend) = small_world(20_000, 0.0);
    let mut lines = Tree::of_lines(&points, &ends, &bend);
    let mut dots = Tree::of_points(&points, &[], &[]);
    assert_eq!((lines.looseness(), dots.looseness()), (1.0, 1.0));
    points.iter_mut().flatten().for_each(|v| *v *= 3.0);
    lines.refit_lines(&points, &ends, &bend);
    dots.refit_points(&points, &[]);
    assert!(lines.looseness() < 1.01 && dots.looseness() < 1.01);
    let mut dice = Dice(9);
    points.iter_mut().flatten().for_each(|v| *v = 3.0 * dice.unit());
    lines.refit_lines(&points, &ends, &bend);
    dots.refit_points(&points, &[]);
    assert!(lines.looseness() > 2.0, "{}", lines.looseness());
    assert!(dots.looseness() > 2.0, "{}", dots.looseness());
}

#[test]
fn an_empty_tree_answers() {
    let tree = Tree::of_lines(&[], &[], &[]);
    let all = [f32::NEG_INFINITY, f32::NEG_INFINITY, f32::INFINITY, f32::INFINITY];
    assert_eq!((tree.count(all, 9), tree.bounds(), tree.order().len()), (0, None, 0));
    let one = Tree::of_points(&[[f32::INFINITY, 2.0]], &[f32::NAN], &[f32::NAN]);
    assert_eq!((one.count(all, 9), one.bounds()), (1, Some([0.0, 2.0, 0.0, 2.0])));
}
