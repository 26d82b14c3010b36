//! Which token each part of an instruction is.

use super::go;
use super::image;
use super::lower::{FlagParts, names_stage};
use super::node::{Node, Shape};
use super::part::Part;
use super::split::RawFlag;
use super::stages::StageNames;
use super::syntax::{Escape, Keyword, TokenKind};
use super::variables::{self, RawVariable, Reader};
use super::weave::Weave;

/// Finds the variables in an instruction, in order.
pub(super) fn variables(node: &Node, line: &[u8], escape: Escape, found: &mut Vec<RawVariable>) {
    let whole = Part { start: node.split.keyword.end, end: node.split.rest.end };
    if whole.is_empty() || memchr::memchr(b'$', &line[whole.range()]).is_none() {
        return;
    }
    let buildkit = Reader::Buildkit(escape.byte());
    for flag in &node.split.flags {
        variables::find(line, flag.part, buildkit, found);
    }
    match node.keyword {
        Some(Keyword::Run | Keyword::Cmd | Keyword::Entrypoint | Keyword::Healthcheck)
            if node.shape == Shape::Text =>
        {
            variables::find(line, node.text, Reader::Shell, found);
        }
        Some(Keyword::User | Keyword::Workdir | Keyword::Stopsignal) => {
            variables::find(line, node.text, buildkit, found);
        }
        Some(
            Keyword::Add
            | Keyword::Arg
            | Keyword::Copy
            | Keyword::Env
            | Keyword::Expose
            | Keyword::From
            | Keyword::Label
            | Keyword::Volume,
        ) => {
            for word in &node.words {
                variables::find(line, *word, buildkit, found);
            }
        }
        _ => {}
    }
}

/// Writes the tokens of an instruction, its keyword to its last word.
pub(super) struct Painter<'a, 'b> {
    pub(super) node: &'a Node,
    pub(super) line: &'a [u8],
    pub(super) stages: &'a StageNames,
    /// Where the instruction begins in the file: only stages above it count.
    pub(super) at: u32,
    pub(super) depth: Depth,
    pub(super) weave: &'a mut Weave<'b>,
}

/// Whose tokens are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// An instruction of the file; what an ONBUILD holds back has a painter of its own.
    Outer,
    /// The instruction that an ONBUILD holds back.
    HeldBack,
}

impl Painter<'_, '_> {
    /// Keyword and flags.
    pub(super) fn head(&mut self) {
        let kind = match self.node.keyword {
            Some(_) => TokenKind::Keyword,
            None => TokenKind::UnknownKeyword,
        };
        self.weave.part(kind, self.node.split.keyword);
        for flag in &self.node.split.flags {
            self.flag(flag);
        }
        if let Some(end) = self.node.split.flags_end {
            self.weave.part(TokenKind::FlagPunctuation, end);
        }
    }

    fn flag(&mut self, flag: &RawFlag) {
        let parts = FlagParts::read(flag, self.line);
        self.weave.part(TokenKind::FlagName, Part { start: flag.part.start, end: parts.name.end });
        let Some(value) = parts.value else { return };
        self.weave.up_to(TokenKind::FlagPunctuation, value.start);
        for (key, option) in parts.options(self.line) {
            self.weave.up_to(TokenKind::FlagPunctuation, key.start);
            self.weave.up_to(TokenKind::MountKey, key.end);
            let Some(option) = option else { continue };
            self.weave.up_to(TokenKind::FlagPunctuation, option.start);
            let is_stage = key.of(self.line).eq_ignore_ascii_case(b"from")
                && self.stages.contains(option.of(self.line), self.at);
            let kind = if is_stage { TokenKind::StageName } else { TokenKind::MountValue };
            self.weave.expanded(kind, option);
        }
        let is_list = matches!(parts.name.of(self.line), b"mount" | b"device");
        let names_stage = names_stage(self.node.keyword, parts.name.of(self.line));
        let kind = match () {
            () if is_list => TokenKind::FlagPunctuation,
            () if names_stage && self.stages.contains(value.of(self.line), self.at) => {
                TokenKind::StageName
            }
            () => TokenKind::FlagValue,
        };
        self.weave.expanded(kind, Part { start: value.start.min(value.end), ..value });
    }

    /// What follows the flags; ONBUILD's instruction is painted by its own painter.
    pub(super) fn rest(&mut self) {
        let node = self.node;
        if let Some(part) = node.sub_command {
            self.weave.part(TokenKind::SubCommand, part);
        }
        if node.refusal.is_some() && node.shape == Shape::Text {
            return self.weave.part(TokenKind::Broken, node.text);
        }
        match (node.shape, node.keyword) {
            (Shape::Empty | Shape::Instruction, _) => {}
            (Shape::Json, _) => self.json(),
            (Shape::Ignored, _) => self.weave.part(TokenKind::Broken, node.text),
            (_, Some(Keyword::From)) => self.from(),
            (Shape::Pairs | Shape::LegacyPair, _) => self.pairs(),
            (_, Some(Keyword::Arg)) => self.declarations(),
            (Shape::Words, _) => {
                for word in &node.words {
                    self.weave.expanded(TokenKind::Word, *word);
                }
            }
            (
                Shape::Text,
                Some(
                    Keyword::Run
                    | Keyword::Cmd
                    | Keyword::Entrypoint
                    | Keyword::Healthcheck
                    | Keyword::Shell,
                ),
            ) => self.weave.expanded(TokenKind::Shell, node.text),
            (Shape::Text, _) => self.weave.expanded(TokenKind::Word, node.text),
        }
    }

    /// What no word took: the second link of a chain of ONBUILDs, an escape
    /// character that BuildKit drops at the end.
    pub(super) fn left_over(&mut self) {
        let part = Part { start: self.weave.reached(), end: self.node.text.end };
        let is_held_back = self.node.shape == Shape::Instruction && self.depth == Depth::Outer;
        if is_held_back || part.is_empty() || go::trim(part.of(self.line)).is_empty() {
            return;
        }
        self.weave.part(TokenKind::Broken, part.within(go::trim(part.of(self.line))));
    }

    fn json(&mut self) {
        let expands =
            matches!(self.node.keyword, Some(Keyword::Add | Keyword::Copy | Keyword::Volume));
        let blanks = go::leading_space(self.node.text.of(self.line));
        let mut at = self.node.text.start + blanks as u32;
        self.weave.part(TokenKind::JsonBracket, Part { start: at, end: at + 1 });
        at += 1;
        for word in &self.node.words {
            self.commas(at, word.start);
            if expands {
                self.weave.expanded(TokenKind::JsonString, *word);
            } else {
                self.weave.up_to(TokenKind::JsonString, word.end);
            }
            at = word.end;
        }
        let close = memchr::memchr(b']', &self.line[at as usize..]).unwrap_or_default() as u32;
        self.weave.part(TokenKind::JsonBracket, Part { start: at + close, end: at + close + 1 });
    }

    /// Blanks with at most one comma between.
    fn commas(&mut self, start: u32, end: u32) {
        let between = Part { start, end };
        if let Some(comma) = memchr::memchr(b',', between.of(self.line)) {
            let at = start + comma as u32;
            self.weave.part(TokenKind::JsonComma, Part { start: at, end: at + 1 });
        }
        self.weave.up_to(TokenKind::Blank, end);
    }

    fn from(&mut self) {
        let node = self.node;
        for (index, word) in node.words.iter().enumerate() {
            let follows_as = |at: usize| {
                node.words.get(at).is_some_and(|word| go::equal_fold_as(word.of(self.line)))
            };
            match index {
                0 if self.stages.contains(word.of(self.line), self.at) => {
                    self.weave.expanded(TokenKind::StageName, *word);
                }
                0 => self.image(*word),
                1 if follows_as(1) => self.weave.part(TokenKind::As, *word),
                2 if follows_as(1) => self.weave.part(TokenKind::StageName, *word),
                _ => self.weave.part(TokenKind::Broken, *word),
            }
        }
    }

    fn image(&mut self, word: Part) {
        let parts = image::read(self.line, word);
        self.weave.up_to(TokenKind::Blank, word.start);
        for (part, kind) in [
            (parts.registry, TokenKind::ImageRegistry),
            (parts.repository, TokenKind::ImageRepository),
            (parts.tag, TokenKind::ImageTag),
            (parts.digest, TokenKind::ImageDigest),
        ] {
            let Some(part) = part else { continue };
            // Where the repository is one variable it is painted before the tag's colon.
            let before = Part { start: word.start, end: part.start };
            self.weave.expanded(TokenKind::ImagePunctuation, before);
            self.weave.expanded(kind, part);
        }
        let left = if parts.tag.is_none() && parts.digest.is_none() && parts.repository.is_none() {
            TokenKind::ImageRepository
        } else {
            TokenKind::ImagePunctuation
        };
        self.weave.expanded(left, word);
    }

    fn pairs(&mut self) {
        for pair in self.node.words.chunks(2) {
            let skipped = Part { start: self.weave.reached(), end: pair[0].start };
            if !go::trim(skipped.of(self.line)).is_empty() {
                self.weave.up_to(TokenKind::Broken, pair[0].start);
            }
            self.weave.expanded(TokenKind::Key, pair[0]);
            let Some(value) = pair.get(1) else { continue };
            if self.node.shape == Shape::Pairs {
                self.weave.up_to(TokenKind::Equals, value.start);
            }
            self.weave.expanded(TokenKind::Value, *value);
        }
        if self.node.refusal.is_some() {
            self.weave.up_to(TokenKind::Broken, self.node.text.end);
        }
    }

    fn declarations(&mut self) {
        for word in &self.node.words {
            match memchr::memchr(b'=', word.of(self.line)) {
                None => self.weave.expanded(TokenKind::Key, *word),
                Some(at) => {
                    let at = word.start + at as u32;
                    self.weave.expanded(TokenKind::Key, Part { end: at, ..*word });
                    self.weave.up_to(TokenKind::Equals, at + 1);
                    self.weave.expanded(TokenKind::Value, Part { start: at + 1, ..*word });
                }
            }
        }
    }
}
