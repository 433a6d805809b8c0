//! The inspector on a fold or on counted relations: what stands as one node or one line, who of it is there at the as-of date,
//! and the way back.

use egui::Ui;

use super::several::{entity_row, limited, relation_row};
use super::{AsOf, SelectionState};
use crate::explore::folding::{Bundle, Fold};
use crate::explore::query::presence::Presence;
use crate::window::action::{Action, Command};
use crate::window::panels::Context;
use crate::window::panels::widgets::{TextLook, clean, fact_row, hairline, section, text_button, words};
use crate::wording::{counted, in_figures, listed};

/// Shows what is in a fold.
pub(super) fn show_fold(
    ui: &mut Ui,
    fold: &Fold,
    as_of: AsOf<'_>,
    context: Context<'_>,
    passing: &mut SelectionState,
    actions: &mut Vec<Action>,
) {
    let (theme, session) = (context.theme, context.session);
    words(ui, &clean(&fold.name), TextLook::heading(theme));
    let ties: usize = session
        .folded
        .iter()
        .flat_map(|folded| &folded.bundles)
        .filter(|bundle| touches(bundle, fold))
        .map(|bundle| bundle.relations.len())
        .sum();
    let counts = format!(
        "{} folded into one node, {} to others",
        counted(fold.members.len(), "entity", "entities"),
        counted(ties, "relation", "relations")
    );
    words(ui, &counts, TextLook::small(theme).size(12.5));
    if let Some((time, presences)) = as_of
        && let Some((label, _)) = time.in_words(true)
    {
        let of = |presence: Presence| {
            let at = |id: &&crate::dossier::model::EntityId| session.dossier().entity_index(id.as_str());
            fold.members.iter().filter(|id| at(id).is_some_and(|at| presences.entity(at) == presence)).count()
        };
        let words = [
            (Presence::Certain, "present"),
            (Presence::Possible, "possibly present"),
            (Presence::Planned, "planned"),
            (Presence::Absent, "not present"),
        ];
        let told = words.map(|(presence, word)| (of(presence), word));
        let told: Vec<String> = told
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{} {word}", in_figures(*count)))
            .collect();
        fact_row(ui, &label, &listed(&told), None, theme);
    }
    ui.add_space(4.0);
    if text_button(ui, &format!("Unfold ({})", Command::Unfold.info().keys_shown()), "Unfold", theme).clicked() {
        actions.push(Action::Run(Command::Unfold));
    }
    hairline(ui, theme);
    section(ui, "In it", &in_figures(fold.members.len()), theme);
    limited(ui, "members", &fold.members, context, passing, |ui, passing, id| {
        if let Some(index) = session.dossier().entity_index(id.as_str()) {
            entity_row(ui, index, context, passing, actions);
        }
    });
}

fn touches(bundle: &Bundle, fold: &Fold) -> bool {
    bundle.ends.0 == fold.id || bundle.ends.1 == fold.id
}

/// Shows which relations a line counts.
pub(super) fn show_bundle(
    ui: &mut Ui,
    bundle: &Bundle,
    context: Context<'_>,
    passing: &mut SelectionState,
    actions: &mut Vec<Action>,
) {
    let (theme, session) = (context.theme, context.session);
    words(ui, &counted(bundle.relations.len(), "relation", "relations"), TextLook::heading(theme));
    let name = |id: &crate::dossier::model::EntityId| {
        session.fold(id).map_or_else(|| session.dossier().label_of(id.as_str()), |fold| fold.name.clone())
    };
    let between = format!("between {} and {}", name(&bundle.ends.0), name(&bundle.ends.1));
    words(ui, &clean(&between), TextLook::small(theme).size(12.5));
    hairline(ui, theme);
    limited(ui, "counted relations", &bundle.relations, context, passing, |ui, passing, id| {
        if let Some(index) = session.dossier().relation_index(id.as_str()) {
            relation_row(ui, index, context, passing, actions);
        }
    });
}
