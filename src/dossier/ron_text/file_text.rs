//! One file of a dossier once it is parsed: its text, its tree, and where in it a byte is. Knows
//! neither how the file came nor what its records mean.

use std::sync::Arc;

use super::lexer::{self, TokenKind};
use super::parser::{self, parse};
use super::place::LineIndex;
use super::syntax::SyntaxErrors;
use super::tree::{NodeId, Scalar, Tree};
use crate::problem::Place;

/// Bytes of the records of a file that were read, list by list.
pub(crate) type Spans = [Vec<(u32, u32)>; 6];

/// One parsed file.
#[derive(Debug)]
pub(crate) struct FileText {
    /// Its number: 0 is the main file.
    pub(crate) number: usize,
    /// What problems call it.
    pub(crate) name: Arc<str>,
    pub(crate) text: Arc<str>,
    /// Its tree: of the whole text, or of its frame where the records were handed on one by one, or
    /// of one record.
    pub(crate) tree: Tree,
    pub(super) lines: Arc<LineIndex>,
    /// It has errors of syntax or is not UTF-8: it must not be saved over.
    pub(crate) broken: bool,
}

impl FileText {
    /// The same file with another tree.
    pub(super) fn with_tree(&self, tree: Tree) -> FileText {
        FileText {
            number: self.number,
            name: Arc::clone(&self.name),
            text: Arc::clone(&self.text),
            tree,
            lines: Arc::clone(&self.lines),
            broken: self.broken,
        }
    }

    /// The same file with the tree of some of its bytes alone, such as a record.
    pub(crate) fn part(&self, (start, end): (u32, u32)) -> FileText {
        let mut errors = SyntaxErrors::default();
        let mut tokens = lexer::lex(&self.text[start as usize..end as usize], &mut errors);
        for token in &mut tokens {
            token.start += start;
            token.end += start;
        }
        self.with_tree(parser::parse_tokens(&self.text, tokens, Vec::new(), errors, 1).0)
    }

    /// The place of a byte range.
    pub(super) fn place(&self, bytes: (usize, usize)) -> Place {
        self.lines.place(&self.name, &self.text, bytes)
    }

    /// The line, from 1, that a byte lies in.
    pub(super) fn line(&self, at: usize) -> u32 {
        self.lines.line_and_column(&self.text, at).0
    }

    /// Bytes of a node.
    pub(super) fn bytes(&self, node: NodeId) -> (usize, usize) {
        self.tree.bytes(node)
    }

    /// The text of a node that is text in quotes.
    pub(crate) fn text_of(&self, node: NodeId) -> Option<std::borrow::Cow<'_, str>> {
        match self.tree.scalar(node, &self.text)? {
            Scalar::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A piece of text on its own, such as a record.
pub(crate) fn on_its_own(text: &str) -> FileText {
    let (tree, errors) = parse(text);
    FileText {
        number: 0,
        name: Arc::from(""),
        lines: Arc::new(LineIndex::new(text)),
        broken: !errors.is_empty(),
        text: text.into(),
        tree,
    }
}

/// Whether a file says nothing at all: blanks and comments.
pub(crate) fn is_blank(file: &FileText) -> bool {
    file.tree.tokens.iter().all(|t| t.kind.is_trivia() && t.kind != TokenKind::Unknown)
}
