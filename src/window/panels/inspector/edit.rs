//! Rows of the inspector that can be typed in: the same facts as in a dossier that may only be
//! read, each a field; what is absent is added from one quiet menu.

use egui::{Id, Ui};

use super::SelectionState;
use crate::dossier::edit::{Change, ClaimOwner, EntityField, RelationField};
use crate::dossier::model::{Date, Entity, EntityId, FieldValue, Name, NameRole, Relation, Status, When};
use crate::picture::theme::Theme;
use crate::window::action::{Action, Edits, Prompt};
use crate::window::panels::Context;
use crate::window::panels::widgets::draft::{Edited, date_meaning, edited, text_now};
use crate::window::panels::widgets::{
    EditRow, TextLook, capital, choice_row, edged, end_called, end_choices, entity_kinds, hairline, label_cell, line,
    relation_kinds, section, status_choices, status_word, text_button,
};

fn set_entity(id: &EntityId, field: EntityField) -> Action {
    Action::Edit(Box::new(Edits::one(Change::SetEntity { id: id.clone(), set: vec![field] })))
}

fn set_relation(relation: &Relation, field: RelationField) -> Action {
    Action::Edit(Box::new(Edits::one(Change::SetRelation { id: relation.id.clone(), set: vec![field] })))
}

/// What was typed, without spaces around it; `None` where that is nothing.
pub(super) fn some(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

/// The main name, as the heading.
pub(crate) fn heading(ui: &mut Ui, entity: &Entity, context: Context<'_>) {
    let look = TextLook::heading(context.theme);
    let how = Edited { name: "Name", look, ..Edited::line(context.theme) };
    let id = Id::unique(("name", entity.id.as_str()));
    edited(ui, id, &entity.name, how, context.theme, |text| {
        some(text).map(|name| set_entity(&entity.id, EntityField::Name(name)))
    });
}

/// A date that is typed, with what it means under it while it is.
/// Yields the date that was likely meant, if it was taken.
fn when_row(
    ui: &mut Ui,
    id: Id,
    when: Option<&When>,
    focus: bool,
    theme: &Theme,
    make: impl Fn(Option<When>) -> Action,
) -> Option<Action> {
    let value = when.map_or("", |when| when.date.written());
    // How it was worked out holds for the date that was worked out.
    let set = |text: &str| make(some(text).map(|text| When::given(Date::read(&text))));
    EditRow { focus, ..EditRow::new(id, "When", value) }.show(ui, theme, |text| Some(set(text)));
    let typing = ui.memory(|m| m.has_focus(id));
    let now = text_now(ui, id, value);
    let mut mend = None;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(88.0);
        ui.vertical(|ui| {
            if typing || !now.is_empty() {
                mend = date_meaning(ui, &now, theme);
            }
            if let Some(how) = when.and_then(|when| when.inferred.as_ref()).filter(|_| !typing) {
                crate::window::panels::widgets::words(
                    ui,
                    &format!("Inferred: {how}"),
                    TextLook::faint(theme).size(11.5),
                );
            }
        });
    });
    mend.map(|text| set(&text))
}

fn status_row(ui: &mut Ui, now: Status, context: Context<'_>) -> Option<Status> {
    choice_row(ui, "Status", &capital(status_word(now)), status_choices, context.theme).filter(|s| *s != now)
}

/// What can be typed of an entity.
/// In one piece: one field after the other, as they are shown.
pub(super) fn entity(
    ui: &mut Ui,
    entity: &Entity,
    context: Context<'_>,
    passing: &mut SelectionState,
    actions: &mut Vec<Action>,
) {
    let theme = context.theme;
    let dossier = context.session.dossier();
    let id = |field: &str| Id::unique(("entity", entity.id.as_str(), field));
    let kind = dossier.vocabulary.entity_kind_or_neutral(&entity.kind);
    let kinds = || entity_kinds(dossier).into_iter().map(|k| (k.id.clone(), capital(&k.label))).collect();
    if let Some(kind) = choice_row(ui, "Kind", &capital(&kind.label), kinds, theme).filter(|k| *k != entity.kind) {
        actions.push(set_entity(&entity.id, EntityField::Kind(kind)));
    }
    if entity.when.is_some() || passing.adds("when") {
        let focus = passing.focus("when");
        let make = |when| set_entity(&entity.id, EntityField::When(when));
        actions.extend(when_row(ui, id("when"), entity.when.as_ref(), focus, theme, make));
    }
    actions.extend(status_row(ui, entity.status, context).map(|s| set_entity(&entity.id, EntityField::Status(s))));
    for (key, value) in &entity.fields {
        let make = |text: &str| {
            let value = some(text).map(|text| own_value(&text));
            Some(set_entity(&entity.id, EntityField::Own(key.clone(), value)))
        };
        EditRow::new(id(key), &capital(&key.replace('_', " ")), &value.text()).show(ui, theme, make);
    }
    if passing.adds("field") {
        let focus = passing.focus("field");
        own_row(ui, id("new field"), focus, context, |key, value| {
            set_entity(&entity.id, EntityField::Own(key, Some(value)))
        });
    }
    for (key, label, value) in [("summary", "Summary", &entity.summary), ("note", "Note", &entity.note)] {
        if value.is_none() && !passing.adds(key) {
            continue;
        }
        let focus = passing.focus(key);
        let make = |text: &str| {
            let text = some(text);
            let field = if key == "note" { EntityField::Note(text) } else { EntityField::Summary(text) };
            Some(set_entity(&entity.id, field))
        };
        let row = EditRow::new(id(key), label, value.as_deref().unwrap_or_default());
        EditRow { lines: true, focus, ..row }.show(ui, theme, make);
    }
    for (key, label, set, make) in marks(entity) {
        if !set && !passing.adds(key) {
            continue;
        }
        // What is added from the menu is set at once.
        if !set && passing.focus(key) {
            actions.push(set_entity(&entity.id, make(true)));
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 7.0;
            label_cell(ui, "", theme);
            let mut now = set;
            if edged(ui, theme, |ui| ui.checkbox(&mut now, label)).changed() {
                actions.push(set_entity(&entity.id, make(now)));
            }
        });
    }
    let absent = [
        ("when", "Date", entity.when.is_none()),
        ("name", "Another name", true),
        ("summary", "Summary", entity.summary.is_none()),
        ("note", "Note", entity.note.is_none()),
        ("unnamed", "Mark as unnamed", !entity.unnamed),
        ("implied", "Mark as implied", !entity.implied),
        ("field", "Custom field", true),
    ];
    add_menu(ui, &absent, ClaimOwner::Entity(entity.id.clone()), context, passing, actions);
}

/// A mark of an entity: key, words, whether it is set, the change that sets it.
type EntityMark = (&'static str, &'static str, bool, fn(bool) -> EntityField);

/// What an entity can be marked as.
fn marks(entity: &Entity) -> [EntityMark; 2] {
    [
        ("unnamed", "Unnamed by any source", entity.unnamed, EntityField::Unnamed),
        ("implied", "Implied, not mentioned in any source", entity.implied, EntityField::Implied),
    ]
}

/// Further names: text, language, what it is for.
/// In one piece: the row of a name and the three things that can be changed in it.
pub(super) fn names(
    ui: &mut Ui,
    entity: &Entity,
    context: Context<'_>,
    passing: &mut SelectionState,
    actions: &mut Vec<Action>,
) {
    let theme = context.theme;
    let new = passing.adds("name");
    if entity.names.is_empty() && !new {
        return;
    }
    let with = |at: usize, change: &dyn Fn(&mut Name)| {
        let mut names = entity.names.clone();
        if let Some(name) = names.get_mut(at) {
            change(name);
        }
        names.retain(|name| !name.text.trim().is_empty());
        set_entity(&entity.id, EntityField::Names(names))
    };
    hairline(ui, theme);
    section(ui, "Other names", "", theme);
    let field =
        |name: &'static str, hint: &'static str, focus: bool| Edited { name, hint, focus, ..Edited::line(theme) };
    for (at, name) in entity.names.iter().enumerate() {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let id = |part: &str| Id::unique(("name", entity.id.as_str(), at, part));
            let width = (ui.available_width() - 148.0).max(60.0);
            ui.scope(|ui| {
                ui.set_max_width(width);
                edited(ui, id("text"), &name.text, field("Name", "", false), theme, |text| {
                    Some(with(at, &|n| n.text = text.to_owned()))
                });
            });
            ui.scope(|ui| {
                ui.set_max_width(56.0);
                let lang = name.lang.as_deref().unwrap_or_default();
                let language = Edited { wraps: false, ..field("Language", "lang", false) };
                edited(ui, id("lang"), lang, language, theme, |text| Some(with(at, &|n| n.lang = some(text))));
            });
            let word = egui::RichText::new(name.role.word()).size(12.0);
            let menu = ui.menu_button(word, |ui| {
                for (word, role) in NameRole::ALL {
                    if ui.add(egui::Button::new(*word).selected(*role == name.role)).clicked() {
                        actions.push(with(at, &|n| n.role = *role));
                        ui.close();
                    }
                }
                ui.separator();
                if ui.button("Delete").clicked() {
                    actions.push(with(at, &|n| n.text.clear()));
                    ui.close();
                }
            });
            menu.response.on_hover_text("Type of name");
        });
    }
    if new {
        let focus = passing.focus("name");
        let id = Id::unique(("name", entity.id.as_str(), "new"));
        let how = field("Another name", "Another name; 日本 or ja: 日本", focus);
        let response = edited(ui, id, "", how, theme, |text| {
            let (lang, text) = match text.split_once(':') {
                Some((lang, rest))
                    if lang.len() <= 8 && lang.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') =>
                {
                    (some(lang), rest.trim())
                }
                _ => (None, text),
            };
            let role = NameRole::without_word(lang.as_deref());
            let mut names = entity.names.clone();
            names.push(Name { text: some(text)?, lang, role });
            Some(set_entity(&entity.id, EntityField::Names(names)))
        });
        if focus {
            // It is under all relations.
            response.scroll_to_me(None);
        }
    }
}

/// A datum of the author's own that is yet to be named.
fn own_row(ui: &mut Ui, id: Id, focus: bool, context: Context<'_>, make: impl FnOnce(String, FieldValue) -> Action) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 1.0;
        label_cell(ui, "Field", context.theme);
        let how = Edited { name: "New field", hint: "population: 7 million", focus, ..Edited::line(context.theme) };
        edited(ui, id, "", how, context.theme, |text| {
            let (key, value) = text.split_once(':')?;
            Some(make(some(key)?.replace(' ', "_"), own_value(&some(value)?)))
        });
    });
}

/// A number where it is one, else text.
fn own_value(text: &str) -> FieldValue {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => FieldValue::Number(number),
        _ => FieldValue::Text(text.to_owned()),
    }
}

fn add_menu(
    ui: &mut Ui,
    absent: &[(&'static str, &str, bool)],
    of: ClaimOwner,
    context: Context<'_>,
    passing: &mut SelectionState,
    actions: &mut Vec<Action>,
) {
    ui.add_space(2.0);
    let ink = crate::window::panels::widgets::color32(context.theme.accent);
    let menu = ui.menu_button(egui::RichText::new("Add…").size(12.5).color(ink), |ui| {
        ui.set_min_width(160.0);
        for (key, label, show) in absent {
            if *show && ui.button(*label).clicked() {
                passing.adding = Some((key, true));
                ui.close();
            }
        }
        if ui.button("Claim…").clicked() {
            actions.push(Action::Ask(Prompt::Claim(of, None)));
            ui.close();
        }
    });
    menu.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Add to this record"));
}

/// That nobody is said to have claimed a record, with a button that cites someone.
pub(super) fn cite(ui: &mut Ui, of: ClaimOwner, context: Context<'_>, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        line(ui, "No source cited.", TextLook::faint(context.theme));
        if context.session.is_editable() && text_button(ui, "Cite…", "Cite a source", context.theme).clicked() {
            actions.push(Action::Ask(Prompt::Claim(of, None)));
        }
    });
}

/// What can be typed of a relation.
pub(crate) fn relation(
    ui: &mut Ui,
    relation: &Relation,
    context: Context<'_>,
    passing: &mut SelectionState,
    actions: &mut Vec<Action>,
) {
    let theme = context.theme;
    let id = |field: &str| Id::unique(("relation", relation.id.as_str(), field));
    kind_of_relation(ui, relation, context, actions);
    ends(ui, relation, context, actions);
    if relation.when.is_some() || passing.adds("when") {
        let focus = passing.focus("when");
        let make = |when| set_relation(relation, RelationField::When(when));
        actions.extend(when_row(ui, id("when"), relation.when.as_ref(), focus, theme, make));
    }
    actions.extend(status_row(ui, relation.status, context).map(|s| set_relation(relation, RelationField::Status(s))));
    numbers(ui, relation, context, passing);
    for (key, value) in &relation.fields {
        let make = |text: &str| {
            let value = some(text).map(|text| own_value(&text));
            Some(set_relation(relation, RelationField::Own(key.clone(), value)))
        };
        EditRow::new(id(key), &capital(&key.replace('_', " ")), &value.text()).show(ui, theme, make);
    }
    if passing.adds("field") {
        let focus = passing.focus("field");
        own_row(ui, id("new field"), focus, context, |key, value| {
            set_relation(relation, RelationField::Own(key, Some(value)))
        });
    }
    for (key, label, value) in [("summary", "Summary", &relation.summary), ("note", "Note", &relation.note)] {
        if value.is_none() && !passing.adds(key) {
            continue;
        }
        let focus = passing.focus(key);
        let make = |text: &str| {
            let text = some(text);
            let field = if key == "note" { RelationField::Note(text) } else { RelationField::Summary(text) };
            Some(set_relation(relation, field))
        };
        let row = EditRow::new(id(key), label, value.as_deref().unwrap_or_default());
        EditRow { lines: true, focus, ..row }.show(ui, theme, make);
    }
    let absent = [
        ("when", "Date", relation.when.is_none()),
        ("weight", "Weight", relation.weight.is_none()),
        ("ordinal", "Number in series", relation.ordinal.is_none()),
        ("summary", "Summary", relation.summary.is_none()),
        ("note", "Note", relation.note.is_none()),
        ("field", "Custom field", true),
    ];
    add_menu(ui, &absent, ClaimOwner::Relation(relation.id.clone()), context, passing, actions);
    let name = "Reverse the relation’s direction";
    if text_button(ui, "Reverse direction", name, theme).clicked() {
        let change = Change::ReverseRelation { id: relation.id.clone() };
        actions.push(Action::Edit(Box::new(Edits::one(change))));
    }
}

fn kind_of_relation(ui: &mut Ui, relation: &Relation, context: Context<'_>, actions: &mut Vec<Action>) {
    let (theme, dossier) = (context.theme, context.session.dossier());
    let label = dossier.vocabulary.relation_kind_or_neutral(&relation.kind).label;
    let (from, to) = (dossier.entity_by_id(relation.from.as_str()), dossier.entity_by_id(relation.to.as_str()));
    let kinds = || {
        let all = from.map(|from| relation_kinds(dossier, from, to)).unwrap_or_default();
        let straight = all.into_iter().filter(|(_, turned)| !turned);
        straight.map(|(kind, _)| (kind.id.clone(), capital(&kind.label))).collect()
    };
    if let Some(kind) = choice_row(ui, "Kind", &capital(&label), kinds, theme).filter(|k| *k != relation.kind) {
        actions.push(set_relation(relation, RelationField::Kind(kind)));
    }
}

/// The entities that it relates: an id, or a name that is looked up.
fn ends(ui: &mut Ui, relation: &Relation, context: Context<'_>, actions: &mut Vec<Action>) {
    let (theme, dossier) = (context.theme, context.session.dossier());
    let id = |field: &str| Id::unique(("relation", relation.id.as_str(), field));
    for (label, end, is_from) in [("From", &relation.from, true), ("To", &relation.to, false)] {
        let name = dossier.entity_by_id(end.as_str()).map_or(end.as_str(), |e| e.label());
        let put = |to: EntityId| {
            let field = if is_from { RelationField::From(to) } else { RelationField::To(to) };
            set_relation(relation, field)
        };
        let field = id(label);
        // The click on a choice takes the focus away.
        let focused = ui.memory(|m| m.has_focus(field));
        EditRow::new(field, label, name).show(ui, theme, |text| end_called(context.session, text).map(put));
        if focused {
            let text = text_now(ui, field, name);
            ui.horizontal(|ui| {
                ui.add_space(88.0);
                ui.vertical(|ui| actions.extend(end_choices(ui, &text, context.session, theme).map(put)));
            });
        }
    }
}

/// Weight and number in a series, where there is one or one is being added.
fn numbers(ui: &mut Ui, relation: &Relation, context: Context<'_>, passing: &mut SelectionState) {
    let theme = context.theme;
    let id = |field: &str| Id::unique(("relation", relation.id.as_str(), field));
    if relation.weight.is_some() || passing.adds("weight") {
        let focus = passing.focus("weight");
        let value = relation.weight.map(|w| w.to_string()).unwrap_or_default();
        EditRow { focus, ..EditRow::new(id("weight"), "Weight", &value) }.show(ui, theme, |text| {
            let weight = if text.is_empty() { None } else { Some(text.parse().ok().filter(|w: &f64| w.is_finite())?) };
            Some(set_relation(relation, RelationField::Weight(weight)))
        });
    }
    if relation.ordinal.is_some() || passing.adds("ordinal") {
        let focus = passing.focus("ordinal");
        let value = relation.ordinal.map(|w| w.to_string()).unwrap_or_default();
        EditRow { focus, ..EditRow::new(id("ordinal"), "Number in series", &value) }.show(ui, theme, |text| {
            let number = if text.is_empty() { None } else { Some(text.parse().ok()?) };
            Some(set_relation(relation, RelationField::Ordinal(number)))
        });
    }
}

/// Kind, status and date of several things at once.
pub(crate) fn several(
    ui: &mut Ui,
    entities: &[&Entity],
    relations: &[&Relation],
    context: Context<'_>,
    actions: &mut Vec<Action>,
) {
    const MANY: &str = "(several)";
    let theme = context.theme;
    let dossier = context.session.dossier();
    let all = |field: &dyn Fn() -> EntityField, other: &dyn Fn() -> Option<RelationField>| {
        let changes = entities.iter().filter(|e| !e.ghost);
        let changes = changes.map(|e| Change::SetEntity { id: e.id.clone(), set: vec![field()] });
        let mut changes: Vec<Change> = changes.collect();
        for relation in relations {
            changes.extend(other().map(|field| Change::SetRelation { id: relation.id.clone(), set: vec![field] }));
        }
        Action::Edit(Box::new(Edits::of(changes)))
    };
    if relations.is_empty() {
        let same = entities.iter().all(|e| e.kind == entities[0].kind);
        let now = match entities.first() {
            Some(first) if same => capital(&dossier.vocabulary.entity_kind_or_neutral(&first.kind).label),
            _ => MANY.to_owned(),
        };
        let kinds = || entity_kinds(dossier).into_iter().map(|k| (k.id.clone(), capital(&k.label))).collect();
        if let Some(kind) = choice_row(ui, "Kind", &now, kinds, theme) {
            actions.push(all(&|| EntityField::Kind(kind.clone()), &|| None));
        }
    }
    let states: Vec<Status> = entities.iter().map(|e| e.status).chain(relations.iter().map(|r| r.status)).collect();
    let same = states.iter().all(|s| *s == states[0]);
    let now = states.first().filter(|_| same).map_or(MANY.to_owned(), |s| capital(status_word(*s)));
    if let Some(status) = choice_row(ui, "Status", &now, status_choices, theme) {
        actions.push(all(&|| EntityField::Status(status), &|| Some(RelationField::Status(status))));
    }
    let whens: Vec<Option<&When>> =
        entities.iter().map(|e| e.when.as_ref()).chain(relations.iter().map(|r| r.when.as_ref())).collect();
    let same = whens.iter().all(|w| *w == whens[0]);
    let value = whens.first().filter(|_| same).copied().flatten().map_or("", |w| w.date.written());
    let id = Id::unique(("several", "when"));
    EditRow::new(id, "When", value).show(ui, theme, |text| {
        let when = some(text).map(|text| When::given(Date::read(&text)));
        Some(all(&|| EntityField::When(when.clone()), &|| Some(RelationField::When(when.clone()))))
    });
    if ui.memory(|m| m.has_focus(id)) {
        date_meaning(ui, &text_now(ui, id, value), theme);
    }
}
