//! What differs between a figure that was written once and the same figure now, in words. Text formats are compared
//! by their things, which carry ids; of others it is only told that they differ, and from what they were made.

use std::collections::BTreeMap;

use crate::wording::counted;

/// Things of one sort that are named in a difference at most.
const NAMED: usize = 5;
/// Sorts of things with ids: their class, and what one and several are called.
const SORTS: &[(&str, &str, &str)] =
    &[("node", "entity", "entities"), ("relation", "relation", "relations"), ("panel", "picture", "pictures")];

/// A thing of a figure: what it is called, and everything that is written of it.
type Thing<'a> = (&'a str, &'a str);

/// What differs, a line each; nothing where both are the same.
pub(crate) fn differences(before: &[u8], now: &[u8]) -> Vec<String> {
    if before == now {
        return Vec::new();
    }
    let mut told = match (std::str::from_utf8(before), std::str::from_utf8(now)) {
        (Ok(before), Ok(now)) => texts(before, now),
        _ => Vec::new(),
    };
    if told.is_empty() {
        told.push(format!("it looks different ({} before, {} now)", bytes(before), bytes(now)));
    }
    told
}

fn bytes(file: &[u8]) -> String {
    counted(file.len(), "byte", "bytes")
}

fn texts(before: &str, now: &str) -> Vec<String> {
    let mut told = Vec::new();
    for (opening, closing, what) in [
        ("<title id=\"title\">", "</title>", "the title"),
        ("<desc id=\"desc\">", "</desc>", "the description"),
        ("viewBox=\"", "\"", "the page"),
    ] {
        if let (Some(old), Some(new)) = (between(before, opening, closing), between(now, opening, closing))
            && old != new
        {
            told.push(format!("{what} was “{}” and is “{}”", short(old), short(new)));
        }
    }
    for row in ["Program", "Command", "View", "Data", "Fonts"] {
        let of = |text| {
            between(text, "<metadata>", "</metadata>").and_then(|rows| between(rows, &format!("\n{row}: "), "\n"))
        };
        if of(before) != of(now) {
            let word = |value: Option<&str>| value.map_or("not told".to_owned(), |value| format!("“{}”", short(value)));
            told.push(format!("{} was {} and is {}", row.to_lowercase(), word(of(before)), word(of(now))));
        }
    }
    for (class, one, many) in SORTS {
        let (old, new) = (things(before, class), things(now, class));
        let missing = |a: &BTreeMap<&str, Thing<'_>>, b: &BTreeMap<&str, Thing<'_>>| -> Vec<String> {
            a.iter().filter(|(id, _)| !b.contains_key(*id)).map(|(id, thing)| called(id, thing.0)).collect()
        };
        let changed = new.iter().filter(|(id, thing)| old.get(*id).is_some_and(|before| before.1 != thing.1));
        let changed: Vec<String> = changed.map(|(id, thing)| called(id, thing.0)).collect();
        for (names, what) in
            [(missing(&new, &old), "new"), (missing(&old, &new), "gone"), (changed, "elsewhere or drawn otherwise")]
        {
            if !names.is_empty() {
                told.push(format!("{} {what}: {}", counted(names.len(), one, many), few(&names)));
            }
        }
    }
    told
}

/// What stands between two marks.
fn between<'a>(text: &'a str, opening: &str, closing: &str) -> Option<&'a str> {
    let start = text.find(opening)? + opening.len();
    let end = text[start..].find(closing)? + start;
    Some(&text[start..end])
}

/// All things of a class, by id.
fn things<'a>(text: &'a str, class: &str) -> BTreeMap<&'a str, Thing<'a>> {
    let opening = format!("<g class=\"{class}\" ");
    let mut out = BTreeMap::new();
    for (start, _) in text.match_indices(&opening) {
        let rest = &text[start + opening.len()..];
        // Things of these sorts hold no groups.
        let whole = &rest[..rest.find("</g>").unwrap_or(rest.len())];
        let id = between(whole, "data-id=\"", "\"").or_else(|| between(whole, "data-date=\"", "\""));
        if let Some(id) = id {
            out.insert(id, (between(whole, "<title>", "</title>").unwrap_or(id), whole));
        }
    }
    out
}

fn called(id: &str, says: &str) -> String {
    if says.is_empty() { id.to_owned() } else { short(says) }
}

fn short(text: &str) -> String {
    const MOST: usize = 60;
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    match plain.char_indices().nth(MOST) {
        None => plain,
        Some((end, _)) => format!("{}…", &plain[..end]),
    }
}

fn few(names: &[String]) -> String {
    let first = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    match names.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first}; and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(title: &str, nodes: &[(&str, &str, u32)]) -> String {
        let nodes: String = nodes
            .iter()
            .map(|(id, says, x)| {
                format!("<g class=\"node\" data-id=\"{id}\" data-kind=\"state\">\n<title>{says}</title><path d=\"M{x}\"/></g>\n")
            })
            .collect();
        format!(
            "<svg viewBox=\"0 0 5 5\"><title id=\"title\">{title}</title><metadata>\nProgram: Chancery 1\n</metadata>{nodes}</svg>"
        )
    }

    #[test]
    fn what_came_what_went_and_what_moved_is_told_by_name() {
        let before = figure("Ports", &[("a", "Anna", 1), ("b", "Bert", 2), ("c", "Carl &amp; Co", 3)]);
        let now = figure("Harbours", &[("a", "Anna", 1), ("b", "Bert", 9), ("d", "Dora", 3)]);
        assert_eq!(
            differences(before.as_bytes(), now.as_bytes()),
            [
                "the title was “Ports” and is “Harbours”",
                "1 entity new: Dora",
                "1 entity gone: Carl & Co",
                "1 entity elsewhere or drawn otherwise: Bert",
            ]
        );
        assert!(differences(before.as_bytes(), before.as_bytes()).is_empty());
    }

    #[test]
    fn a_difference_is_never_silent() {
        for (before, now) in [("", "x"), ("<svg>", "<svg >"), ("a", "\u{ff}")] {
            assert_eq!(differences(before.as_bytes(), now.as_bytes()).len(), 1);
        }
        assert_eq!(differences(&[0xff, 0], &[0xff]), ["it looks different (2 bytes before, 1 byte now)"]);
    }
}
