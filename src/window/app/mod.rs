//! The frame: what stands where in the window, performing what the session cannot, background
//! tasks, dialogs and notices. The same frame serves the window, the screenshot and the tests.

mod arrangement;
pub(crate) mod ask;
mod asking;
mod astray;
mod chrome;
mod commands;
mod dates;
mod dates_picture;
mod diagnostics;
mod dialogs;
mod drawing;
mod encoding;
mod event_queue;
mod exploring;
mod export;
mod figure_page;
mod file_dialog;
mod file_state;
mod files;
pub mod fonts;
mod frame;
mod help;
mod host;
mod import;
mod keeping;
mod layouts;
mod legend;
#[cfg(feature = "endpoint")]
mod look_up;
mod menu;
mod notices;
mod pictures;
mod reading;
mod recent_pictures;
mod recipe;
mod recovery;
mod render_thread;
mod report;
mod restored;
mod save_task;
mod screenshot;
mod search_box;
mod shortcuts;
mod splitters;
pub mod style;
mod tasks;
mod text_read;
mod waker;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use egui::Context;

use self::asking::{Asking, Question, Sort};
use self::chrome::Chrome;
use self::diagnostics::Surroundings;
use self::dialogs::Dialogs;
use self::drawing::{Drawing, Taken};
use self::event_queue::{Backlog, EventQueue};
use self::file_state::FileState;
pub use self::host::{Loss, Reopened, open};
#[cfg(feature = "endpoint")]
use self::look_up::LookUps;
use self::notices::Messages;
use self::tasks::{TaskResult, Tasks};
use self::waker::Waker;
use crate::dossier::document::{self, Document};
use crate::dossier::model::Date;
use crate::dossier::storage;
use crate::dossier::storage::settings::Settings;
use crate::explore::query::filter::Filter;
use crate::explore::query::language::Evaluator;
use crate::picture::stages::{StageRuns, ViewSettings};
use crate::window::action::{Action, CameraWish, Command, ItemId, SelectHow};
use crate::window::canvas::Canvas;
use crate::window::panels::widgets::draft;
use crate::window::session::{Effect, Session};

pub use self::save_task::AfterSave;
pub use self::screenshot::{Measured, Offscreen, Pixels, take as take_screenshot};

/// What the task is called that reads a file.
const OPENING: &str = "Opening";

/// Files up to so many bytes are read before the first frame; larger ones while the window says
/// so.
const READ_AT_ONCE: u64 = 2 << 20;

/// How the window starts.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// The dossier; `None` is the first built-in example.
    pub path: Option<PathBuf>,
    /// One of its views, by name.
    pub view: Option<String>,
    /// `light` or `dark`; `None` follows the system.
    pub theme: Option<String>,
    /// As-of date.
    pub as_of: Option<Date>,
    /// Ids of entities or relations to select.
    pub select: Vec<String>,
    /// For pictures and tests: nothing glides, no hints are given, settings are neither read nor
    /// kept.
    pub still: bool,
    /// The folder in which choosing a file begins; `None` is that of the dossier, or the current one.
    pub folder: Option<PathBuf>,
    /// The folder for unsaved changes and earlier versions; `None` is the system's, and none at all
    /// for pictures and tests.
    pub state: Option<PathBuf>,
    /// A folder of answers of endpoints, from which alone things are looked up: nothing is sent.
    pub replay: Option<PathBuf>,
}

/// The window's content: the session, the canvas, and what surrounds them, grouped by what changes
/// together. [`App::perform`] is the way in for every action.
pub struct App {
    /// What is open and how it is looked at.
    session: Session,
    canvas: Canvas,
    /// The picture that the canvas shows.
    drawing: Drawing,
    /// Panels, tabs, hints, title.
    chrome: Chrome,
    /// Questions and dialogs over the window.
    dialogs: Dialogs,
    /// Saving, recovery, watching.
    files: FileState,
    /// Work in the background.
    tasks: Tasks,
    /// Questions about what is open.
    asking: Asking,
    /// The revision and filter for which the numbers of the filter panel were asked last.
    facets_asked: Option<(u64, Filter, BTreeSet<String>)>,
    /// What was agreed to and said before on the card that asks endpoints.
    #[cfg(feature = "endpoint")]
    look_ups: LookUps,
    messages: Messages,
    settings: Settings,
    /// What the window is drawn with.
    surroundings: Surroundings,
    /// Events that wait for a later frame.
    backlog: Backlog,
    /// No gliding, no hints: for pictures.
    still: bool,
}

/// The path from the root, so that the folder of the file is known; an example and standard input have
/// none.
fn absolute(path: PathBuf) -> PathBuf {
    if path.to_string_lossy().starts_with(document::EXAMPLE_PREFIX) || storage::is_standard(&path) {
        return path;
    }
    std::path::absolute(&path).unwrap_or(path)
}

impl App {
    /// The app on what `start` says.
    pub fn new(ctx: &Context, start: Start) -> Self {
        fonts::install(ctx);
        style::install(ctx);
        let settings = if start.still { Settings::default() } else { Settings::load() };
        let theme = start.theme.as_deref().or(settings.theme.as_deref());
        ctx.set_theme(match theme {
            Some("light") => egui::ThemePreference::Light,
            Some("dark") => egui::ThemePreference::Dark,
            _ => egui::ThemePreference::System,
        });
        style::set_interface_percent(ctx, settings.interface_percent());
        let path = start.path.map(absolute);
        let is_large = |path: &&PathBuf| storage::size_of(path) > READ_AT_ONCE && !start.still;
        let large = path.as_ref().filter(is_large);
        let document = match (&path, large) {
            (_, Some(_)) => document::empty(),
            (Some(path), None) => document::open_named(path),
            (None, None) => document::open_example(&document::EXAMPLES[0]),
        };
        let large = large.cloned();
        let waker = Waker::new(ctx);
        let evaluator = Evaluator::default();
        let mut app = App {
            session: Session::new(document),
            canvas: Canvas::default(),
            drawing: Drawing::new(waker.clone(), &evaluator),
            chrome: Chrome::new(settings.hints_done, settings.sizes.columns),
            dialogs: Dialogs::default(),
            files: FileState::new(keeping::storage(start.state.as_deref(), start.still), start.folder),
            asking: Asking::start(waker.clone(), &evaluator),
            facets_asked: None,
            tasks: Tasks::new(waker),
            #[cfg(feature = "endpoint")]
            look_ups: LookUps::new(start.replay),
            messages: Messages::default(),
            settings,
            surroundings: Surroundings::default(),
            backlog: Backlog::default(),
            still: start.still,
        };
        ctx.add_plugin(EventQueue::new(Arc::clone(&app.backlog)));
        if let Some(path) = &app.session.document.path {
            app.settings.remember(path);
        }
        app.keep_another();
        app.look_for_leftovers();
        if let Some(path) = large {
            app.open(path, false);
        }
        if let Some(view) = start.view {
            let _ = app.session.perform(Action::UseView(view));
        }
        if start.as_of.is_some() {
            let _ = app.session.perform(Action::SetAsOf(start.as_of));
        }
        app.select_by_id(&start.select);
        if app.session.document.read_only && !app.session.document.problems.is_empty() {
            app.chrome.show_tab("Problems");
        }
        app
    }

    /// Selects entities and relations; ids that nothing has are passed over.
    fn select_by_id(&mut self, ids: &[String]) {
        let dossier = self.session.dossier();
        let thing = |id: &String| {
            let entity = dossier.entity_by_id(id).map(|e| ItemId::Entity(e.id.clone()));
            entity.or_else(|| dossier.relation_by_id(id).map(|r| ItemId::Relation(r.id.clone())))
        };
        let things: Vec<ItemId> = ids.iter().filter_map(thing).collect();
        let _ = self.session.perform(Action::Select(things, SelectHow::Replace));
    }

    /// Goes on in another window, on another graphics device.
    pub(crate) fn move_to(&mut self, ctx: &Context, theme: egui::ThemePreference, why: Reopened) {
        fonts::install(ctx);
        style::install(ctx);
        ctx.set_theme(theme);
        ctx.add_plugin(EventQueue::new(Arc::clone(&self.backlog)));
        style::set_interface_percent(ctx, self.settings.interface_percent());
        self.tasks.waker().follow(ctx);
        self.canvas.move_house();
        // The other window's clock begins anew.
        self.files.changed_at = 0.0;
        self.drawing.flash = None;
        self.messages = Messages::default();
        self.chrome.title.clear();
        self.files.may_close = false;
        match why {
            Reopened::Device => self.messages.say("The graphics device was reset. Nothing was lost.", false),
            Reopened::Fault => {
                // Whatever was under the hand may be what could not be drawn.
                self.canvas.reset();
                let before = std::mem::take(&mut self.dialogs);
                self.dialogs.leftovers = before.leftovers;
                self.dialogs.restoring = before.restoring;
                self.perform(ctx, Action::Hover(None));
                self.messages.say_error_with(
                    "Chancery reopened its window after an internal error. Your work is kept. Please report the error.",
                    ("Copy diagnostics", Action::Run(Command::CopyDiagnostics)),
                );
            }
        }
    }

    /// Says what the renderer draws to.
    pub(crate) fn draw_to(&mut self, format: egui_wgpu::wgpu::TextureFormat) {
        self.canvas.draw_to(format);
    }

    /// Puts a document and its finished picture on the screen, for measuring.
    pub(crate) fn measure(
        &mut self,
        document: Document,
        look: Option<ViewSettings>,
        stock: Arc<crate::window::canvas::packed_scene::PackedScene>,
    ) {
        let revision = self.session.revision + 1;
        self.session = Session::new(document);
        self.session.revision = revision;
        if let Some(look) = look {
            self.session.look = look;
        }
        self.drawing.give(stock, &self.session);
        self.canvas.reset();
    }

    /// Puts the camera somewhere, for measuring.
    pub fn look_from(&mut self, camera: crate::window::canvas::camera::Camera) {
        self.canvas.look_from(camera);
    }

    /// Whether all that was asked for is on the screen.
    pub fn is_settled(&self) -> bool {
        // The figure editor stands in place of the graph, which is drawn again when that closes.
        let is_drawn = self.chrome.figure.is_open
            || !self.drawing.thread.is_busy()
                && self.drawing.revision == self.session.revision
                && !self.canvas.is_moving();
        is_drawn
            && self.tasks.running().is_none()
            && !self.asking.is_busy()
            && self.backlog.load(Ordering::Relaxed) == 0
    }

    /// What is open and how it is looked at.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The canvas, for tests.
    pub fn canvas(&self) -> &Canvas {
        &self.canvas
    }

    /// The scene as it now stands.
    pub fn scene(&self) -> &Arc<crate::picture::scene::Scene> {
        &self.drawing.picture.stock.scene
    }

    /// How often each stage of drawing has run.
    pub fn builds(&self) -> StageRuns {
        self.drawing.picture.builds
    }

    /// How many frames have been shown.
    pub fn frames(&self) -> u64 {
        self.chrome.frames
    }

    /// Fulfils a wish.
    pub fn perform(&mut self, ctx: &Context, action: Action) {
        let action = match action {
            Action::Paste(text) if import::is_cells(&text) => return self.import_pasted(text),
            action => action,
        };
        let Some(action) = self.answered(ctx, action) else { return };
        action.aside().hint.into_iter().for_each(|hint| self.chrome.hints.used(hint));
        let part = |session: &Session| {
            let look = &session.look;
            let added = look.filter.start_empty.then(|| look.filter.shown.clone());
            let asked = (look.filter.foci.clone(), added);
            (asked, look.layout.clone(), look.options, look.seed, look.form, look.rows_by)
        };
        let before = part(&self.session);
        let revision = self.session.revision;
        let effect = self.session.perform(action);
        // Another part of the network was asked for, or it was laid out otherwise: it is brought into view once it is drawn.
        self.drawing.fit_when_drawn |= before != part(&self.session);
        if self.session.revision != revision {
            self.messages.moved_on();
            self.files.changed_at = ctx.input(|i| i.time);
        }
        match effect {
            Effect::None => {}
            Effect::RevealSelection => self.canvas.ask(CameraWish::Reveal),
            Effect::Run(command) => self.run(ctx, command),
            Effect::Flip(switch) => self.flip(ctx, switch),
            Effect::Open(path) => self.leave(ctx, AfterSave::Open(path)),
            Effect::OpenExample(name) => self.leave(ctx, AfterSave::Example(name)),
            Effect::Ask(ask) => self.ask(&ask),
            Effect::Say(text) => self.messages.say_with(text, ("Undo", Action::Run(Command::Undo))),
            Effect::Refused(why) => self.messages.say(why, true),
            Effect::FollowLink(link) => self.dialogs.link = Some(link),
            Effect::Copy(text) => {
                ctx.copy_text(text);
                self.messages.say("Copied.", false);
            }
        }
    }

    /// Gives the graph the keys once a dialog has closed, and when Tab is pressed where nothing has them.
    fn enter_graph(&mut self, ctx: &Context) {
        if self.dialogs.has_just_closed() {
            self.canvas.take_keys();
        }
        let nobody = ctx.memory(|m| m.focused().is_none()) && !self.dialogs.is_open() && !egui::Popup::is_any_open(ctx);
        if nobody && ctx.input(|i| i.key_pressed(egui::Key::Tab) && i.modifiers.is_none()) {
            // Without this egui would go to the first button of the window.
            ctx.memory_mut(|m| m.move_focus(egui::FocusDirection::None));
            self.canvas.take_keys();
        }
    }

    fn keep_settings(&mut self) {
        if self.still {
            return;
        }
        if let Err(problem) = self.settings.save() {
            self.messages.say(format!("Could not save settings: {}", problem.message), true);
        }
    }

    /// What is to be done before each frame, shown or not: results of tasks, pictures, keys.
    pub(crate) fn logic(&mut self, ctx: &Context) {
        for done in self.tasks.take() {
            match done {
                TaskResult::Opened(number, ..) if number != self.files.opening => {}
                TaskResult::Opened(_, document, again, mended) => {
                    self.replace_document(*document, again);
                    mended.into_iter().for_each(|text| self.messages.say(text, false));
                }
                TaskResult::Foreign(number, _) if number != self.files.opening => {}
                TaskResult::Foreign(_, path) => self.import_files(vec![path]),
                TaskResult::ImportRead(read, pasted) => self.import_is_read(*read, pasted),
                TaskResult::Accounted(key, accounted) => self.accounted(key, accounted),
                #[cfg(feature = "endpoint")]
                TaskResult::LookedUp(answered) => self.looked_up(ctx, *answered),
                #[cfg(feature = "endpoint")]
                TaskResult::Said(told) => self.messages.say(told, false),
                TaskResult::TakenIn(number, made) => self.taken_in(number, made),
                TaskResult::Reread(of, reread) => self.reread(ctx, &of, *reread),
                TaskResult::FileChosen(what_for, path) => self.chosen(what_for, path),
                TaskResult::NoFileDialog(choosing) => self.choose_without_system(*choosing),
                TaskResult::PathFound(found) => self.path_found(found),
                TaskResult::Made(opened, made, target, after) => self.dossier_is_made(opened, *made, target, after),
                TaskResult::Saved(task, result) => self.saved(ctx, *task, result),
                TaskResult::ReadText(way, text) => self.text_has_come(&way, *text),
                TaskResult::TextNames(key, names) => self.names_have_come(key, names),
                TaskResult::Explored(key, found) => self.explored(key, found),
                TaskResult::Checked(opened, revision, problems) => self.checked(opened, revision, problems),
                TaskResult::Pictures(opened, pictures, missing) => self.pictures_have_come(opened, pictures, missing),
                TaskResult::Dates(key, made) => self.dates_have_come(ctx, *key, made),
                TaskResult::Page(order, made) => self.page_has_come(ctx, *order, made),
                TaskResult::Thumb(key, made) => self.thumb_has_come(ctx, *key, made),
                TaskResult::Nothing => {}
                TaskResult::Exported(told) => self.messages.say(told, false),
                TaskResult::Copied(image) => {
                    ctx.copy_image(*image);
                    self.messages.say("Figure copied.", false);
                }
                TaskResult::Restored(restored) => self.restored(*restored),
                TaskResult::Failed(message) => {
                    self.dialogs.restoring = false;
                    self.messages.say(message, true);
                }
            }
        }
        let dropped: Vec<PathBuf> = ctx.input(|i| i.raw.dropped_files.iter().map(|f| f.path().to_owned()).collect());
        if !dropped.is_empty() {
            self.take_dropped(ctx, dropped);
        }
        // What was typed is kept before anything else is done.
        if let Some(action) = draft::committed(ctx, false) {
            self.perform(ctx, action);
        }
        self.enter_graph(ctx);
        // A menu that is open has the keys: Esc closes it, and nothing else.
        if !self.dialogs.is_open() && !egui::Popup::is_any_open(ctx) {
            self.figure_keys(ctx);
            self.chrome.timeline.take_keys(ctx);
            for action in shortcuts::pressed(ctx) {
                if let Some(typed) = draft::committed(ctx, true) {
                    self.perform(ctx, typed);
                }
                let action = self.of_text(ctx, action);
                self.perform(ctx, action);
            }
        }
        self.keep_open(ctx);
        self.keep_safe(ctx);
        self.keep_problems(ctx);
        self.keep_reading();
        self.keep_names();
        self.keep_exploring();
        self.keep_import();
        self.keep_facets();
        self.keep_pictures(ctx);
        if !self.drawing.given {
            self.keep_picture(ctx);
        }
        self.keep_title(ctx);
    }

    /// Keeps the picture in step with the session.
    fn keep_picture(&mut self, ctx: &Context) {
        let glide = !self.still && !self.settings.reduce_motion;
        match self.drawing.keep(&self.session, style::current(ctx), glide) {
            Taken::Nothing => {}
            Taken::Picture { fit } => {
                self.session.positions = Arc::clone(&self.drawing.picture.positions);
                self.drawing.keep_scales(&mut self.session.look);
                // A layout at work does not tell.
                if self.drawing.picture.found.is_some() {
                    self.session.found.clone_from(&self.drawing.picture.found);
                }
                self.session.folded.clone_from(&self.drawing.picture.folded);
                if !self.drawing.thread.is_busy() {
                    self.session.deselect_gone_folds();
                }
                self.session.compared.clone_from(&self.drawing.picture.compared);
                self.session.colour_rows = self.drawing.picture.stock.scene.colour_rows();
                if fit {
                    self.canvas.ask(CameraWish::FitAll);
                }
            }
            Taken::Failed(message) => self.messages.say(message, true),
        }
        self.session.laying_out = self.drawing.thread.is_busy();
    }

    /// While the filter panel is open, has its numbers worked out anew where they changed.
    fn keep_facets(&mut self) {
        if let Some(facets) = self.asking.take_facets() {
            self.session.facets = Some(Arc::from(facets));
        }
        if !self.chrome.shows_tab("Filter") {
            self.facets_asked = None;
            return;
        }
        let (revision, filter) = (self.session.revision, &self.session.look.filter);
        let wanted = self.session.fields_wanted();
        let is_asked = self
            .facets_asked
            .as_ref()
            .is_some_and(|(of, asked, also)| (*of, asked, also) == (revision, filter, wanted));
        if !is_asked {
            self.facets_asked = Some((revision, filter.clone(), wanted.clone()));
            let sort = Sort::Facets(filter.clone(), wanted.clone());
            self.asking.ask(Question { snapshot: self.session.document.snapshot(), revision, sort });
        }
    }

    fn keep_title(&mut self, ctx: &Context) {
        let name = match &self.session.document.path {
            Some(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            None => self.session.dossier().title.clone(),
        };
        let mark = if self.session.is_changed() { "• " } else { "" };
        let title = format!("{mark}{} – Chancery", crate::problem::printable(&name));
        if title != self.chrome.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.chrome.title = title;
        }
        ctx.accesskit_node_builder(egui::accesskit_root_id(), |node| node.set_label(self.chrome.title.as_str()));
    }
}
