//! Fields that are edited in place: what is typed is a draft until Enter is pressed or the field is
//! left, Esc drops it. There is one draft at a time, kept beside the fields, so that it is not lost
//! when its field goes away with the selection.

use egui::{Context, EventFilter, FontId, Frame, Id, Key, Margin, Modifiers, Response, Stroke, TextEdit, Ui};

use super::capital;
use super::color32;
use super::link::text_button;
use super::text::{TextLook, words};
use crate::dossier::model::Date;
use crate::picture::theme::Theme;
use crate::window::action::Action;

/// Room between the edge of a field and its text, in points.
const INDENT: f32 = 6.0;

#[derive(Clone)]
struct Draft {
    field: Id,
    text: String,
    /// What is done with it; nothing where it says what the field said before.
    action: Option<Action>,
}

fn slot() -> Id {
    Id::unique("draft")
}

/// What is to be done with a draft whose field was left, or (`at_once`) with any draft.
pub(crate) fn committed(ctx: &Context, at_once: bool) -> Option<Action> {
    let draft: Draft = ctx.data(|d| d.get_temp(slot()))?;
    let focused = ctx.memory(|m| m.focused());
    if focused == Some(draft.field) && !at_once {
        return None;
    }
    ctx.data_mut(|d| d.remove::<Draft>(slot()));
    draft.action
}

/// How a field looks and what it is called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edited<'a> {
    /// For assistive technology.
    pub(crate) name: &'a str,
    /// Shown while it is empty.
    pub(crate) hint: &'a str,
    /// Several lines; Enter then breaks the line, Ctrl+Enter ends.
    pub(crate) lines: bool,
    /// Whether what is long goes on in another line; else it is cut at the edge.
    pub(crate) wraps: bool,
    /// Whether its text stands at the left edge, where other words have theirs; else its ground does.
    pub(crate) flush: bool,
    /// How its text looks.
    pub(crate) look: TextLook,
    /// Takes the cursor at this showing.
    pub(crate) focus: bool,
}

impl Edited<'_> {
    /// One line that wraps, in body text, without a name yet.
    pub(crate) fn line(theme: &Theme) -> Self {
        Edited {
            name: "",
            hint: "",
            lines: false,
            wraps: true,
            flush: false,
            look: TextLook::body(theme),
            focus: false,
        }
    }
}

/// A field over the available width that shows a value. `id` must name the record and the field;
/// `make` says what is done with another text, if anything.
/// In one piece: what was typed is taken over, shown and committed in this order.
pub(crate) fn edited(
    ui: &mut Ui,
    id: Id,
    value: &str,
    how: Edited<'_>,
    theme: &Theme,
    make: impl FnOnce(&str) -> Option<Action>,
) -> Response {
    let focused = ui.memory(|m| m.has_focus(id));
    let draft: Option<Draft> = ui.data(|d| d.get_temp(slot()));
    let mut text = draft.filter(|d| d.field == id).map_or_else(|| value.to_owned(), |d| d.text);
    let press = |ui: &Ui, m: Modifiers, key: Key| focused && ui.input_mut(|i| i.consume_key(m, key));
    let dropped = press(ui, Modifiers::NONE, Key::Escape);
    let ended = press(ui, Modifiers::COMMAND, Key::Enter) || (!how.lines && press(ui, Modifiers::NONE, Key::Enter));
    let hovered = ui.ctx().read_response(id).is_some_and(|r| r.hovered());
    let edge = match (focused, hovered) {
        (true, _) => Stroke::new(1.5, color32(theme.accent)),
        (_, true) => Stroke::new(1.0, color32(theme.hairline)),
        _ => Stroke::NONE,
    };
    let ground = if focused || hovered { color32(theme.field) } else { egui::Color32::TRANSPARENT };
    let frame = Frame::NONE.fill(ground).stroke(edge).corner_radius(5).inner_margin(Margin {
        left: INDENT as i8,
        right: INDENT as i8,
        top: 3,
        bottom: 3,
    });
    let beyond = if how.flush { INDENT } else { 0.0 };
    let frame = frame.outer_margin(Margin { left: -(beyond as i8), ..Margin::ZERO });
    // The text stands where it would stand without a field around it.
    let width = ui.available_width();
    // What is long wraps in either case; Enter has been taken above where it ends the field.
    let edit = match how.wraps {
        true => TextEdit::multiline(&mut text).desired_rows(1),
        // In the middle, as the words of a button beside it are.
        false => TextEdit::singleline(&mut text).align(egui::Align2::LEFT_CENTER),
    };
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: how.lines, escape: true, tab: false };
    let edit = edit
        .id(id)
        .frame(frame)
        .font(FontId::new(how.look.size, how.look.family()))
        .text_color(color32(theme.ink))
        .hint_text(egui::RichText::new(how.hint).color(color32(theme.ink_third)))
        .desired_width((width - 2.0 * INDENT + beyond).max(30.0))
        .char_limit(20_000)
        .event_filter(filter);
    let response = ui.add(edit).accessible_name(how.name);
    if how.focus {
        response.request_focus();
    }
    if dropped {
        ui.data_mut(|d| d.remove::<Draft>(slot()));
        response.surrender_focus();
    } else if response.has_focus() {
        if !how.lines && text.contains('\n') {
            text = text.replace('\n', " ");
        }
        let action = if text == value { None } else { make(text.trim()) };
        ui.data_mut(|d| d.insert_temp(slot(), Draft { field: id, text, action }));
        if ended {
            response.surrender_focus();
        }
    }
    response
}

/// Under a field of a date: what the text means, or what is wrong with it and the likely mend. Says
/// the mend if it was taken.
pub(crate) fn date_meaning(ui: &mut Ui, text: &str, theme: &Theme) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        words(ui, "For example 2015, 2015-10, 2003/.. or 1973~", TextLook::faint(theme).size(11.5));
        return None;
    }
    match Date::parse(text) {
        Ok(date) => {
            // Of a date with several parts one alone cannot take the place.
            let years = date.perhaps_years().filter(|_| !text.contains(['/', '[']));
            offer(ui, &capital(&date.in_words()), TextLook::small(theme), years.as_slice(), theme)
        }
        Err(error) => {
            let look = TextLook::small(theme).ink(theme.error);
            let said = if error.meant.is_empty() { capital(&error.message) } else { "Not a date.".to_owned() };
            offer(ui, &said, look, &error.meant, theme)
        }
    }
}

/// What there is to say of a date, with a button for each that could take its place; yields the one
/// that was taken.
fn offer(ui: &mut Ui, said: &str, look: TextLook, meant: &[String], theme: &Theme) -> Option<String> {
    if meant.is_empty() {
        words(ui, said, look);
        return None;
    }
    ui.horizontal_wrapped(|ui| {
        words(ui, said, look);
        let mut taken = None;
        for date in meant {
            let words = format!("Use {date}");
            if text_button(ui, &words, &words, theme).clicked() {
                taken = Some(date.clone());
            }
        }
        taken
    })
    .inner
}

/// The text of a field as it now is: its draft, or the value it shows.
pub(crate) fn text_now(ui: &Ui, id: Id, value: &str) -> String {
    let draft: Option<Draft> = ui.data(|d| d.get_temp(slot()));
    draft.filter(|d| d.field == id).map_or_else(|| value.to_owned(), |d| d.text)
}
