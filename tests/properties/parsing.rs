//! The tree of any file: it covers the file, keeps its order, and maps back.

use std::sync::Arc;

use layerwise::dockerfile::record::record;
use layerwise::dockerfile::{Arguments, Dockerfile, Instruction, ProblemLevel, TokenKind, parse};
use layerwise::source::{Source, Span};
use proptest::prelude::*;

use super::generate;

fn tree(bytes: impl Into<Vec<u8>>) -> Dockerfile {
    parse(Arc::new(Source::new("Dockerfile", bytes.into())))
}

/// Everything that must hold for every file.
fn check(file: &Dockerfile) {
    check_tokens(file);
    let length = file.source.text().len() as u32;
    let mut end = 0;
    for instruction in &file.instructions {
        assert!(instruction.span.start >= end, "instructions overlap: {instruction:?}");
        check_instruction(file, instruction);
        end = instruction.span.end;
    }
    assert!(end <= length);
    for comment in &file.comments {
        check_span(file, comment.span);
        assert!(file.source.slice(comment.span).starts_with('#'));
    }
    for problem in &file.problems {
        check_span(file, problem.span);
        assert!(!problem.message.is_empty() && !problem.reason.is_empty(), "{problem:?}");
    }
    let refused = file.instructions.iter().filter(|it| it.refused).count();
    let errors = file.problems.iter().filter(|it| it.level == ProblemLevel::Error).count();
    assert!(refused <= errors, "an instruction is refused without a problem");
    let record = record(file);
    assert_eq!(record.accepted, record.error.is_none());
    assert_eq!(record.accepted, errors == 0, "{:?}", file.problems);
    serde_json::to_string(&record).unwrap();
}

/// Tokens are sorted, disjoint, not empty, and together the file.
fn check_tokens(file: &Dockerfile) {
    let text = file.source.text();
    let mut end = 0;
    let mut joined = String::new();
    for token in file.tokens.iter() {
        assert_eq!(token.span.start, end, "a gap or an overlap");
        assert!(!token.span.is_empty());
        let part = text.get(token.span.range()).expect("a token cuts a character");
        match token.kind {
            TokenKind::LineEnd => assert!(part.chars().all(|it| matches!(it, '\r' | '\n'))),
            TokenKind::Blank => assert!(part.chars().all(char::is_whitespace), "{part:?}"),
            TokenKind::Comment => assert!(part.starts_with('#')),
            _ => {}
        }
        joined.push_str(part);
        end = token.span.end;
        assert_eq!(file.tokens.at(token.span.start), Some(token));
    }
    assert_eq!(joined, text);
}

fn check_span(file: &Dockerfile, span: Span) {
    assert!(file.source.text().get(span.range()).is_some(), "{span:?} is no place in the file");
}

fn check_instruction(file: &Dockerfile, instruction: &Instruction) {
    let logical = instruction.logical.text(&file.source);
    assert_eq!(logical.len(), instruction.logical.length as usize);
    assert!(!logical.contains('\n'));
    let lines = instruction.lines;
    assert!(lines.contains(file.source.line_at(instruction.keyword_span.start)));
    assert!(lines.first <= lines.last && lines.last.index() < file.source.line_count());
    check_map(file, instruction, &logical);
    let mut inside = vec![instruction.keyword_span];
    inside.extend(instruction.flags.iter().flat_map(|it| [it.span, it.name]));
    inside.extend(instruction.variables.iter().flat_map(|it| [it.span, it.name]));
    inside.extend(instruction.heredocs.iter().map(|it| it.marker));
    for span in inside {
        check_span(file, span);
        assert!(instruction.logical.span.join(instruction.span).covers(span), "{span:?}");
    }
    for heredoc in &instruction.heredocs {
        check_span(file, heredoc.body);
        assert!(heredoc.terminator.is_none_or(|it| it.start >= heredoc.body.end));
    }
    if let Arguments::Onbuild(Some(held_back)) = &instruction.arguments {
        assert!(
            instruction
                .logical
                .text(&file.source)
                .ends_with(&*held_back.logical.text(&file.source))
        );
        check_map(file, held_back, &held_back.logical.text(&file.source));
    }
}

/// Each byte of the joined text is the byte at its place in the file.
fn check_map(file: &Dockerfile, instruction: &Instruction, logical: &str) {
    let text = file.source.text().as_bytes();
    for (at, byte) in logical.bytes().enumerate() {
        let source = instruction.logical.source_start(at as u32);
        assert_eq!(text[source as usize], byte);
        assert_eq!(instruction.logical.offset_of(source), at as u32);
    }
}

/// What a tree says, without places: for comparing files that differ in line endings.
fn meaning(file: &Dockerfile) -> (String, Vec<TokenKind>) {
    let mut record = serde_json::to_value(record(file)).unwrap();
    for instruction in record["instructions"].as_array_mut().into_iter().flatten() {
        let members = instruction.as_object_mut().unwrap();
        // Bodies keep the file's line endings.
        members.remove("heredocs");
        members.remove("typed");
    }
    (record.to_string(), file.tokens.iter().map(|token| token.kind).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_a_sound_tree(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&tree(bytes));
    }

    #[test]
    fn any_pieces_give_a_sound_tree(text in generate::pieces()) {
        check(&tree(text));
    }

    #[test]
    fn recorded_files_with_damage_give_a_sound_tree(bytes in generate::damaged()) {
        check(&tree(bytes));
    }

    #[test]
    fn line_endings_do_not_matter(text in generate::recorded()) {
        let unix = text.replace("\r\n", "\n");
        prop_assume!(!unix.contains('\r') && unix.len() < 60_000);
        let windows = unix.replace('\n', "\r\n");
        prop_assert_eq!(meaning(&tree(unix)), meaning(&tree(windows)));
    }

    #[test]
    fn a_broken_line_leaves_the_others_alone(text in generate::sound(), broken in "[A-Z]{5,9}X [a-z ]{0,9}") {
        let whole = tree(text.clone());
        let before = broken.clone() + "\n" + &text;
        let behind = text.clone() + &broken + "\n";
        for damaged in [before, behind] {
            let damaged = tree(damaged);
            let texts = |file: &Dockerfile| -> Vec<String> {
                let sound = file.instructions.iter().filter(|it| !it.refused);
                sound.map(|it| it.logical.text(&file.source).into_owned()).collect()
            };
            prop_assert_eq!(texts(&whole), texts(&damaged));
        }
    }
}

#[test]
fn every_recorded_file_gives_a_sound_tree() {
    for line in include_str!("../truth/parse.jsonl").lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        check(&tree(case["source"].as_str().unwrap()));
    }
}
