//! Compound files, in which XLS lies (MS-CFB): streams in chains of sectors, those that are short in small sectors within
//! one of them. Chains that come back to themselves, and streams longer than the file, would fill the memory of who follows
//! them: they are refused. Knows no workbook.

use crate::problem::{Problem, codes};

/// Numbers of sectors from here on are marks, which end a chain.
const RESERVED: u32 = 0xffff_fffa;
/// Streams shorter than this lie in the small sectors.
const SMALL: usize = 4096;
/// Bytes of a small sector.
const SMALL_SECTOR: usize = 64;
/// Bytes of the header as far as it is read, and of an entry of the directory.
const HEADER: usize = 512;
const ENTRY: usize = 128;

/// A compound file.
#[derive(Debug)]
pub(super) struct Compound<'a> {
    /// Its name for messages.
    name: &'a str,
    bytes: &'a [u8],
    /// Bytes of a sector.
    sector: usize,
    /// The next sector of each.
    next: Vec<u32>,
    small_next: Vec<u32>,
    /// The stream that the small sectors lie in.
    small: Vec<u8>,
    directory: Vec<u8>,
}

impl<'a> Compound<'a> {
    /// A file called `name`; none if it is cut off before its streams can be told, which is left to who reads them.
    ///
    /// # Errors
    /// That it is damaged: a chain comes back to itself, or a stream is longer than the file.
    pub(super) fn open(name: &'a str, bytes: &'a [u8]) -> Result<Option<Self>, Problem> {
        let Some((mut file, heads)) = Self::begin(name, bytes) else { return Ok(None) };
        let mut tables: Vec<u32> = numbers(bytes.get(76..HEADER).unwrap_or_default());
        let (mut more, mut seen) = (heads.more_tables, 0);
        while let Some((listed, last)) = file.sector(more).and_then(|sector| sector.split_last_chunk::<4>()) {
            seen += 1;
            if seen > file.sectors() {
                return Err(file.damaged());
            }
            tables.extend(numbers(listed));
            more = u32::from_le_bytes(*last);
        }
        // A file has no more tables than sectors, whatever it says.
        let tables = tables.into_iter().filter(|table| *table < RESERVED).take(file.sectors());
        file.next = tables.filter_map(|table| file.sector(table)).flat_map(numbers).collect();
        file.directory = file.chain(heads.directory)?;
        for entry in file.directory.chunks_exact(ENTRY).filter(|entry| entry.first() != Some(&0)) {
            let low = u64::from(number(entry, 120).unwrap_or(0));
            // Small files have 32 bits of a length, and whatever in the others.
            let high = if file.sector == 512 { 0 } else { u64::from(number(entry, 124).unwrap_or(0)) << 32 };
            if low | high > bytes.len() as u64 {
                return Err(file.damaged());
            }
        }
        if heads.small_tables as u64 * file.sector as u64 > (bytes.len() + file.sector) as u64 {
            return Err(file.damaged());
        }
        file.small_next = numbers(&file.chain(heads.small_table)?);
        let root = file.directory.chunks_exact(ENTRY).find(|entry| entry.get(66) == Some(&5));
        if let Some(start) = root.and_then(|root| number(root, 116)) {
            file.small = file.chain(start)?;
        }
        Ok(Some(file))
    }

    /// What its header says.
    fn begin(name: &'a str, bytes: &'a [u8]) -> Option<(Self, Heads)> {
        let sector = short(bytes, 30).filter(|power| (7..=16).contains(power)).map(|power| 1usize << power)?;
        bytes.get(..HEADER)?;
        let heads = Heads {
            directory: number(bytes, 48)?,
            small_table: number(bytes, 60)?,
            small_tables: number(bytes, 64)?,
            more_tables: number(bytes, 68)?,
        };
        let (next, small_next, small, directory) = Default::default();
        Some((Compound { name, bytes, sector, next, small_next, small, directory }, heads))
    }

    /// The first stream of a name.
    ///
    /// # Errors
    /// That its chain comes back to itself.
    pub(super) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Problem> {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).chain([0, 0]).collect();
        let is = |entry: &&[u8]| entry.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(&name));
        let entry = self.directory.chunks_exact(ENTRY).find(is);
        let told = entry.and_then(|entry| Some((number(entry, 116)?, number(entry, 120)? as usize)));
        let Some((start, length)) = told else { return Ok(None) };
        let mut stream = if length < SMALL { self.small_chain(start)? } else { self.chain(start)? };
        stream.truncate(length);
        Ok(Some(stream))
    }

    /// More sectors than there are.
    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    fn sector(&self, at: u32) -> Option<&'a [u8]> {
        if at >= RESERVED {
            return None;
        }
        let begin = (at as usize).checked_add(1)?.checked_mul(self.sector)?;
        // The last one may be cut off.
        let end = begin.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(begin..end)
    }

    fn small_sector(&self, at: u32) -> Option<&[u8]> {
        let begin = (at as usize).checked_mul(SMALL_SECTOR).filter(|_| at < RESERVED)?;
        self.small.get(begin..self.small.len().min(begin.saturating_add(SMALL_SECTOR)))
    }

    /// What the sectors hold from one to the end of its chain.
    fn chain(&self, start: u32) -> Result<Vec<u8>, Problem> {
        self.walk(start, &self.next, self.sectors(), |at| self.sector(at))
    }

    fn small_chain(&self, start: u32) -> Result<Vec<u8>, Problem> {
        self.walk(start, &self.small_next, self.small.len() / SMALL_SECTOR + 1, |at| self.small_sector(at))
    }

    /// What sectors hold, one after the other. A chain that is longer than there are sectors has come back to itself.
    fn walk<'s>(
        &self,
        start: u32,
        next: &[u32],
        sectors: usize,
        sector: impl Fn(u32) -> Option<&'s [u8]>,
    ) -> Result<Vec<u8>, Problem> {
        let (mut at, mut seen, mut out) = (start, 0, Vec::new());
        while let Some(sector) = sector(at) {
            seen += 1;
            if seen > sectors {
                return Err(self.damaged());
            }
            out.extend_from_slice(sector);
            at = next.get(at as usize).copied().unwrap_or(RESERVED);
        }
        Ok(out)
    }

    fn damaged(&self) -> Problem {
        let message = format!("{} is damaged: its parts are longer than the file", self.name);
        Problem::error(codes::NOT_THE_FORMAT, message)
            .with_help("fetch it again, or save it again in the program that wrote it")
    }
}

/// Where its chains begin.
#[derive(Debug)]
struct Heads {
    directory: u32,
    small_table: u32,
    /// How many sectors that one has.
    small_tables: u32,
    /// Further numbers of tables than the header has room for.
    more_tables: u32,
}

/// A number of two bytes.
pub(super) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// A number of four bytes.
pub(super) fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|chunk| number(chunk, 0)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::fixtures;
    use super::*;

    #[test]
    fn chains_that_return_and_streams_beyond_the_file_are_refused() {
        let sound = fixtures::file("workbook/xlwt.xls");
        let file = Compound::open("x", &sound).unwrap().unwrap();
        let stream = file.stream("Workbook").unwrap().unwrap();
        let entry = |name: &str| {
            let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            file.directory.chunks_exact(ENTRY).find(|entry| entry.starts_with(&name)).unwrap()
        };
        let (first, length) = (number(entry("Workbook"), 116).unwrap(), number(entry("Workbook"), 120).unwrap());
        assert_eq!(stream.len(), length as usize);
        let directory = number(&sound, 48).unwrap();
        let table = number(&sound, 76).unwrap() as usize;
        let looped = |sector: u32| {
            let mut bytes = sound.clone();
            let follows = (table + 1) * 512 + sector as usize * 4;
            bytes[follows..follows + 4].copy_from_slice(&sector.to_le_bytes());
            bytes
        };
        assert!(Compound::open("x", &looped(directory)).is_err());
        let bytes = looped(first);
        assert!(Compound::open("x", &bytes).unwrap().unwrap().stream("Workbook").is_err());
        let mut long = sound.clone();
        let length = (directory as usize + 1) * 512 + ENTRY + 120;
        long[length..length + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(Compound::open("x", &long).is_err());
        for end in (0..sound.len()).step_by(97) {
            if let Ok(Some(file)) = Compound::open("x", &sound[..end]) {
                let _ = file.stream("Workbook");
            }
        }
    }
}
