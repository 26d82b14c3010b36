//! Large and deep files: the work grows with the size, and nothing recurses.
//!
//! Time is not measured. A shape that takes quadratic time or a frame of the
//! stack for each level does not end here, or ends the process.

use std::sync::Arc;

use layerwise::dockerfile::record::record;
use layerwise::dockerfile::{Dockerfile, TokenKind, parse};
use layerwise::source::{Source, Span};

fn tree_without_tokens(text: &str) -> Dockerfile {
    parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())))
}

fn tree(text: &str) -> Dockerfile {
    let file = tree_without_tokens(text);
    assert_eq!(
        file.tokens.iter().map(|token| token.span.len() as usize).sum::<usize>(),
        text.len()
    );
    file
}

/// Makes a file of a size.
type Shape = fn(usize) -> String;

/// Shapes that some reader of Dockerfiles has stumbled over; each takes a size.
const SHAPES: &[(&str, Shape)] = &[
    ("lines in one instruction", |size| {
        "RUN a \\\n".to_owned() + &" && b \\\n".repeat(size) + " c\n"
    }),
    ("comments in one instruction", |size| {
        "RUN a \\\n".to_owned() + &"# c\n".repeat(size) + " c\n"
    }),
    ("blank lines in one instruction", |size| {
        "RUN a \\\n".to_owned() + &"\n".repeat(size) + " c\n"
    }),
    ("instructions", |size| "FROM a\n".to_owned() + &"RUN b\n".repeat(size)),
    ("stages", |size| (0..size).map(|it| format!("FROM s{it} AS s{}\n", it + 1)).collect()),
    ("comments", |size| "# c\n".repeat(size) + "FROM a\n"),
    ("variables", |size| "ENV ".to_owned() + &"A=$B${C:-d} ".repeat(size)),
    ("open braces", |size| "ENV ".to_owned() + &"A=${B:- ".repeat(size)),
    ("nested braces", |size| "RUN <<E ".to_owned() + &"${a:-".repeat(size)),
    ("held back", |size| "ONBUILD ".repeat(size) + "RUN a\n"),
    ("heredocs without end", |size| "RUN <<A <<B\nRUN x\nA\n".repeat(size)),
    ("heredocs of other names", |size| {
        (0..size).map(|it| format!("RUN <<A{it}\nRUN x\n")).collect()
    }),
    ("heredocs", |size| "RUN <<A\nx\nA\n".repeat(size)),
    ("markers", |size| "RUN ".to_owned() + &"<<A ".repeat(size) + "\n" + &"A\n".repeat(size)),
    ("flags", |size| "COPY ".to_owned() + &"--exclude=a ".repeat(size) + "b c\n"),
    ("mount options", |size| "RUN --mount=".to_owned() + &"a=b,".repeat(size) + " c\n"),
    ("quotes", |size| "ENV A=".to_owned() + &"'\"".repeat(size)),
    ("lone quotes", |size| "RUN $a ".to_owned() + &"\\' ' $b ".repeat(size) + "'"),
    ("JSON strings", |size| "CMD [\"a\"".to_owned() + &", \"b\"".repeat(size) + "]\n"),
    ("JSON depth", |size| "CMD ".to_owned() + &"[".repeat(size)),
    ("unknown instructions", |size| "NOPE x\n".repeat(size)),
    ("long unknown keywords", |size| "N".repeat(size) + "\n"),
    ("long words", |size| "FROM ".to_owned() + &"a/".repeat(size)),
    ("long comments", |size| "#".repeat(size)),
    ("control characters", |size| "RUN \u{1b}\0\r".repeat(size)),
    ("words of pairs without =", |size| "ENV A=1 ".to_owned() + &"b ".repeat(size)),
];

#[test]
fn the_work_is_linear_in_every_shape() {
    for (name, shape) in SHAPES {
        let file = tree(&shape(20_000));
        assert!(!file.instructions.is_empty() || !file.comments.is_empty(), "{name}");
        record(&file);
    }
}

#[test]
fn a_hundred_thousand_lines_are_read() {
    let many = tree(&("FROM a\n".to_owned() + &"RUN b\n".repeat(100_000)));
    assert_eq!(many.instructions.len(), 100_001);
    let one = tree(&("FROM a\nRUN a \\\n".to_owned() + &" b \\\n# c\n".repeat(50_000) + " c\n"));
    assert_eq!(one.instructions.len(), 2);
    assert_eq!(one.instructions[1].lines.count(), 100_002);
    assert_eq!(one.comments.len(), 50_000);
}

#[test]
fn odd_files_keep_their_line_numbers() {
    let long = format!("FROM a\nRUN {}\nCMD b\n", "x".repeat(2_000_000));
    let file = tree(&long);
    assert_eq!(file.instructions[2].lines.first.get(), 3);
    assert!(!record(&file).accepted);
    let bytes = b"\xef\xbb\xbfFROM a\r\nRUN \xff\xfe\0\r\rx\nCMD b";
    let file = parse(Arc::new(Source::new("Dockerfile", bytes.to_vec())));
    let lines: Vec<u32> = file.instructions.iter().map(|it| it.lines.first.get()).collect();
    assert_eq!(lines, [1, 2, 3]);
}

#[test]
fn tokens_are_the_same_wherever_one_looks_first() {
    let part =
        "# c\nRUN cat <<EOF \\\n # d\n\n && b\nRUN x\nEOF\n\nCOPY --from=first a b\nENV A=`b\n";
    let text = "# escape=`\nFROM a AS first\n".to_owned() + &part.repeat(100);
    let text = text.replace(" \\\n", " `\n");
    let all: Vec<_> = tree(&text).tokens.iter().collect();
    assert_eq!(all.iter().filter(|it| it.kind == TokenKind::StageName).count(), 101);
    assert_eq!(all.iter().filter(|it| it.kind == TokenKind::HeredocTerminator).count(), 100);
    let file = tree_without_tokens(&text);
    for token in all.iter().rev() {
        assert_eq!(file.tokens.at(token.span.start), Some(*token));
        assert!(file.tokens.within(token.span).eq([*token]));
    }
    let middle = Span::new(text.len() as u32 / 3, text.len() as u32 / 2);
    let within: Vec<_> = file.tokens.within(middle).collect();
    let expected: Vec<_> = all.iter().copied().filter(|it| it.span.overlaps(middle)).collect();
    assert_eq!(within, expected);
}
