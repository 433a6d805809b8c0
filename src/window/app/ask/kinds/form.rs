//! What can be said of one kind: its words, how it looks, which ends fit.

use egui::{Id, Role, Sense, Ui, WidgetInfo, vec2};

use super::super::Around;
use super::super::parts::{chip, field, quiet};
use super::{Kind, KindItem, glyph};
use crate::dossier::model::schema::{Field, FieldType, Schema, TextRule, type_in, typed_text};
use crate::dossier::model::{EntityKind, RelationKind, Shape};
use crate::picture::scene::icons::{self, ICONS};
use crate::picture::theme::Theme;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{Icon, capital, edged, text_button};
use crate::wording::counted;

/// The hues that tell families apart in every common colour vision, and in print.
pub(crate) const FAMILIES: &[(&str, &str)] = &[
    ("blue, actors", "#0A6FCA"),
    ("orange, people", "#C47500"),
    ("purple, talks", "#9D4396"),
    ("green, actions", "#198853"),
    ("grey, topics", "#5C6670"),
    ("red, threats", "#BC411D"),
    ("brown, records and places", "#7C7976"),
];

/// The field of the name.
pub(crate) fn name_id() -> Id {
    Id::unique(("kind", "label"))
}

/// `#RRGGBB`.
pub(crate) fn is_colour(text: &str) -> bool {
    TextRule::Colour.fault("colour", text).is_none()
}

/// Shows the fields of a kind.
pub(crate) fn show(ui: &mut Ui, item: &mut KindItem, entity_kinds: &[(String, String)], around: Around<'_>) {
    let theme = around.theme;
    if item.gone {
        let word =
            if item.built_in { "This kind will be reset to the built-in one." } else { "This kind will be deleted." };
        quiet(ui, word, theme);
        if text_button(ui, "Keep kind", "Keep this kind as it is", theme).clicked() {
            item.gone = false;
        }
        return;
    }
    match &mut item.kind {
        Kind::Entity(kind) => entity(ui, kind, theme),
        Kind::Relation(kind) => relation(ui, kind, entity_kinds, theme),
    }
    ui.add_space(6.0);
    let own_id = item.own && !item.built_in;
    if own_id {
        field(ui, Id::unique(("kind", "id")), "ID", &mut item.id, "working_group", theme);
    }
    let origin = match (item.own, item.built_in, &item.before) {
        (_, _, None) => "New in this dossier.".to_owned(),
        (true, true, _) => format!("Built in, changed in this dossier. ID: {}.", item.kind.id()),
        (true, false, _) if item.id != item.kind.id() && item.used > 0 => {
            format!("Defined in this dossier; {} will change to the new ID.", counted(item.used, "record", "records"))
        }
        (true, false, _) => "Defined in this dossier.".to_owned(),
        (false, _, _) => {
            format!("Built in; changes apply to this dossier only. ID: {}.", item.kind.id())
        }
    };
    quiet(ui, &origin, theme);
    if !item.own {
        return;
    }
    if item.before.is_none() || (item.used == 0 && !item.built_in) {
        if text_button(ui, "Delete", "Delete the kind", theme).clicked() {
            item.gone = true;
        }
    } else if item.built_in {
        if text_button(ui, "Reset", "Reset to the built-in kind", theme).clicked() {
            item.gone = true;
        }
    } else {
        let records = counted(item.used, "record is", "records are");
        quiet(ui, &format!("Cannot be deleted: {records} of this kind."), theme);
    }
}

fn entity(ui: &mut Ui, kind: &mut EntityKind, theme: &Theme) {
    let usual = kind.plural == EntityKind::usual_plural(&kind.label);
    for shown in EntityKind::FIELDS.iter().filter(|field| !field.label.is_empty()) {
        match (&shown.kind, shown.text) {
            (FieldType::Implied(lens, _), rule) => {
                line(ui, shown, (lens.put)(kind), theme);
                // The plural follows the label as long as nobody says otherwise.
                if usual && std::ptr::eq((lens.get)(kind), &kind.label) {
                    kind.plural = EntityKind::usual_plural(&kind.label);
                }
                if rule == TextRule::Colour {
                    families(ui, kind, theme);
                }
            }
            (FieldType::Word(_), _) => shapes(ui, kind, shown.label, theme),
            (FieldType::Text(_), TextRule::Among(..)) => signs(ui, kind, shown.label, theme),
            (
                FieldType::Text(_)
                | FieldType::Id(_)
                | FieldType::OwnId(_)
                | FieldType::Reference(_)
                | FieldType::MaybeReference(_)
                | FieldType::Needed(_)
                | FieldType::Texts(_)
                | FieldType::Choice(_)
                | FieldType::Flag(..)
                | FieldType::MaybeFlag(_)
                | FieldType::Number(_)
                | FieldType::Whole(_)
                | FieldType::Coordinate(_)
                | FieldType::Date(_)
                | FieldType::When(..)
                | FieldType::Rating(_)
                | FieldType::Basis(_)
                | FieldType::Names(_)
                | FieldType::Claims(_)
                | FieldType::Pins(_)
                | FieldType::Notes(_)
                | FieldType::OwnFields(..)
                | FieldType::Group(..),
                _,
            ) => plain(ui, kind, shown, theme),
        }
    }
}

/// Colours to choose from.
fn families(ui: &mut Ui, kind: &mut EntityKind, theme: &Theme) {
    row(ui, "", theme, |ui| {
        for (name, colour) in FAMILIES {
            let sample = EntityKind { colour: (*colour).to_owned(), shape: Shape::Disc, ..kind.clone() };
            let chosen = kind.colour.eq_ignore_ascii_case(colour);
            if sign(ui, &sample, &format!("Colour: {name}"), chosen, theme) {
                kind.colour = (*colour).to_owned();
            }
        }
    });
}

/// Shapes to choose from.
fn shapes(ui: &mut Ui, kind: &mut EntityKind, label: &str, theme: &Theme) {
    row(ui, label, theme, |ui| {
        for (word, shape) in Shape::ALL {
            let sample = EntityKind { shape: *shape, ..kind.clone() };
            let sample = if is_colour(&sample.colour) {
                sample
            } else {
                EntityKind { colour: EntityKind::NEUTRAL_COLOUR.to_owned(), ..sample }
            };
            if sign(ui, &sample, &format!("Shape: {}", word.replace('_', " ")), kind.shape == *shape, theme) {
                kind.shape = *shape;
            }
        }
    });
}

/// Icons to choose from, and none.
fn signs(ui: &mut Ui, kind: &mut EntityKind, label: &str, theme: &Theme) {
    row(ui, label, theme, |ui| {
        if chip(ui, "none", kind.icon.is_none(), theme) {
            kind.icon = None;
        }
        for (word, _) in ICONS {
            let chosen = kind.icon.as_deref() == Some(word);
            let clicked = choice(ui, &format!("Icon: {word}"), chosen, theme, |ui, centre| {
                if let Some(icon) = icons::number(word) {
                    let ink = if chosen { theme.ink } else { theme.ink_second };
                    glyph::paint(ui.painter(), icon, centre, color32(ink));
                }
            });
            if clicked {
                kind.icon = Some((*word).to_owned());
            }
        }
    });
}

fn relation(ui: &mut Ui, kind: &mut RelationKind, entity_kinds: &[(String, String)], theme: &Theme) {
    let usual = kind.inverse == RelationKind::usual_inverse(&kind.label, kind.directed);
    let was_directed = kind.directed;
    for shown in RelationKind::FIELDS.iter().filter(|field| !field.label.is_empty()) {
        match &shown.kind {
            // One without a direction reads the same from both ends.
            FieldType::Implied(lens, _) if std::ptr::eq((lens.get)(kind), &kind.inverse) && !was_directed => {}
            FieldType::Implied(lens, _) => line(ui, shown, (lens.put)(kind), theme),
            FieldType::Texts(lens) => {
                let last = std::ptr::eq((lens.get)(kind), &kind.to);
                let verb = if last { "points to" } else { "starts at" };
                ends(ui, (shown.label, verb), (lens.put)(kind), entity_kinds, theme);
                if last {
                    quiet(ui, "Other kinds are allowed, with a warning.", theme);
                }
            }
            FieldType::Id(_)
            | FieldType::OwnId(_)
            | FieldType::Reference(_)
            | FieldType::MaybeReference(_)
            | FieldType::Needed(_)
            | FieldType::Text(_)
            | FieldType::Word(_)
            | FieldType::Choice(_)
            | FieldType::Flag(..)
            | FieldType::MaybeFlag(_)
            | FieldType::Number(_)
            | FieldType::Whole(_)
            | FieldType::Coordinate(_)
            | FieldType::Date(_)
            | FieldType::When(..)
            | FieldType::Rating(_)
            | FieldType::Basis(_)
            | FieldType::Names(_)
            | FieldType::Claims(_)
            | FieldType::Pins(_)
            | FieldType::Notes(_)
            | FieldType::OwnFields(..)
            | FieldType::Group(..) => plain(ui, kind, shown, theme),
        }
    }
    if usual || kind.directed != was_directed {
        let own = kind.directed && was_directed && !usual;
        if !own {
            kind.inverse = RelationKind::usual_inverse(&kind.label, kind.directed);
        }
    }
}

/// The kinds of entity that an end may be of.
fn ends(
    ui: &mut Ui,
    (label, verb): (&str, &str),
    ends: &mut Vec<String>,
    entity_kinds: &[(String, String)],
    theme: &Theme,
) {
    row(ui, label, theme, |ui| {
        if chip(ui, "any kind", ends.is_empty(), theme) {
            ends.clear();
        }
        for (id, name) in entity_kinds.iter().filter(|(id, _)| ends.contains(id)).cloned().collect::<Vec<_>>() {
            if chip(ui, &name, true, theme) {
                ends.retain(|end| *end != id);
            }
        }
        ui.menu_button("Add…", |ui| {
            egui::ScrollArea::vertical().max_height(280.0).show(ui, |ui| {
                for (id, name) in entity_kinds.iter().filter(|(id, _)| !ends.contains(id)).cloned().collect::<Vec<_>>()
                {
                    if ui.button(capital(&name)).clicked() {
                        ends.push(id);
                        ui.close();
                    }
                }
            });
        })
        .response
        .on_hover_text(format!("A kind of entity that it {verb}"));
    });
}

/// The line of a text.
fn line<R: Schema>(ui: &mut Ui, shown: &Field<R>, text: &mut String, theme: &Theme) {
    field(ui, Id::unique(("kind", shown.name)), shown.label, text, shown.hint, theme);
}

/// A field that needs nothing special: a mark, or a line.
fn plain<R: Schema>(ui: &mut Ui, kind: &mut R, shown: &Field<R>, theme: &Theme) {
    if let FieldType::Flag(lens, _) = &shown.kind {
        row(ui, "", theme, |ui| {
            let mark = edged(ui, theme, |ui| ui.checkbox((lens.put)(kind), shown.label));
            if !shown.hint.is_empty() {
                mark.on_hover_text(shown.hint);
            }
        });
        return;
    }
    let mut text = typed_text(kind, shown).unwrap_or_default();
    let before = text.clone();
    line(ui, shown, &mut text, theme);
    if text != before {
        // What is half typed is no value yet.
        let _ = type_in(kind, shown, &text);
    }
}

/// A label and what stands beside it, over several lines where need be.
fn row(ui: &mut Ui, label: &str, theme: &Theme, add: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(92.0, 28.0), Sense::hover());
        let font = egui::FontId::proportional(13.0);
        ui.painter().text(rect.left_center(), egui::Align2::LEFT_CENTER, label, font, color32(theme.ink_third));
        ui.vertical(|ui| {
            ui.add_space(2.0);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
                ui.set_max_width((ui.available_width() - 12.0).max(40.0));
                add(ui);
            });
        });
    });
}

/// A kind's sign to choose. Says whether it was.
fn sign(ui: &mut Ui, kind: &EntityKind, name: &str, chosen: bool, theme: &Theme) -> bool {
    choice(ui, name, chosen, theme, |ui, centre| Icon::of_kind(kind, theme).paint(ui.painter(), centre))
}

/// A sign to choose, painted around its centre. Says whether it was.
fn choice(ui: &mut Ui, name: &str, chosen: bool, theme: &Theme, paint: impl FnOnce(&Ui, egui::Pos2)) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(28.0, 26.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, name));
    let visuals = ui.visuals();
    if chosen || response.has_focus() {
        let width = if response.has_focus() { 2.0 } else { 1.5 };
        let stroke = egui::Stroke::new(width, color32(theme.accent));
        ui.painter().rect(rect, 6.0, visuals.selection.bg_fill.gamma_multiply(0.4), stroke, egui::StrokeKind::Inside);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 6.0, visuals.widgets.hovered.weak_bg_fill);
    }
    paint(ui, rect.center());
    response.on_hover_text(name).clicked()
}
