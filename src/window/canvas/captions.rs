//! Words of the backdrop on the screen: how large they are set, and which of them have room. Names of
//! nodes give way to them.

use egui::{Rect, vec2};

use super::camera::Camera;
use crate::picture::scene::box_grid::PointBox;
use crate::picture::scene::{Label, Scene};

/// Letters at least and at most, in points.
const LETTERS: (f64, f64) = (8.0, 14.0);
/// How often a view is made narrower for words that stick out.
const FITTINGS: usize = 3;

/// Which captions are shown. The room of its lists is used again.
#[derive(Default)]
pub(crate) struct Captions {
    /// The stock and the zoom that they were chosen for.
    of: Option<(u64, f64)>,
    shown: Vec<u32>,
    areas: Vec<PointBox>,
    /// Nodes whose names they say.
    told: Vec<u32>,
}

impl Captions {
    /// Chooses captions of a scene: the first of those that would lie on each other. In a view
    /// of this size.
    pub(crate) fn choose(&mut self, scene: &Scene, stock: u64, camera: &Camera, size: (f32, f32)) {
        let of = Some((stock, camera.zoom));
        if self.of != of {
            self.of = of;
            self.shown.clear();
            self.areas.clear();
            for (number, label) in scene.captions.iter().enumerate() {
                let area = area(label, camera, size).grown(1.0);
                if !self.areas.iter().any(|other| other.overlaps(&area)) {
                    self.areas.push(area);
                    self.shown.push(number as u32);
                }
            }
        }
        self.areas.clear();
        let shown = self.shown.iter().filter_map(|n| scene.captions.get(*n as usize));
        self.areas.extend(shown.map(|label| area(label, camera, size)));
        // One that stands outside the view tells nobody anything.
        let view = PointBox::new(0.0, 0.0, size.0, size.1);
        let in_view = |caption: u32| {
            let place = self.shown.iter().position(|shown| *shown == caption);
            place.and_then(|place| self.areas.get(place)).is_some_and(|area| area.overlaps(&view))
        };
        self.told.clear();
        self.told.extend(scene.told.iter().filter(|(caption, _)| in_view(*caption)).map(|(_, node)| *node));
    }

    /// The room that they take.
    pub(crate) fn areas(&self) -> &[PointBox] {
        &self.areas
    }

    /// Nodes whose names they say.
    pub(crate) fn told(&self) -> &[u32] {
        &self.told
    }

    /// Their numbers in the scene.
    pub(crate) fn shown(&self) -> &[u32] {
        &self.shown
    }
}

/// The camera that shows a scene whole, with the words over it: they are as large as ever however small the scene is.
pub(super) fn fitting(scene: &Scene, room: Rect) -> Camera {
    let mut camera = Camera::fitting(room, scene.bounds, 2.0);
    let size = (room.width(), room.height());
    // Left, top, right, bottom: how much narrower the room of the scene is.
    let mut inset = [0.0_f32; 4];
    for _ in 0..FITTINGS {
        let words = scene.captions.iter().filter(|_| scene.captions_over).map(|label| area(label, &camera, size));
        let over = words.fold([0.0_f32; 4], |over, word| {
            let sides = [-word.x0, -word.y0, word.x1 - size.0, word.y1 - size.1];
            std::array::from_fn(|side| over[side].max(sides[side]))
        });
        if over.iter().all(|over| *over < 1.0) {
            break;
        }
        inset = std::array::from_fn(|side| (inset[side] + over[side]).min(size.0.min(size.1) / 4.0));
        let inner = Rect::from_min_max(room.min + vec2(inset[0], inset[1]), room.max - vec2(inset[2], inset[3]));
        camera = Camera::fitting(inner, scene.bounds, 2.0);
        let aside = (room.center() - inner.center()) / camera.zoom as f32;
        camera.centre += kurbo::Vec2::new(f64::from(aside.x), f64::from(aside.y));
    }
    camera
}

/// How much larger than in the scene, in points a unit, its letters are.
pub(super) fn scale(label: &Label, zoom: f64) -> f32 {
    let size = (f64::from(label.text.size) * zoom).clamp(LETTERS.0, LETTERS.1);
    (size / f64::from(label.text.size)) as f32
}

/// The box on the screen: it hangs on the middle of the lower edge.
fn area(label: &Label, camera: &Camera, size: (f32, f32)) -> PointBox {
    let (bounds, scale) = (label.bounds(), scale(label, camera.zoom));
    let x = f64::from(size.0) / 2.0 + (bounds.center().x - camera.centre.x) * camera.zoom;
    let y = f64::from(size.1) / 2.0 + (bounds.y1 - camera.centre.y) * camera.zoom;
    let (width, height) = (label.text.width * scale, label.text.height * scale);
    PointBox::new(x as f32 - width / 2.0, y as f32 - height, width, height)
}

#[cfg(test)]
mod tests {
    use kurbo::Point;

    use super::*;
    use crate::picture::lettering::{TextStyle, Weight, shape_block};
    use crate::picture::theme::Theme;

    #[test]
    fn a_whole_view_has_room_for_the_words_over_it() {
        let style = TextStyle::bundled(14.0, Weight::SemiBold);
        let label = |x: f64, y: f64| {
            let text = shape_block("A council of a long name and another", style, 1_000.0, 1);
            Label { origin: Point::new(x - f64::from(text.width) / 2.0, y), text, align: 0.5, colour: Theme::LIGHT.ink }
        };
        let mut scene = Scene::default();
        scene.bounds = kurbo::Rect::new(0.0, 0.0, 80_000.0, 60_000.0);
        scene.captions = vec![label(100.0, 30_000.0), label(79_900.0, 100.0), label(40_000.0, 59_990.0)];
        let room = Rect::from_min_size(egui::pos2(280.0, 60.0), vec2(800.0, 600.0));
        let is_whole = |scene: &Scene| {
            let camera = fitting(scene, room);
            let holds = PointBox::new(-1.0, -1.0, room.width() + 2.0, room.height() + 2.0);
            let words = scene.captions.iter().map(|label| area(label, &camera, (room.width(), room.height())));
            words.into_iter().all(|word| holds.holds(&word))
                && camera.visible(room).inflate(1.0, 1.0).contains_rect(scene.bounds)
        };
        assert!(!is_whole(&scene), "words behind a drawing may be cut");
        scene.captions_over = true;
        assert!(is_whole(&scene));
        scene.captions.clear();
        assert_eq!(fitting(&scene, room), Camera::fitting(room, scene.bounds, 2.0));
    }
}
