//! One step of the walk through a context: what the ignore file says of a
//! path, and what has to be remembered for the paths below it.

use super::ignore::{Decision, FolderState, IgnoreError, IgnoreFile};

/// What the walk remembers of a folder for what lies in it.
#[derive(Clone, Debug, Default)]
pub struct FolderMemory {
    state: FolderState,
    passed_by: Option<Decision>,
}

impl FolderMemory {
    /// Whether the walk passes the folder by: nothing in it can be sent.
    pub fn is_passed_by(&self) -> bool {
        self.passed_by.is_some()
    }
}

impl IgnoreFile {
    /// Decides for something that is no folder, inside a folder with this
    /// memory; `None` at the root of the context.
    ///
    /// # Errors
    /// When a pattern turns out to be broken.
    pub fn judge_file(
        &self,
        path: &str,
        parent: Option<&FolderMemory>,
    ) -> Result<Decision, IgnoreError> {
        if self.patterns.is_empty() {
            return Ok(Decision::default());
        }
        match parent.and_then(|parent| parent.passed_by) {
            Some(decision) => Ok(decision),
            None => self.decide_leaf(path, parent.map(|parent| &parent.state)),
        }
    }

    /// Decides for a folder, and says what to remember for what lies in it.
    ///
    /// # Errors
    /// When a pattern turns out to be broken.
    pub fn judge_folder(
        &self,
        path: &str,
        parent: Option<&FolderMemory>,
    ) -> Result<(Decision, FolderMemory), IgnoreError> {
        if let Some(decision) = parent.and_then(|parent| parent.passed_by) {
            let state = FolderState::default();
            return Ok((decision, FolderMemory { state, passed_by: Some(decision) }));
        }
        let (decision, state) = self.decide(path, parent.map(|parent| &parent.state))?;
        let passes = decision.ignored && self.may_skip_folder(path);
        Ok((decision, FolderMemory { state, passed_by: passes.then_some(decision) }))
    }

    /// Decides for a path, whatever lies there, as the walk does that comes to
    /// it through its folders: relative, with slashes, no `.` or `..` in it.
    ///
    /// # Errors
    /// When a pattern turns out to be broken.
    pub fn judge_path(&self, path: &str) -> Result<Decision, IgnoreError> {
        let mut memory: Option<FolderMemory> = None;
        for (end, _) in path.match_indices('/') {
            memory = Some(self.judge_folder(&path[..end], memory.as_ref())?.1);
        }
        self.judge_file(path, memory.as_ref())
    }
}
