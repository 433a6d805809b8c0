//! Positions from plain arrays: ends, weights, boxes, pins. One file per algorithm behind
//! [`LAYOUTS`]. Nothing here knows a dossier or a screen. Every layout is deterministic: the same
//! input gives the same positions to the bit, for any number of threads.

use crate::progress::{Cancelled, Progress};

/// The room a node needs around its centre: shape and label together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeBox {
    /// From the centre to the left edge; all four in scene units, not negative.
    pub left: f32,
    /// From the centre to the right edge.
    pub right: f32,
    /// From the centre up to the top edge.
    pub up: f32,
    /// From the centre down to the bottom edge.
    pub down: f32,
}

/// What a layout is asked to place.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// One box a node.
    pub boxes: &'a [NodeBox],
    /// Edges as pairs of node numbers; parallel edges and self-loops are allowed.
    pub edges: &'a [(u32, u32)],
    /// One weight an edge, finite and positive; empty means all 1. Larger pulls closer.
    pub weights: &'a [f32],
    /// Nodes that must stay where they are; empty means none, else one entry a node.
    pub pins: &'a [Option<(f32, f32)>],
    /// Wanted width divided by height of the whole.
    pub aspect: f32,
    /// Seed for what is random.
    pub seed: u64,
}

/// A layout algorithm.
pub trait Layout: Sync {
    /// Short name for command lines and views: `organic`.
    fn name(&self) -> &'static str;
    /// What it is good for, one sentence.
    fn good_for(&self) -> &'static str;
    /// Places the nodes: one `(x, y)` a node, y down, scene units, all finite, no two boxes
    /// overlapping unless both nodes are pinned.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    fn place(&self, input: &Input<'_>, progress: &Progress) -> Result<Vec<(f32, f32)>, Cancelled>;
}

/// All layouts; the first is the default.
pub const LAYOUTS: &[&dyn Layout] = &[];
