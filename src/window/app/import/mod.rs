//! The import card: files of other programs before they are taken in, with what each column is for, which kinds words
//! mean, and an account of every row. What is read and how is the exchange's; here is what is shown, and what was
//! chosen so far.

mod card;
mod into;
mod kinds;
pub(super) mod made;
mod pick;
mod read_as;
mod rows;
mod sums;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use self::made::{AccountKey, Accounted, MadeDossier};
use super::App;
use super::file_dialog::request::{FileRequest, FileUse};
use super::save_task::AfterSave;
use super::tasks::TaskResult;
use crate::dossier::document;
use crate::dossier::exchange::{self, Account, Choices, Extent, FORMATS, JoinChoices, Joined, Preview};
use crate::dossier::ron_text::built_in_vocabulary;
use crate::dossier::storage;
use crate::picture::theme::Theme;
use crate::problem::{Problem, codes, printable};
use crate::progress::{Cancelled, Progress};
use crate::window::action::{Action, Edits, ItemId};
use crate::wording::listed;

/// Texts that are pasted are called this where a file has its name.
const PASTED: &str = "Pasted cells";
/// What the task is called that finds out what an import would come to.
const ACCOUNTING: &str = "Reading tables";
/// Most entities that are selected once they are taken in.
const MOST_SELECTED: usize = 500;

/// Where the records go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Into {
    New,
    Open,
}

/// The import card.
pub(super) struct ImportCard {
    number: u64,
    preview: Preview,
    choices: Choices,
    /// Grows with every change of the choices.
    revision: u64,
    join: JoinChoices,
    into: Into,
    title: String,
    /// What files of the same shape have in common.
    shape: Option<String>,
    /// Whether choices of earlier files of this shape were taken.
    is_as_before: bool,
    /// What the choices come to, once it is known.
    shown: Option<(AccountKey, Arc<Accounted>)>,
    making: Option<(AccountKey, Progress)>,
    /// A new dossier is being made of it.
    taking_in: bool,
    tab: Tab,
    is_read_as_open: bool,
    /// A row that is to be brought into view: number of the table, number of the row.
    bring: Option<(usize, u32)>,
    /// The part of the card that the keys go to next.
    focus: Option<Region>,
    /// The part that they went to last.
    region: Region,
}

/// What a tab shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Table(usize),
    /// The kinds, where there is no room beside the table.
    Kinds,
}

/// The parts between which F6 goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Region {
    Table,
    Kinds,
    Report,
}

/// What was done on the card in a frame.
#[derive(Default)]
struct Wishes {
    /// The choices were changed.
    changed: bool,
    cancel: bool,
    take_in: bool,
    add_file: bool,
    copy: Option<String>,
}

impl ImportCard {
    fn new(number: u64, preview: Preview, into: Into) -> Self {
        let stems = preview.names().map(|name| Path::new(name).file_stem().unwrap_or_default().to_string_lossy());
        let title = stems.collect::<Vec<_>>().join(", ");
        ImportCard {
            number,
            preview,
            choices: Choices::default(),
            revision: 0,
            join: JoinChoices::default(),
            into,
            title,
            shape: None,
            is_as_before: false,
            shown: None,
            making: None,
            taking_in: false,
            tab: Tab::Table(0),
            is_read_as_open: false,
            bring: None,
            focus: Some(Region::Table),
            region: Region::Table,
        }
    }

    fn account(&self) -> Option<&Account> {
        self.shown.as_ref().map(|(_, shown)| &shown.account)
    }

    fn joined(&self) -> Option<&Joined> {
        self.shown.as_ref().and_then(|(_, shown)| shown.joined.as_ref())
    }

    /// Names of its files, for people.
    fn names(&self) -> String {
        let names: Vec<String> = self.preview.names().map(printable).collect();
        listed(&names)
    }

    /// Why it cannot be taken in now, a sentence without a full stop.
    fn obstacle(&self, now: AccountKey) -> Option<String> {
        let Some((key, shown)) = &self.shown else { return Some("the file is still being read".to_owned()) };
        let is_wrong = shown.account.outcome.is_err() && !shown.account.is_sample;
        if *key != now && !is_wrong {
            return Some("the file is still being read".to_owned());
        }
        let title = (self.into == Into::New && self.title.trim().is_empty()).then(|| "the title is empty".to_owned());
        let taking = self.taking_in.then(|| "the dossier is being made".to_owned());
        shown.account.obstacle().or(title).or(taking)
    }

    fn stop(&mut self) {
        if let Some((_, progress)) = self.making.take() {
            progress.cancel();
        }
    }
}

/// Whether a text is cells of a spreadsheet: at least two columns separated by tabs, and no record of ours.
pub(super) fn is_cells(text: &str) -> bool {
    let start = text.trim_start();
    let is_ron = ["(", "[", "Dossier", "#!["].iter().any(|mark| start.starts_with(mark));
    !is_ron && text.lines().find(|line| !line.trim().is_empty()).is_some_and(|line| line.contains('\t'))
}

/// Whether the name of a file is that of another program's.
pub(super) fn is_foreign(path: &Path) -> bool {
    exchange::by_extension(path).is_some()
}

impl App {
    /// Asks for a file to be imported, or to be added to those on the card.
    pub(super) fn choose_import(&mut self) {
        let mut extensions: Vec<&'static str> =
            FORMATS.iter().flat_map(|format| format.extensions()).copied().collect();
        extensions.sort_unstable();
        extensions.dedup();
        let request = FileRequest {
            task: "Choosing a file",
            title: "Import",
            filter: ("Tables and networks".to_owned(), extensions),
            any: true,
            folder: self.folder(),
            name: None,
        };
        self.choose(request, FileUse::Import);
    }

    /// Reads files and shows them on the card, beside those that are there.
    pub(super) fn import_files(&mut self, paths: Vec<PathBuf>) {
        let before = self.dialogs.import.as_ref().map(|card| card.preview.clone());
        self.tasks.start("Reading files", move || TaskResult::ImportRead(Box::new(read(paths, before)), false));
    }

    /// Shows pasted cells on the card.
    pub(super) fn import_pasted(&mut self, text: String) {
        self.tasks.start("Reading files", move || {
            let file = (PathBuf::from(PASTED), text.into_bytes());
            let read = Preview::new(vec![file], exchange::named(exchange::TABLE));
            TaskResult::ImportRead(Box::new(read.map_err(Problem::from)), true)
        });
    }

    /// Files have been read, or cannot be.
    pub(super) fn import_is_read(&mut self, read: Result<Preview, Problem>, pasted: bool) {
        let preview = match read {
            Ok(preview) => preview,
            Err(problem) => return self.messages.say(format!("Could not import: {}", in_words(&problem)), true),
        };
        match &mut self.dialogs.import {
            // Files are added: what was said of the others stands.
            Some(card) => {
                card.stop();
                card.preview = preview;
                card.revision += 1;
                card.shape = None;
            }
            None => {
                self.dialogs.imports += 1;
                let into = if pasted && self.can_join() { Into::Open } else { Into::New };
                self.dialogs.import = Some(Box::new(ImportCard::new(self.dialogs.imports, preview, into)));
            }
        }
        self.tasks.waker().wake();
    }

    /// Whether there is something open that records can be joined to.
    fn can_join(&self) -> bool {
        self.session.is_editable() && !self.session.document.is_imported()
    }

    fn account_key(&self, card: &ImportCard) -> AccountKey {
        let joins = card.into == Into::Open;
        AccountKey {
            card: card.number,
            choices: card.revision,
            opened: if joins { self.session.opened } else { 0 },
            revision: if joins { self.session.revision } else { 0 },
        }
    }

    /// Has the account made that the card shows, where its choices have changed.
    pub(super) fn keep_import(&mut self) {
        let Some(mut card) = self.dialogs.import.take() else { return };
        let key = self.account_key(&card);
        let is_whole = |card: &ImportCard| {
            card.shown.as_ref().is_some_and(|(known, shown)| *known == key && !shown.account.is_sample)
        };
        match &card.making {
            Some((making, progress)) if *making != key => progress.cancel(),
            Some(_) => {}
            None if is_whole(&card) => {}
            None => {
                let is_begun = card.shown.as_ref().is_some_and(|(known, _)| *known == key);
                let extent = if card.preview.is_large() && !is_begun { Extent::Sample } else { Extent::Whole };
                let progress = Progress::new();
                card.making = Some((key, progress.clone()));
                let (preview, choices, join) = (card.preview.clone(), card.choices.clone(), card.join.clone());
                let open = (card.into == Into::Open).then(|| self.session.document.snapshot());
                let work = move || -> Result<Box<Accounted>, Cancelled> {
                    let built_in = built_in_vocabulary();
                    let vocabulary = open.as_ref().map_or(&**built_in, |open| &open.dossier().vocabulary);
                    let account = preview.account(&choices, vocabulary, extent, &progress)?;
                    let taken = account.outcome.as_ref().ok().filter(|_| !account.is_sample);
                    let joined =
                        open.as_ref().and_then(|open| Some(exchange::join(open.dossier(), &taken?.dossier, &join)));
                    Ok(Box::new(Accounted { account, joined }))
                };
                self.tasks.start(ACCOUNTING, move || {
                    // One that fails must not begin again by itself.
                    let accounted = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
                        log::error!("an import panicked");
                        let problem =
                            Problem::error(codes::NOT_THE_FORMAT, "it could not be read because of an internal error");
                        let outcome = Err(Box::new(problem.with_help("please report this with the file")));
                        let account = Account { tables: Vec::new(), is_sample: false, outcome };
                        Ok(Box::new(Accounted { account, joined: None }))
                    });
                    TaskResult::Accounted(key, accounted)
                });
            }
        }
        self.dialogs.import = Some(card);
    }

    /// An account has been made, unless that was stopped.
    pub(super) fn accounted(&mut self, key: AccountKey, accounted: Result<Box<Accounted>, Cancelled>) {
        let Some(card) = self.dialogs.import.as_mut().filter(|card| card.number == key.card) else { return };
        if card.making.as_ref().is_some_and(|(making, _)| *making == key) {
            card.making = None;
        }
        let Ok(accounted) = accounted else { return };
        if card.revision != key.choices {
            return;
        }
        if card.shape.is_none() && !accounted.account.tables.is_empty() {
            let tables = &accounted.account.tables;
            let shape = Choices::shape_of(tables);
            if card.choices == Choices::default()
                && let Some(kept) = self.settings.import_of_shape(&shape).and_then(|text| Choices::kept(text, tables))
            {
                card.choices = kept;
                card.is_as_before = true;
                card.revision += 1;
            }
            card.shape = Some(shape);
        }
        if let Ok(taken) = &accounted.account.outcome {
            let is_named_by_file = card.preview.names().any(|name| taken.dossier.title.contains(name));
            let stems = ImportCard::new(0, card.preview.clone(), Into::New).title;
            if !is_named_by_file && card.title == stems && card.choices.title.is_none() {
                card.title.clone_from(&taken.dossier.title);
            }
        }
        card.shown = Some((key, Arc::from(accounted)));
    }

    /// Shows the card if there is one.
    #[must_use]
    pub(super) fn show_import(&mut self, ctx: &Context, theme: &'static Theme) -> Vec<Action> {
        if self.dialogs.path.is_some() {
            // A file is being chosen for it.
            return Vec::new();
        }
        let Some(mut card) = self.dialogs.import.take() else { return Vec::new() };
        let now = self.account_key(&card);
        let open = self.can_join().then(|| self.session.dossier().title.clone());
        let wishes = card.show(ctx, card::Around { now, open, vocabulary: &self.session.dossier().vocabulary, theme });
        if wishes.changed {
            card.revision += 1;
            self.tasks.waker().wake();
        }
        if let Some(text) = wishes.copy {
            ctx.copy_text(text);
            self.messages.say("Report copied.", false);
        }
        if wishes.cancel {
            card.stop();
            return Vec::new();
        }
        let is_ready = wishes.take_in && card.obstacle(now).is_none();
        let is_new = card.into == Into::New;
        let actions = if is_ready { self.take_in(&mut card) } else { None };
        if actions.is_none() {
            self.dialogs.import = Some(card);
        }
        // What is open is left only once it is known that it may be; the card waits in its place.
        if is_ready && is_new {
            self.leave(ctx, AfterSave::TakeIn);
        }
        if wishes.add_file {
            self.choose_import();
        }
        actions.unwrap_or_default()
    }

    /// Keeps what was chosen, and joins the open dossier if that is asked for: actions are what ends the card. A new
    /// dossier is made after this.
    fn take_in(&mut self, card: &mut ImportCard) -> Option<Vec<Action>> {
        if let (Some(shape), Some(account)) = (&card.shape, card.account())
            && let Some(text) = card.choices.to_keep(&account.tables)
        {
            self.settings.remember_import(shape, text);
            self.keep_settings();
        }
        if card.into == Into::New {
            return None;
        }
        let joined = card.joined()?;
        let select = joined.about.iter().take(MOST_SELECTED).cloned().map(ItemId::Entity).collect();
        let name = format!("import {}", card.names());
        let say = format!("Imported {}.", card.names());
        let edits = Edits { name, changes: joined.changes.clone(), select, say, ..Edits::default() };
        card.stop();
        Some(if edits.changes.is_empty() {
            self.messages.say("Everything in it is in this dossier already.", false);
            Vec::new()
        } else {
            vec![Action::Edit(Box::new(edits))]
        })
    }

    /// Makes a new dossier of what the card shows; it takes the place of what is open.
    pub(super) fn make_import(&mut self) {
        let Some(card) = &mut self.dialogs.import else { return };
        let Some((_, shown)) = &card.shown else { return };
        card.taking_in = true;
        let (number, shown, title, names) =
            (card.number, Arc::clone(shown), card.title.trim().to_owned(), card.names());
        self.tasks.start("Creating the dossier", move || {
            let Ok(taken) = &shown.account.outcome else { return TaskResult::Nothing };
            let mut dossier = taken.dossier.clone();
            dossier.title = title;
            let step = format!("import {names}");
            let made = document::as_new(&dossier, &step);
            let made = made.map(|(document, changes)| Box::new(MadeDossier { document, step, changes }));
            TaskResult::TakenIn(number, made.map_err(|why| why.to_string()))
        });
    }

    /// A new dossier has been made, or could not be.
    pub(super) fn taken_in(&mut self, number: u64, made: Result<Box<MadeDossier>, String>) {
        let Some(card) = self.dialogs.import.as_mut().filter(|card| card.number == number) else { return };
        card.taking_in = false;
        let MadeDossier { document, step, changes } = match made {
            Ok(made) => *made,
            Err(why) => return self.messages.say(format!("Could not import: {why}."), true),
        };
        card.stop();
        self.dialogs.import = None;
        document.prepare_readers();
        self.replace_document(document, false);
        self.keep_from_nothing(&step, &changes);
        self.messages.say("Imported. Save the dossier to keep it.", false);
    }
}

/// What is wrong, with its place and how to mend it.
fn in_words(problem: &Problem) -> String {
    let place = problem.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
    let help = problem.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    printable(&format!("{place}{}{help}", problem.message))
}

fn read(paths: Vec<PathBuf>, before: Option<Preview>) -> Result<Preview, Problem> {
    if let [folder] = &paths[..]
        && storage::is_folder(folder)
        && before.is_none()
    {
        return notes(folder);
    }
    let mut files = Vec::new();
    for path in paths {
        let bytes = storage::read_named(&path)?;
        files.push((path, bytes));
    }
    let read = match before {
        Some(before) => before.with(files),
        None => Preview::new(files, None),
    };
    read.map_err(Problem::from)
}

/// The notes of a folder.
fn notes(folder: &Path) -> Result<Preview, Problem> {
    // Nobody holds this progress, so that nobody can stop it.
    let progress = Progress::new();
    let stopped = || Problem::error(codes::NOT_THE_FORMAT, "reading was stopped");
    let vault = document::notes_in(folder, &progress).map_err(|failure| match failure {
        exchange::Failure::Wrong(problem) => problem,
        exchange::Failure::Cancelled => stopped(),
    })?;
    Preview::of_folder(folder, vault, &progress).map_err(|_| stopped())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_told_from_records() {
        assert!(is_cells("name\tkind\nLaos\tstate\n") && is_cells("\n\nDenmark\tstate"));
        assert!(!is_cells("Laos") && !is_cells("(id: \"a\",\tkind: \"b\")") && !is_cells("Dossier(\tformat: 1)"));
        assert!(!is_cells("a note\nwith\ta tab below"));
    }
}
