//! `layerwise check --checklist`: check lists that judge each file.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use super::examined::{Input, inputs};
use super::report::SCHEMA_VERSION;
use super::text::Paint;
use super::{CheckArguments, FailOn, Format};
use crate::analysis::Analysis;
use crate::audit::image::{self, Layer, Measured};
use crate::audit::{self, Judged, LISTS, List, Material, Verdict};
use crate::cli::exit::{Exit, Failure};
use crate::cli::surroundings::Surroundings;
use crate::cli::tables::Library;
use crate::cli::{finish, json};
use crate::doc::{self, Block, Document};
use crate::host::{self, ImageError, Origin};
use crate::source::{Source, safe_line};

/// The list that is meant where none is named.
const USUAL: &str = "patterns";
/// The name that means all lists.
const ALL: &str = "all";

/// A file with its judged lists.
struct Judgements {
    source: Arc<Source>,
    lists: Vec<(&'static List, Vec<Judged>)>,
    measured: Option<Measured>,
    has_syntax_errors: bool,
}

/// Which lists were asked for, and the path that was taken for a list's name.
fn chosen(name: &str) -> Result<(Vec<&'static List>, Option<PathBuf>), Failure> {
    let usual = || audit::by_name(USUAL).into_iter().collect();
    match (name, audit::by_name(name)) {
        ("", _) => Ok((usual(), None)),
        (ALL, _) => Ok((LISTS.to_vec(), None)),
        (_, Some(list)) => Ok((vec![list], None)),
        // `check --checklist api/Dockerfile`: the usual list of that file.
        _ if PathBuf::from(name).exists() || name == "-" => Ok((usual(), Some(name.into()))),
        _ => {
            let names: Vec<&str> = LISTS.iter().map(|list| list.name).collect();
            Err(Failure::usage(
                format!("there is no check list {name}"),
                format!("the lists are {} and {ALL}", names.join(", ")),
            ))
        }
    }
}

pub(super) fn run(
    name: &str,
    arguments: &CheckArguments,
    surroundings: &Surroundings,
) -> Result<Exit, Failure> {
    if !matches!(arguments.format, Format::Text | Format::Json | Format::Markdown) {
        return Err(Failure::usage(
            "a check list is printed as text, JSON or Markdown",
            "without --checklist the findings are printed in all formats",
        ));
    }
    let (lists, path) = chosen(name)?;
    let options = arguments.build.options(surroundings)?;
    let mut library = Library::default();
    let inputs = inputs(arguments, path.as_ref(), surroundings)?;
    if arguments.image.is_some() && inputs.len() > 1 {
        return Err(Failure::usage(
            "an image is built from one file, and several are checked",
            "name the file: layerwise check --checklist path/to/Dockerfile --image NAME",
        ));
    }
    let image = arguments.image.as_deref().map(history).transpose()?;
    let judge = |input: Input| {
        let origin = input.origin;
        let knowledge = library.of(&origin, surroundings);
        let analysis = Analysis::knowing(input.file, options.clone(), knowledge);
        let mut around = input.around;
        around.scanners = match &origin {
            Origin::File(path) => host::scanners(path.parent().unwrap_or(Path::new(""))),
            _ => None,
        };
        let material = Material::new(&analysis, &around);
        let material = match &image {
            Some((name, tool, layers)) => material.with_image(name, tool, layers),
            None => material,
        };
        Judgements {
            source: analysis.file.source.clone(),
            lists: lists.iter().map(|list| (*list, audit::judge(list, &material))).collect(),
            measured: material.measured.clone(),
            has_syntax_errors: crate::checks::has_syntax_errors(&analysis),
        }
    };
    let files: Vec<Judgements> = inputs.into_iter().map(judge).collect();
    let printed = match arguments.format {
        Format::Json => json::write(io::stdout().lock(), &report(&files)),
        Format::Markdown => surroundings.print_safe(&markdown(&files)),
        _ => surroundings.print(&text(&files, lists.len() == 1, surroundings)),
    };
    finish(printed, exit(&files, arguments.fail_on))
}

/// What a container tool says about an image: its name, the tool, its layers.
fn history(name: &str) -> Result<(&str, &'static str, Vec<Layer>), Failure> {
    let (tool, text) = host::image_history(name).map_err(|error| match error {
        ImageError::Name(_) => {
            Failure::usage(error.to_string(), "write it as docker does: app:1.0")
        }
        _ => Failure::nothing_to_read(
            format!("the image {name} cannot be measured: {error}"),
            "docker images shows what is there; without --image nothing is asked",
        ),
    })?;
    let layers = image::read(&text).map_err(|error| {
        Failure::nothing_to_read(
            format!("the image {name} cannot be measured: of {tool}, {error}"),
            format!("see what {tool} history {name} prints"),
        )
    })?;
    Ok((name, tool, layers))
}

/// What stands below the lists of a file: the aims, and what was measured.
fn below(file: &Judgements) -> Vec<Block> {
    let aims = file.lists.iter().any(|(list, _)| list.name == "production");
    let mut blocks = if aims { audit::targets() } else { Vec::new() };
    if let Some(measured) = &file.measured {
        blocks.extend(audit::measured(measured, &file.source));
    }
    blocks
}

fn exit(files: &[Judgements], fail_on: Option<FailOn>) -> Exit {
    let judged = || files.iter().flat_map(|file| &file.lists).flat_map(|(_, judged)| judged);
    let is_open = judged().any(|it| it.judgement.verdict == Verdict::NotDone);
    match () {
        () if files.iter().any(|file| file.has_syntax_errors) => Exit::SyntaxErrors,
        () if is_open && fail_on != Some(FailOn::Never) => Exit::Findings,
        () => Exit::Clean,
    }
}

fn text(files: &[Judgements], is_one: bool, surroundings: &Surroundings) -> String {
    let paint = Paint { on: surroundings.colors() };
    let width = surroundings.width();
    let mut text = String::new();
    for file in files {
        for (list, judged) in &file.lists {
            let title = format!("{}: {}", safe_line(&file.source.name), list.title);
            let _ = writeln!(text, "{}\n{}.\n", paint.with("1", &title), audit::sum(judged));
            for it in judged {
                text += &one(it, &file.source, width, paint);
            }
            text.push('\n');
        }
        for block in below(file) {
            text += &doc::plain_text(&[block], width);
            text.push('\n');
        }
    }
    if is_one {
        let names: Vec<&str> = LISTS.iter().map(|list| list.name).collect();
        let _ =
            writeln!(text, "The lists: {}; --checklist {ALL} prints them all.", names.join(", "));
    }
    text
}

fn one(it: &Judged, source: &Source, width: usize, paint: Paint) -> String {
    let verdict = it.judgement.verdict;
    let code = match verdict {
        Verdict::Done => "32",
        Verdict::NotDone => "1;33",
        Verdict::NotApplicable => "2",
        Verdict::Unknown => "36",
        Verdict::Silenced => "33",
    };
    let sign = format!("{} {:<14}", verdict.symbol(), verdict.name());
    let mut text = String::new();
    let _ = writeln!(text, "{} {}", paint.with(code, &sign), paint.with("1", it.item.says));
    let (reason, lines) = it.why(source);
    let lines = lines.map(|lines| format!(" ({lines})")).unwrap_or_default();
    let mut paragraphs = vec![format!("{}{lines}", safe_line(&reason))];
    if verdict == Verdict::NotDone {
        paragraphs.push(it.item.caution.to_owned());
        paragraphs.push(format!("Learn it: layerwise learn {}", it.item.lesson));
    }
    for paragraph in paragraphs.into_iter().filter(|it| !it.is_empty()) {
        let rows = doc::plain_text(&[Block::paragraph(paragraph)], width.saturating_sub(4).max(20));
        for row in rows.lines() {
            let _ = writeln!(text, "    {row}");
        }
    }
    text
}

fn markdown(files: &[Judgements]) -> String {
    let blocks = files.iter().flat_map(|file| {
        let of_list =
            |(list, judged): &(&List, Vec<Judged>)| audit::blocks(list, judged, &file.source);
        file.lists.iter().flat_map(of_list).chain(below(file))
    });
    doc::markdown::write(&Document::new(blocks))
}

fn report(files: &[Judgements]) -> Value {
    let item = |it: &Judged, source: &Source| {
        let (reason, _) = it.why(source);
        let proof = it.judgement.proof.iter();
        json!({
            "item": it.item.key,
            "says": it.item.says,
            "verdict": it.judgement.verdict,
            "reason": safe_line(&reason),
            "proof": proof.map(|span| super::report::proof(source, *span)).collect::<Vec<_>>(),
            "lesson": it.item.lesson,
            "caution": Some(it.item.caution).filter(|it| !it.is_empty()),
        })
    };
    let list = |file: &Judgements, list: &List, judged: &[Judged]| {
        let items: Vec<Value> = judged.iter().map(|it| item(it, &file.source)).collect();
        json!({
            "file": file.source.name,
            "list": list.name,
            "title": list.title,
            "items": items,
        })
    };
    let lists = files
        .iter()
        .flat_map(|file| file.lists.iter().map(|(own, judged)| list(file, own, judged)));
    let mut report = json!({"schema_version": SCHEMA_VERSION, "lists": lists.collect::<Vec<_>>()});
    let image = |file: &Judgements| {
        let image = file.measured.as_ref()?;
        let part = |part: &image::Part| json!({"line": file.source.line_at(part.span.start), "bytes": part.size});
        Some(json!({
            "name": image.name,
            "tool": image.tool,
            "bytes": image.total,
            "class": image::class(image.total),
            "instructions": image.parts.iter().map(part).collect::<Vec<_>>(),
            "rest_bytes": image.rest,
            "rest_is_base": image.is_whole,
        }))
    };
    if let Some(image) = files.iter().find_map(image) {
        report["image"] = image;
    }
    report
}
