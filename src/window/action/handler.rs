//! Who performs a command, and what each performer can be asked for. Which words and keys lead there is told in the table of
//! commands; what is done is theirs.

use super::terms::{CameraWish, DateStep, InterfaceSize, PeriodMode, ThemeChoice, Towards};
use crate::layout::{Choice, Form};

/// Who performs a command. Two kinds are switches: a tick in the menu shows whether they are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Handler {
    /// `Session::run`.
    Session(SessionCommand),
    /// `Session::flip`.
    ViewSwitch(ViewSwitch),
    /// `App::run`.
    Frame(FrameCommand),
    /// `App::flip`.
    FrameSwitch(FrameSwitch),
}

/// What the session does by itself: selecting, filtering, editing, and asking for what an edit needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SessionCommand {
    Undo,
    Redo,
    Copy,
    Duplicate,
    Delete,
    SelectAll,
    SelectNone,
    InvertSelection,
    SelectNeighbours,
    CopyIds,
    StepSelection(Towards),
    NewEntity,
    NewSource,
    NewClaim,
    Rename,
    Merge,
    Split,
    ShowMenu,
    Connect,
    Reverse,
    CiteAsLast,
    Details,
    Kinds,
    QuickEntry,
    CitePassage,
    RelatePassage,
    StepPassage(Towards),
    CheckClaims,
    Why,
    StepChain(Towards),
    AsOfAll,
    Hide,
    HideOthers,
    ShowAll,
    Focus,
    AddFocus,
    Expand,
    Collapse,
    StartEmpty,
    Fold,
    Unfold,
    UnfoldAll,
    WidenFocus,
    NarrowFocus,
    Pin,
    Unpin,
    UnpinAll,
    StepLayout(Towards),
    NextChoice(Choice),
    NextAreas,
    NextColours,
    NextRowOrder,
    Shuffle,
    LayOutAgain,
    ShowDates,
    SaveView,
    UpdateView,
    DuplicateView,
    MoveView(Towards),
    EditView,
    DeleteView,
}

/// What of the session is on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ViewSwitch {
    ReadingPane,
    Tapered,
    /// One of several: the others are off.
    Form(Form),
}

/// What needs files, the clipboard, the canvas, a panel or a dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the table of commands describes each")]
pub enum FrameCommand {
    New,
    Open,
    Import,
    /// Open the card that asks endpoints.
    #[cfg(feature = "endpoint")]
    LookUp,
    /// The same, with what is known of the selected entity.
    #[cfg(feature = "endpoint")]
    FindInEndpoint,
    /// What changed there since the selected entity was taken from an endpoint.
    #[cfg(feature = "endpoint")]
    AskAgain,
    /// A built-in example, by its number.
    OpenExample(usize),
    Save,
    SaveAs,
    Reload,
    Quit,
    Cut,
    Paste,
    MoveCamera(CameraWish),
    SizeInterface(InterfaceSize),
    Lasso,
    /// Open the box that finds names, asks and runs commands.
    Find,
    GoToGraph,
    /// Bring a tab of the left side to the front, by its title.
    ShowTab(&'static str),
    StepDate(DateStep),
    SeePeriod(PeriodMode),
    PlayTime,
    /// What a panel does with what it shows.
    Panel(PanelCommand),
    PauseLayout,
    StopLayout,
    ColourBy,
    SizeBy,
    /// Let arrow keys move the borders between panels.
    ResizePanels,
    /// Hide what is outside of what the canvas shows.
    CropToSeen,
    ExportFigure,
    SaveReport,
    CopyFigure,
    Shortcuts,
    QueryWords,
    CopyDiagnostics,
    About,
}

/// What of the window is on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the table of commands describes each")]
pub enum FrameSwitch {
    LeftPanel,
    RightPanel,
    AsOfBar,
    Table,
    GraphOnly,
    Overview,
    Legend,
    FrameTimes,
    ReduceMotion,
    TypedPaths,
    #[cfg(feature = "endpoint")]
    LookUps,
    FigureEditor,
    /// One of several: the others are off.
    Theme(ThemeChoice),
}

/// Commands that a panel performs, because they go by what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the table of commands describes each")]
pub enum PanelCommand {
    FillDown,
}
