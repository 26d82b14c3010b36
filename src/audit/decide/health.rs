//! Where the health check lives.

use super::model::{Answer, Answers, Choice, Follows, Question, Today, Topic};
use crate::audit::Material;
use crate::audit::judge::FOR_PRODUCTION;
use crate::fact::Fact;

pub(super) static TOPIC: Topic = Topic {
    key: "health",
    title: "Where does the health check live?",
    questions: &[
        Question {
            key: "service",
            asks: "Is it a service that goes on running?",
            options: &[
                ("yes", "yes", "it is a service"),
                ("no", "no, a job that ends or a tool", "it is a job that ends or a tool"),
            ],
        },
        Question {
            key: "platform",
            asks: "What runs the containers?",
            options: &[
                ("docker", "Docker, Compose or Swarm", "Docker, Compose or Swarm runs it"),
                ("kubernetes", "Kubernetes", "Kubernetes runs it"),
                ("several", "both", "both run it"),
            ],
        },
    ],
    choices: &[
        Choice {
            key: "dockerfile",
            name: "HEALTHCHECK in the Dockerfile",
            gives: "travels with the image; docker ps shows it, Compose can wait for it, Swarm acts on it",
            costs: "its program has to be in the image; Kubernetes does not look at it",
        },
        Choice {
            key: "probes",
            name: "probes in the Kubernetes manifest",
            gives: "start, life and readiness are asked apart; a check over HTTP needs no program in the image",
            costs: "do not travel with the image; unknown to Docker",
        },
        Choice {
            key: "both",
            name: "both",
            gives: "each platform finds its own",
            costs: "two places to keep alike; no second line of defence, for each platform looks at one",
        },
        Choice {
            key: "none",
            name: "none",
            gives: "nothing that could fail by itself",
            costs: "only the end of the process is seen",
        },
    ],
    today,
    find,
    follow,
};

fn today(material: &Material<'_>) -> Today {
    let Some(runtime) = &material.subject.runtime else {
        return Today {
            says: "Nothing is known: BuildKit refuses the file.".into(),
            ..Today::default()
        };
    };
    let proof = runtime.health.proof().to_vec();
    let (choice, says) = match &runtime.health {
        Fact::Known { value: Some(_), .. } => {
            (Some("dockerfile"), "The image has a HEALTHCHECK.".to_owned())
        }
        Fact::Known { value: None, .. } => (
            None,
            "The image has no HEALTHCHECK; what a manifest says is not seen here.".to_owned(),
        ),
        Fact::Unknown { reason } => {
            (None, format!("Whether it has a HEALTHCHECK is not known: {reason}."))
        }
    };
    Today { choice, says, proof }
}

fn find(material: &Material<'_>, key: &str) -> Answer {
    match key {
        "service" => service(material),
        _ => platform(material),
    }
}

fn service(material: &Material<'_>) -> Answer {
    let subject = &material.subject;
    let Some(runtime) = &subject.runtime else { return Answer::Open(String::new()) };
    let (ports, places) = &runtime.declared.ports;
    if !ports.is_empty() {
        return Answer::found(
            "yes",
            format!("A port is declared: {}.", ports.join(", ")),
            places.iter().copied(),
        );
    }
    let calls = subject.start_calls();
    match calls.last() {
        Some(call) if FOR_PRODUCTION.contains(&call.program()) || call.program() == "nginx" => {
            Answer::found("yes", format!("{} serves.", call.program()), [call.span()])
        }
        _ => Answer::Open("No port is declared.".into()),
    }
}

fn platform(material: &Material<'_>) -> Answer {
    let beside = |names: &[&'static str]| {
        names.iter().copied().find(|name| material.subject.around.holds(name) == Some(true))
    };
    let compose =
        beside(&["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"]);
    let kubernetes =
        beside(&["Chart.yaml", "kustomization.yaml", "k8s", "kubernetes", "helm", "charts"]);
    Answer::Open(match (compose, kubernetes) {
        (Some(one), Some(other)) => format!("{one} and {other} lie beside the file."),
        (Some(one), None) => {
            format!("{one} lies beside the file, which may be for development alone.")
        }
        (None, Some(one)) => format!("{one} lies beside the file."),
        (None, None) => String::new(),
    })
}

fn follow(answers: &Answers<'_>) -> Result<Follows, &'static str> {
    if answers.get("service")? == "no" {
        return Ok(("none", vec!["What ends by itself is judged by its exit code."]));
    }
    Ok(match answers.get("platform")? {
        "kubernetes" => (
            "probes",
            vec![
                "Kubernetes does not look at HEALTHCHECK.",
                "Ask whether it is ready apart from whether it is alive: the second restarts the container.",
            ],
        ),
        "several" => (
            "both",
            vec!["Each platform looks at its own place, so the same question stands in both."],
        ),
        _ => (
            "dockerfile",
            vec![
                "It travels with the image, and Compose can still replace it.",
                "Ask with a program that the image has: slim images have no curl, and python -c or node -e asks as well.",
            ],
        ),
    })
}
