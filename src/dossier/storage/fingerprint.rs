//! Fingerprints tell one content of a file from another: its length and a hash of its bytes (XXH3,
//! 128 bits). Modification times are unreliable: some disks round them to seconds, and git or a sync
//! client sets them freely. The hash does not protect against forgery and does not need to.

use std::fmt;
use std::io;
use std::path::Path;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::disk::{self, Disk};
use super::read::MAX_FILE;

/// The fingerprint of a file's content.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    len: u64,
    hash: u128,
}

impl Fingerprint {
    /// The fingerprint of a content: its length and a hash of 128 bits.
    pub fn of(bytes: &[u8]) -> Self {
        Fingerprint { len: bytes.len() as u64, hash: xxhash_rust::xxh3::xxh3_128(bytes) }
    }

    /// Length of the content in bytes.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Reads what [`fmt::Display`] writes: `LENGTH-HASH`; `None` if it is anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (len, hash) = text.split_once('-')?;
        let plain = hash.len() == 32 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        Some(Fingerprint { len: len.parse().ok()?, hash: u128::from_str_radix(hash, 16).ok().filter(|_| plain)? })
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:032x}", self.len, self.hash)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Fingerprint::parse(&text).ok_or_else(|| serde::de::Error::custom("no fingerprint"))
    }
}

/// Fingerprint of a file as it is now; `None` if it is not there.
///
/// # Errors
/// What the disk says, if the file is there and cannot be read.
pub fn fingerprint(disk: &dyn Disk, path: &Path) -> io::Result<Option<Fingerprint>> {
    match disk::read_to_end(disk, path, MAX_FILE) {
        Ok(bytes) => Ok(Some(Fingerprint::of(&bytes))),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What is at a path where a file is known to have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A file that can be read, with this content.
    Content(Fingerprint),
    /// Nothing: the file or its folder was removed or renamed.
    Gone,
    /// Something that cannot be read: no permission, not a regular file, a disk error.
    Unreadable,
}

/// Examines what is at a path now.
pub(crate) fn found(disk: &dyn Disk, path: &Path) -> Found {
    match fingerprint(disk, path) {
        Ok(Some(print)) => Found::Content(print),
        Ok(None) => Found::Gone,
        Err(_) => Found::Unreadable,
    }
}

/// Whether a file or the folder it should be in is missing.
pub(super) fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_read_as_it_was_written() {
        let print = Fingerprint::of(b"abc");
        assert_eq!(Fingerprint::parse(&print.to_string()), Some(print));
        assert_ne!(print, Fingerprint::of(b"abd"));
        assert_ne!(Fingerprint::of(b""), Fingerprint::of(b"\0"));
        for bad in ["", "3", "3-", "x-00000000000000000000000000000000", "3-+0000000000000000000000000000000"] {
            assert_eq!(Fingerprint::parse(bad), None, "{bad}");
        }
    }
}
