//! Partitions and vectors: a number for each vertex of the network before them.

use super::super::fault::{Fault, MetAt as _};
use super::super::graph::Graph;
use super::super::report::{At, NoteKind, Report};
use super::super::value::{Purpose, Value};
use crate::wording::counted;

/// A partition or a vector that is being read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Numbers {
    /// `partition` or `vector`.
    kind: &'static str,
    name: String,
    begins: At,
    /// How many vertices it says that it is for.
    declared: Option<usize>,
    /// Numbers so far.
    read: usize,
    /// The column of the vertices that they go into.
    column: Option<usize>,
}

impl Numbers {
    /// Begins one; without a title it is called what it is.
    pub(super) fn new(kind: &str, title: &str, begins: At) -> Self {
        let kind = if kind == "vector" { "vector" } else { "partition" };
        let name = if title.is_empty() { kind } else { title };
        Numbers { kind, name: name.to_owned(), begins, declared: None, read: 0, column: None }
    }

    /// Whether the numbers are of groups of vertices.
    pub(super) fn is_partition(&self) -> bool {
        self.kind == "partition"
    }

    /// `*Vertices 12` below its heading; the network has `told` vertices.
    pub(super) fn declare(&mut self, rest: &str, told: usize, here: At, report: &mut Report) {
        self.declared = rest.split_whitespace().next().and_then(|word| word.parse().ok());
        if self.declared.is_some_and(|declared| declared != told) {
            let message =
                format!("`*Vertices` of this {} does not match the number of vertices in the network", self.kind);
            report.note(NoteKind::Doubtful, &message, Some(here));
        }
    }

    /// Reads the number of the next vertex; gives both. There may be none of that number.
    pub(super) fn line<'t>(
        &mut self,
        graph: &mut Graph,
        told: usize,
        line: &'t str,
        here: At,
        report: &mut Report,
    ) -> Result<Option<(u32, &'t str)>, Fault> {
        self.read += 1;
        if self.read > told.min(self.declared.unwrap_or(told)) {
            let message = format!("a number of a {} after that of the last vertex", self.kind);
            report.note(NoteKind::LeftOut, &message, Some(here));
            return Ok(None);
        }
        let (at, text) = (here.offset as usize, line.trim());
        // The heading of the network tells of all of them, whether or not each has a line.
        let node = graph.add_node(&self.read.to_string(), here).met_at(at)?.number();
        let column = match self.column {
            Some(column) => column,
            // Two of one name are two.
            None => *self.column.insert(graph.nodes.columns.apart(&self.name, Purpose::Own).met_at(at)?),
        };
        graph.nodes.columns.put(column, node, &Value::text(text)).met_at(at)?;
        Ok(Some((node, text)))
    }

    /// Checks that there is a number for each vertex, at the next heading or at the end of the file. Fewer than the network
    /// has vertices are told.
    ///
    /// # Errors
    /// There are fewer than it says itself.
    pub(super) fn end(&self, told: usize, report: &mut Report) -> Result<(), Fault> {
        let whole = self.declared.unwrap_or(told);
        if self.read >= whole {
            return Ok(());
        }
        if self.declared.is_some() {
            let numbers = counted(whole, "number", "numbers");
            let message =
                format!("the {} that begins here should have {numbers}, but has only {}", self.kind, self.read);
            let help = "if the file is cut off, fetch it again; otherwise correct the number after `*Vertices`";
            return Err(Fault::cut_off(self.begins.offset as usize, message, help));
        }
        let message =
            format!("a {} has fewer numbers than the network has vertices; the last vertices have none", self.kind);
        report.note(NoteKind::Doubtful, &message, Some(self.begins));
        Ok(())
    }
}
