//! Commands that need the frame: dialogs, camera, panels, theme. The others are the session's.

use egui::Context;

use super::export::ExportDialog;
use super::{AfterSave, App, export, style};
use crate::dossier::document;
use crate::window::action::{Action, Command};
use crate::window::canvas::CameraWish;

impl App {
    pub(super) fn run(&mut self, ctx: &Context, command: Command) {
        match command {
            Command::New => self.leave(ctx, AfterSave::New),
            Command::Open => self.leave(ctx, AfterSave::Choose),
            Command::Save => self.save(AfterSave::Stay),
            Command::SaveAs => self.choose_place(AfterSave::Stay),
            Command::OpenAsean | Command::OpenSecondExample => {
                let number = usize::from(command == Command::OpenSecondExample);
                if let Some(example) = document::EXAMPLES.get(number) {
                    self.leave(ctx, AfterSave::Example(example.name));
                }
            }
            Command::PauseLayout => self.drawing.thread.pause(!self.drawing.thread.is_paused()),
            Command::StopLayout => {
                self.drawing.thread.cancel();
                self.session.give_up_layout();
            }
            Command::Reload => self.leave(ctx, AfterSave::Again),
            Command::Cut => {
                let text = self.session.selection_as_text();
                ctx.copy_text(text);
                self.perform(ctx, Action::Run(Command::Delete));
            }
            Command::Paste => ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste),
            Command::ExportFigure => self.dialogs.export = Some(ExportDialog::new(&self.session)),
            Command::CopyFigure => export::copy(&mut self.tasks, &self.session, style::current(ctx)),
            Command::Quit => self.leave(ctx, AfterSave::Close),
            Command::ZoomIn => self.canvas.ask(CameraWish::In),
            Command::ZoomOut => self.canvas.ask(CameraWish::Out),
            Command::ZoomFit => self.canvas.ask(CameraWish::FitAll),
            Command::ZoomSelection => self.canvas.ask(CameraWish::FitSelection),
            Command::ZoomActual => self.canvas.ask(CameraWish::Actual),
            Command::CameraBack => self.canvas.ask(CameraWish::Back),
            Command::CameraForward => self.canvas.ask(CameraWish::Forward),
            Command::Overview => self.canvas.toggle_map(),
            Command::Lasso => self.canvas.toggle_lasso(),
            Command::FrameTimes => self.chrome.frame_times = !self.chrome.frame_times,
            Command::Find => {
                self.chrome.show_tab("Outline");
                self.chrome.panels.iter_mut().for_each(|p| p.focus_search());
            }
            Command::Palette => self.dialogs.palette.open(),
            Command::ShowOutline => self.chrome.show_tab("Outline"),
            Command::ShowSources => self.chrome.show_tab("Sources"),
            Command::ShowProblems => self.chrome.show_tab("Problems"),
            Command::ShowHistory => self.chrome.show_tab("History"),
            Command::Table => self.chrome.folded.table = !self.chrome.folded.table,
            Command::ToggleLeft => self.chrome.folded.left = !self.chrome.folded.left,
            Command::ToggleRight => self.chrome.folded.right = !self.chrome.folded.right,
            Command::ToggleTimeline => self.chrome.folded.timeline = !self.chrome.folded.timeline,
            Command::GraphOnly => self.chrome.folded.all = !self.chrome.folded.all,
            Command::AsOfNow | Command::AsOfEarlier | Command::AsOfLater => {
                if let Some(date) = self.chrome.timeline.step(&self.session, command) {
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
            Command::ReduceMotion => {
                self.settings.reduce_motion = !self.settings.reduce_motion;
                self.keep_settings();
            }
            Command::Shortcuts => self.dialogs.shortcuts = true,
            Command::About => self.dialogs.about = true,
            Command::FillDown => {
                let context = crate::window::panels::Context { session: &self.session, theme: style::current(ctx) };
                let wanted = self.chrome.panels.iter_mut().find_map(|panel| panel.perform(command, context));
                if let Some(action) = wanted {
                    self.perform(ctx, action);
                }
            }
            // The session performs the others itself.
            _ => {}
        }
    }
}
