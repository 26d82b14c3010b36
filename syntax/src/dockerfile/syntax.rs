//! The tree of a Dockerfile: what [`parse`](super::parse) gives.
//!
//! Everything points into the file with spans; values that differ from the
//! written text (quotes removed, lines joined) are kept beside the span.

use std::ops::Range;
use std::sync::Arc;

use super::list::List;
use super::problem::Problem;
use super::record::KnownMeaning;
use super::tokens::Tokens;
use crate::source::{LineNumber, LineRange, Source, Span};

/// A whole Dockerfile.
#[derive(Clone, Debug)]
pub struct Dockerfile {
    /// The text that all spans point into.
    pub source: Arc<Source>,
    /// The escape character in force.
    pub escape: Escape,
    /// Parser directives that take effect, in the file's order.
    pub directives: Vec<Directive>,
    /// All instructions in the file's order, the broken ones included.
    pub instructions: Vec<Instruction>,
    /// Every comment line in the file's order, those inside continuations included.
    pub comments: Vec<Comment>,
    /// Every token of the file: sorted, disjoint, and together exactly the file.
    pub tokens: Tokens,
    /// What is wrong, in the file's order.
    pub problems: Vec<Problem>,
    /// The stages, in the file's order.
    pub stages: Vec<Stage>,
}

/// Place of an instruction in [`Dockerfile::instructions`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstructionId(pub u32);

/// Place of a stage in [`Dockerfile::stages`]; BuildKit's number of the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StageId(pub u32);

/// The character that continues a line and escapes another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Escape {
    /// `\`, the default.
    #[default]
    Backslash,
    /// `` ` ``, chosen by `# escape=` for Windows paths.
    Backtick,
}

impl Escape {
    /// The character as a byte.
    pub fn byte(self) -> u8 {
        match self {
            Escape::Backslash => b'\\',
            Escape::Backtick => b'`',
        }
    }
}

/// A parser directive such as `# syntax=docker/dockerfile:1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Directive {
    /// Which one.
    pub kind: DirectiveKind,
    /// The name as written.
    pub name: Span,
    /// The value without blanks around it.
    pub value: Span,
    /// Where it stands.
    pub line: LineNumber,
}

/// The parser directives that BuildKit knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveKind {
    /// `syntax`: the frontend image that reads the file.
    Syntax,
    /// `escape`: the escape character.
    Escape,
    /// `check`: which build checks are skipped, and whether they are errors.
    Check,
}

impl DirectiveKind {
    /// The name in small letters.
    pub fn name(self) -> &'static str {
        match self {
            DirectiveKind::Syntax => "syntax",
            DirectiveKind::Escape => "escape",
            DirectiveKind::Check => "check",
        }
    }
}

/// A comment line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From `#` to the end of the line, the line ending left out.
    pub span: Span,
    /// Whether it stands between the lines of one instruction.
    pub in_continuation: bool,
}

/// One token; its end is the start of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is; a theme gives each a style.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// The byte-order mark at the start of a file.
    ByteOrderMark,
    /// Blanks that separate.
    Blank,
    /// `\n` or `\r\n`.
    LineEnd,
    /// The escape character at the end of a line that goes on, with blanks behind it.
    Continuation,
    /// A comment line.
    Comment,
    /// `syntax`, `escape`, `check`, with the `#` before.
    DirectiveName,
    /// The `=` of a directive.
    DirectiveEquals,
    /// The value of a directive.
    DirectiveValue,
    /// An instruction's keyword.
    Keyword,
    /// A keyword that is none of Docker's.
    UnknownKeyword,
    /// `--name` of a flag.
    FlagName,
    /// The `=` of a flag, of a `--mount` key, and the commas between keys.
    FlagPunctuation,
    /// A flag's value.
    FlagValue,
    /// A key inside `--mount=`.
    MountKey,
    /// A value inside `--mount=`.
    MountValue,
    /// Registry host of an image reference.
    ImageRegistry,
    /// Repository of an image reference.
    ImageRepository,
    /// Tag of an image reference.
    ImageTag,
    /// Digest of an image reference.
    ImageDigest,
    /// `/`, `:` and `@` between the parts of an image reference.
    ImagePunctuation,
    /// The `AS` of FROM.
    As,
    /// A stage's name where it is given or used.
    StageName,
    /// A sub-command: CMD or NONE of HEALTHCHECK.
    SubCommand,
    /// A plain word: path, port, user, signal.
    Word,
    /// A key of ENV, LABEL or ARG.
    Key,
    /// The `=` behind a key.
    Equals,
    /// A value of ENV, LABEL or ARG.
    Value,
    /// `[` and `]` of the JSON form.
    JsonBracket,
    /// `,` of the JSON form.
    JsonComma,
    /// A string of the JSON form with its quotes.
    JsonString,
    /// Text that a shell reads.
    Shell,
    /// `$NAME` or `${NAME…}` that BuildKit or a shell expands.
    Variable,
    /// `<<EOF`.
    HeredocMarker,
    /// The lines of a heredoc.
    HeredocBody,
    /// The line that ends a heredoc.
    HeredocTerminator,
    /// Text that belongs to a broken instruction and has no meaning.
    Broken,
}

/// The instructions that Docker knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the keyword of the same name")]
pub enum Keyword {
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Label,
    Maintainer,
    Onbuild,
    Run,
    Shell,
    Stopsignal,
    User,
    Volume,
    Workdir,
}

/// One instruction with its continuation lines and heredocs.
#[derive(Clone, Debug)]
pub struct Instruction {
    /// Which one; `None` when the keyword is not Docker's.
    pub keyword: Option<Keyword>,
    /// The keyword as written.
    pub keyword_span: Span,
    /// From the keyword to the end of the last line (heredoc terminators included), without its line ending.
    pub span: Span,
    /// The lines from the keyword to the end, heredocs included.
    pub lines: LineRange,
    /// The joined line as BuildKit sees it.
    pub logical: Logical,
    /// Flags in the order written.
    pub flags: List<Flag>,
    /// What follows the flags, by kind of instruction.
    pub arguments: Arguments,
    /// Heredocs in the order of their markers.
    pub heredocs: List<Heredoc>,
    /// Variable references that stand in the instruction, in order, those in shell text included.
    pub variables: List<Variable>,
    /// Comment lines directly above, top to bottom: what BuildKit attaches.
    pub comments: List<Span>,
    /// The stage that the instruction belongs to; `None` before the first FROM.
    pub stage: Option<StageId>,
    /// Whether BuildKit refuses it (there is a [`Problem`] of level error for it then).
    pub refused: bool,
    /// What BuildKit reads from it, once somebody asked.
    pub(super) meaning: KnownMeaning,
}

/// A text made from several lines, with the way back to the file.
///
/// Nothing is copied: [`text`](Logical::text) joins the pieces when asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logical {
    /// Where the text begins and ends in the file.
    pub span: Span,
    /// Length of the joined text in bytes.
    pub length: u32,
    /// The pieces in order; empty when the text is the file's text unchanged.
    pub pieces: List<LogicalPiece>,
}

/// An unbroken piece of a [`Logical`] text; it ends where the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogicalPiece {
    /// Offset in the joined text.
    pub at: u32,
    /// Offset in the file.
    pub source: u32,
}

/// `--name=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// The whole flag.
    pub span: Span,
    /// The name without dashes.
    pub name: Span,
    /// The value as written, without the `=`; `None` for a flag without one.
    pub value: Option<Span>,
    /// Name and value after quotes and escapes were removed, as BuildKit sees them:
    /// `--name=value`; `None` when that is what is written.
    pub clean: Option<Box<str>>,
    /// The keys of a `--mount` or `--device`; empty for other flags.
    pub options: List<FlagOption>,
}

/// One `key=value` of a `--mount` flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagOption {
    /// The key.
    pub key: Span,
    /// The value; `None` for a bare key such as `readonly`.
    pub value: Option<Span>,
}

/// A word with its place; its text is [`Word::value`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As written, quotes included. Covers continuation marks where the word goes over a line end.
    pub span: Span,
    /// What BuildKit takes from it, where that differs from what is written:
    /// a JSON string decoded, a word joined over a line end.
    pub differs: Option<Box<str>>,
}

impl Word {
    /// What BuildKit takes from the word before it expands variables: for
    /// JSON the decoded string, else the raw word. Quotes of words stay.
    pub fn value<'a>(&'a self, source: &'a Source) -> &'a str {
        self.differs.as_deref().unwrap_or_else(|| source.slice(self.span))
    }
}

/// What follows the flags.
#[derive(Clone, Debug)]
pub enum Arguments {
    /// FROM.
    From(Box<From>),
    /// RUN, CMD, ENTRYPOINT and SHELL.
    Command(Command),
    /// COPY and ADD.
    Transfer(Transfer),
    /// ENV, LABEL and ARG.
    Pairs(Box<[Pair]>),
    /// EXPOSE and VOLUME (VOLUME may be in JSON form).
    Words {
        /// The words.
        words: Box<[Word]>,
        /// How they are written.
        form: Form,
    },
    /// USER, WORKDIR, STOPSIGNAL and MAINTAINER: the rest of the line is one value.
    Text(Option<Box<Word>>),
    /// HEALTHCHECK.
    Healthcheck(Box<Healthcheck>),
    /// ONBUILD with the instruction it holds back. Of a chain (which BuildKit
    /// refuses) only the second ONBUILD is kept, with arguments unknown.
    Onbuild(Option<Box<Instruction>>),
    /// The text of an instruction that is none of Docker's.
    Unknown(Span),
}

/// The arguments of HEALTHCHECK.
#[derive(Clone, Debug, Default)]
pub struct Healthcheck {
    /// CMD, NONE or something else, as written.
    pub sub_command: Option<Word>,
    /// What follows it; `None` when nothing does.
    pub command: Option<Command>,
}

/// How arguments are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Words or shell text.
    Shell,
    /// A JSON array of strings (Docker's "exec form").
    Json,
    /// Starts like JSON and is not, so BuildKit takes it as shell text.
    BrokenJson,
    /// A heredoc holds the script.
    Heredoc,
}

/// The arguments of FROM.
#[derive(Clone, Debug)]
pub struct From {
    /// The image or stage.
    pub image: Option<Word>,
    /// The parts of `image`, as far as they can be told before expansion.
    pub reference: ImageReference,
    /// The `AS`.
    pub as_span: Option<Span>,
    /// The stage's name.
    pub name: Option<Word>,
}

/// The parts of an image reference, as spans; those absent are `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImageReference {
    /// `ghcr.io` in `ghcr.io/team/app:1@sha256:…`.
    pub registry: Option<Span>,
    /// `team/app`.
    pub repository: Option<Span>,
    /// `1`.
    pub tag: Option<Span>,
    /// `sha256:…`.
    pub digest: Option<Span>,
}

/// A command line in any form.
#[derive(Clone, Debug)]
pub struct Command {
    /// How it is written.
    pub form: Form,
    /// JSON form: the strings.
    pub words: Box<[Word]>,
    /// Any form: the text behind the flags, as a place in the file; empty when there is none.
    /// Use [`Logical::slice`] to get it joined.
    pub text: Span,
}

/// The arguments of COPY and ADD.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// Where from; heredoc markers among them.
    pub sources: Box<[Word]>,
    /// Where to: the last word.
    pub destination: Option<Word>,
    /// How the words are written.
    pub form: Form,
}

/// `KEY=value`, `KEY value` or `KEY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The key.
    pub key: Word,
    /// The value, quotes kept; `None` for an ARG without one.
    pub value: Option<Word>,
    /// The `=`; `None` in the legacy form with a blank.
    pub equals: Option<Span>,
}

/// A heredoc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heredoc {
    /// `<<EOF` in the instruction's line.
    pub marker: Span,
    /// The delimiter without quotes.
    pub name: Box<str>,
    /// Whether variables in it are expanded (the delimiter is not quoted).
    pub expand: bool,
    /// Whether leading tabs are removed (`<<-`).
    pub chomp: bool,
    /// The file descriptor before `<<`, 0 when there is none.
    pub descriptor: u64,
    /// The lines between, line endings included.
    pub body: Span,
    /// The line that ends it; `None` when the file ends first.
    pub terminator: Option<Span>,
}

/// A reference to a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// `$NAME` or `${NAME:-word}`.
    pub span: Span,
    /// `NAME`.
    pub name: Span,
    /// `:-`, `+`, `##` …; `None` when there is none.
    pub operator: Option<Span>,
    /// What follows the operator.
    pub argument: Option<Span>,
}

/// A stage as the syntax tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Its number.
    pub id: StageId,
    /// The FROM that begins it.
    pub from: InstructionId,
    /// Its instructions, the FROM included, as places in [`Dockerfile::instructions`].
    pub instructions: Range<u32>,
    /// Its name in lower case, as BuildKit compares names.
    pub name: Option<Box<str>>,
}
