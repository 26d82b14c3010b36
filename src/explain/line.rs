//! Lines that are no instruction: directives, comments, empty lines.

use super::compose::{document, shown, text};
use super::image;
use super::mask;
use super::model::{LineExplanation, TokenExplanation};
use crate::doc::Text;
use crate::dockerfile::{Comment, Directive, DirectiveKind, Dockerfile, InstructionId};
use crate::knowledge::{self, Described};
use crate::source::{LineNumber, Span};

/// The instruction that a line belongs to, heredocs and the lines of a continuation included.
pub fn instruction_at(file: &Dockerfile, line: LineNumber) -> Option<InstructionId> {
    let behind = file.instructions.partition_point(|at| at.lines.first <= line);
    let index = behind.checked_sub(1)?;
    file.instructions[index].lines.contains(line).then_some(InstructionId(index as u32))
}

/// Explains a line that is no part of an instruction; use [`instruction_at`] first.
pub fn explain_line(file: &Dockerfile, line: LineNumber) -> LineExplanation {
    if let Some(directive) = file.directives.iter().find(|directive| directive.line == line) {
        return explain_directive(file, directive);
    }
    let span = file.source.line_span(line);
    let behind = file.comments.partition_point(|comment| comment.span.start < span.start);
    match file.comments.get(behind).filter(|comment| span.covers(comment.span)) {
        Some(comment) => explain_comment(file, comment),
        None => explain_rest(file, line, span),
    }
}

fn explain_rest(file: &Dockerfile, line: LineNumber, span: Span) -> LineExplanation {
    if line.index() >= file.source.line_count() {
        return other("no line", "The file has no such line.");
    }
    if file.source.slice(span).trim().is_empty() {
        return other("empty line", "An empty line. BuildKit skips it.");
    }
    other("text", "This line belongs to no instruction; what it means is not known to layerwise.")
}

fn other(label: &str, words: &str) -> LineExplanation {
    LineExplanation {
        label: label.to_owned(),
        text: document([Text::from(words)]),
        ..LineExplanation::default()
    }
}

/// Explains a parser directive: what it is, and what its value says.
pub fn explain_directive(file: &Dockerfile, directive: &Directive) -> LineExplanation {
    let name = match directive.kind {
        DirectiveKind::Syntax => "syntax",
        DirectiveKind::Escape => "escape",
        DirectiveKind::Check => "check",
    };
    let empty = Described::default();
    let entry = knowledge::directives().entries.get(name).unwrap_or(&empty);
    let about = text(&entry.about, &[]);
    let value = file.source.slice(directive.value);
    let meaning = match directive.kind {
        DirectiveKind::Syntax => syntax(value),
        DirectiveKind::Escape => escape(value),
        DirectiveKind::Check => check(value),
    };
    let default = text(&format!("Without the directive: {}.", entry.default), &[]);
    let token = |span: Span, label: &str, texts: Vec<Text>| TokenExplanation {
        span,
        label: label.to_owned(),
        text: document(texts),
    };
    let head = Span::new(file.source.line_span(directive.line).start, directive.value.start);
    let tokens = vec![
        token(head, "directive", vec![about.clone(), default.clone()]),
        token(directive.value, "value", meaning.clone()),
    ];
    let place = text("It counts only here: above every comment, empty line and instruction.", &[]);
    LineExplanation {
        label: "directive".to_owned(),
        text: document([about].into_iter().chain(meaning).chain([place])),
        tokens: tokens.into_iter().filter(|token| !token.span.is_empty()).collect(),
        lessons: entry.lessons.clone(),
    }
}

fn syntax(value: &str) -> Vec<Text> {
    let reference = value.split_whitespace().next().unwrap_or_default();
    let parts = image::split(reference);
    let full = image::full(reference);
    let mut texts = vec![text("Here it is the image `{full}`.", &[("full", &full)])];
    if parts.repository == "docker/dockerfile" {
        let tag = parts.tag.unwrap_or("latest");
        let labs = if tag.ends_with("labs") {
            " `labs` means that experimental syntax is in it."
        } else {
            ""
        };
        let stable = match tag.trim_end_matches("-labs").matches('.').count() {
            _ if tag == "latest" => "It is the newest version.",
            0 => "The tag names only the major version, so it is the newest stable one of that.",
            1 => "The tag names a minor version, so only corrections of it come along.",
            _ => "The tag names one exact version.",
        };
        texts.push(text(&format!("{stable}{labs}"), &[]));
    }
    texts
}

fn escape(value: &str) -> Vec<Text> {
    vec![match value {
        "`" => Text::new()
            .plain("Here it is ")
            .code("`")
            .plain(", so that the backslashes of Windows paths are plain characters."),
        "\\" => Text::new().plain("Here it is ").code("\\").plain(", which is the default."),
        _ => text(
            "{value} is neither the backslash nor the backtick; BuildKit refuses it.",
            &[("value", value)],
        ),
    }]
}

fn check(value: &str) -> Vec<Text> {
    value
        .split(';')
        .map(|part| match part.trim().split_once('=') {
            Some(("skip", "all")) => Text::from("No check runs."),
            Some(("skip", names)) => text("These checks do not run: {names}.", &[("names", names)]),
            Some(("error", "true" | "True" | "TRUE" | "1" | "t" | "T")) => {
                Text::from("A finding of a check stops the build.")
            }
            Some(("error", _)) => Text::from("A finding of a check is only a warning."),
            _ => {
                text("What {part} means here is not known to layerwise.", &[("part", part.trim())])
            }
        })
        .collect()
}

/// Explains a comment line.
pub fn explain_comment(file: &Dockerfile, comment: &Comment) -> LineExplanation {
    let raw = file.source.slice(comment.span);
    let words = raw.trim_start_matches('#').trim();
    let safe = shown(&mask::mask_text(words));
    let mut texts = vec![if words.is_empty() {
        Text::from("An empty comment.")
    } else {
        Text::new().plain("A comment. The author writes: ").emphasis(safe)
    }];
    texts.extend(pragma(words));
    let next = file.instructions.partition_point(|at| at.span.start < comment.span.start);
    let owner = file.instructions.get(next).filter(|at| at.comments.contains(&comment.span));
    if comment.in_continuation {
        texts.push(Text::from("It stands inside an instruction; BuildKit takes it out before anything reads the command."));
    } else if let Some(instruction) = owner {
        let keyword = instruction.keyword.map_or("instruction", |keyword| keyword.name());
        texts.push(Text::from(format!(
            "It belongs to the {keyword} on line {}.",
            instruction.lines.first
        )));
    }
    let token = TokenExplanation {
        span: comment.span,
        label: "comment".to_owned(),
        text: document(texts.clone()),
    };
    LineExplanation {
        label: "comment".to_owned(),
        text: document(texts),
        tokens: vec![token],
        lessons: vec!["anatomy".to_owned()],
    }
}

/// A comment that a tool reads.
fn pragma(words: &str) -> Option<Text> {
    let known = [
        (
            "hadolint ignore=",
            "hadolint reads it: the rules named here are passed over for the next instruction.",
        ),
        (
            "hadolint global ignore=",
            "hadolint reads it: the rules named here are passed over in the whole file.",
        ),
        ("hadolint shell=", "hadolint reads it: it names the shell for its checks."),
        ("shellcheck ", "ShellCheck reads it."),
        (
            "layerwise ignore=",
            "layerwise reads it: the check named here is passed over for the next instruction.",
        ),
        (
            "syntax=",
            "It looks like a directive and is none here: directives count only at the very top of the file, each once.",
        ),
        (
            "escape=",
            "It looks like a directive and is none here: directives count only at the very top of the file, each once.",
        ),
        (
            "check=",
            "BuildKit's checks read it: directly above an instruction it holds for that instruction.",
        ),
    ];
    let compact = words
        .split_once('=')
        .map_or(words.to_owned(), |(name, rest)| format!("{}={rest}", name.trim_end()));
    known
        .iter()
        .find(|(start, _)| compact.starts_with(start))
        .map(|(_, meaning)| Text::from(*meaning))
}
