//! The explanation of a file as a document, for text and Markdown.

use crate::doc::{Alert, Block, BlockKind, Document, List, ListItem, Text};
use crate::dockerfile::{Dockerfile, InstructionId, Problem, ProblemLevel};
use crate::explain::mask::{masked, secret_spans};
use crate::explain::{Explanation, TokenExplanation, explain};
use crate::source::{LineRange, Span};

/// The chosen instructions with everything that is said about them; for a
/// whole file also what concerns no single instruction.
pub(super) fn document(file: &Dockerfile, chosen: &[InstructionId], whole: bool) -> Vec<Block> {
    let secrets = secret_spans(file);
    let mut blocks = Vec::new();
    if whole {
        blocks.push(Block::heading(1, file.source.name.clone()));
        blocks.extend(overview(file));
    }
    for id in chosen {
        section(file, *id, &secrets, &mut blocks);
    }
    blocks
}

/// How large the file is, and the problems that belong to no instruction.
fn overview(file: &Dockerfile) -> Vec<Block> {
    let count =
        |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    let (errors, warnings): (Vec<_>, Vec<_>) =
        file.problems.iter().partition(|problem| problem.level == ProblemLevel::Error);
    let mut parts = vec![
        count(file.source.line_count(), "line"),
        count(file.instructions.len(), "instruction"),
        count(file.stages.len(), "stage"),
    ];
    if !errors.is_empty() {
        parts.push(count(errors.len(), "syntax error"));
    }
    if !warnings.is_empty() {
        parts.push(count(warnings.len(), "warning"));
    }
    let mut blocks = vec![Block::paragraph(parts.join(" · "))];
    let of_file = file.problems.iter().filter(|problem| problem.instruction.is_none());
    blocks.extend(of_file.map(|problem| alert(file, problem)));
    blocks
}

fn section(file: &Dockerfile, id: InstructionId, secrets: &[Span], blocks: &mut Vec<Block>) {
    let Some(instruction) = file.instructions.get(id.0 as usize) else { return };
    let keyword = file.source.slice(instruction.keyword_span).to_uppercase();
    blocks.push(Block::heading(2, format!("{} · {keyword}", lines(instruction.lines))));
    blocks.push(Block::code("dockerfile", masked(file, instruction.span, secrets)));
    let Explanation { summary, tokens, lessons, .. } = explain(file, id);
    blocks.extend(summary.blocks);
    if !tokens.is_empty() {
        let items = tokens.into_iter().map(|token| item(file, token, secrets)).collect();
        blocks.push(BlockKind::List(List { start: None, items }).into());
    }
    let lessons = super::existing(lessons);
    if !lessons.is_empty() {
        let text = lessons.iter().enumerate().fold(
            Text::new().muted("To learn more: "),
            |text, (place, id)| {
                let text = if place > 0 { text.muted(", ") } else { text };
                text.code(format!("layerwise learn {id}"))
            },
        );
        blocks.push(Block::paragraph(text));
    }
}

/// `line 4` or `lines 4 to 6`, with a capital.
fn lines(lines: LineRange) -> String {
    if lines.count() == 1 {
        format!("Line {}", lines.first)
    } else {
        format!("Lines {} to {}", lines.first, lines.last)
    }
}

/// `python` (repository): what it is.
fn item(file: &Dockerfile, token: TokenExplanation, secrets: &[Span]) -> ListItem {
    let word = masked(file, token.span, secrets);
    // A token over several lines, such as a heredoc, is shown by its first.
    let mut word_lines = word.lines();
    let first = word_lines.next().unwrap_or_default().trim_end().to_owned();
    let first = if word_lines.next().is_some() { first + " …" } else { first };
    let mut lead = Text::new().code(first).plain(format!(" ({})", token.label));
    let Document { mut blocks } = token.text;
    if let Some(Block { kind: BlockKind::Paragraph(_), .. }) = blocks.first()
        && let BlockKind::Paragraph(text) = blocks.remove(0).kind
    {
        lead = lead.plain(": ");
        for run in text.runs {
            lead.push(run);
        }
    }
    blocks.insert(0, Block::paragraph(lead));
    ListItem { task: None, blocks, origin: None }
}

fn alert(file: &Dockerfile, problem: &Problem) -> Block {
    let kind = match problem.level {
        ProblemLevel::Error => Alert::Caution,
        ProblemLevel::Warning => Alert::Warning,
    };
    let line = file.source.line_at(problem.span.start);
    let mut blocks = vec![Block::paragraph(
        Text::new().plain(format!("Line {line}: ")).strong(&*problem.message),
    )];
    if !problem.reason.is_empty() {
        blocks.push(Block::paragraph(&*problem.reason));
    }
    if let Some(hint) = &problem.hint {
        blocks.push(Block::paragraph(Text::new().plain("Try: ").plain(&**hint)));
    }
    Block::alert(kind, blocks).proved_by([problem.span])
}
