//! Values as RON text: scalars in the manner of those they take the place of, new records in the
//! manner of their siblings. Uses no tree but the sibling’s.

use super::lexer::{TokenKind, lex};
use super::literal;
use super::punctuated::{Pieces, line_break};
use super::syntax::SyntaxErrors;
use super::value::Value;
use crate::problem::{is_spelling, is_unseen};

/// How wide a line may grow before it is broken, in characters.
pub(crate) const WIDTH: usize = 120;

/// How a new record is set.
#[derive(Clone, Debug)]
pub(super) struct Style {
    /// The opening bracket, with a word before it if siblings have one.
    pub open: String,
    /// Line break of the file.
    pub(crate) newline: String,
    /// Indentation of the record.
    pub(crate) indent: String,
    /// Indentation of its fields where they begin lines.
    pub(crate) inner: String,
    /// How far a step goes in.
    pub(crate) step: String,
    /// Where line breaks stand.
    pub(crate) lines: Lines,
    /// Blanks after the opening and before the closing bracket, in one line.
    pub(crate) padding: String,
    /// Between a field's name and its value.
    pub(crate) colon: String,
    /// A comma after the last field.
    pub(crate) comma: bool,
}

/// Where a record breaks its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lines {
    /// All in one line; broken only where that grows too wide.
    One,
    /// Broken where the line is full.
    Full,
    /// Every field on a line of its own, the brackets too.
    Each,
    /// Every field but the first on a line of its own, the closing bracket after the last.
    Rest,
}

impl Style {
    /// The style of a record whose lists are set in blocks, as the built-in examples are.
    pub(crate) fn usual(newline: &str, indent: &str, step: &str) -> Style {
        Style {
            open: "(".to_owned(),
            newline: newline.to_owned(),
            indent: indent.to_owned(),
            inner: format!("{indent} "),
            step: step.to_owned(),
            lines: Lines::Full,
            padding: String::new(),
            colon: ": ".to_owned(),
            comma: false,
        }
    }

    /// The style that a sibling shows.
    pub(crate) fn of(sibling: &Pieces, newline: &str, indent: &str, step: &str) -> Style {
        let items = &sibling.items;
        let usual = Style::usual(newline, indent, step);
        let Some(first) = items.first() else { return Style { open: sibling.open.clone(), ..usual } };
        let broken = items.iter().find(|p| p.begins_line());
        let later_lines = items[1..].iter().filter(|p| p.begins_line()).count();
        let lines = match broken {
            None => Lines::One,
            Some(_) if first.begins_line() => Lines::Each,
            Some(_) if later_lines + 1 == items.len() && items.len() > 2 => Lines::Rest,
            Some(_) => Lines::Full,
        };
        let inner = broken.map(|p| line_break(&p.lead).trim_start_matches(['\n', '\r']).to_owned());
        let blank = |text: &str| text.chars().all(|c| c == ' ').then(|| text.to_owned());
        Style {
            open: sibling.open.clone(),
            inner: inner.unwrap_or(usual.inner.clone()),
            lines,
            padding: blank(&first.lead).unwrap_or_default(),
            colon: colon_of(&first.body).unwrap_or(usual.colon.clone()),
            comma: items.last().is_some_and(|p| p.trail.trim_start().starts_with(',')),
            ..usual
        }
    }

    /// A record of these fields, which begins in column `column`.
    pub(crate) fn record(&self, fields: &[(&'static str, Value)], column: usize) -> String {
        let mut out = self.open.clone();
        let mut at = column + width(&self.open);
        if self.lines == Lines::Each {
            out.push_str(&self.newline);
            out.push_str(&self.inner);
            at = width(&self.inner);
        } else {
            out.push_str(&self.padding);
            at += self.padding.len();
        }
        for (number, (name, value)) in fields.iter().enumerate() {
            let head = format!("{name}{}", self.colon);
            let plain = inline(value, &self.colon);
            if number > 0 {
                out.push(',');
                let full = at + 3 + width(&head) + width(&plain) > WIDTH;
                let breaks = match self.lines {
                    Lines::Each | Lines::Rest => true,
                    Lines::One | Lines::Full => full,
                };
                if breaks {
                    out.push_str(&self.newline);
                    out.push_str(&self.inner);
                    at = width(&self.inner);
                } else {
                    out.push(' ');
                    at += 2;
                }
            }
            let text = if at + width(&head) + width(&plain) + 2 > WIDTH { self.block(value) } else { plain };
            at = match text.rsplit_once('\n') {
                Some((_, last)) => width(last),
                None => at + width(&head) + width(&text),
            };
            out.push_str(&head);
            out.push_str(&text);
        }
        if self.comma && !fields.is_empty() {
            out.push(',');
        }
        if self.lines == Lines::Each {
            out.push_str(&self.newline);
            out.push_str(&self.indent);
        } else {
            out.push_str(&self.padding);
        }
        out.push(')');
        out
    }

    /// A list with an item a line; any other value in one line.
    pub(super) fn block(&self, value: &Value) -> String {
        let Value::List(items) = value else { return inline(value, &self.colon) };
        if items.iter().all(|i| !matches!(i, Value::Group(..))) {
            return inline(value, &self.colon);
        }
        let indent = if self.lines == Lines::Each { &self.inner } else { &self.indent };
        let deeper = format!("{indent}{}", self.step);
        let mut out = "[".to_owned();
        for item in items {
            out.push_str(&self.newline);
            out.push_str(&deeper);
            out.push_str(&inline(item, &self.colon));
            out.push(',');
        }
        format!("{out}{}{}]", self.newline, self.inner)
    }
}

/// Characters, as a text editor counts columns.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

/// What stands between a field's name and its value.
fn colon_of(field: &str) -> Option<String> {
    let colon = field.find(':')?;
    let after = &field[colon + 1..];
    let blanks = after.len() - after.trim_start_matches(' ').len();
    let before = field[..colon].len() - field[..colon].trim_end_matches(' ').len();
    let good = blanks <= 4 && before <= 4 && !after[blanks..].starts_with(['\n', '\r', '/']);
    good.then(|| format!("{}:{}", " ".repeat(before), " ".repeat(blanks)))
}

/// A value in one line.
pub(crate) fn inline(value: &Value, colon: &str) -> String {
    let list = |values: &mut dyn Iterator<Item = String>| values.collect::<Vec<_>>().join(", ");
    match value {
        Value::Text(text) => quoted(text),
        Value::Word(word) => (*word).to_owned(),
        Value::Number(number) => number_text(*number),
        Value::List(values) => format!("[{}]", list(&mut values.iter().map(|v| inline(v, colon)))),
        Value::Group(word, fields) => {
            let fields = list(&mut fields.iter().map(|(name, value)| format!("{name}{colon}{}", inline(value, colon))));
            format!("{}({fields})", word.unwrap_or(""))
        }
        Value::Map(entries) => {
            let entries =
                list(&mut entries.iter().map(|(key, value)| format!("{}{colon}{}", quoted(key), inline(value, colon))));
            format!("{{{entries}}}")
        }
    }
}

/// A number in the shortest form that reads back as the same.
pub(crate) fn number_text(number: f64) -> String {
    if number == number.trunc() && number.abs() < 1e15 && !(number == 0.0 && number.is_sign_negative()) {
        return format!("{number:.0}");
    }
    // `{:?}` writes 1e300 as such, and every digit that counts.
    format!("{number:?}")
}

/// Text in quotes. What is not seen, or turns the order of letters, is written as an escape.
pub(crate) fn quoted(text: &str) -> String {
    quoted_with(text, "\\n")
}

/// Text in quotes, with line breaks written in one way or another.
fn quoted_with(text: &str, line_break: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str(line_break),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0' => out.push_str("\\0"),
            _ if hides(c) => out.push_str(&format!("\\u{{{:X}}}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Characters that must be seen in a text; those that some scripts are spelt with stay as they are.
fn hides(c: char) -> bool {
    is_unseen(c) && !is_spelling(c)
}

/// A scalar in the manner of the one it takes the place of: a raw string stays raw, a text with
/// line breaks keeps them, a number with a point keeps it.
pub(crate) fn in_manner_of(old: &str, value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text_in_manner_of(old, text)),
        Value::Number(number) => Some(number_in_manner_of(old, *number)),
        Value::Word(word) => Some((*word).to_owned()),
        Value::List(_) | Value::Group(..) | Value::Map(_) => None,
    }
}

fn text_in_manner_of(old: &str, text: &str) -> String {
    let hidden = text.chars().any(|c| c != '\n' && hides(c));
    if old.starts_with('r') && !hidden {
        let least = old[1..].bytes().take_while(|b| *b == b'#').count();
        let hashes = "#".repeat(least.max(hashes_needed(text)));
        return format!("r{hashes}\"{text}\"{hashes}");
    }
    if old.starts_with('"') && old.contains('\n') && text.contains('\n') {
        return quoted_with(text, "\n");
    }
    quoted(text)
}

/// How many `#` a raw string needs around this text.
fn hashes_needed(text: &str) -> usize {
    let after = |at: usize| text[at + 1..].bytes().take_while(|b| *b == b'#').count() + 1;
    text.match_indices('"').map(|(at, _)| after(at)).max().unwrap_or(0)
}

fn number_in_manner_of(old: &str, number: f64) -> String {
    let text = number_text(number);
    let tokens = lex(old, &mut SyntaxErrors::default());
    let single = matches!(tokens[..], [token] if token.kind == TokenKind::Number);
    let with_point = single && old.contains('.') && !old.starts_with("0x");
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let pointed = format!("{text}.0");
    if with_point && plain && literal::number(&pointed).is_ok() { pointed } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::ron_text::parse;
    use crate::dossier::ron_text::tree::Scalar;

    fn read(text: &str) -> String {
        let (tree, errors) = parse(text);
        assert!(errors.is_empty(), "{text}: {errors:?}");
        match tree.scalar(tree.root().unwrap(), text) {
            Some(Scalar::Text(read)) => read.into_owned(),
            other => panic!("{text} is {other:?}"),
        }
    }

    #[test]
    fn text_keeps_the_manner_of_the_old_and_reads_back() {
        for new in ["plain", "with \"quotes\" and \\", "two\nlines", "a\u{202e}b\0\r", "ends in \\n", "\"#\"##", ""] {
            for old in ["\"x\"", "r\"x\"", "r##\"x\"##", "\"x\ny\""] {
                let written = text_in_manner_of(old, new);
                assert_eq!(read(&written), new, "{written}");
            }
        }
        assert_eq!(text_in_manner_of("r#\"a\"#", "b"), "r#\"b\"#");
        assert_eq!(text_in_manner_of("\"a\nb\"", "c\nd"), "\"c\nd\"");
        assert_eq!(text_in_manner_of("\"a\nb\"", "c\\n\nd"), "\"c\\\\n\nd\"");
    }

    #[test]
    fn numbers_are_short_and_read_back() {
        for number in [0.0, -0.0, 1.0, 0.1, 1e300, 5e-324, -2.5, 1e15, 123_456_789.0, 1.0 / 3.0] {
            let text = number_text(number);
            assert_eq!(literal::number(&text).map(|n| n.to_f64().to_bits()).ok(), Some(number.to_bits()), "{text}");
        }
        assert_eq!(number_in_manner_of("1.5", 2.0), "2.0");
        assert_eq!(number_in_manner_of("1", 2.0), "2");
        assert_eq!(number_in_manner_of("0xFF", 2.0), "2");
    }
}
