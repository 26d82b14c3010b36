//! Asking the terminal whether its background is dark or light.

use std::time::Duration;

use terminal_colorsaurus::{Color, QueryOptions, color_palette};

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
    let colors = color_palette(options).ok()?;
    Some(background_of(&colors.foreground, &colors.background))
}

/// Whichever is lighter says it; where both are the same, what is nearer to white.
fn background_of(text: &Color, background: &Color) -> Background {
    let (text, background) = (luminance(text), luminance(background));
    let is_light = background > text || background == text && background > MIDDLE_GREY;
    if is_light { Background::Light } else { Background::Dark }
}

/// What the eye takes for the middle between black and white, as luminance.
const MIDDLE_GREY: f64 = 0.184;

/// The share of white's light, from 0 to 1, with the weights of sRGB's colours
/// (IEC 61966-2-1) and its curve taken as a plain power.
fn luminance(color: &Color) -> f64 {
    let light = |channel: u16| libm::pow(f64::from(channel) / f64::from(u16::MAX), 2.2);
    0.2126 * light(color.r) + 0.7152 * light(color.g) + 0.0722 * light(color.b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lighter_of_two_colours_says_it() {
        let grey = |level: u16| Color::rgb(level, level, level);
        let (black, white) = (grey(0), grey(u16::MAX));
        assert_eq!(background_of(&white, &black), Background::Dark);
        assert_eq!(background_of(&black, &white), Background::Light);
        assert_eq!(background_of(&black, &black), Background::Dark);
        assert_eq!(background_of(&white, &white), Background::Light);
        // Blue is dark to the eye and yellow light, though both are full colours.
        let (blue, yellow) = (Color::rgb(0, 0, u16::MAX), Color::rgb(u16::MAX, u16::MAX, 0));
        assert_eq!(background_of(&yellow, &blue), Background::Dark);
        assert_eq!(background_of(&blue, &yellow), Background::Light);
    }

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
