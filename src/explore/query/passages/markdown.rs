//! Markdown, as much of it as articles and notes use: headings, paragraphs, lists, quotations,
//! emphasis, links as words. What is not understood is shown as it is written.

use std::ops::Range;

use super::{Block, BlockKind, Style};

/// How far the end of a link's words, and of where it leads, are looked for, in bytes.
const LINK: usize = 2_000;
/// How many kinds of emphasis may be open at a time.
const OPEN: usize = 16;

/// The blocks of a text; paragraphs are numbered later.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    let mut lines = text.lines().peekable();
    // What programs keep before the text.
    if text.starts_with("---\n") && text[4..].contains("\n---\n") {
        lines.next();
        lines.by_ref().find(|line| *line == "---");
    }
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if let Some(fence) = ["```", "~~~"].into_iter().find(|fence| trimmed.starts_with(fence)) {
            reader.end();
            let code: Vec<&str> = lines.by_ref().take_while(|line| !line.trim().starts_with(fence)).collect();
            reader.push(BlockKind::Paragraph(0), code.join("\n"), Vec::new());
            continue;
        }
        reader.line(trimmed);
    }
    reader.end();
    reader.blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    /// What stands before the words of the block that is being read.
    mark: String,
    /// Its lines, joined.
    words: String,
}

impl Reader {
    fn line(&mut self, line: &str) {
        let line = line.trim_start_matches(['>', ' ']).trim_end();
        let rule = |sign: char| line.len() >= 3 && line.chars().all(|c| c == sign || c == ' ');
        if line.is_empty() {
            return self.end();
        }
        if (rule('=') || rule('-')) && !self.words.is_empty() && self.mark.is_empty() {
            let level = if line.starts_with('=') { 1 } else { 2 };
            let words = std::mem::take(&mut self.words);
            return self.push_words(BlockKind::Heading(level), "", &words);
        }
        if rule('-') || rule('*') || rule('_') {
            return self.end();
        }
        let level = line.bytes().take_while(|b| *b == b'#').count();
        if (1..=6).contains(&level) && line[level..].starts_with(' ') {
            self.end();
            let words = line[level..].trim().trim_end_matches('#').trim_end().to_owned();
            return self.push_words(BlockKind::Heading(level as u8), "", &words);
        }
        if let Some((mark, rest)) = item(line) {
            self.end();
            self.mark = mark;
            self.words = rest.to_owned();
            return;
        }
        if !self.words.is_empty() {
            self.words.push(' ');
        }
        self.words += line;
    }

    fn end(&mut self) {
        let (mark, words) = (std::mem::take(&mut self.mark), std::mem::take(&mut self.words));
        if !words.is_empty() {
            self.push_words(BlockKind::Paragraph(0), &mark, &words);
        }
    }

    fn push_words(&mut self, kind: BlockKind, mark: &str, words: &str) {
        let (text, styles) = inline(mark, words);
        self.push(kind, text, styles);
    }

    fn push(&mut self, kind: BlockKind, text: String, styles: Vec<(Range<usize>, Style)>) {
        if !text.trim().is_empty() {
            self.blocks.push(Block { kind, text, styles, sentences: Vec::new() });
        }
    }
}

/// `- words`, `3. words`: the mark as shown, and the words.
fn item(line: &str) -> Option<(String, &str)> {
    if let Some(rest) = ["- ", "* ", "+ "].into_iter().find_map(|mark| line.strip_prefix(mark)) {
        return Some(("• ".to_owned(), rest.trim_start()));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line[digits..].strip_prefix(['.', ')']).and_then(|rest| rest.strip_prefix(' '))?;
    (1..=9).contains(&digits).then(|| (format!("{}. ", &line[..digits]), rest.trim_start()))
}

/// Puts the signs back that were never closed: they are no emphasis.
fn put_back(out: &mut String, styles: &mut [(Range<usize>, Style)], open: Vec<(&str, usize)>) {
    for (sign, place) in open.into_iter().rev() {
        out.insert_str(place, sign);
        for (range, _) in &mut *styles {
            range.start += if range.start >= place { sign.len() } else { 0 };
            range.end += if range.end > place { sign.len() } else { 0 };
        }
    }
}

/// Words without their marks, and how they look. In one piece: every sign is tried at every place, in
/// an order that matters.
fn inline(mark: &str, words: &str) -> (String, Vec<(Range<usize>, Style)>) {
    let mut out = mark.to_owned();
    let mut styles: Vec<(Range<usize>, Style)> = Vec::new();
    // Emphasis that is open: its sign and where it began.
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut at = 0;
    while let Some(c) = words[at..].chars().next() {
        let rest = &words[at..];
        let escaped = rest[c.len_utf8()..].chars().next().filter(|next| c == '\\' && next.is_ascii_punctuation());
        if let Some(next) = escaped {
            out.push(next);
            at += 2;
            continue;
        }
        if c == '`'
            && let Some(length) = window(&rest[1..]).find('`').filter(|length| *length > 0)
        {
            let begin = out.len();
            out += &rest[1..=length];
            styles.push((begin..out.len(), Style::Code));
            at += length + 2;
            continue;
        }
        if let Some((shown, length)) = link(rest) {
            let begin = out.len();
            out += shown;
            styles.push((begin..out.len(), Style::Link));
            at += length;
            continue;
        }
        let sign = ["**", "__", "*", "_"].into_iter().find(|sign| rest.starts_with(sign));
        if let Some(sign) = sign {
            let before = words[..at].chars().next_back();
            let after = rest[sign.len()..].chars().next();
            let inside_word = sign.starts_with('_')
                && before.is_some_and(char::is_alphanumeric)
                && after.is_some_and(char::is_alphanumeric);
            let closes = before.is_some_and(|c| !c.is_whitespace()) && !inside_word;
            let opens = after.is_some_and(|c| !c.is_whitespace()) && !inside_word;
            if closes && let Some(place) = open.iter().rposition(|(o, _)| *o == sign) {
                let (_, begin) = open.remove(place);
                let style = if sign.len() == 2 { Style::Strong } else { Style::Emphasis };
                styles.push((begin..out.len(), style));
                at += sign.len();
                continue;
            }
            if opens && open.len() < OPEN {
                open.push((&rest[..sign.len()], out.len()));
                at += sign.len();
                continue;
            }
            out += sign;
            at += sign.len();
            continue;
        }
        out.push(c);
        at += c.len_utf8();
    }
    put_back(&mut out, &mut styles, open);
    styles.retain(|(range, _)| range.start < range.end);
    styles.sort_by_key(|(range, _)| (range.start, range.end));
    (out, styles)
}

/// `[words](where)`, `![words](where)`, `<https://…>`: what is shown, and how many bytes it takes.
fn link(rest: &str) -> Option<(&str, usize)> {
    if let Some(inner) = rest.strip_prefix('<') {
        let end = window(inner).find('>')?;
        let is_address = inner[..end].starts_with("http") || inner[..end].contains('@');
        return (is_address && !inner[..end].contains(' ')).then(|| (&inner[..end], end + 2));
    }
    let lead = if rest.starts_with("![") { 2 } else { usize::from(rest.starts_with('[')) };
    if lead == 0 {
        return None;
    }
    let words = &rest[lead..];
    let end = window(words).find("](")?;
    let address = &words[end + 2..];
    let close = window(address).find(')')?;
    (!words[..end].contains('[')).then(|| (&words[..end], lead + end + 2 + close + 1))
}

/// The beginning of a text, not longer than a link may be.
fn window(text: &str) -> &str {
    let mut end = text.len().min(LINK);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
