//! What stands in the brackets of a line, `[not SOURCE PLACE by SPEAKER "QUOTATION"]`, taken apart.
//! A place or a speaker in quotes may hold anything. Nothing here knows an entity.

use std::ops::Range;

/// The word before a source that says that it is not so.
pub(super) const DENIAL: &str = "not";
/// The word before whoever is quoted.
pub(super) const BY: &str = "by";

/// Brackets taken apart, as far as that needs no names of entities.
#[derive(Debug, PartialEq)]
pub(super) struct Brackets<'t> {
    pub(super) denies: bool,
    /// Source and place, if nobody is quoted.
    pub(super) words: &'t str,
    /// A place in quotes.
    pub(super) place: Option<&'t str>,
    /// Who may be quoted; a place may hold the word `by` too.
    pub(super) speakers: Vec<Speaker<'t>>,
    pub(super) quote: Option<&'t str>,
}

/// Who may be quoted.
#[derive(Debug, PartialEq)]
pub(super) struct Speaker<'t> {
    /// Source and place, if it is this one.
    pub(super) words: &'t str,
    pub(super) name: &'t str,
    /// Bytes of the brackets' text, with the quotes around the name.
    pub(super) range: Range<usize>,
}

/// The first word, and what follows. A quotation mark ends it, too.
pub(super) fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_at(text.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(text.len()))
}

/// Bytes at which a word stands by itself.
pub(super) fn places_of_word(text: &str, word: &str) -> Vec<usize> {
    let is_alone = |at: usize| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        before.chars().next_back().is_none_or(char::is_whitespace)
            && after.chars().next().is_none_or(char::is_whitespace)
    };
    text.match_indices(word).map(|(at, _)| at).filter(|at| is_alone(*at)).collect()
}

/// Where the last speaker of brackets that are still open begins.
pub(super) fn start_of_speaker(text: &str) -> Option<usize> {
    let at = *places_of_word(text, BY).last()? + BY.len();
    let blank = text[at..].len() - text[at..].trim_start().len();
    let quotes = text[..at].matches('"').count();
    (blank > 0 && quotes.is_multiple_of(2) && text[at + blank..].matches('"').count() < 2).then_some(at + blank)
}

/// Takes brackets apart.
pub(super) fn take_apart<'t>(text: &'t str, is_source: impl Fn(&str) -> bool) -> Brackets<'t> {
    let (first, after) = first_word(text);
    let denies = first == DENIAL && (!is_source(DENIAL) || is_source(first_word(after).0));
    let body = if denies { after } else { text };
    let offset = text.len() - body.len();
    let (words, quoted) = body.split_at(body.find('"').unwrap_or(body.len()));
    let by_is_source = first_word(words).0 == BY && is_source(BY);
    if let Some(place) = within_quotes(quoted).filter(|_| words.split_whitespace().count() < 2) {
        let rest = &quoted[place.len() + 2..];
        if !by_is_source && (rest.trim_start().starts_with('"') || first_word(rest).0 == BY) {
            let (speakers, quote) = speakers_and_quote(rest, text.len() - rest.len(), 0);
            // A place in quotes is whole: one speaker follows.
            let speakers = speakers.into_iter().take(1).map(|s| Speaker { words, ..s }).collect();
            return Brackets { denies, words, place: Some(place), speakers, quote };
        }
    }
    let skipped = if by_is_source { words.len() - words.trim_start().len() + BY.len() } else { 0 };
    let (speakers, quote) = speakers_and_quote(body, offset, skipped);
    let words = match &speakers[..] {
        [only] if !quoted.is_empty() && text[only.range.clone()].starts_with('"') => only.words,
        _ => words,
    };
    Brackets { denies, words, place: None, speakers, quote }
}

/// Who may be quoted, and the quotation: of a text that begins at a byte of the brackets, of which the first bytes hold
/// no word that leads to a speaker.
fn speakers_and_quote(text: &str, offset: usize, skipped: usize) -> (Vec<Speaker<'_>>, Option<&str>) {
    let (words, quoted) = text.split_at(text.find('"').unwrap_or(text.len()));
    let mut bys = places_of_word(words, BY);
    bys.retain(|at| *at >= skipped);
    if let (Some(by), Some(name)) = (bys.last().copied(), within_quotes(quoted))
        && words[by + BY.len()..].trim().is_empty()
    {
        let start = offset + words.len();
        let speaker = Speaker { words: &words[..by], name, range: start..start + name.len() + 2 };
        return (vec![speaker], quotation(&quoted[name.len() + 2..]));
    }
    let speaker = |by: usize| {
        let after = &words[by + BY.len()..];
        let (name, start) = (after.trim(), offset + words.len() - after.trim_start().len());
        Speaker { words: &words[..by], name, range: start..start + name.len() }
    };
    (bys.into_iter().map(speaker).collect(), quotation(quoted))
}

/// What the quotes hold that a text begins with.
fn within_quotes(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('"')?;
    Some(&inner[..inner.find('"')?])
}

/// What stands between the first quotation mark and the last.
fn quotation(text: &str) -> Option<&str> {
    let (_, quote) = text.split_once('"')?;
    Some(quote.trim_end().trim_end_matches('"').trim()).filter(|quote| !quote.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(text: &str) -> (bool, String, Vec<String>, Option<String>) {
        let out = take_apart(text, |id| ["beat", "wire"].contains(&id));
        let words = format!("{}|{}", out.words.trim(), out.place.unwrap_or_default());
        for speaker in &out.speakers {
            assert_eq!(text[speaker.range.clone()].trim_matches('"'), speaker.name, "{text}");
        }
        let speakers = out.speakers.iter().map(|s| format!("{} / {}", s.words.trim(), s.name)).collect();
        (out.denies, words, speakers, out.quote.map(str::to_owned))
    }

    #[test]
    fn brackets_are_taken_apart() {
        for (text, denies, words, speakers, quote) in [
            ("beat P5.1", false, "beat P5.1|", &[][..], None),
            ("beat P5.1 by nur \"so it is\"", false, "beat P5.1 by nur|", &["beat P5.1 / nur"][..], Some("so it is")),
            ("not beat", true, "beat|", &[], None),
            ("not  by nur", true, "by nur|", &[" / nur"], None),
            ("by nur", false, "by nur|", &[" / nur"], None),
            ("beat by \"A [by] B\" \"q\"", false, "beat|", &["beat / A [by] B"], Some("q")),
            ("beat \"Foreword by X\" \"q\"", false, "beat|Foreword by X", &[], Some("q")),
            ("beat \"Foreword by X\" \"\"", false, "beat|Foreword by X", &[], None),
            ("not beat \"a by b\" by nur \"q\"", true, "beat|a by b", &["beat / nur"], Some("q")),
            ("beat P1 \"they \"will\" host\"", false, "beat P1|", &[], Some("they \"will\" host")),
            (
                "beat by Step by Step",
                false,
                "beat by Step by Step|",
                &["beat / Step by Step", "beat by Step / Step"],
                None,
            ),
            ("beat by-law 3", false, "beat by-law 3|", &[], None),
            ("notary P1", false, "notary P1|", &[], None),
            ("beat by", false, "beat by|", &["beat / "], None),
        ] {
            let speakers: Vec<String> = speakers.iter().map(|s| s.trim_start_matches(' ').to_owned()).collect();
            let found = apart(text);
            let trimmed: Vec<String> = found.2.iter().map(|s| s.trim_start().to_owned()).collect();
            assert_eq!((found.0, found.1.as_str(), found.3.as_deref()), (denies, words, quote), "{text}");
            assert_eq!(trimmed, speakers, "{text}");
        }
    }

    #[test]
    fn a_source_may_bear_the_words_of_the_brackets() {
        let sources = |id: &str| ["not", "by", "beat"].contains(&id);
        assert!(!take_apart("not P1", sources).denies);
        assert!(take_apart("not beat P1", sources).denies);
        assert!(take_apart("not not P1", sources).denies);
        assert!(take_apart("by P1", sources).speakers.is_empty());
    }
}
