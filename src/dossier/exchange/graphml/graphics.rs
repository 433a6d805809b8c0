//! What programs put into `<data>` as elements of their own: the drawings of yEd (yFiles) and the entities of Maltego.

use super::super::fault::{Fault, MetAt as _};
use super::super::graph::{Direction, NameRole, OtherName, Position};
use super::super::report::NoteKind;
use super::super::value::{Purpose, number};
use super::super::xml::{Piece, Tag};
use super::keys::On;
use super::{Element, Reader};

/// The elements in a `<data>`.
#[derive(Default)]
pub(super) enum Inside {
    #[default]
    Nothing,
    /// Those of one program, which have been taken.
    Known,
    /// Others: the parts of a drawing, or marks in a text.
    Content(Box<Drawn>),
}

/// What was found in a drawing.
#[derive(Default)]
pub(super) struct Drawn {
    labels: Vec<String>,
    /// What the box of a class says beside its name, by [`MEMBERS`].
    members: [String; 4],
    /// x, y, width, height.
    geometry: Option<[f64; 4]>,
    fill: String,
    shape: String,
    /// Whether arrows stand at the source and at the target.
    arrows: Option<[bool; 2]>,
}

/// Fields of classes in diagrams of yEd (UML).
const MEMBERS: [&str; 4] = ["attributes", "methods", "stereotype", "constraint"];

/// Labels of a drawing that are taken.
const LABELS: usize = 64;

/// Elements in texts that do not begin a line of their own.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "mark", "q", "s", "small", "span",
    "strike", "strong", "sub", "sup", "tt", "u",
];

impl Drawn {
    /// Whether there was any part of a drawing.
    pub(super) fn is_some(&self) -> bool {
        let texts = self.labels.iter().chain(&self.members).chain([&self.fill, &self.shape]);
        self.geometry.is_some() || self.arrows.is_some() || texts.into_iter().any(|text| !text.is_empty())
    }
}

impl<'t> Reader<'t, '_> {
    /// An element in `<data>`; text in elements that no program is known for is added to that beside them.
    pub(super) fn structured(
        &mut self,
        tag: Tag<'t>,
        of: Element,
        inside: &mut Inside,
        (text, keep): (&mut String, bool),
    ) -> Result<(), Fault> {
        match tag.name {
            "MaltegoEntity" | "MaltegoLink" => self.maltego(tag, of)?,
            "EntityRenderer" => self.place(of)?,
            "Resources" | "SharedData" | "GraphSettings" => self.xml.skip()?,
            _ => {
                let mut drawn = match std::mem::take(inside) {
                    Inside::Content(drawn) => drawn,
                    Inside::Nothing | Inside::Known => Box::default(),
                };
                self.content(tag, &mut drawn, text, keep)?;
                *inside = Inside::Content(drawn);
                return Ok(());
            }
        }
        if matches!(inside, Inside::Nothing) {
            *inside = Inside::Known;
        }
        Ok(())
    }

    /// An element with all in it: parts of a drawing of yFiles, whatever it is called, and other text. Of several
    /// drawings of a group the first one counts.
    fn content(&mut self, first: Tag<'t>, drawn: &mut Drawn, text: &mut String, keep: bool) -> Result<(), Fault> {
        let depth = self.xml.depth();
        let mut open = Vec::new();
        let mut list: Option<usize> = None;
        let mut shown = true;
        let mut next = Piece::Open(first);
        loop {
            match next {
                Piece::Open(tag) => {
                    if tag.name == "Realizers" {
                        list = Some(self.xml.depth());
                    }
                    let is_drawing = list.is_some_and(|list| self.xml.depth() == list + 1);
                    if is_drawing && !std::mem::take(&mut shown) {
                        self.xml.skip()?;
                    } else if !self.part(&tag, self.xml.depth() == depth, drawn)? {
                        let is_inline = INLINE.contains(&tag.name);
                        open.push(is_inline);
                        self.words_of_content(text, if is_inline { "" } else { "\n" }, keep)?;
                    }
                }
                Piece::Text(piece) => self.words_of_content(text, &piece, keep)?,
                Piece::Close => {
                    let is_inline = open.pop().unwrap_or(true);
                    self.words_of_content(text, if is_inline { "" } else { "\n" }, keep)?;
                }
                Piece::End => return Ok(()),
            }
            if self.xml.depth() < depth {
                return Ok(());
            }
            next = self.xml.next()?;
        }
    }

    /// Text of an element: of a drawing it is only known whether there is any.
    fn words_of_content(&mut self, text: &mut String, piece: &str, keep: bool) -> Result<(), Fault> {
        if keep {
            return self.xml.collect(text, piece);
        }
        if text.is_empty() && !piece.trim().is_empty() {
            text.push('…');
        }
        Ok(())
    }

    /// An element that may be part of a drawing; gives whether it was read to its end.
    fn part(&mut self, tag: &Tag<'t>, is_outermost: bool, drawn: &mut Drawn) -> Result<bool, Fault> {
        match tag.name {
            "NodeLabel" | "EdgeLabel" | "Label.Text" => {
                let mut text = String::new();
                self.xml.content(&mut text)?;
                self.label(text.trim(), drawn, tag.at);
                return Ok(true);
            }
            // yFiles for HTML, which writes braces around what is no text.
            "Label" => {
                let text = self.text_of(tag, "Text")?;
                let text = text.strip_prefix("{}").unwrap_or(if text.starts_with('{') { "" } else { &text });
                self.label(text.trim(), drawn, tag.at);
            }
            "AttributeLabel" | "MethodLabel" => {
                let mut text = String::new();
                self.xml.content(&mut text)?;
                let slot = usize::from(tag.name == "MethodLabel");
                if let Some(slot) = drawn.members.get_mut(slot).filter(|slot| slot.is_empty()) {
                    text.trim().clone_into(slot);
                }
                return Ok(true);
            }
            "UML" => {
                for (name, slot) in MEMBERS.iter().zip(&mut drawn.members).skip(2).filter(|(_, slot)| slot.is_empty()) {
                    *slot = self.text_of(tag, name)?;
                }
            }
            "Geometry" => drawn.geometry = drawn.geometry.or(geometry(tag)),
            "RectD" if is_outermost => drawn.geometry = drawn.geometry.or(geometry(tag)),
            "Fill" if drawn.fill.is_empty() => drawn.fill = self.text_of(tag, "color")?,
            "Shape" if drawn.shape.is_empty() => drawn.shape = self.text_of(tag, "type")?,
            "Arrows" => {
                let (source, target) = (self.text_of(tag, "source")?, self.text_of(tag, "target")?);
                drawn.arrows = Some([source, target].map(|arrow| !matches!(arrow.as_str(), "none" | "")));
            }
            _ => {}
        }
        Ok(false)
    }

    fn label(&mut self, text: &str, drawn: &mut Drawn, at: usize) {
        if text.is_empty() {
            return;
        }
        if drawn.labels.len() < LABELS {
            drawn.labels.push(text.to_owned());
        } else {
            let message = format!("labels of a drawing after the first {LABELS}");
            self.report.note(NoteKind::LeftOut, &message, Some(self.at(0, at)));
        }
    }

    fn text_of(&mut self, tag: &Tag<'t>, name: &str) -> Result<String, Fault> {
        Ok(self.xml.attribute(tag, name)?.unwrap_or_default().into_owned())
    }

    pub(super) fn take_drawing(&mut self, drawn: Drawn, of: Element, at: usize) -> Result<(), Fault> {
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
                for (name, text) in MEMBERS.into_iter().zip(&drawn.members) {
                    self.put(On::Node, node, name, Purpose::Own, text, at)?;
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

/// Where a box is drawn, and how large; in yFiles for HTML the names begin with capitals.
fn geometry(tag: &Tag<'_>) -> Option<[f64; 4]> {
    let side = |side: &str| {
        let (_, raw) = tag.attributes().find(|(name, _)| name.eq_ignore_ascii_case(side))?;
        number(raw, false)
    };
    Some([side("x")?, side("y")?, side("width").unwrap_or(0.0), side("height").unwrap_or(0.0)])
}
