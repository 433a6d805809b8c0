//! Who is tied to whom, by the indices of entities.

use crate::explore::rows::Rows;

/// From each entity those that its relations lead to, and those from which relations lead to it.
pub(super) struct Ties {
    out: Rows<u32>,
    into: Rows<u32>,
}

impl Ties {
    /// Of relations from one entity to another, for so many entities.
    pub(super) fn new(entities: usize, ends: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let turned = ends.clone().map(|(from, to)| (to, from));
        Ties { out: Rows::new(entities, ends), into: Rows::new(entities, turned) }
    }

    /// Those to whom a relation leads.
    pub(super) fn out(&self, at: usize) -> &[u32] {
        self.out.of(at as u32)
    }

    /// Those from whom a relation leads here.
    pub(super) fn into(&self, at: usize) -> &[u32] {
        self.into.of(at as u32)
    }
}
