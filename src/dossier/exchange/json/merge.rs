//! What a JSON document says beside its records: short names and the status of CX2, and nodes that are told again.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::super::format::Failure;
use super::super::graph::{Further, purpose_of};
use super::super::texts::Index;
use super::super::value::Value;
use super::dialects;
use super::fields::Fields;
use super::network::Reader;
use super::pull::{Piece, Pull};
use super::records::{field_name, texts};
use crate::problem::{Problem, codes};

impl Reader<'_, '_> {
    /// Gives keys of CX2 their full names.
    pub(super) fn lengthen(&self, fields: &mut Fields, of: usize) {
        if let Some(short) = self.short.get(of).filter(|short| !short.is_empty()) {
            fields.rename(|key| key.strip_prefix("v.").and_then(|k| short.get(k)).map(|full| format!("v.{full}")));
        }
        fields.forget(|key| self.dialect.said.contains(&key));
    }

    /// CX2: `{"nodes": {"name": {"a": "n", "v": "default"}}}`.
    pub(super) fn declarations(&mut self, pull: &mut Pull<'_>) -> Result<(), Failure> {
        let mut fields = Fields::default();
        fields.read(pull)?;
        for (key, value) in fields.rest() {
            let Some((of, rest)) = key.split_once('.') else { continue };
            let Some((name, what)) = rest.rsplit_once('.') else { continue };
            let number = match of {
                "nodes" => 0,
                "edges" => 1,
                _ => continue,
            };
            match what {
                "a" => {
                    if let Some(short) = self.short.get_mut(number) {
                        short.insert(value.shown().into_owned(), name.to_owned());
                    }
                }
                "v" => {
                    let graph = self.graph();
                    let columns = if number == 0 { &mut graph.nodes.columns } else { &mut graph.edges.columns };
                    let column = columns.named(name, purpose_of(name))?;
                    if let Some(column) = columns.at_mut(column) {
                        column.default = Some(value.into_owned());
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    pub(super) fn status(&mut self, pull: &mut Pull<'_>) -> Result<(), Failure> {
        let mut fields = Fields::default();
        let at = pull.at();
        fields.read(pull)?;
        if fields.take(&["success"]) == Some(Value::Boolean(false)) {
            let why = fields.take_text(&["error"]).unwrap_or_default();
            let message = format!("the export that wrote this file failed: {why}");
            return Err(self.text.problem(codes::CUT_OFF, (at, at + 1), message, "export it again").into());
        }
        Ok(())
    }

    /// Merges nodes that are told again into those that were told first.
    pub(super) fn merge_again(&mut self) -> Result<(), Problem> {
        let again = std::mem::take(&mut self.again);
        if again.is_empty() {
            return Ok(());
        }
        for graph in &mut self.graphs {
            graph.nodes.settle()?;
        }
        let mut values: HashMap<(usize, usize, u32), Index> = HashMap::new();
        let mut order = Vec::new();
        let mut fields = Fields::default();
        for (number, node, record, (start, end)) in again {
            let mut pull = Pull::within(self.text, start, end);
            if pull.value()? == Piece::Object {
                fields.read(&mut pull)?;
                if self.dialect.name == dialects::GRAPHVIZ.name {
                    self.graphviz.is_record(&mut fields, 0, &mut self.report);
                }
                self.lengthen(&mut fields, 0);
                let keys = self.dialect.node;
                drop(fields.take_text(keys.id));
                let Some(graph) = self.graphs.get_mut(number) else { continue };
                for (key, value) in fields.rest() {
                    let name = field_name(key, self.dialect.prefixes);
                    let known = match () {
                        () if keys.label.contains(&key) => graph.nodes.label(node),
                        () if keys.kind.contains(&key) => graph.node_kind(node).map(str::to_owned),
                        () => None,
                    };
                    if known.is_some_and(|known| known == value.shown())
                        || keys.x.contains(&key)
                        || keys.y.contains(&key)
                    {
                        continue;
                    }
                    let column = graph.nodes.columns.named(name, purpose_of(name))?;
                    let all = match values.entry((number, column, node)) {
                        Entry::Occupied(all) => all.into_mut(),
                        Entry::Vacant(new) => {
                            order.push((number, column, node));
                            new.insert(graph.nodes.columns.index_of(column, node)?)
                        }
                    };
                    for text in texts(value) {
                        all.put(&text)?;
                    }
                }
            }
            let into = self.graphs.get(number).map(|graph| graph.nodes.at(node)).unwrap_or_default();
            self.report.merged(record, into);
        }
        let mut further: HashMap<usize, Further> = HashMap::new();
        for key in order {
            let Some(all) = values.remove(&key) else { continue };
            let Some(graph) = self.graphs.get_mut(key.0) else { continue };
            if graph.nodes.columns.put_all(key.1, key.2, &all, further.entry(key.0).or_default())? {
                self.report.split_values(graph.nodes.columns.name(key.1), graph.nodes.at(key.2));
            }
        }
        Ok(())
    }
}
