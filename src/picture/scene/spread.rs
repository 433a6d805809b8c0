//! A small network over more of its page: everything as large as it is, and farther apart, so that there is room between.
//! What the room is for is not known here.

use kurbo::{Point, Rect};

use super::item::Scene;

/// Distances grow by so much at least, else nothing is gained; and at most.
const WORTH: f64 = 1.04;
const MOST: f64 = 2.6;

impl Scene {
    /// The same farther apart, as far as a room allows that it need not shrink for. `None` where there is no more room, or
    /// where positions are tied to more than nodes and lines.
    pub(crate) fn spread(&self, room: Rect) -> Option<Scene> {
        let is_bare =
            self.areas.is_empty() && self.captions.is_empty() && self.behind.is_empty() && self.over.is_empty();
        if self.chart.is_some() || !is_bare || !self.runs.is_empty() {
            return None;
        }
        let points = self.nodes.iter().map(|node| Rect::from_points(node.centre(), node.centre()));
        let centres = points.reduce(|a, b| a.union(b))?;
        // What sticks out of the box of all centres does so however far these are apart.
        let fits = |room: f64, bounds: f64, centres: f64| {
            if centres < 1.0 { f64::INFINITY } else { (room - (bounds - centres)) / centres }
        };
        let wide = fits(room.width(), self.bounds.width(), centres.width());
        let by = wide.min(fits(room.height(), self.bounds.height(), centres.height())).min(MOST);
        if !(WORTH..=MOST).contains(&by) {
            return None;
        }
        let middle = centres.center();
        let mut scene = self.clone();
        for node in &mut scene.nodes {
            let at: Point = middle + (node.centre() - middle) * by;
            node.at = (at.x as f32, at.y as f32);
        }
        let (width, height) = (centres.width() * (by - 1.0) / 2.0, centres.height() * (by - 1.0) / 2.0);
        scene.bounds = self.bounds.inflate(width, height);
        for line in scene.lines.iter_mut().filter(|line| line.course.parallel <= 1) {
            // The bend of a single line is a share of its length.
            line.course.bend = (f64::from(line.course.bend) * by) as f32;
        }
        Some(scene)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::scene::Detail;
    use crate::picture::scene::sample::planted;

    #[test]
    fn a_small_network_fills_its_room_and_stays_as_large_as_it_is() {
        let scene = planted(&[9]);
        let room = scene.bounds.inflate(60.0, 90.0);
        let spread = scene.spread(room).unwrap();
        assert!(spread.bounds.width() <= room.width() + 1e-3 && spread.bounds.height() <= room.height() + 1e-3);
        assert!(spread.bounds.width() > room.width() - 1.0 || spread.bounds.height() > room.height() - 1.0);
        let far = |scene: &Scene| scene.nodes[0].centre().distance(scene.nodes[8].centre());
        assert!(far(&spread) > far(&scene) * WORTH);
        let (before, after) = (Detail::new(&scene), Detail::new(&spread));
        for node in 0..9 {
            let size = |detail: &Detail<'_>| detail.node_bounds(node).size();
            assert!((size(&before).width - size(&after).width).abs() < 1e-6);
            assert!(spread.bounds.contains_rect(after.node_bounds(node)));
        }
    }

    #[test]
    fn where_there_is_no_room_nothing_moves() {
        let scene = planted(&[9]);
        assert!(scene.spread(scene.bounds).is_none());
        assert!(scene.spread(scene.bounds.inflate(-20.0, -20.0)).is_none());
        assert!(planted(&[1]).spread(Rect::new(0.0, 0.0, 900.0, 900.0)).is_none_or(|one| one.nodes.len() == 1));
        assert!(Scene::default().spread(Rect::new(0.0, 0.0, 900.0, 900.0)).is_none());
    }
}
