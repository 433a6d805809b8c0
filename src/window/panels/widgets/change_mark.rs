//! What became of a record between two dates, as a sign before its row: the one that the graph and the lists have, in the same colour.

use egui::{Ui, vec2};

use super::text::{self, TextLook};
use crate::explore::query::between::Between;
use crate::picture::scene::compared::sample;
use crate::picture::theme::Theme;

/// Room that a sign needs, in points.
pub(crate) const MARK: f32 = 20.0;

/// Paints the sign in the [`MARK`] points to the left of a place.
pub(crate) fn change_mark(ui: &Ui, right: f32, middle: f32, change: Between, theme: &Theme) {
    let Some(sign) = change.sign() else { return };
    let look = TextLook::body(theme).strong().ink(sample(change, theme).edge);
    let laid = text::lay(ui, sign, look, MARK, 1);
    let at = vec2(right - MARK + (MARK - laid.size().x) / 2.0, middle);
    laid.paint(ui, at.x, at.y);
}

/// The same for those who listen: what is added to the name of the row.
pub(crate) fn change_words(change: Option<Between>) -> String {
    change.map(|change| format!(", {}", change.in_words())).unwrap_or_default()
}
