//! Blocks of raw HTML: comments, details, and text.

use std::ops::Range;

use super::MAX_DEPTH;
use super::html::{self, Piece};
use super::read::{Container, Frame, Reader};
use crate::doc::{BlockKind, Text};

impl Reader<'_> {
    /// Splits a block of raw HTML into comments, details and text.
    pub(super) fn html_block(&mut self, text: &str, chunks: &[(usize, usize)]) {
        let offset = self.offset;
        let place = |at: usize| {
            let chunk = chunks.partition_point(|(start, _)| *start <= at).saturating_sub(1);
            chunks.get(chunk).map_or(offset, |(start, source)| source + at - start)
        };
        for (piece, range) in html::pieces(text) {
            let start = place(range.start);
            let end = if range.is_empty() { start } else { place(range.end - 1) + 1 };
            self.html_piece(&piece, &text[range], start..end);
        }
        self.end_summary();
        self.close_leaf();
    }

    fn html_piece(&mut self, piece: &Piece<'_>, raw: &str, range: Range<usize>) {
        match *piece {
            Piece::Comment(comment) if !self.in_summary => {
                self.close_leaf();
                self.add(BlockKind::Comment(comment.to_owned()), range);
            }
            Piece::Open { name, attributes } if name.eq_ignore_ascii_case("details") => {
                self.close_leaf();
                self.open_details(is_open(attributes), range.start);
            }
            Piece::Close { name } if name.eq_ignore_ascii_case("details") => {
                self.close_leaf();
                self.end_details(range.end);
            }
            Piece::Open { name, .. } if name.eq_ignore_ascii_case("summary") => {
                self.close_leaf();
                self.in_summary = true;
            }
            Piece::Close { name } if name.eq_ignore_ascii_case("summary") => self.end_summary(),
            _ => {
                // Blanks between tags are no text.
                let blanks = raw.len() - raw.trim_start().len();
                let origin = self.places.origin(range.clone());
                if self.leaf.is_some() {
                    self.inline(range).html(piece, raw, origin);
                } else if blanks < raw.len() {
                    self.inline(range.start + blanks..range.end).html(piece, raw, origin);
                }
            }
        }
    }

    fn end_summary(&mut self) {
        if !std::mem::take(&mut self.in_summary) {
            return;
        }
        let can_take = self.too_deep == 0;
        match self.frames.last_mut() {
            Some(Frame { container: Container::Details { summary, .. }, .. })
                if can_take && summary.is_empty() =>
            {
                *summary = self.leaf.take().map(|leaf| leaf.inline.finish()).unwrap_or_default();
            }
            // A summary without details: its words stay.
            _ => self.close_leaf(),
        }
    }

    /// Details that would be too deep are left out; their blocks stay.
    fn open_details(&mut self, open: bool, start: usize) {
        if self.too_deep == 0 && self.frames.len() < MAX_DEPTH {
            let container = Container::Details { summary: Text::new(), open };
            self.frames.push(Frame::new(container, start));
        }
    }

    fn end_details(&mut self, end: usize) {
        if self.too_deep == 0 && self.in_details() {
            self.close_frame(end);
        }
    }
}

/// Whether the attributes of `<details>` have `open`.
fn is_open(attributes: &str) -> bool {
    let key = |attribute: &str| attribute.split('=').next().map(str::to_ascii_lowercase);
    attributes.split_ascii_whitespace().any(|attribute| key(attribute).as_deref() == Some("open"))
}
