//! Takes a picture of the real program: runs it in a pseudo-terminal in the
//! current folder, types keys, and writes the screen as SVG to standard output.
//!
//! ```text
//! screenshot PROGRAM COLUMNSxROWS dark|light|mono KEYS [ARGUMENT]...
//! ```
//!
//! KEYS is a list of keys separated by blanks: a character, or `Enter`, `Tab`,
//! `Esc`, `Space`, `Down`, `Up`, `C-d`, or `wait:TEXT` to wait for a text.

use std::time::Duration;

#[path = "../tests/support/terminal.rs"]
#[allow(missing_docs, unreachable_pub, clippy::unwrap_used, reason = "shared with the tests")]
mod terminal;

use terminal::{Launch, Place, Session};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [program, size, theme, keys, arguments @ ..] = words.as_slice() else {
        panic!("usage: screenshot PROGRAM COLUMNSxROWS dark|light|mono KEYS [ARGUMENT]...");
    };
    let (columns, rows) =
        size.split_once('x').map(|(w, h)| (number(w), number(h))).unwrap_or((80, 24));
    let colours = Colours::named(theme);
    let place = Place::new();
    let program = std::fs::canonicalize(program).unwrap_or_else(|_| program.into());
    let folder = std::env::current_dir().unwrap_or_default();
    let mut launch = Launch::new(&program, columns, rows)
        .folder(&folder)
        .variable("COLORFGBG", if theme == "light" { "0;15" } else { "15;0" })
        .variable("EDITOR", std::env::var("EDITOR").unwrap_or_else(|_| "vi".into()))
        .arguments(arguments.iter().map(String::as_str));
    if theme == "mono" {
        launch = launch.variable("NO_COLOR", "1");
    }
    let home =
        std::env::var_os("LAYERWISE_PICTURE_HOME").map(Into::into).unwrap_or(place.home.clone());
    let mut session = launch.home(&home).start();
    session.settle(Duration::from_millis(300));
    for key in keys.split(' ').filter(|key| !key.is_empty()) {
        press(&mut session, key);
    }
    session.settle(Duration::from_millis(300));
    let svg = session.look(|screen| svg(screen, &colours));
    std::io::Write::write_all(&mut std::io::stdout(), svg.as_bytes()).unwrap_or_default();
}

fn number(text: &str) -> u16 {
    text.parse().unwrap_or(80)
}

fn press(session: &mut Session, key: &str) {
    if let Some(text) = key.strip_prefix("wait:") {
        session.wait_for(text);
        return;
    }
    let bytes = match key {
        "Enter" => "\r",
        "Tab" => "\t",
        "Esc" => "\x1b",
        "Space" => " ",
        "Down" => "\x1b[B",
        "Up" => "\x1b[A",
        "Right" => "\x1b[C",
        "Left" => "\x1b[D",
        "PageDown" => "\x1b[6~",
        "PageUp" => "\x1b[5~",
        "C-d" => "\x04",
        "C-u" => "\x15",
        other => other,
    };
    session.keys(bytes).settle(Duration::from_millis(60));
}

/// What the terminal's own colours look like in the picture.
struct Colours {
    foreground: &'static str,
    background: &'static str,
    basic: [&'static str; 16],
}

impl Colours {
    fn named(theme: &str) -> Self {
        let light = theme == "light";
        Self {
            foreground: if light { "#24292f" } else { "#d7dae0" },
            background: if light { "#ffffff" } else { "#16181d" },
            basic: if light {
                [
                    "#24292f", "#b3261e", "#116329", "#7d5600", "#0550ae", "#7b3fb3", "#0f6674",
                    "#5b636d", "#6e7781", "#a40e26", "#1a7f37", "#633c01", "#0969da", "#8250df",
                    "#1b7c83", "#8c959f",
                ]
            } else {
                [
                    "#2b2f38", "#f47067", "#8ddb8c", "#e0b35c", "#6cb6ff", "#d2a8ff", "#76d4d6",
                    "#c9ced8", "#7d8590", "#ff938a", "#a8f0a7", "#f2cc60", "#96d0ff", "#e2c5ff",
                    "#9be9eb", "#ffffff",
                ]
            },
        }
    }

    fn of(&self, colour: vt100::Color, default: &str) -> String {
        match colour {
            vt100::Color::Default => default.to_owned(),
            vt100::Color::Idx(index) if index < 16 => self.basic[usize::from(index)].to_owned(),
            vt100::Color::Idx(index @ 16..=231) => {
                let part = |value: u8| if value == 0 { 0 } else { 55 + 40 * u32::from(value) };
                let index = index - 16;
                let (red, green, blue) = (part(index / 36), part(index / 6 % 6), part(index % 6));
                format!("#{red:02x}{green:02x}{blue:02x}")
            }
            vt100::Color::Idx(index) => {
                let grey = 8 + 10 * u32::from(index - 232);
                format!("#{grey:02x}{grey:02x}{grey:02x}")
            }
            vt100::Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        }
    }
}

const CELL_WIDTH: f32 = 8.43;
const CELL_HEIGHT: f32 = 18.0;
const MARGIN: f32 = 12.0;

fn svg(screen: &vt100::Screen, colours: &Colours) -> String {
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    let width = f32::from(columns) * CELL_WIDTH + 2.0 * MARGIN;
    let height = f32::from(rows) * CELL_HEIGHT + 2.0 * MARGIN;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{}\"/>\n\
         <g font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"14\" xml:space=\"preserve\">\n",
        colours.background
    );
    for row in 0..rows {
        for column in 0..columns {
            if let Some(cell) = screen.cell(row, column).filter(|cell| !cell.is_wide_continuation())
            {
                draw(&mut out, cell, row, column, colours);
            }
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn draw(out: &mut String, cell: &vt100::Cell, row: u16, column: u16, colours: &Colours) {
    let mut front = colours.of(cell.fgcolor(), colours.foreground);
    let mut back = colours.of(cell.bgcolor(), colours.background);
    if cell.inverse() {
        std::mem::swap(&mut front, &mut back);
    }
    let (x, y) = (MARGIN + f32::from(column) * CELL_WIDTH, MARGIN + f32::from(row) * CELL_HEIGHT);
    let width = if cell.is_wide() { 2.0 * CELL_WIDTH } else { CELL_WIDTH };
    if back != colours.background {
        out.push_str(&format!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{CELL_HEIGHT}\" fill=\"{back}\"/>\n",
            width + 0.3
        ));
    }
    let text = cell.contents();
    if text.trim().is_empty() && !cell.underline() {
        return;
    }
    let mut style = String::new();
    for (on, words) in [
        (cell.bold(), " font-weight=\"bold\""),
        (cell.italic(), " font-style=\"italic\""),
        (cell.dim(), " opacity=\"0.6\""),
    ] {
        style.push_str(if on { words } else { "" });
    }
    if cell.underline() {
        out.push_str(&format!(
            "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"1.3\" fill=\"{front}\"/>\n",
            y + CELL_HEIGHT - 2.5
        ));
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    out.push_str(&format!(
        "<text x=\"{x:.1}\" y=\"{:.1}\" fill=\"{front}\"{style}>{escaped}</text>\n",
        y + CELL_HEIGHT - 5.0
    ));
}
