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

/// What a column is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Kind,
    When,
    Status,
    Summary,
    From,
    To,
}

impl Column {
    pub(super) fn title(self) -> &'static str {
        match self {
            Column::Name => "Name",
            Column::Kind => "Kind",
            Column::When => "When",
            Column::Status => "Status",
            Column::Summary => "Summary",
            Column::From => "From",
            Column::To => "To",
        }
    }

    /// Whether its cells name an entity.
    pub(super) fn is_end(self) -> bool {
        match self {
            Column::From | Column::To => true,
            Column::Name | Column::Kind | Column::When | Column::Status | Column::Summary => false,
        }
    }

    /// Whether its cells are typed in; in the others one of several is chosen.
    pub(super) fn is_typed(self) -> bool {
        match self {
            Column::Name | Column::When | Column::Summary | Column::From | Column::To => true,
            Column::Kind | Column::Status => false,
        }
    }
}

/// A button that opens choices of a cell.
pub(crate) fn choose(ui: &mut Ui, row: TableRow, column: Column, now: &str, context: Context<'_>) -> Option<String> {
    let dossier = context.session.dossier();
    let mut out = None;
    ui.spacing_mut().button_padding = vec2(6.0, 2.0);
    // As high as the cell: a higher button would stand lower than the text of other cells.
    ui.spacing_mut().interact_size.y = ui.available_height();
    let ink = color32(context.theme.ink);
    ui.menu_button(RichText::new(crate::problem::printable(now)).size(12.5).color(ink), |ui| {
        ScrollArea::vertical().max_height(300.0).show(ui, |ui| {
            let choices: Vec<(String, String)> = if column == Column::Status {
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
pub(crate) fn date_key(dossier: &Dossier, row: TableRow, column: Column) -> (i32, i32) {
    if column != Column::When {
        return (0, 0);
    }
    when_of(dossier, row).map_or((i32::MAX, i32::MAX), |when| when.date.sort_key())
}

/// What is put into the cells below: what the file has.
pub(crate) fn value(dossier: &Dossier, row: TableRow, column: Column) -> Option<String> {
    Some(match column {
        Column::Kind => kind_of(dossier, row)?,
        Column::Status => status_of(dossier, row)?.word().to_owned(),
        Column::From => of_relation(dossier, row)?.from.to_string(),
        Column::To => of_relation(dossier, row)?.to.to_string(),
        Column::Name | Column::When | Column::Summary => cell(dossier, row, column),
    })
}

/// What a cell shows; nothing where rows of this sort have no such column.
pub(crate) fn cell(dossier: &Dossier, row: TableRow, column: Column) -> String {
    let name = |id: &str| dossier.entity_by_id(id).map_or_else(|| id.to_owned(), |e| e.label().to_owned());
    let entity = of_entity(dossier, row);
    let relation = of_relation(dossier, row);
    let text = match column {
        Column::Name => entity.map(|e| e.name.clone()),
        Column::Summary => entity.and_then(|e| e.summary.clone()),
        Column::From => relation.map(|r| name(r.from.as_str())),
        Column::To => relation.map(|r| name(r.to.as_str())),
        Column::When => when_of(dossier, row).map(|when| when.date.written().to_owned()),
        Column::Status => status_of(dossier, row).map(|status| capital(status_word(status))),
        Column::Kind => {
            let of_entity = entity.map(|e| capital(&dossier.vocabulary.entity_kind_or_neutral(&e.kind).label));
            of_entity.or_else(|| relation.map(|r| dossier.vocabulary.relation_kind_or_neutral(&r.kind).label))
        }
    };
    text.unwrap_or_default()
}

/// The action that puts a text into a cell; `None` if it may not be there.
pub(crate) fn set(context: Context<'_>, row: TableRow, column: Column, text: &str) -> Option<Action> {
    Some(Action::Edit(Box::new(Edits::one(change_of(context, row, column, text)?))))
}

/// The change that puts a text into a cell; `None` if it may not be there.
pub(crate) fn change_of(context: Context<'_>, row: TableRow, column: Column, text: &str) -> Option<Change> {
    let dossier = context.session.dossier();
    let text = text.trim();
    let some = || (!text.is_empty()).then(|| text.to_owned());
    let when = || some().map(|text| When::given(Date::read(&text)));
    let status = || Status::ALL.iter().find(|(word, _)| *word == text).map(|(_, status)| *status);
    Some(match thing(dossier, row)? {
        ItemId::Entity(id) => {
            let field = match column {
                Column::Name => EntityField::Name(some()?),
                Column::Kind => EntityField::Kind(some()?),
                Column::When => EntityField::When(when()),
                Column::Status => EntityField::Status(status()?),
                Column::Summary => EntityField::Summary(some()),
                Column::From | Column::To => return None,
            };
            Change::SetEntity { id, set: vec![field] }
        }
        ItemId::Relation(id) => {
            let field = match column {
                Column::From => RelationField::From(end_called(context.session, text)?),
                Column::To => RelationField::To(end_called(context.session, text)?),
                Column::Kind => RelationField::Kind(some()?),
                Column::When => RelationField::When(when()),
                Column::Status => RelationField::Status(status()?),
                Column::Name | Column::Summary => return None,
            };
            Change::SetRelation { id, set: vec![field] }
        }
    })
}
