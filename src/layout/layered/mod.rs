//! Layers for networks with a direction (Sugiyama, Tagawa, Toda 1981): cycles opened, nodes on
//! layers, few crossings, straight long edges. One file per step.

mod fit;
mod layers;
mod order;
mod place;

use std::borrow::Cow;

use super::finish::{Part, by_parts};
use super::{Choice, Direction, Input, Layout, NO_GROUP, NodeBox, Options, Point, finished};
use crate::progress::{Cancelled, Progress};

/// Space between layers and between neighbours on one layer, in scene units.
const LAYER_GAP: f64 = 22.0;
const NODE_GAP: f64 = 12.0;

pub(crate) struct Layered;

impl Layout for Layered {
    fn good_for(&self) -> &'static str {
        "Chains of command or consequence: lines point one way."
    }

    fn synonyms(&self) -> &'static [&'static str] {
        &["tree", "hierarchy", "top down"]
    }

    fn meaning(&self, _options: &Options) -> Cow<'static, str> {
        "lines point one way where they can".into()
    }

    fn heeds(&self, options: &Options) -> &'static [Choice] {
        if options.together {
            &[Choice::Direction, Choice::Grouping, Choice::Together]
        } else {
            &[Choice::Direction, Choice::Together]
        }
    }

    fn place(&self, input: &Input<'_>, progress: &Progress) -> Result<Vec<(f32, f32)>, Cancelled> {
        progress.report(0.0)?;
        let points = by_parts(input, progress, |part| draw(input, part, progress))?;
        Ok(finished(points))
    }
}

/// Draws one component.
fn draw(input: &Input<'_>, part: &Part<'_>, progress: &Progress) -> Result<Vec<Point>, Cancelled> {
    let sideways = matches!(input.options.direction, Direction::Right | Direction::Left);
    let boxes: Vec<NodeBox> = if sideways {
        part.boxes.iter().map(|b| NodeBox { left: b.up, right: b.down, up: b.left, down: b.right }).collect()
    } else {
        part.boxes.clone()
    };
    let groups: Vec<u32> = if input.options.together {
        part.nodes.iter().map(|&n| input.groups.get(n).copied().unwrap_or(NO_GROUP)).collect()
    } else {
        Vec::new()
    };
    let layers = layers::assign(boxes.len(), &part.edges, &groups);
    let mut net = order::Net::new(&layers, &part.edges);
    net.reduce_crossings(progress)?;
    let mut points = place::place(&net, &boxes, NODE_GAP, LAYER_GAP);
    let aspect = if sideways { 1.0 / input.sane_aspect() } else { input.sane_aspect() };
    fit::fit(&net, &boxes, &part.edges, &mut points, (NODE_GAP, LAYER_GAP), aspect);
    for p in &mut points {
        *p = match input.options.direction {
            Direction::Down => *p,
            Direction::Up => (p.0, -p.1),
            Direction::Right => (p.1, p.0),
            Direction::Left => (-p.1, p.0),
        };
    }
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: NodeBox = NodeBox { left: 30.0, right: 30.0, up: 9.0, down: 26.0 };

    fn draw(count: usize, edges: &[(u32, u32)], options: Options) -> Vec<(f32, f32)> {
        let boxes = vec![BOX; count];
        Layered.place(&Input { options, ..Input::new(&boxes, edges) }, &Progress::new()).unwrap()
    }

    #[test]
    fn edges_of_what_has_no_cycle_point_the_way_asked_for() {
        let edges = [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (0, 4), (5, 2), (5, 4)];
        for (direction, (wx, wy)) in [
            (Direction::Down, (0.0, 1.0)),
            (Direction::Up, (0.0, -1.0)),
            (Direction::Right, (1.0, 0.0)),
            (Direction::Left, (-1.0, 0.0)),
        ] {
            let at = draw(6, &edges, Options { direction, ..Options::default() });
            for (a, b) in edges {
                let (p, q) = (at[a as usize], at[b as usize]);
                assert!((q.0 - p.0) * wx + (q.1 - p.1) * wy > 0.0, "{a} {b} {direction:?} {at:?}");
            }
        }
    }

    #[test]
    fn a_chain_is_straight_and_a_tree_does_not_cross_itself() {
        let chain: Vec<(u32, u32)> = (0..8).map(|i| (i, i + 1)).collect();
        let at = draw(9, &chain, Options::default());
        assert!(at.iter().all(|p| (p.0 - at[0].0).abs() < 1e-3), "{at:?}");
        let tree: Vec<(u32, u32)> = (1..60).map(|i: u32| ((i * 7919 % 101) % i, i)).collect();
        let at = draw(60, &tree, Options::default());
        let score = super::super::quality::measure(&vec![BOX; 60], &tree, &at);
        assert_eq!((score.crossings, score.overlaps), (0.0, 0));
    }

    #[test]
    fn one_kind_is_on_one_layer_where_that_is_asked() {
        let groups = [0, 1, 1, 2, 2, 2];
        let edges = [(0, 1), (0, 2), (1, 3), (1, 4), (2, 5), (3, 4)];
        let boxes = vec![BOX; 6];
        let options = Options { together: true, ..Options::default() };
        let input = Input { options, groups: &groups, ..Input::new(&boxes, &edges) };
        let at = Layered.place(&input, &Progress::new()).unwrap();
        assert!(at[1].1 == at[2].1 && at[3].1 == at[4].1 && at[4].1 == at[5].1, "{at:?}");
        assert!(at[0].1 < at[1].1 && at[1].1 < at[3].1, "{at:?}");
    }
}
