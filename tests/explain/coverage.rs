//! How much of a file the tables know, counted.

use layerwise::explain::{Counted, Coverage};
use layerwise::knowledge::Knowledge;

fn coverage(text: &str) -> Coverage {
    Coverage::of(&super::read(text), &Knowledge::default())
}

#[track_caller]
fn check(found: &Coverage, kind: Counted, known: usize, unknown: &[(&str, usize)]) {
    let count = found.counts.get(&kind).cloned().unwrap_or_default();
    let names: Vec<(&str, usize)> =
        count.unknown.iter().map(|(name, times)| (name.as_str(), *times)).collect();
    assert_eq!((count.known, names.as_slice()), (known, unknown), "{kind:?}");
    assert_eq!(count.met, known + unknown.iter().map(|(_, times)| times).sum::<usize>());
}

#[test]
fn everything_is_counted_once() {
    let found = coverage(
        "FROM python:3.12 AS base\nENV PATH=/a FOO=1\nARG APP_VERSION\n\
         RUN --mount=type=cache,target=/c sudo apt-get install -y --own curl our-tool && our-tool -x \\\n\
         && pip install flask ours -r r.txt && f() { true; }; f; ./own.sh\n\
         FROM base\nFROM nobody/knows\nFROM $BASE\nCMD [\"--flag\"]\nCOPYY a b\n",
    );
    check(&found, Counted::Instruction, 8, &[("COPYY", 1)]);
    check(&found, Counted::InstructionFlag, 1, &[]);
    check(&found, Counted::Command, 4, &[("our-tool", 1)]);
    check(&found, Counted::CommandFlag, 2, &[("apt-get --own", 1), ("our-tool -x", 1)]);
    check(&found, Counted::OsPackage, 1, &[("os our-tool", 1)]);
    check(&found, Counted::LanguagePackage, 1, &[("pip ours", 1)]);
    check(&found, Counted::Variable, 2, &[("FOO", 1)]);
    check(&found, Counted::BaseImage, 1, &[("nobody/knows", 1)]);
}

#[test]
fn counts_of_files_add_up() {
    let mut sum = coverage("FROM scratch\nRUN ours\n");
    sum.add(coverage("FROM scratch\nRUN ours; true\n"));
    check(&sum, Counted::Command, 1, &[("ours", 2)]);
    check(&sum, Counted::BaseImage, 2, &[]);
}

#[test]
fn what_only_a_name_says_is_counted_apart() {
    let found = coverage(
        "FROM nobody/alpine-java:jre8\nENV PATH=/a MYSQL_PORT=1 TOOL_VERSION=2 FOO=3\n\
         FROM openresty/openresty\nFROM nobody/knows\n",
    );
    check(&found, Counted::Variable, 3, &[("FOO", 1)]);
    assert_eq!(found.counts[&Counted::Variable].by_name, 2);
    check(&found, Counted::BaseImage, 2, &[("nobody/knows", 1)]);
    assert_eq!(found.counts[&Counted::BaseImage].by_name, 1);
}

#[test]
fn what_the_file_does_with_a_variable_is_counted_apart() {
    let found = coverage(
        "FROM a\nENV PATH=/a OWN_VERSION=1 OWN_THING=2 OTHER_VERSION=3\nRUN fetch $OWN_VERSION $OWN_THING $PATH\n",
    );
    let count = &found.counts[&Counted::Variable];
    assert_eq!((count.met, count.known, count.by_use, count.by_name), (4, 4, 2, 1));
}
