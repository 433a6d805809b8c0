//! A cursor over one record: its fields by name, each value as the type that is wanted, and a
//! problem at the very value where it is another. Knows RON's shapes, not what a dossier is.

use std::borrow::Cow;
use std::sync::Arc;

use super::reader::Reader;
use crate::dossier::model::{Date, Rating, When};
use crate::dossier::ron_text::file_text::FileText;
use crate::dossier::ron_text::literal::Number;
use crate::dossier::ron_text::tree::{NodeId, NodeKind, Scalar};
use crate::problem::{Problem, Severity, Subject, codes};
use crate::wording::{alternatives, listed, with_article};

/// A record's node with its fields.
pub(crate) struct RecordNode<'a> {
    /// The file it stands in.
    pub(crate) file: &'a FileText,
    pub(crate) node: NodeId,
    /// What a person calls such a record: `entity`.
    pub(crate) what: &'static str,
    /// What problems in it are about.
    pub(crate) subject: Option<Subject>,
    fields: Vec<(&'a str, NodeId)>,
}

/// What a record looks like in a text.
pub(crate) struct Expected<'e> {
    /// What a person calls such a record: `entity`.
    pub(crate) what: &'static str,
    /// The word that may stand before its bracket.
    pub(crate) word: &'e str,
    /// The names of its fields.
    pub(crate) known: &'e [&'e str],
    /// Names that fields had before, each with the present one.
    pub(crate) former: &'e [(&'static str, &'static str)],
}

/// Whether two names of fields are the same: they are asked for so often that most are told apart by
/// length and first letter.
fn is(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.as_bytes().first() == b.as_bytes().first() && a == b
}

/// `Some(x)` is x; `None` is nothing.
pub(crate) fn unwrapped(file: &FileText, mut node: NodeId) -> Option<NodeId> {
    loop {
        let name = match file.tree.kind(node) {
            NodeKind::Group => file.tree.group_name(node, &file.text),
            NodeKind::Scalar => match file.tree.scalar(node, &file.text) {
                Some(Scalar::Word("None")) => return None,
                Some(Scalar::Word(_) | Scalar::Text(_) | Scalar::Number(_) | Scalar::Other) | None => {
                    return Some(node);
                }
            },
            NodeKind::File
            | NodeKind::Attribute
            | NodeKind::List
            | NodeKind::Map
            | NodeKind::Field
            | NodeKind::Entry => return Some(node),
        };
        let mut children = file.tree.children(node);
        match (name, children.next(), children.next()) {
            (Some("Some"), Some(only), None) if file.tree.kind(only) != NodeKind::Field => node = only,
            _ => return Some(node),
        }
    }
}

impl<'a> RecordNode<'a> {
    /// Looks at a node as a record with these fields. What is no record, not a field of it, or a
    /// field twice is a problem.
    pub(crate) fn open(
        reader: &mut Reader<'_>,
        file: &'a FileText,
        node: NodeId,
        expected: &Expected<'_>,
    ) -> Option<RecordNode<'a>> {
        let Expected { what, word, known, former } = *expected;
        let node = unwrapped(file, node)?;
        let tree = &file.tree;
        if tree.kind(node) != NodeKind::Group {
            let message = format!("{} must be a record in ( ), this is {}", with_article(what), words(file, node));
            reader.at(file, file.bytes(node), None, Problem::error(codes::WRONG_TYPE, message));
            return None;
        }
        if let Some(name) = tree.group_name(node, &file.text)
            && name != word
        {
            let problem = Problem::error(codes::WRONG_TYPE, format!("`{name}` is not {}", with_article(what)))
                .with_code_help(format!("write `{word}(…)`, or leave the word before the bracket out"));
            reader.at(file, tree.head_bytes(node), None, problem);
        }
        let mut record =
            RecordNode { file, node, what, subject: None, fields: Vec::with_capacity(known.len().min(12)) };
        for child in tree.children(node) {
            if tree.kind(child) != NodeKind::Field {
                // The parser has told already, in other words.
                if tree.is_broken(node) {
                    continue;
                }
                let problem =
                    Problem::error(codes::WRONG_TYPE, format!("a value without a name in {}", with_article(what)))
                        .with_code_help(format!(
                            "fields are written `name: value`; {} has {}",
                            with_article(what),
                            listed(known)
                        ));
                reader.at(file, file.bytes(child), None, problem);
                continue;
            }
            let written = tree.field_name(child, &file.text);
            let name = former.iter().find(|(before, _)| is(before, written)).map_or(written, |(_, now)| *now);
            let head = tree.head_bytes(child);
            if !known.iter().any(|known| is(known, name)) {
                reader.unknown_field(file, head, what, name, known);
            } else if let Some((_, first)) = record.fields.iter().find(|(n, _)| is(n, name)) {
                let line = file.line(tree.head_bytes(*first).0);
                let problem =
                    Problem::error(codes::DUPLICATE_FIELD, format!("the field `{name}` appears twice in this {what}"))
                        .with_help(format!("the one in line {line} is used; remove the other"));
                reader.at(file, head, None, problem);
            } else {
                record.fields.push((name, child));
            }
        }
        Some(record)
    }

    /// The value's node of a field that is there and not `None`.
    pub(crate) fn node_of(&self, name: &str) -> Option<NodeId> {
        let (_, field) = self.fields.iter().find(|(n, _)| is(n, name))?;
        self.file.tree.value_of(*field).and_then(|value| unwrapped(self.file, value))
    }

    /// Bytes to blame for a field: its value, else its name, else the record's beginning.
    pub(crate) fn bytes_of(&self, name: &str) -> (usize, usize) {
        match (self.node_of(name), self.fields.iter().find(|(n, _)| is(n, name))) {
            (Some(value), _) => self.file.bytes(value),
            (None, Some((_, field))) => self.file.tree.head_bytes(*field),
            (None, None) => self.file.tree.head_bytes(self.node),
        }
    }

    /// Reports a problem at a field.
    pub(crate) fn blame(&self, reader: &mut Reader<'_>, name: &str, problem: Problem) {
        reader.at(self.file, self.bytes_of(name), self.subject.clone(), problem);
    }

    fn wrong(&self, reader: &mut Reader<'_>, name: &str, node: NodeId, wanted: &str) {
        // An error of syntax in this record has been told; what came of it need not be.
        if self.file.tree.is_broken(self.node) {
            return;
        }
        let message = format!("`{name}` must be {wanted}, this is {}", words(self.file, node));
        let mut problem = Problem::error(codes::WRONG_TYPE, message);
        if wanted.starts_with("text")
            && let Some(Scalar::Word(word)) = self.file.tree.scalar(node, &self.file.text)
        {
            problem = problem.with_code_help(format!("write \"{word}\" in quotes"));
        }
        reader.at(self.file, self.file.bytes(node), self.subject.clone(), problem);
    }

    /// Text in quotes; anything else is a problem, and `None`.
    pub(super) fn text(&self, reader: &mut Reader<'_>, name: &str) -> Option<String> {
        let node = self.node_of(name)?;
        match self.file.text_of(node) {
            Some(text) => Some(text.into_owned()),
            None => {
                self.wrong(reader, name, node, "text in quotes");
                None
            }
        }
    }

    /// Text that must be there and not be blank.
    pub(crate) fn needed_text(&self, reader: &mut Reader<'_>, name: &str) -> Option<String> {
        self.needed(reader, name).map(Cow::into_owned)
    }

    /// The same, as ids are kept.
    pub(crate) fn needed_id(&self, reader: &mut Reader<'_>, name: &str) -> Option<Arc<str>> {
        self.needed(reader, name).map(|text| Arc::from(&*text))
    }

    /// The same, shared with all others that say the same: for what few records are named by many.
    pub(crate) fn needed_common_id(&self, reader: &mut Reader<'_>, name: &str) -> Option<Arc<str>> {
        let text = self.needed(reader, name)?;
        Some(reader.shared(&text))
    }

    fn needed(&self, reader: &mut Reader<'_>, name: &str) -> Option<Cow<'a, str>> {
        let Some(node) = self.node_of(name) else {
            self.missing(reader, name);
            return None;
        };
        let Some(text) = self.file.text_of(node) else {
            self.wrong(reader, name, node, "text in quotes");
            return None;
        };
        if text.trim().is_empty() {
            self.blame(reader, name, Problem::error(codes::BAD_VALUE, format!("`{name}` is empty")));
            return None;
        }
        Some(text)
    }

    /// Reports that a field is missing, unless an error of syntax may have swallowed it.
    pub(crate) fn missing(&self, reader: &mut Reader<'_>, name: &str) {
        if !self.file.tree.is_broken(self.node) {
            let problem = Problem::error(codes::MISSING_FIELD, format!("this {} has no `{name}`", self.what))
                .with_code_help(format!("add `{name}: …`"));
            reader.at(self.file, self.file.tree.head_bytes(self.node), self.subject.clone(), problem);
        }
    }

    /// `true` or `false`; `false` where it is not there.
    pub(crate) fn flag(&self, reader: &mut Reader<'_>, name: &str) -> Option<bool> {
        let node = self.node_of(name)?;
        match self.file.tree.scalar(node, &self.file.text) {
            Some(Scalar::Word("true")) => Some(true),
            Some(Scalar::Word("false")) => Some(false),
            _ => {
                self.wrong(reader, name, node, "true or false");
                None
            }
        }
    }

    /// A whole number that fits.
    pub(crate) fn whole(&self, reader: &mut Reader<'_>, name: &str) -> Option<u32> {
        let node = self.node_of(name)?;
        match self.file.tree.scalar(node, &self.file.text) {
            Some(Scalar::Number(Number::Whole { negative: false, magnitude })) if u32::try_from(magnitude).is_ok() => {
                u32::try_from(magnitude).ok()
            }
            Some(Scalar::Number(_)) => {
                let message = format!("`{name}` must be a whole number from 0 to {}", u32::MAX);
                self.blame(reader, name, Problem::error(codes::NOT_FINITE, message));
                None
            }
            _ => {
                self.wrong(reader, name, node, "a whole number");
                None
            }
        }
    }

    /// A finite number; anything else is a problem, and `None`.
    pub(super) fn number(&self, reader: &mut Reader<'_>, name: &str) -> Option<f64> {
        let node = self.node_of(name)?;
        match self.file.tree.scalar(node, &self.file.text) {
            Some(Scalar::Number(number)) => finite(reader, self, name, node, number),
            _ => {
                self.wrong(reader, name, node, "a number");
                None
            }
        }
    }

    /// One of the words of a list, bare.
    pub(crate) fn word(
        &self,
        reader: &mut Reader<'_>,
        name: &str,
        words: &'static [&'static str],
    ) -> Option<&'static str> {
        let node = self.node_of(name)?;
        let named = |word: &str| words.iter().find(|known| **known == word).copied();
        match self.file.tree.scalar(node, &self.file.text) {
            Some(Scalar::Word(word)) => {
                let found = named(word);
                if found.is_none() {
                    let message = format!("`{name}` cannot be `{word}`");
                    let near = reader.nearest.help(word, words.iter().copied());
                    let help = near.unwrap_or_else(|| format!("use {}", alternatives(words)));
                    self.blame(reader, name, Problem::error(codes::BAD_VALUE, message).with_help(help));
                }
                found
            }
            Some(Scalar::Text(text)) if named(&text).is_some() => {
                let message = format!("`{name}` is a bare word, without quotes");
                let problem = Problem::error(codes::WRONG_TYPE, message).with_code_help(format!("write {text}"));
                self.blame(reader, name, problem);
                named(&text)
            }
            _ => {
                self.wrong(reader, name, node, &format!("one of the words {}", alternatives(words)));
                None
            }
        }
    }

    /// The values of a list.
    pub(super) fn list(&self, reader: &mut Reader<'_>, name: &str) -> Vec<NodeId> {
        let Some(node) = self.node_of(name) else { return Vec::new() };
        if self.file.tree.kind(node) != NodeKind::List {
            self.wrong(reader, name, node, "a list in [ ]");
            return Vec::new();
        }
        self.file.tree.children(node).collect()
    }

    /// A list of texts; items that are none are a problem and left out.
    pub(crate) fn texts(&self, reader: &mut Reader<'_>, name: &str) -> Vec<String> {
        let nodes = self.list(reader, name);
        let text = |node: NodeId| match self.file.text_of(node) {
            Some(text) => Some(text.into_owned()),
            None => {
                self.wrong(reader, name, node, "text in quotes, in a list");
                None
            }
        };
        nodes.into_iter().filter_map(text).collect()
    }

    /// A date; text that is none is kept with a warning at the very part that is wrong.
    pub(super) fn date(&self, reader: &mut Reader<'_>, name: &str) -> Option<Date> {
        let text = self.text(reader, name)?;
        match Date::parse(&text) {
            Ok(date) => {
                if let Some(years) = date.perhaps_years() {
                    let message = format!("`{text}` is read as {}", date.in_words());
                    let help = format!("if the years are meant, write `{years}`");
                    let problem = Problem::note(codes::AMBIGUOUS_DATE, message).with_help(help);
                    reader.at(self.file, self.bytes_of(name), self.subject.clone(), problem);
                }
                Some(date)
            }
            Err(error) => {
                let mut problem =
                    Problem::warning(codes::BAD_DATE, format!("`{text}` is not a date: {}", error.message));
                problem.help = error.help;
                let (start, end) = self.bytes_of(name);
                // Inside the quotes, if what was written is what was read.
                let inner = (start + 1 + error.span.0, start + 1 + error.span.1);
                let plain = self.file.text.get(start + 1..end.saturating_sub(1)) == Some(&text);
                let bytes = if plain && inner.1 < end && inner.0 < inner.1 { inner } else { (start, end) };
                reader.at(self.file, bytes, self.subject.clone(), problem);
                Some(Date::unparsed(&text))
            }
        }
    }

    /// A date, and how it was inferred.
    pub(crate) fn when(&self, reader: &mut Reader<'_>, name: &str, inferred: &str) -> Option<When> {
        let date = self.date(reader, name);
        let how = self.text(reader, inferred);
        if date.is_none() && how.is_some() && self.node_of(name).is_none() {
            let message = format!("`{inferred}` is set, but `{name}` is missing");
            self.blame(reader, inferred, Problem::warning(codes::BAD_VALUE, message));
        }
        date.map(|date| When { date, inferred: how })
    }

    pub(crate) fn rating(&self, reader: &mut Reader<'_>, name: &str) -> Option<Rating> {
        let text = self.text(reader, name)?;
        let rating = Rating::parse(&text);
        if rating.is_none() {
            let problem = Problem::error(codes::BAD_VALUE, format!("`{text}` is not a rating"))
                .with_help("use \"high\", \"medium\", \"low\" or an Admiralty code from \"A1\" to \"F6\"");
            self.blame(reader, name, problem);
        }
        rating
    }
}

/// A number if it is finite; else a problem.
pub(crate) fn finite(
    reader: &mut Reader<'_>,
    record: &RecordNode<'_>,
    name: &str,
    node: NodeId,
    number: Number,
) -> Option<f64> {
    let value = number.to_f64();
    if value.is_finite() {
        return Some(value);
    }
    let problem = Problem::error(codes::NOT_FINITE, format!("`{name}` must be a finite number"))
        .with_help("leave the field out if the number is not known");
    reader.at(record.file, record.file.bytes(node), record.subject.clone(), problem);
    None
}

/// A record's id, if it is fit to be one.
pub(super) fn id(reader: &mut Reader<'_>, record: &RecordNode<'_>) -> Option<Arc<str>> {
    let id = record.needed_id(reader, "id")?;
    let why = if id.chars().any(|c| c.is_whitespace() || c.is_control()) {
        "contains white space or control characters"
    } else if id.chars().count() > 128 {
        "is longer than 128 characters"
    } else {
        return Some(id);
    };
    let problem = Problem::error(codes::BAD_ID, format!("the id `{id}` {why}"))
        .with_help("choose a short word, with hyphens instead of spaces, such as \"kuala-lumpur\"");
    record.blame(reader, "id", problem);
    None
}

/// What a node is, in a person's words.
pub(super) fn words(file: &FileText, node: NodeId) -> &'static str {
    match file.tree.scalar(node, &file.text) {
        Some(Scalar::Text(_)) => "text",
        Some(Scalar::Word("true" | "false")) => "true or false",
        Some(Scalar::Word(_)) => "a bare word",
        Some(Scalar::Number(_)) => "a number",
        Some(Scalar::Other) => "a value of another sort",
        None => file.tree.kind(node).words(),
    }
}

impl Reader<'_> {
    fn unknown_field(&mut self, file: &FileText, bytes: (usize, usize), what: &str, name: &str, known: &[&str]) {
        if !self.problems.has_room(file.number, Severity::Warning) {
            self.problems.count_more(file.number, Severity::Warning, 1);
            return;
        }
        let message = format!("{} has no field `{name}`; it is kept as it is and not used", with_article(what));
        let problem = Problem::warning(codes::UNKNOWN_FIELD, message);
        let problem = match self.nearest.help(name, known.iter().copied()) {
            Some(near) => problem.with_help(near),
            None => problem
                .with_code_help(format!("known are {}; data of your own goes into `fields: {{…}}`", listed(known))),
        };
        self.at(file, bytes, None, problem);
    }
}
