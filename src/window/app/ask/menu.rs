//! The context menu of a node, a relation or empty space.

use egui::{Context, Id, Key, Order, Pos2};

use super::{Around, Card};
use crate::explore::folding::is_fold;
use crate::window::action::{Action, Command, ItemId, Prompt};
use crate::window::session::Session;

/// What can be done there.
pub(crate) struct ContextMenu {
    thing: Option<ItemId>,
    /// Where in the scene.
    at: (f32, f32),
    /// Where on the screen, since it was opened.
    place: Option<Pos2>,
    /// Its first entry is yet to take the keyboard's focus.
    first: bool,
}

impl ContextMenu {
    /// Of a thing, or of empty space.
    pub(crate) fn new(thing: Option<ItemId>, at: (f32, f32)) -> Self {
        ContextMenu { thing, at, place: None, first: true }
    }

    /// Of a thing in a list, beside the pointer.
    pub(crate) fn on_screen(thing: ItemId, place: Pos2) -> Self {
        ContextMenu { thing: Some(thing), at: (0.0, 0.0), place: Some(place), first: true }
    }

    /// Whether nobody is said to have claimed the thing.
    fn is_uncited(&self, session: &Session) -> bool {
        let dossier = session.dossier();
        match &self.thing {
            Some(ItemId::Entity(id)) => dossier.entity_by_id(id.as_str()).is_some_and(|e| e.claims.is_empty()),
            Some(ItemId::Relation(id)) => dossier.relation_by_id(id.as_str()).is_some_and(|r| r.claims.is_empty()),
            None => false,
        }
    }

    /// Commands with a line between groups.
    fn commands(&self) -> &'static [&'static [Command]] {
        match &self.thing {
            Some(ItemId::Entity(id)) if is_fold(id.as_str()) => {
                &[&[Command::Unfold, Command::UnfoldAll], &[Command::Hide, Command::ZoomSelection]]
            }
            Some(ItemId::Relation(id)) if is_fold(id.as_str()) => &[&[Command::ZoomSelection, Command::UnfoldAll]],
            Some(ItemId::Entity(_)) => &[
                &[Command::Connect, Command::Rename, Command::NewClaim, Command::CiteAsLast],
                &[Command::Merge, Command::Split, Command::Duplicate, Command::Cut, Command::Copy],
                &[Command::Expand, Command::Collapse, Command::FocusSelection, Command::AddFocus],
                &[Command::SelectNeighbours, Command::Fold, Command::Hide, Command::Pin, Command::Unpin],
                #[cfg(feature = "endpoint")]
                &[Command::FindInEndpoint, Command::AskAgain],
                &[Command::Delete],
            ],
            Some(ItemId::Relation(_)) => &[
                &[Command::NewClaim, Command::CiteAsLast, Command::Reverse],
                &[Command::Duplicate, Command::Cut, Command::Copy],
                &[Command::Delete],
            ],
            None => &[&[Command::Paste, Command::SelectAll], &[Command::ZoomFit, Command::ShowAll, Command::UnpinAll]],
        }
    }
}

impl Card for ContextMenu {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let session = around.session;
        let place = *self.place.get_or_insert_with(|| around.on_screen(ctx, None, Some(self.at)));
        let area =
            egui::Area::new(Id::unique("context menu")).order(Order::Foreground).fixed_pos(place).constrain(true);
        let mut first = self.first;
        let shown = area.show(ctx, |ui| {
            egui::Frame::menu(ui.style())
                .show(ui, |ui| {
                    ui.set_width(220.0);
                    ui.spacing_mut().item_spacing.y = 1.0;
                    let mut chosen = None;
                    let mut entry = |ui: &mut egui::Ui, name: &str, keys: String, enabled: bool, action: Action| {
                        let button = egui::Button::new(name)
                            .shortcut_text(keys)
                            .min_size(egui::vec2(ui.available_width(), 24.0));
                        let response = ui.add_enabled(enabled, button);
                        if enabled && std::mem::take(&mut first) {
                            response.request_focus();
                        }
                        if response.clicked() {
                            chosen = Some(action);
                        }
                    };
                    if self.thing.is_none() {
                        let keys = Command::NewEntity.info().keys_shown();
                        let new = Action::Ask(Prompt::NewEntity(Some(self.at)));
                        entry(ui, "New entity here…", keys, session.is_editable(), new);
                    }
                    for (number, group) in self.commands().iter().enumerate() {
                        if number > 0 {
                            ui.separator();
                        }
                        for &command in *group {
                            let info = command.info();
                            let keys = info.keys_shown();
                            let cites = command == Command::NewClaim && self.is_uncited(session);
                            entry(
                                ui,
                                if cites { "Cite…" } else { info.name },
                                keys,
                                session.is_enabled(command),
                                Action::Run(command),
                            );
                        }
                    }
                    chosen
                })
                .inner
        });
        self.first = first;
        let left = ctx.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Escape))
            || (ctx.input(|i| i.pointer.any_pressed())
                && ctx.input(|i| i.pointer.interact_pos()).is_some_and(|p| !shown.response.rect.contains(p)));
        shown.inner.map(|action| vec![action]).or(left.then(Vec::new))
    }
}
