//! Where commands print: results to one stream, notes to the other, whole outputs to the place that
//! was asked for. Nothing here decides what is said, only that hostile text cannot steer a terminal,
//! that lost results are told, and that a closed pipe is no accident.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::{Exit, one_line};
use crate::dossier::storage;
use crate::problem::{Problem, printable, printable_parts, unseen};

/// The two streams of a command.
pub(crate) struct Console<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    /// Why results could not be printed; nothing more is printed after it.
    failed: Option<io::Error>,
}

/// Why a command did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    /// What the person should know.
    pub(crate) text: String,
}

impl Failure {
    /// The file or what is in it is wrong, not the call. `text` says so without “error:” before it.
    pub(crate) fn input(text: impl Into<String>) -> Self {
        Failure { exit: Exit::WrongInput, text: format!("error: {}", text.into()) }
    }

    /// The same of a problem, with its place: it says by itself that it is an error.
    pub(crate) fn problem(problem: &Problem) -> Self {
        Failure { exit: Exit::WrongInput, text: problem.to_text() }
    }

    /// The command was called in a way that makes no sense.
    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Failure { exit: Exit::WrongUse, text: format!("error: {}\n\nFor more information, try '--help'.", text.into()) }
    }
}

impl<'a> Console<'a> {
    /// A console on two streams.
    pub(crate) fn new(out: &'a mut dyn Write, err: &'a mut dyn Write) -> Self {
        Console { out, err, failed: None }
    }

    /// Prints text and a line break to the results, with what is not seen written as escapes.
    pub(crate) fn print(&mut self, text: &str) {
        self.print_part(text);
        self.print_bytes(b"\n");
    }

    /// Prints text to the results, with what is not seen written as escapes, and no line break after it.
    pub(crate) fn print_part(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.write(b"\n");
            }
            printable_parts(line).for_each(|part| self.write(part.as_bytes()));
        }
    }

    /// Prints text and a line break to the notes, with what is not seen written as escapes.
    pub(crate) fn note(&mut self, text: &str) {
        // Where not even notes can be printed, nobody is left to tell.
        let _ = writeln!(self.err, "{}", lines_printable(text)).and_then(|()| self.err.flush());
    }

    /// Prints bytes to the results as they are.
    pub(crate) fn print_bytes(&mut self, bytes: &[u8]) {
        self.write(bytes);
        if self.failed.is_none() {
            self.failed = self.out.flush().err();
        }
    }

    fn write(&mut self, bytes: &[u8]) {
        if self.failed.is_none() {
            self.failed = self.out.write_all(bytes).err();
        }
    }

    /// Writes a whole output to where it was asked for: standard output for `-`, else a file, which
    /// is replaced, or whatever else is there, which is written into.
    ///
    /// # Errors
    /// What stands in the way.
    pub(crate) fn deliver(&mut self, out: &Path, bytes: &[u8]) -> Result<(), Failure> {
        if storage::is_standard(out) || storage::is_standard_output(out) {
            self.print_bytes(bytes);
            return Ok(());
        }
        let notes = storage::write_atomic(out, bytes).map_err(|problem| Failure::input(one_line(&problem)))?;
        notes.iter().for_each(|note| self.note(note));
        Ok(())
    }

    /// How the program ends that would end with `exit`: if results were lost that is told, and is a
    /// failure, unless whoever read them has gone away.
    pub(crate) fn end(mut self, exit: Exit) -> Exit {
        match self.failed.take() {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                self.note(&format!("error: standard output cannot be written: {error}"));
                if exit == Exit::Done { Exit::WrongInput } else { exit }
            }
            _ => exit,
        }
    }

    /// Prints a value as JSON to the results.
    pub(crate) fn print_json(&mut self, value: &impl Serialize) {
        match json(value) {
            Ok(text) => self.print(&text),
            Err(failure) => self.note(&failure.text),
        }
    }

    /// Writes a value as JSON to where it was asked for, as [`Console::deliver`] does.
    ///
    /// # Errors
    /// What stands in the way.
    pub(crate) fn deliver_json(&mut self, out: &Path, value: &impl Serialize) -> Result<(), Failure> {
        self.deliver(out, (json(value)? + "\n").as_bytes())
    }
}

fn json(value: &impl Serialize) -> Result<String, Failure> {
    // Only maps whose keys are no text fail, and there are none in the commands' results.
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Failure::input(format!("the result cannot be written as JSON: {error}")))?;
    Ok(escape_unseen(&text))
}

/// Text of several lines for a terminal.
pub(super) fn lines_printable(text: &str) -> String {
    text.split('\n').map(printable).collect::<Vec<_>>().join("\n")
}

/// JSON in which invisible and direction-changing characters are written as escapes: the same
/// value to a program, and nothing to a terminal. They only ever stand inside strings.
fn escape_unseen(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut from = 0;
    for (at, c) in unseen(json).filter(|(_, c)| *c != '\n') {
        out.push_str(&json[from..at]);
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
        from = at + c.len_utf8();
    }
    out.push_str(&json[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream that fails in one way.
    struct Failing(io::ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lost_results_are_told_once_and_a_closed_pipe_is_not() {
        for (kind, ends, lines) in
            [(io::ErrorKind::StorageFull, Exit::WrongInput, 1), (io::ErrorKind::BrokenPipe, Exit::Done, 0)]
        {
            let mut err = Vec::new();
            let mut out = Failing(kind);
            let mut console = Console::new(&mut out, &mut err);
            console.print("one");
            console.print_json(&[2]);
            console.print_bytes(b"three");
            assert_eq!(console.end(Exit::Done), ends);
            assert_eq!(String::from_utf8(err).unwrap().lines().count(), lines);
        }
    }

    #[test]
    fn json_keeps_its_value_and_shows_no_unseen_characters() {
        let text = "a\u{202e}b\u{7}c\u{200d}\u{85}日本";
        let (mut out, mut err) = (Vec::new(), Vec::new());
        Console::new(&mut out, &mut err).print_json(&[text]);
        let printed = String::from_utf8(out).unwrap();
        assert!(!printed.contains(['\u{202e}', '\u{7}', '\u{200d}', '\u{85}']), "{printed}");
        assert!(printed.contains("日本"));
        assert_eq!(serde_json::from_str::<Vec<String>>(&printed).unwrap(), [text]);
    }
}
