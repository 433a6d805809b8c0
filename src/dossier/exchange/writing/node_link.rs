//! Node-link JSON as networkx reads it from version 3.4 on: `nodes` and `edges`, keys of parallel edges, and all of the
//! head in one member of `graph`.

use super::graphml::mixed;
use super::json::Members;
use super::lost::{self, Holds};
use super::network::{Directions, Network, OwnWay, Way};
use super::{CREATOR, Failure, Steps, WriteOptions, Writer, Written};
use crate::dossier::exchange::own;
use crate::dossier::model::Dossier;
use crate::progress::Progress;

/// Writes node-link JSON.
pub(crate) struct NodeLink;

/// How JSON holds columns.
pub(super) const WAY: Way = Way { nested: true, own: OwnWay::Typed { lists: true, flags: true }, is_key: |_| true };

impl Writer for NodeLink {
    fn name(&self) -> &'static str {
        "node-link"
    }

    fn title(&self) -> &'static str {
        "node-link JSON"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn write(&self, dossier: &Dossier, _: &WriteOptions, progress: &Progress) -> Result<Written, Failure> {
        let network = Network::new(dossier, WAY);
        let mut steps = Steps::new(progress, network.len());
        let mut out = String::from("{\n\"directed\": ");
        out.push_str(if network.directions == Directions::None { "false" } else { "true" });
        out.push_str(",\n\"multigraph\": true,\n\"graph\": ");
        let mut graph = Members::open(&mut out);
        graph.text(&mut out, "title", dossier.given_title());
        graph.text(&mut out, "creator", CREATOR);
        graph.text(&mut out, own::MARK, &own::head(dossier));
        graph.close(&mut out);
        out.push_str(",\n\"nodes\": [");
        for (number, entity) in network.nodes().enumerate() {
            steps.step()?;
            out.push_str(if number > 0 { ",\n" } else { "\n" });
            let mut node = Members::open(&mut out);
            node.text(&mut out, "id", entity.id.as_str());
            node.text(&mut out, "label", &entity.name);
            node.text(&mut out, "kind", &entity.kind);
            if let Some((x, y)) = network.position(entity) {
                node.number(&mut out, "x", x);
                node.number(&mut out, "y", y);
            }
            node.columns(&mut out, dossier, &network.entities, entity);
            node.close(&mut out);
        }
        out.push_str("\n],\n\"edges\": [");
        for (number, relation) in network.edges().enumerate() {
            steps.step()?;
            out.push_str(if number > 0 { ",\n" } else { "\n" });
            let mut edge = Members::open(&mut out);
            edge.text(&mut out, "source", relation.from.as_str());
            edge.text(&mut out, "target", relation.to.as_str());
            // By the key networkx keeps parallel edges apart.
            edge.text(&mut out, "key", relation.id.as_str());
            edge.text(&mut out, "id", relation.id.as_str());
            edge.text(&mut out, "kind", &relation.kind);
            if let Some(weight) = relation.weight {
                edge.number(&mut out, "weight", weight);
            }
            edge.columns(&mut out, dossier, &network.relations, relation);
            edge.close(&mut out);
        }
        out.push_str("\n]\n}\n");
        let mut lost = lost::of(dossier, Holds { claims: true, whole: true });
        lost.extend(mixed(network.directions));
        Ok(Written::one(out.into_bytes(), lost))
    }
}
