//! The recipe of a figure: the command that makes it again, and a hash of what it was made from. It tells nothing of
//! where files lie, nor of what does not change the figure.

use clap::{ArgMatches, Command, parser::ValueSource};
use xxhash_rust::xxh3::Xxh3;

use crate::cli::arguments;
use crate::dossier::document::Document;
use crate::dossier::model::{Date, View};
use crate::picture::figure::Recipe;

/// Arguments that are not part of a recipe: where it goes, and how it is made rather than what.
const LEFT_OUT: &[&str] =
    &["file", "output", "view", "threads", "watch", "check", "all-views", "list-views", "despite-errors"];

/// The recipe of a figure of a document.
pub(in crate::cli) fn recipe(
    command: &Command,
    matches: &ArgMatches,
    document: &Document,
    (view, date): (Option<&View>, Option<Date>),
) -> Recipe {
    let name = view.map(|view| view.name.clone());
    Recipe {
        command: Some(line(command, matches, name.as_deref())),
        view: name,
        data: hash(document),
        date,
        fonts: None,
    }
}

/// The command as it would be typed.
fn line(command: &Command, matches: &ArgMatches, view: Option<&str>) -> String {
    let path = arguments::file_of(matches);
    // An example has no folder; of a file only the name is told.
    let file = match path.to_str() {
        Some(example) if example.starts_with("example:") => example.to_owned(),
        _ => path.file_name().map_or("-".into(), |name| name.to_string_lossy().into_owned()),
    };
    let mut words = vec!["chancery".to_owned(), command.get_name().to_owned(), quoted(&file)];
    if let Some(view) = view {
        words.extend(["--view".to_owned(), quoted(view)]);
    }
    for argument in command.get_arguments().filter(|argument| !LEFT_OUT.contains(&argument.get_id().as_str())) {
        let id = argument.get_id().as_str();
        if matches.value_source(id) != Some(ValueSource::CommandLine) {
            continue;
        }
        let Some(long) = argument.get_long() else { continue };
        if !argument.get_action().takes_values() {
            words.push(format!("--{long}"));
            continue;
        }
        for value in matches.get_raw(id).into_iter().flatten() {
            words.extend([format!("--{long}"), quoted(&value.to_string_lossy())]);
        }
    }
    words.join(" ")
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_./:,=@%+-".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// A hash of the texts of a document and of their names.
fn hash(document: &Document) -> Option<String> {
    let files = document.files();
    let mut hash = Xxh3::new();
    for file in &files {
        for part in [file.name.as_bytes(), file.text.as_bytes()] {
            hash.update(&(part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    (!files.is_empty()).then(|| format!("xxh3 {:032x}", hash.digest128()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_break_them() {
        for (word, typed) in
            [("a.ron", "a.ron"), ("two words", "'two words'"), ("it's", "'it'\\''s'"), ("", "''"), ("$x", "'$x'")]
        {
            assert_eq!(quoted(word), typed);
        }
    }
}
