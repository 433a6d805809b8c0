//! The legend over the graph: only what occurs in the picture, with the signs and words of figures, in parts that fold. What an
//! entry says is told in the scene.

use egui::{
    CollapsingHeader, Color32, ColorImage, Context, Frame, Margin, RichText, ScrollArea, Sense, Ui, Vec2, WidgetInfo,
};

use super::style::SMALL;
use crate::picture::encoding::ColourCode;
use crate::picture::figure::legend_sign;
use crate::picture::figure::legend_word;
use crate::picture::scene::{LegendEntry, Scene};
use crate::picture::theme::Theme;
use crate::window::action::Action;
use crate::window::canvas::paint::color32;
use crate::window::canvas::tools::clear_of;
use crate::window::panels::widgets::fall_key;

/// Space to the corner of the graph.
const EDGE: f32 = 12.0;
const WIDTH: f32 = 240.0;
/// Height of a row.
const ROW: f32 = 18.0;

/// The legend with its signs, which are drawn anew only where entries or theme have changed.
#[derive(Default)]
pub(super) struct Legend {
    pub(super) is_shown: bool,
    /// Of what the signs are: their words, the theme and the pixels a point.
    of: Option<(Vec<String>, &'static str, u32)>,
    signs: Vec<Option<egui::TextureHandle>>,
    /// How large it was when last shown.
    size: Vec2,
}

/// How the legend is looked at.
#[derive(Clone, Copy)]
pub(super) struct LegendAt {
    /// How many points a unit of the scene is.
    pub(super) zoom: f64,
    /// The colour that is brought out.
    pub(super) shown: Option<ColourCode>,
    /// Evidence is struck, and the graph shows what falls.
    pub(super) falls: bool,
    pub(super) theme: &'static Theme,
}

/// The parts, in their order: kinds are last, as they are many and the outline shows them, too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// What colours say, or sizes: the heading names it.
    Key,
    Lines,
    Areas,
    Kinds,
}

fn part(entry: &LegendEntry) -> Part {
    match entry {
        LegendEntry::Kind { .. } => Part::Kinds,
        LegendEntry::Heading { .. }
        | LegendEntry::Swatch { .. }
        | LegendEntry::Size { .. }
        | LegendEntry::Tile { .. } => Part::Key,
        LegendEntry::Area { .. } => Part::Areas,
        LegendEntry::Line { .. }
        | LegendEntry::Number { .. }
        | LegendEntry::Planned { .. }
        | LegendEntry::Possible { .. }
        | LegendEntry::Dimmed { .. }
        | LegendEntry::Unknown { .. }
        | LegendEntry::Between { .. }
        | LegendEntry::Taper { .. }
        | LegendEntry::Change { .. } => Part::Lines,
    }
}

impl Legend {
    /// Shows it in a corner of the graph.
    /// Yields what a click on an entry asks for; `shown` is the colour that is brought out.
    pub(super) fn show(&mut self, ctx: &Context, area: egui::Rect, scene: &Scene, at: LegendAt) -> Option<Action> {
        let theme = at.theme;
        let mut action = None;
        if !self.is_shown || scene.legend.is_empty() || area.width() < WIDTH * 1.5 || area.height() < 120.0 {
            return None;
        }
        self.keep_signs(ctx, &scene.legend, theme);
        // Beside the buttons of the graph, not over them.
        let area = clear_of(area);
        let frame = Frame::new().fill(color32(theme.panel)).stroke((1.0, color32(theme.hairline))).corner_radius(6.0);
        let shown = egui::Area::new(egui::Id::unique("legend"))
            .fixed_pos(area.right_bottom() - Vec2::splat(EDGE))
            .pivot(egui::Align2::RIGHT_BOTTOM)
            .show(ctx, |ui| {
                frame.inner_margin(Margin::symmetric(10, 8)).show(ui, |ui| {
                    ui.set_width(WIDTH - 20.0);
                    ui.spacing_mut().item_spacing.y = 2.0;
                    let room = area.height() - 60.0;
                    // It grows again where parts are unfolded.
                    ScrollArea::vertical().max_height(room).min_scrolled_height(room).show(ui, |ui| {
                        action = self.parts(ui, scene, at);
                    });
                });
            });
        // Its corner goes by how large it was in the frame before.
        let size = shown.response.rect.size();
        if size != self.size {
            self.size = size;
            ctx.request_repaint();
        }
        action
    }

    /// Draws the signs of entries, unless they are there.
    fn keep_signs(&mut self, ctx: &Context, entries: &[LegendEntry], theme: &'static Theme) {
        let scale = ctx.pixels_per_point();
        let words: Vec<String> = entries.iter().map(|entry| legend_word(entry).to_owned()).collect();
        let of = Some((words, theme.name, scale.to_bits()));
        if self.of == of {
            return;
        }
        let texture = |(number, entry): (usize, &LegendEntry)| {
            let pixels = legend_sign::pixels(entry, theme, scale)?;
            let size = [pixels.width() as usize, pixels.height() as usize];
            let image = ColorImage::from_rgba_premultiplied(size, pixels.data());
            Some(ctx.load_texture(format!("legend {number}"), image, egui::TextureOptions::LINEAR))
        };
        self.signs = entries.iter().enumerate().map(texture).collect();
        self.of = of;
    }

    fn parts(&self, ui: &mut Ui, scene: &Scene, look: LegendAt) -> Option<Action> {
        let mut action = None;
        ui.spacing_mut().interact_size.y = ROW;
        // A heading begins a part of its own.
        let together =
            |a: &LegendEntry, b: &LegendEntry| part(a) == part(b) && !matches!(b, LegendEntry::Heading { .. });
        let mut number = 0;
        let mut groups: Vec<(usize, &[LegendEntry])> = Vec::new();
        for group in scene.legend.chunk_by(together) {
            groups.push((number, group));
            number += group.len();
        }
        groups.sort_by_key(|(_, group)| part(&group[0]));
        if look.falls {
            let title = RichText::new("Without what is struck").size(SMALL).color(color32(look.theme.ink_second));
            CollapsingHeader::new(title).id_salt("legend of what falls").default_open(true).show(ui, |ui| {
                fall_key(ui, look.theme.panel, look.theme);
            });
        }
        for (first, group) in groups {
            let title = match (part(&group[0]), &group[0]) {
                (Part::Kinds, _) => "Kinds",
                (Part::Areas, _) => "Group areas",
                (Part::Lines, _) => "Lines and certainty",
                (Part::Key, entry) => legend_word(entry),
            };
            let id = ("legend", title.to_owned());
            let title = RichText::new(title).size(SMALL).color(color32(look.theme.ink_second));
            // Of a large network colours and sizes alone are seen at first.
            let is_open = !scene.captions_over || part(&group[0]) == Part::Key;
            CollapsingHeader::new(title).id_salt(id).default_open(is_open).show(ui, |ui| {
                for (at, entry) in group.iter().enumerate() {
                    if !matches!(entry, LegendEntry::Heading { .. }) {
                        action = self.row(ui, entry, first + at, look).or(action.take());
                    }
                }
            });
        }
        action
    }

    fn row(&self, ui: &mut Ui, entry: &LegendEntry, number: usize, at: LegendAt) -> Option<Action> {
        let LegendAt { zoom, shown, theme, .. } = at;
        let row = ui.horizontal(|ui| {
            if let LegendEntry::Size { radius, .. } = entry {
                let radius = (radius * zoom) as f32;
                let (rect, _) =
                    ui.allocate_exact_size(Vec2::new(2.0 * radius + 4.0, 2.0 * radius + 2.0), Sense::hover());
                ui.painter().circle_stroke(rect.center(), radius, (1.0, color32(theme.ink_second)));
            } else if let Some(texture) = self.signs.get(number).and_then(Option::as_ref) {
                let size = Vec2::new(legend_sign::width(entry) as f32, legend_sign::HEIGHT as f32);
                let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                let uv = egui::Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
                ui.painter().image(texture.id(), rect, uv, Color32::WHITE);
            }
            let words = RichText::new(legend_word(entry)).size(SMALL).color(color32(theme.ink));
            let LegendEntry::Swatch(colour) = entry else {
                let label = ui.add(egui::Label::new(words).truncate());
                label.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, legend_word(entry)));
                return None;
            };
            let is_shown = shown == Some(colour.code);
            let text = |text: String| RichText::new(text).size(SMALL).color(color32(theme.ink));
            let count = colour.count.map(|count| count.to_string()).unwrap_or_default();
            let button =
                egui::Button::selectable(is_shown, (text(colour.name.clone()), egui::Atom::grow(), text(count)));
            let button = ui.add(button.truncate().min_size(Vec2::new(ui.available_width(), ROW)));
            button.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, is_shown, legend_word(entry)));
            let entered = button.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            // A click takes it back; the key goes there, as often as one likes.
            button.clicked().then(|| Action::ShowColour((entered || !is_shown).then_some(colour.code), entered))
        });
        row.inner
    }
}
