//! Measures of the selected entity: value and place among those that are shown, and one of them over the years. Folded at first: what
//! is folded is not worked out. Values come from the session, which has them worked out off the frame.

use egui::{CursorIcon, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::course;
use crate::dossier::model::Entity;
use crate::explore::ranking::Standing;
use crate::picture::encoding::short;
use crate::window::action::Action;
use crate::window::panels::Context;
use crate::window::panels::widgets::{TextLook, chevron, clean, ground, hairline, lay, plain_date, whole, words};
use crate::wording::{counted, ordinal};

/// The section's own state.
pub(super) struct Measures {
    is_open: bool,
    /// The measure that is shown over the years.
    course: &'static str,
}

impl Default for Measures {
    fn default() -> Self {
        Measures { is_open: false, course: "degree" }
    }
}

impl Measures {
    /// Shows the section.
    pub(super) fn show(&mut self, ui: &mut Ui, entity: &Entity, context: Context<'_>, actions: &mut Vec<Action>) {
        let (session, theme) = (context.session, context.theme);
        hairline(ui, theme);
        self.head(ui, context);
        if !self.is_open {
            return;
        }
        let course_of = (entity.id.clone(), self.course);
        if !session.wants_measures(&course_of) {
            actions.push(Action::WantMeasures(course_of.0, course_of.1));
        }
        let Some(ranking) = session.ranking() else {
            words(ui, "Measuring…", TextLook::small(theme));
            return;
        };
        let when = session.as_of().map_or_else(|| "all dates".to_owned(), |date| format!("as of {}", plain_date(date)));
        let scope = format!("Among {} shown, {when}", counted(ranking.entities(), "entity", "entities"));
        words(ui, &scope, TextLook::faint(theme));
        let index = session.dossier().entity_index(entity.id.as_str());
        let standings = index.map(|index| ranking.of(index)).unwrap_or_default();
        if standings.is_empty() {
            words(ui, "This entity is not shown, so it has no rank.", TextLook::small(theme));
        }
        for standing in &standings {
            self.row(ui, standing, context);
        }
        if let Some(standing) = standings.iter().find(|standing| standing.measure.name == self.course) {
            course::show(ui, standing.measure.label(), entity.label(), session.course(), theme);
        }
    }

    fn head(&mut self, ui: &mut Ui, context: Context<'_>) {
        let theme = context.theme;
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, self.is_open, "Measures"));
        ground(ui, rect, &response, false, theme);
        lay(ui, "Measures", TextLook::section(theme), rect.width() - 24.0, 1).paint(ui, rect.left(), rect.center().y);
        chevron(ui, pos2(rect.right() - 8.0, rect.center().y), self.is_open, theme);
        if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
            self.is_open = !self.is_open;
        }
    }

    /// A measure: its name, the value and the place; a click shows it over the years.
    fn row(&mut self, ui: &mut Ui, standing: &Standing, context: Context<'_>) {
        let theme = context.theme;
        let label = standing.measure.label();
        let value = match standing.bound {
            Some(bound) => format!("{} ± {}", short(standing.value), short(bound)),
            None => short(standing.value),
        };
        let place = format!("{} of {}", ordinal(standing.rank), standing.of);
        let shared = match standing.shared {
            0 => String::new(),
            others => format!(", tied with {}", counted(others, "other", "others")),
        };
        let is_chosen = standing.measure.name == self.course;
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::click());
        let says = format!("{label} {value}, {place}{shared}");
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, clean(&says)));
        ground(ui, rect, &response, is_chosen, theme);
        let mid = rect.center().y;
        let place = lay(ui, &place, TextLook::faint(theme), 96.0, 1);
        let value = lay(ui, &value, TextLook::body(theme), 88.0, 1);
        let left_of_place = rect.right() - 76.0_f32.max(place.size().x);
        let room = left_of_place - 8.0 - value.size().x - 8.0 - rect.left();
        lay(ui, label, TextLook::body(theme).ink(theme.ink_second), room, 1).paint(ui, rect.left(), mid);
        value.paint(ui, left_of_place - 8.0 - value.size().x, mid);
        place.paint(ui, rect.right() - place.size().x, mid);
        let response = response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui(|ui| {
            whole(ui, &format!("{says}. {} Formula: {}.", standing.measure.says(), standing.measure.formula()));
        });
        if response.clicked() {
            self.course = standing.measure.name;
        }
    }
}
