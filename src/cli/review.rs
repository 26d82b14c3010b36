//! `layerwise review [FILE]`: what is due, on the reader's own file.

use std::path::PathBuf;

use clap::Args;

use super::InputArguments;
use super::exit::{Exit, Failure};
use super::inspect::BuildArguments;
use super::lesson_choice::unknown;
use super::quiz::{self, AskingArguments, Kept, Subject, Summary};
use super::surroundings::Surroundings;
use crate::host::{AnswerLog, now};
use crate::lesson::{Course, skill_called};
use crate::progress::words::day_due;
use crate::progress::{Progress, Record, RecordKind, Timestamp};
use crate::quiz::paper::{self, Wish};

/// Answer what is due for review, on your own Dockerfile
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise review                   the skills that are due today\n  \
        layerwise review --ahead           those that come next, too\n  \
        layerwise review --known from      show that you know the lesson about FROM",
    after_help = "Each skill that you answered questions about comes back before it is\n\
        forgotten: after days at first, after months when it sits. Where your file\n\
        allows it, the questions are new ones made from it; the others are those of\n\
        the lessons.\n\
        With --known, who has every question right at the first try without a hint is\n\
        done with that lesson."
)]
pub(super) struct ReviewArguments {
    #[command(flatten)]
    input: InputArguments,

    #[command(flatten)]
    asking: AskingArguments,

    /// Ask what is not due yet as well, the most urgent first
    #[arg(long)]
    ahead: bool,

    /// Ask about every skill of this lesson, to be done with it without reading it
    #[arg(long, value_name = "LESSON", conflicts_with = "ahead")]
    known: Option<String>,

    #[command(flatten)]
    build: BuildArguments,

    /// Folder that a build is sent; else what a Compose file says, else the Dockerfile's own
    #[arg(long, value_name = "FOLDER")]
    context: Option<PathBuf>,
}

pub(super) fn run(
    arguments: &ReviewArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let asking = &arguments.asking;
    quiz::refuse_two_inputs(asking, &arguments.input)?;
    let course = Course::builtin();
    let lesson = match &arguments.known {
        Some(name) => Some(course.find(name).ok_or_else(|| unknown(&course, name))?),
        None => None,
    };
    // What is due decides the questions, also where they are only printed.
    let kept = Kept::read(surroundings);
    let now = now();
    let skills: Vec<&str> = match lesson {
        Some(_) => Vec::new(),
        None if arguments.ahead => kept.progress.by_urgency(now),
        None => kept.progress.due(now),
    };
    if skills.is_empty() && lesson.is_none() {
        surroundings.say(&nothing_due(&kept.progress, now));
        if asking.format == quiz::Format::Text {
            return Ok(Exit::Clean);
        }
    }
    let options = arguments.build.options(surroundings)?;
    let subject =
        Subject::read(&arguments.input, arguments.context.as_deref(), options, surroundings)?;
    let seed = asking.seed();
    let level = |skill: &str| kept.progress.level(skill);
    let count = asking.count();
    let wish = Wish { count, seed, generators: &[], skills: &asking.skills, level: &level };
    let material = subject.material();
    let paper = match lesson {
        Some(entry) => paper::of_lesson(&course, Some(&material), &entry.id, &wish),
        None => paper::review(&course, Some(&material), &skills, &wish),
    };
    let log = kept.log.clone();
    let summary = quiz::ask(&paper, Some(&subject), kept, asking, seed, surroundings)?;
    if let (Some(entry), Some(summary)) = (lesson, summary) {
        // A part of the questions proves a part of the lesson.
        let is_whole = asking.skills.is_empty() && asking.count.is_none();
        conclude(&entry.id, &summary, is_whole, log, surroundings)?;
    }
    Ok(Exit::Clean)
}

/// Says whether the lesson counts as known, and keeps it.
fn conclude(
    lesson: &str,
    summary: &Summary,
    is_whole: bool,
    log: Option<AnswerLog>,
    surroundings: &Surroundings,
) -> Result<(), Failure> {
    let all_solid = summary.seen == 0 && summary.skipped == 0 && !summary.is_cut;
    if !all_solid || !is_whole || summary.solid == 0 {
        let why = if is_whole {
            "not every answer was right at the first try without a hint"
        } else {
            "--skill and --count leave questions out"
        };
        surroundings.say(&format!("The lesson {lesson} is not marked as known: {why}."));
        return Ok(());
    }
    let record = Record { at: now(), kind: RecordKind::Known { lesson: lesson.to_owned() } };
    if let Some(log) = log {
        log.append(&[record]).map_err(|error| Failure {
            message: error.to_string(),
            hint: Some(error.hint()),
            exit: Exit::Findings,
        })?;
    }
    surroundings.say(&format!("The lesson {lesson} counts as done: you know it."));
    Ok(())
}

/// "Nothing is due", and when something will be.
fn nothing_due(progress: &Progress, now: Timestamp) -> String {
    let next = progress.skills.iter().min_by_key(|(_, memory)| memory.due);
    match next {
        None => "Nothing is due: no question was answered yet. \
                 layerwise quiz asks some, and the lessons do."
            .to_owned(),
        Some((skill, memory)) => {
            let when = day_due(memory, now);
            format!(
                "Nothing is due today. The next is “{}”, {when}; \
                 layerwise review --ahead asks it now.",
                skill_called(skill)
            )
        }
    }
}
