//! What programs put into `<data>` as elements of their own: the drawings of yEd (yFiles) and the entities of Maltego.

use super::super::fault::{Fault, MetAt as _};
use super::super::graph::{Direction, NameRole, OtherName, Position};
use super::super::report::NoteKind;
use super::super::value::{Purpose, number};
use super::super::xml::{Piece, Tag};
use super::keys::On;
use super::{Element, Reader};

/// What was found in a drawing.
#[derive(Default)]
struct Drawn {
    labels: Vec<String>,
    /// x, y, width, height.
    geometry: Option<[f64; 4]>,
    fill: String,
    shape: String,
    /// Whether arrows stand at the source and at the target.
    arrows: Option<[bool; 2]>,
}

impl<'t> Reader<'t, '_> {
    /// An element in `<data>`.
    pub(super) fn structured(&mut self, tag: Tag<'t>, of: Element) -> Result<(), Fault> {
        match tag.name {
            "MaltegoEntity" | "MaltegoLink" => self.maltego(tag, of),
            "EntityRenderer" => self.place(of),
            "Resources" | "SharedData" | "GraphSettings" => self.xml.skip(),
            _ => {
                let drawn = self.drawn()?;
                self.take_drawing(drawn, of, tag.at)
            }
        }
    }

    /// A drawing of yFiles, whatever its element is called. Of several drawings of a group the first one counts.
    fn drawn(&mut self) -> Result<Drawn, Fault> {
        let mut drawn = Drawn::default();
        let depth = self.xml.depth();
        let mut list: Option<usize> = None;
        let mut first = true;
        loop {
            match self.xml.next()? {
                Piece::Open(tag) => match tag.name {
                    "Realizers" => list = Some(self.xml.depth()),
                    _ if list.is_some_and(|list| self.xml.depth() == list + 1) && !std::mem::take(&mut first) => {
                        self.xml.skip()?;
                    }
                    "NodeLabel" | "EdgeLabel" => {
                        let mut text = String::new();
                        self.xml.content(&mut text)?;
                        let text = text.trim();
                        if !text.is_empty() && drawn.labels.len() < 64 {
                            drawn.labels.push(text.to_owned());
                        }
                    }
                    "Geometry" => {
                        let mut found = [None; 4];
                        for (name, raw) in tag.attributes() {
                            if let Some(slot) = ["x", "y", "width", "height"].iter().position(|of| *of == name) {
                                found[slot] = number(raw, false);
                            }
                        }
                        if let [Some(x), Some(y), width, height] = found {
                            drawn.geometry.get_or_insert([x, y, width.unwrap_or(0.0), height.unwrap_or(0.0)]);
                        }
                    }
                    "Fill" if drawn.fill.is_empty() => drawn.fill = self.text_of(&tag, "color")?,
                    "Shape" if drawn.shape.is_empty() => drawn.shape = self.text_of(&tag, "type")?,
                    "Arrows" => {
                        let (source, target) = (self.text_of(&tag, "source")?, self.text_of(&tag, "target")?);
                        drawn.arrows = Some([source, target].map(|arrow| !matches!(arrow.as_str(), "none" | "")));
                    }
                    _ => {}
                },
                Piece::Text(_) => {}
                Piece::Close if self.xml.depth() < depth => return Ok(drawn),
                Piece::Close => {}
                Piece::End => return Ok(drawn),
            }
        }
    }

    fn text_of(&mut self, tag: &Tag<'t>, name: &str) -> Result<String, Fault> {
        Ok(self.xml.attribute(tag, name)?.unwrap_or_default().into_owned())
    }

    fn take_drawing(&mut self, drawn: Drawn, of: Element, at: usize) -> Result<(), Fault> {
        match of {
            Element::Node(node) => {
                let mut labels = drawn.labels.iter();
                if let Some(label) = labels.next() {
                    self.graph.nodes.set_label(node, label).met_at(at)?;
                }
                for text in labels {
                    let name = OtherName { node, text, language: "", role: NameRole::Alias };
                    self.graph.add_name(name).met_at(at)?;
                }
                if let Some([x, y, width, height]) = drawn.geometry {
                    // yFiles tells the upper left corner, and y grows downwards.
                    self.graph.y_down = true;
                    self.graph.set_position(node, Position { x: x + width / 2.0, y: y + height / 2.0, z: None });
                }
                self.put(On::Node, node, "fill", Purpose::Look, &drawn.fill, at)?;
                self.put(On::Node, node, "shape", Purpose::Look, &drawn.shape, at)
            }
            Element::Edge(edge) => {
                self.graph.edges.set_label(edge, &drawn.labels.join("; ")).met_at(at)?;
                match drawn.arrows {
                    Some([true, true]) => self.graph.set_direction(edge, Direction::Mutual),
                    Some([false, false]) => self.graph.set_direction(edge, Direction::Undirected),
                    Some([true, false]) => {
                        let message = "an edge has its arrow at the source alone; it was read from source to target";
                        self.report.note(NoteKind::Doubtful, message, Some(self.at(1, at)));
                    }
                    Some([false, true]) | None => {}
                }
                Ok(())
            }
            Element::Root | Element::Graph(_) | Element::Hyperedge(_) | Element::Other => Ok(()),
        }
    }

    /// Where Maltego drew an entity.
    fn place(&mut self, of: Element) -> Result<(), Fault> {
        let depth = self.xml.depth();
        while self.xml.depth() >= depth {
            if let Piece::Open(tag) = self.xml.next()?
                && tag.name == "Position"
                && let Element::Node(node) = of
            {
                let axis = |axis: &str| {
                    tag.attributes().find(|(name, _)| *name == axis).and_then(|(_, raw)| number(raw, false))
                };
                if let (Some(x), Some(y)) = (axis("x"), axis("y")) {
                    self.graph.y_down = true;
                    self.graph.set_position(node, Position { x, y, z: None });
                }
            }
        }
        Ok(())
    }

    /// An entity or link of Maltego: its type is the kind, its main property the name.
    fn maltego(&mut self, tag: Tag<'t>, of: Element) -> Result<(), Fault> {
        let kind = self.text_of(&tag, "type")?;
        let depth = self.xml.depth();
        let (on, row) = match of {
            Element::Node(node) => {
                self.graph.set_node_kind(node, &kind).met_at(tag.at)?;
                (On::Node, node)
            }
            Element::Edge(edge) => {
                self.graph.set_edge_kind(edge, &kind).met_at(tag.at)?;
                (On::Edge, edge)
            }
            Element::Root | Element::Graph(_) | Element::Hyperedge(_) | Element::Other => return self.xml.skip(),
        };
        let mut main = String::new();
        let mut name = String::new();
        while self.xml.depth() >= depth {
            let Piece::Open(tag) = self.xml.next()? else { continue };
            let mut text = String::new();
            match tag.name {
                "Properties" => main = self.text_of(&tag, "value")?,
                "Property" => name = self.text_of(&tag, "name")?,
                "Value" => {
                    self.xml.content(&mut text)?;
                    let label = name == main || name == "maltego.link.manual.type" || name == "maltego.link.label";
                    match on {
                        On::Node if label => self.graph.nodes.set_label(row, text.trim()).met_at(tag.at)?,
                        On::Edge if label => self.graph.edges.set_label(row, text.trim()).met_at(tag.at)?,
                        _ => self.put(on, row, &name, Purpose::Own, text.trim(), tag.at)?,
                    }
                }
                "Notes" => {
                    self.xml.content(&mut text)?;
                    self.remark(on, row, text.trim(), tag.at)?;
                }
                "Weight" => {
                    self.xml.content(&mut text)?;
                    self.put(on, row, "weight", Purpose::Own, text.trim(), tag.at)?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}
