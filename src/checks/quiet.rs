//! Why a check says nothing: satisfied, nothing to look at, silenced, off, or a line
//! that cannot be read.

use std::sync::Arc;

use super::page::{Verdict, examples};
use super::rule::{self, Rule, Usually};
use super::{Report, Settings, unread};
use crate::dockerfile::{self, Dockerfile, Keyword};
use crate::source::{Source, Span};

/// A check that found nothing that is shown.
#[derive(Clone, Debug)]
pub struct Quiet {
    /// The check.
    pub rule: &'static Rule,
    /// Why it says nothing.
    pub why: Why,
}

/// Why a check says nothing about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It looked at these instructions and found nothing; no place where it looks at the
    /// file as a whole.
    Satisfied(Vec<Span>),
    /// The file has none of the instructions on which it reports.
    NothingThere(Vec<Keyword>),
    /// Comments in the file silence all that it found: the comments.
    Silenced(Vec<Span>),
    /// It is about stages, and this instruction cannot be read, which may begin one.
    Unread(Span),
    /// The settings leave it out.
    OffBySettings,
    /// It runs only when it is selected.
    UsuallyOff,
}

/// The checks that say nothing about a file, by name. The instructions on which a check
/// reports are those that carry the marks in the bad examples of its page. Reads all pages.
pub fn quiet(file: &Dockerfile, settings: &Settings, report: &Report) -> Vec<Quiet> {
    let speaks = |rule: &Rule| report.findings.iter().any(|finding| finding.rule == rule);
    let silent = rule::all().iter().copied().filter(|rule| !speaks(rule));
    silent.map(|rule| Quiet { rule, why: why(file, settings, report, rule) }).collect()
}

fn why(file: &Dockerfile, settings: &Settings, report: &Report, rule: &Rule) -> Why {
    if !settings.runs(rule) {
        let by_default = rule.standing == Usually::Off && !Settings::default().runs(rule);
        return if by_default { Why::UsuallyOff } else { Why::OffBySettings };
    }
    if let Some(line) = unread::unread(file).filter(|_| unread::is_of_stages(rule)) {
        return Why::Unread(line);
    }
    let silenced = report.silenced.iter().filter(|(finding, _)| finding.rule == rule);
    let mut comments: Vec<Span> = silenced.map(|(_, comment)| *comment).collect();
    if !comments.is_empty() {
        comments.dedup();
        return Why::Silenced(comments);
    }
    let Some(keywords) = reports_on(rule) else { return Why::Satisfied(Vec::new()) };
    let places = file.instructions.iter();
    let places = places.filter(|it| it.keyword.is_some_and(|keyword| keywords.contains(&keyword)));
    let places: Vec<Span> = places.map(|it| it.span).collect();
    if places.is_empty() { Why::NothingThere(keywords) } else { Why::Satisfied(places) }
}

/// The instructions that carry the marks of the bad examples; `None` where a mark stands
/// outside of instructions.
fn reports_on(rule: &Rule) -> Option<Vec<Keyword>> {
    let mut keywords = Vec::new();
    for example in examples(rule.page).into_iter().filter(|it| it.verdict == Verdict::Bad) {
        let source = Source::new("Dockerfile", example.text.into_bytes());
        let file = dockerfile::parse(Arc::new(source));
        for mark in example.marks {
            let start = mark.start as u32;
            let mut holders = file.instructions.iter();
            let holder = holders.find(|it| it.span.start <= start && start <= it.span.end)?;
            let keyword = holder.keyword?;
            if !keywords.contains(&keyword) {
                keywords.push(keyword);
            }
        }
    }
    (!keywords.is_empty()).then_some(keywords)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analysis;
    use crate::build::Options;
    use crate::checks::{Around, report};

    fn why_of(text: &str, settings: &Settings, slug: &str) -> Option<Why> {
        let source = Source::new("Dockerfile", text.as_bytes().to_vec());
        let file = Arc::new(dockerfile::parse(Arc::new(source)));
        let analysis = Analysis::of(file.clone(), Options::default());
        let report = report(&analysis, &Around::default(), settings);
        let all = quiet(&file, settings, &report);
        all.into_iter().find(|it| it.rule.slug == slug).map(|it| it.why)
    }

    #[test]
    fn each_reason_is_told() {
        let settings = Settings::default();
        let of = |text: &str, slug: &str| why_of(text, &settings, slug);
        assert_eq!(of("FROM scratch\nMAINTAINER me\n", "maintainer"), None, "it speaks");
        assert_eq!(
            of("FROM scratch\n", "maintainer"),
            Some(Why::NothingThere(vec![Keyword::Maintainer]))
        );
        let silenced = "FROM scratch\n# layerwise ignore=maintainer\nMAINTAINER me\n";
        assert!(
            matches!(of(silenced, "maintainer"), Some(Why::Silenced(comments)) if comments.len() == 1)
        );
        let slip = "FROM scratch AS a\nFORM scratch\n";
        assert!(matches!(of(slip, "stage-unused"), Some(Why::Unread(line)) if line.start == 18));
        let lists = "FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends \
                     curl && rm -rf /var/lib/apt/lists/*\n";
        assert!(
            matches!(of(lists, "apt-lists"), Some(Why::Satisfied(places)) if places.len() == 1)
        );
        let off = Settings::read("[checks.levels]\nmaintainer = \"off\"\n").unwrap();
        assert_eq!(
            why_of("FROM scratch\nMAINTAINER me\n", &off, "maintainer"),
            Some(Why::OffBySettings)
        );
    }

    #[test]
    fn every_check_is_quiet_or_speaks() {
        let source = Source::new("Dockerfile", b"FROM scratch\n".to_vec());
        let file = Arc::new(dockerfile::parse(Arc::new(source)));
        let analysis = Analysis::of(file.clone(), Options::default());
        let settings = Settings::default();
        let report = report(&analysis, &Around::default(), &settings);
        let quiet = quiet(&file, &settings, &report);
        let speaking: std::collections::BTreeSet<_> =
            report.findings.iter().map(|finding| finding.rule.slug).collect();
        assert_eq!(quiet.len() + speaking.len(), rule::all().len());
    }
}
