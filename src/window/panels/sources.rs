//! The sources panel.

use egui::Ui;

use super::{Context, Panel, Side};
use crate::window::action::Action;

struct Sources;

/// Makes the panel.
pub fn panel() -> Box<dyn Panel> {
    Box::new(Sources)
}

impl Panel for Sources {
    fn title(&self) -> &'static str {
        "Sources"
    }

    fn side(&self) -> Side {
        Side::Left
    }

    fn show(&mut self, _ui: &mut Ui, _context: Context<'_>) -> Vec<Action> {
        Vec::new()
    }
}
