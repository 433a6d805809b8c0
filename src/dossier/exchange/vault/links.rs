//! Links and tags in a line: `[[note]]`, `![[note]]`, `[words](note.md)`, `#tag`, and the typed ones of Dataview, `key:: [[note]]`
//! and `[key:: [[note]]]`.

use super::parts::{Link, Note, Place, Property, Target};

/// Endings of files that are no notes.
const ATTACHMENTS: [&str; 29] = [
    "png",
    "jpg",
    "jpeg",
    "gif",
    "svg",
    "webp",
    "bmp",
    "avif",
    "tiff",
    "pdf",
    "mp3",
    "mp4",
    "wav",
    "webm",
    "ogg",
    "m4a",
    "mov",
    "mkv",
    "flac",
    "csv",
    "xlsx",
    "docx",
    "pptx",
    "zip",
    "html",
    "canvas",
    "base",
    "json",
    "excalidraw",
];
/// The kind of what is shown in place.
const EMBEDS: &str = "embeds";
/// Longest key of Dataview, in characters.
const LONGEST_KEY: usize = 60;

/// Whether a text is one link and nothing else.
pub(super) fn is_link(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("[[") && text.ends_with("]]")
}

/// A line with blanks in place of code between backticks and of comments between `%%`.
pub(super) fn without_code(line: &str, comment: &mut bool) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while !rest.is_empty() {
        let blank = |out: &mut String, length: usize| out.extend(std::iter::repeat_n(' ', length));
        if *comment {
            let end = rest.find("%%").map_or(rest.len(), |at| at + 2);
            *comment = !rest.get(..end).is_some_and(|text| text.ends_with("%%"));
            blank(&mut out, end);
            rest = rest.get(end..).unwrap_or_default();
            continue;
        }
        if let Some(after) = rest.strip_prefix("%%") {
            *comment = true;
            blank(&mut out, 2);
            rest = after;
            continue;
        }
        let ticks = rest.bytes().take_while(|b| *b == b'`').count();
        if ticks > 0 {
            let mark = "`".repeat(ticks);
            let inside = rest.get(ticks..).unwrap_or_default();
            // Without a second mark it is only a backtick.
            let length = inside.find(&mark).map_or(ticks, |at| at + 2 * ticks);
            blank(&mut out, length);
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        let next = rest.find(['`', '%']).map_or(rest.len(), |at| at.max(1));
        let next = (next..=rest.len()).find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
        out.push_str(rest.get(..next).unwrap_or_default());
        rest = rest.get(next..).unwrap_or_default();
    }
    out
}

/// Reads one line.
pub(super) fn line(line: &str, place: Place, note: &mut Note) {
    if let Some((key, value)) = field(line) {
        typed(key, value, place, note);
        return;
    }
    let mut plain = line.to_owned();
    // Fields in brackets stand within a sentence.
    for (open, close) in [("[", "]"), ("(", ")")] {
        while let Some((begin, end, key, value)) = bracketed(&plain, open, close) {
            typed(&key, &value, place, note);
            let blanks = " ".repeat(end - begin);
            plain.replace_range(begin..end, &blanks);
        }
    }
    wiki(&plain, place, "", &mut note.links);
    markdown(&plain, place, &mut note.links);
    tags(&plain, note);
}

/// `key:: value` as a whole line, in a list too.
fn field(line: &str) -> Option<(&str, &str)> {
    let bare = line.trim_start().trim_start_matches(['-', '*', '+', '>', ' ']);
    let (key, value) = bare.split_once("::")?;
    is_key(key).then(|| (key.trim().trim_matches(['*', '_']), value.trim()))
}

fn is_key(key: &str) -> bool {
    let key = key.trim();
    let known = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '*' | '/' | '.' | '\'' | '’');
    !key.is_empty()
        && key.chars().count() <= LONGEST_KEY
        && key.chars().all(known)
        && key.chars().any(char::is_alphabetic)
}

/// The first `[key:: value]`, with where it begins and ends.
fn bracketed(line: &str, open: &str, close: &str) -> Option<(usize, usize, String, String)> {
    for (at, _) in line.match_indices("::").take(100) {
        let Some(begin) = line.get(..at).and_then(|before| before.rfind(open)) else { continue };
        let key = line.get(begin + 1..at)?;
        if !is_key(key) {
            continue;
        }
        let value = line.get(at + 2..)?;
        // Links inside have brackets of their own.
        let (mut depth, mut end) = (0usize, None);
        for (at, c) in value.char_indices() {
            if open.starts_with(c) {
                depth += 1;
            } else if close.starts_with(c) {
                if depth == 0 {
                    end = Some(at);
                    break;
                }
                depth -= 1;
            }
        }
        let end = end?;
        return Some((begin, at + 2 + end + 1, key.trim().to_owned(), value.get(..end)?.trim().to_owned()));
    }
    None
}

/// A field: links in it are edges of its name, else it is a property.
fn typed(key: &str, value: &str, place: Place, note: &mut Note) {
    let before = note.links.len();
    wiki(value, place, key, &mut note.links);
    if note.links.len() == before && !value.is_empty() {
        match note.properties.iter_mut().find(|property| property.key == key) {
            Some(property) => property.values.push(value.to_owned()),
            None => {
                let values = vec![value.to_owned()];
                note.properties.push(Property { key: key.to_owned(), values, nested: false, place });
            }
        }
    }
}

/// Links in double brackets.
pub(super) fn wiki(text: &str, place: Place, kind: &str, out: &mut Vec<Link>) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[[") {
        let Some((inner, behind)) = after.split_once("]]") else { break };
        rest = behind;
        // `[[[a]]` is a bracket before a link.
        let inner = inner.rsplit("[[").next().unwrap_or(inner).trim_start_matches('[');
        // In tables the bar is escaped.
        let inner = inner.replace("\\|", "|");
        let (target, shown) = inner.split_once('|').map_or((inner.as_str(), ""), |(target, shown)| (target, shown));
        let (path, heading) = target.split_once('#').map_or((target, ""), |(path, heading)| (path, heading));
        if target.trim().is_empty() || inner.contains('\n') {
            continue;
        }
        let embeds = before.ends_with('!') && kind.is_empty();
        out.push(Link {
            target: target_of(path.trim()),
            kind: if embeds { EMBEDS.to_owned() } else { kind.to_owned() },
            heading: heading.trim().to_owned(),
            shown: if embeds { String::new() } else { shown.trim().to_owned() },
            place,
        });
    }
}

fn target_of(path: &str) -> Target {
    if path.is_empty() {
        return Target::Here;
    }
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending {
        Some(ending) if ATTACHMENTS.contains(&ending.as_str()) => Target::Attachment,
        _ => Target::Note(path.to_owned()),
    }
}

/// Links as `[words](path)`; addresses outside the vault are none.
fn markdown(text: &str, place: Place, out: &mut Vec<Link>) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        let (inner, behind) = match after.strip_prefix('<') {
            Some(angled) => angled.split_once('>').unwrap_or((angled, "")),
            None => {
                let end = after.find([')', ' ']).unwrap_or(after.len());
                (after.get(..end).unwrap_or_default(), after.get(end..).unwrap_or_default())
            }
        };
        rest = behind;
        let Some(begin) = before.rfind('[') else { continue };
        let outside = inner.contains("://") || inner.starts_with("mailto:") || inner.starts_with("//");
        if outside || inner.is_empty() {
            continue;
        }
        let decoded = percent(inner);
        let (path, heading) = decoded.split_once('#').map_or((decoded.as_str(), ""), |(path, heading)| (path, heading));
        let lower = path.to_ascii_lowercase();
        let is_note = path.is_empty() || lower.ends_with(".md") || lower.ends_with(".markdown");
        let target = if is_note { target_of(path) } else { Target::Attachment };
        let embeds = before.get(..begin).is_some_and(|before| before.ends_with('!'));
        out.push(Link {
            target,
            kind: if embeds { EMBEDS.to_owned() } else { String::new() },
            heading: heading.to_owned(),
            shown: before.get(begin + 1..).unwrap_or_default().trim().to_owned(),
            place,
        });
    }
}

/// A path with `%20` and the like resolved.
fn percent(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = || {
            after
                .get(..2)
                .and_then(|hex| std::str::from_utf8(hex).ok())
                .and_then(|hex| u8::from_str_radix(hex, 16).ok())
        };
        match (*first, hex()) {
            (b'%', Some(byte)) if byte != 0 => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// `#tag` and `#tag/inner`: at least one letter, and nothing before it but a blank.
fn tags(text: &str, note: &mut Note) {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if c == '#' && before.is_whitespace() {
            let known = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/');
            let tag: String = text.get(at + 1..).unwrap_or_default().chars().take_while(known).collect();
            if tag.chars().any(|c| !c.is_ascii_digit()) && tag.chars().any(char::is_alphanumeric) {
                note.tags.push(tag);
            }
        }
        before = c;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<(String, String, String, String)> {
        let note = Note::read(text);
        let told = |link: &Link| {
            let target = match &link.target {
                Target::Note(path) => path.clone(),
                Target::Here => "(here)".to_owned(),
                Target::Attachment => "(file)".to_owned(),
            };
            (target, link.kind.clone(), link.heading.clone(), link.shown.clone())
        };
        note.links.iter().map(told).collect()
    }

    #[test]
    fn links_of_all_sorts_are_found() {
        for (text, expected) in [
            ("see [[Anna]].", ("Anna", "", "", "")),
            ("[[Anna|the boss]]", ("Anna", "", "", "the boss")),
            ("[[Anna#Early life]]", ("Anna", "", "Early life", "")),
            ("| [[Anna\\|A]] |", ("Anna", "", "", "A")),
            ("![[Anna]]", ("Anna", "embeds", "", "")),
            ("![[a.PNG|100]]", ("(file)", "embeds", "", "")),
            ("[[#Here]]", ("(here)", "", "Here", "")),
            ("[A B](People/Anna%20K.md#x)", ("People/Anna K.md", "", "x", "A B")),
            ("[A](<Anna K.md>)", ("Anna K.md", "", "", "A")),
            ("member of:: [[Club]]", ("Club", "member of", "", "")),
            ("- **knows**:: [[Bert]]", ("Bert", "knows", "", "")),
            ("he [knows:: [[Bert]]] well", ("Bert", "knows", "", "")),
            ("he (owns:: [[X]]) it", ("X", "owns", "", "")),
            ("---\nboss: \"[[Bert]]\"\n---\n", ("Bert", "boss", "", "")),
        ] {
            let (target, kind, heading, shown) = expected;
            let expected = vec![(target.to_owned(), kind.to_owned(), heading.to_owned(), shown.to_owned())];
            assert_eq!(links(text), expected, "{text}");
        }
        for text in [
            "`[[code]]`",
            "```\n[[code]]\n```",
            "%% [[hidden]] %%",
            "%%\n[[hidden]]\n%%",
            "[a](https://x.org/a.md)",
            "[[]]",
            "[[never",
        ] {
            assert_eq!(links(text), [], "{text}");
        }
        assert_eq!(links("`` a ` [[code]] `` [[x]] ` [[y]]").len(), 2);
    }

    #[test]
    fn tags_and_fields_are_found() {
        let note = Note::read(
            "---\ntags: [a, b]\n---\n#c/d text #1984 a#b # heading #A\nborn:: 1970\n[age:: 44] [born:: 1971]",
        );
        assert_eq!(note.tags, ["a", "b", "c/d"]);
        let told: Vec<_> = note.properties.iter().map(|p| (p.key.as_str(), p.values.join("|"))).collect();
        assert_eq!(told, [("born", "1970|1971".to_owned()), ("age", "44".to_owned())]);
    }
}
