//! Font files cut down to the glyphs of one figure, as WOFF (W3C 2012), so that an SVG looks the
//! same where the fonts are not installed. Glyph numbers stay as they are, so that no table but those of the
//! glyphs themselves need change: what is unused is emptied, and compression does the rest.

use std::collections::BTreeSet;
use std::io::Write as _;

use super::subset::{Plain, Used};
use crate::picture::lettering::Face;

/// The tables that say which letters have another form beside certain others.
const FORMS: &[&[u8; 4]] = &[b"GDEF", b"GSUB"];
/// The tables of a font whose letters do not join.
const PLAIN: &[&[u8; 4]] = &[
    b"OS/2", b"cmap", b"cvt ", b"fpgm", b"gasp", b"glyf", b"head", b"hhea", b"hmtx", b"kern", b"loca", b"maxp",
    b"post", b"prep",
];

/// Tables of a font file: tag and content.
type Tables<'a> = Vec<([u8; 4], std::borrow::Cow<'a, [u8]>)>;

/// The face with only what is used, as a WOFF file. `None` if the font is not as expected,
/// which a test rules out for the bundled ones.
pub(super) fn woff(face: Face, used: &Used) -> Option<Vec<u8>> {
    let mut tables = tables(face.data())?;
    let kept = empty_unused(&mut tables, &used.glyphs)?;
    if let Some(plain) = &used.plain {
        reduce(&mut tables, plain, &kept)?;
    }
    Some(wrap(tables))
}

/// Leaves only what letters need that do not join: characters, widths, and distances of pairs.
fn reduce(tables: &mut Tables<'_>, plain: &Plain, kept: &BTreeSet<u32>) -> Option<()> {
    let is_kept = |tag: &[u8; 4]| PLAIN.contains(&tag) || plain.has_forms && FORMS.contains(&tag);
    tables.retain(|(tag, _)| is_kept(tag) && tag != b"kern");
    let find = |tables: &Tables<'_>, tag: &[u8; 4]| tables.iter().position(|(t, _)| t == tag);
    let (hhea, hmtx) = (find(tables, b"hhea")?, find(tables, b"hmtx")?);
    let (cmap, post) = (find(tables, b"cmap")?, find(tables, b"post")?);
    let full = u32::from(be16(&tables[hhea].1, 34)?);
    let mut widths = tables[hmtx].1.to_vec();
    for glyph in (0..full).filter(|glyph| !kept.contains(glyph) && *glyph + 1 < full) {
        widths.get_mut(glyph as usize * 4..glyph as usize * 4 + 4)?.fill(0);
    }
    tables[hmtx].1 = widths.into();
    if !plain.has_forms {
        tables[cmap].1 = characters(plain).into();
    }
    // Without names of glyphs.
    let mut new_post = tables[post].1.get(..32)?.to_vec();
    new_post[..4].copy_from_slice(&0x0003_0000_u32.to_be_bytes());
    tables[post].1 = new_post.into();
    // A font must have this table; one without names will do.
    tables.push((*b"name", vec![0, 0, 0, 0, 0, 6].into()));
    if plain.pairs.values().any(|apart| *apart != 0) {
        tables.push((*b"kern", pairs(plain).into()));
    }
    Some(())
}

/// The glyph of each character (OpenType, table `cmap`, format 12).
fn characters(plain: &Plain) -> Vec<u8> {
    let count = plain.characters.len() as u32;
    let mut out: Vec<u8> = [0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0].to_vec();
    for value in [16 + 12 * count, 0, count] {
        out.extend_from_slice(&value.to_be_bytes());
    }
    for (character, glyph) in &plain.characters {
        let code = u32::from(*character);
        [code, code, *glyph].iter().for_each(|value| out.extend_from_slice(&value.to_be_bytes()));
    }
    out
}

/// How much closer two glyphs stand (OpenType, table `kern`, format 0).
fn pairs(plain: &Plain) -> Vec<u8> {
    let uneven: Vec<_> = plain.pairs.iter().filter(|(_, apart)| **apart != 0).collect();
    let count = uneven.len() as u16;
    let highest = count.max(1).ilog2() as u16;
    let range = (1_u16 << highest) * 6;
    let header = [0, 1, 0, 14 + 6 * count, 1, count, range, highest, 6 * count - range];
    let mut out: Vec<u8> = header.iter().flat_map(|value| value.to_be_bytes()).collect();
    for ((left, right), apart) in uneven {
        out.extend_from_slice(&(*left as u16).to_be_bytes());
        out.extend_from_slice(&(*right as u16).to_be_bytes());
        out.extend_from_slice(&apart.to_be_bytes());
    }
    out
}

fn be16(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2).map(|b| u16::from_be_bytes([b[0], b[1]]))
}

fn be32(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..at + 4).map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
}

fn tables(data: &[u8]) -> Option<Tables<'_>> {
    let count = usize::from(be16(data, 4)?);
    (0..count)
        .map(|i| {
            let at = 12 + 16 * i;
            let tag = data.get(at..at + 4)?.try_into().ok()?;
            let (start, length) = (be32(data, at + 8)? as usize, be32(data, at + 12)? as usize);
            Some((tag, data.get(start..start + length)?.into()))
        })
        .collect()
}

/// Empties the outlines of all glyphs but these, the parts they are composed of, and the box for
/// what is missing; returns those that stay.
fn empty_unused(tables: &mut Tables<'_>, glyphs: &BTreeSet<u32>) -> Option<BTreeSet<u32>> {
    let find = |tables: &Tables<'_>, tag: &[u8; 4]| tables.iter().position(|(t, _)| t == tag);
    let (head, loca, glyf) = (find(tables, b"head")?, find(tables, b"loca")?, find(tables, b"glyf")?);
    let long = be16(&tables[head].1, 50)? == 1;
    let offsets: Vec<usize> = {
        let loca = &tables[loca].1;
        let count = loca.len() / if long { 4 } else { 2 };
        let at = |i: usize| {
            if long { be32(loca, i * 4).map(|v| v as usize) } else { be16(loca, i * 2).map(|v| usize::from(v) * 2) }
        };
        (0..count).map(at).collect::<Option<_>>()?
    };
    let outline = |id: u32| {
        let (start, end) = (*offsets.get(id as usize)?, *offsets.get(id as usize + 1)?);
        tables[glyf].1.get(start..end)
    };
    let mut keep: BTreeSet<u32> = BTreeSet::from([0]);
    let mut open: Vec<u32> = glyphs.iter().copied().collect();
    while let Some(id) = open.pop() {
        if keep.insert(id)
            && let Some(data) = outline(id)
        {
            open.extend(parts(data));
        }
    }
    let mut outlines = Vec::new();
    let mut places = Vec::with_capacity(offsets.len() * 4);
    for id in 0..offsets.len() as u32 {
        places.extend_from_slice(&(outlines.len() as u32).to_be_bytes());
        if keep.contains(&id)
            && let Some(data) = outline(id)
        {
            outlines.extend_from_slice(data);
            outlines.resize(outlines.len().next_multiple_of(4), 0);
        }
    }
    let mut new_head = tables[head].1.to_vec();
    // Long offsets; the sum over the file counts as absent.
    new_head.get_mut(50..52)?.copy_from_slice(&1_u16.to_be_bytes());
    new_head.get_mut(8..12)?.fill(0);
    tables[head].1 = new_head.into();
    tables[loca].1 = places.into();
    tables[glyf].1 = outlines.into();
    Some(keep)
}

/// Glyphs that a composite glyph is made of (OpenType, table `glyf`).
fn parts(data: &[u8]) -> Vec<u32> {
    let mut out = Vec::new();
    // A negative number of contours marks a composite.
    if be16(data, 0).is_none_or(|n| n < 0x8000) {
        return out;
    }
    let mut at = 10;
    while let (Some(flags), Some(id)) = (be16(data, at), be16(data, at + 2)) {
        out.push(u32::from(id));
        at += 4 + if flags & 1 != 0 { 4 } else { 2 };
        at += match flags {
            f if f & 0x08 != 0 => 2,
            f if f & 0x40 != 0 => 4,
            f if f & 0x80 != 0 => 8,
            _ => 0,
        };
        if flags & 0x20 == 0 {
            break;
        }
    }
    out
}

/// Sum of a table's 32-bit words.
fn checksum(data: &[u8]) -> u32 {
    data.chunks(4).fold(0, |sum, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

/// Packs tables as WOFF 1, each compressed by itself where that helps.
fn wrap(mut tables: Tables<'_>) -> Vec<u8> {
    tables.sort_by_key(|(tag, _)| *tag);
    let count = tables.len();
    let whole = 12 + 16 * count + tables.iter().map(|(_, t)| t.len().next_multiple_of(4)).sum::<usize>();
    let mut directory = Vec::new();
    let mut body = Vec::new();
    let start = 44 + 20 * count;
    for (tag, table) in &tables {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(6));
        // Writing to memory cannot fail; if it did, the table goes uncompressed.
        let packed = encoder.write_all(table).and_then(|()| encoder.finish()).unwrap_or_default();
        let stored: &[u8] = if !packed.is_empty() && packed.len() < table.len() { &packed } else { table };
        directory.extend_from_slice(tag);
        for value in [(start + body.len()) as u32, stored.len() as u32, table.len() as u32, checksum(table)] {
            directory.extend_from_slice(&value.to_be_bytes());
        }
        body.extend_from_slice(stored);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let mut out = Vec::with_capacity(start + body.len());
    out.extend_from_slice(b"wOFF");
    out.extend_from_slice(&0x0001_0000_u32.to_be_bytes());
    out.extend_from_slice(&((start + body.len()) as u32).to_be_bytes());
    out.extend_from_slice(&(count as u16).to_be_bytes());
    out.extend_from_slice(&[0, 0]);
    out.extend_from_slice(&(whole as u32).to_be_bytes());
    out.extend_from_slice(&[0; 24]);
    out.extend_from_slice(&directory);
    out.extend_from_slice(&body);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_face_can_be_cut_down() {
        for face in Face::all() {
            let whole = face.data().len();
            let used = Used { glyphs: BTreeSet::from([3, 10]), plain: None };
            let cut = woff(face, &used).unwrap();
            assert_eq!(&cut[..4], b"wOFF");
            assert!(cut.len() < whole * 3 / 4, "{}: {} of {whole}", face.key(), cut.len());
        }
    }
}
