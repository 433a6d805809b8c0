//! The bytes of a journal: a line that says what it is, then records, each with its length and a
//! checksum. What was torn off at the end, and what is damaged, is told from what is whole. Nothing
//! here knows what an edit says, and nothing here touches the disk.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::super::Fingerprint;
use super::super::state::{path_from_text, path_to_text};

/// The first line of every journal, with the version of the format.
pub(super) const FIRST: &[u8] = b"Chancery journal 1\n";

/// Limit on the size of one record.
const MOST_BYTES: usize = 256 << 20;

/// Files of a dossier with their contents.
pub type Base = Vec<(PathBuf, Fingerprint)>;

/// What a journal is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Opening {
    /// What the dossier is called for a person.
    pub(crate) name: String,
    /// Its main file; `None` for one that was never saved.
    pub(crate) path: Option<PathBuf>,
    /// When it was begun, in milliseconds since 1970.
    pub(crate) started_ms: u64,
    /// What its files were when the first edit was made.
    pub(crate) base: Base,
}

/// One step of the history as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// Its number, from 1, without a gap.
    pub number: u64,
    /// When it was made, in milliseconds since 1970.
    pub at_ms: u64,
    /// Its name in the undo history.
    pub label: String,
    /// The edit itself, as serialised by its maker.
    pub change: Vec<u8>,
}

/// What a journal is made of, from the opening on.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum JournalRecord {
    Opening(Opening),
    Entry(JournalEntry),
    /// A save up to an edit is about to replace the files.
    Saving {
        upto: u64,
        base: Base,
    },
    /// The save up to an edit has come to its end.
    Saved {
        upto: u64,
        base: Base,
    },
}

#[derive(Serialize, Deserialize)]
struct OpeningText {
    name: String,
    path: Option<String>,
    started_ms: u64,
    program: String,
    files: Vec<(String, Fingerprint)>,
}

#[derive(Serialize, Deserialize)]
struct SaveText {
    upto: u64,
    files: Vec<(String, Fingerprint)>,
}

impl JournalRecord {
    /// Its bytes, with length and checksum.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut body = Vec::new();
        match self {
            JournalRecord::Opening(opening) => {
                let text = OpeningText {
                    name: opening.name.clone(),
                    path: opening.path.as_deref().map(path_to_text),
                    started_ms: opening.started_ms,
                    program: env!("CARGO_PKG_VERSION").to_owned(),
                    files: to_text(&opening.base),
                };
                body.push(b'O');
                json(&mut body, &text);
            }
            JournalRecord::Entry(entry) => {
                body.push(b'E');
                body.extend(entry.number.to_le_bytes());
                body.extend(entry.at_ms.to_le_bytes());
                body.extend((entry.label.len() as u32).to_le_bytes());
                body.extend(entry.label.as_bytes());
                body.extend(&entry.change);
            }
            JournalRecord::Saving { upto, base } => {
                body.push(b'S');
                json(&mut body, &SaveText { upto: *upto, files: to_text(base) });
            }
            JournalRecord::Saved { upto, base } => {
                body.push(b'D');
                json(&mut body, &SaveText { upto: *upto, files: to_text(base) });
            }
        }
        let mut out = Vec::with_capacity(body.len() + 8);
        out.extend((body.len() as u32).to_le_bytes());
        out.extend(crc32fast::hash(&body).to_le_bytes());
        out.extend(body);
        out
    }

    /// Parses a body whose checksum is right. `None` if a later version wrote it.
    fn decode(body: &[u8]) -> Option<JournalRecord> {
        let (kind, rest) = body.split_first()?;
        match kind {
            b'O' => {
                let text: OpeningText = serde_json::from_slice(rest).ok()?;
                let path = match text.path {
                    Some(path) => Some(path_from_text(&path)?),
                    None => None,
                };
                let base = from_text(text.files)?;
                Some(JournalRecord::Opening(Opening { name: text.name, path, started_ms: text.started_ms, base }))
            }
            b'E' => {
                let (number, rest) = rest.split_first_chunk::<8>()?;
                let (at_ms, rest) = rest.split_first_chunk::<8>()?;
                let (len, rest) = rest.split_first_chunk::<4>()?;
                let (label, change) = rest.split_at_checked(u32::from_le_bytes(*len) as usize)?;
                Some(JournalRecord::Entry(JournalEntry {
                    number: u64::from_le_bytes(*number),
                    at_ms: u64::from_le_bytes(*at_ms),
                    label: String::from_utf8(label.to_vec()).ok()?,
                    change: change.to_vec(),
                }))
            }
            b'S' | b'D' => {
                let text: SaveText = serde_json::from_slice(rest).ok()?;
                let (upto, base) = (text.upto, from_text(text.files)?);
                Some(if *kind == b'S' {
                    JournalRecord::Saving { upto, base }
                } else {
                    JournalRecord::Saved { upto, base }
                })
            }
            _ => None,
        }
    }
}

fn json(body: &mut Vec<u8>, value: &impl Serialize) {
    // Neither maps with odd keys nor floats are in it: nothing can fail.
    if let Ok(text) = serde_json::to_vec(value) {
        body.extend(text);
    }
}

fn to_text(base: &Base) -> Vec<(String, Fingerprint)> {
    base.iter().map(|(path, print)| (path_to_text(path), *print)).collect()
}

fn from_text(files: Vec<(String, Fingerprint)>) -> Option<Base> {
    files.into_iter().map(|(path, print)| Some((path_from_text(&path)?, print))).collect()
}

/// The bytes of a journal that holds these edits, as a window would have written it.
pub fn written(name: &str, edits: &[JournalEntry]) -> Vec<u8> {
    let opening = Opening { name: name.to_owned(), path: None, started_ms: 0, base: Base::new() };
    let mut bytes = FIRST.to_vec();
    bytes.extend(JournalRecord::Opening(opening).encode());
    for edit in edits {
        bytes.extend(JournalRecord::Entry(edit.clone()).encode());
    }
    bytes
}

/// The edits in a journal's bytes, in order, as far as they are whole; `None` if not even what the
/// journal is about can be read.
pub fn edits_in(bytes: &[u8]) -> Option<Vec<JournalEntry>> {
    read(bytes).map(|contents| contents.entries)
}

/// What a journal holds, as far as it is whole.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Contents {
    pub(crate) opening: Opening,
    pub(crate) entries: Vec<JournalEntry>,
    /// Saves in order: up to which edit, what the files are after it, whether it came to its end.
    pub(crate) saves: Vec<(u64, Base, bool)>,
    /// How many bytes are whole.
    pub(crate) whole: u64,
    /// Something incomplete follows.
    pub(crate) damaged: bool,
}

/// Reads a journal. `None` if not even what it is about can be read.
pub(super) fn read(bytes: &[u8]) -> Option<Contents> {
    let mut rest = bytes.strip_prefix(FIRST)?;
    let mut contents: Option<Contents> = None;
    let mut whole = FIRST.len();
    let mut next = 1;
    while let Some((body, after)) = split(rest) {
        match (JournalRecord::decode(body), &mut contents) {
            (Some(JournalRecord::Opening(opening)), None) => {
                contents = Some(Contents { opening, entries: Vec::new(), saves: Vec::new(), whole: 0, damaged: false });
            }
            // The first edit says where the count begins; after it, each must be the next.
            (Some(JournalRecord::Entry(entry)), Some(contents)) => {
                if !contents.entries.is_empty() && entry.number != next {
                    break;
                }
                next = entry.number.checked_add(1)?;
                contents.entries.push(entry);
            }
            (Some(JournalRecord::Saving { upto, base }), Some(contents)) => contents.saves.push((upto, base, false)),
            (Some(JournalRecord::Saved { upto, base }), Some(contents)) => contents.saves.push((upto, base, true)),
            // A later program's records say nothing that we could do anything with.
            (None, Some(_)) => {}
            // It begins anew, or does not begin.
            (Some(JournalRecord::Opening(_)), Some(_)) | (_, None) => break,
        }
        whole += rest.len() - after.len();
        rest = after;
    }
    let mut contents = contents?;
    contents.whole = whole as u64;
    contents.damaged = !rest.is_empty();
    Some(contents)
}

/// The next record's body, if it is whole, and what follows it.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = bytes.split_first_chunk::<4>()?;
    let (sum, rest) = rest.split_first_chunk::<4>()?;
    let len = u32::from_le_bytes(*len) as usize;
    // No record is empty; zeros, as a power cut leaves at the end of a file, would look like such.
    let (body, after) = rest.split_at_checked(len).filter(|_| (1..=MOST_BYTES).contains(&len))?;
    (crc32fast::hash(body) == u32::from_le_bytes(*sum)).then_some((body, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal() -> (Vec<u8>, Vec<usize>) {
        let base = vec![(PathBuf::from("/d/a.ron"), Fingerprint::of(b"a"))];
        let opening = Opening { name: "A".into(), path: Some("/d/a.ron".into()), started_ms: 7, base: base.clone() };
        let entry = |number| JournalEntry {
            number,
            at_ms: number,
            label: format!("edit {number}"),
            change: vec![0, 255, b'\n'],
        };
        let records = [
            JournalRecord::Opening(opening),
            JournalRecord::Entry(entry(5)),
            JournalRecord::Entry(entry(6)),
            JournalRecord::Saving { upto: 6, base: base.clone() },
            JournalRecord::Saved { upto: 6, base },
            JournalRecord::Entry(entry(7)),
        ];
        let mut bytes = FIRST.to_vec();
        let mut ends = vec![];
        for record in records {
            bytes.extend(record.encode());
            ends.push(bytes.len());
        }
        (bytes, ends)
    }

    #[test]
    fn what_was_written_is_read() {
        let (bytes, _) = journal();
        let contents = read(&bytes).unwrap();
        assert_eq!(contents.entries.iter().map(|e| e.number).collect::<Vec<_>>(), [5, 6, 7]);
        assert_eq!(contents.entries[1].change, [0, 255, b'\n']);
        assert_eq!(contents.saves.len(), 2);
        assert!(!contents.damaged && contents.whole == bytes.len() as u64);
    }

    #[test]
    fn a_torn_end_costs_no_more_than_the_torn_record() {
        let (bytes, ends) = journal();
        for cut in 0..bytes.len() {
            let whole = ends.iter().filter(|end| **end <= cut).count();
            match read(&bytes[..cut]) {
                None => assert_eq!(whole, 0),
                Some(contents) => {
                    assert_eq!(1 + contents.entries.len() + contents.saves.len(), whole);
                    assert_eq!(contents.whole as usize, ends[whole - 1]);
                }
            }
        }
    }

    #[test]
    fn zeros_in_place_of_the_end_are_damage() {
        let (bytes, ends) = journal();
        for zeros in 1..40 {
            let mut torn = bytes[..ends[4]].to_vec();
            torn.extend(vec![0; zeros]);
            let contents = read(&torn).unwrap();
            assert!(contents.damaged && contents.whole as usize == ends[4], "{zeros}");
        }
    }

    #[test]
    fn no_changed_byte_goes_unnoticed() {
        let (bytes, ends) = journal();
        for at in FIRST.len()..bytes.len() {
            let mut bad = bytes.clone();
            bad[at] ^= 0x40;
            let whole = ends.iter().filter(|end| **end <= at).count();
            let read = read(&bad).map_or(0, |c| 1 + c.entries.len() + c.saves.len());
            assert_eq!(read, whole, "byte {at}");
        }
    }
}
