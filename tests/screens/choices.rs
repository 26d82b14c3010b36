//! What the reader asks of the build, and what is worked out when.

use std::sync::Arc;

use layerwise::analysis::Analysis;
use layerwise::tui::{Effect, Message, Overlay, View};

use super::{GOOD, Play};

fn target(play: &Play) -> Option<&str> {
    play.model.choices.target.as_deref()
}

fn line(play: &Play) -> String {
    play.screen().lines().next().unwrap_or_default().to_owned()
}

#[test]
fn t_chooses_the_target_and_the_header_says_it() {
    let mut play = Play::new(GOOD, 120, 40);
    assert!(!line(&play).contains("target"));
    play.keys("t").type_text("base").keys("Enter");
    assert_eq!(target(&play), Some("base"));
    assert!(line(&play).contains("target base"), "{}", line(&play));
    let analysis = play.model.analysis.as_ref().unwrap();
    assert_eq!(analysis.options.target.as_deref(), Some("base"));
    play.keys("t").type_text("last stage").keys("Enter");
    assert_eq!(target(&play), None);
}

#[test]
fn build_arguments_are_given_and_taken_away() {
    let mut play = Play::new("ARG V=3\nFROM python:$V\nARG API_TOKEN\n", 120, 40);
    play.keys("A");
    assert!(play.screen().contains("V (as the file says)"), "{}", play.screen());
    play.keys("Enter").type_text("3.13").keys("Enter");
    let given = |play: &Play| play.model.choices.arguments.clone();
    assert_eq!(given(&play).get("V").map(String::as_str), Some("3.13"));
    play.keys("A").type_text("token").keys("Enter").type_text("hush").keys("Enter");
    play.keys("A");
    assert!(play.screen().contains("API_TOKEN = (set, hidden)"), "{}", play.screen());
    assert!(!play.screen().contains("hush"));
    play.type_text("all values").keys("Enter");
    assert!(given(&play).is_empty());
    play.keys("A Esc");
    assert_eq!(play.model.overlay, None);
    play.keys("A").type_text("another").keys("Enter Enter");
    assert!(play.footer().contains("NAME=value"), "{}", play.footer());
    assert!(given(&play).is_empty());
}

#[test]
fn a_build_argument_is_typed_in_the_footer() {
    let mut play = Play::new("ARG V=3\nFROM python:$V\n", 60, 20);
    play.keys("A Enter");
    assert!(matches!(play.model.overlay, Some(Overlay::Argument(_))));
    assert!(play.footer().contains("--build-arg V="), "{}", play.footer());
    play.keys("Esc");
    assert_eq!(play.model.choices.arguments.len(), 0);
}

#[test]
fn another_view_marks_the_margin_and_the_digits_reach_it() {
    let mut play = Play::new(GOOD, 120, 40);
    for (key, view) in ["1", "2", "3", "4", "5", "6"].into_iter().zip(View::ALL) {
        play.keys(key);
        assert_eq!(play.model.view, view);
    }
}

#[test]
fn a_usual_file_is_worked_out_at_once_after_the_first_frame() {
    let start = super::start(GOOD.as_bytes());
    let model = layerwise::tui::Model::new(&start, ratatui::layout::Size::new(120, 40));
    assert!(model.analysis.is_none(), "nothing is worked out before the first frame");
    let mut play = Play::new(GOOD, 120, 40);
    assert!(play.model.analysis.is_some());
    assert!(!play.effects.contains(&Effect::Analyse));
    play.save("FROM alpine\n");
    let analysis = play.model.analysis.as_ref().unwrap();
    assert_eq!(analysis.file.source.text(), "FROM alpine\n");
}

#[test]
fn a_long_file_is_worked_out_by_the_thread_and_an_old_answer_is_not_taken() {
    let long = format!("FROM alpine\n{}", "RUN true\n".repeat(2_000));
    let mut play = Play::new(&long, 120, 40);
    assert!(play.model.analysis.is_some());
    assert!(play.effects.contains(&Effect::Analyse));
    play.has_thread = false;
    let (file, options) = play.model.question();
    play.save(&format!("{long}RUN false\n"));
    assert!(play.model.analysis.is_none());
    play.send(Message::Analysed(Arc::new(Analysis::of(file, options))));
    assert!(play.model.analysis.is_none(), "this followed from the text before");
    let (file, options) = play.model.question();
    play.send(Message::Analysed(Arc::new(Analysis::of(file, options))));
    assert!(play.model.analysis.is_some());
}

/// BuildKit parses a bad `--mount` and stops when it makes the step.
#[test]
fn a_build_that_would_stop_is_marked_where_it_stops() {
    let mut play = Play::new("FROM alpine\nRUN --mount=type=foo true\nRUN true\n", 120, 40);
    assert!(line(&play).contains("the build stops"), "{}", line(&play));
    assert!(play.screen().contains("✗ 2"), "{}", play.screen());
    assert!(!play.screen().contains("unsupported mount type"));
    play.keys("p");
    let screen = play.screen();
    assert!(screen.contains("the build stops at line 2"), "{screen}");
    assert!(screen.contains("unsupported mount type \"foo\""), "{screen}");
    play.save("FROM alpine\nRUN true\n");
    assert!(!play.screen().contains("the build stops"), "{}", play.screen());
}

#[test]
fn a_target_that_the_file_does_not_have_is_said() {
    let mut play = Play::new(GOOD, 120, 40);
    play.keys("t").type_text("base").keys("Enter");
    play.save("FROM alpine\nRUN true\n");
    let screen = play.screen();
    assert!(screen.contains("the build does not start"), "{screen}");
    assert!(screen.contains("target stage \"base\" could not be found"), "{screen}");
}
