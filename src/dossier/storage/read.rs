//! Reading files that may be hostile: no devices, no pipes, nothing over a limit, no way out of a
//! folder.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::problem::{Problem, codes};

/// The largest file that is read.
pub(crate) const MAX_FILE: u64 = 256 << 20;
/// The largest text of a source that is read.
pub(crate) const MAX_TEXT: u64 = 8 << 20;
/// The largest picture of an entity that is read.
pub(crate) const MAX_PICTURE: u64 = 8 << 20;

/// Reads a plain file of at most [`MAX_FILE`] bytes.
///
/// # Errors
/// A problem that says what stands in the way and what to do.
pub fn read_limited(path: &Path) -> Result<Vec<u8>, Problem> {
    read_at_most(path, MAX_FILE, "split it into several files with `include`")
}

/// Reads a plain file of at most so many bytes; `mend` says what to do where it is larger.
fn read_at_most(path: &Path, limit: u64, mend: &str) -> Result<Vec<u8>, Problem> {
    let shown = path.display();
    let io = |e: &std::io::Error| match e.kind() {
        std::io::ErrorKind::NotFound => {
            Problem::error(codes::IO, format!("there is no file {shown}")).with_help("check the path")
        }
        std::io::ErrorKind::PermissionDenied => Problem::error(codes::IO, format!("no permission to read {shown}"))
            .with_help("ask its owner for read access"),
        _ => Problem::error(codes::IO, format!("{shown} cannot be read: {e}")),
    };
    // Asked before opening: opening a pipe would wait for its other end.
    let meta = std::fs::metadata(path).map_err(|e| io(&e))?;
    if meta.is_dir() {
        return Err(Problem::error(codes::IO, format!("{shown} is a folder, not a file"))
            .with_help("name the dossier's main file in it"));
    }
    if !meta.is_file() {
        return Err(Problem::error(codes::IO, format!("{shown} is a device or a pipe, not a file"))
            .with_help("save its content as a file first"));
    }
    let too_large = || {
        let message = format!("{shown} is larger than {} MiB, the limit", limit >> 20);
        Problem::error(codes::TOO_LARGE, message).with_help(mend)
    };
    if meta.len() > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    let file = File::open(path).map_err(|e| io(&e))?;
    // It may have grown meanwhile.
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|e| io(&e))?;
    if bytes.len() as u64 > limit { Err(too_large()) } else { Ok(bytes) }
}

/// Size of a plain file in bytes; 0 for anything else.
pub fn size_of(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |meta| if meta.is_file() { meta.len() } else { 0 })
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
        read_limited(&self.real(relative, "check the path, or remove the include")?)
    }

    /// Reads the text of a source in the folder, of at most [`MAX_TEXT`] bytes.
    ///
    /// # Errors
    /// A problem if it cannot be read, is too large, or if a link leads out of the folder.
    pub(crate) fn read_text(&self, relative: &str) -> Result<Vec<u8>, Problem> {
        let real = self.real(relative, "put the text there, or change the source’s `text`")?;
        read_at_most(&real, MAX_TEXT, "use a shorter file with only the cited passages")
    }

    /// Reads the picture of an entity in the folder, of at most [`MAX_PICTURE`] bytes.
    ///
    /// # Errors
    /// A problem if it cannot be read, is too large, or if a link leads out of the folder.
    pub(crate) fn read_picture(&self, relative: &str) -> Result<Vec<u8>, Problem> {
        let real = self.real(relative, "put the picture there, or change the entity’s `picture`")?;
        read_at_most(&real, MAX_PICTURE, "save a smaller copy of the picture; nodes show it small anyhow")
    }

    /// Where a relative path leads to, if that lies in the folder.
    fn real(&self, relative: &str, mend: &str) -> Result<PathBuf, Problem> {
        let path = self.path.join(relative);
        let io = |e: std::io::Error| match e.kind() {
            std::io::ErrorKind::NotFound => {
                Problem::error(codes::IO, format!("there is no file {relative} in the dossier's folder"))
                    .with_help(mend)
            }
            _ => Problem::error(codes::IO, format!("{relative} cannot be read: {e}")),
        };
        let real = std::fs::canonicalize(&path).map_err(io)?;
        let inside = std::fs::canonicalize(&self.path).map_err(io)?;
        if !real.starts_with(&inside) {
            return Err(Problem::error(
                codes::BAD_INCLUDE,
                format!("{relative} is a link that leads out of the dossier's folder"),
            )
            .with_help("copy the file into the folder"));
        }
        Ok(real)
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
