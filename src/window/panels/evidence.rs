//! Evidence: how much has been checked, what falls without a source or a person, and what is still to be done. Striking something here
//! shows in `fall` what that would mean; nothing in the dossier changes.

use egui::{ScrollArea, Sense, Ui, WidgetInfo};

use super::widgets::{
    TextLook, chevron, clean, edged, ground, hairline, heading, inset, lay, link, section, text_button, words,
};
use super::{Context, Panel, Side};
use crate::explore::evidence::{ALIKE_MEND, EvidenceFound, Load, NamedEvidence, Origin, RecordAt, called, whom_to_ask};
use crate::window::action::{Action, Command};
use crate::wording::{counted, in_figures};

/// How many sources, people and records of a list are shown at first, and more each time one asks.
const ROWS: usize = 12;

/// Makes the panel.
pub(crate) fn panel() -> Box<dyn Panel> {
    Box::<Evidence>::default()
}

#[derive(Default)]
struct Evidence {
    /// The list that is unfolded, by its number: sorts of gaps, then contradictions.
    unfolded: Option<usize>,
    /// How many rows of the unfolded list are shown.
    rows: usize,
}

impl Panel for Evidence {
    fn title(&self) -> &'static str {
        "Evidence"
    }

    fn side(&self) -> Side {
        Side::Left
    }

    fn show(&mut self, ui: &mut Ui, context: Context<'_>) -> Vec<Action> {
        let mut actions: Vec<Action> =
            (!context.session.wants_evidence()).then_some(Action::WantEvidence).into_iter().collect();
        let Some(found) = context.session.evidence() else {
            inset(ui, |ui| words(ui, "Looking through the evidence…", TextLook::small(context.theme)));
            return actions;
        };
        ScrollArea::vertical().id_salt("evidence").auto_shrink([false, false]).show(ui, |ui| {
            inset(ui, |ui| {
                checked(ui, found, context, &mut actions);
                hairline(ui, context.theme);
                strikes(ui, found, context, &mut actions);
                alike(ui, found, context, &mut actions);
                hairline(ui, context.theme);
                self.questions(ui, found, context, &mut actions);
            });
        });
        actions
    }
}

/// How many claims were compared with their sources.
fn checked(ui: &mut Ui, found: &EvidenceFound, context: Context<'_>, actions: &mut Vec<Action>) {
    let (session, theme) = (context.session, context.theme);
    let (done, all) = found.checked;
    section(ui, "Checked", &format!("{done} of {}", counted(all, "claim", "claims")), theme);
    let share = if all == 0 { 0.0 } else { done as f32 / all as f32 };
    let bar = egui::ProgressBar::new(share).desired_height(4.0).fill(super::widgets::color32(theme.accent));
    ui.add(bar).widget_info(|| WidgetInfo::labeled(egui::Role::ProgressIndicator, true, "Claims checked"));
    if session.is_enabled(Command::CheckClaims) {
        let label = "Check the selection (V)";
        if text_button(ui, label, label, theme).clicked() {
            actions.push(Action::Run(Command::CheckClaims));
        }
    } else if session.is_editable() {
        words(ui, "Select a record, compare its claims with the source, then press V.", TextLook::faint(theme));
    }
}

/// Sources and people, each with a tick that strikes it.
fn strikes(ui: &mut Ui, found: &EvidenceFound, context: Context<'_>, actions: &mut Vec<Action>) {
    let (session, theme) = (context.session, context.theme);
    let struck = session.struck();
    section(ui, "Tick to see what would fall", "", theme);
    if !struck.is_empty() && text_button(ui, "Restore all (Esc)", "Restore all", theme).clicked() {
        actions.push(Action::Strike(NamedEvidence::default()));
    }
    for (is_source, title, right) in [(true, "Sources", "relations"), (false, "Quoted speakers and documents", "")] {
        let loads = || found.rests.loads.iter().filter(move |load| load.is_source == is_source);
        if loads().next().is_none() {
            continue;
        }
        heading(ui, title, right, theme);
        for load in loads().take(ROWS * 4) {
            ui.push_id((is_source, &load.id), |ui| strike(ui, load, context, actions));
        }
        let more = loads().count().saturating_sub(ROWS * 4);
        if more > 0 {
            words(ui, &format!("and {more} more with fewer records"), TextLook::faint(theme));
        }
    }
}

fn strike(ui: &mut Ui, load: &Load, context: Context<'_>, actions: &mut Vec<Action>) {
    let (session, theme) = (context.session, context.theme);
    let origin = if load.is_source { Origin::Source(&load.id) } else { Origin::Speaker(&load.id) };
    let name = origin.called(session.dossier());
    let mut now = session.struck().clone();
    let list = if load.is_source { &mut now.sources } else { &mut now.speakers };
    let was = list.contains(&load.id);
    let mut ticked = was;
    ui.horizontal(|ui| {
        let response = edged(ui, theme, |ui| ui.checkbox(&mut ticked, ""));
        let [entities, relations] = load.alone;
        let says = format!(
            "Without {name}: {} and {} fall",
            counted(entities, "entity", "entities"),
            counted(relations, "relation", "relations")
        );
        response.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, was, clean(&says)));
        let count = lay(ui, &in_figures(relations), TextLook::faint(theme), 60.0, 1);
        let room = ui.available_width() - count.size().x - 8.0;
        let (rect, label) = ui.allocate_exact_size(egui::vec2(room, 22.0), Sense::click());
        let look = TextLook::body(theme).struck(was);
        lay(ui, &name, look, room, 1).paint(ui, rect.left(), rect.center().y);
        count.paint(ui, rect.right() + 8.0, rect.center().y);
        ticked ^= label.on_hover_ui(|ui| super::widgets::whole(ui, &says)).clicked();
    });
    if ticked != was {
        if ticked {
            list.push(load.id.clone());
        } else {
            list.retain(|id| *id != load.id);
        }
        actions.push(Action::Strike(now));
    }
}

/// Sources that are counted as two and may be one.
fn alike(ui: &mut Ui, found: &EvidenceFound, context: Context<'_>, actions: &mut Vec<Action>) {
    let (dossier, theme) = (context.session.dossier(), context.theme);
    if found.alike.is_empty() {
        return;
    }
    section(ui, "May be one origin", &in_figures(found.alike.len()), theme);
    for (number, pair) in found.alike.iter().take(ROWS).enumerate() {
        ui.push_id(("alike", number), |ui| {
            if link(ui, &pair.in_words(dossier), TextLook::link(theme).size(12.5)).clicked() {
                actions.push(Action::ShowSource(Some(pair.sources[1].as_str().into())));
            }
        });
    }
    let more = found.alike.len().saturating_sub(ROWS);
    if more > 0 {
        words(ui, &format!("and {more} more with fewer records"), TextLook::faint(theme));
    }
    words(ui, ALIKE_MEND, TextLook::small(theme));
}

impl Evidence {
    /// Contradictions and gaps, each list opening to its questions.
    fn questions(&mut self, ui: &mut Ui, found: &EvidenceFound, context: Context<'_>, actions: &mut Vec<Action>) {
        section(ui, "To do", "", context.theme);
        let clashes: Vec<RecordAt> = found.clashes.iter().map(|clash| clash.record).collect();
        let mend = "Decide which of the two is right.";
        let says = |at: usize| found.clashes.get(at).map(|clash| clash.says.clone());
        self.list(ui, (0, "Contradictions", mend), (&clashes, &says), context, actions);
        for (number, (gap, records)) in found.gaps.iter().enumerate() {
            let ask = |at: usize| Some(format!("Ask: {}.", whom_to_ask(context.session.dossier(), *records.get(at)?)?));
            self.list(ui, (number + 1, gap.title, gap.mend), (records, &ask), context, actions);
        }
    }

    fn list(
        &mut self,
        ui: &mut Ui,
        (number, title, mend): (usize, &str, &str),
        (records, remark): (&[RecordAt], &dyn Fn(usize) -> Option<String>),
        context: Context<'_>,
        actions: &mut Vec<Action>,
    ) {
        let (session, theme) = (context.session, context.theme);
        let is_open = self.unfolded == Some(number) && !records.is_empty();
        ui.push_id(("to do", number), |ui| {
            let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 24.0), Sense::click());
            let says = format!("{title}: {}", records.len());
            response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, is_open, clean(&says)));
            ground(ui, rect, &response, false, theme);
            chevron(ui, egui::pos2(rect.left() + 5.0, rect.center().y), is_open, theme);
            let ink = if records.is_empty() { theme.ink_third } else { theme.ink };
            let count = lay(ui, &in_figures(records.len()), TextLook::faint(theme), 60.0, 1);
            let look = TextLook::body(theme).ink(ink);
            lay(ui, title, look, rect.width() - 70.0, 1).paint(ui, rect.left() + 18.0, rect.center().y);
            count.paint(ui, rect.right() - count.size().x, rect.center().y);
            if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                self.unfolded = (!is_open).then_some(number);
                self.rows = ROWS;
            }
            if !is_open {
                return;
            }
            words(ui, mend, TextLook::small(theme));
            for (at, record) in records.iter().enumerate().take(self.rows) {
                // A record may contradict several others.
                ui.push_id(at, |ui| {
                    let says = called(session.dossier(), *record);
                    if link(ui, &says, TextLook::link(theme).size(12.5)).clicked() {
                        actions.push(Action::GoTo(session.item(*record)));
                    }
                    if let Some(text) = remark(at) {
                        words(ui, &text, TextLook::faint(theme));
                    }
                });
            }
            let more = records.len().saturating_sub(self.rows);
            if more > 0 && text_button(ui, &format!("Show more ({more})"), "Show more", theme).clicked() {
                self.rows += ROWS * 4;
            }
        });
    }
}
