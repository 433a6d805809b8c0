//! Writing so that a file is either the old one or the new one, whatever happens in between.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::problem::{Problem, codes};

/// Writes a file whole: a temporary file beside it is written, synced and renamed, and its folder
/// synced. Permissions are kept, and where the path is a link, what it leads to is written.
///
/// # Errors
/// A problem that says what stands in the way; the old file is then untouched.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let shown = path.display();
    let failed = |e: std::io::Error| {
        let help = match e.kind() {
            std::io::ErrorKind::NotFound => "the folder is not there: make it, or choose another",
            std::io::ErrorKind::PermissionDenied => "you may not write there: choose another folder",
            std::io::ErrorKind::StorageFull => "the disk is full: make room and try again",
            _ => "choose another place and try again",
        };
        Problem::error(codes::IO, format!("{shown} cannot be written: {e}")).with_help(help)
    };
    // A link that leads nowhere yet is written as the path says.
    let target: PathBuf = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if target.is_dir() {
        return Err(Problem::error(codes::IO, format!("{shown} is a folder")).with_help("name a file in it"));
    }
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".chancery-").tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    match std::fs::metadata(&target) {
        Ok(old) => file.as_file().set_permissions(old.permissions()).map_err(failed)?,
        Err(_) => readable_by_others(file.as_file()).map_err(failed)?,
    }
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&target).map_err(|e| failed(e.error))?;
    // Not every system lets a folder be synced; the file itself is safe by now.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Temporary files are for their owner alone; a new figure or dossier is like any other file.
#[cfg(unix)]
fn readable_by_others(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_others(_file: &File) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("figure.svg");
        write_atomic(&path, b"one").unwrap();
        write_atomic(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        let nowhere = folder.path().join("none/figure.svg");
        assert!(write_atomic(&nowhere, b"x").unwrap_err().help.unwrap().contains("folder is not there"));
        assert!(write_atomic(folder.path(), b"x").unwrap_err().message.contains("is a folder"));
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_are_kept() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        std::fs::write(&real, "old").unwrap();
        std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write_atomic(&link, b"new").unwrap();
        assert_eq!(std::fs::read(&real).unwrap(), b"new");
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
