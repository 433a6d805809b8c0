//! A thing that is looked at: the properties that tie it to others, both ways and with counts, and beside or below them what is
//! offered.

use egui::{CursorIcon, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::asked::Order;
use super::keys::give_keys;
use super::offer::{About, AboutPicks};
use super::state::{Focus, LookUpCard, Wish};
use super::ties::{Listed, ties};
use crate::dossier::endpoint::{Direction, Paging};
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{TextLook, clean, edged, ground, lay, text_button, whole, words};
use crate::wording::counted;

/// Share of the width that the properties have, and the most of it in points.
const PROPERTIES: (f32, f32) = (0.4, 320.0);
/// Where the card is narrower than this, the ties stand below the properties, which then have this share of the height and at
/// most so much of it.
const NARROW: f32 = 600.0;
const ABOVE: (f32, f32) = (0.3, 220.0);
/// Height of a row.
const ROW: f32 = 26.0;

impl LookUpCard {
    /// The thing's properties, and the ties of the one that was chosen.
    pub(super) fn about(&mut self, ui: &mut Ui, listed: Listed<'_>, wish: &mut Option<Wish>) {
        let area = ui.available_rect_before_wrap();
        let theme = listed.theme;
        let LookUpCard { about: Some(about), focus, .. } = self else { return };
        let (first, second) = if area.width() >= NARROW {
            let middle = area.left() + (area.width() * PROPERTIES.0).min(PROPERTIES.1);
            ui.painter().vline(middle, area.y_range(), (1.0, color32(theme.hairline)));
            let left = Rect::from_min_max(area.min, pos2(middle - 12.0, area.bottom()));
            (left, Rect::from_min_max(pos2(middle + 12.0, area.top()), area.max))
        } else {
            // As few properties as there are need no more room.
            let needed = ROW * about.properties.len().max(1) as f32 + 4.0;
            let middle = area.top() + needed.min(area.height() * ABOVE.0).min(ABOVE.1);
            ui.painter().hline(area.x_range(), middle + 4.0, (1.0, color32(theme.hairline)));
            let above = Rect::from_min_max(area.min, pos2(area.right(), middle));
            (above, Rect::from_min_max(pos2(area.left(), middle + 12.0), area.max))
        };
        ui.scope_builder(UiBuilder::new().max_rect(first).id_salt("look up properties"), |ui| {
            properties(ui, about, focus, theme, wish);
        });
        ui.scope_builder(UiBuilder::new().max_rect(second).id_salt("look up ties"), |ui| {
            ties(ui, about, focus, listed, wish);
        });
    }

    /// What can be done with what is picked, at the foot of the card.
    pub(super) fn about_foot(&mut self, ui: &mut Ui, can_take: bool, theme: &Theme, wish: &mut Option<Wish>) {
        let picked = self.picked();
        let requests = picked.as_ref().and_then(|picked| self.endpoint()?.profile.requests(&picked.picks));
        let Some(about) = &mut self.about else { return };
        let text = match about.offer.picks.ties.len() {
            0 => "Take in this thing only…".to_owned(),
            number => format!("Take in with {}…", counted(number, "relation", "relations")),
        };
        let spoken = match about.offer.picks.ties.len() {
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
            let text = format!("This takes up to {}.", counted(requests, "request", "requests"));
            words(ui, &text, TextLook::faint(theme));
        }
        // Where there is little room they stand above.
        if ui.max_rect().width() >= NARROW {
            options(ui, &mut about.offer.picks, theme);
        }
    }

    /// What else is taken in with what is picked, in a line of its own where the card is narrow.
    pub(super) fn options_above_foot(&mut self, ui: &mut Ui, theme: &Theme) {
        if let Some(about) = &mut self.about {
            ui.horizontal(|ui| options(ui, &mut about.offer.picks, theme));
        }
    }

    /// Whether there is such a line.
    pub(super) fn has_options_above_foot(&self, width: f32) -> bool {
        width < NARROW && self.about.as_ref().is_some_and(|about| !about.offer.picks.ties.is_empty())
    }
}

fn options(ui: &mut Ui, picks: &mut AboutPicks, theme: &Theme) {
    if picks.ties.is_empty() {
        return;
    }
    edged(ui, theme, |ui| {
        ui.checkbox(&mut picks.among, "Relations between them").on_hover_text(
            "Also take the relations between the things that you take in. Large selections are searched only in part.",
        );
        if picks.ties.iter().any(|tie| tie.deprecated) {
            ui.checkbox(&mut picks.with_deprecated, "Deprecated statements")
                .on_hover_text("Also take statements that the endpoint has marked as deprecated. Their claims are marked as superseded.");
        }
    });
}

fn properties(ui: &mut Ui, about: &About, focus: &mut Option<Focus>, theme: &Theme, wish: &mut Option<Wish>) {
    if about.properties.is_empty() {
        words(ui, "It has no relations that can be taken in.", TextLook::small(theme));
        return;
    }
    ScrollArea::vertical().id_salt("look up properties").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (number, (property, name)) in about.properties.iter().zip(&about.names).enumerate() {
            let is_chosen = about.offer.by.as_ref() == Some(property);
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
