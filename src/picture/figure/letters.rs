//! Text on a page: runs of placed letters, and the ground that keeps names legible over lines. The ground is an
//! outline of its own, made of few points, because programs differ in how they draw the rim of a letter. Nothing
//! here knows a file format.

use kurbo::{Affine, BezPath, Point, Rect};

use crate::picture::curves;
use crate::picture::lettering::{Face, TextBlock, ink};
use crate::picture::theme::Colour;

/// How far the ground of a name reaches beyond its letters, in points.
const REACH: f64 = 1.2;
/// Corners of a plate, in points.
const PLATE_CORNER: f64 = 2.0;
/// Heights of a ground are told apart in steps of this, in ems.
const STEP: f64 = 0.14;
/// What is narrower than this, in ems, is as high as what is beside it.
const NARROW: f64 = 0.5;
/// A quarter turn to the left.
const QUARTER_LEFT: Affine = Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]);

/// Text in one colour.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) colour: Colour,
    /// Names of nodes, words on lines, and what stands over them, have a ground, so that they can be read over lines; all other
    /// text has none.
    pub(crate) halo: Option<Halo>,
    /// The point about which all of it is turned a quarter to the left; `None` is level.
    pub(crate) turned: Option<Point>,
    pub(crate) runs: Vec<GlyphRun>,
}

/// The ground under a name.
#[derive(Clone, Debug)]
pub(crate) struct Halo {
    pub(crate) colour: Colour,
    /// In the coordinates of the letters: turned with them.
    pub(crate) outline: BezPath,
}

/// Letters of one face on one line: as text, for formats that keep it, and as placed glyphs.
#[derive(Clone, Debug)]
pub(crate) struct GlyphRun {
    pub(crate) face: Face,
    /// In reading order.
    pub(crate) text: String,
    /// Whether it reads right to left.
    pub(crate) rtl: bool,
    /// Size of the em.
    pub(crate) size: f64,
    /// Left end of the run, on the baseline.
    pub(crate) origin: Point,
    pub(crate) width: f64,
    /// From left to right.
    pub(crate) glyphs: Vec<PlacedGlyph>,
}

/// A letter, or a part of one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlacedGlyph {
    /// Its number in the face.
    pub(crate) id: u32,
    pub(crate) at: Point,
    pub(crate) advance: f64,
    /// Where in the text of its run the characters begin that it belongs to.
    pub(crate) cluster: u32,
}

impl Text {
    /// Level text.
    pub(super) fn level(colour: Colour, runs: Vec<GlyphRun>) -> Text {
        Text { colour, halo: None, turned: None, runs }
    }

    /// Level text on a ground of this colour.
    pub(super) fn on_ground(colour: Colour, ground: Colour, runs: Vec<GlyphRun>) -> Text {
        let halo = Some(Halo { colour: ground, outline: ground_under(&runs) });
        Text { halo, ..Text::level(colour, runs) }
    }

    /// Level text on a plate of this colour.
    pub(super) fn on_plate(colour: Colour, ground: Colour, plate: Rect, runs: Vec<GlyphRun>) -> Text {
        let outline = curves::rounded(plate, PLATE_CORNER.min(plate.height() / 2.0));
        Text { halo: Some(Halo { colour: ground, outline }), ..Text::level(colour, runs) }
    }

    /// From where letters are placed to where they come out.
    pub(crate) fn turn(&self) -> Affine {
        let about = |at: Point| Affine::translate(at.to_vec2()) * QUARTER_LEFT * Affine::translate(-at.to_vec2());
        self.turned.map_or(Affine::IDENTITY, about)
    }

    /// The characters, line by line in reading order as far as runs tell.
    pub(crate) fn words(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect::<Vec<_>>().concat()
    }
}

/// The runs of a block whose top left corner is at `origin`, so many times as large as it was shaped.
pub(super) fn runs(block: TextBlock, align: f32, origin: Point, scale: f64) -> Vec<GlyphRun> {
    let TextBlock { lines, size, width, ascent, line_height, .. } = block;
    let mut out = Vec::new();
    for (number, line) in lines.into_iter().enumerate() {
        let lead = f64::from((width - line.width) * align);
        let y = origin.y + scale * f64::from(ascent + line_height * number as f32);
        let x = |from_left: f32| origin.x + scale * (lead + f64::from(from_left));
        for run in line.runs {
            let placed = |g: &crate::picture::lettering::Glyph| PlacedGlyph {
                id: g.id,
                at: Point::new(x(g.x), y + scale * f64::from(g.y)),
                advance: scale * f64::from(g.advance),
                cluster: g.cluster,
            };
            out.push(GlyphRun {
                face: run.face,
                rtl: run.rtl,
                size: scale * f64::from(size * run.face.scale()),
                origin: Point::new(x(run.x), y),
                width: scale * f64::from(run.width),
                glyphs: run.glyphs.iter().map(placed).collect(),
                text: run.text,
            });
        }
    }
    out
}

/// What the ink of letters covers, with a rim: one outline a line, which steps up and down with the heights of
/// letters.
fn ground_under(runs: &[GlyphRun]) -> BezPath {
    let mut path = BezPath::new();
    for line in runs.chunk_by(|a, b| a.origin.y == b.origin.y) {
        let size = line.iter().map(|run| run.size).fold(0.0, f64::max);
        let baseline = line[0].origin.y;
        let boxes = line.iter().flat_map(boxes).map(|ink| stepped(ink, baseline, size));
        for island in islands(boxes.collect()) {
            outline(&columns(&island, NARROW * size), &mut path);
        }
    }
    path
}

/// The boxes of a run's ink.
fn boxes(run: &GlyphRun) -> impl Iterator<Item = Rect> {
    let place = |glyph: &PlacedGlyph| (Affine::translate(glyph.at.to_vec2()), glyph.id);
    run.glyphs.iter().filter_map(move |glyph| {
        let (to, id) = place(glyph);
        Some((to * Affine::scale(run.size)).transform_rect_bbox(ink(run.face, id)?))
    })
}

/// A box with its rim, whose heights are whole steps from the baseline.
fn stepped(ink: Rect, baseline: f64, size: f64) -> Rect {
    let step = STEP * size;
    let up = ((baseline - ink.y0) / step).ceil() * step;
    let down = ((ink.y1 - baseline) / step - 0.2).ceil() * step;
    Rect::new(ink.x0 - REACH, baseline - up - REACH, ink.x1 + REACH, baseline + down + REACH)
}

/// Boxes that hang together, from left to right.
fn islands(mut boxes: Vec<Rect>) -> Vec<Vec<Rect>> {
    boxes.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut out: Vec<Vec<Rect>> = Vec::new();
    let mut end = f64::NEG_INFINITY;
    for one in boxes {
        match out.last_mut() {
            Some(island) if one.x0 <= end => island.push(one),
            _ => out.push(vec![one]),
        }
        end = end.max(one.x1);
    }
    out
}

/// Boxes beside each other that cover all of an island; those that are too narrow are as high as their neighbours.
fn columns(island: &[Rect], narrow: f64) -> Vec<Rect> {
    let mut edges: Vec<f64> = island.iter().flat_map(|one| [one.x0, one.x1]).collect();
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    let mut out: Vec<Rect> = Vec::new();
    for (x0, x1) in edges.iter().zip(edges.iter().skip(1)) {
        let over = island.iter().filter(|one| one.x0 < *x1 && one.x1 > *x0);
        let Some(height) = over.copied().reduce(|a, b| a.union(b)) else { continue };
        match out.last_mut() {
            Some(last) if last.y0 == height.y0 && last.y1 == height.y1 => last.x1 = *x1,
            _ => out.push(Rect::new(*x0, height.y0, *x1, height.y1)),
        }
    }
    while let Some(at) = thinnest(&out, narrow) {
        let thin = out.remove(at);
        // What is narrow goes to the neighbour that grows less by it.
        let before = at.checked_sub(1).filter(|before| *before < out.len());
        let after = (at < out.len()).then_some(at);
        let cost = |n: &usize| out[*n].union(thin).area() - out[*n].area() - thin.area();
        let Some(to) = before.into_iter().chain(after).min_by(|a, b| cost(a).total_cmp(&cost(b))) else { break };
        out[to] = out[to].union(thin);
    }
    out
}

/// The narrowest of several columns that is too narrow.
fn thinnest(columns: &[Rect], narrow: f64) -> Option<usize> {
    let width = |n: &usize| columns[*n].width();
    let all = (0..columns.len()).filter(|n| columns.len() > 1 && width(n) < narrow);
    all.min_by(|a, b| width(a).total_cmp(&width(b)))
}

/// Along the tops from left to right and back along the bottoms.
fn outline(columns: &[Rect], path: &mut BezPath) {
    let tops = columns.iter().flat_map(|one| [Point::new(one.x0, one.y0), Point::new(one.x1, one.y0)]);
    let bottoms = columns.iter().rev().flat_map(|one| [Point::new(one.x1, one.y1), Point::new(one.x0, one.y1)]);
    let mut corners: Vec<Point> = tops.chain(bottoms).collect();
    corners.dedup();
    // A corner in the middle of a straight line is none.
    let is_corner = |n: &usize| {
        let (before, here, after) =
            (corners[n.wrapping_sub(1).min(corners.len() - 1)], corners[*n], corners[(n + 1) % corners.len()]);
        (here - before).cross(after - here) != 0.0
    };
    let kept: Vec<usize> = (0..corners.len()).filter(is_corner).collect();
    for (number, corner) in kept.iter().map(|n| corners[*n]).enumerate() {
        if number == 0 {
            path.move_to(corner);
        } else {
            path.line_to(corner);
        }
    }
    if !kept.is_empty() {
        path.close_path();
    }
}

#[cfg(test)]
mod tests {
    use kurbo::Shape as _;

    use super::*;
    use crate::picture::lettering::{TextStyle, Weight, shape_block};

    fn shaped(text: &str) -> Vec<GlyphRun> {
        let block = shape_block(text, TextStyle::bundled(9.0, Weight::Regular), 400.0, 3);
        runs(block, 0.5, Point::new(20.0, 30.0), 1.0)
    }

    #[test]
    fn a_ground_holds_every_letter_with_its_rim_in_few_points() {
        for text in ["Ministry of Foreign Affairs", "Việt Nam", "မြန်မာ", "வெளியுறவு", "日本国外務省", "i", "وزارة"]
        {
            let runs = shaped(text);
            let ground = ground_under(&runs);
            for ink in runs.iter().flat_map(boxes) {
                for corner in [(ink.x0, ink.y0), (ink.x1, ink.y0), (ink.x0, ink.y1), (ink.x1, ink.y1)] {
                    assert!(ground.contains(corner.into()), "{text}: {corner:?} of {ink:?}");
                }
            }
            let glyphs = runs.iter().map(|run| run.glyphs.len()).sum::<usize>();
            assert!(ground.elements().len() <= 6 + 3 * glyphs, "{text}: {} points", ground.elements().len());
            let around = ground.bounding_box();
            let tight = runs.iter().flat_map(boxes).reduce(|a, b| a.union(b)).unwrap();
            assert!(tight.inset(REACH + 9.0 * STEP).contains(Point::new(around.x0, around.y0)), "{text}");
        }
        assert!(ground_under(&shaped(" ")).elements().is_empty(), "a space has no ink");
    }

    #[test]
    fn a_name_of_thirty_letters_has_a_ground_of_few_corners() {
        let points = ground_under(&shaped("Ministry of Trade and Industry")).elements().len();
        assert!(points < 60, "{points}");
    }
}
