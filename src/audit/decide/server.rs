//! Which server for a web program in Python.

use super::model::{Answer, Answers, Choice, Follows, Question, Today, Topic};
use crate::audit::Material;
use crate::audit::judge::{FOR_PRODUCTION, is_python};
use crate::checks::packages::{Manager, install, name_of};

pub(super) static TOPIC: Topic = Topic {
    key: "server",
    title: "Which server, for a web program in Python?",
    questions: &[
        Question {
            key: "web",
            asks: "What does the program speak to its server?",
            options: &[
                ("wsgi", "WSGI: Flask, Django, Bottle, Pyramid", "the program speaks WSGI"),
                (
                    "asgi",
                    "ASGI: FastAPI, Starlette, Quart, Django with async",
                    "the program speaks ASGI",
                ),
                (
                    "none",
                    "neither: it is no web program in Python",
                    "it is no web program in Python",
                ),
            ],
        },
        Question {
            key: "proxy",
            asks: "Does a proxy in front speak the uwsgi protocol?",
            options: &[
                ("uwsgi", "yes", "a proxy in front speaks uwsgi"),
                ("http", "no, HTTP", "what is in front speaks HTTP"),
            ],
        },
    ],
    choices: &[
        Choice {
            key: "gunicorn",
            name: "Gunicorn",
            gives: "WSGI in several processes; dead workers are started again; plain settings",
            costs: "ASGI only with a worker class of another package",
        },
        Choice {
            key: "uwsgi",
            name: "uWSGI",
            gives: "its own protocol, which nginx speaks; hundreds of settings",
            costs: "compiled in the build; its authors only mend faults any more",
        },
        Choice {
            key: "uvicorn",
            name: "Uvicorn",
            gives: "ASGI: async programs and WebSockets; --workers starts several processes",
            costs: "no WSGI",
        },
        Choice {
            key: "none",
            name: "no such server",
            gives: "nothing that is not needed",
            costs: "nothing",
        },
    ],
    today,
    find,
    follow,
};

fn today(material: &Material<'_>) -> Today {
    let subject = &material.subject;
    let proof = subject.effective_starts().iter().map(|it| it.span).collect();
    let calls = subject.start_calls();
    let Some(call) = calls.last() else {
        return Today {
            says: "What starts is decided by the base image, or nothing starts.".into(),
            ..Today::default()
        };
    };
    let program = call.program();
    let choice = match program {
        "gunicorn" => Some("gunicorn"),
        "uwsgi" => Some("uwsgi"),
        "uvicorn" => Some("uvicorn"),
        _ if !is_python(material) => Some("none"),
        _ => None,
    };
    Today { choice, says: format!("{program} starts."), proof }
}

/// Packages that tell what a program speaks.
const WSGI: [&str; 5] = ["flask", "django", "bottle", "pyramid", "falcon"];
const ASGI: [&str; 5] = ["fastapi", "starlette", "quart", "litestar", "sanic"];

fn find(material: &Material<'_>, key: &str) -> Answer {
    if key != "web" {
        return Answer::Open(String::new());
    }
    let subject = &material.subject;
    let calls = subject.start_calls();
    let Some(call) = calls.last() else { return Answer::Open(String::new()) };
    let program = call.program();
    let says = |word: &str| call.words.iter().any(|it| it.text.contains(word));
    let by_start = match program {
        "uvicorn" | "hypercorn" | "daphne" | "granian" => Some("asgi"),
        "gunicorn" if says("uvicorn") => Some("asgi"),
        "fastapi" => Some("asgi"),
        _ if FOR_PRODUCTION.contains(&program) || program == "flask" => Some("wsgi"),
        _ => None,
    };
    if let Some(value) = by_start {
        return Answer::found(value, format!("{program} starts."), [call.span()]);
    }
    if !is_python(material) {
        return Answer::found(
            "none",
            format!("{program} starts, and the image is none of Python."),
            [call.span()],
        );
    }
    let runs = subject.runs.iter();
    let installs = runs.flat_map(|run| &run.script.calls).filter_map(install);
    for word in installs.filter(|it| it.manager == Manager::Pip).flat_map(|it| it.packages) {
        let name = name_of(&word.text).to_ascii_lowercase();
        for (value, names) in [("asgi", ASGI), ("wsgi", WSGI)] {
            if names.contains(&name.as_str()) {
                return Answer::found(value, format!("{name} is installed."), [word.span]);
            }
        }
    }
    let list = subject.around.texts.get("requirements.txt").map_or("", String::as_str);
    let named = |names: &[&'static str]| {
        let own = |line: &str| {
            names.iter().copied().find(|name| name_of(line.trim()).eq_ignore_ascii_case(name))
        };
        list.lines().find_map(own)
    };
    match (named(&ASGI), named(&WSGI)) {
        (Some(name), _) => Answer::found("asgi", format!("requirements.txt lists {name}."), []),
        (None, Some(name)) => Answer::found("wsgi", format!("requirements.txt lists {name}."), []),
        (None, None) => {
            Answer::Open(format!("{program} starts; what it serves stands in the program."))
        }
    }
}

fn follow(answers: &Answers<'_>) -> Result<Follows, &'static str> {
    match answers.get("web")? {
        "none" => Ok(("none", vec!["The question is about web programs in Python."])),
        "asgi" => Ok((
            "uvicorn",
            vec![
                "The program is async, which a WSGI server cannot call.",
                "How many workers: measure. Every worker needs its own memory, and a platform that starts several containers wants few in each.",
            ],
        )),
        _ => match answers.get("proxy")? {
            "uwsgi" => Ok(("uwsgi", vec!["The proxy expects its protocol."])),
            _ => Ok((
                "gunicorn",
                vec![
                    "It is plain, is kept up, and speaks HTTP to any proxy.",
                    "The 4 workers of so many examples are a guess: start with as many as there are processors, and measure.",
                ],
            )),
        },
    }
}
