//! The system's file dialog: whether there is one, and asking in it. It blocks, so this is called off
//! the frame.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::request::FileRequest;

/// What came of asking.
pub(super) enum Answer {
    Chosen(PathBuf),
    /// The person closed it.
    Nothing,
    /// The system has no file dialog.
    NoDialog,
}

/// What to install where the system has none.
pub(super) const WHAT_TO_INSTALL: &str = "The system has no file dialog. To get one, install xdg-desktop-portal with \
    a backend such as xdg-desktop-portal-gtk, or install zenity. Without it, type the path here.";

/// Nobody closes a dialog as quickly as this: it was never shown.
const SHORTEST: Duration = Duration::from_millis(150);

/// Asks for a file.
pub(super) fn ask(request: &FileRequest) -> Answer {
    if !is_there() {
        return Answer::NoDialog;
    }
    let (name, extensions) = &request.filter;
    let mut dialog = rfd::FileDialog::new().set_title(request.title).add_filter(name, extensions);
    if request.any {
        dialog = dialog.add_filter("All files", &["*"]);
    }
    if let Some(folder) = &request.folder {
        dialog = dialog.set_directory(folder);
    }
    let begun = Instant::now();
    let chosen = match &request.name {
        Some(name) => dialog.set_file_name(name).save_file(),
        None => dialog.pick_file(),
    };
    match chosen {
        Some(path) => Answer::Chosen(request.completed(path)),
        None if begun.elapsed() < SHORTEST => Answer::NoDialog,
        None => Answer::Nothing,
    }
}

#[cfg(any(windows, target_os = "macos"))]
fn is_there() -> bool {
    true
}

/// Either of the two that are asked one after the other.
#[cfg(not(any(windows, target_os = "macos")))]
fn is_there() -> bool {
    crate::dossier::storage::lookup::has_program("zenity") || pollster::block_on(portal_version()).is_ok()
}

/// The version of the desktop's portal for files; an error where there is none, or where it has no
/// backend that shows a dialog.
#[cfg(not(any(windows, target_os = "macos")))]
async fn portal_version() -> zbus::Result<u32> {
    /// A portal may have to be started first.
    const PATIENCE: Duration = Duration::from_secs(5);
    let connection = zbus::connection::Builder::session()?.method_timeout(PATIENCE).build().await?;
    let reply = connection.call_method(
        Some("org.freedesktop.portal.Desktop"),
        "/org/freedesktop/portal/desktop",
        Some("org.freedesktop.DBus.Properties"),
        "Get",
        &("org.freedesktop.portal.FileChooser", "version"),
    );
    let version: zbus::zvariant::OwnedValue = reply.await?.body().deserialize()?;
    Ok(version.try_into()?)
}
