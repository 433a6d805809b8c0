//! What goes wrong in the middle of reading a text, by byte offset, until it is known how the file is called; and lines
//! counted as reading goes on. Knows no format.

use super::encoding::Text;
use super::format::Failure;
use crate::problem::{Problem, codes};
use crate::progress::Cancelled;

/// Why reading a text ends early.
#[derive(Debug)]
pub(crate) enum Fault {
    /// A person asked to stop.
    Cancelled,
    /// Something is wrong with the text.
    Wrong {
        /// Byte offset of it.
        at: usize,
        /// Code of the problem.
        code: &'static str,
        /// What is wrong.
        message: String,
        /// How to mend it.
        help: &'static str,
    },
    /// An error of another part, such as a limit, met at a byte offset.
    Problem(usize, Problem),
}

impl Fault {
    /// The text is not as its format says.
    pub(crate) fn not_the_format(at: usize, message: impl Into<String>, help: &'static str) -> Self {
        Fault::Wrong { at, code: codes::NOT_THE_FORMAT, message: message.into(), help }
    }

    /// The text ends too early.
    pub(crate) fn cut_off(at: usize, message: impl Into<String>, help: &'static str) -> Self {
        Fault::Wrong { at, code: codes::CUT_OFF, message: message.into(), help }
    }

    /// An error of another part.
    pub(crate) fn of(at: usize, problem: Problem) -> Self {
        Fault::Problem(at, problem)
    }

    /// The same at an offset below this.
    pub(crate) fn before(self, end: usize) -> Self {
        let last = end.saturating_sub(1);
        match self {
            Fault::Cancelled => Fault::Cancelled,
            Fault::Wrong { at, code, message, help } => Fault::Wrong { at: at.min(last), code, message, help },
            Fault::Problem(at, problem) => Fault::Problem(at.min(last), problem),
        }
    }

    /// With its place in a text.
    pub(crate) fn placed(self, text: &Text<'_>) -> Failure {
        match self {
            Fault::Cancelled => Failure::Cancelled,
            Fault::Wrong { at, code, message, help } => Failure::Wrong(text.problem(code, (at, at + 1), message, help)),
            Fault::Problem(at, problem) => Failure::Wrong(text.located(problem, at)),
        }
    }
}

impl From<Cancelled> for Fault {
    fn from(_: Cancelled) -> Self {
        Fault::Cancelled
    }
}

/// An error of another part, met at an offset.
pub(crate) trait MetAt<T> {
    /// The same with the offset.
    ///
    /// # Errors
    /// The error that it was.
    fn met_at(self, at: usize) -> Result<T, Fault>;
}

impl<T> MetAt<T> for Result<T, Problem> {
    fn met_at(self, at: usize) -> Result<T, Fault> {
        self.map_err(|problem| Fault::of(at, problem))
    }
}

/// Counts lines of a text from its beginning.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lines {
    at: usize,
    breaks: u32,
}

impl Lines {
    /// Line from 1 of an offset that is not before one asked for earlier.
    pub(crate) fn line(&mut self, text: &str, at: usize) -> u32 {
        if let Some(passed) = text.as_bytes().get(self.at..at) {
            self.breaks += memchr::memchr_iter(b'\n', passed).count() as u32;
            self.at = at;
        }
        self.breaks + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_where_counting_stopped() {
        let mut lines = Lines::default();
        let text = "a\nb\n\nc";
        assert_eq!([0, 1, 2, 2, 5, 99].map(|at| lines.line(text, at)), [1, 1, 2, 2, 4, 4]);
    }

    #[test]
    fn faults_get_their_place() {
        let text = Text::new("x.gml", "a\nbc");
        let Failure::Wrong(problem) = Fault::cut_off(3, "it ends here", "save it again").placed(&text) else {
            panic!()
        };
        assert_eq!(problem.place.map(|p| (p.line, p.column)), Some((2, 2)));
        assert_eq!(Fault::from(Cancelled).placed(&text), Failure::Cancelled);
    }
}
