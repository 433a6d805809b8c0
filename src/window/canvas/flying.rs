//! Where the camera goes by itself: wishes, brief flights, and back and forward through where it was.

use egui::Rect;

use super::CanvasView;
use super::camera::{Camera, Flight};
use crate::picture::scene::Detail;
use crate::window::action::{CameraWish, ItemId};

/// A place counts as one to come back to after the camera rested there so long, in seconds.
const RESTED_SECS: f64 = 0.7;
/// How many places are kept.
const KEPT: usize = 60;

/// Wishes, the flight under way, and the places one has been.
#[derive(Default)]
pub(crate) struct Flying {
    wish: Option<CameraWish>,
    flight: Option<Flight>,
    /// The person has moved the camera: from then on it moves by itself no more.
    by_hand: bool,
    /// Where it rests, and since when.
    rests: Option<(Camera, f64)>,
    /// Whether names of areas stood over what was shown last: they come later, and need room then.
    had_words: bool,
    /// How small the person may make things.
    least: f64,
    back: Vec<Camera>,
    forward: Vec<Camera>,
}

impl Flying {
    /// Asks for a place.
    pub(crate) fn ask(&mut self, wish: CameraWish) {
        self.wish = Some(wish);
    }

    /// How small the person may make things.
    pub(crate) fn least(&self) -> f64 {
        self.least
    }

    /// Whether it is on its way.
    pub(crate) fn is_flying(&self) -> bool {
        self.flight.is_some() || self.wish.is_some()
    }

    /// The person took the camera.
    pub(crate) fn taken(&mut self) {
        self.flight = None;
        self.by_hand = true;
    }

    /// Stays where it is, on a clock that begins anew.
    pub(crate) fn settle(&mut self) {
        self.taken();
        self.rests = None;
    }

    /// Notes where the camera is, so that one can come back.
    pub(crate) fn remember(&mut self, camera: Camera, now: f64, at_work: bool) {
        match self.rests {
            Some((there, _)) if there == camera => {}
            _ if at_work || self.flight.is_some() => {}
            Some((there, since)) => {
                if now - since >= RESTED_SECS {
                    self.leave(there);
                }
                self.rests = Some((camera, now));
            }
            None => self.rests = Some((camera, now)),
        }
    }

    fn leave(&mut self, camera: Camera) {
        if self.back.last() != Some(&camera) {
            self.back.push(camera);
            if self.back.len() > KEPT {
                self.back.remove(0);
            }
        }
        self.forward.clear();
    }

    /// Moves the camera on. Yields whether it is still on its way.
    /// Its parameters are facts of this frame, each from elsewhere in the canvas.
    pub(crate) fn follow(
        &mut self,
        camera: &mut Camera,
        rect: Rect,
        view: CanvasView<'_>,
        now: f64,
        instant: bool,
        other_view: bool,
    ) -> bool {
        let scene = &view.stock.scene;
        if scene.nodes.is_empty() {
            // There is nowhere to go; whatever comes next is brought into view as a whole.
            (self.wish, self.flight, self.by_hand) = (None, None, false);
            return false;
        }
        // The whole of it stands clear of the buttons.
        let clear = super::tools::clear_of(rect);
        let (clear, mut fit_all) = match scene.chart.as_deref() {
            Some(chart) => super::rows::fitting(chart, clear),
            None => (clear, super::captions::fitting(scene, clear)),
        };
        self.least = fit_all.least();
        let aside = (rect.center() - clear.center()) / fit_all.zoom as f32;
        fit_all.centre += kurbo::Vec2::new(f64::from(aside.x), f64::from(aside.y));
        let had_words = std::mem::replace(&mut self.had_words, scene.captions_over);
        let gets_words = scene.captions_over && !had_words;
        if (other_view || gets_words) && !self.by_hand && self.flight.is_none() {
            *camera = fit_all;
            self.rests = Some((fit_all, now));
        }
        if let Some(wish) = self.wish.take() {
            let to = self.goal(wish, *camera, fit_all, rect, view);
            self.by_hand = wish != CameraWish::FitAll;
            if to != *camera {
                if !matches!(wish, CameraWish::Back | CameraWish::Forward) {
                    self.leave(*camera);
                }
                self.rests = Some((to, now));
                if instant {
                    *camera = to;
                } else {
                    self.flight = Some(Flight::new(*camera, to, now));
                }
            }
        }
        if let Some(flight) = &self.flight {
            let (there, arrived) = flight.at(now);
            *camera = there;
            if arrived {
                self.flight = None;
            }
        }
        self.flight.is_some()
    }

    fn goal(&mut self, wish: CameraWish, camera: Camera, fit_all: Camera, rect: Rect, view: CanvasView<'_>) -> Camera {
        let mut to = camera;
        match wish {
            CameraWish::FitAll => to = fit_all,
            CameraWish::FitSelection => {
                if let Some(bounds) = selection_bounds(view) {
                    to = Camera::fitting(rect, bounds.inflate(40.0, 40.0), 2.0);
                }
            }
            CameraWish::FitColour => {
                if let Some(bounds) = colour_bounds(view) {
                    to = Camera::fitting(rect, bounds.inflate(40.0, 40.0), 2.0);
                }
            }
            CameraWish::Reveal => {
                if let Some(bounds) = selection_bounds(view) {
                    let seen = camera.visible(rect).inset(-20.0 / camera.zoom);
                    if !seen.contains_rect(bounds) {
                        to.centre = bounds.center();
                    }
                    if to.zoom < 0.6 {
                        to.zoom = 0.9;
                        to.centre = bounds.center();
                    }
                }
            }
            CameraWish::Actual => to.zoom = 1.0,
            CameraWish::In => to.zoom_at(rect, rect.center(), 1.25, fit_all.least()),
            CameraWish::Out => to.zoom_at(rect, rect.center(), 0.8, fit_all.least()),
            CameraWish::Back => {
                if let Some(place) = self.back.pop() {
                    self.forward.push(camera);
                    to = place;
                }
            }
            CameraWish::Forward => {
                if let Some(place) = self.forward.pop() {
                    self.back.push(camera);
                    to = place;
                }
            }
        }
        to
    }
}

/// Where most of what has the colour that is brought out stands: without the outermost at each side.
fn colour_bounds(view: CanvasView<'_>) -> Option<kurbo::Rect> {
    const LEFT_OUT: usize = 20;
    let scene = &view.stock.scene;
    let colour = view.session.shown_colour()?;
    let has = |node: &usize| scene.node_look(*node).code == Some(colour);
    let nodes: Vec<usize> = (0..scene.nodes.len()).filter(has).collect();
    let side = |of: &dyn Fn(usize) -> f64| {
        let mut all: Vec<f64> = nodes.iter().map(|node| of(*node)).collect();
        all.sort_by(f64::total_cmp);
        let skip = all.len() / LEFT_OUT;
        Some((*all.get(skip)?, *all.get(all.len().checked_sub(1 + skip)?)?))
    };
    let ((x0, x1), (y0, y1)) =
        (side(&|node| scene.nodes[node].centre().x)?, side(&|node| scene.nodes[node].centre().y)?);
    Some(kurbo::Rect::new(x0, y0, x1, y1))
}

fn selection_bounds(view: CanvasView<'_>) -> Option<kurbo::Rect> {
    let (scene, dossier) = (&view.stock.scene, view.session.dossier());
    let fine = Detail::new(scene);
    let bounds = |thing: &ItemId| match thing {
        ItemId::Entity(id) => {
            let number = scene.node_called(dossier, id.as_str())?;
            Some(fine.node_bounds(number).union(fine.label(number).bounds()))
        }
        ItemId::Relation(id) => {
            let number = scene.line_called(dossier, id.as_str())?;
            Some(kurbo::Shape::bounding_box(&fine.curve(number).0))
        }
    };
    view.session.selection().iter().filter_map(bounds).reduce(|a, b| a.union(b))
}
