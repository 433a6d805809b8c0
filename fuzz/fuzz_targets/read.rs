//! Reads whatever bytes come as a dossier, and as one that includes it.
//! Run as told in `fuzz/README.md`.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../harness.rs"]
#[allow(dead_code)]
mod harness;

fuzz_target!(|bytes: &[u8]| harness::read(bytes));
