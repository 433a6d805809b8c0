//! How much of a file is read: one table of named limits, each with its own error. Knows no format.

use crate::problem::{Problem, codes};

macro_rules! limits {
    ($($name:ident, $words:literal, $most:expr, $help:literal;)*) => {
        /// What is counted, each with a limit of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Limit { $(#[doc = $words] $name,)* }

        impl Limit {
            /// All of them.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Limit] = &[$(Limit::$name),*];

            /// What is counted, in the plural.
            pub(crate) fn words(self) -> &'static str {
                match self { $(Limit::$name => $words,)* }
            }

            /// The most that is read unless told otherwise.
            pub(crate) fn most(self) -> usize {
                match self { $(Limit::$name => $most,)* }
            }

            fn help(self) -> &'static str {
                match self { $(Limit::$name => $help,)* }
            }
        }
    };
}

limits! {
    Bytes, "bytes", 2 << 30, "split the file";
    Unpacked, "bytes once unpacked", 512 << 20, "the file may be a decompression bomb; open it only if you trust where it came from";
    Depth, "levels of nesting", 256, "flatten it in the program that wrote it";
    Columns, "columns", 4_096, "remove columns that are not needed";
    Cells, "cells, with the empty ones between them", 50_000_000, "remove empty columns and rows between the tables";
    Cell, "bytes in one value", 1 << 20, "look for a quotation mark that is not closed";
    Nodes, "nodes", 50_000_000, "import only part of the network";
    Edges, "edges", 100_000_000, "import only part of the network";
    Statements, "statements", 50_000_000, "import only part of the data";
    Graphs, "graphs", 10_000, "split the file";
    Sheets, "sheets", 1_024, "split the workbook";
    Expansion, "bytes of expanded entities", 1 << 20, "the file may be an entity bomb; open it only if you trust where it came from";
    Defaults, "bytes of default values, counted for each node and edge that has them", 512 << 20, "write the values to the nodes and edges that need them, or remove the defaults";
    Text, "bytes of text of one column", u32::MAX as usize - 1, "import only part of the network";
}

impl Limit {
    /// The limit as an error once a count is over it.
    ///
    /// # Errors
    /// `too-large` or `too-deep`, without a place.
    pub(crate) fn check(self, count: usize) -> Result<(), Problem> {
        if count <= self.most() { Ok(()) } else { Err(self.over()) }
    }

    /// [`Limit::Expansion`] for what is made of a text again and again, such as names of which each holds those around
    /// it: a longer text may make more.
    ///
    /// # Errors
    /// As [`Limit::check`].
    pub(crate) fn check_made(made: usize, length: usize) -> Result<(), Problem> {
        let most = length.saturating_mul(16).saturating_add(Limit::Expansion.most());
        if made <= most { Ok(()) } else { Err(Limit::Expansion.over()) }
    }

    /// What to say where the limit is passed.
    pub(crate) fn over(self) -> Problem {
        let code = if self == Limit::Depth { codes::TOO_DEEP } else { codes::TOO_LARGE };
        let most = grouped(self.most());
        let message = format!("more than {most} {}; the limit is {most}", self.words());
        Problem::error(code, message).with_help(self.help())
    }
}

/// A count with commas between thousands.
pub(crate) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_has_an_error_that_names_it() {
        for limit in Limit::ALL {
            assert_eq!(limit.check(limit.most()), Ok(()));
            let problem = limit.check(limit.most() + 1).unwrap_err();
            assert!(problem.message.contains(limit.words()) && problem.help.is_some());
        }
        assert_eq!((grouped(7), grouped(1_234), grouped(100_000)), ("7".into(), "1,234".into(), "100,000".into()));
    }
}
