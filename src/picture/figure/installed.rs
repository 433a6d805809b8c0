//! Installed fonts in figures: where their files are found, and which of them a page uses. Which of them draws a letter is
//! decided in `lettering::installed`.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::paint::Painting;
use crate::dossier::storage::{self, InstalledFile};
use crate::picture::lettering::installed::Library;
use crate::picture::lettering::sfnt::FontFile;
use crate::picture::lettering::{Face, Fonts, TextStyle, Weight, shape_line, undrawable};
use crate::wording::listed;

impl FontFile for InstalledFile {
    fn path(&self) -> String {
        InstalledFile::path(self).to_string_lossy().into_owned()
    }

    fn length(&self) -> u64 {
        InstalledFile::length(self)
    }

    fn read(&self, at: u64, length: usize) -> Option<Vec<u8>> {
        InstalledFile::read(self, at, length)
    }
}

/// The fonts of this system as they were when they were first asked for: what is installed later counts from the next
/// start on.
pub(crate) fn installed_fonts() -> Fonts {
    static LIBRARY: OnceLock<&Library> = OnceLock::new();
    let file = |file: InstalledFile| Arc::new(file) as Arc<dyn FontFile>;
    Fonts::Installed(LIBRARY.get_or_init(|| Library::of(storage::installed_fonts().into_iter().map(file).collect())))
}

/// Installed faces that are used, by what they are called.
#[derive(Default)]
pub(crate) struct Used(BTreeMap<&'static str, Face>);

impl Used {
    /// Those of a page.
    pub(crate) fn of_painting(painting: &Painting) -> Used {
        let mut used = Used::default();
        let runs = painting.texts().into_iter().flat_map(|text| &text.runs);
        runs.for_each(|run| used.add(run.face));
        used
    }

    fn add(&mut self, face: Face) {
        if face.is_installed() {
            self.0.insert(face.key(), face);
        }
    }

    /// Those of words that are drawn so.
    pub(crate) fn add_words(&mut self, words: &str, fonts: Fonts) {
        if fonts.are_installed() && !undrawable(words).is_empty() {
            let style = TextStyle { size: 1.0, weight: Weight::Regular, fonts };
            shape_line(words, style).runs.iter().for_each(|run| self.add(run.face));
        }
    }

    /// Their families, each with a hash of its file; `None` where there are none.
    pub(crate) fn told(&self) -> Option<String> {
        let one = |(family, face): (&&str, &Face)| {
            let (hash, number) = face.origin()?;
            let number = if number > 0 { format!(", face {}", number + 1) } else { String::new() };
            let drawn = if face.embeds() { "" } else { ", drawn as outlines" };
            Some(format!("{family} (xxh3 {hash:032x}{number}{drawn})"))
        };
        let all: Vec<String> = self.0.iter().filter_map(one).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    /// Their families.
    pub(super) fn families(&self) -> Vec<String> {
        self.0.keys().map(|family| (*family).to_owned()).collect()
    }

    /// What a reader should know: that the figure hangs on fonts of this system, and which of them are in it as outlines
    /// alone.
    pub(super) fn notes(&self) -> Vec<String> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let all = listed(&self.families());
        let mut notes = vec![format!("letters that the built-in fonts lack come from installed fonts: {all}")];
        let kept: Vec<String> =
            self.0.iter().filter(|(_, face)| !face.embeds()).map(|(family, _)| (*family).to_owned()).collect();
        if !kept.is_empty() {
            notes.push(format!(
                "letters of {} are outlines, not text: fonts that do not allow embedding and PostScript fonts are not \
                 embedded",
                listed(&kept)
            ));
        }
        notes
    }
}
