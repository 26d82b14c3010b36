//! The parts of an instruction as the document shows them: a table of variables, a table of
//! packages, and a line for each other part, a flag together with its value.

use std::collections::HashSet;

use super::compose::{join, plain_text, shown};
use super::file::Depth;
use super::fill::is_punctuation;
use super::mask;
use super::model::TokenExplanation;
use crate::doc::{Block, BlockKind, Text};
use crate::dockerfile::{Dockerfile, Instruction};
use crate::source::Span;

/// Labels that begin a row of the table of variables.
const KEYS: [&str; 3] = ["variable", "build argument", "label"];

/// Sentences that only name what stands there; they are left out where more is said.
const NAMING: [&str; 5] = [
    "The variable's name: ",
    "The argument's name: ",
    "The label's name: ",
    "The value: ",
    "The default: ",
];

/// Beginnings that are left out of a line where more is said.
const ALONE: [&str; 3] = ["The value: ", "The default: ", "Argument "];

/// Beginnings of sentences about a value that its flag says already.
const OF_FLAG: [&str; 3] = ["The value of ", "It is the value of ", "Argument "];

/// The parts of an instruction that are worth words at this depth.
pub(super) fn blocks(
    file: &Dockerfile,
    instruction: &Instruction,
    tokens: &[TokenExplanation],
    secrets: &[Span],
    depth: Depth,
) -> Vec<Block> {
    let shows = |token: &&TokenExplanation| says_something(token, depth);
    let shown: Vec<&TokenExplanation> = tokens.iter().filter(shows).collect();
    let parts = Parts { file, secrets, depth };
    let pairs = matches!(instruction.arguments, crate::dockerfile::Arguments::Pairs(_));
    let (variables, others): (Vec<_>, Vec<_>) =
        shown.into_iter().partition(|token| pairs && is_of_pair(token));
    let packages: Vec<_> = others.iter().copied().filter(|token| is_package(token)).collect();
    let has_table = packages.len() > 1;
    let rest = others.into_iter().filter(|token| !has_table || !is_package(token));
    let lines = parts.lines(&rest.collect::<Vec<_>>());
    let mut blocks = Vec::new();
    if !lines.is_empty() {
        blocks.push(Block::bullets(lines));
    }
    if has_table {
        let head = ["Package", "What it is"].map(Text::from);
        blocks.push(Block::table(head, parts.packages(&packages)));
    }
    if !variables.is_empty() {
        let name = instruction.keyword.map_or("Name", |keyword| match keyword.name() {
            "ARG" => "Build argument",
            "LABEL" => "Label",
            _ => "Variable",
        });
        let head = [name, "Value", "What it is for"].map(Text::from);
        blocks.push(Block::table(head, parts.pairs(&variables)));
    }
    blocks.into_iter().map(|block| block.proved_by([instruction.span])).collect()
}

/// A key of a pair, or a value of one.
fn is_of_pair(token: &TokenExplanation) -> bool {
    KEYS.contains(&token.label.as_str()) || token.label == "value" || token.label == "default"
}

fn is_package(token: &TokenExplanation) -> bool {
    token.label == "package"
}

/// Whether a token is worth words of its own in a document that shows the text as a whole
/// and has said in its first sentence what the command is.
fn says_something(token: &TokenExplanation, depth: Depth) -> bool {
    const SAID: [&str; 7] = [
        super::command::KEYWORD_LABEL,
        "continuation",
        "comment",
        "JSON bracket",
        "JSON form",
        "AS",
        super::command::SHELL_LABEL,
    ];
    /// What only the whole depth shows: signs, and words that say what they are.
    const SIGNS: [&str; 7] =
        ["operator", "word of the shell", "redirection", "file", "item", "pattern", "calculation"];
    let label = token.label.as_str();
    depth > Depth::Brief
        && !SAID.contains(&label)
        && (depth == Depth::Full || !SIGNS.contains(&label))
        && !token.text.blocks.is_empty()
}

struct Parts<'a> {
    file: &'a Dockerfile,
    secrets: &'a [Span],
    depth: Depth,
}

impl Parts<'_> {
    /// A line for each token; of those that stand there twice with the same words, one.
    fn lines(&self, tokens: &[&TokenExplanation]) -> Vec<Text> {
        let mut said = HashSet::new();
        let mut lines = Vec::new();
        let mut tokens = tokens.iter().peekable();
        while let Some(token) = tokens.next() {
            let value = tokens.next_if(|next| self.is_value_of(token, next));
            let written = self.written(token);
            let is_alone = value.is_none() && only_repeats(token, &written);
            let key = (written, value.map(|value| self.written(value)), plain_text(&token.text));
            if is_alone || !said.insert(key) {
                continue;
            }
            // What stands in a row and is the same is said once: `rm a b c`.
            let mut row = vec![*token];
            while value.is_none()
                && let Some(next) = tokens.next_if(|next| is_alike(token, next))
            {
                row.push(next);
            }
            lines.push(self.line(&row, value));
        }
        lines
    }

    /// Whether the next token is what a flag is set to, and is said together with it.
    fn is_value_of(&self, token: &TokenExplanation, next: &TokenExplanation) -> bool {
        let between = Span::new(token.span.end, next.span.start.max(token.span.end));
        let is_close = between.len() <= 2 && !self.file.source.slice(between).contains('\n');
        let is_json = self.file.source.slice(between).contains('"');
        token.label == "flag"
            && self.depth != Depth::Full
            && next.label != "mount option"
            && (next.label == "value" || between.is_empty())
            && (is_close || is_json)
    }

    fn written(&self, token: &TokenExplanation) -> String {
        let span = without_punctuation(self.file, token.span);
        let written = mask::masked(self.file, span, self.secrets);
        let line = written.trim().lines().next().unwrap_or_default();
        shown(line.trim_end())
    }

    fn line(&self, row: &[&TokenExplanation], value: Option<&&TokenExplanation>) -> Text {
        let Some(token) = row.first() else { return Text::new() };
        let Some(value) = value else {
            let written: Vec<String> = row.iter().map(|token| self.written(token)).collect();
            return join([head(&written, token), said(token, &ALONE)]);
        };
        let (name, written) = (self.written(token), self.written(value));
        let is_one_word = value.span.start == token.span.end;
        let gap = match (is_one_word, name.ends_with('=')) {
            (true, false) => "=",
            (true, true) => "",
            (false, _) => " ",
        };
        let head = head(&[format!("{name}{gap}{written}")], token);
        join([head, said(token, &OF_FLAG[2..]), said(value, &OF_FLAG)])
    }

    fn packages(&self, tokens: &[&TokenExplanation]) -> Vec<[Text; 2]> {
        let mut known = HashSet::new();
        let new = tokens.iter().filter(|token| known.insert(self.written(token)));
        new.map(|token| [Text::new().code(self.written(token)), said(token, &[])]).collect()
    }

    /// A row for each key, with what stands behind it.
    fn pairs(&self, tokens: &[&TokenExplanation]) -> Vec<[Text; 3]> {
        let mut rows: Vec<[Text; 3]> = Vec::new();
        for token in tokens {
            let written = Text::new().code(self.written(token));
            if KEYS.contains(&token.label.as_str()) {
                rows.push([written, Text::new(), said(token, &NAMING)]);
            } else if let Some([_, value, about]) = rows.last_mut() {
                *value = join([std::mem::take(value), written]);
                *about = join([std::mem::take(about), said(token, &NAMING)]);
            }
        }
        rows
    }
}

/// Whether two tokens are of one kind with the same words, which say more than their text.
fn is_alike(one: &TokenExplanation, other: &TokenExplanation) -> bool {
    one.label == other.label && one.text == other.text && one.label == "argument"
}

/// `a`, `b` and what they are.
fn head(written: &[String], token: &TokenExplanation) -> Text {
    let mut text = Text::new();
    for (place, word) in written.iter().enumerate() {
        text = text.plain(if place == 0 { "" } else { ", " }).code(word);
    }
    text.plain(format!(" ({}):", token.label))
}

/// What is said about a token, without the paragraphs that begin like this.
fn said(token: &TokenExplanation, without: &[&str]) -> Text {
    let paragraphs = token.text.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Paragraph(text) => Some(text),
        _ => None,
    });
    let told = paragraphs.filter(|text| {
        let words = text.words();
        !without.iter().any(|start| words.starts_with(start))
    });
    let told = match is_package(token) {
        true => without_name(join(told.cloned())),
        false => join(told.cloned()),
    };
    match (told.is_empty(), token.text.blocks.first().map(|block| &block.kind)) {
        // Nothing else is said, so that is.
        (true, Some(BlockKind::Paragraph(first))) if without == ALONE => first.clone(),
        _ => told,
    }
}

/// What stands behind the name of a package and a colon, where the name stands beside it.
fn without_name(mut text: Text) -> Text {
    if let [name, about, ..] = text.runs.as_mut_slice()
        && name.style.code
        && let Some(rest) = about.text.strip_prefix(": ")
    {
        about.text = rest.to_owned();
        text.runs.remove(0);
    }
    text
}

/// Whether the text only says again what stands there: `The value: 1.`
fn only_repeats(token: &TokenExplanation, written: &str) -> bool {
    let [_] = token.text.blocks.as_slice() else { return false };
    let said = plain_text(&token.text);
    NAMING.iter().any(|head| {
        said.strip_prefix(head).and_then(|rest| rest.strip_suffix('.')) == Some(written)
    })
}

/// A token's span without the comma, colon or `=` that was added to it at its end.
fn without_punctuation(file: &Dockerfile, span: Span) -> Span {
    let last = file.tokens.within(span).next_back();
    match last.filter(|token| is_punctuation(token.kind) && token.span.start > span.start) {
        Some(token) => Span::new(span.start, token.span.start),
        None => span,
    }
}
