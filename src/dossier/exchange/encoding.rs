//! Bytes of a file as text: byte order marks, UTF-16 with and without one, the XML declaration, and a guess for
//! 8-bit encodings, which is said. Also the places of errors in that text. Knows no format.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use super::limits::Limit;
use super::report::{NoteKind, Report};
use crate::dossier::ron_text::LineIndex;
use crate::problem::{Place, Problem, codes};

/// How the encoding of a text is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// A person chose it.
    Chosen,
    /// The file says so, by a mark or a declaration.
    Told,
    /// All bytes fit UTF-8, or it is ASCII.
    Fits,
    /// It was worked out and may be wrong.
    Guessed,
}

/// What a format says of its encoding where a file is silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// UTF-8 unless an XML declaration says otherwise; other bytes are an error.
    Xml,
    /// UTF-8; other bytes are an error.
    Utf8,
    /// Anything: worked out.
    Any,
}

/// A file's text with what is needed to name a place in it.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    name: Arc<str>,
    text: Cow<'a, str>,
    /// The encoding.
    pub(crate) encoding: &'static Encoding,
    /// How that is known.
    pub(crate) known: Known,
    lines: OnceLock<LineIndex>,
}

impl<'a> Text<'a> {
    /// Text that is there already.
    pub(crate) fn new(name: &str, text: impl Into<Cow<'a, str>>) -> Self {
        let (text, lines) = (text.into(), OnceLock::new());
        Text { name: name.into(), text, encoding: UTF_8, known: Known::Fits, lines }
    }

    /// The text of a file, without a byte order mark. Where lines end with a carriage return alone, as those of old
    /// Macintosh programs do, they end with a line feed.
    ///
    /// # Errors
    /// What cannot be text in that encoding, with its place.
    pub(crate) fn decode(
        name: &str,
        bytes: &'a [u8],
        rule: Rule,
        chosen: Option<&'static Encoding>,
    ) -> Result<Self, Problem> {
        Limit::Bytes.check(bytes.len())?;
        if bytes.is_empty() {
            return Err(Problem::error(codes::EMPTY, format!("{name} is empty")));
        }
        if let Some(problem) = packed(name, bytes) {
            return Err(problem);
        }
        if bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
            let problem = Problem::error(codes::NOT_UTF8, format!("{name} is UTF-32 text, which is not read"));
            return Err(problem.with_help("save it as UTF-8"));
        }
        let (encoding, known, skip) = match (chosen, Encoding::for_bom(bytes)) {
            (Some(chosen), Some((marked, skip))) if chosen == marked => (chosen, Known::Chosen, skip),
            (Some(chosen), _) => (chosen, Known::Chosen, 0),
            (None, Some((marked, skip))) => (marked, Known::Told, skip),
            (None, None) => {
                let (encoding, known) = work_out(bytes, rule);
                (encoding, known, 0)
            }
        };
        let bytes = &bytes[skip..];
        let (text, is_broken) = if encoding == UTF_8 {
            match std::str::from_utf8(bytes) {
                Ok(text) => (Cow::Borrowed(text), false),
                Err(error) => return Err(not_utf8(name, bytes, error.valid_up_to())),
            }
        } else {
            encoding.decode_without_bom_handling(bytes)
        };
        // Some of them end in a line feed all the same.
        let lines = text.trim_end_matches('\n').as_bytes();
        let is_of_old_mac = memchr::memchr(b'\n', lines).is_none() && memchr::memchr(b'\r', lines).is_some();
        let text = if is_of_old_mac { Cow::Owned(text.replace('\r', "\n")) } else { text };
        let text = Text { name: name.into(), text, encoding, known, lines: OnceLock::new() };
        if let Some(at) = memchr::memchr(0, text.as_str().as_bytes()) {
            let help = "it may be damaged, or another kind of file than its name says";
            return Err(text.problem(
                codes::NOT_THE_FORMAT,
                (at, at + 1),
                "there is a NUL character in this text",
                help,
            ));
        }
        if matches!(known, Known::Told | Known::Chosen)
            && is_broken
            && let Some(at) = text.as_str().find('\u{fffd}')
        {
            let message = format!("these bytes are not valid {} text", encoding.name());
            return Err(text.problem(codes::NOT_UTF8, (at, at + 3), message, ANOTHER_ENCODING));
        }
        Ok(text)
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The name of the file.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The place of a range of bytes of the text.
    pub(crate) fn place(&self, bytes: (usize, usize)) -> Place {
        self.lines.get_or_init(|| LineIndex::new(&self.text)).place(&self.name, &self.text, bytes)
    }

    /// An error at a range of bytes of the text.
    pub(crate) fn problem(
        &self,
        code: &'static str,
        bytes: (usize, usize),
        message: impl Into<String>,
        help: &str,
    ) -> Problem {
        Problem::error(code, message).with_place(self.place(bytes)).with_help(help)
    }

    /// An error of another part (a limit) at a byte of the text, unless it has its place.
    pub(crate) fn located(&self, problem: Problem, at: usize) -> Problem {
        if problem.place.is_some() { problem } else { problem.with_place(self.place((at, at + 1))) }
    }

    /// Says in the report which encoding was used, and that it was guessed where it was.
    pub(crate) fn tell(&self, report: &mut Report) {
        report.encoding = Some(self.encoding.name());
        if self.known != Known::Guessed {
            return;
        }
        report.note(NoteKind::Guessed, &format!("the encoding is {}", self.encoding.name()), None);
        if self.as_str().contains('\u{fffd}') {
            report.note(
                NoteKind::Doubtful,
                "some characters are not valid in this encoding; if names look wrong, give --encoding",
                None,
            );
        }
    }
}

/// That a file is packed by a program for that, if it is; packed workbooks and vaults are known before.
pub(crate) fn packed(name: &str, bytes: &[u8]) -> Option<Problem> {
    const BY: &[(&[u8], &str)] = &[
        (b"\x1f\x8b", "gzip"),
        (b"BZh", "bzip2"),
        (b"\xfd7zXZ\0", "xz"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"Rar!\x1a\x07", "RAR"),
    ];
    let (_, by) = BY.iter().find(|(mark, _)| bytes.starts_with(mark) && bytes.len() > 12)?;
    let problem = Problem::error(codes::NOT_THE_FORMAT, format!("{name} is compressed with {by}"));
    Some(problem.with_help("unpack it and open what is in it"))
}

/// What to do where bytes do not fit the encoding.
const ANOTHER_ENCODING: &str = "save the file as UTF-8, or run `chancery convert --encoding NAME`";

fn not_utf8(name: &str, bytes: &[u8], at: usize) -> Problem {
    let valid = bytes.get(..at).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default();
    let text = Text::new(name, valid);
    let byte = bytes.get(at).copied().unwrap_or_default();
    let message = format!("this is not UTF-8 text: the byte here is {byte:#04x}");
    text.problem(codes::NOT_UTF8, (at, at), message, ANOTHER_ENCODING)
}

/// The encoding of bytes without a byte order mark.
fn work_out(bytes: &[u8], rule: Rule) -> (&'static Encoding, Known) {
    if let Some(wide) = utf16_by_nulls(bytes) {
        return (wide, if rule == Rule::Xml { Known::Told } else { Known::Guessed });
    }
    // UTF-16 is not what a declaration in 8-bit letters can mean.
    let declared = declared(bytes).filter(|e| !matches!(e.name(), "UTF-16LE" | "UTF-16BE"));
    if let Some(encoding) = declared.filter(|_| rule != Rule::Utf8) {
        return (encoding, Known::Told);
    }
    if rule == Rule::Any && is_iso_2022_jp(bytes) {
        return (ISO_2022_JP, Known::Guessed);
    }
    if rule != Rule::Any || is_utf8(bytes) {
        return (UTF_8, Known::Fits);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for lines in telling_lines(bytes) {
        detector.feed(lines, false);
    }
    detector.feed(b"", true);
    (detector.guess(None, Utf8Detection::Deny), Known::Guessed)
}

/// Whether it is UTF-8, be it damaged: a byte that does not fit among many letters that do, or a letter that is cut off at
/// the end. In another encoding hardly a letter would fit by chance.
fn is_utf8(bytes: &[u8]) -> bool {
    let Err(error) = std::str::from_utf8(bytes) else { return true };
    let (mut letters, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        // Each letter beyond ASCII has one such byte.
        letters += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    let is_cut = error.error_len().is_none();
    letters > 0 && (is_cut || wrong.saturating_mul(10) <= letters)
}

/// Japanese mail’s encoding: ASCII that an escape sequence makes two-byte letters of.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    let begins = |sequence: &[u8]| memchr::memmem::find(bytes, sequence).is_some();
    (begins(b"\x1b$B") || begins(b"\x1b$@")) && bytes.is_ascii()
}

/// The lines with letters beyond ASCII from all of a text, wherever the first of them is: of a long text enough of them
/// to tell its encoding at once.
fn telling_lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    const ENOUGH: usize = 1 << 20;
    let (mut at, mut told) = (0, 0);
    std::iter::from_fn(move || {
        let rest = bytes.get(at..).filter(|_| told < ENOUGH)?;
        let found = rest.iter().position(|byte| !byte.is_ascii())?;
        let begin = memchr::memrchr(b'\n', rest.get(..found)?).map_or(0, |line| line + 1);
        let end = memchr::memchr(b'\n', rest.get(found..)?).map_or(rest.len(), |line| found + line + 1);
        // A text without line breaks is one long line.
        let line = rest.get(begin..end.min(begin.saturating_add(ENOUGH)).max(found + 1))?;
        at += end;
        told += line.len();
        Some(line)
    })
}

/// UTF-16 without a mark: ASCII letters in it have a NUL on one side and never on the other. Where the other bytes are
/// all plain ASCII, one or two NULs are damage: in UTF-16 there would be one for each of them.
fn utf16_by_nulls(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let nulls = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (nulls(0), nulls(1));
    let is_plain = head.iter().all(|byte| matches!(byte, 0 | b'\t' | b'\n' | b'\r' | b' '..=b'~'));
    let least = if is_plain { head.len() / 4 } else { head.len() / 40 };
    let enough = |count: usize| count > 0 && count >= least;
    match (even, odd) {
        (0, odd) if enough(odd) => Some(UTF_16LE),
        (even, 0) if enough(even) => Some(UTF_16BE),
        _ => None,
    }
}

/// What an XML declaration says.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024)];
    let head = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let head = &head[..memchr::memmem::find(head, b"?>")?];
    let after = head.get(memchr::memmem::find(head, b"encoding")? + 8..)?.trim_ascii_start();
    let quoted = after.strip_prefix(b"=")?.trim_ascii_start();
    let (quote, rest) = quoted.split_first().filter(|(q, _)| matches!(q, b'"' | b'\''))?;
    Encoding::for_label(&rest[..memchr::memchr(*quote, rest)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], rule: Rule) -> (String, &'static str, Known) {
        let text = Text::decode("x", bytes, rule, None).unwrap();
        (text.as_str().to_owned(), text.encoding.name(), text.known)
    }

    fn wide(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
    }

    #[test]
    fn marks_declarations_and_nulls_tell_the_encoding() {
        assert_eq!(decoded("\u{feff}é".as_bytes(), Rule::Any), ("é".into(), "UTF-8", Known::Told));
        assert_eq!(decoded(&wide("\u{feff}a,é", true), Rule::Any), ("a,é".into(), "UTF-16LE", Known::Told));
        assert_eq!(decoded(&wide("\u{feff}a,é", false), Rule::Any), ("a,é".into(), "UTF-16BE", Known::Told));
        assert_eq!(decoded(&wide("a,é", true), Rule::Any), ("a,é".into(), "UTF-16LE", Known::Guessed));
        assert_eq!(decoded(&wide("日本,東京\n大阪,京都\n", false), Rule::Any).1, "UTF-16BE");
        let xml = b"<?xml version='1.0' encoding = 'ISO-8859-1'?><a>\xe9</a>";
        assert_eq!(decoded(xml, Rule::Xml).1, "windows-1252");
        assert_eq!(decoded(&wide("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>", true), Rule::Xml).1, "UTF-16LE");
    }

    #[test]
    fn eight_bit_text_is_guessed_and_said() {
        let czech = encoding_rs::WINDOWS_1250.encode("Příliš žluťoučký kůň úpěl ďábelské ódy").0.into_owned();
        let (text, encoding, known) = decoded(&czech, Rule::Any);
        assert_eq!(
            (text.as_str(), encoding, known),
            ("Příliš žluťoučký kůň úpěl ďábelské ódy", "windows-1250", Known::Guessed)
        );
        let japanese = encoding_rs::SHIFT_JIS.encode("外務省,国際連合\n財務省,世界銀行\n").0.into_owned();
        assert_eq!(decoded(&japanese, Rule::Any).1, "Shift_JIS");
        let mut report = Report::new("csv");
        Text::decode("x", &japanese, Rule::Any, None).unwrap().tell(&mut report);
        assert_eq!((report.encoding, report.notes().len()), (Some("Shift_JIS"), 1));
        let chosen = Text::decode("x", b"\xe9", Rule::Xml, Some(encoding_rs::WINDOWS_1251)).unwrap();
        assert_eq!((chosen.as_str(), chosen.known), ("й", Known::Chosen));
    }

    #[test]
    fn japanese_mail_is_read_and_an_escape_alone_is_not_japanese() {
        let (text, encoding, known) = decoded(b"id,name\n1,\x1b$B30L3>J\x1b(B\n", Rule::Any);
        assert_eq!((text.as_str(), encoding, known), ("id,name\n1,外務省\n", "ISO-2022-JP", Known::Guessed));
        assert_eq!(decoded(b"a\x1b[0m,$B", Rule::Any).1, "UTF-8");
        assert_eq!(decoded("a\x1b$B,é".as_bytes(), Rule::Any).1, "UTF-8");
    }

    #[test]
    fn damaged_utf8_is_an_error_and_not_another_encoding() {
        let place = |bytes: &[u8]| {
            let problem = Text::decode("x", bytes, Rule::Any, None).err()?;
            problem.place.map(|place| (problem.code, place.line, place.column))
        };
        let rows = "José Müller\n".repeat(10);
        let wrong = [rows.as_bytes(), b"Jos\xe9 Klee\n", rows.as_bytes()].concat();
        assert_eq!(place(&wrong), Some((codes::NOT_UTF8, 11, 4)));
        assert_eq!(place(&rows.as_bytes()[..rows.len() - 6]), Some((codes::NOT_UTF8, 10, 7)), "cut inside the ü");
        assert_eq!(place("José ü".as_bytes().split_last().unwrap().1), Some((codes::NOT_UTF8, 1, 6)));
        assert_eq!(place(b"Jos\xe9"), None, "one letter at the end");
        assert_eq!(place(b"Jos\xe9, M\xfcller, \xc3\xa9t\xe9"), None, "one pair that fits by chance");
    }

    #[test]
    fn the_encoding_of_a_long_text_is_told_by_lines_anywhere_in_it() {
        let mut text = b"plain,plain\n".repeat(300_000);
        let czech = encoding_rs::WINDOWS_1250.encode("Příliš žluťoučký,kůň úpěl ďábelské ódy\n").0.into_owned();
        text.extend_from_slice(&czech);
        assert_eq!(decoded(&text, Rule::Any).1, "windows-1250");
        let lines: Vec<&[u8]> = telling_lines(&text).collect();
        assert_eq!(lines, [&czech[..]]);
        let long = [&b"x".repeat(3 << 20)[..], b"\xe9", &b"y".repeat(3 << 20)].concat();
        assert!(telling_lines(&long).all(|line| line.contains(&0xe9)));
        assert_eq!(decoded(&long, Rule::Any).1, "windows-1252");
    }

    #[test]
    fn what_is_no_text_is_an_error_with_its_place() {
        let wrong = |bytes: &[u8], rule| Text::decode("x", bytes, rule, None).unwrap_err();
        let place = |problem: &Problem| problem.place.as_ref().map(|p| (p.line, p.column));
        let problem = wrong(b"<a>\n  \xe9</a>", Rule::Xml);
        assert_eq!((problem.code, place(&problem)), (codes::NOT_UTF8, Some((2, 3))));
        assert_eq!(wrong(b"", Rule::Any).code, codes::EMPTY);
        assert_eq!(wrong(&[0xff, 0xfe, 0, 0, 65, 0, 0, 0], Rule::Any).code, codes::NOT_UTF8);
        let problem = wrong(b"a,b,c\n\0,2,3\n", Rule::Any);
        assert_eq!((problem.code, place(&problem)), (codes::NOT_THE_FORMAT, Some((2, 1))));
        let problem = wrong(b"ab\n\0\0\0\0c", Rule::Any);
        assert_eq!((problem.code, place(&problem)), (codes::NOT_THE_FORMAT, Some((2, 1))));
        let problem = Text::decode("x", b"id\nJos\xe9,1\n", Rule::Any, Some(encoding_rs::SHIFT_JIS)).unwrap_err();
        assert_eq!((problem.code, place(&problem)), (codes::NOT_UTF8, Some((2, 4))));
        assert!(problem.message.contains("Shift_JIS"), "{}", problem.message);
        let mut cut = wide("\u{feff}ab", true);
        cut.pop();
        assert_eq!(wrong(&cut, Rule::Any).code, codes::NOT_UTF8);
    }
}
