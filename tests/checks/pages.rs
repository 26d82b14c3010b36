//! Every page of a check is documentation and test: a bad example gives this
//! finding on the marked tokens, a good one none, and fixes turn the one into the other.

use std::collections::BTreeMap;
use std::sync::Arc;

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::checks::page::{self, Example, Verdict};
use layerwise::checks::{self, Around, Finding, Rule, Safety, Settings, Subject, fix};
use layerwise::dockerfile::{self, ProblemLevel};
use layerwise::source::Source;

fn analysis(text: &str, target: Option<&str>) -> Analysis {
    let source = Source::new("Dockerfile", text.as_bytes().to_vec());
    let options = Options { target: target.map(str::to_owned), ..Options::default() };
    Analysis::of(Arc::new(dockerfile::parse(Arc::new(source))), options)
}

fn around(example: &Example) -> Around {
    Around::of_texts(example.ignore.as_deref(), example.files.as_deref())
}

fn run(rule: &'static Rule, text: &str, example: &Example) -> Vec<Finding> {
    let analysis = analysis(text, example.target.as_deref());
    let around = around(example);
    checks::run(rule, &Subject::new(&analysis, &around), &Settings::default())
}

fn marked(text: &str, findings: &[Finding]) -> String {
    let show = |finding: &Finding| {
        let span = finding.span.range();
        format!("{:?} {:?}: {}", span, &text[span.clone()], finding.message)
    };
    findings.iter().map(show).collect::<Vec<_>>().join("\n  ")
}

/// What is wrong with one example.
fn complaint(rule: &'static Rule, example: &Example, last: &mut Option<String>) -> Option<String> {
    let text = &example.text;
    if example.verdict == Verdict::Fixed {
        let fixed = last.take()?;
        return (fixed != *text).then(|| format!("the fix gives\n{fixed}instead of\n{text}"));
    }
    let findings = run(rule, text, example);
    let spans: Vec<_> = findings.iter().map(|finding| finding.span.range()).collect();
    if spans != example.marks {
        return Some(format!(
            "{:?} example\n{text}should mark {:?}, found\n  {}",
            example.verdict,
            example.marks,
            marked(text, &findings)
        ));
    }
    *last = None;
    if findings.iter().any(|finding| finding.fix.is_some()) {
        let fixed = fix::apply(text, &findings, Safety::Unsafe).text;
        let with_fix = findings.iter().filter(|finding| finding.fix.is_some()).count();
        let after = run(rule, &fixed, example);
        if after.len() + with_fix != findings.len() {
            let after = marked(&fixed, &after);
            return Some(format!("the fix of\n{text}gives\n{fixed}with\n  {after}"));
        }
        let errors = |text: &str| {
            let file = analysis(text, None).file;
            file.problems.iter().filter(|it| it.level == ProblemLevel::Error).count()
        };
        if errors(&fixed) > errors(text) {
            return Some(format!("the fix of\n{text}makes it worse:\n{fixed}"));
        }
        *last = Some(fixed);
    }
    None
}

#[test]
fn every_example_is_judged_as_its_page_says() {
    let (mut wrong, mut bad, mut good) = (Vec::new(), 0, 0);
    for rule in checks::all() {
        let mut last = None;
        for example in page::examples(rule.page) {
            match example.verdict {
                Verdict::Bad => bad += 1,
                Verdict::Good => good += 1,
                Verdict::Fixed => {}
            }
            if let Some(complaint) = complaint(rule, &example, &mut last) {
                wrong.push(format!("{}: {complaint}", rule.slug));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n\n{}", wrong.len(), wrong.join("\n\n"));
    println!("{} checks, {bad} bad and {good} good examples", checks::all().len());
}

#[test]
fn every_page_has_its_sections_and_examples() {
    let mut wrong = Vec::new();
    for rule in checks::all() {
        let headings: Vec<&str> =
            rule.page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        if headings != page::SECTIONS {
            wrong.push(format!("{} has the sections {headings:?}", rule.slug));
        }
        for section in page::SECTIONS {
            if page::section(rule.page, section).is_none_or(str::is_empty) {
                wrong.push(format!("{} says nothing about {section}", rule.slug));
            }
        }
        let examples = page::examples(rule.page);
        // Only a build with the image's own configuration, and the engine itself, can show these.
        let shown_elsewhere = ["base-platform-actual", "pragma-unused"].contains(&rule.slug);
        let has = |verdict| examples.iter().any(|example| example.verdict == verdict);
        let is_shown = shown_elsewhere || has(Verdict::Bad) && has(Verdict::Good);
        if !is_shown {
            wrong.push(format!("{} needs a bad and a good example", rule.slug));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_name_means_one_check_and_every_check_of_buildkit_has_one() {
    let slugs: Vec<&str> = checks::all().iter().map(|rule| rule.slug).collect();
    let mut sorted = slugs.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(slugs, sorted, "checks stand in the order of their names, each once");
    let missing: Vec<&str> = checks::buildkit::NAMES
        .into_iter()
        .filter(|name| checks::called(name).is_empty())
        .collect();
    assert_eq!(missing, [""; 0]);
}

/// `docs/checks.md`: every check with its names elsewhere. UPDATE_DOCS=1 writes it anew.
#[test]
fn the_list_of_checks_in_the_documentation_is_this_one() {
    let mut text = String::from(
        "# The checks\n\n`layerwise explain NAME` shows the page of a check, by any of these names. \
         Pages are in `src/checks/rules`. [comparison.md](comparison.md) says how they compare with \
         other linters.\n\n| name | level | about | what is wrong | called elsewhere |\n\
         | --- | --- | --- | --- | --- |\n",
    );
    for rule in checks::all() {
        let elsewhere = page::section(rule.page, "Also known as").unwrap_or_default();
        let elsewhere: Vec<&str> =
            elsewhere.lines().filter_map(|line| line.strip_prefix("- ")).collect();
        text += &format!(
            "| `{}` | {} | {} | {} | {} |\n",
            rule.slug,
            rule.level.name(),
            rule.category.name(),
            rule.title(),
            elsewhere.join("; ")
        );
    }
    text += &by_tool();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "docs/checks.md is out of date: UPDATE_DOCS=1 cargo test checks");
}

/// The ids of other tools, each with ours or with the reason why there is none.
fn by_tool() -> String {
    let mut ids: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for rule in checks::all() {
        let elsewhere = page::section(rule.page, "Also known as").unwrap_or_default();
        for line in elsewhere.lines().filter_map(|line| line.strip_prefix("- ")) {
            let (tool, names) = line.split_once(' ').unwrap();
            for id in names.split('`').skip(1).step_by(2) {
                ids.entry((tool, id)).or_default().push(rule.slug);
            }
        }
    }
    let mut text = String::new();
    for tool in ["hadolint", "BuildKit", "Trivy", "Checkov"] {
        text += &format!("\n## By the ids of {tool}\n\n| {tool} | here |\n| --- | --- |\n");
        let ours = ids.iter().filter(|((own, _), _)| *own == tool);
        let ours = ours.map(|((_, id), slugs)| (*id, format!("`{}`", slugs.join("`, `"))));
        let foreign = checks::FOREIGN.iter().filter(|it| it.tool == tool);
        let foreign = foreign.flat_map(|it| {
            it.ids.iter().map(|id| (*id, format!("none: {} ({})", it.why, it.asks)))
        });
        let mut rows: Vec<(&str, String)> = ours.chain(foreign).collect();
        rows.sort_by_key(|(id, _)| {
            let digits = id.bytes().rev().take_while(u8::is_ascii_digit).count();
            let (name, number) = id.split_at(id.len() - digits);
            (name.to_owned(), number.parse::<u32>().unwrap_or_default())
        });
        for (id, here) in rows {
            text += &format!("| `{id}` | {here} |\n");
        }
    }
    text
}

/// The ids of hadolint 2.15.1, Trivy's checks and Checkov 3.3.30 for Dockerfiles.
#[test]
fn every_id_of_other_tools_leads_somewhere() {
    let hadolint = (3000..=3067).map(|number| format!("DL{number}"));
    // These numbers have no rule, or none any more.
    let none = ["DL3005", "DL3017", "DL3031", "DL3039", "DL4002", "DS-0003", "DS-0018", "DS-0028"];
    let hadolint = hadolint.chain((4000..=4006).map(|number| format!("DL{number}")));
    let trivy = (1..=31).map(|number| format!("DS-{number:04}"));
    let checkov = (1..=11).map(|number| format!("CKV_DOCKER_{number}"));
    let checkov = checkov.chain((1..=17).map(|number| format!("CKV2_DOCKER_{number}")));
    let open: Vec<String> = hadolint
        .chain(trivy)
        .chain(checkov)
        .filter(|id| !none.contains(&id.as_str()))
        .filter(|id| checks::called(id).is_empty() && checks::foreign(id).is_none())
        .collect();
    assert_eq!(open, [""; 0]);
}
