//! The path of the camera that all is measured along: the same for every network.

use kurbo::Point;

use crate::window::canvas::camera::Camera;
use crate::window::canvas::packed_scene::PackedScene;

/// The node of most relations.
pub(super) fn heart(stock: &PackedScene) -> Point {
    stock.scene.nodes.iter().max_by_key(|n| n.degree).map_or(Point::ZERO, |n| n.centre())
}

/// Where the camera is after a share of the path: over the whole, into its heart, across it near by,
/// and out again.
pub(super) fn path(stock: &PackedScene, view: egui::Rect, heart: Point, share: f64) -> Camera {
    let fit = Camera::fitting(view, stock.scene.bounds, 2.0);
    let near = (1.4 / fit.zoom).max(1.0);
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let (into, pan) = match share {
        s if s < 0.2 => (0.0, 0.0),
        s if s < 0.5 => (ease((s - 0.2) / 0.3), 0.0),
        s if s < 0.8 => (1.0, (s - 0.5) / 0.3),
        s => (1.0 - ease((s - 0.8) / 0.2), 1.0 - (s - 0.8) / 0.2),
    };
    let zoom = fit.zoom * near.powf(into);
    let swing = (share * std::f64::consts::TAU * 2.0).sin() * 0.1 * (1.0 - into);
    let start = fit.centre.lerp(heart, into);
    let across = Point::new(fit.centre.x + stock.scene.bounds.width() * swing, fit.centre.y);
    let centre = start.lerp(fit.centre, pan * 0.6).lerp(across, 1.0 - into);
    Camera { centre, zoom }
}
