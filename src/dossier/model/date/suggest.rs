//! What someone who wrote a date in another way likely meant. Every suggestion is read again
//! before it is offered, so every suggestion is itself a valid date.

use super::{parse, words};

/// The likely EDTF for a text that is none.
pub(super) fn suggest(text: &str) -> Option<String> {
    if text.len() > 64 {
        return None;
    }
    let plain = text.trim().to_lowercase().replace(['–', '—', '‐', '‑', '−'], "-");
    let found = whole(plain.trim_matches(['.', ',', ';']))?;
    (found != text && parse::parse(&found).is_ok()).then_some(found)
}

fn whole(text: &str) -> Option<String> {
    let good = |found: String| parse::parse(&found).is_ok().then_some(found);
    let upper = text.to_uppercase();
    if let Some(found) = good(upper) {
        return Some(found);
    }
    if let Some(found) = one(text) {
        return good(found);
    }
    for (word, before, after) in [
        ("since ", "", "/.."),
        ("from ", "", "/.."),
        ("until ", "../", ""),
        ("till ", "../", ""),
        ("circa ", "", "~"),
        ("ca. ", "", "~"),
        ("ca ", "", "~"),
        ("c. ", "", "~"),
        ("c.", "", "~"),
        ("about ", "", "~"),
        ("around ", "", "~"),
        ("probably ", "", "?"),
        ("perhaps ", "", "?"),
    ] {
        if let Some(rest) = text.strip_prefix(word) {
            if word == "from "
                && let Some((a, b)) = rest.split_once(" to ")
            {
                return good(format!("{}/{}", one(a)?, one(b)?));
            }
            return good(format!("{before}{}{after}", one(rest)?));
        }
    }
    if let Some((a, b)) = text.split_once(" or ") {
        return good(format!("[{},{}]", one(a)?, one(b)?));
    }
    if let Some(start) = text.strip_suffix('-') {
        return good(format!("{}/..", one(start.trim())?));
    }
    [" to ", " - ", "-", "/", "..", " until "].iter().find_map(|between| {
        let (a, b) = text.split_once(between)?;
        good(format!("{}/{}", one(a.trim())?, one(b.trim())?))
    })
}

/// One date, written somehow.
fn one(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(decade) = text.strip_prefix("the ").unwrap_or(text).strip_suffix("0s")
        && decade.len() == 3
        && decade.bytes().all(|b| b.is_ascii_digit())
    {
        return Some(format!("{decade}X"));
    }
    let parts: Vec<&str> = text.split([' ', '.', ',', '/', '-']).filter(|p| !p.is_empty() && *p != "of").collect();
    match *parts.as_slice() {
        [only] => single(only),
        [a, b] => pair(a, b).or_else(|| pair(b, a)),
        [a, b, c] => {
            let (first, middle, last) = (Part::of(a)?, Part::of(b)?, Part::of(c)?);
            match (first, middle, last) {
                (Part::Year(y), Part::Small(m) | Part::Month(m), Part::Small(d)) => {
                    Some(format!("{y:04}-{m:02}-{d:02}"))
                }
                (Part::Small(d), Part::Month(m), Part::Year(y)) | (Part::Month(m), Part::Small(d), Part::Year(y)) => {
                    Some(format!("{y:04}-{m:02}-{d:02}"))
                }
                // 01.10.2015 is day first everywhere; with slashes it is in most places.
                (Part::Small(d), Part::Small(m), Part::Year(y)) => {
                    let (m, d) = if m > 12 { (d, m) } else { (m, d) };
                    Some(format!("{y:04}-{m:02}-{d:02}"))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// `2015`, `20151001`, `201510`.
fn single(text: &str) -> Option<String> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        4 => Some(text.to_owned()),
        6 => Some(format!("{}-{}", &text[..4], &text[4..])),
        8 => Some(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])),
        _ => None,
    }
}

/// A year with a month, a quarter or a season beside it.
fn pair(year: &str, other: &str) -> Option<String> {
    let Part::Year(year) = Part::of(year)? else { return None };
    if let Some(quarter) = other.strip_prefix('q').and_then(|q| q.parse::<u32>().ok()).filter(|q| (1..=4).contains(q)) {
        return Some(format!("{year:04}-{}", 32 + quarter));
    }
    let season = match other {
        "spring" => Some(21),
        "summer" => Some(22),
        "autumn" | "fall" => Some(23),
        "winter" => Some(24),
        _ => None,
    };
    if let Some(season) = season {
        return Some(format!("{year:04}-{season}"));
    }
    match Part::of(other)? {
        Part::Small(month) | Part::Month(month) => Some(format!("{year:04}-{month:02}")),
        Part::Year(_) => None,
    }
}

enum Part {
    Year(u32),
    Small(u32),
    Month(u32),
}

impl Part {
    fn of(text: &str) -> Option<Part> {
        if text.bytes().all(|b| b.is_ascii_digit()) {
            let number = text.parse().ok()?;
            return match text.len() {
                4 => Some(Part::Year(number)),
                1 | 2 => Some(Part::Small(number)),
                _ => None,
            };
        }
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|tail| text.strip_suffix(tail));
        if let Some(day) = digits.and_then(|d| d.parse().ok()) {
            return Some(Part::Small(day));
        }
        let named = |name: &str| {
            let name = name.to_lowercase();
            text == name || (text == "sept" && name == "september") || (text.len() == 3 && name.starts_with(text))
        };
        words::MONTHS.iter().position(|month| named(month)).map(|at| Part::Month(at as u32 + 1))
    }
}
