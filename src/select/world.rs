//! What selectors and expressions look at.

use crate::analysis::Analysis;
use crate::context::Snapshot;
use crate::dockerfile::Dockerfile;
use crate::knowledge::images::familiar_name;

/// A Dockerfile with what is known around it. The findings
/// join it with the issue that brings them.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// The file.
    pub file: &'a Dockerfile,
    /// Whether it is a sample of the course and not the reader's own file.
    pub is_sample: bool,
    /// The chosen target, a stage's name; `None` is the last stage.
    pub target: Option<&'a str>,
    /// What a build of the file does; `None` where it was not worked out.
    pub analysis: Option<&'a Analysis>,
    /// The files of the folder that is sent; `None` where they were not looked at.
    pub snapshot: Option<&'a Snapshot>,
}

impl<'a> World<'a> {
    /// The reader's own file with its last stage as target.
    pub fn of(file: &'a Dockerfile) -> Self {
        Self { file, is_sample: false, target: None, analysis: None, snapshot: None }
    }

    /// What the FROMs of the stages name in the build; `None` where that was not worked out.
    pub(super) fn bases(&self) -> Option<Vec<String>> {
        // The stages must be those of this text, with none of them refused.
        let is_its =
            |it: &&Analysis| std::ptr::eq(&raw const *it.file, self.file) && it.refusal.is_none();
        let stages = self.analysis.filter(is_its)?.build.outline();
        (stages.len() == self.file.stages.len())
            .then(|| stages.into_iter().map(|stage| familiar_name(&stage.base_name)).collect())
    }

    /// A sample of the course.
    pub fn sample(file: &'a Dockerfile) -> Self {
        Self { file, is_sample: true, target: None, analysis: None, snapshot: None }
    }
}
