//! Where the notes of a figure stand: where they were put, or else in the nearest room without nodes. Names give way to
//! them. Notes are set in points, whatever the scale of the network. How they are painted is told in `paint`.

use std::collections::HashMap;

use kurbo::{Point, Rect, Size, Vec2};

use super::page::{ByHand, PlacedNetwork};
use crate::dossier::model::Note;
use crate::explore::query::presence::Presence;
use crate::picture::lettering::{Fonts, TextBlock, TextStyle, Weight, shape_block};
use crate::picture::scene::naming::{crosses, overlap, within};
use crate::picture::scene::{Detail, Scene};

/// Letters of notes, in points.
const LETTERS: f32 = 7.0;
/// The widest note, in points, and as a share of the room.
const WIDEST: (f64, f64) = (130.0, 0.4);
/// The most lines of a note.
const MOST_LINES: usize = 12;
/// Space inside its edge, sideways and upwards.
pub(super) const INSIDE: Vec2 = Vec2::new(4.0, 2.5);
/// How far from a node notes are tried, from edge to edge, in points.
const FAR: [f64; 8] = [10.0, 18.0, 28.0, 42.0, 60.0, 84.0, 120.0, 170.0];
/// Columns and rows of places where notes about nothing are tried.
const GRID: usize = 12;
/// What a node under a note costs, a line under it, and each point of distance.
const NODE: f64 = 12.0;
const LINE: f64 = 0.7;
const DISTANCE: f64 = 0.02;
/// Lines under notes are counted up to so many.
const COUNTED: usize = 4_000;
/// Space between a note and another, and between the line of a note and its node.
const BETWEEN: f64 = 3.0;
const BESIDE: f64 = 1.0;
/// Shorter lines from a note to its node are not drawn.
const LEAST_LINE: f64 = 1.5;

/// A note where it stands on the page.
#[derive(Clone, Debug)]
pub(super) struct PlacedNote {
    /// Its number in the view.
    pub(super) number: usize,
    pub(super) text: TextBlock,
    /// The box that it covers.
    pub(super) plate: Rect,
    /// From the box to the node that it is about, where they do not touch.
    pub(super) line: Option<(Point, Point)>,
    /// Where its place is counted from.
    pub(super) from: Point,
}

/// Notes where they stand on a page or on one of its pictures, and how many are about entities that it does not show.
pub(super) fn place_notes(scene: &Scene, placed: PlacedNetwork, by_hand: ByHand<'_>) -> (Vec<PlacedNote>, usize) {
    let ByHand { notes, at_a_date, .. } = by_hand;
    if notes.is_empty() {
        return (Vec::new(), 0);
    }
    let room = NoteRoom::new(scene, placed);
    let numbers: HashMap<&str, usize> = scene.nodes.iter().enumerate().map(|(n, node)| (&*node.id, n)).collect();
    let (mut out, mut missing): (Vec<PlacedNote>, usize) = (Vec::with_capacity(notes.len()), 0);
    let about = |note: &Note| note.about.as_ref().map(|id| numbers.get(id.as_str()).copied());
    // Those with places of their own come first: the others go round them.
    let (fixed, free): (Vec<_>, Vec<_>) = notes.iter().enumerate().partition(|(_, note)| offset(note).is_some());
    for (number, note) in fixed.into_iter().chain(free) {
        let node = match about(note) {
            Some(None) => {
                missing += 1;
                continue;
            }
            Some(Some(node)) if at_a_date && scene.node_look(node).presence == Presence::Absent => continue,
            Some(Some(node)) => Some(node),
            None => None,
        };
        let text = set(&note.text, placed.area.width(), scene.fonts);
        let size = Size::new(f64::from(text.width), f64::from(text.height)) + Size::new(INSIDE.x, INSIDE.y) * 2.0;
        let shape = node.map(|node| room.nodes[node]);
        let from = shape.map_or(placed.network * Point::ZERO, |shape| shape.center());
        let middle = match offset(note) {
            Some(offset) => from + offset * placed.scale,
            None => room.free(shape, size, &out),
        };
        let plate = within(placed.area, Rect::from_center_size(middle, size));
        let line = shape.and_then(|shape| line_between(plate, shape));
        out.push(PlacedNote { number, text, plate, line, from });
    }
    out.sort_unstable_by_key(|note| note.number);
    (out, missing)
}

/// The place of its own that a note has, in scene units.
fn offset(note: &Note) -> Option<Vec2> {
    let (x, y) = (note.x?, note.y?);
    (x.is_finite() && y.is_finite()).then(|| Vec2::new(x, y))
}

fn set(words: &str, width: f64, fonts: Fonts) -> TextBlock {
    let style = TextStyle { size: LETTERS, weight: Weight::Regular, fonts };
    let width = (width * WIDEST.1).min(WIDEST.0).max(40.0);
    shape_block(words, style, width as f32, MOST_LINES)
}

/// The line from a note to a node of this box.
fn line_between(plate: Rect, shape: Rect) -> Option<(Point, Point)> {
    let centre = shape.center();
    let start = Point::new(centre.x.clamp(plate.x0, plate.x1), centre.y.clamp(plate.y0, plate.y1));
    let way = centre - start;
    let radius = shape.width().min(shape.height()) / 2.0 + BESIDE;
    let length = way.hypot();
    (length - radius >= LEAST_LINE).then(|| (start, centre - way * (radius / length)))
}

/// What notes keep clear of.
struct NoteRoom {
    area: Rect,
    /// Boxes of nodes on the page, by their numbers.
    nodes: Vec<Rect>,
    /// Relations as straight lines.
    lines: Vec<(Point, Point)>,
}

impl NoteRoom {
    fn new(scene: &Scene, PlacedNetwork { network, area, .. }: PlacedNetwork) -> NoteRoom {
        let detail = Detail::new(scene);
        let nodes: Vec<Rect> =
            (0..scene.nodes.len()).map(|node| network.transform_rect_bbox(detail.node_bounds(node))).collect();
        let counted = if scene.lines.len() > COUNTED { &[] } else { &scene.lines[..] };
        let ends = |(from, to): (u32, u32)| {
            let at = |node: u32| nodes[node as usize].center();
            (at(from), at(to))
        };
        let lines = counted.iter().map(|line| ends(line.ends)).collect();
        NoteRoom { area, nodes, lines }
    }

    /// The middle of the best free place of a note about a node of this box.
    fn free(&self, about: Option<Rect>, size: Size, others: &[PlacedNote]) -> Point {
        let tried = match about {
            Some(shape) => around(shape, size),
            None => self.grid(size),
        };
        let from = about.map_or(Point::new(self.area.x0, self.area.y0), |shape| shape.center());
        let cost = |middle: &Point| {
            self.cost(Rect::from_center_size(*middle, size), others) + DISTANCE * middle.distance(from)
        };
        let best = tried.map(|middle| (cost(&middle), middle)).min_by(|a, b| a.0.total_cmp(&b.0));
        best.map_or(from, |(_, middle)| middle)
    }

    fn grid(&self, size: Size) -> Box<dyn Iterator<Item = Point> + '_> {
        let room = Rect::from_center_size(
            self.area.center(),
            ((self.area.width() - size.width).max(0.0), (self.area.height() - size.height).max(0.0)),
        );
        let share = |number: usize| number as f64 / (GRID - 1) as f64;
        let at = move |number: usize| {
            let (row, column) = (number / GRID, number % GRID);
            Point::new(room.x0 + room.width() * share(column), room.y0 + room.height() * share(row))
        };
        Box::new((0..GRID * GRID).map(at))
    }

    fn cost(&self, plate: Rect, others: &[PlacedNote]) -> f64 {
        let spaced = plate.inflate(BETWEEN, BETWEEN);
        let outside = 1.0 - plate.intersect(self.area).area() / plate.area().max(1e-9);
        let on_notes = others.iter().filter(|other| overlap(other.plate, spaced)).count();
        let on_nodes = self.nodes.iter().filter(|node| overlap(**node, spaced)).count();
        let on_lines = self.lines.iter().filter(|line| crosses(plate, line.0, line.1)).count();
        outside * 1e3 + (on_notes + on_nodes) as f64 * NODE + on_lines as f64 * LINE
    }
}

/// Middles of places around a node, the nearest first.
fn around(shape: Rect, size: Size) -> Box<dyn Iterator<Item = Point>> {
    const WAYS: i32 = 16;
    let way = |number: i32| {
        let (sin, cos) = libm::sincos(f64::from(number) * std::f64::consts::TAU / f64::from(WAYS));
        // The right and what is above come first among equals.
        Vec2::new(cos, -sin)
    };
    let at = move |(far, way): (f64, Vec2)| {
        let reach = |size: Size| (way.x * size.width / 2.0).abs() + (way.y * size.height / 2.0).abs();
        shape.center() + way * (reach(shape.size()) + far + reach(size))
    };
    Box::new(FAR.into_iter().flat_map(move |far| (0..WAYS).map(move |number| (far, way(number)))).map(at))
}

#[cfg(test)]
mod tests {
    use kurbo::Affine;

    use super::*;
    use crate::picture::scene::sample::planted;

    fn note(about: Option<&str>, at: Option<(f64, f64)>) -> Note {
        let text = "Says that the talks were never held, and names nobody who was there.".to_owned();
        Note { text, about: about.map(Into::into), x: at.map(|at| at.0), y: at.map(|at| at.1) }
    }

    fn by_hand(notes: &[Note]) -> ByHand<'_> {
        ByHand { notes, ..ByHand::default() }
    }

    fn room(scene: &Scene, scale: f64) -> PlacedNetwork {
        let network = Affine::scale(scale);
        let area = network.transform_rect_bbox(scene.bounds.inflate(30.0, 30.0));
        PlacedNetwork { network, scale, area }
    }

    #[test]
    fn a_note_stands_beside_its_node_on_no_other_and_in_the_room() {
        let scene = planted(&[12, 8]);
        for scale in [0.5, 1.0, 1.6] {
            let placed = room(&scene, scale);
            let notes: Vec<Note> = scene.nodes.iter().step_by(5).map(|node| note(Some(&node.id), None)).collect();
            let (stand, missing) = place_notes(&scene, placed, by_hand(&notes));
            assert_eq!((stand.len(), missing), (notes.len(), 0));
            let detail = Detail::new(&scene);
            for (number, one) in stand.iter().enumerate() {
                assert!(placed.area.inflate(0.1, 0.1).contains_rect(one.plate), "{scale} {number}");
                assert!(stand[..number].iter().all(|other| !overlap(other.plate, one.plate)), "{scale} {number}");
                let covered = (0..scene.nodes.len())
                    .filter(|node| overlap(placed.network.transform_rect_bbox(detail.node_bounds(*node)), one.plate));
                // On a small page there is no room without nodes at all.
                assert!(scale < 1.0 || covered.count() == 0, "{scale} {number}");
            }
        }
    }

    #[test]
    fn a_note_stands_where_it_was_put_and_moves_with_its_node() {
        let scene = planted(&[6]);
        let placed = room(&scene, 1.2);
        let id = scene.nodes[2].id.to_string();
        let (stand, _) = place_notes(&scene, placed, by_hand(&[note(Some(&id), Some((12.0, -9.0)))]));
        let node = placed.network * scene.nodes[2].centre();
        let wanted = within(placed.area, Rect::from_center_size(node + Vec2::new(14.4, -10.8), stand[0].plate.size()));
        assert!((stand[0].plate.center() - wanted.center()).hypot() < 1e-9);
        let (_, missing) = place_notes(&scene, placed, by_hand(&[note(Some("nobody"), None)]));
        assert_eq!(missing, 1);
        let far = note(None, Some((1e300, f64::NAN)));
        let both = [far, note(None, Some((1e12, 0.0)))];
        assert_eq!(place_notes(&scene, placed, by_hand(&both)).0.len(), 2);
    }

    #[test]
    fn a_note_stands_on_the_pictures_of_dates_at_which_its_entity_is_there() {
        let mut scene = planted(&[6]);
        let mut gone = scene.node_looks[scene.nodes[3].look as usize].clone();
        gone.presence = Presence::Absent;
        scene.node_looks.push(gone);
        scene.nodes[3].look = (scene.node_looks.len() - 1) as u16;
        let ids: Vec<String> = [2, 3].map(|at: usize| scene.nodes[at].id.to_string()).into();
        let notes = [note(Some(&ids[0]), None), note(Some(&ids[1]), None), note(None, None)];
        let stand = |at_a_date: bool| {
            let (stand, missing) = place_notes(&scene, room(&scene, 1.2), ByHand { at_a_date, ..by_hand(&notes) });
            (stand.iter().map(|note| note.number).collect::<Vec<_>>(), missing)
        };
        assert_eq!(stand(true), (vec![0, 2], 0));
        assert_eq!(stand(false), (vec![0, 1, 2], 0), "alone it is drawn faintly, and its note beside it");
    }

    #[test]
    fn the_line_of_a_note_ends_at_the_edge_of_its_node() {
        let shape = Rect::from_center_size((100.0, 50.0), (12.0, 12.0));
        let (start, end) = line_between(Rect::new(0.0, 40.0, 60.0, 60.0), shape).unwrap();
        assert_eq!((start, end), (Point::new(60.0, 50.0), Point::new(93.0, 50.0)));
        assert_eq!(line_between(Rect::new(80.0, 40.0, 95.0, 60.0), shape), None);
    }
}
