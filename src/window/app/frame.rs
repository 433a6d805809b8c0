//! What stands where: the bars and sides around the graph, the graph itself with what is said over
//! it, and the dialogs on top. Shows and collects wishes; performing them is the app's.

use egui::{CentralPanel, Context, Frame, Margin, Panel as Bar, RichText, Ui};

use std::time::Duration;

use super::file_dialog::request::{FileRequest, FileUse};
use super::legend::LegendAt;
use super::notices::HintsUsed;
use super::recipe::Recipe;
use super::report::Report;
use super::splitters::{Border, Pane};
use super::{App, OPENING, encoding, export, fonts, help, menu, notices, style};
use crate::layout::Form;
use crate::picture::brief::BRIEFS;
use crate::picture::theme::Theme;
use crate::problem::Severity;
use crate::window::action::{Action, COMMANDS, Command, Prompt, with_keys_of_here};
use crate::window::canvas::CanvasView;
use crate::window::canvas::paint::color32;
use crate::window::panels::{Context as PanelContext, Panel, Side};
use crate::window::session::Session;
use crate::wording::{counted, in_figures};

/// How long something may take before it is spoken of.
const PATIENT: Duration = Duration::from_millis(500);

impl App {
    /// Shows the frame.
    /// In one piece: egui gives each bar what those before it left, so that their order is the layout.
    pub(crate) fn show(&mut self, ui: &mut Ui) {
        self.chrome.frames += 1;
        let ctx = ui.ctx().clone();
        let theme = style::current(&ctx);
        let mut actions = Vec::new();
        let panel = Frame::new().fill(color32(theme.panel));
        if !self.chrome.folded.all {
            Bar::top("menu").exact_size(menu::HEIGHT).frame(panel).show(ui, |ui| {
                let ticked = COMMANDS.iter().filter(|c| self.is_ticked(&ctx, c));
                let ticked: Vec<Command> = ticked.map(|c| c.command).collect();
                let recent = &self.settings.recent;
                actions.extend(menu::show(ui, &self.session, recent, &mut self.chrome.thumbs, theme, &ticked));
            });
            Bar::bottom("status").exact_size(24.0).frame(panel).show(ui, |ui| self.status(ui, theme, &mut actions));
        }
        let ground = Frame::new().fill(color32(theme.canvas));
        if self.chrome.figure.is_open {
            CentralPanel::default().frame(ground).show(ui, |ui| actions.extend(self.figure_page(ui, theme)));
        } else {
            let borders = self.around_the_graph(ui, theme, &mut actions);
            CentralPanel::default().frame(ground).show(ui, |ui| actions.extend(self.graph(ui, theme)));
            self.splitters(ui, &borders, theme);
        }
        actions.extend(self.dialogs.search_box.show(&ctx, &self.session, theme, &mut self.asking));
        self.keep_questions();
        actions.extend(self.show_card(&ctx, theme));
        let chosen = encoding::show(&ctx, &mut self.dialogs.encoding, &self.session, theme);
        // What colours and sizes say is told at once.
        self.chrome.legend.is_shown |= chosen.is_some();
        actions.extend(chosen);
        actions.extend(self.show_import(&ctx, theme));
        #[cfg(feature = "endpoint")]
        actions.extend(self.show_look_up(&ctx, theme));
        self.dialogs(&ctx, theme);
        self.ask_before_leaving(&ctx, theme);
        self.ask_about_arrangement(&ctx, theme);
        self.ask_before_shrinking(&ctx, theme);
        self.ask_before_rewriting(&ctx, theme);
        self.offer_recovery(&ctx, theme);
        for action in actions {
            self.perform(&ctx, action);
        }
        // What was just done is written down in this frame.
        self.keep_safe(&ctx);
        // What changed by these actions is drawn at once rather than with the next event.
        let stale = self
            .drawing
            .ordered
            .as_ref()
            .is_none_or(|(r, l, _)| *r != self.session.revision || *l != self.session.look);
        if stale {
            ctx.request_repaint();
        }
        if self.chrome.hints == (HintsUsed { select: true, camera: true, palette: true }) && !self.settings.hints_done {
            self.settings.hints_done = true;
            self.keep_settings();
        }
    }

    /// Shows what surrounds the graph, the outermost first, and yields the borders that can be moved.
    fn around_the_graph(&mut self, ui: &mut Ui, theme: &'static Theme, actions: &mut Vec<Action>) -> Vec<Border> {
        let mut borders = Vec::new();
        if self.chrome.folded.all {
            return borders;
        }
        let panel = Frame::new().fill(color32(theme.panel));
        let whole = ui.available_width();
        if !self.chrome.folded.left {
            let frame = panel.inner_margin(Margin { left: 12, right: 10, top: 8, bottom: 4 });
            let (room, bar) = (whole, Bar::left("left").resizable(false).frame(frame));
            let bar = bar.exact_size(self.pane_size(Pane::Left, whole, room));
            let shown = bar.show(ui, |ui| actions.extend(self.left_side(ui, theme)));
            borders.push(App::border(Pane::Left, shown.response.rect, room));
        }
        if self.session.reading.open {
            let frame = panel.inner_margin(Margin { left: 16, right: 4, top: 8, bottom: 4 });
            let (room, bar) = (ui.available_width(), Bar::left("reading").resizable(false).frame(frame));
            let bar = bar.exact_size(self.pane_size(Pane::Reading, whole, room));
            let shown = bar.show(ui, |ui| actions.extend(self.panels_at(ui, Side::Beside, theme)));
            borders.push(App::border(Pane::Reading, shown.response.rect, room));
        }
        if !self.chrome.folded.right {
            let frame = panel.inner_margin(Margin { left: 16, right: 12, top: 12, bottom: 4 });
            let (room, bar) = (ui.available_width(), Bar::right("right").resizable(false).frame(frame));
            let bar = bar.exact_size(self.pane_size(Pane::Right, whole, room));
            let shown = bar.show(ui, |ui| actions.extend(self.panels_at(ui, Side::Right, theme)));
            borders.push(App::border(Pane::Right, shown.response.rect, room));
        }
        if !self.chrome.folded.timeline {
            let frame = Frame::new().fill(color32(theme.canvas)).inner_margin(Margin::symmetric(16, 4));
            Bar::bottom("as of").exact_size(88.0).frame(frame).show(ui, |ui| {
                let context = PanelContext { session: &self.session, theme };
                actions.extend(self.chrome.timeline.show(ui, context));
            });
        }
        if !self.chrome.folded.table {
            let frame = panel.inner_margin(Margin { left: 16, right: 12, top: 6, bottom: 2 });
            let (room, bar) = (ui.available_height(), Bar::bottom("table").resizable(false).frame(frame));
            let bar = bar.exact_size(self.pane_size(Pane::Table, room, room));
            let shown = bar.show(ui, |ui| actions.extend(self.panels_at(ui, Side::Bottom, theme)));
            borders.push(App::border(Pane::Table, shown.response.rect, room));
            self.keep_columns(ui);
        }
        borders
    }

    /// Keeps what was asked for the next time that the dossier is opened. One that cannot be kept is forgotten then.
    fn keep_questions(&mut self) {
        let path = self.session.document.path.as_deref();
        if let Some((asked, path)) = self.dialogs.search_box.take_asked().zip(path)
            && let Err(problem) = self.files.storage.keep_questions(path, asked)
        {
            log::warn!("questions could not be kept: {}", problem.code);
        }
    }

    /// The panels of a side that has no tabs.
    fn panels_at(&mut self, ui: &mut Ui, side: Side, theme: &Theme) -> Vec<Action> {
        let context = PanelContext { session: &self.session, theme };
        let panels = self.chrome.panels.iter_mut().filter(|p| p.side() == side && p.is_shown(context));
        panels.flat_map(|panel| panel.show(ui, context)).collect()
    }

    fn left_side(&mut self, ui: &mut Ui, theme: &Theme) -> Vec<Action> {
        let context = PanelContext { session: &self.session, theme };
        let mut tabs: Vec<&mut Box<dyn Panel>> =
            self.chrome.panels.iter_mut().filter(|p| p.side() == Side::Left).collect();
        let mut chosen = self.chrome.left_tab.min(tabs.len().saturating_sub(1));
        // In a narrow panel the tabs stand in two rows rather than widen it.
        ui.horizontal_wrapped(|ui| {
            ui.add_space(8.0);
            ui.spacing_mut().item_spacing.x = 14.0;
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
                node.set_role(egui::accesskit::Role::TabList);
                node.set_label("Left panel");
            });
            for (number, panel) in tabs.iter().enumerate() {
                let selected = number == chosen;
                if panel.is_quiet() && !selected {
                    continue;
                }
                if tab(ui, panel.title(), panel.badge(context), selected, theme) {
                    chosen = number;
                }
            }
        });
        self.chrome.left_tab = chosen;
        ui.add_space(4.0);
        tabs.get_mut(chosen).map(|panel| panel.show(ui, context)).unwrap_or_default()
    }

    fn graph(&mut self, ui: &mut Ui, theme: &'static Theme) -> Vec<Action> {
        let ctx = ui.ctx().clone();
        let area = ui.max_rect();
        if self.session.dossier().entity_count() == 0 {
            if self.tasks.running() == Some(OPENING) {
                self.opening(ui, theme);
                return Vec::new();
            }
            let mut actions = empty(ui, &self.session, theme);
            let twice = ui.input(|i| i.pointer.button_double_clicked(egui::PointerButton::Primary));
            let inside = ui.input(|i| i.pointer.interact_pos()).is_some_and(|p| area.contains(p));
            if twice && inside && self.session.is_editable() && self.dialogs.card.is_none() {
                actions.push(Action::Ask(Prompt::NewEntity(Some((0.0, 0.0)))));
            }
            actions.extend(self.messages.show(&ctx, area, theme));
            return actions;
        }
        if self.drawing.opened != self.session.opened {
            return self.waiting(ui, theme);
        }
        if !self.session.look.dates.is_empty() {
            let mut actions = self.dates(ui, theme);
            actions.extend(self.messages.show(&ctx, area, theme));
            return actions;
        }
        let before = self.canvas.camera();
        #[cfg(feature = "endpoint")]
        self.point_at_ghosts(ui);
        let view = CanvasView { session: &self.session, stock: &self.drawing.picture.stock, theme };
        let mut actions = self.canvas.show(ui, view, self.still || self.settings.reduce_motion);
        if self.chrome.frame_times {
            self.canvas.frame_times(ui, theme);
        }
        if self.canvas.camera() != before
            && ctx.input(|i| i.pointer.any_down() || i.smooth_scroll_delta() != egui::Vec2::ZERO)
        {
            self.chrome.hints.camera = true;
        }
        #[cfg(feature = "endpoint")]
        self.show_ghosts(ui, theme);
        self.bring_out(ui, area, theme);
        if self.session.is_blank() {
            actions.extend(blank(&ctx, area, theme));
        }
        actions.extend(notices::banner(&ctx, area, &self.session, self.drawing.picture.hidden, theme));
        actions.extend(self.messages.show(&ctx, area, theme));
        let zoom = self.canvas.camera().zoom;
        let falls = !self.session.struck().is_empty();
        let at = LegendAt { zoom, shown: self.session.shown_colour(), falls, theme };
        actions.extend(self.chrome.legend.show(&ctx, area, &self.drawing.picture.stock.scene, at));
        actions.extend(self.at_work(&ctx, area, theme));
        // Rows reach down to the lower edge, and these are about the graph.
        let has_rows = self.drawing.picture.stock.scene.chart.is_some();
        if !self.still && !self.canvas.shows_map() && !has_rows {
            notices::hints(ui, area, self.chrome.hints, theme);
        }
        actions
    }

    /// While a file is opened and there is nothing else to see: a way to stop.
    fn opening(&mut self, ui: &mut Ui, theme: &Theme) {
        ui.vertical_centered(|ui| {
            ui.add_space(ui.available_height() / 2.0 - 40.0);
            ui.label(RichText::new(self.opening_in_words()).color(color32(theme.ink_second)));
            ui.add_space(4.0);
            ui.add(egui::Spinner::new().size(16.0));
            ui.add_space(4.0);
            if ui.button("Cancel").clicked() {
                self.cancel_opening();
            }
        });
    }

    /// A ring that fades around what another program changed.
    fn bring_out(&mut self, ui: &Ui, area: egui::Rect, theme: &Theme) {
        const SECS: f64 = 2.0;
        let Some((since, ids)) = &self.drawing.flash else { return };
        let left = 1.0 - (ui.input(|i| i.time) - since) / SECS;
        if left <= 0.0 || self.still {
            self.drawing.flash = None;
            return;
        }
        let painter = ui.painter_at(area);
        let ink = color32(theme.accent).gamma_multiply(left as f32);
        for at in ids.iter().take(500).filter_map(|id| self.canvas.on_screen(*self.session.positions.get(id)?)) {
            painter.circle_stroke(at, 20.0, egui::Stroke::new(3.0, ink));
        }
        ui.ctx().request_repaint();
    }

    /// While something takes long: how far it is, and ways to pause and stop.
    fn at_work(&self, ctx: &Context, area: egui::Rect, theme: &Theme) -> Vec<Action> {
        let mut actions = Vec::new();
        let (words, done) = match (self.drawing.thread.is_busy(), self.finding_communities()) {
            (true, _) => {
                let wait = PATIENT.saturating_sub(self.drawing.thread.busy_for());
                if !wait.is_zero() {
                    ctx.request_repaint_after(wait);
                    return actions;
                }
                let words = match (self.drawing.thread.is_paused(), self.drawing.is_measuring()) {
                    (false, false) => "Laying out…",
                    (true, false) => "Layout paused",
                    (false, true) => "Measuring…",
                    (true, true) => "Measuring paused",
                };
                (words, self.drawing.thread.done())
            }
            (false, Some(done)) => ("Finding communities…", done),
            (false, None) => return actions,
        };
        let frame = Frame::new().fill(color32(theme.panel)).stroke((1.0, color32(theme.hairline))).corner_radius(6.0);
        egui::Area::new(egui::Id::unique("at work"))
            .fixed_pos(egui::pos2(area.center().x, area.bottom() - 12.0))
            .pivot(egui::Align2::CENTER_BOTTOM)
            .show(ctx, |ui| {
                frame.inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
                    ui.horizontal(|ui| {
                        ui.label(RichText::new(words).color(color32(theme.ink_second)));
                        ui.add(egui::ProgressBar::new(done).desired_width(140.0).desired_height(4.0));
                        if !self.drawing.thread.is_busy() {
                            // Until they are found colours say kinds, and stay so if nobody waits.
                            if ui.button("Cancel").clicked() {
                                actions.push(Action::StopCommunities);
                            }
                            return;
                        }
                        if ui.button(if self.drawing.thread.is_paused() { "Resume" } else { "Pause" }).clicked() {
                            actions.push(Action::Run(Command::PauseLayout));
                        }
                        if ui.button("Stop").clicked() {
                            actions.push(Action::Run(Command::StopLayout));
                        }
                    });
                });
            });
        if !self.drawing.thread.is_paused() {
            ctx.request_repaint_after(Duration::from_millis(100));
        }
        actions
    }

    /// While a large dossier is laid out for the first time: how far, and a way to stop.
    fn waiting(&mut self, ui: &mut Ui, theme: &Theme) -> Vec<Action> {
        if self.drawing.thread.is_busy() {
            ui.centered_and_justified(|ui| {
                ui.vertical_centered(|ui| {
                    ui.add_space(ui.available_height() / 2.0 - 40.0);
                    ui.label(RichText::new("Laying out…").color(color32(theme.ink_second)));
                    ui.add(egui::ProgressBar::new(self.drawing.thread.done()).desired_width(220.0).desired_height(4.0));
                    if ui.button("Stop").clicked() {
                        self.drawing.thread.cancel();
                    }
                });
            });
            ui.ctx().request_repaint_after(Duration::from_millis(100));
        } else {
            ui.centered_and_justified(|ui| {
                if ui.button("Layout stopped. Click to lay out the network.").clicked() {
                    self.drawing.ordered = None;
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
            counted(dossier.entity_count(), "entity", "entities"),
            counted(dossier.relation_count(), "relation", "relations"),
            counted(dossier.sources.len(), "source", "sources"),
        );
        let small = |text: String| RichText::new(text).size(11.5).color(color32(theme.ink_third));
        ui.horizontal_centered(|ui| {
            ui.add_space(12.0);
            ui.label(small(counts));
            let worst = self.session.document.problems.iter().map(|p| p.severity).max();
            let number = self.session.document.problems.len();
            let words = if number == 0 { "No problems".to_owned() } else { counted(number, "problem", "problems") };
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
                ui.label(small(if task == OPENING { self.opening_in_words() } else { format!("{task}…") }));
                if task == OPENING && ui.add(egui::Button::new(small("Cancel".to_owned())).small()).clicked() {
                    self.cancel_opening();
                }
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.add_space(12.0);
                let zoom = self.canvas.camera().zoom * 100.0;
                // A very large picture stands small.
                let digits = if zoom >= 1.0 { 0 } else { 2 };
                let layout = &self.session.look.layout;
                let drawn = match self.session.look.form {
                    Form::Network => format!("{}{} layout", layout[..1].to_uppercase(), &layout[1..]),
                    Form::Timeline => "Timeline".to_owned(),
                    Form::Matrix => "Matrix".to_owned(),
                };
                ui.label(small(format!("{drawn}, {zoom:.digits$}%")));
            });
        });
    }

    fn dialogs(&mut self, ctx: &Context, theme: &'static Theme) {
        if self.dialogs.shortcuts {
            self.dialogs.shortcuts = help::shortcuts(ctx, theme);
        }
        if self.dialogs.query_words {
            self.dialogs.query_words = help::query_words(ctx, theme);
        }
        if self.dialogs.about {
            self.dialogs.about = help::about(ctx);
        }
        if let Some(link) = self.dialogs.link.take() {
            self.dialogs.link = export::ask_link(ctx, link, theme);
        }
        self.show_export(ctx, theme);
        self.show_path_dialog(ctx, theme);
    }

    fn show_export(&mut self, ctx: &Context, theme: &'static Theme) {
        let Some(mut dialog) = self.dialogs.export.take() else { return };
        match dialog.show(ctx, &self.session, theme) {
            export::Answer::Open => self.dialogs.export = Some(dialog),
            export::Answer::Closed => {}
            export::Answer::Refused(why) => self.messages.say(why, true),
            export::Answer::Save(recipe, name) => self.choose_figure_file(*recipe, name),
        }
    }

    /// Asks for the file that a report of what is shown goes into.
    pub(super) fn choose_report_file(&mut self) {
        let report = Report::new(&self.session);
        let stem = export::file_stem(&self.session.dossier().title);
        let request = FileRequest {
            task: "Choosing where to save",
            title: "Save report",
            filter: ("Reports".to_owned(), BRIEFS.iter().map(|format| format.extension()).collect()),
            any: false,
            folder: self.folder(),
            name: Some(format!("{stem}.{}", BRIEFS[0].extension())),
        };
        self.choose(request, FileUse::Report(Box::new(report)));
    }

    /// Asks for the file that a figure goes into.
    pub(super) fn choose_figure_file(&mut self, recipe: Recipe, name: String) {
        let request = FileRequest {
            task: "Choosing where to save",
            title: "Save figure",
            filter: (recipe.extension().to_uppercase(), vec![recipe.extension()]),
            any: false,
            folder: self.folder(),
            name: Some(name),
        };
        self.choose(request, FileUse::Figure(Box::new(recipe)));
    }
}

/// A tab: plain words, the chosen one in semi-bold ink with a line of the accent under it.
fn tab(ui: &mut Ui, title: &str, badge: Option<usize>, selected: bool, theme: &Theme) -> bool {
    let ink = if selected { theme.ink } else { theme.ink_third };
    let family = if selected { fonts::semibold() } else { egui::FontFamily::Proportional };
    let text = match badge {
        Some(number) if number > 0 => format!("{title} {}", in_figures(number)),
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
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, true, selected, title));
    response.clicked()
}

/// What to do where a view starts empty and nothing was added yet.
fn blank(ctx: &Context, area: egui::Rect, theme: &Theme) -> Vec<Action> {
    let mut actions = Vec::new();
    let place = egui::Area::new(egui::Id::unique("blank")).order(egui::Order::Middle);
    place.fixed_pos(area.center()).pivot(egui::Align2::CENTER_CENTER).show(ctx, |ui| {
        ui.set_max_width((area.width() - 40.0).clamp(120.0, 420.0));
        ui.vertical_centered(|ui| {
            ui.label(RichText::new("Nothing is shown yet.").size(style::HEADING).family(fonts::semibold()));
            let [find, expand] = [Command::Find, Command::Expand].map(|command| command.info().keys_shown());
            let more = format!(
                "Press {find} and type a name: Enter adds it. Alt+Enter adds all that a question finds. \
                 Then {expand} shows neighbours."
            );
            ui.label(RichText::new(with_keys_of_here(&more)).color(color32(theme.ink_second)));
            ui.add_space(8.0);
            for (words, command) in [("Find and add…", Command::Find), ("Show all", Command::ShowAll)] {
                let words = format!("{words} ({})", command.info().keys_shown());
                if ui.button(RichText::new(words).color(color32(theme.accent))).clicked() {
                    actions.push(Action::Run(command));
                }
            }
        });
    });
    actions
}

/// What stands where the graph would be when there is none.
fn empty(ui: &mut Ui, session: &Session, theme: &Theme) -> Vec<Action> {
    let mut actions = Vec::new();
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() / 2.0 - 70.0).max(8.0));
        let broken = !session.document.problems.is_empty();
        let words = if broken { "Nothing in this file could be read as a dossier." } else { "This dossier is empty." };
        ui.label(RichText::new(words).size(style::HEADING).family(fonts::semibold()));
        let more = "Add an entity (N), open a dossier, drop a file here, or open the example.";
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
        if !broken && session.is_editable() {
            offer("New entity…", Command::NewEntity);
        }
        offer("Open…", Command::Open);
        offer("Open the example", Command::OpenAsean);
    });
    actions
}
