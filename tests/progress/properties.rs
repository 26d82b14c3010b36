//! Whatever happens to the end of the log, what was written before counts.

use proptest::prelude::*;

use layerwise::progress::{LogReading, Progress, Record, RecordKind, Timestamp};

use super::{answer, read};

fn records() -> impl Strategy<Value = Vec<Record>> {
    let one = (0..5_u64, "[a-c]", "[a-d]", any::<bool>(), 1..3_u32, 0..2_u32, ".{0,6}").prop_map(
        |(kind, lesson, question, correct, try_number, hints, hash)| match kind {
            0 => Record { at: Timestamp(1), kind: RecordKind::Reset { lesson: Some(lesson) } },
            1 => Record { at: Timestamp(1), kind: RecordKind::Finished { lesson } },
            _ => answer(1, |it| {
                (it.lesson, it.question, it.hash) = (lesson, question, hash);
                (it.correct, it.try_number, it.hints) = (correct, try_number, hints);
            }),
        },
    );
    proptest::collection::vec(one, 0..12).prop_map(|mut records| {
        for (at, record) in records.iter_mut().enumerate() {
            record.at = Timestamp(at as u64 + 1);
        }
        records
    })
}

fn lines(records: &[Record]) -> Vec<String> {
    records.iter().map(Record::to_line).collect()
}

fn taken(records: &[Record]) -> Progress {
    let mut progress = Progress::default();
    for record in records {
        progress.take_record(record);
    }
    progress
}

/// What counts, without the count of broken lines.
fn counted(mut progress: Progress) -> Progress {
    progress.unreadable = 0;
    progress
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cut_log_loses_at_most_the_record_being_written(
        records in records(),
        cut in any::<prop::sample::Index>(),
        next in records(),
    ) {
        let log = lines(&records).concat();
        let cut = cut.index(log.len() + 1);
        // How many records are whole in front of the cut; the last may lack its newline.
        let mut end = 0;
        let whole = lines(&records).iter().take_while(|line| {
            end += line.len();
            end - 1 <= cut
        }).count();
        let rest = &log.as_bytes()[..cut];
        prop_assert_eq!(counted(read(rest)), taken(&records[..whole]));

        // A later writer begins on a new line, and everything it writes counts.
        let mut later = rest.to_vec();
        if !later.is_empty() && !later.ends_with(b"\n") {
            later.push(b'\n');
        }
        later.extend_from_slice(lines(&next).concat().as_bytes());
        let all: Vec<_> = records[..whole].iter().chain(&next).cloned().collect();
        prop_assert_eq!(counted(read(&later)), taken(&all));
    }

    #[test]
    fn two_writers_in_any_order_keep_every_line(
        left in records(),
        right in records(),
        picks in proptest::collection::vec(any::<bool>(), 24),
    ) {
        let mut sides = [left.iter(), right.iter()];
        let mut order = Vec::new();
        for pick in picks {
            let side = usize::from(pick);
            order.extend(sides[side].next().or_else(|| sides[1 - side].next()).cloned());
        }
        for side in sides {
            order.extend(side.cloned());
        }
        prop_assert_eq!(order.len(), left.len() + right.len());
        let progress = read(lines(&order).concat().as_bytes());
        prop_assert_eq!(progress.unreadable, 0);
        prop_assert_eq!(progress, taken(&order));
    }

    #[test]
    fn the_pieces_of_a_reading_do_not_matter(
        records in records(),
        noise in proptest::collection::vec(any::<u8>(), 0..40),
        place in any::<prop::sample::Index>(),
        size in 1..50_usize,
        stop in any::<prop::sample::Index>(),
    ) {
        let mut log = lines(&records).concat().into_bytes();
        let place = place.index(log.len() + 1);
        log.splice(place..place, noise);
        let mut reading = LogReading::default();
        for piece in log.chunks(size) {
            reading.feed(piece);
        }
        prop_assert_eq!(reading.finish(), read(&log));

        // A reading that goes on from a short cut comes to the same.
        let mut first = LogReading::default();
        first.feed(&log[..stop.index(log.len() + 1)]);
        let (progress, whole) = first.so_far();
        let mut second = LogReading::resume(progress.clone(), whole);
        second.feed(&log[whole as usize..]);
        prop_assert_eq!(second.finish(), read(&log));
    }

    #[test]
    fn no_line_makes_it_panic(line in proptest::collection::vec(any::<u8>(), 0..200)) {
        read(&line);
        let _ = Record::parse(&line);
    }
}

#[test]
fn a_line_without_end_does_not_fill_the_memory() {
    let mut reading = LogReading::default();
    for _ in 0..64 {
        reading.feed(&[b'x'; 1 << 16]);
    }
    reading.feed(format!("\n{}", answer(1, |_| ()).to_line()).as_bytes());
    let progress = reading.finish();
    assert_eq!((progress.records, progress.unreadable), (1, 1));
}
