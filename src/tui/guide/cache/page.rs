//! What the reader chooses a change from.

use std::sync::Arc;

use super::mark::{instruction_at, line_of};
use super::stack::{IgnoreText, Stack};
use super::typed::Ask;
use crate::build::declared_arguments;
use crate::cache::{Change, Ready, edit_instruction, of_file, of_folder, without};
use crate::context::{EntryKind, Snapshot};
use crate::dockerfile::Dockerfile;
use crate::mask::mask_text;
use crate::source::LineNumber;
use crate::tui::guide::Context;

/// At most so many lines of one instruction are offered one by one.
const MOST_LINES: usize = 40;

/// A list to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Page {
    /// What comes up most, below the forecast.
    #[default]
    Start,
    /// The tree of the context.
    Files,
    /// What can happen to a path of it; empty for the context itself.
    Path(String),
    /// The lines of the ignore file.
    Ignore,
    /// The instructions.
    Lines,
    /// What can happen to one of them.
    Line(LineNumber),
    /// The build arguments.
    Arguments,
    /// What else a build can be asked, and what can happen to the builder.
    Asked,
}

/// A row that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    /// What it is called; names in it are from outside.
    pub words: String,
    pub does: Does,
}

/// What choosing it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// Adds this change.
    Add(Ready),
    /// Opens a list.
    Open(Page),
    /// Asks for something that is typed.
    Ask(Ask),
}

impl From<Ready> for Offer {
    fn from(ready: Ready) -> Self {
        Self { words: ready.words.clone(), does: Does::Add(ready) }
    }
}

fn open(words: impl Into<String>, page: Page) -> Offer {
    Offer { words: words.into(), does: Does::Open(page) }
}

fn ask(words: impl Into<String>, ask: Ask) -> Offer {
    Offer { words: words.into(), does: Does::Ask(ask) }
}

/// What an answer offers beside itself.
#[derive(Debug)]
pub(super) struct Known {
    /// Of which text.
    pub generation: u64,
    pub ready: Arc<[Ready]>,
    pub asked: Arc<[Ready]>,
}

/// What the lists are made from.
pub(super) struct Facts<'a> {
    pub context: &'a Context<'a>,
    pub stack: &'a Stack,
    /// The Dockerfile after the changes.
    pub file: &'a Dockerfile,
    /// What the last answer about this text offers.
    pub known: Option<&'a Known>,
}

impl Facts<'_> {
    pub(super) fn snapshot(&self) -> Option<&Snapshot> {
        self.context.surroundings.snapshot()
    }

    /// An edit of the instruction that is selected in the file pane.
    pub(super) fn edit_of_selection(&self) -> Option<Ready> {
        let line = line_of(self.context.selected, self.context.file)?;
        edit_instruction(self.file, instruction_at(line, self.file)?)
    }

    pub(super) fn ignore(&self) -> Option<IgnoreText> {
        IgnoreText::of(self.snapshot()?, self.stack)
    }
}

impl Page {
    /// The list that it was opened from.
    pub(super) fn above(&self) -> Page {
        match self {
            Page::Path(_) => Page::Files,
            Page::Line(_) => Page::Lines,
            _ => Page::Start,
        }
    }

    /// Its heading; empty for the start.
    pub(super) fn title(&self, facts: &Facts<'_>) -> String {
        match self {
            Page::Start => String::new(),
            Page::Files => "Which file or folder changes?".to_owned(),
            Page::Path(path) if path.is_empty() => "What happens in the context?".to_owned(),
            Page::Path(path) => format!("What happens to {path}?"),
            Page::Ignore => {
                let name = facts.ignore().map(|ignore| ignore.name().to_owned());
                format!("What changes in {}?", name.unwrap_or_default())
            }
            Page::Lines => "Which instruction changes?".to_owned(),
            Page::Line(line) => format!("What happens to the instruction in line {line}?"),
            Page::Arguments => "Which build argument gets another value?".to_owned(),
            Page::Asked => "What is the next build asked, and what happened before?".to_owned(),
        }
    }

    /// What can be chosen; nothing for the tree.
    pub(super) fn offers(&self, facts: &Facts<'_>) -> Vec<Offer> {
        match self {
            Page::Start => start(facts),
            Page::Files => Vec::new(),
            Page::Path(path) => of_path(path, facts).unwrap_or_default(),
            Page::Ignore => facts.ignore().map(|it| of_ignore(&it)).unwrap_or_default(),
            Page::Lines => instructions(facts.file),
            Page::Line(line) => of_instruction(*line, facts).unwrap_or_default(),
            Page::Arguments => arguments(facts),
            Page::Asked => {
                let asked = facts.known.map(|known| known.asked.iter().cloned());
                asked.into_iter().flatten().map(Offer::from).collect()
            }
        }
    }
}

fn start(facts: &Facts<'_>) -> Vec<Offer> {
    let ready = facts.known.map(|known| known.ready.iter().cloned());
    let mut offers: Vec<Offer> = ready.into_iter().flatten().map(Offer::from).collect();
    offers.extend(facts.edit_of_selection().map(Offer::from));
    if facts.known.is_none() {
        return offers;
    }
    if facts.snapshot().is_some() {
        offers.push(open("a file or folder of the context", Page::Files));
    }
    if let Some(ignore) = facts.ignore() {
        offers.push(open(format!("a line of {}", ignore.name()), Page::Ignore));
    }
    offers.extend([
        open("an instruction of the Dockerfile", Page::Lines),
        open("a build argument", Page::Arguments),
        open("the target, a base image, the cache, a secret", Page::Asked),
    ]);
    offers
}

fn of_path(path: &str, facts: &Facts<'_>) -> Option<Vec<Offer>> {
    let snapshot = facts.snapshot()?;
    let node = &snapshot[snapshot.find(path)?];
    let name = path.to_owned();
    let rename = ask("rename it", Ask::Rename(name.clone()));
    let mode = ask("give it another mode", Ask::Mode(name.clone()));
    if node.is_folder() {
        let mut offers = vec![
            ask("new file in it", Ask::File(name.clone())),
            ask("new folder in it", Ask::Folder(name)),
        ];
        if !path.is_empty() {
            offers.push(rename);
            offers.extend(of_folder(path, node.mode).into_iter().map(Offer::from));
            offers.push(mode);
        }
        return Some(offers);
    }
    let is_file = node.kind == EntryKind::File;
    let mut ready = match is_file {
        true => of_file(path, node.mode, node.size),
        false => vec![Ready::new(format!("delete {path}"), Change::Delete { path: name.clone() })],
    };
    let is_list = facts.ignore().is_some_and(|ignore| ignore.path() == path);
    let is_dockerfile = snapshot.dockerfile.as_deref() == Some(path);
    if let Some(edit) = ready.first_mut().filter(|_| is_file && (is_list || is_dockerfile)) {
        // What else an edit of these two does is chosen line by line.
        edit.words = format!("a blank line more in {path}");
    }
    let mut offers: Vec<Offer> = ready.into_iter().map(Offer::from).collect();
    offers.insert(offers.len().min(3), rename);
    if is_file {
        offers.push(mode);
    }
    offers.push(ask("make it a link", Ask::Link(name)));
    if is_list {
        offers.push(open("one line of it", Page::Ignore));
    }
    if is_dockerfile {
        offers.push(open("an instruction of it", Page::Lines));
    }
    Some(offers)
}

fn of_ignore(ignore: &IgnoreText) -> Vec<Offer> {
    let add = ask("one more line", Ask::Pattern);
    let without = ignore.lines().map(|(number, line)| {
        let words = format!("without line {number}: {line}");
        Offer { words, does: Does::Add(ignore.without(number, line)) }
    });
    std::iter::once(add).chain(without).collect()
}

fn instructions(file: &Dockerfile) -> Vec<Offer> {
    let width = file.source.line_count().to_string().len();
    let offer = |line: LineNumber| {
        let text = file.source.slice(file.source.line_span(line)).trim();
        open(format!("{:>width$}  {text}", line.get()), Page::Line(line))
    };
    file.instructions.iter().map(|it| offer(it.lines.first)).collect()
}

fn of_instruction(first: LineNumber, facts: &Facts<'_>) -> Option<Vec<Offer>> {
    let file = facts.file;
    let id = instruction_at(first, file)?;
    let last = file.instructions[id.0 as usize].lines.last;
    let edit = edit_instruction(file, id).map(Offer::from);
    let lines = (first.index()..=last.index()).map(LineNumber::from_index);
    let other_words = |line: LineNumber| {
        let text = file.source.slice(file.source.line_span(line));
        // Whoever types a line sees all of it.
        let is_hidden = facts.context.mask_secrets && mask_text(text) != text;
        let words = format!("other words for line {line}: {}", text.trim());
        (!is_hidden).then(|| ask(words, Ask::Line(line)))
    };
    let other_words = lines.take(MOST_LINES).filter_map(other_words);
    let without = without(file, id).map(Offer::from);
    Some(edit.into_iter().chain(other_words).chain(without).collect())
}

fn arguments(facts: &Facts<'_>) -> Vec<Offer> {
    let names = declared_arguments(facts.file);
    let given = &facts.context.choices.arguments;
    let offer = |name: &str| {
        let words = match given.get(name) {
            // The name comes first, so that a value that is a secret is masked where it is shown.
            Some(value) => format!("{name}={value} now"),
            None => format!("{name}, as the file says now"),
        };
        ask(words, Ask::Argument(name.to_owned()))
    };
    let mut offers: Vec<Offer> = names.into_iter().map(offer).collect();
    offers.push(ask("another one", Ask::Argument(String::new())));
    offers
}
