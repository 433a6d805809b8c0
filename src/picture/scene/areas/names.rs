//! Where names of areas stand: outside, at the outline, on nothing else. What finds no such place is
//! named by the legend alone.

use kurbo::{BezPath, Point, Rect, Shape as _, Size};

use crate::picture::lettering::{Fonts, TextBlock, TextStyle, Weight, shape_block};
use crate::picture::scene::build::sampled;
use crate::picture::scene::detail::Detail;
use crate::picture::scene::item::{Label, Scene};
use crate::picture::scene::labels::Index;
use crate::picture::theme::Colour;

/// Size of names, and the width they are cut at, as a multiple of it.
const USUAL: f32 = 9.0;
const WIDTH: f32 = 16.7;
const WIDTH_OVER: f32 = 24.0;
/// So many lines of names would fill a large network from top to bottom.
const LINES_OF_ALL: f64 = 50.0;
/// Space between an outline and its name.
const GAP: f64 = 2.0;
/// Names keep clear of lines if there are no more than so many.
const LINES: usize = 2_000;
/// So many places are tried.
const TRIED: usize = 120;

/// What is taken already.
pub(crate) struct Room {
    boxes: Index,
    /// Of names that have been placed.
    names: Vec<Rect>,
    areas: Vec<(Rect, BezPath)>,
}

/// The size of names over a network that is only ever seen as a whole: legible where all of it is.
pub(super) fn size_among(bounds: Rect) -> f32 {
    USUAL.max((bounds.width().max(bounds.height()) / LINES_OF_ALL) as f32)
}

impl Room {
    /// Beside the nodes, names and lines of a scene, and outside these areas and off their outlines.
    pub(crate) fn new(scene: &Scene, areas: &[BezPath]) -> Room {
        let fine = Detail::new(scene);
        let nodes = (0..scene.nodes.len()).flat_map(|n| [fine.node_bounds(n), fine.name_bounds(n)]);
        let lines = (0..scene.lines.len()).filter(|_| scene.lines.len() <= LINES).flat_map(|line| {
            let (path, tip) = fine.curve(line);
            sampled(&path, tip.as_ref())
        });
        let outlines = areas.iter().flat_map(|path| sampled(path, None));
        let boxes = nodes.chain(lines.chain(outlines).map(|p| Rect::from_center_size(p, (1.0, 1.0)))).collect();
        let areas = areas.iter().map(|path| (path.bounding_box(), path.clone())).collect();
        Room { boxes: Index::new(boxes), names: Vec::new(), areas }
    }

    fn is_free(&self, area: Rect) -> bool {
        let near = area.inflate(1.5, 0.5);
        let (left, right) = (Point::new(area.x0, area.center().y), Point::new(area.x1, area.center().y));
        self.boxes.is_free(near, usize::MAX)
            && self.areas.iter().all(|(bounds, path)| {
                !bounds.overlaps(near) || ![left, area.center(), right].iter().any(|p| path.contains(*p))
            })
    }

    /// The name of an area above its outline where that looks up, or below where it looks down, the highest place that is free; it
    /// is taken from then on.
    pub(super) fn place(&mut self, name: &str, path: &BezPath, (colour, fonts): (Colour, Fonts)) -> Option<Label> {
        let text = shape_block(name, TextStyle { size: USUAL, weight: Weight::SemiBold, fonts }, USUAL * WIDTH, 1);
        let area = beside(path, &text).into_iter().find(|area| self.is_free(*area))?;
        self.boxes.add(area);
        Some(Label { text, origin: area.origin(), align: 0.5, colour })
    }

    /// The same over a network of which nobody sees single nodes: where areas lie close, over another one, but never over a name.
    pub(super) fn place_over(
        &mut self,
        name: &str,
        size: f32,
        path: &BezPath,
        (colour, fonts): (Colour, Fonts),
    ) -> Option<Label> {
        let text = shape_block(name, TextStyle { size, weight: Weight::SemiBold, fonts }, size * WIDTH_OVER, 1);
        let areas = beside(path, &text);
        let off_names = |area: &&Rect| {
            let near = area.inflate(f64::from(size) / 4.0, 0.0);
            self.names.iter().all(|name| !name.overlaps(near))
        };
        let free = areas.iter().filter(off_names).find(|area| self.is_free(**area));
        let area = *free.or_else(|| areas.iter().find(off_names))?;
        self.names.push(area);
        Some(Label { text, origin: area.origin(), align: 0.5, colour })
    }
}

/// Places for a text at the outline of an area, the highest first.
fn beside(path: &BezPath, text: &TextBlock) -> Vec<Rect> {
    let size = Size::new(f64::from(text.width), f64::from(text.height));
    let mut corners: Vec<Point> = Vec::new();
    kurbo::flatten(path, 0.5, |el| {
        if let kurbo::PathEl::MoveTo(p) | kurbo::PathEl::LineTo(p) = el {
            corners.push(p);
        }
    });
    corners.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let middle = path.bounding_box().center();
    let step = corners.len().div_ceil(TRIED).max(1);
    let area = |p: &Point| {
        let y = if p.y <= middle.y { p.y - GAP - size.height } else { p.y + GAP };
        Rect::from_origin_size((p.x - size.width / 2.0, y), size)
    };
    corners.iter().step_by(step).map(area).collect()
}
