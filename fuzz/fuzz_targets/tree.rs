//! Holds the syntax tree against `ron`: whatever `ron` accepts we accept, and print as it was.
//! Run with `cargo fuzz run tree`, as `read`.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../harness.rs"]
#[allow(dead_code)]
mod harness;

fuzz_target!(|bytes: &[u8]| harness::tree(bytes));
