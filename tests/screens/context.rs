//! The Context view.

use crate::support::spent::Spent;
use std::sync::Arc;

use layerwise::context::{Entry, EntryKind, Ignore, Snapshot, Tree};
use layerwise::host::Origin;
use layerwise::tui::{Effect, Message, Start, StartLesson, ThemeChoice, View};
use ratatui::crossterm::event::MouseEventKind;

use super::{Play, grid, start};

const FILE: &str = "\
FROM python:3.12-slim AS base
WORKDIR /app
COPY requirements.txt .
COPY app.log lost.txt /x/
COPY --exclude=*.md . .

FROM base AS test
COPY tests/ /t

FROM base
ADD *.zip /y/
CMD [\"python\", \"src/app.py\"]
";

const IGNORE: &str = "*.log\nnode_modules\ntests\n!tests/keep.py\n*.pyc\n";

const PATHS: [&str; 14] = [
    ".dockerignore",
    "Dockerfile",
    "README.md",
    "app.log",
    "docs/guide.md",
    "node_modules/x/index.js",
    "requirements.txt",
    "src/__pycache__/app.pyc",
    "src/app.py",
    "src/pkg/a.py",
    "src/pkg/b.py",
    "tests/drop.py",
    "tests/keep.py",
    "data/train.csv",
];

/// A folder with these files, whose sizes differ.
fn folder(paths: &[&str], ignore: &str) -> Arc<Snapshot> {
    let mut tree = Tree::default();
    for (path, number) in paths.iter().zip(1_u64..) {
        let size = number * number * 300;
        let entry = Entry { kind: EntryKind::File, mode: 0o644, size, digest: None };
        tree.insert(*path, entry);
    }
    Arc::new(Snapshot::of_tree(".", &tree, Ignore::read(".dockerignore", ignore)))
}

/// The view on that folder.
fn play(columns: u16, rows: u16) -> Play {
    let mut play = Play::new(FILE, columns, rows);
    play.folder = Some(folder(&PATHS, IGNORE));
    play.keys("5");
    play
}

/// The guide's rows, without blanks at their ends.
fn guide(play: &Play) -> String {
    let screen = play.screen();
    let rows = screen.lines().skip(3);
    let left = |row: &str| row.split('│').next().unwrap_or_default().trim_end().to_owned();
    rows.map(left).collect::<Vec<_>>().join("\n")
}

/// The row of a path in the tree.
fn row(play: &Play, name: &str) -> String {
    let guide = guide(play);
    let is_of_tree = |row: &str| row.chars().nth(4).is_some_and(|mark| "+−±?".contains(mark));
    let is_it = |row: &&str| is_of_tree(row) && row.split_whitespace().any(|word| word == name);
    let found = guide.lines().find(is_it);
    found.unwrap_or_else(|| panic!("no {name} in\n{guide}")).trim().to_owned()
}

/// The margin beside the lines of the file that have a mark.
fn marks(play: &Play) -> Vec<String> {
    let is_marked = |row: &&String| row.ends_with(['●', '◐', '○', '!']);
    let file = play.file();
    let marked = file.iter().filter(is_marked);
    marked
        .map(|row| {
            let number = row.split_whitespace().find(|word| word.parse::<u32>().is_ok());
            let mark: String = row.chars().next_back().into_iter().collect();
            format!("{} {mark}", number.unwrap_or_default())
        })
        .collect()
}

#[test]
fn the_tree_at_each_size() {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40)] {
        let mut play = play(columns, rows);
        play.keys("j j j j");
        insta::assert_snapshot!(format!("context_{columns}x{rows}"), play.screen());
    }
}

#[test]
fn the_numbers_at_each_size() {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40)] {
        let mut play = play(columns, rows);
        play.keys("b");
        insta::assert_snapshot!(format!("context_numbers_{columns}x{rows}"), play.screen());
    }
}

#[test]
fn it_reads_without_colour() {
    let mut play = Play::with(FILE.as_bytes(), 120, 40, ThemeChoice::Monochrome);
    play.folder = Some(folder(&PATHS, IGNORE));
    play.keys("5 j j");
    insta::assert_snapshot!("context_styles_monochrome", grid::styles(&play.buffer()));
}

#[test]
fn a_path_marks_the_lines_that_take_it() {
    let mut play = play(120, 40);
    assert_eq!(marks(&play), ["3 ◐", "4 !", "5 ●", "8 ○", "11 !"], "the whole folder");
    play.keys("f").type_text("requirements").keys("Enter");
    assert_eq!(marks(&play), ["3 ●", "4 !", "5 ●", "11 !"]);
    play.keys("Esc f").type_text("README").keys("Enter");
    assert_eq!(marks(&play), ["4 !", "11 !"], "--exclude leaves it alone");
    assert!(guide(&play).contains("No instruction takes it."), "{}", guide(&play));
    play.keys("Esc f").type_text("tests/keep").keys("Enter");
    assert_eq!(marks(&play), ["4 !", "5 ●", "8 ○", "11 !"], "one stage is not needed");
}

#[test]
fn enter_at_a_file_goes_to_the_lines_that_take_it_in_turn() {
    let mut play = play(120, 40);
    play.keys("f").type_text("requirements").keys("Enter");
    let line = |play: &mut Play| {
        play.keys("Enter");
        play.model.file.selected_lines().unwrap().first.get()
    };
    let lines: Vec<u32> = (0..3).map(|_| line(&mut play)).collect();
    assert_eq!(lines, [3, 5, 3]);
    assert!(row(&play, "requirements.txt").starts_with('▌'), "the cursor stays");
}

#[test]
fn a_line_of_the_file_shows_what_it_takes() {
    let mut play = play(120, 40);
    play.keys("]");
    assert_eq!(play.model.file.selected_lines().unwrap().first.get(), 3);
    let shown = guide(&play);
    assert!(shown.contains("● Line 3, COPY requirements.txt takes 1 file, 14.7 kB."), "{shown}");
    assert!(row(&play, "requirements.txt").starts_with("▌● +"), "{shown}");
    assert!(row(&play, "src/").starts_with('+'), "{shown}");
    play.keys("]");
    let shown = guide(&play);
    assert!(shown.contains("! Line 4, COPY app.log: is left out, and the"), "{shown}");
    assert!(shown.contains("! Line 4, COPY lost.txt: there is no such"), "{shown}");
    play.keys("x x x");
    play.keys("Tab j");
    assert_eq!(play.model.file.selected_lines().unwrap().first.get(), 5);
    let shown = guide(&play);
    assert!(shown.contains("showing what the selected line takes"), "{shown}");
    assert!(shown.contains("requirements.txt") && !shown.contains("README.md"), "{shown}");
}

#[test]
fn each_kind_of_paths_can_be_shown_alone() {
    let names = |play: &Play| -> Vec<&str> {
        let guide = guide(play);
        let all = PATHS.iter().filter_map(|path| path.rsplit('/').next());
        all.filter(|name| guide.lines().any(|row| row.contains(&format!("  {name} ")))).collect()
    };
    let mut play = play(120, 60);
    play.keys("x");
    let sent = names(&play);
    assert!(sent.contains(&"app.pyc") && !sent.contains(&"app.log"), "{sent:?}");
    play.keys("x");
    assert_eq!(names(&play), ["app.log", "index.js", "drop.py"]);
    play.keys("x x");
    assert_eq!(names(&play), ["README.md"], "what no line takes");
    play.keys("Esc");
    assert_eq!(names(&play).len(), PATHS.len());
}

#[test]
fn folders_are_folded_and_stay_so_when_the_folder_is_scanned_again() {
    let mut play = play(120, 40);
    play.keys("f").type_text("src").keys("Enter Esc");
    assert!(row(&play, "src/").starts_with("▌  +   ▾"), "{}", guide(&play));
    play.keys("Left");
    assert!(row(&play, "src/").starts_with("▌  +   ▸"), "{}", guide(&play));
    assert!(!guide(&play).contains("app.py "), "{}", guide(&play));
    // A file before it, so that every place in the snapshot is another.
    let more: Vec<&str> = PATHS.into_iter().chain(["a.txt"]).collect();
    play.folder = Some(folder(&more, IGNORE));
    play.keys("r");
    assert!(guide(&play).contains("a.txt"), "{}", guide(&play));
    assert!(row(&play, "src/").starts_with("▌  +   ▸"), "{}", guide(&play));
    play.keys("Right Right");
    play.keys("j j j");
    assert!(row(&play, "pkg/").starts_with('▌'), "{}", guide(&play));
    // What is gone is replaced by the folder that it lay in.
    let less: Vec<&str> = PATHS.into_iter().filter(|path| !path.contains("pkg")).collect();
    play.folder = Some(folder(&less, IGNORE));
    play.keys("r");
    assert!(row(&play, "src/").starts_with('▌'), "{}", guide(&play));
}

#[test]
fn the_largest_leads_to_its_place() {
    let mut play = play(120, 40);
    play.keys("b Enter");
    assert!(row(&play, "pkg/").starts_with('▌'), "{}", guide(&play));
    // Then to a line of the file.
    play.keys("b");
    let takes = |play: &Play| {
        guide(play).lines().any(|row| row.starts_with(" ▌") && row.contains("COPY tests"))
    };
    for _ in 0..40 {
        if !takes(&play) {
            play.keys("j");
        }
    }
    play.keys("Enter");
    assert_eq!(play.model.file.selected_lines().unwrap().first.get(), 8);
}

#[test]
fn the_mouse_selects_folds_and_scrolls() {
    let mut play = play(120, 30);
    let at = |play: &Play, name: &str| {
        let rows = play.screen();
        let row = rows.lines().position(|row| row.contains(name)).unwrap();
        u16::try_from(row).unwrap()
    };
    let data = at(&play, " data/");
    play.click(12, data);
    assert!(row(&play, "data/").starts_with('▌'), "{}", guide(&play));
    play.click(12, data);
    assert!(row(&play, "data/").contains("▸"), "{}", guide(&play));
    play.mouse(MouseEventKind::ScrollDown, 12, data);
    play.mouse(MouseEventKind::ScrollDown, 12, data);
    assert!(!guide(&play).contains(" ./  "), "{}", guide(&play));
    // The cursor keeps to what is in view.
    assert_eq!(guide(&play).lines().filter(|row| row.starts_with(" ▌")).count(), 1);
    play.mouse(MouseEventKind::ScrollUp, 12, data);
    play.mouse(MouseEventKind::ScrollUp, 12, data);
    play.keys("g");
    assert!(row(&play, "./").starts_with('▌'), "{}", guide(&play));
    play.keys("b");
    let folder = at(&play, "src/pkg/");
    play.click(12, folder);
    assert!(row(&play, "pkg/").starts_with('▌'), "{}", guide(&play));
}

#[test]
fn what_is_copied_is_the_path() {
    let mut play = play(120, 40);
    play.keys("f").type_text("keep").keys("Enter y");
    assert!(play.effects.contains(&Effect::Copy("tests/keep.py".to_owned())));
}

#[test]
fn a_huge_folder_is_as_quick_as_a_small_one() {
    let paths: Vec<String> = (0..60_000)
        .map(|number| format!("package-{}/part-{}/file-{number}", number / 600, number / 20))
        .collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let mut play = Play::new(FILE, 120, 40);
    play.folder = Some(folder(&paths, "**/file-1*\n"));
    play.keys("5 f").type_text("file-5999").keys("Enter");
    let spent = Spent::since_now();
    for _ in 0..50 {
        play.keys("j k");
    }
    let quick = spent.so_far();
    assert!(quick.as_secs() < 3, "{quick:?} for a hundred keys");
    assert!(guide(&play).contains("file-59990"), "{}", guide(&play));
}

#[test]
fn a_refused_ignore_file_is_said_and_nothing_is_claimed() {
    let mut play = Play::new(FILE, 120, 40);
    play.folder = Some(folder(&PATHS, "!\n"));
    play.keys("5 j");
    insta::assert_snapshot!("context_refused", guide(&play));
}

#[test]
fn where_there_is_no_folder_that_is_said() {
    let mut from_input = start(FILE.as_bytes());
    from_input.file.origin = Origin::StandardInput;
    let mut play = Play::started(&from_input, 80, 24);
    play.keys("5");
    insta::assert_snapshot!("context_standard_input", play.screen());
    let text = "# A lesson\n\n```dockerfile\nFROM a\nCOPY . .\n```\n".to_owned();
    let lesson = super::lesson_of("test.md", &text);
    let sample = Start { lesson, ..Start::new(layerwise::host::sample()) };
    let mut play = Play::started(&sample, 80, 24);
    play.keys("5");
    insta::assert_snapshot!("context_sample", play.screen());
    assert!(!play.effects.iter().any(|effect| matches!(effect, Effect::Scan(_))));
}

#[test]
fn a_lesson_may_bring_the_files_beside_its_sample() {
    let lesson = StartLesson::Id("context".to_owned());
    let sample = Start { lesson, ..Start::new(layerwise::host::sample()) };
    let mut play = Play::started(&sample, 120, 40);
    play.keys("5");
    let shown = guide(&play);
    assert!(shown.contains("an example that comes with the"), "{shown}");
    assert!(row(&play, "app.py").starts_with('+'), "{shown}");
    play.keys("r");
    assert!(play.footer().contains("come with the lesson"), "{}", play.footer());
    assert!(!play.effects.iter().any(|effect| matches!(effect, Effect::Scan(_))));
    // Another lesson has another sample, or none with files.
    play.keys(":").type_text("Lesson: FROM").keys("Enter 5");
    assert!(guide(&play).contains("There are no files to show"), "{}", guide(&play));
    // The reader's own file has its own folder.
    let lesson = StartLesson::Id("context".to_owned());
    let mut play = Play::started(&Start { lesson, ..start(FILE.as_bytes()) }, 120, 40);
    play.folder = Some(folder(&PATHS, IGNORE));
    play.keys("5 r");
    assert!(guide(&play).contains("train.csv"), "{}", guide(&play));
    play.keys("1 v 5");
    assert!(guide(&play).contains("an example that comes with the"), "{}", guide(&play));
    play.keys("o");
    assert!(guide(&play).contains("train.csv"), "{}", guide(&play));
}

#[test]
fn waiting_and_failing_are_said() {
    let mut play = Play::new(FILE, 80, 24);
    play.keys("5");
    assert!(play.screen().contains("The folder is being looked through."), "{}", play.screen());
    play.send(Message::Scanned(Err("cannot read x: permission denied".to_owned())));
    assert!(play.screen().contains("Cannot read x: permission denied."), "{}", play.screen());
    play.folder = Some(folder(&PATHS, IGNORE));
    play.keys("r");
    assert!(play.screen().contains("may be sent"), "{}", play.screen());
}

#[test]
fn a_named_folder_goes_with_standard_input() {
    let mut from_input = start(FILE.as_bytes());
    from_input.file.origin = Origin::StandardInput;
    from_input.context = Some("project".into());
    from_input.view = Some(View::Context);
    let play = Play::started(&from_input, 80, 24);
    assert!(play.effects.iter().any(|effect| matches!(effect, Effect::Scan(_))));
}
