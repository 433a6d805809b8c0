//! Earlier versions of a file, kept outside its folder: the last ten, then the last of each day,
//! within a limit of bytes. They are found by the file's path.

use std::io;
use std::path::{Path, PathBuf};

use super::disk::{self, retry};
use super::state::now_ms;
use super::{Fingerprint, Storage};

/// How many of the newest versions are kept.
const NEWEST: usize = 10;
/// For how many earlier days the last version is kept.
const DAYS: usize = 20;
/// How many bytes the versions of one file may take, in all; two are kept however large.
const MOST_BYTES: u64 = 256 << 20;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// An earlier version of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its path. It is a complete file that can be opened like any other.
    pub path: PathBuf,
    /// When it was kept, in milliseconds since 1970: when the next version took its place.
    pub(crate) kept_ms: u64,
    pub(crate) fingerprint: Fingerprint,
}

impl Storage {
    /// Keeps the content of a file that is about to be replaced: by a second name for it where
    /// the disk can, which costs nothing, else by a copy. Yields the path of the new version, to
    /// be taken away again if the file stays after all.
    pub(super) fn keep_replaced(&self, file: &Path, content: &[u8], print: Fingerprint) -> io::Result<Option<PathBuf>> {
        self.keep(file, print, |path| match retry(|| self.disk.link(file, path)) {
            Ok(()) => Ok(()),
            Err(_) => self.write_version(path, content),
        })
    }

    /// Keeps a content of a file, whatever the file holds now: what a window has read, so that no
    /// recovery needs the file itself. Yields where it lies; nothing where nothing is to be kept.
    ///
    /// # Errors
    /// What the disk says.
    pub(crate) fn keep_version(&self, file: &Path, content: &[u8]) -> io::Result<Option<PathBuf>> {
        let print = Fingerprint::of(content);
        let file = std::path::absolute(file)?;
        if let Some(newest) = self.versions_of(&file).into_iter().next().filter(|newest| newest.fingerprint == print) {
            if self.is_whole(&newest) {
                return Ok(Some(newest.path));
            }
            retry(|| self.disk.remove(&newest.path))?;
        }
        self.keep(&file, print, |path| self.write_version(path, content))
    }

    fn is_whole(&self, version: &Version) -> bool {
        let bytes = disk::read_to_end(&*self.disk, &version.path, version.fingerprint.len());
        bytes.is_ok_and(|bytes| Fingerprint::of(&bytes) == version.fingerprint)
    }

    fn keep(
        &self,
        file: &Path,
        print: Fingerprint,
        make: impl FnOnce(&Path) -> io::Result<()>,
    ) -> io::Result<Option<PathBuf>> {
        if self.keeps_nothing() {
            return Ok(None);
        }
        let Some(folder) = self.versions(file) else { return Err(io::ErrorKind::Unsupported.into()) };
        let kept = self.versions_of(file);
        if kept.first().is_some_and(|newest| newest.fingerprint == print) {
            return Ok(None);
        }
        retry(|| self.disk.make_folder(&folder))?;
        let time = now_ms().max(kept.first().map_or(0, |newest| newest.kept_ms + 1));
        let path = folder.join(format!("{time:013}-{print}.ron"));
        make(&path)?;
        self.thin(file);
        Ok(Some(path))
    }

    fn write_version(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let mut new = retry(|| self.disk.create_new(path, true))?;
        let written = disk::write_all(&mut *new, content).and_then(|()| retry(|| new.sync()));
        if written.is_err() {
            let _ = retry(|| self.disk.remove(path));
        }
        written
    }

    /// The versions that are kept of a file, the newest first.
    pub fn versions_of(&self, file: &Path) -> Vec<Version> {
        let paths = self.versions(file).and_then(|folder| self.disk.list(&folder).ok()).unwrap_or_default();
        let mut versions: Vec<Version> = paths.into_iter().filter_map(version).collect();
        versions.reverse();
        versions
    }

    /// The bytes of a version with this content, if one is kept and whole: by the path as it is named
    /// or, where it is a link that still leads somewhere, by the file's own.
    pub(crate) fn version_with(&self, file: &Path, print: Fingerprint) -> Option<Vec<u8>> {
        let real = retry(|| self.disk.real_path(file)).ok().filter(|real| real != file);
        let others = real.map(|real| self.versions_of(&real)).unwrap_or_default();
        self.versions_of(file).into_iter().chain(others).filter(|v| v.fingerprint == print).find_map(|version| {
            let bytes = disk::read_to_end(&*self.disk, &version.path, print.len()).ok()?;
            (Fingerprint::of(&bytes) == print).then_some(bytes)
        })
    }

    /// Removes versions that need not be kept.
    fn thin(&self, file: &Path) {
        for version in too_many(&self.versions_of(file)) {
            // What cannot be taken away now is taken away by the next save.
            let _ = retry(|| self.disk.remove(&version.path));
        }
    }
}

fn version(path: PathBuf) -> Option<Version> {
    let (time, print) = path.file_name()?.to_str()?.strip_suffix(".ron")?.split_once('-')?;
    let (kept_ms, fingerprint) = (time.parse().ok()?, Fingerprint::parse(print)?);
    Some(Version { path, kept_ms, fingerprint })
}

/// Which versions to remove, given newest first.
fn too_many(versions: &[Version]) -> Vec<&Version> {
    let (mut bytes, mut days, mut last_day) = (0, 0, None);
    let mut gone = Vec::new();
    for (place, version) in versions.iter().enumerate() {
        let is_new = place < NEWEST;
        let day = version.kept_ms / DAY_MS;
        let ends_a_day = !is_new && last_day.replace(day) != Some(day) && days < DAYS;
        let fits = place < 2 || bytes + version.fingerprint.len() <= MOST_BYTES;
        if (is_new || ends_a_day) && fits {
            bytes += version.fingerprint.len();
            days += usize::from(ends_a_day);
        } else {
            gone.push(version);
        }
    }
    gone
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::RealDisk;
    use super::*;

    #[test]
    fn versions_come_back_by_content_and_are_bounded() {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::new(Arc::new(RealDisk), folder.path());
        let file = Path::new("/somewhere/notes.ron");
        for n in 0..15 {
            let content = format!("version {n}");
            storage.keep_version(file, content.as_bytes()).unwrap();
            storage.keep_version(file, content.as_bytes()).unwrap();
        }
        let kept = storage.versions_of(file);
        // Ten, and the last of those before them on the same day.
        assert_eq!(kept.len(), NEWEST + 1);
        assert_eq!(kept[0].fingerprint, Fingerprint::of(b"version 14"));
        assert_eq!(storage.version_with(file, Fingerprint::of(b"version 9")).unwrap(), b"version 9");
        assert!(storage.version_with(file, Fingerprint::of(b"version 0")).is_none());
        assert!(storage.versions_of(Path::new("/elsewhere/notes.ron")).is_empty());
        std::fs::write(&kept[0].path, "torn").unwrap();
        assert!(storage.version_with(file, Fingerprint::of(b"version 14")).is_none(), "what is torn is not handed out");
    }

    #[test]
    fn of_older_ones_a_day_keeps_its_last_and_large_ones_make_room() {
        let made = |hours_ago: u64, len: usize| Version {
            path: PathBuf::new(),
            kept_ms: 1_000 * DAY_MS - hours_ago * DAY_MS / 24,
            fingerprint: Fingerprint::of(&vec![b'x'; len]),
        };
        let hourly: Vec<Version> = (0..24 * 60).map(|hours| made(hours, 10)).collect();
        assert_eq!(hourly.len() - too_many(&hourly).len(), NEWEST + DAYS);
        let large: Vec<Version> = (0..5).map(|hours| made(hours, 150 << 20)).collect();
        assert_eq!(too_many(&large).len(), 3);
    }
}
