//! Where one looks from: the centre of the view in the scene, and how large things are. A plain
//! value; nothing here knows a scene's content or egui's input.

use egui::{Pos2, Rect, Vec2};
use kurbo::Point;

/// Zoom below and above which one cannot go; 1.0 is actual size. What is too large to be seen whole at
/// the lower end may be seen from farther: see [`Camera::least`].
pub(crate) const ZOOM_RANGE: (f64, f64) = (0.02, 16.0);

/// How long a flight to another place takes, in seconds.
const FLIGHT_SECS: f64 = 0.2;

/// A way to look at the scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// The point of the scene in the middle of the view.
    pub centre: Point,
    /// Screen points per scene unit.
    pub zoom: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Camera { centre: Point::ZERO, zoom: 1.0 }
    }
}

impl Camera {
    /// Where a point of the scene stands on the screen.
    pub(crate) fn screen_from_scene(&self, view: Rect, point: Point) -> Pos2 {
        let offset = (point - self.centre) * self.zoom;
        view.center() + Vec2::new(offset.x as f32, offset.y as f32)
    }

    /// Which point of the scene stands there on the screen.
    pub(crate) fn scene_from_screen(&self, view: Rect, pos: Pos2) -> Point {
        let offset = pos - view.center();
        self.centre + kurbo::Vec2::new(f64::from(offset.x), f64::from(offset.y)) / self.zoom
    }

    /// Moves the view by so many screen points.
    pub(crate) fn pan(&mut self, delta: Vec2) {
        self.centre -= kurbo::Vec2::new(f64::from(delta.x), f64::from(delta.y)) / self.zoom;
    }

    /// How small things may be made where this camera shows all there is: half as large still.
    pub(crate) fn least(&self) -> f64 {
        ZOOM_RANGE.0.min(self.zoom / 2.0)
    }

    /// Makes things larger or smaller by a factor, but no smaller than `least`; what stands under
    /// `pos` stays there.
    pub(crate) fn zoom_at(&mut self, view: Rect, pos: Pos2, factor: f64, least: f64) {
        if !factor.is_finite() || factor <= 0.0 {
            return;
        }
        let before = self.scene_from_screen(view, pos);
        self.zoom = (self.zoom * factor).max(least.min(self.zoom)).min(ZOOM_RANGE.1);
        let after = self.scene_from_screen(view, pos);
        self.centre += before - after;
    }

    /// The camera that shows `bounds` whole with a margin, never larger than `largest`.
    pub fn fitting(view: Rect, bounds: kurbo::Rect, largest: f64) -> Camera {
        let margin = 24.0_f64.min(f64::from(view.width().min(view.height())) / 8.0);
        let room = (f64::from(view.width()) - 2.0 * margin, f64::from(view.height()) - 2.0 * margin);
        let zoom = (room.0 / bounds.width().max(1.0)).min(room.1 / bounds.height().max(1.0)).min(largest);
        Camera { centre: bounds.center(), zoom: zoom.clamp(1e-9, ZOOM_RANGE.1) }
    }

    /// The box of the scene that the view shows.
    pub(crate) fn visible(&self, view: Rect) -> kurbo::Rect {
        let corner = self.scene_from_screen(view, view.min);
        let other = self.scene_from_screen(view, view.max);
        kurbo::Rect::from_points(corner, other)
    }
}

/// A brief glide from one camera to another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flight {
    from: Camera,
    to: Camera,
    started: f64,
}

impl Flight {
    /// A flight that starts at `now` (seconds).
    pub(crate) fn new(from: Camera, to: Camera, now: f64) -> Self {
        Flight { from, to, started: now }
    }

    /// The camera at `now`, and whether it has arrived.
    pub(crate) fn at(&self, now: f64) -> (Camera, bool) {
        let t = ((now - self.started) / FLIGHT_SECS).clamp(0.0, 1.0);
        if t >= 1.0 {
            return (self.to, true);
        }
        let eased = 1.0 - (1.0 - t).powi(3);
        let zoom = self.from.zoom * (self.to.zoom / self.from.zoom).powf(eased);
        (Camera { centre: self.from.centre.lerp(self.to.centre, eased), zoom }, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: Rect = Rect { min: Pos2::new(100.0, 50.0), max: Pos2::new(900.0, 650.0) };

    #[test]
    fn what_is_under_the_pointer_stays_there_when_zooming() {
        let mut camera = Camera { centre: Point::new(30.0, -20.0), zoom: 0.8 };
        let pointer = Pos2::new(250.0, 500.0);
        let before = camera.scene_from_screen(VIEW, pointer);
        camera.zoom_at(VIEW, pointer, 1.7, ZOOM_RANGE.0);
        assert!((camera.scene_from_screen(VIEW, pointer) - before).hypot() < 1e-3);
        for _ in 0..200 {
            camera.zoom_at(VIEW, pointer, 1.7, ZOOM_RANGE.0);
        }
        assert_eq!(camera.zoom, ZOOM_RANGE.1);
        camera.zoom_at(VIEW, pointer, f64::NAN, ZOOM_RANGE.0);
        assert_eq!(camera.zoom, ZOOM_RANGE.1);
    }

    #[test]
    fn what_is_very_large_is_seen_whole_and_gone_back_to() {
        let bounds = kurbo::Rect::new(0.0, 0.0, 1_500_000.0, 900_000.0);
        let whole = Camera::fitting(VIEW, bounds, 2.0);
        assert!(whole.visible(VIEW).contains(Point::new(1_499_999.0, 899_999.0)));
        let mut camera = whole;
        camera.zoom_at(VIEW, VIEW.center(), 1e4, whole.least());
        for _ in 0..200 {
            camera.zoom_at(VIEW, VIEW.center(), 0.8, whole.least());
        }
        assert_eq!(camera.zoom, whole.zoom / 2.0);
    }

    #[test]
    fn fitting_shows_all_of_it() {
        let bounds = kurbo::Rect::new(-500.0, -10.0, 700.0, 300.0);
        let camera = Camera::fitting(VIEW, bounds, 2.0);
        let visible = camera.visible(VIEW);
        assert!(visible.contains(bounds.origin()) && visible.contains(Point::new(700.0, 300.0)));
        let empty = Camera::fitting(Rect::NOTHING, kurbo::Rect::ZERO, 1.5);
        assert!(empty.zoom.is_finite() && empty.zoom > 0.0);
    }

    #[test]
    fn a_flight_arrives() {
        let to = Camera { centre: Point::new(10.0, 10.0), zoom: 2.0 };
        let flight = Flight::new(Camera::default(), to, 5.0);
        assert!(!flight.at(5.05).1);
        assert_eq!(flight.at(5.3), (to, true));
    }
}
