//! No explanation states a value that nobody holds: what stands in code in an explanation
//! stands in the file, follows from it in the analysis, or is a word of our tables.

use std::collections::HashSet;
use std::fmt::Debug;
use std::sync::LazyLock;

use layerwise::doc::{Block, BlockKind, Text};
use layerwise::dockerfile::InstructionId;
use layerwise::explain::whole::{Manner, each_part};
use layerwise::explain::{Choice, Depth, explain, found_here};
use layerwise::source::LineNumber;
use proptest::prelude::*;

use super::analysed;

/// All that a block shows as code, blocks of code left aside: they are the file itself,
/// the graph, and commands, which have tests of their own.
fn code_of(block: &Block, found: &mut Vec<String>) {
    let mut text = |text: &Text| {
        found.extend(text.runs.iter().filter(|run| run.style.code).map(|run| run.text.clone()));
    };
    match &block.kind {
        BlockKind::Heading { text: it, .. } | BlockKind::Paragraph(it) => text(it),
        BlockKind::Table(table) => {
            table.head.iter().chain(table.rows.iter().flatten()).for_each(text);
        }
        BlockKind::List(list) => {
            list.items.iter().flat_map(|item| &item.blocks).for_each(|it| code_of(it, found));
        }
        BlockKind::Quote { blocks, .. } => blocks.iter().for_each(|it| code_of(it, found)),
        _ => {}
    }
}

/// Every word that an explanation may use as code whatever the file says: those that stand in
/// code in the sentences of the program itself and of its tables.
static OWN: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let mut own = HashSet::new();
    let mut add = |text: &str| own.extend(words(text).map(str::to_owned));
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for part in [
        "explain",
        "explain/whole",
        "runtime",
        "dockerfile/problems",
        "checks/rules",
        "knowledge",
        "knowledge/stored",
    ] {
        let folder = match part {
            "dockerfile/problems" if !folder.join(part).exists() => {
                std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("syntax/src/problems")
            }
            part => folder.join(part),
        };
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
            let text = std::fs::read_to_string(&path).unwrap();
            // Values of tests are no words of the program.
            add(text.split("#[cfg(test)]").next().unwrap_or_default());
        }
    }
    own
});

/// Pieces that are compared: what stands between blanks, quotes and other signs.
fn words(text: &str) -> impl Iterator<Item = &str> {
    // What is shown in place of control characters parts words as those do.
    let is_placeholder = |it: char| ('\u{2400}'..='\u{243f}').contains(&it) || "‹›".contains(it);
    text.split(move |it: char| {
        it.is_whitespace() || is_placeholder(it) || "\"'`,;()[]{}<>=|&\\•".contains(it)
    })
    .flat_map(|word| [word, word.trim_matches(['.', ':', '…', '/', '-', '$'])])
    .filter(|word| !word.is_empty())
}

/// Words that follow from the file: those of its analysis, and of the paths and references in it.
fn derived(debugged: &dyn Debug) -> HashSet<String> {
    words(&format!("{debugged:?}")).map(str::to_owned).collect()
}

/// Checks every value of what is said about a file.
#[track_caller]
fn check(text: &str) {
    let analysis = analysed(text);
    let file = &analysis.file;
    let mut said: Vec<String> = Vec::new();
    for (place, _) in file.instructions.iter().enumerate() {
        let explanation = explain(file, InstructionId(place as u32));
        let tokens = explanation.tokens.iter().flat_map(|token| &token.text.blocks);
        explanation.summary.blocks.iter().chain(tokens).for_each(|it| code_of(it, &mut said));
    }
    let choice = Choice { depth: Depth::Full, stage: None };
    let Ok(()) = each_part(&analysis, choice, Manner::default(), |piece| {
        piece.blocks.iter().for_each(|block| code_of(block, &mut said));
        Ok::<(), std::convert::Infallible>(())
    });
    for line in 1..=file.source.line_count() {
        let Some(line) = LineNumber::new(line as u32) else { continue };
        said.extend(found_here(&analysis, line).map(|text| {
            let code = text.runs.iter().filter(|run| run.style.code);
            code.map(|run| run.text.as_str()).collect::<Vec<_>>().join(" ")
        }));
    }
    let in_line = layerwise::source::safe_line(text);
    let shown = format!("{}\n{in_line}", layerwise::source::safe(text));
    // Lines joined, and as a shell reads it: without quotes and escapes.
    let logical = file.instructions.iter().map(|it| it.logical.text(&file.source));
    let lines = format!("{text}\n{}", logical.collect::<Vec<_>>().join("\n"));
    let joined = format!("{lines}\n{}", lines.replace(['\\', '"', '\''], ""));
    let in_file: HashSet<&str> = words(&shown).chain(words(&joined)).chain(words(text)).collect();
    let debugged =
        derived(&(&analysis.build, &analysis.options, &file.problems, &file.instructions));
    for value in said {
        for word in words(&value) {
            let is_held = in_file.contains(word)
                || debugged.contains(word)
                || OWN.contains(word)
                || shown.contains(word)
                || joined.contains(word)
                || text.to_lowercase().contains(word)
                || word.starts_with("U+")
                || is_part_of_known(word, &debugged, &shown);
            assert!(is_held, "{word:?} of {value:?} is held by nobody in {text:?}");
        }
    }
}

/// A path or a reference that is put together of parts that are held: `docker.io/library/a:1`,
/// `/app/src`, `8080:8080`, `10:20`.
fn is_part_of_known(word: &str, debugged: &HashSet<String>, shown: &str) -> bool {
    let parts = || {
        word.split(['/', ':', '@', '.', '%', '…', '$', '~', '!', '#', '+', '^', '-', '_', '*', '?'])
    };
    parts().filter(|part| !part.is_empty()).all(|part| {
        shown.to_lowercase().contains(&part.to_lowercase())
            || debugged.contains(part)
            || OWN.contains(part)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_said_of_generated_files_is_held_by_somebody(text in super::properties::files()) {
        check(&text);
    }

    #[test]
    fn what_is_said_of_files_with_telling_values_is_held_by_somebody(
        number in 1_000_u32..60_000,
        name in "[a-z]{9}",
        pieces in prop::collection::vec(0_usize..VALUES.len(), 1..8),
    ) {
        let lines = pieces.iter().map(|place| VALUES[*place]).collect::<String>();
        check(&format!("FROM alpine AS first\n{lines}").replace("NUM", &number.to_string()).replace("NAME", &name));
    }
}

/// Lines with a number and a name that stand nowhere else.
const VALUES: &[&str] = &[
    "EXPOSE NUM\n",
    "ENV NAME=NUM\n",
    "ARG NAME=NUM\n",
    "USER NUM:NAME\n",
    "WORKDIR /NAME/NUM\n",
    "WORKDIR NAME\n",
    "RUN useradd -u NUM NAME\n",
    "RUN apt-get update && apt-get install -y NAME=NUM\n",
    "COPY --chown=NAME:NUM NAME.txt ./NAME/\n",
    "COPY --chmod=644 . .\n",
    "LABEL NAME=NUM\n",
    "CMD [\"NAME\", \"--port\", \"NUM\"]\n",
    "ENTRYPOINT NAME NUM\n",
    "HEALTHCHECK --interval=NUMs --retries=3 CMD NAME\n",
    "VOLUME /NAME\n",
    "STOPSIGNAL SIGINT\n",
    "FROM NAME:NUM AS NAME\n",
    "COPY --from=first /NAME /NUM\n",
    "RUN --mount=type=cache,target=/NAME,id=NUM make NAME\n",
    "RUN --mount=type=secret,id=NAME cat /run/secrets/NAME\n",
    "SHELL [\"/bin/NAME\", \"-c\"]\n",
];

#[test]
fn what_is_said_of_recorded_files_is_held_by_somebody() {
    for line in include_str!("../truth/parse.jsonl").lines().step_by(7) {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        check(case["source"].as_str().unwrap());
    }
}

/// The test can fail: a value that is made up is not held.
#[test]
fn a_value_that_is_made_up_is_not_held() {
    let text = "FROM alpine\nEXPOSE 8123\n";
    let analysis = analysed(text);
    let debugged = derived(&(&analysis.build, &analysis.options));
    for word in ["48713", "zyxwv", "/srv/zyxwv"] {
        assert!(!OWN.contains(word) && !debugged.contains(word), "{word}");
        assert!(!is_part_of_known(word, &debugged, text), "{word}");
    }
    assert!(is_part_of_known("8123/tcp", &debugged, text));
}
