//! The whole file as a document: what it builds and for whom, its stages, every instruction,
//! what a container gets, what runs again, what can be set, how to build and run it, and the
//! words used.

mod again;
mod commands;
mod contract;
mod glossary;
mod settings;

use crate::analysis::Analysis;
use crate::checks::{self, Around, Finding, Settings};
use crate::doc::{Block, BlockKind, Code, Text};
use crate::dockerfile::Keyword;
use crate::runtime::Runtime;
use crate::source::{LineNumber, safe_line};
use crate::stages::{Graph, mermaid, svg};

use super::compose::{concat, enumerate, join, text};
use super::file::{Choice, Depth, Piece, each_piece};
use super::found;

/// How the graph of the stages is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drawing {
    /// With characters.
    #[default]
    Characters,
    /// As Mermaid, which GitHub draws.
    Mermaid,
    /// As SVG, for HTML; a block of code in the language [`SVG`].
    Svg,
}

/// How the whole file is told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manner<'a> {
    /// How the graph of the stages is shown.
    pub drawing: Drawing,
    /// Where the file lies in the folder that is its context, with slashes; `None` where that
    /// is not known: then it is taken to lie at the root of it.
    pub inside: Option<&'a str>,
}

/// The language of a block of code that holds a drawing of ours.
pub const SVG: &str = "layerwise-svg";

/// A target with what its containers get.
pub(super) struct Target {
    /// Its name; `None` for a stage without one.
    pub(super) name: Option<String>,
    /// Whether it is built when no target is named.
    pub(super) is_default: bool,
    pub(super) runtime: Runtime,
}

/// So many targets are described beside the one that is asked for.
const MOST_OTHERS: usize = 4;

/// Explains the whole file piece by piece: around the instructions stands what holds for
/// the file. With a stage chosen only that is explained.
///
/// # Errors
/// What `each` gives ends the walk.
pub fn each_part<E>(
    analysis: &Analysis,
    choice: Choice,
    manner: Manner<'_>,
    mut each: impl FnMut(Piece) -> Result<(), E>,
) -> Result<(), E> {
    let Manner { drawing, inside } = manner;
    let file = &*analysis.file;
    let findings = findings(analysis);
    if choice.stage.is_some() {
        return each_piece(file, &analysis.knowledge, &findings, choice, each);
    }
    let graph = Graph::of(&analysis.build);
    let targets = targets(analysis, &graph);
    let rest = [
        contract::blocks(analysis, &targets),
        again::blocks(analysis, &graph),
        settings::blocks(analysis, &targets),
        commands::blocks(analysis, &targets, inside),
        glossary::blocks(file),
    ];
    let mut is_first = true;
    each_piece(file, &analysis.knowledge, &findings, choice, |mut piece| {
        if std::mem::take(&mut is_first) {
            let mut head: Vec<Block> = added_tables(analysis).into_iter().collect();
            head.extend(purpose(analysis, &targets));
            head.extend(stages(analysis, &graph, drawing));
            head.extend(found::list(file, &findings));
            // HTML has contents of its own, and plain text has nowhere to jump to.
            if drawing == Drawing::Mermaid {
                let titles = headings(&head).chain(super::file::headings(file));
                let titles = titles.chain(rest.iter().flat_map(|blocks| headings(blocks)));
                piece.blocks.extend(contents(&titles.collect::<Vec<_>>()));
            }
            piece.blocks.extend(head);
        }
        each(piece)
    })?;
    for blocks in rest {
        if !blocks.is_empty() {
            each(Piece { blocks, lessons: Vec::new() })?;
        }
    }
    Ok(())
}

/// So many headings are listed at the beginning.
const MOST_CONTENTS: usize = 60;

/// The headings of sections.
fn headings(blocks: &[Block]) -> impl Iterator<Item = Text> {
    blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Heading { level: 2, text } => Some(text.clone()),
        _ => None,
    })
}

/// Links to the sections, with the names that GitHub gives to headings.
fn contents(titles: &[Text]) -> Option<Block> {
    let link = |title: &Text| {
        let words = title.words();
        let kept = words.to_lowercase();
        let kept = kept.chars().filter(|it| it.is_alphanumeric() || " -_".contains(*it));
        let anchor: String = kept.map(|it| if it == ' ' { '-' } else { it }).collect();
        Text::new().link(words, format!("#{anchor}"))
    };
    let lines = titles.iter().take(MOST_CONTENTS).map(link);
    (titles.len() > 3).then(|| Block::bullets(lines))
}

/// Which tables of others speak in the document.
fn added_tables(analysis: &Analysis) -> Option<Block> {
    let tables = analysis.knowledge.tables().into_iter().filter(|table| table.is_added);
    let names: Vec<String> = tables.map(|table| table.table).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    (!names.is_empty()).then(|| {
        Block::paragraph(join([
            Text::from("What it says of commands, packages and names also comes from:"),
            concat([enumerate(&names, 12), Text::from(".")]),
        ]))
    })
}

/// What the checks find in the file alone, in its order.
pub fn findings(analysis: &Analysis) -> Vec<Finding> {
    checks::check(analysis, &Around::default(), &Settings::default())
}

/// Explains what stands on one line, with what the checks find there.
pub fn piece_at(analysis: &Analysis, line: LineNumber, depth: Depth) -> Piece {
    let findings = findings(analysis);
    super::file::piece_at(&analysis.file, &analysis.knowledge, &findings, line, depth)
}

/// The target that is asked for, then stages that no other needs; only named ones can be asked for.
fn targets(analysis: &Analysis, graph: &Graph) -> Vec<Target> {
    let Ok(runtime) = Runtime::of(analysis) else { return Vec::new() };
    let own = runtime.stage.0 as usize;
    let name = graph.stages.get(own).and_then(|stage| stage.name.clone());
    let is_default = analysis.options.target.is_none();
    let mut targets = vec![Target { name, is_default, runtime }];
    let taken: std::collections::HashSet<usize> =
        graph.edges.iter().filter_map(|edge| edge.from).collect();
    let others = graph
        .stages
        .iter()
        .filter(|stage| stage.number != own && !taken.contains(&stage.number))
        .filter_map(|stage| stage.name.clone())
        .take(MOST_OTHERS);
    for name in others {
        let mut options = analysis.options.clone();
        options.target = Some(name.clone());
        let other = analysis.again(options);
        if let Ok(runtime) = Runtime::of(&other) {
            targets.push(Target { name: Some(name), is_default: false, runtime });
        }
    }
    targets
}

/// What the file builds and for whom, in a sentence for each target.
fn purpose(analysis: &Analysis, targets: &[Target]) -> Vec<Block> {
    if targets.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::heading(2, "What it builds")];
    if analysis.refusal.is_some() {
        blocks.push(Block::paragraph("BuildKit refuses the file as it stands. What follows holds when the refused instructions are taken out."));
    }
    blocks.extend(targets.iter().map(|target| {
        let runtime = &target.runtime;
        let head = match (&target.name, target.is_default) {
            (Some(name), true) => {
                text("By default the image of the stage {name}.", &[("name", name)])
            }
            (Some(name), false) => {
                text("With `--target {name}` the image of that stage.", &[("name", name)])
            }
            (None, _) => Text::from("One image."),
        };
        let base = runtime.base.value().map_or_else(Text::new, |base| {
            let base = crate::knowledge::images::familiar_name(base);
            let is = analysis.knowledge.image_sentences(&base);
            let is = is.iter().map(|sentence| text(sentence, &[]));
            join(std::iter::once(text("It starts from {base}.", &[("base", &base)])).chain(is))
        });
        let starts = match runtime.argv.value() {
            Some(argv) if argv.is_empty() => Text::from("Nothing says what a container runs."),
            Some(argv) => {
                let words: Vec<String> =
                    argv.iter().map(|word| safe_line(word).into_owned()).collect();
                text("A container runs {command}.", &[("command", &words.join(" "))])
            }
            None => Text::from(
                "What a container runs is decided by the base image, which is not known here.",
            ),
        };
        let user = runtime
            .user
            .value()
            .map_or_else(Text::new, |user| text("It runs as {user}.", &[("user", &user.name)]));
        let ports = match runtime.ports.value() {
            Some(ports) if !ports.is_empty() => {
                text("It says that it listens on {ports}.", &[("ports", &ports.join(", "))])
            }
            _ => Text::new(),
        };
        Block::paragraph(join([head, base, starts, user, ports]))
            .proved_by(runtime.argv.proof().iter().copied())
    }));
    blocks
}

/// The graph of the stages, where there are several.
fn stages(analysis: &Analysis, graph: &Graph, drawing: Drawing) -> Vec<Block> {
    if graph.stages.len() < 2 {
        return Vec::new();
    }
    let code = |language: &str, text: String| {
        let code = Code { language: Some(language.to_owned()), info: String::new(), text };
        Block::from(crate::doc::BlockKind::Code(code))
    };
    let mut blocks = vec![Block::heading(2, "Stages"), Block::paragraph(graph.summary())];
    blocks.push(match drawing {
        Drawing::Mermaid => code("mermaid", mermaid(graph)),
        Drawing::Svg => {
            let title = format!("Stages of {}", safe_line(&analysis.file.source.name));
            code(SVG, svg(graph, &title))
        }
        Drawing::Characters => {
            let rows = graph.draw();
            code("text", rows.iter().map(|row| row.text() + "\n").collect())
        }
    });
    blocks.extend(graph.parallel_words().into_iter().map(Block::paragraph));
    blocks
}

/// The lines of instructions of a kind in a stage or what it is made of, in order.
pub(super) fn has(file: &crate::dockerfile::Dockerfile, keyword: Keyword) -> bool {
    file.instructions.iter().any(|instruction| instruction.keyword == Some(keyword))
}
