//! The bytes of a workbook for readers that know no progress: whoever reads them says how far that is, and is stopped by
//! an error of reading when a person asks to stop.

use std::cell::Cell;
use std::io::{Cursor, Error, Read, Result, Seek, SeekFrom};
use std::rc::Rc;

use crate::progress::Progress;

/// How many bytes lie between two reports.
const STEP: usize = 1 << 14;

/// Bytes that are being read.
pub(super) struct Watched<'a> {
    bytes: Cursor<&'a [u8]>,
    progress: Progress,
    /// Whether somebody else says by now how far reading is.
    silent: Rc<Cell<bool>>,
    read: usize,
    next: usize,
}

impl<'a> Watched<'a> {
    /// From the beginning; once all bytes were read, it is as far as the progress goes.
    pub(super) fn new(bytes: &'a [u8], progress: Progress) -> Self {
        Watched { bytes: Cursor::new(bytes), progress, silent: Rc::default(), read: 0, next: 0 }
    }

    /// The progress that it reports to.
    pub(super) fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// What makes it silent about how far it is: it can still be stopped.
    pub(super) fn silencer(&self) -> Rc<Cell<bool>> {
        Rc::clone(&self.silent)
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        if self.read >= self.next {
            self.next = self.read + STEP;
            let share = self.read as f32 / self.bytes.get_ref().len().max(1) as f32;
            // What is read a second time is not more of it.
            let stopped = if self.silent.get() || share > 1.0 {
                self.progress.is_cancelled()
            } else {
                self.progress.report(share).is_err()
            };
            if stopped {
                return Err(Error::other("reading was stopped"));
            }
        }
        let count = self.bytes.read(into)?;
        self.read += count;
        Ok(count)
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.bytes.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_is_told_and_can_be_stopped() {
        let bytes = vec![0; 10 * STEP];
        let progress = Progress::new();
        let mut watched = Watched::new(&bytes, progress.part(0.5, 1.0));
        let mut piece = vec![0; STEP];
        let mut before = 0.0;
        for _ in 0..10 {
            watched.read_exact(&mut piece).unwrap();
            assert!(progress.done() > before && progress.done() >= 0.5, "{}", progress.done());
            before = progress.done();
        }
        watched.silencer().set(true);
        watched.seek(SeekFrom::Start(0)).unwrap();
        watched.read_exact(&mut piece).unwrap();
        assert_eq!(progress.done(), before, "somebody else tells");
        progress.cancel();
        assert!(watched.read_exact(&mut piece).is_err());
    }
}
