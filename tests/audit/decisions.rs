//! The decisions: what the file answers, what the reader does, and what follows.

use layerwise::audit::decide::{Answer, Decision, Given, GivenError, Outcome, decide, questions};
use layerwise::checks::Around;

use super::{Material, analysis};

fn decided(key: &str, text: &str, answers: &[(&str, &str)]) -> Decision {
    let mut given = Given::default();
    for (question, answer) in answers {
        given.answer(question, answer).unwrap();
    }
    let analysis = analysis(text);
    let around = Around::default();
    let decisions = decide(&Material::new(&analysis, &around), &given);
    decisions.into_iter().find(|it| it.key == key).unwrap()
}

/// The choices that are left, each with its conditions.
fn ways(decision: &Decision) -> Vec<String> {
    let ways = match &decision.outcome {
        Outcome::Chosen(way) => std::slice::from_ref(way),
        Outcome::Depends(ways) => ways,
    };
    let when = |way: &layerwise::audit::decide::Way| -> Vec<String> {
        way.when.iter().map(|(question, value)| format!("{}={value}", question.key)).collect()
    };
    ways.iter().map(|way| format!("{}: {}", when(way).join(" "), way.choice.key)).collect()
}

#[track_caller]
fn assert_ways(key: &str, text: &str, answers: &[(&str, &str)], expected: &[&str]) {
    let decision = decided(key, text, answers);
    assert_eq!(ways(&decision), expected, "{decision:#?}");
}

const PYTHON: &str = "FROM python:3.13-slim\nEXPOSE 8000\nCMD [\"gunicorn\", \"a:b\"]\n";

#[test]
fn what_is_open_is_told_with_its_condition() {
    let all = ["native=yes: slim", "native=no size=tight: alpine", "native=no size=normal: slim"];
    assert_ways("base", PYTHON, &[], &all);
    assert_ways("base", PYTHON, &[("size", "normal")], &[": slim"]);
    assert_ways("base", PYTHON, &[("native", "no"), ("size", "tight")], &[": alpine"]);
    let compiles = "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y libpq-dev\n";
    assert_ways("base", compiles, &[], &[": slim"]);
}

#[test]
fn a_reason_that_holds_under_a_condition_is_not_given_without_it() {
    let decision = decided("base", PYTHON, &[("size", "normal")]);
    let Outcome::Chosen(way) = &decision.outcome else { panic!("{decision:?}") };
    assert_eq!(way.reasons, ["It follows whatever the open answers are."]);
}

#[test]
fn a_static_program_needs_no_distribution() {
    let go = "FROM golang:1.25 AS b\nRUN CGO_ENABLED=0 go build -o /a\nFROM debian:13\nCOPY --from=b /a /a\nCMD [\"/a\"]\n";
    assert_ways("base", go, &[], &["shell=yes: alpine", "shell=no: distroless"]);
    assert_ways("base", go, &[("static", "no")], &[": slim"]);
    assert_ways("base", "FROM eclipse-temurin:25-jre\nCMD [\"java\"]\n", &[], &[": runtime"]);
}

#[test]
fn the_server_follows_from_what_the_program_speaks() {
    assert_ways("server", PYTHON, &[], &["proxy=uwsgi: uwsgi", "proxy=http: gunicorn"]);
    let asgi = "FROM python:3.13-slim\nCMD [\"uvicorn\", \"a:b\"]\n";
    assert_ways("server", asgi, &[], &[": uvicorn"]);
    let hidden = "FROM python:3.13-slim\nRUN pip install fastapi\nCMD [\"python\", \"a.py\"]\n";
    assert_ways("server", hidden, &[], &[": uvicorn"]);
    assert_ways("server", "FROM node:24-slim\nCMD [\"node\", \"a.js\"]\n", &[], &[": none"]);
    let open = "FROM python:3.13-slim\nCMD [\"python\", \"a.py\"]\n";
    assert_ways(
        "server",
        open,
        &[("proxy", "http")],
        &["web=wsgi: gunicorn", "web=asgi: uvicorn", "web=none: none"],
    );
}

#[test]
fn stages_and_health_follow_too() {
    assert_ways("stages", "FROM golang:1.25\nRUN go build\n", &[], &[": several"]);
    assert_ways("stages", PYTHON, &[], &["images=several: several", "images=one: one"]);
    assert_ways("stages", PYTHON, &[("images", "one")], &[": one"]);
    let all =
        ["platform=docker: dockerfile", "platform=kubernetes: probes", "platform=several: both"];
    assert_ways("health", PYTHON, &[], &all);
    assert_ways("health", PYTHON, &[("platform", "kubernetes")], &[": probes"]);
    assert_ways("health", "FROM debian:13\nCMD [\"x\"]\n", &[("service", "no")], &[": none"]);
}

#[test]
fn an_answer_of_the_reader_goes_before_that_of_the_file() {
    let decision = decided("health", PYTHON, &[("service", "no")]);
    assert_eq!(decision.asked[0].answer, Answer::Given("no"));
    assert_eq!(ways(&decision), [": none"]);
    let decision = decided("health", PYTHON, &[]);
    let Answer::Found { value, proof, .. } = &decision.asked[0].answer else { panic!() };
    assert_eq!((*value, proof.len()), ("yes", 1));
}

#[test]
fn answers_go_round_and_wrong_ones_are_refused() {
    let mut given = Given::default();
    assert_eq!(given.answer("nothing", "x"), Err(GivenError::NoQuestion));
    assert!(matches!(given.answer("size", "x"), Err(GivenError::NoAnswer(it)) if it.key == "size"));
    let (_, size) = questions().find(|(_, it)| it.key == "size").unwrap();
    let mut seen = Vec::new();
    for _ in 0..3 {
        given.next(size);
        seen.push(given.get("size"));
    }
    assert_eq!(seen, [Some("tight"), Some("normal"), None]);
}

/// Every question has a name of its own and can change what follows; whatever is
/// answered, something follows.
#[test]
fn every_question_matters_and_something_follows_always() {
    let mut keys: Vec<&str> = questions().map(|(_, it)| it.key).collect();
    keys.sort_unstable();
    let number = keys.len();
    keys.dedup();
    assert_eq!(keys.len(), number);
    let analysis = analysis("");
    let around = Around::default();
    let material = Material::new(&analysis, &around);
    let whole = decide(&material, &Given::default());
    for (topic, question) in questions() {
        let decision = whole.iter().find(|it| it.key == topic).unwrap();
        let in_ways = match &decision.outcome {
            Outcome::Depends(ways) => {
                ways.iter().any(|way| way.when.iter().any(|(own, _)| *own == question))
            }
            Outcome::Chosen(_) => false,
        };
        let is_known =
            decision.asked.iter().any(|it| it.question == question && it.answer.value().is_some());
        assert!(in_ways || is_known, "{} never matters", question.key);
        for (value, ..) in question.options {
            let mut given = Given::default();
            given.answer(question.key, value).unwrap();
            for decision in decide(&material, &given) {
                let ways = match decision.outcome {
                    Outcome::Chosen(way) => vec![way],
                    Outcome::Depends(ways) => ways,
                };
                assert!(!ways.is_empty() && ways.iter().all(|way| !way.reasons.is_empty()));
            }
        }
    }
}
