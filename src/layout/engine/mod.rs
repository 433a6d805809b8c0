//! The engine of the organic layout: draws one connected graph with edges of length one, choosing
//! the method by the structure of the graph. It knows no boxes and no components: those are its
//! caller's.

mod allpairs;
mod bubbles;
pub(crate) mod communities;
mod crossing;
pub(crate) mod graph;
mod landmarks;
mod pivots;
mod reach;
mod sampled;

pub(crate) use graph::Graph;
pub(crate) use sampled::Points;

use super::{Effort, Style};
use crate::progress::{Cancelled, Progress};
use allpairs::Patience;

/// What the engine is asked to draw: a connected simple graph.
pub(crate) struct Job<'a> {
    pub(crate) graph: &'a Graph,
    /// Seed for what is random.
    pub(crate) seed: u64,
    /// How long to look.
    pub(crate) effort: Effort,
    /// What to preserve.
    pub(crate) style: Style,
    /// Nodes that stay where they are, one unit an edge.
    pub(crate) held: PinnedNodes,
    /// Starting positions, if any.
    pub(crate) start: Option<&'a Points>,
    /// Where progress is reported.
    pub(crate) progress: &'a Progress,
    /// Where this graph's share of the whole work begins and how large it is.
    pub(crate) share: (f32, f32),
    /// Receives unfinished drawings.
    pub(crate) see: Option<&'a (dyn Fn(&Points) + Sync)>,
}

impl Job<'_> {
    /// Says how much of this graph is done, from 0 to 1.
    fn report(&self, done: f32) -> Result<(), Cancelled> {
        self.progress.report(self.share.0 + self.share.1 * done)
    }
}

/// Nodes that must not move.
#[derive(Clone, Debug, Default)]
pub(crate) struct PinnedNodes(pub Vec<(u32, [f32; 2])>);

impl PinnedNodes {
    /// Puts them back.
    fn put(&self, points: &mut Points) {
        for &(v, [x, y]) in &self.0 {
            (points.x[v as usize], points.y[v as usize]) = (x, y);
        }
    }

    /// Where a node is held.
    fn at(&self, node: usize) -> Option<[f32; 2]> {
        let found = self.0.binary_search_by_key(&(node as u32), |h| h.0).ok()?;
        Some(self.0[found].1)
    }
}

/// Up to this many nodes, all pairs are used, by effort.
fn all_pairs(effort: Effort) -> usize {
    match effort {
        Effort::Draft => 700,
        Effort::Normal => 2_500,
        Effort::Best => 4_000,
    }
}

/// Draws a connected graph, one unit an edge, all finite.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(crate) fn draw(job: &Job<'_>) -> Result<Points, Cancelled> {
    let nodes = job.graph.nodes();
    job.report(0.0)?;
    if nodes < 3 && job.held.0.is_empty() {
        return Ok(Points { x: (0..nodes).map(|v| v as f32).collect(), y: vec![0.0; nodes] });
    }
    let tree = job.graph.edges() + 1 == nodes && job.held.0.is_empty() && job.start.is_none();
    let points = if tree && nodes > 300 {
        landmarks::to_scale(job, bubbles::draw(job.graph))
    } else if nodes <= all_pairs(job.effort) {
        let points = allpairs::draw(job, patience(nodes, job.effort, job.share.1 > 0.9))?;
        // A tree need not cross itself, whatever that costs in stress.
        if tree && crossing::any(job.graph, &points) {
            landmarks::to_scale(job, bubbles::draw(job.graph))
        } else {
            points
        }
    } else {
        landmarks::draw(job)?
    };
    if tree || job.style == Style::Distances { Ok(points) } else { communities::draw(job, points) }
}

/// How often and how long to look: small graphs are tried often, since their best drawing is easily
/// missed; large ones come out alike.
fn patience(nodes: usize, effort: Effort, alone: bool) -> Patience {
    let most = match effort {
        Effort::Draft => 4,
        // One of many parts need not be perfect, and the smallest have few ways to lie.
        Effort::Normal if !alone => 16.min(1 + nodes / 4),
        // Each try costs more the more nodes there are; from fifty on a few less are as good.
        Effort::Normal => (2_000 / nodes.max(1)).clamp(2, 40),
        Effort::Best => 100,
    };
    // Two look at a thousand nodes from different sides: one may be unlucky.
    let least = if alone && nodes <= 1_200 && effort != Effort::Draft { 2 } else { 1 };
    let tries = (400_000 / (nodes * nodes).max(1)).clamp(least, most);
    let (epochs, passes) = match effort {
        Effort::Draft => (10, 2),
        Effort::Normal if nodes <= 1_200 => (30, 12),
        Effort::Normal => (20, 2),
        Effort::Best if nodes <= 2_500 => (60, 30),
        Effort::Best => (20, 2),
    };
    Patience {
        tries,
        epochs: if nodes < 50 { epochs / 2 } else { epochs },
        passes: if tries == 1 {
            passes
        } else if alone && nodes < 400 {
            50
        } else {
            16
        },
    }
}
