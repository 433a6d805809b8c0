//! Which commands can be run now, so that menus show the others greyed.

use super::Session;
use crate::explore::query::filter::Filter;
use crate::layout::{self, Choice};
use crate::window::action::{Command, Condition, Towards};

impl Session {
    /// Whether a command can be run now; one that cannot is shown greyed.
    pub fn is_enabled(&self, command: Command) -> bool {
        self.hindrance(command).is_none()
    }

    /// Why a command is not possible now; `None` if it is.
    pub(crate) fn hindrance(&self, command: Command) -> Option<&'static str> {
        let info = command.info();
        if info.edits && !self.is_editable() {
            return Some("this dossier is read-only");
        }
        info.needs.iter().find(|condition| !self.holds(**condition)).map(|condition| condition.missing())
    }

    fn holds(&self, condition: Condition) -> bool {
        match condition {
            Condition::Undoable => self.undo_name().is_some(),
            Condition::Redoable => self.redo_name().is_some(),
            Condition::Unsaved => self.is_changed() || self.document.path.is_none() || self.offers_view(),
            Condition::SavedFile => self.document.path.is_some(),
            Condition::Selection => !self.selected_records().is_empty(),
            Condition::AnySelected => !self.selection().is_empty(),
            Condition::NodeSelected => !self.selected_with_members().is_empty(),
            Condition::FoldSelected => !self.selected_folds().is_empty(),
            Condition::Folds => !self.look.fold.is_empty(),
            Condition::SeveralSelected => self.selection().len() > 1,
            Condition::EntitySelected => !self.selected_entities().is_empty(),
            Condition::OneEntitySelected => self.selected_entities().len() == 1,
            #[cfg(feature = "endpoint")]
            Condition::TakenFromEndpoint => {
                let of = |id| !crate::dossier::endpoint::taken_from(self.dossier(), id).is_empty();
                self.selected_entities().first().is_some_and(of)
            }
            Condition::EntitiesSelected => self.selected_entities().len() > 1,
            Condition::ClaimsSelected => self.has_unchecked(),
            Condition::Chains => self.connection().is_some_and(|connection| !connection.chains.is_empty()),
            Condition::RelationSelected => !self.selected_relations().is_empty(),
            Condition::RelationStart => self.connect_from().is_some(),
            Condition::SelectedBefore => self.selection.can_step(Towards::Previous),
            Condition::SelectedAfter => self.selection.can_step(Towards::Next),
            Condition::CitedPassages => self.reading.has_marks(),
            Condition::ChosenPassage => self.passage().is_some(),
            Condition::PinSelected => self.selected_entities().iter().any(|id| self.look.pins.contains_key(id)),
            Condition::Pins => !self.look.pins.is_empty(),
            Condition::Focus => !self.look.filter.foci.is_empty(),
            Condition::Expandable => self.can_expand(),
            Condition::Expanded => self.can_collapse(),
            Condition::Filter => self.look.filter != Filter::default(),
            Condition::AsOfDate => self.look.as_of.is_some(),
            Condition::OpenView => self.open_view().is_some(),
            Condition::ViewAbove => self.can_move_view(Towards::Previous),
            Condition::ViewBelow => self.can_move_view(Towards::Next),
            Condition::ChangedView => self.view_is_changed(),
            Condition::LayingOut => self.laying_out,
            Condition::Network => !self.look.form.has_rows(),
            Condition::Rows => self.look.form.has_rows(),
            Condition::Heeds(choice) => self.heeds(choice),
        }
    }

    /// Whether the layout in use heeds a choice.
    pub(crate) fn heeds(&self, choice: Choice) -> bool {
        !self.look.form.has_rows()
            && layout::named(&self.look.layout).is_some_and(|l| l.heeds(&self.look.options).contains(&choice))
    }
}
