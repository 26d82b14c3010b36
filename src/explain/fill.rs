//! The rest: tokens that no other module has explained, so that none is left without words.

use super::command;
use super::compose::{document, text};
use super::model::TokenExplanation;
use super::scene::Scene;
use super::variable;
use crate::arrange::Arrange as _;
use crate::doc::Text;
use crate::dockerfile::{Escape, Token, TokenKind};
use crate::source::Span;

/// The label of text that BuildKit does not get to read.
const BROKEN_LABEL: &str = "not read";

/// So many tokens of one instruction are explained one by one; what follows is one token.
/// It bounds the memory for an instruction of 100,000 lines.
pub(super) const MOST_TOKENS: usize = 2_000;

/// Sorts what was explained, drops what overlaps, and fills the gaps from the file's tokens.
pub(super) fn complete(
    scene: &Scene<'_>,
    mut found: Vec<TokenExplanation>,
) -> Vec<TokenExplanation> {
    let whole = scene.instruction.span;
    found.retain(|token| whole.covers(token.span));
    found.arrange_by_key(|token| (token.span.start, std::cmp::Reverse(token.span.end)));
    let mut complete: Vec<TokenExplanation> = Vec::with_capacity(found.len());
    let mut found = found.into_iter().peekable();
    let mut at = whole.start;
    while at < whole.end {
        if complete.len() >= MOST_TOKENS {
            rest(scene, Span::new(at, whole.end), &mut complete);
            break;
        }
        while found.peek().is_some_and(|token| token.span.start < at) {
            found.next();
        }
        let next = found.peek().map_or(whole.end, |token| token.span.start);
        if at < next {
            gap(scene, Span::new(at, next), &mut complete);
            at = next;
        } else if let Some(token) = found.next() {
            at = token.span.end;
            complete.push(token);
        }
    }
    complete
}

/// What is left when there are too many tokens to explain each.
fn rest(scene: &Scene<'_>, span: Span, complete: &mut Vec<TokenExplanation>) {
    let span = trimmed(scene, span);
    if span.is_empty() {
        return;
    }
    let words = format!(
        "The instruction goes on to line {}. It has so many parts that these are not explained one by one.",
        scene.file.source.line_at(span.end - 1)
    );
    let text = document([Text::from(words)]);
    complete.push(TokenExplanation { span, label: "the rest".to_owned(), text });
}

/// Explains the file's tokens in a gap.
fn gap(scene: &Scene<'_>, gap: Span, complete: &mut Vec<TokenExplanation>) {
    for token in scene.file.tokens.within(gap) {
        if complete.len() >= MOST_TOKENS {
            let behind = complete.last().map_or(gap.start, |last| last.span.end);
            rest(scene, Span::new(behind.max(gap.start), gap.end), complete);
            break;
        }
        let span = Span::new(token.span.start.max(gap.start), token.span.end.min(gap.end));
        let span = trimmed(scene, span);
        if span.is_empty() || matches!(token.kind, TokenKind::Blank | TokenKind::LineEnd) {
            continue;
        }
        if is_punctuation(token.kind) && absorb(span, complete) {
            continue;
        }
        let grows = match token.kind {
            TokenKind::Shell => Some(command::SHELL_LABEL),
            TokenKind::Broken => Some(BROKEN_LABEL),
            _ => None,
        };
        if grows.is_some_and(|label| lengthen(scene, label, span, complete)) {
            continue;
        }
        let (label, texts) = describe(scene, Token { span, kind: token.kind });
        complete.push(TokenExplanation { span, label: label.to_owned(), text: document(texts) });
    }
}

/// A span without the blanks at its ends.
pub(super) fn trimmed(scene: &Scene<'_>, span: Span) -> Span {
    let raw = scene.raw(span);
    let start = span.start + (raw.len() - raw.trim_start().len()) as u32;
    Span::new(start, start.max(span.start + raw.trim_end().len() as u32))
}

/// Whether tokens of this kind only separate others.
pub(super) fn is_punctuation(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::FlagPunctuation
            | TokenKind::ImagePunctuation
            | TokenKind::Equals
            | TokenKind::JsonComma
    )
}

/// Adds punctuation to the token directly before it.
fn absorb(span: Span, complete: &mut [TokenExplanation]) -> bool {
    match complete.last_mut() {
        Some(last) if last.span.end == span.start => {
            last.span.end = span.end;
            true
        }
        _ => false,
    }
}

/// Joins text to text of the same label before it on the same line.
fn lengthen(scene: &Scene<'_>, label: &str, span: Span, complete: &mut [TokenExplanation]) -> bool {
    let Some(last) = complete.last_mut().filter(|last| last.label == label) else {
        return false;
    };
    let between = scene.raw(Span::new(last.span.end, span.start));
    if between.contains('\n') || !between.trim().is_empty() {
        return false;
    }
    last.span.end = span.end;
    true
}

/// What a token is by its kind alone.
fn describe(scene: &Scene<'_>, token: Token) -> (&'static str, Vec<Text>) {
    let plain = |label, words: &str| (label, vec![Text::from(words)]);
    match token.kind {
        TokenKind::Continuation => ("continuation", vec![continuation(scene)]),
        TokenKind::Comment => (
            "comment",
            vec![text(
                "A comment between the lines of the instruction. BuildKit takes it out before anything reads the command.",
                &[],
            )],
        ),
        TokenKind::Shell => (command::SHELL_LABEL, command::further_shell_text()),
        TokenKind::Variable => match variable::at(scene, token.span) {
            Some(found) => ("variable", variable::explain(scene, found)),
            None => plain("variable", "A reference to a variable."),
        },
        TokenKind::JsonBracket => {
            ("JSON bracket", vec![text("`[` begins and `]` ends the JSON array.", &[])])
        }
        TokenKind::HeredocMarker | TokenKind::HeredocBody | TokenKind::HeredocTerminator => {
            command::heredoc_token(scene, token)
        }
        TokenKind::UnknownKeyword => {
            plain("unknown keyword", "Docker knows no instruction of this name.")
        }
        TokenKind::Broken => plain(
            BROKEN_LABEL,
            "BuildKit refuses the instruction, so this text has no meaning in the build.",
        ),
        _ => plain("text", "What this means here is not known to layerwise."),
    }
}

/// What a continuation mark does, with the escape character in force.
fn continuation(scene: &Scene<'_>) -> Text {
    let mark = match scene.file.escape {
        Escape::Backslash => "\\",
        Escape::Backtick => "`",
    };
    text(
        "{mark} at the end of the line joins it with the next one: the instruction goes on there. The mark and the line end vanish, nothing takes their place.",
        &[("mark", mark)],
    )
}
