//! The commands of a RUN, and where they stand in the file.
//!
//! This is the only place of the checks that cuts shell text.

use crate::dockerfile::{Command, Form, Instruction};
use crate::shell;
use crate::source::{Source, Span};

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
    pub fn of(source: &Source, instruction: &Instruction, command: &Command) -> Self {
        match command.form {
            Form::Json => Self::exec(source, command),
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

    fn exec(source: &Source, command: &Command) -> Self {
        let word = |word: &crate::dockerfile::Word| Word {
            text: word.value(source).to_owned(),
            span: word.span,
        };
        let words: Vec<Word> = command.words.iter().map(word).collect();
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let text = texts.join(" ");
        let (before, after) = (String::new(), String::new());
        let mut found = Vec::new();
        if let Some(inner) = inner_script(&words) {
            found = calls(&inner.text, &|_| inner.span);
        } else if !words.is_empty() {
            found.push(Call { words, joint: Joint::Start, before, after });
        }
        Self { calls: found, text, form: Reader::Exec }
    }

    /// The calls of this program, by its name without folders.
    pub fn of_program<'s>(&'s self, names: &'s [&str]) -> impl Iterator<Item = &'s Call> {
        self.calls.iter().filter(move |call| names.contains(&call.program()))
    }
}

/// The text of `sh -c "…"`.
fn inner_script(words: &[Word]) -> Option<&Word> {
    let program = words.first()?.text.rsplit('/').next()?;
    if !matches!(program, "sh" | "bash" | "ash" | "dash" | "zsh") {
        return None;
    }
    let at = words.iter().position(|word| {
        word.text.starts_with('-') && !word.text.starts_with("--") && word.text.ends_with('c')
    })?;
    words.get(at + 1)
}

fn calls(text: &str, place: &dyn Fn(Span) -> Span) -> Vec<Call> {
    let all = shell::commands(text);
    let is_own = |command: &&shell::SimpleCommand| command.inside == shell::Inside::Script;
    let mut own = all.iter().filter(is_own).peekable();
    let mut found = Vec::new();
    let mut end = 0;
    for command in &all {
        let words = command.words.iter();
        let words: Vec<Word> =
            words.map(|word| Word { text: word.text.clone(), span: place(word.span) }).collect();
        let (Some(first), Some(last)) = (command.words.first(), command.words.last()) else {
            continue;
        };
        if !is_own(&command) {
            let (before, after) = (String::new(), String::new());
            found.push(Call { words, joint: Joint::Sequence, before, after });
            continue;
        }
        let is_first = end == 0;
        let gap = text.get(end..first.span.start as usize).unwrap_or_default();
        let (joint, before) = if is_first { (Joint::Start, gap) } else { joint(gap) };
        end = last.span.end as usize;
        own.next();
        let next = own.peek().and_then(|next| next.words.first());
        let next = next.map_or(text.len(), |word| word.span.start as usize);
        let after = text.get(end..next).unwrap_or_default();
        let after = &after[..operator(after).map_or(after.len(), |(at, _, _)| at)];
        let (before, after) = (before.trim().to_owned(), after.trim().to_owned());
        found.push(Call { words, joint, before, after });
    }
    found
}

/// The first operator between commands in a text: its place, its end, and what it means.
fn operator(text: &str) -> Option<(usize, usize, Joint)> {
    let bytes = text.as_bytes();
    let (mut at, mut quote) = (0, None);
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied();
        match (byte, quote) {
            (b'\\', Some(b'"') | None) => at += 1,
            (b'\'' | b'"', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            (_, Some(_)) => {}
            (b'&', _) if next == Some(b'&') => return Some((at, at + 2, Joint::And)),
            (b'|', _) if next == Some(b'|') => return Some((at, at + 2, Joint::Or)),
            (b'|', _) => return Some((at, at + 1, Joint::Pipe)),
            (b'>', _) if matches!(next, Some(b'&' | b'|')) => at += 1,
            (b'&', _) if next == Some(b'>') => at += 1,
            (b';' | b'\n' | b'&', _) => return Some((at, at + 1, Joint::Sequence)),
            _ => {}
        }
        at += 1;
    }
    None
}

/// How a gap between two commands joins them, and what stands behind the operator.
fn joint(gap: &str) -> (Joint, &str) {
    match operator(gap) {
        Some((_, end, joint)) => (joint, &gap[end..]),
        None => (Joint::Sequence, gap),
    }
}

impl Call {
    /// The program's name without folders.
    pub fn program(&self) -> &str {
        let word = self.words.first().map_or("", |word| word.text.as_str());
        word.rsplit('/').next().unwrap_or(word)
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
        let calls = calls("A=1 sudo make > log 2>&1 && b", &|span| span);
        assert_eq!(calls[0].before, "A=1 sudo");
        assert_eq!(calls[0].after, "> log 2>&1");
        assert!(calls[0].sets("A"));
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
