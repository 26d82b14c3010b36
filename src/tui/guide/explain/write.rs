//! The rows of the Explain view.

use ratatui::layout::Size;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::cache::Causes;
use crate::doc::Text;
use crate::explain::mask::{mask_text, masked};
use crate::explain::{Thing, found_here, found_here_by, instruction_at};
use crate::lesson::Course;
use crate::source::{LineNumber, safe_line};
use crate::tui::Action;
use crate::tui::theme::Role;

use super::super::rows::{Paper, Prefix, Row, Target};
use super::super::{Context, key_of};
use super::ExplainView;
use super::sentence::{Sentence, Sentences};
use super::strip::{Strip, shorten};
use super::subject::Subject;

/// The most lines of a long instruction that are shown around the current token.
const LINES: usize = 4;

/// What was written.
#[derive(Default)]
pub(super) struct Written {
    pub(super) rows: Vec<Row>,
    pub(super) sentences: Vec<Sentence>,
    /// The first and the last row of each command of a RUN.
    pub(super) parts: Vec<(usize, usize)>,
}

/// What the instruction finds.
fn write_here(
    paper: &mut Paper<'_>,
    sentences: &mut Sentences,
    subject: &Subject,
    context: &Context<'_>,
) {
    let Some(analysis) = context.analysis else { return };
    let line = subject.lines.first;
    if let Some(here) = found_here(analysis, line) {
        paper.blank();
        let proof = found_here_by(analysis, line);
        sentences.write(paper, proof, |paper, prefix| paper.text(&here, prefix));
    }
}

/// What would make the step run again.
fn write_again(
    paper: &mut Paper<'_>,
    sentences: &mut Sentences,
    subject: &Subject,
    context: &Context<'_>,
) {
    let Some(analysis) = context.analysis else { return };
    let line = subject.lines.first.get();
    let causes = Causes::of(&analysis.build);
    let Some(sentence) = causes.of_line(line) else { return };
    let (mut proof, above) = causes.proof_of_line(line);
    let above = above.and_then(|line| {
        let line = LineNumber::from_index(line.checked_sub(1)? as usize);
        let id = instruction_at(context.file, line)?;
        Some(context.file.instructions.get(id.0 as usize)?.span)
    });
    proof.extend(above);
    paper.blank();
    sentences.write(paper, proof, |paper, prefix| {
        let mark = vec![("↻ ".to_owned(), paper.role(Role::Key))];
        let blanks = vec![("  ".to_owned(), paper.role(Role::Text))];
        let join = |end: Vec<_>, start: &Vec<_>| start.iter().cloned().chain(end).collect();
        let prefix = Prefix { first: join(mark, &prefix.first), rest: join(blanks, &prefix.rest) };
        paper.text(&Text::from(mask_text(&sentence).into_owned()), &prefix)
    });
}

/// What the page of a thing is called on its button.
fn page_name(thing: &Thing) -> String {
    let name = match thing {
        Thing::Image(name) => format!("the image {name}"),
        Thing::Command(name) => format!("the command {name}"),
        Thing::Package { name, .. } => format!("the package {name}"),
        Thing::Variable(name) => format!("the variable {name}"),
    };
    safe_line(&mask_text(&name)).into_owned()
}

impl ExplainView {
    pub(super) fn write(&self, size: Size, context: &Context<'_>, course: &Course) -> Written {
        let folds = |_| std::collections::BTreeSet::new();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        if let Some(page) = &self.page {
            let places = self.write_page(&mut paper, page);
            return Written { rows: paper.rows, sentences: places.found, parts: Vec::new() };
        }
        let Some(subject) = &self.subject else {
            let words = "This file has no instruction yet. A Dockerfile begins with FROM.";
            paper.words(Role::Text, words, &Prefix::default());
            return Written { rows: paper.rows, ..Written::default() };
        };
        self.write_text(&mut paper, subject, size, context);
        paper.blank();
        let mut sentences = Sentences::new(self.sentence, subject.span);
        self.write_token(&mut paper, &mut sentences, subject, context);
        // What it does, its commands, then what follows from it.
        let (first, rest) = subject.summary.split_at(subject.summary.len().min(1));
        sentences.blocks(&mut paper, first);
        let parts = self.write_outline(&mut paper, subject, context);
        sentences.blocks(&mut paper, rest);
        write_here(&mut paper, &mut sentences, subject, context);
        write_again(&mut paper, &mut sentences, subject, context);
        self.write_lessons(&mut paper, course);
        Written { rows: paper.rows, sentences: sentences.found, parts }
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
        let secrets = subject.secrets(context);
        for index in first..=last {
            let span = source.line_span(LineNumber::from_index(index));
            let tokens = &subject.tokens;
            Strip { file: context.file, tokens, current, secrets }.write(paper, span);
        }
        let height = (usize::from(size.height) / 3).max(2);
        let hidden = self.cut(paper, start, height);
        let row = self.row_of_interest(&paper.rows[start..]);
        if hidden > 0 || last < lines.last.index() || first > lines.first.index() {
            let muted = paper.role(Role::Muted);
            if let Some(row) = paper.rows.last_mut() {
                row.pieces.push((" …".to_owned(), muted));
            }
        }
        if let Some(row) = row {
            self.write_anatomy(paper, subject, start + row, size.height);
        }
    }

    /// The row below which its words are told apart: the only one, else the chosen token's.
    fn row_of_interest(&self, rows: &[Row]) -> Option<usize> {
        if rows.len() == 1 {
            return Some(0);
        }
        let token = Target::Token(Some(self.token?));
        rows.iter().position(|row| row.hot.iter().any(|(_, target)| *target == token))
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

    fn write_token(
        &self,
        paper: &mut Paper<'_>,
        sentences: &mut Sentences,
        subject: &Subject,
        context: &Context<'_>,
    ) {
        if let [only] = &subject.tokens[..]
            && only.text.blocks == subject.summary
        {
            // A comment: of its one word there is nothing else to say.
            return;
        }
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
        let secrets = subject.secrets(context);
        let words = masked(context.file, token.span, secrets);
        let words = shorten(&safe_line(words.lines().next().unwrap_or_default()), room);
        let (key, muted) = (paper.role(Role::Key), paper.role(Role::Muted));
        let mut pieces: Vec<(String, Style)> = walk.into_iter().zip([key, muted, key]).collect();
        if !words.is_empty() {
            pieces.push((format!("  {words}"), paper.role(Role::Code)));
        }
        pieces.push((format!("  {label}"), paper.role(Role::Strong)));
        paper.row(pieces).hot = vec![(0..end / 2, previous), (end / 2..end, next)];
        sentences.tight(paper, &token.text.blocks);
        if let Some(thing) = subject.thing(at) {
            let words = format!("page: {}", page_name(thing));
            paper.buttons(&[(&key_of(Action::Submit), &words, Target::Page)], 2);
        }
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
