//! The filter panel: how much is shown, the parts of the query with a switch each, and the fields by which one filters at a
//! click. A click writes text of the query language; what the text says is what the panel shows. Numbers are worked out off
//! this thread and come with the session.

mod field;
mod histogram;
mod values;

use std::collections::BTreeSet;

use egui::{CursorIcon, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::widgets::{
    TextLook, chevron, clean, edged, ground, hairline, inset, lay, link, section, text_button, words,
};
use super::{Context, Panel, Side};
use crate::explore::query::facets::Facets;
use crate::explore::query::language::{narrowed, parts, without_part};
use crate::window::action::Action;
use crate::wording::{counted, in_figures};

/// Makes the panel.
pub(crate) fn panel() -> Box<dyn Panel> {
    Box::new(FilterPanel {
        off: Vec::new(),
        unfolded: ["kind", "status", "basis"].map(str::to_owned).into(),
        whole: BTreeSet::new(),
    })
}

struct FilterPanel {
    /// Parts of the query that were switched off, as they are written and in words.
    off: Vec<(String, String)>,
    /// Fields whose values are shown.
    unfolded: BTreeSet<String>,
    /// Fields of which all values are shown.
    whole: BTreeSet<String>,
}

impl Panel for FilterPanel {
    fn title(&self) -> &'static str {
        "Filter"
    }

    fn side(&self) -> Side {
        Side::Left
    }

    fn show(&mut self, ui: &mut Ui, context: Context<'_>) -> Vec<Action> {
        let mut actions = Vec::new();
        let Some(facets) = context.session.facets.as_deref() else {
            inset(ui, |ui| words(ui, "Counting…", TextLook::faint(context.theme)));
            return actions;
        };
        let now = parts(&context.session.look.filter.query);
        self.off.retain(|(part, _)| !now.contains(part));
        ScrollArea::vertical().id_salt("filter").auto_shrink([false, false]).show(ui, |ui| {
            inset(ui, |ui| {
                self.shown(ui, facets, context, &mut actions);
                self.parts(ui, &now, facets, context, &mut actions);
                rest(ui, context, &mut actions);
                left_alone(ui, facets, context, &mut actions);
                hairline(ui, context.theme);
                for facet in &facets.list {
                    self.field(ui, facet, context, &mut actions);
                }
            });
        });
        actions
    }
}

impl FilterPanel {
    /// How much is shown.
    fn shown(&self, ui: &mut Ui, facets: &Facets, context: Context<'_>, actions: &mut Vec<Action>) {
        let theme = context.theme;
        let part = |(shown, all): (usize, usize), one: &str, many: &str| {
            format!("{} of {}", in_figures(shown), counted(all, one, many))
        };
        section(ui, &part(facets.relations, "relation", "relations"), "", theme);
        ui.horizontal(|ui| {
            words(ui, &part(facets.entities, "entity", "entities"), TextLook::small(theme));
            if !context.session.look.filter.query.trim().is_empty() {
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if text_button(ui, "Clear", "Clear the filter", theme).clicked() {
                        actions.push(Action::Filter(String::new()));
                    }
                });
            }
        });
    }

    /// The parts of the query, each to be switched off and on, or taken out.
    fn parts(&mut self, ui: &mut Ui, now: &[String], facets: &Facets, context: Context<'_>, actions: &mut Vec<Action>) {
        let query = &context.session.look.filter.query;
        let mut removed = None;
        for (number, part) in now.iter().enumerate() {
            // While the words are still worked out the text stands for itself.
            let is_told = facets.filter.query == *query;
            let says = facets.parts.get(number).filter(|_| is_told).unwrap_or(part);
            match part_row(ui, says, true, context) {
                Some(PartClick::Switch) => {
                    self.off.push((part.clone(), says.clone()));
                    actions.push(Action::Filter(without_part(query, number)));
                }
                Some(PartClick::Remove) => actions.push(Action::Filter(without_part(query, number))),
                None => {}
            }
        }
        for (number, (part, says)) in self.off.iter().enumerate() {
            match part_row(ui, says, false, context) {
                Some(PartClick::Switch) => {
                    actions.push(Action::Filter(narrowed(query, part)));
                    removed = Some(number);
                }
                Some(PartClick::Remove) => removed = Some(number),
                None => {}
            }
        }
        if let Some(number) = removed {
            self.off.remove(number);
        }
    }

    /// A field with its values, or folded.
    fn field(
        &mut self,
        ui: &mut Ui,
        facet: &crate::explore::query::language::Facet,
        context: Context<'_>,
        actions: &mut Vec<Action>,
    ) {
        let open = self.unfolded.contains(&facet.name);
        if heading(ui, facet, open, context) && !self.unfolded.remove(&facet.name) {
            self.unfolded.insert(facet.name.clone());
        }
        if open && facet.waits {
            words(ui, "Counting…", TextLook::faint(context.theme));
            if !context.session.fields_wanted().contains(&facet.name) {
                actions.push(Action::WantField(facet.name.clone()));
            }
        } else if open {
            let whole = self.whole.contains(&facet.name);
            if field::show(ui, facet, whole, context, actions) {
                self.whole.insert(facet.name.clone());
            }
            ui.add_space(8.0);
        }
    }
}

/// What was clicked in the row of a part.
enum PartClick {
    Switch,
    Remove,
}

fn part_row(ui: &mut Ui, says: &str, on: bool, context: Context<'_>) -> Option<PartClick> {
    let theme = context.theme;
    let mut clicked = None;
    ui.horizontal(|ui| {
        let mut ticked = on;
        let response = edged(ui, theme, |ui| ui.checkbox(&mut ticked, ""));
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, clean(&format!("Filter {says}"))));
        if response.clicked() {
            clicked = Some(PartClick::Switch);
        }
        let room = ui.available_width() - 28.0;
        let ink = if on { theme.ink } else { theme.ink_third };
        let laid = lay(ui, says, TextLook::body(theme).ink(ink), room.max(20.0), 2);
        let (rect, response) = ui.allocate_exact_size(vec2(room.max(20.0), laid.size().y.max(22.0)), Sense::hover());
        laid.paint(ui, rect.left(), rect.center().y);
        if laid.elided {
            response.on_hover_ui(|ui| super::widgets::whole(ui, says));
        }
        let name = format!("Remove filter {says}");
        if text_button(ui, "×", &name, theme).clicked() {
            clicked = Some(PartClick::Remove);
        }
    });
    clicked
}

/// “The rest: hide, dim”, where something is asked; and what was added to it by hand.
fn rest(ui: &mut Ui, context: Context<'_>, actions: &mut Vec<Action>) {
    let (theme, look) = (context.theme, &context.session.look);
    let asks = !look.filter.query.trim().is_empty() || !look.filter.foci.is_empty();
    if asks {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            words(ui, "The rest:", TextLook::small(theme));
            for (word, dims, name) in [("hide", false, "Hide the rest"), ("dim", true, "Dim the rest")] {
                let chosen = look.dim_rest == dims;
                let response = edged(ui, theme, |ui| ui.radio(chosen, word));
                response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, name));
                if response.clicked() && !chosen {
                    actions.push(Action::DimRest(dims));
                }
            }
        });
    }
    let added = look.filter.shown.len();
    if look.filter.start_empty || added > 0 {
        let told = match look.filter.start_empty {
            true => format!("Started empty, {} added", counted(added, "entity", "entities")),
            false => format!("{} added to what is found", counted(added, "entity", "entities")),
        };
        words(ui, &told, TextLook::small(theme));
    }
}

/// “12 left alone: hide”.
fn left_alone(ui: &mut Ui, facets: &Facets, context: Context<'_>, actions: &mut Vec<Action>) {
    let alone = facets.left_alone.len();
    if alone == 0 {
        return;
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        words(ui, &format!("{} left alone:", counted(alone, "entity", "entities")), TextLook::small(context.theme));
        if link(ui, "hide", TextLook::link(context.theme).size(12.0)).clicked() {
            actions.push(Action::Hide(facets.left_alone.clone()));
        }
    });
}

/// The heading of a field; says whether it was clicked to be folded or unfolded.
fn heading(ui: &mut Ui, facet: &crate::explore::query::language::Facet, open: bool, context: Context<'_>) -> bool {
    let theme = context.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
    let used = facet.values.iter().filter(|value| value.records > 0).count() + facet.more;
    let right = if facet.waits {
        String::new()
    } else if open {
        format!("of {}", of_what(facet.asked, facet.of))
    } else if facet.histogram.is_some() && facet.values.is_empty() {
        String::new()
    } else {
        counted(used, "value", "values")
    };
    response.widget_info(|| {
        let state = if open { "unfolded" } else { "folded" };
        WidgetInfo::labeled(Role::DisclosureTriangle, true, format!("{}, {state}", clean(&facet.title)))
    });
    ground(ui, rect, &response, false, theme);
    let mid = rect.center().y;
    chevron(ui, pos2(rect.left() + 4.0, mid), open, theme);
    let end = lay(ui, &right, TextLook::faint(theme), rect.width() / 2.0, 1);
    let look = if open { TextLook::section(theme) } else { TextLook::body(theme) };
    let title = lay(ui, &super::widgets::capital(&facet.title), look, rect.width() - end.size().x - 26.0, 1);
    title.paint(ui, rect.left() + 16.0, mid);
    end.paint(ui, rect.right() - end.size().x, mid);
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

/// How many of what a field is asked, in few words: both sorts together are records.
fn of_what(count: usize, records: &str) -> String {
    match records {
        "entities" => counted(count, "entity", "entities"),
        "relations" => counted(count, "relation", "relations"),
        _ => counted(count, "record", "records"),
    }
}
