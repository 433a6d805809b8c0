//! The table as it stands in the file: a role above each column, rows below, those that were refused tinted.

use std::collections::BTreeMap;

use egui::{Id, Rect, Role as Spoken, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::pick::{Picked, pick};
use super::{ImportCard, Region, Wishes};
use crate::dossier::exchange::{Role, Shape, Table};
use crate::picture::theme::Theme;
use crate::problem::printable;
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{TextLook, capital, lay, words};

const ROW: f32 = 25.0;
const HEAD: f32 = 46.0;
/// Width of the numbers of rows.
const NUMBER: f32 = 44.0;
/// Narrowest and widest column.
const COLUMN: (f32, f32) = (84.0, 190.0);
/// Most columns that are shown; what the others are for can be said in a map.
const COLUMNS: usize = 200;

impl ImportCard {
    /// Shows a table.
    pub(super) fn rows(&mut self, ui: &mut Ui, number: usize, theme: &Theme, wishes: &mut Wishes) {
        let Some(shown) = self.shown.clone().map(|(_, shown)| shown) else { return };
        let Some(table) = shown.account.tables.get(number) else { return };
        let refused: BTreeMap<u32, &str> = match &shown.account.outcome {
            Ok(taken) => taken
                .report
                .refused_list()
                .filter(|refused| Some(refused.at.part) == table.part)
                .take(10_000)
                .map(|refused| (refused.at.number, refused.reason))
                .collect(),
            Err(_) => BTreeMap::new(),
        };
        let columns = table.plan.names.len().min(COLUMNS);
        let widths: Vec<f32> = (0..columns).map(|column| width_of(table, column)).collect();
        let whole = NUMBER + widths.iter().sum::<f32>();
        let height = ui.available_height();
        let ground = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), height));
        ui.painter().rect_filled(ground, 0.0, color32(theme.field));
        ScrollArea::horizontal().id_salt(("import columns", number)).auto_shrink([false, false]).show(ui, |ui| {
            ui.set_width(whole.max(ui.available_width()));
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            self.heads(ui, table, &widths, theme, wishes);
            let below = table.rows.iter().filter(|row| row.number > table.plan.header_row);
            let bring = self.bring.filter(|(of, _)| *of == number).map(|(_, row)| row);
            ScrollArea::vertical().id_salt(("import rows", number)).auto_shrink([false, false]).show(ui, |ui| {
                for row in below {
                    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
                    let why = refused.get(&row.number);
                    if bring == Some(row.number) {
                        response.scroll_to_me(Some(egui::Align::Center));
                        self.bring = None;
                    }
                    if !ui.is_rect_visible(rect) {
                        continue;
                    }
                    let cells = row.cells.join(", ");
                    let told = match why {
                        Some(why) => format!("Row {}, refused, {why}: {cells}", row.number),
                        None => format!("Row {}: {cells}", row.number),
                    };
                    response.widget_info(|| WidgetInfo::labeled(Spoken::Label, true, printable(&told)));
                    if why.is_some() {
                        ui.painter().rect_filled(rect, 0.0, color32(theme.error).gamma_multiply(0.14));
                    }
                    ui.painter().hline(rect.x_range(), rect.bottom(), (1.0, color32(theme.hairline)));
                    let faint = if why.is_some() { theme.error } else { theme.ink_third };
                    let look = TextLook::small(theme).ink(faint);
                    let laid = lay(ui, &row.number.to_string(), look, NUMBER - 12.0, 1);
                    laid.paint(ui, rect.left() + NUMBER - 10.0 - laid.size().x, rect.center().y);
                    let mut left = rect.left() + NUMBER;
                    for (column, width) in widths.iter().enumerate() {
                        let cell = row.cells.get(column).map_or("", String::as_str);
                        let is_missing = why.is_some_and(|why| {
                            cell.is_empty() && why.contains(&format!("`{}`", table.plan.name(column)))
                        });
                        let look = TextLook::body(theme).size(12.5);
                        let (text, look) = match table.plan.roles.get(column) {
                            _ if is_missing => ("empty", look.strong().ink(theme.error)),
                            Some(Role::Ignore) => (cell, look.ink(theme.ink_third)),
                            _ => (cell, look),
                        };
                        if !text.is_empty() {
                            lay(ui, text, look, width - 10.0, 1).paint(ui, left, rect.center().y);
                        }
                        left += width;
                    }
                    if let Some(why) = why {
                        response.on_hover_text(printable(why));
                    }
                }
                if table.has_more && shown.account.outcome.is_ok() {
                    ui.horizontal(|ui| {
                        ui.add_space(NUMBER);
                        words(ui, "More rows follow; all are counted below.", TextLook::faint(theme));
                    });
                }
            });
        });
    }

    /// The role above each column, to be changed, and the column's own name.
    fn heads(&mut self, ui: &mut Ui, table: &Table, widths: &[f32], theme: &Theme, wishes: &mut Wishes) {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD), Sense::hover());
        ui.painter().rect_filled(rect, 0.0, color32(theme.panel));
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, color32(theme.hairline)));
        let has_roles = matches!(table.plan.shape, Shape::Nodes | Shape::Edges | Shape::LeftOut);
        let mut left = rect.left() + NUMBER;
        for (column, width) in widths.iter().copied().enumerate() {
            let name = table.plan.name(column);
            let room = Rect::from_min_size(egui::pos2(left - 2.0, rect.top() + 3.0), vec2(width - 6.0, 22.0));
            let below = egui::pos2(left, rect.top() + 33.0);
            lay(ui, name, TextLook::faint(theme), width - 10.0, 1).paint(ui, below.x, below.y);
            left += width;
            let role = table.plan.roles.get(column).copied().unwrap_or(Role::Own);
            if !has_roles {
                continue;
            }
            let offered = offered(role, table.plan.shape);
            let names: Vec<String> = offered.iter().map(|role| capital(role.words())).collect();
            let chosen = offered.iter().position(|other| *other == role);
            let word = capital(role.words());
            let spoken = format!("Column {}", printable(name));
            let is_pale = role == Role::Ignore;
            let ink = if is_pale { theme.ink_third } else { theme.accent };
            let picked = Picked { name: &spoken, word: &word, ink, strong: !is_pale, width: room.width() };
            let id = Id::unique(("import role", self.number, &table.key, column));
            let builder = egui::UiBuilder::new().max_rect(room).id_salt(("import head", column));
            // Not a scope: that would take the rows up beside the names.
            let (response, new) = pick(&mut ui.new_child(builder), id, &picked, &names, chosen);
            if column == 0 && self.focus == Some(Region::Table) {
                response.request_focus();
                self.focus = None;
            }
            if response.gained_focus() {
                self.region = Region::Table;
                response.scroll_to_me(None);
            }
            if let Some(role) = new.and_then(|new| offered.get(new)) {
                self.choices.tables.entry(table.key.clone()).or_default().set_role(&table.plan, column, *role);
                wishes.changed = true;
            }
        }
    }
}

/// Roles that a column of such a table can have.
fn offered(now: Role, shape: Shape) -> Vec<Role> {
    let fits = |role: &Role| match role {
        Role::From | Role::To => true,
        Role::FromId | Role::FromName | Role::FromKind | Role::FromOwn => shape == Shape::Edges,
        Role::ToId | Role::ToName | Role::ToKind | Role::ToOwn => shape == Shape::Edges,
        Role::RelationKind | Role::Direction | Role::Weight => shape == Shape::Edges,
        Role::Alias | Role::Kind | Role::Part | Role::X | Role::Y | Role::Z => shape != Shape::Edges,
        Role::Id
        | Role::Name
        | Role::When
        | Role::Start
        | Role::End
        | Role::Timeset
        | Role::Precision(_)
        | Role::Source
        | Role::Url
        | Role::Note
        | Role::Status
        | Role::Look
        | Role::Own
        | Role::OwnList
        | Role::Ignore => true,
    };
    let mut out: Vec<Role> = Role::CHOICES.iter().copied().filter(fits).collect();
    if !out.contains(&now) {
        out.push(now);
    }
    out
}

/// As wide as what stands in its first rows, within bounds.
fn width_of(table: &Table, column: usize) -> f32 {
    let cells = table.rows.iter().take(30).filter_map(|row| row.cells.get(column)).map(|cell| cell.chars().count());
    let name = table.plan.name(column).chars().count();
    let role = table.plan.roles.get(column).map_or(0, |role| role.words().len() + 4);
    let letters = cells.max().unwrap_or(0).max(name).max(role);
    (letters as f32 * 6.8 + 16.0).clamp(COLUMN.0, COLUMN.1)
}
