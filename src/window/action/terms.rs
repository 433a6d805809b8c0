//! The terms in which the table of commands speaks: menus, what a command needs, and the data that
//! some commands carry. No command is here.

use crate::layout::Choice;

/// Menus of the menu bar, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Menu {
    File,
    Edit,
    Record,
    View,
    Arrange,
    Layout,
    Figure,
    Help,
}

impl Menu {
    /// Every menu with its title.
    pub(crate) const ALL: &[(Menu, &str)] = &[
        (Menu::File, "File"),
        (Menu::Edit, "Edit"),
        (Menu::Record, "Record"),
        (Menu::View, "View"),
        (Menu::Arrange, "Arrange"),
        (Menu::Layout, "Layout"),
        (Menu::Figure, "Figure"),
        (Menu::Help, "Help"),
    ];
}

/// Where the camera is asked to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraWish {
    /// The whole scene.
    FitAll,
    /// What is selected.
    FitSelection,
    /// What has the colour that is brought out.
    FitColour,
    /// What is selected, but only if it is out of view; the zoom stays.
    Reveal,
    /// 100 %.
    Actual,
    /// Larger by a step.
    In,
    /// Smaller by a step.
    Out,
    /// Where it was before.
    Back,
    /// Forward again.
    Forward,
}

/// How large everything of the window but the graph is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InterfaceSize {
    /// One step larger.
    Larger,
    /// One step smaller.
    Smaller,
    /// As it is at first.
    Usual,
}

/// Which way through a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Towards {
    Next,
    Previous,
}

/// Where the as-of date goes: to the latest date, or to the change before or after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "described above")]
pub enum DateStep {
    Latest,
    Earlier,
    Later,
}

/// What is seen of time: the end of a date, two dates compared, or the time between two dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "described above")]
pub enum PeriodMode {
    AsOf,
    Compare,
    Between,
}

/// The theme that is used always, or the system's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "described above")]
pub enum ThemeChoice {
    System,
    Light,
    Dark,
}

/// A hint that is given until a person has done what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    Select,
    /// Move the camera.
    Camera,
    /// Open the palette.
    Palette,
}

/// What must be so for a command to be possible; `Session::holds` answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    /// There is a step to undo.
    Undoable,
    /// There is a step to redo.
    Redoable,
    /// Changes are unsaved, or there is no file yet.
    Unsaved,
    /// The dossier is from a file.
    SavedFile,
    /// Records are selected.
    Selection,
    /// Records, folds or counted relations are selected.
    AnySelected,
    /// Entities or folds are selected.
    NodeSelected,
    FoldSelected,
    /// Something is folded.
    Folds,
    SeveralSelected,
    EntitySelected,
    OneEntitySelected,
    /// The selected entity was taken from an endpoint.
    #[cfg(feature = "endpoint")]
    TakenFromEndpoint,
    /// Two entities or more are selected.
    EntitiesSelected,
    /// The selection has claims that nobody has checked.
    ClaimsSelected,
    /// Chains were found, and are looked at.
    Chains,
    RelationSelected,
    /// It is clear where a new relation starts.
    RelationStart,
    /// There is an earlier selection to return to.
    SelectedBefore,
    /// There is a later selection to go forward to.
    SelectedAfter,
    /// Claims cite the text in the reading pane.
    CitedPassages,
    /// Words of the text in the reading pane are selected.
    ChosenPassage,
    /// A selected node is pinned.
    PinSelected,
    /// Any node is pinned.
    Pins,
    Focus,
    /// One entity is selected, and some of its neighbours are not shown.
    Expandable,
    /// What expanding the selected entity brought is shown.
    Expanded,
    /// Something is filtered out or hidden, or there is a focus.
    Filter,
    AsOfDate,
    /// A view of the dossier is open.
    OpenView,
    /// The file of the open view has one above it.
    ViewAbove,
    /// The file of the open view has one below it.
    ViewBelow,
    /// What is shown differs from the view that is open.
    ChangedView,
    LayingOut,
    /// The dossier is drawn as a network.
    Network,
    /// It is drawn as a timeline or a matrix.
    Rows,
    /// The layout in use heeds this choice.
    Heeds(Choice),
}

impl Condition {
    /// What is missing or to be done where it does not hold.
    pub(crate) fn missing(self) -> &'static str {
        match self {
            Condition::Undoable => "there is nothing to undo",
            Condition::Redoable => "there is nothing to redo",
            Condition::Unsaved => "everything is saved",
            Condition::SavedFile => "save the dossier to a file first",
            Condition::Selection => "select a record first",
            Condition::AnySelected => "select something first",
            Condition::NodeSelected => "select an entity first",
            Condition::FoldSelected => "select a fold first",
            Condition::Folds => "nothing is folded",
            Condition::SeveralSelected => "select several records first",
            Condition::EntitySelected => "select an entity first",
            Condition::OneEntitySelected => "select one entity first",
            #[cfg(feature = "endpoint")]
            Condition::TakenFromEndpoint => "select an entity that was taken from an endpoint first",
            Condition::EntitiesSelected => "select two or more entities first",
            Condition::ClaimsSelected => "select a record with unchecked claims first",
            Condition::Chains => "ask first why entities are connected",
            Condition::RelationSelected => "select a relation first",
            Condition::RelationStart => "select one entity first",
            Condition::SelectedBefore => "nothing was selected before",
            Condition::SelectedAfter => "there is no later selection",
            Condition::CitedPassages => "open a text with cited passages first",
            Condition::ChosenPassage => "select a passage in the reading pane first",
            Condition::PinSelected => "select a pinned node first",
            Condition::Pins => "nothing is pinned",
            Condition::Focus => "focus on an entity first",
            Condition::Expandable => "select an entity with hidden neighbours first",
            Condition::Expanded => "select an expanded entity first",
            Condition::Filter => "nothing is hidden",
            Condition::AsOfDate => "all dates are shown",
            Condition::OpenView => "open a view first",
            Condition::ViewAbove => "open a view that is not the first in its file",
            Condition::ViewBelow => "open a view that is not the last in its file",
            Condition::ChangedView => "no open view has changed",
            Condition::LayingOut => "no layout is running",
            Condition::Network => "show the dossier as a network first",
            Condition::Rows => "show the dossier as a timeline or a matrix first",
            Condition::Heeds(_) => "this layout has no such option",
        }
    }
}
