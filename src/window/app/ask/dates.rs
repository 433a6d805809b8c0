//! The dates at which the network is shown side by side.

use egui::{Context, Id};

use super::parts::{card_at, heading, quiet};
use super::{Around, Card};
use crate::dossier::model::{Date, Dossier, view_dates};
use crate::explore::query::timeline;
use crate::window::action::Action;
use crate::window::panels::widgets::{FieldLabel, hold_focus, sentence, text_field};
use crate::window::session::Session;

/// Asks for them, beginning with those that are shown.
pub(crate) struct Dates {
    typed: String,
}

impl Dates {
    pub(crate) fn new(session: &Session) -> Self {
        let now: Vec<String> = session.look.dates.iter().map(|date| date.written().to_owned()).collect();
        Dates { typed: if now.is_empty() { proposed(session.dossier()) } else { now.join(", ") } }
    }

    /// What is typed, as dates; nothing typed is none.
    fn read(&self) -> Result<Vec<Date>, (String, String)> {
        let texts: Vec<String> = self.typed.split(',').map(|text| text.trim().to_owned()).collect();
        if self.typed.trim().is_empty() { Ok(Vec::new()) } else { view_dates(&texts) }
    }
}

/// The end of three years between which something happens.
fn proposed(dossier: &Dossier) -> String {
    let years =
        timeline::eventful_years(dossier).map(|years| years.map(|year| Date::of_year(year).written().to_owned()));
    years.map_or_else(String::new, |years| years.join(", "))
}

impl Card for Dates {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let at = around.on_screen(ctx, None, None);
        card_at(ctx, "dates", at, 340.0, around.theme, |ui| {
            heading(ui, "Dates side by side", around.theme);
            quiet(ui, "Three to six dates in order, separated by commas.", around.theme);
            let id = Id::unique("dates side by side");
            let label = FieldLabel { name: "Dates, separated by commas", hint: "2012, 2013, 2014-06", width: 316.0 };
            let field = text_field(ui, id, &mut self.typed, label, around.theme);
            hold_focus(&field.response);
            let read = self.read();
            let says = match &read {
                Ok(_) => "Enter: show · Esc: cancel · empty: back to the graph".to_owned(),
                Err((message, help)) => sentence(&format!("{message}: {help}")),
            };
            quiet(ui, &crate::problem::printable(&says), around.theme);
            match (field.entered, field.left, read) {
                (true, _, Ok(dates)) => Some(vec![Action::ShowDates(dates)]),
                (true, _, Err(_)) => {
                    field.response.request_focus();
                    None
                }
                (_, true, _) => Some(Vec::new()),
                _ => None,
            }
        })
    }
}
