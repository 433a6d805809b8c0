//! Numbers about a network: how much each node matters, by several definitions, one file each behind
//! [`MEASURES`]. Works on plain pairs of numbers and knows neither files nor how anything looks. It is
//! below the dossier, whose format takes the words for measures from here. The same network always gives
//! the same numbers, for any number of threads.

mod betweenness;
mod closeness;
mod communities;
mod degree;
mod pagerank;
mod sources;

use crate::progress::{Cancelled, Progress};

pub(crate) use communities::communities;

/// A number for every node.
trait Measure: Sync {
    /// The meaning of a high value, in one sentence.
    fn says(&self) -> &'static str;
    /// One finite value per node, 0 or more; larger means more important.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    fn values(&self, network: &Network, progress: &Progress) -> Result<Vec<f64>, Cancelled>;
}

/// A measure under its name.
pub(crate) struct NamedMeasure {
    /// The word for it in dossiers and on command lines: `betweenness`.
    pub(crate) name: &'static str,
    measure: &'static dyn Measure,
}

const fn row(name: &'static str, measure: &'static dyn Measure) -> NamedMeasure {
    NamedMeasure { name, measure }
}

/// All measures; the first is the default.
pub(crate) const MEASURES: &[NamedMeasure] = &[
    row("degree", &degree::Degree),
    row("betweenness", &betweenness::Betweenness),
    row("closeness", &closeness::Closeness),
    row("pagerank", &pagerank::PageRank),
];

/// Their names, in the same order.
pub(crate) const NAMES: &[&str] = &{
    let mut names = [""; MEASURES.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = MEASURES[at].name;
        at += 1;
    }
    names
};

/// The measure with this name.
pub(crate) fn named(name: &str) -> Option<&'static NamedMeasure> {
    MEASURES.iter().find(|m| m.name == name)
}

impl NamedMeasure {
    /// The meaning of a high value, in one sentence.
    pub(crate) fn says(&self) -> &'static str {
        self.measure.says()
    }

    /// One finite value per node, 0 or more; larger means more important.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(crate) fn values(&self, network: &Network, progress: &Progress) -> Result<Vec<f64>, Cancelled> {
        self.measure.values(network, progress)
    }
}

/// A network for measures, in compressed rows, without self-loops and parallel edges.
#[derive(Clone, Debug, Default)]
pub(crate) struct Network {
    /// Neighbours in either direction.
    ties: Rows,
    /// Neighbours that a node points to.
    arcs: Rows,
}

/// Neighbours of each node in one array, ascending.
#[derive(Clone, Debug, Default)]
struct Rows {
    starts: Vec<u32>,
    heads: Vec<u32>,
}

impl Rows {
    fn new(count: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0u32; count + 1];
        let pairs = pairs.filter(|(a, b)| a != b);
        for (a, _) in pairs.clone() {
            starts[a as usize + 1] += 1;
        }
        for i in 0..count {
            starts[i + 1] += starts[i];
        }
        let mut heads = vec![0u32; starts[count] as usize];
        let mut next = starts.clone();
        for (a, b) in pairs {
            let slot = &mut next[a as usize];
            heads[*slot as usize] = b;
            *slot += 1;
        }
        // Sorted and without doubles, in place.
        let (mut write, mut begin) = (0usize, 0usize);
        for node in 0..count {
            let end = starts[node + 1] as usize;
            heads[begin..end].sort_unstable();
            let first = write;
            for k in begin..end {
                if write == first || heads[write - 1] != heads[k] {
                    heads[write] = heads[k];
                    write += 1;
                }
            }
            begin = end;
            starts[node + 1] = write as u32;
        }
        heads.truncate(write);
        Rows { starts, heads }
    }

    fn of(&self, node: usize) -> &[u32] {
        &self.heads[self.starts[node] as usize..self.starts[node + 1] as usize]
    }
}

impl Network {
    /// Builds it from `count` nodes; each pair of node numbers points from its first to its second.
    /// Edges in both directions are two pairs.
    pub(crate) fn new(count: usize, pairs: &[(u32, u32)]) -> Self {
        let both = pairs.iter().copied().chain(pairs.iter().map(|&(a, b)| (b, a)));
        Network { ties: Rows::new(count, both), arcs: Rows::new(count, pairs.iter().copied()) }
    }

    /// Number of nodes.
    pub(crate) fn nodes(&self) -> usize {
        self.ties.starts.len().saturating_sub(1)
    }

    /// Number of undirected edges.
    pub(crate) fn ties(&self) -> usize {
        self.ties.heads.len() / 2
    }

    /// Neighbours of a node in either direction, ascending.
    fn neighbours(&self, node: usize) -> &[u32] {
        self.ties.of(node)
    }

    /// Neighbours that a node points to, ascending.
    fn targets(&self, node: usize) -> &[u32] {
        self.arcs.of(node)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values(name: &str, count: usize, pairs: &[(u32, u32)]) -> Vec<f64> {
        named(name).unwrap().values(&Network::new(count, pairs), &Progress::new()).unwrap()
    }

    #[test]
    fn names_are_words_of_their_own() {
        for (number, measure) in MEASURES.iter().enumerate() {
            assert!(measure.name.chars().all(|c| c.is_ascii_lowercase()));
            assert!(measure.says().ends_with('.') && measure.says().len() < 90, "{}", measure.name);
            assert!(MEASURES[..number].iter().all(|m| m.name != measure.name));
        }
    }

    #[test]
    fn the_middle_of_a_star_leads_by_every_measure() {
        // The last points back, so that PageRank has someone to lead to.
        let star: Vec<(u32, u32)> = (1..8).map(|i| (i, 0)).collect();
        for measure in MEASURES {
            let found = values(measure.name, 8, &star);
            assert!((1..8).all(|i| found[0] > found[i]), "{} {found:?}", measure.name);
            assert!((2..8).all(|i| (found[i] - found[1]).abs() < 1e-9), "{} {found:?}", measure.name);
        }
    }

    #[test]
    fn known_networks_have_known_values() {
        let path = [(0, 1), (1, 2), (2, 3), (3, 4)];
        assert_eq!(values("degree", 5, &path), [1.0, 2.0, 2.0, 2.0, 1.0]);
        // Pairs whose only way leads through.
        assert_eq!(values("betweenness", 5, &path), [0.0, 3.0, 4.0, 3.0, 0.0]);
        // Four others over the sum of the ways to them.
        let closeness = values("closeness", 5, &path);
        for (found, sum) in closeness.iter().zip([10.0, 7.0, 6.0, 7.0, 10.0]) {
            assert!((found - 4.0 / sum).abs() < 1e-12, "{closeness:?}");
        }
        // Two ways around a square share each pair.
        assert_eq!(values("betweenness", 4, &[(0, 1), (1, 2), (2, 3), (3, 0)]), [0.5; 4]);
        // Around a directed ring nobody leads; the values sum to one.
        let rank = values("pagerank", 3, &[(0, 1), (1, 2), (2, 0)]);
        assert!(rank.iter().all(|r| (r - 1.0 / 3.0).abs() < 1e-9), "{rank:?}");
    }

    #[test]
    fn samples_of_a_large_network_tell_who_leads() {
        // A tree of hubs: 0 is tied to 1 to 40, each of these to 150 more.
        let hubs = (1..=40u32).map(|h| (0, h));
        let leaves = (1..=40u32).flat_map(|h| (0..150).map(move |l| (h, 41 + (h - 1) * 150 + l)));
        let pairs: Vec<(u32, u32)> = hubs.chain(leaves).collect();
        for name in ["betweenness", "closeness"] {
            let found = values(name, 41 + 40 * 150, &pairs);
            let least_hub = found[1..=40].iter().copied().fold(f64::MAX, f64::min);
            let most_leaf = found[41..].iter().copied().fold(0.0, f64::max);
            assert!(found[0] > least_hub && least_hub > most_leaf, "{name}: {} {least_hub} {most_leaf}", found[0]);
        }
    }

    #[test]
    fn a_measure_stops_when_asked_to() {
        let progress = Progress::new();
        progress.cancel();
        let network = Network::new(50, &(0..49).map(|i| (i, i + 1)).collect::<Vec<_>>());
        for measure in MEASURES.iter().filter(|m| m.name != "degree") {
            assert!(measure.values(&network, &progress).is_err(), "{}", measure.name);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn values_are_finite_and_the_same_for_any_number_of_threads(
            count in 1usize..40,
            raw in prop::collection::vec((0u32..40, 0u32..40), 0..90),
        ) {
            let n = count as u32;
            let pairs: Vec<(u32, u32)> = raw.into_iter().map(|(a, b)| (a % n, b % n)).collect();
            let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
            let two = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
            for measure in MEASURES {
                let first = one.install(|| values(measure.name, count, &pairs));
                prop_assert!(first.len() == count && first.iter().all(|v| v.is_finite() && *v >= 0.0));
                prop_assert_eq!(&first, &two.install(|| values(measure.name, count, &pairs)));
            }
        }
    }
}
