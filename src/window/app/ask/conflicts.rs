//! What another program and oneself changed in different ways: both versions of each, to choose
//! from. What is on disk stands until the person says otherwise.

use egui::{Context, RichText, ScrollArea};

use super::parts::{dialog, foot, heading, quiet};
use super::{Around, Card};
use crate::dossier::compare::Conflict;
use crate::dossier::edit::Change;
use crate::window::action::{Action, Edits};
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::edged;

/// Asks which version of each is to stand.
pub(crate) struct Conflicts {
    list: Vec<Conflict>,
    /// Mine is to stand, by the number of the conflict.
    mine: Vec<bool>,
}

impl Conflicts {
    /// Of a merge.
    pub(crate) fn new(list: Vec<Conflict>) -> Self {
        let mine = list.iter().map(|conflict| !conflict.take_theirs.is_empty()).collect();
        Conflicts { list, mine }
    }
}

impl Card for Conflicts {
    fn is_about_conflicts(&self) -> bool {
        true
    }

    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let theme = around.theme;
        let (answer, _) = dialog(ctx, "conflicts", 620.0, theme, |ui| {
            heading(ui, "You and another program both changed this file", theme);
            quiet(ui, "Everything else was merged. Choose which version to keep:", theme);
            ui.add_space(4.0);
            ScrollArea::vertical().max_height(ctx.content_rect().height() - 240.0).show(ui, |ui| {
                for (conflict, mine) in self.list.iter().zip(&mut self.mine) {
                    let field = conflict.field.as_deref().map_or(String::new(), |field| format!(", {field}"));
                    let what = format!("{}{field}", conflict.label);
                    ui.label(RichText::new(crate::problem::printable(&what)).color(color32(theme.ink)));
                    let (disk, own) = both(conflict);
                    ui.indent(("conflict", &conflict.id, &conflict.field), |ui| {
                        let can = !conflict.take_theirs.is_empty();
                        edged(ui, theme, |ui| {
                            ui.radio_value(mine, false, crate::problem::printable(&format!("In the file: {disk}")));
                            let own = crate::problem::printable(&format!("Mine: {own}"));
                            ui.add_enabled_ui(can, |ui| ui.radio_value(mine, true, own));
                        });
                        if !can {
                            quiet(
                                ui,
                                "Your version cannot be restored automatically. Copy it now if you need it.",
                                theme,
                            );
                        }
                    });
                    ui.add_space(6.0);
                }
            });
            let (done, cancelled) = foot(ui, "Use these versions", true, theme);
            // Without a choice what the file says stands.
            if cancelled {
                return Some(Vec::new());
            }
            if !done {
                return None;
            }
            let chosen = self.list.iter().zip(&self.mine).filter(|(_, mine)| **mine);
            let changes: Vec<Change> = chosen.flat_map(|(conflict, _)| conflict.take_theirs.clone()).collect();
            if changes.is_empty() {
                return Some(Vec::new());
            }
            let edits = Edits { name: "keep my version".to_owned(), ..Edits::of(changes) };
            Some(vec![Action::Edit(Box::new(edits))])
        });
        answer
    }
}

/// What two versions of a record say: the one of the file, then the own.
fn both(conflict: &Conflict) -> (String, String) {
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "(nothing)".to_owned());
    (or_none(&conflict.ours), or_none(&conflict.theirs))
}
