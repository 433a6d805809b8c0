//! Where names stand: beside their node where no line runs and nothing else is. Every name starts
//! below its node, where the layout has left room, and moves only to a place that is free; so no
//! name ever lies on another or on a foreign node.

use std::collections::{HashMap, HashSet};

use kurbo::{Point, Rect};

use super::bodies::{Body, NAME_GAP};
use super::item::Scene;
use super::lines::Standing;
use super::sides::{PLACES, Side};

impl Scene {
    /// Has no names stand beside entities with these ids; what they are called is still told. How many there are. Rows keep
    /// their names.
    pub(crate) fn hide_names(&mut self, ids: &[String]) -> usize {
        let hidden: HashSet<&str> = ids.iter().map(String::as_str).collect();
        let is_hidden = |number: usize| hidden.contains(&*self.nodes[number].id);
        let count = (0..self.nodes.len()).filter(|number| is_hidden(*number)).count();
        if self.chart.is_some() || count == 0 {
            return 0;
        }
        self.names = self.names.without(is_hidden);
        count
    }
}

/// Width of a cell of the index.
const CELL: f64 = 48.0;
/// Where a name stands: its top left corner, and how its lines stand in the block (0.0 left, 0.5
/// centred, 1.0 right).
pub(crate) type NamePlace = (Point, f32);

/// Boxes by cell, to find what lies near.
pub(super) struct Index {
    cells: HashMap<(i32, i32), Vec<usize>>,
    boxes: Vec<Rect>,
}

impl Index {
    /// Of boxes, numbered in their order.
    pub(super) fn new(boxes: Vec<Rect>) -> Self {
        let mut index = Index { cells: HashMap::new(), boxes: Vec::new() };
        for (number, area) in boxes.iter().enumerate() {
            index.enter(number, *area);
        }
        index.boxes = boxes;
        index
    }

    fn cells_of(area: Rect) -> impl Iterator<Item = (i32, i32)> {
        let cell = |v: f64| (v / CELL).floor() as i32;
        let (x0, x1, y0, y1) = (cell(area.x0), cell(area.x1), cell(area.y0), cell(area.y1));
        (x0..=x1).flat_map(move |x| (y0..=y1).map(move |y| (x, y)))
    }

    fn enter(&mut self, number: usize, area: Rect) {
        for cell in Self::cells_of(area) {
            self.cells.entry(cell).or_default().push(number);
        }
    }

    /// Adds a box.
    pub(super) fn add(&mut self, area: Rect) {
        self.enter(self.boxes.len(), area);
        self.boxes.push(area);
    }

    fn change(&mut self, number: usize, area: Rect) {
        for cell in Self::cells_of(self.boxes[number]) {
            if let Some(list) = self.cells.get_mut(&cell) {
                list.retain(|&n| n != number);
            }
        }
        self.enter(number, area);
        self.boxes[number] = area;
    }

    /// Whether no box but one lies there.
    pub(super) fn is_free(&self, area: Rect, but: usize) -> bool {
        !Self::cells_of(area)
            .filter_map(|cell| self.cells.get(&cell))
            .flatten()
            .any(|&n| n != but && self.boxes[n].overlaps(area))
    }
}

/// Places all names. `samples` are points along the drawn lines, a few units apart.
pub(crate) fn place(nodes: &[Standing<'_>], samples: &[Point]) -> Vec<Side> {
    let shapes = Index::new(nodes.iter().map(|n| (n.body.bounds + n.at.to_vec2()).inflate(1.5, 1.5)).collect());
    let mut sides = vec![Side::Below; nodes.len()];
    let area = |node: &Standing<'_>, side: Side| {
        let size = (f64::from(node.body.name.0), f64::from(node.body.name.1));
        Rect::from_origin_size(at_side(node.body, node.at, side).0, size)
    };
    let mut names = Index::new(nodes.iter().map(|n| area(n, Side::Below)).collect());
    let mut lines: HashMap<(i32, i32), Vec<Point>> = HashMap::new();
    for &point in samples {
        for cell in Index::cells_of(Rect::from_center_size(point, (0.0, 0.0))) {
            lines.entry(cell).or_default().push(point);
        }
    }
    let crossed = |area: Rect| {
        let area = area.inflate(1.0, 0.0);
        let near = Index::cells_of(area).filter_map(|cell| lines.get(&cell)).flatten();
        near.filter(|p| area.contains(**p)).count() as f64
    };
    // The most important first: what they take, others cannot.
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(nodes[i].body.degree), i));
    for _ in 0..2 {
        for &i in &order {
            let node = &nodes[i];
            let mut best: Option<(f64, Side)> = None;
            for &(side, extra) in PLACES {
                let box_ = area(node, side);
                let cost = extra + crossed(box_) * 0.45;
                let stays = side == sides[i];
                let free = stays || (names.is_free(box_.inflate(1.5, 0.5), i) && shapes.is_free(box_, i));
                if free && best.as_ref().is_none_or(|b| cost < b.0 - 1e-9) {
                    best = Some((cost, side));
                }
            }
            if let Some((_, side)) = best
                && side != sides[i]
            {
                sides[i] = side;
                names.change(i, area(node, side));
            }
        }
    }
    sides
}

/// Where the name of a body that stands at `centre` has its top left corner, and how its lines stand
/// in the block.
pub(crate) fn at_side(body: &Body, centre: Point, side: Side) -> NamePlace {
    let (w, h) = (f64::from(body.name.0), f64::from(body.name.1));
    let (offset, align) = side.offset((w, h), body.bounds, NAME_GAP);
    (centre + offset, align)
}
