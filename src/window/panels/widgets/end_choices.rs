//! Under a field for an end of a relation: which entity its text means, or those to choose from where it means none
//! or several. Knows no field.

use egui::Ui;

use super::link::link;
use super::text::{TextLook, clean, words};
use crate::dossier::model::{Entity, EntityId};
use crate::picture::theme::Theme;
use crate::window::session::Session;

/// So many are offered.
const OFFERED: usize = 6;

/// The entity that a text names; none where it does not decide.
pub(crate) fn end_called(session: &Session, text: &str) -> Option<EntityId> {
    match session.called(text)[..] {
        [only] => Some(only.id.clone()),
        _ => None,
    }
}

/// Says what the text means. Gives the entity that was chosen by a click.
pub(crate) fn end_choices(ui: &mut Ui, text: &str, session: &Session, theme: &Theme) -> Option<EntityId> {
    let dossier = session.dossier();
    let called = session.called(text);
    let (said, offered) = match called[..] {
        [only] => (format!("Enter: use {}", clean(only.label())), Vec::new()),
        [] => {
            let hits = session.search().find(text, OFFERED);
            let near: Vec<&Entity> = hits.iter().filter_map(|hit| dossier.entity(hit.entity)).collect();
            let said =
                if near.is_empty() { "No entity has this name." } else { "No entity has this name. Choose one:" };
            (said.to_owned(), near)
        }
        _ => ("Several have this name. Choose one:".to_owned(), called),
    };
    words(ui, &said, TextLook::faint(theme).size(11.5));
    let mut chosen = None;
    for entity in offered.iter().take(OFFERED) {
        // Their names may be the same.
        let told = format!("{} ({})", entity.label(), entity.id);
        if link(ui, &told, TextLook::link(theme).size(12.5)).clicked() {
            chosen = Some(entity.id.clone());
        }
    }
    chosen
}
