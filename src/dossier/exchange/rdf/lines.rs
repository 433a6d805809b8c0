//! A text handed to a parser line by line, so that it is known on which line a statement ends, and so that a person can
//! stop it. Knows no notation.

use std::cell::Cell;
use std::io;
use std::rc::Rc;

use crate::progress::Progress;

/// Where the parser is.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// Byte offset of the line that was handed out last.
    offset: Cell<usize>,
    /// Its number, from 1.
    line: Cell<u32>,
    /// Whether a person asked to stop.
    cancelled: Cell<bool>,
}

impl Reached {
    /// Line and byte offset.
    pub(super) fn place(&self) -> (u32, usize) {
        (self.line.get(), self.offset.get())
    }

    /// Whether reading ended because a person asked to stop.
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancelled.get()
    }
}

/// Hands out one line, or a part of it, at a time.
pub(super) struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    /// The share of the whole work that this is.
    share: f32,
    next_report: usize,
    progress: &'t Progress,
    reached: Rc<Reached>,
}

impl<'t> Lines<'t> {
    /// How many bytes lie between two reports.
    const STEP: usize = 1 << 16;

    pub(super) fn new(text: &'t str, share: f32, progress: &'t Progress) -> (Self, Rc<Reached>) {
        let reached = Rc::new(Reached::default());
        let lines =
            Lines { text: text.as_bytes(), at: 0, share, next_report: 0, progress, reached: Rc::clone(&reached) };
        (lines, reached)
    }
}

impl io::Read for Lines<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.next_report {
            self.next_report = self.at + Self::STEP;
            let done = self.at as f32 / self.text.len().max(1) as f32 * self.share;
            if self.progress.report(done).is_err() {
                self.reached.cancelled.set(true);
                return Err(io::Error::other("stopped"));
            }
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1).min(buffer.len());
        let begins_line = self.at.checked_sub(1).is_none_or(|before| self.text.get(before) == Some(&b'\n'));
        if length > 0 && begins_line {
            self.reached.line.set(self.reached.line.get().saturating_add(1));
            self.reached.offset.set(self.at);
        }
        let (Some(to), Some(from)) = (buffer.get_mut(..length), rest.get(..length)) else { return Ok(0) };
        to.copy_from_slice(from);
        self.at += length;
        Ok(length)
    }
}
