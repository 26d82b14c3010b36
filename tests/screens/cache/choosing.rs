//! Choosing a change: from the tree, the file, the ignore file, and by typing.

use std::collections::BTreeSet;

use layerwise::cache::{Change, Scenario, State};
use layerwise::tui::Forecaster;

use super::{PATHS, Play, add, changes, folder, guide, line, marks, play};

#[test]
fn the_files_at_each_size() {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40)] {
        let mut play = play(columns, rows);
        play.keys("f j j");
        insta::assert_snapshot!(format!("cache_files_{columns}x{rows}"), play.screen());
    }
}

#[test]
fn a_file_is_chosen_from_the_tree() {
    let mut play = play(120, 40);
    // The folder is folded and unfolded, and the cursor goes on below it.
    play.keys("f G k k Enter");
    assert!(!guide(&play).contains("page.ts"), "{}", guide(&play));
    play.keys("Enter Down");
    assert!(guide(&play).lines().any(|row| row.starts_with(" ▌") && row.contains("app.ts")));
    play.keys("Enter");
    insta::assert_snapshot!("cache_of_a_file", guide(&play));
    play.keys("Enter");
    assert!(guide(&play).contains("1  edit of src/app.ts"), "{}", guide(&play));
    assert_eq!(marks(&play).len(), 8);
    assert_eq!(line(&play), 10);
    // By letters, and back again step by step.
    play.keys("f f").type_text("readme").keys("Enter");
    assert!(guide(&play).contains("What happens to README.md?"), "{}", guide(&play));
    play.keys("Esc");
    assert!(guide(&play).contains("> readme"), "{}", guide(&play));
    play.keys("Esc Esc");
    assert!(guide(&play).contains("1  edit of src/app.ts"), "{}", guide(&play));
}

#[test]
fn what_happens_to_a_file_counts_or_does_not() {
    let mut play = play(120, 40);
    for (words, expected) in [
        ("touch", "Nothing runs again"),
        ("chown", "Nothing runs again"),
        ("keeps its size", "Nothing runs again"),
        ("chmod 755", "has another mode"),
        ("delete", "is gone from"),
    ] {
        play.keys("x f f").type_text("page.ts").keys("Enter");
        add(&mut play, words);
        let shown = guide(&play).replace('▌', " ");
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(expected), "{words}: {shown}");
    }
}

#[test]
fn what_is_typed_is_checked() {
    let mut play = play(120, 40);
    play.keys("f Space Enter");
    for (path, wrong) in [
        ("", "A path of the context is needed"),
        ("../x", "A path of the context is needed"),
        ("./src", "src is there already"),
        ("README.md/x", "README.md is no folder"),
    ] {
        play.keys("Ctrl-u").type_text(path).keys("Enter");
        assert!(guide(&play).contains(wrong), "{path}: {}", guide(&play));
    }
    insta::assert_snapshot!("cache_typed", guide(&play));
    play.keys("Ctrl-u").type_text("src/new.ts").keys("Enter");
    let shown = guide(&play);
    assert!(shown.contains("1  new file src/new.ts") && shown.contains("is new in"), "{shown}");
    play.keys("f Space Enter").type_text("x").keys("Esc Esc Esc");
    assert!(guide(&play).contains("1  new file src/new.ts"), "{}", guide(&play));
    play.keys("f f").type_text("page").keys("Enter");
    add(&mut play, "another mode");
    play.type_text("9").keys("Enter");
    assert!(guide(&play).contains("octal number"), "{}", guide(&play));
}

#[test]
fn the_ignore_file_is_changed_line_by_line() {
    let mut play = play(120, 50);
    add(&mut play, "a line of .dockerignore");
    add(&mut play, "one more line");
    play.type_text("**/*.ts").keys("Enter");
    let shown = guide(&play);
    assert!(shown.contains("1  **/*.ts added to .dockerignore"), "{shown}");
    assert!(shown.contains("is gone from"), "{shown}");
    add(&mut play, "a line of .dockerignore");
    add(&mut play, "without line 1: **/*.ts");
    // It stands in the context, where COPY . . takes it, with nothing in it.
    assert_eq!(changes(&play).len(), 2);
    assert!(guide(&play).contains("2  **/*.ts taken out of .dockerignore"), "{}", guide(&play));
}

#[test]
fn an_instruction_is_chosen_from_the_file() {
    let mut play = play(120, 50);
    play.keys("Tab j j j Tab");
    add(&mut play, "an instruction of the Dockerfile");
    insta::assert_snapshot!("cache_instructions", guide(&play));
    play.keys("k");
    assert_eq!(line(&play), 3, "the file pane shows it");
    play.keys("j Enter j Enter Ctrl-u").type_text("RUN yarn").keys("Enter");
    let shown = guide(&play);
    assert!(shown.contains("1  line 4 reads RUN yarn"), "{shown}");
    assert_eq!(marks(&play)[2], "4 ●");
    add(&mut play, "an instruction of the Dockerfile");
    play.keys("g");
    add(&mut play, "4  RUN yarn");
    assert!(guide(&play).contains("other words for line 4: RUN yarn"), "{}", guide(&play));
    add(&mut play, "without line 4, RUN");
    assert_eq!(marks(&play)[..3], ["2 ○", "3 ○", "8 ○"], "the others stay in their lines");
}

#[test]
fn a_line_with_a_secret_is_not_shown_to_be_typed() {
    let mut play = Play::new("FROM a\nENV API_TOKEN=hunter2\nRUN x\n", 120, 40);
    play.folder = Some(folder(&PATHS));
    play.keys("4 Tab j Tab");
    add(&mut play, "an instruction of the Dockerfile");
    play.keys("Enter");
    assert!(!guide(&play).contains("other words"), "{}", guide(&play));
    add(&mut play, "edit of line 2, ENV");
    assert!(!play.screen().contains("hunter2"), "{}", play.screen());
}

/// Every change that a recording knows can be chosen on the screen, but for the
/// Dockerfile as a whole: there its lines are changed.
#[test]
fn every_change_can_be_chosen() {
    let file = "FROM a AS x\nARG V\nRUN --mount=type=secret,id=key y\nFROM x\nCOPY . /\nRUN z\n";
    let mut play = Play::new(file, 120, 60);
    play.folder = Some(folder(&PATHS));
    play.keys("4");
    for words in ["edit of src/app", "touch", "chmod 755", "delete", "chown", "keeps its size"] {
        play.keys("f f").type_text("app.ts").keys("Enter");
        add(&mut play, words);
    }
    for (words, typed) in [("rename it", ".old"), ("make it a link", "b")] {
        play.keys("f f").type_text("page.ts").keys("Enter");
        add(&mut play, words);
        play.type_text(typed).keys("Enter");
    }
    for words in ["new file in it", "new folder in it"] {
        play.keys("f g Space");
        add(&mut play, words);
        play.type_text(words).keys("Enter");
    }
    add(&mut play, "a line of .dockerignore");
    add(&mut play, "one more line");
    play.type_text("*.md").keys("Enter");
    add(&mut play, "an instruction of the Dockerfile");
    play.keys("g");
    add(&mut play, "RUN z");
    add(&mut play, "edit of line 6, RUN");
    add(&mut play, "a build argument");
    add(&mut play, "V, as the file says now");
    play.type_text("2").keys("Enter");
    for words in [
        "--target x",
        "a newer a:latest",
        "--no-cache-filter x",
        "the secret key",
        "a build in between",
        "a fresh clone",
        "forgets the files",
        "forgets everything",
    ] {
        add(&mut play, "the target, a base image");
        add(&mut play, words);
    }
    let question = play.model.cache_question().unwrap();
    let name = |change: &Change| {
        let json = serde_json::to_value(change).unwrap();
        json["op"].as_str().unwrap().to_owned()
    };
    let changes = changes(&play);
    let chosen: BTreeSet<String> = changes.iter().map(name).collect();
    let recorded = crate::truth::cache::scenarios().into_iter();
    let ops = recorded.flat_map(|it| it["ops"].as_array().cloned().unwrap_or_default());
    let mut known: BTreeSet<String> = ops.map(|op| op["op"].as_str().unwrap().to_owned()).collect();
    known.remove("set_dockerfile");
    known.insert("prune_all".to_owned());
    assert_eq!(chosen, known);
    // The command line says the same of all of them.
    let state = State::of_snapshot(
        &folder(&PATHS),
        file,
        play.model.analysis.as_ref().unwrap().options.clone(),
    );
    let scenario = Scenario { ops: changes, ..Scenario::default() };
    let shown = Forecaster::default().answer(question);
    assert_eq!(scenario.run(state).steps, shown.forecast.steps);
    assert!(shown.forecast.failure.is_none());
}
