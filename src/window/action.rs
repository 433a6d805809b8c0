//! All that a person can ask for. [`COMMANDS`] is the one list that feeds menus, palette,
//! shortcuts and the help page; [`Action`] is what panels and canvas hand back. Free of egui.

use std::path::PathBuf;

use crate::dossier::edit::{Change, ClaimOwner};
use crate::dossier::model::{Claim, Date, EntityId, RelationId, SourceId};
use crate::explore::query::passages::Position;
use crate::picture::layout::{Grouping, Options};

/// An entity or a relation, by id: what can be selected.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemId {
    /// An entity.
    Entity(EntityId),
    /// A relation.
    Relation(RelationId),
}

/// How a click or box changes the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectHow {
    /// Only these are selected then.
    Replace,
    /// These too (Shift).
    Add,
    /// Toggle these (Ctrl).
    Toggle,
}

/// A change of the dossier, as panels and canvas ask for it: one gesture, one step to undo.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edits {
    /// What the step is called; where empty, the changes say it.
    pub(crate) name: String,
    /// All of them happen or none.
    pub(crate) changes: Vec<Change>,
    /// Where entities are pinned along with it, in scene units.
    pub(crate) places: Vec<(EntityId, (f32, f32))>,
    /// What is selected afterwards; where empty, the selection stays.
    pub(crate) select: Vec<ItemId>,
    /// What is said afterwards, with an offer to undo; where empty, nothing.
    pub(crate) say: String,
}

impl Edits {
    /// Changes with nothing besides.
    pub fn of(changes: Vec<Change>) -> Edits {
        Edits { changes, ..Edits::default() }
    }

    /// One change.
    pub(crate) fn one(change: Change) -> Edits {
        Edits::of(vec![change])
    }
}

/// What is asked of the person before something is changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Prompt {
    /// The name and kind of a new entity, to be put at a place of the scene or in the middle.
    NewEntity(Option<(f32, f32)>),
    /// Another name for an entity, where it stands.
    Rename(EntityId),
    /// The other end and the kind of a new relation; what is new goes to the place.
    Relate(EntityId, Option<EntityId>, Option<(f32, f32)>),
    /// The same, with a claim that is made for it where no other is typed.
    RelateCiting(EntityId, Box<Claim>),
    /// A claim of a record: a new one, or one by its number.
    Claim(ClaimOwner, Option<usize>),
    /// A source: a new one, or one that is there.
    Source(Option<SourceId>),
    /// A new source with a text that lies in the dossier's folder.
    SourceOf(String),
    /// Which values win where two entities become one: the one that stays, the one that goes.
    Merge(EntityId, EntityId),
    /// Which relations, names and claims of an entity go over to a new one.
    Split(EntityId),
    /// What the kinds of the dossier are.
    Kinds,
    /// Which of likely duplicates to merge.
    Duplicates,
    /// A line of quick entry.
    Quick,
    /// The same, with a claim that stands there already.
    QuickCiting(Box<Claim>),
    /// What can be done with a thing, or with nothing, at a place of the scene.
    Menu(Option<ItemId>, (f32, f32)),
    /// The same for a thing in a list, at a place of the screen.
    MenuAt(ItemId, (f32, f32)),
}

/// A request from panel or canvas, mostly for `Session::perform`.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Action {
    /// A command of the list.
    Run(Command),
    /// Select things.
    Select(Vec<ItemId>, SelectHow),
    /// Select a thing and bring it into view (links, search).
    GoTo(ItemId),
    /// The pointer is over a thing, or over none.
    Hover(Option<ItemId>),
    /// See the network as of a date, or all of it.
    SetAsOf(Option<Date>),
    /// Nodes are being dragged and are here by now, in scene units.
    Dragging(Vec<(EntityId, (f32, f32))>),
    /// Put nodes somewhere, in scene units, and keep them there. One gesture is one action.
    Place(Vec<(EntityId, (f32, f32))>),
    /// Let nodes go back to where the layout has them.
    Unpin(Vec<EntityId>),
    /// Hide entities by hand.
    Hide(Vec<EntityId>),
    /// Show or hide all entities of a kind.
    ShowKind(String, bool),
    /// Show or hide all records of a file (by path), such as the background.
    ShowFile(String, bool),
    /// Show only what lies within so many steps of an entity, or end that.
    Focus(Option<(EntityId, u32)>),
    /// Bring out what rests on a source, or end that.
    ShowSource(Option<SourceId>),
    /// Read the text of a source beside the graph, at what a claim of a record (by its number) cites.
    Read(SourceId, Option<(ClaimOwner, usize)>),
    /// Go to a cited passage of the text that is read, by its number, and select its record.
    GoToPassage(usize),
    /// Bring a place of the text that is read into view.
    ShowPlace(Position),
    /// Choose words of the text that is read, or none.
    ChoosePassage(Option<(Position, Position)>),
    /// Go to the record that a problem (by number in the document's list) is about.
    ShowProblem(usize),
    /// Look at the dossier as one of its views says, by name.
    UseView(String),
    /// Change the dossier.
    Edit(Box<Edits>),
    /// Ask the person for what is missing, then change the dossier.
    Ask(Prompt),
    /// Go to the state in which so many steps of the history are done.
    JumpTo(usize),
    /// Put records into the dossier, from RON text.
    Paste(String),
    /// Place everything by a layout, by name.
    UseLayout(&'static str),
    /// Choose something about the layout.
    SetOptions(Options),
    /// Lay areas behind groups, or take them away.
    SetAreas(Option<Grouping>),
    /// Open a file.
    Open(PathBuf),
    /// Open a built-in example by name.
    OpenExample(&'static str),
    /// Ask whether to open a link from the dossier in the browser.
    FollowLink(String),
    /// Put text on the clipboard.
    Copy(String),
}

/// Commands without arguments: the entries of menus and palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is described by its entry in COMMANDS")]
pub enum Command {
    New,
    Open,
    Save,
    SaveAs,
    OpenAsean,
    OpenSecondExample,
    Reload,
    ExportFigure,
    CopyFigure,
    Quit,
    Undo,
    Redo,
    Cut,
    Copy,
    Paste,
    Duplicate,
    FillDown,
    Delete,
    SelectAll,
    SelectNone,
    InvertSelection,
    SelectNeighbours,
    CopyIds,
    GoBack,
    GoForward,
    ZoomIn,
    ZoomOut,
    ZoomFit,
    ZoomSelection,
    ZoomActual,
    CameraBack,
    CameraForward,
    Overview,
    Lasso,
    FrameTimes,
    NewEntity,
    Rename,
    Connect,
    Reverse,
    CiteAsLast,
    NewClaim,
    NewSource,
    Merge,
    Menu,
    Split,
    Kinds,
    QuickEntry,
    CitePassage,
    RelatePassage,
    Hide,
    HideOthers,
    ShowAll,
    FocusSelection,
    FocusMore,
    FocusLess,
    Pin,
    Unpin,
    UnpinAll,
    NextLayout,
    PreviousLayout,
    Shuffle,
    PauseLayout,
    StopLayout,
    NextEffort,
    NextStyle,
    NextDirection,
    NextGrouping,
    NextMeasure,
    GroupsTogether,
    LayOutAgain,
    Find,
    Palette,
    ShowOutline,
    ShowSources,
    ShowProblems,
    ShowHistory,
    Table,
    ReadingPane,
    NextPassage,
    PreviousPassage,
    ToggleLeft,
    ToggleRight,
    ToggleTimeline,
    Tapered,
    NextAreas,
    GraphOnly,
    AsOfNow,
    AsOfAll,
    AsOfEarlier,
    AsOfLater,
    ThemeLight,
    ThemeDark,
    ThemeSystem,
    ReduceMotion,
    Shortcuts,
    About,
}

/// Menus of the menu bar, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
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

/// A key with its modifiers; `key` is egui's name of it (`K`, `ArrowLeft`, `0`, `F11`).
/// `command` is Ctrl, on a Mac ⌘.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub(crate) struct Shortcut {
    pub(crate) command: bool,
    pub(crate) shift: bool,
    pub(crate) alt: bool,
    pub(crate) key: &'static str,
}

impl Shortcut {
    /// As people write it: `Ctrl+Shift+A`.
    pub(crate) fn text(self) -> String {
        let mac = cfg!(target_os = "macos");
        let mut out = String::new();
        if self.command {
            out += if mac { "⌘" } else { "Ctrl+" };
        }
        if self.alt {
            out += if mac { "⌥" } else { "Alt+" };
        }
        if self.shift {
            out += if mac { "⇧" } else { "Shift+" };
        }
        out += match self.key {
            "ArrowLeft" => "←",
            "ArrowRight" => "→",
            "ArrowUp" => "↑",
            "ArrowDown" => "↓",
            "Plus" => "+",
            "Minus" => "−",
            "OpenBracket" => "[",
            "CloseBracket" => "]",
            "Escape" => "Esc",
            "Equals" => "=",
            "Slash" => "/",
            "Delete" => "Del",
            "Period" => ".",
            key => key,
        };
        out
    }
}

/// What menus, palette and help say of a command.
#[derive(Clone, Copy, Debug)]
pub struct CommandInfo {
    /// Which.
    pub command: Command,
    /// The menu it stands in.
    pub(crate) menu: Menu,
    /// Whether a line is drawn above it in its menu.
    pub(crate) starts_group: bool,
    /// Its name, sentence case.
    pub(crate) name: &'static str,
    /// What it does, one sentence, for palette and tooltips.
    pub(crate) help: &'static str,
    /// Its shortcuts; the first is shown.
    pub(crate) shortcuts: &'static [Shortcut],
}

const fn key(key: &'static str) -> Shortcut {
    Shortcut { command: false, shift: false, alt: false, key }
}
const fn ctrl(key: &'static str) -> Shortcut {
    Shortcut { command: true, shift: false, alt: false, key }
}
const fn ctrl_shift(key: &'static str) -> Shortcut {
    Shortcut { command: true, shift: true, alt: false, key }
}
const fn shift(key: &'static str) -> Shortcut {
    Shortcut { command: false, shift: true, alt: false, key }
}
const fn alt(key: &'static str) -> Shortcut {
    Shortcut { command: false, shift: false, alt: true, key }
}

macro_rules! commands {
    ($($menu:ident { $($(#$mark:tt)? $command:ident $name:literal $help:literal [$($shortcut:expr),*];)* })*) => {
        /// Every command, in the order of the menus. Adding one: a line here and an arm in `Session::run` or in
        /// the frame.
        pub const COMMANDS: &[CommandInfo] = &[$($(CommandInfo {
            command: Command::$command,
            menu: Menu::$menu,
            starts_group: commands!(@group $($mark)?),
            name: $name,
            help: $help,
            shortcuts: &[$($shortcut),*],
        }),*),*];
    };
    (@group) => { false };
    (@group $mark:tt) => { true };
}

commands! {
    File {
        New "New dossier" "Start a new, empty dossier." [ctrl("N")];
        Open "Open…" "Open a dossier from a file." [ctrl("O")];
        #[] Save "Save" "Save your changes; the rest of the file stays untouched." [ctrl("S")];
        SaveAs "Save as…" "Save to another file and continue working in it." [ctrl_shift("S")];
        Reload "Reload" "Reload the file from disk, keeping the selection and view." [key("F5")];
        #[] OpenAsean "Example: ASEAN and Japan" "Open a built-in example, made from a newspaper article." [];
        OpenSecondExample "Example: an invented port" "Open a built-in example about an invented port contract." [];
        #[] Quit "Quit" "Close the window." [ctrl("Q")];
    }
    Edit {
        Undo "Undo" "Undo the last change to the dossier or the view." [ctrl("Z")];
        Redo "Redo" "Redo the last undone change." [ctrl_shift("Z"), ctrl("Y")];
        #[] Cut "Cut" "Copy the selected records as RON text and delete them." [ctrl("X")];
        Copy "Copy" "Copy the selected records as RON text." [ctrl("C")];
        Paste "Paste" "Paste records from RON text into the dossier." [ctrl("V")];
        Duplicate "Duplicate" "Make a copy of each selected record." [ctrl("D")];
        FillDown "Fill down" "Copy the first selected row’s value to the other selected rows." [alt("D")];
        Delete "Delete" "Delete the selection, and all relations of deleted entities." [key("Delete"), key("Backspace")];
        #[] SelectAll "Select all" "Select every visible entity." [ctrl("A")];
        SelectNone "Deselect all" "Clear the selection and all highlights." [ctrl_shift("A"), key("Escape")];
        InvertSelection "Invert selection" "Select exactly the entities that are not selected now." [ctrl("I")];
        SelectNeighbours "Select neighbours" "Add the neighbours of the selection to it." [ctrl("B")];
        Lasso "Lasso" "Drag around nodes to select them." [key("S")];
        #[] CopyIds "Copy IDs" "Copy the IDs of the selected records." [alt("C")];
        Find "Find…" "Search names in any script, aliases and IDs." [ctrl("F"), key("Slash")];
        Palette "Command palette…" "Find any command or entity by typing." [ctrl("K"), ctrl_shift("P"), ctrl("P")];
    }
    Record {
        NewEntity "New entity…" "Add an entity and type its name in place." [key("N")];
        Rename "Rename…" "Rename the selected entity in place." [key("F2")];
        Merge "Merge…" "Merge two selected entities, or choose from likely duplicates." [ctrl("M")];
        Split "Split…" "Split one entity in two: choose what moves to the new one." [shift("M")];
        Menu "Show context menu" "Show the commands for the selection." [shift("F10")];
        #[] Connect "Relate to…" "Relate the selected entity to another: click it or type its name." [key("C")];
        Reverse "Reverse direction" "Swap the two ends of each selected relation." [key("R")];
        #[] CiteAsLast "Cite last source again" "Cite the same source and place as last time." [key("Period")];
        NewClaim "Add claim…" "Add a claim to the selected record: who says so, and where." [key("Q")];
        NewSource "New source…" "Add a source to the dossier." [ctrl_shift("N")];
        Kinds "Edit kinds…" "Add and change kinds of entities and relations." [ctrl_shift("K")];
        CitePassage "Cite passage" "Cite the passage selected in the text for the selected record." [shift("Q")];
        RelatePassage "New relation from passage…" "Add a relation that cites the passage selected in the text." [shift("C")];
        #[] QuickEntry "Quick entry…" "Type a relation on one line, with its date and source." [ctrl("L")];
    }
    View {
        GoBack "Back" "Return to the previous selection." [alt("ArrowLeft")];
        GoForward "Forward" "Go forward to the next selection." [alt("ArrowRight")];
        #[] ZoomIn "Zoom in" "Make everything larger." [ctrl("Plus"), ctrl("Equals")];
        ZoomOut "Zoom out" "Make everything smaller." [ctrl("Minus")];
        ZoomFit "Fit all" "Show the whole network." [ctrl("0"), key("F")];
        ZoomSelection "Fit selection" "Zoom to the selection." [ctrl("9")];
        ZoomActual "Actual size" "Zoom to 100%." [ctrl("1")];
        CameraBack "Previous position" "Return to where the graph was before panning or zooming." [alt("OpenBracket")];
        CameraForward "Next position" "Go forward to the next position." [alt("CloseBracket")];
        Overview "Overview" "Show or hide a small map of the whole network." [key("M")];
        #[] AsOfAll "All dates" "Show everything, whatever its date." [];
        AsOfNow "As of the latest date" "Show the network as of its latest date." [];
        AsOfEarlier "Previous change" "Move the as-of date to the previous change." [key("OpenBracket")];
        AsOfLater "Next change" "Move the as-of date to the next change." [key("CloseBracket")];
        #[] ShowOutline "Outline" "List entities by kind." [ctrl_shift("O")];
        ShowSources "Sources" "List sources and the records that cite them." [ctrl_shift("B")];
        ShowProblems "Problems" "List the problems found in the file." [ctrl_shift("M")];
        ShowHistory "History" "List every change; go back to any of them." [ctrl_shift("H")];
        Table "Table" "Show entities and relations in a table, to edit many at once." [ctrl("T")];
        #[] ReadingPane "Reading pane" "Read a source beside the graph, with cited passages marked." [key("T")];
        NextPassage "Next passage" "Go to the next cited passage and its record." [key("F3")];
        PreviousPassage "Previous passage" "Go to the previous cited passage and its record." [shift("F3")];
        #[] ToggleLeft "Left panel" "Show or hide the left panel." [key("F7")];
        ToggleRight "Right panel" "Show or hide the right panel." [key("F8")];
        ToggleTimeline "As-of bar" "Show or hide the as-of bar." [key("F9")];
        Tapered "Tapered lines" "Draw lines wide at the start and narrow at the end, without arrowheads." [];
        NextAreas "Next group areas" "Switch areas behind groups: by kind, country, community, or none." [shift("G")];
        GraphOnly "Graph only" "Hide everything but the graph, or show it again." [key("F11")];
        FrameTimes "Frame times" "Show or hide how long each frame takes to draw." [key("F12")];
        #[] ThemeSystem "System theme" "Follow the system’s light or dark setting." [];
        ThemeLight "Light theme" "Always use the light theme." [];
        ThemeDark "Dark theme" "Always use the dark theme." [];
        #[] ReduceMotion "Reduce motion" "Move nodes and the view without animation." [];
    }
    Arrange {
        Hide "Hide" "Hide the selected entities." [key("H")];
        HideOthers "Hide others" "Hide everything except the selection." [shift("H")];
        ShowAll "Show all" "Remove all filters and the focus, and show every hidden record." [alt("H")];
        #[] FocusSelection "Focus" "Show only the selected entity and its neighbours." [key("E")];
        FocusMore "Widen focus" "Show one more step around the focus." [shift("Plus"), key("Plus")];
        FocusLess "Narrow focus" "Show one step less around the focus." [key("Minus")];
        #[] Pin "Pin" "Keep the selected nodes where they are now." [key("P")];
        Unpin "Unpin" "Let the layout place the selected nodes again." [alt("P")];
        UnpinAll "Unpin all" "Let the layout place every node again." [];
    }
    Layout {
        NextLayout "Next layout" "Switch to the next layout in the list." [key("L")];
        PreviousLayout "Previous layout" "Switch to the previous layout in the list." [shift("L")];
        Shuffle "Shuffle" "Try another arrangement with the same layout." [alt("L")];
        LayOutAgain "Lay out again" "Compute the layout from scratch; pinned nodes stay." [ctrl_shift("L")];
        #[] PauseLayout "Pause or resume layout" "Pause or resume the layout that is running." [ctrl_shift("Period")];
        StopLayout "Stop layout" "Stop the layout that is running and restore the previous one." [ctrl("Period")];
        #[] NextEffort "Next effort" "Trade time for quality: draft, normal or best." [];
        NextStyle "Next style" "Favour true distances, or clear communities." [];
        NextDirection "Next direction" "Change the direction in which layers run." [];
        NextGrouping "Next grouping" "Group by kind, country or community." [key("G")];
        NextMeasure "Next measure" "Rank rings by degree, betweenness, closeness or PageRank." [];
        GroupsTogether "Keep groups together" "Keep the nodes of a group together, or on one layer." [];
    }
    Figure {
        ExportFigure "Export figure…" "Save the current view as an SVG or PNG figure." [ctrl_shift("E")];
        CopyFigure "Copy figure" "Copy a picture of the current view." [ctrl_shift("C")];
    }
    Help {
        Shortcuts "Keyboard shortcuts" "List all commands and their keys." [key("F1"), shift("Slash")];
        About "About Chancery" "Show the version and licences." [];
    }
}

impl Command {
    /// Its entry in [`COMMANDS`].
    pub(crate) fn info(self) -> &'static CommandInfo {
        COMMANDS.iter().find(|c| c.command == self).expect("a test walks all commands")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn no_key_means_two_things() {
        let mut seen: HashMap<Shortcut, &str> = HashMap::new();
        for info in COMMANDS {
            for &shortcut in info.shortcuts {
                if let Some(other) = seen.insert(shortcut, info.name) {
                    panic!("{} is both {other} and {}", shortcut.text(), info.name);
                }
            }
        }
    }

    #[test]
    fn every_command_is_listed_once_and_says_what_it_does() {
        for info in COMMANDS {
            assert_eq!(COMMANDS.iter().filter(|c| c.command == info.command).count(), 1, "{}", info.name);
            assert!(info.help.ends_with('.') && info.help.len() < 90, "{}", info.name);
            assert_eq!(info.command.info().name, info.name);
        }
    }
}
