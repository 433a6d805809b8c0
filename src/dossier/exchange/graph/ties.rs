//! Edges that a matrix tells of. Reads no matrix.

use std::collections::HashMap;

use super::super::report::{At, NoteKind, Report};

/// A number of a matrix that is not nought.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tie {
    /// The node of the row.
    pub(crate) from: u32,
    /// The node of the column.
    pub(crate) to: u32,
    /// The number.
    pub(crate) weight: f64,
    /// Where it stands.
    pub(crate) at: At,
}

/// What a matrix with the same nodes down and across says of directions: where it is the same across its diagonal,
/// each pair is one edge without direction.
#[derive(Debug)]
pub(crate) struct Symmetry {
    /// Places of ties by their ends; `None` where the matrix differs across its diagonal.
    places: Option<HashMap<(u32, u32), At>>,
}

impl Symmetry {
    /// Compares the two halves of a matrix, and notes what comes of it.
    pub(crate) fn of(ties: &[Tie], report: &mut Report) -> Self {
        let all: HashMap<(u32, u32), &Tie> = ties.iter().map(|tie| ((tie.from, tie.to), tie)).collect();
        let is_same = all.len() == ties.len()
            && ties.iter().all(|tie| all.get(&(tie.to, tie.from)).is_some_and(|other| other.weight == tie.weight));
        if !ties.is_empty() {
            let message = if is_same {
                "the matrix is the same across its diagonal: each pair is one edge without direction"
            } else {
                "the matrix differs across its diagonal: edges go from the row to the column"
            };
            report.note(NoteKind::Guessed, message, None);
        }
        let places = is_same.then(|| all.into_iter().map(|(ends, tie)| (ends, tie.at)).collect());
        Symmetry { places }
    }

    /// Whether the matrix is the same across its diagonal.
    pub(crate) fn is_same(&self) -> bool {
        self.places.is_some()
    }

    /// The place of the tie that this one says again: the first of the two stands for both.
    pub(crate) fn said_by(&self, tie: &Tie) -> Option<At> {
        let places = self.places.as_ref().filter(|_| tie.from > tie.to)?;
        places.get(&(tie.to, tie.from)).copied()
    }
}
