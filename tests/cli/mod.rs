//! The command line as its users meet it: the real program, its output and its exit status.

mod between;
mod brief;
mod check;
mod compare;
mod conflicts;
mod convert;
mod dates;
mod edit;
#[cfg(feature = "endpoint")]
mod endpoint;
mod figure;
mod folding;
mod fonts;
mod golden;
mod info;
mod labels;
mod large;
mod layout;
mod log;
mod measure;
mod names;
mod query;
mod questions;
mod readme;
mod same_bytes;
mod screenshot;
mod streams;
mod terminal;
mod usage;
mod why;
mod written;

use std::process::Command;

/// The example that most tests ask about.
const EXAMPLE: &str = "example:asean-japan";

/// A dossier whose every word of its own begins with `qw`, so that a leak is seen.
pub(crate) const TELLTALE: &str = r#"Dossier(format: 1, title: "Qwertitle",
    sources: [(id: "qwsource", title: "Qwsourcetitle")],
    entities: [
        (id: "qwid", kind: "state", name: "Qwname", claims: [(source: "qwsource")]),
        (id: "qwother", kind: "qwkind", name: "Qwothername"),
    ],
    relations: [(from: "qwid", kind: "borders", to: "qwmissing", note: "Qwnote")])"#;

/// What a run of the program gave.
struct Ran {
    status: i32,
    out: String,
    err: String,
}

/// Runs the program.
fn chancery(arguments: &[&str]) -> Ran {
    run(Command::new(env!("CARGO_BIN_EXE_chancery")).args(arguments))
}

fn run(command: &mut Command) -> Ran {
    let output = command.output().expect("the program was built for this test");
    Ran {
        status: output.status.code().expect("it ended by itself"),
        out: String::from_utf8(output.stdout).expect("results are UTF-8"),
        err: String::from_utf8(output.stderr).expect("notes are UTF-8"),
    }
}

impl Ran {
    /// The results, read as JSON; fails unless the program ended with `status`.
    fn json(&self, status: i32) -> serde_json::Value {
        assert_eq!(self.status, status, "{}", self.err);
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}", self.out))
    }
}
