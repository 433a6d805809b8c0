//! Core numbers: the largest k such that a node is in a part of the network in which all have k neighbours (Seidman 1983), by
//! taking away the least tied first (Batagelj and Zaveršnik 2003).

use super::network::Network;
use super::settings::Settings;
use super::{Measure, Measured};
use crate::progress::{Cancelled, Progress};

pub(super) struct CoreNumber;

impl Measure for CoreNumber {
    fn label(&self) -> &'static str {
        "Core number"
    }

    fn says(&self) -> &'static str {
        "It is in a part of the network where all have many neighbours."
    }

    fn formula(&self) -> &'static str {
        "largest k such that it stays when all with fewer than k neighbours are taken away again and again"
    }

    fn values(&self, network: &Network, _settings: &Settings, progress: &Progress) -> Result<Measured, Cancelled> {
        progress.report(0.0)?;
        let (rows, nodes) = (network.ties(), network.nodes());
        let mut degree: Vec<usize> = (0..nodes).map(|v| rows.heads(v).len()).collect();
        // Nodes by degree; `begins` says where each degree begins, `place` where each node stands.
        let most = degree.iter().copied().max().unwrap_or(0);
        let mut begins = vec![0usize; most + 2];
        degree.iter().for_each(|d| begins[d + 1] += 1);
        for d in 0..=most {
            begins[d + 1] += begins[d];
        }
        let (mut order, mut place) = (vec![0usize; nodes], vec![0usize; nodes]);
        let mut next = begins.clone();
        for v in 0..nodes {
            place[v] = next[degree[v]];
            order[place[v]] = v;
            next[degree[v]] += 1;
        }
        for at in 0..nodes {
            let v = order[at];
            for &u in rows.heads(v) {
                let u = u as usize;
                if degree[u] > degree[v] {
                    // It moves to the front of those of its degree, which then begin after it.
                    let front = begins[degree[u]];
                    let first = order[front];
                    order.swap(front, place[u]);
                    (place[first], place[u]) = (place[u], front);
                    begins[degree[u]] += 1;
                    degree[u] -= 1;
                }
            }
        }
        Ok(Measured::of(degree.into_iter().map(|d| d as f64).collect()))
    }
}
