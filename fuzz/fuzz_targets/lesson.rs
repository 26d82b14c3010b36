//! Any text is a lesson: loading it, laying it out and reading a selector
//! from it never fails.
#![no_main]

use layerwise::lesson::{NoFolder, load};
use layerwise::select::{Expression, Selector};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = load("fuzz.md", text, &NoFolder);
    let line = text.lines().next().unwrap_or_default();
    let _ = Selector::parse(line);
    let _ = Expression::parse(line);
});
