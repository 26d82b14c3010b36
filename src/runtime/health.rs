//! The health check: what Docker runs, and when it calls a container unhealthy.
//!
//! Rules and defaults: moby `daemon/health.go` (v28): the first check comes one
//! interval after the start, each later one an interval after the last ended; a
//! failure counts when its check began after the start period, and so many
//! counted failures in a row make the container unhealthy. Within the start
//! period, until the first success, `--start-interval` takes the interval's
//! place (Docker 25 and newer).

use crate::build::image::Healthcheck;

const SECOND: i64 = 1_000_000_000;

/// How Docker asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// What it runs.
    pub probe: Probe,
    /// When, with Docker's defaults filled in.
    pub timeline: Timeline,
}

/// What is run in the container: exit code 0 means healthy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Probe {
    /// A text for the image's shell.
    Shell(String),
    /// A program with its arguments.
    Words(Vec<String>),
}

/// The times of a check, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// From the end of a check to the next; 30 s.
    pub interval: i64,
    /// After which a check counts as failed; 30 s.
    pub timeout: i64,
    /// How long failures do not count; 0 s.
    pub start_period: i64,
    /// The interval within the start period; 5 s.
    pub start_interval: i64,
    /// How many failures in a row make a container unhealthy; 3.
    pub retries: i64,
}

impl Health {
    /// Reads the configuration; `None` when there is no check.
    pub(super) fn of(check: &Healthcheck) -> Option<Self> {
        let probe = match check.test.split_first()? {
            (kind, words) if kind == "CMD" => Probe::Words(words.to_vec()),
            (kind, words) if kind == "CMD-SHELL" => Probe::Shell(words.join(" ")),
            _ => return None,
        };
        let or = |value: i64, default: i64| if value == 0 { default } else { value };
        let timeline = Timeline {
            interval: or(check.interval, 30 * SECOND),
            timeout: or(check.timeout, 30 * SECOND),
            start_period: check.start_period,
            start_interval: or(check.start_interval, 5 * SECOND),
            retries: or(check.retries, 3),
        };
        Some(Self { probe, timeline })
    }
}

impl Timeline {
    /// When a container that never becomes healthy is called unhealthy, if each
    /// check fails at once. Nanoseconds from its start.
    pub fn if_checks_fail_at_once(&self) -> i128 {
        self.unhealthy_after(0)
    }

    /// The same if each check runs into its timeout.
    pub fn if_checks_time_out(&self) -> i128 {
        self.unhealthy_after(i128::from(self.timeout))
    }

    /// When the first check begins.
    pub fn first_check(&self) -> i64 {
        if self.start_period > 0 { self.start_interval } else { self.interval }
    }

    fn unhealthy_after(&self, duration: i128) -> i128 {
        let [interval, period, start_interval, retries] =
            [self.interval, self.start_period, self.start_interval, self.retries].map(i128::from);
        let first_counted = if period <= 0 {
            interval
        } else {
            // Check n begins at n cycles less the duration of one check; those
            // that begin before the period ends do not count.
            let cycle = (start_interval + duration).max(1);
            let uncounted = (period + duration - 1).div_euclid(cycle);
            let ended = uncounted * cycle;
            ended + if ended < period { start_interval } else { interval }
        };
        first_counted + duration + (retries - 1).max(0) * (interval + duration)
    }
}

/// A time as people write it: `1m30s`, `500ms`.
pub fn shown(nanoseconds: i128) -> String {
    let (seconds, rest) = (nanoseconds / i128::from(SECOND), nanoseconds % i128::from(SECOND));
    let mut text = String::new();
    for (unit, size) in [("h", 3600), ("m", 60), ("s", 1)] {
        let count = match unit {
            "h" => seconds / size,
            _ => seconds / size % 60,
        };
        if count > 0 {
            text.push_str(&format!("{count}{unit}"));
        }
    }
    if rest > 0 {
        text.push_str(&match rest % 1_000_000 {
            0 => format!("{}ms", rest / 1_000_000),
            _ => format!("{rest}ns"),
        });
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timeline(interval: i64, timeout: i64, start_period: i64, retries: i64) -> Timeline {
        let seconds = |value: i64| value * SECOND;
        Timeline {
            interval: seconds(interval),
            timeout: seconds(timeout),
            start_period: seconds(start_period),
            start_interval: seconds(5),
            retries,
        }
    }

    /// The loop of the daemon, run.
    fn simulated(times: &Timeline, duration: i64) -> i128 {
        let (mut now, mut counted) = (0, 0);
        loop {
            now += if now >= times.start_period { times.interval } else { times.start_interval };
            let counts = now >= times.start_period;
            now += duration;
            counted += i64::from(counts);
            if counted >= times.retries {
                return i128::from(now);
            }
        }
    }

    #[test]
    fn the_defaults_call_it_unhealthy_after_three_intervals() {
        let health = Health::of(&Healthcheck {
            test: vec!["CMD".to_owned(), "true".to_owned()],
            ..Healthcheck::default()
        })
        .expect("a check");
        assert_eq!(shown(health.timeline.if_checks_fail_at_once()), "1m30s");
        assert_eq!(shown(health.timeline.if_checks_time_out()), "3m");
    }

    #[test]
    fn the_formula_says_what_the_loop_does() {
        for (interval, timeout, period, retries) in [
            (30, 30, 0, 3),
            (10, 3, 30, 2),
            (10, 30, 7, 1),
            (5, 1, 5, 3),
            (60, 7, 61, 5),
            (1, 2, 100, 4),
        ] {
            let times = timeline(interval, timeout, period, retries);
            for duration in [0, times.timeout] {
                let expected = simulated(&times, duration);
                assert_eq!(
                    times.unhealthy_after(duration.into()),
                    expected,
                    "{times:?} {duration}"
                );
            }
        }
    }

    #[test]
    fn huge_times_neither_hang_nor_overflow() {
        let times = Timeline {
            interval: i64::MAX,
            timeout: i64::MAX,
            start_period: i64::MAX,
            start_interval: 1,
            retries: i64::MAX,
        };
        assert!(times.if_checks_time_out() > 0);
    }
}
