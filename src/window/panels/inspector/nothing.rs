//! The inspector when nothing is selected: what the dossier is, with its title, subtitle and note to
//! type in, and how to begin.

use egui::{Id, Ui};

use super::edit::some;
use crate::dossier::edit::Change;
use crate::dossier::model::{Day, Dossier, year_in_words};
use crate::picture::theme::Theme;
use crate::picture::views::period_in_words;
use crate::window::action::{Action, Command, Edits};
use crate::window::panels::Context;
use crate::window::panels::widgets::draft::{Edited, edited};
use crate::window::panels::widgets::{
    TextLook, capital, fact_row, hairline, pieces, section, switch, text_button, words,
};
use crate::wording::in_figures;

/// Numbers about a dossier, counted once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Overview {
    entities: usize,
    relations: usize,
    claims: usize,
    /// First and last day that any date may mean.
    span: Option<(Day, Day)>,
}

impl Overview {
    pub(crate) fn of(dossier: &Dossier) -> Overview {
        let first = dossier.dates().filter_map(|date| date.earliest()).min();
        let last = dossier.dates().filter_map(|date| date.latest().or_else(|| date.earliest())).max();
        let entities = dossier.entities().map(|(_, e)| e.claims.len()).sum::<usize>();
        let relations = dossier.relations().map(|(_, _, _, r)| r.claims.len()).sum::<usize>();
        Overview {
            entities: dossier.entity_count(),
            relations: dossier.relation_count(),
            claims: entities + relations,
            span: first.zip(last),
        }
    }

    fn span_words(&self) -> String {
        match self.span {
            None => "no dates".to_owned(),
            Some((first, last)) if first.year() == last.year() => year_in_words(first.year()),
            Some((first, last)) => format!("{} to {}", year_in_words(first.year()), year_in_words(last.year())),
        }
    }
}

/// Shows the dossier itself.
pub(crate) fn show(ui: &mut Ui, overview: &Overview, context: Context<'_>, actions: &mut Vec<Action>) {
    let theme = context.theme;
    let dossier = context.session.dossier();
    let editable = context.session.is_editable();
    if editable {
        titles(ui, dossier, theme);
    } else {
        let title = if dossier.title.is_empty() { Dossier::UNTITLED } else { &dossier.title };
        words(ui, title, TextLook::heading(theme));
        if let Some(subtitle) = &dossier.subtitle {
            words(ui, subtitle, TextLook::small(theme).size(12.5));
        }
    }
    ui.add_space(4.0);
    fact_row(ui, "Entities", &in_figures(overview.entities), None, theme);
    fact_row(ui, "Relations", &in_figures(overview.relations), None, theme);
    fact_row(ui, "Sources", &in_figures(dossier.sources.len()), None, theme);
    fact_row(ui, "Claims", &in_figures(overview.claims), None, theme);
    fact_row(ui, "Dates", &overview.span_words(), None, theme);
    if editable {
        ui.add_space(4.0);
        note(ui, dossier, theme);
    } else if let Some(note) = &dossier.note {
        ui.add_space(4.0);
        words(ui, note, TextLook::small(theme).size(12.5));
    }
    super::colours::show(ui, context, actions);
    views(ui, context, actions);
    files(ui, context, actions);
    hairline(ui, theme);
    section(ui, "Getting started", "", theme);
    let find = Command::Find.info().keys_shown();
    for (what, how) in [
        ("Click", " a node or line to see what it is and who says so."),
        ("Drag", " the handle of the as-of bar to go back in time."),
        (find.as_str(), " finds any name or command."),
    ] {
        pieces(ui, &[(what, TextLook::small(theme).size(12.5).strong()), (how, TextLook::small(theme).size(12.5))]);
    }
}

/// The title and the subtitle of the dossier, as its heading.
fn titles(ui: &mut Ui, dossier: &Dossier, theme: &Theme) {
    let set = |change| Some(Action::Edit(Box::new(Edits::one(change))));
    let look = TextLook::heading(theme);
    let title = Edited { name: "Title", hint: Dossier::UNTITLED, flush: true, look, ..Edited::line(theme) };
    let look = TextLook::small(theme).size(12.5);
    let subtitle = Edited { name: "Subtitle", hint: "Add a subtitle", flush: true, look, ..Edited::line(theme) };
    edited(ui, Id::unique("dossier title"), dossier.given_title(), title, theme, |text| {
        some(text).and_then(|title| set(Change::SetTitle(title)))
    });
    let now = dossier.subtitle.as_deref().unwrap_or_default();
    edited(ui, Id::unique("dossier subtitle"), now, subtitle, theme, |text| set(Change::SetSubtitle(some(text))));
}

/// The note of the dossier.
fn note(ui: &mut Ui, dossier: &Dossier, theme: &Theme) {
    let set = |change| Some(Action::Edit(Box::new(Edits::one(change))));
    let look = TextLook::small(theme).size(12.5);
    let how = Edited { name: "Note", hint: "Add a note", lines: true, flush: true, look, ..Edited::line(theme) };
    let now = dossier.note.as_deref().unwrap_or_default();
    edited(ui, Id::unique("dossier note"), now, how, theme, |text| set(Change::SetNote(some(text))));
}

fn views(ui: &mut Ui, context: Context<'_>, actions: &mut Vec<Action>) {
    let theme = context.theme;
    let views = &context.session.dossier().views;
    if views.is_empty() {
        return;
    }
    hairline(ui, theme);
    section(ui, "Views", &in_figures(views.len()), theme);
    for (number, view) in views.iter().enumerate() {
        ui.push_id(("view", number), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if text_button(ui, &capital(&view.name), &format!("View: {}", view.name), theme).clicked() {
                actions.push(Action::UseView(view.name.clone()));
            }
            if context.session.open_view().is_some_and(|open| open.name == view.name) {
                let state = if context.session.view_is_changed() { "Open • changed" } else { "Open" };
                words(ui, state, TextLook::faint(theme));
            }
            if let Some(title) = &view.title {
                words(ui, title, TextLook::small(theme));
            }
            if let Some(time) = period_in_words(view) {
                words(ui, &capital(&time), TextLook::faint(theme));
            }
        });
    }
}

/// Switches for the files beside the main one.
pub(super) fn files(ui: &mut Ui, context: Context<'_>, actions: &mut Vec<Action>) {
    let theme = context.theme;
    let files = &context.session.dossier().files;
    if files.len() < 2 {
        return;
    }
    hairline(ui, theme);
    section(ui, "Files", "", theme);
    for file in files.iter().skip(1) {
        let on = !context.session.look.filter.hidden_files.contains(&file.path);
        let label = file.title.as_deref().unwrap_or(&file.path);
        ui.push_id(&file.path, |ui| {
            if switch(ui, on, label, &format!("Show {label}"), theme) {
                actions.push(Action::ShowFile(file.path.clone(), !on));
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_span_of_dates_is_said_in_years() {
        let day = |y| Day::from_ymd(y, 5, 1).unwrap();
        let span = |span| Overview { span, ..Overview::default() }.span_words();
        assert_eq!(span(None), "no dates");
        assert_eq!(span(Some((day(2014), day(2014)))), "2014");
        assert_eq!(span(Some((day(1973), day(2017)))), "1973 to 2017");
    }
}
