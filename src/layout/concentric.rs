//! Rings by a measure: the highest in the middle (the idea of target diagrams: Northway 1940; Brandes,
//! Kenis, Wagner 2003). Within a ring nodes stand near their neighbours.

use std::borrow::Cow;
use std::f64::consts::TAU;

use super::distances::adjacency;
use super::finish::settle;
use super::{Choice, Input, Layout, Options, finished};
use crate::math::Portable as _;
use crate::progress::{Cancelled, Progress};

/// Space between boxes on a ring and between rings, in scene units.
const GAP: f64 = 12.0;
/// Times that the order on the rings is improved.
const SWEEPS: usize = 12;

pub(crate) struct Concentric;

impl Layout for Concentric {
    fn good_for(&self) -> &'static str {
        "Who matters most, by a measure you choose: the highest in the middle."
    }

    fn synonyms(&self) -> &'static [&'static str] {
        &["rings", "centrality"]
    }

    fn meaning(&self, options: &Options) -> Cow<'static, str> {
        match options.measure {
            None | Some("degree") => "the best connected stand in the middle".into(),
            Some(measure) => format!("the highest in {measure} stand in the middle").into(),
        }
    }

    fn heeds(&self, _options: &Options) -> &'static [Choice] {
        &[Choice::Measure]
    }

    fn turns(&self) -> bool {
        true
    }

    fn place(&self, input: &Input<'_>, progress: &Progress) -> Result<Vec<(f32, f32)>, Cancelled> {
        progress.report(0.0)?;
        let count = input.boxes.len();
        let near = adjacency(count, input.edges);
        let value = |v: usize| match input.measure.get(v) {
            Some(m) if m.is_finite() => f64::from(*m),
            Some(_) => f64::NEG_INFINITY,
            None => near[v].len() as f64,
        };
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|&a, &b| value(b).total_cmp(&value(a)).then(a.cmp(&b)));
        let (mut rings, radii) = rings(input, &order);
        let mut angle = vec![0f64; count];
        spread(input, &rings, &mut angle);
        for sweep in 0..if count > 20_000 { 2 } else { SWEEPS } {
            progress.report(sweep as f32 / SWEEPS as f32)?;
            for ring in rings.iter_mut().skip(1) {
                let pull = |v: usize| {
                    let sum = near[v].iter().map(|&u| angle[u as usize].sine_cosine());
                    let (sin, cos) = sum.fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
                    if near[v].is_empty() { angle[v] } else { sin.arctangent(cos).rem_euclid(TAU) }
                };
                let mut keyed: Vec<(f64, usize)> = ring.iter().map(|&v| (pull(v), v)).collect();
                keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                *ring = keyed.into_iter().map(|k| k.1).collect();
            }
            spread(input, &rings, &mut angle);
        }
        let mut points = vec![(0.0, 0.0); count];
        for (ring, radius) in rings.iter().zip(radii) {
            for &v in ring {
                points[v] = (radius * angle[v].cosine(), radius * angle[v].sine());
            }
        }
        settle(input, &mut points);
        Ok(finished(points))
    }
}

/// Fills rings from within, each with as many as fit.
fn rings(input: &Input<'_>, order: &[usize]) -> (Vec<Vec<usize>>, Vec<f64>) {
    let tall = input.boxes.iter().map(|b| f64::from(b.height())).sum::<f64>() / order.len().max(1) as f64 + 2.0 * GAP;
    let (mut rings, mut radii): (Vec<Vec<usize>>, Vec<f64>) = (vec![Vec::new()], vec![0.0]);
    let mut left = 0.0;
    for &v in order {
        let needed = room(input, v);
        let first = rings.len() == 1 && rings[0].is_empty();
        if !first && (left < needed || rings.len() == 1) {
            let last = radii.last().copied().unwrap_or(0.0);
            let radius = last + if rings.len() == 1 { tall * 1.4 } else { tall };
            rings.push(Vec::new());
            radii.push(radius);
            left = TAU * radius;
        }
        left -= needed;
        if let Some(ring) = rings.last_mut() {
            ring.push(v);
        }
    }
    (rings, radii)
}

fn room(input: &Input<'_>, v: usize) -> f64 {
    f64::from(input.boxes[v].width()) * 0.8 + GAP
}

/// Shares out each ring by the room its boxes need.
fn spread(input: &Input<'_>, rings: &[Vec<usize>], angle: &mut [f64]) {
    for ring in rings {
        let total: f64 = ring.iter().map(|&v| room(input, v)).sum();
        let mut at = 0.0;
        for &v in ring {
            let wide = room(input, v) / total * TAU;
            angle[v] = at + wide / 2.0;
            at += wide;
        }
    }
}

/// Place of a node, for tests of what falls outward.
#[cfg(test)]
fn radius(at: (f32, f32), middle: (f32, f32)) -> f32 {
    (at.0 - middle.0).hypotenuse(at.1 - middle.1)
}

#[cfg(test)]
mod tests {
    use super::super::NodeBox;
    use super::*;

    #[test]
    fn the_measure_falls_outward() {
        let boxes = vec![NodeBox { left: 6.0, right: 6.0, up: 6.0, down: 6.0 }; 60];
        let measure: Vec<f32> = (0..60).map(|i| (i * 37 % 60) as f32).collect();
        let at = Concentric.place(&Input { measure: &measure, ..Input::new(&boxes, &[]) }, &Progress::new()).unwrap();
        let middle = at[measure.iter().position(|m| *m == 59.0).unwrap()];
        let mean = |low: f32, high: f32| {
            let inside: Vec<f32> =
                (0..60).filter(|&i| (low..high).contains(&measure[i])).map(|i| radius(at[i], middle)).collect();
            inside.iter().sum::<f32>() / inside.len() as f32
        };
        assert!(mean(45.0, 59.0) < mean(20.0, 45.0) && mean(20.0, 45.0) < mean(0.0, 20.0));
    }
}
