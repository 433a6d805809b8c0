//! What room is taken on the screen or on a page: boxes by cells of 32 points. Emptied and filled again without
//! allocating. Knows nothing of what the boxes hold.

/// A box in points of a screen or page: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PointBox {
    /// Left.
    pub(crate) x0: f32,
    /// Top.
    pub(crate) y0: f32,
    /// Right.
    pub(crate) x1: f32,
    /// Bottom.
    pub(crate) y1: f32,
}

impl PointBox {
    /// A box from its top left corner and its size.
    pub(crate) fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        PointBox { x0: x, y0: y, x1: x + width, y1: y + height }
    }

    /// Larger by so much on each side.
    pub(crate) fn grown(self, by: f32) -> Self {
        PointBox { x0: self.x0 - by, y0: self.y0 - by, x1: self.x1 + by, y1: self.y1 + by }
    }

    /// Whether the two share more than an edge.
    pub(crate) fn overlaps(&self, other: &PointBox) -> bool {
        self.x0 < other.x1 && other.x0 < self.x1 && self.y0 < other.y1 && other.y0 < self.y1
    }

    /// Whether `other` lies wholly inside.
    pub(crate) fn holds(&self, other: &PointBox) -> bool {
        self.x0 <= other.x0 && self.y0 <= other.y0 && self.x1 >= other.x1 && self.y1 >= other.y1
    }
}

const CELL: f32 = 32.0;
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy)]
struct Entry {
    number: u32,
    cell: u32,
    /// The next older entry of the cell.
    next: u32,
}

/// The index. Boxes beyond its edge count for the cells at the edge.
#[derive(Default)]
pub(crate) struct BoxGrid {
    across: usize,
    down: usize,
    /// The newest entry of each cell.
    heads: Vec<u32>,
    entries: Vec<Entry>,
    /// Each with what its owner wants to know it by.
    boxes: Vec<(PointBox, u32)>,
}

impl BoxGrid {
    /// Empties it, for a view of so many points.
    pub(crate) fn reset(&mut self, width: f32, height: f32) {
        let cells = |length: f32| (length / CELL).ceil().clamp(1.0, 1024.0) as usize;
        (self.across, self.down) = (cells(width), cells(height));
        self.heads.clear();
        self.heads.resize(self.across * self.down, NONE);
        self.entries.clear();
        self.boxes.clear();
    }

    fn cells(&self, area: &PointBox) -> (std::ops::RangeInclusive<usize>, std::ops::RangeInclusive<usize>) {
        // Casting saturates, so that what lies far outside comes to the edge.
        let cell = |v: f32, most: usize| ((v / CELL) as usize).min(most - 1);
        (cell(area.x0, self.across)..=cell(area.x1, self.across), cell(area.y0, self.down)..=cell(area.y1, self.down))
    }

    /// Takes a box; `tag` is handed back where it is met.
    pub(crate) fn take(&mut self, area: PointBox, tag: u32) {
        let number = self.boxes.len() as u32;
        self.boxes.push((area, tag));
        let (columns, rows) = self.cells(&area);
        for y in rows {
            for x in columns.clone() {
                let cell = y * self.across + x;
                self.entries.push(Entry { number, cell: cell as u32, next: self.heads[cell] });
                self.heads[cell] = self.entries.len() as u32 - 1;
            }
        }
    }

    /// How many boxes were taken.
    pub(crate) fn len(&self) -> usize {
        self.boxes.len()
    }

    /// Gives back all but the first `count` boxes.
    pub(crate) fn truncate(&mut self, count: usize) {
        while let Some(entry) = self.entries.pop_if(|e| e.number as usize >= count) {
            self.heads[entry.cell as usize] = entry.next;
        }
        self.boxes.truncate(count);
    }

    /// Whether nothing lies in a box.
    pub(crate) fn is_free(&self, area: &PointBox) -> bool {
        !self.any(area, |_| true)
    }

    /// Whether a box is met whose tag counts.
    pub(crate) fn any(&self, area: &PointBox, counts: impl Fn(u32) -> bool) -> bool {
        let (columns, rows) = self.cells(area);
        for y in rows {
            for x in columns.clone() {
                let mut at = self.heads[y * self.across + x];
                while at != NONE {
                    let Entry { number, next, .. } = self.entries[at as usize];
                    let (other, tag) = &self.boxes[number as usize];
                    if other.overlaps(area) && counts(*tag) {
                        return true;
                    }
                    at = next;
                }
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_finds_what_trying_all_would_find() {
        let mut grid = BoxGrid::default();
        let mut seed = 7_u32;
        let mut random = |most: f32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / (1 << 24) as f32 * most
        };
        for _ in 0..20 {
            grid.reset(640.0, 400.0);
            let mut all: Vec<PointBox> = Vec::new();
            for _ in 0..200 {
                let area = PointBox::new(random(800.0) - 80.0, random(500.0) - 50.0, random(90.0), random(30.0));
                assert_eq!(grid.is_free(&area), !all.iter().any(|b| b.overlaps(&area)));
                if all.len() < 60 {
                    grid.take(area, all.len() as u32);
                    all.push(area);
                }
                assert_eq!(grid.any(&area, |tag| tag >= 30), all.iter().skip(30).any(|b| b.overlaps(&area)));
            }
            // What was taken last is given back as if it had never been.
            grid.truncate(10);
            all.truncate(10);
            for _ in 0..50 {
                let area = PointBox::new(random(640.0), random(400.0), random(90.0), random(30.0));
                assert_eq!(grid.is_free(&area), !all.iter().any(|b| b.overlaps(&area)));
            }
        }
    }
}
