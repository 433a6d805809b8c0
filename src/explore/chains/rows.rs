//! A plain network as chains are looked for in it: arcs in compressed rows, what grades cost, and the least cost from some
//! nodes to all. Nothing here knows a dossier.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::progress::{Cancelled, Progress};

/// Steps between two reports.
pub(super) const REPORT_EVERY: usize = 4096;
/// What cannot be reached.
pub(super) const NEVER: u64 = u64::MAX;

/// Costs of grades from 0 to the worst, for one base.
#[derive(Clone, Copy, Debug)]
pub(super) struct Costs([u64; 6]);

impl Costs {
    /// base^grade, and then length: links are counted in the last six bits, so that the order is exact for chains of fewer
    /// than 64 links.
    pub(super) fn new(base: u64) -> Self {
        Costs(std::array::from_fn(|grade| base.pow(grade as u32) * 64 + 1))
    }

    pub(super) fn of(self, grade: u8) -> u64 {
        self.0[usize::from(grade).min(5)]
    }
}

/// From each node its arcs, each with the node it leads to and its grade. Arcs may be parallel.
pub(super) type Rows = crate::explore::rows::Rows<(u32, u8)>;

/// Of arcs from one node to another with a grade.
pub(super) fn rows_of(nodes: usize, arcs: &[(u32, u32, u8)]) -> Rows {
    Rows::new(nodes, arcs.iter().map(|&(from, to, grade)| (from, (to, grade))))
}

/// The least cost from some nodes to every node, and for each from which of them.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(super) fn costs_from(
    rows: &Rows,
    costs: Costs,
    starts: &[u32],
    progress: &Progress,
) -> Result<(Vec<u64>, Vec<u32>), Cancelled> {
    let (mut cost, mut owner) = (vec![NEVER; rows.nodes()], vec![u32::MAX; rows.nodes()]);
    let mut heap = BinaryHeap::new();
    for &start in starts {
        (cost[start as usize], owner[start as usize]) = (0, start);
        heap.push(Reverse((0, start)));
    }
    let mut settled = 0_usize;
    while let Some(Reverse((reached, node))) = heap.pop() {
        if reached > cost[node as usize] {
            continue;
        }
        settled += 1;
        if settled.is_multiple_of(REPORT_EVERY) {
            progress.report(settled as f32 / rows.nodes() as f32)?;
        }
        for &(next, grade) in rows.of(node) {
            let through = reached + costs.of(grade);
            if through < cost[next as usize] {
                (cost[next as usize], owner[next as usize]) = (through, owner[node as usize]);
                heap.push(Reverse((through, next)));
            }
        }
    }
    Ok((cost, owner))
}
