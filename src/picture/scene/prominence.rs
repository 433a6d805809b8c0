//! Which nodes matter most: by relations or by the measure that sizes say, and the best known of each group
//! of one colour. What is done with it is not known here.

use rustc_hash::FxHashMap;

use super::item::{NodeLook, Scene};
use crate::picture::theme::Colour;

/// Groups whose best-known node is told.
const GROUPS: usize = 24;
/// Members of a group at least.
const MEMBERS: u32 = 5;
/// How many times as important as the mean a node is at least that stands for a group.
const OVER_MEAN: f64 = 2.0;
/// Radius of what counts as one relation where sizes say a measure.
const UNIT_RADIUS: f32 = 2.5;
/// What a relation adds where sizes say a measure: it tells apart what is as large.
const TIE: f32 = 1e-6;

impl NodeLook {
    /// The colour that tells to which group a node of this look belongs.
    pub(super) fn group_colour(&self) -> Option<Colour> {
        self.fill.or(self.stroke.map(|outline| outline.colour))
    }
}

impl Scene {
    /// How important a node is, in relations or what stands for them; never negative.
    pub(crate) fn importance(&self, node: usize) -> f32 {
        let node = &self.nodes[node];
        let relations = node.degree as f32;
        if self.sized { (node.radius / UNIT_RADIUS).powi(2) + relations * TIE } else { relations }
    }

    /// The colour that tells to which group a node belongs.
    pub(crate) fn group_colour(&self, node: usize) -> Option<Colour> {
        self.node_look(node).group_colour()
    }

    /// The best known of each of the largest groups, largest first; none that is hardly known. Of as
    /// important ones the first.
    pub(crate) fn heads(&self) -> Vec<u32> {
        if self.chart.is_some() {
            return Vec::new();
        }
        // Groups by look are few, and so cheap to put together by colour.
        let mut groups: FxHashMap<Colour, (u32, u32)> = FxHashMap::default();
        let mut sum = 0.0;
        for number in 0..self.nodes.len() {
            sum += f64::from(self.importance(number));
            let Some(colour) = self.group_colour(number) else { continue };
            let (members, head) = groups.entry(colour).or_insert((0, number as u32));
            *members += 1;
            if self.importance(number) > self.importance(*head as usize) {
                *head = number as u32;
            }
        }
        let least = OVER_MEAN * sum / self.nodes.len().max(1) as f64;
        let mut heads: Vec<(u32, u32)> = groups.into_values().filter(|(members, _)| *members >= MEMBERS).collect();
        heads.retain(|(_, head)| f64::from(self.importance(*head as usize)) >= least);
        heads.sort_unstable_by_key(|(members, head)| (std::cmp::Reverse(*members), *head));
        heads.into_iter().take(GROUPS).map(|(_, head)| head).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::picture::scene::sample::planted;

    #[test]
    fn each_large_group_has_its_best_known_member_and_no_leaf() {
        let scene = planted(&[40, 30, 20, 3]);
        let firsts = [0, 40, 70];
        assert_eq!(scene.heads(), firsts, "the fourth is too small");
        let mut sized = scene.clone();
        sized.sized = true;
        sized.nodes[5].radius = 22.0;
        assert_eq!(sized.heads().first(), Some(&5), "sizes say who matters");
        let mut even = scene;
        even.nodes.iter_mut().for_each(|node| node.degree = 2);
        assert_eq!(even.heads(), [0; 0], "where all are alike nobody stands out");
    }
}
