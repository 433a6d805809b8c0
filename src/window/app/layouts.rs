//! The list of layouts in the menu, each with a small picture of the own network, and what may be
//! chosen about them. The pictures are made on a thread of their own, once the menu is opened.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use egui::{Color32, Context, Pos2, Rect, Sense, Ui, vec2};

use super::style::SMALL;
use crate::dossier::document::Document;
use crate::dossier::model::NodeIndex;
use crate::explore::query::filter::Filter;
use crate::picture::arrays::Arrays;
use crate::picture::layout::{Direction, Effort, Grouping, Input, LAYOUTS, Options, Style};
use crate::picture::scene::bodies::bodies;
use crate::picture::theme::Theme;
use crate::progress::Progress;
use crate::window::action::Action;
use crate::window::canvas::paint::color32;
use crate::window::session::Session;

/// Up to so many nodes there are small pictures: more would be a blot.
const MOST: usize = 1_500;
/// Size of a small picture, in points.
const SIZE: egui::Vec2 = egui::Vec2::new(50.0, 34.0);

/// Positions by layout, from 0 to 1, and edges.
struct Thumb {
    layout: usize,
    points: Vec<(f32, f32)>,
    edges: Arc<Vec<(u32, u32)>>,
}

/// The small pictures, and of what they are.
#[derive(Default)]
pub struct Thumbs {
    of: Option<(u64, Filter)>,
    coming: Option<Receiver<Thumb>>,
    progress: Progress,
    ready: Vec<Option<Thumb>>,
}

impl Thumbs {
    /// Orders pictures of what is shown, unless they are there or on their way; takes what is ready.
    fn keep(&mut self, ctx: &Context, session: &Session) {
        let of = (session.revision, session.look.filter.clone());
        if self.of.as_ref() != Some(&of) {
            self.progress.cancel();
            self.progress = Progress::new();
            self.ready = LAYOUTS.iter().map(|_| None).collect();
            self.coming = None;
            let entities = session.look.filter.apply(session.dossier()).entities;
            if (1..=MOST).contains(&entities.len()) {
                self.start(ctx, Arc::clone(&session.document), entities);
            }
            self.of = Some(of);
        }
        for thumb in self.coming.iter().flat_map(Receiver::try_iter) {
            let place = thumb.layout;
            if let Some(slot) = self.ready.get_mut(place) {
                *slot = Some(thumb);
            }
        }
    }

    fn start(&mut self, ctx: &Context, document: Arc<Document>, entities: Vec<NodeIndex>) {
        let (send, receive) = channel();
        let (progress, ctx) = (self.progress.clone(), ctx.clone());
        self.coming = Some(receive);
        // Without the thread there are no pictures; the list works all the same.
        let _ = std::thread::Builder::new().name("small pictures".to_owned()).spawn(move || {
            let dossier = &document.dossier;
            let arrays = Arrays::new(dossier, &bodies(dossier, &entities), Grouping::default());
            let edges = Arc::new(arrays.edges.clone());
            for (number, layout) in LAYOUTS.iter().enumerate() {
                let options = Options { effort: Effort::Draft, ..Options::default() };
                let input = Input { options, aspect: SIZE.x / SIZE.y, seed: 1, ..arrays.input() };
                let Ok(mut points) = layout.place(&input, &progress) else { return };
                to_unit(&mut points);
                if send.send(Thumb { layout: number, points, edges: Arc::clone(&edges) }).is_err() {
                    return;
                }
                ctx.request_repaint();
            }
        });
    }
}

/// Scales positions into a square from 0 to 1, keeping their shape in a picture of [`SIZE`].
fn to_unit(points: &mut [(f32, f32)]) {
    let low = points.iter().fold((f32::MAX, f32::MAX), |m, p| (m.0.min(p.0), m.1.min(p.1)));
    let high = points.iter().fold((f32::MIN, f32::MIN), |m, p| (m.0.max(p.0), m.1.max(p.1)));
    let (w, h) = ((high.0 - low.0).max(1e-3), (high.1 - low.1).max(1e-3));
    let by = (SIZE.x / w).min(SIZE.y / h);
    for p in points {
        *p = (0.5 + (p.0 - low.0 - w / 2.0) * by / SIZE.x, 0.5 + (p.1 - low.1 - h / 2.0) * by / SIZE.y);
    }
}

/// Shows the list and the choices.
pub fn show(ui: &mut Ui, session: &Session, thumbs: &mut Thumbs, theme: &Theme, actions: &mut Vec<Action>) {
    thumbs.keep(ui.ctx(), session);
    ui.set_width(340.0);
    for (number, layout) in LAYOUTS.iter().enumerate() {
        let current = session.look.layout == layout.name();
        let thumb = thumbs.ready.get(number).and_then(Option::as_ref);
        if row(ui, layout.name(), layout.good_for(), current, thumb, theme) {
            actions.push(Action::UseLayout(layout.name()));
            ui.close();
        }
    }
    ui.separator();
    let old = session.look.options;
    let mut new = old;
    let heeds = |names: &[&str]| names.contains(&session.look.layout.as_str());
    if heeds(&["organic", "grouped"]) {
        choice(
            ui,
            "Effort",
            &mut new.effort,
            &[(Effort::Draft, "Draft"), (Effort::Normal, "Normal"), (Effort::Best, "Best")],
        );
    }
    if heeds(&["organic"]) {
        choice(
            ui,
            "Keep true",
            &mut new.style,
            &[(Style::Distances, "Distances"), (Style::Communities, "Communities")],
        );
    }
    if heeds(&["layered"]) {
        choice(
            ui,
            "Edges point",
            &mut new.direction,
            &[(Direction::Down, "Down"), (Direction::Up, "Up"), (Direction::Right, "Right"), (Direction::Left, "Left")],
        );
    }
    if heeds(&["grouped", "timeline"]) || (new.together && heeds(&["organic", "layered"])) {
        choice(
            ui,
            "Group by",
            &mut new.by,
            &[(Grouping::Kind, "Kind"), (Grouping::Country, "Country"), (Grouping::Community, "Community")],
        );
    }
    if heeds(&["organic", "layered"]) {
        let words = if heeds(&["layered"]) { "One group, one layer" } else { "Keep groups together" };
        ui.horizontal(|ui| {
            ui.add_space(6.0);
            ui.checkbox(&mut new.together, words);
        });
    }
    if new != old {
        actions.push(Action::SetOptions(new));
    }
    if heeds(&["organic", "grouped", "layered", "timeline"]) {
        ui.separator();
    }
}

/// One of a few, side by side.
fn choice<T: Copy + PartialEq>(ui: &mut Ui, title: &str, value: &mut T, of: &[(T, &str)]) {
    ui.horizontal(|ui| {
        ui.add_space(6.0);
        let (space, _) = ui.allocate_exact_size(vec2(80.0, 20.0), Sense::hover());
        let colour = ui.visuals().weak_text_color();
        let font = egui::FontId::proportional(SMALL);
        ui.painter().text(space.left_center(), egui::Align2::LEFT_CENTER, title, font, colour);
        for (one, words) in of {
            ui.selectable_value(value, *one, *words);
        }
    });
}

/// A layout: its small picture, its name, what it is good for.
fn row(ui: &mut Ui, name: &str, good_for: &str, current: bool, thumb: Option<&Thumb>, theme: &Theme) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), SIZE.y + 8.0), Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, current, format!("Layout {name}")));
    let painter = ui.painter();
    if response.hovered() || response.has_focus() || current {
        let fill = if current { ui.visuals().selection.bg_fill } else { ui.visuals().widgets.hovered.weak_bg_fill };
        painter.rect_filled(rect, 6.0, fill);
    }
    let frame = Rect::from_min_size(rect.min + vec2(6.0, 4.0), SIZE);
    painter.rect(frame, 4.0, color32(theme.canvas), (1.0, color32(theme.hairline)), egui::StrokeKind::Inside);
    if let Some(thumb) = thumb {
        draw(painter, frame.shrink(4.0), thumb, theme);
    }
    let left = frame.right() + 12.0;
    let width = rect.right() - left - 6.0;
    let title = egui::FontId::proportional(13.5);
    let mut capital = name.to_owned();
    capital[..1].make_ascii_uppercase();
    painter.text(Pos2::new(left, rect.top() + 2.0), egui::Align2::LEFT_TOP, capital, title, color32(theme.ink));
    let small = egui::FontId::proportional(SMALL - 0.5);
    let words = painter.layout(good_for.to_owned(), small, color32(theme.ink_second), width);
    painter.galley(Pos2::new(left, rect.top() + 18.0), words, Color32::PLACEHOLDER);
    response.clicked()
}

fn draw(painter: &egui::Painter, frame: Rect, thumb: &Thumb, theme: &Theme) {
    let at = |p: (f32, f32)| frame.min + vec2(p.0 * frame.width(), p.1 * frame.height());
    let thin = egui::Stroke::new(0.5, color32(theme.ink_third).gamma_multiply(0.55));
    for &(a, b) in thumb.edges.iter() {
        if let (Some(a), Some(b)) = (thumb.points.get(a as usize), thumb.points.get(b as usize)) {
            painter.line_segment([at(*a), at(*b)], thin);
        }
    }
    let radius = if thumb.points.len() > 200 { 0.7 } else { 1.2 };
    for p in &thumb.points {
        painter.circle_filled(at(*p), radius, color32(theme.accent));
    }
}
