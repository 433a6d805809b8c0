//! The starting nodes of measures that need paths to all others: every node while that is quick,
//! otherwise a fair sample. Batches are the same for any number of threads, and so are their sums.

use rayon::prelude::*;

use crate::progress::{Cancelled, Progress};

/// Greatest number of steps along edges, a few seconds' work.
const STEPS: usize = 200_000_000;
/// Smallest sample, in nodes.
const LEAST: usize = 64;
/// Batches that run in parallel, each with its own sums.
const BATCHES: usize = 16;

/// Of so many nodes with so many steps between them: the starting nodes, ascending, and how many nodes each represents.
pub(super) fn choose(nodes: usize, steps: usize) -> (Vec<u32>, f64) {
    let most = (STEPS / (nodes + steps).max(1)).max(LEAST);
    if nodes <= most {
        return ((0..nodes as u32).collect(), 1.0);
    }
    // Numbers scattered without chance: multiples of the golden section (Weyl 1916), so that
    // neighbours in the file are seldom both chosen.
    let mut chosen: Vec<u32> = (0..most)
        .map(|i| ((((i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) * nodes as u64) >> 32) as u32)
        .collect();
    chosen.sort_unstable();
    chosen.dedup();
    let stands_for = nodes as f64 / chosen.len() as f64;
    (chosen, stands_for)
}

/// Sums over sources: `visit` adds the contribution of one source to `many` sums, with its own scratch space.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(super) fn sum<S>(
    many: usize,
    sources: &[u32],
    progress: &Progress,
    scratch: impl Fn() -> S + Sync,
    visit: impl Fn(&mut S, usize, &mut [f64]) + Sync,
) -> Result<Vec<f64>, Cancelled> {
    let size = sources.len().div_ceil(BATCHES).max(1);
    let done = std::sync::atomic::AtomicUsize::new(0);
    let parts: Vec<Result<Vec<f64>, Cancelled>> = sources
        .par_chunks(size)
        .map(|batch| {
            let (mut own, mut sums) = (scratch(), vec![0f64; many]);
            for &source in batch {
                let before = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                progress.report(before as f32 / sources.len() as f32)?;
                visit(&mut own, source as usize, &mut sums);
            }
            Ok(sums)
        })
        .collect();
    let mut total = vec![0f64; many];
    for part in parts {
        total.iter_mut().zip(part?).for_each(|(t, p)| *t += p);
    }
    Ok(total)
}
