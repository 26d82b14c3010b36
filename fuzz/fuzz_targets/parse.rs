//! Any bytes are a Dockerfile: reading and explaining them never fails, and
//! the tokens cover the text exactly.
#![no_main]

use std::sync::Arc;

use layerwise::dockerfile::{InstructionId, parse, record};
use layerwise::explain::explain;
use layerwise::source::Source;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let source = Arc::new(Source::new("fuzz", bytes.to_vec()));
    let file = parse(Arc::clone(&source));
    let mut end = 0;
    for token in file.tokens.iter() {
        assert_eq!(token.span.start, end, "tokens leave a gap or overlap");
        end = token.span.end;
    }
    assert_eq!(end as usize, source.text().len(), "tokens do not reach the end");
    let _ = record::record(&file);
    for place in 0..file.instructions.len().min(40) {
        let _ = explain(&file, InstructionId(place as u32));
    }
});
