//! The history panel: every step in the order it happened, to go back to any point and forward
//! again.

use egui::{ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::widgets::{TextLook, capital, clean, ground, inset, lay, words};
use super::{Context, Panel, Side};
use crate::window::action::Action;

/// Makes the panel.
pub(crate) fn panel() -> Box<dyn Panel> {
    Box::new(HistoryPanel)
}

struct HistoryPanel;

const ROW: f32 = 26.0;

impl Panel for HistoryPanel {
    fn title(&self) -> &'static str {
        "History"
    }

    fn side(&self) -> Side {
        Side::Left
    }

    fn is_quiet(&self) -> bool {
        true
    }

    fn show(&mut self, ui: &mut Ui, context: Context<'_>) -> Vec<Action> {
        let (steps, done) = context.session.history();
        let mut actions = Vec::new();
        let theme = context.theme;
        // The newest on top; under all, how it was opened.
        let rows = steps.len() + 1;
        ScrollArea::vertical().id_salt("history").auto_shrink([false, false]).show(ui, |ui| {
            inset(ui, |ui| {
                if steps.is_empty() {
                    words(ui, "No changes yet.", TextLook::small(theme).size(12.5));
                    return;
                }
                ui.spacing_mut().item_spacing.y = 0.0;
                for number in (0..rows).rev() {
                    let name = number.checked_sub(1).map_or("Opened".to_owned(), |at| capital(steps[at]));
                    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
                    let here = number == done;
                    let label =
                        || WidgetInfo::selected(egui::Role::ListItem, true, here, format!("Step: {}", clean(&name)));
                    response.widget_info(label);
                    if !ui.is_rect_visible(rect) {
                        continue;
                    }
                    ground(ui, rect, &response, here, theme);
                    let look = TextLook::body(theme).size(12.5);
                    // What was taken back is there still, paler.
                    let look = if number > done { look.ink(theme.ink_third) } else { look };
                    let laid = lay(ui, &name, look, rect.width(), 1);
                    laid.paint(ui, rect.left(), rect.center().y);
                    if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                        actions.push(Action::JumpTo(number));
                    }
                }
            });
        });
        actions
    }
}
