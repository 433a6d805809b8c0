//! Making one of two entities: both side by side, field by field, with the value that wins.

use egui::{Context, Grid, Key, RichText, ScrollArea, Ui};

use super::parts::{dialog, foot, heading, quiet};
use super::{Around, Card};
use crate::dossier::edit::{Change, EntityField};
use crate::dossier::model::{Entity, EntityId};
use crate::picture::theme::Theme;
use crate::window::action::{Action, Edits, ItemId};
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{capital, edged, plain_date, status_word};
use crate::window::session::Session;

/// Asks which values win.
pub(super) struct MergeCard {
    keep: EntityId,
    lose: EntityId,
    /// Fields, by label, whose value is taken from the one that goes.
    from_lost: Vec<&'static str>,
}

impl MergeCard {
    /// The one that stays, and the one that goes.
    pub(crate) fn new(keep: EntityId, lose: EntityId, session: &Session) -> Self {
        let from_lost = gaps(&keep, &lose, session);
        MergeCard { keep, lose, from_lost }
    }
}

/// Fields that only the one that goes has filled.
fn gaps(keep: &EntityId, lose: &EntityId, session: &Session) -> Vec<&'static str> {
    let of = |id: &EntityId| session.dossier().entity_by_id(id.as_str());
    let (Some(keep), Some(lose)) = (of(keep), of(lose)) else { return Vec::new() };
    let both = fields(keep).into_iter().zip(fields(lose));
    both.filter(|((_, a, _), (_, b, _))| a.is_empty() && !b.is_empty()).map(|((label, _, _), _)| label).collect()
}

/// Fields that can be of only one of them: label, value in words, the change that takes it over.
fn fields(entity: &Entity) -> Vec<(&'static str, String, EntityField)> {
    let when = entity.when.as_ref().map_or(String::new(), |when| plain_date(&when.date));
    vec![
        ("Name", entity.name.clone(), EntityField::Name(entity.name.clone())),
        ("Kind", entity.kind.replace('_', " "), EntityField::Kind(entity.kind.clone())),
        ("When", when, EntityField::When(entity.when.clone())),
        ("Status", capital(status_word(entity.status)), EntityField::Status(entity.status)),
        ("Summary", entity.summary.clone().unwrap_or_default(), EntityField::Summary(entity.summary.clone())),
        ("Note", entity.note.clone().unwrap_or_default(), EntityField::Note(entity.note.clone())),
    ]
}

impl MergeCard {
    /// Values that differ, to choose from, and how much of the rest each has.
    fn choices(&mut self, ui: &mut Ui, (keep, lose): (&Entity, &Entity), session: &Session, theme: &Theme) {
        let dossier = session.dossier();
        let relations = |id: &EntityId| dossier.entity_index(id.as_str()).map_or(0, |i| dossier.degree(i));
        let column = ((ui.available_width() - 110.0) / 2.0).max(40.0);
        Grid::new("merge").num_columns(3).spacing([12.0, 6.0]).show(ui, |ui| {
            let ink = color32(theme.ink_third);
            ui.label(RichText::new("").color(ink));
            ui.label(RichText::new(format!("Keep: {}", self.keep)).color(ink));
            ui.label(RichText::new(format!("Merge and remove: {}", self.lose)).color(ink));
            ui.end_row();
            for ((label, kept, _), (_, lost, _)) in fields(keep).into_iter().zip(fields(lose)) {
                if kept == lost {
                    continue;
                }
                ui.label(RichText::new(label).color(ink));
                let taken = self.from_lost.contains(&label);
                for (text, chosen, from_lost) in [(&kept, !taken, false), (&lost, taken, true)] {
                    let shown = if text.is_empty() { "(none)" } else { text };
                    ui.scope(|ui| {
                        ui.set_width(column);
                        // The whole is read on hovering.
                        let short: String = shown.chars().take(34).collect();
                        let more = if short.len() < shown.len() { "…" } else { "" };
                        let text = crate::problem::printable(&format!("{short}{more}"));
                        let radio = edged(ui, theme, |ui| ui.add(egui::RadioButton::new(chosen, text)));
                        let whole = crate::problem::printable(shown);
                        if radio.on_hover_text(whole).clicked() {
                            self.from_lost.retain(|l| *l != label);
                            if from_lost {
                                self.from_lost.push(label);
                            }
                        }
                    });
                }
                ui.end_row();
            }
            for (label, of) in [
                ("Relations", [relations(&self.keep), relations(&self.lose)]),
                ("Claims", [keep.claims.len(), lose.claims.len()]),
                ("Names", [keep.names.len() + 1, lose.names.len() + 1]),
            ] {
                ui.label(RichText::new(label).color(ink));
                for count in of {
                    ui.label(count.to_string());
                }
                ui.end_row();
            }
        });
    }

    /// The two made one, with the values that were chosen.
    fn merged(&self, keep: &Entity, lose: &Entity) -> Action {
        let taken = fields(lose).into_iter().filter(|(label, _, _)| self.from_lost.contains(label));
        let mut set: Vec<EntityField> = taken.map(|(_, _, field)| field).collect();
        // What was chosen to stay stays, even where merging by itself would fill a gap.
        let kept = fields(keep).into_iter().zip(fields(lose));
        let stay = kept.filter(|((label, a, _), (_, b, _))| a != b && !self.from_lost.contains(label));
        set.extend(stay.map(|((_, _, field), _)| field));
        let change = Change::MergeEntities { keep: self.keep.clone(), lose: self.lose.clone(), set };
        let say = format!("Merged {} into {}", lose.label(), keep.label());
        let select = vec![ItemId::Entity(self.keep.clone())];
        Action::Edit(Box::new(Edits { select, say, ..Edits::one(change) }))
    }
}

impl Card for MergeCard {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let (session, theme) = (around.session, around.theme);
        let dossier = session.dossier();
        let of = |id: &EntityId| dossier.entity_by_id(id.as_str());
        let (Some(keep), Some(lose)) = (of(&self.keep), of(&self.lose)) else { return Some(Vec::new()) };
        let mut swap = false;
        let (answer, close) = dialog(ctx, "merge", 600.0, theme, |ui| {
            heading(ui, &format!("Merge {} into {}", lose.label(), keep.label()), theme);
            ui.horizontal(|ui| {
                quiet(ui, "Choose the values to keep. Names, claims and relations of both are kept.", theme);
                swap = ui.small_button("Swap").on_hover_text("Keep the other entity instead").clicked();
            });
            ui.add_space(4.0);
            let height = ctx.content_rect().height() - 220.0;
            ScrollArea::vertical().max_height(height).show(ui, |ui| self.choices(ui, (keep, lose), session, theme));
            let (done, cancelled) = foot(ui, "Merge", true, theme);
            let (enter, escape) = ui.input_mut(|i| {
                let none = egui::Modifiers::NONE;
                (i.consume_key(none, Key::Enter), i.consume_key(none, Key::Escape))
            });
            if done || enter {
                return Some(vec![self.merged(keep, lose)]);
            }
            (cancelled || escape).then(Vec::new)
        });
        if swap {
            std::mem::swap(&mut self.keep, &mut self.lose);
            self.from_lost = gaps(&self.keep, &self.lose, session);
        }
        answer.or(close.then(Vec::new))
    }
}
