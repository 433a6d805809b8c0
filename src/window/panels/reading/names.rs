//! Above the text: sentences in which two entities are named and nothing is cited, and likely names that the dossier
//! does not have, each list opened by its words. What is chosen is shown in the text; one key adds or ties it.

use egui::{EventFilter, Id, Key, Modifiers, Rect, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::dossier::model::EntityId;
use crate::explore::query::mentions::TextNames;
use crate::explore::query::passages::{Passages, Span};
use crate::window::action::{Action, Command};
use crate::window::panels::Context;
use crate::window::panels::widgets::{TextLook, clean, ground, lay, line, text_button};
use crate::wording::counted;

/// Height of a row.
const ROW: f32 = 24.0;
/// So many rows are shown at once.
const ROWS: usize = 6;

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Listed {
    Sentences,
    Names,
}

/// The lists, of which at most one is open.
#[derive(Default)]
pub(super) struct NameLists {
    open: Option<Listed>,
    chosen: usize,
    /// What was last shown in the text.
    shown: Option<Span>,
    /// The list is yet to take the keyboard's focus.
    take_focus: bool,
    /// For which name, at which attention and revision, whose it may be was looked for.
    owner: Option<((Span, u64, u64), Option<EntityId>)>,
}

fn focus_id() -> Id {
    Id::unique("reading names")
}

/// What can be done with the chosen row: in words, the key in words, and the deed.
struct Deed {
    words: String,
    name: String,
    key: &'static str,
    action: Option<Action>,
}

impl NameLists {
    /// Shows how much there is, and the open list.
    pub(super) fn show(&mut self, ui: &mut Ui, text: &Passages, context: Context<'_>, actions: &mut Vec<Action>) {
        let Some(names) = context.session.names_in_text() else { return };
        self.switches(ui, names, context);
        let Some(listed) = self.open else { return };
        let count = count(names, listed);
        if count == 0 {
            let said = match listed {
                Listed::Sentences => "Every sentence that names two entities is cited.",
                Listed::Names => "No likely names that the dossier does not have.",
            };
            line(ui, said, TextLook::faint(context.theme).size(11.5));
            self.shown = None;
            return;
        }
        self.chosen = self.chosen.min(count - 1);
        let moved = self.keys(ui, count);
        let focused = ui.memory(|m| m.has_focus(focus_id()));
        self.rows(ui, (text, names, listed), moved, context, actions);
        let span = span_of(names, listed, self.chosen);
        if (focused || moved) && self.shown != Some(span) {
            self.shown = Some(span);
            show_in_text(span, context, actions);
        }
        self.deeds(ui, names, listed, context, actions);
    }

    fn switches(&mut self, ui: &mut Ui, names: &TextNames, context: Context<'_>) {
        let theme = context.theme;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            let sentences = counted(names.uncited().len(), "sentence to relate", "sentences to relate");
            let likely = counted(names.unknown().len(), "likely new name", "likely new names");
            for (listed, words, help) in [
                (Listed::Sentences, sentences, "Sentences that name two entities and that no claim cites"),
                (Listed::Names, likely, "Words that look like names and that the dossier does not have"),
            ] {
                let open = self.open == Some(listed);
                if text_button(ui, &words, &words, theme).on_hover_text(help).clicked() {
                    *self = NameLists { open: (!open).then_some(listed), take_focus: !open, ..NameLists::default() };
                }
            }
        });
    }

    /// Moves the choice by keys; says whether it moved.
    fn keys(&mut self, ui: &Ui, count: usize) -> bool {
        if !ui.memory(|m| m.has_focus(focus_id())) {
            return false;
        }
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|m| m.set_focus_lock_filter(focus_id(), filter));
        let press = |key: Key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let by = i32::from(press(Key::ArrowDown)) - i32::from(press(Key::ArrowUp));
        let before = self.chosen;
        self.chosen = self.chosen.saturating_add_signed(by as isize).min(count - 1);
        self.chosen != before
    }

    fn rows(
        &mut self,
        ui: &mut Ui,
        (text, names, listed): (&Passages, &TextNames, Listed),
        moved: bool,
        context: Context<'_>,
        actions: &mut Vec<Action>,
    ) {
        let count = count(names, listed);
        let height = ROW * count.min(ROWS) as f32;
        let (place, focus) = {
            let place = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), height));
            (place, ui.interact(place, focus_id(), Sense::FOCUSABLE))
        };
        focus.widget_info(|| WidgetInfo::labeled(egui::Role::ListBox, true, "Names in the text"));
        if std::mem::take(&mut self.take_focus) {
            focus.request_focus();
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = ScrollArea::vertical()
            .id_salt("reading names")
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink([false, false]);
        area.show_rows(ui, ROW, count, |ui, shown| {
            let (first, top) = (shown.start, ui.next_widget_position().y);
            for number in shown {
                if self.row(ui, (text, names, listed), number, context).clicked() {
                    ui.memory_mut(|m| m.request_focus(focus_id()));
                    self.chosen = number;
                    let span = span_of(names, listed, number);
                    self.shown = Some(span);
                    show_in_text(span, context, actions);
                }
            }
            if moved {
                let below = (self.chosen as f32 - first as f32) * ROW;
                let row = Rect::from_min_size(egui::pos2(place.left(), top + below), vec2(1.0, ROW));
                ui.scroll_to_rect(row, None);
            }
        });
        if focus.has_focus() {
            let edge = egui::Stroke::new(1.5, crate::window::panels::widgets::color32(context.theme.accent));
            ui.painter().vline(place.left() - 7.0, place.y_range(), edge);
        }
        ui.spacing_mut().item_spacing.y = 4.0;
    }

    fn row(
        &self,
        ui: &mut Ui,
        (text, names, listed): (&Passages, &TextNames, Listed),
        number: usize,
        context: Context<'_>,
    ) -> egui::Response {
        let theme = context.theme;
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 8.0, ROW), Sense::CLICK);
        let (main, tail) = match listed {
            Listed::Sentences => {
                let Span { block, start, end } = names.uncited()[number].span;
                let place = text.place_of((block, start), (block, end)).unwrap_or_default();
                (text.words((block, start), (block, end)), place)
            }
            Listed::Names => {
                let name = &names.unknown()[number];
                let tail = if name.count > 1 { format!("{} times", name.count) } else { String::new() };
                (name.text.clone(), tail)
            }
        };
        let chosen = number == self.chosen;
        response.widget_info(|| {
            let said = format!("{}{}{tail}", clean(&main), if tail.is_empty() { "" } else { ", " });
            WidgetInfo::selected(egui::Role::ListBoxOption, true, chosen, said)
        });
        if ui.is_rect_visible(rect) {
            ground(ui, rect.shrink2(vec2(4.0, 0.0)), &response, chosen, theme);
            let tail = lay(ui, &tail, TextLook::faint(theme).size(11.5), 90.0, 1);
            tail.paint(ui, rect.right() - 4.0 - tail.size().x, rect.center().y);
            let room = rect.width() - 14.0 - tail.size().x;
            let main = lay(ui, &main, TextLook::body(theme).size(12.5), room, 1);
            main.paint(ui, rect.left() + 2.0, rect.center().y);
        }
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }

    /// What can be done with the chosen row, by click or by its key.
    fn deeds(
        &mut self,
        ui: &mut Ui,
        names: &TextNames,
        listed: Listed,
        context: Context<'_>,
        actions: &mut Vec<Action>,
    ) {
        let session = context.session;
        if !session.is_editable() {
            return;
        }
        let deeds = match listed {
            Listed::Sentences => sentence_deeds(names, self.chosen, context),
            Listed::Names => {
                let owner = self.owner_of(names, context);
                name_deeds(names, self.chosen, owner, context)
            }
        };
        let focused = ui.memory(|m| m.has_focus(focus_id()));
        let press = |m: Modifiers| focused && ui.input_mut(|i| i.consume_key(m, Key::Enter));
        // Shift first: a key without modifiers is also one with Shift to egui.
        let pressed = [press(Modifiers::SHIFT), press(Modifiers::NONE)];
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            for (number, deed) in deeds.into_iter().enumerate() {
                let Some(action) = deed.action else { continue };
                let button = text_button(ui, &deed.words, &deed.name, context.theme).on_hover_text(deed.key);
                // The first deed is that of Enter alone.
                if button.clicked() || pressed[1 - number.min(1)] {
                    actions.push(action);
                }
            }
        });
    }

    /// Whose name the chosen one may be, looked for once.
    fn owner_of(&mut self, names: &TextNames, context: Context<'_>) -> Option<EntityId> {
        let session = context.session;
        let name = &names.unknown()[self.chosen];
        let now = (name.span, session.attention(), session.revision);
        if self.owner.as_ref().is_none_or(|(known, _)| *known != now) {
            self.owner = Some((now, session.likely_owner(name)));
        }
        self.owner.as_ref().and_then(|(_, owner)| owner.clone())
    }
}

fn sentence_deeds(names: &TextNames, chosen: usize, context: Context<'_>) -> Vec<Deed> {
    let session = context.session;
    let sentence = &names.uncited()[chosen];
    let label = |id: &EntityId| clean(&session.dossier().label_of(id.as_str())).into_owned();
    let relate = format!("Relate {} and {}…", label(&sentence.ends.0), label(&sentence.ends.1));
    let cite = session.is_enabled(Command::CitePassage).then_some(Action::Run(Command::CitePassage));
    vec![
        Deed { name: relate.clone(), words: relate, key: "Enter", action: session.relate_sentence(sentence) },
        Deed {
            words: "Cite for the selection".to_owned(),
            name: "Cite this sentence for the selected records".to_owned(),
            key: "Shift+Enter",
            action: cite,
        },
    ]
}

fn name_deeds(names: &TextNames, chosen: usize, owner: Option<EntityId>, context: Context<'_>) -> Vec<Deed> {
    let session = context.session;
    let dossier = session.dossier();
    let name = &names.unknown()[chosen];
    let kind = dossier.vocabulary.entity_kind_or_neutral(&session.kind_for_new(&name.text)).label;
    let mut deeds = vec![Deed {
        words: format!("Add as {kind}"),
        name: format!("Add {} as {kind}", clean(&name.text)),
        key: "Enter",
        action: session.add_name(name),
    }];
    if let Some(owner) = owner {
        let label = clean(&dossier.label_of(owner.as_str())).into_owned();
        deeds.push(Deed {
            words: format!("Another name of {label}"),
            name: format!("Make {} another name of {label}", clean(&name.text)),
            key: "Shift+Enter",
            action: session.tie_name(name, &owner),
        });
    }
    deeds
}

fn count(names: &TextNames, listed: Listed) -> usize {
    match listed {
        Listed::Sentences => names.uncited().len(),
        Listed::Names => names.unknown().len(),
    }
}

fn span_of(names: &TextNames, listed: Listed, number: usize) -> Span {
    match listed {
        Listed::Sentences => names.uncited()[number].span,
        Listed::Names => names.unknown()[number].span,
    }
}

/// Chooses the sentence in the text and brings it into view.
fn show_in_text(span: Span, context: Context<'_>, actions: &mut Vec<Action>) {
    if let Some(sentence) = context.session.sentence_of(span) {
        let (from, to) = ((sentence.block, sentence.start), (sentence.block, sentence.end));
        actions.push(Action::ChoosePassage(Some((from, to))));
        actions.push(Action::ShowPlace((span.block, span.start)));
    }
}
