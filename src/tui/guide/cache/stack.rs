//! The changes that the forecast is about, and what they leave of the file and
//! its ignore file.

use std::sync::Arc;

use crate::cache::{Change, Ready};
use crate::context::Snapshot;
use crate::dockerfile::{self, Dockerfile};
use crate::source::Source;

/// The changes, the first one first.
#[derive(Debug, Default)]
pub(super) struct Stack {
    pub changes: Vec<Ready>,
}

impl Stack {
    /// Whether a change would be the same as one that is there. Builds can follow each other.
    pub(super) fn has(&self, change: &Change) -> bool {
        !matches!(change, Change::Build {}) && self.changes.iter().any(|it| it.change == *change)
    }

    /// The Dockerfile after the changes.
    pub(super) fn file(&self, file: &Dockerfile) -> Option<Dockerfile> {
        let mut text = None;
        for change in &self.changes {
            if let Change::EditDockerfile { old, new } = &change.change {
                let before = text.as_deref().unwrap_or_else(|| file.source.text());
                text = Some(before.replacen(old, new, 1));
            }
        }
        let source = Source::new(file.source.name.clone(), text?.into_bytes());
        Some(dockerfile::parse(Arc::new(source)))
    }
}

/// The ignore file that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct IgnoreText {
    path: String,
    /// Its text after the changes.
    pub text: String,
}

impl IgnoreText {
    /// The one that the folder has or would have; `None` where it lies outside the context.
    pub(super) fn of(snapshot: &Snapshot, stack: &Stack) -> Option<Self> {
        const COMMON: &str = ".dockerignore";
        let path = match snapshot.ignore.name.as_deref() {
            None | Some(COMMON) => COMMON.to_owned(),
            Some(_) => format!("{}{COMMON}", snapshot.dockerfile.as_ref()?),
        };
        let mut text = snapshot.ignore.text.as_str();
        for change in &stack.changes {
            match &change.change {
                Change::SetDockerignore { text: new } if path == COMMON => text = new,
                Change::Write { path: own, text: new } if *own == path => text = new,
                _ => {}
            }
        }
        Some(Self { text: text.to_owned(), path })
    }

    /// Its lines that say something, each with its number.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().zip(1..).map(|(line, number)| (number, line));
        lines.filter(|(_, line)| !line.trim().is_empty())
    }

    /// The change that adds a line.
    pub(super) fn with(&self, line: &str) -> Ready {
        let end = if self.text.is_empty() || self.text.ends_with('\n') { "" } else { "\n" };
        let text = format!("{}{end}{line}\n", self.text);
        Ready::new(format!("{line} added to {}", self.name()), self.set(text))
    }

    /// The change that takes a line out.
    pub(super) fn without(&self, number: usize, line: &str) -> Ready {
        let kept = self.text.split_inclusive('\n').zip(1..).filter(|(_, it)| *it != number);
        let text = kept.map(|(line, _)| line).collect();
        Ready::new(format!("{line} taken out of {}", self.name()), self.set(text))
    }

    /// Where it lies in the context.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// What to call it.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    fn set(&self, text: String) -> Change {
        match self.path.as_str() {
            ".dockerignore" => Change::SetDockerignore { text },
            path => Change::Write { path: path.to_owned(), text },
        }
    }
}
