//! Why a file was not read: something is wrong with it, or a person asked to stop. Knows no format.

use crate::problem::Problem;
use crate::progress::Cancelled;

/// Why nothing was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// A person asked to stop.
    Cancelled,
    /// The file is wrong.
    Wrong(Problem),
}

impl From<Cancelled> for Failure {
    fn from(_: Cancelled) -> Self {
        Failure::Cancelled
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Failure::Wrong(problem)
    }
}
