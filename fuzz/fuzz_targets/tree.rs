//! Holds the syntax tree against `ron`: whatever `ron` accepts we accept, and print as it was.
//! Run as told in `fuzz/README.md`.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../harness.rs"]
#[allow(dead_code)]
mod harness;

fuzz_target!(|bytes: &[u8]| harness::tree(bytes));
