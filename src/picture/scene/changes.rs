//! A scene made to tell what changed: what came stands out, what went is pale and struck through,
//! what changed is marked, and all else steps back. Each has a sign besides its colour, so that a
//! grey print tells as much.

use std::collections::HashMap;
use std::f64::consts::{FRAC_PI_2, PI};

use kurbo::{BezPath, ParamCurve as _, Point, Vec2};

use super::detail::Detail;
use super::icons;
use super::item::{BackItem, LegendEntry, LineLook, NodeLook, Outline, Scene};
use crate::dossier::compare::{ChangeMark, Union};
use crate::picture::curves;
use crate::picture::theme::{Colour, Theme};

/// How much of what did not change is left.
const QUIET: f32 = 0.38;
/// How far rings stand from the shapes they are around.
const APART: f64 = 3.4;
/// Half the size of a sign on a line.
const SIGN: f64 = 3.4;

/// Marks what changed in a scene of [`Both`].
pub(crate) fn mark_changes(scene: &mut Scene, both: &Union, theme: &Theme) {
    let mut looks: HashMap<(u16, Option<ChangeMark>), u16> = HashMap::new();
    let plain = std::mem::take(&mut scene.node_looks);
    for node in &mut scene.nodes {
        let mark = both.entities.get(&node.entity).copied();
        node.look = *looks
            .entry((node.look, mark))
            .or_insert_with(|| numbered(&mut scene.node_looks, node_look(&plain[usize::from(node.look)], mark, theme)));
    }
    let mut looks: HashMap<(u16, Option<ChangeMark>), u16> = HashMap::new();
    let plain = std::mem::take(&mut scene.line_looks);
    for line in &mut scene.lines {
        let mark = both.relations.get(&line.relation).copied();
        line.width *= if mark == Some(ChangeMark::Added) { 1.9 } else { 1.0 };
        line.look = *looks
            .entry((line.look, mark))
            .or_insert_with(|| numbered(&mut scene.line_looks, line_look(&plain[usize::from(line.look)], mark, theme)));
    }
    let mut over = Vec::new();
    let fine = Detail::new(scene);
    for (number, line) in scene.lines.iter().enumerate() {
        if let Some(mark) = both.relations.get(&line.relation) {
            over.extend(sign(*mark, middle(&fine.curve(number).0), theme));
        }
    }
    for (number, node) in scene.nodes.iter().enumerate() {
        if let Some(mark) = both.entities.get(&node.entity) {
            let bounds = fine.node_bounds(number);
            over.extend(around(*mark, bounds.center(), bounds.width().max(bounds.height()) / 2.0, theme));
        }
    }
    scene.over = over;
    let occurs = |mark: ChangeMark| both.entities.values().chain(both.relations.values()).any(|m| *m == mark);
    scene.legend.extend(
        ChangeMark::ALL
            .into_iter()
            .filter(|m| occurs(*m))
            .map(|mark| LegendEntry::Change { mark: Some(mark), word: mark.word() }),
    );
    scene.legend.push(LegendEntry::Change { mark: None, word: "unchanged" });
}

/// Adds a look and yields its number. Where there are more kinds than numbers, the rest share the last.
fn numbered<T>(looks: &mut Vec<T>, look: T) -> u16 {
    if looks.len() <= usize::from(u16::MAX) {
        looks.push(look);
    }
    (looks.len() - 1) as u16
}

/// The colour of what became of something.
pub(crate) fn colour_of(mark: Option<ChangeMark>, theme: &Theme) -> Colour {
    match mark {
        Some(ChangeMark::Added) => theme.accent,
        Some(ChangeMark::Changed) => theme.ink,
        Some(ChangeMark::Removed) => theme.line,
        None => quiet(theme.line, theme),
    }
}

fn quiet(colour: Colour, theme: &Theme) -> Colour {
    theme.canvas.mix(colour, QUIET)
}

fn node_look(plain: &NodeLook, mark: Option<ChangeMark>, theme: &Theme) -> NodeLook {
    let thin = |colour: Colour| Some(Outline { colour, width: 1.2, per_radius: 0.0 });
    let look = match mark {
        Some(ChangeMark::Added | ChangeMark::Changed) => NodeLook { ink: theme.ink, ..plain.clone() },
        Some(ChangeMark::Removed) => NodeLook {
            fill: None,
            stroke: thin(theme.line),
            dashed: false,
            ink: theme.ink_third,
            strong: plain.strong,
            ..plain.clone()
        },
        None => NodeLook {
            fill: plain.fill.map(|c| quiet(c, theme)),
            stroke: plain.stroke.map(|s| Outline { colour: quiet(s.colour, theme), ..s }),
            ink: theme.ink_third,
            ..plain.clone()
        },
    };
    // On other paint other icons stand out.
    let icon = look.icon.map(|(icon, _)| (icon, icons::colour(look.fill, look.stroke.map(|s| s.colour), theme)));
    NodeLook { icon, ..look }
}

fn line_look(plain: &LineLook, mark: Option<ChangeMark>, theme: &Theme) -> LineLook {
    LineLook { colour: colour_of(mark, theme), is_neutral: false, ..plain.clone() }
}

/// The point halfway along a curve.
fn middle(path: &BezPath) -> Point {
    let lengths: Vec<f64> = path.segments().map(curves::length).collect();
    let mut left = lengths.iter().sum::<f64>() / 2.0;
    for (segment, length) in path.segments().zip(lengths) {
        if left <= length {
            return segment.eval(if length > 0.0 { left / length } else { 0.5 });
        }
        left -= length;
    }
    path.segments().last().map_or(Point::ZERO, |s| s.end())
}

/// The sign of a mark on a line: plus, cross or wave on a clear ground.
pub(crate) fn sign(mark: ChangeMark, at: Point, theme: &Theme) -> Vec<BackItem> {
    let ground = curves::circle(at, (SIGN + 1.6) / 2.0);
    let ground = BackItem { path: ground, width: SIGN + 1.6, colour: theme.canvas };
    let mut path = BezPath::new();
    let mut stroke = |from: Vec2, to: Vec2| {
        path.move_to(at + from * SIGN);
        path.line_to(at + to * SIGN);
    };
    match mark {
        ChangeMark::Added => {
            stroke(Vec2::new(-1.0, 0.0), Vec2::new(1.0, 0.0));
            stroke(Vec2::new(0.0, -1.0), Vec2::new(0.0, 1.0));
        }
        ChangeMark::Removed => {
            stroke(Vec2::new(-0.8, -0.8), Vec2::new(0.8, 0.8));
            stroke(Vec2::new(-0.8, 0.8), Vec2::new(0.8, -0.8));
        }
        ChangeMark::Changed => {
            path.move_to(at + Vec2::new(-1.1, 0.35) * SIGN);
            let [a, b, end] = [(-0.4, -1.5), (0.4, 1.5), (1.1, -0.35)].map(|(x, y)| at + Vec2::new(x, y) * SIGN);
            path.curve_to(a, b, end);
        }
    }
    let width = if mark == ChangeMark::Removed { 1.3 } else { 1.8 };
    vec![ground, BackItem { path, width, colour: colour_of(Some(mark), theme) }]
}

/// What stands around a node of a reach: a ring, a cross, or two halves of a ring.
pub(crate) fn around(mark: ChangeMark, centre: Point, reach: f64, theme: &Theme) -> Vec<BackItem> {
    let (radius, colour) = (reach + APART, colour_of(Some(mark), theme));
    let item = |path: BezPath, width: f64| BackItem { path, width, colour };
    match mark {
        ChangeMark::Added => vec![item(curves::circle(centre, radius), 2.2)],
        ChangeMark::Removed => {
            let mut path = BezPath::new();
            let corner = Vec2::new(1.0, 1.0) * (reach * 0.85);
            path.move_to(centre - corner);
            path.line_to(centre + corner);
            path.move_to(centre + Vec2::new(-corner.x, corner.y));
            path.line_to(centre + Vec2::new(corner.x, -corner.y));
            vec![item(path, 1.3)]
        }
        ChangeMark::Changed => {
            let half = |start: f64| curves::arc(centre, radius, start, PI * 0.62);
            let start = FRAC_PI_2 + PI * 0.19;
            vec![item(half(start), 1.4), item(half(start + PI), 1.4)]
        }
    }
}
