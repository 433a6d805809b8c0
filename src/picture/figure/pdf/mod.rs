//! Figures as PDF: text that can be selected in every script, tagged for those who hear it, with the letters of its
//! fonts; on request to the standards for archives and for reading aloud. Made with krilla. What stands on a page is
//! drawn by `ink`; here is what is said about it, and in `document` what is about files of several pages.

mod document;
mod ink;

use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Identifier, Node, Tag, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};
use xxhash_rust::xxh3::xxh3_128;

pub(crate) use self::document::{Page, PdfDocument, Role, Shown, Told};
use self::ink::{Ink, Place};
use super::page::{POINTS_PER_MM, PageSize};
use super::paint::{Item, Painting, Part};
use super::{Figure, Letters, Recipe, Standard, Writing};
use crate::dossier::model::Date;
use crate::guarded::guarded;
use crate::problem::{Problem, codes};

/// The longest side of a page, in points (ISO 32000-1, annex C).
const LONGEST: f64 = 14_400.0;
/// The language of the words that are ours. Names may be in any.
const LANGUAGE: &str = "en";
/// The year in which figures were made that say nothing of when.
const NO_DATE: u16 = 2000;

pub(super) struct Pdf;

impl Figure for Pdf {
    fn extension(&self) -> &'static str {
        "pdf"
    }

    fn check(&self, size: PageSize, _dpi: f64) -> Result<(), Problem> {
        let longer = size.width_mm.max(size.height_mm) * POINTS_PER_MM;
        if longer <= LONGEST {
            return Ok(());
        }
        let message = format!("a page of a PDF is at most {:.0} mm long", LONGEST / POINTS_PER_MM);
        Err(Problem::error(codes::TOO_LARGE, message).with_help("ask for fewer millimetres, or for an SVG"))
    }

    fn write(&self, painting: &Painting, writing: &Writing) -> Result<Vec<u8>, Problem> {
        self.check(painting.size_mm, painting.dpi)?;
        with_fonts(writing, |letters| self.written(painting, writing, letters))
    }
}

/// Writes a file with its letters as they are asked for, or as outlines where an installed font turns out to be damaged.
fn with_fonts(writing: &Writing, write: impl Fn(Letters) -> Result<Vec<u8>, Problem>) -> Result<Vec<u8>, Problem> {
    if writing.recipe.fonts.is_none() || writing.letters == Letters::Outlines {
        return write(writing.letters);
    }
    match guarded(|| write(writing.letters)) {
        Some(Ok(file)) => Ok(file),
        Some(Err(_)) | None => {
            log::warn!("an installed font could not go into a PDF; letters are outlines instead");
            write(Letters::Outlines)
        }
    }
}

impl Pdf {
    fn written(&self, painting: &Painting, writing: &Writing, letters: Letters) -> Result<Vec<u8>, Problem> {
        let mut document = Document::new_with(settings(writing.standard));
        let size = (painting.size.0 as f32, painting.size.1 as f32);
        let page = PageSettings::from_wh(size.0, size.1);
        let page = page.ok_or_else(|| Problem::error(codes::TOO_LARGE, "a page must have a width and a height"))?;
        let mut page = document.start_page_with(page);
        let mut ink = Ink::new(page.surface(), letters);
        if let Some(ground) = painting.ground {
            ink.ground(ground, size);
        }
        let tree = content(painting, &mut ink);
        ink.finish();
        page.finish();
        document.set_tag_tree(tree);
        document.set_metadata(metadata(&title_of(painting), &painting.description, &writing.recipe));
        let mut outline = Outline::new();
        outline.push_child(OutlineNode::new(title_of(painting), XyzDestination::new(0, Point::from_xy(0.0, 0.0))));
        document.set_outline(outline);
        document.finish().map_err(|error| unwritable(&error, writing.standard))
    }
}

/// Draws everything and tells what it is: title, words under it, the figure, its legend, its sources.
fn content(painting: &Painting, ink: &mut Ink<'_>) -> TagTree {
    let mut heads: Vec<TagGroup> = Vec::new();
    let mut figure: Vec<Identifier> = Vec::new();
    let mut below: Vec<TagGroup> = Vec::new();
    for item in &painting.items {
        match item {
            Item::Group(group) => match group.part {
                Part::Head => heads.extend(group.items.iter().enumerate().map(|(number, item)| {
                    let inside = ink.draw(std::slice::from_ref(item), Place::Words);
                    let is_title = number == 0 && !painting.title.trim().is_empty();
                    let level = std::num::NonZeroU16::MIN;
                    match is_title {
                        true => tagged(Tag::Hn(level, Some(title_of(painting))), inside),
                        false => tagged(Tag::P, inside),
                    }
                })),
                Part::Legend | Part::Sources => below.push(tagged(Tag::P, ink.draw(&group.items, Place::Words))),
                Part::Areas
                | Part::Area
                | Part::Backdrop
                | Part::Panel
                | Part::Chart
                | Part::Lane
                | Part::Cell
                | Part::Network
                | Part::Relation
                | Part::Label
                | Part::Node
                | Part::Marks
                | Part::Notes
                | Part::Note => figure.extend(ink.draw(std::slice::from_ref(item), Place::Figure)),
            },
            Item::Path(_) | Item::Text(_) | Item::Picture(_) | Item::Raster(_) => {
                figure.extend(ink.draw(std::slice::from_ref(item), Place::Figure));
            }
        }
    }
    let mut tree = TagTree::new().with_lang(Some(LANGUAGE.to_owned()));
    let figure = tagged(Tag::Figure(Some(painting.alternative.clone())), figure);
    for group in heads.into_iter().chain([figure]).chain(below).filter(|group| !group.children.is_empty()) {
        tree.push(group);
    }
    tree
}

fn tagged(tag: impl Into<krilla::tagging::TagKind>, inside: Vec<Identifier>) -> TagGroup {
    TagGroup::with_children(tag, inside.into_iter().map(Node::from).collect())
}

fn title_of(painting: &Painting) -> String {
    painting.title_or_not().to_owned()
}

fn settings(standard: Standard) -> SerializeSettings {
    SerializeSettings {
        enable_tagging: true,
        xmp_metadata: true,
        configuration: configuration(standard),
        ..SerializeSettings::default()
    }
}

fn configuration(standard: Standard) -> Configuration {
    let builder = ConfigurationBuilder::new();
    let builder = match standard {
        Standard::Plain => return Configuration::default(),
        Standard::Archive => builder.with_archival_validator(Archival::A2_A),
        Standard::Accessible => builder.with_accessibility_validator(Accessibility::UA1),
    };
    // One standard alone never contradicts itself.
    builder.finish().unwrap_or_default()
}

fn metadata(title: &str, description: &str, recipe: &Recipe) -> Metadata {
    let rows: Vec<String> = recipe.rows().into_iter().map(|(key, value)| format!("{key}: {value}")).collect();
    let identity = format!("{title}\n{description}\n{}", rows.join("\n"));
    Metadata::new()
        .title(title.to_owned())
        .description(description.to_owned())
        .keywords(rows)
        .language(LANGUAGE.to_owned())
        .creator(Recipe::PROGRAM.to_owned())
        .creation_date(day_of(recipe.date.as_ref()))
        .document_id(format!("{:032x}", xxh3_128(identity.as_bytes())))
}

/// The day on which a figure counts as made.
fn day_of(date: Option<&Date>) -> DateTime {
    let day = date.and_then(|date| date.latest().or(date.earliest()));
    let (year, month, day) = day.map_or((NO_DATE.into(), 1, 1), |day| day.ymd());
    let year = u16::try_from(year).unwrap_or(NO_DATE);
    let date = DateTime::new(year).month(month as u8).day(day as u8);
    date.hour(0).minute(0).second(0).utc_offset_hour(0).utc_offset_minute(0)
}

fn unwritable(error: &KrillaError, standard: Standard) -> Problem {
    let problem = |message: String| Problem::error(codes::IO, message);
    match (standard, error) {
        (Standard::Archive | Standard::Accessible, KrillaError::Validation(_)) => {
            problem(format!("the figure cannot keep to this standard: {error}")).with_help("ask for a plain PDF")
        }
        _ => problem(format!("the PDF could not be made: {error}")),
    }
}
