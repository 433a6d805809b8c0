//! Fonts besides those that are bundled: which of them draws a letter that no bundled one has. The choice hangs on what
//! the fonts are, never on the order in which a folder names them. How their files are found is not known here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use skrifa::attribute::{Attributes, Style};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider as _};
use xxhash_rust::xxh3::xxh3_128;

use super::faces::{Added, Face};
use super::sfnt::{Directory, FontFile, LARGEST_FILE, directories, drawing, listing, may_embed};
use crate::guarded::guarded;

/// Faces that are listed.
const MOST_FACES: usize = 8_192;
/// Characters of a family's name.
const NAME: usize = 64;
/// A family of this name has a box for every character.
const BOXES: &str = "LastResort";

/// Where letters may come from.
#[derive(Clone, Copy, Debug, Default)]
pub enum Fonts {
    /// Only from the fonts that are bundled: the same on every machine.
    #[default]
    Bundled,
    /// Those that no bundled font has, from others.
    Installed(&'static Library),
}

impl PartialEq for Fonts {
    /// Libraries are the same if they are one.
    fn eq(&self, other: &Fonts) -> bool {
        match (self, other) {
            (Fonts::Bundled, Fonts::Bundled) => true,
            (Fonts::Installed(a), Fonts::Installed(b)) => std::ptr::eq(*a, *b),
            (Fonts::Bundled, Fonts::Installed(_)) | (Fonts::Installed(_), Fonts::Bundled) => false,
        }
    }
}

impl Fonts {
    /// The face for a character that no bundled face has, `None` if these have none either. `current` draws what stands
    /// before it, and goes on where it can.
    pub(super) fn face_of(self, character: char, current: Option<Face>) -> Option<Face> {
        let Fonts::Installed(library) = self else { return None };
        let goes_on = |face: &Face| face.is_installed() && face.glyph(character).is_some();
        current.filter(goes_on).or_else(|| library.face_of(character))
    }

    /// Whether letters may come from installed fonts.
    pub(crate) fn are_installed(self) -> bool {
        match self {
            Fonts::Bundled => false,
            Fonts::Installed(_) => true,
        }
    }
}

/// Fonts besides those that are bundled.
pub struct Library {
    /// In the order of choice.
    faces: Vec<Listed>,
    chosen: Mutex<HashMap<char, Option<Face>>>,
}

impl std::fmt::Debug for Library {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Library").field("faces", &self.faces.len()).finish_non_exhaustive()
    }
}

/// A face that may be wanted.
struct Listed {
    file: Arc<dyn FontFile>,
    /// Its number in the file.
    number: u32,
    directory: Directory,
    /// As the font has it.
    family: String,
    /// The same, told apart from all others.
    key: String,
    /// What it has: its characters among others.
    listing: Vec<u8>,
    /// Upright before slanted, then by how far it is from the usual weight and width.
    rank: (bool, u16, u16),
    loaded: OnceLock<Option<Face>>,
}

impl Library {
    /// A library of files. It is kept until the program ends, as faces are.
    pub(crate) fn of(files: Vec<Arc<dyn FontFile>>) -> &'static Library {
        let listed = files.iter().flat_map(|file| guarded(|| listed(file)).unwrap_or_default());
        let mut faces: Vec<Listed> = listed.take(MOST_FACES).collect();
        // Families by their names, and faces that are alike by where they lie.
        faces.sort_by_cached_key(|face| (face.rank, face.family.clone(), face.file.path(), face.number));
        let mut taken: HashMap<String, usize> = HashMap::new();
        for face in &mut faces {
            let is_bundled = Face::all().any(|bundled| bundled.family() == face.family);
            let key = if is_bundled { format!("{} installed", face.family) } else { face.family.clone() };
            let count = taken.entry(key.clone()).or_default();
            *count += 1;
            face.key = if *count > 1 { format!("{key} {count}") } else { key };
        }
        Box::leak(Box::new(Library { faces, chosen: Mutex::default() }))
    }

    /// The first face that has a character and is whole.
    fn face_of(&self, character: char) -> Option<Face> {
        let mut chosen = self.chosen.lock().unwrap_or_else(PoisonError::into_inner);
        *chosen.entry(character).or_insert_with(|| {
            let has = |face: &&Listed| guarded(|| face.has(character)).unwrap_or(false);
            self.faces.iter().filter(has).find_map(|face| face.load().filter(|face| face.glyph(character).is_some()))
        })
    }
}

/// The faces of a file.
fn listed(file: &Arc<dyn FontFile>) -> Vec<Listed> {
    let face = |(number, directory): (u32, Directory)| {
        let listing = listing(&**file, &directory)?;
        let font = FontRef::new(&listing).ok()?;
        let named = [StringId::TYPOGRAPHIC_FAMILY_NAME, StringId::FAMILY_NAME];
        let name = named.into_iter().find_map(|id| font.localized_strings(id).english_or_first())?;
        let name: String = name.chars().take(NAME).collect();
        // Families that begin so are for the system's own use.
        if name.starts_with('.') || name.starts_with(BOXES) {
            return None;
        }
        let Attributes { stretch, style, weight } = Attributes::new(&font);
        let off = |value: f32, usual: f32| (value - usual).abs().min(9_999.0) as u16;
        let rank = (style != Style::Normal, off(weight.value(), 400.0), off(stretch.percentage(), 100.0));
        let family = plain(&name);
        Some(Listed {
            file: Arc::clone(file),
            number,
            directory,
            key: family.clone(),
            family,
            listing,
            rank,
            loaded: OnceLock::new(),
        })
    };
    directories(&**file).into_iter().filter_map(face).collect()
}

/// A family's name as it may stand in a style sheet: letters, digits and a few signs.
fn plain(name: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || " -_.+".contains(*c);
    let name: String = name.chars().filter(kept).collect();
    let name = name.trim();
    if name.is_empty() { "Font without a name".to_owned() } else { name.to_owned() }
}

impl Listed {
    fn has(&self, character: char) -> bool {
        let Ok(font) = FontRef::new(&self.listing) else { return false };
        font.charmap().map(character).is_some_and(|glyph| glyph.to_u32() != 0)
    }

    /// Reads it, if it is whole; once.
    fn load(&self) -> Option<Face> {
        *self.loaded.get_or_init(|| {
            let length = usize::try_from(self.file.length().min(LARGEST_FILE)).ok()?;
            let whole = self.file.read(0, length)?;
            let hash = xxh3_128(&whole);
            let data = guarded(|| drawing(&whole, &self.directory)).flatten()?;
            drop(whole);
            let embeds = FontRef::new(&data).is_ok_and(|font| may_embed(&font));
            guarded(|| Face::add(Added { key: self.key.clone(), data, hash, number: self.number, embeds })).flatten()
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::sfnt::tests::{Made, made};
    use super::super::{TextStyle, Weight, estimate_block, outline, shape_block, shape_line};
    use super::*;

    /// A library of such files.
    pub(crate) fn library(files: Vec<(&str, Vec<u8>)>) -> Fonts {
        let file = |(path, bytes): (&str, Vec<u8>)| Arc::new(Made(path.to_owned(), bytes)) as Arc<dyn FontFile>;
        Fonts::Installed(Library::of(files.into_iter().map(file).collect()))
    }

    fn style(fonts: Fonts) -> TextStyle {
        TextStyle { size: 10.0, weight: Weight::Regular, fonts }
    }

    fn families(text: &str, fonts: Fonts) -> Vec<&'static str> {
        shape_line(text, style(fonts)).runs.iter().map(|run| run.face.family()).collect()
    }

    #[test]
    fn a_letter_that_no_bundled_font_has_comes_from_another() {
        let fonts = library(vec![("a.ttf", made("Test Hieroglyphs", &[('𓀀', 'W'), ('𓀁', 'i'), (' ', ' ')], 0))]);
        let line = shape_line("Anna 𓀀 𓀁𓀂", style(fonts));
        let told: Vec<(&str, &str)> = line.runs.iter().map(|run| (run.face.family(), run.text.as_str())).collect();
        assert_eq!(told, [("Inter", "Anna "), ("Test Hieroglyphs", "𓀀 𓀁"), ("Inter", "𓀂")]);
        let wide = &line.runs[1];
        assert!(wide.glyphs.iter().all(|glyph| glyph.id != 0) && wide.glyphs[0].advance > wide.glyphs[2].advance);
        assert!(!outline(wide.face, wide.glyphs[0].id).elements().is_empty());
        assert_eq!(line.runs[2].glyphs[0].id, 0, "what even they lack is a box");
        // Estimates are exact there, and lines that have no such letters are what they were.
        let block = shape_block("Anna 𓀀 𓀁", style(fonts), 30.0, 3);
        assert_eq!(estimate_block("Anna 𓀀 𓀁", style(fonts), 30.0, 3), (block.width, block.height));
        assert_eq!(shape_line("Anna", style(fonts)), shape_line("Anna", style(Fonts::Bundled)));
        assert_eq!(families("𓀀", Fonts::Bundled), ["Inter"]);
    }

    #[test]
    fn the_choice_hangs_on_fonts_and_not_on_the_order_of_files() {
        let face = |family: &str| made(family, &[('𓀀', 'W')], 0);
        let files = || vec![("z.ttf", face("Beta")), ("b.ttf", face("Alpha")), ("a.ttf", face("Gamma"))];
        let mut turned = files();
        turned.reverse();
        assert_eq!(families("𓀀", library(files())), ["Alpha"]);
        assert_eq!(families("𓀀", library(turned)), ["Alpha"]);
        let alike = vec![("2.ttf", made("Twin", &[('𓀀', 'W'), ('𓀁', 'W')], 0)), ("1.ttf", face("Twin"))];
        assert_eq!(families("𓀀", library(alike)), ["Twin"], "the first by path keeps the name");
        let alike = vec![("2.ttf", made("Twin", &[('𓀀', 'W'), ('𓀁', 'W')], 0)), ("1.ttf", face("Twin"))];
        assert_eq!(families("𓀁", library(alike)), ["Twin 2"], "no two have the same name");
        let like_ours = vec![("1.ttf", face("Inter"))];
        assert_eq!(families("𓀀", library(like_ours)), ["Inter installed"]);
    }

    #[test]
    fn names_do_nothing_in_a_style_sheet_and_boxes_are_no_letters() {
        let harm = vec![("1.ttf", made("\";}</style><script>x", &[('𓀀', 'W')], 0))];
        assert_eq!(families("𓀀", library(harm)), ["stylescriptx"]);
        let hidden =
            vec![("1.ttf", made(".LastResort", &[('𓀀', 'W')], 0)), ("2.ttf", made("LastResort", &[('𓀀', 'W')], 0))];
        assert_eq!(families("𓀀", library(hidden)), ["Inter"]);
    }

    #[test]
    fn a_damaged_font_is_passed_over() {
        let whole = made("Alpha", &[('𓀀', 'W')], 0);
        let mut cut = whole.clone();
        cut.truncate(whole.len() / 3);
        let files = vec![
            ("0.ttf", Vec::new()),
            ("1.ttf", cut),
            ("2.ttf", b"ttcf\0\x01\0\0\xff\xff\xff\xff".to_vec()),
            ("3.ttf", made("Beta", &[('𓀀', 'W')], 0)),
        ];
        assert_eq!(families("𓀀", library(files)), ["Beta"]);
    }
}
