//! What is particular to Graphviz's JSON: nodes and subgraphs stand in one list, edges name them by number, and most keys
//! are drawing.

use std::collections::HashMap;

use super::super::dot;
use super::super::report::{NoteKind, Report};
use super::fields::Fields;

/// What earlier objects said.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Names by number.
    names: HashMap<String, String>,
    /// The cluster that each number lies in, the innermost.
    clusters: HashMap<String, String>,
}

impl Known {
    /// Makes an object or an edge of Graphviz one as other programs write them. Gives `false` for a subgraph that is no
    /// cluster, which says nothing but how nodes are drawn.
    pub(super) fn is_record(&mut self, fields: &mut Fields, of: usize, report: &mut Report) -> bool {
        let is_drawing = |key: &str| {
            key.starts_with('_') && key != "_gvid" || matches!(key, "bb" | "lwidth" | "lheight") || dot::is_look(key)
        };
        let position = fields.take_text(&["pos"]).filter(|_| of == 0);
        let known = self;
        if of == 1 {
            for (end, number) in [("source", "tail"), ("target", "head")] {
                if let Some(name) = fields.take_text(&[number]).and_then(|number| known.names.get(&number).cloned()) {
                    fields.list(end, &[name]);
                }
            }
        } else {
            let (number, name) = (fields.peek_text("_gvid"), fields.peek_text("name").unwrap_or_default());
            let is_subgraph = fields.has("nodes") || fields.has("subgraphs") || fields.has("edges");
            let parts = ["nodes", "subgraphs"].map(|key| fields.take_all(key));
            drop(fields.take_all("edges"));
            if is_subgraph && !name.starts_with("cluster") {
                report.note(NoteKind::LeftOut, "a subgraph that is no cluster", None);
                return false;
            }
            known.clusters.extend(parts.into_iter().flatten().map(|part| (part, name.clone())));
            if let Some(number) = number {
                if let Some(cluster) = known.clusters.get(&number).cloned() {
                    fields.list("parent", &[cluster]);
                }
                known.names.insert(number, name);
            }
            // In points, and upwards.
            let place = position.as_deref().and_then(dot::position);
            if let Some(place) = place {
                fields.list("x", &[place.x.to_string()]);
                fields.list("y", &[(-place.y).to_string()]);
            }
        }
        // `\N` stands for the name, and is what every node has.
        if fields.peek_text("label").is_some_and(|label| label == "\\N") {
            fields.forget(|key| key == "label");
        }
        if fields.forget(is_drawing) {
            report.note(NoteKind::LeftOut, "how Graphviz has drawn it", None);
        }
        true
    }
}
