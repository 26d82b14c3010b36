//! From words and operators to simple commands.

use super::job::Job;
use super::lexer::{Lexeme, Lexer, Operator, Raw, offset};
use super::map::Piece;
use super::skip::{Open, skip};
use super::words::is_assignment;
use super::wrap::{self, Seen};
use super::{Inside, Joint, Mark, MarkKind, Script, ShellWord, SimpleCommand};
use crate::source::Span;

/// Words of the shell behind which a command begins, or nothing.
const RESERVED: [&str; 14] = [
    "if", "then", "else", "elif", "fi", "while", "until", "do", "done", "!", "{", "}", "esac",
    "coproc",
];

/// So far is looked for the end of `((…))`; the limit keeps nested parentheses linear.
const LONGEST_ARITHMETIC: usize = 256;

/// What the next word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Command,
    /// The variable behind `for` and `select`.
    ForName,
    /// `in` and the values behind it.
    ForItems,
    /// What `case` looks at, and `in`.
    CaseSubject,
    CasePattern,
    FunctionName,
    /// Up to `]]`.
    Test,
}

/// Reads one script.
pub(super) struct Parser<'j> {
    job: &'j Job,
    lexer: Lexer<'j>,
    script: &'j mut Script,
    jobs: &'j mut Vec<Job>,
    mode: Mode,
    words: Vec<Raw>,
    joint: Joint,
    /// Whether the next word is the target of a redirection, and of what kind.
    target: Option<Option<bool>>,
    has_assignment: bool,
}

impl<'j> Parser<'j> {
    pub(super) fn of(job: &'j Job, script: &'j mut Script, jobs: &'j mut Vec<Job>) -> Self {
        Self {
            job,
            lexer: Lexer::of(&job.text),
            script,
            jobs,
            mode: Mode::Command,
            words: Vec::new(),
            joint: Joint::Start,
            target: None,
            has_assignment: false,
        }
    }

    pub(super) fn run(mut self) {
        while let Some(lexeme) = self.lexer.next() {
            match lexeme {
                Lexeme::Word(raw) => match self.target.take() {
                    Some(heredoc) => self.target(raw, heredoc),
                    None => self.word(raw),
                },
                Lexeme::Redirection { start, end, .. } if self.mode == Mode::Test => {
                    self.test_word(start, end);
                }
                Lexeme::Redirection { start, end, heredoc } => {
                    self.mark(MarkKind::Redirection, start, end);
                    self.target = Some(heredoc);
                }
                Lexeme::Operator(operator, start, end) => {
                    self.target = None;
                    self.operator(operator, start, end);
                }
                Lexeme::Comment(start, end) => self.mark(MarkKind::Comment, start, end),
                Lexeme::Body(start, end) => self.mark(MarkKind::Body, start, end),
            }
        }
        self.finish();
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let map = &self.job.map;
        let start = map.begin(offset(start));
        Span::new(start, map.end(offset(end)).max(start))
    }

    fn mark(&mut self, kind: MarkKind, start: usize, end: usize) {
        let text = self.job.text.get(start..end).unwrap_or_default().to_owned();
        let span = self.span(start, end);
        self.script.marks.push(Mark { kind, span, text });
    }

    /// A word that is no word of a command.
    fn mark_word(&mut self, kind: MarkKind, raw: Raw) {
        self.look_inside(&raw);
        let span = self.span(raw.start, raw.end);
        self.script.marks.push(Mark { kind, span, text: raw.text });
    }

    /// The commands in a word's substitutions are read later.
    fn look_inside(&mut self, raw: &Raw) {
        for (start, end) in &raw.inner {
            let Some(text) = self.job.text.get(*start..*end) else { continue };
            let piece = Piece { at: 0, origin: offset(*start) };
            let map = self.job.map.below(&[piece], offset(text.len()));
            self.jobs.extend(self.job.inner(text.to_owned(), map, Inside::Substitution));
        }
    }

    fn target(&mut self, raw: Raw, heredoc: Option<bool>) {
        if let Some(tabs) = heredoc {
            self.lexer.wait_for(raw.text.clone(), tabs);
        }
        self.mark_word(MarkKind::Target, raw);
    }

    fn word(&mut self, raw: Raw) {
        let bare = if raw.quoted { "" } else { raw.text.as_str() };
        match (self.mode, bare) {
            (Mode::Command, _) => self.command_word(raw),
            (Mode::ForName, _) => {
                self.mark_word(MarkKind::Name, raw);
                self.mode = Mode::ForItems;
            }
            (Mode::ForItems, "in") => self.mark_word(MarkKind::Reserved, raw),
            (Mode::ForItems, "do") => {
                self.mark_word(MarkKind::Reserved, raw);
                self.mode = Mode::Command;
            }
            (Mode::ForItems, _) => self.mark_word(MarkKind::Item, raw),
            (Mode::CaseSubject, "in") => {
                self.mark_word(MarkKind::Reserved, raw);
                self.mode = Mode::CasePattern;
            }
            (Mode::CaseSubject, _) => self.mark_word(MarkKind::Item, raw),
            (Mode::CasePattern, "esac") => {
                self.mark_word(MarkKind::Reserved, raw);
                self.mode = Mode::Command;
            }
            (Mode::CasePattern, _) => self.mark_word(MarkKind::Pattern, raw),
            (Mode::FunctionName, _) => {
                self.mark_word(MarkKind::Name, raw);
                self.mode = Mode::Command;
            }
            (Mode::Test, _) => {
                let ends = bare == "]]";
                self.words.push(raw);
                if ends {
                    self.mode = Mode::Command;
                    self.finish();
                }
            }
        }
    }

    fn command_word(&mut self, raw: Raw) {
        let begins = self.words.is_empty();
        let may_be_reserved = begins && !raw.quoted && !self.has_assignment;
        let mode = match raw.text.as_str() {
            _ if !may_be_reserved => None,
            "for" | "select" => Some(Mode::ForName),
            "case" => Some(Mode::CaseSubject),
            "function" => Some(Mode::FunctionName),
            text if RESERVED.contains(&text) => Some(Mode::Command),
            _ => None,
        };
        if let Some(mode) = mode {
            self.mode = mode;
            return self.mark_word(MarkKind::Reserved, raw);
        }
        // What is quoted before the `=` is no name, but a quoted value is usual.
        if begins && is_assignment(&raw.text) && self.name_is_bare(&raw) {
            self.has_assignment = true;
            return self.mark_word(MarkKind::Assignment, raw);
        }
        if may_be_reserved && raw.text == "[[" {
            self.mode = Mode::Test;
        }
        self.words.push(raw);
    }

    fn name_is_bare(&self, raw: &Raw) -> bool {
        let written = self.job.text.get(raw.start..raw.end).unwrap_or_default();
        let name = raw.text.split('=').next().unwrap_or_default();
        written.starts_with(name)
    }

    /// An operator inside `[[ … ]]` is a word.
    fn test_word(&mut self, start: usize, end: usize) {
        let text = self.job.text.get(start..end).unwrap_or_default().to_owned();
        self.words.push(Raw { start, end, text, ..Raw::default() });
    }

    fn operator(&mut self, operator: Operator, start: usize, end: usize) {
        if self.mode == Mode::Test && operator != Operator::Line {
            return self.test_word(start, end);
        }
        if operator == Operator::Open && self.opening(start) {
            return;
        }
        if operator != Operator::Line {
            self.mark(MarkKind::Operator, start, end);
        }
        match (self.mode, operator) {
            (Mode::CasePattern, Operator::Close) => self.mode = Mode::Command,
            (Mode::ForItems, Operator::Semicolon | Operator::Line) => self.mode = Mode::Command,
            (Mode::CasePattern | Mode::CaseSubject, _) => return,
            (Mode::ForName | Mode::FunctionName, Operator::Line) => return,
            (Mode::Command, _) => {}
            _ => self.mode = Mode::Command,
        }
        let began = !self.words.is_empty() || self.has_assignment;
        self.finish();
        match operator {
            Operator::And => self.joint = Joint::And,
            Operator::Or => self.joint = Joint::Or,
            Operator::Pipe => self.joint = Joint::Pipe,
            Operator::Background => self.joint = Joint::Background,
            Operator::Semicolon => self.joint = Joint::Then,
            Operator::Branch => {
                self.joint = Joint::Then;
                self.mode = Mode::CasePattern;
            }
            // Behind `&&` a line end means nothing.
            Operator::Line if began => self.joint = Joint::Then,
            Operator::Line | Operator::Open | Operator::Close => {}
        }
    }

    /// `((…))` and the parentheses of `name()`: whether the opening one was taken.
    fn opening(&mut self, start: usize) -> bool {
        let bytes = self.job.text.as_bytes();
        let may_be_arithmetic = self.words.is_empty() && bytes.get(start + 1) == Some(&b'(');
        if may_be_arithmetic {
            let limit = bytes.len().min(start + LONGEST_ARITHMETIC);
            let end = skip(&bytes[..limit], start + 2, Open::Paren { cases: 0 });
            if bytes.get(end) == Some(&b')') && bytes[end - 1] == b')' {
                self.lexer.jump(end + 1);
                self.mark(MarkKind::Arithmetic, start, end + 1);
                self.mode = Mode::Command;
                return true;
            }
        }
        let names = self.words.len() == 1 && !self.has_assignment;
        if names
            && self.mode == Mode::Command
            && self.lexer.peek() == Some(b')')
            && let Some(name) = self.words.pop()
        {
            self.mark_word(MarkKind::Name, name);
            let place = self.lexer.place();
            self.mark(MarkKind::Operator, start, place);
            return true;
        }
        false
    }

    /// A command ends.
    fn finish(&mut self) {
        self.has_assignment = false;
        let raws = std::mem::take(&mut self.words);
        if raws.is_empty() {
            return;
        }
        let texts: Vec<&str> = raws.iter().map(|raw| raw.text.as_str()).collect();
        let seen = wrap::see_through(&texts);
        for (index, raw) in raws.iter().enumerate() {
            // What a script substitutes is found when the script is read.
            if seen.scripts.binary_search(&index).is_err() {
                self.look_inside(raw);
            }
        }
        for script in seen.scripts.iter().filter_map(|index| raws.get(*index)) {
            let map = self.job.map.below(&script.pieces, offset(script.text.len()));
            self.jobs.extend(self.job.inner(script.text.clone(), map, Inside::Argument));
        }
        let words: Vec<ShellWord> = raws.into_iter().map(|raw| self.shell_word(raw)).collect();
        let joint = std::mem::replace(&mut self.joint, Joint::Then);
        let outer = SimpleCommand { joint, inside: self.job.inside, ..SimpleCommand::default() };
        self.script.commands.extend(take_apart(words, &seen, outer));
    }

    fn shell_word(&self, raw: Raw) -> ShellWord {
        let span = self.span(raw.start, raw.end);
        ShellWord {
            text: raw.text,
            span,
            quoted: raw.quoted,
            holds_commands: !raw.inner.is_empty(),
        }
    }
}

/// Words as one command, and a command for each that is given to it as words.
pub(super) fn take_apart(
    words: Vec<ShellWord>,
    seen: &Seen,
    mut outer: SimpleCommand,
) -> Vec<SimpleCommand> {
    outer.opens = seen.opens;
    let mut inner: Vec<SimpleCommand> = Vec::new();
    let mut wrappers: Vec<Vec<ShellWord>> = Vec::new();
    for (index, word) in words.into_iter().enumerate() {
        let place = seen.executed.partition_point(|range| range.end <= index);
        if seen.executed.get(place).is_some_and(|range| range.contains(&index)) {
            if inner.len() <= place {
                let inside = Inside::Argument;
                inner.push(SimpleCommand { inside, ..SimpleCommand::default() });
            }
            if let Some(command) = inner.last_mut() {
                command.words.push(word);
            }
        } else if index < seen.program {
            if seen.wrappers.binary_search(&index).is_ok() || wrappers.is_empty() {
                wrappers.push(Vec::new());
            }
            if let Some(wrapper) = wrappers.last_mut() {
                wrapper.push(word);
            }
        } else {
            outer.words.push(word);
        }
    }
    outer.wrappers = wrappers;
    let mut found = vec![outer];
    found.extend(inner);
    found
}
