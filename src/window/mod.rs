//! The top floor: what a person sees and touches. Only here is egui known.

pub mod action;
pub mod app;
pub mod bench;
pub mod canvas;
mod cpu_time;
pub mod panels;
pub mod session;
