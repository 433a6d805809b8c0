//! Two dates compared: what came, what may have come, what went, what may have gone, each with its records by date. What became of a
//! record is worked out in `explore::query`; how it is drawn is the scene's to say.

use std::collections::HashMap;

use egui::{Rect, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::widgets::{
    EntityRow, Icon, RowEnd, TextLook, clean, color32, hairline, inset, lay, link, plain_date, row, text_button, words,
};
use super::{Context, Panel, Side};
use crate::dossier::model::{Entity, Relation, When};
use crate::explore::query::between::Between;
use crate::explore::query::comparison::{Comparison, Listed};
use crate::picture::scene::compared::{Sample, sample};
use crate::picture::theme::Theme;
use crate::window::action::{Action, Command, ItemId, Prompt};
use crate::wording::in_figures;

/// How many rows a list shows before it is asked for more, and how many more each time.
const ROWS: (usize, usize) = (12, 200);

/// Makes the panel.
pub(crate) fn panel() -> Box<dyn Panel> {
    Box::<Compare>::default()
}

#[derive(Default)]
struct Compare {
    /// How many rows lists show that were asked for more.
    rows: HashMap<Between, usize>,
}

impl Panel for Compare {
    fn title(&self) -> &'static str {
        "Two dates compared"
    }

    fn side(&self) -> Side {
        Side::Right
    }

    fn is_shown(&self, context: Context<'_>) -> bool {
        context.session.shows_comparison()
    }

    fn show(&mut self, ui: &mut Ui, context: Context<'_>) -> Vec<Action> {
        let (session, theme) = (context.session, context.theme);
        let mut actions = Vec::new();
        ScrollArea::vertical().id_salt("compare").auto_shrink([false, false]).show(ui, |ui| {
            inset(ui, |ui| {
                words(ui, self.title(), TextLook::heading(theme));
                let Some(comparison) = session.compared.as_deref() else {
                    words(ui, "Comparing…", TextLook::small(theme));
                    return;
                };
                words(ui, &super::widgets::capital(&comparison.title()), TextLook::small(theme));
                for list in &comparison.lists {
                    self.list(ui, list, context, &mut actions);
                }
                hairline(ui, theme);
                foot(ui, comparison, context, &mut actions);
            });
        });
        actions
    }
}

impl Compare {
    fn list(&mut self, ui: &mut Ui, list: &Listed, context: Context<'_>, actions: &mut Vec<Action>) {
        let theme = context.theme;
        let is_rest = list.change.sign().is_none() || list.change == Between::Planned;
        if is_rest && list.count() == 0 {
            return;
        }
        if !is_rest {
            hairline(ui, theme);
        }
        heading(ui, list, theme);
        if list.count() == 0 {
            words(ui, nothing(list.change), TextLook::faint(theme));
        }
        if is_rest {
            // What is only planned by then is no change; it is found by the filter.
            return;
        }
        let most = self.rows.get(&list.change).copied().unwrap_or(ROWS.0);
        let dossier = context.session.dossier();
        for entity in list.entities.iter().filter_map(|id| dossier.entity_by_id(id.as_str())).take(most) {
            ui.push_id(&entity.id, |ui| entity_row(ui, entity, context, actions));
        }
        let room = most.saturating_sub(list.entities.len());
        for relation in list.relations.iter().filter_map(|id| dossier.relation_by_id(id.as_str())).take(room) {
            ui.push_id(&relation.id, |ui| relation_row(ui, relation, context, actions));
        }
        let more = (list.entities.len() + list.relations.len()).saturating_sub(most);
        if more > 0 {
            let label = format!("and {more} more");
            let name = format!("{}: show {more} more", super::widgets::capital(list.change.in_words()));
            if text_button(ui, &label, &name, theme).clicked() {
                self.rows.insert(list.change, most + ROWS.1);
            }
        }
    }
}

/// What is said of a list without records.
fn nothing(change: Between) -> &'static str {
    match change {
        Between::Came => "Nothing is known to have begun.",
        Between::MayHaveCome => "Nothing else may have begun.",
        Between::Went => "Nothing is known to have ended.",
        Between::MayHaveGone => "Nothing else may have ended.",
        Between::Planned | Between::Stays | Between::Unclear | Between::Undated => "",
    }
}

/// The sign, the words, a sample of the lines, and how many.
fn heading(ui: &mut Ui, list: &Listed, theme: &Theme) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let title = super::widgets::capital(list.change.in_words());
    let count = in_figures(list.count());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Heading, true, format!("{title}, {count}")));
    if !ui.is_rect_visible(rect) {
        return;
    }
    if short_of(&title) != title {
        response.on_hover_text(&title);
    }
    let sample = sample(list.change, theme);
    let number = lay(ui, &count, TextLook::body(theme).strong(), 80.0, 1);
    number.paint(ui, rect.right() - number.size().x, rect.center().y);
    let sign = lay(ui, list.change.sign().unwrap_or(""), TextLook::body(theme).strong().ink(sample.edge), 24.0, 1);
    sign.paint(ui, rect.left(), rect.center().y);
    let room = rect.width() - 24.0 - 40.0 - number.size().x;
    // What follows the first word explains it; there is room for that only in the hover.
    let words = lay(ui, short_of(&title), TextLook::section(theme), room, 1);
    words.paint(ui, rect.left() + 24.0, rect.center().y);
    let left = rect.left() + 24.0 + words.size().x + 8.0;
    sample_line(ui, &sample, Rect::from_min_max(pos2(left, rect.center().y), pos2(left + 26.0, rect.center().y)));
}

/// The first word of what became of something.
fn short_of(title: &str) -> &str {
    title.split_once([':', ',']).map_or(title, |(short, _)| short)
}

fn sample_line(ui: &Ui, sample: &Sample, along: Rect) {
    let stroke = egui::Stroke::new(sample.width as f32, color32(sample.line));
    let ends = [along.left_center(), along.right_center()];
    let pattern: Vec<f32> = sample.dash.pattern(sample.width).into_iter().map(|length| length as f32).collect();
    if pattern.is_empty() {
        ui.painter().line_segment(ends, stroke);
        return;
    }
    let (mut at, mut inked) = (ends[0].x, true);
    for length in pattern.iter().cycle() {
        // A dot is as long as it is wide.
        let length = if inked { length.max(stroke.width) } else { *length };
        let end = (at + length).min(ends[1].x);
        if inked {
            ui.painter().line_segment([pos2(at, ends[0].y), pos2(end, ends[0].y)], stroke);
        }
        if end >= ends[1].x {
            return;
        }
        (at, inked) = (end, !inked);
    }
}

fn entity_row(ui: &mut Ui, entity: &Entity, context: Context<'_>, actions: &mut Vec<Action>) {
    let theme = context.theme;
    let kind = context.session.dossier().vocabulary.entity_kind_or_neutral(&entity.kind);
    let (when, short) = date_words(entity.when.as_ref());
    let tail = RowEnd { hint: when.clone(), text: when, shorter: vec![short], ..RowEnd::default() };
    let shown =
        EntityRow { icon: Icon::of(entity, &kind, theme), name: &[entity.label()], strong: false, tail, more: None };
    let done = row(ui, &shown, theme);
    note(&done.whole, || ItemId::Entity(entity.id.clone()), actions);
    if done.link.clicked() {
        actions.push(Action::GoTo(ItemId::Entity(entity.id.clone())));
    }
}

fn relation_row(ui: &mut Ui, relation: &Relation, context: Context<'_>, actions: &mut Vec<Action>) {
    let theme = context.theme;
    let says = context.session.dossier().sentence_of(relation);
    let (when, short) = date_words(relation.when.as_ref());
    let done = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let mut date = lay(ui, &when, TextLook::faint(theme), 96.0, 1);
        if date.elided {
            date = lay(ui, &short, TextLook::faint(theme), 96.0, 1);
        }
        let width = (ui.available_width() - date.size().x - 8.0).max(60.0);
        let place = vec2(width, 24.0);
        let done = ui.allocate_ui(place, |ui| link(ui, &says, TextLook::link(theme).size(12.5))).inner;
        let right = ui.max_rect().right() - date.size().x;
        date.paint(ui, right, done.rect.center().y);
        done
    });
    let done = done.inner;
    done.widget_info(|| WidgetInfo::labeled(egui::Role::Link, true, clean(&says)));
    note(&done, || ItemId::Relation(relation.id.clone()), actions);
    if done.clicked() {
        actions.push(Action::GoTo(ItemId::Relation(relation.id.clone())));
    }
}

/// A date in words, and as short as it can be said.
fn date_words(when: Option<&When>) -> (String, String) {
    when.map(|when| (plain_date(&when.date), when.date.in_short())).unwrap_or_default()
}

/// What the pointer is over is brought out in the graph.
fn note(over: &egui::Response, thing: impl FnOnce() -> ItemId, actions: &mut Vec<Action>) {
    let was_over = over.ctx.data(|data| data.get_temp::<bool>(over.id)).unwrap_or(false);
    let is_over = over.contains_pointer();
    if was_over != is_over {
        over.ctx.data_mut(|data| data.insert_temp(over.id, is_over));
        actions.push(Action::Hover(is_over.then(thing)));
    }
}

/// What can be done with all of it.
fn foot(ui: &mut Ui, comparison: &Comparison, context: Context<'_>, actions: &mut Vec<Action>) {
    let (session, theme) = (context.session, context.theme);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        if text_button(ui, "Copy as text", "Copy as text", theme).clicked() {
            let title = super::widgets::capital(&comparison.title());
            let lists = comparison.in_words(session.dossier());
            actions.push(Action::Copy(std::iter::once(title).chain(lists).collect::<Vec<_>>().join("\n")));
        }
        if session.is_editable() && text_button(ui, "Save as a view", "Save as a view", theme).clicked() {
            actions.push(Action::Ask(Prompt::SaveView));
        }
        if text_button(ui, "Make a figure", "Make a figure", theme).clicked() {
            actions.push(Action::Run(Command::ExportFigure));
        }
    });
    words(ui, "Select an entity or relation to see its details. Esc: stop comparing", TextLook::faint(theme));
}
