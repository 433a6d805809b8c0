//! The card itself: files and sheets as tabs, the table with the kinds beside it, the account below, and the one button
//! that takes it in. Wide, the kinds stand beside the table; narrow, they are a tab.

use egui::{Context, Frame, Id, Key, Modal, Modifiers, Rect, RichText, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::kinds::rule;
use super::made::AccountKey;
use super::{ImportCard, Region, Tab, Wishes, sums};
use crate::dossier::exchange::{Shape, Table};
use crate::dossier::model::Vocabulary;
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::window::app::fonts;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{
    TextLook, capital, hairline, lay, quiet_button, tab, tab_within, text_button, words,
};
use crate::wording::counted;

/// From this width of the window on the kinds stand beside the table.
const ROOMY: f32 = 1240.0;
/// Width of the kinds there.
const KINDS: f32 = 370.0;
/// Height of the account and of the foot.
const ACCOUNT: f32 = 196.0;
const FOOT: f32 = 44.0;
/// Over the foot there is at least so much; where the window has less, it is scrolled.
const LEAST: f32 = 330.0;
/// Where the card is narrower than this, where the records go stands below their sums, in so much more height.
const NARROW: f32 = 560.0;
const STACKED: f32 = 104.0;

/// What the card has to know of the window.
pub(super) struct Around<'a> {
    /// What the account should be of.
    pub(super) now: AccountKey,
    /// Title of the open dossier, if it can be joined to.
    pub(super) open: Option<String>,
    /// The kinds of the open dossier.
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) theme: &'a Theme,
}

impl ImportCard {
    /// Shows the card.
    pub(super) fn show(&mut self, ctx: &Context, around: Around<'_>) -> Wishes {
        let theme = around.theme;
        let window = ctx.content_rect();
        let is_wide = window.width() >= ROOMY;
        let edge = if is_wide { 60.0 } else { 20.0 };
        let inner = if is_wide { 28.0 } else { 18.0 };
        let size = vec2((window.width() - 2.0 * edge).max(280.0), (window.height() - 2.0 * edge).max(200.0));
        let frame = Frame::new().fill(color32(theme.panel)).corner_radius(8).inner_margin(inner);
        let frame = frame.stroke((1.0, color32(theme.hairline)));
        let mut wishes = Wishes::default();
        let modal = Modal::new(Id::unique("import"))
            .backdrop_color(egui::Color32::from_black_alpha(if theme.is_dark { 110 } else { 60 }))
            .frame(frame)
            .show(ctx, |ui| {
                let room = size - vec2(2.0 * inner, 2.0 * inner);
                ui.set_min_size(room);
                ui.set_max_size(room);
                self.inside(ui, is_wide, &around, &mut wishes);
            });
        let is_top = modal.is_top_modal && !modal.any_popup_open;
        // Only the key leaves it: a click beside it must not lose what was chosen.
        wishes.cancel |= is_top && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        if is_top && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F6)) {
            self.region = self.next_region(is_wide);
            self.focus = Some(self.region);
            ctx.request_repaint();
        }
        wishes.take_in |= is_top && ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        wishes
    }

    /// The part that F6 goes to; what is not on the screen is brought there.
    fn next_region(&mut self, is_wide: bool) -> Region {
        let is_table = self.account().is_some_and(|account| !account.tables.is_empty());
        let next = match self.region {
            Region::Table => Region::Kinds,
            Region::Kinds => Region::Report,
            Region::Report if is_table => Region::Table,
            Region::Report => Region::Kinds,
        };
        match (next, self.tab) {
            (Region::Kinds, _) if !is_wide && is_table => self.tab = Tab::Kinds,
            (Region::Table, Tab::Kinds) => self.tab = Tab::Table(0),
            (Region::Table | Region::Kinds | Region::Report, _) => {}
        }
        next
    }

    fn inside(&mut self, ui: &mut Ui, is_wide: bool, around: &Around<'_>, wishes: &mut Wishes) {
        let area = ui.max_rect();
        ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
        let foot = Rect::from_min_max(pos2(area.left(), area.bottom() - FOOT), area.max);
        let over = Rect::from_min_max(area.min, pos2(area.right(), foot.top()));
        let least = if over.width() < NARROW { LEAST + STACKED } else { LEAST };
        if over.height() >= least {
            self.over_foot(ui, over, is_wide, around, wishes);
        } else {
            ui.scope_builder(UiBuilder::new().max_rect(over).id_salt("import over foot"), |ui| {
                ScrollArea::vertical().id_salt("import small").auto_shrink([false, false]).show(ui, |ui| {
                    let room = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width() - 8.0, least));
                    ui.scope_builder(UiBuilder::new().max_rect(room).id_salt("import room"), |ui| {
                        ui.set_min_size(room.size());
                        self.over_foot(ui, room, is_wide, around, wishes);
                    });
                });
            });
        }
        ui.scope_builder(UiBuilder::new().max_rect(foot).id_salt("foot"), |ui| self.foot(ui, around, wishes));
    }

    /// All but the foot.
    fn over_foot(&mut self, ui: &mut Ui, area: Rect, is_wide: bool, around: &Around<'_>, wishes: &mut Wishes) {
        let theme = around.theme;
        self.top(ui, is_wide, theme, wishes);
        let top = ui.cursor().top();
        let is_narrow = area.width() < NARROW;
        let account = ACCOUNT.min((area.height() * 0.36).max(60.0)) + if is_narrow { STACKED } else { 0.0 };
        let below = Rect::from_min_max(pos2(area.left(), area.bottom() - account), area.max);
        let middle = Rect::from_min_max(pos2(area.left(), top), pos2(area.right(), (below.top() - 12.0).max(top)));
        self.middle(ui, middle, is_wide, around, wishes);
        let has_room = area.width() >= 760.0;
        let third = area.width() / 3.0;
        let parts: [f32; 2] = if has_room {
            [area.left() + third * 1.15, area.left() + third * 2.05]
        } else {
            [0.0, area.left() + area.width() * 0.55]
        };
        let part = |left: f32, right: f32| {
            Rect::from_min_max(pos2(left, below.top()), pos2(right - 16.0, below.bottom() - 6.0))
        };
        ui.painter().hline(area.x_range(), below.top() - 6.0, (1.0, color32(theme.hairline)));
        if is_narrow {
            // One under the other: beside each other neither has room for its figures.
            let middle = below.bottom() - STACKED;
            let over = Rect::from_min_max(below.min, pos2(below.right(), middle));
            let under = Rect::from_min_max(pos2(below.left(), middle), below.max);
            ui.scope_builder(UiBuilder::new().max_rect(over).id_salt("sums"), |ui| self.sums(ui, theme));
            ui.scope_builder(UiBuilder::new().max_rect(under).id_salt("into"), |ui| {
                ScrollArea::vertical().id_salt("import into").auto_shrink([false, false]).show(ui, |ui| {
                    self.into(ui, around.open.as_deref(), theme, wishes);
                });
            });
            return;
        }
        let first_end = if has_room { parts[0] } else { parts[1] };
        ui.scope_builder(UiBuilder::new().max_rect(part(area.left(), first_end)).id_salt("sums"), |ui| {
            self.sums(ui, theme)
        });
        if has_room {
            let room = part(parts[0], parts[1]);
            ui.scope_builder(UiBuilder::new().max_rect(room).id_salt("notes"), |ui| self.notes(ui, theme));
        }
        let room = part(parts[1], area.right() + 16.0);
        ui.scope_builder(UiBuilder::new().max_rect(room).id_salt("into"), |ui| {
            ScrollArea::vertical().id_salt("import into").auto_shrink([false, false]).show(ui, |ui| {
                self.into(ui, around.open.as_deref(), theme, wishes);
            });
        });
    }

    /// What it is about, the tabs, and how the table is read.
    fn top(&mut self, ui: &mut Ui, is_wide: bool, theme: &Theme, wishes: &mut Wishes) {
        let title = format!("Take in {}", self.names());
        ui.horizontal(|ui| {
            let note = "Nothing is written until you take it in";
            let has_note = ui.available_width() >= NARROW;
            let room = if has_note { ui.available_width() - 250.0 } else { ui.available_width() };
            let laid = lay(ui, &title, TextLook::heading(theme), room, 1);
            let (rect, response) = ui.allocate_exact_size(laid.size(), egui::Sense::hover());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, printable(&title)));
            laid.paint(ui, rect.left(), rect.center().y);
            if has_note {
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    words(ui, note, TextLook::small(theme));
                });
            }
        });
        let shown = self.shown.clone().map(|(_, shown)| shown);
        let tables = shown.as_ref().map(|shown| shown.account.tables.as_slice()).unwrap_or_default();
        if let Tab::Table(number) = self.tab
            && number >= tables.len().max(1)
        {
            self.tab = Tab::Table(0);
        }
        let now = match self.tab {
            Tab::Table(number) => tables.get(number),
            Tab::Kinds => None,
        };
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
                node.set_role(egui::accesskit::Role::TabList);
                node.set_label("Files and sheets");
            });
            for (number, table) in tables.iter().enumerate() {
                // Where there is room for both, the kinds stand beside the first table.
                let is_beside = is_wide && self.tab == Tab::Kinds && number == 0;
                let is_now = self.tab == Tab::Table(number) || is_beside;
                if tab_within(ui, &printable(&titled(table)), is_now, 240.0, theme) {
                    self.tab = Tab::Table(number);
                }
            }
            if !is_wide && !tables.is_empty() && tab(ui, "Kinds", self.tab == Tab::Kinds, theme) {
                self.tab = Tab::Kinds;
            }
            if self.preview.has_tables() && text_button(ui, "Add a file…", "Add a file", theme).clicked() {
                wishes.add_file = true;
            }
            if self.is_as_before
                && quiet_button(ui, "Guess anew", "Guess anew, without what was chosen for such files before", theme)
                    .clicked()
            {
                self.choices = Default::default();
                self.is_as_before = false;
                wishes.changed = true;
            }
            if let Some(table) = now {
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| self.read_as(ui, table, theme));
            }
        });
        if let Some(table) = now.filter(|_| self.is_read_as_open) {
            self.read_as_choices(ui, table, theme, wishes);
        }
        ui.add_space(2.0);
    }

    fn middle(&mut self, ui: &mut Ui, area: Rect, is_wide: bool, around: &Around<'_>, wishes: &mut Wishes) {
        let theme = around.theme;
        let has_tables = self.account().is_some_and(|account| !account.tables.is_empty());
        let kinds = |left: f32| Rect::from_min_max(pos2(left, area.top()), area.max);
        let place = |area: Rect, salt: &'static str| UiBuilder::new().max_rect(area).id_salt(salt);
        if self.shown.is_none() {
            ui.scope_builder(place(area, "import waits"), |ui| {
                ui.vertical_centered(|ui| {
                    ui.add_space((area.height() / 2.0 - 30.0).max(0.0));
                    words(ui, "Reading…", TextLook::body(theme));
                    ui.add(egui::Spinner::new().size(16.0));
                });
            });
            return;
        }
        if !has_tables {
            ui.scope_builder(place(area, "import kinds"), |ui| self.kinds(ui, around.vocabulary, theme, wishes));
            return;
        }
        let right = area.right() - KINDS;
        let table = if is_wide { Rect::from_min_max(area.min, pos2(right - 30.0, area.bottom())) } else { area };
        match self.tab {
            Tab::Kinds if !is_wide => {
                ui.scope_builder(place(area, "import kinds"), |ui| self.kinds(ui, around.vocabulary, theme, wishes));
            }
            Tab::Table(_) | Tab::Kinds => {
                let number = if let Tab::Table(number) = self.tab { number } else { 0 };
                ui.scope_builder(place(table, "import table"), |ui| self.rows(ui, number, theme, wishes));
            }
        }
        if is_wide {
            ui.scope_builder(place(kinds(right), "import kinds"), |ui| {
                rule(ui, right - 15.0, theme);
                self.kinds(ui, around.vocabulary, theme, wishes);
            });
        }
    }

    fn foot(&mut self, ui: &mut Ui, around: &Around<'_>, wishes: &mut Wishes) {
        let theme = around.theme;
        hairline(ui, theme);
        let obstacle = self.obstacle(around.now);
        ui.horizontal(|ui| {
            wishes.cancel |= quiet_button(ui, "Cancel", "Cancel", theme).clicked();
            if let Some(account) = self.account()
                && text_button(ui, "Copy the report", "Copy the report", theme).clicked()
            {
                wishes.copy = Some(sums::as_text(account, &self.names()));
            }
            if ui.available_width() > 560.0 {
                let kept = if self.is_as_before {
                    "Read as files of the same shape were before"
                } else {
                    "These choices are kept for files of the same shape"
                };
                words(ui, kept, TextLook::faint(theme));
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let is_on = obstacle.is_none();
                let ink = if is_on { theme.panel } else { theme.ink_second };
                let text = RichText::new("Take in").family(fonts::semibold()).color(color32(ink));
                let fill = if is_on { color32(theme.accent) } else { egui::Color32::TRANSPARENT };
                let edge = (1.0, color32(if is_on { theme.accent } else { theme.line }));
                let button = egui::Button::new(text).fill(fill).stroke(edge).min_size(vec2(84.0, 28.0));
                let response = ui.add_enabled(is_on, button);
                wishes.take_in |= response.clicked();
                if let Some(why) = &obstacle {
                    words(ui, &printable(&format!("{}.", capital(why))), TextLook::small(theme));
                }
            });
        });
    }
}

/// The name of a table with what it holds.
fn titled(table: &Table) -> String {
    let rows = table.rows.iter().filter(|row| row.number > table.plan.header_row).count();
    match table.plan.shape {
        // What is not read to its end is not counted.
        Shape::Nodes | Shape::Edges if table.has_more => table.key.clone(),
        Shape::Nodes => format!("{}  {}", table.key, counted(rows, "entity", "entities")),
        Shape::Edges => format!("{}  {}", table.key, counted(rows, "relation", "relations")),
        Shape::Matrix | Shape::Adjacency => format!("{}  relations", table.key),
        Shape::LeftOut => format!("{}  not taken in", table.key),
    }
}
