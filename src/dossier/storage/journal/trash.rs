//! Journals that were discarded or cannot be read: kept aside for thirty days.

use std::path::{Path, PathBuf};

use super::super::disk::{rename, retry};
use super::super::state::{Storage, now_ms};

/// How long discarded journals are kept.
const KEPT_MS: u64 = 30 * 24 * 60 * 60 * 1000;

impl Storage {
    /// Removes journals discarded long ago.
    pub(super) fn empty_trash(&self) {
        let paths = self.trash().and_then(|folder| self.disk.list(&folder).ok()).unwrap_or_default();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let since: Option<u64> = name.split_once('-').and_then(|(ms, _)| ms.parse().ok());
            if since.is_some_and(|ms| ms.saturating_add(KEPT_MS) < now_ms()) {
                let _ = retry(|| self.disk.remove(&path));
            }
        }
    }
}

/// Moves a journal to the discarded ones; if that fails, leaves it in place.
pub(super) fn to_trash(storage: &Storage, path: &Path) -> Option<PathBuf> {
    let folder = storage.trash()?;
    retry(|| storage.disk.make_folder(&folder)).ok()?;
    let to = folder.join(format!("{:013}-{}", now_ms(), path.file_name()?.to_string_lossy()));
    rename(storage.disk(), path, &to).ok().map(|()| to)
}
