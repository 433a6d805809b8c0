//! Betweenness: on how many shortest paths a node lies (Brandes, "A Faster Algorithm for Betweenness Centrality", 2001).
//! In networks too large for that it is estimated from a sample of paths, which `path_sample.rs` draws.

use super::network::Network;
use super::paths::{Paths, Search};
use super::settings::{Heeds, Settings, Way, Weighting};
use super::{Measure, Measured, path_sample, sources};
use crate::progress::{Cancelled, Progress};

pub(super) struct Betweenness;

impl Measure for Betweenness {
    fn label(&self) -> &'static str {
        "Betweenness"
    }

    fn says(&self) -> &'static str {
        "It lies on many shortest paths between others."
    }

    fn formula(&self) -> &'static str {
        "Σ over pairs of others of the share of their shortest paths that lead through it"
    }

    fn heeds(&self) -> Heeds {
        Heeds { weightings: &[Weighting::Each, Weighting::Distance], ..Heeds::PATHS }
    }

    fn values(&self, network: &Network, settings: &Settings, progress: &Progress) -> Result<Measured, Cancelled> {
        let heeds = self.heeds();
        if network.nodes() > settings.exact_nodes {
            return path_sample::betweenness(network, &heeds, settings, progress);
        }
        let paths = Paths::new(network, &heeds, settings);
        let back = Paths::back(network, &heeds, settings);
        let all: Vec<u32> = (0..network.nodes() as u32).collect();
        let scratch = || (Search::new(paths), vec![0.0; network.nodes()]);
        let sums = sources::sum(network.nodes(), &all, progress, scratch, |(search, through), source, sums| {
            search.run(source, None);
            pass_back(search, back, through, sums);
        })?;
        // Without direction each pair was looked at from both ends.
        let share = if heeds.way(settings) == Way::Both { 0.5 } else { 1.0 };
        Ok(Measured::of(sums.into_iter().map(|sum| sum * share).collect()))
    }
}

/// Adds the share of the source's paths to others that lead through each node. From the farthest back, each passes what
/// leads through it on to those before it.
fn pass_back(search: &Search<'_>, back: Paths<'_>, through: &mut [f64], sums: &mut [f64]) {
    search.order.iter().for_each(|v| through[*v as usize] = 0.0);
    for &v in search.order.iter().skip(1).rev() {
        let v = v as usize;
        let share = (1.0 + through[v]) / search.ways[v];
        for (u, ways) in search.before(back, v) {
            through[u] += ways * share;
        }
        sums[v] += through[v];
    }
}
