//! The table of commands: [`COMMANDS`] has one row a command, with its words, keys and menu, when
//! it is possible, whether it edits, and who performs it. Menus, palette, shortcuts and help read
//! it. What a command does is not here: the session and the frame match their own part of
//! [`Handler`] without a wildcard, so that a command without an arm does not compile, and an arm
//! without a row is dead code.

use super::handler::{FrameCommand, FrameSwitch, Handler, PanelCommand, SessionCommand, ViewSwitch};
use super::shortcut::{Shortcut, alt, ctrl, ctrl_alt, ctrl_shift, key, shift};
use super::terms::{CameraWish, Condition, DateStep, Hint, InterfaceSize, Menu, PeriodMode, ThemeChoice, Towards};
use crate::layout::{Choice, Form};

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct CommandInfo {
    /// Which command.
    pub command: Command,
    pub(crate) menu: Menu,
    /// Its label, sentence case.
    pub(crate) name: &'static str,
    /// What it does, one sentence, for palette and tooltips.
    pub(crate) help: &'static str,
    pub(crate) handler: Handler,
    /// The first is shown.
    pub(crate) shortcuts: &'static [Shortcut],
    /// Other words by which it is found.
    pub(crate) synonyms: &'static [&'static str],
    /// Whether it changes the dossier: not possible where that is read-only.
    pub(crate) edits: bool,
    /// All must hold for it to be possible.
    pub(crate) needs: &'static [Condition],
    /// Whether a line is drawn above it in its menu.
    pub(crate) starts_group: bool,
    /// The submenu that it is in, with its neighbours of the same submenu; `None` is the menu itself.
    pub(crate) submenu: Option<&'static str>,
    /// Whether its menu has it as an entry; otherwise the list of layouts in the menu offers it.
    pub(crate) in_menu: bool,
    /// Whether its keys are the text field's while one types.
    pub(crate) text_first: bool,
    /// The hint that is not given any more once it was run.
    pub(crate) hint: Option<Hint>,
    /// Whether a card that is open is left before it runs.
    pub(crate) leaves_card: bool,
}

impl CommandInfo {
    const fn new(
        command: Command,
        menu: Menu,
        name: &'static str,
        help: &'static str,
        handler: Handler,
    ) -> CommandInfo {
        CommandInfo {
            command,
            menu,
            name,
            help,
            handler,
            shortcuts: &[],
            synonyms: &[],
            edits: false,
            needs: &[],
            starts_group: false,
            submenu: None,
            in_menu: true,
            text_first: false,
            hint: None,
            leaves_card: false,
        }
    }

    const fn keys(self, shortcuts: &'static [Shortcut]) -> CommandInfo {
        CommandInfo { shortcuts, ..self }
    }

    const fn synonyms(self, synonyms: &'static [&'static str]) -> CommandInfo {
        CommandInfo { synonyms, ..self }
    }

    const fn edits(self) -> CommandInfo {
        CommandInfo { edits: true, ..self }
    }

    const fn needs(self, needs: &'static [Condition]) -> CommandInfo {
        CommandInfo { needs, ..self }
    }

    const fn starts_group(self) -> CommandInfo {
        CommandInfo { starts_group: true, ..self }
    }

    const fn within(self, submenu: &'static str) -> CommandInfo {
        CommandInfo { submenu: Some(submenu), ..self }
    }

    const fn offered_elsewhere(self) -> CommandInfo {
        CommandInfo { in_menu: false, ..self }
    }

    const fn text_first(self) -> CommandInfo {
        CommandInfo { text_first: true, ..self }
    }

    const fn hint(self, hint: Hint) -> CommandInfo {
        CommandInfo { hint: Some(hint), ..self }
    }

    const fn leaves_card(self) -> CommandInfo {
        CommandInfo { leaves_card: true, ..self }
    }

    /// Its first shortcut as people write it; empty without one.
    pub(crate) fn keys_shown(&self) -> String {
        self.shortcuts.first().map(|s| s.text()).unwrap_or_default()
    }
}

macro_rules! commands {
    ($($menu:ident { $($(#[$when:meta])* $command:ident $name:literal $help:literal
            $owner:ident($does:expr) $(.$more:ident $with:tt)*;)* })*) => {
        /// Commands without arguments: the entries of menus and palette.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "each is described by its row in COMMANDS")]
        pub enum Command {
            $($($(#[$when])* $command,)*)*
        }

        /// Every command, in the order of the menus.
        pub const COMMANDS: &[CommandInfo] = {
            use Condition::*;
            use {FrameCommand as F, FrameSwitch as W, SessionCommand as S, ViewSwitch as V};
            &[$($(
                $(#[$when])* CommandInfo::new(Command::$command, Menu::$menu, $name, $help, Handler::$owner($does))
                    $(.$more $with)*,
            )*)*]
        };
    };
}

commands! {
    File {
        New "New dossier" "Start a new, empty dossier." Frame(F::New) .keys(&[ctrl("N")]);
        Open "Open…" "Open a dossier from a file." Frame(F::Open) .keys(&[ctrl("O")]) .synonyms(&["load"]);
        Import "Import…" "Take in tables and networks of other programs, with an account of every row."
            Frame(F::Import) .keys(&[ctrl_shift("I")]) .synonyms(&["csv", "excel", "spreadsheet", "graphml", "gexf", "join", "convert"]);
        Save "Save" "Save your changes; the rest of the file stays untouched."
            Frame(F::Save) .keys(&[ctrl("S")]) .needs(&[Unsaved]) .starts_group();
        SaveAs "Save as…" "Save to another file and continue working in it." Frame(F::SaveAs) .keys(&[ctrl_shift("S")]);
        Reload "Reload" "Reload the file from disk, keeping the selection and view."
            Frame(F::Reload) .keys(&[key("F5")]) .needs(&[SavedFile]) .synonyms(&["revert", "refresh"]);
        TypePaths "Type file paths" "Choose files by typing a path instead of using the system’s dialog."
            FrameSwitch(W::TypedPaths);
        #[cfg(feature = "endpoint")]
        AllowLookUps "Allow looking up in endpoints" "Let Look up connect to endpoints, after asking you about each host."
            FrameSwitch(W::LookUps) .synonyms(&["preferences", "privacy", "offline", "internet"]);
        OpenAsean "Example: ASEAN and Japan" "Open a built-in example, made from a newspaper article."
            Frame(F::OpenExample(0)) .starts_group();
        OpenSecondExample "Example: an invented port" "Open a built-in example about an invented port contract."
            Frame(F::OpenExample(1));
        Quit "Quit" "Close the window." Frame(F::Quit) .keys(&[ctrl("Q")]) .starts_group() .synonyms(&["exit", "close"]);
    }
    Edit {
        Undo "Undo" "Undo the last change to the dossier or the view."
            Session(S::Undo) .keys(&[ctrl("Z")]) .needs(&[Undoable]) .text_first();
        Redo "Redo" "Redo the last undone change."
            Session(S::Redo) .keys(&[ctrl_shift("Z"), ctrl("Y")]) .needs(&[Redoable]) .text_first();
        Cut "Cut" "Copy the selected records as RON text and delete them."
            Frame(F::Cut) .keys(&[ctrl("X")]) .edits() .needs(&[Selection]) .text_first() .starts_group();
        Copy "Copy" "Copy the selected records as RON text."
            Session(S::Copy) .keys(&[ctrl("C")]) .needs(&[Selection]) .text_first();
        Paste "Paste" "Paste records from RON text into the dossier."
            Frame(F::Paste) .keys(&[ctrl("V")]) .edits() .text_first();
        Duplicate "Duplicate" "Make a copy of each selected record."
            Session(S::Duplicate) .keys(&[ctrl("D")]) .edits() .needs(&[Selection]);
        FillDown "Fill down" "Copy the first selected row’s value to the other selected rows."
            Frame(F::Panel(PanelCommand::FillDown)) .keys(&[alt("D")]) .edits() .needs(&[SeveralSelected]);
        Delete "Delete" "Delete the selection, and all relations of deleted entities."
            Session(S::Delete) .keys(&[key("Delete"), key("Backspace")]) .edits() .needs(&[Selection]) .synonyms(&["remove"]);
        SelectAll "Select all" "Select every visible entity."
            Session(S::SelectAll) .keys(&[ctrl("A")]) .text_first() .starts_group();
        SelectNone "Deselect all" "Clear the selection and all highlights."
            Session(S::SelectNone) .keys(&[ctrl_shift("A"), key("Escape")]) .leaves_card();
        InvertSelection "Invert selection" "Select exactly the entities that are not selected now."
            Session(S::InvertSelection) .keys(&[ctrl("I")]);
        SelectNeighbours "Select neighbours" "Add the neighbours of the selection to it."
            Session(S::SelectNeighbours) .keys(&[ctrl("B")]) .needs(&[EntitySelected]);
        Lasso "Lasso" "Drag around nodes to select them." Frame(F::Lasso) .keys(&[key("S")]);
        CopyIds "Copy IDs" "Copy the IDs of the selected records."
            Session(S::CopyIds) .keys(&[alt("C")]) .needs(&[Selection]) .starts_group();
        Find "Find, filter or run…" "Find names and commands, or ask the query language what to show."
            Frame(F::Find) .keys(&[ctrl("K"), ctrl("F"), key("Slash"), ctrl_shift("P"), ctrl("P")]) .hint(Hint::Palette)
            .synonyms(&["search", "query", "palette", "commands", "show only"]);
        GoToGraph "Go to graph" "Move the focus to the graph, where arrow keys and Tab follow relations."
            Frame(F::GoToGraph) .keys(&[key("F6")]);
    }
    Record {
        NewEntity "New entity…" "Add an entity and type its name in place."
            Session(S::NewEntity) .keys(&[key("N")]) .edits() .synonyms(&["add node", "new node", "person", "organisation"]);
        Rename "Rename…" "Rename the selected entity in place."
            Session(S::Rename) .keys(&[key("F2")]) .edits() .needs(&[OneEntitySelected]);
        Merge "Merge…" "Merge two selected entities, or choose from likely duplicates."
            Session(S::Merge) .keys(&[ctrl("M")]) .edits() .synonyms(&["find duplicates", "duplicates", "combine"]);
        Split "Split…" "Split one entity in two: choose what moves to the new one."
            Session(S::Split) .keys(&[shift("M")]) .edits() .needs(&[OneEntitySelected]);
        Menu "Show context menu" "Show the commands for the selection."
            Session(S::ShowMenu) .keys(&[shift("F10")]) .needs(&[AnySelected]);
        Connect "Relate to…" "Relate the selected entity to another: click it or type its name."
            Session(S::Connect) .keys(&[key("C")]) .edits() .needs(&[RelationStart]) .starts_group() .synonyms(&["add edge", "new edge", "new relation", "add relation", "link"]);
        Reverse "Reverse direction" "Swap the two ends of each selected relation."
            Session(S::Reverse) .keys(&[key("R")]) .edits() .needs(&[RelationSelected]);
        CiteAsLast "Cite last source again" "Cite the same source and place as last time."
            Session(S::CiteAsLast) .keys(&[key("Period")]) .edits() .needs(&[Selection]) .starts_group();
        NewClaim "Add claim…" "Add a claim to the selected record: who says so, and where."
            Session(S::NewClaim) .keys(&[key("Q")]) .edits() .needs(&[Selection]);
        NewSource "New source…" "Add a source to the dossier." Session(S::NewSource) .keys(&[ctrl_shift("N")]) .edits() .synonyms(&["add source", "reference", "citation"]);
        Details "Dossier details…" "Change the title, subtitle and note of the dossier."
            Session(S::Details) .keys(&[ctrl_shift("T")]) .edits() .synonyms(&["note", "metadata", "description"]);
        Kinds "Edit kinds…" "Add and change kinds of entities and relations."
            Session(S::Kinds) .keys(&[ctrl_shift("K")]) .edits() .synonyms(&["colour by kind", "color", "shape", "icon", "vocabulary", "types"]);
        CitePassage "Cite passage" "Cite the passage selected in the text for the selected record."
            Session(S::CitePassage) .keys(&[shift("Q")]) .edits() .needs(&[ChosenPassage, Selection]);
        RelatePassage "New relation from passage…" "Add a relation that cites the passage selected in the text."
            Session(S::RelatePassage) .keys(&[shift("C")]) .edits() .needs(&[ChosenPassage]);
        CheckClaims "Mark as checked" "Record that you checked the selected claims against their sources."
            Session(S::CheckClaims) .keys(&[key("V")]) .edits() .needs(&[ClaimsSelected]);
        QuickEntry "Quick entry…" "Type a relation on one line, with its date and source."
            Session(S::QuickEntry) .keys(&[ctrl("L")]) .edits() .starts_group() .synonyms(&["add relation"]);
        #[cfg(feature = "endpoint")]
        LookUp "Look up…" "Find things in an endpoint such as Wikidata, and take them in with their sources."
            Frame(F::LookUp) .keys(&[ctrl("U")]) .text_first() .starts_group()
            .synonyms(&["wikidata", "sparql", "endpoint", "reconcile", "dbpedia", "identifier", "rdf"]);
        #[cfg(feature = "endpoint")]
        FindInEndpoint "Find in an endpoint…" "Look up the selected entity by its name or identifier."
            Frame(F::FindInEndpoint) .keys(&[shift("U")]) .needs(&[OneEntitySelected])
            .synonyms(&["wikidata", "sparql", "same as", "reconcile", "enrich"]);
        #[cfg(feature = "endpoint")]
        AskAgain "Ask the endpoint again…" "See what has changed at an endpoint since the selected entity was taken from it."
            Frame(F::AskAgain) .keys(&[alt("U")]) .needs(&[OneEntitySelected, TakenFromEndpoint])
            .synonyms(&["wikidata", "sparql", "refresh", "update", "what changed", "up to date"]);
    }
    View {
        GoBack "Back" "Return to the previous selection."
            Session(S::StepSelection(Towards::Previous)) .keys(&[alt("ArrowLeft")]) .needs(&[SelectedBefore]);
        GoForward "Forward" "Go forward to the next selection."
            Session(S::StepSelection(Towards::Next)) .keys(&[alt("ArrowRight")]) .needs(&[SelectedAfter]);
        ZoomIn "Zoom in" "Make the graph larger."
            Frame(F::MoveCamera(CameraWish::In)) .keys(&[ctrl("Plus"), ctrl("Equals")]) .hint(Hint::Camera) .starts_group() .within("Zoom and position");
        ZoomOut "Zoom out" "Make the graph smaller."
            Frame(F::MoveCamera(CameraWish::Out)) .keys(&[ctrl("Minus")]) .hint(Hint::Camera) .within("Zoom and position");
        ZoomFit "Fit all" "Show the whole network."
            Frame(F::MoveCamera(CameraWish::FitAll)) .keys(&[ctrl("0"), key("F")]) .hint(Hint::Camera) .within("Zoom and position");
        ZoomSelection "Fit selection" "Zoom to the selection."
            Frame(F::MoveCamera(CameraWish::FitSelection)) .keys(&[ctrl("9")]) .needs(&[AnySelected]) .within("Zoom and position");
        ZoomActual "Actual size" "Zoom to 100%." Frame(F::MoveCamera(CameraWish::Actual)) .keys(&[ctrl("1")]) .within("Zoom and position");
        CameraBack "Previous position" "Return to where the graph was before panning or zooming."
            Frame(F::MoveCamera(CameraWish::Back)) .keys(&[alt("OpenBracket")]) .within("Zoom and position");
        CameraForward "Next position" "Go forward to the next position."
            Frame(F::MoveCamera(CameraWish::Forward)) .keys(&[alt("CloseBracket")]) .within("Zoom and position");
        Why "Why are these connected?" "Show the best-supported chains between the selected entities."
            Session(S::Why) .keys(&[key("Y")]) .needs(&[EntitiesSelected]) .starts_group() .synonyms(&["how are they connected", "shortest path", "common neighbours", "path", "shortest", "chain"]);
        NextChain "Next chain" "Show the next chain."
            Session(S::StepChain(Towards::Next)) .keys(&[key("J")]) .needs(&[Chains]) .within("Chains");
        PreviousChain "Previous chain" "Look at the previous chain that connects them."
            Session(S::StepChain(Towards::Previous)) .keys(&[shift("J")]) .needs(&[Chains]) .within("Chains");
        Overview "Overview" "Show or hide a small map of the whole network."
            FrameSwitch(W::Overview) .keys(&[key("M")]) .needs(&[Network]);
        Legend "Legend" "Show or hide what shapes, lines, colours and sizes say."
            FrameSwitch(W::Legend) .keys(&[key("K")]) .synonyms(&["key", "what colours mean", "line styles", "certainty"]);
        ShowNetwork "Show as a network" "Draw nodes and lines, placed by a layout."
            ViewSwitch(V::Form(Form::Network)) .starts_group() .within("Show as") .synonyms(&["network", "graph", "shown as", "nodes and links"]);
        ShowTimeline "Show as a timeline" "Draw a lane for each entity: when it is there, and when its relations begin."
            ViewSwitch(V::Form(Form::Timeline)) .within("Show as") .synonyms(&["timeline", "lanes", "gantt", "spans", "shown as", "chronology"]);
        ShowMatrix "Show as a matrix" "Draw a row and a column for each entity, and a cell where two are related."
            ViewSwitch(V::Form(Form::Matrix)) .within("Show as") .synonyms(&["matrix", "adjacency", "table of relations", "shown as"]);
        NextRowOrder "Next row order" "Order rows by beginning, kind, community, degree, name or bandwidth."
            Session(S::NextRowOrder) .needs(&[Rows]) .within("Show as") .synonyms(&["sort rows", "sort lanes", "cuthill mckee", "seriation"]);
        NextColours "Next colours" "Colour nodes by kind, by community, or by the measure chosen last."
            Session(S::NextColours) .keys(&[key("O")]) .starts_group() .synonyms(&["modularity", "color", "communities", "clusters", "blocs"]);
        ColourBy "Colour by…" "Colour nodes by kind, a measure or a custom field."
            Frame(F::ColourBy) .keys(&[shift("K")]) .synonyms(&["statistics", "color", "measure", "betweenness", "communities", "heat map"]);
        SizeBy "Size by…" "Scale nodes by a measure or a custom field." Frame(F::SizeBy)
            .synonyms(&["statistics", "importance", "radius", "measure", "centrality", "bubble"]);
        AsOfAll "All dates" "Show everything, whatever its date."
            Session(S::AsOfAll) .needs(&[AsOfDate]) .starts_group() .within("As-of date");
        ShowDates "Dates side by side…" "Show the network at 3 to 6 dates side by side, with the same places."
            Session(S::ShowDates) .within("As-of date") .synonyms(&["small multiples", "compare dates", "years", "series"]);
        AsOfNow "As of the latest date" "Show the network as of its latest date." Frame(F::StepDate(DateStep::Latest)) .within("As-of date");
        AsOfEarlier "Previous change" "Move the as-of date to the previous change."
            Frame(F::StepDate(DateStep::Earlier)) .keys(&[key("OpenBracket")]) .within("As-of date");
        AsOfLater "Next change" "Move the as-of date to the next change."
            Frame(F::StepDate(DateStep::Later)) .keys(&[key("CloseBracket")]) .within("As-of date");
        CompareDates "Compare two dates" "Show what began and ended between two dates."
            Frame(F::SeePeriod(PeriodMode::Compare)) .keys(&[shift("D")]) .within("As-of date")
            .synonyms(&["difference", "change", "before and after"]);
        BetweenDates "Between two dates" "Show what is present at any time between two dates."
            Frame(F::SeePeriod(PeriodMode::Between)) .within("As-of date") .synonyms(&["interval", "period", "range"]);
        PlayTime "Play through time" "Let the date move on by itself, or pause it."
            Frame(F::PlayTime) .keys(&[shift("P")]) .within("As-of date") .synonyms(&["animate", "animation", "movie"]);
        ShowOutline "Outline" "List entities by kind."
            Frame(F::ShowTab("Outline")) .keys(&[ctrl_shift("O")]) .starts_group() .within("Panels");
        ShowFilter "Filter" "Filter by kinds, dates, sources and other fields, at a click."
            Frame(F::ShowTab("Filter")) .keys(&[ctrl_shift("F")]) .within("Panels") .synonyms(&["facets", "show only", "hide", "query"]);
        ShowSources "Sources" "List sources and the records that cite them."
            Frame(F::ShowTab("Sources")) .keys(&[ctrl_shift("B")]) .within("Panels");
        ShowEvidence "Evidence" "See what rests on what, and what is still to be done."
            Frame(F::ShowTab("Evidence")) .keys(&[ctrl_shift("V")]) .within("Panels") .synonyms(&["gaps", "to do", "origins"]);
        ShowProblems "Problems" "List the problems found in the file."
            Frame(F::ShowTab("Problems")) .keys(&[ctrl_shift("M")]) .within("Panels") .synonyms(&["errors", "warnings"]);
        ShowHistory "History" "List every change; go back to any of them."
            Frame(F::ShowTab("History")) .keys(&[ctrl_shift("H")]) .within("Panels");
        ToggleLeft "Left panel" "Show or hide the left panel."
            FrameSwitch(W::LeftPanel) .keys(&[key("F7")]) .within("Panels");
        ToggleRight "Right panel" "Show or hide the right panel." FrameSwitch(W::RightPanel) .keys(&[key("F8")]) .within("Panels");
        ToggleTimeline "As-of bar" "Show or hide the as-of bar." FrameSwitch(W::AsOfBar) .keys(&[key("F9")]) .within("Panels");
        ResizePanels "Resize panels" "Move the borders of panels with the arrow keys; Tab: next border, Enter: usual size."
            Frame(F::ResizePanels) .keys(&[shift("F7")]) .within("Panels") .synonyms(&["wider", "narrower", "width", "splitter"]);
        Table "Table" "Show entities and relations in a table, to edit many at once."
            FrameSwitch(W::Table) .keys(&[ctrl("T")]) .within("Panels") .synonyms(&["spreadsheet", "excel", "columns", "attributes"]);
        FrameTimes "Frame times" "Show or hide how long each frame takes to draw."
            FrameSwitch(W::FrameTimes) .keys(&[key("F12")]) .within("Panels");
        ReadingPane "Reading pane" "Read a source beside the graph, with cited passages marked."
            ViewSwitch(V::ReadingPane) .keys(&[key("T")]) .starts_group() .synonyms(&["article", "quotation", "quote", "text"]);
        NextPassage "Next passage" "Go to the next cited passage and its record."
            Session(S::StepPassage(Towards::Next)) .keys(&[key("F3")]) .needs(&[CitedPassages]) .within("Passages");
        PreviousPassage "Previous passage" "Go to the previous cited passage and its record."
            Session(S::StepPassage(Towards::Previous)) .keys(&[shift("F3")]) .needs(&[CitedPassages]) .within("Passages");
        Tapered "Tapered lines" "Draw lines wide at the start and narrow at the end, without arrowheads."
            ViewSwitch(V::Tapered);
        NextAreas "Next group areas" "Switch areas behind groups: by kind, country, community, or none."
            Session(S::NextAreas) .keys(&[shift("G")]) .offered_elsewhere() .synonyms(&["colour by group", "color", "community", "hulls"]);
        GraphOnly "Graph only" "Hide everything but the graph, or show it again."
            FrameSwitch(W::GraphOnly) .keys(&[key("F11")]) .synonyms(&["fullscreen", "full screen"]);
        ThemeSystem "System theme" "Follow the system’s light or dark setting."
            FrameSwitch(W::Theme(ThemeChoice::System)) .starts_group() .within("Theme");
        ThemeLight "Light theme" "Always use the light theme." FrameSwitch(W::Theme(ThemeChoice::Light)) .within("Theme") .synonyms(&["light mode"]);
        ThemeDark "Dark theme" "Always use the dark theme." FrameSwitch(W::Theme(ThemeChoice::Dark)) .within("Theme") .synonyms(&["dark mode", "colours", "night"]);
        LargerInterface "Larger interface" "Make menus, panels and their text larger."
            Frame(F::SizeInterface(InterfaceSize::Larger)) .keys(&[ctrl_alt("Plus"), ctrl_alt("Equals")]) .synonyms(&["settings", "preferences", "labels", "size of text", "font"]) .within("Interface size");
        SmallerInterface "Smaller interface" "Make menus, panels and their text smaller."
            Frame(F::SizeInterface(InterfaceSize::Smaller)) .keys(&[ctrl_alt("Minus")]) .synonyms(&["settings", "preferences", "size of text", "font"]) .within("Interface size");
        UsualInterface "Default interface size" "Show menus, panels and their text in their default size."
            Frame(F::SizeInterface(InterfaceSize::Usual)) .keys(&[ctrl_alt("0")]) .within("Interface size");
        ReduceMotion "Reduce motion" "Move nodes and the view without animation."
            FrameSwitch(W::ReduceMotion) .starts_group();
        SaveView "Save this view…" "Save what is shown, and how, as a view in the dossier."
            Session(S::SaveView) .keys(&[ctrl_shift("D")]) .synonyms(&["bookmark", "keep the filter"]) .edits() .starts_group() .within("Views");
        UpdateView "Update view" "Save what is shown now to the open view."
            Session(S::UpdateView) .edits() .needs(&[ChangedView]) .within("Views");
        DuplicateView "Duplicate view" "Add a copy of the open view, and open that."
            Session(S::DuplicateView) .edits() .needs(&[OpenView]) .within("Views");
        MoveViewUp "Move view up" "Move the open view up one place in the list."
            Session(S::MoveView(Towards::Previous)) .keys(&[alt("PageUp")]) .edits() .needs(&[ViewAbove]) .synonyms(&["order of figures", "gallery", "sort views"]) .within("Views");
        MoveViewDown "Move view down" "Move the open view down one place in the list."
            Session(S::MoveView(Towards::Next)) .keys(&[alt("PageDown")]) .edits() .needs(&[ViewBelow]) .within("Views");
        EditView "Edit view…" "Change the name, title and subtitle of the open view."
            Session(S::EditView) .edits() .needs(&[OpenView]) .within("Views");
        DeleteView "Delete view" "Delete the open view from the dossier; the display does not change."
            Session(S::DeleteView) .edits() .needs(&[OpenView]) .within("Views");
    }
    Arrange {
        Hide "Hide" "Hide the selected entities." Session(S::Hide) .keys(&[key("H")]) .needs(&[NodeSelected]) .synonyms(&["filter out"]);
        HideOthers "Hide others" "Hide everything except the selection."
            Session(S::HideOthers) .keys(&[shift("H")]) .needs(&[EntitySelected]) .synonyms(&["subgraph", "isolate", "filter", "show only"]);
        ShowAll "Show all" "Remove all filters and the focus, and show every hidden record."
            Session(S::ShowAll) .keys(&[alt("H")]) .needs(&[Filter]) .synonyms(&["clear filter", "reset", "unhide"]);
        FocusSelection "Focus" "Show only the selected entity and its neighbours."
            Session(S::Focus) .keys(&[key("E")]) .needs(&[EntitySelected]) .starts_group() .synonyms(&["ego network", "isolate", "neighbourhood", "surroundings", "filter"]);
        AddFocus "Add to focus" "Also show the selected entity and its neighbours."
            Session(S::AddFocus) .keys(&[shift("E")]) .needs(&[EntitySelected, Focus]) .synonyms(&["several foci"]);
        FocusMore "Widen focus" "Show one more step around the focus."
            Session(S::WidenFocus) .keys(&[shift("Plus"), key("Plus")]) .needs(&[Focus]);
        FocusLess "Narrow focus" "Show one step less around the focus."
            Session(S::NarrowFocus) .keys(&[key("Minus")]) .needs(&[Focus]);
        Expand "Expand…" "Choose which hidden neighbours of the selected entity to show."
            Session(S::Expand) .keys(&[key("X")]) .needs(&[Expandable]) .starts_group() .synonyms(&["neighbours", "surroundings", "more", "hidden"]);
        Collapse "Collapse" "Hide the neighbours that Expand added to the selected entity."
            Session(S::Collapse) .keys(&[shift("X")]) .needs(&[Expanded]) .synonyms(&["neighbours", "less"]);
        StartEmpty "Start empty" "Show only the selection, and what you add to it."
            Session(S::StartEmpty) .synonyms(&["blank", "bring in", "clear", "from nothing"]);
        Fold "Fold…" "Show a kind, a community or the selection as one node, with its relations counted."
            Session(S::Fold) .keys(&[ctrl("G")]) .starts_group() .synonyms(&["group", "collapse", "combine", "aggregate", "cluster"]);
        Unfold "Unfold" "Show again what is in the selected fold."
            Session(S::Unfold) .keys(&[ctrl_shift("G")]) .needs(&[FoldSelected]) .synonyms(&["ungroup", "open"]);
        UnfoldAll "Unfold all" "Show again what is in every fold." Session(S::UnfoldAll) .needs(&[Folds]);
        Pin "Pin" "Keep the selected nodes where they are now."
            Session(S::Pin) .keys(&[key("P")]) .needs(&[EntitySelected, Network]) .starts_group() .synonyms(&["lock", "fix", "anchor"]);
        Unpin "Unpin" "Let the layout place the selected nodes again."
            Session(S::Unpin) .keys(&[alt("P")]) .needs(&[PinSelected]);
        UnpinAll "Unpin all" "Let the layout place every node again." Session(S::UnpinAll) .needs(&[Pins]);
    }
    Layout {
        NextLayout "Next layout" "Switch to the next layout in the list."
            Session(S::StepLayout(Towards::Next)) .keys(&[key("L")]);
        PreviousLayout "Previous layout" "Switch to the previous layout in the list."
            Session(S::StepLayout(Towards::Previous)) .keys(&[shift("L")]);
        Shuffle "Shuffle" "Try another arrangement with the same layout." Session(S::Shuffle) .keys(&[alt("L")]) .needs(&[Network]);
        LayOutAgain "Lay out again" "Compute the layout from scratch; pinned nodes stay."
            Session(S::LayOutAgain) .keys(&[ctrl_shift("L")]) .needs(&[Network]);
        PauseLayout "Pause or resume layout" "Pause or resume the layout that is running."
            Frame(F::PauseLayout) .keys(&[ctrl_shift("Period")]) .needs(&[LayingOut]) .starts_group();
        StopLayout "Stop layout" "Stop the layout that is running and restore the previous one."
            Frame(F::StopLayout) .keys(&[ctrl("Period")]) .needs(&[LayingOut]);
        NextEffort "Next effort" "Switch between a draft, normal and best layout; better takes longer."
            Session(S::NextChoice(Choice::Effort)) .needs(&[Heeds(Choice::Effort)]) .offered_elsewhere() .starts_group();
        NextStyle "Next style" "Switch between true distances and clear communities."
            Session(S::NextChoice(Choice::Style)) .needs(&[Heeds(Choice::Style)]) .offered_elsewhere();
        NextDirection "Next direction" "Change the direction in which layers run."
            Session(S::NextChoice(Choice::Direction)) .needs(&[Heeds(Choice::Direction)]) .offered_elsewhere();
        NextGrouping "Next grouping" "Group by kind, country or community."
            Session(S::NextChoice(Choice::Grouping)) .keys(&[key("G")]) .needs(&[Heeds(Choice::Grouping)]) .offered_elsewhere();
        NextMeasure "Next measure" "Rank rings by degree, betweenness, closeness or PageRank."
            Session(S::NextChoice(Choice::Measure)) .synonyms(&["centrality", "size by"]) .needs(&[Heeds(Choice::Measure)]) .offered_elsewhere();
        GroupsTogether "Keep groups together" "Keep the nodes of a group together, or on one layer."
            Session(S::NextChoice(Choice::Together)) .needs(&[Heeds(Choice::Together)]) .offered_elsewhere();
    }
    Figure {
        FigureEditor "Figure editor" "Lay out the figure on its page: size, words, legend, checks."
            FrameSwitch(W::FigureEditor) .keys(&[ctrl("E")]) .synonyms(&["page", "print", "preview", "layout of the page", "paper size", "gallery"]);
        CropToSeen "Crop to what is seen" "Hide what is outside the window and pin the rest, so that figures show what you see."
            Frame(F::CropToSeen) .needs(&[Network]) .synonyms(&["clip", "crop", "region", "zoom of the figure", "visible part"]);
        ExportFigure "Export figure…" "Save the current view as a figure: SVG, PDF, PNG or a web page."
            Frame(F::ExportFigure) .keys(&[ctrl_shift("E")]) .synonyms(&["screenshot", "image", "legend", "picture", "print", "svg", "png"]);
        SaveReport "Save report…" "Save the current view as a document: figure, who is who, relations, timeline, sources."
            Frame(F::SaveReport) .synonyms(&["brief", "word", "docx", "pdf", "markdown", "html", "document", "export"]);
        CopyFigure "Copy figure" "Copy a picture of the current view." Frame(F::CopyFigure) .keys(&[ctrl_shift("C")]);
    }
    Help {
        Shortcuts "Keyboard shortcuts" "List all commands and their keys."
            Frame(F::Shortcuts) .keys(&[key("F1"), shift("Slash")]) .synonyms(&["tutorial", "help", "keys"]);
        QueryWords "Query language" "List all words of the query language, with examples."
            Frame(F::QueryWords) .keys(&[shift("F1")]) .synonyms(&["help", "filter", "search", "ask", "size"]);
        CopyDiagnostics "Copy diagnostics"
            "Copy the version, system, graphics and latest events for a bug report." Frame(F::CopyDiagnostics) .synonyms(&["report a bug"]);
        About "About Chancery" "Show the version and licences." Frame(F::About) .synonyms(&["version", "licence"]);
    }
}

impl Command {
    /// Its row in [`COMMANDS`].
    pub(crate) fn info(self) -> &'static CommandInfo {
        // Enum and table are written by the same macro, in the same order.
        &COMMANDS[self as usize]
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
            assert!(info.help.ends_with('.') && info.help.len() < 90, "{}", info.name);
            assert_eq!(info.command.info().name, info.name);
        }
    }
}
