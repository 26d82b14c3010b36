//! Instructions as the engine runs them.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use super::Failure;
use crate::dockerfile::record::{self, Meaning, Typed};
use crate::dockerfile::{self, Dockerfile, Keyword};
use crate::source::{Source, Span};

/// What a refused instruction says.
static NOTHING: LazyLock<Typed> = LazyLock::new(Typed::default);

/// An instruction of a stage, or a trigger of its base. Of a long file most are only counted, so
/// what that takes stands here: the meanings lie all over the memory.
#[derive(Clone, Debug)]
pub(super) struct Command<'a> {
    /// Which one.
    pub(super) keyword: Keyword,
    /// What it says as a whole.
    pub(super) recorded: Cow<'a, Arc<Meaning>>,
    /// How its keyword is written.
    pub(super) casing: Casing,
    /// Whether it has flags.
    pub(super) has_flags: bool,
    /// The line that BuildKit reports for it.
    pub(super) line: u32,
    /// Where it stands in the file; for a trigger, the FROM that fired it.
    pub(super) span: Span,
    /// Whether it is a trigger.
    pub(super) is_trigger: bool,
    /// The stages that its `--from` or its mounts name, by their places.
    pub(super) sources: Vec<usize>,
}

/// How a word is written; one without letters is in both cases.
#[derive(Clone, Copy, Debug)]
pub(super) struct Casing {
    /// Whether no letter is a capital.
    pub(super) is_lower: bool,
    /// Whether every letter is a capital.
    pub(super) is_upper: bool,
}

impl Casing {
    /// Of a word.
    pub(super) fn of(word: &str) -> Self {
        Self { is_lower: is_lower(word), is_upper: is_upper(word) }
    }
}

impl Command<'_> {
    /// What it says; nothing where BuildKit refuses it.
    pub(super) fn typed(&self) -> &Typed {
        self.recorded.typed.as_deref().unwrap_or(&NOTHING)
    }

    /// The instruction as one line, without blanks around it.
    pub(super) fn code(&self) -> &str {
        self.recorded.logical.trim()
    }

    /// Whether nothing in it can be replaced by the value of a variable.
    pub(super) fn uses_no_variable(&self) -> bool {
        self.recorded.heredocs.is_empty() && !self.recorded.logical.contains('$')
    }

    /// The name that it gives a value, where it is one, as plain as it is written.
    pub(super) fn one_name(&self) -> Option<&str> {
        let [pair] = self.typed().pairs.as_deref()? else { return None };
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        Some(pair.key.as_str()).filter(|key| key.bytes().all(is_plain))
    }

    /// The values of its `--mount` flags.
    pub(super) fn mounts(&self) -> impl Iterator<Item = &str> {
        self.recorded.flags.iter().filter_map(|flag| flag.strip_prefix("--mount="))
    }

    /// Whether the shell is put before its words.
    pub(super) fn has_shell(&self) -> bool {
        matches!(self.typed().shell, Some(record::ShellMember::IsPutBefore(true)))
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
pub(super) fn of_file<'a>(
    file: &'a Dockerfile,
    recorded: Vec<Cow<'a, Arc<Meaning>>>,
) -> impl Iterator<Item = Command<'a>> {
    let pairs = file.instructions.iter().zip(recorded);
    pairs.filter_map(|(instruction, recorded)| {
        // A keyword over several lines is put together in the meaning.
        let is_in_one_piece = instruction.logical.pieces.is_empty();
        let word = match is_in_one_piece {
            true => file.source.slice(instruction.keyword_span),
            false => &recorded.keyword,
        };
        Some(Command {
            keyword: instruction.keyword?,
            line: instruction.lines.first.get(),
            casing: Casing::of(word),
            has_flags: !instruction.flags.is_empty(),
            recorded,
            span: instruction.span,
            is_trigger: false,
            sources: Vec::new(),
        })
    })
}

/// Reads the text of a trigger; it counts as standing at the FROM that fired it.
pub(super) fn of_trigger(text: &str, line: u32, span: Span) -> Result<Command<'static>, Failure> {
    let at = |text: String, hint: Option<String>| Failure { text, hint, line: Some(line) };
    let source = Arc::new(Source::new("trigger", text.as_bytes().to_vec()));
    let file = dockerfile::parse(source);
    let record = record::record_meaning(&file);
    let Some(recorded) = record.instructions else {
        let error = record.error;
        let (text, hint) = error.map(|error| (error.text, error.hint)).unwrap_or_default();
        return Err(at(text, hint));
    };
    let Ok([recorded]) = <[Cow<'_, Arc<Meaning>>; 1]>::try_from(recorded) else {
        return Err(at("onbuild trigger should be a single expression".to_owned(), None));
    };
    if let Some(refused) = &recorded.error {
        return Err(at(refused.text.clone(), refused.hint.clone()));
    }
    let keyword = file.instructions.first().and_then(|instruction| instruction.keyword);
    let Some(keyword) = keyword.filter(|keyword| *keyword != Keyword::From) else {
        return Err(at("*instructions.Stage is not a command type".to_owned(), None));
    };
    Ok(Command {
        keyword,
        casing: Casing::of(&recorded.keyword),
        has_flags: !recorded.flags.is_empty(),
        recorded: Cow::Owned(recorded.into_owned()),
        line,
        span,
        is_trigger: true,
        sources: Vec::new(),
    })
}

pub(super) fn is_lower(text: &str) -> bool {
    if text.is_ascii() {
        return !text.bytes().any(|letter| letter.is_ascii_uppercase());
    }
    text == text.to_lowercase()
}

pub(super) fn is_upper(text: &str) -> bool {
    if text.is_ascii() {
        return !text.bytes().any(|letter| letter.is_ascii_lowercase());
    }
    text == text.to_uppercase()
}
