//! Labels of DOT as a person reads them: escapes, character references, and texts in angle brackets without their tags.

use std::borrow::Cow;

use super::super::references;

/// What the escapes of a label stand for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Names<'a> {
    /// The graph: `\G`.
    pub(super) graph: &'a str,
    /// The node: `\N`.
    pub(super) node: &'a str,
    /// The ends of the edge: `\T`, `\H`, and both for `\E`.
    pub(super) ends: Option<(&'a str, &'a str)>,
    /// Whether the edge has a direction, for `\E`.
    pub(super) directed: bool,
}

/// A label as a person reads it.
pub(super) fn shown<'a>(label: &'a str, html: bool, names: &Names<'_>) -> Cow<'a, str> {
    if html {
        return Cow::Owned(references::plain(&without_tags(label)).into_owned());
    }
    if !label.contains('\\') {
        return references::plain(label);
    }
    let mut out = String::with_capacity(label.len());
    let mut signs = label.chars();
    while let Some(sign) = signs.next() {
        if sign != '\\' {
            out.push(sign);
            continue;
        }
        match signs.next() {
            Some('n' | 'l' | 'r') => out.push('\n'),
            Some('N') if names.ends.is_none() => out.push_str(names.node),
            Some('G') => out.push_str(names.graph),
            Some('T') if let Some((tail, _)) = names.ends => out.push_str(tail),
            Some('H') if let Some((_, head)) = names.ends => out.push_str(head),
            Some('E') if let Some((tail, head)) = names.ends => {
                out.push_str(tail);
                out.push_str(if names.directed { "->" } else { "--" });
                out.push_str(head);
            }
            Some(other) => out.push(other),
            None => {}
        }
        // The names stand for little, but many of them can make much.
        if out.len() > label.len() + MOST_NAMES {
            break;
        }
    }
    Cow::Owned(references::plain(out.trim_end_matches('\n')).into_owned())
}

/// How many bytes the escapes of one label may become.
const MOST_NAMES: usize = 4_096;

/// The text of HTML-like markup: a line a row, a blank between cells.
fn without_tags(markup: &str) -> String {
    let mut out = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((before, from)) = rest.split_once('<') {
        push_words(&mut out, before);
        let Some((tag, after)) = from.split_once('>') else {
            push_words(&mut out, "<");
            rest = from;
            continue;
        };
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if name.eq_ignore_ascii_case("br") || name.eq_ignore_ascii_case("tr") {
            out.truncate(out.trim_end().len());
            if !out.is_empty() {
                out.push('\n');
            }
        } else if name.eq_ignore_ascii_case("td") && !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
        rest = after;
    }
    push_words(&mut out, rest);
    out.truncate(out.trim_end().len());
    out
}

fn push_words(out: &mut String, text: &str) {
    for sign in text.chars() {
        if !sign.is_whitespace() {
            out.push(sign);
        } else if !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_become_what_they_stand_for() {
        let node = Names { graph: "G", node: "a", ..Names::default() };
        assert_eq!(shown(r"x\ny\l\N of \G \\ \q &eacute;", false, &node), "x\ny\na of G \\ q é");
        let edge = Names { graph: "G", ends: Some(("a", "b")), directed: true, ..Names::default() };
        assert_eq!(shown(r"\E \T \H\n", false, &edge), "a->b a b");
        assert_eq!(shown("plain", false, &node), "plain");
        assert!(shown(&r"\N".repeat(100_000), false, &Names { node: &"x".repeat(10_000), ..node }).len() < 300_000);
    }

    #[test]
    fn markup_becomes_its_text() {
        let label = "<table border=\"0\"><tr><td>A &amp; B</td> <td port='p'>C</td></tr>\n <tr><td><b>D</b>E<br/>F</td></tr></table>";
        assert_eq!(shown(label, true, &Names::default()), "A & B C\nDE\nF");
        assert_eq!(shown("1 < 2", true, &Names::default()), "1 < 2");
    }
}
