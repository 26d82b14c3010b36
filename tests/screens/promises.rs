//! A lesson keeps what it announces, and speaks of what is there.

use std::sync::Arc;

use layerwise::context::{Entry, EntryKind, Ignore, Snapshot, Tree};
use layerwise::progress::{Progress, Record, RecordKind, Timestamp};
use layerwise::tui::{Effect, Message, Place, Start, StartLesson, ThemeChoice};

use super::guide::{guide, records, with};
use super::{GOOD, NOON, Play, answer, start};

fn open(file: &str, markdown: &str) -> Play {
    with(file, markdown, 80, 40, ThemeChoice::Monochrome)
}

const ASKS: &str = "\
Some text.

**A question from your own file:** who runs in the container?

<!-- ask: {gen: user-at-runtime, n: 1} -->

More text.
";

#[test]
fn a_lead_in_goes_with_the_question_that_the_file_does_not_give() {
    let asked = guide(&open("FROM scratch\nRUN useradd web\nUSER app\n", ASKS));
    assert!(asked.contains("A question from your own file"), "{asked}");
    assert!(asked.contains("Which user does a container"), "{asked}");
    // Root runs, and every mistake says so, too: the answer stands there instead.
    let told = guide(&open("FROM scratch\nCMD [\"a\"]\n", ASKS));
    assert!(!told.contains("A question from your own file"), "{told}");
    assert!(told.contains("leaves only one answer") && told.contains("root"), "{told}");
    assert!(told.contains("Some text.") && told.contains("More text."), "{told}");
    // What cannot be told has its reason.
    let unknown = guide(&open("ARG B\nFROM $B\n", ASKS));
    assert!(!unknown.contains("A question from your own file"), "{unknown}");
    assert!(unknown.contains("There is no question about this file here:"), "{unknown}");
}

#[test]
fn code_in_the_reason_for_a_missing_question_stands_in_quotes() {
    let none = guide(&open("FROM scratch\n", "<!-- ask: {gen: owner-of-copy} -->\n"));
    assert!(none.contains("no “COPY” brings in files"), "{none}");
}

#[test]
fn no_reason_for_a_missing_question_stands_beside_another_question() {
    let none = "Some text.\n\n<!-- ask: {gen: var-value, name: MODE} -->\n\n";
    let asked = format!("{none}Between.\n\n<!-- ask: {{gen: user-at-runtime, n: 1}} -->\n");
    let file = "FROM scratch\nUSER web\nUSER app\nCMD [\"x\"]\n";
    let alone = guide(&open(file, none));
    assert!(alone.contains("There is no question about this file here"), "{alone}");
    let both = guide(&open(file, &asked));
    assert!(both.contains("Which user does a container"), "{both}");
    assert!(!both.contains("There is no question about this file"), "{both}");
}

#[test]
fn an_answer_without_a_question_waits_behind_the_pause() {
    let text = "**Predict:** who runs?\n\n**A question from your own file:**\n\n\
                <!-- ask: {gen: user-at-runtime, n: 1} -->\n\n<!-- pause -->\n\nMore text.\n";
    let mut play = open("FROM scratch\nCMD [\"a\"]\n", text);
    let before = guide(&play);
    assert!(!before.contains("root") && !before.contains("only one answer"), "{before}");
    assert!(!before.contains("A question from your own file"), "{before}");
    play.keys("Space");
    let after = guide(&play);
    let told = after.find("This file leaves only one answer.").unwrap_or_else(|| panic!("{after}"));
    assert!(told < after.find("More text.").unwrap(), "{after}");
}

#[test]
fn a_branch_that_the_file_decided_is_a_statement() {
    let text = "<!-- if: exists(USER) -->\n**If your file has a `USER`:** one.\n<!-- else -->\n\
                **If your file has no `USER`:** two.\n<!-- endif -->\n\n**If so:** three.\n";
    let with_user = guide(&open("FROM scratch\nUSER a\n", text));
    assert!(with_user.contains("Your file has a USER: one."), "{with_user}");
    let without = guide(&open("FROM scratch\n", text));
    assert!(without.contains("Your file has no USER: two."), "{without}");
    assert!(without.contains("If so: three."), "outside of an if it stays\n{without}");
}

const TASK: &str = "\
## Do it

<!-- task: {id: tag} -->
### Give it a tag

- [ ] It has a tag <!-- check: 'exists(FROM[tag])' -->

<details><summary>What has changed</summary>

The tag is there.

</details>

## Read on

The end.
";

#[test]
fn a_task_that_the_file_fulfils_already_asks_for_nothing() {
    let mut play = open("FROM scratch:1\n", TASK);
    play.send(Message::Progress(Box::default()));
    let shown = guide(&play);
    assert!(shown.contains("Task: nothing to do here"), "{shown}");
    assert!(!shown.contains("The tag is there."), "nothing has changed\n{shown}");
    assert_eq!(records(&play).len(), 1, "it counts");
    assert_eq!(shown.matches('✓').count(), 2, "said once, and ticked\n{shown}");
    assert!(!play.footer().contains('✓'), "{}", play.footer());
    // The lesson is done when its end was read, not before.
    assert!(!play.footer().contains("Lesson done"), "{}", play.footer());
    play.keys("]");
    assert!(play.footer().contains("Lesson done"), "{}", play.footer());
}

#[test]
fn a_task_that_the_file_had_all_along_asks_for_nothing_later_either() {
    let mut play = open("FROM scratch:1\n", TASK);
    play.send(Message::Progress(Box::default()));
    let mut progress = Progress::default();
    let kind = RecordKind::Answer(records(&play)[0].clone());
    progress.take_record(&Record { at: Timestamp(1), kind });
    let mut later = open("FROM scratch:1\n", TASK);
    later.send(Message::Progress(Box::new(progress)));
    let shown = guide(&later);
    assert!(shown.contains("Task: nothing to do here"), "{shown}");
    assert!(!shown.contains("The tag is there."), "nothing has changed\n{shown}");
    later.save("FROM scratch\n");
    assert!(guide(&later).contains("in order before, open in this"), "{}", guide(&later));
    later.save("FROM scratch:2\n");
    let shown = guide(&later);
    assert!(shown.contains("✓ Task done.") && shown.contains("The tag is there."), "{shown}");
}

#[test]
fn a_task_that_is_done_here_says_what_has_changed() {
    let mut play = open("FROM scratch\n", TASK);
    assert!(guide(&play).contains("○ Task"), "{}", guide(&play));
    play.save("FROM scratch:1\n");
    let shown = guide(&play);
    assert!(shown.contains("✓ Task: done") && shown.contains("The tag is there."), "{shown}");
}

#[test]
fn a_task_that_was_opened_and_done_again_is_done_and_not_nothing_to_do() {
    let mut play = open("FROM scratch:1\n", TASK);
    play.send(Message::Progress(Box::default()));
    assert!(guide(&play).contains("Task: nothing to do here"), "{}", guide(&play));
    play.save("FROM scratch\n");
    assert!(guide(&play).contains("○ Task"), "{}", guide(&play));
    play.save("FROM scratch:2\n");
    let shown = guide(&play);
    assert!(shown.contains("✓ Task: done") && shown.contains("The tag is there."), "{shown}");
}

/// The line at which `e` opened the file last.
fn edited(play: &Play) -> u32 {
    let line = |effect: &Effect| match effect {
        Effect::Edit { line, .. } => Some(line.get()),
        _ => None,
    };
    play.effects.iter().rev().find_map(line).expect("the editor was opened")
}

#[test]
fn the_editor_opens_at_what_the_task_marks() {
    let file = "FROM scratch:1\nENV A=1\nFROM scratch\nENV B=1\n";
    let marked = TASK.replacen("\n\n", "\n\n<!-- focus: 'FROM:not([tag])' -->\n\n", 1);
    let mut play = open(file, &marked);
    play.keys("e");
    assert_eq!(edited(&play), 3);
    // The keys are in the file: the reader chose the line.
    play.keys("Tab j e");
    assert_eq!(edited(&play), 2);
    // Nothing is marked, or nothing is asked.
    for (text, file) in [(TASK, file), (marked.as_str(), "FROM scratch:1\nENV A=1\n")] {
        let mut play = open(file, text);
        play.keys("Tab j Tab e");
        assert_eq!(edited(&play), 2);
    }
    let mut play = open(file, "<!-- focus: 'FROM:not([tag])' -->\n\nWords.\n");
    play.keys("Tab j Tab e");
    assert_eq!(edited(&play), 2, "a text asks for no change");
    // Of several that are marked the reader's own goes first.
    let several = marked.replace("'FROM:not([tag])'", "{sel: 'FROM', all: true}");
    let mut play = open(file, &several);
    play.keys("e Tab j j Tab e");
    assert_eq!(edited(&play), 3);
}

#[test]
fn a_look_at_a_sample_with_an_open_task_does_nothing_in_the_own_file() {
    let sample = "## Do it\n\n```dockerfile\nFROM scratch\n```\n";
    let text = TASK.replacen("## Do it\n", sample, 1);
    let mut play = open("FROM scratch:1\n", &text);
    play.send(Message::Progress(Box::default()));
    play.keys("v");
    assert!(guide(&play).contains("open in this file"), "{}", guide(&play));
    play.keys("o");
    assert!(guide(&play).contains("Task: nothing to do here"), "{}", guide(&play));
}

#[test]
fn what_is_marked_comes_into_view_with_the_file_in_a_narrow_window() {
    let file = format!("FROM scratch\n{}CMD [\"last\"]\n", "ENV A=1\n".repeat(60));
    let lesson = "<!-- focus: CMD -->\n\nIt is marked now.\n";
    let mut play = with(&file, lesson, 80, 24, ThemeChoice::Monochrome);
    play.keys("Tab");
    assert!(play.screen().contains("CMD [\"last\"]"), "{}", play.screen());
    // Who looks to and fro stays in place.
    play.keys("g Tab Tab");
    assert!(play.screen().contains("FROM scratch"), "{}", play.screen());
}

const SHORT: &str = "\
<!-- quiz: {id: first, answer: FROM} -->
### Which?

> A hint.

<details><summary>Why</summary>

So.

</details>

Behind it.
";

#[test]
fn space_leaves_a_question_when_it_is_pressed_twice() {
    let mut play = open("FROM scratch\n", SHORT);
    play.keys("Space");
    assert!(play.footer().contains("Space again leaves it"), "{}", play.footer());
    assert!(!guide(&play).contains("Behind it."));
    // Another key in between, and it is asked again.
    play.keys("F2 Space");
    assert!(!guide(&play).contains("Behind it."), "{}", guide(&play));
    play.keys("Space");
    assert!(guide(&play).contains("Behind it."), "{}", guide(&play));
}

#[test]
fn space_leaves_a_task_when_it_is_pressed_twice() {
    let mut play = open("FROM scratch\n", TASK);
    play.send(Message::Progress(Box::default()));
    play.keys("Space");
    assert!(play.footer().contains("The task is not done yet."), "{}", play.footer());
    assert!(guide(&play).contains("Give it a tag"), "{}", guide(&play));
    play.keys("Space");
    assert!(guide(&play).contains("The end."), "{}", guide(&play));
    // What is done is left at once.
    play.keys("[").save("FROM scratch:1\n");
    play.keys("Space");
    assert!(guide(&play).contains("The end."), "{}", guide(&play));
}

#[test]
fn marks_of_a_step_do_not_answer_what_is_asked_of_the_file() {
    let text = "<!-- focus: {sel: 'RUN, COPY', all: true} -->\n\nLook.\n\n\
                <!-- ask: {gen: adds-layer} -->\n";
    let play = open(GOOD, text);
    assert!(guide(&play).contains("add a layer"), "{}", guide(&play));
    assert!(play.model.highlights.focus.is_empty(), "{:?}", play.model.highlights.focus);
}

/// At home, on the path for who begins, with these records.
fn on_path(records: &[Record]) -> Play {
    let place = Place {
        lesson: Some("tour".to_owned()),
        path: Some("starter".to_owned()),
        ..Place::default()
    };
    let start =
        Start { place: Some(place), lesson: StartLesson::Remembered, ..start(GOOD.as_bytes()) };
    let mut play = Play::started(&start, 80, 40);
    let mut progress = Progress::default();
    records.iter().for_each(|record| progress.take_record(record));
    play.send(Message::Progress(Box::new(progress)));
    play
}

#[test]
fn on_a_path_the_header_counts_the_path() {
    let mut play = on_path(&[]);
    assert!(play.screen().contains("Starter 1 of 7 · step 1 of 11"), "{}", play.screen());
    play.keys("L 1 7");
    assert!(play.screen().contains("Starter 7 of 7 · step 1 of 11"), "{}", play.screen());
    play.keys("L 1 8");
    assert!(play.screen().contains("Lesson 19 of 28"), "no part of the path\n{}", play.screen());
}

#[test]
fn a_lesson_that_was_begun_opens_where_it_was_left() {
    let begun = [
        answer(NOON, ("what-is", "what-is-which", "basics.image"), true),
        answer(NOON, ("what-is", "what-is-order", "basics.image"), true),
    ];
    let mut play = on_path(&begun);
    play.keys("L 0 1");
    // The third step has one question more.
    assert!(play.screen().contains("step 3 of 9"), "{}", play.screen());
    assert!(play.footer().contains("You were here"), "{}", play.footer());
    // The lesson that is open stays where it is.
    play.keys("] ] 0 L 0 1");
    assert!(play.screen().contains("step 5 of 9"), "{}", play.screen());
}

#[test]
fn what_is_open_stands_at_the_end() {
    let mut play = on_path(&[answer(NOON, ("what-is", "what-is-which", "basics.image"), true)]);
    play.keys("L 0 1 ] ] ] ] ] ]");
    let shown = guide(&play);
    assert!(shown.contains("Still open: steps 3, 4, 6 and 8."), "{shown}");
}

const EDIT: &str = "## One\n\n<!-- ask: {gen: cache-after-edit} -->\n\nThe end.\n";

fn folder() -> Arc<Snapshot> {
    let mut tree = Tree::default();
    for name in ["app.py", "requirements.txt"] {
        tree.insert(name, Entry { kind: EntryKind::File, mode: 0o644, size: 1, digest: None });
    }
    Arc::new(Snapshot::of_tree("folder", &tree, Ignore::default()))
}

#[test]
fn a_question_about_contents_waits_for_them() {
    let mut play = open(GOOD, EDIT);
    let finished = |play: &Play| {
        let is = |it: &Effect| matches!(it, Effect::Record(RecordKind::Finished { .. }));
        play.effects.iter().any(is)
    };
    play.send(Message::Listed(folder()));
    let shown = guide(&play);
    assert!(shown.contains("is being worked out"), "{shown}");
    assert!(!finished(&play), "nothing is done before it is known what is asked");
    play.send(Message::Scanned(Ok(folder())));
    let shown = guide(&play);
    assert!(shown.contains("mark every step that runs"), "{shown}");
}

#[test]
fn who_named_the_context_is_said_and_the_folder_is_told_in_words() {
    let said = |folder_name: &str| {
        let mut play = open(GOOD, EDIT);
        let mut snapshot = Arc::unwrap_or_clone(folder());
        snapshot.folder = folder_name.to_owned();
        snapshot.named_by = Some("docker/compose.yaml, line 5".to_owned());
        play.send(Message::Scanned(Ok(Arc::new(snapshot))));
        guide(&play).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let here = "The context is the folder that layerwise was started in: so says \
                docker/compose.yaml, line 5.";
    assert!(said(".").contains(here), "{}", said("."));
    assert!(said("web").contains("The context is the folder web: so says"), "{}", said("web"));
}

#[test]
fn who_named_the_context_is_said_once_in_a_lesson() {
    let second = EDIT.replace("## ", "## Second ");
    let mut play = open(GOOD, &format!("{EDIT}\n{second}"));
    let mut snapshot = Arc::unwrap_or_clone(folder());
    snapshot.named_by = Some("compose.yaml, line 5".to_owned());
    play.send(Message::Scanned(Ok(Arc::new(snapshot))));
    assert!(guide(&play).contains("so says compose.yaml"), "{}", guide(&play));
    play.keys("]");
    let shown = guide(&play);
    assert!(shown.contains("Second") && !shown.contains("so says"), "{shown}");
}

#[test]
fn no_order_is_asked_for_where_it_is_not_known_what_a_command_reads() {
    let file = "FROM python:3.13-slim\nCOPY requirements.txt /tmp\n\
                RUN make -f /tmp/requirements.txt\nCOPY . /app\n";
    let mut play = open(file, "## One\n\n<!-- ask: {gen: cache-order} -->\n\nThe end.\n");
    play.send(Message::Scanned(Ok(folder())));
    let shown = guide(&play).split_whitespace().collect::<Vec<_>>().join(" ");
    let why = "There is no question about this file here: layerwise cannot tell which files each \
               of its commands reads.";
    assert!(shown.contains(why), "the file has such a stage: {shown}");
}

#[test]
fn the_tour_speaks_of_each_line_that_only_a_container_carries_out() {
    let file = "FROM alpine\nRUN true\nHEALTHCHECK CMD true\nCMD [\"sh\"]\n";
    let place = Place { lesson: Some("tour".to_owned()), ..Place::default() };
    let start =
        Start { place: Some(place), lesson: StartLesson::Remembered, ..start(file.as_bytes()) };
    let mut play = Play::started(&start, 80, 40);
    play.send(Message::Progress(Box::default()));
    play.keys("] ] Space");
    let shown = guide(&play);
    assert!(shown.contains("Your file has a CMD: that is the line"), "{shown}");
    assert!(shown.contains("Your file has a HEALTHCHECK: that was a good guess"), "{shown}");
}

#[test]
fn questions_grow_with_the_record() {
    let text = "<!-- ask: {gen: user-at-runtime} -->\n\nThe end.\n";
    let file = "FROM scratch\nRUN useradd web\nUSER app\n";
    let mut play = open(file, text);
    assert!(guide(&play).contains("choose one"), "{}", guide(&play));
    let mut progress = Progress::default();
    // Right on many days: the skill is firm, and the answer is typed.
    for day in 0..8_u64 {
        let mut record = answer(NOON, ("quiz", "q", "user.who"), true);
        record.at = Timestamp(1_795_176_000_000 + day * day * 86_400_000);
        progress.take_record(&record);
    }
    play.send(Message::Progress(Box::new(progress)));
    play.save(&format!("{file}# saved\n"));
    assert!(guide(&play).contains("type a short answer"), "{}", guide(&play));
}
