//! Fields of a record as lines of a form, each under its label. Which fields there are, and in which
//! order, is told by the record's table.

use egui::{Id, Ui};

use super::parts::field as line;
use crate::dossier::model::schema::{Field, FormPart, Schema, type_in, typed_text};
use crate::picture::theme::Theme;
use crate::window::panels::widgets::draft::date_meaning;

/// A field with what is typed in its line.
pub(super) struct FormRow<R: Schema> {
    pub(super) field: &'static Field<R>,
    pub(super) text: String,
}

/// The fields of a record that are typed in lines.
pub(super) struct RecordForm<R: Schema> {
    pub(super) rows: Vec<FormRow<R>>,
}

impl<R: Schema> RecordForm<R> {
    /// The fields with a label that `wanted` takes, as a record says them.
    pub(super) fn new(record: &R, wanted: impl Fn(&Field<R>) -> bool) -> Self {
        let rows = R::FIELDS.iter().filter(|field| !field.label.is_empty() && wanted(field));
        RecordForm {
            rows: rows.map(|field| FormRow { field, text: typed_text(record, field).unwrap_or_default() }).collect(),
        }
    }

    /// Makes a record say what is typed. What cannot be understood leaves its field as it is.
    pub(super) fn type_into(&self, record: &mut R) {
        for row in &self.rows {
            let _ = type_in(record, row.field, row.text.trim());
        }
    }
}

impl<R: Schema> FormRow<R> {
    /// The id of its line on the screen.
    pub(super) fn id(&self) -> Id {
        Id::unique((R::CALLED, self.field.name))
    }

    /// Shows its line, and under a date what it means. Says whether Enter was pressed in it.
    pub(super) fn show(&mut self, ui: &mut Ui, theme: &Theme) -> bool {
        let entered = line(ui, self.id(), self.field.label, &mut self.text, self.field.hint, theme);
        if self.field.kind.in_form() == FormPart::Date && !self.text.trim().is_empty() {
            ui.horizontal(|ui| {
                ui.add_space(100.0);
                ui.vertical(|ui| {
                    if let Some(meant) = date_meaning(ui, &self.text, theme) {
                        self.text = meant;
                    }
                });
            });
        }
        entered
    }
}
