//! Lines from the words of a row to what they are.
//!
//! ```text
//!   COPY --from=base /srv /srv
//!   │    │           │    └─ destination: In the image the files land in /srv …
//!   │    │           └─ source: …
//!   │    └─ flag: …
//!   └─ instruction: …
//! ```
//!
//! Drawn only where it can be read: few words, and room behind each.

use unicode_width::UnicodeWidthStr;

use super::ExplainView;
use super::outline::{CONTINUATION, said};
use super::strip::shorten;
use super::subject::Subject;
use crate::tui::guide::rows::{Paper, Row, Target};
use crate::tui::theme::Role;

/// Rows have to be so wide.
const WIDE: usize = 48;
/// The guide has to be so high.
const HIGH: u16 = 26;
/// At most so many words.
const MOST: usize = 7;
/// Behind what a word is, so many columns have to be free for more to be said.
const ROOM: usize = 12;

impl ExplainView {
    /// Draws the lines below the row of this number; not where they could not be read.
    pub(super) fn write_anatomy(
        &self,
        paper: &mut Paper<'_>,
        subject: &Subject,
        row: usize,
        height: u16,
    ) {
        let Some(mut words) = paper.rows.get(row).map(words) else { return };
        words.retain(|(_, token)| subject.tokens[*token].label != CONTINUATION);
        let width = paper.width();
        let label = |token: usize| subject.tokens[token].label.width();
        let is_readable = |(column, token): &(usize, usize)| column + 3 + label(*token) <= width;
        let fits = width >= WIDE && height >= HIGH && (2..=MOST).contains(&words.len());
        if !fits || !words.iter().all(is_readable) {
            return;
        }
        let rows = (0..words.len()).rev().map(|last| self.line(paper, subject, &words, last));
        let rows: Vec<Row> = rows.collect();
        let behind = paper.rows.split_off(row + 1);
        paper.rows.extend(rows);
        paper.rows.extend(behind);
    }

    /// The row of one word: the lines of the words before it, and what it is.
    fn line(
        &self,
        paper: &Paper<'_>,
        subject: &Subject,
        words: &[(usize, usize)],
        last: usize,
    ) -> Row {
        let (column, token) = words[last];
        let explained = &subject.tokens[token];
        let is_current = self.token == Some(token);
        let mut lines = String::new();
        let mut at = 0;
        for (start, _) in &words[..last] {
            lines.push_str(&" ".repeat(start - at));
            lines.push('│');
            at = start + 1;
        }
        lines.push_str(&" ".repeat(column - at));
        let line = if is_current { Role::BorderActive } else { Role::Border };
        let label = if is_current { Role::Strong } else { Role::Text };
        let room = paper.width().saturating_sub(column + 3);
        let free = room.saturating_sub(explained.label.width() + 2);
        let rest = match free < ROOM {
            true => String::new(),
            false => format!(": {}", shorten(&said(explained), free)),
        };
        let pieces = vec![
            (lines, paper.role(Role::Border)),
            ("└─ ".to_owned(), paper.role(line)),
            (explained.label.clone(), paper.role(label)),
            (rest, paper.role(if is_current { Role::Text } else { Role::Muted })),
        ];
        Row { pieces, target: Some(Target::Token(Some(token))), ..Row::default() }
    }
}

/// The words of a row: where each begins, and its place among the tokens; each token once.
fn words(row: &Row) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (columns, target) in &row.hot {
        if let Target::Token(Some(token)) = target
            && found.last().is_none_or(|(_, last)| last != token)
        {
            found.push((usize::from(columns.start), *token));
        }
    }
    found
}
