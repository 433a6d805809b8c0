//! From text to placed glyphs: a line is split by direction, then by face, and each piece is
//! shaped with harfrust (a port of HarfBuzz).

use harfrust::{Direction, ShapeOptions, UnicodeBuffer};

use super::bidi::{mirrored, sanitised, stretches};
use super::{Face, Glyph, Run, TextLine, TextStyle, Weight};

/// Shapes one line. Characters that no face has are drawn as a box, never dropped.
pub fn shape_line(text: &str, style: TextStyle) -> TextLine {
    let text = sanitised(text);
    let (stretches, rtl) = stretches(&text);
    let mut runs: Vec<Run> = Vec::new();
    let mut x = 0.0;
    for stretch in stretches {
        let mut pieces = pieces(stretch.text, stretch.rtl, style.weight);
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

/// Characters of a text that no bundled face can draw.
pub fn missing(text: &str) -> Vec<char> {
    let mut out: Vec<char> = sanitised(text).chars().filter(|&c| Face::of(c, Weight::Regular).is_none()).collect();
    out.sort_unstable();
    out.dedup();
    out
}

struct Piece {
    face: Face,
    text: String,
    rtl: bool,
}

/// Whether a character takes the face of what stands before it: spaces, marks, joiners,
/// punctuation and digits belong to no script.
fn is_neutral(c: char) -> bool {
    use unicode_script::{Script, UnicodeScript as _};
    matches!(c.script(), Script::Common | Script::Inherited)
}

/// Splits a stretch by face, in reading order.
fn pieces(text: &str, rtl: bool, weight: Weight) -> Vec<Piece> {
    let inter = Face::inter(weight);
    // Neutral characters before the first letter go with that letter.
    let first = text.chars().find(|&c| !is_neutral(c)).and_then(|c| Face::of(c, weight)).unwrap_or(inter);
    let mut out: Vec<Piece> = Vec::new();
    let mut current = first;
    for c in text.chars() {
        let face = match is_neutral(c) {
            true if current.has(c) => current,
            _ => Face::of(c, weight).unwrap_or(inter),
        };
        if !is_neutral(c) {
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
    let font = piece.face.font();
    let shaper = piece.face.shaper_data().shaper(&font).build();
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(&piece.text);
    buffer.guess_segment_properties();
    buffer.set_direction(if piece.rtl { Direction::RightToLeft } else { Direction::LeftToRight });
    let shaped = shaper.shape(buffer, ShapeOptions::default());
    let scale = size * piece.face.scale() / piece.face.units_per_em();
    let mut pen = x;
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
    Run { face: piece.face, text: piece.text, rtl: piece.rtl, x, width: pen - x, glyphs }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: TextStyle = TextStyle { size: 10.0, weight: Weight::Regular };

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
        ("Việt Nam", "Inter"),
    ];

    #[test]
    fn names_in_every_promised_script_are_drawn_whole() {
        for (name, face) in NAMES {
            let line = shape_line(name, STYLE);
            assert!(missing(name).is_empty(), "{name}");
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
        assert_eq!(missing("a𓀀"), ['𓀀']);
        assert_eq!(shape_line("𓀀", STYLE).runs[0].glyphs[0].id, 0);
    }
}
