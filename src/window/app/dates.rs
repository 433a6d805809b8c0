//! Several dates side by side in place of the graph: a picture like the figure of them, made off the frame, in which things are pointed
//! at and selected. How it is drawn is told in `picture::figure`; the camera, dragging and the walk by keys are the graph's alone.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use egui::{ColorImage, Pos2, Rect, Role, Sense, Stroke, TextureHandle, TextureOptions, Ui, WidgetInfo, pos2, vec2};
use kurbo::Point;

use super::App;
use super::tasks::TaskResult;
use crate::dossier::model::{EntityId, RelationId};
use crate::picture::figure::multiples::{self, PlacedPanel, Sheet};
use crate::picture::figure::{PageSize, PageText, Painting, pixels};
use crate::picture::scene::Scene;
use crate::picture::stages::{Stages, ViewSettings};
use crate::picture::theme::Theme;
use crate::progress::{Cancelled, Progress};
use crate::window::action::{Action, ItemId};
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{TextLook, clean, select_how, text_button, words};
use crate::wording::listed;

/// How far from a node the pointer still means it, in points.
const REACH: f64 = 6.0;
const MM_PER_POINT: f64 = 25.4 / 72.0;
/// A page's words are this much larger on the screen than on paper.
const ENLARGED: f64 = 1.45;
/// The most pixels on a side.
const MOST_PIXELS: f32 = 8192.0;
/// Height of the line over the pictures.
const HEAD: f32 = 24.0;

/// What a picture is of: opened document, revision, settings, theme, size in points, pixels in a point.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DatesKey {
    opened: u64,
    revision: u64,
    look: ViewSettings,
    theme: &'static str,
    size: (u32, u32),
    scale: f32,
}

/// A picture that was made.
pub(super) struct DatesMade {
    pixels: ColorImage,
    panels: Vec<(PlacedPanel, Arc<Scene>)>,
}

/// The picture that is shown, and the one that is being made.
#[derive(Default)]
pub(super) struct DatesView {
    shown: Option<(DatesKey, TextureHandle, Vec<(PlacedPanel, Arc<Scene>)>)>,
    making: Option<(DatesKey, Progress)>,
    /// What could not be made, through a fault of ours.
    failed: Option<DatesKey>,
}

impl App {
    /// Shows the dates side by side.
    pub(super) fn dates(&mut self, ui: &mut Ui, theme: &'static Theme) -> Vec<Action> {
        let mut actions = Vec::new();
        let area = ui.max_rect();
        let said: Vec<String> = self.session.look.dates.iter().map(|date| date.in_words()).collect();
        let said = format!("As of {}", listed(&said));
        ui.horizontal(|ui| {
            ui.add_space(12.0);
            words(ui, &said, TextLook::small(theme));
            ui.add_space(8.0);
            if text_button(ui, "Back to the graph", "Back to the graph", theme).clicked() {
                actions.push(Action::ShowDates(Vec::new()));
            }
        });
        let rest = Rect::from_min_max(area.min + vec2(0.0, HEAD), area.max);
        self.keep_dates(ui, rest, theme);
        let response = ui.allocate_rect(rest, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, clean(&format!("The network. {said}"))));
        let Some((key, texture, panels)) = &self.chrome.dates.shown else {
            let text = if self.chrome.dates.failed.is_some() {
                "The dates could not be drawn."
            } else {
                "Drawing the dates…"
            };
            ui.put(rest, egui::Label::new(text));
            return actions;
        };
        let size = vec2(key.size.0 as f32, key.size.1 as f32);
        let place = Rect::from_min_size(rest.min, size);
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        ui.painter_at(rest).image(texture.id(), place, whole, egui::Color32::WHITE);
        let session = &self.session;
        let pointed = response.hover_pos().and_then(|pos| item_at(panels, pos - rest.min.to_vec2()));
        for thing in session.selection() {
            mark(ui, (rest, panels), thing, Stroke::new(2.0, color32(theme.accent)));
        }
        if let Some(thing) = session.hovered().filter(|thing| !session.is_selected(thing)) {
            mark(ui, (rest, panels), thing, Stroke::new(1.5, color32(theme.ink_second)));
        }
        if response.hovered() && pointed.as_ref() != session.hovered() {
            actions.push(Action::Hover(pointed.clone()));
        }
        if response.clicked() {
            actions.push(match pointed.clone() {
                Some(thing) => Action::Select(vec![thing], select_how(ui)),
                None => Action::Deselect,
            });
        }
        if let Some(name) = pointed.as_ref().and_then(|thing| session.entity(thing)).map(|entity| entity.label()) {
            response.on_hover_text(clean(name));
        }
        actions
    }

    /// Has the picture made anew if anything that it is made of has changed.
    fn keep_dates(&mut self, ui: &Ui, area: Rect, theme: &'static Theme) {
        let look = ViewSettings { as_of: None, ..self.session.look.clone() };
        let key = DatesKey {
            opened: self.session.opened,
            revision: self.session.revision,
            look,
            theme: theme.name,
            size: (area.width().max(80.0) as u32, area.height().max(80.0) as u32),
            scale: ui.ctx().pixels_per_point().min(MOST_PIXELS / area.width().max(area.height()).max(1.0)),
        };
        let dates = &mut self.chrome.dates;
        let is_known =
            dates.shown.as_ref().is_some_and(|(known, ..)| *known == key) || dates.failed.as_ref() == Some(&key);
        if let Some((making, progress)) = &dates.making {
            if *making != key {
                progress.cancel();
            }
            return;
        }
        if is_known {
            return;
        }
        let progress = Progress::new();
        dates.making = Some((key.clone(), progress.clone()));
        let (snapshot, pictures) = (self.session.document.snapshot(), Arc::clone(&self.session.pictures));
        self.tasks.start("Drawing the dates", move || {
            let mut stages = Stages::default();
            stages.set_pictures(&pictures);
            // What fails must not begin again and again.
            let drawn =
                catch_unwind(AssertUnwindSafe(|| draw(&mut stages, snapshot.dossier(), &key, theme, &progress)));
            let made = drawn.unwrap_or_else(|_| {
                log::error!("drawing the dates panicked");
                Ok(None)
            });
            TaskResult::Dates(Box::new(key), made.map(|made| made.map(Box::new)))
        });
    }

    /// A picture has been made, or was stopped.
    pub(super) fn dates_have_come(
        &mut self,
        ctx: &egui::Context,
        key: DatesKey,
        made: Result<Option<Box<DatesMade>>, Cancelled>,
    ) {
        let dates = &mut self.chrome.dates;
        dates.making = None;
        match made {
            Ok(Some(made)) => {
                let texture = ctx.load_texture("dates", made.pixels, TextureOptions::LINEAR);
                dates.shown = Some((key, texture, made.panels));
            }
            Ok(None) => dates.failed = Some(key),
            Err(Cancelled) => {}
        }
    }
}

fn draw(
    stages: &mut Stages,
    dossier: &crate::dossier::model::Dossier,
    key: &DatesKey,
    theme: &Theme,
    progress: &Progress,
) -> Result<Option<DatesMade>, Cancelled> {
    let millimetres = |points: u32| f64::from(points) / ENLARGED * MM_PER_POINT;
    let size = PageSize { width_mm: millimetres(key.size.0), height_mm: millimetres(key.size.1) };
    let aspect = multiples::panel_aspect(size, key.look.dates.len());
    let look = ViewSettings { compose: true, aspect, ..key.look.clone() };
    let panels = multiples::panels(stages, (dossier, key.revision), &look, theme, progress)?;
    let text = PageText::default();
    let (painting, placed) = Painting::of_sheet(&Sheet {
        size,
        dpi: 72.0 * ENLARGED * f64::from(key.scale),
        text: &text,
        theme,
        panels: &panels,
    });
    let Ok(map) = pixels(&painting) else { return Ok(None) };
    let size = [map.width() as usize, map.height() as usize];
    let pixels = ColorImage::from_rgba_premultiplied(size, map.data());
    Ok(Some(DatesMade {
        pixels,
        panels: placed
            .into_iter()
            .map(|panel| panel.scaled(ENLARGED))
            .zip(panels.into_iter().map(|panel| panel.scene))
            .collect(),
    }))
}

/// What is at a place of the picture: the nearest node.
fn item_at(panels: &[(PlacedPanel, Arc<Scene>)], pos: Pos2) -> Option<ItemId> {
    let at = Point::new(f64::from(pos.x), f64::from(pos.y));
    let (placed, scene) = panels.iter().find(|(placed, _)| placed.frame.contains(at))?;
    let at = placed.network.inverse() * at;
    let near = scene.nodes.iter().map(|node| (node.centre().distance(at) - f64::from(node.radius), node));
    let (distance, node) = near.min_by(|a, b| a.0.total_cmp(&b.0))?;
    (distance * placed.scale <= REACH).then(|| ItemId::Entity(EntityId::new(Arc::clone(&node.id))))
}

/// Marks a thing in every picture: a ring around an entity, a line from end to end of a relation.
fn mark(ui: &Ui, (area, panels): (Rect, &[(PlacedPanel, Arc<Scene>)]), thing: &ItemId, stroke: Stroke) {
    let painter = ui.painter_at(area);
    for (placed, scene) in panels {
        let on_screen = |node: usize| {
            let node = scene.nodes.get(node)?;
            let at = placed.network * node.centre();
            let radius = f64::from(node.radius) * placed.scale + 3.0;
            Some((area.min + vec2(at.x as f32, at.y as f32), radius as f32))
        };
        match thing {
            ItemId::Entity(id) => {
                let node = scene.nodes.iter().position(|node| *node.id == *id.as_str());
                if let Some((at, radius)) = node.and_then(on_screen) {
                    painter.circle_stroke(at, radius, stroke);
                }
            }
            ItemId::Relation(id) => {
                let line = scene.lines.iter().find(|line| is_of(line, id));
                let ends = line.and_then(|line| on_screen(line.ends.0 as usize).zip(on_screen(line.ends.1 as usize)));
                if let Some(((from, _), (to, _))) = ends {
                    painter.line_segment([from, to], stroke);
                }
            }
        }
    }
}

fn is_of(line: &crate::picture::scene::Line, id: &RelationId) -> bool {
    *line.id == *id.as_str()
}
