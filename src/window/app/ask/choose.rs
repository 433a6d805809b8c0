//! The card that offers choices, each with how many entities it is about: which neighbours of an entity to show, and what to
//! fold. What comes of a choice is the session's to know.

use egui::{Context, Id, Order, Pos2, RichText, ScrollArea};

use super::{Around, Card};
use crate::dossier::model::EntityId;
use crate::window::action::{Action, Command};
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::{capital, clean};
use crate::window::session::Session;
use crate::wording::in_figures;

/// What may be chosen.
pub(super) struct ChoiceCard {
    title: String,
    choices: Vec<Choice>,
    /// What is said below.
    foot: String,
    /// Beside which entity it stands; in the middle where there is none.
    beside: Option<EntityId>,
    /// Where it stands, since it was opened.
    place: Option<Pos2>,
    /// Its first entry is yet to take the keyboard's focus.
    first: bool,
}

struct Choice {
    label: String,
    count: String,
    /// Whether it is part of the one above it.
    is_part: bool,
    action: Action,
}

impl ChoiceCard {
    /// Which neighbours of an entity to show that are not shown.
    pub(super) fn neighbours(origin: &EntityId, session: &Session) -> Self {
        let choice = |choice: crate::window::session::bringing::ExpandChoice| Choice {
            label: choice.label,
            count: choice.count,
            is_part: choice.is_part,
            action: Action::Expand(origin.clone(), choice.ids),
        };
        let choices: Vec<Choice> = session.expand_choices(origin).into_iter().map(choice).collect();
        let foot = match choices.is_empty() {
            true => "All its neighbours are shown.".to_owned(),
            false => {
                let keys = Command::Collapse.info().keys_shown();
                format!("Shows up to 20 at a time, those with the most relations first. {keys}: collapse")
            }
        };
        let title = format!("Show neighbours of {}", session.dossier().label_of(origin.as_str()));
        ChoiceCard { title, choices, foot, beside: Some(origin.clone()), place: None, first: true }
    }

    /// What to fold.
    pub(super) fn folds(session: &Session) -> Self {
        let choice = |choice: crate::window::session::folds::FoldChoice| Choice {
            label: choice.label,
            count: choice.count.map(in_figures).unwrap_or_default(),
            is_part: false,
            action: Action::Fold(choice.text),
        };
        let choices: Vec<Choice> = session.fold_choices().into_iter().map(choice).collect();
        let foot = match choices.is_empty() {
            true => "Nothing that is shown can be folded.".to_owned(),
            false => {
                let keys = Command::Unfold.info().keys_shown();
                format!("To unfold, double-click the node or press {keys}.")
            }
        };
        let title = "Fold into one node".to_owned();
        ChoiceCard { title, choices, foot, beside: session.selected_entities().pop(), place: None, first: true }
    }
}

impl Card for ChoiceCard {
    fn show(&mut self, ctx: &Context, around: Around<'_>) -> Option<Vec<Action>> {
        let place = *self.place.get_or_insert_with(|| around.on_screen(ctx, self.beside.as_ref(), None));
        let area = egui::Area::new(Id::unique("choices")).order(Order::Foreground).fixed_pos(place).constrain(true);
        let faint = RichText::new(&self.foot).size(11.5).color(color32(around.theme.ink_third));
        let shown = area.show(ctx, |ui| {
            egui::Frame::menu(ui.style())
                .show(ui, |ui| {
                    ui.set_width(270.0);
                    ui.spacing_mut().item_spacing.y = 1.0;
                    ui.label(RichText::new(clean(&self.title)).strong());
                    let mut chosen = None;
                    ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
                        for choice in &self.choices {
                            let indent = if choice.is_part { "      " } else { "" };
                            let button = egui::Button::new(format!("{indent}{}", clean(&capital(&choice.label))))
                                .shortcut_text(choice.count.as_str())
                                .min_size(egui::vec2(ui.available_width(), 24.0));
                            let response = ui.add(button);
                            if std::mem::take(&mut self.first) {
                                response.request_focus();
                            }
                            if response.clicked() {
                                chosen = Some(choice.action.clone());
                            }
                        }
                    });
                    ui.add_space(2.0);
                    ui.label(faint);
                    chosen
                })
                .inner
        });
        let left = ctx.input(|i| i.pointer.any_pressed())
            && ctx.input(|i| i.pointer.interact_pos()).is_some_and(|p| !shown.response.rect.contains(p));
        shown.inner.map(|action| vec![action]).or(left.then(Vec::new))
    }
}
