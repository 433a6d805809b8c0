//! Typed reasons why a save failed: what happened, where, and how to fix it. Nothing here touches
//! the disk.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::Fingerprint;
use super::attributes::NotKept;
use crate::problem::printable;
use crate::wording::counted;

/// A save that failed: the files on disk are unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveError {
    /// The file it is about.
    pub path: PathBuf,
    /// What stands in the way.
    pub(crate) why: Refusal,
}

/// Why a save failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The file is not the one that was read: another program changed, removed or created it.
    Changed {
        /// What is there now; `None` is nothing.
        found: Option<Fingerprint>,
    },
    /// It would become empty or much shorter, and the user has not agreed.
    MuchShorter {
        /// Its length on disk, in bytes.
        from: u64,
        /// Its length if it were saved.
        to: u64,
    },
    /// The text to be written failed the check against the dossier.
    WrongContent(String),
    /// Another window is saving it right now.
    Busy,
    /// The folder does not exist, or no longer.
    NoFolder,
    /// The path is a folder, a device or a pipe.
    NotAFile,
    /// The file is marked read-only.
    ReadOnlyFile,
    /// The disk is read-only.
    ReadOnlyDisk,
    /// The user has no permission to write there.
    NotAllowed,
    /// The new file could not be given the access list or another attribute of the old one.
    AccessNotKept(String),
    /// Of several files some are new and some old, and the old ones could not be restored.
    HalfSaved(String),
    /// No room is left, or a quota is used up.
    DiskFull,
    /// The new file is written, but the system refuses to rename it over the old one.
    RenameRefused(String),
    /// Anything else the system says.
    Disk(String),
}

impl Refusal {
    /// A phrase for logs, which reveals neither the file nor its content.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Refusal::Changed { .. } => "changed on disk",
            Refusal::MuchShorter { .. } => "much shorter",
            Refusal::WrongContent(_) => "wrong content",
            Refusal::Busy => "busy",
            Refusal::NoFolder => "no folder",
            Refusal::NotAFile => "not a file",
            Refusal::ReadOnlyFile => "read-only file",
            Refusal::ReadOnlyDisk => "read-only disk",
            Refusal::NotAllowed => "not allowed",
            Refusal::AccessNotKept(_) => "access not kept",
            Refusal::HalfSaved(_) => "half saved",
            Refusal::DiskFull => "disk full",
            Refusal::RenameRefused(_) => "rename refused",
            Refusal::Disk(_) => "disk error",
        }
    }
}

impl SaveError {
    /// What the system's refusal means.
    pub(super) fn from_io(path: &Path, error: &io::Error) -> Self {
        use io::ErrorKind as Kind;
        if let Some(not_kept) = error.get_ref().and_then(|inner| inner.downcast_ref::<NotKept>()) {
            return SaveError { path: path.to_owned(), why: Refusal::AccessNotKept(not_kept.to_string()) };
        }
        let why = match error.kind() {
            Kind::NotFound | Kind::NotADirectory => Refusal::NoFolder,
            Kind::PermissionDenied => Refusal::NotAllowed,
            Kind::ReadOnlyFilesystem => Refusal::ReadOnlyDisk,
            Kind::StorageFull | Kind::QuotaExceeded | Kind::WriteZero => Refusal::DiskFull,
            Kind::IsADirectory => Refusal::NotAFile,
            _ => Refusal::Disk(error.to_string()),
        };
        SaveError { path: path.to_owned(), why }
    }

    /// The refusal of the last step, after which the old file still stands.
    pub(super) fn from_rename(path: &Path, error: &io::Error) -> Self {
        let general = Self::from_io(path, error);
        match general.why {
            Refusal::DiskFull | Refusal::ReadOnlyDisk | Refusal::NoFolder => general,
            Refusal::Changed { .. }
            | Refusal::MuchShorter { .. }
            | Refusal::WrongContent(_)
            | Refusal::Busy
            | Refusal::NotAFile
            | Refusal::ReadOnlyFile
            | Refusal::NotAllowed
            | Refusal::AccessNotKept(_)
            | Refusal::HalfSaved(_)
            | Refusal::RenameRefused(_)
            | Refusal::Disk(_) => SaveError { path: path.to_owned(), why: Refusal::RenameRefused(error.to_string()) },
        }
    }

    /// The reason, in one sentence.
    pub fn message(&self) -> String {
        let path = printable(&self.path.display().to_string());
        match &self.why {
            Refusal::Changed { found: Some(_) } => format!("{path} was changed by another program since it was read"),
            Refusal::Changed { found: None } => format!("{path} no longer exists"),
            Refusal::MuchShorter { to: 0, .. } => format!("{path} would become empty"),
            Refusal::MuchShorter { from, to } => {
                format!("{path} would shrink from {from} to {}", counted(*to as usize, "byte", "bytes"))
            }
            Refusal::WrongContent(why) => {
                format!("{path} was not saved: a check found that the text would not match the dossier ({why})")
            }
            Refusal::Busy => format!("{path} is being saved by another window"),
            Refusal::NoFolder => format!("the folder of {path} does not exist"),
            Refusal::NotAFile => format!("{path} is not a file but a folder or a device"),
            Refusal::ReadOnlyFile => format!("{path} is marked read-only"),
            Refusal::ReadOnlyDisk => format!("the disk of {path} is read-only"),
            Refusal::NotAllowed => format!("you do not have permission to write {path}"),
            Refusal::AccessNotKept(why) => format!("{path} was not saved: {why}"),
            Refusal::HalfSaved(why) => {
                format!("{path} could not be saved ({why}), and the files saved with it could not be restored")
            }
            Refusal::DiskFull => format!("not enough disk space for {path}"),
            Refusal::RenameRefused(why) => format!("{path} cannot be replaced by its new version: {why}"),
            Refusal::Disk(why) => format!("{path} cannot be written: {why}"),
        }
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match &self.why {
            Refusal::Changed { found: Some(_) } => "merge the two, or save under another name",
            Refusal::Changed { found: None } => "save it again as new, or under another name",
            Refusal::MuchShorter { .. } => "confirm the save, or undo the change that removed the rest",
            Refusal::WrongContent(_) => "nothing was written; save a copy under another name and report this bug",
            Refusal::Busy => "try again in a moment",
            Refusal::NoFolder => "recreate the folder, reconnect its disk, or save elsewhere",
            Refusal::NotAFile => "choose the name of a file",
            Refusal::ReadOnlyFile => "make it writable, or save under another name",
            Refusal::ReadOnlyDisk => "save on another disk",
            Refusal::NotAllowed => "ask its owner for write access, or save elsewhere",
            Refusal::AccessNotKept(_) => "save under another name, or change who may read it first",
            Refusal::HalfSaved(_) => {
                "nothing is lost: fix the disk or the permissions, then save or open again to complete it"
            }
            Refusal::DiskFull => "free some space and try again, or save to another disk",
            Refusal::RenameRefused(_) => "close other programs that use it and try again, or save elsewhere",
            Refusal::Disk(_) => "try again, or save elsewhere",
        }
    }
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message(), self.help())
    }
}

impl std::error::Error for SaveError {}
