//! Under the text: what can be done with the words that are chosen, or who cites the passage one is
//! at.

use egui::{Sense, Ui, vec2};

use crate::explore::query::passages::{Marks, Passages};
use crate::window::action::{Action, Command, ItemId};
use crate::window::panels::Context;
use crate::window::panels::widgets::{TextLook, color32, line, link_of_parts, text_button};
use crate::window::session::reading::thing;
use crate::wording::counted;

/// So many of the records of a passage are listed.
const LISTED: usize = 5;

/// How much room it needs.
pub(super) fn height(context: Context<'_>) -> f32 {
    let reading = &context.session.reading;
    if reading.chosen().is_some() {
        return 66.0;
    }
    let mark = reading.mark().and_then(|mark| Some((reading.marks()?, reading.marks()?.list.get(mark)?.span)));
    match mark {
        Some((marks, span)) => 36.0 + 25.0 * (marks.at(span).len().min(LISTED + 1)) as f32,
        None => 32.0,
    }
}

/// Shows it.
pub(crate) fn show(ui: &mut Ui, text: &Passages, marks: &Marks, context: Context<'_>, actions: &mut Vec<Action>) {
    let theme = context.theme;
    let reading = &context.session.reading;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 3.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, egui::Stroke::new(1.0, color32(theme.hairline)));
    ui.spacing_mut().item_spacing.y = 1.0;
    if let Some((from, to)) = reading.chosen() {
        let place = text.place_of(from, to).unwrap_or_default();
        let count = text.words(from, to).split_whitespace().count();
        line(ui, &format!("Selected: {place}, {}", counted(count, "word", "words")), TextLook::small(theme));
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            let selected = match context.session.selection() {
                [] => "the selected record".to_owned(),
                [only] => called(only, context),
                many => format!("the {} selected records", many.len()),
            };
            for (words, command) in [
                ("New relation…".to_owned(), Command::RelatePassage),
                (format!("Cite for {selected}"), Command::CitePassage),
            ] {
                let keys = command.info().keys_shown();
                ui.add_enabled_ui(context.session.is_enabled(command), |ui| {
                    let response = text_button(ui, &words, command.info().name, theme);
                    if response.on_hover_text(format!("{} ({keys})", command.info().help)).clicked() {
                        actions.push(Action::Run(command));
                    }
                });
            }
        });
        return;
    }
    let Some(span) = reading.mark().and_then(|mark| marks.list.get(mark)).map(|mark| mark.span) else {
        line(ui, "Select words to cite them. Press F3 for the next passage.", TextLook::faint(theme).size(11.5));
        return;
    };
    let here = marks.at(span);
    let count = here.len();
    let place = text.place_of((span.block, span.start), (span.block, span.end)).unwrap_or_default();
    line(ui, &format!("{place}: cited by {}", counted(count, "record", "records")), TextLook::small(theme));
    for number in here.take(LISTED) {
        let of = thing(&marks.list[number].of);
        let now = reading.mark() == Some(number);
        let parts = parts(&of, context);
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let look = TextLook::link(theme).size(12.5);
        ui.push_id(number, |ui| {
            if link_of_parts(ui, &parts, if now { look.strong() } else { look }).clicked() {
                actions.push(Action::GoToPassage(number));
            }
        });
    }
    if count > LISTED {
        line(ui, &format!("and {} more", count - LISTED), TextLook::faint(theme).size(11.5));
    }
}

/// A record in words that do not reorder each other.
fn parts(thing: &ItemId, context: Context<'_>) -> Vec<String> {
    let dossier = context.session.dossier();
    let name = |id: &str| dossier.label_of(id);
    match thing {
        ItemId::Entity(id) => vec![name(id.as_str())],
        ItemId::Relation(id) => match dossier.relation_by_id(id.as_str()) {
            Some(relation) => {
                let verb = dossier.vocabulary.relation_kind_or_neutral(&relation.kind).label;
                vec![name(relation.from.as_str()), format!(" {verb} "), name(relation.to.as_str())]
            }
            None => vec![id.to_string()],
        },
    }
}

fn called(thing: &ItemId, context: Context<'_>) -> String {
    let whole = parts(thing, context).concat();
    let short: String = whole.chars().take(32).collect();
    if short.len() < whole.len() { format!("“{}…”", short.trim_end()) } else { format!("“{whole}”") }
}
