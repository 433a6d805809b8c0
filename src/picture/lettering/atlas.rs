//! Glyph pictures side by side in one large picture, for a renderer that draws letters as small
//! rectangles of it. Two bytes a texel: how much the letter covers, how much its halo. Made as
//! letters are asked for; nothing here knows a GPU.

use rustc_hash::FxHashMap;

use super::raster::{self, Bitmap, Shape};
use super::{Face, outline};
use crate::math::Portable as _;

/// Texels along a side, at first and at most.
pub(crate) const SIDES: (u16, u16) = (512, 2048);
/// Halo in ems.
const HALO: f32 = 0.16;
/// Halo in points at least and at most.
const HALO_RANGE: (f32, f32) = (1.0, 3.0);
/// Empty texels between pictures, so that none bleeds into its neighbour.
const GUTTER: u16 = 1;
/// Outlines that are kept; more are seldom in use at a time.
const OUTLINES: usize = 4096;
/// Sizes of pictures that stand in for others are so far apart, as a factor.
const ROUGH: f32 = 1.25;
/// By how much a picture may be scaled at least and at most.
const SCALED: (f32, f32) = (0.5, 1.9);

/// A glyph's place in the atlas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GlyphPlace {
    /// Left, top, right, bottom in texels; one texel is one pixel of the screen.
    pub(crate) texels: [u16; 4],
    /// From the pen's pixel (see [`pen`]) to the picture's top left corner, right and down.
    pub(crate) offset: [i16; 2],
}

/// A part of the atlas that has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dirty {
    /// Left.
    pub(crate) x: u16,
    /// Top.
    pub(crate) y: u16,
    /// Texels across.
    pub width: u16,
    /// Texels down.
    pub height: u16,
}

/// Where a letter is drawn: its pixel and its phase, for a pen at `x` pixels.
pub(crate) fn pen(x: f32) -> (f32, u8) {
    let quarters = (x * f32::from(raster::PHASES)).round();
    let pixel = (quarters / f32::from(raster::PHASES)).floor();
    (pixel, (quarters - pixel * f32::from(raster::PHASES)) as u8)
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key {
    face: Face,
    glyph: u32,
    /// Quarters of a pixel.
    size: u16,
    phase: u8,
}

struct Entry {
    /// `None` for what leaves no mark.
    placed: Option<GlyphPlace>,
    /// The last round in which it was asked for.
    round: u32,
}

/// A row of pictures of about the same height.
struct Shelf {
    y: u16,
    height: u16,
    /// Where the next picture goes.
    end: u16,
    /// From here on it has changed.
    clean: u16,
}

pub(crate) struct Atlas {
    side: u16,
    texels: Vec<u8>,
    shelves: Vec<Shelf>,
    entries: FxHashMap<Key, Entry>,
    /// The picture of each glyph that was made last.
    latest: FxHashMap<(Face, u32), Key>,
    /// So many pictures may still be made in this round.
    left: usize,
    outlines: FxHashMap<(Face, u32), Option<Shape>>,
    pixels_per_point: f32,
    round: u32,
    generation: u32,
    /// All of it is to be uploaded.
    whole: bool,
}

impl Atlas {
    /// An empty atlas for a screen with so many pixels a point: the halo's reach depends on it.
    pub(crate) fn new(pixels_per_point: f32) -> Self {
        let mut atlas = Atlas {
            side: SIDES.0,
            texels: Vec::new(),
            shelves: Vec::new(),
            entries: FxHashMap::default(),
            latest: FxHashMap::default(),
            left: usize::MAX,
            outlines: FxHashMap::default(),
            pixels_per_point,
            round: 0,
            generation: 0,
            whole: true,
        };
        atlas.clear();
        atlas
    }

    /// Begins a round of asking, in which about so many pictures are made: see [`Self::soon`]. When
    /// there is no room left, glyphs that were asked for neither in this round nor in the one before
    /// make room.
    pub(crate) fn begin(&mut self, pixels_per_point: f32, pictures: usize) {
        self.round = self.round.wrapping_add(1);
        self.left = pictures;
        if pixels_per_point != self.pixels_per_point {
            self.pixels_per_point = pixels_per_point;
            self.entries.clear();
            self.latest.clear();
            self.clear();
            self.generation += 1;
        }
    }

    /// The picture of a glyph at `size` pixels to the em (its face's scale included; taken to the
    /// nearest quarter), `phase` quarters of a pixel right of its pixel. `None` for what leaves no
    /// mark, and for a letter that is too large or has no room.
    pub(crate) fn glyph(&mut self, face: Face, glyph: u32, size: f32, phase: u8) -> Option<GlyphPlace> {
        if !(0.5..=raster::LARGEST).contains(&size) {
            return None;
        }
        let key = Key { face, glyph, size: (size * 4.0).round() as u16, phase: phase % raster::PHASES };
        if let Some(entry) = self.entries.get_mut(&key) {
            entry.round = self.round;
            return entry.placed;
        }
        let placed = match self.picture(key) {
            // What has no room now may have it in the next round.
            Some(picture) => Some(self.put(&picture)?),
            None => None,
        };
        self.left = self.left.saturating_sub(usize::from(placed.is_some()));
        self.latest.insert((face, glyph), key);
        self.entries.insert(key, Entry { placed, round: self.round });
        placed
    }

    /// As [`Self::glyph`] if the picture is there or may be made in this round, `None` if it may not.
    pub(crate) fn soon(&mut self, face: Face, glyph: u32, size: f32, phase: u8) -> Option<Option<GlyphPlace>> {
        let key = Key { face, glyph, size: (size * 4.0).round() as u16, phase: phase % raster::PHASES };
        (self.left > 0 || self.entries.contains_key(&key)).then(|| self.glyph(face, glyph, size, phase))
    }

    /// A picture of about that size, and by what to scale it: for letters whose size changes from
    /// frame to frame, and until there is a better one.
    pub(crate) fn for_now(&mut self, face: Face, glyph: u32, size: f32) -> Option<(GlyphPlace, f32)> {
        if !(0.5..=raster::LARGEST).contains(&size) {
            return None;
        }
        let step = (size.natural_log() / ROUGH.natural_log()).ceil();
        let rough = (ROUGH.power(step) * 4.0).round() / 4.0;
        let mut key = Key { face, glyph, size: (rough * 4.0) as u16, phase: 0 };
        if self.left == 0
            && !self.entries.contains_key(&key)
            && let Some(&latest) = self.latest.get(&(face, glyph))
            && (SCALED.0..=SCALED.1).contains(&(size * 4.0 / f32::from(latest.size)))
        {
            key = latest;
        }
        let made = f32::from(key.size) / 4.0;
        Some((self.glyph(face, glyph, made, key.phase)?, size / made))
    }

    /// Texels along a side. When it has grown, make a new texture; what was placed stays in place.
    pub(crate) fn side(&self) -> u16 {
        self.side
    }

    /// Two bytes a texel (letter, halo), row by row.
    pub(crate) fn texels(&self) -> &[u8] {
        &self.texels
    }

    /// Changes when glyphs have moved: whoever keeps [`GlyphPlace`] asks again.
    pub(crate) fn generation(&self) -> u32 {
        self.generation
    }

    /// What has changed since it was last asked for, top to bottom.
    pub(crate) fn take_dirty(&mut self) -> Vec<Dirty> {
        if std::mem::take(&mut self.whole) {
            self.shelves.iter_mut().for_each(|s| s.clean = s.end);
            return vec![Dirty { x: 0, y: 0, width: self.side, height: self.side }];
        }
        let changed = self.shelves.iter_mut().filter(|s| s.clean < s.end);
        changed
            .map(|s| {
                let dirty = Dirty { x: s.clean, y: s.y, width: s.end - s.clean, height: s.height };
                s.clean = s.end;
                dirty
            })
            .collect()
    }

    fn clear(&mut self) {
        self.shelves.clear();
        self.texels.clear();
        self.texels.resize(usize::from(self.side) * usize::from(self.side) * 2, 0);
        self.whole = true;
    }

    fn picture(&mut self, key: Key) -> Option<Bitmap> {
        if self.outlines.len() >= OUTLINES {
            self.outlines.clear();
        }
        let shape = self.outlines.entry((key.face, key.glyph));
        let shape = shape.or_insert_with(|| Shape::new(outline(key.face, key.glyph))).as_ref()?;
        let size = f32::from(key.size) / 4.0;
        let scale = self.pixels_per_point;
        let reach = (size * HALO).clamp(HALO_RANGE.0 * scale, HALO_RANGE.1 * scale);
        raster::draw(shape, size, key.phase, reach)
    }

    fn put(&mut self, picture: &Bitmap) -> Option<GlyphPlace> {
        let at = self.room(picture.width, picture.height).or_else(|| {
            while self.side < SIDES.1 {
                self.grow();
                let room = self.room(picture.width, picture.height);
                if room.is_some() {
                    return room;
                }
            }
            // First those go that have not been seen for a while, then all but this round's.
            [1, 0].into_iter().find_map(|age| {
                self.evict(age);
                self.room(picture.width, picture.height)
            })
        })?;
        let (x, y) = at;
        let across = usize::from(picture.width) * 2;
        for (row, texels) in picture.texels.chunks_exact(across).enumerate() {
            let to = ((usize::from(y) + row) * usize::from(self.side) + usize::from(x)) * 2;
            self.texels[to..to + across].copy_from_slice(texels);
        }
        Some(GlyphPlace { texels: [x, y, x + picture.width, y + picture.height], offset: [picture.left, picture.top] })
    }

    /// Room on the shelf that fits best, or on a new one.
    fn room(&mut self, width: u16, height: u16) -> Option<(u16, u16)> {
        let (width, height) = (width + GUTTER, height + GUTTER);
        let side = self.side;
        let fits = |s: &&mut Shelf| s.height >= height && s.height - height <= height / 3 + 2 && side - s.end >= width;
        if let Some(shelf) = self.shelves.iter_mut().filter(fits).min_by_key(|s| s.height) {
            let x = shelf.end;
            shelf.end += width;
            return Some((x, shelf.y));
        }
        let y = self.shelves.last().map_or(0, |s| s.y + s.height);
        // A little higher than asked for: the next letter is seldom exactly as high.
        let rounded = height.next_multiple_of(4).min(side.saturating_sub(y));
        if width > side || rounded < height {
            return None;
        }
        self.shelves.push(Shelf { y, height: rounded, end: width, clean: 0 });
        Some((0, y))
    }

    fn grow(&mut self) {
        let (old, new) = (usize::from(self.side), usize::from(self.side) * 2);
        let mut texels = vec![0; new * new * 2];
        for (to, from) in texels.chunks_exact_mut(new * 2).zip(self.texels.chunks_exact(old * 2)) {
            to[..old * 2].copy_from_slice(from);
        }
        self.texels = texels;
        self.side *= 2;
        self.whole = true;
    }

    /// Keeps only what was asked for in the last `age` rounds and this one, packed anew.
    fn evict(&mut self, age: u32) {
        let round = self.round;
        self.entries.retain(|_, entry| round.wrapping_sub(entry.round) <= age);
        self.latest.retain(|_, key| self.entries.contains_key(key));
        let old = std::mem::take(&mut self.texels);
        self.clear();
        self.generation += 1;
        // In an order that does not hang on the table's: highest first, which packs best.
        let mut kept: Vec<(Key, GlyphPlace)> = self.entries.iter().filter_map(|(k, e)| Some((*k, e.placed?))).collect();
        kept.sort_unstable_by_key(|(key, p)| (std::cmp::Reverse(p.texels[3] - p.texels[1]), *key));
        for (key, placed) in kept {
            let [x0, y0, x1, y1] = placed.texels.map(usize::from);
            let room = self.room((x1 - x0) as u16, (y1 - y0) as u16);
            let Some((x, y)) = room else {
                self.entries.remove(&key);
                continue;
            };
            let side = usize::from(self.side);
            for row in 0..y1 - y0 {
                let from = ((y0 + row) * side + x0) * 2;
                let to = ((usize::from(y) + row) * side + usize::from(x)) * 2;
                self.texels[to..to + (x1 - x0) * 2].copy_from_slice(&old[from..from + (x1 - x0) * 2]);
            }
            if let Some(entry) = self.entries.get_mut(&key) {
                let texels = [x, y, x + (x1 - x0) as u16, y + (y1 - y0) as u16];
                entry.placed = Some(GlyphPlace { texels, ..placed });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{TextStyle, Weight, shape_line};
    use super::*;

    fn ask(atlas: &mut Atlas, text: &str, size: f32) -> Vec<GlyphPlace> {
        let line = shape_line(text, TextStyle::bundled(size, Weight::Regular));
        let mut out = Vec::new();
        for run in &line.runs {
            for glyph in &run.glyphs {
                out.extend(atlas.glyph(run.face, glyph.id, size * run.face.scale(), pen(glyph.x).1));
            }
        }
        out
    }

    fn texels_of(atlas: &Atlas, placed: GlyphPlace) -> Vec<u8> {
        let [x0, y0, x1, y1] = placed.texels.map(usize::from);
        let row = |y: usize| &atlas.texels()[(y * usize::from(atlas.side()) + x0) * 2..][..(x1 - x0) * 2];
        (y0..y1).flat_map(row).copied().collect()
    }

    #[test]
    fn a_glyph_keeps_its_place_and_a_space_has_none() {
        let mut atlas = Atlas::new(1.0);
        let first = ask(&mut atlas, "Phnom Penh", 12.0);
        assert_eq!(first.len(), 9);
        let dirty = atlas.take_dirty();
        assert_eq!(dirty, [Dirty { x: 0, y: 0, width: 512, height: 512 }]);
        assert_eq!(ask(&mut atlas, "Phnom Penh", 12.0), first);
        assert_eq!(atlas.take_dirty(), []);
        let more = ask(&mut atlas, "Jakarta", 12.0);
        let dirty = atlas.take_dirty();
        let inside = |p: &GlyphPlace, d: &Dirty| {
            let [x0, y0, x1, y1] = p.texels;
            x0 >= d.x && y0 >= d.y && x1 <= d.x + d.width && y1 <= d.y + d.height
        };
        assert!(more.iter().filter(|p| !first.contains(p)).all(|p| dirty.iter().any(|d| inside(p, d))));
        assert!(texels_of(&atlas, more[0]).iter().any(|t| *t > 200));
    }

    #[test]
    fn pictures_never_share_texels_and_survive_growing_and_eviction() {
        let mut atlas = Atlas::new(2.0);
        let text = "Quick zephyrs blow, vexing daft Jim: 東南アジア諸国連合 ประเทศไทย မြန်မာ";
        atlas.begin(2.0, usize::MAX);
        let first = ask(&mut atlas, text, 26.0);
        let before: Vec<Vec<u8>> = first.iter().map(|p| texels_of(&atlas, *p)).collect();
        let (mut grown, mut size) = (0, 40.0);
        // The first text is asked for each time; the rest fills the atlas until it is evicted.
        while atlas.generation() == 0 {
            atlas.begin(2.0, usize::MAX);
            let side = atlas.side();
            assert_eq!(ask(&mut atlas, text, 26.0), first);
            ask(&mut atlas, text, size);
            grown += usize::from(atlas.side() > side);
            size += 1.0;
            assert!(size < 160.0, "it is never full");
        }
        assert_eq!((grown, atlas.side()), (2, SIDES.1));
        let again = ask(&mut atlas, text, 26.0);
        let after: Vec<Vec<u8>> = again.iter().map(|p| texels_of(&atlas, *p)).collect();
        assert!(before == after && first != again);
        let all: Vec<[u16; 4]> = atlas.entries.values().filter_map(|e| Some(e.placed?.texels)).collect();
        for (i, a) in all.iter().enumerate() {
            for b in &all[..i] {
                assert!(a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1], "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn a_round_makes_so_many_pictures_and_others_stand_in_for_the_rest() {
        let mut atlas = Atlas::new(1.0);
        let face = Face::inter(Weight::Regular);
        atlas.begin(1.0, 2);
        assert!((40..42).all(|g| matches!(atlas.soon(face, g, 12.0, 1), Some(Some(_)))));
        assert_eq!(atlas.soon(face, 42, 12.0, 1), None);
        // What was made already costs nothing; it stands in for other sizes until those may be made.
        let made = atlas.soon(face, 40, 12.0, 1).unwrap().unwrap();
        assert_eq!(atlas.for_now(face, 40, 15.0), Some((made, 1.25)));
        atlas.begin(1.0, 2);
        let (rough, scale) = atlas.for_now(face, 40, 15.0).unwrap();
        assert!(rough != made && (1.0 / ROUGH..=1.01).contains(&scale), "{scale}");
        assert_eq!(atlas.for_now(face, 40, 16.0).unwrap().0, rough);
        // One that was never seen is made even so, and one that would be scaled too much.
        atlas.begin(1.0, 0);
        assert!(atlas.for_now(face, 43, 12.0).is_some());
        assert!(atlas.for_now(face, 41, 60.0).unwrap().1 <= 1.01);
        assert_eq!(atlas.for_now(face, 41, f32::NAN), None);
    }

    #[test]
    fn what_is_not_drawable_is_none() {
        let mut atlas = Atlas::new(1.0);
        let face = Face::inter(Weight::Regular);
        assert_eq!(atlas.glyph(face, 40, f32::NAN, 0), None);
        assert_eq!(atlas.glyph(face, 40, 1e9, 0), None);
        assert_eq!(atlas.glyph(face, 999_999, 12.0, 0), None);
        assert!(atlas.glyph(face, 40, 12.0, 200).is_some());
    }

    #[test]
    fn pens_round_to_quarters() {
        assert_eq!(pen(3.1), (3.0, 0));
        assert_eq!(pen(3.3), (3.0, 1));
        assert_eq!(pen(3.9), (4.0, 0));
        assert_eq!(pen(-0.3), (-1.0, 3));
    }
}
