//! Properties at the beginning of a note. They are YAML, of which Obsidian itself writes and shows only texts, numbers, days
//! and lists of these: that much is read here. A whole YAML reader would bring anchors, which can be made to fill the
//! memory, for nothing that a vault has.

use super::parts::{Place, Property};

/// The properties of a note and its text after them; `None` where there are none, an error where they do not end.
pub(super) fn split(text: &str) -> Option<Result<(&str, usize), Place>> {
    let first = text.split_inclusive('\n').next()?;
    if first.trim_end() != "---" || !first.ends_with('\n') {
        return None;
    }
    let mut at = first.len();
    for line in text.get(first.len()..)?.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some(Ok((text.get(first.len()..at)?, at + line.len())));
        }
        at += line.len();
    }
    Some(Err(Place { line: 1, offset: 0 }))
}

/// Reads properties; `from` is where they begin in the file.
pub(super) fn read(text: &str, from: usize) -> Vec<Property> {
    let mut lines: Vec<(Place, &str)> = Vec::new();
    let mut offset = from;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        lines.push((Place { line: number as u32 + 2, offset }, line.trim_end()));
        offset += line.len();
    }
    let mut out = Vec::new();
    let mut at = 0;
    while let Some((place, line)) = lines.get(at).copied() {
        at += 1;
        let Some((key, rest)) = key_of(line) else { continue };
        let mut property = Property { key, values: Vec::new(), nested: false, place };
        let rest = rest.trim();
        let inner = lines.get(at..).unwrap_or_default();
        let block = inner.iter().take_while(|(_, line)| is_inside(line)).count();
        match rest.chars().next() {
            Some('|' | '>') => {
                let joined = inner.iter().take(block).map(|(_, line)| line.trim()).collect::<Vec<_>>();
                let between = if rest.starts_with('|') { "\n" } else { " " };
                property.values.push(joined.join(between).trim().to_owned());
                at += block;
            }
            Some('[') if !rest.starts_with("[[") => {
                // A list over several lines ends with its bracket.
                let mut whole = rest.to_owned();
                let mut used = 0;
                while !is_closed(&whole) && used < block {
                    whole.push(' ');
                    whole.push_str(inner.get(used).map_or("", |(_, line)| line.trim()));
                    used += 1;
                }
                at += used;
                property.values = flow(&whole);
            }
            Some(c) if c != '#' => {
                let mut value = scalar(rest);
                // Text may go on in lines that are set in.
                for (_, line) in inner.iter().take(block) {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                at += block;
                property.values.push(value);
            }
            _ => {
                for (_, line) in inner.iter().take(block) {
                    let item = line.trim();
                    if let Some(item) = item.strip_prefix('-').filter(|item| item.is_empty() || item.starts_with(' ')) {
                        property.values.push(scalar(item.trim()));
                    } else if !item.is_empty() && !item.starts_with('#') {
                        property.nested = true;
                        property.values.push(item.to_owned());
                    }
                }
                at += block;
            }
        }
        property.values.retain(|value| !matches!(value.as_str(), "" | "null" | "~"));
        out.push(property);
    }
    out
}

/// Whether a line belongs to the property before it.
fn is_inside(line: &str) -> bool {
    line.is_empty() || line.starts_with([' ', '\t']) || line == "-" || line.starts_with("- ")
}

/// Key and the rest of a line.
fn key_of(line: &str) -> Option<(String, &str)> {
    if line.starts_with([' ', '\t', '#', '-']) || line.is_empty() {
        return None;
    }
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    let colon = match quote {
        Some(quote) => line.get(1..)?.find(quote)? + 2,
        None => line
            .match_indices(':')
            .map(|(at, _)| at)
            .find(|at| line.get(at + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])))?,
    };
    let (key, rest) = (line.get(..colon)?, line.get(colon..)?.trim_start().strip_prefix(':')?);
    let key = scalar(key.trim());
    (!key.is_empty()).then_some((key, rest))
}

/// Whether the brackets of a list are closed.
fn is_closed(text: &str) -> bool {
    text.matches('[').count() <= text.matches(']').count()
}

/// The items of a list in one line.
fn flow(text: &str) -> Vec<String> {
    let inner = text.trim().trim_start_matches('[');
    let inner = inner.rsplit_once(']').map_or(inner, |(inner, _)| inner);
    let (mut items, mut item, mut quote, mut depth) = (Vec::new(), String::new(), None, 0usize);
    for c in inner.chars() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (None, '"' | '\'') if item.trim().is_empty() => quote = Some(c),
            (None, '[') => depth += 1,
            (None, ']') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                items.push(scalar(item.trim()));
                item.clear();
                continue;
            }
            _ => {}
        }
        item.push(c);
    }
    items.push(scalar(item.trim()));
    items
}

/// One text, without its quotation marks or the comment behind it.
fn scalar(text: &str) -> String {
    if let Some(inner) = text.strip_prefix('"') {
        let mut out = String::new();
        let mut escaped = false;
        for c in inner.chars() {
            match (escaped, c) {
                (true, 'n') => out.push('\n'),
                (true, 't') => out.push('\t'),
                (true, c) => out.push(c),
                (false, '\\') => {}
                (false, '"') => return out,
                (false, c) => out.push(c),
            }
            escaped = !escaped && c == '\\';
        }
        return out;
    }
    if let Some(inner) = text.strip_prefix('\'') {
        let bare = inner.trim_end();
        return bare.strip_suffix('\'').unwrap_or(bare).replace("''", "'");
    }
    text.split_once(" #").map_or(text, |(text, _)| text).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(String, Vec<String>)> {
        read(text, 4).into_iter().map(|property| (property.key, property.values)).collect()
    }

    #[test]
    fn what_obsidian_writes_is_read() {
        let text = "aliases:\n  - Anna K.\n  - \"The \\\"boss\\\"\"\ntags: [person, 'it''s', \"a, b\"]\nborn: 1970-05-01\n\
            age: 44 # in 2014\nempty:\nnone: null\n# a comment\nurl: https://example.org/a:b\nboss: \"[[Bert]]\"\n\
            friends: [\"[[Cleo]]\", [[Dora]]]\nabout: >\n  two\n  lines\naddress:\n  street: X\nlong: [a,\n  b]\n\"quoted key\": 1\n";
        let read = of(text);
        let values = |key: &str| read.iter().find(|(k, _)| k == key).map(|(_, values)| values.join("|"));
        for (key, expected) in [
            ("aliases", "Anna K.|The \"boss\""),
            ("tags", "person|it's|a, b"),
            ("born", "1970-05-01"),
            ("age", "44"),
            ("empty", ""),
            ("none", ""),
            ("url", "https://example.org/a:b"),
            ("boss", "[[Bert]]"),
            ("friends", "[[Cleo]]|[[Dora]]"),
            ("about", "two lines"),
            ("address", "street: X"),
            ("long", "a|b"),
            ("quoted key", "1"),
        ] {
            assert_eq!(values(key).as_deref(), Some(expected), "{key}");
        }
    }

    #[test]
    fn properties_begin_and_end_with_a_line() {
        assert!(split("# no\n---\na: 1\n---\n").is_none());
        assert_eq!(split("---\na: 1\n---\nrest"), Some(Ok(("a: 1\n", 13))));
        assert!(matches!(split("---\na: 1\n"), Some(Err(_))));
        assert_eq!(split("---\n---\n"), Some(Ok(("", 8))));
    }
}
