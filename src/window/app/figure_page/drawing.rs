//! The page of the figure editor off the frame: what it is of, the painting that any format would write with what its checks found, and
//! its pixels for the screen. How it is shown is not known here.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use egui::ColorImage;
use kurbo::BezPath;

use crate::dossier::document::Snapshot;
use crate::dossier::model::{EntityId, RelationId};
use crate::picture::figure::checks::{self, Asked, Check, Culprit, Looked};
use crate::picture::figure::{
    FIGURES, FigureSteps, FigureSubject, ManyLines, Painted, Painting, Request, Undrawn, installed_fonts, named, pixels,
};
use crate::picture::lettering::Fonts;
use crate::picture::pictures::Pictures;
use crate::picture::stages::ViewSettings;
use crate::picture::theme::Theme;
use crate::picture::vision::Vision;
use crate::progress::Progress;
use crate::window::action::ItemId;

/// The most pixels on a side.
const MOST_PIXELS: f64 = 8192.0;

/// What a page is of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PageKey {
    pub(super) opened: u64,
    pub(super) revision: u64,
    pub(super) look: ViewSettings,
    pub(super) title: Option<String>,
    pub(super) subtitle: Option<String>,
    pub(super) theme: &'static str,
    /// Extension of the format.
    pub(super) format: &'static str,
    pub(super) dpi: f64,
    pub(super) lines: ManyLines,
    pub(super) system_fonts: bool,
}

/// How large a page is on the screen, and how it is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct OnScreen {
    /// Pixels of the screen a point of the page; `None` fits it into so many pixels.
    pub(super) scale: Option<f64>,
    pub(super) room: (u32, u32),
    pub(super) vision: Vision,
}

/// A page that was painted.
pub(super) struct PaintedPage {
    pub(super) painting: Painting,
    pub(super) checks: Vec<Check>,
    /// Boxes of entities and courses of relations, in points of the page.
    pub(super) things: Vec<(ItemId, BezPath)>,
}

/// A page as it was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PageOrder {
    pub(super) key: PageKey,
    pub(super) on_screen: OnScreen,
}

/// A page that was made.
pub(crate) struct PageMade {
    pub(super) page: Arc<PaintedPage>,
    pub(super) pixels: ColorImage,
    /// Pixels a point of the page.
    pub(super) scale: f64,
}

/// Why a page was not made: what to tell, or nothing where it was stopped.
pub(crate) type Unmade = Option<String>;

/// What is kept from page to page of the same document.
pub(super) type KeptSteps = Arc<Mutex<(u64, FigureSteps)>>;

impl PageKey {
    /// The figure that is asked for.
    pub(super) fn request(&self) -> Request {
        let format = named(self.format).unwrap_or(FIGURES[0]);
        // They are looked for here, where no frame waits.
        let fonts = if self.system_fonts { installed_fonts() } else { Fonts::Bundled };
        Request {
            settings: ViewSettings { fonts, ..self.look.clone() },
            dpi: self.dpi,
            theme: Theme::named(self.theme).unwrap_or(&Theme::PRINT),
            lines: self.lines,
            title: self.title.clone(),
            subtitle: self.subtitle.clone(),
            ..Request::new(format)
        }
    }
}

/// What a page is made of.
pub(super) struct Ingredients {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) pictures: Arc<Pictures>,
    pub(super) kept: KeptSteps,
    /// The page of the same key, if only the screen differs.
    pub(super) painted: Option<Arc<PaintedPage>>,
}

/// Makes a page. What fails must not begin again and again.
pub(super) fn made(order: &PageOrder, of: &Ingredients, progress: &Progress) -> Result<PageMade, Unmade> {
    catch_unwind(AssertUnwindSafe(|| make(order, of, progress))).unwrap_or_else(|_| {
        log::error!("drawing the figure panicked");
        Err(Some("The figure could not be drawn because of an internal error.".to_owned()))
    })
}

fn make(order: &PageOrder, of: &Ingredients, progress: &Progress) -> Result<PageMade, Unmade> {
    let page = match &of.painted {
        Some(page) => Arc::clone(page),
        None => Arc::new(paint(&order.key, of, progress)?),
    };
    let scale = order.on_screen.scale_of(page.painting.size);
    let painting = Painting { dpi: 72.0 * scale, ..page.painting.clone() };
    let map = pixels(&painting).map_err(|problem| Some(problem.message))?;
    let size = [map.width() as usize, map.height() as usize];
    let mut bytes = map.data().to_vec();
    order.on_screen.vision.see(&mut bytes);
    Ok(PageMade { page, pixels: ColorImage::from_rgba_premultiplied(size, &bytes), scale })
}

fn paint(key: &PageKey, of: &Ingredients, progress: &Progress) -> Result<PaintedPage, Unmade> {
    let mut kept = of.kept.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.0 != key.opened {
        *kept = (key.opened, FigureSteps::default());
    }
    kept.1.set_pictures(&of.pictures);
    let subject = FigureSubject::new(of.snapshot.dossier(), &of.pictures);
    let request = key.request();
    let Painted { painting, cites, offered, .. } =
        request.paint(&mut kept.1, (subject, key.revision), progress).map_err(Undrawn::told)?;
    let asked = Asked {
        has_pixels: request.format.has_pixels(),
        cites,
        offered,
        is_single: key.look.dates.is_empty(),
        installed_fonts: key.system_fonts,
    };
    let Looked { checks, things } = checks::look_at(&painting, asked);
    let things = things.into_iter().map(|(thing, outline)| (item(thing), outline)).collect();
    Ok(PaintedPage { painting, checks, things })
}

/// What a check is about, as the window names it.
pub(super) fn item(thing: Culprit) -> ItemId {
    match thing {
        Culprit::Entity(id) => ItemId::Entity(EntityId::new(id)),
        Culprit::Relation(id) => ItemId::Relation(RelationId::new(id)),
    }
}

impl OnScreen {
    /// Pixels a point of a page of this size.
    fn scale_of(self, (width, height): (f64, f64)) -> f64 {
        let fits = (f64::from(self.room.0) / width).min(f64::from(self.room.1) / height);
        self.scale.unwrap_or(fits).clamp(0.05, MOST_PIXELS / width.max(height))
    }
}
