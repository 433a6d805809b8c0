//! Whom the claims of which record quote: by it, an entity that gets another id is found wherever
//! it is quoted without a walk through the whole dossier.

use std::collections::HashMap;

use petgraph::stable_graph::{EdgeIndex, NodeIndex};

use super::Claim;

/// Records by the ids that their claims quote.
#[derive(Clone, Debug, Default)]
pub(super) struct Quoted(HashMap<String, Quoting>);

/// Records that quote one id, in no order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Quoting {
    entities: Vec<NodeIndex>,
    relations: Vec<EdgeIndex>,
}

/// Where a record is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    Entity(NodeIndex),
    Relation(EdgeIndex),
}

impl Claim {
    /// The ids that it quotes: who says it, to whom, and what an inference rests on.
    pub(crate) fn quotes(&self) -> impl Iterator<Item = &str> {
        self.basis.parts().filter(|(part, _)| !part.refers.is_empty()).map(|(_, id)| id)
    }
}

impl Quoted {
    /// A record has come.
    pub(crate) fn enter(&mut self, at: At, claims: &[Claim]) {
        for id in claims.iter().flat_map(Claim::quotes) {
            if !self.0.contains_key(id) {
                self.0.insert(id.to_owned(), Quoting::default());
            }
            let Some(quoting) = self.0.get_mut(id) else { continue };
            // A record may quote one id several times; then it was entered last.
            match at {
                At::Entity(index) if quoting.entities.last() != Some(&index) => quoting.entities.push(index),
                At::Relation(index) if quoting.relations.last() != Some(&index) => quoting.relations.push(index),
                _ => {}
            }
        }
    }

    /// A record has gone.
    pub(crate) fn leave(&mut self, at: At, claims: &[Claim]) {
        for id in claims.iter().flat_map(Claim::quotes) {
            let Some(quoting) = self.0.get_mut(id) else { continue };
            match at {
                At::Entity(index) => quoting.entities.retain(|i| *i != index),
                At::Relation(index) => quoting.relations.retain(|i| *i != index),
            }
            if quoting.entities.is_empty() && quoting.relations.is_empty() {
                self.0.remove(id);
            }
        }
    }

    /// The records whose claims quote an id, in no order.
    pub(super) fn of(&self, id: &str) -> (&[NodeIndex], &[EdgeIndex]) {
        self.0.get(id).map_or((&[], &[]), |q| (&q.entities, &q.relations))
    }

    /// Whether two indices are the same but for order, for tests.
    pub(super) fn is_like(&self, other: &Quoted) -> bool {
        let sorted = |quoted: &Quoted| {
            let mut all: Vec<(String, Quoting)> = quoted.0.iter().map(|(id, q)| (id.clone(), q.clone())).collect();
            all.sort_by(|a, b| a.0.cmp(&b.0));
            for (_, quoting) in &mut all {
                quoting.entities.sort_unstable();
                quoting.relations.sort_unstable();
            }
            all
        };
        sorted(self) == sorted(other)
    }
}
