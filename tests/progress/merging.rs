//! Two logs made one: nothing lost, nothing twice, whatever is in them.

use std::collections::BTreeSet;
use std::fs;

use layerwise::host::{AnswerLog, Directories};
use layerwise::progress::{Progress, Record, RecordKind, Timestamp, merge};
use proptest::prelude::*;

use super::{answer, read};

/// Records of one machine in the order of their times. No two machines write
/// at the same moment, so that the moments of one are even and of the other odd.
fn records(odd: u64) -> impl Strategy<Value = Vec<Record>> {
    let one = (0..6_u64, "[a-c]", any::<bool>(), 1..3_u32, 1..100_000_u64).prop_map(
        |(kind, name, correct, try_number, gap)| {
            let kind = match kind {
                0 => RecordKind::Reset { lesson: Some(name) },
                1 => RecordKind::Known { lesson: name },
                _ => {
                    let record = answer(1, |it| {
                        (it.question, it.skill) = (name.clone(), Some(name));
                        (it.correct, it.try_number) = (correct, try_number);
                    });
                    record.kind
                }
            };
            (kind, gap)
        },
    );
    proptest::collection::vec(one, 0..12).prop_map(move |all| {
        let mut at = 1_000_000;
        let timed = all.into_iter().map(|(kind, gap)| {
            at += gap * 2;
            Record { at: Timestamp(at + odd), kind }
        });
        timed.collect()
    })
}

fn log(records: &[Record]) -> Vec<u8> {
    records.iter().map(Record::to_line).collect::<String>().into_bytes()
}

fn lines(log: &[u8]) -> BTreeSet<Vec<u8>> {
    let lines = log.split(|byte| *byte == b'\n').map(|line| line.trim_ascii().to_vec());
    lines.filter(|line| !line.is_empty()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_ways_come_to_the_same_and_again_changes_nothing(
        one in records(0),
        other in records(1),
        shared in 0..12_usize,
    ) {
        // What was taken over before stands in both.
        let shared = &one[..shared.min(one.len())];
        let (one, other) = (log(&one), merge(&log(&other), &log(shared)).log);
        let there = merge(&one, &other);
        let back = merge(&other, &one);
        prop_assert_eq!(&there.log, &back.log);
        prop_assert_eq!(lines(&there.log), &lines(&one) | &lines(&other));
        prop_assert_eq!(there.log.split(|byte| *byte == b'\n').count() - 1, lines(&there.log).len());
        for again in [&one, &other, &there.log] {
            let merged = merge(&there.log, again);
            prop_assert_eq!(merged.added, 0);
            prop_assert_eq!(&merged.log, &there.log);
        }
        // It counts as if one machine had written all of it.
        let mut all: Vec<Record> = lines(&there.log).iter().map(|line| Record::parse(line).unwrap()).collect();
        all.sort_by_key(|record| record.at);
        let mut progress = Progress::default();
        all.iter().for_each(|record| progress.take_record(record));
        prop_assert_eq!(read(&there.log), progress);
    }

    #[test]
    fn own_lines_stay_whatever_they_are_and_strange_ones_do_not_come_in(
        own in proptest::collection::vec(any::<u8>(), 0..120),
        other in proptest::collection::vec(any::<u8>(), 0..120),
        some in records(0),
    ) {
        let mixed = [own, b"\n".to_vec(), log(&some)].concat();
        let merged = merge(&mixed, &other);
        prop_assert_eq!(merged.added, 0, "bytes by chance are no records");
        prop_assert_eq!(lines(&merged.log), lines(&mixed));
        let merged = merge(&other, &mixed);
        prop_assert!(lines(&merged.log).is_superset(&lines(&other)));
        prop_assert!(lines(&merged.log).is_superset(&lines(&log(&some))));
        prop_assert_eq!(merge(&merged.log, &mixed).log, merged.log);
    }
}

proptest! {
    // Each case writes files and waits for the disk.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn a_file_cut_anywhere_loses_at_most_its_last_record(
        records in records(0),
        next in records(1),
        cut in any::<prop::sample::Index>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let file = AnswerLog::new(&Directories::below(folder.path()));
        file.append(&records).unwrap();
        // What was counted before the crash must not hide that something is gone.
        let _ = file.read().unwrap();
        let whole = fs::read(file.path()).unwrap();
        let cut = cut.index(whole.len() + 1);
        fs::write(file.path(), &whole[..cut]).unwrap();
        let kept = whole[..cut].iter().filter(|byte| **byte == b'\n').count();
        let is_last_whole = records.get(kept).is_some_and(|next| {
            let start: usize = records[..kept].iter().map(|it| it.to_line().len()).sum();
            whole[start..cut] == *next.to_line().trim_end().as_bytes()
        });
        let counted = kept + usize::from(is_last_whole);
        prop_assert_eq!(file.read().unwrap().records, counted as u64);
        file.append(&next).unwrap();
        let after = file.read().unwrap();
        prop_assert_eq!(after.records, (counted + next.len()) as u64);
        // What the other machine has brings back what was lost.
        file.import(&whole).unwrap();
        prop_assert!(lines(&fs::read(file.path()).unwrap()).is_superset(&lines(&whole)));
    }
}

#[test]
fn who_answers_while_another_imports_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = AnswerLog::new(&Directories::below(folder.path()));
    let numbered = |number: u64| answer(number, |it| it.question = format!("q{number}"));
    std::thread::scope(|scope| {
        for writer in 0..2_u64 {
            let file = file.clone();
            scope.spawn(move || {
                for number in 0..20 {
                    file.append(&[numbered(writer * 100 + number + 1)]).unwrap();
                }
            });
        }
        let file = file.clone();
        scope.spawn(move || {
            for number in 0..20 {
                file.import(numbered(1_000 + number).to_line().as_bytes()).unwrap();
                file.import(numbered(1_000 + number).to_line().as_bytes()).unwrap();
            }
        });
    });
    let progress = file.read().unwrap();
    assert_eq!((progress.records, progress.unreadable), (60, 0));
    assert_eq!(progress.lesson("l").unwrap().items.len(), 60);
    let left = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| name.to_string_lossy().ends_with(".new")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn an_import_that_fails_leaves_the_log_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let file = AnswerLog::new(&Directories::below(folder.path()));
    file.append(&[answer(5, |_| ())]).unwrap();
    let before = fs::read(file.path()).unwrap();
    // A copy that was half written when the power went is no part of the log.
    fs::write(folder.path().join("answers.jsonl.1-2.new"), &before[..9]).unwrap();
    assert_eq!(file.import(b"").unwrap().added, 0);
    assert_eq!(file.import(b"{\"v\":1,\"ts\":7}\n").unwrap().refused, 1);
    assert_eq!(fs::read(file.path()).unwrap(), before);
    assert_eq!(file.read().unwrap().records, 1);
    // A line of a newer layerwise is kept for it.
    assert_eq!(file.import(b"{\"v\":9,\"ts\":7,\"dream\":1}\n").unwrap().added, 1);
    assert_eq!(file.read().unwrap().newer, 1);
}
