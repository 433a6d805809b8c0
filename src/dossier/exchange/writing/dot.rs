//! DOT of Graphviz: names as labels, all else as attributes that Graphviz passes over. Data of the author's own bear a
//! prefix, so that none is taken for an attribute of the drawing.

use super::derived::{LABEL, Recorded};
use super::lost::{self, Holds};
use super::network::{Column, Directions, Network, OwnWay, Way, own_key};
use super::{Failure, Lost, Steps, WriteOptions, Writer, Written, notation};
use crate::dossier::exchange::value::Value;
use crate::dossier::model::Dossier;
use crate::progress::Progress;

/// Writes DOT.
pub(crate) struct Dot;

const WAY: Way = Way { nested: false, own: OwnWay::Cells { typed: false }, is_key: |_| true };

/// Attributes of Graphviz that a column must not set.
const DRAWN: [&str; 2] = ["comment", "class"];

impl Writer for Dot {
    fn name(&self) -> &'static str {
        "dot"
    }

    fn title(&self) -> &'static str {
        "DOT (Graphviz)"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["dot", "gv"]
    }

    fn write(&self, dossier: &Dossier, _: &WriteOptions, progress: &Progress) -> Result<Written, Failure> {
        let network = Network::new(dossier, WAY);
        let mut steps = Steps::new(progress, network.len());
        let undirected = network.directions == Directions::None;
        let mut out = Out::default();
        out.text.push_str(if undirected { "graph " } else { "digraph " });
        out.quoted(dossier.given_title());
        out.text.push_str(" {\n  graph [charset=\"UTF-8\"];\n");
        for entity in network.nodes() {
            steps.step()?;
            out.text.push_str("  ");
            out.quoted(entity.id.as_str());
            out.text.push_str(" [label=");
            out.label(&entity.name);
            out.attribute("kind", &entity.kind);
            if let Some((x, y)) = network.position(entity) {
                out.attribute("pos", &format!("{},{}", notation::number(x), notation::number(-y)));
            }
            out.columns(dossier, &network.entities, entity);
            out.text.push_str("];\n");
        }
        for relation in network.edges() {
            steps.step()?;
            out.text.push_str("  ");
            out.quoted(relation.from.as_str());
            out.text.push_str(if undirected { " -- " } else { " -> " });
            out.quoted(relation.to.as_str());
            out.text.push_str(" [label=");
            out.label(&dossier.vocabulary.relation_kind_or_neutral(&relation.kind).label);
            out.attribute("id", relation.id.as_str());
            out.attribute("kind", &relation.kind);
            if !undirected && !network.is_directed(relation) {
                out.attribute("dir", "none");
            }
            if let Some(weight) = relation.weight {
                out.attribute("strength", &notation::number(weight));
            }
            out.columns(dossier, &network.relations, relation);
            out.text.push_str("];\n");
        }
        out.text.push_str("}\n");
        let mut lost = lost::of(dossier, Holds::default());
        let what = "NUL characters, and single backslashes before a quotation mark or at the end: they were replaced by � or doubled";
        lost.extend((out.changed > 0).then(|| Lost { what: what.to_owned(), count: out.changed, first: Vec::new() }));
        Ok(Written::one(out.text.into_bytes(), lost))
    }
}

#[derive(Default)]
struct Out {
    text: String,
    changed: usize,
}

impl Out {
    /// A text as it is: DOT knows one escape, of the quotation mark.
    fn quoted(&mut self, text: &str) {
        self.text.push('"');
        let mut backslashes = 0;
        for c in text.chars() {
            match c {
                '"' => {
                    self.even(&mut backslashes);
                    self.text.push_str("\\\"");
                }
                '\0' => {
                    self.changed += 1;
                    self.text.push('\u{fffd}');
                }
                // Behind a backslash it would be left out with it.
                '\n' | '\r' if backslashes % 2 == 1 => {
                    self.even(&mut backslashes);
                    self.text.push(c);
                }
                _ => self.text.push(c),
            }
            backslashes = if c == '\\' { backslashes + 1 } else { 0 };
        }
        self.even(&mut backslashes);
        self.text.push('"');
    }

    fn even(&mut self, backslashes: &mut usize) {
        if *backslashes % 2 == 1 {
            self.text.push('\\');
            self.changed += 1;
        }
        *backslashes = 0;
    }

    /// A text in which Graphviz looks for escapes and references.
    fn label(&mut self, text: &str) {
        self.text.push('"');
        for c in text.chars() {
            match c {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '&' => self.text.push_str("&amp;"),
                '\0' => {
                    self.changed += 1;
                    self.text.push('\u{fffd}');
                }
                _ => self.text.push(c),
            }
        }
        self.text.push('"');
    }

    fn attribute(&mut self, name: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(", ");
        let plain = name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_')
            && !["node", "edge", "graph", "digraph", "subgraph", "strict"].contains(&name);
        if plain {
            self.text.push_str(name)
        } else {
            self.quoted(name)
        }
        self.text.push('=');
        self.quoted(text);
    }

    fn columns<R: Recorded>(&mut self, dossier: &Dossier, columns: &[Column<R>], record: &R) {
        for column in columns.iter().filter(|column| column.name != LABEL) {
            let Some(value) = column.value(dossier, record) else { continue };
            let text = match &value {
                Value::Real(real) => notation::number(*real).into(),
                Value::List(texts) => notation::texts(texts).into(),
                other => other.shown(),
            };
            let own = column.is_own() || DRAWN.contains(&column.name.as_str());
            let name = if own { format!("field.{}", own_key(&column.name)) } else { column.name.clone() };
            self.attribute(&name, &text);
        }
    }
}
