//! One instruction as BuildKit's line parser leaves it: words, JSON or pairs.

use std::borrow::Cow;

use super::go::{self, JsonArray};
use super::part::Part;
use super::problem::ProblemKind;
use super::refusal::{Phase, Refusal};
use super::split::{self, Split};
use super::syntax::{Escape, Keyword};
use super::words;

/// One instruction, split by the rules of its keyword. It is filled anew for
/// each instruction, so that reading a file allocates little.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Keyword, flags, rest.
    pub(super) split: Split,
    /// Which instruction; `None` when it is none of Docker's.
    pub(super) keyword: Option<Keyword>,
    /// How the rest is written.
    pub(super) shape: Shape,
    /// Words in order: those of the rest; for ENV and LABEL key and value by turns.
    pub(super) words: Vec<Part>,
    /// JSON form: the decoded strings, one for each of `words`.
    pub(super) strings: Vec<String>,
    /// The rest, or for HEALTHCHECK what follows the sub-command.
    pub(super) text: Part,
    /// HEALTHCHECK: the sub-command.
    pub(super) sub_command: Option<Part>,
    /// Where a rest that begins with `[` stops being JSON.
    pub(super) broken_json: Option<u32>,
    /// Why BuildKit's line parser refuses it.
    pub(super) refusal: Option<Refusal>,
}

/// How the rest of a line is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// There is none.
    #[default]
    Empty,
    /// Words between blanks.
    Words,
    /// A JSON array of strings.
    Json,
    /// One text.
    Text,
    /// `key=value` words.
    Pairs,
    /// `key the whole rest`.
    LegacyPair,
    /// Another instruction.
    Instruction,
    /// Of an unknown instruction.
    Ignored,
}

impl Node {
    /// Reads a logical line, or the part of it that an ONBUILD holds back.
    pub(super) fn read(&mut self, line: &[u8], part: Part, escape: Escape) {
        split::split(line, part, escape, &mut self.split);
        self.keyword = Keyword::read(self.split.keyword.of(line));
        self.words.clear();
        self.strings.clear();
        self.sub_command = None;
        self.broken_json = None;
        self.refusal = None;
        self.text = self.split.rest;
        self.shape = match self.keyword {
            None => Shape::Ignored,
            Some(keyword) => self.read_rest(line, keyword, escape),
        };
    }

    fn read_rest(&mut self, line: &[u8], keyword: Keyword, escape: Escape) -> Shape {
        match keyword {
            Keyword::Healthcheck => return self.read_healthcheck(line),
            _ if self.text.is_empty() => return Shape::Empty,
            Keyword::Env | Keyword::Label => return self.read_pairs(line, keyword, escape),
            Keyword::Arg => {
                words::split_outside_quotes(line, self.text, escape, &mut self.words);
                return if self.words.is_empty() { Shape::Empty } else { Shape::Words };
            }
            Keyword::Onbuild => return Shape::Instruction,
            Keyword::Maintainer | Keyword::Stopsignal | Keyword::User | Keyword::Workdir => {
                return Shape::Text;
            }
            Keyword::Cmd | Keyword::Entrypoint | Keyword::Run | Keyword::Shell => {
                return self.read_maybe_json(line).unwrap_or(Shape::Text);
            }
            Keyword::Expose | Keyword::From => {}
            Keyword::Add | Keyword::Copy | Keyword::Volume => {
                if let Some(shape) = self.read_maybe_json(line) {
                    return shape;
                }
            }
        }
        words::split_at_blanks(line, self.text, &mut self.words);
        Shape::Words
    }

    /// `None` when the text is not in JSON form.
    fn read_maybe_json(&mut self, line: &[u8]) -> Option<Shape> {
        let bytes = self.text.of(line);
        // Only bytes that are not UTF-8 can leave a blank at the begin of a trimmed text.
        let blanks = go::leading_space(bytes);
        if bytes.get(blanks) != Some(&b'[') {
            return None;
        }
        let array = Part { start: self.text.start + blanks as u32, end: self.text.end };
        match go::parse_json_array(array.of(line)) {
            JsonArray::Strings(strings) => {
                for (range, value) in strings {
                    self.words.push(array.within(range));
                    self.strings.push(value);
                }
                Some(Shape::Json)
            }
            JsonArray::NotStrings(range) => {
                self.refusal = Some(Refusal {
                    kind: ProblemKind::JsonNotStrings,
                    phase: Phase::Line,
                    part: array.within(range),
                    text: "when using JSON array syntax, arrays must be comprised of strings only"
                        .into(),
                    nearest: Vec::new(),
                });
                Some(Shape::Text)
            }
            JsonArray::NotJson(at) => {
                self.broken_json = Some(array.start + at as u32);
                None
            }
        }
    }

    fn read_pairs(&mut self, line: &[u8], keyword: Keyword, escape: Escape) -> Shape {
        let mut found = Vec::new();
        words::split_outside_quotes(line, self.text, escape, &mut found);
        let Some(first) = found.first() else {
            return Shape::Empty;
        };
        if !first.of(line).contains(&b'=') {
            return self.read_legacy_pair(line, keyword);
        }
        for word in &found {
            match memchr::memchr(b'=', word.of(line)) {
                Some(at) => {
                    self.words.push(word.within(0..at));
                    self.words.push(Part { start: word.start + at as u32 + 1, end: word.end });
                }
                None if self.refusal.is_none() => {
                    let quoted = go::quote(go::lossy(word.of(line)).as_bytes());
                    self.refusal = Some(Refusal {
                        kind: ProblemKind::PairWithoutEquals,
                        phase: Phase::Line,
                        part: *word,
                        text: format!(
                            "Syntax error - can't find = in {quoted}. Must be of the form: name=value"
                        )
                        .into(),
                        nearest: Vec::new(),
                    });
                }
                None => {}
            }
        }
        Shape::Pairs
    }

    fn read_legacy_pair(&mut self, line: &[u8], keyword: Keyword) -> Shape {
        let Some((key, value)) = words::split_legacy(line, self.text) else {
            self.words.push(self.text);
            self.refusal = Some(Refusal {
                kind: ProblemKind::PairWithoutValue,
                phase: Phase::Line,
                part: self.text,
                text: format!("{} must have two arguments", keyword.name()).into(),
                nearest: Vec::new(),
            });
            return Shape::Pairs;
        };
        self.words.extend([key, value]);
        Shape::LegacyPair
    }

    fn read_healthcheck(&mut self, line: &[u8]) -> Shape {
        let bytes = self.text.of(line);
        let is_space = |byte: &u8| go::is_space_byte(*byte);
        let length = bytes.iter().position(&is_space).unwrap_or(bytes.len());
        let blanks = bytes[length..].iter().take_while(|byte| is_space(byte)).count();
        if length == 0 {
            return Shape::Empty;
        }
        self.sub_command = Some(self.text.within(0..length));
        self.text = self.text.within(length + blanks..bytes.len());
        if self.text.is_empty() {
            return Shape::Empty;
        }
        self.read_maybe_json(line).unwrap_or(Shape::Text)
    }

    /// How many arguments BuildKit counts.
    pub(super) fn argument_count(&self) -> usize {
        match self.keyword {
            Some(Keyword::Healthcheck) => {
                usize::from(self.sub_command.is_some()) + self.command_count()
            }
            _ => self.command_count(),
        }
    }

    /// HEALTHCHECK: how many arguments follow the sub-command.
    pub(super) fn command_count(&self) -> usize {
        match self.shape {
            Shape::Empty => 0,
            Shape::Words | Shape::Json | Shape::Pairs | Shape::LegacyPair => self.words.len(),
            Shape::Text | Shape::Instruction | Shape::Ignored => 1,
        }
    }

    /// A word as BuildKit takes it: decoded in JSON form, else as written.
    pub(super) fn word<'a>(&'a self, line: &'a [u8], index: usize) -> Cow<'a, str> {
        match self.strings.get(index) {
            Some(value) => Cow::Borrowed(value),
            None => go::lossy(self.words[index].of(line)),
        }
    }
}
