//! Comments that silence checks: our own, hadolint's and BuildKit's.

use super::Report;
use super::model::{Draft, Finding, Level};
use super::rule::{self, Rule};
use super::settings::Settings;
use super::subject::Subject;
use super::unread;
use crate::build::lint::Checks;
use crate::dockerfile::{DirectiveKind, Dockerfile, InstructionId};
use crate::source::Span;

/// A comment that silences checks.
#[derive(Clone, Debug)]
pub struct Pragma {
    /// Whose it is.
    pub kind: PragmaKind,
    /// The comment.
    pub span: Span,
    /// The names in it; `all` for everything.
    pub names: Vec<String>,
    /// The instruction below it; `None` for the whole file.
    pub instruction: Option<InstructionId>,
}

/// Whose comment it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PragmaKind {
    /// `# layerwise ignore=slug reason=…`.
    Layerwise,
    /// `# hadolint ignore=DL3008` or `# hadolint global ignore=DL3008`.
    Hadolint,
    /// `# check=skip=JSONArgsRecommended`.
    Buildkit,
}

/// All of a file, in its order.
pub fn pragmas(file: &Dockerfile) -> Vec<Pragma> {
    let source = &file.source;
    let mut found = Vec::new();
    for comment in &file.comments {
        let text = source.slice(comment.span);
        let Some((kind, names, is_global)) = read(text) else { continue };
        let above = |it: &crate::dockerfile::Instruction| {
            it.comments.iter().any(|span| span.start == comment.span.start)
        };
        let next = file.instructions.partition_point(|it| it.span.start < comment.span.start);
        let instruction = file
            .instructions
            .get(next)
            .filter(|it| above(it) && !is_global)
            .map(|_| InstructionId(next as u32));
        if instruction.is_some() || is_global {
            found.push(Pragma { kind, span: comment.span, names, instruction });
        }
    }
    for directive in file.directives.iter().filter(|it| it.kind == DirectiveKind::Check) {
        let value = source.slice(directive.value).split(' ').next().unwrap_or_default();
        if let Some(names) = skipped(value) {
            let kind = PragmaKind::Buildkit;
            found.push(Pragma { kind, span: directive.value, names, instruction: None });
        }
    }
    found
}

/// Kind, names, and whether it is for the whole file.
fn read(comment: &str) -> Option<(PragmaKind, Vec<String>, bool)> {
    let text = comment.trim_start_matches('#').trim();
    let lower = text.to_ascii_lowercase();
    let behind = |start: &str| lower.starts_with(start).then(|| &text[start.len()..]);
    if let Some(rest) = behind("layerwise ignore=") {
        let names = rest.split_whitespace().next().unwrap_or_default();
        return Some((PragmaKind::Layerwise, listed(names), false));
    }
    for (start, is_global) in [("hadolint ignore=", false), ("hadolint global ignore=", true)] {
        if let Some(rest) = behind(start) {
            let names = rest.split('#').next().unwrap_or_default();
            return Some((PragmaKind::Hadolint, listed(&names.replace(' ', "")), is_global));
        }
    }
    let (name, value) = text.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("check") {
        return None;
    }
    let value = value.trim().split(' ').next().unwrap_or_default();
    Some((PragmaKind::Buildkit, skipped(value)?, false))
}

fn listed(names: &str) -> Vec<String> {
    names.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The names behind `skip=`; `None` where BuildKit cannot read the options.
fn skipped(value: &str) -> Option<Vec<String>> {
    Checks::read(value).ok()?;
    let skip = value.split(';').find_map(|part| part.trim().strip_prefix("skip="))?;
    Some(listed(skip))
}

impl Pragma {
    /// Whether it silences a check.
    fn names_rule(&self, rule: &Rule) -> bool {
        self.names.iter().any(|name| match self.kind {
            PragmaKind::Buildkit if name == "all" => is_of_buildkit(rule),
            PragmaKind::Layerwise if name == "all" => true,
            // BuildKit's names are compared letter by letter.
            PragmaKind::Buildkit => rule.aliases().any(|alias| alias == name),
            _ => rule.is_called(name),
        })
    }

    fn covers(&self, finding: &Finding, file: &Dockerfile) -> bool {
        let is_here = match self.instruction {
            None => true,
            Some(id) => file.instructions.get(id.0 as usize).is_some_and(|instruction| {
                instruction.span.start <= finding.span.start
                    && finding.span.start <= instruction.span.end
            }),
        };
        is_here && self.names_rule(finding.rule)
    }
}

/// Whether one of BuildKit's checks is a name of the rule.
fn is_of_buildkit(rule: &Rule) -> bool {
    rule.aliases().any(|alias| super::buildkit::NAMES.contains(&alias))
}

/// Tells what comments in the file silence from what they do not.
pub fn silence(file: &Dockerfile, findings: Vec<Finding>) -> Report {
    let pragmas = pragmas(file);
    told_apart(file, &pragmas, &mut vec![false; pragmas.len()], findings)
}

/// The same, with a mark for each comment that silences something.
fn told_apart(
    file: &Dockerfile,
    pragmas: &[Pragma],
    used: &mut [bool],
    findings: Vec<Finding>,
) -> Report {
    let mut report = Report::default();
    for finding in findings {
        let mut by = None;
        for (pragma, used) in pragmas.iter().zip(&mut *used) {
            if pragma.covers(&finding, file) {
                *used = true;
                by.get_or_insert(pragma.span);
            }
        }
        match by {
            Some(comment) => report.silenced.push((finding, comment)),
            None => report.findings.push(finding),
        }
    }
    report
}

/// Drops what is silenced, and reports our own comments that silence nothing.
pub(super) fn apply(subject: &Subject<'_>, findings: Vec<Finding>, settings: &Settings) -> Report {
    let pragmas = pragmas(subject.file);
    if pragmas.is_empty() {
        return Report { findings, silenced: Vec::new() };
    }
    let mut used = vec![false; pragmas.len()];
    let mut report = told_apart(subject.file, &pragmas, &mut used, findings);
    let Some(rule) = rule::by_slug("pragma-unused").filter(|rule| settings.runs(rule)) else {
        return report;
    };
    let own = pragmas.iter().zip(used).filter(|(it, _)| it.kind == PragmaKind::Layerwise);
    let is_unsure = |pragma: &Pragma| {
        let mut names = pragma.names.iter();
        let is_of_stages = |name: &str| rule::called(name).into_iter().any(unread::is_of_stages);
        subject.unread.is_some() && names.any(|name| name == "all" || is_of_stages(name))
    };
    for (pragma, is_used) in own {
        // A check that says nothing for now would perhaps find something.
        let is_used = is_used || is_unsure(pragma);
        if let Some(draft) = complaint(pragma, is_used, settings) {
            report.findings.push(Finding {
                rule,
                level: settings.level_of(rule).or(draft.level).unwrap_or(rule.level),
                span: draft.span,
                message: draft.message,
                proof: draft.proof,
                depends_on: None,
                buildkit: None,
                fix: draft.fix,
            });
        }
    }
    report
}

/// What is wrong with one of our comments.
fn complaint(pragma: &Pragma, is_used: bool, settings: &Settings) -> Option<Draft> {
    let unknown = pragma.names.iter().find(|it| *it != "all" && rule::called(it).is_empty());
    if let Some(name) = unknown {
        let near = rule::nearest(name).map(|near| format!(" Did you mean {near}?"));
        let message = format!("No check is called {name}.{}", near.unwrap_or_default());
        return Some(Draft::at(pragma.span, message).level(Level::Warning));
    }
    // A check that does not run cannot be silenced, so nothing is known about its comment.
    let runs = |name: &String| rule::called(name).iter().any(|rule| settings.runs(rule));
    let names = pragma.names.join(", ");
    (!is_used && pragma.names.iter().all(|name| name == "all" || runs(name))).then(|| {
        Draft::at(
            pragma.span,
            format!("Nothing below this line is silenced by it: {names} finds nothing here."),
        )
    })
}
