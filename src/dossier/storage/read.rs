//! Reads files that may be hostile: no devices, no pipes, nothing over a limit, no way out of a
//! folder. Only a path that the user names may be a pipe or standard input.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::disk::{Links, open_plain};
use super::inside;
use crate::problem::{Problem, codes};

/// The largest file that is read.
pub(crate) const MAX_FILE: u64 = 256 << 20;
/// The largest text of a source that is read.
pub(crate) const MAX_TEXT: u64 = 8 << 20;
/// The largest picture of an entity that is read.
pub(crate) const MAX_PICTURE: u64 = 8 << 20;

/// What to do with a dossier that is too large.
const SPLIT: &str = "split it into several files with `include`";

/// Reads a plain file of at most [`MAX_FILE`] bytes.
///
/// # Errors
/// A problem that says what stands in the way and what to do.
pub fn read_limited(path: &Path) -> Result<Vec<u8>, Problem> {
    read_at_most(path, MAX_FILE, SPLIT)
}

/// Stands for standard input where a file is read, and for standard output where one is written.
const STANDARD: &str = "-";

/// Whether a path means standard input or output.
pub(crate) fn is_standard(path: &Path) -> bool {
    path == Path::new(STANDARD)
}

/// Whether [`read_named`] takes a path for a stream, which has no folder and is read but once:
/// standard input or a pipe.
pub(crate) fn is_stream(path: &Path) -> bool {
    is_standard(path) || is_standard_input(path) || is_pipe(path)
}

/// Reads what the person named: a plain file, a pipe or, for `-`, standard input, of at most
/// [`MAX_FILE`] bytes.
///
/// # Errors
/// A problem that says what stands in the way and what to do.
pub(crate) fn read_named(path: &Path) -> Result<Vec<u8>, Problem> {
    if is_standard(path) || is_standard_input(path) {
        return read_standard_input();
    }
    if !is_pipe(path) {
        return read_limited(path);
    }
    let file = File::open(path).map_err(|error| unreadable(&path.display().to_string(), &error))?;
    read_stream(file, &path.display().to_string())
}

fn read_standard_input() -> Result<Vec<u8>, Problem> {
    static READ: AtomicBool = AtomicBool::new(false);
    if READ.swap(true, Ordering::Relaxed) {
        let problem = Problem::error(codes::IO, "standard input is named twice but can be read only once");
        return Err(problem.with_help("use a file for one of the two"));
    }
    read_stream(io::stdin().lock(), "standard input")
}

fn read_stream(stream: impl Read, shown: &str) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    stream.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(|error| unreadable(shown, &error))?;
    if bytes.len() as u64 > MAX_FILE { Err(too_large(shown, MAX_FILE, SPLIT)) } else { Ok(bytes) }
}

/// Whether a path leads to what is neither a plain file nor a folder, or to standard output: what is
/// written there has no extension to go by.
pub(crate) fn is_special(path: &Path) -> bool {
    is_standard(path) || std::fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir())
}

#[cfg(unix)]
fn is_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    std::fs::metadata(path).is_ok_and(|about| about.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_pipe(_path: &Path) -> bool {
    false
}

/// Whether a path that is no plain file leads to the program's own standard input.
#[cfg(unix)]
fn is_standard_input(path: &Path) -> bool {
    use std::os::fd::AsFd as _;
    is_special(path) && super::write::is_same(path, io::stdin().as_fd())
}

#[cfg(not(unix))]
fn is_standard_input(_path: &Path) -> bool {
    false
}

fn unreadable(shown: &str, error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::NotFound => {
            Problem::error(codes::IO, format!("there is no file {shown}")).with_help("check the path")
        }
        io::ErrorKind::PermissionDenied => Problem::error(codes::IO, format!("no permission to read {shown}"))
            .with_help("ask its owner for read access"),
        _ => Problem::error(codes::IO, format!("{shown} cannot be read: {error}")),
    }
}

fn too_large(shown: &str, limit: u64, mend: &str) -> Problem {
    let message = format!("{shown} is larger than {} MiB, the limit", limit >> 20);
    Problem::error(codes::TOO_LARGE, message).with_help(mend)
}

/// Reads a plain file of at most so many bytes; `mend` says what to do where it is larger.
fn read_at_most(path: &Path, limit: u64, mend: &str) -> Result<Vec<u8>, Problem> {
    let shown = path.display().to_string();
    // Asked before opening, too: with some devices that alone does something.
    let meta = std::fs::metadata(path).map_err(|e| unreadable(&shown, &e))?;
    what_it_is(&shown, &meta)?;
    let file = open_plain(path, OpenOptions::new().read(true), Links::Followed).map_err(|e| unreadable(&shown, &e))?;
    read_open(file, &shown, limit, mend)
}

/// Refuses what is no plain file.
fn what_it_is(shown: &str, meta: &Metadata) -> Result<(), Problem> {
    if meta.is_dir() {
        return Err(Problem::error(codes::IO, format!("{shown} is a folder, not a file"))
            .with_help("name the dossier's main file in it"));
    }
    if !meta.is_file() {
        return Err(Problem::error(codes::IO, format!("{shown} is a device or a pipe, not a file"))
            .with_help("save its content as a file first"));
    }
    Ok(())
}

/// Reads an open file of at most so many bytes.
pub(super) fn read_open(file: File, shown: &str, limit: u64, mend: &str) -> Result<Vec<u8>, Problem> {
    let io = |e: io::Error| unreadable(shown, &e);
    let meta = file.metadata().map_err(io)?;
    what_it_is(shown, &meta)?;
    if meta.len() > limit {
        return Err(too_large(shown, limit, mend));
    }
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    // It may have grown meanwhile.
    file.take(limit + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > limit { Err(too_large(shown, limit, mend)) } else { Ok(bytes) }
}

/// Size of a plain file in bytes; 0 for anything else.
pub fn size_of(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |meta| if meta.is_file() { meta.len() } else { 0 })
}

/// Whether a folder is there.
pub(crate) fn is_folder(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|about| about.is_dir())
}

/// What the kernel tells of this process under a name such as `status`; `None` where it keeps no
/// such account (anything but Linux).
pub fn about_this_process(name: &str) -> Option<String> {
    std::fs::read_to_string(Path::new("/proc/self").join(name)).ok()
}

/// The folder that a dossier's files lie in.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder that the program runs in.
    pub(crate) fn current() -> Self {
        Folder { path: PathBuf::from(".") }
    }

    /// The folder of a main file.
    pub(crate) fn of(main: &Path) -> Self {
        let parent = main.parent().filter(|p| !p.as_os_str().is_empty());
        Folder { path: parent.unwrap_or(Path::new(".")).to_owned() }
    }

    /// Reads a file in the folder by its relative path.
    ///
    /// # Errors
    /// A problem if it cannot be read or if a link leads out of the folder.
    pub(crate) fn read(&self, relative: &str) -> Result<Vec<u8>, Problem> {
        self.read_inside(relative, MAX_FILE, ["check the path, or remove the include", SPLIT])
    }

    /// Reads the text of a source in the folder, of at most [`MAX_TEXT`] bytes.
    ///
    /// # Errors
    /// A problem if it cannot be read, is too large, or if a link leads out of the folder.
    pub(crate) fn read_text(&self, relative: &str) -> Result<Vec<u8>, Problem> {
        let missing = "put the text there, or change the source’s `text`";
        self.read_inside(relative, MAX_TEXT, [missing, "use a shorter file with only the cited passages"])
    }

    /// Reads the picture of an entity in the folder, of at most [`MAX_PICTURE`] bytes.
    ///
    /// # Errors
    /// A problem if it cannot be read, is too large, or if a link leads out of the folder.
    pub(crate) fn read_picture(&self, relative: &str) -> Result<Vec<u8>, Problem> {
        let missing = "put the picture there, or change the entity’s `picture`";
        self.read_inside(
            relative,
            MAX_PICTURE,
            [missing, "save a smaller copy of the picture; nodes show it small anyway"],
        )
    }

    /// Reads a file by its relative path, if it lies in the folder: the very file that was found to lie
    /// there, whatever takes its place meanwhile. What to do where there is none, or it is too large.
    fn read_inside(&self, relative: &str, limit: u64, [missing, large]: [&str; 2]) -> Result<Vec<u8>, Problem> {
        let told = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => {
                Problem::error(codes::IO, format!("there is no file {relative} in the dossier's folder"))
                    .with_help(missing)
            }
            _ => Problem::error(codes::IO, format!("{relative} cannot be read: {error}")),
        };
        let Some(file) = inside::open(&self.path, Path::new(relative)).map_err(told)? else {
            let message = format!("{relative} is a link that leads out of the dossier's folder");
            return Err(Problem::error(codes::BAD_INCLUDE, message).with_help("copy the file into the folder"));
        };
        read_open(file, &self.path.join(relative).display().to_string(), limit, large)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let code = |path: &Path| read_limited(path).map(|b| b.len()).map_err(|p| p.message);
        assert!(code(folder.path()).unwrap_err().contains("is a folder"));
        assert!(code(&folder.path().join("none")).unwrap_err().contains("no file"));
        let empty = folder.path().join("empty");
        std::fs::write(&empty, "").unwrap();
        assert_eq!(code(&empty), Ok(0));
        let huge = folder.path().join("huge");
        // A gigabyte that takes no room on disk.
        File::create(&huge).unwrap().set_len(1 << 30).unwrap();
        assert!(code(&huge).unwrap_err().contains("larger than 256 MiB"));
        #[cfg(unix)]
        assert!(code(Path::new("/dev/zero")).unwrap_err().contains("device"));
    }

    #[test]
    fn a_text_has_a_limit_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let at = Folder::of(&folder.path().join("main.ron"));
        let text = folder.path().join("text.md");
        File::create(&text).unwrap().set_len(MAX_TEXT + 1).unwrap();
        let problem = at.read_text("text.md").unwrap_err();
        assert!(problem.code == codes::TOO_LARGE && problem.message.contains("8 MiB"), "{}", problem.message);
        File::create(&text).unwrap().set_len(MAX_TEXT).unwrap();
        assert_eq!(at.read_text("text.md").unwrap().len() as u64, MAX_TEXT);
        assert!(at.read_text("none.md").unwrap_err().help.unwrap().contains("`text`"));
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_lead_out_of_the_folder() {
        let outside = tempfile::tempdir().unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret"), "x").unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret"), folder.path().join("link")).unwrap();
        std::fs::write(folder.path().join("own"), "y").unwrap();
        let at = Folder::of(&folder.path().join("main.ron"));
        assert_eq!(at.read("own").unwrap(), b"y");
        assert_eq!(at.read("link").unwrap_err().code, codes::BAD_INCLUDE);
        assert_eq!(at.read_text("link").unwrap_err().code, codes::BAD_INCLUDE);
    }
}
