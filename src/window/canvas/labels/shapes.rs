//! Which shapes stand where, so that no name lies on a foreign node. Asked for by blocks of the scene
//! and only where something is to be placed: most of a view never is. A block that was asked for is
//! kept while the camera moves; its size in the scene follows the zoom in steps of two.

use kurbo::Rect;
use rustc_hash::FxHashMap;

use super::{LabelView, Nodes, Obstacle};
use crate::picture::scene::box_grid::PointBox;

/// Least points along a side of a block; it is less than twice as long.
const BLOCK: f64 = 128.0;
/// Cells along a side of a block.
const CELLS: usize = 4;
/// Shapes that are kept at most; then all is asked for anew.
const KEPT: usize = 1 << 15;
const NONE: u32 = u32::MAX;

/// A cell's newest entry, for each cell of a block.
type Block = [u32; CELLS * CELLS];

/// What the blocks hold true for.
#[derive(Clone, Copy, Default, PartialEq)]
struct Of {
    scene: u64,
    positions: u64,
    level: i32,
}

/// Shapes around the view, kept from frame to frame.
#[derive(Default)]
pub(crate) struct Shapes {
    of: Of,
    blocks: FxHashMap<(i32, i32), Block>,
    /// A body and the next older entry of its cell.
    entries: Vec<(u32, u32)>,
    bodies: Vec<Obstacle>,
}

impl Shapes {
    /// Begins a frame.
    pub(crate) fn begin(&mut self, view: &LabelView<'_>) {
        let level = (BLOCK / view.zoom).log2().ceil() as i32;
        let of = Of { scene: view.scene, positions: view.positions, level };
        if self.of != of || self.bodies.len() > KEPT {
            self.of = of;
            self.blocks.clear();
            self.entries.clear();
            self.bodies.clear();
        }
    }

    /// Whether a box on the screen lies on no shape, but for those that it may cover, by number.
    pub(crate) fn is_clear(
        &mut self,
        view: &LabelView<'_>,
        nodes: &dyn Nodes,
        area: &PointBox,
        may_cover: &dyn Fn(u32) -> bool,
    ) -> bool {
        if view.far {
            return true;
        }
        let area = view.to_scene(area);
        let side = 2f64.powi(self.of.level);
        // Casting saturates, and a name is no longer than a few blocks.
        let block = |v: f64| (v / side).floor() as i32;
        for y in block(area.y0)..=block(area.y1) {
            for x in block(area.x0)..=block(area.x1) {
                if !self.is_clear_in(view, nodes, (x, y), &area, may_cover) {
                    return false;
                }
            }
        }
        true
    }

    fn is_clear_in(
        &mut self,
        view: &LabelView<'_>,
        nodes: &dyn Nodes,
        at: (i32, i32),
        area: &Rect,
        may_cover: &dyn Fn(u32) -> bool,
    ) -> bool {
        let square = Square::new(at, self.of.level);
        let block = match self.blocks.get(&at) {
            Some(block) => *block,
            None => self.load(nodes, at, square),
        };
        let (columns, rows) = square.cells(area);
        for y in rows {
            for x in columns.clone() {
                let mut entry = block[y * CELLS + x];
                while entry != NONE {
                    let (body, next) = self.entries[entry as usize];
                    let body = &self.bodies[body as usize];
                    if overlap(&body.bounds, area) && body.from_zoom <= view.zoom && !may_cover(body.number) {
                        return false;
                    }
                    entry = next;
                }
            }
        }
        true
    }

    fn load(&mut self, nodes: &dyn Nodes, at: (i32, i32), square: Square) -> Block {
        let mut block = [NONE; CELLS * CELLS];
        // What counts at the nearest that one comes before blocks are halved.
        nodes.near(square.area, 2.0 * BLOCK / square.area.width(), &mut |body| {
            // One that touches several blocks is taken by each; that does no harm.
            if !overlap(&body.bounds, &square.area) {
                return;
            }
            let number = self.bodies.len() as u32;
            self.bodies.push(body);
            let (columns, rows) = square.cells(&body.bounds);
            for cell in rows.flat_map(|y| columns.clone().map(move |x| y * CELLS + x)) {
                self.entries.push((number, block[cell]));
                block[cell] = self.entries.len() as u32 - 1;
            }
        });
        self.blocks.insert(at, block);
        block
    }
}

/// A block's place in the scene.
#[derive(Clone, Copy)]
struct Square {
    area: Rect,
}

impl Square {
    fn new((x, y): (i32, i32), level: i32) -> Self {
        let side = 2f64.powi(level);
        let (x, y) = (f64::from(x) * side, f64::from(y) * side);
        Square { area: Rect::new(x, y, x + side, y + side) }
    }

    /// Columns and rows of cells that a box touches; what lies outside counts for the edge.
    fn cells(&self, area: &Rect) -> (std::ops::RangeInclusive<usize>, std::ops::RangeInclusive<usize>) {
        let scale = CELLS as f64 / self.area.width();
        let cell = |v: f64, from: f64| (((v - from) * scale) as usize).min(CELLS - 1);
        (
            cell(area.x0, self.area.x0)..=cell(area.x1, self.area.x0),
            cell(area.y0, self.area.y0)..=cell(area.y1, self.area.y0),
        )
    }
}

/// Whether two boxes share more than an edge.
fn overlap(a: &Rect, b: &Rect) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}
