//! The offer at the start: unsaved changes that a crash left behind, with name, time and number.
//! They are kept until the person decides.

use egui::{Context, RichText, Ui};

use super::App;
use super::ask::parts::{dialog, heading, quiet};
use super::restored::Restored;
use super::tasks::TaskResult;
use crate::dossier::storage::{Leftover, Leftovers};
use crate::picture::theme::Theme;
use crate::window::canvas::paint::color32;
use crate::window::session::Logged;
use crate::wording::counted;

impl App {
    /// Looks for what a crash left behind.
    pub(super) fn look_for_leftovers(&mut self) {
        let found = self.files.storage.leftovers();
        for path in &found.unreadable {
            let text = format!(
                "Unsaved changes from an earlier session could not be read. They are kept in {}",
                path.display()
            );
            self.messages.say(text, true);
        }
        self.dialogs.leftovers = Some(found).filter(|found| !found.list.is_empty());
    }

    /// Shows the offer.
    pub(super) fn offer_recovery(&mut self, ctx: &Context, theme: &Theme) {
        if self.dialogs.restoring {
            dialog(ctx, "restoring", 360.0, theme, |ui| {
                heading(ui, "Restoring your changes", theme);
                quiet(ui, "They stay backed up until you save them.", theme);
                ui.add_space(6.0);
                ui.add(egui::Spinner::new().color(color32(theme.accent)));
            });
            return;
        }
        let Some(Leftovers { list, .. }) = &self.dialogs.leftovers else { return };
        let mut answer: Option<(usize, bool)> = None;
        let mut later = false;
        let ((), close) = dialog(ctx, "recovery", 560.0, theme, |ui| {
            heading(ui, "Restore unsaved changes?", theme);
            quiet(ui, "Chancery closed before these changes were saved. They are kept until you decide.", theme);
            ui.add_space(6.0);
            for (number, leftover) in list.iter().enumerate() {
                answer = row(ui, leftover, theme).map(|wanted| (number, wanted)).or(answer);
                ui.add_space(4.0);
            }
            later = ui.button("Later").clicked();
        });
        if later || close {
            // Dropped, they are offered again at the next start.
            self.dialogs.leftovers = None;
            return;
        }
        let Some((number, wanted)) = answer else { return };
        let Some(found) = &mut self.dialogs.leftovers else { return };
        let leftover = found.list.remove(number);
        if found.list.is_empty() {
            self.dialogs.leftovers = None;
        }
        if !wanted {
            leftover.discard();
            return;
        }
        self.dialogs.restoring = true;
        self.tasks.start("Restoring your changes", move || match Restored::new(leftover) {
            Ok(restored) => TaskResult::Restored(Box::new(restored)),
            Err(why) => TaskResult::Failed(why),
        });
    }

    /// What was restored takes the place of what is open.
    pub(super) fn restored(&mut self, restored: Restored) {
        let Restored { mut session, journal, title, merged, edits, lost } = restored;
        log::info!("restored unsaved changes; {lost} could not be applied");
        self.dialogs.restoring = false;
        session.opened = self.session.opened + 1;
        session.revision = self.session.revision + 1;
        self.session = session;
        self.canvas.reset();
        self.keep_this();
        if let Some(keeper) = &mut self.files.autosave {
            let mut last = edits;
            if let Some(mine) = merged {
                let logged = Logged::Edit("recovered changes".to_owned(), mine);
                let text = ron::to_string(&logged).unwrap_or_default();
                let edits = [("recovered changes", text.as_bytes())];
                let document = &self.session.document;
                journal.restart(&title, document.path.as_deref(), document.on_disk().to_vec(), &edits);
                last = 1;
            }
            keeper.go_on_with(journal, last);
        }
        let text = match lost {
            0 => "Your unsaved changes are restored. Save the dossier to keep them.".to_owned(),
            1 => "Your unsaved changes are restored, except one that could not be applied.".to_owned(),
            n => format!("Your unsaved changes are restored, except {n} that could not be applied."),
        };
        self.messages.say(text, lost > 0);
    }
}

/// One of them. Says whether it is to be restored, or to be discarded.
fn row(ui: &mut Ui, leftover: &Leftover, theme: &Theme) -> Option<bool> {
    let mut answer = None;
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.set_width(340.0);
            let name = RichText::new(crate::problem::printable(&leftover.name)).color(color32(theme.ink));
            ui.add(egui::Label::new(name).wrap());
            let count = leftover.edits.len();
            let changes = counted(count, "change", "changes");
            let last = leftover.edits.last().map_or("", |entry| entry.label.as_str());
            let mut text = format!("{changes}, {}; last change: {last}", ago(leftover.last_edit_ms()));
            if !leftover.changed_since.is_empty() {
                text += ". The file has changed since then; the changes will be merged";
            }
            quiet(ui, &crate::problem::printable(&text), theme);
            if let Some(path) = &leftover.path {
                quiet(ui, &path.display().to_string(), theme);
            }
        });
        if ui.button(RichText::new("Restore").color(color32(theme.accent))).clicked() {
            answer = Some(true);
        }
        if ui.button("Discard").on_hover_text("Discarded changes are kept for 30 days").clicked() {
            answer = Some(false);
        }
    });
    answer
}

/// How long ago that was, in words.
fn ago(ms: u64) -> String {
    let then = std::time::UNIX_EPOCH + std::time::Duration::from_millis(ms);
    let minutes = std::time::SystemTime::now().duration_since(then).map_or(0, |d| d.as_secs() / 60);
    match minutes {
        0 => "just now".to_owned(),
        1 => "a minute ago".to_owned(),
        2..=89 => format!("{minutes} minutes ago"),
        90..=2_879 => format!("{} hours ago", (minutes + 30) / 60),
        _ => format!("{} days ago", minutes / 1_440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_words() {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as u64;
        assert_eq!(ago(now), "just now");
        assert_eq!(ago(now - 5 * 60_000), "5 minutes ago");
        assert_eq!(ago(now - 3 * 3_600_000), "3 hours ago");
        assert_eq!(ago(now - 4 * 86_400_000), "4 days ago");
    }
}
