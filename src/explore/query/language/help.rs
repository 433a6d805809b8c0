//! The language told to a person: every word of the tables with what it asks for. Nothing is told here that a table has.

use super::fields::{FIELDS, FLAGS};
use super::scopes::{SCOPES, Takes};

/// A word of the language that one may begin with.
pub(crate) struct Topic {
    /// As it is written, up to where something follows.
    pub(crate) text: String,
    pub(crate) about: &'static str,
    /// Other words for it.
    pub(crate) synonyms: &'static [&'static str],
    /// What may follow.
    pub(crate) example: &'static str,
}

/// Every field, scope and flag.
pub(crate) fn topics() -> impl Iterator<Item = Topic> {
    let fields = FIELDS.iter().map(|field| Topic {
        text: format!("{}:", field.word),
        about: field.about,
        synonyms: field.synonyms,
        example: "",
    });
    let scopes = SCOPES.iter().map(|row| Topic {
        text: format!("{}:{}", row.word, if row.takes == Takes::Question { "(" } else { "" }),
        about: row.about,
        synonyms: &[],
        example: row.example,
    });
    let flags = FLAGS.iter().map(|flag| Topic {
        text: format!("is:{}", flag.word),
        about: flag.about,
        synonyms: &[],
        example: "",
    });
    fields.chain(scopes).chain(flags)
}

/// Every word with what it asks for, one a line, for a terminal.
pub(crate) fn help() -> String {
    let mut out = String::from("Fields (FIELD:VALUE, several values with commas; no:FIELD where there is none):");
    for field in FIELDS {
        out.push_str(&format!("\n  {:<12} {}", field.word, field.about));
    }
    out.push_str("\n  field.NAME   a field of your own; also field.NAME>3");
    out.push_str("\n\nAround a record (a question in brackets, or entities):");
    for row in SCOPES {
        out.push_str(&format!("\n  {:<28} {}", row.example, row.about));
    }
    out.push_str("\n\nFlags (is:FLAG):");
    for flag in FLAGS {
        out.push_str(&format!("\n  {:<12} {}", flag.word, flag.about));
    }
    out
}
