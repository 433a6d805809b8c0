//! RON text ↔ model, without a disk: the lossless tree, reading with problems, places in the text.
//! Whoever calls hands in the main text and a way to fetch included texts by path; nothing here
//! opens a file.

use crate::dossier::model::Dossier;
use crate::problem::Problem;

/// What reading yields: as much of the dossier as could be read, and everything that is wrong.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The dossier; with syntax errors, the records that could be read.
    pub dossier: Dossier,
    /// All problems in order of file and place.
    pub problems: Vec<Problem>,
    /// Nothing may be saved over the file: it has syntax errors or a newer format.
    pub read_only: bool,
}

/// Fetches the bytes of an included file by its path as written (already judged to lie inside
/// the folder), or says why that cannot be.
pub type Fetch<'a> = dyn Fn(&str) -> Result<Vec<u8>, Problem> + 'a;

/// Reads a dossier from the main file's bytes. `name` is what problems call that file.
pub fn read(name: &str, bytes: &[u8], fetch: &Fetch<'_>) -> Reading {
    let _ = (name, bytes, fetch);
    todo!()
}
