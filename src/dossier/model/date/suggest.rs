//! What someone who wrote a date in another way likely meant: intervals, alternatives and marks; what
//! one date is without them is told by the files beneath. Every suggestion is read again before it is
//! offered, so every suggestion is itself a valid date.

mod months;
mod parts;
mod spelt;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::parse;

/// Longer text is no date in other words.
const LONGEST: usize = 64;

/// Words before the date that something began with.
const SINCE: &[&str] = &[
    "since ",
    "from ",
    "after ",
    "post-",
    "post ",
    "not before ",
    "no earlier than ",
    "starting ",
    "starting in ",
    "beginning in ",
    "seit ",
    "ab ",
    "depuis ",
    "desde ",
    "> ",
    ">= ",
    "\u{2265} ",
    ">",
    ">=",
    "\u{2265}",
];
/// Words before the date that something ended with.
const UNTIL: &[&str] = &[
    "until ",
    "till ",
    "before ",
    "by ",
    "up to ",
    "pre-",
    "pre ",
    "prior to ",
    "not after ",
    "no later than ",
    "ending ",
    "ending in ",
    "bis ",
    "vor ",
    "avant ",
    "hasta ",
    "< ",
    "<= ",
    "\u{2264} ",
    "<",
    "<=",
    "\u{2264}",
    "to ",
];
/// Words behind the date that something began with, and behind the one that it ended with.
const ONWARDS: &[&str] = &[" onwards", " onward", " and after", " and later", " or later", "+"];
const EARLIER: &[&str] = &[" and before", " and earlier", " or earlier"];
/// What stands in the place of an end that is open, and of one that is not known.
const OPEN: &[&str] = &["", "..", "...", "open", "present", "now", "today", "date", "ongoing", "current", "heute", "*"];
const UNKNOWN: &[&str] = &["unknown", "?", "??", "uuuu", "unk"];
/// What stands between the ends of an interval; the likelier first.
const BETWEEN: &[&str] = &[" to ", " until ", " till ", " through ", " bis ", " - ", "...", "..", "/", "-"];
/// Words that make a date approximate, and uncertain.
const ABOUT: &[&str] = &[
    "circa ",
    "ca. ",
    "ca ",
    "ca.",
    "c. ",
    "c.",
    "c ",
    "about ",
    "around ",
    "approximately ",
    "approx. ",
    "approx ",
    "roughly ",
    "um ",
    "vers ",
];
const PERHAPS: &[&str] = &["probably ", "perhaps ", "possibly ", "maybe ", "presumably ", "likely "];
/// Words that say nothing.
const IDLE: &[&str] = &["in ", "on ", "at ", "sometime in ", "some time in ", "the year ", "year ", "dated "];

/// The likely EDTF for a text that is none, the likeliest first; mostly one or none.
pub(super) fn suggest(text: &str) -> Vec<String> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let plain = plain(text);
    let plain = plain.trim_matches([',', ';', ' ']);
    let plain = plain.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(plain);
    let mut found: Vec<String> = Vec::new();
    let all = whole(plain).into_iter().chain(span_of_years(plain).map(|(years, _)| years));
    for meant in all.filter(|meant| meant != text && parse::parse(meant).is_ok()) {
        if found.len() < 2 && !found.contains(&meant) {
            found.push(meant);
        }
    }
    // The second is a different reading of numbers; beside words there is none.
    if found.len() == 2 && !plain.bytes().all(|b| b.is_ascii_digit() || b"-/".contains(&b)) {
        found.truncate(1);
    }
    found
}

/// A date in a text that may mean a span of two years that follow each other, as `1921-22`: the interval
/// it would be, and whether it is read as a season or a quarter.
pub(super) fn years_in(text: &str) -> Option<(String, bool)> {
    text.split(['/', ',', '[', ']']).flat_map(|part| part.split("..")).find_map(|part| {
        let (years, second) = span_of_years(part.trim_end_matches(['~', '?', '%']))?;
        let (first, last) = years.split_once('/')?;
        let follows = last.parse::<u32>().ok()? == first.parse::<u32>().ok()? + 1;
        (follows && parse::parse(part).is_ok()).then_some((years, second > 12))
    })
}

/// `1914-18` and `1914/18` as the interval of years, with the number after the dash.
fn span_of_years(text: &str) -> Option<(String, u32)> {
    let (first, second) = text.split_once(['-', '/'])?;
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    if !(digits(first, 4) && digits(second, 2)) {
        return None;
    }
    let (year, short): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
    let century = year - year % 100;
    let last = match short {
        0 if year % 100 == 99 => century + 100,
        short if short > year % 100 => century + short,
        _ => return None,
    };
    Some((format!("{year:04}/{last:04}"), short))
}

/// The text in small letters without accents, with one kind of dash and one kind of blank.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let letters = text.trim().nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    for c in letters {
        match c {
            '–' | '—' | '‐' | '‑' | '−' | '―' => out.push('-'),
            '≈' | '～' | '∼' => out.push('~'),
            '年' | '月' => out.push('-'),
            '日' | '\'' | '’' => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    // In East Asia a year or a month ends with its own sign.
    if text.trim_end().ends_with(['年', '月']) {
        out.pop();
    }
    // A dash before a number is a minus only where it was written as one.
    if text.trim_start().starts_with(['–', '—', '―']) {
        format!("until {}", out.trim_start_matches(['-', ' ']))
    } else {
        out
    }
}

fn good(found: String) -> Option<String> {
    parse::parse(&found).is_ok().then_some(found)
}

fn after<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().filter_map(|word| text.strip_prefix(word)).min_by_key(|rest| rest.len())
}

fn before<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| text.strip_suffix(word))
}

/// A whole text: one date, one of several, or an interval.
fn whole(text: &str) -> Option<String> {
    let text = after(text, IDLE).unwrap_or(text);
    if let Some(found) = good(text.to_uppercase()) {
        return Some(found);
    }
    if let Some(rest) = text.strip_prefix("between ")
        && let Some((a, b)) = rest.split_once(" and ").or_else(|| rest.split_once(" - "))
    {
        let (a, b) = both(a, b).next()?;
        return good(format!("[{a}..{b}]"));
    }
    if let Some(found) = moment(text) {
        return good(found);
    }
    if let Some(rest) = text.strip_prefix("from ")
        && let Some(found) = interval(rest)
    {
        return Some(found);
    }
    if let Some(start) = after(text, SINCE).or_else(|| before(text, ONWARDS)) {
        return good(format!("{}/..", moment(start)?));
    }
    if let Some(end) = after(text, UNTIL).or_else(|| before(text, EARLIER)) {
        return good(format!("../{}", moment(end)?));
    }
    interval(text)
}

/// Two ends with something between them.
fn interval(text: &str) -> Option<String> {
    BETWEEN.iter().find_map(|between| {
        let cuts = text.match_indices(between).map(|(at, _)| (&text[..at], &text[at + between.len()..]));
        cuts.flat_map(|(a, b)| {
            let (a, b) = (a.trim(), b.trim());
            let open = |end: &str| match end {
                end if OPEN.contains(&end) => Some(".."),
                end if UNKNOWN.contains(&end) => Some(""),
                _ => None,
            };
            match (open(a), open(b)) {
                (Some(_), Some(_)) => Vec::new(),
                (Some(start), None) => moment(b).map(|end| format!("{start}/{end}")).into_iter().collect(),
                (None, Some(end)) => moment(a).map(|start| format!("{start}/{end}")).into_iter().collect(),
                (None, None) => both(a, b).map(|(a, b)| format!("{a}/{b}")).collect(),
            }
        })
        .find_map(good)
    })
}

/// Two dates, of which each may leave to the other what they share: `10-12 May 2014`, `1914-18`.
fn both<'a>(a: &'a str, b: &'a str) -> impl Iterator<Item = (String, String)> + 'a {
    let words =
        |text: &'a str| -> Vec<&'a str> { text.split([' ', ',', '.', '-']).filter(|w| !w.is_empty()).collect() };
    let (left, right) = (words(a), words(b));
    let (l, r) = (left.len(), right.len());
    let mut ways: Vec<(String, String)> = vec![(a.to_owned(), b.to_owned())];
    // An era at the end goes for both: 500 - 400 BC.
    if let Some((_, era)) = spelt::era_of(b)
        && spelt::era_of(a).is_none()
    {
        ways.insert(0, (format!("{a} {era}"), b.to_owned()));
    }
    if l < r {
        ways.push((format!("{a} {}", right[l..].join(" ")), b.to_owned()));
    }
    // May 10-12, 2014; 2014-05-10/12.
    if l >= 2 && r >= 1 {
        ways.push((format!("{a} {}", right[1..].join(" ")), format!("{} {b}", left[..l - 1].join(" "))));
        ways.push((a.to_owned(), format!("{} {b}", left[..l - r.min(l - 1)].join(" "))));
    }
    let short = b.trim_end_matches(['?', '~', '%']);
    if let Some((years, _)) = span_of_years(&format!("{}-{short}", a.rsplit(' ').next().unwrap_or(a)))
        && let Some((_, last)) = years.split_once('/')
    {
        ways.push((a.to_owned(), format!("{last}{}", &b[short.len()..])));
    }
    ways.into_iter().filter_map(|(a, b)| Some((moment(&a)?, moment(&b)?)))
}

/// One date or one of several, with the marks for about and perhaps, however they are written.
fn moment(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(found) = good(text.to_uppercase()).or_else(|| spelt::with_gaps(text)) {
        return Some(found).filter(|found| !found.contains('/'));
    }
    let (mut about, mut perhaps) = (false, false);
    let mut rest = text;
    loop {
        if let Some(bare) = after(rest, ABOUT) {
            (about, rest) = (true, bare);
        } else if let Some(bare) = after(rest, PERHAPS) {
            (perhaps, rest) = (true, bare);
        } else {
            break;
        }
    }
    let bare = rest.replace("(?)", "?");
    about |= bare.contains(['~', '%']);
    perhaps |= bare.contains(['?', '%']);
    let bare = bare.replace(['~', '?', '%', '(', ')'], "");
    let bare = bare.trim();
    let mark = match (about, perhaps) {
        (false, false) => "",
        (true, false) => "~",
        (false, true) => "?",
        (true, true) => "%",
    };
    if mark.is_empty()
        && let Some((a, b)) = bare.split_once(" or ")
    {
        return both(a, b).find_map(|(a, b)| good(format!("[{a},{b}]")));
    }
    let one = good(bare.to_uppercase()).filter(|found| !found.contains('/'));
    let found = one.or_else(|| parts::part(bare)).or_else(|| spelt::date(bare))?;
    // A set carries no mark; that it is one says enough.
    good(format!("{found}{mark}")).or_else(|| good(found))
}
