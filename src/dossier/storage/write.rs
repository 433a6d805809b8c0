//! Writes files that nobody edits by hand (figures, tables, settings): a file is either the old one
//! or the new one, and a device or a pipe is written to, never replaced. Dossiers are saved with
//! more care.

use std::fs::OpenOptions;
use std::io::{self, Read, Write};
use std::path::Path;

use super::disk::rename;
use super::disk::{Disk, RealDisk, Stat, retry};
use super::temporary::Temporary;
use crate::problem::{Problem, codes, printable};
use crate::wording::counted;

/// Writes a file whole: a temporary file beside it is written, synced and renamed, and its folder
/// synced. Permissions are kept, and where the path is a link, what it leads to is written. A device
/// or a pipe is opened and written into; that its reader went away is no failure.
///
/// Yields what the person should know besides, in sentences.
///
/// # Errors
/// A problem that says what stands in the way; the old file is then untouched.
pub(crate) fn write_atomic(path: &Path, bytes: &[u8]) -> Result<Vec<String>, Problem> {
    let disk = &RealDisk;
    let shown = path.display();
    // Asked by the path itself: the way to an open pipe such as /dev/stdout has no other name.
    let stat = retry(|| disk.stat(path)).ok();
    if stat.as_ref().is_some_and(|stat| stat.is_folder) {
        return Err(Problem::error(codes::IO, format!("{shown} is a folder")).with_help("name a file in it"));
    }
    let written = match (stat, retry(|| disk.real_path(path))) {
        (Some(stat), Ok(target)) if stat.is_file => {
            replace(disk, &target, bytes).map(|()| other_names(path, &stat).into_iter().collect())
        }
        // A file that is open and has no name any more is written into as well.
        (Some(_), _) => write_into(path, bytes).map(|()| Vec::new()),
        // A link that leads nowhere yet is written as the path says.
        (None, target) => replace(disk, &target.unwrap_or_else(|_| path.to_owned()), bytes).map(|()| Vec::new()),
    };
    written.map_err(|error| {
        let help = match error.kind() {
            io::ErrorKind::NotFound => "the folder does not exist: create it, or choose another",
            io::ErrorKind::PermissionDenied => "no permission to write there: choose another folder",
            io::ErrorKind::StorageFull => "the disk is full: free some space and try again",
            _ => "choose another place and try again",
        };
        Problem::error(codes::IO, format!("{shown} cannot be written: {error}")).with_help(help)
    })
}

/// Writes into what is there.
fn write_into(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut opened = retry(|| OpenOptions::new().write(true).open(path))?;
    match opened.write_all(bytes).and_then(|()| opened.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// The note for a replaced file that had other names, which keep its old content.
pub(super) fn other_names(path: &Path, old: &Stat) -> Option<String> {
    let shown = printable(&path.display().to_string());
    let others = usize::try_from(old.names).unwrap_or(usize::MAX).checked_sub(1).filter(|others| *others > 0)?;
    let others = counted(others, "other name", "other names");
    Some(format!(
        "note: {shown} had {others} (hard links); it is a file of its own now, and the rest keep the old content"
    ))
}

/// Whether a path leads to the program's own standard output: what is there is then written to in
/// order, instead of being replaced under the feet of whoever reads it.
#[cfg(unix)]
pub(crate) fn is_standard_output(path: &Path) -> bool {
    use std::os::fd::AsFd as _;
    is_same(path, io::stdout().as_fd())
}

/// Whether a path leads to an open file.
#[cfg(unix)]
pub(super) fn is_same(path: &Path, open: std::os::fd::BorrowedFd<'_>) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let open = open.try_clone_to_owned().and_then(|own| std::fs::File::from(own).metadata());
    let number = |about: std::fs::Metadata| (about.dev(), about.ino());
    open.map(number).ok().is_some_and(|open| std::fs::metadata(path).map(number).ok() == Some(open))
}

#[cfg(not(unix))]
pub(crate) fn is_standard_output(_path: &Path) -> bool {
    false
}

fn replace(disk: &dyn Disk, target: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let old = retry(|| disk.stat(target)).ok();
    let mut temporary = Temporary::new(disk, folder, old.is_some())?;
    let mut written = temporary.write(bytes);
    if let Some(old) = &old {
        let kept = |()| temporary.look_like(old, &retry(|| disk.attributes(target))?).map(|_| ());
        written = written.and_then(kept);
    }
    let renamed = written.and_then(|()| temporary.sync()).and_then(|()| rename(disk, &temporary.path, target));
    if let Err(error) = renamed {
        temporary.remove(disk);
        return Err(error);
    }
    // Not every system lets a folder be synced; the file itself is safe by now.
    let _ = retry(|| disk.sync_folder(folder));
    Ok(())
}

/// Creates a folder and its parents with the system's usual permissions.
///
/// # Errors
/// What the system says.
pub(crate) fn create_folder(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// First line of every log; other files are never written to.
const LOG_BEGINS: &str = "Chancery log\n";

/// Opens a log to add to, and creates it where it does not exist.
///
/// # Errors
/// A problem if it cannot be written, or if the file holds something else than a log.
pub(crate) fn open_log(path: &Path) -> Result<Box<dyn Write + Send>, Problem> {
    let shown = path.display();
    let failed = |error: io::Error| {
        Problem::error(codes::IO, format!("{shown} cannot be written: {error}")).with_help("choose another place")
    };
    let is_file = std::fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() > 0);
    if is_file {
        let mut start = Vec::new();
        let mut file = std::fs::File::open(path).map_err(failed)?.take(LOG_BEGINS.len() as u64);
        file.read_to_end(&mut start).map_err(failed)?;
        if start != LOG_BEGINS.as_bytes() {
            let problem = Problem::error(codes::IO, format!("{shown} is not a Chancery log"));
            return Err(problem.with_help("name a file that does not exist yet"));
        }
    }
    let mut file = OpenOptions::new().append(true).create(true).open(path).map_err(failed)?;
    if !is_file {
        file.write_all(LOG_BEGINS.as_bytes()).map_err(failed)?;
    }
    Ok(Box::new(file))
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
        assert!(write_atomic(&nowhere, b"x").unwrap_err().help.unwrap().contains("folder does not exist"));
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

    #[test]
    fn a_log_is_added_to_and_nothing_else_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.log");
        for line in ["one\n", "two\n"] {
            open_log(&path).unwrap().write_all(line.as_bytes()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "Chancery log\none\ntwo\n");
        let dossier = folder.path().join("notes.ron");
        std::fs::write(&dossier, "Dossier(format: 1)").unwrap();
        let problem = open_log(&dossier).err().unwrap();
        assert!(problem.message.contains("is not a Chancery log"), "{}", problem.message);
        assert_eq!(std::fs::read_to_string(&dossier).unwrap(), "Dossier(format: 1)");
        assert!(open_log(&folder.path().join("nowhere/events.log")).is_err());
    }
}
