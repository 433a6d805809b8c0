//! A new entity, named where it will stand, and another name for one that stands there.

use egui::{Context, Id, Ui};

use super::parts::{card_at, chip, option, quiet};
use super::{Around, Card};
use crate::dossier::edit::{Change, EntityField, InsertAt, likely_kind};
use crate::dossier::model::{Entity, EntityId, EntityKind};
use crate::picture::theme::Theme;
use crate::window::action::{Action, Edits, ItemId};
use crate::window::panels::widgets::{FieldLabel, entity_kinds, hold_focus, select_all, text_field};
use crate::window::session::Session;

/// How many kinds are offered before one asks for all.
const FIRST_KINDS: usize = 7;

/// So many entities with the same name are told.
const TWINS: usize = 3;

/// Kinds to choose from by arrow keys or by click.
pub(crate) struct KindChoice {
    kinds: Vec<EntityKind>,
    chosen: usize,
    all: bool,
    /// The person has chosen; nothing is guessed any more.
    by_hand: bool,
}

impl KindChoice {
    /// Those that the dossier uses most come first.
    pub(crate) fn new(session: &Session) -> KindChoice {
        KindChoice { kinds: entity_kinds(session.dossier()), chosen: 0, all: false, by_hand: false }
    }

    /// Chooses the kind that a name tells, until the person chooses one.
    pub(super) fn guess(&mut self, name: &str, session: &Session) {
        if !self.by_hand {
            self.chosen = 0;
            likely_kind(name, &session.dossier().vocabulary).into_iter().for_each(|kind| self.choose(&kind));
        }
    }

    /// The chosen kind.
    pub(super) fn id(&self) -> String {
        self.kinds.get(self.chosen).map_or_else(|| "organisation".to_owned(), |k| k.id.clone())
    }

    /// Chooses a kind by its id, if it is there.
    pub(crate) fn choose(&mut self, id: &str) {
        if let Some(at) = self.kinds.iter().position(|k| k.id == id) {
            self.chosen = at;
        }
    }

    /// Shows them as chips; `moved` says how far the arrow keys went.
    pub(crate) fn show(&mut self, ui: &mut Ui, moved: i32, theme: &Theme) {
        let last = self.kinds.len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(moved as isize).min(last);
        self.by_hand |= moved != 0;
        let shown = if self.all || self.chosen >= FIRST_KINDS { self.kinds.len() } else { FIRST_KINDS };
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
            for (number, kind) in self.kinds.iter().enumerate().take(shown) {
                if chip(ui, &kind.label, number == self.chosen, theme) {
                    (self.chosen, self.by_hand) = (number, true);
                }
            }
            if shown < self.kinds.len() && ui.small_button("More…").clicked() {
                self.all = true;
            }
        });
    }
}

/// Asks for name and kind of a new entity.
pub(crate) struct NewEntity {
    at: (f32, f32),
    name: String,
    kinds: KindChoice,
}

impl NewEntity {
    /// At a place of the scene.
    pub(crate) fn new(at: (f32, f32), session: &Session) -> Self {
        NewEntity { at, name: String::new(), kinds: KindChoice::new(session) }
    }

    fn add(&self, session: &Session) -> Vec<Action> {
        let name = self.name.trim();
        if name.is_empty() {
            return Vec::new();
        }
        let id = session.free_id(name);
        let entity = Entity::new(id.clone(), self.kinds.id(), name);
        let edits = Edits {
            changes: vec![Change::AddEntity { entity, place: InsertAt::default() }],
            places: vec![(id.clone(), self.at)],
            select: vec![ItemId::Entity(id)],
            ..Edits::default()
        };
        vec![Action::Edit(Box::new(edits))]
    }
}

impl Card for NewEntity {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let (session, theme) = (around.session, around.theme);
        let at = around.on_screen(ctx, None, Some(self.at));
        card_at(ctx, "new entity", at, 300.0, theme, |ui| {
            let id = Id::unique("new entity name");
            let label = FieldLabel { name: "Name of the new entity", hint: "Name", width: 276.0 };
            let field = text_field(ui, id, &mut self.name, label, theme);
            hold_focus(&field.response);
            if field.response.changed() {
                self.kinds.guess(&self.name, session);
            }
            self.kinds.show(ui, field.moved, theme);
            for twin in session.called(&self.name).into_iter().take(TWINS) {
                let kind = session.dossier().vocabulary.entity_kind_or_neutral(&twin.kind).label;
                if option(ui, &format!("Already in this dossier: {}", twin.name), &kind, false, theme).clicked() {
                    return Some(vec![Action::GoTo(ItemId::Entity(twin.id.clone()))]);
                }
            }
            quiet(ui, "Enter: add · ↑ ↓: choose kind · Esc: cancel", theme);
            match (field.entered, field.left) {
                (true, _) if !self.name.trim().is_empty() => Some(self.add(session)),
                (_, true) => Some(Vec::new()),
                _ => None,
            }
        })
    }

    fn leave(&mut self, session: &Session) -> Vec<Action> {
        self.add(session)
    }
}

/// Asks for another name.
pub(crate) struct Rename {
    id: EntityId,
    name: String,
    first: bool,
}

impl Rename {
    /// Of an entity.
    pub(crate) fn new(id: EntityId, session: &Session) -> Self {
        let name = session.dossier().entity_by_id(id.as_str()).map_or_else(String::new, |e| e.name.clone());
        Rename { id, name, first: true }
    }

    fn rename(&self, session: &Session) -> Vec<Action> {
        let name = self.name.trim().to_owned();
        let old = session.dossier().entity_by_id(self.id.as_str());
        if name.is_empty() || old.is_none_or(|e| e.name == name) {
            return Vec::new();
        }
        let change = Change::SetEntity { id: self.id.clone(), set: vec![EntityField::Name(name)] };
        let called = old.map_or("", |e| e.label());
        let edits = Edits { name: format!("rename {called}"), ..Edits::one(change) };
        vec![Action::Edit(Box::new(edits))]
    }
}

impl Card for Rename {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let at = around.on_screen(ctx, Some(&self.id), None);
        card_at(ctx, "rename", at, 280.0, around.theme, |ui| {
            let id = Id::unique("rename field");
            let label = FieldLabel { name: "New name", hint: "Name", width: 256.0 };
            let field = text_field(ui, id, &mut self.name, label, around.theme);
            if std::mem::take(&mut self.first) {
                field.response.request_focus();
                select_all(ui, id, &self.name);
            }
            quiet(ui, "Enter: rename · Esc: cancel", around.theme);
            match (field.entered, field.left) {
                (true, _) => Some(self.rename(around.session)),
                (_, true) => Some(Vec::new()),
                _ => None,
            }
        })
    }

    fn leave(&mut self, session: &Session) -> Vec<Action> {
        self.rename(session)
    }
}
