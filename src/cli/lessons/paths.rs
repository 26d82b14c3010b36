//! `layerwise lessons paths [FILE]`: ways through the course, and where to begin.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::{Value, json};

use super::Format;
use crate::analysis::Analysis;
use crate::checks::{self, has_syntax_errors};
use crate::cli::check::{around, settings_near};
use crate::cli::exit::{Exit, Failure};
use crate::cli::inspect::BuildArguments;
use crate::cli::paint::painted;
use crate::cli::quiz::Kept;
use crate::cli::surroundings::Surroundings;
use crate::cli::tables::known;
use crate::cli::{InputArguments, finish, json};
use crate::curriculum::{Advice, Looked, Path, Paths, Reason, advise, words};
use crate::doc;
use crate::dockerfile;
use crate::host::Origin;
use crate::lesson::Course;
use crate::progress::Progress;
use crate::source::Source;

/// Show where to begin, by your file and your progress, and the paths through the course
#[derive(Args, Debug)]
#[command(
    help_template = crate::cli::TEMPLATE,
    before_help = "Examples:\n  \
        layerwise lessons paths\n  \
        layerwise lessons paths api/Dockerfile\n  \
        layerwise lessons paths --format json",
    after_help = "\
        What is wrong with the file for certain goes first: errors before warnings. \
        What stops the build comes before all, what endangers before what is slow, slow \
        before large. Where nothing worse than a hint is certain, or there is no file of \
        yours, the path for who begins comes first. Lessons that you have done are passed \
        over.\n\n\
        Exits with 4 when the file has syntax errors; the advice counts all the same."
)]
pub(super) struct PathsArguments {
    #[command(flatten)]
    input: InputArguments,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    /// Folder that a build is sent; else what a Compose file says, else the Dockerfile's own
    #[arg(long, value_name = "FOLDER")]
    context: Option<PathBuf>,

    #[command(flatten)]
    build: BuildArguments,
}

pub(super) fn run(
    arguments: &PathsArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    let options = arguments.build.options(surroundings)?;
    let opened = crate::host::open(&arguments.input.wanted())?;
    let (course, paths) = (Course::builtin(), Paths::builtin());
    let progress = Kept::read(surroundings).progress;
    let settings = settings_near(&opened.origin)?;
    let knowledge = known(&opened.origin, surroundings);
    let is_own = opened.origin != Origin::Sample;
    let file = Arc::new(dockerfile::parse(opened.source));
    let around = around(arguments.context.as_deref(), &file, &opened.origin);
    let analysis = Analysis::knowing(file, options, knowledge);
    let findings = checks::check(&analysis, &around, &settings);
    let looked = Looked { analysis: &analysis, around: &around, findings: &findings };
    let advice = advise(&course, &paths, is_own.then_some(looked), &progress);
    let source = is_own.then_some(&*analysis.file.source);
    let printed = match arguments.format {
        Format::Json => {
            let report = report(&advice, &course, &paths, &progress, source);
            json::write(std::io::stdout().lock(), &report)
        }
        Format::Text => {
            let blocks = words::blocks(&advice, &course, &paths, &progress, source);
            let width = surroundings.width();
            match surroundings.colors() {
                true => surroundings.print(&painted(&blocks, width)),
                false => surroundings.print_safe(&doc::plain_text(&blocks, width)),
            }
        }
    };
    let broken = is_own && has_syntax_errors(&analysis);
    finish(printed, if broken { Exit::SyntaxErrors } else { Exit::Clean })
}

fn report(
    advice: &Advice,
    course: &Course,
    paths: &Paths,
    progress: &Progress,
    source: Option<&Source>,
) -> Value {
    let reasons = |all: &[Reason]| -> Vec<Value> {
        all.iter().map(|reason| as_json(reason, source)).collect()
    };
    let needs = advice.needs.iter().map(|need| {
        json!({
            "lesson": need.lesson,
            "path": need.path,
            "level": need.level,
            "is_sure": need.is_sure(),
            "reasons": reasons(&need.reasons),
        })
    });
    let path = |path: &Path| {
        let way = path.way(course, progress);
        json!({
            "id": path.id,
            "title": path.title,
            "about": path.about,
            "lessons": path.lessons,
            "done": path.lessons.iter().zip(&way.done).filter(|it| *it.1).map(|it| it.0).collect::<Vec<_>>(),
            "next": way.next,
            "minutes": way.minutes,
            "minutes_left": way.minutes_left,
        })
    };
    json!({
        "file": source.map(|source| &source.name),
        "begin": {
            "lesson": advice.begin.lesson,
            "path": advice.begin.path,
            "reasons": reasons(&advice.begin.why),
            "before": advice.begin.before,
        },
        "needs": needs.collect::<Vec<_>>(),
        "unknown": advice.open,
        "paths": paths.all.iter().map(path).collect::<Vec<_>>(),
    })
}

fn as_json(reason: &Reason, source: Option<&Source>) -> Value {
    let place = |span: &crate::source::Span| {
        source.map(|source| json!({"line": source.line_at(span.start), "span": span}))
    };
    json!({
        "message": reason.words,
        "check": reason.check,
        "depends_on": reason.depends_on,
        "proof": reason.proof.iter().filter_map(place).collect::<Vec<_>>(),
    })
}
