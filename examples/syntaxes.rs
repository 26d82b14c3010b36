//! Writes the tables that colour code of other languages: the few of
//! `syntect`'s that occur in texts about Docker. All of its tables are
//! 370,000 bytes; these are a part of it.
//!
//! ```text
//! cargo run --example syntaxes src/doc/syntaxes.packdump
//! ```

use std::collections::BTreeSet;

use syntect::dumps::dump_to_uncompressed_file;
use syntect::parsing::syntax_definition::{Context, SyntaxDefinition};
use syntect::parsing::{SyntaxSet, SyntaxSetBuilder};

/// Names as `syntect` has them; what they include comes with them.
const NAMES: [&str; 10] = [
    "Plain Text",
    "Bourne Again Shell (bash)",
    "Batch File",
    "Diff",
    "Go",
    "JSON",
    "JavaScript",
    "Makefile",
    "Python",
    "YAML",
];

fn main() {
    let path = std::env::args_os().nth(1).expect("usage: syntaxes FILE");
    let all = SyntaxSet::load_defaults_newlines().into_builder();
    let kept = kept(all.syntaxes());
    let mut few = SyntaxSetBuilder::new();
    for (place, syntax) in all.syntaxes().iter().enumerate() {
        let mut syntax = syntax.clone();
        // Syntaxes name each other by their places, so one that goes leaves an empty place.
        if !kept.contains(&place) {
            syntax
                .contexts
                .retain(|name, _| name == "main" || name == "__start" || name == "__main");
            syntax.contexts.values_mut().for_each(|context| *context = Context::new(true));
            syntax.file_extensions.clear();
            syntax.first_line_match = None;
            syntax.name.clear();
        }
        few.add(syntax);
    }
    dump_to_uncompressed_file(&few.build(), path).expect("the file can be written");
}

/// The places of the named syntaxes and of all that they include.
fn kept(all: &[SyntaxDefinition]) -> BTreeSet<usize> {
    let named = |place: &usize| NAMES.contains(&all[*place].name.as_str());
    let mut open: Vec<usize> = (0..all.len()).filter(named).collect();
    let mut kept = BTreeSet::new();
    while let Some(place) = open.pop() {
        if kept.insert(place) {
            // `syntect` does not give the numbers away, but it prints them.
            let printed = format!("{:?}", all[place].contexts);
            open.extend(printed.split("syntax_index: ").skip(1).filter_map(|rest| {
                rest.split(|it: char| !it.is_ascii_digit()).next()?.parse::<usize>().ok()
            }));
        }
    }
    kept
}
