//! Where commands print: results to one stream, notes to the other. Nothing here decides what is
//! said, only that hostile text cannot steer a terminal and a closed pipe is no accident.

use std::io::Write;

use serde::Serialize;

use super::Exit;

/// The two streams of a command.
pub(crate) struct Console<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
}

/// Why a command did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// How the program ends.
    pub(crate) exit: Exit,
    /// What the person should know.
    pub(crate) text: String,
}

impl Failure {
    /// The input is wrong.
    pub(crate) fn input(text: impl Into<String>) -> Self {
        Failure { exit: Exit::WrongInput, text: format!("error: {}", text.into()) }
    }

    /// The command was called in a way that makes no sense.
    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Failure { exit: Exit::WrongUse, text: format!("error: {}\n\nFor more information, try '--help'.", text.into()) }
    }
}

impl<'a> Console<'a> {
    /// A console on two streams.
    pub(crate) fn new(out: &'a mut dyn Write, err: &'a mut dyn Write) -> Self {
        Console { out, err }
    }

    /// Prints text and a line break to the results. A closed pipe is ignored.
    /// nothing, and there is nobody left to tell.
    pub(crate) fn print(&mut self, text: &str) {
        let _ = writeln!(self.out, "{text}").and_then(|()| self.out.flush());
    }

    /// Prints text and a line break to the notes.
    pub(crate) fn note(&mut self, text: &str) {
        let _ = writeln!(self.err, "{text}").and_then(|()| self.err.flush());
    }

    /// Prints bytes to the results as they are.
    pub(crate) fn print_bytes(&mut self, bytes: &[u8]) {
        let _ = self.out.write_all(bytes).and_then(|()| self.out.flush());
    }

    /// Prints a value as JSON to the results.
    pub(crate) fn print_json(&mut self, value: &impl Serialize) {
        match serde_json::to_string_pretty(value) {
            Ok(text) => self.print(&escape_unseen(&text)),
            // Only maps whose keys are no text fail, and there are none in the commands' results.
            Err(error) => self.note(&format!("error: the result cannot be written as JSON: {error}")),
        }
    }
}

/// JSON in which invisible and direction-changing characters are written as escapes: the same
/// value to a program, and nothing to a terminal. They only ever stand inside strings.
fn escape_unseen(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        let unseen = c != '\n'
            && (c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'));
        if unseen {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

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
