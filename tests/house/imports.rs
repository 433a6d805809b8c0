//! Which file takes names from which: each path is followed through imports and re-exports to the file
//! that has what it names, as far as the text shows it (methods and macros are not seen). From this,
//! the circles. A folder's `mod.rs` and what is below it count as one module, as a registry and its
//! members are: what a file takes from the head of its own folder makes no circle.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Mention, Source, from_root, mentions};

/// Longest chain of re-exports that is followed.
const MOST_STEPS: usize = 12;

pub(super) struct Imports {
    /// Names of files, for messages.
    names: Vec<String>,
    modules: Vec<Vec<String>>,
    /// The same, the other way round.
    files: BTreeMap<Vec<String>, usize>,
    mentions: Vec<Vec<Mention>>,
    /// What each file takes from others: files by their number.
    arrows: Vec<BTreeSet<usize>>,
}

impl Imports {
    /// Of all files but `main.rs`, which is a crate of its own, and those built for tests alone.
    pub(super) fn of(sources: &[Source]) -> Imports {
        let tests: Vec<Vec<String>> = sources.iter().flat_map(Source::test_modules).collect();
        let for_tests = |s: &Source| tests.iter().any(|test| s.module().starts_with(test));
        let sources: Vec<&Source> =
            sources.iter().filter(|s| !s.name().ends_with("src/main.rs") && !for_tests(s)).collect();
        let modules: Vec<Vec<String>> = sources.iter().map(|s| s.module()).collect();
        let codes: Vec<String> = sources.iter().map(|s| s.product_code()).collect();
        let mut imports = Imports {
            names: sources.iter().map(|s| s.name()).collect(),
            files: modules.iter().cloned().zip(0..).collect(),
            modules,
            mentions: codes.iter().map(|code| mentions(code)).collect(),
            arrows: Vec::new(),
        };
        imports.arrows = (0..sources.len()).map(|file| imports.taken_by(file, &codes)).collect();
        imports
    }

    fn taken_by(&self, file: usize, codes: &[String]) -> BTreeSet<usize> {
        let words =
            |name: &str| codes[file].split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| *w == name).count();
        let mut out = BTreeSet::new();
        for mention in &self.mentions[file] {
            // What is only handed on is taken by whoever asks for it.
            if mention.exported && mention.imported_as.as_ref().is_some_and(|name| words(name) < 2) {
                continue;
            }
            let Some((other, true)) = self.target(file, &mention.names, MOST_STEPS) else { continue };
            let its_head = self.modules[file].starts_with(&self.modules[other]);
            if other != file && !its_head {
                out.insert(other);
            }
        }
        out
    }

    /// The file that has what a path names, and whether it names something in it rather than the
    /// module itself; `None` for what is not ours.
    fn target(&self, file: usize, names: &[String], steps: usize) -> Option<(usize, bool)> {
        let path = self.absolute(file, names, steps)?;
        let depth = (0..=path.len()).rev().find(|depth| self.files.contains_key(&path[..*depth]))?;
        let other = self.files[&path[..depth]];
        let Some(name) = path.get(depth) else { return Some((other, false)) };
        let import = self.mentions[other].iter().find(|m| m.imported_as.as_deref() == Some(name.as_str()));
        match import {
            // A name may be an import of itself in another file only.
            Some(import) if steps > 0 && import.names != names => {
                let further = [&import.names[..], &path[depth + 1..]].concat();
                self.target(other, &further, steps - 1).or(Some((other, true)))
            }
            _ => Some((other, true)),
        }
    }

    /// A path from the crate's root on.
    fn absolute(&self, file: usize, names: &[String], steps: usize) -> Option<Vec<String>> {
        let module = &self.modules[file];
        if let Some(path) = from_root(module, names) {
            return Some(path);
        }
        let (first, rest) = names.split_first()?;
        let child = [&module[..], std::slice::from_ref(first)].concat();
        if self.files.contains_key(&child) {
            return Some([child, rest.to_vec()].concat());
        }
        let import = self.mentions[file].iter().find(|m| m.imported_as.as_ref() == Some(first) && m.names != names)?;
        let further = [&import.names[..], rest].concat();
        (steps > 0).then(|| self.absolute(file, &further, steps - 1)).flatten()
    }

    /// Files that take names from each other, all round: each circle sorted, the circles too.
    pub(super) fn circles(&self) -> Vec<Vec<&str>> {
        let reached: Vec<BTreeSet<usize>> = (0..self.arrows.len()).map(|file| self.reached_from(file)).collect();
        let mut out = BTreeSet::new();
        for (file, there) in reached.iter().enumerate() {
            let round: Vec<&str> = there
                .iter()
                .filter(|other| reached[**other].contains(&file))
                .map(|o| self.names[*o].as_str())
                .collect();
            if round.len() > 1 {
                out.insert(round);
            }
        }
        out.into_iter().collect()
    }

    fn reached_from(&self, file: usize) -> BTreeSet<usize> {
        let (mut out, mut next) = (BTreeSet::new(), vec![file]);
        while let Some(file) = next.pop() {
            next.extend(self.arrows[file].iter().filter(|other| out.insert(**other)));
        }
        out
    }
}

#[test]
fn a_path_is_followed_to_the_file_that_has_what_it_names() {
    let source = |path: &str, text: &str| Source { path: path.into(), text: text.to_owned() };
    let sources = [
        source("src/lib.rs", "pub mod low; pub mod list;"),
        source("src/low/mod.rs", "mod thing; pub use thing::Thing; pub use self::thing::only_handed_on;"),
        source("src/low/thing.rs", "use super::other::helper; pub struct Thing; fn only_handed_on() {}"),
        source("src/low/other.rs", "use crate::low; fn helper(_: low::Thing) {}"),
        source("src/list/mod.rs", "mod a; pub trait T {} pub const ALL: &[&dyn T] = &[&a::A];"),
        source("src/list/a.rs", "use super::T; pub struct A; impl T for A {}"),
        source("src/tried/mod.rs", "#[cfg(test)]\nmod tests;\nuse crate::tried::Own; struct Own;"),
        source("src/tried/tests.rs", "use crate::list::a::A;"),
        source(
            "src/far.rs",
            "use crate::tried::Own; use crate::low::only_handed_on as f; fn g() { std::mem::take(); }",
        ),
    ];
    let imports = Imports::of(&sources);
    assert_eq!(imports.circles(), [["src/low/thing.rs", "src/low/other.rs"]]);
    let arrows = |name: &str| {
        let file = imports.names.iter().position(|n| n == name).unwrap();
        imports.arrows[file].iter().map(|other| imports.names[*other].as_str()).collect::<Vec<_>>()
    };
    assert_eq!(arrows("src/low/mod.rs"), [""; 0], "re-exports alone");
    assert_eq!(arrows("src/list/mod.rs"), ["src/list/a.rs"]);
    assert_eq!(arrows("src/far.rs"), ["src/low/thing.rs", "src/tried/mod.rs"]);
}
