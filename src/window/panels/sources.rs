//! The sources panel: what the dossier's author read, how much rests on each, and on asking what.

use std::collections::HashMap;

use egui::{CursorIcon, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::widgets::{
    TextLook, clean, fact_row, ground, inset, is_link, lay, line, link, link_of_parts, plain_date, text_button, whole,
    words,
};
use super::{Context, Panel, Side};
use crate::dossier::edit::Change;
use crate::dossier::model::schema::{FieldType, Schema, TextRule, typed_text};
use crate::dossier::model::{Claim, Dossier, EdgeIndex, NodeIndex, Source, SourceId};
use crate::window::action::{Action, Edits, ItemId, Prompt};
use crate::wording::counted;

/// How many records are listed at first, and more of them each time one asks.
const ROWS: usize = 60;

/// Makes the panel.
pub(crate) fn panel() -> Box<dyn Panel> {
    Box::<Sources>::default()
}

#[derive(Default)]
struct Sources {
    resting: Option<(u64, HashMap<SourceId, Resting>)>,
    /// How many records of the shown source are listed.
    listed: usize,
    /// The source they are listed of.
    of: Option<SourceId>,
}

/// What rests on a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Resting {
    entities: Vec<NodeIndex>,
    relations: Vec<EdgeIndex>,
}

impl Resting {
    fn words(&self) -> String {
        let entities = counted(self.entities.len(), "entity", "entities");
        format!("{entities}, {}", counted(self.relations.len(), "relation", "relations"))
    }
}

fn count(dossier: &Dossier) -> HashMap<SourceId, Resting> {
    let mut out: HashMap<SourceId, Resting> = HashMap::new();
    // A record that a source supports by several claims counts once: its claims come together.
    for (index, entity) in dossier.entities() {
        each_source(&entity.claims, |source| {
            out.entry(source.clone()).or_default().entities.push(index);
        });
    }
    for (index, _, _, relation) in dossier.relations() {
        each_source(&relation.claims, |source| {
            out.entry(source.clone()).or_default().relations.push(index);
        });
    }
    out
}

fn each_source(claims: &[Claim], mut found: impl FnMut(&SourceId)) {
    for (place, claim) in claims.iter().enumerate() {
        if !claims[..place].iter().any(|before| before.source == claim.source) {
            found(&claim.source);
        }
    }
}

impl Panel for Sources {
    fn title(&self) -> &'static str {
        "Sources"
    }

    fn side(&self) -> Side {
        Side::Left
    }

    fn show(&mut self, ui: &mut Ui, context: Context<'_>) -> Vec<Action> {
        let session = context.session;
        if self.resting.as_ref().is_none_or(|(revision, _)| *revision != session.revision) {
            self.resting = Some((session.revision, count(session.dossier())));
        }
        if self.of.as_ref() != session.shown_source() {
            self.of = session.shown_source().cloned();
            self.listed = ROWS;
        }
        let Some((_, resting)) = &self.resting else { return Vec::new() };
        let nothing = Resting::default();
        let mut actions = Vec::new();
        let mut more = false;
        ScrollArea::vertical().id_salt("sources").auto_shrink([false, false]).show(ui, |ui| {
            inset(ui, |ui| {
                if session.is_editable() && text_button(ui, "New source…", "New source", context.theme).clicked() {
                    actions.push(Action::Ask(Prompt::Source(None)));
                }
                let sources = &session.dossier().sources;
                if sources.is_empty() {
                    words(ui, "No sources yet.", TextLook::small(context.theme).size(12.5));
                }
                for source in sources {
                    let shown = session.shown_source() == Some(&source.id);
                    let rests = resting.get(&source.id).unwrap_or(&nothing);
                    ui.push_id(&source.id, |ui| {
                        if head(ui, source, rests, shown, context) {
                            actions.push(Action::ShowSource((!shown).then(|| source.id.clone())));
                        }
                        if shown {
                            details(ui, source, context, &mut actions);
                            if session.is_editable() {
                                change_source(ui, source, rests, context, &mut actions);
                            }
                            more |= records(ui, rests, self.listed, context, &mut actions);
                            ui.add_space(8.0);
                        }
                    });
                }
            });
        });
        if more {
            self.listed += ROWS;
        }
        actions
    }
}

/// Label, title and how much rests on it. Says whether it was clicked.
fn head(ui: &mut Ui, source: &Source, rests: &Resting, shown: bool, context: Context<'_>) -> bool {
    let theme = context.theme;
    let label = source.short_label();
    let title = source.title.as_deref().filter(|title| *title != label);
    let width = ui.available_width();
    let top = lay(ui, &label, TextLook::body(theme).strong(), width, if title.is_none() { 2 } else { 1 });
    let title = title.map(|title| lay(ui, title, TextLook::small(theme), width, 2));
    // On the tint of the shown source the third ink would be too pale.
    let ink = if shown { theme.ink_second } else { theme.ink_third };
    let counts = lay(ui, &rests.words(), TextLook::faint(theme).ink(ink), width, 1);
    let height = 12.0 + top.size().y + title.as_ref().map_or(0.0, |t| t.size().y + 1.0) + counts.size().y + 1.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(Role::ListItem, true, shown, format!("{}, {}", clean(&label), rests.words()))
    });
    ground(ui, rect, &response, shown, theme);
    let mut y = rect.top() + 6.0;
    for laid in [Some(&top), title.as_ref(), Some(&counts)].into_iter().flatten() {
        let place = Rect::from_min_size(pos2(rect.left(), y), laid.size());
        laid.paint(ui, place.left(), place.center().y);
        y = place.bottom() + 1.0;
    }
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui(|ui| whole(ui, &source.citation())).clicked()
}

fn details(ui: &mut Ui, source: &Source, context: Context<'_>, actions: &mut Vec<Action>) {
    let theme = context.theme;
    ui.add_space(4.0);
    for field in Source::FIELDS.iter().filter(|field| !field.label.is_empty()) {
        match &field.kind {
            // Above all this already.
            FieldType::Text(lens) if std::ptr::eq((lens.get)(source), &source.title) => {}
            FieldType::Text(lens) if field.text == TextRule::Link => {
                let Some(url) = (lens.get)(source) else { continue };
                if !is_link(url) {
                    line(ui, url, TextLook::small(theme));
                } else if link(ui, url, TextLook::link(theme).size(12.0)).clicked() {
                    actions.push(Action::FollowLink(url.clone()));
                }
            }
            FieldType::Date(lens) => {
                let Some(date) = (lens.get)(source) else { continue };
                let published = std::ptr::eq((lens.get)(source), &source.published);
                let how = source.published_inferred.as_deref().filter(|_| published);
                fact_row(ui, field.label, &plain_date(date), how.map(|how| ("inferred", how)), theme);
            }
            FieldType::Text(_)
            | FieldType::Id(_)
            | FieldType::OwnId(_)
            | FieldType::Reference(_)
            | FieldType::MaybeReference(_)
            | FieldType::Needed(_)
            | FieldType::Implied(..)
            | FieldType::Texts(_)
            | FieldType::Word(_)
            | FieldType::Choice(_)
            | FieldType::Flag(..)
            | FieldType::MaybeFlag(_)
            | FieldType::Number(_)
            | FieldType::Whole(_)
            | FieldType::Coordinate(_)
            | FieldType::When(..)
            | FieldType::Rating(_)
            | FieldType::Basis(_)
            | FieldType::Names(_)
            | FieldType::Claims(_)
            | FieldType::Pins(_)
            | FieldType::Notes(_)
            | FieldType::OwnFields(..)
            | FieldType::Group(..) => {
                if let Some(said) = typed_text(source, field) {
                    fact_row(ui, field.label, &said, None, theme);
                }
            }
        }
    }
}

/// Offers to edit and to delete a source.
fn change_source(ui: &mut Ui, source: &Source, rests: &Resting, context: Context<'_>, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        if source.text.is_some() && text_button(ui, "Read", "Read the source", context.theme).clicked() {
            actions.push(Action::Read(source.id.clone(), None));
        }
        if text_button(ui, "Edit…", "Edit the source", context.theme).clicked() {
            actions.push(Action::Ask(Prompt::Source(Some(source.id.clone()))));
        }
        if text_button(ui, "Delete", "Delete the source", context.theme).clicked() {
            let change = Change::RemoveSource { id: source.id.clone(), with_claims: true };
            let rests = rests.entities.len() + rests.relations.len();
            let with = if rests > 0 { ", and all claims that cite it" } else { "" };
            let say = format!("Deleted the source {}{with}", source.id);
            actions.push(Action::Edit(Box::new(Edits { say, ..Edits::one(change) })));
        }
    });
}

/// The records that rest on a source, as links. Says whether more are wanted.
fn records(ui: &mut Ui, rests: &Resting, listed: usize, context: Context<'_>, actions: &mut Vec<Action>) -> bool {
    let theme = context.theme;
    let dossier = context.session.dossier();
    ui.add_space(4.0);
    let name = |id: &str| dossier.entity_by_id(id).map_or_else(|| id.to_owned(), |e| e.label().to_owned());
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut show = |ui: &mut Ui, parts: &[&str], thing: ItemId| {
        ui.push_id(&thing, |ui| {
            if link_of_parts(ui, parts, TextLook::link(theme).size(12.5)).clicked() {
                actions.push(Action::GoTo(thing.clone()));
            }
        });
    };
    for entity in rests.entities.iter().take(listed).filter_map(|i| dossier.entity(*i)) {
        show(ui, &[entity.label()], ItemId::Entity(entity.id.clone()));
    }
    let left = listed.saturating_sub(rests.entities.len());
    for relation in rests.relations.iter().take(left).filter_map(|i| dossier.relation(*i)) {
        let kind = dossier.vocabulary.relation_kind_or_neutral(&relation.kind);
        let (from, to) = (name(relation.from.as_str()), name(relation.to.as_str()));
        show(ui, &[&from, " ", &kind.label, " ", &to], ItemId::Relation(relation.id.clone()));
    }
    let all = rests.entities.len() + rests.relations.len();
    all > listed && text_button(ui, &format!("Show more ({all} in all)"), "Show more records", theme).clicked()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::{Entity, Relation, Vocabulary};

    #[test]
    fn a_record_counts_once_for_a_source_that_supports_it_twice() {
        let mut dossier = Dossier::new(Vocabulary::default());
        let mut entity = Entity::new("a", "state", "A");
        entity.claims = vec![Claim::stated("s"), Claim::stated("t"), Claim::stated("s")];
        dossier.add_entity(entity).unwrap();
        let mut relation = Relation::new("a", "k", "a");
        relation.claims = vec![Claim::stated("t")];
        dossier.add_relation(relation).unwrap();
        let resting = count(&dossier);
        assert_eq!(resting["s"].words(), "1 entity, 0 relations");
        assert_eq!(resting["t"].words(), "1 entity, 1 relation");
    }
}
