//! What runs again when a file of the context or a build argument changes.

use std::collections::HashMap;

use crate::analysis::Analysis;
use crate::doc::{Block, Text};
use crate::dockerfile::{Arguments, Instruction, Keyword, Transfer};
use crate::explain::compose::text;
use crate::explain::mask;
use crate::stages::Graph;

/// So many rows and so many lines in one are shown.
const MOST_ROWS: usize = 20;
const MOST_LINES: usize = 8;

pub(super) fn blocks(analysis: &Analysis, graph: &Graph) -> Vec<Block> {
    let file = &*analysis.file;
    let needed = |instruction: &Instruction| {
        let stage = instruction.stage.and_then(|id| graph.stages.get(id.0 as usize));
        let is_global = instruction.stage.is_none() && instruction.keyword == Some(Keyword::Arg);
        is_global || stage.is_some_and(|stage| stage.needed)
    };
    let steps = Steps::of(analysis, graph);
    let mut rows = Vec::new();
    let mut left_out = 0;
    for instruction in file.instructions.iter().filter(|it| needed(it) && !it.refused) {
        let Some(change) = change(analysis, instruction) else { continue };
        if rows.len() == MOST_ROWS {
            left_out += 1;
            continue;
        }
        rows.push([change, steps.after(instruction)]);
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let head = ["When this changes", "these steps run again"].map(Text::from);
    let mut blocks = vec![
        Block::heading(2, "What runs again"),
        Block::paragraph(
            "What stands before is taken from the cache of the last build. Other stages that copy from these run again too, as far as what they copy differs.",
        ),
        Block::table(head, rows),
    ];
    if left_out > 0 {
        blocks.push(Block::paragraph(format!("{left_out} more are not listed.")));
    }
    blocks.push(Block::paragraph(text(
        "`layerwise cache --edit PATH` says it exactly for the files of this folder.",
        &[],
    )));
    blocks
}

/// What has to change for an instruction to run again: files of the context, or an argument.
fn change(analysis: &Analysis, instruction: &Instruction) -> Option<Text> {
    let file = &*analysis.file;
    let line = instruction.lines.first;
    match (&instruction.arguments, instruction.keyword) {
        (Arguments::Transfer(transfer), _) if takes_context(analysis, instruction) => {
            let sources = sources(analysis, instruction, transfer);
            (!sources.is_empty()).then(|| {
                let names: Vec<&str> = sources.iter().map(String::as_str).collect();
                let all = names.iter().any(|name| matches!(*name, "." | "./" | "/" | "*"));
                let template = match all {
                    true => format!("any file that is sent (line {line}: {{names}})"),
                    false => format!("{{names}} (line {line})"),
                };
                text(&template, &[("names", &names.join(" "))])
            })
        }
        (Arguments::Command(_), Some(Keyword::Run)) => {
            let mounted: Vec<&str> = mounted(analysis, instruction).collect();
            let template = format!("{{names}} (line {line}, mounted)");
            (!mounted.is_empty()).then(|| text(&template, &[("names", &mounted.join(" "))]))
        }
        (Arguments::Pairs(pairs), Some(Keyword::Arg)) => {
            let names: Vec<&str> = pairs.iter().map(|pair| pair.key.value(&file.source)).collect();
            let template = format!("the build argument {{names}} (line {line})");
            Some(text(&template, &[("names", &names.join(" "))]))
        }
        _ => None,
    }
}

/// What a RUN sees of the context through mounts.
fn mounted<'a>(
    analysis: &'a Analysis,
    instruction: &'a Instruction,
) -> impl Iterator<Item = &'a str> {
    let source = &analysis.file.source;
    let mounts = instruction.flags.iter().filter(|flag| source.slice(flag.name) == "mount");
    mounts.filter_map(|flag| {
        let value = source.slice(flag.value?);
        let option = |names: [&str; 2]| {
            value.split(',').find_map(|part| {
                let (name, value) = part.split_once('=')?;
                names.contains(&name).then_some(value)
            })
        };
        let is_bind = option(["type", "type"]).is_none_or(|kind| kind == "bind");
        let of_context = is_bind && option(["from", "from"]).is_none();
        of_context.then(|| option(["source", "src"]).unwrap_or("."))
    })
}

/// Whether COPY and ADD take from the context, not from a stage, an image or an address.
fn takes_context(analysis: &Analysis, instruction: &Instruction) -> bool {
    let source = &analysis.file.source;
    instruction.flags.iter().all(|flag| source.slice(flag.name) != "from")
}

fn sources(analysis: &Analysis, instruction: &Instruction, transfer: &Transfer) -> Vec<String> {
    let file = &*analysis.file;
    let is_marker = |span| instruction.heredocs.iter().any(|heredoc| heredoc.marker == span);
    let words = transfer.sources.iter().filter(|word| !is_marker(word.span));
    let values = words.map(|word| word.value(&file.source));
    let of_context = values.filter(|value| !value.contains("://") && !value.starts_with("git@"));
    of_context.take(MOST_LINES).map(|value| mask::mask_text(value).into_owned()).collect()
}

/// A step: its line, and whether it is a RUN.
type Step = (u32, bool);

/// Steps by stage, and the stages that start from each.
struct Steps {
    by_stage: HashMap<usize, Vec<Step>>,
    above: HashMap<usize, Vec<usize>>,
}

impl Steps {
    fn of(analysis: &Analysis, graph: &Graph) -> Self {
        let mut by_stage: HashMap<usize, Vec<Step>> = HashMap::new();
        for instruction in &analysis.file.instructions {
            let is_step = matches!(
                instruction.keyword,
                Some(Keyword::Run | Keyword::Copy | Keyword::Add | Keyword::Workdir)
            );
            if let (true, Some(stage)) = (is_step, instruction.stage) {
                let step =
                    (instruction.lines.first.get(), instruction.keyword == Some(Keyword::Run));
                by_stage.entry(stage.0 as usize).or_default().push(step);
            }
        }
        let mut above: HashMap<usize, Vec<usize>> = HashMap::new();
        for stage in graph.stages.iter().filter(|stage| stage.needed) {
            if let Some(base) = stage.base_stage {
                above.entry(base).or_default().push(stage.number);
            }
        }
        Self { by_stage, above }
    }

    /// The steps that run again when what an instruction takes changes.
    fn after(&self, instruction: &Instruction) -> Text {
        let is_argument = instruction.keyword == Some(Keyword::Arg);
        let Some(stage) = instruction.stage else {
            return Text::from("what the FROMs that use it begin");
        };
        let line = instruction.lines.first.get();
        let mut lines: Vec<u32> = Vec::new();
        let mut open = vec![(stage.0 as usize, false)];
        while let Some((stage, all)) = open.pop() {
            let steps = self.by_stage.get(&stage).map(Vec::as_slice).unwrap_or_default();
            let behind = if all { 0 } else { steps.partition_point(|step| step.0 < line) };
            let steps = &steps[behind..];
            // An argument is there for every RUN behind it; from the first one on all run.
            let first = match is_argument && lines.is_empty() {
                true => steps.iter().position(|step| step.1).unwrap_or(steps.len()),
                false => 0,
            };
            lines.extend(steps[first..].iter().map(|step| step.0));
            let above = self.above.get(&stage).into_iter().flatten();
            open.extend(above.map(|stage| (*stage, true)));
        }
        lines.sort_unstable();
        let shown: Vec<String> = lines.iter().take(MOST_LINES).map(u32::to_string).collect();
        let more = lines.len().saturating_sub(MOST_LINES);
        Text::from(match (shown.as_slice(), more) {
            ([], _) if is_argument => "only what uses it: no RUN follows".to_owned(),
            ([], _) => "none".to_owned(),
            ([only], _) => format!("line {only}"),
            (shown, 0) => format!("lines {}", shown.join(", ")),
            (shown, more) => format!("lines {} and {more} more", shown.join(", ")),
        })
    }
}
