//! The Cache view.

mod choosing;
mod saving;

use crate::support::spent::Spent;
use std::sync::Arc;

use layerwise::cache::Change;
use layerwise::context::{Entry, EntryKind, Ignore, Snapshot, Tree};
use layerwise::host::Origin;
use layerwise::tui::{Effect, Forecaster, Message, Start, ThemeChoice};

use super::{Play, grid, start};

const FILE: &str = "\
FROM node:22-alpine AS deps
WORKDIR /app
COPY package.json ./
RUN npm ci

FROM node:22-alpine AS build
ARG VERSION=1
WORKDIR /app
COPY --from=deps /app/node_modules ./node_modules
COPY . .
RUN npm run build

FROM nginx:1.27 AS web
COPY --from=build /app/dist /usr/share/nginx/html
";

const PATHS: [&str; 5] = ["Dockerfile", "package.json", "src/app.ts", "src/page.ts", "README.md"];

/// A folder with these files.
fn folder(paths: &[&str]) -> Arc<Snapshot> {
    let mut tree = Tree::default();
    for (path, size) in paths.iter().zip(100_u64..) {
        let entry = Entry { kind: EntryKind::File, mode: 0o644, size, digest: None };
        tree.insert(*path, entry);
    }
    Arc::new(Snapshot::of_tree(".", &tree, Ignore::default()))
}

/// The view on that folder.
fn play(columns: u16, rows: u16) -> Play {
    let mut play = Play::new(FILE, columns, rows);
    play.folder = Some(folder(&PATHS));
    play.keys("4");
    play
}

/// The rows of the guide, side by side only, without blanks at their ends.
fn guide(play: &Play) -> String {
    let screen = play.screen();
    let rows = screen.lines().skip(3);
    let left = |row: &str| row.split('│').next().unwrap_or_default().trim_end().to_owned();
    rows.map(left).collect::<Vec<_>>().join("\n")
}

/// Moves down to the change with these words and adds it.
fn add(play: &mut Play, words: &str) {
    for _ in 0..40 {
        let is_here = |row: &str| row.trim_start().starts_with('▌') && row.contains(words);
        if guide(play).lines().any(is_here) {
            play.keys("Enter");
            return;
        }
        play.keys("j");
    }
    panic!("no change {words} in\n{}", guide(play));
}

/// The changes of the stack.
fn changes(play: &Play) -> Vec<Change> {
    Forecaster::default().answer(play.model.cache_question().unwrap()).changes
}

/// The margin beside the lines of the file that have a mark.
fn marks(play: &Play) -> Vec<String> {
    let file = play.file();
    let marked = file.iter().filter(|row| row.ends_with(['●', '◐', '○', '?']));
    marked
        .map(|row| {
            let number = row.split_whitespace().find(|word| word.parse::<u32>().is_ok());
            let mark: String = row.chars().next_back().into_iter().collect();
            format!("{} {mark}", number.unwrap_or_default())
        })
        .collect()
}

fn line(play: &Play) -> u32 {
    play.model.file.selected_lines().unwrap().first.get()
}

#[test]
fn the_changes_at_each_size() {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40)] {
        let play = play(columns, rows);
        insta::assert_snapshot!(format!("cache_changes_{columns}x{rows}"), play.screen());
    }
}

#[test]
fn the_forecast_at_each_size() {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40)] {
        let mut play = play(columns, rows);
        play.keys("Enter");
        insta::assert_snapshot!(format!("cache_forecast_{columns}x{rows}"), play.screen());
    }
}

#[test]
fn it_reads_without_colour() {
    let mut play = Play::with(FILE.as_bytes(), 120, 40, ThemeChoice::Monochrome);
    play.folder = Some(folder(&PATHS));
    play.keys("4 Enter j");
    insta::assert_snapshot!("cache_styles_monochrome", grid::styles(&play.buffer()));
}

#[test]
fn changes_are_stacked_and_taken_back() {
    let mut play = play(120, 50);
    add(&mut play, "edit of src/app.ts");
    assert_eq!(marks(&play), ["2 ○", "3 ○", "4 ○", "8 ○", "9 ○", "10 ●", "11 ●", "14 ◐"]);
    assert_eq!(line(&play), 10, "the file pane goes to the first step that runs");
    let shown = guide(&play);
    assert!(shown.contains("src/app.ts, which it takes, changed"), "{shown}");
    add(&mut play, "edit of package.json");
    assert_eq!(marks(&play), ["2 ○", "3 ●", "4 ●", "8 ○", "9 ◐", "10 ●", "11 ●", "14 ◐"]);
    let shown = guide(&play);
    assert!(shown.contains("1  edit of src/app.ts"), "{shown}");
    assert!(shown.contains("2  edit of package.json"), "{shown}");
    play.keys("u");
    assert_eq!(marks(&play), ["2 ○", "3 ○", "4 ○", "8 ○", "9 ○", "10 ●", "11 ●", "14 ◐"]);
    assert!(play.footer().contains("Taken back: edit of package.json."), "{}", play.footer());
    add(&mut play, "--no-cache");
    play.keys("x");
    assert_eq!(marks(&play), Vec::<String>::new());
    play.keys("u");
    assert!(play.footer().contains("no change to take back"), "{}", play.footer());
}

#[test]
fn a_step_tells_the_way_down_to_the_change() {
    let mut play = play(120, 50);
    add(&mut play, "edit of src/app.ts");
    play.keys("j");
    assert_eq!(line(&play), 11);
    let shown = guide(&play);
    assert!(shown.contains("Runs, because line 10 above it runs."), "{shown}");
    assert!(shown.contains("Line 10 runs, because src/app.ts"), "{shown}");
    play.keys("Tab g j");
    assert_eq!(line(&play), 2);
    let shown = guide(&play);
    assert!(shown.contains("▌○ cached"), "the cursor follows the file: {shown}");
    play.keys("y");
    play.keys("Tab y");
    let copied =
        |effect: &Effect| matches!(effect, Effect::Copy(text) if text.starts_with("line 2: "));
    assert!(play.effects.iter().any(copied));
}

#[test]
fn the_selected_line_is_edited_on_top_of_other_edits() {
    let mut play = play(120, 50);
    play.keys("Tab j j j Tab");
    add(&mut play, "edit of line 4, RUN");
    assert_eq!(marks(&play)[2], "4 ●");
    let shown = guide(&play);
    assert!(shown.contains("its command changed"), "{shown}");
    play.keys("Tab g j Tab Enter");
    assert!(guide(&play).contains("2  edit of line 2, WORKDIR"), "{}", guide(&play));
    assert_eq!(marks(&play)[..3], ["2 ●", "3 ●", "4 ●"]);
    add(&mut play, "--target deps");
    assert_eq!(marks(&play).len(), 3, "the other stages are not built");
    // The changes hold for the file as it is saved, too.
    play.save(&FILE.replace("WORKDIR /app\nCOPY --from", "COPY --from"));
    assert_eq!(marks(&play), ["2 ●", "3 ●", "4 ●"]);
}

#[test]
fn an_argument_a_base_and_no_cache() {
    let mut play = play(120, 50);
    add(&mut play, "--build-arg VERSION=another");
    assert_eq!(marks(&play), ["2 ○", "3 ○", "4 ○", "8 ○", "9 ○", "10 ○", "11 ●", "14 ◐"]);
    play.keys("x");
    add(&mut play, "a newer nginx:1.27");
    assert_eq!(marks(&play)[6..], ["11 ○", "14 ●"]);
    play.keys("x");
    add(&mut play, "--no-cache");
    assert!(guide(&play).contains("--no-cache says so"), "{}", guide(&play));
    add(&mut play, "✓ --no-cache");
    assert!(play.footer().contains("among the changes already"), "{}", play.footer());
}

#[test]
fn a_build_that_does_not_start_is_said_with_its_reason() {
    let mut play = Play::new("FROM a\nCOPY x\n", 120, 40);
    play.folder = Some(folder(&PATHS));
    play.keys("4");
    let shown = guide(&play);
    assert!(shown.contains("The build does not start: "), "{shown}");
    assert!(marks(&play).is_empty());
}

#[test]
fn where_a_build_stops_is_said_before_anything_is_forecast() {
    let words = |play: &Play| guide(play).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut play = Play::new(FILE, 120, 50);
    play.folder = Some(folder(&["src/app.ts"]));
    play.keys("4");
    assert!(words(&play).contains("the build fails. Where the files lie elsewhere"));
    add(&mut play, "edit of src/app.ts");
    assert!(words(&play).contains("there is no such path"), "{}", words(&play));
    play.folder = Some(folder(&PATHS));
    play.keys("r");
    assert!(!words(&play).contains("no such path"), "{}", words(&play));
}

#[test]
fn waiting_failing_and_having_no_folder_are_said() {
    let mut play = Play::new(FILE, 80, 24);
    play.keys("4");
    assert!(guide(&play).contains("being looked through"), "{}", guide(&play));
    play.send(Message::Scanned(Err("cannot read x: permission denied".to_owned())));
    let all = |play: &mut Play| {
        let mut all = guide(play);
        for _ in 0..12 {
            play.keys("j");
            all.push_str(&guide(play));
        }
        all.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let shown = all(&mut play);
    assert!(shown.contains("cannot be read"), "{shown}");
    assert!(shown.contains("--no-cache") && !shown.contains("edit of src"), "{shown}");
    let mut from_input = start(FILE.as_bytes());
    from_input.file.origin = Origin::StandardInput;
    let mut play = Play::started(&from_input, 80, 24);
    play.keys("4");
    let shown = all(&mut play);
    assert!(shown.contains("No folder goes with this text"), "{shown}");
    let text = "# A lesson\n\n```dockerfile\nFROM a\nCOPY . .\n```\n".to_owned();
    let lesson = crate::screens::lesson_of("test.md", &text);
    let sample = Start { lesson, ..Start::new(layerwise::host::sample()) };
    let mut play = Play::started(&sample, 80, 24);
    play.keys("4");
    let shown = all(&mut play);
    assert!(shown.contains("This Dockerfile is a sample"), "{shown}");
}

#[test]
fn a_large_folder_is_worked_out_by_the_thread() {
    let paths: Vec<String> = (0..20_000).map(|number| format!("src/{number}.ts")).collect();
    let mut paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    paths.push("package.json");
    let mut play = Play::new(FILE, 120, 40);
    play.folder = Some(folder(&paths));
    play.has_thread = true;
    play.keys("4");
    assert!(play.effects.contains(&Effect::Forecast));
    add(&mut play, "edit of package.json");
    assert_eq!(marks(&play)[..2], ["2 ○", "3 ●"]);
    play.has_thread = false;
    add(&mut play, "--no-cache");
    assert!(guide(&play).contains("being worked out"), "{}", guide(&play));
    let time = Spent::on(|| _ = play.keys("j k j k j k j k"));
    assert!(time.as_secs() < 2, "no key waits for it: {time:?}");
}

#[test]
fn another_file_has_its_own_changes() {
    let text = "# A lesson\n\n```dockerfile\nFROM a\nRUN b\n```\n".to_owned();
    let lesson = crate::screens::lesson_of("test.md", &text);
    let mut play = Play::started(&Start { lesson, ..start(FILE.as_bytes()) }, 120, 40);
    play.folder = Some(folder(&PATHS));
    play.keys("4");
    add(&mut play, "edit of src/app.ts");
    play.keys("v");
    assert!(guide(&play).contains("This Dockerfile is a sample"), "{}", guide(&play));
    assert!(!guide(&play).contains("edit of src/app.ts"), "{}", guide(&play));
}

#[test]
fn the_reader_predicts_before_the_forecast_is_shown() {
    let mut play = play(120, 50);
    play.keys("P");
    add(&mut play, "edit of src/app.ts");
    assert!(marks(&play).iter().all(|mark| mark.ends_with('○')), "nothing is marked yet");
    let shown = guide(&play);
    assert!(shown.contains("Which steps run?") && !shown.contains("cached"), "{shown}");
    assert_eq!(line(&play), 2, "the cursor gives nothing away");
    // Line 3 is no step that runs; line 10 is.
    play.keys("j Space j j j j Space");
    insta::assert_snapshot!("cache_predict", guide(&play));
    play.keys("Enter");
    insta::assert_snapshot!("cache_compared", guide(&play));
    let shown = guide(&play);
    assert!(shown.contains("right about 5 of 7 decided steps"), "{shown}");
    assert_eq!(marks(&play).len(), 8);
    play.keys("u");
    add(&mut play, "edit of package.json");
    assert!(guide(&play).contains("Which steps run?"), "another change is predicted anew");
    play.keys("P");
    assert!(guide(&play).contains("run again"), "{}", guide(&play));
    play.keys("Space");
    assert!(play.footer().contains("see P"), "{}", play.footer());
}

#[test]
fn a_better_order_is_shown_at_the_end_of_the_view() {
    let naive =
        "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD [\"node\", \"src/app.ts\"]\n";
    let mut play = Play::new(naive, 120, 60);
    play.folder = Some(folder(&["package.json", "package-lock.json", "src/app.ts"]));
    play.keys("4");
    assert!(!play.effects.contains(&Effect::Advise), "not before the reader asks");
    play.keys("b");
    insta::assert_snapshot!("cache_order", play.screen());
    // It stands for the file as it is saved.
    play.save(FILE);
    assert!(play.effects.iter().filter(|effect| **effect == Effect::Advise).count() >= 2);
    play.keys("b");
    assert!(guide(&play).contains("b looks for a better order"), "{}", guide(&play));
}

#[test]
fn explain_says_what_would_make_the_step_run_again() {
    let mut play = Play::new(FILE, 120, 40);
    play.keys("2 j j j");
    let words = |play: &Play| guide(play).split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = words(&play);
    let expected = "↻ It runs again when its command, user, directory or shell changes, or when \
                    line 3 above it runs.";
    assert!(shown.contains(expected), "{shown}");
    play.keys("k k k");
    assert!(!words(&play).contains("↻"), "FROM is no step of its own");
}
