//! Reading a file from top to bottom: directives, comments, instructions.

use std::sync::Arc;

use super::directives;
use super::lines::{self, Line, LineKind};
use super::node::Node;
use super::part::Part;
use super::problems::Problems;
use super::stages::{StageNames, Stages};
use super::syntax::{
    Comment, Directive, DirectiveKind, Dockerfile, Escape, Instruction, LogicalPiece, TokenKind,
};
use super::terminators::Terminators;
use super::tokens::{Stretch, TokenList, Tokens};
use super::variables::RawVariable;
use super::weave::Gaps;
use crate::source::{LineNumber, Source, Span};

/// What a file is read for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose<'a> {
    /// Instructions and problems.
    Tree,
    /// Tokens alone; the stages of the file are known.
    Tokens(&'a StageNames),
}

/// Everything that is collected while a file is read.
pub(super) struct Reader<'a> {
    pub(super) source: &'a Source,
    pub(super) bytes: &'a [u8],
    /// Where the next line begins.
    pub(super) at: usize,
    /// How many lines are behind.
    pub(super) line: usize,
    pub(super) escape: Escape,
    /// Which directives stood already; `None` when no directive may follow.
    seen: Option<Vec<DirectiveKind>>,
    pub(super) directives: Vec<Directive>,
    /// How many instructions stand above the first that is read here.
    pub(super) above: u32,
    pub(super) instructions: Vec<Instruction>,
    pub(super) comments: Vec<Comment>,
    /// Comment lines that the next instruction gets.
    pub(super) pending: Vec<Span>,
    /// What is made of the file.
    pub(super) purpose: Purpose<'a>,
    pub(super) tokens: TokenList,
    pub(super) problems: Problems,
    pub(super) stages: Stages,
    pub(super) terminators: Terminators<'a>,
}

/// Memory that is used again for each instruction.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub(super) node: Node,
    pub(super) held_back: Node,
    pub(super) gaps: Gaps,
    pub(super) pieces: Vec<LogicalPiece>,
    pub(super) joined: Vec<u8>,
    pub(super) variables: Vec<RawVariable>,
    /// Tokens inside words: variables and heredoc markers.
    pub(super) overlays: Vec<(Part, TokenKind)>,
}

/// Reads a whole file.
pub(super) fn read(source: &Arc<Source>) -> Dockerfile {
    let mut reader = Reader::new(source, Purpose::Tree);
    // Room that stays untouched costs nothing, copying a grown list does.
    reader.instructions.reserve(source.line_count());
    reader.run(source.text().len());
    reader.finish(source)
}

/// Reads a stretch of a file for its tokens.
pub(super) fn tokens(stretch: &Stretch<'_>) -> TokenList {
    let mut reader = Reader::new(stretch.source, Purpose::Tokens(stretch.stages));
    reader.tokens = TokenList::beginning_at(stretch.span.start);
    if stretch.span.start > 0 {
        reader.go_on_from(stretch.span.start as usize, stretch.escape);
    }
    reader.run(stretch.span.end as usize);
    reader.tokens.shrink();
    reader.tokens
}

impl<'a> Reader<'a> {
    /// A reader of instructions and problems, from the top of the file.
    pub(super) fn of_tree(source: &'a Source) -> Self {
        Self::new(source, Purpose::Tree)
    }

    fn new(source: &'a Source, purpose: Purpose<'a>) -> Self {
        Self {
            source,
            bytes: source.text().as_bytes(),
            at: 0,
            line: 0,
            escape: Escape::default(),
            seen: Some(Vec::new()),
            directives: Vec::new(),
            above: 0,
            instructions: Vec::new(),
            comments: Vec::new(),
            pending: Vec::new(),
            purpose,
            tokens: TokenList::default(),
            problems: Problems::default(),
            stages: Stages::default(),
            terminators: Terminators::new(source.text().as_bytes()),
        }
    }

    /// Goes on at the begin of a line behind an instruction.
    fn go_on_from(&mut self, at: usize, escape: Escape) {
        self.at = at;
        self.escape = escape;
        self.seen = None;
    }

    /// The same, with the number of the instruction's last line.
    pub(super) fn go_on_behind(&mut self, at: usize, last: LineNumber, escape: Escape) {
        self.go_on_from(at, escape);
        self.line = last.index() + 1;
    }

    /// Reads up to the line that begins at `end`.
    fn run(&mut self, end: usize) {
        let mut scratch = Scratch::default();
        while self.at < end && self.step(&mut scratch).is_some() {}
    }

    /// Reads a line that stands by itself, or an instruction with all its lines; says which,
    /// and `None` at the end of the file.
    pub(super) fn step(&mut self, scratch: &mut Scratch) -> Option<LineKind> {
        if self.at == 0 && self.bytes.starts_with("\u{feff}".as_bytes()) {
            self.at = 3;
            // A byte-order mark alone is a line for BuildKit.
            self.line = usize::from(self.bytes.len() == 3);
            self.token(TokenKind::ByteOrderMark, 3);
        }
        let line = self.next_line()?;
        let (first, kind) = line.look(self.bytes);
        match kind {
            LineKind::Comment => self.comment_or_directive(line, first),
            LineKind::Blank => {
                self.seen = None;
                self.token(TokenKind::Blank, line.body_end as u32);
                self.token(TokenKind::LineEnd, line.end as u32);
            }
            LineKind::Text => {
                self.seen = None;
                self.token(TokenKind::Blank, first as u32);
                self.instruction(line, first, scratch);
            }
        }
        Some(kind)
    }

    /// Adds a token, when the file is read for them.
    pub(super) fn token(&mut self, kind: TokenKind, end: u32) {
        if matches!(self.purpose, Purpose::Tokens(_)) {
            self.tokens.push(kind, end);
        }
    }

    pub(super) fn next_line(&mut self) -> Option<Line> {
        self.take_line(self.line)
    }

    /// The next line of an instruction. BuildKit's reader is asked once more where one of these
    /// is too long, gives its begin as a line of its own, and that line is counted.
    pub(super) fn next_line_inside(&mut self) -> Option<Line> {
        self.take_line(self.line + 1)
    }

    /// Takes a line; `reported` is the number that BuildKit says where it is too long.
    fn take_line(&mut self, reported: usize) -> Option<Line> {
        let line = Line::at(self.bytes, self.at)?;
        self.at = line.end;
        self.line += 1;
        if line.end - line.start >= lines::LONGEST {
            self.check_length(line, reported);
        }
        Some(line)
    }

    fn check_length(&mut self, line: Line, reported: usize) {
        let start = if self.line == 1 { 0 } else { line.start as u32 };
        let length = self.source.file_offset(line.end as u32) - self.source.file_offset(start);
        if line.is_too_long(length as usize) {
            self.problems.line_too_long(Span::new(start, line.body_end as u32), reported);
        }
    }

    /// A comment line at the top level. Its text begins behind the first byte
    /// of the line, so that an indented `#` alone is not an empty comment.
    fn comment_or_directive(&mut self, line: Line, first: usize) {
        let text = &self.bytes[first..line.body_end];
        self.token(TokenKind::Blank, first as u32);
        let is_directive = self.directive(line, first);
        if !is_directive {
            let span = Span::new(first as u32, line.body_end as u32);
            self.comments.push(Comment { span, in_continuation: false });
            self.token(TokenKind::Comment, line.body_end as u32);
            let is_empty = first == line.start && super::go::trim(&text[1..]).is_empty();
            if is_empty {
                self.pending.clear();
            } else {
                self.pending.push(span);
            }
        }
        self.token(TokenKind::LineEnd, line.end as u32);
    }

    /// Takes a line that the line parser reads as a directive; gives false for a comment.
    fn directive(&mut self, line: Line, first: usize) -> bool {
        let text = &self.bytes[first..line.body_end];
        let Some(seen) = &mut self.seen else {
            self.late_directive(line, first);
            return false;
        };
        let Some(written) = directives::read(text, b"#") else {
            self.seen = None;
            return false;
        };
        let is_double = seen.contains(&written.kind);
        seen.push(written.kind);
        let span = |range: std::ops::Range<usize>| {
            Span::new((first + range.start) as u32, (first + range.end) as u32)
        };
        let directive = Directive {
            kind: written.kind,
            name: span(written.name.clone()),
            value: span(written.value.clone()),
            line: LineNumber::from_index(self.line - 1),
        };
        let value = &text[written.value.clone()];
        let is_bad_escape =
            directive.kind == DirectiveKind::Escape && !matches!(value, b"\\" | b"`");
        if is_double {
            self.problems.duplicate_directive(&directive);
        } else if is_bad_escape {
            self.problems.bad_escape(&directive, self.source);
        } else if directive.kind == DirectiveKind::Escape {
            self.escape = if value == b"`" { Escape::Backtick } else { Escape::Backslash };
        }
        if first > line.start && directive.kind != DirectiveKind::Escape {
            self.problems.indented_directive(&directive);
            self.token(TokenKind::Comment, line.body_end as u32);
            return true;
        }
        if !is_double && !is_bad_escape {
            self.directives.push(directive);
        }
        self.token(TokenKind::DirectiveName, (first + written.name.end) as u32);
        self.token(TokenKind::Blank, (first + written.equals) as u32);
        self.token(TokenKind::DirectiveEquals, (first + written.equals + 1) as u32);
        self.token(TokenKind::Blank, directive.value.start);
        self.token(TokenKind::DirectiveValue, directive.value.end);
        self.token(TokenKind::Blank, line.body_end as u32);
        true
    }

    /// Tells what is written like a directive but comes too late. A `check`
    /// above an instruction has a meaning of its own, so it is left out.
    fn late_directive(&mut self, line: Line, first: usize) {
        let written = directives::read(&self.bytes[first..line.body_end], b"#");
        let Some(written) = written.filter(|it| it.kind != DirectiveKind::Check) else { return };
        let start = (first + written.name.start) as u32;
        let end = (first + written.value.end) as u32;
        self.problems.late_directive(written.kind, Span::new(start, end));
    }

    /// Puts the tree together.
    pub(super) fn finish(mut self, source: &Arc<Source>) -> Dockerfile {
        self.instructions.shrink_to_fit();
        let names = StageNames::of(&self.stages.list, &self.instructions);
        let tokens = Tokens::new(source, self.escape, names, &self.instructions);
        let mut file = Dockerfile {
            source: Arc::clone(source),
            escape: self.escape,
            directives: self.directives,
            instructions: self.instructions,
            comments: self.comments,
            tokens,
            problems: Vec::new(),
            stages: self.stages.list,
        };
        file.problems = self.problems.finish(&file, self.line);
        file
    }
}
