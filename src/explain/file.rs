//! The whole file as a document, instruction by instruction.

use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::convert::Infallible;
use std::hash::{Hash, Hasher};

use super::compose::{block_lines, concat, join, plain_text, shown, text};
use super::mask;
use super::model::{Explanation, Note, NoteKind};
use super::survey::{Index, Survey};
use super::{explain_directive, explain_in, explain_line, instruction_at};
use super::{families, found, notes, parts};
use crate::checks::Finding;
use crate::doc::{Alert, Block, Document, Text};
use crate::dockerfile::{Dockerfile, InstructionId, ProblemLevel, Stage, StageId};
use crate::knowledge::Knowledge;
use crate::source::{LineNumber, LineRange, Span, safe, safe_line};

/// A part of an explained file: its blocks begin with a heading.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    /// What it says.
    pub blocks: Vec<Block>,
    /// The lessons that treat what it explains.
    pub lessons: Vec<String>,
}

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// For each instruction what it does here and what is wrong.
    Brief,
    /// And its words: commands, flags, packages, variables.
    #[default]
    Usual,
    /// And every operator and argument.
    Full,
}

/// Which part of a file is explained, and how much is said about it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice {
    /// How much.
    pub depth: Depth,
    /// Only this stage.
    pub stage: Option<StageId>,
}

/// Explains a whole file: what it is made of, then every directive and instruction.
pub fn document(file: &Dockerfile) -> Document {
    let knowledge = Knowledge::default();
    let mut document = Document::default();
    let Ok(()) = each_piece(file, &knowledge, &[], Choice::default(), |piece| {
        document.blocks.extend(piece.blocks);
        Ok::<(), Infallible>(())
    });
    document
}

/// Explains what stands on one line.
pub fn document_at(file: &Dockerfile, line: LineNumber) -> Document {
    Document::new(piece_at(file, &Knowledge::default(), &[], line, Depth::default()).blocks)
}

/// The same by what is known, and with as much as is asked for.
pub fn document_of_line(
    file: &Dockerfile,
    knowledge: &Knowledge,
    line: LineNumber,
    depth: Depth,
) -> Document {
    Document::new(piece_at(file, knowledge, &[], line, depth).blocks)
}

/// Explains a whole file piece by piece, so that nobody has to hold all of it:
/// the explanations of a file are a hundred times as large as the file.
///
/// # Errors
/// What `each` gives ends the walk.
pub(super) fn each_piece<E>(
    file: &Dockerfile,
    knowledge: &Knowledge,
    findings: &[Finding],
    choice: Choice,
    mut each: impl FnMut(Piece) -> Result<(), E>,
) -> Result<(), E> {
    if choice.stage.is_none() {
        beginning(file, &mut each)?;
    }
    let index = Index::knowing(knowledge);
    let survey = Survey::new(file, &index);
    let secrets = mask::secret_spans(file);
    let mut said = Said::default();
    // The directives have the heading of what stands before the first stage.
    let has_heading = choice.stage.is_none() && !file.directives.is_empty();
    let mut stage = has_heading.then_some(None);
    for (index, instruction) in file.instructions.iter().enumerate() {
        if choice.stage.is_some_and(|only| instruction.stage != Some(only)) {
            continue;
        }
        let mut piece = Piece::default();
        if stage != Some(instruction.stage) {
            stage = Some(instruction.stage);
            piece.blocks.push(Block::heading(2, stage_title(&survey, instruction.stage)));
        }
        let explanation = explained(&survey, InstructionId(index as u32), findings);
        let same_as = match choice.depth {
            Depth::Brief => None,
            _ => said.before(file, &explanation),
        };
        piece.instruction(file, knowledge, explanation, &secrets, choice.depth, same_as);
        each(piece)?;
    }
    Ok(())
}

/// The explanation of an instruction together with what the checks find in it. What a check
/// says about this line takes the place of the general remark that says the same.
pub(super) fn explained<'a>(
    survey: &'a Survey<'a>,
    id: InstructionId,
    findings: &'a [Finding],
) -> Explanation {
    let mut explanation = explain_in(survey, id);
    let Some(instruction) = survey.instruction(id.0) else { return explanation };
    let found: Vec<&Finding> = found::of(*survey, id.0, instruction, findings).collect();
    if found.is_empty() {
        return explanation;
    }
    let is_said = |note: &Note| found.iter().any(|it| Some(it.rule.slug) == note.check);
    let replaced: Vec<_> =
        explanation.notes.iter().filter(|it| is_said(it)).map(|it| it.block.clone()).collect();
    explanation.notes.retain(|note| !is_said(note));
    explanation.summary.blocks.retain(|block| !replaced.contains(block));
    for note in found.into_iter().map(found::note) {
        explanation.summary.blocks.push(note.block.clone());
        explanation.notes.push(note);
    }
    explanation
}

/// The headings of the sections that the instructions stand in.
pub(super) fn headings(file: &Dockerfile) -> Vec<Text> {
    let index = Index::default();
    let survey = Survey::new(file, &index);
    let first = file.instructions.first().and_then(|first| first.stage);
    let has_head = !file.directives.is_empty() || first.is_none();
    let head = has_head.then(|| stage_title(&survey, None));
    head.into_iter().chain(file.stages.iter().map(|it| stage_title(&survey, Some(it.id)))).collect()
}

/// What the file is made of, and its directives.
fn beginning<E>(file: &Dockerfile, each: &mut impl FnMut(Piece) -> Result<(), E>) -> Result<(), E> {
    let index = Index::default();
    let survey = Survey::new(file, &index);
    let secrets = mask::secret_spans(file);
    let name = safe_line(&file.source.name).into_owned();
    let mut blocks = vec![Block::heading(1, format!("{name}, line by line"))];
    blocks.extend(overview(&survey));
    each(Piece { blocks, lessons: Vec::new() })?;
    for (place, directive) in file.directives.iter().enumerate() {
        let span = file.source.line_span(directive.line);
        let lines = LineRange { first: directive.line, last: directive.line };
        let explained = explain_directive(file, directive);
        let mut blocks = Vec::new();
        if place == 0 {
            blocks.push(Block::heading(2, stage_title(&survey, None)));
        }
        blocks.push(Block::heading(3, format!("{}: directive", lines_words(lines))));
        blocks.push(code(file, span, &secrets));
        blocks.extend(explained.text.blocks);
        each(Piece { blocks, lessons: explained.lessons })?;
    }
    Ok(())
}

/// Explains what stands on one line.
pub(super) fn piece_at(
    file: &Dockerfile,
    knowledge: &Knowledge,
    findings: &[Finding],
    line: LineNumber,
    depth: Depth,
) -> Piece {
    let secrets = mask::secret_spans(file);
    let mut piece = Piece::default();
    if let Some(id) = instruction_at(file, line) {
        let index = Index::knowing(knowledge);
        let explanation = explained(&Survey::new(file, &index), id, findings);
        piece.instruction(file, knowledge, explanation, &secrets, depth, None);
        return piece;
    }
    let explained = explain_line(file, line);
    piece.blocks.push(Block::heading(3, format!("Line {line}: {}", explained.label)));
    let span = file.source.line_span(line);
    if !file.source.slice(span).trim().is_empty() {
        piece.blocks.push(code(file, span, &secrets));
    }
    piece.blocks.extend(explained.text.blocks);
    if file.directives.iter().any(|directive| directive.line == line) {
        piece.lessons = explained.lessons;
    }
    piece
}

/// How many stages there are, what each starts from, and which one is made.
fn overview<'a>(survey: &'a Survey<'a>) -> Vec<Block> {
    let file = survey.file;
    let mut blocks = Vec::new();
    let refused = file.problems.iter().find(|problem| problem.level == ProblemLevel::Error);
    if let Some(problem) = refused {
        let line = file.source.line_at(problem.span.start);
        let message = mask::mask_text(&problem.message).into_owned();
        let words =
            Text::from(format!("BuildKit refuses this file. The first reason, on line {line}: "));
        let text = concat([words, Text::from(safe_line(&message).into_owned())]);
        blocks
            .push(Block::alert(Alert::Caution, [Block::paragraph(text)]).proved_by([problem.span]));
    }
    let of_file = file.problems.iter().filter(|problem| problem.instruction.is_none());
    blocks.extend(of_file.map(|problem| notes::note(problem).block));
    match file.stages.as_slice() {
        [] => blocks.push(Block::paragraph(
            "It has no stage: no FROM says what an image would start from.",
        )),
        [only] => {
            let proof = from_span(survey, only);
            blocks.push(
                Block::paragraph(text("One stage, from {base}.", &[("base", base(survey, only))]))
                    .proved_by(proof),
            );
        }
        stages => {
            let count = stages.len();
            let last = text(
                &format!(
                    "{count} stages. A build without `--target` makes the last one; of the others only what it needs is built."
                ),
                &[],
            );
            blocks.push(Block::paragraph(last));
            let lines = stages.iter().map(|stage| stage_line(survey, stage));
            let proof = stages.iter().filter_map(|stage| from_span(survey, stage));
            blocks.push(Block::bullets(lines).proved_by(proof));
        }
    }
    blocks
}

fn from_span<'a>(survey: &'a Survey<'a>, stage: &Stage) -> Option<Span> {
    survey.instruction(stage.from.0).map(|from| from.span)
}

fn base<'a>(survey: &'a Survey<'a>, stage: &Stage) -> &'a str {
    survey.image_of(stage).map_or("", |image| survey.word(image))
}

fn stage_line<'a>(survey: &'a Survey<'a>, stage: &'a Stage) -> Text {
    let line = survey.instruction(stage.from.0).map_or(0, |from| from.lines.first.get());
    let from = match survey.base_of(stage) {
        Some(_) => "on top of the stage {base}",
        None => "from {base}",
    };
    let values =
        [("base", base(survey, stage)), ("name", stage.name.as_deref().unwrap_or_default())];
    let head = match &stage.name {
        Some(_) => format!("{{name}} (line {line}), {from}."),
        None => format!("Stage {} without a name (line {line}), {from}.", number(stage)),
    };
    let mut users: Vec<u32> = survey
        .uses(stage.id)
        .iter()
        .map(|at| survey.file.source.line_at(at.span.start).get())
        .collect();
    users.dedup();
    let used = match users.as_slice() {
        [] => Text::new(),
        users => {
            let lines: Vec<String> = users.iter().take(8).map(u32::to_string).collect();
            let noun = if users.len() == 1 { "line" } else { "lines" };
            Text::from(format!("Used on {noun} {}.", lines.join(", ")))
        }
    };
    join([text(&head, &values), used])
}

/// A stage by its place, and the number that BuildKit knows it by.
fn number(stage: &Stage) -> String {
    format!("number {} (counted from 0)", stage.id.0)
}

fn stage_title<'a>(survey: &'a Survey<'a>, stage: Option<StageId>) -> Text {
    match stage.and_then(|id| survey.stage(id)) {
        None => Text::from("Before the first stage"),
        Some(stage) => match &stage.name {
            Some(name) => Text::from("Stage ").code(shown(name)),
            None if survey.file.stages.len() == 1 => Text::from("The stage"),
            None => Text::from(format!("Stage {}, without a name", number(stage))),
        },
    }
}

fn lines_words(lines: LineRange) -> String {
    match lines.count() {
        1 => format!("Line {}", lines.first),
        _ => format!("Lines {} to {}", lines.first, lines.last),
    }
}

/// The text of the file as a block of code, secrets masked.
fn code(file: &Dockerfile, span: Span, secrets: &[Span]) -> Block {
    let mut text = safe(&mask::masked(file, span, secrets)).into_owned();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Block::code("dockerfile", text)
}

impl Piece {
    fn instruction(
        &mut self,
        file: &Dockerfile,
        knowledge: &Knowledge,
        explanation: Explanation,
        secrets: &[Span],
        depth: Depth,
        same_as: Option<LineNumber>,
    ) {
        let Some(instruction) = file.instructions.get(explanation.instruction.0 as usize) else {
            return;
        };
        let written = shown(file.source.slice(instruction.keyword_span));
        let keyword = instruction.keyword.map_or(written, |keyword| keyword.name().to_owned());
        let title = format!("{}: {keyword}", lines_words(instruction.lines));
        self.blocks.push(Block::heading(3, title));
        self.blocks.push(code(file, instruction.span, secrets));
        self.lessons = explanation.lessons;
        if let Some(line) = same_as {
            self.blocks.push(Block::paragraph(format!(
                "The same as on line {line}, and it does the same here."
            )));
            let own = [NoteKind::Author, NoteKind::Finding];
            let notes = explanation.notes.into_iter().filter(|note| own.contains(&note.kind));
            self.blocks.extend(notes.map(|note| note.block));
            return;
        }
        self.blocks.extend(explanation.summary.blocks);
        self.blocks.extend(parts::blocks(file, instruction, &explanation.tokens, secrets, depth));
        let has_tag = explanation.tokens.iter().any(|token| token.label == "tag");
        if depth > Depth::Brief && has_tag {
            self.blocks.extend(families::others(file, instruction, knowledge));
        }
    }
}

/// Instructions that were explained, by all that was said about each.
#[derive(Default)]
struct Said(HashMap<(u64, String), LineNumber>);

impl Said {
    /// The line of an instruction that stands and does the same, if one was explained.
    fn before(&mut self, file: &Dockerfile, explanation: &Explanation) -> Option<LineNumber> {
        let instruction = file.instructions.get(explanation.instruction.0 as usize)?;
        let mut hasher = DefaultHasher::new();
        explanation.sentence.words().hash(&mut hasher);
        for token in &explanation.tokens {
            (&token.label, plain_text(&token.text)).hash(&mut hasher);
        }
        let notes = explanation.notes.iter().filter(|note| note.kind == NoteKind::Pitfall);
        for note in notes {
            let mut lines = Vec::new();
            block_lines(&note.block, &mut lines);
            lines.hash(&mut hasher);
        }
        let text = instruction.logical.text(&file.source).trim().to_owned();
        match self.0.entry((hasher.finish(), text)) {
            Entry::Occupied(known) => Some(*known.get()),
            Entry::Vacant(new) => {
                new.insert(instruction.lines.first);
                None
            }
        }
    }
}
