//! Makes changes to generated dossiers, steered by the fuzzer, and holds each to its promises.
//! Run as told in `fuzz/README.md`.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../edits.rs"]
mod edits;

fuzz_target!(|bytes: &[u8]| {
    edits::run(&mut edits::generate::Choices::new(bytes, 1), 4);
});
