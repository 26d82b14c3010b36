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

    /// When to use colour: auto, always or never
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    // Behind the options of nearly every command: clap's own place for it counts the commands.
    #[arg(display_order = 23)]
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

/// What a command adds to the command line.
type Describe = fn(clap::Command) -> clap::Command;

/// All commands, with what each adds.
const COMMANDS: [(&str, Describe); 17] = [
    ("learn", learn::LearnArguments::augment_args),
    ("explain", explain::ExplainArguments::augment_args),
    ("check", check::CheckArguments::augment_args),
    ("decide", decide::DecideArguments::augment_args),
    ("stages", stages::StagesArguments::augment_args),
    ("runtime", runtime::RuntimeArguments::augment_args),
    ("context", context::ContextArguments::augment_args),
    ("cache", cache::CacheArguments::augment_args),
    ("inspect", inspect::InspectArguments::augment_args),
    ("quiz", quiz::QuizArguments::augment_args),
    ("review", review::ReviewArguments::augment_args),
    ("lessons", lessons::LessonsArguments::augment_args),
    ("progress", progress::ProgressArguments::augment_args),
    ("knowledge", knowledge::KnowledgeArguments::augment_args),
    ("completions", completions::CompletionsArguments::augment_args),
    ("schema", schema::SchemaArguments::augment_args),
    ("man", man::ManArguments::augment_args),
];

/// The command line with all its commands.
fn command_line() -> clap::Command {
    Command::augment_subcommands(Arguments::command())
}

/// The command line as far as these arguments need it. To describe all commands takes
/// longer than to check a file, so where the first argument names one, only that is described,
/// and else each when it is met, unless help is asked for: it shows all.
fn command_line_for(arguments: &[OsString]) -> clap::Command {
    let first = arguments.get(1).and_then(|first| first.to_str());
    if let Some((name, describe)) = COMMANDS.iter().find(|(name, _)| Some(*name) == first) {
        return Arguments::command().subcommand(describe(clap::Command::new(*name)));
    }
    if arguments.iter().skip(1).any(may_ask_for_help) {
        return command_line();
    }
    let later = |(name, describe)| clap::Command::new(name).defer(describe);
    Arguments::command().subcommands(COMMANDS.map(later))
}

/// Whether an argument is `--help`, a part of it, or short options that may hold `-h`.
fn may_ask_for_help(argument: &OsString) -> bool {
    argument.to_str().is_some_and(|text| text.starts_with('-') && text.contains('h'))
}

/// Runs the command line of a process and says how it ended.
pub fn main(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let mut surroundings = Surroundings::of_process();
    let exit = match parse(arguments, &mut surroundings) {
        Ok((arguments, command)) => run(&arguments, command.as_ref(), &surroundings)
            .unwrap_or_else(|failure| {
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
) -> Result<(Arguments, Option<Command>), Exit> {
    let written: Vec<OsString> = arguments.collect();
    let command_line = command_line_for(&written).term_width(surroundings.width());
    let parsed = command_line.try_get_matches_from(written).and_then(|matches| {
        let has_command = matches.subcommand_name().is_some();
        let command = has_command.then(|| Command::from_arg_matches(&matches)).transpose()?;
        Ok((Arguments::from_arg_matches(&matches)?, command))
    });
    let error = match parsed {
        Ok((arguments, command)) => {
            surroundings.color = arguments.color;
            return Ok((arguments, command));
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

fn run(
    arguments: &Arguments,
    command: Option<&Command>,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let Some(command) = command else {
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
        command_line().debug_assert();
        let command = command_line();
        let names: Vec<_> = command.get_subcommands().map(clap::Command::get_name).collect();
        assert_eq!(names, COMMANDS.map(|(name, _)| name));
    }

    #[test]
    fn a_command_is_described_alike_alone_and_among_all() {
        let width = |command: clap::Command| command.term_width(80);
        let mut all = width(command_line());
        all.build();
        for (name, _) in COMMANDS {
            let mut alone = width(command_line_for(&["layerwise".into(), name.into()]));
            alone.build();
            assert_eq!(alone.get_subcommands().count(), 1, "{name}");
            let help = |command: &mut clap::Command| {
                let command = command.find_subcommand_mut(name).expect("a command");
                (command.render_long_help().to_string(), command.render_usage().to_string())
            };
            assert_eq!(help(&mut alone), help(&mut all));
            let mut later = width(command_line_for(&["layerwise".into(), "-".into()]));
            later.build();
            assert_eq!(help(&mut later), help(&mut all));
        }
    }
}
