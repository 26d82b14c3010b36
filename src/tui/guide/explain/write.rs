//! The rows of the Explain view.

use ratatui::layout::Size;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::cache::runs_again_when;
use crate::explain::found_here;
use crate::explain::mask::{mask_text, masked};
use crate::lesson::Course;
use crate::source::{LineNumber, safe_line};
use crate::tui::Action;
use crate::tui::theme::Role;

use super::super::rows::{Paper, Prefix, Row, Target};
use super::super::{Context, key_of};
use super::ExplainView;
use super::strip::{Strip, shorten};
use super::subject::Subject;

/// The most lines of a long instruction that are shown around the current token.
const LINES: usize = 4;

/// What the instruction finds.
fn write_here(paper: &mut Paper<'_>, subject: &Subject, context: &Context<'_>) {
    let here = context.analysis.and_then(|analysis| found_here(analysis, subject.lines.first));
    if let Some(here) = here {
        paper.blank();
        paper.text(&here, &Prefix::default());
    }
}

/// What would make the step run again.
fn write_again(paper: &mut Paper<'_>, subject: &Subject, context: &Context<'_>) {
    let Some(analysis) = context.analysis else { return };
    let sentence = runs_again_when(&analysis.build, subject.lines.first.get());
    if let Some(sentence) = sentence {
        let first = vec![("↻ ".to_owned(), paper.role(Role::Key))];
        paper.blank();
        paper.words(Role::Text, &mask_text(&sentence), &Prefix::hanging(first));
    }
}

impl ExplainView {
    pub(super) fn write(&self, size: Size, context: &Context<'_>, course: &Course) -> Vec<Row> {
        let folds = |_| std::collections::BTreeSet::new();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        let Some(subject) = &self.subject else {
            let words = "This file has no instruction yet. A Dockerfile begins with FROM.";
            paper.words(Role::Text, words, &Prefix::default());
            return paper.rows;
        };
        self.write_text(&mut paper, subject, size, context);
        paper.blank();
        self.write_token(&mut paper, subject, context);
        paper.blocks(&subject.summary, &Prefix::default(), None);
        write_here(&mut paper, subject, context);
        write_again(&mut paper, subject, context);
        self.write_lessons(&mut paper, course);
        paper.rows
    }

    /// The instruction's text with the current token marked.
    fn write_text(
        &self,
        paper: &mut Paper<'_>,
        subject: &Subject,
        size: Size,
        context: &Context<'_>,
    ) {
        let lines = subject.lines;
        let place = match lines.count() {
            1 => format!("line {}", lines.first),
            _ => format!("lines {} to {}", lines.first, lines.last),
        };
        let title = safe_line(&subject.title).into_owned();
        let heading = vec![
            (title, paper.role(Role::Heading)),
            (format!(" · {place}"), paper.role(Role::Muted)),
        ];
        paper.row(heading).target = Some(Target::Token(None));
        let source = &context.file.source;
        let current = self.current().map(|token| token.span);
        let middle = current.map_or(lines.first, |span| source.line_at(span.start));
        let first = middle.index().saturating_sub(1).max(lines.first.index());
        let last = (first + LINES - 1).min(lines.last.index());
        let start = paper.rows.len();
        let secrets = if context.mask_secrets { subject.secrets.as_slice() } else { &[] };
        for index in first..=last {
            let span = source.line_span(LineNumber::from_index(index));
            let tokens = &subject.tokens;
            Strip { file: context.file, tokens, current, secrets }.write(paper, span);
        }
        let height = (usize::from(size.height) / 3).max(2);
        let hidden = self.cut(paper, start, height);
        if hidden > 0 || last < lines.last.index() || first > lines.first.index() {
            let muted = paper.role(Role::Muted);
            if let Some(row) = paper.rows.last_mut() {
                row.pieces.push((" …".to_owned(), muted));
            }
        }
    }

    /// Leaves as many rows from `start` on as `height` says, those around the
    /// current token; gives how many were dropped.
    fn cut(&self, paper: &mut Paper<'_>, start: usize, height: usize) -> usize {
        let rows = paper.rows.len() - start;
        let token = Some(Target::Token(self.token));
        let current = paper.rows[start..].iter().position(|row| {
            row.hot.iter().any(|(_, target)| self.token.is_some() && Some(target) == token.as_ref())
        });
        let first =
            current.unwrap_or(0).saturating_sub(height / 2).min(rows.saturating_sub(height));
        paper.rows.truncate(start + (first + height).min(rows));
        paper.rows.drain(start..start + first);
        rows.saturating_sub(height)
    }

    fn write_token(&self, paper: &mut Paper<'_>, subject: &Subject, context: &Context<'_>) {
        let count = subject.tokens.len();
        let (back, on) = (key_of(Action::TokenPrevious), key_of(Action::TokenNext));
        let Some((at, token)) = self.token.zip(self.current()) else {
            if count > 0 {
                let words = format!("word by word ({count})");
                paper.buttons(&[(&on, &words, Target::Token(Some(0)))], 0);
                paper.blank();
            }
            return;
        };
        let previous = Target::Token(at.checked_sub(1));
        let next = Target::Token(Some((at + 1).min(count - 1)));
        let walk = [format!("{back} ‹ "), format!("{} of {count}", at + 1), format!(" › {on}")];
        let end = walk.iter().map(|part| part.width()).sum::<usize>() as u16;
        let label = safe_line(&token.label).into_owned();
        let room = paper.width().saturating_sub(usize::from(end) + label.width() + 5);
        let secrets = if context.mask_secrets { subject.secrets.as_slice() } else { &[] };
        let words = masked(context.file, token.span, secrets);
        let words = shorten(&safe_line(words.lines().next().unwrap_or_default()), room);
        let (key, muted) = (paper.role(Role::Key), paper.role(Role::Muted));
        let mut pieces: Vec<(String, Style)> = walk.into_iter().zip([key, muted, key]).collect();
        if !words.is_empty() {
            pieces.push((format!("  {words}"), paper.role(Role::Code)));
        }
        pieces.push((format!("  {label}"), paper.role(Role::Strong)));
        paper.row(pieces).hot = vec![(0..end / 2, previous), (end / 2..end, next)];
        paper.blocks(&token.text.blocks, &Prefix::default(), None);
        paper.blank();
        let rule = "─".repeat(paper.width().min(24));
        paper.words(Role::Border, &rule, &Prefix::default());
    }

    fn write_lessons(&self, paper: &mut Paper<'_>, course: &Course) {
        let key = key_of(Action::Submit);
        for (at, (id, title)) in self.lessons(course).into_iter().enumerate() {
            if at == 0 {
                paper.blank();
            }
            let key = if at == 0 { key.as_str() } else { "·" };
            let title = format!("lesson: {}", safe_line(&title));
            paper.buttons(&[(key, &title, Target::Lesson(id))], 0);
        }
    }
}
