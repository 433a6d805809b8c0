//! What stands around the graph: one file a panel behind [`PANELS`], and shared [`widgets`].
//! A panel borrows the session and hands back actions; it changes nothing itself and knows no
//! other panel.

use egui::Ui;

use crate::dossier::storage::settings::ColumnShares;
use crate::picture::theme::Theme;
use crate::window::action::{Action, PanelCommand};
use crate::window::session::Session;

mod compare;
mod evidence;
mod fall;
mod filter;
mod history;
mod inspector;
mod outline;
mod problems;
mod reading;
mod sources;
mod table;
pub mod timeline;
mod why;
pub(crate) mod widgets;

pub(crate) use reading::reading_focus;

/// What a panel may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The open dossier and how it is looked at.
    pub session: &'a Session,
    /// Colours.
    pub theme: &'a Theme,
}

/// Where a panel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A tab of the left side.
    Left,
    /// Between the left side and the graph, when asked for.
    Beside,
    /// The right side.
    Right,
    /// Under the graph, when asked for.
    Bottom,
}

/// A panel. It may keep its own passing state (typed text, folded groups).
pub trait Panel {
    /// Its name, on its tab and for assistive technology.
    fn title(&self) -> &'static str;
    /// Where it stands.
    fn side(&self) -> Side;
    /// A number worth showing beside the title, such as how many problems there are.
    fn badge(&self, context: Context<'_>) -> Option<usize> {
        let _ = context;
        None
    }
    /// Whether its tab stands there only while it is chosen, by its command.
    fn is_quiet(&self) -> bool {
        false
    }
    /// Whether it is shown: of the right side, one at a time is.
    fn is_shown(&self, context: Context<'_>) -> bool {
        let _ = context;
        true
    }
    /// The widths of its columns, where it has columns that may be made wider.
    fn columns(&self) -> Option<ColumnShares> {
        None
    }
    /// Gives its columns the widths that they had when the program last ran.
    fn set_columns(&mut self, shares: ColumnShares) {
        let _ = shares;
    }
    /// Does a command that is its own, such as filling down a table.
    fn perform(&mut self, command: PanelCommand, context: Context<'_>) -> Option<Action> {
        let _ = (command, context);
        None
    }
    /// Shows it and says what the person wants.
    #[must_use]
    fn show(&mut self, ui: &mut Ui, context: Context<'_>) -> Vec<Action>;
}

pub(crate) type MakePanel = fn() -> Box<dyn Panel>;

/// Makers of all panels, in the order of their tabs.
pub const PANELS: &[MakePanel] = &[
    outline::panel,
    filter::panel,
    sources::panel,
    evidence::panel,
    problems::panel,
    history::panel,
    reading::panel,
    inspector::panel,
    why::panel,
    fall::panel,
    compare::panel,
    table::panel,
];
