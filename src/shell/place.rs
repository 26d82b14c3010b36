//! What an instruction runs, in any of its forms, with places in the file.

use super::lexer::offset;
use super::map::{Map, Piece};
use super::parse::take_apart;
use super::words::{is_shell, program_name};
use super::{Script, ShellWord, SimpleCommand, job, windows, wrap};
use crate::dockerfile::{
    Arguments, Command, Dockerfile, Form, Heredoc, Instruction, Keyword, Word,
};

/// The language of a shell text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// `sh`, `bash`, `ash` and their kind.
    #[default]
    Posix,
    /// `powershell` and `pwsh`.
    PowerShell,
    /// `cmd`.
    Cmd,
    /// Another program, whose language is not known here.
    Other,
}

/// The dialect of what a shell's command line (`/bin/bash -c`) reads.
pub fn dialect_of_argv<'w>(words: impl IntoIterator<Item = &'w str>) -> Dialect {
    let mut words = words.into_iter();
    let name = program_name(words.next().unwrap_or_default()).to_ascii_lowercase();
    match name.as_str() {
        "powershell" | "pwsh" => Dialect::PowerShell,
        // `cmd /S /C powershell -Command` hands the text on.
        "cmd" if words.any(|word| matches!(program_name(word), "powershell" | "pwsh")) => {
            Dialect::PowerShell
        }
        "cmd" => Dialect::Cmd,
        name if is_shell(name) || name.is_empty() => Dialect::Posix,
        _ => Dialect::Other,
    }
}

/// What a RUN, CMD, ENTRYPOINT or HEALTHCHECK runs, with spans in the file; empty for
/// other instructions. `shell` is the dialect of the shell that reads shell form there.
/// The JSON form is looked into where its program is a shell with a script. A heredoc
/// is read where a shell reads it.
pub fn script_of(file: &Dockerfile, instruction: &Instruction, shell: Dialect) -> Script {
    let command = match &instruction.arguments {
        Arguments::Command(_) if instruction.keyword == Some(Keyword::Shell) => {
            return Script::default();
        }
        Arguments::Command(command) => command,
        Arguments::Healthcheck(check) => match &check.command {
            Some(command) => command,
            None => return Script::default(),
        },
        _ => return Script::default(),
    };
    let script = match command.form {
        Form::Json => of_json(file, command),
        // The marker alone is no command, but others may stand behind it.
        _ => of_text(file, instruction, command, shell),
    };
    script.sorted()
}

fn of_text(
    file: &Dockerfile,
    instruction: &Instruction,
    command: &Command,
    shell: Dialect,
) -> Script {
    let logical = &instruction.logical;
    let (start, end) = (logical.offset_of(command.text.start), logical.offset_of(command.text.end));
    let text = logical.slice(&file.source, command.text);
    let pieces = logical.pieces.iter().map(|piece| Piece { at: piece.at, origin: piece.source });
    let whole = if logical.pieces.is_empty() {
        Map::from_offset(logical.span.start)
    } else {
        Map::of(pieces.collect())
    };
    let map = whole.below(&[Piece { at: 0, origin: start }], end.saturating_sub(start));
    let mut script = read(&text, map, shell);
    let reads = command.form == Form::Heredoc
        || script.commands.first().is_some_and(|first| is_shell(first.program()));
    for heredoc in instruction.heredocs.iter().filter(|_| reads) {
        script.extend(of_heredoc(file, heredoc, shell));
    }
    script
}

fn read(text: &str, map: Map, dialect: Dialect) -> Script {
    match dialect {
        Dialect::Posix => job::read(text, map),
        Dialect::PowerShell | Dialect::Cmd => windows::read(text, &map, dialect),
        Dialect::Other => Script::default(),
    }
}

/// A heredoc is a script of the shell unless its first line names another program.
fn of_heredoc(file: &Dockerfile, heredoc: &Heredoc, shell: Dialect) -> Script {
    let body = file.source.slice(heredoc.body);
    let dialect = match body.trim_start().strip_prefix("#!") {
        None => shell,
        Some(line) => of_interpreter(line.lines().next().unwrap_or_default()),
    };
    read(body, Map::from_offset(heredoc.body.start), dialect)
}

/// The dialect by what follows `#!`.
fn of_interpreter(line: &str) -> Dialect {
    let words = line.split_whitespace();
    let mut words = words.skip_while(|word| program_name(word) == "env" || word.starts_with('-'));
    dialect_of_argv(words.next())
}

fn of_json(file: &Dockerfile, command: &Command) -> Script {
    let word = |word: &Word| ShellWord {
        text: word.value(&file.source).to_owned(),
        span: word.span,
        quoted: true,
        holds_commands: false,
    };
    let words: Vec<ShellWord> = command.words.iter().map(word).collect();
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    if texts.is_empty() {
        return Script::default();
    }
    let seen = wrap::see_through(&texts);
    let mut script = Script::default();
    for index in &seen.scripts {
        script.extend(in_json(file, &command.words[*index], Dialect::Posix));
    }
    let windows = dialect_of_argv(texts.iter().copied());
    if matches!(windows, Dialect::PowerShell | Dialect::Cmd)
        && let Some(last) = command.words.last().filter(|_| texts.len() > 1)
    {
        script.extend(in_json(file, last, windows));
    }
    script.commands.extend(take_apart(words, &seen, SimpleCommand::default()));
    script
}

/// The script that a string of JSON holds.
fn in_json(file: &Dockerfile, word: &Word, dialect: Dialect) -> Script {
    let raw = file.source.slice(word.span);
    let (text, pieces) = decoded(raw);
    if text != word.value(&file.source) {
        // Something that is written in a way unknown here: nothing is claimed about it.
        return Script::default();
    }
    let map = Map::from_offset(word.span.start).below(&pieces, offset(text.len()));
    read(&text, map, dialect)
}

/// A string of JSON without quotes and escapes, and where its characters stand in it.
fn decoded(raw: &str) -> (String, Vec<Piece>) {
    let inner = raw.strip_prefix('"').unwrap_or(raw);
    let mut at = raw.len() - inner.len();
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut text = String::with_capacity(inner.len());
    let mut pieces = Vec::new();
    for part in Parts(inner) {
        pieces.push(Piece { at: offset(text.len()), origin: offset(at) });
        let escaped = part.starts_with('\\');
        at += part.len();
        match serde_json::from_str::<String>(&format!("\"{part}\"")) {
            Ok(character) if escaped => text.push_str(&character),
            _ => text.push_str(part),
        }
    }
    (text, pieces)
}

/// Cuts the inside of a JSON string into escapes and what stands between them.
struct Parts<'t>(&'t str);

impl<'t> Iterator for Parts<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let bytes = self.0.as_bytes();
        let first = bytes.first()?;
        let pair = |at: usize| bytes.get(at..at + 2) == Some(b"\\u");
        let length = match (first, bytes.get(1)) {
            // Two escapes may stand for one character.
            (b'\\', Some(b'u')) if pair(6) && matches!(bytes.get(2), Some(b'd' | b'D')) => 12,
            (b'\\', Some(b'u')) => 6,
            (b'\\', _) => 2,
            _ => memchr::memchr(b'\\', bytes).unwrap_or(bytes.len()),
        };
        let length = (length..=bytes.len()).find(|at| self.0.is_char_boundary(*at));
        let (part, rest) = self.0.split_at(length.unwrap_or(bytes.len()));
        self.0 = rest;
        Some(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_decoded_with_places() {
        let (text, pieces) = decoded(r#""a \"b\" é\n\u00e9c""#);
        assert_eq!(text, "a \"b\" é\néc");
        let origins: Vec<(u32, u32)> = pieces.iter().map(|it| (it.at, it.origin)).collect();
        assert!(origins.contains(&(0, 1)) && origins.contains(&(2, 3)), "{origins:?}");
    }

    #[test]
    fn the_interpreter_decides() {
        for (line, dialect) in [
            ("/bin/sh -e", Dialect::Posix),
            ("/usr/bin/env bash", Dialect::Posix),
            ("/usr/bin/env -S python3 -u", Dialect::Other),
            ("/usr/bin/pwsh", Dialect::PowerShell),
        ] {
            assert_eq!(of_interpreter(line), dialect, "{line}");
        }
        assert_eq!(dialect_of_argv(["C:\\Windows\\System32\\cmd.exe", "/S"]), Dialect::Cmd);
        assert_eq!(dialect_of_argv(["powershell.exe", "-Command"]), Dialect::PowerShell);
    }
}
