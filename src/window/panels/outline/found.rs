//! What a search finds, as a list under the search field that arrow keys move in.

use egui::{Role, ScrollArea, Ui, WidgetInfo, pos2};

use super::{is_hidden, pick, row_place};
use crate::explore::query::search::Hit;
use crate::window::action::{Action, ItemId};
use crate::window::panels::Context;
use crate::window::panels::widgets::{INSET, Icon, TextLook, clean, ground, lay, whole, words};

/// How many hits are listed.
const MOST: usize = 60;

/// What was found, and which of it is chosen.
#[derive(Default)]
pub(crate) struct Found {
    typed: String,
    revision: u64,
    hits: Vec<Hit>,
    chosen: usize,
    /// The choice moved and wants to be seen.
    moved: bool,
}

impl Found {
    /// Searches again where something else was typed.
    pub(crate) fn update(&mut self, typed: &str, context: Context<'_>) {
        let typed = typed.trim();
        if self.typed == typed && self.revision == context.session.revision {
            return;
        }
        self.typed = typed.to_owned();
        self.revision = context.session.revision;
        self.hits = if typed.is_empty() { Vec::new() } else { context.session.search().find(typed, MOST) };
        self.chosen = 0;
        self.moved = true;
    }

    /// Moves the choice down (negative: up).
    pub(crate) fn step(&mut self, by: i32) {
        if by != 0 && !self.hits.is_empty() {
            let last = self.hits.len() as i32 - 1;
            self.chosen = (self.chosen as i32 + by).clamp(0, last) as usize;
            self.moved = true;
        }
    }

    /// The hit that Enter goes to.
    pub(crate) fn chosen(&self, context: Context<'_>) -> Option<ItemId> {
        let hit = self.hits.get(self.chosen)?;
        context.session.dossier().entity(hit.entity).map(|entity| ItemId::Entity(entity.id.clone()))
    }

    /// Lists the hits.
    pub(crate) fn show(&mut self, ui: &mut Ui, height: f32, context: Context<'_>, actions: &mut Vec<Action>) {
        let theme = context.theme;
        if self.hits.is_empty() {
            let margin = egui::Margin::symmetric(INSET as i8, 4);
            ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
                ui.set_min_height(height);
                egui::Frame::NONE.inner_margin(margin).show(ui, |ui| {
                    words(ui, &format!("No names match “{}”.", self.typed), TextLook::small(theme).size(12.5));
                });
            });
            return;
        }
        let moved = std::mem::take(&mut self.moved);
        ScrollArea::vertical().id_salt("found").max_height(height).auto_shrink([false, false]).show(ui, |ui| {
            for (place, hit) in self.hits.iter().enumerate() {
                let response = hit_row(ui, hit, place == self.chosen, context, actions);
                if let (true, true, Some(response)) = (moved, place == self.chosen, response) {
                    response.scroll_to_me(None);
                }
            }
        });
    }
}

fn hit_row(
    ui: &mut Ui,
    hit: &Hit,
    chosen: bool,
    context: Context<'_>,
    actions: &mut Vec<Action>,
) -> Option<egui::Response> {
    let theme = context.theme;
    let dossier = context.session.dossier();
    let entity = dossier.entity(hit.entity)?;
    let kind = dossier.vocabulary.entity_kind_or_neutral(&entity.kind);
    let (rect, response) = row_place(ui, ui.next_auto_id().with(hit.entity));
    let by = hit.by.as_deref().filter(|by| *by != entity.label());
    response.widget_info(|| {
        let alias = by.map_or_else(String::new, |by| format!(", by {}", clean(by)));
        WidgetInfo::selected(Role::ListItem, true, chosen, format!("{}{alias}", clean(entity.label())))
    });
    ground(ui, rect, &response, chosen, theme);
    let mid = rect.center().y;
    Icon::of(entity, &kind, theme).paint(ui.painter(), pos2(rect.left() + 8.0, mid));
    let ink = if is_hidden(entity, context) { theme.ink_third } else { theme.ink };
    let room = rect.width() - 28.0;
    let name_room = if by.is_some() { room * 0.66 } else { room };
    let name = lay(ui, entity.label(), TextLook::body(theme).ink(ink), name_room, 1);
    name.paint(ui, rect.left() + 28.0, mid);
    let mut cut = name.elided;
    if let Some(by) = by {
        let alias = lay(ui, by, TextLook::faint(theme), room - name.size().x - 8.0, 1);
        alias.paint(ui, rect.right() - alias.size().x, mid);
        cut |= alias.elided;
    }
    let full = by.map_or_else(|| entity.label().to_owned(), |by| format!("{} ({by})", entity.label()));
    let response = if cut { response.on_hover_ui(|ui| whole(ui, &full)) } else { response };
    // One looks for a thing in order to go there: a plain click does, as Enter does.
    if response.clicked() && !ui.input(|input| input.modifiers.any()) {
        actions.push(Action::GoTo(ItemId::Entity(entity.id.clone())));
    } else {
        let thing = ItemId::Entity(entity.id.clone());
        let selected = context.session.is_selected(&thing);
        pick(ui, &response, thing, selected, actions);
    }
    Some(response)
}
