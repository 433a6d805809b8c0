//! Wakes the window from other threads: when a task is done, a picture is there, a file has changed.

use std::sync::{Arc, Mutex};

use egui::Context;

/// A handle to wake the window that is open now: after a lost device that is another one.
#[derive(Clone)]
pub(crate) struct Waker(Arc<Mutex<Context>>);

impl Waker {
    /// Of a window.
    pub(crate) fn new(ctx: &Context) -> Self {
        Waker(Arc::new(Mutex::new(ctx.clone())))
    }

    /// Asks for a frame.
    pub(crate) fn wake(&self) {
        self.context().request_repaint();
    }

    /// The window's context.
    pub(crate) fn context(&self) -> Context {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// All that holds this handle wakes another window from now on.
    pub(crate) fn follow(&self, ctx: &Context) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = ctx.clone();
    }
}
