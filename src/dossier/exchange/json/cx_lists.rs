//! What the lists of CX say of nodes and edges, kept until these are known. Reads nothing.

use super::super::graph::Position;
use super::super::value::Value;

/// What the lists say, until all nodes and edges are known.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Values of nodes and of edges: id, name, value.
    pub(super) values: [Vec<(String, String, Value<'static>)>; 2],
    pub(super) positions: Vec<(String, Position)>,
    /// Bytes of the values, each as often as it is said of something.
    pub(super) made: usize,
}
