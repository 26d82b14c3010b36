//! Instructions as the engine runs them.

use std::sync::Arc;

use super::Failure;
use crate::dockerfile::record::{self, Meaning, Typed};
use crate::dockerfile::{self, Dockerfile, Keyword};
use crate::source::{Source, Span};

/// An instruction of a stage, or a trigger of its base.
#[derive(Clone, Debug)]
pub(super) struct Command {
    /// Which one.
    pub(super) keyword: Keyword,
    /// What it says as a whole.
    pub(super) recorded: Arc<Meaning>,
    /// What it says; nothing where BuildKit refuses it.
    pub(super) typed: Arc<Typed>,
    /// The line that BuildKit reports for it.
    pub(super) line: u32,
    /// Where it stands in the file; for a trigger, the FROM that fired it.
    pub(super) span: Span,
    /// Whether it is a trigger.
    pub(super) is_trigger: bool,
    /// The stages that its `--from` or its mounts name, by their places.
    pub(super) sources: Vec<usize>,
}

impl Command {
    /// The instruction as one line, without blanks around it.
    pub(super) fn code(&self) -> &str {
        self.recorded.logical.trim()
    }

    /// The values of its `--mount` flags.
    pub(super) fn mounts(&self) -> impl Iterator<Item = &str> {
        self.recorded.flags.iter().filter_map(|flag| flag.strip_prefix("--mount="))
    }

    /// Whether the shell is put before its words.
    pub(super) fn has_shell(&self) -> bool {
        matches!(self.typed.shell, Some(record::ShellMember::IsPutBefore(true)))
    }

    /// Whether it sets variables, directory, user or shell.
    pub(super) fn is_setting(&self) -> bool {
        use Keyword::{Arg, Env, Shell, User, Workdir};
        matches!(self.keyword, Arg | Env | Shell | User | Workdir)
    }

    /// Whether it takes a number in the progress output.
    pub(super) fn is_step(&self) -> bool {
        matches!(self.keyword, Keyword::Add | Keyword::Copy | Keyword::Run | Keyword::Workdir)
    }
}

/// The instructions of a file that BuildKit takes, in order.
pub(super) fn of_file(file: &Dockerfile, recorded: Vec<Arc<Meaning>>) -> Vec<Command> {
    let nothing = Arc::new(Typed::default());
    let pairs = file.instructions.iter().zip(recorded);
    let command = |(instruction, recorded): (&dockerfile::Instruction, Arc<Meaning>)| {
        Some(Command {
            keyword: instruction.keyword?,
            line: instruction.lines.first.get(),
            typed: Arc::clone(recorded.typed.as_ref().unwrap_or(&nothing)),
            recorded,
            span: instruction.span,
            is_trigger: false,
            sources: Vec::new(),
        })
    };
    pairs.filter_map(command).collect()
}

/// Reads the text of a trigger; it counts as standing at the FROM that fired it.
pub(super) fn of_trigger(text: &str, line: u32, span: Span) -> Result<Command, Failure> {
    let at = |text: String, hint: Option<String>| Failure { text, hint, line: Some(line) };
    let source = Arc::new(Source::new("trigger", text.as_bytes().to_vec()));
    let file = dockerfile::parse(source);
    let record = record::record_meaning(&file);
    let Some(recorded) = record.instructions else {
        let error = record.error;
        let (text, hint) = error.map(|error| (error.text, error.hint)).unwrap_or_default();
        return Err(at(text, hint));
    };
    let Ok([recorded]) = <[Arc<Meaning>; 1]>::try_from(recorded) else {
        return Err(at("onbuild trigger should be a single expression".to_owned(), None));
    };
    if let Some(refused) = &recorded.error {
        return Err(at(refused.text.clone(), refused.hint.clone()));
    }
    let keyword = file.instructions.first().and_then(|instruction| instruction.keyword);
    let Some(keyword) = keyword.filter(|keyword| *keyword != Keyword::From) else {
        return Err(at("*instructions.Stage is not a command type".to_owned(), None));
    };
    let typed = recorded.typed.clone().unwrap_or_default();
    Ok(Command { keyword, recorded, typed, line, span, is_trigger: true, sources: Vec::new() })
}
