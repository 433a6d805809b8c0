//! Damaged files: random changes of bytes in the built-in examples, each read to the end without a
//! panic, quickly and in little memory. `fuzz/` runs the same harness for longer.
//!
//! `CHANCERY_MUTATIONS` sets how many are tried, `CHANCERY_SEED` the seed.

use std::time::{Duration, Instant};

use chancery::dossier::document::EXAMPLES;

use super::random::Random;

#[path = "../fuzz/harness.rs"]
mod harness;

/// Texts that lead the other harnesses on their way, damaged like files.
const SEEDS: &[&str] = &[
    "(a: 1.5, b: [r#\"x\"#, 'c', b'\\x41', 0x1F_u8], c: {\"k\": Some(Word(-1..=2))}) // end",
    "2015-10-01/2016-33~",
    "[2013..2015,-0043]",
    "Port Authority -> hosts -> \"A + B\": meeting + X @2017-05 !planned [wire P8.1 \"words [so]\"] [P2]",
    "entities from:(kind:state -is:unnamed) OR near:\"A + B\"/2 out -claim:(basis:reported,stated at:P8*) when:2013..2015|no:when",
];

#[test]
fn damaged_values_dates_and_lines_break_no_promise() {
    let mut random = Random(setting("CHANCERY_SEED", 20_151_001) ^ 0x5eed);
    for number in 0..setting("CHANCERY_MUTATIONS", 200) * 20 {
        let mut bytes = SEEDS[number as usize % SEEDS.len()].as_bytes().to_vec();
        damage(&mut bytes, &mut random);
        let read = std::panic::catch_unwind(|| {
            harness::tree(&bytes);
            harness::edtf(&bytes);
            harness::quick_entry(&bytes);
            harness::query(&bytes);
            harness::journal(&bytes);
        });
        assert!(read.is_ok(), "number {number}: {:?}", String::from_utf8_lossy(&bytes));
    }
}

/// Damages bytes: flips, deletes, inserts, repeats, swaps or cuts off.
fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    const SIGNS: &[u8] = b"()[]{}\",:/*\\#'r\n\xff\x00";
    for _ in 0..1 + random.below(6) {
        let at = random.below(bytes.len());
        let end = (at + 1 + random.below(200)).min(bytes.len());
        match random.below(7) {
            _ if bytes.is_empty() => bytes.push(b'('),
            0 => bytes[at] ^= 1 << random.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.insert(at, SIGNS[random.below(SIGNS.len())]),
            3 => {
                let piece = bytes[at..end].to_vec();
                let times = 1 + random.below(40);
                let many = piece.repeat(times);
                bytes.splice(at..at, many);
            }
            4 => {
                let other = random.below(bytes.len());
                bytes.swap(at, other);
            }
            5 => bytes[at] = SIGNS[random.below(SIGNS.len())],
            _ if random.below(8) == 0 => bytes.truncate(at),
            _ => bytes.insert(at, (random.next() & 0xff) as u8),
        }
    }
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

/// The most memory that this process has ever held, in bytes; `None` where the system does not say.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

#[test]
fn damaged_files_are_read_without_a_panic_quickly_and_in_little_memory() {
    let mut random = Random(setting("CHANCERY_SEED", 20_151_001));
    let texts: Vec<&str> = EXAMPLES.iter().flat_map(|e| e.files).map(|(_, text)| *text).collect();
    let before = most_memory();
    let mut slowest = Duration::ZERO;
    for number in 0..setting("CHANCERY_MUTATIONS", 200) {
        let mut bytes = texts[number as usize % texts.len()].as_bytes().to_vec();
        damage(&mut bytes, &mut random);
        let start = Instant::now();
        let read = std::panic::catch_unwind(|| harness::read(&bytes));
        let took = start.elapsed();
        slowest = slowest.max(took);
        if read.is_err() || took > Duration::from_secs(1) {
            let kept = std::env::temp_dir().join("chancery-damaged.ron");
            std::fs::write(&kept, &bytes).unwrap();
            panic!("number {number} took {took:?} or failed; it is kept as {}", kept.display());
        }
    }
    if let (Some(before), Some(after)) = (before, most_memory()) {
        assert!(after - before < 200 << 20, "{} MiB more", (after - before) >> 20);
    }
    println!("slowest {slowest:?}");
}
