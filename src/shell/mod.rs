//! The text of a RUN: its commands, words, operators and what stands between them.
//!
//! Tolerant, total and linear: text that no shell would take still gives the
//! commands that can be told. [`commands`] reads a text, [`script_of`] what an
//! instruction runs in any of its forms, with places in the file. What stands
//! in a substitution, in the argument of `sh -c`, or behind a program that
//! runs another (`sudo`, `xargs`, `poetry run`) is found too. Nesting is
//! worked off from a list, so no input deepens a recursion.

mod account;
mod job;
mod lexer;
mod map;
mod parse;
mod place;
mod skip;
mod windows;
mod words;
mod wrap;

pub use account::{Account, account, is_account_name, is_account_number};
pub use place::{Dialect, dialect_of_argv, script_of};
pub use words::{is_assignment, is_name, is_shell, program_name};
pub use wrap::without_interpreter;

use crate::arrange::Arrange as _;
use crate::source::Span;

/// What a shell text is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// Every simple command, in the order in which they begin. Each has a word at least.
    pub commands: Vec<SimpleCommand>,
    /// Everything that is no word of a command, in order.
    pub marks: Vec<Mark>,
}

/// One simple command, such as `apt-get install -y curl`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SimpleCommand {
    /// Its words, the program first. Assignments and redirections are no words, and
    /// neither is what wraps the command.
    pub words: Vec<ShellWord>,
    /// What it is wrapped in, the outermost first, each with its own words: `sudo -u app`.
    pub wrappers: Vec<Vec<ShellWord>>,
    /// How it is joined to what stands before it.
    pub joint: Joint,
    /// Where it was found.
    pub inside: Inside,
    /// Whether one of its words is a script whose commands follow: `sh -c '…'`.
    pub opens: bool,
}

/// A word of a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShellWord {
    /// Without quotes and escapes; what the shell replaces stays as written.
    pub text: String,
    /// Where it stands in the text given to [`commands`], or in the file.
    pub span: Span,
    /// Whether a part of it is quoted or escaped.
    pub quoted: bool,
    /// Whether a substitution in it holds commands of its own.
    pub holds_commands: bool,
}

/// How a command is joined to what stands before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Joint {
    /// It is the first.
    #[default]
    Start,
    /// `&&`: only when that succeeded.
    And,
    /// `||`: only when that failed.
    Or,
    /// `|`: it reads what that writes.
    Pipe,
    /// `;` or a line end: in any case.
    Then,
    /// `&`: at the same time.
    Background,
}

/// Where a command stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Inside {
    /// In the script itself.
    #[default]
    Script,
    /// In `$(…)`, `` `…` `` or `<(…)` of a word.
    Substitution,
    /// In a word that a program runs: `sh -c '…'`, `find -exec …`.
    Argument,
}

/// Something in a script that is no word of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// Where it stands.
    pub span: Span,
    /// Without quotes and escapes.
    pub text: String,
}

/// The kinds of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// `&&`, `;`, `|`, `(`; a line end is none.
    Operator,
    /// `if`, `then`, `for`, `in`, `{` …
    Reserved,
    /// `NAME=value` before a command or alone.
    Assignment,
    /// `>`, `2>&` …
    Redirection,
    /// What a redirection leads to.
    Target,
    /// A value of a `for` list, or what `case` looks at.
    Item,
    /// A pattern of `case`.
    Pattern,
    /// The name of a function, or the variable of a `for`.
    Name,
    /// `# …`.
    Comment,
    /// `((…))`.
    Arithmetic,
    /// The text of a heredoc inside the script.
    Body,
}

impl SimpleCommand {
    /// The texts of its words.
    pub fn texts(&self) -> impl DoubleEndedIterator<Item = &str> + Clone {
        self.words.iter().map(|word| word.text.as_str())
    }

    /// Its program without folders: `apt-get` of `/usr/bin/apt-get`.
    pub fn program(&self) -> &str {
        self.words.first().map_or("", |word| program_name(&word.text))
    }

    /// The offset at which it begins, wrappers included.
    fn start(&self) -> u32 {
        let first = self.wrappers.first().unwrap_or(&self.words).first();
        first.map_or(0, |word| word.span.start)
    }
}

impl Script {
    /// Puts commands and marks in the order of the text.
    fn sorted(mut self) -> Self {
        self.commands.arrange_by_key(SimpleCommand::start);
        self.marks.arrange_by_key(|mark| mark.span.start);
        self
    }

    /// Adds what another script holds.
    fn extend(&mut self, other: Script) {
        self.commands.extend(other.commands);
        self.marks.extend(other.marks);
    }
}

/// The simple commands of a shell text, in order, those in substitutions included.
/// Never fails. What only runs a script that is looked into (`sh -c '…'`) is left out.
pub fn commands(text: &str) -> Vec<SimpleCommand> {
    let script = script(text);
    script.commands.into_iter().filter(|command| !command.opens).collect()
}

/// A shell text with all that it is made of. Never fails.
pub fn script(text: &str) -> Script {
    job::read(text, map::Map::from_offset(0)).sorted()
}
