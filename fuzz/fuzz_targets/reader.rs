//! Reads whatever bytes come by the reader that the variable `READER` names (`READER=turtle`), and makes a dossier of
//! what was read. A new format needs no line here. Run as told in `fuzz/README.md`.
#![no_main]

use std::sync::OnceLock;

use chancery::dossier::{fuzz_reader, reader_names};
use libfuzzer_sys::fuzz_target;

/// The name of the reader.
fn reader() -> &'static str {
    static READER: OnceLock<&'static str> = OnceLock::new();
    READER.get_or_init(|| {
        let wanted = std::env::var("READER").unwrap_or_default();
        let known = reader_names();
        match known.iter().find(|name| **name == wanted) {
            Some(name) => name,
            None => panic!("set READER to one of {}", known.join(", ")),
        }
    })
}

fuzz_target!(|bytes: &[u8]| fuzz_reader(reader(), bytes));
