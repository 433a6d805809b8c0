//! The reading pane: the text of a source beside the graph. Cited passages are marked and lead to
//! their records; words that are chosen can be cited or made a relation. What stands in `rows` is the
//! text itself, in `keys` how one walks it without a mouse, in `foot` what can be done with it, in `names` which
//! sentences and likely names wait for somebody.

mod foot;
mod keys;
mod names;
mod row;
mod rows;

use egui::{RichText, Ui};

use self::names::NameLists;
use self::rows::Rows;
pub(crate) use self::rows::focus_id as reading_focus;
use super::widgets::{TextLook, color32, line, text_button, words};
use super::{Context, Panel, Side};
use crate::explore::query::passages::{Marks, Position};
use crate::window::action::{Action, Command, Prompt};
use crate::window::session::reading::TextState;
use crate::wording::counted;

/// Makes the panel.
pub(crate) fn panel() -> Box<dyn Panel> {
    Box::<Pane>::default()
}

/// How many sources without a text are offered one.
const OFFERED: usize = 6;

#[derive(Default)]
struct Pane {
    rows: Rows,
    names: NameLists,
    /// Where a drag over the text began.
    dragged_from: Option<Position>,
    /// The opening at which the text took the focus.
    focused: u64,
}

impl Panel for Pane {
    fn title(&self) -> &'static str {
        "Reading"
    }

    fn side(&self) -> Side {
        Side::Beside
    }

    fn show(&mut self, ui: &mut Ui, context: Context<'_>) -> Vec<Action> {
        let mut actions = Vec::new();
        ui.spacing_mut().item_spacing = egui::vec2(8.0, 4.0);
        head(ui, context, &mut actions);
        let reading = &context.session.reading;
        match reading.state() {
            TextState::Nothing => nothing(ui, context, &mut actions),
            TextState::Wanted(_) | TextState::Loading(_) => {
                ui.add_space(12.0);
                words(ui, "Reading…", TextLook::small(context.theme));
            }
            TextState::Failed(problem) => {
                ui.add_space(12.0);
                words(ui, &problem.message, TextLook::body(context.theme).ink(context.theme.error));
                if let Some(help) = &problem.help {
                    words(ui, help, TextLook::small(context.theme));
                }
                if let Some(source) = reading.source()
                    && context.session.is_editable()
                    && text_button(ui, "Edit the source…", "Edit this source", context.theme).clicked()
                {
                    actions.push(Action::Ask(Prompt::Source(Some(source.clone()))));
                }
            }
            TextState::Ready(text) => {
                let empty = Marks::default();
                let marks = reading.marks().map_or(&empty, |marks| &**marks);
                coverage(ui, marks, context, &mut actions);
                self.names.show(ui, text, context, &mut actions);
                rule(ui, context);
                let height = (ui.available_height() - foot::height(context)).max(60.0);
                let focus = std::mem::replace(&mut self.focused, reading.opened) != reading.opened;
                let clicked = self.rows.show(ui, height, (text, marks), context, &mut self.dragged_from);
                if focus {
                    ui.memory_mut(|m| m.request_focus(rows::focus_id()));
                }
                actions.extend(clicked);
                actions.extend(keys::pressed(ui, text, context));
                foot::show(ui, text, marks, context, &mut actions);
            }
        }
        actions
    }
}

/// Which source, with a choice among those that name a text.
fn head(ui: &mut Ui, context: Context<'_>, actions: &mut Vec<Action>) {
    let (session, theme) = (context.session, context.theme);
    let dossier = session.dossier();
    let with_text: Vec<_> = dossier.sources.iter().filter(|s| s.text.is_some()).collect();
    let now = session.reading.source().and_then(|id| dossier.source(id));
    ui.horizontal(|ui| {
        let room = (ui.available_width() - 64.0).max(40.0);
        ui.scope(|ui| {
            ui.set_max_width(room);
            let label = now.map_or_else(|| "Reading".to_owned(), |source| source.short_label());
            let strong = egui::FontFamily::Name("semibold".into());
            let label = RichText::new(crate::problem::printable(&label)).family(strong).color(color32(theme.ink));
            if with_text.len() > 1 {
                let menu = ui.menu_button(label, |ui| {
                    for source in &with_text {
                        let button = egui::Button::new(crate::problem::printable(&source.citation()));
                        if ui.add(button.selected(now.is_some_and(|n| n.id == source.id))).clicked() {
                            actions.push(Action::Read(source.id.clone(), None));
                            ui.close();
                        }
                    }
                });
                menu.response.on_hover_text("Choose another source text");
            } else {
                ui.add(egui::Label::new(label).truncate());
            }
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(8.0);
            if text_button(ui, "Close", "Close the reading pane", theme).clicked() {
                actions.push(Action::Run(Command::ReadingPane));
            }
        });
    });
    if let Some(source) = now
        && let Some(title) = source.title.as_deref().filter(|title| *title != source.short_label())
    {
        line(ui, title, TextLook::small(theme));
    }
}

/// How much of the text is cited, and ways from passage to passage.
fn coverage(ui: &mut Ui, marks: &Marks, context: Context<'_>, actions: &mut Vec<Action>) {
    let theme = context.theme;
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(72.0, 18.0), egui::Sense::hover());
        let bar = egui::Rect::from_center_size(rect.center(), egui::vec2(rect.width(), 4.0));
        ui.painter().rect_filled(bar, 2.0, color32(theme.hairline));
        let share = marks.cited as f32 / marks.sentences.max(1) as f32;
        let done = egui::Rect::from_min_size(bar.min, egui::vec2(bar.width() * share, bar.height()));
        ui.painter().rect_filled(done, 2.0, color32(theme.accent));
        let text = format!(
            "{} of {} cited ({}%)",
            marks.cited,
            counted(marks.sentences, "sentence", "sentences"),
            marks.percent()
        );
        let look = TextLook::small(theme).size(11.5);
        let room = (ui.available_width() - 76.0).max(40.0);
        ui.scope(|ui| {
            ui.set_max_width(room);
            line(ui, &text, look);
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(8.0);
            let keys = |command: Command| {
                let keys = command.info().keys_shown();
                format!("{} ({keys})", command.info().name)
            };
            for (words, command) in [("Next", Command::NextPassage), ("Previous", Command::PreviousPassage)] {
                let enabled = context.session.is_enabled(command);
                ui.add_enabled_ui(enabled, |ui| {
                    let response = text_button(ui, words, command.info().name, theme).on_hover_text(keys(command));
                    if response.clicked() {
                        actions.push(Action::Run(command));
                    }
                });
            }
        });
    });
    if marks.placeless > 0 {
        let claims = counted(marks.placeless, "claim cites", "claims cite");
        let text = format!("{claims} a passage that is not in this text");
        line(ui, &text, TextLook::faint(theme).size(11.5));
    }
}

/// A line between what is above the text and the text.
fn rule(ui: &mut Ui, context: Context<'_>) {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 5.0), egui::Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, egui::Stroke::new(1.0, color32(context.theme.hairline)));
}

/// What stands there while no source names a text.
fn nothing(ui: &mut Ui, context: Context<'_>, actions: &mut Vec<Action>) {
    let (session, theme) = (context.session, context.theme);
    ui.add_space(12.0);
    let named = session.dossier().sources.iter().any(|s| s.text.is_some());
    let text = if named {
        "Choose a text above, or select a record that cites one."
    } else {
        "No source has a text yet. Save the article as a text file (plain or Markdown) next to the \
         dossier and enter its name in the source. You can then cite its passages from here."
    };
    words(ui, text, TextLook::body(theme).ink(theme.ink_second));
    if named || !session.is_editable() {
        return;
    }
    ui.add_space(4.0);
    for source in session.dossier().sources.iter().take(OFFERED) {
        let label = format!("Add a text to “{}”…", source.short_label());
        if text_button(ui, &label, &label, theme).clicked() {
            actions.push(Action::Ask(Prompt::Source(Some(source.id.clone()))));
        }
    }
    if session.dossier().sources.is_empty() && text_button(ui, "New source…", "New source to read", theme).clicked() {
        actions.push(Action::Ask(Prompt::Source(None)));
    }
}
