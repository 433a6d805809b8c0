//! The JSON family: networks as lists of nodes and edges in several dialects, FollowTheMoney and Popolo. Read piece by
//! piece; known by their keys.

mod adjacency;
mod cx;
mod cx_lists;
mod dialects;
mod fields;
mod ftm;
mod graphviz;
mod merge;
mod network;
mod outline;
mod popolo;
mod pull;
mod records;

use super::encoding::Rule;
use super::format::{Failure, Format, Head, Input, Options, Read, Sure};
use crate::progress::Progress;
use dialects::Dialect;
use outline::Outline;

pub(crate) use ftm::FollowTheMoney;
#[cfg(all(test, feature = "endpoint"))]
pub(crate) use ftm::ftm_edges;
pub(crate) use popolo::Popolo;

/// A network by the table of its format.
pub(crate) struct Network(&'static Dialect);

/// Node-link JSON of networkx and D3.
pub(crate) static NODE_LINK: Network = Network(&dialects::NODE_LINK);
/// Elements of Cytoscape.js.
pub(crate) static CYTOSCAPE_JS: Network = Network(&dialects::CYTOSCAPE_JS);
/// CX2 and CX of Cytoscape.
pub(crate) static CX2: Network = Network(&dialects::CX2);
/// graphology.
pub(crate) static GRAPHOLOGY: Network = Network(&dialects::GRAPHOLOGY);
/// JSON Graph Format.
pub(crate) static JSON_GRAPH_FORMAT: Network = Network(&dialects::JSON_GRAPH_FORMAT);
/// Maps of Oligrapher.
pub(crate) static OLIGRAPHER: Network = Network(&dialects::OLIGRAPHER);
/// Blueprints of Kumu.
pub(crate) static KUMU: Network = Network(&dialects::KUMU);
/// Linkurious and Ogma.
pub(crate) static LINKURIOUS: Network = Network(&dialects::LINKURIOUS);
/// Canvases of Obsidian.
pub(crate) static CANVAS: Network = Network(&dialects::CANVAS);
/// Exports of Neo4j's APOC.
pub(crate) static APOC: Network = Network(&dialects::APOC);
/// Graphviz's own JSON.
pub(crate) static GRAPHVIZ: Network = Network(&dialects::GRAPHVIZ);

impl Format for Network {
    fn name(&self) -> &'static str {
        self.0.name
    }

    fn about(&self) -> &'static str {
        self.0.about
    }

    fn extensions(&self) -> &'static [&'static str] {
        self.0.extensions
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        (self.0.sniff)(&Outline::of(head))
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        let text = input.text(Rule::Utf8, options)?;
        network::read(self.0, &text, options, progress)
    }
}

/// Reads entities of FollowTheMoney that a service gave, one a line, as any file of them.
///
/// # Errors
/// As [`Format::read`].
#[cfg(feature = "endpoint")]
pub(crate) fn read_entities(input: &Input<'_>, progress: &Progress) -> Result<Read, Failure> {
    FollowTheMoney.read(input, &Options::default(), progress)
}

#[cfg(test)]
mod tests;
