//! Problems: what BuildKit refuses, and what it reads otherwise than meant.

use std::borrow::Cow;

use super::syntax::InstructionId;
use crate::source::Span;

/// Something wrong with the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which kind: a stable name in snake_case, such as `unknown_keyword`.
    pub kind: ProblemKind,
    /// Whether BuildKit refuses the file for it.
    pub level: ProblemLevel,
    /// The tokens to mark.
    pub span: Span,
    /// The instruction it belongs to; `None` for directives and the whole file.
    pub instruction: Option<InstructionId>,
    /// What is wrong, in one sentence.
    pub message: Cow<'static, str>,
    /// Why BuildKit reads it so, or what would happen.
    pub reason: Cow<'static, str>,
    /// What to try.
    pub hint: Option<Cow<'static, str>>,
    /// BuildKit's own wording, where it refuses.
    pub buildkit: Option<Box<BuildkitError>>,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemLevel {
    /// BuildKit builds the file, but it most likely does not mean what was meant.
    Warning,
    /// BuildKit refuses the file.
    Error,
}

/// BuildKit's error, as `docker build` would show it if it were the first of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildkitError {
    /// The text without "dockerfile parse error on line …" and without the "did you mean".
    pub text: Cow<'static, str>,
    /// What BuildKit may suggest; when these are several, it shows one of them by chance.
    pub nearest: Vec<String>,
    /// The line that BuildKit reports; for directives it is one too low, 0 included.
    pub line: Option<u32>,
    /// Which of BuildKit's passes finds it.
    pub phase: Phase,
}

/// The passes of BuildKit; an error of an earlier one hides all of a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Lines: directives, continuations, heredocs, JSON of non-strings, `name=value`.
    Line,
    /// One instruction after the other: keywords, flags, numbers of arguments.
    Instruction,
    /// The whole: a file must have a stage.
    Stages,
}

/// The kinds of problems: first what BuildKit refuses, then what it reads otherwise than meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// A parser directive stands twice.
    DuplicateDirective,
    /// `# escape=` with something else than a backslash or a backtick.
    BadEscape,
    /// The file is empty.
    EmptyFile,
    /// The file holds no instruction.
    NoInstruction,
    /// The file has no FROM.
    NoStage,
    /// A line of more than 65,535 bytes.
    LineTooLong,
    /// A heredoc without the line that ends it.
    UnterminatedHeredoc,
    /// A heredoc whose name cannot be read.
    BadHeredocName,
    /// A JSON array with something else than strings in it.
    JsonNotStrings,
    /// ENV or LABEL: a word without `=`.
    PairWithoutEquals,
    /// ENV or LABEL: a key and nothing else.
    PairWithoutValue,
    /// The keyword is none of Docker's.
    UnknownKeyword,
    /// An instruction before the first FROM.
    BeforeFirstStage,
    /// FROM with neither one nor three words.
    FromArguments,
    /// A stage name that BuildKit does not allow.
    BadStageName,
    /// A flag that the instruction does not have.
    UnknownFlag,
    /// A flag that stands twice.
    DuplicateFlag,
    /// A flag without its value.
    FlagWithoutValue,
    /// A flag that is only true or false.
    FlagNotBoolean,
    /// A `--mount` that cannot be read.
    BadMount,
    /// A variable in `from=` of `--mount`.
    VariableInMountFrom,
    /// A `--device` that cannot be read.
    BadDevice,
    /// `--network` with an unknown value.
    BadNetwork,
    /// `--security` with an unknown value.
    BadSecurity,
    /// An instruction without what it needs.
    MissingArgument,
    /// COPY or ADD with fewer than two words.
    MissingDestination,
    /// A heredoc as the destination of COPY or ADD.
    HeredocAsDestination,
    /// ENV, LABEL or ARG with nothing before the `=`.
    BlankName,
    /// `ONBUILD ONBUILD`.
    ChainedOnbuild,
    /// `ONBUILD FROM` or `ONBUILD MAINTAINER`.
    OnbuildTrigger,
    /// HEALTHCHECK with something else than CMD or NONE.
    HealthcheckType,
    /// `HEALTHCHECK CMD` without a command.
    HealthcheckWithoutCommand,
    /// `HEALTHCHECK NONE` with something behind it.
    HealthcheckNoneArguments,
    /// A duration that cannot be read or is too short.
    BadDuration,
    /// `--retries` that is no number, or negative.
    BadRetries,
    /// An empty path in VOLUME.
    EmptyVolume,
    /// SHELL that is not in JSON form.
    ShellNotJson,
    /// Starts like the exec form but is not JSON, so a shell gets it.
    BrokenExecForm,
    /// Blank lines inside a continuation.
    EmptyContinuation,
    /// A continuation that swallows the next instruction.
    SwallowedInstruction,
    /// What looks like a comment behind an instruction and is part of it.
    InlineComment,
    /// A parser directive that stands too late or indented and does not count.
    DirectiveIgnored,
    /// A flag that stands behind the first argument.
    LateFlag,
    /// `ENV A = b`: the `=` is part of the value.
    SpacedEquals,
    /// Quotes around words that BuildKit splits nevertheless.
    QuotedBlank,
    /// A comma that is part of a port or path.
    CommaInWord,
    /// A heredoc where BuildKit reads none.
    HeredocNotRead,
}

impl ProblemKind {
    /// Whether it is about the place of one instruction among others, not about its own text.
    pub(super) fn is_about_order(self) -> bool {
        self == ProblemKind::BeforeFirstStage
    }
}
