//! Collecting problems: in order of file and place, listed up to a limit and counted beyond it.

use super::file_text::FileText;
use crate::problem::{Problem, Severity, Subject, codes};

/// How many problems of one severity are listed for one file. The others are counted.
pub(crate) const LISTED: usize = 1_000;

/// All problems of a reading, with the file (by number) that each belongs to.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    list: Vec<(usize, Problem)>,
    /// Listed and not listed, by file and severity.
    counts: Vec<[(usize, usize); 3]>,
    /// How many were told of, listed or not.
    told: usize,
    /// None is listed, all are counted.
    quiet: bool,
}

impl Problems {
    /// No problems yet; of a quiet reading none will be listed.
    pub(crate) fn new(quiet: bool) -> Problems {
        Problems { quiet, ..Problems::default() }
    }

    /// Whether another problem of this severity would be listed; if not it is only counted, and
    /// words for it need not be found.
    pub(crate) fn has_room(&self, file: usize, severity: Severity) -> bool {
        !self.quiet && self.counts.get(file).is_none_or(|c| c[severity as usize].0 < LISTED)
    }

    /// How many were told of until now: grows with every problem, and never shrinks.
    pub(crate) fn told(&self) -> usize {
        self.told
    }

    /// Adds a problem that belongs to a file but has its place already, or none.
    pub(crate) fn add(&mut self, file: usize, problem: Problem) {
        if self.counts.len() <= file {
            self.counts.resize(file + 1, Default::default());
        }
        self.told += 1;
        let (listed, more) = &mut self.counts[file][problem.severity as usize];
        if *listed < LISTED && !self.quiet {
            *listed += 1;
            self.list.push((file, problem));
        } else {
            *more += 1;
        }
    }

    /// Whether each problem says which record it is about.
    pub(crate) fn all_have_subjects(&self) -> bool {
        self.list.iter().all(|(_, problem)| problem.subject.is_some())
    }

    /// Says it where it is missing and can be told from a file and its bytes.
    pub(crate) fn find_subjects(&mut self, subject_at: impl Fn(usize, (usize, usize)) -> Option<Subject>) {
        for (file, problem) in self.list.iter_mut().filter(|(_, problem)| problem.subject.is_none()) {
            problem.subject = problem.place.as_ref().and_then(|place| subject_at(*file, place.bytes));
        }
    }

    /// Forgets all problems of a file.
    pub(crate) fn forget(&mut self, file: usize) {
        self.list.retain(|(number, _)| *number != file);
        if let Some(counts) = self.counts.get_mut(file) {
            *counts = Default::default();
        }
    }

    /// Counts problems that were not even made.
    pub(crate) fn count_more(&mut self, file: usize, severity: Severity, more: usize) {
        if self.counts.len() <= file {
            self.counts.resize(file + 1, Default::default());
        }
        self.told += more;
        self.counts[file][severity as usize].1 += more;
    }

    /// Adds a problem at bytes of a file.
    pub(super) fn at(&mut self, file: &FileText, bytes: (usize, usize), subject: Option<Subject>, problem: Problem) {
        if !self.has_room(file.number, problem.severity) {
            self.count_more(file.number, problem.severity, 1);
            return;
        }
        let mut problem = problem.with_place(file.place(bytes));
        problem.subject = subject;
        self.add(file.number, problem);
    }

    /// All that was listed, by file and place, each file's list closed by how many there are
    /// besides.
    pub(crate) fn finish(mut self, files: &[FileText]) -> Vec<Problem> {
        for (file, counts) in self.counts.iter().enumerate() {
            let name = files.get(file).map_or("the file", |f| &*f.name);
            for severity in [Severity::Error, Severity::Warning, Severity::Note] {
                let more = counts[severity as usize].1;
                if more > 0 {
                    let message = match more {
                        1 => format!("1 more {} in {name} is not listed", severity.word()),
                        _ => format!("{more} more {}s in {name} are not listed", severity.word()),
                    };
                    self.list.push((file, Problem::note(codes::TOO_LARGE, message)));
                }
            }
        }
        // Stable, and what has no place comes last.
        self.list.sort_by_key(|(file, p)| (*file, p.place.as_ref().map_or(usize::MAX, |place| place.bytes.0)));
        self.list.into_iter().map(|(_, problem)| problem).collect()
    }
}
