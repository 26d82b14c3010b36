//! The page of a thing: what the tables know of it, from where, and where it stands in the file.

use std::collections::BTreeSet;

use super::compose::{shown, text};
use super::mask;
use super::survey::{Index, Survey};
use super::things::{Thing, things};
use super::words::what_it_is;
use crate::analysis::Analysis;
use crate::build::graph::Start;
use crate::build::reference::Reference;
use crate::doc::{Block, Document, Text};
use crate::dockerfile::Dockerfile;
use crate::knowledge::{self, FlagLine, Knowledge, Takes, images, without_tag};
use crate::source::{LineNumber, Span};

/// So many places are listed.
const MOST_PLACES: usize = 100;

/// The page of a thing. Its first block is a heading; each place in the file is a block
/// that has the place as its proof. With an analysis it says more about images that a
/// variable chooses. Takes time in line with the file's length.
pub fn page(
    file: &Dockerfile,
    index: &Index,
    analysis: Option<&Analysis>,
    thing: &Thing,
) -> Document {
    let knowledge = Survey::new(file, index).knowledge();
    let mut blocks = match thing {
        Thing::Image(name) => image(file, knowledge, analysis, name),
        Thing::Command(name) => command(knowledge, name),
        Thing::Package { kind, name } => package(knowledge, kind, name),
        Thing::Variable(name) => variable(knowledge, name),
    };
    blocks.extend(places(file, index, thing));
    Document::new(blocks)
}

fn title(name: &str, what: &str) -> Block {
    Block::heading(2, Text::new().code(shown(name)).plain(format!(" · {what}")))
}

fn unknown(name: &str) -> Block {
    let template = "{name}: not in layerwise's tables, so what it is is not known here.";
    Block::paragraph(text(template, &[("name", name)]))
}

/// Where an entry has its facts from: a table that somebody added, else one of ours.
fn origin(knowledge: &Knowledge, kind: &str, name: &str, table: &str) -> Option<Block> {
    let mut entries = knowledge.show(name).into_iter();
    let added = entries.find(|it| it.kind == kind).map(|it| it.from).filter(|it| it != table);
    if let Some(place) = added.filter(|_| knowledge.has_added()) {
        let words = format!("Source: a table that was added to layerwise's: {}.", shown(&place));
        return Some(Block::paragraph(Text::new().muted(words)));
    }
    of_table(table)
}

/// Where one of our tables has its facts from.
fn of_table(table: &str) -> Option<Block> {
    let origin = knowledge::origin(table);
    let source = origin.source.trim_end_matches('.').to_owned();
    (!source.is_empty()).then(|| from(&source, &origin.as_of))
}

fn from(source: &str, as_of: &str) -> Block {
    let words = format!("Source: {source}. As of {as_of}.");
    Block::paragraph(Text::new().muted(words))
}

fn package(knowledge: &Knowledge, kind: &str, name: &str) -> Vec<Block> {
    let what = match kind {
        "os" => "package of the distribution".to_owned(),
        "pip" => "package of Python".to_owned(),
        "npm" => "package of JavaScript".to_owned(),
        "gem" => "package of Ruby".to_owned(),
        "go" => "module of Go".to_owned(),
        "cargo" => "crate of Rust".to_owned(),
        "php" => "extension of PHP".to_owned(),
        "composer" => "package of PHP".to_owned(),
        other => format!("package ({other})"),
    };
    let mut blocks = vec![title(name, &what)];
    match knowledge.package(kind, name) {
        Some(about) => {
            blocks.push(Block::paragraph(what_it_is(name, &about)));
            blocks.extend(origin(knowledge, &format!("package ({kind})"), name, "packages.toml"));
        }
        None => blocks.push(unknown(name)),
    }
    blocks
}

fn variable(knowledge: &Knowledge, name: &str) -> Vec<Block> {
    let tables = knowledge::variables();
    let mut blocks = vec![title(name, "variable")];
    let mut say = |template: &str| blocks.push(Block::paragraph(text(template, &[("name", name)])));
    if let Some(about) = tables.platform_arguments.get(name) {
        say(&format!("BuildKit sets it, where an `ARG {{name}}` asks for it: {about}."));
        blocks.extend(of_table("variables.toml"));
    } else if tables.predefined_arguments.names.iter().any(|known| known == name) {
        say(&format!("{}.", tables.predefined_arguments.about.trim_end_matches('.')));
        blocks.extend(of_table("variables.toml"));
    } else if let Some(known) = knowledge.variable(name) {
        if known.by_name {
            say(&format!("By its name, it {}.", known.about));
        } else {
            say(&format!("It {}.", known.about));
        }
        blocks.extend(origin(knowledge, "variable", name, "names.toml"));
    } else {
        say("{name} is a name of this file's own: no program in layerwise's tables reads it.");
    }
    blocks
}

fn command(knowledge: &Knowledge, name: &str) -> Vec<Block> {
    let mut blocks = vec![title(name, "command")];
    let Some(known) = knowledge.command(name) else {
        blocks.push(unknown(name));
        return blocks;
    };
    blocks.push(Block::paragraph(text(&format!("{}.", known.about), &[])));
    let entry = known.entry;
    if !entry.operand.is_empty() {
        let words = format!("Its operands: {}.", entry.operand);
        blocks.push(Block::paragraph(text(&words, &[])));
    }
    let subs = entry.sub.iter().map(|sub| line(&sub.name, &sub.about));
    listed(&mut blocks, "Sub-commands", subs.collect());
    let of = |sub: &str| -> Vec<Text> {
        entry.flag.iter().filter(|flag| flag.sub == sub).map(flag_line).collect()
    };
    listed(&mut blocks, "Flags", of(""));
    let with_flags: BTreeSet<&str> = entry.flag.iter().map(|flag| flag.sub.as_str()).collect();
    for sub in with_flags.into_iter().filter(|sub| !sub.is_empty()) {
        listed(&mut blocks, &format!("Flags of {sub}"), of(sub));
    }
    blocks.extend(origin(knowledge, "command", name, "commands.toml"));
    blocks
}

fn listed(blocks: &mut Vec<Block>, title: &str, items: Vec<Text>) {
    if !items.is_empty() {
        blocks.push(Block::heading(3, title.to_owned()));
        blocks.push(Block::bullets(items));
    }
}

fn line(name: &str, about: &str) -> Text {
    text(&format!("{{name}}: {about}"), &[("name", name)])
}

fn flag_line(flag: &FlagLine) -> Text {
    let value = match flag.value {
        Takes::Nothing => "",
        Takes::Attached => "[=…]",
        Takes::Value => " …",
    };
    line(&format!("{}{value}", flag.names.join(" ")), &flag.about)
}

fn image(
    file: &Dockerfile,
    knowledge: &Knowledge,
    analysis: Option<&Analysis>,
    name: &str,
) -> Vec<Block> {
    let mut blocks = vec![title(name, "image")];
    let references = references(file, analysis, name);
    let about = knowledge.image_sentences(references.first().map_or(name, String::as_str));
    blocks.extend(about.iter().map(|sentence| Block::paragraph(text(sentence, &[]))));
    let found: Vec<_> = references
        .iter()
        .filter_map(|it| Some((it, knowledge.find_image(&Reference::parse(it).ok()?.with_tag())?)))
        .collect();
    for (reference, known) in &found {
        blocks.push(Block::heading(3, Text::new().code(shown(reference))));
        blocks.push(Block::bullets(
            known.facts().iter().map(|(what, is)| text(&format!("{what}: {{is}}"), &[("is", is)])),
        ));
        if let Some(ended) =
            Reference::parse(reference).ok().and_then(|it| knowledge::support::ended(&it))
        {
            let words = format!(
                "{} gets no fixes any more: its support ended on {}.",
                ended.name, ended.day
            );
            blocks.push(Block::paragraph(Text::from(words)));
        }
        blocks.push(from(&known.origin.source, &known.origin.as_of));
    }
    match (about.is_empty(), found.is_empty()) {
        (true, true) => blocks.push(unknown(name)),
        (false, true) => {
            let words = "What is inside is not in layerwise's tables.";
            blocks.push(Block::paragraph(words));
            let by_words = knowledge.image(name).is_none();
            let table = if by_words { "words.toml" } else { "names.toml" };
            blocks.extend(origin(knowledge, "image", name, table));
        }
        _ => {}
    }
    blocks
}

/// The references of this image in the file, each once: with the values of their variables
/// where these are known.
fn references(file: &Dockerfile, analysis: Option<&Analysis>, name: &str) -> BTreeSet<String> {
    let evaluated = analysis.into_iter().flat_map(|analysis| analysis.build.stage_nodes());
    let evaluated = evaluated.filter_map(|node| match node.start {
        Start::Image(image) => Some(images::familiar_name(image)),
        _ => None,
    });
    let written = file.stages.iter().filter_map(|stage| {
        let from = file.instructions.get(stage.from.0 as usize)?;
        let crate::dockerfile::Arguments::From(from) = &from.arguments else { return None };
        Some(from.image.as_ref()?.value(&file.source).to_owned())
    });
    let all = evaluated.chain(written.filter(|it| !it.contains('$')));
    all.filter(|it| without_tag(it) == name).collect()
}

/// Where it stands in the file, and for a package where its command does.
fn places(file: &Dockerfile, index: &Index, thing: &Thing) -> Vec<Block> {
    let all = things(file, index);
    let of = |thing: &Thing| -> Vec<Span> {
        all.iter().filter(|(_, other)| other == thing).map(|(span, _)| *span).collect()
    };
    let mut blocks = listed_places(file, "In this file", &of(thing));
    if let Thing::Package { name, .. } = thing {
        let spans = of(&Thing::Command(name.clone()));
        if !spans.is_empty() {
            blocks.extend(listed_places(file, "The command of this name", &spans));
        }
    }
    blocks
}

/// A heading, and a block for each line.
fn listed_places(file: &Dockerfile, title: &str, spans: &[Span]) -> Vec<Block> {
    let source = &file.source;
    let mut lines: Vec<(LineNumber, Vec<Span>)> = Vec::new();
    for span in spans {
        let line = source.line_at(span.start);
        match lines.last_mut().filter(|(last, _)| *last == line) {
            Some((_, spans)) => spans.push(*span),
            None => lines.push((line, vec![*span])),
        }
    }
    let mut blocks = vec![Block::heading(3, title.to_owned())];
    let secrets = mask::secret_spans(file);
    for (number, spans) in lines.iter().take(MOST_PLACES) {
        let line = mask::masked(file, source.line_span(*number), &secrets);
        let words = Text::from(format!("Line {number}: ")).code(shown(line.trim()));
        blocks.push(Block::paragraph(words).proved_by(spans.iter().copied()));
    }
    let more = lines.len().saturating_sub(MOST_PLACES);
    if more > 0 {
        blocks.push(Block::paragraph(format!("And on {more} more lines.")));
    }
    blocks
}
