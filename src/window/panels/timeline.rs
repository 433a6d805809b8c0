//! The as-of bar under the graph: a histogram of what begins when, and a handle that moves the
//! as-of date.

use egui::Ui;

use super::Context;
use crate::window::action::Action;

/// Shows the bar and says what the person wants.
#[must_use]
pub fn show(_ui: &mut Ui, _context: Context<'_>) -> Vec<Action> {
    Vec::new()
}
