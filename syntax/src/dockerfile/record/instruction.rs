//! One instruction of a record.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use super::super::go;
use super::super::node::{Node, Shape};
use super::super::part::Part;
use super::super::problem::BuildkitError;
use super::super::syntax::{Dockerfile, Heredoc, Instruction, Keyword};
use super::arguments;
use super::typed::{self, Typed};
use crate::source::{Source, Span};

/// One instruction as BuildKit reads it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordedInstruction {
    /// The keyword as written.
    pub keyword: String,
    /// Its first line.
    pub start_line: u32,
    /// Its last line, heredocs included.
    pub end_line: u32,
    /// The joined line.
    pub logical: String,
    /// The flags without quotes and escapes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// Present for the JSON form.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub json: bool,
    /// The raw arguments.
    pub args: Vec<String>,
    /// The heredocs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub heredocs: Vec<RecordedHeredoc>,
    /// The comment lines directly above.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<String>,
    /// Why it is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Refused>,
    /// What it says, when it is not refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typed: Option<Arc<Typed>>,
}

/// Why BuildKit refuses an instruction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The text without the "did you mean".
    pub text: String,
    /// What BuildKit suggests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// A heredoc as BuildKit reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordedHeredoc {
    /// The delimiter without quotes.
    pub name: String,
    /// Whether leading tabs are to be removed; they are still in the content.
    pub chomp: bool,
    /// The lines of the body.
    pub content: String,
    /// Whether variables are expanded.
    pub expand: bool,
    /// The file descriptor, when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fd: Option<u64>,
}

/// What BuildKit reads from an instruction, wherever it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    /// The keyword as written.
    pub keyword: String,
    /// The joined line.
    pub logical: String,
    /// The flags without quotes and escapes.
    pub flags: Vec<String>,
    /// Whether it is in the JSON form.
    pub json: bool,
    /// FROM: the raw arguments.
    pub words: Vec<String>,
    /// The heredocs.
    pub heredocs: Vec<RecordedHeredoc>,
    /// The comment lines directly above.
    pub comments: Vec<String>,
    /// Why it is refused.
    pub error: Option<Refused>,
    /// What it says, when it is not refused.
    pub typed: Option<Arc<Typed>>,
}

/// The meaning of an instruction, once somebody asked for it: it stays with the
/// instruction while the file around it changes.
#[derive(Clone, Default)]
pub(in super::super) struct KnownMeaning(OnceLock<Arc<Meaning>>);

// It says nothing that the instruction does not.
impl std::fmt::Debug for KnownMeaning {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("KnownMeaning")
    }
}

impl KnownMeaning {
    /// The meaning: known, or read now and kept. What is refused is read each time, for
    /// the words about it may name other lines.
    pub(super) fn of<'f>(
        instruction: &'f Instruction,
        refusal: Option<&BuildkitError>,
        read: impl FnOnce() -> Meaning,
    ) -> Cow<'f, Arc<Meaning>> {
        match refusal {
            Some(_) => Cow::Owned(Arc::new(read())),
            None => Cow::Borrowed(instruction.meaning.0.get_or_init(|| Arc::new(read()))),
        }
    }
}

/// One instruction of the file with its place. `node` is only room.
pub(super) fn record(
    node: &mut Node,
    file: &Dockerfile,
    instruction: &Instruction,
    refusal: Option<&BuildkitError>,
    hints_vary: bool,
) -> RecordedInstruction {
    let meaning = meaning(node, file, instruction, refusal, hints_vary);
    RecordedInstruction {
        keyword: meaning.keyword,
        start_line: instruction.lines.first.get(),
        end_line: instruction.lines.last.get(),
        args: arguments::of(node, meaning.logical.as_bytes(), file.escape),
        logical: meaning.logical,
        flags: meaning.flags,
        json: meaning.json,
        heredocs: meaning.heredocs,
        comments: meaning.comments,
        error: meaning.error,
        typed: meaning.typed,
    }
}

/// One instruction of the file, read again from its logical line: so the
/// texts are BuildKit's even where it cuts characters in two. `node` is only room.
pub(super) fn meaning(
    node: &mut Node,
    file: &Dockerfile,
    instruction: &Instruction,
    refusal: Option<&BuildkitError>,
    hints_vary: bool,
) -> Meaning {
    let logical = instruction.logical.text(&file.source);
    let line = logical.as_bytes();
    node.read(line, Part::new(0, line.len()), file.escape);
    let refused = refusal.map(|error| Refused {
        text: error.text.clone().into_owned(),
        hint: super::hint(error, hints_vary),
    });
    let heredocs: Vec<_> =
        instruction.heredocs.iter().map(|it| heredoc(it, &file.source)).collect();
    let flags = node.split.flags.iter().map(|flag| go::lossy(flag.text(line)).into_owned());
    Meaning {
        keyword: go::lossy(node.split.keyword.of(line)).into_owned(),
        flags: flags.collect(),
        json: node.shape == Shape::Json,
        words: match node.keyword {
            Some(Keyword::From) => arguments::of(node, line, file.escape),
            _ => Vec::new(),
        },
        comments: instruction.comments.iter().map(|it| comment(*it, &file.source)).collect(),
        typed: match refused {
            Some(_) => None,
            None => typed::of(node, line, &heredocs).map(Arc::new),
        },
        error: refused,
        heredocs,
        logical: logical.into_owned(),
    }
}

fn heredoc(heredoc: &Heredoc, source: &Source) -> RecordedHeredoc {
    RecordedHeredoc {
        name: heredoc.name.to_string(),
        chomp: heredoc.chomp,
        content: source.slice(heredoc.body).to_owned(),
        expand: heredoc.expand,
        fd: (heredoc.descriptor != 0).then_some(heredoc.descriptor),
    }
}

/// The text of a comment line as BuildKit attaches it: everything behind the
/// first byte of the line, so that an indented comment keeps its `#`.
fn comment(span: Span, source: &Source) -> String {
    let line = source.line_span(source.line_at(span.start));
    let line = Span::new(line.start, span.end.max(line.start));
    let text = source.slice(line);
    let text = if line.start == 0 { text.strip_prefix('\u{feff}').unwrap_or(text) } else { text };
    let behind = &text.as_bytes()[1..];
    go::lossy(&behind[go::trim(behind)]).into_owned()
}
