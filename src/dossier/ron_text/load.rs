//! From bytes to parsed files: the main one and what it includes, each at most once, inside its
//! folder, within limits. What a file says beyond its `include` list is not looked at here.

use std::sync::Arc;

use super::conflict::{Conflict, conflicts, first_sides};
use super::file_text::FileText;
use super::parser::parse;
use super::place::LineIndex;
use super::read::Staging;
use super::reuse::Before;
use super::stream::stream;
use super::syntax::SyntaxErrors;
use super::tree::{NodeId, NodeKind, Tree};
use crate::dossier::model::path;
use crate::problem::{Problem, Severity, codes};

/// How large all files of a dossier together may be.
pub(crate) const MAX_BYTES: usize = 256 << 20;
/// How many files a dossier may have.
pub(crate) const MAX_FILES: usize = 64;
/// How many includes may lead to one another.
pub(crate) const MAX_INCLUDE_DEPTH: usize = 16;

/// Fetches the bytes of an included file by its path as written (already judged to lie inside
/// the folder), or says why that cannot be.
pub(crate) type Fetch<'a> = dyn Fn(&str) -> Result<Vec<u8>, Problem> + 'a;

/// Parses the main file and all it includes; records are staged one by one.
pub(crate) fn load(
    name: &str,
    bytes: &[u8],
    fetch: &Fetch<'_>,
    staging: &mut Staging<'_>,
    before: Option<&Before<'_>>,
) -> Vec<FileText> {
    let mut loader = Loader { files: Vec::new(), fetch, staging, before, bytes_left: MAX_BYTES };
    // The main file's own name as an include would write it, to notice a circle.
    let own = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    loader.file(Arc::from(name), bytes, &mut vec![own]);
    loader.files
}

struct Loader<'a, 'r, 'p> {
    files: Vec<FileText>,
    fetch: &'a Fetch<'a>,
    staging: &'r mut Staging<'p>,
    before: Option<&'a Before<'a>>,
    bytes_left: usize,
}

impl Loader<'_, '_, '_> {
    /// Parses one file, then what it includes. `chain` holds the paths that led here.
    fn file(&mut self, name: Arc<str>, bytes: &[u8], chain: &mut Vec<String>) {
        let number = self.files.len();
        if bytes.len() > self.bytes_left {
            let message = format!("the files of this dossier are larger than {} MiB together", MAX_BYTES >> 20);
            self.staging.reader.problems.add(number, Problem::error(codes::TOO_LARGE, message));
            let file = Self::parsed(number, name, String::new(), true);
            self.files.push(file);
            return;
        }
        self.bytes_left -= bytes.len();
        let (text, bad_byte): (Arc<str>, _) = match std::str::from_utf8(bytes) {
            Ok(text) => (text.into(), None),
            Err(error) => (replace_bad_bytes(bytes.to_vec()).into(), Some(error.valid_up_to())),
        };
        let lines = Arc::new(LineIndex::new(&text));
        let nothing = Tree { tokens: Vec::new(), nodes: Vec::new() };
        let broken = bad_byte.is_some();
        let mut file = FileText { number, name, text, tree: nothing, lines, broken };
        let mut errors = SyntaxErrors::default();
        let mut frame = self.stream(&file);
        let unsolved = self.unsolved(&mut file, &mut frame);
        match frame {
            Some(frame) => file.tree = frame,
            None => {
                self.staging.forget(number);
                (file.tree, errors) = parse(&file.text);
                file.broken |= !errors.is_empty();
            }
        }
        unsolved.into_iter().for_each(|problem| self.staging.reader.problems.add(number, problem));
        if let Some(at) = bad_byte {
            let problem =
                Problem::error(codes::NOT_UTF8, "the file is not UTF-8 text: this byte belongs to no character")
                    .with_help("save the file as UTF-8; other bytes of this sort are read as `?`");
            self.staging.reader.problems.at(&file, (at, at + 1), None, problem);
        }
        for error in &errors.list {
            let mut problem = Problem::error(error.code, error.message.clone());
            problem.help.clone_from(&error.help);
            problem.help_is_code = error.code == codes::SYNTAX;
            self.staging.reader.problems.at(&file, error.bytes, None, problem);
        }
        self.staging.reader.problems.count_more(number, Severity::Error, errors.more);
        let includes = include_list(&file);
        self.files.push(file);
        for node in includes {
            self.include(number, node, chain);
        }
    }

    /// Looks for unsolved conflicts. In a text that reads in spite of their marks they are worth a
    /// warning; in any other they are what is wrong with it, and it is read once more with the first
    /// side of each. The file is not saved over then.
    fn unsolved(&mut self, file: &mut FileText, frame: &mut Option<Tree>) -> Vec<Problem> {
        let mut found = conflicts(&file.text);
        if frame.is_some() {
            found.retain(Conflict::is_whole);
        }
        let told = |conflict: &Conflict| Problem {
            severity: if frame.is_some() { Severity::Warning } else { Severity::Error },
            ..conflict.problem().with_place(file.place(conflict.bytes))
        };
        let told: Vec<Problem> = found.iter().map(told).collect();
        if frame.is_none() && !found.is_empty() {
            self.staging.forget(file.number);
            file.text = first_sides(&file.text, &found).into();
            file.broken = true;
            *frame = self.stream(file);
        }
        told
    }

    /// Reads the records of a file one by one.
    fn stream(&mut self, file: &FileText) -> Option<Tree> {
        let mut known = self.before.and_then(|before| before.file(file.number, &file.name));
        let staging = std::cell::RefCell::new(&mut *self.staging);
        let nothing = || Tree { tokens: Vec::new(), nodes: Vec::new() };
        let mut record = file.with_tree(nothing());
        let mut on_record = |list, tree| {
            record.tree = tree;
            if let Some(node) = record.tree.root() {
                staging.borrow_mut().take(&record, list, node);
            }
            std::mem::replace(&mut record.tree, nothing())
        };
        let mut again = |list, at: usize| {
            let mut take = |record, span| staging.borrow_mut().take_again(file.number, record, span);
            known.as_mut()?.run(list, &file.text, at, &mut take)
        };
        stream(&file.text, &mut on_record, &mut again)
    }

    fn parsed(number: usize, name: Arc<str>, text: String, broken: bool) -> FileText {
        let (tree, _) = parse(&text);
        let lines = Arc::new(LineIndex::new(&text));
        FileText { number, name, text: text.into(), tree, lines, broken }
    }

    /// Follows one entry of an include list.
    fn include(&mut self, from: usize, node: NodeId, chain: &mut Vec<String>) {
        // What is no text is reported where the list is read as a field.
        let Some(written) = self.files[from].text_of(node).map(std::borrow::Cow::into_owned) else { return };
        if let Err((message, help)) = self.try_include(&written, chain) {
            let mut problem = Problem::error(codes::BAD_INCLUDE, message);
            problem.help = help;
            let file = &self.files[from];
            self.staging.reader.problems.at(file, file.bytes(node), None, problem);
        }
    }

    fn try_include(&mut self, written: &str, chain: &mut Vec<String>) -> Result<(), (String, Option<String>)> {
        let plain = |message: String| (message, None);
        let folder = chain.last().and_then(|path| path.rsplit_once('/')).map(|(folder, _)| folder);
        let path = path::inside(folder, written).map_err(|why| {
            (
                format!("this include was skipped: {why}"),
                Some("name a file in the dossier's own folder, as in \"background.ron\"".to_owned()),
            )
        })?;
        if chain.contains(&path) {
            let message = format!("`{path}` includes itself: {} → {path}", chain.join(" → "));
            return Err((message, Some("remove this include".to_owned())));
        }
        if self.files.iter().skip(1).any(|f| *f.name == *path) {
            return Err(plain(format!("`{path}` is already included")));
        }
        if chain.len() > MAX_INCLUDE_DEPTH {
            return Err(plain(format!("includes are nested more than {MAX_INCLUDE_DEPTH} deep")));
        }
        if self.files.len() >= MAX_FILES {
            return Err(plain(format!("a dossier may have at most {MAX_FILES} files")));
        }
        let bytes = (self.fetch)(&path).map_err(|problem| (problem.message, problem.help))?;
        chain.push(path.clone());
        self.file(Arc::from(path), &bytes, chain);
        chain.pop();
        Ok(())
    }
}

/// Every byte that belongs to no character becomes `?`, so that all offsets stay.
fn replace_bad_bytes(mut bytes: Vec<u8>) -> String {
    let mut from = 0;
    while let Err(error) = std::str::from_utf8(&bytes[from..]) {
        let start = from + error.valid_up_to();
        let end = error.error_len().map_or(bytes.len(), |n| start + n);
        bytes[start..end].fill(b'?');
        from = end;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// The entries of the file's `include` list.
fn include_list(file: &FileText) -> Vec<NodeId> {
    let tree = &file.tree;
    let root = tree.root().filter(|root| tree.kind(*root) == NodeKind::Group);
    let list = root.and_then(|root| tree.field(root, "include", &file.text));
    let list = list.filter(|list| tree.kind(*list) == NodeKind::List);
    list.map(|list| tree.children(list).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_bytes_keep_all_offsets() {
        assert_eq!(replace_bad_bytes(b"a\xffb\xe6\x97c\xf0".to_vec()), "a?b??c?");
    }
}
