//! The whole file as a document, instruction by instruction.

use std::collections::HashSet;
use std::convert::Infallible;

use super::compose::{concat, join, plain_text, shown, text};
use super::fill::is_punctuation;
use super::mask;
use super::model::{Explanation, TokenExplanation};
use super::notes;
use super::survey::{Index, Survey};
use super::{explain, explain_directive, explain_in, explain_line, instruction_at};
use crate::doc::{Alert, Block, Document, Text};
use crate::dockerfile::{Dockerfile, InstructionId, ProblemLevel, Stage, StageId};
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
    let mut document = Document::default();
    let Ok(()) = each_piece(file, Choice::default(), |piece| {
        document.blocks.extend(piece.blocks);
        Ok::<(), Infallible>(())
    });
    document
}

/// Explains what stands on one line.
pub fn document_at(file: &Dockerfile, line: LineNumber) -> Document {
    Document::new(piece_at(file, line, Depth::default()).blocks)
}

/// Explains a whole file piece by piece, so that nobody has to hold all of it:
/// the explanations of a file are a hundred times as large as the file.
///
/// # Errors
/// What `each` gives ends the walk.
pub fn each_piece<E>(
    file: &Dockerfile,
    choice: Choice,
    mut each: impl FnMut(Piece) -> Result<(), E>,
) -> Result<(), E> {
    if choice.stage.is_none() {
        beginning(file, &mut each)?;
    }
    let index = Index::default();
    let survey = Survey::new(file, &index);
    let secrets = mask::secret_spans(file);
    let mut stage = None;
    for (index, instruction) in file.instructions.iter().enumerate() {
        if choice.stage.is_some_and(|only| instruction.stage != Some(only)) {
            continue;
        }
        let mut piece = Piece::default();
        if instruction.stage != stage {
            stage = instruction.stage;
            piece.blocks.push(Block::heading(2, stage_title(&survey, stage)));
        }
        let explanation = explain_in(&survey, InstructionId(index as u32));
        piece.instruction(file, explanation, &secrets, choice.depth);
        each(piece)?;
    }
    Ok(())
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
    for directive in &file.directives {
        let span = file.source.line_span(directive.line);
        let lines = LineRange { first: directive.line, last: directive.line };
        let explained = explain_directive(file, directive);
        let mut blocks = vec![
            Block::heading(3, format!("{}: directive", lines_words(lines))),
            code(file, span, &secrets),
        ];
        blocks.extend(explained.text.blocks);
        each(Piece { blocks, lessons: explained.lessons })?;
    }
    Ok(())
}

/// Explains what stands on one line.
pub fn piece_at(file: &Dockerfile, line: LineNumber, depth: Depth) -> Piece {
    let secrets = mask::secret_spans(file);
    let mut piece = Piece::default();
    if let Some(id) = instruction_at(file, line) {
        piece.instruction(file, explain(file, id), &secrets, depth);
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
        explanation: Explanation,
        secrets: &[Span],
        depth: Depth,
    ) {
        let Some(instruction) = file.instructions.get(explanation.instruction.0 as usize) else {
            return;
        };
        let written = shown(file.source.slice(instruction.keyword_span));
        let keyword = instruction.keyword.map_or(written, |keyword| keyword.name().to_owned());
        let title = format!("{}: {keyword}", lines_words(instruction.lines));
        self.blocks.push(Block::heading(3, title));
        self.blocks.push(code(file, instruction.span, secrets));
        self.blocks.extend(explanation.summary.blocks);
        self.lessons = explanation.lessons;
        let tokens = token_lines(file, &explanation.tokens, secrets, depth);
        if !tokens.is_empty() {
            self.blocks.push(Block::bullets(tokens).proved_by([instruction.span]));
        }
    }
}

fn token_lines(
    file: &Dockerfile,
    tokens: &[TokenExplanation],
    secrets: &[Span],
    depth: Depth,
) -> Vec<Text> {
    // Several mounts of one RUN need the same words explained once.
    let mut said = HashSet::new();
    let new = tokens.iter().filter(|token| says_something(token, depth)).filter(|token| {
        let written = file.source.slice(without_punctuation(file, token.span));
        said.insert((written, token.label.as_str())) && !only_repeats(token, written)
    });
    new.map(|token| token_line(file, token, secrets)).collect()
}

/// Whether a token is worth a line of its own in a document that shows the text as a whole
/// and has said in its first sentence what the command is.
fn says_something(token: &TokenExplanation, depth: Depth) -> bool {
    const SAID: [&str; 7] = [
        super::command::KEYWORD_LABEL,
        "continuation",
        "comment",
        "JSON bracket",
        "JSON form",
        "AS",
        super::command::SHELL_LABEL,
    ];
    /// What only the whole depth shows: signs, and words that say what they are.
    const SIGNS: [&str; 7] =
        ["operator", "word of the shell", "redirection", "file", "item", "pattern", "calculation"];
    let label = token.label.as_str();
    depth > Depth::Brief
        && !SAID.contains(&label)
        && (depth == Depth::Full || !SIGNS.contains(&label))
        && !token.text.blocks.is_empty()
}

/// Whether the text only says again what stands there: `The value: 1.`
fn only_repeats(token: &TokenExplanation, written: &str) -> bool {
    let [_] = token.text.blocks.as_slice() else { return false };
    let said = plain_text(&token.text);
    ["The variable's name: ", "The value: ", "The default: "].iter().any(|head| {
        said.strip_prefix(head).and_then(|rest| rest.strip_suffix('.')) == Some(written)
    })
}

/// A token's span without the comma, colon or `=` that was added to it at its end.
fn without_punctuation(file: &Dockerfile, span: Span) -> Span {
    let last = file.tokens.within(span).next_back();
    match last.filter(|token| is_punctuation(token.kind) && token.span.start > span.start) {
        Some(token) => Span::new(span.start, token.span.start),
        None => span,
    }
}

fn token_line(file: &Dockerfile, token: &TokenExplanation, secrets: &[Span]) -> Text {
    let written = mask::masked(file, without_punctuation(file, token.span), secrets);
    let line = written.trim().lines().next().unwrap_or_default();
    let head = Text::new().code(shown(line.trim_end())).plain(format!(" ({}):", token.label));
    let texts = token.text.blocks.iter().filter_map(|block| match &block.kind {
        crate::doc::BlockKind::Paragraph(text) => Some(text.clone()),
        _ => None,
    });
    join(std::iter::once(head).chain(texts))
}
