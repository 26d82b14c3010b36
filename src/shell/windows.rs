//! Commands of PowerShell and of `cmd`: at least the programs and their arguments.

use super::lexer::offset;
use super::map::Map;
use super::place::Dialect;
use super::{Joint, Mark, MarkKind, Script, ShellWord, SimpleCommand};
use crate::source::Span;

/// Words behind which a command begins, or nothing.
const POWERSHELL: [&str; 17] = [
    "if", "else", "elseif", "foreach", "for", "while", "do", "until", "switch", "try", "catch",
    "finally", "function", "param", "return", "throw", "begin",
];
const CMD: [&str; 4] = ["if", "else", "do", "call"];

/// Reads a text; total, and every byte is looked at a bounded number of times.
pub(super) fn read(text: &str, map: &Map, dialect: Dialect) -> Script {
    let mut reader = Reader {
        text,
        map,
        powershell: dialect == Dialect::PowerShell,
        at: 0,
        script: Script::default(),
        words: Vec::new(),
        joint: Joint::Start,
    };
    reader.run();
    reader.script
}

struct Reader<'t> {
    text: &'t str,
    map: &'t Map,
    powershell: bool,
    at: usize,
    script: Script,
    words: Vec<ShellWord>,
    joint: Joint,
}

impl Reader<'_> {
    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn span(&self, start: usize) -> Span {
        let begin = self.map.begin(offset(start));
        Span::new(begin, self.map.end(offset(self.at)).max(begin))
    }

    fn run(&mut self) {
        while let Some(byte) = self.byte(0) {
            let start = self.at;
            match byte {
                b' ' | b'\t' | b'\r' => self.at += 1,
                // The escape character before a line end joins the lines.
                b'`' | b'^' if self.byte(1) == Some(b'\n') => self.at += 2,
                b'#' if self.powershell => self.comment(start),
                b'<' if self.powershell && self.byte(1) == Some(b'#') => {
                    let rest = &self.text[start + 2..];
                    let length = rest.find("#>").map_or(rest.len(), |at| at + 2);
                    self.at = start + 2 + length;
                    self.mark(MarkKind::Comment, start);
                }
                b'>' | b'<' => self.redirection(start),
                _ if self.operator() => {}
                _ => self.word(start),
            }
        }
        self.finish();
    }

    fn mark(&mut self, kind: MarkKind, start: usize) {
        let text = self.text.get(start..self.at).unwrap_or_default().to_owned();
        self.script.marks.push(Mark { kind, span: self.span(start), text });
    }

    fn comment(&mut self, start: usize) {
        let rest = &self.text.as_bytes()[start..];
        self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        self.mark(MarkKind::Comment, start);
    }

    fn redirection(&mut self, start: usize) {
        while matches!(self.byte(0), Some(b'<' | b'>' | b'&')) {
            self.at += 1;
        }
        self.mark(MarkKind::Redirection, start);
        while matches!(self.byte(0), Some(b' ' | b'\t')) {
            self.at += 1;
        }
        let begin = self.at;
        let (_, quoted) = self.word_text();
        if self.at > begin || quoted {
            self.mark(MarkKind::Target, begin);
        }
    }

    /// Takes what ends or begins a command; false where there is no such thing.
    fn operator(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let (joint, width) = match rest {
            [b'&', b'&', ..] => (Some(Joint::And), 2),
            [b'|', b'|', ..] => (Some(Joint::Or), 2),
            [b'|', ..] => (Some(Joint::Pipe), 1),
            [b';', ..] if self.powershell => (Some(Joint::Then), 1),
            [b'\n', ..] => (Some(Joint::Then), 1),
            // In PowerShell `&` begins a command, in cmd it separates two.
            [b'&', ..] if self.powershell => (None, 1),
            [b'&', ..] => (Some(Joint::Then), 1),
            [b'(' | b')', ..] => (None, 1),
            [b'$' | b'@', b'(' | b'{', ..] if self.powershell => (None, 2),
            [b'{' | b'}', ..] if self.powershell => (None, 1),
            _ => return false,
        };
        let start = self.at;
        self.at += width;
        if rest[0] != b'\n' {
            self.mark(MarkKind::Operator, start);
        }
        self.finish();
        self.joint = joint.unwrap_or(self.joint);
        true
    }

    fn word(&mut self, start: usize) {
        let (mut text, quoted) = self.word_text();
        if self.at == start {
            // No byte may be left standing, or the reader would not end.
            let width = self.text[start..].chars().next().map_or(1, char::len_utf8);
            self.at += width;
            return;
        }
        let first = self.words.is_empty();
        let lower = text.to_ascii_lowercase();
        let reserved = if self.powershell { &POWERSHELL[..] } else { &CMD[..] };
        if first && !quoted && reserved.contains(&lower.as_str()) {
            return self.mark(MarkKind::Reserved, start);
        }
        if self.powershell && text == "=" && self.words.len() == 1 {
            // `$name = command …`: what is assigned is a command of its own.
            let name = std::mem::take(&mut self.words);
            let marks = name.into_iter().map(|word| Mark {
                kind: MarkKind::Assignment,
                span: word.span,
                text: word.text,
            });
            self.script.marks.extend(marks);
            return self.mark(MarkKind::Operator, start);
        }
        let mut span = self.span(start);
        // `@echo off`: the sign only keeps the command from being shown.
        if first && !self.powershell && text.starts_with('@') && text.len() > 1 {
            text.remove(0);
            span.start = (span.start + 1).min(span.end);
        }
        self.words.push(ShellWord { text, span, quoted, holds_commands: false });
    }

    /// The text of a word without its quotes, and whether it had any.
    fn word_text(&mut self) -> (String, bool) {
        let (mut text, mut quoted) = (String::new(), false);
        let escape = if self.powershell { b'`' } else { b'^' };
        while let Some(byte) = self.byte(0) {
            let start = self.at;
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b'|' | b'&' | b'(' | b')' | b'<' | b'>' => break,
                b';' | b'{' | b'}' if self.powershell => break,
                b'$' | b'@' if self.powershell && matches!(self.byte(1), Some(b'(' | b'{')) => {
                    break;
                }
                b'"' => {
                    quoted = true;
                    self.quoted(b'"', escape, &mut text);
                }
                b'\'' if self.powershell => {
                    quoted = true;
                    self.quoted(b'\'', 0, &mut text);
                }
                _ if byte == escape && self.at + 1 < self.text.len() => {
                    self.at += 1;
                    self.character(&mut text);
                }
                _ => self.character(&mut text),
            }
            debug_assert!(self.at > start, "a word's text stands still");
        }
        (text, quoted)
    }

    fn character(&mut self, text: &mut String) {
        if let Some(character) = self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            text.push(character);
            self.at += character.len_utf8();
        }
    }

    /// A quoted part; two quotes stand for one.
    fn quoted(&mut self, quote: u8, escape: u8, text: &mut String) {
        self.at += 1;
        while let Some(byte) = self.byte(0) {
            if byte == quote {
                self.at += 1;
                if self.byte(0) != Some(quote) {
                    return;
                }
            } else if byte == escape && self.powershell && self.at + 1 < self.text.len() {
                self.at += 1;
            }
            self.character(text);
        }
    }

    fn finish(&mut self) {
        let words = std::mem::take(&mut self.words);
        let is_value = words.first().is_none_or(|word| {
            // Values and operators of an expression are no programs.
            self.powershell
                && (word.text.starts_with(['$', '-', '[']) || word.quoted && words.len() == 1)
        });
        if is_value {
            return;
        }
        let joint = std::mem::replace(&mut self.joint, Joint::Then);
        self.script.commands.push(SimpleCommand { words, joint, ..SimpleCommand::default() });
    }
}
