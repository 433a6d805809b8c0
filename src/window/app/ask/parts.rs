//! What several cards are made of: the card itself, its rows and chips, its foot.

use egui::{AtomExt as _, Context, Frame, Id, Margin, Order, Pos2, Response, RichText, ScrollArea, Ui, vec2};

use crate::picture::theme::Theme;
use crate::window::app::style::SMALL;
use crate::window::canvas::paint::color32;

/// Shows what a card holds, to be scrolled where the window is too low for it.
fn scrolled<R>(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let room = (ui.ctx().content_rect().height() - 64.0).max(40.0);
    let area = ScrollArea::vertical().id_salt(("card", name)).max_height(room);
    // What grows takes the room it needs: where a card stood smaller is no bound.
    area.min_scrolled_height(room).show(ui, add).inner
}

/// Shows a card beside a place of the screen, kept within the window.
pub(crate) fn card_at<R>(
    ctx: &Context,
    name: &str,
    at: Pos2,
    width: f32,
    theme: &Theme,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    let id = Id::unique(("card", name));
    let area = egui::Area::new(id).order(Order::Foreground).fixed_pos(at + vec2(14.0, 12.0)).constrain(true);
    let shown = area.show(ctx, |ui| {
        frame(ctx, theme).show(ui, |ui| {
            ui.set_width(width.min((ctx.content_rect().width() - 48.0).max(120.0)));
            ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
            scrolled(ui, name, add)
        })
    });
    shown.inner.inner
}

/// Shows a card that fills a box of the screen, whatever it holds.
pub(crate) fn card_in<R>(
    ctx: &Context,
    name: &str,
    within: egui::Rect,
    theme: &Theme,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    let area = egui::Area::new(Id::unique(("card", name))).order(Order::Foreground).fixed_pos(within.min);
    let shown = area.show(ctx, |ui| {
        frame(ctx, theme).show(ui, |ui| {
            // A window may be smaller than any card.
            ui.set_width((within.width() - 24.0).max(120.0));
            ui.set_height(within.height().max(40.0));
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            add(ui)
        })
    });
    shown.inner.inner
}

/// Shows a dialog in the middle, the rest dimmed.
pub(crate) fn dialog<R>(
    ctx: &Context,
    name: &str,
    width: f32,
    theme: &Theme,
    add: impl FnOnce(&mut Ui) -> R,
) -> (R, bool) {
    let modal = egui::Modal::new(Id::unique(("dialog", name)))
        .backdrop_color(egui::Color32::from_black_alpha(if theme.is_dark { 90 } else { 30 }))
        .show(ctx, |ui| {
            ui.set_width(width.min((ctx.content_rect().width() - 48.0).max(120.0)));
            ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
            scrolled(ui, name, |ui| Frame::new().inner_margin(Margin::symmetric(10, 8)).show(ui, add).inner)
        });
    let close = modal.should_close();
    (modal.inner, close)
}

fn frame(ctx: &Context, theme: &Theme) -> Frame {
    Frame::new()
        .fill(color32(theme.panel))
        .stroke((1.0, color32(theme.hairline)))
        .corner_radius(8)
        .shadow(ctx.style_of(ctx.theme()).visuals.popup_shadow)
        .inner_margin(Margin::same(12))
}

/// The most of the width of a row that a name takes from the word at its right.
const NAME_SHARE: f32 = 0.7;

/// One of several things to choose from: what it is, and a word at the right.
pub(crate) fn option(ui: &mut Ui, name: &str, detail: &str, selected: bool, theme: &Theme) -> Response {
    let detail = RichText::new(crate::problem::printable(detail)).size(SMALL).color(color32(theme.ink_third));
    let name = RichText::new(crate::problem::printable(name)).color(color32(theme.ink));
    // Of the two the name is cut last.
    let (name, detail) = (name.atom_max_width(ui.available_width() * NAME_SHARE), detail.atom_shrink(true));
    let button = egui::Button::new((name, egui::Atom::grow(), detail))
        .selected(selected)
        .truncate()
        .min_size(vec2(ui.available_width(), 26.0));
    ui.add(button)
}

/// A small choice among several in a row.
pub(crate) fn chip(ui: &mut Ui, name: &str, selected: bool, theme: &Theme) -> bool {
    let ink = if selected { theme.ink } else { theme.ink_second };
    let edge = if selected { theme.accent } else { theme.hairline };
    let button = egui::Button::new(RichText::new(crate::problem::printable(name)).size(SMALL).color(color32(ink)))
        .selected(selected)
        .stroke((1.0, color32(edge)))
        .corner_radius(10);
    ui.add(button).clicked()
}

/// A line of quiet words.
pub(crate) fn quiet(ui: &mut Ui, text: &str, theme: &Theme) {
    ui.add(egui::Label::new(RichText::new(text).size(11.5).color(color32(theme.ink_third))).wrap());
}

pub(crate) fn heading(ui: &mut Ui, text: &str, theme: &Theme) {
    let text = RichText::new(crate::problem::printable(text)).family(crate::window::app::fonts::semibold());
    ui.add(egui::Label::new(text.color(color32(theme.ink))).wrap());
}

/// The foot of a dialog: cancel at the left, the deed at the right. Says (deed, cancelled).
pub(crate) fn foot(ui: &mut Ui, deed: &str, enabled: bool, theme: &Theme) -> (bool, bool) {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        let cancelled = ui.button("Cancel").clicked();
        let done = ui
            .with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let text = RichText::new(deed).color(color32(if enabled { theme.panel } else { theme.ink_second }));
                let fill = if enabled { color32(theme.accent) } else { egui::Color32::TRANSPARENT };
                let edge = (1.0, color32(if enabled { theme.accent } else { theme.line }));
                ui.add_enabled(enabled, egui::Button::new(text).fill(fill).stroke(edge)).clicked()
            })
            .inner;
        (done, cancelled)
    })
    .inner
}

/// A labelled field of a dialog for text of several lines, where Enter begins the next.
pub(crate) fn text_area(ui: &mut Ui, id: Id, label: &str, text: &mut String, hint: &str, theme: &Theme) {
    ui.horizontal_top(|ui| {
        label_at_left(ui, label, theme);
        egui::ScrollArea::vertical().max_height(140.0).show(ui, |ui| {
            let edit = egui::TextEdit::multiline(text)
                .id(id)
                .hint_text(RichText::new(hint).color(color32(theme.ink_third)))
                .margin(Margin::symmetric(8, 5))
                .desired_rows(4)
                .desired_width(ui.available_width());
            ui.add(edit).accessible_name(label);
        });
    });
}

fn label_at_left(ui: &mut Ui, label: &str, theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(vec2(92.0, 28.0), egui::Sense::hover());
    let font = egui::FontId::proportional(13.0);
    ui.painter().text(rect.left_center(), egui::Align2::LEFT_CENTER, label, font, color32(theme.ink_third));
}

/// A labelled field of a dialog. Says whether Enter was pressed in it.
pub(crate) fn field(ui: &mut Ui, id: Id, label: &str, text: &mut String, hint: &str, theme: &Theme) -> bool {
    ui.horizontal(|ui| {
        label_at_left(ui, label, theme);
        let width = ui.available_width();
        let edit = egui::TextEdit::singleline(text)
            .id(id)
            .hint_text(RichText::new(hint).color(color32(theme.ink_third)))
            .margin(Margin::symmetric(8, 5))
            .desired_width(width);
        let response = ui.add(edit).accessible_name(label);
        response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter))
    })
    .inner
}
