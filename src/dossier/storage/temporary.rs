//! Temporary files that exist for the duration of a save. Each is locked by the process that writes
//! it, which tells a file left behind by a killed process from one in use.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use super::attributes::Attributes;
use super::disk::{self, Disk, DiskFile, Stat, retry};

/// Prefix of their names.
const PREFIX: &str = ".chancery-";
/// Suffix of the notes of a set.
pub(super) const NOTE: &str = ".set";

/// How old one must be to count as left behind, even where its lock is free: another process may
/// have made it this instant and not locked it yet.
const LEFT_BEHIND: Duration = Duration::from_secs(60);

/// A temporary file for one save.
pub(super) struct Temporary {
    pub(crate) path: PathBuf,
    file: Box<dyn DiskFile>,
}

impl Temporary {
    /// Makes one in a folder; `private`, or as new files are made.
    pub(crate) fn new(disk: &dyn Disk, folder: &Path, private: bool) -> io::Result<Self> {
        Self::with_suffix(disk, folder, private, "")
    }

    /// Makes one whose name ends in `suffix`.
    pub(crate) fn with_suffix(disk: &dyn Disk, folder: &Path, private: bool, suffix: &str) -> io::Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        for _ in 0..100 {
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let seed = (std::process::id(), now.as_nanos(), count);
            let number = xxhash_rust::xxh3::xxh3_64(format!("{seed:?}").as_bytes());
            let path = folder.join(format!("{PREFIX}{number:016x}{suffix}"));
            match retry(|| disk.create_new(&path, private)) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(file) => {
                    // Without locks, age alone tells what was left behind.
                    let _ = retry(|| file.try_lock());
                    return Ok(Temporary { path, file });
                }
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Writes bytes at its end.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        disk::write_all(&mut *self.file, bytes)
    }

    /// Waits until it is on the medium.
    pub(crate) fn sync(&self) -> io::Result<()> {
        retry(|| self.file.sync())
    }

    /// Gives it the owner, the access list and other attributes, and the permissions of the file it is
    /// to replace; `false` where the owner could not be kept. Those who could not read the old file
    /// cannot read this one, not even for a moment: the permissions come last.
    pub(crate) fn look_like(&self, old: &Stat, attributes: &Attributes) -> io::Result<bool> {
        let now = retry(|| self.file.stat())?;
        let mut kept = true;
        let mut permissions = old.permissions.clone();
        if let (Some(was), Some(is)) = (old.owner, now.owner)
            && was != is
            && retry(|| self.file.set_owner(was)).is_err()
        {
            kept = was.0 == is.0;
            if was.1 != is.1 && retry(|| self.file.set_owner((is.0, was.1))).is_err() {
                if attributes.has_access_list() {
                    // What the list grants to the group, another would have.
                    return Err(Attributes::list_not_kept(io::ErrorKind::PermissionDenied.into()));
                }
                // The group is another one now, and gets no more than everybody has.
                permissions = without_group(permissions);
            }
        }
        retry(|| self.file.set_attributes(attributes))?;
        retry(|| self.file.set_permissions(&permissions))?;
        Ok(kept)
    }

    /// Its open file, locked still, once it has another name.
    pub(crate) fn into_file(self) -> Box<dyn DiskFile> {
        self.file
    }

    pub(crate) fn remove(self, disk: &dyn Disk) {
        // What cannot be taken away now is found by the next save.
        let _ = retry(|| disk.remove(&self.path));
    }
}

#[cfg(unix)]
fn without_group(permissions: std::fs::Permissions) -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = permissions.mode();
    let others_as_group = (mode & 0o7) << 3;
    std::fs::Permissions::from_mode((mode & !0o2070) | (mode & 0o70 & others_as_group))
}

#[cfg(not(unix))]
fn without_group(permissions: std::fs::Permissions) -> std::fs::Permissions {
    permissions
}

/// Whether a file is one of ours, by its name.
pub(super) fn is_ours(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| {
        let number = name.strip_prefix(PREFIX).map(|rest| rest.strip_suffix(NOTE).unwrap_or(rest));
        number.is_some_and(|n| n.len() == 16 && n.bytes().all(|b| b.is_ascii_hexdigit()))
    })
}

/// Whether no process writes to it any more. Anything but a regular file is not ours.
pub(super) fn is_left_behind(disk: &dyn Disk, path: &Path) -> bool {
    disk.open_own(path).and_then(|file| file.try_lock()).is_ok_and(|free| free)
}

/// Takes away what killed processes left in a folder, except for notes of sets and what they
/// speak of.
pub(super) fn clear_away(disk: &dyn Disk, folder: &Path) {
    let Ok(paths) = disk.list(folder) else { return };
    let ours: Vec<PathBuf> = paths.into_iter().filter(|path| is_ours(path)).collect();
    if ours.iter().any(|path| path.to_string_lossy().ends_with(NOTE)) {
        return;
    }
    for path in ours {
        let age = disk.stat(&path).ok().and_then(|stat| SystemTime::now().duration_since(stat.modified?).ok());
        if age.is_some_and(|age| age > LEFT_BEHIND) && is_left_behind(disk, &path) {
            let _ = disk.remove(&path);
        }
    }
}
