//! `layerwise check [PATH]...`: what is wrong with Dockerfiles.

mod baseline;
mod examined;
mod formats;
mod list;
mod lists;
mod mend;
mod preset;
mod progress;
mod report;
mod side_by_side;
mod text;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::exit::{Exit, Failure};
use super::finish;
use super::inspect::BuildArguments;
use super::surroundings::Surroundings;
use crate::checks::Level;
use examined::Examined;
pub(super) use examined::{around, settings_near};

/// Check Dockerfiles: what is wrong, why, and the smallest fix
#[derive(Args, Debug)]
#[command(
    help_template = super::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise check                         every Dockerfile below this folder\n  \
        layerwise check api/Dockerfile --diff   with the fixes as a diff\n  \
        layerwise check --select security,apt-lists --fail-on error\n  \
        layerwise check --format sarif > findings.sarif\n  \
        git show main:Dockerfile | layerwise check -\n  \
        layerwise check --checklist             a check list that judges the file\n  \
        layerwise check --checklist python --format markdown\n  \
        layerwise explain apt-lists             the page of a check",
    after_help = "\
        PATH may be a Dockerfile, a folder that is searched, or - for standard input.\n\
        The folder of a Dockerfile is its context, unless --context names another.\n\n\
        A check is named by its own name, by what another tool calls it (DL3009,\n\
        DS-0002, CKV_DOCKER_3, JSONArgsRecommended), or by a category: correctness,\n\
        cache, size, security, reproducibility, runtime, maintainability. The same\n\
        names stand in layerwise.toml, which is looked for upwards to the root of\n\
        the repository:\n\n  \
        [checks]\n  ignore = [\"base-floating\"]\n  fail_on = \"error\"\n\n  \
        [checks.levels]\n  user-missing = \"error\"\n\n\
        --baseline FILE --write-baseline notes down what is found today; with\n\
        --baseline FILE only what is new is reported from then on, wherever lines move.\n\n\
        A comment above an instruction silences a check there:\n  \
        # layerwise ignore=user-missing reason=runs in a sandbox\n\
        Those of hadolint and of BuildKit (# check=skip=…) count too.\n\n\
        Exits with 1 when something is found of the level of --fail-on or above, with 3\n\
        when there is nothing to read, and with 4 when a file has syntax errors."
)]
pub(super) struct CheckArguments {
    /// Dockerfiles, folders that are searched, or - for standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    /// Least level that makes the exit code 1 [default: warning]
    #[arg(long, value_enum, value_name = "LEVEL")]
    fail_on: Option<FailOn>,

    /// Run only these checks; names or categories with commas between
    #[arg(long, value_name = "NAMES")]
    select: Vec<String>,

    /// Do not run these checks
    #[arg(long, value_name = "NAMES")]
    ignore: Vec<String>,

    /// Whose checks: ours, or just BuildKit's by BuildKit's rules
    #[arg(long, value_enum, default_value = "layerwise")]
    preset: Preset,

    /// Folder that is sent to the build
    #[arg(long, value_name = "FOLDER")]
    context: Option<PathBuf>,

    /// File of settings instead of the nearest layerwise.toml
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Show what the fixes would change, and change nothing
    #[arg(long, conflicts_with = "fix")]
    diff: bool,

    /// Apply the fixes that are safe
    #[arg(long)]
    fix: bool,

    /// With --fix or --diff: the other fixes too
    #[arg(long = "unsafe")]
    all_fixes: bool,

    /// Do not report the findings that this file knows
    #[arg(long, value_name = "FILE")]
    #[arg(conflicts_with_all = ["fix", "diff", "preset", "list", "checklist"])]
    baseline: Option<PathBuf>,

    /// Write what is found now into the file of --baseline, and report nothing
    #[arg(long, requires = "baseline")]
    write_baseline: bool,

    /// Judge the file by a check list: patterns, python, takeaways, concepts, production or all
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    #[arg(conflicts_with_all = ["fix", "diff", "preset", "list"])]
    checklist: Option<String>,

    /// With --checklist: an image that was built from the file, measured by docker or podman
    #[arg(long, value_name = "NAME", requires = "checklist")]
    image: Option<String>,

    /// List the checks, and check nothing
    #[arg(long)]
    list: bool,

    #[command(flatten)]
    build: BuildArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
    Sarif,
    Github,
    Gitlab,
    Checkstyle,
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Preset {
    Layerwise,
    Buildkit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Hint,
    Warning,
    Error,
    Never,
}

impl FailOn {
    /// Whether a finding of this level fails the run.
    fn fails(self, level: Level) -> bool {
        match self {
            FailOn::Hint => true,
            FailOn::Warning => level >= Level::Warning,
            FailOn::Error => level >= Level::Error,
            FailOn::Never => false,
        }
    }
}

pub(super) fn run(
    arguments: &CheckArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    if arguments.list {
        return finish(list::print(arguments.format == Format::Json, surroundings), Exit::Clean);
    }
    if let Some(name) = &arguments.checklist {
        return lists::run(name, arguments, surroundings);
    }
    if arguments.format == Format::Markdown {
        return Err(Failure::usage(
            "findings are not printed as Markdown",
            "--checklist --format markdown prints a check list for a pull request",
        ));
    }
    if arguments.preset == Preset::Buildkit {
        return preset::run(arguments, surroundings);
    }
    if arguments.all_fixes && !(arguments.fix || arguments.diff) {
        return Err(Failure::usage("--unsafe changes nothing by itself", "add --fix or --diff"));
    }
    let mut files = examined::examine(arguments, surroundings)?;
    if arguments.fix || arguments.diff {
        return mend::run(arguments, files, surroundings);
    }
    if let Some(path) = &arguments.baseline {
        if arguments.write_baseline {
            let number = baseline::write(path, &files)?;
            let (number, path) = (counted(number), path.display());
            surroundings.say(&format!("{number} written to {path}."));
            return Ok(Exit::Clean);
        }
        let applied = baseline::apply(path, &mut files)?;
        tell(applied, surroundings);
    }
    let printed = match arguments.format {
        Format::Text | Format::Markdown => text::print(&files, surroundings),
        Format::Json => report::print(&files),
        Format::Sarif => formats::sarif::print(&files),
        Format::Github => formats::github::print(&files, surroundings),
        Format::Gitlab => formats::gitlab::print(&files),
        Format::Checkstyle => formats::xml::checkstyle(&files, surroundings),
        Format::Junit => formats::xml::junit(&files, surroundings),
    };
    finish(printed, exit(&files))
}

fn counted(number: usize) -> String {
    match number {
        1 => "1 finding".to_owned(),
        _ => format!("{number} findings"),
    }
}

/// Says what a baseline did.
fn tell(applied: baseline::Applied, surroundings: &Surroundings) {
    if applied.known > 0 {
        let known = counted(applied.known);
        surroundings.say(&format!("{known} of the baseline not reported."));
    }
    if applied.gone > 0 {
        let gone = counted(applied.gone);
        let words =
            format!("{gone} of the baseline no longer there; --write-baseline forgets them.");
        surroundings.say(&words);
    }
}

/// How a run ends with these findings.
fn exit(files: &[Examined]) -> Exit {
    let fails =
        |file: &Examined| file.findings.iter().any(|finding| file.fail_on.fails(finding.level));
    if files.iter().any(|file| file.has_syntax_errors) {
        Exit::SyntaxErrors
    } else if files.iter().any(fails) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}
