//! The places of the file that a question's options and answers stand for.

use crate::lesson::{Question, QuestionKind};
use crate::quiz::generate::{InFile, Meaning, Pointed};
use crate::quiz::{Attempt, Given};
use crate::source::LineNumber;

use super::super::Context;
use super::asked::Asked;
use super::graph::StageOptions;

/// The places of one question; empty for one that is not made from the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// For each option, by its place in the lesson, the line where it begins.
    lines: Vec<Option<LineNumber>>,
    /// Whether a line of the file is asked for, which is pointed at.
    pub is_line: bool,
    /// The stages as a graph, where the options are stages.
    pub stages: Option<StageOptions>,
    /// The line that the last answer pointed at.
    pub given: Option<Pointed>,
    /// The line that is asked for.
    pub right: Option<Pointed>,
}

impl Places {
    /// The places of a question in the file that is shown.
    pub(super) fn of(
        question: &Question,
        attempt: &Attempt,
        asked: &Asked,
        context: &Context<'_>,
    ) -> Self {
        let Some(generated) = asked.find(&question.id) else { return Self::default() };
        let file = context.file;
        match &generated.in_file {
            InFile::No => Self::default(),
            InFile::Line => {
                let QuestionKind::Short { answers } = &question.kind else {
                    return Self::default();
                };
                let given = match attempt.last() {
                    Some((Given::Text(text), _)) => Pointed::typed(file, text),
                    _ => None,
                };
                let right = answers.first().filter(|_| !attempt.is_open());
                let right = right.and_then(|answer| Pointed::typed(file, answer));
                Self { given, right, is_line: true, ..Self::default() }
            }
            InFile::Options { places, meaning } => {
                let line = |place: &Option<_>| {
                    let span: crate::source::Span = (*place)?;
                    Some(file.source.line_at(span.start))
                };
                let stages = match (meaning, context.analysis) {
                    (Meaning::Built, Some(analysis)) => StageOptions::of(&analysis.build, places),
                    _ => None,
                };
                let lines = places.iter().map(line).collect();
                Self { lines, stages, ..Self::default() }
            }
        }
    }

    /// The number of the line that an option is, by its place in the lesson,
    /// and how many columns the numbers of all take; 0: none is a line.
    pub(super) fn line_of_option(&self, place: usize) -> (String, usize) {
        let words = |line: &Option<LineNumber>| line.map(|it| it.to_string()).unwrap_or_default();
        let columns = self.lines.iter().map(|line| words(line).len()).max().unwrap_or_default();
        (self.lines.get(place).map(words).unwrap_or_default(), columns)
    }
}
