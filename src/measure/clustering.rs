//! Clustering: how many of a node's neighbours know each other (Watts and Strogatz 1998), ignoring direction. Nodes with
//! fewer than two neighbours have no value.

use rayon::prelude::*;

use super::network::{Network, Rows};
use super::settings::Settings;
use super::{Measure, Measured};
use crate::progress::{Cancelled, Progress};

pub(super) struct Clustering;

impl Measure for Clustering {
    fn label(&self) -> &'static str {
        "Clustering"
    }

    fn says(&self) -> &'static str {
        "Its neighbours are tied to each other."
    }

    fn formula(&self) -> &'static str {
        "pairs of its neighbours that are tied / all such pairs; none for fewer than two neighbours"
    }

    fn values(&self, network: &Network, _settings: &Settings, progress: &Progress) -> Result<Measured, Cancelled> {
        let triangles = triangles(network, progress)?;
        let rows = network.ties();
        let value = |v: usize| {
            let degree = rows.heads(v).len() as f64;
            (degree >= 2.0).then(|| 2.0 * triangles[v] as f64 / (degree * (degree - 1.0)))
        };
        Ok(Measured { values: (0..network.nodes()).map(value).collect(), ..Measured::default() })
    }
}

/// How many triangles each node is in. Each triangle is found once, from the corner that comes first by degree and number,
/// so that hubs do not have all their pairs tried.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(super) fn triangles(network: &Network, progress: &Progress) -> Result<Vec<u64>, Cancelled> {
    let (rows, nodes) = (network.ties(), network.nodes());
    let before = |a: usize, b: usize| (rows.heads(a).len(), a) < (rows.heads(b).len(), b);
    let later: Vec<Vec<u32>> = (0..nodes).map(|v| later_of(rows, v, before)).collect();
    let counts: Vec<std::sync::atomic::AtomicU64> = (0..nodes).map(|_| 0.into()).collect();
    let add = |v: usize| counts[v].fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let all: Vec<usize> = (0..nodes).collect();
    all.par_chunks(1024).enumerate().try_for_each(|(number, chunk)| {
        progress.report((number * 1024) as f32 / nodes.max(1) as f32)?;
        for &v in chunk {
            for &u in &later[v] {
                for w in common(&later[v], &later[u as usize]) {
                    add(v);
                    add(u as usize);
                    add(w as usize);
                }
            }
        }
        Ok(())
    })?;
    Ok(counts.into_iter().map(std::sync::atomic::AtomicU64::into_inner).collect())
}

fn later_of(rows: &Rows, v: usize, before: impl Fn(usize, usize) -> bool) -> Vec<u32> {
    rows.heads(v).iter().copied().filter(|u| before(v, *u as usize)).collect()
}

/// What two ascending lists have in common.
fn common<'a>(a: &'a [u32], b: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
        while let (Some(&x), Some(&y)) = (a.get(i), b.get(j)) {
            match x.cmp(&y) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    (i, j) = (i + 1, j + 1);
                    return Some(x);
                }
            }
        }
        None
    })
}
