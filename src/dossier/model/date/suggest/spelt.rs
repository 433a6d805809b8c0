//! One date of the calendar in the many ways that people write it: words, other orders, other codes,
//! years before our era. What it is part of, and how sure it is, is not known here.

use super::good;
use super::months::month;
use crate::dossier::model::date::Date;

/// How eras are written, in small letters and without a full stop at the end: before ours, and ours.
const BEFORE_OURS: &[&str] = &["b.c.e", "b.c", "bce", "bc", "v. chr", "v.chr", "av. j.-c", "a.c", "sm"];
const OURS: &[&str] = &["a.d", "c.e", "ad", "ce", "n. chr", "n.chr", "ap. j.-c", "d.c"];
/// Words within a date that say nothing.
const IDLE: &[&str] = &[
    "of",
    "the",
    "de",
    "del",
    "der",
    "den",
    "le",
    "el",
    "year",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Numbers of ISO 8601-2 that Chancery has no unit for, told in those that it has: seasons of one
/// hemisphere, thirds and halves of a year.
pub(super) fn of_code(text: &str) -> Option<String> {
    let (year, code) = text.split_once('-')?;
    let year: i32 = year.parse().ok().filter(|_| year.len() == 4)?;
    Some(match code {
        "25" | "26" | "27" | "28" => format!("{year:04}-{}", 21 + code.parse::<u32>().ok()? - 25),
        "29" => format!("{year:04}-23"),
        "30" => format!("{year:04}-24"),
        "31" => format!("{year:04}-21"),
        "32" => format!("{year:04}-22"),
        "37" => format!("[{year:04}-01..{year:04}-04]"),
        "38" => format!("[{year:04}-05..{year:04}-08]"),
        "39" => format!("[{year:04}-09..{year:04}-12]"),
        "40" => format!("[{year:04}-33,{year:04}-34]"),
        "41" => format!("[{year:04}-35,{year:04}-36]"),
        _ => return None,
    })
}

/// Digits that are not known, written as libraries do: `199u`, `19--`, `199*`, `199?`.
pub(super) fn with_gaps(text: &str) -> Option<String> {
    let known = text.trim_end_matches(['u', 'x', '*', '?', '-', '_']);
    let is_year = |known: &str| (2..=3).contains(&known.len()) && known.bytes().all(|b| b.is_ascii_digit());
    if text.len() == 4 && is_year(known) {
        return good(format!("{known}{}", "X".repeat(4 - known.len())));
    }
    let only = text.bytes().all(|b| b.is_ascii_digit() || b"ux*-".contains(&b));
    only.then(|| text.replace(['u', 'x', '*'], "X")).and_then(good)
}

/// A text without its era, and the era: `bc` or `ad`.
pub(super) fn era_of(text: &str) -> Option<(&str, &'static str)> {
    let text = text.trim();
    let found = |eras: &'static [&'static str], name: &'static str| {
        eras.iter().find_map(move |era| {
            let parted = |rest: &str, next: Option<char>| {
                !rest.trim().is_empty() && next.is_some_and(|c| c == ' ' || c.is_ascii_digit())
            };
            let behind = text.trim_end_matches('.').strip_suffix(era);
            let behind = behind.filter(|rest| parted(rest, rest.chars().last()));
            let ahead = || text.strip_prefix(era).map(|rest| rest.trim_start_matches('.'));
            let ahead = || ahead().filter(|rest| parted(rest, rest.chars().next()));
            behind.or_else(ahead).map(|rest| (rest.trim(), name))
        })
    };
    found(BEFORE_OURS, "bc").or_else(|| found(OURS, "ad"))
}

/// A year by its number within an era, as EDTF writes it.
pub(super) fn year_of_era(number: i32, era: &str) -> Option<String> {
    let year = if era == "bc" { 1 - number } else { number };
    (number > 0 && year.abs() <= Date::MAX_YEAR).then(|| match year {
        0..=9999 => format!("{year:04}"),
        -9999..0 => format!("-{:04}", -year),
        _ => format!("Y{year}"),
    })
}

/// One date, written somehow.
pub(super) fn date(text: &str) -> Option<String> {
    if let Some((rest, era)) = era_of(text) {
        return of_era(rest, era);
    }
    // What is open at an end is no single date, and what has two separators is two.
    let two = text.contains('/') && text.contains('-');
    if two || text.starts_with(['-', '/']) || text.ends_with(['-', '/']) {
        return None;
    }
    if let Some(found) = with_time(text) {
        return Some(found);
    }
    let parts = words(text);
    match *parts.as_slice() {
        [only] => single(only),
        [a, b] => pair(a, b).or_else(|| pair(b, a)),
        [a, b, c] => triple(Part::of(a)?, Part::of(b)?, Part::of(c)?),
        _ => None,
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split([' ', '.', ',', '/', '-']).filter(|word| !word.is_empty() && !IDLE.contains(word)).collect()
}

/// `15 March 44` before or after the turn of eras: the year comes last, and may have few digits.
fn of_era(text: &str, era: &str) -> Option<String> {
    let parts = words(text);
    let (year, rest) = parts.split_last()?;
    let year = year_of_era(year.parse().ok().filter(|_| year.bytes().all(|b| b.is_ascii_digit()))?, era)?;
    let found = match *rest {
        [] => year,
        [name] => format!("{year}-{:02}", month(name)?),
        [a, b] => match (Part::of(a)?, Part::of(b)?) {
            (Part::Small(day), Part::Month(month)) | (Part::Month(month), Part::Small(day)) => {
                format!("{year}-{month:02}-{day:02}")
            }
            _ => return None,
        },
        _ => return None,
    };
    good(found)
}

/// `2015-10-01 09:30`, with or without parts of a second.
fn with_time(text: &str) -> Option<String> {
    let (day, clock) = text.split_once([' ', 't'])?;
    if !clock.contains(':') {
        return None;
    }
    let day = good(day.to_owned()).or_else(|| date(day))?;
    let clock = clock.trim().to_uppercase();
    let whole = match clock.split_once('.') {
        Some((clock, rest)) => format!("{clock}{}", rest.trim_start_matches(|c: char| c.is_ascii_digit())),
        None => clock,
    };
    let padded = if whole.find(':') == Some(1) { format!("0{whole}") } else { whole };
    good(format!("{day}T{padded}"))
}

fn triple(first: Part, middle: Part, last: Part) -> Option<String> {
    let (y, m, d) = match (first, middle, last) {
        (Part::Year(y), Part::Small(m) | Part::Month(m), Part::Small(d)) => (y, m, d),
        (Part::Small(d), Part::Month(m), Part::Year(y)) | (Part::Month(m), Part::Small(d), Part::Year(y)) => (y, m, d),
        // 01.10.2015 is day first everywhere; with slashes it is in most places.
        (Part::Small(d), Part::Small(m), Part::Year(y)) if m > 12 => (y, d, m),
        (Part::Small(d), Part::Small(m), Part::Year(y)) => (y, m, d),
        _ => return None,
    };
    good(format!("{y:04}-{m:02}-{d:02}"))
}

/// `2015`, `20151001`, `201510`.
fn single(text: &str) -> Option<String> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        4 => Some(text.to_owned()),
        // Six digits are year and month only where they cannot be day, month and short year.
        6 if ["18", "19", "20"].contains(&&text[..2]) => good(format!("{}-{}", &text[..4], &text[4..])),
        8 => good(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])),
        _ => None,
    }
}

/// A year with a month beside it.
fn pair(year: &str, other: &str) -> Option<String> {
    let Part::Year(year) = Part::of(year)? else { return None };
    match Part::of(other)? {
        Part::Small(month) | Part::Month(month) => good(format!("{year:04}-{month:02}")),
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
        let digits = ["st", "nd", "rd", "th", "er"].iter().find_map(|tail| text.strip_suffix(tail));
        if let Some(day) = digits.and_then(|d| d.parse().ok()) {
            return Some(Part::Small(day));
        }
        month(text).map(Part::Month)
    }
}
