//! Opens a dossier and draws it as an SVG figure.
//!
//! `cargo run --example draw_figure -- FILE OUT.svg`

use std::path::Path;

use chancery::dossier::document;
use chancery::picture::figure::{self, Page};
use chancery::picture::stages::{self, ViewSettings};
use chancery::picture::theme::Theme;
use chancery::progress::Progress;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, out] = arguments.as_slice() else {
        eprintln!("usage: draw_figure FILE OUT.svg");
        std::process::exit(2);
    };
    let written = draw(Path::new(file)).and_then(|bytes| std::fs::write(out, bytes).map_err(|e| e.to_string()));
    if let Err(why) = written {
        eprintln!("error: {why}");
        std::process::exit(1);
    }
}

/// The figure's bytes.
fn draw(file: &Path) -> Result<Vec<u8>, String> {
    let document = document::open(file);
    if document.read_only {
        return Err(document.problems.first().map(|p| p.message.clone()).unwrap_or_default());
    }
    let (dossier, theme) = (&document.dossier, &Theme::PRINT);
    // A page of the usual shape; `compose` lays the network out for it.
    let (width_mm, height_mm) = (180.0, 120.0);
    let look = ViewSettings { compose: true, aspect: (width_mm / height_mm) as f32, ..ViewSettings::default() };
    let drawn = stages::draw(dossier, &look, theme, &Progress::new());
    let (scene, shown) = drawn.map_err(|_| "cancelled".to_owned())?;
    let text = figure::words(dossier, &look, &shown, None, None);
    let svg = figure::FIGURES.iter().find(|f| f.extension() == "svg").ok_or("there is no SVG")?;
    svg.write(&Page { width_mm, height_mm, dpi: 150.0, scene: &scene, text: &text, theme }).map_err(|p| p.message)
}
