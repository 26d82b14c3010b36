//! From the first frame to the last byte: size, saves, editor, signals, hostile text.

use super::{launch, start};
use crate::support::terminal::{Place, Session};

const FILE: &str = "# syntax=docker/dockerfile:1\nFROM python:3.12-slim AS base\nWORKDIR /srv\n\
                    COPY . .\nCMD [\"python\", \"app.py\"]\n";

fn place_with(text: &str) -> Place {
    let place = Place::new();
    place.write("Dockerfile", text);
    place
}

/// The terminal is as it was: the first screen, a visible cursor, no mouse, no pasting mode.
fn assert_restored(session: &Session) {
    session.look(|screen| {
        assert!(!screen.alternate_screen(), "the other screen is still shown");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert!(!screen.bracketed_paste(), "pastes are still bracketed");
    });
}

#[test]
fn quitting_restores_the_terminal() {
    let place = place_with(FILE);
    let mut session = start(&place, 120, 40);
    assert!(session.look(vt100::Screen::alternate_screen));
    session.keys("q");
    assert_eq!(session.exit_code(), 0);
    assert_restored(&session);
}

#[test]
fn a_signal_restores_the_terminal() {
    for signal in ["TERM", "HUP"] {
        let place = place_with(FILE);
        let mut session = start(&place, 80, 24);
        session.signal(signal);
        session.exit_code();
        session.wait_ended();
        assert_restored(&session);
    }
}

#[test]
fn suspending_gives_the_terminal_back_and_takes_it_again() {
    let place = place_with(FILE);
    let mut session = start(&place, 120, 40);
    session.keys("\x1a");
    session.wait_screen("the first screen", |screen| !screen.alternate_screen());
    assert_restored(&session);
    wait_until_stopped(session.process());
    session.signal("CONT");
    session.wait_for("quit");
    session.keys("q");
    assert_eq!(session.exit_code(), 0);
}

/// The terminal is given back a moment before the process stops; a signal to
/// continue that comes between the two would be lost.
fn wait_until_stopped(process: u32) {
    let state = || {
        let shown = std::process::Command::new("ps")
            .args(["-o", "state=", "-p", &process.to_string()])
            .output();
        String::from_utf8_lossy(&shown.unwrap().stdout).trim().to_owned()
    };
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while !state().starts_with('T') {
        assert!(std::time::Instant::now() < deadline, "the process does not stop");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
fn a_new_size_is_drawn_at_once() {
    let place = place_with(FILE);
    let mut session = start(&place, 120, 40);
    session.wait_for("│");
    session.resize(60, 20);
    session.wait_until("one pane", |screen| !screen.contains("│") && screen.contains("quit"));
    session.resize(120, 40);
    session.wait_for("│");
    session.keys("q");
    assert_eq!(session.exit_code(), 0);
}

/// While the first size is drawn, nobody reads from the terminal: the signal of the second and
/// the key behind it wait together, in this order. How long a frame takes is up to the machine,
/// so it is tried with many distances.
#[test]
fn a_key_that_comes_together_with_a_resize_is_not_held_back() {
    let place = place_with(FILE);
    let mut session = start(&place, 120, 40);
    let wait = |micros| std::thread::sleep(std::time::Duration::from_micros(micros));
    for round in 0..60_u64 {
        session.resize(110, 40);
        wait(round * 200);
        session.resize(120, 40);
        wait(500);
        session.keys("?");
        if round % 2 == 0 {
            session.wait_for("Esc closes");
        } else {
            session.wait_gone("Esc closes");
        }
    }
}

#[test]
fn a_save_is_shown_and_a_lost_file_is_said() {
    let place = place_with(FILE);
    let session = start(&place, 120, 40);
    session.wait_for("3.12-slim");
    place.write("Dockerfile", FILE.replace("3.12", "3.13"));
    session.wait_for("3.13-slim");
    // As most editors save: a new file takes the name of the old one.
    place.write("new", FILE.replace("3.12", "3.14"));
    std::fs::rename(place.folder.join("new"), place.folder.join("Dockerfile")).unwrap();
    session.wait_for("3.14-slim");
    std::fs::remove_file(place.folder.join("Dockerfile")).unwrap();
    session.wait_until("word of the loss", |screen| screen.to_lowercase().contains("gone"));
    place.write("Dockerfile", FILE.replace("3.12", "3.15"));
    session.wait_for("3.15-slim");
}

#[test]
fn the_editor_opens_at_the_line_and_comes_back() {
    let place = place_with(FILE);
    let editor = place.folder.join("vim");
    std::fs::write(&editor, "#!/bin/sh\necho \"$@\" > seen\nsed -i s/3.12/3.99/ Dockerfile\n")
        .unwrap();
    make_executable(&editor);
    let mut session = launch(&place, 120, 40).variable("EDITOR", &editor).start();
    session.wait_for("quit");
    session.keys("\tje");
    session.wait_for("3.99-slim");
    let seen = std::fs::read_to_string(place.folder.join("seen")).unwrap();
    assert!(seen.starts_with("+3 "), "the editor was given {seen:?}");
    session.wait_for("quit");
    session.keys("q");
    assert_eq!(session.exit_code(), 0);
    assert_restored(&session);
}

#[test]
fn a_sample_is_practised_on_in_a_copy_that_a_restart_finds_again() {
    let place = Place::new();
    let editor = place.folder.join("vim");
    std::fs::write(&editor, "#!/bin/sh\nfor last; do :; done\necho 'USER mine' >> \"$last\"\n")
        .unwrap();
    make_executable(&editor);
    let open = || launch(&place, 120, 60).variable("EDITOR", &editor).start();
    let mut session = open();
    session.wait_for("sample, not your file");
    session.keys("e").wait_for("USER mine");
    session.wait_for("your copy of the sample");
    session.keys("q");
    assert_eq!(session.exit_code(), 0);

    let mut session = open();
    session.wait_for("your copy of the sample");
    session.wait_for("USER mine");
    // The palette makes a fresh copy; the old one is kept beside it.
    session.keys(":").wait_for("Commands");
    session.keys("anew\r").wait_for("The sample begins anew");
    session.wait_until("the sample as it came", |screen| !screen.contains("USER mine"));
    session.wait_for("your copy of the sample");
    session.keys("q");
    assert_eq!(session.exit_code(), 0);
}

#[test]
fn a_sample_beside_an_own_file_is_viewed_edited_and_left() {
    let place = place_with("FROM own-image\n");
    let editor = place.folder.join("vim");
    std::fs::write(&editor, "#!/bin/sh\nfor last; do :; done\necho 'USER mine' >> \"$last\"\n")
        .unwrap();
    make_executable(&editor);
    let mut session = launch(&place, 120, 60).variable("EDITOR", &editor).start();
    session.wait_for("FROM own-image");
    session.keys("v").wait_for("sample, not your file");
    session.keys("e").wait_for("USER mine");
    session.keys("o").wait_for("FROM own-image");
    session.keys("q");
    assert_eq!(session.exit_code(), 0);
    let own = std::fs::read_to_string(place.folder.join("Dockerfile")).unwrap();
    assert_eq!(own, "FROM own-image\n", "the reader's file is untouched");
}

#[test]
fn without_a_dockerfile_the_sample_is_shown_and_said() {
    let place = Place::new();
    let session = start(&place, 120, 40);
    let screen = session.screen().to_lowercase();
    assert!(screen.contains("sample"), "{screen}");
    assert!(screen.contains("from python"), "{screen}");
}

#[test]
fn answers_that_cannot_be_kept_are_said_at_the_start() {
    let place = place_with("FROM alpine:3.20\n");
    let blocked = place.home.join("blocked");
    std::fs::write(&blocked, "a file where a folder should be").unwrap();
    let mut session = launch(&place, 120, 24).variable("XDG_STATE_HOME", &blocked).start();
    session.wait_for("Answers are not kept");
    session.keys("q");
    assert_eq!(session.exit_code(), 0);
}

#[test]
fn hostile_text_reaches_no_terminal() {
    let hostile =
        "FROM a AS \u{1b}]0;title\u{7}\n# \u{9b}31m \u{202e}reversed\nRUN a\rb\0c\u{200b}\n";
    let place = Place::new();
    let name = "Docker\u{1b}[31mfile";
    place.write(name, hostile);
    let mut session = launch(&place, 120, 40).arguments([name]).start();
    session.wait_for("quit");
    session.keys("2jjj/a\r").wait_for("Explain");
    session.keys("\x1b\x1bq");
    session.exit_code();
    session.wait_ended();
    let bytes = String::from_utf8(session.bytes()).unwrap();
    for word in ["\u{1b}]0;title", "\u{9b}", "\u{202e}", "\u{200b}", "Docker\u{1b}[31mfile"] {
        assert!(!bytes.contains(word), "{word:?} got out");
    }
}

fn make_executable(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_folder_is_shown_and_follows_its_ignore_file() {
    let place = place_with(FILE);
    place.write("app.py", "print()").write("app.log", "started");
    let mut session = start(&place, 120, 40);
    session.keys("5");
    let shown = session.wait_for("may be sent");
    assert!(shown.contains("There is no ignore file"), "{shown}");
    place.write(".dockerignore", "*.log\n");
    session.wait_for("by 1: *.log");
    place.write("more.log", "later");
    session.keys("r");
    session.wait_for("more.log");
    session.keys("q");
    assert_eq!(session.exit_code(), 0);
}

#[test]
fn a_fix_is_written_into_the_file_and_taken_back() {
    let old = "FROM scratch\nMAINTAINER me\nENTRYPOINT [\"/app\"]\n";
    let place = place_with(old);
    let mut session = start(&place, 120, 40);
    session.keys("7").wait_for("MAINTAINER is deprecated");
    session.keys("a").wait_for("Write this into Dockerfile?");
    session.keys("y").wait_for("put the old text back");
    let path = place.folder.join("Dockerfile");
    let new = std::fs::read_to_string(&path).unwrap();
    assert!(new.starts_with("FROM scratch\nLABEL org.opencontainers.image.authors="), "{new}");
    session.keys("u").wait_for("MAINTAINER is deprecated");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), old);
}

#[test]
fn the_checks_follow_the_settings_of_the_repository() {
    let place = place_with("FROM scratch\nMAINTAINER me\nENTRYPOINT [\"/app\"]\n");
    place.write("layerwise.toml", "[checks]\nignore = [\"maintainer\"]\n");
    let mut session = start(&place, 120, 40);
    session.keys("7").wait_for("1 finding is left out");
    place.write("layerwise.toml", "[checks.levels]\nmaintainer = \"error\"\n");
    session.wait_for("Errors:");
}
