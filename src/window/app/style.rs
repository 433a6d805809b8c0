//! From theme tokens to egui's style: type, spacing, colours, corners. The only place that sets
//! them.

use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Vec2, Visuals};

use crate::picture::theme::{OFF_CONTRAST, Theme, Tint};
use crate::window::canvas::paint::color32;

/// Text size of panels, in points.
pub(crate) const TEXT: f32 = 13.0;
/// Text size of what matters less, in points.
pub(crate) const SMALL: f32 = 12.0;
/// Text size of the inspector's heading, in points.
pub(crate) const HEADING: f32 = 17.0;

/// Sets egui's two styles by our light and dark tokens.
pub fn install(ctx: &egui::Context) {
    ctx.set_style_of(egui::Theme::Light, style(&Theme::LIGHT));
    ctx.set_style_of(egui::Theme::Dark, style(&Theme::DARK));
    // Where the system does not say: paper is light.
    ctx.options_mut(|o| {
        o.fallback_theme = egui::Theme::Light;
        // Ctrl and + are the graph's; what sizes the interface is in the table of commands.
        o.zoom_with_keyboard = false;
    });
}

/// Sizes everything of the window; the graph keeps its own zoom.
pub(crate) fn set_interface_percent(ctx: &egui::Context, percent: u32) {
    ctx.set_zoom_factor(percent as f32 / 100.0);
}

/// The theme whose tokens egui now uses.
pub(crate) fn current(ctx: &egui::Context) -> &'static Theme {
    match ctx.theme() {
        egui::Theme::Light => &Theme::LIGHT,
        egui::Theme::Dark => &Theme::DARK,
    }
}

fn style(theme: &Theme) -> Style {
    let mut style = Style::default();
    let size = |points| FontId::new(points, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, size(SMALL)),
        (TextStyle::Body, size(TEXT)),
        (TextStyle::Button, size(TEXT)),
        (TextStyle::Monospace, size(TEXT)),
        (TextStyle::Heading, FontId::new(HEADING, super::fonts::semibold())),
    ]
    .into();
    style.spacing.item_spacing = Vec2::new(8.0, 4.0);
    style.spacing.button_padding = Vec2::new(8.0, 4.0);
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.window_margin = Margin::same(16);
    style.spacing.interact_size = Vec2::new(24.0, 24.0);
    style.spacing.scroll = egui::style::ScrollStyle::thin();
    style.spacing.tooltip_width = 320.0;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.45;
    style.animation_time = 0.12;
    style.visuals = visuals(theme);
    style
}

fn visuals(theme: &Theme) -> Visuals {
    let mut v = if theme.is_dark { Visuals::dark() } else { Visuals::light() };
    let accent = color32(theme.accent);
    let hairline = Stroke::new(1.0, color32(theme.hairline));
    let tint = |tint: Tint| color32(theme.tinted(tint));
    let corners = CornerRadius::same(6);
    v.panel_fill = color32(theme.panel);
    v.window_fill = color32(theme.panel);
    v.window_stroke = hairline;
    v.window_corner_radius = CornerRadius::same(8);
    v.menu_corner_radius = CornerRadius::same(7);
    let shadow = Shadow {
        offset: [0, 6],
        blur: 20,
        spread: 0,
        color: Color32::from_black_alpha(if theme.is_dark { 110 } else { 36 }),
    };
    v.window_shadow = shadow;
    v.popup_shadow = shadow;
    v.extreme_bg_color = color32(theme.field);
    v.text_edit_bg_color = Some(color32(theme.field));
    v.faint_bg_color = tint(Tint::Striped);
    v.code_bg_color = color32(theme.field);
    v.hyperlink_color = accent;
    v.error_fg_color = color32(theme.error);
    v.warn_fg_color = color32(theme.warning);
    v.weak_text_color = Some(color32(theme.ink_third));
    v.selection.bg_fill = color32(theme.selected_text());
    v.selection.stroke = Stroke::new(1.0, accent);
    v.text_cursor.stroke = Stroke::new(1.5, accent);
    v.disabled_alpha = off_share(theme);
    v.button_frame = true;
    v.indent_has_left_vline = false;
    let widgets = &mut v.widgets;
    for (visual, ink, fill, stroke) in [
        (&mut widgets.noninteractive, theme.ink, Color32::TRANSPARENT, hairline),
        (&mut widgets.inactive, theme.ink_second, Color32::TRANSPARENT, Stroke::NONE),
        (&mut widgets.hovered, theme.ink, tint(Tint::Hovered), Stroke::NONE),
        (&mut widgets.active, theme.ink, tint(Tint::Pressed), Stroke::NONE),
        (&mut widgets.open, theme.ink, tint(Tint::Pressed), Stroke::NONE),
    ] {
        visual.bg_fill = fill;
        visual.weak_bg_fill = fill;
        visual.bg_stroke = stroke;
        visual.fg_stroke = Stroke::new(1.0, color32(ink));
        visual.corner_radius = corners;
        visual.expansion = 0.0;
    }
    // Sliders and check boxes need an edge to be seen at rest.
    v.widgets.inactive.bg_fill = color32(theme.hairline);
    v
}

/// How much is left of the ink of what cannot be used now: as little as can still be read.
fn off_share(theme: &Theme) -> f32 {
    let shares = (8..20).map(|step| step as f32 / 20.0);
    let is_read = |share: &f32| theme.panel.mix(theme.ink_second, *share).contrast(theme.panel) >= OFF_CONTRAST + 0.2;
    shares.into_iter().find(is_read).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::theme::Colour;

    #[test]
    fn what_is_off_can_be_read_and_is_told_from_what_is_on() {
        for theme in [&Theme::LIGHT, &Theme::DARK] {
            let visuals = visuals(theme);
            let off = theme.panel.mix(theme.ink_second, visuals.disabled_alpha);
            assert!(off.contrast(theme.panel) >= OFF_CONTRAST, "{}", theme.name);
            assert!(theme.ink_second.contrast(theme.panel) / off.contrast(theme.panel) > 1.5, "{}", theme.name);
        }
    }

    #[test]
    fn what_egui_writes_by_itself_is_legible() {
        let colour = |c: Color32| Colour::hex(u32::from(c.r()) << 16 | u32::from(c.g()) << 8 | u32::from(c.b()));
        for theme in [&Theme::LIGHT, &Theme::DARK] {
            let v = visuals(theme);
            let widgets = &v.widgets;
            for widget in [&widgets.inactive, &widgets.hovered, &widgets.active, &widgets.open] {
                let ground =
                    if widget.weak_bg_fill == Color32::TRANSPARENT { v.panel_fill } else { widget.weak_bg_fill };
                assert!(colour(widget.fg_stroke.color).contrast(colour(ground)) >= 4.5, "{}", theme.name);
            }
            for (ink, ground) in [
                (v.selection.stroke.color, v.selection.bg_fill),
                (v.weak_text_color(), v.window_fill),
                (v.text_color(), v.window_fill),
                (v.hyperlink_color, v.panel_fill),
            ] {
                assert!(colour(ink).contrast(colour(ground)) >= 4.5, "{}: {ink:?} on {ground:?}", theme.name);
            }
        }
    }
}
