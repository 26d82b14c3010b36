//! `layerwise quiz [FILE]`: questions computed from a file, line by line.

mod print;
mod report;
mod session;
mod typed;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::exit::{Exit, Failure};
use super::inspect::BuildArguments;
use super::surroundings::Surroundings;
use super::{InputArguments, cache, finish, json};
use crate::analysis::Analysis;
use crate::build::Options;
use crate::context::Snapshot;
use crate::dockerfile;
use crate::host::{AnswerLog, Directories, FileHash, Opened, Wanted, now};
use crate::lesson::Generator;
use crate::progress::Progress;
use crate::quiz::generate::Material;
use crate::quiz::paper::{self, Paper, Wish};
use session::Session;
pub(super) use session::Summary;

/// How many questions a quiz has when nobody says it.
const USUAL_COUNT: usize = 10;
/// Longer papers are for programs, and these take what there is.
const MOST_QUESTIONS: usize = 500;

/// Answer questions about your Dockerfile, line by line
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise quiz                      ten questions about the Dockerfile here\n  \
        layerwise quiz --skill cache        only about what runs again\n  \
        layerwise quiz --gen argv --gen pid1    only what starts\n  \
        layerwise quiz --seed 7             the same paper for two colleagues\n  \
        layerwise quiz --format json        the questions with answers and proofs",
    after_help = "Answers are read from standard input, one a line, so a pipe and a screen reader will do.\n\
        A question is solid when it is right at the first try without a hint.\n\
        What the file does not tell is not asked; --format json says why.\n\
        Answers go to the same log as those of the screen, and come back in layerwise review."
)]
pub(super) struct QuizArguments {
    #[command(flatten)]
    input: InputArguments,

    #[command(flatten)]
    asking: AskingArguments,

    /// Only these kinds of questions; several times for several kinds
    #[arg(long = "gen", value_name = "GENERATOR", value_parser = generator)]
    generators: Vec<Generator>,

    #[command(flatten)]
    build: BuildArguments,

    /// Folder that a build is sent; else what a Compose file says, else the Dockerfile's own
    #[arg(long, value_name = "FOLDER")]
    context: Option<PathBuf>,
}

/// What a quiz and a review are asked for.
#[derive(Args, Debug)]
pub(super) struct AskingArguments {
    /// The number that decides questions and options; the same gives the same paper
    #[arg(long, value_name = "NUMBER")]
    pub(super) seed: Option<u64>,

    /// Only this skill, such as cache.rules, or a whole group, such as cache
    #[arg(long = "skill", value_name = "SKILL")]
    pub(super) skills: Vec<String>,

    /// How many questions at most
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=500))]
    pub(super) count: Option<u16>,

    /// Ask, or print the questions for use elsewhere
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

/// Whether to ask or to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Ask line by line.
    Text,
    /// Print the questions with answers and proofs.
    Json,
}

impl AskingArguments {
    /// The seed: the reader's, else the time of day.
    pub(super) fn seed(&self) -> u64 {
        // Short enough to be told to a colleague.
        self.seed.unwrap_or_else(|| now().0 / 1000 % 1_000_000)
    }

    /// How many questions at most: for programs, all.
    pub(super) fn count(&self) -> usize {
        let usual = if self.format == Format::Json { MOST_QUESTIONS } else { USUAL_COUNT };
        self.count.map_or(usual, usize::from)
    }
}

/// A generator by its name in lessons.
fn generator(name: &str) -> Result<Generator, String> {
    Generator::named(name)
        .ok_or_else(|| format!("the kinds are {}", Generator::ALL.map(Generator::name).join(", ")))
}

pub(super) fn run(arguments: &QuizArguments, surroundings: &Surroundings) -> Result<Exit, Failure> {
    refuse_two_inputs(&arguments.asking, &arguments.input)?;
    let options = arguments.build.options(surroundings)?;
    let subject =
        Subject::read(&arguments.input, arguments.context.as_deref(), options, surroundings)?;
    let asking = &arguments.asking;
    let kept = Kept::of_quiz(asking.format, surroundings);
    let seed = asking.seed();
    let level = |skill: &str| kept.progress.level(skill);
    let wish = Wish {
        count: asking.count(),
        seed,
        generators: &arguments.generators,
        skills: &asking.skills,
        level: &level,
    };
    if !wish.wants_any() {
        let skills: Vec<&str> = paper::skills_of_files().into_iter().collect();
        return Err(Failure::usage(
            "no question about a file is of that skill and kind",
            format!("the skills are {}", skills.join(", ")),
        ));
    }
    let paper = paper::of_file(&subject.material(), &wish);
    ask(&paper, Some(&subject), kept, asking, seed, surroundings).map(|_| Exit::Clean)
}

/// A file from standard input leaves no place for answers.
pub(super) fn refuse_two_inputs(
    asking: &AskingArguments,
    input: &InputArguments,
) -> Result<(), Failure> {
    if asking.format == Format::Text && input.wanted() == Wanted::StandardInput {
        return Err(Failure::usage(
            "the file and the answers cannot both come from standard input",
            "name the file, or print the questions with --format json",
        ));
    }
    Ok(())
}

/// Asks a paper, or prints it; what became of it where it was asked.
pub(super) fn ask(
    paper: &Paper,
    subject: Option<&Subject>,
    kept: Kept,
    asking: &AskingArguments,
    seed: u64,
    surroundings: &Surroundings,
) -> Result<Option<Summary>, Failure> {
    if asking.format == Format::Json {
        let report = report::of(paper, subject, seed);
        finish(json::write(std::io::stdout().lock(), &report), Exit::Clean)?;
        return Ok(None);
    }
    if paper.questions.is_empty() {
        if let Some(reason) = paper.one_reason() {
            surroundings.say(&format!("There is nothing to ask: {reason}."));
            if subject.is_some_and(|subject| subject.analysis.stop().is_some()) {
                surroundings.say("hint: layerwise check says what to mend");
            }
            return Ok(None);
        }
        surroundings.say("There is nothing to ask.");
        for left_out in &paper.not_asked {
            surroundings.say(&format!("  {}: {}", left_out.skill, left_out.reason));
        }
        return Ok(None);
    }
    let mut session = Session::new(surroundings, kept, subject, seed);
    finish(session.run(paper), Exit::Clean)?;
    Ok(Some(session.into_summary()))
}

/// A file that is asked about.
pub(super) struct Subject {
    analysis: Analysis,
    snapshot: Option<Snapshot>,
    hash: FileHash,
}

impl Subject {
    /// Reads the file, and scans the folder that a build of it is sent.
    pub(super) fn read(
        input: &InputArguments,
        context: Option<&Path>,
        mut options: Options,
        surroundings: &Surroundings,
    ) -> Result<Self, Failure> {
        let opened = input.open(surroundings)?;
        let knowledge = crate::cli::tables::known(&opened.origin, surroundings);
        options.table = Some(knowledge.table_of_images());
        let folder = cache::context_of(context, &opened.origin, surroundings);
        Self::of(&opened, folder, options)
    }

    fn of(opened: &Opened, folder: Option<PathBuf>, options: Options) -> Result<Self, Failure> {
        let hash = FileHash::of(opened.source.text().as_bytes());
        match folder {
            Some(folder) => {
                let (analysis, snapshot) = cache::gathered(&folder, opened, options)?;
                Ok(Self { analysis, snapshot: Some(snapshot), hash })
            }
            None => {
                let file = dockerfile::parse(Arc::clone(&opened.source));
                let analysis = Analysis::of(Arc::new(file), options);
                Ok(Self { analysis, snapshot: None, hash })
            }
        }
    }

    /// What questions are made from.
    pub(super) fn material(&self) -> Material<'_> {
        Material { analysis: &self.analysis, snapshot: self.snapshot.as_ref() }
    }
}

/// What is known of the reader, and where answers go.
pub(super) struct Kept {
    /// What followed from the log when the command began.
    pub(super) progress: Progress,
    /// The log; `None` where nothing can be kept.
    pub(super) log: Option<AnswerLog>,
}

impl Kept {
    /// What a quiz goes by: a paper for programs does not depend on who makes it.
    fn of_quiz(format: Format, surroundings: &Surroundings) -> Self {
        match format {
            Format::Json => Self { progress: Progress::default(), log: None },
            Format::Text => Self::read(surroundings),
        }
    }

    /// Reads the log. Where it cannot be read the questions are asked all the same.
    pub(super) fn read(surroundings: &Surroundings) -> Self {
        let log = Directories::of_user().map(|directories| AnswerLog::new(&directories));
        let progress = match log.as_ref().map(AnswerLog::read) {
            Some(Ok(progress)) => progress,
            Some(Err(error)) => {
                surroundings.say(&format!("note: {error}; hint: {}", error.hint()));
                Progress::default()
            }
            None => {
                surroundings.say("note: the system names no home folder, so no answer is kept");
                Progress::default()
            }
        };
        Self { progress, log }
    }
}
