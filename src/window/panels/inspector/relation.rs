//! The inspector on one relation: from whom to whom, when, how it stands, and every claim.

use egui::Ui;

use super::entity::own_fields;
use super::{AsOf, FIRST_CLAIMS, SelectionState, edit, presence_fact};
use crate::dossier::edit::ClaimOwner;
use crate::dossier::model::{Dossier, EntityId, Relation};
use crate::window::action::{Action, ItemId};
use crate::window::panels::Context;
use crate::window::panels::widgets::{
    EntityRow, Icon, RowEnd, TextLook, capital, date_words, fact_row, hairline, heading, pieces, relation_mark, row,
    section, status_word, words,
};
use crate::wording::in_figures;

/// Shows a relation.
pub(crate) fn show(
    ui: &mut Ui,
    relation: &Relation,
    as_of: AsOf<'_>,
    context: Context<'_>,
    passing: &mut SelectionState,
    actions: &mut Vec<Action>,
) {
    let theme = context.theme;
    let dossier = context.session.dossier();
    let kind = dossier.vocabulary.relation_kind_or_neutral(&relation.kind);
    words(ui, &capital(&kind.label), TextLook::heading(theme));
    let look = TextLook::small(theme).size(12.5);
    let (from, to) = (name_of(&relation.from, dossier), name_of(&relation.to, dossier));
    pieces(ui, &[(from, look), (" ", look), (&kind.label, look), (" ", look), (to, look)]);
    ui.add_space(4.0);
    let (from, to) = if kind.directed { ("From", "To") } else { ("Between", "And") };
    for (label, id) in [(from, &relation.from), (to, &relation.to)] {
        heading(ui, label, "", theme);
        ui.push_id(label, |ui| end(ui, id, context, passing, actions));
    }
    ui.add_space(4.0);
    let editable = context.session.is_editable();
    if editable {
        edit::relation(ui, relation, context, passing, actions);
    } else {
        facts(ui, relation, context);
    }
    let index = dossier.relation_index(relation.id.as_str());
    if let (Some((date, presences)), Some(index)) = (as_of, index) {
        presence_fact(ui, date, presences.relation(index), context);
    }
    if !editable {
        own_fields(ui, &relation.fields, context);
        if let Some(summary) = &relation.summary {
            ui.add_space(8.0);
            words(ui, summary, TextLook::body(theme));
        }
        if let Some(note) = &relation.note {
            ui.add_space(4.0);
            words(ui, &format!("Note: {note}"), TextLook::small(theme).size(12.5));
        }
    }
    hairline(ui, theme);
    let count = if relation.claims.len() > 1 { in_figures(relation.claims.len()) } else { String::new() };
    section(ui, "Who says so", &count, theme);
    ui.add_space(2.0);
    if relation.claims.is_empty() {
        edit::cite(ui, ClaimOwner::Relation(relation.id.clone()), context, actions);
    }
    passing.claims(
        ui,
        (&ClaimOwner::Relation(relation.id.clone()), &relation.claims),
        FIRST_CLAIMS * 3,
        context,
        actions,
    );
}

fn name_of<'a>(id: &'a EntityId, dossier: &'a Dossier) -> &'a str {
    dossier.entity_by_id(id.as_str()).map_or(id.as_str(), |entity| entity.label())
}

fn end(ui: &mut Ui, id: &EntityId, context: Context<'_>, passing: &mut SelectionState, actions: &mut Vec<Action>) {
    let vocabulary = &context.session.dossier().vocabulary;
    let Some(entity) = context.session.dossier().entity_by_id(id.as_str()) else { return };
    let kind = vocabulary.entity_kind_or_neutral(&entity.kind);
    let line = EntityRow {
        icon: Icon::of(entity, &kind, context.theme),
        name: &[entity.label()],
        strong: kind.strong,
        tail: RowEnd { text: kind.label.clone(), ..RowEnd::default() },
        more: None,
    };
    let response = row(ui, &line, context.theme);
    passing.note(&response.whole, || ItemId::Entity(id.clone()));
    if response.link.clicked() {
        actions.push(Action::GoTo(ItemId::Entity(id.clone())));
    }
}

fn facts(ui: &mut Ui, relation: &Relation, context: Context<'_>) {
    let theme = context.theme;
    if let Some(when) = &relation.when {
        let (value, remark) = date_words(when);
        let remark = remark.as_ref().map(|(short, long)| (short.as_str(), long.as_str()));
        fact_row(ui, "When", &value, remark, theme);
    }
    fact_row(ui, "Status", &capital(status_word(relation.status)), None, theme);
    let (_, marks) = relation_mark(relation);
    let ground = marks.iter().find(|word| **word != status_word(relation.status)).copied().unwrap_or("stated");
    let ground_text = match ground {
        "stated" => "Stated in a source",
        "reported" => "Reported: someone is quoted",
        "inferred" => "Inferred by the dossier’s author",
        "judgement" => "Someone’s judgement",
        _ => "No source cited",
    };
    fact_row(ui, "Basis", ground_text, None, theme);
    if let Some(number) = relation.ordinal {
        fact_row(ui, "Number", &format!("{number} in series"), None, theme);
    }
    if let Some(weight) = relation.weight {
        fact_row(ui, "Weight", &weight.to_string(), None, theme);
    }
}
