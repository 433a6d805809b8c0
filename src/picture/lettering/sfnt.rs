//! Font files of others, taken apart with care: they may be damaged, or made to do harm. Of a file only the tables that
//! drawing needs are kept, as a small font of their own, and only if no glyph of it is made of very many parts. How files
//! are read and which face is chosen is not known here.

use skrifa::raw::TableProvider as _;
use skrifa::raw::tables::glyf::Glyph;
use skrifa::{FontRef, GlyphId};

use super::charstrings;

/// A larger file is not read.
pub(crate) const LARGEST_FILE: u64 = 128 << 20;
/// A larger table is not read to list what a file has.
const LARGEST_LISTED: u32 = 4 << 20;
/// Faces of a collection, and tables of a face.
const MOST_FACES: u32 = 64;
const MOST_TABLES: u16 = 128;
/// Parts that a glyph is made of, itself included. Letters have a handful.
const MOST_PARTS: usize = 256;
/// Parts within parts.
const DEEPEST: usize = 8;

/// What lists a face: its name, its weight, its characters.
const LISTED: &[&[u8; 4]] = &[b"OS/2", b"cmap", b"head", b"name"];
/// What draws its letters, upright and unchanged: without hints, colours, bitmaps and variations.
const DRAWN: &[&[u8; 4]] = &[
    b"CFF ", b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"kern", b"loca",
    b"maxp", b"name", b"post",
];
/// Without these there is nothing to draw; and without outlines, which are of TrueType or of PostScript.
const NEEDED: &[&[u8; 4]] = &[b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"post"];
const TRUETYPE: &[&[u8; 4]] = &[b"glyf", b"loca"];
const POSTSCRIPT: &[&[u8; 4]] = &[b"CFF "];

/// A file that may hold fonts, wherever it lies.
pub(crate) trait FontFile: Send + Sync {
    /// Where it lies, which decides between faces that are alike.
    fn path(&self) -> String;

    /// In bytes.
    fn length(&self) -> u64;

    /// So many bytes from a place on; `None` if it does not have them.
    fn read(&self, at: u64, length: usize) -> Option<Vec<u8>>;
}

/// Tables of a face: tag, place in the file, and length.
pub(super) type Directory = Vec<([u8; 4], u32, u32)>;

fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The tables of each face of a file that can be drawn, with the number of the face; none for what is no font.
pub(super) fn directories(file: &dyn FontFile) -> Vec<(u32, Directory)> {
    if file.length() > LARGEST_FILE {
        return Vec::new();
    }
    let Some(head) = file.read(0, 12) else { return Vec::new() };
    let starts: Vec<u32> = match head.first_chunk::<4>() {
        Some(b"ttcf") => {
            let count = be32(&head, 8).unwrap_or(0).min(MOST_FACES) as usize;
            let offsets = file.read(12, count * 4).unwrap_or_default();
            (0..count).filter_map(|face| be32(&offsets, face * 4)).collect()
        }
        Some(_) => vec![0],
        None => Vec::new(),
    };
    let face = |(number, start): (usize, &u32)| Some((number as u32, directory(file, *start)?));
    starts.iter().enumerate().filter_map(face).collect()
}

fn directory(file: &dyn FontFile, start: u32) -> Option<Directory> {
    let head = file.read(u64::from(start), 12)?;
    let count = be16(&head, 4)?;
    if !matches!(head.first_chunk()?, b"\0\x01\0\0" | b"true" | b"OTTO") || count > MOST_TABLES {
        return None;
    }
    let records = file.read(u64::from(start) + 12, usize::from(count) * 16)?;
    let record = |record: &[u8]| Some((*record.first_chunk()?, be32(record, 8)?, be32(record, 12)?));
    let tables: Directory = records.chunks_exact(16).filter_map(record).collect();
    let has = |tags: &[&[u8; 4]]| tags.iter().all(|tag| tables.iter().any(|table| table.0 == **tag));
    (has(NEEDED) && (has(TRUETYPE) || has(POSTSCRIPT))).then_some(tables)
}

/// A small font of what lists a face.
pub(super) fn listing(file: &dyn FontFile, directory: &Directory) -> Option<Vec<u8>> {
    let wanted = directory.iter().filter(|(tag, _, length)| LISTED.contains(&tag) && *length <= LARGEST_LISTED);
    let read = |(tag, at, length): &([u8; 4], u32, u32)| Some((*tag, file.read(u64::from(*at), *length as usize)?));
    Some(assembled(&wanted.map(read).collect::<Option<Vec<_>>>()?))
}

/// A font of what draws the letters of a face, from the whole file. `None` if it is damaged or out of all proportion.
pub(super) fn drawing(whole: &[u8], directory: &Directory) -> Option<Vec<u8>> {
    let wanted = directory.iter().filter(|(tag, ..)| DRAWN.contains(&tag));
    let table = |(tag, at, length): &([u8; 4], u32, u32)| {
        let at = *at as usize;
        Some((*tag, whole.get(at..at.checked_add(*length as usize)?)?))
    };
    let font = assembled(&wanted.map(table).collect::<Option<Vec<_>>>()?);
    is_modest(&FontRef::new(&font).ok()?).then_some(font)
}

/// Whether sizes are usual and no glyph has very many parts.
fn is_modest(font: &FontRef<'_>) -> bool {
    let is_usual = font.head().is_ok_and(|head| (16..=16_384).contains(&head.units_per_em()));
    is_usual && (is_modest_truetype(font) || font.glyf().is_err() && charstrings::are_modest(font))
}

/// Whether no glyph has very many parts, or is a part of itself.
fn is_modest_truetype(font: &FontRef<'_>) -> bool {
    let (Ok(glyf), Ok(loca), Ok(maxp)) = (font.glyf(), font.loca(None), font.maxp()) else {
        return false;
    };
    let parts = |glyph: u32| match loca.get_glyf(GlyphId::new(glyph), &glyf) {
        Ok(Some(Glyph::Composite(whole))) => {
            whole.components().take(MOST_PARTS + 1).map(|part| u32::from(part.glyph.to_u16())).collect()
        }
        Ok(_) | Err(_) => Vec::new(),
    };
    let mut counted: Vec<Option<usize>> = vec![None; usize::from(maxp.num_glyphs())];
    let is_small = |glyph: u32| count(glyph, &mut counted, &parts, DEEPEST).is_some();
    (0..u32::from(maxp.num_glyphs())).all(is_small)
}

/// Of how many parts a glyph is made; `None` for too many.
fn count(glyph: u32, counted: &mut [Option<usize>], parts: &dyn Fn(u32) -> Vec<u32>, depth: usize) -> Option<usize> {
    if let Some(known) = counted.get(glyph as usize)? {
        return Some(*known);
    }
    let mut sum = 1;
    for part in parts(glyph) {
        sum += count(part, counted, parts, depth.checked_sub(1)?)?;
        if sum > MOST_PARTS {
            return None;
        }
    }
    counted[glyph as usize] = Some(sum);
    Some(sum)
}

/// A font file of tables (OpenType, *Organization of an OpenType font*).
fn assembled<T: AsRef<[u8]>>(tables: &[([u8; 4], T)]) -> Vec<u8> {
    let mut order: Vec<usize> = (0..tables.len()).collect();
    order.sort_unstable_by_key(|number| tables[*number].0);
    let count = tables.len() as u16;
    let highest = count.max(1).ilog2() as u16;
    let range = (1_u16 << highest) * 16;
    let mut out = vec![0, 1, 0, 0];
    for value in [count, range, highest, (count * 16).saturating_sub(range)] {
        out.extend_from_slice(&value.to_be_bytes());
    }
    let mut at = 12 + 16 * tables.len();
    for (tag, table) in order.iter().map(|number| &tables[*number]) {
        let length = table.as_ref().len();
        out.extend_from_slice(tag);
        // Nobody who reads this asks for sums of tables.
        for value in [0, at as u32, length as u32] {
            out.extend_from_slice(&value.to_be_bytes());
        }
        at += length.next_multiple_of(4);
    }
    for (_, table) in order.iter().map(|number| &tables[*number]) {
        out.extend_from_slice(table.as_ref());
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

/// Whether a font may be embedded cut down to some glyphs, and as outlines (OpenType, table `OS/2`, `fsType`). A font
/// that does not say so may not, and one of PostScript is not.
pub(super) fn may_embed(font: &FontRef<'_>) -> bool {
    const RESTRICTED: u16 = 0x0002;
    const LENIENT: u16 = 0x0004 | 0x0008;
    const WHOLE_OR_BITMAPS: u16 = 0x0100 | 0x0200;
    // Of several permissions the most lenient counts.
    let may = |kind: u16| (kind & RESTRICTED == 0 || kind & LENIENT != 0) && kind & WHOLE_OR_BITMAPS == 0;
    font.glyf().is_ok() && font.os2().is_ok_and(|os2| may(os2.fs_type()))
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::picture::lettering::Face;

    /// A file in memory.
    pub(crate) struct Made(pub(crate) String, pub(crate) Vec<u8>);

    impl FontFile for Made {
        fn path(&self) -> String {
            self.0.clone()
        }

        fn length(&self) -> u64 {
            self.1.len() as u64
        }

        fn read(&self, at: u64, length: usize) -> Option<Vec<u8>> {
            Some(self.1.get(at as usize..(at as usize).checked_add(length)?)?.to_vec())
        }
    }

    /// A font of a few glyphs of a bundled face under another name, which draws other characters with them.
    pub(crate) fn made(family: &str, characters: &[(char, char)], fs_type: u16) -> Vec<u8> {
        let face = Face::all().next().unwrap();
        let whole = Made(String::new(), face.data().to_vec());
        let (_, directory) = directories(&whole).remove(0);
        let table = |tag: &[u8; 4]| {
            let (_, at, length) = directory.iter().find(|table| table.0 == *tag).unwrap();
            whole.1[*at as usize..(*at + *length) as usize].to_vec()
        };
        let mut os2 = table(b"OS/2");
        os2[8..10].copy_from_slice(&fs_type.to_be_bytes());
        let mut tables: Vec<([u8; 4], Vec<u8>)> =
            [b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"post"].map(|tag| (*tag, table(tag))).to_vec();
        tables.extend([(*b"OS/2", os2), (*b"name", name(family)), (*b"cmap", cmap(face, characters))]);
        assembled(&tables)
    }

    fn name(family: &str) -> Vec<u8> {
        let words: Vec<u8> = family.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let header = [0, 1, 18, 3, 1, 0x409, 1, words.len() as u16, 0];
        header.iter().flat_map(|value| value.to_be_bytes()).chain(words).collect()
    }

    fn cmap(face: Face, characters: &[(char, char)]) -> Vec<u8> {
        let count = characters.len() as u32;
        let mut out: Vec<u8> = [0_u16, 1, 3, 10, 0, 12, 12, 0].iter().flat_map(|value| value.to_be_bytes()).collect();
        let mut sorted = characters.to_vec();
        sorted.sort_unstable();
        let groups = sorted.iter().flat_map(|(of, like)| {
            let (code, glyph) = (u32::from(*of), face.glyph(*like).unwrap());
            [code, code, glyph]
        });
        for value in [16 + 12 * count, 0, count].into_iter().chain(groups) {
            out.extend_from_slice(&value.to_be_bytes());
        }
        out
    }

    #[test]
    fn a_face_is_read_and_assembled_again() {
        for face in Face::all() {
            let file = Made(String::new(), face.data().to_vec());
            let (number, directory) = directories(&file).remove(0);
            assert_eq!(number, 0);
            let drawn = drawing(&file.1, &directory).unwrap();
            let (font, listed) = (FontRef::new(&drawn).unwrap(), listing(&file, &directory).unwrap());
            let listed = FontRef::new(&listed).unwrap();
            use skrifa::MetadataProvider as _;
            let character = face.glyph(' ').unwrap();
            assert_eq!(font.charmap().map(' ').unwrap().to_u32(), character);
            assert_eq!(listed.charmap().map(' ').unwrap().to_u32(), character);
            assert!(may_embed(&font), "{}", face.key());
        }
    }

    #[test]
    fn a_glyph_of_very_many_parts_or_of_itself_is_refused() {
        let counted = |parts: &dyn Fn(u32) -> Vec<u32>| count(0, &mut [None; 40], parts, DEEPEST);
        assert_eq!(counted(&|glyph| if glyph == 0 { vec![1, 2, 2] } else { vec![] }), Some(4));
        assert_eq!(counted(&|glyph| vec![glyph + 1]), None, "too deep");
        assert_eq!(counted(&|_| vec![0]), None, "its own part");
        assert_eq!(counted(&|glyph| if glyph < 7 { vec![glyph + 1; 4] } else { vec![] }), None, "4 to the 7th");
        assert_eq!(counted(&|glyph| if glyph == 0 { vec![999] } else { vec![] }), None, "not there");
    }

    #[test]
    fn what_may_be_embedded_is_what_the_font_says() {
        for (kind, may) in [(0, true), (2, false), (4, true), (8, true), (6, true), (0x100, false), (0x208, false)] {
            let font = made("Test", &[('a', 'a')], kind);
            assert_eq!(may_embed(&FontRef::new(&font).unwrap()), may, "{kind:#x}");
        }
    }

    proptest! {
        /// Damaged files are refused or read, but do no harm.
        #[test]
        fn damaged_files_do_no_harm(changes in prop::collection::vec((0..4_000_usize, any::<u8>()), 1..40), end in 0..60_000_usize) {
            let mut bytes = made("Test", &[('a', 'a')], 0);
            for (at, value) in changes {
                if let Some(byte) = bytes.get_mut(at) { *byte = value; }
            }
            bytes.truncate(bytes.len().saturating_sub(end));
            let file = Made(String::new(), bytes);
            for (_, directory) in directories(&file) {
                let _ = listing(&file, &directory);
                let _ = drawing(&file.1, &directory);
            }
        }
    }
}
