//! Whole screens.

use layerwise::tui::{Start, ThemeChoice};

use super::{GOOD, Play, start};

/// Three instructions, the second of which BuildKit refuses.
const BROKEN: &str = "FROM alpine:3.20\nCOPPY . /srv\nRUN echo hello\n";

#[test]
fn monochrome_has_no_colour() {
    for keys in ["", "2 l", "Tab j j", "?", ": a", "/ c"] {
        let mut play = Play::with(BROKEN.as_bytes(), 120, 24, ThemeChoice::Monochrome);
        play.keys(keys);
        for cell in play.buffer().content() {
            assert_eq!((cell.fg, cell.bg), Default::default(), "after {keys}");
        }
    }
}

#[test]
fn a_tiny_terminal_is_told_politely() {
    for (columns, rows) in [(29, 20), (80, 7), (3, 2), (1, 1), (0, 0)] {
        let mut play = Play::new(GOOD, columns, rows);
        play.keys("? Esc Tab j");
        if columns > 20 {
            assert!(play.screen().contains("layerwise needs"), "{}", play.screen());
        }
    }
}

#[test]
fn the_sample_is_called_a_sample() {
    let sample = Start { file: layerwise::host::sample(), ..start(b"") };
    let play = Play::started(&sample, 120, 40);
    assert!(play.screen().contains("sample, not your file"), "{}", play.screen());
}
