//! The page of shortcuts and the words about the program, both made from what the program knows of
//! itself.

use egui::{Context, Grid, Id, Modal, RichText, ScrollArea};

use super::style::SMALL;
use crate::explore::query::language::topics;
use crate::picture::theme::Theme;
use crate::window::action::{COMMANDS, Menu, with_keys_of_here};
use crate::window::canvas::paint::color32;

/// Gestures that have no entry in the list of commands.
const GESTURES: &[(&str, &str)] = &[
    ("Pan", "drag empty space, Space+drag, middle-button drag, two fingers"),
    ("Zoom", "scroll wheel, pinch, Ctrl+wheel"),
    ("Select", "click; Shift+click adds, Ctrl+click toggles"),
    ("Select an area", "Shift+drag"),
    ("Move and pin a node", "drag it, or Ctrl+arrows (Ctrl+Shift for more)"),
    ("Move along relations", "← → ↑ ↓"),
    ("Focus on an entity", "double-click it"),
    ("New entity", "double-click empty space"),
    ("New relation", "drag from the ring around a node to another node or to empty space"),
    ("Context menu", "right-click"),
    ("In the reading pane", "drag, or Shift+↑ ↓, to select words; Enter opens the record that cites them"),
    ("In a field", "Enter applies, Esc cancels"),
];

/// From this width on the shortcuts stand in two columns, in points.
const TWO_COLUMNS: f32 = 640.0;

/// How words of the query language are put together.
const QUERY_RULES: &str = "All parts must be true: from:japan -status:actual. A minus leaves out, OR is either, brackets \
    group. Several values have commas between them: kind:state,group. no:when is without a date. Other words are searched in \
    names, notes and quotations: “cyber crime” in quotes, cyber* for beginnings.";

/// Shows the page of shortcuts; `true` while it stays open.
#[must_use]
pub(crate) fn shortcuts(ctx: &Context, theme: &Theme) -> bool {
    let modal = Modal::new(Id::unique("shortcuts")).show(ctx, |ui| {
        let width = (ctx.content_rect().width() - 48.0).clamp(120.0, 720.0);
        ui.set_width(width);
        ui.heading("Keyboard shortcuts");
        ui.add_space(8.0);
        ScrollArea::vertical().max_height(ctx.content_rect().height() - 190.0).show(ui, |ui| {
            // Two columns where both have room.
            let count = if width < TWO_COLUMNS { 1 } else { 2 };
            ui.columns(count, |columns| {
                for (number, (menu, title)) in Menu::ALL.iter().enumerate() {
                    // The long View menu has the second column to itself and the short ones.
                    let ui = &mut columns[usize::from(number >= 2 && number != 3) % count];
                    let rows = COMMANDS.iter().filter(|c| c.menu == *menu && !c.shortcuts.is_empty());
                    let keys = |c: &crate::window::action::CommandInfo| {
                        c.shortcuts.iter().map(|s| s.text()).collect::<Vec<_>>().join("  ")
                    };
                    group(ui, title, rows.map(|c| (c.name.to_owned(), keys(c))), theme);
                }
                let gestures = GESTURES.iter().map(|(name, how)| ((*name).to_owned(), with_keys_of_here(how)));
                group(&mut columns[0], "Mouse and touchpad", gestures, theme);
            });
        });
        ui.add_space(8.0);
        ui.button("Close").clicked()
    });
    !(modal.inner || modal.should_close())
}

fn group(ui: &mut egui::Ui, title: &str, rows: impl Iterator<Item = (String, String)>, theme: &Theme) {
    ui.label(RichText::new(title).family(super::fonts::semibold()));
    Grid::new(title).num_columns(2).spacing([16.0, 3.0]).min_col_width(120.0).show(ui, |ui| {
        for (name, keys) in rows {
            ui.label(name);
            ui.add(egui::Label::new(RichText::new(keys).size(SMALL).color(color32(theme.ink_second))).wrap());
            ui.end_row();
        }
    });
    ui.add_space(12.0);
}

/// Shows all words of the query language; `true` while they stay open.
#[must_use]
pub(crate) fn query_words(ctx: &Context, theme: &Theme) -> bool {
    let modal = Modal::new(Id::unique("query words")).show(ctx, |ui| {
        ui.set_width((ctx.content_rect().width() - 48.0).clamp(120.0, 640.0));
        ui.heading("Query language");
        ui.add_space(4.0);
        ui.label(QUERY_RULES);
        ui.add_space(8.0);
        ScrollArea::vertical().max_height(ctx.content_rect().height() - 230.0).show(ui, |ui| {
            let words = topics().map(|topic| {
                let example = if topic.example.is_empty() { String::new() } else { format!("   {}", topic.example) };
                (topic.text, format!("{}{example}", topic.about))
            });
            group(ui, "Words", words, theme);
        });
        ui.add_space(8.0);
        ui.button("Close").clicked()
    });
    !(modal.inner || modal.should_close())
}

/// Shows the words about the program; `true` while they stay open.
#[must_use]
pub(super) fn about(ctx: &Context) -> bool {
    let modal = Modal::new(Id::unique("about")).show(ctx, |ui| {
        ui.set_width(380.0);
        ui.heading("Chancery");
        ui.label(format!("Version {}", crate::VERSION));
        ui.add_space(8.0);
        ui.label("An explorer for relationship graphs in which every claim carries its source, date and certainty.");
        ui.add_space(8.0);
        ui.label("Licensed under MIT or Apache 2.0. The bundled fonts Inter and Noto Sans are under the SIL Open Font License 1.1.");
        ui.add_space(12.0);
        ui.button("Close").clicked()
    });
    !(modal.inner || modal.should_close())
}
