//! Texts in XML 1.0. Knows no format.

/// Whether XML can have a character, also as a reference.
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Writes texts, and counts the characters that XML cannot have.
#[derive(Debug, Default)]
pub(super) struct Escaper {
    /// Characters that stand as U+FFFD instead.
    pub(super) replaced: usize,
}

impl Escaper {
    /// A text as content or in an attribute in double quotation marks. White space stands as references where a reader
    /// would make blanks of it.
    pub(super) fn put(&mut self, out: &mut String, text: &str) {
        let mut from = 0;
        for (at, c) in text.char_indices() {
            let instead = match c {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\t' => "&#9;",
                '\n' => "&#10;",
                '\r' => "&#13;",
                c if is_allowed(c) => continue,
                _ => {
                    self.replaced += 1;
                    "\u{fffd}"
                }
            };
            out.push_str(text.get(from..at).unwrap_or_default());
            out.push_str(instead);
            from = at + c.len_utf8();
        }
        out.push_str(text.get(from..).unwrap_or_default());
    }

    /// A blank, a name, and a text in quotation marks.
    pub(super) fn attribute(&mut self, out: &mut String, name: &str, text: &str) {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        self.put(out, text);
        out.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_breaks_out_of_its_place() {
        let mut escaper = Escaper::default();
        let mut out = String::new();
        escaper.put(&mut out, "a]]>\"<&\n\u{0}\u{ffff}\u{202e}日");
        assert_eq!(out, "a]]&gt;&quot;&lt;&amp;&#10;\u{fffd}\u{fffd}\u{202e}日");
        assert_eq!(escaper.replaced, 2);
    }
}
