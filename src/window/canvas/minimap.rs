//! The overview: the whole network small in a corner, with a frame around what is in view. A click or
//! drag on it moves the camera there.

use std::sync::Arc;

use egui::{ColorImage, CornerRadius, Rect, Sense, TextureHandle, TextureOptions, Ui, Vec2};
use kurbo::Point;

use super::camera::Camera;
use super::flying::Flying;
use super::packed_scene::PackedScene;
use super::{CanvasView, paint};

/// Largest sides in points.
const SIZE: Vec2 = Vec2::new(180.0, 130.0);
const EDGE: f32 = 12.0;
/// So many lines are drawn at most: more would not be seen as lines.
const LINES: usize = 20_000;

/// The overview's picture, kept until the scene is another.
#[derive(Default)]
pub(crate) struct Minimap {
    of: Option<(u64, &'static str)>,
    picture: Option<TextureHandle>,
}

impl Minimap {
    pub(crate) fn show(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        view: CanvasView<'_>,
        camera: &mut Camera,
        flying: &mut Flying,
    ) {
        let bounds = view.stock.scene.bounds;
        if bounds.width() <= 0.0 || rect.width() < SIZE.x * 2.0 || rect.height() < SIZE.y * 1.6 {
            return;
        }
        let scale = (f64::from(SIZE.x) / bounds.width()).min(f64::from(SIZE.y) / bounds.height());
        let size = Vec2::new((bounds.width() * scale) as f32, (bounds.height() * scale) as f32).max(Vec2::splat(24.0));
        let area = Rect::from_min_size(rect.left_bottom() + Vec2::new(EDGE, -EDGE - size.y), size);
        self.draw(ui, view.stock, view.theme, size, scale);
        let colour = paint::color32;
        let painter = ui.painter_at(area.expand(1.0));
        let corner = CornerRadius::same(4);
        painter.rect_filled(area, corner, colour(view.theme.panel));
        if let Some(picture) = &self.picture {
            let uv = Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
            painter.image(picture.id(), area, uv, egui::Color32::WHITE);
        }
        painter.rect_stroke(area, corner, (1.0, colour(view.theme.hairline)), egui::StrokeKind::Inside);
        let seen = camera.visible(rect);
        let to_map = |p: Point| {
            let at = (p - bounds.origin()) * scale;
            area.min + Vec2::new(at.x as f32, at.y as f32)
        };
        let frame = Rect::from_two_pos(to_map(seen.origin()), to_map(Point::new(seen.x1, seen.y1))).intersect(area);
        let accent = colour(view.theme.accent);
        painter.rect(frame, 2.0, accent.gamma_multiply(0.08), (1.2, accent), egui::StrokeKind::Inside);
        let response = ui.interact(area, ui.scope_id().with("overview"), Sense::click_and_drag());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, "Overview"));
        if let Some(pos) = response.interact_pointer_pos().filter(|_| response.clicked() || response.dragged()) {
            let at = (pos - area.min) / scale as f32;
            camera.centre = bounds.origin() + kurbo::Vec2::new(f64::from(at.x), f64::from(at.y));
            flying.taken();
            ui.ctx().request_repaint();
        }
    }

    fn draw(
        &mut self,
        ui: &Ui,
        stock: &Arc<PackedScene>,
        theme: &crate::picture::theme::Theme,
        size: Vec2,
        scale: f64,
    ) {
        if self.of == Some((stock.id, theme.name)) && self.picture.is_some() {
            return;
        }
        self.of = Some((stock.id, theme.name));
        let pixels = ui.ctx().pixels_per_point();
        let (width, height) = ((size.x * pixels).ceil() as u32, (size.y * pixels).ceil() as u32);
        let Some(mut map) = tiny_skia::Pixmap::new(width.clamp(1, 2048), height.clamp(1, 2048)) else { return };
        let scene = &stock.scene;
        let at = |p: (f32, f32)| {
            let x = (f64::from(p.0) - scene.bounds.x0) * scale;
            let y = (f64::from(p.1) - scene.bounds.y0) * scale;
            ((x * f64::from(pixels)) as f32, (y * f64::from(pixels)) as f32)
        };
        let mut paint = tiny_skia::Paint { anti_alias: true, ..Default::default() };
        let step = scene.lines.len().div_ceil(LINES).max(1);
        let mut lines = tiny_skia::PathBuilder::new();
        for line in (0..scene.lines.len()).step_by(step) {
            let [a, b] = scene.run(line).map(at);
            lines.move_to(a.0, a.1);
            lines.line_to(b.0, b.1);
        }
        if let Some(lines) = lines.finish() {
            let share = (400.0 / scene.lines.len().max(1) as f32).clamp(0.03, 0.6);
            paint.set_color_rgba8(theme.line.r, theme.line.g, theme.line.b, (share * 255.0) as u8);
            let stroke = tiny_skia::Stroke { width: 0.6, ..Default::default() };
            map.stroke_path(&lines, &paint, &stroke, tiny_skia::Transform::identity(), None);
        }
        let radius = 1.1 * pixels;
        for (number, node) in scene.nodes.iter().enumerate() {
            let look = scene.node_look(number);
            let Some(colour) = look.fill.or(look.stroke.map(|s| s.colour)) else { continue };
            let (x, y) = at(node.at);
            paint.set_color_rgba8(colour.r, colour.g, colour.b, (look.opacity * 255.0) as u8);
            if let Some(dot) = tiny_skia::Rect::from_xywh(x - radius, y - radius, radius * 2.0, radius * 2.0) {
                map.fill_rect(dot, &paint, tiny_skia::Transform::identity(), None);
            }
        }
        let size = [map.width() as usize, map.height() as usize];
        let image = ColorImage::from_rgba_premultiplied(size, map.data());
        self.picture = Some(ui.ctx().load_texture("overview", image, TextureOptions::LINEAR));
    }
}
