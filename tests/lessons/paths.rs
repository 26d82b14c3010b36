//! The paths through the course, and where a reader best begins.

use std::collections::BTreeSet;
use std::sync::Arc;

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::checks::{self, Around, Category, Level, Settings, Subject};
use layerwise::curriculum::{Advice, Ecosystem, Looked, Paths, advise, ecosystem};
use layerwise::dockerfile;
use layerwise::fact::Fact;
use layerwise::lesson::Course;
use layerwise::progress::{Progress, Record, RecordKind, Timestamp};
use layerwise::source::Source;

const TEXT: &str = include_str!("../../lessons/paths.toml");

#[test]
fn the_paths_lead_through_lessons_that_exist_in_an_order_that_they_allow() {
    let paths = Paths::read(TEXT).unwrap();
    let course = Course::builtin();
    let ids: Vec<&str> = paths.all.iter().map(|path| path.id.as_str()).collect();
    assert_eq!(ids, ["starter", "insecure", "slow", "big", "reviewer", "onboarding"]);
    for path in &paths.all {
        assert!(!path.about.is_empty() && !path.title.is_empty(), "{}", path.id);
        let unique: BTreeSet<_> = path.lessons.iter().collect();
        assert_eq!(unique.len(), path.lessons.len(), "{} names a lesson twice", path.id);
        for (place, id) in path.lessons.iter().enumerate() {
            let entry = course.find(id).unwrap_or_else(|| panic!("{}: no lesson {id}", path.id));
            assert_eq!(&entry.id, id, "a lesson is named by its id");
            for later in &path.lessons[place + 1..] {
                assert!(!entry.lesson().requires.contains(later), "{}: {id}, {later}", path.id);
            }
        }
        let names: Vec<&str> = Category::ALL.iter().map(|it| it.name()).collect();
        for category in &path.findings {
            assert!(names.contains(&category.as_str()), "{}: {category}", path.id);
        }
    }
    let led: Vec<&str> =
        paths.all.iter().flat_map(|path| &path.findings).map(String::as_str).collect();
    let unique: BTreeSet<&str> = led.iter().copied().collect();
    assert_eq!((led.len(), unique.len()), (7, 7), "each category leads to one path");
}

#[test]
fn every_check_has_one_lesson_and_every_language_too() {
    let paths = Paths::read(TEXT).unwrap();
    let course = Course::builtin();
    for lesson in paths.treats.keys().chain(paths.languages.iter().map(|it| &it.lesson)) {
        assert_eq!(course.find(lesson).map(|it| &it.id), Some(lesson));
    }
    let mut told: Vec<&str> = paths.treats.values().flatten().map(String::as_str).collect();
    told.sort_unstable();
    let mut all: Vec<&str> = checks::all().iter().map(|rule| rule.slug).collect();
    all.sort_unstable();
    assert_eq!(told, all);
}

fn analysis(text: &str) -> Analysis {
    let source = Source::new("Dockerfile", text.as_bytes().to_vec());
    Analysis::of(Arc::new(dockerfile::parse(Arc::new(source))), Options::default())
}

fn advice(text: &str, progress: &Progress) -> Advice {
    let (analysis, around) = (analysis(text), Around::default());
    let findings = checks::check(&analysis, &around, &Settings::default());
    let looked = Looked { analysis: &analysis, around: &around, findings: &findings };
    advise(&Course::builtin(), &Paths::builtin(), Some(looked), progress)
}

fn done(lessons: &[&str]) -> Progress {
    let mut progress = Progress::default();
    for lesson in lessons {
        let kind = RecordKind::Known { lesson: (*lesson).to_owned() };
        progress.take_record(&Record { at: Timestamp(1), kind });
    }
    progress
}

#[track_caller]
fn begins(text: &str, progress: &Progress, lesson: &str, path: Option<&str>) -> Advice {
    let advice = advice(text, progress);
    let begin = (advice.begin.lesson.as_deref(), advice.begin.path.as_deref());
    assert_eq!(begin, (Some(lesson), path), "{advice:#?}");
    advice
}

const GOOD: &str = "FROM alpine:3.22@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\nUSER 10001:10001\nCMD [\"true\"]\n";

#[test]
fn what_is_wrong_for_certain_comes_first_with_its_lines() {
    let file = "FROM python:3.12-slim\nENV DB_PASSWORD=hunter2\nCOPY . .\n\
                RUN pip install --no-cache-dir -r requirements.txt\nUSER 10001\n\
                CMD [\"python\", \"app.py\"]\n";
    let found = begins(file, &Progress::default(), "secrets", Some("insecure"));
    assert_eq!(found.begin.before, ["tour", "arg-env", "layers-add-up"]);
    let first = &found.begin.why[0];
    assert_eq!(first.check, Some("secret-env-arg"));
    assert!(!first.proof.is_empty() && !first.words.contains("hunter2"), "{first:?}");
    // Who has done that lesson is shown the next thing that is wrong.
    begins(file, &done(&["secrets"]), "cache-order", Some("slow"));
}

#[test]
fn a_file_that_is_refused_is_mended_first() {
    let file = "FROM alpine:3.22\nENV DB_PASSWORD=hunter2\nCOPPY . .\n";
    let found = begins(file, &Progress::default(), "anatomy", Some("reviewer"));
    assert_eq!(found.begin.why[0].check, Some("syntax-error"));
}

#[test]
fn without_a_file_the_path_for_who_begins_comes_first() {
    let (course, paths) = (Course::builtin(), Paths::builtin());
    let begin = |progress: &Progress| advise(&course, &paths, None, progress).begin;
    assert_eq!(begin(&Progress::default()).lesson.as_deref(), Some("tour"));
    let halfway = begin(&done(&["tour", "what-is", "anatomy"]));
    assert_eq!(
        (halfway.lesson.as_deref(), halfway.path.as_deref()),
        (Some("context"), Some("starter"))
    );
    let starter = paths.starter().unwrap();
    let all: Vec<&str> = starter.lessons.iter().map(String::as_str).collect();
    // What the last one requires beside is not on the path.
    let last = begin(&done(&all[..all.len() - 1]));
    assert_eq!((last.lesson.as_deref(), last.before), (Some("non-root"), Vec::new()));
    let beyond = begin(&done(&all));
    assert_eq!((beyond.lesson.as_deref(), beyond.path), (Some("from"), None));
    let every: Vec<&str> = course.entries.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(begin(&done(&every)).lesson, None);
}

#[test]
fn what_is_not_certain_decides_nothing() {
    // Whether the unknown image sets a user, nobody knows.
    let file =
        GOOD.replace("USER 10001:10001\n", "").replace("alpine:3.22", "registry.example/own");
    let found = begins(&file, &Progress::default(), "tour", Some("starter"));
    let need = found.needs.iter().find(|need| need.lesson == "non-root").unwrap();
    assert!(!need.is_sure() && need.level.is_none(), "{need:?}");
    assert!(need.reasons[0].depends_on.is_some());
}

#[test]
fn a_clean_file_is_read_by_what_it_is() {
    let starter = Paths::builtin();
    let all: Vec<&str> = starter.starter().unwrap().lessons.iter().map(String::as_str).collect();
    let first = GOOD.lines().next().unwrap();
    let two = format!("{first} AS build\n{GOOD}COPY --from=build /bin/sh /sh\n");
    let found = begins(&two, &done(&all), "stages", Some("onboarding"));
    assert_eq!(found.needs.iter().filter(|it| it.level >= Some(Level::Warning)).count(), 0);
    assert_eq!(found.begin.why[0].proof.len(), 2);
}

#[test]
fn the_language_is_told_only_where_the_file_tells_it() {
    let known = |text: &str| {
        let (analysis, around) = (analysis(text), Around::default());
        match ecosystem(&Subject::new(&analysis, &around)) {
            Fact::Known { value, proof, .. } => {
                assert!(!proof.is_empty());
                Some(value)
            }
            Fact::Unknown { .. } => None,
        }
    };
    assert_eq!(known("FROM node:22\n"), Some(Ecosystem::Node));
    assert_eq!(
        known("FROM node:22 AS web\nFROM python:3.12\nCOPY --from=web /a /a\n"),
        Some(Ecosystem::Python)
    );
    assert_eq!(
        known("FROM golang:1.25 AS b\nFROM scratch\nCOPY --from=b /a /a\n"),
        Some(Ecosystem::Go)
    );
    assert_eq!(known("FROM debian:13\nRUN apt-get update && cargo build\n"), Some(Ecosystem::Rust));
    assert_eq!(known("FROM mcr.microsoft.com/dotnet/aspnet:9.0\n"), Some(Ecosystem::DotNet));
    assert_eq!(
        known(
            "FROM maven:3 AS b\nFROM node:22 AS w\nFROM debian:13\nCOPY --from=b a a\nCOPY --from=w a a\n"
        ),
        None
    );
    // What the target does not need says nothing.
    assert_eq!(known("FROM rust:1 AS x\nFROM debian:13\nCMD [\"true\"]\n"), None);
    assert_eq!(known("FROM $X\nCOPPY\n"), None);
}
