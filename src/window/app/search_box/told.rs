//! What the box says under its list: what was understood and how much of it is found, what is wrong and how to fix it,
//! within what one asks, and what the keys do.

use egui::{Frame, Margin, Ui};

use crate::explore::query::typed::{Count, Reply};
use crate::picture::theme::Theme;
use crate::window::action::{Action, Command, with_keys_of_here};
use crate::window::panels::widgets::{TextLook, capital, link, sentence, words};
use crate::window::session::Session;
use crate::wording::counted;

/// What was understood; `edit` is given the present filter where it is to be changed.
pub(super) fn understood(
    ui: &mut Ui,
    reply: &Reply,
    session: &Session,
    theme: &Theme,
    edit: &mut dyn FnMut(String),
) -> Vec<Action> {
    let mut actions = Vec::new();
    let present = session.look.filter.query.trim();
    let is_within = !present.is_empty() && !reply.typed.replaces;
    let says = !reply.is_plain && (!reply.understood.is_empty() || !reply.faults.is_empty());
    if !says && !is_within {
        return actions;
    }
    super::line(ui, theme);
    Frame::NONE.inner_margin(Margin::symmetric(12, 7)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        if says && !reply.understood.is_empty() {
            words(ui, &format!("{}: {}", capital(&reply.understood), found(reply)), TextLook::body(theme));
        }
        if let Some(fault) = reply.faults.first().filter(|_| says) {
            let mend = fault.mend.as_ref().map(|mend| format!(": {}", mend.words)).unwrap_or_default();
            let look = TextLook::small(theme);
            words(ui, &sentence(&format!("{}{mend}", fault.message)), look);
        }
        if is_within {
            ui.horizontal(|ui| {
                ui.spacing_mut().interact_size.y = 20.0;
                let links = 110.0;
                ui.scope(|ui| {
                    ui.set_max_width((ui.available_width() - links).max(40.0));
                    crate::window::panels::widgets::line(
                        ui,
                        &format!("Within the filter {present}"),
                        TextLook::faint(theme),
                    );
                });
                if link(ui, "Edit", TextLook::link(theme).size(12.0)).clicked() {
                    edit(present.to_owned());
                }
                if link(ui, "Show all", TextLook::link(theme).size(12.0)).clicked() {
                    actions.push(Action::Run(Command::ShowAll));
                }
            });
        }
    });
    actions
}

/// How many of what is asked for are found, and what is drawn besides.
fn found(reply: &Reply) -> String {
    let part = |count: Count, one: &str, many: &str| {
        let noun = if count.of == 1 { one } else { many };
        let possible = if count.possible > 0 { format!(", possibly {} more", count.possible) } else { String::new() };
        format!("{} of {} {noun}{possible}", count.certain, count.of)
    };
    let entities = || part(reply.entities, "entity", "entities");
    let relations = || part(reply.relations, "relation", "relations");
    match reply.asks_for {
        (true, false) => match reply.relations.drawn {
            0 => entities(),
            ties => format!("{}, with {} among them", entities(), counted(ties, "relation", "relations")),
        },
        (false, true) => {
            format!("{}, with {}", relations(), counted(reply.entities.drawn, "entity", "entities"))
        }
        (true, true) | (false, false) => format!("{} and {}", entities(), relations()),
    }
}

/// Keys with what they do; what Enter does is told by whoever asks.
const KEYS: &[(&str, Option<&str>)] =
    &[("Tab", Some("complete")), ("Enter", None), ("Alt+Enter", Some("add to what is shown")), ("↑", Some("earlier"))];

/// What the keys do.
pub(super) fn keys(ui: &mut Ui, enter: &str, theme: &Theme) -> Option<Action> {
    let mut wanted = None;
    Frame::NONE.inner_margin(Margin::symmetric(12, 5)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.spacing_mut().interact_size.y = 18.0;
            for (key, does) in KEYS {
                words(ui, &with_keys_of_here(key), TextLook::faint(theme).strong());
                words(ui, does.unwrap_or(enter), TextLook::faint(theme));
                ui.add_space(6.0);
            }
            if link(ui, "All words", TextLook::link(theme).size(12.0)).clicked() {
                wanted = Some(Action::Run(Command::QueryWords));
            }
        });
    });
    wanted
}
