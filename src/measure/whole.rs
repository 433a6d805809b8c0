//! Numbers about a network as a whole, behind [`WHOLES`]: its density, how far apart its nodes are, how it falls into parts.

use rayon::prelude::*;

use super::clustering::triangles;
use super::communities;
use super::components::components;
use super::cuts::cuts;
use super::network::{Edge, Network};
use super::paths::{Paths, Search};
use super::settings::{Heeds, Settings, Way};
use crate::progress::{Cancelled, Progress};

/// What is measured, and how.
pub(crate) struct Subject<'a> {
    pub(crate) network: &'a Network,
    /// The kind of each node as a number.
    pub(crate) kinds: &'a [u32],
    pub(crate) settings: Settings,
    pub(crate) progress: &'a Progress,
}

/// A number about the whole.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WholeValue {
    /// The word for it: `density`.
    pub(crate) name: &'static str,
    /// What people read: `Density`.
    pub(crate) label: &'static str,
    pub(crate) formula: &'static str,
    /// `None` where it is not defined.
    pub(crate) value: Option<f64>,
    /// What else is to be known, such as that it is a bound.
    pub(crate) note: Option<String>,
}

/// What works out one or several of them.
type Whole = fn(&Subject<'_>) -> Result<Vec<WholeValue>, Cancelled>;

const WHOLES: &[Whole] =
    &[density, reciprocity, parts, distances, transitivity, assortativity, communities_found, held_together];

/// Every number about the whole, in the order of the table.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(crate) fn wholes(subject: &Subject<'_>) -> Result<Vec<WholeValue>, Cancelled> {
    let mut out = Vec::new();
    for (number, whole) in WHOLES.iter().enumerate() {
        subject.progress.report(number as f32 / WHOLES.len() as f32)?;
        out.extend(whole(subject)?);
    }
    Ok(out)
}

fn row(name: &'static str, label: &'static str, formula: &'static str, value: Option<f64>) -> WholeValue {
    WholeValue { name, label, formula, value, note: None }
}

fn density(subject: &Subject<'_>) -> Result<Vec<WholeValue>, Cancelled> {
    let nodes = subject.network.nodes() as f64;
    let ties = subject.network.ties().len() as f64;
    let value = (nodes >= 2.0).then(|| ties / (nodes * (nodes - 1.0)));
    Ok(vec![row("density", "Density", "pairs of nodes that are tied / all pairs, ignoring direction", value)])
}

fn reciprocity(subject: &Subject<'_>) -> Result<Vec<WholeValue>, Cancelled> {
    let rows = subject.network.rows(Way::Out);
    let back =
        |v: usize| rows.heads(v).iter().filter(move |u| rows.heads(**u as usize).binary_search(&(v as u32)).is_ok());
    let mutual: usize = (0..subject.network.nodes()).map(|v| back(v).count()).sum();
    let value = (rows.len() > 0).then(|| mutual as f64 / rows.len() as f64);
    let formula = "ordered pairs that are tied both ways / those tied one way; a relation without direction is both";
    Ok(vec![row("reciprocity", "Reciprocity", formula, value)])
}

fn parts(subject: &Subject<'_>) -> Result<Vec<WholeValue>, Cancelled> {
    let groups = components(subject.network);
    let many = groups.iter().map(|g| *g as usize + 1).max().unwrap_or(0);
    let mut sizes = vec![0usize; many];
    groups.iter().for_each(|g| sizes[*g as usize] += 1);
    let largest = sizes.into_iter().max().unwrap_or(0);
    Ok(vec![
        row("components", "Components", "parts without relations between them", Some(many as f64)),
        row("largest_component", "Largest component", "its number of nodes", Some(largest as f64)),
    ])
}

/// The longest of the shortest paths and their mean: of all pairs while that is quick, otherwise a bound.
fn distances(subject: &Subject<'_>) -> Result<Vec<WholeValue>, Cancelled> {
    const HEEDS: Heeds = Heeds::PATHS;
    let (network, settings, progress) = (subject.network, &subject.settings, subject.progress);
    let paths = Paths::new(network, &HEEDS, settings);
    let longest = "longest of the shortest paths between nodes that reach each other";
    let mean = "mean length of the shortest paths between nodes that reach each other";
    let nodes = network.nodes();
    if nodes > settings.exact_nodes {
        let note = Some("at least: two searches, each from the node farthest from the last".to_owned());
        let value = Some(two_sweeps(network, paths, progress)?);
        return Ok(vec![WholeValue { note, ..row("diameter", "Diameter", longest, value) }]);
    }
    let all: Vec<usize> = (0..nodes).collect();
    let of_chunk = |search: &mut Search<'_>, (number, chunk): (usize, &[usize])| {
        let (mut most, mut sum, mut pairs) = (0.0_f64, 0.0, 0usize);
        for (at, &v) in chunk.iter().enumerate() {
            progress.report((number * 64 + at) as f32 / nodes as f32)?;
            search.run(v, None);
            search.order.iter().for_each(|u| {
                most = most.max(search.far[*u as usize]);
                sum += search.far[*u as usize];
            });
            pairs += search.order.len() - 1;
        }
        Ok((most, sum, pairs))
    };
    let chunks = all.par_chunks(64).enumerate().map_init(|| Search::new(paths), of_chunk);
    let found: Vec<(f64, f64, usize)> = chunks.collect::<Result<_, Cancelled>>()?;
    let most = found.iter().map(|f| f.0).fold(0.0, f64::max);
    let (sum, pairs) = found.iter().fold((0.0, 0), |(sum, pairs), f| (sum + f.1, pairs + f.2));
    Ok(vec![
        row("diameter", "Diameter", longest, (pairs > 0).then_some(most)),
        row("mean_distance", "Mean distance", mean, (pairs > 0).then(|| sum / pairs as f64)),
    ])
}

/// A lower bound of the diameter, from the best tied node.
fn two_sweeps(network: &Network, paths: Paths<'_>, progress: &Progress) -> Result<f64, Cancelled> {
    let mut search = Search::new(paths);
    let mut start = (0..network.nodes()).max_by_key(|v| network.ties().heads(*v).len()).unwrap_or(0);
    let mut most: f64 = 0.0;
    for _ in 0..2 {
        progress.report(progress.done())?;
        search.run(start, None);
        start = search.order.last().map_or(start, |v| *v as usize);
        most = most.max(search.far[start]);
    }
    Ok(most)
}

fn transitivity(subject: &Subject<'_>) -> Result<Vec<WholeValue>, Cancelled> {
    let rows = subject.network.ties();
    let corners: u64 = triangles(subject.network, subject.progress)?.into_iter().sum();
    let pairs = |v: usize| (rows.heads(v).len() as u64) * (rows.heads(v).len() as u64).saturating_sub(1) / 2;
    let open: u64 = (0..subject.network.nodes()).map(pairs).sum();
    let value = (open > 0).then(|| corners as f64 / open as f64);
    Ok(vec![row("transitivity", "Transitivity", "3 · triangles / pairs of ties that share a node", value)])
}

/// How much more often than by chance relations are between nodes of one kind (Newman 2003).
fn assortativity(subject: &Subject<'_>) -> Result<Vec<WholeValue>, Cancelled> {
    let kind = |v: u32| subject.kinds.get(v as usize).copied().unwrap_or(0) as usize;
    let edges = || subject.network.edges().iter().filter(|e: &&Edge| e.from != e.to);
    let many = subject.kinds.iter().map(|k| *k as usize + 1).max().unwrap_or(1);
    let (mut ends, mut same, mut all) = (vec![0.0; many], 0.0, 0.0);
    for edge in edges() {
        ends[kind(edge.from)] += 0.5;
        ends[kind(edge.to)] += 0.5;
        same += f64::from(u8::from(kind(edge.from) == kind(edge.to)));
        all += 1.0;
    }
    let chance: f64 = ends.iter().map(|e| (e / f64::max(all, 1.0)).powi(2)).sum();
    let value = (all > 0.0 && chance < 1.0).then(|| (same / all - chance) / (1.0 - chance));
    let formula = "(Σ e(k,k) − Σ a(k)²) / (1 − Σ a(k)²), e(k,l) being the share of relations between kinds k and l";
    Ok(vec![row("assortativity", "Assortativity by kind", formula, value)])
}

fn communities_found(subject: &Subject<'_>) -> Result<Vec<WholeValue>, Cancelled> {
    let (groups, modularity) = communities::found(subject.network, &subject.settings, subject.progress)?;
    let many = groups.iter().map(|g| f64::from(*g) + 1.0).fold(0.0, f64::max);
    let ties = subject.network.ties().len() > 0;
    let formula = "share of ties within communities, less what chance would give";
    Ok(vec![
        row("communities", "Communities", "groups that the Leiden method finds", Some(many)),
        row("modularity", "Modularity", formula, ties.then_some(modularity)),
    ])
}

fn held_together(subject: &Subject<'_>) -> Result<Vec<WholeValue>, Cancelled> {
    let found = cuts(subject.network, subject.progress)?;
    let points = found.points.iter().filter(|cuts| **cuts).count() as f64;
    let bridges = found.bridges.len() as f64;
    Ok(vec![
        row("cut_points", "Cut points", "nodes without which a component falls apart", Some(points)),
        row("bridges", "Bridges", "relations without which a component falls apart", Some(bridges)),
    ])
}
