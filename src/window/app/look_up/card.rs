//! The card itself: what stands over the pages, the page that is seen, and the foot with what can be done there.

use egui::{Align, Context, Frame, Id, Key, Layout, Modal, Modifiers, Rect, Ui, UiBuilder, pos2, vec2};

use super::state::{LookUpCard, Stage, Wish};
use super::ties::Listed;
use crate::dossier::storage::Answers;
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{TextLook, hairline, line, quiet_button, words};

/// Size of the card, in points; less where the window is smaller.
const SIZE: (f32, f32) = (960.0, 680.0);
/// Margin within, where it stands beside the graph.
const BESIDE: f32 = 14.0;
/// Height of the foot.
const FOOT: f32 = 48.0;
/// Height of a line of options above it.
const OPTIONS: f32 = 26.0;

/// What the card has to know of the window.
pub(super) struct Around<'a> {
    pub(super) theme: &'a Theme,
    /// Who asks, as the settings have it.
    pub(super) contact: &'a str,
    /// Requests may be sent; otherwise only kept answers are used.
    pub(super) sends: bool,
    /// The answers that are kept.
    pub(super) answers: &'a Answers,
    /// Why nothing can be taken into the open dossier, a sentence.
    pub(super) obstacle: Option<&'static str>,
    /// Where it stands beside the graph; otherwise it covers it.
    pub(super) beside: Option<Rect>,
    pub(super) listed: Listed<'a>,
}

impl LookUpCard {
    /// Shows the card, and says what is wanted.
    pub(super) fn show(&mut self, ctx: &Context, around: &Around<'_>) -> Option<Wish> {
        let theme = around.theme;
        let window = ctx.content_rect();
        let inner = if window.width() >= 900.0 { 24.0 } else { 14.0 };
        let fit = |most: f32, window: f32| most.min(window - 40.0).max(220.0);
        let size = vec2(fit(SIZE.0, window.width()), fit(SIZE.1, window.height()));
        let frame = Frame::new().fill(color32(theme.panel)).corner_radius(8).inner_margin(inner);
        let frame = frame.stroke((1.0, color32(theme.hairline)));
        let mut wish = None;
        if let Some(beside) = around.beside {
            egui::Area::new(Id::unique("look up beside")).order(egui::Order::Middle).fixed_pos(beside.min).show(
                ctx,
                |ui| {
                    frame.inner_margin(BESIDE).show(ui, |ui| {
                        let room = beside.size() - vec2(2.0 * BESIDE, 2.0 * BESIDE);
                        ui.set_min_size(room);
                        ui.set_max_size(room);
                        self.inside(ui, around, &mut wish);
                    });
                },
            );
            let is_top = ctx.memory(|memory| memory.top_modal_layer().is_none()) && !egui::Popup::is_any_open(ctx);
            let leaves = |ctx: &Context| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
            if is_top && wish.is_none() && leaves(ctx) {
                wish = Some(Wish::Back);
            }
            return wish;
        }
        let modal = Modal::new(Id::unique("look up"))
            .backdrop_color(egui::Color32::from_black_alpha(if theme.is_dark { 110 } else { 60 }))
            .frame(frame)
            .show(ctx, |ui| {
                let room = size - vec2(2.0 * inner, 2.0 * inner);
                ui.set_min_size(room);
                ui.set_max_size(room);
                self.inside(ui, around, &mut wish);
            });
        let is_top = modal.is_top_modal && !modal.any_popup_open;
        // Only the key leaves it: a click beside it must not lose what was picked.
        if is_top && wish.is_none() && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            wish = Some(Wish::Back);
        }
        let takes =
            matches!(self.stage(), Stage::Preview | Stage::Again) && around.obstacle.is_none() && self.work.is_none();
        if is_top && takes && ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter)) {
            wish = Some(Wish::Take);
        }
        wish
    }

    fn inside(&mut self, ui: &mut Ui, around: &Around<'_>, wish: &mut Option<Wish>) {
        let theme = around.theme;
        let area = ui.max_rect();
        ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
        self.title(ui, around);
        if self.stage() == Stage::Search {
            self.places(ui, around.contact, theme);
            self.form(ui, theme, wish);
            self.search_field(ui, theme, wish);
            if around.sends {
                self.search_query(ui, around.answers, theme);
            }
        }
        self.consent(ui, theme, wish);
        self.news(ui, around.sends, theme, wish);
        ui.add_space(4.0);
        let foot = Rect::from_min_max(pos2(area.left(), area.bottom() - FOOT), area.max);
        let has_options = self.stage() == Stage::About && self.has_options_above_foot(area.width());
        let options = if has_options { OPTIONS } else { 0.0 };
        let page = Rect::from_min_max(pos2(area.left(), ui.cursor().top()), pos2(area.right(), foot.top() - options));
        if page.height() > 30.0 {
            ui.scope_builder(UiBuilder::new().max_rect(page).id_salt("look up page"), |ui| match self.stage() {
                Stage::Search => self.candidates(ui, theme, wish),
                Stage::About => self.about(ui, around.listed, wish),
                Stage::Preview => self.preview(ui, theme, wish),
                Stage::Again => self.again_page(ui, theme, wish),
            });
        }
        if has_options {
            let line = Rect::from_min_max(pos2(area.left(), foot.top() - OPTIONS), pos2(area.right(), foot.top()));
            ui.scope_builder(UiBuilder::new().max_rect(line).id_salt("look up options"), |ui| {
                self.options_above_foot(ui, theme);
            });
        }
        ui.scope_builder(UiBuilder::new().max_rect(foot).id_salt("look up foot"), |ui| self.foot(ui, around, wish));
    }

    /// Where one is, and that nothing is sent unasked.
    fn title(&self, ui: &mut Ui, around: &Around<'_>) {
        let theme = around.theme;
        let endpoint = self.endpoint().map_or("", |endpoint| endpoint.name.as_str());
        let title = match (self.stage(), &self.about) {
            (Stage::Search, _) => "Look up".to_owned(),
            (Stage::About, Some(about)) => format!("{} in {endpoint}", about.thing.shown()),
            (Stage::Preview, Some(about)) => format!("Review changes: {}", about.thing.shown()),
            (Stage::Again, _) => format!("What changed at {endpoint}"),
            (Stage::About | Stage::Preview, None) => format!("Take in from {endpoint}"),
        };
        line(ui, &printable(&title), TextLook::heading(theme));
        let note = match (self.stage(), around.sends) {
            (Stage::Preview, _) => "Nothing is written until you take it in.",
            (Stage::Again, _) if self.work.is_none() && self.waiting.is_none() => {
                "Nothing is written until you take it in."
            }
            (_, true) => "Only what you look up is sent, and only after you agree.",
            (_, false) => "Only saved answers are used. Nothing is sent.",
        };
        words(ui, note, TextLook::faint(theme));
    }

    fn foot(&mut self, ui: &mut Ui, around: &Around<'_>, wish: &mut Option<Wish>) {
        let theme = around.theme;
        hairline(ui, theme);
        let can_take = around.obstacle.is_none() && !self.is_waited_for();
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 18.0;
            let text = match self.stage() {
                Stage::Search | Stage::Again => "Close",
                Stage::About | Stage::Preview => "Back",
            };
            if quiet_button(ui, text, text, theme).clicked() {
                *wish = Some(Wish::Back);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| match self.stage() {
                Stage::Search => self.candidate_foot(ui, can_take, theme, wish),
                Stage::About => self.about_foot(ui, can_take, theme, wish),
                Stage::Preview => self.preview_foot(ui, around.obstacle, theme, wish),
                Stage::Again => self.again_foot(ui, around.obstacle, theme, wish),
            });
            if let Some(why) = around.obstacle.filter(|_| !matches!(self.stage(), Stage::Preview | Stage::Again)) {
                words(ui, why, TextLook::small(theme));
            }
        });
    }
}
