//! Each group in its own region: a group is drawn by itself, then the regions are placed like the
//! nodes of a smaller network whose edges are the relations between groups.

use std::borrow::Cow;

use super::components::pack;
use super::organic::Organic;
use super::{
    BackLine, Backdrop, Caption, Choice, Grouping, Input, Layout, NO_GROUP, NodeBox, Options, Point, Style, finish,
    finished, overlap, rect,
};
use crate::math::Portable as _;
use crate::progress::{Cancelled, Progress};

/// Space around an area up to its outline, and between outlines, in scene units.
const MARGIN: f32 = 8.0;
const GAP: f64 = 9.0;
/// Height kept for an area's name, and about the width of a letter of it.
const NAME: f32 = 22.0;
const LETTER: f32 = 5.6;
/// Greatest width of a name.
const WIDEST_NAME: f32 = 200.0;
/// Radius of the corners of an outline.
const CORNER: f32 = 8.0;
/// Packing must shrink the page at least by this factor.
const PACKED: f64 = 0.85;
/// How far areas are drawn together before they give way to each other: what fits the page best wins.
const CLOSER: [f64; 7] = [1.0, 0.8, 0.65, 0.5, 0.4, 0.3, 0.2];

pub(crate) struct Grouped;

impl Layout for Grouped {
    fn good_for(&self) -> &'static str {
        "Kinds, countries or communities, each in its own region."
    }

    fn synonyms(&self) -> &'static [&'static str] {
        &["clusters", "by kind"]
    }

    fn meaning(&self, options: &Options) -> Cow<'static, str> {
        match options.by {
            Grouping::Kind => "each kind has an area of its own",
            Grouping::Country => "each country has its own region, with what is nearest to it",
            Grouping::Community => "each community, found from the relations, has its own region",
        }
        .into()
    }

    fn heeds(&self, _options: &Options) -> &'static [Choice] {
        &[Choice::Effort, Choice::Grouping]
    }

    fn backdrop(&self, input: &Input<'_>, positions: &[(f32, f32)]) -> Backdrop {
        let mut out = Backdrop::default();
        let areas = areas(input);
        if areas.len() < 2 || input.groups.is_empty() {
            return out;
        }
        for area in &areas {
            let edges = area.nodes.iter().map(|&v| {
                let at = positions[v];
                input.boxes[v].edges((f64::from(at.0), f64::from(at.1)))
            });
            let [left, top, right, bottom] = rect::around(edges).map(|v| v as f32);
            let middle = f32::midpoint(left, right);
            let half = (right - left).max(name_width(&area.name)) / 2.0 + MARGIN;
            let top = top - MARGIN - if area.name.is_empty() { 0.0 } else { NAME };
            let points = rounded([middle - half, top, middle + half, bottom + MARGIN]);
            out.lines.push(BackLine { points, width: 1.0, node: None });
            if !area.name.is_empty() {
                out.words.push((Caption::Text(area.name.clone()), (middle, top + 15.0)));
            }
        }
        out
    }

    fn place(&self, input: &Input<'_>, progress: &Progress) -> Result<Vec<(f32, f32)>, Cancelled> {
        progress.report(0.0)?;
        let count = input.boxes.len();
        let areas = areas(input);
        if areas.len() < 2 {
            return Organic.place(input, progress);
        }
        let mut area_of = vec![(0u32, 0u32); count];
        for (number, area) in areas.iter().enumerate() {
            for (place, &v) in area.nodes.iter().enumerate() {
                area_of[v] = (number as u32, place as u32);
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
        for (area, edges) in areas.iter().zip(&inside) {
            let own: Vec<NodeBox> = area.nodes.iter().map(|&v| input.boxes[v]).collect();
            let part = Input {
                aspect: 1.3,
                seed: input.seed,
                options: Options { style: Style::Distances, together: false, ..input.options },
                ..Input::new(&own, edges)
            };
            let at = centred(&own, Organic.place(&part, &Progress::new())?);
            progress.report(0.7 * drawn.len() as f32 / areas.len() as f32)?;
            boxes.push(around(&own, &at, &area.name));
            drawn.push(at);
        }
        let places = beside_each_other(input, &boxes, between)?;
        progress.report(0.95)?;
        let mut points: Vec<Point> = vec![(0.0, 0.0); count];
        for ((area, at), place) in areas.iter().zip(&drawn).zip(&places) {
            for (&v, p) in area.nodes.iter().zip(at) {
                points[v] = (f64::from(p.0) + place.0, f64::from(p.1) + place.1);
            }
        }
        finish::settle(input, &mut points);
        Ok(finished(points))
    }
}

/// A group's nodes, ascending, and its name.
struct Area {
    nodes: Vec<usize>,
    name: String,
}

/// The groups, in the order of their numbers. Those of a single node and what is in none share the
/// last area: each by itself would be a crowd of frames around nothing.
fn areas(input: &Input<'_>) -> Vec<Area> {
    let mut numbers: Vec<u32> = input.groups.iter().copied().filter(|g| *g != NO_GROUP).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let name = |group: u32| input.group_names.get(group as usize).cloned().unwrap_or_default();
    let mut areas: Vec<Area> = numbers.iter().map(|&g| Area { nodes: Vec::new(), name: name(g) }).collect();
    let mut others: Vec<usize> = Vec::new();
    for v in 0..input.boxes.len() {
        let group = input.groups.get(v).copied().unwrap_or(NO_GROUP);
        match numbers.binary_search(&group) {
            Ok(place) => areas[place].nodes.push(v),
            Err(_) => others.push(v),
        }
    }
    let single = areas.iter().filter(|a| a.nodes.len() == 1).count();
    if single + others.len() > 1 {
        areas.retain(|area| {
            if area.nodes.len() == 1 {
                others.extend(&area.nodes);
            }
            area.nodes.len() > 1
        });
    }
    if !others.is_empty() {
        others.sort_unstable();
        let named = areas.iter().any(|a| !a.name.is_empty());
        areas.push(Area { nodes: others, name: if named { "Others".to_owned() } else { String::new() } });
    }
    areas
}

fn name_width(name: &str) -> f32 {
    (name.chars().count() as f32 * LETTER).min(WIDEST_NAME)
}

/// Where the middle of each area goes: like the nodes of a network whose edges are what runs between
/// them, drawn as close together as fits the page best.
fn beside_each_other(
    input: &Input<'_>,
    boxes: &[NodeBox],
    mut between: Vec<(u32, u32)>,
) -> Result<Vec<Point>, Cancelled> {
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
    let whole = Input { weights: &weights, aspect: input.aspect, seed: input.seed, ..Input::new(boxes, &edges) };
    let loose: Vec<Point> =
        Organic.place(&whole, &Progress::new())?.iter().map(|p| (f64::from(p.0), f64::from(p.1))).collect();
    if boxes.len() > 400 {
        return Ok(loose);
    }
    let aspect = input.sane_aspect();
    let fixed = vec![false; boxes.len()];
    let mut best: Option<(f64, Vec<Point>)> = None;
    for by in CLOSER {
        let mut points: Vec<Point> = loose.iter().map(|p| (p.0 * by, p.1 * by)).collect();
        overlap::remove(&mut points, boxes, &fixed, GAP);
        let [left, top, right, bottom] = rect::around(boxes.iter().zip(&points).map(|(b, p)| b.edges(*p)));
        // The height of the page that it needs.
        let page = (bottom - top).max((right - left) / aspect);
        if best.as_ref().is_none_or(|b| page < b.0) {
            best = Some((page, points));
        }
    }
    // Where that leaves much of the page empty they are packed, whoever is beside whom.
    let sizes: Vec<(f64, f64)> = boxes.iter().map(|b| (f64::from(b.width()), f64::from(b.height()))).collect();
    let corners = pack(&sizes, aspect, GAP);
    let packed: Vec<Point> = boxes
        .iter()
        .zip(corners)
        .map(|(b, corner)| (corner.0 + f64::from(b.left), corner.1 + f64::from(b.up)))
        .collect();
    let [left, top, right, bottom] = rect::around(boxes.iter().zip(&packed).map(|(b, p)| b.edges(*p)));
    let page = (bottom - top).max((right - left) / aspect);
    Ok(match best {
        Some((least, points)) if least * PACKED <= page => points,
        _ => packed,
    })
}

/// A rectangle with round corners, as a closed line.
fn rounded([left, top, right, bottom]: [f32; 4]) -> Vec<(f32, f32)> {
    let corner = CORNER.min((right - left) / 2.0).min((bottom - top) / 2.0);
    let mut out = Vec::with_capacity(29);
    for (x, y, quarter) in [
        (right - corner, top + corner, 3.0f32),
        (right - corner, bottom - corner, 0.0),
        (left + corner, bottom - corner, 1.0),
        (left + corner, top + corner, 2.0),
    ] {
        for step in 0..=6 {
            let (sin, cos) = ((quarter + step as f32 / 6.0) * std::f32::consts::FRAC_PI_2).sine_cosine();
            out.push((x + corner * cos, y + corner * sin));
        }
    }
    out.push(out[0]);
    out
}

/// The box around a drawing, with its margin and the room of its name.
fn around(boxes: &[NodeBox], at: &[(f32, f32)], name: &str) -> NodeBox {
    let [left, top, right, bottom] =
        rect::around(boxes.iter().zip(at).map(|(b, p)| b.edges((f64::from(p.0), f64::from(p.1))))).map(|v| v as f32);
    let (middle, half) = (f32::midpoint(left, right), (right - left).max(name_width(name)) / 2.0 + MARGIN);
    let name = if name.is_empty() { 0.0 } else { NAME };
    NodeBox { left: half - middle, right: half + middle, up: MARGIN + name - top, down: MARGIN + bottom }
}

/// A drawing with the middle of its boxes at the origin.
fn centred(boxes: &[NodeBox], mut at: Vec<(f32, f32)>) -> Vec<(f32, f32)> {
    let [left, top, right, bottom] =
        rect::around(boxes.iter().zip(&at).map(|(b, p)| b.edges((f64::from(p.0), f64::from(p.1)))));
    let middle = (f64::midpoint(left, right) as f32, f64::midpoint(top, bottom) as f32);
    at.iter_mut().for_each(|p| *p = (p.0 - middle.0, p.1 - middle.1));
    at
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
