//! GraphML (Brandes, Eiglsperger, Herman, Himsolt, Marshall, GD 2001): nodes, edges and the edges'
//! data called `weight`. What else it says is passed over; entities are not expanded and nothing
//! outside the file is fetched.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Format, Graph, MAX_EDGES, too_many_edges};
use crate::dossier::ron_text::LineIndex;
use crate::problem::{Problem, codes};

pub(crate) struct GraphMl;

impl Format for GraphMl {
    fn name(&self) -> &'static str {
        "graphml"
    }

    fn about(&self) -> &'static str {
        "GraphML; the edge data named weight is read"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["graphml"]
    }

    fn read(&self, name: &str, text: &str) -> Result<Graph, Problem> {
        let mut reader = Reader::from_str(text);
        let mut taken = Taken::default();
        let problem = |at: u64, message: String, help: &str| {
            let file: Arc<str> = Arc::from(name);
            let at = at as usize;
            let place = LineIndex::new(text).place(&file, text, (at, at + 1));
            Problem::error(codes::SYNTAX, message).with_place(place).with_help(help)
        };
        let mut seen_root = false;
        loop {
            let at = reader.buffer_position();
            let event = reader.read_event().map_err(|error| {
                problem(
                    reader.error_position(),
                    format!("this is not valid XML: {error}"),
                    "look for a tag that is not closed",
                )
            })?;
            match event {
                Event::Eof => break,
                Event::Start(tag) => {
                    seen_root |= tag.local_name().as_ref() == b"graphml";
                    taken.open(&tag, false).map_err(|m| problem(at, m, "give it the attribute"))?;
                }
                Event::Empty(tag) => taken.open(&tag, true).map_err(|m| problem(at, m, "give it the attribute"))?,
                Event::End(tag) => {
                    let wrong = taken.close(tag.local_name().as_ref());
                    wrong.map_err(|m| problem(at, m, "a weight is a number such as 2 or 0.5"))?;
                }
                Event::Text(content) => {
                    if let (Some(data), Ok(content)) = (&mut taken.data, std::str::from_utf8(&content)) {
                        data.push_str(content);
                    }
                }
                _ => {}
            }
            if taken.graph.edges.len() > MAX_EDGES {
                return Err(too_many_edges(name));
            }
        }
        if !seen_root {
            return Err(problem(0, "this file has no <graphml> element".to_owned(), "save it as GraphML again"));
        }
        Ok(taken.finish())
    }
}

/// What has been read so far.
#[derive(Default)]
struct Taken {
    graph: Graph,
    numbers: HashMap<String, u32>,
    /// Keys of the edges' data that are weights.
    weight_keys: HashSet<String>,
    /// What stands in a weight that is open.
    data: Option<String>,
    in_edge: bool,
    weighted: bool,
}

impl Taken {
    fn open(&mut self, tag: &BytesStart<'_>, empty: bool) -> Result<(), String> {
        match tag.local_name().as_ref() {
            b"node" => {
                let id = attribute(tag, "id").ok_or("this node has no id")?;
                self.number(id);
            }
            b"edge" => {
                let from = attribute(tag, "source").ok_or("this edge has no source")?;
                let to = attribute(tag, "target").ok_or("this edge has no target")?;
                let edge = (self.number(from), self.number(to));
                self.graph.edges.push(edge);
                self.graph.weights.push(1.0);
                self.in_edge = !empty;
            }
            b"key" if attribute(tag, "attr.name").is_some_and(|n| n.eq_ignore_ascii_case("weight")) => {
                self.weight_keys.extend(attribute(tag, "id"));
            }
            b"data" if self.in_edge && !empty => {
                let key = attribute(tag, "key").unwrap_or_default();
                if self.weight_keys.contains(&key) || key.eq_ignore_ascii_case("weight") {
                    self.data = Some(String::new());
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, tag: &[u8]) -> Result<(), String> {
        match tag {
            b"edge" => self.in_edge = false,
            b"data" => {
                if let (Some(text), Some(weight)) = (self.data.take(), self.graph.weights.last_mut()) {
                    let value = text.trim().parse::<f32>().ok().filter(|w| w.is_finite());
                    *weight = value.ok_or_else(|| format!("`{}` is not a weight", text.trim()))?;
                    self.weighted = true;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn number(&mut self, id: String) -> u32 {
        if let Some(known) = self.numbers.get(&id) {
            return *known;
        }
        let number = self.graph.ids.len() as u32;
        self.graph.ids.push(&id);
        self.numbers.insert(id, number);
        number
    }

    fn finish(mut self) -> Graph {
        if !self.weighted {
            self.graph.weights.clear();
        }
        self.graph
    }
}

/// The value of an attribute, the five plain entities unescaped.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == name.as_bytes())?;
    let raw = std::str::from_utf8(&found.value).ok()?;
    Some(quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_edges_and_weights_are_read() {
        let text = r#"<?xml version="1.0"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="edge" attr.name="Weight" attr.type="double"/>
  <graph edgedefault="undirected">
    <node id="a"/><node id="b &amp; c"><data key="x">1</data></node><node id="alone"/>
    <edge source="a" target="b &amp; c"><data key="d0">2.5</data></edge>
    <edge source="b &amp; c" target="a"/>
  </graph>
</graphml>"#;
        let graph = GraphMl.read("x.graphml", text).unwrap();
        assert_eq!((graph.ids.len(), graph.ids.get(1)), (3, "b & c"));
        assert_eq!(graph.edges, [(0, 1), (1, 0)]);
        assert_eq!(graph.weights, [2.5, 1.0]);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let place = |text: &str| GraphMl.read("x", text).unwrap_err().place.map(|p| p.line);
        assert_eq!(place("<graphml><graph>\n<node/></graph></graphml>"), Some(2));
        assert_eq!(place("<graphml><graph>\n</node></graph></graphml>"), Some(2));
        assert_eq!(place("hello"), Some(1));
    }
}
