//! How many names a view gets, how far apart, how large, and what they may cover: all there is room for where few
//! nodes are in view, and in a crowd only the best known, spread over the drawing. Knows no node.

use crate::math::Portable as _;

/// Nodes in view up to which every name is shown that has room, and from which on a view is a crowd.
const NODES: (f64, f64) = (150.0, 1_000.0);
/// Names at most where few are in view.
const MOST: usize = 160;
/// Names in a crowd: in a view of [`VIEW`], and at least and at most in any.
const CROWD: (f32, f32, f32) = (36.0, 16.0, 40.0);
/// The view that the number of names is made for, in square points.
const VIEW: f32 = 1280.0 * 800.0;
/// Nodes that are looked at for names at most, and for each name of a crowd.
const LOOKED_AT: (usize, usize) = (600, 4);
/// Steps from few to a crowd; so many of them a number must be off before the step is changed.
const STEPS: u8 = 8;
const SLACK: f64 = 0.75;
/// The distance of named nodes in a crowd, as a share of what it would be if they were spread evenly.
const APART: f32 = 0.5;
/// Points by which the smallest letters are larger in a crowd, where few names must carry the picture.
const LARGER: f32 = 2.0;

/// How important a node is whose name may cover others, and how much more than they.
pub(crate) const HUB: f32 = 12.0;
const HUB_OVER: f32 = 2.0;

/// Whether the name of a node may cover another node, by how important they are.
pub(crate) fn is_covered(hub: f32, other: f32) -> bool {
    hub >= HUB && other * HUB_OVER <= hub
}

/// What names a view gets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Budget {
    /// From 0, few in view, to [`STEPS`], a crowd.
    step: u8,
    /// Names at most.
    pub(crate) names: usize,
    /// How far apart named nodes are when the last of so many names comes, in points.
    pub(crate) apart: f32,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { step: 0, names: MOST, apart: 0.0 }
    }
}

impl Budget {
    /// For a view of `size` points with so many nodes in it, whose drawing covers `covered` square points of
    /// it. Stays near what it was, so that names do not come and go with every node at the edge.
    pub(crate) fn next(self, nodes: usize, size: (f32, f32), covered: f32) -> Budget {
        let share = (nodes as f64 / NODES.0).max(1.0).natural_log() / (NODES.1 / NODES.0).natural_log();
        let exact = share.min(1.0) * f64::from(STEPS);
        let settled = (exact - f64::from(self.step)).abs() < SLACK && exact > 0.0;
        let step = if settled { self.step } else { exact.round() as u8 };
        let budget = Budget { step, ..Budget::default() };
        let (usual, least, most) = CROWD;
        let few = (usual * (size.0 * size.1 / VIEW).max(0.0).sqrt()).clamp(least, most);
        let names = MOST as f32 * (few / MOST as f32).power(budget.crowded());
        let even = (covered.min(size.0 * size.1).max(0.0) / names).sqrt();
        Budget { names: names.round() as usize, apart: budget.crowded() * APART * even, ..budget }
    }

    /// From 0.0, few in view, to 1.0, a crowd.
    pub(crate) fn crowded(self) -> f32 {
        f32::from(self.step) / f32::from(STEPS)
    }

    /// Whether to look for more names after so many nodes, best first, of which some are named: in a crowd leaves get
    /// none because hubs found no room, unless next to nothing has one.
    pub(crate) fn goes_on(self, looked_at: usize, named: usize) -> bool {
        let (most, each) = LOOKED_AT;
        let enough = most as f32 + self.crowded() * ((self.names * each) as f32 - most as f32);
        named < self.names && looked_at < most && (looked_at < enough as usize || named < CROWD.1 as usize)
    }

    /// Points by which the smallest letters are larger than where few are in view.
    pub(crate) fn larger(self) -> f32 {
        LARGER * self.crowded()
    }

    /// Whether names are as many and as large as with another.
    pub(crate) fn is_like(self, other: Budget) -> bool {
        (self.step, self.names) == (other.step, other.names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CANVAS: (f32, f32) = (1280.0, 800.0);

    #[test]
    fn few_get_all_that_have_room_and_a_crowd_some_dozens() {
        let of = |nodes, size: (f32, f32)| Budget::default().next(nodes, size, size.0 * size.1);
        for nodes in [0, 1, 100, 150] {
            assert_eq!(of(nodes, CANVAS), Budget::default());
        }
        let names: Vec<usize> = [150, 200, 300, 500, 700, 1_000].map(|nodes| of(nodes, CANVAS).names).to_vec();
        assert!(names.is_sorted_by(|a, b| a > b), "{names:?}");
        for nodes in [1_000, 10_000, 1_000_000, usize::MAX] {
            for size in [CANVAS, (700.0, 640.0), (1920.0, 1080.0), (300.0, 200.0), (0.0, 0.0)] {
                assert!((15..=40).contains(&of(nodes, size).names), "{nodes} in {size:?}");
            }
        }
    }

    #[test]
    fn a_crowd_looks_at_few_nodes_unless_next_to_nothing_is_named() {
        let (few, crowd) = (Budget::default(), Budget::default().next(10_000, CANVAS, 1e6));
        assert!(few.goes_on(599, 20) && !few.goes_on(600, 20) && !few.goes_on(1, few.names));
        assert!(crowd.goes_on(140, 30) && !crowd.goes_on(150, 30) && !crowd.goes_on(1, crowd.names));
        assert!(crowd.goes_on(150, 15) && !crowd.goes_on(600, 15));
    }

    #[test]
    fn it_changes_once_as_the_number_grows_and_falls_by_a_few() {
        let mut budget = Budget::default();
        let mut changes = 0;
        for turn in 0..400 {
            let next = budget.next(420 + turn % 9, CANVAS, 1e6);
            changes += usize::from(next.names != budget.names);
            budget = next;
        }
        assert_eq!(changes, 1);
        // However one came here, all have names again once few are in view.
        assert_eq!(budget.next(150, CANVAS, 1e6), Budget::default());
    }
}
