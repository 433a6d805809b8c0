//! Other programs' formats, one file each behind [`FORMATS`]. What is read here is a bare graph: ids,
//! edges, weights. Nothing here opens a file or knows how a graph is drawn.

mod bare;
mod cells;
mod edge_list;
mod graphml;

use std::path::Path;

use crate::dossier::ron_text::conflicts;
use crate::problem::{Problem, codes};

pub(crate) use bare::dossier;
pub(crate) use cells::{cell, text_of_cell};

/// The most edges that are read.
pub(crate) const MAX_EDGES: usize = 100_000_000;

/// A graph as other programs know it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Graph {
    /// One id a node.
    pub(crate) ids: Ids,
    /// Edges as pairs of node numbers.
    pub(crate) edges: Vec<(u32, u32)>,
    /// One weight an edge, finite; empty where the file gives none.
    pub(crate) weights: Vec<f32>,
}

/// Many short texts in one piece of memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ids {
    text: String,
    ends: Vec<u32>,
}

impl Ids {
    /// Number of ids.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One of them; empty if there is none of this number.
    pub(crate) fn get(&self, number: usize) -> &str {
        let start = number.checked_sub(1).and_then(|n| self.ends.get(n)).map_or(0, |e| *e as usize);
        self.ends.get(number).and_then(|end| self.text.get(start..*end as usize)).unwrap_or_default()
    }

    /// Adds one at the end.
    fn push(&mut self, id: &str) {
        self.text.push_str(id);
        self.ends.push(self.text.len() as u32);
    }
}

/// A format that can be read.
pub(crate) trait Format: Sync {
    /// Name for people and `--from`: `csv`.
    fn name(&self) -> &'static str;
    /// What it is, a few words.
    fn about(&self) -> &'static str;
    /// Extensions of its files, in lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];
    /// Reads a graph from the text of a file called `name`.
    ///
    /// # Errors
    /// What is wrong, with its place.
    fn read(&self, name: &str, text: &str) -> Result<Graph, Problem>;
}

pub(crate) const FORMATS: &[&dyn Format] = &[&edge_list::EdgeList, &graphml::GraphMl];

/// The format of a file by its extension.
pub(crate) fn by_extension(path: &Path) -> Option<&'static dyn Format> {
    let extension = path.extension()?.to_string_lossy().to_lowercase();
    FORMATS.iter().find(|f| f.extensions().contains(&extension.as_str())).copied()
}

/// The format of this name.
pub(crate) fn named(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().find(|f| f.name() == name).copied()
}

/// Reads a graph from the bytes of a file.
///
/// # Errors
/// What is wrong, with its place where there is one.
pub(crate) fn read(format: &dyn Format, name: &str, bytes: Vec<u8>) -> Result<Graph, Problem> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Problem::error(codes::IO, format!("{name} is not UTF-8 text: byte {} is invalid", at + 1))
            .with_help("save it as UTF-8")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    // What only looks a little like one may be data.
    if let Some(conflict) = conflicts(text).iter().find(|conflict| conflict.is_whole()) {
        return Err(conflict.problem_in(name, text));
    }
    format.read(name, text)
}

fn too_many_edges(name: &str) -> Problem {
    Problem::error(codes::TOO_LARGE, format!("{name} has more than {MAX_EDGES} edges, the limit"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formats_are_found_by_name_and_extension() {
        for format in FORMATS {
            assert_eq!(named(format.name()).map(Format::name), Some(format.name()));
            for extension in format.extensions() {
                let path = format!("x.{}", extension.to_uppercase());
                assert_eq!(by_extension(Path::new(&path)).map(Format::name), Some(format.name()));
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_reader_panic(text in "[a-c0-2,\"\n\r<>/= ]{0,80}", raw in prop::collection::vec(any::<u8>(), 0..80)) {
            for format in FORMATS {
                for (start, text) in [("", &text), ("source,target\n", &text), ("<graphml><graph>", &text)] {
                    if let Ok(graph) = format.read("x", &format!("{start}{text}")) {
                        let nodes = graph.ids.len() as u32;
                        prop_assert!(graph.edges.iter().all(|e| e.0 < nodes && e.1 < nodes));
                        prop_assert!(graph.weights.is_empty() || graph.weights.len() == graph.edges.len());
                    }
                }
                let _ = read(*format, "x", raw.clone());
            }
        }
    }
}
