//! The list of formats that are written, as [`FORMATS`](super::FORMATS) is of those that are read.

use super::rdf;
use super::writing::{Writer, csv_pair, cytoscape, dot, ftm, gexf, gml, graphml, node_link, pajek, xlsx};

/// All formats that are written, the fullest first.
pub(crate) const WRITERS: &[&dyn Writer] = &[
    &xlsx::Xlsx,
    &graphml::GraphMl,
    &gexf::Gexf,
    &csv_pair::CsvPair,
    &node_link::NodeLink,
    &cytoscape::Cytoscape,
    &gml::Gml,
    &rdf::TurtleWriter,
    &ftm::FollowTheMoney,
    &dot::Dot,
    &pajek::Pajek,
];

/// The writer of this name.
pub(crate) fn writer(name: &str) -> Option<&'static dyn Writer> {
    WRITERS.iter().find(|writer| writer.name() == name).copied()
}

/// The first writer of files with the extension of this name.
pub(crate) fn writer_of(name: &str) -> Option<&'static dyn Writer> {
    let name = name.to_lowercase();
    let has = |extension: &&str| name.strip_suffix(*extension).is_some_and(|rest| rest.ends_with('.'));
    WRITERS.iter().find(|writer| writer.extensions().iter().any(&has)).copied()
}
