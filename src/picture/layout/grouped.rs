//! Each group its own area: a group is drawn by itself, then the areas are placed like nodes of a
//! smaller network whose edges are what runs between groups.

use super::organic::Organic;
use super::{Input, Layout, NO_GROUP, NodeBox, Options, Point, Style, finish, finished};
use crate::progress::{Cancelled, Progress};

/// Space around an area, in scene units.
const GAP: f32 = 18.0;

/// The layout.
pub struct Grouped;

impl Layout for Grouped {
    fn name(&self) -> &'static str {
        "grouped"
    }

    fn good_for(&self) -> &'static str {
        "Kinds, countries or blocs: each has an area of its own."
    }

    fn meaning(&self) -> &'static str {
        "each group has an area of its own"
    }

    fn place(&self, input: &Input<'_>, progress: &Progress) -> Result<Vec<(f32, f32)>, Cancelled> {
        progress.report(0.0)?;
        let count = input.boxes.len();
        let mut numbers: Vec<u32> = input.groups.iter().copied().filter(|g| *g != NO_GROUP).collect();
        numbers.sort_unstable();
        numbers.dedup();
        // What is in no group is an area by itself.
        let mut areas: Vec<Vec<usize>> = vec![Vec::new(); numbers.len()];
        for v in 0..count {
            let group = input.groups.get(v).copied().unwrap_or(NO_GROUP);
            match numbers.binary_search(&group) {
                Ok(place) => areas[place].push(v),
                Err(_) => areas.push(vec![v]),
            }
        }
        areas.retain(|a| !a.is_empty());
        if areas.len() < 2 {
            return Organic.place(input, progress);
        }
        let mut area_of = vec![(0u32, 0u32); count];
        for (area, nodes) in areas.iter().enumerate() {
            for (number, &v) in nodes.iter().enumerate() {
                area_of[v] = (area as u32, number as u32);
            }
        }
        let mut inside: Vec<Vec<(u32, u32)>> = vec![Vec::new(); areas.len()];
        let mut between: Vec<(u32, u32)> = Vec::new();
        for &(a, b) in input.edges {
            let (a, b) = (area_of[a as usize], area_of[b as usize]);
            if a.0 == b.0 {
                inside[a.0 as usize].push((a.1, b.1));
            } else {
                between.push((a.0.min(b.0), a.0.max(b.0)));
            }
        }
        let mut drawn: Vec<Vec<(f32, f32)>> = Vec::with_capacity(areas.len());
        let mut boxes: Vec<NodeBox> = Vec::with_capacity(areas.len());
        for (nodes, edges) in areas.iter().zip(&inside) {
            let own: Vec<NodeBox> = nodes.iter().map(|&v| input.boxes[v]).collect();
            let part = Input {
                aspect: 1.3,
                seed: input.seed,
                options: Options { style: Style::Distances, together: false, ..input.options },
                ..Input::new(&own, edges)
            };
            let at = Organic.place(&part, &Progress::new())?;
            progress.report(0.7 * drawn.len() as f32 / areas.len() as f32)?;
            boxes.push(around(&own, &at));
            drawn.push(at);
        }
        // Parallel edges add up.
        between.sort_unstable();
        let mut edges: Vec<(u32, u32)> = Vec::new();
        let mut weights: Vec<f32> = Vec::new();
        for pair in between {
            if edges.last() == Some(&pair) {
                if let Some(weight) = weights.last_mut() {
                    *weight += 1.0;
                }
            } else {
                edges.push(pair);
                weights.push(1.0);
            }
        }
        let whole = Input { weights: &weights, aspect: input.aspect, seed: input.seed, ..Input::new(&boxes, &edges) };
        let places = Organic.place(&whole, &Progress::new())?;
        progress.report(0.95)?;
        let mut points: Vec<Point> = vec![(0.0, 0.0); count];
        for ((nodes, at), place) in areas.iter().zip(&drawn).zip(&places) {
            for (&v, p) in nodes.iter().zip(at) {
                points[v] = (f64::from(p.0 + place.0), f64::from(p.1 + place.1));
            }
        }
        finish::settle(input, &mut points);
        Ok(finished(points))
    }
}

/// The box around a drawing, with a margin.
fn around(boxes: &[NodeBox], at: &[(f32, f32)]) -> NodeBox {
    let mut sides = [0f32; 4];
    for (b, p) in boxes.iter().zip(at) {
        sides[0] = sides[0].max(b.left - p.0);
        sides[1] = sides[1].max(b.right + p.0);
        sides[2] = sides[2].max(b.up - p.1);
        sides[3] = sides[3].max(b.down + p.1);
    }
    NodeBox { left: sides[0] + GAP, right: sides[1] + GAP, up: sides[2] + GAP, down: sides[3] + GAP }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_of_groups_do_not_meet() {
        let boxes = vec![NodeBox { left: 20.0, right: 20.0, up: 8.0, down: 8.0 }; 30];
        let groups: Vec<u32> = (0..30).map(|i| i % 3).collect();
        let edges: Vec<(u32, u32)> = (0..60).map(|i| (i * 7 % 30, i * 11 % 30)).collect();
        let at = Grouped.place(&Input { groups: &groups, ..Input::new(&boxes, &edges) }, &Progress::new()).unwrap();
        let area = |g: u32| {
            (0..30).filter(|&v| groups[v] == g).fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |a, v| {
                [a[0].min(at[v].0), a[1].min(at[v].1), a[2].max(at[v].0), a[3].max(at[v].1)]
            })
        };
        for (a, b) in [(0, 1), (0, 2), (1, 2)] {
            let (p, q) = (area(a), area(b));
            assert!(p[2] < q[0] || q[2] < p[0] || p[3] < q[1] || q[3] < p[1], "{a} {b}");
        }
    }
}
