//! What a figure does not draw one by one, as pixels that any format can hold: lines by how many run where, and
//! dots where there are very many. Made of squares, each by itself, so that any number of threads gives the same.

use std::sync::Arc;

use kurbo::{Affine, Point, Rect};
use rayon::prelude::*;

use super::paint::Raster;
use crate::picture::density::{Crowd, LineInk, Square, lines_tile, nodes_tile};
use crate::picture::matter::SceneMatter;
use crate::picture::scene::Scene;
use crate::picture::theme::{Colour, Theme};
use crate::progress::Progress;

/// Pixels along a side of a square.
const SIDE: usize = 512;
/// Pixels of a picture at most: more of them show no more.
const MOST: f64 = 24e6;
/// Pixels along its longer side at most.
const LONGEST: f64 = 8_192.0;
/// Points in an inch.
const INCH: f64 = 72.0;
/// A line alone is as strong as one of this width, in points.
const LINE: f64 = 0.3;

/// What is in a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) lines: bool,
    pub(super) dots: bool,
}

/// Makes pictures of a scene.
pub(super) struct Rasters<'a> {
    matter: SceneMatter<'a>,
    crowd: Arc<Crowd>,
    theme: &'a Theme,
    bounds: Rect,
    /// From scene to page, and the scale of that.
    placed: (Affine, f64),
    /// Pixels a point.
    density: f64,
}

impl<'a> Rasters<'a> {
    /// Of a scene that stands so on its page, at so many dots an inch.
    pub(super) fn new(scene: &'a Scene, placed: (Affine, f64), theme: &'a Theme, dpi: f64) -> Self {
        let matter = SceneMatter::new(scene);
        let crowd = Arc::new(Crowd::of(&matter));
        let bounds = placed.0.transform_rect_bbox(scene.bounds);
        let wanted = dpi / INCH;
        let longer = bounds.width().max(bounds.height()).max(1.0);
        let most = (MOST / bounds.area().max(1.0)).sqrt().min(LONGEST / longer);
        Rasters { matter, crowd, theme, bounds, placed, density: wanted.min(most) }
    }

    /// A picture of the whole; `None` where there is nothing to see.
    pub(super) fn picture(&self, content: Content) -> Option<Raster> {
        // Its pixels are those of a page of as many dots an inch.
        let first = |v: f64| (v * self.density).floor();
        let (x0, y0) = (first(self.bounds.x0), first(self.bounds.y0));
        let count = |from: f64, to: f64| ((to * self.density).ceil() - from).max(0.0) as usize;
        let (width, height) = (count(x0, self.bounds.x1), count(y0, self.bounds.y1));
        if width == 0 || height == 0 || self.placed.1 <= 0.0 {
            return None;
        }
        let mut pixels = vec![0; width * height * 4];
        let (across, down) = (width.div_ceil(SIDE), height.div_ceil(SIDE));
        for row in 0..down {
            // A row of squares at a time: they are many times as large while they are made.
            let squares: Vec<Vec<u8>> = (0..across)
                .into_par_iter()
                .map(|column| {
                    let corner = Point::new(x0 + (column * SIDE) as f64, y0 + (row * SIDE) as f64);
                    self.square(corner, content)
                })
                .collect();
            for (column, square) in squares.iter().enumerate() {
                let (left, top) = (column * SIDE, row * SIDE);
                let bytes = (width - left).min(SIDE) * 4;
                for y in top..(top + SIDE).min(height) {
                    let to = (y * width + left) * 4;
                    let from = (y - top) * SIDE * 4;
                    pixels[to..to + bytes].copy_from_slice(&square[from..from + bytes]);
                }
            }
        }
        let point = |x: f64, y: f64| Point::new(x / self.density, y / self.density);
        let area = Rect::from_points(point(x0, y0), point(x0 + width as f64, y0 + height as f64));
        Some(Raster { pixels: Arc::new(pixels), size: (width, height), area })
    }

    /// The square whose corner is at these pixels of the page.
    fn square(&self, corner: Point, content: Content) -> Vec<u8> {
        let origin = self.placed.0.inverse() * (corner.to_vec2() / self.density).to_point();
        let side = SIDE as f64 / (self.density * self.placed.1);
        let square = Square { origin: [origin.x, origin.y], side, size_px: SIDE };
        // Nobody holds this progress, so that nobody can cancel it.
        let progress = Progress::new();
        let empty = || vec![0; SIDE * SIDE * 4];
        let rgb = |colour: Colour| [colour.r, colour.g, colour.b];
        let lines = content.lines.then(|| {
            let width_px = (LINE * self.density) as f32;
            let ink = LineInk { ink: rgb(self.theme.crowd), width_px, crowd: Arc::clone(&self.crowd) };
            lines_tile(&self.matter, square, &ink, 1.0, &progress)
        });
        let dots = content.dots.then(|| nodes_tile(&self.matter, square, rgb(self.theme.canvas), &progress));
        let mut below = lines.flatten().unwrap_or_else(empty);
        if let Some(above) = dots.flatten() {
            for (under, over) in below.as_chunks_mut::<4>().0.iter_mut().zip(above.as_chunks::<4>().0) {
                let left = 255 - u32::from(over[3]);
                (0..4).for_each(|k| under[k] = over[k] + ((u32::from(under[k]) * left + 127) / 255) as u8);
            }
        }
        below
    }
}
