//! Entities that may be one and the same, with why; each pair can be looked at and merged.

use std::sync::mpsc::{Receiver, TryRecvError, channel};

use egui::{Context, RichText, ScrollArea};

use super::parts::{dialog, heading, option, quiet};
use super::{Around, Card};
use crate::dossier::edit::{Pair, Reason, likely_duplicates};
use crate::window::action::{Action, Prompt};
use crate::window::canvas::paint::color32;
use crate::window::session::Session;

/// At most so many pairs are shown.
const MOST: usize = 40;

/// Shows likely duplicates once they are found.
pub(crate) struct Duplicates {
    coming: Receiver<Vec<Pair>>,
    found: Option<Vec<Pair>>,
    failed: bool,
}

impl Duplicates {
    /// Begins to look for them, off the frame.
    pub(crate) fn new(session: &Session) -> Self {
        let (send, coming) = channel();
        let snapshot = session.document.snapshot();
        // Nobody waits for it once the card is closed.
        let look = move || drop(send.send(likely_duplicates(snapshot.dossier(), MOST)));
        let failed = std::thread::Builder::new().name("duplicates".to_owned()).spawn(look).is_err();
        Duplicates { coming, found: None, failed }
    }
}

impl Card for Duplicates {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        if self.found.is_none() && !self.failed {
            match self.coming.try_recv() {
                Ok(found) => self.found = Some(found),
                Err(TryRecvError::Empty) => ctx.request_repaint_after(std::time::Duration::from_millis(50)),
                Err(TryRecvError::Disconnected) => self.failed = true,
            }
        }
        let theme = around.theme;
        let dossier = around.session.dossier();
        let name = |id: &str| dossier.entity_by_id(id).map_or_else(|| id.to_owned(), |e| e.name.clone());
        let (answer, close) = dialog(ctx, "duplicates", 520.0, theme, |ui| {
            heading(ui, "Likely duplicates", theme);
            let mut answer = None;
            match &self.found {
                None if self.failed => quiet(ui, "The search for duplicates failed.", theme),
                None => quiet(ui, "Searching…", theme),
                Some(pairs) if pairs.is_empty() => {
                    quiet(ui, "None found. To merge any two entities, select both and choose Merge again.", theme);
                }
                Some(pairs) => {
                    quiet(ui, "Choose a pair to compare them side by side.", theme);
                    ScrollArea::vertical().max_height(ctx.content_rect().height() - 240.0).show(ui, |ui| {
                        for pair in pairs {
                            // One under the other: long names often differ at their ends.
                            let (keep, lose) = (name(pair.keep.as_str()), name(pair.lose.as_str()));
                            let first = option(ui, &keep, "", false, theme);
                            if first.clicked() || option(ui, &lose, "", false, theme).clicked() {
                                answer = Some(vec![Action::Ask(Prompt::Merge(pair.keep.clone(), pair.lose.clone()))]);
                            }
                            let why: Vec<String> = pair.reasons.iter().map(Reason::words).collect();
                            let why = RichText::new(crate::problem::printable(&why.join(", ")));
                            ui.horizontal(|ui| {
                                ui.add_space(8.0);
                                ui.add(egui::Label::new(why.size(11.5).color(color32(theme.ink_third))).wrap());
                            });
                            ui.add_space(8.0);
                        }
                    });
                }
            }
            ui.add_space(4.0);
            if ui.button("Close").clicked() {
                answer = Some(Vec::new());
            }
            answer
        });
        answer.or(close.then(Vec::new))
    }
}
