//! All that a person can ask for. [`COMMANDS`] is the one list that feeds menus, palette,
//! shortcuts and the help page; [`Action`] is what panels and canvas hand back. Free of egui.

use std::path::PathBuf;

use crate::dossier::edit::{Change, Joining, Of};
use crate::dossier::model::{Claim, Date, EntityId, RelationId, SourceId};
use crate::explore::query::passages::Position;
use crate::picture::layout::{Grouping, Options};

/// An entity or a relation, by id: what can be selected.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
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
    /// These are switched over (Ctrl).
    Toggle,
}

/// A change of the dossier, as panels and canvas ask for it: one gesture, one step to undo.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edits {
    /// What the step is called; where empty, the changes say it.
    pub name: String,
    /// All of them happen or none.
    pub changes: Vec<Change>,
    /// Whether it is part of the step before.
    pub joining: Joining,
    /// Where entities are pinned along with it, in scene units.
    pub places: Vec<(EntityId, (f32, f32))>,
    /// What is selected afterwards; where empty, the selection stays.
    pub select: Vec<Thing>,
    /// What is said afterwards, with an offer to undo; where empty, nothing.
    pub say: String,
}

impl Edits {
    /// Changes with nothing besides.
    pub fn of(changes: Vec<Change>) -> Edits {
        Edits { changes, ..Edits::default() }
    }

    /// One change.
    pub fn one(change: Change) -> Edits {
        Edits::of(vec![change])
    }
}

/// What is asked of the person before something is changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// The name and kind of a new entity, to be put at a place of the scene or in the middle.
    NewEntity(Option<(f32, f32)>),
    /// Another name for an entity, where it stands.
    Rename(EntityId),
    /// The other end and the kind of a new relation; what is new goes to the place.
    Relate(EntityId, Option<EntityId>, Option<(f32, f32)>),
    /// The same, with a claim that is made for it where no other is typed.
    RelateCiting(EntityId, Box<Claim>),
    /// A claim of a record: a new one, or one by its number.
    Claim(Of, Option<usize>),
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
    Menu(Option<Thing>, (f32, f32)),
    /// The same for a thing in a list, at a place of the screen.
    MenuAt(Thing, (f32, f32)),
}

/// A wish, as panels and canvas hand it back. `Session::perform` fulfils most of them.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Action {
    /// A command of the list.
    Run(Command),
    /// Select things.
    Select(Vec<Thing>, SelectHow),
    /// Select a thing and bring it into view (links, search).
    GoTo(Thing),
    /// The pointer is over a thing, or over none.
    Hover(Option<Thing>),
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
    Read(SourceId, Option<(Of, usize)>),
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
    Ask(Ask),
    /// Go to the state in which so many steps of the history are done.
    JumpTo(usize),
    /// Put records into the dossier, from RON text.
    Paste(String),
    /// Place everything by a layout, by name.
    UseLayout(&'static str),
    /// Choose something about the layout.
    SetOptions(Options),
    /// Lay areas behind groups, or take them away.
    SetHulls(Option<Grouping>),
    /// Open a file.
    Open(PathBuf),
    /// Open a built-in example by name.
    OpenExample(&'static str),
    /// Ask whether to open a link from the dossier in the browser.
    FollowLink(String),
    /// Put text on the clipboard.
    Copy(String),
}

/// Everything that can be asked for without saying of what: the entries of menus and palette.
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
    NextHulls,
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
pub enum Menu {
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
    pub const ALL: &[(Menu, &str)] = &[
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
pub struct Shortcut {
    pub command: bool,
    pub shift: bool,
    pub alt: bool,
    pub key: &'static str,
}

impl Shortcut {
    /// As people write it: `Ctrl+Shift+A`.
    pub fn text(self) -> String {
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
    pub menu: Menu,
    /// Whether a line is drawn above it in its menu.
    pub starts_group: bool,
    /// Its name, sentence case.
    pub name: &'static str,
    /// What it does, one sentence, for palette and tooltips.
    pub help: &'static str,
    /// Its shortcuts; the first is shown.
    pub shortcuts: &'static [Shortcut],
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
        New "New dossier" "Begin an empty dossier." [ctrl("N")];
        Open "Open…" "Open a dossier from a file." [ctrl("O")];
        #[] Save "Save" "Write what was changed; the rest of the text stays as it is." [ctrl("S")];
        SaveAs "Save as…" "Write the dossier to another place and go on there." [ctrl_shift("S")];
        Reload "Read again" "Read the file again from disk; selection and view stay." [key("F5")];
        #[] OpenAsean "Example: ASEAN and Japan" "Open the built-in example from an article." [];
        OpenSecondExample "Example: an invented port" "Open the second built-in example." [];
        #[] Quit "Quit" "Close the window." [ctrl("Q")];
    }
    Edit {
        Undo "Undo" "Take back the last change of the dossier or of the view." [ctrl("Z")];
        Redo "Redo" "Do again what was taken back." [ctrl_shift("Z"), ctrl("Y")];
        #[] Cut "Cut" "Copy the selected records as RON text and delete them." [ctrl("X")];
        Copy "Copy" "Copy the selected records as RON text." [ctrl("C")];
        Paste "Paste" "Put records from RON text into the dossier." [ctrl("V")];
        Duplicate "Duplicate" "Make the selected records a second time." [ctrl("D")];
        FillDown "Fill down" "Put what the first selected row of the table has into the others." [alt("D")];
        Delete "Delete" "Delete what is selected, with the relations that end there." [key("Delete"), key("Backspace")];
        #[] SelectAll "Select all" "Select every entity that is shown." [ctrl("A")];
        SelectNone "Select nothing" "Clear selection, hover and highlights." [ctrl_shift("A"), key("Escape")];
        InvertSelection "Invert selection" "Select the entities that are not selected." [ctrl("I")];
        SelectNeighbours "Select neighbours" "Add all neighbours to the selection." [ctrl("B")];
        Lasso "Lasso" "Draw a line around nodes with the next drag to select them." [key("S")];
        #[] CopyIds "Copy ids" "Copy the ids of the selected things." [alt("C")];
        Find "Find…" "Search names, aliases, other scripts and ids." [ctrl("F"), key("Slash")];
        Palette "Commands…" "Find any command or entity by typing." [ctrl("K"), ctrl_shift("P"), ctrl("P")];
    }
    Record {
        NewEntity "New entity…" "Add an entity; its name is typed where it will stand." [key("N")];
        Rename "Rename…" "Change the name of the selected entity where it stands." [key("F2")];
        Merge "Merge…" "Make one of two selected entities, or of likely duplicates." [ctrl("M")];
        Split "Split…" "Make two of an entity that mixes two: choose what goes over to the new one." [shift("M")];
        Menu "What can be done…" "Show what can be done with what is selected." [shift("F10")];
        #[] Connect "Relate to…" "Tie the selected entity to another: click that, or type its name." [key("C")];
        Reverse "Turn round" "Turn the selected relations round." [key("R")];
        #[] CiteAsLast "Cite as last" "Cite the source and place that were cited last." [key("Period")];
        NewClaim "Cite…" "Add a claim to the selected record: who says so, and where." [key("Q")];
        NewSource "New source…" "Add a source to the dossier." [ctrl_shift("N")];
        Kinds "Kinds…" "Change the kinds of entities and relations, or add new ones." [ctrl_shift("K")];
        CitePassage "Cite passage" "Cite the words chosen in the text for what is selected." [shift("Q")];
        RelatePassage "New relation from passage…" "Write a relation that cites the words chosen in the text." [shift("C")];
        #[] QuickEntry "Quick entry…" "Write relations in one line, with dates and sources." [ctrl("L")];
    }
    View {
        GoBack "Back" "Go back to what was selected before." [alt("ArrowLeft")];
        GoForward "Forward" "Go forward again." [alt("ArrowRight")];
        #[] ZoomIn "Zoom in" "Make everything larger." [ctrl("Plus"), ctrl("Equals")];
        ZoomOut "Zoom out" "Make everything smaller." [ctrl("Minus")];
        ZoomFit "Fit all" "Show the whole network." [ctrl("0"), key("F")];
        ZoomSelection "Fit selection" "Zoom to what is selected." [ctrl("9")];
        ZoomActual "Actual size" "Zoom to 100 %." [ctrl("1")];
        CameraBack "View before" "Look again at where the view was before." [alt("OpenBracket")];
        CameraForward "View after" "Look forward again." [alt("CloseBracket")];
        Overview "Overview" "Show the whole network small in a corner." [key("M")];
        #[] AsOfAll "Whole record" "Show everything, whenever it was." [];
        AsOfNow "As of the last date" "Show the network at the end of its dates." [];
        AsOfEarlier "Step earlier" "Move the as-of date to the change before." [key("OpenBracket")];
        AsOfLater "Step later" "Move the as-of date to the next change." [key("CloseBracket")];
        #[] ShowOutline "Outline" "List entities by kind." [ctrl_shift("O")];
        ShowSources "Sources" "List sources and what rests on them." [ctrl_shift("B")];
        ShowProblems "Problems" "List what is wrong with the file." [ctrl_shift("M")];
        ShowHistory "History" "List what was changed, to go back to any point." [ctrl_shift("H")];
        Table "Table" "Show entities and relations as a table, to edit many." [ctrl("T")];
        #[] ReadingPane "Reading pane" "Read a source’s text beside the graph, with the passages that are cited." [key("T")];
        NextPassage "Next passage" "Go to the next cited passage of the text, and to its record." [key("F3")];
        PreviousPassage "Previous passage" "Go to the cited passage before, and to its record." [shift("F3")];
        #[] ToggleLeft "Left side" "Fold the left side away or back." [key("F7")];
        ToggleRight "Right side" "Fold the right side away or back." [key("F8")];
        ToggleTimeline "As-of bar" "Fold the as-of bar away or back." [key("F9")];
        Tapered "Tapered lines" "Lines wide where they begin and narrow where they end, instead of arrowheads." [];
        NextHulls "Areas" "Lay areas behind kinds, behind countries, behind communities, or take them away." [shift("G")];
        GraphOnly "Graph only" "Leave the graph alone on the screen, or bring the rest back." [key("F11")];
        FrameTimes "Frame times" "Say how long frames take and what they draw." [key("F12")];
        #[] ThemeSystem "Theme as the system" "Light or dark as the system says." [];
        ThemeLight "Light theme" "Always light." [];
        ThemeDark "Dark theme" "Always dark." [];
        #[] ReduceMotion "Reduce motion" "Nodes and view go to new places at once." [];
    }
    Arrange {
        Hide "Hide" "Hide what is selected." [key("H")];
        HideOthers "Hide others" "Hide all but what is selected." [shift("H")];
        ShowAll "Show all" "Bring back everything that is hidden." [alt("H")];
        #[] FocusSelection "Focus" "Show only the selected entity and its surroundings." [key("E")];
        FocusMore "One step further" "Widen the focus by a step." [shift("Plus"), key("Plus")];
        FocusLess "One step nearer" "Narrow the focus by a step." [key("Minus")];
        #[] Pin "Pin" "Keep the selected nodes where they are." [key("P")];
        Unpin "Unpin" "Let the selected nodes go back to their places." [alt("P")];
        UnpinAll "Unpin all" "Let every node go back to its place." [];
    }
    Layout {
        NextLayout "Next layout" "Place everything by the next layout of the list." [key("L")];
        PreviousLayout "Previous layout" "Place everything by the layout before." [shift("L")];
        Shuffle "Shuffle" "Look for another arrangement by the same layout." [alt("L")];
        LayOutAgain "Lay out again" "Place everything afresh, whatever stood where." [ctrl_shift("L")];
        #[] PauseLayout "Pause or continue" "Have a layout that is at work wait, or go on." [ctrl_shift("Period")];
        StopLayout "Stop layout" "Give up a layout that is at work: what stood before comes back." [ctrl("Period")];
        #[] NextEffort "Next effort" "Look for a better drawing for less or more time." [];
        NextStyle "Next style" "Keep distances true, or bring communities together." [];
        NextDirection "Next direction" "Turn where lines point in layers." [];
        NextGrouping "Next grouping" "Group by kind, country or community." [key("G")];
        NextMeasure "Next measure" "Rings by degree, betweenness, closeness or PageRank." [];
        GroupsTogether "Keep groups together" "Nodes of one group stand together, or on one layer." [];
    }
    Figure {
        ExportFigure "Export figure…" "Save what is shown as an SVG or PNG figure." [ctrl_shift("E")];
        CopyFigure "Copy figure" "Put a picture of what is shown on the clipboard." [ctrl_shift("C")];
    }
    Help {
        Shortcuts "Shortcuts" "List every command with its keys." [key("F1"), shift("Slash")];
        About "About Chancery" "Version and licences." [];
    }
}

impl Command {
    /// Its entry in [`COMMANDS`].
    pub fn info(self) -> &'static CommandInfo {
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
