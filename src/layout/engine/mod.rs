//! The engine of the organic layout: draws one connected graph with edges of length one, choosing
//! the method by the structure of the graph. It knows no boxes and no components: those are its
//! caller's.

mod allpairs;
mod bubbles;
mod coarsen;
pub(crate) mod communities;
mod crossing;
mod crowd;
pub(crate) mod graph;
mod landmarks;
mod neighbours;
mod pivots;
mod reach;
mod rooted;
mod sampled;
mod trees;
mod wedges;

pub(crate) use graph::Graph;
pub(crate) use sampled::Points;

use super::Effort;
use crate::progress::{Cancelled, Progress};
use allpairs::Patience;

/// What the engine is asked to draw: a connected simple graph.
pub(crate) struct Job<'a> {
    pub(crate) graph: &'a Graph,
    /// Seed for what is random.
    pub(crate) seed: u64,
    /// How long to look.
    pub(crate) effort: Effort,
    /// How far to go from the drawing that is true to distances, 0, towards that of neighbourhoods, 1.
    pub(crate) towards: f32,
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
    /// Shows an unfinished drawing.
    fn see(&self, points: &Points) {
        if let Some(see) = self.see {
            see(points);
        }
    }

    /// The same for a part of the work, from one share of it to another.
    fn part(&self, from: f32, to: f32) -> Job<'_> {
        let share = (self.share.0 + from * self.share.1, (to - from) * self.share.1);
        Job { held: self.held.clone(), share, ..*self }
    }

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
    if tree || job.towards <= 0.0 {
        return distances(job, tree);
    }
    if let Some(start) = job.start {
        return around_pins(job, start);
    }
    let effort = if nodes > MANY { less(job.effort) } else { job.effort };
    let true_to_distances = distances(&Job { effort, ..job.part(0.0, 0.5) }, false)?;
    if neighbours::kept(job.graph, &true_to_distances) > PLAIN {
        return if effort == job.effort { Ok(true_to_distances) } else { distances(job, false) };
    }
    let close = communities::draw(&job.part(0.5, 0.9), &true_to_distances)?;
    let close = landmarks::lessen(&job.part(0.9, 1.0), close, job.towards)?;
    // What is a mesh anyway would only be torn.
    let is_better = neighbours::kept(job.graph, &close) >= neighbours::kept(job.graph, &true_to_distances);
    match is_better {
        true => Ok(close),
        false if effort == job.effort => Ok(true_to_distances),
        false => distances(job, false),
    }
}

/// Goes on from a drawing that was made without pins.
fn around_pins(job: &Job<'_>, start: &Points) -> Result<Points, Cancelled> {
    if neighbours::kept(job.graph, start) > PLAIN {
        return distances(job, false);
    }
    let mut start = start.clone();
    job.held.put(&mut start);
    let close = communities::draw(&job.part(0.0, 0.8), &start)?;
    landmarks::lessen(&job.part(0.8, 1.0), close, job.towards)
}

/// Above so many nodes the drawing of distances is only where that of neighbourhoods begins.
const MANY: usize = 400;
/// Where so much of the neighbourhoods is kept already there is nothing to bring together.
const PLAIN: f64 = 0.6;

fn less(effort: Effort) -> Effort {
    match effort {
        Effort::Draft | Effort::Normal => Effort::Draft,
        Effort::Best => Effort::Normal,
    }
}

/// Draws a graph true to distances.
fn distances(job: &Job<'_>, tree: bool) -> Result<Points, Cancelled> {
    let nodes = job.graph.nodes();
    if tree && nodes > 300 {
        return Ok(landmarks::to_scale(job, trees::draw(job)?));
    }
    if nodes > all_pairs(job.effort) {
        return landmarks::draw(job);
    }
    let points = allpairs::draw(job, patience(nodes, job.effort, job.share.1 > 0.9))?;
    // A tree need not cross itself, whatever that costs in stress.
    if tree && crossing::any(job.graph, &points) {
        return Ok(landmarks::to_scale(job, bubbles::draw(job.graph, &rooted::Rooted::new(job.graph))));
    }
    Ok(points)
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
