//! The JSON family: networks as lists of nodes and edges in nine dialects, FollowTheMoney and Popolo. Read piece by
//! piece; known by their keys.

mod adjacency;
mod cx;
mod cx_lists;
mod dialects;
mod fields;
mod ftm;
mod merge;
mod network;
mod outline;
mod popolo;
mod pull;
mod records;

use super::encoding::Rule;
use super::format::{Failure, Format, Head, Input, Options, Read, Sure};
use crate::progress::Progress;
use dialects::DIALECTS;
use outline::Outline;

pub(crate) use ftm::FollowTheMoney;
#[cfg(all(test, feature = "endpoint"))]
pub(crate) use ftm::ftm_edges;
pub(crate) use popolo::Popolo;

/// One of [`DIALECTS`], by its number.
pub(crate) struct Network(usize);

/// All of them.
pub(crate) static NETWORKS: [Network; 9] =
    [Network(0), Network(1), Network(2), Network(3), Network(4), Network(5), Network(6), Network(7), Network(8)];

const _: () = assert!(NETWORKS.len() == DIALECTS.len());

impl Format for Network {
    fn name(&self) -> &'static str {
        DIALECTS[self.0].name
    }

    fn about(&self) -> &'static str {
        DIALECTS[self.0].about
    }

    fn extensions(&self) -> &'static [&'static str] {
        DIALECTS[self.0].extensions
    }

    fn sniff(&self, head: &Head<'_>) -> Sure {
        (DIALECTS[self.0].sniff)(&Outline::of(head))
    }

    fn read(&self, input: &Input<'_>, options: &Options, progress: &Progress) -> Result<Read, Failure> {
        let text = input.text(Rule::Utf8, options)?;
        network::read(&DIALECTS[self.0], &text, options, progress)
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
