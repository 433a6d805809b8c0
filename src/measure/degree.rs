//! Degree: the number of a node's neighbours.

use super::{Measure, Network};
use crate::progress::{Cancelled, Progress};

pub(crate) struct Degree;

impl Measure for Degree {
    fn says(&self) -> &'static str {
        "It has many direct neighbours."
    }

    fn values(&self, network: &Network, _progress: &Progress) -> Result<Vec<f64>, Cancelled> {
        Ok((0..network.nodes()).map(|v| network.neighbours(v).len() as f64).collect())
    }
}
