//! What a value that the file cannot tell rests on: the instructions that set it.
//!
//! Two such values are the same when the same texts made them from the same
//! base image. That is all that can be said.

use super::digest::{Digest, Digester};
use crate::build::graph::{StageNode, Start};
use crate::build::step::Step;
use crate::dockerfile::Keyword;

/// For each stage, what its settings rest on after each line.
pub(super) struct Settings {
    stages: Vec<OfStage>,
}

/// The texts so far of one kind, as digests.
#[derive(Clone, Copy)]
struct Texts {
    variables: Digest,
    directory: Digest,
    user: Digest,
    shell: Digest,
}

struct OfStage {
    start: Texts,
    /// After each line that sets something.
    after: Vec<(u32, Texts)>,
}

impl Settings {
    pub(super) fn of(stages: &[StageNode<'_>]) -> Self {
        let mut all: Vec<OfStage> = Vec::with_capacity(stages.len());
        for stage in stages {
            let start = match stage.start {
                Start::Stage(base) => all.get(base).map(OfStage::last),
                _ => None,
            };
            let start = start.unwrap_or_else(|| {
                let base = match stage.start {
                    Start::Image(name) => name,
                    _ => "scratch",
                };
                let digest = Digester::new("base").text(base).finish();
                Texts { variables: digest, directory: digest, user: digest, shell: digest }
            });
            all.push(OfStage::of(start, &stage.settings));
        }
        Self { stages: all }
    }

    /// A text that is equal where the open value is equal; `text` is the field
    /// of the step and what is known of the value.
    pub(super) fn rests_on(&self, step: &Step, text: &str) -> String {
        let texts = self.stages.get(step.stage).map(|stage| stage.before(step.line));
        let field = text.split(' ').next().unwrap_or_default();
        let uses_variables = field == "env" || step.unknown.contains(&"name");
        let digest = texts.map(|texts| {
            let own = match field {
                "user" => texts.user,
                "argv" => texts.shell,
                "env" => texts.variables,
                _ => texts.directory,
            };
            let digester = Digester::new("rests on").digest(own);
            if uses_variables { digester.digest(texts.variables) } else { digester }.finish()
        });
        let digest = digest.map_or_else(String::new, |digest| digest.to_string());
        format!("{digest} {text}")
    }
}

impl OfStage {
    fn of(start: Texts, settings: &[(u32, Keyword, &str)]) -> Self {
        let (mut texts, mut after) = (start, Vec::new());
        for (line, keyword, text) in settings {
            let variables = texts.variables;
            let place = match keyword {
                Keyword::Workdir => &mut texts.directory,
                Keyword::User => &mut texts.user,
                Keyword::Shell => &mut texts.shell,
                _ => &mut texts.variables,
            };
            let digester = Digester::new("then").digest(*place).text(text);
            let uses_variables = text.contains('$');
            *place = if uses_variables { digester.digest(variables) } else { digester }.finish();
            after.push((*line, texts));
        }
        Self { start, after }
    }

    fn last(&self) -> Texts {
        self.after.last().map_or(self.start, |(_, texts)| *texts)
    }

    /// What holds at a line, its own instruction included.
    fn before(&self, line: u32) -> Texts {
        let count = self.after.partition_point(|(at, _)| *at <= line);
        count.checked_sub(1).map_or(self.start, |last| self.after[last].1)
    }
}
