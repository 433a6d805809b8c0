//! Making two entities of one that was two all along: which relations, names and claims go over to
//! the new one. What is chosen is shown, nothing is lost, and it is one step to undo.

use std::collections::BTreeSet;

use egui::{Context, Id, Key, ScrollArea, Ui};

use super::parts::{dialog, field, foot, heading, quiet};
use super::{Around, Card};
use crate::dossier::edit::{Change, EntityField};
use crate::dossier::model::{Entity, EntityId, RelationId};
use crate::picture::theme::Theme;
use crate::window::action::{Action, Edits, ItemId};
use crate::window::panels::widgets::{edged, place_words};
use crate::window::session::Session;
use crate::wording::counted;

/// At most so many relations are listed; more are chosen in the table or by the command line.
const LISTED: usize = 400;

/// Asks what the new one gets.
pub(crate) struct SplitCard {
    id: EntityId,
    name: String,
    relations: BTreeSet<RelationId>,
    names: BTreeSet<usize>,
    claims: BTreeSet<usize>,
    first: bool,
}

impl SplitCard {
    /// Of an entity. Relations that are selected along with it are chosen already.
    pub(crate) fn new(id: EntityId, session: &Session) -> SplitCard {
        let relations = session.selected_relations().into_iter().collect();
        SplitCard { id, name: String::new(), relations, names: BTreeSet::new(), claims: BTreeSet::new(), first: true }
    }

    fn edits(&self, old: &Entity, session: &Session) -> Vec<Action> {
        let id = session.free_id(&self.name);
        let mut new = Entity::new(id.clone(), old.kind.clone(), self.name.trim());
        let all = old.names.iter().cloned().enumerate();
        let (go, stay): (Vec<_>, Vec<_>) = all.partition(|(at, _)| self.names.contains(at));
        // A name that becomes the main one need not stand twice.
        new.names = go.into_iter().map(|(_, name)| name).filter(|name| name.text != new.name).collect();
        new.status = old.status;
        let mut changes = Vec::new();
        if stay.len() < old.names.len() {
            let names = stay.into_iter().map(|(_, name)| name).collect();
            changes.push(Change::SetEntity { id: self.id.clone(), set: vec![EntityField::Names(names)] });
        }
        changes.push(Change::SplitEntity {
            id: self.id.clone(),
            entity: new,
            relations: self.relations.iter().cloned().collect(),
            claims: self.claims.iter().copied().collect(),
        });
        let name = format!("split {} from {}", self.name.trim(), old.label());
        let say = format!(
            "Split {} from {}, with {}",
            self.name.trim(),
            old.label(),
            counted(self.relations.len(), "relation", "relations")
        );
        let select = vec![ItemId::Entity(id)];
        vec![Action::Edit(Box::new(Edits { name, changes, select, say, ..Edits::default() }))]
    }
}

impl Card for SplitCard {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let (session, theme) = (around.session, around.theme);
        let dossier = session.dossier();
        let Some(entity) = dossier.entity_by_id(self.id.as_str()) else { return Some(Vec::new()) };
        let id = Id::unique(("split", "name"));
        let (answer, close) = dialog(ctx, "split", 560.0, theme, |ui| {
            heading(ui, &format!("Split {}", entity.label()), theme);
            quiet(ui, "Select what belongs to the other entity. It moves to a new entity of the same kind.", theme);
            ui.add_space(2.0);
            let entered = field(ui, id, "New name", &mut self.name, "Name of the new entity", theme);
            if std::mem::take(&mut self.first) {
                ui.memory_mut(|m| m.request_focus(id));
            }
            ui.add_space(4.0);
            let height = (ctx.content_rect().height() - 290.0).max(120.0);
            ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
                if !entity.names.is_empty() {
                    part(ui, "Names", self.names.len(), entity.names.len(), theme);
                    for (at, name) in entity.names.iter().enumerate() {
                        let lang = name.lang.as_deref().map_or(String::new(), |lang| format!(", {lang}"));
                        let text = format!("{} ({}{lang})", name.text, name.role.word());
                        tick(ui, &mut self.names, at, &text, theme);
                    }
                }
                self.relations(ui, around);
                if !entity.claims.is_empty() {
                    part(ui, "Claims", self.claims.len(), entity.claims.len(), theme);
                    for (at, claim) in entity.claims.iter().enumerate() {
                        let source = dossier.source(&claim.source);
                        let source = source.map_or_else(|| claim.source.to_string(), |s| s.short_label());
                        let place =
                            claim.at.as_deref().map(|at| format!(", {}", place_words(at).0)).unwrap_or_default();
                        let quote = claim.quote.as_deref().map(|quote| format!(": “{quote}”")).unwrap_or_default();
                        tick(ui, &mut self.claims, at, &format!("{source}{place}{quote}"), theme);
                    }
                }
            });
            let ready = !self.name.trim().is_empty();
            let words = if ready {
                format!(
                    "{}, {} and {} will move to the new entity.",
                    counted(self.relations.len(), "relation", "relations"),
                    counted(self.names.len(), "name", "names"),
                    counted(self.claims.len(), "claim", "claims")
                )
            } else {
                "Enter a name for the new entity.".to_owned()
            };
            quiet(ui, &words, theme);
            let (done, cancelled) = foot(ui, "Split", ready, theme);
            let (keep, escape) = ui.input_mut(|i| {
                (i.consume_key(egui::Modifiers::COMMAND, Key::Enter), i.consume_key(egui::Modifiers::NONE, Key::Escape))
            });
            match ready && (done || entered || keep) {
                true => Some(self.edits(entity, session)),
                false => (cancelled || escape).then(Vec::new),
            }
        });
        answer.or(close.then(Vec::new))
    }
}

impl SplitCard {
    fn relations(&mut self, ui: &mut Ui, around: Around<'_>) {
        let (dossier, theme) = (around.session.dossier(), around.theme);
        let Some(index) = dossier.entity_index(self.id.as_str()) else { return };
        let count = dossier.degree(index);
        part(ui, "Relations", self.relations.len(), count, theme);
        let name = |id: &EntityId| dossier.entity_by_id(id.as_str()).map_or(id.as_str(), |e| e.label()).to_owned();
        for (edge, _, _) in dossier.relations_of(index).take(LISTED) {
            let Some(relation) = dossier.relation(edge) else { continue };
            let kind = dossier.vocabulary.relation_kind_or_neutral(&relation.kind);
            let outgoing = relation.from == self.id;
            let verb = if outgoing { kind.label } else { kind.inverse };
            let other = name(if outgoing { &relation.to } else { &relation.from });
            let when = relation.when.as_ref().map(|when| format!(", {}", when.date.in_words())).unwrap_or_default();
            tick(ui, &mut self.relations, relation.id.clone(), &format!("{verb} {other}{when}"), theme);
        }
        if count > LISTED {
            quiet(ui, &format!("and {} here", counted(count - LISTED, "more, which stays", "more, which stay")), theme);
        }
    }
}

/// The heading of a part with how many are ticked.
fn part(ui: &mut Ui, title: &str, ticked: usize, all: usize, theme: &Theme) {
    ui.add_space(4.0);
    crate::window::panels::widgets::section(ui, title, &format!("{ticked} of {all}"), theme);
}

fn tick<T: Ord>(ui: &mut Ui, chosen: &mut BTreeSet<T>, one: T, text: &str, theme: &Theme) {
    let mut ticked = chosen.contains(&one);
    let text = crate::problem::printable(text);
    let short: String = text.chars().take(84).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    let response = edged(ui, theme, |ui| ui.checkbox(&mut ticked, format!("{short}{more}")));
    if response.on_hover_text(text).changed() {
        if ticked {
            chosen.insert(one);
        } else {
            chosen.remove(&one);
        }
    }
}
