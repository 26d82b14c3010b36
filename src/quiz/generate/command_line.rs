//! What a container starts, and what it would start by wrong rules.

use super::belief::{self, Belief};
use super::candidate::join;
use super::scene::{Known, Scene};
use super::variables::{Values, script};
use super::{NotAsked, candidate};
use crate::build::expand::Rules;
use crate::doc::Text;
use crate::dockerfile::{Arguments, Command, Escape, Form, Instruction, Keyword};
use crate::runtime::FirstProcess;
use crate::shell;
use crate::source::Span;

/// The command of the target's image.
pub(super) struct Start<'a> {
    pub entrypoint: Vec<String>,
    pub command: Vec<String>,
    /// The lines that decide it.
    pub proof: Vec<Span>,
    /// What it rests on beside the file.
    pub note: Option<String>,
    entrypoint_at: Option<&'a Instruction>,
    command_at: Option<&'a Instruction>,
    /// The program that the shell, which is started first, gives its place to.
    pub replaced_by: Option<String>,
}

impl<'a> Start<'a> {
    /// What the image of the target starts.
    ///
    /// # Errors
    /// When the base image hides it, or there is nothing to start.
    pub(super) fn of(scene: &Scene<'a>) -> Result<Self, NotAsked> {
        let stage = scene.target;
        let runtime = scene.runtime()?;
        let replaced_by = match runtime.first_process.value() {
            Some(FirstProcess::Replaced { program, .. }) => Some(program.clone()),
            _ => None,
        };
        let subject = "what a container starts";
        let Known { proof, note, .. } = scene.known(runtime.argv, subject)?;
        let entrypoint = scene.known(runtime.entrypoint, subject)?.value;
        let command = scene.known(runtime.cmd, subject)?.value;
        if entrypoint.is_empty() && command.is_empty() {
            return Err(NotAsked::because("the image names no command to start"));
        }
        let whole = scene.whole(stage);
        let last = |keyword| whole.iter().rev().find(|at| at.keyword == Some(keyword)).copied();
        let entrypoint_at = last(Keyword::Entrypoint);
        // An ENTRYPOINT takes a command away that came before its stage.
        let command_at = last(Keyword::Cmd).filter(|_| !command.is_empty());
        Ok(Self { entrypoint, command, proof, note, entrypoint_at, command_at, replaced_by })
    }

    /// The command line as Docker puts it together.
    pub(super) fn line(&self) -> Vec<String> {
        [self.entrypoint.as_slice(), &self.command].concat()
    }

    /// Why it is this command line.
    pub(super) fn why(&self) -> Text {
        let text = match (self.entrypoint.is_empty(), self.command.is_empty()) {
            (false, false) => "Docker puts the words of `CMD` behind those of `ENTRYPOINT`.",
            (false, true) => "`ENTRYPOINT` stands alone.",
            _ => "There is no `ENTRYPOINT`, so `CMD` is the whole command line.",
        };
        let text = candidate::text(text);
        let parts = [
            ("ENTRYPOINT", &self.entrypoint, self.entrypoint_at),
            ("CMD", &self.command, self.command_at),
        ];
        // What stands first is what decides which program it is.
        let first = parts.into_iter().find(|(_, words, _)| !words.is_empty());
        let text = match first {
            Some((keyword, words, Some(at))) => join(text, why_form(keyword, words, at)),
            _ => text,
        };
        match &self.replaced_by {
            Some(program) => text
                .plain(" By ")
                .code("exec")
                .plain(" the shell is replaced at once by ")
                .code(candidate::shown(program))
                .plain(", which then is process 1."),
            None => text,
        }
    }

    /// The command lines to which beliefs lead, the most telling first.
    pub(super) fn mistakes(&self, scene: &Scene<'a>) -> Vec<(Vec<String>, &'static Belief)> {
        let mut found = Vec::new();
        self.forms(scene, &mut found);
        self.combinations(scene, &mut found);
        self.other_commands(scene, &mut found);
        found.retain(|(line, _)| !line.is_empty());
        found
    }

    /// The last two CMDs, where the target has several and no ENTRYPOINT.
    pub(super) fn all_commands(&self, scene: &Scene<'a>) -> Option<(Vec<String>, Vec<String>)> {
        let whole = scene.whole(scene.target);
        let mut lines = whole.iter().rev().filter(|at| at.keyword == Some(Keyword::Cmd));
        let (last, first) = (lines.next()?, lines.next()?);
        let alone = self.entrypoint.is_empty();
        alone.then(|| Some((words_of(scene, first)?, words_of(scene, last)?)))?
    }

    /// Beliefs about the shell form and the JSON form.
    fn forms(&self, scene: &Scene<'a>, found: &mut Vec<(Vec<String>, &'static Belief)>) {
        let parts = [(self.entrypoint_at, &self.entrypoint), (self.command_at, &self.command)];
        for (place, (at, words)) in parts.into_iter().enumerate() {
            let Some((at, command)) = at.and_then(|at| Some((at, command_of(at)?))) else {
                continue;
            };
            if words.is_empty() {
                continue;
            }
            let mut put = |words: Option<Vec<String>>, belief| {
                let line = words.map(|words| match place {
                    0 => [words.as_slice(), &self.command].concat(),
                    _ => [self.entrypoint.as_slice(), &words].concat(),
                });
                found.extend(line.map(|line| (line, belief)));
            };
            let text = at.logical.slice(&scene.file.source, command.text);
            if command.form == Form::Json {
                put(expanded(scene, words), &belief::JSON_FORM_EXPANDS);
                put(with_shell(scene, words), &belief::SHELL_CHANGES_JSON_FORM);
                put(Some(in_shell(&words.join(" "))), &belief::EVERYTHING_RUNS_IN_A_SHELL);
            } else {
                put(as_json(&text), &belief::SINGLE_QUOTES_ARE_JSON);
                let bare = bare_words(&text).filter(|_| command.form == Form::Shell);
                put(bare, &belief::SHELL_FORM_IS_STYLE);
                put(Some(in_shell(text.trim())), &belief::SHELL_IS_FOR_RUN);
            }
        }
    }

    /// Beliefs about ENTRYPOINT with CMD.
    fn combinations(&self, scene: &Scene<'a>, found: &mut Vec<(Vec<String>, &'static Belief)>) {
        let is_shell =
            self.entrypoint_at.and_then(command_of).is_some_and(|it| it.form != Form::Json);
        if !self.entrypoint.is_empty() && !self.command.is_empty() {
            if let (true, Some((text, before))) = (is_shell, self.entrypoint.split_last()) {
                let text = format!("{text} {}", self.command.join(" "));
                let line = [before, &[text]].concat();
                found.push((line, &belief::CMD_FOLLOWS_SHELL_ENTRYPOINT));
            }
            found.push((self.entrypoint.clone(), &belief::ENTRYPOINT_HIDES_CMD));
            found.push((self.command.clone(), &belief::CMD_REPLACES_ENTRYPOINT));
        }
        if !self.entrypoint.is_empty() && self.command.is_empty() {
            let whole = scene.whole(scene.target);
            let lost = whole.iter().rev().find(|at| at.keyword == Some(Keyword::Cmd));
            let lost = lost.and_then(|at| words_of(scene, at));
            let line = lost.map(|words| [self.entrypoint.as_slice(), &words].concat());
            found.extend(line.map(|line| (line, &belief::ENTRYPOINT_KEEPS_BASE_CMD)));
        }
    }

    /// Beliefs by which another line starts.
    fn other_commands(&self, scene: &Scene<'a>, found: &mut Vec<(Vec<String>, &'static Belief)>) {
        let whole = scene.whole(scene.target);
        let foreign = scene.elsewhere(scene.target);
        let commands = |list: &[&'a Instruction], keyword| -> Vec<Vec<String>> {
            let lines = list.iter().filter(|at| at.keyword == Some(keyword));
            lines.filter_map(|at| words_of(scene, at)).collect()
        };
        for keyword in [Keyword::Cmd, Keyword::Entrypoint] {
            if let [first, _, ..] = commands(&whole, keyword).as_slice() {
                let line = match keyword {
                    Keyword::Cmd => [self.entrypoint.as_slice(), first].concat(),
                    _ => [first.as_slice(), &self.command].concat(),
                };
                found.push((line, &belief::FIRST_COMMAND_STAYS));
            }
        }
        let elsewhere = commands(&foreign, Keyword::Cmd).pop();
        found.extend(elsewhere.map(|line| (line, &belief::STAGES_SHARE_COMMAND)));
        let runs = whole.iter().rev().filter_map(|at| script(scene.file, at));
        let run = runs.into_iter().next().map(|text| in_shell(text.trim()));
        found.extend(run.map(|line| (line, &belief::LAST_RUN_STARTS)));
    }
}

/// What the form of a line does to the command line that begins with it.
fn why_form(keyword: &str, words: &[String], at: &Instruction) -> Text {
    let form = command_of(at).map(|command| command.form);
    let start = Text::from(" Line ").plain(at.lines.first.to_string()).plain(" has ");
    let start = start.code(keyword);
    // In shell form the last word is the line, and those before it are the shell.
    let shell = words.split_last().map(|(_, shell)| shell.join(" ")).unwrap_or_default();
    let ends = |text: Text| {
        text.plain(": Docker starts ")
            .code(candidate::shown(&shell))
            .plain(" and hands it the line as one text.")
    };
    match form {
        Some(Form::Shell | Form::Heredoc) => ends(start.plain(" in shell form")),
        Some(Form::BrokenJson) => {
            ends(start.plain(" in brackets that are no JSON, so it counts as shell form"))
        }
        Some(Form::Json) => {
            start.plain(" in JSON form, so Docker starts its first word itself, without a shell.")
        }
        None => Text::default(),
    }
}

fn command_of(instruction: &Instruction) -> Option<&Command> {
    match &instruction.arguments {
        Arguments::Command(command) => Some(command),
        _ => None,
    }
}

/// The words of a CMD or ENTRYPOINT, with the usual shell before the shell form.
fn words_of(scene: &Scene<'_>, at: &Instruction) -> Option<Vec<String>> {
    let command = command_of(at)?;
    if command.form == Form::Json {
        let words = command.words.iter().map(|word| word.value(&scene.file.source).to_owned());
        return Some(words.collect());
    }
    Some(in_shell(at.logical.slice(&scene.file.source, command.text).trim()))
}

fn in_shell(text: &str) -> Vec<String> {
    ["/bin/sh", "-c", text].map(str::to_owned).to_vec()
}

/// The words with the variables of the image in place.
fn expanded(scene: &Scene<'_>, words: &[String]) -> Option<Vec<String>> {
    if !words.iter().any(|word| word.contains('$')) {
        return None;
    }
    let escape = if scene.file.escape == Escape::Backtick { '`' } else { '\\' };
    let environment = scene.end(scene.target).map(|end| Values::of(&end.state.environment))?;
    let rules = Rules { keep_quotes: true, ..Rules::usual(escape) };
    words.iter().map(|word| Some(rules.expand(word, &environment).ok()?.text)).collect()
}

/// The words behind the shell that SHELL sets.
fn with_shell(scene: &Scene<'_>, words: &[String]) -> Option<Vec<String>> {
    let end = scene.end(scene.target)?;
    let mut line = end.shell.to_vec();
    if line.is_empty() || !end.shell_is_known {
        return None;
    }
    line.push(words.join(" "));
    Some(line)
}

/// What was meant where single quotes or a trailing comma spoil the JSON.
fn as_json(text: &str) -> Option<Vec<String>> {
    let inner = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    let inner = inner.trim_end().trim_end_matches(',');
    serde_json::from_str(&format!("[{}]", inner.replace('\'', "\""))).ok()
}

/// The words of a text that is one simple command and nothing else.
fn bare_words(text: &str) -> Option<Vec<String>> {
    let commands = shell::commands(text);
    let [only] = commands.as_slice() else { return None };
    let is_plain = !text.contains(['|', '&', ';', '<', '>', '(', '`', '\n']);
    let begins = only.words.first().is_some_and(|word| {
        text.trim_start().len() == text.len().saturating_sub(word.span.start as usize)
    });
    (is_plain && begins).then(|| only.words.iter().map(|word| word.text.clone()).collect())
}
