//! Who is tied to whom, in compressed rows: what walks over a whole network goes along these instead of from record to record.

/// From each entity, by its index, the entities that its relations lead to, and those from which relations lead to it.
pub(super) struct Ties {
    out: Rows,
    into: Rows,
}

impl Ties {
    /// Of relations from one entity to another, for so many entities.
    pub(super) fn new(entities: usize, ends: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let turned = ends.clone().map(|(from, to)| (to, from));
        Ties { out: Rows::new(entities, ends), into: Rows::new(entities, turned) }
    }

    /// Those to whom a relation leads.
    pub(super) fn out(&self, at: usize) -> &[u32] {
        self.out.of(at)
    }

    /// Those from whom a relation leads here.
    pub(super) fn into(&self, at: usize) -> &[u32] {
        self.into.of(at)
    }
}

struct Rows {
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Rows {
    fn new(nodes: usize, arcs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0_u32; nodes + 1];
        arcs.clone().for_each(|(from, _)| starts[from as usize + 1] += 1);
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut ends = vec![0; starts[nodes] as usize];
        for (from, to) in arcs {
            let slot = &mut next[from as usize];
            ends[*slot as usize] = to;
            *slot += 1;
        }
        Rows { starts, ends }
    }

    fn of(&self, at: usize) -> &[u32] {
        &self.ends[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}
