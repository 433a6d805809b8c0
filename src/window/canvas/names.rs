//! Names on the canvas.
use super::camera::Camera;
use super::gpu::frame::Frame;
use super::plan::Ask;
use egui::{Pos2, Rect};
/// Names that are shown.
#[derive(Default)]
pub struct Names {}
impl Names {
    /// Fill.
    pub fn fill(
        &mut self,
        _ask: &Ask<'_>,
        _visible: [f32; 4],
        _far: bool,
        _lines_far: bool,
        _frame: &mut Frame,
    ) -> bool {
        false
    }
    /// At.
    pub fn at(&self, _camera: &Camera, _view: Rect, _pos: Pos2) -> Option<u32> {
        None
    }
    /// Boxes.
    pub fn boxes(&self, _camera: &Camera, _view: Rect) -> Vec<(u32, Rect)> {
        Vec::new()
    }
}
