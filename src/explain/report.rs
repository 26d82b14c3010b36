//! The explanations of a file as values for programs: `layerwise explain --format json`.

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use super::compose::{block_lines, plain_text};
use super::explain_directive;
use super::file::explained;
use super::mask;
use super::model::{Effect, Explanation, Note, NoteKind, TokenExplanation};
use super::notes;
use super::survey::{Index, Survey};
use super::whole::findings;
use crate::analysis::Analysis;
use crate::cache::Causes;
use crate::dockerfile::{Dockerfile, InstructionId, StageId};
use crate::source::{LineNumber, LineRange, Span};

/// The explanations of a file or of a part of it.
#[derive(Serialize)]
pub struct Report<'a> {
    /// Raised when a member changes its meaning or goes away.
    pub schema_version: u32,
    /// The file's name as the reader gave it.
    pub file: &'a str,
    /// The stages in the file's order.
    pub stages: Vec<StageReport>,
    /// Problems that belong to no instruction, such as those of directives.
    pub notes: Vec<NoteReport>,
    /// Directives and instructions in the file's order.
    pub explanations: Explanations<'a>,
}

/// Explanations that are made one by one while they are written, because
/// those of a large file are a hundred times as large as the file.
pub struct Explanations<'a> {
    analysis: &'a Analysis,
    line: Option<LineNumber>,
    stage: Option<StageId>,
    has_lesson: &'a dyn Fn(&str) -> bool,
}

impl Serialize for Explanations<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let file = &*self.analysis.file;
        let causes = Causes::of(&self.analysis.build);
        let findings = findings(self.analysis);
        let index = Index::knowing(&self.analysis.knowledge);
        let survey = Survey::new(file, &index);
        let secrets = mask::secret_spans(file);
        let mut list = serializer.serialize_seq(None)?;
        let directives = file.directives.iter();
        let shown = |at: &&crate::dockerfile::Directive| {
            self.stage.is_none() && self.line.is_none_or(|line| at.line == line)
        };
        for at in directives.filter(shown) {
            list.serialize_element(&self.teachable(directive(file, at)))?;
        }
        let ids = match self.line {
            None => 0..file.instructions.len() as u32,
            Some(line) => {
                super::instruction_at(file, line).map_or(0..0, |found| found.0..found.0 + 1)
            }
        };
        let fits = |id: &u32| {
            let instruction = file.instructions.get(*id as usize);
            self.stage.is_none_or(|stage| instruction.is_some_and(|it| it.stage == Some(stage)))
        };
        for id in ids.filter(fits) {
            let explained = explained(&survey, InstructionId(id), &findings);
            let mut report = instruction(file, &explained, &secrets);
            let again = causes.of_line(report.lines.first.get());
            report.runs_again_when = again.map(|words| mask::mask_text(&words).into_owned());
            list.serialize_element(&self.teachable(report))?;
        }
        list.end()
    }
}

impl Report<'_> {
    /// Only the explanations of this stage; `None` leaves all.
    #[must_use]
    pub fn of_stage(mut self, stage: Option<StageId>) -> Self {
        self.explanations.stage = stage;
        self
    }
}

impl Explanations<'_> {
    /// Without the lessons that are not there.
    fn teachable(&self, mut report: ExplanationReport) -> ExplanationReport {
        report.lessons.retain(|id| (self.has_lesson)(id));
        report
    }
}

/// A stage.
#[derive(Clone, Debug, Serialize)]
pub struct StageReport {
    /// BuildKit's number, counted from 0.
    pub number: u32,
    /// Its name in lower case.
    pub name: Option<String>,
    /// The line of its FROM.
    pub line: u32,
    /// What it starts from, as written.
    pub starts_from: Option<String>,
    /// Whether that is a stage of the same file.
    pub starts_from_stage: Option<u32>,
}

/// The explanation of a directive or an instruction.
#[derive(Clone, Debug, Serialize)]
pub struct ExplanationReport {
    /// `directive` or `instruction`.
    pub kind: &'static str,
    /// The name of the directive, or the keyword in upper case; as written when it is none of Docker's.
    pub name: String,
    /// Its lines, counted from 1.
    pub lines: LineRange,
    /// Its bytes.
    pub span: Span,
    /// The number of its stage; none above the first FROM.
    pub stage: Option<u32>,
    /// The text as written, secrets masked.
    pub text: String,
    /// What it does here.
    pub summary: String,
    /// What it leaves in the image: `stage`, `layer`, `configuration` or `nothing`.
    pub effect: Effect,
    /// The same in words.
    pub image: String,
    /// What makes its step run again, as a sentence; `None` for what is no step that the target needs.
    pub runs_again_when: Option<String>,
    /// The author's comment, problems and pitfalls.
    pub notes: Vec<NoteReport>,
    /// Its tokens from left to right.
    pub tokens: Vec<TokenReport>,
    /// The lessons that treat it.
    pub lessons: Vec<String>,
}

/// A remark.
#[derive(Clone, Debug, Serialize)]
pub struct NoteReport {
    /// `author`, `error`, `warning`, `pitfall`, `reason` or `finding`.
    pub kind: NoteKind,
    /// What it says.
    pub text: String,
    /// The places that decide it.
    pub proof: Vec<Span>,
}

/// A token.
#[derive(Clone, Debug, Serialize)]
pub struct TokenReport {
    /// Its bytes.
    pub span: Span,
    /// The line on which it begins, counted from 1.
    pub line: u32,
    /// What kind of thing it is.
    pub label: String,
    /// As written, secrets masked.
    pub text: String,
    /// What it is and what it says here.
    pub explanation: String,
}

/// The version of the report's form.
const SCHEMA_VERSION: u32 = 1;

/// Explains a whole file, or what stands on one line: nothing when that is a comment or blank.
/// Names only those lessons that `has_lesson` knows.
pub fn report<'a>(
    analysis: &'a Analysis,
    line: Option<LineNumber>,
    has_lesson: &'a dyn Fn(&str) -> bool,
) -> Report<'a> {
    let file = &*analysis.file;
    Report {
        schema_version: SCHEMA_VERSION,
        file: &file.source.name,
        stages: stages(&Survey::new(file, &Index::default())),
        notes: file_notes(file),
        explanations: Explanations { analysis, line, stage: None, has_lesson },
    }
}

fn stages<'a>(survey: &'a Survey<'a>) -> Vec<StageReport> {
    let stage = |stage: &'a crate::dockerfile::Stage| StageReport {
        number: stage.id.0,
        name: stage.name.as_deref().map(str::to_owned),
        line: survey.instruction(stage.from.0).map_or(0, |from| from.lines.first.get()),
        starts_from: survey.image_of(stage).map(|image| survey.word(image).to_owned()),
        starts_from_stage: survey.base_of(stage).map(|base| base.id.0),
    };
    survey.file.stages.iter().map(stage).collect()
}

fn directive(file: &Dockerfile, at: &crate::dockerfile::Directive) -> ExplanationReport {
    let explained = explain_directive(file, at);
    let span = file.source.line_span(at.line);
    ExplanationReport {
        kind: "directive",
        name: file.source.slice(at.name).to_owned(),
        lines: LineRange { first: at.line, last: at.line },
        span,
        stage: None,
        text: file.source.slice(span).to_owned(),
        summary: plain_text(&explained.text),
        effect: Effect::Nothing,
        image: String::new(),
        runs_again_when: None,
        notes: Vec::new(),
        tokens: tokens(file, &explained.tokens, &[]),
        lessons: explained.lessons,
    }
}

fn instruction(file: &Dockerfile, explained: &Explanation, secrets: &[Span]) -> ExplanationReport {
    let at = &file.instructions[explained.instruction.0 as usize];
    let written = file.source.slice(at.keyword_span);
    ExplanationReport {
        kind: "instruction",
        name: at.keyword.map_or_else(|| written.to_owned(), |keyword| keyword.name().to_owned()),
        lines: at.lines,
        span: at.span,
        stage: at.stage.map(|stage| stage.0),
        text: mask::masked(file, at.span, secrets).into_owned(),
        summary: explained.sentence.words(),
        effect: explained.effect,
        image: explained.leaves.words(),
        runs_again_when: None,
        notes: explained.notes.iter().map(note).collect(),
        tokens: tokens(file, &explained.tokens, secrets),
        lessons: explained.lessons.clone(),
    }
}

fn note(note: &Note) -> NoteReport {
    let mut lines = Vec::new();
    block_lines(&note.block, &mut lines);
    NoteReport { kind: note.kind, text: lines.join("\n"), proof: note.block.proof.clone() }
}

/// The problems that belong to no instruction.
fn file_notes(file: &Dockerfile) -> Vec<NoteReport> {
    let of_file = file.problems.iter().filter(|problem| problem.instruction.is_none());
    of_file.map(|problem| note(&notes::note(problem))).collect()
}

fn tokens(file: &Dockerfile, explained: &[TokenExplanation], secrets: &[Span]) -> Vec<TokenReport> {
    let token = |token: &TokenExplanation| TokenReport {
        span: token.span,
        line: file.source.line_at(token.span.start).get(),
        label: token.label.clone(),
        text: mask::masked(file, token.span, secrets).into_owned(),
        explanation: plain_text(&token.text),
    };
    explained.iter().map(token).collect()
}
