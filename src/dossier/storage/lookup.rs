//! Looks up names without opening files: the entries of a folder, for choosing a file in it, and
//! whether a program is installed.

use std::io;
use std::path::{Path, PathBuf};

/// Limit on the entries of a folder that are listed.
const MOST_ENTRIES: usize = 50_000;

/// The contents of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Listing {
    /// In the order of their names, whatever their case.
    pub(crate) entries: Vec<Entry>,
    /// Entries left out: names that are not text, or too many of them.
    pub(crate) left_out: usize,
}

/// Something in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) name: String,
    /// Whether it is a folder, or a link to one.
    pub(crate) is_folder: bool,
}

/// The contents of a folder.
///
/// # Errors
/// A sentence for the person: it does not exist, is no folder, or may not be read.
pub(crate) fn list(folder: &Path) -> Result<Listing, String> {
    let told = |error: io::Error| {
        let name = crate::problem::printable(&folder.to_string_lossy());
        match error.kind() {
            io::ErrorKind::NotFound => format!("The folder {name} does not exist. Correct the path."),
            io::ErrorKind::NotADirectory => format!("{name} is a file, not a folder. Correct the path."),
            io::ErrorKind::PermissionDenied => format!("You do not have permission to read the folder {name}."),
            _ => format!("The folder {name} could not be read: {error}."),
        }
    };
    let mut listing = Listing::default();
    for entry in std::fs::read_dir(folder).map_err(told)? {
        let Ok(entry) = entry else { continue };
        match entry.file_name().into_string() {
            Ok(name) if listing.entries.len() < MOST_ENTRIES => {
                let is_folder = match entry.file_type() {
                    Ok(kind) if kind.is_symlink() => super::is_folder(&entry.path()),
                    Ok(kind) => kind.is_dir(),
                    Err(_) => false,
                };
                listing.entries.push(Entry { name, is_folder });
            }
            Ok(_) | Err(_) => listing.left_out += 1,
        }
    }
    listing.entries.sort_by_cached_key(|entry| (entry.name.to_lowercase(), entry.name.clone()));
    Ok(listing)
}

/// What is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathKind {
    /// Nothing yet, in an existing folder.
    Nothing,
    /// Nothing, and its folder does not exist either.
    NoFolder,
    Folder,
    /// A file, or something used like one.
    File,
}

/// What is at a path.
pub(crate) fn kind(path: &Path) -> PathKind {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    match std::fs::metadata(path) {
        Ok(about) if about.is_dir() => PathKind::Folder,
        Ok(_) => PathKind::File,
        // A link that leads nowhere is in the way all the same.
        Err(_) if std::fs::symlink_metadata(path).is_ok() => PathKind::File,
        Err(_) if parent.is_none_or(super::is_folder) => PathKind::Nothing,
        Err(_) => PathKind::NoFolder,
    }
}

/// The user's home folder.
pub(crate) fn home() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|folders| folders.home_dir().to_owned())
}

/// Whether the system finds a program of this name.
pub(crate) fn has_program(name: &str) -> bool {
    let Some(folders) = std::env::var_os("PATH") else { return false };
    std::env::split_paths(&folders)
        .any(|folder| std::fs::metadata(folder.join(name)).is_ok_and(|about| about.is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_listed_by_name_with_its_folders_marked() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.ron", "A.ron", "日本.ron"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("a folder")).unwrap();
        let listing = list(folder.path()).unwrap();
        let told: Vec<_> = listing.entries.iter().map(|e| (e.name.as_str(), e.is_folder)).collect();
        assert_eq!(told, [("a folder", true), ("A.ron", false), ("b.ron", false), ("日本.ron", false)]);
        assert_eq!(listing.left_out, 0);
    }

    #[test]
    fn what_is_no_folder_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ron");
        std::fs::write(&file, "").unwrap();
        assert!(list(&folder.path().join("none")).unwrap_err().contains("does not exist"));
        assert!(list(&file).unwrap_err().contains("is a file, not a folder"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_no_text_are_left_out_and_links_to_folders_are_folders() {
        use std::os::unix::ffi::OsStrExt as _;
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(std::ffi::OsStr::from_bytes(b"\xff.ron")), "").unwrap();
        std::os::unix::fs::symlink("/", folder.path().join("root")).unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("broken")).unwrap();
        let listing = list(folder.path()).unwrap();
        let told: Vec<_> = listing.entries.iter().map(|e| (e.name.as_str(), e.is_folder)).collect();
        assert_eq!((told, listing.left_out), (vec![("broken", false), ("root", true)], 1));
    }

    #[test]
    fn what_a_path_leads_to_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("a"), "").unwrap();
        assert_eq!(kind(folder.path()), PathKind::Folder);
        assert_eq!((kind(&at("a")), kind(&at("b"))), (PathKind::File, PathKind::Nothing));
        assert_eq!((kind(&at("b/c")), kind(&at("a/c"))), (PathKind::NoFolder, PathKind::NoFolder));
    }

    #[test]
    fn programs_are_found_by_name() {
        assert!(has_program(if cfg!(windows) { "cmd.exe" } else { "sh" }));
        assert!(!has_program("no-such-program-anywhere"));
    }
}
