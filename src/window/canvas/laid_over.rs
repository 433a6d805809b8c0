//! Lets other modules paint over the graph: tells them where the pointer is, and ignores hover and click on what they
//! painted. Knows nothing of what that is.

use egui::{Pos2, Ui};

use super::Canvas;

impl Canvas {
    /// Where the pointer is, while it is over the graph and does nothing there.
    pub(crate) fn pointer_for_others(&self, ui: &Ui) -> Option<Pos2> {
        let (rect, at) = (self.view?, ui.input(|i| i.pointer.hover_pos())?);
        let is_free = rect.contains(at) && self.drag.is_none() && !self.on_buttons(ui, rect);
        (is_free && ui.ctx().layer_id_at(at) == Some(ui.layer_id())).then_some(at)
    }

    /// Whether the pointer is another's in the next frame that is shown: neither hover nor click is meant for what is below.
    pub(crate) fn yield_pointer(&mut self, yields: bool) {
        self.yields = yields;
    }
}
