//! The Cache view: changes, marks in the margin, reasons.

use std::sync::Arc;

use layerwise::context::{Entry, EntryKind, Ignore, Snapshot, Tree};
use layerwise::tui::Message;

use super::Play;

const FILE: &str = "\
FROM python:3.12
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
COPY --from=python:3.12 /etc/os-release ./
CMD [\"python\", \"app.py\"]
";

fn folder() -> Message {
    let mut tree = Tree::default();
    for name in ["app.py", "requirements.txt"] {
        tree.insert(name, Entry { kind: EntryKind::File, mode: 0o644, size: 1, digest: None });
    }
    Message::Scanned(Ok(Arc::new(Snapshot::of_tree(".", &tree, Ignore::default()))))
}

fn play(width: u16, height: u16) -> Play {
    let mut play = Play::new(FILE, width, height);
    play.keys("4").send(folder());
    play
}

/// The marks with their lines.
fn marks(play: &Play) -> Vec<(u32, &'static str)> {
    let marks = play.model.highlights.marks.iter();
    marks.map(|(line, mark)| (line.get(), mark.symbol)).collect()
}

#[test]
fn changes_are_stacked_and_taken_back() {
    let mut play = play(120, 40);
    assert_eq!(marks(&play), [(2, "○"), (3, "○"), (4, "○"), (5, "○")]);
    play.keys("Enter");
    assert_eq!(marks(&play), [(2, "○"), (3, "●"), (4, "●"), (5, "●")]);
    play.keys("G j j j j j j j j j Enter");
    let stacked = play.screen();
    assert!(stacked.contains("docker build --no-cache"), "{stacked}");
    play.keys("u u");
    assert_eq!(marks(&play), [(2, "○"), (3, "○"), (4, "○"), (5, "○")]);
    play.keys("u");
    assert!(play.screen().contains("no change to take back"));
}

#[test]
fn the_selected_step_tells_its_reasons_down_to_the_change() {
    let mut play = play(120, 40);
    play.keys("Enter ] ] ]");
    insta::assert_snapshot!("cache_120x40", play.screen());
    let mut play = self::play(80, 24);
    play.keys("Enter ] ] ]");
    insta::assert_snapshot!("cache_80x24", play.screen());
    let mut play = self::play(40, 12);
    play.keys("Enter ] ] ]");
    insta::assert_snapshot!("cache_40x12", play.screen());
}

#[test]
fn what_is_missing_is_said() {
    let mut play = Play::new(FILE, 120, 40);
    play.keys("4");
    assert!(play.screen().contains("The folder is being looked through."));
    play.save("FROM a\nCOPPY b\n").send(folder());
    assert!(play.screen().contains("BuildKit refuses this file"));
}
