//! Which shapes stand where on the screen, so that no name lies on a foreign node. Asked for by
//! blocks of the view and only where something is to be placed: most of a view never is.

use super::grid::{Area, Grid};
use super::{Nodes, View};

/// Points along a side of a block.
const BLOCK: f32 = 128.0;
/// How far beyond the view names may reach.
const BEYOND: f32 = 320.0;

/// Shapes in view, for one frame.
#[derive(Default)]
pub struct Shapes {
    grid: Grid,
    across: usize,
    down: usize,
    loaded: Vec<bool>,
}

impl Shapes {
    /// Forgets all, for a view of so many points.
    pub fn reset(&mut self, width: f32, height: f32) {
        self.grid.reset(width, height);
        let blocks = |length: f32| (length / BLOCK).ceil().clamp(1.0, 256.0) as usize;
        (self.across, self.down) = (blocks(width), blocks(height));
        self.loaded.clear();
        self.loaded.resize(self.across * self.down, false);
    }

    /// Whether a box on the screen lies on no shape, but for that of `own`.
    pub fn is_clear(&mut self, view: &View<'_>, nodes: &dyn Nodes, area: &Area, own: Option<u32>) -> bool {
        let block = |v: f32, count: usize| ((v / BLOCK) as usize).min(count - 1);
        for y in block(area.y0, self.down)..=block(area.y1, self.down) {
            for x in block(area.x0, self.across)..=block(area.x1, self.across) {
                self.load(view, nodes, x, y);
            }
        }
        !self.grid.any(area, |number| Some(number) != own)
    }

    fn load(&mut self, view: &View<'_>, nodes: &dyn Nodes, x: usize, y: usize) {
        if std::mem::replace(&mut self.loaded[y * self.across + x], true) {
            return;
        }
        let mut block = Area::new(x as f32 * BLOCK, y as f32 * BLOCK, BLOCK, BLOCK);
        if x == 0 {
            block.x0 -= BEYOND;
        }
        if y == 0 {
            block.y0 -= BEYOND;
        }
        if x + 1 == self.across {
            block.x1 = block.x1.max(view.size.0) + BEYOND;
        }
        if y + 1 == self.down {
            block.y1 = block.y1.max(view.size.1) + BEYOND;
        }
        nodes.near(view.to_scene(&block), &mut |number, centre, b| {
            let at = view.to_screen(centre);
            let zoom = view.zoom;
            let side = |at: f32, by: f64| at + (by * zoom) as f32;
            let shape = Area { x0: side(at.0, b.x0), y0: side(at.1, b.y0), x1: side(at.0, b.x1), y1: side(at.1, b.y1) };
            // One that touches several blocks is taken by each; that does no harm.
            if shape.overlaps(&block) {
                self.grid.take(shape, number);
            }
        });
    }
}
