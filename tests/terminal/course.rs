//! The lessons, each played from its first step to its last as a reader
//! would: predict, answer wrongly, read why, answer rightly, mend the file,
//! see the task tick, and find it all still done after a restart.

use layerwise::doc::Text;
use layerwise::lesson::{Choice, Course, CourseEntry, Item, Question, QuestionKind, Task};

use super::launch;
use crate::support::terminal::{Place, Session};

/// Wide enough for one pane, and so high that no step needs scrolling.
const SIZE: (u16, u16) = (98, 120);

#[test]
fn tour_can_be_finished() {
    play("tour");
}

#[test]
fn what_is_can_be_finished() {
    play("what-is");
}

#[test]
fn anatomy_can_be_finished() {
    play("anatomy");
}

#[test]
fn from_can_be_finished() {
    play("from");
}

#[test]
fn context_can_be_finished() {
    play("context");
}

#[test]
fn run_can_be_finished() {
    play("run");
}

#[test]
fn arg_env_can_be_finished() {
    play("arg-env");
}

#[test]
fn start_can_be_finished() {
    play("start");
}

#[test]
fn metadata_can_be_finished() {
    play("metadata");
}

#[test]
fn cache_rules_can_be_finished() {
    play("cache-rules");
}

#[test]
fn cache_order_can_be_finished() {
    play("cache-order");
}

#[test]
fn apt_right_can_be_finished() {
    play("apt-right");
}

#[test]
fn mounts_can_be_finished() {
    play("mounts");
}

#[test]
fn layers_add_up_can_be_finished() {
    play("layers-add-up");
}

#[test]
fn multi_stage_can_be_finished() {
    play("multi-stage");
}

#[test]
fn stages_can_be_finished() {
    play("stages");
}

#[test]
fn base_size_can_be_finished() {
    play("base-size");
}

#[test]
fn non_root_can_be_finished() {
    play("non-root");
}

#[test]
fn secrets_can_be_finished() {
    play("secrets");
}

#[test]
fn supply_chain_can_be_finished() {
    play("supply-chain");
}

#[test]
fn hardening_can_be_finished() {
    play("hardening");
}

#[test]
fn health_can_be_finished() {
    play("health");
}

#[test]
fn python_web_can_be_finished() {
    play("python-web");
}

#[test]
fn node_web_can_be_finished() {
    play("node-web");
}

#[test]
fn go_web_can_be_finished() {
    play("go-web");
}

#[test]
fn java_web_can_be_finished() {
    play("java-web");
}

#[test]
fn rust_web_can_be_finished() {
    play("rust-web");
}

#[test]
fn dotnet_web_can_be_finished() {
    play("dotnet-web");
}

#[test]
fn dev_loop_can_be_finished() {
    play("dev-loop");
}

#[test]
fn platforms_can_be_finished() {
    play("platforms");
}

#[test]
fn testing_can_be_finished() {
    play("testing");
}

#[test]
fn review_can_be_finished() {
    play("review");
}

#[test]
fn explain_repo_can_be_finished() {
    play("explain-repo");
}

fn play(id: &str) {
    let course = Course::builtin();
    let entry = course.find(id).unwrap();
    let lesson = entry.lesson();
    let place = Place::new();
    place.write("Dockerfile", &lesson.sample.as_ref().unwrap().text);
    let mut session = open(&place, id);
    session.wait_for(&words(&lesson.title));
    for (number, step) in lesson.steps.iter().enumerate() {
        if number > 0 {
            session.keys("]");
        }
        session.wait_for(&format!("step {} of {}", number + 1, lesson.steps.len()));
        play_items(&mut session, &place, entry, &step.items);
    }
    session.keys("q");
    assert_eq!(session.exit_code(), 0);
    find_all_done(&place, entry);
}

fn open(place: &Place, id: &str) -> Session {
    let session = launch(place, SIZE.0, SIZE.1).arguments(["learn", id]).start();
    session.wait_for("quit");
    session
}

fn play_items(session: &mut Session, place: &Place, entry: &CourseEntry, items: &[Item]) {
    for item in items {
        match item {
            Item::Pause => {
                session.keys(" ");
            }
            Item::Question(question) => answer(session, question),
            Item::Task(task) => mend(session, place, entry, task),
            _ => {}
        }
    }
}

/// The first words of a text, as many as surely stand on one row.
pub(super) fn words(text: &str) -> String {
    text.split_whitespace().take(4).collect::<Vec<_>>().join(" ")
}

fn plain(text: &Text) -> String {
    text.runs.iter().map(|run| run.text.as_str()).collect()
}

pub(super) fn answer(session: &mut Session, question: &Question) {
    match &question.kind {
        QuestionKind::Single(choices) => choose_one(session, choices),
        QuestionKind::Multiple(choices) => choose_several(session, choices),
        QuestionKind::TrueFalse { answer, .. } => {
            session.wait_for("true or false");
            session.keys(if *answer { "f\r" } else { "t\r" });
        }
        QuestionKind::Order(lines) => put_in_order(session, lines),
        QuestionKind::Short { answers } => {
            session.wait_for("type a short answer");
            session.keys("\rsurely wrong\r").wait_for("Not “surely wrong”");
            session.keys(&"\u{7f}".repeat(20)).keys(&answers[0]).keys("\r");
            session.wait_for("✓ Right.");
        }
        QuestionKind::Explain { rubric } => {
            session.wait_for("in your own words");
            session.keys("\rIt is so because it is.\r").wait_for("Tick those that yours has");
            session.keys("a\r").wait_for(&format!("1 of {} points", rubric.len()));
        }
    }
    session.wait_until("the question to be answered", |screen| {
        !screen.contains(" try left.") && !screen.contains(" tries left.")
    });
}

/// The rows of the options that can be chosen, with what stands for a letter.
fn option_rows(screen: &str) -> Vec<(char, &str)> {
    let row = |row: &'_ str| -> Option<char> {
        let rest = row.trim_start().trim_start_matches("▸ ").trim_start();
        let mut letters = rest.chars();
        let letter = letters.next().filter(|it| ('a'..='i').contains(it) || *it == '·')?;
        let is_box = |rest: &str| ["[", "○", "●"].iter().any(|mark| rest.starts_with(mark));
        let rest = letters.as_str().strip_prefix(' ')?;
        // What was wrong before has a mark of its own, and the others the room for it.
        is_box(rest.trim_start_matches(['✗', ' '])).then_some(letter)
    };
    screen.lines().filter_map(|line| Some((row(line)?, line.trim_end()))).collect()
}

/// The keys that mark or unmark an option: its letter, or the way to it and a
/// blank where it has none.
fn keys_of(screen: &str, text: &str) -> String {
    let rows = option_rows(screen);
    let longest = text.chars().count();
    // Long options go on in the next row, and one may be a part of another.
    let found = (10..=longest.max(10)).rev().find_map(|length| {
        let start: String = text.chars().take(length).collect();
        let fits = |(_, (_, row)): &(usize, &(char, &str))| row.contains(start.trim_end());
        rows.iter().enumerate().filter(fits).min_by_key(|(_, (_, row))| row.chars().count())
    });
    let (place, (letter, _)) = found.unwrap_or_else(|| panic!("no option {text:?} on\n{screen}"));
    if *letter != '·' {
        return letter.to_string();
    }
    // Up from the first option stays there, so the way down is known.
    format!("{}{} ", "\u{1b}[A".repeat(rows.len()), "\u{1b}[B".repeat(place))
}

fn choose_one(session: &mut Session, choices: &[Choice]) {
    let screen = session.wait_for("choose one");
    let wrong = choices.iter().find(|choice| !choice.right).unwrap();
    let right = choices.iter().find(|choice| choice.right).unwrap();
    session.keys(&format!("{}\r", keys_of(&screen, &plain(&wrong.text))));
    let screen = session.wait_for("Not this one");
    let feedback = layerwise::doc::plain_text(&wrong.feedback, 1000).replace('`', "");
    assert!(screen.contains(&words(&feedback)), "no feedback {feedback:?} on\n{screen}");
    session.keys(&format!("{}\r", keys_of(&screen, &plain(&right.text)))).wait_for("✓ Right.");
}

fn choose_several(session: &mut Session, choices: &[Choice]) {
    let screen = session.wait_for("choose all that are right");
    let wrong = choices.iter().find(|choice| !choice.right).unwrap();
    let wrong = keys_of(&screen, &plain(&wrong.text));
    session.keys(&format!("{wrong}\r")).wait_for("Not yet");
    session.keys(&wrong);
    for choice in choices.iter().filter(|choice| choice.right) {
        session.keys(&keys_of(&screen, &plain(&choice.text)));
    }
    session.keys("\r").wait_for("✓ Right.");
}

/// Sorts the lines as a reader would: from the top, each into its place.
fn put_in_order(session: &mut Session, lines: &[Text]) {
    let screen = session.wait_for("put the lines in order");
    let line = |row: &str| {
        let (number, rest) = row.trim_start_matches([' ', '▸']).split_once(" · ")?;
        number.parse::<u32>().ok().map(|_| rest.trim_end().to_owned())
    };
    let place = |screen: &str, text: &Text| {
        let text = plain(text);
        // A long line goes on in the next row.
        let is_meant = |line: &String| *line == text || line.len() > 60 && text.starts_with(line);
        screen.lines().position(|row| line(row).as_ref().is_some_and(is_meant)).unwrap()
    };
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|line| place(&screen, &lines[*line]));
    // The cursor stands on the first line.
    for wanted in 0..lines.len() {
        let at = order.iter().position(|line| *line == wanted).unwrap();
        session.keys(&"j".repeat(at)).keys(&"K".repeat(at - wanted));
        let line = order.remove(at);
        order.insert(wanted, line);
        session.keys(&"k".repeat(wanted));
    }
    session.keys("\r").wait_for("✓ Right");
}

fn mend(session: &mut Session, place: &Place, entry: &CourseEntry, task: &Task) {
    session.wait_for("open  ");
    let solution = entry.files().read(task.solution.as_ref().unwrap()).unwrap();
    place.write("Dockerfile", solution);
    session.wait_for("Task done");
}

/// Starts again and looks at each question and task: all answered, the task done.
fn find_all_done(place: &Place, entry: &CourseEntry) {
    let lesson = entry.lesson();
    let mut session = open(place, &entry.id);
    session.keys(&"[".repeat(lesson.steps.len()));
    for (number, step) in lesson.steps.iter().enumerate() {
        if number > 0 {
            session.keys("]");
        }
        session.wait_for(&format!("step {} of {}", number + 1, lesson.steps.len()));
        for item in &step.items {
            match item {
                Item::Pause if session.screen().contains("show more") => {
                    session.keys(" ");
                }
                Item::Question(question) => {
                    let answered = session.wait_for("Answered before");
                    // A question about the file may stand below, and was left for later.
                    let written = answered.replace("about this file · choose one", "");
                    assert!(!written.contains("choose one"), "{}: asked again", question.id);
                }
                Item::Task(_) => {
                    session.wait_for("✓ done");
                }
                _ => {}
            }
        }
    }
}
