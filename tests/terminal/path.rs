//! The path for who begins, played from the first start to its end in one
//! session: read on with one key, predict, answer, mend the file in the editor,
//! and come home at the end.

use layerwise::lesson::{Course, CourseEntry, Item, Task};

use super::course::{answer, words};
use super::launch;
use crate::support::terminal::{Place, Session};

/// The lessons of the path.
const STARTER: [&str; 7] =
    ["tour", "what-is", "anatomy", "context", "cache-rules", "cache-order", "non-root"];

/// A file of one stage, as a beginner writes it.
const PYTHON: &str = "\
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
EXPOSE 8000
CMD python app.py
";

/// A file of two stages, in another language, with a user.
const NODE: &str = "\
# syntax=docker/dockerfile:1
FROM node:22-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:22-slim
WORKDIR /srv
COPY --from=build --chown=node:node /src/dist ./dist
USER node
CMD [\"node\", \"dist/server.js\"]
";

#[test]
fn starter_path_can_be_finished_on_a_python_file() {
    play(PYTHON, &[("requirements.txt", "flask\n"), ("app.py", "print(1)\n")]);
}

#[test]
fn starter_path_can_be_finished_on_a_node_file() {
    play(NODE, &[("package.json", "{}"), ("package-lock.json", "{}"), ("server.ts", "1")]);
}

fn play(file: &str, beside: &[(&str, &str)]) {
    let place = Place::new();
    place.write("Dockerfile", file);
    for (name, text) in beside {
        place.write(name, text);
    }
    let course = Course::builtin();
    // As a new user would: no arguments, nothing kept. Lesson and file stand there.
    let mut session = launch(&place, 98, 120).start();
    session.wait_for("quit");
    for (number, id) in STARTER.iter().enumerate() {
        let entry = course.find(id).unwrap();
        let count = entry.lesson().steps.len();
        for (at, step) in entry.lesson().steps.iter().enumerate() {
            if at > 0 {
                session.keys("]");
            }
            session.wait_for(&format!("step {} of {count}", at + 1));
            for (at, item) in step.items.iter().enumerate() {
                match item {
                    Item::Ask(_) if step.items[at + 1..].iter().any(waits_for_a_key) => {
                        leave_for_later(&mut session, &step.items[at + 1..]);
                    }
                    Item::Pause => {
                        session.keys(" ");
                    }
                    Item::Question(question) => {
                        let is_asked = |item: &Item| matches!(item, Item::Ask(_));
                        if step.items[..at].iter().any(is_asked) {
                            // The question that was left stands above this one.
                            let prompt = layerwise::doc::plain_text(&question.prompt, 1000);
                            let prompt = prompt.trim_start_matches("### ").replace('`', "");
                            session.wait_for(&words(&prompt));
                        }
                        answer(&mut session, question);
                    }
                    Item::Task(task) => {
                        mend(&mut session, &place, entry, task);
                        place.write("Dockerfile", file);
                    }
                    _ => {}
                }
            }
        }
        session.wait_for("Lesson done: ");
        if number + 1 < STARTER.len() {
            session.wait_for("next on the path Starter: ");
            session.keys("]").wait_for("step 1 of");
        }
    }
    session.wait_for("Path done: Starter");
    session.keys("]");
    session.wait_for("✓ Starter · done");
    session.keys("q");
    assert_eq!(session.exit_code(), 0);
    // The next start opens where the reader left off, and nothing is lost.
    let mut session = launch(&place, 98, 120).start();
    session.wait_for("✓ Starter · done");
    session.keys("q");
    assert_eq!(session.exit_code(), 0);
}

fn waits_for_a_key(item: &Item) -> bool {
    matches!(item, Item::Pause | Item::Question(_) | Item::Task(_))
}

/// Leaves the question about the file open, where there is one, to see what stands below.
/// The only answer stands behind a pause, where one follows.
fn leave_for_later(session: &mut Session, rest: &[Item]) {
    let has_pause = rest.iter().any(|item| matches!(item, Item::Pause));
    let is_settled = |screen: &str| {
        let ends = ["Esc later", "There is no question", "leaves only one answer"];
        let waits = has_pause && screen.contains("show more");
        let is_known = !screen.contains("is being worked out");
        ends.iter().any(|end| screen.contains(end)) || waits && is_known
    };
    if session.wait_until("the question", is_settled).contains("Esc later") {
        session.keys("\u{1b}").wait_for("Left for later");
    }
}

/// Mends the file as the task wants it, unless the reader's own has it already.
fn mend(session: &mut Session, place: &Place, entry: &CourseEntry, task: &Task) {
    let is_done = |screen: &str| screen.contains("✓ Task: ");
    let is_there = |screen: &str| screen.contains("○ Task") || is_done(screen);
    let screen = session.wait_until("the task", is_there);
    if !is_done(&screen) {
        let solution = entry.files().read(task.solution.as_ref().unwrap()).unwrap();
        place.write("Dockerfile", solution);
    }
    // Only then may the reader's own text come back.
    session.wait_until("the task to be done", is_done);
}

#[test]
fn who_starts_above_a_dockerfile_is_told_where_it_is() {
    let place = Place::new();
    std::fs::create_dir(place.folder.join("docker")).unwrap();
    place.write("docker/Dockerfile", PYTHON);
    let mut session = launch(&place, 80, 24).start();
    session.wait_for("Your own file? Quit with q, then: layerwise docker/Dockerfile");
    session.keys("q");
    assert_eq!(session.exit_code(), 0);
}
