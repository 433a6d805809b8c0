//! Writing a command's file. Nothing here knows what is in it.

use std::io::Write as _;
use std::path::Path;

/// Writes a file whole or not at all.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(std::io::Error::from)
    });
    written.map(drop).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}
