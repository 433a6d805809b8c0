//! What a person can send along with a report of a fault: version, system, graphics, window, and the
//! last events. Nothing of the dossier but how much of it there is.

use egui::Context;
use egui_wgpu::wgpu::{self, rwh::HasDisplayHandle as _, rwh::RawDisplayHandle};

use crate::dossier::document::Document;
use crate::logging;
use crate::wording::counted;

/// What the window is drawn with.
#[derive(Clone, Debug, Default)]
pub(super) struct Surroundings {
    /// Card, driver and interface; `None` where nothing was drawn yet.
    graphics: Option<String>,
    /// How windows are shown here, such as `Wayland`.
    windows: Option<&'static str>,
}

impl Surroundings {
    /// Those of a window that has just been opened.
    pub(super) fn of(cc: &eframe::CreationContext<'_>) -> Surroundings {
        let graphics = cc.wgpu_render_state.as_ref().map(|state| described(&state.adapter.get_info()));
        let windows = cc.display_handle().ok().map(|handle| window_system(&handle.as_raw()));
        let surroundings = Surroundings { graphics, windows };
        log::info!("window on {}, drawn by {}", surroundings.windows(), surroundings.graphics());
        surroundings
    }

    fn graphics(&self) -> &str {
        self.graphics.as_deref().unwrap_or("unknown graphics")
    }

    fn windows(&self) -> &str {
        self.windows.unwrap_or("no window system")
    }
}

fn described(info: &wgpu::AdapterInfo) -> String {
    let driver = [info.driver.as_str(), info.driver_info.as_str()].join(" ");
    format!("{} ({:?}, {:?}), driver {}", info.name, info.device_type, info.backend, driver.trim())
}

fn window_system(handle: &RawDisplayHandle) -> &'static str {
    match handle {
        RawDisplayHandle::Wayland(_) => "Wayland",
        RawDisplayHandle::Xlib(_) | RawDisplayHandle::Xcb(_) => "X11",
        RawDisplayHandle::AppKit(_) => "AppKit",
        RawDisplayHandle::Windows(_) => "Windows",
        _ => "another window system",
    }
}

/// The whole text.
pub(super) fn text(ctx: &Context, surroundings: &Surroundings, document: &Document) -> String {
    let dossier = &document.dossier;
    let size = ctx.content_rect().size();
    let lines = [
        format!("Chancery {}", crate::VERSION),
        format!("System: {} {}", std::env::consts::OS, std::env::consts::ARCH),
        format!("Window: {}, {} × {} points, scale {}", surroundings.windows(), size.x, size.y, ctx.pixels_per_point()),
        format!("Graphics: {}", surroundings.graphics()),
        format!(
            "Dossier: {}, {}, {}, {}{}",
            counted(dossier.entity_count(), "entity", "entities"),
            counted(dossier.relation_count(), "relation", "relations"),
            counted(dossier.sources.len(), "source", "sources"),
            counted(document.problems.len(), "problem", "problems"),
            if document.read_only { ", read-only" } else { "" }
        ),
        "Last events (seconds since start):".to_owned(),
    ];
    lines.into_iter().chain(logging::recent()).map(|line| line + "\n").collect()
}
