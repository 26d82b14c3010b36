//! A change of which a part is typed.

use super::page::Facts;
use crate::build::paths::clean;
use crate::cache::{Change, Ready, becomes_link, chmod, new_file, new_folder, reads, renamed};
use crate::context::Snapshot;
use crate::quiz::Field;
use crate::source::LineNumber;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// The path of a file, in this folder at first.
    File(String),
    /// The path of a folder, in this one at first.
    Folder(String),
    /// Another name for this path.
    Rename(String),
    /// Another mode for this path.
    Mode(String),
    /// Where this path leads to from now on.
    Link(String),
    /// A line of the ignore file.
    Pattern,
    /// What a line of the Dockerfile reads.
    Line(LineNumber),
    /// The value of this argument; empty for any.
    Argument(String),
}

/// The line that is typed.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub ask: Ask,
    pub field: Field,
    /// Why it cannot be taken as it is.
    pub wrong: Option<String>,
}

impl Typed {
    pub(super) fn new(ask: Ask, facts: &Facts<'_>) -> Self {
        let field = Field::new(ask.start(facts));
        Self { ask, field, wrong: None }
    }
}

impl Ask {
    /// What is asked, as a heading.
    pub(super) fn question(&self) -> String {
        match self {
            Ask::File(_) => "Where does the new file lie?".to_owned(),
            Ask::Folder(_) => "Where does the new folder lie?".to_owned(),
            Ask::Rename(path) => format!("What is {path} called from now on?"),
            Ask::Mode(path) => format!("Which mode does {path} get?"),
            Ask::Link(path) => format!("Where does the link {path} lead to?"),
            Ask::Pattern => "Which line is added to the ignore file?".to_owned(),
            Ask::Line(line) => format!("How does line {line} read from now on?"),
            Ask::Argument(name) if name.is_empty() => "Which argument gets which value?".to_owned(),
            Ask::Argument(name) => format!("Which value does {name} get?"),
        }
    }

    /// What stands in the field at first.
    fn start(&self, facts: &Facts<'_>) -> String {
        match self {
            Ask::File(folder) | Ask::Folder(folder) if folder.is_empty() => String::new(),
            Ask::File(folder) | Ask::Folder(folder) => format!("{folder}/"),
            Ask::Rename(path) => path.clone(),
            Ask::Mode(path) => {
                let found = facts.snapshot().and_then(|it| Some(&it[it.find(path)?]));
                found.map(|node| format!("{:o}", node.mode)).unwrap_or_default()
            }
            Ask::Line(line) => {
                let source = &facts.file.source;
                source.slice(source.line_span(*line)).to_owned()
            }
            Ask::Argument(name) if !name.is_empty() => format!("{name}="),
            Ask::Link(_) | Ask::Pattern | Ask::Argument(_) => String::new(),
        }
    }

    /// The change that was typed.
    ///
    /// # Errors
    /// Why it is none, as a sentence.
    pub(super) fn change(&self, text: &str, facts: &Facts<'_>) -> Result<Ready, String> {
        let trimmed = text.trim();
        match self {
            Ask::File(_) => Ok(new_file(&free_path(trimmed, facts)?)),
            Ask::Folder(_) => Ok(new_folder(&free_path(trimmed, facts)?)),
            Ask::Rename(path) => {
                let to = free_path(trimmed, facts)?;
                match to.strip_prefix(path.as_str()) {
                    Some(rest) if rest.starts_with('/') => {
                        Err(format!("That lies in {path} itself."))
                    }
                    _ => Ok(renamed(path, &to)),
                }
            }
            Ask::Mode(path) => {
                let mode = u32::from_str_radix(trimmed, 8).ok().filter(|mode| *mode <= 0o7777);
                let mode = mode.ok_or("A mode is an octal number, such as 755.")?;
                Ok(chmod(path, &format!("{mode:o}")))
            }
            Ask::Link(_) if trimmed.is_empty() => Err("A link leads to a path.".to_owned()),
            Ask::Link(path) => Ok(becomes_link(path, trimmed)),
            Ask::Pattern if trimmed.is_empty() => {
                Err("A line holds a pattern, such as **/*.log or !keep.log.".to_owned())
            }
            Ask::Pattern => match facts.ignore() {
                Some(ignore) => Ok(ignore.with(trimmed)),
                None => Err("The ignore file lies outside the context.".to_owned()),
            },
            Ask::Line(line) => {
                reads(facts.file, *line, text).ok_or_else(|| "It reads so already.".to_owned())
            }
            Ask::Argument(_) => match text.split_once('=') {
                Some((name, value)) if !name.trim().is_empty() => {
                    let (name, value) = (name.trim().to_owned(), value.to_owned());
                    let words = format!("--build-arg {name}={value}");
                    Ok(Ready::new(words, Change::SetArg { name, value }))
                }
                _ => Err("An argument is typed as NAME=value.".to_owned()),
            },
        }
    }
}

/// A path of the context where nothing lies yet.
fn free_path(text: &str, facts: &Facts<'_>) -> Result<String, String> {
    let cleaned = clean(text);
    let path = cleaned.trim_start_matches('/');
    if matches!(path, "" | ".") || path.starts_with("..") {
        return Err("A path of the context is needed, such as src/new.txt.".to_owned());
    }
    let Some(snapshot) = facts.snapshot() else { return Ok(path.to_owned()) };
    if snapshot.find(path).is_some() {
        return Err(format!("{path} is there already."));
    }
    match file_above(path, snapshot) {
        Some(above) => Err(format!("{above} is no folder.")),
        None => Ok(path.to_owned()),
    }
}

/// What is no folder on the way to a path.
fn file_above<'a>(path: &'a str, snapshot: &Snapshot) -> Option<&'a str> {
    let above = path.match_indices('/').map(|(end, _)| &path[..end]);
    above.into_iter().find(|it| snapshot.find(it).is_some_and(|id| !snapshot[id].is_folder()))
}
