//! The picture of several dates for the window: what it is of, and how it is made, on any thread. How it is shown is told in
//! `dates`, how a page of several dates is drawn in `picture::figure`.

use std::sync::Arc;

use egui::ColorImage;

use crate::dossier::model::{Dossier, RelationLabels};
use crate::picture::figure::multiples::{self, PlacedPanel, Sheet};
use crate::picture::figure::{Arrangements, ManyLines, PageFrame, PageSize, PageText, Painting, pixels};
use crate::picture::scene::Scene;
use crate::picture::stages::{Stages, ViewSettings};
use crate::picture::theme::Theme;
use crate::progress::{Cancelled, Progress};

const MM_PER_POINT: f64 = 25.4 / 72.0;
/// Words of a page are this much larger on the screen than on paper.
const ENLARGED: f64 = 1.45;

/// What a picture is of: opened document, revision, settings, theme, size in points, pixels in a point.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DatesKey {
    pub(super) opened: u64,
    pub(super) revision: u64,
    pub(super) look: ViewSettings,
    pub(super) theme: &'static str,
    pub(super) size: (u32, u32),
    pub(super) scale: f32,
}

/// Where the network of each date stands, and what is drawn of it.
pub(super) type DatePanels = Vec<(PlacedPanel, Arc<Scene>)>;

/// A picture that was made.
pub(super) struct DatesMade {
    pub(super) pixels: ColorImage,
    pub(super) panels: DatePanels,
}

/// Draws it; nothing where it is too large.
///
/// # Errors
/// [`Cancelled`] if asked to stop.
pub(super) fn draw(
    stages: &mut Stages,
    dossier: &Dossier,
    key: &DatesKey,
    theme: &Theme,
    progress: &Progress,
) -> Result<Option<DatesMade>, Cancelled> {
    let millimetres = |points: u32| f64::from(points) / ENLARGED * MM_PER_POINT;
    let size = PageSize { width_mm: millimetres(key.size.0), height_mm: millimetres(key.size.1) };
    let frame = PageFrame::default();
    let aspect = multiples::panel_aspect((size, frame), key.look.dates.len());
    let look = multiples::composed(&key.look, aspect);
    let panels = multiples::panels(stages, (dossier, key.revision), &look, theme, progress)?;
    let text = PageText::default();
    let (painting, placed) = Painting::of_sheet(&Sheet {
        size,
        frame,
        dpi: 72.0 * ENLARGED * f64::from(key.scale),
        text: &text,
        theme,
        lines: ManyLines::default(),
        labels: RelationLabels::None,
        panels: &panels,
        // Notes are the figure's; the graph has none.
        notes: &[],
        known: &Arrangements::default(),
    });
    let Ok(map) = pixels(&painting) else { return Ok(None) };
    let size = [map.width() as usize, map.height() as usize];
    let pixels = ColorImage::from_rgba_premultiplied(size, map.data());
    Ok(Some(DatesMade {
        pixels,
        panels: placed
            .into_iter()
            .map(|panel| panel.scaled(ENLARGED))
            .zip(panels.into_iter().map(|panel| panel.scene))
            .collect(),
    }))
}
