//! Which commands can be run now, so that menus show the others greyed.

use super::Session;
use crate::explore::query::filter::Filter;
use crate::picture::layout::{self, Choice};
use crate::window::action::Command;

impl Session {
    /// Whether a command can be run now; one that cannot is shown greyed.
    pub(crate) fn is_enabled(&self, command: Command) -> bool {
        match command {
            Command::Undo => self.undo_name().is_some(),
            Command::Redo => self.redo_name().is_some(),
            Command::Save => self.is_changed() || self.document.path.is_none(),
            Command::NewEntity
            | Command::NewSource
            | Command::Paste
            | Command::QuickEntry
            | Command::Merge
            | Command::Kinds => self.is_editable(),
            Command::Rename | Command::Split => self.is_editable() && self.selected_entities().len() == 1,
            Command::Connect => self.is_editable() && self.connect_from().is_some(),
            Command::NextPassage | Command::PreviousPassage => self.reading.has_marks(),
            Command::CitePassage => self.is_editable() && self.passage().is_some() && !self.selection.is_empty(),
            Command::RelatePassage => self.is_editable() && self.passage().is_some(),
            Command::Reverse => self.is_editable() && !self.selected_relations().is_empty(),
            Command::Cut | Command::Duplicate | Command::Delete | Command::CiteAsLast | Command::NewClaim => {
                self.is_editable() && !self.selection.is_empty()
            }
            Command::Copy | Command::Menu => !self.selection.is_empty(),
            Command::FillDown => self.is_editable() && self.selection.len() > 1,
            Command::GoBack => !self.back.is_empty(),
            Command::GoForward => !self.forward.is_empty(),
            Command::Reload => self.document.path.is_some(),
            Command::CopyIds | Command::ZoomSelection => !self.selection.is_empty(),
            Command::SelectNeighbours
            | Command::Hide
            | Command::HideOthers
            | Command::FocusSelection
            | Command::Pin => !self.selected_entities().is_empty(),
            Command::Unpin => self.selected_entities().iter().any(|id| self.look.pins.contains_key(id)),
            Command::UnpinAll => !self.look.pins.is_empty(),
            Command::FocusMore | Command::FocusLess => self.look.filter.focus.is_some(),
            Command::ShowAll => self.look.filter != Filter::default(),
            Command::AsOfAll => self.look.as_of.is_some(),
            Command::PauseLayout | Command::StopLayout => self.laying_out,
            Command::NextEffort => self.heeds(Choice::Effort),
            Command::NextStyle => self.heeds(Choice::Style),
            Command::NextDirection => self.heeds(Choice::Direction),
            Command::NextGrouping => self.heeds(Choice::Grouping),
            Command::NextMeasure => self.heeds(Choice::Measure),
            Command::GroupsTogether => self.heeds(Choice::Together),
            _ => true,
        }
    }

    /// Whether the layout in use heeds a choice.
    pub(crate) fn heeds(&self, choice: Choice) -> bool {
        layout::named(&self.look.layout).is_some_and(|l| l.heeds(&self.look.options).contains(&choice))
    }
}
