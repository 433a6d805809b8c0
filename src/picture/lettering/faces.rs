//! The bundled font files and what is known of each. `assets/fonts/make.sh` makes them. Faces of installed fonts are kept
//! here beside them once they are read; which of them are is decided in `installed`.

use std::sync::{OnceLock, PoisonError, RwLock};

use harfrust::{Shaper, ShaperData};
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::outline::OutlineGlyphCollection;
use skrifa::raw::TableProvider as _;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::Weight;

/// One bundled font file, or an installed face.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Face(u16);

/// A face of an installed font that has been read.
pub(super) struct Added {
    /// Its family, told apart from all others.
    pub(super) key: String,
    /// A font of what draws its letters (TrueType).
    pub(super) data: Vec<u8>,
    /// Of the whole file (XXH3, 128 bits), and its number in that.
    pub(super) hash: u128,
    pub(super) number: u32,
    /// Whether its licence lets parts of it go into files.
    pub(super) embeds: bool,
}

/// An installed face, kept until the program ends.
struct Kept {
    info: FaceInfo,
    parsed: Parsed,
    hash: u128,
    number: u32,
    embeds: bool,
}

/// Installed faces in the order in which they were read: their numbers follow those of the bundled faces.
static KEPT: RwLock<Vec<&'static Kept>> = RwLock::new(Vec::new());

struct FaceInfo {
    key: &'static str,
    family: &'static str,
    weight: u16,
    data: &'static [u8],
    /// Drawn so much larger, to look as large as Inter beside it. Never smaller: the least size of letters on paper holds
    /// for each script.
    scale: f32,
    /// Reach above and below the baseline in ems, marks included, after scaling.
    reach: (f32, f32),
}

macro_rules! face {
    ($file:literal, $key:literal, $family:literal, $weight:literal, $scale:literal, $reach:expr) => {
        FaceInfo {
            key: $key,
            family: $family,
            weight: $weight,
            data: include_bytes!(concat!("../../../assets/fonts/", $file)),
            scale: $scale,
            reach: $reach,
        }
    };
}

/// The order is that of falling back: the first face that has a character draws it.
static FACES: &[FaceInfo] = &[
    face!("Inter-Regular.ttf", "Inter", "Inter", 400, 1.0, (0.96, 0.25)),
    face!("Inter-SemiBold.ttf", "Inter SemiBold", "Inter", 600, 1.0, (0.96, 0.25)),
    face!("NotoSansArabic-Regular.ttf", "Noto Sans Arabic", "Noto Sans Arabic", 400, 1.06, (1.05, 0.45)),
    face!("NotoSansDevanagari-Regular.ttf", "Noto Sans Devanagari", "Noto Sans Devanagari", 400, 1.0, (1.05, 0.38)),
    face!("NotoSansBengali-Regular.ttf", "Noto Sans Bengali", "Noto Sans Bengali", 400, 1.0, (1.05, 0.38)),
    face!("NotoSansTamil-Regular.ttf", "Noto Sans Tamil", "Noto Sans Tamil", 400, 1.0, (1.05, 0.38)),
    face!("NotoSansThai-Regular.ttf", "Noto Sans Thai", "Noto Sans Thai", 400, 1.04, (1.12, 0.38)),
    face!("NotoSansLao-Regular.ttf", "Noto Sans Lao", "Noto Sans Lao", 400, 1.04, (1.15, 0.42)),
    face!("NotoSansMyanmar-Regular.ttf", "Noto Sans Myanmar", "Noto Sans Myanmar", 400, 1.0, (1.1, 0.63)),
    face!("NotoSansKhmer-Regular.ttf", "Noto Sans Khmer", "Noto Sans Khmer", 400, 1.0, (1.1, 0.63)),
    face!("NotoSansHebrew-Regular.ttf", "Noto Sans Hebrew", "Noto Sans Hebrew", 400, 1.1, (0.96, 0.3)),
    face!("NotoSansGeorgian-Regular.ttf", "Noto Sans Georgian", "Noto Sans Georgian", 400, 1.0, (0.96, 0.27)),
    face!("NotoSansArmenian-Regular.ttf", "Noto Sans Armenian", "Noto Sans Armenian", 400, 1.0, (0.96, 0.25)),
    face!("NotoSansEthiopic-Regular.ttf", "Noto Sans Ethiopic", "Noto Sans Ethiopic", 400, 1.0, (0.97, 0.25)),
    face!("NotoSansSinhala-Regular.ttf", "Noto Sans Sinhala", "Noto Sans Sinhala", 400, 1.0, (1.05, 0.38)),
    face!("NotoSansGujarati-Regular.ttf", "Noto Sans Gujarati", "Noto Sans Gujarati", 400, 1.0, (1.05, 0.4)),
    face!("NotoSansGurmukhi-Regular.ttf", "Noto Sans Gurmukhi", "Noto Sans Gurmukhi", 400, 1.0, (1.05, 0.4)),
    face!("NotoSansTelugu-Regular.ttf", "Noto Sans Telugu", "Noto Sans Telugu", 400, 1.0, (1.05, 0.5)),
    face!("NotoSansKannada-Regular.ttf", "Noto Sans Kannada", "Noto Sans Kannada", 400, 1.0, (1.0, 0.55)),
    face!("NotoSansMalayalam-Regular.ttf", "Noto Sans Malayalam", "Noto Sans Malayalam", 400, 1.0, (1.0, 0.4)),
    face!("NotoSansCJK-Regular.ttf", "Noto Sans CJK", "Noto Sans CJK JP", 400, 1.0, (0.96, 0.25)),
    face!("NotoSansSymbols-Regular.ttf", "Noto Sans Symbols", "Noto Sans Symbols", 400, 1.0, (1.0, 0.27)),
    face!("NotoSansSymbols2-Regular.ttf", "Noto Sans Symbols 2", "Noto Sans Symbols2", 400, 1.0, (1.0, 0.3)),
];

impl Face {
    /// All bundled faces.
    pub(crate) fn all() -> impl Iterator<Item = Face> {
        (0..FACES.len() as u16).map(Face)
    }

    fn info(self) -> &'static FaceInfo {
        self.kept().map_or_else(|| &FACES[usize::from(self.0)], |kept| &kept.info)
    }

    /// The installed face that it is.
    fn kept(self) -> Option<&'static Kept> {
        let number = usize::from(self.0).checked_sub(FACES.len())?;
        KEPT.read().unwrap_or_else(PoisonError::into_inner).get(number).copied()
    }

    /// Keeps an installed face; one that is known already is not kept twice. `None` if it cannot be drawn.
    pub(super) fn add(Added { key, data, hash, number, embeds }: Added) -> Option<Face> {
        let mut all = KEPT.write().unwrap_or_else(PoisonError::into_inner);
        let is_it = |kept: &&Kept| (kept.hash, kept.number, kept.info.key) == (hash, number, key.as_str());
        let face = |at: usize| u16::try_from(FACES.len() + at).ok().map(Face);
        if let Some(at) = all.iter().position(is_it) {
            return face(at);
        }
        let new = face(all.len())?;
        // Before it is kept for good.
        let reach = reach_of(&FontRef::new(&data).ok()?);
        let (data, key): (&'static [u8], &'static str) = (Vec::leak(data), String::leak(key));
        let parsed = Parsed::new(&FontRef::new(data).ok()?, Box::leak(Box::default()));
        let info = FaceInfo { key, family: key, weight: 400, data, scale: 1.0, reach };
        all.push(Box::leak(Box::new(Kept { info, parsed, hash, number, embeds })));
        Some(new)
    }

    /// Whether it is of an installed font.
    pub(crate) fn is_installed(self) -> bool {
        usize::from(self.0) >= FACES.len()
    }

    /// Whether parts of it may go into files, for whoever reads them: bundled fonts may, of others their licence decides.
    pub(crate) fn embeds(self) -> bool {
        self.kept().is_none_or(|kept| kept.embeds)
    }

    /// A hash of the file of an installed face (XXH3, 128 bits), and the number of the face in it.
    pub(crate) fn origin(self) -> Option<(u128, u32)> {
        self.kept().map(|kept| (kept.hash, kept.number))
    }

    /// A name of its own, such as `Inter SemiBold`.
    pub(crate) fn key(self) -> &'static str {
        self.info().key
    }

    /// CSS family name, such as `Noto Sans Thai`.
    pub(crate) fn family(self) -> &'static str {
        self.info().family
    }

    /// CSS weight: 400 or 600.
    pub(crate) fn weight(self) -> u16 {
        self.info().weight
    }

    /// The font file (TrueType).
    pub(crate) fn data(self) -> &'static [u8] {
        self.info().data
    }

    /// How much larger than the asked size it is drawn, so that scripts look equally large.
    pub(crate) fn scale(self) -> f32 {
        self.info().scale
    }

    /// Reach above and below the baseline in ems of the asked size, marks included.
    pub(crate) fn reach(self) -> (f32, f32) {
        self.info().reach
    }

    /// The parsed font, parsed once.
    pub(super) fn parsed(self) -> &'static Parsed {
        // What shaping needs lives as long as the program, like the font it is made of.
        static DATA: [OnceLock<ShaperData>; FACES.len()] = [const { OnceLock::new() }; FACES.len()];
        static PARSED: [OnceLock<Parsed>; FACES.len()] = [const { OnceLock::new() }; FACES.len()];
        if let Some(kept) = self.kept() {
            return &kept.parsed;
        }
        PARSED[usize::from(self.0)].get_or_init(|| {
            let font = FontRef::new(self.data()).expect("the bundled fonts are whole; a test reads them all");
            Parsed::new(&font, &DATA[usize::from(self.0)])
        })
    }

    /// The glyph of a character, before letters join.
    pub(crate) fn glyph(self, character: char) -> Option<u32> {
        self.parsed().charmap.map(character).map(|glyph| glyph.to_u32())
    }

    /// How far a glyph moves what comes after it, in units of the em.
    pub(crate) fn advance(self, glyph: u32) -> f32 {
        self.parsed().metrics.advance_width(GlyphId::new(glyph)).unwrap_or(0.0)
    }

    /// Its place in the order of falling back.
    pub(super) fn number(self) -> u16 {
        self.0
    }

    /// The face with this place in the order of falling back.
    pub(super) fn numbered(number: u16) -> Face {
        Face(number)
    }

    /// Units of the em.
    pub(crate) fn units_per_em(self) -> f32 {
        self.parsed().units_per_em
    }

    /// Inter in a weight.
    pub(crate) fn inter(weight: Weight) -> Face {
        match weight {
            Weight::Regular => Face(0),
            Weight::SemiBold => Face(1),
        }
    }
}

/// A font file taken apart: finding its tables again for each character or glyph would cost more
/// than what is then done with them.
pub(super) struct Parsed {
    pub(crate) units_per_em: f32,
    pub(crate) charmap: Charmap<'static>,
    pub(crate) outlines: OutlineGlyphCollection<'static>,
    /// In units of the em.
    pub(crate) metrics: GlyphMetrics<'static>,
    pub(crate) shaper: Shaper<'static>,
}

impl Parsed {
    fn new(font: &FontRef<'static>, data: &'static OnceLock<ShaperData>) -> Parsed {
        let data = data.get_or_init(|| ShaperData::new(font));
        Parsed {
            units_per_em: f32::from(font.head().map_or(1000, |h| h.units_per_em())),
            charmap: font.charmap(),
            outlines: font.outline_glyphs(),
            metrics: font.glyph_metrics(Size::unscaled(), LocationRef::default()),
            shaper: data.shaper(font).build(),
        }
    }
}

/// How far the letters of a font reach above and below the baseline in ems, within bounds.
fn reach_of(font: &FontRef<'_>) -> (f32, f32) {
    let em = font.head().map_or(1000.0, |head| f32::from(head.units_per_em()));
    let (up, down) = font.hhea().map_or((0.0, 0.0), |hhea| {
        (f32::from(hhea.ascender().to_i16()) / em, -f32::from(hhea.descender().to_i16()) / em)
    });
    (up.clamp(0.96, 1.3), down.clamp(0.25, 0.7))
}

#[cfg(test)]
mod tests {
    use super::super::chars;
    use super::*;

    #[test]
    fn every_face_is_whole_and_has_a_space() {
        for face in Face::all() {
            assert!(chars::of(' ').is_in(face), "{}", face.key());
            assert!(face.units_per_em() >= 500.0, "{}", face.key());
        }
    }

    #[test]
    fn no_script_is_drawn_smaller_than_asked() {
        assert!(Face::all().all(|face| face.scale() >= 1.0));
    }

    #[test]
    fn latin_letters_are_drawn_by_inter_alone() {
        for face in Face::all().filter(|f| f.family() != "Inter") {
            assert!(!chars::of('a').is_in(face) && !chars::of('Z').is_in(face), "{}", face.key());
        }
    }
}
