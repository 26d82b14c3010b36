//! What holds for the checks on every file.

use std::sync::Arc;
use std::time::Duration;

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::build::facts::facts;
use layerwise::checks::{self, Around, Finding, Level, Safety, Settings, fix};
use layerwise::dockerfile::{self, ProblemLevel};
use layerwise::source::Source;
use serde_json::Value;

use crate::support::spent::Spent;

fn analysis(text: &str) -> Analysis {
    let source = Source::new("Dockerfile", text.as_bytes().to_vec());
    Analysis::of(Arc::new(dockerfile::parse(Arc::new(source))), Options::default())
}

fn findings(text: &str) -> Vec<Finding> {
    checks::check(&analysis(text), &Around::default(), &Settings::default())
}

fn errors(text: &str) -> usize {
    let file = analysis(text).file;
    file.problems.iter().filter(|problem| problem.level == ProblemLevel::Error).count()
}

/// Every recorded file: spans fit, words are said, what depends is a hint, and
/// fixes come to an end without making anything worse.
#[test]
fn findings_are_sound_on_every_recorded_file() {
    let (mut files, mut found, mut fixed) = (0, 0, 0);
    let recorded = include_str!("../truth/parse.jsonl").lines();
    for line in recorded.chain(include_str!("../truth/checks.jsonl").lines()) {
        let case: Value = serde_json::from_str(line).unwrap();
        let mut text = case["source"].as_str().unwrap().to_owned();
        files += 1;
        for _ in 0..3 {
            let findings = findings(&text);
            for finding in &findings {
                let at = format!("{} of {}", finding.rule.slug, case["id"]);
                assert!(text.get(finding.span.range()).is_some(), "{at}: {:?}", finding.span);
                let is_sentence = finding.message.ends_with(['.', '?', ')']);
                assert!(is_sentence, "{at}: {}", finding.message);
                let depends = finding.depends_on.is_some();
                assert!(!depends || finding.level == Level::Hint, "{at}");
            }
            found += findings.len();
            let next = fix::apply(&text, &findings, Safety::Unsafe);
            assert!(errors(&next.text) <= errors(&text), "{}:\n{text}\n{}", case["id"], next.text);
            fixed += next.applied;
            if next.applied == 0 {
                break;
            }
            text = next.text;
        }
    }
    assert!(files > 2_000 && found > 2_000 && fixed > 500, "{files} {found} {fixed}");
}

/// What a build of a file comes to, the commands of its RUNs left aside: they
/// are what most fixes change.
fn outcome(text: &str) -> Option<Value> {
    let analysis = analysis(text);
    analysis.build.failure.is_none().then_some(())?;
    let mut facts = serde_json::to_value(facts(&analysis.build)).unwrap();
    let mut config = facts["config"].take();
    if let Some(config) = config.as_object_mut() {
        config.remove("history");
    }
    let mut steps: Vec<Value> =
        facts["steps"].as_array_mut().map(std::mem::take).unwrap_or_default();
    steps.retain(|step| step.get("argv").is_none());
    for step in &mut steps {
        let step = step.as_object_mut().unwrap();
        step.retain(|name, _| name != "line" && name != "name");
    }
    Some(serde_json::json!({ "config": config, "steps": steps }))
}

/// What a fix of a check is meant to change besides a command.
fn is_meant(rule: &str, member: &str) -> bool {
    // Declaring a variable gives it its value wherever it stands.
    if ["var-undefined", "arg-scope"].contains(&rule) {
        return true;
    }
    match member {
        "Env" => {
            ["apt-frontend-env", "python-unbuffered", "var-undefined", "env-legacy"].contains(&rule)
        }
        "Labels" => rule == "maintainer",
        "steps" => ["copy-multi-dest", "var-undefined", "add-local"].contains(&rule),
        _ => false,
    }
}

/// The comments of a file: lines that begin with `#`.
fn comments(text: &str) -> Vec<String> {
    let file = analysis(text).file;
    let spans = file.instructions.iter().flat_map(|it| it.comments.iter().copied());
    spans.map(|span| file.source.slice(span).trim().to_owned()).collect()
}

/// Every safe fix alone, on every recorded file: the build comes to the same but
/// for what the fix is meant to change, no comment is lost, line ends and the
/// escape character stay, and a second time there is nothing to do.
#[test]
fn a_safe_fix_changes_what_it_means_and_nothing_else() {
    let (mut tried, mut wrong) = (0, Vec::new());
    for line in include_str!("../truth/parse.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = case["source"].as_str().unwrap();
        let findings = findings(text);
        let with_fix =
            |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe);
        let fixable: Vec<&Finding> = findings.iter().filter(with_fix).collect();
        let before = if fixable.is_empty() { None } else { outcome(text) };
        for finding in fixable {
            tried += 1;
            let slug = finding.rule.slug;
            let fixed = fix::apply(text, [finding], Safety::Safe).text;
            let mut complain = |what: String| {
                wrong.push(format!("{slug} of {}: {what}\n{text}\n{fixed}", case["id"]));
            };
            let crlf =
                |text: &str| (text.contains("\r\n"), text.replace("\r\n", "").contains('\n'));
            if crlf(text) != crlf(&fixed) && crlf(text) != (true, true) {
                complain(format!("line ends {:?} {:?}", crlf(text), crlf(&fixed)));
            }
            if analysis(text).file.escape != analysis(&fixed).file.escape {
                complain("another escape character".to_owned());
            }
            let kept = comments(&fixed);
            if let Some(lost) = comments(text).into_iter().find(|it| !kept.contains(it)) {
                complain(format!("lost {lost}"));
            }
            if errors(&fixed) > errors(text) {
                complain("it parses worse".to_owned());
            }
            let (Some(before), Some(after)) = (&before, outcome(&fixed)) else { continue };
            if before["steps"] != after["steps"] && !is_meant(slug, "steps") {
                complain(format!("steps\n{}\n{}", before["steps"], after["steps"]));
            }
            let members = |value: &Value| value["config"].as_object().cloned().unwrap_or_default();
            let (before, after) = (members(before), members(&after));
            let names = before.keys().chain(after.keys());
            for name in names.filter(|name| before.get(*name) != after.get(*name)) {
                if !is_meant(slug, name) {
                    complain(format!("{name}: {:?} {:?}", before.get(name), after.get(name)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {tried}\n{}", wrong.len(), wrong.join("\n\n"));
    assert!(tried > 500, "{tried}");
}

/// All fixes of every recorded file, again and again: that comes to an end.
#[test]
fn fixing_comes_to_an_end() {
    for line in include_str!("../truth/parse.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let mut text = case["source"].as_str().unwrap().to_owned();
        let applied = |text: &mut String| {
            let next = fix::apply(text, &findings(text), Safety::Unsafe);
            *text = next.text;
            next.applied
        };
        let rounds = (0..9).take_while(|_| applied(&mut text) > 0).count();
        assert!(rounds < 9, "{}: still something to fix in\n{text}", case["id"]);
    }
}

/// Makes one line of a file from its number.
type Shape = fn(usize) -> String;

const SHAPES: &[(&str, Shape)] = &[
    ("installs", |line| format!("RUN apt-get install -y a{line}\n")),
    ("purges", |line| format!("RUN apt-get install -y a{line}\nRUN apt-get purge -y a{line}\n")),
    ("updates", |_| "RUN apt-get update\n".to_owned()),
    ("copies and their owners", |line| {
        format!(
            "COPY a{line}/ /srv/a{line}/\nRUN chown -R app /srv/b{line} && rm -rf /srv/c{line}\n"
        )
    }),
    ("stages on stages", |line| format!("FROM s{line} AS s{}\nRUN pip install a\n", line + 1)),
    ("secrets", |line| format!("COPY .env /a{line}/.env\nRUN rm /b{line}/.env\n")),
    ("arguments", |line| format!("ARG COMMIT\nRUN echo $A{line}\n")),
    ("commands", |line| format!("CMD run {line}\n")),
    ("accounts", |line| format!("RUN useradd u{line}\nUSER u{line}\n")),
    ("one long command", |_| "RUN a && b && c | d; e \\\n  && f\n".to_owned()),
    ("a file as people write it", |line| {
        format!(
            "ENV NAME_{line}=value\nCOPY src/part_{line} /srv/part_{line}/\n\
             RUN apt-get update && apt-get install -y package-{line}\n"
        )
    }),
    ("copies of everything", |line| format!("COPY . .\nRUN apt-get install -y p{line}\n")),
];

/// Eight times the lines take about eight times the work of the thread, and not 64 times.
#[test]
fn the_work_is_linear_in_every_shape() {
    for (name, shape) in SHAPES {
        let cost = |lines: usize| {
            let text: String = (0..lines).map(shape).collect();
            let text = format!("FROM debian:13 AS s0\n{text}");
            Spent::on(|| assert!(findings(&text).len() < 200_000, "{name}"))
        };
        let (short, long) = (cost(250), cost(2_000));
        assert!(long < short * 24 + Duration::from_millis(50), "{name}: {short:?}, {long:?}");
    }
}
