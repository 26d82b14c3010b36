//! Asking the terminal whether its background is dark or light.

use std::time::Duration;

use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

use super::environment::Environment;

/// The background of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// Light text on dark.
    Dark,
    /// Dark text on light.
    Light,
}

/// What the environment says of the background: `COLORFGBG`, which some
/// terminals set. Costs nothing, so ask it first.
pub fn background_by_environment(environment: &Environment) -> Option<Background> {
    let number: u8 = environment.text("COLORFGBG")?.rsplit(';').next()?.parse().ok()?;
    match number {
        7 | 9..=15 => Some(Background::Light),
        0..=8 => Some(Background::Dark),
        _ => None,
    }
}

/// Asks the terminal and waits for the answer, at most this long. Nobody else
/// may read from the terminal meanwhile. `None` when it does not answer.
pub fn ask_background(limit: Duration) -> Option<Background> {
    let mut options = QueryOptions::default();
    options.timeout = limit;
    theme_mode(options).ok().map(|mode| match mode {
        ThemeMode::Dark => Background::Dark,
        ThemeMode::Light => Background::Light,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_may_know() {
        let by = |value| background_by_environment(&Environment::of([("COLORFGBG", value)]));
        assert_eq!(by("15;0"), Some(Background::Dark));
        assert_eq!(by("0;15"), Some(Background::Light));
        assert_eq!(by("0;default;15"), Some(Background::Light));
        assert_eq!(by("default;default"), None);
        assert_eq!(background_by_environment(&Environment::default()), None);
    }
}
