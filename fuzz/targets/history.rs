#![no_main]

#[allow(dead_code, reason = "the other targets use the rest")]
#[path = "../bodies.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::history(data));
