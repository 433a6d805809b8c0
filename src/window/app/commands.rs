//! Commands and switches that need the frame: files, dialogs, camera, panels, theme. The others
//! are the session's.

use egui::{Context, ThemePreference};

use super::arrangement::SaveWhere;
use super::encoding::EncodingDialog;
use super::export::ExportDialog;
use super::{AfterSave, App, diagnostics, export, style};
use crate::dossier::document;
use crate::dossier::model::EntityId;
use crate::dossier::storage::settings::INTERFACE_PERCENTS;
use crate::window::action::{
    Action, Command, CommandInfo, FrameCommand, FrameSwitch, Handler, InterfaceSize, PanelCommand, ThemeChoice,
};
use crate::window::panels;

impl App {
    pub(super) fn run(&mut self, ctx: &Context, command: FrameCommand) {
        match command {
            FrameCommand::New => self.leave(ctx, AfterSave::New),
            FrameCommand::Open => self.leave(ctx, AfterSave::Choose),
            FrameCommand::Import => self.choose_import(),
            #[cfg(feature = "endpoint")]
            FrameCommand::LookUp => self.look_up(None),
            #[cfg(feature = "endpoint")]
            FrameCommand::FindInEndpoint => self.look_up(self.session.selected_entities().first().cloned()),
            #[cfg(feature = "endpoint")]
            FrameCommand::AskAgain => self.ask_again(),
            FrameCommand::OpenExample(number) => {
                if let Some(example) = document::EXAMPLES.get(number) {
                    self.leave(ctx, AfterSave::Example(example.name));
                }
            }
            FrameCommand::Save => self.save_as_asked(SaveWhere::Here),
            FrameCommand::SaveAs => self.save_as_asked(SaveWhere::Elsewhere),
            FrameCommand::Reload => self.leave(ctx, AfterSave::Again),
            FrameCommand::Quit => self.leave(ctx, AfterSave::Close),
            FrameCommand::Cut => {
                ctx.copy_text(self.session.selection_as_text());
                self.perform(ctx, Action::Run(Command::Delete));
            }
            FrameCommand::Paste => ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste),
            FrameCommand::MoveCamera(wish) => self.canvas.ask(wish),
            FrameCommand::SizeInterface(size) => self.size_interface(ctx, size),
            FrameCommand::Lasso => self.canvas.toggle_lasso(),
            FrameCommand::GoToGraph => self.canvas.take_keys(),
            FrameCommand::Find => {
                let path = self.session.document.path.as_deref();
                let earlier = || path.map(|path| self.files.storage.questions_of(path)).unwrap_or_default();
                self.dialogs.search_box.open(&self.session, earlier);
            }
            FrameCommand::ShowTab(title) => self.chrome.show_tab(title),
            FrameCommand::StepDate(step) => {
                if let Some(action) = self.chrome.timeline.step(&self.session, step) {
                    self.perform(ctx, action);
                }
            }
            FrameCommand::SeePeriod(mode) => {
                self.chrome.show_timeline();
                if let Some(action) = self.chrome.timeline.see(&self.session, mode) {
                    self.perform(ctx, action);
                    self.chrome.timeline.take_date(mode);
                }
            }
            FrameCommand::PlayTime => {
                self.chrome.show_timeline();
                self.chrome.timeline.toggle_play();
            }
            FrameCommand::Panel(command) => self.run_in_panel(ctx, command),
            FrameCommand::PauseLayout => self.drawing.thread.pause(!self.drawing.thread.is_paused()),
            FrameCommand::StopLayout => {
                self.drawing.thread.cancel();
                if self.drawing.is_measuring() {
                    self.session.give_up_encoding();
                } else {
                    self.session.give_up_layout();
                }
            }
            FrameCommand::ColourBy => self.dialogs.encoding = Some(EncodingDialog::Colour),
            FrameCommand::ResizePanels => self.resize_panels(),
            FrameCommand::SizeBy => self.dialogs.encoding = Some(EncodingDialog::Size),
            FrameCommand::CropToSeen => self.crop_to_seen(ctx),
            FrameCommand::ExportFigure => self.dialogs.export = Some(ExportDialog::new(&self.session)),
            FrameCommand::SaveReport => self.choose_report_file(),
            FrameCommand::CopyFigure => export::copy(&mut self.tasks, &self.session, style::current(ctx)),
            FrameCommand::Shortcuts => self.dialogs.shortcuts = true,
            FrameCommand::QueryWords => self.dialogs.query_words = true,
            FrameCommand::CopyDiagnostics => {
                ctx.copy_text(diagnostics::text(ctx, &self.surroundings, &self.session.document));
                self.messages.say("Diagnostics copied.", false);
            }
            FrameCommand::About => self.dialogs.about = true,
        }
    }

    /// Shows only what the canvas shows now.
    fn crop_to_seen(&mut self, ctx: &Context) {
        let scene = self.scene();
        let (seen, count) = (self.canvas.seen(scene), scene.nodes.len());
        if seen.is_empty() || seen.len() == count {
            let why = if seen.is_empty() { "Nothing is in view." } else { "Everything is in view already." };
            return self.messages.say(why, false);
        }
        let entities = seen.iter().map(|id| EntityId::new(&**id)).collect();
        self.perform(ctx, Action::CropTo(entities));
    }

    fn size_interface(&mut self, ctx: &Context, size: InterfaceSize) {
        let now = self.settings.interface_percent();
        let percent = match size {
            InterfaceSize::Larger => INTERFACE_PERCENTS.iter().copied().find(|p| *p > now),
            InterfaceSize::Smaller => INTERFACE_PERCENTS.iter().rev().copied().find(|p| *p < now),
            InterfaceSize::Usual => Some(100),
        };
        if let Some(percent) = percent {
            self.settings.set_interface_percent(percent);
            self.keep_settings();
        }
        let percent = self.settings.interface_percent();
        style::set_interface_percent(ctx, percent);
        self.messages.say_now("Interface size: ", &format!("{percent}%"));
    }

    /// The first panel that performs the command does.
    fn run_in_panel(&mut self, ctx: &Context, command: PanelCommand) {
        let context = panels::Context { session: &self.session, theme: style::current(ctx) };
        let wanted = self.chrome.panels.iter_mut().find_map(|panel| panel.perform(command, context));
        if let Some(action) = wanted {
            self.perform(ctx, action);
        }
    }

    pub(super) fn flip(&mut self, ctx: &Context, switch: FrameSwitch) {
        let folded = &mut self.chrome.folded;
        match switch {
            FrameSwitch::LeftPanel => folded.left = !folded.left,
            FrameSwitch::RightPanel => folded.right = !folded.right,
            FrameSwitch::AsOfBar => folded.timeline = !folded.timeline,
            FrameSwitch::Table => folded.table = !folded.table,
            FrameSwitch::GraphOnly => folded.all = !folded.all,
            FrameSwitch::Overview => self.canvas.toggle_map(),
            FrameSwitch::Legend => self.chrome.legend.is_shown = !self.chrome.legend.is_shown,
            FrameSwitch::FrameTimes => self.chrome.frame_times = !self.chrome.frame_times,
            FrameSwitch::FigureEditor => self.chrome.figure.toggle(),
            FrameSwitch::ReduceMotion => {
                self.settings.reduce_motion = !self.settings.reduce_motion;
                self.keep_settings();
            }
            FrameSwitch::TypedPaths => {
                self.settings.typed_paths = !self.settings.typed_paths;
                self.keep_settings();
            }
            #[cfg(feature = "endpoint")]
            FrameSwitch::LookUps => self.allow_look_ups(self.settings.look_ups.are_off),
            FrameSwitch::Theme(choice) => {
                ctx.set_theme(preference(choice));
                self.settings.theme = match choice {
                    ThemeChoice::System => None,
                    ThemeChoice::Light => Some("light".to_owned()),
                    ThemeChoice::Dark => Some("dark".to_owned()),
                };
                self.keep_settings();
            }
        }
    }

    fn is_on(&self, ctx: &Context, switch: FrameSwitch) -> bool {
        let folded = &self.chrome.folded;
        match switch {
            FrameSwitch::LeftPanel => !folded.left,
            FrameSwitch::RightPanel => !folded.right,
            FrameSwitch::AsOfBar => !folded.timeline,
            FrameSwitch::Table => !folded.table,
            FrameSwitch::GraphOnly => folded.all,
            FrameSwitch::Overview => self.canvas.shows_map(),
            FrameSwitch::Legend => self.chrome.legend.is_shown,
            FrameSwitch::FrameTimes => self.chrome.frame_times,
            FrameSwitch::FigureEditor => self.chrome.figure.is_open,
            FrameSwitch::ReduceMotion => self.settings.reduce_motion,
            FrameSwitch::TypedPaths => self.settings.typed_paths,
            #[cfg(feature = "endpoint")]
            FrameSwitch::LookUps => !self.settings.look_ups.are_off,
            FrameSwitch::Theme(choice) => ctx.options(|o| o.theme_preference) == preference(choice),
        }
    }

    /// Whether a command has a tick in its menu: it is a switch, and on.
    pub fn is_ticked(&self, ctx: &Context, command: &CommandInfo) -> bool {
        match command.handler {
            Handler::ViewSwitch(switch) => self.session.is_on(switch),
            Handler::FrameSwitch(switch) => self.is_on(ctx, switch),
            Handler::Session(_) | Handler::Frame(_) => false,
        }
    }
}

fn preference(choice: ThemeChoice) -> ThemePreference {
    match choice {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Light => ThemePreference::Light,
        ThemeChoice::Dark => ThemePreference::Dark,
    }
}
