//! Arcs of a network in compressed rows: what walks over the whole of it goes along these instead of from record to record. What
//! an arc is, is the caller's to say.

/// What goes out from each node, by its number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows<T> {
    starts: Vec<u32>,
    arcs: Vec<T>,
}

impl<T: Copy + Default> Rows<T> {
    /// Of arcs, each with the node that it goes out from. Those of one node keep their order.
    pub(crate) fn new(nodes: usize, arcs: impl Iterator<Item = (u32, T)> + Clone) -> Self {
        let mut starts = vec![0_u32; nodes + 1];
        arcs.clone().for_each(|(from, _)| starts[from as usize + 1] += 1);
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut rows = vec![T::default(); starts[nodes] as usize];
        for (from, arc) in arcs {
            let slot = &mut next[from as usize];
            rows[*slot as usize] = arc;
            *slot += 1;
        }
        Rows { starts, arcs: rows }
    }

    pub(crate) fn of(&self, node: u32) -> &[T] {
        let node = node as usize;
        &self.arcs[self.starts[node] as usize..self.starts[node + 1] as usize]
    }

    pub(crate) fn nodes(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }
}
