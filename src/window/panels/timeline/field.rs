//! A field of the bar of time in which a date is typed: what stands in it, when it is taken, and why it is not. Which date it is of
//! is not known here.

use egui::{Id, Ui};

use super::super::widgets::{FieldLabel, capital, select_all, text_field};
use crate::dossier::model::Date;
use crate::picture::theme::Theme;

/// What is being typed.
#[derive(Default)]
pub(super) struct DateField {
    typed: String,
    /// The date that `typed` stands for.
    typed_for: Option<Date>,
    /// The keys are to go to it, with its text selected.
    wants_keys: bool,
}

/// What a person did in it.
pub(super) enum Typed {
    /// Typed on, or gave up: what was wrong before says nothing any more.
    Other,
    /// A date, or none.
    Taken(Option<Date>),
    /// Two dates at once.
    Both(Date, Date),
    /// What is no date: why.
    Refused(String),
}

impl DateField {
    /// What was typed was taken as this date.
    pub(super) fn accept(&mut self, date: Option<Date>) {
        self.typed_for = date;
    }

    /// It is of this date now, whatever was typed.
    pub(super) fn put(&mut self, date: Date) {
        date.written().clone_into(&mut self.typed);
        self.typed_for = Some(date);
    }

    /// Gives it the keys as soon as it is shown; what is typed then takes the place of what stands in it.
    pub(super) fn take_keys(&mut self) {
        self.wants_keys = true;
    }

    /// Shows it; `now` is the date that it is of.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        label: FieldLabel<'_>,
        now: Option<&Date>,
        theme: &Theme,
    ) -> Option<Typed> {
        let id = Id::unique(("date field", label.name));
        let as_written = || now.map(|date| date.written().to_owned()).unwrap_or_default();
        let mut done = None;
        if now != self.typed_for.as_ref() && !ui.memory(|memory| memory.has_focus(id)) {
            self.typed = as_written();
            self.typed_for = now.cloned();
            done = Some(Typed::Other);
        }
        let field = text_field(ui, id, &mut self.typed, label, theme);
        if std::mem::take(&mut self.wants_keys) {
            field.response.request_focus();
            select_all(ui, id, &self.typed);
        }
        if field.response.changed() {
            done = Some(Typed::Other);
        }
        if field.left {
            self.typed = as_written();
            field.response.surrender_focus();
            return Some(Typed::Other);
        }
        if field.entered || field.response.lost_focus() {
            done = match read(&self.typed) {
                Ok(Read::One(date)) if date.as_ref() == now => done,
                Ok(Read::One(date)) => Some(Typed::Taken(date)),
                Ok(Read::Two(from, to)) => Some(Typed::Both(from, to)),
                Err(error) => Some(Typed::Refused(error)),
            };
        }
        done
    }
}

/// What was typed.
#[derive(Debug, PartialEq)]
enum Read {
    One(Option<Date>),
    Two(Date, Date),
}

/// Reads what was typed as a date, or as two with dots between them: nothing is the whole record.
fn read(typed: &str) -> Result<Read, String> {
    let typed = typed.trim();
    if typed.is_empty() || typed.eq_ignore_ascii_case("all") {
        return Ok(Read::One(None));
    }
    match typed.split_once("..").filter(|_| !typed.starts_with('[')) {
        Some((from, to)) if ![from, to].iter().any(|part| part.trim_matches(['/', ' ']).is_empty()) => {
            Ok(Read::Two(one(from.trim())?, one(to.trim())?))
        }
        _ => one(typed).map(|date| Read::One(Some(date))),
    }
}

fn one(typed: &str) -> Result<Date, String> {
    let date = Date::parse(typed).map_err(|error| {
        let help = error.help.as_deref().map_or_else(String::new, |help| format!(" {}", capital(help)));
        let message = capital(error.message.trim_end_matches('.'));
        format!("“{typed}” is not a date. {message}.{help}")
    })?;
    if date.latest().is_none() {
        return Err(format!("“{typed}” has no end date. Enter a year, month or day."));
    }
    Ok(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_taken_or_the_reason_given() {
        assert_eq!(read(" "), Ok(Read::One(None)));
        assert_eq!(read("All"), Ok(Read::One(None)));
        assert_eq!(read("2014-06"), Ok(Read::One(Some(Date::read("2014-06")))));
        assert_eq!(read("2013..2014-06"), Ok(Read::Two(Date::read("2013"), Date::read("2014-06"))));
        assert_eq!(read("[2013..2014]"), Ok(Read::One(Some(Date::read("[2013..2014]")))));
        assert_eq!(read("../2014"), Ok(Read::One(Some(Date::read("../2014")))));
        assert!(read("2013..soon").unwrap_err().contains("“soon” is not a date."));
        assert!(read("2014-13").unwrap_err().contains("“2014-13” is not a date."));
        assert!(read("2003/..").unwrap_err().contains("no end"));
    }
}
