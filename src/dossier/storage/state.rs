//! The program's own folder for data that does not belong in a dossier's folder: journals and
//! earlier versions. Each user has one, outside any dossier, so that nothing appears beside a
//! dossier's files or in its git repository.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk::{Disk, RealDisk, retry};
use super::write_atomic;
use crate::problem::{Problem, codes};

/// Names the folder in place of the system's own, for tests and portable installs.
pub const STATE_VARIABLE: &str = "CHANCERY_STATE_DIR";

/// The disk and the program's own folder on it, through which everything is saved and kept. Clones
/// share it.
#[derive(Clone)]
pub struct Storage {
    pub(super) disk: Arc<dyn Disk>,
    state: Option<PathBuf>,
    /// No journals or versions are kept.
    keeps_nothing: bool,
}

impl std::fmt::Debug for Storage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Storage").field("state", &self.state).finish_non_exhaustive()
    }
}

impl Storage {
    /// The real disk, with the folder that the system or [`STATE_VARIABLE`] names.
    pub(crate) fn of_this_system() -> Self {
        let state = match std::env::var_os(STATE_VARIABLE) {
            Some(folder) => Some(PathBuf::from(folder)),
            None => directories::ProjectDirs::from("", "", "chancery")
                .map(|dirs| dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned()),
        };
        Storage { disk: Arc::new(RealDisk), state, keeps_nothing: false }
    }

    /// A disk with a folder of one's choice on it.
    pub fn new(disk: Arc<dyn Disk>, state: impl Into<PathBuf>) -> Self {
        Storage { disk, state: Some(state.into()), keeps_nothing: false }
    }

    /// The real disk without a folder of the program's own: no journals, no earlier versions.
    pub(crate) fn that_keeps_nothing() -> Self {
        Storage { disk: Arc::new(RealDisk), state: None, keeps_nothing: true }
    }

    /// Whether no journals or versions are kept.
    pub(crate) fn keeps_nothing(&self) -> bool {
        self.keeps_nothing
    }

    pub(crate) fn disk(&self) -> &dyn Disk {
        &*self.disk
    }

    /// Writes a text to a file of the program's own folder, which is made if it is not there.
    ///
    /// # Errors
    /// A problem if the folder cannot be made or the file not be written.
    pub(super) fn keep_text(&self, path: &Path, text: &str) -> Result<(), Problem> {
        if let Some(folder) = path.parent() {
            let failed = |e| Problem::error(codes::IO, format!("{} cannot be created: {e}", folder.display()));
            retry(|| self.disk().make_folder(folder)).map_err(failed)?;
        }
        write_atomic(path, text.as_bytes()).map(|_| ())
    }

    /// The folder of journals; `None` if the system names none.
    pub(super) fn journals(&self) -> Option<PathBuf> {
        self.state.as_ref().map(|state| state.join("recovery"))
    }

    /// The folder of discarded journals.
    pub(super) fn trash(&self) -> Option<PathBuf> {
        self.state.as_ref().map(|state| state.join("recovery").join("discarded"))
    }

    /// The folder of a file's earlier versions.
    pub(super) fn versions(&self, file: &Path) -> Option<PathBuf> {
        self.state.as_ref().map(|state| state.join("versions").join(key(file)))
    }

    /// The file of what the views of a file last showed.
    pub(super) fn looks(&self, file: &Path) -> Option<PathBuf> {
        self.state.as_ref().map(|state| state.join("looks").join(format!("{}.json", key(file))))
    }

    /// The file of what was asked of a file.
    pub(super) fn questions(&self, file: &Path) -> Option<PathBuf> {
        self.state.as_ref().map(|state| state.join("questions").join(format!("{}.txt", key(file))))
    }

    /// The folder of answers that endpoints gave.
    #[cfg(feature = "endpoint")]
    pub(super) fn own_answers(&self) -> Option<PathBuf> {
        self.state.as_ref().map(|state| state.join("answers"))
    }

    /// The file by which windows take turns in saving a file.
    pub(super) fn turn(&self, file: &Path) -> Option<PathBuf> {
        self.state.as_ref().map(|state| state.join("saving").join(format!("{}.lock", key(file))))
    }
}

/// A short name for a path, that any disk takes: its own name as far as it is plain, and a hash.
pub(super) fn key(path: &Path) -> String {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).take(40).collect();
    format!("{plain}-{:016x}", xxhash_rust::xxh3::xxh3_64(path.as_os_str().as_encoded_bytes()))
}

/// The time in milliseconds since 1970; 0 if the clock is set before that.
pub(super) fn now_ms() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |d| u64::try_from(d.as_millis()).unwrap_or(u64::MAX))
}

/// A path as text, whatever bytes it has.
pub(super) fn path_to_text(path: &Path) -> String {
    match path.to_str() {
        Some(text) if !text.starts_with(HEX) => text.to_owned(),
        _ => {
            path.as_os_str().as_encoded_bytes().iter().fold(HEX.to_owned(), |text, byte| text + &format!("{byte:02x}"))
        }
    }
}

/// The path that [`path_to_text`] wrote.
pub(super) fn path_from_text(text: &str) -> Option<PathBuf> {
    let Some(hex) = text.strip_prefix(HEX) else { return Some(PathBuf::from(text)) };
    let digits = hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    path_from_bytes(digits.collect::<Option<Vec<u8>>>()?)
}

/// Begins a path that is no UTF-8, or that would look like one.
const HEX: &str = "hex:";

#[cfg(unix)]
fn path_from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    Some(PathBuf::from(std::ffi::OsString::from_vec(bytes)))
}

#[cfg(not(unix))]
fn path_from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_any_bytes_survive_as_text() {
        let mut paths = vec![PathBuf::from("/a/日本.ron"), PathBuf::from("hex:41"), PathBuf::new()];
        #[cfg(unix)]
        paths.push(path_from_bytes(vec![b'/', 0xff, b'x']).unwrap());
        for path in paths {
            assert_eq!(path_from_text(&path_to_text(&path)), Some(path));
        }
        assert_eq!(path_from_text("hex:4"), path_from_bytes(vec![4]));
        assert_eq!(path_from_text("hex:é"), None);
    }

    #[test]
    fn files_of_one_name_have_different_keys() {
        assert_ne!(key(Path::new("/a/notes.ron")), key(Path::new("/b/notes.ron")));
        assert!(key(Path::new("/a/../notes of 日本.ron")).starts_with("notesof-"));
    }
}
