//! What kind of file a workbook is, and whether unpacking it would fill the memory. Reads no cells.

use std::io::Read as _;

use super::super::encoding::packed;
use super::super::format::Failure;
use super::super::limits::Limit;
use super::compound::Compound;
use super::watched::Watched;
use super::{extent, repeats};
use crate::problem::{Problem, codes};
use crate::progress::Progress;

/// How files of the zip format begin.
pub(super) const ZIP: &[u8] = b"PK\x03\x04";
/// How compound files (XLS, and workbooks with a password) begin.
pub(super) const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The kinds of workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Office Open XML.
    Xlsx,
    /// The same with binary parts.
    Xlsb,
    /// Excel 97 to 2003.
    Xls,
    /// OpenDocument.
    Ods,
}

/// What is known of a workbook before its cells are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pack {
    pub(super) kind: Kind,
    /// Whether some sheet may have formulas.
    pub(super) formulas: bool,
    /// Whether some sheet may have merged cells.
    pub(super) merged: bool,
    /// Whether some sheet has values with white space around them.
    pub(super) spaced: bool,
}

/// Parts that unpack to less than this are not looked at for their ratio.
const SMALL: u64 = 32 << 20;
/// A part that unpacks to more than so many times its size was made for that.
const RATIO: u64 = 250;

/// What is looked for in sheets: merged cells, formulas, and values with white space around them. The longest decides how
/// much of a piece is looked at again with the next one.
const MARKS: [&[u8]; 9] = [b"mergeCell", b"<f>", b"<f ", b"<v> ", b"<v>\n", b"<v>\r", b"<v>\t", b" </v>", b"\n</v>"];
const MERGED: usize = 0;
const OVERLAP: usize = MARKS[MERGED].len() - 1;

/// The name of a part as most programs write it.
pub(super) fn plain(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}

/// Looks at the parts of a file called `name` without keeping them.
///
/// # Errors
/// What stands in the way of reading it, or that a person asked to stop.
pub(super) fn look(name: &str, bytes: &[u8], progress: &Progress) -> Result<Pack, Failure> {
    Limit::Bytes.check(bytes.len())?;
    if let Some(problem) = packed(name, bytes) {
        return Err(problem.into());
    }
    if bytes.starts_with(COMPOUND) {
        let file = Compound::open(name, bytes)?;
        // An encrypted package has a stream of this name, in UTF-16.
        let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if memchr::memmem::find(bytes, &encrypted).is_some() {
            let message = format!("{name} is protected by a password");
            let problem = Problem::error(codes::NOT_THE_FORMAT, message);
            return Err(problem.with_help("save it without a password").into());
        }
        if let Some(file) = file {
            extent::check(&file)?;
        }
        return Ok(Pack { kind: Kind::Xls, formulas: false, merged: true, spaced: false });
    }
    let mut zip = zip::ZipArchive::new(Watched::new(bytes, progress.clone())).map_err(|_| {
        let message = format!("{name} is cut off or damaged: the list of its parts is not there");
        Problem::error(codes::CUT_OFF, message).with_help("fetch or save it again")
    })?;
    // Some programs write the names of parts otherwise.
    let names: Vec<String> = zip.file_names().flatten().map(|name| plain(&name)).collect();
    let has = |part: &str| names.iter().any(|name| name == part);
    let kind = match () {
        () if has("xl/workbook.bin") => Kind::Xlsb,
        () if has("content.xml") => Kind::Ods,
        () => Kind::Xlsx,
    };
    let (mut total, mut found) = (0, [false; MARKS.len()]);
    let mut buffer = vec![0; OVERLAP + (1 << 16)];
    for number in 0..zip.len() {
        let damaged = |part: &str| {
            let message = format!("{name} is damaged: its part {part} cannot be unpacked");
            Problem::error(codes::NOT_THE_FORMAT, message).with_help("fetch or save it again")
        };
        let mut part = zip.by_index(number).map_err(|_| damaged(&number.to_string()))?;
        let (told, packed) = (part.size(), part.compressed_size());
        let part_name = part.name().map(|name| plain(&name)).unwrap_or_default();
        // Any part may be a sheet, whatever it is called; but what is called so must be whole.
        let must_be_whole = [".xml", ".bin", ".rels"].iter().any(|ending| part_name.ends_with(ending));
        if told > SMALL && told / packed.max(1) > RATIO || total + told > Limit::Unpacked.most() as u64 {
            return Err(Limit::Unpacked.over().into());
        }
        let sheet = part_name.starts_with("xl/worksheets/");
        let (mut read, mut count) = (0, 0);
        buffer.fill(0);
        loop {
            // The end of the piece before stands before the next one.
            buffer.copy_within(count..count + OVERLAP, 0);
            count = match part.read(buffer.get_mut(OVERLAP..).unwrap_or_default()) {
                Ok(0) => break,
                Ok(count) => count,
                Err(_) if !must_be_whole => break,
                Err(_) => return Err(damaged(&part_name).into()),
            };
            read += count as u64;
            // The size that the list of parts tells need not be true.
            if read > told {
                return Err(damaged(&part_name).into());
            }
            let piece = buffer.get(..OVERLAP + count).unwrap_or_default();
            for (number, (mark, found)) in MARKS.iter().zip(&mut found).enumerate() {
                // That cells are merged must not be missed in a sheet of another name.
                let looks = (sheet || number == MERGED) && !*found;
                *found |= looks && memchr::memmem::find(piece, mark).is_some();
            }
        }
        total += read;
    }
    if kind == Kind::Ods
        && let Ok(part) = zip.by_name("content.xml")
    {
        repeats::check(std::io::BufReader::new(part))?;
    }
    let [merged, formula, formula_with_more, spaces @ ..] = found;
    Ok(Pack { kind, formulas: formula || formula_with_more, merged, spaced: spaces.contains(&true) })
}
