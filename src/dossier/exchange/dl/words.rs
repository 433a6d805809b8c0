//! Words of DL. Knows not what they mean.

use super::super::fault::Fault;

/// A word with its offset, and whether a line begins with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) first: bool,
}

/// Words of a text, parted by blanks and commas; `=` is a word, and `:` ends one.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    /// Labels and data are being read, in which `=` and `:` are letters like any other.
    pub(super) plain: bool,
}

impl<'a> Words<'a> {
    /// The next word.
    pub(super) fn next(&mut self) -> Result<Option<Word<'a>>, Fault> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let passed = rest.len() - trimmed.len();
        let first = self.at == 0 || rest.get(..passed).unwrap_or_default().contains('\n');
        self.at += passed;
        let at = self.at;
        let (text, length) = match trimmed.chars().next() {
            None => return Ok(None),
            Some('=') if !self.plain => ("=", 1),
            Some(quote @ ('"' | '\'')) => {
                let inside = trimmed.get(1..).unwrap_or_default();
                let Some(end) = inside.find(quote) else {
                    return Err(Fault::cut_off(at, "this quotation mark is not closed", "close it"));
                };
                (inside.get(..end).unwrap_or_default(), end + 2)
            }
            Some(_) => {
                let ends = |c: char| c.is_whitespace() || c == ',' || c == '=' && !self.plain;
                let end = trimmed.find(ends).unwrap_or(trimmed.len());
                let colon = trimmed.get(..end).filter(|_| !self.plain).and_then(|word| word.find(':'));
                let end = colon.map_or(end, |colon| colon + 1);
                (trimmed.get(..end).unwrap_or_default(), end)
            }
        };
        self.at += length;
        Ok(Some(Word { text, at, first }))
    }

    /// Labels with blanks in them: the lines from the next one on to where the header goes on, if they are just so many.
    pub(super) fn lines(&mut self, count: usize) -> Option<Vec<Word<'a>>> {
        let rest = self.text.get(self.at..)?;
        let (before, _) = rest.split_once('\n').filter(|(before, _)| before.trim().is_empty())?;
        let mut at = self.at + before.len() + 1;
        let mut labels = Vec::new();
        for line in self.text.get(at..)?.split_inclusive('\n') {
            let bare = line.trim();
            if goes_on(bare) {
                break;
            }
            if !bare.is_empty() {
                if labels.len() == count {
                    return None;
                }
                let begins = at + line.len() - line.trim_start().len();
                labels.push(Word { text: label(bare), at: begins, first: true });
            }
            at += line.len();
        }
        if labels.len() < count {
            return None;
        }
        self.at = at;
        Some(labels)
    }
}

/// A label that has a line of its own, without marks around it.
fn label(line: &str) -> &str {
    let bare = line.strip_suffix(',').unwrap_or(line).trim_end();
    let quoted = |mark: char| bare.strip_prefix(mark)?.strip_suffix(mark).filter(|inside| !inside.contains(mark));
    quoted('"').or_else(|| quoted('\'')).unwrap_or(bare)
}

/// Whether a line of a header is not one of labels.
pub(super) fn goes_on(line: &str) -> bool {
    let end = line.find(|c: char| c.is_whitespace() || matches!(c, ':' | '=')).unwrap_or(line.len());
    let (word, rest) = line.split_at(end);
    let rest = rest.trim_start();
    let labels = || rest.get(..6).is_some_and(|rest| rest.eq_ignore_ascii_case("labels"));
    match word.to_ascii_lowercase().as_str() {
        "data" => rest.is_empty() || rest.starts_with(':'),
        "labels" => rest.starts_with(':') || rest.get(..8).is_some_and(|rest| rest.eq_ignore_ascii_case("embedded")),
        "row" | "column" | "col" | "matrix" | "level" => labels(),
        "n" | "nr" | "nc" | "nm" | "format" | "diagonal" | "title" => rest.starts_with('='),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, count: usize) -> Option<Vec<&str>> {
        let mut words = Words { text, at: 0, plain: true };
        Some(words.lines(count)?.into_iter().map(|word| word.text).collect())
    }

    #[test]
    fn a_label_may_have_a_line_of_its_own() {
        let text = "\n On the normalization\n\n\"Smith, John\",\nData: a review\nData:\n0 1\n";
        assert_eq!(lines(text, 3), None, "where the header goes on is not where a label begins so");
        let text = text.replace("Data: a", "Data - a");
        assert_eq!(lines(&text, 3), Some(vec!["On the normalization", "Smith, John", "Data - a review"]));
        assert_eq!((lines(&text, 2), lines(&text, 4)), (None, None));
        assert_eq!(lines(" a\nb\ndata:", 1), None, "the first label stands behind the word");
        for line in ["data:", "DATA", "Row labels:", "labels embedded", "format = x", "n=3"] {
            assert!(goes_on(line), "{line}");
        }
        for line in ["data mining", "row", "labels", "n", "Column A", ""] {
            assert!(!goes_on(line), "{line}");
        }
    }

    #[test]
    fn in_data_colons_are_letters() {
        let next = |text, plain| Words { text, at: 0, plain }.next().unwrap().map(|word| word.text);
        assert_eq!((next("a:b=c,d", true), next("a:b=c,d", false)), (Some("a:b=c"), Some("a:")));
    }
}
