//! Briefs as a page for a browser, which prints well. It has no script, loads nothing, and keeps its figure in itself; the
//! page that can be explored is `picture::figure`'s.

use std::fmt::Write as _;

use base64::Engine as _;
use sha2::{Digest as _, Sha256};

use super::{Block, Brief, BriefFormat, Line, Run, reads_rtl};
use crate::picture::figure::{Letters, list_sources, words_of_page as text};
use crate::problem::Problem;

const STYLE: &str = include_str!("brief.css");

pub(super) struct Html;

impl BriefFormat for Html {
    fn extension(&self) -> &'static str {
        "html"
    }

    fn write(&self, brief: &Brief, _picture: Option<&str>) -> Result<Vec<u8>, Problem> {
        let base64 = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
        let hash = base64(&Sha256::digest(STYLE.as_bytes()));
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'"
        );
        let title = brief.title.trim();
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
             <body>\n<main>\n<h1 dir=\"auto\">{title}</h1>\n<p class=\"lead\" dir=\"auto\">{}</p>\n",
            text(&brief.subtitle),
            title = text(title),
        );
        let _ = writeln!(
            out,
            "<figure><img alt=\"{}\" src=\"data:image/svg+xml;base64,{}\"></figure>",
            text(&brief.picture.alternative),
            base64(&brief.picture.svg(Letters::Text)?)
        );
        brief.blocks.iter().for_each(|one| block(&mut out, one));
        list_sources(&mut out, &brief.sources);
        out.push_str("<footer>\n");
        for words in [brief.credit.clone(), brief.colophon()].iter().filter(|words| !words.trim().is_empty()) {
            let _ = writeln!(out, "<p dir=\"auto\">{}</p>", text(words));
        }
        out.push_str("</footer>\n</main>\n</body>\n</html>\n");
        Ok(out.into_bytes())
    }
}

fn block(out: &mut String, block: &Block) {
    let _ = match block {
        Block::Heading(title) => writeln!(out, "<h2>{title}</h2>"),
        Block::Subheading(title) => writeln!(out, "<h3>{title}</h3>"),
        Block::Paragraph(line) => writeln!(out, "<p{}>{}</p>", direction(line), runs(line)),
        Block::List(lines) => {
            let items: String =
                lines.iter().map(|line| format!("<li{}>{}</li>\n", direction(line), runs(line))).collect();
            writeln!(out, "<ul>\n{items}</ul>")
        }
        Block::Table { heads, rows } => {
            out.push_str("<table>\n<colgroup>");
            // Widths in steps of the style sheet, which alone may set them.
            heads.iter().for_each(|(_, share)| out.push_str(&format!("<col class=\"w{share}\">")));
            out.push_str("</colgroup>\n<thead><tr>");
            heads.iter().for_each(|(title, _)| out.push_str(&format!("<th scope=\"col\">{title}</th>")));
            out.push_str("</tr></thead>\n<tbody>\n");
            rows.iter().for_each(|cells| row(out, cells));
            writeln!(out, "</tbody>\n</table>")
        }
    };
}

/// What a line's element says of its direction.
fn direction(line: &Line) -> &'static str {
    if reads_rtl(line) { " dir=\"rtl\"" } else { "" }
}

fn row(out: &mut String, cells: &[Vec<Line>]) {
    out.push_str("<tr>");
    for (at, lines) in cells.iter().enumerate() {
        let (open, close) = if at == 0 { ("<th scope=\"row\">", "</th>") } else { ("<td>", "</td>") };
        out.push_str(open);
        lines.iter().for_each(|line| out.push_str(&format!("<div{}>{}</div>", direction(line), runs(line))));
        out.push_str(close);
    }
    out.push_str("</tr>\n");
}

fn runs(line: &Line) -> String {
    let run = |run: &Run| match run {
        Run::Plain(words) => text(words),
        Run::Strong(words) => format!("<b dir=\"auto\">{}</b>", text(words)),
        Run::Faint(words) => format!("<bdi class=\"note\">{}</bdi>", text(words)),
        Run::Quote(words) => format!("<q dir=\"auto\">{}</q>", text(words)),
        Run::Source(number) => format!("<a class=\"source\" href=\"#s{number}\">[{number}]</a>"),
    };
    line.iter().map(run).collect()
}
