//! Works out where everything stands on a page, once: title, subtitle, network, legend, sources.
//! Units are points (1/72 inch), y down.

use std::collections::BTreeSet;

use kurbo::{Affine, BezPath, Point, Rect};

use super::fitting::{self, SETTINGS, SHARE, SIZES, Setting};
use super::legend::{Legend, LegendLook, Sign};
use super::names::captions;
use super::page::{POINTS_PER_MM, Page, PageFrame, PageSize, PageText, PlacedNetwork, PlacedText};
use crate::dossier::model::LegendAt;
use crate::picture::lettering::{Fonts, TextBlock, TextStyle, Weight, shape_paragraph};
use crate::picture::scene::LegendEntry;
use crate::picture::theme::Theme;

/// Space between the parts of a page.
const GAP: f64 = 8.0;
/// Space between sources and who made it.
const CREDIT_GAP: f64 = 3.0;
/// How much of what a title leaves of a page a legend may take, as far as that depends on the number of its colours.
const LEGEND_SHARE: f64 = 0.5;
/// How much of the width a legend at the right of a network takes at most.
const COLUMN_SHARE: f64 = 0.34;
/// Space between a network and the legend at its right.
const COLUMN_GAP: f64 = 16.0;
/// How much larger a network must come out for its legend to stand at its right.
const MUCH_LARGER: f64 = 1.1;
/// The network is never drawn lower than this, however small the page.
const LEAST_NETWORK: f64 = 40.0;

/// About the shape (width divided by height) that is left for the network on a page of this size:
/// what a layout should aim at.
pub(crate) fn network_aspect(size: PageSize, frame: PageFrame) -> f32 {
    let room = usual_room(size, frame);
    (room.width() / room.height()).clamp(0.2, 6.0) as f32
}

/// About the room that is left for the network on a page of this size.
pub(super) fn usual_room(size: PageSize, frame: PageFrame) -> Rect {
    // Title, legend and sources take about so much, beside the margins.
    let taken = if frame.legend { 126.0 } else { 70.0 } + 2.0 * frame.margin;
    let (width, height) = (size.width_mm * POINTS_PER_MM - 2.0 * frame.margin, size.height_mm * POINTS_PER_MM - taken);
    Rect::new(0.0, 0.0, width.max(20.0), height.max(LEAST_NETWORK))
}

/// A height in millimetres at which a network of so many entities is legible on a page of this
/// width: for when nobody asks for another.
pub(crate) fn natural_height_mm(width_mm: f64, entities: usize) -> f64 {
    // Square points that an entity with its name takes at a comfortable scale, and what stands
    // around the network.
    let (each, around) = (3300.0, 150.0);
    let width = (width_mm * POINTS_PER_MM - 2.0 * PageFrame::default().margin).max(60.0);
    let height = (each * entities as f64 / width + around) / POINTS_PER_MM;
    height.clamp(width_mm * 0.55, tallest_mm(width_mm)).round()
}

/// The height that a page of this width has at most where nobody asks for another.
pub(crate) fn tallest_mm(width_mm: f64) -> f64 {
    (width_mm * 1.3).round()
}

/// A page with everything in its place.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// Width and height.
    pub(crate) size: (f64, f64),
    /// Title and subtitle.
    pub(crate) head: Vec<PlacedText>,
    /// Where the network stands.
    pub(crate) network: PlacedNetwork,
    /// Signs and words of the legend, hairline included.
    pub(crate) signs: Vec<Sign>,
    /// Words of the legend.
    pub(crate) legend: Vec<PlacedText>,
    pub(crate) sources: Vec<PlacedText>,
    /// Whether the network has room enough.
    pub(crate) fits: bool,
    /// Parts that are left out for want of room.
    pub(crate) left_out: Vec<&'static str>,
    /// Whether there is a legend.
    pub(crate) has_legend: bool,
}

/// What stands around the network: all but the network itself, which has the area that is left.
pub(super) struct Surround {
    /// Width and height of the page.
    pub(super) size: (f64, f64),
    pub(super) head: Vec<PlacedText>,
    pub(super) sources: Vec<PlacedText>,
    pub(super) legend: Legend,
    pub(super) area: Rect,
    /// Whether the network has room enough.
    pub(super) fits: bool,
    /// Parts that are left out for want of room.
    pub(super) left_out: Vec<&'static str>,
}

/// Places what stands around the network of a page, its legend below: as much of it as leaves the network its share.
pub(super) fn surround(
    size: PageSize,
    frame: PageFrame,
    words: &PageText,
    theme: &Theme,
    entries: &[LegendEntry],
) -> Surround {
    let entries = if frame.legend { entries } else { &[] };
    let set = |setting: &Setting| surround_set(size, frame, words, (theme, entries), (setting, LegendPlace::Below));
    let mut best = set(&SETTINGS[0]);
    for setting in &SETTINGS[1..] {
        if best.fits {
            break;
        }
        best = set(setting);
        // What is not there is not missing.
        let had = [!entries.is_empty(), !words.sources.is_empty(), !words.subtitle.trim().is_empty()];
        let has = [setting.legend, setting.lines[2] > 0, setting.lines[1] > 0];
        let parts = ["the legend", "the list of sources", "the subtitle"].into_iter();
        best.left_out =
            parts.zip(had.into_iter().zip(has)).filter(|(_, (had, has))| *had && !has).map(|p| p.0).collect();
    }
    best
}

/// Where a legend stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum LegendPlace {
    /// Under the network.
    Below,
    /// At its right, in a column of this width.
    Beside(f64),
}

/// The same with words in full and the legend in a column at the right; none if it has no room there.
fn surround_beside(
    size: PageSize,
    frame: PageFrame,
    words: &PageText,
    theme: &Theme,
    entries: &[LegendEntry],
) -> Option<Surround> {
    let whole = size.width_mm * POINTS_PER_MM - 2.0 * frame.margin;
    let column = Legend::column(entries, LegendLook { theme, setting: &SETTINGS[0], fonts: words.fonts });
    let has_room = frame.legend && !entries.is_empty() && column <= whole * COLUMN_SHARE;
    let place = LegendPlace::Beside(column);
    let set = has_room.then(|| surround_set(size, frame, words, (theme, entries), (&SETTINGS[0], place)));
    set.filter(|around| around.fits)
}

/// The same with words that are set so.
fn surround_set(
    size: PageSize,
    frame: PageFrame,
    words: &PageText,
    (theme, entries): (&Theme, &[LegendEntry]),
    (setting, place): (&Setting, LegendPlace),
) -> Surround {
    let margin = frame.margin;
    let size = (size.width_mm * POINTS_PER_MM, size.height_mm * POINTS_PER_MM);
    let width = (size.0 - 2.0 * margin).max(20.0);
    let fonts = words.fonts;
    let text = |words: &str, size: usize, weight: Weight, lines: usize| {
        shape_paragraph(words, TextStyle { size: setting.sizes[size], weight, fonts }, width as f32, lines)
    };
    // From the top: what it is.
    let mut head = Vec::new();
    let mut top = margin;
    let [title, subtitle, sources_lines] = setting.lines;
    for (words, size, weight, lines) in
        [(&words.title, 0, Weight::SemiBold, title), (&words.subtitle, 1, Weight::Regular, subtitle)]
    {
        if !words.trim().is_empty() && lines > 0 {
            let block = text(words, size, weight, lines);
            let height = f64::from(block.height);
            let colour = if size == 0 { theme.ink } else { theme.ink_second };
            head.push(PlacedText { block, origin: Point::new(margin, top), colour });
            top += height + 3.0;
        }
    }
    // From the bottom: on what it rests, and how to read it.
    let mut bottom = size.1 - margin;
    let mut sources = Vec::new();
    let has_sources = !words.sources.is_empty() && sources_lines > 0;
    if !words.credit.trim().is_empty() {
        let block = text(&words.credit, 3, Weight::Regular, 2);
        bottom -= f64::from(block.height);
        sources.push(PlacedText { block, origin: Point::new(margin, bottom), colour: theme.ink_second });
        bottom -= if has_sources { CREDIT_GAP } else { GAP };
    }
    if has_sources {
        let block = text(&source_line(&words.sources), 3, Weight::Regular, sources_lines);
        bottom -= f64::from(block.height);
        sources.push(PlacedText { block, origin: Point::new(margin, bottom), colour: theme.ink_second });
        bottom -= GAP;
    }
    let has_legend = setting.legend && frame.legend;
    let look = LegendLook { theme, setting, fonts };
    let entries = if has_legend { entries } else { &[] };
    let mut right = margin + width;
    let mut legend = match place {
        LegendPlace::Below => {
            let mut legend = Legend::within(entries, look, width, (bottom - top) * LEGEND_SHARE);
            bottom -= legend.height;
            legend.move_to(Point::new(margin, bottom));
            bottom -= if has_legend { GAP } else { 0.0 };
            legend
        }
        LegendPlace::Beside(column) => {
            let mut legend = Legend::new(entries, look, column);
            right -= column + COLUMN_GAP;
            legend.move_to(Point::new(margin + width - column, top + GAP));
            legend
        }
    };
    // A rule over what explains the network, if there is anything.
    if (has_legend && place == LegendPlace::Below) || !sources.is_empty() {
        let mut rule = BezPath::new();
        rule.move_to((margin, bottom));
        rule.line_to((margin + width, bottom));
        legend.signs.push(Sign { path: rule, fill: None, stroke: Some((theme.hairline, 0.6)), dash: Vec::new() });
    }
    let (height, needed) = (bottom - GAP - (top + GAP), fitting::LEAST.1.max(SHARE * (size.1 - 2.0 * margin)));
    let has_legend_room = place == LegendPlace::Below || legend.height <= height;
    let fits = height >= needed && right - margin >= fitting::LEAST.0 && has_legend_room;
    let area = Rect::new(margin, top + GAP, right, top + GAP + height.max(LEAST_NETWORK));
    Surround { size, head, sources, legend, area, fits, left_out: Vec::new() }
}

/// How a network comes into an area, as large as it may be.
pub(super) fn fit(bounds: Rect, area: Rect) -> PlacedNetwork {
    let fit = (area.width() / bounds.width().max(1.0)).min(area.height() / bounds.height().max(1.0));
    let scale = fit.min(1.0);
    let shift = area.center().to_vec2() - bounds.center().to_vec2() * scale;
    PlacedNetwork { network: Affine::translate(shift) * Affine::scale(scale), scale, area }
}

/// Text over at most so many lines, in the size of subtitles, or smaller in that of the legend.
pub(super) fn caption(words: &str, is_title: bool, fonts: Fonts, (width, lines): (f64, usize)) -> TextBlock {
    let (size, weight) = if is_title { (SIZES[1], Weight::SemiBold) } else { (SIZES[2], Weight::Regular) };
    shape_paragraph(words, TextStyle { size, weight, fonts }, width as f32, lines)
}

/// Places a page.
pub(super) fn place(page: &Page<'_>) -> Placed {
    let labels: Vec<LegendEntry> = page.labels.legend().collect();
    let told = told_by_captions(page, &labels);
    let entries = entries_without(page, &told, &labels);
    let Surround { size, head, sources, legend, area, fits, left_out } = surround_best(page, &entries);
    let network = fit(page.scene.bounds, area);
    let Legend { signs, words: legend, .. } = legend.scaled(network.scale);
    let has_legend = !legend.is_empty();
    Placed { size, head, network, signs, legend, sources, fits, left_out, has_legend }
}

/// What stands around a network, its legend below, or at the right where the network comes out much larger so.
fn surround_best(page: &Page<'_>, entries: &[LegendEntry]) -> Surround {
    let below = surround(page.size, page.frame, page.text, page.theme, entries);
    let beside = || surround_beside(page.size, page.frame, page.text, page.theme, entries);
    match page.by_hand.legend {
        LegendAt::Below => return below,
        // Where it has no room at the right it stands below all the same.
        LegendAt::Right => return beside().unwrap_or(below),
        LegendAt::Auto => {}
    }
    // Rows have their own shape, and a legend under them stands where their columns begin.
    if page.scene.chart.is_some() || !below.left_out.is_empty() {
        return below;
    }
    let scale = |around: &Surround| fit(page.scene.bounds, around.area).scale;
    beside().filter(|beside| scale(beside) > scale(&below) * MUCH_LARGER).unwrap_or(below)
}

/// Entries of the legend of a page, without those colours that are said in the network itself.
fn entries_without(page: &Page<'_>, told: &BTreeSet<String>, labels: &[LegendEntry]) -> Vec<LegendEntry> {
    let is_told = |entry: &&LegendEntry| matches!(entry, LegendEntry::Swatch(row) if told.contains(&bare(&row.name)));
    let mut entries: Vec<LegendEntry> =
        page.scene.legend.iter().filter(|entry| !is_told(entry)).chain(labels).cloned().collect();
    if told.is_empty() {
        return entries;
    }
    let is_colour = |entry: &LegendEntry| matches!(entry, LegendEntry::Swatch(_));
    let first = entries.iter().position(is_colour).unwrap_or(entries.len());
    // The last colour is that of all the others, which no name stands for.
    let all_told = entries.iter().filter(|entry| is_colour(entry)).count() <= 1;
    let heading = entries[..first].iter_mut().rev().find_map(|entry| match entry {
        LegendEntry::Heading { word } => Some(word),
        _ => None,
    });
    if let Some(word) = heading {
        word.push_str(if all_told { ", labelled in the figure" } else { ", labelled in the figure or here" });
    }
    entries
}

/// Names of colours that stand in the network in their colour: those of the areas of communities that have room on the
/// page that comes of it.
fn told_by_captions(page: &Page<'_>, labels: &[LegendEntry]) -> BTreeSet<String> {
    if page.scene.chart.is_some() || page.scene.captions.is_empty() || !page.frame.legend {
        return BTreeSet::new();
    }
    let of_colours: BTreeSet<String> = page
        .scene
        .legend
        .iter()
        .filter_map(|entry| if let LegendEntry::Swatch(row) = entry { Some(bare(&row.name)) } else { None })
        .collect();
    let mut told = of_colours.clone();
    // With fewer told the legend is higher, the network smaller, and fewer captions may have room.
    while !told.is_empty() {
        let area = surround_best(page, &entries_without(page, &told, labels)).area;
        let network = fit(page.scene.bounds, area);
        let shown = captions(page.scene, (network.network, network.scale));
        let shown: BTreeSet<String> = shown.iter().filter_map(|caption| whole_text(&caption.label.text)).collect();
        if told.is_subset(&shown) {
            break;
        }
        told = told.intersection(&shown).cloned().collect();
    }
    told
}

/// What a block says, if all of it is there.
fn whole_text(block: &TextBlock) -> Option<String> {
    let lines = block.lines.iter().map(|line| line.text.as_str());
    (!block.is_short).then(|| bare(&lines.collect::<String>()))
}

/// A text without white space: where a name is broken into lines, its spaces are gone.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// `Source: …` or `Sources: 1 …; 2 …`.
fn source_line(sources: &[String]) -> String {
    match sources {
        [only] => format!("Source: {only}."),
        all => {
            let numbered = all.iter().enumerate().map(|(i, s)| format!("{} {s}", i + 1));
            format!("Sources: {}.", numbered.collect::<Vec<_>>().join("; "))
        }
    }
}
