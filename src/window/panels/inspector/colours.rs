//! What colours of the graph say, beside it: each with how many have it. A click brings them out, Enter flies there. The same rows stand
//! in the legend.

use egui::{Key, Role, Sense, Ui, WidgetInfo, vec2};

use crate::dossier::model::Colouring;
use crate::picture::scene::ColourRow;
use crate::picture::theme::Theme;
use crate::window::action::{Action, Command};
use crate::window::panels::Context;
use crate::window::panels::widgets::{TextLook, clean, color32, ground, hairline, lay, section};

/// Height of a row, and width of its sign.
const ROW: f32 = 24.0;
const SIGN: f32 = 20.0;

/// Shows what colours say, unless they say kinds, which the outline shows.
pub(super) fn show(ui: &mut Ui, context: Context<'_>, actions: &mut Vec<Action>) {
    let Context { session, theme } = context;
    let rows = &session.colour_rows;
    if rows.is_empty() || session.colouring() == Colouring::Kind {
        return;
    }
    hairline(ui, theme);
    let title = format!("Colours: {}", session.colouring().label());
    section(ui, &title, &Command::NextColours.info().keys_shown(), theme);
    for row in rows.iter() {
        actions.extend(show_row(ui, row, session.shown_colour() == Some(row.code), theme));
    }
}

/// Shows a row and says what is asked for.
fn show_row(ui: &mut Ui, row: &ColourRow, is_shown: bool, theme: &Theme) -> Option<Action> {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_shown, clean(&row.word)));
    ground(ui, rect, &response, is_shown, theme);
    let mid = rect.center().y;
    let sign = egui::pos2(rect.left() + 6.0, mid);
    ui.painter().circle(sign, 5.0, color32(row.fill), (0.8, color32(row.edge)));
    let count = row.count.map(|count| count.to_string()).unwrap_or_default();
    let count = lay(ui, &count, TextLook::body(theme), 70.0, 1);
    count.paint(ui, rect.right() - count.size().x, mid);
    let room = rect.width() - SIGN - count.size().x - 10.0;
    lay(ui, &row.name, TextLook::body(theme), room, 1).paint(ui, rect.left() + SIGN, mid);
    // A click takes it back; Enter goes there, as often as one likes.
    let entered = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    response.clicked().then(|| Action::ShowColour((entered || !is_shown).then_some(row.code), entered))
}
