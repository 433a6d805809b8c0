//! Reads journals, damaged or made up: nothing comes back that was not written.
//! Run as told in `fuzz/README.md`.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../harness.rs"]
#[allow(dead_code)]
mod harness;

fuzz_target!(|bytes: &[u8]| harness::journal(bytes));
