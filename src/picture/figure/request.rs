//! What a figure is: what it shows, on which page, in which colours, under which words and in which
//! format; and how it is drawn. The command line, the export dialog and the comparison of two dossiers
//! all ask here, so that the same request is the same file.

use std::sync::Arc;

use super::levels::{self, ManyLines};
use super::multiples::{Sheet, composed, panel_aspect, panels};
use super::page::{Page, PageSize, PageText};
use super::paint::Painting;
use super::place::{name_size_pt, natural_height_mm, network_aspect, tallest_mm};
use super::{Figure, Writing, words};
use crate::dossier::compare::Union;
use crate::dossier::model::Dossier;
use crate::explore::query::filter::Shown;
use crate::picture::pictures::Pictures;
use crate::picture::scene::{Scene, mark_changes};
use crate::picture::stages::Stages;
use crate::picture::theme::Theme;
use crate::picture::views::ViewSettings;
use crate::problem::{Problem, codes};
use crate::progress::{Cancelled, Progress};

/// Resolution where none is asked for, in dots per inch.
pub(crate) const USUAL_DPI: f64 = 150.0;
/// The least resolution of pictures among shapes, in dots per inch.
const PICTURE_DPI: f64 = 220.0;
/// Width of a page where none is asked for.
const WIDTH_MM: f64 = 180.0;
/// A page whose size nobody asked for grows until ordinary names are this large, in points, or it is as
/// tall as it may be. Everything is laid out again each time, which is for networks of up to
/// [`GROWING`] entities.
const LEGIBLE_PT: f64 = 6.2;
const GROWING: usize = 400;
/// How much taller each page is than the one before.
const GROWTH: f64 = 1.12;
/// Names must come out this much larger for a taller page to be worth its paper.
const WORTH: f64 = 1.03;

/// What a figure is, apart from what it shows.
#[derive(Clone)]
pub struct Request {
    /// View settings; composition and shape follow from the page, whatever is said here.
    pub settings: ViewSettings,
    /// The page; `None` is one of the usual width, as high as the network needs.
    pub size: Option<PageSize>,
    /// Resolution in dots per inch, for formats made of pixels.
    pub dpi: f64,
    /// Colours.
    pub theme: &'static Theme,
    /// How lines are drawn where there are many.
    pub lines: ManyLines,
    /// Its format.
    pub format: &'static dyn Figure,
    /// In place of the dossier's title.
    pub title: Option<String>,
    /// In place of the dossier's subtitle, at the start of the line under the title.
    pub subtitle: Option<String>,
    /// How it is written.
    pub writing: Writing,
}

/// What a figure is of.
#[derive(Clone, Copy)]
pub struct FigureSubject<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// Pictures of its entities.
    pub pictures: &'a Arc<Pictures>,
    /// What is to be marked as changed; the dossier is the union's then.
    pub(crate) changes: Option<&'a Union>,
}

impl<'a> FigureSubject<'a> {
    /// A dossier as it is.
    pub fn new(dossier: &'a Dossier, pictures: &'a Arc<Pictures>) -> Self {
        FigureSubject { dossier, pictures, changes: None }
    }
}

/// A figure that was drawn.
pub struct Drawn {
    /// The file.
    pub bytes: Vec<u8>,
    /// What the filter let through.
    pub shown: Shown,
    /// The page.
    pub size: PageSize,
}

/// Why there is no figure.
#[derive(Debug)]
pub enum Undrawn {
    /// The progress was cancelled.
    Cancelled,
    /// The format cannot hold a page of this size; nothing was drawn.
    TooLarge(Problem),
    /// The figure was drawn and could not be written.
    Unwritable(Problem),
}

impl From<Cancelled> for Undrawn {
    fn from(_: Cancelled) -> Self {
        Undrawn::Cancelled
    }
}

/// A page that was tried.
struct Trial {
    size: PageSize,
    scene: Arc<Scene>,
    shown: Shown,
    text: PageText,
    /// How large ordinary names come out, in points.
    names_pt: f64,
}

impl Request {
    /// A figure of everything, as figures are where nothing else is asked for.
    pub fn new(format: &'static dyn Figure) -> Request {
        Request {
            settings: ViewSettings::default(),
            size: None,
            dpi: USUAL_DPI,
            theme: &Theme::PRINT,
            lines: ManyLines::default(),
            format,
            title: None,
            subtitle: None,
            writing: Writing::default(),
        }
    }

    /// Whether the page that is asked for can be written, before anything is drawn.
    ///
    /// # Errors
    /// The limit that it exceeds.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        self.size.map_or(Ok(()), |size| self.format.check(size, self.dpi))
    }

    /// Draws the figure; where the page may grow, on the smallest page on which names are legible, or
    /// else on the best of those tried.
    ///
    /// # Errors
    /// That it was cancelled, or what is in the way.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use chancery::dossier::document::{EXAMPLES, open_example};
    /// use chancery::picture::figure::{self, FigureSubject, Request};
    /// use chancery::progress::Progress;
    /// let document = open_example(&EXAMPLES[0]);
    /// let (svg, pictures) = (figure::named("svg").unwrap(), Arc::default());
    /// let drawn = Request::new(svg).draw(FigureSubject::new(&document.dossier, &pictures), &Progress::new()).unwrap();
    /// assert!(drawn.bytes.starts_with(b"<?xml") || drawn.bytes.starts_with(b"<svg"));
    /// ```
    pub fn draw(&self, subject: FigureSubject<'_>, progress: &Progress) -> Result<Drawn, Undrawn> {
        let entities = self.settings.filter.apply(subject.dossier).entities.len();
        let mut size = self.size.unwrap_or_else(|| usual_size(entities));
        if !self.settings.dates.is_empty() && subject.changes.is_none() {
            return self.draw_at_dates(subject, entities, progress);
        }
        self.format.check(size, self.dpi).map_err(Undrawn::TooLarge)?;
        let grows = self.size.is_none() && entities <= GROWING;
        // What does not depend on the shape of the page is worked out once and kept here.
        let mut stages = Stages::default();
        stages.set_pictures(subject.pictures);
        let mut best = self.trial(&mut stages, subject, size, progress)?;
        let mut names_pt = best.names_pt;
        while grows
            && names_pt < LEGIBLE_PT
            && let Some(taller) = taller(size).filter(|taller| self.format.check(*taller, self.dpi).is_ok())
        {
            size = taller;
            let trial = self.trial(&mut stages, subject, size, progress)?;
            names_pt = trial.names_pt;
            if names_pt > best.names_pt * WORTH {
                best = trial;
            }
        }
        if let Some(refused) = best.scene.chart.as_ref().and_then(|chart| chart.refused.as_ref()) {
            let problem = Problem::error(codes::TOO_LARGE, refused.message.clone()).with_help(refused.help);
            return Err(Undrawn::TooLarge(problem));
        }
        let painting = Painting::new(&self.page(best.size, &best.scene, &best.text));
        let bytes = self.written(painting)?;
        Ok(Drawn { bytes, shown: best.shown, size: best.size })
    }

    /// Draws one picture a date, side by side.
    fn draw_at_dates(
        &self,
        subject: FigureSubject<'_>,
        entities: usize,
        progress: &Progress,
    ) -> Result<Drawn, Undrawn> {
        let count = self.settings.dates.len();
        let size = self.size.unwrap_or_else(|| usual_size(entities.saturating_mul(count)));
        self.format.check(size, self.dpi).map_err(Undrawn::TooLarge)?;
        let settings = composed(&self.settings, panel_aspect(size, count));
        let mut stages = Stages::default();
        stages.set_pictures(subject.pictures);
        let panels = panels(&mut stages, (subject.dossier, 0), &settings, self.theme, progress)?;
        let shown = Shown::clone(stages.shown());
        let text = words(subject.dossier, &settings, &shown, self.title.as_deref(), self.subtitle.as_deref());
        let sheet =
            Sheet { size, dpi: self.picture_dpi(), text: &text, theme: self.theme, lines: self.lines, panels: &panels };
        let (painting, _) = Painting::of_sheet(&sheet);
        let bytes = self.written(painting)?;
        Ok(Drawn { bytes, shown, size })
    }

    /// The file.
    fn written(&self, mut painting: Painting) -> Result<Vec<u8>, Undrawn> {
        painting.ground = painting.ground.filter(|_| !self.writing.transparent);
        self.format.write(&painting, &self.writing).map_err(Undrawn::Unwritable)
    }

    /// Lays everything out for one page.
    fn trial(
        &self,
        stages: &mut Stages,
        subject: FigureSubject<'_>,
        size: PageSize,
        progress: &Progress,
    ) -> Result<Trial, Cancelled> {
        let settings = ViewSettings { compose: true, aspect: network_aspect(size), ..self.settings.clone() };
        stages.update(subject.dossier, 0, &settings, self.theme, progress)?;
        let mut scene = stages.scene();
        if let Some(changes) = subject.changes {
            mark_changes(Arc::make_mut(&mut scene), changes, self.theme);
        }
        let shown = Shown::clone(stages.shown());
        let mut text = words(subject.dossier, &settings, &shown, self.title.as_deref(), self.subtitle.as_deref());
        if let Some(says) = scene.chart.as_ref().map(|chart| &chart.says).filter(|says| !says.is_empty()) {
            text.subtitle = format!("{} {says}.", text.subtitle);
            text.description = format!("{} {says}.", text.description);
        }
        if let Some(says) = levels::says(&scene, self.lines) {
            text.subtitle = format!("{} {says}", text.subtitle);
            text.description = format!("{} {says}", text.description);
        }
        let names_pt = name_size_pt(&self.page(size, &scene, &text));
        Ok(Trial { size, scene, shown, text, names_pt })
    }

    /// Resolution of what is made of pixels: in a format of shapes, no less than shows no pixels.
    fn picture_dpi(&self) -> f64 {
        if self.format.has_pixels() { self.dpi } else { self.dpi.max(PICTURE_DPI) }
    }

    fn page<'a>(&self, size: PageSize, scene: &'a Scene, text: &'a PageText) -> Page<'a> {
        Page { size, dpi: self.picture_dpi(), scene, text, theme: self.theme, lines: self.lines }
    }
}

/// The page for a network of so many entities where nobody asks for another.
fn usual_size(entities: usize) -> PageSize {
    PageSize { width_mm: WIDTH_MM, height_mm: natural_height_mm(WIDTH_MM, entities) }
}

/// The next page to try; `None` after the tallest.
fn taller(size: PageSize) -> Option<PageSize> {
    let height_mm = (size.height_mm * GROWTH).round().min(tallest_mm(size.width_mm));
    (height_mm > size.height_mm).then_some(PageSize { height_mm, ..size })
}
