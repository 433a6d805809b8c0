//! What a frame is to show: the things, where one looks from, and what is brought out. Says nothing
//! of how it is drawn.

use std::collections::HashSet;
use std::sync::Arc;

use super::camera::Camera;
use super::gpu::frame::Overlay;
use super::packed_scene::PackedScene;
use crate::picture::theme::Theme;

/// How strongly things are drawn while others are brought out.
pub(crate) const DIMMED: f32 = 0.2;

/// What a frame is made of.
pub struct FrameRequest<'a> {
    /// The things.
    pub stock: &'a Arc<PackedScene>,
    /// Where one looks from.
    pub camera: Camera,
    /// Size of the view in points.
    pub size: (f32, f32),
    /// Pixels a point.
    pub scale: f32,
    /// Colours.
    pub theme: &'a Theme,
    /// What is brought out.
    pub overlay: &'a Arc<Overlay>,
    /// Whether the rest is dimmed.
    pub dims: bool,
    /// Nodes whose names come first, most important first.
    pub first: &'a [u32],
    /// Nodes that are not dimmed while the rest is.
    pub bright: &'a HashSet<u32>,
    /// Lines that are not dimmed while the rest is.
    pub bright_lines: &'a HashSet<u32>,
    /// Seconds on any clock.
    pub now: f64,
    /// Nothing fades: for pictures and for those who asked for less motion.
    pub still: bool,
}

impl FrameRequest<'_> {
    /// The part of the scene that is in view: least x and y, largest x and y.
    pub(super) fn visible(&self) -> [f32; 4] {
        let half = (f64::from(self.size.0) / 2.0 / self.camera.zoom, f64::from(self.size.1) / 2.0 / self.camera.zoom);
        let centre = self.camera.centre;
        [centre.x - half.0, centre.y - half.1, centre.x + half.0, centre.y + half.1].map(|v| v as f32)
    }
}
