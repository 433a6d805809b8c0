//! A page of one network: its words around it, and everything of its scene from back to front, one by one or as
//! a picture. How each thing is painted is told in `paint`.

use std::borrow::Cow;
use std::sync::Arc;

use super::legibility::{LabelsLegibility, Legibility};
use super::levels::{self, Lines, ManyLines};
use super::line_labels::LineLabels;
use super::names::{self, PlacedCaption, PlacedName, PlacedWord, placed_words};
use super::notes::{PlacedNote, place_notes};
use super::page::{ByHand, POINTS_PER_MM, Page, PageSize, PlacedNetwork, PlacedText};
use super::paint::{Item, Movable, MovableKind, Movables, Painter, Painting, Part, group, plain_text, sign};
use super::place::{self, Placed, place};
use super::raster::{Content, Rasters};
use crate::layout::Form;
use crate::picture::scene::bodies::NAME_SIZE;
use crate::picture::scene::naming::{Arrangements, are_too_many};
use crate::picture::scene::{Detail, Scene};
use crate::picture::theme::Theme;

/// How a scene is drawn on a page.
#[derive(Clone, Copy)]
pub(super) struct DrawStyle<'a> {
    pub(super) theme: &'a Theme,
    pub(super) lines: ManyLines,
    /// Resolution of what is a picture.
    pub(super) dpi: f64,
    /// What is written on lines.
    pub(super) labels: &'a LineLabels,
}

impl Painting {
    /// Works out what is drawn of a page. The key of numbers has only those that found room on some line.
    pub fn new(page: &Page<'_>) -> Painting {
        let mut painting = Painting::labelled(page);
        let mut fewer = page.labels.of_used(&painting.legibility.labels);
        while let Some(labels) = fewer {
            let before = painting.legibility.labels;
            painting = Painting::labelled(&Page { labels: &labels, ..page.clone() });
            fewer = labels.of_used(&painting.legibility.labels);
            painting.legibility.labels = painting.legibility.labels.with_unused(&before);
        }
        painting
    }

    fn labelled(page: &Page<'_>) -> Painting {
        let Placed { size, head, network, signs, legend, sources, fits, left_out, has_legend } = place(page);
        let words = |texts: Vec<PlacedText>| texts.into_iter().map(plain_text);
        let mut items = vec![group(Part::Head, words(head).collect())];
        let labels = page.labels.explained(has_legend);
        let style = DrawStyle { theme: page.theme, lines: page.lines, dpi: page.dpi, labels: &labels };
        let (drawn, legibility, movable) = network_items(page.scene, network, style, (page.by_hand, page.known));
        let legibility = Legibility { fits, parts_left_out: left_out, ..legibility };
        items.extend(drawn);
        items.push(group(Part::Legend, signs.into_iter().map(sign).chain(words(legend)).collect()));
        items.push(group(Part::Sources, words(sources).collect()));
        Painting {
            size_mm: page.size,
            size,
            dpi: page.dpi,
            ground: Some(page.theme.canvas),
            title: page.text.title.clone(),
            alternative: page.text.alternative.clone(),
            account: None,
            description: page.text.description.clone(),
            legibility,
            movable,
            items,
        }
    }
}

/// Whether a page leaves its network room enough.
pub(super) fn fits(page: &Page<'_>) -> bool {
    place(page).fits
}

/// The size of a page without the height that a large network leaves blank because it is as wide as the page.
pub(super) fn without_blank(page: &Page<'_>) -> PageSize {
    if levels::is_arranged(page.scene) || page.scene.chart.is_some() {
        return page.size;
    }
    let blank = |page: &Page<'_>| {
        let Placed { network, .. } = place(page);
        (network.area.height() - page.scene.bounds.height() * network.scale, network.scale)
    };
    let (height, scale) = blank(page);
    let height_mm = page.size.height_mm - (height / POINTS_PER_MM).floor();
    let size = PageSize { height_mm, ..page.size };
    // On a lower page the legend may have to go elsewhere, and the network with it.
    if blank(&Page { size, ..page.clone() }).1 > scale * 0.99 { size } else { page.size }
}

/// How legible the names and lines of a page come out, without drawing it; what is written on lines apart.
pub(super) fn legibility(page: &Page<'_>) -> Legibility {
    let Placed { network, fits, left_out, .. } = place(page);
    let captions = names::captions(page.scene, (network.network, network.scale));
    let named = named(page.scene, network, (&captions, page.by_hand, page.known), None);
    Legibility { fits, parts_left_out: left_out, ..named.legibility }
}

/// The scene of a page with its nodes farther apart, where that gives what is written on lines room that it would not have.
pub(super) fn spread(page: &Page<'_>) -> Option<Scene> {
    if !page.labels.may_label(page.scene, page.lines) {
        return None;
    }
    let Placed { network, has_legend, .. } = place(page);
    let scene = page.scene.spread(network.area)?;
    if !page.labels.are_asked_for() {
        let labels = page.labels.explained(has_legend);
        let style = DrawStyle { theme: page.theme, lines: page.lines, dpi: page.dpi, labels: &labels };
        let placed = place::fit(scene.bounds, network.area);
        // Often there are far too many, and nothing needs to be arranged to see that.
        let texts = labels.texts(&scene, placed.scale, page.lines);
        if texts.is_none_or(|texts| are_too_many(&texts, scene.bounds.area())) {
            return None;
        }
        let named = named(&scene, placed, (&[], page.by_hand, page.known), Some(style));
        if named.words.is_empty() {
            return None;
        }
    }
    Some(scene)
}

/// Everything of a scene, from back to front, where and as large as it stands on the page, and how legible it is.
pub(super) fn network_items(
    scene: &Scene,
    placed: PlacedNetwork,
    style: DrawStyle<'_>,
    (by_hand, known): (ByHand<'_>, &Arrangements),
) -> (Vec<Item>, Legibility, Movables) {
    let PlacedNetwork { network, scale, .. } = placed;
    let theme = style.theme;
    let painter = Painter { canvas: theme.canvas, network, scale, crowd: levels::is_crowd(scene) };
    let captions = names::captions(scene, (network, scale));
    let Named { scene, names, words: labels, notes, legibility } =
        named(scene, placed, (&captions, by_hand, known), Some(style));
    let scene = &*scene;
    let movable = movables(scene, placed, &names, &notes);
    let mut items = Vec::new();
    if !scene.areas.is_empty() {
        items.push(group(Part::Areas, scene.areas.iter().map(|area| painter.area(area)).collect()));
    }
    // Names of communities, and all words of a crowd, stand on dots and lines.
    let stands_over = painter.crowd || scene.captions_over;
    let mut words: Vec<Item> = captions.iter().map(|caption| painter.caption(caption, stands_over)).collect();
    let mut behind: Vec<Item> = painter.lines(&scene.behind).collect();
    if !stands_over {
        behind.append(&mut words);
    }
    if !behind.is_empty() {
        items.push(group(Part::Backdrop, behind));
    }
    if let Some(chart) = &scene.chart {
        items.push(group(Part::Chart, painter.chart(scene, chart, theme)));
    }
    items.push(group(Part::Network, things(scene, &painter, style, (names, labels))));
    let over: Vec<Item> = words.into_iter().chain(painter.lines(&scene.over)).collect();
    if !over.is_empty() {
        items.push(group(Part::Marks, over));
    }
    if !notes.is_empty() {
        items
            .push(group(Part::Notes, notes.into_iter().map(|note| painter.note(note, by_hand.notes, theme)).collect()));
    }
    (items, legibility, movable)
}

/// Names and notes that can be put elsewhere: in rows names have their places.
fn movables(scene: &Scene, placed: PlacedNetwork, names: &[PlacedName], notes: &[PlacedNote]) -> Movables {
    let has_rows = scene.chart.is_some();
    let name = |name: &PlacedName| {
        let node = &scene.nodes[name.node];
        Movable {
            what: MovableKind::Name(Arc::clone(&node.id)),
            area: name.area(),
            from: placed.network * node.centre(),
        }
    };
    let note = |note: &PlacedNote| Movable { what: MovableKind::Note(note.number), area: note.plate, from: note.from };
    let names = names.iter().filter(|_| !has_rows).map(name);
    Movables { scale: placed.scale, things: names.chain(notes.iter().map(note)).collect() }
}

/// A scene on its page with its words.
struct Named<'a> {
    /// With the lines that have given way to names.
    scene: Cow<'a, Scene>,
    names: Vec<PlacedName>,
    /// What is written on lines, where that is drawn, too.
    words: Vec<PlacedWord>,
    notes: Vec<PlacedNote>,
    legibility: Legibility,
}

/// Names, notes, and what is written on lines of a scene that stands so on its page.
fn named<'a>(
    scene: &'a Scene,
    placed: PlacedNetwork,
    (captions, by_hand, known): (&[PlacedCaption<'_>], ByHand<'_>, &Arrangements),
    style: Option<DrawStyle<'_>>,
) -> Named<'a> {
    let (notes, notes_left_out) = place_notes(scene, placed, by_hand);
    let refused = style.and_then(|style| style.labels.refused(scene, style.lines));
    let are_numbers = style.is_some_and(|style| style.labels.are_numbers());
    let labels = LabelsLegibility { refused, are_numbers, ..LabelsLegibility::default() };
    if !levels::is_arranged(scene) {
        let (network, scale) = (placed.network, placed.scale);
        let names = names::choose(scene, &Detail::new(scene), (network, scale), (captions, &notes, by_hand.names));
        let letters_pt = names.first().map_or(0.0, |name| name.scale * f64::from(NAME_SIZE));
        let natural_pt = scale * f64::from(NAME_SIZE);
        let nodes = scene.nodes.len();
        let legibility = Legibility { nodes, letters_pt, natural_pt, labels, notes_left_out, ..Legibility::default() };
        return Named { scene: Cow::Borrowed(scene), names, words: Vec::new(), notes, legibility };
    }
    let texts = style.and_then(|style| style.labels.texts(scene, placed.scale, style.lines));
    let fixed = names::fixed(scene, placed, &notes, by_hand.names);
    let (arrangement, names, legibility) = names::arranged(scene, placed, captions, (texts.clone(), fixed), known);
    let kept = texts.zip(arrangement.words).zip(style).filter(|((_, words), style)| style.labels.keeps(words));
    let (words, labels) = match kept {
        Some(((texts, words), style)) => {
            let labels = style.labels.legibility(scene, &texts, &words);
            (placed_words(words.words, (placed.network, placed.scale), texts.letters), labels)
        }
        None => (Vec::new(), labels),
    };
    let mut scene = scene.clone();
    for (line, course) in scene.lines.iter_mut().zip(arrangement.courses) {
        line.course = course;
    }
    let legibility = Legibility { labels, notes_left_out, ..legibility };
    Named { scene: Cow::Owned(scene), names, words, notes, legibility }
}

/// Relations with what is written on them, nodes and names.
fn things(
    scene: &Scene,
    painter: &Painter,
    style: DrawStyle<'_>,
    (names, labels): (Vec<PlacedName>, Vec<PlacedWord>),
) -> Vec<Item> {
    let detail = Detail::new(scene);
    let lines = levels::lines(scene, style.lines);
    let (as_density, has_shapes) = (lines == Lines::Density, levels::has_shapes(scene));
    let placed = (painter.network, painter.scale);
    let rasters = (as_density || !has_shapes).then(|| Rasters::new(scene, placed, style.theme, style.dpi));
    let raster = |content| rasters.as_ref().and_then(|rasters| rasters.picture(content)).map(Item::Raster);
    let mut items: Vec<Item> = match lines {
        Lines::Density => raster(Content { lines: true, dots: !has_shapes }).into_iter().collect(),
        Lines::Some(numbers) => numbers.iter().map(|line| painter.relation(detail.line(*line as usize))).collect(),
        // In a matrix the cells are the relations.
        Lines::All if scene.chart.as_ref().is_some_and(|chart| chart.form == Form::Matrix) => Vec::new(),
        Lines::All => detail.lines().map(|line| painter.relation(line)).collect(),
    };
    items.extend(labels.into_iter().map(|word| painter.label(scene, word, style.theme.ink_second)));
    if !has_shapes && !as_density {
        items.extend(raster(Content { lines: false, dots: true }));
    }
    if !painter.crowd {
        // Each node with its own name, in the order of the file.
        let mut names = names.into_iter().peekable();
        let mut named = |number: usize| names.next_if(|name| name.node == number);
        items.extend((0..scene.nodes.len()).map(|number| painter.node(detail.node(number), named(number))));
        return items;
    }
    if has_shapes {
        // Hubs lie on leaves, and names on all of them.
        let mut order: Vec<usize> = (0..scene.nodes.len()).collect();
        order.sort_by(|a, b| scene.importance(*a).total_cmp(&scene.importance(*b)));
        items.extend(order.into_iter().map(|number| painter.node(detail.node(number), None)));
    }
    items.extend(names.into_iter().map(|name| {
        let look = scene.node_look(name.node);
        painter.name(name, look.presence, look.opacity)
    }));
    items
}
