//! ZIP archives of a few files in memory (APPNOTE 6.3.10), as office documents are. Entries have no date of their own, so
//! that the same files are the same bytes.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// 1 January 1980, the first day that the format knows.
const DAY: u16 = 1 << 5 | 1;
/// Version 2.0: deflate.
const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
const DEFLATED: u16 = 8;

/// The archive of these files, in this order.
///
/// # Errors
/// That they are more than four gigabytes, or too many.
pub(super) fn archive(files: &[(&str, &[u8])]) -> std::io::Result<Vec<u8>> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes)?;
        let packed = encoder.finish()?;
        let mut about = Vec::new();
        for half in [VERSION, FLAGS, DEFLATED, 0, DAY] {
            about.extend(half.to_le_bytes());
        }
        for whole in [crc32fast::hash(bytes), narrow(packed.len())?, narrow(bytes.len())?] {
            about.extend(whole.to_le_bytes());
        }
        about.extend(u16::try_from(name.len()).map_err(std::io::Error::other)?.to_le_bytes());
        about.extend(0_u16.to_le_bytes());
        let offset = narrow(out.len())?;
        out.extend(b"PK\x03\x04");
        out.extend(&about);
        out.extend(name.as_bytes());
        out.extend(&packed);
        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&about);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, length) = (narrow(out.len())?, narrow(directory.len())?);
    let count = u16::try_from(files.len()).map_err(std::io::Error::other)?;
    out.extend(&directory);
    out.extend(b"PK\x05\x06");
    out.extend([0; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    Ok(out)
}

fn narrow(length: usize) -> std::io::Result<u32> {
    u32::try_from(length).map_err(std::io::Error::other)
}
