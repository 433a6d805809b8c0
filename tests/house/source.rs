//! The files under `src/` as text: their code without comments, strings and unit tests, and the paths
//! (`crate::a::b`, `super::c`, use trees taken apart) that they mention. Knows no rule of the house.

use std::fs;
use std::path::{Path, PathBuf};

pub(super) struct Source {
    pub path: PathBuf,
    pub text: String,
}

/// A path with the names it consists of.
#[derive(Debug, PartialEq)]
pub(super) struct Mention {
    pub line: usize,
    /// As written, but for `super` in modules inside the file, which is the file itself.
    pub names: Vec<String>,
    /// The name that a `use` gives it here.
    pub imported_as: Option<String>,
    /// The `use` hands it on to others.
    pub exported: bool,
}

impl Source {
    /// All of `src/`, in the order of their paths.
    pub(super) fn all() -> Vec<Source> {
        fn walk(folder: &Path, out: &mut Vec<Source>) {
            let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
            entries.sort();
            for path in entries {
                if path.is_dir() {
                    walk(&path, out);
                } else if path.extension().is_some_and(|e| e == "rs") {
                    let text = fs::read_to_string(&path).unwrap();
                    out.push(Source { path, text });
                }
            }
        }
        let mut out = Vec::new();
        walk(Path::new("src"), &mut out);
        assert!(out.len() > 20, "the test runs in the package's folder");
        out
    }

    /// Its path, for messages.
    pub(super) fn name(&self) -> String {
        self.path.display().to_string().replace('\\', "/")
    }

    /// The module that the file is: `["dossier", "model"]` for `src/dossier/model/mod.rs`.
    pub(super) fn module(&self) -> Vec<String> {
        let inside = self.path.strip_prefix("src").expect("all are in src").with_extension("");
        let names = inside.components().map(|c| c.as_os_str().to_string_lossy().into_owned());
        names.filter(|name| !["mod", "lib", "main"].contains(&name.as_str())).collect()
    }

    /// The code with its unit tests. Line numbers stay.
    pub(super) fn code(&self) -> String {
        code_of(&self.text)
    }

    /// The code without its unit tests.
    pub(super) fn product_code(&self) -> String {
        let end = self.text.find("\n#[cfg(test)]\nmod ").unwrap_or(self.text.len());
        code_of(&self.text[..end])
    }

    /// The modules in files of their own that are built for tests alone.
    pub(super) fn test_modules(&self) -> Vec<Vec<String>> {
        let declared = self.text.split("#[cfg(test)]\nmod ").skip(1);
        let names = declared.filter_map(|rest| rest.split_once(';')).map(|(name, _)| name.trim().to_owned());
        names.map(|name| [self.module(), vec![name]].concat()).collect()
    }
}

/// The path from the crate's root on that these names mean in a module; `None` unless they begin with
/// `crate`, `self` or `super`.
pub(super) fn from_root(module: &[String], names: &[String]) -> Option<Vec<String>> {
    let relative = |name: &&String| ["self", "super"].contains(&name.as_str());
    match names.iter().take_while(relative).count() {
        0 => names.strip_prefix(&["crate".to_owned()]).map(<[String]>::to_vec),
        count => {
            let up = names[..count].iter().filter(|name| *name == "super").count();
            Some([&module[..module.len().checked_sub(up)?], &names[count..]].concat())
        }
    }
}

/// Rust with blanks for comments and for what is in quotes.
fn code_of(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(raw) = raw_string(rest) {
            raw
        } else if next == '"' {
            quoted(rest, '"')
        } else if next == '\'' && (rest[1..].starts_with('\\') || rest.chars().nth(2) == Some('\'')) {
            quoted(rest, '\'')
        } else {
            out.push(next);
            rest = &rest[next.len_utf8()..];
            continue;
        };
        out.extend(rest[..length].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = &rest[length..];
    }
    out
}

/// The length of a quotation with its quotes.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

/// The length of the raw string that begins here.
fn raw_string(text: &str) -> Option<usize> {
    let hashes = text.strip_prefix('r')?;
    let inside = hashes.trim_start_matches('#').strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes.len() - inside.len() - 1));
    let at = text.len() - inside.len();
    Some(inside.find(&end).map_or(text.len(), |found| at + found + end.len()))
}

/// Names and signs of Rust, each with its line; `::` is one sign.
fn tokens(code: &str) -> Vec<(usize, &str)> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let (mut out, mut rest, mut line) = (Vec::new(), code, 1);
    while let Some(next) = rest.chars().next() {
        let length = match next {
            _ if is_name(next) => rest.find(|c| !is_name(c)).unwrap_or(rest.len()),
            ':' if rest.starts_with("::") => 2,
            _ => next.len_utf8(),
        };
        line += usize::from(next == '\n');
        if !next.is_whitespace() {
            out.push((line, &rest[..length]));
        }
        rest = &rest[length..];
    }
    out
}

/// Every path of two names and more in this code, and whatever a `use` names.
pub(super) fn mentions(code: &str) -> Vec<Mention> {
    let mut reader = Reader { tokens: tokens(code), at: 0, out: Vec::new() };
    // Where the brackets of modules inside the file close.
    let (mut depth, mut modules) = (0usize, Vec::new());
    while let Some(&(_, token)) = reader.tokens.get(reader.at) {
        let before = reader.out.len();
        match token {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            "mod" if reader.token(2) == "{" => modules.push(depth),
            "use" => reader.use_item(),
            _ if starts_name(token) => reader.path(),
            _ => {}
        }
        for mention in &mut reader.out[before..] {
            let up = mention.names.iter().take_while(|name| *name == "super").count().min(modules.len());
            if up > 0 {
                mention.names.splice(..up, ["self".to_owned()]);
            }
        }
        if token == "}" && modules.last() == Some(&depth) {
            modules.pop();
        }
        reader.at += 1;
    }
    reader.out
}

fn starts_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

struct Reader<'c> {
    tokens: Vec<(usize, &'c str)>,
    at: usize,
    out: Vec<Mention>,
}

impl Reader<'_> {
    fn token(&self, further: usize) -> &str {
        self.tokens.get(self.at + further).map_or("", |(_, token)| token)
    }

    /// A path outside of a `use`; stays at its last name.
    fn path(&mut self) {
        let (line, first) = self.tokens[self.at];
        let mut names = vec![first.to_owned()];
        while self.token(1) == "::" && starts_name(self.token(2)) {
            names.push(self.token(2).to_owned());
            self.at += 2;
        }
        if names.len() > 1 {
            self.out.push(Mention { line, names, imported_as: None, exported: false });
        }
    }

    /// A `use` with its tree; stays at the semicolon.
    fn use_item(&mut self) {
        let exported = self.at > 0 && ["pub", ")"].contains(&self.tokens[self.at - 1].1);
        self.at += 1;
        self.tree(&mut Vec::new(), exported);
    }

    /// One use tree (`a::b`, `a::{b, c as d}`, `*`); stays after it.
    fn tree(&mut self, before: &mut Vec<String>, exported: bool) {
        let Some(&(line, token)) = self.tokens.get(self.at) else { return };
        self.at += 1;
        if token == "{" {
            while !["}", ""].contains(&self.token(0)) {
                self.tree(before, exported);
                self.at += usize::from(self.token(0) == ",");
            }
            self.at += 1;
            return;
        }
        before.push(token.to_owned());
        if self.token(0) == "::" {
            self.at += 1;
            self.tree(before, exported);
        } else {
            let renamed = self.token(0) == "as";
            let own = if token == "self" { before.iter().rev().nth(1) } else { before.last() };
            let name = if renamed { Some(self.token(1).to_owned()) } else { own.cloned() };
            self.at += if renamed { 2 } else { 0 };
            let mut names = before.clone();
            // `a::{self}` is `a`.
            names.truncate(if token == "self" && names.len() > 1 { names.len() - 1 } else { names.len() });
            self.out.push(Mention { line, names, imported_as: name, exported });
        }
        before.pop();
    }
}

#[test]
fn mentions_are_seen_wherever_they_are_written() {
    let code = code_of(
        "use crate::dossier::{model::{Day, Date as D}, storage};\n\
         pub(crate) use self::own::Thing; // crate::no::comment\n\
         fn f() { crate::window::app::open(\"crate::no::string\", '\"', r#\"crate::\"no\"#); child::g::<T>() }\n\
         mod inner { use super::Thing; fn h() { super::super::up() } }\n\
         fn i<'a>() { super::k() }",
    );
    let seen: Vec<String> = mentions(&code)
        .iter()
        .map(|m| {
            let name = m.imported_as.as_ref().map(|name| format!(" = {name}")).unwrap_or_default();
            format!("{} {}{name}{}", m.line, m.names.join("::"), if m.exported { " for all" } else { "" })
        })
        .collect();
    let expected = [
        "1 crate::dossier::model::Day = Day",
        "1 crate::dossier::model::Date = D",
        "1 crate::dossier::storage = storage",
        "2 self::own::Thing = Thing for all",
        "3 crate::window::app::open",
        "3 child::g",
        "4 self::Thing = Thing",
        "4 self::super::up",
        "5 super::k",
    ];
    assert_eq!(seen, expected);
}
