//! Whole screens, to be read: symbols at three sizes, styles in three themes.

use layerwise::tui::{Start, ThemeChoice};

use super::{GOOD, Play, grid, start};

const SIZES: [(u16, u16); 3] = [(40, 12), (80, 24), (120, 40)];

/// Everything that has a look of its own: a match, a token, a problem, a secret.
const BROKEN_AND_GOOD: &str = "\
# syntax=docker/dockerfile:1
FROM python:3.12-slim AS base
ENV API_TOKEN=abcdef
RUN apt-get update && apt-get install -y curl
COPPY . .
COPY . .
CMD [\"python\", \"app.py\"]
";

/// Three instructions, the second of which BuildKit refuses.
const BROKEN: &str = "FROM alpine:3.20\nCOPPY . /srv\nRUN echo hello\n";

fn check(name: &str, text: &str, keys: &str) {
    for (columns, rows) in SIZES {
        let mut play = Play::new(text, columns, rows);
        play.keys(keys);
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), play.screen());
    }
}

#[test]
fn lesson() {
    check("lesson", GOOD, "");
}

#[test]
fn explain() {
    check("explain", GOOD, "2");
}

#[test]
fn broken() {
    check("broken", BROKEN, "Tab j");
}

#[test]
fn file() {
    check("file", GOOD, "Tab j j j");
}

#[test]
fn empty() {
    check("empty", "", "Tab");
}

#[test]
fn huge() {
    let mut text = "FROM alpine\n".to_owned();
    (2..=100_000).for_each(|number| text.push_str(&format!("RUN echo {number}\n")));
    check("huge", &text, "Tab G");
}

#[test]
fn help() {
    check("help", GOOD, "Tab ?");
}

#[test]
fn palette() {
    check("palette", GOOD, "Tab : w r a p l o");
}

#[test]
fn search() {
    check("search", GOOD, "Tab / c o p y");
}

#[test]
fn styles_in_each_theme() {
    for theme in [ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::Monochrome] {
        let mut play = Play::with(BROKEN_AND_GOOD.as_bytes(), 120, 24, theme);
        play.keys("Tab j j 2 l l / a p t Enter");
        let name = format!("styles_{theme:?}").to_lowercase();
        insta::assert_snapshot!(name, grid::styles(&play.buffer()));
    }
}

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
    let narrow = Play::started(&sample, 64, 24);
    assert!(narrow.screen().contains("(sample)"), "{}", narrow.screen());
}
