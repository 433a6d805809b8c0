//! Words of the backdrop on the screen: how large they are set, and which of them have room. Names of
//! nodes give way to them.

use super::camera::Camera;
use crate::picture::scene::box_grid::PointBox;
use crate::picture::scene::{Label, Scene};

/// Letters at least and at most, in points.
const LETTERS: (f64, f64) = (8.0, 14.0);

/// Which captions are shown. The room of its lists is used again.
#[derive(Default)]
pub(crate) struct Captions {
    /// The stock and the zoom that they were chosen for.
    of: Option<(u64, f64)>,
    shown: Vec<u32>,
    areas: Vec<PointBox>,
}

impl Captions {
    /// Chooses captions of a scene: the first of those that would lie on each other. Yields the room
    /// they take in a view of this size.
    pub(crate) fn choose(&mut self, scene: &Scene, stock: u64, camera: &Camera, size: (f32, f32)) -> &[PointBox] {
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
        &self.areas
    }

    /// Their numbers in the scene.
    pub(crate) fn shown(&self) -> &[u32] {
        &self.shown
    }
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
