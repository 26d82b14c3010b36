//! Two other readers of Dockerfiles on the recorded files: where they differ
//! from BuildKit, by kind. The recordings decide who is right; layerwise
//! gives the recorded answer in every case, which the test states again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use layerwise::dockerfile::parse;
use layerwise::dockerfile::record::record;
use layerwise::source::Source;
use serde_json::Value;

/// One instruction, as far as all readers tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    /// Offset of the line that the keyword stands in.
    line: usize,
    keyword: String,
    /// FROM: image and name; the exec form: its strings; COPY and ADD: the paths.
    words: Option<Vec<String>>,
}

/// What a reader makes of a file; `None` when it refuses it.
type Reader = fn(&str) -> Option<Vec<Row>>;

const PEERS: [(&str, Reader); 2] =
    [("dockerfile-parser 0.9.0", dockerfile_parser), ("parse-dockerfile 0.1.9", parse_dockerfile)];

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count() + 1
}

fn dockerfile_parser(text: &str) -> Option<Vec<Row>> {
    use dockerfile_parser::{Instruction, ShellOrExecExpr};
    let file = dockerfile_parser::Dockerfile::parse(text).ok()?;
    let exec = |expression: &ShellOrExecExpr| match expression {
        ShellOrExecExpr::Exec(array) => {
            Some(array.elements.iter().map(|it| it.content.clone()).collect())
        }
        ShellOrExecExpr::Shell(_) => None,
    };
    let row = |instruction: &Instruction| {
        let (keyword, words) = match instruction {
            Instruction::From(it) => {
                let name = it.alias.as_ref().map(|it| it.content.to_lowercase());
                let image = it.image.content.clone();
                ("FROM", Some(std::iter::once(image).chain(name).collect()))
            }
            Instruction::Arg(_) => ("ARG", None),
            Instruction::Label(_) => ("LABEL", None),
            Instruction::Run(it) => ("RUN", exec(&it.expr)),
            Instruction::Entrypoint(it) => ("ENTRYPOINT", exec(&it.expr)),
            Instruction::Cmd(it) => ("CMD", exec(&it.expr)),
            Instruction::Copy(it) => {
                let paths = it.sources.iter().chain([&it.destination]);
                ("COPY", Some(paths.map(|it| it.content.clone()).collect()))
            }
            Instruction::Env(_) => ("ENV", None),
            Instruction::Misc(it) => (it.instruction.content.as_str(), None),
        };
        let line = line_of(text, instruction.span().start);
        Row { line, keyword: keyword.to_uppercase(), words }
    };
    Some(file.instructions.iter().map(row).collect())
}

fn parse_dockerfile(text: &str) -> Option<Vec<Row>> {
    use parse_dockerfile::{Command, Instruction, Source};
    let file = parse_dockerfile::parse(text).ok()?;
    let exec = |command: &Command<'_>| match command {
        Command::Exec(array) => Some(array.value.iter().map(|it| it.value.to_string()).collect()),
        _ => None,
    };
    let paths = |sources: &[Source<'_>], destination: &str| {
        let path = |source: &Source<'_>| match source {
            Source::Path(path) => Some(path.value.to_string()),
            _ => None,
        };
        let sources: Option<Vec<String>> = sources.iter().map(path).collect();
        sources.map(|mut paths| {
            paths.push(destination.to_owned());
            paths
        })
    };
    let row = |instruction: &Instruction<'_>| {
        let (keyword, words) = match instruction {
            Instruction::Add(it) => (&it.add, paths(&it.src, &it.dest.value)),
            Instruction::Arg(it) => (&it.arg, None),
            Instruction::Cmd(it) => (&it.cmd, exec(&it.arguments)),
            Instruction::Copy(it) => (&it.copy, paths(&it.src, &it.dest.value)),
            Instruction::Entrypoint(it) => (&it.entrypoint, exec(&it.arguments)),
            Instruction::Env(it) => (&it.env, None),
            Instruction::Expose(it) => (&it.expose, None),
            Instruction::From(it) => {
                let name = it.as_.as_ref().map(|(_, name)| name.value.to_lowercase());
                let image = it.image.value.to_string();
                (&it.from, Some(std::iter::once(image).chain(name).collect()))
            }
            Instruction::Healthcheck(it) => (&it.healthcheck, None),
            Instruction::Label(it) => (&it.label, None),
            Instruction::Maintainer(it) => (&it.maintainer, None),
            Instruction::Onbuild(it) => (&it.onbuild, None),
            Instruction::Run(it) => (&it.run, exec(&it.arguments)),
            Instruction::Shell(it) => (&it.shell, None),
            Instruction::Stopsignal(it) => (&it.stopsignal, None),
            Instruction::User(it) => (&it.user, None),
            Instruction::Volume(it) => (&it.volume, None),
            Instruction::Workdir(it) => (&it.workdir, None),
            _ => return Row { line: 0, keyword: String::new(), words: None },
        };
        let line = line_of(text, keyword.span.start);
        let written = text.get(keyword.span.clone()).unwrap_or_default();
        Row { line, keyword: written.to_uppercase(), words }
    };
    Some(file.instructions.iter().map(row).collect())
}

/// The same view of a recorded or given answer.
fn rows(answer: &Value) -> Vec<Row> {
    let texts = |value: &Value| -> Vec<String> {
        let items = value.as_array().into_iter().flatten();
        items.map(|item| item.as_str().unwrap().to_owned()).collect()
    };
    let row = |instruction: &Value| {
        let typed = &instruction["typed"];
        let keyword = instruction["keyword"].as_str().unwrap().to_uppercase();
        let words = match keyword.as_str() {
            "FROM" => {
                let name = typed["name"].as_str().map(str::to_owned);
                Some(typed["base"].as_str().map(str::to_owned).into_iter().chain(name).collect())
            }
            "RUN" | "CMD" | "ENTRYPOINT" => {
                (instruction["json"] == true).then(|| texts(&typed["cmd"]))
            }
            "COPY" | "ADD" if typed["inline"].is_null() => Some(texts(&instruction["args"])),
            _ => None,
        };
        Row { line: instruction["start_line"].as_u64().unwrap() as usize, keyword, words }
    };
    answer["instructions"].as_array().into_iter().flatten().map(row).collect()
}

/// The first way in which a peer's rows differ from the recorded ones.
fn difference(peer: &[Row], recorded: &[Row]) -> Option<String> {
    if peer.len() != recorded.len() {
        return Some("takes it for another number of instructions".to_owned());
    }
    let pairs = || peer.iter().zip(recorded);
    if let Some((_, right)) = pairs().find(|(left, right)| left.keyword != right.keyword) {
        return Some(format!("takes a {} for something else", right.keyword));
    }
    if pairs().any(|(left, right)| left.line != right.line) {
        return Some("begins an instruction at another line".to_owned());
    }
    let (left, right) = pairs().find(|(left, right)| {
        // dockerfile-parser does not split ADD, and heredocs are not among the paths.
        let is_told = left.words.is_some() || !matches!(left.keyword.as_str(), "ADD" | "COPY");
        is_told && right.words != left.words && !(right.words.is_none() && left.keyword != "RUN")
    })?;
    Some(match (&left.words, &right.words) {
        (None, Some(_)) if matches!(right.keyword.as_str(), "FROM" | "COPY" | "ADD") => {
            format!("does not split {}", right.keyword)
        }
        (None, Some(_)) => format!("takes the exec form of {} for shell text", right.keyword),
        (Some(_), None) => format!("takes shell text of {} for the exec form", right.keyword),
        _ => format!("reads other words in {}", right.keyword),
    })
}

fn compare_all() -> String {
    let mut kinds: BTreeMap<(&str, String), (usize, String)> = BTreeMap::new();
    let (mut cases, mut same) = (0, BTreeMap::from(PEERS.map(|(peer, _)| (peer, 0))));
    for line in include_str!("parse.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = case["source"].as_str().unwrap();
        let recorded = rows(&case);
        let file = parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())));
        let answer = serde_json::to_value(record(&file)).unwrap();
        assert_eq!(rows(&answer), recorded, "{}", case["id"]);
        cases += 1;
        for (peer, read) in PEERS {
            let kind = match (read(text), case["accepted"] == true) {
                (None, true) => Some("refuses what BuildKit takes".to_owned()),
                (Some(_), false) => Some("takes what BuildKit refuses".to_owned()),
                (Some(rows), true) => difference(&rows, &recorded).map(|kind| {
                    // Its places are offsets behind the mark, so all that is cut by them is wrong.
                    let is_shifted = text.starts_with('\u{feff}') && peer.starts_with("parse-");
                    if is_shifted { "counts without the byte-order mark".to_owned() } else { kind }
                }),
                (None, false) => None,
            };
            match kind {
                Some(kind) => {
                    let id = case["id"].as_str().unwrap().to_owned();
                    kinds.entry((peer, kind)).or_insert((0, id)).0 += 1;
                }
                None => *same.get_mut(peer).unwrap() += 1,
            }
        }
    }
    let mut told = format!("{cases} recorded files; layerwise answers all as BuildKit does\n");
    for (peer, _) in PEERS {
        writeln!(told, "\n{peer}: {} as BuildKit", same[peer]).unwrap();
        for ((_, kind), (count, first)) in kinds.iter().filter(|((it, _), _)| *it == peer) {
            writeln!(told, "{count:5} {kind} (first: {first})").unwrap();
        }
    }
    told
}

#[test]
fn other_readers_differ_from_buildkit_in_known_ways() {
    // dockerfile-parser calls itself for each continued line.
    let thread = std::thread::Builder::new().stack_size(256 << 20);
    let told = thread.spawn(compare_all).unwrap().join().unwrap();
    insta::assert_snapshot!(told);
}
