//! The reader's editor, at the right line.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus};

use super::environment::Environment;
use crate::source::{LineNumber, safe_line};

/// An editor with its arguments, ready to start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditorCommand {
    /// The program.
    pub program: String,
    /// Its arguments, the file among them.
    pub arguments: Vec<OsString>,
}

/// Why the editor cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum EditorError {
    /// The variable's quotes do not close.
    #[error("{variable} has a quote that is not closed: {}", safe_line(.value))]
    Unclosed {
        /// `VISUAL` or `EDITOR`.
        variable: &'static str,
        /// What it says.
        value: String,
    },
    /// The program is not there, or does not start.
    #[error("cannot start the editor {}: {source}", safe_line(.program))]
    Start {
        /// The program.
        program: String,
        /// What the system says.
        source: io::Error,
    },
}

impl EditorError {
    /// What to try, as a sentence for the reader.
    pub fn hint(&self) -> &'static str {
        "set VISUAL or EDITOR to your editor, as in: export EDITOR=nano"
    }
}

/// How an editor is told the line.
enum LineForm {
    /// `+12 FILE`.
    Plus,
    /// `FILE:12`.
    Colon,
    /// `--goto FILE:12`.
    Goto,
    /// `--line 12 FILE`.
    Option,
    /// Not at all.
    Unknown,
}

fn line_form(program: &str) -> LineForm {
    let name = Path::new(program).file_name().and_then(OsStr::to_str).unwrap_or(program);
    let name = name.to_ascii_lowercase();
    let name = name.trim_end_matches(".exe").trim_end_matches(".cmd");
    match name {
        "vi" | "vim" | "nvim" | "gvim" | "mvim" | "nvi" | "vis" | "view" | "nano" | "pico"
        | "emacs" | "emacsclient" | "mg" | "jmacs" | "joe" | "ne" | "micro" | "kak" | "gedit"
        | "gnome-text-editor" => LineForm::Plus,
        "hx" | "helix" | "subl" | "sublime_text" | "zed" | "zeditor" | "lapce" => LineForm::Colon,
        "code" | "code-insiders" | "codium" | "vscodium" | "cursor" | "windsurf" => LineForm::Goto,
        "kate" | "mate" | "idea" | "pycharm" | "goland" | "webstorm" | "rustrover" => {
            LineForm::Option
        }
        _ => LineForm::Unknown,
    }
}

/// The command that opens a file at a line, by `$VISUAL`, `$EDITOR`, else `vi`
/// (`notepad` on Windows). The value is split as a shell splits words, but
/// nothing in it is expanded or run.
///
/// # Errors
/// When the variable's quotes do not close.
pub fn editor_command(
    environment: &Environment,
    path: &Path,
    line: LineNumber,
) -> Result<EditorCommand, EditorError> {
    let mut words = editor_words(environment)?;
    let program = words.remove(0);
    let mut arguments: Vec<OsString> = words.into_iter().map(OsString::from).collect();
    let path = plain(path);
    match line_form(&program) {
        LineForm::Plus => arguments.extend([format!("+{line}").into(), path]),
        LineForm::Colon => arguments.push(at_line(path, line)),
        LineForm::Goto => arguments.extend(["--goto".into(), at_line(path, line)]),
        LineForm::Option => arguments.extend(["--line".into(), line.to_string().into(), path]),
        LineForm::Unknown => arguments.push(path),
    }
    Ok(EditorCommand { program, arguments })
}

impl EditorCommand {
    /// Starts the editor in this terminal and waits until it is closed.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn run(&self) -> Result<ExitStatus, EditorError> {
        Command::new(&self.program)
            .args(&self.arguments)
            .status()
            .map_err(|source| EditorError::Start { program: self.program.clone(), source })
    }
}

/// At least one word.
fn editor_words(environment: &Environment) -> Result<Vec<String>, EditorError> {
    for variable in ["VISUAL", "EDITOR"] {
        let Some(value) = environment.text(variable) else { continue };
        let words = split(value)
            .ok_or_else(|| EditorError::Unclosed { variable, value: value.to_owned() })?;
        if words.first().is_some_and(|program| !program.is_empty()) {
            return Ok(words);
        }
    }
    Ok(vec![if cfg!(windows) { "notepad" } else { "vi" }.to_owned()])
}

/// A path that no editor takes for an option (`-x`) or a command (`+x`).
fn plain(path: &Path) -> OsString {
    match path.as_os_str().as_encoded_bytes().first() {
        Some(b'-' | b'+') => Path::new(".").join(path).into_os_string(),
        _ => path.as_os_str().to_owned(),
    }
}

fn at_line(mut path: OsString, line: LineNumber) -> OsString {
    path.push(format!(":{line}"));
    path
}

/// Splits like a POSIX shell: blanks part words, quotes and (but on Windows,
/// where it parts folders) backslashes keep them together. `None` when a
/// quote is not closed.
fn split(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            ' ' | '\t' | '\n' => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match characters.next()? {
                        '\'' => break,
                        other => word.push(other),
                    }
                }
            }
            '"' => quoted(&mut characters, word.get_or_insert_default())?,
            '\\' if !cfg!(windows) => word.get_or_insert_default().push(characters.next()?),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    Some(words)
}

/// The rest of a text in double quotes, in which a backslash keeps `"`, `\`, `$` and `` ` ``.
fn quoted(characters: &mut std::str::Chars<'_>, word: &mut String) -> Option<()> {
    loop {
        match characters.next()? {
            '"' => return Some(()),
            '\\' if !cfg!(windows) => match characters.next()? {
                kept @ ('"' | '\\' | '$' | '`') => word.push(kept),
                other => word.extend(['\\', other]),
            },
            other => word.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(variables: &[(&str, &str)], path: &str, expected: &[&str]) {
        let line = LineNumber::from_index(11);
        let environment = Environment::of(variables.iter().copied());
        let command = editor_command(&environment, Path::new(path), line).unwrap();
        let mut words = vec![command.program];
        words.extend(command.arguments.iter().map(|it| it.to_string_lossy().into_owned()));
        assert_eq!(words, expected);
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_way() {
        for editor in ["vi", "vim", "nvim", "nano", "emacs", "micro", "kak", "/usr/bin/vim"] {
            check(&[("EDITOR", editor)], "a b", &[editor, "+12", "a b"]);
        }
        check(&[("EDITOR", "hx")], "Dockerfile", &["hx", "Dockerfile:12"]);
        check(&[("EDITOR", "subl -w")], "Dockerfile", &["subl", "-w", "Dockerfile:12"]);
        check(&[("EDITOR", "code --wait")], "x", &["code", "--wait", "--goto", "x:12"]);
        check(&[("EDITOR", "emacsclient -a ''")], "x", &["emacsclient", "-a", "", "+12", "x"]);
        check(&[("EDITOR", "my-editor")], "x", &["my-editor", "x"]);
    }

    #[test]
    fn visual_goes_before_editor_and_vi_comes_last() {
        check(&[("VISUAL", "nano"), ("EDITOR", "vi")], "x", &["nano", "+12", "x"]);
        check(&[("VISUAL", ""), ("EDITOR", "hx")], "x", &["hx", "x:12"]);
        check(&[("VISUAL", "  ")], "x", &["vi", "+12", "x"]);
        check(&[], "x", &["vi", "+12", "x"]);
    }

    #[test]
    fn nothing_in_the_variable_or_the_path_is_run_or_taken_for_an_option() {
        check(&[("EDITOR", "ed $(rm) ; rm '*'")], "x", &["ed", "$(rm)", ";", "rm", "*", "x"]);
        check(&[("EDITOR", "vi")], "-x", &["vi", "+12", "./-x"]);
        check(&[("EDITOR", "vi")], "+!rm", &["vi", "+12", "./+!rm"]);
        check(
            &[("EDITOR", "'/my editors/vim' \"a \\\" b\\c\" d\\ e")],
            "x",
            &["/my editors/vim", "a \" b\\c", "d e", "+12", "x"],
        );
    }

    #[test]
    fn an_open_quote_is_said() {
        let environment = Environment::of([("EDITOR", "vim 'a")]);
        let error = editor_command(&environment, Path::new("x"), LineNumber::FIRST).unwrap_err();
        assert_eq!(error.to_string(), "EDITOR has a quote that is not closed: vim 'a");
    }
}
