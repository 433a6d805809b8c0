//! What surrounds the graph: panels, tabs, the as-of bar, what is folded away, the first hints and
//! the title. Which dossier is open is not known here.

use super::dates::DatesView;
use super::figure_page::FigurePage;
use super::layouts::Thumbs;
use super::legend::Legend;
use super::notices::HintsUsed;
use crate::dossier::storage::settings::ColumnShares;
use crate::window::panels::timeline::TimelineBar;
use crate::window::panels::{PANELS, Panel, Side};

/// Parts of the window that are folded away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) left: bool,
    pub(super) right: bool,
    pub(super) timeline: bool,
    /// Everything but the graph.
    pub(super) all: bool,
    pub(super) table: bool,
}

/// The surroundings of the graph.
pub(super) struct Chrome {
    pub(super) panels: Vec<Box<dyn Panel>>,
    /// Index of the open tab among the panels on the left.
    pub(super) left_tab: usize,
    pub(super) timeline: TimelineBar,
    pub(super) folded: Folded,
    /// Small pictures of the layouts in the menu.
    pub(super) thumbs: Thumbs,
    pub(super) hints: HintsUsed,
    pub(super) legend: Legend,
    /// Several dates in place of the graph.
    pub(super) dates: DatesView,
    /// The figure editor, in place of everything around the graph.
    pub(super) figure: FigurePage,
    /// The first border between panels gets the keys once it is shown.
    pub(super) gives_border_keys: bool,
    /// Whether frame times are shown.
    pub(super) frame_times: bool,
    /// The title that the window has now.
    pub(super) title: String,
    /// Frames shown so far.
    pub(super) frames: u64,
}

impl Chrome {
    /// Everything as on a first start, but the hints only where they were not all used before, and columns as wide as they were.
    pub(super) fn new(hints_done: bool, columns: ColumnShares) -> Self {
        let mut panels: Vec<Box<dyn Panel>> = PANELS.iter().map(|make| make()).collect();
        panels.iter_mut().for_each(|panel| panel.set_columns(columns));
        Chrome {
            panels,
            left_tab: 0,
            timeline: TimelineBar::default(),
            folded: Folded { left: false, right: false, timeline: false, all: false, table: true },
            thumbs: Thumbs::default(),
            hints: HintsUsed { select: hints_done, camera: hints_done, palette: hints_done },
            legend: Legend::default(),
            dates: DatesView::default(),
            figure: FigurePage::default(),
            gives_border_keys: false,
            frame_times: false,
            title: String::new(),
            frames: 0,
        }
    }

    /// Whether the tab of this title is at the front, unfolded.
    pub(super) fn shows_tab(&self, title: &str) -> bool {
        let left = self.panels.iter().filter(|p| p.side() == Side::Left);
        let at_front = left.enumerate().any(|(n, p)| n == self.left_tab && p.title() == title);
        at_front && !self.folded.left && !self.folded.all
    }

    /// Unfolds the bar of time.
    pub(super) fn show_timeline(&mut self) {
        self.folded.timeline = false;
        self.folded.all = false;
    }

    /// Brings the tab of this title on the left to the front, unfolded.
    pub(super) fn show_tab(&mut self, title: &str) {
        let left = self.panels.iter().filter(|p| p.side() == Side::Left);
        if let Some(number) = left.enumerate().find(|(_, p)| p.title() == title).map(|(n, _)| n) {
            self.left_tab = number;
            self.folded.left = false;
            self.folded.all = false;
        }
    }
}
