//! Access lists and other extended attributes of a file, copied from the old file to its
//! replacement, so that everybody keeps exactly the access they had. Owner and permission bits are
//! handled elsewhere.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::Path;

/// The attributes of a file, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(String, Vec<u8>)>);

/// An attribute that the new file cannot be given.
#[derive(Debug)]
pub(super) struct NotKept {
    name: String,
    error: io::Error,
}

impl fmt::Display for NotKept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let NotKept { name, error } = self;
        match name.as_str() {
            ACCESS_LIST => write!(f, "its access list cannot be kept: {error}"),
            _ => write!(f, "its extended attribute {name} cannot be kept: {error}"),
        }
    }
}

impl std::error::Error for NotKept {}

/// Where Linux keeps the access list of a file.
const ACCESS_LIST: &str = "system.posix_acl_access";

/// Attributes that speak of the very bytes of the old file, which a new one must not have.
const OF_THE_CONTENT: &[&str] = &["security.ima", "security.evm", "security.capability"];

impl Attributes {
    /// Whether a list says who may do what, beyond the permission bits.
    pub(super) fn has_access_list(&self) -> bool {
        self.get(ACCESS_LIST).is_some()
    }

    fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_slice())
    }

    /// The error of an attribute that is not kept.
    pub(super) fn not_kept(name: &str, error: io::Error) -> io::Error {
        io::Error::other(NotKept { name: name.to_owned(), error })
    }

    /// The error of an access list that is not kept.
    pub(super) fn list_not_kept(error: io::Error) -> io::Error {
        Self::not_kept(ACCESS_LIST, error)
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
mod of_the_system {
    use rustix::fs::{
        XattrFlags, fgetxattr, fgetxattr_query, flistxattr, flistxattr_query, fremovexattr, fsetxattr, getxattr,
        getxattr_query, listxattr, listxattr_query,
    };
    use rustix::io::Errno;

    use super::{ACCESS_LIST, Attributes, File, OF_THE_CONTENT, Path, io};

    impl Attributes {
        /// Of the file at a path.
        ///
        /// # Errors
        /// As the system says.
        pub(crate) fn of(path: &Path) -> io::Result<Self> {
            let names = whole(|| listxattr_query(path), |into| listxattr(path, into));
            let get = |name: &str| whole(|| getxattr_query(path, name), |into| getxattr(path, name, into));
            collect(names, get)
        }

        fn of_open(file: &File) -> io::Result<Self> {
            let names = whole(|| flistxattr_query(file), |into| flistxattr(file, into));
            let get = |name: &str| whole(|| fgetxattr_query(file, name), |into| fgetxattr(file, name, into));
            collect(names, get)
        }

        /// Gives an open file these attributes, and takes the access list away that it may have got from
        /// its folder.
        ///
        /// # Errors
        /// Which one cannot be given, and why.
        pub(crate) fn give(&self, file: &File) -> io::Result<()> {
            let now = Self::of_open(file)?;
            if now.has_access_list() && !self.has_access_list() {
                fremovexattr(file, ACCESS_LIST).map_err(|error| Self::list_not_kept(error.into()))?;
            }
            for (name, value) in self.0.iter().filter(|(name, value)| now.get(name) != Some(value)) {
                fsetxattr(file, name.as_str(), value, XattrFlags::empty())
                    .map_err(|error| Self::not_kept(name, error.into()))?;
            }
            Ok(())
        }
    }

    fn collect(
        names: rustix::io::Result<Vec<u8>>,
        get: impl Fn(&str) -> rustix::io::Result<Vec<u8>>,
    ) -> io::Result<Attributes> {
        let names = match names {
            Ok(names) => names,
            // A disk without attributes has none to keep.
            Err(Errno::NOTSUP | Errno::NOSYS) => return Ok(Attributes::default()),
            Err(error) => return Err(error.into()),
        };
        let mut list = Vec::new();
        for name in names.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
            let name = String::from_utf8_lossy(name).into_owned();
            if OF_THE_CONTENT.contains(&name.as_str()) {
                continue;
            }
            let value = get(&name).map_err(|error| Attributes::not_kept(&name, error.into()))?;
            list.push((name, value));
        }
        list.sort();
        Ok(Attributes(list))
    }

    /// Reads what has a length that is asked for first, and may have grown since.
    fn whole(
        length: impl Fn() -> rustix::io::Result<usize>,
        read: impl Fn(&mut [u8]) -> rustix::io::Result<usize>,
    ) -> rustix::io::Result<Vec<u8>> {
        for _ in 0..8 {
            let mut bytes = vec![0; length()?];
            if bytes.is_empty() {
                return Ok(bytes);
            }
            match read(&mut bytes) {
                Ok(filled) => {
                    bytes.truncate(filled);
                    return Ok(bytes);
                }
                Err(Errno::RANGE) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Errno::RANGE)
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
impl Attributes {
    /// Of the file at a path: this system has none that we know of.
    ///
    /// # Errors
    /// None.
    pub(crate) fn of(_path: &Path) -> io::Result<Self> {
        Ok(Attributes::default())
    }

    /// Gives an open file these attributes.
    ///
    /// # Errors
    /// None.
    pub(crate) fn give(&self, _file: &File) -> io::Result<()> {
        Ok(())
    }
}
