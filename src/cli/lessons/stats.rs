//! `layerwise lessons stats FILE...`: how the questions do, from the answers of several people.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::Format;
use crate::cli::exit::{Exit, Failure};
use crate::cli::lesson_choice::places_here;
use crate::cli::progress::read_other;
use crate::cli::surroundings::Surroundings;
use crate::cli::{finish, json};
use crate::lesson::Course;
use crate::progress::statistics::{QuestionStatistics, Statistics, statistics};
use crate::source::safe_line;

/// From fewer people than this a number says little.
const FEW: usize = 20;

/// Say how the questions do, from the answers of several people
#[derive(Args, Debug)]
#[command(
    help_template = crate::cli::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise progress export > anna.jsonl             what each person runs\n  \
        layerwise lessons stats answers/*.jsonl            what you run then\n  \
        layerwise lessons stats answers/*.jsonl --flagged",
    after_help = "Each file is one person. Of a question counts what a person answered first: the share \
                  of those who were right, and how well that goes with the share of all their other \
                  questions that were right (the point-biserial correlation, between -1 and 1). Worth a \
                  look is a share above 0.95 or below 0.2, and a correlation below 0.2."
)]
pub(super) struct StatsArguments {
    /// Answers as layerwise progress export prints them, one file a person
    #[arg(value_name = "FILE", required = true)]
    logs: Vec<PathBuf>,

    /// Only questions that are worth a look
    #[arg(long)]
    flagged: bool,

    /// A folder of lessons beside those of the course
    #[arg(long, value_name = "FOLDER")]
    lessons: Option<PathBuf>,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(super) fn run(
    arguments: &StatsArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let mut course = Course::builtin();
    for lesson in places_here(arguments.lessons.as_deref()).read().lessons {
        course.add(lesson);
    }
    let mut found = of_course(&arguments.logs, &course)?;
    if arguments.flagged {
        found.questions.retain(|question| !question.flags.is_empty());
    }
    let printed = match arguments.format {
        Format::Json => {
            let questions: Vec<Value> = found.questions.iter().map(as_json).collect();
            let report = json!({
                "people": found.people,
                "unreadable": found.unreadable,
                "questions": questions,
            });
            json::write(std::io::stdout().lock(), &report)
        }
        Format::Text => surroundings.print(&as_text(&found)),
    };
    if found.unreadable > 0 {
        let count = found.unreadable;
        surroundings.say(&format!("note: passed over {count} lines that are no records"));
    }
    if found.people < FEW {
        surroundings.say(&format!(
            "note: with fewer than {FEW} people (here {}) these numbers move a lot",
            found.people
        ));
    }
    finish(printed, Exit::Clean)
}

/// What the logs say about the questions of a course.
pub(super) fn of_course(logs: &[PathBuf], course: &Course) -> Result<Statistics, Failure> {
    let logs = logs.iter().map(|path| read_other(path)).collect::<Result<Vec<_>, _>>()?;
    Ok(statistics(&logs, course))
}

fn as_json(question: &QuestionStatistics) -> Value {
    let rounded = |value: f64| (value * 1000.0).round() / 1000.0;
    let flags: Vec<&str> = question.flags.iter().map(|flag| flag.name()).collect();
    let most = question.most_chosen.as_ref();
    json!({
        "lesson": question.lesson,
        "question": question.question,
        "people": question.people,
        "right": question.right,
        "share": rounded(question.share()),
        "hinted": question.hinted,
        "discrimination": question.discrimination.map(rounded),
        "most_chosen": most.map(|(text, count)| json!({ "text": text, "people": count })),
        "unused": question.unused,
        "older": question.older,
        "flags": flags,
    })
}

fn as_text(found: &Statistics) -> String {
    let mut text = String::new();
    let mut lesson = None;
    for question in &found.questions {
        if lesson != Some(&question.lesson) {
            let gap = if lesson.is_some() { "\n" } else { "" };
            let _ = writeln!(text, "{gap}{}", safe_line(&question.lesson));
            lesson = Some(&question.lesson);
        }
        text += &lines(question);
    }
    text
}

fn lines(question: &QuestionStatistics) -> String {
    let QuestionStatistics { people, right, .. } = question;
    let share = (question.share() * 100.0).round();
    let discrimination = match question.discrimination {
        Some(value) => format!("discrimination {value:.2}"),
        None => "discrimination unknown".to_owned(),
    };
    let id = safe_line(&question.question);
    let mut text =
        format!("  {id}: {right} of {people} right at once ({share} %), {discrimination}\n");
    if let Some((said, count)) = &question.most_chosen {
        let _ = writeln!(text, "    chosen most in its place: {} ({count})", safe_line(said));
    }
    if !question.unused.is_empty() {
        let unused: Vec<_> = question.unused.iter().map(|it| safe_line(it)).collect();
        let _ = writeln!(text, "    never chosen: {}", unused.join(" | "));
    }
    if question.older > 0 {
        let _ = writeln!(text, "    {} answered another version, not counted", question.older);
    }
    for flag in &question.flags {
        let _ = writeln!(text, "    ! {}", flag.words());
    }
    text
}
