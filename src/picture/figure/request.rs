//! What a figure is: what it shows, on which page, in which colours, under which words and in which
//! format; and how it is drawn. The command line, the export dialog and the comparison of two dossiers
//! all ask here, so that the same request is the same file.

use std::sync::Arc;

use super::Figure;
use super::Writing;
use super::compose;
use super::installed::Used;
use super::legibility::Legibility;
use super::letters::GlyphRun;
use super::levels::{self, ManyLines};
use super::line_labels::LineLabels;
use super::multiples::{Sheet, composed, panel_aspect, panels};
use super::page::{ByHand, Page, PageFrame, PageSize, PageText};
use super::paint::Painting;
use super::place::{natural_height_mm, network_aspect, tallest_mm};
use super::steps::FigureSteps;
use super::words::{self, words};
use crate::dossier::compare::Union;
use crate::dossier::model::{Dossier, FigurePage, RelationLabels};
use crate::explore::account::Account;
use crate::explore::query::filter::Shown;
use crate::picture::lettering::Fonts;
use crate::picture::pictures::Pictures;
use crate::picture::scene::naming::Arrangements;
use crate::picture::scene::{Scene, mark_changes};
use crate::picture::theme::Theme;
use crate::picture::unlettered;
use crate::picture::views::ViewSettings;
use crate::problem::{Problem, codes};
use crate::progress::{Cancelled, Progress};

/// Resolution where none is asked for, in dots per inch.
pub(crate) const USUAL_DPI: f64 = 150.0;
/// The least resolution of pictures among shapes, in dots per inch.
const PICTURE_DPI: f64 = 220.0;
/// The page where none is asked for.
const USUAL_PAGE: FigurePage = FigurePage { width_mm: 180.0, height_mm: None };
/// A page whose size nobody asked for grows until ordinary names are this large, in points, or it is as
/// tall as it may be. Everything is laid out again each time, which is for networks of up to
/// [`GROWING`] entities.
const LEGIBLE_PT: f64 = 6.2;
const GROWING: usize = 400;
/// So many words on lines take the room of an entity with its name.
const WORDS_AN_ENTITY: usize = 3;
/// How much taller each page is than the one before.
const GROWTH: f64 = 1.12;
/// Names must come out this much larger for a taller page to be worth its paper.
const WORTH: f64 = 1.03;
/// Where names have no room on the tallest page, it grows in both directions, by so much each time, up to A3.
const LARGER: f64 = 1.15;
/// A page of a width that was asked for has the height of A4 at most, without its margins.
const TALLEST_MM: f64 = 250.0;
const LARGEST: PageSize = PageSize { width_mm: 297.0, height_mm: 420.0 };
/// How often a page that somebody asked for is tried larger, to say which would do, and by how much.
const OFFERS: usize = 6;
/// Steps in which the least page is looked for, as shares of one that is too small.
const SMALL_STEP: f64 = 0.05;
const MOST_STEPS: u32 = 200;
const OFFERED: f64 = 1.2;

/// What a figure is, apart from what it shows.
#[derive(Clone)]
pub struct Request {
    /// View settings; composition and shape follow from the page, whatever is said here.
    pub settings: ViewSettings,
    /// The page; `None` is the one that the settings name, or one of the usual width, as high as the network needs.
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
    /// Whether the words above the network are left out, because the document that holds the figure says them.
    pub without_head: bool,
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
    /// What a reader of it would miss, in words.
    pub notes: Vec<String>,
}

/// A figure before it is written in a format.
pub(crate) struct Painted {
    pub(crate) painting: Painting,
    /// What the filter let through.
    pub(crate) shown: Shown,
    /// Whether any of that rests on a source.
    pub(crate) cites: bool,
    /// What a reader of it would miss, in words.
    pub(crate) notes: Vec<String>,
    /// A page with room for names that have none on this.
    pub(crate) offered: Option<PageSize>,
}

/// Why there is no figure.
#[derive(Debug)]
pub enum Undrawn {
    /// The progress was cancelled.
    Cancelled,
    /// The format cannot hold a page of this size; nothing was drawn.
    TooLarge(Problem),
    /// The page has no room for the network and the words around it.
    TooSmall(Problem),
    /// The figure was drawn and could not be written.
    Unwritable(Problem),
}

impl Undrawn {
    /// What there is to tell; `None` where somebody stopped it.
    pub(crate) fn told(self) -> Option<String> {
        match self {
            Undrawn::Cancelled => None,
            Undrawn::TooLarge(problem) | Undrawn::TooSmall(problem) | Undrawn::Unwritable(problem) => {
                Some(problem.message)
            }
        }
    }
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
    /// The shape that its network was laid out for.
    aspect: f32,
    /// How legible it is.
    legibility: Legibility,
    /// What is written on its lines.
    labels: LineLabels,
    /// How many names are hidden.
    hidden: usize,
}

impl Trial {
    /// Fewer names are missing than on another, or the same and there is more room between them.
    fn is_better_than(&self, other: &Trial) -> bool {
        let (a, b) = (&self.legibility, &other.legibility);
        (a.left_out.len(), a.ink) < (b.left_out.len(), b.ink)
    }
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
            without_head: false,
            writing: Writing::default(),
        }
    }

    /// Whether the page that is asked for can be written, before anything is drawn.
    ///
    /// # Errors
    /// The limit that it exceeds.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        self.fixed_size().map_or(Ok(()), |size| self.format.check(size, self.dpi))
    }

    /// The page that is asked for.
    fn asked_page(&self) -> FigurePage {
        let size = |size: PageSize| FigurePage { width_mm: size.width_mm, height_mm: Some(size.height_mm) };
        let named = || FigurePage::read(self.settings.page.page.as_deref()?).ok();
        self.size.map(size).or_else(named).unwrap_or(USUAL_PAGE)
    }

    /// Its size, where that is fixed.
    fn fixed_size(&self) -> Option<PageSize> {
        let FigurePage { width_mm, height_mm } = self.asked_page();
        height_mm.map(|height_mm| PageSize { width_mm, height_mm })
    }

    /// Its size, or a likely one for so many entities.
    fn size_for(&self, entities: usize) -> PageSize {
        let width_mm = self.asked_page().width_mm;
        self.fixed_size().unwrap_or_else(|| PageSize { width_mm, height_mm: natural_height_mm(width_mm, entities) })
    }

    fn frame(&self) -> PageFrame {
        PageFrame::of(&self.settings.page)
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
        self.draw_again(&mut FigureSteps::default(), (subject, 0), progress)
    }

    /// The same, but faster if `steps` have already drawn a figure of a subject of this revision.
    ///
    /// # Errors
    /// The same as for [`Self::draw`].
    pub fn draw_again(
        &self,
        steps: &mut FigureSteps,
        subject: (FigureSubject<'_>, u64),
        progress: &Progress,
    ) -> Result<Drawn, Undrawn> {
        steps.set_pictures(subject.0.pictures);
        let Painted { mut painting, shown, notes, .. } = self.paint(steps, subject, progress)?;
        let size = painting.size_mm;
        painting.account = self.format.wants_account().then(|| Arc::new(Account::of(subject.0.dossier, &shown)));
        Ok(Drawn { bytes: self.written(painting)?, shown, size, notes })
    }

    /// The same up to what any format would write. `steps` keep what was worked out for a subject of this revision, so that the next
    /// page of it takes less.
    ///
    /// # Errors
    /// As of [`Self::draw`].
    pub(crate) fn paint(
        &self,
        steps: &mut FigureSteps,
        subject: (FigureSubject<'_>, u64),
        progress: &Progress,
    ) -> Result<Painted, Undrawn> {
        let dossier = subject.0.dossier;
        let shown = self.settings.filter.apply(dossier);
        // Words on lines take room, too.
        let for_words = match self.relation_labels() {
            RelationLabels::Words => shown.relations.len() / WORDS_AN_ENTITY,
            RelationLabels::Auto | RelationLabels::Numbers | RelationLabels::None => 0,
        };
        let entities = shown.entities.len() + for_words;
        if !self.settings.dates.is_empty() && subject.0.changes.is_none() {
            return self.paint_dates(steps, (dossier, subject.1), entities, progress);
        }
        self.format.check(self.size_for(entities), self.dpi).map_err(Undrawn::TooLarge)?;
        let best = self.best_page(steps, subject, entities, progress)?;
        if let Some(refused) = best.scene.chart.as_ref().and_then(|chart| chart.refused.as_ref()) {
            let problem = Problem::error(codes::TOO_LARGE, refused.message.clone()).with_help(refused.help);
            return Err(Undrawn::TooLarge(problem));
        }
        if !best.legibility.fits {
            return Err(Undrawn::TooSmall(self.too_small(&best)));
        }
        let mut notes = best.legibility.says();
        let is_crowded = !best.legibility.left_out.is_empty();
        let offered = if is_crowded { self.offered(steps, subject, &best, progress)? } else { None };
        if let Some(size) = offered {
            notes[0] = format!("{}; a page of {} × {} mm has room for all", notes[0], size.width_mm, size.height_mm);
        }
        let mut painting = Painting::new(&self.page(best.size, &best.scene, (&best.text, &best.labels), &steps.known));
        painting.legibility.hidden = best.hidden;
        notes.extend(painting.legibility.says_hidden());
        notes.extend(painting.legibility.labels.says());
        notes.extend(self.letters_in_words(&painting));
        let cites = words::cites(dossier, &best.shown);
        Ok(Painted { painting, shown: best.shown, cites, notes, offered })
    }

    /// The page that is asked for; where it may grow, the smallest on which names are legible and have room, or else the best
    /// of those tried.
    fn best_page(
        &self,
        steps: &mut FigureSteps,
        subject: (FigureSubject<'_>, u64),
        entities: usize,
        progress: &Progress,
    ) -> Result<Trial, Cancelled> {
        let may_be = |size: &PageSize| self.format.check(*size, self.dpi).is_ok();
        let aspect = |size: PageSize| (size, network_aspect(size, self.frame()));
        let mut size = self.size_for(entities);
        let mut best = self.trial(steps, subject, aspect(size), progress)?;
        if self.fixed_size().is_some() {
            return Ok(best);
        }
        if entities > GROWING {
            best.size = compose::without_blank(&self.page(size, &best.scene, (&best.text, &best.labels), &steps.known));
            return Ok(best);
        }
        let mut names_pt = best.legibility.natural_pt;
        while names_pt < LEGIBLE_PT
            && let Some(taller) = taller(size).filter(may_be)
        {
            size = taller;
            let trial = self.trial(steps, subject, aspect(size), progress)?;
            names_pt = trial.legibility.natural_pt;
            if names_pt > best.legibility.natural_pt * WORTH {
                best = trial;
            }
        }
        while best.scene.chart.is_none()
            && !best.legibility.is_complete()
            && let Some(next) = self.larger(&best).filter(|(size, _)| may_be(size))
        {
            let trial = self.trial(steps, subject, next, progress)?;
            if !trial.is_better_than(&best) {
                break;
            }
            best = trial;
        }
        Ok(best)
    }

    /// The page to try after the tallest, and the shape of its network: of a width that was asked for a still taller one, else
    /// a larger one of the same shape. `None` where it would be larger than the largest.
    fn larger(&self, trial: &Trial) -> Option<(PageSize, f32)> {
        let PageSize { width_mm, height_mm } = trial.size;
        let by_height = LARGER.min(LARGEST.height_mm / height_mm);
        if self.settings.page.page.is_some() {
            let size = PageSize { width_mm, height_mm: (height_mm * by_height.min(TALLEST_MM / height_mm)).round() };
            return (size.height_mm > height_mm).then(|| (size, network_aspect(size, self.frame())));
        }
        let by = by_height.min(LARGEST.width_mm / width_mm);
        (by > 1.01).then(|| (scaled(trial.size, by), trial.aspect))
    }

    /// That a page has no room for a network, and the least of its shape that has.
    fn too_small(&self, trial: &Trial) -> Problem {
        let PageSize { width_mm, height_mm } = trial.size;
        let message = format!("{width_mm} × {height_mm} mm is too small for the network and the words around it");
        let larger = (1..=MOST_STEPS).map(|step| scaled(trial.size, 1.0 + f64::from(step) * SMALL_STEP));
        let known = Arrangements::default();
        let fits =
            |size: &PageSize| compose::fits(&self.page(*size, &trial.scene, (&trial.text, &trial.labels), &known));
        match larger.into_iter().find(fits) {
            Some(PageSize { width_mm, height_mm }) => Problem::error(codes::TOO_LARGE, message)
                .with_help(format!("use at least {width_mm} × {height_mm} mm, or a smaller margin")),
            None => Problem::error(codes::TOO_LARGE, message).with_help("use a larger page, or a smaller margin"),
        }
    }

    /// The first of some larger pages of the same shape on which every name has room.
    fn offered(
        &self,
        steps: &mut FigureSteps,
        subject: (FigureSubject<'_>, u64),
        best: &Trial,
        progress: &Progress,
    ) -> Result<Option<PageSize>, Cancelled> {
        let mut size = best.size;
        for _ in 0..OFFERS {
            size = scaled(size, OFFERED);
            let trial = self.trial(steps, subject, (size, best.aspect), progress)?;
            if trial.legibility.left_out.is_empty() {
                return Ok(Some(size));
            }
        }
        Ok(None)
    }

    /// Paints one picture a date, side by side.
    fn paint_dates(
        &self,
        steps: &mut FigureSteps,
        dossier: (&Dossier, u64),
        entities: usize,
        progress: &Progress,
    ) -> Result<Painted, Undrawn> {
        let count = self.settings.dates.len();
        let size = self.size_for(entities.saturating_mul(count));
        self.format.check(size, self.dpi).map_err(Undrawn::TooLarge)?;
        let settings = composed(&self.settings, panel_aspect((size, self.frame()), count));
        let mut panels = panels(&mut steps.stages, dossier, &settings, self.theme, progress)?;
        let hidden = panels.iter_mut().map(|panel| self.hide_names(&mut panel.scene)).max().unwrap_or(0);
        let shown = Shown::clone(steps.stages.shown());
        let text = words(dossier.0, &settings, &shown, self.title.as_deref(), self.subtitle.as_deref());
        let sheet = Sheet {
            size,
            frame: self.frame(),
            dpi: self.picture_dpi(),
            text: &text,
            theme: self.theme,
            lines: self.lines,
            labels: self.relation_labels(),
            panels: &panels,
            notes: &self.settings.page.notes,
            known: &steps.known,
        };
        let (mut painting, _) = Painting::of_sheet(&sheet);
        painting.legibility.hidden = hidden;
        if !painting.legibility.fits {
            let message = format!("{} × {} mm is too small for so many pictures", size.width_mm, size.height_mm);
            let problem = Problem::error(codes::TOO_LARGE, message).with_help("use a larger page, or fewer dates");
            return Err(Undrawn::TooSmall(problem));
        }
        let mut notes = painting.legibility.says();
        notes.extend(painting.legibility.says_hidden());
        notes.extend(self.letters_in_words(&painting));
        let cites = words::cites(dossier.0, &shown);
        Ok(Painted { painting, shown, cites, notes, offered: None })
    }

    /// The file.
    fn written(&self, mut painting: Painting) -> Result<Vec<u8>, Undrawn> {
        painting.ground = painting.ground.filter(|_| !self.writing.transparent);
        let mut writing = self.writing.clone();
        writing.recipe.fonts = Used::of_painting(&painting).told();
        self.format.write(&painting, &writing).map_err(Undrawn::Unwritable)
    }

    /// Lays everything out for one page, the network for a shape.
    fn trial(
        &self,
        steps: &mut FigureSteps,
        (subject, revision): (FigureSubject<'_>, u64),
        (size, aspect): (PageSize, f32),
        progress: &Progress,
    ) -> Result<Trial, Cancelled> {
        let settings = ViewSettings { compose: true, aspect, ..self.settings.clone() };
        steps.stages.update(subject.dossier, revision, &settings, self.theme, progress)?;
        let mut scene = steps.stages.scene();
        if let Some(changes) = subject.changes {
            mark_changes(Arc::make_mut(&mut scene), changes, self.theme);
        }
        let hidden = self.hide_names(&mut scene);
        let shown = Shown::clone(steps.stages.shown());
        let mut text = words(subject.dossier, &settings, &shown, self.title.as_deref(), self.subtitle.as_deref());
        if let Some(says) = scene.chart.as_ref().map(|chart| &chart.says).filter(|says| !says.is_empty()) {
            text.subtitle = format!("{} {says}.", text.subtitle);
            text.description = format!("{} {says}.", text.description);
        }
        if let Some(says) = levels::says(&scene, self.lines) {
            text.subtitle = format!("{} {says}", text.subtitle);
            text.description = format!("{} {says}", text.description);
        }
        if self.without_head {
            (text.title, text.subtitle) = (String::new(), String::new());
        }
        let labels = LineLabels::of(self.relation_labels(), [&*scene]);
        if let Some(spread) = compose::spread(&self.page(size, &scene, (&text, &labels), &steps.known)) {
            scene = Arc::new(spread);
        }
        let legibility = compose::legibility(&self.page(size, &scene, (&text, &labels), &steps.known));
        Ok(Trial { size, scene, shown, text, aspect, legibility, labels, hidden })
    }

    /// What there is to say of letters: which are boxes, and which are drawn in fonts of this system.
    fn letters_in_words(&self, painting: &Painting) -> Vec<String> {
        let lack = match self.settings.fonts {
            Fonts::Bundled => "no built-in font has",
            Fonts::Installed(_) => "neither the built-in nor the installed fonts have",
        };
        let boxes = unlettered::in_words(boxes(painting));
        let boxes = boxes.map(|letters| format!("{lack} {letters}; boxes stand for them"));
        boxes.into_iter().chain(Used::of_painting(painting).notes()).collect()
    }

    /// Resolution of what is made of pixels: in a format of shapes, no less than shows no pixels.
    fn picture_dpi(&self) -> f64 {
        if self.format.has_pixels() { self.dpi } else { self.dpi.max(PICTURE_DPI) }
    }

    /// Hides names that the view hides. How many.
    fn hide_names(&self, scene: &mut Arc<Scene>) -> usize {
        let hidden = &self.settings.page.hide_names;
        // Without any the scene is shared as it is.
        if hidden.is_empty() { 0 } else { Arc::make_mut(scene).hide_names(hidden) }
    }

    /// How the view has its lines labelled.
    fn relation_labels(&self) -> RelationLabels {
        RelationLabels::of(self.settings.page.relation_labels)
    }

    fn page<'a>(
        &'a self,
        size: PageSize,
        scene: &'a Scene,
        (text, labels): (&'a PageText, &'a LineLabels),
        known: &'a Arrangements,
    ) -> Page<'a> {
        let (frame, dpi) = (self.frame(), self.picture_dpi());
        let by_hand = ByHand::of(&self.settings.page);
        Page { size, dpi, scene, text, theme: self.theme, frame, lines: self.lines, labels, by_hand, known }
    }
}

/// Letters that are drawn as boxes.
fn boxes(painting: &Painting) -> Vec<char> {
    let runs = painting.texts().into_iter().flat_map(|text| &text.runs);
    let of_run = |run: &GlyphRun| -> Vec<char> {
        let boxes = run.glyphs.iter().filter(|glyph| glyph.id == 0);
        boxes.filter_map(|glyph| run.text.get(glyph.cluster as usize..)?.chars().next()).collect()
    };
    runs.flat_map(of_run).collect()
}

/// A page so many times as large.
fn scaled(PageSize { width_mm, height_mm }: PageSize, by: f64) -> PageSize {
    PageSize { width_mm: (width_mm * by).round(), height_mm: (height_mm * by).round() }
}

/// The next page to try; `None` after the tallest.
fn taller(size: PageSize) -> Option<PageSize> {
    let height_mm = (size.height_mm * GROWTH).round().min(tallest_mm(size.width_mm));
    (height_mm > size.height_mm).then_some(PageSize { height_mm, ..size })
}
