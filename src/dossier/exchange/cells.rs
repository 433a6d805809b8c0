//! Cells of the CSV tables that Chancery writes and reads again: quoted where they must be, and text that
//! a spreadsheet would take for a formula made harmless. Knows no table.

use std::borrow::Cow;

use crate::problem::is_unseen;

/// What a spreadsheet takes for the beginning of a formula, in wide letters too.
const BEGINS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// What makes a cell text: spreadsheets do not calculate what stands behind it.
const TEXT: char = '\'';

/// A text as a cell; one that begins like a formula gets an apostrophe before it unless `raw`.
pub(crate) fn cell(text: &str, raw: bool) -> Cow<'_, str> {
    let harmless = if !raw && is_formula(text) { Cow::Owned(format!("{TEXT}{text}")) } else { Cow::Borrowed(text) };
    if harmless.contains([',', '"', '\n', '\r']) {
        return Cow::Owned(format!("\"{}\"", harmless.replace('"', "\"\"")));
    }
    harmless
}

/// What was written as a cell that way, without the apostrophe.
pub(crate) fn text_of_cell(cell: &str) -> &str {
    cell.strip_prefix(TEXT).filter(|text| is_formula(text)).unwrap_or(cell)
}

/// Whether a spreadsheet takes a text for a formula. Apostrophes count as nothing, so that one more can be taken away again.
pub(super) fn is_formula(text: &str) -> bool {
    let bare = text.trim_start_matches(|c: char| c == TEXT || c.is_whitespace() || is_unseen(c));
    bare.starts_with(BEGINS) || text.starts_with(['\t', '\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_come_back() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-2", "'-2"),
            ("@SUM(1)", "'@SUM(1)"),
            ("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"),
            (" =1", "' =1"),
            ("\t1", "'\t1"),
            ("＝1", "'＝1"),
            ("\u{200b}=1", "'\u{200b}=1"),
            ("'=1", "''=1"),
            ("=\"a\",1", "\"'=\"\"a\"\",1\""),
            ("a,b", "\"a,b\""),
            ("'quoted'", "'quoted'"),
            ("a-b", "a-b"),
            ("", ""),
        ] {
            assert_eq!(cell(text, false), written);
            let bare = written.strip_prefix('"').and_then(|w| w.strip_suffix('"')).unwrap_or(written);
            assert_eq!(text_of_cell(&bare.replace("\"\"", "\"")), text);
        }
        assert_eq!(cell("=1+1", true), "=1+1");
        assert_eq!(cell("=\"a\"", true), "\"=\"\"a\"\"\"");
    }
}
