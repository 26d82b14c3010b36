//! The changes that the command line names.

use std::sync::Arc;

use clap::Args;

use crate::cache::{self, Change, State, with_another_word};
use crate::cli::exit::Failure;
use crate::dockerfile;
use crate::source::{LineNumber, Source};

/// The title without changes.
const NO_CHANGE: &str = "No change";

/// One option for each kind of change.
#[derive(Args, Debug)]
pub(super) struct ChangeArguments {
    /// Change the bytes of a file
    #[arg(long, value_name = "PATH")]
    edit: Vec<String>,

    /// Change only the time of a file
    #[arg(long, value_name = "PATH")]
    touch: Vec<String>,

    /// Change the mode of a file or folder, such as 755:run.sh
    #[arg(long, value_name = "MODE:PATH")]
    chmod: Vec<String>,

    /// Add a file
    #[arg(long, value_name = "PATH")]
    add: Vec<String>,

    /// Delete a file or folder
    #[arg(long, value_name = "PATH")]
    delete: Vec<String>,

    /// Rename a file or folder
    #[arg(long, value_name = "OLD=NEW")]
    rename: Vec<String>,

    /// Give a build argument another value than before
    #[arg(long, value_name = "NAME=VALUE")]
    build_arg_after: Vec<String>,

    /// The tag of a base image now points to another image
    #[arg(long, value_name = "IMAGE")]
    base_moved: Vec<String>,

    /// Change a line of the Dockerfile; without =TEXT, its last word
    #[arg(long, value_name = "N[=TEXT]")]
    edit_line: Vec<String>,

    /// Leave one more path out in .dockerignore
    #[arg(long, value_name = "PATTERN")]
    edit_ignore: Vec<String>,

    /// Build another stage than before
    #[arg(long, value_name = "STAGE")]
    target_after: Option<String>,

    /// Build with --no-cache
    #[arg(long)]
    no_cache: bool,

    /// Build with --no-cache-filter
    #[arg(long, value_name = "STAGE")]
    no_cache_filter: Vec<String>,
}

impl ChangeArguments {
    /// The changes in order, checked against what there is.
    pub(super) fn list(&self, state: &State) -> Result<Vec<Change>, Failure> {
        let mut changes = Vec::new();
        let path = |path: &String| existing(state, path);
        for name in &self.edit {
            changes.push(Change::Append { path: path(name)?, text: "\n".to_owned() });
        }
        for name in &self.touch {
            changes.push(Change::Touch { path: path(name)? });
        }
        for text in &self.chmod {
            let split = text
                .split_once(':')
                .filter(|(mode, _)| u32::from_str_radix(mode, 8).is_ok_and(|mode| mode <= 0o7777));
            let (mode, name) = split.ok_or_else(|| {
                Failure::usage(format!("no mode and path: {text}"), "write it as 755:run.sh")
            })?;
            let path = path(&name.to_owned())?;
            changes.push(Change::Chmod { path, mode: mode.to_owned() });
        }
        for name in &self.add {
            changes.push(Change::Write { path: name.clone(), text: "new\n".to_owned() });
        }
        for name in &self.delete {
            changes.push(Change::Delete { path: path(name)? });
        }
        for text in &self.rename {
            let (old, new) = pair(text, "OLD=NEW")?;
            changes.push(Change::Rename { path: path(&old)?, to: new });
        }
        for text in &self.build_arg_after {
            let (name, value) = pair(text, "NAME=VALUE")?;
            changes.push(Change::SetArg { name, value });
        }
        for image in &self.base_moved {
            changes.push(Change::BaseImageChanged { image: image.clone(), version: 1 });
        }
        self.add_texts(state, &mut changes)?;
        if let Some(name) = &self.target_after {
            changes.push(Change::SetTarget { name: name.clone() });
        }
        let filter = self.no_cache_filter.join(",");
        if self.no_cache || !filter.is_empty() {
            let value = if self.no_cache { String::new() } else { filter };
            changes.push(Change::SetOption { name: "no-cache".to_owned(), value });
        }
        Ok(changes)
    }

    fn add_texts(&self, state: &State, changes: &mut Vec<Change>) -> Result<(), Failure> {
        let mut text = state.dockerfile.clone();
        for edit in &self.edit_line {
            text = with_line(&text, edit)?;
        }
        if text != state.dockerfile {
            changes.push(Change::SetDockerfile { text: Some(text) });
        }
        if !self.edit_ignore.is_empty() {
            let mut text = state.ignore.clone();
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.extend(self.edit_ignore.iter().map(|pattern| format!("{pattern}\n")));
            changes.push(Change::SetDockerignore { text });
        }
        Ok(())
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.title() == NO_CHANGE
    }

    /// What the answer is about.
    pub(super) fn title(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut say = |words: &str, values: &[String]| {
            parts.extend(values.iter().map(|value| format!("{words} {value}")));
        };
        say("edit", &self.edit);
        say("touch", &self.touch);
        say("chmod", &self.chmod);
        say("add", &self.add);
        say("delete", &self.delete);
        say("rename", &self.rename);
        say("build argument", &self.build_arg_after);
        say("another", &self.base_moved);
        say("edit line", &self.edit_line);
        say("ignore", &self.edit_ignore);
        say("build", self.target_after.as_slice());
        say("--no-cache-filter", &self.no_cache_filter);
        if self.no_cache {
            parts.push("--no-cache".to_owned());
        }
        match parts.as_slice() {
            [] => NO_CHANGE.to_owned(),
            parts => format!("Change: {}", parts.join(", ")),
        }
    }
}

fn existing(state: &State, path: &str) -> Result<String, Failure> {
    let cleaned = crate::build::paths::clean(path);
    let cleaned = cleaned.trim_start_matches('/');
    if state.tree.get(cleaned).is_some() {
        return Ok(cleaned.to_owned());
    }
    let hint = "paths are relative to the context; --context names its folder";
    Err(Failure::usage(format!("the context has no {path}"), hint))
}

fn pair(text: &str, form: &str) -> Result<(String, String), Failure> {
    let parts = text.split_once('=').filter(|(name, _)| !name.is_empty());
    let (name, value) = parts.ok_or_else(|| {
        Failure::usage(format!("no {form}: {text}"), format!("write it as {form}"))
    })?;
    Ok((name.to_owned(), value.to_owned()))
}

/// The text with one line changed: to what is given, or by one more letter behind its last word;
/// where it holds none, behind the last of its instruction.
fn with_line(text: &str, edit: &str) -> Result<String, Failure> {
    let (number, new) = match edit.split_once('=') {
        Some((number, new)) => (number, Some(new)),
        None => (edit, None),
    };
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let place = number.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let Some(place) = place.filter(|place| *place < lines.len()) else {
        let hint = format!("lines go from 1 to {}", lines.len());
        return Err(Failure::usage(format!("the Dockerfile has no line {number}"), hint));
    };
    match new {
        Some(new) => new.clone_into(&mut lines[place]),
        None => {
            let Some(line) = line_to_edit(text, place).and_then(|line| lines.get_mut(line)) else {
                return Err(Failure::usage(
                    format!("line {number} has no word that could be another"),
                    format!("--edit-line {number}=TEXT says what it reads instead"),
                ));
            };
            *line = with_another_word(line);
        }
    }
    Ok(lines.join("\n"))
}

/// Where a line, from 0, is edited; `None` where there is nothing in it.
fn line_to_edit(text: &str, line: usize) -> Option<usize> {
    let file = dockerfile::parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())));
    Some(cache::line_to_edit(&file, LineNumber::from_index(line))?.index())
}
