//! Answers of endpoints, kept in the program's own folder or in one that a person names: one file an answer, by a key and
//! a day. What they say is not known here.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::{read_to_end, retry};
use super::{Disk, RealDisk, Storage, write_atomic};
use crate::problem::{Problem, codes};

/// Most bytes that are kept in the program's own folder; the oldest go first.
const MOST_BYTES: u64 = 256 << 20;
/// Most files there.
const MOST_FILES: usize = 4_000;
/// Largest file that is read.
const LARGEST: u64 = 64 << 20;
/// What their names end with.
const EXTENSION: &str = ".answer";

/// A folder of kept answers. Clones are the same one.
#[derive(Clone)]
pub(crate) struct Answers {
    disk: Arc<dyn Disk>,
    folder: Option<PathBuf>,
    /// Whether it is the program's own, whose size is bounded.
    is_own: bool,
}

impl Storage {
    /// The answers in the program's own folder; none are kept where it keeps nothing.
    pub(crate) fn answers(&self) -> Answers {
        let folder = self.own_answers().filter(|_| !self.keeps_nothing());
        Answers { disk: Arc::clone(&self.disk), folder, is_own: true }
    }
}

impl Answers {
    /// The answers in a folder that a person names, such as a demonstration's. They are never removed.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Answers { disk: Arc::new(RealDisk), folder: Some(folder.to_owned()), is_own: false }
    }

    /// The days of the answers of a key, in order.
    pub(crate) fn of(&self, key: &str) -> Vec<String> {
        let start = format!("{key}-");
        let days = self.files().into_iter().filter_map(|path| {
            let name = path.file_name()?.to_str()?;
            Some(name.strip_prefix(&start)?.strip_suffix(EXTENSION)?.to_owned())
        });
        days.collect()
    }

    /// An answer.
    pub(crate) fn read(&self, key: &str, day: &str) -> Option<Vec<u8>> {
        let path = self.path(key, day)?;
        let bytes = read_to_end(&*self.disk, &path, LARGEST).ok()?;
        (bytes.len() as u64 <= LARGEST).then_some(bytes)
    }

    /// Keeps an answer in place of one of the same day.
    ///
    /// # Errors
    /// A problem if the folder cannot be made or the file not be written.
    pub(crate) fn keep(&self, key: &str, day: &str, bytes: &[u8]) -> Result<(), Problem> {
        let (Some(folder), Some(path)) = (&self.folder, self.path(key, day)) else { return Ok(()) };
        let failed = |e| Problem::error(codes::IO, format!("{} cannot be created: {e}", folder.display()));
        retry(|| self.disk.make_folder(folder)).map_err(failed)?;
        write_atomic(&path, bytes)?;
        if self.is_own {
            self.prune();
        }
        Ok(())
    }

    /// Removes all of them; gives how many there were, and their bytes.
    ///
    /// # Errors
    /// A file that cannot be removed.
    pub(crate) fn clear(&self) -> Result<(usize, u64), Problem> {
        let mut sum = (0, 0);
        for path in self.files() {
            let size = self.size(&path);
            let failed = |e| Problem::error(codes::IO, format!("{} cannot be removed: {e}", path.display()));
            retry(|| self.disk.remove(&path)).map_err(failed)?;
            sum = (sum.0 + 1, sum.1 + size);
        }
        Ok(sum)
    }

    fn files(&self) -> Vec<PathBuf> {
        let Some(folder) = &self.folder else { return Vec::new() };
        let mut paths = retry(|| self.disk.list(folder)).unwrap_or_default();
        paths.retain(|path| path.to_str().is_some_and(|path| path.ends_with(EXTENSION)));
        paths
    }

    fn size(&self, path: &Path) -> u64 {
        self.disk.stat(path).map_or(0, |stat| stat.len)
    }

    /// The oldest go, by their days, where there is too much.
    fn prune(&self) {
        let mut files: Vec<(u64, PathBuf)> = self.files().into_iter().map(|path| (self.size(&path), path)).collect();
        let mut bytes: u64 = files.iter().map(|(size, _)| size).sum();
        if bytes <= MOST_BYTES && files.len() <= MOST_FILES {
            return;
        }
        // A name ends with its day, whose texts are in the order of days.
        files.sort_by_key(|(_, path)| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            name.split_once('-').map_or(String::new(), |(_, day)| day.to_owned())
        });
        let mut count = files.len();
        for (size, path) in files {
            if bytes <= MOST_BYTES && count <= MOST_FILES {
                return;
            }
            if self.disk.remove(&path).is_ok() {
                bytes = bytes.saturating_sub(size);
                count -= 1;
            }
        }
    }

    fn path(&self, key: &str, day: &str) -> Option<PathBuf> {
        // Both become a name: nothing of them may lead elsewhere.
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let folder = self.folder.as_ref().filter(|_| plain(key) && plain(day))?;
        Some(folder.join(format!("{key}-{day}{EXTENSION}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_kept_by_key_and_day_and_can_be_cleared() {
        let folder = tempfile::tempdir().unwrap();
        let answers = Storage::new(Arc::new(RealDisk), folder.path().join("state")).answers();
        assert_eq!(answers.of("a1"), [""; 0]);
        for (key, day, text) in [("a1", "2026-11-30", "new"), ("a1", "2026-11-29", "old"), ("a2", "2026-11-29", "x")] {
            answers.keep(key, day, text.as_bytes()).unwrap();
        }
        assert_eq!(answers.of("a1"), ["2026-11-29", "2026-11-30"]);
        assert_eq!(answers.read("a1", "2026-11-30").unwrap(), b"new");
        assert_eq!(answers.read("a1", "2026-11-28"), None);
        for (key, day) in [("../a1", "2026-11-30"), ("a1", "../../x"), ("", ""), ("a/b", "2026")] {
            answers.keep(key, day, b"astray").unwrap();
            assert_eq!(answers.read(key, day), None, "{key} {day}");
        }
        assert_eq!(answers.clear().unwrap(), (3, 7));
        assert_eq!(answers.of("a1"), [""; 0]);
        let nothing = Storage::that_keeps_nothing().answers();
        nothing.keep("a1", "2026-11-30", b"new").unwrap();
        assert_eq!(nothing.of("a1"), [""; 0]);
    }

    #[test]
    fn the_oldest_go_where_there_are_too_many() {
        let folder = tempfile::tempdir().unwrap();
        let answers = Storage::new(Arc::new(RealDisk), folder.path().join("state")).answers();
        answers.keep("zz", "2026-11-01", b"oldest").unwrap();
        let own = folder.path().join("state").join("answers");
        for number in 0..MOST_FILES {
            std::fs::write(own.join(format!("{number:04}-2026-11-02{EXTENSION}")), b"").unwrap();
        }
        answers.keep("aa", "2026-11-03", b"newest").unwrap();
        assert_eq!(answers.read("zz", "2026-11-01"), None);
        assert!(answers.read("aa", "2026-11-03").is_some());
        assert_eq!(answers.files().len(), MOST_FILES);
    }
}
