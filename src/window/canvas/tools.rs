//! The few buttons on the canvas itself: for those who have no wheel, and for what is otherwise hidden
//! behind keys.

use egui::{Align2, Color32, CornerRadius, Pos2, Rect, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo};

use super::{Canvas, CanvasView, paint};
use crate::picture::theme::Theme;
use crate::window::action::{Action, CameraWish, Command};

/// Size of a button in points, and space to the edge.
const BUTTON: f32 = 28.0;
const EDGE: f32 = 12.0;

#[derive(Clone, Copy, PartialEq)]
enum Tool {
    In,
    Out,
    Fit,
    Lasso,
    Map,
}

const TOOLS: &[(Tool, &str, Command)] = &[
    (Tool::In, "Zoom in", Command::ZoomIn),
    (Tool::Out, "Zoom out", Command::ZoomOut),
    (Tool::Fit, "Fit all", Command::ZoomFit),
    (Tool::Lasso, "Lasso", Command::Lasso),
    (Tool::Map, "Overview", Command::Overview),
];

fn area(rect: Rect) -> Rect {
    let size = Vec2::new(BUTTON, BUTTON * TOOLS.len() as f32);
    Rect::from_min_size(rect.right_bottom() - size - Vec2::splat(EDGE), size)
}

/// The part of the canvas beside the buttons, where there are any.
pub(crate) fn clear_of(rect: Rect) -> Rect {
    if fits(rect) { Rect::from_min_max(rect.min, Pos2::new(rect.right() - BUTTON - EDGE, rect.bottom())) } else { rect }
}

/// Whether the canvas is large enough for the buttons.
fn fits(rect: Rect) -> bool {
    let area = area(rect);
    area.height() <= rect.height() * 0.6 && area.width() <= rect.width() * 0.3
}

impl Canvas {
    /// Whether the pointer is on the buttons, or on what another has over the graph.
    pub(super) fn on_tools(&self, ui: &Ui, rect: Rect) -> bool {
        self.yields || self.on_buttons(ui, rect)
    }

    /// Whether the pointer is on the buttons.
    pub(super) fn on_buttons(&self, ui: &Ui, rect: Rect) -> bool {
        ui.input(|i| i.pointer.interact_pos()).is_some_and(|p| fits(rect) && area(rect).contains(p))
    }

    /// Shows the buttons.
    pub(super) fn tools(&mut self, ui: &mut Ui, rect: Rect, view: CanvasView<'_>, actions: &mut Vec<Action>) {
        let (area, theme) = (area(rect), view.theme);
        if !fits(rect) {
            return;
        }
        let painter = ui.painter_at(rect);
        let colour = paint::color32;
        let corner = CornerRadius::same(6);
        painter.rect(area, corner, colour(theme.panel), (1.0, colour(theme.hairline)), egui::StrokeKind::Inside);
        for (number, (tool, name, command)) in TOOLS.iter().enumerate() {
            let at = area.min + Vec2::new(0.0, BUTTON * number as f32);
            let place = Rect::from_min_size(at, Vec2::splat(BUTTON));
            let response = ui.interact(place, ui.scope_id().with(("canvas tool", number)), Sense::click());
            let hindrance = view.session.hindrance(*command);
            let can = hindrance.is_none();
            let on = can && ((*tool == Tool::Lasso && self.lasso) || (*tool == Tool::Map && self.map));
            response.widget_info(|| WidgetInfo::selected(egui::Role::Button, can, on, *name));
            let ink = match can {
                true if on || response.hovered() || response.has_focus() => theme.accent,
                true => theme.ink_second,
                false => theme.hairline,
            };
            paint::focus_ring(&painter, &response, place.shrink(2.0), 4.0, theme);
            if can && (response.hovered() || on) {
                painter.rect_filled(
                    place.shrink(2.0),
                    CornerRadius::same(4),
                    colour(theme.accent).gamma_multiply(0.12),
                );
            }
            painter.extend(sign(*tool, place.center(), Stroke::new(1.5, colour(ink))));
            let keys = command.info().shortcuts.first().map(|s| format!(" ({})", s.text())).unwrap_or_default();
            let why_not = hindrance.map(|why| format!(" Not possible now: {why}.")).unwrap_or_default();
            let response = response.on_hover_text(format!("{}{keys}{why_not}", command.info().help));
            if response.clicked() && can {
                match tool {
                    Tool::In => self.ask(CameraWish::In),
                    Tool::Out => self.ask(CameraWish::Out),
                    Tool::Fit => self.ask(CameraWish::FitAll),
                    Tool::Lasso | Tool::Map => actions.push(Action::Run(*command)),
                }
                ui.ctx().request_repaint();
            }
        }
    }

    /// Frame times and counts in the corner, for those who ask how fast it is.
    pub(crate) fn frame_times(&self, ui: &Ui, theme: &Theme) {
        let Some(rect) = self.view else { return };
        let (cost, took, sent) = (self.cost, self.cost.took, self.cost.sent);
        let ms = |d: std::time::Duration| d.as_secs_f32() * 1e3;
        let text = format!(
            "canvas {:.2} ms (view {:.2}, tiles {:.2}, names {:.2})\nnodes {}, lines {}, tiles {}, letters {}, calls {}\n\
             sent {} B of geometry, {} B else, {} B of pictures\nframe {:.1} ms",
            cost.all_secs * 1e3,
            ms(took.query),
            ms(took.tiles),
            ms(took.labels),
            sent.nodes,
            sent.lines,
            sent.tiles,
            sent.letters,
            sent.calls,
            sent.geometry,
            sent.small,
            sent.pictures,
            ui.input(|i| i.unstable_dt) * 1e3,
        );
        let painter = ui.painter_at(rect);
        let font = egui::FontId::new(11.0, egui::FontFamily::Proportional);
        let galley = painter.layout_no_wrap(text, font, paint::color32(theme.ink));
        let place = Align2::LEFT_TOP.anchor_size(rect.min + Vec2::splat(EDGE), galley.size() + Vec2::splat(12.0));
        painter.rect_filled(place, CornerRadius::same(6), paint::color32(theme.panel).gamma_multiply(0.92));
        painter.galley(place.min + Vec2::splat(6.0), galley, Color32::PLACEHOLDER);
    }
}

/// The drawing on a button, around its middle.
fn sign(tool: Tool, at: Pos2, stroke: Stroke) -> Vec<Shape> {
    let line =
        |points: &[(f32, f32)]| Shape::line(points.iter().map(|(x, y)| at + Vec2::new(*x, *y)).collect(), stroke);
    match tool {
        Tool::In => vec![line(&[(-5.0, 0.0), (5.0, 0.0)]), line(&[(0.0, -5.0), (0.0, 5.0)])],
        Tool::Out => vec![line(&[(-5.0, 0.0), (5.0, 0.0)])],
        Tool::Fit => [(1.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)]
            .iter()
            .map(|(x, y)| line(&[(x * 6.0, y * 2.0), (x * 6.0, y * 6.0), (x * 2.0, y * 6.0)]))
            .collect(),
        Tool::Lasso => {
            let ring: Vec<(f32, f32)> = (0..=24)
                .map(|i| i as f32 / 24.0 * std::f32::consts::TAU)
                .map(|a| (a.cos() * 6.5, a.sin() * 4.5 - 1.5))
                .collect();
            vec![line(&ring), line(&[(-3.0, 2.5), (-4.5, 5.0), (-2.5, 7.0)])]
        }
        Tool::Map => {
            let frame = [(-6.5, -5.0), (6.5, -5.0), (6.5, 5.0), (-6.5, 5.0), (-6.5, -5.0)];
            vec![line(&frame), line(&[(-1.0, -5.0), (-1.0, 0.5), (-6.5, 0.5)])]
        }
    }
}
