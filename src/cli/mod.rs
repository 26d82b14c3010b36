//! The command line: one file a subcommand, arguments in, exit code out.
//!
//! Data goes to standard output, everything else to standard error. All text
//! from outside is made safe on its way to either.

mod cache;
mod check;
mod completions;
mod context;
mod decide;
mod exit;
mod explain;
mod inspect;
mod json;
mod knowledge;
mod learn;
mod lesson_choice;
mod lessons;
mod man;
mod open;
mod paint;
mod progress;
mod quiz;
mod review;
mod runtime;
mod schema;
mod stages;
mod surroundings;
mod tables;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::host::{Opened, Origin, Wanted};
use exit::{Exit, Failure};
use surroundings::{ColorChoice, Surroundings};

/// Help leads with what the command does and examples of it.
const TEMPLATE: &str =
    "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

const EXAMPLES: &str = "\
Examples:
  layerwise                       the Dockerfile here, beside where you left off
  layerwise learn from            the lesson about FROM
  layerwise explain --line 5      what line 5 says and does
  layerwise check                 what is wrong, why, and the smallest fix
  layerwise context               which files a build is sent
  layerwise inspect - < file      everything about a file, as JSON";

/// Learn Dockerfiles on your own Dockerfile
#[derive(Debug, Parser)]
#[command(
    name = "layerwise",
    bin_name = "layerwise",
    version,
    before_help = EXAMPLES,
    help_template = TEMPLATE,
    override_usage = "layerwise [FILE]\n       layerwise <COMMAND>",
    disable_help_subcommand = true,
    after_help = "FILE may be a Dockerfile, a folder, or - for standard input. Without it: the \
                  Dockerfile or Containerfile of the current folder, else a built-in sample."
)]
struct Arguments {
    #[command(flatten)]
    input: InputArguments,

    #[command(flatten)]
    screen: open::ScreenArguments,

    #[command(subcommand)]
    command: Option<Command>,

    /// When to use colour: auto, always or never
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    color: ColorChoice,
}

/// The Dockerfile that a command reads.
#[derive(Args, Clone, Debug)]
struct InputArguments {
    /// A Dockerfile, a folder that holds one, or - for standard input
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    /// The same, as docker build takes it
    #[arg(short = 'f', long = "file", value_name = "FILE", conflicts_with = "file", hide = true)]
    named_file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Learn(learn::LearnArguments),
    Explain(explain::ExplainArguments),
    Check(check::CheckArguments),
    Decide(decide::DecideArguments),
    Stages(stages::StagesArguments),
    Runtime(runtime::RuntimeArguments),
    Context(context::ContextArguments),
    Cache(Box<cache::CacheArguments>),
    Inspect(inspect::InspectArguments),
    Quiz(Box<quiz::QuizArguments>),
    Review(Box<review::ReviewArguments>),
    Lessons(lessons::LessonsArguments),
    Progress(progress::ProgressArguments),
    Knowledge(knowledge::KnowledgeArguments),
    Completions(completions::CompletionsArguments),
    Schema(schema::SchemaArguments),
    Man(man::ManArguments),
}

/// Runs the command line of a process and says how it ended.
pub fn main(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let mut surroundings = Surroundings::of_process();
    let exit = match parse(arguments, &mut surroundings) {
        Ok(arguments) => run(&arguments, &surroundings).unwrap_or_else(|failure| {
            surroundings.say(failure.to_string().trim_end());
            failure.exit
        }),
        Err(exit) => exit,
    };
    exit.into()
}

/// Parses; help and version are printed here and end the run.
fn parse(
    arguments: impl Iterator<Item = OsString>,
    surroundings: &mut Surroundings,
) -> Result<Arguments, Exit> {
    let mut command = Arguments::command().term_width(surroundings.width());
    let parsed = command
        .try_get_matches_from_mut(arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let error = match parsed {
        Ok(arguments) => {
            surroundings.color = arguments.color;
            return Ok(arguments);
        }
        Err(error) => error,
    };
    let text = error.render();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let colored = surroundings.colors();
            let text = if colored { text.ansi().to_string() } else { text.to_string() };
            // Whoever closed the pipe has read enough of the help.
            let _ = surroundings.print(&text);
            Err(Exit::Clean)
        }
        // The message quotes the arguments, so it goes out safe and without colour.
        _ => {
            surroundings.say(&in_our_words(&text.to_string()));
            Err(Exit::Usage)
        }
    }
}

/// An error of clap's in the shape of all our errors.
fn in_our_words(error: &str) -> String {
    error
        .trim_end()
        .replace("\n  tip: ", "\nhint: ")
        .replace("For more information, try '--help'.", "hint: --help shows examples")
}

fn run(arguments: &Arguments, surroundings: &Surroundings) -> Result<Exit, Failure> {
    let Some(command) = &arguments.command else {
        return open::run(&arguments.input, &arguments.screen, surroundings);
    };
    if arguments.input.wanted() != Wanted::Default {
        return Err(Failure::usage(
            "the file stands before the command",
            "name the file behind it, as in: layerwise explain Dockerfile",
        ));
    }
    match command {
        Command::Learn(arguments) => learn::run(arguments, surroundings),
        Command::Explain(arguments) => explain::run(arguments, surroundings),
        Command::Check(arguments) => check::run(arguments, surroundings),
        Command::Decide(arguments) => decide::run(arguments, surroundings),
        Command::Stages(arguments) => stages::run(arguments, surroundings),
        Command::Runtime(arguments) => runtime::run(arguments, surroundings),
        Command::Context(arguments) => context::run(arguments, surroundings),
        Command::Cache(arguments) => cache::run(arguments, surroundings),
        Command::Inspect(arguments) => inspect::run(arguments, surroundings),
        Command::Quiz(arguments) => quiz::run(arguments, surroundings),
        Command::Review(arguments) => review::run(arguments, surroundings),
        Command::Lessons(arguments) => lessons::run(arguments, surroundings),
        Command::Progress(arguments) => progress::run(arguments, surroundings),
        Command::Knowledge(arguments) => knowledge::run(arguments, surroundings),
        Command::Completions(arguments) => completions::run(arguments, surroundings),
        Command::Schema(arguments) => schema::run(arguments, surroundings),
        Command::Man(arguments) => man::run(arguments, surroundings),
    }
}

/// The names of all commands.
const COMMAND_NAMES: [&str; 17] = [
    "learn",
    "explain",
    "check",
    "decide",
    "stages",
    "runtime",
    "context",
    "cache",
    "inspect",
    "quiz",
    "review",
    "lessons",
    "progress",
    "knowledge",
    "completions",
    "schema",
    "man",
];

impl InputArguments {
    fn wanted(&self) -> Wanted {
        Wanted::from_argument(self.file.as_deref().or(self.named_file.as_deref()))
    }

    /// Reads the file for a command that prints; says so when it is the sample.
    fn open(&self, surroundings: &Surroundings) -> Result<Opened, Failure> {
        let wanted = self.wanted();
        if wanted == Wanted::StandardInput && surroundings.input_is_terminal {
            surroundings.say("Reading a Dockerfile from the keyboard; Ctrl-D ends it.");
        }
        let opened = crate::host::open(&wanted)?;
        if opened.origin == Origin::Sample {
            surroundings.say(
                "There is no Dockerfile in this folder, so this is the built-in sample. \
                 To see your own: name it, as in layerwise explain path/to/Dockerfile.",
            );
        }
        Ok(opened)
    }
}

/// What a command gives back after printing: a closed pipe is a quiet end.
fn finish(printed: std::io::Result<()>, exit: Exit) -> Result<Exit, Failure> {
    match printed {
        Ok(()) => Ok(exit),
        Err(error) => match Failure::of_writing(&error) {
            None => Ok(Exit::Clean),
            Some(failure) => Err(failure),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clap_finds_nothing_to_complain_about() {
        Arguments::command().debug_assert();
        let command = Arguments::command();
        let names: Vec<_> = command.get_subcommands().map(clap::Command::get_name).collect();
        assert_eq!(names, COMMAND_NAMES);
    }
}
