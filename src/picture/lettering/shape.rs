//! From text to placed glyphs: a line is split by direction, then by face, and each piece is
//! shaped with harfrust (a port of HarfBuzz).
//!
//! A large network has a hundred thousand names: plans of shaping and the buffer are kept from one
//! piece to the next, and a line of which only the width is wanted is not written down.

use std::cell::RefCell;

use harfrust::{Direction, GlyphBuffer, Script, ShapeOptions, ShapePlan, UnicodeBuffer, script};

use super::bidi::{mirrored, sanitised, stretches};
use super::{Face, Glyph, Run, TextLine, TextStyle, chars};
use crate::guarded::guarded;

/// More glyphs than this for each byte of a text are no letters, and neither is what moves further than this, in ems: an
/// installed font that does so is not asked how letters join.
const MOST_GLYPHS: usize = 16;
const FURTHEST: f32 = 16.0;
/// Width of a box for a letter that could not be shaped, in ems.
const BOX: f32 = 0.6;

/// Shapes one line. Characters that no face has are drawn as a box, never dropped.
pub(crate) fn shape_line(text: &str, style: TextStyle) -> TextLine {
    shape_line_within(text, style, None)
}

/// Shapes one line of a longer text that reads right to left or not.
pub(super) fn shape_line_within(text: &str, style: TextStyle, within: Option<bool>) -> TextLine {
    let text = sanitised(text);
    let (stretches, rtl) = stretches(&text, within);
    let mut runs: Vec<Run> = Vec::new();
    let mut x = 0.0;
    for stretch in stretches {
        let mut pieces = pieces(stretch.text, stretch.rtl, style);
        if stretch.rtl {
            pieces.reverse();
        }
        for piece in pieces {
            let run = shape_piece(piece, style.size, x);
            x += run.width;
            runs.push(run);
        }
    }
    TextLine { runs, width: x, text, rtl }
}

/// The width that [`shape_line_within`] would give a line.
pub(super) fn line_width(text: &str, style: TextStyle, within: Option<bool>) -> f32 {
    if !is_plain(text) || within == Some(true) {
        return shape_line_within(text, style, within).width;
    }
    if text.is_empty() {
        return 0.0;
    }
    shape(Face::inter(style.weight), text, false, |shaped, face| {
        let scale = scale(face, style.size);
        shaped.glyph_positions().iter().fold(0.0, |x, p| x + p.x_advance as f32 * scale)
    })
}

/// Printable ASCII, as most names are: one piece in Inter.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| (b' '..=b'~').contains(&b))
}

struct Piece {
    face: Face,
    text: String,
    rtl: bool,
}

fn is_neutral(c: char) -> bool {
    chars::of(c).is_neutral
}

/// Splits a stretch by face, in reading order.
fn pieces(text: &str, rtl: bool, style: TextStyle) -> Vec<Piece> {
    let weight = style.weight;
    let inter = Face::inter(weight);
    if is_plain(text) && !rtl && !text.is_empty() {
        return vec![Piece { face: inter, text: text.to_owned(), rtl }];
    }
    // Neutral characters before the first letter go with that letter.
    let face_for = |c: char, current: Option<Face>| Face::of(c, weight).or_else(|| style.fonts.face_of(c, current));
    let first = text.chars().find(|&c| !is_neutral(c)).and_then(|c| face_for(c, None)).unwrap_or(inter);
    let mut out: Vec<Piece> = Vec::new();
    let mut current = first;
    for c in text.chars() {
        let known = chars::of(c);
        let face = match known.is_neutral {
            true if known.is_in(current) || current.is_installed() && current.glyph(c).is_some() => current,
            _ => face_for(c, Some(current)).unwrap_or(inter),
        };
        if !known.is_neutral {
            current = face;
        }
        // White space at the edge of right-to-left letters stands by itself: seen alone, a drawer would
        // put it at the wrong end.
        let parts = rtl && out.last().is_some_and(|p| p.text.ends_with(' ') != (c == ' '));
        match out.last_mut() {
            Some(piece) if piece.face == face && !parts => piece.text.push(c),
            _ => out.push(Piece { face, text: c.to_string(), rtl }),
        }
    }
    join_inner_spaces(&mut out);
    // A piece without letters that stands in right-to-left text is turned here, because a drawer
    // that sees it alone would take it as left to right.
    for piece in &mut out {
        if piece.rtl && piece.text.chars().all(is_neutral) {
            piece.text = piece.text.chars().rev().map(mirrored).collect();
            piece.rtl = false;
        }
    }
    out
}

/// Puts letters, space and letters of one face together again: only the edges matter.
fn join_inner_spaces(pieces: &mut Vec<Piece>) {
    let mut at = 1;
    while at + 1 < pieces.len() {
        let (a, b, c) = (&pieces[at - 1], &pieces[at], &pieces[at + 1]);
        let letters = |p: &Piece| p.rtl && p.text.chars().any(|c| !is_neutral(c));
        if b.text.trim().is_empty() && letters(a) && letters(c) && a.face == b.face && b.face == c.face {
            let tail = format!("{}{}", pieces[at].text, pieces[at + 1].text);
            pieces[at - 1].text.push_str(&tail);
            pieces.drain(at..=at + 1);
        } else {
            at += 1;
        }
    }
}

fn shape_piece(piece: Piece, size: f32, x: f32) -> Run {
    let scale = scale(piece.face, size);
    let mut pen = x;
    let read = |shaped: &GlyphBuffer, _| {
        let mut glyphs = Vec::with_capacity(shaped.len());
        for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let advance = position.x_advance as f32 * scale;
            glyphs.push(Glyph {
                id: info.glyph_id,
                x: pen + position.x_offset as f32 * scale,
                y: -(position.y_offset as f32 * scale),
                advance,
                cluster: info.cluster,
            });
            pen += advance;
        }
        glyphs
    };
    let mut glyphs = match piece.face.is_installed() {
        false => shape(piece.face, &piece.text, piece.rtl, read),
        true => guarded(|| shape(piece.face, &piece.text, piece.rtl, read)).unwrap_or_default(),
    };
    if piece.face.is_installed() && !are_letters(&glyphs, &piece.text, size, x) {
        (glyphs, pen) = boxes(&piece.text, size, x);
    }
    Run { face: piece.face, text: piece.text, rtl: piece.rtl, x, width: pen - x, glyphs }
}

/// Whether glyphs can be the letters of a text.
fn are_letters(glyphs: &[Glyph], text: &str, size: f32, x: f32) -> bool {
    let far = FURTHEST * size * (text.len() + 1) as f32;
    let is_near = |glyph: &Glyph| {
        (0.0..=FURTHEST * size).contains(&glyph.advance)
            && glyph.y.abs() <= FURTHEST * size
            && (glyph.x - x).abs() <= far
    };
    (!glyphs.is_empty() || text.is_empty())
        && glyphs.len() <= MOST_GLYPHS * text.len()
        && glyphs.iter().all(|glyph| is_near(glyph) && text.is_char_boundary(glyph.cluster as usize))
}

/// A box for each character, and where the last ends.
fn boxes(text: &str, size: f32, x: f32) -> (Vec<Glyph>, f32) {
    let advance = BOX * size;
    let glyph = |(number, (at, _)): (usize, (usize, char))| Glyph {
        id: 0,
        x: x + advance * number as f32,
        y: 0.0,
        advance,
        cluster: at as u32,
    };
    let glyphs: Vec<Glyph> = text.char_indices().enumerate().map(glyph).collect();
    let end = x + advance * glyphs.len() as f32;
    (glyphs, end)
}

/// What a unit of the face's em measures at a size.
fn scale(face: Face, size: f32) -> f32 {
    size * face.scale() / face.units_per_em()
}

/// What is kept between one piece and the next.
#[derive(Default)]
struct Bench {
    buffer: Option<UnicodeBuffer>,
    /// Plans by face, direction and script; a handful.
    plans: Vec<(Face, bool, Script, ShapePlan)>,
}

/// Shapes text in one face and direction and hands its glyphs to `read`.
fn shape<T>(face: Face, text: &str, rtl: bool, read: impl FnOnce(&GlyphBuffer, Face) -> T) -> T {
    thread_local! {
        static BENCH: RefCell<Bench> = RefCell::default();
    }
    BENCH.with_borrow_mut(|bench| {
        let shaper = &face.parsed().shaper;
        let mut buffer = bench.buffer.take().unwrap_or_default();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let direction = if rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        buffer.set_direction(direction);
        let script = buffer.script();
        let known = bench.plans.iter().position(|p| p.0 == face && p.1 == rtl && p.2 == script);
        let number = known.unwrap_or_else(|| {
            let of_buffer = (script != script::UNKNOWN).then_some(script);
            bench.plans.push((face, rtl, script, ShapePlan::new(shaper, direction, of_buffer, None, &[])));
            bench.plans.len() - 1
        });
        let shaped = shaper.shape(buffer, ShapeOptions::default().plan(Some(&bench.plans[number].3)));
        let out = read(&shaped, face);
        bench.buffer = Some(shaped.clear());
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::lettering::{Weight, undrawable};

    const STYLE: TextStyle = TextStyle::bundled(10.0, Weight::Regular);

    /// Names as the examples have them, one for each script we promise.
    const NAMES: &[(&str, &str)] = &[
        ("日本国外務省", "Noto Sans CJK"),
        ("新加坡", "Noto Sans CJK"),
        ("대한민국", "Noto Sans CJK"),
        ("ประเทศไทย", "Noto Sans Thai"),
        ("ວຽງຈັນ", "Noto Sans Lao"),
        ("မြန်မာ", "Noto Sans Myanmar"),
        ("កម្ពុជា", "Noto Sans Khmer"),
        ("وزارة الخارجية", "Noto Sans Arabic"),
        ("சிங்கப்பூர்", "Noto Sans Tamil"),
        ("भारत", "Noto Sans Devanagari"),
        ("學會深圳市", "Noto Sans CJK"),
        ("ישראל", "Noto Sans Hebrew"),
        ("საქართველო", "Noto Sans Georgian"),
        ("Հայաստան", "Noto Sans Armenian"),
        ("ኢትዮጵያ", "Noto Sans Ethiopic"),
        ("ශ්‍රී ලංකාව", "Noto Sans Sinhala"),
        ("ગુજરાત", "Noto Sans Gujarati"),
        ("ਪੰਜਾਬ", "Noto Sans Gurmukhi"),
        ("తెలంగాణ", "Noto Sans Telugu"),
        ("ಕರ್ನಾಟಕ", "Noto Sans Kannada"),
        ("കേരളം", "Noto Sans Malayalam"),
        ("Улаанбаатар Өмнөговь", "Inter"),
        ("Việt Nam", "Inter"),
    ];

    #[test]
    fn names_in_every_promised_script_are_drawn_whole() {
        for (name, face) in NAMES {
            let line = shape_line(name, STYLE);
            assert!(undrawable(name).is_empty(), "{name}");
            assert!(line.runs.iter().flat_map(|r| &r.glyphs).all(|g| g.id != 0), "{name} has a box");
            assert_eq!(line.runs.len(), 1, "{name}: {:?}", line.runs);
            assert_eq!(line.runs[0].face.key(), *face);
            let advances: f32 = line.runs.iter().flat_map(|r| &r.glyphs).map(|g| g.advance).sum();
            assert!((advances - line.width).abs() < 0.01 && line.width > 5.0, "{name}");
        }
    }

    #[test]
    fn signs_are_shaped_together() {
        // Narrower than letter by letter: the marks of these scripts join their letters.
        for name in ["កម្ពុជា", "मन्त्र", "မြန်မာ"] {
            let apart: f32 = name.chars().map(|c| shape_line(&c.to_string(), STYLE).width).sum();
            assert!(shape_line(name, STYLE).width < apart * 0.95, "{name}");
        }
    }

    #[test]
    fn brackets_in_arabic_open_towards_what_they_hold() {
        let line = shape_line("بروني (دار السلام)", STYLE);
        assert!(line.rtl);
        let visual: Vec<(&str, bool)> = line.runs.iter().map(|r| (r.text.as_str(), r.rtl)).collect();
        // Left to right on the page: the closing bracket first, drawn as an opening one.
        assert_eq!(visual.first(), Some(&("(", false)));
        assert!(visual.last().unwrap().0.starts_with("بروني"));
        // The space before the bracket is a run of its own, so that no drawer moves it.
        assert!(line.runs.iter().filter(|r| r.rtl).all(|r| r.text.trim() == r.text), "{visual:?}");
        assert!(line.runs.windows(2).all(|w| (w[0].x + w[0].width - w[1].x).abs() < 0.01));
    }

    #[test]
    fn what_no_face_has_is_a_box_and_is_told() {
        assert_eq!(undrawable("a𓀀"), ['𓀀']);
        assert_eq!(shape_line("𓀀", STYLE).runs[0].glyphs[0].id, 0);
    }
}
