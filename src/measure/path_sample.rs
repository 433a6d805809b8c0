//! Betweenness from a sample of shortest paths, with a bound of its error (Riondato and Kornaropoulos, "Fast approximation of
//! betweenness centrality through sampling", 2014): one path each between pairs of nodes drawn at random. The sample depends
//! on the seed alone, never on threads.

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use rayon::prelude::*;

use super::Measured;
use super::components::components;
use super::dice::Dice;
use super::network::{Network, Rows};
use super::paths::{Paths, Search};
use super::settings::{Heeds, Settings, Way, Weighting};
use crate::math::Portable as _;
use crate::progress::{Cancelled, Progress};

/// Paths that one thread draws at a time.
const CHUNK: usize = 64;

/// Estimated betweenness of every node; no value is further from the true one than the bound, but for the risk.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(super) fn betweenness(
    network: &Network,
    heeds: &Heeds,
    settings: &Settings,
    progress: &Progress,
) -> Result<Measured, Cancelled> {
    let (way, weighting) = (heeds.way(settings), heeds.weighting(settings));
    let nodes = network.nodes();
    let samples = sample_size(longest_path(network, way, weighting), settings);
    let hits: Vec<AtomicU32> = (0..nodes).map(|_| AtomicU32::new(0)).collect();
    let done = AtomicUsize::new(0);
    (0..samples.div_ceil(CHUNK)).into_par_iter().try_for_each_init(
        || Drawer::new(network, way, weighting),
        |drawer, chunk| {
            for number in chunk * CHUNK..samples.min((chunk + 1) * CHUNK) {
                progress.report(done.fetch_add(1, Ordering::Relaxed) as f32 / samples as f32)?;
                let mut dice = Dice::numbered(settings.seed, number as u64);
                drawer.draw(&mut dice, |v| {
                    hits[v].fetch_add(1, Ordering::Relaxed);
                });
            }
            Ok(())
        },
    )?;
    let pairs = nodes as f64 * (nodes as f64 - 1.0) * if way == Way::Both { 0.5 } else { 1.0 };
    let value = |hits: AtomicU32| f64::from(hits.into_inner()) / samples as f64 * pairs;
    let bound = settings.error * pairs;
    let note = format!(
        "estimated from {samples} paths: with a probability of {:.0}%, no value is off by more than {bound:.0} ({}% of \
         all pairs), so that only the highest are ranked",
        (1.0 - settings.risk) * 100.0,
        settings.error * 100.0
    );
    Ok(Measured { bound: Some(bound), note: Some(note), ..Measured::of(hits.into_iter().map(value).collect()) })
}

/// So many paths are drawn where a shortest path has at most so many nodes: (⌊log₂(nodes − 2)⌋ + 1 + ln(1/δ)) / ε².
fn sample_size(longest: usize, settings: &Settings) -> usize {
    let depth = longest.saturating_sub(2).checked_ilog2().map_or(0, |log| log + 1);
    ((f64::from(depth) + (1.0 / settings.risk).natural_log()) / settings.error.powi(2)).ceil() as usize
}

/// How many nodes a shortest path has at most. In steps without direction, no path in a component is longer than twice the
/// way from any of its nodes to the farthest; else a path may have all nodes of a component.
fn longest_path(network: &Network, way: Way, weighting: Weighting) -> usize {
    let groups = components(network);
    let many = groups.iter().map(|g| *g as usize + 1).max().unwrap_or(0);
    let (mut first, mut size) = (vec![usize::MAX; many], vec![0usize; many]);
    for (v, group) in groups.iter().enumerate() {
        let slot = &mut first[*group as usize];
        *slot = v.min(*slot);
        size[*group as usize] += 1;
    }
    if way != Way::Both || weighting == Weighting::Distance {
        return size.into_iter().max().unwrap_or(0);
    }
    let mut search = Search::new(Paths::along(network, way, Weighting::Once));
    let mut longest = 0;
    for (start, size) in first.into_iter().zip(size) {
        if size > longest {
            search.run(start, None);
            let farthest = search.order.last().map_or(0.0, |v| search.far[*v as usize]);
            longest = longest.max((2 * farthest as usize + 1).min(size));
        }
    }
    longest
}

/// Draws paths.
struct Drawer<'a> {
    nodes: usize,
    weighting: Weighting,
    ends: [End<'a>; 2],
    /// Where weights are lengths, one search from the start takes the place of two that meet.
    lengths: Option<(Search<'a>, Paths<'a>)>,
}

/// A search in steps from one end of a path.
struct End<'a> {
    rows: &'a Rows,
    far: Vec<u32>,
    ways: Vec<f64>,
    seen: Vec<u32>,
    /// Where in `seen` the farthest begin.
    front: usize,
}

impl<'a> End<'a> {
    fn new(network: &'a Network, way: Way) -> Self {
        let nodes = network.nodes();
        let rows = network.rows(way);
        End { rows, far: vec![u32::MAX; nodes], ways: vec![0.0; nodes], seen: Vec::new(), front: 0 }
    }

    fn begin(&mut self, at: usize) {
        for v in self.seen.drain(..) {
            (self.far[v as usize], self.ways[v as usize]) = (u32::MAX, 0.0);
        }
        self.seen.push(at as u32);
        (self.far[at], self.ways[at], self.front) = (0, 1.0, 0);
    }

    /// The work of the next step.
    fn effort(&self) -> usize {
        self.seen[self.front..].iter().map(|v| self.rows.heads(*v as usize).len()).sum()
    }

    /// Goes one step further.
    fn step(&mut self, weighting: Weighting) {
        let front = self.front..self.seen.len();
        self.front = self.seen.len();
        for at in front {
            let v = self.seen[at] as usize;
            let (further, ways) = (self.far[v] + 1, self.ways[v]);
            for u in self.rows.of(v) {
                if self.far[u.node] == u32::MAX {
                    self.far[u.node] = further;
                    self.seen.push(u.node as u32);
                }
                if self.far[u.node] == further {
                    self.ways[u.node] += ways * u.ways(weighting);
                }
            }
        }
    }

    /// A node before `v` on the way from this end, as likely as ways lead over it.
    fn one_before(&self, back: &Rows, weighting: Weighting, v: usize, dice: &mut Dice) -> Option<usize> {
        let before = back.of(v).filter(|u| self.far[u.node] != u32::MAX && self.far[u.node] + 1 == self.far[v]);
        dice.pick(before.map(|u| (u.node, self.ways[u.node] * u.ways(weighting))))
    }
}

impl<'a> Drawer<'a> {
    fn new(network: &'a Network, way: Way, weighting: Weighting) -> Self {
        let opposite = way.opposite();
        let lengths = (weighting == Weighting::Distance).then(|| {
            let along = |way| Paths::along(network, way, weighting);
            (Search::new(along(way)), along(opposite))
        });
        let ends = [End::new(network, way), End::new(network, opposite)];
        Drawer { nodes: network.nodes(), weighting, ends, lengths }
    }

    /// Draws a pair and one of the shortest paths between them; `visit` is told of the nodes between.
    fn draw(&mut self, dice: &mut Dice, mut visit: impl FnMut(usize)) {
        let (start, end) = (dice.below(self.nodes), dice.below(self.nodes - 1));
        // Never the same node twice.
        let end = if end >= start { end + 1 } else { end };
        if let Some((search, back)) = &mut self.lengths {
            search.run(start, Some(end));
            let mut at = end;
            while let Some(before) = dice.pick(search.before(*back, at)).filter(|before| *before != start) {
                visit(before);
                at = before;
            }
            return;
        }
        let Some(middle) = self.meet(start, end, dice) else { return };
        if middle != start && middle != end {
            visit(middle);
        }
        for (side, last) in [(0, start), (1, end)] {
            let back = self.ends[1 - side].rows;
            let mut at = middle;
            while let Some(before) = self.ends[side].one_before(back, self.weighting, at, dice) {
                if before == last {
                    break;
                }
                visit(before);
                at = before;
            }
        }
    }

    /// Searches from both ends until they meet; a node where they do, as likely as shortest paths lead through it.
    fn meet(&mut self, start: usize, end: usize, dice: &mut Dice) -> Option<usize> {
        self.ends[0].begin(start);
        self.ends[1].begin(end);
        loop {
            let side = usize::from(self.ends[1].effort() < self.ends[0].effort());
            self.ends[side].step(self.weighting);
            let [one, other] = if side == 0 { [0, 1] } else { [1, 0] };
            let (one, other) = (&self.ends[one], &self.ends[other]);
            let front = &one.seen[one.front..];
            if front.is_empty() {
                return None;
            }
            let met = front.iter().map(|v| *v as usize).filter(|v| other.far[*v] != u32::MAX);
            let met: Vec<(usize, f64)> = met.map(|v| (v, one.ways[v] * other.ways[v])).collect();
            if !met.is_empty() {
                return dice.pick(met.into_iter());
            }
        }
    }
}
