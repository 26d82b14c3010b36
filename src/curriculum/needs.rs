//! What a file needs, the most urgent first: lessons with their reasons.

use std::cmp::Reverse;

use super::ecosystem::ecosystem;
use super::facts::by_facts;
use super::paths::Paths;
use crate::analysis::Analysis;
use crate::arrange::Arrange as _;
use crate::checks::{Around, Category, Finding, Level, Subject};
use crate::mask::mask_text;
use crate::source::Span;

/// A lesson that suits a file, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The lesson's id.
    pub lesson: String,
    /// The path that it is read on; `None` where it stands on none.
    pub path: Option<String>,
    /// How bad the worst sure finding is; `None` where nothing is wrong, or
    /// nothing for certain.
    pub level: Option<Level>,
    /// Why, the worst first.
    pub reasons: Vec<Reason>,
}

/// One reason for a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// A sentence about the file. Values that look like secrets are masked.
    pub words: String,
    /// The places that decide it.
    pub proof: Vec<Span>,
    /// The check that found it; `None` for a fact.
    pub check: Option<&'static str>,
    /// What it depends on, where the file does not decide it alone.
    pub depends_on: Option<String>,
}

impl Reason {
    /// A fact of the file.
    pub(super) fn sure(words: String, proof: Vec<Span>) -> Self {
        Self { words, proof, check: None, depends_on: None }
    }

    fn of_finding(finding: &Finding) -> Self {
        let mut proof = vec![finding.span];
        proof.extend(finding.proof.iter().filter(|span| **span != finding.span));
        let depends_on = finding.depends_on.as_deref().map(|what| mask_text(what).into_owned());
        let words = mask_text(&finding.message).into_owned();
        Self { words, proof, check: Some(finding.rule.slug), depends_on }
    }
}

impl Need {
    /// A lesson for what the file is.
    pub(super) fn of_fact(lesson: &str, path: Option<&str>, reason: Reason) -> Self {
        let path = path.map(str::to_owned);
        Self { lesson: lesson.to_owned(), path, level: None, reasons: vec![reason] }
    }

    /// Whether a check found something, and not only a fact of the file suggests it.
    pub fn is_of_a_finding(&self) -> bool {
        self.reasons.iter().any(|reason| reason.check.is_some())
    }

    /// Whether at least one reason is certain.
    pub fn is_sure(&self) -> bool {
        self.reasons.iter().any(|reason| reason.depends_on.is_none())
    }
}

/// What a file needs, the most urgent first, and in words what could not be told.
///
/// `findings` are those of the checks. Errors come before warnings before
/// hints. What stops the build comes before all; of the same level what
/// endangers comes before what breaks, that before what is slow, slow before
/// large. What is not certain comes behind all that is, then come lessons for
/// what the file is.
pub fn needs(
    analysis: &Analysis,
    around: &Around,
    findings: &[Finding],
    paths: &Paths,
) -> (Vec<Need>, Vec<String>) {
    let subject = Subject::new(analysis, around);
    let language = ecosystem(&subject);
    let general = paths.general_language().map(|it| it.lesson.as_str());
    let own = paths.lesson_for(language.value().map(|it| it.id()));
    let mut groups: Vec<(Rank, Need)> = Vec::new();
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.arrange_by_key(|it| (Rank::of(it), it.span.start));
    for finding in sorted {
        let Some(lesson) = paths.lesson_of(finding.rule.slug) else { continue };
        let lesson = if Some(lesson) == general { own.unwrap_or(lesson) } else { lesson };
        let reason = Reason::of_finding(finding);
        if let Some((_, need)) = groups.iter_mut().find(|(_, need)| need.lesson == lesson) {
            need.reasons.push(reason);
            continue;
        }
        let path = paths.against(finding.rule.category, lesson).map(|path| path.id.clone());
        let level = Some(finding.level).filter(|_| finding.depends_on.is_none());
        let need = Need { lesson: lesson.to_owned(), path, level, reasons: vec![reason] };
        groups.push((Rank::of(finding), need));
    }
    let mut needs: Vec<Need> = groups.into_iter().map(|(_, need)| need).collect();
    let (facts, mut open) = by_facts(&subject, language, paths);
    for fact in facts {
        match needs.iter_mut().find(|need| need.lesson == fact.lesson) {
            Some(need) => need.reasons.extend(fact.reasons),
            None => needs.push(fact),
        }
    }
    if around.files.is_none() {
        open.push(
            "It is not certain which folder a build is sent, so nothing is said of .dockerignore \
             and of what is copied."
                .to_owned(),
        );
    }
    (needs, open)
}

/// How urgent a finding is, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    is_unsure: bool,
    level: Reverse<Level>,
    category: usize,
}

impl Rank {
    fn of(finding: &Finding) -> Self {
        const ORDER: [Category; 7] = [
            Category::Security,
            Category::Correctness,
            Category::Runtime,
            Category::Cache,
            Category::Size,
            Category::Reproducibility,
            Category::Maintainability,
        ];
        let place = ORDER.iter().position(|it| *it == finding.rule.category).unwrap_or_default();
        // An error of this kind stops the build: there is no image to be endangered.
        let stops = finding.level == Level::Error && finding.rule.category == Category::Correctness;
        Self {
            is_unsure: finding.depends_on.is_some(),
            level: Reverse(finding.level),
            category: if stops { 0 } else { place + 1 },
        }
    }
}
