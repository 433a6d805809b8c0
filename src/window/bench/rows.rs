//! What rows need besides the graphics adapter: names, headings, numbers and marks, which egui paints over them. Drawn as in the
//! window, and timed.

use std::sync::Arc;

use egui::{RawInput, Rect};

use crate::picture::theme::Theme;
use crate::window::canvas::camera::Camera;
use crate::window::canvas::packed_scene::PackedScene;
use crate::window::canvas::{Canvas, CanvasView};
use crate::window::cpu_time::cpu_time;
use crate::window::session::Session;

/// Paints what stands over rows.
#[derive(Default)]
pub(super) struct RowsPainter {
    ctx: egui::Context,
    canvas: Canvas,
    frames: u32,
}

impl RowsPainter {
    /// Paints a frame, up to the triangles that would be sent; how many milliseconds of this thread that took.
    pub(super) fn frame(
        &mut self,
        session: &Session,
        stock: &Arc<PackedScene>,
        theme: &Theme,
        (screen, scale): (Rect, f32),
        camera: Camera,
    ) -> f64 {
        self.frames += 1;
        let time = Some(f64::from(self.frames) / 60.0);
        let mut input = RawInput { screen_rect: Some(screen), time, ..RawInput::default() };
        input.viewports.entry(egui::ViewportId::ROOT).or_default().native_pixels_per_point = Some(scale);
        let begun = cpu_time();
        self.canvas.look_from(camera);
        let output = self.ctx.run_ui(input, |ui| {
            self.canvas.show_rows(ui, screen, CanvasView { session, stock, theme });
        });
        std::hint::black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
        (cpu_time() - begun).as_secs_f64() * 1e3
    }
}
