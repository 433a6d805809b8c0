//! What is known of single characters: which faces have them, what role they play in a line, how
//! wide they are. Asked for every letter of every name, so it is looked up once and kept in pages
//! of 256 characters.

use std::sync::OnceLock;

use unicode_script::{Script, UnicodeScript as _};

use super::{Face, Weight};

/// What is known of a character.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Char {
    /// A bit for each face that has it, by the face's number.
    faces: u32,
    /// Whether it takes the face of what stands before it: spaces, marks, joiners, punctuation and
    /// digits belong to no script.
    pub(crate) is_neutral: bool,
    /// The ASCII character that it is a form of, which stands beside others alike; 0 if none.
    pub(crate) base: u8,
    /// Width of its own glyph in ems of the asked size, in its regular and its semi-bold face.
    advance: [f32; 2],
}

impl Char {
    fn new(c: char) -> Char {
        let script = c.script();
        let glyphs = Face::all().map(|f| f.parsed().charmap.map(c));
        let faces = glyphs.enumerate().filter(|(_, g)| g.is_some()).fold(0, |bits: u32, (n, _)| bits | 1 << n);
        let mut out = Char {
            faces,
            is_neutral: matches!(script, Script::Common | Script::Inherited),
            base: base(c),
            advance: [0.0; 2],
        };
        out.advance = [Weight::Regular, Weight::SemiBold].map(|weight| {
            // What no face has is drawn as Inter's box.
            let face = out.face(weight).unwrap_or(Face::inter(weight));
            let parsed = face.parsed();
            let glyph = parsed.charmap.map(c).unwrap_or_default();
            parsed.metrics.advance_width(glyph).unwrap_or(0.0) * face.scale() / parsed.units_per_em
        });
        out
    }

    /// Whether a bundled face has it.
    pub(crate) fn is_in(self, face: Face) -> bool {
        !face.is_installed() && self.faces >> face.number() & 1 == 1
    }

    /// The first bundled face that has it, in the order of falling back.
    pub(crate) fn face(self, weight: Weight) -> Option<Face> {
        let other = match weight {
            Weight::Regular => Weight::SemiBold,
            Weight::SemiBold => Weight::Regular,
        };
        let faces = self.faces & !(1 << Face::inter(other).number());
        (faces != 0).then(|| Face::numbered(faces.trailing_zeros() as u16))
    }

    pub(crate) fn advance(self, weight: Weight) -> f32 {
        self.advance[weight as usize]
    }
}

fn base(c: char) -> u8 {
    let mut first = None;
    unicode_normalization::char::decompose_canonical(c, |part| first = first.or(Some(part)));
    match first {
        Some('đ') => b'd',
        Some('Đ' | 'Ð') => b'D',
        Some(first) if first.is_ascii() => first as u8,
        _ => 0,
    }
}

/// Looks a character up. Those beyond the basic plane are rare in names and are not kept.
pub(super) fn of(c: char) -> Char {
    static PAGES: [OnceLock<Box<[Char; 256]>>; 256] = [const { OnceLock::new() }; 256];
    let number = u32::from(c);
    let Some(page) = PAGES.get((number >> 8) as usize) else { return Char::new(c) };
    let made = page.get_or_init(|| {
        let mut page = Box::new([Char::default(); 256]);
        for (low, place) in page.iter_mut().enumerate() {
            if let Some(c) = char::from_u32((number & !0xff) + low as u32) {
                *place = Char::new(c);
            }
        }
        page
    });
    made[(number & 0xff) as usize]
}

impl Face {
    /// The bundled face for a character, `None` if none has it.
    pub(crate) fn of(c: char, weight: Weight) -> Option<Face> {
        of(c).face(weight)
    }
}

/// Characters of a text that no bundled face has, in their order. They are drawn as boxes, or from installed fonts.
pub(crate) fn undrawable(text: &str) -> Vec<char> {
    if text.is_ascii() {
        return Vec::new();
    }
    super::bidi::sanitised(text).chars().filter(|c| Face::of(*c, Weight::Regular).is_none()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_and_roles_are_those_of_the_fonts() {
        for c in ['a', ' ', '7', 'é', 'ệ', 'か', '国', 'မ', 'ش', '…', '\u{301}', '𓀀', '\u{e000}'] {
            let known = of(c);
            for face in Face::all() {
                assert_eq!(known.is_in(face), face.parsed().charmap.map(c).is_some(), "{c} {}", face.key());
            }
        }
        assert_eq!(of('a').face(Weight::SemiBold).map(Face::key), Some("Inter SemiBold"));
        assert_eq!(of('国').face(Weight::SemiBold).map(Face::key), Some("Noto Sans CJK"));
        assert!(of('𓀀').face(Weight::Regular).is_none());
        assert!(of('-').is_neutral && !of('a').is_neutral);
        assert_eq!(['a', 'ệ', 'Đ', '国'].map(|c| of(c).base), [b'a', b'e', b'D', 0]);
        assert!(of('a').advance(Weight::SemiBold) > of('a').advance(Weight::Regular));
    }
}
