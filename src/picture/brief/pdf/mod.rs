//! Briefs as PDF: A4, text that can be selected and is told in its order, tables whose heads repeat on each page, the figure
//! as shapes. How lines are broken and pages filled is in `setting` and `flow`; how a PDF is written is `picture::figure`'s.

mod flow;
mod setting;

use self::flow::{Flow, WIDTH};
use self::setting::{Manner, SetLine, THEME, set};
use super::{Block, Brief, BriefFormat, Line, Run};
use crate::picture::figure::pdf::{PdfDocument, Role, Told};
use crate::picture::lettering::Fonts;
use crate::problem::Problem;

const TITLE: Manner = Manner { size: 18.0, is_strong: true, colour: THEME.ink };
const SUBTITLE: Manner = Manner { size: 10.0, is_strong: false, colour: THEME.ink_second };
const HEADING: Manner = Manner { size: 14.0, is_strong: true, colour: THEME.ink };
const SUBHEADING: Manner = Manner { size: 11.0, is_strong: true, colour: THEME.ink };
const TEXT: Manner = Manner { size: 9.5, is_strong: false, colour: THEME.ink };
const CELL: Manner = Manner { size: 8.5, is_strong: false, colour: THEME.ink };
const CELL_HEAD: Manner = Manner { size: 8.5, is_strong: true, colour: THEME.ink_second };
const NOTE: Manner = Manner { size: 8.0, is_strong: false, colour: THEME.ink_second };
/// Room between columns, above and below a row, and after a paragraph.
const GUTTER: f64 = 8.0;
const PAD: f64 = 2.5;
const AFTER: f64 = 4.0;
/// What must have room under a heading.
const UNDER: f64 = 48.0;
/// Where the words of an item of a list begin, and of a source.
const ITEM: f64 = 12.0;
const SOURCE: f64 = 26.0;

pub(super) struct Pdf;

impl BriefFormat for Pdf {
    fn extension(&self) -> &'static str {
        "pdf"
    }

    fn write(&self, brief: &Brief, _picture: Option<&str>) -> Result<Vec<u8>, Problem> {
        laid_out(brief).write(&brief.picture.writing)
    }
}

/// The brief on its pages.
fn laid_out(brief: &Brief) -> PdfDocument<'_> {
    let mut out = Out { flow: Flow::new(brief.fonts), told: Vec::new(), headings: Vec::new(), fonts: brief.fonts };
    out.begin(brief);
    brief.blocks.iter().for_each(|block| out.block(block));
    out.end(brief);
    let title = title_of(brief);
    PdfDocument {
        title,
        description: &brief.subtitle,
        recipe: &brief.recipe,
        pages: out.flow.finish(title),
        told: out.told,
        headings: out.headings,
    }
}

fn title_of(brief: &Brief) -> &str {
    brief.title.trim()
}

fn plain(text: &str) -> Line {
    vec![Run::Plain(text.to_owned())]
}

/// The document as far as it is written.
struct Out {
    flow: Flow,
    told: Vec<Told>,
    headings: Vec<(String, usize, f64)>,
    /// Where letters may come from.
    fonts: Fonts,
}

impl Out {
    /// Title, what it shows, and the figure.
    fn begin(&mut self, brief: &Brief) {
        let title = title_of(brief);
        let words = self.flow.words(set(&plain(title), (TITLE, self.fonts), WIDTH), 0.0);
        self.told.push(Told::Group(Role::Title(title.to_owned()), words));
        self.flow.gap(2.0);
        if !brief.subtitle.is_empty() {
            self.paragraph(&plain(&brief.subtitle), SUBTITLE);
        }
        self.flow.gap(6.0);
        let painting = &brief.picture.painting;
        let figure = self.flow.figure(&painting.items, painting.size);
        self.told.push(Told::Group(Role::Figure(brief.picture.alternative.clone()), vec![figure]));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(title) => self.heading(title, 1),
            Block::Subheading(title) => self.heading(title, 2),
            Block::Paragraph(line) => self.paragraph(line, TEXT),
            Block::List(lines) => {
                let items = lines.iter().map(|line| self.item("•", line, (ITEM, TEXT))).collect();
                self.told.push(Told::Group(Role::Bullets, items));
            }
            Block::Table { heads, rows } => self.table(heads, rows),
        }
    }

    /// Sources, who made it, and how.
    fn end(&mut self, brief: &Brief) {
        if !brief.sources.is_empty() {
            self.heading("Sources", 1);
            let mut items = Vec::new();
            for (at, source) in brief.sources.iter().enumerate() {
                let mut line = plain(&source.citation);
                line.extend(source.link.iter().flat_map(|link| [Run::Plain(" ".to_owned()), Run::Faint(link.clone())]));
                items.push(self.item(&format!("[{}]", at + 1), &line, (SOURCE, TEXT)));
            }
            self.told.push(Told::Group(Role::Numbers, items));
        }
        for words in [&brief.credit, &brief.colophon()].into_iter().filter(|words| !words.trim().is_empty()) {
            self.flow.gap(6.0);
            self.paragraph(&plain(words), NOTE);
        }
    }

    fn heading(&mut self, title: &str, level: u16) {
        let (manner, above) = if level == 1 { (HEADING, 18.0) } else { (SUBHEADING, 10.0) };
        let lines = set(&plain(title), (manner, self.fonts), WIDTH);
        self.flow.gap(above);
        self.flow.keep(lines.iter().map(|line| line.height).sum::<f64>() + UNDER);
        let (page, y) = self.flow.place();
        let words = self.flow.words(lines, 0.0);
        self.flow.gap(AFTER);
        self.told.push(Told::Group(Role::Heading(level, title.to_owned()), words));
        if level == 1 {
            self.headings.push((title.to_owned(), page, y));
        }
    }

    fn paragraph(&mut self, line: &Line, manner: Manner) {
        let words = self.flow.words(set(line, (manner, self.fonts), WIDTH), 0.0);
        self.flow.gap(AFTER);
        self.told.push(Told::Group(Role::Paragraph, words));
    }

    /// An item of a list: its sign, and words that begin `indent` from the left.
    fn item(&mut self, sign: &str, line: &Line, (indent, manner): (f64, Manner)) -> Told {
        let lines = set(line, (manner, self.fonts), WIDTH - indent);
        // The sign stands where the words begin.
        self.flow.keep(lines.first().map_or(0.0, |line| line.height));
        let label = self.flow.beside(set(&plain(sign), (manner, self.fonts), indent), 0.0);
        let words = self.flow.words(lines, indent);
        self.flow.gap(2.0);
        Told::Group(Role::ListItem, vec![Told::Group(Role::Label, label), Told::Group(Role::Body, words)])
    }

    fn table(&mut self, heads: &[(&str, u32)], rows: &[Vec<Vec<Line>>]) {
        let (columns, fonts) = (columns(heads), self.fonts);
        let cells = |row: &Vec<Vec<Line>>| -> Vec<(f64, Vec<SetLine>)> {
            let set_cell = |(lines, (x, width)): (&Vec<Line>, &(f64, f64))| {
                (*x, lines.iter().flat_map(|line| set(line, (CELL, fonts), *width)).collect())
            };
            row.iter().zip(&columns).map(set_cell).collect()
        };
        let head = |((title, _), (x, width)): (&(&str, u32), &(f64, f64))| {
            set(&plain(title), (CELL_HEAD, fonts), *width).into_iter().next().map(|line| (*x, line))
        };
        let head: Vec<(f64, SetLine)> = heads.iter().zip(&columns).filter_map(head).collect();
        let titles = self.flow.begin_table(head, UNDER);
        let row = |cells: Vec<Vec<Told>>, first: Role, others: Role| {
            let roles = std::iter::once(first).chain(std::iter::repeat(others));
            Told::Group(Role::Row, roles.zip(cells).map(|(role, told)| Told::Group(role, told)).collect())
        };
        let mut told = vec![row(titles, Role::ColumnHead, Role::ColumnHead)];
        for each in rows {
            told.push(row(self.flow.row(cells(each), PAD), Role::RowHead, Role::Cell));
        }
        self.flow.end_table();
        self.told.push(Told::Group(Role::Table, told));
    }
}

/// Left end and width of each column.
fn columns(heads: &[(&str, u32)]) -> Vec<(f64, f64)> {
    let mut x = 0.0;
    let column = |(_, share): &(&str, u32)| {
        let (at, width) = (x, WIDTH * f64::from(*share) / 100.0);
        x += width;
        (at, width - GUTTER)
    };
    heads.iter().map(column).collect()
}

#[cfg(test)]
mod tests;
