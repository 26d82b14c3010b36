//! BuildKit's build checks: which are on, and what they said.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::words::go_quoted;
use crate::arrange::Arrange as _;
use crate::dockerfile::go;

/// What a build check says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Warning {
    /// The line it is about.
    #[serde(rename = "line")]
    pub line: u32,
    /// The check's name.
    pub rule: &'static str,
    /// What is wrong, in BuildKit's words.
    pub detail: String,
    /// What BuildKit suggests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// The checks that are on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checks {
    skip_all: bool,
    skipped: BTreeSet<String>,
    experimental_all: bool,
    experimental: BTreeSet<String>,
    error: bool,
}

impl Checks {
    /// Reads the value of `# check=`.
    ///
    /// # Errors
    /// BuildKit's text.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut checks = Self::default();
        let text = text.trim();
        if text.is_empty() {
            return Ok(checks);
        }
        for part in text.splitn(3, ';') {
            let Some((key, value)) = part.split_once('=') else {
                return Err(format!("invalid check option {}", go_quoted(part)));
            };
            let value = value.trim();
            let names = || value.split(',').map(|name| name.trim().to_owned()).collect();
            match key.trim() {
                "skip" if value == "all" => checks.skip_all = true,
                "skip" => checks.skipped = names(),
                "experimental" if value == "all" => checks.experimental_all = true,
                "experimental" => checks.experimental = names(),
                "error" => {
                    checks.error = go::parse_bool(value.as_bytes()).ok_or_else(|| {
                        let (part, value) = (go_quoted(part), go_quoted(value));
                        format!(
                            "failed to parse check option {part}: strconv.ParseBool: parsing \
                             {value}: invalid syntax"
                        )
                    })?;
                }
                key => return Err(format!("invalid check option {}", go_quoted(key))),
            }
        }
        Ok(checks)
    }

    /// These and what a comment above an instruction adds.
    pub fn with_comments(these: &Arc<Self>, comments: &[String]) -> Arc<Self> {
        let mut merged = Arc::clone(these);
        let value = comments.iter().find_map(|comment| check_directive(comment));
        let Some(value) = value else { return merged };
        let value = value.split(' ').next().unwrap_or_default();
        if let Ok(more) = Self::read(value) {
            let merged = Arc::make_mut(&mut merged);
            merged.skip_all |= more.skip_all;
            merged.skipped.extend(more.skipped);
            merged.experimental_all |= more.experimental_all;
            merged.experimental.extend(more.experimental);
        }
        merged
    }

    fn is_on(&self, rule: &str) -> bool {
        if rule == "InvalidDefinitionDescription" {
            return self.experimental_all || self.experimental.contains(rule);
        }
        !self.skip_all && !self.skipped.contains(rule)
    }
}

/// The value of a comment such as `check=skip=all`.
fn check_directive(comment: &str) -> Option<&str> {
    // What Go's patterns take for a blank: no other characters.
    const BLANKS: [char; 5] = ['\t', '\n', '\x0c', '\r', ' '];
    let (name, value) = comment.split_once('=')?;
    let name = name.trim_end_matches(BLANKS);
    let value = value.trim_matches(BLANKS);
    (name.eq_ignore_ascii_case("check") && !value.is_empty()).then_some(value)
}

/// Collects what the checks say.
#[derive(Clone, Debug, Default)]
pub struct Lint {
    /// The checks of the file.
    pub checks: Arc<Checks>,
    warnings: Vec<Warning>,
    possible: Vec<Warning>,
}

impl Lint {
    /// A collector for these checks.
    pub fn new(checks: Checks) -> Self {
        Self { checks: Arc::new(checks), ..Self::default() }
    }

    /// Adds a warning when its check is on here.
    pub fn warn(&mut self, checks: &Checks, rule: &'static str, line: u32, detail: String) {
        self.warn_with(checks, rule, line, detail, None);
    }

    /// Adds a warning with a suggestion.
    pub fn warn_with(
        &mut self,
        checks: &Checks,
        rule: &'static str,
        line: u32,
        detail: String,
        hint: Option<String>,
    ) {
        if checks.is_on(rule) {
            self.warnings.push(Warning { line, rule, detail, hint });
        }
    }

    /// Adds a warning that holds only if an unknown base image does not say otherwise.
    pub fn warn_perhaps(
        &mut self,
        checks: &Checks,
        rule: &'static str,
        line: u32,
        detail: String,
        hint: Option<String>,
    ) {
        if checks.is_on(rule) {
            self.possible.push(Warning { line, rule, detail, hint });
        }
    }

    /// How much was said.
    pub fn count(&self) -> usize {
        self.warnings.len() + self.possible.len()
    }

    /// The error of `error=true`, when a check said something.
    pub fn error(&self) -> Option<String> {
        if !self.checks.error || self.warnings.is_empty() {
            return None;
        }
        let rules: BTreeSet<_> = self.warnings.iter().map(|warning| warning.rule).collect();
        let rules: Vec<_> = rules.into_iter().collect();
        Some(format!("lint violation found for rules: {}", rules.join(", ")))
    }

    /// All warnings, sorted by line, check and text.
    pub fn sorted(&self) -> Vec<Warning> {
        in_order(&self.warnings)
    }

    /// What holds only if an unknown base image does not say otherwise, sorted in the same way.
    pub fn sorted_possible(&self) -> Vec<Warning> {
        in_order(&self.possible)
    }
}

fn in_order(warnings: &[Warning]) -> Vec<Warning> {
    let mut warnings = warnings.to_vec();
    warnings.arrange_by(|left, right| {
        (left.line, left.rule, &left.detail).cmp(&(right.line, right.rule, &right.detail))
    });
    warnings
}
