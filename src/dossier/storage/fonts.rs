//! Font files that are installed on this system: which folders hold them, in which order they are told, and reading parts
//! of them. What is in a font is not known here.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// Names folders in place of those of the system, like `PATH`: for tests, and for a collection of fonts that is the same
/// on each machine.
pub(crate) const FONTS_VARIABLE: &str = "CHANCERY_FONTS";
/// Folders inside each other that are looked into.
const DEEPEST: usize = 8;
/// Entries of all folders together that are looked at. A folder that alone has more is passed over, because which of them
/// come first is up to the system.
const MOST_ENTRIES: usize = 20_000;
/// What files of OpenType fonts end with.
const EXTENSIONS: &[&str] = &["ttf", "otf", "ttc", "otc"];

/// A file that is named like a font.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct InstalledFile {
    path: PathBuf,
    /// In bytes.
    length: u64,
}

impl InstalledFile {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// In bytes, as it was when it was found.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// So many bytes from a place on; `None` if it does not have them.
    pub(crate) fn read(&self, at: u64, length: usize) -> Option<Vec<u8>> {
        if at.checked_add(length as u64)? > self.length {
            return None;
        }
        let mut file = File::open(&self.path).ok()?;
        file.seek(SeekFrom::Start(at)).ok()?;
        let mut bytes = Vec::with_capacity(length);
        file.take(length as u64).read_to_end(&mut bytes).ok()?;
        (bytes.len() == length).then_some(bytes)
    }
}

/// The font files of this system, by their paths.
pub(crate) fn installed_fonts() -> Vec<InstalledFile> {
    fonts_in(&folders())
}

/// The font files in folders and in those inside them, by their paths.
pub(crate) fn fonts_in(folders: &[PathBuf]) -> Vec<InstalledFile> {
    let (mut found, mut left) = (Vec::new(), MOST_ENTRIES);
    folders.iter().for_each(|folder| walk(folder, DEEPEST, &mut left, &mut found));
    found.sort_unstable();
    found.dedup();
    found
}

fn walk(folder: &Path, depth: usize, left: &mut usize, found: &mut Vec<InstalledFile>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.take(MOST_ENTRIES + 1).flatten().map(|entry| entry.path()).collect();
    if paths.len() > *left {
        return;
    }
    *left -= paths.len();
    paths.sort_unstable();
    for path in paths {
        // Pipes and devices are no files, and are never opened.
        let Ok(known) = std::fs::metadata(&path) else { continue };
        if known.is_dir() && depth > 0 {
            walk(&path, depth - 1, left, found);
        } else if known.is_file() && is_font(&path) {
            found.push(InstalledFile { length: known.len(), path });
        }
    }
}

fn is_font(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
}

/// The folders in which systems keep fonts: the person's, then those of all.
fn folders() -> Vec<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(list) = variable(FONTS_VARIABLE) {
        return std::env::split_paths(&list).collect();
    }
    let mut all = Vec::new();
    if let Some(dirs) = directories::UserDirs::new() {
        all.extend(dirs.font_dir().map(Path::to_owned));
        if cfg!(all(unix, not(target_os = "macos"))) {
            all.push(dirs.home_dir().join(".fonts"));
        }
    }
    if cfg!(windows) {
        all.extend(variable("LOCALAPPDATA").map(|local| PathBuf::from(local).join("Microsoft\\Windows\\Fonts")));
        all.extend(variable("WINDIR").map(|windows| PathBuf::from(windows).join("Fonts")));
    } else if cfg!(target_os = "macos") {
        all.extend(["/Library/Fonts", "/System/Library/Fonts"].map(PathBuf::from));
    } else {
        let data = variable("XDG_DATA_DIRS").unwrap_or_else(|| "/usr/local/share:/usr/share".into());
        all.extend(std::env::split_paths(&data).map(|folder| folder.join("fonts")));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_path_in_folders_of_folders_and_read_in_parts() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("b/c");
        std::fs::create_dir_all(&deep).unwrap();
        for (name, text) in [("z.ttf", "zz"), ("b/c/a.TTC", "0123456789"), ("b/notes.txt", "no font"), ("a.otf", "")] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let folders = [folder.path().to_owned(), deep, folder.path().join("nowhere")];
        let found = fonts_in(&folders);
        let names: Vec<_> = found.iter().map(|file| file.path().strip_prefix(folder.path()).unwrap()).collect();
        assert_eq!(names, ["a.otf", "b/c/a.TTC", "z.ttf"].map(Path::new), "each once, though a folder is named twice");
        assert_eq!(found[1].read(3, 4).as_deref(), Some(&b"3456"[..]));
        assert_eq!((found[1].read(8, 4), found[1].read(u64::MAX, 2), found[0].read(0, 1)), (None, None, None));
        std::fs::write(found[1].path(), "short").unwrap();
        assert_eq!(found[1].read(3, 4), None, "it has become shorter meanwhile");
    }

    #[cfg(unix)]
    #[test]
    fn folders_that_lead_into_themselves_come_to_an_end() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["one", "two", "three"] {
            std::os::unix::fs::symlink(folder.path(), folder.path().join(name)).unwrap();
        }
        std::fs::write(folder.path().join("a.ttf"), "a").unwrap();
        assert!(fonts_in(&[folder.path().to_owned()]).len() <= MOST_ENTRIES);
    }
}
