//! The same network drawn by egui's own painter, as most programs on egui would: what the renderer of
//! the canvas is measured against. Discs and straight lines only, no names, no arrowheads.

use std::time::Instant;

use egui::{Color32, Pos2, RawInput, Rect, Shape, Stroke, Vec2};

use super::report::Spread;
use crate::picture::theme::{Colour, Theme};
use crate::window::app::Offscreen;
use crate::window::canvas::camera::Camera;
use crate::window::canvas::packed_scene::PackedScene;

/// Frames along the path, in milliseconds each.
///
/// # Errors
/// A message for the person if there is no adapter.
pub(crate) fn frames(
    stock: &PackedScene,
    size: (u32, u32),
    scale: f32,
    theme: &Theme,
    count: u32,
    at: impl Fn(f64) -> Camera,
) -> Result<Spread, String> {
    let offscreen = Offscreen::new()?;
    let size = Vec2::new(size.0 as f32, size.1 as f32);
    let texture = offscreen.target(size, scale);
    let screen = Rect::from_min_size(Pos2::ZERO, size);
    let ctx = egui::Context::default();
    let mut all = Vec::new();
    for number in 0..count.max(2) {
        let camera = at(f64::from(number) / f64::from(count.max(2) - 1));
        let begun = Instant::now();
        let input = RawInput { screen_rect: Some(screen), time: Some(f64::from(number) / 60.0), ..RawInput::default() };
        let output = ctx.run_ui(input, |ui| paint(ui, stock, camera, screen, theme));
        offscreen.render(&ctx, output.shapes, output.textures_delta, &texture, scale);
        all.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    Ok(Spread::of(all))
}

fn paint(ui: &egui::Ui, stock: &PackedScene, camera: Camera, screen: Rect, theme: &Theme) {
    let colour = |c: Colour| Color32::from_rgba_unmultiplied(c.r, c.g, c.b, c.a);
    let painter = ui.painter();
    let at = |node: u32| camera.screen_from_scene(screen, stock.scene.nodes[node as usize].centre());
    for (number, line) in stock.scene.lines.iter().enumerate() {
        let (a, b) = (at(line.ends.0), at(line.ends.1));
        if Rect::from_two_pos(a, b).intersects(screen) {
            let look = stock.scene.line_look(number);
            painter.line_segment([a, b], Stroke::new(1.0, colour(look.colour)));
        }
    }
    for (number, node) in stock.scene.nodes.iter().enumerate() {
        let centre = camera.screen_from_scene(screen, node.centre());
        let radius = (f64::from(node.radius) * camera.zoom) as f32;
        if screen.expand(radius).contains(centre) {
            let fill = stock.scene.node_look(number).fill.unwrap_or(theme.canvas);
            painter.add(Shape::circle_filled(centre, radius, colour(fill)));
        }
    }
}
