//! How much a lesson may ask of the reader's file: enough for any lesson that is meant to be
//! read, and too little to hold the screen up.

use super::builder::Builder;
use super::place::Place;

/// How large all regular expressions of a lesson may be when compiled, in KiB. The costliest
/// one takes up to half a second for the largest sample, and is of 16.
const MOST_SEARCHES: usize = 96;
/// At most so many selectors and expressions stand in a lesson.
const MOST_QUERIES: usize = 500;
/// At most so many `ask`s stand in a lesson.
const MOST_ASKS: usize = 32;

/// What was asked so far.
#[derive(Default)]
pub(super) struct Spent {
    /// How large the regular expressions are that were read, in KiB.
    searches: usize,
    /// How many selectors and expressions were read.
    queries: usize,
    /// How many `ask`s.
    asks: usize,
}

impl Builder<'_> {
    /// Whether one more question may be made from the reader's file. Told once.
    pub(super) fn may_ask(&mut self, place: &Place) -> bool {
        self.spent.asks += 1;
        if self.spent.asks == MOST_ASKS + 1 {
            let message = format!("a lesson has at most {MOST_ASKS} asks: this one is left out");
            self.problems.error_with_hint(place, message, "put some into another lesson");
        }
        self.spent.asks <= MOST_ASKS
    }

    /// Whether a selector or expression with regular expressions of this size may be asked,
    /// too. Each has its own limit; so that many of them together cannot hold the screen up,
    /// a lesson has one as well.
    pub(super) fn may_query(&mut self, searches: usize, place: &Place) -> bool {
        self.spent.queries += 1;
        if self.spent.queries > MOST_QUERIES {
            if self.spent.queries == MOST_QUERIES + 1 {
                let message = format!(
                    "a lesson has at most {MOST_QUERIES} selectors and conditions: this one and \
                     those behind it are left out"
                );
                self.problems.error_with_hint(place, message, "put some into another lesson");
            }
            return false;
        }
        self.spent.searches += searches;
        if searches == 0 || self.spent.searches <= MOST_SEARCHES {
            return true;
        }
        self.problems.error_with_hint(
            place,
            "the regular expressions of this lesson are too many or too large, so this one is left out",
            "words in quotes and operators such as ^= or *= cost nothing",
        );
        false
    }
}
