//! Where the parts of each instruction stand.

use serde::Serialize;

use super::report::name_of;
use crate::dockerfile::{
    Arguments, Command, Dockerfile, Flag, Form, From, Heredoc, ImageReference, Instruction, Pair,
    Transfer, Variable, Word,
};
use crate::source::{LineNumber, Span};

/// The spans of one instruction; absent parts are left out.
#[derive(Default, Serialize)]
pub(super) struct SpanReport {
    span: Span,
    keyword: Span,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_line: Option<LineNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<LineNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<u32>,
    refused: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    comments: Vec<Span>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    flags: Vec<FlagReport>,
    /// The arguments as words: image and name, sources and destination, ports, JSON strings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    words: Vec<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<ImageReport>,
    #[serde(rename = "as", skip_serializing_if = "Option::is_none")]
    as_span: Option<Span>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pairs: Vec<PairReport>,
    /// The text that a shell reads, or the whole argument.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Span>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    heredocs: Vec<HeredocReport>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variables: Vec<VariableReport>,
    /// The instruction that an ONBUILD holds back.
    #[serde(skip_serializing_if = "Option::is_none")]
    onbuild: Option<Box<SpanReport>>,
}

#[derive(Serialize)]
struct FlagReport {
    span: Span,
    name: Span,
    value: Option<Span>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<OptionReport>,
}

#[derive(Serialize)]
struct OptionReport {
    key: Span,
    value: Option<Span>,
}

#[derive(Serialize)]
struct ImageReport {
    registry: Option<Span>,
    repository: Option<Span>,
    tag: Option<Span>,
    digest: Option<Span>,
}

#[derive(Serialize)]
struct PairReport {
    key: Span,
    equals: Option<Span>,
    value: Option<Span>,
}

#[derive(Serialize)]
struct HeredocReport {
    marker: Span,
    body: Span,
    terminator: Option<Span>,
}

#[derive(Serialize)]
struct VariableReport {
    span: Span,
    name: Span,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    argument: Option<Span>,
}

/// The spans of every instruction, in the file's order.
pub(super) fn spans(file: &Dockerfile) -> Vec<SpanReport> {
    file.instructions.iter().map(instruction).collect()
}

fn instruction(instruction: &Instruction) -> SpanReport {
    let mut report = SpanReport {
        span: instruction.span,
        keyword: instruction.keyword_span,
        start_line: Some(instruction.lines.first),
        end_line: Some(instruction.lines.last),
        stage: instruction.stage.map(|stage| stage.0),
        refused: instruction.refused,
        comments: instruction.comments.to_vec(),
        flags: instruction.flags.iter().map(FlagReport::from).collect(),
        heredocs: instruction.heredocs.iter().map(HeredocReport::from).collect(),
        variables: instruction.variables.iter().map(VariableReport::from).collect(),
        ..SpanReport::default()
    };
    report.arguments(&instruction.arguments);
    report
}

impl SpanReport {
    fn arguments(&mut self, arguments: &Arguments) {
        match arguments {
            Arguments::From(from) => self.base(from),
            Arguments::Command(command) => self.command(command),
            Arguments::Transfer(transfer) => self.transfer(transfer),
            Arguments::Pairs(pairs) => self.pairs = pairs.iter().map(PairReport::from).collect(),
            Arguments::Words { words, form } => {
                self.form(*form);
                self.words(words.iter());
            }
            Arguments::Text(word) => self.text = word.as_ref().map(|word| word.span),
            Arguments::Healthcheck(check) => {
                self.words(check.sub_command.iter());
                if let Some(command) = &check.command {
                    self.command(command);
                }
            }
            // The parser keeps at most one instruction inside another.
            Arguments::Onbuild(inner) => {
                self.onbuild = inner.as_ref().map(|inner| Box::new(instruction(inner)));
            }
            Arguments::Unknown(span) => self.text = Some(*span),
        }
    }

    fn base(&mut self, from: &From) {
        let ImageReference { registry, repository, tag, digest } = from.reference;
        self.image = from.image.as_ref().map(|_| ImageReport { registry, repository, tag, digest });
        self.as_span = from.as_span;
        self.words(from.image.iter().chain(&from.name));
    }

    fn command(&mut self, command: &Command) {
        self.form(command.form);
        self.words(command.words.iter());
        self.text = Some(command.text).filter(|span| !span.is_empty());
    }

    fn transfer(&mut self, transfer: &Transfer) {
        self.form(transfer.form);
        self.words(transfer.sources.iter().chain(&transfer.destination));
    }

    fn words<'a>(&mut self, words: impl Iterator<Item = &'a Word>) {
        self.words.extend(words.map(|word| word.span));
    }

    fn form(&mut self, form: Form) {
        self.form = Some(name_of(form));
    }
}

impl std::convert::From<&Flag> for FlagReport {
    fn from(flag: &Flag) -> Self {
        let options =
            flag.options.iter().map(|it| OptionReport { key: it.key, value: it.value }).collect();
        Self { span: flag.span, name: flag.name, value: flag.value, options }
    }
}

impl std::convert::From<&Pair> for PairReport {
    fn from(pair: &Pair) -> Self {
        let value = pair.value.as_ref().map(|word| word.span);
        Self { key: pair.key.span, equals: pair.equals, value }
    }
}

impl std::convert::From<&Heredoc> for HeredocReport {
    fn from(heredoc: &Heredoc) -> Self {
        let Heredoc { marker, body, terminator, .. } = *heredoc;
        Self { marker, body, terminator }
    }
}

impl std::convert::From<&Variable> for VariableReport {
    fn from(variable: &Variable) -> Self {
        let Variable { span, name, operator, argument } = *variable;
        Self { span, name, operator, argument }
    }
}
