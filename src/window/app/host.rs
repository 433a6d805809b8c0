//! The window's life: opened, closed, and opened again with all that was in it when the graphics
//! device is lost, as happens when a driver is updated or hangs, or a card is unplugged, and when a
//! frame panics. egui makes another surface by itself, but never another device. What is in the
//! window is not known here.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use egui::{Context, Pos2, ThemePreference, Ui, Vec2, ViewportCommand};
use egui_wgpu::wgpu;

use super::diagnostics::Surroundings;
use super::waker::Waker;
use super::{App, Start};

/// After so many new windows within this time another would hardly do better.
const LOSSES: (usize, Duration) = (3, Duration::from_secs(60));

/// Whether the device has been lost, and why.
#[derive(Clone, Default)]
pub struct Loss(Arc<Mutex<Option<String>>>);

impl Loss {
    /// Hears when a device is lost, and wakes the window. Errors that nobody handles count as a loss
    /// too, whereas otherwise they end the program: memory that ran out, a driver that misbehaves.
    pub fn of(device: &wgpu::Device, wake: impl Fn() + Send + Sync + 'static) -> Loss {
        let loss = Loss::default();
        let wake = Arc::new(wake);
        let (told, woken) = (loss.clone(), Arc::clone(&wake));
        device.set_device_lost_callback(move |_, why| {
            told.tell(why);
            woken();
        });
        let told = loss.clone();
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
            told.tell(error.to_string());
            wake();
        }));
        loss
    }

    /// Why it was lost, if it was.
    pub fn why(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// What comes after the first is only what follows from it.
    fn tell(&self, why: String) {
        let why = if why.is_empty() { "the driver gave no reason".to_owned() } else { why };
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get_or_insert(why);
    }
}

/// Why a window is opened again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reopened {
    /// Its graphics device was lost.
    Device,
    /// A frame panicked: a fault of ours.
    Fault,
}

/// Runs a part of a frame. Yields whether it ended well, rather than in a panic.
fn ends_well(part: impl FnOnce()) -> bool {
    catch_unwind(AssertUnwindSafe(part)).is_ok()
}

/// What outlives a window.
#[derive(Default)]
struct Home {
    /// While no window is open.
    app: Option<App>,
    loss: Loss,
    /// A frame of the last window panicked.
    faulty: bool,
    /// A device tells of its loss only as long as its queue is there.
    device: Option<(wgpu::Device, wgpu::Queue)>,
    theme: Option<ThemePreference>,
    size: Option<Vec2>,
    position: Option<Pos2>,
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// A message for the person if no window can be opened.
pub fn open(start: Start) -> Result<(), String> {
    let home: Rc<RefCell<Home>> = Rc::default();
    let mut start = Some(start);
    let mut losses: Vec<Instant> = Vec::new();
    loop {
        let ended = catch_unwind(AssertUnwindSafe(|| run(start.take(), &home)));
        // A frame that was under way when the device went may end in a panic inside egui, perhaps before
        // anybody has heard of it. The system's loop of events cannot be entered again after that.
        let device = home.borrow_mut().device.take();
        if let Some((device, _queue)) = device {
            let _ = device.poll(wgpu::PollType::Poll);
        }
        let loss = std::mem::take(&mut home.borrow_mut().loss).why();
        let faulty = home.borrow().faulty;
        if loss.is_none() && !faulty {
            return match ended {
                Ok(ended) => ended.map_err(|e| refused(&e, !losses.is_empty())),
                Err(panic) => resume_unwind(panic),
            };
        }
        if loss.is_some() {
            log::error!("the graphics device was lost");
        }
        losses.push(Instant::now());
        losses.retain(|at| at.elapsed() < LOSSES.1);
        if ended.is_err() || losses.len() >= LOSSES.0 || home.borrow().app.is_none() {
            return Err(loss.map_or_else(|| AT_FAULT.to_owned(), |why| refused(&why, true)));
        }
    }
}

/// What is said where one new window after the other panics.
const AT_FAULT: &str = "An internal error while drawing made Chancery stop.\nYour unsaved changes are kept and will be offered \
     when the file is opened next. Please report this with the lines above.";

fn refused(why: &dyn std::fmt::Display, was_open: bool) -> String {
    if was_open {
        return format!(
            "The graphics device stopped working and no other is available: {why}\nYour unsaved changes are kept and will be offered \
             when the file is opened next. If it happens again, update the graphics driver, or draw in software: \
             WGPU_BACKEND=gl LIBGL_ALWAYS_SOFTWARE=1 chancery"
        );
    }
    format!(
        "The window cannot be opened: {why}\nA display and a graphics driver are needed (on Debian or Ubuntu: \
         mesa-vulkan-drivers, libxkbcommon-x11-0). Without them `chancery figure` and `chancery --screenshot` \
         still work."
    )
}

/// One window, from its opening to its end.
fn run(start: Option<Start>, home: &Rc<RefCell<Home>>) -> eframe::Result {
    let (size, position) = (home.borrow().size, home.borrow().position);
    let mut viewport = egui::ViewportBuilder::default()
        .with_title("Chancery")
        .with_app_id("chancery")
        .with_inner_size(size.unwrap_or(Vec2::new(1280.0, 800.0)))
        .with_min_inner_size([640.0, 420.0])
        .with_drag_and_drop(true);
    if let Some(position) = position {
        viewport = viewport.with_position(position);
    }
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    let home = Rc::clone(home);
    eframe::run_native(
        "chancery",
        options,
        Box::new(move |cc| {
            let before = home.borrow_mut().app.take();
            let mut app = match before {
                Some(mut app) => {
                    let why =
                        if std::mem::take(&mut home.borrow_mut().faulty) { Reopened::Fault } else { Reopened::Device };
                    app.move_to(&cc.egui_ctx, home.borrow().theme.unwrap_or_default(), why);
                    app
                }
                None => App::new(&cc.egui_ctx, start.unwrap_or_default()),
            };
            let mut loss = Loss::default();
            app.surroundings = Surroundings::of(cc);
            if let Some(state) = &cc.wgpu_render_state {
                app.draw_to(state.target_format);
                let waker = Waker::new(&cc.egui_ctx);
                loss = Loss::of(&state.device, move || waker.wake());
                home.borrow_mut().device = Some((state.device.clone(), state.queue.clone()));
            }
            home.borrow_mut().loss = loss.clone();
            Ok(Box::new(Hosted { app: Some(app), loss, home }))
        }),
    )
}

/// The content alone, as tests drive it.
impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        App::logic(self, ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }
}

/// The app while its window is open. When that ends, however it ends, the app goes home.
struct Hosted {
    app: Option<App>,
    loss: Loss,
    home: Rc<RefCell<Home>>,
}

impl Hosted {
    /// Runs a part of a frame on the app, as long as there is something to draw it with. Yields whether
    /// there was and it ended well; else the window should be closed, and the next one goes on.
    fn run(&mut self, part: impl FnOnce(&mut App)) -> bool {
        let faulty = self.home.borrow().faulty;
        let Some(app) = self.app.as_mut().filter(|_| !faulty && self.loss.why().is_none()) else { return false };
        let well = ends_well(|| part(app));
        // A frame that panics because its device is gone is the device's fault.
        self.home.borrow_mut().faulty = !well && self.loss.why().is_none();
        well
    }
}

impl eframe::App for Hosted {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        if !self.run(|app| App::logic(app, ctx)) {
            // Nobody is asked about unsaved changes: the next window has them.
            ctx.send_viewport_cmd(ViewportCommand::Close);
            return;
        }
        let mut home = self.home.borrow_mut();
        home.theme = Some(ctx.options(|o| o.theme_preference));
        ctx.input(|i| {
            let viewport = i.viewport();
            if viewport.minimized != Some(true) {
                home.size = viewport.inner_rect.map(|r| r.size()).or(home.size);
                home.position = viewport.outer_rect.map(|r| r.min).or(home.position);
            }
        });
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        if !self.run(|app| app.show(ui)) {
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
        }
    }
}

impl Drop for Hosted {
    fn drop(&mut self) {
        if let Ok(mut home) = self.home.try_borrow_mut() {
            home.app = self.app.take();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_a_part_of_a_frame_goes_no_further() {
        let mut done = Vec::new();
        assert!(ends_well(|| done.push(1)));
        assert!(!ends_well(|| {
            done.push(2);
            let none: &[u8] = &done[2..];
            done.push(none[0]);
        }));
        assert_eq!(done, [1, 2]);
    }
}
