//! The views of the dossier at the left of the figure editor, each with a small picture of its figure. Pictures are made one after another
//! off the frame, and anew where a view or the dossier has changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Rect, Role, ScrollArea, Sense, TextureHandle, TextureOptions, Ui, WidgetInfo, pos2, vec2};

use super::news::{NewInView, ShownRecord};
use super::thumbs::{Thumb, ThumbKey, draw};
use crate::dossier::model::View;
use crate::picture::theme::Theme;
use crate::window::action::{Action, Command, SelectHow};
use crate::window::app::App;
use crate::window::app::tasks::TaskResult;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{TextLook, clean, ground, lay, section, text_button, words};
use crate::window::session::today;

/// Dossiers of more entities have a list of names: each picture would take long.
const PICTURED: usize = 1_500;

/// Small pictures by the names of views.
#[derive(Default)]
pub(super) struct Gallery {
    ready: BTreeMap<String, (ThumbKey, Option<Pictured>)>,
    making: Option<ThumbKey>,
    /// The view that was open in the frame before.
    open: Option<String>,
    /// The views of a state of the document, kept from frame to frame.
    views: Option<(State, Arc<[View]>)>,
}

/// The opened document and its revision.
type State = (u64, u64);

/// A small picture that is ready.
struct Pictured {
    texture: TextureHandle,
    width_mm: f64,
    shown: Vec<ShownRecord>,
}

impl App {
    /// Shows the views; a click opens one.
    pub(super) fn figure_gallery(&mut self, ui: &mut Ui, theme: &Theme) -> Vec<Action> {
        let mut actions = Vec::new();
        ui.horizontal(|ui| {
            let room = ui.available_width() - if self.session.open_view().is_some() { 106.0 } else { 40.0 };
            ui.allocate_ui(vec2(room, 22.0), |ui| section(ui, "Figures", "", theme));
            if text_button(ui, "Add", "Save this view…", theme).clicked() {
                actions.push(Action::Run(Command::SaveView));
            }
            if self.session.is_enabled(Command::DuplicateView)
                && text_button(ui, "Duplicate", Command::DuplicateView.info().name, theme).clicked()
            {
                actions.push(Action::Run(Command::DuplicateView));
            }
        });
        let views = self.gallery_views();
        if views.is_empty() {
            let told =
                "Every saved view is a figure. Add the first one: it keeps what is shown, the page and its words.";
            words(ui, told, TextLook::faint(theme));
            return actions;
        }
        if views.len() > 1 && self.session.open_view().is_some() {
            ui.horizontal(|ui| {
                for (word, command) in [("Move up", Command::MoveViewUp), ("Move down", Command::MoveViewDown)] {
                    let is_enabled = self.session.is_enabled(command);
                    ui.add_enabled_ui(is_enabled, |ui| {
                        if text_button(ui, word, command.info().name, theme).clicked() {
                            actions.push(Action::Run(command));
                        }
                    });
                }
            });
        }
        let pictured = self.session.dossier().entity_count() <= PICTURED;
        if pictured {
            self.keep_thumbs(ui, &views);
        }
        let open = self.session.open_view().map(|view| view.name.clone());
        self.keep_looks(open.as_deref());
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            for view in &*views {
                let picture =
                    self.chrome.figure.gallery.ready.get(&view.name).and_then(|(_, picture)| picture.as_ref());
                let is_open = open.as_deref() == Some(view.name.as_str());
                let news = self.chrome.figure.looks.told(&view.name);
                if entry(ui, view, picture.filter(|_| pictured), is_open, theme) && !is_open {
                    actions.push(Action::UseView(view.name.clone()));
                }
                if let Some(news) = news
                    && told(ui, view, news, theme)
                {
                    if !is_open {
                        actions.push(Action::UseView(view.name.clone()));
                    }
                    actions.push(Action::Select(news.items(), SelectHow::Replace));
                }
            }
        });
        actions
    }

    /// The views as they are now.
    fn gallery_views(&mut self) -> Arc<[View]> {
        let state = (self.session.opened, self.session.revision);
        match &mut self.chrome.figure.gallery.views {
            Some((of, views)) if *of == state => Arc::clone(views),
            kept => {
                let views: Arc<[View]> = self.session.dossier().views.clone().into();
                *kept = Some((state, Arc::clone(&views)));
                views
            }
        }
    }

    /// Has the next picture made that is missing or of something else.
    fn keep_thumbs(&mut self, ui: &Ui, views: &[View]) {
        let gallery = &mut self.chrome.figure.gallery;
        if gallery.making.is_some() || self.chrome.figure.making.is_some() {
            return;
        }
        let (opened, revision) = (self.session.opened, self.session.revision);
        // In one state of the document a view is what it is.
        let is_of_now = |of: &ThumbKey| (of.opened, of.revision) == (opened, revision);
        let is_ready = |view: &&View| gallery.ready.get(&view.name).is_some_and(|(of, _)| is_of_now(of));
        let Some(view) = views.iter().find(|view| !is_ready(view)) else { return };
        let key = ThumbKey { opened, revision, view: view.clone() };
        gallery.making = Some(key.clone());
        let (snapshot, pictures) = (self.session.document.snapshot(), Arc::clone(&self.session.pictures));
        let scale = f64::from(ui.ctx().pixels_per_point());
        self.tasks.start("Drawing small pictures", move || {
            let made = draw(&snapshot, &pictures, &key, scale);
            TaskResult::Thumb(Box::new(key), made)
        });
    }

    /// A small picture has been made, or could not be.
    pub(in crate::window::app) fn thumb_has_come(&mut self, ctx: &egui::Context, key: ThumbKey, made: Option<Thumb>) {
        let (gallery, looks) = (&mut self.chrome.figure.gallery, &mut self.chrome.figure.looks);
        gallery.making = None;
        if let Some(thumb) = &made
            && key.opened == self.session.opened
        {
            let is_open = gallery.open.as_ref() == Some(&key.view.name);
            looks.see(&key.view.name, &thumb.shown, is_open, &day());
        }
        let picture = made.map(|Thumb { pixels, width_mm, shown }| {
            let texture = ctx.load_texture("figure", pixels, TextureOptions::LINEAR);
            Pictured { texture, width_mm, shown }
        });
        gallery.ready.insert(key.view.name.clone(), (key, picture));
    }

    /// Keeps what the views show that are looked at.
    fn keep_looks(&mut self, open: Option<&str>) {
        let file = self.session.document.path.as_deref();
        let (gallery, looks) = (&mut self.chrome.figure.gallery, &mut self.chrome.figure.looks);
        let storage = &self.files.storage;
        looks.go_to(self.session.opened, file, || storage.looks_of(file?));
        if gallery.open.as_deref() != open {
            if let Some(read) = gallery.open.take() {
                looks.has_read(&read);
            }
            gallery.open = open.map(str::to_owned);
            let picture = open.and_then(|open| gallery.ready.get(open)).and_then(|(_, picture)| picture.as_ref());
            if let Some((open, picture)) = open.zip(picture) {
                looks.see(open, &picture.shown, true, &day());
            }
        }
        if let Some((path, text)) = looks.take_changed()
            && let Err(problem) = storage.keep_looks(&path, &text)
        {
            log::warn!("what views showed could not be kept: {}", problem.code);
        }
    }
}

/// Today, in EDTF.
fn day() -> String {
    today().map_or_else(String::new, |day| day.written().to_owned())
}

/// What is new in a view since it was looked at. Says whether it was clicked.
fn told(ui: &mut Ui, view: &View, news: &NewInView, theme: &Theme) -> bool {
    if !news.has_items() {
        words(ui, &news.in_words(), TextLook::faint(theme));
        return false;
    }
    let help = format!("“{}”: {}. {}", clean(&view.name), news.sentence(), news.selects());
    ui.horizontal(|ui| {
        ui.add_space(8.0);
        text_button(ui, &news.in_words(), &help, theme).clicked()
    })
    .inner
}

/// A view with its picture, its name and the width of its page. Says whether it was clicked.
fn entry(ui: &mut Ui, view: &View, picture: Option<&Pictured>, is_open: bool, theme: &Theme) -> bool {
    let scale = ui.ctx().pixels_per_point();
    let size = picture.map_or(egui::Vec2::ZERO, |picture| picture.texture.size_vec2() / scale);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), size.y + 34.0), Sense::click());
    response
        .widget_info(|| WidgetInfo::selected(Role::Button, true, is_open, format!("Figure: {}", clean(&view.name))));
    ground(ui, rect.shrink2(vec2(0.0, 1.0)), &response, is_open, theme);
    if let Some(Pictured { texture, .. }) = picture {
        let place = Rect::from_min_size(pos2(rect.center().x - size.x / 2.0, rect.top() + 6.0), size);
        ui.painter().rect_filled(place.expand(1.0), 0.0, color32(theme.hairline));
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        ui.painter().image(texture.id(), place, whole, egui::Color32::WHITE);
    }
    let base = rect.bottom() - 13.0;
    let width = picture.map(|picture| format!("{:.0} mm", picture.width_mm)).unwrap_or_default();
    let width = lay(ui, &width, TextLook::faint(theme), 60.0, 1);
    let look = if is_open { TextLook::body(theme).strong() } else { TextLook::body(theme) };
    let room = rect.width() - 16.0 - width.size().x - 6.0;
    lay(ui, &view.name, look, room, 1).paint(ui, rect.left() + 8.0, base);
    width.paint(ui, rect.right() - 8.0 - width.size().x, base);
    response.clicked()
}
