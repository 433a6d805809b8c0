//! What literals mean: strings with escapes, characters, numbers, by the rules of `ron`. Nothing
//! here knows where in a file a literal stands.

use std::borrow::Cow;
use std::ops::Range;

/// Which escapes are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escapes {
    /// In `"…"`.
    Text,
    /// In `b"…"`, which need not be UTF-8.
    Bytes,
    /// In `'…'`.
    Char,
    /// In `b'…'`.
    Byte,
}

/// An escape that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EscapeError {
    /// Byte offset in the string's body.
    pub(crate) at: usize,
    /// How many bytes are meant.
    pub(crate) length: usize,
    /// What is wrong.
    pub(crate) message: &'static str,
}

/// Reads a string's body (what stands between its quotes). Bytes that are no text come out as
/// U+FFFD; only [`Escapes::Bytes`] lets them pass.
///
/// # Errors
/// The first escape that is not allowed.
pub(crate) fn unescape(body: &str, how: Escapes) -> Result<Cow<'_, str>, EscapeError> {
    if how == Escapes::Byte && !body.starts_with('\\') && !body.is_ascii() {
        return Err(EscapeError { at: 0, length: body.len(), message: "a byte must be an ASCII character" });
    }
    let Some(first) = body.find('\\') else { return Ok(Cow::Borrowed(body)) };
    let mut out = String::with_capacity(body.len());
    let mut at = first;
    out.push_str(&body[..first]);
    while at < body.len() {
        let rest = &body[at..];
        if !rest.starts_with('\\') {
            let until = rest.find('\\').unwrap_or(rest.len());
            out.push_str(&rest[..until]);
            at += until;
            continue;
        }
        at += escape(rest, at, how, &mut out)?;
    }
    let single = matches!(how, Escapes::Char | Escapes::Byte);
    if single && out.chars().count() != 1 {
        return Err(EscapeError { at: 0, length: body.len(), message: "there must be exactly one character" });
    }
    Ok(Cow::Owned(out))
}

/// Which bytes of a text literal, with its quotes, say some bytes of its text; `None` for what is no text literal or
/// where it does not reach so far.
pub(crate) fn bytes_in_literal(literal: &str, said: Range<usize>) -> Option<Range<usize>> {
    if let Some(raw) = literal.strip_prefix('r') {
        let lead = 2 + raw.bytes().take_while(|b| *b == b'#').count();
        return (said.end + 2 * lead - 1 <= literal.len()).then(|| said.start + lead..said.end + lead);
    }
    let body = literal.strip_prefix('"')?.strip_suffix('"')?;
    Some(written_at(body, said.start)? + 1..written_at(body, said.end)? + 1)
}

/// Where in a body the byte of its text is written.
fn written_at(body: &str, said: usize) -> Option<usize> {
    let (mut at, mut out) = (0, String::new());
    while out.len() < said {
        let rest = &body[at..];
        match rest.chars().next()? {
            '\\' => at += escape(rest, at, Escapes::Text, &mut out).ok()?,
            c => {
                out.push(c);
                at += c.len_utf8();
            }
        }
    }
    Some(at)
}

/// Reads one escape at the start of `rest`; yields its length in bytes.
fn escape(rest: &str, at: usize, how: Escapes, out: &mut String) -> Result<usize, EscapeError> {
    let fail = |length: usize, message| {
        // Never ends within a character.
        let length = (length.min(rest.len())..=rest.len()).find(|n| rest.is_char_boundary(*n)).unwrap_or(rest.len());
        Err(EscapeError { at, length, message })
    };
    let Some(c) = rest[1..].chars().next() else { return fail(1, "a character must follow the backslash") };
    let plain = match c {
        '\'' | '"' | '\\' => Some(c),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        '0' => Some('\0'),
        _ => None,
    };
    if let Some(plain) = plain {
        out.push(plain);
        return Ok(2);
    }
    match c {
        '\n' | '\r' if matches!(how, Escapes::Text | Escapes::Bytes) && (c == '\n' || rest.starts_with("\\\r\n")) => {
            let after = rest[1..].trim_start_matches([' ', '\t', '\n', '\r']);
            Ok(rest.len() - after.len())
        }
        'x' => match hex_bytes(rest, how) {
            Some((length, c)) => {
                out.push(c);
                Ok(length)
            }
            None => fail(4, "`\\x` must be followed by two hexadecimal digits that make up a character"),
        },
        'u' if how == Escapes::Byte => fail(2, "a byte cannot be given by `\\u`"),
        'u' => {
            let digits = rest[2..].strip_prefix('{').and_then(|r| r.split_once('}')).map(|(digits, _)| digits);
            let fits = |d: &&str| (1..=6).contains(&d.len()) && d.bytes().all(|b| b.is_ascii_hexdigit());
            let found = digits.filter(fits).and_then(|d| Some((d.len(), char_of(d)?)));
            match found {
                Some((length, c)) => {
                    out.push(c);
                    Ok(length + 4)
                }
                None => fail(2, "`\\u` must be followed by the code of a character, as in \\u{65E5}"),
            }
        }
        _ => fail(2, "this escape sequence does not exist"),
    }
}

fn char_of(hex: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(hex, 16).ok()?)
}

/// `\xHH`, or up to four of them that make up one character in UTF-8. Length and character.
fn hex_bytes(rest: &str, how: Escapes) -> Option<(usize, char)> {
    let mut bytes = [0_u8; 4];
    for i in 0..4 {
        let part = rest.get(i * 4..i * 4 + 4)?.strip_prefix("\\x")?;
        if !part.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        bytes[i] = u8::from_str_radix(part, 16).ok()?;
        let c = std::str::from_utf8(&bytes[..=i]).ok().and_then(|s| s.chars().next());
        match (c, how) {
            (Some(c), _) => return Some((i * 4 + 4, c)),
            // One byte stands for itself, but text cannot hold it.
            (None, Escapes::Bytes | Escapes::Byte) => return Some((4, '\u{fffd}')),
            (None, Escapes::Char) => return None,
            (None, Escapes::Text) => {}
        }
    }
    None
}

/// A number as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    /// A whole number.
    Whole {
        /// Below nought.
        negative: bool,
        /// Its distance from nought.
        magnitude: u64,
    },
    /// Any other, perhaps infinite or not a number.
    Float(f64),
}

impl Number {
    /// As a floating point number; may be infinite or NaN.
    pub(crate) fn to_f64(self) -> f64 {
        match self {
            Number::Whole { negative, magnitude } if negative => -(magnitude as f64),
            Number::Whole { magnitude, .. } => magnitude as f64,
            Number::Float(value) => value,
        }
    }
}

/// Reads a number with sign, base, `_` and type suffix; also `inf` and `NaN`.
///
/// # Errors
/// What is wrong, in one sentence.
pub(super) fn number(text: &str) -> Result<Number, &'static str> {
    const BAD: &str = "this is not a number";
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let negative = text.starts_with('-');
    if let Some(value) = not_finite(unsigned) {
        return Ok(Number::Float(if negative { -value } else { value }));
    }
    for (prefix, base) in [("0b", 2), ("0o", 8), ("0x", 16)] {
        if let Some(digits) = unsigned.strip_prefix(prefix) {
            return whole(digits, base, negative).unwrap_or(Err(BAD));
        }
    }
    if let Some(number) = whole(unsigned, 10, negative) {
        match number {
            Ok(number) => return Ok(number),
            // Too large for a whole number without a suffix: `ron` reads it as a float.
            Err(error) if !unsigned.bytes().all(|b| b.is_ascii_digit() || b == b'_') => return Err(error),
            Err(_) => {}
        }
    }
    float(text).ok_or(BAD)
}

fn not_finite(unsigned: &str) -> Option<f64> {
    let bare = unsigned.strip_suffix("f32").or_else(|| unsigned.strip_suffix("f64")).unwrap_or(unsigned);
    match bare {
        "inf" => Some(f64::INFINITY),
        "NaN" => Some(f64::NAN),
        _ => None,
    }
}

/// Digits with an optional suffix such as `u8`; `None` if the text is not of that form at all.
fn whole(text: &str, base: u32, negative: bool) -> Option<Result<Number, &'static str>> {
    const SUFFIXES: &[(&str, u64, u64)] = &[
        ("i8", 1 << 7, (1 << 7) - 1),
        ("i16", 1 << 15, (1 << 15) - 1),
        ("i32", 1 << 31, (1 << 31) - 1),
        ("i64", 1 << 63, (1 << 63) - 1),
        ("u8", 0, u8::MAX as u64),
        ("u16", 0, u16::MAX as u64),
        ("u32", 0, u32::MAX as u64),
        ("u64", 0, u64::MAX),
    ];
    let suffix = SUFFIXES.iter().find(|(name, _, _)| text.ends_with(name));
    let digits = suffix.map_or(text, |(name, _, _)| &text[..text.len() - name.len()]);
    let (below, above) = suffix.map_or((1 << 63, u64::MAX), |(_, below, above)| (*below, *above));
    if digits.starts_with('_') || !digits.chars().all(|c| c == '_' || c.is_digit(base)) || digits.is_empty() {
        return None;
    }
    let mut magnitude = 0_u64;
    for digit in digits.chars().filter_map(|c| c.to_digit(base)) {
        let next = magnitude.checked_mul(u64::from(base)).and_then(|m| m.checked_add(u64::from(digit)));
        match next {
            Some(next) => magnitude = next,
            None => return Some(Err("this whole number is too large")),
        }
    }
    if magnitude > if negative { below } else { above } {
        return Some(Err("this whole number is too large for its type"));
    }
    Some(Ok(Number::Whole { negative, magnitude }))
}

fn float(text: &str) -> Option<Number> {
    let single = text.ends_with("f32");
    let digits = if single || text.ends_with("f64") { &text[..text.len() - 3] } else { text };
    let mut plain = String::with_capacity(digits.len());
    let mut may_underscore = false;
    for c in digits.chars() {
        match c {
            '_' if may_underscore => continue,
            '0'..='9' | 'e' | 'E' => may_underscore = true,
            '.' => may_underscore = false,
            '+' | '-' => {}
            _ => return None,
        }
        plain.push(c);
    }
    let value = if single { plain.parse::<f32>().ok().map(f64::from) } else { plain.parse::<f64>().ok() };
    value.map(Number::Float)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_mean_what_they_say() {
        let text = |body| unescape(body, Escapes::Text).map(Cow::into_owned);
        assert_eq!(text(r#"a\"b\\c\n"#).as_deref(), Ok("a\"b\\c\n"));
        assert_eq!(text(r"\u{65E5}\u{672c}").as_deref(), Ok("日本"));
        assert_eq!(text(r"\xe6\x97\xa5").as_deref(), Ok("日"));
        assert_eq!(text("one \\\n    two").as_deref(), Ok("one two"));
        assert_eq!(text(r"ab\q").unwrap_err().at, 2);
        assert!(text(r"\u{D800}").is_err());
        assert!(text(r"\x").is_err() && text(r"\u").is_err() && text("\\").is_err() && text(r"\x日").is_err());
    }

    #[test]
    fn numbers_are_read_in_every_base() {
        let whole = |magnitude| Ok(Number::Whole { negative: false, magnitude });
        assert_eq!(number("1_000"), whole(1000));
        assert_eq!(number("0xff"), whole(255));
        assert_eq!(number("0b101u8"), whole(5));
        assert_eq!(number("0o17"), whole(15));
        assert_eq!(number("-5i8").map(Number::to_f64), Ok(-5.0));
        assert_eq!(number(".5"), Ok(Number::Float(0.5)));
        assert_eq!(number("1e3"), Ok(Number::Float(1000.0)));
        assert_eq!(number("2.5f32"), Ok(Number::Float(2.5)));
        assert_eq!(number("1e999"), Ok(Number::Float(f64::INFINITY)));
        assert_eq!(number("99999999999999999999").map(Number::to_f64), Ok(1e20));
        for bad in ["1.2.3", "0x", "0b12", "300u8", "-1u8", "12abc", "1._5", "_1", "+", "0x1ffffffffffffffff"] {
            assert!(number(bad).is_err(), "{bad}");
        }
    }
}
