//! Reads dates: kept as written, with an earliest day no later than the latest.
//! Run as told in `fuzz/README.md`.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../harness.rs"]
#[allow(dead_code)]
mod harness;

fuzz_target!(|bytes: &[u8]| harness::edtf(bytes));
