//! A path while it is typed: which folder it leads to, which entries continue it, and what `Tab` makes
//! of it. Nothing here asks the disk.

use std::path::{Path, PathBuf, is_separator};

use unicode_normalization::UnicodeNormalization as _;

use super::request::FileRequest;
use crate::dossier::storage::lookup::{Entry, Listing};

/// A typed path in two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TypedPath<'a> {
    /// Up to the last separator.
    pub(super) folder: PathBuf,
    /// What stands before the name, as it is typed.
    pub(super) head: &'a str,
    /// The rest: the beginning of a name.
    pub(super) name: &'a str,
}

impl TypedPath<'_> {
    /// The whole path.
    pub(super) fn path(&self) -> PathBuf {
        if self.name.is_empty() { self.folder.clone() } else { self.folder.join(self.name) }
    }
}

/// Takes a typed path apart. It goes from `base` unless it begins at the root, and from the person's
/// own folder where it begins with `~`.
pub(super) fn split<'a>(typed: &'a str, base: &Path, home: Option<&Path>) -> TypedPath<'a> {
    let typed = typed.trim_start();
    let (head, name) = typed.split_at(typed.rfind(is_separator).map_or(0, |at| at + 1));
    let rest = head.strip_prefix('~').filter(|rest| rest.starts_with(is_separator));
    let folder = match (rest, home) {
        (Some(rest), Some(home)) => home.join(rest.trim_start_matches(is_separator)),
        _ => base.join(head),
    };
    TypedPath { folder, head, name }
}

/// The text that leads into a folder of this name.
pub(super) fn into_folder(head: &str, name: &str) -> String {
    format!("{head}{name}{}", std::path::MAIN_SEPARATOR)
}

/// Entries that continue a name: folders first, then files that fit, then, where they may be chosen,
/// others. What begins with the name comes before what has it somewhere.
pub(super) fn continued(listing: &Listing, name: &str, request: &FileRequest) -> Vec<Entry> {
    let typed = folded(name);
    let rank = |entry: &Entry| {
        // Hidden files are for those who begin to type their name.
        if entry.name.starts_with('.') && !name.starts_with('.') {
            return None;
        }
        let have = folded(&entry.name);
        let begins = have.starts_with(&typed);
        let sort = match (entry.is_folder, request.fits(&entry.name)) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        };
        ((begins || have.contains(&typed)) && (sort < 2 || request.any)).then_some((!begins, sort))
    };
    let mut ranked: Vec<((bool, u8), &Entry)> = listing.entries.iter().filter_map(|e| Some((rank(e)?, e))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, entry)| entry.clone()).collect()
}

/// What `Tab` makes of a typed path: the chosen entry, or else as much as all that continue it have in
/// common. `None` where that is no more than stands there.
pub(super) fn completed(head: &str, name: &str, entries: &[Entry], chosen: Option<usize>) -> Option<String> {
    let whole = |entry: &Entry| match entry.is_folder {
        true => into_folder(head, &entry.name),
        false => format!("{head}{}", entry.name),
    };
    if let Some(entry) = chosen.and_then(|chosen| entries.get(chosen)) {
        return Some(whole(entry));
    }
    let typed = folded(name);
    let begins = |entry: &&Entry| folded(&entry.name).starts_with(&typed);
    let fitting: Vec<&Entry> = match entries.iter().filter(begins).collect::<Vec<_>>() {
        none if none.is_empty() => entries.iter().collect(),
        some => some,
    };
    if let [only] = fitting[..] {
        return Some(whole(only));
    }
    let mut common: Vec<char> = fitting.first()?.name.chars().collect();
    for entry in &fitting[1..] {
        let same = common.iter().zip(entry.name.chars()).take_while(|(a, b)| folded_char(**a) == folded_char(*b));
        let length = same.count();
        common.truncate(length);
    }
    (common.len() > name.chars().count()).then(|| format!("{head}{}", common.into_iter().collect::<String>()))
}

/// A name as names are compared: without case, and however its accents are written.
fn folded(name: &str) -> String {
    name.nfc().flat_map(char::to_lowercase).collect()
}

fn folded_char(c: char) -> String {
    c.to_lowercase().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(any: bool) -> FileRequest {
        FileRequest { task: "", title: "", filter: ("Dossier".to_owned(), vec!["ron"]), any, folder: None, name: None }
    }

    fn listing(names: &[&str]) -> Listing {
        let entry = |name: &&str| Entry { name: name.trim_end_matches('/').to_owned(), is_folder: name.ends_with('/') };
        Listing { entries: names.iter().map(entry).collect(), left_out: 0 }
    }

    fn names(entries: &[Entry]) -> Vec<&str> {
        entries.iter().map(|entry| entry.name.as_str()).collect()
    }

    #[cfg(unix)]
    #[test]
    fn a_path_is_taken_apart_at_its_last_separator() {
        let (base, home) = (Path::new("/base"), Path::new("/home/me"));
        for (typed, folder, name) in [
            ("", "/base/", ""),
            ("a", "/base/", "a"),
            ("sub/a", "/base/sub/", "a"),
            ("/etc/a b", "/etc/", "a b"),
            ("  /etc/a", "/etc/", "a"),
            ("~/notes/a", "/home/me/notes/", "a"),
            ("~", "/base/", "~"),
            ("~you/a", "/base/~you/", "a"),
            ("../a", "/base/../", "a"),
            ("/", "/", ""),
        ] {
            let split = split(typed, base, Some(home));
            assert_eq!((split.folder.as_path(), split.name), (Path::new(folder), name), "{typed}");
        }
        assert_eq!(split("~/a", base, None).folder, Path::new("/base/~/"));
    }

    #[test]
    fn folders_come_first_then_what_fits_and_hidden_files_only_when_asked_for() {
        let all = listing(&[".git/", ".hidden.ron", "a.ron", "a.txt", "b.ron", "data/"]);
        assert_eq!(names(&continued(&all, "", &request(false))), ["data", "a.ron", "b.ron"]);
        assert_eq!(names(&continued(&all, "", &request(true))), ["data", "a.ron", "b.ron", "a.txt"]);
        assert_eq!(names(&continued(&all, ".", &request(false)))[..2], [".git", ".hidden.ron"]);
        // What has the letters somewhere comes after what begins with them.
        assert_eq!(names(&continued(&all, "A", &request(true))), ["a.ron", "a.txt", "data"]);
        assert!(continued(&all, "zz", &request(true)).is_empty());
    }

    #[test]
    fn tab_takes_what_is_chosen_or_what_all_have_in_common() {
        let sep = std::path::MAIN_SEPARATOR;
        let all = continued(&listing(&["Crime 2014.ron", "crime 2015.ron", "Notes/"]), "", &request(false));
        let some = continued(&listing(&["Crime 2014.ron", "crime 2015.ron"]), "cr", &request(false));
        assert_eq!(completed("x/", "cr", &some, None).as_deref(), Some("x/Crime 201"));
        assert_eq!(completed("x/", "Crime 201", &some, None), None);
        assert_eq!(completed("x/", "cr", &some, Some(1)).as_deref(), Some("x/crime 2015.ron"));
        assert_eq!(completed("", "no", &all[..1], None), Some(format!("Notes{sep}")));
        assert_eq!(completed("", "", &all, None), None);
        assert_eq!(completed("", "q", &[], None), None);
        // A name that is only in the middle of one file is completed too.
        let one = continued(&listing(&["asean-crime.ron"]), "crime", &request(false));
        assert_eq!(completed("", "crime", &one, None).as_deref(), Some("asean-crime.ron"));
    }

    #[test]
    fn accents_are_found_however_they_are_written() {
        let all = listing(&["Cafe\u{301}.ron", "ÉTÉ.ron"]);
        assert_eq!(names(&continued(&all, "caf\u{e9}", &request(false))), ["Cafe\u{301}.ron"]);
        assert_eq!(names(&continued(&all, "e\u{301}t", &request(false))), ["ÉTÉ.ron"]);
    }
}
