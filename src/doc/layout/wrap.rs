//! Breaks inline text into lines of a width.

use std::borrow::Cow;

use super::super::measure;
use super::super::rows::{Look, Piece};

/// Text in one look on its way into lines. A newline is a hard break.
#[derive(Clone, Debug)]
pub(super) struct Span<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) look: Look,
}

/// Pieces that stand side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    pub(super) width: usize,
}

impl Line {
    /// Adds text at the end, joined to the last piece where they look the same.
    pub(super) fn push(&mut self, text: &str, width: usize, look: Look) {
        self.width += width;
        match self.pieces.last_mut() {
            Some(last) if last.look == look => last.text.push_str(text),
            _ if text.is_empty() => {}
            _ => self.pieces.push(Piece { text: text.to_owned(), look }),
        }
    }

    /// Its pieces as text in looks.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&str, Look)> {
        self.pieces.iter().map(|piece| (piece.text.as_str(), piece.look))
    }

    /// Adds graphemes.
    pub(super) fn extend_graphemes(&mut self, graphemes: &[Grapheme<'_>]) {
        for grapheme in graphemes {
            self.push(grapheme.text, grapheme.width, grapheme.look);
        }
    }

    /// Adds the pieces of another line.
    pub(super) fn extend(&mut self, other: Line) {
        self.width += other.width;
        for piece in other.pieces {
            match self.pieces.last_mut() {
                Some(last) if last.look == piece.look => last.text.push_str(&piece.text),
                _ => self.pieces.push(piece),
            }
        }
    }
}

/// Breaks text into lines of at most `width` columns: at blanks, beside wide
/// characters, and inside a word only when the word is wider than a line.
/// Gives no line for no text.
pub(super) fn wrap(spans: &[Span<'_>], width: usize) -> Vec<Line> {
    let mut wrapper = Wrapper { width, ..Wrapper::default() };
    for span in spans {
        let mut first = true;
        for part in span.text.split('\n') {
            if !first {
                wrapper.end_line();
            }
            first = false;
            wrapper.text(part, span.look);
        }
    }
    wrapper.end_word();
    if wrapper.line.width > 0 || !wrapper.line.pieces.is_empty() {
        wrapper.end_line();
    }
    wrapper.lines
}

#[derive(Default)]
struct Wrapper<'a> {
    width: usize,
    lines: Vec<Line>,
    line: Line,
    /// The word that is being read, as its parts in their looks; where it goes is not yet known.
    word: Vec<(&'a str, usize, Look)>,
    word_width: usize,
    /// The blanks between `line` and `word`.
    gap: Option<(usize, Look)>,
}

impl<'a> Wrapper<'a> {
    fn text(&mut self, text: &'a str, look: Look) {
        let mut rest = text;
        while !rest.is_empty() {
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            if blanks > 0 {
                self.end_word();
                self.blanks(if look.style.code { blanks } else { 1 }, look);
                rest = &rest[blanks..];
                continue;
            }
            let end = rest.find([' ', '\t']).unwrap_or(rest.len());
            let (word, behind) = rest.split_at(end);
            if word.is_ascii() {
                self.add_to_word(word, word.len(), look);
            } else {
                self.wide_word(word, look);
            }
            rest = behind;
        }
    }

    /// A line may break beside every wide character: scripts that use them have no blanks.
    fn wide_word(&mut self, word: &'a str, look: Look) {
        for (grapheme, width) in measure::graphemes(word, self.width) {
            if width > 1 {
                self.end_word();
            }
            self.add_to_word(grapheme, width, look);
            if width > 1 {
                self.end_word();
            }
        }
    }

    fn add_to_word(&mut self, text: &'a str, width: usize, look: Look) {
        self.word.push((text, width, look));
        self.word_width += width;
    }

    fn blanks(&mut self, count: usize, look: Look) {
        match &mut self.gap {
            Some((before, _)) if look.style.code => *before += count,
            Some(_) => {}
            None => self.gap = Some((count, look)),
        }
    }

    fn end_line(&mut self) {
        self.end_word();
        self.gap = None;
        self.lines.push(std::mem::take(&mut self.line));
    }

    /// Puts the word on the line, or on the next one where it does not fit.
    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let gap = self.gap.take().filter(|_| self.line.width > 0);
        let gap_width = gap.map_or(0, |(count, _)| count);
        if self.line.width + gap_width + self.word_width <= self.width {
            self.add_gap(gap);
        } else if self.word_width <= self.width {
            self.lines.push(std::mem::take(&mut self.line));
        } else {
            self.break_word(gap);
        }
        for (text, width, look) in self.word.drain(..) {
            self.line.push(text, width, look);
        }
        self.word_width = 0;
    }

    fn add_gap(&mut self, gap: Option<(usize, Look)>) {
        if let Some((count, look)) = gap {
            self.line.push(&" ".repeat(count), count, look);
        }
    }

    /// Breaks a word that is wider than a line, behind punctuation where there is some: a comma
    /// before all, for a list without blanks is read item by item.
    fn break_word(&mut self, gap: Option<(usize, Look)>) {
        let gap_width = gap.map_or(0, |(count, _)| count);
        if self.line.width + gap_width >= self.width.div_ceil(2) {
            self.lines.push(std::mem::take(&mut self.line));
        } else {
            self.add_gap(gap);
        }
        let word = std::mem::take(&mut self.word);
        let parts = word.iter().map(|(text, _, look)| (*text, *look));
        let graphemes = graphemes(parts, self.width);
        let mut rest = graphemes.as_slice();
        while !rest.is_empty() {
            let room = self.width.saturating_sub(self.line.width);
            let count = fitting(rest, room, |text| text == ",")
                .or_else(|| fitting(rest, room, is_word_break))
                .unwrap_or_else(|| most_fitting(rest, room));
            let (now, later) = rest.split_at(count);
            self.line.extend_graphemes(now);
            rest = later;
            if !rest.is_empty() {
                self.lines.push(std::mem::take(&mut self.line));
            }
        }
    }
}

/// One grapheme of a piece.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grapheme<'a> {
    pub(super) text: &'a str,
    width: usize,
    look: Look,
}

/// The graphemes of text in its looks, none of them wider than `limit`.
pub(super) fn graphemes<'a>(
    parts: impl Iterator<Item = (&'a str, Look)>,
    limit: usize,
) -> Vec<Grapheme<'a>> {
    let of_part = |(text, look): (&'a str, Look)| {
        let graphemes = measure::graphemes(text, limit);
        graphemes.map(move |(text, width)| Grapheme { text, width, look })
    };
    parts.flat_map(of_part).collect()
}

/// How many graphemes go onto a line with this much room when all do, or up
/// to the last good end in the second half of it; `None` where there is none.
pub(super) fn fitting(
    graphemes: &[Grapheme<'_>],
    room: usize,
    is_good_end: impl Fn(&str) -> bool,
) -> Option<usize> {
    let most = most_fitting(graphemes, room);
    if most == graphemes.len() {
        return Some(most);
    }
    let good = graphemes[..most].iter().rposition(|grapheme| is_good_end(grapheme.text))?;
    Some(good + 1).filter(|count| count * 2 > most)
}

/// How many graphemes go onto a line with this much room; at least one.
pub(super) fn most_fitting(graphemes: &[Grapheme<'_>], room: usize) -> usize {
    let mut used = 0;
    let fits = |grapheme: &&Grapheme<'_>| {
        used += grapheme.width;
        used <= room
    };
    graphemes.iter().take_while(fits).count().max(1).min(graphemes.len())
}

/// Behind these a long word may well be broken.
pub(super) const WORD_BREAKS: [char; 12] =
    ['/', '-', '_', '.', ',', '=', '&', '?', ':', ';', '@', '+'];

pub(super) fn is_word_break(grapheme: &str) -> bool {
    grapheme.ends_with(WORD_BREAKS)
}
