//! Rows of an inspector that can be changed where they stand: a field beside its label, a choice
//! beside its label, and the choices themselves, likely ones first.

use std::collections::HashMap;

use egui::{Id, RichText, Sense, Ui, WidgetInfo, vec2};

use super::draft::{Edited, edited};
use super::text::{self, TextLook, clean};
use super::{capital, color32, status_word};
use crate::dossier::model::{Dossier, Entity, EntityKind, RelationKind, Status};
use crate::picture::theme::Theme;
use crate::window::action::Action;

/// Width of the labels, as in rows of facts.
const LABEL: f32 = 88.0;

/// The label at the left of a row.
pub(crate) fn label_cell(ui: &mut Ui, label: &str, theme: &Theme) {
    let laid = text::lay(ui, label, TextLook::body(theme).ink(theme.ink_third), LABEL - 8.0, 2);
    let (rect, response) = ui.allocate_exact_size(vec2(LABEL - 7.0, laid.size().y.max(24.0)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, clean(label)));
    laid.paint(ui, rect.left(), rect.center().y);
}

/// A label and a field that shows a value and can be typed in.
#[derive(Clone, Copy)]
pub(crate) struct EditRow<'a> {
    pub(crate) id: Id,
    pub(crate) label: &'a str,
    pub(crate) value: &'a str,
    /// Whether the text may have several lines.
    pub(crate) lines: bool,
    /// Whether it takes the cursor.
    pub(crate) focus: bool,
}

impl<'a> EditRow<'a> {
    /// A row of one line that does not ask for the cursor.
    pub(crate) fn new(id: Id, label: &'a str, value: &'a str) -> EditRow<'a> {
        EditRow { id, label, value, lines: false, focus: false }
    }

    /// Shows it; `make` is asked for what follows from the text once it is typed.
    pub(crate) fn show(self, ui: &mut Ui, theme: &Theme, make: impl FnOnce(&str) -> Option<Action>) {
        let EditRow { id, label, value, lines, focus } = self;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 1.0;
            label_cell(ui, label, theme);
            let how = Edited { name: label, lines, focus, ..Edited::line(theme) };
            edited(ui, id, value, how, theme, make);
        });
    }
}

/// A label and a button that opens choices. Says which was chosen.
pub(crate) fn choice_row<T: Clone + PartialEq>(
    ui: &mut Ui,
    label: &str,
    now: &str,
    choices: impl FnOnce() -> Vec<(T, String)>,
    theme: &Theme,
) -> Option<T> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 1.0;
        ui.spacing_mut().button_padding = vec2(6.0, 3.0);
        label_cell(ui, label, theme);
        let words = RichText::new(crate::problem::printable(now)).color(color32(theme.ink));
        let menu = ui.menu_button(words, |ui| {
            ui.set_min_width(190.0);
            egui::ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
                for (choice, name) in choices() {
                    if ui.add(egui::Button::new(name.as_str()).selected(name == now)).clicked() {
                        chosen = Some(choice);
                        ui.close();
                    }
                }
            });
        });
        menu.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, format!("{label}: {now}")));
    });
    chosen
}

/// Kinds of entity, those the dossier uses most first.
pub(crate) fn entity_kinds(dossier: &Dossier) -> Vec<EntityKind> {
    let mut used: HashMap<&str, usize> = HashMap::new();
    for (_, entity) in dossier.entities() {
        *used.entry(&entity.kind).or_default() += 1;
    }
    let mut kinds = dossier.vocabulary.entity_kinds.to_vec();
    kinds.sort_by_key(|kind| std::cmp::Reverse(used.get(kind.id.as_str()).copied().unwrap_or(0)));
    kinds
}

/// Kinds of relation between two entities, most likely first: what the dossier has between such
/// kinds, then what fits, then the rest. `true` where it points the other way.
pub(crate) fn relation_kinds(dossier: &Dossier, from: &Entity, to: Option<&Entity>) -> Vec<(RelationKind, bool)> {
    let kind_of = |id: &str| dossier.entity_by_id(id).map_or("", |e| e.kind.as_str());
    let mut between: HashMap<(&str, bool), usize> = HashMap::new();
    let mut used: HashMap<&str, usize> = HashMap::new();
    for (_, _, _, relation) in dossier.relations() {
        *used.entry(&relation.kind).or_default() += 1;
        let (a, b) = (kind_of(relation.from.as_str()), kind_of(relation.to.as_str()));
        let is = |x: &str, y: &str| x == from.kind && to.is_none_or(|to| to.kind == y);
        if is(a, b) {
            *between.entry((&relation.kind, false)).or_default() += 1;
        }
        if is(b, a) {
            *between.entry((&relation.kind, true)).or_default() += 1;
        }
    }
    let fits = |kinds: &[String], entity: Option<&Entity>| {
        kinds.is_empty() || entity.is_none_or(|e| e.ghost || kinds.contains(&e.kind))
    };
    let mut out: Vec<(bool, usize, usize, usize, RelationKind, bool)> = Vec::new();
    for kind in &dossier.vocabulary.relation_kinds {
        for turned in [false, true] {
            let ends = if turned { (to, Some(from)) } else { (Some(from), to) };
            let fit = fits(&kind.from, ends.0) && fits(&kind.to, ends.1);
            if turned && (!kind.directed || !fit) {
                continue;
            }
            let here = between.get(&(kind.id.as_str(), turned)).copied().unwrap_or(0);
            let all = used.get(kind.id.as_str()).copied().unwrap_or(0);
            // What says of its ends fits better than what fits everything.
            let said = usize::from(!kind.from.is_empty()) + usize::from(!kind.to.is_empty());
            let rank = if turned { 0 } else { said + 1 };
            out.push((fit, here, rank, all, kind.clone(), turned));
        }
    }
    out.sort_by_key(|(fit, here, rank, all, _, _)| std::cmp::Reverse((*fit, *here, *rank, *all)));
    out.into_iter().map(|(_, _, _, _, kind, turned)| (kind, turned)).collect()
}

/// Every status with its words.
pub(crate) fn status_choices() -> Vec<(Status, String)> {
    Status::ALL.iter().map(|(_, status)| (*status, capital(status_word(*status)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document;

    #[test]
    fn what_the_dossier_has_between_such_kinds_comes_first_then_what_fits() {
        let document = document::open_example(&document::EXAMPLES[0]);
        let dossier = &document.dossier;
        let entity = |id: &str| dossier.entity_by_id(id).unwrap();
        let kinds = relation_kinds(dossier, entity("malaysia"), Some(entity("asean")));
        assert_eq!((kinds[0].0.id.as_str(), kinds[0].1), ("member_of", false), "{:?}", &kinds[..4]);
        let back = relation_kinds(dossier, entity("asean"), Some(entity("malaysia")));
        assert_eq!((back[0].0.id.as_str(), back[0].1), ("member_of", true));
    }
}
