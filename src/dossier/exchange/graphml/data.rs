//! Values of GraphML: the texts in `<data>`, by what their key says.

use super::super::fault::{Fault, MetAt as _};
use super::super::limits::Limit;
use super::super::report::NoteKind;
use super::super::value::number;
use super::super::xml::{Piece, Tag};
use super::keys::{On, Role};
use super::{Element, Reader};

impl<'t> Reader<'t, '_> {
    /// `<data key=…>` of what is open.
    pub(super) fn data(&mut self, tag: Tag<'t>, of: Element) -> Result<(), Fault> {
        let on = match of {
            Element::Node(_) => On::Node,
            Element::Edge(_) => On::Edge,
            Element::Hyperedge(_) => On::Hyperedge,
            Element::Graph(_) => On::Graph,
            Element::Root | Element::Other => {
                let message = "<data> of a port, an end or the file was ignored";
                self.report.note(NoteKind::LeftOut, message, Some(self.at(0, tag.at)));
                return self.xml.skip();
            }
        };
        let key = self.xml.attribute(&tag, "key")?.unwrap_or_default();
        let depth = self.xml.depth();
        let mut text = std::mem::take(&mut self.buffer);
        text.clear();
        let mut structured = false;
        loop {
            match self.xml.next()? {
                Piece::Text(piece) => self.xml.collect(&mut text, &piece)?,
                Piece::Open(inner) => {
                    structured = true;
                    self.structured(inner, of)?;
                }
                Piece::Close | Piece::End => break,
            }
        }
        debug_assert_eq!(self.xml.depth() + 1, depth);
        // What lies around elements is layout.
        if !structured {
            self.value(&key, on, of, &text, tag.at)?;
        }
        self.buffer = text;
        Ok(())
    }

    fn value(&mut self, id: &str, on: On, of: Element, text: &str, at: usize) -> Result<(), Fault> {
        let key = match self.keys.find(id, on) {
            Some(key) => key,
            None => {
                let message = "data of a key that the file does not declare was read as text";
                self.report.note(NoteKind::Doubtful, message, Some(self.at(0, at)));
                self.keys.invent(id, on, &mut self.graph).met_at(at)?
            }
        };
        let (role, graphics) = match self.keys.get(key) {
            Some(key) => (key.role(on), key.graphics),
            None => return Ok(()),
        };
        if graphics {
            return Ok(());
        }
        let row = match of {
            Element::Node(row) | Element::Edge(row) | Element::Hyperedge(row) => Some(row),
            Element::Root | Element::Graph(_) | Element::Other => None,
        };
        if let Some(row) = row
            && !self.keys.is_first(key, on, row)
        {
            return self.put_own((key, on, true), row, text, at);
        }
        match of {
            Element::Node(node) => match role {
                Role::Label => self.graph.nodes.set_label(node, text).met_at(at)?,
                Role::Kind => self.graph.set_node_kind(node, text.trim()).met_at(at)?,
                Role::Labels => self.labels(node, text.trim(), at)?,
                Role::Coordinate(axis) => match (number(text, false), self.pending.last_mut()) {
                    (Some(number), Some(pending)) => {
                        if let Some(slot) = pending.position.get_mut(axis) {
                            *slot = Some(number);
                        }
                    }
                    _ => self.own(key, on, node, text, at)?,
                },
                Role::Weight | Role::Title | Role::Own => self.own(key, on, node, text, at)?,
            },
            Element::Edge(edge) => match role {
                Role::Label => self.graph.edges.set_label(edge, text).met_at(at)?,
                Role::Kind => self.graph.set_edge_kind(edge, text.trim()).met_at(at)?,
                Role::Weight => self.weight(edge, text, at)?,
                Role::Labels | Role::Coordinate(_) | Role::Title | Role::Own => self.own(key, on, edge, text, at)?,
            },
            Element::Hyperedge(hyperedge) => match role {
                Role::Label => self.graph.hyperedges.set_label(hyperedge, text).met_at(at)?,
                Role::Kind => self.graph.set_hyperedge_kind(hyperedge, text.trim()).met_at(at)?,
                Role::Weight | Role::Labels | Role::Coordinate(_) | Role::Title | Role::Own => {
                    self.own(key, on, hyperedge, text, at)?;
                }
            },
            Element::Root | Element::Graph(_) | Element::Other => {
                Limit::Columns.check(self.graph.meta.others.len() + 1).met_at(at)?;
                match (role, self.keys.get(key)) {
                    (Role::Title, _) if self.graph.meta.title.is_empty() => self.graph.meta.title = text.to_owned(),
                    (_, Some(key)) if !text.is_empty() => {
                        self.graph.meta.others.push((key.name.clone(), text.to_owned()));
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn own(&mut self, key: usize, on: On, row: u32, text: &str, at: usize) -> Result<(), Fault> {
        self.put_own((key, on, false), row, text, at)
    }

    fn put_own(&mut self, key: (usize, On, bool), row: u32, text: &str, at: usize) -> Result<(), Fault> {
        let fits = self.keys.put(key, row, text, &mut self.graph).met_at(at)?;
        let (key, on, _) = key;
        if !fits {
            let sort = if on == On::Node { 0 } else { 1 };
            let name = self.keys.get(key).map_or("", |key| &key.name);
            let message = format!("`{name}`: a value is not of the type that its key declares");
            self.report.note(NoteKind::Doubtful, &message, Some(self.at(sort, at)));
        }
        Ok(())
    }

    fn weight(&mut self, edge: u32, text: &str, at: usize) -> Result<(), Fault> {
        let weighed = number(text, false).is_some_and(|weight| self.graph.set_weight(edge, weight));
        if !weighed {
            self.graph.keep_weight(edge, text, self.report).met_at(at)?;
        }
        if let Some(pending) = self.pending.last_mut() {
            pending.weighed = true;
        }
        Ok(())
    }
}
