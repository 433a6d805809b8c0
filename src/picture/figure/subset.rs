//! What of a face a figure uses. Where every letter of it stands for one character, that is a handful of glyphs and
//! of distances between two of them; where letters join, all that the face knows of joining is needed as well.

use std::collections::{BTreeMap, BTreeSet};

use super::letters::GlyphRun;
use crate::picture::lettering::Face;

/// How far a letter may lie from where it is looked for, in ems.
const NEAR: f64 = 0.004;

/// What of a face is used.
pub(super) struct Used {
    pub(super) glyphs: BTreeSet<u32>,
    /// `None` where letters join.
    pub(super) plain: Option<Plain>,
}

/// Letters that stand for one character each, beside each other on a line.
#[derive(Default)]
pub(super) struct Plain {
    /// The glyph of each character.
    pub(super) characters: BTreeMap<char, u32>,
    /// Whether some have another form beside certain letters.
    pub(super) has_forms: bool,
    /// By how much two glyphs beside each other stand closer, or further apart, than they would alone, in units of
    /// the face.
    pub(super) pairs: BTreeMap<(u32, u32), i16>,
}

impl Used {
    /// By all of these runs, which are in this face.
    pub(super) fn of(face: Face, runs: &[&GlyphRun]) -> Used {
        let glyphs = runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.id)).collect();
        let mut plain = Plain::default();
        let is_plain = runs.iter().all(|run| plain.add(face, run).is_some());
        Used { glyphs, plain: is_plain.then_some(plain) }
    }
}

impl Plain {
    /// Adds what a run needs; `None` if it needs more than this can tell.
    fn add(&mut self, face: Face, run: &GlyphRun) -> Option<()> {
        let is_level = run.glyphs.iter().all(|glyph| glyph.at.y == run.origin.y);
        let starts = run.glyphs.first().is_none_or(|glyph| (glyph.at.x - run.origin.x).abs() < NEAR * run.size);
        if run.rtl || !is_level || !starts || run.text.chars().count() != run.glyphs.len() {
            return None;
        }
        for ((at, character), glyph) in run.text.char_indices().zip(&run.glyphs) {
            if glyph.cluster as usize != at {
                return None;
            }
            let usual = face.glyph(character)?;
            self.has_forms |= usual != glyph.id;
            self.characters.insert(character, usual);
        }
        let units = f64::from(face.units_per_em());
        for pair in run.glyphs.windows(2) {
            let apart = (pair[1].at.x - pair[0].at.x) / run.size * units;
            let more = (apart - f64::from(face.advance(pair[0].id))).round() as i16;
            // The same two letters always stand alike, or there is more to it than pairs.
            if *self.pairs.entry((pair[0].id, pair[1].id)).or_insert(more) != more {
                return None;
            }
        }
        Some(())
    }
}
