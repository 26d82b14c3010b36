//! Everything that follows from a file and what the reader chose, computed once.
//!
//! Every surface reads an [`Analysis`]; none computes its facts for itself.

use std::sync::Arc;

use crate::build::{self, Build, Failure, Options};
use crate::context::{Snapshot, Usage};
use crate::dockerfile::{self, Dockerfile, Instruction, Keyword};
use crate::knowledge::Knowledge;
use crate::source::Source;

/// A file with what a build of it does.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The file.
    pub file: Arc<Dockerfile>,
    /// What the reader chose: target, platform, build arguments, known bases.
    pub options: Options,
    /// What a build with these options does. Where BuildKit refuses instructions
    /// of the file, this is what a build without these would do.
    pub build: Build,
    /// Why BuildKit refuses the file as it stands.
    pub refusal: Option<Failure>,
    /// What is known of images, commands, packages and names.
    pub knowledge: Knowledge,
}

impl Analysis {
    /// Works it out with our own tables alone; see [`knowing`](Self::knowing).
    pub fn of(file: Arc<Dockerfile>, options: Options) -> Self {
        Self::knowing(file, options, Knowledge::default())
    }

    /// The same file, and what is known, with other options.
    #[must_use]
    pub fn again(&self, options: Options) -> Self {
        Self::knowing(Arc::clone(&self.file), options, self.knowledge.clone())
    }

    /// Why a build of the file as it stands stops; `None` where it goes through.
    pub fn stop(&self) -> Option<&Failure> {
        self.refusal.as_ref().or(self.build.failure.as_ref())
    }

    /// What the file takes from a context. Of a refused file, the refusal is why instructions may
    /// be missing.
    pub fn usage(&self, snapshot: &Snapshot) -> Usage {
        let mut usage = Usage::of(&self.file, &self.options, &self.build, snapshot);
        let refusal = self.refusal.as_ref().map(|refusal| refusal.text.clone());
        usage.incomplete = usage.incomplete.map(|reason| refusal.unwrap_or(reason));
        usage
    }

    /// Works it out. Takes time in line with the file's length. About a base
    /// image that the options say nothing of, the table of images is asked.
    pub fn knowing(file: Arc<Dockerfile>, options: Options, knowledge: Knowledge) -> Self {
        Self::with(file, options, knowledge, build::evaluate)
    }

    /// The same for the next state of a file, with what was worked out of its former one: what
    /// did not change is taken from there.
    pub fn following(
        former: Option<Build>,
        file: Arc<Dockerfile>,
        options: Options,
        knowledge: Knowledge,
    ) -> Self {
        let evaluate =
            |file: &Dockerfile, options: &Options| build::evaluate_again(file, options, former);
        Self::with(file, options, knowledge, evaluate)
    }

    fn with(
        file: Arc<Dockerfile>,
        mut options: Options,
        knowledge: Knowledge,
        evaluate: impl FnOnce(&Dockerfile, &Options) -> Build,
    ) -> Self {
        if options.table.is_none() || knowledge.has_added() {
            options.table = Some(knowledge.table_of_images());
        }
        let build = evaluate(&file, &options);
        match without_refused(&file) {
            None => Self { file, options, build, refusal: None, knowledge },
            Some(rest) => {
                let refusal = build.failure;
                let build = build::evaluate(&rest, &options);
                Self { file, options, build, refusal, knowledge }
            }
        }
    }
}

/// The file with blanks in the place of the instructions that BuildKit refuses,
/// so that everything else stays where it is; `None` where it refuses none. What stands
/// above all stages although only a stage can hold it goes with them: the line that was
/// meant to begin its stage may be one of those that are refused.
fn without_refused(file: &Dockerfile) -> Option<Dockerfile> {
    file.instructions.iter().find(|it| it.refused)?;
    let mut froms = file.instructions.iter().filter(|it| it.keyword == Some(Keyword::From));
    let first = froms.find(|it| !it.refused).map_or(u32::MAX, |from| from.span.start);
    let has_no_stage = |it: &Instruction| it.span.start < first && it.keyword != Some(Keyword::Arg);
    let refused = file.instructions.iter().filter(|it| it.refused || has_no_stage(it));
    let mut text = file.source.text().as_bytes().to_vec();
    for instruction in refused {
        // A continuation may stand above its keyword, and would join what comes below.
        let start = file.source.line_span_with_end(instruction.lines.first).start;
        let span = start as usize..instruction.span.end as usize;
        for byte in &mut text[span] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }
    let source = Source::new(file.source.name.clone(), text);
    Some(dockerfile::parse(Arc::new(source)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn analysis(text: &str) -> Analysis {
        let source = Source::new("Dockerfile", text.as_bytes().to_vec());
        Analysis::of(Arc::new(dockerfile::parse(Arc::new(source))), Options::default())
    }

    #[test]
    fn what_is_refused_leaves_the_rest_as_it_is() {
        let text = "FROM alpine AS a\nCOPPY . .\nFROM b AS a-ü\nFROM a\nRUN true\n";
        let found = analysis(text);
        assert!(found.refusal.is_some());
        let stages = found.build.outline();
        let lines: Vec<u32> = stages.iter().map(|stage| stage.line).collect();
        assert_eq!(lines, [1, 4]);
        assert_eq!(stages[1].base, Some(0));
        assert_eq!(found.file.source.slice(stages[1].span), "FROM a");
    }

    #[test]
    fn what_an_unread_from_leaves_without_a_stage_goes_with_it() {
        let found = analysis("ARG A\nFORM alpine AS a\nCOPY . .\nFROM alpine AS b\nRUN true\n");
        assert!(found.refusal.is_some());
        assert_eq!(found.build.failure, None);
        let stages = found.build.outline();
        assert_eq!(stages.iter().map(|it| it.line).collect::<Vec<_>>(), [4]);
    }

    #[test]
    fn a_continuation_above_what_is_refused_joins_nothing() {
        let found = analysis("FROM alpine AS a\n\\\nX\nFROM alpine AS b\n");
        let lines: Vec<u32> = found.build.outline().iter().map(|stage| stage.line).collect();
        assert_eq!(lines, [1, 4]);
    }

    #[test]
    fn a_file_that_is_taken_is_taken_as_it_is() {
        let found = analysis("FROM alpine\nRUN true\n");
        assert_eq!(found.refusal, None);
        assert_eq!(found.build.steps.len(), 1);
    }
}
