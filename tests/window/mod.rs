//! The window, driven by accessible names as a screen reader or a keyboard would.

mod accessible;
mod app;
mod astray;
mod canvas;
mod commands;
mod communities;
mod dates;
mod details;
mod diagnostics;
mod editing;
mod effort;
mod encoding;
mod exploring;
mod figure_page;
mod filter;
mod folding;
mod golden;
mod importing;
mod inspecting;
mod keys;
mod kinds;
mod names;
mod panels;
mod paths;
mod pictured;
mod pictures;
mod questions;
mod reading;
mod rough;
mod rows;
mod sample;
mod save_as;
mod saving;
mod search_box;
mod sizes;
mod soak;
mod sourcing;
mod table;
mod text_names;
mod time;
mod trouble;
mod views;
mod walk;

/// The bundled faces and our style.
fn install_fonts(ctx: &egui::Context) {
    chancery::window::app::fonts::install(ctx);
    chancery::window::app::style::install(ctx);
}
