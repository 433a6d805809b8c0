//! The dialog in which a path is typed, with completion: for systems without a file dialog, and for
//! those who would rather type. It says what it wants to know of the disk and asks nothing itself.

use std::path::{Path, PathBuf};

use egui::text::{CCursor, CCursorRange};
use egui::{Context, EventFilter, Id, Key, Modifiers, RichText, ScrollArea, TextEdit, Ui};

use super::path_text::{TypedPath, completed, continued, into_folder, split};
use super::request::FileRequest;
use crate::dossier::storage::lookup::{self, Entry, Listing, PathKind};
use crate::picture::theme::Theme;
use crate::window::app::ask::parts::{dialog, foot, heading, option, quiet};
use crate::window::canvas::paint::color32;
use crate::window::panels::widgets::hold_focus;

/// At most so many entries are shown.
const SHOWN: usize = 200;

/// What the dialog wants to know of the disk.
pub(in crate::window::app) enum Wish {
    /// The contents of a folder.
    List(PathBuf),
    /// What a path leads to that was agreed to.
    Look(PathBuf),
}

/// What the disk says.
pub(in crate::window::app) enum Found {
    Listing(PathBuf, Result<Listing, String>),
    Kind(PathBuf, PathKind),
}

impl Wish {
    /// Asks the disk, which may take as long as it likes.
    pub(super) fn ask(self) -> Found {
        match self {
            Wish::List(folder) => {
                let listing = lookup::list(&folder);
                Found::Listing(folder, listing)
            }
            Wish::Look(path) => {
                let kind = lookup::kind(&path);
                Found::Kind(path, kind)
            }
        }
    }
}

/// The dialog while it is open.
pub(in crate::window::app) struct PathDialog {
    pub(super) request: FileRequest,
    /// What is said about the system's dialog; empty where one types by choice.
    explains: &'static str,
    typed: String,
    /// From where relative paths go.
    base: PathBuf,
    home: Option<PathBuf>,
    /// What lies in a folder, once it was read.
    listed: Option<(PathBuf, Result<Listing, String>)>,
    /// The folder that is being read.
    reading: Option<PathBuf>,
    /// Entries that continue what is typed, and which of them is chosen.
    entries: Vec<Entry>,
    chosen: Option<usize>,
    /// What was agreed to and is to be looked at.
    agreed: Option<PathBuf>,
    /// A file that is there already and would be replaced; asked while it is set.
    replaces: Option<PathBuf>,
    /// Why what was typed will not do.
    trouble: String,
    /// The end of it, once it is settled.
    settled: Option<PathBuf>,
    /// The cursor is yet to go to the end.
    to_end: bool,
}

impl PathDialog {
    pub(super) fn new(request: FileRequest, explains: &'static str) -> Self {
        let home = lookup::home();
        let current = std::env::current_dir().ok();
        let folder = request.folder.clone().filter(|folder| folder.to_str().is_some());
        let base = folder.or(current).or_else(|| home.clone()).unwrap_or_default();
        let name = request.name.as_deref().unwrap_or_default();
        let mut typed = into_folder("", base.to_str().unwrap_or_default().trim_end_matches(std::path::is_separator));
        typed.push_str(name);
        PathDialog {
            request,
            explains,
            typed,
            base,
            home,
            listed: None,
            reading: None,
            entries: Vec::new(),
            chosen: None,
            agreed: None,
            replaces: None,
            trouble: String::new(),
            settled: None,
            to_end: true,
        }
    }

    fn split(&self) -> TypedPath<'_> {
        split(&self.typed, &self.base, self.home.as_deref())
    }

    /// What it wants to know next.
    pub(super) fn wish(&mut self) -> Option<Wish> {
        if let Some(path) = self.agreed.take() {
            return Some(Wish::Look(path));
        }
        let folder = self.split().folder;
        let is_known = self.listed.as_ref().is_some_and(|(known, _)| *known == folder);
        if is_known || self.reading.as_ref() == Some(&folder) {
            return None;
        }
        self.reading = Some(folder.clone());
        Some(Wish::List(folder))
    }

    /// Takes what the disk says.
    pub(super) fn take(&mut self, found: Found) {
        match found {
            Found::Listing(folder, listing) => {
                if self.reading.as_ref() == Some(&folder) {
                    self.reading = None;
                    self.listed = Some((folder, listing));
                    self.find();
                }
            }
            Found::Kind(path, kind) => self.judge(path, kind),
        }
    }

    /// Something else is typed.
    fn changed(&mut self) {
        self.replaces = None;
        self.trouble.clear();
        self.chosen = None;
        self.find();
    }

    fn type_in(&mut self, typed: String) {
        self.typed = typed;
        self.to_end = true;
        self.changed();
    }

    /// Looks for entries that continue what is typed.
    fn find(&mut self) {
        let typed = self.split();
        self.entries = match &self.listed {
            Some((folder, Ok(listing))) if *folder == typed.folder => {
                // A name that is offered for a new file is no search.
                let is_offered = self.request.name.as_deref() == Some(typed.name);
                continued(listing, if is_offered { "" } else { typed.name }, &self.request)
            }
            _ => Vec::new(),
        };
    }

    /// Enters a folder, or agrees to a file.
    fn agree(&mut self, chosen: Option<usize>) {
        let typed = self.split();
        let entry = chosen.and_then(|chosen| self.entries.get(chosen)).cloned();
        let named = || self.entries.iter().find(|entry| entry.is_folder && entry.name == typed.name.trim_end());
        if let Some(folder) = entry.as_ref().or_else(named).filter(|entry| entry.is_folder) {
            let text = into_folder(typed.head, &folder.name);
            return self.type_in(text);
        }
        if let Some(file) = entry {
            let text = format!("{}{}", typed.head, file.name);
            self.type_in(text);
        }
        let typed = self.split();
        if typed.name.trim().is_empty() {
            self.trouble = "Enter the name of a file.".to_owned();
            return;
        }
        self.agreed = Some(self.request.completed(TypedPath { name: typed.name.trim_end(), ..typed }.path()));
    }

    /// Decides about a path that was agreed to.
    fn judge(&mut self, path: PathBuf, kind: PathKind) {
        let name = crate::problem::printable(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy());
        let folder = crate::problem::printable(&path.parent().unwrap_or(Path::new("")).to_string_lossy());
        match (kind, self.request.writes()) {
            (PathKind::Folder, _) => {
                let typed = self.split();
                let text = into_folder(typed.head, typed.name.trim_end());
                self.type_in(text);
            }
            (PathKind::NoFolder, false) | (PathKind::Nothing, false) => {
                self.trouble =
                    format!("There is no file “{name}” in {folder}. Correct the path, or choose from the list.");
            }
            (PathKind::NoFolder, true) => {
                self.trouble =
                    format!("The folder {folder} does not exist. Correct the path, or create the folder first.");
            }
            (PathKind::File, true) if self.replaces.as_ref() != Some(&path) => self.replaces = Some(path),
            (PathKind::File, _) | (PathKind::Nothing, true) => self.settled = Some(path),
        }
    }

    /// Shows it. Says what was chosen once it is settled, or that it was closed (`Some(None)`).
    pub(super) fn show(&mut self, ctx: &Context, theme: &Theme) -> Option<Option<PathBuf>> {
        if let Some(path) = self.settled.take() {
            return Some(Some(path));
        }
        let (cancelled, close) = dialog(ctx, "path", 560.0, theme, |ui| {
            heading(ui, self.request.title, theme);
            if !self.explains.is_empty() {
                quiet(ui, self.explains, theme);
            }
            let press = |ui: &Ui, key: Key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
            let (tab, enter, escaped) = (press(ui, Key::Tab), press(ui, Key::Enter), press(ui, Key::Escape));
            let moved = i32::from(press(ui, Key::ArrowDown)) - i32::from(press(ui, Key::ArrowUp));
            if self.field(ui, theme) {
                self.changed();
            }
            self.step(moved);
            if tab {
                let typed = self.split();
                completed(typed.head, typed.name, &self.entries, self.chosen).into_iter().for_each(|t| self.type_in(t));
            }
            let taken = self.list(ui, moved != 0, theme);
            self.say(ui, theme);
            let deed = if self.request.writes() { "Save" } else { "Open" };
            let deed = if self.replaces.is_some() { "Replace" } else { deed };
            let (done, cancelled) = foot(ui, deed, true, theme);
            if let Some(entry) = taken {
                self.agree(Some(entry));
            } else if enter || done {
                self.agree(self.chosen);
            }
            cancelled || escaped
        });
        (cancelled || close).then_some(None)
    }

    /// The field of the path; it keeps the cursor. Says whether something was typed.
    fn field(&mut self, ui: &mut Ui, theme: &Theme) -> bool {
        let id = Id::unique("path field");
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, tab: true, escape: true };
        let edit = TextEdit::singleline(&mut self.typed)
            .id(id)
            .hint_text(RichText::new("Path of a file").color(color32(theme.ink_third)))
            .margin(egui::Margin::symmetric(10, 8))
            .desired_width(f32::INFINITY)
            .char_limit(8_000)
            .event_filter(filter);
        let response = ui.add(edit).accessible_name("Path");
        hold_focus(&response);
        if std::mem::take(&mut self.to_end) {
            let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
            let end = CCursor::new(self.typed.chars().count());
            state.cursor.set_char_range(Some(CCursorRange::one(end)));
            state.store(ui.ctx(), id);
        }
        response.changed()
    }

    /// Goes through the entries by arrow keys.
    fn step(&mut self, by: i32) {
        let last = self.entries.len().min(SHOWN).saturating_sub(1);
        self.chosen = match (by, self.chosen) {
            (0, chosen) => chosen,
            (_, None) => (by > 0 && !self.entries.is_empty()).then_some(0),
            (_, Some(0)) if by < 0 => None,
            (_, Some(at)) => Some(at.saturating_add_signed(by as isize).min(last)),
        };
    }

    /// The entries. Says which was clicked.
    fn list(&mut self, ui: &mut Ui, follows: bool, theme: &Theme) -> Option<usize> {
        let mut taken = None;
        // In a small window the list gives way, so that the rest of the dialog stays in it.
        let room = (ui.ctx().content_rect().height() - 330.0).clamp(64.0, 280.0);
        ScrollArea::vertical().max_height(room).min_scrolled_height(64.0).auto_shrink([false, true]).show(ui, |ui| {
            for (number, entry) in self.entries.iter().take(SHOWN).enumerate() {
                let detail = if entry.is_folder { "folder" } else { "" };
                let selected = self.chosen == Some(number);
                let response = option(ui, &entry.name, detail, selected, theme);
                if selected && follows {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    taken = Some(number);
                }
            }
        });
        taken
    }

    /// What there is to say of what is typed, and of the keys.
    fn say(&self, ui: &mut Ui, theme: &Theme) {
        let unread = self.listed.as_ref().and_then(|(_, listing)| listing.as_ref().err());
        let is_loud = |ui: &mut Ui, text: &str| {
            ui.add(egui::Label::new(RichText::new(text).size(12.0).color(color32(theme.error))).wrap());
        };
        if let Some(path) = &self.replaces {
            let name = crate::problem::printable(&path.file_name().unwrap_or_default().to_string_lossy());
            return is_loud(ui, &format!("“{name}” already exists. Press Enter again to replace it."));
        }
        if !self.trouble.is_empty() {
            return is_loud(ui, &self.trouble);
        }
        if let Some(why) = unread.filter(|_| self.reading.is_none()) {
            return is_loud(ui, why);
        }
        let more = self.entries.len().saturating_sub(SHOWN);
        let left_out = self.listed.as_ref().and_then(|(_, l)| l.as_ref().ok()).map_or(0, |l| l.left_out);
        let mut words = match (self.reading.is_some(), self.entries.is_empty()) {
            (true, _) => "Reading the folder…".to_owned(),
            (false, true) => "No name in this folder begins with this.".to_owned(),
            (false, false) => "Tab: complete · ↑ ↓: choose · Enter: accept · Esc: cancel".to_owned(),
        };
        if more > 0 {
            words = format!("{words} · {more} more: keep typing to find them");
        }
        if left_out > 0 {
            words = format!("{words} · {left_out} not listed: unreadable names, or too many entries");
        }
        quiet(ui, &words, theme);
    }
}
