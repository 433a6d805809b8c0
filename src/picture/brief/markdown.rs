//! Briefs as Markdown, as GitHub and Pandoc read it: tables with pipes, sources as footnotes, the figure as a file beside
//! it. Text of a dossier stays text: whatever would be read as markup is escaped.

use std::fmt::Write as _;

use super::{Block, Brief, BriefFormat, Line, Run};
use crate::problem::{Problem, turns_reading};

pub(super) struct Markdown;

impl BriefFormat for Markdown {
    fn extension(&self) -> &'static str {
        "md"
    }

    fn keeps_figure_beside(&self) -> bool {
        true
    }

    fn write(&self, brief: &Brief, picture: Option<&str>) -> Result<Vec<u8>, Problem> {
        let mut out = String::new();
        let _ = writeln!(out, "# {}\n", text(&brief.title));
        if !brief.subtitle.is_empty() {
            let _ = writeln!(out, "{}\n", begun(&text(&brief.subtitle)));
        }
        if let Some(picture) = picture {
            let _ = writeln!(out, "![{}]({})\n", text(&brief.picture.alternative), address(picture));
        }
        let mut cites = false;
        for block in &brief.blocks {
            self::block(&mut out, block, &mut cites);
        }
        if !brief.credit.trim().is_empty() {
            let _ = writeln!(out, "{}\n", begun(&text(&brief.credit)));
        }
        let _ = writeln!(out, "{}", begun(&text(&brief.colophon())));
        if brief.sources.is_empty() {
            return Ok(out.into_bytes());
        }
        out.push_str("\n## Sources\n\n");
        for (at, source) in brief.sources.iter().enumerate() {
            // A footnote that nothing refers to is not shown.
            let mark = if cites { format!("[^{}]:", at + 1) } else { format!("{}.", at + 1) };
            let link = source.link.as_ref().map(|link| format!(" <{}>", address(link))).unwrap_or_default();
            let _ = writeln!(out, "{mark} {}{link}", text(&source.citation));
        }
        Ok(out.into_bytes())
    }
}

fn block(out: &mut String, block: &Block, cites: &mut bool) {
    let mut line = |line: &Line| {
        *cites |= line.iter().any(|run| matches!(run, Run::Source(_)));
        runs(line)
    };
    let _ = match block {
        Block::Heading(title) => writeln!(out, "## {title}\n"),
        Block::Subheading(title) => writeln!(out, "### {title}\n"),
        Block::Paragraph(words) => writeln!(out, "{}\n", begun(&line(words))),
        Block::List(lines) => {
            for words in lines {
                let _ = writeln!(out, "- {}", begun(&line(words)));
            }
            writeln!(out)
        }
        Block::Table { heads, rows } => {
            let titles: Vec<&str> = heads.iter().map(|(title, _)| *title).collect();
            let _ = writeln!(out, "| {} |\n|{}", titles.join(" | "), " --- |".repeat(titles.len()));
            for row in rows {
                let cell = |lines: &Vec<Line>| lines.iter().map(&mut line).collect::<Vec<_>>().join("<br>");
                let cells: Vec<String> = row.iter().map(cell).collect();
                let _ = writeln!(out, "| {} |", cells.join(" | "));
            }
            writeln!(out)
        }
    };
}

fn runs(line: &Line) -> String {
    let run = |run: &Run| match run {
        Run::Plain(words) | Run::Faint(words) => text(words),
        // Emphasis must not begin or end with a space.
        Run::Strong(words) => match text(words.trim()) {
            words if words.is_empty() => words,
            words => format!("**{words}**"),
        },
        Run::Quote(words) => format!("“{}”", text(words.trim())),
        Run::Source(number) => format!("[^{number}]"),
    };
    line.iter().map(run).collect()
}

/// Text in which nothing is markup, on one line.
fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' | '{' | '}' => out.extend(['\\', c]),
            c if turns_reading(c) => {}
            c if c.is_whitespace() => out.push(' '),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Text at the beginning of a line, where more is markup: `# `, `- `, `1. `.
fn begun(text: &str) -> String {
    let text = text.trim_start();
    let figures = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match text[figures..].chars().next() {
        Some(c @ ('#' | '-' | '+' | '=' | ':')) if figures == 0 => format!("\\{c}{}", &text[1..]),
        Some(c @ ('.' | ')')) if figures > 0 => format!("{}\\{c}{}", &text[..figures], &text[figures + 1..]),
        _ => text.to_owned(),
    }
}

/// An address in which nothing ends it.
fn address(link: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(c);
    let mut out = String::new();
    for c in link.chars() {
        if plain(c) {
            out.push(c);
        } else {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_dossier_is_markup() {
        for (words, written) in [
            ("<script>", "\\<script\\>"),
            ("a|b", "a\\|b"),
            ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"),
            ("![x](javascript:alert(1))", "!\\[x\\](javascript:alert(1))"),
            ("one\ntwo\r\n\tthree", "one two   three"),
            ("a\u{202e}b\u{2067}c\u{200f}", "abc"),
            ("a\u{0}b", "a\u{fffd}b"),
            ("&lt;", "\\&lt;"),
        ] {
            assert_eq!(text(words), written);
        }
        for (words, written) in
            [("# a", "\\# a"), ("- a", "\\- a"), ("12. a", "12\\. a"), ("2014", "2014"), ("a # b", "a # b"), ("", "")]
        {
            assert_eq!(begun(words), written);
        }
    }

    #[test]
    fn addresses_end_where_they_should() {
        assert_eq!(address("https://example.org/a?b=c#d"), "https://example.org/a?b=c#d");
        assert_eq!(address("https://example.org/a b)>"), "https://example.org/a%20b%29%3E");
        assert_eq!(address("日.svg"), "%E6%97%A5.svg");
    }
}
