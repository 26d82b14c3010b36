//! How well a skill sits, and when it is due: FSRS.
//!
//! The free spaced repetition scheduler, version 5 with its default weights
//! and without steps within a day, as in `rs-fsrs` 1.2.1 (MIT). The formulas are
//! written anew here and that crate is what the tests compare with: it reads
//! the clock where it makes its defaults, brings `chrono` along, and works out
//! all four ratings into a map at each answer, which a log of a million
//! answers would feel.
//!
//! Powers come from `libm`, so that two machines find the same days due to the
//! last bit, and a start need not map the system's own library for them.

use libm::{exp, expm1, pow};
use serde::{Deserialize, Serialize};

use super::record::Timestamp;

/// The weights of FSRS-5, fitted by its authors to some hundred million reviews.
const WEIGHTS: [f64; 17] = [
    0.4072, 1.1829, 3.1262, 15.4722, 7.2102, 0.5316, 1.0651, 0.0234, 1.616, 0.1544, 1.0824, 1.9813,
    0.0953, 0.2975, 2.2042, 0.2407, 2.9466,
];
/// The shape of the forgetting curve: after as many days as the stability
/// says, nine of ten things are still known.
const FACTOR: f64 = 19.0 / 81.0;
/// A skill is due when nine of ten would still be known.
const RETENTION: f64 = 0.9;
/// The longest time until the next review, in days: what sits that well need
/// not be planned further.
const LONGEST: f64 = 3650.0;
/// Below this a stability says nothing more, and would come to 0 in the end.
const LEAST_STABILITY: f64 = 0.01;
const DAY: u64 = 86_400_000;

/// How an answer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    /// Wrong.
    Again = 1,
    /// Right with a hint, or without being sure.
    Hard = 2,
    /// Right.
    Good = 3,
    /// Right at the first try, and sure of it.
    Easy = 4,
}

/// What is known of a skill's place in the reader's memory.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// After so many days nine of ten such things are still known.
    pub stability: f64,
    /// From 1, easy, to 10, hard.
    pub difficulty: f64,
    /// When it was last asked.
    pub last: Timestamp,
    /// When it is to be asked again.
    pub due: Timestamp,
    /// How often it was asked.
    pub reviews: u32,
    /// How often it was answered wrongly after it had been right.
    pub lapses: u32,
}

impl Memory {
    /// What is known after the first answer.
    pub fn first(rating: Rating, at: Timestamp) -> Self {
        let of = |rating: Rating| WEIGHTS[rating as usize - 1];
        Self {
            stability: of(rating),
            difficulty: first_difficulty(rating),
            last: at,
            due: after(at, interval(of, rating)),
            reviews: 1,
            lapses: 0,
        }
    }

    /// What is known after one more answer. One that is older than the last is
    /// taken as if it came at the same time.
    pub fn next(&self, rating: Rating, at: Timestamp) -> Self {
        let recall = self.recall(at);
        let of = |rating: Rating| self.stability_after(rating, recall);
        Self {
            stability: of(rating),
            difficulty: self.difficulty_after(rating),
            last: at,
            due: after(at, interval(of, rating)),
            reviews: self.reviews.saturating_add(1),
            lapses: self.lapses.saturating_add(u32::from(rating == Rating::Again)),
        }
    }

    /// How likely it is still known, from 0 to 1: by full days since it was asked.
    pub fn recall(&self, at: Timestamp) -> f64 {
        self.recall_after(at.0.saturating_sub(self.last.0) / DAY)
    }

    fn recall_after(&self, days: u64) -> f64 {
        pow(1.0 + FACTOR * days as f64 / self.stability, -0.5)
    }

    /// How likely it is still known on the day of this moment: by days of the
    /// calendar, as what is due. From 0 to 1.
    pub fn recall_on_day(&self, now: Timestamp) -> f64 {
        self.recall_after((now.0 / DAY).saturating_sub(self.last.0 / DAY))
    }

    /// Whether it is to be asked on the day of this moment, or was before.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.due.0 / DAY <= now.0 / DAY
    }

    /// In how many days it is due; 0 when it is.
    pub fn days_left(&self, now: Timestamp) -> u64 {
        (self.due.0 / DAY).saturating_sub(now.0 / DAY)
    }

    fn stability_after(&self, rating: Rating, recall: f64) -> f64 {
        let (stability, difficulty) = (self.stability, self.difficulty);
        let stability = if rating == Rating::Again {
            WEIGHTS[11]
                * pow(difficulty, -WEIGHTS[12])
                * (pow(stability + 1.0, WEIGHTS[13]) - 1.0)
                * exp((1.0 - recall) * WEIGHTS[14])
        } else {
            let modifier = match rating {
                Rating::Hard => WEIGHTS[15],
                Rating::Easy => WEIGHTS[16],
                _ => 1.0,
            };
            let growth = exp(WEIGHTS[8])
                * (11.0 - difficulty)
                * pow(stability, -WEIGHTS[9])
                * expm1((1.0 - recall) * WEIGHTS[10]);
            stability * (growth * modifier + 1.0)
        };
        stability.clamp(LEAST_STABILITY, LONGEST)
    }

    fn difficulty_after(&self, rating: Rating) -> f64 {
        let moved = self.difficulty - WEIGHTS[6] * (f64::from(rating as u8) - 3.0);
        let mean = first_difficulty(Rating::Easy);
        (WEIGHTS[7] * mean + (1.0 - WEIGHTS[7]) * moved).clamp(1.0, 10.0)
    }
}

fn first_difficulty(rating: Rating) -> f64 {
    let rating = f64::from(rating as u8);
    (WEIGHTS[4] - exp(WEIGHTS[5] * (rating - 1.0)) + 1.0).clamp(1.0, 10.0)
}

/// The days until the next review: a better rating never gives fewer.
fn interval(stability: impl Fn(Rating) -> f64, rating: Rating) -> u64 {
    let plain = |rating: Rating| {
        let days = stability(rating) / FACTOR * (pow(RETENTION, -2.0) - 1.0);
        days.round().clamp(1.0, LONGEST)
    };
    let hard = plain(Rating::Hard);
    let again = plain(Rating::Again).min(hard);
    let hard = hard.max(again + 1.0);
    let good = plain(Rating::Good).max(hard + 1.0);
    let days = match rating {
        Rating::Again => again,
        Rating::Hard => hard,
        Rating::Good => good,
        Rating::Easy => plain(Rating::Easy).max(good + 1.0),
    };
    days as u64
}

fn after(at: Timestamp, days: u64) -> Timestamp {
    Timestamp(at.0.saturating_add(days * DAY))
}
