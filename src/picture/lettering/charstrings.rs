//! Outlines of PostScript fonts (Adobe Technical Notes 5176 and 5177) are small programs, whose subroutines may call each
//! other so often that they never end. Here they are run once with a budget before anything draws them.

use std::cell::Cell;

use skrifa::raw::TableProvider as _;
use skrifa::raw::ps::cff::CffFontRef;
use skrifa::raw::ps::cff::index::Index;
use skrifa::raw::ps::cs::{CharstringContext, CharstringKind, CommandSink, evaluate};
use skrifa::raw::ps::error::Error;
use skrifa::raw::types::Fixed;
use skrifa::{FontRef, GlyphId};

/// Bytes of programs that are run for one glyph, and for all of a font. The largest ideographs take a few thousand.
const MOST_OF_GLYPH: usize = 64 << 10;
const MOST_OF_FONT: usize = 256 << 20;
/// Parts of a font that have subroutines of their own, and bytes of all of it. The largest have twenty, and 25 MB.
const MOST_PARTS: u16 = 64;
const LARGEST: usize = 48 << 20;

/// Whether no glyph of a font takes very long.
pub(super) fn are_modest(font: &FontRef<'_>) -> bool {
    let Ok(table) = font.cff() else { return false };
    let data = table.offset_data().as_bytes();
    let Ok(cff) = CffFontRef::new_cff(data, 0, None) else { return false };
    if data.len() > LARGEST || cff.num_subfonts() > MOST_PARTS {
        return false;
    }
    let local = subroutines(&cff);
    let mut left = MOST_OF_FONT;
    (0..cff.num_glyphs()).map(GlyphId::new).all(|glyph| match cost((&cff, &local), glyph, MOST_OF_GLYPH.min(left)) {
        Some(cost) => {
            left -= cost;
            true
        }
        None => false,
    })
}

/// The subroutines that each part of a font has besides those of all.
fn subroutines<'a>(cff: &CffFontRef<'a>) -> Vec<Index<'a>> {
    let of_part = |part: u16| match cff.subfont(part, &[]).map_or(0, |part| part.subrs_offset() as usize) {
        0 => Index::Empty,
        start => Index::new(cff.data().get(start..).unwrap_or_default(), false).unwrap_or_default(),
    };
    (0..cff.num_subfonts()).map(of_part).collect()
}

/// Bytes that are run for a glyph; `None` for more than the most. What is damaged ends where it is.
fn cost((cff, local): (&CffFontRef<'_>, &[Index<'_>]), glyph: GlyphId, most: usize) -> Option<usize> {
    let local = cff.subfont_index(glyph).and_then(|part| local.get(usize::from(part)));
    let Ok(program) = cff.charstrings().get(glyph.to_u32() as usize) else { return Some(0) };
    let context = Budget {
        usual: (cff.data(), cff.charstrings(), cff.global_subrs(), local.unwrap_or(&Index::Empty)),
        left: Cell::new(most.checked_sub(program.len())?),
        is_spent: Cell::new(false),
    };
    // What it draws, and whether it is damaged, does not matter here.
    let _ = evaluate(&context, None, program, &mut Nothing);
    (!context.is_spent.get()).then(|| most - context.left.get())
}

/// Hands out subroutines until the budget is spent.
struct Budget<'a> {
    usual: (&'a [u8], &'a Index<'a>, &'a Index<'a>, &'a Index<'a>),
    left: Cell<usize>,
    is_spent: Cell<bool>,
}

impl Budget<'_> {
    /// Takes the cost of running a part; a call of nothing costs, too.
    fn pay<'p>(&self, part: &'p [u8]) -> Result<&'p [u8], Error> {
        match self.left.get().checked_sub(part.len() + 1) {
            Some(left) => {
                self.left.set(left);
                Ok(part)
            }
            None => {
                self.is_spent.set(true);
                Err(Error::CharstringNestingDepthLimitExceeded)
            }
        }
    }
}

impl CharstringContext for Budget<'_> {
    fn kind(&self) -> CharstringKind {
        CharstringKind::Type2
    }

    fn seac_components(&self, base_code: i32, accent_code: i32) -> Result<[&[u8]; 2], Error> {
        let [base, accent] = self.usual.seac_components(base_code, accent_code)?;
        Ok([self.pay(base)?, self.pay(accent)?])
    }

    fn global_subr(&self, index: i32) -> Result<&[u8], Error> {
        self.pay(self.usual.global_subr(index)?)
    }

    fn subr(&self, index: i32) -> Result<&[u8], Error> {
        self.pay(self.usual.subr(index)?)
    }
}

/// Draws nothing.
struct Nothing;

impl CommandSink for Nothing {
    fn move_to(&mut self, _: Fixed, _: Fixed) {}

    fn line_to(&mut self, _: Fixed, _: Fixed) {}

    fn curve_to(&mut self, _: Fixed, _: Fixed, _: Fixed, _: Fixed, _: Fixed, _: Fixed) {}

    fn close(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An index of objects (Technical Note 5176, section 5).
    fn index(objects: &[Vec<u8>]) -> Vec<u8> {
        if objects.is_empty() {
            return vec![0, 0];
        }
        let mut out = (objects.len() as u16).to_be_bytes().to_vec();
        out.push(4);
        let mut at = 1_u32;
        for end in std::iter::once(0).chain(objects.iter().map(|object| object.len() as u32)) {
            at += end;
            out.extend(at.to_be_bytes());
        }
        out.extend(objects.concat());
        out
    }

    /// A font of one glyph and some global subroutines.
    fn font(glyph: Vec<u8>, subroutines: &[Vec<u8>]) -> Vec<u8> {
        let head = [vec![1, 0, 4, 4], index(&[b"Test".to_vec()])].concat();
        let tail = [index(&[]), index(subroutines)].concat();
        // The place of the glyphs: a number of five bytes and the operator 17.
        let top = |at: usize| {
            let mut dict = vec![29];
            dict.extend((at as u32).to_be_bytes());
            dict.push(17);
            index(&[dict])
        };
        let at = head.len() + top(0).len() + tail.len();
        [head, top(at), tail, index(&[glyph])].concat()
    }

    /// A call of a subroutine: its number less the bias, and the operator.
    fn call(number: u8) -> Vec<u8> {
        vec![139 - 107 + number, 29]
    }

    fn cost_of(font: &[u8]) -> Option<usize> {
        let cff = CffFontRef::new_cff(font, 0, None).unwrap();
        assert_eq!(cff.num_glyphs(), 1);
        cost((&cff, &subroutines(&cff)), GlyphId::new(0), MOST_OF_GLYPH)
    }

    #[test]
    fn a_glyph_costs_what_is_run_for_it_and_endless_ones_are_refused() {
        assert_eq!(cost_of(&font(vec![14], &[])), Some(1));
        assert_eq!(cost_of(&font([call(0), call(0), vec![14]].concat(), &[vec![11]])), Some(5 + 2 * 2));
        // Each of nine subroutines calls the next fifty times: 50 to the 9th.
        let mut subroutines: Vec<Vec<u8>> = (1..10).map(|next| call(next).repeat(50)).collect();
        subroutines.push(vec![11]);
        let begun = std::time::Instant::now();
        assert_eq!(cost_of(&font([call(0), vec![14]].concat(), &subroutines)), None);
        assert!(begun.elapsed().as_secs() < 5);
        // One that calls itself ends with the depth that is allowed.
        assert!(cost_of(&font([call(0), vec![14]].concat(), &[call(0)])).is_some());
    }
}
