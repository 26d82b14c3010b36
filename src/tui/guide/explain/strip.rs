//! A line of the file with its tokens' looks, each to be clicked.

use std::ops::Range;

use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::dockerfile::{Dockerfile, TokenKind};
use crate::explain::TokenExplanation;
use crate::explain::mask::masked;
use crate::source::{Span, safe_line};
use crate::tui::theme::Role;

use super::super::rows::{Paper, Row, Target};

/// One line of an instruction, to be written with its tokens' looks.
pub(super) struct Strip<'a> {
    pub file: &'a Dockerfile,
    pub tokens: &'a [TokenExplanation],
    pub current: Option<Span>,
    /// What is masked.
    pub secrets: &'a [Span],
}

impl Strip<'_> {
    /// Writes the line, cut hard at the width: it is code.
    pub(super) fn write(&self, paper: &mut Paper<'_>, line: Span) {
        let indent = "  ";
        // Two columns stay for the mark of what is left out.
        let width = paper.width().saturating_sub(2);
        let new_row = || Row { pieces: vec![(indent.to_owned(), Style::new())], ..Row::default() };
        let mut row = new_row();
        for piece in self.pieces(line) {
            let text = masked(self.file, piece.span, self.secrets);
            let text = safe_line(&text).into_owned();
            let mut look = paper.theme.token(piece.kind);
            if self.current.is_some_and(|current| current.covers(piece.span)) {
                look = look.patch(paper.role(Role::Token));
            }
            let target = self.target(piece.span);
            for part in text.graphemes(true) {
                let start = row.width();
                if start + part.width() > width {
                    paper.rows.push(std::mem::replace(&mut row, new_row()));
                }
                push(&mut row, part, look, target.as_ref());
            }
        }
        paper.rows.push(row);
    }

    /// The line cut where a token of the file or an explained token begins or ends.
    fn pieces(&self, line: Span) -> Vec<Piece> {
        let mut cuts: Vec<u32> = vec![line.start, line.end];
        let inside = |at: &u32| line.start < *at && *at < line.end;
        let starts = self.file.tokens.within(line).map(|token| token.span.start);
        cuts.extend(starts.filter(inside));
        cuts.extend(self.tokens.iter().flat_map(|it| [it.span.start, it.span.end]).filter(inside));
        cuts.sort_unstable();
        cuts.dedup();
        let span = |range: &[u32]| Span::new(range[0], range[1]);
        cuts.windows(2)
            .map(|range| Piece { span: span(range), kind: self.kind_at(range[0]) })
            .collect()
    }

    fn kind_at(&self, offset: u32) -> TokenKind {
        self.file.tokens.at(offset).map_or(TokenKind::Blank, |token| token.kind)
    }

    fn target(&self, span: Span) -> Option<Target> {
        let place = self.tokens.iter().position(|token| token.span.covers(span))?;
        Some(Target::Token(Some(place)))
    }
}

struct Piece {
    span: Span,
    kind: TokenKind,
}

/// Adds a character to the row, joined to the last where both look the same.
fn push(row: &mut Row, part: &str, look: Style, target: Option<&Target>) {
    let start = row.width() as u16;
    let end = start + part.width() as u16;
    match row.pieces.last_mut() {
        Some((text, last)) if *last == look => text.push_str(part),
        _ => row.pieces.push((part.to_owned(), look)),
    }
    let Some(target) = target else { return };
    match row.hot.last_mut() {
        Some((columns, last)) if last == target && columns.end == start => {
            *columns = Range { start: columns.start, end };
        }
        _ => row.hot.push((start..end, target.clone())),
    }
}

/// The beginning of a text, as much as fits.
pub(super) fn shorten(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut width = 1;
    let fits = |part: &&str| {
        width += part.width();
        width <= columns
    };
    let kept: String = text.graphemes(true).take_while(fits).collect();
    if kept.is_empty() { kept } else { kept + "…" }
}
