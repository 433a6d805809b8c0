//! What is asked of the person before something is changed: one small card a question, beside what
//! it is about. A card shows itself, and hands back actions when it is done; it changes nothing.

mod choose;
mod claim;
pub(crate) mod conflicts;
mod dates;
mod details;
mod duplicates;
mod edit_view;
mod form;
mod kinds;
mod menu;
mod merge;
mod name;
pub(super) mod parts;
mod quick;
mod quick_preview;
mod relate;
mod source;
mod split;
pub(crate) mod tail;
mod view;

use std::path::Path;

use egui::{Context, Pos2};

use super::App;
use super::file_dialog::request::{FileRequest, FileUse};
use crate::dossier::model::EntityId;
use crate::picture::theme::Theme;
use crate::window::action::{Action, ItemId, Prompt, SelectHow};
use crate::window::canvas::Canvas;
use crate::window::canvas::packed_scene::PackedScene;
use crate::window::session::Session;

/// What a card may look at.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    /// The open dossier.
    pub(crate) session: &'a Session,
    /// Where things stand on the screen.
    pub(crate) canvas: &'a Canvas,
    pub(crate) theme: &'a Theme,
}

impl Around<'_> {
    /// Where an entity or a place of the scene is on the screen; else the middle.
    fn on_screen(&self, ctx: &Context, entity: Option<&EntityId>, at: Option<(f32, f32)>) -> Pos2 {
        let stands = entity.and_then(|id| self.session.positions.get(id)).copied();
        let middle = ctx.content_rect().center();
        at.or(stands).and_then(|at| self.canvas.on_screen(at)).filter(|p| p.is_finite()).unwrap_or(middle)
    }
}

pub(crate) trait Card {
    /// Shows it; what is to be done and the end of the card, or `None` while it stays open.
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>>;

    /// An entity was clicked on the canvas while the card is open. Says whether that answers it.
    fn pick(&mut self, entity: &EntityId, session: &Session) -> bool {
        let _ = (entity, session);
        false
    }

    /// Whether it stays open for a wish that would leave others.
    fn stays_for(&self, action: &Action) -> bool {
        let _ = action;
        false
    }

    /// Whether it asks whose version of a record stands; leaving it means that of the file.
    fn is_about_conflicts(&self) -> bool {
        false
    }

    /// A file that it wants to have chosen.
    fn wants_file(&mut self, session: &Session) -> Option<FileRequest> {
        let _ = session;
        None
    }

    /// Takes the file that was chosen.
    fn take_file(&mut self, path: &Path, session: &Session) {
        let _ = (path, session);
    }

    /// It was left without an answer: what is done with what it has so far.
    fn leave(&mut self, session: &Session) -> Vec<Action> {
        let _ = session;
        Vec::new()
    }
}

/// The card that asks this.
pub(crate) fn card(ask: &Prompt, session: &Session, canvas: &Canvas, stock: &PackedScene) -> Box<dyn Card> {
    match ask {
        Prompt::NewEntity(at) => {
            Box::new(name::NewEntity::new(at.unwrap_or_else(|| free_place(session, canvas, stock)), session))
        }
        Prompt::Rename(id) => Box::new(name::Rename::new(id.clone(), session)),
        Prompt::Relate(from, to, at) => Box::new(relate::Relate::new(from.clone(), to.clone(), *at)),
        Prompt::Claim(of, at) => Box::new(claim::ClaimCard::new(of.clone(), *at, session)),
        Prompt::SourceOf(text) => Box::new(source::SourceCard::of_text(text.clone())),
        Prompt::Source(id) => Box::new(source::SourceCard::new(id.as_ref(), session)),
        Prompt::Merge(keep, lose) => Box::new(merge::MergeCard::new(keep.clone(), lose.clone(), session)),
        Prompt::Split(id) => Box::new(split::SplitCard::new(id.clone(), session)),
        Prompt::Details => Box::new(details::Details::new(session)),
        Prompt::Kinds => Box::new(kinds::KindsCard::new(session)),
        Prompt::Duplicates => Box::new(duplicates::Duplicates::new(session)),
        Prompt::Dates => Box::new(dates::Dates::new(session)),
        Prompt::SaveView => Box::new(view::SaveView::default()),
        Prompt::EditView(name) => Box::new(edit_view::EditView::new(name, session)),
        Prompt::RelateCiting(from, to, claim) => {
            Box::new(relate::Relate::citing(from.clone(), to.clone(), claim.as_ref().clone()))
        }
        Prompt::Quick => Box::new(quick::Quick::default()),
        Prompt::QuickCiting(claim) => Box::new(quick::Quick::citing(claim, session)),
        Prompt::Expand(id) => Box::new(choose::ChoiceCard::neighbours(id, session)),
        Prompt::Fold => Box::new(choose::ChoiceCard::folds(session)),
        Prompt::MenuAt(thing, at) => Box::new(menu::ContextMenu::on_screen(thing.clone(), (*at).into())),
        Prompt::Menu(thing, at) => Box::new(menu::ContextMenu::new(thing.clone(), *at)),
    }
}

/// Where a new node goes that nobody gave a place: beside what is selected, if that is in view.
fn free_place(session: &Session, canvas: &Canvas, stock: &PackedScene) -> (f32, f32) {
    let selected = session.selected_entities().pop();
    let stands = selected.and_then(|id| session.positions.get(&id).copied());
    canvas.free_place(stock, stands.filter(|at| canvas.is_in_view(*at)))
}

impl App {
    /// Asks, if the dossier may be changed at all.
    pub(super) fn ask(&mut self, ask: &Prompt) {
        if !self.session.is_editable() && ask.edits() {
            self.messages.say("This dossier is read-only. Fix the errors in its file first.", true);
            return;
        }
        self.chrome.folded.all &= self.dialogs.card.is_none();
        self.dialogs.card = Some(card(ask, &self.session, &self.canvas, &self.drawing.picture.stock));
    }

    /// What is left of a wish while a card is open: a click on an entity may answer it, anything
    /// else on the canvas leaves it.
    pub(super) fn answered(&mut self, ctx: &Context, action: Action) -> Option<Action> {
        if !action.aside().leaves_card {
            return Some(action);
        }
        let Some(mut card) = self.dialogs.card.take() else { return Some(action) };
        if let Action::Select(things, SelectHow::Replace) = &action
            && let [ItemId::Entity(id)] = &things[..]
            && card.pick(id, &self.session)
        {
            self.dialogs.card = Some(card);
            return None;
        }
        if card.stays_for(&action) {
            self.dialogs.card = Some(card);
            return Some(action);
        }
        for left in card.leave(&self.session) {
            self.perform(ctx, left);
        }
        Some(action)
    }

    /// Shows the card that is open and says what was answered.
    #[must_use]
    pub(super) fn show_card(&mut self, ctx: &Context, theme: &'static Theme) -> Vec<Action> {
        if self.dialogs.path.is_some() {
            // A file is being chosen for it.
            return Vec::new();
        }
        let Some(mut card) = self.dialogs.card.take() else { return Vec::new() };
        // A version of one's own is not given up by a stray key.
        let asks = card.is_about_conflicts();
        if !asks && ctx.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
            return Vec::new();
        }
        let around = Around { session: &self.session, canvas: &self.canvas, theme };
        match card.show(ctx, around) {
            Some(actions) => {
                if asks {
                    self.conflicts_are_settled();
                }
                actions
            }
            None => {
                let wanted = card.wants_file(&self.session);
                self.dialogs.card = Some(card);
                wanted.into_iter().for_each(|request| self.choose(request, FileUse::Card));
                Vec::new()
            }
        }
    }
}
