//! Every kind of question about a file: open, answered wrongly, to its end, rightly.

use std::sync::Arc;

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::context::{Entry, EntryKind, Ignore, Snapshot, Tree};
use layerwise::dockerfile::parse;
use layerwise::lesson::{Ask, Generator, Question, QuestionKind};
use layerwise::quiz::generate::{InFile, Material};
use layerwise::quiz::paper::of_ask;
use layerwise::quiz::{Attempt, Draft, Key, Level, question_seed};
use layerwise::source::Source;
use layerwise::tui::{Message, ThemeChoice};

use super::Play;
use super::guide::{guide, records, with};

/// A file that gives every kind of question.
const FILE: &str = "\
# syntax=docker/dockerfile:1
ARG VERSION=3.13
FROM python:$VERSION-slim AS base
ENV PORT=80
RUN useradd app
USER app

FROM base AS tools
ARG PORT=8000
USER root
RUN apt-get update && \\
    apt-get install -y build-essential
COPY settings.py /etc/
CMD [\"make\"]

FROM base
ARG RELEASE=1
WORKDIR /srv
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY . .
RUN rm settings.py
ENV PORT=$PORT/x
COPY --from=tools /etc/settings.py ./
RUN echo $PORT
USER web
CMD serve --port $PORT
";

fn folder() -> Snapshot {
    let mut tree = Tree::default();
    for name in ["app.py", "docs/a.md", "requirements.txt", "settings.py", "run.log", ".env"] {
        tree.insert(name, Entry { kind: EntryKind::File, mode: 0o644, size: 1, digest: None });
    }
    Snapshot::of_tree("folder", &tree, Ignore::read(".dockerignore", "docs\n*.log\n"))
}

/// A play of one question, with what it is.
struct Asked {
    play: Play,
    question: Question,
    in_file: InFile,
    attempt: Attempt,
    /// Where the cursor of an order stands.
    cursor: usize,
}

/// The words that make a lesson ask.
fn directive(ask: &Ask) -> String {
    format!("<!-- ask: {{gen: {}}} -->\n\nBehind it.\n", ask.generator.name())
}

fn asked(generator: Generator, columns: u16, rows: u16) -> Asked {
    let ask = Ask::plain(generator);
    let mut play = with(FILE, &directive(&ask), columns, rows, ThemeChoice::Monochrome);
    let snapshot = folder();
    play.send(Message::Scanned(Ok(Arc::new(snapshot.clone()))));
    let file = parse(Arc::new(Source::new("Dockerfile", FILE.as_bytes().to_vec())));
    let analysis = Analysis::of(Arc::new(file), Options::default());
    let material = Material { analysis: &analysis, snapshot: Some(&snapshot) };
    let made = of_ask(&ask, &material, Level::New, |_| None, |_| false);
    let made = made.unwrap_or_else(|why| panic!("{}: {}", generator.name(), why.reason)).remove(0);
    let id = format!("here-{}-1", generator.name());
    let question = Question { id: id.clone(), ..made.question };
    let attempt = Attempt::new(&question, question_seed(super::start(b"").seed, &id));
    Asked { play, question, in_file: made.in_file, attempt, cursor: 0 }
}

impl Asked {
    /// Goes down until the keys of the question are in force.
    fn reach(&mut self) {
        for _ in 0..30 {
            let footer = self.play.footer();
            let words = ["Enter answer", "Enter point", "Enter type", "Space choose", "Space grab"];
            // In a small window the footer may have no room for Enter: there is its cursor.
            if words.iter().any(|it| footer.contains(it)) || guide(&self.play).contains('▸') {
                return;
            }
            self.play.keys("j");
        }
        panic!("{}", self.play.screen());
    }

    /// Hands in a right answer, or the n-th wrong one.
    fn answer(&mut self, wrong: Option<usize>) {
        match self.question.kind.clone() {
            QuestionKind::Single(choices) => {
                let fits = |place: &&usize| choices[**place].right == wrong.is_none();
                let shown = self.attempt.shown.clone();
                let place = shown.iter().filter(fits).nth(wrong.unwrap_or(0)).unwrap();
                let place = shown.iter().position(|it| it == place).unwrap();
                self.letters(&[place]);
            }
            QuestionKind::Multiple(choices) => {
                let right: Vec<usize> =
                    (0..choices.len()).filter(|at| choices[*at].right).collect();
                let marks = match wrong {
                    None => right,
                    // Some that are wrong beside most that are right.
                    Some(number) => {
                        let others = (0..choices.len()).filter(|at| !choices[*at].right);
                        others.skip(number).take(1).chain(right.into_iter().skip(1)).collect()
                    }
                };
                self.letters(&marks);
            }
            QuestionKind::Order(_) => self.order(wrong),
            QuestionKind::Short { answers } if self.in_file == InFile::Line => {
                let wrong_lines = ["6", "5", "4"];
                let line = wrong.map_or(answers[0].as_str(), |number| wrong_lines[number]);
                self.point(line.parse().unwrap());
            }
            QuestionKind::Short { answers } => {
                let text = wrong.map_or(answers[0].clone(), |number| format!("wrong{number}"));
                self.play.keys("Enter").type_text(&text).keys("Enter");
            }
            QuestionKind::Explain { .. } => {
                let words = "It installs what the application needs, as the user of the build, \
                             into a layer of its own, and that takes some time.";
                self.play.keys("Enter").type_text(words).keys("Enter");
                let all = if wrong.is_some() { "a" } else { "a b c d e" };
                self.play.keys(all).keys("Enter");
            }
            QuestionKind::TrueFalse { .. } => panic!("not made from files"),
        }
    }

    /// Marks exactly these options, and hands them in.
    fn letters(&mut self, places: &[usize]) {
        let Draft::Choice { marked, many } = &mut self.attempt.draft else { panic!() };
        for place in 0..marked.len() {
            let is_wanted = places.contains(&place);
            if (*many && marked[place] != is_wanted) || (!*many && is_wanted) {
                self.play.keys(["a", "b", "c", "d", "e", "f", "g", "i"][place]);
                marked[place] = is_wanted;
            }
        }
        self.play.keys("Enter");
    }

    fn order(&mut self, wrong: Option<usize>) {
        let Draft::Order { lines, .. } = &mut self.attempt.draft else { panic!() };
        let key = Key::new(&self.question);
        let mut wanted: Vec<usize> = key.nearest_order(lines).unwrap();
        if let Some(number) = wrong {
            wanted.rotate_left(number + 1);
        }
        for (place, line) in wanted.into_iter().enumerate() {
            let from = lines.iter().position(|it| *it == line).unwrap();
            let (up, down) = (self.cursor.saturating_sub(from), from.saturating_sub(self.cursor));
            self.play.keys(&"k ".repeat(up)).keys(&"j ".repeat(down));
            self.play.keys(&"K ".repeat(from - place));
            self.cursor = place;
            let line = lines.remove(from);
            lines.insert(place, line);
        }
        self.play.keys("Enter");
    }

    fn point(&mut self, line: u32) {
        self.play.keys("Enter g");
        for _ in 0..40 {
            if self.play.model.file.selected_lines().unwrap().first.get() == line {
                break;
            }
            self.play.keys("j");
        }
        self.play.keys("Space Enter");
    }
}

/// The states of one kind of question at one size.
fn states(generator: Generator, columns: u16, rows: u16) -> String {
    let mut shown = String::new();
    let mut take = |what: &str, play: &Play| {
        let cut = play.screen().lines().skip(3).map(|row| format!("{row}\n")).collect::<String>();
        shown += &format!("-- {} {columns}x{rows}: {what}\n{cut}", generator.name());
    };
    let mut asked_now = asked(generator, columns, rows);
    take("open", &asked_now.play);
    for number in 0..3 {
        // After a wrong answer the next one can be given at once.
        if number == 0 {
            asked_now.reach();
        }
        asked_now.answer(Some(number));
        let last = records(&asked_now.play).last().copied().unwrap();
        let is_closed = last.closed;
        let name = generator.name();
        assert!(!last.correct, "{name} {number}\n{}", asked_now.play.screen());
        take(if is_closed { "closed" } else { "wrong" }, &asked_now.play);
        if is_closed {
            break;
        }
    }
    let verdict = guide(&asked_now.play);
    let is_told = ["Not this time", "points."].iter().any(|words| verdict.contains(words));
    assert!(is_told, "the verdict is in view\n{verdict}");
    let mut asked_anew = asked(generator, columns, rows);
    asked_anew.reach();
    asked_anew.answer(None);
    let last = records(&asked_anew.play).last().copied().unwrap();
    assert!(last.correct && last.closed, "{}\n{}", generator.name(), asked_anew.play.screen());
    take("right", &asked_anew.play);
    let verdict = guide(&asked_anew.play);
    assert!(verdict.contains("✓ Right") || verdict.contains("✓ All"), "{verdict}");
    shown
}

/// In the smallest window there is no picture: what `states` holds is enough.
#[test]
fn every_kind_of_question_can_be_answered_in_a_small_window() {
    for generator in Generator::ALL {
        states(generator, 40, 12);
    }
}

/// A picture of each kind.
#[test]
fn every_kind_of_question_in_every_state() {
    for generator in Generator::ALL {
        let text: String =
            [(120, 40), (80, 24)].map(|(columns, rows)| states(generator, columns, rows)).concat();
        insta::assert_snapshot!(format!("question-{}", generator.name()), text);
    }
}
