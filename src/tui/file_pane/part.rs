//! Single lines that a lesson shows, which are no whole file.

use crate::dockerfile::{Keyword, Problem, ProblemKind};

use super::FilePane;

impl FilePane {
    /// What is wrong with what is shown. That no `FROM` stands above the single
    /// lines of a lesson is no slip, and not said.
    pub fn problems(&self) -> &[Problem] {
        self.pardoned.as_deref().unwrap_or(&self.shown.problems)
    }

    /// Leaves out what is no slip in single lines.
    pub(super) fn pardon(&mut self) {
        self.pardoned = self.is_part().then(|| {
            let of_whole = [ProblemKind::BeforeFirstStage, ProblemKind::NoStage];
            let problems = self.shown.problems.iter();
            problems.filter(|problem| !of_whole.contains(&problem.kind)).cloned().collect()
        });
    }

    /// Whether a lesson's lines are shown, and no stage begins in them.
    fn is_part(&self) -> bool {
        let mut all = self.shown.instructions.iter();
        self.is_sample && !self.practises && all.all(|it| it.keyword != Some(Keyword::From))
    }
}
