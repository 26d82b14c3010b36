//! The right pane: the Dockerfile with marks.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ratatui::layout::Size;

use crate::dockerfile::{Dockerfile, InstructionId, parse};
use crate::source::{Source, Span};

use super::guide::Guide;
use super::message::FileNews;
use super::start::{Start, StartFile};

/// The right pane.
#[derive(Debug)]
pub struct FilePane {
    path: Option<PathBuf>,
    is_sample: bool,
    shown: Arc<Dockerfile>,
    selected: Option<InstructionId>,
}

impl FilePane {
    /// The first state; a path is not read here.
    pub fn new(start: &Start, guide: &Guide) -> Self {
        let (path, is_sample, name, bytes) = match &start.file {
            StartFile::Path(path) => {
                (Some(path.clone()), false, path.display().to_string(), Vec::new())
            }
            StartFile::Text { name, bytes } => (None, false, name.clone(), bytes.clone()),
            StartFile::Sample => {
                let (name, text) = guide.sample();
                (None, true, name, text.into_bytes())
            }
        };
        let shown = Arc::new(parse(Arc::new(Source::new(name, bytes))));
        let selected = (!shown.instructions.is_empty()).then_some(InstructionId(0));
        Self { path, is_sample, shown, selected }
    }

    /// The file that is shown.
    pub fn dockerfile(&self) -> &Dockerfile {
        &self.shown
    }

    /// Whether a sample is shown and not the reader's file.
    pub fn is_sample(&self) -> bool {
        self.is_sample
    }

    /// The reader's file on disk.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The selected instruction.
    pub fn selected(&self) -> Option<InstructionId> {
        self.selected
    }

    /// Selects the instruction so many further down.
    pub fn move_selection(&mut self, steps: i32) {
        let count = self.shown.instructions.len() as u32;
        self.selected = self.selected.map(|id| {
            InstructionId(id.0.saturating_add_signed(steps).min(count.saturating_sub(1)))
        });
    }

    /// Selects an instruction.
    pub fn select(&mut self, id: InstructionId) {
        self.selected = Some(id);
    }

    /// Brings a place into view.
    pub fn reveal(&mut self, _span: Span) {}

    /// Takes the file's new state.
    pub fn take(&mut self, news: FileNews) {
        if let FileNews::Read(bytes) = news {
            let name = self.shown.source.name.clone();
            self.shown = Arc::new(parse(Arc::new(Source::new(name, bytes))));
            self.selected = (!self.shown.instructions.is_empty()).then_some(InstructionId(0));
        }
    }

    /// Shows a sample.
    pub fn show_sample(&mut self, name: String, text: String) {
        self.shown = Arc::new(parse(Arc::new(Source::new(name, text.into_bytes()))));
        self.is_sample = true;
    }

    /// Shows the reader's file again.
    pub fn show_own(&mut self) {}

    /// Lays out for this size.
    pub fn fit(&mut self, _size: Size) {}
}
