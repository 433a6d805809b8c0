//! Takes lines of quick entry apart, completes them at every place, and applies what comes of them.
//! Run as told in `fuzz/README.md`.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../harness.rs"]
#[allow(dead_code)]
mod harness;

fuzz_target!(|bytes: &[u8]| harness::quick_entry(bytes));
