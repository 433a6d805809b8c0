//! A bare graph as a dossier: every node an entity, every edge a relation, without a source.

use super::Graph;
use crate::dossier::model::{Dossier, Entity, EntityKind, Relation, RelationKind, Shape, Vocabulary};

/// Kinds of what a bare graph holds.
const NODE: &str = "node";
const EDGE: &str = "edge";

/// The dossier of a graph.
pub(crate) fn dossier(graph: &Graph, title: &str, mut vocabulary: Vocabulary) -> Dossier {
    vocabulary.set_entity_kind(EntityKind {
        id: NODE.to_owned(),
        label: "node".to_owned(),
        plural: "nodes".to_owned(),
        colour: "#0A6FCA".to_owned(),
        shape: Shape::Disc,
        icon: None,
        strong: false,
        enduring: true,
    });
    vocabulary.set_relation_kind(RelationKind {
        id: EDGE.to_owned(),
        label: "is related to".to_owned(),
        inverse: "is related to".to_owned(),
        directed: false,
        from: Vec::new(),
        to: Vec::new(),
        enduring: true,
        single: false,
    });
    let mut dossier = Dossier::new(vocabulary);
    dossier.title = title.to_owned();
    for number in 0..graph.ids.len() {
        let id = graph.ids.get(number);
        // Readers number each id once; one that came twice would be the same node.
        let _ = dossier.add_entity(Entity::new(id, NODE, id));
    }
    for (number, &(from, to)) in graph.edges.iter().enumerate() {
        let mut relation = Relation::new(graph.ids.get(from as usize), EDGE, graph.ids.get(to as usize));
        relation.weight = graph.weights.get(number).map(|w| f64::from(*w));
        let _ = dossier.add_relation(relation);
    }
    dossier
}

#[cfg(test)]
mod tests {
    use super::super::{named, read};
    use super::*;

    #[test]
    fn every_node_and_edge_of_a_table_is_in_the_dossier() {
        let format = named("csv").unwrap();
        let graph = read(format, "x.csv", b"source,target,weight\na,b,2\nb,c,1\nb,c,1\nc,c,1\n".to_vec()).unwrap();
        let dossier = dossier(&graph, "x", Vocabulary::default());
        assert_eq!((dossier.entity_count(), dossier.relation_count()), (3, 4));
        let first = dossier.relation_by_id("a--edge--b").unwrap();
        assert_eq!(first.weight, Some(2.0));
    }
}
