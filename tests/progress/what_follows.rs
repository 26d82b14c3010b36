//! What follows from which records.

use layerwise::progress::{
    LessonState, LineFault, Need, NeedKind, Needs, Progress, Record, RecordKind, Standing,
    Timestamp,
};
use layerwise::quiz::{Confidence, Outcome};

use super::{answer, read};

fn need(id: &str, kind: NeedKind) -> Need {
    Need { id: id.to_owned(), hash: "h1".to_owned(), kind, optional: false }
}

#[track_caller]
fn check(records: &[Record], expected: Standing) {
    let log: String = records.iter().map(Record::to_line).collect();
    let progress = read(log.as_bytes());
    assert_eq!(progress.standing("l", &need("q", NeedKind::Question)), expected);
    let mut taken = Progress::default();
    for record in records {
        taken.take_record(record);
    }
    assert_eq!(taken, progress, "a record counts the same from a log and from memory");
}

fn wrong(outcome: &mut Outcome) {
    outcome.correct = false;
    outcome.closed = false;
}

#[test]
fn a_question_from_new_to_solid() {
    check(&[], Standing::New);
    check(&[answer(1, wrong)], Standing::Open);
    check(&[answer(1, |it| it.hints = 1)], Standing::Seen);
    let second = |it: &mut Outcome| it.try_number = 2;
    check(&[answer(1, wrong), answer(2, second)], Standing::Seen);
    check(&[answer(1, |_| ())], Standing::Solid);
    let given_up = |it: &mut Outcome| (it.correct, it.try_number) = (false, 2);
    check(&[answer(1, wrong), answer(2, given_up)], Standing::Seen);
}

#[test]
fn the_latest_round_says_how_well_it_is_known() {
    check(&[answer(1, |it| it.hints = 1), answer(2, |_| ())], Standing::Solid);
    check(&[answer(1, |_| ()), answer(2, wrong)], Standing::Seen);
}

#[test]
fn a_changed_question_is_updated_and_not_lost() {
    let old = |it: &mut Outcome| it.hash = "h0".to_owned();
    check(&[answer(1, old)], Standing::Updated);
    check(&[answer(1, old), answer(2, wrong)], Standing::Open);
    let mut progress = Progress::default();
    progress.take_record(&answer(1, old));
    progress.take_record(&answer(2, |_| ()));
    assert_eq!(progress.item("l", "q").unwrap().answers, 2);
}

#[test]
fn a_reset_counts_for_what_was_before() {
    let reset = |at, lesson: Option<&str>| Record {
        at: Timestamp(at),
        kind: RecordKind::Reset { lesson: lesson.map(str::to_owned) },
    };
    check(&[answer(1, |_| ()), reset(2, Some("l"))], Standing::New);
    check(&[answer(1, |_| ()), reset(2, Some("other"))], Standing::Solid);
    check(&[answer(1, |_| ()), reset(2, None)], Standing::New);
    check(&[reset(1, None), answer(2, |_| ())], Standing::Solid);
}

#[test]
fn a_lesson_is_done_when_all_it_asks_for_is() {
    let needs = Needs {
        lesson: "l".to_owned(),
        items: vec![
            need("q", NeedKind::Question),
            need("t", NeedKind::Task),
            Need { optional: true, ..need("x", NeedKind::Question) },
        ],
    };
    let mut progress = Progress::default();
    assert_eq!(
        progress.lesson_state(&needs),
        LessonState { questions: 2, tasks: 1, ..LessonState::default() }
    );
    progress.take_record(&answer(1, |it| it.hints = 2));
    let half = progress.lesson_state(&needs);
    assert!(half.started && !half.done && half.answered == 1 && half.solid == 0, "{half:?}");
    progress.take_record(&answer(2, |it| it.question = "t".to_owned()));
    let whole = progress.lesson_state(&needs);
    assert!(whole.done && whole.tasks_done == 1, "{whole:?}");
}

#[test]
fn a_lesson_that_asks_for_nothing_is_done_at_its_end() {
    let needs = Needs { lesson: "l".to_owned(), items: Vec::new() };
    let mut progress = Progress::default();
    assert!(!progress.lesson_state(&needs).done);
    let finished = RecordKind::Finished { lesson: "l".to_owned() };
    progress.take_record(&Record { at: Timestamp(1), kind: finished });
    assert!(progress.lesson_state(&needs).done);
}

#[test]
fn being_unsure_is_kept() {
    let mut progress = Progress::default();
    progress.take_record(&answer(1, |it| it.confidence = Some(Confidence::NotSure)));
    assert!(progress.item("l", "q").unwrap().unsure);
}

#[test]
fn the_same_record_twice_counts_once() {
    let line = answer(5, |_| ()).to_line();
    let progress = read([line.clone(), line].concat().as_bytes());
    assert_eq!(progress.item("l", "q").unwrap().answers, 1);
}

#[test]
fn other_lines_are_counted_and_passed_over() {
    let log = b"\n{}\nnot json\n\xff\xfe\n\0\0\0\0\n{\"v\":3,\"ts\":\"new\",\"lesson\":3}\n[1]\n\
        {\"v\":1,\"ts\":1}\n{\"v\":1,\"ts\":1,\"lesson\":\"l\",\"question\":\"q\",\"hash\":\"h1\",\
        \"seed\":1,\"given\":\"task\",\"correct\":true,\"field of tomorrow\":[1]}\r\n";
    let progress = read(log);
    assert_eq!((progress.records, progress.newer, progress.unreadable), (1, 1, 6));
    assert_eq!(progress.standing("l", &need("q", NeedKind::Question)), Standing::Solid);
}

#[test]
fn a_record_reads_back() {
    let finished = RecordKind::Finished { lesson: "l\u{1b}\n\u{202e}".to_owned() };
    let reset = RecordKind::Reset { lesson: None };
    for record in [
        answer(u64::MAX, |it| it.seed = u64::MAX),
        Record { at: Timestamp(1), kind: finished },
        Record { at: Timestamp(1), kind: reset },
    ] {
        let line = record.to_line();
        assert_eq!(line.matches('\n').count(), 1, "one record, one line: {line}");
        assert_eq!(Record::parse(line.trim_end().as_bytes()), Ok(record));
    }
    assert_eq!(Record::parse(br#"{"v":9}"#), Err(LineFault::Newer(9)));
    assert_eq!(Record::parse(b"{"), Err(LineFault::Unreadable));
}

#[test]
fn days_are_named() {
    let day = |seconds: u64| Timestamp(seconds * 1000).day();
    assert_eq!(day(0), "1970-01-01");
    assert_eq!(day(951_782_400), "2000-02-29");
    assert_eq!(day(1_795_132_800), "2026-11-20");
    assert_eq!(day(4_107_542_399), "2100-02-28");
    assert_eq!(day(4_107_542_400), "2100-03-01");
    Timestamp(u64::MAX).day();
}
