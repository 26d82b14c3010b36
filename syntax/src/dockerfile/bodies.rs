//! The bodies of heredocs, and how to go on when one has no end.

use super::heredocs::Marker;
use super::keyword_at;
use super::lines::{Line, LineKind};
use super::lower::Place;
use super::problem::ProblemKind;
use super::reader::Reader;
use super::refusal::{Phase, Refusal};
use super::syntax::{Heredoc, TokenKind};
use crate::source::Span;

impl Reader<'_> {
    /// Reads the bodies behind an instruction's line. `end` becomes the end
    /// of the last line that belongs to the instruction.
    pub(super) fn heredocs(
        &mut self,
        markers: &[Marker],
        place: Place<'_>,
        end: &mut u32,
    ) -> (Vec<Heredoc>, Option<Refusal>) {
        let mut heredocs = Vec::new();
        for marker in markers {
            let terminator = self.terminators.find(self.at, &marker.name, marker.chomp);
            let body_start = self.at as u32;
            let (body_end, terminator_span) = match terminator {
                Some(line) => self.terminated_body(line, end),
                None => (self.open_body(marker, end), None),
            };
            heredocs.push(Heredoc {
                marker: place.span(marker.part),
                name: marker.name.as_str().into(),
                expand: marker.expand,
                chomp: marker.chomp,
                descriptor: marker.descriptor,
                body: Span::new(body_start, body_end),
                terminator: terminator_span,
            });
            if terminator.is_none() {
                return (heredocs, Some(unterminated(marker)));
            }
        }
        (heredocs, None)
    }

    fn terminated_body(&mut self, terminator: Line, end: &mut u32) -> (u32, Option<Span>) {
        self.token(TokenKind::HeredocBody, terminator.start as u32);
        while self.at < terminator.end && self.next_line().is_some() {}
        let tabs = self.bytes[terminator.start..terminator.body_end]
            .iter()
            .take_while(|byte| **byte == b'\t')
            .count();
        let start = (terminator.start + tabs) as u32;
        *end = terminator.body_end as u32;
        self.token(TokenKind::Blank, start);
        self.token(TokenKind::HeredocTerminator, *end);
        self.token(TokenKind::LineEnd, terminator.end as u32);
        (terminator.start as u32, Some(Span::new(start, *end)))
    }

    /// Takes the lines that most likely belong to a heredoc without end: up
    /// to a line that looks like its end, or else to the next instruction.
    /// BuildKit stops here; the rest of the file shall stay readable.
    fn open_body(&mut self, marker: &Marker, end: &mut u32) -> u32 {
        let mut body_end = self.at;
        let mut lines = 0;
        let mut passed = 0;
        let mut at = self.at;
        while let Some(line) = Line::at(self.bytes, at) {
            let (first, kind) = line.look(self.bytes);
            let text = &self.bytes[first..line.body_end];
            if !is_name_like(&marker.name)
                || keyword_at::in_capitals(&self.bytes[line.start..line.end]).is_some()
            {
                break;
            }
            passed += 1;
            if kind == LineKind::Text {
                (body_end, lines, *end) = (line.end, passed, line.body_end as u32);
            }
            if text.trim_ascii().eq_ignore_ascii_case(marker.name.as_bytes()) {
                break;
            }
            at = line.end;
        }
        self.token(TokenKind::HeredocBody, body_end as u32);
        for _ in 0..lines {
            self.next_line();
        }
        body_end as u32
    }
}

/// `RUN echo $((1 << 2))` is a heredoc for BuildKit, but nobody means its name.
fn is_name_like(name: &str) -> bool {
    name.chars().all(|character| {
        character.is_alphanumeric() || matches!(character, '_' | '-' | '.' | '/' | '!')
    })
}

fn unterminated(marker: &Marker) -> Refusal {
    Refusal {
        kind: ProblemKind::UnterminatedHeredoc,
        phase: Phase::Line,
        part: marker.part,
        text: "unterminated heredoc".into(),
        nearest: Vec::new(),
    }
}
