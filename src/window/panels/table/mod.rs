//! The table of entities and of relations: only rows in view are laid out; sorted by a column,
//! narrowed by words, typed in where they stand, filled down over the selected rows. Rows of a
//! spreadsheet are pasted while no field is being typed in.

use std::sync::Arc;

use egui::{Id, Rect, RichText, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::widgets::draft::{Edited, edited, text_now};
use super::widgets::{
    MARK, TextLook, change_mark, change_words, clean, color32, edged, end_choices, ground, lay, search_field,
    select_how, text_button, tint, whole,
};
use super::{Context, Panel, Side};
use crate::dossier::edit::Change;
use crate::dossier::model::fold::search_form;
use crate::dossier::model::{EdgeIndex, EntityId, NodeIndex};
use crate::dossier::storage::settings::{COLUMNS, ColumnShares};
use crate::explore::query::filter::Shown;
use crate::explore::query::language::asks_of_relations;
use crate::picture::theme::{Theme, Tint};
use crate::window::action::{Action, Command, Edits, ItemId, PanelCommand};

mod cells;

use self::cells::{Column, cell, change_of, choose, date_key, set, thing, value};
use crate::wording::{counted, in_figures};

/// Height of a row, in points.
const ROW: f32 = 28.0;

/// Makes the panel.
pub(crate) fn panel() -> Box<dyn Panel> {
    Box::new(Table { column: 1, ..Table::default() })
}

/// The least share of the width that a column may have.
const LEAST_SHARE: f32 = 0.06;
/// As what shares are kept: whole numbers of this part of the width.
const KEPT_IN: f32 = 1000.0;

/// Columns of entities, each with its share of the width.
const OF_ENTITIES: [(Column, f32); COLUMNS] =
    [(Column::Name, 0.30), (Column::Kind, 0.14), (Column::When, 0.14), (Column::Status, 0.10), (Column::Summary, 0.32)];
/// Columns of relations.
const OF_RELATIONS: [(Column, f32); COLUMNS] =
    [(Column::From, 0.26), (Column::Kind, 0.22), (Column::To, 0.26), (Column::When, 0.14), (Column::Status, 0.12)];

/// A column, and whether it goes down.
type Sort = Option<(usize, bool)>;

#[derive(Default)]
struct Table {
    relations: bool,
    filter: String,
    /// Column and whether it goes down; without, the author's order.
    sort: Sort,
    /// The column that was typed in or chosen in last: filling down goes by it.
    column: usize,
    /// Whether it also lists what the picture does not show.
    lists_hidden: bool,
    /// The question that decided last whether entities or relations are listed.
    asked: String,
    /// Rows, and what they were worked out for.
    rows: Vec<TableRow>,
    /// How many of these records there are, and how many of them are listed without the table's own words.
    all: usize,
    shown: usize,
    made_for: Option<MadeFor>,
    /// How wide rows are: a scroll bar may take some of the room.
    width: f32,
    /// The shares of the columns of entities and of relations, where they were changed.
    shares: [Option<[f32; COLUMNS]>; 2],
}

/// What rows were worked out for.
struct MadeFor {
    revision: u64,
    relations: bool,
    filter: String,
    sort: Sort,
    /// What the picture shows, unless all is listed.
    shown: Option<Arc<Shown>>,
}

impl MadeFor {
    fn is_same(&self, other: &MadeFor) -> bool {
        let MadeFor { revision, relations, filter, sort, shown } = self;
        let same_shown = shown.as_ref().map(Arc::as_ptr) == other.shown.as_ref().map(Arc::as_ptr);
        (*revision, *relations, filter, *sort) == (other.revision, other.relations, &other.filter, other.sort)
            && same_shown
    }
}

#[derive(Clone, Copy)]
enum TableRow {
    Entity(NodeIndex),
    Relation(EdgeIndex),
}

impl Panel for Table {
    fn title(&self) -> &'static str {
        "Table"
    }

    fn side(&self) -> Side {
        Side::Bottom
    }

    fn columns(&self) -> Option<ColumnShares> {
        let kept = |shares: [f32; COLUMNS]| shares.map(|share| (share * KEPT_IN).round() as u32);
        Some(self.shares.map(|shares| shares.map(kept)))
    }

    fn set_columns(&mut self, shares: ColumnShares) {
        self.shares = shares.map(|kept| kept.and_then(read_shares));
    }

    fn perform(&mut self, command: PanelCommand, context: Context<'_>) -> Option<Action> {
        match command {
            PanelCommand::FillDown => self.fill_down(context),
        }
    }

    fn show(&mut self, ui: &mut Ui, context: Context<'_>) -> Vec<Action> {
        let mut actions = Vec::new();
        let theme = context.theme;
        ui.horizontal(|ui| {
            for (relations, word) in [(false, "Entities"), (true, "Relations")] {
                if ui.add(egui::Button::new(word).selected(self.relations == relations)).clicked() {
                    self.list(relations);
                }
            }
            ui.add_space(8.0);
            ui.scope(|ui| {
                ui.set_max_width(220.0);
                search_field(ui, Id::unique("table filter"), &mut self.filter, "Filter the table", "Filter", theme);
            });
            self.bring_up_to_date(context);
            self.how_many(ui, context);
            let column = self.titled()[self.column].0.title();
            let of_rows = |t: &&ItemId| matches!(t, ItemId::Relation(_)) == self.relations;
            let selected = context.session.selection().iter().filter(of_rows).take(2).count();
            if context.session.is_editable() && selected > 1 {
                let words = format!("Fill down {}", column.to_lowercase());
                let info = Command::FillDown.info();
                let help = format!("{} ({})", info.help, info.keys_shown());
                if text_button(ui, &words, "Fill down", theme).on_hover_text(help).clicked() {
                    actions.extend(self.fill_down(context));
                }
            }
        });
        self.header(ui, context);
        let rows = std::mem::take(&mut self.rows);
        ScrollArea::vertical().id_salt(("table", self.relations)).auto_shrink([false, false]).show_rows(
            ui,
            ROW,
            rows.len(),
            |ui, range| {
                ui.spacing_mut().item_spacing.y = 0.0;
                if self.width != ui.available_width() {
                    self.width = ui.available_width();
                    ui.ctx().request_repaint();
                }
                for row in &rows[range] {
                    self.row(ui, *row, context, &mut actions);
                }
            },
        );
        self.rows = rows;
        actions
    }
}

impl Table {
    fn titled(&self) -> &'static [(Column, f32); COLUMNS] {
        if self.relations { &OF_RELATIONS } else { &OF_ENTITIES }
    }

    /// What share of the width each column has.
    fn shares(&self) -> [f32; COLUMNS] {
        self.shares[usize::from(self.relations)].unwrap_or_else(|| self.titled().map(|(_, share)| share))
    }

    /// The border at the right of a column: dragged, it takes from the next column or gives to it.
    fn border(&mut self, ui: &Ui, number: usize, header: Rect, at: f32, theme: &Theme) {
        let place = Rect::from_center_size(pos2(at, header.center().y), vec2(8.0, header.height()));
        let id = Id::unique(("table border", self.relations, number));
        let response = ui.interact(place, id, Sense::click_and_drag());
        let title = self.titled()[number].0.title();
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Splitter, true, format!("Width of {title}")));
        if response.hovered() || response.dragged() || response.has_focus() {
            ui.painter().vline(at, header.y_range(), (2.0, color32(theme.accent)));
        }
        let arrows = egui::EventFilter { horizontal_arrows: true, ..egui::EventFilter::default() };
        let key = |key| response.has_focus() && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, key));
        if response.has_focus() {
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
        }
        let by_keys = f32::from(key(egui::Key::ArrowRight)) - f32::from(key(egui::Key::ArrowLeft));
        let by = match response.interact_pointer_pos().filter(|_| response.dragged()) {
            Some(pos) => (pos.x - at) / header.width().max(1.0),
            None => by_keys * 0.02,
        };
        let mut shares = self.shares();
        let by = by.min(shares[number + 1] - LEAST_SHARE).max(LEAST_SHARE - shares[number]);
        if response.double_clicked() || key(egui::Key::Enter) {
            self.shares[usize::from(self.relations)] = None;
        } else if by != 0.0 {
            (shares[number], shares[number + 1]) = (shares[number] + by, shares[number + 1] - by);
            self.shares[usize::from(self.relations)] = Some(shares);
            ui.ctx().request_repaint();
        }
        response.on_hover_cursor(egui::CursorIcon::ResizeHorizontal);
    }

    /// A new question is answered by the records of which it asks.
    fn follow_question(&mut self, question: &str) {
        if self.asked == question {
            return;
        }
        question.clone_into(&mut self.asked);
        let relations = asks_of_relations(question);
        if !question.trim().is_empty() && relations != self.relations {
            self.list(relations);
        }
    }

    fn list(&mut self, relations: bool) {
        (self.relations, self.sort, self.column) = (relations, None, if relations { 3 } else { 1 });
    }

    fn bring_up_to_date(&mut self, context: Context<'_>) {
        self.follow_question(&context.session.look.filter.query);
        let shown = if self.lists_hidden { None } else { context.session.found.clone() };
        let now = MadeFor {
            revision: context.session.revision,
            relations: self.relations,
            filter: self.filter.clone(),
            sort: self.sort,
            shown,
        };
        if self.made_for.as_ref().is_some_and(|before| before.is_same(&now)) {
            return;
        }
        let dossier = context.session.dossier();
        let words = search_form(&self.filter);
        let columns = self.titled();
        let fits = |row: &TableRow| {
            let cells = columns.iter().map(|(column, _)| search_form(&cell(dossier, *row, *column)));
            let text = cells.collect::<Vec<_>>().join(" ");
            words.split_whitespace().all(|word| text.contains(word))
        };
        let is_record = |at: &NodeIndex| dossier.entity(*at).is_some_and(|entity| !entity.ghost);
        let entities =
            |list: &mut dyn Iterator<Item = NodeIndex>| list.filter(is_record).map(TableRow::Entity).collect();
        let all = || dossier.entities().map(|(at, _)| at);
        self.all = if self.relations { dossier.relation_count() } else { all().filter(is_record).count() };
        let mut rows: Vec<TableRow> = match (&now.shown, self.relations) {
            (Some(shown), true) => shown.relations.iter().copied().map(TableRow::Relation).collect(),
            (Some(shown), false) => entities(&mut shown.entities.iter().copied()),
            (None, true) => dossier.relations().map(|(at, ..)| TableRow::Relation(at)).collect(),
            (None, false) => entities(&mut all()),
        };
        self.shown = rows.len();
        if !words.trim().is_empty() {
            rows.retain(fits);
        }
        if let Some((column, down)) = self.sort {
            let key = |row: &TableRow| {
                let column = self.titled()[column].0;
                (date_key(dossier, *row, column), cell(dossier, *row, column).to_lowercase())
            };
            rows.sort_by_cached_key(key);
            if down {
                rows.reverse();
            }
        }
        self.rows = rows;
        self.made_for = Some(now);
    }

    /// How many rows there are; where the picture hides some, of how many, with a switch to list them, too.
    fn how_many(&mut self, ui: &mut Ui, context: Context<'_>) {
        let theme = context.theme;
        let has_hidden = self.shown < self.all;
        let told = match has_hidden && self.filter.trim().is_empty() {
            true => format!("{} of {}", in_figures(self.rows.len()), counted(self.all, "row", "rows")),
            false => counted(self.rows.len(), "row", "rows"),
        };
        ui.label(RichText::new(told).color(color32(theme.ink_third)));
        if has_hidden || self.lists_hidden {
            let mut lists = self.lists_hidden;
            let response = edged(ui, theme, |ui| ui.checkbox(&mut lists, "Include hidden"));
            let help = "Also list what the graph does not show";
            response.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, lists, help));
            if response.on_hover_text(help).clicked() {
                self.lists_hidden = lists;
            }
        }
    }

    /// Titles of the columns; a click sorts, a second one turns it round, a third ends it.
    fn header(&mut self, ui: &mut Ui, context: Context<'_>) {
        let theme = context.theme;
        let (whole, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
        // Titles stand over their columns.
        let width = if self.width > 0.0 { self.width.min(whole.width()) } else { whole.width() };
        let rect = columns_of(Rect::from_min_size(whole.min, vec2(width, whole.height())), context);
        let mut left = rect.left();
        let mut borders = Vec::new();
        for (number, ((column, _), share)) in self.titled().iter().zip(self.shares()).enumerate() {
            let title = column.title();
            let cell = Rect::from_min_size(pos2(left, rect.top()), vec2(rect.width() * share, rect.height()));
            left = cell.right();
            borders.push(left);
            let response = ui.interact(cell, Id::unique(("table column", self.relations, number)), Sense::click());
            let mark = match self.sort {
                Some((column, down)) if column == number => {
                    if down {
                        " ↓"
                    } else {
                        " ↑"
                    }
                }
                _ => "",
            };
            response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, format!("Sort by {title}")));
            let look = TextLook::faint(theme).strong();
            let laid = lay(ui, &format!("{title}{mark}"), look, cell.width() - 12.0, 1);
            laid.paint(ui, cell.left() + 6.0, cell.center().y);
            if response.has_focus() {
                ui.painter().rect_filled(cell, 4.0, tint(theme, Tint::Hovered));
            }
            if response.clicked() {
                self.sort = match self.sort {
                    Some((column, false)) if column == number => Some((number, true)),
                    Some((column, true)) if column == number => None,
                    _ => Some((number, false)),
                };
            }
        }
        // Over the titles on either side.
        for (number, at) in borders.into_iter().enumerate().take(COLUMNS - 1) {
            self.border(ui, number, rect, at, theme);
        }
        ui.painter().hline(whole.x_range(), whole.bottom(), egui::Stroke::new(1.0, color32(theme.hairline)));
    }

    fn row(&mut self, ui: &mut Ui, row: TableRow, context: Context<'_>, actions: &mut Vec<Action>) {
        let theme = context.theme;
        let dossier = context.session.dossier();
        let Some(thing) = thing(dossier, row) else { return };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
        let change = context.session.change_of(&thing);
        let name = format!("Row: {}{}", clean(&cell(dossier, row, self.titled()[0].0)), change_words(change));
        let selected = context.session.is_selected(&thing);
        response.widget_info(|| WidgetInfo::selected(egui::Role::Row, true, selected, name.clone()));
        ground(ui, rect.shrink2(vec2(8.0, 0.0)), &response, selected, theme);
        if response.clicked() {
            actions.push(Action::Select(vec![thing.clone()], select_how(ui)));
        }
        let editable = context.session.is_editable();
        let rect = columns_of(rect, context);
        if let Some(change) = change {
            change_mark(ui, rect.left(), rect.center().y, change, theme);
        }
        let mut left = rect.left();
        for (number, ((column, _), share)) in self.titled().iter().zip(self.shares()).enumerate() {
            let area = Rect::from_min_size(pos2(left, rect.top() + 2.0), vec2(rect.width() * share - 6.0, ROW - 4.0));
            left += rect.width() * share;
            let text = cell(dossier, row, *column);
            if !editable {
                let laid = lay(ui, &text, TextLook::body(theme).size(12.5), area.width() - 6.0, 1);
                let is_cut = laid.elided;
                laid.paint(ui, area.left() + 6.0, area.center().y);
                if is_cut {
                    let cell = ui.interact(area, response.id.with(number), Sense::hover());
                    cell.on_hover_ui(|ui| whole(ui, &text));
                }
                continue;
            }
            let builder =
                egui::UiBuilder::new().max_rect(area).layout(egui::Layout::left_to_right(egui::Align::Center));
            let mut cell_ui = ui.new_child(builder);
            cell_ui.set_clip_rect(area.intersect(ui.clip_rect()));
            if column.is_typed() {
                let id = Id::unique(("table", &thing, number));
                let look = TextLook::body(theme).size(12.5);
                let how = Edited { name: column.title(), wraps: false, look, ..Edited::line(theme) };
                let focused = ui.memory(|m| m.has_focus(id));
                let field = edited(&mut cell_ui, id, &text, how, theme, |text| set(context, row, *column, text));
                if field.has_focus() {
                    self.column = number;
                }
                // The click on a choice takes the focus away.
                if focused && column.is_end() {
                    actions.extend(
                        under_cell(ui, id, area, &text_now(ui, id, &text), context)
                            .and_then(|end| set(context, row, *column, end.as_str())),
                    );
                }
            } else if let Some(value) = choose(&mut cell_ui, row, *column, &text, context) {
                self.column = number;
                actions.extend(set(context, row, *column, &value));
            }
        }
    }

    /// Puts what the first selected row has in the column into the other selected rows.
    fn fill_down(&self, context: Context<'_>) -> Option<Action> {
        let dossier = context.session.dossier();
        let selected = |row: &&TableRow| thing(dossier, **row).is_some_and(|t| context.session.is_selected(&t));
        let mut chosen = self.rows.iter().filter(selected);
        let column = self.titled()[self.column].0;
        let first = *chosen.next()?;
        let value = value(dossier, first, column)?;
        let changes: Vec<Change> = chosen.filter_map(|row| change_of(context, *row, column, &value)).collect();
        let name = format!("fill down {}", column.title().to_lowercase());
        (!changes.is_empty()).then(|| Action::Edit(Box::new(Edits { name, ..Edits::of(changes) })))
    }
}

/// The part of a row that columns have: where two dates are compared, signs stand before it.
fn columns_of(row: Rect, context: Context<'_>) -> Rect {
    let compares = context.session.look.period().compared().is_some();
    Rect::from_min_max(pos2(row.left() + if compares { MARK } else { 0.0 }, row.top()), row.max)
}

/// Shares as they were kept, if they are some: each as wide as a column is at least, and all together as wide as the table.
fn read_shares(kept: [u32; COLUMNS]) -> Option<[f32; COLUMNS]> {
    let shares = kept.map(|share| share as f32 / KEPT_IN);
    let sum: f32 = shares.iter().sum();
    let are_wide = shares.iter().all(|share| *share >= LEAST_SHARE - 1.0 / KEPT_IN);
    (are_wide && (sum - 1.0).abs() < 0.01).then(|| shares.map(|share| share / sum))
}

#[test]
fn columns_have_the_widths_that_were_kept_if_these_are_widths() {
    let mut table = Table::default();
    let kept = [Some([300, 60, 340, 200, 100]), None];
    table.set_columns(kept);
    assert_eq!(table.columns(), Some(kept));
    for bad in [[0, 250, 250, 250, 250], [300, 300, 300, 300, 300], [u32::MAX; 5], [1, 1, 1, 1, 996], [0; 5]] {
        table.set_columns([Some(bad); 2]);
        assert_eq!(table.columns(), Some([None; 2]), "{bad:?}");
    }
}

/// Which entity the text of a cell means, shown under the cell. Gives the one that was clicked.
fn under_cell(ui: &Ui, id: Id, cell: Rect, text: &str, context: Context<'_>) -> Option<EntityId> {
    let area = egui::Area::new(id.with("choices")).order(egui::Order::Foreground);
    let shown = area.fixed_pos(cell.left_bottom() + vec2(0.0, 2.0)).constrain(true).show(ui.ctx(), |ui| {
        egui::Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_width(cell.width().max(220.0));
            end_choices(ui, text, context.session, context.theme)
        })
    });
    shown.inner.inner
}
