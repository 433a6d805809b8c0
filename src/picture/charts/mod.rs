//! Timelines of entities and matrices: from what is shown of a dossier to a scene made of rows. A file each; what they have in
//! common, and what rows are ordered by, is here. How a scene is drawn is not known here, nor who looks at it.

mod lanes;
mod matrix;

use std::collections::HashMap;
use std::sync::Arc;

use kurbo::{Point, Rect};

use crate::dossier::model::{Date, Dossier, EdgeIndex, Entity, NodeIndex};
use crate::explore::query::between::TwoDates;
use crate::explore::query::presence::Presences;
use crate::layout::rows::{Ordered, RowFacts};
use crate::layout::{Form, RowOrder};
use crate::measure::communities;
use crate::picture::encoding::Encoded;
use crate::picture::lettering::Fonts;
use crate::picture::network::DrawnNetwork;
use crate::picture::scene::bodies::{Body, in_rows};
use crate::picture::scene::chart::{Chart, Refusal, Rule, Tile, TileLook};
use crate::picture::scene::{LegendEntry, Parts, Runs, Scene, build};
use crate::picture::theme::Theme;
use crate::wording::{counted, in_figures};

/// Radius of nodes in front of rows.
const RADIUS: f64 = 4.6;
/// From the middle of a node to the first column.
const NODE_GAP: f64 = 19.0;
/// Space around everything.
const MARGIN: f64 = 6.0;

/// What a chart is made of.
pub(crate) struct ChartParts<'a> {
    pub(crate) dossier: &'a Dossier,
    /// What is shown.
    pub(crate) bodies: Vec<Body>,
    pub(crate) relations: &'a [EdgeIndex],
    pub(crate) presences: &'a Presences,
    pub(crate) encoded: &'a Encoded,
    pub(crate) theme: &'a Theme,
    pub(crate) form: Form,
    pub(crate) order: RowOrder,
    /// Wanted width divided by height.
    pub(crate) aspect: f32,
    /// As-of date, and the one before it that it is seen from.
    pub(crate) dates: [Option<&'a Date>; 2],
    /// Two dates, where they are compared.
    pub(crate) compared: Option<&'a TwoDates>,
    /// What is dimmed and folded.
    pub(crate) drawn: &'a DrawnNetwork,
    /// Where letters may come from that no bundled font has.
    pub(crate) fonts: Fonts,
}

/// A relation that is shown between two rows.
#[derive(Clone, Copy)]
struct Tie {
    relation: EdgeIndex,
    from: u32,
    to: u32,
}

/// The scene of what is shown, as a timeline or a matrix.
pub(crate) fn compose(mut parts: ChartParts<'_>) -> Scene {
    let (most, shown) = (parts.form.most_rows(), parts.bodies.len());
    if shown > most {
        return refusal(parts.form, shown, most, parts.theme);
    }
    in_rows(parts.dossier, &mut parts.bodies, RADIUS, parts.fonts);
    let rows: HashMap<NodeIndex, u32> = parts.bodies.iter().enumerate().map(|(n, b)| (b.entity, n as u32)).collect();
    let tie = |&relation: &EdgeIndex| {
        let (from, to) = parts.dossier.ends(relation)?;
        Some(Tie { relation, from: *rows.get(&from)?, to: *rows.get(&to)? })
    };
    let mut ties: Vec<Tie> = parts.relations.iter().filter_map(tie).collect();
    let ordered = order(&parts, &ties);
    let mut place = vec![0u32; shown];
    ordered.rows.iter().enumerate().for_each(|(new, old)| place[*old as usize] = new as u32);
    parts.bodies = ordered.rows.iter().map(|old| parts.bodies[*old as usize].clone()).collect();
    for tie in &mut ties {
        (tie.from, tie.to) = (place[tie.from as usize], place[tie.to as usize]);
    }
    match parts.form {
        // A network has no rows, and more of them than none are refused above.
        Form::Network => Scene::default(),
        Form::Timeline => lanes::compose(&parts, &ties),
        Form::Matrix => matrix::compose(&parts, &ties, &ordered.breaks),
    }
}

/// What is said of more rows than there can be, in place of a picture.
fn refusal(form: Form, shown: usize, most: usize, theme: &Theme) -> Scene {
    let what = match form {
        Form::Network => "a network",
        Form::Timeline => "a timeline",
        Form::Matrix => "a matrix",
    };
    let refused = Refusal {
        message: format!(
            "{what} shows at most {}, and there are {}",
            counted(most, "entity", "entities"),
            in_figures(shown)
        ),
        help: "filter, focus on an entity, or hide kinds",
    };
    let chart = Chart { form, refused: Some(refused), ..Chart::default() };
    let mut scene = Scene::default();
    (scene.chart, scene.ground) = (Some(Arc::new(chart)), Some(theme.canvas));
    scene
}

/// What a position says, for the words under a figure.
pub(crate) fn meaning(form: Form, order: RowOrder) -> String {
    let says = order.says();
    match form {
        Form::Network => String::new(),
        Form::Timeline => format!("time runs from left to right, busy years are wider; lanes {says}"),
        Form::Matrix => format!("a cell holds the relations of its row and its column; both {says}"),
    }
}

fn entity<'a>(parts: &ChartParts<'a>, body: &Body) -> Option<&'a Entity> {
    parts.dossier.entity(body.entity)
}

fn order(parts: &ChartParts<'_>, ties: &[Tie]) -> Ordered {
    let of = |read: &dyn Fn(&Entity) -> String| -> Vec<String> {
        parts.bodies.iter().map(|body| entity(parts, body).map(read).unwrap_or_default()).collect()
    };
    let kinds = &parts.dossier.vocabulary.entity_kinds;
    let kind = |body: &Body| entity(parts, body).and_then(|e| kinds.number(&e.kind)).unwrap_or(usize::MAX);
    let edges: Vec<(u32, u32)> = ties.iter().map(|tie| (tie.from, tie.to)).collect();
    let facts = RowFacts {
        names: of(&|entity| entity.label().to_lowercase()),
        kinds: parts.bodies.iter().map(kind).collect(),
        begins: parts.bodies.iter().map(|body| lanes::begins(entity(parts, body)?)).collect(),
        communities: match parts.order {
            RowOrder::Community => communities(parts.bodies.len(), &edges, &[]),
            RowOrder::Beginning | RowOrder::Kind | RowOrder::Degree | RowOrder::Name | RowOrder::Bandwidth => {
                Vec::new()
            }
        },
        edges,
    };
    let mut ordered = facts.order(parts.order);
    if parts.form == Form::Timeline {
        // What has no date stands in a block of its own, in the same order.
        let (dated, undated): (Vec<u32>, Vec<u32>) =
            ordered.rows.into_iter().partition(|row| facts.begins[*row as usize].is_some());
        ordered = Ordered { rows: dated.into_iter().chain(undated).collect(), breaks: Vec::new() };
    }
    ordered
}

/// The scene with nodes at these heights and relations where they run; tiles and the rest of the chart come on top.
fn scene_of(parts: &ChartParts<'_>, heights: &[f64], drawn: &[(EdgeIndex, Runs)]) -> Scene {
    let positions: Vec<(f32, f32)> = heights.iter().map(|y| (-NODE_GAP as f32, *y as f32)).collect();
    let (relations, runs): (Vec<EdgeIndex>, Vec<Runs>) = drawn.iter().copied().unzip();
    build(&Parts {
        dossier: parts.dossier,
        bodies: &parts.bodies,
        positions: &positions,
        relations: &relations,
        presences: parts.presences,
        theme: parts.theme,
        tapered: false,
        encoded: parts.encoded,
        compared: parts.compared,
        runs: Some(&runs),
        drawn: parts.drawn,
    })
}

/// Tiles on their way into a chart: row by row, each look once.
#[derive(Default)]
struct Tiles {
    tiles: Vec<Tile>,
    looks: Vec<TileLook>,
    starts: Vec<u32>,
}

impl Tiles {
    fn begin_row(&mut self) {
        self.starts.push(self.tiles.len() as u32);
    }

    fn push(&mut self, tile: Tile, look: TileLook) {
        let known = self.looks.iter().position(|other| *other == look);
        let number = known.unwrap_or_else(|| {
            self.looks.push(look);
            self.looks.len() - 1
        });
        self.tiles.push(Tile { look: number.min(usize::from(u16::MAX)) as u16, ..tile });
    }

    fn put_into(mut self, chart: &mut Chart) {
        self.begin_row();
        (chart.tiles, chart.tile_looks, chart.row_starts) = (self.tiles, self.looks, self.starts);
    }
}

/// A rule from one place to another.
fn rule(from: (f64, f64), to: (f64, f64), colour: crate::picture::theme::Colour, width: f64) -> Rule {
    Rule { from: from.into(), to: to.into(), colour, width }
}

/// The width of the longest name.
fn names_width(parts: &ChartParts<'_>) -> f64 {
    parts.bodies.iter().map(|body| f64::from(body.name.0)).fold(0.0, f64::max)
}

/// Puts a finished chart into its scene: with the box around it, names on the left and so much on top.
fn finish(mut scene: Scene, parts: &ChartParts<'_>, chart: Chart, over: f64, legend: Vec<LegendEntry>) -> Scene {
    let left = -NODE_GAP - RADIUS * 2.0 - names_width(parts);
    let around = Rect::new(left, chart.area.y0 - over, chart.area.x1, chart.area.y1);
    scene.bounds = around.union_pt(Point::new(0.0, 0.0)).inflate(MARGIN, MARGIN);
    let rows = match parts.form {
        Form::Network | Form::Timeline => "Lanes",
        Form::Matrix => "Rows and columns",
    };
    let order = LegendEntry::Heading { word: format!("{rows} {}", parts.order.says()) };
    scene.legend.extend(std::iter::once(order).chain(legend));
    scene.chart = Some(Arc::new(chart));
    scene
}

#[cfg(test)]
mod tests;
