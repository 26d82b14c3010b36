//! The formats of other programs, held against their schemas (`tests/schemas`).

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};
use serde_json::Value;

use super::{Bench, bench};
use crate::truth;

/// Files with every kind of finding: recorded cases, broken ones, odd names, odd letters.
fn with_files() -> Bench {
    let bench = bench();
    let cases = truth::facts::cases().step_by(25);
    for (number, case) in cases.enumerate() {
        bench.write(&format!("{number}/Dockerfile"), case["source"].as_str().unwrap());
    }
    bench.write(
        "odd, 100%: <a & \"b\">/Dockerfile",
        "FROM alpine\nCOPPY \"<&>'\u{1b}[31m\u{202e} ü\t%0A::x\nENV A b\n",
    );
    bench.write("crlf/Dockerfile", "FROM alpine\r\nRUN apt-get install\\\r\n  curl\r\n");
    bench.write(
        "clean/Dockerfile",
        "FROM scratch\nCOPY --chown=1:1 x /x\nUSER 1\nENTRYPOINT [\"/x\"]\n",
    );
    bench
}

fn printed(bench: &Bench, format: &str) -> String {
    let ran = bench.run(&format!("check --fail-on never --format {format}"));
    assert_eq!(ran.code, Some(4), "a file of these is broken: {}", ran.stderr);
    ran.stdout
}

fn number_of_findings(bench: &Bench) -> usize {
    let report: Value = serde_json::from_str(&printed(bench, "json")).unwrap();
    report["findings"].as_array().unwrap().len()
}

/// The schema as it is, but for a pattern that is no regular expression: its
/// last bracket closes nothing.
fn sarif() -> Value {
    let text = include_str!("../schemas/sarif-2.1.0.json");
    let broken = "[a-zA-Z]{2}]?$";
    assert!(text.contains(broken), "a newer schema needs no mending");
    serde_json::from_str(&text.replace(broken, "[a-zA-Z]{2}$")).unwrap()
}

#[track_caller]
fn assert_valid(schema: &Value, value: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {:.200}", error.instance_path(), error.to_string()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn sarif_holds_to_the_schema_of_oasis() {
    let bench = with_files();
    let report: Value = serde_json::from_str(&printed(&bench, "sarif")).unwrap();
    let schema = sarif();
    assert_valid(&schema, &report);
    let results = report["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), number_of_findings(&bench));
    // What no schema can say: each result is of the rule that it points to.
    let rules = report["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
    }
    let mut wrong = report.clone();
    wrong["runs"][0]["results"][0]["level"] = Value::from("warn");
    assert!(!jsonschema::validator_for(&schema).unwrap().is_valid(&wrong));
}

#[test]
fn gitlabs_report_has_what_gitlab_asks_for() {
    let bench = with_files();
    let report: Value = serde_json::from_str(&printed(&bench, "gitlab")).unwrap();
    for schema in
        [include_str!("../schemas/gitlab.json"), include_str!("../schemas/codeclimate.json")]
    {
        let schema = serde_json::from_str(schema).unwrap();
        assert_valid(&schema, &report);
        let mut wrong = report.clone();
        wrong[0]["severity"] = Value::from("warn");
        assert!(!jsonschema::validator_for(&schema).unwrap().is_valid(&wrong));
    }
    let all = report.as_array().unwrap();
    assert_eq!(all.len(), number_of_findings(&bench));
    let names: BTreeSet<&str> = all.iter().map(|it| it["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(names.len(), all.len(), "each finding has a name of its own");
}

#[test]
fn junit_and_checkstyle_hold_to_their_schemas() {
    let bench = with_files();
    let number = number_of_findings(&bench);
    for (format, schema, root, counted) in [
        ("junit", include_str!("../schemas/junit.xsd"), "testsuites", "failure"),
        ("checkstyle", include_str!("../schemas/checkstyle.xsd"), "checkstyle", "error"),
    ] {
        let text = printed(&bench, format);
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{format}: {error}"));
        assert_eq!(document.root_element().tag_name().name(), root);
        let schema = Document::parse(schema).unwrap();
        let mut wrong = Vec::new();
        hold(document.root_element(), &elements(&schema), &mut wrong);
        assert!(wrong.is_empty(), "{format}: {wrong:#?}");
        let found = document.descendants().filter(|node| node.has_tag_name(counted)).count();
        assert_eq!(found, number, "{format}");
    }
    // The schema is really asked.
    let schema = Document::parse(include_str!("../schemas/junit.xsd")).unwrap();
    for text in [
        "<testsuites><testcase name='a'/></testsuites>",
        "<testsuites><testsuite name='a'/></testsuites>",
        "<testsuites colour='red'/>",
        "<testsuites>words</testsuites>",
        "<testsuites><testsuite name='a' tests='1'><system-out/><testcase name='b'/></testsuite></testsuites>",
    ] {
        let mut wrong = Vec::new();
        hold(Document::parse(text).unwrap().root_element(), &elements(&schema), &mut wrong);
        assert!(!wrong.is_empty(), "{text}");
    }
}

/// What these schemas say of an element.
#[derive(Default)]
struct Declared {
    /// Its children in order: the name, how few and how many.
    children: Vec<(String, usize, usize)>,
    /// Its attributes, with whether each is required and whether it is a number.
    attributes: BTreeMap<String, (bool, bool)>,
    /// Whether it holds text.
    is_text: bool,
}

/// Reads the part of XML Schema that the two files use, and refuses any other.
fn elements(schema: &Document<'_>) -> BTreeMap<String, Declared> {
    let own = |node: &Node<'_, '_>| node.is_element();
    let mut found = BTreeMap::new();
    for element in schema.root_element().children().filter(own) {
        assert_eq!(element.tag_name().name(), "element");
        let mut declared =
            Declared { is_text: element.has_attribute("type"), ..Declared::default() };
        for complex in element.children().filter(own) {
            assert_eq!(complex.tag_name().name(), "complexType");
            declared.is_text |= complex.attribute("mixed") == Some("true");
            for part in complex.children().filter(own) {
                match part.tag_name().name() {
                    "sequence" => {
                        let children = part.children().filter(own);
                        declared.children.extend(children.map(|child| {
                            let count = |name: &str| match child.attribute(name) {
                                Some("unbounded") => usize::MAX,
                                Some(number) => number.parse().unwrap(),
                                None => 1,
                            };
                            let name = child.attribute("ref").unwrap().to_owned();
                            (name, count("minOccurs"), count("maxOccurs"))
                        }));
                    }
                    "attribute" => {
                        let kind = part.attribute("type").unwrap();
                        assert!(["xs:string", "xs:positiveInteger"].contains(&kind), "{kind}");
                        let required = part.attribute("use") == Some("required");
                        let name = part.attribute("name").unwrap().to_owned();
                        declared.attributes.insert(name, (required, kind != "xs:string"));
                    }
                    other => panic!("{other} is not read"),
                }
            }
        }
        found.insert(element.attribute("name").unwrap().to_owned(), declared);
    }
    found
}

/// Holds an element and all below it against what is declared.
fn hold(node: Node<'_, '_>, declared: &BTreeMap<String, Declared>, wrong: &mut Vec<String>) {
    let name = node.tag_name().name();
    let Some(own) = declared.get(name) else {
        wrong.push(format!("{name} is not declared"));
        return;
    };
    for attribute in node.attributes() {
        match own.attributes.get(attribute.name()) {
            None => wrong.push(format!("{name} has no attribute {}", attribute.name())),
            Some((_, true)) if attribute.value().parse::<u32>().is_ok_and(|number| number > 0) => {}
            Some((_, true)) => wrong.push(format!("{} is no number", attribute.value())),
            Some((_, false)) => {}
        }
    }
    for (attribute, (required, _)) in &own.attributes {
        if *required && !node.has_attribute(attribute.as_str()) {
            wrong.push(format!("{name} lacks {attribute}"));
        }
    }
    let words =
        node.children().filter(Node::is_text).any(|text| !text.text().unwrap().trim().is_empty());
    if words && !own.is_text {
        wrong.push(format!("{name} holds text"));
    }
    let mut children = node.children().filter(Node::is_element).peekable();
    for (child, fewest, most) in &own.children {
        let mut count = 0;
        while count < *most && children.next_if(|node| node.tag_name().name() == child).is_some() {
            count += 1;
        }
        if count < *fewest {
            wrong.push(format!("{name} has {count} of {child}"));
        }
    }
    if let Some(other) = children.next() {
        wrong.push(format!("{} does not stand there in {name}", other.tag_name().name()));
    }
    node.children().filter(Node::is_element).for_each(|child| hold(child, declared, wrong));
}

/// Reads a command as the runner of GitHub Actions does: its name, its
/// properties and its message, with the escapes undone.
fn command(line: &str) -> Option<(String, BTreeMap<String, String>, String)> {
    let plain = |text: &str| {
        let text = text.replace("%0D", "\r").replace("%0A", "\n");
        text.replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
    };
    let (head, message) = line.strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ')?;
    let pairs = properties.split(',').map(|pair| pair.split_once('='));
    let pairs: Option<BTreeMap<String, String>> =
        pairs.map(|pair| pair.map(|(key, value)| (key.to_owned(), plain(value)))).collect();
    Some((name.to_owned(), pairs?, plain(message)))
}

#[test]
fn githubs_runner_reads_every_annotation() {
    let bench = with_files();
    let report: Value = serde_json::from_str(&printed(&bench, "json")).unwrap();
    let text = printed(&bench, "github");
    let findings = report["findings"].as_array().unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), findings.len());
    for (line, finding) in lines.into_iter().zip(findings) {
        let (name, properties, message) = command(line).unwrap_or_else(|| panic!("{line}"));
        let level = finding["level"].as_str().unwrap();
        assert_eq!(name, if level == "hint" { "notice" } else { level });
        assert!(message.starts_with(finding["message"].as_str().unwrap()), "{line}");
        assert_eq!(properties["file"], finding["file"].as_str().unwrap());
        assert_eq!(properties["title"], finding["rule"].as_str().unwrap());
        assert_eq!(properties["line"], finding["line"].to_string());
        for key in properties.keys() {
            assert!(
                ["file", "line", "endLine", "col", "endColumn", "title"].contains(&key.as_str())
            );
        }
    }
}
