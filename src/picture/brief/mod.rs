//! Briefs: what a view shows as a document for people who never open the program. A figure, who is who, relations with
//! their sources, a timeline, what is uncertain, and the sources. What it says is a list of [`Block`]s, worked out in
//! `contents`; each format in [`BRIEFS`] only writes these down.

mod contents;
mod docx;
mod html;
mod markdown;
mod pdf;
mod zip;

use std::path::{Path, PathBuf};

use crate::explore::account::SourceAccount;
use crate::picture::figure::{Figure as _, Letters, Painting, Png, Svg};
use crate::picture::figure::{FigureSteps, FigureSubject, PageSize, Recipe, Request, Undrawn, Used, Writing, words};
use crate::picture::lettering::Fonts;
use crate::problem::{Problem, codes, printable};
use crate::progress::Progress;

/// Width of the figure where the view names no page, in millimetres: that of the text on A4.
const FIGURE_MM: f64 = 170.0;
/// Resolution of its pixels, for programs that draw no shapes.
const FIGURE_DPI: f64 = 300.0;

/// A4 and its margins, for formats that have pages.
const PAGE_MM: (f64, f64) = (210.0, 297.0);
const MARGIN_MM: f64 = 20.0;

/// A brief, ready to be written.
pub(crate) struct Brief {
    /// Never empty.
    pub(crate) title: String,
    /// What it shows, of when, how many.
    pub(crate) subtitle: String,
    pub(crate) picture: BriefPicture,
    pub(crate) blocks: Vec<Block>,
    /// Cited in the blocks by their numbers, which begin with 1.
    pub(crate) sources: Vec<SourceAccount>,
    /// Who made it; empty where nobody says so.
    pub(crate) credit: String,
    pub(crate) recipe: Recipe,
    /// Where letters of a PDF may come from.
    pub(crate) fonts: Fonts,
    /// What a reader of the figure would miss, in words.
    pub(crate) notes: Vec<String>,
    /// How many entities and relations it tells of.
    pub(crate) counts: (usize, usize),
}

/// Its figure.
pub(crate) struct BriefPicture {
    painting: Painting,
    writing: Writing,
    /// What it shows, for those who do not see it.
    pub(crate) alternative: String,
}

impl BriefPicture {
    fn size(&self) -> PageSize {
        self.painting.size_mm
    }

    /// With letters as text and their fonts, or as outlines, for programs that have not these fonts.
    ///
    /// # Errors
    /// As of [`Figure::write`](crate::picture::figure::Figure::write).
    fn svg(&self, letters: Letters) -> Result<Vec<u8>, Problem> {
        Svg.write(&self.painting, &Writing { letters, ..self.writing.clone() })
    }

    /// As pixels, for programs that draw no shapes.
    fn png(&self) -> Result<Vec<u8>, Problem> {
        Png.write(&self.painting, &self.writing)
    }
}

/// A part of a brief. Titles of parts and columns are the program's own words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Block {
    Heading(&'static str),
    /// A heading under another.
    Subheading(String),
    Paragraph(Line),
    List(Vec<Line>),
    Table {
        /// Titles of columns, with their shares of the width in percent.
        heads: &'static [(&'static str, u32)],
        /// Cells of one or more lines; the first names its row.
        rows: Vec<Vec<Vec<Line>>>,
    },
}

impl Block {
    /// All of its lines.
    fn lines(&self) -> Vec<&Line> {
        match self {
            Block::Heading(_) | Block::Subheading(_) => Vec::new(),
            Block::Paragraph(line) => vec![line],
            Block::List(lines) => lines.iter().collect(),
            Block::Table { rows, .. } => rows.iter().flatten().flatten().collect(),
        }
    }
}

/// One line of text, which may be broken.
pub(crate) type Line = Vec<Run>;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Run {
    Plain(String),
    Strong(String),
    /// Beside what matters.
    Faint(String),
    /// In the words of a source.
    Quote(String),
    /// The source of this number.
    Source(usize),
}

impl Run {
    /// Its words; none where it is but a number.
    fn words(&self) -> &str {
        match self {
            Run::Plain(words) | Run::Strong(words) | Run::Faint(words) | Run::Quote(words) => words,
            Run::Source(_) => "",
        }
    }
}

/// Whether a line reads right to left as a whole: one of several pieces never does, so that lists of names in several
/// scripts stand as they are told.
fn reads_rtl(line: &Line) -> bool {
    match &line[..] {
        [Run::Plain(words) | Run::Strong(words) | Run::Faint(words) | Run::Quote(words)] => is_rtl(words),
        _ => false,
    }
}

/// Whether the first letter that has a direction reads right to left.
fn is_rtl(words: &str) -> bool {
    unicode_bidi::get_base_direction(words) == unicode_bidi::Direction::Rtl
}

/// A format of briefs.
pub(crate) trait BriefFormat: Sync {
    /// File extension, lower case: `docx`.
    fn extension(&self) -> &'static str;

    /// The file's bytes, the same on every machine. `picture` is what the figure's file beside it is called, where
    /// [`Self::keeps_figure_beside`].
    ///
    /// # Errors
    /// A problem where it cannot be written.
    fn write(&self, brief: &Brief, picture: Option<&str>) -> Result<Vec<u8>, Problem>;

    /// Whether the figure is a file of its own, an SVG beside it.
    fn keeps_figure_beside(&self) -> bool {
        false
    }
}

/// All formats of briefs.
pub(crate) const BRIEFS: &[&dyn BriefFormat] = &[&docx::Docx, &pdf::Pdf, &markdown::Markdown, &html::Html];

/// The format that the name of a file asks for.
///
/// # Errors
/// Those that there are.
pub(crate) fn of_file(path: &Path) -> Result<&'static dyn BriefFormat, Problem> {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    named(&extension).ok_or_else(|| {
        let known = BRIEFS.iter().map(|brief| format!(".{}", brief.extension())).collect::<Vec<_>>().join(", ");
        let name = printable(&path.display().to_string());
        Problem::error(codes::IO, format!("{name} is not a report format; use one of {known}"))
    })
}

/// The format with this extension.
pub(crate) fn named(extension: &str) -> Option<&'static dyn BriefFormat> {
    BRIEFS.iter().copied().find(|brief| brief.extension() == extension)
}

impl Brief {
    /// The brief of what a request shows of a dossier. Its format does not matter.
    ///
    /// # Errors
    /// As of [`Request::draw`].
    pub(crate) fn of(request: &Request, subject: FigureSubject<'_>, progress: &Progress) -> Result<Brief, Undrawn> {
        let mut drawn = request.clone();
        // The brief has title and sources; a figure without them has more room.
        drawn.without_head = true;
        drawn.settings.page.hide_sources = true;
        drawn.dpi = FIGURE_DPI;
        drawn.format = &Svg;
        drawn.settings.page.page.get_or_insert_with(|| FIGURE_MM.to_string());
        let credit = drawn.settings.page.credit.take().unwrap_or_default();
        let mut steps = FigureSteps::with_pictures(subject.pictures);
        let painted = drawn.paint(&mut steps, (subject, 0), progress)?;
        let dossier = subject.dossier;
        let (title, subtitle) = (request.title.as_deref(), request.subtitle.as_deref());
        let text = words(dossier, &request.settings, &painted.shown, title, subtitle);
        let counts = (painted.shown.entities.len(), painted.shown.relations.len());
        let (blocks, sources) = contents::contents(dossier, &painted.shown);
        // In a PDF, words are drawn as the figure is.
        let fonts = request.settings.fonts;
        let mut used = Used::of_painting(&painted.painting);
        let lines = blocks.iter().flat_map(Block::lines).flatten().map(Run::words);
        let words = lines.chain(sources.iter().map(|source| source.citation.as_str()));
        words.chain([&*text.title, &*text.subtitle, &*credit]).for_each(|words| used.add_words(words, fonts));
        let mut recipe = request.writing.recipe.clone();
        recipe.fonts = used.told();
        let writing = Writing { recipe: recipe.clone(), ..request.writing.clone() };
        Ok(Brief {
            title: Some(text.title).filter(|title| !title.trim().is_empty()).unwrap_or_else(|| "Brief".to_owned()),
            subtitle: text.subtitle,
            picture: BriefPicture { painting: painted.painting, writing, alternative: text.alternative },
            blocks,
            sources,
            credit,
            recipe,
            fonts,
            notes: painted.notes,
            counts,
        })
    }

    /// The files of a report called `path`: the figure beside it first, where this format keeps one and it may stand there.
    ///
    /// # Errors
    /// As of [`BriefFormat::write`].
    pub(crate) fn files(
        &self,
        format: &dyn BriefFormat,
        path: &Path,
        may_stand_beside: bool,
    ) -> Result<Vec<(PathBuf, Vec<u8>)>, Problem> {
        let beside = (may_stand_beside && format.keeps_figure_beside()).then(|| path.with_extension("svg"));
        let name =
            beside.as_ref().and_then(|figure| figure.file_name()).map(|name| name.to_string_lossy().into_owned());
        let document = format.write(self, name.as_deref())?;
        let mut files = Vec::new();
        if let Some(figure) = beside {
            files.push((figure, self.picture.svg(Letters::Text)?));
        }
        files.push((path.to_owned(), document));
        Ok(files)
    }

    /// How it was made, in one line.
    fn colophon(&self) -> String {
        let said: Vec<String> = self.recipe.rows().into_iter().map(|(key, value)| format!("{key}: {value}")).collect();
        said.join(" · ")
    }
}

#[cfg(test)]
mod tests;
