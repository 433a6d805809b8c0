//! Whether the sectors of a compound file (MS-CFB, in which XLS lies) can be followed: chains that come back to
//! themselves, and streams longer than the file, would fill the memory. Reads no cells.

use crate::problem::{Problem, codes};

/// Numbers from here on are no sectors but marks.
const MARKS: u32 = 0xFFFF_FFFA;
/// The length of a header, and of an entry of the directory.
const HEADER: usize = 512;
const ENTRY: usize = 128;

/// Checks the chains of a file called `name`. What is wrong in other ways is left to the reader of the cells.
///
/// # Errors
/// That it is damaged.
pub(super) fn check(name: &str, bytes: &[u8]) -> Result<(), Problem> {
    if is_sound(bytes).unwrap_or(true) {
        return Ok(());
    }
    let message = format!("{name} is damaged: its parts are longer than the file");
    Err(Problem::error(codes::NOT_THE_FORMAT, message)
        .with_help("fetch it again, or save it again in the program that wrote it"))
}

/// Whether chains end and streams are no longer than the file; none if it is cut off before that can be told.
fn is_sound(bytes: &[u8]) -> Option<bool> {
    let size = match u16::from_le_bytes(bytes.get(30..32)?.try_into().ok()?) {
        9 => 512,
        12 => 4096,
        _ => return None,
    };
    let sectors = bytes.len() / size + 1;
    let sector =
        |number: u32| bytes.get((number as usize + 1).checked_mul(size)?..).map(|rest| &rest[..rest.len().min(size)]);
    let mut list: Vec<u32> = numbers(bytes.get(76..HEADER)?).collect();
    let (mut next, mut seen) = (number_at(bytes, 68)?, 0);
    while next < MARKS {
        seen += 1;
        if seen > sectors {
            return Some(false);
        }
        list.extend(numbers(sector(next)?));
        next = list.pop()?;
    }
    // A file has no more tables than sectors, whatever it says.
    let tables = list.into_iter().filter(|number| *number < MARKS).take(sectors);
    let follows: Vec<u32> = tables.filter_map(sector).flat_map(numbers).collect();
    let (mut at, mut seen) = (number_at(bytes, 48)?, 0);
    while at < MARKS {
        seen += 1;
        if seen > sectors {
            return Some(false);
        }
        for entry in sector(at)?.chunks_exact(ENTRY).filter(|entry| entry.first() != Some(&0)) {
            let low = u64::from(number_at(entry, 120)?);
            let length = if size == 512 { low } else { low | u64::from(number_at(entry, 124)?) << 32 };
            if length > bytes.len() as u64 {
                return Some(false);
            }
        }
        at = *follows.get(at as usize)?;
    }
    let minor = u64::from(number_at(bytes, 64)?) * size as u64;
    Some(minor <= (bytes.len() + size) as u64)
}

fn number_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

#[cfg(test)]
mod tests {
    use super::super::super::fixtures;
    use super::*;

    #[test]
    fn chains_that_return_and_streams_beyond_the_file_are_refused() {
        let sound = fixtures::file("workbook/xlwt.xls");
        assert_eq!(is_sound(&sound), Some(true));
        let directory = number_at(&sound, 48).unwrap() as usize;
        let table = number_at(&sound, 76).unwrap() as usize;
        let mut looped = sound.clone();
        let follows = (table + 1) * 512 + directory * 4;
        looped[follows..follows + 4].copy_from_slice(&(directory as u32).to_le_bytes());
        assert_eq!(is_sound(&looped), Some(false));
        let mut long = sound.clone();
        let length = (directory + 1) * 512 + ENTRY + 120;
        long[length..length + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(is_sound(&long), Some(false));
        for end in (0..sound.len()).step_by(97) {
            let _ = check("x", &sound[..end]);
        }
    }
}
