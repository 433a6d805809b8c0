//! What the program remembers between runs: theme, recent files, hints already used. Stored in the
//! system's folder for settings and written as carefully as a dossier. A settings file that cannot
//! be read is moved aside, never overwritten.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{read_limited, write_atomic};
use crate::problem::{Problem, codes};

/// For how many shapes of files it is remembered what was chosen for imports.
const IMPORTS: usize = 24;

/// Names the folder in place of the system's own, for tests and portable installs.
pub(crate) const FOLDER_VARIABLE: &str = "CHANCERY_CONFIG_DIR";

/// How many recent files are remembered.
const RECENT: usize = 10;

/// What the program remembers from one start to the next, whatever dossier is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    /// `light` or `dark`; `None` follows the system.
    pub(crate) theme: Option<String>,
    /// Recently opened files, newest first.
    pub(crate) recent: Vec<PathBuf>,
    /// The first-run hints have all been used.
    pub(crate) hints_done: bool,
    /// No animations.
    pub(crate) reduce_motion: bool,
    /// Paths are typed, even if the system has a file dialog.
    pub(crate) typed_paths: bool,
    /// Size of the interface in percent; `None` is 100. One of [`INTERFACE_PERCENTS`] if written by us.
    interface_percent: Option<u32>,
    /// What was chosen for imports, by the shape of their files, newest first. Storage does not know what it means.
    imports: Vec<(String, String)>,
    /// How large the panels are, where a person changed that.
    pub(crate) sizes: PanelSizes,
    /// What a person said of asking endpoints.
    pub(crate) look_ups: LookUpSettings,
}

/// What a person said of asking endpoints. None of it stands in a dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct LookUpSettings {
    /// No endpoint is asked.
    pub(crate) are_off: bool,
    /// Hosts that are asked without a question, by name.
    pub(crate) always: BTreeSet<String>,
    /// Who asks: an e-mail or web address that servers are told.
    pub(crate) contact: String,
}

/// Widths of panels and height of the table, in points; `None` is the usual size.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct PanelSizes {
    pub(crate) left: Option<u32>,
    pub(crate) reading: Option<u32>,
    pub(crate) right: Option<u32>,
    pub(crate) table: Option<u32>,
    pub(crate) columns: ColumnShares,
}

/// Widths of the table's columns where it lists entities, and where relations: thousandths of its own; `None` is the usual share.
pub(crate) type ColumnShares = [Option<[u32; COLUMNS]>; 2];

/// How many columns the table has, of entities as of relations.
pub(crate) const COLUMNS: usize = 5;

/// The sizes that the interface is offered in, in percent.
pub(crate) const INTERFACE_PERCENTS: &[u32] = &[80, 90, 100, 110, 125, 150, 175, 200];

impl Settings {
    /// Reads the settings; what cannot be read is moved aside and the defaults are taken.
    pub(crate) fn load() -> Self {
        file().map(|path| Self::load_from(&path)).unwrap_or_default()
    }

    fn load_from(path: &Path) -> Self {
        let Ok(bytes) = read_limited(path) else { return Self::default() };
        match ron::de::from_bytes(&bytes) {
            Ok(settings) => settings,
            Err(_) => {
                // Best effort: if it cannot be moved it is simply not used.
                let _ = std::fs::rename(path, path.with_extension("ron.bad"));
                Self::default()
            }
        }
    }

    /// Writes the settings.
    ///
    /// # Errors
    /// A problem if the folder cannot be made or the file not be written.
    pub(crate) fn save(&self) -> Result<(), Problem> {
        let Some(path) = file() else {
            return Err(Problem::error(codes::IO, "this system has no settings folder"));
        };
        self.save_to(&path)
    }

    fn save_to(&self, path: &Path) -> Result<(), Problem> {
        if let Some(folder) = path.parent() {
            let failed = |e| Problem::error(codes::IO, format!("{} cannot be created: {e}", folder.display()));
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        let failed = |e| Problem::error(codes::IO, format!("the settings cannot be written: {e}"));
        let text = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::default()).map_err(failed)?;
        write_atomic(path, text.as_bytes()).map(|_| ())
    }

    /// Size of the interface in percent, from 80 to 200 whatever the file says.
    pub(crate) fn interface_percent(&self) -> u32 {
        self.interface_percent.unwrap_or(100).clamp(80, 200)
    }

    /// Remembers the size of the interface.
    pub(crate) fn set_interface_percent(&mut self, percent: u32) {
        self.interface_percent = Some(percent).filter(|p| *p != 100);
    }

    /// What was chosen for files of a shape.
    pub(crate) fn import_of_shape(&self, shape: &str) -> Option<&str> {
        self.imports.iter().find(|(known, _)| known == shape).map(|(_, text)| text.as_str())
    }

    /// Remembers what was chosen for files of a shape; of many shapes those used last.
    pub(crate) fn remember_import(&mut self, shape: &str, text: String) {
        self.imports.retain(|(known, _)| known != shape);
        self.imports.insert(0, (shape.to_owned(), text));
        self.imports.truncate(IMPORTS);
    }

    /// Puts a file at the top of the recent ones.
    pub(crate) fn remember(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.recent.retain(|p| *p != path);
        self.recent.insert(0, path);
        self.recent.truncate(RECENT);
    }
}

fn file() -> Option<PathBuf> {
    let folder = match std::env::var_os(FOLDER_VARIABLE) {
        Some(folder) => PathBuf::from(folder),
        None => directories::ProjectDirs::from("", "", "chancery")?.config_dir().to_owned(),
    };
    Some(folder.join("settings.ron"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_and_broken_ones_are_kept_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/settings.ron");
        let mut settings = Settings { theme: Some("dark".into()), ..Settings::default() };
        for n in 0..12 {
            settings.remember(Path::new(&format!("/tmp/{n}.ron")));
        }
        settings.remember(Path::new("/tmp/5.ron"));
        for n in 0..2 * IMPORTS {
            settings.remember_import(&format!("shape {n}"), format!("Map(title: \"{n}\")"));
        }
        assert_eq!((settings.imports.len(), settings.import_of_shape("shape 0")), (IMPORTS, None));
        assert!(settings.import_of_shape("shape 47").is_some_and(|text| text.contains("47")));
        settings.sizes.columns[1] = Some([300, 100, 300, 200, 100]);
        assert_eq!(settings.recent.len(), RECENT);
        assert_eq!(settings.recent[0], Path::new("/tmp/5.ron"));
        settings.save_to(&path).unwrap();
        assert_eq!(Settings::load_from(&path), settings);
        std::fs::write(&path, "(theme: 3").unwrap();
        assert_eq!(Settings::load_from(&path), Settings::default());
        assert!(path.with_extension("ron.bad").exists() && !path.exists());
    }

    #[test]
    fn whatever_the_settings_hold_the_program_starts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.ron");
        let mut settings = Settings { theme: Some("dark".into()), hints_done: true, ..Settings::default() };
        settings.remember(Path::new("/tmp/a.ron"));
        settings.save_to(&path).unwrap();
        let good = std::fs::read(&path).unwrap();
        let mut number = 1u64;
        let mut random = |below: usize| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (number >> 33) as usize % below
        };
        let mut kept_aside = 0;
        for case in 0..1_000 {
            let mut bytes = good.clone();
            match case % 4 {
                0 => bytes.truncate(random(good.len())),
                1 => (0..=random(6)).for_each(|_| bytes[random(good.len())] = random(256) as u8),
                2 => bytes = (0..random(300)).map(|_| random(256) as u8).collect(),
                _ => bytes = [b"(recent: ".as_slice(), &b"[".repeat(random(100_000))].concat(),
            }
            std::fs::write(&path, bytes).unwrap();
            let read = Settings::load_from(&path);
            kept_aside += usize::from(!path.exists());
            read.save_to(&path).unwrap();
            assert_eq!(Settings::load_from(&path), read);
        }
        assert!(kept_aside > 500, "{kept_aside}");
    }
}
