//! The guide: questions of every kind, tasks, explanations, the list of lessons.

use std::time::Duration;

use layerwise::host::Background;
use layerwise::progress::{Progress, Record, RecordKind, Timestamp};
use layerwise::quiz::{Given, Outcome};
use layerwise::tui::{Effect, Message, Model, Start, ThemeChoice, View, draw, update};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::Modifier;

use super::{Play, start};

const FILE: &str = "\
FROM python
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
CMD [\"python\", \"app.py\"]
";

/// The sizes that every question is shown at.
const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (40, 12)];

fn lesson(markdown: &str, columns: u16, rows: u16) -> Play {
    with(FILE, markdown, columns, rows, ThemeChoice::Monochrome)
}

pub fn with(file: &str, markdown: &str, columns: u16, rows: u16, theme: ThemeChoice) -> Play {
    let mut start = here(file, markdown);
    start.settings.theme = theme;
    Play::started(&start, columns, rows)
}

/// Opens a lesson of this text, beside this file.
pub fn here(file: &str, markdown: &str) -> Start {
    let text = format!("---\nlayerwise: 1\nid: here\n---\n# A lesson\n\n{markdown}");
    Start { lesson: super::lesson_of("here.md", &text), ..start(file.as_bytes()) }
}

/// The rows of the guide, without blanks at the ends.
pub fn guide(play: &Play) -> String {
    let columns = match play.model.size.width {
        width if width >= 100 => (width as usize - 1) * 48 / 100,
        width => width as usize,
    };
    let screen = play.screen();
    let rows: Vec<&str> = screen.lines().collect();
    let inside = &rows[3..rows.len() - 2];
    let cut = |row: &&str| row.chars().take(columns).collect::<String>().trim_end().to_owned();
    inside.iter().map(cut).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

pub fn records(play: &Play) -> Vec<&Outcome> {
    let outcome = |effect| match effect {
        &Effect::Record(RecordKind::Answer(ref outcome)) => Some(outcome),
        _ => None,
    };
    play.effects.iter().filter_map(outcome).collect()
}

/// Shows a question before, after a wrong answer and after the right one, at every size.
fn check_question(name: &str, markdown: &str, wrong: &str, right: &str) {
    let mut shown = String::new();
    for (columns, rows) in SIZES {
        let mut play = lesson(markdown, columns, rows);
        shown += &format!("== {columns}x{rows}: before\n{}\n", guide(&play));
        // Where not all fits, the first keys only bring the options into view.
        play.keys("Enter Esc");
        let mut play = lesson(markdown, columns, rows);
        for _ in 0..4 {
            let is_there = |words: &str| play.footer().contains(words);
            // In a small window the footer may have no room for Enter.
            if is_there("Enter") || is_there("waits for") || guide(&play).contains('▸') {
                break;
            }
            play.keys("Space");
        }
        play.keys(wrong);
        shown += &format!("== {columns}x{rows}: wrong\n{}\n", guide(&play));
        assert!(!records(&play)[0].correct, "{name} at {columns}x{rows}\n{}", play.screen());
        play.keys(right);
        shown += &format!("== {columns}x{rows}: right\n{}\n", guide(&play));
        let last = records(&play).last().copied().unwrap();
        assert!(last.correct && last.closed, "{name} at {columns}x{rows}\n{}", play.screen());
        assert_eq!(last.lesson, "here");
    }
    insta::assert_snapshot!(name, shown);
}

const SINGLE: &str = "\
<!-- quiz: {id: q, skill: a.b} -->
### Which step reads `app.py` first?

> Look at the sources.

1. [ ] `FROM python`
    > The base image never looks at your files.
2. [x] `COPY . .`
    > It reads everything.
3. [ ] `RUN pip install`
    > It reads what was copied before.

<details><summary>Why</summary>

COPY brings the files in.

</details>
";

#[test]
fn a_single_choice() {
    // With the seed of these tests the options stand as 2, 3, 1 or another order; by text.
    let play = lesson(SINGLE, 80, 24);
    let right = option(&play, "COPY . .");
    let wrong = option(&play, "FROM python");
    check_question("single", SINGLE, &format!("{wrong} Enter"), &format!("{right} Enter"));
}

/// The letter of the option with these words.
pub fn option(play: &Play, words: &str) -> char {
    let guide = guide(play);
    let is_option =
        |row: &&str| row.contains(words) && ["○", "[ ]"].iter().any(|it| row.contains(it));
    let row = guide.lines().find(is_option).unwrap();
    row.trim_start_matches(['▸', ' ']).chars().next().unwrap()
}

#[test]
fn several_choices() {
    let text = "\
<!-- quiz: {id: q, skill: a.b} -->
### Which lines leave a layer?

> Which ones change files?

- [x] `RUN pip install`
    > It writes files.
- [x] `COPY . .`
    > It copies files.
- [ ] `CMD [\"python\"]`
    > It only says what starts.
";
    let play = lesson(text, 80, 24);
    let (run, copy, cmd) = (option(&play, "RUN"), option(&play, "COPY"), option(&play, "CMD"));
    check_question("multiple", text, &format!("{run} {cmd} Enter"), &format!("{cmd} {copy} Enter"));
}

#[test]
fn true_or_false() {
    let text = "\
<!-- quiz: {id: q, skill: a.b} -->
### EXPOSE opens a port.

> Who can reach it?

1. [ ] True
    > It only writes it down.
2. [x] False
    > Right: `-p` does.
";
    // There is one try only, so the right answer is given in a lesson of its own.
    for (columns, rows) in SIZES {
        let mut play = lesson(text, columns, rows);
        play.keys("Space Space t");
        if !guide(&play).contains('●') {
            play.keys("t");
        }
        assert!(records(&play).is_empty(), "a letter chooses, and Enter hands in");
        play.keys("Enter");
        let record = records(&play)[0];
        assert_eq!(record.given, Given::Truth(true), "{}", play.screen());
        assert!(!record.correct && record.closed);
        assert!(guide(&play).contains("✗"), "{}", guide(&play));
    }
    let mut play = lesson(text, 80, 24);
    play.keys("t f Enter");
    assert!(records(&play)[0].correct);
    insta::assert_snapshot!("true_false", guide(&play));
}

#[test]
fn an_order() {
    let text = "\
<!-- quiz: {id: q, skill: a.b} -->
### From text to a program: what comes first?

> The build is in the middle.

1. The file is saved.
2. The image is built.
3. A container starts.
";
    let mut play = lesson(text, 80, 24);
    // Sort it as a reader would: bring each line to its place, by what the screen shows.
    let place = |play: &Play, words: &str| {
        let guide = guide(play);
        let rows = guide.lines().filter(|row| row.contains(" · ") && row.contains('.'));
        rows.collect::<Vec<_>>().iter().position(|row| row.contains(words)).unwrap()
    };
    play.keys("Enter");
    assert!(!records(&play)[0].correct);
    let before = guide(&play);
    assert!(before.contains("✗ Not yet"), "{before}");
    play.keys("J");
    assert!(!guide(&play).contains("Not yet"), "the lines are other ones: {}", guide(&play));
    assert!(guide(&play).contains("Last answer: "), "{}", guide(&play));
    for (target, words) in ["The file", "The image", "A container"].into_iter().enumerate() {
        let now = place(&play, words);
        play.keys("k k k");
        for _ in 0..now {
            play.keys("j");
        }
        for _ in target..now {
            play.keys("K");
        }
    }
    play.keys("Enter");
    assert!(records(&play)[1].correct, "{}", play.screen());
    insta::assert_snapshot!("order", format!("== wrong\n{before}\n== right\n{}", guide(&play)));
}

#[test]
fn a_grabbed_line_goes_along_and_escape_drops_it() {
    let text = "\
<!-- quiz: {id: q} -->
### Sort.

1. One
2. Two
3. Three
";
    let mut play = lesson(text, 80, 24);
    play.keys("Space");
    assert!(guide(&play).contains('↕'), "{}", guide(&play));
    let first = guide(&play).lines().find(|row| row.contains('↕')).unwrap().to_owned();
    play.keys("Down");
    let moved = guide(&play).lines().find(|row| row.contains('↕')).unwrap().to_owned();
    assert_eq!(first.split('↕').nth(1), moved.split('↕').nth(1), "the same line");
    assert_ne!(first, moved);
    play.keys("Esc");
    assert!(!guide(&play).contains('↕'));
    assert!(guide(&play).contains('▸'), "the question is still open");
}

const SHORT: &str = "\
<!-- quiz: {id: q, skill: a.b, answer: /app, alternatives: [\"/app/\"]} -->
### In which directory does the program start?

> Look for `WORKDIR`.
";

#[test]
fn a_short_answer() {
    check_question("short", SHORT, "Enter / s r v Enter", "/ a p p Enter");
}

#[test]
fn what_is_typed_begins_the_answer_and_escape_ends_that() {
    for (typed, shown) in [("/srv", "> /srv"), ("8080", "> 8080"), ("node", "> node")] {
        let mut play = lesson(SHORT, 80, 24);
        assert!(guide(&play).contains("or just begin"), "{}", guide(&play));
        assert!(!play.footer().contains("q quit"), "q would be typed: {}", play.footer());
        assert!(play.footer().contains("F2 hint"), "{}", play.footer());
        play.type_text(typed);
        assert!(guide(&play).contains(shown), "{}", guide(&play));
    }
    let mut play = lesson(SHORT, 80, 24);
    play.keys("2 Esc");
    assert!(guide(&play).contains("> 2  Enter to go on typing"), "{}", guide(&play));
    play.keys("2");
    assert_eq!(play.model.view, View::Explain, "after Esc 2 is a key again");
    play.keys("1 q");
    assert!(play.effects.contains(&Effect::Quit));
    // Who goes on typing does.
    let mut play = lesson(SHORT, 80, 24);
    play.keys("X Esc Enter 2");
    assert!(guide(&play).contains("> X2"), "{}", guide(&play));
}

#[test]
fn what_moves_about_and_leads_to_help_is_not_typed() {
    let mut play = lesson(SHORT, 80, 24);
    play.keys("j k ?");
    assert!(play.model.overlay.is_some());
    play.keys("Esc");
    assert!(guide(&play).contains("or just begin"), "{}", guide(&play));
}

#[test]
fn a_letter_that_moves_is_typed_where_an_answer_begins_with_it() {
    let text = SHORT.replace("answer: /app", "answer: '[\"sh\"]'");
    let mut play = lesson(&text, 80, 24);
    play.keys("[");
    assert!(guide(&play).contains("> ["), "{}", guide(&play));
    play.keys("? Esc Esc [");
    assert!(guide(&play).contains("> [?  Enter to go on"), "a key again: {}", guide(&play));
}

#[test]
fn only_the_case_differs() {
    let mut play = lesson(SHORT, 80, 24);
    play.keys("Enter / A P P Enter");
    assert!(records(&play).is_empty());
    assert!(play.footer().contains("only upper and lower case"), "{}", play.footer());
}

#[test]
fn own_words() {
    let text = "\
<!-- quiz: {id: q, skill: a.b, type: explain, rubric: [\"It names the cache\", \"It names the order\"]} -->
### Why do dependencies come first?
";
    let mut play = lesson(text, 80, 24);
    play.keys("Enter").type_text("because of the cache").keys("Enter");
    assert!(guide(&play).contains("because of the cache"), "{}", guide(&play));
    let compare = guide(&play);
    play.keys("a b Enter");
    let record = records(&play)[0];
    assert!(record.correct);
    insta::assert_snapshot!("own_words", format!("{compare}\n== done\n{}", guide(&play)));
}

#[test]
fn hints_wait_after_a_wrong_answer() {
    let mut play = lesson(SINGLE, 80, 24);
    let wrong = option(&play, "FROM python");
    assert!(play.footer().contains("h hint"), "{}", play.footer());
    play.model.now = Duration::from_secs(100);
    play.keys(&format!("{wrong} Enter h"));
    assert!(play.footer().contains("h gives a hint in 5 s"), "{}", play.footer());
    assert!(!guide(&play).contains("Look at the sources"));
    play.model.now = Duration::from_secs(105);
    play.keys("h");
    assert!(guide(&play).contains("Look at the sources"), "{}", guide(&play));
    play.keys("j");
    assert!(!play.footer().contains("h hint"), "there is no other: {}", play.footer());
}

#[test]
fn the_first_step_says_how_to_get_to_other_lessons() {
    let mut play = lesson(SINGLE, 80, 24);
    play.keys("[");
    let said = "This is the first step. L lists all lessons.";
    assert!(play.footer().contains(said), "{}", play.footer());
}

#[test]
fn how_sure_goes_into_the_log() {
    let mut play = lesson(SINGLE, 80, 24);
    let right = option(&play, "COPY . .");
    play.keys(&format!("{right} u u Enter"));
    let record = records(&play)[0];
    assert_eq!(record.confidence, Some(layerwise::quiz::Confidence::NotSure));
    assert!(record.is_solid());
    assert_eq!(record.file.as_ref().map(String::len), Some(64), "a hash, not the text");
}

const STEPS: &str = "\
The first words.

<!-- pause -->

Behind the pause.

<!-- quiz: {id: q} -->
### Yes or no?

1. [x] Yes
2. [ ] No
3. [ ] Maybe

The words behind the question.

## The second step

Here is the end.
";

#[test]
fn what_waits_comes_with_space_and_an_answer() {
    let mut play = lesson(STEPS, 80, 24);
    assert!(guide(&play).contains("The first words"));
    assert!(!guide(&play).contains("Behind the pause"));
    play.keys("Space");
    assert!(guide(&play).contains("Behind the pause"), "{}", guide(&play));
    assert!(guide(&play).contains("Yes or no?"));
    assert!(!guide(&play).contains("behind the question"), "it would give the answer away");
    let right = option(&play, "Yes");
    play.keys(&format!("{right} Enter"));
    assert!(guide(&play).contains("behind the question"));
    play.keys("Space");
    assert!(guide(&play).contains("The second step"));
    assert!(play.screen().contains("step 2 of 2"));
    play.keys("[");
    assert!(guide(&play).contains("behind the question"), "a step stays as it was left");
}

#[test]
fn a_question_can_be_left_for_later_and_taken_up() {
    let mut play = lesson(STEPS, 80, 24);
    play.keys("Space Esc");
    assert!(guide(&play).contains("behind the question"), "{}", guide(&play));
    assert!(guide(&play).contains("left for later"), "{}", guide(&play));
    play.keys("Space");
    assert!(guide(&play).contains("The second step"));
    assert!(guide(&play).contains("1 left for later."), "{}", guide(&play));
    play.keys("[ Enter");
    let right = option(&play, "Yes");
    play.keys(&format!("{right} Enter"));
    assert!(records(&play)[0].correct, "{}", play.screen());
}

#[test]
fn a_question_that_is_asked_again_is_not_left_for_later() {
    let end = STEPS.find("## The second step").unwrap();
    let mut play = lesson(&STEPS[..end], 80, 24);
    play.keys("Space");
    let right = option(&play, "Yes");
    play.keys(&format!("{right} Enter"));
    assert!(guide(&play).contains("Lesson done"), "{}", guide(&play));
    play.keys("r");
    assert!(!guide(&play).contains("left for later."), "{}", guide(&play));
    play.keys("Esc");
    assert!(guide(&play).contains("1 left for later."), "{}", guide(&play));
}

#[test]
fn earlier_answers_are_shown_and_can_be_asked_again() {
    let mut first = lesson(STEPS, 80, 24);
    first.keys("Space");
    let right = option(&first, "Yes");
    first.keys(&format!("{right} Enter"));
    let mut progress = Progress::default();
    for outcome in records(&first) {
        let kind = RecordKind::Answer(outcome.clone());
        progress.take_record(&Record { at: Timestamp(1), kind });
    }
    let mut play = lesson(STEPS, 80, 24);
    play.send(Message::Progress(Box::new(progress)));
    let shown = guide(&play);
    assert!(shown.contains("Behind the pause"), "what lies before the answer is open:\n{shown}");
    assert!(shown.contains("Answered before: right, on the first try"), "{shown}");
    play.keys("r");
    assert!(guide(&play).contains("choose one"), "{}", guide(&play));
}

const TASK: &str = "\
<!-- task: {id: tag} -->
### Give the image a tag

> Write a colon behind the name.

- [ ] The image has a tag <!-- check: exists(FROM[tag]) -->
- [ ] The code is still copied <!-- check: exists(COPY) -->
- [ ] The program is not root <!-- check: final.user.is_root == false -->

<details><summary>Why</summary>

A tag says which one.

</details>
";

#[test]
fn a_task_ticks_when_the_file_is_saved() {
    let markdown = TASK
        .replace("- [ ] The program is not root <!-- check: final.user.is_root == false -->\n", "");
    for (columns, rows) in SIZES {
        let mut play = lesson(&markdown, columns, rows);
        let before = guide(&play);
        assert!(rows < 20 || before.contains("○ open  The image has a tag"), "{before}");
        assert!(rows < 20 || before.contains("✓ done  The code is still copied"), "{before}");
        play.save(&FILE.replace("FROM python", "FROM python:3.12"));
        let after = guide(&play);
        assert!(after.contains("✓ Task done"), "{after}");
        assert!(play.footer().contains("Lesson done"), "{}", play.footer());
        assert_eq!(records(&play)[0].given, Given::Task);
        play.save(FILE);
        assert!(rows < 20 || guide(&play).contains("done before, open in this file"));
        assert_eq!(records(&play).len(), 1, "it is done once");
    }
}

#[test]
fn what_the_file_cannot_tell_is_said_with_its_reason() {
    let mut play = lesson(TASK, 80, 24);
    play.save(&FILE.replace("FROM python", "FROM team/base:3"));
    let shown = guide(&play);
    assert!(shown.contains("? unknown  The program is not root"), "{shown}");
    assert!(!shown.contains("Task done"), "unknown is neither done nor open");
    insta::assert_snapshot!("task", shown);
}

#[test]
fn code_in_a_reason_stands_in_quotes() {
    let text = "<!-- task: {id: own} -->\n### Run as it\n\n> A hint.\n\n\
                - [ ] It is the one that runs <!-- check: 'final.user.made' -->\n\n\
                <details><summary>Why</summary>\n\nSo.\n\n</details>\n";
    let file = "FROM scratch\nRUN useradd --system hc\nUSER 10001\n";
    let shown = guide(&with(file, text, 80, 24, ThemeChoice::Dark));
    assert!(shown.contains("“useradd --system hc” gives the account no number"), "{shown}");
}

#[test]
fn parts_that_nothing_decides_are_told_once_and_in_words() {
    let part = |value: &str| {
        format!(
            "<!-- if: 'env(\"{value}\") == \"1\"' -->\n\nSo.\n\n<!-- else -->\n\nElse.\n\n<!-- endif -->\n\n"
        )
    };
    let text = format!("{}{}Behind.\n", part("A"), part("B"));
    let play = with("FROM team/base:3\nRUN x\n", &text, 80, 24, ThemeChoice::Dark);
    let shown = guide(&play);
    assert_eq!(shown.matches("is left out").count(), 1, "{shown}");
    assert!(!shown.contains("env("), "{shown}");
}

#[test]
fn a_remark_praises_only_who_chose_it() {
    let text = "<!-- quiz: {id: q, skill: a.b} -->\n### Which?\n\n1. [ ] Wrong\n    > No.\n\
                2. [x] Good\n    > Right. It stays.\n3. [ ] Other\n    > No.\n";
    let mut play = lesson(text, 80, 24);
    let wrong = option(&play, "Wrong");
    let other = option(&play, "Other");
    play.keys(&format!("{wrong} Enter {other} Enter"));
    assert!(guide(&play).contains("│ It stays."), "{}", guide(&play));
    let mut play = lesson(text, 80, 24);
    let good = option(&play, "Good");
    play.keys(&format!("{good} Enter"));
    assert!(guide(&play).contains("✓ Right, on the first try."), "{}", guide(&play));
    assert!(guide(&play).contains("│ It stays."), "the verdict said it: {}", guide(&play));
}

#[test]
fn a_lesson_is_found_by_its_id() {
    let mut play = lesson("Words.", 80, 24);
    play.keys(":").type_text("cache-order").keys("Enter");
    assert_eq!(play.model.place().lesson.as_deref(), Some("cache-order"));
}

#[test]
fn focus_marks_the_file_and_follows_the_text() {
    let text = "\
<!-- focus: {sel: COPY, note: here} -->
Look.

<!-- pause -->
<!-- focus: none -->

Done.
";
    let mut play = lesson(text, 120, 40);
    let focus = play.model.highlights.focus.clone();
    assert_eq!(focus.len(), 1);
    assert_eq!(play.model.file.dockerfile().source.slice(focus[0]).trim_end(), "COPY . .");
    assert_eq!(play.model.highlights.notes.len(), 1);
    play.keys("Space");
    assert_eq!(play.model.highlights.focus, []);
}

#[test]
fn conditions_follow_the_file() {
    let text = "\
<!-- if: exists(FROM[tag]) -->
**If your file has a tag:** good.
<!-- else -->
**If your file has no tag:** add one.
<!-- endif -->
";
    let mut play = lesson(text, 80, 24);
    assert!(guide(&play).contains("has no tag"), "{}", guide(&play));
    play.save(&FILE.replace("FROM python", "FROM python:3.12"));
    assert!(guide(&play).contains("has a tag"), "{}", guide(&play));
}

#[test]
fn samples_are_viewed_and_left() {
    let text = "\
Look at this:

```dockerfile
FROM alpine
RUN true
```
";
    let mut play = lesson(text, 120, 40);
    play.keys("Tab j j Tab");
    let place = play.model.file.selected();
    play.keys("v");
    assert!(play.screen().contains("FROM alpine"), "{}", play.screen());
    assert!(play.model.file.is_sample());
    assert_ne!(play.model.file.selected(), place);
    play.keys("o");
    assert!(!play.model.file.is_sample());
    assert_eq!(play.model.file.selected(), place, "the reader's place is what it was");
    assert!(play.screen().contains("FROM python"));
}

#[test]
fn a_click_chooses_and_a_button_answers() {
    let mut play = lesson(SINGLE, 80, 24);
    let row_of = |play: &Play, words: &str| {
        play.screen().lines().position(|row| row.contains(words)).unwrap() as u16
    };
    play.click(10, row_of(&play, "COPY . ."));
    assert!(guide(&play).contains('●'), "{}", guide(&play));
    play.click(3, row_of(&play, "Enter answer"));
    assert!(records(&play)[0].correct, "{}", play.screen());
}

#[test]
fn the_list_of_lessons_filters_and_opens() {
    let mut play = lesson("Words.", 80, 24);
    play.keys("L");
    let shown = guide(&play);
    assert!(shown.contains("How layerwise works"), "{shown}");
    play.type_text("digest");
    assert!(!guide(&play).contains("How layerwise works"), "{}", guide(&play));
    play.keys("Enter");
    assert!(play.screen().contains("step 1 of"), "{}", play.screen());
    assert_eq!(play.model.place().lesson.as_deref(), Some("from"));
    play.keys("L Esc");
    assert!(!guide(&play).contains("type to filter"));
}

/// Every instruction, to be walked through.
const ALL: &str = "\
# syntax=docker/dockerfile:1
ARG VERSION=3.12
FROM --platform=linux/amd64 ghcr.io/team/app:1.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef AS base
LABEL a=b
MAINTAINER somebody
ENV PORT=8000 API_TOKEN=abcdef123456
WORKDIR /app
COPY --from=base --chown=1000:1000 a b ./
ADD --checksum=sha256:00 https://example.com/a /a
RUN --mount=type=cache,target=/c apt-get update && \\
    # a comment
    apt-get install -y curl
RUN <<EOF
echo one
EOF
SHELL [\"/bin/bash\", \"-c\"]
USER 1000:1000
VOLUME /data
EXPOSE 8000/tcp
STOPSIGNAL SIGTERM
ONBUILD RUN true
HEALTHCHECK --interval=30s CMD curl -f http://localhost/
ENTRYPOINT [\"python\"]
FORM broken
CMD python app.py $PORT
";

#[test]
fn every_instruction_is_walked_word_by_word() {
    for (columns, rows) in SIZES {
        let mut play = with(ALL, "Words.", columns, rows, ThemeChoice::Monochrome);
        play.keys("2");
        let count = play.model.file.dockerfile().instructions.len();
        for at in 0..count {
            let instruction = &play.model.file.dockerfile().instructions[at];
            let (span, first) = (instruction.span, instruction.lines.first);
            let shown = guide(&play);
            assert!(shown.contains(&format!("{first}")), "line {first}:\n{shown}");
            let mut last = None;
            for _ in 0..60 {
                play.keys("l");
                let token = play.model.highlights.token;
                if token == last {
                    break;
                }
                assert!(span.covers(token.unwrap()), "a word of the instruction");
                assert!(last.is_none_or(|last| last.start < token.unwrap().start));
                assert!(guide(&play).contains("h ‹ "), "{}", guide(&play));
                last = token;
            }
            assert!(last.is_some(), "{}", guide(&play));
            play.keys("Esc");
            assert_eq!(play.model.highlights.token, None);
            play.keys("]");
        }
    }
}

#[test]
fn the_current_word_is_marked_without_colours_in_one_pane() {
    let mut play = with(ALL, "Words.", 80, 24, ThemeChoice::Monochrome);
    play.keys("2 l l");
    let buffer = play.buffer();
    let marked: String = (3..10)
        .flat_map(|y| (0..80).map(move |x| (x, y)))
        .filter(|at| buffer[*at].modifier.intersects(Modifier::UNDERLINED | Modifier::REVERSED))
        .map(|at| buffer[at].symbol().to_owned())
        .collect();
    let token = play.model.highlights.token.unwrap();
    let words = play.model.file.dockerfile().source.slice(token);
    assert!(marked.contains(words), "{marked:?} has {words:?}\n{}", guide(&play));
}

#[test]
fn secrets_stay_hidden_in_the_explanation_until_asked_for() {
    let mut play = with(ALL, "Words.", 80, 24, ThemeChoice::Dark);
    play.keys("2 ] ] ] ]");
    assert!(guide(&play).contains("API_TOKEN"), "{}", guide(&play));
    for _ in 0..12 {
        assert!(!guide(&play).contains("abcdef123456"), "{}", guide(&play));
        play.keys("l");
    }
    play.keys("s");
    assert!(guide(&play).contains("abcdef123456"), "{}", guide(&play));
}

#[test]
fn a_click_on_a_word_explains_it() {
    let mut play = with(FILE, "Words.", 80, 24, ThemeChoice::Dark);
    play.keys("2");
    play.click(9, 4);
    let token = play.model.highlights.token.unwrap();
    assert_eq!(play.model.file.dockerfile().source.slice(token), "python");
}

#[test]
fn the_lesson_of_an_instruction_opens() {
    let mut play = with(FILE, "Words.", 80, 24, ThemeChoice::Dark);
    play.keys("2");
    assert!(guide(&play).contains("lesson: FROM"), "{}", guide(&play));
    play.keys("Enter");
    assert_eq!(play.model.view, View::Lesson);
    assert_eq!(play.model.place().lesson.as_deref(), Some("from"));
}

#[test]
fn directives_and_comments_are_explained_too() {
    let file = "# syntax=docker/dockerfile:1\n\n# for everything\nFROM python\n";
    let mut play = with(file, "Words.", 80, 24, ThemeChoice::Dark);
    play.keys("2 [");
    assert!(guide(&play).contains("comment · line 3"), "{}", guide(&play));
    assert!(play.model.highlights.token.is_some(), "the line is marked in the file");
    play.keys("l");
    let said = guide(&play);
    assert_eq!(said.matches("A comment.").count(), 1, "{said}");
    play.keys("[");
    assert!(guide(&play).contains("directive · line 1"), "{}", guide(&play));
    play.keys("l");
    assert!(guide(&play).contains("h ‹ 1 of"), "{}", guide(&play));
    play.keys("[");
    assert!(play.footer().contains("Nothing is above"), "{}", play.footer());
    play.keys("] ]");
    assert!(guide(&play).contains("FROM · line 4"), "{}", guide(&play));
}

#[test]
fn up_and_down_go_from_instruction_to_instruction() {
    let file = "# syntax=docker/dockerfile:1\nFROM python\n\n# why\nCOPY . .\nCMD [\"a\"]\n";
    for (columns, rows) in SIZES {
        let mut play = with(file, "Words.", columns, rows, ThemeChoice::Dark);
        play.keys("2 j");
        assert!(guide(&play).contains("COPY · line 5"), "{}", guide(&play));
        play.keys("Down");
        assert!(guide(&play).contains("CMD · line 6"), "{}", guide(&play));
        play.keys("j");
        assert!(play.footer().contains("Nothing is below"), "{}", play.footer());
        play.keys("k [");
        assert!(guide(&play).contains("comment · line 4"), "{}", guide(&play));
        play.keys("k");
        assert!(guide(&play).contains("FROM · line 2"), "{}", guide(&play));
        assert_eq!(play.model.file.selected().map(|id| id.0), Some(0));
    }
}

#[test]
fn space_reads_on_and_then_goes_to_the_next_instruction() {
    for (columns, rows) in SIZES {
        let mut play = with(FILE, "Words.", columns, rows, ThemeChoice::Dark);
        play.keys("2");
        for _ in 0..50 {
            if guide(&play).contains("CMD · line 5") {
                break;
            }
            play.keys("Space");
        }
        assert!(guide(&play).contains("CMD · line 5"), "{}", guide(&play));
    }
}

#[test]
fn folded_text_opens_by_key_and_by_click() {
    let text = "<details><summary>More</summary>\n\nThe hidden words.\n\n</details>\n";
    let mut play = lesson(text, 80, 24);
    assert!(!guide(&play).contains("hidden words"), "{}", guide(&play));
    play.keys("Enter");
    assert!(guide(&play).contains("hidden words"), "{}", guide(&play));
    let row = play.screen().lines().position(|row| row.contains("More")).unwrap() as u16;
    play.click(4, row);
    assert!(!guide(&play).contains("hidden words"), "{}", guide(&play));
}

const WITH_BASH: &str = "\
Run this:

```bash
# why
echo \"$HOME\"
```
";

#[test]
fn code_in_other_languages_gets_its_colours_after_the_first_frame() {
    let mut play = with(FILE, WITH_BASH, 80, 24, ThemeChoice::Dark);
    let loads = |play: &Play| play.effects.iter().filter(|it| **it == Effect::LoadColours).count();
    assert_eq!(loads(&play), 1, "the lesson has code that wants colours");
    let row = play.screen().lines().position(|row| row.contains("# why")).unwrap() as u16;
    let column = play.screen().lines().nth(usize::from(row)).unwrap().find('#').unwrap() as u16;
    let before = play.buffer()[(column, row)].style();
    let below = play.buffer()[(column, row + 1)].style();
    assert_eq!(before, below, "plain at first");
    // What the thread does that the effect starts.
    play.model.highlighter.warm();
    play.send(Message::Colours).keys("Tab Tab");
    let after = play.buffer()[(column, row)].style();
    assert_ne!(after, before, "a comment has its own colour");
    assert_eq!(loads(&play), 1, "colours are loaded once");
}

#[test]
fn the_first_frame_touches_no_syntax_set() {
    let mut start = start(FILE.as_bytes());
    start.lesson = super::lesson_of("here.md", &format!("# A lesson\n\n{WITH_BASH}"));
    let mut model = Model::new(&start, Size::new(120, 40));
    draw(&model, &mut Buffer::empty(Rect::new(0, 0, 120, 40)));
    // What may come before the frame is out, such as the terminal's answer, asks for nothing.
    let effects = update(&mut model, Message::Background(Background::Light));
    assert_eq!(effects, []);
    assert!(!model.highlighter.is_warm());
    assert!(update(&mut model, Message::Ready).contains(&Effect::LoadColours));
    assert!(!model.highlighter.is_warm(), "it is loaded on another thread");
}

#[test]
fn a_lesson_without_other_languages_loads_no_colours() {
    let play = lesson(SINGLE, 80, 24);
    assert!(!play.effects.contains(&Effect::LoadColours));
}

#[test]
fn options_without_a_letter_are_reached_by_the_arrows() {
    let options: String = (1..12)
        .map(|at| format!("- [{}] option {at}\n", if at == 6 { "x" } else { " " }))
        .collect();
    let text = format!("<!-- quiz: {{id: q}} -->\n### Which one?\n\n{options}");
    let mut play = lesson(&text, 80, 24);
    let shown = guide(&play);
    assert!(shown.contains("The arrows and Space choose those without a letter."), "{shown}");
    let row = |play: &Play, words: &str| guide(play).lines().position(|row| row.contains(words));
    let place = row(&play, "option 6").unwrap() - row(&play, "▸ a").unwrap();
    play.keys(&"Down ".repeat(place)).keys("Space Enter");
    assert!(records(&play)[0].correct, "{}", play.screen());
}

#[test]
fn used_tries_stay_used_after_a_restart() {
    let mut first = lesson(SINGLE, 80, 24);
    let wrong = option(&first, "FROM python");
    first.keys(&format!("{wrong} Enter"));
    assert!(guide(&first).contains("One try left"), "{}", guide(&first));
    let mut progress = Progress::default();
    for outcome in records(&first) {
        let kind = RecordKind::Answer(outcome.clone());
        progress.take_record(&Record { at: Timestamp(1), kind });
    }
    let mut play = lesson(SINGLE, 80, 24);
    play.send(Message::Progress(Box::new(progress)));
    assert!(guide(&play).contains("choose one · one try left"), "{}", guide(&play));
    let wrong = option(&play, "FROM python");
    play.keys(&format!("{wrong} Enter"));
    assert!(guide(&play).contains("Not this time"), "{}", guide(&play));
    assert!(records(&play)[0].closed);
}
