//! Gives egui the bundled faces: for panels as one list with fallbacks, for the canvas each face
//! under its own name, because there our own shaping has chosen the face already.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontTweak};

use crate::picture::lettering::Face;

/// The family of semi-bold text.
pub(crate) fn semibold() -> FontFamily {
    FontFamily::Name("semibold".into())
}

/// Puts the bundled faces in place of egui's own.
pub fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::empty();
    let (mut regular, mut strong) = (Vec::new(), Vec::new());
    for face in Face::all() {
        let key = face.key().to_owned();
        fonts.font_data.insert(key.clone(), Arc::new(FontData::from_static(face.data())));
        fonts.families.insert(FontFamily::Name(face.key().into()), vec![key.clone()]);
        // In lists of fallbacks the face is matched in size here; on the canvas by our shaping.
        let matched = format!("{key} matched");
        let tweak = FontTweak { scale: face.scale(), ..FontTweak::default() };
        fonts.font_data.insert(matched.clone(), Arc::new(FontData::from_static(face.data()).tweak(tweak)));
        match (face.family(), face.weight()) {
            ("Inter", 600..) => strong.insert(0, matched),
            ("Inter", _) => regular.insert(0, matched),
            _ => {
                regular.push(matched.clone());
                strong.push(matched);
            }
        }
    }
    fonts.families.insert(FontFamily::Proportional, regular.clone());
    // No face of fixed width is bundled; egui must find something under the name.
    fonts.families.insert(FontFamily::Monospace, regular);
    fonts.families.insert(semibold(), strong);
    ctx.set_fonts(fonts);
}
