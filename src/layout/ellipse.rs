//! Boxes beside each other along an ellipse: how much of the circumference each needs at its place,
//! so that wide boxes can be close together on the flanks and do not collide at the top.

use std::f64::consts::{PI, TAU};

use super::{NodeBox, Point};
use crate::math::Portable as _;

/// An ellipse around the origin. Turns run clockwise from the right, in radians of its parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ellipse {
    /// Half its width.
    pub(crate) across: f64,
    /// Half its height.
    pub(crate) down: f64,
}

impl Ellipse {
    /// The point at a turn.
    pub(super) fn at(self, turn: f64) -> Point {
        (self.across * turn.cosine(), self.down * turn.sine())
    }

    /// How much of a turn a box needs that stands there, with `gap` to the next.
    pub(crate) fn room(self, node: &NodeBox, turn: f64, gap: f64) -> f64 {
        let (sin, cos) = turn.sine_cosine();
        let (along, upright) = ((self.across * sin).abs(), (self.down * cos).abs());
        let (width, height) = (f64::from(node.width()) + gap, f64::from(node.height()) + gap);
        // Neighbours are free of each other once they are a width or a height apart.
        let needed = (width / along.max(1e-9)).min(height / upright.max(1e-9));
        needed.min(PI)
    }
}

/// Turns for boxes in this order, each with the room it needs, around an ellipse with a given width
/// over height that is just large enough, `least` its least half height.
pub(crate) fn fitted(boxes: &[&NodeBox], aspect: f64, gap: f64, least: f64) -> (Ellipse, Vec<f64>) {
    let mut down = least.max(1.0);
    let mut turns = vec![0.0; boxes.len()];
    for _ in 0..12 {
        let ellipse = Ellipse { across: down * aspect, down };
        let total = lay(ellipse, boxes, gap, &mut turns);
        if total <= TAU {
            break;
        }
        down *= (total / TAU).max(1.002);
    }
    let ellipse = Ellipse { across: down * aspect, down };
    let total = lay(ellipse, boxes, gap, &mut turns);
    // What is left over is shared out.
    let by = if total > 0.0 { TAU / total } else { 1.0 };
    turns.iter_mut().for_each(|t| *t = (*t + PI / 2.0) * by - PI / 2.0);
    (ellipse, turns)
}

/// One box after the other, from the top; yields how much of a turn they take.
fn lay(ellipse: Ellipse, boxes: &[&NodeBox], gap: f64, turns: &mut [f64]) -> f64 {
    let mut at = -PI / 2.0;
    for (turn, node) in turns.iter_mut().zip(boxes) {
        // Where it will stand decides how much it needs.
        let wide = ellipse.room(node, at + ellipse.room(node, at, gap) / 2.0, gap);
        *turn = at + wide / 2.0;
        at += wide;
    }
    at + PI / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_boxes_lie_closer_on_the_flanks_than_at_the_top() {
        let wide = NodeBox { left: 40.0, right: 40.0, up: 8.0, down: 8.0 };
        let boxes = vec![&wide; 40];
        let (ellipse, turns) = fitted(&boxes, 1.5, 4.0, 10.0);
        assert!(ellipse.down < 40.0 * 84.0 / TAU / 1.25, "smaller than boxes all in a row would make it");
        assert!(turns.windows(2).all(|t| t[0] < t[1]) && turns[39] - turns[0] < TAU);
        let at: Vec<Point> = turns.iter().map(|t| ellipse.at(*t)).collect();
        let boxes: Vec<NodeBox> = vec![wide; 40];
        assert!(super::super::overlap::overlapping(&at, &boxes, 0.0).len() <= 8);
    }
}
