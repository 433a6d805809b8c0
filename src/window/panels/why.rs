//! Why are these connected: the ends that are asked about, from short to well-founded, what is left out on the way, and the
//! chains that were found, of which one is open. What a chain says is told in `explore::chains`.

mod links;

use egui::{Id, ScrollArea, Slider, Ui, WidgetInfo};

use super::widgets::{
    EntityRow, FieldLabel, Icon, RowEnd, TextLook, edged, hairline, inset, row, section, text_button, text_field, words,
};
use super::{Context, Panel, Side};
use crate::dossier::edit::{Change, InsertAt};
use crate::dossier::model::{EntityId, View};
use crate::explore::chains::{
    Connection, Dates, Question, Stop, answer_in_words, nothing_in_words, rule_in_words, view_filter,
};
use crate::explore::query::language::parse;
use crate::window::action::{Action, Edits, ItemId};
use crate::wording::in_figures;

/// Makes the panel.
pub(crate) fn panel() -> Box<dyn Panel> {
    Box::<Why>::default()
}

#[derive(Default)]
struct Why {
    /// What is typed into the field of what is left out, and of which question it was taken.
    avoid: String,
    avoid_of: Option<String>,
    /// Why that is not understood.
    fault: Option<String>,
    /// Whether the conditions are unfolded.
    unfolded: bool,
}

impl Panel for Why {
    fn title(&self) -> &'static str {
        "Why are these connected?"
    }

    fn side(&self) -> Side {
        Side::Right
    }

    fn is_shown(&self, context: Context<'_>) -> bool {
        context.session.why().is_some() && context.session.struck().is_empty()
    }

    fn show(&mut self, ui: &mut Ui, context: Context<'_>) -> Vec<Action> {
        let Some(question) = context.session.why() else { return Vec::new() };
        let mut actions = Vec::new();
        ScrollArea::vertical().id_salt("why").auto_shrink([false, false]).show(ui, |ui| {
            inset(ui, |ui| {
                words(ui, self.title(), TextLook::heading(context.theme));
                ends(ui, question, context, &mut actions);
                hairline(ui, context.theme);
                slider(ui, question, context, &mut actions);
                self.conditions(ui, question, context, &mut actions);
                hairline(ui, context.theme);
                match context.session.connection() {
                    None => drop(words(ui, "Looking for chains…", TextLook::small(context.theme))),
                    Some(connection) => answer(ui, question, connection, context, &mut actions),
                }
            });
        });
        actions
    }
}

/// Asks another question in place of this one.
fn ask(question: Question) -> Action {
    Action::AskWhy(Some(Box::new(question)))
}

fn ends(ui: &mut Ui, question: &Question, context: Context<'_>, actions: &mut Vec<Action>) {
    let (session, theme) = (context.session, context.theme);
    let dossier = session.dossier();
    let without = |id: &EntityId| {
        let ends = question.ends.iter().filter(|end| *end != id).cloned().collect();
        ask(Question { ends, ..question.clone() })
    };
    for id in &question.ends {
        let Some(entity) = dossier.entity_by_id(id.as_str()) else { continue };
        ui.push_id(id, |ui| {
            let shown = EntityRow {
                icon: Icon::of(entity, &dossier.vocabulary.entity_kind_or_neutral(&entity.kind), theme),
                name: &[entity.label()],
                strong: true,
                tail: RowEnd::default(),
                more: None,
            };
            ui.horizontal(|ui| {
                let width = ui.available_width() - 64.0;
                let place = egui::vec2(width, 24.0);
                let link = ui.allocate_ui(place, |ui| row(ui, &shown, theme).link).inner;
                if link.clicked() {
                    actions.push(Action::GoTo(ItemId::Entity(id.clone())));
                }
                let name = format!("Remove {}", entity.label());
                if question.ends.len() > 2 && text_button(ui, "Remove", &name, theme).clicked() {
                    actions.push(without(id));
                }
            });
        });
    }
    // What has no room goes to the next line: a row that is too wide would widen the panel.
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let others: Vec<EntityId> =
            session.selected_entities().into_iter().filter(|id| !question.ends.contains(id)).collect();
        if let [first, ..] = &others[..] {
            let label = format!("Add {}", dossier.label_of(first.as_str()));
            if text_button(ui, &label, &label, theme).clicked() {
                let ends = question.ends.iter().chain([first]).cloned().collect();
                actions.push(ask(Question { ends, ..question.clone() }));
            }
        }
        if question.directed
            && question.ends.len() == 2
            && text_button(ui, "Swap", "Swap start and end", theme).clicked()
        {
            let ends = question.ends.iter().rev().cloned().collect();
            actions.push(ask(Question { ends, ..question.clone() }));
        }
        if text_button(ui, "Close", "Close chains", theme).clicked() {
            actions.push(Action::AskWhy(None));
        }
    });
}

fn slider(ui: &mut Ui, question: &Question, context: Context<'_>, actions: &mut Vec<Action>) {
    let theme = context.theme;
    let at = Stop::ALL.iter().position(|row| row.1 == question.stop).unwrap_or(0);
    let mut chosen = at;
    ui.horizontal(|ui| {
        let ink = |end: usize| if at == end { TextLook::body(theme).strong() } else { TextLook::small(theme) };
        let right = 88.0;
        ui.spacing_mut().item_spacing.x = 6.0;
        words_in(ui, "Short", ink(0), 36.0);
        edged(ui, theme, |ui| {
            ui.spacing_mut().slider_width = (ui.available_width() - right - 14.0).max(60.0);
            let last = Stop::ALL.len() - 1;
            let response = ui.add(Slider::new(&mut chosen, 0..=last).show_value(false).step_by(1.0));
            response.widget_info(|| WidgetInfo::slider(true, chosen as f64, "From short to well-founded"));
        });
        words_in(ui, "Well-founded", ink(Stop::ALL.len() - 1), right);
    });
    words(ui, rule_in_words(question.stop), TextLook::small(theme));
    if chosen != at {
        let stop = Stop::ALL.get(chosen).map_or(question.stop, |row| row.1);
        actions.push(ask(Question { stop, ..question.clone() }));
    }
}

/// Words in a column of a width.
fn words_in(ui: &mut Ui, text: &str, look: TextLook, width: f32) {
    ui.allocate_ui(egui::vec2(width, 20.0), |ui| words(ui, text, look));
}

impl Why {
    /// What is left out on the way, and what else chains must be.
    fn conditions(&mut self, ui: &mut Ui, question: &Question, context: Context<'_>, actions: &mut Vec<Action>) {
        let theme = context.theme;
        ui.horizontal(|ui| {
            let says = question.conditions_in_words();
            ui.allocate_ui(egui::vec2(ui.available_width() - 72.0, 20.0), |ui| {
                words(ui, &says, TextLook::small(theme));
            });
            let (label, name) = if self.unfolded { ("Done", "Done") } else { ("Change", "Change what is left out") };
            if text_button(ui, label, name, theme).clicked() {
                self.unfolded = !self.unfolded;
            }
        });
        if !self.unfolded {
            return;
        }
        self.left_out(ui, question, context, actions);
        edged(ui, theme, |ui| {
            let mut next = question.clone();
            ui.checkbox(&mut next.directed, "Only along the arrows");
            ui.checkbox(&mut next.quoted, "Count quotations as links");
            let mut choose = |ui: &mut Ui, dates: Dates, label: &str| ui.radio_value(&mut next.dates, dates, label);
            choose(ui, Dates::Any, "Any dates");
            choose(ui, Dates::Together, "All links hold on the same day");
            choose(ui, Dates::InTurn, "Links in date order");
            if next != *question {
                actions.push(ask(next));
            }
        });
    }

    /// The field of what is left out: a question of the language.
    fn left_out(&mut self, ui: &mut Ui, question: &Question, context: Context<'_>, actions: &mut Vec<Action>) {
        let theme = context.theme;
        let now = question.avoid.to_string();
        if self.avoid_of.as_ref() != Some(&now) {
            self.avoid.clone_from(&now);
            self.avoid_of = Some(now);
            self.fault = None;
        }
        let label =
            FieldLabel { name: "Left out on the way", hint: "kind:topic OR degree>30", width: ui.available_width() };
        let field = text_field(ui, Id::unique("left out"), &mut self.avoid, label, theme);
        if field.left {
            field.response.surrender_focus();
        }
        if field.entered || field.response.lost_focus() && !field.left {
            let parsed = parse(&self.avoid);
            self.fault = parsed.faults.first().map(|fault| fault.message.clone());
            if self.fault.is_none() && parsed.query != question.avoid {
                actions.push(ask(Question { avoid: parsed.query, ..question.clone() }));
            }
        }
        match &self.fault {
            Some(fault) => words(ui, fault, TextLook::small(theme).ink(theme.error)),
            None => words(
                ui,
                "A query for what to leave out. The entities asked about always stay. Enter: apply.",
                TextLook::faint(theme),
            ),
        };
    }
}

fn answer(ui: &mut Ui, question: &Question, connection: &Connection, context: Context<'_>, actions: &mut Vec<Action>) {
    let theme = context.theme;
    if question.ends.len() > 2 {
        section(ui, "Related to each of them", &in_figures(connection.common.len()), theme);
        if connection.common.is_empty() {
            words(ui, "Nothing.", TextLook::faint(theme));
        }
        for id in connection.common.iter().take(30) {
            links::entity(ui, id, context, actions);
        }
        hairline(ui, theme);
        section(ui, "What holds them together", &in_figures(connection.part.len()), theme);
        links::part(ui, &connection.part, context, actions);
    } else if connection.chains.is_empty() {
        words(ui, &nothing_in_words(connection), TextLook::body(theme));
    }
    links::chains(ui, connection, context, actions);
    hairline(ui, theme);
    foot(ui, question, connection, context, actions);
}

/// What can be done with the answer, and by which keys one walks through it.
fn foot(ui: &mut Ui, question: &Question, connection: &Connection, context: Context<'_>, actions: &mut Vec<Action>) {
    let (session, theme) = (context.session, context.theme);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        if text_button(ui, "Copy as text", "Copy as text", theme).clicked() {
            actions.push(Action::Copy(answer_in_words(session.dossier(), question, connection)));
        }
        let filter = view_filter(connection, session.chain_shown().0);
        if let Some(filter) = filter.filter(|_| session.is_editable())
            && text_button(ui, "Save as view", "Save as view", theme).clicked()
        {
            let names: Vec<String> = question.ends.iter().map(|id| session.dossier().label_of(id.as_str())).collect();
            let wished = format!("Why: {}", names.join(" – "));
            let free = |number: &usize| {
                let name = if *number == 1 { wished.clone() } else { format!("{wished} ({number})") };
                session.view_called(&name).is_none().then_some(name)
            };
            let name =
                (1..=session.dossier().views.len() + 1).find_map(|number| free(&number)).unwrap_or(wished.clone());
            let view = View { name: name.clone(), filter: Some(filter), ..View::default() };
            let edits = Edits {
                say: format!("Saved the view “{name}”"),
                ..Edits::one(Change::AddView { view, place: InsertAt::default() })
            };
            actions.push(Action::Edit(Box::new(edits)));
        }
    });
    if connection.chains.len() > 1 {
        words(ui, "↑ ↓: next chain · →: along it · Esc: close", TextLook::faint(theme));
    }
}
