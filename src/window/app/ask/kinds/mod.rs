//! The kinds of a dossier: those that are built in and its own, of entities and of relations, to
//! change and to add to. All that was changed becomes one step. What is typed of one kind is in
//! `form`; the list at the left in `list`.

mod form;
mod glyph;
mod list;

use std::collections::HashMap;

use egui::{Context, Id, Key, ScrollArea};

use super::parts::{chip, dialog, foot, heading, quiet};
use super::{Around, Card};
use crate::dossier::edit::quick_entry::free_kind_id;
use crate::dossier::edit::{Change, InsertAt};
use crate::dossier::model::fold::search_form;
use crate::dossier::model::{Dossier, EntityKind, RelationKind, Shape};
use crate::picture::theme::Theme;
use crate::window::action::{Action, Edits, with_keys_of_here};
use crate::window::panels::widgets::{search_field, text_button};
use crate::window::session::Session;
use crate::wording::counted;

/// A kind as it stands in the dialog.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Entity(EntityKind),
    Relation(RelationKind),
}

impl Kind {
    fn id(&self) -> &str {
        match self {
            Kind::Entity(kind) => &kind.id,
            Kind::Relation(kind) => &kind.id,
        }
    }

    fn set_id(&mut self, id: &str) {
        match self {
            Kind::Entity(kind) => id.trim().clone_into(&mut kind.id),
            Kind::Relation(kind) => id.trim().clone_into(&mut kind.id),
        }
    }

    fn label(&self) -> &str {
        match self {
            Kind::Entity(kind) => &kind.label,
            Kind::Relation(kind) => &kind.label,
        }
    }
}

/// A kind in the list.
struct KindItem {
    kind: Kind,
    /// The id that it is to have; records of the kind follow.
    id: String,
    /// As the dossier has it; `None` is new here.
    before: Option<Kind>,
    /// The dossier declares it itself.
    own: bool,
    /// It stands in the vocabulary that is built in.
    built_in: bool,
    /// How many records are of it.
    used: usize,
    /// It is to be taken away, or to be as it is built in.
    gone: bool,
}

/// Asks what the kinds are to be.
pub(crate) struct KindsCard {
    items: Vec<KindItem>,
    relations: bool,
    chosen: usize,
    filter: String,
    first: bool,
}

impl KindsCard {
    /// Those of the open dossier; those that are used most come first.
    pub(crate) fn new(session: &Session) -> KindsCard {
        let dossier = session.dossier();
        let mut items = items(dossier);
        items.sort_by_key(|item| (!item.own, std::cmp::Reverse(item.used)));
        let relations = !session.selected_relations().is_empty();
        let mut card = KindsCard { items, relations, chosen: 0, filter: String::new(), first: true };
        let selected = session.selection().last();
        let entity = selected.and_then(|thing| session.entity(thing)).map(|e| e.kind.clone());
        let kind = entity.or_else(|| selected.and_then(|thing| session.relation(thing)).map(|r| r.kind.clone()));
        card.chosen = card
            .shown()
            .into_iter()
            .find(|n| kind.as_deref() == Some(card.items[*n].kind.id()))
            .unwrap_or_else(|| card.shown().first().copied().unwrap_or(0));
        card
    }

    /// Which items are of the chosen sort and fit what is typed.
    fn shown(&self) -> Vec<usize> {
        let words = search_form(&self.filter);
        let fits = |item: &&KindItem| {
            matches!(item.kind, Kind::Relation(_)) == self.relations
                && [item.kind.label(), item.kind.id()].into_iter().any(|word| search_form(word).contains(&words))
        };
        self.items.iter().enumerate().filter(|(_, item)| fits(item)).map(|(number, _)| number).collect()
    }

    /// A new kind, called by what was typed.
    fn add(&mut self) {
        let label = if self.filter.trim().is_empty() { "new kind" } else { self.filter.trim() }.to_owned();
        let id = free_kind_id(&label, |id| self.items.iter().any(|item| item.kind.id() == id));
        let kind = if self.relations {
            Kind::Relation(RelationKind::named(id, &label))
        } else {
            let plural = EntityKind::usual_plural(&label);
            let colour = form::FAMILIES[0].1.to_owned();
            Kind::Entity(EntityKind {
                id,
                label,
                plural,
                colour,
                shape: Shape::Disc,
                icon: None,
                strong: false,
                enduring: false,
            })
        };
        let id = kind.id().to_owned();
        self.items.insert(0, KindItem { kind, id, before: None, own: true, built_in: false, used: 0, gone: false });
        self.chosen = 0;
        self.filter.clear();
    }

    /// The changes that make the dossier's kinds what they are here; or what is missing.
    fn changes(&self) -> Result<Vec<Change>, String> {
        let (mut out, mut renames) = (Vec::new(), Vec::new());
        for item in &self.items {
            if item.gone {
                let id = item.kind.id().to_owned();
                out.extend(item.before.as_ref().filter(|_| item.own).map(|before| match before {
                    Kind::Entity(_) => Change::RemoveEntityKind { id },
                    Kind::Relation(_) => Change::RemoveRelationKind { id },
                }));
                continue;
            }
            renames.extend(self.rename(item)?);
            if item.before.as_ref() == Some(&item.kind) {
                continue;
            }
            if item.kind.label().trim().is_empty() {
                return Err(format!("Give the kind {} a name.", item.kind.id()));
            }
            let place = InsertAt::default();
            let mut kind = item.kind.clone();
            if item.before.is_none() {
                kind.set_id(&item.id);
            }
            out.push(match &kind {
                Kind::Entity(kind) if !form::is_colour(&kind.colour) => {
                    return Err(format!("Enter the colour of “{}” as #RRGGBB.", kind.label));
                }
                Kind::Entity(kind) => Change::SetEntityKind { kind: kind.clone(), place },
                Kind::Relation(kind) => Change::SetRelationKind { kind: kind.clone(), place },
            });
        }
        // What was said of a kind was said of the id that it still has.
        out.extend(renames);
        Ok(out)
    }

    /// The change that gives a kind another id, if it is to have one; or why it cannot be.
    fn rename(&self, item: &KindItem) -> Result<Option<Change>, String> {
        let (id, to) = (item.kind.id().to_owned(), item.id.trim().to_owned());
        if to == id {
            return Ok(None);
        }
        if to.is_empty() || to.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(format!(
                "An ID is a short word without spaces, such as {}.",
                to.replace(char::is_whitespace, "_")
            ));
        }
        let is_relation = |item: &KindItem| matches!(item.kind, Kind::Relation(_));
        let taken = |other: &KindItem| {
            is_relation(other) == is_relation(item) && (other.id.trim() == to || other.kind.id() == to)
        };
        if self.items.iter().any(|other| !std::ptr::eq(other, item) && taken(other)) {
            return Err(format!("Another kind already has the ID {to}."));
        }
        Ok(item.before.as_ref().map(|before| match before {
            Kind::Entity(_) => Change::RenameEntityKind { id, to },
            Kind::Relation(_) => Change::RenameRelationKind { id, to },
        }))
    }
}

/// All kinds of a dossier, with how often each is used.
fn items(dossier: &Dossier) -> Vec<KindItem> {
    let mut used: HashMap<(bool, &str), usize> = HashMap::new();
    dossier.entities().filter(|(_, e)| !e.ghost).for_each(|(_, e)| *used.entry((false, &e.kind)).or_default() += 1);
    dossier.relations().for_each(|(_, _, _, r)| *used.entry((true, &r.kind)).or_default() += 1);
    let built_in = dossier.built_in_vocabulary();
    let item = |kind: Kind, own: bool, built_in: bool| {
        let is_relation = matches!(kind, Kind::Relation(_));
        let used = used.get(&(is_relation, kind.id())).copied().unwrap_or(0);
        let id = kind.id().to_owned();
        KindItem { before: Some(kind.clone()), id, kind, own, built_in, used, gone: false }
    };
    let entities = dossier.vocabulary.entity_kinds.iter().map(|kind| {
        let own = dossier.own_entity_kinds().any(|(_, own)| own.id == kind.id);
        item(Kind::Entity(kind.clone()), own, built_in.entity_kind(&kind.id).is_some())
    });
    let relations = dossier.vocabulary.relation_kinds.iter().map(|kind| {
        let own = dossier.own_relation_kinds().any(|(_, own)| own.id == kind.id);
        item(Kind::Relation(kind.clone()), own, built_in.relation_kind(&kind.id).is_some())
    });
    entities.chain(relations).collect()
}

/// What the changes come to, in words.
fn outcome(changes: &Result<Vec<Change>, String>) -> String {
    match changes {
        Err(why) => why.clone(),
        Ok(changes) if changes.is_empty() => "No changes yet.".to_owned(),
        Ok(changes) => with_keys_of_here(&format!(
            "{} changed. Press Ctrl+Enter to apply.",
            counted(changes.len(), "kind", "kinds")
        )),
    }
}

impl KindsCard {
    /// The list at the left with its field.
    fn finder(&mut self, ui: &mut egui::Ui, height: f32, theme: &Theme) {
        ui.set_width(236.0);
        ui.horizontal(|ui| {
            for (relations, word) in [(false, "Entities"), (true, "Relations")] {
                if chip(ui, word, self.relations == relations, theme) && self.relations != relations {
                    self.relations = relations;
                    self.filter.clear();
                    self.chosen = self.shown().first().copied().unwrap_or(0);
                }
            }
        });
        let moved = self.filter_field(ui, theme);
        ScrollArea::vertical().id_salt(("kinds", self.relations)).max_height(height - 92.0).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for number in self.shown() {
                let response = list::row(ui, &self.items[number], number == self.chosen, theme);
                if moved && number == self.chosen {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    self.chosen = number;
                }
            }
        });
    }

    /// The field that finds a kind and names a new one. Says whether arrow keys moved through the list.
    fn filter_field(&mut self, ui: &mut egui::Ui, theme: &Theme) -> bool {
        let id = Id::unique("kinds filter");
        let field = search_field(ui, id, &mut self.filter, "Find a kind", "Find or add a kind", theme);
        // Before it is shown it could not take the focus.
        if std::mem::take(&mut self.first) {
            field.response.request_focus();
        }
        if field.response.changed() {
            self.chosen = self.shown().first().copied().unwrap_or(self.chosen);
        }
        let shown = self.shown();
        if field.moved != 0 && !shown.is_empty() {
            let at = shown.iter().position(|n| *n == self.chosen).unwrap_or(0);
            let to = at.saturating_add_signed(field.moved as isize).min(shown.len() - 1);
            self.chosen = shown[to];
        }
        let typed = self.filter.trim().to_owned();
        let new = if typed.is_empty() { "New kind".to_owned() } else { format!("New kind “{typed}”") };
        // Enter makes a new one where none is called so.
        let wanted = field.entered && shown.is_empty() && !typed.is_empty();
        if text_button(ui, &new, "New kind", theme).clicked() || wanted {
            self.add();
            ui.memory_mut(|m| m.request_focus(form::name_id()));
        }
        if shown.is_empty() {
            quiet(ui, "No kind has this name. Press Enter to add it.", theme);
        }
        field.moved != 0
    }

    /// The form of the chosen kind at the right.
    fn form(&mut self, ui: &mut egui::Ui, height: f32, around: Around<'_>) {
        ui.set_width(ui.available_width());
        ui.set_min_height(height);
        let stays = self.items.iter().filter(|item| !item.gone);
        let entity_kinds: Vec<(String, String)> = stays
            .filter_map(|item| match &item.kind {
                Kind::Entity(kind) => Some((kind.id.clone(), kind.label.clone())),
                Kind::Relation(_) => None,
            })
            .collect();
        ScrollArea::vertical().id_salt("kind form").max_height(height).show(ui, |ui| {
            if let Some(item) = self.items.get_mut(self.chosen) {
                form::show(ui, item, &entity_kinds, around);
            }
        });
    }
}

impl Card for KindsCard {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let theme = around.theme;
        let height = (ctx.content_rect().height() - 250.0).clamp(160.0, 440.0);
        let (answer, close) = dialog(ctx, "kinds", 760.0, theme, |ui| {
            heading(ui, "Kinds", theme);
            quiet(ui, "The kinds of entities and relations here, how they look, and what may relate to what.", theme);
            ui.add_space(2.0);
            let changes = self.changes();
            ui.horizontal_top(|ui| {
                ui.vertical(|ui| self.finder(ui, height, theme));
                ui.add_space(10.0);
                ui.vertical(|ui| self.form(ui, height, around));
            });
            quiet(ui, &outcome(&changes), theme);
            let ready = changes.as_ref().is_ok_and(|changes| !changes.is_empty());
            let (done, cancelled) = foot(ui, "Apply", ready, theme);
            let (keep, escape) = ui.input_mut(|i| {
                (i.consume_key(egui::Modifiers::COMMAND, Key::Enter), i.consume_key(egui::Modifiers::NONE, Key::Escape))
            });
            match changes {
                Ok(changes) if ready && (done || keep) => {
                    let several = || format!("change {}", counted(changes.len(), "kind", "kinds"));
                    let name = if changes.len() == 1 { String::new() } else { several() };
                    Some(vec![Action::Edit(Box::new(Edits { name, ..Edits::of(changes) }))])
                }
                Ok(_) | Err(_) => (cancelled || escape).then(Vec::new),
            }
        });
        answer.or(close.then(Vec::new))
    }
}
