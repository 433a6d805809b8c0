//! Where sentences end: after a full stop, unless that belongs to an abbreviation or an initial.

use std::ops::Range;

/// Abbreviations after which a sentence goes on, without their last stop, in small letters.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "capt", "lt", "sgt", "sen", "rep", "gov", "rev", "st", "no", "nos",
    "vs", "cf", "e.g", "i.e", "etc", "approx", "vol", "pp", "p", "art", "fig", "inc", "ltd", "co", "jr", "sr", "u.s",
    "u.k", "u.n", "a.m", "p.m", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
];

/// Bytes of the sentences of a paragraph, without the blanks between them.
pub(crate) fn of(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let wide = matches!(c, '。' | '！' | '？' | '．' | '｡');
        if !(wide || matches!(c, '.' | '!' | '?' | '…' | '।' | '။' | '។' | '۔' | '؟')) {
            continue;
        }
        let mut end = at + c.len_utf8();
        // Further stops, and what closes a quotation, belong to the sentence.
        while let Some((next, c)) = chars.peek().copied() {
            let closes = matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
                || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』' | '）');
            if !closes {
                break;
            }
            end = next + c.len_utf8();
            chars.next();
        }
        let rest = &text[end..];
        let ends = rest.trim().is_empty()
            || wide
            || (rest.starts_with(char::is_whitespace) && begins_one(rest) && !(c == '.' && goes_on(&text[start..at])));
        if ends {
            push(text, start, end, &mut out);
            start = end;
        }
    }
    push(text, start, text.len(), &mut out);
    out
}

fn push(text: &str, start: usize, end: usize, out: &mut Vec<Range<usize>>) {
    let part = &text[start..end];
    let lead = part.len() - part.trim_start().len();
    let trimmed = part.trim();
    if !trimmed.is_empty() {
        out.push(start + lead..start + lead + trimmed.len());
    }
}

/// Whether what follows may begin a sentence: no small letter.
fn begins_one(rest: &str) -> bool {
    let opening =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '「' | '–' | '—');
    rest.chars().find(|c| !opening(*c)).is_none_or(|c| !c.is_lowercase())
}

/// Whether the stop after these words belongs to the last of them.
fn goes_on(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"' | '‘')).next().unwrap_or("");
    let mut letters = word.chars();
    // An initial.
    if letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() {
        return true;
    }
    // Long words are no abbreviations; lower-casing them all would cost.
    word.len() <= 8 && ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::of;

    fn cut(text: &str) -> Vec<&str> {
        of(text).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_says() {
        assert_eq!(cut("One. Two! Three? Four"), ["One.", "Two!", "Three?", "Four"]);
        assert_eq!(
            cut("Mr. Lee came. He left at 5 p.m. on 1.5.2015."),
            ["Mr. Lee came.", "He left at 5 p.m. on 1.5.2015."]
        );
        assert_eq!(cut("“We did.” He smiled."), ["“We did.”", "He smiled."]);
        assert_eq!(cut("“So it is,” he said."), ["“So it is,” he said."]);
        assert_eq!(cut("東京で会った。次は来年。"), ["東京で会った。", "次は来年。"]);
        assert_eq!(cut("J. R. Lee of the U.S. Navy... and others."), ["J. R. Lee of the U.S. Navy... and others."]);
        assert!(cut("   ").is_empty() && cut("").is_empty());
    }
}
