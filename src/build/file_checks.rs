//! The build checks that look at the file as written.

use std::collections::BTreeSet;

use super::Engine;
use super::command::Command;
use super::lint::Checks;
use super::words::go_quoted;
use crate::dockerfile::record::RecordedInstruction;

impl Engine<'_> {
    /// Checks of each instruction up to the first that is refused, or that stands before a stage.
    pub(super) fn check_file(&mut self, blank_lines: &[u32], recorded: &[RecordedInstruction]) {
        let checks = self.lint.checks.clone();
        for line in blank_lines {
            let detail = "Empty continuation line".to_owned();
            self.lint.warn(&checks, "NoEmptyContinuation", *line, detail);
        }
        let mut is_in_stage = false;
        for instruction in recorded {
            let checks = self.lint.checks.with_comments(&instruction.comments);
            self.check_instruction(instruction, &checks);
            let is = |keyword| instruction.keyword.eq_ignore_ascii_case(keyword);
            is_in_stage |= is("FROM");
            if instruction.error.is_some() || !is_in_stage && !is("ARG") {
                return;
            }
        }
    }

    fn check_instruction(&mut self, instruction: &RecordedInstruction, checks: &Checks) {
        let line = instruction.start_line;
        match instruction.keyword.to_ascii_lowercase().as_str() {
            "maintainer" => {
                let detail = "Maintainer instruction is deprecated in favor of using label";
                self.lint.warn(checks, "MaintainerDeprecated", line, detail.to_owned());
            }
            "from" => {
                self.check_from(instruction, checks);
                if instruction.error.is_none() {
                    let name = instruction.typed.as_ref().and_then(|typed| typed.name.clone());
                    let names: Vec<String> = name.into_iter().collect();
                    self.check_description("FROM", &names, instruction, checks);
                }
            }
            "arg" if instruction.error.is_none() => {
                let pairs = instruction.typed.as_ref().and_then(|typed| typed.pairs.clone());
                let names: Vec<String> =
                    pairs.unwrap_or_default().into_iter().map(|pair| pair.key).collect();
                self.check_description("ARG", &names, instruction, checks);
            }
            _ => {}
        }
    }

    fn check_from(&mut self, instruction: &RecordedInstruction, checks: &Checks) {
        let line = instruction.start_line;
        let is_lower = |text: &str| text == text.to_lowercase();
        if let [_, _, name] = instruction.args.as_slice()
            && !is_lower(name)
        {
            let detail = format!("Stage name '{name}' should be lowercase");
            self.lint.warn(checks, "StageNameCasing", line, detail);
        }
        let keyword = &instruction.keyword;
        let [_, separator, _, ..] = instruction.args.as_slice() else { return };
        let is_upper = |text: &str| text == text.to_uppercase();
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
        names: &[String],
        instruction: &RecordedInstruction,
        checks: &Checks,
    ) {
        let (Some(comment), Some(first)) = (instruction.comments.last(), names.first()) else {
            return;
        };
        let start = comment.split(' ').next().unwrap_or_default();
        if names.iter().any(|name| name == start) {
            return;
        }
        let example = if names.len() > 1 { "<arg_key>" } else { first };
        let detail =
            format!("Comment for {kind} should follow the format: `# {example} <description>`");
        let line = instruction.start_line;
        self.lint.warn(checks, "InvalidDefinitionDescription", line, detail);
    }

    pub(super) fn check_stage_names(&mut self) {
        let checks = self.lint.checks.clone();
        let mut seen = BTreeSet::new();
        for from in &self.froms {
            let Some(name) = &from.typed.name else { continue };
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
    pub(super) fn check_casing(&mut self, bodies: &[Vec<Command>]) {
        let checks = self.lint.checks.clone();
        let all = || {
            let stages = self.froms.iter().zip(bodies);
            stages.flat_map(|(from, body)| std::iter::once(from).chain(body))
        };
        let keyword = |command: &Command| command.recorded.keyword.clone();
        let (mut lower, mut upper) = (0, 0);
        for word in all().map(keyword) {
            if word == word.to_lowercase() {
                lower += 1;
            } else if word == word.to_uppercase() {
                upper += 1;
            }
        }
        let (right, name): (fn(&str) -> String, _) = if lower > upper {
            (str::to_lowercase, "lowercase")
        } else {
            (str::to_uppercase, "uppercase")
        };
        let wrong: Vec<(u32, String)> = all()
            .map(|command| (command.line, keyword(command)))
            .filter(|(_, word)| right(word) != *word)
            .collect();
        for (line, word) in wrong {
            let detail =
                format!("Command '{word}' should match the case of the command majority ({name})");
            self.lint.warn(&checks, "ConsistentInstructionCasing", line, detail);
        }
    }
}
