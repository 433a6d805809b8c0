//! Which names a figure of a large network has, where they stand, and how large: the best known first, large
//! enough to be read, spread over the page, none on another or on a node that matters as much. Names of smaller
//! networks are arranged together with their lines (`scene::naming`), those of rows stand where the scene has them.

use std::collections::HashMap;
use std::sync::Arc;

use kurbo::{Affine, Point, Rect, Vec2};

use super::legibility::{LEAST_PT, Legibility};
use super::notes::PlacedNote;
use super::page::PlacedNetwork;
use crate::dossier::model::Pin;
use crate::picture::lettering::TextBlock;
use crate::picture::scene::bodies::{NAME_GAP, NAME_SIZE};
use crate::picture::scene::box_grid::{BoxGrid, PointBox};
use crate::picture::scene::name_budget::{Budget, is_covered};
use crate::picture::scene::naming::{
    Arrangement, Arrangements, Fixed, LineTexts, LineWord, Room, StandingName, arrange, within,
};
use crate::picture::scene::sides::{PLACES, Side};
use crate::picture::scene::{Detail, Label, Scene};
use crate::problem::printable;

/// Up to so many nodes captions stand where the scene has them.
const ALL: usize = 150;
/// Letters of captions at least, in points.
const CAPTION_PT: f64 = 6.0;
/// And at most where they stand over a network, whose names are not much smaller.
const CAPTION_OVER_PT: f64 = 7.5;
/// Letters of a page are so much smaller than those of a window, for which the number of names is made.
const FINER: f64 = 1.8;
/// Space around names in a crowd, in points.
const AROUND: f32 = 1.0;
/// What lies on each other by less than this is only beside it, in points.
const TOUCHING: f32 = 0.1;
/// Space around notes, in points.
const BESIDE_NOTE: f64 = 2.5;
/// Nodes of at least this radius keep their place free of foreign names, in points.
const APART: f64 = 1.8;

/// A name where it stands on the page.
pub(super) struct PlacedName {
    /// Its node, by its number in the scene.
    pub(super) node: usize,
    pub(super) label: Label,
    /// Top left corner on the page.
    pub(super) origin: Point,
    /// Points of the page a unit of the text.
    pub(super) scale: f64,
    /// From its node to it, where it stands apart.
    pub(super) leader: Option<(Point, Point)>,
}

impl PlacedName {
    /// The box of its letters.
    pub(super) fn area(&self) -> Rect {
        let size = (f64::from(self.label.text.width), f64::from(self.label.text.height));
        Rect::from_origin_size(self.origin, (size.0 * self.scale, size.1 * self.scale))
    }
}

/// What is written on a line, where it stands on the page.
pub(super) struct PlacedWord {
    /// Its line, by its number in the scene.
    pub(super) line: usize,
    pub(super) block: TextBlock,
    /// Top left corner of the letters on the page.
    pub(super) origin: Point,
    /// Points of the page a unit of the text.
    pub(super) scale: f64,
    /// What it covers of the page.
    pub(super) plate: Rect,
}

/// What is written on lines of a scene that stands so on its page, from where it is arranged.
pub(super) fn placed_words(words: Vec<LineWord>, (network, scale): (Affine, f64), letters: f64) -> Vec<PlacedWord> {
    let placed = |word: LineWord| {
        let plate = network.transform_rect_bbox(word.plate);
        let scale = scale * letters;
        let size = Vec2::new(f64::from(word.block.width), f64::from(word.block.height)) * scale;
        PlacedWord { line: word.line as usize, block: word.block, origin: plate.center() - size / 2.0, scale, plate }
    };
    words.into_iter().map(placed).collect()
}

/// Words of the backdrop where they stand on the page.
pub(super) struct PlacedCaption<'a> {
    /// Its number in the scene.
    number: u32,
    pub(super) label: &'a Label,
    /// Top left corner on the page.
    pub(super) origin: Point,
    /// Points of the page a unit of the text.
    pub(super) scale: f64,
}

impl PlacedCaption<'_> {
    fn area(&self) -> Rect {
        let size = (f64::from(self.label.text.width), f64::from(self.label.text.height));
        Rect::from_origin_size(self.origin, (size.0 * self.scale, size.1 * self.scale))
    }
}

/// Captions of a scene that stands so on its page: as it has them, or in a large network large enough to be read, the
/// first of those that would lie on each other.
pub(super) fn captions<'a>(scene: &'a Scene, (network, scale): (Affine, f64)) -> Vec<PlacedCaption<'a>> {
    if scene.nodes.len() <= ALL || scene.chart.is_some() {
        let as_in_scene =
            |(number, label): (u32, &'a Label)| PlacedCaption { number, label, origin: network * label.origin, scale };
        return (0..).zip(&scene.captions).map(as_in_scene).collect();
    }
    let mut placed: Vec<PlacedCaption<'_>> = Vec::new();
    for (number, label) in (0..).zip(&scene.captions) {
        let size = f64::from(label.text.size);
        let most = if scene.captions_over { CAPTION_OVER_PT } else { f64::INFINITY };
        let scale = scale.clamp(CAPTION_PT / size, most / size);
        // It hangs on the middle of its lower edge, as in the window.
        let bounds = label.bounds();
        let below = network * Point::new(bounds.center().x, bounds.y1);
        let (width, height) = (f64::from(label.text.width) * scale, f64::from(label.text.height) * scale);
        let caption = PlacedCaption { number, label, origin: below - Vec2::new(width / 2.0, height), scale };
        if placed.iter().all(|other| !other.area().overlaps(caption.area())) {
            placed.push(caption);
        }
    }
    placed
}

/// Names and lines of a scene that stands so on its page, arranged within an area of it, with texts on lines where there are
/// any, and how large names come out.
pub(super) fn arranged(
    scene: &Scene,
    placed @ PlacedNetwork { network, scale, area }: PlacedNetwork,
    captions: &[PlacedCaption<'_>],
    (texts, fixed): (Option<LineTexts>, Fixed),
    known: &Arrangements,
) -> (Arrangement, Vec<PlacedName>, Legibility) {
    let to_scene = network.inverse();
    let captions = captions.iter().map(|caption| to_scene.transform_rect_bbox(caption.area())).collect();
    let letters = (LEAST_PT / f64::from(NAME_SIZE) / scale.max(1e-9)).max(1.0);
    let room = Room { area: to_scene.transform_rect_bbox(area), letters, captions, texts, fixed };
    let found = arrange(scene, &room, known);
    let name = |name: &StandingName| PlacedName {
        node: name.node,
        origin: network * name.label.origin,
        label: name.label.clone(),
        scale: scale * letters,
        leader: name.leader.map(|(a, b)| (network * a, network * b)),
    };
    let names: Vec<PlacedName> = found.names.iter().map(name).collect();
    let legibility = legibility_of(scene, placed, (&found, &names));
    (found, names, legibility)
}

/// What has a place on a page already, in the coordinates of its scene.
pub(super) fn fixed(scene: &Scene, placed: PlacedNetwork, notes: &[PlacedNote], moved: &[Pin]) -> Fixed {
    let to_scene = placed.network.inverse();
    Fixed {
        boxes: notes
            .iter()
            .map(|note| to_scene.transform_rect_bbox(note.plate.inflate(BESIDE_NOTE, BESIDE_NOTE)))
            .collect(),
        lines: notes.iter().filter_map(|note| note.line).map(|(a, b)| (to_scene * a, to_scene * b)).collect(),
        names: middles(scene, moved).collect(),
    }
}

/// Nodes whose names were put somewhere, and the middles of those names in the scene.
fn middles<'a>(scene: &'a Scene, moved: &'a [Pin]) -> impl Iterator<Item = (usize, Point)> + 'a {
    let offsets: HashMap<&str, Vec2> = moved.iter().map(|pin| (pin.id.as_str(), Vec2::new(pin.x, pin.y))).collect();
    let nodes = scene.nodes.iter().enumerate().filter(move |_| !moved.is_empty());
    nodes.filter_map(move |(number, node)| Some((number, node.centre() + *offsets.get(&*node.id)?)))
}

/// Names of a scene that stands so on its page, besides its captions: of rows all, of a large network some.
pub(super) fn choose(
    scene: &Scene,
    detail: &Detail<'_>,
    (network, scale): (Affine, f64),
    (captions, notes, moved): (&[PlacedCaption<'_>], &[PlacedNote], &[Pin]),
) -> Vec<PlacedName> {
    if scene.chart.is_some() {
        let as_in_scene = |node: usize| {
            let label = detail.label(node);
            PlacedName { node, origin: network * label.origin, label, scale, leader: None }
        };
        return (0..scene.nodes.len()).map(as_in_scene).collect();
    }
    let mut chooser = Chooser::new(scene, detail, (network, scale));
    let plates = notes.iter().map(|note| note.plate);
    for area in captions.iter().map(PlacedCaption::area).chain(plates) {
        let area = chooser.in_room(area);
        chooser.taken.take(area, 0);
    }
    middles(scene, moved).for_each(|(node, middle)| chooser.put(node, middle));
    let is_shown = |caption: u32| captions.iter().any(|shown| shown.number == caption);
    chooser.told.extend(scene.told.iter().filter(|(caption, _)| is_shown(*caption)).map(|(_, node)| *node));
    scene.heads().into_iter().for_each(|node| chooser.name(node as usize));
    for (number, node) in by_importance(scene).into_iter().enumerate() {
        if !chooser.budget.goes_on(number, chooser.names.len()) {
            break;
        }
        if !chooser.is_near_named(node) {
            chooser.name(node);
        }
    }
    chooser.names.sort_unstable_by_key(|name| name.node);
    chooser.names
}

/// Nodes in falling importance; of as important ones the first.
fn by_importance(scene: &Scene) -> Vec<usize> {
    let importance = |node: usize| scene.importance(node) * scene.node_look(node).opacity;
    let mut nodes: Vec<usize> = (0..scene.nodes.len()).collect();
    nodes.sort_by(|a, b| importance(*b).total_cmp(&importance(*a)));
    nodes
}

/// One choice of names.
struct Chooser<'a> {
    scene: &'a Scene,
    detail: &'a Detail<'a>,
    network: Affine,
    scale: f64,
    /// Points of the page a unit of the text.
    letters: f64,
    /// Where names may stand.
    room: Rect,
    /// Number and distance of names.
    budget: Budget,
    taken: BoxGrid,
    /// Boxes of nodes, by their numbers.
    shapes: BoxGrid,
    names: Vec<PlacedName>,
    /// Nodes whose names captions say.
    told: Vec<u32>,
}

impl<'a> Chooser<'a> {
    fn new(scene: &'a Scene, detail: &'a Detail<'a>, (network, scale): (Affine, f64)) -> Self {
        let room = network.transform_rect_bbox(scene.bounds);
        let (width, height) = ((room.width() * FINER) as f32, (room.height() * FINER) as f32);
        let budget = Budget::default().next(scene.nodes.len(), (width, height), width * height);
        let letters = scale.max(LEAST_PT / f64::from(NAME_SIZE));
        let (mut taken, mut shapes) = (BoxGrid::default(), BoxGrid::default());
        for grid in [&mut taken, &mut shapes] {
            grid.reset(room.width() as f32, room.height() as f32);
        }
        let mut chooser = Chooser {
            scene,
            detail,
            network,
            scale,
            letters,
            room,
            budget,
            taken,
            shapes,
            names: Vec::new(),
            told: Vec::new(),
        };
        for (number, node) in scene.nodes.iter().enumerate() {
            if f64::from(node.radius) * scale >= APART {
                let area = chooser.in_room(network.transform_rect_bbox(detail.node_bounds(number)));
                chooser.shapes.take(area, number as u32);
            }
        }
        chooser
    }

    /// A box of the page as the grids have it.
    fn in_room(&self, area: Rect) -> PointBox {
        let at = area - self.room.origin().to_vec2();
        PointBox { x0: at.x0 as f32, y0: at.y0 as f32, x1: at.x1 as f32, y1: at.y1 as f32 }
    }

    /// Whether a node is too near to one that is named; the more are, the farther the next must be.
    fn is_near_named(&self, node: usize) -> bool {
        let named = self.names.len() as f64 / self.budget.names.max(1) as f64;
        let apart = f64::from(self.budget.apart) / FINER * named.min(1.0) / self.scale.max(1e-9);
        let centre = self.scene.nodes[node].centre();
        self.names.iter().any(|name| (self.scene.nodes[name.node].centre() - centre).hypot2() < apart * apart)
    }

    /// Names a node if there is room for it.
    fn name(&mut self, node: usize) {
        let is_told = self.told.contains(&(node as u32));
        let is_full = self.names.len() >= self.budget.names;
        if is_told
            || is_full
            || self.scene.label(node).trim().is_empty()
            || self.names.iter().any(|name| name.node == node)
        {
            return;
        }
        let label = self.detail.label(node);
        let size = Vec2::new(f64::from(label.text.width), f64::from(label.text.height)) * self.letters;
        let item = &self.scene.nodes[node];
        let at = self.network * item.centre();
        let shape = self.detail.node_bounds(node) - item.centre().to_vec2();
        let shape = Affine::scale(self.scale).transform_rect_bbox(shape);
        let place = |side: Side| {
            let (offset, align) = side.offset((size.x, size.y), shape, NAME_GAP * self.letters);
            (Rect::from_origin_size(at + offset, (size.x, size.y)), align)
        };
        let others = PLACES.iter().map(|place| place.0).filter(|side| *side != item.side);
        let found = std::iter::once(item.side).chain(others).map(place).find(|(area, _)| self.is_free(*area, node));
        if let Some((area, align)) = found {
            self.taken.take(self.in_room(area), 0);
            let label = Label { align, ..label };
            self.names.push(PlacedName { node, label, origin: area.origin(), scale: self.letters, leader: None });
        }
    }

    /// Names a node where its author has put the name, in the scene.
    fn put(&mut self, node: usize, middle: Point) {
        let label = self.detail.label(node);
        let size = (f64::from(label.text.width) * self.letters, f64::from(label.text.height) * self.letters);
        let area = within(self.room, Rect::from_center_size(self.network * middle, size));
        self.taken.take(self.in_room(area), 0);
        self.names.push(PlacedName { node, label, origin: area.origin(), scale: self.letters, leader: None });
    }

    fn is_free(&self, area: Rect, node: usize) -> bool {
        let importance = self.scene.importance(node);
        let on_page = self.in_room(area);
        let yields = |other: u32| is_covered(importance, self.scene.importance(other as usize));
        self.room.contains_rect(area)
            && self.taken.is_free(&on_page.grown(AROUND))
            && !self.shapes.any(&on_page.grown(-TOUCHING), |other| other as usize != node && !yields(other))
    }
}

/// How legible names are that were arranged so.
fn legibility_of(
    scene: &Scene,
    PlacedNetwork { network, scale, .. }: PlacedNetwork,
    (found, names): (&Arrangement, &[PlacedName]),
) -> Legibility {
    let known = |nodes: &[usize]| {
        let of = |node: &usize| (Arc::clone(&scene.nodes[*node].id), printable(scene.label(*node)));
        nodes.iter().map(of).collect::<Vec<_>>()
    };
    let area = |name: &PlacedName| {
        let text = &name.label.text;
        f64::from(text.width * text.height) * name.scale * name.scale
    };
    let room = network.transform_rect_bbox(scene.bounds).area().max(1e-9);
    let natural_pt = scale * f64::from(NAME_SIZE);
    Legibility {
        nodes: names.len() + found.left_out.len(),
        letters_pt: names.first().map_or(natural_pt, |name| name.scale * f64::from(NAME_SIZE)),
        natural_pt,
        left_out: known(&found.left_out),
        shortened: known(&found.shortened),
        through: found.through,
        ink: names.iter().map(area).sum::<f64>() / room,
        fits: true,
        ..Legibility::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::scene::sample::planted;

    fn chosen(scene: &Scene, scale: f64) -> Vec<PlacedName> {
        choose(scene, &Detail::new(scene), (Affine::scale(scale), scale), (&[], &[], &[]))
    }

    #[test]
    fn small_networks_have_all_names_large_enough_to_be_read() {
        let scene = planted(&[40]);
        for scale in [1.0, 0.8, 0.6] {
            let network = Affine::scale(scale);
            let area = network.transform_rect_bbox(scene.bounds.inflate(20.0, 20.0));
            let (arranged, names, legibility) = arranged(
                &scene,
                PlacedNetwork { network, scale, area },
                &[],
                (None, Fixed::default()),
                &Arrangements::default(),
            );
            assert_eq!((arranged.courses.len(), names.len()), (scene.lines.len(), 40));
            let letters = (scale * 9.0).max(6.0);
            assert!(names.iter().all(|name| (name.scale * f64::from(NAME_SIZE) - letters).abs() < 1e-6));
            assert!((legibility.letters_pt - letters).abs() < 1e-6 && legibility.is_complete());
        }
    }

    #[test]
    fn a_crowd_has_legible_names_of_its_hubs_and_none_on_another() {
        let scene = planted(&[900, 700, 500, 300]);
        let names = chosen(&scene, 0.1);
        assert!((10..=40).contains(&names.len()), "{}", names.len());
        let area = PlacedName::area;
        for (number, name) in names.iter().enumerate() {
            assert!(name.scale * f64::from(NAME_SIZE) >= LEAST_PT - 1e-6);
            assert!(names[..number].iter().all(|other| !area(name).overlaps(area(other))), "{}", name.node);
        }
        for head in scene.heads() {
            assert!(names.iter().any(|name| name.node == head as usize), "{head} has no name");
        }
    }
}
