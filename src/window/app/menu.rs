//! The bar on top: menus made from the list of commands, the field that opens the box,
//! and the dossier's title.

use egui::accesskit::Role;
use egui::{Align, Button, Layout, RichText, ScrollArea, Sense, Ui};

use super::layouts::{self, Thumbs};
use super::style::SMALL;
use crate::picture::theme::Theme;
use crate::window::action::{Action, COMMANDS, Command, CommandInfo, Menu};
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{TextLook, lay};
use crate::window::session::Session;

/// Width of a menu, in points.
const WIDTH: f32 = 232.0;
/// Room for the commands under the list of layouts, in points.
const ENTRIES_BELOW_LAYOUTS: f32 = 230.0;
/// Height of the bar, in points.
pub(crate) const HEIGHT: f32 = 44.0;

/// What stands beside a view that differs from what is shown.
const CHANGED: &str = "• changed";

/// Where there is less room than this, in points, the title is left out: the window's frame shows it, too.
const LEAST_TITLE: f32 = 60.0;
/// So many letters of the open view's name are shown beside the title.
const MOST_OF_NAME: usize = 24;

/// Shows the bar and says what the person wants.
#[must_use]
pub(crate) fn show(
    ui: &mut Ui,
    session: &Session,
    recent: &[std::path::PathBuf],
    thumbs: &mut Thumbs,
    theme: &Theme,
    ticked: &[Command],
) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.horizontal_centered(|ui| {
        ui.add_space(4.0);
        ui.spacing_mut().item_spacing.x = 2.0;
        set_role(ui, ui.unique_id(), Role::MenuBar);
        for (menu, title) in Menu::ALL {
            let bar_entry = ui.menu_button(*title, |ui| {
                ui.set_min_width(WIDTH);
                set_role(ui, ui.unique_id(), Role::Menu);
                if *menu == Menu::Layout {
                    // With its small pictures it is higher than a small window.
                    let room = ui.ctx().content_rect().height() - HEIGHT - ENTRIES_BELOW_LAYOUTS;
                    let list = ScrollArea::vertical().max_height(room.max(120.0));
                    list.show(ui, |ui| layouts::show(ui, session, thumbs, theme, &mut actions));
                }
                entries(ui, *menu, session, ticked, &mut actions);
                match menu {
                    Menu::File => recents(ui, recent, &mut actions),
                    Menu::View => views(ui, session, &mut actions),
                    Menu::Edit | Menu::Record | Menu::Arrange | Menu::Layout | Menu::Figure | Menu::Help => {}
                }
            });
            set_role(ui, bar_entry.response.id, Role::MenuItem);
        }
        let left = ui.cursor().left();
        let bar = ui.max_rect();
        let width = (bar.width() * 0.36).clamp(180.0, 560.0);
        let start = (bar.center().x - width / 2.0).max(left + 12.0);
        ui.add_space(start - left);
        if search_button(ui, width, session.look.filter.query.trim(), theme) {
            actions.push(Action::Run(Command::Find));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(8.0);
            open_view(ui, session, theme, &mut actions);
            title(ui, session, theme, &mut actions);
        });
    });
    actions
}

fn entries(ui: &mut Ui, menu: Menu, session: &Session, ticked: &[Command], actions: &mut Vec<Action>) {
    let rows: Vec<&CommandInfo> = COMMANDS.iter().filter(|c| c.menu == menu && c.in_menu).collect();
    for group in rows.chunk_by(|a, b| a.submenu.is_some() && a.submenu == b.submenu) {
        if group[0].starts_group {
            ui.separator();
        }
        match group[0].submenu {
            Some(title) => {
                let submenu = ui.menu_button(title, |ui| {
                    ui.set_min_width(WIDTH);
                    set_role(ui, ui.unique_id(), Role::Menu);
                    group.iter().for_each(|info| entry(ui, info, session, ticked, actions));
                });
                set_role(ui, submenu.response.id, Role::MenuItem);
            }
            None => group.iter().for_each(|info| entry(ui, info, session, ticked, actions)),
        }
    }
}

fn entry(ui: &mut Ui, info: &CommandInfo, session: &Session, ticked: &[Command], actions: &mut Vec<Action>) {
    // These say what they would undo or redo.
    let steps = [(Command::Undo, session.undo_name()), (Command::Redo, session.redo_name())];
    let step = steps.iter().find(|(command, _)| *command == info.command).and_then(|(_, step)| *step);
    let name = step.map_or_else(|| info.name.to_owned(), |step| format!("{}: {step}", info.name));
    let keys = info.keys_shown();
    let button = Button::new(&name).shortcut_text(&keys).selected(ticked.contains(&info.command));
    let hindrance = session.hindrance(info.command);
    let response = ui.add_enabled(hindrance.is_none(), button).on_hover_text(info.help);
    let response = match hindrance {
        Some(hindrance) => response.on_disabled_hover_text(format!("{} Not possible now: {hindrance}.", info.help)),
        None => response,
    };
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::MenuItem);
        node.set_label(name);
        if !keys.is_empty() {
            node.set_keyboard_shortcut(keys);
        }
    });
    if response.clicked() {
        actions.push(Action::Run(info.command));
        ui.close();
    }
}

/// What a part of the menus is to assistive technology.
fn set_role(ui: &Ui, id: egui::Id, role: Role) {
    ui.ctx().accesskit_node_builder(id, |node| node.set_role(role));
}

fn recents(ui: &mut Ui, recent: &[std::path::PathBuf], actions: &mut Vec<Action>) {
    if recent.is_empty() {
        return;
    }
    ui.separator();
    ui.label(RichText::new("Recent").size(SMALL).weak());
    for path in recent {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let there = path.exists();
        let button = Button::new(crate::problem::printable(&name));
        let response = ui.add_enabled(there, button).on_hover_text(path.display().to_string());
        if response.on_disabled_hover_text("This file no longer exists").clicked() {
            actions.push(Action::Open(path.clone()));
            ui.close();
        }
    }
}

fn views(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let views = &session.dossier().views;
    if views.is_empty() {
        return;
    }
    let open = session.open_view().map(|view| &view.name);
    let submenu = ui.menu_button("Open view", |ui| {
        ui.set_min_width(WIDTH);
        set_role(ui, ui.unique_id(), Role::Menu);
        // A dossier may have any number of them.
        let room = ui.ctx().content_rect().height() - 2.0 * HEIGHT;
        ScrollArea::vertical().max_height(room.max(120.0)).show(ui, |ui| {
            for view in views {
                let is_open = open == Some(&view.name);
                let mark = if is_open && session.view_is_changed() { CHANGED } else { "" };
                let name = crate::problem::printable(&view.name);
                let response = ui.add(Button::new(name).shortcut_text(mark).selected(is_open).truncate());
                set_role(ui, response.id, Role::MenuItem);
                if response.clicked() {
                    actions.push(Action::UseView(view.name.clone()));
                    ui.close();
                }
            }
        });
    });
    set_role(ui, submenu.response.id, Role::MenuItem);
}

/// The dossier's title: a click opens the dialog that changes it, where it can be changed.
fn title(ui: &mut Ui, session: &Session, theme: &Theme, actions: &mut Vec<Action>) {
    if ui.available_width() < LEAST_TITLE {
        return;
    }
    let shown = crate::problem::printable(&session.dossier().title);
    let words = RichText::new(&shown).color(color32(theme.ink));
    let info = Command::Details.info();
    if !session.is_enabled(info.command) {
        ui.add(egui::Label::new(words).truncate());
        return;
    }
    let response = ui.add(Button::new(words).truncate());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Title: {shown}")));
    if response.on_hover_text(info.help).clicked() {
        actions.push(Action::Run(info.command));
    }
}

/// The name of the open view beside the title, and whether what is shown differs from it: one click
/// updates it then.
fn open_view(ui: &mut Ui, session: &Session, theme: &Theme, actions: &mut Vec<Action>) {
    let Some(view) = session.open_view() else { return };
    let full = crate::problem::printable(&view.name);
    let mut name: String = full.chars().take(MOST_OF_NAME).collect();
    if name.len() < full.len() {
        name.push('…');
    }
    if !session.view_is_changed() {
        let words = RichText::new(name).size(SMALL).color(color32(theme.ink_second));
        ui.label(words).on_hover_text(format!("The view “{full}” is open."));
        return;
    }
    let info = Command::UpdateView.info();
    let enabled = session.is_enabled(info.command);
    let words = RichText::new(format!("{name} {CHANGED}")).size(SMALL).color(color32(theme.accent));
    let says = format!("What is shown differs from the view “{full}”.");
    let response = ui.add_enabled(enabled, Button::new(words).small());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Button, enabled, format!("View {full}, changed: update"))
    });
    if response.on_hover_text(format!("{says} Click to update it.")).on_disabled_hover_text(says).clicked() {
        actions.push(Action::Run(info.command));
    }
}

/// Looks like a field and opens the box: typing happens there, with its results under it. While there is a filter it shows
/// its text.
fn search_button(ui: &mut Ui, width: f32, filter: &str, theme: &Theme) -> bool {
    let (rect, response) = ui.allocate_exact_size(egui::vec2(width, 30.0), Sense::click());
    let edge = if response.hovered() || response.has_focus() { theme.accent } else { theme.hairline };
    let painter = ui.painter().clone();
    painter.rect(rect, 6.0, color32(theme.field), (1.0, color32(edge)), egui::StrokeKind::Inside);
    let font = egui::FontId::proportional(SMALL + 0.5);
    let inner = rect.shrink2(egui::vec2(12.0, 0.0));
    let keys = Command::Find.info().keys_shown();
    let keys = painter.text(inner.right_center(), egui::Align2::RIGHT_CENTER, keys, font, color32(theme.ink_third));
    let (words, look) = match (filter.is_empty(), width > 340.0) {
        (true, true) => ("Find names, filter, or type a command", TextLook::faint(theme)),
        (true, false) => ("Find, filter or command", TextLook::faint(theme)),
        (false, _) => (filter, TextLook::body(theme)),
    };
    let laid = lay(ui, words, look, keys.left() - inner.left() - 8.0, 1);
    laid.paint(ui, inner.left(), inner.center().y);
    response.widget_info(|| {
        let shown = if filter.is_empty() { String::new() } else { format!(", filter {filter}") };
        egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Search and commands{shown}"))
    });
    response.clicked()
}
