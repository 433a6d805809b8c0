//! The inspector panel.

use egui::Ui;

use super::{Context, Panel, Side};
use crate::window::action::Action;

struct Inspector;

/// Makes the panel.
pub fn panel() -> Box<dyn Panel> {
    Box::new(Inspector)
}

impl Panel for Inspector {
    fn title(&self) -> &'static str {
        "Inspector"
    }

    fn side(&self) -> Side {
        Side::Right
    }

    fn show(&mut self, _ui: &mut Ui, _context: Context<'_>) -> Vec<Action> {
        Vec::new()
    }
}
