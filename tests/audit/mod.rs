//! Check lists, judged on small files.

mod decisions;

use std::collections::BTreeSet;
use std::sync::Arc;

use layerwise::analysis::Analysis;
use layerwise::audit::{self, LISTS, Material, Verdict};
use layerwise::build::Options;
use layerwise::checks::Around;
use layerwise::dockerfile;
use layerwise::source::Source;

/// What lies around a file in a test: the ignore file, and files with their texts.
#[derive(Default)]
struct Beside<'a> {
    ignore: Option<&'a str>,
    files: Option<&'a [(&'a str, &'a str)]>,
}

fn analysis(text: &str) -> Analysis {
    let source = Source::new("Dockerfile", text.as_bytes().to_vec());
    Analysis::of(Arc::new(dockerfile::parse(Arc::new(source))), Options::default())
}

/// Judges an item of a list: the verdict, the lines that prove it, and the reason.
fn judged(list: &str, item: &str, text: &str, beside: &Beside<'_>) -> (Verdict, Vec<u32>, String) {
    let analysis = analysis(text);
    let files: Option<Vec<(String, String)>> = beside
        .files
        .map(|files| files.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect());
    let around = Around::of_texts(beside.ignore, files.as_deref());
    let material = Material::new(&analysis, &around);
    let list = audit::by_name(list).expect("a list");
    let judged = audit::judge(list, &material);
    let it = judged.iter().find(|it| it.item.key == item).expect("an item");
    let lines = it.judgement.proof.iter();
    let lines = lines.map(|span| analysis.file.source.line_at(span.start).get()).collect();
    (it.judgement.verdict, lines, it.judgement.reason.clone())
}

#[track_caller]
fn assert_verdict(item: &str, text: &str, verdict: Verdict, lines: &[u32]) {
    assert_verdict_beside(item, text, &Beside::default(), verdict, lines);
}

#[track_caller]
fn assert_verdict_beside(
    item: &str,
    text: &str,
    beside: &Beside<'_>,
    verdict: Verdict,
    lines: &[u32],
) {
    let (list, item) = item.split_once('.').expect("list.item");
    let found = judged(list, item, text, beside);
    assert_eq!((found.0, found.1.as_slice()), (verdict, lines), "{}\n{text}", found.2);
}

use Verdict::{Done, NotApplicable, NotDone, Silenced, Unknown};

#[test]
fn a_stage_of_its_own_counts_when_the_image_takes_from_it() {
    let item = "patterns.stages";
    assert_verdict(
        item,
        "FROM golang:1.25 AS b\nRUN go build -o /a\nFROM scratch\nCOPY --from=b /a /a\nCMD [\"/a\"]\n",
        Done,
        &[1, 4],
    );
    let mount =
        "FROM debian:13 AS b\nRUN x\nFROM debian:13\nRUN --mount=from=b,target=/b cp /b/x /x\n";
    assert_verdict(item, mount, Done, &[1, 4]);
    let single = "FROM golang:1.25\nRUN go build -o /a\nCMD [\"/a\"]\n";
    assert_verdict(item, single, NotDone, &[1, 2]);
    assert_verdict(item, "FROM python:3.13-slim\nCMD [\"x\"]\n", NotApplicable, &[1]);
    // A stage that is built upon is in the image with its compiler; whether the
    // program needs that when it runs, the file does not tell.
    let chain = "FROM python:3.13-slim AS deps\nRUN apt-get update && apt-get install -y gcc\n\
                 FROM deps\nCMD [\"gunicorn\", \"a:b\"]\n";
    assert_verdict("concepts.lean", chain, Unknown, &[1, 2, 3]);
    assert_verdict("concepts.lean", "FROM python:3.13\nCMD [\"x\"]\n", NotDone, &[1]);
    assert_verdict("concepts.lean", "FROM example/own:1\nCMD [\"x\"]\n", Unknown, &[1]);
}

#[test]
fn who_runs_is_judged_and_no_word_is_looked_for() {
    let item = "python.user";
    assert_verdict(item, "FROM python:3.13-slim\nUSER 1000\n", Done, &[2]);
    assert_verdict(item, "FROM python:3.13-slim\n# USER 1000\n", NotDone, &[1]);
    assert_verdict(item, "FROM python:3.13-slim\nUSER app\nUSER root\n", NotDone, &[3]);
    assert_verdict(item, "FROM example/own:1\nCMD [\"x\"]\n", Unknown, &[1]);
    assert_verdict(
        item,
        "FROM debian:13 AS a\nUSER app\nFROM debian:13\nCMD [\"x\"]\n",
        NotDone,
        &[3],
    );
    let (_, _, reason) = judged("python", "user", "FROM debian:13\nUSER app\n", &Beside::default());
    assert!(reason.contains("runAsNonRoot"), "{reason}");
}

#[test]
fn a_health_check_that_cannot_succeed_is_none() {
    let item = "takeaways.health";
    let with = |check: &str| {
        format!("FROM python:3.13-slim\nEXPOSE 8000\nHEALTHCHECK {check}\nCMD [\"x\"]\n")
    };
    assert_verdict(item, &with("CMD python -c pass"), Done, &[3]);
    assert_verdict(item, &with("CMD curl -f http://localhost:8000/ || exit 1"), NotDone, &[3, 3]);
    assert_verdict(item, &with("CMD [\"curl\", \"-f\"] || exit 1"), NotDone, &[3, 3]);
    assert_verdict(item, &with("NONE"), NotDone, &[3]);
    assert_verdict(item, "FROM python:3.13-slim\nEXPOSE 8000\nCMD [\"x\"]\n", NotDone, &[2]);
    assert_verdict(item, "FROM python:3.13-slim\nCMD [\"x\"]\n", Unknown, &[2]);
}

#[test]
fn a_server_is_judged_by_its_program() {
    let item = "production.server";
    let with = |command: &str| format!("FROM python:3.13-slim\nCMD {command}\n");
    assert_verdict(item, &with("[\"gunicorn\", \"a:b\"]"), Done, &[2]);
    assert_verdict(item, &with("[\"flask\", \"run\", \"--host=0.0.0.0\"]"), NotDone, &[2]);
    assert_verdict(item, &with("[\"python\", \"app.py\"]"), Unknown, &[2]);
    assert_verdict(item, "FROM node:24-slim\nCMD [\"node\", \"a.js\"]\n", NotApplicable, &[2]);
    let chain = "FROM python:3.13-slim\nEXPOSE 80\nCMD [\"gunicorn\", \"a:b\"]\n";
    assert_verdict("concepts.production", chain, NotDone, &[2, 3]);
}

#[test]
fn versions_and_sizes_of_bases_are_told_apart() {
    let item = "patterns.versions";
    assert_verdict(item, "FROM python:3.13-slim\n", Done, &[1]);
    assert_verdict(item, "FROM python\n", NotDone, &[1]);
    assert_verdict(item, "FROM python:slim\n", NotDone, &[1]);
    assert_verdict(item, "FROM debian:bookworm-slim\n", Done, &[1]);
    assert_verdict(item, "ARG BASE\nFROM $BASE\n", Unknown, &[]);
    assert_verdict(item, "FROM scratch\nCOPY a /\n", NotApplicable, &[1]);
    let digest = format!("FROM debian@sha256:{}\n", "0".repeat(64));
    assert_verdict(item, &digest, Done, &[1]);
    let item = "takeaways.slim";
    assert_verdict(item, "FROM python:3.13-slim\n", Done, &[1]);
    assert_verdict(item, "FROM python:3.13\n", NotDone, &[1]);
    assert_verdict(item, "FROM example/own:1\n", Unknown, &[1]);
    assert_verdict(item, "FROM scratch\nCOPY a /\n", Done, &[1]);
}

#[test]
fn the_order_and_the_versions_of_dependencies_are_judged() {
    let item = "python.dependencies-first";
    let good = "FROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n";
    let bad = "FROM python:3.13-slim\nCOPY . .\nRUN pip install -r requirements.txt\n";
    assert_verdict(item, good, Done, &[2, 3]);
    assert_verdict(item, bad, NotDone, &[3]);
    assert_verdict(item, "FROM python:3.13-slim\nCOPY . .\n", NotApplicable, &[]);
    let item = "python.pinned";
    assert_verdict(item, good, Unknown, &[3]);
    let list = |text| Beside { files: Some(text), ..Beside::default() };
    assert_verdict_beside(item, good, &list(&[("requirements.txt", "flask==3.1.0\n")]), Done, &[3]);
    assert_verdict_beside(item, good, &list(&[("requirements.txt", "flask\n")]), NotDone, &[3]);
    assert_verdict(item, "FROM python:3.13-slim\nRUN pip install flask\n", NotDone, &[2]);
    assert_verdict(item, "FROM alpine:3.22\n", NotApplicable, &[]);
}

#[test]
fn what_is_left_behind_is_judged_where_something_is_installed() {
    let item = "patterns.apt-lists";
    let install = "FROM debian:13\nRUN apt-get update && apt-get install -y curl";
    assert_verdict(item, &format!("{install}\n"), NotDone, &[2]);
    assert_verdict(item, &format!("{install} && rm -rf /var/lib/apt/lists/*\n"), Done, &[2]);
    assert_verdict(item, "FROM alpine:3.22\nRUN apk add --no-cache curl\n", NotApplicable, &[]);
    assert_verdict("python.clean", "FROM alpine:3.22\nRUN apk add --no-cache curl\n", Done, &[2]);
    assert_verdict("python.clean", "FROM alpine:3.22\nRUN apk add curl\n", NotDone, &[2]);
    assert_verdict("python.clean", "FROM alpine:3.22\n", NotApplicable, &[]);
}

#[test]
fn the_folder_decides_about_ignore_files_and_secrets() {
    let text = "FROM debian:13\nCOPY . .\n";
    let none = Beside { files: Some(&[(".env", "A=b")]), ..Beside::default() };
    let ignored = Beside { ignore: Some(".env\n"), ..none };
    for (item, open, without, with) in [
        ("patterns.ignore-file", Unknown, NotDone, Done),
        ("patterns.secrets", Unknown, NotDone, Done),
    ] {
        assert_verdict(item, text, open, &[2]);
        assert_verdict_beside(item, text, &none, without, &[2]);
        assert_verdict_beside(item, text, &ignored, with, &[2]);
    }
    assert_verdict("patterns.ignore-file", "FROM debian:13\n", NotApplicable, &[]);
    assert_verdict("patterns.secrets", "FROM debian:13\nENV DB_PASSWORD=x8Hq2\n", NotDone, &[2]);
}

#[test]
fn variables_count_with_the_value_that_they_have() {
    let item = "patterns.unbuffered";
    let with = |line: &str| format!("FROM python:3.13-slim\n{line}\nCMD [\"python\", \"a.py\"]\n");
    assert_verdict(item, &with("ENV PYTHONUNBUFFERED=1"), Done, &[2]);
    assert_verdict(item, &with("ENV PYTHONUNBUFFERED="), NotDone, &[2]);
    assert_verdict(item, &with("RUN true"), NotDone, &[3]);
    assert_verdict(item, "FROM alpine:3.22\nCMD [\"x\"]\n", NotApplicable, &[]);
    let odd = with("ENV PYTHONUNBUFFERED 1 # at once");
    let (verdict, _, reason) = judged("patterns", "unbuffered", &odd, &Beside::default());
    assert_eq!(verdict, Done);
    assert!(reason.contains("the # included"), "{reason}");
}

#[test]
fn development_apart_is_seen_in_its_own_stage() {
    let item = "concepts.development";
    let apart = "FROM python:3.13-slim AS base\nFROM base AS dev\nRUN pip install pytest==8\nFROM base\nCMD [\"x\"]\n";
    assert_verdict(item, apart, Done, &[2, 3]);
    let within = "FROM python:3.13-slim\nRUN pip install pytest==8\nCMD [\"gunicorn\", \"a:b\"]\n";
    assert_verdict(item, within, NotDone, &[2]);
    assert_verdict(item, "FROM alpine:3.22\nCMD [\"x\"]\n", NotApplicable, &[]);
}

/// The source documents have 9 and 11 items, 5 and 5 things to remember, and the
/// last one's requirements; each item is short, has a lesson, and says something
/// about every file, whatever is wrong with that.
#[test]
fn every_list_is_whole_and_judges_any_file() {
    let sizes: Vec<(&str, usize)> =
        LISTS.iter().map(|list| (list.name, list.items.len())).collect();
    assert_eq!(
        sizes,
        [("patterns", 9), ("python", 11), ("takeaways", 5), ("concepts", 5), ("production", 14)]
    );
    let course = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/lessons")).unwrap();
    let names = course.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let lessons: BTreeSet<String> =
        names.filter_map(|name| Some(name.split_once('-')?.1.to_owned())).collect();
    for list in LISTS {
        let keys: BTreeSet<&str> = list.items.iter().map(|item| item.key).collect();
        assert_eq!(keys.len(), list.items.len(), "{} has a key twice", list.name);
        for item in list.items {
            assert!(lessons.contains(item.lesson), "{}: no lesson {}", item.key, item.lesson);
            assert!(item.says.len() <= 70 && !item.says.ends_with('.'), "{}", item.says);
        }
    }
    let broken = [
        "",
        "# nothing\n",
        "COPPY a b\n",
        "FROM\n",
        "FROM a AS b\nFROM b\n",
        "FROM $X\nCMD [\n",
        "RUN x\n",
    ];
    for text in broken {
        let analysis = analysis(text);
        let around = Around::default();
        let material = Material::new(&analysis, &around);
        for list in LISTS {
            for it in audit::judge(list, &material) {
                assert!(
                    it.judgement.reason.ends_with(['.', ':']),
                    "{}: {}",
                    it.item.key,
                    it.judgement.reason
                );
            }
        }
    }
}

#[test]
fn what_a_comment_silences_is_neither_done_nor_missing() {
    let silent = "# layerwise ignore=apt-lists reason=small\nRUN apt-get update && apt-get install -y curl\n";
    let open = "RUN apt-get update && apt-get install -y git\n";
    let item = "patterns.apt-lists";
    assert_verdict(item, &format!("FROM debian:13\n{silent}"), Silenced, &[2, 3]);
    assert_verdict(item, &format!("FROM debian:13\n{silent}{open}"), NotDone, &[4]);
    let (_, _, reason) =
        judged("patterns", "apt-lists", &format!("FROM debian:13\n{silent}"), &Beside::default());
    assert!(reason.ends_with("The comment in line 2 silences the check that says so."), "{reason}");
    let root = "FROM debian:13\n# layerwise ignore=user-missing reason=meant\nCMD [\"nginx\"]\n";
    assert_verdict("patterns.user", root, Silenced, &[1, 2]);
    assert_verdict("patterns.user", &root.replace("user-missing", "sudo"), NotDone, &[1]);
}
