//! Questions about the recorded files: how many there are, and that each is sound.

use std::collections::BTreeMap;

use layerwise::lesson::Moment;

use super::properties::check_all;
use super::{analysis, every_ask, questions};
use crate::truth::facts::{cases, options};

/// What one way to ask makes of all files.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    files: usize,
    questions: usize,
    wrong: usize,
    from_beliefs: usize,
}

#[test]
fn questions_about_recorded_files_are_sound() {
    let mut count = 0;
    // Every second: the random files of `properties` ask the same.
    for (seed, case) in (0..).zip(cases()).step_by(2) {
        let text = case["source"].as_str().unwrap();
        count += check_all(&analysis(text.as_bytes(), options(&case)), seed);
    }
    assert!(count > 2_500, "only {count} questions");
}

/// Most wrong options are where a belief leads. `--nocapture` prints the table.
#[test]
fn wrong_options_come_from_beliefs() {
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    // A share needs no more.
    for case in cases().step_by(4) {
        let text = case["source"].as_str().unwrap();
        let analysis = analysis(text.as_bytes(), options(&case));
        for ask in every_ask() {
            let Ok(made) = questions(&ask, &analysis, 0) else { continue };
            let when = if ask.when == Moment::Run { " at run time" } else { "" };
            let count = counts.entry(format!("{}{when}", ask.generator.name())).or_default();
            count.files += 1;
            count.questions += made.len();
            for belief in made.iter().flat_map(|made| &made.beliefs).flatten() {
                count.wrong += 1;
                // A mix-up of names is no belief about Docker.
                count.from_beliefs += usize::from(!belief.claim.is_empty());
            }
        }
    }
    let mut all = Count::default();
    for (name, count) in &counts {
        println!("{name}: {count:?}");
        all.wrong += count.wrong;
        all.from_beliefs += count.from_beliefs;
    }
    assert!(all.from_beliefs * 10 > all.wrong * 8, "{all:?}");
}
