//! What is filled while tables are read, and what must be remembered from row to row. Reads nothing itself.

use std::collections::{HashMap, HashSet};

use super::super::format::KeptRow;
use super::super::graph::Graph;
use super::super::report::{Open, Report};
use super::names::Names;
use super::row::Row;

/// What is being filled.
#[derive(Debug)]
pub(crate) struct Taker {
    pub(super) graph: Graph,
    pub(super) report: Report,
    pub(super) names: Names,
    pub(super) again: Again,
    pub(super) ends: Ends,
    /// Nodes and what they lie in, by id or name.
    pub(super) parents: Vec<(u32, Box<str>)>,
    /// The first rows that were refused.
    pub(super) refused_rows: Vec<KeptRow>,
}

/// A cell of a row that goes into a column of the graph.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwnCell {
    pub(super) cell: usize,
    pub(super) column: usize,
    pub(super) several: bool,
}

/// Rows that wait until all others are read, and what the nodes they are about have.
#[derive(Debug, Default)]
pub(super) struct Again {
    pub(super) rows: Vec<(u32, Open, Row)>,
    /// The number that the next node with the id of this one gets.
    pub(super) next: HashMap<u32, u32>,
    /// While rows are merged: the times and names that those nodes have.
    pub(super) known: Option<Known>,
}

/// The times and other names that nodes have.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) times: HashSet<(u32, String, String)>,
    pub(super) names: HashSet<(u32, String)>,
}

/// What ends are known to have from rows before.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// Name of each end that rows have named, hashed.
    pub(super) named: HashMap<u32, u64>,
    /// Other names that were added.
    pub(super) aliases: HashSet<(u32, u64)>,
    /// What is said of an end in a column, hashed.
    pub(super) said: HashMap<(usize, u32), u64>,
}
