//! The graph as the engine wants it: simple, undirected, in compressed rows of `u32`. Knows nothing
//! of positions.

/// A simple undirected graph in compressed sparse rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Graph {
    /// Where the neighbours of each node begin in `heads`; one more entry than nodes.
    pub(crate) starts: Vec<u32>,
    /// Neighbours, ascending within a node.
    pub(crate) heads: Vec<u32>,
    /// Pull of each entry of `heads`, relative to 1; empty where all are alike.
    pub(crate) pulls: Vec<f32>,
}

/// How far the pull of an edge may go above or below the usual.
const MOST_PULL: f32 = 4.0;

impl Graph {
    /// Drops self-loops and joins parallel edges; their weights add up. Weights that are not finite
    /// and positive count as 1.
    pub(crate) fn new(nodes: usize, edges: &[(u32, u32)], weights: &[f32]) -> Self {
        let mut starts = vec![0u32; nodes + 2];
        for &(a, b) in edges {
            if a != b {
                starts[a as usize + 2] += 1;
                starts[b as usize + 2] += 1;
            }
        }
        for i in 2..starts.len() {
            starts[i] += starts[i - 1];
        }
        let total = starts[nodes + 1] as usize;
        let mut heads = vec![0u32; total];
        let weighted = uneven(weights);
        let mut pulls = vec![0f32; if weighted { total } else { 0 }];
        for (i, &(a, b)) in edges.iter().enumerate() {
            if a == b {
                continue;
            }
            for (from, to) in [(a, b), (b, a)] {
                let slot = &mut starts[from as usize + 1];
                heads[*slot as usize] = to;
                if weighted {
                    pulls[*slot as usize] = sane(weights.get(i).copied().unwrap_or(1.0));
                }
                *slot += 1;
            }
        }
        starts.pop();
        let mut graph = Self { starts, heads, pulls };
        graph.simplify();
        graph
    }

    /// Sorts each row and joins what is there twice.
    fn simplify(&mut self) {
        let nodes = self.nodes();
        let mut write = 0usize;
        let mut row: Vec<(u32, f32)> = Vec::new();
        let mut begin = 0usize;
        for node in 0..nodes {
            let end = self.starts[node + 1] as usize;
            if self.pulls.is_empty() {
                self.heads[begin..end].sort_unstable();
                let mut last = u32::MAX;
                for k in begin..end {
                    let head = self.heads[k];
                    if head != last {
                        self.heads[write] = head;
                        write += 1;
                        last = head;
                    }
                }
            } else {
                row.clear();
                row.extend((begin..end).map(|k| (self.heads[k], self.pulls[k])));
                row.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
                let first = write;
                for &(head, pull) in &row {
                    if write > first && self.heads[write - 1] == head {
                        self.pulls[write - 1] += pull;
                    } else {
                        self.heads[write] = head;
                        self.pulls[write] = pull;
                        write += 1;
                    }
                }
            }
            begin = end;
            self.starts[node + 1] = write as u32;
        }
        self.heads.truncate(write);
        self.heads.shrink_to_fit();
        if !self.pulls.is_empty() {
            self.pulls.truncate(write);
            self.level_pulls();
        }
    }

    /// Pulls relative to the median, its square root, and never far from it: one edge of weight
    /// 1e30 must not swallow the drawing.
    fn level_pulls(&mut self) {
        let mut sorted = self.pulls.clone();
        sorted.sort_unstable_by(f32::total_cmp);
        let median = sorted.get(sorted.len() / 2).copied().unwrap_or(1.0).clamp(1e-18, 1e18);
        for pull in &mut self.pulls {
            *pull = (*pull / median).sqrt().clamp(1.0 / MOST_PULL, MOST_PULL);
        }
    }

    /// Number of nodes.
    pub(crate) fn nodes(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Number of edges.
    pub(crate) fn edges(&self) -> usize {
        self.heads.len() / 2
    }

    /// Its edges, each once, the lesser end first.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let of = |v: usize| self.neighbours(v).iter().map(move |&u| (v as u32, u));
        (0..self.nodes()).flat_map(of).filter(|(a, b)| a < b)
    }

    /// Neighbours of a node.
    pub(crate) fn neighbours(&self, node: usize) -> &[u32] {
        &self.heads[self.starts[node] as usize..self.starts[node + 1] as usize]
    }

    /// Pulls of a node's edges beside [`Self::neighbours`]; empty where all are 1.
    pub(crate) fn pulls_of(&self, node: usize) -> &[f32] {
        if self.pulls.is_empty() {
            &[]
        } else {
            &self.pulls[self.starts[node] as usize..self.starts[node + 1] as usize]
        }
    }

    /// Number of neighbours.
    pub(crate) fn degree(&self, node: usize) -> usize {
        (self.starts[node + 1] - self.starts[node]) as usize
    }

    /// Steps from one node to all others into `steps` (`u32::MAX` where there is no way), the
    /// nodes in the order reached into `order`.
    pub(crate) fn search(&self, from: usize, steps: &mut Vec<u32>, order: &mut Vec<u32>) {
        steps.clear();
        steps.resize(self.nodes(), u32::MAX);
        order.clear();
        steps[from] = 0;
        order.push(from as u32);
        let mut next = 0;
        while next < order.len() {
            let node = order[next] as usize;
            next += 1;
            for &other in self.neighbours(node) {
                if steps[other as usize] == u32::MAX {
                    steps[other as usize] = steps[node] + 1;
                    order.push(other);
                }
            }
        }
    }
}

fn sane(weight: f32) -> f32 {
    if weight.is_finite() && weight > 0.0 { weight } else { 1.0 }
}

fn uneven(weights: &[f32]) -> bool {
    weights.first().is_some_and(|&first| weights.iter().any(|&w| sane(w) != sane(first)))
}
