//! Opens a file within a folder so that the file checked is the file opened: no link leads out, even
//! one swapped in at the last moment. What is read, and how much, is not decided here.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Component, Path};

use super::disk::{Links, open_plain};

/// Opens a file by its path in a folder. Links are followed as long as they stay inside; `None` where
/// one leads out.
///
/// # Errors
/// As the system says; a link that was swapped in meanwhile is one.
pub(super) fn open(folder: &Path, relative: &Path) -> io::Result<Option<File>> {
    let real = fs::canonicalize(folder.join(relative))?;
    let inside = fs::canonicalize(folder)?;
    // Without links by now, if nobody is quick: each way of opening makes sure.
    let Ok(rest) = real.strip_prefix(&inside) else { return Ok(None) };
    if rest.components().any(|part| !matches!(part, Component::Normal(_))) {
        return Ok(None);
    }
    match beneath(&inside, rest) {
        Err(error) if is_unsupported(&error) => compared(&inside, &real).map(Some),
        opened => opened.map(Some),
    }
}

/// Opens it from a handle of the folder, with no link on the way.
#[cfg(target_os = "linux")]
fn beneath(inside: &Path, rest: &Path) -> io::Result<File> {
    use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat2};
    let folder_flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let folder = openat2(CWD, inside, folder_flags, Mode::empty(), ResolveFlags::NO_SYMLINKS)?;
    if rest.as_os_str().is_empty() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    // A pipe is not waited for.
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
    let file = openat2(folder, rest, flags, Mode::empty(), resolve)?;
    Ok(File::from(file))
}

#[cfg(not(target_os = "linux"))]
fn beneath(_inside: &Path, _rest: &Path) -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether the system has no such call, or a sandbox keeps us from it.
fn is_unsupported(error: &io::Error) -> bool {
    let is_refused_call = cfg!(target_os = "linux") && error.raw_os_error() == Some(refused());
    error.kind() == io::ErrorKind::Unsupported || is_refused_call
}

/// What sandboxes say to calls that they do not know; no file is refused with it.
#[cfg(unix)]
fn refused() -> i32 {
    rustix::io::Errno::PERM.raw_os_error()
}

#[cfg(not(unix))]
fn refused() -> i32 {
    0
}

/// Opens it by its path and then makes sure that this is still the file that the path inside means.
fn compared(inside: &Path, real: &Path) -> io::Result<File> {
    let file = open_plain(real, OpenOptions::new().read(true), Links::Refused)?;
    let again = fs::canonicalize(real)?;
    let about = fs::symlink_metadata(real)?;
    if again == real && again.starts_with(inside) && is_same(&file.metadata()?, &about) {
        return Ok(file);
    }
    Err(io::Error::other("it was replaced while it was read"))
}

#[cfg(unix)]
fn is_same(a: &fs::Metadata, b: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn is_same(a: &fs::Metadata, b: &fs::Metadata) -> bool {
    // Without numbers of files: what else would differ.
    a.len() == b.len() && a.modified().ok() == b.modified().ok() && a.created().ok() == b.created().ok()
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Read as _;
    use std::os::unix::fs::symlink;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    fn text(file: File) -> String {
        let mut text = String::new();
        let _ = { file }.read_to_string(&mut text);
        text
    }

    #[test]
    fn links_are_followed_inside_and_nowhere_else() {
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let at = folder.path();
        fs::create_dir(at.join("parts")).unwrap();
        fs::write(at.join("parts/own"), "own").unwrap();
        fs::write(outside.path().join("secret"), "secret").unwrap();
        symlink("parts/own", at.join("relative")).unwrap();
        symlink(at.join("parts/own"), at.join("absolute")).unwrap();
        symlink("../parts/own", at.join("parts/around")).unwrap();
        symlink(outside.path(), at.join("out")).unwrap();
        symlink(outside.path().join("secret"), at.join("secret")).unwrap();
        for inside in ["parts/own", "relative", "absolute", "parts/around"] {
            assert_eq!(text(open(at, Path::new(inside)).unwrap().unwrap()), "own", "{inside}");
        }
        for out in ["out/secret", "secret", "../x/../../etc/hostname", "/etc/hostname"] {
            assert!(!matches!(open(at, Path::new(out)), Ok(Some(_))), "{out}");
        }
        let (inside, own) = (fs::canonicalize(at).unwrap(), fs::canonicalize(at.join("parts/own")).unwrap());
        assert_eq!(text(compared(&inside, &own).unwrap()), "own");
        assert!(compared(&inside, &inside.join("secret")).is_err());
    }

    #[test]
    fn a_link_that_is_swapped_in_never_shows_what_lies_outside() {
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let secret = outside.path().join("secret");
        fs::write(&secret, "secret").unwrap();
        let part = folder.path().join("part");
        fs::write(&part, "own").unwrap();
        let over = Arc::new(AtomicBool::new(false));
        let swapping = {
            let (over, part, secret) = (Arc::clone(&over), part.clone(), secret);
            std::thread::spawn(move || {
                let (own, link) = (part.with_extension("own"), part.with_extension("link"));
                while !over.load(Ordering::Relaxed) {
                    symlink(&secret, &link).unwrap();
                    fs::rename(&link, &part).unwrap();
                    fs::write(&own, "own").unwrap();
                    fs::rename(&own, &part).unwrap();
                }
            })
        };
        let mut read = 0;
        // Until it was read a few times, however seldom the other thread has its turn.
        for round in 0_u64.. {
            if round >= 20_000 && read > 10 {
                break;
            }
            if let Ok(Some(file)) = open(folder.path(), Path::new("part")) {
                assert_ne!(text(file), "secret");
                read += 1;
            }
        }
        over.store(true, Ordering::Relaxed);
        swapping.join().unwrap();
    }
}
