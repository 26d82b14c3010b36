//! The commands of a RUN, and where they stand in the file.
//!
//! This is the only place of the checks that cuts shell text.

use crate::dockerfile::{Command, Dockerfile, Form, Instruction};
use crate::shell::{self, Dialect, MarkKind};
use crate::source::Span;

/// How a command is joined to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// It is the first.
    Start,
    /// `&&`: it runs when the one before worked.
    And,
    /// `||`: it runs when the one before failed.
    Or,
    /// `|`: it reads what the one before writes.
    Pipe,
    /// `;`, a line end, `&` and the like: it runs in any case.
    Sequence,
}

/// A word of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Without quotes; variables stay as written.
    pub text: String,
    /// Where it stands in the file.
    pub span: Span,
}

/// A simple command.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its words, the program first; assignments and `sudo` before it are left out.
    pub words: Vec<Word>,
    /// How it is joined to the one before it.
    pub joint: Joint,
    /// What stands between the joint and the program: assignments, `sudo`, `(`.
    pub before: String,
    /// What stands behind the last word: redirections.
    pub after: String,
    /// Whether it stands in a substitution of another command's word.
    pub is_inner: bool,
}

/// The commands of a RUN, CMD, ENTRYPOINT or HEALTHCHECK.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// The commands in order.
    pub calls: Vec<Call>,
    /// The whole text that the shell reads; the words joined by blanks in exec form.
    pub text: String,
    /// Whether a shell reads it.
    pub form: Reader,
}

/// Who reads the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reader {
    /// The stage's shell.
    #[default]
    Shell,
    /// The stage's shell, from a heredoc.
    Heredoc,
    /// Nobody: the words are the program and its arguments.
    Exec,
}

impl Script {
    /// Cuts a command line.
    pub fn of(file: &Dockerfile, instruction: &Instruction, command: &Command) -> Self {
        let source = &file.source;
        match command.form {
            Form::Json => Self::exec(file, instruction, command),
            Form::Heredoc => match instruction.heredocs.first() {
                Some(heredoc) => {
                    let text = source.slice(heredoc.body);
                    let start = heredoc.body.start;
                    let place = |at: Span| Span::new(at.start + start, at.end + start);
                    Self { calls: calls(text, &place), text: text.into(), form: Reader::Heredoc }
                }
                None => Self::default(),
            },
            Form::Shell | Form::BrokenJson => {
                let logical = &instruction.logical;
                let text = logical.slice(source, command.text);
                let start = logical.offset_of(command.text.start);
                let place = |at: Span| logical.source_span(at.start + start, at.end + start);
                let calls = calls(&text, &place);
                Self { calls, text: text.into_owned(), form: Reader::Shell }
            }
        }
    }

    fn exec(file: &Dockerfile, instruction: &Instruction, command: &Command) -> Self {
        let words = command.words.iter().map(|word| word.value(&file.source));
        let text = words.collect::<Vec<_>>().join(" ");
        let script = shell::script_of(file, instruction, Dialect::Posix);
        let call = |command: &shell::SimpleCommand| {
            let word = |word: &shell::ShellWord| Word { text: word.text.clone(), span: word.span };
            let wrappers = command.wrappers.iter().flatten().map(|word| word.text.as_str());
            Call {
                words: command.words.iter().map(word).collect(),
                joint: match command.joint {
                    shell::Joint::Pipe => Joint::Pipe,
                    shell::Joint::And => Joint::And,
                    shell::Joint::Or => Joint::Or,
                    shell::Joint::Start => Joint::Start,
                    _ => Joint::Sequence,
                },
                before: wrappers.collect::<Vec<_>>().join(" "),
                after: String::new(),
                is_inner: command.inside == shell::Inside::Substitution,
            }
        };
        let own =
            script.commands.iter().filter(|command| !command.opens && !command.words.is_empty());
        Self { calls: own.map(call).collect(), text, form: Reader::Exec }
    }

    /// What writes into the pipe that a command reads. Within a substitution that is the command
    /// just before it; outside, what stands in a substitution between the two is passed over.
    pub fn left_of(&self, place: usize) -> Option<&Call> {
        let is_inner = self.calls.get(place)?.is_inner;
        let before = self.calls.get(..place)?;
        match before.last() {
            Some(last) if is_inner => Some(last).filter(|last| last.is_inner),
            _ => before.iter().rfind(|call| !call.is_inner),
        }
    }

    /// The calls of this program, by its name without folders.
    pub fn of_program<'s>(&'s self, names: &'s [&str]) -> impl Iterator<Item = &'s Call> {
        self.calls.iter().filter(move |call| names.contains(&call.program()))
    }
}

fn calls(text: &str, place: &dyn Fn(Span) -> Span) -> Vec<Call> {
    let script = shell::script(text);
    let mut marks = script.marks.iter().peekable();
    let mut found: Vec<Call> = Vec::with_capacity(script.commands.len());
    for command in script.commands.into_iter().filter(|command| !command.opens) {
        let Some(first) = command.words.first() else { continue };
        let mut before: Vec<&str> = Vec::new();
        while let Some(mark) = marks.next_if(|mark| mark.span.start < first.span.start) {
            match mark.kind {
                MarkKind::Assignment => before.push(&mark.text),
                MarkKind::Operator => before.clear(),
                MarkKind::Redirection | MarkKind::Target => {
                    if let Some(last) = found.last_mut() {
                        last.after.push_str(&mark.text);
                        last.after.push(' ');
                    }
                }
                _ => {}
            }
        }
        before.extend(command.wrappers.iter().flatten().map(|word| word.text.as_str()));
        let before = before.join(" ");
        let word = |word: shell::ShellWord| Word { span: place(word.span), text: word.text };
        let is_inner = command.inside == shell::Inside::Substitution;
        let joint = match command.joint {
            shell::Joint::Start if found.is_empty() => Joint::Start,
            shell::Joint::And => Joint::And,
            shell::Joint::Or => Joint::Or,
            shell::Joint::Pipe => Joint::Pipe,
            _ => Joint::Sequence,
        };
        found.push(Call {
            words: command.words.into_iter().map(word).collect(),
            joint,
            before,
            after: String::new(),
            is_inner,
        });
    }
    if let Some(last) = found.last_mut() {
        for mark in marks {
            if matches!(mark.kind, MarkKind::Redirection | MarkKind::Target) {
                last.after.push_str(&mark.text);
                last.after.push(' ');
            }
        }
    }
    found
}

impl Call {
    /// The program's name without folders.
    pub fn program(&self) -> &str {
        let word = self.words.first().map_or("", |word| word.text.as_str());
        match word.bytes().rposition(|byte| byte == b'/') {
            Some(at) => &word[at + 1..],
            None => word,
        }
    }

    /// The words behind the program.
    pub fn arguments(&self) -> &[Word] {
        self.words.get(1..).unwrap_or_default()
    }

    /// All its words, from the first to the last.
    pub fn span(&self) -> Span {
        match (self.words.first(), self.words.last()) {
            (Some(first), Some(last)) => first.span.join(last.span),
            _ => Span::default(),
        }
    }

    /// The first argument that is no option; `with_value` are options that take the next word.
    pub fn verb(&self, with_value: &[&str]) -> Option<&Word> {
        let mut words = self.arguments().iter();
        while let Some(word) = words.next() {
            if with_value.contains(&word.text.as_str()) {
                words.next();
            } else if !word.text.starts_with('-') {
                return Some(word);
            }
        }
        None
    }

    /// Whether one of these options is given: `--yes`, `--yes=…`, or a letter
    /// such as `-y`, alone or among others (`-qy`).
    pub fn has_option(&self, options: &[&str]) -> bool {
        self.arguments().iter().any(|word| options.iter().any(|option| is_option(word, option)))
    }

    /// The value of an option: `-o value` or `--option=value`.
    pub fn option_value(&self, options: &[&str]) -> Option<&str> {
        let arguments = self.arguments();
        arguments.iter().enumerate().find_map(|(at, word)| {
            let text = word.text.as_str();
            let with_equals = |option: &&str| text.strip_prefix(option)?.strip_prefix('=');
            if options.contains(&text) {
                return arguments.get(at + 1).map(|next| next.text.as_str());
            }
            options.iter().filter(|option| option.starts_with("--")).find_map(with_equals)
        })
    }

    /// Whether the words begin with these, options left aside.
    pub fn is(&self, words: &[&str]) -> bool {
        let own = self.words.iter().skip(1).filter(|word| !word.text.starts_with('-'));
        words.first().is_some_and(|program| *program == self.program())
            && words[1..]
                .iter()
                .copied()
                .eq(own.take(words.len() - 1).map(|word| word.text.as_str()))
    }

    /// The variable that takes what this command of a substitution writes: `NAME=$(command …)`.
    pub fn assigned_to(&self) -> Option<&str> {
        let (name, value) = self.before.split_once('=').filter(|_| self.is_inner)?;
        let opens = ["$(", "\"$(", "`", "\"`"].iter().any(|open| value.starts_with(open));
        (opens && shell::is_name(name)).then_some(name)
    }

    /// Whether a variable is set for it alone: `NAME=value command`.
    pub fn sets(&self, name: &str) -> bool {
        self.before
            .split_whitespace()
            .any(|word| word.strip_prefix(name).is_some_and(|rest| rest.starts_with('=')))
    }
}

fn is_option(word: &Word, option: &str) -> bool {
    let text = word.text.as_str();
    if text == option || text.strip_prefix(option).is_some_and(|rest| rest.starts_with('=')) {
        return true;
    }
    let is_letter = option.len() == 2 && option.starts_with('-') && !option.starts_with("--");
    is_letter
        && text.len() > 2
        && text.starts_with('-')
        && !text.starts_with("--")
        && text[1..].bytes().all(|byte| byte.is_ascii_alphabetic())
        && text[1..].contains(&option[1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Joint, String)> {
        let found = calls(text, &|span| span);
        let words = |call: &Call| {
            call.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        found.iter().map(|call| (call.joint, words(call))).collect()
    }

    #[test]
    fn joints_are_told_apart() {
        let text = "apt-get update 2>&1 >/dev/null && A=b sudo apt-get install -y x || true; curl 'a|b' | sh";
        let joints: Vec<Joint> = found(text).into_iter().map(|(joint, _)| joint).collect();
        assert_eq!(joints, [Joint::Start, Joint::And, Joint::Or, Joint::Sequence, Joint::Pipe]);
    }

    #[test]
    fn what_stands_around_a_command_is_kept() {
        let calls = calls("A=1 sudo make > log && sudo b", &|span| span);
        assert_eq!(calls[0].before, "A=1 sudo");
        assert_eq!(calls[0].after.trim(), "> log");
        assert!(calls[0].sets("A"));
        assert_eq!(calls[1].before, "sudo");
    }

    #[test]
    fn the_text_of_an_inner_shell_is_read_too() {
        let found = found("bash -lc 'apt-get update && x' && y");
        let words: Vec<&str> = found.iter().map(|(_, words)| words.as_str()).collect();
        assert!(words.contains(&"apt-get update") && words.contains(&"x"), "{words:?}");
    }

    #[test]
    fn options_are_found_among_letters() {
        let calls = calls("apt-get -qqy install --no-install-recommends curl", &|span| span);
        assert!(calls[0].has_option(&["-y"]));
        assert!(calls[0].has_option(&["--no-install-recommends"]));
        assert!(!calls[0].has_option(&["-f"]));
        assert!(calls[0].is(&["apt-get", "install"]));
    }
}
