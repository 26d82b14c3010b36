//! What an instruction finds: the user, the directory, the shell and the
//! variables as those before it left them.

use super::User;
use crate::analysis::Analysis;
use crate::build::{After, Build};
use crate::dockerfile::StageId;
use crate::fact::Fact;
use crate::source::{LineNumber, Span};

/// The state before an instruction of a stage that is built.
#[derive(Clone, Copy, Debug)]
pub struct State<'a> {
    build: &'a Build,
    after: &'a After,
}

/// What the instruction at a line finds.
///
/// # Errors
/// Why there is no answer: no instruction of a stage stands there, its stage is
/// not built, or the build does not get so far.
pub fn at_line(analysis: &Analysis, line: LineNumber) -> Result<State<'_>, String> {
    let file = &analysis.file;
    let behind = file.instructions.partition_point(|it| it.lines.first <= line);
    let instruction = file.instructions[..behind]
        .last()
        .filter(|instruction| instruction.lines.contains(line))
        .ok_or_else(|| format!("no instruction stands at line {}", line.get()))?;
    let stage = instruction
        .stage
        .ok_or_else(|| format!("line {} stands above the first FROM", line.get()))?;
    let before = |after: &&After| {
        after.stage == stage.0 as usize && after.span.start < instruction.span.start
    };
    let found = analysis.build.after.iter().rfind(before);
    let after = found.ok_or_else(|| match &analysis.build.failure {
        Some(failure) => format!("the build does not get so far: {}", failure.text),
        None => "its stage is not built for this target".to_owned(),
    })?;
    Ok(State { build: &analysis.build, after })
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
            Some(variable) => self.fact(
                Some(variable.value.clone()),
                variable.unknown,
                self.build.setter(variable),
            ),
            None if environment.is_open() => {
                Fact::unknown(format!("${name} may be set by the base image"))
            }
            None => Fact::known(None, Vec::new()),
        }
    }

    /// The variables that the file sets, ARGs included, in BuildKit's order.
    pub fn variables(&self) -> impl Iterator<Item = (&str, Fact<String>)> {
        let set = self.after.state.environment.iter().filter(|it| it.set_by.is_some());
        set.map(|variable| {
            let value =
                self.fact(variable.value.clone(), variable.unknown, self.build.setter(variable));
            (variable.name.as_str(), value)
        })
    }

    /// Whether the base image may set variables that are not known.
    pub fn is_open(&self) -> bool {
        self.after.state.environment.is_open()
    }

    /// The names of variables that the base image sets, as far as the table of images knows
    /// them, with the note of its entry; `None` where it knows none.
    pub fn base_variables(&self) -> Option<(&[String], String)> {
        let stage = StageId(u32::try_from(self.after.stage).ok()?);
        let names = self.build.image_of(stage)?.base_variables();
        let origin = self.after.origin.as_ref().filter(|_| !names.is_empty())?;
        Some((names, origin.note()))
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::build::Options;
    use crate::dockerfile;
    use crate::source::Source;

    fn analysis(text: &str) -> Analysis {
        let source = Source::new("Dockerfile", text.as_bytes().to_vec());
        Analysis::of(Arc::new(dockerfile::parse(Arc::new(source))), Options::default())
    }

    fn line(number: u32) -> LineNumber {
        LineNumber::new(number).expect("a line")
    }

    #[test]
    fn an_instruction_finds_what_those_before_it_left() {
        let analysis = analysis(
            "FROM scratch\nARG A=1\nENV B=2\nUSER app\nWORKDIR /x\nSHELL [\"/s\"]\nENV B=$A\nRUN y\n",
        );
        let at = |number| at_line(&analysis, line(number)).expect("a state");
        assert_eq!(at(7).variable("B").value(), Some(&Some("2".to_owned())));
        let found = at(8).variable("B");
        assert_eq!(found.value(), Some(&Some("1".to_owned())));
        assert_eq!(analysis.file.source.line_at(found.proof()[0].start).get(), 7);
        assert_eq!(at(8).variable("A").value(), Some(&Some("1".to_owned())));
        assert_eq!(at(3).variable("B").value(), Some(&None));
        assert_eq!(at(4).user().value().map(User::is_root), Some(true));
        assert_eq!(at(5).user().value().map(|user| user.name.clone()).as_deref(), Some("app"));
        assert_eq!(at(8).directory().value().map(String::as_str), Some("/x"));
        assert_eq!(at(8).shell().value(), Some(&vec!["/s".to_owned()]));
    }

    #[test]
    fn what_rests_on_the_base_is_noted_or_unknown() {
        let known = analysis("FROM python:3.14-slim\nRUN x\n");
        let state = at_line(&known, line(2)).expect("a state");
        assert!(state.user().note().is_some_and(|note| note.contains("as of 2026")));
        assert!(state.variable("PATH").value().is_none());
        let unknown = analysis("FROM team/base\nRUN x\n");
        assert!(at_line(&unknown, line(2)).expect("a state").user().value().is_none());
    }

    #[test]
    fn there_is_no_state_where_nothing_is_built() {
        let analysis = analysis("ARG X\nFROM scratch AS a\nRUN x\nFROM scratch\n");
        assert!(at_line(&analysis, line(1)).is_err());
        assert!(at_line(&analysis, line(3)).is_err());
        assert!(at_line(&analysis, line(9)).is_err());
    }
}
