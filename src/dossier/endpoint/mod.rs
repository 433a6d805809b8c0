//! Services that know more than a dossier does: SPARQL endpoints and others, behind the list [`PROFILES`]. They are asked
//! what they offer, and what a person takes of it becomes changes with their evidence. The only room that opens a
//! connection (in [`transport::Http`]), and only with a person's [`Consent`]; it has no model of its own and knows no
//! window.

mod address;
mod again;
mod answer;
mod client;
mod consent;
mod fresh;
mod keys;
mod known;
mod offer;
mod profile;
mod query;
mod showing;
mod taking;
mod transport;

#[cfg(test)]
mod tests;

pub(crate) use address::Address;
pub(crate) use again::{Again, ask_again, asked_on};
#[cfg(feature = "window")]
pub(crate) use again::{count_taken, taken_from};
#[cfg(feature = "window")]
pub(crate) use client::Profile;
pub(crate) use client::{Client, Endpoint, Told};
#[cfg(feature = "window")]
pub(crate) use consent::Question;
pub(crate) use fresh::NewStatement;
#[cfg(feature = "window")]
pub(crate) use keys::LONGEST_KEY;
#[cfg(all(test, feature = "window"))]
pub(crate) use keys::Nowhere;
pub(crate) use keys::{KEY_VARIABLE, KeptIn, Key, Keys, NoStore};
pub(crate) use known::{KNOWN, languages_of};
pub(crate) use offer::{Candidate, Direction, How, Page, Paging, Picks, Property};
#[cfg(feature = "window")]
pub(crate) use offer::{Found, Thing, Tie};
pub(crate) use profile::{PROFILES, named, probe};
pub(crate) use showing::Showing;
#[cfg(feature = "window")]
pub(crate) use showing::next_request;
#[cfg(feature = "window")]
pub(crate) use taking::{Offered, Taking, entity_of, identifier, identifying_field, known_things, relations_of_ties};
pub(crate) use taking::{TakeOptions, add_ties_among, offered, take};
pub(crate) use transport::{Asking, Event, Http, Kept, Mode, Transport};

/// Where the tests keep what they write.
#[cfg(test)]
mod fixtures {
    pub(super) type Folder = tempfile::TempDir;

    /// A folder of a test's own.
    pub(super) fn folder() -> Folder {
        tempfile::tempdir().unwrap_or_else(|error| panic!("no folder: {error}"))
    }

    /// The names of all files of such a folder with what they hold.
    pub(super) fn files(folder: &Folder) -> Vec<String> {
        let entries = std::fs::read_dir(folder.path()).unwrap_or_else(|error| panic!("no folder: {error}"));
        let text = |path: std::path::PathBuf| {
            let bytes = std::fs::read(&path).unwrap_or_default();
            format!("{} {}", path.display(), String::from_utf8_lossy(&bytes))
        };
        entries.flatten().map(|entry| text(entry.path())).collect()
    }
}
