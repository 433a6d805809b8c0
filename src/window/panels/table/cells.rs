//! What the cells of the table show, and the changes that put something else into them.

use egui::{RichText, ScrollArea, Ui, vec2};

use super::TableRow;
use crate::dossier::edit::{Change, EntityField, RelationField};
use crate::dossier::model::{Date, Dossier, Entity, EntityId, Relation, Status, When};
use crate::window::action::{Action, Edits, ItemId};
use crate::window::panels::Context;
use crate::window::panels::widgets::{
    capital, color32, end_called, entity_kinds, relation_kinds, status_choices, status_word,
};

/// A button that opens choices of a cell.
pub(crate) fn choose(ui: &mut Ui, row: TableRow, title: &str, now: &str, context: Context<'_>) -> Option<String> {
    let dossier = context.session.dossier();
    let mut out = None;
    ui.spacing_mut().button_padding = vec2(6.0, 2.0);
    let ink = color32(context.theme.ink);
    ui.menu_button(RichText::new(crate::problem::printable(now)).size(12.5).color(ink), |ui| {
        ScrollArea::vertical().max_height(300.0).show(ui, |ui| {
            let choices: Vec<(String, String)> = if title == "Status" {
                status_choices().into_iter().map(|(status, words)| (status.word().to_owned(), words)).collect()
            } else if let Some(relation) = of_relation(dossier, row) {
                let end = |id: &EntityId| dossier.entity_by_id(id.as_str());
                let all = end(&relation.from).map(|from| relation_kinds(dossier, from, end(&relation.to)));
                let straight = all.unwrap_or_default().into_iter().filter(|(_, turned)| !turned);
                straight.map(|(kind, _)| (kind.id, kind.label)).collect()
            } else {
                entity_kinds(dossier).into_iter().map(|k| (k.id, capital(&k.label))).collect()
            };
            for (value, words) in choices {
                if ui.add(egui::Button::new(words.as_str()).selected(words == now)).clicked() {
                    out = Some(value);
                    ui.close();
                }
            }
        });
    });
    out
}

fn of_entity(dossier: &Dossier, row: TableRow) -> Option<&Entity> {
    match row {
        TableRow::Entity(index) => dossier.entity(index),
        TableRow::Relation(_) => None,
    }
}

fn of_relation(dossier: &Dossier, row: TableRow) -> Option<&Relation> {
    match row {
        TableRow::Relation(index) => dossier.relation(index),
        TableRow::Entity(_) => None,
    }
}

pub(crate) fn thing(dossier: &Dossier, row: TableRow) -> Option<ItemId> {
    let entity = of_entity(dossier, row).map(|e| ItemId::Entity(e.id.clone()));
    entity.or_else(|| of_relation(dossier, row).map(|r| ItemId::Relation(r.id.clone())))
}

fn kind_of(dossier: &Dossier, row: TableRow) -> Option<String> {
    let entity = of_entity(dossier, row).map(|e| e.kind.clone());
    entity.or_else(|| of_relation(dossier, row).map(|r| r.kind.clone()))
}

fn status_of(dossier: &Dossier, row: TableRow) -> Option<Status> {
    of_entity(dossier, row).map(|e| e.status).or_else(|| of_relation(dossier, row).map(|r| r.status))
}

fn when_of(dossier: &Dossier, row: TableRow) -> Option<&When> {
    let entity = of_entity(dossier, row).and_then(|e| e.when.as_ref());
    entity.or_else(|| of_relation(dossier, row).and_then(|r| r.when.as_ref()))
}

/// What dates are sorted by; the same for all in other columns.
pub(crate) fn date_key(dossier: &Dossier, row: TableRow, title: &str) -> (i32, i32) {
    if title != "When" {
        return (0, 0);
    }
    when_of(dossier, row).map_or((i32::MAX, i32::MAX), |when| when.date.sort_key())
}

/// What is put into the cells below: what the file has.
pub(crate) fn value(dossier: &Dossier, row: TableRow, column: usize, title: &str) -> Option<String> {
    Some(match title {
        "Kind" => kind_of(dossier, row)?,
        "Status" => status_of(dossier, row)?.word().to_owned(),
        "From" => of_relation(dossier, row)?.from.to_string(),
        "To" => of_relation(dossier, row)?.to.to_string(),
        _ => cell(dossier, row, column),
    })
}

/// What a cell shows.
pub(crate) fn cell(dossier: &Dossier, row: TableRow, column: usize) -> String {
    let when = || when_of(dossier, row).map_or(String::new(), |w| w.date.written().to_owned());
    let name = |id: &str| dossier.entity_by_id(id).map_or_else(|| id.to_owned(), |e| e.label().to_owned());
    if let Some(entity) = of_entity(dossier, row) {
        return match column {
            0 => entity.name.clone(),
            1 => capital(&dossier.vocabulary.entity_kind_or_neutral(&entity.kind).label),
            2 => when(),
            3 => capital(status_word(entity.status)),
            _ => entity.summary.clone().unwrap_or_default(),
        };
    }
    let Some(relation) = of_relation(dossier, row) else { return String::new() };
    match column {
        0 => name(relation.from.as_str()),
        1 => dossier.vocabulary.relation_kind_or_neutral(&relation.kind).label,
        2 => name(relation.to.as_str()),
        3 => when(),
        _ => capital(status_word(relation.status)),
    }
}

/// The change that puts a text into a cell; `None` if it may not be there.
pub(crate) fn set(context: Context<'_>, row: TableRow, title: &str, text: &str) -> Option<Action> {
    let dossier = context.session.dossier();
    let text = text.trim();
    let some = || (!text.is_empty()).then(|| text.to_owned());
    let when = || some().map(|text| When::given(Date::read(&text)));
    let status = || Status::ALL.iter().find(|(word, _)| *word == text).map(|(_, status)| *status);
    let change = match thing(dossier, row)? {
        ItemId::Entity(id) => {
            let field = match title {
                "Name" => EntityField::Name(some()?),
                "Kind" => EntityField::Kind(some()?),
                "When" => EntityField::When(when()),
                "Status" => EntityField::Status(status()?),
                _ => EntityField::Summary(some()),
            };
            Change::SetEntity { id, set: vec![field] }
        }
        ItemId::Relation(id) => {
            let field = match title {
                "From" => RelationField::From(end_called(context.session, text)?),
                "To" => RelationField::To(end_called(context.session, text)?),
                "Kind" => RelationField::Kind(some()?),
                "When" => RelationField::When(when()),
                "Status" => RelationField::Status(status()?),
                _ => return None,
            };
            Change::SetRelation { id, set: vec![field] }
        }
    };
    Some(Action::Edit(Box::new(Edits::one(change))))
}
