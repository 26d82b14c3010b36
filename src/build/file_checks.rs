//! The build checks that look at the file as written.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::Engine;
use super::command::{Casing, is_lower, is_upper};
use super::lint::Checks;
use super::words::go_quoted;
use crate::dockerfile::Dockerfile;
use crate::dockerfile::Keyword;
use crate::dockerfile::record::Meaning;

impl Engine<'_> {
    /// Checks of each instruction up to the first that is refused, or that stands before a stage.
    pub(super) fn check_file(
        &mut self,
        file: &Dockerfile,
        blank_lines: &[u32],
        recorded: &[Cow<'_, Arc<Meaning>>],
    ) {
        let checks = self.lint.checks.clone();
        for line in blank_lines {
            let detail = "Empty continuation line".to_owned();
            self.lint.warn(&checks, "NoEmptyContinuation", *line, detail);
        }
        let mut is_in_stage = false;
        for (place, instruction) in file.instructions.iter().zip(recorded) {
            if !place.refused && is_in_stage && place.keyword.is_some_and(says_nothing) {
                continue;
            }
            let checks = Checks::with_comments(&self.lint.checks, &instruction.comments);
            self.check_instruction(place.lines.first.get(), instruction, &checks);
            let is = |keyword| instruction.keyword.eq_ignore_ascii_case(keyword);
            is_in_stage |= is("FROM");
            if instruction.error.is_some() || !is_in_stage && !is("ARG") {
                return;
            }
        }
    }

    fn check_instruction(&mut self, line: u32, instruction: &Meaning, checks: &Checks) {
        let is_refused = instruction.error.is_some();
        let typed = instruction.typed.as_deref();
        match Keyword::read(instruction.keyword.as_bytes()) {
            Some(Keyword::Maintainer) => {
                let detail = "Maintainer instruction is deprecated in favor of using label";
                self.lint.warn(checks, "MaintainerDeprecated", line, detail.to_owned());
            }
            Some(Keyword::From) => {
                self.check_from(line, instruction, checks);
                if !is_refused {
                    let name = typed.and_then(|typed| typed.name.as_deref());
                    let names: Vec<&str> = name.into_iter().collect();
                    self.check_description("FROM", &names, (line, instruction), checks);
                }
            }
            Some(Keyword::Arg) if !is_refused => {
                let pairs = typed.and_then(|typed| typed.pairs.as_deref()).unwrap_or_default();
                let names: Vec<&str> = pairs.iter().map(|pair| pair.key.as_str()).collect();
                self.check_description("ARG", &names, (line, instruction), checks);
            }
            _ => {}
        }
    }

    fn check_from(&mut self, line: u32, instruction: &Meaning, checks: &Checks) {
        if let [_, _, name] = instruction.words.as_slice()
            && !is_lower(name)
        {
            let detail = format!("Stage name '{name}' should be lowercase");
            self.lint.warn(checks, "StageNameCasing", line, detail);
        }
        let keyword = &instruction.keyword;
        let [_, separator, _, ..] = instruction.words.as_slice() else { return };
        let matches = match (is_lower(keyword), is_upper(keyword)) {
            (true, _) => is_lower(separator),
            (false, true) => is_upper(separator),
            (false, false) => true,
        };
        if !matches {
            let detail = format!("'{separator}' and '{keyword}' keywords' casing do not match");
            self.lint.warn(checks, "FromAsCasing", line, detail);
        }
    }

    fn check_description(
        &mut self,
        kind: &str,
        names: &[&str],
        (line, instruction): (u32, &Meaning),
        checks: &Checks,
    ) {
        let (Some(comment), Some(first)) = (instruction.comments.last(), names.first()) else {
            return;
        };
        let start = comment.split(' ').next().unwrap_or_default();
        if names.contains(&start) {
            return;
        }
        let example = if names.len() > 1 { "<arg_key>" } else { first };
        let detail =
            format!("Comment for {kind} should follow the format: `# {example} <description>`");
        self.lint.warn(checks, "InvalidDefinitionDescription", line, detail);
    }

    pub(super) fn check_stage_names(&mut self) {
        let checks = self.lint.checks.clone();
        let mut seen = BTreeSet::new();
        for from in &self.froms {
            let Some(name) = &from.typed().name else { continue };
            let quoted = go_quoted(name);
            if matches!(name.as_str(), "context" | "scratch") {
                let detail =
                    format!("Stage name should not use the same name as reserved stage {quoted}");
                self.lint.warn(&checks, "ReservedStageName", from.line, detail);
            }
            if !seen.insert(name) {
                let detail = format!("Duplicate stage name {quoted}, stage names should be unique");
                self.lint.warn(&checks, "DuplicateStageName", from.line, detail);
            }
        }
    }

    /// All keywords of the stages should be written as most of them are.
    pub(super) fn check_casing(&mut self) {
        let checks = self.lint.checks.clone();
        let all = || {
            let stages = self.froms.iter().zip(&self.bodies);
            stages.flat_map(|(from, body)| std::iter::once(from).chain(body))
        };
        let (mut lower, mut upper) = (0, 0);
        for Casing { is_lower, is_upper } in all().map(|command| command.casing) {
            lower += usize::from(is_lower);
            upper += usize::from(is_upper && !is_lower);
        }
        let (is_right, name): (fn(Casing) -> bool, _) = match lower > upper {
            true => (|casing| casing.is_lower, "lowercase"),
            false => (|casing| casing.is_upper, "uppercase"),
        };
        let wrong = all().filter(|command| !is_right(command.casing));
        let wrong: Vec<(u32, String)> = wrong
            .map(|command| {
                let word = &command.recorded.keyword;
                let text = "should match the case of the command majority";
                (command.line, format!("Command '{word}' {text} ({name})"))
            })
            .collect();
        for (line, detail) in wrong {
            self.lint.warn(&checks, "ConsistentInstructionCasing", line, detail);
        }
    }
}

/// Whether no check looks at the instruction itself.
fn says_nothing(keyword: Keyword) -> bool {
    !matches!(keyword, Keyword::Maintainer | Keyword::From | Keyword::Arg)
}
