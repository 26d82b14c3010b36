//! The text of a RUN: its simple commands.
//!
//! Tolerant and linear: text that no shell would take still gives the
//! commands that can be told. Quotes, operators, subshells, comments and
//! heredoc-free lists are understood; the words of `for`, `if` and the like
//! are passed over, so that what they run is found.

mod words;

use crate::source::Span;
use words::{Piece, Pieces};

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

/// Words of the shell behind which another command begins.
const OPENERS: [&str; 10] =
    ["if", "then", "else", "elif", "while", "until", "do", "time", "!", "{"];

/// Programs that run the command behind them.
const PREFIXES: [&str; 8] =
    ["sudo", "env", "exec", "command", "nohup", "nice", "builtin", "eatmydata"];

/// The simple commands of a shell text, in order. Never fails.
pub fn commands(text: &str) -> Vec<SimpleCommand> {
    let mut found = Vec::new();
    let mut words: Vec<ShellWord> = Vec::new();
    let mut skip_next = false;
    for piece in Pieces::of(text) {
        match piece {
            Piece::Word(_) if skip_next => skip_next = false,
            Piece::Word(word) => words.push(word),
            Piece::Redirection => skip_next = true,
            Piece::End => {
                skip_next = false;
                finish(&mut words, &mut found);
            }
        }
    }
    finish(&mut words, &mut found);
    found
}

fn finish(words: &mut Vec<ShellWord>, found: &mut Vec<SimpleCommand>) {
    let start = command_start(words);
    if start < words.len() {
        found.push(SimpleCommand { words: words.drain(start..).collect() });
    }
    words.clear();
}

/// The place of the first word that is the command itself.
fn command_start(words: &[ShellWord]) -> usize {
    let mut at = 0;
    let mut behind_prefix = false;
    while let Some(word) = words.get(at) {
        let text = word.text.as_str();
        let bare = word.span.len() as usize == text.len();
        if bare
            && matches!(
                text,
                "for" | "case" | "select" | "function" | "in" | "esac" | "done" | "fi" | "}"
            )
        {
            // Names and patterns follow, no command.
            return words.len();
        }
        let opens = bare && OPENERS.contains(&text);
        let prefix = PREFIXES.contains(&text.rsplit('/').next().unwrap_or(text));
        let option = behind_prefix && text.starts_with('-');
        if !opens && !prefix && !option && !is_assignment(text) {
            break;
        }
        behind_prefix = prefix || option;
        at += 1;
        // `sudo -u app`, `env -u NAME`, `nice -n 5`.
        if option && matches!(text, "-u" | "-g" | "-n" | "-C" | "-S") {
            at += 1;
        }
    }
    at
}

/// `NAME=value` before a command.
fn is_assignment(word: &str) -> bool {
    let Some((name, _)) = word.split_once('=') else { return false };
    let name = name.strip_suffix('+').unwrap_or(name);
    !name.is_empty()
        && !name.starts_with(|it: char| it.is_ascii_digit())
        && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
}
