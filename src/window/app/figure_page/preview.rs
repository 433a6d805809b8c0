//! The page in the middle of the figure editor, with its millimetres: zoomed, seen through other eyes, pointed at. What the page is of is
//! told in `drawing`.

use std::sync::Arc;

use egui::{Align2, FontId, Rect, Role, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2};
use kurbo::{ParamCurve as _, ParamCurveNearest as _, Point, Shape as _};

use super::drawing::{OnScreen, PaintedPage};
use crate::picture::theme::Theme;
use crate::picture::vision::Vision;
use crate::window::action::{Action, ItemId};
use crate::window::app::App;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{TextLook, clean, select_how, tab, text_button, words};

/// Points of the screen a point of the page at true size: a screen has 96 to the inch, paper 72.
const TRUE_SIZE: f32 = 96.0 / 72.0;
/// The zoom at least and at most, as a multiple of true size.
const ZOOMS: (f32, f32) = (0.1, 8.0);
/// Height of the line over the page and of its ruler.
const HEAD: f32 = 34.0;
const RULER: f32 = 22.0;
/// Room around the page.
const AROUND: f32 = 24.0;
const POINTS_PER_MM: f32 = 72.0 / 25.4;
/// How far from a line the pointer still means it, in points of the page.
const REACH: f64 = 3.0;

impl App {
    /// Shows the page.
    pub(super) fn figure_preview(&mut self, ui: &mut Ui, theme: &'static Theme) -> Vec<Action> {
        let area = ui.available_rect_before_wrap();
        ui.painter().rect_filled(area, 0.0, color32(theme.field.mix(theme.ink, 0.06)));
        let head = Rect::from_min_size(area.min, vec2(area.width(), HEAD));
        ui.painter().rect_filled(head, 0.0, color32(theme.panel));
        ui.painter().hline(head.x_range(), head.bottom(), Stroke::new(1.0, color32(theme.hairline)));
        let rest = Rect::from_min_max(pos2(area.left(), head.bottom()), area.max);
        self.zoom_by_wheel(ui, rest);
        ui.scope_builder(egui::UiBuilder::new().max_rect(head.shrink2(vec2(16.0, 4.0))), |ui| {
            self.figure_head(ui, theme);
        });
        let pixels = ui.ctx().pixels_per_point();
        let room = (rest.size() - vec2(2.0 * AROUND, AROUND + RULER)).max(Vec2::splat(40.0));
        let figure = &self.chrome.figure;
        self.keep_page(OnScreen {
            scale: figure.zoom.map(|zoom| f64::from(zoom * pixels)),
            room: ((room.x * pixels) as u32, (room.y * pixels) as u32),
            vision: figure.vision,
        });
        ui.scope_builder(egui::UiBuilder::new().max_rect(rest), |ui| self.figure_sheet(ui, rest, theme)).inner
    }

    /// The zoom that the page is shown at.
    fn page_zoom(&self, pixels: f32) -> Option<f32> {
        self.chrome.figure.zoom.or_else(|| Some(self.chrome.figure.shown.as_ref()?.scale as f32 / pixels))
    }

    fn zoom_by_wheel(&mut self, ui: &Ui, area: Rect) {
        let over = ui.input(|input| input.pointer.hover_pos()).is_some_and(|at| area.contains(at));
        let by = ui.input(|input| input.zoom_delta());
        if over && by != 1.0 {
            self.zoom_page(ui, by);
        }
    }

    fn zoom_page(&mut self, ui: &Ui, by: f32) {
        if let Some(now) = self.page_zoom(ui.ctx().pixels_per_point()) {
            self.chrome.figure.zoom = Some((now * by).clamp(ZOOMS.0 * TRUE_SIZE, ZOOMS.1 * TRUE_SIZE));
        }
    }

    /// Zoom at the left, ways of seeing at the right.
    fn figure_head(&mut self, ui: &mut Ui, theme: &Theme) {
        ui.horizontal_centered(|ui| {
            let zoom = self.page_zoom(ui.ctx().pixels_per_point());
            let percent = zoom.map_or(String::new(), |zoom| format!("{:.0}%", zoom / TRUE_SIZE * 100.0));
            words(ui, &percent, TextLook::body(theme).strong());
            if text_button(ui, "Smaller", "Show the page smaller", theme).clicked() {
                self.zoom_page(ui, 0.8);
            }
            if text_button(ui, "Larger", "Show the page larger", theme).clicked() {
                self.zoom_page(ui, 1.25);
            }
            if text_button(ui, "True size", "Show the page at its true size", theme).clicked() {
                self.chrome.figure.zoom = Some(TRUE_SIZE);
            }
            if text_button(ui, "Fit page", "Show the whole page", theme).clicked() {
                self.chrome.figure.zoom = None;
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                for (vision, name) in Vision::ALL.into_iter().rev() {
                    if tab(ui, name, self.chrome.figure.vision == vision, theme) {
                        self.chrome.figure.vision = vision;
                    }
                }
                words(ui, "Seen", TextLook::faint(theme));
            });
        });
    }

    /// The page with its ruler, or what there is to say in its place.
    fn figure_sheet(&mut self, ui: &mut Ui, room: Rect, theme: &Theme) -> Vec<Action> {
        let figure = &self.chrome.figure;
        if let Some((_, why)) = figure.failed.as_ref().filter(|_| figure.making.is_none()) {
            ui.put(room, egui::Label::new(why.as_str()).wrap());
            return Vec::new();
        }
        let Some(shown) = &figure.shown else {
            ui.put(room, egui::Label::new("Drawing the figure…"));
            return Vec::new();
        };
        let zoom = figure.zoom.unwrap_or(shown.scale as f32 / ui.ctx().pixels_per_point());
        let (width, height) = shown.page.painting.size;
        let size = vec2(width as f32, height as f32) * zoom;
        let (painted, texture) = (Arc::clone(&shown.page), shown.texture.id());
        let settings = figure.draft.as_ref().unwrap_or(&self.session.look.page).clone();
        let mut actions = Vec::new();
        let hands = &mut self.chrome.figure.hands;
        ScrollArea::both().id_salt("figure page").auto_shrink([false, false]).show(ui, |ui| {
            let whole = (size + vec2(2.0 * AROUND, AROUND + RULER)).max(room.size() - Vec2::splat(1.0));
            let (all, _) = ui.allocate_exact_size(whole, Sense::hover());
            let left = all.left() + ((all.width() - size.x) / 2.0).max(AROUND);
            let page = Rect::from_min_size(pos2(left, all.top() + RULER), size);
            ruler(ui, page, zoom, theme);
            let painter = ui.painter();
            painter.rect_filled(page.translate(vec2(0.0, 1.0)).expand(1.0), 0.0, color32(theme.hairline));
            let picture = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            painter.image(texture, page, picture, egui::Color32::WHITE);
            for thing in self.session.selection() {
                mark(ui, &painted, thing, (page, zoom), Stroke::new(2.0, color32(theme.accent)));
            }
            let response = ui.interact(page, egui::Id::unique("figure page"), Sense::click_and_drag());
            let alternative = clean(&painted.painting.description).into_owned();
            response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Figure. {alternative}")));
            let moved = hands.follow(ui, (&painted, (page, zoom)), (&response, theme), &settings);
            actions.extend(moved.map(|page| Action::SetPage(Box::new(page))));
            let pressed =
                response.interact_pointer_pos().filter(|_| response.clicked()).map(|at| (at - page.min) / zoom);
            if let Some(at) = pressed.map(|at| Point::new(f64::from(at.x), f64::from(at.y)))
                && !hands.type_note_at(&painted, at)
            {
                actions.push(match thing_at(&painted, at) {
                    Some(thing) => Action::Select(vec![thing], select_how(ui)),
                    None => Action::Deselect,
                });
            }
        });
        actions
    }
}

/// Millimetres over the page: a tick for ten, a number for fifty.
fn ruler(ui: &Ui, page: Rect, zoom: f32, theme: &Theme) {
    let millimetre = POINTS_PER_MM * zoom;
    let painter = ui.painter();
    let ink = color32(theme.ink_third);
    let last = (page.width() / millimetre).round() as usize;
    // Numbers stand no closer than they are wide.
    let step = [10, 20, 50, 100, 200, 500].into_iter().find(|step| *step as f32 * millimetre > 46.0).unwrap_or(1000);
    for tens in 0..=last / 10 {
        let (mm, x) = (tens * 10, page.left() + tens as f32 * 10.0 * millimetre);
        let is_numbered = mm % step == 0 && (mm + step / 2 <= last || mm == 0);
        let top = page.top() - if is_numbered { 6.0 } else { 4.0 };
        painter.vline(x, top..=page.top() - 1.0, Stroke::new(1.0, ink));
        if is_numbered {
            let words = if mm == 0 { "0 mm".to_owned() } else { mm.to_string() };
            painter.text(pos2(x, page.top() - 7.0), Align2::CENTER_BOTTOM, words, FontId::proportional(10.0), ink);
        }
    }
    let end = pos2(page.right(), page.top() - 7.0);
    painter.text(end, Align2::CENTER_BOTTOM, last.to_string(), FontId::proportional(10.0), ink);
}

/// Rings an entity, or draws along a relation.
fn mark(ui: &Ui, page: &PaintedPage, thing: &ItemId, (rect, zoom): (Rect, f32), stroke: Stroke) {
    let on_screen = |at: Point| rect.min + vec2(at.x as f32, at.y as f32) * zoom;
    let Some((_, outline)) = page.things.iter().find(|(other, _)| other == thing) else { return };
    match thing {
        ItemId::Entity(_) => {
            let bounds = outline.bounding_box();
            let radius = bounds.width().max(bounds.height()) as f32 / 2.0 * zoom + 4.0;
            ui.painter().circle_stroke(on_screen(bounds.center()), radius, stroke);
        }
        ItemId::Relation(_) => {
            let mut points = Vec::new();
            kurbo::flatten(outline, 0.2, |el| points.extend(el.end_point().map(on_screen)));
            ui.painter().line(points, stroke);
        }
    }
}

/// What is at a place of the page: a node, else the nearest line.
fn thing_at(page: &PaintedPage, at: Point) -> Option<ItemId> {
    let is_node = |thing: &ItemId| matches!(thing, ItemId::Entity(_));
    let node = page
        .things
        .iter()
        .rev()
        .find(|(thing, outline)| is_node(thing) && outline.bounding_box().inflate(1.0, 1.0).contains(at));
    let distance = |outline: &kurbo::BezPath| {
        let near = |segment: kurbo::PathSeg| segment.eval(segment.nearest(at, 0.1).t).distance(at);
        outline.segments().map(near).fold(f64::INFINITY, f64::min)
    };
    let line = || {
        let lines = page
            .things
            .iter()
            .filter(|(thing, outline)| !is_node(thing) && outline.bounding_box().inflate(REACH, REACH).contains(at));
        let nearest = lines.map(|(thing, outline)| (distance(outline), thing)).min_by(|a, b| a.0.total_cmp(&b.0));
        nearest.filter(|(distance, _)| *distance <= REACH).map(|(_, thing)| thing)
    };
    node.map(|(thing, _)| thing).or_else(line).cloned()
}
