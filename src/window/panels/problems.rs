//! The problems panel.

use egui::Ui;

use super::{Context, Panel, Side};
use crate::window::action::Action;

struct Problems;

/// Makes the panel.
pub fn panel() -> Box<dyn Panel> {
    Box::new(Problems)
}

impl Panel for Problems {
    fn title(&self) -> &'static str {
        "Problems"
    }

    fn side(&self) -> Side {
        Side::Left
    }

    fn show(&mut self, _ui: &mut Ui, _context: Context<'_>) -> Vec<Action> {
        Vec::new()
    }
}
