//! What holds for the explanation of any file.

use layerwise::dockerfile::{InstructionId, TokenKind};
use layerwise::explain::{document, explain, explain_line, report};
use layerwise::source::{LineNumber, Span};
use proptest::prelude::*;

use super::read;

/// Pieces from which files are made: odd ones among them.
const PIECES: &[&str] = &[
    "FROM alpine\n",
    "FROM a:1 AS b\n",
    "from --platform=$X $Y:${Z:-1}@sha256:0 as c\n",
    "FROM\n",
    "FROM a b\n",
    "RUN a && b \\\n  # c\n  | $d ${e:+f}\n",
    "RUN --mount=type=cache,target=a,$X --network=none x\n",
    "RUN <<EOF\na\nb $c\nEOF\n",
    "RUN cat <<A <<-'B' > /f\nx\nA\n\ty\nB\n",
    "RUN [\"a\", \"b\\\"c\", \"$d\"]\n",
    "RUN ['a']\n",
    "RUN\n",
    "RUN --mount\n",
    "COPY --from=0 a b/ ../c .\n",
    "COPY [\"a b\", \"c\"]\n",
    "COPY <<X /y\n$z\nX\n",
    "ADD --checksum=x https://a:b@c/d.tar.gz e\n",
    "COPY a # b\n",
    "ENV A=1 B=\"$A\" \\\n C='x y'\n",
    "ENV A b # c\n",
    "ENV A\n",
    "ARG A\n",
    "ARG A=1 B\n",
    "LABEL \"a b\"=c d='e'\n",
    "EXPOSE 80 81-90/udp 1:2 $X\n",
    "USER a:b # c\n",
    "WORKDIR a/../b\n",
    "WORKDIR $A/b\n",
    "VOLUME [\"/a\"]\n",
    "VOLUME /a /b\n",
    "CMD a\n",
    "CMD [\"a\", \"$b\"]\n",
    "CMD\n",
    "ENTRYPOINT []\n",
    "HEALTHCHECK --interval=5s --retries=x CMD a || exit 1\n",
    "HEALTHCHECK NONE\n",
    "HEALTHCHECK x\n",
    "SHELL [\"sh\", \"-c\"]\n",
    "SHELL sh\n",
    "STOPSIGNAL 9\n",
    "MAINTAINER x y\n",
    "ONBUILD RUN <<E\na\nE\n",
    "ONBUILD COPY --from=b a b\n",
    "ONBUILD ONBUILD RUN a\n",
    "ONBUILD\n",
    "FOO bar\n",
    "# syntax=docker/dockerfile:1\n",
    "# escape=`\n",
    "# check=skip=all;error=true\n",
    "# plain\n",
    "\n",
    "  \t\n",
    "\\\n",
    "é \u{202e}x\n",
    "\u{0}\n",
    "RUN a\\",
    "\r\n",
    "TOKEN=abc\n",
    "<<EOF\n",
    "\"",
    "'",
    "$",
    "${",
    "=",
    " ",
];

pub(super) fn files() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..12).prop_map(|pieces| pieces.concat())
}

/// The tokens of an explanation are disjoint, in order, not empty, inside the instruction, and leave nothing out.
pub(super) fn check_tokens(text: &str) {
    let file = read(text);
    let mut behind = 0;
    for (index, instruction) in file.instructions.iter().enumerate() {
        // So that a token of one instruction is never explained by another as well.
        assert!(instruction.span.start >= behind, "instructions overlap in {text:?}");
        behind = instruction.span.end;
        let explanation = explain(&file, InstructionId(index as u32));
        let mut end = instruction.span.start;
        for token in &explanation.tokens {
            assert!(!token.span.is_empty(), "empty token in {text:?}");
            assert!(token.span.start >= end, "tokens overlap in {text:?}");
            assert!(instruction.span.covers(token.span), "token outside of {text:?}");
            assert!(
                !token.label.is_empty() && !token.text.blocks.is_empty(),
                "no words for {:?} in {text:?}",
                file.source.slice(token.span)
            );
            end = token.span.end;
        }
        for token in file.tokens.within(instruction.span) {
            let blank = matches!(
                token.kind,
                TokenKind::Blank | TokenKind::LineEnd | TokenKind::ByteOrderMark
            );
            let inside = Span::new(
                token.span.start.max(instruction.span.start),
                token.span.end.min(instruction.span.end),
            );
            if blank || file.source.slice(inside).trim().is_empty() {
                continue;
            }
            let covered = explanation.tokens.iter().any(|at| at.span.overlaps(inside));
            assert!(
                covered,
                "{:?} ({:?}) is not explained in {text:?}",
                file.source.slice(inside),
                token.kind
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_are_disjoint_and_complete(text in files()) {
        check_tokens(&text);
    }

    #[test]
    fn nothing_panics(text in files(), line in 1_u32..40) {
        let file = read(&text);
        let _ = document(&file);
        let _ = serde_json::to_string(&report(&super::analysed(&text), None, &|_| true));
        let _ = explain_line(&file, LineNumber::new(line).unwrap_or(LineNumber::FIRST));
    }

    #[test]
    fn nothing_panics_on_any_text(text in "\\PC{0,80}") {
        check_tokens(&text);
        let _ = document(&read(&format!("FROM a\n{text}")));
    }
}

#[test]
fn each_piece_alone_and_behind_a_stage() {
    for piece in PIECES {
        check_tokens(piece);
        check_tokens(&format!("FROM a AS b\n{piece}"));
    }
}
