//! Values of GraphML: the texts in `<data>`, by what their key says.

use super::super::fault::{Fault, MetAt as _};
use super::super::limits::Limit;
use super::super::report::NoteKind;
use super::super::value::number;
use super::super::xml::{Piece, Tag};
use super::graphics::Inside;
use super::keys::{On, Role};
use super::{Element, Pending, Reader};

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
        let mut inside = Inside::default();
        let mut is_drawing = None;
        loop {
            match self.xml.next()? {
                Piece::Text(piece) => self.xml.collect(&mut text, &piece)?,
                Piece::Open(inner) => {
                    let known = || self.keys.find(&key, on).and_then(|key| self.keys.get(key));
                    let is_drawing = *is_drawing.get_or_insert_with(|| known().is_some_and(|key| key.graphics));
                    self.structured(inner, of, &mut inside, (&mut text, !is_drawing))?;
                }
                Piece::Close | Piece::End => break,
            }
        }
        debug_assert_eq!(self.xml.depth() + 1, depth);
        match inside {
            Inside::Nothing => self.value(&key, on, of, &text, tag.at)?,
            Inside::Known => self.no_words(&text, tag.at),
            Inside::Content(drawn) => {
                if is_drawing == Some(true) || drawn.is_some() {
                    self.no_words(&text, tag.at);
                } else {
                    self.words(&key, on, of, &text, tag.at)?;
                }
                self.take_drawing(*drawn, of, tag.at)?;
            }
        }
        self.buffer = text;
        Ok(())
    }

    /// Text beside what a program draws or says in elements of its own, which is no value.
    fn no_words(&mut self, text: &str, at: usize) {
        if !text.trim().is_empty() {
            let message = "stray text in a <data> that holds a drawing or elements of a program’s own";
            self.report.note(NoteKind::LeftOut, message, Some(self.at(0, at)));
        }
    }

    /// The text of a value with elements in it, such as XHTML.
    fn words(&mut self, key: &str, on: On, of: Element, text: &str, at: usize) -> Result<(), Fault> {
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let name = self.keys.find(key, on).and_then(|key| self.keys.get(key)).map_or(key, |key| &key.name);
        if lines.is_empty() {
            let message = format!("`{name}`: a value that has tags but no text");
            self.report.note(NoteKind::LeftOut, &message, Some(self.at(0, at)));
            return Ok(());
        }
        let message = format!("`{name}`: tags in a value were removed; their text was kept");
        self.report.note(NoteKind::Changed, &message, Some(self.at(0, at)));
        self.value(key, on, of, &lines.join("\n"), at)
    }

    /// Ends a graph: gives it and its records what they have where they say nothing, and keeps what is said twice.
    pub(super) fn end_graph(&mut self, at: usize) -> Result<(), Fault> {
        /// Bytes of a value beside its text.
        const VALUE: usize = 64;
        for (key, on) in self.keys.defaults() {
            let (role, text) = (key.role(on), key.default.unwrap_or_default());
            let Some(records) = on.records(&mut self.graph) else {
                self.graph_default(&key.name, role, text, at)?;
                continue;
            };
            let rows = match role {
                Role::Label => records.unnamed(),
                Role::Kind | Role::Labels => {
                    (0..records.len() as u32).filter(|row| records.kind(*row).is_none()).collect()
                }
                // Those are given to each record when it ends.
                Role::Coordinate(_) | Role::Weight | Role::Title | Role::Own => continue,
            };
            self.keys.make(rows.len().saturating_mul(text.len() + VALUE)).met_at(at)?;
            for row in rows {
                match (on, role) {
                    (On::Node, _) if !self.graph.is_told(row) => {}
                    (On::Node, Role::Labels) => self.labels(row, text.trim(), at)?,
                    (On::Node, Role::Kind) => self.graph.set_node_kind(row, text.trim()).met_at(at)?,
                    (On::Node, _) => self.graph.nodes.set_label(row, &text).met_at(at)?,
                    (On::Edge, Role::Label) => self.graph.edges.set_label(row, &text).met_at(at)?,
                    (On::Edge, _) => self.graph.set_edge_kind(row, text.trim()).met_at(at)?,
                    (On::Hyperedge, Role::Label) => self.graph.hyperedges.set_label(row, &text).met_at(at)?,
                    (On::Hyperedge | On::Graph, _) => self.graph.set_hyperedge_kind(row, text.trim()).met_at(at)?,
                }
            }
        }
        self.graph.keep_repeated(self.report).met_at(at)
    }

    /// What a graph says of itself by a default.
    fn graph_default(&mut self, name: &str, role: Role, text: String, at: usize) -> Result<(), Fault> {
        let meta = &mut self.graph.meta;
        if role == Role::Title {
            if meta.title.is_empty() {
                meta.title = text;
            }
        } else if !meta.others.iter().any(|(known, _)| known == name) {
            Limit::Columns.check(meta.others.len() + 1).met_at(at)?;
            meta.others.push((name.to_owned(), text));
        }
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
            self.no_words(text, at);
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
                    (Some(number), Some(Pending { position, .. }))
                        if position.get(axis).is_some_and(|known| known.is_none_or(|known| known == number)) =>
                    {
                        if let Some(slot) = position.get_mut(axis) {
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
                Role::Weight if self.is_weighed_otherwise(edge, text) => self.own(key, on, edge, text, at)?,
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

    /// Whether the edge that is open has said another weight.
    fn is_weighed_otherwise(&self, edge: u32, text: &str) -> bool {
        let weighed = self.pending.last().is_some_and(|pending| pending.weighed);
        weighed && number(text, false) != self.graph.weight(edge)
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
