//! Distances in hops from up to 64 nodes at once: one bit a source, one word a node (the
//! multi-source search of Then et al., "The More the Merrier", VLDB 2014).

use rayon::prelude::*;

use super::graph::Graph;

/// Number of sources that share one search.
pub(crate) const LANES: usize = 64;
/// The distance of what cannot be reached; also the largest distance that is told apart.
pub(crate) const FAR: u16 = u16::MAX;
/// Nodes a parallel piece of work handles.
const CHUNK: usize = 4096;

/// Scratch of the search, kept from one batch to the next.
#[derive(Default)]
pub(crate) struct Reach {
    pub(crate) seen: Vec<u64>,
    pub(crate) front: Vec<u64>,
    pub(crate) next: Vec<u64>,
    pub(crate) active: Vec<u32>,
    pub(crate) touched: Vec<u32>,
    /// One row of [`LANES`] distances a node, in hops; lanes without a source hold [`FAR`].
    pub(crate) rows: Vec<[u16; LANES]>,
}

impl Reach {
    /// Fills `rows` with the distances from `sources` (at most [`LANES`]).
    pub(crate) fn run(&mut self, graph: &Graph, sources: &[u32]) {
        let nodes = graph.nodes();
        self.seen.clear();
        self.seen.resize(nodes, 0);
        self.front.clear();
        self.front.resize(nodes, 0);
        self.next.clear();
        self.next.resize(nodes, 0);
        self.rows.resize(nodes, [FAR; LANES]);
        self.rows.par_chunks_mut(CHUNK).for_each(|rows| rows.fill([FAR; LANES]));
        self.active.clear();
        for (lane, &source) in sources.iter().take(LANES).enumerate() {
            let source = source as usize;
            if self.front[source] == 0 {
                self.active.push(source as u32);
            }
            self.seen[source] |= 1 << lane;
            self.front[source] |= 1 << lane;
            self.rows[source][lane] = 0;
        }
        let full = if sources.len() >= LANES { u64::MAX } else { (1 << sources.len()) - 1 };
        let mut level = 1u16;
        let mut dense = false;
        loop {
            if !dense {
                let arcs: usize = self.active.iter().map(|&v| graph.degree(v as usize)).sum();
                dense = arcs * 3 > graph.heads.len();
            }
            let more = if dense { self.pull(graph, full, level) } else { self.push(graph, level) };
            if !more {
                break;
            }
            if dense {
                // Back to the list once few are still on the move.
                let moving = self.front.iter().filter(|f| **f != 0).count();
                if moving * 16 < nodes {
                    self.active.clear();
                    self.active.extend((0..nodes as u32).filter(|&v| self.front[v as usize] != 0));
                    self.next.fill(0);
                    dense = false;
                }
            }
            level = level.saturating_add(1).min(FAR - 1);
        }
    }

    /// Every node that some source has not reached looks at its neighbours.
    fn pull(&mut self, graph: &Graph, full: u64, level: u16) -> bool {
        let front = &self.front;
        let more = self
            .seen
            .par_chunks_mut(CHUNK)
            .zip(self.next.par_chunks_mut(CHUNK))
            .zip(self.rows.par_chunks_mut(CHUNK))
            .enumerate()
            .map(|(chunk, ((seen, next), rows))| {
                let mut more = false;
                for i in 0..seen.len() {
                    let missing = full & !seen[i];
                    let mut got = 0;
                    if missing != 0 {
                        for &other in graph.neighbours(chunk * CHUNK + i) {
                            got |= front[other as usize];
                        }
                        got &= missing;
                        if got != 0 {
                            more = true;
                            seen[i] |= got;
                            write(&mut rows[i], got, level);
                        }
                    }
                    next[i] = got;
                }
                more
            })
            .reduce(|| false, |a, b| a | b);
        std::mem::swap(&mut self.front, &mut self.next);
        more
    }

    /// Every node on the move tells its neighbours. `next` is all zero before and after.
    fn push(&mut self, graph: &Graph, level: u16) -> bool {
        self.touched.clear();
        for &node in &self.active {
            let bits = self.front[node as usize];
            for &other in graph.neighbours(node as usize) {
                let other = other as usize;
                let new = bits & !self.seen[other];
                if new != 0 {
                    if self.next[other] == 0 {
                        self.touched.push(other as u32);
                    }
                    self.next[other] |= new;
                }
            }
        }
        for &node in &self.active {
            self.front[node as usize] = 0;
        }
        for &node in &self.touched {
            let node = node as usize;
            let new = self.next[node];
            self.next[node] = 0;
            self.seen[node] |= new;
            self.front[node] = new;
            write(&mut self.rows[node], new, level);
        }
        std::mem::swap(&mut self.active, &mut self.touched);
        !self.active.is_empty()
    }
}

fn write(row: &mut [u16; LANES], mut bits: u64, level: u16) {
    while bits != 0 {
        row[bits.trailing_zeros() as usize & (LANES - 1)] = level;
        bits &= bits - 1;
    }
}
