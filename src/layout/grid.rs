//! Nodes in rows, in the order given: plain, for lists and for graphs without relations.

use super::{Input, Layout, finished};
use crate::progress::{Cancelled, Progress};

/// Space kept between boxes, in scene units.
const GAP: f64 = 6.0;

pub(crate) struct Grid;

impl Layout for Grid {
    fn good_for(&self) -> &'static str {
        "Lists: nodes in rows, in the order of the file."
    }

    fn synonyms(&self) -> &'static [&'static str] {
        &["table"]
    }

    fn place(&self, input: &Input<'_>, progress: &Progress) -> Result<Vec<(f32, f32)>, Cancelled> {
        progress.report(0.0)?;
        let widest =
            |get: fn(&super::NodeBox) -> f32| input.boxes.iter().map(|b| f64::from(get(b))).fold(0.0, f64::max);
        let (left, right) = (widest(|b| b.left), widest(|b| b.right));
        let (up, down) = (widest(|b| b.up), widest(|b| b.down));
        let (width, height) = (left + right + GAP, up + down + GAP);
        let count = input.boxes.len() as f64;
        let columns = (count * input.sane_aspect() * height / width).sqrt().ceil().max(1.0) as usize;
        let place = |i: usize| {
            let (column, row) = ((i % columns) as f64, (i / columns) as f64);
            input.pin(i).unwrap_or((column * width + left, row * height + up))
        };
        let mut points: Vec<_> = (0..input.boxes.len()).map(place).collect();
        super::overlap_with_pins(&mut points, input);
        Ok(finished(points))
    }
}
