//! The list of layouts in the menu, each with a small picture of the own network, and what may be
//! chosen about them. The pictures are made on a thread of their own, once the menu is opened.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use egui::{Color32, Context, Pos2, Rect, Sense, Ui, vec2};

use super::style::SMALL;
use crate::dossier::document::Snapshot;
use crate::dossier::model::{Dossier, NodeIndex};
use crate::explore::query::filter::Filter;
use crate::layout::{Choice, Direction, Effort, Grouping, Input, LAYOUTS, Options, Style};
use crate::measure::RANKINGS;
use crate::picture::layout_input::Arrays;
use crate::picture::lettering::Fonts;
use crate::picture::scene::bodies::{Medium, bodies};
use crate::picture::theme::Theme;
use crate::progress::Progress;
use crate::window::action::Action;
use crate::window::canvas::paint::{color32, focus_ring};
use crate::window::session::Session;
use crate::wording::capital;

/// Up to so many nodes small pictures are of all of them; of larger networks they are of a part that
/// hangs together, of so many nodes: more would be a blot.
const MOST: usize = 1_500;
const SAMPLE: usize = 300;
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
pub(crate) struct Thumbs {
    of: Option<(u64, Filter, Options)>,
    coming: Option<Receiver<Thumb>>,
    progress: Progress,
    ready: Vec<Option<Thumb>>,
}

impl Thumbs {
    /// Orders pictures of what is shown, unless they are there or on their way; takes what is ready.
    fn keep(&mut self, ctx: &Context, session: &Session) {
        let of = (session.revision, session.look.filter.clone(), session.look.options);
        if self.of.as_ref() != Some(&of) {
            self.progress.cancel();
            self.progress = Progress::new();
            self.ready = LAYOUTS.iter().map(|_| None).collect();
            self.coming = None;
            let entities = session.look.filter.apply(session.dossier()).entities;
            if !entities.is_empty() {
                self.start(ctx, session.document.snapshot(), entities, session.look.options);
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

    fn start(&mut self, ctx: &Context, snapshot: Arc<Snapshot>, entities: Vec<NodeIndex>, wanted: Options) {
        let (send, receive) = channel();
        let (progress, ctx) = (self.progress.clone(), ctx.clone());
        self.coming = Some(receive);
        // Without the thread there are no pictures; the list works all the same.
        let _ = std::thread::Builder::new().name("layout previews".to_owned()).spawn(move || {
            let dossier = snapshot.dossier();
            let entities = if entities.len() > MOST { sample(dossier, &entities) } else { entities };
            let options = Options { effort: Effort::Draft, ..wanted };
            let arrays = Arrays::new(
                dossier,
                &bodies(dossier, &entities, (Medium::Window, Fonts::Bundled), |at| dossier.degree(at)),
                options.by,
            );
            let edges = Arc::new(arrays.edges.clone());
            for (number, layout) in LAYOUTS.iter().enumerate() {
                let Ok(arrays) = arrays.clone().measured(dossier, &**layout, &options, &progress) else { return };
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

/// A part of a large network that hangs together: the best connected of its entities and what is
/// nearest to it.
fn sample(dossier: &Dossier, entities: &[NodeIndex]) -> Vec<NodeIndex> {
    let among: HashSet<NodeIndex> = entities.iter().copied().collect();
    let first = entities.iter().copied().max_by_key(|&e| (dossier.degree(e), std::cmp::Reverse(e)));
    let mut out: Vec<NodeIndex> = first.into_iter().collect();
    let mut seen: HashSet<NodeIndex> = out.iter().copied().collect();
    let mut next = 0;
    while out.len() < SAMPLE
        && let Some(&entity) = out.get(next)
    {
        next += 1;
        // A few of each, so that one hub does not fill the picture.
        let others = dossier.relations_of(entity).map(|(_, other, _)| other).filter(|o| among.contains(o));
        for other in others.filter(|o| !seen.contains(o)).take(24).collect::<Vec<_>>() {
            if seen.insert(other) {
                out.push(other);
            }
        }
    }
    out.truncate(SAMPLE);
    out
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
pub(crate) fn show(ui: &mut Ui, session: &Session, thumbs: &mut Thumbs, theme: &Theme, actions: &mut Vec<Action>) {
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
    if session.heeds(Choice::Effort) {
        choice(ui, "Effort", &mut new.effort, Effort::ALL);
    }
    if session.heeds(Choice::Style) {
        choice(ui, "Favour", &mut new.style, Style::OFFERED);
    }
    if session.heeds(Choice::Direction) {
        choice(ui, "Direction", &mut new.direction, Direction::ALL);
    }
    if session.heeds(Choice::Grouping) {
        choice(ui, "Group by", &mut new.by, Grouping::ALL);
    }
    if session.heeds(Choice::Measure) {
        let all: Vec<(&str, &'static str)> = RANKINGS.iter().map(|m| (m.name, m.name)).collect();
        let mut measure = new.measure.unwrap_or(RANKINGS[0].name);
        let says = RANKINGS.iter().find(|m| m.name == measure).map_or("", |m| m.says());
        choice(ui, "Rings by", &mut measure, &all).on_hover_text(says);
        if Some(measure) != new.measure.or(Some(RANKINGS[0].name)) {
            new.measure = Some(measure);
        }
    }
    if session.heeds(Choice::Together) {
        let layered = session.look.layout == "layered";
        ui.horizontal(|ui| {
            ui.add_space(6.0);
            ui.checkbox(&mut new.together, if layered { "One layer per group" } else { "Keep groups together" });
        });
    }
    if new != old {
        actions.push(Action::SetOptions(new));
    }
    let mut chosen = session.areas_behind();
    choice(ui, "Areas", &mut chosen, &areas());
    if chosen != session.areas_behind() {
        actions.push(Action::SetAreas(chosen));
    }
    ui.separator();
}

/// What areas may go behind, each with its word.
fn areas() -> Vec<(&'static str, Option<Grouping>)> {
    std::iter::once(("none", None)).chain(Grouping::ALL.iter().map(|(word, by)| (*word, Some(*by)))).collect()
}

/// Every choice about the layout in use, in words, with what it does: for the palette.
pub(crate) fn choices(session: &Session) -> Vec<(String, Action)> {
    let now = session.look.options;
    let mut out = Vec::new();
    let mut add = |choice: Choice, title: &str, word: &str, options: Options| {
        if session.heeds(choice) && options != now {
            out.push((format!("Layout: {title} {word}"), Action::SetOptions(options)));
        }
    };
    for (word, effort) in Effort::ALL {
        add(Choice::Effort, "effort", word, Options { effort: *effort, ..now });
    }
    for (word, style) in Style::OFFERED {
        add(Choice::Style, "keep true", word, Options { style: *style, ..now });
    }
    for (word, direction) in Direction::ALL {
        add(Choice::Direction, "edges point", word, Options { direction: *direction, ..now });
    }
    for (word, by) in Grouping::ALL {
        add(Choice::Grouping, "group by", word, Options { by: *by, ..now });
    }
    for measure in RANKINGS {
        add(Choice::Measure, "rings by", measure.name, Options { measure: Some(measure.name), ..now });
    }
    let areas = areas().into_iter().filter(|(_, by)| *by != session.areas_behind());
    out.extend(areas.map(|(word, by)| (format!("Areas: {word}"), Action::SetAreas(by))));
    out
}

/// One of a few, side by side.
fn choice<T: Copy + PartialEq>(ui: &mut Ui, title: &str, value: &mut T, of: &[(&str, T)]) -> egui::Response {
    ui.horizontal(|ui| {
        ui.add_space(6.0);
        let (space, _) = ui.allocate_exact_size(vec2(80.0, 20.0), Sense::hover());
        let colour = ui.visuals().weak_text_color();
        let font = egui::FontId::proportional(SMALL);
        ui.painter().text(space.left_center(), egui::Align2::LEFT_CENTER, title, font, colour);
        for (words, one) in of {
            ui.selectable_value(value, *one, capital(words));
        }
    })
    .response
}

/// A layout: its small picture, its name, what it is good for.
fn row(ui: &mut Ui, name: &str, good_for: &str, current: bool, thumb: Option<&Thumb>, theme: &Theme) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), SIZE.y + 8.0), Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, current, format!("Layout {name}")));
    let painter = ui.painter();
    if response.hovered() || current {
        let fill = if current { ui.visuals().selection.bg_fill } else { ui.visuals().widgets.hovered.weak_bg_fill };
        painter.rect_filled(rect, 6.0, fill);
    }
    focus_ring(painter, &response, rect, 6.0, theme);
    let frame = Rect::from_min_size(rect.min + vec2(6.0, 4.0), SIZE);
    painter.rect(frame, 4.0, color32(theme.canvas), (1.0, color32(theme.hairline)), egui::StrokeKind::Inside);
    if let Some(thumb) = thumb {
        draw(painter, frame.shrink(4.0), thumb, theme);
    }
    let left = frame.right() + 12.0;
    let width = rect.right() - left - 6.0;
    let title = egui::FontId::proportional(13.5);
    painter.text(Pos2::new(left, rect.top() + 0.5), egui::Align2::LEFT_TOP, capital(name), title, color32(theme.ink));
    let small = egui::FontId::proportional(SMALL - 0.5);
    let words = painter.layout(good_for.to_owned(), small, color32(theme.ink_second), width);
    painter.galley(Pos2::new(left, rect.top() + 16.0), words, Color32::PLACEHOLDER);
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
