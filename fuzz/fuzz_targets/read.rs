//! Reads whatever bytes come. Run with `cargo fuzz run read` (cargo-fuzz; a nightly compiler, or
//! `RUSTC_BOOTSTRAP=1`).
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../harness.rs"]
mod harness;

fuzz_target!(|bytes: &[u8]| harness::read(bytes));
