//! All that a person can ask for: an [`Action`] is what panels and canvas hand back, with or without
//! data, and a command of the table [`COMMANDS`] is one without. Free of egui, and of what happens
//! then.

mod command;
mod handler;
mod shortcut;
mod terms;

pub use self::command::{COMMANDS, Command, CommandInfo};
pub use self::handler::{FrameCommand, FrameSwitch, PanelCommand};
pub(crate) use self::handler::{Handler, SessionCommand, ViewSwitch};
pub(crate) use self::shortcut::{Shortcut, with_keys_of_here};
pub use self::terms::{CameraWish, DateStep, InterfaceSize, PeriodMode, ThemeChoice};
pub(crate) use self::terms::{Condition, Hint, Menu, Towards};

use std::path::PathBuf;

use crate::dossier::edit::{Change, ClaimOwner};
use crate::dossier::model::{Attribute, Claim, Colouring, Date, EntityId, RelationId, SourceId, ViewPage};
use crate::explore::chains::Question;
use crate::explore::query::language::NamedEvidence;
use crate::explore::query::passages::Position;
use crate::explore::query::period::Since;
use crate::layout::{Form, Grouping, Options, RowOrder};
use crate::picture::encoding::ColourCode;

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
    /// The view that is open afterwards, by name; where `None`, the one that is.
    pub(crate) opens: Option<String>,
    /// What is said afterwards, with an offer to undo; where empty, nothing.
    pub(crate) say: String,
}

impl Edits {
    /// Changes with nothing besides.
    pub fn of(changes: Vec<Change>) -> Edits {
        Edits { changes, ..Edits::default() }
    }

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
    /// The same, perhaps to a known end, with a claim that is made for it where no other is typed.
    RelateCiting(EntityId, Option<EntityId>, Box<Claim>),
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
    /// The title, subtitle and note of the dossier.
    Details,
    /// What the kinds of the dossier are.
    Kinds,
    /// Which of likely duplicates to merge.
    Duplicates,
    /// The dates at which the network is shown side by side.
    Dates,
    /// The name of a view that is to be kept as what is shown.
    SaveView,
    /// The name, title and subtitle of a view, by its name.
    EditView(String),
    /// A line of quick entry.
    Quick,
    /// The same, with a claim that stands there already.
    QuickCiting(Box<Claim>),
    /// Which neighbours of an entity to show that are not shown.
    Expand(EntityId),
    /// What to fold into one node.
    Fold,
    /// What can be done with a thing, or with nothing, at a place of the scene.
    Menu(Option<ItemId>, (f32, f32)),
    /// The same for a thing in a list, at a place of the screen.
    MenuAt(ItemId, (f32, f32)),
}

impl Prompt {
    /// Whether it leads to a change of the dossier, which must then be editable.
    pub(crate) fn edits(&self) -> bool {
        match self {
            Prompt::NewEntity(_)
            | Prompt::Rename(_)
            | Prompt::Relate(..)
            | Prompt::RelateCiting(..)
            | Prompt::Claim(..)
            | Prompt::Source(_)
            | Prompt::SourceOf(_)
            | Prompt::Merge(..)
            | Prompt::Split(_)
            | Prompt::Details
            | Prompt::Kinds
            | Prompt::Duplicates
            | Prompt::SaveView
            | Prompt::EditView(_)
            | Prompt::Quick
            | Prompt::QuickCiting(_) => true,
            Prompt::Dates | Prompt::Expand(_) | Prompt::Fold | Prompt::Menu(..) | Prompt::MenuAt(..) => false,
        }
    }
}

/// A request from panel or canvas, mostly for `Session::perform`.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Action {
    /// A command of the list.
    Run(Command),
    /// Select things.
    Select(Vec<ItemId>, SelectHow),
    /// Nothing is selected or highlighted any more, as after a click on empty ground; what is asked of the network stays.
    Deselect,
    /// Select a thing and bring it into view (links, search).
    GoTo(ItemId),
    /// The pointer is over a thing, or over none.
    Hover(Option<ItemId>),
    /// See the network as of a date, or all of it.
    SetAsOf(Option<Date>),
    /// See the network at several dates side by side, or as one picture again.
    ShowDates(Vec<Date>),
    /// See the time from an earlier date to an as-of date, or compare the two.
    SetPeriod(Since, Date),
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
    /// Show only what a query finds; an empty one shows everything that is not hidden otherwise.
    Filter(String),
    /// Show only what lies within so many steps of these entities; of none, end that.
    Focus(Vec<(EntityId, u32)>),
    /// Show these entities too, whatever leaves them out.
    Bring(Vec<EntityId>),
    /// Show these neighbours of an entity, as one step that can be collapsed again.
    Expand(EntityId, Vec<EntityId>),
    /// Fold what a text says into one node, or several.
    Fold(String),
    /// Dim what the filter does not find, instead of hiding it.
    DimRest(bool),
    /// Bring out what rests on a source, or end that.
    ShowSource(Option<SourceId>),
    /// Ask why entities are connected, or end that.
    AskWhy(Option<Box<Question>>),
    /// Look at a chain by its number, and perhaps at a link of it.
    ShowChain(usize, Option<usize>),
    /// See what falls without this evidence, instead of what was struck before.
    Strike(NamedEvidence),
    /// Strike one claim of a record beside what is struck already.
    StrikeClaim(ClaimOwner, usize),
    /// Find out what the evidence carries as it is now.
    WantEvidence,
    /// Have a field of the filter panel counted that takes long, from now on.
    WantField(String),
    /// Find out how what is shown stands by all measures, and this entity by one of them over the years.
    WantMeasures(EntityId, &'static str),
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
    /// Draw everything in another form.
    ShowAs(Form),
    /// Order the rows of a timeline or a matrix.
    OrderRows(RowOrder),
    /// Lay areas behind groups, or take them away.
    SetAreas(Option<Grouping>),
    /// Let colours say this.
    ColourBy(Colouring),
    /// Bring out what has a colour, or end that; and fly there if so.
    ShowColour(Option<ColourCode>, bool),
    /// Wait no longer for communities.
    StopCommunities,
    /// Show only these, where they stand now.
    CropTo(Vec<EntityId>),
    /// Put figures on this page.
    SetPage(Box<ViewPage>),
    /// Let the area of nodes go by something else than their number of relations, or by that again.
    SizeBy(Option<Attribute>),
    /// Open a file.
    Open(PathBuf),
    /// Open a built-in example by name.
    OpenExample(&'static str),
    /// Ask whether to open a link from the dossier in the browser.
    FollowLink(String),
    /// Put text on the clipboard.
    Copy(String),
}

/// What an action means to the frame besides what it does.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Aside {
    /// The hint that need not be given any more.
    pub(crate) hint: Option<Hint>,
    /// Whether a card that is open is left first.
    pub(crate) leaves_card: bool,
}

impl Action {
    /// What it means besides what it does.
    pub(crate) fn aside(&self) -> Aside {
        match self {
            Action::Run(command) => {
                let info = command.info();
                Aside { hint: info.hint, leaves_card: info.leaves_card }
            }
            Action::Select(things, _) => {
                Aside { hint: (!things.is_empty()).then_some(Hint::Select), leaves_card: true }
            }
            Action::Deselect => Aside { hint: None, leaves_card: true },
            Action::GoTo(_) => Aside { hint: Some(Hint::Select), leaves_card: true },
            Action::Ask(_) | Action::Focus(_) => Aside { hint: None, leaves_card: true },
            Action::Hover(_)
            | Action::SetAsOf(_)
            | Action::ShowDates(_)
            | Action::SetPeriod(..)
            | Action::Dragging(_)
            | Action::Place(_)
            | Action::Unpin(_)
            | Action::Hide(_)
            | Action::ShowKind(..)
            | Action::ShowFile(..)
            | Action::Filter(_)
            | Action::Bring(_)
            | Action::Expand(..)
            | Action::Fold(_)
            | Action::DimRest(_)
            | Action::ShowSource(_)
            | Action::AskWhy(_)
            | Action::ShowChain(..)
            | Action::Strike(_)
            | Action::StrikeClaim(..)
            | Action::WantEvidence
            | Action::WantField(_)
            | Action::WantMeasures(..)
            | Action::Read(..)
            | Action::GoToPassage(_)
            | Action::ShowPlace(_)
            | Action::ChoosePassage(_)
            | Action::ShowProblem(_)
            | Action::UseView(_)
            | Action::Edit(_)
            | Action::JumpTo(_)
            | Action::Paste(_)
            | Action::UseLayout(_)
            | Action::SetOptions(_)
            | Action::ShowAs(_)
            | Action::OrderRows(_)
            | Action::SetAreas(_)
            | Action::ColourBy(_)
            | Action::ShowColour(..)
            | Action::StopCommunities
            | Action::CropTo(_)
            | Action::SetPage(_)
            | Action::SizeBy(_)
            | Action::Open(_)
            | Action::OpenExample(_)
            | Action::FollowLink(_)
            | Action::Copy(_) => Aside::default(),
        }
    }
}
