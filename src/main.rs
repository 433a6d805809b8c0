//! Entry point: runs a command or opens the window.

use std::process::ExitCode;

use chancery::cli::{self, Exit, Measuring, Opening, Outcome};

/// A dossier is made of many small pieces, which mimalloc hands out faster and packs closer than most systems’ allocators.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let done = match cli::run(std::env::args_os()) {
        Outcome::Exit(exit) => Ok(exit),
        Outcome::Open(opening) => open(*opening),
        Outcome::Measure(measuring) => measure(*measuring),
    };
    ExitCode::from(done.unwrap_or_else(|message| cli::tell(&message)).status())
}

#[cfg(feature = "window")]
fn measure(measuring: Measuring) -> Result<Exit, String> {
    use chancery::window::bench::{self, Bench};
    let Measuring { file, positions, frames, size, scale, window, theme, areas, form, pictures, json } = measuring;
    let report = bench::run(&Bench { file, positions, frames, size, scale, window, theme, areas, form, pictures })?;
    Ok(cli::print(&if json { report.json() } else { report.table().trim_end().to_owned() }))
}

#[cfg(not(feature = "window"))]
fn measure(_: Measuring) -> Result<Exit, String> {
    Err("measuring the canvas needs a build with the window".to_owned())
}

#[cfg(feature = "window")]
fn open(opening: Opening) -> Result<Exit, String> {
    use chancery::window::app::{self, Start};
    let Opening { file, view, theme, as_of, select, screenshot, replay } = opening;
    let start = Start { path: file, view, theme, as_of, select, still: false, folder: None, state: None, replay };
    match screenshot {
        None => app::open(start).map(|()| Exit::Done),
        Some(screenshot) => {
            let pixels = app::take_screenshot(start, screenshot.size, screenshot.scale)?;
            screenshot.save(pixels.width, pixels.height, &pixels.rgba)
        }
    }
}

#[cfg(not(feature = "window"))]
fn open(_: Opening) -> Result<Exit, String> {
    Err("this build of Chancery has no window (the feature `window` was off); its commands work, see `chancery \
         --help`"
        .to_owned())
}
