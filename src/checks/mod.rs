//! The checks: what is wrong with a file, why, on which line, and the smallest fix.
//!
//! A check is one file below `rules`, with its page beside it in Markdown: the
//! page is the documentation and the test. [`check`] runs them over a
//! [`Subject`]; what depends on something unknown is a hint and says on what.

mod around;
pub mod buildkit;
mod edits;
mod fingerprint;
pub mod fix;
mod foreign;
mod model;
pub(crate) mod packages;
pub mod page;
mod pragma;
pub mod quiet;
mod rule;
pub(crate) mod rules;
pub(crate) mod script;
mod settings;
mod stages;
mod start;
mod subject;
mod unread;

pub use around::{Around, FileFact};
pub use fingerprint::fingerprints;
pub use foreign::{FOREIGN, Foreign, foreign};
pub use model::{Category, Edit, Finding, Fix, Level, Safety};
pub use pragma::{Pragma, PragmaKind, pragmas, silence};
pub use rule::{Rule, Usually, all, by_slug, called, nearest};
pub use settings::{Settings, SettingsError};
pub use stages::StageView;
pub use subject::Subject;

use crate::analysis::Analysis;
use crate::arrange::Arrange as _;
use crate::dockerfile::ProblemLevel;
use crate::source::Span;

/// What the checks say about a file.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What was found, in the file's order.
    pub findings: Vec<Finding>,
    /// What comments in the file silence, each with the comment.
    pub silenced: Vec<(Finding, Span)>,
}

/// Runs the chosen checks; gives what they find in the file's order, without
/// what comments in the file silence.
pub fn check(analysis: &Analysis, around: &Around, settings: &Settings) -> Vec<Finding> {
    report(analysis, around, settings).findings
}

/// Runs the chosen checks; tells what comments in the file silence, too.
pub fn report(analysis: &Analysis, around: &Around, settings: &Settings) -> Report {
    let subject = Subject::new(analysis, around);
    let mut findings = Vec::new();
    for rule in rule::all().iter().filter(|rule| settings.runs(rule)) {
        findings.extend(run(rule, &subject, settings));
    }
    let mut report = pragma::apply(&subject, findings, settings);
    report.findings.arrange_by_key(|it| (it.span.start, it.span.end, it.rule.slug));
    report
}

/// What one check finds, comments in the file left aside.
pub fn run(rule: &'static Rule, subject: &Subject<'_>, settings: &Settings) -> Vec<Finding> {
    if subject.unread.is_some() && unread::is_of_stages(rule) {
        return Vec::new();
    }
    let drafts = (rule.check)(subject);
    if drafts.is_empty() {
        return Vec::new();
    }
    let finding = |draft: model::Draft| {
        let level = settings.level_of(rule).or(draft.level).unwrap_or(rule.level);
        // What cannot be known is no reason to stop anybody.
        let level = if draft.depends_on.is_some() { level.min(Level::Hint) } else { level };
        let mut proof = draft.proof;
        proof.sort_unstable();
        proof.dedup();
        Finding {
            rule,
            level,
            span: draft.span,
            message: draft.message,
            proof,
            depends_on: draft.depends_on,
            buildkit: draft.buildkit,
            fix: draft.fix,
        }
    };
    let mut findings: Vec<Finding> = drafts.into_iter().map(finding).collect();
    findings.arrange_by_key(|finding| (finding.span.start, finding.span.end));
    findings.dedup_by(|one, other| one.span == other.span && one.message == other.message);
    findings
}

/// What these checks find in a file, for selectors such as `RUN:rule(apt-lists)`.
/// Nothing is known of what lies around the file.
pub fn find(rules: &[&'static Rule], analysis: &Analysis) -> Vec<Finding> {
    let around = Around::default();
    let subject = Subject::new(analysis, &around);
    let settings = Settings::default();
    rules.iter().flat_map(|rule| run(rule, &subject, &settings)).collect()
}

/// Whether BuildKit refuses the file.
pub fn has_syntax_errors(analysis: &Analysis) -> bool {
    analysis.file.problems.iter().any(|problem| problem.level == ProblemLevel::Error)
}
