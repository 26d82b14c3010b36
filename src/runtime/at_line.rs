//! What an instruction finds: the user, the directory, the shell and the
//! variables as those before it left them.

use super::User;
use crate::analysis::Analysis;
use crate::build::After;
use crate::fact::Fact;
use crate::source::{LineNumber, Span};

/// The state before an instruction of a stage that is built.
#[derive(Clone, Copy, Debug)]
pub struct State<'a> {
    after: &'a After,
}

/// What the instruction at a line finds.
///
/// # Errors
/// Why there is no answer: no instruction of a stage stands there, its stage is
/// not built, or the build does not get so far.
pub fn at_line(analysis: &Analysis, line: LineNumber) -> Result<State<'_>, String> {
    let file = &analysis.file;
    let instruction = file
        .instructions
        .iter()
        .find(|instruction| instruction.lines.contains(line))
        .ok_or_else(|| format!("no instruction stands at line {}", line.get()))?;
    let stage = instruction
        .stage
        .ok_or_else(|| format!("line {} stands above the first FROM", line.get()))?;
    let before = |after: &&After| {
        after.stage == stage.0 as usize && after.span.start < instruction.span.start
    };
    let found = analysis.build.after.iter().filter(before).last();
    let after = found.ok_or_else(|| match &analysis.build.failure {
        Some(failure) => format!("the build does not get so far: {}", failure.text),
        None => "its stage is not built for this target".to_owned(),
    })?;
    Ok(State { after })
}

impl State<'_> {
    /// Who a RUN runs as.
    pub fn user(&self) -> Fact<User> {
        let user = &self.after.state.user;
        let fact = self.fact(User::read(&user.value), user.unknown, user.set_by);
        self.noted(fact, user.assumed)
    }

    /// The working directory.
    pub fn directory(&self) -> Fact<String> {
        let directory = &self.after.state.directory;
        let shown = if directory.value.is_empty() { "/" } else { &*directory.value };
        let fact = self.fact(shown.to_owned(), directory.unknown, directory.set_by);
        self.noted(fact, directory.assumed)
    }

    /// The words before a text in shell form; empty for the usual shell.
    pub fn shell(&self) -> Fact<Vec<String>> {
        let fact = self.fact(self.after.shell.to_vec(), !self.after.shell_is_known, None);
        self.noted(fact, self.after.shell_is_assumed)
    }

    /// The value of a variable, ARGs included; `None` when it is not set.
    pub fn variable(&self, name: &str) -> Fact<Option<String>> {
        let environment = &self.after.state.environment;
        match environment.get(name) {
            Some(variable) => {
                self.fact(Some(variable.value.clone()), variable.unknown, variable.set_by)
            }
            None if environment.open => {
                Fact::unknown(format!("${name} may be set by the base image"))
            }
            None => Fact::known(None, Vec::new()),
        }
    }

    fn fact<T>(&self, value: T, unknown: bool, set_by: Option<Span>) -> Fact<T> {
        match unknown {
            true => Fact::unknown("it rests on the base image, which layerwise has not seen"),
            false => Fact::known(value, set_by.into_iter().collect()),
        }
    }

    fn noted<T>(&self, fact: Fact<T>, assumed: bool) -> Fact<T> {
        match &self.after.origin {
            Some(origin) if assumed => fact.noted(origin.note()),
            _ => fact,
        }
    }
}
