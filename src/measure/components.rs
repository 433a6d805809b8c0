//! Components: parts of the network that hang together, ignoring direction, the largest first.

use super::network::Network;
use super::settings::Settings;
use super::{Measure, Measured};
use crate::progress::{Cancelled, Progress};

pub(super) struct Component;

impl Measure for Component {
    fn label(&self) -> &'static str {
        "Component"
    }

    fn says(&self) -> &'static str {
        "The number of its component: 1 is the largest."
    }

    fn formula(&self) -> &'static str {
        "nodes have the same number if relations join them, whatever their direction"
    }

    fn is_group(&self) -> bool {
        true
    }

    fn values(&self, network: &Network, _settings: &Settings, progress: &Progress) -> Result<Measured, Cancelled> {
        progress.report(0.0)?;
        Ok(Measured::of(numbered_by_size(&components(network)).into_iter().map(f64::from).collect()))
    }
}

/// The component of each node, numbered from 0 by first appearance.
pub(super) fn components(network: &Network) -> Vec<u32> {
    let rows = network.ties();
    let mut group = vec![u32::MAX; network.nodes()];
    let (mut next, mut open) = (0, Vec::new());
    for start in 0..network.nodes() {
        if group[start] != u32::MAX {
            continue;
        }
        group[start] = next;
        open.push(start as u32);
        while let Some(v) = open.pop() {
            for &u in rows.heads(v as usize) {
                if group[u as usize] == u32::MAX {
                    group[u as usize] = next;
                    open.push(u);
                }
            }
        }
        next += 1;
    }
    group
}

/// The same groups numbered from 1, the largest first; of groups of one size, the one that appears first.
pub(super) fn numbered_by_size(groups: &[u32]) -> Vec<u32> {
    let many = groups.iter().map(|g| *g as usize + 1).max().unwrap_or(0);
    let mut sizes = vec![0usize; many];
    groups.iter().for_each(|g| sizes[*g as usize] += 1);
    let mut order: Vec<usize> = (0..many).collect();
    order.sort_by_key(|g| std::cmp::Reverse(sizes[*g]));
    let mut number = vec![0u32; many];
    order.iter().enumerate().for_each(|(at, g)| number[*g] = at as u32 + 1);
    groups.iter().map(|g| number[*g as usize]).collect()
}
