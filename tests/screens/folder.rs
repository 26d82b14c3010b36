//! When the folder around the file is scanned.

use std::sync::Arc;

use layerwise::context::{Ignore, Snapshot, Tree};
use layerwise::host::Origin;
use layerwise::tui::{Depth, Effect, Message, Model, Start, View};
use ratatui::layout::Size;

use super::{GOOD, Play, start};

/// The scans that were asked for since the last look.
fn scans(play: &mut Play) -> Vec<Depth> {
    let effects = std::mem::take(&mut play.effects);
    let depth = |effect| match effect {
        Effect::Scan(depth) => Some(depth),
        _ => None,
    };
    effects.into_iter().filter_map(depth).collect()
}

fn empty_folder() -> Message {
    Message::Scanned(Ok(Arc::new(Snapshot::of_tree(".", &Tree::default(), Ignore::default()))))
}

#[test]
fn nothing_is_scanned_until_a_view_needs_it() {
    let mut play = Play::new(GOOD, 120, 40);
    play.keys("2 6 1 t Esc").save("FROM scratch\n");
    assert_eq!(scans(&mut play), []);
    // A Compose file may name another target.
    play.keys("3");
    assert_eq!(scans(&mut play), [Depth::Names]);
    play.keys("j k").send(empty_folder()).save("FROM alpine\n");
    assert_eq!(scans(&mut play), [], "it was asked for");
    play.keys("4");
    assert_eq!(scans(&mut play), [Depth::Contents]);
}

#[test]
fn it_is_scanned_anew_when_it_may_have_changed() {
    let mut play = Play::new(GOOD, 120, 40);
    play.keys("5").send(empty_folder());
    scans(&mut play);
    play.save("FROM scratch\nCOPY a b\n");
    assert_eq!(scans(&mut play), [Depth::Names], "after a save");
    play.send(Message::IgnoreFileChanged);
    assert_eq!(scans(&mut play), [Depth::Names], "after a save of the ignore file");
    play.keys("1 5");
    assert_eq!(scans(&mut play), [Depth::Names], "when the view is shown again");
    play.keys("1").save("FROM scratch\n").send(Message::IgnoreFileChanged);
    assert_eq!(scans(&mut play), [], "not while nothing needs it");
}

#[test]
fn a_lesson_is_not_done_while_its_question_waits_for_the_folder() {
    let text = "---\nlayerwise: 1\nid: waits\n---\n# Waits\n\n<!-- ask: {gen: sent} -->\n";
    let lesson = super::lesson_of("test.md", text);
    let mut play = Play::started(&Start { lesson, ..start(GOOD.as_bytes()) }, 120, 40);
    play.keys("j");
    let records = |play: &Play| {
        play.effects.iter().filter(|effect| matches!(effect, Effect::Record(_))).count()
    };
    assert_eq!(records(&play), 0, "{:?}", play.effects);
    play.send(empty_folder());
    assert_eq!(records(&play), 1, "there is no question about an empty folder");
}

#[test]
fn nothing_is_scanned_before_the_first_frame() {
    let mut shows_context = start(GOOD.as_bytes());
    shows_context.view = Some(View::Context);
    let mut model = Model::new(&shows_context, Size::new(120, 40));
    let effects = layerwise::tui::update(&mut model, Message::Resize { columns: 80, rows: 24 });
    assert_eq!(effects, []);
    let effects = layerwise::tui::update(&mut model, Message::Ready);
    assert!(effects.contains(&Effect::Scan(Depth::Names)), "{effects:?}");
}

#[test]
fn a_text_without_a_folder_is_not_asked_about() {
    let mut from_input = start(GOOD.as_bytes());
    from_input.file.origin = Origin::StandardInput;
    let mut play = Play::started(&from_input, 120, 40);
    play.keys("4 5");
    assert_eq!(scans(&mut play), []);
}

#[test]
fn a_lesson_that_asks_about_the_folder_has_it_scanned() {
    let with = |step: &str| -> Vec<Depth> {
        let text = format!("---\nlayerwise: 1\nid: test\ntitle: Test\n---\n# Test\n\n{step}\n");
        let lesson = super::lesson_of("test.md", &text);
        let start = Start { lesson, ..start(GOOD.as_bytes()) };
        scans(&mut Play::started(&start, 120, 40))
    };
    assert_eq!(with("Nothing is asked."), []);
    assert_eq!(with("<!-- ask: sent -->"), [Depth::Names]);
    assert_eq!(with("<!-- ask: cache-after-edit -->"), [Depth::Contents]);
    assert_eq!(with("- [ ] Kept out <!-- check: 'not sent(\".env\")' -->"), [Depth::Names]);
}
