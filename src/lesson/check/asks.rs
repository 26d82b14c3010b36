//! Whether each `ask` gives questions.

use super::Checked;
use super::dockerfiles::{as_sample, is_shown, read};
use crate::lesson::place::Problems;
use crate::lesson::trace::TracedAsk;
use crate::lesson::{Asker, Sample};

/// On at most so many samples of other lessons the asks of a course are tried together.
const MOST_TRIES: usize = 3_000;

/// An `ask` must give a question on the sample of its lesson. It is tried on
/// the samples of other lessons and on the fixtures, too: there it may give
/// none, and must come to an end.
pub(super) fn check(lessons: &[Checked<'_>], asker: &dyn Asker, problems: &mut Problems) {
    let mut tries = MOST_TRIES;
    for checked in lessons {
        for traced in &checked.trace.asks {
            on_own_sample(checked, traced, asker, problems);
            let others = lessons.iter().filter_map(|other| other.lesson.sample.as_ref());
            for other in others.chain(&checked.trace.fixtures).take(tries) {
                tries -= 1;
                // Only that it ends counts.
                let _ = asker.questions(&traced.ask, other);
            }
        }
    }
}

fn on_own_sample(
    checked: &Checked<'_>,
    traced: &TracedAsk,
    asker: &dyn Asker,
    problems: &mut Problems,
) {
    let name = traced.ask.generator.name();
    let Some(sample) = &checked.lesson.sample else {
        let hint = "sample: samples/name.Dockerfile in the front matter";
        let message = format!("the ask {name} has no sample to be tried on");
        return problems.error_with_hint(&traced.place, message, hint);
    };
    if !is_asked(traced, sample) {
        return;
    }
    if let Err(reason) = asker.questions(&traced.ask, sample) {
        problems.error_with_hint(
            &traced.place,
            format!("the ask {name} gives no question on the sample: {reason}"),
            "choose other settings, or a sample that has what it asks about",
        );
    }
}

/// Whether the conditions around it hold for the sample.
fn is_asked(traced: &TracedAsk, sample: &Sample) -> bool {
    is_shown(&traced.conditions, &as_sample(&read(sample)))
}
