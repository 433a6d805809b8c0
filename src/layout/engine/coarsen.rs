//! Groups of nodes that have more ties with each other than chance would give, soon rather than best (the Louvain method:
//! Blondel, Guillaume, Lambiotte and Lefebvre 2008, refined on the way back): where a drawing begins that is to show them.
//! `measure` finds the communities that people are told of. Knows nothing of positions.

use super::super::random::Random;
use super::graph::Graph;

/// The groups of a graph: of each node its number, and how many there are. From the coarsest level back to the finest every
/// node may change its group (Rotta and Noack 2011), since much of what is joined early is joined wrongly.
pub(super) fn groups(graph: &Graph, random: &mut Random) -> (Vec<u32>, usize) {
    let finest = Level::of(graph);
    let tries = (TRIED / graph.nodes().max(1)).clamp(1, TRIES);
    let tried = (0..tries).map(|_| grouped(graph, random)).map(|groups| (finest.modularity(&groups), groups));
    let best = tried.reduce(|best, one| if one.0 > best.0 { one } else { best });
    let groups = best.map(|(_, groups)| groups).unwrap_or_default();
    let count = groups.iter().map(|g| *g as usize + 1).max().unwrap_or(0);
    (groups, count)
}

/// Small graphs are grouped several times, of which the best counts: so many times at most, and so many nodes in all.
const TRIES: usize = 8;
const TRIED: usize = 20_000;

fn grouped(graph: &Graph, random: &mut Random) -> Vec<u32> {
    let mut levels = vec![Level::of(graph)];
    let mut parents: Vec<Vec<u32>> = Vec::new();
    while let Some(level) = levels.last() {
        let (parent, next) = level.coarser(random);
        if next.nodes() * 20 > level.nodes() * 19 {
            break;
        }
        parents.push(parent);
        levels.push(next);
    }
    let mut groups: Vec<u32> = (0..levels.pop().map_or(0, |level| level.nodes() as u32)).collect();
    for (parent, level) in parents.iter().zip(&levels).rev() {
        groups = level.regroup(parent.iter().map(|p| groups[*p as usize]).collect(), random);
    }
    groups
}

/// Passes over all nodes in which each joins the neighbours that it fits best.
const PASSES: usize = 8;

/// Ties between nodes that each stand for one or more, in compressed rows.
struct Level {
    starts: Vec<u32>,
    heads: Vec<u32>,
    weights: Vec<f32>,
    /// All ties of what a node stands for, those among themselves counted twice.
    strength: Vec<f32>,
}

impl Level {
    /// Each node for itself.
    fn of(graph: &Graph) -> Self {
        let weights = if graph.pulls.is_empty() { vec![1.0; graph.heads.len()] } else { graph.pulls.clone() };
        let row = |v: usize| graph.starts[v] as usize..graph.starts[v + 1] as usize;
        let strength = (0..graph.nodes()).map(|v| weights[row(v)].iter().sum()).collect();
        Self { starts: graph.starts.clone(), heads: graph.heads.clone(), weights, strength }
    }

    fn nodes(&self) -> usize {
        self.strength.len()
    }

    /// Ties of a node.
    fn ties(&self, node: usize) -> impl Iterator<Item = (u32, f32)> + '_ {
        let row = self.starts[node] as usize..self.starts[node + 1] as usize;
        self.heads[row.clone()].iter().copied().zip(self.weights[row].iter().copied())
    }

    /// Which node of the next coarser level each node belongs to, and that level.
    fn coarser(&self, random: &mut Random) -> (Vec<u32>, Level) {
        let groups = self.regroup((0..self.nodes() as u32).collect(), random);
        let count = groups.iter().map(|g| *g as usize + 1).max().unwrap_or(0);
        let mut arcs: Vec<(u32, u32, f32)> = Vec::new();
        let mut strength = vec![0f32; count];
        for (v, &group) in groups.iter().enumerate() {
            strength[group as usize] += self.strength[v];
            let out = self.ties(v).map(|(u, weight)| (group, groups[u as usize], weight));
            arcs.extend(out.filter(|(from, to, _)| from != to));
        }
        // Stable, so that weights are added up in the same order on every machine.
        arcs.sort_by_key(|&(from, to, _)| (from, to));
        let (mut starts, mut heads, mut weights) = (vec![0u32; count + 1], Vec::new(), Vec::new());
        for same in arcs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            starts[same[0].0 as usize + 1] += 1;
            heads.push(same[0].1);
            weights.push(same.iter().map(|arc| arc.2).sum());
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        (groups, Level { starts, heads, weights, strength })
    }

    /// How much more of the ties are within groups than chance would give (Newman and Girvan 2004).
    fn modularity(&self, groups: &[u32]) -> f64 {
        let total = self.strength.iter().map(|s| f64::from(*s)).sum::<f64>().max(1e-20);
        let mut held = vec![0f64; groups.len()];
        let mut within = 0.0;
        for (v, &group) in groups.iter().enumerate() {
            held[group as usize] += f64::from(self.strength[v]);
            let own = self.ties(v).filter(|(u, _)| groups[*u as usize] == group);
            within += own.map(|(_, weight)| f64::from(weight)).sum::<f64>();
        }
        within / total - held.iter().map(|h| (h / total).powi(2)).sum::<f64>()
    }

    /// Lets each node join the group that it fits best, starting from the groups that are given, by number of a node.
    fn regroup(&self, mut group: Vec<u32>, random: &mut Random) -> Vec<u32> {
        let nodes = self.nodes();
        let total: f32 = self.strength.iter().sum::<f32>().max(1e-20);
        let mut held = vec![0f32; nodes];
        group.iter().zip(&self.strength).for_each(|(g, strength)| held[*g as usize] += strength);
        let mut order: Vec<u32> = (0..nodes as u32).collect();
        random.shuffle(&mut order);
        // How strongly the node in question is tied to each group; zero but for those in `near`.
        let mut tied = vec![0f32; nodes];
        let mut near: Vec<u32> = Vec::new();
        for _ in 0..PASSES {
            let mut moved = 0;
            for &v in &order {
                let own = group[v as usize];
                near.clear();
                near.push(own);
                for (u, weight) in self.ties(v as usize) {
                    let of = group[u as usize];
                    if tied[of as usize] == 0.0 && of != own {
                        near.push(of);
                    }
                    tied[of as usize] += weight;
                }
                let mass = self.strength[v as usize];
                held[own as usize] -= mass;
                let gain = |g: u32| tied[g as usize] - mass * held[g as usize] / total;
                let best = near.iter().copied().fold(own, |best, g| if gain(g) > gain(best) { g } else { best });
                held[best as usize] += mass;
                if best != own {
                    group[v as usize] = best;
                    moved += 1;
                }
                near.iter().for_each(|g| tied[*g as usize] = 0.0);
            }
            if moved * 100 < nodes {
                break;
            }
        }
        numbered(group)
    }
}

/// The same groups, numbered from 0 in the order of nodes.
fn numbered(mut group: Vec<u32>) -> Vec<u32> {
    let mut numbers = vec![u32::MAX; group.len()];
    let mut next = 0;
    for g in &mut group {
        let number = &mut numbers[*g as usize];
        if *number == u32::MAX {
            *number = next;
            next += 1;
        }
        *g = *number;
    }
    group
}
