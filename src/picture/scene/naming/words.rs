//! What lines mean, written on them: a word or a number flat on a plate at the middle of its line, slid along it
//! to where it lies on no node, name, arrowhead or other plate. Names and lines are placed before, and not moved
//! here. What is written is told by who asks.

use std::collections::HashMap;

use kurbo::{BezPath, ParamCurve as _, Point, Rect, Shape as _, Vec2};

use super::super::cells::{Boxes, Strokes};
use super::eject::{Candidate, Choices, choose};
use crate::picture::lettering::{Fonts, TextBlock, TextStyle, Weight, shape_block};

/// Letters of words on lines, in scene units.
pub(crate) const WORD_SIZE: f32 = 7.0;
/// A word that is wider than this may also stand in two lines, in scene units.
const WIDTH: f32 = 48.0;
/// Words are tried at the middle of their line and up to so many steps to either side, of such a share of the line.
const STEPS: i32 = 16;
const STEP: f64 = 0.02;
/// How far a plate may stand beside the middle of its line: of its width beside a steep one, of its height over or under
/// a flat one.
const BESIDE: f64 = 0.25;
/// Space around the letters on their plate, sideways and upwards, in scene units.
const PLATE: (f64, f64) = (1.8, 0.3);
/// So much of a line is seen on either side of its plate, of an arrowhead less, in units of the plate's letters.
const SHOWN: (f64, f64) = (3.5, 1.0);
/// Space between plates, sideways and upwards.
const BETWEEN: (f64, f64) = (3.0, 1.5);
/// Another line that runs under a plate is hidden over this length at most, in heights of the plate.
const HIDDEN: f64 = 1.6;
/// What a place costs for its distance from the middle as a share of the line, for another line under it, and for a word
/// in two lines; and what it costs to leave a word out, and more by its rank.
const SLID: f64 = 2.0;
const CROSSED: f64 = 1.5;
const BROKEN: f64 = 0.1;
/// And for a place beside the middle of the line, as a share of the line.
const OFF: f64 = 0.06;
const LEFT_OUT: (f64, f64) = (20.0, 10.0);
/// Points along a line at which it is asked what covers it.
const POINTS: usize = 64;

/// What is to be written on lines.
#[derive(Clone, Debug)]
pub(crate) struct LineTexts {
    /// In falling importance.
    pub(crate) texts: Vec<LineText>,
    /// How much larger letters are than [`WORD_SIZE`] in the scene.
    pub(crate) letters: f64,
    /// Nothing is written where all plates would fill more than this share of what is drawn.
    pub(crate) most_ink: f64,
    /// Where letters may come from that no bundled font has.
    pub(crate) fonts: Fonts,
}

/// What is to be written on one of some lines that mean the same.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LineText {
    /// Lines by their numbers; on the first is tried first.
    pub(crate) lines: Vec<u32>,
    pub(crate) text: String,
}

/// A word where it stands.
#[derive(Clone, Debug)]
pub(crate) struct LineWord {
    /// Its line, by its number.
    pub(crate) line: u32,
    /// Shaped at [`WORD_SIZE`], and drawn [`LineTexts::letters`] times as large.
    pub(crate) block: TextBlock,
    /// In scene units.
    pub(crate) plate: Rect,
}

/// Words as they are placed.
#[derive(Clone, Debug, Default)]
pub(crate) struct LineWords {
    pub(crate) words: Vec<LineWord>,
    /// Texts that have no room, by their numbers.
    pub(crate) left_out: Vec<usize>,
}

/// What words give way to.
pub(super) struct Obstacles<'a> {
    /// Where they may be.
    pub(super) room: Rect,
    /// Nodes, names, arrowheads and captions.
    pub(super) boxes: [&'a Boxes; 4],
    /// From nodes to names that stand apart.
    pub(super) leaders: &'a Strokes,
    pub(super) lines: &'a Strokes,
}

/// A line that words may stand on.
pub(super) struct WordLine {
    pub(super) path: BezPath,
    pub(super) has_tip: bool,
}

/// Places words on their lines; nothing where they would fill more than they may of an area.
pub(super) fn place_words(
    texts: &LineTexts,
    line: impl Fn(u32) -> WordLine,
    obstacles: &Obstacles<'_>,
    area: f64,
) -> Option<LineWords> {
    let shaped = Shaped::new(texts);
    if shaped.ink() > texts.most_ink * area {
        return None;
    }
    let plate = |block: &TextBlock| plate(block, texts.letters);
    let blocks_of = |text: &LineText| shaped.blocks_of(text);
    let count = texts.texts.len().max(1) as f64;
    let mut kept: Vec<Vec<(u32, usize, Rect)>> = Vec::with_capacity(texts.texts.len());
    let mut choices: Vec<Choices> = Vec::with_capacity(texts.texts.len());
    for (rank, text) in texts.texts.iter().enumerate() {
        let sizes: Vec<(f64, f64)> = blocks_of(text).iter().map(plate).collect();
        let mut found: Vec<(f64, (u32, usize, Rect))> = Vec::new();
        for number in &text.lines {
            let line = line(*number);
            for (wrap, size) in sizes.iter().enumerate() {
                for (slid, plate) in plates(&line, *size, texts.letters) {
                    let Some(crossed) = obstacles.lines_under(plate, &text.lines) else { continue };
                    let broken = if wrap > 0 { BROKEN } else { 0.0 };
                    found.push((SLID * slid + CROSSED * crossed as f64 + broken, (*number, wrap, plate)));
                }
            }
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        let candidate = |(cost, (.., plate)): &(f64, (u32, usize, Rect))| {
            let area = plate.inflate(BETWEEN.0 / 2.0, BETWEEN.1 / 2.0);
            Candidate { cost: *cost, area, leader: None }
        };
        let places = found.iter().map(candidate).collect();
        choices.push(Choices { places, left_out: LEFT_OUT.0 + LEFT_OUT.1 * (1.0 - rank as f64 / count) });
        kept.push(found.into_iter().map(|(_, place)| place).collect());
    }
    let mut out = LineWords::default();
    for (number, taken) in choose(&choices).into_iter().enumerate() {
        let place = taken.map(|at| kept[number][at]);
        let block = |wrap: usize| blocks_of(&texts.texts[number]).get(wrap).cloned();
        match place.and_then(|(line, wrap, plate)| Some(LineWord { line, block: block(wrap)?, plate })) {
            Some(word) => out.words.push(word),
            None => out.left_out.push(number),
        }
    }
    Some(out)
}

/// The ways to set each of some texts.
struct Shaped<'a> {
    texts: &'a LineTexts,
    blocks: HashMap<&'a str, Vec<TextBlock>>,
}

impl<'a> Shaped<'a> {
    fn new(texts: &'a LineTexts) -> Self {
        let mut shaped: HashMap<&str, Vec<TextBlock>> = HashMap::new();
        for text in &texts.texts {
            shaped.entry(&text.text).or_insert_with(|| blocks(&text.text, texts.fonts));
        }
        Shaped { texts, blocks: shaped }
    }

    fn blocks_of(&self, text: &LineText) -> &[TextBlock] {
        self.blocks.get(text.text.as_str()).map_or(&[], Vec::as_slice)
    }

    /// What all plates would fill.
    fn ink(&self) -> f64 {
        let first = self.texts.texts.iter().filter_map(|text| self.blocks_of(text).first());
        first.map(|block| plate(block, self.texts.letters)).map(|(width, height)| width * height).sum()
    }
}

/// Width and height of the plate of a text that is drawn at this multiple of the size that it was shaped at.
fn plate(block: &TextBlock, letters: f64) -> (f64, f64) {
    let (width, height) = (f64::from(block.width), f64::from(block.height));
    ((width + 2.0 * PLATE.0) * letters, (height + 2.0 * PLATE.1) * letters)
}

/// Whether texts are too many for a network that fills such an area, wherever they would stand.
pub(crate) fn are_too_many(texts: &LineTexts, area: f64) -> bool {
    texts.most_ink.is_finite() && Shaped::new(texts).ink() > texts.most_ink * area
}

/// The ways to set a text, the usual first.
fn blocks(text: &str, fonts: Fonts) -> Vec<TextBlock> {
    let style = TextStyle { size: WORD_SIZE, weight: Weight::Regular, fonts };
    let whole = shape_block(text, style, f32::INFINITY, 1);
    if whole.width <= WIDTH {
        return vec![whole];
    }
    let broken = shape_block(text, style, WIDTH.max(whole.width * 0.6), 2);
    // Half of a word says nothing: where it cannot be broken it stays whole.
    let broken = Some(broken).filter(|block| block.lines.len() == 2 && !block.is_short);
    std::iter::once(whole).chain(broken).collect()
}

/// Plates of a size along a line, with how far from its middle each is, of which enough is left to be seen.
fn plates(line: &WordLine, size: (f64, f64), letters: f64) -> Vec<(f64, Rect)> {
    let Some(curve) = line.path.segments().next() else { return Vec::new() };
    let points: Vec<Point> = (0..=POINTS).map(|at| curve.eval(at as f64 / POINTS as f64)).collect();
    let around = line.path.bounding_box();
    let is_hopeless = around.width() < size.0 && around.height() < size.1;
    let seen = |plate: Rect| {
        let is_under = |at: &Point| plate.contains(*at);
        let length = |points: &mut dyn Iterator<Item = &Point>| {
            let points: Vec<&Point> = points.take_while(|at| !is_under(at)).collect();
            points.windows(2).map(|two| two[0].distance(*two[1])).sum::<f64>()
        };
        let end = if line.has_tip { SHOWN.1 } else { SHOWN.0 };
        length(&mut points.iter()) >= SHOWN.0 * letters && length(&mut points.iter().rev()) >= end * letters
    };
    if is_hopeless {
        return Vec::new();
    }
    let way = curve.end() - curve.start();
    let beside = match way.y.abs() > way.x.abs() {
        true => Vec2::new(BESIDE * size.0, 0.0),
        false => Vec2::new(0.0, BESIDE * size.1),
    };
    let plate = |along: f64, off: f64| {
        let slid = (along - 0.5).abs() + off.abs() * OFF;
        (slid, Rect::from_center_size(curve.eval(along) + beside * off, size))
    };
    let along = (-STEPS..=STEPS).map(|step| 0.5 + STEP * f64::from(step));
    let all = along.flat_map(|along| [0.0, 1.0, -1.0].map(|off| plate(along, off)));
    all.filter(|(_, plate)| seen(*plate)).collect()
}

impl Obstacles<'_> {
    /// How many other lines run under a plate, one at most; `None` where it may not stand.
    fn lines_under(&self, plate: Rect, own: &[u32]) -> Option<usize> {
        let is_clear = super::contains(self.room, plate)
            && self.boxes.iter().all(|boxes| !boxes.any(plate, |_| true))
            && self.leaders.lines_under(plate) == 0;
        if !is_clear {
            return None;
        }
        let (many, hidden) = self.lines.hidden_by(plate, |line| !own.contains(&line));
        (many <= 1 && hidden <= HIDDEN * plate.height()).then_some(many)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::picture::scene::cells::{crosses, overlap};

    const ROOM: Rect = Rect::new(-50.0, -100.0, 350.0, 100.0);

    type Ends = ((f64, f64), (f64, f64));

    fn straight((from, to): Ends) -> BezPath {
        let mut path = BezPath::new();
        path.move_to(from);
        path.line_to(to);
        path
    }

    fn texts(count: usize, text: &str) -> LineTexts {
        let text = |line: u32| LineText { lines: vec![line], text: text.to_owned() };
        LineTexts {
            texts: (0..count as u32).map(text).collect(),
            letters: 1.0,
            most_ink: f64::INFINITY,
            fonts: Fonts::Bundled,
        }
    }

    fn placed(lines: &[Ends], texts: &LineTexts, taken: &[Rect]) -> LineWords {
        let none = || Boxes::new(ROOM, 40.0);
        let (mut boxes, empty) = (none(), none());
        taken.iter().for_each(|area| boxes.add(0, *area));
        let (mut strokes, leaders) = (Strokes::new(ROOM, 40.0), Strokes::new(ROOM, 40.0));
        for (number, (from, to)) in lines.iter().enumerate() {
            strokes.add(number as u32, &[(*from).into(), (*to).into()]);
        }
        let boxes = [&boxes, &empty, &empty, &empty];
        let obstacles = Obstacles { room: ROOM, boxes, leaders: &leaders, lines: &strokes };
        let line = |number: u32| WordLine { path: straight(lines[number as usize]), has_tip: false };
        place_words(texts, line, &obstacles, ROOM.area()).unwrap()
    }

    #[test]
    fn a_word_stands_at_the_middle_of_its_line_or_slides_to_where_it_is_free() {
        let line = [((0.0, 0.0), (300.0, 0.0))];
        let word = texts(1, "takes part in");
        let found = placed(&line, &word, &[]);
        assert!((found.words[0].plate.center().x - 150.0).abs() < 1e-9 && found.left_out.is_empty());
        let slid = placed(&line, &word, &[Rect::new(140.0, -5.0, 160.0, 5.0)]);
        assert!((slid.words[0].plate.center().x - 150.0).abs() > 20.0);
        let none = placed(&line, &word, &[Rect::new(20.0, -5.0, 280.0, 5.0)]);
        assert!(none.words.is_empty() && none.left_out == [0]);
    }

    #[test]
    fn a_word_keeps_clear_of_other_lines_and_leaves_its_own_to_be_seen() {
        let crossing = [((0.0, 0.0), (300.0, 0.0)), ((150.0, -90.0), (150.0, 90.0))];
        let found = placed(&crossing, &texts(2, "supports"), &[]);
        assert_eq!(found.words.len(), 2);
        assert!(found.words.iter().all(|word| !word.plate.contains(Point::new(150.0, 0.0))));
        let short = [((0.0, 0.0), (30.0, 0.0))];
        assert_eq!(placed(&short, &texts(1, "takes part in"), &[]).left_out, [0]);
        assert_eq!(placed(&short, &texts(1, "1"), &[]).words.len(), 1, "a number has room where a word has none");
    }

    #[test]
    fn of_lines_that_mean_the_same_one_has_the_word_and_too_much_ink_is_refused() {
        let lines = [((0.0, -6.0), (300.0, -6.0)), ((0.0, 6.0), (300.0, 6.0))];
        let mut both = texts(1, "supports ×2");
        both.texts[0].lines = vec![0, 1];
        let found = placed(&lines, &both, &[Rect::new(-50.0, -12.0, 350.0, -1.0)]);
        assert_eq!(found.words.iter().map(|word| word.line).collect::<Vec<_>>(), [1]);
        both.most_ink = 0.001;
        let (boxes, strokes) = (Boxes::new(ROOM, 40.0), Strokes::new(ROOM, 40.0));
        let boxes = [&boxes, &boxes, &boxes, &boxes];
        let obstacles = Obstacles { room: ROOM, boxes, leaders: &strokes, lines: &strokes };
        let line = |number: u32| WordLine { path: straight(lines[number as usize]), has_tip: false };
        assert!(place_words(&both, line, &obstacles, ROOM.area()).is_none());
    }

    #[test]
    fn a_long_word_may_stand_in_two_lines_and_is_never_shortened() {
        let upright = [((0.0, -95.0), (0.0, 95.0))];
        // No room for it in one line.
        let walls = [Rect::new(-50.0, -100.0, -36.0, 100.0), Rect::new(36.0, -100.0, 350.0, 100.0)];
        let found = placed(&upright, &texts(1, "has undertaken to support"), &walls);
        assert_eq!(found.words[0].block.lines.len(), 2);
        assert!(blocks("Zusammenarbeitsabsichtserklärungsentwurf", Fonts::Bundled).iter().all(|block| !block.is_short));
    }

    fn point() -> impl Strategy<Value = (f64, f64)> {
        (-40.0..340.0_f64, -90.0..90.0_f64)
    }

    proptest! {
        #[test]
        fn nothing_lies_on_anything(
            lines in prop::collection::vec((point(), point()), 1..24),
            taken in prop::collection::vec((point(), 4.0..60.0_f64, 4.0..20.0_f64), 0..12),
            letters in 0.8..2.0_f64,
            text in prop::sample::select(&["1", "meets", "is a member of", "takes part in"][..]),
        ) {
            let taken: Vec<Rect> =
                taken.into_iter().map(|(at, width, height)| Rect::from_center_size(at, (width, height))).collect();
            let texts = LineTexts { letters, ..texts(lines.len(), text) };
            let found = placed(&lines, &texts, &taken);
            prop_assert_eq!(found.words.len() + found.left_out.len(), lines.len());
            for (at, word) in found.words.iter().enumerate() {
                let plate = word.plate;
                prop_assert!(super::super::contains(ROOM, plate));
                prop_assert!(taken.iter().all(|area| !overlap(*area, plate)));
                prop_assert!(found.words[..at].iter().all(|other| !overlap(other.plate, plate)));
                let (from, to) = lines[word.line as usize];
                let heart = plate.scale_from_origin(0.55) + plate.center().to_vec2() * 0.45;
                prop_assert!(crosses(heart, from.into(), to.into()), "it stands on its line");
            }
        }
    }
}
