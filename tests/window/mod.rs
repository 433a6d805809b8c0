//! The window, driven by accessible names as a screen reader or a keyboard would.

use std::sync::Arc;

use chancery::picture::lettering::Face;
use egui::{FontData, FontDefinitions, FontFamily};

mod panels;
mod sample;

/// The bundled faces under the names that panels use.
fn install_fonts(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::empty();
    let keys: Vec<String> = Face::all().map(|face| face.key().to_owned()).collect();
    for face in Face::all() {
        fonts.font_data.insert(face.key().to_owned(), Arc::new(FontData::from_static(face.data())));
        fonts.families.insert(FontFamily::Name(face.key().into()), vec![face.key().to_owned()]);
    }
    for family in [FontFamily::Proportional, FontFamily::Monospace, FontFamily::Name("semibold".into())] {
        fonts.families.insert(family, keys.clone());
    }
    ctx.set_fonts(fonts);
}
