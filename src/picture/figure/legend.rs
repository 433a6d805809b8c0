//! The legend of a page: its signs and words in even columns. Where it stands on the page is decided in `place`, what it
//! lists in the scene.

use kurbo::{Affine, BezPath, Point, Rect};

use super::fitting::Setting;
use super::page::PlacedText;
use crate::dossier::compare::ChangeMark;
use crate::picture::curves;
use crate::picture::lettering::{Fonts, TextBlock, TextStyle, Weight, shape_paragraph};
use crate::picture::scene::chart::{Piece, Tile, TileOf, TileShape};
use crate::picture::scene::{BackItem, ColourRow, Dash, LegendEntry, changes, compared, icons, taper};
use crate::picture::theme::{Colour, Theme};
use crate::wording::counted;

/// Width kept for a legend's sign.
const SIGN: f64 = 15.0;
/// Width kept for a number.
const NUMBER: f64 = 10.0;
/// Width kept for a sample of a line.
const SAMPLE: f64 = 30.0;

/// A drawn sign of the legend, or a hairline.
#[derive(Clone, Debug)]
pub(crate) struct Sign {
    /// Outline or line in page coordinates.
    pub(crate) path: BezPath,
    /// Paint inside.
    pub(crate) fill: Option<Colour>,
    /// Paint and width of the outline.
    pub(crate) stroke: Option<(Colour, f64)>,
    /// Marks and gaps; empty is solid.
    pub(crate) dash: Vec<f64>,
}

/// How a legend is set.
#[derive(Clone, Copy)]
pub(super) struct LegendLook<'a> {
    pub(super) theme: &'a Theme,
    pub(super) setting: &'a Setting,
    pub(super) fonts: Fonts,
}

impl LegendLook<'_> {
    fn style(self, weight: Weight) -> TextStyle {
        TextStyle { size: self.setting.sizes[2], weight, fonts: self.fonts }
    }
}

/// Signs and words of a legend, the hairline over it included.
pub(super) struct Legend {
    pub(super) signs: Vec<Sign>,
    pub(super) words: Vec<PlacedText>,
    pub(super) height: f64,
    /// Signs that are as large as nodes, by number, with their middles.
    sized: Vec<(usize, Point)>,
}

impl Legend {
    /// The legend with its top left corner at the origin: kinds in even columns, then areas, then lines.
    pub(super) fn new(entries: &[LegendEntry], look: LegendLook<'_>, width: f64) -> Self {
        let mut legend = Legend { signs: Vec::new(), words: Vec::new(), height: 0.0, sized: Vec::new() };
        let is_kind = |e: &&LegendEntry| matches!(e, LegendEntry::Kind { .. });
        let is_area = |e: &&LegendEntry| matches!(e, LegendEntry::Area { .. });
        let kinds: Vec<&LegendEntry> = entries.iter().filter(is_kind).collect();
        let areas: Vec<&LegendEntry> = entries.iter().filter(is_area).collect();
        let is_key = |e: &&LegendEntry| {
            matches!(
                e,
                LegendEntry::Heading { .. }
                    | LegendEntry::Swatch { .. }
                    | LegendEntry::Size { .. }
                    | LegendEntry::Tile { .. }
            )
        };
        let keys: Vec<&LegendEntry> = entries.iter().filter(is_key).collect();
        let is_number = |e: &&LegendEntry| matches!(e, LegendEntry::Number { .. });
        let numbers: Vec<&LegendEntry> = entries.iter().filter(is_number).collect();
        let is_other = |e: &&LegendEntry| !is_kind(e) && !is_area(e) && !is_key(e) && !is_number(e);
        let others: Vec<&LegendEntry> = entries.iter().filter(is_other).collect();
        legend.columns(look, &kinds, SIGN, width);
        // Each key has rows of its own, which begin with what it is about.
        for key in keys.chunk_by(|_, next| !matches!(next, LegendEntry::Heading { .. })) {
            let (heading, rest) = key.split_at(usize::from(key.len() > 1));
            let together = Columns::new(key, look, SIGN, width);
            // A heading that is much longer than what follows would leave room for one column only.
            if together.rows > heading.len() + Columns::new(rest, look, SIGN, width).rows {
                legend.columns(look, heading, SIGN, width);
                legend.columns(look, rest, SIGN, width);
            } else {
                legend.columns(look, key, SIGN, width);
            }
        }
        legend.columns(look, &areas, SIGN, width);
        legend.columns(look, &numbers, NUMBER, width);
        legend.columns(look, &others, SAMPLE, width);
        legend
    }

    /// How wide it is with each entry in a row of its own.
    pub(super) fn column(entries: &[LegendEntry], look: LegendLook<'_>) -> f64 {
        let style = look.style(Weight::Regular);
        let word = |entry| f64::from(shape_paragraph(legend_word(entry), style, f32::INFINITY, 1).width);
        let sign = entries.iter().map(least_sign).fold(SAMPLE, f64::max);
        (sign + 2.0 + entries.iter().map(word).fold(0.0, f64::max)).ceil()
    }

    /// The same, without the last colours where it would be too high: what they say is written in the drawing, too, or is
    /// the less frequent of many.
    pub(super) fn within(entries: &[LegendEntry], look: LegendLook<'_>, width: f64, height: f64) -> Self {
        let legend = Legend::new(entries, look, width);
        let is_colour = |entry: &&LegendEntry| matches!(entry, LegendEntry::Swatch(_));
        let colours = entries.iter().filter(is_colour).count();
        if legend.height <= height || colours == 0 {
            return legend;
        }
        let shortened = |kept: usize| {
            let mut seen = 0;
            let mut shorter: Vec<LegendEntry> = Vec::with_capacity(entries.len());
            for entry in entries {
                seen += usize::from(is_colour(&entry));
                if !is_colour(&entry) || seen <= kept {
                    shorter.push(entry.clone());
                } else if seen == kept + 1 {
                    let word = counted(colours - kept, "more colour", "more colours");
                    shorter.push(LegendEntry::Heading { word });
                }
            }
            Legend::new(&shorter, look, width)
        };
        let fits = (1..colours).rev().map(shortened).find(|legend| legend.height <= height);
        fits.unwrap_or_else(|| shortened(0))
    }

    fn columns(&mut self, look: LegendLook<'_>, entries: &[&LegendEntry], sign: f64, width: f64) {
        let theme = look.theme;
        if entries.is_empty() {
            return;
        }
        let Columns { blocks, sign, row_height, rows, columns, step } = Columns::new(entries, look, sign, width);
        for (number, (entry, block)) in entries.iter().zip(blocks).enumerate() {
            let (row, column) = (number / columns, number % columns);
            let middle = Point::new(column as f64 * step, self.height + (row as f64 + 0.5) * row_height);
            if matches!(entry, LegendEntry::Size { .. }) {
                self.sized.push((self.signs.len(), Point::new(middle.x + sign / 2.0, middle.y)));
            }
            self.signs.extend(signs(theme, entry, middle, sign));
            if let LegendEntry::Number { number, .. } = entry {
                let style = look.style(Weight::SemiBold);
                let block = shape_paragraph(number, style, sign as f32, 1);
                let right = middle.x + sign - 1.0 - f64::from(block.width);
                let origin = Point::new(right, middle.y - f64::from(block.height) / 2.0);
                self.words.push(PlacedText { block, origin, colour: theme.ink_second });
            }
            let top = middle.y - f64::from(block.height) / 2.0;
            let left = if matches!(entry, LegendEntry::Heading { .. }) { 0.0 } else { sign + 2.0 };
            let origin = Point::new(middle.x + left, top);
            self.words.push(PlacedText { block, origin, colour: theme.ink });
        }
        self.height += rows as f64 * row_height + 2.0;
    }

    pub(super) fn move_to(&mut self, origin: Point) {
        for sign in &mut self.signs {
            sign.path.apply_affine(Affine::translate(origin.to_vec2()));
        }
        for text in &mut self.words {
            text.origin += origin.to_vec2();
        }
        for (_, middle) in &mut self.sized {
            *middle += origin.to_vec2();
        }
    }

    /// The same with signs of sizes as large as nodes of that size come out.
    pub(super) fn scaled(mut self, scale: f64) -> Self {
        for (number, middle) in &self.sized {
            let about =
                Affine::translate(middle.to_vec2()) * Affine::scale(scale) * Affine::translate(-middle.to_vec2());
            self.signs[*number].path.apply_affine(about);
        }
        self
    }
}

/// The room that the sign of an entry needs, which is that of a node of its size.
fn least_sign(entry: &LegendEntry) -> f64 {
    if let LegendEntry::Size { radius, .. } = entry { radius * 2.0 + 4.0 } else { 4.0 }
}

/// How entries are spread over rows and columns.
struct Columns {
    /// Their words.
    blocks: Vec<TextBlock>,
    /// Room for the sign of each.
    sign: f64,
    row_height: f64,
    rows: usize,
    columns: usize,
    /// From one column to the next.
    step: f64,
}

impl Columns {
    fn new(entries: &[&LegendEntry], look: LegendLook<'_>, sign: f64, width: f64) -> Columns {
        let widest_sign = entries.iter().map(|entry| least_sign(entry)).fold(0.0, f64::max);
        let (sign, row_height) = (sign.max(widest_sign), look.setting.row.max(widest_sign));
        let style = look.style(Weight::Regular);
        let blocks: Vec<TextBlock> = entries
            .iter()
            .map(|e| shape_paragraph(legend_word(e), style, (width - sign - 2.0).max(10.0) as f32, 1))
            .collect();
        let widest = blocks.iter().map(|b| f64::from(b.width)).fold(0.0, f64::max);
        let most = (width / (sign + widest + 12.0)).floor().max(1.0) as usize;
        let rows = entries.len().div_ceil(most);
        // As many columns as the rows need, spread over the width.
        let columns = entries.len().div_ceil(rows.max(1)).max(1);
        let step = (width / columns as f64).min(sign + widest + 24.0);
        Columns { blocks, sign, row_height, rows, columns, step }
    }
}

/// The words of an entry.
pub(crate) fn legend_word(entry: &LegendEntry) -> &str {
    match entry {
        LegendEntry::Kind { word, .. }
        | LegendEntry::Area { word, .. }
        | LegendEntry::Heading { word }
        | LegendEntry::Number { word, .. }
        | LegendEntry::Size { word, .. } => word,
        LegendEntry::Swatch(row) => &row.word,
        LegendEntry::Line { word, .. }
        | LegendEntry::Planned { word }
        | LegendEntry::Possible { word }
        | LegendEntry::Dimmed { word }
        | LegendEntry::Unknown { word }
        | LegendEntry::Tile { word, .. }
        | LegendEntry::Taper { word } => word,
        LegendEntry::Change { word, .. } | LegendEntry::Between { word, .. } => word,
    }
}

/// Where the sign of a bar or a cell stands.
fn tile_area(shape: TileShape, share: f64, middle: Point) -> Rect {
    let (width, height) = match shape {
        TileShape::Bar => (10.0 * share.max(0.5), 9.0 * share),
        TileShape::Dot => (10.0 * share, 10.0 * share),
        TileShape::ArrowLeft | TileShape::ArrowRight => (7.0, 8.0),
        TileShape::Question => (5.0, 8.0),
    };
    Rect::from_center_size(middle, (width, height))
}

fn tile_sign(piece: Piece, colour: Colour) -> Sign {
    let line = |points: Vec<Point>, closed: bool| {
        let mut path = BezPath::new();
        path.move_to(points.first().copied().unwrap_or_default());
        points.iter().skip(1).for_each(|at| path.line_to(*at));
        if closed {
            path.close_path();
        }
        path
    };
    match piece {
        Piece::Area(points) => Sign { path: line(points, true), fill: Some(colour), stroke: None, dash: Vec::new() },
        Piece::Line(points, width) => {
            Sign { path: line(points, false), fill: None, stroke: Some((colour, width)), dash: Vec::new() }
        }
    }
}

/// The signs of an entry, left aligned at `middle` in a width of `sign`.
/// In one piece: one arm a sort of sign.
pub(super) fn signs(theme: &Theme, entry: &LegendEntry, middle: Point, sign: f64) -> Vec<Sign> {
    let line = |dash: Dash, colour: Colour| {
        let mut path = BezPath::new();
        path.move_to((middle.x, middle.y));
        path.line_to((middle.x + sign - 6.0, middle.y));
        Sign { path, fill: None, stroke: Some((colour, 1.1)), dash: dash.pattern(1.1) }
    };
    match entry {
        LegendEntry::Kind { outline, fill, stroke, icon, .. } => {
            // Signs are somewhat smaller than nodes, and stand on one axis.
            let to = Affine::translate((middle.x + 7.0, middle.y)) * Affine::scale(0.72);
            let path = to * (**outline).clone();
            let shape = Sign { path, fill: *fill, stroke: stroke.map(|(c, w)| (c, w * 0.8)), dash: Vec::new() };
            let icon = icon.as_ref().map(|(path, colour)| Sign {
                path: to * path.clone(),
                fill: Some(*colour),
                stroke: None,
                dash: Vec::new(),
            });
            std::iter::once(shape).chain(icon).collect()
        }
        LegendEntry::Area { fill, edge, .. } => {
            let rect = Rect::new(middle.x + 0.6, middle.y - 4.2, middle.x + 10.4, middle.y + 4.2);
            let fill = theme.canvas.mix(Colour { a: 255, ..*fill }, f32::from(fill.a) / 255.0);
            vec![Sign {
                path: curves::rounded(rect, 3.0),
                fill: Some(fill),
                stroke: Some((*edge, 0.8)),
                dash: Vec::new(),
            }]
        }
        LegendEntry::Heading { .. } | LegendEntry::Number { .. } => Vec::new(),
        LegendEntry::Swatch(ColourRow { fill, edge, .. }) => {
            let path = curves::circle((middle.x + 5.5, middle.y), 4.6);
            vec![Sign { path, fill: Some(*fill), stroke: Some((*edge, 0.8)), dash: Vec::new() }]
        }
        LegendEntry::Size { radius, .. } => {
            let path = curves::circle((middle.x + sign / 2.0, middle.y), *radius);
            vec![Sign { path, fill: None, stroke: Some((theme.ink_second, 0.8)), dash: Vec::new() }]
        }
        LegendEntry::Line { dash, .. } => vec![line(*dash, theme.line)],
        LegendEntry::Tile { shape, paint, colour, share, .. } => {
            let area = tile_area(*shape, *share, Point::new(middle.x + 6.0, middle.y));
            let tile = Tile { area, shape: *shape, of: TileOf::End, look: 0, count: 0 };
            tile.pieces(*paint).into_iter().map(|piece| tile_sign(piece, *colour)).collect()
        }
        LegendEntry::Planned { .. } => {
            let circle = curves::circle((middle.x + 5.5, middle.y), 4.6);
            let node = Sign { path: circle, fill: None, stroke: Some((theme.ink_second, 1.2)), dash: vec![2.6, 1.8] };
            let mut tip = BezPath::new();
            let right = middle.x + sign - 5.0;
            tip.move_to((right, middle.y));
            tip.line_to((right - 6.6, middle.y - 2.7));
            tip.line_to((right - 6.6, middle.y + 2.7));
            tip.close_path();
            let hollow = Sign { path: tip, fill: None, stroke: Some((theme.line, 1.0)), dash: Vec::new() };
            vec![node, hollow]
        }
        LegendEntry::Taper { .. } => {
            let even = line(Dash::Solid, theme.line);
            let path = taper::outline(&even.path, 1.1, &[]);
            vec![Sign { path, fill: Some(theme.line), stroke: None, dash: Vec::new() }]
        }
        LegendEntry::Dimmed { .. } => vec![line(Dash::Solid, theme.line.mix(theme.canvas, 0.7))],
        LegendEntry::Possible { .. } => vec![line(Dash::Solid, theme.line.mix(theme.canvas, 0.5))],
        LegendEntry::Unknown { .. } => {
            let pale = theme.line.mix(theme.canvas, 0.5);
            let query = icons::sign(icons::Sign::Query).map(|query| (query, theme.canvas));
            let sample = compared::Sample {
                fill: Some(pale),
                edge: pale,
                dashed: false,
                sign: query,
                line: pale,
                dash: Dash::Solid,
                width: 0.66,
            };
            sampled(&sample, middle, sign)
        }
        LegendEntry::Between { change, .. } => sampled(&compared::sample(*change, theme), middle, sign),
        LegendEntry::Change { mark, .. } => {
            let mut along = line(Dash::Solid, changes::colour_of(*mark, theme));
            if *mark == Some(ChangeMark::Added) {
                along.stroke = Some((theme.accent, 2.1));
            }
            let at = Point::new(middle.x + (sign - 6.0) / 2.0, middle.y);
            let marks = mark.map(|mark| changes::sign(mark, at, theme)).unwrap_or_default();
            let drawn = |item: BackItem| Sign {
                path: item.path,
                fill: None,
                stroke: Some((item.colour, item.width)),
                dash: Vec::new(),
            };
            std::iter::once(along).chain(marks.into_iter().map(drawn)).collect()
        }
    }
}

/// A disc with a sign in it, and a line that goes on from there.
fn sampled(sample: &compared::Sample, middle: Point, width: f64) -> Vec<Sign> {
    const RADIUS: f64 = 5.0;
    let centre = Point::new(middle.x + RADIUS + 0.5, middle.y);
    let dash = if sample.dashed { vec![2.2, 1.5] } else { Vec::new() };
    let disc = Sign { path: curves::circle(centre, RADIUS), fill: sample.fill, stroke: Some((sample.edge, 1.1)), dash };
    let mut path = BezPath::new();
    path.move_to((centre.x + RADIUS + 2.0, middle.y));
    path.line_to((middle.x + width - 4.0, middle.y));
    let line =
        Sign { path, fill: None, stroke: Some((sample.line, sample.width)), dash: sample.dash.pattern(sample.width) };
    let sign = sample.sign.map(|(sign, colour)| Sign {
        path: Affine::translate(centre.to_vec2()) * Affine::scale(RADIUS * 0.6) * (*icons::path(sign)).clone(),
        fill: Some(colour),
        stroke: None,
        dash: Vec::new(),
    });
    [disc, line].into_iter().chain(sign).collect()
}
