//! A page of one network: its words around it, and everything of its scene from back to front, one by one or as
//! a picture. How each thing is painted is told in `paint`.

use kurbo::Affine;

use super::levels::{self, Lines, ManyLines};
use super::names::{self, PlacedCaption};
use super::page::Page;
use super::paint::{Item, Painter, Painting, Part, group, plain_text, sign};
use super::place::{self, Placed, place};
use super::raster::{Content, Rasters};
use crate::layout::Form;
use crate::picture::scene::{Detail, Scene};
use crate::picture::theme::Theme;

/// How a scene is drawn on a page.
#[derive(Clone, Copy)]
pub(super) struct DrawStyle<'a> {
    pub(super) theme: &'a Theme,
    pub(super) lines: ManyLines,
    /// Resolution of what is a picture.
    pub(super) dpi: f64,
}

impl Painting {
    /// Works out what is drawn of a page.
    pub fn new(page: &Page<'_>) -> Painting {
        let Placed { size, head, network, scale, signs, legend, sources } = place(page);
        let words = |texts: Vec<place::PlacedText>| texts.into_iter().map(plain_text);
        let mut items = vec![group(Part::Head, words(head).collect())];
        let style = DrawStyle { theme: page.theme, lines: page.lines, dpi: page.dpi };
        items.extend(network_items(page.scene, (network, scale), style));
        items.push(group(Part::Legend, signs.into_iter().map(sign).chain(words(legend)).collect()));
        items.push(group(Part::Sources, words(sources).collect()));
        Painting {
            size_mm: page.size,
            size,
            dpi: page.dpi,
            ground: Some(page.theme.canvas),
            title: page.text.title.clone(),
            alternative: page.text.alternative.clone(),
            description: page.text.description.clone(),
            items,
        }
    }
}

/// Everything of a scene, from back to front, where and as large as it stands on the page.
pub(super) fn network_items(scene: &Scene, placed: (Affine, f64), style: DrawStyle<'_>) -> Vec<Item> {
    let (network, scale) = placed;
    let theme = style.theme;
    let painter = Painter { canvas: theme.canvas, network, scale, crowd: levels::is_crowd(scene) };
    let captions = names::captions(scene, placed);
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
    items.push(group(Part::Network, things(scene, &painter, style, &captions)));
    let over: Vec<Item> = words.into_iter().chain(painter.lines(&scene.over)).collect();
    if !over.is_empty() {
        items.push(group(Part::Marks, over));
    }
    items
}

/// Relations, nodes and names.
fn things(scene: &Scene, painter: &Painter, style: DrawStyle<'_>, captions: &[PlacedCaption<'_>]) -> Vec<Item> {
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
    if !has_shapes && !as_density {
        items.extend(raster(Content { lines: false, dots: true }));
    }
    let names = names::choose(scene, &detail, placed, captions);
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
