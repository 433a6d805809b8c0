//! What tiles promise: no seams, no jumps between levels, one line a hairline, many not a blot.

use super::*;
use crate::picture::tree::Tree;

struct Sample {
    points: Vec<[f32; 2]>,
    radii: Vec<f32>,
    ends: Vec<[u32; 2]>,
    bends: Vec<f32>,
    /// Of each line.
    inks: Vec<Option<[u8; 3]>>,
    lines: Tree,
    nodes: Tree,
}

impl Sample {
    fn new(points: Vec<[f32; 2]>, radii: Vec<f32>, ends: Vec<[u32; 2]>, bends: Vec<f32>) -> Self {
        let (lines, nodes) = (Tree::of_lines(&points, &ends, &bends), Tree::of_points(&points, &radii, &radii));
        let inks = vec![None; ends.len()];
        Self { points, radii, ends, bends, inks, lines, nodes }
    }

    /// Lines and nodes of all sizes in a square of 100, more of them in the middle.
    fn many(count: u32) -> Self {
        let mut state = 7_u64;
        let mut dice = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1 << 24) as f32
        };
        let points: Vec<[f32; 2]> = (0..count).map(|_| [50.0 * (dice() + dice()), 50.0 * (dice() + dice())]).collect();
        let radii = (0..count).map(|_| dice() * dice() * 0.6).collect();
        let ends = (0..2 * count).map(|_| [dice(), dice()].map(|v| (v * count as f32) as u32)).collect();
        let bends = (0..2 * count).map(|_| 8.0 * (dice() - 0.5)).collect();
        Self::new(points, radii, ends, bends)
    }

    fn style(&self) -> LineInk {
        LineInk { ink: [0x8b, 0x90, 0x98], width_px: 0.55, crowd: Arc::new(Crowd::of(self)) }
    }
}

impl Matter for Sample {
    fn line_count(&self) -> usize {
        self.ends.len()
    }

    fn line(&self, item: u32) -> Stroke {
        let item = item as usize;
        let ink = self.inks[item];
        Stroke { curve: Curve::new(&self.points, self.ends[item], self.bends[item]), weight: 255, ink }
    }

    fn node(&self, item: u32) -> Dot {
        let item = item as usize;
        Dot { at: self.points[item], radius: self.radii[item], colour: [item as u8, 200, 40, 255] }
    }

    fn line_tree(&self) -> &Tree {
        &self.lines
    }

    fn node_tree(&self) -> &Tree {
        &self.nodes
    }
}

fn square(x: f64, y: f64, side: f64, size_px: usize) -> Square {
    Square { origin: [x, y], side, size_px }
}

/// Opacity from 0.0 to 1.0 of each pixel.
fn opacities(tile: &[u8]) -> Vec<f32> {
    tile.as_chunks::<4>().0.iter().map(|p| f32::from(p[3]) / 255.0).collect()
}

fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len() as f32
}

#[test]
fn tiles_of_a_level_join_without_seams() {
    let sample = Sample::many(3000);
    let style = sample.style();
    let draw = |square| {
        let progress = Progress::new();
        let lines = lines_tile(&sample, square, &style, 1.0, &progress).unwrap();
        (lines, nodes_tile(&sample, square, [255; 3], &progress).unwrap())
    };
    let whole = draw(square(20.0, 30.0, 50.0, 1024));
    for (i, j) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
        let part = draw(square(20.0 + 25.0 * f64::from(i), 30.0 + 25.0 * f64::from(j), 25.0, 512));
        for (part, whole) in [(&part.0, &whole.0), (&part.1, &whole.1)] {
            for y in 0..512 {
                let start = ((y + 512 * j as usize) * 1024 + 512 * i as usize) * 4;
                let (ours, theirs) = (&part[y * 512 * 4..][..512 * 4], &whole[start..][..512 * 4]);
                assert!(ours.iter().zip(theirs).all(|(a, b)| a.abs_diff(*b) <= 1), "row {y} of {i}, {j}");
            }
        }
    }
    assert!(mean(&opacities(&whole.0)) > 0.1 && mean(&opacities(&whole.1)) > 0.01);
}

#[test]
fn what_one_looks_at_stays_as_bright_as_one_zooms() {
    let sample = Sample::many(4000);
    let style = sample.style();
    let tile = |size| lines_tile(&sample, square(40.0, 40.0, 20.0, size), &style, 1.0, &Progress::new()).unwrap();
    let means: Vec<f32> = [32, 64, 128, 256].map(|size| mean(&opacities(&tile(size)))).to_vec();
    for pair in means.windows(2) {
        assert!((pair[1] / pair[0] - 1.0).abs() < 0.1, "{means:?}");
    }
    // A crowd is neither a blot nor nothing, and has light and dark in it.
    assert!((0.3..0.85).contains(&means[0]), "{means:?}");
    let all = opacities(&lines_tile(&sample, square(0.0, 0.0, 100.0, 256), &style, 1.0, &Progress::new()).unwrap());
    assert!(all.iter().filter(|a| **a > 0.85).count() < all.len() / 20);
    assert!(all.iter().filter(|a| **a < 0.2).count() > all.len() / 10);
}

#[test]
fn a_crowd_is_a_light_ground_on_which_the_more_crowded_stands_out() {
    let Sample { mut points, mut radii, mut ends, mut bends, .. } = Sample::many(8000);
    // A bundle across the middle, among all the others.
    for i in 0..400_u32 {
        let y = 49.0 + i as f32 / 200.0;
        ends.push([points.len() as u32, points.len() as u32 + 1]);
        points.extend([[15.0, y], [85.0, y]]);
        radii.extend([0.1; 2]);
        bends.push(0.0);
    }
    let sample = Sample::new(points, radii, ends, bends);
    for size in [128, 256, 512] {
        let tile = lines_tile(&sample, square(0.0, 0.0, 100.0, size), &sample.style(), 1.0, &Progress::new()).unwrap();
        let all = opacities(&tile);
        let band = |from: usize, to: usize| {
            let rows = from * size / 100..to * size / 100;
            let some = rows.flat_map(|y| &all[y * size + 35 * size / 100..y * size + 65 * size / 100]);
            mean(&some.copied().collect::<Vec<f32>>())
        };
        let (bundle, beside) = (band(49, 51), (band(40, 45) + band(55, 60)) / 2.0);
        assert!((0.1..0.5).contains(&beside) && bundle > beside * 1.4, "{bundle} beside {beside} at {size}");
    }
}

#[test]
fn lines_keep_their_colours_and_mix_where_they_cross() {
    // A red line across, a grey one down, and a blue one beside it.
    let points = vec![[0.0, 32.5], [64.0, 32.5], [20.5, 0.0], [20.5, 64.0], [50.5, 0.0], [50.5, 64.0]];
    let mut sample = Sample::new(points, vec![0.0; 6], vec![[0, 1], [2, 3], [4, 5]], vec![0.0; 3]);
    sample.inks = vec![Some([200, 0, 0]), None, Some([0, 0, 200])];
    let tile = lines_tile(&sample, square(0.0, 0.0, 64.0, 64), &sample.style(), 1.0, &Progress::new()).unwrap();
    // Not premultiplied, to within what a byte can say.
    let colour = |x: usize, y: usize| {
        let [r, g, b, a] = *tile[(y * 64 + x) * 4..].first_chunk::<4>().unwrap();
        [r, g, b].map(|c| u32::from(c) * 255 / u32::from(a))
    };
    let near = |found: [u32; 3], wanted: [u32; 3]| found.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) <= 6);
    let ink = sample.style().ink.map(u32::from);
    assert!(near(colour(40, 32), [200, 0, 0]), "{:?}", colour(40, 32));
    assert!(near(colour(20, 10), ink), "{:?}", colour(20, 10));
    let [r, g, b] = ink.map(|c| c / 2);
    assert!(near(colour(20, 32), [r + 100, g, b]), "{:?}", colour(20, 32));
    assert!(near(colour(50, 32), [100, 0, 100]), "{:?}", colour(50, 32));
    // Colour changes nothing of how strong they are.
    let opacity = opacities(&tile);
    sample.inks.fill(None);
    let plain = lines_tile(&sample, square(0.0, 0.0, 64.0, 64), &sample.style(), 1.0, &Progress::new()).unwrap();
    assert_eq!(opacity, opacities(&plain));
}

#[test]
fn one_line_alone_is_a_hairline_at_any_slope_and_however_it_is_pieced() {
    let style = |sample: &Sample| LineInk { width_px: 0.5, ..sample.style() };
    let ink = |to: [f32; 2], bend: f32| {
        let sample = Sample::new(vec![[10.0, 10.0], to], vec![0.0; 2], vec![[0, 1]], vec![bend]);
        let tile = lines_tile(&sample, square(0.0, 0.0, 64.0, 64), &style(&sample), 1.0, &Progress::new()).unwrap();
        opacities(&tile)
    };
    let flat = ink([50.0, 10.0], 0.0);
    // It runs between two rows of pixels, so each sees half of it.
    assert!((0.25..0.5).contains(&flat[9 * 64 + 30]) && flat[9 * 64 + 30] == flat[10 * 64 + 30]);
    let sum = |values: &[f32]| values.iter().sum::<f32>();
    // Along the diagonal, all of it falls on the pixels that it runs through, which can take no more.
    for (to, less) in [([10.0, 50.0], 0.01), ([42.0, 34.0], 0.15), ([38.3, 38.3], 0.25)] {
        let ratio = sum(&ink(to, 0.0)) / sum(&flat);
        assert!((1.0 - less..1.01).contains(&ratio), "{to:?}: {ratio}");
    }
    // A bend of 8 in 40 makes it a tenth longer.
    assert!((sum(&ink([50.0, 10.0], 8.0)) / sum(&flat) - 1.1).abs() < 0.1);
    let through = Sample::new(vec![[0.0, 20.5], [64.0, 20.5]], vec![0.0; 2], vec![[0, 1]], vec![0.0]);
    let near = square(30.0, 20.0, 1.0, 64);
    let tile = lines_tile(&through, near, &style(&through), 1.0, &Progress::new()).unwrap();
    assert!((mean(&opacities(&tile)) * 64.0 - 0.5).abs() < 0.1);
}

#[test]
fn a_share_of_the_lines_is_as_bright_as_all() {
    let sample = Sample::many(20_000);
    let tile = |share| {
        opacities(&lines_tile(&sample, square(30.0, 30.0, 40.0, 64), &sample.style(), share, &Progress::new()).unwrap())
    };
    let (all, some) = (tile(1.0), tile(0.25));
    assert!((mean(&some) / mean(&all) - 1.0).abs() < 0.05, "{} {}", mean(&some), mean(&all));
    assert!(all.iter().zip(&some).any(|(a, b)| a != b));
}

#[test]
fn the_important_node_lies_above_and_the_smallest_can_be_seen() {
    let sample = Sample::new(vec![[6.0, 10.0], [12.0, 10.0], [30.0, 30.0]], vec![3.0, 5.0, 0.01], vec![], vec![]);
    let tile = nodes_tile(&sample, square(0.0, 0.0, 40.0, 40), [255; 3], &Progress::new()).unwrap();
    let pixel = |x: usize, y: usize| &tile[(y * 40 + x) * 4..][..4];
    // The second is larger and so more important here; its colour has a 1 for red.
    assert_eq!(pixel(8, 10), [1, 200, 40, 255]);
    assert_eq!(pixel(4, 10), [0, 200, 40, 255]);
    assert!(pixel(17, 10).iter().all(|v| *v > 240), "a rim around it");
    assert!(pixel(29, 29)[3] > 20 || pixel(30, 30)[3] > 20);
    assert_eq!(pixel(20, 30)[3], 0);
}

#[test]
fn a_tile_that_is_not_wanted_stops() {
    let sample = Sample::many(5000);
    let progress = Progress::new();
    progress.cancel();
    assert_eq!(lines_tile(&sample, square(0.0, 0.0, 100.0, 64), &sample.style(), 1.0, &progress), None);
    assert_eq!(nodes_tile(&sample, square(0.0, 0.0, 100.0, 64), [255; 3], &progress), None);
}

#[test]
fn hostile_numbers_draw_something_or_nothing() {
    let far = 3e38;
    let points = vec![[-far, -far], [far, far], [0.0, 0.0], [f32::NAN, 1e-40]];
    let ends = vec![[0, 1], [1, 2], [2, 3], [3, 3], [9, 0]];
    let sample = Sample::new(points, vec![1e30, 1.0, f32::NAN, -2.0], ends, vec![far, 0.0, f32::NAN, 5.0, -far]);
    for side in [1e-30, 1.0, 1e30] {
        let square = square(-side / 2.0, -side / 2.0, side, 32);
        assert!(lines_tile(&sample, square, &sample.style(), 1.0, &Progress::new()).is_some());
    }
}
