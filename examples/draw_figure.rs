//! Opens a dossier and draws it as an SVG figure.
//!
//! `cargo run --example draw_figure -- FILE OUT.svg`

use std::path::Path;
use std::sync::Arc;

use chancery::dossier::document;
use chancery::picture::figure::{self, FigureSubject, PageSize, Request, Undrawn};
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
pub(crate) fn draw(file: &Path) -> Result<Vec<u8>, String> {
    let document = document::open(file);
    if document.read_only {
        return Err(document.problems.first().map(|p| p.message.clone()).unwrap_or_default());
    }
    let svg = figure::named("svg").ok_or("there is no SVG")?;
    let size = Some(PageSize { width_mm: 180.0, height_mm: 120.0 });
    let request = Request { size, ..Request::new(svg) };
    let pictures = Arc::default();
    match request.draw(FigureSubject::new(&document.dossier, &pictures), &Progress::new()) {
        Ok(drawn) => Ok(drawn.bytes),
        Err(Undrawn::Cancelled) => Err("cancelled".to_owned()),
        Err(Undrawn::TooLarge(problem) | Undrawn::TooSmall(problem) | Undrawn::Unwritable(problem)) => {
            Err(problem.message)
        }
    }
}
