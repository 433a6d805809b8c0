//! A thing that is looked at: the properties that tie it to others, both ways and with counts, and what one of them leads
//! to, a hundred at a time, to be picked.

use egui::{CursorIcon, Id, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::asked::Order;
use super::keys::give_keys;
use super::state::{About, Focus, LookUpCard, Wish};
use crate::dossier::endpoint::{Direction, Paging, Thing};
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{
    FieldLabel, TextLook, clean, edged, ground, lay, text_button, text_field, whole, words,
};
use crate::wording::{counted, in_figures};

/// Share of the width that the properties have, and the most of it in points.
const PROPERTIES: (f32, f32) = (0.4, 320.0);
/// Height of a row.
const ROW: f32 = 26.0;

impl LookUpCard {
    /// The thing's properties, and the ties of the one that was chosen.
    pub(super) fn about(&mut self, ui: &mut Ui, theme: &Theme, wish: &mut Option<Wish>) {
        let area = ui.available_rect_before_wrap();
        let middle = area.left() + (area.width() * PROPERTIES.0).min(PROPERTIES.1);
        let left = Rect::from_min_max(area.min, pos2(middle - 12.0, area.bottom()));
        let right = Rect::from_min_max(pos2(middle + 12.0, area.top()), area.max);
        ui.painter().vline(middle, area.y_range(), (1.0, color32(theme.hairline)));
        let LookUpCard { about: Some(about), focus, .. } = self else { return };
        ui.scope_builder(UiBuilder::new().max_rect(left).id_salt("look up properties"), |ui| {
            properties(ui, about, focus, theme, wish);
        });
        ui.scope_builder(UiBuilder::new().max_rect(right).id_salt("look up ties"), |ui| {
            ties(ui, about, focus, theme, wish);
        });
    }

    /// What can be done with what is picked, at the foot of the card.
    pub(super) fn about_foot(&mut self, ui: &mut Ui, can_take: bool, theme: &Theme, wish: &mut Option<Wish>) {
        let picked = self.picked();
        let requests = picked.as_ref().and_then(|picked| self.endpoint()?.profile.requests(&picked.picks));
        let Some(about) = &mut self.about else { return };
        let text = match about.picks.ties.len() {
            0 => "Take in this thing only…".to_owned(),
            number => format!("Take in with {}…", counted(number, "relation", "relations")),
        };
        let spoken = match about.picks.ties.len() {
            0 => format!("Take in only {}", printable(about.thing.shown())),
            number => {
                format!("Take in {} with {}", printable(about.thing.shown()), counted(number, "relation", "relations"))
            }
        };
        let button = |ui: &mut Ui| text_button(ui, &text, &spoken, theme);
        if ui.add_enabled_ui(can_take, button).inner.clicked() {
            *wish = picked.map(|picked| Wish::Ask(Order::Offer(Box::new(picked))));
        }
        if let Some(requests) = requests {
            let text = format!("This asks up to {}.", counted(requests, "time", "times"));
            words(ui, &text, TextLook::faint(theme));
        }
        if about.picks.ties.is_empty() {
            return;
        }
        edged(ui, theme, |ui| {
            ui.checkbox(&mut about.picks.among, "Relations between them")
                .on_hover_text("Also take the relations between the things that you take in. Large selections are searched only in part.");
            if about.picks.ties.iter().any(|tie| tie.deprecated) {
                ui.checkbox(&mut about.picks.with_deprecated, "Deprecated statements")
                    .on_hover_text("Also take statements that the endpoint has marked as deprecated. Their claims are marked as superseded.");
            }
        });
    }
}

fn properties(ui: &mut Ui, about: &About, focus: &mut Option<Focus>, theme: &Theme, wish: &mut Option<Wish>) {
    if about.properties.is_empty() {
        words(ui, "It has no relations that can be taken in.", TextLook::small(theme));
        return;
    }
    ScrollArea::vertical().id_salt("look up properties").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (number, (property, name)) in about.properties.iter().zip(&about.names).enumerate() {
            let is_chosen = about.by.as_ref() == Some(property);
            let (arrow, way) = match property.direction {
                Direction::Out => ("→", "leads to"),
                Direction::In => ("←", "comes from"),
            };
            let count = property.count.map_or_else(|| "?".to_owned(), |count| count.to_string());
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 10.0, ROW), Sense::click());
            let spoken = format!("{}, {way} {count}", clean(name));
            response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_chosen, &spoken));
            if number == 0 {
                give_keys(focus, Focus::Properties, &response);
            }
            if response.gained_focus() {
                response.scroll_to_me(None);
            }
            if ui.is_rect_visible(rect) {
                ground(ui, rect.shrink2(vec2(8.0, 0.0)), &response, is_chosen, theme);
                let ink = if is_chosen { theme.ink_second } else { theme.ink_third };
                let faint = TextLook::faint(theme).ink(ink);
                let middle = rect.center().y;
                lay(ui, arrow, faint, 16.0, 1).paint(ui, rect.left() + 8.0, middle);
                let count = lay(ui, &count, faint, 60.0, 1);
                count.paint(ui, rect.right() - 8.0 - count.size().x, middle);
                let width = rect.width() - 48.0 - count.size().x;
                lay(ui, name, TextLook::body(theme), width, 1).paint(ui, rect.left() + 28.0, middle);
            }
            let response = response.on_hover_cursor(CursorIcon::PointingHand);
            if response.on_hover_ui(|ui| whole(ui, &property.iri)).clicked() {
                let of = about.thing.iri.clone();
                *wish = Some(Wish::Ask(Order::Neighbours(of, property.clone(), Paging::default())));
            }
        }
    });
}

fn ties(ui: &mut Ui, about: &mut About, focus: &mut Option<Focus>, theme: &Theme, wish: &mut Option<Wish>) {
    let Some(by) = about.by.clone() else {
        let text = "Choose a property to see where it leads. To take in only this thing, use the button below.";
        words(ui, text, TextLook::faint(theme));
        return;
    };
    ui.horizontal(|ui| {
        let width = (ui.available_width() - 150.0).max(100.0);
        let label = FieldLabel { name: "Filter what is listed", hint: "Filter", width };
        let field = text_field(ui, Id::unique("look up filter"), &mut about.filter, label, theme);
        give_keys(focus, Focus::Filter, &field.response);
        if field.left {
            if about.filter.is_empty() {
                *wish = Some(Wish::Back);
            } else {
                about.filter.clear();
                about.look_through();
            }
        }
        if field.response.changed() {
            about.look_through();
        }
        let listed = about.shown.iter().filter_map(|number| about.ties.get(*number));
        let all_picked = listed.clone().all(|tie| about.picks.ties.contains(tie));
        let (text, spoken) =
            if all_picked { ("None", "Pick none of those listed") } else { ("All", "Pick all listed") };
        if !about.shown.is_empty() && text_button(ui, text, spoken, theme).clicked() {
            let listed: Vec<_> = listed.cloned().collect();
            for tie in listed {
                if all_picked {
                    about.picks.ties.remove(&tie)
                } else {
                    about.picks.ties.insert(tie)
                };
            }
        }
    });
    let count = match about.shown.len() {
        shown if shown == about.ties.len() => format!("{} listed", in_figures(shown)),
        shown => format!("{} of {} listed", in_figures(shown), in_figures(about.ties.len())),
    };
    ui.horizontal(|ui| {
        words(ui, &count, TextLook::faint(theme));
        if let Some(next) = &about.next
            && text_button(ui, "Next 100", "List the next 100", theme).clicked()
        {
            *wish = Some(Wish::Ask(Order::Neighbours(about.thing.iri.clone(), by, next.clone())));
        }
    });
    let area = ScrollArea::vertical().id_salt("look up ties").auto_shrink([false, false]);
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut flipped = None;
    area.show_rows(ui, ROW, about.shown.len(), |ui, rows| {
        for number in about.shown.get(rows).unwrap_or_default() {
            if tie_row(ui, about, *number, theme) {
                flipped = Some(*number);
            }
        }
    });
    if let Some(tie) = flipped.and_then(|number| about.ties.get(number)).cloned()
        && !about.picks.ties.remove(&tie)
    {
        about.picks.ties.insert(tie);
    }
}

/// Shows a tie. Says whether it was picked or put back.
fn tie_row(ui: &mut Ui, about: &About, number: usize, theme: &Theme) -> bool {
    let Some(tie) = about.ties.get(number) else { return false };
    let is_picked = about.picks.ties.contains(tie);
    let thing = about.other_end(tie).and_then(|iri| about.things.get(iri));
    let label = about.label(tie);
    let mut parts: Vec<&str> = Vec::new();
    parts.extend(thing.and_then(|thing| thing.kind.as_deref()));
    parts.extend(thing.and_then(|thing| thing.description.as_deref()));
    parts.extend(tie.deprecated.then_some("deprecated"));
    let what = parts.join(" · ");
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 10.0, ROW), Sense::click());
    let spoken =
        if what.is_empty() { clean(label).into_owned() } else { format!("{}, {}", clean(label), clean(&what)) };
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_picked, &spoken));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if ui.is_rect_visible(rect) {
        ground(ui, rect.shrink2(vec2(8.0, 0.0)), &response, is_picked, theme);
        let middle = rect.center().y;
        tick(ui, pos2(rect.left() + 16.0, middle), is_picked, theme);
        let width = rect.width() - 44.0;
        let name = lay(ui, label, TextLook::body(theme).struck(tie.deprecated), width * 0.6, 1);
        name.paint(ui, rect.left() + 32.0, middle);
        let ink = if is_picked { theme.ink_second } else { theme.ink_third };
        let rest = width - name.size().x - 10.0;
        if rest > 30.0 {
            let what = lay(ui, &what, TextLook::faint(theme).ink(ink), rest, 1);
            what.paint(ui, rect.left() + 42.0 + name.size().x, middle);
        }
    }
    let iri = about.other_end(tie).unwrap_or("The endpoint says that there is a value, but not which.");
    let short = thing.map_or("", Thing::short);
    let hint = format!("{label} {short}\n{iri}\n{what}");
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui(|ui| whole(ui, &hint)).clicked()
}

/// A box, ticked or not.
fn tick(ui: &Ui, middle: egui::Pos2, is_on: bool, theme: &Theme) {
    let rect = Rect::from_center_size(middle, vec2(14.0, 14.0));
    let (fill, edge) = if is_on { (theme.accent, theme.accent) } else { (theme.field, theme.ink_third) };
    ui.painter().rect(rect, 3.0, color32(fill), (1.0, color32(edge)), egui::StrokeKind::Inside);
    if is_on {
        let points = [vec2(-3.5, 0.0), vec2(-1.0, 2.8), vec2(3.8, -3.0)].map(|by| middle + by);
        ui.painter().line(points.to_vec(), egui::Stroke::new(1.6, color32(theme.panel)));
    }
}
