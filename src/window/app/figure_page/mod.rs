//! The figure editor: the page as it will be, live, between the list of views and its settings. What is set is part of what is shown, so
//! that it can be undone and kept in a view; here is only what belongs to editing: zoom, whose eyes one looks through, words that are
//! still being typed.

pub(super) mod drawing;
mod gallery;
mod moving;
mod news;
mod preview;
mod settings;
pub(super) mod thumbs;

use std::sync::Arc;

use egui::{Context, Frame, Key, Margin, Modifiers, Panel as Bar, TextureHandle, TextureOptions, Ui};

use self::drawing::{Ingredients, KeptSteps, OnScreen, PageKey, PageMade, PageOrder, PaintedPage, Unmade, made};
use self::gallery::Gallery;
use self::moving::{Hands, arrow, nudged};
use self::news::Looks;
use super::App;
use super::tasks::TaskResult;
use crate::dossier::model::ViewPage;
use crate::picture::figure::{FIGURES, Figure, ManyLines};
use crate::picture::stages::ViewSettings;
use crate::picture::theme::Theme;
use crate::picture::vision::Vision;
use crate::progress::Progress;
use crate::window::action::Action;
use crate::window::canvas::paint::color32;
use crate::window::session::Session;

/// Widths of what stands beside the page, and from where on the gallery has room.
const GALLERY: f32 = 190.0;
const SETTINGS: f32 = 336.0;
const ROOMY: f32 = 1000.0;

/// The figure editor.
pub(super) struct FigurePage {
    pub(super) is_open: bool,
    /// Points of the screen a point of the page; `None` fits the page into its room.
    zoom: Option<f32>,
    vision: Vision,
    format: &'static dyn Figure,
    dpi: f64,
    theme: &'static Theme,
    lines: ManyLines,
    /// Letters that the built-in fonts lack come from those of this computer.
    system_fonts: bool,
    words: Words,
    /// Settings of the page while they are being changed.
    draft: Option<ViewPage>,
    gallery: Gallery,
    looks: Looks,
    /// The check that was selected last.
    check: Option<usize>,
    hands: Hands,
    kept: KeptSteps,
    shown: Option<ShownPage>,
    making: Option<(PageOrder, Progress)>,
    /// What could not be made, and why.
    failed: Option<(PageOrder, String)>,
}

/// Title and subtitle, where they are typed rather than the view's or the dossier's.
#[derive(Clone, Debug, Default, PartialEq)]
struct Words {
    /// The opened document and the view that they are of.
    of: (u64, Option<String>),
    title: Option<String>,
    subtitle: Option<String>,
}

/// The page on the screen.
struct ShownPage {
    order: PageOrder,
    page: Arc<PaintedPage>,
    texture: TextureHandle,
    /// Pixels of the screen a point of the page.
    scale: f64,
}

impl Default for FigurePage {
    fn default() -> Self {
        FigurePage {
            is_open: false,
            zoom: None,
            vision: Vision::Usual,
            format: FIGURES[0],
            dpi: 300.0,
            theme: &Theme::PRINT,
            lines: ManyLines::default(),
            system_fonts: false,
            words: Words::default(),
            draft: None,
            gallery: Gallery::default(),
            looks: Looks::default(),
            check: None,
            hands: Hands::default(),
            kept: KeptSteps::default(),
            shown: None,
            making: None,
            failed: None,
        }
    }
}

impl FigurePage {
    /// Opens or closes it. What was drawn is let go.
    pub(super) fn toggle(&mut self) {
        self.is_open = !self.is_open;
        if !self.is_open {
            if let Some((_, progress)) = self.making.take() {
                progress.cancel();
            }
            (self.shown, self.draft) = (None, None);
            self.gallery = Gallery::default();
        }
    }

    /// Title and subtitle that were typed are of one view only.
    fn keep_words(&mut self, session: &Session) {
        let of = (session.opened, session.open_view().map(|view| view.name.clone()));
        if self.words.of != of {
            self.words = Words { of, ..Words::default() };
            self.draft = None;
        }
    }

    /// What the page is of.
    fn key(&self, session: &Session) -> PageKey {
        let view = session.open_view();
        let look = ViewSettings {
            page: self.draft.clone().unwrap_or_else(|| session.look.page.clone()),
            ..session.look.clone()
        };
        PageKey {
            opened: session.opened,
            revision: session.revision,
            look,
            title: self.words.title.clone().or_else(|| view?.title.clone()),
            subtitle: self.words.subtitle.clone().or_else(|| view?.subtitle.clone()),
            theme: self.theme.name,
            format: self.format.extension(),
            dpi: self.dpi,
            lines: self.lines,
            system_fonts: self.system_fonts,
        }
    }
}

impl App {
    /// Shows the editor in place of the graph and what surrounds it.
    pub(super) fn figure_page(&mut self, ui: &mut Ui, theme: &'static Theme) -> Vec<Action> {
        let mut actions = Vec::new();
        let ctx = ui.ctx().clone();
        self.chrome.figure.keep_words(&self.session);
        let panel = Frame::new().fill(color32(theme.panel));
        let side = panel.inner_margin(Margin { left: 16, right: 12, top: 12, bottom: 8 });
        if ui.available_width() > ROOMY {
            let bar = Bar::left("figure views").resizable(false).exact_size(GALLERY);
            let frame = panel.inner_margin(Margin { left: 12, right: 8, top: 12, bottom: 4 });
            bar.frame(frame).show(ui, |ui| actions.extend(self.figure_gallery(ui, theme)));
        }
        let bar = Bar::right("figure settings").resizable(false).exact_size(SETTINGS);
        bar.frame(side).show(ui, |ui| actions.extend(self.figure_settings(ui, theme)));
        let area = ui.available_rect_before_wrap();
        actions.extend(self.figure_preview(ui, theme));
        actions.extend(self.messages.show(&ctx, area, theme));
        actions
    }

    /// Keys that mean something else while the editor is open. Says whether Esc closed it.
    pub(super) fn figure_keys(&mut self, ctx: &Context) {
        if !self.chrome.figure.is_open || ctx.memory(|memory| memory.focused().is_some()) {
            return;
        }
        if ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            self.chrome.figure.toggle();
        }
        let backwards = ctx.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::F8));
        if backwards || ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F8)) {
            let action = self.next_check(backwards);
            action.into_iter().for_each(|action| self.perform(ctx, action));
        }
        let selected = self.session.selected_entities();
        if let ([entity], Some(shown)) = (&selected[..], &self.chrome.figure.shown)
            && let Some(way) = arrow(ctx)
            && let Some(page) = nudged(&shown.page, &self.session.look.page, entity, way)
        {
            self.perform(ctx, Action::SetPage(Box::new(page)));
        }
    }

    /// Has the page made anew if anything that it is made of has changed.
    fn keep_page(&mut self, on_screen: OnScreen) {
        let figure = &mut self.chrome.figure;
        let order = PageOrder { key: figure.key(&self.session), on_screen };
        let is_known = figure.shown.as_ref().is_some_and(|shown| shown.order == order)
            || figure.failed.as_ref().is_some_and(|(failed, _)| *failed == order);
        if let Some((making, progress)) = &figure.making {
            if *making != order {
                progress.cancel();
            }
            return;
        }
        if is_known {
            return;
        }
        let progress = Progress::new();
        figure.making = Some((order.clone(), progress.clone()));
        let painted = figure.shown.as_ref().filter(|shown| shown.order.key == order.key);
        let of = Ingredients {
            snapshot: self.session.document.snapshot(),
            pictures: Arc::clone(&self.session.pictures),
            kept: Arc::clone(&figure.kept),
            painted: painted.map(|shown| Arc::clone(&shown.page)),
        };
        self.tasks.start("Drawing the figure", move || {
            let made = made(&order, &of, &progress);
            TaskResult::Page(Box::new(order), made.map(Box::new))
        });
    }

    /// A page has been made, or not.
    pub(super) fn page_has_come(&mut self, ctx: &Context, order: PageOrder, made: Result<Box<PageMade>, Unmade>) {
        let figure = &mut self.chrome.figure;
        figure.making = None;
        match made {
            Ok(made) if figure.is_open => {
                let PageMade { page, pixels, scale } = *made;
                let texture = ctx.load_texture("figure page", pixels, TextureOptions::LINEAR);
                figure.shown = Some(ShownPage { order, page, texture, scale });
                figure.failed = None;
            }
            Err(Some(why)) => figure.failed = Some((order, why)),
            Ok(_) | Err(None) => {}
        }
    }
}
