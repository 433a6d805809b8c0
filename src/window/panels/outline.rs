//! The outline panel.

use egui::Ui;

use super::{Context, Panel, Side};
use crate::window::action::Action;

struct Outline;

/// Makes the panel.
pub fn panel() -> Box<dyn Panel> {
    Box::new(Outline)
}

impl Panel for Outline {
    fn title(&self) -> &'static str {
        "Outline"
    }

    fn side(&self) -> Side {
        Side::Left
    }

    fn show(&mut self, _ui: &mut Ui, _context: Context<'_>) -> Vec<Action> {
        Vec::new()
    }
}
