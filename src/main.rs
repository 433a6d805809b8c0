//! Entry point: runs a command or opens the window.

use std::process::ExitCode;

use chancery::cli::{self, Measuring, Opening, Outcome};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Outcome::Exit(exit) => ExitCode::from(exit.status()),
        Outcome::Open(opening) => told(open(*opening)),
        Outcome::Measure(measuring) => told(measure(*measuring)),
    }
}

fn told(done: Result<(), String>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(feature = "window")]
fn measure(measuring: Measuring) -> Result<(), String> {
    use chancery::window::bench::{self, Bench};
    let Measuring { file, positions, frames, size, scale, window, theme, areas, pictures, json } = measuring;
    let report = bench::run(&Bench { file, positions, frames, size, scale, window, theme, areas, pictures })?;
    if json {
        println!("{}", report.json());
    } else {
        print!("{}", report.table());
    }
    Ok(())
}

#[cfg(not(feature = "window"))]
fn measure(_: Measuring) -> Result<(), String> {
    Err("measuring the canvas needs a build with the window".to_owned())
}

#[cfg(feature = "window")]
fn open(opening: Opening) -> Result<(), String> {
    use chancery::window::app::{self, Start};
    let Opening { file, view, theme, as_of, select, screenshot } = opening;
    let start = Start { path: file, view, theme, as_of, select, still: false, state: None };
    match screenshot {
        None => app::open(start),
        Some(screenshot) => {
            let pixels = app::take_screenshot(start, screenshot.size, screenshot.scale)?;
            screenshot.save(pixels.width, pixels.height, &pixels.rgba)
        }
    }
}

#[cfg(not(feature = "window"))]
fn open(_: Opening) -> Result<(), String> {
    Err("this build of Chancery has no window (it was made without the feature `window`); its commands work, see \
         `chancery --help`"
        .to_owned())
}
