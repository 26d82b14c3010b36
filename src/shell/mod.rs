//! The text of a RUN: its simple commands.

use crate::source::Span;

/// One simple command, such as `apt-get install -y curl`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SimpleCommand {
    /// Its words; assignments before the command and words such as `sudo` are left out.
    pub words: Vec<ShellWord>,
}

/// A word of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShellWord {
    /// Without quotes and escapes; variables stay as written.
    pub text: String,
    /// Where it stands in the text given to [`commands`].
    pub span: Span,
}

/// The simple commands of a shell text, in order. Never fails.
pub fn commands(_text: &str) -> Vec<SimpleCommand> {
    Vec::new()
}
