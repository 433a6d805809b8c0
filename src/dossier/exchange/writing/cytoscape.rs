//! Cytoscape.js JSON: elements with data and positions. `value` is what networkx knows nodes by.

use super::json::Members;
use super::lost::{self, Holds};
use super::network::{Directions, Network};
use super::node_link::WAY;
use super::{CREATOR, Failure, Steps, WriteOptions, Writer, Written};
use crate::dossier::exchange::own;
use crate::dossier::model::Dossier;
use crate::progress::Progress;

/// Writes Cytoscape.js JSON.
pub(crate) struct Cytoscape;

impl Writer for Cytoscape {
    fn name(&self) -> &'static str {
        "cytoscape.js"
    }

    fn title(&self) -> &'static str {
        "Cytoscape.js JSON"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["cyjs"]
    }

    fn write(&self, dossier: &Dossier, _: &WriteOptions, progress: &Progress) -> Result<Written, Failure> {
        let network = Network::new(dossier, WAY);
        let mut steps = Steps::new(progress, network.len());
        let mut out = String::from("{\n\"format_version\": \"1.0\",\n\"generated_by\": \"");
        out.push_str(CREATOR);
        out.push_str("\",\n\"target_cytoscapejs_version\": \"~3.0\",\n\"directed\": ");
        out.push_str(if network.directions == Directions::None { "false" } else { "true" });
        out.push_str(",\n\"multigraph\": true,\n\"data\": ");
        let mut graph = Members::open(&mut out);
        graph.text(&mut out, "name", dossier.given_title());
        graph.text(&mut out, own::MARK, &own::head(dossier));
        graph.close(&mut out);
        out.push_str(",\n\"elements\": {\n\"nodes\": [");
        for (number, entity) in network.nodes().enumerate() {
            steps.step()?;
            out.push_str(if number > 0 { ",\n" } else { "\n" });
            let mut node = Members::open(&mut out);
            node.key(&mut out, "data");
            let mut data = Members::open(&mut out);
            data.text(&mut out, "id", entity.id.as_str());
            data.text(&mut out, "value", entity.id.as_str());
            data.text(&mut out, "name", &entity.name);
            data.text(&mut out, "kind", &entity.kind);
            data.columns(&mut out, dossier, &network.entities, entity);
            data.close(&mut out);
            if let Some((x, y)) = network.position(entity) {
                node.key(&mut out, "position");
                let mut position = Members::open(&mut out);
                position.number(&mut out, "x", x);
                position.number(&mut out, "y", y);
                position.close(&mut out);
            }
            node.close(&mut out);
        }
        out.push_str("\n],\n\"edges\": [");
        for (number, relation) in network.edges().enumerate() {
            steps.step()?;
            out.push_str(if number > 0 { ",\n" } else { "\n" });
            let mut edge = Members::open(&mut out);
            edge.key(&mut out, "data");
            let mut data = Members::open(&mut out);
            data.text(&mut out, "id", relation.id.as_str());
            data.text(&mut out, "source", relation.from.as_str());
            data.text(&mut out, "target", relation.to.as_str());
            data.text(&mut out, "key", relation.id.as_str());
            data.text(&mut out, "interaction", &relation.kind);
            if let Some(weight) = relation.weight {
                data.number(&mut out, "weight", weight);
            }
            data.columns(&mut out, dossier, &network.relations, relation);
            data.close(&mut out);
            edge.close(&mut out);
        }
        out.push_str("\n]\n}\n}\n");
        Ok(Written::one(out.into_bytes(), lost::of(dossier, Holds { claims: true, whole: true })))
    }
}
