//! Small pictures of the figures of views, for the gallery: of what each is, and how it is drawn, on any thread.

use std::sync::Arc;

use egui::ColorImage;

use super::news::{ShownRecord, shown_records};
use crate::dossier::document::Snapshot;
use crate::dossier::model::View;
use crate::picture::figure::{FIGURES, FigureSteps, FigureSubject, Painting, Request, pixels};
use crate::picture::pictures::Pictures;
use crate::picture::stages::ViewSettings;
use crate::picture::views;
use crate::progress::Progress;

/// Width of a small picture, in points, and its height at most.
const WIDTH: f64 = 150.0;
const TALLEST: f64 = 170.0;

/// Of what a small picture is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ThumbKey {
    pub(super) opened: u64,
    pub(super) revision: u64,
    pub(super) view: View,
}

/// A small picture.
pub(crate) struct Thumb {
    pub(super) pixels: ColorImage,
    /// Width of its page, in millimetres.
    pub(super) width_mm: f64,
    /// What the figure shows.
    pub(super) shown: Vec<ShownRecord>,
}

/// Draws the figure of a view, at so many pixels a point of the screen.
pub(super) fn draw(snapshot: &Snapshot, pictures: &Arc<Pictures>, key: &ThumbKey, scale: f64) -> Option<Thumb> {
    let mut settings = ViewSettings::default();
    views::apply(&key.view, &mut settings);
    let request = Request {
        settings,
        title: key.view.title.clone(),
        subtitle: key.view.subtitle.clone(),
        ..Request::new(FIGURES[0])
    };
    let subject = FigureSubject::new(snapshot.dossier(), pictures);
    let mut steps = FigureSteps::default();
    let painting = request.paint(&mut steps, (subject, 0), &Progress::new()).ok()?.painting;
    let shown = shown_records(snapshot.dossier(), steps.drawn());
    let (width, height) = painting.size;
    let fit = (WIDTH / width).min(TALLEST / height);
    let width_mm = painting.size_mm.width_mm;
    let map = pixels(&Painting { dpi: 72.0 * fit * scale, ..painting }).ok()?;
    let size = [map.width() as usize, map.height() as usize];
    Some(Thumb { pixels: ColorImage::from_rgba_premultiplied(size, map.data()), width_mm, shown })
}
