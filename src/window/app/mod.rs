//! The frame: what stands where in the window, performing what the session cannot, background
//! tasks, dialogs and notices. The same frame serves the window, the screenshot and the tests.

pub(crate) mod ask;
mod commands;
mod export;
mod files;
pub mod fonts;
mod frame;
mod help;
mod host;
mod keeping;
mod layouts;
mod menu;
mod notices;
mod palette;
mod pictures;
mod reading;
mod recovery;
mod render_thread;
mod screenshot;
mod shortcuts;
pub mod style;
mod tasks;
mod waker;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use egui::Context;

use self::ask::Card;
use self::export::ExportDialog;
pub use self::files::AfterSave;
pub use self::host::{Loss, open};
use self::keeping::Autosave;
use self::layouts::Thumbs;
use self::notices::{HintsUsed, Messages};
use self::palette::Palette;
use self::render_thread::{Drawing, Order, Picture};
use self::tasks::{TaskResult, Tasks};
use self::waker::Waker;
use crate::dossier::document::{self, Document};
use crate::dossier::model::{Date, EntityId};
use crate::dossier::storage::settings::Settings;
use crate::dossier::storage::{self, Leftovers, Storage};
use crate::picture::stages::{StageRuns, ViewSettings};
use crate::window::action::{Action, Command, ItemId, SelectHow};
use crate::window::canvas::{CameraWish, Canvas};
use crate::window::panels::timeline::Timeline;
use crate::window::panels::widgets::draft;
use crate::window::panels::{PANELS, Panel, Side};
use crate::window::session::{Effect, Session};

pub use self::screenshot::{Measured, Offscreen, Pixels, take as take_screenshot};

/// How long a frame waits for a small picture, so that it shows without a flicker of the old one.
const PATIENCE: Duration = Duration::from_millis(12);

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
    /// The folder for unsaved changes and earlier versions; `None` is the system's, and none at all
    /// for pictures and tests.
    pub state: Option<PathBuf>,
}

/// What of the window is folded away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Folded {
    left: bool,
    right: bool,
    timeline: bool,
    all: bool,
    table: bool,
}

/// The window's content and all that it holds.
pub struct App {
    session: Session,
    canvas: Canvas,
    panels: Vec<Box<dyn Panel>>,
    left_tab: usize,
    timeline: Timeline,
    drawing: Drawing,
    ordered: Option<(u64, ViewSettings, &'static str)>,
    picture: Picture,
    picture_revision: u64,
    /// Which opened document the picture is of.
    picture_of: u64,
    tasks: Tasks,
    palette: Palette,
    thumbs: Thumbs,
    /// What the person is being asked.
    card: Option<Box<dyn Card>>,
    /// What comes after unsaved changes are saved or given up, while that is asked.
    leaving: Option<AfterSave>,
    /// A save is going on.
    saving: bool,
    /// Why a save needs consent, and what comes after it.
    shrinking: Option<(String, AfterSave)>,
    storage: Storage,
    keeper: Option<Autosave>,
    /// What a crash left behind, while the person has not decided.
    leftovers: Option<Leftovers>,
    /// Whether what a crash left behind is being brought back.
    restoring: bool,
    /// Tells when the file changes of the text that is read.
    text_watch: Option<reading::TextWatch>,
    /// What another program changed, and since when it is brought out.
    flash: Option<(f64, Vec<EntityId>)>,
    /// Unsaved changes were given up, or there are none.
    may_close: bool,
    /// Which opened document and revision was last looked through for problems.
    checked: (u64, u64),
    pictured: pictures::PictureWatch,
    /// When the dossier was changed last, on egui's clock.
    changed_at: f64,
    export: Option<ExportDialog>,
    link: Option<String>,
    show_shortcuts: bool,
    show_about: bool,
    show_frame_times: bool,
    folded: Folded,
    messages: Messages,
    hints: HintsUsed,
    settings: Settings,
    /// No gliding, no hints: for pictures.
    still: bool,
    /// The picture was given and stays.
    measured: bool,
    title_shown: String,
    /// The whole of the next picture is to be brought into view.
    fit_when_drawn: bool,
    frames: u64,
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
        let is_large = |path: &&PathBuf| storage::size_of(path) > READ_AT_ONCE && !start.still;
        let large = start.path.as_ref().filter(is_large);
        let document = match (&start.path, large) {
            (_, Some(_)) => document::empty(),
            (Some(path), None) => document::open(path),
            (None, None) => document::open_example(&document::EXAMPLES[0]),
        };
        let large = large.cloned();
        let waker = Waker::new(ctx);
        let hints =
            HintsUsed { select: settings.hints_done, camera: settings.hints_done, palette: settings.hints_done };
        let mut app = App {
            session: Session::new(document),
            canvas: Canvas::default(),
            panels: PANELS.iter().map(|make| make()).collect(),
            left_tab: 0,
            timeline: Timeline::default(),
            drawing: Drawing::start({
                let waker = waker.clone();
                move || waker.wake()
            }),
            ordered: None,
            picture: Picture::default(),
            picture_revision: 0,
            picture_of: 0,
            tasks: Tasks::new(waker),
            palette: Palette::default(),
            thumbs: Thumbs::default(),
            card: None,
            leaving: None,
            saving: false,
            shrinking: None,
            storage: keeping::storage(start.state.as_deref(), start.still),
            keeper: None,
            leftovers: None,
            restoring: false,
            text_watch: None,
            flash: None,
            may_close: false,
            checked: (1, 0),
            pictured: pictures::PictureWatch::default(),
            changed_at: 0.0,
            export: None,
            link: None,
            show_shortcuts: false,
            show_about: false,
            show_frame_times: false,
            folded: Folded { left: false, right: false, timeline: false, all: false, table: true },
            messages: Messages::default(),
            hints,
            settings,
            still: start.still,
            measured: false,
            title_shown: String::new(),
            fit_when_drawn: false,
            frames: 0,
        };
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
        let dossier = app.session.dossier();
        let thing = |id: &String| {
            let entity = dossier.entity_by_id(id).map(|e| ItemId::Entity(e.id.clone()));
            entity.or_else(|| dossier.relation_by_id(id).map(|r| ItemId::Relation(r.id.clone())))
        };
        let things: Vec<ItemId> = start.select.iter().filter_map(thing).collect();
        let _ = app.session.perform(Action::Select(things, SelectHow::Replace));
        if app.session.document.read_only && !app.session.document.problems.is_empty() {
            app.show_tab("Problems");
        }
        app
    }

    /// Goes on in another window, on another graphics device.
    pub(crate) fn move_to(&mut self, ctx: &Context, theme: egui::ThemePreference) {
        fonts::install(ctx);
        style::install(ctx);
        ctx.set_theme(theme);
        self.tasks.waker().follow(ctx);
        self.canvas.move_house();
        // The other window's clock begins anew.
        self.changed_at = 0.0;
        self.flash = None;
        self.messages = Messages::default();
        self.title_shown.clear();
        self.may_close = false;
        self.messages.say("The graphics device was reset. Nothing was lost.", false);
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
        self.ordered = Some((revision, self.session.look.clone(), "light"));
        self.picture = Picture { stock, ..Picture::default() };
        self.picture_revision = revision;
        self.picture_of = self.session.opened;
        self.canvas.reset();
        self.measured = true;
    }

    /// Puts the camera somewhere, for measuring.
    pub fn look_from(&mut self, camera: crate::window::canvas::camera::Camera) {
        self.canvas.look_from(camera);
    }

    /// Whether all that was asked for is on the screen.
    pub fn is_settled(&self) -> bool {
        !self.drawing.is_busy()
            && self.picture_revision == self.session.revision
            && !self.canvas.is_moving()
            && self.tasks.running().is_none()
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
        &self.picture.stock.scene
    }

    /// How often each stage of drawing has run.
    pub fn builds(&self) -> StageRuns {
        self.picture.builds
    }

    /// How many frames have been shown.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Fulfils a wish.
    pub fn perform(&mut self, ctx: &Context, action: Action) {
        let Some(action) = self.answered(ctx, action) else { return };
        match &action {
            Action::Select(things, _) if !things.is_empty() => self.hints.select = true,
            Action::GoTo(_) => self.hints.select = true,
            Action::Run(Command::Palette) => self.hints.palette = true,
            Action::Run(Command::ZoomFit | Command::ZoomIn | Command::ZoomOut) => self.hints.camera = true,
            _ => {}
        }
        let part = |session: &Session| {
            let look = &session.look;
            (look.filter.focus.clone(), look.layout.clone(), look.options, look.seed)
        };
        let before = part(&self.session);
        let revision = self.session.revision;
        let effect = self.session.perform(action);
        // Another part of the network was asked for, or it was laid out otherwise: it is brought into view once it is drawn.
        self.fit_when_drawn |= before != part(&self.session);
        if self.session.revision != revision {
            self.messages.moved_on();
            self.changed_at = ctx.input(|i| i.time);
        }
        match effect {
            Effect::None => {}
            Effect::RevealSelection => self.canvas.ask(CameraWish::Reveal),
            Effect::Run(command) => self.run(ctx, command),
            Effect::Open(path) => self.leave(ctx, AfterSave::Open(path)),
            Effect::OpenExample(name) => self.leave(ctx, AfterSave::Example(name)),
            Effect::Ask(ask) => self.ask(&ask),
            Effect::Say(text) => self.messages.say_with(text, ("Undo", Action::Run(Command::Undo))),
            Effect::Refused(why) => self.messages.say(why, true),
            Effect::FollowLink(link) => self.link = Some(link),
            Effect::Copy(text) => {
                ctx.copy_text(text);
                self.messages.say("Copied.", false);
            }
        }
    }

    fn show_tab(&mut self, title: &str) {
        let left = self.panels.iter().filter(|p| p.side() == Side::Left);
        if let Some(number) = left.enumerate().find(|(_, p)| p.title() == title).map(|(n, _)| n) {
            self.left_tab = number;
            self.folded.left = false;
            self.folded.all = false;
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
                TaskResult::Opened(document, again, mended) => {
                    self.replace_document(*document, again);
                    mended.into_iter().for_each(|text| self.messages.say(text, false));
                }
                TaskResult::Reread(of, reread) => self.reread(ctx, of, *reread),
                TaskResult::ChosenToSave(path, after) => self.write(Some(path), after),
                TaskResult::Saved(task, result) => self.saved(ctx, *task, result),
                TaskResult::ReadText(way, text) => self.text_has_come(&way, *text),
                TaskResult::Checked(opened, revision, problems) => self.checked(opened, revision, problems),
                TaskResult::Pictures(opened, pictures, missing) => self.pictures_have_come(opened, pictures, missing),
                TaskResult::ChosenToOpen(Some(path)) => self.open(path, false),
                TaskResult::ChosenToOpen(None) | TaskResult::Nothing => {}
                TaskResult::Exported(path) => self.messages.say(format!("Figure saved to {}", path.display()), false),
                TaskResult::Copied(image) => {
                    ctx.copy_image(*image);
                    self.messages.say("Figure copied.", false);
                }
                TaskResult::Restored(restored) => self.restored(*restored),
                TaskResult::Failed(message) => {
                    self.restoring = false;
                    self.messages.say(message, true);
                }
            }
        }
        let dropped = ctx.input(|i| i.raw.dropped_files.first().map(|f| f.path().to_owned()));
        if let Some(path) = dropped {
            self.take_dropped(ctx, path);
        }
        // What was typed is kept before anything else is done.
        if let Some(action) = draft::committed(ctx, false) {
            self.perform(ctx, action);
        }
        if !self.is_modal() {
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
        self.keep_pictures(ctx);
        if !self.measured {
            self.keep_picture(ctx);
        }
        self.keep_title(ctx);
    }

    fn is_modal(&self) -> bool {
        self.palette.is_open()
            || self.card.is_some()
            || self.leaving.is_some()
            || self.shrinking.is_some()
            || self.leftovers.is_some()
            || self.restoring
            || self.export.is_some()
            || self.link.is_some()
            || self.show_shortcuts
            || self.show_about
    }

    /// Orders a new picture if anything it is made of has changed, and takes what is ready.
    fn keep_picture(&mut self, ctx: &Context) {
        let theme = style::current(ctx);
        let is_new = match &self.ordered {
            Some((revision, look, name)) => {
                *revision != self.session.revision || *look != self.session.look || *name != theme.name
            }
            None => true,
        };
        if is_new {
            self.ordered = Some((self.session.revision, self.session.look.clone(), theme.name));
            self.drawing.order(Order {
                snapshot: self.session.document.snapshot(),
                pictures: Arc::clone(&self.session.pictures),
                revision: self.session.revision,
                look: self.session.look.clone(),
                theme,
                glide: !self.still && !self.settings.reduce_motion,
            });
        }
        match self.drawing.take(if is_new { PATIENCE } else { Duration::ZERO }) {
            Ok(Some(picture)) => {
                self.session.positions = Arc::clone(&picture.positions);
                self.picture = picture;
                // What can be seen already is shown, finished or not.
                self.picture_revision = self.session.revision;
                self.picture_of = self.session.opened;
                if !self.drawing.is_busy() && std::mem::take(&mut self.fit_when_drawn) {
                    self.canvas.ask(CameraWish::FitAll);
                }
            }
            Ok(None) => {}
            Err(message) => self.messages.say(message, true),
        }
        self.session.laying_out = self.drawing.is_busy();
    }

    fn keep_title(&mut self, ctx: &Context) {
        let name = match &self.session.document.path {
            Some(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            None => self.session.dossier().title.clone(),
        };
        let mark = if self.session.is_changed() { "• " } else { "" };
        let title = format!("{mark}{} – Chancery", crate::problem::printable(&name));
        if title != self.title_shown {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title_shown = title;
        }
    }
}
