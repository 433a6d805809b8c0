//! Names and lines of a figure, arranged together: where every name stands, and which way every line takes,
//! so that no name lies on another, on a foreign node or on an arrowhead, no line runs through a foreign node,
//! and as few as can be run under names; and then, in the room that is left, what is written on lines. Small and
//! middling networks of nodes and lines; in scene units. The page is not known here.

mod bends;
mod eject;
mod kept;
mod places;
mod words;
mod wraps;

use std::collections::HashMap;

use kurbo::{Point, Rect, Shape as _};

use self::bends::{Around, bend, through_nodes};
use self::eject::{Candidate, Choices, choose};
pub use self::kept::Arrangements;
use self::kept::Key;
use self::places::{Place, place_at, places};
pub(crate) use self::words::{LineText, LineTexts, LineWord, LineWords, WORD_SIZE, are_too_many};
use self::words::{Obstacles, WordLine, place_words};
use self::wraps::{NameWraps, wraps};
use super::build::sampled;
use super::cells::{self, Boxes, Strokes};
pub(crate) use super::cells::{crosses, overlap, within};
use super::detail::Detail;
use super::item::{Course, Label, Scene};
use crate::picture::lettering::TextBlock;

/// How often lines give way to names, and names to lines.
const TURNS: usize = 2;
/// Space around shapes and arrowheads that names keep.
const BESIDE: f64 = 1.5;
const BESIDE_TIP: f64 = 0.8;
/// Space around names that words on lines keep, sideways and upwards.
const BESIDE_NAME: (f64, f64) = (2.0, 0.5);
/// Space between names, sideways and upwards.
const BETWEEN: (f64, f64) = (1.5, 0.5);
/// Space that lines keep from foreign nodes.
const CLEAR: f64 = 1.5;
/// Cost of each line under a name, and of a name that is left out: at least, and how much more for the most important one.
const LINE: f64 = 1.0;
const LEFT_OUT: (f64, f64) = (40.0, 20.0);
/// One node in so many is a hub, whose name may stand farther off.
const HUBS: usize = 10;
/// Size of the cells in which things are looked for: about as high as a name, and as wide as a node.
const CELL: f64 = 20.0;

/// What a figure leaves for names and lines.
pub(crate) struct Room {
    /// Where they may be.
    pub(crate) area: Rect,
    /// How much larger letters are than in the scene.
    pub(crate) letters: f64,
    /// Boxes of other words.
    pub(crate) captions: Vec<Rect>,
    /// What is written on lines, where they have room beside names.
    pub(crate) texts: Option<LineTexts>,
    /// What was put somewhere by hand.
    pub(crate) fixed: Fixed,
}

/// What has a place already, whatever lies there; the rest goes round it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fixed {
    /// Boxes of other texts, which cover what is under them.
    pub(crate) boxes: Vec<Rect>,
    /// Lines from those to nodes.
    pub(crate) lines: Vec<(Point, Point)>,
    /// The middles of names, by the numbers of their nodes.
    pub(crate) names: HashMap<usize, Point>,
}

/// A name where it stands.
#[derive(Clone, Debug)]
pub(crate) struct StandingName {
    pub(crate) node: usize,
    /// Its text is as large as in the scene, and drawn [`Room::letters`] times as large.
    pub(crate) label: Label,
    /// From its node to it, where it stands apart.
    pub(crate) leader: Option<(Point, Point)>,
}

/// Names and lines as they are arranged.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arrangement {
    /// The way of each line, in their order.
    pub(crate) courses: Vec<Course>,
    /// In the order of their nodes.
    pub(crate) names: Vec<StandingName>,
    /// Nodes whose names have no room.
    pub(crate) left_out: Vec<usize>,
    /// Nodes whose names are shortened.
    pub(crate) shortened: Vec<usize>,
    /// How many lines run through nodes that they do not join.
    pub(crate) through: usize,
    /// What is written on lines; `None` where nothing is to be, or it would be too much.
    pub(crate) words: Option<LineWords>,
}

/// Arranges the names and lines of a scene of nodes and lines, or takes what is known of them.
pub(crate) fn arrange(scene: &Scene, room: &Room, known: &Arrangements) -> Arrangement {
    let key = Key::of_names(scene, room);
    let arranged = known.names(&key, || arranged(scene, room));
    let written = |texts: &LineTexts| known.words(&key.of_words(scene, texts), || words(scene, room, texts, &arranged));
    let words = room.texts.as_ref().and_then(written);
    let name = |name: &ArrangedName| {
        let colour = scene.node_look(name.node).ink;
        let label = Label { text: name.text.clone(), origin: name.area.origin(), align: name.align, colour };
        StandingName { node: name.node, label, leader: name.leader }
    };
    Arrangement {
        courses: arranged.courses.clone(),
        names: arranged.names.iter().map(name).collect(),
        left_out: arranged.left_out.clone(),
        shortened: arranged.shortened.clone(),
        through: arranged.through,
        words,
    }
}

/// Names and lines as they are arranged, whatever their colours.
#[derive(Debug, Default)]
struct Arranged {
    courses: Vec<Course>,
    /// In the order of their nodes.
    names: Vec<ArrangedName>,
    left_out: Vec<usize>,
    shortened: Vec<usize>,
    through: usize,
}

/// A name where it stands.
#[derive(Debug)]
struct ArrangedName {
    node: usize,
    text: TextBlock,
    /// The box of its letters.
    area: Rect,
    align: f32,
    leader: Option<(Point, Point)>,
}

fn arranged(scene: &Scene, room: &Room) -> Arranged {
    let work = Work::new(scene, room);
    let usual: Vec<Course> = scene.lines.iter().map(|line| line.course).collect();
    let mut courses = usual.clone();
    let mut taken = work.names_among(&courses);
    for _ in 0..TURNS {
        let names = work.name_boxes(&taken);
        bend(&work.ends, &usual, &work.around(&names), &mut courses);
        taken = work.names_among(&courses);
    }
    let through = through_nodes(&work.ends, &courses, &work.around(&work.name_boxes(&[])));
    work.arranged(courses, taken, through)
}

/// What is worked with.
struct Work<'a> {
    detail: Detail<'a>,
    room: &'a Room,
    /// The ways to break the name of each node, and its places.
    names: Vec<(NameWraps, Vec<Place>)>,
    centres: Vec<Point>,
    ends: Vec<(u32, u32)>,
    /// Boxes of shapes, by the numbers of nodes, with the space that names keep, and that lines keep.
    shapes: [Boxes; 2],
    /// What it costs to leave out each name.
    left_out: Vec<f64>,
}

impl<'a> Work<'a> {
    fn new(scene: &'a Scene, room: &'a Room) -> Self {
        let detail = Detail::new(scene);
        let count = scene.nodes.len();
        let bounds: Vec<Rect> = (0..count).map(|node| detail.node_bounds(node)).collect();
        let shapes = [BESIDE, CLEAR].map(|around| spaced(&bounds, around, room.area));
        let centres: Vec<Point> = scene.nodes.iter().map(super::item::Node::centre).collect();
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|&a, &b| scene.importance(b).total_cmp(&scene.importance(a)));
        let mut is_hub = vec![false; count];
        order.iter().take(count.div_ceil(HUBS)).for_each(|node| is_hub[*node] = true);
        let names = wraps(scene);
        let fixed = fixed_boxes(room, &names, &bounds);
        let name = |(node, wraps): (usize, NameWraps)| {
            let size = |(width, height): (f64, f64)| (width * room.letters, height * room.letters);
            let sizes: Vec<(f64, f64)> = wraps.sizes().map(size).collect();
            if let Some(middle) = room.fixed.names.get(&node) {
                return (wraps, place_at(*middle, bounds[node], &sizes, room.area).into_iter().collect());
            }
            let places = places(centres[node], bounds[node], &sizes, is_hub[node]);
            let is_free = |place: &Place| {
                let free =
                    |area: Rect| !shapes[0].any(area, |other| other != node as u32) && !fixed.any(area, |_| true);
                let passes =
                    |leader| !shapes[0].any_on(leader, |other| other != node as u32) && !fixed.any_on(leader, |_| true);
                contains(room.area, place.area) && free(place.area) && place.leader.is_none_or(passes)
            };
            (wraps, places.into_iter().filter(is_free).collect())
        };
        let names = names.into_iter().enumerate().map(name).collect();
        let mut left_out = vec![0.0; count];
        for (rank, node) in order.into_iter().enumerate() {
            left_out[node] = LEFT_OUT.0 + LEFT_OUT.1 * (1.0 - rank as f64 / count as f64);
        }
        let ends = scene.lines.iter().map(|line| line.ends).collect();
        Work { detail, room, names, centres, ends, shapes, left_out }
    }

    fn around<'b>(&'b self, names: &'b Boxes) -> Around<'b> {
        Around { centres: &self.centres, shapes: &self.shapes[1], names, room: self.room.area }
    }

    /// The best places of all names among lines that take these courses.
    fn names_among(&self, courses: &[Course]) -> Vec<Option<usize>> {
        let (strokes, tips) = lines_on(&self.detail, courses, self.room);
        let mut kept: Vec<Vec<usize>> = Vec::with_capacity(self.names.len());
        let choices: Vec<Choices> = (0..self.names.len())
            .map(|node| {
                // What was put by hand is not chosen.
                let is_fixed = self.room.fixed.names.contains_key(&node);
                let mut found = if is_fixed { Vec::new() } else { self.candidates(node, &strokes, &tips) };
                found.sort_by(|a, b| a.1.cost.total_cmp(&b.1.cost));
                let (numbers, places) = found.into_iter().unzip();
                kept.push(numbers);
                Choices { places, left_out: self.left_out[node] }
            })
            .collect();
        let taken = choose(&choices);
        let at = |(node, at): (usize, Option<usize>)| match at {
            Some(at) => Some(kept[node][at]),
            None if self.room.fixed.names.contains_key(&node) && !self.names[node].1.is_empty() => Some(0),
            None => None,
        };
        taken.into_iter().enumerate().map(at).collect()
    }

    /// The places of a name that no arrowhead and no other words take, by their numbers, and what they cost among these lines.
    fn candidates(&self, node: usize, strokes: &Strokes, tips: &Boxes) -> Vec<(usize, Candidate)> {
        let candidate = |(number, place): (usize, &Place)| {
            // A leader begins at its node, among the arrowheads that point at it: it passes between those.
            let foreign = |line: u32| {
                let (from, to) = self.ends[line as usize];
                node as u32 != from && node as u32 != to
            };
            if tips.any(place.area, |_| true) || place.leader.is_some_and(|leader| tips.any_on(leader, foreign)) {
                return None;
            }
            if self.room.captions.iter().any(|caption| cells::overlap(*caption, place.area)) {
                return None;
            }
            let lines = strokes.lines_under(place.area);
            let cost = place.cost + lines as f64 * LINE;
            let area = place.area.inflate(BETWEEN.0 / 2.0, BETWEEN.1 / 2.0);
            Some((number, Candidate { cost, area, leader: place.leader }))
        };
        self.names[node].1.iter().enumerate().filter_map(candidate).collect()
    }

    /// Boxes of names at these places, by the numbers of their nodes.
    fn name_boxes(&self, taken: &[Option<usize>]) -> Boxes {
        let mut boxes = Boxes::new(self.room.area, CELL);
        for (node, at) in taken.iter().enumerate() {
            if let Some(at) = at {
                boxes.add(node as u32, self.names[node].1[*at].area);
            }
        }
        boxes
    }

    fn arranged(self, courses: Vec<Course>, taken: Vec<Option<usize>>, through: usize) -> Arranged {
        let mut out = Arranged { courses, through, ..Arranged::default() };
        for (node, ((mut wraps, mut places), at)) in self.names.into_iter().zip(taken).enumerate() {
            if wraps.is_empty() {
                continue;
            }
            let Some(at) = at else {
                out.left_out.push(node);
                continue;
            };
            let Place { area, align, wrap, leader, .. } = places.swap_remove(at);
            let text = wraps.take(wrap);
            if text.is_short {
                out.shortened.push(node);
            }
            out.names.push(ArrangedName { node, text, area, align, leader });
        }
        out
    }
}

/// Boxes of shapes, by the numbers of nodes, with space around them.
fn spaced(bounds: &[Rect], around: f64, room: Rect) -> Boxes {
    let mut boxes = Boxes::new(room, CELL);
    let spaced = bounds.iter().map(|shape| shape.inflate(around, around));
    spaced.enumerate().for_each(|(node, shape)| boxes.add(node as u32, shape));
    boxes
}

/// Lines that take these courses, and the boxes of their arrowheads.
fn lines_on(detail: &Detail<'_>, courses: &[Course], room: &Room) -> (Strokes, Boxes) {
    let mut strokes = Strokes::new(room.area, CELL);
    let mut tips = Boxes::new(room.area, CELL);
    for (line, course) in courses.iter().enumerate() {
        let (path, tip) = detail.curve_on(line, *course);
        strokes.add(line as u32, &sampled(&path, None));
        if let Some(tip) = tip {
            tips.add(line as u32, tip.bounding_box().inflate(BESIDE_TIP, BESIDE_TIP));
        }
    }
    for (number, (a, b)) in room.fixed.lines.iter().enumerate() {
        strokes.add((courses.len() + number) as u32, &[*a, *b]);
    }
    (strokes, tips)
}

/// What is written on lines that are arranged so.
fn words(scene: &Scene, room: &Room, texts: &LineTexts, arranged: &Arranged) -> Option<LineWords> {
    let detail = Detail::new(scene);
    let (lines, tips) = lines_on(&detail, &arranged.courses, room);
    let (mut leaders, mut names) = (Strokes::new(room.area, CELL), Boxes::new(room.area, CELL));
    for name in &arranged.names {
        names.add(name.node as u32, name.area.inflate(BESIDE_NAME.0, BESIDE_NAME.1));
        if let Some((a, b)) = name.leader {
            leaders.add(name.node as u32, &[a, b]);
        }
    }
    for (number, (a, b)) in room.fixed.lines.iter().enumerate() {
        leaders.add((scene.nodes.len() + number) as u32, &[*a, *b]);
    }
    let mut captions = Boxes::new(room.area, CELL);
    // Marks of a comparison stand on lines, too.
    let marks = scene.over.iter().map(|mark| mark.path.bounding_box());
    let others = room.captions.iter().chain(&room.fixed.boxes).copied().chain(marks);
    others.enumerate().for_each(|(number, other)| captions.add(number as u32, other));
    let bounds: Vec<Rect> = (0..scene.nodes.len()).map(|node| detail.node_bounds(node)).collect();
    let shapes = spaced(&bounds, BESIDE, room.area);
    let boxes = [&shapes, &names, &tips, &captions];
    let obstacles = Obstacles { room: room.area, boxes, leaders: &leaders, lines: &lines };
    let line = |number: u32| {
        let number = number as usize;
        let (path, tip) = detail.curve_on(number, arranged.courses[number]);
        WordLine { path, has_tip: tip.is_some() }
    };
    place_words(texts, line, &obstacles, scene.bounds.area())
}

/// Boxes of what was put by hand, names among them.
fn fixed_boxes(room: &Room, names: &[NameWraps], bounds: &[Rect]) -> Boxes {
    let mut boxes = Boxes::new(room.area, CELL);
    let fixed = &room.fixed;
    fixed.boxes.iter().enumerate().for_each(|(number, area)| boxes.add(number as u32, *area));
    for (node, middle) in &fixed.names {
        let sizes = names.get(*node).into_iter().flat_map(NameWraps::sizes);
        let sizes: Vec<_> = sizes.map(|(width, height)| (width * room.letters, height * room.letters)).collect();
        if let Some(place) = bounds.get(*node).and_then(|shape| place_at(*middle, *shape, &sizes, room.area)) {
            boxes.add((fixed.boxes.len() + node) as u32, place.area.inflate(BETWEEN.0, BETWEEN.1));
        }
    }
    boxes
}

fn contains(room: Rect, area: Rect) -> bool {
    room.x0 <= area.x0 && area.x1 <= room.x1 && room.y0 <= area.y0 && area.y1 <= room.y1
}

#[cfg(test)]
mod tests;
