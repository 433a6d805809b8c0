//! RON text ↔ model, without a disk: the lossless tree, reading with problems, places in the text.
//! Whoever calls hands in the main text and a way to fetch included texts by path; nothing here
//! opens a file.

mod adopt;
mod conflict;
mod file_text;
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
mod reading;
mod reorder;
mod reuse;
mod splice;
mod stream;
mod syntax;
mod texts;
pub(crate) mod tree;
mod unread;
mod value;
mod whole;
mod write;

use std::sync::{Arc, OnceLock};

pub(crate) use nearest::Nearest;

use crate::dossier::model::Vocabulary;
use crate::problem::Problem;
pub(crate) use conflict::conflicts;
pub(crate) use literal::bytes_in_literal;
pub(crate) use load::Fetch;
use reading::Way;

pub use format::format;
pub use parser::parse;
pub(crate) use place::LineIndex;
pub(crate) use read::head::FORMAT;
pub use reading::Reading;
pub(crate) use reuse::Before;
pub(crate) use texts::{HeadText, Patch, TextFile};
pub(crate) use unread::{FieldText, ItemOfList, Unread, UnreadHead};
pub(crate) use value::{Value as RecordValue, of_record};
pub(crate) use whole::whole;
pub(crate) use write::{number_text, quoted};

/// Reads a dossier from the main file's bytes. `name` is what problems call that file.
pub fn read(name: &str, bytes: &[u8], fetch: &Fetch<'_>) -> Reading {
    reading::read(name, bytes, fetch, built_in_vocabulary(), Way::Anew)
}

/// The same, where most of it has been read before: records that stand there with the very same
/// text are taken over instead of read. What comes of it is the same to the letter.
pub(crate) fn read_again(name: &str, bytes: &[u8], fetch: &Fetch<'_>, before: &Before<'_>) -> Reading {
    reading::read(name, bytes, fetch, built_in_vocabulary(), Way::Beside(before))
}

/// The same, where it does not matter what the problems are, only what is read in spite of them.
pub(crate) fn read_quietly(name: &str, bytes: &[u8], fetch: &Fetch<'_>) -> Reading {
    reading::read(name, bytes, fetch, built_in_vocabulary(), Way::Quietly)
}

/// Reads any value from RON as dossiers are written: `Some` may be left out.
///
/// # Errors
/// Line, column and what is wrong.
pub(crate) fn from_ron<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    options().from_str(text).map_err(|error| match conflicts(text).first() {
        Some(conflict) => {
            let (line, column) = LineIndex::new(text).line_and_column(text, conflict.bytes.0);
            let problem = conflict.problem();
            format!("{line}:{column}: {}; {}", problem.message, problem.help.unwrap_or_default())
        }
        None => error.to_string(),
    })
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
        reading::read("vocabulary.ron", text, &nothing, &Arc::default(), Way::Anew).dossier.vocabulary
    })
}

#[cfg(test)]
mod tests;
