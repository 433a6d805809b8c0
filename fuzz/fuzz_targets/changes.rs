//! Makes changes to generated dossiers, steered by the fuzzer, and holds each to its promises.
//! Run as told in `fuzz/README.md`.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../edits.rs"]
#[allow(dead_code)]
mod edits;

fuzz_target!(|bytes: &[u8]| {
    let Some((way, rest)) = bytes.split_first() else { return };
    edits::run_on_kept(&mut edits::generate::Choices::new(rest, 1), 1 + usize::from(way % 2));
});
