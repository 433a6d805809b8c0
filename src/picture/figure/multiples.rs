//! Several pictures of the same network on one page, one a date: the same places in each, a title and what came and went over it, one
//! legend and one list of sources for all. How one picture is drawn is told in `paint`, what stands around it in `place`.

use std::collections::BTreeSet;
use std::sync::Arc;

use kurbo::{Affine, Point, Rect};

use super::compose::{DrawStyle, network_items};
use super::legend::Sign;
use super::legibility::Legibility;
use super::levels::ManyLines;
use super::line_labels::LineLabels;
use super::page::{ByHand, PageFrame, PageSize, PageText, PlacedNetwork, PlacedText};
use super::paint::{Group, Item, Movables, Painting, Part, group, plain_text, sign};
use super::place::{Surround, caption, fit, surround, usual_room};
use crate::dossier::model::{Date, Dossier, Note, RelationLabels};
use crate::explore::query::between::{Between, TwoDates};
use crate::explore::query::filter::Shown;
use crate::explore::query::lifetimes::Lifetimes;
use crate::explore::query::presence::{Presence, Presences};
use crate::layout::Form;
use crate::math::Portable as _;
use crate::picture::curves;
use crate::picture::scene::naming::Arrangements;
use crate::picture::scene::{LegendEntry, Scene};
use crate::picture::stages::Stages;
use crate::picture::theme::Theme;
use crate::picture::views::ViewSettings;
use crate::progress::{Cancelled, Progress};
use crate::wording::{capital, counted, listed};

/// Space between two pictures, and inside the frame of one.
const GAP: f64 = 12.0;
const INSIDE: f64 = 5.0;
/// Height that is kept for the title of a picture and what is said under it.
const HEAD: f64 = 30.0;
/// The shape that a picture should have, width by height.
const SHAPE: f64 = 1.3;

/// One picture.
pub(crate) struct Panel {
    /// The date as it is written, and in words.
    date: String,
    title: String,
    /// What came and went since the date before; of the first, what is there.
    says: String,
    pub(crate) scene: Arc<Scene>,
}

/// A page of several pictures.
pub(crate) struct Sheet<'a> {
    pub(crate) size: PageSize,
    pub(crate) frame: PageFrame,
    pub(crate) dpi: f64,
    pub(crate) text: &'a PageText,
    pub(crate) theme: &'a Theme,
    pub(crate) lines: ManyLines,
    /// Where nobody asks for labels there are none: pictures side by side are small.
    pub(crate) labels: RelationLabels,
    pub(crate) panels: &'a [Panel],
    /// Notes of the view: each stands on the pictures of the dates at which its entity is there, one about nothing on all.
    pub(crate) notes: &'a [Note],
    /// What is known of where names and lines go.
    pub(crate) known: &'a Arrangements,
}

/// Where the network of one picture stands on the page, and how large.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlacedPanel {
    /// From scene to page coordinates.
    pub(crate) network: Affine,
    pub(crate) scale: f64,
    /// The picture's frame.
    pub(crate) frame: Rect,
}

impl PlacedPanel {
    /// The same on a page that is so many times as large.
    pub(crate) fn scaled(self, by: f64) -> PlacedPanel {
        let PlacedPanel { network, scale, frame } = self;
        let to = Affine::scale(by);
        PlacedPanel { network: to * network, scale: scale * by, frame: to.transform_rect_bbox(frame) }
    }
}

/// Settings as each of the pictures has them, but for its date: a network, composed for a room of this shape, at one date alone.
pub(crate) fn composed(settings: &ViewSettings, aspect: f32) -> ViewSettings {
    ViewSettings { compose: true, as_of: None, since: None, form: Form::Network, aspect, ..settings.clone() }
}

/// Draws what settings show at each of their dates. Everything is laid out once.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(crate) fn panels(
    stages: &mut Stages,
    (dossier, revision): (&Dossier, u64),
    settings: &ViewSettings,
    theme: &Theme,
    progress: &Progress,
) -> Result<Vec<Panel>, Cancelled> {
    let lifetimes = Lifetimes::new(dossier);
    let mut panels = Vec::new();
    let mut before: Option<&Date> = None;
    for date in &settings.dates {
        // Each panel is one moment: an earlier date beside the as-of date is not for it.
        let look = ViewSettings { as_of: Some(date.clone()), since: None, ..settings.clone() };
        stages.update(dossier, revision, &look, theme, progress)?;
        let says = match before {
            Some(before) => changes_in_words(dossier, stages.shown(), &TwoDates::of(dossier, &lifetimes, before, date)),
            None => presence_in_words(stages.shown(), &lifetimes.at(dossier, date)),
        };
        let says = capital(&says);
        panels.push(Panel {
            date: date.written().to_owned(),
            title: capital(&date.in_words()),
            says,
            scene: stages.scene(),
        });
        before = Some(date);
    }
    Ok(panels)
}

/// `3 entities and 1 relation`; what there is none of is left out.
fn numbers([entities, relations]: [usize; 2]) -> String {
    let entities = (entities > 0).then(|| counted(entities, "entity", "entities"));
    let relations = (relations > 0).then(|| counted(relations, "relation", "relations"));
    listed(&entities.into_iter().chain(relations).collect::<Vec<_>>())
}

/// What is there at the first date.
fn presence_in_words(shown: &Shown, presences: &Presences) -> String {
    let count = |presence: Presence| {
        let entities = shown.entities.iter().filter(|at| presences.entity(**at) == presence).count();
        [entities, shown.relations.iter().filter(|at| presences.relation(**at) == presence).count()]
    };
    let (certain, possible) = (count(Presence::Certain), count(Presence::Possible));
    let there = if certain == [0; 2] { "nothing certain".to_owned() } else { numbers(certain) };
    if possible == [0; 2] { there } else { format!("{there}; possibly {}", numbers(possible)) }
}

/// What came and went since the date before: `came 3 entities; went 1 relation`.
fn changes_in_words(dossier: &Dossier, shown: &Shown, two: &TwoDates) -> String {
    let told = [Between::Came, Between::Went, Between::MayHaveCome, Between::MayHaveGone];
    let mut counts = [[0; 2]; 4];
    let entities = shown.entities.iter().map(|at| (0, two.entity(dossier, *at).change));
    let relations = shown.relations.iter().map(|at| (1, two.relation(dossier, *at).change));
    for (sort, change) in entities.chain(relations) {
        if let Some(at) = told.iter().position(|one| Some(*one) == change) {
            counts[at][sort] += 1;
        }
    }
    let word = |change: Between| Between::ALL.iter().find(|(one, ..)| *one == change).map_or("", |(_, _, says)| says);
    let parts = told.into_iter().zip(counts).filter(|(_, counts)| *counts != [0; 2]);
    let parts: Vec<String> = parts.map(|(change, counts)| format!("{} {}", word(change), numbers(counts))).collect();
    if parts.is_empty() { "nothing began or ended".to_owned() } else { parts.join("; ") }
}

/// The shape of the room that the network of each picture has on a page: what its layout should aim at.
pub(crate) fn panel_aspect((size, frame): (PageSize, PageFrame), panels: usize) -> f32 {
    let area = usual_room(size, frame);
    let (columns, rows) = grid(area.width() / area.height(), panels);
    let room = room(cell(area, (columns, rows), 0));
    (room.width() / room.height().max(1.0)).clamp(0.2, 6.0) as f32
}

/// Columns and rows of so many pictures in an area of this shape, so that each has about the wanted shape and few places stay free.
fn grid(aspect: f64, panels: usize) -> (usize, usize) {
    let cost = |columns: usize| {
        let rows = panels.div_ceil(columns);
        let shape = aspect * rows as f64 / columns as f64 / SHAPE;
        shape.natural_log().abs() + 0.35 * (rows * columns - panels) as f64
    };
    let columns = (1..=panels.max(1)).min_by(|a, b| cost(*a).total_cmp(&cost(*b))).unwrap_or(1);
    (columns, panels.div_ceil(columns).max(1))
}

fn cell(area: Rect, (columns, rows): (usize, usize), number: usize) -> Rect {
    let (column, row) = ((number % columns) as f64, (number / columns) as f64);
    let width = (area.width() - GAP * (columns - 1) as f64) / columns as f64;
    let height = (area.height() - GAP * (rows - 1) as f64) / rows as f64;
    let corner = Point::new(area.x0 + column * (width + GAP), area.y0 + row * (height + GAP));
    Rect::from_origin_size(corner, (width.max(20.0), height.max(HEAD + 20.0)))
}

/// What is left of a cell for the network.
fn room(cell: Rect) -> Rect {
    Rect::new(cell.x0, cell.y0 + HEAD, cell.x1, cell.y1).inset(-INSIDE)
}

/// The legend of all pictures: what occurs in any.
fn legend(panels: &[Panel]) -> Vec<LegendEntry> {
    let longest = panels.iter().max_by_key(|panel| panel.scene.legend.len());
    let mut entries: Vec<LegendEntry> = longest.map(|panel| panel.scene.legend.clone()).unwrap_or_default();
    for entry in panels.iter().flat_map(|panel| &panel.scene.legend) {
        let is_same = |other: &LegendEntry| {
            std::mem::discriminant(other) == std::mem::discriminant(entry)
                && super::legend_word(other) == super::legend_word(entry)
        };
        if !entries.iter().any(is_same) {
            entries.push(entry.clone());
        }
    }
    entries
}

impl Painting {
    /// Works out what is drawn of several pictures, and where each of them stands. The key of numbers has only those that
    /// found room on some line of one of them.
    pub(crate) fn of_sheet(sheet: &Sheet<'_>) -> (Painting, Vec<PlacedPanel>) {
        let labels = match sheet.labels {
            RelationLabels::Auto => RelationLabels::None,
            asked => asked,
        };
        let labels = LineLabels::of(labels, sheet.panels.iter().map(|panel| &*panel.scene));
        let (mut painting, mut placed) = Painting::of_labelled_sheet(sheet, &labels);
        let mut fewer = labels.of_used(&painting.legibility.labels);
        while let Some(labels) = fewer {
            let before = painting.legibility.labels;
            (painting, placed) = Painting::of_labelled_sheet(sheet, &labels);
            fewer = labels.of_used(&painting.legibility.labels);
            painting.legibility.labels = painting.legibility.labels.with_unused(&before);
        }
        (painting, placed)
    }

    fn of_labelled_sheet(sheet: &Sheet<'_>, labels: &LineLabels) -> (Painting, Vec<PlacedPanel>) {
        let (theme, panels) = (sheet.theme, sheet.panels);
        let entries: Vec<LegendEntry> = legend(panels).into_iter().chain(labels.legend()).collect();
        let Surround { size, head, sources, legend, area, fits, left_out } =
            surround(sheet.size, sheet.frame, sheet.text, theme, &entries);
        let labels = labels.explained(!legend.words.is_empty());
        let style = DrawStyle { theme, lines: sheet.lines, dpi: sheet.dpi, labels: &labels };
        let grid = grid(area.width() / area.height().max(1.0), panels.len());
        // One scale and one middle, so that what stays stands still from picture to picture.
        let bounds = panels.iter().map(|panel| panel.scene.bounds).reduce(|a, b| a.union(b)).unwrap_or_default();
        let cells: Vec<Rect> = (0..panels.len()).map(|number| cell(area, grid, number)).collect();
        let mut items = vec![group(Part::Head, head.into_iter().map(plain_text).collect())];
        let mut placed = Vec::new();
        let mut standing: BTreeSet<usize> = BTreeSet::new();
        let mut legibility: Option<Legibility> = None;
        for (panel, cell) in panels.iter().zip(&cells) {
            let network = fit(bounds, room(*cell));
            let frame = Rect::new(cell.x0, cell.y0 + HEAD, cell.x1, cell.y1);
            placed.push(PlacedPanel { network: network.network, scale: network.scale, frame });
            let by_hand = ByHand { notes: sheet.notes, at_a_date: true, ..ByHand::default() };
            let (item, legible, movable) = panel_item(panel, (*cell, frame), network, (style, by_hand, sheet.known));
            standing.extend(movable.notes());
            items.push(item);
            legibility = Some(legibility.map_or(legible.clone(), |all: Legibility| all.and(legible)));
        }
        let legend = legend.scaled(placed.first().map_or(1.0, |panel| panel.scale));
        let words = legend.words.into_iter().map(plain_text);
        items.push(group(Part::Legend, legend.signs.into_iter().map(sign).chain(words).collect()));
        items.push(group(Part::Sources, sources.into_iter().map(plain_text).collect()));
        let painting = Painting {
            size_mm: sheet.size,
            size,
            dpi: sheet.dpi,
            ground: Some(theme.canvas),
            title: sheet.text.title.clone(),
            alternative: sheet.text.alternative.clone(),
            account: None,
            description: sheet.text.description.clone(),
            legibility: Legibility {
                fits,
                parts_left_out: left_out,
                notes_left_out: sheet.notes.len() - standing.len(),
                ..legibility.unwrap_or_default()
            },
            movable: Movables::default(),
            items,
        };
        (painting, placed)
    }
}

/// One picture with its frame, its title and what is said under it.
fn panel_item(
    panel: &Panel,
    (cell, frame): (Rect, Rect),
    network: PlacedNetwork,
    (style, by_hand, known): (DrawStyle<'_>, ByHand<'_>, &Arrangements),
) -> (Item, Legibility, Movables) {
    let theme = style.theme;
    let frame = curves::rounded(frame, 3.0);
    let frame = Sign { path: frame, fill: None, stroke: Some((theme.hairline, 0.6)), dash: Vec::new() };
    let mut items = vec![sign(frame)];
    let (drawn, legibility, movable) = network_items(&panel.scene, network, style, (by_hand, known));
    items.extend(drawn);
    let title = caption(&panel.title, true, panel.scene.fonts, (cell.width(), 1));
    let says = caption(&panel.says, false, panel.scene.fonts, (cell.width(), 2));
    let under = Point::new(cell.x0, cell.y0 + f64::from(title.height) + 1.0);
    let title = PlacedText { block: title, origin: cell.origin(), colour: theme.ink };
    items.extend([title, PlacedText { block: says, origin: under, colour: theme.ink_second }].map(plain_text));
    let alternative = Some(format!("{}: {}", panel.title, panel.says));
    let data = vec![("date", panel.date.as_str().into())];
    (Item::Group(Group { part: Part::Panel, data, alternative, items }), legibility, movable)
}
