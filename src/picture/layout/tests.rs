//! What every layout promises, and how good the default one is.

use proptest::prelude::*;

use super::*;

const BOX: NodeBox = NodeBox { left: 30.0, right: 30.0, up: 9.0, down: 26.0 };

fn input<'a>(boxes: &'a [NodeBox], edges: &'a [(u32, u32)], pins: &'a [Option<(f32, f32)>]) -> Input<'a> {
    Input { pins, aspect: 1.4, seed: 1, ..Input::new(boxes, edges) }
}

/// Zachary's karate club (1977), members numbered from 0.
const KARATE: &[(u32, u32)] = &[
    (0, 1),
    (0, 2),
    (0, 3),
    (0, 4),
    (0, 5),
    (0, 6),
    (0, 7),
    (0, 8),
    (0, 10),
    (0, 11),
    (0, 12),
    (0, 13),
    (0, 17),
    (0, 19),
    (0, 21),
    (0, 31),
    (1, 2),
    (1, 3),
    (1, 7),
    (1, 13),
    (1, 17),
    (1, 19),
    (1, 21),
    (1, 30),
    (2, 3),
    (2, 7),
    (2, 8),
    (2, 9),
    (2, 13),
    (2, 27),
    (2, 28),
    (2, 32),
    (3, 7),
    (3, 12),
    (3, 13),
    (4, 6),
    (4, 10),
    (5, 6),
    (5, 10),
    (5, 16),
    (6, 16),
    (8, 30),
    (8, 32),
    (8, 33),
    (9, 33),
    (13, 33),
    (14, 32),
    (14, 33),
    (15, 32),
    (15, 33),
    (18, 32),
    (18, 33),
    (19, 33),
    (20, 32),
    (20, 33),
    (22, 32),
    (22, 33),
    (23, 25),
    (23, 27),
    (23, 29),
    (23, 32),
    (23, 33),
    (24, 25),
    (24, 27),
    (24, 31),
    (25, 31),
    (26, 29),
    (26, 33),
    (27, 33),
    (28, 31),
    (28, 33),
    (29, 32),
    (29, 33),
    (30, 32),
    (30, 33),
    (31, 32),
    (31, 33),
    (32, 33),
];

#[test]
fn stress_alone_reaches_the_best_known_of_a_small_network() {
    let neighbours = distances::adjacency(34, KARATE);
    let terms = distances::terms(&neighbours);
    let mut random = random::Random::new(1);
    let mut points = stress::pivot_mds(&neighbours, 1.0, &mut random);
    stress::minimise(&mut points, &mut terms.clone(), 1.0, &[false; 34], &mut random);
    let reached = stress::stress(&points, &terms);
    // 0.0681 is the best that is known to us.
    assert!(reached < 0.073, "{reached}");
}

#[test]
fn a_drawing_is_the_same_for_any_number_of_threads() {
    let boxes = [BOX; 34];
    let draw = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| LAYOUTS[0].place(&input(&boxes, KARATE, &[]), &Progress::new()).unwrap())
    };
    assert_eq!(draw(1), draw(4));
}

#[test]
fn a_cancelled_layout_stops() {
    let progress = Progress::new();
    progress.cancel();
    let boxes = [BOX; 34];
    for layout in LAYOUTS {
        assert_eq!(layout.place(&input(&boxes, KARATE, &[]), &progress), Err(Cancelled), "{}", layout.name());
    }
}

#[test]
fn layouts_have_names_of_their_own() {
    for layout in LAYOUTS {
        assert_eq!(named(layout.name()).map(|l| l.good_for()), Some(layout.good_for()));
        assert!(layout.good_for().ends_with('.'));
    }
}

fn check(boxes: &[NodeBox], edges: &[(u32, u32)], pins: &[Option<(f32, f32)>]) -> Result<(), TestCaseError> {
    for layout in LAYOUTS {
        let placed = layout.place(&input(boxes, edges, pins), &Progress::new()).unwrap();
        prop_assert_eq!(placed.len(), boxes.len());
        prop_assert!(placed.iter().all(|p| p.0.is_finite() && p.1.is_finite()));
        for (at, pin) in placed.iter().zip(pins) {
            if let Some(pin) = pin {
                prop_assert_eq!(at, pin, "{} moved a pin", layout.name());
            }
        }
        let points: Vec<Point> = placed.iter().map(|p| (f64::from(p.0), f64::from(p.1))).collect();
        // Less than the gap that is kept, more than what rounding to f32 costs.
        let pairs = overlap::overlapping(&points, boxes, -0.05);
        let pinned = |i: usize| pins.get(i).copied().flatten().is_some();
        let bad = pairs.iter().find(|(a, b)| !(pinned(*a) && pinned(*b)));
        prop_assert_eq!(bad, None, "{}", layout.name());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_box_lies_on_another_and_pins_are_exact(
        sizes in prop::collection::vec((1.0_f32..60.0, 1.0_f32..30.0), 1..40),
        raw in prop::collection::vec((0_u32..40, 0_u32..40), 0..70),
        pins in prop::collection::vec(prop::option::weighted(0.15, (-300.0_f32..300.0, -300.0_f32..300.0)), 40),
    ) {
        let boxes: Vec<NodeBox> =
            sizes.iter().map(|&(w, h)| NodeBox { left: w, right: w, up: h / 2.0, down: h }).collect();
        let count = boxes.len() as u32;
        let edges: Vec<(u32, u32)> = raw.iter().map(|&(a, b)| (a % count, b % count)).collect();
        check(&boxes, &edges, &[])?;
        check(&boxes, &edges, &pins[..boxes.len()])?;
    }
}
