//! Reads the files of a folder and of the folders in it, as far as they are wanted: links are not followed, what is
//! hidden is left out, and there are limits on how many files there are and how large. Knows no format.

use std::fs::DirEntry;
use std::io;
use std::path::Path;

use super::inside;
use super::read::{MAX_FILE, MAX_TEXT, read_open};
use crate::problem::{Problem, codes};
use crate::progress::{Cancelled, Progress};

/// The most files that are read of a folder.
const MOST_FILES: usize = 60_000;
/// The most names that are looked at.
const MOST_NAMES: usize = 2_000_000;
/// How deep folders may lie in each other.
const MOST_DEPTH: usize = 64;
/// How much of the work is looking for the files.
const LOOKING: f32 = 0.1;

/// The files of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tree {
    /// Path in the folder, `/` between parts, and content, in the order of their paths.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// Wanted files that are not read, each with why, a sentence without a full stop.
    pub(crate) left_out: Vec<(String, String)>,
}

/// Why a folder was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// A person asked to stop.
    Cancelled,
    /// Something stands in the way.
    Wrong(Problem),
}

impl From<Cancelled> for Unread {
    fn from(_: Cancelled) -> Self {
        Unread::Cancelled
    }
}

impl From<Problem> for Unread {
    fn from(problem: Problem) -> Self {
        Unread::Wrong(problem)
    }
}

/// Reads the files of a folder whose names are wanted, at most [`MAX_FILE`] bytes of all. A file that is larger than
/// [`MAX_TEXT`] or cannot be read is left out and told, and so is a link: what it leads to is read where it lies, if that
/// is in the folder.
///
/// # Errors
/// The folder cannot be read, or is too large; or a person asked to stop.
pub(crate) fn read_tree(folder: &Path, wanted: &dyn Fn(&str) -> bool, progress: &Progress) -> Result<Tree, Unread> {
    let mut walk = Walk { folder, wanted, progress, names: 0, found: Vec::new(), tree: Tree::default() };
    walk.folder(folder, "", 0, (0.0, LOOKING))?;
    let Walk { mut found, mut tree, .. } = walk;
    found.sort_unstable();
    let reading = progress.part(LOOKING, 1.0);
    let (count, mut total) = (found.len(), 0);
    for (number, path) in found.into_iter().enumerate() {
        reading.report(number as f32 / count as f32)?;
        match read(folder, &path) {
            Ok(bytes) => {
                total += bytes.len() as u64;
                if total > MAX_FILE {
                    return Err(too_large(folder, &format!("more than {} MiB of files", MAX_FILE >> 20)).into());
                }
                tree.files.push((path, bytes));
            }
            Err(why) => tree.left_out.push((path, why)),
        }
    }
    Ok(tree)
}

/// Whether a folder has a file whose name is wanted, in it or below, among the first names that are met.
pub(crate) fn has_in_tree(folder: &Path, wanted: &dyn Fn(&str) -> bool) -> bool {
    /// So many names are looked at: whoever opens a folder waits for it.
    const MOST: usize = 20_000;
    let mut left = vec![(folder.to_owned(), 0)];
    let mut names = 0;
    while let Some((folder, depth)) = left.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            names += 1;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if names > MOST {
                return false;
            }
            match entry.file_type() {
                _ if is_hidden(&name) => {}
                Ok(kind) if kind.is_dir() && depth < MOST_DEPTH => left.push((entry.path(), depth + 1)),
                Ok(kind) if kind.is_file() && wanted(&name) => return true,
                _ => {}
            }
        }
    }
    false
}

/// Folders of programs' own and of what was thrown away: `.obsidian`, `.git`, `.trash`.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

fn too_large(folder: &Path, what: &str) -> Problem {
    let message = format!("{} holds {what}, which is more than is read of one folder", folder.display());
    Problem::error(codes::TOO_LARGE, message).with_help("choose a folder in it")
}

/// A file by its path in the folder, or why it is not read.
fn read(folder: &Path, path: &str) -> Result<Vec<u8>, String> {
    match inside::open(folder, Path::new(path)) {
        Ok(Some(file)) => read_open(file, path, MAX_TEXT, "").map_err(|problem| match problem.code {
            codes::TOO_LARGE => format!("it is larger than {} MiB", MAX_TEXT >> 20),
            _ => problem.message,
        }),
        Ok(None) => Err("it leads out of the folder".to_owned()),
        Err(error) => Err(format!("it cannot be read: {error}")),
    }
}

/// A walk through a folder and those in it.
struct Walk<'a> {
    folder: &'a Path,
    wanted: &'a dyn Fn(&str) -> bool,
    progress: &'a Progress,
    names: usize,
    found: Vec<String>,
    tree: Tree,
}

impl Walk<'_> {
    /// Looks through a folder, whose path in the whole is `inside`; it takes this share of the looking.
    fn folder(&mut self, folder: &Path, inside: &str, depth: usize, share: (f32, f32)) -> Result<(), Unread> {
        self.progress.report(share.0)?;
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if depth == 0 => return Err(unreadable(folder, &error).into()),
            Err(error) => {
                self.tree.left_out.push((inside.to_owned(), format!("this folder cannot be read: {error}")));
                return Ok(());
            }
        };
        let mut folders = Vec::new();
        for entry in entries.flatten() {
            self.names += 1;
            if self.names.is_multiple_of(256) {
                self.progress.report(share.0)?;
            }
            if self.names > MOST_NAMES {
                return Err(too_large(self.folder, "millions of files").into());
            }
            self.entry(&entry, inside, &mut folders)?;
        }
        folders.sort_unstable();
        let each = (share.1 - share.0) / folders.len().max(1) as f32;
        for (number, name) in folders.iter().enumerate() {
            let path = joined(inside, name);
            if depth == MOST_DEPTH {
                let why = format!("this folder is not read: it lies more than {MOST_DEPTH} folders deep");
                self.tree.left_out.push((path, why));
                continue;
            }
            let from = share.0 + each * number as f32;
            self.folder(&folder.join(name), &path, depth + 1, (from, from + each))?;
        }
        Ok(())
    }

    fn entry(&mut self, entry: &DirEntry, inside: &str, folders: &mut Vec<String>) -> Result<(), Unread> {
        let name = match entry.file_name().into_string() {
            Ok(name) => name,
            Err(name) => {
                let shown = name.to_string_lossy().into_owned();
                if (self.wanted)(&shown) {
                    self.tree.left_out.push((joined(inside, &shown), "its name is not text".to_owned()));
                }
                return Ok(());
            }
        };
        if is_hidden(&name) {
            return Ok(());
        }
        let path = joined(inside, &name);
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => folders.push(name),
            Ok(kind) if kind.is_file() && (self.wanted)(&name) => {
                self.found.push(path);
                if self.found.len() > MOST_FILES {
                    let most = format!("more than {MOST_FILES} files to read");
                    return Err(too_large(self.folder, &most).into());
                }
            }
            Ok(kind) if kind.is_symlink() && ((self.wanted)(&name) || super::is_folder(&entry.path())) => {
                self.tree.left_out.push((path, "it is a link to another place".to_owned()));
            }
            _ => {}
        }
        Ok(())
    }
}

fn joined(inside: &str, name: &str) -> String {
    if inside.is_empty() { name.to_owned() } else { format!("{inside}/{name}") }
}

fn unreadable(folder: &Path, error: &io::Error) -> Problem {
    let shown = folder.display();
    match error.kind() {
        io::ErrorKind::PermissionDenied => Problem::error(codes::IO, format!("no permission to read {shown}"))
            .with_help("ask its owner for read access"),
        _ => Problem::error(codes::IO, format!("the folder {shown} cannot be read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_note(name: &str) -> bool {
        name.ends_with(".md")
    }

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    fn tree(folder: &Path) -> Tree {
        read_tree(folder, &is_note, &Progress::new()).unwrap()
    }

    #[test]
    fn wanted_files_are_read_and_what_is_hidden_is_not() {
        let files = [
            ("b.md", "b"),
            ("People/Anna.md", "a"),
            ("People/x/y/z.md", ""),
            ("People/picture.png", "p"),
            (".obsidian/workspace.md", "w"),
            (".trash/gone.md", "g"),
            ("People/.hidden.md", "h"),
        ];
        let folder = folder(&files);
        let tree = tree(folder.path());
        let read: Vec<_> = tree.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
        assert_eq!(read, [("People/Anna.md", &b"a"[..]), ("People/x/y/z.md", b""), ("b.md", b"b")]);
        assert_eq!(tree.left_out, []);
        assert!(has_in_tree(folder.path(), &is_note));
        assert!(!has_in_tree(&folder.path().join("People/x"), &|name| name.ends_with(".png")));
    }

    #[test]
    fn files_over_a_limit_are_told() {
        let folder = folder(&[("a.md", "a")]);
        let large = folder.path().join("large.md");
        std::fs::File::create(&large).unwrap().set_len(MAX_TEXT + 1).unwrap();
        let found = tree(folder.path());
        assert_eq!(found.files.len(), 1);
        assert_eq!(found.left_out, [("large.md".to_owned(), "it is larger than 8 MiB".to_owned())]);
        for number in 0..=MAX_FILE / MAX_TEXT {
            let path = folder.path().join(format!("{number}.md"));
            std::fs::File::create(&path).unwrap().set_len(MAX_TEXT).unwrap();
        }
        let Err(Unread::Wrong(problem)) = read_tree(folder.path(), &is_note, &Progress::new()) else { panic!() };
        assert!(problem.code == codes::TOO_LARGE && problem.message.contains("256 MiB"), "{}", problem.message);
    }

    #[test]
    fn what_is_no_folder_is_told_and_a_person_can_stop() {
        let folder = folder(&[("a.md", "a")]);
        let missing = read_tree(&folder.path().join("none"), &is_note, &Progress::new());
        assert!(matches!(missing, Err(Unread::Wrong(problem)) if problem.code == codes::IO));
        let progress = Progress::new();
        progress.cancel();
        assert_eq!(read_tree(folder.path(), &is_note, &progress), Err(Unread::Cancelled));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        use std::os::unix::fs::symlink;
        let outside = folder(&[("secret.md", "s"), ("notes/more.md", "m")]);
        let folder = folder(&[("own.md", "o"), ("sub/x.md", "x")]);
        symlink(outside.path().join("secret.md"), folder.path().join("secret.md")).unwrap();
        symlink(outside.path().join("notes"), folder.path().join("notes")).unwrap();
        symlink(folder.path(), folder.path().join("sub/around")).unwrap();
        symlink("own.md", folder.path().join("again.md")).unwrap();
        let tree = tree(folder.path());
        assert_eq!(tree.files.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["own.md", "sub/x.md"]);
        let mut left_out: Vec<_> = tree.left_out.iter().map(|(path, _)| path.as_str()).collect();
        left_out.sort_unstable();
        assert_eq!(left_out, ["again.md", "notes", "secret.md", "sub/around"]);
    }
}
