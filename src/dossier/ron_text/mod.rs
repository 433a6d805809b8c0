//! RON text ↔ model, without a disk: the lossless tree, reading with problems, places in the text.
//! Whoever calls hands in the main text and a way to fetch included texts by path; nothing here
//! opens a file.

mod format;
mod lexer;
mod literal;
mod load;
mod nearest;
mod parser;
mod place;
mod problems;
mod punctuated;
mod read;
mod reuse;
mod splice;
mod stream;
mod syntax;
mod texts;
pub(crate) mod tree;
mod value;
mod write;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use crate::dossier::model::{Dossier, List, Vocabulary};
use crate::problem::Problem;
use read::Way;

pub use format::format;
pub(crate) use place::LineIndex;
pub(crate) use reuse::Before;
pub(crate) use texts::{HeadText, Patch, TextFile};

/// The version of the file format that this program writes and reads in full.
pub(crate) const FORMAT: u32 = 1;

/// What reading yields: as much of the dossier as could be read, and everything that is wrong.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The dossier; with syntax errors, the records that could be read.
    pub dossier: Dossier,
    /// All problems in order of file and place.
    pub problems: Vec<Problem>,
    /// Nothing may be saved over the file: it has syntax errors or a newer format.
    pub(crate) read_only: bool,
    /// The texts of its files in the order of [`Dossier::files`], cut for editing; none where it
    /// is read-only.
    pub(crate) texts: Vec<TextFile>,
    /// Ids (of views names) of records that stand twice: the second is in the text alone.
    pub(crate) shadowed: HashSet<(List, String)>,
}

/// Fetches the bytes of an included file by its path as written (already judged to lie inside
/// the folder), or says why that cannot be.
pub(crate) type Fetch<'a> = dyn Fn(&str) -> Result<Vec<u8>, Problem> + 'a;

/// Parses a text shorter than 4 GiB. Takes any input; what is wrong comes beside the tree.
pub fn parse(text: &str) -> (tree::Tree, syntax::SyntaxErrors) {
    let mut errors = syntax::SyntaxErrors::default();
    let tokens = lexer::lex(text, &mut errors);
    parser::parse_tokens(text, tokens, Vec::new(), errors, 1)
}

/// Reads a dossier from the main file's bytes. `name` is what problems call that file.
pub fn read(name: &str, bytes: &[u8], fetch: &Fetch<'_>) -> Reading {
    read::read(name, bytes, fetch, built_in_vocabulary(), Way::Anew)
}

/// The same, where most of it has been read before: records that stand there with the very same
/// text are taken over instead of read. What comes of it is the same to the letter.
pub(crate) fn read_again(name: &str, bytes: &[u8], fetch: &Fetch<'_>, before: &Before<'_>) -> Reading {
    read::read(name, bytes, fetch, built_in_vocabulary(), Way::Beside(before))
}

/// The same, where it does not matter what the problems are, only what is read in spite of them.
pub(crate) fn read_quietly(name: &str, bytes: &[u8], fetch: &Fetch<'_>) -> Reading {
    read::read(name, bytes, fetch, built_in_vocabulary(), Way::Quietly)
}

/// Reads any value from RON as dossiers are written: `Some` may be left out.
///
/// # Errors
/// Line, column and what is wrong.
pub(crate) fn from_ron<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    options().from_str(text).map_err(|error| error.to_string())
}

/// Writes any value as RON that [`from_ron`] reads, in one line.
///
/// # Errors
/// What cannot be written.
pub(crate) fn to_ron<T: serde::Serialize>(value: &T) -> Result<String, String> {
    options().to_string(value).map_err(|error| error.to_string())
}

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
}

/// The vocabulary that every dossier starts with.
pub(crate) fn built_in_vocabulary() -> &'static Arc<Vocabulary> {
    static BUILT_IN: OnceLock<Arc<Vocabulary>> = OnceLock::new();
    BUILT_IN.get_or_init(|| {
        let text = include_bytes!("../../../assets/vocabulary.ron");
        let nothing = |_: &str| Err(Problem::error(crate::problem::codes::IO, "the vocabulary includes nothing"));
        read::read("vocabulary.ron", text, &nothing, &Arc::default(), Way::Anew).dossier.vocabulary
    })
}

#[cfg(test)]
mod tests;
