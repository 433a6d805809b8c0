//! Which note a link means: by its path, or by its name alone, as Obsidian finds it. Reads no notes.

use std::collections::HashMap;

/// The notes of a vault by name.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Paths from the vault's folder, without the ending.
    paths: Vec<String>,
    /// Notes by path, in lower case.
    by_path: HashMap<String, usize>,
    /// Notes by name alone, in lower case, those nearest to the vault's folder first.
    by_name: HashMap<String, Vec<usize>>,
}

/// A path without the ending of notes.
fn without_ending(path: &str) -> &str {
    let lower = path.to_ascii_lowercase();
    let ending = [".markdown", ".md"].into_iter().find(|ending| lower.ends_with(ending)).map_or(0, str::len);
    path.get(..path.len() - ending).unwrap_or(path)
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

impl Names {
    /// Of notes by their paths.
    pub(super) fn of<'p>(paths: impl Iterator<Item = &'p str>) -> Self {
        let full: Vec<String> = paths.map(|path| path.replace('\\', "/")).collect();
        // The folder that all lie in is the vault.
        let folder = |path: &String| path.rfind('/').map_or(0, |at| at + 1);
        let mut common: &str = full.first().map_or("", |path| path.get(..folder(path)).unwrap_or_default());
        for path in &full {
            while !path.starts_with(common) {
                let shorter = common.trim_end_matches('/').rfind('/').map_or(0, |at| at + 1);
                common = common.get(..shorter).unwrap_or_default();
            }
        }
        let short = full.iter().map(|path| without_ending(path.get(common.len()..).unwrap_or(path)).to_owned());
        let mut names = Names { paths: short.collect(), ..Names::default() };
        for (number, path) in names.paths.iter().enumerate() {
            names.by_path.entry(path.to_lowercase()).or_insert(number);
            names.by_name.entry(name(path).to_lowercase()).or_default().push(number);
        }
        for notes in names.by_name.values_mut() {
            notes.sort_by_key(|number| names.paths.get(*number).map_or(0, |path| path.matches('/').count()));
        }
        names
    }

    /// The name of a note's file, which is its title.
    pub(super) fn title(&self, number: usize) -> &str {
        self.paths.get(number).map_or("", |path| name(path))
    }

    /// The id of a note: its title where no other has the same, else its path.
    pub(super) fn id(&self, number: usize) -> &str {
        let title = self.title(number);
        let only = self.by_name.get(&title.to_lowercase()).is_some_and(|notes| notes.len() == 1);
        if only { title } else { self.paths.get(number).map_or("", String::as_str) }
    }

    /// The id of the note that a link in another means.
    pub(super) fn find(&self, link: &str, from: usize) -> Option<String> {
        let wanted = without_ending(link.trim().trim_start_matches('/')).to_lowercase();
        let folder = self.paths.get(from).and_then(|path| path.rsplit_once('/')).map_or("", |(folder, _)| folder);
        let beside = joined(&folder.to_lowercase(), &wanted);
        let by_path = || self.by_path.get(&wanted).or_else(|| beside.as_ref().and_then(|path| self.by_path.get(path)));
        // A path may leave out folders at its beginning.
        let ends = |number: &&usize| {
            let path = self.paths.get(**number).map(|path| path.to_lowercase()).unwrap_or_default();
            path.strip_suffix(&wanted).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        };
        // How many notes of one name are looked at.
        const MOST: usize = 1_000;
        let by_name = || self.by_name.get(name(&wanted)).and_then(|notes| notes.iter().take(MOST).find(ends));
        by_path().or_else(by_name).map(|number| self.id(*number).to_owned())
    }

    /// The id of a note that is not there.
    pub(super) fn unknown(&self, link: &str) -> String {
        let id = without_ending(link.trim().trim_start_matches('/'));
        if id.is_empty() { link.to_owned() } else { id.to_owned() }
    }
}

/// A path from a folder; `None` if it leads out of the vault.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_find_notes_by_path_and_by_name() {
        let paths = ["/v/People/Anna.md", "/v/Bert.md", "/v/Old/Bert.md", "/v/People/x/Cleo.markdown"];
        let names = Names::of(paths.into_iter());
        let find = |link: &str, from| names.find(link, from);
        assert_eq!((names.id(0), names.id(1), names.id(2), names.title(3)), ("Anna", "Bert", "Old/Bert", "Cleo"));
        assert_eq!(find("anna", 1).as_deref(), Some("Anna"));
        assert_eq!(find("Bert", 0).as_deref(), Some("Bert"), "the one nearest to the folder");
        assert_eq!(find("Bert", 2).as_deref(), Some("Bert"));
        assert_eq!(find("Old/Bert", 0).as_deref(), Some("Old/Bert"));
        assert_eq!(find("../Bert.md", 0).as_deref(), Some("Bert"));
        assert_eq!(find("x/Cleo", 1).as_deref(), Some("Cleo"));
        assert_eq!(find("../../../etc/passwd", 0), None);
        assert_eq!(names.unknown("Folder/New.md"), "Folder/New");
    }
}
