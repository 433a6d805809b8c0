//! Words that look like names which the dossier does not have: a guess, offered and never made by itself.
//!
//! In scripts with capitals, runs of words that begin with one, small words such as *of* or *de* between them; in
//! Japanese, katakana parted by dots, as foreign names are. A word that begins a sentence counts only where it has a
//! capital elsewhere, too, is an acronym, or goes on with others; it is left off the run where the text has it small, or
//! the rest of the run without it. What is small elsewhere and stands alone does not count, nor do titles, lines all in
//! capitals, months, days of the week and names of the dossier. Other scripts have no sign that tells a name.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Mention;
use super::trie::{Trie, starts_capital};
use super::words::each_word;
use crate::dossier::model::fold::tying_form;
use crate::explore::query::passages::{Block, BlockKind, Passages, Span};
use crate::progress::{Cancelled, Progress};

/// A likely name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnknownName {
    /// As it is written first.
    pub(crate) text: String,
    /// How often it stands in the text.
    pub(crate) count: usize,
    /// Where it stands first.
    pub(crate) span: Span,
}

/// So many are listed.
const MOST: usize = 500;
/// Longest run, in words.
const LONGEST: usize = 10;

/// Small words within names.
const WITHIN: [&str; 27] = [
    "of", "de", "del", "della", "der", "den", "des", "di", "da", "do", "dos", "das", "du", "la", "le", "les", "van",
    "von", "vom", "zu", "zur", "bin", "ibn", "al", "el", "y", "för",
];

/// Words that often begin a sentence and never a name by themselves.
const BEGINNINGS: [&str; 44] = [
    "the", "a", "an", "in", "on", "at", "by", "to", "of", "from", "with", "for", "and", "but", "or", "if", "as",
    "when", "while", "after", "before", "since", "this", "that", "these", "those", "there", "he", "she", "it", "they",
    "we", "you", "his", "her", "its", "their", "our", "my", "no", "not", "both", "all", "last",
];

/// Words with a capital that are no names by themselves: parts of dates in English, titles before a name.
const NO_NAMES: [&str; 27] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "gen",
    "st",
    "no",
];

/// A word of a block.
struct Word<'t> {
    at: usize,
    text: &'t str,
    sort: Sort,
    /// The first of its sentence.
    begins: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Capital,
    /// Two capitals or more and nothing small.
    Acronym,
    Katakana,
    Small,
    /// What may stand within a name: a small word, a hyphen, the stop after an initial.
    Within,
    Other,
}

impl Sort {
    fn is_name(self) -> bool {
        matches!(self, Sort::Capital | Sort::Acronym | Sort::Katakana)
    }
}

fn sort_of(word: &str) -> Sort {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else {
        return if matches!(word, "-" | "‐" | "‑" | "–" | "." | "’" | "'" | "・" | "＝" | "&") {
            Sort::Within
        } else {
            Sort::Other
        };
    };
    if matches!(first, '\u{30a1}'..='\u{30fa}') {
        return Sort::Katakana;
    }
    if starts_capital(word) {
        let all = word.chars().all(|c| !c.is_lowercase());
        let count = word.chars().filter(|c| c.is_uppercase()).count();
        return if all && count > 1 && !is_roman(word) { Sort::Acronym } else { Sort::Capital };
    }
    match first.is_lowercase() {
        true if WITHIN.contains(&word) || word.ends_with(['\'', '’']) => Sort::Within,
        true => Sort::Small,
        false => Sort::Other,
    }
}

/// A number in Roman digits.
fn is_roman(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

fn words_of(block: &Block) -> Vec<Word<'_>> {
    let mut out: Vec<Word> = Vec::new();
    let mut sentences = block.sentences.iter().map(|sentence| sentence.start).peekable();
    let mut begins = false;
    each_word(&block.text, |at, text| {
        while sentences.next_if(|start| *start <= at).is_some() {
            begins = true;
        }
        let sort = sort_of(text);
        // Quotes and the like before the first word are not it.
        let is_word = text.chars().any(char::is_alphanumeric);
        out.push(Word { at, text, sort, begins: begins && is_word });
        begins &= !is_word;
    });
    out
}

/// Whether the capitals of a block say anything.
fn tells(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::Heading(_)) && block.text.chars().any(char::is_lowercase)
        || block.text.chars().any(|c| matches!(c, '\u{30a1}'..='\u{30fa}'))
}

/// What a text says about its words: which of them it has small, and with a capital within a sentence.
#[derive(Default)]
struct Usage {
    small: HashSet<String>,
    capital: HashSet<String>,
}

/// The likely names, the most frequent first.
pub(super) fn names(
    text: &Passages,
    mentions: &[Mention],
    known: &Trie,
    progress: &Progress,
) -> Result<Vec<UnknownName>, Cancelled> {
    let mut usage = Usage::default();
    for block in text.blocks().iter().filter(|block| tells(block)) {
        progress.report(0.0)?;
        for word in words_of(block) {
            if matches!(word.sort, Sort::Small | Sort::Within) && !usage.small.contains(word.text) {
                usage.small.insert(word.text.to_owned());
            } else if word.sort.is_name() && !word.begins {
                usage.capital.insert(tying_form(word.text));
            }
        }
    }
    let mut found: HashMap<String, UnknownName> = HashMap::new();
    let mut unclear = Vec::new();
    let mut rest = mentions;
    for (number, block) in text.blocks().iter().enumerate() {
        progress.report(0.5)?;
        rest = &rest[rest.partition_point(|mention| mention.span.block < number)..];
        let here = &rest[..rest.partition_point(|mention| mention.span.block == number)];
        if !tells(block) {
            continue;
        }
        for run in runs(&words_of(block), here, &usage) {
            match run.without_first {
                Some(_) => unclear.push((number, run)),
                None => count(&mut found, text, (number, run.whole), known),
            }
        }
    }
    // The first word of a sentence belongs to a name unless the rest stands alone elsewhere.
    for (number, run) in unclear {
        let alone = run.without_first.filter(|rest| {
            let words = &text.blocks()[number].text[rest.clone()];
            found.contains_key(&tying_form(words)) || known.knows(words)
        });
        count(&mut found, text, (number, alone.unwrap_or(run.whole)), known);
    }
    let mut out: Vec<UnknownName> = found.into_values().collect();
    out.sort_by(|a, b| b.count.cmp(&a.count).then(a.span.cmp(&b.span)));
    out.truncate(MOST);
    Ok(out)
}

/// Counts a name, unless the dossier has it.
fn count(
    found: &mut HashMap<String, UnknownName>,
    text: &Passages,
    (block, bytes): (usize, Range<usize>),
    known: &Trie,
) {
    let words = &text.blocks()[block].text[bytes.clone()];
    if !known.knows(words) {
        let span = Span { block, start: bytes.start, end: bytes.end };
        let name = found.entry(tying_form(words));
        name.or_insert_with(|| UnknownName { text: words.to_owned(), count: 0, span }).count += 1;
    }
}

/// Bytes of words that look like a name.
struct Run {
    whole: Range<usize>,
    /// Without its first word, where that may have its capital from the sentence.
    without_first: Option<Range<usize>>,
}

/// The runs of words that look like names.
fn runs(words: &[Word<'_>], mentions: &[Mention], usage: &Usage) -> Vec<Run> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !words[at].sort.is_name() {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        let mut next = end;
        while next < words.len() && next - at < LONGEST && goes_on(words, next) {
            if words[next].sort.is_name() {
                end = next + 1;
            }
            next += 1;
        }
        let run = without_beginning(&words[at..end], usage);
        at = end;
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let end_byte = last.at + last.text.len();
        let is_known = run.iter().filter(|word| word.sort.is_name()).all(|word| mentioned(word, mentions));
        if !is_known && looks_like_one(run, usage) {
            let is_unclear =
                first.begins && first.sort == Sort::Capital && !usage.capital.contains(&tying_form(first.text));
            let second = run[1..].iter().find(|word| word.sort.is_name()).filter(|_| is_unclear);
            out.push(Run { whole: first.at..end_byte, without_first: second.map(|word| word.at..end_byte) });
        }
    }
    out
}

/// Whether a run goes on with this word.
fn goes_on(words: &[Word<'_>], next: usize) -> bool {
    let (before, word) = (&words[next - 1], &words[next]);
    let touches = before.at + before.text.len() == word.at;
    match word.sort {
        // A hyphen or stop that stands apart is a dash, or ends a sentence.
        Sort::Within if word.text == "." => touches && before.text.chars().count() == 1 && before.sort.is_name(),
        Sort::Within if word.text == "&" => true,
        Sort::Within if !word.text.starts_with(char::is_alphabetic) => touches,
        Sort::Within => true,
        Sort::Capital | Sort::Acronym | Sort::Katakana => !word.begins,
        Sort::Small | Sort::Other => false,
    }
}

/// A run without words that have their capital only from the sentence.
fn without_beginning<'w, 't>(run: &'w [Word<'t>], usage: &Usage) -> &'w [Word<'t>] {
    let Some(first) = run.first().filter(|word| word.begins && word.sort == Sort::Capital) else { return run };
    let small = first.text.to_lowercase();
    if !(usage.small.contains(&small) || BEGINNINGS.contains(&small.as_str())) {
        return run;
    }
    let rest = run[1..].iter().position(|word| word.sort.is_name()).map_or(run.len(), |at| at + 1);
    &run[rest..]
}

fn looks_like_one(run: &[Word<'_>], usage: &Usage) -> bool {
    if run.iter().any(|word| word.sort == Sort::Katakana) {
        return run.iter().any(|word| matches!(word.text, "・" | "＝"));
    }
    let names: Vec<&Word> = run.iter().filter(|word| word.sort.is_name()).collect();
    if names.iter().all(|word| NO_NAMES.contains(&word.text.to_lowercase().as_str())) {
        return false;
    }
    let [only] = names[..] else { return true };
    only.sort == Sort::Acronym
        || !is_roman(only.text)
            && only.text.chars().count() > 1
            && !usage.small.contains(&only.text.to_lowercase())
            && (!only.begins || usage.capital.contains(&tying_form(only.text)))
}

fn mentioned(word: &Word<'_>, mentions: &[Mention]) -> bool {
    let at = mentions.partition_point(|mention| mention.span.end <= word.at);
    mentions.get(at).is_some_and(|mention| mention.span.start <= word.at)
}
