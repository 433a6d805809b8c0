//! A matrix: a row and a column for each entity, alike. A cell says how well the relations of the two are supported at best
//! (size and shape), how many they are (a number, and stronger), and whether they are only possible (hatched).

use std::collections::BTreeMap;

use kurbo::{Point, Rect};

use super::{ChartParts, Tie, Tiles, entity, finish, names_width, rule, scene_of};
use crate::explore::query::between::Between;
use crate::explore::query::presence::Presence;
use crate::layout::Form;
use crate::picture::scene::chart::{Chart, Heading, Tile, TileLook, TileOf, TilePaint, TileShape};
use crate::picture::scene::{Dash, LegendEntry, LineLook, Runs, Scene};
use crate::picture::theme::Colour;

/// Side of a cell, in scene units.
const CELL: f64 = 14.0;
/// Space between a column and its name.
const GAP: f64 = 7.0;
/// From how many relations on a cell is stronger, with how much of the ink.
const TONES: [(usize, f32); 3] = [(4, 1.0), (2, 0.8), (1, 0.6)];

/// Side of the cell of what came or went, as a share.
const CHANGED: f64 = 0.8;

/// How the best ground on which a relation stands is drawn: its shape, and its side as a share of the cell.
fn ground(dash: Dash) -> (TileShape, f64) {
    match dash {
        Dash::Solid => (TileShape::Bar, 0.88),
        Dash::Dashed => (TileShape::Bar, 0.66),
        Dash::Dotted => (TileShape::Bar, 0.42),
        Dash::DashDot => (TileShape::Dot, 0.48),
    }
}

fn paint(presence: Presence) -> TilePaint {
    match presence {
        Presence::Certain => TilePaint::Full,
        Presence::Possible => TilePaint::Hatched,
        Presence::Planned | Presence::Absent => TilePaint::Hollow,
    }
}

/// The matrix of rows in their order; ties are between rows, and groups of rows begin at `breaks`.
pub(super) fn compose(parts: &ChartParts<'_>, ties: &[Tie], breaks: &[u32]) -> Scene {
    let count = parts.bodies.len();
    let middle = |row: u32| (f64::from(row) + 0.5) * CELL;
    let heights: Vec<f64> = (0..count as u32).map(middle).collect();
    // A relation is in the middle of its cell, and picked there.
    let run = |tie: &Tie| {
        let at = (middle(tie.to) as f32, middle(tie.from) as f32);
        (tie.relation, Runs { ends: [at, at], bend: 0.0 })
    };
    let scene = scene_of(parts, &heights, &ties.iter().map(run).collect::<Vec<_>>());
    let side = count as f64 * CELL;
    let mut chart = Chart { form: Form::Matrix, area: Rect::new(0.0, 0.0, side, side), row: CELL, ..Chart::default() };
    rules(parts, &mut chart, count, breaks);
    chart.headings = parts
        .bodies
        .iter()
        .enumerate()
        .map(|(row, body)| Heading {
            x: middle(row as u32),
            words: entity(parts, body).map(|e| e.label().to_owned()).unwrap_or_default(),
            node: Some(row as u32),
        })
        .collect();
    let mut cells: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
    for (number, line) in scene.lines.iter().enumerate() {
        let (a, b) = line.ends;
        cells.entry((a.min(b), a.max(b))).or_default().push(number as u32);
    }
    // Rows and columns alike: each cell is on both sides of the diagonal.
    let mut placed: Vec<((u32, u32), Tile, TileLook)> = Vec::with_capacity(cells.len() * 2);
    for (number, ((a, b), lines)) in cells.into_iter().enumerate() {
        let (tile, look) = cell(&scene, parts, &lines, number as u32);
        for (row, column) in if a == b { vec![(a, b)] } else { vec![(a, b), (b, a)] } {
            let at = tile.area + Point::new(f64::from(column) * CELL, f64::from(row) * CELL).to_vec2();
            placed.push(((row, column), Tile { area: at, ..tile }, look));
        }
        chart.cells.push(lines);
    }
    placed.sort_by_key(|(at, ..)| *at);
    let mut tiles = Tiles::default();
    let mut placed = placed.into_iter().peekable();
    for row in 0..count as u32 {
        tiles.begin_row();
        while let Some((_, tile, look)) = placed.next_if(|((of, _), ..)| *of == row) {
            tiles.push(tile, look);
        }
    }
    let legend = legend(&scene, parts);
    tiles.put_into(&mut chart);
    let mut scene = finish(scene, parts, chart, names_width(parts) + GAP, legend);
    // Cells say what lines would.
    scene.legend.retain(|entry| !matches!(entry, LegendEntry::Line { .. } | LegendEntry::Possible { .. }));
    scene
}

/// The cell of some lines, in the row and column at the origin.
fn cell(scene: &Scene, parts: &ChartParts<'_>, lines: &[u32], number: u32) -> (Tile, TileLook) {
    let looks = || lines.iter().map(|line| scene.line_look(*line as usize));
    let best = looks().map(|look| look.dash).min().unwrap_or(Dash::Solid);
    let presence = looks().map(|look| look.presence).max().unwrap_or(Presence::Certain);
    // While dates are compared, cells say what changed, and not on what grounds it stands.
    let changed = looks().find_map(|look| Some((change_sign(look.change?)?, look.colour)));
    let (shape, share) = match (changed, parts.compared) {
        (Some(((shape, _), _)), _) => (shape, CHANGED),
        (None, Some(_)) => ground(Dash::Solid),
        (None, None) => ground(best),
    };
    let half = share * CELL / 2.0;
    let numbered = lines.len() > 1;
    let mut area = Rect::new(CELL / 2.0 - half, CELL / 2.0 - half, CELL / 2.0 + half, CELL / 2.0 + half);
    let count = if numbered { lines.len() as u32 } else { 0 };
    let tile = Tile { area, shape, of: TileOf::Cell(number), look: 0, count };
    if numbered && !tile.number_place().1 {
        // A small one makes room for its number.
        area = area + Point::new(-2.2, -2.2).to_vec2();
    }
    let absent = if presence == Presence::Absent { 0.5 } else { 1.0 };
    let look = match changed {
        Some(((_, paint), colour)) => TileLook { paint, colour, ink: parts.theme.canvas },
        None => TileLook { paint: paint(presence), colour: tone(parts, lines.len(), absent), ink: parts.theme.canvas },
    };
    (Tile { area, ..tile }, look)
}

/// The cell of what came or went; `None` where it is as it was, or nobody knows. Each differs from the others without colour.
fn change_sign(change: Between) -> Option<(TileShape, TilePaint)> {
    match change {
        Between::Came => Some((TileShape::Bar, TilePaint::Full)),
        Between::MayHaveCome => Some((TileShape::Bar, TilePaint::Hatched)),
        Between::Went => Some((TileShape::Bar, TilePaint::Hollow)),
        Between::MayHaveGone => Some((TileShape::Dot, TilePaint::Hollow)),
        Between::Planned | Between::Stays | Between::Unclear | Between::Undated => None,
    }
}

fn tone(parts: &ChartParts<'_>, relations: usize, share: f32) -> Colour {
    let tone = TONES.iter().find(|(least, _)| relations >= *least).map_or(1.0, |(_, tone)| *tone);
    parts.theme.canvas.mix(parts.theme.ink, tone * share)
}

/// Lines between rows and columns, stronger between groups.
fn rules(parts: &ChartParts<'_>, chart: &mut Chart, count: usize, breaks: &[u32]) {
    let side = chart.area.x1;
    let faint = parts.theme.canvas.mix(parts.theme.hairline, 0.7);
    for number in 0..=count {
        let at = number as f64 * CELL;
        let is_edge = number == 0 || number == count || breaks.contains(&(number as u32));
        let (colour, width) = if is_edge { (parts.theme.ink_third, 0.9) } else { (faint, 0.5) };
        chart.rules.push(rule((0.0, at), (side, at), colour, width));
        chart.rules.push(rule((at, 0.0), (at, side), colour, width));
    }
}

/// What the cells that occur say.
fn legend(scene: &Scene, parts: &ChartParts<'_>) -> Vec<LegendEntry> {
    let occurs = |is: &dyn Fn(&LineLook) -> bool| (0..scene.lines.len()).any(|line| is(scene.line_look(line)));
    let entry = |shape: TileShape, paint: TilePaint, share: f64, word: &'static str| LegendEntry::Tile {
        shape,
        paint,
        colour: tone(parts, 2, 1.0),
        share,
        word,
    };
    let grounds = [
        (Dash::Solid, "best basis: stated in a source"),
        (Dash::Dashed, "best basis: reported by someone"),
        (Dash::Dotted, "best basis: our inference"),
        (Dash::DashDot, "best basis: someone’s judgement"),
    ];
    let mut out = Vec::new();
    for (dash, word) in grounds {
        if parts.compared.is_none() && occurs(&|look| look.dash == dash) {
            let (shape, share) = ground(dash);
            out.push(entry(shape, TilePaint::Full, share, word));
        }
    }
    let presences = [(TilePaint::Hatched, "possibly present"), (TilePaint::Hollow, "planned or not present")];
    for (how, word) in presences {
        if parts.compared.is_none() && occurs(&|look| paint(look.presence) == how) {
            out.push(entry(TileShape::Bar, how, ground(Dash::Solid).1, word));
        }
    }
    for (change, _, word) in Between::ALL {
        let look = (0..scene.lines.len()).map(|line| scene.line_look(line)).find(|look| look.change == Some(*change));
        if let Some((look, (shape, paint))) = look.zip(change_sign(*change)) {
            out.push(LegendEntry::Tile { shape, paint, colour: look.colour, share: CHANGED, word });
        }
    }
    if !out.is_empty() {
        out.push(LegendEntry::Tile {
            shape: TileShape::Bar,
            paint: TilePaint::Full,
            colour: tone(parts, 4, 1.0),
            share: ground(Dash::Solid).1,
            word: "darker, with a number: several relations",
        });
    }
    out
}
