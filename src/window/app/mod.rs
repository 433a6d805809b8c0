//! The frame: what stands where in the window, performing what the session cannot, background
//! tasks, dialogs and notices. The same frame serves the window, the screenshot and the tests.

mod drawing;
mod export;
pub mod fonts;
mod help;
mod menu;
mod notices;
mod palette;
mod screenshot;
mod shortcuts;
pub mod style;
mod tasks;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use egui::{CentralPanel, Context, Frame, Margin, Panel as Bar, RichText, Ui};

use self::drawing::{Drawing, Order, Picture};
use self::export::ExportDialog;
use self::notices::{HintsUsed, Messages};
use self::palette::Palette;
use self::tasks::{Done, Tasks};
use crate::dossier::document::{self, Document};
use crate::dossier::model::Date;
use crate::dossier::storage::settings::Settings;
use crate::picture::stages::{Builds, Look};
use crate::picture::theme::Theme;
use crate::problem::Severity;
use crate::window::action::{Action, Command, SelectHow, Thing};
use crate::window::canvas::paint::color32;
use crate::window::canvas::{CameraWish, Canvas, View};
use crate::window::panels::timeline::Timeline;
use crate::window::panels::{Context as PanelContext, PANELS, Panel, Side};
use crate::window::session::{Effect, Session};

pub use self::screenshot::{Pixels, take as take_screenshot};

/// How long a frame waits for a small picture, so that it shows without a flicker of the old one.
const PATIENCE: Duration = Duration::from_millis(12);

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
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// A message for the person if no window can be opened.
pub fn open(start: Start) -> Result<(), String> {
    let viewport = egui::ViewportBuilder::default()
        .with_title("Chancery")
        .with_app_id("chancery")
        .with_inner_size([1280.0, 800.0])
        .with_min_inner_size([640.0, 420.0])
        .with_drag_and_drop(true);
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    eframe::run_native("chancery", options, Box::new(|cc| Ok(Box::new(App::new(&cc.egui_ctx, start))))).map_err(|e| {
        format!(
            "The window cannot be opened: {e}\nA display and a graphics driver are needed (on Debian or Ubuntu: \
             mesa-vulkan-drivers, libxkbcommon-x11-0). Without them `chancery figure` and `chancery --screenshot` \
             still work."
        )
    })
}

/// What of the window is folded away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Folded {
    left: bool,
    right: bool,
    timeline: bool,
    all: bool,
}

/// The window's content and all that it holds.
pub struct App {
    session: Session,
    canvas: Canvas,
    panels: Vec<Box<dyn Panel>>,
    left_tab: usize,
    timeline: Timeline,
    drawing: Drawing,
    ordered: Option<(u64, Look, &'static str)>,
    picture: Picture,
    picture_revision: u64,
    tasks: Tasks,
    palette: Palette,
    export: Option<ExportDialog>,
    link: Option<String>,
    show_shortcuts: bool,
    show_about: bool,
    folded: Folded,
    messages: Messages,
    hints: HintsUsed,
    settings: Settings,
    /// No gliding, no hints: for pictures.
    still: bool,
    title_shown: String,
    frames: u64,
}

impl App {
    /// The app on what `start` says.
    pub fn new(ctx: &Context, start: Start) -> Self {
        fonts::install(ctx);
        style::install(ctx);
        let settings = Settings::load();
        let theme = start.theme.as_deref().or(settings.theme.as_deref());
        ctx.set_theme(match theme {
            Some("light") => egui::ThemePreference::Light,
            Some("dark") => egui::ThemePreference::Dark,
            _ => egui::ThemePreference::System,
        });
        let document = match &start.path {
            Some(path) => document::open(path),
            None => document::open_example(&document::EXAMPLES[0]),
        };
        let waker = ctx.clone();
        let hints =
            HintsUsed { select: settings.hints_done, camera: settings.hints_done, palette: settings.hints_done };
        let mut app = App {
            session: Session::new(document),
            canvas: Canvas::default(),
            panels: PANELS.iter().map(|make| make()).collect(),
            left_tab: 0,
            timeline: Timeline::default(),
            drawing: Drawing::start(move || waker.request_repaint()),
            ordered: None,
            picture: Picture::default(),
            picture_revision: 0,
            tasks: Tasks::new(ctx),
            palette: Palette::default(),
            export: None,
            link: None,
            show_shortcuts: false,
            show_about: false,
            folded: Folded { left: false, right: false, timeline: false, all: false },
            messages: Messages::default(),
            hints,
            settings,
            still: false,
            title_shown: String::new(),
            frames: 0,
        };
        if let Some(path) = &app.session.document.path {
            app.settings.remember(path);
        }
        if let Some(view) = start.view {
            let _ = app.session.perform(Action::UseView(view));
        }
        if start.as_of.is_some() {
            let _ = app.session.perform(Action::SetAsOf(start.as_of));
        }
        let dossier = app.session.dossier();
        let thing = |id: &String| {
            let entity = dossier.entity_by_id(id).map(|e| Thing::Entity(e.id.clone()));
            entity.or_else(|| dossier.relation_by_id(id).map(|r| Thing::Relation(r.id.clone())))
        };
        let things: Vec<Thing> = start.select.iter().filter_map(thing).collect();
        let _ = app.session.perform(Action::Select(things, SelectHow::Replace));
        if app.session.document.read_only {
            app.show_tab("Problems");
        }
        app
    }

    /// For pictures: nothing glides, no hints, nothing is kept in the settings.
    pub fn stand_still(&mut self) {
        self.still = true;
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
        &self.picture.scene
    }

    /// How often each stage of drawing has run.
    pub fn builds(&self) -> Builds {
        self.picture.builds
    }

    /// How many frames have been shown.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Fulfils a wish.
    pub fn perform(&mut self, ctx: &Context, action: Action) {
        match &action {
            Action::Select(things, _) if !things.is_empty() => self.hints.select = true,
            Action::GoTo(_) => self.hints.select = true,
            Action::Run(Command::Palette) => self.hints.palette = true,
            Action::Run(Command::ZoomFit | Command::ZoomIn | Command::ZoomOut) => self.hints.camera = true,
            _ => {}
        }
        match self.session.perform(action) {
            Effect::None => {}
            Effect::RevealSelection => self.canvas.ask(CameraWish::Reveal),
            Effect::Run(command) => self.run(ctx, command),
            Effect::Open(path) => self.open(path, false),
            Effect::OpenExample(name) => {
                if let Some(example) = document::EXAMPLES.iter().find(|e| e.name == name) {
                    self.replace_document(document::open_example(example), false);
                }
            }
            Effect::FollowLink(link) => self.link = Some(link),
            Effect::Copy(text) => {
                ctx.copy_text(text);
                self.messages.say("Copied.", false);
            }
        }
    }

    fn run(&mut self, ctx: &Context, command: Command) {
        match command {
            Command::Open => self.choose_file(),
            Command::OpenAsean | Command::OpenSecondExample => {
                let number = usize::from(command == Command::OpenSecondExample);
                if let Some(example) = document::EXAMPLES.get(number) {
                    self.replace_document(document::open_example(example), false);
                }
            }
            Command::Reload => {
                if let Some(path) = self.session.document.path.clone() {
                    self.open(path, true);
                }
            }
            Command::ExportFigure => self.export = Some(ExportDialog::new(&self.session)),
            Command::CopyFigure => export::copy(&mut self.tasks, &self.session, style::current(ctx)),
            Command::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Command::ZoomIn => self.canvas.ask(CameraWish::In),
            Command::ZoomOut => self.canvas.ask(CameraWish::Out),
            Command::ZoomFit => self.canvas.ask(CameraWish::FitAll),
            Command::ZoomSelection => self.canvas.ask(CameraWish::FitSelection),
            Command::ZoomActual => self.canvas.ask(CameraWish::Actual),
            Command::Find => {
                self.show_tab("Outline");
                self.panels.iter_mut().for_each(|p| p.focus_search());
            }
            Command::Palette => self.palette.open(),
            Command::ShowOutline => self.show_tab("Outline"),
            Command::ShowSources => self.show_tab("Sources"),
            Command::ShowProblems => self.show_tab("Problems"),
            Command::ToggleLeft => self.folded.left = !self.folded.left,
            Command::ToggleRight => self.folded.right = !self.folded.right,
            Command::ToggleTimeline => self.folded.timeline = !self.folded.timeline,
            Command::GraphOnly => self.folded.all = !self.folded.all,
            Command::AsOfNow | Command::AsOfEarlier | Command::AsOfLater => {
                if let Some(date) = self.timeline.step(&self.session, command) {
                    self.perform(ctx, Action::SetAsOf(Some(date)));
                }
            }
            Command::ThemeLight | Command::ThemeDark | Command::ThemeSystem => {
                let (name, preference) = match command {
                    Command::ThemeLight => (Some("light"), egui::ThemePreference::Light),
                    Command::ThemeDark => (Some("dark"), egui::ThemePreference::Dark),
                    _ => (None, egui::ThemePreference::System),
                };
                ctx.set_theme(preference);
                self.settings.theme = name.map(str::to_owned);
                self.keep_settings();
            }
            Command::Shortcuts => self.show_shortcuts = true,
            Command::About => self.show_about = true,
            // The session performs the others itself.
            _ => {}
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
            self.messages.say(format!("Settings could not be kept: {}", problem.message), true);
        }
    }

    fn choose_file(&mut self) {
        self.tasks.start("Choosing a file", || {
            let dialog = rfd::FileDialog::new().add_filter("Dossier", &["ron"]).add_filter("All files", &["*"]);
            Done::ChosenToOpen(dialog.set_title("Open a dossier").pick_file())
        });
    }

    fn open(&mut self, path: PathBuf, again: bool) {
        self.tasks.start("Opening", move || Done::Opened(Box::new(document::open(&path)), again));
    }

    fn replace_document(&mut self, document: Document, again: bool) {
        if let Some(path) = &document.path {
            self.settings.remember(path);
            self.keep_settings();
        }
        let errors = document.problems.iter().filter(|p| p.severity == Severity::Error).count();
        self.session.replace_document(document, again);
        if !again {
            self.canvas.reset();
        }
        if errors > 0 {
            self.show_tab("Problems");
        }
    }

    /// What is to be done before each frame, shown or not: results of tasks, pictures, keys.
    pub fn logic(&mut self, ctx: &Context) {
        for done in self.tasks.take() {
            match done {
                Done::Opened(document, again) => self.replace_document(*document, again),
                Done::ChosenToOpen(Some(path)) => self.open(path, false),
                Done::ChosenToOpen(None) | Done::Nothing => {}
                Done::Exported(path) => self.messages.say(format!("Figure written to {}", path.display()), false),
                Done::Copied(image) => {
                    ctx.copy_image(*image);
                    self.messages.say("The figure is on the clipboard.", false);
                }
                Done::Failed(message) => self.messages.say(message, true),
            }
        }
        let dropped = ctx.input(|i| i.raw.dropped_files.first().map(|f| f.path().to_owned()));
        if let Some(path) = dropped {
            self.open(path, false);
        }
        if !self.is_modal() {
            for command in shortcuts::pressed(ctx) {
                self.perform(ctx, Action::Run(command));
            }
        }
        self.keep_picture(ctx);
        self.keep_title(ctx);
    }

    fn is_modal(&self) -> bool {
        self.palette.is_open() || self.export.is_some() || self.link.is_some() || self.show_shortcuts || self.show_about
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
                document: Arc::clone(&self.session.document),
                revision: self.session.revision,
                look: self.session.look.clone(),
                theme,
            });
        }
        match self.drawing.take(if is_new { PATIENCE } else { Duration::ZERO }) {
            Ok(Some(picture)) => {
                self.session.positions = picture.positions.clone();
                self.picture = picture;
                if !self.drawing.is_busy() {
                    self.picture_revision = self.session.revision;
                }
            }
            Ok(None) => {}
            Err(message) => self.messages.say(message, true),
        }
    }

    fn keep_title(&mut self, ctx: &Context) {
        let name = match &self.session.document.path {
            Some(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            None => self.session.dossier().title.clone(),
        };
        let title = format!("{} – Chancery", crate::problem::printable(&name));
        if title != self.title_shown {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title_shown = title;
        }
    }

    /// Shows the frame.
    pub fn show(&mut self, ui: &mut Ui) {
        self.frames += 1;
        let ctx = ui.ctx().clone();
        let theme = style::current(&ctx);
        let mut actions = Vec::new();
        let panel = Frame::new().fill(color32(theme.panel));
        if !self.folded.all {
            Bar::top("menu").exact_size(menu::HEIGHT).frame(panel).show(ui, |ui| {
                let folded = self.folded;
                let preference = ctx.options(|o| o.theme_preference);
                let ticked = |command| match command {
                    Command::ToggleLeft => !folded.left,
                    Command::ToggleRight => !folded.right,
                    Command::ToggleTimeline => !folded.timeline,
                    Command::ThemeLight => preference == egui::ThemePreference::Light,
                    Command::ThemeDark => preference == egui::ThemePreference::Dark,
                    Command::ThemeSystem => preference == egui::ThemePreference::System,
                    _ => false,
                };
                actions.extend(menu::show(ui, &self.session, &self.settings.recent, theme, &ticked));
            });
            Bar::bottom("status").exact_size(24.0).frame(panel).show(ui, |ui| self.status(ui, theme, &mut actions));
        }
        let width = ui.available_width();
        if !self.folded.all && !self.folded.left {
            let frame = panel.inner_margin(Margin { left: 12, right: 10, top: 8, bottom: 4 });
            let size = (width * 0.18).clamp(200.0, 280.0);
            Bar::left("left").default_size(size).size_range(170.0..=420.0).frame(frame).show(ui, |ui| {
                actions.extend(self.left_side(ui, theme));
            });
        }
        if !self.folded.all && !self.folded.right {
            let frame = panel.inner_margin(Margin { left: 16, right: 12, top: 12, bottom: 4 });
            let size = (width * 0.235).clamp(250.0, 360.0);
            Bar::right("right").default_size(size).size_range(220.0..=560.0).frame(frame).show(ui, |ui| {
                let context = PanelContext { session: &self.session, theme };
                for panel in self.panels.iter_mut().filter(|p| p.side() == Side::Right) {
                    actions.extend(panel.show(ui, context));
                }
            });
        }
        if !self.folded.all && !self.folded.timeline {
            let frame = Frame::new().fill(color32(theme.canvas)).inner_margin(Margin::symmetric(16, 4));
            Bar::bottom("as of").exact_size(68.0).frame(frame).show(ui, |ui| {
                let context = PanelContext { session: &self.session, theme };
                actions.extend(self.timeline.show(ui, context));
            });
        }
        let ground = Frame::new().fill(color32(theme.canvas));
        CentralPanel::default().frame(ground).show(ui, |ui| actions.extend(self.graph(ui, theme)));
        actions.extend(self.palette.show(&ctx, &self.session, theme));
        self.dialogs(&ctx, theme);
        for action in actions {
            self.perform(&ctx, action);
        }
        // What changed by these actions is drawn at once rather than with the next event.
        let stale =
            self.ordered.as_ref().is_none_or(|(r, l, _)| *r != self.session.revision || *l != self.session.look);
        if stale {
            ctx.request_repaint();
        }
        if self.hints == (HintsUsed { select: true, camera: true, palette: true }) && !self.settings.hints_done {
            self.settings.hints_done = true;
            self.keep_settings();
        }
    }

    fn left_side(&mut self, ui: &mut Ui, theme: &Theme) -> Vec<Action> {
        let context = PanelContext { session: &self.session, theme };
        let mut tabs: Vec<&mut Box<dyn Panel>> = self.panels.iter_mut().filter(|p| p.side() == Side::Left).collect();
        let mut chosen = self.left_tab.min(tabs.len().saturating_sub(1));
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            for (number, panel) in tabs.iter().enumerate() {
                let selected = number == chosen;
                if tab(ui, panel.title(), panel.badge(context), selected, theme) {
                    chosen = number;
                }
            }
        });
        self.left_tab = chosen;
        ui.add_space(4.0);
        tabs.get_mut(chosen).map(|panel| panel.show(ui, context)).unwrap_or_default()
    }

    fn graph(&mut self, ui: &mut Ui, theme: &'static Theme) -> Vec<Action> {
        let ctx = ui.ctx().clone();
        let area = ui.max_rect();
        if self.session.dossier().entity_count() == 0 {
            return empty(ui, &self.session, theme);
        }
        if self.picture_revision != self.session.revision {
            return self.waiting(ui, theme);
        }
        let before = self.canvas.camera();
        let view = View { session: &self.session, scene: &self.picture.scene, theme };
        let mut actions = self.canvas.show(ui, view, self.still);
        if self.canvas.camera() != before
            && ctx.input(|i| i.pointer.any_down() || i.smooth_scroll_delta() != egui::Vec2::ZERO)
        {
            self.hints.camera = true;
        }
        actions.extend(notices::banner(&ctx, area, &self.session, self.picture.hidden, theme));
        self.messages.show(&ctx, area, theme);
        if !self.still {
            notices::hints(ui, area, self.hints, theme);
        }
        actions
    }

    /// While a large dossier is laid out for the first time: how far, and a way to stop.
    fn waiting(&mut self, ui: &mut Ui, theme: &Theme) -> Vec<Action> {
        if self.drawing.is_busy() {
            ui.centered_and_justified(|ui| {
                ui.vertical_centered(|ui| {
                    ui.add_space(ui.available_height() / 2.0 - 40.0);
                    ui.label(RichText::new("Laying out…").color(color32(theme.ink_second)));
                    ui.add(egui::ProgressBar::new(self.drawing.done()).desired_width(220.0).desired_height(4.0));
                    if ui.button("Stop").clicked() {
                        self.drawing.cancel();
                    }
                });
            });
            ui.ctx().request_repaint_after(Duration::from_millis(100));
        } else {
            ui.centered_and_justified(|ui| {
                if ui.button("The layout was stopped. Click to lay it out.").clicked() {
                    self.ordered = None;
                    ui.ctx().request_repaint();
                }
            });
        }
        Vec::new()
    }

    fn status(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        let dossier = self.session.dossier();
        let counts = format!(
            "{}, {}, {}",
            if dossier.entity_count() == 1 {
                "1 entity".to_owned()
            } else {
                format!("{} entities", dossier.entity_count())
            },
            notices::counted(dossier.relation_count(), "relation"),
            notices::counted(dossier.sources.len(), "source"),
        );
        let small = |text: String| RichText::new(text).size(11.5).color(color32(theme.ink_third));
        ui.horizontal_centered(|ui| {
            ui.add_space(12.0);
            ui.label(small(counts));
            let worst = self.session.document.problems.iter().map(|p| p.severity).max();
            let number = self.session.document.problems.len();
            let words = if number == 0 { "No problems".to_owned() } else { notices::counted(number, "problem") };
            let ink = match worst {
                Some(Severity::Error) => theme.error,
                Some(Severity::Warning) => theme.warning,
                _ => theme.ink_third,
            };
            ui.add_space(12.0);
            let button = egui::Button::new(small(words).color(color32(ink))).small().frame(false);
            if ui.add(button).clicked() {
                actions.push(Action::Run(Command::ShowProblems));
            }
            if let Some(task) = self.tasks.running() {
                ui.add(egui::Spinner::new().size(12.0));
                ui.label(small(format!("{task}…")));
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.add_space(12.0);
                let zoom = (self.canvas.camera().zoom * 100.0).round();
                let layout = &self.session.look.layout;
                ui.label(small(format!("{}{} layout, {zoom} %", layout[..1].to_uppercase(), &layout[1..])));
            });
        });
    }

    fn dialogs(&mut self, ctx: &Context, theme: &'static Theme) {
        if self.show_shortcuts {
            self.show_shortcuts = help::shortcuts(ctx, theme);
        }
        if self.show_about {
            self.show_about = help::about(ctx);
        }
        if let Some(link) = self.link.take() {
            self.link = export::ask_link(ctx, link, theme);
        }
        if let Some(mut dialog) = self.export.take()
            && dialog.show(ctx, &self.session, &mut self.tasks, theme)
        {
            self.export = Some(dialog);
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        App::logic(self, ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }
}

/// A tab: plain words, the chosen one in semi-bold ink with a line of the accent under it.
fn tab(ui: &mut Ui, title: &str, badge: Option<usize>, selected: bool, theme: &Theme) -> bool {
    let ink = if selected { theme.ink } else { theme.ink_third };
    let family = if selected { fonts::semibold() } else { egui::FontFamily::Proportional };
    let text = match badge {
        Some(number) if number > 0 => format!("{title} {number}"),
        _ => title.to_owned(),
    };
    let galley = ui.painter().layout_no_wrap(text, egui::FontId::new(style::TEXT, family), color32(ink));
    let (rect, response) = ui.allocate_exact_size(egui::vec2(galley.size().x, 28.0), egui::Sense::click());
    let at = rect.center() - galley.size() / 2.0;
    let line = if selected || response.has_focus() {
        Some(theme.accent)
    } else {
        response.hovered().then_some(theme.hairline)
    };
    if let Some(colour) = line {
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, (2.0, color32(colour)));
    }
    ui.painter().galley(at, galley, color32(ink));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, selected, title));
    response.clicked()
}

/// What stands where the graph would be when there is none.
fn empty(ui: &mut Ui, session: &Session, theme: &Theme) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() / 2.0 - 70.0).max(8.0));
        let broken = !session.document.problems.is_empty();
        let words =
            if broken { "Nothing in this file could be read." } else { "There is nothing in this dossier yet." };
        ui.label(RichText::new(words).size(style::HEADING).family(fonts::semibold()));
        let more = "Open a dossier, drop a file on this window, or look at the example.";
        ui.label(RichText::new(more).color(color32(theme.ink_second)));
        ui.add_space(8.0);
        let mut offer = |words: &str, command: Command| {
            if ui.button(RichText::new(words).color(color32(theme.accent))).clicked() {
                actions.push(Action::Run(command));
            }
        };
        if broken {
            offer("Show problems", Command::ShowProblems);
        }
        offer("Open…", Command::Open);
        offer("Open the example", Command::OpenAsean);
    });
    actions
}
