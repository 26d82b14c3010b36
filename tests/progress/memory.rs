//! Skills: the schedule is FSRS, and what follows from which answers.

use layerwise::progress::{Memory, Progress, Rating, Record, RecordKind, Timestamp};
use layerwise::quiz::{Confidence, Level, Outcome};
use proptest::prelude::*;
use rs_fsrs::{Card, FSRS, Parameters, Seed};

use super::{answer, read};

const DAY: u64 = 86_400_000;
/// 2026-11-20, 12:00 UTC.
const NOON: u64 = 1_795_176_000_000;

/// The same scheduler of another author, with our settings.
fn oracle() -> FSRS {
    FSRS::new(Parameters {
        request_retention: 0.9,
        enable_short_term: false,
        enable_fuzz: false,
        seed: Seed::Empty,
        ..Parameters::default()
    })
}

fn ratings() -> impl Strategy<Value = (Rating, rs_fsrs::Rating)> {
    prop_oneof![
        Just((Rating::Again, rs_fsrs::Rating::Again)),
        Just((Rating::Hard, rs_fsrs::Rating::Hard)),
        Just((Rating::Good, rs_fsrs::Rating::Good)),
        Just((Rating::Easy, rs_fsrs::Rating::Easy)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_schedule_is_that_of_rs_fsrs(
        reviews in proptest::collection::vec((ratings(), 0..400_u64, 0..DAY), 1..12),
    ) {
        let (mut at, mut card, mut memory) = (NOON, Card::default(), None::<Memory>);
        for ((ours, theirs), days, rest) in reviews {
            at += days * DAY + rest;
            let moment = chrono::DateTime::from_timestamp_millis(at as i64).unwrap();
            card = oracle().next(card, moment, theirs).card;
            let next = match memory {
                None => Memory::first(ours, Timestamp(at)),
                Some(memory) => memory.next(ours, Timestamp(at)),
            };
            // Where ours stops to grow or shrink theirs goes on.
            if card.stability > 3_000.0 || card.stability < 0.02 {
                return Ok(());
            }
            prop_assert!((next.stability - card.stability).abs() < 1e-6 * card.stability);
            prop_assert!((next.difficulty - card.difficulty).abs() < 1e-6);
            prop_assert_eq!(next.due.0, card.due.timestamp_millis() as u64);
            memory = Some(next);
        }
    }

    #[test]
    fn no_row_of_answers_breaks_it(
        reviews in proptest::collection::vec((ratings(), any::<u64>()), 1..300),
    ) {
        let mut memory = Memory::first(Rating::Good, Timestamp(NOON));
        for ((rating, _), at) in reviews {
            memory = memory.next(rating, Timestamp(at));
            prop_assert!(memory.stability.is_finite() && memory.stability > 0.0);
            prop_assert!((1.0..=10.0).contains(&memory.difficulty));
            prop_assert!((0.0..=1.0).contains(&memory.recall(Timestamp(at))));
        }
    }
}

fn of_skill(at: u64, change: impl FnOnce(&mut Outcome)) -> Record {
    answer(at, |it| {
        it.skill = Some("cache.rules".to_owned());
        change(it);
    })
}

fn progress(records: &[Record]) -> Progress {
    let log: String = records.iter().map(Record::to_line).collect();
    let mut taken = Progress::default();
    records.iter().for_each(|record| taken.take_record(record));
    let read = read(log.as_bytes());
    assert_eq!(read, taken, "a line counts as the record does");
    read
}

#[track_caller]
fn check(change: impl FnOnce(&mut Outcome), rating: Rating) {
    let progress = progress(&[of_skill(NOON, change)]);
    assert_eq!(progress.skills["cache.rules"], Memory::first(rating, Timestamp(NOON)));
}

#[test]
fn what_is_due_today_is_not_said_to_be_known_for_certain() {
    // Answered late in the evening; the next morning is another day, though not a full one.
    let late = NOON + 11 * 3_600_000;
    let memory = Memory::first(Rating::Again, Timestamp(late));
    let morning = Timestamp(late + 9 * 3_600_000);
    assert!(memory.is_due(morning));
    assert!(memory.recall_on_day(morning) < 0.9, "{}", memory.recall_on_day(morning));
    assert_eq!(memory.recall_on_day(Timestamp(late + 60_000)), 1.0);
}

#[test]
fn how_answers_are_rated() {
    check(|it| it.correct = false, Rating::Again);
    check(|it| it.hints = 1, Rating::Hard);
    check(|it| it.confidence = Some(Confidence::NotSure), Rating::Hard);
    check(|_| (), Rating::Good);
    check(|it| it.confidence = Some(Confidence::Sure), Rating::Easy);
    check(|it| (it.hints, it.confidence) = (1, Some(Confidence::Sure)), Rating::Hard);
}

#[test]
fn the_first_try_of_a_round_counts_and_a_record_counts_once() {
    let wrong = of_skill(NOON, |it| (it.correct, it.closed) = (false, false));
    let right = of_skill(NOON + 1, |it| it.try_number = 2);
    let once = progress(std::slice::from_ref(&wrong));
    let all = progress(&[wrong.clone(), wrong, right]);
    assert_eq!(all.skills, once.skills);
}

#[test]
fn lines_without_a_skill_get_it_from_the_course() {
    let of = |lesson: &str, question: &str| {
        let log = answer(NOON, |it| (it.lesson, it.question) = (lesson.into(), question.into()));
        read(log.to_line().as_bytes()).skills.into_keys().collect::<Vec<_>>()
    };
    assert_eq!(of("from", "from-latest"), ["from.pinning"]);
    assert_eq!(of("arg-env", "arg-env-var-value-3"), ["variables.runtime"]);
    assert_eq!(of("gone", "gone-user-at-line-2"), ["user.who"]);
    assert!(of("from", "no-such-question").is_empty());
    assert!(of("from", "from-tag").is_empty(), "a task trains no single skill");
}

#[test]
fn what_is_due_and_how_far_the_reader_is() {
    let records = [
        of_skill(NOON, |_| ()),
        of_skill(NOON + 1, |it| (it.skill, it.correct) = (Some("user.who".into()), false)),
    ];
    let progress = progress(&records);
    let day = |days: u64| Timestamp(NOON + days * DAY);
    assert!(progress.due(day(0)).is_empty());
    assert_eq!(progress.due(day(1)), ["user.who"]);
    assert_eq!(progress.due(day(9)), ["user.who", "cache.rules"], "the most forgotten first");
    // The day counts, not the hour.
    let early = Timestamp(NOON + DAY - 11 * 3_600_000);
    assert_eq!(progress.due(early), ["user.who"]);
    assert_eq!(progress.level("cache.rules"), Level::Growing);
    assert_eq!(progress.level("user.who"), Level::New);
    assert_eq!(progress.level("never.asked"), Level::New);
    let later = [0, 4, 20].map(|days| of_skill(NOON + days * DAY, |_| ()));
    assert_eq!(self::progress(&later).level("cache.rules"), Level::Firm);
}

#[test]
fn time_is_counted_without_pauses() {
    let minute = 60_000;
    let moments = [0, 2, 5, 60, 61].map(|minutes| of_skill(NOON + minutes * minute, |_| ()));
    let progress = progress(&moments);
    assert_eq!(progress.spent, 6 * minute);
    assert_eq!(progress.lesson("l").unwrap().spent, 6 * minute);
}

#[test]
fn a_known_lesson_is_done_and_older_programs_pass_over_it() {
    let record =
        Record { at: Timestamp(NOON), kind: RecordKind::Known { lesson: "from".to_owned() } };
    assert!(record.to_line().starts_with("{\"v\":2,"), "{}", record.to_line());
    assert!(answer(NOON, |_| ()).to_line().starts_with("{\"v\":1,"));
    assert_eq!(Record::parse(record.to_line().as_bytes()).unwrap(), record);
    let needs = layerwise::progress::Needs { lesson: "from".to_owned(), items: Vec::new() };
    let state = progress(&[record]).lesson_state(&needs);
    assert!(state.known && state.done);
}

#[test]
fn starting_everything_anew_forgets_the_skills_and_one_lesson_does_not() {
    let reset = |lesson: Option<&str>| Record {
        at: Timestamp(NOON + 1),
        kind: RecordKind::Reset { lesson: lesson.map(str::to_owned) },
    };
    assert!(progress(&[of_skill(NOON, |_| ()), reset(None)]).skills.is_empty());
    assert_eq!(progress(&[of_skill(NOON, |_| ()), reset(Some("l"))]).skills.len(), 1);
}
