//! The runtime contract in words: questions with answers, each with its proof.

use std::borrow::Cow;

use super::mask::{self, MASK};
use crate::doc::Text;
use crate::fact::{Fact, lines};
use crate::runtime::{FirstProcess, Health, Probe, Runtime, Signals, Timeline, User, shown};
use crate::source::{Source, Span, safe_line};

/// A question about containers of the target, with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The question in a word or two: `Who`.
    pub question: &'static str,
    /// The answer; for what is unknown, that it is, and why.
    pub text: Text,
    /// What follows from it, in a sentence.
    pub remark: Option<Text>,
    /// Whether it is unknown.
    pub is_unknown: bool,
    /// What it rests on besides the file.
    pub note: Option<String>,
    /// The places that decide it.
    pub proof: Vec<Span>,
}

impl Answer {
    /// What it rests on: `lines 3 and 7; table of images`, whose entry [`assumed`]
    /// tells. Empty where nothing is written that decides it.
    pub fn rests_on(&self, source: &Source) -> String {
        let lines = lines(source, &self.proof);
        let note = self.note.as_ref().map(|_| "table of images".to_owned());
        lines.into_iter().chain(note).collect::<Vec<_>>().join("; ")
    }
}

/// What the answers take from the table of images, as a sentence that stands below them.
pub fn assumed(answers: &[Answer]) -> Option<String> {
    let mut notes: Vec<&str> = answers.iter().filter_map(|answer| answer.note.as_deref()).collect();
    notes.sort_unstable();
    notes.dedup();
    let entries: Vec<_> =
        notes.iter().map(|note| safe_line(note.trim_end_matches(" (table of images)"))).collect();
    (!entries.is_empty()).then(|| {
        format!(
            "The table of images is layerwise's own; what rests on it holds for {}; tags move.",
            entries.join(" and ")
        )
    })
}

/// All answers, in the order in which a person asks.
pub fn answers(runtime: &Runtime) -> Vec<Answer> {
    let mut answers = vec![
        answer("Starts from", &runtime.base, |base| (code(base), None)),
        answer("Who", &runtime.user, who),
        answer("Where", &runtime.directory, |directory| (code(directory), None)),
        answer("What", &runtime.argv, |argv| what(argv, runtime)),
        answer("Process 1", &runtime.first_process, first_process),
        partly("Ports", &runtime.ports, &runtime.declared.ports, ports_text),
    ];
    answers.extend(environment(runtime));
    let declared = &runtime.declared;
    answers.push(partly("Volumes", &runtime.volumes, &declared.volumes, volumes_text));
    answers.push(answer("Stops with", &runtime.stop_signal, |signal| stops(signal, runtime)));
    answers.push(answer("Health", &runtime.health, health));
    answers.push(partly("Labels", &runtime.labels, &declared.labels, labels_text));
    answers
}

fn answer<T>(
    question: &'static str,
    fact: &Fact<T>,
    words: impl FnOnce(&T) -> (Text, Option<Text>),
) -> Answer {
    let (text, remark, note, is_unknown) = match fact {
        Fact::Known { value, note, .. } => {
            let (text, remark) = words(value);
            (text, remark, note.clone(), false)
        }
        Fact::Unknown { reason } => {
            (Text::from(format!("unknown: {}", safe_line(reason))), None, None, true)
        }
    };
    Answer { question, text, remark, is_unknown, note, proof: fact.proof().to_vec() }
}

/// The same, where a part may be known although the whole is not.
fn partly<T>(
    question: &'static str,
    fact: &Fact<Vec<T>>,
    (own, proof): &(Vec<T>, Vec<Span>),
    words: impl Fn(&[T]) -> (Text, Option<Text>),
) -> Answer {
    match fact {
        Fact::Unknown { reason } if !proof.is_empty() && !own.is_empty() => {
            let (text, remark) = words(own);
            let text = text.plain(format!(", and perhaps others, {}", safe_line(reason)));
            let (note, proof) = (None, proof.clone());
            Answer { question, text, remark, is_unknown: true, note, proof }
        }
        _ => answer(question, fact, |all| words(all)),
    }
}

fn code(text: &str) -> Text {
    Text::new().code(shown_text(text))
}

/// Without control characters and secrets.
fn shown_text(text: &str) -> String {
    safe_line(&mask::mask_text(text)).into_owned()
}

fn who(user: &User) -> (Text, Option<Text>) {
    let all_rights = "It has all rights inside the container.";
    if user.written.is_empty() {
        let text = Text::new().code("root").plain(", because nothing sets another user");
        return (text, Some(Text::from(all_rights)));
    }
    let remark = match (user.is_root(), user.is_numeric()) {
        (true, _) => Some(Text::from(all_rights)),
        (false, true) => None,
        (false, false) => Some(
            Text::from("It is set by name. Kubernetes can check ")
                .code("runAsNonRoot")
                .plain(" only for a number."),
        ),
    };
    (code(&user.written), remark)
}

fn words_of(argv: &[String]) -> String {
    let words: Vec<Cow<'_, str>> = argv.iter().map(|word| mask::mask_text(word)).collect();
    safe_line(&serde_json::to_string(&words).unwrap_or_default()).into_owned()
}

fn what(argv: &[String], runtime: &Runtime) -> (Text, Option<Text>) {
    if argv.is_empty() {
        let text = Text::from("nothing: no ENTRYPOINT and no CMD is set");
        let remark = Text::from("A container starts only with a command behind the image's name.");
        return (text, Some(remark));
    }
    let empty = Vec::new();
    let entrypoint = runtime.entrypoint.value().unwrap_or(&empty);
    let cmd = runtime.cmd.value().unwrap_or(&empty);
    let remark = match (entrypoint.as_slice(), cmd.as_slice()) {
        ([], _) => Text::from("Words behind the image's name replace all of it."),
        (_, _) if reads_text(entrypoint) => Text::from(
            "The text of ENTRYPOINT is all that runs. The shell does not hand on CMD, nor words behind the image's name.",
        ),
        (_, []) => Text::from("Words behind the image's name are added at the end."),
        _ => Text::from("Words behind the image's name replace ")
            .code(words_of(cmd))
            .plain(", which is CMD."),
    };
    (Text::new().code(words_of(argv)), Some(remark))
}

/// `/bin/sh -c TEXT` and nothing more: what comes behind are the text's `$0` and on.
fn reads_text(entrypoint: &[String]) -> bool {
    matches!(entrypoint, [shell, flag, text]
        if shell.ends_with("sh") && flag.starts_with('-') && flag.ends_with('c') && !text.contains('$'))
}

fn first_process(process: &FirstProcess) -> (Text, Option<Text>) {
    match process {
        FirstProcess::Nothing => (Text::from("none, until a command is given"), None),
        FirstProcess::Program { program } => (code(program), None),
        FirstProcess::Script { path } => (
            code(path).plain(", a script"),
            Some(
                Text::from("Whether it gives its place to a program with ")
                    .code("exec")
                    .plain(" stands in the script."),
            ),
        ),
        FirstProcess::Replaced { shell, program } => {
            (code(program).plain(", after ").code(shown_text(shell)).plain(" gave it its place with exec"), None)
        }
        FirstProcess::Shell { shell, .. } => (
            code(shell).plain(", a shell"),
            Some(
                Text::from("Many shells give their place to the last command of the text, but none promises it. ")
                    .code("exec")
                    .plain(" before the command, or the JSON form, makes it sure."),
            ),
        ),
    }
}

fn listed(items: &[String]) -> Text {
    items.iter().enumerate().fold(Text::new(), |text, (place, item)| {
        let text = if place == 0 { text } else { text.plain(", ") };
        text.code(shown_text(item))
    })
}

fn ports_text(ports: &[String]) -> (Text, Option<Text>) {
    if ports.is_empty() {
        return (
            Text::from("none declared"),
            Some(Text::from("The program may listen all the same, and any port can be published.")),
        );
    }
    let remark = Text::from("EXPOSE only declares them. ")
        .code("docker run -p")
        .plain(" publishes a port, ")
        .code("-P")
        .plain(" all that are declared.");
    (listed(ports), Some(remark))
}

fn volumes_text(volumes: &[String]) -> (Text, Option<Text>) {
    if volumes.is_empty() {
        return (Text::from("none"), None);
    }
    let remark = "Each container gets a new anonymous volume there, unless another is mounted.";
    (listed(volumes), Some(Text::from(remark)))
}

fn labels_text(labels: &[(String, String)]) -> (Text, Option<Text>) {
    if labels.is_empty() {
        return (Text::from("none"), None);
    }
    let labels: Vec<String> = labels.iter().map(|(name, value)| assignment(name, value)).collect();
    (listed(&labels), None)
}

fn assignment(name: &str, value: &str) -> String {
    let value = if mask::is_secret_name(name) { MASK.into() } else { mask::mask_text(value) };
    format!("{name}={value}")
}

fn environment(runtime: &Runtime) -> Vec<Answer> {
    let mut answers = Vec::new();
    for (name, value) in &runtime.environment {
        let question = if answers.is_empty() { "Environment" } else { "" };
        let mut found = answer(question, value, |value| (code(&assignment(name, value)), None));
        if found.is_unknown {
            found.text = code(name).plain(" is ").plain(found.text.words());
        }
        answers.push(found);
    }
    if answers.is_empty() {
        let none = Fact::known((), Vec::new());
        answers.push(answer("Environment", &none, |()| {
            (Text::from("the file sets no variable"), None)
        }));
    }
    if let (Some(more), Some(last)) = (&runtime.more_variables, answers.last_mut()) {
        let more = safe_line(more);
        let mut characters = more.chars();
        let first = characters.next().map(|first| first.to_uppercase().to_string());
        last.remark =
            Some(Text::from(format!("{}{}.", first.unwrap_or_default(), characters.as_str())));
    }
    answers
}

fn stops(signal: &str, runtime: &Runtime) -> (Text, Option<Text>) {
    let remark = match runtime.first_process.value().map(FirstProcess::signals) {
        Some(Signals::Reached) => Some(
            "The program gets it as process 1, where Linux ignores a signal without a handler. After 10 seconds Docker kills it.",
        ),
        Some(Signals::HeldByShell) => Some(
            "The shell gets it and hands it to nobody, unless it gave its place away. After 10 seconds Docker kills all.",
        ),
        Some(Signals::UpToScript) => {
            Some("The script gets it. After 10 seconds Docker kills what still runs.")
        }
        Some(Signals::NoProgram) | None => None,
    };
    (code(signal), remark.map(Text::from))
}

fn health(health: &Option<Health>) -> (Text, Option<Text>) {
    let Some(health) = health else {
        return (
            Text::from("not checked by Docker"),
            Some(Text::from("Docker knows only whether process 1 runs.")),
        );
    };
    let text = match &health.probe {
        Probe::Shell(script) => code(script).plain(" in the shell"),
        Probe::Words(words) => Text::new().code(words_of(words)),
    };
    (text, Some(timeline(&health.timeline)))
}

fn timeline(times: &Timeline) -> Text {
    let start = match times.start_period > 0 {
        true => format!(
            "Failures in the first {} do not count; until a success Docker asks every {} there (Docker 25 or newer). ",
            shown(times.start_period.into()),
            shown(times.start_interval.into()),
        ),
        false => String::new(),
    };
    Text::from(format!(
        "{start}First check after {}, then {} after each, {} at most for one; {} \
         unhealthy. One that never works is called so after {} if its checks fail at once, \
         after {} if they time out.",
        shown(times.first_check().into()),
        shown(times.interval.into()),
        shown(times.timeout.into()),
        match times.retries {
            1 => "one failure means".to_owned(),
            count => format!("{count} failures in a row mean"),
        },
        shown(times.if_checks_fail_at_once()),
        shown(times.if_checks_time_out()),
    ))
}
