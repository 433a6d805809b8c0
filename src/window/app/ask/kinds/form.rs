//! What can be said of one kind: its words, how it looks, which ends fit.

use egui::{Id, Role, Sense, Ui, WidgetInfo, vec2};

use super::super::Around;
use super::super::parts::{chip, field, quiet};
use super::{Item, Kind, glyph};
use crate::dossier::model::{EntityKind, RelationKind, Shape};
use crate::picture::scene::icons::{self, ICONS};
use crate::picture::theme::Theme;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{Icon, capital, counted, edged, text_button};

/// The hues that tell families apart in every common colour vision, and in print.
pub(crate) const FAMILIES: &[(&str, &str)] = &[
    ("blue, actors", "#1F6FB2"),
    ("orange, people", "#C77700"),
    ("purple, talks", "#9A4593"),
    ("green, actions", "#1B8A5A"),
    ("grey, topics", "#5F6B7A"),
    ("red, threats", "#C8421A"),
    ("brown, records and places", "#7A746B"),
];

/// The field of the name.
pub(crate) fn name_id() -> Id {
    Id::unique(("kind", "name"))
}

/// `#RRGGBB`.
pub(crate) fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit())
}

/// Shows the fields of a kind.
pub(crate) fn show(ui: &mut Ui, item: &mut Item, entity_kinds: &[(String, String)], around: Around<'_>) {
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
        field(ui, Id::unique(("kind", "id")), "Id", &mut item.id, "working_group", theme);
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
    field(ui, name_id(), "Name", &mut kind.label, "state", theme);
    // The plural follows as long as nobody says otherwise.
    if usual {
        kind.plural = EntityKind::usual_plural(&kind.label);
    }
    field(ui, Id::unique(("kind", "plural")), "Plural", &mut kind.plural, "states", theme);
    field(ui, Id::unique(("kind", "colour")), "Colour", &mut kind.colour, "#1F6FB2", theme);
    row(ui, "", theme, |ui| {
        for (name, colour) in FAMILIES {
            let sample = EntityKind { colour: (*colour).to_owned(), shape: Shape::Disc, ..kind.clone() };
            let chosen = kind.colour.eq_ignore_ascii_case(colour);
            if sign(ui, &sample, &format!("Colour: {name}"), chosen, theme) {
                kind.colour = (*colour).to_owned();
            }
        }
    });
    row(ui, "Shape", theme, |ui| {
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
    row(ui, "Icon", theme, |ui| {
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
    row(ui, "", theme, |ui| {
        edged(ui, theme, |ui| ui.checkbox(&mut kind.strong, "Names in semi-bold"));
    });
    row(ui, "", theme, |ui| {
        let words = "Counts as present even without a date";
        edged(ui, theme, |ui| ui.checkbox(&mut kind.enduring, words))
            .on_hover_text("As for states, places and topics.");
    });
}

fn relation(ui: &mut Ui, kind: &mut RelationKind, entity_kinds: &[(String, String)], theme: &Theme) {
    let usual = kind.inverse == RelationKind::usual_inverse(&kind.label, kind.directed);
    field(ui, name_id(), "Label", &mut kind.label, "takes part in", theme);
    let mut directed = kind.directed;
    if kind.directed {
        field(ui, Id::unique(("kind", "inverse")), "Inverse label", &mut kind.inverse, "has as participant", theme);
    }
    row(ui, "", theme, |ui| {
        edged(ui, theme, |ui| ui.checkbox(&mut directed, "Directed"));
    });
    if usual || directed != kind.directed {
        let own = directed && kind.directed && !usual;
        kind.directed = directed;
        if !own {
            kind.inverse = RelationKind::usual_inverse(&kind.label, directed);
        }
    }
    for (label, ends) in [("From", &mut kind.from), ("To", &mut kind.to)] {
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
                    for (id, name) in
                        entity_kinds.iter().filter(|(id, _)| !ends.contains(id)).cloned().collect::<Vec<_>>()
                    {
                        if ui.button(capital(&name)).clicked() {
                            ends.push(id);
                            ui.close();
                        }
                    }
                });
            })
            .response
            .on_hover_text(format!(
                "A kind of entity that it {}",
                if label == "Starts at" { "starts at" } else { "points to" }
            ));
        });
    }
    quiet(ui, "Other kinds are allowed, with a warning.", theme);
    row(ui, "", theme, |ui| {
        edged(ui, theme, |ui| ui.checkbox(&mut kind.enduring, "Without a date, lasts as long as both its ends"));
    });
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
