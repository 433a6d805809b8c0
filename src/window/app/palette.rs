//! The palette (`Ctrl+K`): one field that finds entities by any of their names and commands by
//! theirs.

use egui::{Context, Id, Key, Modifiers, RichText, ScrollArea, TextEdit};

use super::style::SMALL;
use crate::layout::LAYOUTS;
use crate::picture::theme::Theme;
use crate::window::action::{Action, COMMANDS, ItemId};
use crate::window::canvas::paint::color32;
use crate::window::session::Session;

/// At most so many entities are offered.
const ENTITIES: usize = 8;

/// The palette's own state.
#[derive(Default)]
pub(crate) struct Palette {
    open: bool,
    typed: String,
    chosen: usize,
    /// What was found, and for which text: searched anew only when the text changes.
    found: Option<(String, u64, Vec<PaletteRow>)>,
}

#[derive(Clone)]
struct PaletteRow {
    name: String,
    detail: String,
    action: Action,
}

impl Palette {
    /// Opens it empty.
    pub(super) fn open(&mut self) {
        *self = Palette { open: true, ..Palette::default() };
    }

    /// Whether it is open.
    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// Shows it if it is open, and says what was chosen.
    /// In one piece: field, rows and keys change the same choice.
    #[must_use]
    pub(crate) fn show(&mut self, ctx: &Context, session: &Session, theme: &Theme) -> Vec<Action> {
        if !self.open {
            return Vec::new();
        }
        let mut chosen = None;
        let width = (ctx.content_rect().width() - 32.0).clamp(120.0, 520.0);
        let area = egui::Modal::default_area(Id::unique("palette")).anchor(egui::Align2::CENTER_TOP, [0.0, 56.0]);
        let modal = egui::Modal::new(Id::unique("palette"))
            .area(area)
            .backdrop_color(egui::Color32::from_black_alpha(if theme.is_dark { 90 } else { 30 }))
            .show(ctx, |ui| {
                ui.set_width(width);
                let (up, down, enter) = ui.input_mut(|i| {
                    (
                        i.consume_key(Modifiers::NONE, Key::ArrowUp),
                        i.consume_key(Modifiers::NONE, Key::ArrowDown),
                        i.consume_key(Modifiers::NONE, Key::Enter),
                    )
                });
                let field = TextEdit::singleline(&mut self.typed)
                    .id(Id::unique("palette field"))
                    .hint_text("Type a name or a command")
                    .desired_width(f32::INFINITY)
                    .font(egui::FontId::proportional(15.0))
                    .margin(egui::Margin::symmetric(10, 8));
                let response = ui.add(field);
                response
                    .widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Type a name or a command"));
                response.request_focus();
                let rows = self.rows(session);
                let last = rows.len().saturating_sub(1);
                self.chosen = match (up, down) {
                    _ if response.changed() => 0,
                    (true, _) => self.chosen.saturating_sub(1),
                    (_, true) => (self.chosen + 1).min(last),
                    _ => self.chosen.min(last),
                };
                ui.add_space(4.0);
                if rows.is_empty() {
                    ui.label(RichText::new("No matching names or commands.").color(color32(theme.ink_third)));
                }
                ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
                    for (number, row) in rows.iter().enumerate() {
                        let selected = number == self.chosen;
                        let detail = RichText::new(&row.detail).size(SMALL).color(color32(theme.ink_third));
                        let button = egui::Button::new((
                            RichText::new(&row.name).color(color32(theme.ink)),
                            egui::Atom::grow(),
                            detail,
                        ))
                        .selected(selected)
                        .truncate()
                        .min_size(egui::vec2(ui.available_width(), 28.0));
                        let response = ui.add(button);
                        if selected && (up || down) {
                            response.scroll_to_me(None);
                        }
                        if response.clicked() || (selected && enter) {
                            chosen = Some(row.action.clone());
                        }
                    }
                });
            });
        if chosen.is_some() || modal.should_close() {
            self.open = false;
        }
        chosen.into_iter().collect()
    }

    fn rows(&mut self, session: &Session) -> Vec<PaletteRow> {
        if let Some((typed, revision, rows)) = &self.found
            && *typed == self.typed
            && *revision == session.revision
        {
            return rows.clone();
        }
        let rows = find(&self.typed, session);
        self.found = Some((self.typed.clone(), session.revision, rows.clone()));
        rows
    }
}

fn find(typed: &str, session: &Session) -> Vec<PaletteRow> {
    let dossier = session.dossier();
    let typed = typed.trim();
    let mut rows = Vec::new();
    if !typed.is_empty() {
        for hit in session.search().find(typed, ENTITIES) {
            let Some(entity) = dossier.entity(hit.entity) else { continue };
            let kind = dossier.vocabulary.entity_kind_or_neutral(&entity.kind).label;
            let detail = match hit.by {
                Some(by) => format!("{kind}, also {}", crate::problem::printable(&by)),
                None => kind,
            };
            let action = Action::GoTo(ItemId::Entity(entity.id.clone()));
            rows.push(PaletteRow { name: crate::problem::printable(&entity.name), detail, action });
        }
    }
    let folded = typed.to_lowercase();
    let commands = COMMANDS.iter().filter(|c| session.is_enabled(c.command));
    let fits = |name: &str| {
        let name = name.to_lowercase();
        folded.split_whitespace().all(|word| name.contains(word))
    };
    for layout in LAYOUTS.iter().filter(|l| !typed.is_empty() && fits(&format!("layout {}", l.name()))) {
        let (name, detail) = (format!("Layout: {}", layout.name()), layout.good_for().to_owned());
        rows.push(PaletteRow { name, detail, action: Action::UseLayout(layout.name()) });
    }
    for (name, action) in super::layouts::choices(session) {
        if !typed.is_empty() && fits(&name) {
            rows.push(PaletteRow { name, detail: String::new(), action });
        }
    }
    for info in commands.filter(|c| fits(c.name)) {
        let keys = info.keys_shown();
        rows.push(PaletteRow { name: info.name.to_owned(), detail: keys, action: Action::Run(info.command) });
    }
    rows
}
