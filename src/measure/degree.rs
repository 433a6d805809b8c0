//! Degree: the number of a node's neighbours or relations, in all or by direction, and strength: the sum of their weights.

use super::network::Network;
use super::settings::{Heeds, Settings, Way, Weighting};
use super::{Measure, Measured};
use crate::progress::{Cancelled, Progress};

/// Degree along one way; of each node's relations, or of their weights.
pub(super) struct Degree {
    pub(super) way: Way,
    pub(super) weighted: bool,
}

impl Measure for Degree {
    fn label(&self) -> &'static str {
        match (self.way, self.weighted) {
            (Way::Both, false) => "Degree",
            (Way::Both, true) => "Strength",
            (Way::In, false) => "In-degree",
            (Way::In, true) => "Strength of incoming relations",
            (Way::Out, false) => "Out-degree",
            (Way::Out, true) => "Strength of outgoing relations",
        }
    }

    fn says(&self) -> &'static str {
        match (self.way, self.weighted) {
            (Way::Both, false) => "It has many direct neighbours.",
            (Way::Both, true) => "Its relations have a high total weight.",
            (Way::In, false) => "Many relations point to it.",
            (Way::In, true) => "Relations that point to it have a high total weight.",
            (Way::Out, false) => "Many relations point from it to others.",
            (Way::Out, true) => "Relations that point from it have a high total weight.",
        }
    }

    fn formula(&self) -> &'static str {
        if self.weighted {
            "sum of the weights of its relations, 1 where none is given; self-loops twice"
        } else {
            "number of neighbours; where every relation counts, of relations, self-loops twice (once by direction)"
        }
    }

    fn heeds(&self) -> Heeds {
        if self.weighted { Heeds::NOTHING } else { Heeds { weightings: &[Weighting::Each], ..Heeds::NOTHING } }
    }

    fn values(&self, network: &Network, settings: &Settings, _progress: &Progress) -> Result<Measured, Cancelled> {
        let rows = network.rows(self.way);
        let weighting = if self.weighted { Weighting::Strength } else { self.heeds().weighting(settings) };
        let each = if self.way == Way::Both { 2.0 } else { 1.0 };
        let of_loops = |(count, weight): (u32, f64)| match weighting {
            Weighting::Once | Weighting::Distance => 0.0,
            Weighting::Each => each * f64::from(count),
            Weighting::Strength => each * weight,
        };
        let loops = network.loops();
        let value = |v: usize| rows.strength(v, weighting) + of_loops(loops[v]);
        Ok(Measured::of((0..network.nodes()).map(value).collect()))
    }
}
