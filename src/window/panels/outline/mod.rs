//! The outline: entities by kind, those that the filter’s query finds, and switches for kinds and files.
//! Only rows in view are laid out, so that it stays quick with very many entities.

use std::collections::BTreeSet;

use egui::{
    CursorIcon, EventFilter, Id, Key, Modifiers, Rect, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::widgets::{
    INSET, Icon, TextLook, capital, change_mark, change_words, chevron, clean, color32, eye, ground, lay, select_how,
    switch, whole,
};
use super::{Context, Panel, Side};
use crate::dossier::model::Entity;
use crate::window::action::{Action, ItemId, Prompt, SelectHow};
use crate::window::canvas::paint::focus_ring;
use crate::wording::in_figures;

mod list;

use list::{KindGroup, OutlineList, OutlineRow};

/// Height of a row, in points.
const ROW: f32 = 25.0;

/// Makes the panel.
pub(crate) fn panel() -> Box<dyn Panel> {
    Box::<OutlinePanel>::default()
}

#[derive(Default)]
struct OutlinePanel {
    list: OutlineList,
    unfolded: BTreeSet<String>,
    /// What was selected when last looked, to unfold the kind of what becomes selected elsewhere.
    last_selected: Option<ItemId>,
    /// The selection as a set, and the list it was made of.
    selected: (Vec<ItemId>, BTreeSet<ItemId>),
    /// How far the list is scrolled, in points.
    scrolled: f32,
    /// The row that arrow keys led to; it takes the focus when it is next shown.
    focus_row: Option<usize>,
}

impl Panel for OutlinePanel {
    fn title(&self) -> &'static str {
        "Outline"
    }

    fn side(&self) -> Side {
        Side::Left
    }

    fn show(&mut self, ui: &mut Ui, context: Context<'_>) -> Vec<Action> {
        let mut actions = Vec::new();
        ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
        ui.add_space(8.0);
        let files = context.session.dossier().files.len().saturating_sub(1);
        // A third of the room at most, so that many files leave the list its place.
        let bottom = if files == 0 { 0.0 } else { (files as f32 * 24.0 + 17.0).min(ui.available_height() / 3.0) };
        let height = (ui.available_height() - bottom).max(ROW);
        self.rows(ui, height, context, &mut actions);
        if files > 0 {
            file_switches(ui, context, &mut actions);
        }
        actions
    }
}

impl OutlinePanel {
    // In one piece: what keys, selection and scrolling do to the rows must be known where they are shown.
    fn rows(&mut self, ui: &mut Ui, height: f32, context: Context<'_>, actions: &mut Vec<Action>) {
        let mut reveal = None;
        let selected = context.session.selection().last();
        if selected != self.last_selected.as_ref() {
            self.last_selected = selected.cloned();
            if let Some(entity) = selected.and_then(|thing| context.session.entity(thing)) {
                self.unfolded.insert(entity.kind.clone());
                reveal = Some(entity.id.clone());
            }
        }
        self.list.update(context.session, &self.unfolded);
        if self.selected.0 != context.session.selection() {
            let all = context.session.selection().to_vec();
            self.selected = (all.clone(), all.into_iter().collect());
        }
        let revealed = reveal.and_then(|id| self.list.row_of(context.session, &id));
        let mut area = ScrollArea::vertical().id_salt("outline").max_height(height).auto_shrink([false, false]);
        if let Some(row) = revealed.or(self.focus_row) {
            let (top, bottom) = (row as f32 * ROW, (row + 1) as f32 * ROW);
            if top < self.scrolled || bottom > self.scrolled + height {
                // What was looked for comes to the middle; walking goes on at the edge.
                let middle = (top - height / 2.0).max(0.0);
                let edge = if top < self.scrolled { top } else { bottom - height };
                area = area.vertical_scroll_offset(if revealed.is_some() { middle } else { edge });
            }
        }
        let mut fold = None;
        let focus_row = self.focus_row.take();
        let last = self.list.rows.len().saturating_sub(1);
        let output = area.show_rows(ui, ROW, self.list.rows.len(), |ui, range| {
            for number in range {
                // Rows have ids of their own by number, so that keys can lead from one to the next.
                let id = Id::unique(("outline row", number));
                if focus_row == Some(number) {
                    ui.memory_mut(|memory| memory.request_focus(id));
                }
                let keys = match self.list.rows[number] {
                    OutlineRow::Kind(place) => {
                        let Some(group) = self.list.groups.get(place) else { continue };
                        let open = self.unfolded.contains(&group.kind.id);
                        let (response, turned) = kind_row(ui, id, group, open, context, actions);
                        let keys = keys_on(ui, &response);
                        let folded_by_key = (open && keys.left) || (!open && keys.right);
                        if turned || folded_by_key {
                            fold = Some(group.kind.id.clone());
                        }
                        keys
                    }
                    OutlineRow::Entity(index) => {
                        let Some(entity) = context.session.dossier().entity(index) else { continue };
                        let response = entity_row(ui, id, entity, &self.selected.1, context, actions);
                        let keys = keys_on(ui, &response);
                        if keys.left {
                            let kinds =
                                self.list.rows[..number].iter().rposition(|row| matches!(row, OutlineRow::Kind(_)));
                            self.focus_row = kinds;
                        }
                        keys
                    }
                };
                if keys.down {
                    self.focus_row = Some((number + 1).min(last));
                } else if keys.up {
                    self.focus_row = Some(number.saturating_sub(1));
                }
            }
        });
        self.scrolled = output.state.clamped_offset().y;
        if self.focus_row.is_some() {
            ui.ctx().request_repaint();
        }
        if let Some(kind) = fold
            && !self.unfolded.remove(&kind)
        {
            self.unfolded.insert(kind);
        }
    }
}

/// A piece of the panel with the usual room at both sides.
fn in_margins<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let margin = egui::Margin { left: INSET as i8, right: INSET as i8, top: 0, bottom: 0 };
    egui::Frame::NONE.inner_margin(margin).show(ui, add).inner
}

/// Room for a row over the whole width, without its margins.
fn row_place(ui: &mut Ui, id: Id) -> (Rect, Response) {
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), ROW));
    (rect.shrink2(vec2(INSET, 0.0)), ui.interact(rect, id, Sense::click()))
}

/// Arrow keys pressed while a row has the focus.
#[derive(Clone, Copy, Debug, Default)]
struct Keys {
    up: bool,
    down: bool,
    left: bool,
    right: bool,
}

/// Takes the arrow keys for a row that has the focus; egui would go to whatever lies nearest.
fn keys_on(ui: &Ui, response: &Response) -> Keys {
    if !response.has_focus() {
        return Keys::default();
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    Keys {
        up: pressed(Key::ArrowUp),
        down: pressed(Key::ArrowDown),
        left: pressed(Key::ArrowLeft),
        right: pressed(Key::ArrowRight),
    }
}

/// A row for a kind, and whether it was clicked to be folded or unfolded.
fn kind_row(
    ui: &mut Ui,
    id: Id,
    group: &KindGroup,
    open: bool,
    context: Context<'_>,
    actions: &mut Vec<Action>,
) -> (Response, bool) {
    const EYE: f32 = 24.0;
    let theme = context.theme;
    let (rect, response) = row_place(ui, id);
    let hidden = context.session.look.filter.hidden_kinds.contains(&group.kind.id);
    let plural = capital(&group.kind.plural);
    response.widget_info(|| {
        let state = if open { "unfolded" } else { "folded" };
        WidgetInfo::labeled(Role::DisclosureTriangle, true, format!("{plural}, {}, {state}", group.members.len()))
    });
    let lit = response.hovered() || response.has_focus() || ui.rect_contains_pointer(rect);
    ground(ui, rect, &response, false, theme);
    let mid = rect.center().y;
    Icon::of_kind(&group.kind, theme).paint(ui.painter(), pos2(rect.left() + 8.0, mid));
    let ink = if hidden { theme.ink_third } else { theme.ink };
    let look = TextLook::body(theme).ink(ink);
    let look = if open { look.strong() } else { look };
    let count = lay(ui, &in_figures(group.members.len()), TextLook::faint(theme), 60.0, 1);
    let right = rect.right() - count.size().x;
    count.paint(ui, right, mid);
    let name = lay(ui, &plural, look, right - rect.left() - 28.0 - EYE - 16.0, 1);
    name.paint(ui, rect.left() + 28.0, mid);
    if lit {
        chevron(ui, pos2(rect.left() + 28.0 + name.size().x + 10.0, mid), open, theme);
    }
    // The eye shows under the pointer and, struck through, while the kind is hidden.
    let place = Rect::from_center_size(pos2(rect.right() - 34.0, mid), vec2(EYE, ROW));
    let eye_response = ui.interact(place, response.id.with("eye"), Sense::click());
    eye_response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, !hidden, format!("Show {plural}")));
    if hidden || lit || eye_response.hovered() || eye_response.has_focus() {
        let ink = if eye_response.hovered() || eye_response.has_focus() { theme.accent } else { theme.ink_third };
        eye(ui.painter(), place.center(), !hidden, color32(ink));
        focus_ring(ui.painter(), &eye_response, place, 6.0, theme);
    }
    if eye_response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text("Show or hide all").clicked() {
        actions.push(Action::ShowKind(group.kind.id.clone(), hidden));
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let clicked = response.clicked();
    (response, clicked)
}

fn entity_row(
    ui: &mut Ui,
    id: Id,
    entity: &Entity,
    all: &BTreeSet<ItemId>,
    context: Context<'_>,
    actions: &mut Vec<Action>,
) -> Response {
    let theme = context.theme;
    let thing = ItemId::Entity(entity.id.clone());
    let selected = all.contains(&thing);
    let (rect, response) = row_place(ui, id);
    let hidden = is_hidden(entity, context);
    let change = context.session.change_of(&thing);
    response.widget_info(|| {
        let state = if hidden { ", hidden" } else { "" };
        let name = format!("{}{}{state}", clean(entity.label()), change_words(change));
        WidgetInfo::selected(Role::ListItem, true, selected, name)
    });
    ground(ui, rect, &response, selected, theme);
    let ink = match (selected, hidden) {
        (true, _) => theme.ink,
        (false, true) => theme.ink_third,
        (false, false) => theme.ink_second,
    };
    let laid = lay(ui, entity.label(), TextLook::body(theme).size(12.5).ink(ink), rect.width() - 28.0, 1);
    laid.paint(ui, rect.left() + 28.0, rect.center().y);
    if let Some(change) = change {
        change_mark(ui, rect.left() + 26.0, rect.center().y, change, theme);
    }
    let response = if laid.elided { response.on_hover_ui(|ui| whole(ui, entity.label())) } else { response };
    pick(ui, &response, thing, selected, actions);
    response
}

/// What clicking, double-clicking, Enter and the other button do to a row that names a thing.
fn pick(ui: &Ui, response: &Response, thing: ItemId, selected: bool, actions: &mut Vec<Action>) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let entered = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if entered || response.double_clicked() {
        actions.push(Action::GoTo(thing));
    } else if response.secondary_clicked() {
        // A selection of several stays, if the row is one of them.
        if !selected {
            actions.push(Action::Select(vec![thing.clone()], SelectHow::Replace));
        }
        let at = response.interact_pointer_pos().unwrap_or(response.rect.left_bottom());
        actions.push(Action::Ask(Prompt::MenuAt(thing, (at.x, at.y))));
    } else if response.clicked() {
        actions.push(Action::Select(vec![thing], select_how(ui)));
    }
}

/// Whether the filter leaves an entity out by itself, its kind or its file.
fn is_hidden(entity: &Entity, context: Context<'_>) -> bool {
    let filter = &context.session.look.filter;
    let file = context.session.dossier().files.get(usize::from(entity.file.0));
    filter.hidden.contains(&entity.id)
        || filter.hidden_kinds.contains(&entity.kind)
        || file.is_some_and(|file| filter.hidden_files.contains(&file.path))
}

fn file_switches(ui: &mut Ui, context: Context<'_>, actions: &mut Vec<Action>) {
    in_margins(ui, |ui| {
        super::widgets::hairline(ui, context.theme);
        ScrollArea::vertical().id_salt("outline files").auto_shrink([false, true]).show(ui, |ui| {
            for file in context.session.dossier().files.iter().skip(1) {
                let on = !context.session.look.filter.hidden_files.contains(&file.path);
                let label = file.title.as_deref().unwrap_or(&file.path);
                if switch(ui, on, label, &format!("Show {label}"), context.theme) {
                    actions.push(Action::ShowFile(file.path.clone(), !on));
                }
            }
        });
    });
}
