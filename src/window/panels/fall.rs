//! What falls without what is struck: four lists, always in the same order. What is struck is chosen in `evidence`.

use egui::{ScrollArea, Ui};

use super::widgets::{TextLook, fall_key, hairline, inset, link, section, text_button, words};
use super::{Context, Panel, Side};
use crate::explore::evidence::{NamedEvidence, Origin, RecordAt, called};
use crate::window::action::Action;
use crate::wording::{counted, in_figures, listed};

/// How many records of a list are shown: all four lists are to be seen.
const ROWS: usize = 10;

/// Makes the panel.
pub(crate) fn panel() -> Box<dyn Panel> {
    Box::new(Falls)
}

struct Falls;

impl Panel for Falls {
    fn title(&self) -> &'static str {
        "What falls"
    }

    fn side(&self) -> Side {
        Side::Right
    }

    fn is_shown(&self, context: Context<'_>) -> bool {
        !context.session.struck().is_empty()
    }

    fn show(&mut self, ui: &mut Ui, context: Context<'_>) -> Vec<Action> {
        let (session, theme) = (context.session, context.theme);
        let mut actions = Vec::new();
        ScrollArea::vertical().id_salt("falls").auto_shrink([false, false]).show(ui, |ui| {
            inset(ui, |ui| {
                let names = names(session.struck(), context);
                words(ui, &format!("Without {names}"), TextLook::heading(theme));
                let fall = session.evidence().and_then(|evidence| evidence.fall.as_ref());
                let Some(fall) = fall else {
                    words(ui, "Working it out…", TextLook::small(theme));
                    return;
                };
                fall_key(ui, theme.panel, theme);
                for (title, records, nothing) in fall.lists() {
                    hairline(ui, theme);
                    list(ui, (title, nothing), records, context, &mut actions);
                }
                hairline(ui, theme);
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 14.0;
                    if text_button(ui, "Copy as text", "Copy as text", theme).clicked() {
                        actions.push(Action::Copy(fall.in_words(session.dossier(), &names)));
                    }
                    if text_button(ui, "Restore all (Esc)", "Restore all struck evidence", theme).clicked() {
                        actions.push(Action::Strike(NamedEvidence::default()));
                    }
                });
            });
        });
        actions
    }
}

/// What is struck, by name.
fn names(struck: &NamedEvidence, context: Context<'_>) -> String {
    let dossier = context.session.dossier();
    let sources = struck.sources.iter().map(|id| Origin::Source(id).called(dossier));
    let speakers = struck.speakers.iter().map(|id| Origin::Speaker(id).called(dossier));
    let claims = struck.claims.len();
    let claims = (claims > 0).then(|| counted(claims, "claim", "claims"));
    listed(&sources.chain(speakers).chain(claims).collect::<Vec<_>>())
}

fn list(
    ui: &mut Ui,
    (title, nothing): (&str, &str),
    records: &[RecordAt],
    context: Context<'_>,
    actions: &mut Vec<Action>,
) {
    let (session, theme) = (context.session, context.theme);
    section(ui, title, &in_figures(records.len()), theme);
    if records.is_empty() {
        words(ui, nothing, TextLook::faint(theme));
    }
    for record in records.iter().take(ROWS) {
        ui.push_id((title, record), |ui| {
            let says = called(session.dossier(), *record);
            if link(ui, &says, TextLook::link(theme).size(12.5)).clicked() {
                actions.push(Action::GoTo(session.item(*record)));
            }
        });
    }
    let more = records.len().saturating_sub(ROWS);
    if more > 0 {
        words(ui, &format!("and {more} more: copy as text for all"), TextLook::faint(theme));
    }
}
