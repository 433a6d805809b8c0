//! Calls to the disk, behind two small traits so that a test can make each of them fail. Only calls
//! live here, with the names and meaning the system gives them; what they are used for is decided
//! elsewhere.

use std::fs::{File, Metadata, OpenOptions, Permissions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::attributes::Attributes;

/// What the system says about a file.
#[derive(Clone, Debug)]
pub struct Stat {
    /// A regular file: not a folder, device or pipe.
    pub(crate) is_file: bool,
    pub(crate) is_folder: bool,
    /// In bytes.
    pub(crate) len: u64,
    /// When its content last changed, as far as the system knows.
    pub(crate) modified: Option<SystemTime>,
    /// Its permissions.
    pub(crate) permissions: Permissions,
    /// User and group that own it; `None` where the system has none.
    pub(crate) owner: Option<(u32, u32)>,
    /// Its number of names (hard links); 1 if the system does not tell.
    pub(crate) names: u64,
}

/// An open file; closed when dropped, which also ends a lock on it.
pub trait DiskFile: Send {
    /// Reads some bytes; 0 at the end.
    ///
    /// # Errors
    /// As the system says.
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize>;
    /// Writes some of the bytes and returns how many.
    ///
    /// # Errors
    /// As the system says.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;
    /// What the system says about it.
    ///
    /// # Errors
    /// As the system says.
    fn stat(&self) -> io::Result<Stat>;
    /// Gives it access lists and other extended attributes.
    ///
    /// # Errors
    /// As the system says, with the name of the attribute.
    fn set_attributes(&self, attributes: &Attributes) -> io::Result<()>;
    /// Waits until everything written is on the medium.
    ///
    /// # Errors
    /// As the system says.
    fn sync(&self) -> io::Result<()>;
    /// Truncates the file to a length and continues writing there.
    ///
    /// # Errors
    /// As the system says.
    fn cut(&mut self, len: u64) -> io::Result<()>;
    /// Sets its permissions.
    ///
    /// # Errors
    /// As the system says.
    fn set_permissions(&self, permissions: &Permissions) -> io::Result<()>;
    /// Gives it to a user and a group.
    ///
    /// # Errors
    /// As the system says; unsupported where files have no owners.
    fn set_owner(&self, owner: (u32, u32)) -> io::Result<()>;
    /// Locks the file for this process, until the handle or the process ends; `false` if another
    /// process holds it.
    ///
    /// # Errors
    /// Unsupported on some network disks.
    fn try_lock(&self) -> io::Result<bool>;
    /// A second handle for the same open file, to sync it from another thread.
    ///
    /// # Errors
    /// As the system says.
    fn twin(&self) -> io::Result<Box<dyn DiskFile>>;
}

/// What storage needs from a disk. Tests substitute one that fails.
pub trait Disk: Send + Sync {
    /// What the system says about a file; links are followed.
    ///
    /// # Errors
    /// As the system says.
    fn stat(&self, path: &Path) -> io::Result<Stat>;
    /// The path without links.
    ///
    /// # Errors
    /// As the system says.
    fn real_path(&self, path: &Path) -> io::Result<PathBuf>;
    /// Access lists and other extended attributes of a file.
    ///
    /// # Errors
    /// As the system says.
    fn attributes(&self, path: &Path) -> io::Result<Attributes>;
    /// Opens a plain file to be read; links are followed.
    ///
    /// # Errors
    /// As the system says; invalid-input for a device or a pipe, which is never waited for.
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Opens a regular file of our own for reading, never a link.
    ///
    /// # Errors
    /// As the system says; for a link as well.
    fn open_own(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Makes a file to be read and written: `private` for its owner alone, else as new files are
    /// made on this system.
    ///
    /// # Errors
    /// As the system says; already-exists if there is one.
    fn create_new(&self, path: &Path, private: bool) -> io::Result<Box<dyn DiskFile>>;
    /// Opens an existing regular file for reading and writing from its beginning.
    ///
    /// # Errors
    /// As the system says.
    fn open_to_write(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Replaces a file by another in one step.
    ///
    /// # Errors
    /// As the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file a second name.
    ///
    /// # Errors
    /// As the system says; not every disk can.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    ///
    /// # Errors
    /// As the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Creates a folder and its parents; new ones are private to their owner.
    ///
    /// # Errors
    /// As the system says.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// The paths in a folder, sorted.
    ///
    /// # Errors
    /// As the system says.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;
    /// Waits until the names in a folder are on the medium.
    ///
    /// # Errors
    /// As the system says; not every system lets a folder be synced.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The disk as the system has it.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        Ok(Stat::from(&std::fs::metadata(path)?))
    }

    fn attributes(&self, path: &Path) -> io::Result<Attributes> {
        Attributes::of(path)
    }

    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        std::fs::canonicalize(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(open_plain(path, OpenOptions::new().read(true), Links::Followed)?))
    }

    fn open_own(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(open_plain(path, OpenOptions::new().read(true), Links::Refused)?))
    }

    fn create_new(&self, path: &Path, private: bool) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        // The system takes away what the person's umask forbids.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, if private { 0o600 } else { 0o666 });
        #[cfg(not(unix))]
        let _ = private;
        Ok(Box::new(options.open(path)?))
    }

    fn open_to_write(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(open_plain(path, OpenOptions::new().read(true).write(true), Links::Followed)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::hard_link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut paths = std::fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<io::Result<Vec<_>>>()?;
        paths.sort();
        Ok(paths)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        if cfg!(windows) {
            // Windows opens no folder as a file; it keeps names safe by its own log.
            return Ok(());
        }
        File::open(folder)?.sync_all()
    }
}

/// How a link at the end of a path is treated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Links {
    Followed,
    Refused,
}

/// Opens a plain file. Whether it is one is asked of the file that was opened, since another may have
/// taken its place; a pipe is not waited for.
///
/// # Errors
/// As the system says; invalid-input for what is neither a file nor a folder.
pub(super) fn open_plain(path: &Path, options: &mut OpenOptions, links: Links) -> io::Result<File> {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let links = if links == Links::Refused { OFlags::NOFOLLOW } else { OFlags::empty() };
        std::os::unix::fs::OpenOptionsExt::custom_flags(options, (OFlags::NONBLOCK | links).bits() as i32);
    }
    #[cfg(not(unix))]
    if links == Links::Refused && std::fs::symlink_metadata(path)?.is_symlink() {
        return Err(no_file());
    }
    plain(options.open(path)?)
}

/// The same file, if it is a plain one.
pub(super) fn plain(file: File) -> io::Result<File> {
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if about.is_file() { Ok(file) } else { Err(no_file()) }
}

fn no_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "it is a device or a pipe")
}

impl From<&Metadata> for Stat {
    fn from(meta: &Metadata) -> Self {
        Stat {
            is_file: meta.is_file(),
            is_folder: meta.is_dir(),
            len: meta.len(),
            modified: meta.modified().ok(),
            permissions: meta.permissions(),
            owner: owner_of(meta),
            names: names_of(meta),
        }
    }
}

impl DiskFile for File {
    fn stat(&self) -> io::Result<Stat> {
        Ok(Stat::from(&self.metadata()?))
    }

    fn set_attributes(&self, attributes: &Attributes) -> io::Result<()> {
        attributes.give(self)
    }

    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        io::Read::read(self, into)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::Write::write(self, bytes)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_all()
    }

    fn cut(&mut self, len: u64) -> io::Result<()> {
        self.set_len(len)?;
        io::Seek::seek(self, io::SeekFrom::Start(len)).map(|_| ())
    }

    fn set_permissions(&self, permissions: &Permissions) -> io::Result<()> {
        File::set_permissions(self, permissions.clone())
    }

    #[cfg(unix)]
    fn set_owner(&self, (user, group): (u32, u32)) -> io::Result<()> {
        std::os::unix::fs::fchown(self, Some(user), Some(group))
    }

    #[cfg(not(unix))]
    fn set_owner(&self, _owner: (u32, u32)) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn try_lock(&self) -> io::Result<bool> {
        match File::try_lock(self) {
            Ok(()) => Ok(true),
            Err(std::fs::TryLockError::WouldBlock) => Ok(false),
            Err(std::fs::TryLockError::Error(error)) => Err(error),
        }
    }

    fn twin(&self) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(self.try_clone()?))
    }
}

#[cfg(unix)]
fn owner_of(meta: &std::fs::Metadata) -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((meta.uid(), meta.gid()))
}

#[cfg(not(unix))]
fn owner_of(_meta: &std::fs::Metadata) -> Option<(u32, u32)> {
    None
}

#[cfg(unix)]
fn names_of(meta: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(meta)
}

#[cfg(not(unix))]
fn names_of(_meta: &std::fs::Metadata) -> u64 {
    1
}

/// How often a call that was interrupted by a signal is made again. Real ones come one at a time;
/// the bound keeps a broken disk from holding us for ever.
const INTERRUPTIONS: usize = 100;

/// Makes a call again while a signal interrupts it.
///
/// # Errors
/// The error of the last call.
pub(super) fn retry<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for _ in 0..INTERRUPTIONS {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
    call()
}

/// Writes all bytes, however few the disk takes at a time.
///
/// # Errors
/// What the disk says; write-zero if it takes none.
pub(super) fn write_all(file: &mut dyn DiskFile, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match retry(|| file.write(bytes))? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            written => bytes = &bytes[written.min(bytes.len())..],
        }
    }
    Ok(())
}

/// Reads a file to its end, at most `most` bytes and one more, by which it is known to be longer.
///
/// # Errors
/// What the disk says.
pub(super) fn read_to_end(disk: &dyn Disk, path: &Path, most: u64) -> io::Result<Vec<u8>> {
    read_with_stat(disk, path, most).map(|(_, bytes)| bytes)
}

/// The same, with what the system says about the very file that is read.
///
/// # Errors
/// What the disk says.
pub(super) fn read_with_stat(disk: &dyn Disk, path: &Path, most: u64) -> io::Result<(Stat, Vec<u8>)> {
    // Asked before opening, too: with some devices that alone does something.
    let before = retry(|| disk.stat(path))?;
    if before.is_folder {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !before.is_file {
        return Err(no_file());
    }
    let file = retry(|| disk.open(path))?;
    let stat = retry(|| file.stat())?;
    let bytes = read_open(file, &stat, most)?;
    Ok((stat, bytes))
}

/// Reads an open file to its end, at most `most` bytes and one more.
///
/// # Errors
/// What the disk says.
pub(super) fn read_open(mut file: Box<dyn DiskFile>, stat: &Stat, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(stat.len.min(most)).unwrap_or(0) + 1];
    let mut filled = 0;
    loop {
        if filled as u64 > most {
            break;
        }
        if filled == bytes.len() {
            bytes.resize((filled * 2).max(4096), 0);
        }
        match retry(|| file.read(&mut bytes[filled..]))? {
            0 => break,
            read => filled += read,
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

/// Renames; where a virus scanner or a sync client holds the file for a moment, tries again.
pub(super) fn rename(disk: &dyn Disk, from: &Path, to: &Path) -> io::Result<()> {
    let tries = if cfg!(windows) { 20 } else { 1 };
    for _ in 1..tries {
        match retry(|| disk.rename(from, to)) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            other => return other,
        }
    }
    retry(|| disk.rename(from, to))
}
