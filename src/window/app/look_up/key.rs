//! The key of a service that needs one: the field in which it is typed, and keeping and removing it off the frame, because
//! the system keyring may ask for a password first.

use std::sync::Arc;

use egui::{Id, Ui};

use super::places::Form;
use super::state::LookUpCard;
use crate::dossier::endpoint::{KEY_VARIABLE, KeptIn, Key, LONGEST_KEY, NoStore};
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::window::app::App;
use crate::window::app::tasks::TaskResult;
use crate::window::panels::widgets::{FieldLabel, TextLook, label_cell, secret_field, text_button, words};

/// What a person did there.
#[derive(Default)]
pub(super) struct KeyRow {
    pub(super) entered: bool,
    pub(super) left: bool,
    /// The key is to be removed.
    pub(super) removes: bool,
}

/// The field for the key. A key that is kept is never shown.
pub(super) fn key_row(ui: &mut Ui, form: &mut Form, is_given: bool, theme: &Theme) -> KeyRow {
    let mut row = KeyRow::default();
    ui.horizontal(|ui| {
        label_cell(ui, "Key", theme);
        let width = (ui.available_width() - 120.0).clamp(80.0, 420.0);
        let label = FieldLabel { name: "Key", hint: "Only for services that need one, as in ApiKey …", width };
        let field = secret_field(ui, Id::unique("look up key"), &mut form.key, label, LONGEST_KEY, theme);
        (row.entered, row.left) = (field.entered, field.left);
        row.removes = !form.is_new && text_button(ui, "Remove key", "Remove key", theme).clicked();
    });
    if is_given {
        let text = format!("{KEY_VARIABLE} is set: that key is used for every endpoint.");
        words(ui, &text, TextLook::faint(theme));
    }
    row
}

impl App {
    /// Uses a key from now on, and keeps it in the system keyring if there is one.
    pub(super) fn keep_key(&mut self, card: &LookUpCard, key: Key) {
        let Some(endpoint) = card.endpoint() else { return };
        let (keys, address, name) = (Arc::clone(&self.look_ups.keys), endpoint.url.clone(), endpoint.name.clone());
        // What is asked meanwhile has it already.
        keys.hold(&address, key.clone());
        self.tasks.start("Keeping the key", move || {
            let said = match keys.keep(&address, key) {
                KeptIn::Store => format!("Saved the key for {name} in the system keyring."),
                KeptIn::Session(NoStore(why)) => {
                    format!("The key for {name} works until Chancery closes. It was not saved: {why}.")
                }
            };
            TaskResult::Said(printable(&said))
        });
    }

    /// Forgets the key of the endpoint that is chosen.
    pub(super) fn remove_key(&mut self, card: &LookUpCard) {
        let Some(endpoint) = card.endpoint() else { return };
        let (keys, address, name) = (Arc::clone(&self.look_ups.keys), endpoint.url.clone(), endpoint.name.clone());
        self.tasks.start("Removing the key", move || {
            let said = match keys.remove(&address) {
                Ok(true) => format!("Removed the key for {name}."),
                Ok(false) => format!("There is no key for {name}."),
                Err(NoStore(why)) => format!("The key for {name} was not removed: {why}."),
            };
            TaskResult::Said(printable(&said))
        });
    }
}
