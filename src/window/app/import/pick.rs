//! A word that opens a list of others to choose from, by pointer or keys. Knows nothing of what is chosen.

use egui::{Button, Id, Popup, PopupCloseBehavior, Response, RichText, Role, ScrollArea, Ui, WidgetInfo};

use crate::picture::theme::Colour;
use crate::problem::printable;
use crate::window::app::fonts;
use crate::window::canvas::paint::color32;

/// Highest list, in points.
const HIGH: f32 = 340.0;

/// The word that is shown.
pub(super) struct Picked<'a> {
    /// What assistive technology calls it, without the word.
    pub(super) name: &'a str,
    /// The word.
    pub(super) word: &'a str,
    pub(super) ink: Colour,
    pub(super) strong: bool,
    pub(super) width: f32,
}

/// Shows it, and the list while that is open; `chosen` is the number of the word. Says which was chosen instead.
pub(super) fn pick(
    ui: &mut Ui,
    id: Id,
    picked: &Picked<'_>,
    options: &[String],
    chosen: Option<usize>,
) -> (Response, Option<usize>) {
    let family = if picked.strong { fonts::semibold() } else { egui::FontFamily::Proportional };
    let word = RichText::new(printable(picked.word)).size(12.5).family(family).color(color32(picked.ink));
    let mark = RichText::new("⏷").size(9.0).color(color32(picked.ink));
    let button = Button::new((word, mark)).frame_when_inactive(false).truncate();
    let spoken = format!("{}: {}", picked.name, picked.word);
    let response = ui
        .scope(|ui| {
            ui.set_max_width(picked.width);
            ui.spacing_mut().button_padding = egui::vec2(2.0, 2.0);
            ui.add(button)
        })
        .inner;
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, spoken.clone()));
    let popup = Popup::menu(&response).id(id).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let was_open = popup.is_open();
    let given = id.with("has the keys");
    let mut new = None;
    popup.show(|ui| {
        ui.set_min_width(150.0);
        let has_keys = ui.data(|data| data.get_temp::<bool>(given)).unwrap_or_default();
        let mut gives = has_keys;
        ScrollArea::vertical().max_height(HIGH).show(ui, |ui| {
            for (number, option) in options.iter().enumerate() {
                let is_chosen = chosen == Some(number);
                let row = ui.selectable_label(is_chosen, printable(option));
                if !has_keys && (is_chosen || (chosen.is_none() && number == 0)) {
                    row.request_focus();
                    row.scroll_to_me(Some(egui::Align::Center));
                    gives = true;
                }
                if row.gained_focus() {
                    row.scroll_to_me(None);
                }
                if row.clicked() {
                    new = Some(number);
                    ui.close();
                }
            }
        });
        ui.data_mut(|data| data.insert_temp(given, gives));
    });
    let is_open = Popup::is_id_open(ui.ctx(), id);
    if !is_open {
        ui.data_mut(|data| data.insert_temp(given, false));
        if was_open && (new.is_some() || ui.input(|input| input.key_pressed(egui::Key::Escape))) {
            response.request_focus();
        }
    }
    (response, new)
}
