//! The Explain view: the selected instruction, then token by token.
//!
//! ```text
//! RUN · lines 4 to 6                      which instruction
//! RUN apt-get update \                    its text; a click or h and l choose a token
//!     && apt-get install -y curl
//!
//! h ‹ 3 of 9 · package › l                the token, when one is chosen
//! curl: fetches files over HTTP …
//!
//! Runs a command in a shell …             the whole instruction
//! Enter lesson: …                         lessons that treat it
//! ```

use std::ops::Range;

use ratatui::layout::{Position, Size};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::dockerfile::{Dockerfile, Instruction, InstructionId, TokenKind};
use crate::explain::mask::{self, masked, secret_spans_of};
use crate::explain::{Explanation, TokenExplanation, explain};
use crate::lesson::Course;
use crate::source::{LineNumber, Span, safe_line};
use crate::tui::Action;
use crate::tui::theme::{Palette, Role};

use super::rows::{Paper, Prefix, Row, Target};
use super::sheet::Sheet;
use super::{Context, Highlights, Request, key_of};

/// The most lines of a long instruction that are shown around the current token.
const LINES: usize = 4;

/// The Explain view.
#[derive(Debug, Default)]
pub(super) struct ExplainView {
    explanation: Option<Explanation>,
    token: Option<usize>,
    pub sheet: Sheet,
    laid_out: Option<(Size, Palette, bool)>,
}

impl ExplainView {
    /// Explains what is selected now. The token stays when the instruction
    /// is still the same after a save, as far as it has that many tokens.
    pub(super) fn refresh(&mut self, context: &Context<'_>) {
        self.laid_out = None;
        let before = self.explanation.as_ref().map(|it| it.instruction);
        self.explanation = context.selected.map(|id| explain(context.file, id));
        let now = self.explanation.as_ref();
        let count = now.map_or(0, |it| it.tokens.len());
        if before != context.selected {
            self.token = None;
            self.sheet.rewind();
        }
        self.token = self.token.filter(|token| *token < count);
    }

    /// The chosen token.
    fn current(&self) -> Option<&TokenExplanation> {
        self.explanation.as_ref()?.tokens.get(self.token?)
    }

    /// What is marked in the file.
    pub(super) fn highlights(&self) -> Highlights {
        Highlights { token: self.current().map(|token| token.span), ..Highlights::default() }
    }

    /// Does what the reader asks for.
    pub(super) fn update(
        &mut self,
        action: Action,
        context: &Context<'_>,
        course: &Course,
    ) -> Vec<Request> {
        match action {
            Action::TokenNext | Action::Right => self.step_token(1),
            Action::TokenPrevious | Action::Left => self.step_token(-1),
            Action::InstructionNext => step_instruction(1, context),
            Action::InstructionPrevious => step_instruction(-1, context),
            Action::Close => self.choose(None),
            Action::Submit => match self.lessons(course).first() {
                Some((id, _)) => vec![Request::OpenLesson(id.clone())],
                None => Vec::new(),
            },
            action => {
                self.sheet.act(action);
                Vec::new()
            }
        }
    }

    /// Does what a click asks for.
    pub(super) fn click(&mut self, at: Position) -> Vec<Request> {
        match self.sheet.target_at(at).cloned() {
            Some(Target::Token(token)) => self.choose(token),
            Some(Target::Lesson(id)) => vec![Request::OpenLesson(id)],
            Some(Target::Proof(span)) => vec![Request::Reveal(span)],
            _ => Vec::new(),
        }
    }

    /// From the whole instruction to its first token, and so on; back the same way.
    fn step_token(&mut self, by: isize) -> Vec<Request> {
        let count = self.explanation.as_ref().map_or(0, |it| it.tokens.len());
        let next = match (self.token, by > 0) {
            (None, true) if count > 0 => Some(0),
            (None, _) | (Some(0), false) => None,
            (Some(token), true) => Some((token + 1).min(count.saturating_sub(1))),
            (Some(token), false) => Some(token - 1),
        };
        self.choose(next)
    }

    fn choose(&mut self, token: Option<usize>) -> Vec<Request> {
        if token != self.token {
            self.token = token;
            self.laid_out = None;
            self.sheet.rewind();
        }
        self.current().map(|token| Request::Reveal(token.span)).into_iter().collect()
    }

    /// The lessons that treat the instruction and exist: id and title.
    fn lessons(&self, course: &Course) -> Vec<(String, String)> {
        let ids = self.explanation.iter().flat_map(|it| &it.lessons);
        let entries = ids.filter_map(|id| course.find(id));
        entries.map(|entry| (entry.id.clone(), entry.lesson().title.clone())).collect()
    }

    /// Lays out where size, theme or content changed.
    pub(super) fn fit(&mut self, size: Size, context: &Context<'_>, course: &Course) {
        let key = (size, context.theme.palette, context.mask_secrets);
        if self.laid_out != Some(key) {
            let rows = self.write(size, context, course);
            self.sheet.set(rows, size);
            self.laid_out = Some(key);
        }
    }

    fn write(&self, size: Size, context: &Context<'_>, course: &Course) -> Vec<Row> {
        let folds = |_| std::collections::BTreeSet::new();
        let mut paper = Paper::new(usize::from(size.width), context.theme, &folds);
        let (Some(explanation), Some(instruction)) =
            (&self.explanation, context.selected.and_then(|id| instruction(context.file, id)))
        else {
            let words = "This file has no instruction yet. A Dockerfile begins with FROM.";
            paper.words(Role::Text, words, &Prefix::default());
            return paper.rows;
        };
        self.write_text(&mut paper, explanation, instruction, size, context);
        paper.blank();
        self.write_token(&mut paper, explanation, context);
        paper.blocks(&explanation.summary.blocks, &Prefix::default(), None);
        self.write_lessons(&mut paper, course);
        paper.rows
    }

    /// The instruction's text with the current token marked.
    fn write_text(
        &self,
        paper: &mut Paper<'_>,
        explanation: &Explanation,
        instruction: &Instruction,
        size: Size,
        context: &Context<'_>,
    ) {
        let lines = instruction.lines;
        let place = match lines.count() {
            1 => format!("line {}", lines.first),
            _ => format!("lines {} to {}", lines.first, lines.last),
        };
        let keyword = safe_line(context.file.source.slice(instruction.keyword_span)).into_owned();
        let heading = vec![
            (keyword.to_uppercase(), paper.role(Role::Heading)),
            (format!(" · {place}"), paper.role(Role::Muted)),
        ];
        paper.row(heading).target = Some(Target::Token(None));
        let source = &context.file.source;
        let current = self.current().map(|token| token.span);
        let middle = current.map_or(lines.first, |span| source.line_at(span.start));
        let first = middle.index().saturating_sub(1).max(lines.first.index());
        let last = (first + LINES - 1).min(lines.last.index());
        let start = paper.rows.len();
        for index in first..=last {
            let span = source.line_span(LineNumber::from_index(index));
            let secrets = match context.mask_secrets {
                true => secret_spans_of(context.file, instruction),
                false => Vec::new(),
            };
            let tokens = &explanation.tokens;
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

    fn write_token(&self, paper: &mut Paper<'_>, explanation: &Explanation, context: &Context<'_>) {
        let count = explanation.tokens.len();
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
        let words = match context.mask_secrets {
            true => mask::masked(context.file, token.span, &mask::secret_spans(context.file)),
            false => context.file.source.slice(token.span).into(),
        };
        let words = shorten(&safe_line(words.lines().next().unwrap_or_default()), room);
        let (key, muted) = (paper.role(Role::Key), paper.role(Role::Muted));
        let mut pieces: Vec<(String, Style)> =
            walk.into_iter().zip([key, muted, key]).map(|(part, style)| (part, style)).collect();
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

/// One line of an instruction, to be written with its tokens' looks.
struct Strip<'a> {
    file: &'a Dockerfile,
    tokens: &'a [TokenExplanation],
    current: Option<Span>,
    /// What is masked.
    secrets: Vec<Span>,
}

impl Strip<'_> {
    /// Writes the line, cut hard at the width: it is code.
    fn write(&self, paper: &mut Paper<'_>, line: Span) {
        let indent = "  ";
        // Two columns stay for the mark of what is left out.
        let width = paper.width().saturating_sub(2);
        let new_row = || Row { pieces: vec![(indent.to_owned(), Style::new())], ..Row::default() };
        let mut row = new_row();
        for piece in self.pieces(line) {
            let text = masked(self.file, piece.span, &self.secrets);
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
fn shorten(text: &str, columns: usize) -> String {
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

fn instruction(file: &Dockerfile, id: InstructionId) -> Option<&Instruction> {
    file.instructions.get(id.0 as usize)
}

fn step_instruction(by: i64, context: &Context<'_>) -> Vec<Request> {
    let Some(id) = context.selected else { return Vec::new() };
    let next = i64::from(id.0) + by;
    match u32::try_from(next).ok().filter(|next| (*next as usize) < context.file.instructions.len())
    {
        Some(next) => vec![Request::Select(InstructionId(next))],
        None if by < 0 => vec![Request::Say("This is the first instruction.".to_owned())],
        None => vec![Request::Say("This is the last instruction.".to_owned())],
    }
}
