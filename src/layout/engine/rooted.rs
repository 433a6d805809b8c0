//! A tree seen from a root in its middle. Knows nothing of positions.

use super::graph::Graph;

/// A connected graph that has one edge less than nodes, with its root.
pub(super) struct Rooted {
    pub(super) root: usize,
    /// All nodes, the root first and parents before their children.
    pub(super) order: Vec<u32>,
    /// Steps from the root.
    pub(super) steps: Vec<u32>,
    /// The parent of each node; the root's is itself.
    pub(super) parent: Vec<u32>,
    /// Nodes of each subtree, its own root included.
    pub(super) size: Vec<u32>,
}

impl Rooted {
    /// From the node whose largest branch is least (the centroid).
    pub(super) fn new(graph: &Graph) -> Self {
        let nodes = graph.nodes() as u32;
        let first = Self::from(graph, 0);
        let mut worst = vec![0u32; graph.nodes()];
        for &v in first.order.iter().skip(1) {
            let parent = first.parent[v as usize] as usize;
            worst[parent] = worst[parent].max(first.size[v as usize]);
        }
        let root = (0..graph.nodes()).min_by_key(|&v| (worst[v].max(nodes - first.size[v]), v)).unwrap_or(0);
        Self::from(graph, root)
    }

    fn from(graph: &Graph, root: usize) -> Self {
        let (mut steps, mut order) = (Vec::new(), Vec::new());
        graph.search(root, &mut steps, &mut order);
        let mut parent = vec![root as u32; graph.nodes()];
        for &v in &order {
            for &u in graph.neighbours(v as usize) {
                if steps[u as usize] > steps[v as usize] {
                    parent[u as usize] = v;
                }
            }
        }
        let mut size = vec![1u32; graph.nodes()];
        for &v in order.iter().skip(1).rev() {
            size[parent[v as usize] as usize] += size[v as usize];
        }
        Rooted { root, order, steps, parent, size }
    }

    pub(super) fn children<'a>(&'a self, graph: &'a Graph, node: usize) -> impl Iterator<Item = u32> + 'a {
        graph.neighbours(node).iter().copied().filter(move |&u| self.steps[u as usize] > self.steps[node])
    }
}
