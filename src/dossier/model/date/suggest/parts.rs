//! Stretches of time that people name by words: decades and centuries, seasons and quarters, halves,
//! and what is early, in the middle or late. Where EDTF has no unit for one it becomes a set: one of the
//! quarters, months or years in it.

use super::spelt::{date, era_of, of_code, year_of_era};
use super::{good, span_of_years};

/// Words for the first, second and last third.
const THIRDS: [&[&str]; 3] = [
    &["early ", "early-", "beginning of ", "start of ", "the beginning of ", "the start of ", "anfang "],
    &["mid-", "mid ", "middle of ", "the middle of ", "mitte "],
    &["late ", "late-", "end of ", "the end of ", "ende "],
];
/// Words for the halves of a year, and for its quarters.
const HALVES: [&[&str]; 2] = [&["first half", "1st half", "h1"], &["second half", "2nd half", "last half", "h2"]];
const QUARTERS: [&[&str]; 4] = [
    &["first quarter", "1st quarter", "q1"],
    &["second quarter", "2nd quarter", "q2"],
    &["third quarter", "3rd quarter", "q3"],
    &["fourth quarter", "4th quarter", "last quarter", "q4"],
];
const SEASONS: [&[&str]; 4] = [&["spring"], &["summer"], &["autumn", "fall"], &["winter"]];

/// The date for a stretch that is named by words.
pub(super) fn part(text: &str) -> Option<String> {
    let text = text.strip_prefix("the ").unwrap_or(text);
    for (third, words) in THIRDS.iter().enumerate() {
        if let Some(rest) = words.iter().find_map(|word| text.strip_prefix(word)) {
            return stretch(rest)?.share(third as i32, 3);
        }
    }
    if let Some((half, rest)) = named(&HALVES, text) {
        return match stretch(rest)? {
            // A year has quarters.
            Stretch::Years(year, 1) => {
                let first = 33 + 2 * half;
                good(format!("[{year:04}-{first},{year:04}-{}]", first + 1))
            }
            stretch => stretch.share(half as i32, 2),
        };
    }
    if let Some((quarter, year)) = named(&QUARTERS, text) {
        return good(format!("{}-{}", year_alone(year)?, 33 + quarter));
    }
    if let Some((season, year)) = named(&SEASONS, text) {
        return good(format!("{}-{}", year_alone(year)?, 21 + season));
    }
    decade_or_century(text).or_else(|| of_code(text))
}

/// Which of some words stands before or behind the rest: `h1 2016`, `2016-h1`, `first half of 2016`.
fn named<'a, const N: usize>(names: &[&[&str]; N], text: &'a str) -> Option<(usize, &'a str)> {
    names.iter().enumerate().find_map(|(number, names)| {
        let rest = names.iter().find_map(|name| text.strip_prefix(name).or_else(|| text.strip_suffix(name)))?;
        let rest = rest.trim_matches([' ', '-', ',', '/']);
        Some((number, rest.strip_prefix("of ").unwrap_or(rest)))
    })
}

/// A year; of a winter `2014/15` too, which begins in the first of them.
fn year_alone(text: &str) -> Option<String> {
    let year = match span_of_years(text) {
        Some((years, _)) => years.split('/').next()?.to_owned(),
        None => date(text)?,
    };
    (year.strip_prefix('-').unwrap_or(&year).len() == 4).then_some(year)
}

fn decade_or_century(text: &str) -> Option<String> {
    let unit = text.strip_suffix("0s").or_else(|| text.strip_suffix("0ies"));
    if let Some(decade) = unit.filter(|d| d.len() == 3 && d.bytes().all(|b| b.is_ascii_digit())) {
        return Some(format!("{decade}X"));
    }
    let (text, era) = era_of(text).unwrap_or((text, "ad"));
    let century = century(text)? - 1;
    good(format!("{}{century:02}XX", if era == "bc" { "-" } else { "" }))
}

/// The number of a century: `19th century`, `19. Jahrhundert`, `c19`.
fn century(text: &str) -> Option<i32> {
    let word = [" century", " cent.", " c.", " c", " jahrhundert", " jh.", " jh", " siecle"];
    let number = word.iter().find_map(|word| text.strip_suffix(word)).or_else(|| text.strip_prefix('c'))?;
    let digits = number.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h', 'e', 'm', '.', ' ']);
    digits.parse().ok().filter(|number| (1..=99).contains(number) && digits.len() <= 2)
}

/// What can be early or late.
enum Stretch {
    /// Its first year and how many they are; as EDTF counts, 1 BC is 0.
    Years(i32, i32),
    /// A month of a year.
    Month(String),
}

fn stretch(text: &str) -> Option<Stretch> {
    let text = text.trim();
    let text = text.strip_prefix("the ").unwrap_or(text);
    let found = decade_or_century(text).or_else(|| date(text)).or_else(|| good(text.to_uppercase()))?;
    let (sign, digits) = found.strip_prefix('-').map_or((1, found.as_str()), |digits| (-1, digits));
    let known = digits.trim_end_matches('X');
    if digits.len() == 4 {
        let count = 10_i32.pow((digits.len() - known.len()) as u32);
        let first = known.parse::<i32>().ok()? * count;
        return Some(Stretch::Years(if sign < 0 { -(first + count - 1) } else { first }, count));
    }
    (digits.len() == 7).then_some(Stretch::Month(found))
}

impl Stretch {
    /// One of so many equal shares, as one of the months, days or years in it.
    fn share(self, number: i32, of: i32) -> Option<String> {
        let ends = |count: i32| (number * count / of, (number + 1) * count / of - 1);
        good(match self {
            Stretch::Years(year, 1) => {
                let (first, last) = ends(12);
                let year = edtf(year)?;
                format!("[{year}-{:02}..{year}-{:02}]", first + 1, last + 1)
            }
            Stretch::Years(year, count) => {
                let (first, last) = ends(count);
                format!("[{}..{}]", edtf(year + first)?, edtf(year + last)?)
            }
            Stretch::Month(month) => {
                let (first, last) = ends(30);
                let last = if number + 1 == of { last_day(&month)? } else { last + 1 };
                format!("[{month}-{:02}..{month}-{last:02}]", first + 1)
            }
        })
    }
}

/// A year as EDTF counts.
fn edtf(year: i32) -> Option<String> {
    if year > 0 { year_of_era(year, "ad") } else { year_of_era(1 - year, "bc") }
}

fn last_day(month: &str) -> Option<i32> {
    (28..=31).rev().find(|day| good(format!("{month}-{day}")).is_some())
}
